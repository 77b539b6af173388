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
