/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cpplan/cpplan.h>

#ifdef CPPLAN_TEST_PRIVATE
#include "cpplan-calendar-private.h"
#endif

#define N_DIVISIONS 3
#define MAX_N       300

static CpplanCalendar *divisions[N_DIVISIONS + 1];
static CpplanCalendar *england;

/* Every day of 1900 to 2199, so that the tables need 32 bits; made-up holidays. */
static CpplanCalendar *wide;

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
  g_clear_error (error);
}

static int
make_calendars (void **state)
{
  (void) state;
  for (gint d = 1; d <= N_DIVISIONS; d++)
    {
      divisions[d] = cpplan_calendar_new_bank_holidays ((CpplanDivision) d, CPPLAN_CALENDAR_PUBLISHED,
                                                        CPPLAN_DATE_NONE, NULL);
      assert_non_null (divisions[d]);
    }
  england = divisions[CPPLAN_DIVISION_ENGLAND_AND_WALES];

  g_autoptr (CpplanCalendarBuilder) builder
    = cpplan_calendar_builder_new ("wide", day ("1900-01-01"), day ("2199-12-31"));
  for (CpplanDate date = day ("1900-01-01"); date <= day ("2199-12-31"); date += 37)
    assert_true (cpplan_calendar_builder_add_holiday (builder, date, "Made up", FALSE, NULL));
  wide = cpplan_calendar_builder_build (builder, NULL);
  assert_non_null (wide);
  return 0;
}

static int
free_calendars (void **state)
{
  (void) state;
  for (gint d = 1; d <= N_DIVISIONS; d++)
    cpplan_calendar_unref (divisions[d]);
  cpplan_calendar_unref (wide);
  return 0;
}

/* The oracle: a mark for each day of the cover, from the day of the week and the list of holidays. */
static guint8 *
mark_working_days (const CpplanCalendar *calendar)
{
  CpplanDate first = cpplan_calendar_get_first (calendar);
  gint n_cover = cpplan_calendar_get_last (calendar) - first + 1;
  guint8 *is_working = g_malloc ((gsize) n_cover);
  for (gint i = 0; i < n_cover; i++)
    is_working[i] = cpplan_date_get_weekday (first + i) <= 5;
  for (gsize i = 0; i < cpplan_calendar_get_n_holidays (calendar); i++)
    {
      CpplanDate date;
      cpplan_calendar_get_holiday (calendar, i, &date, NULL, NULL);
      is_working[date - first] = 0;
    }
  return is_working;
}

/* From each day, walks to each side a day at a time, and compares at each working day met. */
static gsize
compare_with_walk (const CpplanCalendar *calendar, gint step)
{
  g_autofree guint8 *is_working = mark_working_days (calendar);
  CpplanDate first = cpplan_calendar_get_first (calendar);
  CpplanDate last = cpplan_calendar_get_last (calendar);
  gsize n_compared = 0;

  for (CpplanDate from = first; from <= last; from += step)
    {
      CpplanDate reached = CPPLAN_DATE_NONE;
      gint n = -1;
      gboolean answer = 2;
      assert_true (cpplan_calendar_is_working_day (calendar, from, &answer, NULL));
      assert_int_equal (answer, is_working[from - first]);
      assert_true (cpplan_calendar_add_working_days (calendar, from, 0, &reached, NULL));
      assert_int_equal (reached, from);
      assert_true (cpplan_calendar_working_days_between (calendar, from, from, &n, NULL));
      assert_int_equal (n, 0);

      for (gint direction = -1; direction <= 1; direction += 2)
        {
          CpplanDate walked = from;
          for (gint i = 1; i <= MAX_N; i++)
            {
              do
                walked += direction;
              while (walked >= first && walked <= last && !is_working[walked - first]);

              n_compared++;
              if (walked < first || walked > last)
                {
                  CpplanDate untouched = 4711;
                  assert_false (
                    cpplan_calendar_add_working_days (calendar, from, direction * i, &untouched, NULL));
                  assert_int_equal (untouched, 4711);
                  break;
                }
              assert_true (cpplan_calendar_add_working_days (calendar, from, direction * i, &reached, NULL));
              if (reached != walked)
                fail_msg ("from %d, %d working days: %d, but walking gives %d", from, direction * i, reached,
                          walked);
              assert_true (cpplan_calendar_working_days_between (calendar, from, reached, &n, NULL));
              if (n != direction * i)
                fail_msg ("from %d to %d: %d, but %d were added", from, reached, n, direction * i);
              if (is_working[from - first])
                {
                  CpplanDate back = CPPLAN_DATE_NONE;
                  assert_true (
                    cpplan_calendar_add_working_days (calendar, reached, -direction * i, &back, NULL));
                  if (back != from)
                    fail_msg ("from %d, %d working days and back: %d", from, direction * i, back);
                }
            }
        }
    }
  return n_compared;
}

static void
calendar_additions_equal_a_walk (void **state)
{
  (void) state;
  gsize n_compared = 0;
  for (gint d = 1; d <= N_DIVISIONS; d++)
    n_compared += compare_with_walk (divisions[d], 1);
  print_message ("# %" G_GSIZE_FORMAT " additions, %d days of %d divisions\n", n_compared,
                 cpplan_calendar_get_last (england) - cpplan_calendar_get_first (england) + 1, N_DIVISIONS);
}

static void
calendar_wide_additions_equal_a_walk (void **state)
{
  (void) state;
  gsize n_compared = compare_with_walk (wide, 11);
  print_message ("# %" G_GSIZE_FORMAT " additions\n", n_compared);
}

static void
calendar_projected_additions_equal_a_walk (void **state)
{
  (void) state;
  g_autoptr (CpplanCalendar) projected = cpplan_calendar_new_bank_holidays (
    CPPLAN_DIVISION_NORTHERN_IRELAND, CPPLAN_CALENDAR_PROJECTED, CPPLAN_DATE_NONE, NULL);
  gsize n_compared = compare_with_walk (projected, 3);
  print_message ("# %" G_GSIZE_FORMAT " additions\n", n_compared);
}

/* Around the covers whose working days, and whose days, are too many for 16 bits. */
static void
calendar_covers_at_the_width_limits_are_exact (void **state)
{
  (void) state;
  static const gint lengths[] = { 45873, 60000, 65535 };
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (gint step = 0; step < 35; step++)
      {
        /* From each day of the week: the last days of the cover decide. */
        gint length = lengths[i] - 2 + step / 7;
        CpplanDate first = day ("1900-01-01") + step % 7;
        CpplanDate last = first + length - 1;
        gint is_first_worked = cpplan_date_get_weekday (first) <= 5;
        g_autoptr (CpplanCalendarBuilder) builder = cpplan_calendar_builder_new ("limit", first, last);
        g_autoptr (CpplanCalendar) calendar = cpplan_calendar_builder_build (builder, NULL);
        gint n_working = 0;
        for (CpplanDate date = first; date <= last; date++)
          {
            CpplanDate reached;
            gint n;
            n_working += cpplan_date_get_weekday (date) <= 5;
            if (date < last - 10 && date % 499 != 0)
              continue;
            /* The first day of the cover is not counted from itself. */
            assert_true (cpplan_calendar_working_days_between (calendar, first, date, &n, NULL));
            assert_int_equal (n, n_working - is_first_worked);
            assert_true (cpplan_calendar_add_working_days (calendar, first, n, &reached, NULL));
            assert_true (reached <= date && reached >= date - 2 && cpplan_date_get_weekday (reached) <= 5);
          }
        compare_with_walk (calendar, 16001);
      }
}

static void
calendar_tiny_covers_equal_a_walk (void **state)
{
  (void) state;
  /* Covers of 1 to 15 days from each day of a week, with every pattern of holidays on the first five. */
  for (gint start = 0; start < 7; start++)
    for (gint length = 1; length <= 15; length++)
      for (guint pattern = 0; pattern < 32; pattern++)
        {
          CpplanDate first = day ("2024-06-03") + start;
          g_autoptr (CpplanCalendarBuilder) builder
            = cpplan_calendar_builder_new ("tiny", first, first + length - 1);
          for (gint i = 0; i < MIN (5, length); i++)
            if ((pattern >> i & 1) != 0)
              assert_true (cpplan_calendar_builder_add_holiday (builder, first + i, "Made up", FALSE, NULL));
          g_autoptr (CpplanCalendar) tiny = cpplan_calendar_builder_build (builder, NULL);
          assert_non_null (tiny);
          compare_with_walk (tiny, 1);
        }
}

