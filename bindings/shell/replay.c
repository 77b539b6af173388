/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "replay.h"

#include "lines.h"

/* One of the two policies. */
typedef struct
{
  CpplanPolicy   *policy;
  CpplanCalendar *calendar; /* lent by the question */
} Side;

static void
side_clear (Side *side)
{
  g_clear_pointer (&side->policy, cpplan_policy_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static gboolean
open_side (Side *side, const Question *question, const CpplanPolicy *policy, GError **error)
{
  side->policy = cpplan_policy_new_always_in_force (policy, error);
  if (side->policy == NULL)
    return FALSE;
  side->calendar = question_find_calendar (question, policy, error);
  if (side->calendar == NULL)
    g_prefix_error (error, "%s: ", cpplan_policy_get_id (policy));
  return side->calendar != NULL;
}

static CpplanTimetable *
ask (const Side *side, const Question *question, CpplanCase *record, GError **error)
{
  return cpplan_policy_evaluate (side->policy, record, side->calendar, question->as_of, question->known_at, question->horizon,
                                 error);
}

static gboolean
answer (Replay *self, const Question *question, const Side *from, const Side *to, const char *text, gsize length, GError **error)
{
  g_autoptr (CpplanCase) record = cpplan_json_case_new (text, (gssize) length, error);
  if (record == NULL)
    return FALSE;
  g_autoptr (CpplanTimetable) before = ask (from, question, record, error);
  g_autoptr (CpplanTimetable) after = before == NULL ? NULL : ask (to, question, record, error);
  if (after == NULL)
    return FALSE;
  CpplanTimetableDiff *difference = cpplan_timetable_diff_new (before, after);
  self->n_cases++;
  self->n_rows += (guint) cpplan_timetable_diff_get_length (difference);
  if (cpplan_timetable_diff_get_length (difference) > 0)
    g_ptr_array_add (self->differences, difference);
  else
    cpplan_timetable_diff_unref (difference);
  return TRUE;
}

static gboolean
answer_lines (Replay *self, const char *path, const Question *question, const Side *from, const Side *to, GError **error)
{
  g_autoptr (Lines) lines = lines_open (path, error);
  GError *mistake = NULL;
  char   *text;
  gsize   length;

  if (lines == NULL)
    return shell_blame (path, error);
  for (guint number = 1; (text = lines_next (lines, &length, &mistake)) != NULL; number++)
    {
      if (!lines_is_blank (text, length) && !answer (self, question, from, to, text, length, &mistake))
        {
          shell_complain_of_line (path, number, mistake);
          g_clear_error (&mistake);
          self->is_whole = FALSE;
        }
      g_free (text);
    }
  if (mistake == NULL)
    return TRUE;
  g_propagate_error (error, mistake);
  return shell_blame (path, error);
}

gboolean
replay_run (Replay *self, const char *path, const QuestionOptions *options, const CpplanPolicy *from, const CpplanPolicy *to,
            GError **error)
{
  QuestionOptions   alone = *options;
  g_auto (Question) question = { 0 };
  g_auto (Side)     first = { 0 };
  g_auto (Side)     second = { 0 };

  alone.policies = NULL; /* they are there to be extended, not to be asked */
  if (!question_open (&question, &alone, error) || !open_side (&first, &question, from, error)
      || !open_side (&second, &question, to, error))
    return FALSE;
  *self = (Replay){ .as_of = question.as_of, .is_whole = TRUE };
  self->differences = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_timetable_diff_unref);
  return answer_lines (self, path, &question, &first, &second, error);
}

void
replay_clear (Replay *self)
{
  g_clear_pointer (&self->differences, g_ptr_array_unref);
}
