/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Findings as they are given out, and in words. */
#include "cpplan-findings-private.h"

#include <string.h>

static const char *const states[] = {
  [CPPLAN_FINDING_STATE_MISSING] = "missing",     [CPPLAN_FINDING_STATE_OUTSTANDING] = "outstanding",
  [CPPLAN_FINDING_STATE_UNKNOWN] = "unknown",     [CPPLAN_FINDING_STATE_SATISFIED] = "satisfied",
  [CPPLAN_FINDING_STATE_NOT_APPLICABLE] = "not-applicable",
};

const char *
cpplan_finding_state_to_string (CpplanFindingState state)
{
  g_return_val_if_fail (state >= CPPLAN_FINDING_STATE_MISSING && state <= CPPLAN_FINDING_STATE_NOT_APPLICABLE, NULL);
  return states[state];
}

gboolean
cpplan_finding_state_from_string (const char *text, CpplanFindingState *out_state, GError **error)
{
  g_return_val_if_fail (text != NULL && out_state != NULL, FALSE);

  for (guint i = CPPLAN_FINDING_STATE_MISSING; i < G_N_ELEMENTS (states); i++)
    if (strcmp (states[i], text) == 0)
      {
        *out_state = (CpplanFindingState) i;
        return TRUE;
      }
  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is no state of a finding", shown);
  return FALSE;
}

/* ---- the whole ---- */

CpplanFindings *
cpplan_findings_ref (CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_findings_unref (CpplanFindings *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_array_unref (self->rows);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_ptr_array_unref (self->policies);
  g_free (self->policy_id);
  g_free (self->policy_digest);
  cpplan_calendar_unref (self->calendar);
  cpplan_case_unref (self->record);
  g_free (self);
}

const CpplanCase *
cpplan_findings_get_case (const CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->record;
}

const CpplanCalendar *
cpplan_findings_get_calendar (const CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->calendar;
}

const CpplanPolicy *
cpplan_findings_get_policy (const CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->policy;
}

const char *
cpplan_findings_get_policy_id (const CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->policy_id;
}

const char *
cpplan_findings_get_policy_digest (const CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->policy_digest;
}

gboolean
cpplan_findings_is_timeline (const CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->is_timeline;
}

CpplanDate
cpplan_findings_get_as_of (const CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->as_of;
}

CpplanDate
cpplan_findings_get_known_at (const CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->known_at;
}

guint
cpplan_findings_get_flags (const CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->flags;
}

gsize
cpplan_findings_get_length (const CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->rows->len;
}

const CpplanFinding *
cpplan_findings_get_finding (const CpplanFindings *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->rows->len, NULL);
  return &g_array_index (self->rows, CpplanFinding, index);
}

gsize
cpplan_findings_get_n_warnings (const CpplanFindings *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->warnings->len;
}

const CpplanWarning *
cpplan_findings_get_warning (const CpplanFindings *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->warnings->len, NULL);
  return g_ptr_array_index (self->warnings, index);
}

/* ---- one of them ---- */

const CpplanRule *
cpplan_finding_get_rule (const CpplanFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->rule;
}

CpplanFindingState
cpplan_finding_get_state (const CpplanFinding *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->state;
}

const CpplanEvent *
cpplan_finding_get_subject (const CpplanFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->subject == CPPLAN_NO_INDEX ? NULL : cpplan_case_at (self->findings->record, self->subject)->event;
}

const char *
cpplan_finding_get_member (const CpplanFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->member == CPPLAN_NO_INDEX ? NULL
                                         : g_array_index (self->findings->record->slots, CpplanPersonSlot, self->member).id;
}

static char *const nothing[] = { NULL };

const char *const *
cpplan_finding_get_missing (const CpplanFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return (const char *const *) (self->missing == NULL ? nothing : self->missing);
}

const char *const *
cpplan_finding_get_needs (const CpplanFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return (const char *const *) (self->needs == NULL ? nothing : self->needs);
}

guint
cpplan_finding_get_flags (const CpplanFinding *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->flags;
}

const char *
cpplan_finding_get_policy (const CpplanFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return cpplan_policy_get_id (self->policy);
}

const char *
cpplan_finding_get_edition (const CpplanFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return cpplan_policy_get_edition (self->policy);
}

/* ---- in words ---- */

G_GNUC_PRINTF (2, 3)
static void
say (GPtrArray *sentences, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_ptr_array_add (sentences, g_strdup_vprintf (format, args));
  va_end (args);
}

static void
say_subject (const CpplanFinding *self, GPtrArray *sentences)
{
  char               buffer[CPPLAN_DATE_BUFFER];
  const CpplanEvent *subject = cpplan_finding_get_subject (self);
  const char        *member = cpplan_finding_get_member (self);
  if (subject == NULL)
    return;
  say (sentences, "Called for by %s (%s) of %s%s%s.", subject->id, cpplan_event_kind_to_string (subject->kind),
       cpplan_date_format (subject->date, buffer), member == NULL ? "" : ", asked of ", member == NULL ? "" : member);
}

static void
say_list (GPtrArray *sentences, const char *what, char *const *list)
{
  if (list == NULL || list[0] == NULL)
    return;
  g_autofree char *joined = g_strjoinv ("; ", (char **) list);
  say (sentences, "%s: %s.", what, joined);
}

static void
say_state (const CpplanFinding *self, GPtrArray *sentences)
{
  const CpplanPolicy *policy = self->policy;
  switch (self->state)
    {
    case CPPLAN_FINDING_STATE_MISSING:
      say_list (sentences, "Missing", self->missing);
      return;
    case CPPLAN_FINDING_STATE_OUTSTANDING:
      say_list (sentences, "Still to be done", self->missing);
      return;
    case CPPLAN_FINDING_STATE_UNKNOWN:
      if (self->needs == NULL || self->needs[0] == NULL)
        say (sentences, "It cannot be told: no edition of %s was in force that day, or the calendar does not reach so far.",
             cpplan_policy_get_id (policy));
      say_list (sentences, "It would be settled by", self->needs);
      return;
    case CPPLAN_FINDING_STATE_SATISFIED:
      say (sentences, "It is there.");
      return;
    case CPPLAN_FINDING_STATE_NOT_APPLICABLE:
      say (sentences, self->subject == CPPLAN_NO_INDEX ? "Nothing in the record calls for it, or it holds elsewhere."
                                                       : "It is no longer owed.");
      return;
    }
}

char **
cpplan_finding_explain (const CpplanFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GPtrArray        *sentences = g_ptr_array_new ();
  const CpplanRule *rule = self->rule;
  say (sentences, "%s (%s, %s%s%s).", rule->title, cpplan_rule_kind_to_string (rule->kind), cpplan_force_to_string (rule->force),
       rule->cite == NULL ? "" : "; ", rule->cite == NULL ? "" : rule->cite);
  say_subject (self, sentences);
  say_state (self, sentences);
  if (rule->note != NULL)
    say (sentences, "Note: %s", rule->note);
  g_ptr_array_add (sentences, NULL);
  return (char **) g_ptr_array_free (sentences, FALSE);
}
