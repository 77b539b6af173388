/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the programs that try texts of policies share: a head, rules, and what is refused of them. Included once, after
 * cmocka. */
#pragma once

#include "cpplan-policy-private.h"

#define HEAD "[policy]\nid = mine\ntitle = Mine\nextends = england\n"
#define RULE(body) HEAD "[rule r]\ntitle = R\nforce = must\n" body

static CpplanPolicySet *builtins;

static int
set_up (void **state)
{
  (void) state;
  builtins = cpplan_policy_set_new_builtin (NULL);
  return builtins == NULL;
}

static int
tear_down (void **state)
{
  (void) state;
  cpplan_policy_set_unref (builtins);
  return 0;
}

typedef struct
{
  const char *text;
  const char *message;
} Refusal;

static void
assert_refusals (const Refusal *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (CpplanPolicy) policy = cpplan_policy_new_from_text (rows[i].text, builtins, &error);
      if (policy != NULL)
        fail_msg ("row %u reads: %s", (guint) i, rows[i].text);
      assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_POLICY));
      assert_string_equal (error->message, rows[i].message);
    }
}

#define GATE(body) RULE ("kind = gate\n" body)
#define WHERE(expression) RULE ("kind = deadline\nafter = plan-start\nwithin = 1 week\nby = visit where " expression "\n")
