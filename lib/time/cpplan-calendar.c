/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A calendar answers from two tables, made once:
 *
 *   v[d] = 2 * rank (d) + is_working (d)   for each day d of the cover
 *   select[k]                              the working day of rank k
 *
 * The rank of a day is the number of working days of the cover before it. The n-th working day from d is
 * then select[((v[d] - (n > 0)) >> 1) + n]: from a working day of rank r that is r + n both ways; from another
 * day, which lies between r - 1 and r, it is r - 1 + n forward and r + n backward. Days are counted from the
 * first of the cover. Covers of up to about 129 years have 16-bit tables.
 */
#include "cpplan-calendar-private.h"

#include <cpplan/cpplan-error.h>

#include "cpplan-echo-private.h"

#include <string.h>

#define NAME_MAX_BYTES 255

#define BANK_HOLIDAYS_FIRST_YEAR 1990
#define PUBLISHED_LAST_YEAR      2028
#define PROJECTED_LAST_YEAR      2099

typedef struct
{
  CpplanDate     date;
  CpplanDayClass day_class;
  char          *name; /* owned by the builder; in a calendar it points into `names` */
} Holiday;

struct _CpplanCalendar
{
  gint       ref_count; /* atomic */
  gboolean   is_wide;   /* 32-bit tables, else 16-bit */
  CpplanDate first;
  CpplanDate last;
  CpplanDate published_last;
  guint32    n_cover;   /* days of the cover */
  guint32    n_working; /* working days of the cover */
  guint16   *v16;       /* n_cover; owned, as the next three; NULL if wide */
  guint16   *select16;  /* n_working */
  guint32   *v32;       /* NULL unless wide */
  guint32   *select32;
  Holiday   *holidays; /* by date, owned */
  gsize      n_holidays;
  char      *names; /* the texts of the holidays, one after the other, owned */
  char      *name;
  char      *digest;
};

struct _CpplanCalendarBuilder
{
  char      *name;
  CpplanDate first;
  CpplanDate last;
  CpplanDate published_last;
  GArray    *holidays; /* of Holiday, by date, one a day */
};

/* Names */

const char *
cpplan_division_to_string (CpplanDivision division)
{
  switch (division)
    {
    case CPPLAN_DIVISION_ENGLAND_AND_WALES:
      return "england-and-wales";
    case CPPLAN_DIVISION_SCOTLAND:
      return "scotland";
    case CPPLAN_DIVISION_NORTHERN_IRELAND:
      return "northern-ireland";
    }
  g_return_val_if_reached (NULL);
}

const char *
cpplan_calendar_extent_to_string (CpplanCalendarExtent extent)
{
  switch (extent)
    {
    case CPPLAN_CALENDAR_PUBLISHED:
      return "published";
    case CPPLAN_CALENDAR_PROJECTED:
      return "projected";
    }
  g_return_val_if_reached (NULL);
}

const char *
cpplan_count_to_string (CpplanCount count)
{
  switch (count)
    {
    case CPPLAN_COUNT_AFTER:
      return "after";
    case CPPLAN_COUNT_INCLUSIVE:
      return "inclusive";
    case CPPLAN_COUNT_CLEAR:
      return "clear";
    }
  g_return_val_if_reached (NULL);
}

const char *
cpplan_day_class_to_string (CpplanDayClass day_class)
{
  switch (day_class)
    {
    case CPPLAN_DAY_WORKING:
      return "working";
    case CPPLAN_DAY_WEEKEND:
      return "weekend";
    case CPPLAN_DAY_BANK_HOLIDAY:
      return "bank-holiday";
    case CPPLAN_DAY_COMMON_LAW_HOLIDAY:
      return "common-law-holiday";
    case CPPLAN_DAY_SUBSTITUTE:
      return "substitute";
    case CPPLAN_DAY_CLOSURE:
      return "closure";
    }
  g_return_val_if_reached (NULL);
}

static void
set_unknown_name (GError **error, const char *text, const char *what)
{
  g_autofree char *echo = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is not %s", echo, what);
}

gboolean
cpplan_division_from_string (const char *text, CpplanDivision *out_division, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_division != NULL, FALSE);

  for (CpplanDivision d = CPPLAN_DIVISION_ENGLAND_AND_WALES; d <= CPPLAN_DIVISION_NORTHERN_IRELAND; d++)
    if (g_str_equal (text, cpplan_division_to_string (d)))
      {
        *out_division = d;
        return TRUE;
      }
  set_unknown_name (error, text,
                    "a division: say \"england-and-wales\", \"scotland\" or \"northern-ireland\"");
  return FALSE;
}

