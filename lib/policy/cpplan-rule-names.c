/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the kinds of rules and their forces are called. */
#include "cpplan-policy-private.h"

#include <string.h>

static const struct
{
  CpplanRuleKind kind;
  const char    *text;
} kinds[] = {
  { CPPLAN_RULE_KIND_DEADLINE, "deadline" },
  { CPPLAN_RULE_KIND_RECUR, "recur" },
  { CPPLAN_RULE_KIND_BEFORE, "before" },
  { CPPLAN_RULE_KIND_BAR, "bar" },
  { CPPLAN_RULE_KIND_EXCEPT, "except" },
  { CPPLAN_RULE_KIND_GATE, "gate" },
  { CPPLAN_RULE_KIND_REQUIRE, "require" },
  { CPPLAN_RULE_KIND_CONSIDER, "consider" },
  { CPPLAN_RULE_KIND_DUTY, "duty" },
};

static const struct
{
  CpplanForce force;
  const char *text;
} forces[] = {
  { CPPLAN_FORCE_MUST, "must" },
  { CPPLAN_FORCE_SHOULD, "should" },
  { CPPLAN_FORCE_GOOD_PRACTICE, "good-practice" },
};

const char *
cpplan_rule_kind_to_string (CpplanRuleKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == kind)
      return kinds[i].text;
  g_return_val_if_reached (NULL);
}

const char *
cpplan_force_to_string (CpplanForce force)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forces); i++)
    if (forces[i].force == force)
      return forces[i].text;
  g_return_val_if_reached (NULL);
}

gboolean
cpplan_rule_kind_from_string (const char *text, CpplanRuleKind *out_kind, GError **error)
{
  g_return_val_if_fail (text != NULL && out_kind != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].text, text) == 0)
      {
        *out_kind = kinds[i].kind;
        return TRUE;
      }
  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is no kind of rule", shown);
  return FALSE;
}

gboolean
cpplan_force_from_string (const char *text, CpplanForce *out_force, GError **error)
{
  g_return_val_if_fail (text != NULL && out_force != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (forces); i++)
    if (strcmp (forces[i].text, text) == 0)
      {
        *out_force = forces[i].force;
        return TRUE;
      }
  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is none of must, should, good-practice", shown);
  return FALSE;
}
