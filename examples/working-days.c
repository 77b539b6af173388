/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Adds working days to a date: example-working-days 2024-12-12 10 */
#include <cpplan/cpplan.h>

#include <stdio.h>

static gboolean
answer (const char *date_text, const char *number_text, GError **error)
{
  gint64     n_days;
  CpplanDate from;
  CpplanDate day;
  char       buffer[CPPLAN_DATE_BUFFER];

  if (!cpplan_date_parse (date_text, &from, error)
      || !g_ascii_string_to_signed (number_text, 10, -9999, 9999, &n_days, error))
    return FALSE;
  g_autoptr (CpplanCalendar) calendar = cpplan_calendar_new_bank_holidays (
    CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED, CPPLAN_DATE_NONE, error);
  if (calendar == NULL || !cpplan_calendar_add_working_days (calendar, from, (gint) n_days, &day, error))
    return FALSE;
  g_autofree char *why = cpplan_calendar_why (calendar, day, error);
  printf ("%s: %s\n", cpplan_date_format (day, buffer), why);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  if (argc != 3)
    {
      fprintf (stderr, "usage: %s DATE NUMBER\n", argv[0]);
      return 2;
    }
  if (answer (argv[1], argv[2], &error))
    return 0;
  fprintf (stderr, "%s: %s\n", argv[0], error->message);
  return 1;
}