static void
calendar_between_counts_days_one_by_one (void **state)
{
  (void) state;
  gsize n_compared = 0;
  for (gint d = 1; d <= N_DIVISIONS; d++)
    {
      g_autofree guint8 *is_working = mark_working_days (divisions[d]);
      CpplanDate first = cpplan_calendar_get_first (divisions[d]);
      CpplanDate last = cpplan_calendar_get_last (divisions[d]);
      for (CpplanDate a = first; a <= last; a++)
        {
          gint n = 0;
          gint expected = 0;
          for (CpplanDate b = a + 1; b <= MIN (last, a + 120); b++)
            {
              expected += is_working[b - first];
              assert_true (cpplan_calendar_working_days_between (divisions[d], a, b, &n, NULL));
              assert_int_equal (n, expected);
              n_compared++;
            }
          expected = 0;
          for (CpplanDate b = a - 1; b >= MAX (first, a - 120); b--)
            {
              expected -= is_working[b - first];
              assert_true (cpplan_calendar_working_days_between (divisions[d], a, b, &n, NULL));
              assert_int_equal (n, expected);
              n_compared++;
            }
        }
    }
  print_message ("# %" G_GSIZE_FORMAT " pairs\n", n_compared);
}

static void
calendar_steps_of_one_sign_add_up (void **state)
{
  (void) state;
  static const gint steps[] = { 0, 1, 2, 3, 5, 10, 15, 20, 35, 65, 149, 253 };
  for (gint d = 1; d <= N_DIVISIONS; d++)
    for (CpplanDate a = day ("1993-01-01"); a <= day ("2025-12-31"); a++)
      for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
        for (gsize j = 0; j < G_N_ELEMENTS (steps); j++)
          for (gint sign = -1; sign <= 1; sign += 2)
            {
              CpplanDate one, two;
              gint m = sign * steps[i];
              gint n = sign * steps[j];
              assert_true (cpplan_calendar_add_working_days (divisions[d], a, m, &two, NULL));
              assert_true (cpplan_calendar_add_working_days (divisions[d], two, n, &two, NULL));
              assert_true (cpplan_calendar_add_working_days (divisions[d], a, m + n, &one, NULL));
              if (one != two)
                fail_msg ("from %d, %d and %d working days", a, m, n);
            }
}

static void
calendar_another_holiday_moves_only_outward (void **state)
{
  (void) state;
  CpplanDate first = day ("2024-01-01");
  CpplanDate last = day ("2024-12-31");
  gsize n_compared = 0;
  for (CpplanDate holiday = day ("2024-05-01"); holiday <= day ("2024-07-31"); holiday++)
    {
      const char *name = NULL;
      assert_true (cpplan_calendar_holiday_on (england, holiday, &name, NULL, NULL));
      if (name != NULL)
        continue;
      g_autoptr (CpplanCalendarBuilder) builder = cpplan_calendar_builder_new ("more", first, last);
      cpplan_calendar_builder_add_calendar (builder, england);
      assert_true (cpplan_calendar_builder_add_holiday (builder, holiday, "One more", FALSE, NULL));
      g_autoptr (CpplanCalendar) more = cpplan_calendar_builder_build (builder, NULL);
      for (CpplanDate from = day ("2024-04-01"); from <= day ("2024-08-31"); from++)
        for (gint n = -40; n <= 40; n++)
          {
            CpplanDate without, with;
            assert_true (cpplan_calendar_add_working_days (england, from, n, &without, NULL));
            assert_true (cpplan_calendar_add_working_days (more, from, n, &with, NULL));
            assert_true (n == 0 ? with == without : n > 0 ? with >= without : with <= without);
            n_compared++;
          }
    }
  print_message ("# %" G_GSIZE_FORMAT " pairs\n", n_compared);
}

static void
calendar_last_working_day_equals_a_walk (void **state)
{
  (void) state;
  for (gint d = 1; d <= N_DIVISIONS; d++)
    {
      g_autofree guint8 *is_working = mark_working_days (divisions[d]);
      CpplanDate first = cpplan_calendar_get_first (divisions[d]);
      CpplanDate expected = CPPLAN_DATE_NONE;
      for (CpplanDate date = first; date <= cpplan_calendar_get_last (divisions[d]); date++)
        {
          GError *error = NULL;
          CpplanDate got = 4711;
          if (is_working[date - first])
            expected = date;
          if (expected == CPPLAN_DATE_NONE)
            {
              assert_false (cpplan_calendar_last_working_day (divisions[d], date, &got, &error));
              assert_int_equal (got, 4711);
              assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
              continue;
            }
          assert_true (cpplan_calendar_last_working_day (divisions[d], date, &got, NULL));
          assert_int_equal (got, expected);
        }
    }
}

static void
calendar_days_outside_the_cover_are_refused (void **state)
{
  (void) state;
  const CpplanDate outside[] = {
    day ("1989-12-31"), day ("2029-01-01"), day ("1900-01-01"), day ("2199-12-31"), CPPLAN_DATE_NONE,
    G_MAXINT32,         G_MININT32 + 1,     day ("1990-01-01") - 65536,
  };
  CpplanDate inside = day ("2024-06-03");
  CpplanPeriod month = { 1, CPPLAN_UNIT_MONTHS };
  for (gsize i = 0; i < G_N_ELEMENTS (outside); i++)
    {
      GError *error = NULL;
      CpplanDate date = 4711;
      CpplanDayClass day_class = 4711;
      const char *name = "untouched";
      gint n = 4711;
      assert_false (cpplan_calendar_covers (england, outside[i]));
      assert_false (cpplan_calendar_is_working_day (england, outside[i], &n, &error));
      assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
      assert_false (cpplan_calendar_get_day_class (england, outside[i], &day_class, &error));
      assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
      assert_false (cpplan_calendar_holiday_on (england, outside[i], &name, &n, &error));
      assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
      assert_null (cpplan_calendar_why (england, outside[i], &error));
      assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
      assert_false (cpplan_calendar_add_working_days (england, outside[i], 0, &date, &error));
      assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
      assert_false (cpplan_calendar_add_working_days (england, outside[i], 1, &date, &error));
      assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
      assert_false (cpplan_calendar_working_days_between (england, outside[i], inside, &n, &error));
      assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
      assert_false (cpplan_calendar_working_days_between (england, inside, outside[i], &n, &error));
      assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
      assert_false (cpplan_calendar_last_working_day (england, outside[i], &date, &error));
      assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
      assert_false (cpplan_calendar_add_period (england, outside[i], month, 1, CPPLAN_COUNT_AFTER,
                                                CPPLAN_MONTH_END_CLAMP, &date, &n, &error));
      assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
      assert_int_equal (date, 4711);
      assert_int_equal (n, 4711);
      assert_int_equal (day_class, 4711);
      assert_string_equal (name, "untouched");
      /* And without asking why. */
      assert_false (cpplan_calendar_add_working_days (england, outside[i], 1, &date, NULL));
    }
  assert_true (cpplan_calendar_covers (england, day ("1990-01-01")));
  assert_true (cpplan_calendar_covers (england, day ("2028-12-31")));
}

static void
calendar_huge_numbers_are_outside (void **state)
{
  (void) state;
  static const gint numbers[]
    = { G_MAXINT, G_MAXINT - 1, G_MININT, G_MININT + 1, 65536, -65536, 131072, 20000, -20000 };
  const CpplanCalendar *calendars[] = { england, wide };
  for (gsize c = 0; c < G_N_ELEMENTS (calendars); c++)
    /* The last of them are too large for England's cover only. */
    for (gsize i = 0; i < (c == 0 ? G_N_ELEMENTS (numbers) : 4); i++)
      for (CpplanDate from = cpplan_calendar_get_first (calendars[c]);
           from <= cpplan_calendar_get_last (calendars[c]); from += 13)
        {
          GError *error = NULL;
          CpplanDate date = 4711;
          assert_false (cpplan_calendar_add_working_days (calendars[c], from, numbers[i], &date, &error));
          assert_int_equal (date, 4711);
          assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
        }
}

