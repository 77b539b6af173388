/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "deadlines.h"
#include "question.h"

/* `case ID, policy ID EDITION, on Mon 20 Jan 2025: permitted (no-continuing-risk)`. */
static void
append_heading (GString *out, const CpplanVerdict *verdict)
{
  const CpplanPolicy *policy = cpplan_verdict_get_policy (verdict);
  const char         *edition = cpplan_verdict_get_edition (verdict);
  const char         *ground = cpplan_verdict_get_ground (verdict);
  g_autofree char    *on = shell_spell_date (cpplan_verdict_get_on (verdict));
  g_autofree char    *flags = deadlines_spell_flags (cpplan_verdict_get_flags (verdict), ", ");

  g_string_append_printf (out, "case %s, policy %s%s%s, on %s: %s", cpplan_case_get_id (cpplan_verdict_get_case (verdict)),
                          cpplan_policy_get_id (policy), edition == NULL ? "" : " ", edition == NULL ? "" : edition, on,
                          cpplan_outcome_to_string (cpplan_verdict_get_outcome (verdict)));
  if (ground != NULL)
    g_string_append_printf (out, " (%s)", ground);
  if (flags[0] != '\0')
    g_string_append_printf (out, ", %s", flags);
  g_string_append_c (out, '\n');
}

/* What fails or is not known comes first to the eye, then what holds, then what does not apply. */
static void
append_requirements (GString *out, const CpplanVerdict *verdict)
{
  static const char *const headings[] = { "no", "unknown", "yes", "waived" };
  for (gsize h = 0; h < G_N_ELEMENTS (headings); h++)
    for (gsize i = 0; i < cpplan_verdict_get_n_requirements (verdict); i++)
      {
        const CpplanRequirement *requirement = cpplan_verdict_get_requirement (verdict, i);
        const char *cite = cpplan_rule_get_cite (requirement->rule);
        const char *truth = requirement->waived_by != NULL ? "waived" : cpplan_truth_to_string (requirement->truth);
        if (g_str_equal (truth, headings[h]))
          g_string_append_printf (out, "%-7s  %s (%s)\n", truth, cpplan_rule_get_title (requirement->rule),
                                  cite == NULL ? "no citation" : cite);
      }
}

static void
append_needs (GString *out, const CpplanVerdict *verdict)
{
  const char *const *needs = cpplan_verdict_get_needs (verdict);
  if (needs[0] == NULL)
    return;
  g_autofree char *list = g_strjoinv (", ", (char **) needs);
  g_string_append_printf (out, "It would be settled by: %s\n", list);
}

static gboolean
answer (const char *path, const Question *question, gboolean is_json, GString *out, GError **error)
{
  g_autoptr (CpplanCase) record = question_read_case (path, error);
  if (record == NULL)
    return FALSE;
  g_autoptr (CpplanVerdict) verdict = question_ask_end (question, record, error);
  if (verdict == NULL)
    return shell_blame (path, error);
  if (is_json)
    {
      g_autofree char *text = cpplan_json_verdict_to_string (verdict, 0);
      g_string_append_printf (out, "%s\n", text);
      return TRUE;
    }
  append_heading (out, verdict);
  if (cpplan_verdict_get_n_requirements (verdict) == 0 && cpplan_verdict_get_outcome (verdict) == CPPLAN_OUTCOME_NOT_PERMITTED)
    g_string_append (out, "No plan is running, or nothing that is recorded is a ground for ending it.\n");
  append_requirements (out, verdict);
  append_needs (out, verdict);
  return TRUE;
}

int
shell_run_may_end (char ***arguments, GString *out, GError **error)
{
  static const char *const operands[] = { "the file of the case", NULL };
  g_auto (QuestionOptions) options = { .is_of_end = TRUE };
  g_auto (Question)        question = { 0 };
  gboolean                 is_json = FALSE;
  const GOptionEntry       entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = shell_options_new (entries);

  question_add_options (context, &options);
  if (shell_parse (context, arguments, error) && shell_want_operands (*arguments, operands, error)
      && question_open (&question, &options, error))
    answer ((*arguments)[0], &question, is_json, out, error);
  return SHELL_ANSWERED;
}
