/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define CPPLAN_INSIDE
#include <cpplan/cpplan-error.h>

G_DEFINE_QUARK (cpplan-error-quark, cpplan_error)
