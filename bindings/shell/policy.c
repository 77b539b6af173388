/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Policies: which there are, what one says, what is to be said against it, how two differ.
 */
#include "policy-diff.h"
#include "table.h"

typedef struct
{
  PolicyDiffOptions diff; /* whose day and form other actions take too */
  gboolean          is_own;
} Options;

static guint
count_own_rules (const CpplanPolicy *policy)
{
  guint count = 0;
  for (gsize i = 0; i < cpplan_policy_get_n_rules (policy); i++)
    if (!cpplan_policy_inherits (policy, cpplan_policy_get_rule (policy, i)))
      count++;
  return count;
}

/* `always`, `2024-10-04 to 2025-04-03`, `from 2024-10-04`, `until 2025-04-03`. */
static char *
spell_in_force (const CpplanPolicy *policy)
{
  char       first[CPPLAN_DATE_BUFFER];
  char       last[CPPLAN_DATE_BUFFER];
  CpplanDate from, until;

  cpplan_policy_get_in_force (policy, &from, &until);
  if (from != CPPLAN_DATE_NONE)
    cpplan_date_format (from, first);
  if (until != CPPLAN_DATE_NONE)
    cpplan_date_format (until, last);
  if (from == CPPLAN_DATE_NONE)
    return until == CPPLAN_DATE_NONE ? g_strdup ("always") : g_strdup_printf ("until %s", last);
  return until == CPPLAN_DATE_NONE ? g_strdup_printf ("from %s", first)
                                   : g_strdup_printf ("%s to %s", first, last);
}

static void
append_list (const CpplanPolicySet *set, GString *out)
{
  static const char *const headers[] = { "ID", "EDITION", "IN FORCE", "OWN RULES", "TITLE", NULL };
  g_autoptr (Table)        table = table_new (headers, -1);

  for (gsize i = 0; i < cpplan_policy_set_get_length (set); i++)
    {
      const CpplanPolicy *policy = cpplan_policy_set_get_policy (set, i);
      char              **cells = g_new0 (char *, G_N_ELEMENTS (headers) - 1);
      cells[0] = g_strdup (cpplan_policy_get_id (policy));
      cells[1] = g_strdup (cpplan_policy_get_edition (policy));
      cells[2] = spell_in_force (policy);
      cells[3] = g_strdup_printf ("%u", count_own_rules (policy));
      cells[4] = g_strdup (cpplan_policy_get_title (policy));
      table_add (table, TONE_PLAIN, cells, NULL);
    }
  table_print (table, FALSE, out);
}

static void
append_list_document (const CpplanPolicySet *set, GString *out)
{
  json_t *document = json_object ();
  json_t *list = json_array ();

  for (gsize i = 0; i < cpplan_policy_set_get_length (set); i++)
    {
      const CpplanPolicy *policy = cpplan_policy_set_get_policy (set, i);
      json_t             *entry = json_object ();
      CpplanDate          from, until;
      cpplan_policy_get_in_force (policy, &from, &until);
      shell_set_text (entry, "id", cpplan_policy_get_id (policy));
      shell_set_text (entry, "edition", cpplan_policy_get_edition (policy));
      shell_set_text (entry, "title", cpplan_policy_get_title (policy));
      shell_set_text (entry, "extends", cpplan_policy_get_extends (policy));
      shell_set_text (entry, "calendar", cpplan_policy_get_calendar (policy));
      shell_set_date (entry, "in-force-from", from);
      shell_set_date (entry, "in-force-until", until);
      json_object_set_new (entry, "own-rules", json_integer (count_own_rules (policy)));
      shell_set_text (entry, "digest", cpplan_policy_get_digest (policy));
      json_array_append_new (list, entry);
    }
  shell_set_text (document, "format", "cpplan-policies/1");
  json_object_set_new (document, "policies", list);
  shell_append_document (out, document);
}

static int
list (char **operands, const Options *options, GString *out, GError **error)
{
  static const char *const    no_operands[] = { NULL };
  g_autoptr (CpplanPolicySet) set = NULL;

  if (!shell_want_operands (operands, no_operands, error))
    return SHELL_MISUSED;
  set = cpplan_policy_set_new_builtin (error);
  if (set == NULL)
    return SHELL_WRONG;
  if (options->diff.is_json)
    append_list_document (set, out);
  else
    append_list (set, out);
  return SHELL_ANSWERED;
}

static void
append_rule (const CpplanRule *rule, GString *out)
{
  g_string_append_printf (out, "\n# inherited from %s\n[rule %s]\n", cpplan_rule_get_policy (rule),
                          cpplan_rule_get_id (rule));
  for (gsize i = 0; i < cpplan_rule_get_n_keys (rule); i++)
    {
      const char *value;
      const char *key = cpplan_rule_get_key (rule, i, &value);
      g_string_append_printf (out, "%s = %s\n", key, value);
    }
}

