/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief What every libcpplan header needs: visibility, the include guard, GLib.
 */
#pragma once

#if !defined(CPPLAN_INSIDE)
#error "Include <cpplan/cpplan.h> (or <cpplan/cpplan-json.h>) only."
#endif

#include <glib.h>

#if defined(__GNUC__)
#define CPPLAN_EXPORT __attribute__ ((visibility ("default"))) extern
#else
#define CPPLAN_EXPORT extern
#endif

/** Marks a function that is there since version 0.1, and exports it. */
#define CPPLAN_AVAILABLE_IN_0_1 CPPLAN_EXPORT
