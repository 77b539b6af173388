/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a well-made policy does not have. Each check is a row of a table at the end. */
#include "cpplan-compare-private.h"

#include <string.h>

typedef struct
{
  const CpplanPolicySet *set; /* whose editions are looked at, or NULL */
  const CpplanPolicy    *policy;
  const CpplanRule      *rule; /* NULL: the policy as a whole */
  CpplanDate             as_of;
  const char            *id; /* of the check */
  GPtrArray             *findings;
} Subject;

typedef void (*Check) (const Subject *subject);

static void
free_lint (gpointer data)
{
  CpplanLint *lint = data;
  g_free (lint->message);
  g_free (lint);
}

/* The line of a key of the [policy] group; 1 where there is none. */
static guint
line_of_head (const CpplanPolicy *policy, const char *key)
{
  g_autoptr (GPtrArray) groups = cpplan_key_file_read (policy->text, NULL);
  for (guint i = 0; groups != NULL && i < groups->len; i++)
    {
      const CpplanGroup *group = g_ptr_array_index (groups, i);
      const CpplanKey   *found = strcmp (group->name, "policy") == 0 ? cpplan_group_find (group, key) : NULL;
      if (found != NULL)
        return found->line;
    }
  return 1;
}

/* At the key, or at the rule's group where it has no such key or none is meant. */
G_GNUC_PRINTF (3, 4)
static void
report (const Subject *subject, const char *key, const char *format, ...)
{
  const CpplanKey *found = subject->rule == NULL || key == NULL ? NULL : cpplan_group_find (subject->rule->group, key);
  CpplanLint      *lint = g_new (CpplanLint, 1);
  va_list          args;

  lint->id = subject->id;
  lint->line = found != NULL            ? found->line
               : subject->rule != NULL ? subject->rule->group->line
                                       : line_of_head (subject->policy, key);
  va_start (args, format);
  lint->message = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (subject->findings, lint);
}

static void
check_cite (const Subject *subject)
{
  if (subject->rule->cite == NULL)
    report (subject, NULL, "rule %s has no citation", subject->rule->id);
}

static void
check_until (const Subject *subject)
{
  if (subject->rule->kind == CPPLAN_RULE_KIND_RECUR && subject->rule->until == NULL)
    report (subject, NULL, "rule %s recurs without an until, so it never ends", subject->rule->id);
}

/* ---- weaker than what it replaces ---- */

static void
report_weaker (const Subject *subject, const CpplanRule *replaced, const char *key)
{
  const CpplanRule *rule = subject->rule;
  const CpplanKey  *own = cpplan_group_find (rule->group, key);
  const CpplanKey  *theirs = cpplan_group_find (replaced->group, key);
  const char       *policy = replaced->edition->policy;
  if (strcmp (key, "force") == 0 && rule->force == CPPLAN_FORCE_GOOD_PRACTICE)
    report (subject, NULL, "rule %s makes good practice of what %s asks", rule->id, policy);
  else if (strcmp (key, "within") == 0)
    report (subject, NULL, "rule %s allows %s where %s allows %s", rule->id, own->value, policy, theirs->value);
  else if (strcmp (key, "at-least") == 0 || strcmp (key, "force") == 0)
    report (subject, NULL, "rule %s has %s %s where %s has %s", rule->id, key, own->value, policy, theirs->value);
  else
    report (subject, NULL, "rule %s is laxer in its %s than that of %s", rule->id, key, policy);
}

/* In one of what makes a rule strict, whatever its other keys say; one finding for a rule is enough. */
static void
check_weaker (const Subject *subject)
{
  static const char *const keys[] = { "force", "within", "first-within", "at-least", "window", "by", "unless", "order" };
  const CpplanPolicy      *parent = subject->policy->parent;
  const CpplanRule        *replaced = parent == NULL ? NULL : cpplan_policy_find_rule (parent, subject->rule->id);
  if (replaced == NULL)
    return;
  CpplanRulePair pair = { parent, subject->policy, replaced, subject->rule };
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if ((cpplan_group_find (replaced->group, keys[i]) != NULL || cpplan_group_find (subject->rule->group, keys[i]) != NULL)
        && cpplan_rule_compare_key (&pair, keys[i]) == CPPLAN_STRICTNESS_LAXER)
      {
        report_weaker (subject, replaced, keys[i]);
        return;
      }
}

