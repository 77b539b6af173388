/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bodies of findings, as cpplan-review.c makes them and cpplan-findings.c gives them out. */
#pragma once

#include "cpplan-engine-private.h"

struct _CpplanFinding
{
  const CpplanFindings *findings; /* lent */
  const CpplanRule     *rule;     /* lent by the findings' policies */
  const CpplanPolicy   *policy;   /* in charge; lent likewise */
  guint                 subject;  /* index of an event, or CPPLAN_NO_INDEX */
  guint                 member;   /* person slot, or CPPLAN_NO_INDEX */
  CpplanFindingState    state;
  guint                 flags;
  char                **missing;  /* owned, or NULL: nothing is */
  char                **needs;    /* likewise */
};

struct _CpplanFindings
{
  gint                ref_count;
  CpplanCase         *record;
  CpplanCalendar     *calendar;
  GPtrArray          *policies;  /* (element-type CpplanPolicy): owned references to all that were asked */
  const CpplanPolicy *policy;    /* in charge and in force on as-of, or NULL */
  char               *policy_id; /* in charge on as-of, or NULL */
  char               *policy_digest;
  gboolean            is_timeline;
  CpplanDate          as_of;
  CpplanDate          known_at;
  guint               flags;
  GArray             *rows;      /* (element-type CpplanFinding) */
  GPtrArray          *warnings;  /* (element-type CpplanWarning) */
};

/* ---- a review ---- */

typedef struct
{
  CpplanEvaluation evaluation; /* what scope, plans and counting need of one */
  CpplanFindings  *findings;
  GHashTable      *about; /* event -> GArray of the held events that are about it */
  GHashTable      *matches; /* as in CpplanFindingFacts */
  GError         **error;
  gboolean         failed;
} CpplanReview;

/* What all instances of one rule share. */
typedef struct
{
  CpplanReview     *review;
  const CpplanRule *rule;
  CpplanTruth       in_scope;
  GPtrArray        *reached;    /* (element-type CpplanMatches), as the rule's reaches */
  GPtrArray        *reached_each; /* (element-type CpplanMatches): likewise of one person; NULL where none is asked */
  CpplanMatches    *until;      /* or NULL */
  guint             first_row;
  guint             first_plan; /* of `first`: 1 + the index of the plan that has had its first; 0: none has */
  GHashTable       *called;     /* the events that have called as the start of a plan */
} CpplanRuleAsked;

/* One event that calls for it, of one person where the rule asks it of each. */
typedef struct
{
  CpplanGoverning    governing;
  CpplanFindingFacts facts;
  CpplanAsk          ask;
  guint              episode;
  gboolean           of_plan; /* the event began a plan */
  CpplanTruth        called_for;
  CpplanDate         asked_until; /* the last day on which the person is asked; G_MAXINT32: still */
  CpplanDate         may_close; /* the last day if what may have closed it did; G_MAXINT32: nothing may have */
  gboolean           cut_short; /* the plan ended before anything else had closed it that could have */
  GPtrArray         *needs;     /* of the call */
  GPtrArray         *close_needs; /* of what may have closed it */
} CpplanCall;

/* When it stops being owed. */
void cpplan_call_find_close (CpplanRuleAsked *maker, CpplanCall *call);

/* How it stands; what would settle it, and what is missing, are added to the lists. */
CpplanFindingState cpplan_call_find_state (CpplanRuleAsked *maker, CpplanCall *call, GPtrArray *needs, GPtrArray *missing);
