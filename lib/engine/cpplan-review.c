/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is missing? Every rule of findings is asked of every event that calls for it. */
#include "cpplan-findings-private.h"

#include "cpplan-data-lint-private.h"

#include <string.h>

enum
{
  ROWS_MAX = 1000000
};

/* ---- the plan of an event ---- */

/* The plan in which an event certainly lies, or NULL. */
static const CpplanEpisode *
find_plan (const CpplanEvaluation *evaluation, guint event)
{
  return cpplan_evaluation_is_in_plan (evaluation, event)
           ? cpplan_evaluation_episode (evaluation, cpplan_evaluation_episode_of (evaluation, event))
           : NULL;
}

static void
set_plan (CpplanFindingFacts *facts, const CpplanEpisode *plan)
{
  facts->plan_start = plan == NULL ? CPPLAN_NO_INDEX : plan->start;
  facts->plan_last = plan == NULL ? G_MAXINT32 : cpplan_last_day (plan->end, plan->end_counts);
}

/* ---- the index of what is about what ---- */

static GHashTable *
index_about (const CpplanView *view)
{
  GHashTable *about = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  for (guint i = 0; i < view->order->len; i++)
    {
      guint event = g_array_index (view->order, guint, i);
      guint about_what = cpplan_case_at (view->record, event)->about;
      guint target = cpplan_view_resolve (view, about_what);
      if (about_what != CPPLAN_NO_INDEX && target == CPPLAN_NO_INDEX) /* of something that was withdrawn */
        continue;
      GArray *list = g_hash_table_lookup (about, GUINT_TO_POINTER (target));
      if (list == NULL)
        {
          list = g_array_new (FALSE, FALSE, sizeof (guint));
          g_hash_table_insert (about, GUINT_TO_POINTER (target), list);
        }
      g_array_append_val (list, event);
    }
  return about;
}

/* ---- rows ---- */

static guint
find_flags (const CpplanRuleAsked *maker, const CpplanPolicy *policy, guint trigger)
{
  const CpplanEdition *edition = maker->rule->edition;
  guint                flags = maker->rule->external ? CPPLAN_FLAG_EXTERNAL : 0;
  if (strcmp (edition->policy, policy->edition->policy) != 0)
    flags |= CPPLAN_FLAG_INHERITED;
  if (trigger == CPPLAN_NO_INDEX)
    return flags;
  if (edition->published != CPPLAN_DATE_NONE && cpplan_view_at (maker->review->evaluation.view, trigger)->date < edition->published)
    flags |= CPPLAN_FLAG_PREDATES_EDITION;
  if (cpplan_evaluation_replaces_held (&maker->review->evaluation, trigger))
    flags |= CPPLAN_FLAG_SUPERSEDED_INPUT;
  return flags;
}

static void
add_row (CpplanRuleAsked *maker, const CpplanFinding *row)
{
  CpplanReview *review = maker->review;
  if (review->findings->rows->len < ROWS_MAX)
    {
      g_array_append_val (review->findings->rows, *row);
      return;
    }
  g_strfreev (row->missing);
  g_strfreev (row->needs);
  if (!review->failed)
    g_set_error (review->error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT, "the record calls for more than %d findings", ROWS_MAX);
  review->failed = TRUE;
}

static void
add_instance (CpplanRuleAsked *maker, CpplanCall *instance)
{
  g_autoptr (GPtrArray) needs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  CpplanFinding         row = {
    .findings = maker->review->findings,
    .rule = maker->rule,
    .policy = instance->governing.policy,
    .subject = instance->ask.trigger,
    .member = instance->ask.member,
    .state = CPPLAN_FINDING_STATE_UNKNOWN,
    .flags = find_flags (maker, instance->governing.policy, instance->ask.trigger),
  };
  if (instance->governing.in_force) /* else no fact of the case would settle it */
    {
      row.state = cpplan_call_find_state (maker, instance, needs, missing);
      if (instance->called_for == CPPLAN_TRUTH_UNKNOWN)
        cpplan_add_texts (needs, instance->needs);
      if (maker->in_scope == CPPLAN_TRUTH_UNKNOWN)
        g_ptr_array_add (needs, g_strdup ("district"));
    }
  if (row.state == CPPLAN_FINDING_STATE_MISSING || row.state == CPPLAN_FINDING_STATE_OUTSTANDING)
    row.missing = cpplan_sort_texts (missing);
  if (row.state == CPPLAN_FINDING_STATE_UNKNOWN)
    row.needs = cpplan_sort_texts (needs);
  add_row (maker, &row);
}

