/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is missing in a case, first what is.
 */
#include "deadlines.h"
#include "question.h"
#include "table.h"

#include <unistd.h>

typedef struct
{
  gboolean is_json;
  gboolean is_explained;
  gboolean is_whole;
} Options;

static const char *const headers[] = { "STATE", "FORCE", "RULE", "POLICY", "ABOUT", "MISSING", "CITE", "FLAGS", NULL };

enum
{
  STATE_COLUMN = 0,
  N_STATES = CPPLAN_FINDING_STATE_NOT_APPLICABLE + 1
};

static Tone
get_tone (CpplanFindingState state)
{
  switch (state)
    {
    case CPPLAN_FINDING_STATE_MISSING:
      return TONE_ALARM;
    case CPPLAN_FINDING_STATE_OUTSTANDING:
    case CPPLAN_FINDING_STATE_UNKNOWN:
      return TONE_CARE;
    case CPPLAN_FINDING_STATE_SATISFIED:
      return TONE_GOOD;
    case CPPLAN_FINDING_STATE_NOT_APPLICABLE:
      return TONE_PLAIN;
    }
  g_return_val_if_reached (TONE_PLAIN);
}

/* `e2 (core-group), Thu 12 Dec 2024, hv`. */
static char *
spell_subject (const CpplanFinding *finding)
{
  const CpplanEvent *subject = cpplan_finding_get_subject (finding);
  const char        *member = cpplan_finding_get_member (finding);
  if (subject == NULL)
    return NULL;
  g_autofree char *day = shell_spell_date (cpplan_event_get_date (subject));
  return g_strdup_printf ("%s (%s), %s%s%s", cpplan_event_get_id (subject),
                          cpplan_event_kind_to_string (cpplan_event_get_kind (subject)), day, member == NULL ? "" : ", ",
                          member == NULL ? "" : member);
}

/* What is missing, or what would settle it. */
static char *
spell_missing (const CpplanFinding *finding)
{
  const char *const *needs = cpplan_finding_get_needs (finding);
  g_autofree char   *list = g_strjoinv (", ", (char **) (needs[0] != NULL ? needs : cpplan_finding_get_missing (finding)));
  return needs[0] == NULL ? g_steal_pointer (&list) : g_strdup_printf ("needs %s", list);
}

static void
add_row (Table *table, const CpplanFindings *findings, const CpplanFinding *finding, gboolean is_explained)
{
  const CpplanRule  *rule = cpplan_finding_get_rule (finding);
  CpplanFindingState state = cpplan_finding_get_state (finding);
  char             **cells = g_new0 (char *, G_N_ELEMENTS (headers) - 1);
  guint              i = 0;

  cells[i++] = g_strdup (cpplan_finding_state_to_string (state));
  cells[i++] = g_strdup (cpplan_force_to_string (cpplan_rule_get_force (rule)));
  cells[i++] = g_strdup (cpplan_rule_get_title (rule));
  cells[i++] = cpplan_findings_is_timeline (findings) ? g_strdup (cpplan_finding_get_policy (finding)) : NULL;
  cells[i++] = spell_subject (finding);
  cells[i++] = spell_missing (finding);
  cells[i++] = g_strdup (cpplan_rule_get_cite (rule));
  cells[i++] = deadlines_spell_flags (cpplan_finding_get_flags (finding), ", ");
  table_add (table, get_tone (state), cells, is_explained ? cpplan_finding_explain (finding) : NULL);
}