/* ---- preparations ---- */

/* A preparation as long as the interval between the events that it prepares is due before the last of them. */
static void
check_preparation (const Subject *subject)
{
  const CpplanRule *rule = subject->rule;
  if (rule->kind != CPPLAN_RULE_KIND_BEFORE)
    return;
  for (guint i = 1; i < rule->before->len; i++)
    {
      char **rules = g_array_index (rule->before, CpplanSource, i).rules;
      for (gsize r = 0; rules[r] != NULL; r++)
        {
          const CpplanRule *clock = cpplan_policy_find_rule (subject->policy, rules[r]);
          CpplanStrictness  shorter = CPPLAN_STRICTNESS_LAXER;
          if (clock->has_within)
            shorter = cpplan_period_compare (rule->within, clock->within);
          if (shorter != CPPLAN_STRICTNESS_SAME && shorter != CPPLAN_STRICTNESS_STRICTER)
            continue;
          report (subject, NULL, "rule %s prepares %s over a period that is no shorter than its interval", rule->id,
                  clock->id);
          return;
        }
    }
}

/* ---- shadowed ---- */

static gboolean
same_key (const CpplanRule *a, const CpplanRule *b, const char *key)
{
  const CpplanKey *x = cpplan_group_find (a->group, key);
  const CpplanKey *y = cpplan_group_find (b->group, key);
  return g_strcmp0 (x == NULL ? NULL : x->value, y == NULL ? NULL : y->value) == 0;
}

/* Whether two rules start, end and are met by the same. */
static gboolean
has_same_facts (const CpplanRule *a, const CpplanRule *b)
{
  static const char *const facts[] = { "after", "from", "before", "by", "until", "unless", "per", "on", "owner" };
  gboolean                 same = a->kind == b->kind && a->kind <= CPPLAN_RULE_KIND_BAR;
  for (gsize f = 0; same && f < G_N_ELEMENTS (facts); f++)
    same = same_key (a, b, facts[f]);
  return same;
}

static CpplanStrictness
compare_whole (const CpplanRulePair *pair)
{
  CpplanStrictness whole = CPPLAN_STRICTNESS_SAME;
  const CpplanRule *const rules[] = { pair->from, pair->to };
  for (gsize r = 0; r < G_N_ELEMENTS (rules); r++)
    for (guint i = 0; i < rules[r]->group->keys->len; i++)
      {
        const char *key = g_array_index (rules[r]->group->keys, CpplanKey, i).key;
        whole = cpplan_strictness_join (whole, cpplan_rule_compare_key (pair, key));
      }
  return cpplan_strictness_join (whole, cpplan_rule_compare_key (pair, "scope"));
}

static void
check_shadowed (const Subject *subject)
{
  const CpplanPolicy *policy = subject->policy;
  for (guint i = 0; i < policy->rules->len; i++)
    {
      const CpplanRule *other = g_ptr_array_index (policy->rules, i);
      CpplanRulePair    pair = { policy, policy, subject->rule, other };
      if (other == subject->rule || !has_same_facts (subject->rule, other)
          || compare_whole (&pair) != CPPLAN_STRICTNESS_STRICTER)
        continue;
      report (subject, NULL, "rule %s is shadowed by %s, which is stricter on the same facts", subject->rule->id,
              other->id);
      return;
    }
}

/* ---- what there can never be ---- */

/* What the variables of a rule's conditions may be. */
typedef struct
{
  CpplanKinds trigger;
  CpplanKinds anchor;
} Variables;

static CpplanKinds
kinds_of_links (const CpplanRule *rule)
{
  return rule == NULL || rule->start == NULL || rule->by == NULL ? CPPLAN_ANY_KIND : rule->start->kinds | rule->by->kinds;
}

static CpplanKinds
kinds_before (const Subject *subject)
{
  const CpplanSource *source = &g_array_index (subject->rule->before, CpplanSource, 0);
  if (source->kind == CPPLAN_SOURCE_EVENT)
    return CPPLAN_KIND_BIT (source->event_kind);
  const CpplanRule *named = cpplan_policy_find_rule (subject->policy, source->rules[0]);
  return source->rules[1] != NULL || named->by == NULL ? CPPLAN_ANY_KIND : named->by->kinds;
}

