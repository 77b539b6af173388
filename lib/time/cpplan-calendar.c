/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The questions of one day and of one period, answered from the tables of a calendar. */
#include "cpplan-calendar-body-private.h"

#include <cpplan/cpplan-error.h>

#include "cpplan-echo-private.h"

CpplanCalendar *
cpplan_calendar_ref (CpplanCalendar *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_calendar_unref (CpplanCalendar *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->v16);
  g_free (self->select16);
  g_free (self->v32);
  g_free (self->select32);
  g_free (self->holidays);
  g_free (self->names);
  g_free (self->name);
  g_free (self->digest);
  g_free (self);
}

const char *
cpplan_calendar_get_name (const CpplanCalendar *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

CpplanDate
cpplan_calendar_get_first (const CpplanCalendar *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);

  return self->first;
}

CpplanDate
cpplan_calendar_get_last (const CpplanCalendar *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);

  return self->last;
}

CpplanDate
cpplan_calendar_get_published_last (const CpplanCalendar *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);

  return self->published_last;
}

const char *
cpplan_calendar_get_digest (const CpplanCalendar *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->digest;
}

/* The number of a day in the cover; not below n_cover for every day outside it, by wrapping around. */
static guint32
get_offset (const CpplanCalendar *self, CpplanDate date)
{
  return (guint32) date - (guint32) self->first;
}

static guint32
get_v (const CpplanCalendar *self, guint32 offset)
{
  return self->is_wide ? self->v32[offset] : self->v16[offset];
}

static CpplanDate
get_selected (const CpplanCalendar *self, guint32 rank)
{
  return self->first + (gint32) (self->is_wide ? self->select32[rank] : self->select16[rank]);
}

static char *
describe_cover (const CpplanCalendar *self)
{
  char first[CPPLAN_DATE_BUFFER];
  char last[CPPLAN_DATE_BUFFER];
  g_autofree char *echo = cpplan_echo (self->name);
  return g_strdup_printf ("the calendar %s (%s to %s)", echo, cpplan_date_format (self->first, first),
                          cpplan_date_format (self->last, last));
}

static void
write_date (CpplanDate date, char *text, gsize size)
{
  if (cpplan_date_is_valid (date))
    cpplan_date_format (date, text);
  else if (date == CPPLAN_DATE_NONE)
    g_strlcpy (text, "no date", size);
  else
    g_snprintf (text, (gulong) size, "day %d", date);
}

static gboolean
check_covers (const CpplanCalendar *self, CpplanDate date, GError **error)
{
  if (G_LIKELY (get_offset (self, date) < self->n_cover))
    return TRUE;
  /* The text takes longer than any answer, and not everybody asks for it. */
  if (error == NULL)
    return FALSE;

  char text[32];
  write_date (date, text, sizeof text);
  g_autofree char *cover = describe_cover (self);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_OUT_OF_COVER, "%s is outside %s", text, cover);
  return FALSE;
}

/* What is asked for lies beyond the cover, though `from` lies in it. */
static void
set_beyond_cover (GError **error, const CpplanCalendar *self, CpplanDate from, const char *what)
{
  if (error == NULL)
    return;

  char text[32];
  write_date (from, text, sizeof text);
  g_autofree char *cover = describe_cover (self);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_OUT_OF_COVER, "%s %s is outside %s", what, text, cover);
}

gboolean
cpplan_calendar_covers (const CpplanCalendar *self, CpplanDate date)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return get_offset (self, date) < self->n_cover;
}

gboolean
cpplan_calendar_is_working_day (const CpplanCalendar  *self,
                                CpplanDate             date,
                                gboolean              *out_is_working,
                                GError               **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (out_is_working != NULL, FALSE);

  if (!check_covers (self, date, error))
    return FALSE;
  *out_is_working = (get_v (self, get_offset (self, date)) & 1) != 0;
  return TRUE;
}

static const CpplanHoliday *
get_holiday_on (const CpplanCalendar *self, CpplanDate date)
{
  gsize place = cpplan_holidays_find (self->holidays, self->n_holidays, date);
  return place < self->n_holidays && self->holidays[place].date == date ? &self->holidays[place] : NULL;
}

gboolean
cpplan_calendar_get_day_class (const CpplanCalendar  *self,
                               CpplanDate             date,
                               CpplanDayClass        *out_class,
                               GError               **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (out_class != NULL, FALSE);

  if (!check_covers (self, date, error))
    return FALSE;
  const CpplanHoliday *holiday = get_holiday_on (self, date);
  if (holiday != NULL)
    *out_class = holiday->day_class;
  else
    *out_class = cpplan_date_get_weekday (date) > 5 ? CPPLAN_DAY_WEEKEND : CPPLAN_DAY_WORKING;
  return TRUE;
}

