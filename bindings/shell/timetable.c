/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "deadlines.h"
#include "question.h"

#include <unistd.h>

/* `case ID, policy ID EDITION, calendar england-and-wales, as of Mon 20 Jan 2025`. */
static void
append_heading (GString *out, const CpplanTimetable *timetable)
{
  const CpplanPolicy *policy = cpplan_timetable_get_policy (timetable);
  const char         *policy_id = cpplan_timetable_get_policy_id (timetable);
  const char         *edition = policy == NULL ? NULL : cpplan_policy_get_edition (policy);
  g_autofree char    *as_of = shell_spell_date (cpplan_timetable_get_as_of (timetable));
  g_autofree char    *known_at = shell_spell_date (cpplan_timetable_get_known_at (timetable));
  g_autofree char    *flags = deadlines_spell_flags (cpplan_timetable_get_flags (timetable), ", ");

  g_string_append_printf (out, "case %s, policy %s%s%s, calendar %s, as of %s",
                          cpplan_case_get_id (cpplan_timetable_get_case (timetable)),
                          policy_id == NULL ? "none" : policy_id, edition == NULL ? "" : " ",
                          edition == NULL ? "" : edition,
                          cpplan_calendar_get_name (cpplan_timetable_get_calendar (timetable)), as_of);
  if (cpplan_timetable_get_known_at (timetable) != cpplan_timetable_get_as_of (timetable))
    g_string_append_printf (out, ", known at %s", known_at);
  if (flags[0] != '\0')
    g_string_append_printf (out, ", %s", flags);
  g_string_append (out, "\n\n");
}

static void
append_table (GString *out, CpplanTimetable *timetable, gboolean is_explained)
{
  g_autoptr (GPtrArray) timetables = g_ptr_array_new ();
  g_ptr_array_add (timetables, timetable);
  append_heading (out, timetable);
  deadlines_append_table (out, timetables, FALSE, is_explained, isatty (STDOUT_FILENO) != 0);
  deadlines_append_warnings (out, timetable);
}

static gboolean
answer (const char     *path,
        const Question *question,
        gboolean        is_json,
        gboolean        is_explained,
        GString        *out,
        GError        **error)
{
  g_autoptr (CpplanCase) record = question_read_case (path, error);
  if (record == NULL)
    return FALSE;
  g_autoptr (CpplanTimetable) timetable = question_ask (question, record, error);
  if (timetable == NULL)
    return shell_blame (path, error);
  if (is_json)
    {
      g_autofree char *text
        = cpplan_json_timetable_to_string (timetable, is_explained ? CPPLAN_JSON_EXPLAIN : 0);
      g_string_append_printf (out, "%s\n", text);
    }
  else
    append_table (out, timetable, is_explained);
  return TRUE;
}

int
shell_run_timetable (char ***arguments, GString *out, GError **error)
{
  static const char *const operands[] = { "the file of the case", NULL };
  g_auto (QuestionOptions) options = { 0 };
  g_auto (Question)        question = { 0 };
  gboolean                 is_json = FALSE;
  gboolean                 is_explained = FALSE;
  const GOptionEntry       entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, NULL, NULL },
    { "explain", 0, 0, G_OPTION_ARG_NONE, &is_explained, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = shell_options_new (entries);

  question_add_options (context, &options);
  if (shell_parse (context, arguments, error) && shell_want_operands (*arguments, operands, error)
      && question_open (&question, &options, error))
    answer ((*arguments)[0], &question, is_json, is_explained, out, error);
  return SHELL_ANSWERED;
}
