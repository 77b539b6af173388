/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a timetable and its rows give. */
#include "cpplan-engine-private.h"

#include <string.h>

static const char *const states[] = {
  [CPPLAN_STATE_OPEN] = "open",
  [CPPLAN_STATE_OVERDUE] = "overdue",
  [CPPLAN_STATE_MET] = "met",
  [CPPLAN_STATE_MET_LATE] = "met-late",
  [CPPLAN_STATE_EXTENDED] = "extended",
  [CPPLAN_STATE_CLOSED] = "closed",
  [CPPLAN_STATE_LAPSED] = "lapsed",
  [CPPLAN_STATE_SHORT_NOTICE] = "short-notice",
  [CPPLAN_STATE_UNDETERMINED] = "undetermined",
  [CPPLAN_STATE_BARRED] = "barred",
  [CPPLAN_STATE_CLEAR] = "clear",
  [CPPLAN_STATE_PROJECTED] = "projected",
  [CPPLAN_STATE_ADVISED] = "advised",
};

static const struct
{
  CpplanFlags flag;
  const char *text;
} flags[] = {
  { CPPLAN_FLAG_AMBIGUOUS, "ambiguous" },
  { CPPLAN_FLAG_MONTH_CLAMPED, "month-clamped" },
  { CPPLAN_FLAG_DUE_NON_WORKING, "due-non-working" },
  { CPPLAN_FLAG_SAME_DAY, "same-day" },
  { CPPLAN_FLAG_INHERITED, "inherited" },
  { CPPLAN_FLAG_EXTERNAL, "external" },
  { CPPLAN_FLAG_RETROSPECTIVE_AUTHORITY, "retrospective-authority" },
  { CPPLAN_FLAG_STRADDLES_EDITION, "straddles-edition" },
  { CPPLAN_FLAG_PREDATES_EDITION, "predates-edition" },
  { CPPLAN_FLAG_NOT_QUORATE, "not-quorate" },
  { CPPLAN_FLAG_CALENDAR_PROJECTED, "calendar-projected" },
  { CPPLAN_FLAG_SUPERSEDED_INPUT, "superseded-input" },
  { CPPLAN_FLAG_PROJECTED, "projected" },
  { CPPLAN_FLAG_STALE_POLICY, "stale-policy" },
};

const char *
cpplan_state_to_string (CpplanState state)
{
  g_return_val_if_fail (state >= CPPLAN_STATE_OPEN && state <= CPPLAN_STATE_ADVISED, NULL);
  return states[state];
}

gboolean
cpplan_state_from_string (const char *text, CpplanState *out_state, GError **error)
{
  g_return_val_if_fail (text != NULL && out_state != NULL, FALSE);

  for (guint i = CPPLAN_STATE_OPEN; i <= CPPLAN_STATE_ADVISED; i++)
    if (strcmp (states[i], text) == 0)
      {
        *out_state = (CpplanState) i;
        return TRUE;
      }
  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is no state", shown);
  return FALSE;
}

const char *
cpplan_flag_to_string (CpplanFlags flag)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    if (flags[i].flag == flag)
      return flags[i].text;
  g_return_val_if_reached (NULL);
}

gboolean
cpplan_flag_from_string (const char *text, CpplanFlags *out_flag, GError **error)
{
  g_return_val_if_fail (text != NULL && out_flag != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    if (strcmp (flags[i].text, text) == 0)
      {
        *out_flag = flags[i].flag;
        return TRUE;
      }
  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is no flag", shown);
  return FALSE;
}

CpplanTimetable *
cpplan_timetable_ref (CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_timetable_unref (CpplanTimetable *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_array_unref (self->rows);
  g_array_unref (self->readings);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_ptr_array_unref (self->policies);
  g_free (self->policy_id);
  g_free (self->policy_digest);
  cpplan_case_unref (self->record);
  cpplan_calendar_unref (self->calendar);
  g_free (self);
}

const CpplanCase *
cpplan_timetable_get_case (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->record;
}

const CpplanCalendar *
cpplan_timetable_get_calendar (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->calendar;
}

const CpplanPolicy *
cpplan_timetable_get_policy (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->policy;
}

const char *
cpplan_timetable_get_policy_id (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->policy_id;
}

const char *
cpplan_timetable_get_policy_digest (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->policy_digest;
}

gboolean
cpplan_timetable_is_timeline (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->is_timeline;
}

CpplanDate
cpplan_timetable_get_as_of (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->as_of;
}

CpplanDate
cpplan_timetable_get_known_at (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->known_at;
}

CpplanDate
cpplan_timetable_get_horizon (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->horizon;
}

guint
cpplan_timetable_get_flags (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->flags;
}

gsize
cpplan_timetable_get_length (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->rows->len;
}

const CpplanDeadline *
cpplan_timetable_get_deadline (const CpplanTimetable *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->rows->len, NULL);
  return &g_array_index (self->rows, CpplanDeadline, index);
}

gsize
cpplan_timetable_get_n_warnings (const CpplanTimetable *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->warnings->len;
}

const CpplanWarning *
cpplan_timetable_get_warning (const CpplanTimetable *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->warnings->len, NULL);
  return g_ptr_array_index (self->warnings, index);
}

const CpplanRule *
cpplan_deadline_get_rule (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->rule;
}

const char *
cpplan_deadline_get_policy (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->policy->edition->policy;
}

const char *
cpplan_deadline_get_edition (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->policy->edition->edition;
}

static const CpplanEvent *
event_at (const CpplanDeadline *self, guint index)
{
  return index == CPPLAN_NO_INDEX ? NULL : cpplan_case_at (self->timetable->record, index)->event;
}

const CpplanEvent *
cpplan_deadline_get_trigger (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return event_at (self, self->trigger);
}

const char *
cpplan_deadline_get_member (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  if (self->member == CPPLAN_NO_INDEX)
    return NULL;
  return g_array_index (self->timetable->record->slots, CpplanPersonSlot, self->member).id;
}

CpplanDate
cpplan_deadline_get_from (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->from;
}

CpplanDate
cpplan_deadline_get_due (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->due.due;
}

CpplanDate
cpplan_deadline_get_due_at_least (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->due.due == CPPLAN_DATE_NONE ? self->due.at_least : CPPLAN_DATE_NONE;
}

CpplanDate
cpplan_deadline_get_act_by (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->act_by;
}

CpplanState
cpplan_deadline_get_state (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->state;
}

guint
cpplan_deadline_get_flags (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->flags;
}

const CpplanEvent *
cpplan_deadline_get_met_by (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return event_at (self, self->met_by);
}

CpplanDate
cpplan_deadline_get_met_on (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  const CpplanEvent *event = event_at (self, self->met_by);
  return event == NULL ? CPPLAN_DATE_NONE : event->date;
}

gsize
cpplan_deadline_get_n_readings (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_readings;
}

const CpplanReading *
cpplan_deadline_get_reading (const CpplanDeadline *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->n_readings, NULL);
  return &g_array_index (self->timetable->readings, CpplanReading, self->first_reading + index);
}

const char *const *
cpplan_deadline_get_needs (const CpplanDeadline *self)
{
  static const char *const none[] = { NULL };
  g_return_val_if_fail (self != NULL, NULL);
  return self->needs == NULL ? none : (const char *const *) self->needs;
}

char **
cpplan_deadline_explain (const CpplanDeadline *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return cpplan_explain (self);
}