static void
calendar_messages_name_what_is_outside (void **state)
{
  (void) state;
  GError *error = NULL;
  CpplanDate date;
  gint n;
  CpplanPeriod period = { 6, CPPLAN_UNIT_MONTHS };
  assert_false (cpplan_calendar_is_working_day (england, day ("2029-01-01"), &n, &error));
  assert_string_equal (
    error->message, "2029-01-01 is outside the calendar \"england-and-wales\" (1990-01-01 to 2028-12-31)");
  g_clear_error (&error);
  assert_false (cpplan_calendar_is_working_day (england, CPPLAN_DATE_NONE, &n, &error));
  assert_string_equal (error->message,
                       "no date is outside the calendar \"england-and-wales\" (1990-01-01 to 2028-12-31)");
  g_clear_error (&error);
  assert_false (cpplan_calendar_is_working_day (england, G_MAXINT32, &n, &error));
  assert_string_equal (
    error->message,
    "day 2147483647 is outside the calendar \"england-and-wales\" (1990-01-01 to 2028-12-31)");
  g_clear_error (&error);
  assert_false (cpplan_calendar_add_working_days (england, day ("2028-12-20"), 15, &date, &error));
  assert_string_equal (error->message, "15 working days from 2028-12-20 is outside the calendar "
                                       "\"england-and-wales\" (1990-01-01 to 2028-12-31)");
  g_clear_error (&error);
  assert_false (cpplan_calendar_add_period (england, day ("2028-12-20"), period, 1, CPPLAN_COUNT_AFTER,
                                            CPPLAN_MONTH_END_CLAMP, &date, NULL, &error));
  assert_string_equal (error->message, "6 months after 2028-12-20 is outside the calendar "
                                       "\"england-and-wales\" (1990-01-01 to 2028-12-31)");
  g_clear_error (&error);
  assert_false (cpplan_calendar_add_period (england, day ("1990-03-20"), period, -1, CPPLAN_COUNT_AFTER,
                                            CPPLAN_MONTH_END_CLAMP, &date, NULL, &error));
  assert_string_equal (error->message, "6 months before 1990-03-20 is outside the calendar "
                                       "\"england-and-wales\" (1990-01-01 to 2028-12-31)");
  g_clear_error (&error);
  assert_false (cpplan_calendar_last_working_day (england, day ("1990-01-01"), &date, &error));
  assert_string_equal (error->message, "the last working day on or before 1990-01-01 is outside the calendar "
                                       "\"england-and-wales\" (1990-01-01 to 2028-12-31)");
  g_clear_error (&error);
}

static char *
answer_row (GStrv row, const CpplanCalendar *calendar)
{
  CpplanDate from = day (row[2]);
  if (g_str_equal (row[0], "why"))
    return cpplan_calendar_why (calendar, from, NULL);
  if (g_str_equal (row[0], "between"))
    {
      gint n;
      if (!cpplan_calendar_working_days_between (calendar, from, day (row[3]), &n, NULL))
        return NULL;
      return g_strdup_printf ("%d", n);
    }

  CpplanPeriod period;
  CpplanCount count;
  CpplanMonthEnd month_end;
  CpplanDate date;
  gint direction = row[3][0] == '-' ? -1 : 1;
  assert_true (cpplan_period_parse (row[3] + (direction < 0), &period, NULL));
  assert_true (cpplan_count_from_string (row[4], &count, NULL));
  assert_true (cpplan_month_end_from_string (row[5], &month_end, NULL));
  if (!cpplan_calendar_add_period (calendar, from, period, direction, count, month_end, &date, NULL, NULL))
    return NULL;
  return cpplan_date_to_string (date);
}

static void
calendar_vectors_hold (void **state)
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
      if (!g_str_equal (row[0], "period") && !g_str_equal (row[0], "between") && !g_str_equal (row[0], "why"))
        continue;

      CpplanDivision division;
      assert_true (cpplan_division_from_string (row[1], &division, NULL));
      g_autofree char *got = answer_row (row, divisions[division]);
      n_rows++;
      if (g_strcmp0 (got != NULL ? got : "outside", row[6]) != 0)
        {
          print_message ("# %s: got %s\n", lines[i], got != NULL ? got : "outside");
          n_wrong++;
        }
    }
  print_message ("# %d rows\n", n_rows);
  assert_int_equal (n_wrong, 0);
  assert_true (n_rows >= 60);
}

static CpplanDate
add_period (const CpplanCalendar *calendar,
            CpplanDate from,
            CpplanPeriod period,
            gint direction,
            CpplanCount count)
{
  CpplanDate date = CPPLAN_DATE_NONE;
  gboolean is_clamped = 2;
  assert_true (cpplan_calendar_add_period (calendar, from, period, direction, count, CPPLAN_MONTH_END_CLAMP,
                                           &date, &is_clamped, NULL));
  assert_false (is_clamped);
  return date;
}

static void
calendar_counts_differ_by_one_day (void **state)
{
  (void) state;
  for (CpplanDate from = day ("2021-01-01"); from <= day ("2025-12-31"); from++)
    for (gint count = 0; count <= 40; count++)
      for (gint direction = -1; direction <= 1; direction += 2)
        {
          CpplanPeriod days = { count, CPPLAN_UNIT_CALENDAR_DAYS };
          CpplanPeriod weeks = { count, CPPLAN_UNIT_WEEKS };
          CpplanPeriod working = { count, CPPLAN_UNIT_WORKING_DAYS };
          gint less = count > 0;
          assert_int_equal (add_period (england, from, days, direction, CPPLAN_COUNT_AFTER),
                            from + direction * count);
          assert_int_equal (add_period (england, from, days, direction, CPPLAN_COUNT_INCLUSIVE),
                            from + direction * (count - less));
          assert_int_equal (add_period (england, from, days, direction, CPPLAN_COUNT_CLEAR),
                            from + direction * (count + 1));
          assert_int_equal (add_period (england, from, weeks, direction, CPPLAN_COUNT_AFTER),
                            from + direction * 7 * count);
          assert_int_equal (add_period (england, from, weeks, direction, CPPLAN_COUNT_INCLUSIVE),
                            from + direction * (7 * count - less));
          assert_int_equal (add_period (england, from, weeks, direction, CPPLAN_COUNT_CLEAR),
                            from + direction * (7 * count + 1));

          gboolean is_working;
          CpplanDate expected;
          assert_true (cpplan_calendar_is_working_day (england, from, &is_working, NULL));
          assert_true (cpplan_calendar_add_working_days (england, from, direction * count, &expected, NULL));
          assert_int_equal (add_period (england, from, working, direction, CPPLAN_COUNT_AFTER), expected);
          assert_true (
            cpplan_calendar_add_working_days (england, from, direction * (count + 1), &expected, NULL));
          assert_int_equal (add_period (england, from, working, direction, CPPLAN_COUNT_CLEAR), expected);
          assert_true (cpplan_calendar_add_working_days (
            england, from, direction * (is_working ? count - less : count), &expected, NULL));
          assert_int_equal (add_period (england, from, working, direction, CPPLAN_COUNT_INCLUSIVE), expected);
        }
}