static Variables
get_variables (const Subject *subject)
{
  const CpplanRule *rule = subject->rule;
  Variables         variables = { rule->start == NULL ? CPPLAN_ANY_KIND : rule->start->kinds, CPPLAN_ANY_KIND };
  if (rule->kind == CPPLAN_RULE_KIND_RECUR)
    variables.anchor = kinds_of_links (rule);
  if (rule->kind == CPPLAN_RULE_KIND_BEFORE)
    variables.anchor = kinds_before (subject);
  if (rule->kind == CPPLAN_RULE_KIND_EXCEPT)
    variables.anchor = kinds_of_links (cpplan_policy_find_rule (subject->policy, rule->overrides));
  if (rule->kind == CPPLAN_RULE_KIND_GATE && rule->ground != NULL)
    variables.anchor = rule->decided_by == NULL ? 0 : CPPLAN_KIND_BIT (rule->decided_by->kind);
  return variables;
}

static const CpplanSelectorTerm *find_never_in (const CpplanExpression *expression, const Variables *variables);

/* The term itself, or the innermost of those that it speaks of, of which there can be no event; or NULL. */
static const CpplanSelectorTerm *
find_never (const CpplanSelectorTerm *term, const Variables *variables)
{
  if (term == NULL)
    return NULL;
  const CpplanSelectorTerm *inner = find_never_in (term->where, variables);
  if (inner != NULL)
    return inner;
  return cpplan_term_can_match (term, variables->trigger, variables->anchor) ? NULL : term;
}

static const CpplanSelectorTerm *
find_never_in (const CpplanExpression *expression, const Variables *variables)
{
  const CpplanSelectorTerm *found = NULL;
  if (expression == NULL)
    return NULL;
  if ((found = find_never (expression->path.latest, variables)) == NULL)
    found = find_never (expression->other.latest, variables);
  if (found == NULL)
    found = find_never_in (expression->left, variables);
  return found != NULL ? found : find_never_in (expression->right, variables);
}

static gboolean
report_never (const Subject *subject, const char *key, const CpplanSelectorTerm *term)
{
  if (term == NULL)
    return FALSE;
  report (subject, key, "no %s can ever be as the %s of rule %s asks",
          term->plan_start ? "plan-start" : cpplan_event_kind_to_string (term->kind), key, subject->rule->id);
  return TRUE;
}

static void
check_selector (const Subject *subject, const Variables *variables, const char *key, const CpplanSelector *selector)
{
  for (guint i = 0; selector != NULL && i < selector->terms->len; i++)
    if (report_never (subject, key, find_never (&g_array_index (selector->terms, CpplanSelectorTerm, i), variables)))
      return;
}

static void
check_expression (const Subject *subject, const Variables *variables, const char *key, const CpplanExpression *expression,
                  CpplanKinds event)
{
  const CpplanExpression *const parts[] = { expression };
  CpplanSupposition             supposition = { event, variables->trigger, variables->anchor, NULL, FALSE };
  if (report_never (subject, key, find_never_in (expression, variables)) || cpplan_can_hold (parts, 1, &supposition))
    return;
  report (subject, key, "the %s of rule %s can never hold", key, subject->rule->id);
}

/* Of what a rule counts from it is known only once the policy is whole whether it has the date. */
static void
check_sources (const Subject *subject, const Variables *variables, const char *key, const GArray *sources, CpplanKinds of)
{
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const CpplanSource *source = &g_array_index (sources, CpplanSource, i);
      gboolean            is_had = source->kind != CPPLAN_SOURCE_ATTRIBUTE;
      if (report_never (subject, key, find_never (source->since, variables)))
        return;
      for (guint kind = 1; kind < 64 && !is_had; kind++)
        is_had = (of & CPPLAN_KIND_BIT (kind)) != 0
                 && cpplan_schema_get_type ((CpplanEventKind) kind, source->attribute, NULL);
      if (!is_had)
        report (subject, key, "the %s of rule %s asks for %s, which no event has that it counts from", key,
                subject->rule->id, cpplan_attribute_to_string (source->attribute));
    }
}

