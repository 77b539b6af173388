/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define CPPLAN_INSIDE
#include <cpplan/cpplan-date.h>
#include <cpplan/cpplan-error.h>

#include "cpplan-echo-private.h"

#define FIRST_YEAR 1900
#define LAST_YEAR  2199
#define FIRST_DATE (-25567) /* 1900-01-01 */
#define LAST_DATE  84005    /* 2199-12-31 */

static gboolean
is_leap_year (gint year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static gint
get_month_length (gint year, gint month)
{
  static const guint8 lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  return lengths[month - 1] + (month == 2 && is_leap_year (year));
}

/* The year is taken to begin in March, so that the leap day is its last and month lengths follow one line. */
static CpplanDate
count_days (gint year, gint month, gint day)
{
  gint march_year = month > 2 ? year : year - 1;
  gint march_month = month > 2 ? month - 3 : month + 9;
  gint days = 365 * march_year + march_year / 4 - march_year / 100 + march_year / 400;
  return days + (153 * march_month + 2) / 5 + day - 719469;
}

const char *
cpplan_month_end_to_string (CpplanMonthEnd month_end)
{
  switch (month_end)
    {
    case CPPLAN_MONTH_END_CLAMP:
      return "clamp";
    case CPPLAN_MONTH_END_NEXT:
      return "next";
    }
  g_return_val_if_reached (NULL);
}

gboolean
cpplan_month_end_from_string (const char *text, CpplanMonthEnd *out_month_end, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_month_end != NULL, FALSE);

  for (CpplanMonthEnd m = CPPLAN_MONTH_END_CLAMP; m <= CPPLAN_MONTH_END_NEXT; m++)
    if (g_str_equal (text, cpplan_month_end_to_string (m)))
      {
        *out_month_end = m;
        return TRUE;
      }
  g_autofree char *echo = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME,
               "%s is not a month end: say \"clamp\" or \"next\"", echo);
  return FALSE;
}

gboolean
cpplan_date_is_valid (CpplanDate date)
{
  return date >= FIRST_DATE && date <= LAST_DATE;
}

gboolean
cpplan_date_from_ymd (gint year, gint month, gint day, CpplanDate *out_date, GError **error)
{
  g_return_val_if_fail (out_date != NULL, FALSE);

  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1
      || day > get_month_length (year, month))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE,
                   "year %d, month %d, day %d is not a date of the years 1900 to 2199", year, month, day);
      return FALSE;
    }
  *out_date = count_days (year, month, day);
  return TRUE;
}

void
cpplan_date_get_ymd (CpplanDate date, gint *out_year, gint *out_month, gint *out_day)
{
  g_return_if_fail (cpplan_date_is_valid (date));

  /* count_days() undone: whole 400 years of 146097 days, then the year, then the month. */
  gint days = date + 719468;
  gint era = days / 146097;
  gint in_era = days % 146097;
  gint year_of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
  gint in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint march_month = (5 * in_year + 2) / 153;
  gint month = march_month < 10 ? march_month + 3 : march_month - 9;

  if (out_year != NULL)
    *out_year = year_of_era + 400 * era + (month <= 2);
  if (out_month != NULL)
    *out_month = month;
  if (out_day != NULL)
    *out_day = in_year - (153 * march_month + 2) / 5 + 1;
}

gint
cpplan_date_get_weekday (CpplanDate date)
{
  g_return_val_if_fail (cpplan_date_is_valid (date), 0);

  /* 1899-12-31 was a Sunday: counted from it, the remainder is the ISO number, with 0 for Sunday. */
  gint weekday = (date - (FIRST_DATE - 1)) % 7;
  return weekday == 0 ? 7 : weekday;
}

static gboolean
read_digits (const char *text, gint n_digits, gint *out_number)
{
  gint number = 0;
  for (gint i = 0; i < n_digits; i++)
    {
      if (text[i] < '0' || text[i] > '9')
        return FALSE;
      number = 10 * number + (text[i] - '0');
    }
  *out_number = number;
  return TRUE;
}

gboolean
cpplan_date_parse (const char *text, CpplanDate *out_date, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_date != NULL, FALSE);

  gint year, month, day;
  gboolean is_date = read_digits (text, 4, &year) && text[4] == '-' && read_digits (text + 5, 2, &month)
                     && text[7] == '-' && read_digits (text + 8, 2, &day) && text[10] == '\0';
  if (is_date && month >= 1 && month <= 12 && day >= 1 && day <= get_month_length (year, month))
    {
      if (year >= FIRST_YEAR && year <= LAST_YEAR)
        {
          *out_date = count_days (year, month, day);
          return TRUE;
        }
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE, "\"%s\" is not in the years 1900 to 2199", text);
      return FALSE;
    }

  g_autofree char *echo = cpplan_echo (text);
  if (is_date)
    g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE, "%s is not a date", echo);
  else
    g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE, "%s is not a date: write it as YYYY-MM-DD", echo);
  return FALSE;
}

