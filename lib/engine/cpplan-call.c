/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One call of a rule of findings: what was done about it, until when it was owed, and so its state. */
#include "cpplan-findings-private.h"

/* When it stops being owed, for certain and possibly. */
void
cpplan_call_find_close (CpplanRuleAsked *maker, CpplanCall *instance)
{
  const CpplanView  *view = instance->ask.view;
  g_autoptr (GArray) doubtful = g_array_new (FALSE, FALSE, sizeof (guint));
  CpplanSlice        more;
  CpplanAsk          ask = instance->ask;
  gboolean           of_plan = FALSE;

  instance->facts.close = instance->may_close = G_MAXINT32;
  if (maker->rule->kind == CPPLAN_RULE_KIND_DUTY) /* nothing is left to be done for a child who died or came of age, nor by who has left */
    instance->facts.close = MIN (cpplan_last_day (view->life_end, view->life_end_counts), instance->asked_until);
  if (maker->until == NULL)
    return;
  for (guint i = 0; i < maker->rule->until->terms->len; i++)
    of_plan |= g_array_index (maker->rule->until->terms, CpplanSelectorTerm, i).plan_end;
  if (of_plan)
    instance->facts.close = MIN (instance->facts.close, instance->facts.plan_last);
  /* what ends its time may lie in the next plan, or begin it */
  guint closer = cpplan_matches_find (maker->until, &ask, instance->ask.trigger, FALSE, MIN (instance->facts.close, view->as_of), doubtful, &more);
  if (closer != CPPLAN_NO_INDEX)
    instance->facts.close = MIN (instance->facts.close, cpplan_view_at (view, closer)->date);
  instance->cut_short = of_plan && maker->rule->until->terms->len > 1 && closer == CPPLAN_NO_INDEX;
  for (guint i = 0; i < doubtful->len; i++)
    {
      instance->may_close = MIN (instance->may_close, cpplan_view_at (view, g_array_index (doubtful, guint, i))->date);
      if (i < CPPLAN_NAMED_MAX)
        cpplan_ask_selector_needs (&ask, maker->rule->until, g_array_index (doubtful, guint, i), instance->close_needs);
    }
  for (guint i = 0; i < MIN (more.length, CPPLAN_NAMED_MAX); i++)
    {
      instance->may_close = MIN (instance->may_close, cpplan_view_at (view, more.events[i])->date); /* in order */
      cpplan_ask_selector_needs (&ask, maker->rule->until, more.events[i], instance->close_needs);
    }
}

/* ---- what was to be done ---- */

/* Whether a body other than ours would have done it, so that its absence proves nothing. */
static gboolean
is_of_others (const CpplanView *view, const CpplanSelector *by, CpplanDate since)
{
  for (guint i = 0; i < by->terms->len; i++)
    {
      const CpplanSelectorTerm *term = &g_array_index (by->terms, CpplanSelectorTerm, i);
      guint                     length;
      const guint              *denied = cpplan_by_kind (&view->negative, term->kind, &length);
      gboolean                  is_denied = FALSE;
      for (guint d = 0; d < length; d++)
        is_denied |= cpplan_event_get_negative_until (cpplan_view_at (view, denied[d])) >= since;
      if (cpplan_event_kind_is_external (term->kind) && !is_denied)
        return TRUE;
    }
  return FALSE;
}

static char *
spell_deed (const CpplanSelector *by)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < by->terms->len; i++)
    {
      g_string_append (text, i == 0 ? "" : " or ");
      cpplan_term_spell (&g_array_index (by->terms, CpplanSelectorTerm, i), text);
    }
  return g_string_free (text, FALSE);
}

static void
add_kinds (const CpplanSelector *by, GPtrArray *needs)
{
  for (guint i = 0; i < by->terms->len; i++)
    g_ptr_array_add (needs, g_strdup (cpplan_event_kind_to_string (g_array_index (by->terms, CpplanSelectorTerm, i).kind)));
}

/* Since the trigger, found by search. */
static CpplanTruth
find_since (const CpplanMatches *matches, const CpplanSelector *by, CpplanCall *instance, CpplanDate last, GPtrArray *needs)
{
  g_autoptr (GArray) doubtful = g_array_new (FALSE, FALSE, sizeof (guint));
  CpplanSlice        more;
  CpplanAsk          ask = instance->ask;
  guint              found = cpplan_matches_find (matches, &ask, instance->ask.trigger, FALSE, last, doubtful, &more);
  if (found != CPPLAN_NO_INDEX)
    return CPPLAN_TRUTH_YES;
  for (guint i = 0; i < MIN (doubtful->len, CPPLAN_NAMED_MAX); i++)
    cpplan_ask_selector_needs (&ask, by, g_array_index (doubtful, guint, i), needs);
  for (guint i = 0; i < MIN (more.length, CPPLAN_NAMED_MAX); i++)
    cpplan_ask_selector_needs (&ask, by, more.events[i], needs);
  return doubtful->len + more.length > 0 ? CPPLAN_TRUTH_UNKNOWN : CPPLAN_TRUTH_NO;
}

