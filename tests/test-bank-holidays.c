/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cpplan/cpplan.h>

#define N_DIVISIONS 3

static CpplanCalendar *published[N_DIVISIONS + 1];
static CpplanCalendar *projected[N_DIVISIONS + 1];

static CpplanDate
day (const char *text)
{
  CpplanDate date = CPPLAN_DATE_NONE;
  assert_true (cpplan_date_parse (text, &date, NULL));
  return date;
}

static CpplanCalendar *
make_calendar (CpplanDivision division, CpplanCalendarExtent extent, const char *known_at)
{
  CpplanCalendar *calendar = cpplan_calendar_new_bank_holidays (
    division, extent, known_at != NULL ? day (known_at) : CPPLAN_DATE_NONE, NULL);
  assert_non_null (calendar);
  return calendar;
}

static int
make_calendars (void **state)
{
  (void) state;
  for (gint d = 1; d <= N_DIVISIONS; d++)
    {
      published[d] = make_calendar ((CpplanDivision) d, CPPLAN_CALENDAR_PUBLISHED, NULL);
      projected[d] = make_calendar ((CpplanDivision) d, CPPLAN_CALENDAR_PROJECTED, NULL);
    }
  return 0;
}

static int
free_calendars (void **state)
{
  (void) state;
  for (gint d = 1; d <= N_DIVISIONS; d++)
    {
      cpplan_calendar_unref (published[d]);
      cpplan_calendar_unref (projected[d]);
    }
  return 0;
}

static void
assert_why (const CpplanCalendar *calendar, const char *date, const char *expected)
{
  g_autofree char *why = cpplan_calendar_why (calendar, day (date), NULL);
  assert_non_null (why);
  assert_string_equal (why, expected);
}

static void
assert_is_working (const CpplanCalendar *calendar, const char *date, gboolean expected)
{
  gboolean is_working = 2;
  assert_true (cpplan_calendar_is_working_day (calendar, day (date), &is_working, NULL));
  assert_int_equal (is_working, expected);
}

/* Days that GOV.UK names the other way round than Schedule 1 does; off all the same. */
static gboolean
is_named_otherwise (const char *date)
{
  return g_str_equal (date, "2011-12-26") || g_str_equal (date, "2011-12-27");
}

/* Moved by proclamation, which GOV.UK once noted as a substitute and has not since. */
static gboolean
is_noted_otherwise (const char *date)
{
  return g_str_equal (date, "2012-06-04");
}

