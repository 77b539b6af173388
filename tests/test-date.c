/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cpplan/cpplan.h>

/* -25567 and 84005, as the header promises. */
#define FIRST (-25567)
#define LAST  84005

static CpplanDate
day (const char *text)
{
  CpplanDate date = CPPLAN_DATE_NONE;
  assert_true (cpplan_date_parse (text, &date, NULL));
  return date;
}

static void
assert_error_is (GError **error, gint code)
{
  assert_non_null (*error);
  assert_true ((*error)->domain == CPPLAN_ERROR);
  assert_int_equal ((*error)->code, code);
  assert_true (g_utf8_validate ((*error)->message, -1, NULL));
  assert_true (strlen ((*error)->message) > 0);
  g_clear_error (error);
}

static void
date_every_day_agrees_with_glib (void **state)
{
  (void) state;
  GDate gdate;
  g_date_clear (&gdate, 1);
  g_date_set_dmy (&gdate, 1, G_DATE_JANUARY, 1900);

  for (CpplanDate date = FIRST; date <= LAST; date++)
    {
      gint year, month, day_of_month;
      cpplan_date_get_ymd (date, &year, &month, &day_of_month);
      assert_int_equal (year, g_date_get_year (&gdate));
      assert_int_equal (month, g_date_get_month (&gdate));
      assert_int_equal (day_of_month, g_date_get_day (&gdate));
      assert_int_equal (cpplan_date_get_weekday (date), g_date_get_weekday (&gdate));
      assert_true (cpplan_date_is_valid (date));

      CpplanDate back = CPPLAN_DATE_NONE;
      assert_true (cpplan_date_from_ymd (year, month, day_of_month, &back, NULL));
      assert_int_equal (back, date);

      char buffer[CPPLAN_DATE_BUFFER];
      back = CPPLAN_DATE_NONE;
      assert_ptr_equal (cpplan_date_format (date, buffer), buffer);
      assert_true (cpplan_date_parse (buffer, &back, NULL));
      assert_int_equal (back, date);

      back = CPPLAN_DATE_NONE;
      assert_true (cpplan_date_from_gdate (&gdate, &back, NULL));
      assert_int_equal (back, date);
      GDate gback;
      memset (&gback, 0xff, sizeof gback);
      assert_true (cpplan_date_to_gdate (date, &gback, NULL));
      assert_int_equal (g_date_compare (&gback, &gdate), 0);

      g_date_add_days (&gdate, 1);
    }
  print_message ("# %d days\n", LAST - FIRST + 1);
}

static void
date_known_days_have_their_numbers (void **state)
{
  (void) state;
  assert_int_equal (day ("1970-01-01"), 0);
  assert_int_equal (day ("1969-12-31"), -1);
  assert_int_equal (day ("2000-03-01"), 11017);
  assert_int_equal (day ("1900-01-01"), FIRST);
  assert_int_equal (day ("2199-12-31"), LAST);
  assert_false (cpplan_date_is_valid (FIRST - 1));
  assert_false (cpplan_date_is_valid (LAST + 1));
  assert_false (cpplan_date_is_valid (CPPLAN_DATE_NONE));
  assert_false (cpplan_date_is_valid (G_MAXINT32));
}