/* Before the trigger, or on either side of it: within its plan, else at any time. */
static CpplanTruth
find_around (const CpplanRuleAsked *maker, const CpplanMatches *matches, CpplanCall *instance, CpplanDate last, GPtrArray *needs)
{
  const CpplanView *view = instance->ask.view;
  guint             plan = instance->facts.plan_start;
  CpplanDate        from = plan == CPPLAN_NO_INDEX ? CPPLAN_DATE_NONE : cpplan_view_at (view, plan)->date;
  gboolean          before = maker->rule->side == CPPLAN_SIDE_BEFORE;

  if (before)
    last = MIN (last, cpplan_view_at (view, instance->ask.trigger)->date);
  return cpplan_matches_find_around (matches, &instance->ask, from, last, before, needs);
}

static CpplanTruth
find_one (CpplanRuleAsked *maker, const CpplanMatches *matches, const CpplanSelector *by, CpplanCall *instance, CpplanDate last, GPtrArray *needs)
{
  return maker->rule->side == CPPLAN_SIDE_SINCE ? find_since (matches, by, instance, last, needs)
                                                : find_around (maker, matches, instance, last, needs);
}

/* Whether each person of an audience was reached by himself: those who are of it on the day of the call. */
static CpplanTruth
find_each (CpplanRuleAsked *maker, CpplanCall *instance, guint index, CpplanDate last, GPtrArray *needs)
{
  const CpplanReach *reach = &g_array_index (maker->rule->reaches, CpplanReach, index);
  CpplanTruth        every = CPPLAN_TRUTH_YES;
  gboolean           anybody = FALSE;
  for (guint slot = 0; slot < instance->ask.view->record->slots->len && every != CPPLAN_TRUTH_NO; slot++)
    {
      CpplanCall own = *instance;
      if (!cpplan_ask_is_of_audience (&instance->ask, slot, reach->to))
        continue;
      anybody = TRUE;
      own.ask.member = slot;
      every = cpplan_truth_and (every, find_one (maker, g_ptr_array_index (maker->reached_each, index), reach->each, &own, last, needs));
    }
  return anybody ? every : CPPLAN_TRUTH_NO;
}

/* Whether those whom one part of `to` means were reached, by one event or one by one. */
static CpplanTruth
find_reach (CpplanRuleAsked *maker, CpplanCall *instance, guint index, CpplanDate last, GPtrArray *needs)
{
  const CpplanReach    *reach = &g_array_index (maker->rule->reaches, CpplanReach, index);
  g_autoptr (GPtrArray) each_needs = g_ptr_array_new_with_free_func (g_free);
  CpplanTruth           done = find_one (maker, g_ptr_array_index (maker->reached, index), reach->by, instance, last, needs);
  if (done == CPPLAN_TRUTH_YES || reach->each == NULL)
    return done;
  CpplanTruth each = find_each (maker, instance, index, last, each_needs);
  for (guint i = 0; each == CPPLAN_TRUTH_UNKNOWN && i < each_needs->len; i++)
    g_ptr_array_add (needs, g_strdup (g_ptr_array_index (each_needs, i)));
  return cpplan_truth_or (done, each);
}

/* Whether it was done by a day; what is missing, or would settle it. */
static CpplanTruth
ask_done (CpplanRuleAsked *maker, CpplanCall *instance, CpplanDate last, GPtrArray *needs, GPtrArray *missing)
{
  const CpplanRule *rule = maker->rule;
  CpplanTruth       every = CPPLAN_TRUTH_YES;

  last = MIN (last, instance->facts.through);
  if (rule->holds != NULL)
    {
      CpplanFindingFacts facts = instance->facts;
      CpplanAsk          ask = instance->ask;
      facts.close = last;
      ask.finding = &facts;
      every = cpplan_ask (&ask, rule->holds);
      cpplan_ask_needs (&ask, rule->holds, needs);
      cpplan_ask_lacks (&ask, rule->holds, missing);
    }
  for (guint i = 0; i < rule->reaches->len; i++)
    {
      const CpplanReach *reach = &g_array_index (rule->reaches, CpplanReach, i);
      CpplanTruth        done = find_reach (maker, instance, i, last, needs);
      if (done == CPPLAN_TRUTH_NO && is_of_others (instance->ask.view, reach->by, cpplan_view_at (instance->ask.view, instance->ask.trigger)->date))
        {
          add_kinds (reach->by, needs);
          done = CPPLAN_TRUTH_UNKNOWN;
        }
      if (done == CPPLAN_TRUTH_NO)
        g_ptr_array_add (missing, reach->to != NULL ? g_strdup (reach->to) : spell_deed (reach->by));
      every = cpplan_truth_and (every, done);
    }
  return every;
}

