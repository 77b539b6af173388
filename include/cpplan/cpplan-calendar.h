/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief Calendars of working days: the bank holidays of each part of the United Kingdom, and calendars of
 * one's own.
 *
 * A working day is a day from Monday to Friday that is not a holiday or a closure of the calendar. A calendar
 * has a cover, the days it knows; a day outside it is an error, never "not a working day". There is no
 * default calendar: the division is always named.
 *
 * A #CpplanCalendar never changes once made and may be used by several threads at once. A
 * #CpplanCalendarBuilder has one owner.
 *
 * Sources: Banking and Financial Dealings Act 1971 s.1 and Schedule 1; the proclamations made under s.1(2)
 * and (3); common law (Christmas Day and Good Friday in England and Wales and in Northern Ireland); St
 * Andrew's Day Bank Holiday (Scotland) Act 2007.
 */
#pragma once

#include <cpplan/cpplan-date.h>
#include <cpplan/cpplan-macros.h>
#include <cpplan/cpplan-period.h>

G_BEGIN_DECLS

/**
 * The parts of the United Kingdom that have bank holidays of their own. Numbers never change.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_DIVISION_ENGLAND_AND_WALES = 1, /**< `england-and-wales` */
  CPPLAN_DIVISION_SCOTLAND          = 2, /**< `scotland` */
  CPPLAN_DIVISION_NORTHERN_IRELAND  = 3, /**< `northern-ireland` */
} CpplanDivision;

/**
 * How far a built-in calendar reaches. Numbers never change.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_CALENDAR_PUBLISHED = 1, /**< to the last day for which GOV.UK has published bank holidays */
  CPPLAN_CALENDAR_PROJECTED = 2, /**< on from there to 2099-12-31, by the ordinary rules */
} CpplanCalendarExtent;

/**
 * Which day of a period is its first. Numbers never change.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_COUNT_AFTER     = 1, /**< `after`: the day after the event is day 1 */
  CPPLAN_COUNT_INCLUSIVE = 2, /**< `inclusive`: the day of the event is day 1, if it is a day of the unit */
  CPPLAN_COUNT_CLEAR     = 3, /**< `clear`: the days between are clear, so one more than `after` */
} CpplanCount;

/**
 * What a day is to a calendar. All but the first are not worked. Numbers never change.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_DAY_WORKING            = 1, /**< `working` */
  CPPLAN_DAY_WEEKEND            = 2, /**< `weekend`: a Saturday or Sunday with no name of its own */
  CPPLAN_DAY_BANK_HOLIDAY       = 3, /**< `bank-holiday`: by statute or proclamation */
  CPPLAN_DAY_COMMON_LAW_HOLIDAY = 4, /**< `common-law-holiday`: not in Scotland */
  CPPLAN_DAY_SUBSTITUTE         = 5, /**< `substitute`: in place of a holiday that fell at a weekend */
  CPPLAN_DAY_CLOSURE            = 6, /**< `closure`: an authority's own choice */
} CpplanDayClass;

/**
 * A calendar: immutable, counted.
 *
 * Since: 0.1
 */
typedef struct _CpplanCalendar CpplanCalendar;

/**
 * What a calendar is made with: one owner, mutable.
 *
 * Since: 0.1
 */
typedef struct _CpplanCalendarBuilder CpplanCalendarBuilder;

