/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cpplan-view-private.h"

#include <string.h>

/* An entry is known from the day it was recorded; without one, an appointment from the start and anything
 * else from its own day. */
static gboolean
is_known (const CpplanEvent *event, CpplanDate known_at)
{
  if (event->recorded != CPPLAN_DATE_NONE)
    return event->recorded <= known_at;
  return event->status == CPPLAN_STATUS_SCHEDULED || event->date <= known_at;
}

/* Superseded by anything known, an event stays unseen, also when what superseded it is itself superseded. */
static gboolean
find_successors (CpplanView *self, GError **error)
{
  for (guint i = 0; i < self->record->events->len; i++)
    {
      const CpplanCaseEvent *entry = cpplan_case_at (self->record, i);
      self->known[i] = (guint8) is_known (entry->event, self->known_at);
      if (!self->known[i] || entry->supersedes == CPPLAN_NO_INDEX)
        continue;
      if (self->successor[entry->supersedes] != CPPLAN_NO_INDEX)
        {
          g_autofree char *shown = cpplan_echo (entry->event->supersedes);
          g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD,
                       "events[%u].supersedes: another event supersedes %s too", entry->place, shown);
          return FALSE;
        }
      self->successor[entry->supersedes] = i;
    }
  return TRUE;
}

/* Each chain of corrections is gone through once, so that references to its first entry are found as fast as to its last. */
static void
find_latest (CpplanView *self)
{
  for (guint i = 0; i < self->record->events->len; i++)
    {
      guint last = i;
      while (self->latest[last] == CPPLAN_NO_INDEX && self->successor[last] != CPPLAN_NO_INDEX)
        last = self->successor[last];
      if (self->latest[last] != CPPLAN_NO_INDEX)
        last = self->latest[last];
      for (guint next = i; self->latest[next] == CPPLAN_NO_INDEX;)
        {
          guint following = self->successor[next];
          self->latest[next] = last;
          if (following == CPPLAN_NO_INDEX)
            break;
          next = following;
        }
    }
}

static gboolean
is_current (const CpplanView *self, guint index)
{
  return self->known[index] && self->successor[index] == CPPLAN_NO_INDEX && !cpplan_view_at (self, index)->is_void;
}

CpplanDate
cpplan_event_get_negative_until (const CpplanEvent *event)
{
  if (event->not_held_as_of != CPPLAN_DATE_NONE)
    return event->status == CPPLAN_STATUS_HELD ? CPPLAN_DATE_NONE : event->not_held_as_of;
  return event->status == CPPLAN_STATUS_CANCELLED ? event->date : CPPLAN_DATE_NONE;
}

static gboolean
was_held (const CpplanView *self, guint index)
{
  const CpplanEvent *event = cpplan_view_at (self, index);
  return is_current (self, index) && event->status == CPPLAN_STATUS_HELD && event->date <= self->as_of
         && self->meeting[index] == CPPLAN_NO_INDEX;
}

static gboolean
is_negative (const CpplanView *self, guint index)
{
  return is_current (self, index) && cpplan_event_get_negative_until (cpplan_view_at (self, index)) != CPPLAN_DATE_NONE;
}

/* An appointment withdrawn as never made is none; moved and cancelled ones were made. */
static gboolean
was_made (const CpplanView *self, guint index)
{
  const CpplanEvent *event = cpplan_view_at (self, index);
  if (!self->known[index] || event->is_void || event->status != CPPLAN_STATUS_SCHEDULED)
    return FALSE;
  guint successor = self->successor[index];
  return successor == CPPLAN_NO_INDEX || !cpplan_view_at (self, successor)->is_void;
}

static gboolean
any_on (const CpplanView *self, const CpplanByKind *list, CpplanEventKind kind, CpplanDate date, CpplanStatus status)
{
  guint        length;
  const guint *events = cpplan_by_kind (list, kind, &length);
  for (guint i = cpplan_view_first_on (self, events, length, date); i < length; i++)
    {
      const CpplanEvent *event = cpplan_view_at (self, events[i]);
      if (event->date != date)
        return FALSE;
      if (event->status == status)
        return TRUE;
    }
  return FALSE;
}