/* ---- calls ---- */

/* Of a child not yet born, as in a chain: one of whom only an expected birth is recorded, or who was born after the day
 * asked about, or after the time in which it was owed. What is asked of an event itself has that event's day for its time. */
static gboolean
is_before_birth (const CpplanRuleAsked *maker, const CpplanCall *instance)
{
  const CpplanCase *record = instance->ask.view->record;
  if (!maker->rule->not_before_birth)
    return FALSE;
  if (record->born == CPPLAN_DATE_NONE)
    return record->expected != CPPLAN_DATE_NONE;
  if (maker->rule->by == NULL && !instance->of_plan)
    return record->born > instance->ask.day;
  return record->born > MIN (instance->ask.view->as_of, instance->facts.close);
}

static void
add_if_called_for (CpplanRuleAsked *maker, CpplanCall *instance)
{
  CpplanTruth call = instance->called_for;
  guint       n_needs = instance->needs->len; /* those of the event, for each person alike */
  instance->ask.finding = &instance->facts;
  g_ptr_array_set_size (instance->close_needs, 0);
  cpplan_call_find_close (maker, instance);
  if (is_before_birth (maker, instance))
    return;
  if (maker->rule->when != NULL)
    {
      instance->called_for = cpplan_truth_and (call, cpplan_ask (&instance->ask, maker->rule->when));
      cpplan_ask_needs (&instance->ask, maker->rule->when, instance->needs);
    }
  if (instance->called_for != CPPLAN_TRUTH_NO)
    add_instance (maker, instance);
  instance->called_for = call;
  g_ptr_array_set_size (instance->needs, (gint) n_needs);
}

/* The first day from the trigger on on which the rule asks it of the person; NONE where it does not. Of a plan those
 * are asked too who join while it runs; of anything else, those of its day. */
static CpplanDate
asks_from (const CpplanRuleAsked *maker, const CpplanCall *instance, guint slot, gboolean of_plan)
{
  CpplanAsk  ask = instance->ask;
  CpplanDate last = MIN (instance->facts.through, instance->facts.plan_last);
  CpplanDate first = G_MAXINT32;

  ask.person = slot;
  if (cpplan_ask (&ask, maker->rule->per) == CPPLAN_TRUTH_YES)
    return ask.day;
  const GArray *parts = g_array_index (ask.view->record->slots, CpplanPersonSlot, slot).parts;
  for (guint i = 0; of_plan && i < parts->len; i++)
    {
      const CpplanPerson *part = g_ptr_array_index (ask.view->record->people, g_array_index (parts, guint, i));
      if (part->facts.from == CPPLAN_DATE_NONE || part->facts.from <= instance->ask.day || part->facts.from > last)
        continue;
      ask.day = part->facts.from;
      if (ask.day < first && cpplan_ask (&ask, maker->rule->per) == CPPLAN_TRUTH_YES)
        first = ask.day;
    }
  return first == G_MAXINT32 ? CPPLAN_DATE_NONE : first;
}

/* The last day on which it is asked of the person; G_MAXINT32 where it still is. */
static CpplanDate
asks_until (const CpplanRuleAsked *maker, const CpplanCall *instance, guint slot)
{
  CpplanAsk     ask = instance->ask;
  const GArray *parts = g_array_index (ask.view->record->slots, CpplanPersonSlot, slot).parts;
  CpplanDate    last = CPPLAN_DATE_NONE;

  ask.person = slot;
  ask.day = MIN (instance->facts.through, instance->facts.plan_last);
  if (cpplan_ask (&ask, maker->rule->per) != CPPLAN_TRUTH_NO)
    return G_MAXINT32;
  for (guint i = 0; i < parts->len; i++)
    {
      const CpplanPerson *part = g_ptr_array_index (ask.view->record->people, g_array_index (parts, guint, i));
      ask.day = part->facts.until;
      if (ask.day != CPPLAN_DATE_NONE && ask.day > last && cpplan_ask (&ask, maker->rule->per) == CPPLAN_TRUTH_YES)
        last = ask.day;
    }
  return last == CPPLAN_DATE_NONE ? G_MAXINT32 : last;
}

