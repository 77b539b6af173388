/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Deadlines and bars: an instance for each trigger. */
#include "cpplan-engine-private.h"

/* What all instances of one rule share. */
typedef struct
{
  CpplanEvaluation   *evaluation;
  const CpplanFamily *family;
  const CpplanRule   *rule;
  CpplanMatches      *met_by; /* events that meet it */
  CpplanMatches      *unless; /* events that close it, or NULL */
  CpplanMatches      *until;  /* likewise */
  guint               closer;     /* the event that closed the instance at hand, CPPLAN_NO_INDEX: none did */
  guint               busy_until; /* of `first`: events up to this index belong to the running instance */
} Maker;

static gboolean
ends_with_plan (const CpplanRule *rule)
{
  for (guint i = 0; rule->until != NULL && i < rule->until->terms->len; i++)
    if (g_array_index (rule->until->terms, CpplanSelectorTerm, i).plan_end)
      return TRUE;
  return FALSE;
}

/* The events of one selector that close the instance. One that closes an instance begun outside any plan does so
 * only until its plan begins. */
static void
find_closers (Maker *maker, CpplanInstance *instance, const CpplanMatches *matches, guint plan_start, CpplanSlice *doubtful)
{
  CpplanEvaluation *self = maker->evaluation;
  CpplanDate        last = cpplan_last_day (instance->close.date, instance->close.counts);

  if (matches == NULL)
    return;
  guint closer = cpplan_matches_find (matches, &instance->ask, instance->trigger, FALSE, last, self->closing, doubtful);
  while (doubtful->length > 0 && doubtful->events[doubtful->length - 1] >= plan_start)
    doubtful->length--;
  if (closer >= plan_start)
    return;
  instance->close = cpplan_close_earlier (instance->close, (CpplanClose){ cpplan_view_at (self->view, closer)->date, TRUE });
  maker->closer = closer;
}

static void
find_close (Maker *maker, CpplanInstance *instance)
{
  CpplanEvaluation *self = maker->evaluation;
  guint             plan_start = CPPLAN_NO_INDEX;

  maker->closer = CPPLAN_NO_INDEX;
  g_array_set_size (self->closing, 0);
  if (ends_with_plan (maker->rule) && instance->episode != CPPLAN_NO_INDEX)
    {
      const CpplanEpisode *episode = cpplan_evaluation_episode (self, instance->episode);
      instance->close = cpplan_close_earlier (instance->close, (CpplanClose){ episode->end, episode->end_counts });
      maker->closer = episode->end_event;
      if (episode->start > instance->trigger)
        plan_start = episode->start;
    }
  find_closers (maker, instance, maker->unless, plan_start, &instance->unless);
  find_closers (maker, instance, maker->until, plan_start, &instance->until);
}

static void
find_met (Maker *maker, CpplanInstance *instance)
{
  CpplanEvaluation *self = maker->evaluation;
  CpplanDate        last = cpplan_last_day (instance->close.date, instance->close.counts);
  gboolean          either_order = maker->rule->either_order;

  g_array_set_size (self->doubtful, 0);
  instance->met_by = cpplan_matches_find (maker->met_by, &instance->ask, instance->trigger, either_order, last, self->doubtful, &instance->doubtful);
  if (instance->met_by == CPPLAN_NO_INDEX)
    return;
  const CpplanEvent *event = cpplan_view_at (self->view, instance->met_by);
  gboolean           same_day;
  instance->met = event->date;
  cpplan_event_follows (event, cpplan_view_at (self->view, instance->trigger), &same_day);
  if (same_day)
    instance->flags |= CPPLAN_FLAG_SAME_DAY;
}

/* `first`: the rule is busy with its instance until something closes that, or its plan ends. */
static void
stay_busy (Maker *maker, const CpplanInstance *instance)
{
  if (instance->started != CPPLAN_TRUTH_YES)
    return;
  maker->busy_until = instance->close.date == CPPLAN_DATE_NONE ? CPPLAN_NO_INDEX : maker->closer;
}

static gboolean
is_taken (const Maker *maker, guint event)
{
  return maker->rule->start->first && maker->busy_until != 0 && event <= maker->busy_until;
}

static void
set_due (Maker *maker, CpplanInstance *instance)
{
  CpplanEvaluation *self = maker->evaluation;
  const CpplanRule *rule = maker->rule;
  if (rule->on != NULL)
    {
      instance->due = cpplan_on_date (self->calendar, cpplan_source_date (self, rule->on, instance->trigger, instance->episode));
      return;
    }
  if (!rule->has_within)
    return;
  instance->due = cpplan_count_forward (self->calendar, rule, instance->from, rule->within);
  instance->period = rule->within;
}

