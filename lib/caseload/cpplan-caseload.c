/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The columns of many timetables. */
#include "cpplan-caseload-private.h"

enum
{
  N_NUMBERS = CPPLAN_NUMBERS_WORKING_DAYS,
  N_TEXTS = CPPLAN_TEXTS_MET_BY
};

struct _CpplanCaseload
{
  gint          ref_count;
  CpplanAnswer *answers;
  gsize         n_answers;
  gsize        *first_rows; /* of each record */
  gsize         length;
  GPtrArray    *rules;      /* (element-type CpplanRule): lent by the timetables */
  gint32       *numbers;    /* column after column */
  const char  **texts;      /* likewise; lent by the timetables */
};

static gint32 *
numbers_of (const CpplanCaseload *self, CpplanCaseloadNumbers column)
{
  return self->numbers + (gsize) (column - 1) * self->length;
}

static const char **
texts_of (const CpplanCaseload *self, CpplanCaseloadTexts column)
{
  return self->texts + (gsize) (column - 1) * self->length;
}

/* Where the rule stands in the list of rules; `places` has that plus one. */
static gint32
place_rule (CpplanCaseload *self, GHashTable *places, const CpplanRule *rule)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, rule));
  if (place == 0)
    {
      g_ptr_array_add (self->rules, (gpointer) rule);
      place = self->rules->len;
      g_hash_table_insert (places, (gpointer) rule, GUINT_TO_POINTER (place));
    }
  return (gint32) place - 1;
}

static const char *
id_of (const CpplanEvent *event)
{
  return event == NULL ? NULL : cpplan_event_get_id (event);
}

static void
fill_row (CpplanCaseload *self, gsize index, const CpplanDeadline *row)
{
  numbers_of (self, CPPLAN_NUMBERS_FROM)[index] = cpplan_deadline_get_from (row);
  numbers_of (self, CPPLAN_NUMBERS_DUE)[index] = cpplan_deadline_get_due (row);
  numbers_of (self, CPPLAN_NUMBERS_DUE_AT_LEAST)[index] = cpplan_deadline_get_due_at_least (row);
  numbers_of (self, CPPLAN_NUMBERS_ACT_BY)[index] = cpplan_deadline_get_act_by (row);
  numbers_of (self, CPPLAN_NUMBERS_STATE)[index] = (gint32) cpplan_deadline_get_state (row);
  numbers_of (self, CPPLAN_NUMBERS_MET_ON)[index] = cpplan_deadline_get_met_on (row);
  numbers_of (self, CPPLAN_NUMBERS_FLAGS)[index] = (gint32) cpplan_deadline_get_flags (row);
  texts_of (self, CPPLAN_TEXTS_POLICY)[index] = cpplan_deadline_get_policy (row);
  texts_of (self, CPPLAN_TEXTS_EDITION)[index] = cpplan_deadline_get_edition (row);
  texts_of (self, CPPLAN_TEXTS_TRIGGER)[index] = id_of (cpplan_deadline_get_trigger (row));
  texts_of (self, CPPLAN_TEXTS_MEMBER)[index] = cpplan_deadline_get_member (row);
  texts_of (self, CPPLAN_TEXTS_MET_BY)[index] = id_of (cpplan_deadline_get_met_by (row));
}

static void
fill_record (CpplanCaseload *self, GHashTable *places, gsize record)
{
  const CpplanTimetable *timetable = self->answers[record].timetable;
  gsize                  first = self->first_rows[record];
  gsize                  length = timetable == NULL ? 0 : cpplan_timetable_get_length (timetable);

  if (length == 0)
    return;
  for (gsize i = 0; i < length; i++)
    {
      const CpplanDeadline *row = cpplan_timetable_get_deadline (timetable, i);
      numbers_of (self, CPPLAN_NUMBERS_RECORD)[first + i] = (gint32) record;
      numbers_of (self, CPPLAN_NUMBERS_RULE)[first + i] = place_rule (self, places, cpplan_deadline_get_rule (row));
      fill_row (self, first + i, row);
    }
  cpplan_calendar_working_days_between_i32 (
    cpplan_timetable_get_calendar (timetable), numbers_of (self, CPPLAN_NUMBERS_FROM) + first, 1,
    numbers_of (self, CPPLAN_NUMBERS_MET_ON) + first, 1, numbers_of (self, CPPLAN_NUMBERS_WORKING_DAYS) + first, length,
    NULL, NULL);
}

