/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A row in sentences, made only when asked for. Day and month names are English, whatever the locale. */
#include "cpplan-engine-private.h"

static const char *const days[] = { "", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char *const months[] = { "",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

enum
{
  SKIPPED_MAX = 12, /* holidays named one by one */
};

static char *
show_day (CpplanDate date)
{
  gint year;
  gint month;
  gint day;
  cpplan_date_get_ymd (date, &year, &month, &day);
  return g_strdup_printf ("%s %d %s %d", days[cpplan_date_get_weekday (date)], day, months[month], year);
}

G_GNUC_PRINTF (2, 3)
static void
say (GPtrArray *steps, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_ptr_array_add (steps, g_strdup_vprintf (format, args));
  va_end (args);
}

static const CpplanEvent *
event_at (const CpplanDeadline *row, guint index)
{
  return cpplan_case_at (row->timetable->record, index)->event;
}

static void
say_rule (const CpplanDeadline *row, GPtrArray *steps)
{
  const CpplanRule    *rule = row->rule;
  const CpplanEdition *edition = rule->edition;
  GString             *text = g_string_new (NULL);

  g_string_append_printf (text, "Rule %s of %s", rule->id, edition->policy);
  if (edition->edition != NULL)
    g_string_append_printf (text, " (%s)", edition->edition);
  g_string_append_printf (text, ": %s; %s.", edition->title, rule->cite == NULL ? "no citation" : rule->cite);
  g_ptr_array_add (steps, g_string_free (text, FALSE));
  if (rule->note != NULL)
    say (steps, "Note: %s", rule->note);
}

static void
say_trigger (const CpplanDeadline *row, GPtrArray *steps)
{
  if (row->trigger == CPPLAN_NO_INDEX)
    {
      g_autofree char *from = show_day (row->from);
      say (steps, "Counted from %s, if the one before is done on that day.", from);
      return;
    }
  const CpplanEvent *trigger = event_at (row, row->trigger);
  g_autofree char   *on = show_day (trigger->date);
  g_autofree char   *from = row->from == CPPLAN_DATE_NONE ? NULL : show_day (row->from);
  const char        *verb = row->rule->kind == CPPLAN_RULE_KIND_BEFORE ? "Before" : "Started by";
  if (from != NULL && row->from != trigger->date)
    say (steps, "%s: %s (%s) on %s; counted from %s.", verb, trigger->id, cpplan_event_kind_to_string (trigger->kind), on, from);
  else
    say (steps, "%s: %s (%s) on %s.", verb, trigger->id, cpplan_event_kind_to_string (trigger->kind), on);
}

/* The days between that are not worked, weekends by number and holidays by name. */
static void
say_skipped (const CpplanDeadline *row, CpplanDate first, CpplanDate last, GPtrArray *steps)
{
  const CpplanCalendar *calendar = row->timetable->calendar;
  GString              *holidays = g_string_new (NULL);
  guint                 n_weekend = 0;
  guint                 n_holidays = 0;

  for (CpplanDate day = first; day <= last; day++)
    {
      CpplanDayClass day_class;
      if (!cpplan_calendar_get_day_class (calendar, day, &day_class, NULL) || day_class == CPPLAN_DAY_WORKING)
        continue;
      if (day_class == CPPLAN_DAY_WEEKEND)
        {
          n_weekend++;
          continue;
        }
      if (n_holidays++ < SKIPPED_MAX)
        {
          g_autofree char *shown = show_day (day);
          g_autofree char *why = cpplan_calendar_why (calendar, day, NULL);
          g_string_append_printf (holidays, "; %s (%s)", shown, why);
        }
    }
  if (n_holidays > SKIPPED_MAX)
    g_string_append_printf (holidays, "; and %u more", n_holidays - SKIPPED_MAX);
  if (n_weekend > 0 || n_holidays > 0)
    say (steps, "Not counted: %u weekend day%s%s.", n_weekend, n_weekend == 1 ? "" : "s", holidays->str);
  g_string_free (holidays, TRUE);
}

static void
say_due (const CpplanDeadline *row, GPtrArray *steps)
{
  gboolean bar = row->rule->kind == CPPLAN_RULE_KIND_BAR;
  if (row->due.due == CPPLAN_DATE_NONE)
    {
      g_autofree char *at_least = row->due.at_least == CPPLAN_DATE_NONE ? NULL : show_day (row->due.at_least);
      if (at_least != NULL)
        say (steps, "The calendar does not reach the due day; it is not before %s.", at_least);
      else
        say (steps, "No due day can be told.");
      return;
    }
  g_autofree char *due = show_day (row->due.due);
  CpplanDate       counted = row->own_due != CPPLAN_DATE_NONE ? row->own_due : row->due.due;
  if (row->period.count < 0)
    say (steps, "Due on the date that was set: %s.", due);
  else
    {
      g_autofree char *period = cpplan_period_to_string (row->period);
      g_autofree char *end = show_day (counted);
      const char      *word = row->rule->kind == CPPLAN_RULE_KIND_BEFORE ? "at least" : bar ? "not before" : "within";
      say (steps, "Due %s %s%s: %s.", word, period, row->rule->kind == CPPLAN_RULE_KIND_BEFORE ? " earlier" : "", end);
      if (row->period.unit == CPPLAN_UNIT_WORKING_DAYS)
        say_skipped (row, MIN (row->from, counted) + (counted > row->from ? 1 : 0),
                     MAX (row->from, counted) - (counted > row->from ? 0 : 1), steps);
    }
  if (row->own_due != CPPLAN_DATE_NONE)
    {
      const CpplanEvent *signature = event_at (row, row->signed_by);
      g_autofree char   *signed_on = show_day (signature->date);
      say (steps, "Extended to %s by rule %s (%s), authorised by %s (%s) on %s.", due, row->exception->id,
           row->exception->cite == NULL ? "no citation" : row->exception->cite, signature->id,
           cpplan_event_kind_to_string (signature->kind), signed_on);
    }
  if ((row->flags & CPPLAN_FLAG_MONTH_CLAMPED) != 0)
    say (steps, "The corresponding date does not exist in that month: its last day is taken.");
  if (row->act_by != CPPLAN_DATE_NONE && row->act_by != row->due.due)
    {
      g_autofree char *act_by = show_day (row->act_by);
      say (steps, "To be safe, act by %s.", act_by);
    }
}

static void
say_readings (const CpplanDeadline *row, GPtrArray *steps)
{
  for (guint i = 0; i < row->n_readings; i++)
    {
      const CpplanReading *reading = cpplan_deadline_get_reading (row, i);
      g_autofree char     *due = reading->due == CPPLAN_DATE_NONE ? g_strdup ("beyond the calendar") : show_day (reading->due);
      say (steps, "Read as %s: due %s, %s.", reading->name, due, cpplan_state_to_string (reading->state));
    }
}

/* Why it is no longer owed. A before lapses with its own event, which is told above. */
static void
say_close (const CpplanDeadline *row, GPtrArray *steps)
{
  if (row->close.date == CPPLAN_DATE_NONE)
    return;
  g_autofree char *day = show_day (row->close.date);
  say (steps, row->close.counts ? "No longer owed after %s." : "No longer owed from %s on.", day);
}

static void
say_state (const CpplanDeadline *row, GPtrArray *steps)
{
  g_autofree char *as_of = show_day (row->timetable->as_of);
  if (row->met_by != CPPLAN_NO_INDEX)
    {
      const CpplanEvent *met_by = event_at (row, row->met_by);
      g_autofree char   *met_on = show_day (met_by->date);
      say (steps, "Done by %s (%s) on %s: %s.", met_by->id, cpplan_event_kind_to_string (met_by->kind), met_on,
           cpplan_state_to_string (row->state));
    }
  else
    say (steps, "As of %s: %s.", as_of, cpplan_state_to_string (row->state));
  if (row->state == CPPLAN_STATE_CLOSED || row->state == CPPLAN_STATE_LAPSED)
    say_close (row, steps);
  if (row->needs != NULL)
    {
      g_autofree char *needs = g_strjoinv (", ", row->needs);
      say (steps, "It would be settled by: %s.", needs);
    }
}

char **
cpplan_explain (const CpplanDeadline *row)
{
  GPtrArray *steps = g_ptr_array_new ();
  say_trigger (row, steps);
  say_rule (row, steps);
  say_due (row, steps);
  say_readings (row, steps);
  say_state (row, steps);
  g_ptr_array_add (steps, NULL);
  return (char **) g_ptr_array_free (steps, FALSE);
}