/**
 * Gives the stable name of a division.
 *
 * @param division a division
 * @return the name, a constant of the library
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_division_to_string (CpplanDivision division);

/**
 * Finds a division by its name.
 *
 * @param text a name, as cpplan_division_to_string() gives it
 * @param out_division the division
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME
 * @return FALSE if there is none of that name
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_division_from_string (const char *text, CpplanDivision *out_division, GError **error);

/**
 * Gives the stable name of an extent: `published` or `projected`.
 *
 * @param extent an extent
 * @return the name, a constant of the library
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_calendar_extent_to_string (CpplanCalendarExtent extent);

/**
 * Finds an extent by its name.
 *
 * @param text a name, as cpplan_calendar_extent_to_string() gives it
 * @param out_extent the extent
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME
 * @return FALSE if there is none of that name
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_calendar_extent_from_string (const char           *text,
                                             CpplanCalendarExtent *out_extent,
                                             GError              **error);

/**
 * Gives the stable name of a way to count.
 *
 * @param count a way to count
 * @return the name, a constant of the library
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_count_to_string (CpplanCount count);

/**
 * Finds a way to count by its name.
 *
 * @param text a name, as cpplan_count_to_string() gives it
 * @param out_count the way to count
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME
 * @return FALSE if there is none of that name
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_count_from_string (const char *text, CpplanCount *out_count, GError **error);

/**
 * Gives the stable name of a class of day.
 *
 * @param day_class a class of day
 * @return the name, a constant of the library
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_day_class_to_string (CpplanDayClass day_class);

/**
 * Finds a class of day by its name.
 *
 * @param text a name, as cpplan_day_class_to_string() gives it
 * @param out_day_class the class
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME
 * @return FALSE if there is none of that name
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_day_class_from_string (const char *text, CpplanDayClass *out_day_class, GError **error);

/**
 * Makes the calendar of a division's bank holidays, from 1990-01-01 on.
 *
 * A date of `known_at` gives the calendar as it then was: days that were moved or added and announced later
 * than it are left on, or out of, their ordinary places. The dates of announcement held are those of
 * 2020-05-08 (announced 2019-06-10), 2022-06-02 and 2022-06-03 (2020-11-12), 2022-09-19 (2022-09-09),
 * 2023-05-08 (2022-11-10) and, in Scotland, 2026-06-15 (2026-02-04); the special days before 2020 count as
 * known at any time. The cover does not depend on `known_at`.
 *
 * @param division the part of the United Kingdom
 * @param extent how far it reaches
 * @param known_at a date, or #CPPLAN_DATE_NONE for all that the library knows
 * @param error #CPPLAN_ERROR_DATE
 * @return (transfer full) the calendar, or NULL if `known_at` is neither a date nor #CPPLAN_DATE_NONE
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCalendar *cpplan_calendar_new_bank_holidays (CpplanDivision         division,
                                                   CpplanCalendarExtent   extent,
                                                   CpplanDate             known_at,
                                                   GError               **error);

/**
 * Takes a reference to a calendar.
 *
 * @param self a calendar
 * @return (transfer full) the same calendar
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCalendar *cpplan_calendar_ref (CpplanCalendar *self);

/**
 * Gives a reference back; the last one frees the calendar.
 *
 * @param self (nullable) a calendar
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_calendar_unref (CpplanCalendar *self);

/**
 * Gives the name of a calendar: of a built-in one the name of its division, else what the builder was given.
 *
 * @param self a calendar
 * @return (transfer none) the name, which lives as long as the calendar
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_calendar_get_name (const CpplanCalendar *self);

/**
 * Gives the first day of the cover.
 *
 * @param self a calendar
 * @return the day
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_calendar_get_first (const CpplanCalendar *self);

/**
 * Gives the last day of the cover.
 *
 * @param self a calendar
 * @return the day
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_calendar_get_last (const CpplanCalendar *self);

/**
 * Gives the last day whose holidays are published; the days after it are projected by rule.
 *
 * It equals cpplan_calendar_get_last() where nothing is projected. It may lie before the cover, if a builder
 * took over projected years only.
 *
 * @param self a calendar
 * @return the day
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_calendar_get_published_last (const CpplanCalendar *self);

/**
 * Gives the digest of a calendar: SHA-256 over its name, its cover, the last day published, and every holiday
 * and closure with name and class. Equal digests mean equal answers.
 *
 * @param self a calendar
 * @return (transfer none) 64 hexadecimal digits, which live as long as the calendar
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_calendar_get_digest (const CpplanCalendar *self);

/**
 * Says whether a calendar covers a day.
 *
 * @param self a calendar
 * @param date any date, #CPPLAN_DATE_NONE included
 * @return TRUE if the day lies in the cover
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_calendar_covers (const CpplanCalendar *self, CpplanDate date);

/**
 * Asks whether a day is worked.
 *
 * @param self a calendar
 * @param date a day
 * @param out_is_working the answer
 * @param error #CPPLAN_ERROR_OUT_OF_COVER
 * @return FALSE if the calendar does not cover the day
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_calendar_is_working_day (const CpplanCalendar  *self,
                                         CpplanDate             date,
                                         gboolean              *out_is_working,
                                         GError               **error);

/**
 * Asks what a day is.
 *
 * A holiday or a closure that falls at a weekend has its own class, not #CPPLAN_DAY_WEEKEND. (The built-in
 * calendars have none there: a holiday that falls at a weekend is listed on its substitute day only.)
 *
 * @param self a calendar
 * @param date a day
 * @param out_class its class
 * @param error #CPPLAN_ERROR_OUT_OF_COVER
 * @return FALSE if the calendar does not cover the day
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_calendar_get_day_class (const CpplanCalendar  *self,
                                        CpplanDate             date,
                                        CpplanDayClass        *out_class,
                                        GError               **error);

/**
 * Asks which holiday or closure a day is.
 *
 * Names of bank holidays are the titles that GOV.UK uses, such as `New Year’s Day`, with its apostrophe.
 *
 * @param self a calendar
 * @param date a day
 * @param out_name (transfer none) the name, which lives as long as the calendar; NULL if the day is none
 * @param out_is_substitute (nullable) TRUE if the day stands in for a holiday at a weekend
 * @param error #CPPLAN_ERROR_OUT_OF_COVER
 * @return FALSE if the calendar does not cover the day
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_calendar_holiday_on (const CpplanCalendar  *self,
                                     CpplanDate             date,
                                     const char           **out_name,
                                     gboolean              *out_is_substitute,
                                     GError               **error);

/**
 * Says in a few words for people why a day is worked or not: `working day`, `Saturday`, `Christmas Day`,
 * `Christmas Day (substitute)`, `closure: Town hall moves`.
 *
 * @param self a calendar
 * @param date a day
 * @param error #CPPLAN_ERROR_OUT_OF_COVER
 * @return (transfer full) the text, to be freed with g_free(); NULL if the calendar does not cover the day
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
char *cpplan_calendar_why (const CpplanCalendar *self, CpplanDate date, GError **error);

/**
 * Adds working days.
 *
 * For `n_days` > 0 the n-th working day strictly after `from`; `from` is day 0, whether or not it is worked,
 * so that from a Saturday the Monday is day 1. For `n_days` < 0 the n-th working day strictly before. For 0,
 * `from` itself, worked or not.
 *
 * @param self a calendar
 * @param from a day
 * @param n_days how many working days; any number
 * @param out_date the day reached
 * @param error #CPPLAN_ERROR_OUT_OF_COVER
 * @return FALSE if `from` or the result lies outside the cover
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_calendar_add_working_days (const CpplanCalendar  *self,
                                           CpplanDate             from,
                                           gint                   n_days,
                                           CpplanDate            *out_date,
                                           GError               **error);

/**
 * Counts working days: those in (a, b] if `a` <= `b`, else minus those in [b, a).
 *
 * It is the inverse of cpplan_calendar_add_working_days() both ways: between (a, add (a, n)) is n, from any
 * day. (NumPy's `busday_count` counts [a, b) instead.)
 *
 * @param self a calendar
 * @param a a day
 * @param b a day
 * @param out_n_days the count; negative if `b` is before `a`
 * @param error #CPPLAN_ERROR_OUT_OF_COVER
 * @return FALSE if either day lies outside the cover
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_calendar_working_days_between (const CpplanCalendar  *self,
                                               CpplanDate             a,
                                               CpplanDate             b,
                                               gint                  *out_n_days,
                                               GError               **error);

/**
 * Adds a period of any unit. Nothing is rolled off a day that is not worked.
 *
 * | unit          | `after`                  | `inclusive`                          | `clear`    |
 * | ------------- | ------------------------ | ------------------------------------ | ---------- |
 * | working days  | n working days           | n - 1 if `from` is worked and n > 0  | n + 1      |
 * | calendar days | n days                   | n - 1 days if n > 0                  | n + 1 days |
 * | weeks         | 7 n days                 | 7 n - 1 days if n > 0                | 7 n + 1    |
 * | months        | corresponding date       | as `after`                           | as `after` |
 * | years         | corresponding date, 12 n | as `after`                           | as `after` |
 *
 * Where `inclusive` names a condition that does not hold, it is as `after`.
 * Backward (`direction` -1) each is counted the same way to the other side.
 *
 * @param self a calendar
 * @param from a day of the cover, whatever the unit
 * @param period a period
 * @param direction 1 for later, -1 for earlier
 * @param count which day is the first
 * @param month_end what to do where the month has no such day; for months and years only
 * @param out_date the day reached
 * @param out_clamped (nullable) TRUE if the last day of a shorter month was taken
 * @param error #CPPLAN_ERROR_OUT_OF_COVER
 * @return FALSE if `from` or the result lies outside the cover
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_calendar_add_period (const CpplanCalendar  *self,
                                     CpplanDate             from,
                                     CpplanPeriod           period,
                                     gint                   direction,
                                     CpplanCount            count,
                                     CpplanMonthEnd         month_end,
                                     CpplanDate            *out_date,
                                     gboolean              *out_clamped,
                                     GError               **error);

/**
 * Gives the last working day on or before a day.
 *
 * @param self a calendar
 * @param on_or_before a day
 * @param out_date that day itself if it is worked, else the last one worked before it
 * @param error #CPPLAN_ERROR_OUT_OF_COVER
 * @return FALSE if the day, or every working day before it, lies outside the cover
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_calendar_last_working_day (const CpplanCalendar  *self,
                                           CpplanDate             on_or_before,
                                           CpplanDate            *out_date,
                                           GError               **error);

/**
 * Gives the number of holidays and closures; days that are merely Saturdays or Sundays are not among them.
 *
 * @param self a calendar
 * @return how many
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_calendar_get_n_holidays (const CpplanCalendar *self);

/**
 * Gives one of the holidays and closures, in the order of their dates.
 *
 * @param self a calendar
 * @param index 0 to one less than cpplan_calendar_get_n_holidays()
 * @param out_date (nullable) its date
 * @param out_name (nullable) (transfer none) its name, which lives as long as the calendar
 * @param out_class (nullable) its class
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_calendar_get_holiday (const CpplanCalendar *self,
                                  gsize                 index,
                                  CpplanDate           *out_date,
                                  const char          **out_name,
                                  CpplanDayClass       *out_class);

/**
 * Begins a calendar.
 *
 * The cover is a promise: the caller answers for every holiday in it having been added. What is wrong with
 * the name or the cover, cpplan_calendar_builder_build() says.
 *
 * @param name what to call it, 1 to 255 bytes of printable UTF-8
 * @param first the first day of the cover
 * @param last the last day of the cover
 * @return (transfer full) a builder, to be freed with cpplan_calendar_builder_free()
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCalendarBuilder *cpplan_calendar_builder_new (const char *name, CpplanDate first, CpplanDate last);

/**
 * Frees a builder; the calendars built with it stay.
 *
 * @param self (nullable) a builder
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_calendar_builder_free (CpplanCalendarBuilder *self);

/**
 * Adds a holiday. It takes the place of a closure on the same day.
 *
 * @param self a builder
 * @param date a day of the cover; it may be a Saturday or Sunday
 * @param name what it is called, 1 to 255 bytes of printable UTF-8
 * @param is_substitute TRUE if it stands in for a holiday at a weekend
 * @param error #CPPLAN_ERROR_CALENDAR if the day is outside the cover or already a holiday, or the name is
 * empty or not printable UTF-8; #CPPLAN_ERROR_LIMIT if the name is too long
 * @return FALSE if it was not added
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_calendar_builder_add_holiday (CpplanCalendarBuilder  *self,
                                              CpplanDate              date,
                                              const char             *name,
                                              gboolean                is_substitute,
                                              GError                **error);

/**
 * Adds a day on which an authority is closed. On a holiday the holiday stays, and nothing is wrong.
 *
 * @param self a builder
 * @param date a day of the cover; it may be a Saturday or Sunday
 * @param name why it is closed, 1 to 255 bytes of printable UTF-8
 * @param error #CPPLAN_ERROR_CALENDAR if the day is outside the cover or already a closure, or the name is
 * empty or not printable UTF-8; #CPPLAN_ERROR_LIMIT if the name is too long
 * @return FALSE if it was not added
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_calendar_builder_add_closure (CpplanCalendarBuilder  *self,
                                              CpplanDate              date,
                                              const char             *name,
                                              GError                **error);

/**
 * Takes over the holidays and closures of a calendar that lie in the cover.
 *
 * Where the builder has a day already, its own stays; only a closure gives way to a holiday.
 * Days of the cover that the calendar does not cover gain none. If the calendar projects days of the cover,
 * so will the calendar built: its published days end with those of the one taken over.
 *
 * @param self a builder
 * @param calendar a calendar; no reference is kept
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_calendar_builder_add_calendar (CpplanCalendarBuilder *self, const CpplanCalendar *calendar);

/**
 * Builds the calendar. The builder may be used on and may build again.
 *
 * @param self a builder
 * @param error #CPPLAN_ERROR_CALENDAR if the cover is not two dates in order or the name is empty or not
 *   printable UTF-8; #CPPLAN_ERROR_LIMIT if the name is too long
 * @return (transfer full) the calendar, or NULL
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCalendar *cpplan_calendar_builder_build (CpplanCalendarBuilder *self, GError **error);

/** What the array forms of cpplan_calendar_is_working_day() give where there is no answer. */
#define CPPLAN_IS_WORKING_NONE 255