/* @plan: the plan that the trigger began, or NULL: it only may lie in one. */
static void
call (CpplanRuleAsked *maker, guint trigger, CpplanTruth called_for, const CpplanEpisode *plan)
{
  CpplanReview           *review = maker->review;
  CpplanEvaluation *evaluation = &review->evaluation;
  const CpplanView *view = evaluation->view;
  CpplanDate        date = cpplan_view_at (view, trigger)->date;
  g_autoptr (GPtrArray) needs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) close_needs = g_ptr_array_new_with_free_func (g_free);
  CpplanCall              instance = {
    .governing = cpplan_in_charge_govern (cpplan_charges_find (evaluation->charges, date), maker->rule->id, date),
    .facts = { .evaluation = evaluation, .rule = maker->rule, .about = review->about, .matches = review->matches },
    .ask = CPPLAN_ASK_INIT (view),
    .episode = cpplan_evaluation_episode_of (evaluation, trigger),
    .of_plan = plan != NULL,
    .called_for = called_for,
    .asked_until = G_MAXINT32,
    .needs = needs,
    .close_needs = close_needs,
  };
  if (instance.governing.rule != maker->rule || date > cpplan_last_day (view->life_end, view->life_end_counts))
    return;
  instance.ask.trigger = instance.ask.event = trigger;
  instance.ask.day = date;
  instance.ask.finding = &instance.facts;
  set_plan (&instance.facts, plan != NULL ? plan : find_plan (evaluation, trigger));
  instance.facts.through = view->as_of;
  if (instance.facts.plan_start != CPPLAN_NO_INDEX) /* what a later plan brings is not this one's */
    instance.facts.through = MIN (view->as_of, cpplan_evaluation_next_plan (evaluation, trigger) - 1);
  if (called_for == CPPLAN_TRUTH_UNKNOWN)
    {
      CpplanAsk ask = instance.ask;
      cpplan_ask_selector_needs (&ask, maker->rule->start, trigger, needs);
      if (plan != NULL)
        cpplan_evaluation_start_needs (evaluation, trigger, needs);
    }
  if (maker->rule->per == NULL)
    {
      add_if_called_for (maker, &instance);
      return;
    }
  for (guint slot = 0; slot < view->record->slots->len && !review->failed; slot++)
    {
      CpplanDate from = asks_from (maker, &instance, slot, plan != NULL);
      if (from == CPPLAN_DATE_NONE)
        continue;
      CpplanCall own = instance;
      own.ask.member = slot;
      own.ask.day = from;
      if (plan != NULL)
        own.asked_until = asks_until (maker, &instance, slot);
      add_if_called_for (maker, &own);
    }
}

static CpplanTruth
ask_term (CpplanRuleAsked *maker, const CpplanSelectorTerm *term, guint event, const CpplanEpisode *plan)
{
  const CpplanView  *view = maker->review->evaluation.view;
  CpplanAsk          ask = CPPLAN_ASK_INIT (view);
  CpplanFindingFacts facts = { .evaluation = &maker->review->evaluation, .rule = maker->rule, .about = maker->review->about,
                               .matches = maker->review->matches,
                               .through = view->as_of, .close = G_MAXINT32 };
  set_plan (&facts, plan);
  ask.event = ask.trigger = event;
  ask.day = cpplan_view_at (view, event)->date;
  ask.finding = &facts;
  return cpplan_ask (&ask, term->where);
}

static void
call_from_plans (CpplanRuleAsked *maker, const CpplanSelectorTerm *term)
{
  const CpplanView *view = maker->review->evaluation.view;
  for (guint i = 0; i < view->episodes->len && !maker->review->failed; i++)
    {
      const CpplanEpisode *plan = cpplan_evaluation_episode (&maker->review->evaluation, i);
      CpplanTruth          called_for = cpplan_truth_and (plan->certain, ask_term (maker, term, plan->start, plan));
      if (called_for != CPPLAN_TRUTH_NO && g_hash_table_add (maker->called, GUINT_TO_POINTER (plan->start)))
        call (maker, plan->start, called_for, plan);
    }
}

/* `first`: only the first of each plan, or outside any. */
static gboolean
is_first (CpplanRuleAsked *maker, guint event, CpplanTruth called_for)
{
  guint plan = cpplan_evaluation_episode_of (&maker->review->evaluation, event) + 2; /* CPPLAN_NO_INDEX gives 1 */
  if (!maker->rule->start->first)
    return TRUE;
  if (maker->first_plan == plan)
    return FALSE;
  if (called_for == CPPLAN_TRUTH_YES)
    maker->first_plan = plan;
  return TRUE;
}

