/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "policy-diff.h"

#include "deadlines.h"
#include "replay.h"
#include "table.h"

/* ---- for people ---- */

/* `ours 2`, the id and the edition. */
static char *
spell_policy (const CpplanPolicy *policy)
{
  const char *edition = cpplan_policy_get_edition (policy);
  return g_strconcat (cpplan_policy_get_id (policy), edition == NULL ? NULL : " ", edition, NULL);
}

static const CpplanRule *
get_rule (const CpplanRuleChange *change)
{
  const CpplanRule *to = cpplan_rule_change_get_to (change);
  return to == NULL ? cpplan_rule_change_get_from (change) : to;
}

/* `from england to ours 2: 1 added, 2 removed, 3 changed`. */
static void
append_heading (GString *out, const CpplanPolicyDiff *diff)
{
  g_autofree char *from = spell_policy (cpplan_policy_diff_get_from (diff));
  g_autofree char *to = spell_policy (cpplan_policy_diff_get_to (diff));
  const char      *before = ": ";

  g_string_append_printf (out, "from %s to %s", from, to);
  for (guint change = CPPLAN_CHANGE_ADDED; change <= CPPLAN_CHANGE_CHANGED; change++)
    {
      guint count = 0;
      for (gsize i = 0; i < cpplan_policy_diff_get_length (diff); i++)
        count += cpplan_rule_change_get_change (cpplan_policy_diff_get_change (diff, i)) == change;
      if (count == 0)
        continue;
      g_string_append_printf (out, "%s%u %s", before, count, cpplan_change_to_string ((CpplanChange) change));
      before = ", ";
    }
  g_string_append (out, cpplan_policy_diff_get_length (diff) == 0 ? ": no rule differs\n" : "\n");
}

/* `within: 10 working days -> 7 working days (stricter)`. */
static char **
spell_keys (const CpplanRuleChange *change)
{
  gsize  length = cpplan_rule_change_get_n_keys (change);
  char **lines = g_new0 (char *, length + 1);
  for (gsize i = 0; i < length; i++)
    {
      const CpplanKeyChange *key = cpplan_rule_change_get_key (change, i);
      lines[i] = g_strdup_printf ("%s: %s -> %s (%s)", key->key, key->from == NULL ? "none" : key->from,
                                  key->to == NULL ? "none" : key->to, cpplan_strictness_to_string (key->strictness));
    }
  return lines;
}

static void
append_changes (GString *out, const CpplanPolicyDiff *diff)
{
  static const char *const headers[] = { "CHANGE", "STRICTNESS", "RULE", "TITLE", NULL };
  g_autoptr (Table)        table = table_new (headers, -1);

  append_heading (out, diff);
  if (cpplan_policy_diff_get_length (diff) == 0)
    return;
  for (gsize i = 0; i < cpplan_policy_diff_get_length (diff); i++)
    {
      const CpplanRuleChange *change = cpplan_policy_diff_get_change (diff, i);
      gboolean                is_changed = cpplan_rule_change_get_change (change) == CPPLAN_CHANGE_CHANGED;
      char                  **cells = g_new0 (char *, G_N_ELEMENTS (headers) - 1);
      cells[0] = g_strdup (cpplan_change_to_string (cpplan_rule_change_get_change (change)));
      cells[1] = is_changed ? g_strdup (cpplan_strictness_to_string (cpplan_rule_change_get_strictness (change))) : NULL;
      cells[2] = g_strdup (cpplan_rule_get_id (get_rule (change)));
      cells[3] = g_strdup (cpplan_rule_get_title (get_rule (change)));
      table_add (table, TONE_PLAIN, cells, spell_keys (change));
    }
  g_string_append_c (out, '\n');
  table_print (table, FALSE, out);
}

/* `overdue, Mon 30 Dec 2024`. */
static char *
spell_row (const CpplanDeadline *row)
{
  if (row == NULL)
    return g_strdup ("none");
  g_autofree char *due = deadlines_spell_due (row);
  return g_strconcat (cpplan_state_to_string (cpplan_deadline_get_state (row)), due == NULL ? NULL : ", ", due, NULL);
}