/**
 * Adds working days to each of many dates; see cpplan_calendar_add_working_days().
 *
 * A row without a date (#CPPLAN_DATE_NONE) gives #CPPLAN_DATE_NONE. A row whose date or result lies outside
 * the cover gives #CPPLAN_DATE_NONE too, and is counted. This holds of all the array forms. `out` may be an
 * input array, if its stride is 1; it must not overlap one in another way.
 *
 * @param self a calendar
 * @param from the dates
 * @param from_stride elements from one date to the next; 0 for one date for all rows
 * @param n_days how many working days
 * @param n_stride elements from one number to the next; 0 for one number for all rows
 * @param out `length` elements for the days reached
 * @param length the number of rows
 * @param out_n_outside (nullable) how many rows lay outside the cover
 * @param out_first_outside (nullable) the first of them; `length` if there is none
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_calendar_add_working_days_i32 (const CpplanCalendar *self,
                                           const gint32         *from,
                                           gsize                 from_stride,
                                           const gint32         *n_days,
                                           gsize                 n_stride,
                                           gint32               *out,
                                           gsize                 length,
                                           gsize                *out_n_outside,
                                           gsize                *out_first_outside);

/**
 * As cpplan_calendar_add_working_days_i32(), for 64-bit elements, in which no date is G_MININT64 (NaT).
 *
 * @param self a calendar
 * @param from the dates
 * @param from_stride elements from one date to the next; 0 for one date for all rows
 * @param n_days how many working days
 * @param n_stride elements from one number to the next; 0 for one number for all rows
 * @param out `length` elements for the days reached
 * @param length the number of rows
 * @param out_n_outside (nullable) how many rows lay outside the cover
 * @param out_first_outside (nullable) the first of them; `length` if there is none
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_calendar_add_working_days_i64 (const CpplanCalendar *self,
                                           const gint64         *from,
                                           gsize                 from_stride,
                                           const gint64         *n_days,
                                           gsize                 n_stride,
                                           gint64               *out,
                                           gsize                 length,
                                           gsize                *out_n_outside,
                                           gsize                *out_first_outside);

/**
 * Counts the working days between many pairs of dates; see cpplan_calendar_working_days_between().
 *
 * @param self a calendar
 * @param a the days to count from
 * @param a_stride elements from one to the next; 0 for one day for all rows
 * @param b the days to count to
 * @param b_stride elements from one to the next; 0 for one day for all rows
 * @param out `length` elements for the counts; #CPPLAN_DATE_NONE where there is no answer
 * @param length the number of rows
 * @param out_n_outside (nullable) how many rows lay outside the cover
 * @param out_first_outside (nullable) the first of them; `length` if there is none
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_calendar_working_days_between_i32 (const CpplanCalendar *self,
                                               const gint32         *a,
                                               gsize                 a_stride,
                                               const gint32         *b,
                                               gsize                 b_stride,
                                               gint32               *out,
                                               gsize                 length,
                                               gsize                *out_n_outside,
                                               gsize                *out_first_outside);

/**
 * As cpplan_calendar_working_days_between_i32(), for 64-bit elements; G_MININT64 where there is no answer.
 *
 * @param self a calendar
 * @param a the days to count from
 * @param a_stride elements from one to the next; 0 for one day for all rows
 * @param b the days to count to
 * @param b_stride elements from one to the next; 0 for one day for all rows
 * @param out `length` elements for the counts
 * @param length the number of rows
 * @param out_n_outside (nullable) how many rows lay outside the cover
 * @param out_first_outside (nullable) the first of them; `length` if there is none
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_calendar_working_days_between_i64 (const CpplanCalendar *self,
                                               const gint64         *a,
                                               gsize                 a_stride,
                                               const gint64         *b,
                                               gsize                 b_stride,
                                               gint64               *out,
                                               gsize                 length,
                                               gsize                *out_n_outside,
                                               gsize                *out_first_outside);

/**
 * Asks of many dates whether they are worked; see cpplan_calendar_is_working_day().
 *
 * @param self a calendar
 * @param dates the dates
 * @param stride elements from one date to the next; 0 for one date for all rows
 * @param out `length` bytes: 1 worked, 0 not, #CPPLAN_IS_WORKING_NONE no date or outside the cover
 * @param length the number of rows
 * @param out_n_outside (nullable) how many rows lay outside the cover
 * @param out_first_outside (nullable) the first of them; `length` if there is none
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_calendar_is_working_day_i32 (const CpplanCalendar *self,
                                         const gint32         *dates,
                                         gsize                 stride,
                                         guint8               *out,
                                         gsize                 length,
                                         gsize                *out_n_outside,
                                         gsize                *out_first_outside);

/**
 * As cpplan_calendar_is_working_day_i32(), for 64-bit elements.
 *
 * @param self a calendar
 * @param dates the dates
 * @param stride elements from one date to the next; 0 for one date for all rows
 * @param out `length` bytes: 1 worked, 0 not, #CPPLAN_IS_WORKING_NONE no date or outside the cover
 * @param length the number of rows
 * @param out_n_outside (nullable) how many rows lay outside the cover
 * @param out_first_outside (nullable) the first of them; `length` if there is none
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_calendar_is_working_day_i64 (const CpplanCalendar *self,
                                         const gint64         *dates,
                                         gsize                 stride,
                                         guint8               *out,
                                         gsize                 length,
                                         gsize                *out_n_outside,
                                         gsize                *out_first_outside);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanCalendar, cpplan_calendar_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanCalendarBuilder, cpplan_calendar_builder_free)

G_END_DECLS
