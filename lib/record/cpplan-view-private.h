/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The record as it is seen on one day with the knowledge of one day: what was held, what is arranged, what is
 * known not to have been; and the plans that began and ended. All events are indices into the case. */
#pragma once

#include "cpplan-record-private.h"

enum
{
#define COUNT_KIND(number, NAME, text, openness) +1
  CPPLAN_N_KINDS = 0 CPPLAN_EVENT_KINDS (COUNT_KIND)
#undef COUNT_KIND
};

/* Events of each kind, kind by kind, each kind in the order of date, seq and id. */
typedef struct
{
  guint *events;
  guint  start[CPPLAN_N_KINDS + 2]; /* those of kind k: events[start[k]] .. events[start[k + 1] - 1] */
} CpplanByKind;

/* A plan, or one that may have begun (@certain unknown: the conference's outcome is not recorded). */
typedef struct
{
  guint       start;      /* the conference that began it */
  CpplanTruth certain;    /* yes or unknown */
  guint       end_event;  /* what ended it, or CPPLAN_NO_INDEX: it goes on, or the child came of age */
  CpplanDate  end;        /* the day it ended, or NONE: it goes on */
  gboolean    end_counts; /* whether things done on that day were done within the plan */
} CpplanEpisode;

typedef struct
{
  const CpplanCase *record; /* lent */
  CpplanDate        as_of;
  CpplanDate        known_at;
  guint8           *known;       /* per event: it is in K, superseded or not */
  guint            *successor;   /* per event: the known event that supersedes it */
  guint            *latest;      /* per event: the last of those that supersede it one after another; itself if none does */
  guint            *meeting;     /* per event: the meeting of the same kind and day that it stands for */
  CpplanByKind      held;        /* seen, done on or before as-of */
  CpplanByKind      ahead;       /* appointments that stand on as-of */
  CpplanByKind      made;        /* all appointments ever known, moved and cancelled ones too */
  CpplanByKind      negative;    /* what is known not to have been held */
  GArray           *order;       /* (element-type guint): all that was held, in order */
  GArray           *episodes;    /* (element-type CpplanEpisode), by start */
  CpplanDate        life_end;    /* death or the 18th birthday, on or before as-of; NONE */
  gboolean          life_end_counts;
  CpplanDate        adult_from;  /* the 18th birthday, whenever; NONE where the birth is not recorded */
  gboolean          follows_kept; /* references to an appointment are to what was held of its kind on its day */
  GArray           *doubles;     /* (element-type guint): meetings that stand for another of their day */
} CpplanView;

CpplanView *cpplan_view_new (const CpplanCase *record, CpplanDate as_of, CpplanDate known_at, GError **error);
void        cpplan_view_free (CpplanView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanView, cpplan_view_free)

static inline const CpplanEvent *
cpplan_view_at (const CpplanView *self, guint index)
{
  return cpplan_case_at (self->record, index)->event;
}

/* The events of a kind in a list. */
static inline const guint *
cpplan_by_kind (const CpplanByKind *list, CpplanEventKind kind, guint *out_length)
{
  *out_length = list->start[kind + 1] - list->start[kind];
  return &list->events[list->start[kind]];
}

/* The event that a reference to @index means now: its successor, or the meeting that it stands for;
 * CPPLAN_NO_INDEX where it was withdrawn or is not known yet. */
guint cpplan_view_resolve (const CpplanView *self, guint index);

/* Whether the event was held and is seen. */
gboolean cpplan_view_is_held (const CpplanView *self, guint index);

/* A truth as recorded, or as it follows from another attribute (spec: seen alone implies seen). */
CpplanTruth cpplan_view_get_truth (const CpplanView *self, guint index, CpplanAttribute attribute);

/* Up to which day the event proves that its thing was not held. */
CpplanDate cpplan_event_get_negative_until (const CpplanEvent *event);

/* Whether @later can be after @earlier: on a later day; or on the same day, but not where both have a seq and
 * its own is no higher. @out_same_day tells whether only the order within the day is open. */
gboolean cpplan_event_follows (const CpplanEvent *later, const CpplanEvent *earlier, gboolean *out_same_day);

/* The last day of an episode on which things were done within it; G_MAXINT32 where it goes on. */
static inline CpplanDate
cpplan_last_day (CpplanDate end, gboolean end_counts)
{
  if (end == CPPLAN_DATE_NONE)
    return G_MAXINT32;
  return end_counts ? end : end - 1;
}

/* The first position in @events (@length indices in order) whose date is @date or later. */
guint cpplan_view_first_on (const CpplanView *self, const guint *events, guint length, CpplanDate date);