/* Up to which day any of the kinds that meet the rule is known not to have happened. */
static CpplanDate
denied_until (const CpplanEvaluation *self, const CpplanRule *rule)
{
  CpplanDate until = CPPLAN_DATE_NONE;
  for (guint t = 0; t < rule->by->terms->len; t++)
    {
      guint        length;
      const guint *events = cpplan_by_kind (&self->view->negative, g_array_index (rule->by->terms, CpplanSelectorTerm, t).kind, &length);
      for (guint i = 0; i < length; i++)
        until = MAX (until, cpplan_event_get_negative_until (cpplan_view_at (self->view, events[i])));
    }
  return until;
}

static void
add_instance (Maker *maker, guint trigger, guint episode, CpplanTruth started, GPtrArray *needs)
{
  CpplanEvaluation  *self = maker->evaluation;
  const CpplanEvent *event = cpplan_view_at (self->view, trigger);
  CpplanGoverning    governing = cpplan_evaluation_govern (self, maker->family->id, event->date);
  CpplanInstance     instance;

  if (governing.rule != maker->rule || event->date > cpplan_last_day (self->view->life_end, self->view->life_end_counts))
    {
      g_clear_pointer (&needs, g_ptr_array_unref);
      return;
    }
  cpplan_instance_init (&instance, self, governing, trigger, event->date);
  instance.episode = episode;
  instance.started = started;
  instance.needs = needs;
  instance.close = (CpplanClose){ self->view->life_end, self->view->life_end_counts };
  find_close (maker, &instance);
  find_met (maker, &instance);
  stay_busy (maker, &instance);
  if (maker->rule->external)
    instance.standing.denied_until = denied_until (self, maker->rule);
  set_due (maker, &instance);
  cpplan_evaluation_add (self, &instance);
}

/* The needs of a trigger that is doubtful, or NULL. */
static GPtrArray *
start_needs (Maker *maker, guint trigger, CpplanTruth started, gboolean of_plan)
{
  if (started != CPPLAN_TRUTH_UNKNOWN)
    return NULL;
  CpplanAsk  ask = CPPLAN_ASK_INIT (maker->evaluation->view);
  GPtrArray *needs = g_ptr_array_new_with_free_func (g_free);
  ask.trigger = trigger;
  cpplan_ask_selector_needs (&ask, maker->rule->start, trigger, needs);
  if (of_plan)
    cpplan_evaluation_start_needs (maker->evaluation, trigger, needs);
  return needs;
}

static void
start_from_plans (Maker *maker)
{
  CpplanEvaluation *self = maker->evaluation;
  for (guint i = 0; i < self->view->episodes->len && !self->failed; i++)
    {
      const CpplanEpisode *episode = cpplan_evaluation_episode (self, i);
      CpplanAsk            ask = CPPLAN_ASK_INIT (self->view);
      CpplanTruth started = cpplan_truth_and (episode->certain, cpplan_ask_selector (&ask, maker->rule->start, episode->start));
      if (started != CPPLAN_TRUTH_NO)
        add_instance (maker, episode->start, i, started,
                      start_needs (maker, episode->start, started, episode->certain == CPPLAN_TRUTH_UNKNOWN));
    }
}

/* Whether an event lies where a term of its kind wants it. */
static gboolean
is_placed (const CpplanEvaluation *self, const CpplanSelector *selector, guint event)
{
  for (guint i = 0; i < selector->terms->len; i++)
    {
      const CpplanSelectorTerm *term = &g_array_index (selector->terms, CpplanSelectorTerm, i);
      if (term->kind == cpplan_view_at (self->view, event)->kind && cpplan_evaluation_is_placed (self, term, event))
        return TRUE;
    }
  return FALSE;
}

static void
start_from_events (Maker *maker)
{
  CpplanEvaluation  *self = maker->evaluation;
  g_autoptr (GArray) triggers = cpplan_view_select (self->view, maker->rule->start->kinds);
  for (guint i = 0; i < triggers->len && !self->failed; i++)
    {
      guint       trigger = g_array_index (triggers, guint, i);
      CpplanAsk   ask = CPPLAN_ASK_INIT (self->view);
      CpplanTruth started = cpplan_ask_selector (&ask, maker->rule->start, trigger);
      if (started != CPPLAN_TRUTH_NO && is_placed (self, maker->rule->start, trigger) && !is_taken (maker, trigger))
        add_instance (maker, trigger, cpplan_evaluation_episode_of (self, trigger), started, start_needs (maker, trigger, started, FALSE));
    }
}

/* Whether the trigger is recorded: in the plan in which the event lies, or since the event; but before another plan. */
static gboolean
is_answered (const CpplanEvaluation *self, const CpplanRule *rule, guint event)
{
  CpplanDate         since = cpplan_view_at (self->view, event)->date;
  g_autoptr (GArray) known = cpplan_view_select (self->view, rule->start->kinds);

  if (cpplan_evaluation_is_in_plan (self, event))
    since = cpplan_view_at (self->view, cpplan_evaluation_episode (self, cpplan_evaluation_episode_of (self, event))->start)->date;
  guint first = cpplan_view_first_on (self->view, (const guint *) (gpointer) known->data, known->len, since);
  return first < known->len
         && cpplan_view_at (self->view, g_array_index (known, guint, first))->date < cpplan_evaluation_next_plan (self, event);
}

