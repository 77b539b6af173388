/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Deadlines as comma-separated values (RFC 4180, but that lines end with a line feed alone). What is a list
 * in the document has "; " between its entries.
 */
#include "deadlines.h"

#include <string.h>

#define BETWEEN "; "

static const char header[]
  = "case,rule,kind,title,force,policy,edition,trigger,member,from,due,due-at-least,act-by,"
    "state,met-by,met-on,flags,needs,readings,cite\n";

typedef struct
{
  GString *out;
  gboolean has_field;
} Line;

static void
add (Line *line, const char *field)
{
  if (line->has_field)
    g_string_append_c (line->out, ',');
  line->has_field = TRUE;
  if (field == NULL)
    return;
  if (strpbrk (field, ",\"\r\n") == NULL)
    {
      g_string_append (line->out, field);
      return;
    }
  g_string_append_c (line->out, '"');
  for (const char *c = field; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (line->out, '"');
      g_string_append_c (line->out, *c);
    }
  g_string_append_c (line->out, '"');
}

static void
add_date (Line *line, CpplanDate date)
{
  char buffer[CPPLAN_DATE_BUFFER];
  add (line, date == CPPLAN_DATE_NONE ? NULL : cpplan_date_format (date, buffer));
}

static void
add_event (Line *line, const CpplanEvent *event)
{
  add (line, event == NULL ? NULL : cpplan_event_get_id (event));
}

static void
add_flags (Line *line, guint flags)
{
  g_autofree char *names = deadlines_spell_flags (flags, BETWEEN);
  add (line, names);
}

static void
add_needs (Line *line, const CpplanDeadline *deadline)
{
  g_autofree char *needs = g_strjoinv (BETWEEN, (char **) cpplan_deadline_get_needs (deadline));
  add (line, needs);
}

/* `fourteen-days 2024-12-26 overdue`, or `fourteen-days due-at-least 2029-01-05 undetermined`. */
static void
add_readings (Line *line, const CpplanDeadline *deadline)
{
  g_autoptr (GString) readings = g_string_new (NULL);
  for (gsize i = 0; i < cpplan_deadline_get_n_readings (deadline); i++)
    {
      const CpplanReading *reading = cpplan_deadline_get_reading (deadline, i);
      char                 buffer[CPPLAN_DATE_BUFFER];
      g_string_append_printf (readings, "%s%s ", i == 0 ? "" : BETWEEN, reading->name);
      if (reading->due != CPPLAN_DATE_NONE)
        g_string_append_printf (readings, "%s ", cpplan_date_format (reading->due, buffer));
      else if (reading->due_at_least != CPPLAN_DATE_NONE)
        g_string_append_printf (readings, "due-at-least %s ", cpplan_date_format (reading->due_at_least, buffer));
      g_string_append (readings, cpplan_state_to_string (reading->state));
    }
  add (line, readings->str);
}

static void
append_deadline (GString *out, const char *case_id, const CpplanDeadline *deadline)
{
  const CpplanRule *rule = cpplan_deadline_get_rule (deadline);
  Line              line = { out, FALSE };

  add (&line, case_id);
  add (&line, cpplan_rule_get_id (rule));
  add (&line, cpplan_rule_kind_to_string (cpplan_rule_get_kind (rule)));
  add (&line, cpplan_rule_get_title (rule));
  add (&line, cpplan_force_to_string (cpplan_rule_get_force (rule)));
  add (&line, cpplan_deadline_get_policy (deadline));
  add (&line, cpplan_deadline_get_edition (deadline));
  add_event (&line, cpplan_deadline_get_trigger (deadline));
  add (&line, cpplan_deadline_get_member (deadline));
  add_date (&line, cpplan_deadline_get_from (deadline));
  add_date (&line, cpplan_deadline_get_due (deadline));
  add_date (&line, cpplan_deadline_get_due_at_least (deadline));
  add_date (&line, cpplan_deadline_get_act_by (deadline));
  add (&line, cpplan_state_to_string (cpplan_deadline_get_state (deadline)));
  add_event (&line, cpplan_deadline_get_met_by (deadline));
  add_date (&line, cpplan_deadline_get_met_on (deadline));
  add_flags (&line, cpplan_deadline_get_flags (deadline));
  add_needs (&line, deadline);
  add_readings (&line, deadline);
  add (&line, cpplan_rule_get_cite (rule));
  g_string_append_c (out, '\n');
}

void
deadlines_append_csv_header (GString *out)
{
  g_string_append (out, header);
}

void
deadlines_append_csv (GString *out, const CpplanTimetable *timetable)
{
  const char *case_id = cpplan_case_get_id (cpplan_timetable_get_case (timetable));
  for (gsize i = 0; i < cpplan_timetable_get_length (timetable); i++)
    append_deadline (out, case_id, cpplan_timetable_get_deadline (timetable, i));
}
