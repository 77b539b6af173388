/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Chains: the largest gap between consecutive occurrences. Each link is counted from what actually met the one
 * before, early or late; exactly one link is open. */
#include "cpplan-engine-private.h"

/* A stretch of time in which one chain runs. */
typedef struct
{
  guint       start;   /* the event that opened it */
  guint       episode; /* index of its plan, or CPPLAN_NO_INDEX */
  CpplanTruth certain;
  CpplanClose close;
} Regime;

typedef struct
{
  CpplanEvaluation   *evaluation;
  const char         *id;         /* of the rule */
  GPtrArray          *versions;   /* (element-type CpplanRule): under all policies of the timeline, in all editions */
  GArray             *candidates; /* events of all kinds that any version's `by` means */
  GArray             *doubtful_ends; /* events that may have ended the regime */
  GHashTable         *signatures; /* except rule -> GArray of events that may be its authority */
  Regime              regime;
} Chain;

/* From where a link counts: an event, on its own day or (a visit clock at birth) a later one. */
typedef struct
{
  guint      event;
  CpplanDate from;
} Anchor;

static gboolean
starts_with_plan (const CpplanRule *rule)
{
  return g_array_index (rule->start->terms, CpplanSelectorTerm, 0).plan_start;
}

static CpplanGoverning
govern (const Chain *chain, CpplanDate date)
{
  CpplanGoverning governing = cpplan_evaluation_govern_within (chain->evaluation, chain->id, date, date);
  if (governing.rule != NULL && governing.rule->kind != CPPLAN_RULE_KIND_RECUR)
    governing.rule = NULL;
  return governing;
}

static CpplanAsk
ask_about (const Chain *chain, guint anchor)
{
  CpplanAsk ask = CPPLAN_ASK_INIT (chain->evaluation->view);
  ask.trigger = chain->regime.start;
  ask.anchor = anchor;
  return ask;
}

/* ---- the frequency that a plan or a conference set ---- */

/* A period that replaces the rule's own, or does so only where it is stricter. */
static CpplanDue
with_frequency (const Chain *chain, const CpplanRule *rule, CpplanDate from, CpplanDue own, CpplanPeriod set, CpplanPeriod *out_period)
{
  CpplanDue due = cpplan_count_forward (chain->evaluation->calendar, rule, from, set);
  if (rule->frequency_mode == CPPLAN_FREQUENCY_STRICTER_ONLY && due.at_least >= own.at_least)
    return own;
  *out_period = set;
  return due;
}

static gboolean
interval_of (const Chain *chain, const CpplanRule *rule, guint event, CpplanPeriod *out_interval)
{
  return cpplan_event_get_period (cpplan_view_at (chain->evaluation->view, event), rule->frequency_attribute, out_interval);
}

static void
need_interval (const Chain *chain, CpplanInstance *instance, guint event)
{
  if (instance->needs == NULL)
    instance->needs = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (instance->needs,
                   g_strdup_printf ("%s.%s", cpplan_view_at (chain->evaluation->view, event)->id,
                                    cpplan_attribute_to_string (instance->governing.rule->frequency_attribute)));
  instance->due_unknown = TRUE;
}

/* The latest setting counts. One made while the link was open binds at once, but not before its own day, and
 * not once the due day was missed. */