/* `awaits`: what is owed although its trigger is not recorded, and not denied either. */
static void
await_triggers (Maker *maker)
{
  CpplanEvaluation  *self = maker->evaluation;
  const CpplanRule  *rule = maker->rule;
  g_autoptr (GArray) waiting = cpplan_view_select (self->view, rule->awaits->kinds);
  const CpplanSelectorTerm *term = &g_array_index (rule->start->terms, CpplanSelectorTerm, 0);
  guint n_denied;

  cpplan_by_kind (&self->view->negative, term->kind, &n_denied);
  for (guint i = 0; n_denied == 0 && i < waiting->len && !self->failed; i++)
    {
      guint              event = g_array_index (waiting, guint, i);
      const CpplanEvent *seen = cpplan_view_at (self->view, event);
      CpplanAsk          ask = CPPLAN_ASK_INIT (self->view);
      CpplanGoverning    governing = cpplan_evaluation_govern (self, maker->family->id, seen->date);
      CpplanInstance     instance;
      if (governing.rule != rule || cpplan_ask_selector (&ask, rule->awaits, event) == CPPLAN_TRUTH_NO
          || is_answered (self, rule, event)
          || seen->date > cpplan_last_day (self->view->life_end, self->view->life_end_counts))
        continue;
      cpplan_instance_init (&instance, self, governing, event, CPPLAN_DATE_NONE);
      instance.started = CPPLAN_TRUTH_UNKNOWN;
      instance.needs = g_ptr_array_new_with_free_func (g_free);
      cpplan_ask_selector_needs (&ask, rule->awaits, event, instance.needs);
      g_ptr_array_add (instance.needs, g_strdup (cpplan_event_kind_to_string (term->kind)));
      cpplan_evaluation_add (self, &instance);
    }
}

void
cpplan_evaluate_deadline (CpplanEvaluation *self, const CpplanFamily *family, const CpplanRule *rule)
{
  g_autoptr (CpplanMatches) met_by = cpplan_matches_new (self->view, rule->by);
  g_autoptr (CpplanMatches) unless = rule->unless == NULL ? NULL : cpplan_matches_new (self->view, rule->unless);
  g_autoptr (CpplanMatches) until = rule->until == NULL ? NULL : cpplan_matches_new (self->view, rule->until);
  Maker maker = { .evaluation = self, .family = family, .rule = rule, .met_by = met_by, .unless = unless, .until = until };

  if (g_array_index (rule->start->terms, CpplanSelectorTerm, 0).plan_start)
    start_from_plans (&maker);
  else
    start_from_events (&maker);
  if (rule->awaits != NULL)
    await_triggers (&maker);
}

/* ---- bars ---- */

static CpplanState
state_of_bar (const CpplanEvaluation *self, CpplanDue opens, CpplanClose close)
{
  CpplanDate last = cpplan_last_day (close.date, close.counts);
  if (opens.at_least == CPPLAN_DATE_NONE)
    return CPPLAN_STATE_UNDETERMINED;
  if (last < opens.at_least)
    return CPPLAN_STATE_CLOSED;
  if (opens.due == CPPLAN_DATE_NONE)
    return CPPLAN_STATE_UNDETERMINED;
  return self->view->as_of < opens.due ? CPPLAN_STATE_BARRED : CPPLAN_STATE_CLEAR;
}

void
cpplan_evaluate_bar (CpplanEvaluation *self, const CpplanFamily *family, const CpplanRule *rule)
{
  Maker maker = { .evaluation = self, .family = family, .rule = rule };

  g_array_set_size (self->doubtful, 0);
  g_array_set_size (self->closing, 0);
  for (guint i = 0; i < self->view->episodes->len && !self->failed; i++)
    {
      const CpplanEpisode *episode = cpplan_evaluation_episode (self, i);
      CpplanAsk            ask = CPPLAN_ASK_INIT (self->view);
      CpplanDate           from = cpplan_view_at (self->view, episode->start)->date;
      CpplanTruth started = cpplan_truth_and (episode->certain, cpplan_ask_selector (&ask, rule->start, episode->start));
      CpplanGoverning governing = cpplan_evaluation_govern (self, family->id, from);
      CpplanInstance  instance;
      if (started == CPPLAN_TRUTH_NO || governing.rule != rule)
        continue;
      cpplan_instance_init (&instance, self, governing, episode->start, from);
      instance.episode = i;
      instance.started = started;
      instance.needs = start_needs (&maker, episode->start, started, episode->certain == CPPLAN_TRUTH_UNKNOWN);
      instance.due = cpplan_count_forward (self->calendar, rule, from, rule->within);
      instance.period = rule->within;
      CpplanDeadline *row = cpplan_evaluation_add (self, &instance);
      if (row != NULL && started == CPPLAN_TRUTH_YES && governing.in_force)
        {
          row->close = (CpplanClose){ episode->end, episode->end_counts };
          row->state = state_of_bar (self, instance.due, row->close);
        }
    }
}