/* Its own rules as its file has them, so that nothing that the file says is lost; then those it inherits. */
static int
show (char **operands, const Options *options, GString *out, GError **error)
{
  static const char *const names[] = { "the ID or FILE of a policy", NULL };
  g_auto (ShellPolicies)   policies = { 0 };

  if (!shell_want_operands (operands, names, error) || !shell_open_policies (operands, &policies, error))
    return SHELL_WRONG;
  const CpplanPolicy *policy = g_ptr_array_index (policies.named, 0);
  const char         *text = cpplan_policy_get_text (policy);
  g_string_append_printf (out, "%s%s", text, g_str_has_suffix (text, "\n") ? "" : "\n");
  for (gsize i = 0; i < cpplan_policy_get_n_rules (policy) && !options->is_own; i++)
    {
      const CpplanRule *rule = cpplan_policy_get_rule (policy, i);
      if (cpplan_policy_inherits (policy, rule))
        append_rule (rule, out);
    }
  return SHELL_ANSWERED;
}

static int
lint (char **operands, const Options *options, GString *out, GError **error)
{
  g_auto (ShellPolicies) policies = { 0 };
  CpplanDate             as_of;

  if (operands[0] == NULL)
    shell_misuse (error, "the ID or FILE of a policy is needed");
  if (operands[0] == NULL || !shell_read_date ("--as-of", options->diff.question.as_of, &as_of, error)
      || !shell_open_policies (operands, &policies, error))
    return SHELL_WRONG;
  for (guint i = 0; i < policies.named->len; i++)
    {
      g_autoptr (GPtrArray) findings = cpplan_policy_set_lint (policies.set, g_ptr_array_index (policies.named, i), as_of);
      for (guint j = 0; j < findings->len; j++)
        {
          const CpplanLint *finding = g_ptr_array_index (findings, j);
          g_string_append_printf (out, "%s:%u: %s: %s\n", shell_get_file_name (operands[i]), finding->line,
                                  finding->id, finding->message);
        }
    }
  return out->len == 0 ? SHELL_ANSWERED : SHELL_WRONG;
}

static int
diff (char **operands, const Options *options, GString *out, GError **error)
{
  return policy_diff_run (operands, &options->diff, out, error);
}

/* Which options an action takes. */
enum
{
  OWN    = 1 << 0,
  JSON   = 1 << 1,
  AS_OF  = 1 << 2,
  REPLAY = 1 << 3, /* and what a question has beside its day */
};

static const struct
{
  const char *name;
  int (*run) (char **operands, const Options *options, GString *out, GError **error);
  guint takes;
} actions[] = {
  { "list", list, JSON },
  { "show", show, OWN },
  { "lint", lint, AS_OF },
  { "diff", diff, JSON | AS_OF | REPLAY },
};

/* An option that was given and is none of those, or NULL. */
static const char *
find_stray (const Options *options, guint takes)
{
  const QuestionOptions *question = &options->diff.question;
  const struct
  {
    const char *name;
    guint       option;
    gboolean    is_given;
  } rows[] = {
    { "--as-of", AS_OF, question->as_of != NULL },        { "--own", OWN, options->is_own },
    { "--json", JSON, options->diff.is_json },            { "--replay", REPLAY, options->diff.replay != NULL },
    { "--policy", REPLAY, question->policies != NULL },   { "--known-at", REPLAY, question->known_at != NULL },
    { "--horizon", REPLAY, question->horizon != NULL },   { "--calendar", REPLAY, question->calendar != NULL },
    { "--project", REPLAY, question->is_projected },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].is_given && (takes & rows[i].option) == 0)
      return rows[i].name;
  return NULL;
}

static int
act (char **operands, const Options *options, GString *out, GError **error)
{
  gsize i = 0;
  while (i < G_N_ELEMENTS (actions) && g_strcmp0 (actions[i].name, operands[0]) != 0)
    i++;
  const char *stray = i == G_N_ELEMENTS (actions) ? NULL : find_stray (options, actions[i].takes);
  if (operands[0] == NULL)
    shell_misuse (error, "one of list, show, lint, diff is needed");
  else if (i == G_N_ELEMENTS (actions))
    shell_misuse (error, "there is no policy %s", operands[0]);
  else if (stray != NULL)
    shell_misuse (error, "policy %s has no option %s", operands[0], stray);
  else
    return actions[i].run (operands + 1, options, out, error);
  return SHELL_MISUSED;
}

int
shell_run_policy (char ***arguments, GString *out, GError **error)
{
  Options            options = { 0 };
  const GOptionEntry entries[] = {
    { "own", 0, 0, G_OPTION_ARG_NONE, &options.is_own, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.diff.is_json, NULL, NULL },
    { "replay", 0, 0, G_OPTION_ARG_FILENAME, &options.diff.replay, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = shell_options_new (entries);
  int                        status = SHELL_MISUSED;

  question_add_options (context, &options.diff.question);
  if (shell_parse (context, arguments, error))
    status = act (*arguments, &options, out, error);
  question_options_clear (&options.diff.question);
  g_free (options.diff.replay);
  return status;
}