static void
apply_settings (const Chain *chain, CpplanInstance *instance, CpplanDate until)
{
  const CpplanEvaluation *self = chain->evaluation;
  const CpplanRule       *rule = instance->governing.rule;
  CpplanDate              plan_start = cpplan_view_at (self->view, chain->regime.start)->date;
  CpplanDate              plan_end = cpplan_last_day (chain->regime.close.date, chain->regime.close.counts);
  CpplanDue               own = instance->due;
  CpplanPeriod            own_period = instance->period;
  guint                   length;
  const guint            *events = cpplan_by_kind (&self->view->held, rule->frequency_kind, &length);
  guint                   unknown = CPPLAN_NO_INDEX;

  for (guint i = cpplan_view_first_on (self->view, events, length, plan_start); i < length; i++)
    {
      CpplanDate   set_on = cpplan_view_at (self->view, events[i])->date;
      CpplanPeriod interval;
      if (set_on > plan_end || (set_on > instance->from && (set_on >= until || set_on > instance->due.at_least)))
        break;
      unknown = CPPLAN_NO_INDEX;
      if (!interval_of (chain, rule, events[i], &interval))
        {
          unknown = events[i];
          continue;
        }
      instance->period = own_period;
      instance->due = with_frequency (chain, rule, instance->from, own, interval, &instance->period);
      if (set_on > instance->from && instance->due.at_least < set_on)
        instance->due = cpplan_on_date (self->calendar, set_on);
    }
  if (unknown == CPPLAN_NO_INDEX)
    return;
  /* A stricter interval could at most bring the day forward to that of the setting, or to the link's second. */
  CpplanDate set_on = cpplan_view_at (self->view, unknown)->date;
  if (rule->frequency_mode == CPPLAN_FREQUENCY_STRICTER_ONLY)
    instance->earliest = cpplan_on_date (self->calendar, MAX (set_on, instance->from + 1));
  need_interval (chain, instance, unknown);
}

/* ---- a link ---- */

/* @until: the day of the event that met the link, or after every day. */
static void
set_due (const Chain *chain, CpplanInstance *instance, guint anchor, CpplanDate until)
{
  CpplanEvaluation *self = chain->evaluation;
  const CpplanRule *rule = instance->governing.rule;

  if (rule->on != NULL)
    {
      instance->due = cpplan_on_date (self->calendar, cpplan_source_date (self, rule->on, anchor, instance->episode));
      if (instance->due.at_least == CPPLAN_DATE_NONE)
        {
          const CpplanSource *first = &g_array_index (rule->on, CpplanSource, 0);
          instance->needs = g_ptr_array_new_with_free_func (g_free);
          if (first->kind == CPPLAN_SOURCE_ATTRIBUTE)
            g_ptr_array_add (instance->needs, g_strdup_printf ("%s.%s", cpplan_view_at (self->view, anchor)->id,
                                                               cpplan_attribute_to_string (first->attribute)));
          instance->due_unknown = TRUE;
        }
      return;
    }
  if (!rule->has_within)
    return;
  /* a first gap that differs is the first link's alone */
  instance->period = anchor == chain->regime.start && rule->has_first_within ? rule->first_within : rule->within;
  instance->due = cpplan_count_forward (self->calendar, rule, instance->from, instance->period);
  if (rule->frequency_mode == CPPLAN_FREQUENCY_NONE)
    return;
  if (rule->frequency_kind != 0)
    apply_settings (chain, instance, until);
  else
    {
      CpplanPeriod interval;
      if (interval_of (chain, rule, chain->regime.start, &interval))
        instance->due = with_frequency (chain, rule, instance->from, instance->due, interval, &instance->period);
    }
}

static const GArray *
signatures_of (const Chain *chain, const CpplanRule *exception)
{
  GArray *signatures = g_hash_table_lookup (chain->signatures, exception);
  if (signatures == NULL)
    {
      signatures = cpplan_view_select (chain->evaluation->view, exception->authority->kinds);
      g_hash_table_insert (chain->signatures, (gpointer) exception, signatures);
    }
  return signatures;
}

