/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The bank holidays of the United Kingdom as data: what returns every year, and what was once moved or added.
 *
 * Banking and Financial Dealings Act 1971 Schedule 1 names the yearly days of each part; yearly proclamations
 * under s.1(3) have added the rest in the same places ever since (New Year's Day in England and Wales and in
 * Northern Ireland, Early May there, Spring and Boxing Day in Scotland, 12 July in Northern Ireland by
 * s.1(5)), and days in lieu of those that fall on a Saturday. Proclamations under s.1(2) move a day.
 * Christmas Day and Good Friday are common-law holidays outside Scotland. 30 November is one in Scotland by
 * St Andrew's Day Bank Holiday (Scotland) Act 2007.
 */
#include "cpplan-calendar-private.h"

#define EW  (1u << CPPLAN_DIVISION_ENGLAND_AND_WALES)
#define SC  (1u << CPPLAN_DIVISION_SCOTLAND)
#define NI  (1u << CPPLAN_DIVISION_NORTHERN_IRELAND)
#define ALL (EW | SC | NI)

typedef enum
{
  ON_DAY = 1,   /* `day` of `month`; at a weekend, the next day from Monday to Friday that is none itself */
  FROM_EASTER,  /* `day` days after Easter Sunday */
  FIRST_MONDAY, /* of `month` */
  LAST_MONDAY,  /* of `month` */
} RuleKind;

typedef struct
{
  guint          divisions;
  RuleKind       kind;
  gint           month;
  gint           day;
  gint           since; /* the first year, 0 for all */
  CpplanDayClass day_class;
  const char    *title;
} Rule;

/* In the order of the year. It matters where two days seek a substitute: the earlier chooses first. So with
 * 25 December on a Sunday the Monday is Boxing Day as it is, and the Tuesday stands in for Christmas Day
 * (Schedule 1 says 27 December); and Scotland's New Year's Day on a Sunday goes to the 3rd of January. */
static const Rule rules[] = {
  { ALL, ON_DAY, 1, 1, 0, CPPLAN_DAY_BANK_HOLIDAY, "New Year’s Day" },
  { SC, ON_DAY, 1, 2, 0, CPPLAN_DAY_BANK_HOLIDAY, "2nd January" },
  { NI, ON_DAY, 3, 17, 0, CPPLAN_DAY_BANK_HOLIDAY, "St Patrick’s Day" },
  { EW | NI, FROM_EASTER, 0, -2, 0, CPPLAN_DAY_COMMON_LAW_HOLIDAY, "Good Friday" },
  { SC, FROM_EASTER, 0, -2, 0, CPPLAN_DAY_BANK_HOLIDAY, "Good Friday" },
  { EW | NI, FROM_EASTER, 0, 1, 0, CPPLAN_DAY_BANK_HOLIDAY, "Easter Monday" },
  { ALL, FIRST_MONDAY, 5, 0, 0, CPPLAN_DAY_BANK_HOLIDAY, "Early May bank holiday" },
  { ALL, LAST_MONDAY, 5, 0, 0, CPPLAN_DAY_BANK_HOLIDAY, "Spring bank holiday" },
  { NI, ON_DAY, 7, 12, 0, CPPLAN_DAY_BANK_HOLIDAY, "Battle of the Boyne (Orangemen’s Day)" },
  { SC, FIRST_MONDAY, 8, 0, 0, CPPLAN_DAY_BANK_HOLIDAY, "Summer bank holiday" },
  { EW | NI, LAST_MONDAY, 8, 0, 0, CPPLAN_DAY_BANK_HOLIDAY, "Summer bank holiday" },
  { SC, ON_DAY, 11, 30, 2007, CPPLAN_DAY_BANK_HOLIDAY, "St Andrew’s Day" },
  { EW | NI, ON_DAY, 12, 25, 0, CPPLAN_DAY_COMMON_LAW_HOLIDAY, "Christmas Day" },
  { SC, ON_DAY, 12, 25, 0, CPPLAN_DAY_BANK_HOLIDAY, "Christmas Day" },
  { ALL, ON_DAY, 12, 26, 0, CPPLAN_DAY_BANK_HOLIDAY, "Boxing Day" },
};

typedef struct
{
  gint16 year; /* 0: none */
  gint8  month;
  gint8  day;
} Day;

typedef struct
{
  guint       divisions;
  Day         day;
  Day         replaces;  /* the ordinary day that is moved here; none: an added day */
  Day         announced; /* none: always known */
  const char *title;
} Special;

/* Days moved (s.1(2)) and added (s.1(3)) by proclamation since 1990. */
static const Special specials[] = {
  { ALL, { 1995, 5, 8 }, { 1995, 5, 1 }, { 0, 0, 0 }, "Early May bank holiday (VE day)" },
  { ALL, { 1999, 12, 31 }, { 0, 0, 0 }, { 0, 0, 0 }, "Millennium bank holiday" },
  { ALL, { 2002, 6, 3 }, { 0, 0, 0 }, { 0, 0, 0 }, "Queen’s Golden Jubilee" },
  { ALL, { 2002, 6, 4 }, { 2002, 5, 27 }, { 0, 0, 0 }, "Spring bank holiday" },
  { ALL, { 2011, 4, 29 }, { 0, 0, 0 }, { 0, 0, 0 }, "Royal wedding" },
  { ALL, { 2012, 6, 4 }, { 2012, 5, 28 }, { 0, 0, 0 }, "Spring bank holiday" },
  { ALL, { 2012, 6, 5 }, { 0, 0, 0 }, { 0, 0, 0 }, "Queen’s Diamond Jubilee" },
  { ALL, { 2020, 5, 8 }, { 2020, 5, 4 }, { 2019, 6, 10 }, "Early May bank holiday (VE day)" },
  { ALL, { 2022, 6, 2 }, { 2022, 5, 30 }, { 2020, 11, 12 }, "Spring bank holiday" },
  { ALL, { 2022, 6, 3 }, { 0, 0, 0 }, { 2020, 11, 12 }, "Platinum Jubilee bank holiday" },
  { ALL,
    { 2022, 9, 19 },
    { 0, 0, 0 },
    { 2022, 9, 9 },
    "Bank Holiday for the State Funeral of Queen Elizabeth II" },
  { ALL,
    { 2023, 5, 8 },
    { 0, 0, 0 },
    { 2022, 11, 10 },
    "Bank holiday for the coronation of King Charles III" },
  { SC, { 2026, 6, 15 }, { 0, 0, 0 }, { 2026, 2, 4 }, "World Cup bank holiday" },
};