/* Whether any of the terms means the event, and it lies where that one wants it. */
static CpplanTruth
ask_terms (CpplanRuleAsked *maker, guint event)
{
  const CpplanEvaluation *evaluation = &maker->review->evaluation;
  const CpplanEpisode    *plan = find_plan (evaluation, event);
  CpplanTruth             any = CPPLAN_TRUTH_NO;
  for (guint i = 0; i < maker->rule->start->terms->len; i++)
    {
      const CpplanSelectorTerm *term = &g_array_index (maker->rule->start->terms, CpplanSelectorTerm, i);
      if (term->kind == cpplan_view_at (evaluation->view, event)->kind && cpplan_evaluation_is_placed (evaluation, term, event))
        any = cpplan_truth_or (any, ask_term (maker, term, event, plan));
    }
  return any;
}

/* An event calls once, however many terms mean it. */
static void
call_from_events (CpplanRuleAsked *maker)
{
  g_autoptr (GArray) events = cpplan_view_select (maker->review->evaluation.view, maker->rule->start->kinds);
  for (guint i = 0; i < events->len && !maker->review->failed; i++)
    {
      guint event = g_array_index (events, guint, i);
      if (g_hash_table_contains (maker->called, GUINT_TO_POINTER (event)))
        continue;
      CpplanTruth called_for = ask_terms (maker, event);
      if (called_for != CPPLAN_TRUTH_NO && is_first (maker, event, called_for))
        call (maker, event, called_for, NULL);
    }
}

/* ---- rules ---- */

static void
ask_rule (CpplanReview *review, const CpplanRule *rule)
{
  const CpplanView     *view = review->evaluation.view;
  g_autoptr (GPtrArray) reached = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_matches_free);
  g_autoptr (GPtrArray) reached_each = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_matches_free);
  g_autoptr (GHashTable) called = g_hash_table_new (NULL, NULL);
  g_autoptr (CpplanMatches) until = rule->until == NULL ? NULL : cpplan_matches_new (view, rule->until);
  CpplanRuleAsked maker = { .review = review, .rule = rule, .in_scope = cpplan_evaluation_in_scope (&review->evaluation, rule),
                  .reached = reached, .reached_each = reached_each, .until = until, .called = called, .first_row = review->findings->rows->len };

  for (guint i = 0; i < rule->reaches->len; i++)
    {
      const CpplanReach *reach = &g_array_index (rule->reaches, CpplanReach, i);
      g_ptr_array_add (reached, cpplan_matches_new (view, reach->by));
      g_ptr_array_add (reached_each, reach->each == NULL ? NULL : cpplan_matches_new (view, reach->each));
    }
  for (guint i = 0; maker.in_scope != CPPLAN_TRUTH_NO && i < rule->start->terms->len; i++)
    {
      const CpplanSelectorTerm *term = &g_array_index (rule->start->terms, CpplanSelectorTerm, i);
      if (term->plan_start)
        call_from_plans (&maker, term);
    }
  if (maker.in_scope != CPPLAN_TRUTH_NO)
    call_from_events (&maker);
  /* every rule of the policy in charge answers */
  const CpplanInCharge *charge = cpplan_charges_find (review->evaluation.charges, view->as_of);
  if (charge == NULL || review->findings->rows->len > maker.first_row)
    return;
  const CpplanPolicy *policy = cpplan_in_charge_get_edition (charge, view->as_of);
  if (cpplan_policy_find_rule (policy, rule->id) == rule)
    add_row (&maker, &(CpplanFinding){ .findings = review->findings, .rule = rule, .policy = policy, .subject = CPPLAN_NO_INDEX,
                                       .member = CPPLAN_NO_INDEX, .state = CPPLAN_FINDING_STATE_NOT_APPLICABLE,
                                       .flags = find_flags (&maker, policy, CPPLAN_NO_INDEX) });
}

static void
ask_rules (CpplanReview *review)
{
  g_autoptr (GHashTable) asked = g_hash_table_new (NULL, NULL);
  for (guint p = 0; p < review->findings->policies->len; p++)
    {
      const CpplanPolicy *policy = g_ptr_array_index (review->findings->policies, p);
      for (guint r = 0; r < policy->rules->len && !review->failed; r++)
        {
          CpplanRule *rule = g_ptr_array_index (policy->rules, r);
          if (cpplan_rule_is_of_findings (rule) && g_hash_table_add (asked, rule))
            ask_rule (review, rule);
        }
    }
}

