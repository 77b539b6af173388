/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Due days: a period from a day, or a date that the record gives. */
#include "cpplan-engine-private.h"

const CpplanDue cpplan_due_none = { CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, FALSE };

/* A due day that the calendar does not reach is not known, months' too: what falls there may move with
 * holidays that are not yet appointed. */
CpplanDue
cpplan_on_date (const CpplanCalendar *calendar, CpplanDate date)
{
  CpplanDue due = { date, date, FALSE };
  if (date != CPPLAN_DATE_NONE && !cpplan_calendar_covers (calendar, date))
    due.due = CPPLAN_DATE_NONE;
  return due;
}

/* One less where the event's own day is day 1 if it is worked; one more where the days between are clear. */
static gint
count_working_days (const CpplanCalendar *calendar, const CpplanRule *rule, CpplanDate from, gint n)
{
  gboolean works = FALSE;
  if (rule->count == CPPLAN_COUNT_CLEAR)
    return n + 1;
  if (rule->count == CPPLAN_COUNT_INCLUSIVE && n > 0
      && cpplan_calendar_is_working_day (calendar, from, &works, NULL) && works)
    return n - 1;
  return n;
}

static CpplanDue
add_days (const CpplanCalendar *calendar, const CpplanRule *rule, CpplanDate from, gint n, gint direction)
{
  if (rule->count == CPPLAN_COUNT_CLEAR)
    n++;
  else if (rule->count == CPPLAN_COUNT_INCLUSIVE && n > 0)
    n--;
  CpplanDate date = from + direction * n;
  return cpplan_date_is_valid (date) ? cpplan_on_date (calendar, date) : cpplan_due_none; /* past the years that have dates */
}

static CpplanDue
add_months (const CpplanCalendar *calendar, const CpplanRule *rule, CpplanDate from, gint n)
{
  CpplanDate date;
  gboolean   clamped;
  if (!cpplan_date_add_months (from, n, rule->month_end, &date, &clamped, NULL))
    return cpplan_due_none; /* past the years that have dates */
  CpplanDue due = cpplan_on_date (calendar, date);
  due.clamped = clamped;
  return due;
}

CpplanDue
cpplan_count_forward (const CpplanCalendar *calendar, const CpplanRule *rule, CpplanDate from, CpplanPeriod period)
{
  switch (period.unit)
    {
    case CPPLAN_UNIT_WORKING_DAYS:
      {
        CpplanDate date;
        gint       n = count_working_days (calendar, rule, from, period.count);
        if (cpplan_calendar_add_working_days_fast (calendar, from, n, &date))
          return (CpplanDue){ date, date, FALSE };
        date = cpplan_calendar_add_working_days_at_least (calendar, from, n);
        return cpplan_date_is_valid (date) ? (CpplanDue){ CPPLAN_DATE_NONE, date, FALSE } : cpplan_due_none;
      }
    case CPPLAN_UNIT_CALENDAR_DAYS:
      return add_days (calendar, rule, from, period.count, 1);
    case CPPLAN_UNIT_WEEKS:
      return add_days (calendar, rule, from, period.count * 7, 1);
    case CPPLAN_UNIT_MONTHS:
      return add_months (calendar, rule, from, period.count);
    case CPPLAN_UNIT_YEARS:
      return add_months (calendar, rule, from, period.count * 12);
    }
  g_return_val_if_reached (cpplan_due_none);
}

/* Counted back over days that the calendar does not reach, a holiday not yet appointed would make the day earlier:
 * there is then no day before which it cannot be. */
CpplanDue
cpplan_count_back (const CpplanCalendar *calendar, const CpplanRule *rule, CpplanDate from, CpplanPeriod period)
{
  switch (period.unit)
    {
    case CPPLAN_UNIT_WORKING_DAYS:
      {
        CpplanDate date;
        gint       n = count_working_days (calendar, rule, from, period.count);
        if (cpplan_calendar_add_working_days_fast (calendar, from, -n, &date))
          return (CpplanDue){ date, date, FALSE };
        return cpplan_due_none;
      }
    case CPPLAN_UNIT_CALENDAR_DAYS:
      return add_days (calendar, rule, from, period.count, -1);
    case CPPLAN_UNIT_WEEKS:
      return add_days (calendar, rule, from, period.count * 7, -1);
    case CPPLAN_UNIT_MONTHS:
      return add_months (calendar, rule, from, -period.count);
    case CPPLAN_UNIT_YEARS:
      return add_months (calendar, rule, from, -period.count * 12);
    }
  g_return_val_if_reached (cpplan_due_none);
}

CpplanDate
cpplan_act_by (const CpplanCalendar *calendar, CpplanDue due)
{
  CpplanDate act_by = CPPLAN_DATE_NONE;
  if (due.due != CPPLAN_DATE_NONE)
    cpplan_calendar_last_working_day_fast (calendar, due.due, &act_by);
  return act_by;
}