static char *
read_govuk (void)
{
  const char *shared = g_getenv ("CPPLAN_SHARED");
  const char *root = g_getenv ("CPPLAN_SOURCE_ROOT");
  g_autofree char *folder = shared != NULL
                              ? g_strdup (shared)
                              : g_build_filename (root != NULL ? root : ".", "..", "shared", NULL);
  g_autofree char *path
    = g_build_filename (folder, "data", "bank-holidays", "govuk-2011-2028.json", NULL);
  char *text = NULL;
  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
calendar_bank_holidays_agree_with_govuk (void **state)
{
  (void) state;
  g_autofree char *text = read_govuk ();
  assert_non_null (text);

  /* The file is regular, and this is not a reader of JSON. Not optimized: valgrind misreads the code that
   * PCRE then makes. */
  g_autoptr (GRegex) regex = g_regex_new ("\"division\": *\"([^\"]*)\"|"
                                          "\"title\": *\"([^\"]*)\",\\s*\"date\": *\"([^\"]*)\",\\s*"
                                          "\"notes\": *\"([^\"]*)\"",
                                          0, 0, NULL);
  assert_non_null (regex);
  g_autoptr (GMatchInfo) match = NULL;
  g_regex_match (regex, text, 0, &match);
  CpplanDivision division = 0;
  gsize place = 0;
  gint n_events = 0;
  gint n_divisions = 0;
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *division_name = g_match_info_fetch (match, 1);
      if (division_name[0] != '\0')
        {
          assert_true (cpplan_division_from_string (division_name, &division, NULL));
          place = 0;
          CpplanDate date = CPPLAN_DATE_NONE;
          while (date < day ("2011-01-01"))
            cpplan_calendar_get_holiday (published[division], place++, &date, NULL, NULL);
          place--;
          n_divisions++;
          continue;
        }

      g_autofree char *title = g_match_info_fetch (match, 2);
      g_autofree char *date_text = g_match_info_fetch (match, 3);
      g_autofree char *notes = g_match_info_fetch (match, 4);
      assert_true (division != 0);
      assert_true (place < cpplan_calendar_get_n_holidays (published[division]));
      CpplanDate date;
      const char *name;
      CpplanDayClass day_class;
      char buffer[CPPLAN_DATE_BUFFER];
      cpplan_calendar_get_holiday (published[division], place++, &date, &name, &day_class);
      assert_string_equal (cpplan_date_format (date, buffer), date_text);
      if (!is_named_otherwise (date_text))
        {
          /* The list of 2011 has capitals that later ones have not. */
          if (g_str_has_prefix (date_text, "2011"))
            assert_int_equal (g_ascii_strcasecmp (name, title), 0);
          else
            assert_string_equal (name, title);
          if (!is_noted_otherwise (date_text))
            assert_int_equal (day_class == CPPLAN_DAY_SUBSTITUTE, g_str_equal (notes, "Substitute day"));
        }
      n_events++;
      /* Nothing else in the years that GOV.UK lists. */
      if (g_str_equal (date_text, "2028-12-26"))
        assert_int_equal (place, cpplan_calendar_get_n_holidays (published[division]));
    }
  print_message ("# %d bank holidays of GOV.UK's, %d divisions\n", n_events, n_divisions);
  assert_int_equal (n_divisions, N_DIVISIONS);
  assert_int_equal (n_events, 149 + 168 + 185);
}

static void
calendar_christmas_on_sunday_gives_tuesday (void **state)
{
  (void) state;
  static const char *const years[] = { "1994", "2005", "2011", "2016", "2022" };
  for (gint d = 1; d <= N_DIVISIONS; d++)
    for (gsize i = 0; i < G_N_ELEMENTS (years); i++)
      {
        g_autofree char *sunday = g_strconcat (years[i], "-12-25", NULL);
        g_autofree char *monday = g_strconcat (years[i], "-12-26", NULL);
        g_autofree char *tuesday = g_strconcat (years[i], "-12-27", NULL);
        g_autofree char *wednesday = g_strconcat (years[i], "-12-28", NULL);
        assert_why (published[d], sunday, "Sunday");
        assert_why (published[d], monday, "Boxing Day");
        assert_why (published[d], tuesday, "Christmas Day (substitute)");
        assert_why (published[d], wednesday, "working day");
      }
  assert_why (projected[1], "2033-12-27", "Christmas Day (substitute)");
}

static void
calendar_christmas_on_saturday_gives_two_substitutes (void **state)
{
  (void) state;
  static const char *const years[] = { "1993", "1999", "2004", "2010", "2021", "2027" };
  for (gint d = 1; d <= N_DIVISIONS; d++)
    for (gsize i = 0; i < G_N_ELEMENTS (years); i++)
      {
        g_autofree char *friday = g_strconcat (years[i], "-12-24", NULL);
        g_autofree char *monday = g_strconcat (years[i], "-12-27", NULL);
        g_autofree char *tuesday = g_strconcat (years[i], "-12-28", NULL);
        g_autofree char *wednesday = g_strconcat (years[i], "-12-29", NULL);
        assert_why (published[d], friday, "working day");
        assert_why (published[d], monday, "Christmas Day (substitute)");
        assert_why (published[d], tuesday, "Boxing Day (substitute)");
        assert_why (published[d], wednesday, "working day");
      }
}