gboolean
cpplan_calendar_holiday_on (const CpplanCalendar  *self,
                            CpplanDate             date,
                            const char           **out_name,
                            gboolean              *out_is_substitute,
                            GError               **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (out_name != NULL, FALSE);

  if (!check_covers (self, date, error))
    return FALSE;
  const CpplanHoliday *holiday = get_holiday_on (self, date);
  *out_name = holiday != NULL ? holiday->name : NULL;
  if (out_is_substitute != NULL)
    *out_is_substitute = holiday != NULL && holiday->day_class == CPPLAN_DAY_SUBSTITUTE;
  return TRUE;
}

char *
cpplan_calendar_why (const CpplanCalendar *self, CpplanDate date, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  CpplanDayClass day_class;
  if (!cpplan_calendar_get_day_class (self, date, &day_class, error))
    return NULL;
  switch (day_class)
    {
    case CPPLAN_DAY_WORKING:
      return g_strdup ("working day");
    case CPPLAN_DAY_WEEKEND:
      return g_strdup (cpplan_date_get_weekday (date) == 6 ? "Saturday" : "Sunday");
    case CPPLAN_DAY_BANK_HOLIDAY:
    case CPPLAN_DAY_COMMON_LAW_HOLIDAY:
      return g_strdup (get_holiday_on (self, date)->name);
    case CPPLAN_DAY_SUBSTITUTE:
      return g_strdup_printf ("%s (substitute)", get_holiday_on (self, date)->name);
    case CPPLAN_DAY_CLOSURE:
      return g_strdup_printf ("closure: %s", get_holiday_on (self, date)->name);
    }
  g_return_val_if_reached (NULL);
}

gboolean
cpplan_calendar_add_working_days_fast (const CpplanCalendar *self, CpplanDate from, gint n, CpplanDate *out)
{
  guint32 offset = get_offset (self, from);
  if (G_UNLIKELY (offset >= self->n_cover))
    return FALSE;
  /* Unsigned, so that a sum out of range wraps to one that is no rank. */
  gint32 start = (gint32) get_v (self, offset) - (n > 0);
  guint32 rank = (guint32) (start >> 1) + (guint32) n;
  if (n == 0)
    *out = from;
  else if (G_LIKELY (rank < self->n_working))
    *out = get_selected (self, rank);
  else
    return FALSE;
  return TRUE;
}

gboolean
cpplan_calendar_add_working_days (const CpplanCalendar  *self,
                                  CpplanDate             from,
                                  gint                   n_days,
                                  CpplanDate            *out_date,
                                  GError               **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (out_date != NULL, FALSE);

  if (G_LIKELY (cpplan_calendar_add_working_days_fast (self, from, n_days, out_date)))
    return TRUE;
  if (error != NULL && check_covers (self, from, error))
    {
      g_autofree char *what = g_strdup_printf ("%d working days from", n_days);
      set_beyond_cover (error, self, from, what);
    }
  return FALSE;
}

gboolean
cpplan_calendar_working_days_between (const CpplanCalendar  *self,
                                      CpplanDate             a,
                                      CpplanDate             b,
                                      gint                  *out_n_days,
                                      GError               **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (out_n_days != NULL, FALSE);

  if (!check_covers (self, a, error) || !check_covers (self, b, error))
    return FALSE;
  /* Forward, the days up to and with each are compared; backward, the days before each. */
  guint32 is_forward = a <= b;
  guint32 count_a = (get_v (self, get_offset (self, a)) + is_forward) >> 1;
  guint32 count_b = (get_v (self, get_offset (self, b)) + is_forward) >> 1;
  *out_n_days = (gint) count_b - (gint) count_a;
  return TRUE;
}

static gboolean
is_worked (const CpplanCalendar *self, CpplanDate date)
{
  return (get_v (self, get_offset (self, date)) & 1) != 0;
}

/* The days that a period has when it is counted in days; see the table in the header. */
static gint
get_n_days (const CpplanCalendar *self, CpplanDate from, CpplanPeriod period, CpplanCount count)
{
  gint n = period.unit == CPPLAN_UNIT_WEEKS ? 7 * period.count : period.count;
  gboolean counts_event = period.unit != CPPLAN_UNIT_WORKING_DAYS || is_worked (self, from);

  if (count == CPPLAN_COUNT_CLEAR)
    return n + 1;
  return count == CPPLAN_COUNT_INCLUSIVE && counts_event && n > 0 ? n - 1 : n;
}

