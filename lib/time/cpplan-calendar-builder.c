/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a calendar is made: the builder, the two tables, the digest, and the built-in ones of a division. */
#include "cpplan-calendar-body-private.h"

#include <cpplan/cpplan-error.h>

#include "cpplan-echo-private.h"

#include <string.h>

#define NAME_MAX_BYTES 255

#define BANK_HOLIDAYS_FIRST_YEAR 1990
#define PUBLISHED_LAST_YEAR      2028
#define PROJECTED_LAST_YEAR      2099

struct _CpplanCalendarBuilder
{
  char      *name;
  CpplanDate first;
  CpplanDate last;
  CpplanDate published_last;
  GArray    *holidays; /* of CpplanHoliday, by date, one a day */
};

static gboolean
is_cover (CpplanDate first, CpplanDate last)
{
  return cpplan_date_is_valid (first) && cpplan_date_is_valid (last) && first <= last;
}

static gboolean
check_name (const char *name, GError **error)
{
  gboolean is_printable = name[0] != '\0' && g_utf8_validate (name, -1, NULL);
  if (is_printable && strlen (name) > NAME_MAX_BYTES)
    {
      g_autofree char *long_echo = cpplan_echo (name);
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT, "the name %s is longer than %d bytes", long_echo,
                   NAME_MAX_BYTES);
      return FALSE;
    }
  for (const char *at = name; is_printable && *at != '\0'; at = g_utf8_next_char (at))
    is_printable = g_unichar_isprint (g_utf8_get_char (at));
  if (is_printable)
    return TRUE;

  g_autofree char *echo = cpplan_echo (name);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_CALENDAR,
               "%s is not a name: it must be printable UTF-8 text", echo);
  return FALSE;
}

CpplanCalendarBuilder *
cpplan_calendar_builder_new (const char *name, CpplanDate first, CpplanDate last)
{
  g_return_val_if_fail (name != NULL, NULL);

  CpplanCalendarBuilder *self = g_new0 (CpplanCalendarBuilder, 1);
  self->name = g_strdup (name);
  self->first = first;
  self->last = last;
  self->published_last = last;
  self->holidays = g_array_sized_new (FALSE, FALSE, sizeof (CpplanHoliday), 512);
  return self;
}

void
cpplan_calendar_builder_free (CpplanCalendarBuilder *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->holidays->len; i++)
    g_free (g_array_index (self->holidays, CpplanHoliday, i).name);
  g_array_unref (self->holidays);
  g_free (self->name);
  g_free (self);
}

void
cpplan_calendar_builder_set_published_last (CpplanCalendarBuilder *self, CpplanDate published_last)
{
  self->published_last = published_last;
}

gsize
cpplan_holidays_find (const CpplanHoliday *holidays, gsize n_holidays, CpplanDate date)
{
  gsize low = 0;
  gsize high = n_holidays;
  /* Most are added in order. */
  if (n_holidays > 0 && holidays[n_holidays - 1].date < date)
    return n_holidays;
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      if (holidays[middle].date < date)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* What stands on a day in the builder, or NULL; and where it would go. */
static CpplanHoliday *
find_in_builder (CpplanCalendarBuilder *self, CpplanDate date, guint *out_place)
{
  CpplanHoliday *holidays = (CpplanHoliday *) (gpointer) self->holidays->data;
  *out_place = (guint) cpplan_holidays_find (holidays, self->holidays->len, date);
  return *out_place < self->holidays->len && holidays[*out_place].date == date ? &holidays[*out_place] : NULL;
}

void
cpplan_calendar_builder_put_holiday (CpplanCalendarBuilder *self,
                                     CpplanDate             date,
                                     const char            *name,
                                     CpplanDayClass         day_class)
{
  guint place;
  CpplanHoliday *present = find_in_builder (self, date, &place);
  if (present == NULL)
    {
      CpplanHoliday holiday = { date, day_class, g_strdup (name) };
      g_array_insert_val (self->holidays, place, holiday);
    }
  else if (present->day_class == CPPLAN_DAY_CLOSURE && day_class != CPPLAN_DAY_CLOSURE)
    {
      g_free (present->name);
      present->name = g_strdup (name);
      present->day_class = day_class;
    }
}

static gboolean
add_named_day (CpplanCalendarBuilder *self,
               CpplanDate             date,
               const char            *name,
               CpplanDayClass         day_class,
               GError               **error)
{
  if (!check_name (name, error))
    return FALSE;

  char text[CPPLAN_DATE_BUFFER];
  if (!cpplan_date_is_valid (date))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_CALENDAR, "day %d is not in the years 1900 to 2199",
                   date);
      return FALSE;
    }
  if (date < self->first || date > self->last)
    {
      g_autofree char *echo = cpplan_echo (name);
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_CALENDAR, "%s (%s) is outside the cover of the calendar",
                   cpplan_date_format (date, text), echo);
      return FALSE;
    }

  guint place;
  const CpplanHoliday *present = find_in_builder (self, date, &place);
  gboolean is_closure = day_class == CPPLAN_DAY_CLOSURE;
  if (present != NULL && is_closure == (present->day_class == CPPLAN_DAY_CLOSURE))
    {
      g_autofree char *echo = cpplan_echo (name);
      g_autofree char *present_echo = cpplan_echo (present->name);
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_CALENDAR, "%s (%s) is a %s already: %s",
                   cpplan_date_format (date, text), echo, is_closure ? "closure" : "holiday", present_echo);
      return FALSE;
    }
  cpplan_calendar_builder_put_holiday (self, date, name, day_class);
  return TRUE;
}