/* An appointment stands through its day, until it is superseded, called off, or held that very day. */
static gboolean
stands_ahead (const CpplanView *self, guint index)
{
  const CpplanEvent *event = cpplan_view_at (self, index);
  return is_current (self, index) && event->status == CPPLAN_STATUS_SCHEDULED && event->date >= self->as_of
         && !any_on (self, &self->held, event->kind, event->date, CPPLAN_STATUS_HELD)
         && !any_on (self, &self->negative, event->kind, event->date, CPPLAN_STATUS_CANCELLED);
}

/* A counting sort by kind keeps the order of the case within each kind. */
static void
sort_by_kind (const CpplanView *self, CpplanByKind *list, gboolean (*wanted) (const CpplanView *, guint))
{
  guint            n = self->record->events->len;
  g_autofree guint8 *is_wanted = g_new (guint8, n + 1);
  guint            next[CPPLAN_N_KINDS + 2] = { 0 };

  memset (list->start, 0, sizeof list->start);
  for (guint i = 0; i < n; i++)
    {
      is_wanted[i] = wanted (self, i) != FALSE;
      if (is_wanted[i])
        list->start[cpplan_view_at (self, i)->kind + 1]++;
    }
  for (guint k = 1; k < G_N_ELEMENTS (list->start); k++)
    list->start[k] += list->start[k - 1];
  memcpy (next, list->start, sizeof next);
  list->events = g_new (guint, list->start[CPPLAN_N_KINDS + 1] + 1);
  for (guint i = 0; i < n; i++)
    if (is_wanted[i])
      list->events[next[cpplan_view_at (self, i)->kind]++] = i;
}

/* Two meetings of one kind on one day are one meeting, the first in order. */
static void
merge_meetings (CpplanView *self)
{
  static const CpplanEventKind meetings[] = {
    CPPLAN_EVENT_KIND_INITIAL_CONFERENCE,
    CPPLAN_EVENT_KIND_REVIEW_CONFERENCE,
    CPPLAN_EVENT_KIND_TRANSFER_CONFERENCE,
    CPPLAN_EVENT_KIND_CORE_GROUP,
  };
  guint first[G_N_ELEMENTS (meetings)];
  for (gsize m = 0; m < G_N_ELEMENTS (meetings); m++)
    first[m] = CPPLAN_NO_INDEX;

  for (guint i = 0; i < self->record->events->len; i++)
    for (gsize m = 0; m < G_N_ELEMENTS (meetings); m++)
      {
        const CpplanEvent *event = cpplan_view_at (self, i);
        if (event->kind != meetings[m] || !was_held (self, i))
          continue;
        if (first[m] != CPPLAN_NO_INDEX && cpplan_view_at (self, first[m])->date == event->date)
          {
            self->meeting[i] = first[m];
            g_array_append_val (self->doubles, i);
          }
        else
          first[m] = i;
      }
}

static void
find_life_end (CpplanView *self)
{
  guint        length;
  const guint *deaths = cpplan_by_kind (&self->held, CPPLAN_EVENT_KIND_DEATH, &length);

  if (self->record->born != CPPLAN_DATE_NONE)
    {
      enum
      {
        ADULT = 18
      };
      if (!cpplan_date_age_reached (self->record->born, ADULT, &self->adult_from, NULL))
        self->adult_from = CPPLAN_DATE_NONE; /* past the year 2199 */
    }
  if (self->adult_from != CPPLAN_DATE_NONE && self->adult_from <= self->as_of)
    self->life_end = self->adult_from;
  if (length > 0 && (self->life_end == CPPLAN_DATE_NONE || cpplan_view_at (self, deaths[0])->date < self->life_end))
    {
      self->life_end = cpplan_view_at (self, deaths[0])->date;
      self->life_end_counts = TRUE;
    }
}

typedef struct
{
  CpplanView *view;
  guint       open;       /* index of the certain episode that goes on, or CPPLAN_NO_INDEX */
  guint       first_open; /* episodes before this one have all ended */
} Walk;