/* GOV.UK's names for two days that the rules have the other way round. The days off are the same. */
static const struct
{
  guint          divisions;
  Day            day;
  CpplanDayClass day_class;
  const char    *title;
} renamed[] = {
  { SC, { 2023, 1, 2 }, CPPLAN_DAY_SUBSTITUTE, "New Year’s Day" },
  { SC, { 2023, 1, 3 }, CPPLAN_DAY_SUBSTITUTE, "2nd January" },
};

static CpplanDate
get_date (Day day)
{
  CpplanDate date = CPPLAN_DATE_NONE;
  if (day.year != 0)
    cpplan_date_from_ymd (day.year, day.month, day.day, &date, NULL);
  return date;
}

static CpplanDate
make_date (gint year, gint month, gint day)
{
  CpplanDate date = CPPLAN_DATE_NONE;
  cpplan_date_from_ymd (year, month, day, &date, NULL);
  return date;
}

/* Easter Sunday of the Gregorian calendar: Calendar (New Style) Act 1750 s.3, by golden number and epact. */
static CpplanDate
get_easter (gint year)
{
  gint golden = year % 19;
  gint century = year / 100;
  gint epact = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
  gint moon = epact - epact / 28 * (1 - 29 / (epact + 1) * ((21 - golden) / 11));
  gint weekday = (year + year / 4 + moon + 2 - century + century / 4) % 7;
  return make_date (year, 3, 28) + moon - weekday;
}

static CpplanDate
get_ordinary_day (const Rule *rule, gint year)
{
  CpplanDate start;
  switch (rule->kind)
    {
    case ON_DAY:
      return make_date (year, rule->month, rule->day);
    case FROM_EASTER:
      return get_easter (year) + rule->day;
    case FIRST_MONDAY:
      start = make_date (year, rule->month, 1);
      return start + (8 - cpplan_date_get_weekday (start)) % 7;
    case LAST_MONDAY:
      /* Both months with a last Monday have 31 days. */
      start = make_date (year, rule->month, 31);
      return start - (cpplan_date_get_weekday (start) - 1);
    }
  g_return_val_if_reached (CPPLAN_DATE_NONE);
}

static gboolean
is_moved (CpplanDate date, gint year, guint division, CpplanDate known_at)
{
  for (gsize i = 0; i < G_N_ELEMENTS (specials); i++)
    if (specials[i].replaces.year == year && (specials[i].divisions & division) != 0
        && get_date (specials[i].replaces) == date
        && (known_at == CPPLAN_DATE_NONE || known_at >= get_date (specials[i].announced)))
      return TRUE;
  return FALSE;
}

static gboolean
is_taken (const CpplanDate *days, gsize n_days, CpplanDate date)
{
  for (gsize i = 0; i < n_days; i++)
    if (days[i] == date)
      return TRUE;
  return FALSE;
}

static void
add_year (CpplanCalendarBuilder *builder, guint division, gint year, CpplanDate known_at)
{
  const Rule *which[G_N_ELEMENTS (rules)];
  CpplanDate days[G_N_ELEMENTS (rules)];
  gsize n_days = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if ((rules[i].divisions & division) != 0 && year >= rules[i].since)
      {
        which[n_days] = &rules[i];
        days[n_days] = get_ordinary_day (&rules[i], year);
        n_days++;
      }

  for (gsize i = 0; i < n_days; i++)
    {
      CpplanDayClass day_class = which[i]->day_class;
      if (cpplan_date_get_weekday (days[i]) > 5)
        {
          CpplanDate substitute = days[i] + 1;
          while (cpplan_date_get_weekday (substitute) > 5 || is_taken (days, n_days, substitute))
            substitute++;
          days[i] = substitute;
          day_class = CPPLAN_DAY_SUBSTITUTE;
        }
      if (!is_moved (days[i], year, division, known_at))
        cpplan_calendar_builder_put_holiday (builder, days[i], which[i]->title, day_class);
    }
}

void
cpplan_bank_holidays_add (CpplanCalendarBuilder *builder,
                          CpplanDivision         division,
                          gint                   first_year,
                          gint                   last_year,
                          CpplanDate             known_at)
{
  guint bit = 1u << division;

  for (gsize i = 0; i < G_N_ELEMENTS (renamed); i++)
    if ((renamed[i].divisions & bit) != 0)
      cpplan_calendar_builder_put_holiday (builder, get_date (renamed[i].day), renamed[i].title,
                                            renamed[i].day_class);
  for (gsize i = 0; i < G_N_ELEMENTS (specials); i++)
    if ((specials[i].divisions & bit) != 0
        && (known_at == CPPLAN_DATE_NONE || known_at >= get_date (specials[i].announced)))
      cpplan_calendar_builder_put_holiday (builder, get_date (specials[i].day), specials[i].title,
                                            CPPLAN_DAY_BANK_HOLIDAY);
  for (gint year = first_year; year <= last_year; year++)
    add_year (builder, bit, year, known_at);
}