static void
calendar_special_days_are_off_everywhere (void **state)
{
  (void) state;
  for (gint d = 1; d <= N_DIVISIONS; d++)
    {
      const CpplanCalendar *calendar = published[d];
      assert_is_working (calendar, "1995-05-01", TRUE);
      assert_why (calendar, "1995-05-08", "Early May bank holiday (VE day)");
      assert_why (calendar, "1999-12-31", "Millennium bank holiday");
      assert_is_working (calendar, "2002-05-27", TRUE);
      assert_why (calendar, "2002-06-03", "Queen’s Golden Jubilee");
      assert_why (calendar, "2002-06-04", "Spring bank holiday");
      assert_why (calendar, "2011-04-29", "Royal wedding");
      assert_is_working (calendar, "2012-05-28", TRUE);
      assert_why (calendar, "2012-06-04", "Spring bank holiday");
      assert_why (calendar, "2012-06-05", "Queen’s Diamond Jubilee");
      assert_is_working (calendar, "2020-05-04", TRUE);
      assert_why (calendar, "2020-05-08", "Early May bank holiday (VE day)");
      assert_is_working (calendar, "2022-05-30", TRUE);
      assert_why (calendar, "2022-06-02", "Spring bank holiday");
      assert_why (calendar, "2022-06-03", "Platinum Jubilee bank holiday");
      assert_why (calendar, "2022-09-19", "Bank Holiday for the State Funeral of Queen Elizabeth II");
      assert_why (calendar, "2023-05-01", "Early May bank holiday");
      assert_why (calendar, "2023-05-08", "Bank holiday for the coronation of King Charles III");
    }
  assert_is_working (published[CPPLAN_DIVISION_ENGLAND_AND_WALES], "2026-06-15", TRUE);
  assert_why (published[CPPLAN_DIVISION_SCOTLAND], "2026-06-15", "World Cup bank holiday");
  assert_is_working (published[CPPLAN_DIVISION_NORTHERN_IRELAND], "2026-06-15", TRUE);
}

static void
calendar_scotland_has_its_own_days (void **state)
{
  (void) state;
  const CpplanCalendar *scotland = published[CPPLAN_DIVISION_SCOTLAND];
  assert_why (scotland, "2024-01-02", "2nd January");
  assert_why (scotland, "2010-01-04", "2nd January (substitute)");
  assert_why (scotland, "2022-01-04", "2nd January (substitute)");
  assert_why (scotland, "2017-01-02", "2nd January");
  assert_why (scotland, "2017-01-03", "New Year’s Day (substitute)");
  assert_why (scotland, "2023-01-02", "New Year’s Day (substitute)");
  assert_why (scotland, "2023-01-03", "2nd January (substitute)");
  assert_is_working (scotland, "2024-04-01", TRUE);
  assert_why (scotland, "2024-08-05", "Summer bank holiday");
  assert_is_working (scotland, "2024-08-26", TRUE);
  assert_is_working (scotland, "2006-11-30", TRUE);
  assert_why (scotland, "2007-11-30", "St Andrew’s Day");
  assert_why (scotland, "2024-12-02", "St Andrew’s Day (substitute)");
  assert_is_working (published[CPPLAN_DIVISION_ENGLAND_AND_WALES], "2007-11-30", TRUE);
  assert_is_working (published[CPPLAN_DIVISION_ENGLAND_AND_WALES], "2024-01-02", TRUE);
}

static void
calendar_northern_ireland_has_its_own_days (void **state)
{
  (void) state;
  const CpplanCalendar *ireland = published[CPPLAN_DIVISION_NORTHERN_IRELAND];
  assert_why (ireland, "2025-03-17", "St Patrick’s Day");
  assert_why (ireland, "2012-03-19", "St Patrick’s Day (substitute)");
  assert_why (ireland, "2024-03-18", "St Patrick’s Day (substitute)");
  assert_why (ireland, "2024-07-12", "Battle of the Boyne (Orangemen’s Day)");
  assert_why (ireland, "2025-07-14", "Battle of the Boyne (Orangemen’s Day) (substitute)");
  assert_why (ireland, "2026-07-13", "Battle of the Boyne (Orangemen’s Day) (substitute)");
  assert_why (ireland, "2024-04-01", "Easter Monday");
  assert_is_working (published[CPPLAN_DIVISION_ENGLAND_AND_WALES], "2025-03-17", TRUE);
  assert_is_working (published[CPPLAN_DIVISION_SCOTLAND], "2024-07-12", TRUE);
}

