/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text names of divisions, extents, ways to count and classes of day, and the way back from them. */
#include "cpplan-calendar-private.h"

#include <cpplan/cpplan-error.h>

#include "cpplan-echo-private.h"

const char *
cpplan_division_to_string (CpplanDivision division)
{
  switch (division)
    {
    case CPPLAN_DIVISION_ENGLAND_AND_WALES:
      return "england-and-wales";
    case CPPLAN_DIVISION_SCOTLAND:
      return "scotland";
    case CPPLAN_DIVISION_NORTHERN_IRELAND:
      return "northern-ireland";
    }
  g_return_val_if_reached (NULL);
}

const char *
cpplan_calendar_extent_to_string (CpplanCalendarExtent extent)
{
  switch (extent)
    {
    case CPPLAN_CALENDAR_PUBLISHED:
      return "published";
    case CPPLAN_CALENDAR_PROJECTED:
      return "projected";
    }
  g_return_val_if_reached (NULL);
}

const char *
cpplan_count_to_string (CpplanCount count)
{
  switch (count)
    {
    case CPPLAN_COUNT_AFTER:
      return "after";
    case CPPLAN_COUNT_INCLUSIVE:
      return "inclusive";
    case CPPLAN_COUNT_CLEAR:
      return "clear";
    }
  g_return_val_if_reached (NULL);
}

const char *
cpplan_day_class_to_string (CpplanDayClass day_class)
{
  switch (day_class)
    {
    case CPPLAN_DAY_WORKING:
      return "working";
    case CPPLAN_DAY_WEEKEND:
      return "weekend";
    case CPPLAN_DAY_BANK_HOLIDAY:
      return "bank-holiday";
    case CPPLAN_DAY_COMMON_LAW_HOLIDAY:
      return "common-law-holiday";
    case CPPLAN_DAY_SUBSTITUTE:
      return "substitute";
    case CPPLAN_DAY_CLOSURE:
      return "closure";
    }
  g_return_val_if_reached (NULL);
}

static void
set_unknown_name (GError **error, const char *text, const char *what)
{
  g_autofree char *echo = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is not %s", echo, what);
}

gboolean
cpplan_division_from_string (const char *text, CpplanDivision *out_division, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_division != NULL, FALSE);

  for (CpplanDivision d = CPPLAN_DIVISION_ENGLAND_AND_WALES; d <= CPPLAN_DIVISION_NORTHERN_IRELAND; d++)
    if (g_str_equal (text, cpplan_division_to_string (d)))
      {
        *out_division = d;
        return TRUE;
      }
  set_unknown_name (error, text,
                    "a division: say \"england-and-wales\", \"scotland\" or \"northern-ireland\"");
  return FALSE;
}

gboolean
cpplan_calendar_extent_from_string (const char *text, CpplanCalendarExtent *out_extent, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_extent != NULL, FALSE);

  for (CpplanCalendarExtent e = CPPLAN_CALENDAR_PUBLISHED; e <= CPPLAN_CALENDAR_PROJECTED; e++)
    if (g_str_equal (text, cpplan_calendar_extent_to_string (e)))
      {
        *out_extent = e;
        return TRUE;
      }
  set_unknown_name (error, text, "an extent: say \"published\" or \"projected\"");
  return FALSE;
}

gboolean
cpplan_count_from_string (const char *text, CpplanCount *out_count, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_count != NULL, FALSE);

  for (CpplanCount c = CPPLAN_COUNT_AFTER; c <= CPPLAN_COUNT_CLEAR; c++)
    if (g_str_equal (text, cpplan_count_to_string (c)))
      {
        *out_count = c;
        return TRUE;
      }
  set_unknown_name (error, text, "a way to count: say \"after\", \"inclusive\" or \"clear\"");
  return FALSE;
}

gboolean
cpplan_day_class_from_string (const char *text, CpplanDayClass *out_day_class, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_day_class != NULL, FALSE);

  for (CpplanDayClass c = CPPLAN_DAY_WORKING; c <= CPPLAN_DAY_CLOSURE; c++)
    if (g_str_equal (text, cpplan_day_class_to_string (c)))
      {
        *out_day_class = c;
        return TRUE;
      }
  set_unknown_name (error, text, "a class of day");
  return FALSE;
}
