/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rules that two policies do not have alike. */
#include "cpplan-compare-private.h"

#include <string.h>

struct _CpplanRuleChange
{
  CpplanChange      change;
  const CpplanRule *from; /* lent by the policies, or NULL */
  const CpplanRule *to;
  CpplanStrictness  strictness;
  GArray           *keys; /* (element-type CpplanKeyChange), whose values are owned */
};

struct _CpplanPolicyDiff
{
  gint          ref_count;
  CpplanPolicy *from; /* owned reference */
  CpplanPolicy *to;
  GArray       *changes; /* (element-type CpplanRuleChange), by id */
};

static const char *const changes[] = {
  [CPPLAN_CHANGE_ADDED] = "added",
  [CPPLAN_CHANGE_REMOVED] = "removed",
  [CPPLAN_CHANGE_CHANGED] = "changed",
};

const char *
cpplan_change_to_string (CpplanChange change)
{
  g_return_val_if_fail (change >= CPPLAN_CHANGE_ADDED && change <= CPPLAN_CHANGE_CHANGED, NULL);
  return changes[change];
}

gboolean
cpplan_change_from_string (const char *text, CpplanChange *out_change, GError **error)
{
  g_return_val_if_fail (text != NULL && out_change != NULL, FALSE);

  for (guint i = CPPLAN_CHANGE_ADDED; i <= CPPLAN_CHANGE_CHANGED; i++)
    if (strcmp (changes[i], text) == 0)
      {
        *out_change = (CpplanChange) i;
        return TRUE;
      }
  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is none of added, removed, changed", shown);
  return FALSE;
}

/* ---- what keys say ---- */

static void
clear_key (gpointer data)
{
  CpplanKeyChange *key = data;
  g_free ((char *) key->from);
  g_free ((char *) key->to);
}

/* The policy in whose file the rule stands. */
static const CpplanPolicy *
file_of (const CpplanPolicy *policy, const CpplanRule *rule)
{
  while (policy->parent != NULL && policy->edition != rule->edition)
    policy = policy->parent;
  return policy;
}

/* The value with its parameters told by what they are: only behind a comparison can a name be one. */
static char *
spell_parameters (const char *value, const CpplanPolicy *policy)
{
  g_auto (GStrv) words = g_strsplit (value, " ", -1);
  for (gsize i = 1; words[0] != NULL && words[i] != NULL; i++)
    {
      gsize               length = strcspn (words[i], ")");
      g_autofree char    *name = g_strndup (words[i], length);
      const CpplanPeriod *parameter = g_hash_table_lookup (policy->parameters, name);
      if (parameter == NULL || strpbrk (words[i - 1], "<>") == NULL)
        continue;
      g_autofree char *period = cpplan_period_to_string (*parameter);
      char            *spelt = g_strconcat (period, words[i] + length, NULL);
      g_free (words[i]);
      words[i] = spelt;
    }
  return g_strjoinv (" ", words);
}

/* What the key says under one of the policies, or NULL. */
static char *
spell_value (const CpplanPolicy *policy, const CpplanRule *rule, const char *key, gboolean with_parameters)
{
  if (strcmp (key, "calendar") == 0)
    return g_strdup (policy->calendar);
  if (strcmp (key, "scope") == 0)
    return rule->edition->scope[0] == NULL ? NULL : g_strjoinv (" ", rule->edition->scope);
  const CpplanKey *found = cpplan_group_find (rule->group, key);
  if (found == NULL)
    return NULL;
  return with_parameters ? spell_parameters (found->value, file_of (policy, rule)) : g_strdup (found->value);
}

static void
add_key (CpplanRuleChange *change, const CpplanRulePair *pair, const char *key)
{
  CpplanStrictness strictness = cpplan_rule_compare_key (pair, key);
  gboolean         is_equal = cpplan_rule_key_equal (pair, key);
  if (is_equal && strictness == CPPLAN_STRICTNESS_SAME)
    return;
  CpplanKeyChange difference = { key, spell_value (pair->from_policy, pair->from, key, is_equal),
                                 spell_value (pair->to_policy, pair->to, key, is_equal), strictness };
  g_array_append_val (change->keys, difference);
  change->strictness = cpplan_strictness_join (change->strictness, strictness);
}

static void
add_keys (CpplanRuleChange *change, const CpplanRulePair *pair)
{
  for (guint i = 0; i < pair->from->group->keys->len; i++)
    add_key (change, pair, g_array_index (pair->from->group->keys, CpplanKey, i).key);
  for (guint i = 0; i < pair->to->group->keys->len; i++)
    {
      const char *key = g_array_index (pair->to->group->keys, CpplanKey, i).key;
      if (cpplan_group_find (pair->from->group, key) == NULL)
        add_key (change, pair, key);
    }
  add_key (change, pair, "calendar");
  add_key (change, pair, "scope");
}

/* ---- the whole ---- */

static void
clear_change (gpointer data)
{
  CpplanRuleChange *change = data;
  g_array_unref (change->keys);
}

