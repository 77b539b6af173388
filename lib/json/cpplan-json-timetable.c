/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Timetables as documents.
 */
#include "cpplan-json-private.h"

static const char *
get_id (const CpplanEvent *event)
{
  return event == NULL ? NULL : cpplan_event_get_id (event);
}

void
cpplan_json_set_rule (json_t *object, const CpplanRule *rule)
{
  cpplan_json_set_text (object, "rule", cpplan_rule_get_id (rule));
  cpplan_json_set_text (object, "kind", cpplan_rule_kind_to_string (cpplan_rule_get_kind (rule)));
  cpplan_json_set_text (object, "title", cpplan_rule_get_title (rule));
  cpplan_json_set_text (object, "force", cpplan_force_to_string (cpplan_rule_get_force (rule)));
}

static void
write_dates (json_t *object, const CpplanDeadline *deadline)
{
  cpplan_json_set_text (object, "trigger", get_id (cpplan_deadline_get_trigger (deadline)));
  cpplan_json_set_text (object, "member", cpplan_deadline_get_member (deadline));
  cpplan_json_set_date (object, "from", cpplan_deadline_get_from (deadline));
  cpplan_json_set_date (object, "due", cpplan_deadline_get_due (deadline));
  cpplan_json_set_date (object, "due-at-least", cpplan_deadline_get_due_at_least (deadline));
  cpplan_json_set_date (object, "act-by", cpplan_deadline_get_act_by (deadline));
}

static void
write_readings (json_t *object, const CpplanDeadline *deadline)
{
  gsize length = cpplan_deadline_get_n_readings (deadline);
  if (length == 0)
    return;
  json_t *readings = cpplan_json_new_list ();
  for (gsize i = 0; i < length; i++)
    {
      const CpplanReading *reading = cpplan_deadline_get_reading (deadline, i);
      json_t              *entry = cpplan_json_new_object ();
      cpplan_json_set_text (entry, "name", reading->name);
      cpplan_json_set_date (entry, "due", reading->due);
      cpplan_json_set_date (entry, "due-at-least", reading->due_at_least);
      cpplan_json_set_text (entry, "state", cpplan_state_to_string (reading->state));
      cpplan_json_append (readings, entry);
    }
  cpplan_json_set (object, "readings", readings);
}

static void
write_steps (json_t *object, const CpplanDeadline *deadline)
{
  g_auto (GStrv) steps = cpplan_deadline_explain (deadline);
  cpplan_json_set_texts (object, "steps", (const char *const *) steps);
}

static json_t *
write_deadline (const CpplanDeadline *deadline, gboolean is_timeline, gboolean is_explained)
{
  const CpplanRule *rule = cpplan_deadline_get_rule (deadline);
  json_t           *object = cpplan_json_new_object ();

  cpplan_json_set_rule (object, rule);
  if (is_timeline)
    {
      cpplan_json_set_text (object, "policy", cpplan_deadline_get_policy (deadline));
      cpplan_json_set_text (object, "edition", cpplan_deadline_get_edition (deadline));
    }
  write_dates (object, deadline);
  cpplan_json_set_text (object, "state", cpplan_state_to_string (cpplan_deadline_get_state (deadline)));
  cpplan_json_set_text (object, "met-by", get_id (cpplan_deadline_get_met_by (deadline)));
  cpplan_json_set_date (object, "met-on", cpplan_deadline_get_met_on (deadline));
  cpplan_json_set_flags (object, cpplan_deadline_get_flags (deadline));
  cpplan_json_set_texts (object, "needs", cpplan_deadline_get_needs (deadline));
  write_readings (object, deadline);
  cpplan_json_set_text (object, "cite", cpplan_rule_get_cite (rule));
  if (is_explained)
    write_steps (object, deadline);
  return object;
}

json_t *
cpplan_json_new_warning (const CpplanWarning *warning)
{
  json_t *entry = cpplan_json_new_object ();
  cpplan_json_set_text (entry, "id", warning->id);
  cpplan_json_set_text (entry, "subject", warning->subject);
  cpplan_json_set_text (entry, "message", warning->message);
  return entry;
}

static void
write_warnings (json_t *object, const CpplanTimetable *timetable)
{
  json_t *warnings = cpplan_json_new_list ();
  for (gsize i = 0; i < cpplan_timetable_get_n_warnings (timetable); i++)
    cpplan_json_append (warnings, cpplan_json_new_warning (cpplan_timetable_get_warning (timetable, i)));
  cpplan_json_set (object, "warnings", warnings);
}

static json_t *
new_answer (const CpplanTimetable *timetable)
{
  const CpplanPolicy      *policy = cpplan_timetable_get_policy (timetable);
  const CpplanJsonQuestion question = {
    .format = "cpplan-timetable/1",
    .record = cpplan_timetable_get_case (timetable),
    .policy = cpplan_timetable_get_policy_id (timetable),
    .edition = policy == NULL ? NULL : cpplan_policy_get_edition (policy),
    .policy_digest = cpplan_timetable_get_policy_digest (timetable),
    .calendar = cpplan_timetable_get_calendar (timetable),
    .day_name = "as-of",
    .day = cpplan_timetable_get_as_of (timetable),
    .known_at = cpplan_timetable_get_known_at (timetable),
    .horizon = cpplan_timetable_get_horizon (timetable),
  };
  return cpplan_json_new_answer (&question);
}

char *
cpplan_json_timetable_to_string (const CpplanTimetable *timetable, guint flags)
{
  g_return_val_if_fail (timetable != NULL, NULL);

  json_t  *object = new_answer (timetable);
  json_t  *deadlines = cpplan_json_new_list ();
  gboolean is_timeline = cpplan_timetable_is_timeline (timetable);

  cpplan_json_set_flags (object, cpplan_timetable_get_flags (timetable));
  for (gsize i = 0; i < cpplan_timetable_get_length (timetable); i++)
    cpplan_json_append (deadlines, write_deadline (cpplan_timetable_get_deadline (timetable, i), is_timeline,
                                                   (flags & CPPLAN_JSON_EXPLAIN) != 0));
  cpplan_json_set (object, "deadlines", deadlines);
  write_warnings (object, timetable);
  return cpplan_json_to_string (object, (flags & CPPLAN_JSON_COMPACT) != 0);
}