/* The delay of a link that an except rule grants: on what the anchor's own record says, signed. */
static void
apply_exception (const Chain *chain, CpplanInstance *instance, guint anchor, const CpplanRule *exception)
{
  CpplanEvaluation  *self = chain->evaluation;
  CpplanAsk          ask = ask_about (chain, anchor);
  const GArray      *signatures = signatures_of (chain, exception);
  CpplanTruth        authority = CPPLAN_TRUTH_NO;
  guint              signed_by = CPPLAN_NO_INDEX;
  CpplanDate         until = cpplan_source_date (self, exception->extend_to, anchor, instance->episode);

  if (until == CPPLAN_DATE_NONE || instance->due.at_least == CPPLAN_DATE_NONE || until <= instance->due.at_least)
    return;
  for (guint i = 0; i < signatures->len && authority != CPPLAN_TRUTH_YES; i++)
    {
      guint event = g_array_index (signatures, guint, i);
      authority = cpplan_truth_or (authority, cpplan_ask_selector (&ask, exception->authority, event));
      if (authority == CPPLAN_TRUTH_YES)
        signed_by = event;
    }
  ask.event = anchor;
  ask.day = instance->from;
  instance->extension = cpplan_truth_and (cpplan_ask (&ask, exception->when), authority);
  instance->extended = cpplan_on_date (self->calendar, until);
  instance->exception = exception;
  instance->signed_by = signed_by;
  instance->authorised_on = signed_by == CPPLAN_NO_INDEX ? CPPLAN_DATE_NONE : cpplan_view_at (self->view, signed_by)->date;
  if (instance->extension != CPPLAN_TRUTH_UNKNOWN)
    return;
  if (instance->needs == NULL)
    instance->needs = g_ptr_array_new_with_free_func (g_free);
  cpplan_ask_needs (&ask, exception->when, instance->needs);
  for (guint i = 0; authority == CPPLAN_TRUTH_UNKNOWN && i < signatures->len; i++)
    cpplan_ask_selector_needs (&ask, exception->authority, g_array_index (signatures, guint, i), instance->needs);
}

static void
apply_exceptions (const Chain *chain, CpplanInstance *instance, guint anchor)
{
  guint             index = 0;
  const CpplanRule *exception;
  while (instance->extension != CPPLAN_TRUTH_YES
         && (exception = cpplan_policy_next_exception (instance->governing.policy, instance->governing.rule, &index)) != NULL)
    apply_exception (chain, instance, anchor, exception);
}

/* A chain of a plan that only may have begun, or of a doubtful start, shows its first link. */
static void
need_start (const Chain *chain, CpplanInstance *instance)
{
  CpplanEvaluation *self = chain->evaluation;
  instance->started = CPPLAN_TRUTH_UNKNOWN;
  if (instance->needs == NULL)
    instance->needs = g_ptr_array_new_with_free_func (g_free);
  if (chain->regime.episode != CPPLAN_NO_INDEX)
    cpplan_evaluation_start_needs (self, chain->regime.start, instance->needs);
  else
    {
      CpplanAsk ask = ask_about (chain, chain->regime.start);
      cpplan_ask_selector_needs (&ask, instance->governing.rule->start, chain->regime.start, instance->needs);
    }
}

/* ---- projection ---- */

/* Each further link is counted as if the one before were done on its due day, by the frequency now set. */
static void
project (const Chain *chain, const CpplanInstance *link, CpplanState state, CpplanDate due)
{
  CpplanEvaluation *self = chain->evaluation;
  CpplanDate        horizon = self->timetable->horizon;
  CpplanDate        from = state == CPPLAN_STATE_OVERDUE ? self->view->as_of : due;

  if (horizon == CPPLAN_DATE_NONE || from == CPPLAN_DATE_NONE || link->governing.rule->on != NULL)
    return;
  while (!self->failed)
    {
      CpplanInstance next;
      CpplanGoverning governing = govern (chain, from);
      cpplan_instance_init (&next, self, governing, CPPLAN_NO_INDEX, from);
      if (governing.rule == NULL || !governing.in_force)
        return;
      next.episode = link->episode;
      set_due (chain, &next, CPPLAN_NO_INDEX, G_MAXINT32);
      g_clear_pointer (&next.needs, g_ptr_array_unref);
      CpplanGoverning then = cpplan_evaluation_govern_within (self, chain->id, from, next.due.due);
      if (next.due.due == CPPLAN_DATE_NONE || next.due.due <= from || next.due.due > horizon || !then.in_force
          || (then.rule != NULL && then.rule->edition != governing.rule->edition)
          || (self->view->adult_from != CPPLAN_DATE_NONE && next.due.due >= self->view->adult_from))
        return;
      cpplan_evaluation_add_projected (self, &next);
      from = next.due.due;
    }
}

/* ---- the walk ---- */

