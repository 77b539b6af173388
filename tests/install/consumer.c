/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A program as its author would write it against the installed library: prints rule, due day and state. */
#include <cpplan/cpplan-json.h>
#include <stdio.h>

int
main (int argc, char **argv)
{
  GError *error = NULL;
  char   *text = NULL;
  gsize   length = 0;

  if (argc != 2 || !g_file_get_contents (argv[1], &text, &length, &error))
    return 1;
  CpplanCalendar  *calendar = cpplan_calendar_new_bank_holidays (CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED,
                                                                 CPPLAN_DATE_NONE, &error);
  CpplanPolicySet *policies = cpplan_policy_set_new_builtin (&error);
  CpplanCase      *record = cpplan_json_case_new (text, (gssize) length, &error);
  CpplanDate       as_of;
  if (calendar == NULL || policies == NULL || record == NULL || !cpplan_date_parse ("2025-01-20", &as_of, &error))
    return 1;
  CpplanTimetable *timetable
    = cpplan_policy_set_evaluate (policies, NULL, record, calendar, as_of, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, &error);
  if (timetable == NULL)
    return 1;
  for (gsize i = 0; i < cpplan_timetable_get_length (timetable); i++)
    {
      const CpplanDeadline *row = cpplan_timetable_get_deadline (timetable, i);
      char                  due[CPPLAN_DATE_BUFFER];
      printf ("%s %s %s\n", cpplan_rule_get_id (cpplan_deadline_get_rule (row)), cpplan_date_format (cpplan_deadline_get_due (row), due),
              cpplan_state_to_string (cpplan_deadline_get_state (row)));
    }
  cpplan_timetable_unref (timetable);
  cpplan_case_unref (record);
  cpplan_policy_set_unref (policies);
  cpplan_calendar_unref (calendar);
  g_free (text);
  return 0;
}
