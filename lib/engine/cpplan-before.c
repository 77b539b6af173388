/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must be done a period before an event: before each that was held, each that is arranged, or else the one
 * that is due; or before what meets another such rule. */
#include "cpplan-engine-private.h"

/* The event before which something is due. */
typedef struct
{
  guint      event;       /* held or arranged; of one that is only due, the trigger of its own clock */
  CpplanDate date;        /* where it is not known: not before this day */
  gboolean   undated;     /* then, it is not known */
  gboolean   projected;   /* only due */
  gboolean   held;
  CpplanDate known;       /* when its day became known, NONE: no matter */
  CpplanDate window_from; /* the first day on which doing it counts for this event */
  CpplanDate window_to;   /* the last */
  CpplanDate root_date;   /* of the event in the end, where another rule stands between */
  gboolean   root_held;
  CpplanDate root_known;
} Target;

typedef struct
{
  CpplanEvaluation   *evaluation;
  const CpplanFamily *family;
  const CpplanRule   *rule;
  GArray             *candidates; /* events that may meet it */
  guint               episode;
} Maker;

/* ---- when a day became known ---- */

/* The nearest appointment that the event is, or took the place of, at or behind @index. */
static guint
appointment_behind (const CpplanEvaluation *self, guint index)
{
  while (index != CPPLAN_NO_INDEX && cpplan_view_at (self->view, index)->status != CPPLAN_STATUS_SCHEDULED)
    index = cpplan_case_at (self->view->record, index)->supersedes;
  return index;
}

/* When a date became known. */
typedef struct
{
  gboolean   any; /* there was an appointment at all */
  CpplanDate day; /* the earliest; NONE: it always was */
} Known;

static void
add_known (Known *known, CpplanDate day)
{
  known->day = known->any ? MIN (known->day, day) : day; /* NONE is before every day */
  known->any = TRUE;
}

/* By the chain of what the entry took the place of: of an appointment the day it was entered (the first entry of
 * that date counts), of a meeting held before its appointment its own day. */
static void
add_known_by (const CpplanEvaluation *self, guint index, Known *known)
{
  guint appointment = appointment_behind (self, index);
  if (appointment == CPPLAN_NO_INDEX)
    return;
  CpplanDate date = cpplan_view_at (self->view, index)->date;
  CpplanDate appointed = cpplan_view_at (self->view, appointment)->date;
  if (date < appointed)
    {
      add_known (known, date);
      return;
    }
  for (; appointment != CPPLAN_NO_INDEX && cpplan_view_at (self->view, appointment)->date == appointed;
       appointment = appointment_behind (self, cpplan_case_at (self->view->record, appointment)->supersedes))
    add_known (known, cpplan_view_at (self->view, appointment)->recorded);
}

/* Whether the entry speaks of the meeting: it stands, or stood for it, or was an appointment that became it. */
static gboolean
is_of_meeting (const CpplanEvaluation *self, guint index)
{
  guint successor = self->view->successor[index];
  return self->view->known[index] && !cpplan_view_at (self->view, index)->is_void
         && cpplan_view_at (self->view, index)->status != CPPLAN_STATUS_CANCELLED
         && (successor == CPPLAN_NO_INDEX || cpplan_view_at (self->view, successor)->status == CPPLAN_STATUS_HELD);
}

/* The day on which the event's date became known, by all entries of its kind for its day: they are one meeting,
 * though none may name another. NONE where that is no matter: there was no appointment, or it always was. */
static CpplanDate
date_known (const CpplanEvaluation *self, guint index)
{
  const CpplanEvent *event = cpplan_view_at (self->view, index);
  Known              known = { FALSE, CPPLAN_DATE_NONE };
  guint              i = index;

  while (i > 0 && cpplan_view_at (self->view, i - 1)->date == event->date)
    i--;
  for (; i < self->view->record->events->len && cpplan_view_at (self->view, i)->date == event->date; i++)
    if (cpplan_view_at (self->view, i)->kind == event->kind && is_of_meeting (self, i))
      add_known_by (self, i, &known);
  return known.any ? known.day : CPPLAN_DATE_NONE;
}

/* ---- rows ---- */

/* The last on or before the due day meets it, else the first after it. */
static void
find_met (Maker *maker, CpplanInstance *instance, const Target *target)
{
  CpplanEvaluation *self = maker->evaluation;
  const guint      *events = (const guint *) (gpointer) maker->candidates->data;
  CpplanDate        due = instance->due.at_least;

  g_array_set_size (self->doubtful, 0);
  if (due == CPPLAN_DATE_NONE)
    return;
  for (guint i = cpplan_view_first_on (self->view, events, maker->candidates->len, instance->window_from);
       i < maker->candidates->len; i++)
    {
      CpplanDate date = cpplan_view_at (self->view, events[i])->date;
      if (date > target->window_to || (instance->met_by != CPPLAN_NO_INDEX && date > due))
        return;
      CpplanTruth matches = cpplan_ask_selector (&instance->ask, maker->rule->by, events[i]);
      if (matches == CPPLAN_TRUTH_UNKNOWN)
        g_array_append_val (self->doubtful, events[i]);
      if (matches != CPPLAN_TRUTH_YES)
        continue;
      instance->met = date;
      instance->met_by = events[i];
    }
}

