/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* May the plan end? Each ground whose own event is recorded is weighed against every requirement that it is not
 * free of; the best verdict of them all is given. */
#include "cpplan-engine-private.h"

#include <string.h>

struct _CpplanVerdict
{
  gint            ref_count;
  CpplanCase     *record;
  CpplanCalendar *calendar;
  CpplanPolicy   *policy;
  CpplanDate      on;
  CpplanDate      known_at;
  CpplanOutcome   outcome;
  const char     *ground;       /* lent by the policy, or NULL */
  GArray         *requirements; /* (element-type CpplanRequirement) */
  char          **needs;
  guint           flags;
};

static const char *const outcomes[] = {
  [CPPLAN_OUTCOME_PERMITTED] = "permitted",
  [CPPLAN_OUTCOME_REFER] = "refer",
  [CPPLAN_OUTCOME_UNDETERMINED] = "undetermined",
  [CPPLAN_OUTCOME_NOT_PERMITTED] = "not-permitted",
};

const char *
cpplan_outcome_to_string (CpplanOutcome outcome)
{
  g_return_val_if_fail (outcome >= CPPLAN_OUTCOME_PERMITTED && outcome <= CPPLAN_OUTCOME_NOT_PERMITTED, NULL);
  return outcomes[outcome];
}

gboolean
cpplan_outcome_from_string (const char *text, CpplanOutcome *out_outcome, GError **error)
{
  g_return_val_if_fail (text != NULL && out_outcome != NULL, FALSE);

  for (guint i = CPPLAN_OUTCOME_PERMITTED; i <= CPPLAN_OUTCOME_NOT_PERMITTED; i++)
    if (strcmp (outcomes[i], text) == 0)
      {
        *out_outcome = (CpplanOutcome) i;
        return TRUE;
      }
  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is no outcome", shown);
  return FALSE;
}

/* ---- the plan that is running ---- */

/* Whether an ending before the day asked about is recorded after the start. Death and coming of age end clocks, but
 * a plan is ended by a decision: they are grounds for it. */
static gboolean
was_ended (const CpplanView *view, guint start, CpplanDate on)
{
  guint        length;
  const guint *endings = cpplan_by_kind (&view->held, CPPLAN_EVENT_KIND_PLAN_ENDED, &length);
  for (guint i = 0; i < length; i++)
    if (endings[i] > start && cpplan_view_at (view, endings[i])->date < on)
      return TRUE;
  return FALSE;
}

/* The episode that is running; @out_truth: unknown where only one that may have begun is. */
static const CpplanEpisode *
running_plan (const CpplanView *view, CpplanDate on, CpplanTruth *out_truth)
{
  const CpplanEpisode *doubtful = NULL;
  for (guint i = view->episodes->len; i > 0; i--)
    {
      const CpplanEpisode *episode = &g_array_index (view->episodes, CpplanEpisode, i - 1);
      if (was_ended (view, episode->start, on))
        continue;
      if (episode->certain == CPPLAN_TRUTH_YES)
        {
          *out_truth = CPPLAN_TRUTH_YES;
          return episode;
        }
      doubtful = episode;
    }
  *out_truth = doubtful == NULL ? CPPLAN_TRUTH_NO : CPPLAN_TRUTH_UNKNOWN;
  return doubtful;
}

/* ---- weighing a ground ---- */

typedef struct
{
  CpplanVerdict    *verdict;
  CpplanEvaluation  evaluation; /* what counting needs of one */
  CpplanGateFacts   gate;
  CpplanAsk         ask;
  GPtrArray        *needs;      /* of all grounds that are undetermined */
} Weighing;

/* What a ground came to. */
typedef struct
{
  CpplanOutcome     outcome;
  const CpplanRule *rule;
  GArray           *requirements; /* (element-type CpplanRequirement), owned */
  guint             flags;
} Weighed;

static CpplanDue
opens (gpointer data, const char *bar)
{
  Weighing         *weighing = data;
  const CpplanRule *rule = cpplan_policy_find_rule (weighing->verdict->policy, bar);
  CpplanDate        start = cpplan_view_at (weighing->ask.view, weighing->gate.plan_start)->date;
  return cpplan_count_forward (weighing->evaluation.calendar, rule, start, rule->within);
}

/* Whether the event lies in the plan that is running, where the term wants that. The conference that began it does
 * not: it cannot have decided on the ending as well. */