static void
check_never (const Subject *subject)
{
  const CpplanRule *rule = subject->rule;
  Variables         variables = get_variables (subject);
  CpplanKinds       called = cpplan_rule_is_of_findings (rule) ? rule->start->kinds : 0;
  CpplanKinds       event = rule->kind == CPPLAN_RULE_KIND_EXCEPT ? variables.anchor : called;
  gboolean          of_trigger = rule->kind == CPPLAN_RULE_KIND_DEADLINE || cpplan_rule_is_of_findings (rule);
  CpplanKinds       counted = of_trigger ? variables.trigger : variables.anchor;

  check_selector (subject, &variables, rule->kind == CPPLAN_RULE_KIND_RECUR ? "from" : "after", rule->start);
  check_selector (subject, &variables, "by", rule->by);
  check_selector (subject, &variables, "until", rule->until);
  check_selector (subject, &variables, "unless", rule->unless);
  check_selector (subject, &variables, "awaits", rule->awaits);
  check_selector (subject, &variables, "authority", rule->authority);
  check_expression (subject, &variables, "per", rule->per, 0);
  check_expression (subject, &variables, "when", rule->when, event);
  check_expression (subject, &variables, "holds", rule->holds, called);
  check_sources (subject, &variables, "on", rule->on, counted);
  check_sources (subject, &variables, "extend-to", rule->extend_to, counted);
  report_never (subject, "decided-by", find_never (rule->decided_by, &variables));
  report_never (subject, "since", find_never (rule->since, &variables));
}

/* ---- a gate and a bar that contradict ---- */

static gboolean
asks_bar (const CpplanExpression *expression, const char *bar)
{
  if (expression == NULL)
    return FALSE;
  return (expression->kind == CPPLAN_EXPRESSION_CLEAR && strcmp (expression->names[0], bar) == 0)
         || asks_bar (expression->left, bar) || asks_bar (expression->right, bar);
}

static gboolean
is_waived (const CpplanRule *ground, const CpplanRule *requirement)
{
  return ground->waives != NULL && cpplan_name_in (requirement->id, (const char *const *) ground->waives);
}

/* What must hold where the gate lets a plan end: its own conditions, and of a ground the requirements as well from
 * which it does not free. @out_is_asked: a requirement asks for the bar, and so says when it may be overcome. */
static GPtrArray *
gather_conditions (const Subject *subject, const char *bar, gboolean *out_is_asked)
{
  const CpplanRule *gate = subject->rule;
  GPtrArray        *parts = g_ptr_array_new ();

  *out_is_asked = FALSE;
  g_ptr_array_add (parts, gate->when);
  g_ptr_array_add (parts, gate->holds);
  for (guint i = 0; gate->ground != NULL && i < subject->policy->rules->len; i++)
    {
      const CpplanRule *rule = g_ptr_array_index (subject->policy->rules, i);
      if (rule->kind != CPPLAN_RULE_KIND_GATE || rule->ground != NULL)
        continue;
      *out_is_asked = *out_is_asked || asks_bar (rule->holds, bar);
      if (!is_waived (gate, rule))
        g_ptr_array_add (parts, rule->holds);
    }
  return parts;
}

static void
check_bar (const Subject *subject, const char *bar)
{
  gboolean              is_asked;
  g_autoptr (GPtrArray) parts = gather_conditions (subject, bar, &is_asked);
  Variables             variables = get_variables (subject);
  CpplanSupposition     any = { .anchor = variables.anchor };
  CpplanSupposition     open = { .anchor = variables.anchor, .open_bar = bar };
  CpplanSupposition     parted = { .anchor = variables.anchor, .parted_bars = TRUE };
  const CpplanExpression *const *conditions = (const CpplanExpression *const *) (gpointer) parts->pdata;

  if (!cpplan_can_hold (conditions, parts->len, &parted)) /* it is not the bar that forbids it */
    return;
  if (!cpplan_can_hold (conditions, parts->len, &any))
    report (subject, NULL, "gate %s is held against the bar %s in two ways that contradict", subject->rule->id,
            bar);
  else if (!is_asked && !cpplan_can_hold (conditions, parts->len, &open))
    report (subject, NULL, "gate %s lets a plan end only while %s bars that", subject->rule->id, bar);
}

static void
check_contradiction (const Subject *subject)
{
  for (guint i = 0; subject->rule->kind == CPPLAN_RULE_KIND_GATE && i < subject->policy->rules->len; i++)
    {
      const CpplanRule *bar = g_ptr_array_index (subject->policy->rules, i);
      if (bar->kind == CPPLAN_RULE_KIND_BAR
          && (asks_bar (subject->rule->when, bar->id) || asks_bar (subject->rule->holds, bar->id)))
        check_bar (subject, bar->id);
    }
}