static void
end_episodes (Walk *walk, guint from, CpplanDate end, gboolean counts, guint event)
{
  GArray *episodes = walk->view->episodes;
  for (guint i = from; i < episodes->len; i++)
    {
      CpplanEpisode *episode = &g_array_index (episodes, CpplanEpisode, i);
      if (episode->end != CPPLAN_DATE_NONE)
        continue;
      episode->end = end;
      episode->end_counts = counts;
      episode->end_event = event;
    }
  walk->first_open = episodes->len;
  walk->open = CPPLAN_NO_INDEX;
}

/* A plan made later began with the later conference for certain, so what may have begun before ends there. */
static void
start_episode (Walk *walk, guint event, CpplanTruth certain)
{
  if (certain == CPPLAN_TRUTH_YES)
    end_episodes (walk, walk->first_open, cpplan_view_at (walk->view, event)->date, FALSE, event);
  CpplanEpisode episode = { event, certain, CPPLAN_NO_INDEX, CPPLAN_DATE_NONE, TRUE };
  g_array_append_val (walk->view->episodes, episode);
  if (certain == CPPLAN_TRUTH_YES)
    walk->open = walk->view->episodes->len - 1;
}

/* Whether a conference made a plan of ours, no plan being open. */
static CpplanTruth
made_plan (const CpplanEvent *event)
{
  const char *outcome = cpplan_event_get_text (event, CPPLAN_ATTRIBUTE_OUTCOME);
  const char *receiver = NULL;
  if (event->kind == CPPLAN_EVENT_KIND_TRANSFER_CONFERENCE)
    {
      receiver = cpplan_event_get_text (event, CPPLAN_ATTRIBUTE_RECEIVER);
      if (g_strcmp0 (receiver, "other") == 0)
        return CPPLAN_TRUTH_NO;
    }
  if (outcome == NULL)
    return CPPLAN_TRUTH_UNKNOWN;
  return strcmp (outcome, "plan") == 0 ? CPPLAN_TRUTH_YES : CPPLAN_TRUTH_NO;
}

static void
walk_event (Walk *walk, guint index)
{
  const CpplanEvent *event = cpplan_view_at (walk->view, index);

  if (event->kind == CPPLAN_EVENT_KIND_PLAN_ENDED)
    end_episodes (walk, walk->first_open, event->date, TRUE, index);
  else if ((event->kind == CPPLAN_EVENT_KIND_INITIAL_CONFERENCE || event->kind == CPPLAN_EVENT_KIND_TRANSFER_CONFERENCE)
           && walk->open == CPPLAN_NO_INDEX)
    {
      CpplanTruth made = made_plan (event);
      if (made != CPPLAN_TRUTH_NO)
        start_episode (walk, index, made);
    }
}

static void
find_episodes (CpplanView *self)
{
  Walk       walk = { self, CPPLAN_NO_INDEX, 0 };
  CpplanDate last = cpplan_last_day (self->life_end, self->life_end_counts);

  for (guint i = 0; i < self->order->len; i++)
    {
      guint index = g_array_index (self->order, guint, i);
      if (cpplan_view_at (self, index)->date > last)
        break;
      walk_event (&walk, index);
    }
  if (self->life_end != CPPLAN_DATE_NONE)
    end_episodes (&walk, walk.first_open, self->life_end, self->life_end_counts, CPPLAN_NO_INDEX);
}