static gboolean
is_in_plan (const Weighing *weighing, const CpplanSelectorTerm *term, guint event)
{
  const CpplanView *view = weighing->ask.view;
  if (!term->inside_plan)
    return TRUE;
  return event != weighing->gate.plan_start
         && cpplan_event_follows (cpplan_view_at (view, event), cpplan_view_at (view, weighing->gate.plan_start), NULL);
}

/* The latest conference on or before the day that decides on the ground. */
static guint
deciding (const Weighing *weighing, const CpplanRule *ground)
{
  const CpplanSelectorTerm *term = ground->decided_by;
  const CpplanView         *view = weighing->ask.view;
  guint                     length;
  CpplanDate                from = CPPLAN_DATE_NONE;

  if (term == NULL)
    return CPPLAN_NO_INDEX;
  if (ground->since != NULL)
    {
      const guint *events = cpplan_by_kind (&view->held, ground->since->kind, &length);
      for (guint i = length; i > 0 && from == CPPLAN_DATE_NONE; i--)
        {
          CpplanAsk ask = weighing->ask;
          ask.event = events[i - 1];
          ask.day = cpplan_view_at (view, events[i - 1])->date;
          if (is_in_plan (weighing, ground->since, events[i - 1]) && cpplan_ask (&ask, ground->since->where) != CPPLAN_TRUTH_NO)
            from = ask.day;
        }
    }
  const guint *events = cpplan_by_kind (&view->held, term->kind, &length);
  for (guint i = length; i > 0; i--)
    {
      const CpplanEvent *event = cpplan_view_at (view, events[i - 1]);
      CpplanAsk          ask = weighing->ask;
      ask.event = events[i - 1];
      ask.day = event->date;
      if (event->date < from)
        break;
      if (is_in_plan (weighing, term, events[i - 1]) && cpplan_ask (&ask, term->where) == CPPLAN_TRUTH_YES)
        return events[i - 1];
    }
  return CPPLAN_NO_INDEX;
}

/* Whether the other body's conference is known not to have been held by the day. */
static gboolean
is_denied (const Weighing *weighing, const CpplanSelectorTerm *term)
{
  guint        length;
  const guint *events = cpplan_by_kind (&weighing->ask.view->negative, term->kind, &length);
  for (guint i = 0; i < length; i++)
    {
      CpplanAsk ask = weighing->ask;
      ask.event = events[i];
      ask.day = weighing->verdict->on;
      if (cpplan_event_get_negative_until (cpplan_view_at (ask.view, events[i])) >= ask.day
          && cpplan_ask (&ask, term->where) == CPPLAN_TRUTH_YES)
        return TRUE;
    }
  return FALSE;
}

/* Whether the condition turns on the deciding conference. */
static gboolean
asks_conference (const CpplanExpression *condition)
{
  return condition != NULL
         && (condition->path.root == CPPLAN_ROOT_ANCHOR || condition->other.root == CPPLAN_ROOT_ANCHOR
             || asks_conference (condition->left) || asks_conference (condition->right));
}

/* Where the deciding conference is another body's and nothing is known of it, neither is what is asked of it. */
static CpplanTruth
ask_requirement (Weighing *weighing, const CpplanRule *ground, const CpplanExpression *condition)
{
  const CpplanSelectorTerm *by = ground->decided_by;
  CpplanTruth               truth = cpplan_ask (&weighing->ask, condition);

  if (truth == CPPLAN_TRUTH_UNKNOWN)
    cpplan_ask_needs (&weighing->ask, condition, weighing->needs);
  if (truth == CPPLAN_TRUTH_NO && by != NULL && weighing->ask.anchor == CPPLAN_NO_INDEX && asks_conference (condition)
      && cpplan_event_kind_is_external (by->kind) && !is_denied (weighing, by))
    {
      g_ptr_array_add (weighing->needs, g_strdup (cpplan_event_kind_to_string (by->kind)));
      return CPPLAN_TRUTH_UNKNOWN;
    }
  return truth;
}

static gboolean
is_named (char **names, const char *id)
{
  return names != NULL && cpplan_name_in (id, (const char *const *) names);
}

