/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a well-made policy does not have. Each check is a row of the table at the end. */
#include "cpplan-policy-private.h"

typedef struct
{
  const CpplanPolicy *policy;
  const CpplanRule   *rule;
  CpplanDate          as_of;
} Subject;

/* Whether the check finds fault; @out_line stays on the rule's group unless a key is meant. */
typedef char *(*Check) (const Subject *subject);

static char *
check_cite (const Subject *subject)
{
  if (subject->rule->cite != NULL)
    return NULL;
  return g_strdup_printf ("rule %s has no citation", subject->rule->id);
}

static char *
check_until (const Subject *subject)
{
  if (subject->rule->kind != CPPLAN_RULE_KIND_RECUR || subject->rule->until != NULL)
    return NULL;
  return g_strdup_printf ("rule %s recurs without an until, so it never ends", subject->rule->id);
}

/* Days, to compare periods of unlike units where there is no doubt which is longer. */
static void
bounds (CpplanPeriod period, gint *out_shortest, gint *out_longest)
{
  static const struct
  {
    CpplanUnit unit;
    gint       shortest; /* in tenths of a day */
    gint       longest;
  } lengths[] = {
    { CPPLAN_UNIT_WORKING_DAYS, 10, 25 },
    { CPPLAN_UNIT_CALENDAR_DAYS, 10, 10 },
    { CPPLAN_UNIT_WEEKS, 70, 70 },
    { CPPLAN_UNIT_MONTHS, 280, 310 },
    { CPPLAN_UNIT_YEARS, 3650, 3660 },
  };
  *out_shortest = *out_longest = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    if (lengths[i].unit == period.unit)
      {
        *out_shortest = period.count * lengths[i].shortest;
        *out_longest = period.count * lengths[i].longest;
      }
}

/* Whether @a is never shorter than @b, and sometimes longer. */
static gboolean
is_longer (CpplanPeriod a, CpplanPeriod b)
{
  gint a_shortest;
  gint a_longest;
  gint b_shortest;
  gint b_longest;
  if (a.unit == b.unit)
    return a.count > b.count;
  bounds (a, &a_shortest, &a_longest);
  bounds (b, &b_shortest, &b_longest);
  return a_shortest >= b_longest;
}

static char *
check_weaker (const Subject *subject)
{
  const CpplanRule   *rule = subject->rule;
  const CpplanPolicy *parent = subject->policy->parent;
  const CpplanRule   *replaced = parent == NULL ? NULL : cpplan_policy_find_rule (parent, rule->id);
  if (replaced != NULL && rule->force == CPPLAN_FORCE_GOOD_PRACTICE && replaced->force != CPPLAN_FORCE_GOOD_PRACTICE)
    return g_strdup_printf ("rule %s makes good practice of what %s asks", rule->id, replaced->edition->policy);
  if (replaced == NULL || !rule->has_within || !replaced->has_within || rule->kind != replaced->kind
      || rule->kind == CPPLAN_RULE_KIND_BEFORE || rule->kind == CPPLAN_RULE_KIND_BAR || !is_longer (rule->within, replaced->within))
    return NULL;
  g_autofree char *own = cpplan_period_to_string (rule->within);
  g_autofree char *theirs = cpplan_period_to_string (replaced->within);
  return g_strdup_printf ("rule %s allows %s where %s allows %s", rule->id, own, replaced->edition->policy, theirs);
}

/* A preparation as long as the interval between the events that it prepares is due before the last of them. */
static char *
check_preparation (const Subject *subject)
{
  const CpplanRule *rule = subject->rule;
  if (rule->kind != CPPLAN_RULE_KIND_BEFORE)
    return NULL;
  for (guint i = 1; i < rule->before->len; i++)
    {
      char **rules = g_array_index (rule->before, CpplanSource, i).rules;
      for (gsize r = 0; rules[r] != NULL; r++)
        {
          const CpplanRule *clock = cpplan_policy_find_rule (subject->policy, rules[r]);
          if (clock->has_within && !is_longer (clock->within, rule->within))
            return g_strdup_printf ("rule %s prepares %s over a period that is no shorter than its interval", rule->id, clock->id);
        }
    }
  return NULL;
}

static gboolean
same_key (const CpplanRule *a, const CpplanRule *b, const char *key)
{
  const CpplanKey *x = cpplan_group_find (a->group, key);
  const CpplanKey *y = cpplan_group_find (b->group, key);
  return g_strcmp0 (x == NULL ? NULL : x->value, y == NULL ? NULL : y->value) == 0;
}

static char *
check_shadowed (const Subject *subject)
{
  static const char *const facts[] = { "after", "from", "before", "by", "until", "unless", "per", "on" };
  const CpplanRule        *rule = subject->rule;
  for (guint i = 0; rule->has_within && i < subject->policy->rules->len; i++)
    {
      const CpplanRule *other = g_ptr_array_index (subject->policy->rules, i);
      gboolean          same = other != rule && other->kind == rule->kind && other->has_within
                      && (rule->kind == CPPLAN_RULE_KIND_DEADLINE || rule->kind == CPPLAN_RULE_KIND_RECUR);
      for (gsize f = 0; same && f < G_N_ELEMENTS (facts); f++)
        same = same_key (rule, other, facts[f]);
      if (same && is_longer (rule->within, other->within))
        return g_strdup_printf ("rule %s is shadowed by %s, which is stricter on the same facts", rule->id, other->id);
    }
  return NULL;
}

static char *
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
    return NULL;
  char text[CPPLAN_DATE_BUFFER];
  return g_strdup_printf ("the policy was last reviewed on %s, more than two years ago", cpplan_date_format (reviewed, text));
}

static const struct
{
  const char *id;
  Check       check;
} rule_checks[] = {
  { "LINT-CITE", check_cite },       { "LINT-UNTIL", check_until },
  { "LINT-WEAKER", check_weaker },   { "LINT-PREPARATION", check_preparation },
  { "LINT-SHADOWED", check_shadowed },
};

static void
free_lint (gpointer data)
{
  CpplanLint *lint = data;
  g_free (lint->message);
  g_free (lint);
}

static void
add_lint (GPtrArray *findings, const char *id, guint line, char *message)
{
  if (message == NULL)
    return;
  CpplanLint *lint = g_new (CpplanLint, 1);
  *lint = (CpplanLint){ id, line, message };
  g_ptr_array_add (findings, lint);
}

static gint
compare_lint (gconstpointer a, gconstpointer b)
{
  const CpplanLint *x = *(const CpplanLint *const *) a;
  const CpplanLint *y = *(const CpplanLint *const *) b;
  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  return g_strcmp0 (x->id, y->id);
}

GPtrArray *
cpplan_policy_lint (const CpplanPolicy *self, CpplanDate as_of)
{
  g_return_val_if_fail (self != NULL, NULL);

  GPtrArray *findings = g_ptr_array_new_with_free_func (free_lint);
  Subject    subject = { self, NULL, as_of };
  add_lint (findings, "LINT-REVIEWED", 1, check_reviewed (&subject));
  for (guint i = 0; i < self->rules->len; i++)
    {
      subject.rule = g_ptr_array_index (self->rules, i);
      if (cpplan_policy_inherits (self, subject.rule))
        continue;
      for (gsize c = 0; c < G_N_ELEMENTS (rule_checks); c++)
        add_lint (findings, rule_checks[c].id, subject.rule->group->line, rule_checks[c].check (&subject));
    }
  g_ptr_array_sort (findings, compare_lint);
  return findings;
}
