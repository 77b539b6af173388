/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Working days and bank holidays.
 */
#include "shell.h"

#include <string.h>

typedef struct
{
  char    *calendar;
  char    *known_at;
  char    *year; /* of `holidays` alone */
  gboolean is_projected;
  gboolean is_json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->calendar);
  g_free (options->known_at);
  g_free (options->year);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, gboolean has_year, char ***arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "calendar", 0, 0, G_OPTION_ARG_FILENAME, &options->calendar, NULL, NULL },
    { "known-at", 0, 0, G_OPTION_ARG_FILENAME, &options->known_at, NULL, NULL },
    { "project", 0, 0, G_OPTION_ARG_NONE, &options->is_projected, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->is_json, NULL, NULL },
    { has_year ? "year" : NULL, 0, 0, G_OPTION_ARG_FILENAME, &options->year, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = shell_options_new (entries);
  return shell_parse (context, arguments, error);
}

static CpplanCalendar *
open_calendar (const Options *options, GError **error)
{
  CpplanDate known_at;
  if (options->calendar == NULL)
    {
      shell_misuse (error, "--calendar is needed");
      return NULL;
    }
  if (!shell_read_date ("--known-at", options->known_at, &known_at, error))
    return NULL;
  if (known_at != CPPLAN_DATE_NONE && strchr (options->calendar, ':') != NULL)
    {
      shell_misuse (error, "--known-at needs a calendar that is built in, not one from a file");
      return NULL;
    }
  return shell_open_calendar (options->calendar, options->is_projected, known_at, error);
}

/* The start of every document here. */
static json_t *
new_document (const char *format, const CpplanCalendar *calendar)
{
  json_t *document = json_object ();
  shell_set_text (document, "format", format);
  shell_set_text (document, "calendar", cpplan_calendar_get_name (calendar));
  return document;
}

static gboolean
read_count (const char *text, gint *out_count, GError **error)
{
  gint64 count;
  if (!g_ascii_string_to_signed (text, 10, G_MININT, G_MAXINT, &count, NULL))
    return shell_misuse (error, "%s is not a number of days", text);
  *out_count = (gint) count;
  return TRUE;
}

static gboolean
add (char **operands, const CpplanCalendar *calendar, gboolean is_json, GString *out, GError **error)
{
  CpplanDate from, date;
  gint       n_days = 0;
  char       buffer[CPPLAN_DATE_BUFFER];

  if (!shell_read_date ("DATE", operands[0], &from, error) || !read_count (operands[1], &n_days, error)
      || !cpplan_calendar_add_working_days (calendar, from, n_days, &date, error))
    return FALSE;
  if (!is_json)
    {
      g_string_append_printf (out, "%s\n", cpplan_date_format (date, buffer));
      return TRUE;
    }
  json_t *document = new_document ("cpplan-days-add/1", calendar);
  shell_set_date (document, "from", from);
  json_object_set_new (document, "working-days", json_integer (n_days));
  shell_set_date (document, "date", date);
  shell_append_document (out, document);
  return TRUE;
}

static gboolean
count (char **operands, const CpplanCalendar *calendar, gboolean is_json, GString *out, GError **error)
{
  CpplanDate a, b;
  gint       n_days;

  if (!shell_read_date ("DATE", operands[0], &a, error) || !shell_read_date ("DATE", operands[1], &b, error)
      || !cpplan_calendar_working_days_between (calendar, a, b, &n_days, error))
    return FALSE;
  if (!is_json)
    {
      g_string_append_printf (out, "%d\n", n_days);
      return TRUE;
    }
  json_t *document = new_document ("cpplan-days-between/1", calendar);
  shell_set_date (document, "from", a);
  shell_set_date (document, "to", b);
  json_object_set_new (document, "working-days", json_integer (n_days));
  shell_append_document (out, document);
  return TRUE;
}

static gboolean
say_why (char **operands, const CpplanCalendar *calendar, gboolean is_json, GString *out, GError **error)
{
  CpplanDate     date;
  CpplanDayClass day_class;
  const char    *name;

  if (!shell_read_date ("DATE", operands[0], &date, error))
    return FALSE;
  g_autofree char *why = cpplan_calendar_why (calendar, date, error);
  if (why == NULL || !cpplan_calendar_get_day_class (calendar, date, &day_class, error)
      || !cpplan_calendar_holiday_on (calendar, date, &name, NULL, error))
    return FALSE;
  if (!is_json)
    {
      g_string_append_printf (out, "%s: %s\n", operands[0], why);
      return TRUE;
    }
  json_t *document = new_document ("cpplan-days-why/1", calendar);
  shell_set_date (document, "date", date);
  shell_set_text (document, "class", cpplan_day_class_to_string (day_class));
  shell_set_text (document, "name", name);
  shell_append_document (out, document);
  return TRUE;
}

static const struct
{
  const char *name;
  const char *operands[3];
  gboolean (*answer) (char                **operands,
                      const CpplanCalendar *calendar,
                      gboolean              is_json,
                      GString              *out,
                      GError              **error);
} actions[] = {
  { "add", { "DATE", "N", NULL }, add },
  { "between", { "the first DATE", "the second DATE", NULL }, count },
  { "why", { "DATE", NULL, NULL }, say_why },
};