/* A rule of the policy's own files holds in its edition and its districts. */
static CpplanTruth
is_in_charge (Weighing *weighing, const CpplanRule *rule)
{
  CpplanTruth in_scope = cpplan_evaluation_in_scope (&weighing->evaluation, rule);
  if (in_scope == CPPLAN_TRUTH_UNKNOWN)
    g_ptr_array_add (weighing->needs, g_strdup ("district"));
  if (in_scope == CPPLAN_TRUTH_YES && !cpplan_edition_in_force (rule->edition, weighing->verdict->on))
    return CPPLAN_TRUTH_UNKNOWN;
  return in_scope;
}

static void
add_requirement (Weighed *weighed, const CpplanRule *rule, CpplanTruth truth)
{
  CpplanRequirement requirement = { rule, truth, is_named (weighed->rule->waives, rule->id) ? weighed->rule : NULL };
  g_array_append_val (weighed->requirements, requirement);
}

/* Failing is for a person to judge only where nothing else fails. */
static CpplanOutcome
outcome_of (const Weighed *weighed)
{
  gboolean unknown = FALSE;
  gboolean refer = FALSE;
  for (guint i = 0; i < weighed->requirements->len; i++)
    {
      const CpplanRequirement *requirement = &g_array_index (weighed->requirements, CpplanRequirement, i);
      if (requirement->waived_by != NULL || requirement->truth == CPPLAN_TRUTH_YES)
        continue;
      if (requirement->truth == CPPLAN_TRUTH_UNKNOWN)
        unknown = TRUE;
      else if (is_named (weighed->rule->refers, requirement->rule->id))
        refer = TRUE;
      else
        return CPPLAN_OUTCOME_NOT_PERMITTED;
    }
  if (unknown)
    return CPPLAN_OUTCOME_UNDETERMINED;
  return refer ? CPPLAN_OUTCOME_REFER : CPPLAN_OUTCOME_PERMITTED;
}

/* Weighs a ground; FALSE where its own event is not recorded. */
static gboolean
weigh (Weighing *weighing, const CpplanRule *ground, Weighed *out_weighed)
{
  const CpplanPolicy *policy = weighing->verdict->policy;
  const CpplanView   *view = weighing->ask.view;
  guint               n_needs = weighing->needs->len;

  weighing->ask.anchor = deciding (weighing, ground);
  weighing->gate.ambiguous = FALSE;
  weighing->gate.held_against = weighing->ask.anchor == CPPLAN_NO_INDEX || ground->on_asked
                                  ? weighing->verdict->on
                                  : cpplan_view_at (view, weighing->ask.anchor)->date;
  CpplanTruth in_charge = is_in_charge (weighing, ground);
  CpplanTruth shown = ground->when != NULL                             ? cpplan_ask (&weighing->ask, ground->when)
                      : weighing->ask.anchor == CPPLAN_NO_INDEX ? CPPLAN_TRUTH_NO
                                                                        : CPPLAN_TRUTH_YES;
  if (shown == CPPLAN_TRUTH_NO || in_charge == CPPLAN_TRUTH_NO)
    return FALSE;

  *out_weighed = (Weighed){ .rule = ground, .requirements = g_array_new (FALSE, FALSE, sizeof (CpplanRequirement)) };
  CpplanTruth own = ground->holds == NULL ? CPPLAN_TRUTH_YES : ask_requirement (weighing, ground, ground->holds);
  add_requirement (out_weighed, ground, cpplan_truth_and (in_charge, cpplan_truth_and (shown, own)));
  for (guint i = 0; i < policy->rules->len; i++)
    {
      const CpplanRule *rule = g_ptr_array_index (policy->rules, i);
      CpplanTruth       holds = rule->kind == CPPLAN_RULE_KIND_GATE && rule->ground == NULL ? is_in_charge (weighing, rule) : CPPLAN_TRUTH_NO;
      guint             before = weighing->needs->len;
      gboolean          ambiguous = weighing->gate.ambiguous;
      if (holds != CPPLAN_TRUTH_NO)
        add_requirement (out_weighed, rule, cpplan_truth_and (holds, ask_requirement (weighing, ground, rule->holds)));
      if (is_named (ground->waives, rule->id)) /* what does not apply needs nothing, and leaves nothing in doubt */
        {
          g_ptr_array_set_size (weighing->needs, (gint) before);
          weighing->gate.ambiguous = ambiguous;
        }
    }
  /* Where it is not known whether it is the ground at all, it is not known what it comes to either. */
  out_weighed->outcome = shown == CPPLAN_TRUTH_UNKNOWN ? CPPLAN_OUTCOME_UNDETERMINED : outcome_of (out_weighed);
  /* what only waived or settled requirements left open is not needed; nor what a ground would ask that may be none */
  if (out_weighed->outcome != CPPLAN_OUTCOME_UNDETERMINED || shown == CPPLAN_TRUTH_UNKNOWN)
    g_ptr_array_set_size (weighing->needs, (gint) n_needs);
  if (shown == CPPLAN_TRUTH_UNKNOWN)
    cpplan_ask_needs (&weighing->ask, ground->when, weighing->needs);
  if (weighing->gate.ambiguous)
    out_weighed->flags |= CPPLAN_FLAG_AMBIGUOUS;
  if (weighing->ask.anchor != CPPLAN_NO_INDEX && cpplan_event_kind_is_external (ground->decided_by->kind)
      && cpplan_view_at (view, weighing->ask.anchor)->date == weighing->verdict->on)
    out_weighed->flags |= CPPLAN_FLAG_SAME_DAY;
  return TRUE;
}