static void
add_differences (Table *table, const CpplanTimetableDiff *difference)
{
  enum
  {
    N_CELLS = 5
  };
  for (gsize i = 0; i < cpplan_timetable_diff_get_length (difference); i++)
    {
      const CpplanDeadline *from = cpplan_timetable_diff_get_from (difference, i);
      const CpplanDeadline *to = cpplan_timetable_diff_get_to (difference, i);
      const CpplanDeadline *row = from == NULL ? to : from;
      char                **cells = g_new0 (char *, N_CELLS);
      cells[0] = g_strdup (cpplan_case_get_id (cpplan_timetable_diff_get_case (difference)));
      cells[1] = deadlines_spell_rule (row);
      cells[2] = deadlines_spell_event (cpplan_deadline_get_trigger (row), cpplan_deadline_get_from (row));
      cells[3] = spell_row (from);
      cells[4] = spell_row (to);
      table_add (table, TONE_PLAIN, cells, NULL);
    }
}

static void
append_replay (GString *out, const CpplanPolicyDiff *diff, const Replay *replay)
{
  g_autofree char  *from = spell_policy (cpplan_policy_diff_get_from (diff));
  g_autofree char  *to = spell_policy (cpplan_policy_diff_get_to (diff));
  g_autofree char  *from_header = g_utf8_strup (from, -1);
  g_autofree char  *to_header = g_utf8_strup (to, -1);
  const char *const headers[] = { "CASE", "RULE", "TRIGGER", from_header, to_header, NULL };
  g_autoptr (Table) table = table_new (headers, -1);
  g_autofree char  *as_of = shell_spell_date (replay->as_of);

  for (guint i = 0; i < replay->differences->len; i++)
    add_differences (table, g_ptr_array_index (replay->differences, i));
  g_string_append_printf (out, "\nof %u case%s as of %s, %u differ%s%s\n", replay->n_cases,
                          replay->n_cases == 1 ? "" : "s", as_of, replay->differences->len, replay->differences->len == 1 ? "s" : "",
                          replay->n_rows == 0 ? "" : ":");
  if (replay->n_rows == 0)
    return;
  g_string_append_c (out, '\n');
  table_print (table, FALSE, out);
}

/* ---- the document ---- */

static json_t *
new_policy (const CpplanPolicy *policy)
{
  json_t *object = json_object ();
  shell_set_text (object, "policy", cpplan_policy_get_id (policy));
  shell_set_text (object, "edition", cpplan_policy_get_edition (policy));
  shell_set_text (object, "digest", cpplan_policy_get_digest (policy));
  return object;
}

static json_t *
new_keys (const CpplanRuleChange *change)
{
  json_t *list = json_array ();
  for (gsize i = 0; i < cpplan_rule_change_get_n_keys (change); i++)
    {
      const CpplanKeyChange *key = cpplan_rule_change_get_key (change, i);
      json_t                *object = json_object ();
      shell_set_text (object, "key", key->key);
      shell_set_text (object, "from", key->from);
      shell_set_text (object, "to", key->to);
      shell_set_text (object, "strictness", cpplan_strictness_to_string (key->strictness));
      json_array_append_new (list, object);
    }
  return list;
}

static json_t *
new_changes (const CpplanPolicyDiff *diff)
{
  json_t *list = json_array ();
  for (gsize i = 0; i < cpplan_policy_diff_get_length (diff); i++)
    {
      const CpplanRuleChange *change = cpplan_policy_diff_get_change (diff, i);
      json_t                 *object = json_object ();
      shell_set_text (object, "rule", cpplan_rule_get_id (get_rule (change)));
      shell_set_text (object, "title", cpplan_rule_get_title (get_rule (change)));
      shell_set_text (object, "change", cpplan_change_to_string (cpplan_rule_change_get_change (change)));
      if (cpplan_rule_change_get_change (change) == CPPLAN_CHANGE_CHANGED)
        {
          shell_set_text (object, "strictness", cpplan_strictness_to_string (cpplan_rule_change_get_strictness (change)));
          json_object_set_new (object, "keys", new_keys (change));
        }
      json_array_append_new (list, object);
    }
  return list;
}

static void
set_row (json_t *object, const char *member, const CpplanDeadline *row)
{
  if (row == NULL)
    return;
  json_t *value = json_object ();
  shell_set_date (value, "due", cpplan_deadline_get_due (row));
  if (cpplan_deadline_get_due (row) == CPPLAN_DATE_NONE)
    shell_set_date (value, "due-at-least", cpplan_deadline_get_due_at_least (row));
  shell_set_text (value, "state", cpplan_state_to_string (cpplan_deadline_get_state (row)));
  json_object_set_new (object, member, value);
}