static void
add_row (Maker *maker, const Target *target, guint member)
{
  CpplanEvaluation *self = maker->evaluation;
  const CpplanRule *rule = maker->rule;
  CpplanGoverning   governing = cpplan_evaluation_govern (self, maker->family->id, target->date);
  CpplanInstance    instance;

  if (governing.rule != rule)
    return;
  cpplan_instance_init (&instance, self, governing, target->event, target->undated ? CPPLAN_DATE_NONE : target->date);
  instance.member = instance.ask.member = member;
  instance.ask.anchor = target->projected ? CPPLAN_NO_INDEX : target->event;
  instance.episode = maker->episode;
  instance.due = cpplan_count_back (self->calendar, rule, target->date, rule->within);
  if (target->undated) /* what is counted from a day that is not known is not known */
    instance.due.due = CPPLAN_DATE_NONE;
  instance.period = rule->within;
  instance.root_from = target->window_from;
  instance.root_date = target->root_date;
  instance.root_held = target->root_held;
  instance.root_known = target->root_known;
  instance.window_from = target->window_from;
  if (rule->has_window && instance.due.at_least != CPPLAN_DATE_NONE)
    {
      CpplanDue earliest = cpplan_count_back (self->calendar, rule, instance.due.at_least, rule->window);
      instance.window_from = MAX (instance.window_from, earliest.at_least);
    }
  instance.standing.held_passed = target->root_held && self->view->as_of > target->root_date;
  instance.standing.short_notice = target->known != CPPLAN_DATE_NONE && instance.due.due != CPPLAN_DATE_NONE
                                   && target->known > instance.due.due;
  if (target->projected)
    instance.flags |= CPPLAN_FLAG_PROJECTED;
  g_array_set_size (self->closing, 0);
  find_met (maker, &instance, target);
  cpplan_evaluation_add (self, &instance);
}

/* One row, or one for each person that the rule names, by their parts on the due day. */
static void
add_rows (Maker *maker, const Target *target)
{
  CpplanEvaluation *self = maker->evaluation;
  if (maker->rule->per == NULL)
    {
      add_row (maker, target, CPPLAN_NO_INDEX);
      return;
    }
  CpplanAsk ask = CPPLAN_ASK_INIT (self->view);
  ask.day = cpplan_count_back (self->calendar, maker->rule, target->date, maker->rule->within).at_least;
  if (ask.day == CPPLAN_DATE_NONE)
    ask.day = target->date;
  for (guint person = 0; person < self->view->record->slots->len && !self->failed; person++)
    {
      ask.person = person;
      if (cpplan_ask (&ask, maker->rule->per) == CPPLAN_TRUTH_YES)
        add_row (maker, target, person);
    }
}

/* ---- before each event of a kind ---- */

static void
add_before (Maker *maker, Target *target)
{
  target->root_date = target->window_to = target->date;
  target->root_held = target->held;
  target->root_known = target->known;
  add_rows (maker, target);
}

/* Before the one that is due: the open instance, in this plan, of the rules that want it. */
static void
add_before_due (Maker *maker, const GArray *sources, CpplanDate window_from)
{
  CpplanEvaluation *self = maker->evaluation;
  for (guint s = 1; s < sources->len; s++)
    {
      char **rules = g_array_index (sources, CpplanSource, s).rules;
      for (gsize r = 0; rules[r] != NULL; r++)
        {
          const CpplanFamily *clock = cpplan_evaluation_get_family (self, rules[r]);
          for (guint i = 0; clock != NULL && i < clock->n_rows; i++)
            {
              const CpplanDeadline *row = &g_array_index (self->timetable->rows, CpplanDeadline, clock->first_row + i);
              if (row->episode != maker->episode || row->met_by != CPPLAN_NO_INDEX || row->due.at_least == CPPLAN_DATE_NONE
                  || row->state == CPPLAN_STATE_PROJECTED || row->state == CPPLAN_STATE_CLOSED
                  || row->state == CPPLAN_STATE_LAPSED)
                continue;
              Target target = { .event = row->trigger, .date = row->due.at_least,
                                .undated = row->due.due == CPPLAN_DATE_NONE, .projected = TRUE,
                                .known = CPPLAN_DATE_NONE, .window_from = window_from };
              add_before (maker, &target);
              return;
            }
        }
    }
}