static void
calendar_months_say_when_clamped (void **state)
{
  (void) state;
  static const struct
  {
    const char    *from;
    CpplanPeriod   period;
    CpplanMonthEnd month_end;
    gboolean       is_clamped;
  } cases[] = {
    { "2024-01-31", { 1, CPPLAN_UNIT_MONTHS }, CPPLAN_MONTH_END_CLAMP, TRUE },
    { "2024-01-31", { 1, CPPLAN_UNIT_MONTHS }, CPPLAN_MONTH_END_NEXT, FALSE },
    { "2024-01-29", { 1, CPPLAN_UNIT_MONTHS }, CPPLAN_MONTH_END_CLAMP, FALSE },
    { "2024-02-29", { 1, CPPLAN_UNIT_YEARS }, CPPLAN_MONTH_END_CLAMP, TRUE },
    { "2024-02-29", { 4, CPPLAN_UNIT_YEARS }, CPPLAN_MONTH_END_CLAMP, FALSE },
    { "2024-01-31", { 4, CPPLAN_UNIT_WEEKS }, CPPLAN_MONTH_END_CLAMP, FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CpplanDate date;
      gboolean is_clamped = 2;
      assert_true (cpplan_calendar_add_period (england, day (cases[i].from), cases[i].period, 1,
                                               CPPLAN_COUNT_AFTER, cases[i].month_end, &date, &is_clamped,
                                               NULL));
      assert_int_equal (is_clamped, cases[i].is_clamped);
    }
}

static void
calendar_largest_periods_are_outside (void **state)
{
  (void) state;
  for (gint unit = CPPLAN_UNIT_WORKING_DAYS; unit <= CPPLAN_UNIT_YEARS; unit++)
    for (gint direction = -1; direction <= 1; direction += 2)
      {
        GError *error = NULL;
        CpplanDate date = 4711;
        CpplanPeriod period = { 9999, (CpplanUnit) unit };
        gboolean is_reached
          = cpplan_calendar_add_period (england, day ("2010-06-01"), period, direction, CPPLAN_COUNT_CLEAR,
                                        CPPLAN_MONTH_END_CLAMP, &date, NULL, &error);
        assert_false (is_reached);
        assert_int_equal (date, 4711);
        assert_error_is (&error, CPPLAN_ERROR_OUT_OF_COVER);
      }
}

/* Array forms */

#define N_ROWS 40000

/* Dates in and around the cover, numbers of both signs; every so many rows something odd. */
static void
fill_rows (const CpplanCalendar *calendar, gint64 *dates, gint64 *others, gint64 *numbers)
{
  guint32 seed = 20240603;
  gint64 first = cpplan_calendar_get_first (calendar);
  gint64 n_cover = cpplan_calendar_get_last (calendar) - first + 1;
  for (gsize i = 0; i < N_ROWS; i++)
    {
      gint64 random[3];
      for (gsize j = 0; j < G_N_ELEMENTS (random); j++)
        {
          seed = seed * 1664525 + 1013904223;
          random[j] = seed >> 8;
        }
      dates[i] = first - 200 + random[0] % (n_cover + 400);
      others[i] = first - 200 + random[1] % (n_cover + 400);
      numbers[i] = random[2] % 601 - 300;
      if (i % 97 == 0)
        numbers[i] = 0;
      if (i % 101 == 0)
        dates[i] = G_MININT32;
      if (i % 103 == 0)
        others[i] = G_MININT32;
      if (i % 107 == 0)
        numbers[i] = i % 2 == 0 ? G_MAXINT32 : G_MININT32;
      if (i % 109 == 0)
        dates[i] = G_MAXINT32;
    }
}

typedef struct
{
  gsize n_outside;
  gsize first_outside;
} Outside;

static void
expect_outside (Outside *outside, gsize row)
{
  outside->n_outside++;
  outside->first_outside = MIN (outside->first_outside, row);
}

#define DEFINE_ARRAY_TEST(width, Element, NONE)                                                              \
  static Element *convert_##width (const gint64 *values, gsize stride)                                       \
  {                                                                                                          \
    Element *converted = g_new0 (Element, N_ROWS * stride);                                                  \
    for (gsize i = 0; i < N_ROWS; i++)                                                                       \
      converted[i * stride] = values[i] == G_MININT32 ? NONE : (Element) values[i];                          \
    return converted;                                                                                        \
  }                                                                                                          \
                                                                                                             \
  static void compare_add_##width (const CpplanCalendar *calendar, const Element *from, gsize from_stride,   \
                                   const Element *n_days, gsize n_stride, gsize length)                      \
  {                                                                                                          \
    g_autofree Element *out = g_new0 (Element, length);                                                      \
    Outside expected = { 0, length };                                                                        \
    Outside got = { 4711, 4711 };                                                                            \
    cpplan_calendar_add_working_days_##width (calendar, from, from_stride, n_days, n_stride, out, length,    \
                                              &got.n_outside, &got.first_outside);                           \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        Element date = from[i * from_stride];                                                                \
        Element n = n_days[i * n_stride];                                                                    \
        CpplanDate reached = CPPLAN_DATE_NONE;                                                               \
        if (date != NONE && n >= G_MININT32 && n <= G_MAXINT32)                                              \
          cpplan_calendar_add_working_days (calendar, (CpplanDate) date, (gint) n, &reached, NULL);          \
        if (date != NONE && reached == CPPLAN_DATE_NONE)                                                     \
          expect_outside (&expected, i);                                                                     \
        if (out[i] != (reached == CPPLAN_DATE_NONE ? NONE : (Element) reached))                              \
          fail_msg ("row %" G_GSIZE_FORMAT ": %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT, i, (gint64) date, \
                    (gint64) n);                                                                             \
      }                                                                                                      \
    assert_int_equal (got.n_outside, expected.n_outside);                                                    \
    assert_int_equal (got.first_outside, expected.first_outside);                                            \
  }                                                                                                          \
                                                                                                             \
  static void compare_between_##width (const CpplanCalendar *calendar, const Element *a, gsize a_stride,     \
                                       const Element *b, gsize b_stride, gsize length)                       \
  {                                                                                                          \
    g_autofree Element *out = g_new0 (Element, length);                                                      \
    Outside expected = { 0, length };                                                                        \
    Outside got = { 4711, 4711 };                                                                            \
    cpplan_calendar_working_days_between_##width (calendar, a, a_stride, b, b_stride, out, length,           \
                                                  &got.n_outside, &got.first_outside);                       \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        Element date_a = a[i * a_stride];                                                                    \
        Element date_b = b[i * b_stride];                                                                    \
        gint n = 0;                                                                                          \
        gboolean is_counted = date_a != NONE && date_b != NONE                                               \
                              && cpplan_calendar_working_days_between (calendar, (CpplanDate) date_a,        \
                                                                       (CpplanDate) date_b, &n, NULL);       \
        if (date_a != NONE && date_b != NONE && !is_counted)                                                 \
          expect_outside (&expected, i);                                                                     \
        if (out[i] != (is_counted ? (Element) n : NONE))                                                     \
          fail_msg ("row %" G_GSIZE_FORMAT ": %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, i,                 \
                    (gint64) date_a, (gint64) date_b);                                                       \
      }                                                                                                      \
    assert_int_equal (got.n_outside, expected.n_outside);                                                    \
    assert_int_equal (got.first_outside, expected.first_outside);                                            \
  }                                                                                                          \
                                                                                                             \
  static void compare_is_working_##width (const CpplanCalendar *calendar, const Element *dates,              \
                                          gsize stride, gsize length)                                        \
  {                                                                                                          \
    g_autofree guint8 *out = g_malloc0 (length);                                                             \
    Outside expected = { 0, length };                                                                        \
    Outside got = { 4711, 4711 };                                                                            \
    cpplan_calendar_is_working_day_##width (calendar, dates, stride, out, length, &got.n_outside,            \
                                            &got.first_outside);                                             \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        Element date = dates[i * stride];                                                                    \
        gboolean is_working = CPPLAN_IS_WORKING_NONE;                                                        \
        if (date != NONE                                                                                     \
            && !cpplan_calendar_is_working_day (calendar, (CpplanDate) date, &is_working, NULL))             \
          expect_outside (&expected, i);                                                                     \
        assert_int_equal (out[i], is_working);                                                               \
      }                                                                                                      \
    assert_int_equal (got.n_outside, expected.n_outside);                                                    \
    assert_int_equal (got.first_outside, expected.first_outside);                                            \
  }                                                                                                          \
                                                                                                             \
  static void compare_all_##width (const CpplanCalendar *calendar)                                           \
  {                                                                                                          \
    g_autofree gint64 *dates = g_new (gint64, N_ROWS);                                                       \
    g_autofree gint64 *others = g_new (gint64, N_ROWS);                                                      \
    g_autofree gint64 *numbers = g_new (gint64, N_ROWS);                                                     \
    fill_rows (calendar, dates, others, numbers);                                                            \
    for (gsize stride = 1; stride <= 3; stride++)                                                            \
      {                                                                                                      \
        g_autofree Element *from = convert_##width (dates, stride);                                          \
        g_autofree Element *to = convert_##width (others, stride);                                           \
        g_autofree Element *n_days = convert_##width (numbers, stride);                                      \
        compare_add_##width (calendar, from, stride, n_days, stride, N_ROWS);                                \
        compare_between_##width (calendar, from, stride, to, stride, N_ROWS);                                \
        compare_is_working_##width (calendar, from, stride, N_ROWS);                                         \
        compare_add_##width (calendar, &from[2 * stride], 0, n_days, stride, N_ROWS);                        \
        compare_between_##width (calendar, &from[2 * stride], 0, to, stride, N_ROWS);                        \
        compare_between_##width (calendar, from, stride, &to[2 * stride], 0, N_ROWS);                        \
        compare_is_working_##width (calendar, &from[2 * stride], 0, 100);                                    \
        static const Element same[] = { 0, 1, -1, 10, -15, 300, 20000, -20000, G_MAXINT32, G_MININT32 };     \
        for (gsize i = 0; i < G_N_ELEMENTS (same); i++)                                                      \
          {                                                                                                  \
            /* As many rows as make the table of all answers worth while, and too few for it. */             \
            compare_add_##width (calendar, from, stride, &same[i], 0, N_ROWS);                               \
            compare_add_##width (calendar, from, stride, &same[i], 0, 50);                                   \
          }                                                                                                  \
      }                                                                                                      \
    /* Nothing at all. */                                                                                    \
    Outside got = { 4711, 4711 };                                                                            \
    cpplan_calendar_add_working_days_##width (calendar, NULL, 1, NULL, 1, NULL, 0, &got.n_outside,           \
                                              &got.first_outside);                                           \
    assert_int_equal (got.n_outside, 0);                                                                     \
    assert_int_equal (got.first_outside, 0);                                                                 \
  }