gboolean
cpplan_calendar_builder_add_holiday (CpplanCalendarBuilder  *self,
                                     CpplanDate              date,
                                     const char             *name,
                                     gboolean                is_substitute,
                                     GError                **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return add_named_day (self, date, name, is_substitute ? CPPLAN_DAY_SUBSTITUTE : CPPLAN_DAY_BANK_HOLIDAY,
                        error);
}

gboolean
cpplan_calendar_builder_add_closure (CpplanCalendarBuilder  *self,
                                     CpplanDate              date,
                                     const char             *name,
                                     GError                **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return add_named_day (self, date, name, CPPLAN_DAY_CLOSURE, error);
}

void
cpplan_calendar_builder_add_calendar (CpplanCalendarBuilder *self, const CpplanCalendar *calendar)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (calendar != NULL);

  for (gsize i = 0; i < calendar->n_holidays; i++)
    {
      const CpplanHoliday *holiday = &calendar->holidays[i];
      if (holiday->date >= self->first && holiday->date <= self->last)
        cpplan_calendar_builder_put_holiday (self, holiday->date, holiday->name, holiday->day_class);
    }

  gboolean projects_cover = calendar->published_last < MIN (calendar->last, self->last)
                            && calendar->last >= self->first;
  if (projects_cover)
    self->published_last = MIN (self->published_last, calendar->published_last);
}

/* Marks each day of the cover, and counts the working days. */
static guint32
mark_working_days (const CpplanCalendar *self, guint8 *is_working)
{
  guint8 week[7];
  guint32 n_working = 0;
  for (guint32 i = 0; i < 7; i++)
    week[i] = (cpplan_date_get_weekday (self->first) - 1 + i) % 7 < 5;
  for (guint32 d = 0; d + 7 <= self->n_cover; d += 7)
    memcpy (&is_working[d], week, 7);
  for (guint32 d = self->n_cover - self->n_cover % 7; d < self->n_cover; d++)
    {
      is_working[d] = week[d % 7];
      n_working += is_working[d];
    }
  n_working += 5 * (self->n_cover / 7);
  for (gsize i = 0; i < self->n_holidays; i++)
    {
      guint8 *day = &is_working[self->holidays[i].date - self->first];
      n_working -= *day;
      *day = 0;
    }
  return n_working;
}

#define FILL_TABLES(Width, v, select)                                                                        \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    guint32 rank = 0;                                                                                        \
    /* One element more: the day after the last working day is written, and never read. */                   \
    (v) = g_new (Width, self->n_cover);                                                                      \
    (select) = g_new (Width, (gsize) self->n_working + 1);                                                   \
    for (guint32 d = 0; d < self->n_cover; d++)                                                              \
      {                                                                                                      \
        (v)[d] = (Width) (2 * rank + is_working[d]);                                                         \
        (select)[rank] = (Width) d;                                                                          \
        rank += is_working[d];                                                                               \
      }                                                                                                      \
  }                                                                                                          \
  G_STMT_END

static void
fill_tables (CpplanCalendar *self)
{
  g_autofree guint8 *is_working = g_malloc (self->n_cover);
  self->n_working = mark_working_days (self, is_working);
  /* All ones stays free in both tables, as a mark. */
  self->is_wide = self->n_cover >= G_MAXUINT16 || 2 * self->n_working + 1 >= G_MAXUINT16;
  if (self->is_wide)
    FILL_TABLES (guint32, self->v32, self->select32);
  else
    FILL_TABLES (guint16, self->v16, self->select16);
}