gboolean
cpplan_calendar_extent_from_string (const char *text, CpplanCalendarExtent *out_extent, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_extent != NULL, FALSE);

  for (CpplanCalendarExtent e = CPPLAN_CALENDAR_PUBLISHED; e <= CPPLAN_CALENDAR_PROJECTED; e++)
    if (g_str_equal (text, cpplan_calendar_extent_to_string (e)))
      {
        *out_extent = e;
        return TRUE;
      }
  set_unknown_name (error, text, "an extent: say \"published\" or \"projected\"");
  return FALSE;
}

gboolean
cpplan_count_from_string (const char *text, CpplanCount *out_count, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_count != NULL, FALSE);

  for (CpplanCount c = CPPLAN_COUNT_AFTER; c <= CPPLAN_COUNT_CLEAR; c++)
    if (g_str_equal (text, cpplan_count_to_string (c)))
      {
        *out_count = c;
        return TRUE;
      }
  set_unknown_name (error, text, "a way to count: say \"after\", \"inclusive\" or \"clear\"");
  return FALSE;
}

gboolean
cpplan_day_class_from_string (const char *text, CpplanDayClass *out_day_class, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_day_class != NULL, FALSE);

  for (CpplanDayClass c = CPPLAN_DAY_WORKING; c <= CPPLAN_DAY_CLOSURE; c++)
    if (g_str_equal (text, cpplan_day_class_to_string (c)))
      {
        *out_day_class = c;
        return TRUE;
      }
  set_unknown_name (error, text, "a class of day");
  return FALSE;
}

/* Builder */

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
  self->holidays = g_array_sized_new (FALSE, FALSE, sizeof (Holiday), 512);
  return self;
}

void
cpplan_calendar_builder_free (CpplanCalendarBuilder *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->holidays->len; i++)
    g_free (g_array_index (self->holidays, Holiday, i).name);
  g_array_unref (self->holidays);
  g_free (self->name);
  g_free (self);
}

void
cpplan_calendar_builder_set_published_last (CpplanCalendarBuilder *self, CpplanDate published_last)
{
  self->published_last = published_last;
}

/* The place of a date among holidays in order: that of the first which is not before it. */
static gsize
find_holiday (const Holiday *holidays, gsize n_holidays, CpplanDate date)
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
static Holiday *
find_in_builder (CpplanCalendarBuilder *self, CpplanDate date, guint *out_place)
{
  Holiday *holidays = (Holiday *) (gpointer) self->holidays->data;
  *out_place = (guint) find_holiday (holidays, self->holidays->len, date);
  return *out_place < self->holidays->len && holidays[*out_place].date == date ? &holidays[*out_place] : NULL;
}