CpplanDate
cpplan_safe_act_by (CpplanDate a, CpplanDate b)
{
  if (a == CPPLAN_DATE_NONE || b == CPPLAN_DATE_NONE)
    return MAX (a, b); /* NONE is before every day */
  return MIN (a, b);
}

/* ---- dates that the record gives ---- */

/* The attribute on the latest event of the term since the trigger that has it. */
static CpplanDate
since (const CpplanEvaluation *self, const CpplanSource *source, guint trigger)
{
  guint        length;
  const guint *events = cpplan_by_kind (&self->view->held, source->since->kind, &length);
  CpplanDate   from = cpplan_view_at (self->view, trigger)->date;
  CpplanAsk    ask = CPPLAN_ASK_INIT (self->view);

  ask.trigger = ask.anchor = trigger;
  for (guint i = length; i > 0; i--)
    {
      const CpplanEvent *event = cpplan_view_at (self->view, events[i - 1]);
      if (event->date < from)
        break;
      if (event->date > cpplan_last_day (self->view->life_end, self->view->life_end_counts))
        continue;
      ask.event = events[i - 1];
      ask.day = event->date;
      CpplanDate date = cpplan_event_get_date_of (event, source->attribute);
      if (date != CPPLAN_DATE_NONE && cpplan_ask (&ask, source->since->where) == CPPLAN_TRUTH_YES)
        return date;
    }
  return CPPLAN_DATE_NONE;
}

/* Whether the appointment stood on a day, or was since cancelled: it was not moved to another day, and not kept
 * by then. */
static gboolean
stood (const CpplanEvaluation *self, guint index, CpplanDate day)
{
  guint successor = self->view->successor[index];
  if (successor == CPPLAN_NO_INDEX)
    return TRUE;
  const CpplanEvent *event = cpplan_view_at (self->view, successor);
  return event->status == CPPLAN_STATUS_CANCELLED || (event->status == CPPLAN_STATUS_HELD && event->date > day);
}

/* The first appointment from a day on that stood on @day (on any day, where that is NONE), and before the next plan
 * after that of @trigger: nothing leaks across. */
static CpplanDate
appointed (const CpplanEvaluation *self, guint trigger, CpplanEventKind kind, CpplanDate first_day, CpplanDate day)
{
  CpplanDate   next_plan = cpplan_evaluation_next_plan (self, trigger);
  guint        length;
  const guint *made = cpplan_by_kind (&self->view->made, kind, &length);
  for (guint i = cpplan_view_first_on (self->view, made, length, first_day); i < length; i++)
    {
      CpplanDate date = cpplan_view_at (self->view, made[i])->date;
      if (date >= next_plan)
        break;
      if (day == CPPLAN_DATE_NONE || stood (self, made[i], day))
        return date;
    }
  return CPPLAN_DATE_NONE;
}

/* The due day of the last instance of the rules in the plan, of those that nothing met. */
static CpplanDate
due_of (CpplanEvaluation *self, char **rules, guint episode)
{
  CpplanDate due = CPPLAN_DATE_NONE;
  CpplanDate latest = CPPLAN_DATE_NONE;
  for (gsize r = 0; rules[r] != NULL; r++)
    {
      const CpplanFamily *family = cpplan_evaluation_get_family (self, rules[r]);
      for (guint i = 0; family != NULL && i < family->n_rows; i++)
        {
          const CpplanDeadline *row = &g_array_index (self->timetable->rows, CpplanDeadline, family->first_row + i);
          if (row->episode != episode || row->met_by != CPPLAN_NO_INDEX || row->state == CPPLAN_STATE_PROJECTED
              || row->from < latest)
            continue;
          latest = row->from;
          due = row->due.at_least;
        }
    }
  return due;
}

CpplanDate
cpplan_source_date (CpplanEvaluation *self, const GArray *sources, guint trigger, guint episode)
{
  const CpplanEvent *event = cpplan_view_at (self->view, trigger);
  CpplanDate         date = CPPLAN_DATE_NONE;

  for (guint i = 0; i < sources->len && date == CPPLAN_DATE_NONE; i++)
    {
      const CpplanSource *source = &g_array_index (sources, CpplanSource, i);
      switch (source->kind)
        {
        case CPPLAN_SOURCE_ATTRIBUTE:
          date = cpplan_event_get_date_of (event, source->attribute);
          break;
        case CPPLAN_SOURCE_SINCE:
          date = since (self, source, trigger);
          break;
        case CPPLAN_SOURCE_NEXT:
          date = appointed (self, trigger, source->event_kind, event->date, event->date);
          break;
        case CPPLAN_SOURCE_FIRST_APPOINTED:
          date = appointed (self, trigger, source->event_kind, event->date + 1, CPPLAN_DATE_NONE);
          break;
        case CPPLAN_SOURCE_DUE:
          if (episode != CPPLAN_NO_INDEX)
            date = due_of (self, source->rules, episode);
          break;
        case CPPLAN_SOURCE_EVENT:
        case CPPLAN_SOURCE_MET_BY:
          break; /* of a before alone, which asks them itself */
        }
    }
  return date;
}
