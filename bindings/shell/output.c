/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Dates for people, and documents.
 */
#include "shell.h"

char *
shell_spell_date (CpplanDate date)
{
  static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[]
    = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  gint year, month, day;

  if (date == CPPLAN_DATE_NONE)
    return NULL;
  cpplan_date_get_ymd (date, &year, &month, &day);
  return g_strdup_printf ("%s %d %s %d", weekdays[cpplan_date_get_weekday (date) - 1], day, months[month - 1],
                          year);
}

void
shell_set_text (json_t *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_new (object, member, json_string (text));
}

void
shell_set_date (json_t *object, const char *member, CpplanDate date)
{
  char buffer[CPPLAN_DATE_BUFFER];
  if (date != CPPLAN_DATE_NONE)
    shell_set_text (object, member, cpplan_date_format (date, buffer));
}

void
shell_append_document (GString *out, json_t *document)
{
  g_autofree char *text = json_dumps (document, JSON_INDENT (2)); /* main() gave it GLib's allocation */
  g_string_append_printf (out, "%s\n", text);
  json_decref (document);
}