CpplanView *
cpplan_view_new (const CpplanCase *record, CpplanDate as_of, CpplanDate known_at, GError **error)
{
  g_autoptr (CpplanView) self = g_new0 (CpplanView, 1);
  guint                  n = record->events->len;

  self->record = record;
  self->as_of = as_of;
  self->known_at = known_at;
  self->known = g_new0 (guint8, n + 1);
  self->successor = g_new (guint, n + 1);
  self->latest = g_new (guint, n + 1);
  self->meeting = g_new (guint, n + 1);
  for (guint i = 0; i < n; i++)
    self->successor[i] = self->latest[i] = self->meeting[i] = CPPLAN_NO_INDEX;
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
  self->episodes = g_array_new (FALSE, FALSE, sizeof (CpplanEpisode));
  self->doubles = g_array_new (FALSE, FALSE, sizeof (guint));
  self->life_end = self->adult_from = CPPLAN_DATE_NONE;

  if (!find_successors (self, error))
    return NULL;
  find_latest (self);
  merge_meetings (self);
  sort_by_kind (self, &self->held, was_held);
  sort_by_kind (self, &self->negative, is_negative);
  sort_by_kind (self, &self->made, was_made);
  sort_by_kind (self, &self->ahead, stands_ahead);
  for (guint i = 0; i < n; i++)
    if (was_held (self, i))
      g_array_append_val (self->order, i);
  find_life_end (self);
  find_episodes (self);
  return g_steal_pointer (&self);
}

void
cpplan_view_free (CpplanView *self)
{
  if (self == NULL)
    return;
  g_free (self->known);
  g_free (self->successor);
  g_free (self->latest);
  g_free (self->meeting);
  g_free (self->held.events);
  g_free (self->ahead.events);
  g_free (self->made.events);
  g_free (self->negative.events);
  g_array_unref (self->order);
  g_array_unref (self->episodes);
  g_array_unref (self->doubles);
  g_free (self);
}

/* What was held of the appointment's kind on its day, or the appointment. */
static guint
find_kept (const CpplanView *self, guint index)
{
  const CpplanEvent *appointment = cpplan_view_at (self, index);
  guint              length;
  const guint       *events = cpplan_by_kind (&self->held, appointment->kind, &length);
  if (appointment->status != CPPLAN_STATUS_SCHEDULED)
    return index;
  guint i = cpplan_view_first_on (self, events, length, appointment->date);
  return i < length && cpplan_view_at (self, events[i])->date == appointment->date ? events[i] : index;
}

guint
cpplan_view_resolve (const CpplanView *self, guint index)
{
  if (index == CPPLAN_NO_INDEX || !self->known[index])
    return CPPLAN_NO_INDEX;
  index = self->latest[index];
  if (cpplan_view_at (self, index)->is_void)
    return CPPLAN_NO_INDEX;
  if (self->meeting[index] != CPPLAN_NO_INDEX)
    return self->meeting[index];
  return self->follows_kept ? find_kept (self, index) : index;
}

gboolean
cpplan_view_is_held (const CpplanView *self, guint index)
{
  return index != CPPLAN_NO_INDEX && was_held (self, index);
}

CpplanTruth
cpplan_view_get_truth (const CpplanView *self, guint index, CpplanAttribute attribute)
{
  const CpplanEvent *event = cpplan_view_at (self, index);
  CpplanTruth        recorded = cpplan_event_get_truth (event, attribute);
  if (recorded != CPPLAN_TRUTH_UNKNOWN)
    return recorded;

  gsize                    n;
  const CpplanImplication *implications = cpplan_schema_get_implications (&n);
  for (gsize i = 0; i < n; i++)
    {
      const CpplanImplication *implication = &implications[i];
      if (implication->kind != event->kind || implication->attribute != attribute)
        continue;
      if (implication->choice == NULL
            ? cpplan_event_get_truth (event, implication->because) == CPPLAN_TRUTH_YES
            : g_strcmp0 (cpplan_event_get_text (event, implication->because), implication->choice) == 0)
        return CPPLAN_TRUTH_YES;
    }
  return CPPLAN_TRUTH_UNKNOWN;
}

gboolean
cpplan_event_follows (const CpplanEvent *later, const CpplanEvent *earlier, gboolean *out_same_day)
{
  if (out_same_day != NULL)
    *out_same_day = FALSE;
  if (later->date != earlier->date)
    return later->date > earlier->date;
  if (later->has_seq && earlier->has_seq)
    return later->seq > earlier->seq;
  if (out_same_day != NULL)
    *out_same_day = TRUE;
  return TRUE;
}

guint
cpplan_view_first_on (const CpplanView *self, const guint *events, guint length, CpplanDate date)
{
  guint low = 0;
  guint high = length;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (cpplan_view_at (self, events[middle])->date < date)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
