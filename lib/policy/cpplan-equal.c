/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether two values say the same, however they are spaced and whatever their parameters are called. */
#include "cpplan-compare-private.h"

static gboolean
names_equal (char **a, char **b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

gboolean
cpplan_term_equal (const CpplanSelectorTerm *a, const CpplanSelectorTerm *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->plan_start == b->plan_start && a->plan_end == b->plan_end && a->inside_plan == b->inside_plan
         && a->outside_plan == b->outside_plan && a->kind == b->kind && cpplan_expression_equal (a->where, b->where);
}

gboolean
cpplan_path_equal (const CpplanPath *a, const CpplanPath *b)
{
  return a->root == b->root && a->via == b->via && a->attribute == b->attribute && a->person_attribute == b->person_attribute && a->type == b->type
         && cpplan_term_equal (a->latest, b->latest);
}

gboolean
cpplan_expression_equal (const CpplanExpression *a, const CpplanExpression *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a == b
         || (a->kind == b->kind && cpplan_path_equal (&a->path, &b->path) && cpplan_path_equal (&a->other, &b->other)
             && names_equal (a->names, b->names) && a->comparison == b->comparison && a->period.count == b->period.count
             && a->period.unit == b->period.unit && a->side == b->side && a->count == b->count && cpplan_expression_equal (a->left, b->left)
             && cpplan_expression_equal (a->right, b->right));
}

gboolean
cpplan_selector_equal (const CpplanSelector *a, const CpplanSelector *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->first != b->first || a->terms->len != b->terms->len)
    return FALSE;
  for (guint i = 0; i < a->terms->len; i++)
    if (!cpplan_term_equal (&g_array_index (a->terms, CpplanSelectorTerm, i),
                            &g_array_index (b->terms, CpplanSelectorTerm, i)))
      return FALSE;
  return TRUE;
}

gboolean
cpplan_sources_equal (const GArray *a, const GArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const CpplanSource *x = &g_array_index (a, CpplanSource, i);
      const CpplanSource *y = &g_array_index (b, CpplanSource, i);
      if (x->kind != y->kind || x->attribute != y->attribute || x->event_kind != y->event_kind
          || !cpplan_term_equal (x->since, y->since) || !names_equal (x->rules, y->rules))
        return FALSE;
    }
  return TRUE;
}