void
cpplan_calendar_builder_put_holiday (CpplanCalendarBuilder *self,
                                     CpplanDate             date,
                                     const char            *name,
                                     CpplanDayClass         day_class)
{
  guint place;
  Holiday *present = find_in_builder (self, date, &place);
  if (present == NULL)
    {
      Holiday holiday = { date, day_class, g_strdup (name) };
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
  g_autofree char *echo = cpplan_echo (name);
  if (date < self->first || date > self->last)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_CALENDAR, "%s (%s) is outside the cover of the calendar",
                   cpplan_date_format (date, text), echo);
      return FALSE;
    }

  guint place;
  const Holiday *present = find_in_builder (self, date, &place);
  gboolean is_closure = day_class == CPPLAN_DAY_CLOSURE;
  if (present != NULL && is_closure == (present->day_class == CPPLAN_DAY_CLOSURE))
    {
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
      const Holiday *holiday = &calendar->holidays[i];
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

  const Holiday *holidays = (const Holiday *) (gconstpointer) self->holidays->data;
  gsize n_bytes = 0;
  calendar->n_holidays = self->holidays->len;
  for (gsize i = 0; i < calendar->n_holidays; i++)
    n_bytes += strlen (holidays[i].name) + 1;
  calendar->holidays = g_new (Holiday, calendar->n_holidays);
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

/* Calendar */

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

static const Holiday *
get_holiday_on (const CpplanCalendar *self, CpplanDate date)
{
  gsize place = find_holiday (self->holidays, self->n_holidays, date);
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
  const Holiday *holiday = get_holiday_on (self, date);
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
  const Holiday *holiday = get_holiday_on (self, date);
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

/* Array forms: each body is written once, for two widths of element and two of table. `Element` is signed,
 * `Unsigned` its unsigned twin: sums wrap, and what has wrapped lies in no table. */

typedef struct
{
  gsize n_outside;
  gsize first_outside;
} Outside;

static void
note_outside (Outside *outside, gsize row)
{
  if (outside->n_outside == 0)
    outside->first_outside = row;
  outside->n_outside++;
}

static void
give_outside (const Outside *outside, gsize length, gsize *out_n_outside, gsize *out_first_outside)
{
  if (out_n_outside != NULL)
    *out_n_outside = outside->n_outside;
  if (out_first_outside != NULL)
    *out_first_outside = outside->n_outside > 0 ? outside->first_outside : length;
}

#define DEFINE_ARRAY_FORMS(suffix, Element, Unsigned, NONE, Table, v, select)                                \
  static void add_each_##suffix (const CpplanCalendar *self, const Element *from, gsize from_stride,         \
                                 const Element *n_days, gsize n_stride, Element *out, gsize length,          \
                                 Outside *outside)                                                           \
  {                                                                                                          \
    const Table *days = self->v;                                                                             \
    const Table *selected = self->select;                                                                    \
    const Unsigned first = (Unsigned) (Element) self->first;                                                 \
    const Unsigned n_cover = self->n_cover;                                                                  \
    const Unsigned n_working = self->n_working;                                                              \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        const Element date = from[i * from_stride];                                                          \
        const Element n = n_days[i * n_stride];                                                              \
        const Unsigned offset = (Unsigned) date - first;                                                     \
        if (G_UNLIKELY (offset >= n_cover))                                                                  \
          {                                                                                                  \
            out[i] = NONE;                                                                                   \
            if (date != NONE)                                                                                \
              note_outside (outside, i);                                                                     \
            continue;                                                                                        \
          }                                                                                                  \
        const Unsigned rank = (Unsigned) (((Element) days[offset] - (n > 0)) >> 1) + (Unsigned) n;           \
        if (G_UNLIKELY (rank >= n_working))                                                                  \
          {                                                                                                  \
            out[i] = n == 0 ? date : NONE;                                                                   \
            if (n != 0)                                                                                      \
              note_outside (outside, i);                                                                     \
            continue;                                                                                        \
          }                                                                                                  \
        const Element reached = (Element) (first + selected[rank]);                                          \
        out[i] = n == 0 ? date : reached;                                                                    \
      }                                                                                                      \
  }                                                                                                          \
                                                                                                             \
  /* One number for all rows: every answer of the cover, made once, is then one load a row. */               \
  static void add_same_##suffix (const CpplanCalendar *self, const Element *from, gsize from_stride,         \
                                 const Element n, Element *out, gsize length, Outside *outside)              \
  {                                                                                                          \
    const Table *days = self->v;                                                                             \
    const Table *selected = self->select;                                                                    \
    const Table none = (Table) -1;                                                                           \
    const Unsigned first = (Unsigned) (Element) self->first;                                                 \
    const Unsigned n_cover = self->n_cover;                                                                  \
    const Unsigned n_working = self->n_working;                                                              \
    g_autofree Table *answers = g_new (Table, self->n_cover);                                                \
    for (guint32 d = 0; d < self->n_cover; d++)                                                              \
      {                                                                                                      \
        const Unsigned rank = (Unsigned) (((Element) days[d] - (n > 0)) >> 1) + (Unsigned) n;                \
        answers[d] = n == 0 ? (Table) d : rank < n_working ? selected[rank] : none;                          \
      }                                                                                                      \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        const Element date = from[i * from_stride];                                                          \
        const Unsigned offset = (Unsigned) date - first;                                                     \
        const Table answer = G_LIKELY (offset < n_cover) ? answers[offset] : none;                           \
        if (G_UNLIKELY (answer == none))                                                                     \
          {                                                                                                  \
            out[i] = NONE;                                                                                   \
            if (date != NONE)                                                                                \
              note_outside (outside, i);                                                                     \
          }                                                                                                  \
        else                                                                                                 \
          out[i] = (Element) (first + answer);                                                               \
      }                                                                                                      \
  }                                                                                                          \
                                                                                                             \
  static void between_##suffix (const CpplanCalendar *self, const Element *a, gsize a_stride,                \
                                const Element *b, gsize b_stride, Element *out, gsize length,                \
                                Outside *outside)                                                            \
  {                                                                                                          \
    const Table *days = self->v;                                                                             \
    const Unsigned first = (Unsigned) (Element) self->first;                                                 \
    const Unsigned n_cover = self->n_cover;                                                                  \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        const Element date_a = a[i * a_stride];                                                              \
        const Element date_b = b[i * b_stride];                                                              \
        const Unsigned offset_a = (Unsigned) date_a - first;                                                 \
        const Unsigned offset_b = (Unsigned) date_b - first;                                                 \
        if (G_UNLIKELY (offset_a >= n_cover || offset_b >= n_cover))                                         \
          {                                                                                                  \
            out[i] = NONE;                                                                                   \
            if (date_a != NONE && date_b != NONE)                                                            \
              note_outside (outside, i);                                                                     \
            continue;                                                                                        \
          }                                                                                                  \
        const Unsigned is_forward = date_a <= date_b;                                                        \
        out[i] = (Element) (((days[offset_b] + is_forward) >> 1) - ((days[offset_a] + is_forward) >> 1));    \
      }                                                                                                      \
  }                                                                                                          \
                                                                                                             \
  static void is_working_##suffix (const CpplanCalendar *self, const Element *dates, gsize stride,           \
                                   guint8 *out, gsize length, Outside *outside)                              \
  {                                                                                                          \
    const Table *days = self->v;                                                                             \
    const Unsigned first = (Unsigned) (Element) self->first;                                                 \
    const Unsigned n_cover = self->n_cover;                                                                  \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        const Element date = dates[i * stride];                                                              \
        const Unsigned offset = (Unsigned) date - first;                                                     \
        if (G_UNLIKELY (offset >= n_cover))                                                                  \
          {                                                                                                  \
            out[i] = CPPLAN_IS_WORKING_NONE;                                                                 \
            if (date != NONE)                                                                                \
              note_outside (outside, i);                                                                     \
            continue;                                                                                        \
          }                                                                                                  \
        out[i] = days[offset] & 1;                                                                           \
      }                                                                                                      \
  }