#define DEFINE_LONG_ARRAY_TEST(width, Element, NONE)                                                         \
  static void compare_long_##width (const CpplanCalendar *calendar)                                          \
  {                                                                                                          \
    Element first = cpplan_calendar_get_first (calendar) - 100;                                              \
    Element n_days = cpplan_calendar_get_last (calendar) + 100 - first;                                      \
    gsize length = 3 * (gsize) n_days;                                                                       \
    g_autofree Element *from = g_new (Element, length);                                                      \
    static const Element same[] = { 0, 10, -300 };                                                           \
    for (gsize i = 0; i < length; i++)                                                                       \
      from[i] = i % 1000 == 0 ? NONE : first + (Element) i % n_days;                                         \
    for (gsize i = 0; i < G_N_ELEMENTS (same); i++)                                                          \
      compare_add_##width (calendar, from, 1, &same[i], 0, length);                                          \
  }

DEFINE_ARRAY_TEST (i32, gint32, CPPLAN_DATE_NONE)
DEFINE_ARRAY_TEST (i64, gint64, G_MININT64)
DEFINE_LONG_ARRAY_TEST (i32, gint32, CPPLAN_DATE_NONE)
DEFINE_LONG_ARRAY_TEST (i64, gint64, G_MININT64)

static void
calendar_arrays_of_32_bits_equal_single_calls (void **state)
{
  (void) state;
  compare_all_i32 (england);
  compare_all_i32 (wide);
}

static void
calendar_arrays_of_64_bits_equal_single_calls (void **state)
{
  (void) state;
  compare_all_i64 (england);
  compare_all_i64 (wide);
}

static void
calendar_long_arrays_of_one_number_equal_single_calls (void **state)
{
  (void) state;
  compare_long_i32 (england);
  compare_long_i64 (england);
  compare_long_i32 (wide);
  compare_long_i64 (wide);
}

static void
calendar_arrays_beyond_32_bits_are_outside (void **state)
{
  (void) state;
  gint64 inside = day ("2024-06-03");
  const gint64 odd[] = {
    inside + ((gint64) 1 << 32), inside - ((gint64) 1 << 32), G_MAXINT64, G_MININT64 + 1, (gint64) 1 << 31,
    (gint64) G_MININT32,
  };
  gint64 out[G_N_ELEMENTS (odd)];
  gint64 one = 1;
  guint8 is_working[G_N_ELEMENTS (odd)];
  gsize n_outside, first_outside;
  const CpplanCalendar *calendars[] = { england, wide };

  for (gsize c = 0; c < G_N_ELEMENTS (calendars); c++)
    {
      const CpplanCalendar *calendar = calendars[c];
      cpplan_calendar_add_working_days_i64 (calendar, odd, 1, &one, 0, out, G_N_ELEMENTS (odd), &n_outside,
                                            &first_outside);
      assert_int_equal (n_outside, G_N_ELEMENTS (odd));
      assert_int_equal (first_outside, 0);
      for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
        assert_true (out[i] == G_MININT64);
      cpplan_calendar_add_working_days_i64 (calendar, &inside, 0, odd, 1, out, G_N_ELEMENTS (odd), &n_outside,
                                            &first_outside);
      assert_int_equal (n_outside, G_N_ELEMENTS (odd));
      cpplan_calendar_working_days_between_i64 (calendar, &inside, 0, odd, 1, out, G_N_ELEMENTS (odd),
                                                &n_outside, &first_outside);
      assert_int_equal (n_outside, G_N_ELEMENTS (odd));
      cpplan_calendar_is_working_day_i64 (calendar, odd, 1, is_working, G_N_ELEMENTS (odd), &n_outside, NULL);
      assert_int_equal (n_outside, G_N_ELEMENTS (odd));
      for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
        assert_int_equal (is_working[i], CPPLAN_IS_WORKING_NONE);

      /* The smallest number is a number, not a missing one. */
      const gint64 smallest = G_MININT64;
      cpplan_calendar_add_working_days_i64 (calendar, &inside, 0, &smallest, 0, out, 1, &n_outside,
                                            &first_outside);
      assert_int_equal (n_outside, 1);
      assert_true (out[0] == G_MININT64);
    }
}

static void
calendar_arrays_may_be_filled_in_place (void **state)
{
  (void) state;
  g_autofree gint64 *dates = g_new (gint64, N_ROWS);
  g_autofree gint64 *others = g_new (gint64, N_ROWS);
  g_autofree gint64 *numbers = g_new (gint64, N_ROWS);
  g_autofree gint64 *out = g_new (gint64, N_ROWS);
  fill_rows (england, dates, others, numbers);
  gsize n_outside, n_in_place;
  gint64 ten = 10;

  cpplan_calendar_add_working_days_i64 (england, dates, 1, numbers, 1, out, N_ROWS, &n_outside, NULL);
  cpplan_calendar_add_working_days_i64 (england, dates, 1, numbers, 1, numbers, N_ROWS, &n_in_place, NULL);
  assert_memory_equal (out, numbers, sizeof (gint64) * N_ROWS);
  assert_int_equal (n_in_place, n_outside);
  cpplan_calendar_add_working_days_i64 (england, dates, 1, &ten, 0, out, N_ROWS, &n_outside, NULL);
  cpplan_calendar_add_working_days_i64 (england, dates, 1, &ten, 0, dates, N_ROWS, &n_in_place, NULL);
  assert_memory_equal (out, dates, sizeof (gint64) * N_ROWS);
  assert_int_equal (n_in_place, n_outside);
  cpplan_calendar_working_days_between_i64 (england, dates, 1, others, 1, out, N_ROWS, NULL, NULL);
  cpplan_calendar_working_days_between_i64 (england, dates, 1, others, 1, others, N_ROWS, NULL, NULL);
  assert_memory_equal (out, others, sizeof (gint64) * N_ROWS);
}

/* Builder */

static void
calendar_builder_gives_what_was_added (void **state)
{
  (void) state;
  g_autoptr (CpplanCalendarBuilder) builder
    = cpplan_calendar_builder_new ("Rotherham", day ("2024-01-01"), day ("2024-12-31"));
  assert_true (
    cpplan_calendar_builder_add_holiday (builder, day ("2024-12-25"), "Christmas Day", FALSE, NULL));
  assert_true (cpplan_calendar_builder_add_closure (builder, day ("2024-12-27"), "Town hall closed", NULL));
  assert_true (
    cpplan_calendar_builder_add_holiday (builder, day ("2024-01-01"), "New Year’s Day", TRUE, NULL));
  assert_true (cpplan_calendar_builder_add_closure (builder, day ("2024-06-08"), "Fair", NULL));
  g_autoptr (CpplanCalendar) calendar = cpplan_calendar_builder_build (builder, NULL);
  assert_non_null (calendar);
  assert_string_equal (cpplan_calendar_get_name (calendar), "Rotherham");
  assert_int_equal (cpplan_calendar_get_first (calendar), day ("2024-01-01"));
  assert_int_equal (cpplan_calendar_get_last (calendar), day ("2024-12-31"));
  assert_int_equal (cpplan_calendar_get_published_last (calendar), day ("2024-12-31"));

  static const struct
  {
    const char    *date;
    const char    *name;
    CpplanDayClass day_class;
    const char    *why;
  } expected[] = {
    { "2024-01-01", "New Year’s Day", CPPLAN_DAY_SUBSTITUTE, "New Year’s Day (substitute)" },
    { "2024-06-08", "Fair", CPPLAN_DAY_CLOSURE, "closure: Fair" },
    { "2024-12-25", "Christmas Day", CPPLAN_DAY_BANK_HOLIDAY, "Christmas Day" },
    { "2024-12-27", "Town hall closed", CPPLAN_DAY_CLOSURE, "closure: Town hall closed" },
  };
  assert_int_equal (cpplan_calendar_get_n_holidays (calendar), G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      CpplanDate date;
      const char *name;
      CpplanDayClass day_class;
      gboolean is_substitute = 2;
      gboolean is_working = 2;
      cpplan_calendar_get_holiday (calendar, i, &date, &name, &day_class);
      assert_int_equal (date, day (expected[i].date));
      assert_string_equal (name, expected[i].name);
      assert_int_equal (day_class, expected[i].day_class);
      cpplan_calendar_get_holiday (calendar, i, NULL, NULL, NULL);
      assert_true (cpplan_calendar_holiday_on (calendar, date, &name, &is_substitute, NULL));
      assert_string_equal (name, expected[i].name);
      assert_int_equal (is_substitute, day_class == CPPLAN_DAY_SUBSTITUTE);
      assert_true (cpplan_calendar_is_working_day (calendar, date, &is_working, NULL));
      assert_false (is_working);
      g_autofree char *why = cpplan_calendar_why (calendar, date, NULL);
      assert_string_equal (why, expected[i].why);
    }

  const char *name = "?";
  gboolean is_substitute = 2;
  assert_true (cpplan_calendar_holiday_on (calendar, day ("2024-12-24"), &name, &is_substitute, NULL));
  assert_null (name);
  assert_false (is_substitute);
  g_autofree char *saturday = cpplan_calendar_why (calendar, day ("2024-12-28"), NULL);
  assert_string_equal (saturday, "Saturday");
  g_autofree char *sunday = cpplan_calendar_why (calendar, day ("2024-12-29"), NULL);
  assert_string_equal (sunday, "Sunday");
}

