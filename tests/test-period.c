/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cpplan/cpplan.h>

static void
assert_error_is (GError **error, gint code)
{
  assert_non_null (*error);
  assert_true ((*error)->domain == CPPLAN_ERROR);
  assert_int_equal ((*error)->code, code);
  assert_true (g_utf8_validate ((*error)->message, -1, NULL));
  g_clear_error (error);
}

static void
period_every_period_reads_back (void **state)
{
  (void) state;
  for (gint unit = CPPLAN_UNIT_WORKING_DAYS; unit <= CPPLAN_UNIT_YEARS; unit++)
    for (gint count = 0; count <= CPPLAN_PERIOD_MAX; count++)
      {
        CpplanPeriod period, back;
        assert_true (cpplan_period_new (count, (CpplanUnit) unit, &period, NULL));
        assert_int_equal (period.count, count);
        assert_int_equal (period.unit, unit);
        g_autofree char *text = cpplan_period_to_string (period);
        assert_true (cpplan_period_parse (text, &back, NULL));
        assert_true (cpplan_period_equal (period, back));
      }
  print_message ("# 50000 periods\n");
}

static void
period_text_has_its_exact_form (void **state)
{
  (void) state;
  static const struct
  {
    const char *text;
    gint        count;
    CpplanUnit  unit;
    const char *canonical;
  } cases[] = {
    { "10 working days", 10, CPPLAN_UNIT_WORKING_DAYS, "10 working days" },
    { "1 working day", 1, CPPLAN_UNIT_WORKING_DAYS, "1 working day" },
    { "1 working days", 1, CPPLAN_UNIT_WORKING_DAYS, "1 working day" },
    { "2 working day", 2, CPPLAN_UNIT_WORKING_DAYS, "2 working days" },
    { "0 working days", 0, CPPLAN_UNIT_WORKING_DAYS, "0 working days" },
    { "28 calendar days", 28, CPPLAN_UNIT_CALENDAR_DAYS, "28 calendar days" },
    { "1 calendar day", 1, CPPLAN_UNIT_CALENDAR_DAYS, "1 calendar day" },
    { "6 weeks", 6, CPPLAN_UNIT_WEEKS, "6 weeks" },
    { "1 week", 1, CPPLAN_UNIT_WEEKS, "1 week" },
    { "3 months", 3, CPPLAN_UNIT_MONTHS, "3 months" },
    { "1 month", 1, CPPLAN_UNIT_MONTHS, "1 month" },
    { "9999 years", 9999, CPPLAN_UNIT_YEARS, "9999 years" },
    { "1 year", 1, CPPLAN_UNIT_YEARS, "1 year" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CpplanPeriod period;
      assert_true (cpplan_period_parse (cases[i].text, &period, NULL));
      assert_int_equal (period.count, cases[i].count);
      assert_int_equal (period.unit, cases[i].unit);
      g_autofree char *text = cpplan_period_to_string (period);
      assert_string_equal (text, cases[i].canonical);
    }
}

static void
period_text_of_another_form_is_refused (void **state)
{
  (void) state;
  static const char *const texts[] = {
    "",
    " ",
    "1",
    "1 ",
    "month",
    " 1 month",
    "1 month ",
    "1  month",
    "1\tmonth",
    "1month",
    "01 month",
    "00 months",
    "-1 month",
    "+1 month",
    "1.5 months",
    "10000 weeks",
    "99999999999999999999 weeks",
    "1 Month",
    "one month",
    "1 fortnight",
    "10 workingdays",
    "10 working  days",
    "10 working-days",
    "10 business days",
    "1 month\n",
    "5 \xff",
    "\xff",
    "٥ weeks",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GError *error = NULL;
      CpplanPeriod period = { 4711, CPPLAN_UNIT_YEARS };
      assert_false (cpplan_period_parse (texts[i], &period, &error));
      assert_int_equal (period.count, 4711);
      assert_int_equal (period.unit, CPPLAN_UNIT_YEARS);
      assert_error_is (&error, CPPLAN_ERROR_PERIOD);
      assert_false (cpplan_period_parse (texts[i], &period, NULL));
    }
}

static void
period_bare_days_are_refused_by_name (void **state)
{
  (void) state;
  static const char *const texts[] = { "10 days", "1 day" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GError *error = NULL;
      CpplanPeriod period;
      assert_false (cpplan_period_parse (texts[i], &period, &error));
      assert_non_null (strstr (error->message, "working days"));
      assert_non_null (strstr (error->message, "calendar days"));
      assert_error_is (&error, CPPLAN_ERROR_PERIOD);
    }
}

static void
period_counts_outside_are_refused (void **state)
{
  (void) state;
  static const gint counts[] = { -1, 10000, G_MAXINT, G_MININT };
  GError *error = NULL;
  CpplanPeriod period = { 4711, CPPLAN_UNIT_YEARS };
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      assert_false (cpplan_period_new (counts[i], CPPLAN_UNIT_WEEKS, &period, &error));
      assert_error_is (&error, CPPLAN_ERROR_PERIOD);
    }
  assert_false (cpplan_period_new (1, (CpplanUnit) 0, &period, &error));
  assert_error_is (&error, CPPLAN_ERROR_PERIOD);
  assert_false (cpplan_period_new (1, (CpplanUnit) 6, &period, &error));
  assert_error_is (&error, CPPLAN_ERROR_PERIOD);
  assert_false (cpplan_period_new (1, (CpplanUnit) -1, &period, &error));
  assert_error_is (&error, CPPLAN_ERROR_PERIOD);
  assert_int_equal (period.count, 4711);
}