static CpplanRuleChange
make_change (const CpplanPolicyDiff *self, const CpplanRule *from, const CpplanRule *to)
{
  CpplanRuleChange change = { CPPLAN_CHANGE_CHANGED, from, to, CPPLAN_STRICTNESS_SAME, NULL };
  CpplanRulePair   pair = { self->from, self->to, from, to };

  change.keys = g_array_new (FALSE, FALSE, sizeof (CpplanKeyChange));
  g_array_set_clear_func (change.keys, clear_key);
  if (from != NULL && to != NULL)
    {
      add_keys (&change, &pair);
      return change;
    }
  change.change = from == NULL ? CPPLAN_CHANGE_ADDED : CPPLAN_CHANGE_REMOVED;
  change.strictness = CPPLAN_STRICTNESS_INCOMPARABLE;
  return change;
}

static void
add_change (CpplanPolicyDiff *self, const CpplanRule *from, const CpplanRule *to)
{
  CpplanRuleChange change = make_change (self, from, to);
  if (change.change == CPPLAN_CHANGE_CHANGED && change.keys->len == 0)
    clear_change (&change);
  else
    g_array_append_val (self->changes, change);
}

/* Both lists are in the order of ids. */
static void
compare_rules (CpplanPolicyDiff *self)
{
  const GPtrArray *from = self->from->rules;
  const GPtrArray *to = self->to->rules;
  for (guint i = 0, j = 0; i < from->len || j < to->len;)
    {
      const CpplanRule *a = i < from->len ? g_ptr_array_index (from, i) : NULL;
      const CpplanRule *b = j < to->len ? g_ptr_array_index (to, j) : NULL;
      gint              order = a == NULL ? 1 : b == NULL ? -1 : strcmp (a->id, b->id);
      add_change (self, order <= 0 ? a : NULL, order >= 0 ? b : NULL);
      i += order <= 0;
      j += order >= 0;
    }
}

CpplanPolicyDiff *
cpplan_policy_diff_new (CpplanPolicy *from, CpplanPolicy *to)
{
  g_return_val_if_fail (from != NULL && to != NULL, NULL);

  CpplanPolicyDiff *self = g_new (CpplanPolicyDiff, 1);
  self->ref_count = 1;
  self->from = cpplan_policy_ref (from);
  self->to = cpplan_policy_ref (to);
  self->changes = g_array_new (FALSE, FALSE, sizeof (CpplanRuleChange));
  g_array_set_clear_func (self->changes, clear_change);
  compare_rules (self);
  return self;
}

CpplanPolicyDiff *
cpplan_policy_diff_ref (CpplanPolicyDiff *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_policy_diff_unref (CpplanPolicyDiff *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_array_unref (self->changes);
  cpplan_policy_unref (self->from);
  cpplan_policy_unref (self->to);
  g_free (self);
}

const CpplanPolicy *
cpplan_policy_diff_get_from (const CpplanPolicyDiff *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->from;
}

const CpplanPolicy *
cpplan_policy_diff_get_to (const CpplanPolicyDiff *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->to;
}

gsize
cpplan_policy_diff_get_length (const CpplanPolicyDiff *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->changes->len;
}

const CpplanRuleChange *
cpplan_policy_diff_get_change (const CpplanPolicyDiff *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->changes->len, NULL);
  return &g_array_index (self->changes, CpplanRuleChange, index);
}

CpplanChange
cpplan_rule_change_get_change (const CpplanRuleChange *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->change;
}

const CpplanRule *
cpplan_rule_change_get_from (const CpplanRuleChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->from;
}

const CpplanRule *
cpplan_rule_change_get_to (const CpplanRuleChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->to;
}

CpplanStrictness
cpplan_rule_change_get_strictness (const CpplanRuleChange *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->strictness;
}

gsize
cpplan_rule_change_get_n_keys (const CpplanRuleChange *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->keys->len;
}

const CpplanKeyChange *
cpplan_rule_change_get_key (const CpplanRuleChange *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->keys->len, NULL);
  return &g_array_index (self->keys, CpplanKeyChange, index);
}

CpplanPolicy *
cpplan_policy_new_always_in_force (const CpplanPolicy *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  /* Read anew, so that no edition is shared with what stays as it is. */
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  for (const CpplanPolicy *policy = self; policy != NULL; policy = policy->parent)
    g_ptr_array_add (texts, policy->text);
  g_autoptr (CpplanPolicySet) set
    = cpplan_policy_set_new_from_texts ((const char *const *) texts->pdata, texts->len, NULL, NULL, error);
  if (set == NULL)
    return NULL;
  CpplanPolicy *copy = cpplan_policy_ref ((CpplanPolicy *) cpplan_policy_set_find (set, self->edition->policy));
  for (CpplanPolicy *policy = copy; policy != NULL; policy = policy->parent)
    policy->edition->from = policy->edition->until = CPPLAN_DATE_NONE;
  return copy;
}