/* ---- the verdict ---- */

static void
clear_weighed (Weighed *weighed)
{
  g_clear_pointer (&weighed->requirements, g_array_unref);
}

/* Any ground that permits wins, then one to refer, then an undetermined one. */
static void
weigh_all (Weighing *weighing)
{
  CpplanVerdict *verdict = weighing->verdict;
  Weighed        best = { .outcome = CPPLAN_OUTCOME_NOT_PERMITTED };

  for (guint i = 0; i < verdict->policy->rules->len; i++)
    {
      const CpplanRule *rule = g_ptr_array_index (verdict->policy->rules, i);
      Weighed           weighed;
      if (rule->kind != CPPLAN_RULE_KIND_GATE || rule->ground == NULL || !weigh (weighing, rule, &weighed))
        continue;
      if (best.rule != NULL && best.outcome <= weighed.outcome)
        {
          clear_weighed (&weighed);
          continue;
        }
      clear_weighed (&best);
      best = weighed;
    }
  verdict->outcome = best.outcome;
  verdict->flags = best.flags;
  if (best.requirements != NULL)
    {
      g_array_unref (verdict->requirements);
      verdict->requirements = best.requirements;
    }
  if (best.outcome == CPPLAN_OUTCOME_PERMITTED || best.outcome == CPPLAN_OUTCOME_REFER)
    verdict->ground = best.rule->ground;
  if (best.outcome != CPPLAN_OUTCOME_UNDETERMINED)
    g_ptr_array_set_size (weighing->needs, 0);
}

/* A policy whose text says nothing about ending has the answer of the one that it extends. */
static gboolean
has_own_ground (const CpplanPolicy *policy)
{
  for (guint i = 0; i < policy->rules->len; i++)
    {
      const CpplanRule *rule = g_ptr_array_index (policy->rules, i);
      if (rule->ground != NULL && !cpplan_policy_inherits (policy, rule))
        return TRUE;
    }
  return FALSE;
}

static void
decide (CpplanVerdict *verdict, CpplanView *view)
{
  g_autoptr (GPtrArray) needs = g_ptr_array_new_with_free_func (g_free);
  CpplanTruth           runs;
  const CpplanEpisode  *plan = running_plan (view, verdict->on, &runs);
  Weighing              weighing = {
    .verdict = verdict,
    .evaluation = { .view = view, .calendar = verdict->calendar },
    .ask = CPPLAN_ASK_INIT (view),
    .needs = needs,
  };

  verdict->outcome = CPPLAN_OUTCOME_NOT_PERMITTED;
  if (runs == CPPLAN_TRUTH_UNKNOWN)
    {
      verdict->outcome = CPPLAN_OUTCOME_UNDETERMINED;
      cpplan_evaluation_start_needs (&weighing.evaluation, plan->start, needs);
    }
  if (runs == CPPLAN_TRUTH_YES)
    {
      weighing.gate = (CpplanGateFacts){ .plan_start = plan->start, .opens = opens, .data = &weighing };
      weighing.ask.gate = &weighing.gate;
      weighing.ask.day = verdict->on;
      weigh_all (&weighing);
    }
  if (!has_own_ground (verdict->policy))
    verdict->flags |= CPPLAN_FLAG_INHERITED;
  verdict->needs = cpplan_sort_texts (needs);
}

static gboolean
check_days (CpplanDate on, CpplanDate known_at, GError **error)
{
  if (cpplan_date_is_valid (on) && cpplan_date_is_valid (known_at))
    return TRUE;
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE, "on and known-at are dates of the years 1900 to 2199");
  return FALSE;
}