gboolean
cpplan_calendar_add_period (const CpplanCalendar  *self,
                            CpplanDate             from,
                            CpplanPeriod           period,
                            gint                   direction,
                            CpplanCount            count,
                            CpplanMonthEnd         month_end,
                            CpplanDate            *out_date,
                            gboolean              *out_clamped,
                            GError               **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (period.count >= 0 && period.count <= CPPLAN_PERIOD_MAX, FALSE);
  g_return_val_if_fail (period.unit >= CPPLAN_UNIT_WORKING_DAYS && period.unit <= CPPLAN_UNIT_YEARS, FALSE);
  g_return_val_if_fail (direction == 1 || direction == -1, FALSE);
  g_return_val_if_fail (count >= CPPLAN_COUNT_AFTER && count <= CPPLAN_COUNT_CLEAR, FALSE);
  g_return_val_if_fail (month_end == CPPLAN_MONTH_END_CLAMP || month_end == CPPLAN_MONTH_END_NEXT, FALSE);
  g_return_val_if_fail (out_date != NULL, FALSE);

  if (!check_covers (self, from, error))
    return FALSE;

  CpplanDate date = CPPLAN_DATE_NONE;
  gboolean is_clamped = FALSE;
  gboolean is_reached = TRUE;
  switch (period.unit)
    {
    case CPPLAN_UNIT_WORKING_DAYS:
      is_reached = cpplan_calendar_add_working_days_fast (
        self, from, direction * get_n_days (self, from, period, count), &date);
      break;
    case CPPLAN_UNIT_CALENDAR_DAYS:
    case CPPLAN_UNIT_WEEKS:
      date = from + direction * get_n_days (self, from, period, count);
      break;
    case CPPLAN_UNIT_MONTHS:
      is_reached
        = cpplan_date_add_months (from, direction * period.count, month_end, &date, &is_clamped, NULL);
      break;
    case CPPLAN_UNIT_YEARS:
      is_reached
        = cpplan_date_add_months (from, direction * 12 * period.count, month_end, &date, &is_clamped, NULL);
      break;
    }

  if (!is_reached || get_offset (self, date) >= self->n_cover)
    {
      g_autofree char *text = cpplan_period_to_string (period);
      g_autofree char *what = g_strdup_printf ("%s %s", text, direction > 0 ? "after" : "before");
      set_beyond_cover (error, self, from, what);
      return FALSE;
    }
  *out_date = date;
  if (out_clamped != NULL)
    *out_clamped = is_clamped;
  return TRUE;
}

gboolean
cpplan_calendar_last_working_day_fast (const CpplanCalendar *self, CpplanDate on_or_before, CpplanDate *out)
{
  guint32 offset = get_offset (self, on_or_before);
  if (offset >= self->n_cover)
    return FALSE;
  guint32 v = get_v (self, offset);
  if (v == 0)
    return FALSE;
  /* Both a working day of rank r and the days up to the next have r + 1 working days up to them. */
  *out = get_selected (self, ((v + 1) >> 1) - 1);
  return TRUE;
}

gboolean
cpplan_calendar_last_working_day (const CpplanCalendar  *self,
                                  CpplanDate             on_or_before,
                                  CpplanDate            *out_date,
                                  GError               **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (out_date != NULL, FALSE);

  if (cpplan_calendar_last_working_day_fast (self, on_or_before, out_date))
    return TRUE;
  if (check_covers (self, on_or_before, error))
    set_beyond_cover (error, self, on_or_before, "the last working day on or before");
  return FALSE;
}

/* Days from Monday to Friday among the `date` + 3 days from Monday 1969-12-29 to the day before; less than 0
 * for earlier days. */
static gint64
count_weekdays_before (gint64 date)
{
  gint64 days = date + 3;
  gint64 weeks = days >= 0 ? days / 7 : -((-days + 6) / 7);
  return 5 * weeks + MIN (days - 7 * weeks, 5);
}

/* The Monday to Friday that has `count` of them before it. */
static gint64
find_weekday (gint64 count)
{
  gint64 weeks = count >= 0 ? count / 5 : -((-count + 4) / 5);
  return 7 * weeks + (count - 5 * weeks) - 3;
}

CpplanDate
cpplan_calendar_add_working_days_at_least (const CpplanCalendar *self, CpplanDate from, gint n_forward)
{
  gint64 left = n_forward;
  gint64 date = from;

  if (left <= 0)
    return from;
  if (date < self->first)
    {
      gint64 n_before = count_weekdays_before (self->first) - count_weekdays_before (date + 1);
      if (left <= n_before)
        return (CpplanDate) find_weekday (count_weekdays_before (date + 1) + left - 1);
      left -= n_before;
      if (left <= self->n_working)
        return get_selected (self, (guint32) left - 1);
      left -= self->n_working;
      date = self->last;
    }
  else if (date <= self->last)
    {
      guint32 n_done = (get_v (self, get_offset (self, from)) + 1) >> 1;
      guint32 n_inside = self->n_working - n_done;
      if (left <= n_inside)
        return get_selected (self, n_done + (guint32) left - 1);
      left -= n_inside;
      date = self->last;
    }
  gint64 reached = find_weekday (count_weekdays_before (date + 1) + left - 1);
  return (CpplanDate) MIN (reached, G_MAXINT32);
}

gsize
cpplan_calendar_get_n_holidays (const CpplanCalendar *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_holidays;
}

void
cpplan_calendar_get_holiday (const CpplanCalendar *self,
                             gsize                 index,
                             CpplanDate           *out_date,
                             const char          **out_name,
                             CpplanDayClass       *out_class)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (index < self->n_holidays);

  if (out_date != NULL)
    *out_date = self->holidays[index].date;
  if (out_name != NULL)
    *out_name = self->holidays[index].name;
  if (out_class != NULL)
    *out_class = self->holidays[index].day_class;
}