static void
calendar_builder_builds_again (void **state)
{
  (void) state;
  CpplanCalendarBuilder *builder
    = cpplan_calendar_builder_new ("again", day ("2024-01-01"), day ("2024-12-31"));
  CpplanCalendar *none = cpplan_calendar_builder_build (builder, NULL);
  assert_true (cpplan_calendar_builder_add_closure (builder, day ("2024-06-03"), "Closed", NULL));
  CpplanCalendar *one = cpplan_calendar_builder_build (builder, NULL);
  CpplanCalendar *same = cpplan_calendar_builder_build (builder, NULL);
  cpplan_calendar_builder_free (builder);

  assert_int_equal (cpplan_calendar_get_n_holidays (none), 0);
  assert_int_equal (cpplan_calendar_get_n_holidays (one), 1);
  assert_string_not_equal (cpplan_calendar_get_digest (none), cpplan_calendar_get_digest (one));
  assert_string_equal (cpplan_calendar_get_digest (same), cpplan_calendar_get_digest (one));
  cpplan_calendar_unref (none);
  cpplan_calendar_unref (one);
  const char *name = NULL;
  assert_true (cpplan_calendar_holiday_on (same, day ("2024-06-03"), &name, NULL, NULL));
  assert_string_equal (name, "Closed");
  cpplan_calendar_unref (same);
  cpplan_calendar_unref (NULL);
  cpplan_calendar_builder_free (NULL);
}

static void
calendar_builder_refuses_what_is_wrong (void **state)
{
  (void) state;
  GError *error = NULL;
  g_autofree char *longest = g_strnfill (255, 'x');
  g_autofree char *too_long = g_strnfill (256, 'x');
  g_autoptr (CpplanCalendarBuilder) builder
    = cpplan_calendar_builder_new ("wrong", day ("2024-01-01"), day ("2024-12-31"));
  static const char *const names[] = { "", "\xff", "two\nlines", "bell\a", "\xe2\x80\xae" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      assert_false (
        cpplan_calendar_builder_add_holiday (builder, day ("2024-06-03"), names[i], FALSE, &error));
      assert_error_is (&error, CPPLAN_ERROR_CALENDAR);
      assert_false (cpplan_calendar_builder_add_closure (builder, day ("2024-06-03"), names[i], &error));
      assert_error_is (&error, CPPLAN_ERROR_CALENDAR);
    }
  assert_false (cpplan_calendar_builder_add_holiday (builder, day ("2024-06-03"), too_long, FALSE, &error));
  assert_error_is (&error, CPPLAN_ERROR_LIMIT);
  assert_false (cpplan_calendar_builder_add_closure (builder, day ("2024-06-03"), too_long, &error));
  assert_error_is (&error, CPPLAN_ERROR_LIMIT);
  assert_false (cpplan_calendar_builder_add_holiday (builder, day ("2023-12-31"), "Early", FALSE, &error));
  assert_error_is (&error, CPPLAN_ERROR_CALENDAR);
  assert_false (cpplan_calendar_builder_add_closure (builder, day ("2025-01-01"), "Late", &error));
  assert_error_is (&error, CPPLAN_ERROR_CALENDAR);
  assert_false (cpplan_calendar_builder_add_holiday (builder, CPPLAN_DATE_NONE, "Never", FALSE, &error));
  assert_error_is (&error, CPPLAN_ERROR_CALENDAR);

  assert_true (cpplan_calendar_builder_add_holiday (builder, day ("2024-06-03"), longest, FALSE, &error));
  assert_false (cpplan_calendar_builder_add_holiday (builder, day ("2024-06-03"), "Again", FALSE, &error));
  assert_error_is (&error, CPPLAN_ERROR_CALENDAR);
  assert_true (cpplan_calendar_builder_add_closure (builder, day ("2024-06-04"), "Closed", &error));
  assert_false (cpplan_calendar_builder_add_closure (builder, day ("2024-06-04"), "Again", &error));
  assert_string_equal (error->message, "2024-06-04 (\"Again\") is a closure already: \"Closed\"");
  assert_error_is (&error, CPPLAN_ERROR_CALENDAR);

  /* Nothing of that has spoilt it. */
  g_autoptr (CpplanCalendar) calendar = cpplan_calendar_builder_build (builder, &error);
  assert_non_null (calendar);
  assert_int_equal (cpplan_calendar_get_n_holidays (calendar), 2);
}

static void
calendar_builder_refuses_a_wrong_cover_or_name (void **state)
{
  (void) state;
  g_autofree char *too_long = g_strnfill (256, 'x');
  const struct
  {
    const char *name;
    CpplanDate  first;
    CpplanDate  last;
    gint        code;
  } cases[] = {
    { "", 0, 0, CPPLAN_ERROR_CALENDAR },
    { "\xff", 0, 0, CPPLAN_ERROR_CALENDAR },
    { too_long, 0, 0, CPPLAN_ERROR_LIMIT },
    { "backward", 1, 0, CPPLAN_ERROR_CALENDAR },
    { "none", CPPLAN_DATE_NONE, 0, CPPLAN_ERROR_CALENDAR },
    { "none", 0, CPPLAN_DATE_NONE, CPPLAN_ERROR_CALENDAR },
    { "early", -25568, 0, CPPLAN_ERROR_CALENDAR },
    { "late", 0, 84006, CPPLAN_ERROR_CALENDAR },
    { "all", G_MININT32, G_MAXINT32, CPPLAN_ERROR_CALENDAR },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GError *error = NULL;
      g_autoptr (CpplanCalendarBuilder) builder
        = cpplan_calendar_builder_new (cases[i].name, cases[i].first, cases[i].last);
      cpplan_calendar_builder_add_calendar (builder, england);
      assert_null (cpplan_calendar_builder_build (builder, &error));
      assert_error_is (&error, cases[i].code);
    }
  g_autoptr (CpplanCalendarBuilder) builder = cpplan_calendar_builder_new ("one day", 0, 0);
  g_autoptr (CpplanCalendar) one_day = cpplan_calendar_builder_build (builder, NULL);
  assert_non_null (one_day);
}

static void
assert_named (const CpplanCalendar *calendar, const char *date, const char *expected)
{
  const char *name = NULL;
  assert_true (cpplan_calendar_holiday_on (calendar, day (date), &name, NULL, NULL));
  assert_non_null (name);
  assert_string_equal (name, expected);
}

static void
calendar_holidays_outrank_closures (void **state)
{
  (void) state;
  for (gint order = 0; order < 3; order++)
    {
      g_autoptr (CpplanCalendarBuilder) builder
        = cpplan_calendar_builder_new ("order", day ("2024-01-01"), day ("2024-12-31"));
      if (order == 0)
        cpplan_calendar_builder_add_calendar (builder, england);
      for (CpplanDate date = day ("2024-12-23"); date <= day ("2024-12-31"); date++)
        assert_true (cpplan_calendar_builder_add_closure (builder, date, "Between the years", NULL));
      if (order == 1)
        cpplan_calendar_builder_add_calendar (builder, england);
      if (order == 2)
        {
          assert_true (
            cpplan_calendar_builder_add_holiday (builder, day ("2024-12-25"), "Christmas Day", FALSE, NULL));
          assert_true (
            cpplan_calendar_builder_add_holiday (builder, day ("2024-12-26"), "Boxing Day", FALSE, NULL));
        }
      g_autoptr (CpplanCalendar) calendar = cpplan_calendar_builder_build (builder, NULL);
      assert_named (calendar, "2024-12-24", "Between the years");
      assert_named (calendar, "2024-12-25", "Christmas Day");
      assert_named (calendar, "2024-12-26", "Boxing Day");
      assert_named (calendar, "2024-12-27", "Between the years");
    }
}

static void
calendar_builder_takes_over_a_calendar (void **state)
{
  (void) state;
  g_autoptr (CpplanCalendarBuilder) builder
    = cpplan_calendar_builder_new ("england-and-wales", day ("1990-01-01"), day ("2028-12-31"));
  cpplan_calendar_builder_add_calendar (builder, england);
  /* Twice does no harm; what is there stays. */
  cpplan_calendar_builder_add_calendar (builder, divisions[CPPLAN_DIVISION_ENGLAND_AND_WALES]);
  g_autoptr (CpplanCalendar) same = cpplan_calendar_builder_build (builder, NULL);
  assert_string_equal (cpplan_calendar_get_digest (same), cpplan_calendar_get_digest (england));

  /* A year in which all parts' holidays are off. */
  g_autoptr (CpplanCalendarBuilder) anywhere
    = cpplan_calendar_builder_new ("anywhere", day ("2024-01-01"), day ("2024-12-31"));
  for (gint d = 1; d <= N_DIVISIONS; d++)
    cpplan_calendar_builder_add_calendar (anywhere, divisions[d]);
  g_autoptr (CpplanCalendar) all = cpplan_calendar_builder_build (anywhere, NULL);
  assert_int_equal (cpplan_calendar_get_n_holidays (all), 8 + 2 + 3);
  assert_named (all, "2024-03-18", "St Patrick’s Day");
  assert_named (all, "2024-08-05", "Summer bank holiday");
  assert_named (all, "2024-08-26", "Summer bank holiday");
}