static void
make_digest (CpplanCalendar *self)
{
  char first[CPPLAN_DATE_BUFFER];
  char last[CPPLAN_DATE_BUFFER];
  char published_last[CPPLAN_DATE_BUFFER];
  GString *text = g_string_sized_new (64 * (self->n_holidays + 8));

  g_string_append_printf (text, "cpplan calendar 1\nname %s\ncover %s %s\npublished %s\n", self->name,
                          cpplan_date_format (self->first, first), cpplan_date_format (self->last, last),
                          cpplan_date_format (self->published_last, published_last));
  for (gsize i = 0; i < self->n_holidays; i++)
    {
      /* The class by its number, which never changes: the digest is half of the time that a calendar takes.
       */
      g_string_append_len (text, cpplan_date_format (self->holidays[i].date, first), CPPLAN_DATE_BUFFER - 1);
      g_string_append_c (text, ' ');
      g_string_append_c (text, (char) ('0' + self->holidays[i].day_class));
      g_string_append_c (text, ' ');
      g_string_append (text, self->holidays[i].name);
      g_string_append_c (text, '\n');
    }
  self->digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text->str, text->len);
  g_string_free (text, TRUE);
}

CpplanCalendar *
cpplan_calendar_builder_build (CpplanCalendarBuilder *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!check_name (self->name, error))
    return NULL;
  if (!is_cover (self->first, self->last))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_CALENDAR,
                   "days %d to %d are not a cover: they must be dates of the years 1900 to 2199, in order",
                   self->first, self->last);
      return NULL;
    }

  CpplanCalendar *calendar = g_new0 (CpplanCalendar, 1);
  calendar->ref_count = 1;
  calendar->first = self->first;
  calendar->last = self->last;
  calendar->published_last = self->published_last;
  calendar->n_cover = (guint32) (self->last - self->first + 1);
  calendar->name = g_strdup (self->name);

  const CpplanHoliday *holidays = (const CpplanHoliday *) (gconstpointer) self->holidays->data;
  gsize n_bytes = 0;
  calendar->n_holidays = self->holidays->len;
  for (gsize i = 0; i < calendar->n_holidays; i++)
    n_bytes += strlen (holidays[i].name) + 1;
  calendar->holidays = g_new (CpplanHoliday, calendar->n_holidays);
  calendar->names = g_malloc (n_bytes);
  char *name = calendar->names;
  for (gsize i = 0; i < calendar->n_holidays; i++)
    {
      gsize n_name = strlen (holidays[i].name) + 1;
      calendar->holidays[i] = holidays[i];
      calendar->holidays[i].name = memcpy (name, holidays[i].name, n_name);
      name += n_name;
    }

  fill_tables (calendar);
  make_digest (calendar);
  return calendar;
}

/* The built-in calendars */

CpplanCalendar *
cpplan_calendar_new_bank_holidays (CpplanDivision         division,
                                   CpplanCalendarExtent   extent,
                                   CpplanDate             known_at,
                                   GError               **error)
{
  g_return_val_if_fail (division >= CPPLAN_DIVISION_ENGLAND_AND_WALES
                          && division <= CPPLAN_DIVISION_NORTHERN_IRELAND,
                        NULL);
  g_return_val_if_fail (extent == CPPLAN_CALENDAR_PUBLISHED || extent == CPPLAN_CALENDAR_PROJECTED, NULL);

  if (known_at != CPPLAN_DATE_NONE && !cpplan_date_is_valid (known_at))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE, "day %d is not in the years 1900 to 2199",
                   known_at);
      return NULL;
    }

  gint last_year = extent == CPPLAN_CALENDAR_PROJECTED ? PROJECTED_LAST_YEAR : PUBLISHED_LAST_YEAR;
  CpplanDate first = CPPLAN_DATE_NONE;
  CpplanDate last = CPPLAN_DATE_NONE;
  CpplanDate published_last = CPPLAN_DATE_NONE;
  cpplan_date_from_ymd (BANK_HOLIDAYS_FIRST_YEAR, 1, 1, &first, NULL);
  cpplan_date_from_ymd (last_year, 12, 31, &last, NULL);
  cpplan_date_from_ymd (PUBLISHED_LAST_YEAR, 12, 31, &published_last, NULL);

  g_autoptr (CpplanCalendarBuilder) builder
    = cpplan_calendar_builder_new (cpplan_division_to_string (division), first, last);
  cpplan_calendar_builder_set_published_last (builder, published_last);
  cpplan_bank_holidays_add (builder, division, BANK_HOLIDAYS_FIRST_YEAR, last_year, known_at);
  return cpplan_calendar_builder_build (builder, error);
}