static void
calendar_classes_follow_the_law_of_each_part (void **state)
{
  (void) state;
  static const struct
  {
    CpplanDivision division;
    const char    *date;
    CpplanDayClass expected;
  } cases[] = {
    { CPPLAN_DIVISION_ENGLAND_AND_WALES, "2024-12-25", CPPLAN_DAY_COMMON_LAW_HOLIDAY },
    { CPPLAN_DIVISION_ENGLAND_AND_WALES, "2024-03-29", CPPLAN_DAY_COMMON_LAW_HOLIDAY },
    { CPPLAN_DIVISION_NORTHERN_IRELAND, "2024-12-25", CPPLAN_DAY_COMMON_LAW_HOLIDAY },
    { CPPLAN_DIVISION_NORTHERN_IRELAND, "2024-03-29", CPPLAN_DAY_COMMON_LAW_HOLIDAY },
    { CPPLAN_DIVISION_SCOTLAND, "2024-12-25", CPPLAN_DAY_BANK_HOLIDAY },
    { CPPLAN_DIVISION_SCOTLAND, "2024-03-29", CPPLAN_DAY_BANK_HOLIDAY },
    { CPPLAN_DIVISION_ENGLAND_AND_WALES, "2024-12-26", CPPLAN_DAY_BANK_HOLIDAY },
    { CPPLAN_DIVISION_ENGLAND_AND_WALES, "2021-12-27", CPPLAN_DAY_SUBSTITUTE },
    { CPPLAN_DIVISION_ENGLAND_AND_WALES, "2020-05-08", CPPLAN_DAY_BANK_HOLIDAY },
    { CPPLAN_DIVISION_ENGLAND_AND_WALES, "2021-12-25", CPPLAN_DAY_WEEKEND },
    { CPPLAN_DIVISION_ENGLAND_AND_WALES, "2024-12-24", CPPLAN_DAY_WORKING },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CpplanDayClass day_class = 0;
      assert_true (
        cpplan_calendar_get_day_class (published[cases[i].division], day (cases[i].date), &day_class, NULL));
      assert_int_equal (day_class, cases[i].expected);
    }
}

