/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of checks share: the record as they see it, and what a check is. */
#pragma once

#include "cpplan-view-private.h"

typedef struct
{
  const CpplanView *view;
  CpplanDate        death;       /* the first recorded, or NONE */
  guint             first;       /* the first thing done for the child, or CPPLAN_NO_INDEX */
  GArray           *certain;     /* (element-type guint): the plans that began for certain, by number */
  GArray           *discussions; /* (element-type guint): those that may have begun a section 47 enquiry */
  GArray           *enquiries;   /* (element-type guint): and whatever else tells of one */
  GArray           *found;       /* what is put together into warnings in the end */
} CpplanDataLint;

/* Whether something is wrong with an event of the right kind. Where the message speaks of another event, @other is
 * set to it. */
typedef gboolean (*CpplanIsWrong) (const CpplanDataLint *self, guint index, guint *other);

/* A row of the tables that drive it all. In a message @ stands for the id of the other event. */
typedef struct
{
  const char     *id;
  CpplanIsWrong   is_wrong;
  const char     *message;
  CpplanEventKind kinds[11]; /* ended by 0; none: every kind */
} CpplanDataCheck;

/* The tables of the files, each ended by a row without id. */
extern const CpplanDataCheck cpplan_data_plan_checks[];
extern const CpplanDataCheck cpplan_data_entry_checks[];

static inline const CpplanEvent *
cpplan_data_at (const CpplanDataLint *self, guint index)
{
  return cpplan_view_at (self->view, index);
}

static inline CpplanDate
cpplan_data_day (const CpplanDataLint *self, guint index)
{
  return cpplan_data_at (self, index)->date;
}

/* Whether a choice of the event is recorded and is this one. */
static inline gboolean
cpplan_data_says (const CpplanDataLint *self, guint index, CpplanAttribute attribute, const char *name)
{
  return g_strcmp0 (cpplan_event_get_text (cpplan_data_at (self, index), attribute), name) == 0;
}

static inline gboolean
cpplan_data_is_true (const CpplanDataLint *self, guint index, CpplanAttribute attribute)
{
  return cpplan_view_get_truth (self->view, index, attribute) == CPPLAN_TRUTH_YES;
}

static inline gboolean
cpplan_data_is_certain (const CpplanEpisode *plan)
{
  return plan != NULL && plan->certain == CPPLAN_TRUTH_YES;
}

static inline gboolean
cpplan_data_is_after_death (const CpplanDataLint *self, guint index)
{
  return self->death != CPPLAN_DATE_NONE && cpplan_data_day (self, index) > self->death;
}

/* The last of @events (indices in order) on or before the day, or CPPLAN_NO_INDEX. */
guint cpplan_data_last_by (const CpplanDataLint *self, const GArray *events, CpplanDate date);

/* The last event of a kind held on or before the day, and the first after it; CPPLAN_NO_INDEX where there is none. */
guint cpplan_data_latest (const CpplanDataLint *self, CpplanEventKind kind, CpplanDate date);
guint cpplan_data_next_after (const CpplanDataLint *self, CpplanEventKind kind, CpplanDate date);

/* Whether any event of these kinds (ended by 0) was held from one day to another. */
gboolean cpplan_data_any_between (const CpplanDataLint  *self,
                                  const CpplanEventKind *kinds,
                                  CpplanDate             first,
                                  CpplanDate             last);

/* The event that an attribute names, as it stands now, or CPPLAN_NO_INDEX. */
guint cpplan_data_referred_to (const CpplanDataLint *self, guint index, CpplanAttribute attribute);

/* The plan, certain or not, that ran on the day, the later one where two meet; and the plan that began with the
 * event. NULL where there is none. */
const CpplanEpisode *cpplan_data_plan_on (const CpplanDataLint *self, CpplanDate date);
const CpplanEpisode *cpplan_data_plan_begun_by (const CpplanDataLint *self, guint index);

/* The day from which a conference's enquiry can be: the end of the plan before, or the beginning of time. */
CpplanDate cpplan_data_enquiry_from (const CpplanDataLint *self, guint conference);