static void
before_events (Maker *maker, const GArray *sources)
{
  CpplanEvaluation    *self = maker->evaluation;
  CpplanEventKind      kind = g_array_index (sources, CpplanSource, 0).event_kind;
  const CpplanEpisode *episode = cpplan_evaluation_episode (self, maker->episode);
  const CpplanEvent   *start = cpplan_view_at (self->view, episode->start);
  CpplanDate           last = cpplan_last_day (episode->end, episode->end_counts);
  CpplanDate           window_from = start->date;
  gboolean             any_ahead = FALSE;
  guint                length;

  const guint *held = cpplan_by_kind (&self->view->held, kind, &length);
  for (guint i = cpplan_view_first_on (self->view, held, length, start->date); i < length && !self->failed; i++)
    {
      const CpplanEvent *event = cpplan_view_at (self->view, held[i]);
      if (event->date > last)
        break;
      if (event == start || !cpplan_event_follows (event, start, NULL))
        continue;
      Target target = { .event = held[i], .date = event->date, .held = TRUE, .known = date_known (self, held[i]), .window_from = window_from };
      add_before (maker, &target);
      window_from = event->date + 1;
    }
  if (episode->end != CPPLAN_DATE_NONE)
    return; /* what was never held leaves no row once the plan has ended */

  const guint *ahead = cpplan_by_kind (&self->view->ahead, kind, &length);
  for (guint i = cpplan_view_first_on (self->view, ahead, length, start->date); i < length && !self->failed; i++)
    {
      Target target = { .event = ahead[i], .date = cpplan_view_at (self->view, ahead[i])->date,
                        .known = date_known (self, ahead[i]), .window_from = window_from };
      any_ahead = TRUE;
      add_before (maker, &target);
    }
  if (!any_ahead && !self->failed)
    add_before_due (maker, sources, window_from);
}

/* ---- before what meets another rule ---- */

/* What is arranged to meet the row: the last on or before its due day, else the first after it. */
static guint
arranged_for (const CpplanEvaluation *self, const CpplanDeadline *row)
{
  guint found = CPPLAN_NO_INDEX;
  for (guint t = 0; t < row->rule->by->terms->len; t++)
    {
      guint        length;
      const guint *ahead = cpplan_by_kind (&self->view->ahead, g_array_index (row->rule->by->terms, CpplanSelectorTerm, t).kind, &length);
      for (guint i = cpplan_view_first_on (self->view, ahead, length, row->window_from); i < length; i++)
        {
          CpplanDate date = cpplan_view_at (self->view, ahead[i])->date;
          if (date > row->root_date || (found != CPPLAN_NO_INDEX && date > row->due.due))
            break;
          found = ahead[i];
        }
    }
  return found;
}

/* What a row of the other rule makes of this one: its own meeting, held or arranged, or else its due day itself. */
static Target
target_of (const CpplanEvaluation *self, const CpplanDeadline *row)
{
  /* which meeting it is, is certain only once the due day has passed */
  gboolean certain = row->met_by != CPPLAN_NO_INDEX && self->view->as_of > row->due.at_least;
  guint    meeting = certain ? row->met_by : arranged_for (self, row);
  Target   target = {
    .event = row->trigger,
    .date = row->due.at_least,
    .undated = row->due.due == CPPLAN_DATE_NONE,
    .projected = TRUE,
    .known = row->root_known,
    .window_from = row->root_from,
    .window_to = row->root_date,
    .root_date = row->root_date,
    .root_held = row->root_held,
    .root_known = row->root_known,
  };
  if (meeting != CPPLAN_NO_INDEX)
    {
      target.event = meeting;
      target.date = cpplan_view_at (self->view, meeting)->date;
      target.projected = target.undated = FALSE;
    }
  return target;
}

static void
before_met (Maker *maker, const GArray *sources)
{
  CpplanEvaluation *self = maker->evaluation;
  char            **rules = g_array_index (sources, CpplanSource, 0).rules;

  for (gsize r = 0; rules[r] != NULL && !self->failed; r++)
    {
      const CpplanFamily *other = cpplan_evaluation_get_family (self, rules[r]);
      for (guint i = 0; other != NULL && i < other->n_rows && !self->failed; i++)
        {
          const CpplanDeadline *row = &g_array_index (self->timetable->rows, CpplanDeadline, other->first_row + i);
          if (row->episode != maker->episode || row->due.at_least == CPPLAN_DATE_NONE)
            continue;
          Target target = target_of (self, row);
          add_rows (maker, &target);
        }
    }
}

void
cpplan_evaluate_before (CpplanEvaluation *self, const CpplanFamily *family, const CpplanRule *rule)
{
  g_autoptr (GArray) candidates = cpplan_view_select (self->view, rule->by->kinds);
  Maker              maker = { .evaluation = self, .family = family, .rule = rule, .candidates = candidates };
  gboolean           of_kind = g_array_index (rule->before, CpplanSource, 0).kind == CPPLAN_SOURCE_EVENT;

  for (guint i = 0; i < self->view->episodes->len && !self->failed; i++)
    {
      maker.episode = i;
      if (cpplan_evaluation_episode (self, i)->certain != CPPLAN_TRUTH_YES)
        continue;
      if (of_kind)
        before_events (&maker, rule->before);
      else
        before_met (&maker, rule->before);
    }
}
