/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief Periods: a count and its unit, as "10 working days".
 *
 * There is no unit of bare "days": whether working or calendar days are meant has to be said.
 */
#pragma once

#include <cpplan/cpplan-macros.h>

G_BEGIN_DECLS

/** The largest count of a period. */
#define CPPLAN_PERIOD_MAX 9999

/**
 * What a period counts. Numbers never change and are never used again.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_UNIT_WORKING_DAYS  = 1, /**< days that a calendar has as worked */
  CPPLAN_UNIT_CALENDAR_DAYS = 2, /**< days, whatever they are */
  CPPLAN_UNIT_WEEKS         = 3, /**< seven calendar days each */
  CPPLAN_UNIT_MONTHS        = 4, /**< calendar months: the corresponding date */
  CPPLAN_UNIT_YEARS         = 5, /**< twelve months each */
} CpplanUnit;

/**
 * A period; a value, copied by assignment.
 *
 * Since: 0.1
 */
typedef struct
{
  gint32     count; /**< 0 to #CPPLAN_PERIOD_MAX */
  CpplanUnit unit;  /**< what is counted */
} CpplanPeriod;

/**
 * Gives the stable name of a unit: `working-days`, `calendar-days`, `weeks`, `months`, `years`.
 *
 * @param unit a unit
 * @return the name, a constant of the library
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_unit_to_string (CpplanUnit unit);

/**
 * Finds a unit by its name.
 *
 * @param text a name, as cpplan_unit_to_string() gives it
 * @param out_unit the unit
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME
 * @return FALSE if there is none of that name
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_unit_from_string (const char *text, CpplanUnit *out_unit, GError **error);

/**
 * Makes a period.
 *
 * @param count 0 to #CPPLAN_PERIOD_MAX
 * @param unit what is counted
 * @param out_period the period
 * @param error #CPPLAN_ERROR_PERIOD
 * @return FALSE if the count is outside its range or the unit is none
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_period_new (gint count, CpplanUnit unit, CpplanPeriod *out_period, GError **error);

/**
 * Reads a period: a count without leading zeros, one space, and the words `working days`, `calendar days`,
 * `weeks`, `months` or `years`, each in the singular too, whatever the count.
 *
 * @param text a text of any content
 * @param out_period the period
 * @param error #CPPLAN_ERROR_PERIOD; the message says so where the text has bare "days"
 * @return FALSE if the text is not a period
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_period_parse (const char *text, CpplanPeriod *out_period, GError **error);

/**
 * Gives the text of a period, singular for one: `1 month`, `10 working days`.
 *
 * cpplan_period_parse() reads it back to the same value.
 *
 * @param period a period
 * @return (transfer full) the text, to be freed with g_free()
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
char *cpplan_period_to_string (CpplanPeriod period);

/**
 * Says whether two periods have the same count and the same unit; 2 weeks do not equal 14 calendar days.
 *
 * @param a a period
 * @param b a period
 * @return TRUE if they are the same
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_period_equal (CpplanPeriod a, CpplanPeriod b);

G_END_DECLS
