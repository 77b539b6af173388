/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The body of a rule: made with nothing in it, shared, and asked what it says. cpplan-rule.c reads what is in it. */
#include "cpplan-policy-private.h"

static void
clear_reach (gpointer data)
{
  CpplanReach *reach = data;
  g_free (reach->to);
  cpplan_selector_free (reach->by);
  cpplan_selector_free (reach->each);
}

CpplanRule *
cpplan_rule_new_empty (const CpplanGroup *group, const char *id, CpplanEdition *edition)
{
  CpplanRule *self = g_new0 (CpplanRule, 1);
  self->ref_count = 1;
  self->id = g_strdup (id);
  self->edition = cpplan_edition_ref (edition);
  self->group = cpplan_group_copy (group);
  self->refs = g_new0 (char *, 1);
  self->readings = g_array_new (FALSE, FALSE, sizeof (CpplanRuleReading));
  self->reaches = g_array_new (FALSE, FALSE, sizeof (CpplanReach));
  g_array_set_clear_func (self->reaches, clear_reach);
  self->side = CPPLAN_SIDE_SINCE;
  self->count = CPPLAN_COUNT_AFTER;
  self->month_end = CPPLAN_MONTH_END_CLAMP;
  return self;
}

CpplanRule *
cpplan_rule_ref (CpplanRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

static void
free_readings (GArray *readings)
{
  for (guint i = 0; i < readings->len; i++)
    g_free (g_array_index (readings, CpplanRuleReading, i).name);
  g_array_unref (readings);
}

void
cpplan_rule_unref (CpplanRule *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->cite);
  g_free (self->note);
  g_strfreev (self->refs);
  cpplan_edition_unref (self->edition);
  cpplan_group_free (self->group);
  cpplan_selector_free (self->start);
  cpplan_selector_free (self->by);
  cpplan_selector_free (self->until);
  cpplan_selector_free (self->unless);
  cpplan_selector_free (self->awaits);
  cpplan_selector_free (self->authority);
  cpplan_expression_free (self->per);
  cpplan_expression_free (self->when);
  g_clear_pointer (&self->on, g_array_unref);
  g_clear_pointer (&self->before, g_array_unref);
  g_clear_pointer (&self->extend_to, g_array_unref);
  g_free (self->ground);
  cpplan_selector_term_free (self->decided_by);
  cpplan_selector_term_free (self->since);
  cpplan_expression_free (self->holds);
  g_strfreev (self->waives);
  g_strfreev (self->refers);
  free_readings (self->readings);
  g_array_unref (self->reaches);
  g_free (self->overrides);
  g_free (self);
}

gboolean
cpplan_rule_is_of_plan (const CpplanRule *self)
{
  return (self->start != NULL && cpplan_selector_has_plan_start (self->start)) || (self->until != NULL && cpplan_selector_has_plan_end (self->until))
         || self->kind == CPPLAN_RULE_KIND_BEFORE;
}

const char *
cpplan_rule_get_id (const CpplanRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->id;
}

CpplanRuleKind
cpplan_rule_get_kind (const CpplanRule *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->kind;
}

const char *
cpplan_rule_get_title (const CpplanRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->title;
}

CpplanForce
cpplan_rule_get_force (const CpplanRule *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->force;
}

const char *
cpplan_rule_get_cite (const CpplanRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->cite;
}

const char *
cpplan_rule_get_note (const CpplanRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->note;
}

const char *const *
cpplan_rule_get_refs (const CpplanRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return (const char *const *) self->refs;
}

const char *
cpplan_rule_get_policy (const CpplanRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->edition->policy;
}

guint
cpplan_rule_get_line (const CpplanRule *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->group->line;
}

gsize
cpplan_rule_get_n_keys (const CpplanRule *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->group->keys->len;
}

const char *
cpplan_rule_get_key (const CpplanRule *self, gsize index, const char **out_value)
{
  g_return_val_if_fail (self != NULL && index < self->group->keys->len, NULL);
  const CpplanKey *key = &g_array_index (self->group->keys, CpplanKey, index);
  if (out_value != NULL)
    *out_value = key->value;
  return key->key;
}
