/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief The one error domain of the library.
 */
#pragma once

#include <cpplan/cpplan-macros.h>

G_BEGIN_DECLS

/** The domain of every #GError that this library sets. */
#define CPPLAN_ERROR (cpplan_error_quark ())

/**
 * What went wrong. Numbers never change and are never used again.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_ERROR_DATE         = 1, /**< not a date of the years 1900 to 2199 */
  CPPLAN_ERROR_PERIOD       = 2, /**< not a period, or one with a count outside 0 to 9999 */
  CPPLAN_ERROR_OUT_OF_COVER = 3, /**< the calendar does not cover a day that the answer needs */
  CPPLAN_ERROR_CALENDAR     = 4, /**< a calendar cannot be made from what was given */
  CPPLAN_ERROR_RECORD       = 5, /**< an event, a person or a case is not as the schema says */
  CPPLAN_ERROR_POLICY       = 6, /**< a policy file is not as the policy language says */
  CPPLAN_ERROR_UNKNOWN_NAME = 7, /**< no policy, division or other thing has that name */
  CPPLAN_ERROR_LIMIT        = 8, /**< a horizon, a text or a case is larger than allowed */
  CPPLAN_ERROR_JSON         = 9, /**< a text is not JSON, or not the document that it should be */
} CpplanError;

/**
 * Gives the quark of #CPPLAN_ERROR.
 *
 * @return the domain of the library's errors
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
GQuark cpplan_error_quark (void);

G_END_DECLS