/* The first certain event of a matching kind strictly after a day, by the rule in force on its own day. */
static guint
next_under_any (const Chain *chain, const Anchor *anchor)
{
  const CpplanEvaluation *self = chain->evaluation;
  CpplanDate              last = cpplan_last_day (chain->regime.close.date, chain->regime.close.counts);
  const guint            *events = (const guint *) (gpointer) chain->candidates->data;
  CpplanAsk               ask = ask_about (chain, anchor->event);

  for (guint i = cpplan_view_first_on (self->view, events, chain->candidates->len, anchor->from + 1); i < chain->candidates->len; i++)
    {
      CpplanDate date = cpplan_view_at (self->view, events[i])->date;
      if (date > last)
        break;
      CpplanGoverning governing = govern (chain, date);
      if (governing.rule != NULL && cpplan_ask_selector (&ask, governing.rule->by, events[i]) == CPPLAN_TRUTH_YES)
        return events[i];
    }
  return CPPLAN_NO_INDEX;
}

/* What met the link: the first certain event on a later day. The doubtful ones before it go to the scratch. */
static void
find_met (const Chain *chain, CpplanInstance *instance, CpplanDate from)
{
  CpplanEvaluation *self = chain->evaluation;
  CpplanDate        last = cpplan_last_day (instance->close.date, instance->close.counts);
  const guint      *events = (const guint *) (gpointer) chain->candidates->data;

  g_array_set_size (self->doubtful, 0);
  for (guint i = cpplan_view_first_on (self->view, events, chain->candidates->len, from + 1); i < chain->candidates->len; i++)
    {
      CpplanDate  date = cpplan_view_at (self->view, events[i])->date;
      CpplanTruth matches = date > last ? CPPLAN_TRUTH_NO : cpplan_ask_selector (&instance->ask, instance->governing.rule->by, events[i]);
      if (matches == CPPLAN_TRUTH_UNKNOWN)
        g_array_append_val (self->doubtful, events[i]);
      else if (matches == CPPLAN_TRUTH_YES)
        {
          instance->met = date;
          instance->met_by = events[i];
          return;
        }
      if (date > last)
        return;
    }
}

/* Adds the link at the anchor; gives the event that met it, or CPPLAN_NO_INDEX. */
static guint
add_link (const Chain *chain, const Anchor *anchor, CpplanGoverning governing, gboolean certain)
{
  CpplanEvaluation *self = chain->evaluation;
  CpplanInstance    instance;

  cpplan_instance_init (&instance, self, governing, anchor->event, anchor->from);
  instance.episode = chain->regime.episode;
  instance.close = chain->regime.close;
  instance.ask = ask_about (chain, anchor->event);
  g_array_set_size (self->closing, 0);
  for (guint i = 0; i < chain->doubtful_ends->len; i++)
    if (g_array_index (chain->doubtful_ends, guint, i) > anchor->event)
      g_array_append_val (self->closing, g_array_index (chain->doubtful_ends, guint, i));
  find_met (chain, &instance, anchor->from);
  guint      met_by = instance.met_by;
  CpplanDate until = instance.met == CPPLAN_DATE_NONE ? G_MAXINT32 : instance.met;
  set_due (chain, &instance, anchor->event, until);
  apply_exceptions (chain, &instance, anchor->event);
  if (!certain)
    need_start (chain, &instance);

  CpplanDeadline *row = cpplan_evaluation_add (self, &instance);
  if (row != NULL
      && (row->state == CPPLAN_STATE_OPEN || row->state == CPPLAN_STATE_OVERDUE || row->state == CPPLAN_STATE_EXTENDED))
    project (chain, &instance, row->state, row->due.due);
  return met_by;
}

static void
walk (const Chain *chain, Anchor anchor)
{
  CpplanEvaluation *self = chain->evaluation;
  while (!self->failed)
    {
      CpplanGoverning governing = govern (chain, anchor.from);
      guint           next;
      if (governing.rule == NULL && chain->regime.certain != CPPLAN_TRUTH_YES)
        return;
      if (governing.rule == NULL)
        next = next_under_any (chain, &anchor);
      else
        {
          next = add_link (chain, &anchor, governing, chain->regime.certain == CPPLAN_TRUTH_YES);
          if (chain->regime.certain != CPPLAN_TRUTH_YES)
            return;
        }
      if (next == CPPLAN_NO_INDEX)
        return;
      anchor = (Anchor){ next, cpplan_view_at (self->view, next)->date };
    }
}