CpplanVerdict *
cpplan_policy_may_end (const CpplanPolicy *self, CpplanCase *record, CpplanCalendar *calendar, CpplanDate on, CpplanDate known_at, GError **error)
{
  g_return_val_if_fail (self != NULL && record != NULL && calendar != NULL, NULL);

  if (known_at == CPPLAN_DATE_NONE)
    known_at = on;
  if (!check_days (on, known_at, error))
    return NULL;
  g_autoptr (CpplanView) view = cpplan_view_new (record, on, known_at, error);
  if (view == NULL)
    return NULL;
  CpplanVerdict *verdict = g_new0 (CpplanVerdict, 1);
  verdict->ref_count = 1;
  verdict->record = cpplan_case_ref (record);
  verdict->calendar = cpplan_calendar_ref (calendar);
  verdict->policy = cpplan_policy_ref ((CpplanPolicy *) self);
  verdict->on = on;
  verdict->known_at = known_at;
  verdict->requirements = g_array_new (FALSE, FALSE, sizeof (CpplanRequirement));
  decide (verdict, view);
  return verdict;
}

/* The policy in charge on a day, in the edition in force then; else its last. */
static const CpplanPolicy *
in_charge (const CpplanPolicySet *set, const char *id, CpplanDate on)
{
  for (guint i = 0; i < set->policies->len; i++)
    {
      const CpplanPolicy *policy = g_ptr_array_index (set->policies, i);
      if (strcmp (policy->edition->policy, id) == 0 && cpplan_edition_in_force (policy->edition, on))
        return policy;
    }
  return cpplan_policy_set_find (set, id);
}

CpplanVerdict *
cpplan_policy_set_may_end (const CpplanPolicySet *self, const char *policy, CpplanCase *record, CpplanCalendar *calendar,
                           CpplanDate on, CpplanDate known_at, GError **error)
{
  g_return_val_if_fail (self != NULL && record != NULL && calendar != NULL, NULL);

  if (!check_days (on, known_at == CPPLAN_DATE_NONE ? on : known_at, error))
    return NULL;
  for (guint i = 0; policy == NULL && i < record->charges->len; i++)
    {
      const CpplanCharge *charge = &g_array_index (record->charges, CpplanCharge, record->charges->len - 1 - i);
      if (charge->from == CPPLAN_DATE_NONE || charge->from <= on)
        policy = charge->policy;
    }
  if (policy == NULL)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "policy: the case names none for that day, and none was given");
      return NULL;
    }
  const CpplanPolicy *found = in_charge (self, policy, on);
  if (found != NULL)
    return cpplan_policy_may_end (found, record, calendar, on, known_at, error);
  g_autofree char *shown = cpplan_echo (policy);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "policy: there is no policy %s", shown);
  return NULL;
}

CpplanVerdict *
cpplan_verdict_ref (CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_verdict_unref (CpplanVerdict *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_array_unref (self->requirements);
  g_strfreev (self->needs);
  cpplan_policy_unref (self->policy);
  cpplan_calendar_unref (self->calendar);
  cpplan_case_unref (self->record);
  g_free (self);
}

const CpplanCase *
cpplan_verdict_get_case (const CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->record;
}

const CpplanPolicy *
cpplan_verdict_get_policy (const CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->policy;
}

const char *
cpplan_verdict_get_edition (const CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return cpplan_edition_in_force (self->policy->edition, self->on) ? cpplan_policy_get_edition (self->policy) : NULL;
}

const CpplanCalendar *
cpplan_verdict_get_calendar (const CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->calendar;
}

CpplanDate
cpplan_verdict_get_on (const CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->on;
}

CpplanDate
cpplan_verdict_get_known_at (const CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->known_at;
}

CpplanOutcome
cpplan_verdict_get_outcome (const CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->outcome;
}

const char *
cpplan_verdict_get_ground (const CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->ground;
}

gsize
cpplan_verdict_get_n_requirements (const CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->requirements->len;
}

const CpplanRequirement *
cpplan_verdict_get_requirement (const CpplanVerdict *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->requirements->len, NULL);
  return &g_array_index (self->requirements, CpplanRequirement, index);
}

const char *const *
cpplan_verdict_get_needs (const CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return (const char *const *) self->needs;
}

guint
cpplan_verdict_get_flags (const CpplanVerdict *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->flags;
}