/* `case ID, policy ID EDITION, as of Mon 20 Jan 2025: 3 missing, 12 outstanding, ...`. */
static void
append_heading (GString *out, const CpplanFindings *findings, const guint *counts)
{
  const CpplanPolicy *policy = cpplan_findings_get_policy (findings);
  const char         *policy_id = cpplan_findings_get_policy_id (findings);
  const char         *edition = policy == NULL ? NULL : cpplan_policy_get_edition (policy);
  g_autofree char    *as_of = shell_spell_date (cpplan_findings_get_as_of (findings));
  g_autofree char    *known_at = shell_spell_date (cpplan_findings_get_known_at (findings));
  g_autofree char    *flags = deadlines_spell_flags (cpplan_findings_get_flags (findings), ", ");

  g_string_append_printf (out, "case %s, policy %s%s%s, as of %s", cpplan_case_get_id (cpplan_findings_get_case (findings)),
                          policy_id == NULL ? "none" : policy_id, edition == NULL ? "" : " ", edition == NULL ? "" : edition, as_of);
  if (cpplan_findings_get_known_at (findings) != cpplan_findings_get_as_of (findings))
    g_string_append_printf (out, ", known at %s", known_at);
  for (guint state = CPPLAN_FINDING_STATE_MISSING; state < N_STATES; state++)
    g_string_append_printf (out, "%s%u %s", state == CPPLAN_FINDING_STATE_MISSING ? ": " : ", ", counts[state],
                            cpplan_finding_state_to_string ((CpplanFindingState) state));
  if (flags[0] != '\0')
    g_string_append_printf (out, "; %s", flags);
  g_string_append (out, "\n\n");
}

static void
append_table (GString *out, const CpplanFindings *findings, const Options *options)
{
  g_autoptr (Table) table = table_new (headers, STATE_COLUMN);
  guint             counts[N_STATES] = { 0 };
  guint             n_shown = 0;
  guint             last = options->is_whole ? CPPLAN_FINDING_STATE_NOT_APPLICABLE : CPPLAN_FINDING_STATE_UNKNOWN;

  for (guint state = CPPLAN_FINDING_STATE_MISSING; state < N_STATES; state++)
    for (gsize i = 0; i < cpplan_findings_get_length (findings); i++)
      {
        const CpplanFinding *finding = cpplan_findings_get_finding (findings, i);
        if ((guint) cpplan_finding_get_state (finding) != state)
          continue;
        counts[state]++;
        if (state > last)
          continue;
        n_shown++;
        add_row (table, findings, finding, options->is_explained);
      }
  append_heading (out, findings, counts);
  if (n_shown == 0)
    g_string_append (out, counts[CPPLAN_FINDING_STATE_SATISFIED] == 0 ? "nothing in the record calls for anything yet\n"
                                                                      : "nothing is missing, of what is recorded\n");
  else
    table_print (table, isatty (STDOUT_FILENO) != 0, out);
  for (gsize i = 0; i < cpplan_findings_get_n_warnings (findings); i++)
    deadlines_append_warning (out, cpplan_findings_get_warning (findings, i), i == 0);
}

static gboolean
answer (const char *path, const Question *question, const Options *options, GString *out, GError **error)
{
  g_autoptr (CpplanCase) record = question_read_case (path, error);
  if (record == NULL)
    return FALSE;
  g_autoptr (CpplanFindings) findings = question_ask_review (question, record, error);
  if (findings == NULL)
    return shell_blame (path, error);
  if (!options->is_json)
    {
      append_table (out, findings, options);
      return TRUE;
    }
  g_autofree char *text = cpplan_json_findings_to_string (findings, options->is_explained ? CPPLAN_JSON_EXPLAIN : 0);
  g_string_append_printf (out, "%s\n", text);
  return TRUE;
}

int
shell_run_review (char ***arguments, GString *out, GError **error)
{
  static const char *const operands[] = { "the file of the case", NULL };
  g_auto (QuestionOptions) shared = { .is_of_review = TRUE };
  g_auto (Question)        question = { 0 };
  Options                  options = { FALSE, FALSE, FALSE };
  const GOptionEntry       entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.is_json, NULL, NULL },
    { "explain", 0, 0, G_OPTION_ARG_NONE, &options.is_explained, NULL, NULL },
    { "all", 0, 0, G_OPTION_ARG_NONE, &options.is_whole, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = shell_options_new (entries);

  question_add_options (context, &shared);
  if (shell_parse (context, arguments, error) && shell_want_operands (*arguments, operands, error)
      && question_open (&question, &shared, error))
    answer ((*arguments)[0], &question, &options, out, error);
  return SHELL_ANSWERED;
}