const char *
cpplan_date_format (CpplanDate date, char *buffer)
{
  g_return_val_if_fail (buffer != NULL, NULL);
  buffer[0] = '\0';
  g_return_val_if_fail (cpplan_date_is_valid (date), buffer);

  gint year, month, day;
  cpplan_date_get_ymd (date, &year, &month, &day);
  buffer[0] = (char) ('0' + year / 1000);
  buffer[1] = (char) ('0' + year / 100 % 10);
  buffer[2] = (char) ('0' + year / 10 % 10);
  buffer[3] = (char) ('0' + year % 10);
  buffer[4] = '-';
  buffer[5] = (char) ('0' + month / 10);
  buffer[6] = (char) ('0' + month % 10);
  buffer[7] = '-';
  buffer[8] = (char) ('0' + day / 10);
  buffer[9] = (char) ('0' + day % 10);
  buffer[10] = '\0';
  return buffer;
}

char *
cpplan_date_to_string (CpplanDate date)
{
  g_return_val_if_fail (cpplan_date_is_valid (date), NULL);

  char *text = g_malloc (CPPLAN_DATE_BUFFER);
  cpplan_date_format (date, text);
  return text;
}

gboolean
cpplan_date_from_gdate (const GDate *gdate, CpplanDate *out_date, GError **error)
{
  g_return_val_if_fail (gdate != NULL, FALSE);
  g_return_val_if_fail (out_date != NULL, FALSE);

  if (!g_date_valid (gdate))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE, "the GDate is not a valid one");
      return FALSE;
    }
  return cpplan_date_from_ymd (g_date_get_year (gdate), (gint) g_date_get_month (gdate),
                               g_date_get_day (gdate), out_date, error);
}

gboolean
cpplan_date_to_gdate (CpplanDate date, GDate *out_gdate, GError **error)
{
  g_return_val_if_fail (out_gdate != NULL, FALSE);

  if (!cpplan_date_is_valid (date))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE, "day %d is not in the years 1900 to 2199", date);
      return FALSE;
    }
  gint year, month, day;
  cpplan_date_get_ymd (date, &year, &month, &day);
  g_date_clear (out_gdate, 1);
  g_date_set_dmy (out_gdate, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

gboolean
cpplan_date_add_months (CpplanDate      from,
                        gint            n_months,
                        CpplanMonthEnd  month_end,
                        CpplanDate     *out_date,
                        gboolean       *out_clamped,
                        GError        **error)
{
  g_return_val_if_fail (month_end == CPPLAN_MONTH_END_CLAMP || month_end == CPPLAN_MONTH_END_NEXT, FALSE);
  g_return_val_if_fail (out_date != NULL, FALSE);

  if (!cpplan_date_is_valid (from))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE, "day %d is not in the years 1900 to 2199", from);
      return FALSE;
    }

  gint year, month, day;
  cpplan_date_get_ymd (from, &year, &month, &day);
  gint64 months = (gint64) 12 * year + (month - 1) + n_months;
  if (months < 12 * FIRST_YEAR || months >= 12 * (LAST_YEAR + 1))
    {
      char text[CPPLAN_DATE_BUFFER];
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE,
                   "%s and %d months is not in the years 1900 to 2199", cpplan_date_format (from, text),
                   n_months);
      return FALSE;
    }

  year = (gint) (months / 12);
  month = (gint) (months % 12) + 1;
  gboolean lacks_day = day > get_month_length (year, month);
  if (lacks_day && month_end == CPPLAN_MONTH_END_CLAMP)
    day = get_month_length (year, month);
  else if (lacks_day)
    {
      /* No December lacks a day, so the month after is in the same year. */
      month++;
      day = 1;
    }
  *out_date = count_days (year, month, day);
  if (out_clamped != NULL)
    *out_clamped = lacks_day && month_end == CPPLAN_MONTH_END_CLAMP;
  return TRUE;
}

gboolean
cpplan_date_age_reached (CpplanDate born, gint years, CpplanDate *out_date, GError **error)
{
  g_return_val_if_fail (out_date != NULL, FALSE);

  if (years < 0 || years > 9999)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_PERIOD, "an age of %d years is not 0 to 9999", years);
      return FALSE;
    }
  return cpplan_date_add_months (born, 12 * years, CPPLAN_MONTH_END_NEXT, out_date, NULL, error);
}
