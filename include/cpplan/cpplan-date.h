/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief Days of the Gregorian calendar: no times, no time zones, no "today".
 *
 * A date is a number of days, so that dates compare and subtract as numbers do. The library knows the days of
 * the years 1900 to 2199. Text is `YYYY-MM-DD` and nothing else.
 */
#pragma once

#include <cpplan/cpplan-macros.h>

G_BEGIN_DECLS

/**
 * A day, as the number of days since 1970-01-01 (negative before it).
 *
 * Since: 0.1
 */
typedef gint32 CpplanDate;

/** No date: what a member holds that is not known, and what array forms give where there is no answer. */
#define CPPLAN_DATE_NONE G_MININT32

/** The bytes that cpplan_date_format() fills, the closing NUL included. */
#define CPPLAN_DATE_BUFFER 11

/**
 * What the corresponding date is in a month that lacks it (31 January and one month). Numbers never change.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_MONTH_END_CLAMP = 1, /**< the last day of that month (Dodds v Walker [1981] 1 WLR 1027) */
  CPPLAN_MONTH_END_NEXT  = 2, /**< the first day of the month after it (ages) */
} CpplanMonthEnd;

/**
 * Gives the stable name of a month end: `clamp` or `next`.
 *
 * @param month_end a month end
 * @return the name, a constant of the library
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_month_end_to_string (CpplanMonthEnd month_end);

/**
 * Finds a month end by its name.
 *
 * @param text a name, as cpplan_month_end_to_string() gives it
 * @param out_month_end the month end
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME
 * @return FALSE if there is none of that name
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_month_end_from_string (const char *text, CpplanMonthEnd *out_month_end, GError **error);

/**
 * Says whether a number is a date that the library knows: 1900-01-01 to 2199-12-31.
 *
 * @param date any number, #CPPLAN_DATE_NONE included
 * @return TRUE if it is a date of those years
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_date_is_valid (CpplanDate date);

/**
 * Makes a date from its year, month and day.
 *
 * @param year 1900 to 2199
 * @param month 1 to 12
 * @param day 1 to the last day of the month
 * @param out_date the date
 * @param error #CPPLAN_ERROR_DATE
 * @return FALSE if there is no such day, or its year is outside 1900 to 2199
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_date_from_ymd (gint year, gint month, gint day, CpplanDate *out_date, GError **error);

/**
 * Takes a date apart.
 *
 * @param date a valid date
 * @param out_year (nullable) its year
 * @param out_month (nullable) its month, 1 to 12
 * @param out_day (nullable) its day, 1 to 31
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_date_get_ymd (CpplanDate date, gint *out_year, gint *out_month, gint *out_day);

/**
 * Gives the day of the week as ISO 8601 counts it.
 *
 * @param date a valid date
 * @return 1 for Monday to 7 for Sunday
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gint cpplan_date_get_weekday (CpplanDate date);

/**
 * Reads a date: four digits, a hyphen, two digits, a hyphen, two digits, and nothing around them.
 *
 * @param text a text of any content
 * @param out_date the date
 * @param error #CPPLAN_ERROR_DATE; the message names the text, shortened and made printable
 * @return FALSE if the text is not a date of the years 1900 to 2199
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_date_parse (const char *text, CpplanDate *out_date, GError **error);

/**
 * Writes a date as `YYYY-MM-DD`.
 *
 * @param date a valid date
 * @param buffer at least #CPPLAN_DATE_BUFFER bytes
 * @return the buffer (empty text if the date is not valid, which is the caller's mistake)
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_date_format (CpplanDate date, char *buffer);

/**
 * Gives a date as `YYYY-MM-DD`.
 *
 * @param date a valid date
 * @return (transfer full) the text, to be freed with g_free()
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
char *cpplan_date_to_string (CpplanDate date);

/**
 * Takes over a date of GLib's.
 *
 * @param gdate a GDate; it need not be a valid one
 * @param out_date the date
 * @param error #CPPLAN_ERROR_DATE
 * @return FALSE if it is not valid or its year is outside 1900 to 2199
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_date_from_gdate (const GDate *gdate, CpplanDate *out_date, GError **error);

/**
 * Makes a date of GLib's.
 *
 * @param date a date; it need not be a valid one
 * @param out_gdate a GDate of the caller's, which is overwritten
 * @param error #CPPLAN_ERROR_DATE
 * @return FALSE if the date is not valid
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_date_to_gdate (CpplanDate date, GDate *out_gdate, GError **error);

/**
 * Gives the corresponding date some months later or earlier (*Dodds v Walker* [1981] 1 WLR 1027).
 *
 * A year is 12 months, added at once and rounded once. Compute from the anchor each time: adding one month
 * twice is not adding two months.
 *
 * @param from a date
 * @param n_months how many months; negative for earlier
 * @param month_end what to do where the month has no such day
 * @param out_date the corresponding date
 * @param out_clamped (nullable) TRUE if the month had no such day and its last day was taken; always FALSE
 *   with #CPPLAN_MONTH_END_NEXT
 * @param error #CPPLAN_ERROR_DATE
 * @return FALSE if `from` or the result is outside the years 1900 to 2199
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_date_add_months (CpplanDate      from,
                                 gint            n_months,
                                 CpplanMonthEnd  month_end,
                                 CpplanDate     *out_date,
                                 gboolean       *out_clamped,
                                 GError        **error);

/**
 * Gives the day at whose start a person reaches an age.
 *
 * A child born on 29 February reaches an age on 1 March of a common year. The age is reached at the start of
 * the birthday (Family Law Reform Act 1969 s.9).
 *
 * @param born the day of birth
 * @param years the age, 0 to 9999
 * @param out_date the first day of that age
 * @param error #CPPLAN_ERROR_DATE, #CPPLAN_ERROR_PERIOD
 * @return FALSE if `born` or the result is outside the years 1900 to 2199, or the age is not 0 to 9999
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_date_age_reached (CpplanDate born, gint years, CpplanDate *out_date, GError **error);

G_END_DECLS
