// SPDX-License-Identifier: LGPL-2.1-or-later
// Both entry headers are C++ too.
#include <cpplan/cpplan-json.h>
#include <cpplan/cpplan.h>

int
main ()
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (CpplanPolicySet) policies = cpplan_policy_set_new_builtin (&error);
  return policies == nullptr;
}