static void
period_equality_is_of_count_and_unit (void **state)
{
  (void) state;
  CpplanPeriod two_weeks = { 2, CPPLAN_UNIT_WEEKS };
  CpplanPeriod also_two_weeks = { 2, CPPLAN_UNIT_WEEKS };
  CpplanPeriod three_weeks = { 3, CPPLAN_UNIT_WEEKS };
  CpplanPeriod two_months = { 2, CPPLAN_UNIT_MONTHS };
  CpplanPeriod fortnight = { 14, CPPLAN_UNIT_CALENDAR_DAYS };
  assert_true (cpplan_period_equal (two_weeks, also_two_weeks));
  assert_false (cpplan_period_equal (two_weeks, three_weeks));
  assert_false (cpplan_period_equal (two_weeks, two_months));
  assert_false (cpplan_period_equal (two_weeks, fortnight));
}

static void
period_units_have_names (void **state)
{
  (void) state;
  static const char *const names[] = { "working-days", "calendar-days", "weeks", "months", "years" };
  GError *error = NULL;
  CpplanUnit unit = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      assert_string_equal (cpplan_unit_to_string ((CpplanUnit) (i + 1)), names[i]);
      assert_true (cpplan_unit_from_string (names[i], &unit, &error));
      assert_int_equal (unit, i + 1);
    }
  assert_false (cpplan_unit_from_string ("days", &unit, &error));
  assert_error_is (&error, CPPLAN_ERROR_UNKNOWN_NAME);
  assert_false (cpplan_unit_from_string ("", &unit, &error));
  assert_error_is (&error, CPPLAN_ERROR_UNKNOWN_NAME);
  assert_int_equal (unit, CPPLAN_UNIT_YEARS);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (period_every_period_reads_back),
    cmocka_unit_test (period_text_has_its_exact_form),
    cmocka_unit_test (period_text_of_another_form_is_refused),
    cmocka_unit_test (period_bare_days_are_refused_by_name),
    cmocka_unit_test (period_counts_outside_are_refused),
    cmocka_unit_test (period_equality_is_of_count_and_unit),
    cmocka_unit_test (period_units_have_names),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
