/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* <cpplan/cpplan.h> compiles alone, first and twice (decision 60). */
#include <cpplan/cpplan.h>
#include <cpplan/cpplan.h>

int
main (void)
{
  return cpplan_version () == NULL;
}