/* ---- where chains end ---- */

/* The first event after the start that certainly ends the chain, if that comes before @close. Those that only may
 * have ended it are kept for the links. */
static CpplanClose
close_of (Chain *chain, const CpplanRule *rule, guint start, CpplanClose close, guint *out_event)
{
  const CpplanEvaluation *self = chain->evaluation;

  *out_event = G_MAXUINT;
  g_array_set_size (chain->doubtful_ends, 0);
  if (rule->until == NULL)
    return close;
  g_autoptr (GArray) events = cpplan_view_select (self->view, rule->until->kinds);
  for (guint i = 0; i < events->len; i++)
    {
      guint       index = g_array_index (events, guint, i);
      CpplanAsk   ask = ask_about (chain, start);
      CpplanTruth ends = index <= start ? CPPLAN_TRUTH_NO : cpplan_ask_selector (&ask, rule->until, index);
      if (ends == CPPLAN_TRUTH_UNKNOWN)
        g_array_append_val (chain->doubtful_ends, index);
      if (ends != CPPLAN_TRUTH_YES)
        continue;
      *out_event = index;
      return cpplan_close_earlier (close, (CpplanClose){ cpplan_view_at (self->view, index)->date, TRUE });
    }
  return close;
}

/* A chain of a plan may end before the plan does. */
static void
close_early (Chain *chain)
{
  const CpplanEvaluation *self = chain->evaluation;
  CpplanGoverning         governing = govern (chain, cpplan_view_at (self->view, chain->regime.start)->date);
  guint                   end;
  if (governing.rule != NULL)
    chain->regime.close = close_of (chain, governing.rule, chain->regime.start, chain->regime.close, &end);
}

/* ---- chains of plans ---- */

/* A clock that cannot run before birth starts on the later of the two days, for a child that is born. */
static gboolean
start_at_birth (const CpplanEvaluation *self, const CpplanRule *rule, Anchor *anchor)
{
  const CpplanCase *record = self->view->record;
  if (!rule->not_before_birth)
    return TRUE;
  if (record->born == CPPLAN_DATE_NONE)
    return record->expected == CPPLAN_DATE_NONE;
  if (record->born > self->view->as_of)
    return FALSE;
  anchor->from = MAX (anchor->from, record->born);
  return TRUE;
}

/* The first event in the plan that starts a chain which does not start with the plan itself. */
static guint
first_in_plan (const Chain *chain)
{
  const CpplanEvaluation *self = chain->evaluation;
  const CpplanEvent      *start = cpplan_view_at (self->view, chain->regime.start);
  CpplanDate              last = cpplan_last_day (chain->regime.close.date, chain->regime.close.counts);
  CpplanKinds             kinds = 0;
  for (guint i = 0; i < chain->versions->len; i++)
    {
      const CpplanRule *rule = g_ptr_array_index (chain->versions, i);
      if (!starts_with_plan (rule))
        kinds |= rule->start->kinds;
    }
  g_autoptr (GArray) events = cpplan_view_select (self->view, kinds);
  for (guint i = 0; i < events->len; i++)
    {
      guint              index = g_array_index (events, guint, i);
      const CpplanEvent *event = cpplan_view_at (self->view, index);
      CpplanAsk          ask = ask_about (chain, chain->regime.start);
      if (event->date > last)
        break;
      CpplanGoverning governing = govern (chain, event->date);
      if (cpplan_event_follows (event, start, NULL) && governing.rule != NULL && !starts_with_plan (governing.rule)
          && cpplan_ask_selector (&ask, governing.rule->start, index) == CPPLAN_TRUTH_YES)
        return index;
    }
  return CPPLAN_NO_INDEX;
}