static gint
compare_rows (gconstpointer a, gconstpointer b)
{
  const CpplanFinding *x = a;
  const CpplanFinding *y = b;
  gint                 order = strcmp (x->rule->id, y->rule->id);
  if (order != 0)
    return order;
  if (x->subject != y->subject) /* the order of the case; nothing comes last */
    return x->subject < y->subject ? -1 : 1;
  return g_strcmp0 (cpplan_finding_get_member (x), cpplan_finding_get_member (y));
}

/* ---- the public ways in ---- */

static void
clear_row (gpointer data)
{
  CpplanFinding *row = data;
  g_strfreev (row->missing);
  g_strfreev (row->needs);
}

static CpplanFindings *
new_findings (CpplanCase *record, CpplanCalendar *calendar, CpplanDate as_of, CpplanDate known_at)
{
  CpplanFindings *self = g_new0 (CpplanFindings, 1);
  self->ref_count = 1;
  self->record = cpplan_case_ref (record);
  self->calendar = cpplan_calendar_ref (calendar);
  self->policies = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_policy_unref);
  self->as_of = as_of;
  self->known_at = known_at;
  self->rows = g_array_new (FALSE, FALSE, sizeof (CpplanFinding));
  g_array_set_clear_func (self->rows, clear_row);
  return self;
}

static gboolean
run (CpplanReview *review)
{
  CpplanFindings       *findings = review->findings;
  g_autoptr (CpplanView) view = cpplan_view_new (findings->record, findings->as_of, findings->known_at, review->error);
  if (view == NULL)
    return FALSE;
  view->follows_kept = TRUE;
  review->evaluation.view = view;
  review->evaluation.calendar = findings->calendar;
  review->about = index_about (view);
  review->matches = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) cpplan_matches_free);
  ask_rules (review);
  g_hash_table_unref (review->about);
  g_hash_table_unref (review->matches);
  g_array_sort (findings->rows, compare_rows);
  findings->warnings = cpplan_view_lint (view);
  findings->policy
      = cpplan_charges_name_policy (review->evaluation.charges, findings->as_of, &findings->policy_id, &findings->flags);
  findings->policy_digest = cpplan_policies_make_digest (findings->policies);
  return !review->failed;
}

static gboolean
check_days (CpplanDate as_of, CpplanDate known_at, GError **error)
{
  if (cpplan_date_is_valid (as_of) && cpplan_date_is_valid (known_at))
    return TRUE;
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE, "as-of and known-at are dates of the years 1900 to 2199");
  return FALSE;
}

static CpplanFindings *
finish (CpplanReview *review, gboolean good)
{
  good = good && run (review);
  g_array_unref (review->evaluation.charges);
  if (good)
    return review->findings;
  cpplan_findings_unref (review->findings);
  return NULL;
}

CpplanFindings *
cpplan_policy_review (const CpplanPolicy *self, CpplanCase *record, CpplanCalendar *calendar, CpplanDate as_of, CpplanDate known_at, GError **error)
{
  g_return_val_if_fail (self != NULL && record != NULL && calendar != NULL, NULL);

  if (known_at == CPPLAN_DATE_NONE)
    known_at = as_of;
  if (!check_days (as_of, known_at, error))
    return NULL;
  CpplanReview review = { .findings = new_findings (record, calendar, as_of, known_at), .error = error };
  review.evaluation.charges = cpplan_charges_new ();
  cpplan_charges_add_policy (review.evaluation.charges, self, review.findings->policies);
  return finish (&review, TRUE);
}

CpplanFindings *
cpplan_policy_set_review (const CpplanPolicySet *self, const char *policy, CpplanCase *record, CpplanCalendar *calendar,
                          CpplanDate as_of, CpplanDate known_at, GError **error)
{
  g_return_val_if_fail (self != NULL && record != NULL && calendar != NULL, NULL);

  if (known_at == CPPLAN_DATE_NONE)
    known_at = as_of;
  if (!check_days (as_of, known_at, error))
    return NULL;
  CpplanReview review = { .findings = new_findings (record, calendar, as_of, known_at), .error = error };
  review.evaluation.charges = cpplan_charges_new ();
  gboolean good = cpplan_charges_add_record (review.evaluation.charges, self, policy, record, review.findings->policies,
                                             &review.findings->is_timeline, error);
  return finish (&review, good);
}