static void
calendar_builder_keeps_its_own_closure (void **state)
{
  (void) state;
  g_autoptr (CpplanCalendarBuilder) theirs
    = cpplan_calendar_builder_new ("theirs", day ("2024-01-01"), day ("2024-12-31"));
  assert_true (cpplan_calendar_builder_add_closure (theirs, day ("2024-06-03"), "Theirs", NULL));
  g_autoptr (CpplanCalendar) calendar = cpplan_calendar_builder_build (theirs, NULL);
  g_autoptr (CpplanCalendarBuilder) ours
    = cpplan_calendar_builder_new ("ours", day ("2024-01-01"), day ("2024-12-31"));
  assert_true (cpplan_calendar_builder_add_closure (ours, day ("2024-06-03"), "Ours", NULL));
  cpplan_calendar_builder_add_calendar (ours, calendar);
  g_autoptr (CpplanCalendar) both = cpplan_calendar_builder_build (ours, NULL);
  assert_named (both, "2024-06-03", "Ours");
  assert_int_equal (cpplan_calendar_get_n_holidays (both), 1);
}

static void
calendar_builder_remembers_what_is_projected (void **state)
{
  (void) state;
  static const struct
  {
    const char *first;
    const char *last;
    const char *published_last;
  } cases[] = {
    { "2020-01-01", "2030-12-31", "2028-12-31" },
    { "2020-01-01", "2028-12-31", "2028-12-31" },
    { "2020-01-01", "2025-12-31", "2025-12-31" },
    { "2040-01-01", "2041-12-31", "2028-12-31" },
    { "2100-01-01", "2101-12-31", "2101-12-31" },
  };
  g_autoptr (CpplanCalendar) projected = cpplan_calendar_new_bank_holidays (
    CPPLAN_DIVISION_SCOTLAND, CPPLAN_CALENDAR_PROJECTED, CPPLAN_DATE_NONE, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CpplanCalendarBuilder) builder
        = cpplan_calendar_builder_new ("part", day (cases[i].first), day (cases[i].last));
      cpplan_calendar_builder_add_calendar (builder, projected);
      g_autoptr (CpplanCalendar) part = cpplan_calendar_builder_build (builder, NULL);
      assert_int_equal (cpplan_calendar_get_published_last (part), day (cases[i].published_last));
    }
}

static CpplanCalendar *
make_one_day (const char *name, const char *last, const char *date, const char *holiday, gint kind)
{
  g_autoptr (CpplanCalendarBuilder) builder
    = cpplan_calendar_builder_new (name, day ("2024-01-01"), day (last));
  if (kind == CPPLAN_DAY_CLOSURE)
    assert_true (cpplan_calendar_builder_add_closure (builder, day (date), holiday, NULL));
  else
    assert_true (cpplan_calendar_builder_add_holiday (builder, day (date), holiday,
                                                      kind == CPPLAN_DAY_SUBSTITUTE, NULL));
  return cpplan_calendar_builder_build (builder, NULL);
}

static void
calendar_digest_names_all_that_matters (void **state)
{
  (void) state;
  static const struct
  {
    const char *name;
    const char *last;
    const char *date;
    const char *holiday;
    gint        kind;
  } cases[] = {
    { "one", "2024-12-31", "2024-06-03", "Day", CPPLAN_DAY_BANK_HOLIDAY },
    { "two", "2024-12-31", "2024-06-03", "Day", CPPLAN_DAY_BANK_HOLIDAY },
    { "one", "2024-12-30", "2024-06-03", "Day", CPPLAN_DAY_BANK_HOLIDAY },
    { "one", "2024-12-31", "2024-06-04", "Day", CPPLAN_DAY_BANK_HOLIDAY },
    { "one", "2024-12-31", "2024-06-03", "Days", CPPLAN_DAY_BANK_HOLIDAY },
    { "one", "2024-12-31", "2024-06-03", "Day", CPPLAN_DAY_SUBSTITUTE },
    { "one", "2024-12-31", "2024-06-03", "Day", CPPLAN_DAY_CLOSURE },
  };
  CpplanCalendar *calendars[G_N_ELEMENTS (cases)];
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      calendars[i]
        = make_one_day (cases[i].name, cases[i].last, cases[i].date, cases[i].holiday, cases[i].kind);
      const char *digest = cpplan_calendar_get_digest (calendars[i]);
      assert_int_equal (strlen (digest), 64);
      assert_int_equal (strspn (digest, "0123456789abcdef"), 64);
      for (gsize j = 0; j < i; j++)
        assert_string_not_equal (cpplan_calendar_get_digest (calendars[j]), digest);
    }
  g_autoptr (CpplanCalendar) again
    = make_one_day ("one", "2024-12-31", "2024-06-03", "Day", CPPLAN_DAY_BANK_HOLIDAY);
  assert_string_equal (cpplan_calendar_get_digest (again), cpplan_calendar_get_digest (calendars[0]));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    cpplan_calendar_unref (calendars[i]);
}

static void
calendar_names_read_back (void **state)
{
  (void) state;
  GError *error = NULL;
  static const char *const division_names[] = { "england-and-wales", "scotland", "northern-ireland" };
  static const char *const extent_names[] = { "published", "projected" };
  static const char *const count_names[] = { "after", "inclusive", "clear" };
  static const char *const class_names[]
    = { "working", "weekend", "bank-holiday", "common-law-holiday", "substitute", "closure" };
  CpplanDivision division = 0;
  CpplanCalendarExtent extent = 0;
  CpplanCount count = 0;
  CpplanDayClass day_class = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (division_names); i++)
    {
      assert_string_equal (cpplan_division_to_string ((CpplanDivision) (i + 1)), division_names[i]);
      assert_true (cpplan_division_from_string (division_names[i], &division, NULL));
      assert_int_equal (division, i + 1);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (extent_names); i++)
    {
      assert_string_equal (cpplan_calendar_extent_to_string ((CpplanCalendarExtent) (i + 1)),
                           extent_names[i]);
      assert_true (cpplan_calendar_extent_from_string (extent_names[i], &extent, NULL));
      assert_int_equal (extent, i + 1);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (count_names); i++)
    {
      assert_string_equal (cpplan_count_to_string ((CpplanCount) (i + 1)), count_names[i]);
      assert_true (cpplan_count_from_string (count_names[i], &count, NULL));
      assert_int_equal (count, i + 1);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (class_names); i++)
    {
      assert_string_equal (cpplan_day_class_to_string ((CpplanDayClass) (i + 1)), class_names[i]);
      assert_true (cpplan_day_class_from_string (class_names[i], &day_class, NULL));
      assert_int_equal (day_class, i + 1);
    }

  assert_false (cpplan_division_from_string ("uk", &division, &error));
  assert_error_is (&error, CPPLAN_ERROR_UNKNOWN_NAME);
  assert_false (cpplan_calendar_extent_from_string ("", &extent, &error));
  assert_error_is (&error, CPPLAN_ERROR_UNKNOWN_NAME);
  assert_false (cpplan_count_from_string ("After", &count, &error));
  assert_error_is (&error, CPPLAN_ERROR_UNKNOWN_NAME);
  assert_false (cpplan_day_class_from_string ("holiday", &day_class, &error));
  assert_error_is (&error, CPPLAN_ERROR_UNKNOWN_NAME);
  assert_int_equal (division, 3);
  assert_int_equal (extent, 2);
  assert_int_equal (count, 3);
  assert_int_equal (day_class, 6);
}

static gpointer
use_calendar (gpointer data)
{
  gint n_wrong = 0;
  for (gint i = 0; i < 2000; i++)
    {
      CpplanCalendar *calendar = cpplan_calendar_ref (data);
      CpplanDate date;
      gboolean is_added = cpplan_calendar_add_working_days (calendar, 19876, i % 100, &date, NULL);
      n_wrong += !is_added;
      n_wrong += strlen (cpplan_calendar_get_digest (calendar)) != 64;
      cpplan_calendar_unref (calendar);
    }
  cpplan_calendar_unref (data);
  return GINT_TO_POINTER (n_wrong);
}

