/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How an instance stands: one function of what met it, what closed it and the day; and the same over all that
 * is doubtful. */
#include "cpplan-engine-private.h"

CpplanClose
cpplan_close_earlier (CpplanClose a, CpplanClose b)
{
  if (a.date == CPPLAN_DATE_NONE)
    return b;
  if (b.date == CPPLAN_DATE_NONE)
    return a;
  return cpplan_last_day (b.date, b.counts) < cpplan_last_day (a.date, a.counts) ? b : a;
}

/* Good practice is never overdue: what was not done in time was advised. */
static CpplanState
soften (CpplanState state)
{
  if (state == CPPLAN_STATE_OVERDUE || state == CPPLAN_STATE_MET_LATE || state == CPPLAN_STATE_LAPSED)
    return CPPLAN_STATE_ADVISED;
  return state;
}

/* Another body's duty may have been done without our record of it, unless that is denied. */
static gboolean
is_open_to_doubt (const CpplanStanding *standing)
{
  return standing->rule->external
         && (standing->denied_until == CPPLAN_DATE_NONE || standing->denied_until < standing->due.due);
}

/* Past its due day and not done. */
static CpplanState
late (const CpplanStanding *standing)
{
  if (standing->short_notice)
    return CPPLAN_STATE_SHORT_NOTICE;
  if (standing->held_passed)
    return CPPLAN_STATE_LAPSED;
  return is_open_to_doubt (standing) ? CPPLAN_STATE_UNDETERMINED : CPPLAN_STATE_OVERDUE;
}

/* Beyond the calendar only what holds for the earliest possible due day is known. */
static CpplanState
beyond (const CpplanStanding *standing, CpplanDate met, CpplanClose close)
{
  CpplanDate at_least = standing->due.at_least;
  if (at_least == CPPLAN_DATE_NONE)
    return CPPLAN_STATE_UNDETERMINED;
  if (met != CPPLAN_DATE_NONE)
    return met <= at_least ? CPPLAN_STATE_MET : CPPLAN_STATE_UNDETERMINED;
  if (close.date != CPPLAN_DATE_NONE && close.date <= at_least)
    return CPPLAN_STATE_CLOSED;
  return CPPLAN_STATE_UNDETERMINED;
}

static CpplanState
plain_state (const CpplanStanding *standing, CpplanDate met, CpplanClose close)
{
  CpplanDate due = standing->due.due;

  if (met != CPPLAN_DATE_NONE && met > cpplan_last_day (close.date, close.counts))
    met = CPPLAN_DATE_NONE;
  if (due == CPPLAN_DATE_NONE)
    return beyond (standing, met, close);
  if (met != CPPLAN_DATE_NONE && met <= due)
    return CPPLAN_STATE_MET;
  if (met != CPPLAN_DATE_NONE)
    return standing->short_notice ? CPPLAN_STATE_SHORT_NOTICE : CPPLAN_STATE_MET_LATE;
  if (close.date != CPPLAN_DATE_NONE && close.date <= due)
    return CPPLAN_STATE_CLOSED;
  if (close.date != CPPLAN_DATE_NONE)
    return is_open_to_doubt (standing) ? CPPLAN_STATE_UNDETERMINED : CPPLAN_STATE_LAPSED;
  if (standing->as_of > due)
    return late (standing);
  if (standing->own_due != CPPLAN_DATE_NONE && standing->as_of > standing->own_due)
    return CPPLAN_STATE_EXTENDED;
  return CPPLAN_STATE_OPEN;
}

CpplanState
cpplan_state_of (const CpplanStanding *standing, CpplanDate met, CpplanClose close)
{
  CpplanState state = plain_state (standing, met, close);
  return standing->rule->force == CPPLAN_FORCE_GOOD_PRACTICE ? soften (state) : state;
}

/* The first event of the run after a day, or CPPLAN_NO_INDEX. */
static guint
first_after (const CpplanView *view, const CpplanSlice *run, CpplanDate day)
{
  guint i = day == CPPLAN_DATE_NONE ? 0 : cpplan_view_first_on (view, run->events, run->length, day + 1);
  return i < run->length ? run->events[i] : CPPLAN_NO_INDEX;
}

/* The states for the events that may have met it, under one end. Done in time or done late is all the difference
 * that the day makes: the first of the run and the first after the due day stand for the others. */
static guint
states_under (const CpplanView *view, const CpplanStanding *standing, CpplanDate certain_met, CpplanClose close, const CpplanDoubt *doubt)
{
  CpplanDate due = standing->due.due != CPPLAN_DATE_NONE ? standing->due.due : standing->due.at_least;
  guint      states = 1u << cpplan_state_of (standing, certain_met, close);
  for (gsize run = 0; run < G_N_ELEMENTS (doubt->met); run++)
    {
      guint late = first_after (view, &doubt->met[run], due);
      if (doubt->met[run].length > 0)
        states |= 1u << cpplan_state_of (standing, cpplan_view_at (view, doubt->met[run].events[0])->date, close);
      if (late != CPPLAN_NO_INDEX)
        states |= 1u << cpplan_state_of (standing, cpplan_view_at (view, late)->date, close);
    }
  return states;
}

/* Of what may have closed it, likewise the first, the first after the due day, and the last. */
static guint
states_closed (const CpplanView *view, const CpplanStanding *standing, CpplanDate certain_met, CpplanClose certain_close,
               const CpplanDoubt *doubt, guint event)
{
  CpplanClose close = { cpplan_view_at (view, event)->date, TRUE };
  return states_under (view, standing, certain_met, cpplan_close_earlier (close, certain_close), doubt);
}

guint
cpplan_states_possible (const CpplanView *view, const CpplanStanding *standing, CpplanDate certain_met, CpplanClose certain_close,
                        const CpplanDoubt *doubt)
{
  CpplanDate latest_safe = standing->due.due != CPPLAN_DATE_NONE ? standing->due.due : standing->due.at_least;

  /* What is certainly done in time is met, whatever else is doubtful. */
  if (certain_met != CPPLAN_DATE_NONE && latest_safe != CPPLAN_DATE_NONE && certain_met <= latest_safe
      && certain_met <= cpplan_last_day (certain_close.date, certain_close.counts))
    return 1u << CPPLAN_STATE_MET;

  guint states = states_under (view, standing, certain_met, certain_close, doubt);
  for (gsize run = 0; run < G_N_ELEMENTS (doubt->close); run++)
    {
      const CpplanSlice *slice = &doubt->close[run];
      guint              late = first_after (view, slice, latest_safe);
      if (slice->length == 0)
        continue;
      states |= states_closed (view, standing, certain_met, certain_close, doubt, slice->events[0]);
      states |= states_closed (view, standing, certain_met, certain_close, doubt, slice->events[slice->length - 1]);
      if (late != CPPLAN_NO_INDEX)
        states |= states_closed (view, standing, certain_met, certain_close, doubt, late);
    }
  return states;
}
