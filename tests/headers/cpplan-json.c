/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* <cpplan/cpplan-json.h> compiles alone, first and twice (decision 60). */
#include <cpplan/cpplan-json.h>
#include <cpplan/cpplan-json.h>

int
main (void)
{
  return cpplan_version () == NULL;
}