DEFINE_ARRAY_FORMS (i32_narrow, gint32, guint32, CPPLAN_DATE_NONE, guint16, v16, select16)
DEFINE_ARRAY_FORMS (i32_wide, gint32, guint32, CPPLAN_DATE_NONE, guint32, v32, select32)
DEFINE_ARRAY_FORMS (i64_narrow, gint64, guint64, G_MININT64, guint16, v16, select16)
DEFINE_ARRAY_FORMS (i64_wide, gint64, guint64, G_MININT64, guint32, v32, select32)

/* From this many covers of rows on, a table of all answers pays. */
#define SAME_MIN_COVERS 2

#define DEFINE_PUBLIC_ARRAY_FORMS(width, Element)                                                            \
  void cpplan_calendar_add_working_days_##width (                                                            \
    const CpplanCalendar *self, const Element *from, gsize from_stride, const Element *n_days,               \
    gsize n_stride, Element *out, gsize length, gsize *out_n_outside, gsize *out_first_outside)              \
  {                                                                                                          \
    Outside outside = { 0, 0 };                                                                              \
    g_return_if_fail (self != NULL);                                                                         \
    g_return_if_fail (length == 0 || (from != NULL && n_days != NULL && out != NULL));                       \
                                                                                                             \
    if (n_stride == 0 && length / SAME_MIN_COVERS >= self->n_cover)                                          \
      (self->is_wide ? add_same_##width##_wide : add_same_##width##_narrow) (self, from, from_stride,        \
                                                                             *n_days, out, length,           \
                                                                             &outside);                      \
    else                                                                                                     \
      (self->is_wide ? add_each_##width##_wide : add_each_##width##_narrow) (                                \
        self, from, from_stride, n_days, n_stride, out, length, &outside);                                   \
    give_outside (&outside, length, out_n_outside, out_first_outside);                                       \
  }                                                                                                          \
                                                                                                             \
  void cpplan_calendar_working_days_between_##width (                                                        \
    const CpplanCalendar *self, const Element *a, gsize a_stride, const Element *b, gsize b_stride,          \
    Element *out, gsize length, gsize *out_n_outside, gsize *out_first_outside)                              \
  {                                                                                                          \
    Outside outside = { 0, 0 };                                                                              \
    g_return_if_fail (self != NULL);                                                                         \
    g_return_if_fail (length == 0 || (a != NULL && b != NULL && out != NULL));                               \
                                                                                                             \
    (self->is_wide ? between_##width##_wide : between_##width##_narrow) (self, a, a_stride, b, b_stride,     \
                                                                         out, length, &outside);             \
    give_outside (&outside, length, out_n_outside, out_first_outside);                                       \
  }                                                                                                          \
                                                                                                             \
  void cpplan_calendar_is_working_day_##width (const CpplanCalendar *self, const Element *dates,             \
                                               gsize stride, guint8 *out, gsize length,                      \
                                               gsize *out_n_outside, gsize *out_first_outside)               \
  {                                                                                                          \
    Outside outside = { 0, 0 };                                                                              \
    g_return_if_fail (self != NULL);                                                                         \
    g_return_if_fail (length == 0 || (dates != NULL && out != NULL));                                        \
                                                                                                             \
    (self->is_wide ? is_working_##width##_wide : is_working_##width##_narrow) (self, dates, stride, out,     \
                                                                               length, &outside);            \
    give_outside (&outside, length, out_n_outside, out_first_outside);                                       \
  }

DEFINE_PUBLIC_ARRAY_FORMS (i32, gint32)
DEFINE_PUBLIC_ARRAY_FORMS (i64, gint64)