static void
count_rows (CpplanCaseload *self)
{
  self->first_rows = g_new (gsize, self->n_answers);
  for (gsize i = 0; i < self->n_answers; i++)
    {
      const CpplanTimetable *timetable = self->answers[i].timetable;
      self->first_rows[i] = self->length;
      self->length += timetable == NULL ? 0 : cpplan_timetable_get_length (timetable);
    }
}

CpplanCaseload *
cpplan_caseload_take (CpplanAnswer *answers, gsize n_answers)
{
  CpplanCaseload        *self = g_new0 (CpplanCaseload, 1);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);

  self->ref_count = 1;
  self->answers = answers;
  self->n_answers = n_answers;
  self->rules = g_ptr_array_new ();
  count_rows (self);
  /* One more, so that a column of no rows has an address too. */
  self->numbers = g_new (gint32, self->length * N_NUMBERS + 1);
  self->texts = g_new (const char *, self->length * N_TEXTS + 1);
  for (gsize i = 0; i < n_answers; i++)
    fill_record (self, places, i);
  return self;
}

CpplanCaseload *
cpplan_caseload_new_from_timetables (CpplanTimetable *const *timetables, gsize n_timetables)
{
  g_return_val_if_fail (timetables != NULL || n_timetables == 0, NULL);
  g_return_val_if_fail (n_timetables <= G_MAXINT32, NULL);
  for (gsize i = 0; i < n_timetables; i++)
    g_return_val_if_fail (timetables[i] != NULL, NULL);

  CpplanAnswer *answers = g_new0 (CpplanAnswer, n_timetables);
  for (gsize i = 0; i < n_timetables; i++)
    answers[i].timetable = cpplan_timetable_ref (timetables[i]);
  return cpplan_caseload_take (answers, n_timetables);
}

CpplanCaseload *
cpplan_caseload_ref (CpplanCaseload *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_caseload_unref (CpplanCaseload *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  for (gsize i = 0; i < self->n_answers; i++)
    {
      cpplan_timetable_unref (self->answers[i].timetable);
      g_clear_error (&self->answers[i].error);
    }
  g_free (self->answers);
  g_free (self->first_rows);
  g_ptr_array_unref (self->rules);
  g_free (self->numbers);
  g_free (self->texts);
  g_free (self);
}

gsize
cpplan_caseload_get_n_records (const CpplanCaseload *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_answers;
}

const CpplanTimetable *
cpplan_caseload_get_timetable (const CpplanCaseload *self, gsize record)
{
  g_return_val_if_fail (self != NULL && record < self->n_answers, NULL);
  return self->answers[record].timetable;
}

const GError *
cpplan_caseload_get_error (const CpplanCaseload *self, gsize record)
{
  g_return_val_if_fail (self != NULL && record < self->n_answers, NULL);
  return self->answers[record].error;
}

gsize
cpplan_caseload_get_n_rules (const CpplanCaseload *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->rules->len;
}

const CpplanRule *
cpplan_caseload_get_rule (const CpplanCaseload *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->rules->len, NULL);
  return g_ptr_array_index (self->rules, index);
}

gsize
cpplan_caseload_get_length (const CpplanCaseload *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->length;
}

const CpplanDeadline *
cpplan_caseload_get_deadline (const CpplanCaseload *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->length, NULL);

  gsize record = (gsize) numbers_of (self, CPPLAN_NUMBERS_RECORD)[index];
  return cpplan_timetable_get_deadline (self->answers[record].timetable, index - self->first_rows[record]);
}

const gint32 *
cpplan_caseload_get_numbers (const CpplanCaseload *self, CpplanCaseloadNumbers column)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (column >= CPPLAN_NUMBERS_RECORD && column <= CPPLAN_NUMBERS_WORKING_DAYS, NULL);
  return numbers_of (self, column);
}

const char *const *
cpplan_caseload_get_texts (const CpplanCaseload *self, CpplanCaseloadTexts column)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (column >= CPPLAN_TEXTS_POLICY && column <= CPPLAN_TEXTS_MET_BY, NULL);
  return texts_of (self, column);
}