static gboolean
act (char **operands, const Options *options, GString *out, GError **error)
{
  gsize i = 0;
  while (i < G_N_ELEMENTS (actions) && g_strcmp0 (actions[i].name, operands[0]) != 0)
    i++;
  if (operands[0] == NULL)
    return shell_misuse (error, "one of add, between, why is needed");
  if (i == G_N_ELEMENTS (actions))
    return shell_misuse (error, "there is no days %s", operands[0]);
  if (!shell_want_operands (operands + 1, actions[i].operands, error))
    return FALSE;
  g_autoptr (CpplanCalendar) calendar = open_calendar (options, error);
  return calendar != NULL && actions[i].answer (operands + 1, calendar, options->is_json, out, error);
}

int
shell_run_days (char ***arguments, GString *out, GError **error)
{
  g_auto (Options) options = { 0 };
  if (parse (&options, FALSE, arguments, error))
    act (*arguments, &options, out, error);
  return SHELL_ANSWERED;
}

typedef struct
{
  CpplanDate  date;
  const char *name;
  gboolean    is_substitute;
} Holiday;

/* A closure is no bank holiday, but no calendar that can be named here has any. */
static GArray *
gather_holidays (const CpplanCalendar *calendar, CpplanDate first, CpplanDate last)
{
  GArray *holidays = g_array_new (FALSE, FALSE, sizeof (Holiday));
  for (gsize i = 0; i < cpplan_calendar_get_n_holidays (calendar); i++)
    {
      Holiday        holiday;
      CpplanDayClass day_class;
      cpplan_calendar_get_holiday (calendar, i, &holiday.date, &holiday.name, &day_class);
      holiday.is_substitute = day_class == CPPLAN_DAY_SUBSTITUTE;
      if (holiday.date >= first && holiday.date <= last)
        g_array_append_val (holidays, holiday);
    }
  return holidays;
}

static void
append_holidays (const GArray *holidays, GString *out)
{
  glong width = 0;
  for (guint i = 0; i < holidays->len; i++)
    width = MAX (width, g_utf8_strlen (g_array_index (holidays, Holiday, i).name, -1));
  for (guint i = 0; i < holidays->len; i++)
    {
      const Holiday *holiday = &g_array_index (holidays, Holiday, i);
      glong          owed = width - g_utf8_strlen (holiday->name, -1);
      char           buffer[CPPLAN_DATE_BUFFER];
      g_string_append_printf (out, "%s  %s", cpplan_date_format (holiday->date, buffer), holiday->name);
      if (holiday->is_substitute)
        g_string_append_printf (out, "%*s  substitute", (int) owed, "");
      g_string_append_c (out, '\n');
    }
}

static void
append_holiday_document (const GArray *holidays, const CpplanCalendar *calendar, gint year, GString *out)
{
  json_t *document = new_document ("cpplan-holidays/1", calendar);
  json_t *list = json_array ();

  json_object_set_new (document, "year", json_integer (year));
  for (guint i = 0; i < holidays->len; i++)
    {
      const Holiday *holiday = &g_array_index (holidays, Holiday, i);
      json_t        *entry = json_object ();
      shell_set_date (entry, "date", holiday->date);
      shell_set_text (entry, "name", holiday->name);
      json_object_set_new (entry, "substitute", json_boolean (holiday->is_substitute));
      json_array_append_new (list, entry);
    }
  json_object_set_new (document, "holidays", list);
  shell_append_document (out, document);
}

static gboolean
list_holidays (const Options *options, GString *out, GError **error)
{
  gint64     year;
  CpplanDate first, last;

  if (options->year == NULL)
    return shell_misuse (error, "--year is needed");
  if (!g_ascii_string_to_signed (options->year, 10, 1900, 2199, &year, NULL))
    return shell_misuse (error, "--year: %s is not a year from 1900 to 2199", options->year);
  if (!cpplan_date_from_ymd ((gint) year, 1, 1, &first, error)
      || !cpplan_date_from_ymd ((gint) year, 12, 31, &last, error))
    return FALSE;
  g_autoptr (CpplanCalendar) calendar = open_calendar (options, error);
  if (calendar == NULL)
    return FALSE;
  if (!cpplan_calendar_covers (calendar, first) || !cpplan_calendar_covers (calendar, last))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_OUT_OF_COVER, "the calendar does not cover the year %d",
                   (gint) year);
      return FALSE;
    }
  g_autoptr (GArray) holidays = gather_holidays (calendar, first, last);
  if (options->is_json)
    append_holiday_document (holidays, calendar, (gint) year, out);
  else
    append_holidays (holidays, out);
  return TRUE;
}

int
shell_run_holidays (char ***arguments, GString *out, GError **error)
{
  static const char *const operands[] = { NULL };
  g_auto (Options)         options = { 0 };
  if (parse (&options, TRUE, arguments, error) && shell_want_operands (*arguments, operands, error))
    list_holidays (&options, out, error);
  return SHELL_ANSWERED;
}
