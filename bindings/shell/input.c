/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Files in, messages out.
 */
#include "shell.h"

#include <errno.h>
#include <string.h>

gboolean
shell_blame (const char *file, GError **error)
{
  g_prefix_error (error, "%s: ", shell_get_file_name (file));
  return FALSE;
}

void
shell_complain (const char *message)
{
  g_autofree char *valid = g_utf8_make_valid (message, -1);
  GString         *line = g_string_new ("cpplan: ");
  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      g_string_append_c (line, '?');
    else
      g_string_append_len (line, c, g_utf8_next_char (c) - c);
  fprintf (stderr, "%s\n", line->str);
  g_string_free (line, TRUE);
}

/* The case's own text is one line, so only the column of a mistake in it says anything. */
void
shell_complain_of_line (const char *file, guint number, const GError *error)
{
  static const char first_line[] = "line 1, ";
  const char       *message = error->message;
  if (g_str_has_prefix (message, first_line))
    message += strlen (first_line);
  g_autofree char *whole = g_strdup_printf ("%s: line %u: %s", shell_get_file_name (file), number, message);
  shell_complain (whole);
}

const char *
shell_get_file_name (const char *path)
{
  return g_str_equal (path, "-") ? "standard input" : path;
}

void
shell_set_file_error (GError **error)
{
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
}

FILE *
shell_open_file (const char *path, GError **error)
{
  FILE *file = g_str_equal (path, "-") ? stdin : fopen (path, "rb");
  if (file == NULL)
    shell_set_file_error (error);
  return file;
}

void
shell_close_file (FILE *file)
{
  if (file != NULL && file != stdin)
    fclose (file);
}

static char *
read_all (FILE *file, gsize *out_length, GError **error)
{
  GString *text = g_string_new (NULL);
  char     buffer[65536];
  gsize    n_read;

  while ((n_read = fread (buffer, 1, MIN (sizeof buffer, SHELL_MAX_BYTES - text->len), file)) > 0)
    g_string_append_len (text, buffer, (gssize) n_read);
  if (ferror (file))
    {
      shell_set_file_error (error);
      g_string_free (text, TRUE);
      return NULL;
    }
  *out_length = text->len;
  return g_string_free (text, FALSE);
}

char *
shell_read_file (const char *path, gsize *out_length, GError **error)
{
  FILE *file = shell_open_file (path, error);
  char *text = file == NULL ? NULL : read_all (file, out_length, error);

  shell_close_file (file);
  if (text == NULL)
    shell_blame (path, error);
  return text;
}

static CpplanCalendar *
open_calendar_file (const char *path, CpplanDivision division, GError **error)
{
  gsize            length;
  g_autofree char *text = shell_read_file (path, &length, error);
  if (text == NULL)
    return NULL;
  CpplanCalendar *calendar = cpplan_json_calendar_new_bank_holidays (text, (gssize) length, division, error);
  if (calendar == NULL)
    shell_blame (path, error);
  return calendar;
}

CpplanCalendar *
shell_open_calendar (const char *name, gboolean is_projected, CpplanDate known_at, GError **error)
{
  g_autoptr (GError) mistake = NULL;
  const char        *colon = strrchr (name, ':');
  CpplanDivision     division;

  if (!cpplan_division_from_string (colon == NULL ? name : colon + 1, &division, &mistake))
    {
      shell_misuse (error, "--calendar: %s", mistake->message);
      return NULL;
    }
  if (colon == NULL)
    return cpplan_calendar_new_bank_holidays (
      division, is_projected ? CPPLAN_CALENDAR_PROJECTED : CPPLAN_CALENDAR_PUBLISHED, known_at, error);
  if (is_projected)
    {
      shell_misuse (error, "--project needs a calendar that is built in, not one from a file");
      return NULL;
    }
  g_autofree char *path = g_strndup (name, (gsize) (colon - name));
  return open_calendar_file (path, division, error);
}

static gboolean
looks_like_file (const char *name)
{
  return g_str_equal (name, "-") || strchr (name, '/') != NULL || g_str_has_suffix (name, ".policy");
}

static char *
read_policy (const char *path, GError **error)
{
  gsize length;
  char *text = shell_read_file (path, &length, error);
  if (text == NULL || strlen (text) == length)
    return text;
  g_free (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_POLICY, "%s: a NUL byte", shell_get_file_name (path));
  return NULL;
}

static const CpplanPolicy *
find_by_text (const CpplanPolicySet *set, const char *text)
{
  for (gsize i = 0; i < cpplan_policy_set_get_length (set); i++)
    {
      const CpplanPolicy *policy = cpplan_policy_set_get_policy (set, i);
      if (g_str_equal (cpplan_policy_get_text (policy), text))
        return policy;
    }
  return NULL;
}

/* Which of the names are files: then their texts, else NULL. An id that is built in is never a file. */
static gboolean
read_policies (char *const *names, const CpplanPolicySet *builtin, GPtrArray *texts, GError **error)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      char *text = NULL;
      if (looks_like_file (names[i])
          || (cpplan_policy_set_find (builtin, names[i]) == NULL
              && g_file_test (names[i], G_FILE_TEST_EXISTS)))
        {
          text = read_policy (names[i], error);
          if (text == NULL)
            return FALSE;
        }
      else if (cpplan_policy_set_find (builtin, names[i]) == NULL)
        return shell_misuse (error, "there is no policy %s, neither built in nor a file", names[i]);
      g_ptr_array_add (texts, text);
    }
  return TRUE;
}

/* The files among the names, read together, since one may extend another. */
static CpplanPolicySet *
new_set (char *const *names, const GPtrArray *texts, CpplanPolicySet *builtin, GError **error)
{
  g_autoptr (GPtrArray) file_texts = g_ptr_array_new ();
  g_autoptr (GPtrArray) file_names = g_ptr_array_new ();
  gsize                 index = 0;

  for (guint i = 0; i < texts->len; i++)
    if (g_ptr_array_index (texts, i) != NULL)
      {
        g_ptr_array_add (file_texts, g_ptr_array_index (texts, i));
        g_ptr_array_add (file_names, names[i]);
      }
  if (file_texts->len == 0)
    return cpplan_policy_set_ref (builtin);
  CpplanPolicySet *set = cpplan_policy_set_new_from_texts ((const char *const *) file_texts->pdata,
                                                           file_texts->len, builtin, &index, error);
  if (set == NULL)
    shell_blame (g_ptr_array_index (file_names, index), error);
  return set;
}

gboolean
shell_open_policies (char *const *names, ShellPolicies *out_policies, GError **error)
{
  g_autoptr (CpplanPolicySet) builtin = cpplan_policy_set_new_builtin (error);
  g_autoptr (GPtrArray)       texts = g_ptr_array_new_with_free_func (g_free);

  if (builtin == NULL || !read_policies (names, builtin, texts, error))
    return FALSE;
  out_policies->set = new_set (names, texts, builtin, error);
  if (out_policies->set == NULL)
    return FALSE;
  out_policies->named = g_ptr_array_new ();
  for (guint i = 0; i < texts->len; i++)
    {
      const char         *text = g_ptr_array_index (texts, i);
      const CpplanPolicy *policy = text == NULL ? cpplan_policy_set_find (out_policies->set, names[i])
                                                : find_by_text (out_policies->set, text);
      g_ptr_array_add (out_policies->named, (gpointer) policy);
    }
  return TRUE;
}

void
shell_close_policies (ShellPolicies *policies)
{
  g_clear_pointer (&policies->set, cpplan_policy_set_unref);
  g_clear_pointer (&policies->named, g_ptr_array_unref);
}