/* ---- states ---- */

/* The day by which it was wanted; NONE where the record gives none. */
static CpplanDate
find_due (const CpplanRuleAsked *maker, const CpplanCall *instance)
{
  return cpplan_source_date (&maker->review->evaluation, maker->rule->on, instance->ask.trigger, instance->episode);
}

/* Wanted by a day of its own, it is missing once that day has passed, unless its time was over before that. */
static CpplanFindingState
state_of_lack_by_day (const CpplanRuleAsked *maker, const CpplanCall *instance, CpplanDate last)
{
  CpplanDate as_of = instance->ask.view->as_of;
  CpplanDate due = find_due (maker, instance);
  if (last < as_of && (due == CPPLAN_DATE_NONE || due > last))
    return CPPLAN_FINDING_STATE_NOT_APPLICABLE;
  return due != CPPLAN_DATE_NONE && due < as_of ? CPPLAN_FINDING_STATE_MISSING : CPPLAN_FINDING_STATE_OUTSTANDING;
}

/* Not done: until its time is over it is outstanding. A duty without a time of its own is never more than that, and is
 * no longer owed once its time is over; nor is what had more time than the plan that ended. */
static CpplanFindingState
state_of_lack (const CpplanRuleAsked *maker, const CpplanCall *instance, CpplanDate last)
{
  gboolean over = last < instance->ask.view->as_of;
  if (over && instance->cut_short && last == instance->facts.close)
    return CPPLAN_FINDING_STATE_NOT_APPLICABLE;
  if (maker->rule->kind == CPPLAN_RULE_KIND_DUTY)
    return over ? CPPLAN_FINDING_STATE_NOT_APPLICABLE : CPPLAN_FINDING_STATE_OUTSTANDING;
  if (maker->rule->on != NULL)
    return state_of_lack_by_day (maker, instance, last);
  return maker->rule->until != NULL && !over ? CPPLAN_FINDING_STATE_OUTSTANDING : CPPLAN_FINDING_STATE_MISSING;
}

static CpplanFindingState
state_if_closed (CpplanRuleAsked *maker, CpplanCall *instance, CpplanDate last, GPtrArray *needs, GPtrArray *missing)
{
  CpplanTruth done = ask_done (maker, instance, last, needs, missing);
  if (done == CPPLAN_TRUTH_YES)
    return CPPLAN_FINDING_STATE_SATISFIED;
  if (done == CPPLAN_TRUTH_UNKNOWN)
    {
      /* nobody need settle what is no longer owed */
      gboolean owed = state_of_lack (maker, instance, last) != CPPLAN_FINDING_STATE_NOT_APPLICABLE;
      return owed ? CPPLAN_FINDING_STATE_UNKNOWN : CPPLAN_FINDING_STATE_NOT_APPLICABLE;
    }
  return state_of_lack (maker, instance, last);
}

/* What is doubtful, counted and not counted: where it makes a difference, the state is unknown. */
CpplanFindingState
cpplan_call_find_state (CpplanRuleAsked *maker, CpplanCall *instance, GPtrArray *needs, GPtrArray *missing)
{
  CpplanDate         close = instance->facts.close;
  CpplanFindingState state = state_if_closed (maker, instance, close, needs, missing);
  if (instance->may_close < close)
    {
      g_autoptr (GPtrArray) other_needs = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) other_missing = g_ptr_array_new_with_free_func (g_free);
      if (state_if_closed (maker, instance, instance->may_close, other_needs, other_missing) != state)
        {
          state = CPPLAN_FINDING_STATE_UNKNOWN;
          cpplan_add_texts (needs, instance->close_needs);
        }
    }
  /* done is done, whether it was called for or not */
  if (state == CPPLAN_FINDING_STATE_SATISFIED || state == CPPLAN_FINDING_STATE_NOT_APPLICABLE)
    return state;
  if (instance->called_for == CPPLAN_TRUTH_UNKNOWN || maker->in_scope == CPPLAN_TRUTH_UNKNOWN)
    return CPPLAN_FINDING_STATE_UNKNOWN;
  return maker->rule->external ? CPPLAN_FINDING_STATE_UNKNOWN : state;
}