static void
add_instances (json_t *list, const CpplanTimetableDiff *difference)
{
  for (gsize i = 0; i < cpplan_timetable_diff_get_length (difference); i++)
    {
      const CpplanDeadline *from = cpplan_timetable_diff_get_from (difference, i);
      const CpplanDeadline *to = cpplan_timetable_diff_get_to (difference, i);
      const CpplanDeadline *row = from == NULL ? to : from;
      const CpplanEvent    *trigger = cpplan_deadline_get_trigger (row);
      json_t               *object = json_object ();
      shell_set_text (object, "case", cpplan_case_get_id (cpplan_timetable_diff_get_case (difference)));
      shell_set_text (object, "rule", cpplan_rule_get_id (cpplan_deadline_get_rule (row)));
      shell_set_text (object, "trigger", trigger == NULL ? NULL : cpplan_event_get_id (trigger));
      shell_set_text (object, "member", cpplan_deadline_get_member (row));
      set_row (object, "from", from);
      set_row (object, "to", to);
      json_array_append_new (list, object);
    }
}

static json_t *
new_replay (const Replay *replay)
{
  json_t *object = json_object ();
  json_t *list = json_array ();
  for (guint i = 0; i < replay->differences->len; i++)
    add_instances (list, g_ptr_array_index (replay->differences, i));
  shell_set_date (object, "as-of", replay->as_of);
  json_object_set_new (object, "cases", json_integer (replay->n_cases));
  json_object_set_new (object, "instances", list);
  return object;
}

static void
append_document (GString *out, const CpplanPolicyDiff *diff, const Replay *replay)
{
  json_t *document = json_object ();
  shell_set_text (document, "format", "cpplan-policy-diff/1");
  json_object_set_new (document, "from", new_policy (cpplan_policy_diff_get_from (diff)));
  json_object_set_new (document, "to", new_policy (cpplan_policy_diff_get_to (diff)));
  json_object_set_new (document, "rules", new_changes (diff));
  if (replay != NULL)
    json_object_set_new (document, "replay", new_replay (replay));
  shell_append_document (out, document);
}

/* ---- the command ---- */

/* Each with the policies that it may extend, and apart from the other: both may be editions of one, or the second take
 * the place of the first. */
static gboolean
open_side (const char *name, char *const *others, ShellPolicies *out_policies, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_ptr_array_add (names, (gpointer) name);
  for (gsize i = 0; others != NULL && others[i] != NULL; i++)
    if (!g_str_equal (others[i], name))
      g_ptr_array_add (names, others[i]);
  g_ptr_array_add (names, NULL);
  return shell_open_policies ((char *const *) names->pdata, out_policies, error);
}

static gboolean
check_options (char **operands, const PolicyDiffOptions *options, GError **error)
{
  const struct
  {
    const char *name;
    gboolean    is_given;
  } of_replay[] = {
    { "--as-of", options->question.as_of != NULL },       { "--known-at", options->question.known_at != NULL },
    { "--horizon", options->question.horizon != NULL },   { "--calendar", options->question.calendar != NULL },
    { "--project", options->question.is_projected },
  };
  for (gsize i = 0; options->replay == NULL && i < G_N_ELEMENTS (of_replay); i++)
    if (of_replay[i].is_given)
      return shell_misuse (error, "%s goes with --replay", of_replay[i].name);

  guint n_inputs = g_str_equal (operands[0], "-") + g_str_equal (operands[1], "-") + (g_strcmp0 (options->replay, "-") == 0);
  return n_inputs <= 1 || shell_misuse (error, "standard input can be read only once");
}

int
policy_diff_run (char **operands, const PolicyDiffOptions *options, GString *out, GError **error)
{
  static const char *const names[] = { "the ID or FILE of the first policy", "the ID or FILE of the second policy", NULL };
  g_auto (ShellPolicies)   from = { 0 };
  g_auto (ShellPolicies)   to = { 0 };
  g_auto (Replay)          replay = { .is_whole = TRUE };

  if (!shell_want_operands (operands, names, error) || !check_options (operands, options, error)
      || !open_side (operands[0], options->question.policies, &from, error)
      || !open_side (operands[1], options->question.policies, &to, error))
    return SHELL_WRONG;
  g_autoptr (CpplanPolicyDiff) diff
    = cpplan_policy_diff_new (g_ptr_array_index (from.named, 0), g_ptr_array_index (to.named, 0));
  if (options->replay != NULL
      && !replay_run (&replay, options->replay, &options->question, cpplan_policy_diff_get_from (diff),
                      cpplan_policy_diff_get_to (diff), error))
    return SHELL_WRONG;
  if (options->is_json)
    append_document (out, diff, options->replay == NULL ? NULL : &replay);
  else
    append_changes (out, diff);
  if (!options->is_json && options->replay != NULL)
    append_replay (out, diff, &replay);
  return replay.is_whole ? SHELL_ANSWERED : SHELL_WRONG;
}
