/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints the timetable of a case file, a deadline a line: example-timetable CASE.json 2025-01-20 */
#include <cpplan/cpplan-json.h>

#include <stdio.h>

static CpplanCase *
read_case (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize            length;
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  return cpplan_json_case_new (text, (gssize) length, error);
}

/* A day, or a dash where there is none. */
static const char *
show (CpplanDate date, char *buffer)
{
  return date == CPPLAN_DATE_NONE ? "-" : cpplan_date_format (date, buffer);
}

static void
print_row (const CpplanDeadline *row)
{
  char               due[CPPLAN_DATE_BUFFER];
  char               met_on[CPPLAN_DATE_BUFFER];
  const char *const *needs = cpplan_deadline_get_needs (row);

  printf ("%-12s %-10s %-10s %s", cpplan_state_to_string (cpplan_deadline_get_state (row)),
          show (cpplan_deadline_get_due (row), due), show (cpplan_deadline_get_met_on (row), met_on),
          cpplan_rule_get_id (cpplan_deadline_get_rule (row)));
  for (gsize i = 0; needs[i] != NULL; i++)
    printf ("%s %s", i == 0 ? "; needs" : ",", needs[i]);
  printf ("\n");
}

static gboolean
print_timetable (const char *path, const char *day, GError **error)
{
  CpplanDate as_of;
  if (!cpplan_date_parse (day, &as_of, error))
    return FALSE;
  g_autoptr (CpplanCase) record = read_case (path, error);
  if (record == NULL)
    return FALSE;
  g_autoptr (CpplanCalendar) calendar = cpplan_calendar_new_bank_holidays (
    CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED, as_of, error);
  if (calendar == NULL)
    return FALSE;
  g_autoptr (CpplanPolicySet) policies = cpplan_policy_set_new_builtin (error);
  if (policies == NULL)
    return FALSE;
  g_autoptr (CpplanTimetable) timetable = cpplan_policy_set_evaluate (
    policies, NULL, record, calendar, as_of, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, error);
  if (timetable == NULL)
    return FALSE;
  for (gsize i = 0; i < cpplan_timetable_get_length (timetable); i++)
    print_row (cpplan_timetable_get_deadline (timetable, i));
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  if (argc != 3)
    {
      fprintf (stderr, "usage: %s CASE.json DATE\n", argv[0]);
      return 2;
    }
  if (print_timetable (argv[1], argv[2], &error))
    return 0;
  fprintf (stderr, "%s: %s\n", argv[1], error->message);
  return 1;
}
