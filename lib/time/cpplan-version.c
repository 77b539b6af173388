/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define CPPLAN_INSIDE
#include <cpplan/cpplan-version.h>

const char *
cpplan_version (void)
{
  return CPPLAN_VERSION;
}