static void
calendar_known_at_gives_the_calendar_as_it_was (void **state)
{
  (void) state;
  static const struct
  {
    const char *announced;
    const char *day_before;
    const char *date;     /* off once announced */
    const char *replaces; /* off until announced; NULL: an added day */
    gboolean    is_scottish;
  } cases[] = {
    { "2019-06-10", "2019-06-09", "2020-05-08", "2020-05-04", FALSE },
    { "2020-11-12", "2020-11-11", "2022-06-02", "2022-05-30", FALSE },
    { "2020-11-12", "2020-11-11", "2022-06-03", NULL, FALSE },
    { "2022-09-09", "2022-09-08", "2022-09-19", NULL, FALSE },
    { "2022-11-10", "2022-11-09", "2023-05-08", NULL, FALSE },
    { "2026-02-04", "2026-02-03", "2026-06-15", NULL, TRUE },
  };
  for (gint d = 1; d <= N_DIVISIONS; d++)
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        if (cases[i].is_scottish && d != CPPLAN_DIVISION_SCOTLAND)
          continue;
        g_autoptr (CpplanCalendar) before
          = make_calendar ((CpplanDivision) d, CPPLAN_CALENDAR_PUBLISHED, cases[i].day_before);
        g_autoptr (CpplanCalendar) after
          = make_calendar ((CpplanDivision) d, CPPLAN_CALENDAR_PUBLISHED, cases[i].announced);
        assert_is_working (before, cases[i].date, TRUE);
        assert_is_working (after, cases[i].date, FALSE);
        if (cases[i].replaces != NULL)
          {
            assert_is_working (before, cases[i].replaces, FALSE);
            assert_is_working (after, cases[i].replaces, TRUE);
          }
        assert_string_not_equal (cpplan_calendar_get_digest (before), cpplan_calendar_get_digest (after));
        assert_int_equal (cpplan_calendar_get_last (before), cpplan_calendar_get_last (after));
      }

  /* The moved day has its ordinary name until then. */
  g_autoptr (CpplanCalendar) england
    = make_calendar (CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED, "2019-06-09");
  assert_why (england, "2020-05-04", "Early May bank holiday");
  assert_why (england, "2022-05-30", "Spring bank holiday");
  /* The special days before 2020 are known at any time. */
  assert_why (england, "2012-06-05", "Queen’s Diamond Jubilee");
  g_autoptr (CpplanCalendar) early
    = make_calendar (CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED, "1990-01-01");
  assert_why (early, "1995-05-08", "Early May bank holiday (VE day)");
  /* Once all is announced nothing differs. */
  g_autoptr (CpplanCalendar) late
    = make_calendar (CPPLAN_DIVISION_SCOTLAND, CPPLAN_CALENDAR_PUBLISHED, "2026-02-04");
  assert_string_equal (cpplan_calendar_get_digest (late),
                       cpplan_calendar_get_digest (published[CPPLAN_DIVISION_SCOTLAND]));
}

static void
calendar_known_at_that_is_no_date_is_refused (void **state)
{
  (void) state;
  GError *error = NULL;
  assert_null (cpplan_calendar_new_bank_holidays (CPPLAN_DIVISION_SCOTLAND, CPPLAN_CALENDAR_PUBLISHED, 84006,
                                                  &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE));
  g_clear_error (&error);
}

static void
calendar_built_in_cover_is_as_stated (void **state)
{
  (void) state;
  for (gint d = 1; d <= N_DIVISIONS; d++)
    {
      assert_string_equal (cpplan_calendar_get_name (published[d]),
                           cpplan_division_to_string ((CpplanDivision) d));
      assert_int_equal (cpplan_calendar_get_first (published[d]), day ("1990-01-01"));
      assert_int_equal (cpplan_calendar_get_last (published[d]), day ("2028-12-31"));
      assert_int_equal (cpplan_calendar_get_published_last (published[d]), day ("2028-12-31"));
      assert_string_equal (cpplan_calendar_get_name (projected[d]),
                           cpplan_division_to_string ((CpplanDivision) d));
      assert_int_equal (cpplan_calendar_get_first (projected[d]), day ("1990-01-01"));
      assert_int_equal (cpplan_calendar_get_last (projected[d]), day ("2099-12-31"));
      assert_int_equal (cpplan_calendar_get_published_last (projected[d]), day ("2028-12-31"));
    }
}

static void
calendar_projection_keeps_what_is_published (void **state)
{
  (void) state;
  for (gint d = 1; d <= N_DIVISIONS; d++)
    for (gsize i = 0; i < cpplan_calendar_get_n_holidays (published[d]); i++)
      {
        CpplanDate date_a, date_b;
        const char *name_a, *name_b;
        CpplanDayClass class_a, class_b;
        cpplan_calendar_get_holiday (published[d], i, &date_a, &name_a, &class_a);
        cpplan_calendar_get_holiday (projected[d], i, &date_b, &name_b, &class_b);
        assert_int_equal (date_a, date_b);
        assert_string_equal (name_a, name_b);
        assert_int_equal (class_a, class_b);
      }
}