static void
run_in_plan (Chain *chain, guint index)
{
  CpplanEvaluation    *self = chain->evaluation;
  const CpplanEpisode *episode = cpplan_evaluation_episode (self, index);
  Anchor anchor = { episode->start, cpplan_view_at (self->view, episode->start)->date };
  gboolean with_plan = FALSE;

  chain->regime = (Regime){ episode->start, index, episode->certain, { episode->end, episode->end_counts } };
  for (guint i = 0; i < chain->versions->len; i++)
    {
      const CpplanRule *rule = g_ptr_array_index (chain->versions, i);
      if (!starts_with_plan (rule))
        continue;
      with_plan = TRUE;
      if (!start_at_birth (self, rule, &anchor))
        return;
    }
  if (!with_plan)
    {
      /* In a plan that only may have begun, nothing but what starts with it is told. */
      if (episode->certain != CPPLAN_TRUTH_YES)
        return;
      guint first = first_in_plan (chain);
      if (first == CPPLAN_NO_INDEX)
        return;
      anchor = (Anchor){ first, cpplan_view_at (self->view, first)->date };
    }
  close_early (chain);
  if (anchor.from <= cpplan_last_day (chain->regime.close.date, chain->regime.close.counts))
    walk (chain, anchor);
}

/* ---- chains outside plans ---- */

static void
run_outside_plans (Chain *chain, const CpplanRule *rule)
{
  CpplanEvaluation  *self = chain->evaluation;
  g_autoptr (GArray) starts = cpplan_view_select (self->view, rule->start->kinds);
  guint              busy_until = 0; /* events before this index start nothing */

  for (guint i = 0; i < starts->len && !self->failed; i++)
    {
      guint              start = g_array_index (starts, guint, i);
      const CpplanEvent *event = cpplan_view_at (self->view, start);
      CpplanAsk          ask = ask_about (chain, start);
      CpplanTruth        started = cpplan_ask_selector (&ask, rule->start, start);
      guint              end;
      if (started == CPPLAN_TRUTH_NO || start < busy_until || govern (chain, event->date).rule != rule
          || event->date > cpplan_last_day (self->view->life_end, self->view->life_end_counts))
        continue;
      chain->regime = (Regime){ start, CPPLAN_NO_INDEX, started, { CPPLAN_DATE_NONE, TRUE } };
      chain->regime.close = close_of (chain, rule, start, (CpplanClose){ self->view->life_end, self->view->life_end_counts }, &end);
      if (started == CPPLAN_TRUTH_YES)
        busy_until = end;
      walk (chain, (Anchor){ start, event->date });
    }
}

static gboolean
runs_in_plans (const Chain *chain)
{
  for (guint i = 0; i < chain->versions->len; i++)
    if (cpplan_rule_is_of_plan (g_ptr_array_index (chain->versions, i)))
      return TRUE;
  return FALSE;
}

/* All chains of that id, in whichever policy: one goes on where the policy in charge changes. */
static void
gather_versions (Chain *chain)
{
  const GPtrArray *policies = chain->evaluation->timetable->policies;
  for (guint i = 0; i < policies->len; i++)
    {
      const CpplanRule *rule = cpplan_policy_find_rule (g_ptr_array_index (policies, i), chain->id);
      if (rule != NULL && rule->kind == CPPLAN_RULE_KIND_RECUR && !g_ptr_array_find (chain->versions, rule, NULL))
        g_ptr_array_add (chain->versions, (gpointer) rule);
    }
}

void
cpplan_evaluate_recur (CpplanEvaluation *self, const CpplanFamily *family)
{
  g_autoptr (GPtrArray) versions = g_ptr_array_new ();
  Chain       chain = { .evaluation = self, .id = family->id, .versions = versions };
  CpplanKinds kinds = 0;
  gather_versions (&chain);
  for (guint i = 0; i < versions->len; i++)
    kinds |= ((const CpplanRule *) g_ptr_array_index (versions, i))->by->kinds;
  chain.candidates = cpplan_view_select (self->view, kinds);
  chain.doubtful_ends = g_array_new (FALSE, FALSE, sizeof (guint));
  chain.signatures = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  if (runs_in_plans (&chain))
    for (guint i = 0; i < self->view->episodes->len && !self->failed; i++)
      run_in_plan (&chain, i);
  else
    for (guint i = 0; i < versions->len && !self->failed; i++)
      run_outside_plans (&chain, g_ptr_array_index (versions, i));
  g_array_unref (chain.candidates);
  g_array_unref (chain.doubtful_ends);
  g_hash_table_unref (chain.signatures);
}