static void
calendar_threads_share_a_calendar (void **state)
{
  (void) state;
  GThread *threads[4];
  CpplanCalendar *calendar = cpplan_calendar_new_bank_holidays (
    CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED, CPPLAN_DATE_NONE, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("user", use_calendar, cpplan_calendar_ref (calendar));
  cpplan_calendar_unref (calendar);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    assert_int_equal (GPOINTER_TO_INT (g_thread_join (threads[i])), 0);
}

static void
count_criticals (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data)
{
  (void) domain;
  (void) message;
  if ((level & G_LOG_LEVEL_CRITICAL) != 0)
    (*(gint *) data)++;
}

static void
calendar_mistakes_of_the_caller_are_critical (void **state)
{
  (void) state;
  if (g_getenv ("G_DEBUG") != NULL)
    skip ();

  gint n_criticals = 0;
  GLogFunc handler = g_log_set_default_handler (count_criticals, &n_criticals);
  CpplanDate date = 4711;
  CpplanPeriod period = { 1, CPPLAN_UNIT_WEEKS };
  CpplanPeriod no_period = { -1, CPPLAN_UNIT_WEEKS };
  char buffer[CPPLAN_DATE_BUFFER] = "untouched";
  assert_null (cpplan_calendar_new_bank_holidays ((CpplanDivision) 0, CPPLAN_CALENDAR_PUBLISHED,
                                                  CPPLAN_DATE_NONE, NULL));
  assert_null (cpplan_calendar_new_bank_holidays (CPPLAN_DIVISION_SCOTLAND, (CpplanCalendarExtent) 3,
                                                  CPPLAN_DATE_NONE, NULL));
  assert_false (cpplan_calendar_add_working_days (NULL, 0, 1, &date, NULL));
  assert_false (cpplan_calendar_add_working_days (england, 19876, 1, NULL, NULL));
  assert_false (cpplan_calendar_add_period (england, 19876, period, 0, CPPLAN_COUNT_AFTER,
                                            CPPLAN_MONTH_END_CLAMP, &date, NULL, NULL));
  assert_false (cpplan_calendar_add_period (england, 19876, no_period, 1, CPPLAN_COUNT_AFTER,
                                            CPPLAN_MONTH_END_CLAMP, &date, NULL, NULL));
  assert_false (cpplan_date_add_months (19876, 1, (CpplanMonthEnd) 0, &date, NULL, NULL));
  assert_null (cpplan_division_to_string ((CpplanDivision) 4));
  assert_null (cpplan_unit_to_string ((CpplanUnit) 0));
  assert_null (cpplan_period_to_string (no_period));
  assert_int_equal (cpplan_date_get_weekday (CPPLAN_DATE_NONE), 0);
  assert_null (cpplan_date_to_string (CPPLAN_DATE_NONE));
  assert_string_equal (cpplan_date_format (CPPLAN_DATE_NONE, buffer), "");
  cpplan_calendar_get_holiday (england, 100000, &date, NULL, NULL);
  cpplan_date_get_ymd (CPPLAN_DATE_NONE, NULL, NULL, NULL);
  g_log_set_default_handler (handler, NULL);
  assert_int_equal (n_criticals, 15);
  assert_int_equal (date, 4711);
}

#ifdef CPPLAN_TEST_PRIVATE

static void
compare_at_least (const CpplanCalendar *calendar)
{
  g_autofree guint8 *is_working = mark_working_days (calendar);
  CpplanDate first = cpplan_calendar_get_first (calendar);
  CpplanDate last = cpplan_calendar_get_last (calendar);
  for (CpplanDate from = first - 40; from <= last + 40; from++)
    {
      CpplanDate walked = from;
      assert_int_equal (cpplan_calendar_add_working_days_at_least (calendar, from, 0), from);
      for (gint n = 1; n <= 60; n++)
        {
          do
            walked++;
          while (walked >= first && walked <= last ? !is_working[walked - first]
                                                   : cpplan_date_get_weekday (walked) > 5);
          assert_int_equal (cpplan_calendar_add_working_days_at_least (calendar, from, n), walked);
        }
    }
}

static void
calendar_at_least_counts_weekdays_outside (void **state)
{
  (void) state;
  compare_at_least (england);
  for (gint start = 0; start < 7; start++)
    for (gint length = 1; length <= 30; length++)
      {
        CpplanDate first = day ("1969-12-20") + start;
        g_autoptr (CpplanCalendarBuilder) builder
          = cpplan_calendar_builder_new ("tiny", first, first + length - 1);
        assert_true (
          cpplan_calendar_builder_add_holiday (builder, first + length / 2, "Made up", FALSE, NULL));
        g_autoptr (CpplanCalendar) tiny = cpplan_calendar_builder_build (builder, NULL);
        compare_at_least (tiny);
      }
  assert_true (cpplan_calendar_add_working_days_at_least (england, G_MAXINT32, 9999) == G_MAXINT32);
  assert_true (cpplan_calendar_add_working_days_at_least (england, G_MININT32 + 1, 1) < G_MININT32 + 5);
  assert_true (cpplan_calendar_add_working_days_at_least (england, 0, G_MAXINT) == G_MAXINT32);
}

static void
calendar_fast_forms_equal_the_public_ones (void **state)
{
  (void) state;
  for (CpplanDate date = day ("1989-12-01"); date <= day ("2029-01-31"); date++)
    {
      CpplanDate fast = 4711;
      CpplanDate slow = 4711;
      for (gint n = -20; n <= 20; n += 5)
        {
          gboolean is_fast = cpplan_calendar_add_working_days_fast (england, date, n, &fast);
          assert_int_equal (cpplan_calendar_add_working_days (england, date, n, &slow, NULL), is_fast);
          assert_int_equal (fast, slow);
        }
      gboolean is_fast = cpplan_calendar_last_working_day_fast (england, date, &fast);
      assert_int_equal (cpplan_calendar_last_working_day (england, date, &slow, NULL), is_fast);
      assert_int_equal (fast, slow);
    }
}

#endif

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (calendar_additions_equal_a_walk),
    cmocka_unit_test (calendar_wide_additions_equal_a_walk),
    cmocka_unit_test (calendar_projected_additions_equal_a_walk),
    cmocka_unit_test (calendar_covers_at_the_width_limits_are_exact),
    cmocka_unit_test (calendar_tiny_covers_equal_a_walk),
    cmocka_unit_test (calendar_between_counts_days_one_by_one),
    cmocka_unit_test (calendar_steps_of_one_sign_add_up),
    cmocka_unit_test (calendar_another_holiday_moves_only_outward),
    cmocka_unit_test (calendar_last_working_day_equals_a_walk),
    cmocka_unit_test (calendar_days_outside_the_cover_are_refused),
    cmocka_unit_test (calendar_huge_numbers_are_outside),
    cmocka_unit_test (calendar_messages_name_what_is_outside),
    cmocka_unit_test (calendar_vectors_hold),
    cmocka_unit_test (calendar_counts_differ_by_one_day),
    cmocka_unit_test (calendar_months_say_when_clamped),
    cmocka_unit_test (calendar_largest_periods_are_outside),
    cmocka_unit_test (calendar_arrays_of_32_bits_equal_single_calls),
    cmocka_unit_test (calendar_arrays_of_64_bits_equal_single_calls),
    cmocka_unit_test (calendar_long_arrays_of_one_number_equal_single_calls),
    cmocka_unit_test (calendar_arrays_beyond_32_bits_are_outside),
    cmocka_unit_test (calendar_arrays_may_be_filled_in_place),
    cmocka_unit_test (calendar_builder_gives_what_was_added),
    cmocka_unit_test (calendar_builder_builds_again),
    cmocka_unit_test (calendar_builder_refuses_what_is_wrong),
    cmocka_unit_test (calendar_builder_refuses_a_wrong_cover_or_name),
    cmocka_unit_test (calendar_holidays_outrank_closures),
    cmocka_unit_test (calendar_builder_takes_over_a_calendar),
    cmocka_unit_test (calendar_builder_keeps_its_own_closure),
    cmocka_unit_test (calendar_builder_remembers_what_is_projected),
    cmocka_unit_test (calendar_digest_names_all_that_matters),
    cmocka_unit_test (calendar_names_read_back),
    cmocka_unit_test (calendar_threads_share_a_calendar),
    cmocka_unit_test (calendar_mistakes_of_the_caller_are_critical),
#ifdef CPPLAN_TEST_PRIVATE
    cmocka_unit_test (calendar_at_least_counts_weekdays_outside),
    cmocka_unit_test (calendar_fast_forms_equal_the_public_ones),
#endif
  };
  return cmocka_run_group_tests (tests, make_calendars, free_calendars);
}