/* ---- the policy as a whole ---- */

static void
check_reviewed (const Subject *subject)
{
  enum
  {
    STALE_MONTHS = 24
  };
  CpplanDate stale;
  CpplanDate reviewed = subject->policy->edition->reviewed;
  if (reviewed == CPPLAN_DATE_NONE || subject->as_of == CPPLAN_DATE_NONE
      || !cpplan_date_add_months (reviewed, STALE_MONTHS, CPPLAN_MONTH_END_CLAMP, &stale, NULL, NULL)
      || subject->as_of <= stale)
    return;
  char text[CPPLAN_DATE_BUFFER];
  report (subject, "reviewed", "the policy was last reviewed on %s, more than two years ago", cpplan_date_format (reviewed, text));
}

/* The edition that the set has before this one, or NULL. */
static const CpplanEdition *
find_edition_before (const CpplanPolicySet *set, const CpplanPolicy *policy)
{
  const CpplanEdition *before = NULL;
  for (guint i = 0; set != NULL && i < set->policies->len; i++)
    {
      const CpplanPolicy *other = g_ptr_array_index (set->policies, i);
      if (other == policy)
        return before;
      before = strcmp (other->edition->policy, policy->edition->policy) == 0 ? other->edition : NULL;
    }
  return NULL;
}

static void
check_gap (const Subject *subject)
{
  const CpplanEdition *edition = subject->policy->edition;
  const CpplanEdition *before = find_edition_before (subject->set, subject->policy);
  char                 first[CPPLAN_DATE_BUFFER];
  char                 last[CPPLAN_DATE_BUFFER];
  if (before == NULL || before->until == CPPLAN_DATE_NONE || edition->from <= before->until + 1)
    return;
  report (subject, "in-force", "no edition of %s is in force from %s to %s", edition->policy,
          cpplan_date_format (before->until + 1, first), cpplan_date_format (edition->from - 1, last));
}

typedef struct
{
  const char *id;
  Check       check;
} CheckRow;

static const CheckRow policy_checks[] = {
  { "LINT-REVIEWED", check_reviewed },
  { "LINT-GAP", check_gap },
};

static const CheckRow rule_checks[] = {
  { "LINT-CITE", check_cite },         { "LINT-UNTIL", check_until },
  { "LINT-WEAKER", check_weaker },     { "LINT-PREPARATION", check_preparation },
  { "LINT-SHADOWED", check_shadowed }, { "LINT-CONTRADICTION", check_contradiction },
  { "LINT-NEVER", check_never },
};

static void
run_checks (Subject *subject, const CheckRow *rows, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      subject->id = rows[i].id;
      rows[i].check (subject);
    }
}

static gint
compare_lint (gconstpointer a, gconstpointer b)
{
  const CpplanLint *x = *(const CpplanLint *const *) a;
  const CpplanLint *y = *(const CpplanLint *const *) b;
  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  gint order = strcmp (x->id, y->id);
  return order != 0 ? order : strcmp (x->message, y->message);
}

static GPtrArray *
lint (const CpplanPolicySet *set, const CpplanPolicy *policy, CpplanDate as_of)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (free_lint);
  Subject    subject = { set, policy, NULL, as_of, NULL, findings };

  run_checks (&subject, policy_checks, G_N_ELEMENTS (policy_checks));
  for (guint i = 0; i < policy->rules->len; i++)
    {
      subject.rule = g_ptr_array_index (policy->rules, i);
      if (!cpplan_policy_inherits (policy, subject.rule))
        run_checks (&subject, rule_checks, G_N_ELEMENTS (rule_checks));
    }
  g_ptr_array_sort (findings, compare_lint);
  return findings;
}

GPtrArray *
cpplan_policy_lint (const CpplanPolicy *self, CpplanDate as_of)
{
  g_return_val_if_fail (self != NULL, NULL);
  return lint (NULL, self, as_of);
}

GPtrArray *
cpplan_policy_set_lint (const CpplanPolicySet *self, const CpplanPolicy *policy, CpplanDate as_of)
{
  g_return_val_if_fail (self != NULL && policy != NULL, NULL);
  return lint (self, policy, as_of);
}