/* Another way to Easter than the library's (Butcher's, as Meeus gives it). */
static CpplanDate
find_easter (gint year)
{
  gint a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
  gint f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
  gint i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  gint n = h + l - 7 * m + 114;
  CpplanDate easter = CPPLAN_DATE_NONE;
  assert_true (cpplan_date_from_ymd (year, n / 31, n % 31 + 1, &easter, NULL));
  return easter;
}

static void
calendar_easter_is_right_to_2099 (void **state)
{
  (void) state;
  assert_int_equal (find_easter (2008), day ("2008-03-23"));
  assert_int_equal (find_easter (2038), day ("2038-04-25"));
  for (gint year = 1990; year <= 2099; year++)
    for (gint d = 1; d <= N_DIVISIONS; d++)
      {
        const char *name = NULL;
        assert_true (cpplan_calendar_holiday_on (projected[d], find_easter (year) - 2, &name, NULL, NULL));
        assert_string_equal (name, "Good Friday");
        assert_true (cpplan_calendar_holiday_on (projected[d], find_easter (year) + 1, &name, NULL, NULL));
        if (d == CPPLAN_DIVISION_SCOTLAND)
          assert_null (name);
        else
          assert_string_equal (name, "Easter Monday");
      }
}

static gint
get_n_special (gint division, gint year)
{
  gint n = year == 1999 || year == 2002 || year == 2011 || year == 2012 || year == 2023;
  if (year == 2022)
    n = 2;
  return n + (division == CPPLAN_DIVISION_SCOTLAND && year == 2026);
}

static void
calendar_every_year_has_its_number_of_days (void **state)
{
  (void) state;
  for (gint d = 1; d <= N_DIVISIONS; d++)
    {
      gint n_days[2100] = { 0 };
      CpplanDate last = CPPLAN_DATE_NONE;
      for (gsize i = 0; i < cpplan_calendar_get_n_holidays (projected[d]); i++)
        {
          CpplanDate date;
          gint year;
          cpplan_calendar_get_holiday (projected[d], i, &date, NULL, NULL);
          assert_true (date > last);
          assert_true (cpplan_date_get_weekday (date) <= 5);
          cpplan_date_get_ymd (date, &year, NULL, NULL);
          n_days[year]++;
          last = date;
        }
      for (gint year = 1990; year <= 2099; year++)
        {
          gint n_ordinary = d == CPPLAN_DIVISION_NORTHERN_IRELAND ? 10 : 8;
          if (d == CPPLAN_DIVISION_SCOTLAND && year >= 2007)
            n_ordinary = 9;
          assert_int_equal (n_days[year], n_ordinary + get_n_special (d, year));
        }
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (calendar_christmas_on_sunday_gives_tuesday),
    cmocka_unit_test (calendar_christmas_on_saturday_gives_two_substitutes),
    cmocka_unit_test (calendar_special_days_are_off_everywhere),
    cmocka_unit_test (calendar_scotland_has_its_own_days),
    cmocka_unit_test (calendar_northern_ireland_has_its_own_days),
    cmocka_unit_test (calendar_classes_follow_the_law_of_each_part),
    cmocka_unit_test (calendar_known_at_gives_the_calendar_as_it_was),
    cmocka_unit_test (calendar_known_at_that_is_no_date_is_refused),
    cmocka_unit_test (calendar_built_in_cover_is_as_stated),
    cmocka_unit_test (calendar_projection_keeps_what_is_published),
    cmocka_unit_test (calendar_easter_is_right_to_2099),
    cmocka_unit_test (calendar_every_year_has_its_number_of_days),
    cmocka_unit_test (calendar_bank_holidays_agree_with_govuk), /* the last: left out where the file is not there */
  };
  g_autofree char *govuk = read_govuk ();
  if (govuk == NULL)
    print_message ("# skipped: GOV.UK's bank holiday file is not there\n");
  return _cmocka_run_group_tests ("bank-holidays", tests, G_N_ELEMENTS (tests) - (govuk == NULL), make_calendars, free_calendars);
}