static void
date_impossible_days_are_refused (void **state)
{
  (void) state;
  static const gint days[][3] = {
    { 2023, 2, 29 }, { 2100, 2, 29 }, { 2024, 2, 30 }, { 2024, 4, 31 },    { 2024, 0, 1 },
    { 2024, 13, 1 }, { 2024, 1, 0 },  { 2024, 1, 32 }, { 2024, 1, -1 },    { 2024, -1, 1 },
    { 1899, 12, 31 }, { 2200, 1, 1 }, { 0, 0, 0 },     { G_MAXINT, 1, 1 }, { G_MININT, G_MININT, G_MININT },
    { 2024, G_MAXINT, 1 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      GError *error = NULL;
      CpplanDate date = 4711;
      assert_false (cpplan_date_from_ymd (days[i][0], days[i][1], days[i][2], &date, &error));
      assert_int_equal (date, 4711);
      assert_error_is (&error, CPPLAN_ERROR_DATE);
      assert_false (cpplan_date_from_ymd (days[i][0], days[i][1], days[i][2], &date, NULL));
    }
}

static void
date_text_of_another_form_is_refused (void **state)
{
  (void) state;
  static const char *const texts[] = {
    "",
    "2",
    "2024",
    "2024-",
    "2024-0",
    "2024-06",
    "2024-06-",
    "2024-06-0",
    "2024-06-031",
    "2024-06-03 ",
    " 2024-06-03",
    "2024-6-3",
    "20240603",
    "2024/06/03",
    "03.06.2024",
    "2024-06-03T00:00",
    "+024-06-03",
    "-024-06-03",
    "2024--6-03",
    "2024-06-+3",
    "2024-02-30",
    "2023-02-29",
    "2100-02-29",
    "2024-00-01",
    "2024-01-00",
    "2024-13-01",
    "1899-12-31",
    "2200-01-01",
    "0000-00-00",
    "9999-12-31",
    "٢٠٢٤-٠٦-٠٣",
    "\xff\xfe",
    "2024-06-0\xc3",
    "today",
    "2024-06-03\n",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GError *error = NULL;
      CpplanDate date = 4711;
      assert_false (cpplan_date_parse (texts[i], &date, &error));
      assert_int_equal (date, 4711);
      assert_error_is (&error, CPPLAN_ERROR_DATE);
      assert_false (cpplan_date_parse (texts[i], &date, NULL));
    }
}

static void
assert_parse_message (const char *text, const char *expected)
{
  GError *error = NULL;
  CpplanDate date;
  assert_false (cpplan_date_parse (text, &date, &error));
  assert_string_equal (error->message, expected);
  g_error_free (error);
}

static void
date_messages_repeat_foreign_text_safely (void **state)
{
  (void) state;
  assert_parse_message ("2025-02-30", "\"2025-02-30\" is not a date");
  assert_parse_message ("2200-01-01", "\"2200-01-01\" is not in the years 1900 to 2199");
  assert_parse_message ("", "\"\" is not a date: write it as YYYY-MM-DD");
  assert_parse_message ("a\"b\\c\n\x1b[0m",
                        "\"a\\x22b\\x5cc\\x0a\\x1b[0m\" is not a date: write it as YYYY-MM-DD");
  assert_parse_message ("\xff\xc3", "\"\\xff\\xc3\" is not a date: write it as YYYY-MM-DD");
  assert_parse_message ("été", "\"été\" is not a date: write it as YYYY-MM-DD");
  /* A mark that would turn the reading direction of the message. */
  assert_parse_message ("\xe2\x80\xae", "\"\\xe2\\x80\\xae\" is not a date: write it as YYYY-MM-DD");
  assert_parse_message ("1234567890123456789012345678901234567890",
                        "\"1234567890123456789012345678901234567890\" is not a date: write it as YYYY-MM-DD");
  assert_parse_message (
    "12345678901234567890123456789012345678901",
    "\"1234567890123456789012345678901234567890…\" is not a date: write it as YYYY-MM-DD");
  assert_parse_message ("123456789012345678901234567890123456789é",
                        "\"123456789012345678901234567890123456789…\" is not a date: write it as YYYY-MM-DD");
}

static void
date_to_string_gives_a_copy (void **state)
{
  (void) state;
  g_autofree char *text = cpplan_date_to_string (day ("2024-06-03"));
  assert_string_equal (text, "2024-06-03");
  gint year = 0, month = 0, day_of_month = 0;
  cpplan_date_get_ymd (day ("2024-06-03"), &year, NULL, NULL);
  cpplan_date_get_ymd (day ("2024-06-03"), NULL, &month, NULL);
  cpplan_date_get_ymd (day ("2024-06-03"), NULL, NULL, &day_of_month);
  assert_int_equal (year, 2024);
  assert_int_equal (month, 6);
  assert_int_equal (day_of_month, 3);
}

static void
date_gdate_outside_is_refused (void **state)
{
  (void) state;
  GError *error = NULL;
  GDate gdate;
  CpplanDate date = 4711;

  g_date_clear (&gdate, 1);
  assert_false (cpplan_date_from_gdate (&gdate, &date, &error));
  assert_error_is (&error, CPPLAN_ERROR_DATE);
  g_date_set_dmy (&gdate, 31, G_DATE_DECEMBER, 1899);
  assert_false (cpplan_date_from_gdate (&gdate, &date, &error));
  assert_error_is (&error, CPPLAN_ERROR_DATE);
  g_date_set_dmy (&gdate, 1, G_DATE_JANUARY, 2200);
  assert_false (cpplan_date_from_gdate (&gdate, &date, &error));
  assert_error_is (&error, CPPLAN_ERROR_DATE);
  assert_int_equal (date, 4711);
  /* A day of the Julian kind, as GLib counts from the year 1. */
  g_date_clear (&gdate, 1);
  g_date_set_julian (&gdate, 719163);
  assert_true (cpplan_date_from_gdate (&gdate, &date, &error));
  assert_int_equal (date, 0);

  g_date_set_dmy (&gdate, 1, G_DATE_JANUARY, 2000);
  assert_false (cpplan_date_to_gdate (CPPLAN_DATE_NONE, &gdate, &error));
  assert_error_is (&error, CPPLAN_ERROR_DATE);
  assert_false (cpplan_date_to_gdate (LAST + 1, &gdate, &error));
  assert_error_is (&error, CPPLAN_ERROR_DATE);
  assert_int_equal (g_date_get_year (&gdate), 2000);
}

static void
date_months_agree_with_glib (void **state)
{
  (void) state;
  /* GLib clamps as we do. */
  gsize n_checked = 0;
  for (CpplanDate date = day ("1987-01-01"); date <= day ("2029-12-31"); date++)
    for (gint n = -30; n <= 30; n++)
      {
        GDate gdate;
        assert_true (cpplan_date_to_gdate (date, &gdate, NULL));
        guint day_before = g_date_get_day (&gdate);
        if (n < 0)
          g_date_subtract_months (&gdate, (guint) -n);
        else
          g_date_add_months (&gdate, (guint) n);

        CpplanDate expected, clamped, next;
        gboolean is_clamped = 2;
        gboolean is_next_clamped = 2;
        assert_true (cpplan_date_from_gdate (&gdate, &expected, NULL));
        assert_true (cpplan_date_add_months (date, n, CPPLAN_MONTH_END_CLAMP, &clamped, &is_clamped, NULL));
        assert_true (cpplan_date_add_months (date, n, CPPLAN_MONTH_END_NEXT, &next, &is_next_clamped, NULL));
        gboolean lacks_day = g_date_get_day (&gdate) != day_before;
        assert_int_equal (clamped, expected);
        assert_int_equal (is_clamped, lacks_day);
        assert_int_equal (next, lacks_day ? expected + 1 : expected);
        assert_int_equal (is_next_clamped, FALSE);
        n_checked++;
      }
  print_message ("# %" G_GSIZE_FORMAT " additions of months\n", n_checked);
}

static void
date_months_out_of_range_are_refused (void **state)
{
  (void) state;
  static const struct
  {
    CpplanDate from;
    gint       n;
  } cases[] = {
    { LAST, 1 },      { FIRST, -1 },     { 0, G_MAXINT },         { 0, G_MININT },  { FIRST, 3600 },
    { LAST, -3600 },  { FIRST - 1, 1 },  { CPPLAN_DATE_NONE, 0 }, { LAST + 1, -1 }, { G_MAXINT32, 0 },
    { LAST, G_MAXINT }, { FIRST, G_MININT },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GError *error = NULL;
      CpplanDate date = 4711;
      gboolean is_clamped = 4712;
      assert_false (cpplan_date_add_months (cases[i].from, cases[i].n, CPPLAN_MONTH_END_CLAMP, &date,
                                            &is_clamped, &error));
      assert_int_equal (date, 4711);
      assert_int_equal (is_clamped, 4712);
      assert_error_is (&error, CPPLAN_ERROR_DATE);
    }
  CpplanDate date;
  assert_true (cpplan_date_add_months (FIRST, 3599, CPPLAN_MONTH_END_CLAMP, &date, NULL, NULL));
  assert_int_equal (date, day ("2199-12-01"));
  assert_true (cpplan_date_add_months (LAST, -3599, CPPLAN_MONTH_END_CLAMP, &date, NULL, NULL));
  assert_int_equal (date, day ("1900-01-31"));
}

static void
date_month_steps_are_not_one_addition (void **state)
{
  (void) state;
  CpplanDate once, twice;
  assert_true (cpplan_date_add_months (day ("2023-01-31"), 2, CPPLAN_MONTH_END_CLAMP, &once, NULL, NULL));
  assert_true (cpplan_date_add_months (day ("2023-01-31"), 1, CPPLAN_MONTH_END_CLAMP, &twice, NULL, NULL));
  assert_true (cpplan_date_add_months (twice, 1, CPPLAN_MONTH_END_CLAMP, &twice, NULL, NULL));
  assert_int_equal (once, day ("2023-03-31"));
  assert_int_equal (twice, day ("2023-03-28"));
}

static void
date_age_out_of_range_is_refused (void **state)
{
  (void) state;
  GError *error = NULL;
  CpplanDate date = 4711;
  assert_false (cpplan_date_age_reached (0, -1, &date, &error));
  assert_error_is (&error, CPPLAN_ERROR_PERIOD);
  assert_false (cpplan_date_age_reached (0, 10000, &date, &error));
  assert_error_is (&error, CPPLAN_ERROR_PERIOD);
  assert_false (cpplan_date_age_reached (0, 9999, &date, &error));
  assert_error_is (&error, CPPLAN_ERROR_DATE);
  assert_false (cpplan_date_age_reached (CPPLAN_DATE_NONE, 18, &date, &error));
  assert_error_is (&error, CPPLAN_ERROR_DATE);
  assert_int_equal (date, 4711);
}

static void
date_month_ends_have_names (void **state)
{
  (void) state;
  GError *error = NULL;
  CpplanMonthEnd month_end = 0;
  assert_string_equal (cpplan_month_end_to_string (CPPLAN_MONTH_END_CLAMP), "clamp");
  assert_string_equal (cpplan_month_end_to_string (CPPLAN_MONTH_END_NEXT), "next");
  assert_true (cpplan_month_end_from_string ("next", &month_end, &error));
  assert_int_equal (month_end, CPPLAN_MONTH_END_NEXT);
  assert_true (cpplan_month_end_from_string ("clamp", &month_end, &error));
  assert_int_equal (month_end, CPPLAN_MONTH_END_CLAMP);
  assert_false (cpplan_month_end_from_string ("Clamp", &month_end, &error));
  assert_error_is (&error, CPPLAN_ERROR_UNKNOWN_NAME);
  assert_int_equal (month_end, CPPLAN_MONTH_END_CLAMP);
}

static void
date_vectors_hold (void **state)
{
  (void) state;
  const char *root = g_getenv ("CPPLAN_SOURCE_ROOT");
  g_autofree char *path = g_build_filename (root != NULL ? root : ".", "tests", "vectors", "dates.csv", NULL);
  g_autofree char *text = NULL;
  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gint n_rows = 0;
  gint n_wrong = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] == '\0' || lines[i][0] == '#')
        continue;
      g_auto (GStrv) row = g_strsplit (lines[i], ",", 8);
      assert_int_equal (g_strv_length (row), 8);
      CpplanDate from = day (row[2]);
      gint amount = (gint) g_ascii_strtoll (row[3], NULL, 10);
      CpplanDate date = CPPLAN_DATE_NONE;
      g_autofree char *got = NULL;

      if (g_str_equal (row[0], "months"))
        {
          CpplanMonthEnd month_end;
          assert_true (cpplan_month_end_from_string (row[5], &month_end, NULL));
          cpplan_date_add_months (from, amount, month_end, &date, NULL, NULL);
        }
      else if (g_str_equal (row[0], "age"))
        cpplan_date_age_reached (from, amount, &date, NULL);
      else if (g_str_equal (row[0], "weekday"))
        got = g_strdup_printf ("%d", cpplan_date_get_weekday (from));
      else
        continue;

      n_rows++;
      if (got == NULL)
        got = date == CPPLAN_DATE_NONE ? g_strdup ("outside") : cpplan_date_to_string (date);
      if (!g_str_equal (got, row[6]))
        {
          print_message ("# %s: got %s\n", lines[i], got);
          n_wrong++;
        }
    }
  print_message ("# %d rows\n", n_rows);
  assert_int_equal (n_wrong, 0);
  assert_true (n_rows >= 25);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (date_every_day_agrees_with_glib),
    cmocka_unit_test (date_known_days_have_their_numbers),
    cmocka_unit_test (date_impossible_days_are_refused),
    cmocka_unit_test (date_text_of_another_form_is_refused),
    cmocka_unit_test (date_messages_repeat_foreign_text_safely),
    cmocka_unit_test (date_to_string_gives_a_copy),
    cmocka_unit_test (date_gdate_outside_is_refused),
    cmocka_unit_test (date_months_agree_with_glib),
    cmocka_unit_test (date_months_out_of_range_are_refused),
    cmocka_unit_test (date_month_steps_are_not_one_addition),
    cmocka_unit_test (date_age_out_of_range_is_refused),
    cmocka_unit_test (date_month_ends_have_names),
    cmocka_unit_test (date_vectors_hold),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
