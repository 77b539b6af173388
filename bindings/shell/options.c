/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "shell.h"

#include <string.h>

G_DEFINE_QUARK (shell-usage-quark, shell_usage)

gboolean
shell_misuse (GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (SHELL_USAGE, 0, format, args);
  va_end (args);
  return FALSE;
}

GOptionContext *
shell_options_new (const GOptionEntry *entries)
{
  GOptionContext *options = g_option_context_new (NULL);
  g_option_context_set_help_enabled (options, FALSE);
  /* So that a negative number is left to be an operand; shell_parse() refuses the rest. */
  g_option_context_set_ignore_unknown_options (options, TRUE);
  g_option_context_add_main_entries (options, entries, NULL);
  return options;
}

static gboolean
is_number (const char *text)
{
  return text[0] == '-' && g_ascii_isdigit (text[1]) && strspn (text + 1, "0123456789") == strlen (text + 1);
}

/* Takes off what follows `--`, which no entry may read. */
static GPtrArray *
split_rest (char **arguments)
{
  GPtrArray *rest = g_ptr_array_new_with_free_func (g_free);
  gsize      i = 0;
  while (arguments[i] != NULL && !g_str_equal (arguments[i], "--"))
    i++;
  if (arguments[i] == NULL)
    return rest;
  g_clear_pointer (&arguments[i], g_free);
  for (i++; arguments[i] != NULL; i++)
    g_ptr_array_add (rest, g_steal_pointer (&arguments[i]));
  return rest;
}

/* GOption takes no notice of a value that is given to a switch. */
static gboolean
check_switches (char **arguments, GError **error)
{
  static const char *const switches[] = { "--csv=", "--explain=", "--json=", "--own=", "--project=" };
  for (gsize i = 0; arguments[i] != NULL; i++)
    for (gsize s = 0; s < G_N_ELEMENTS (switches); s++)
      if (g_str_has_prefix (arguments[i], switches[s]))
        return shell_misuse (error, "%.*s takes no value", (gint) strlen (switches[s]) - 1, switches[s]);
  return TRUE;
}

gboolean
shell_parse (GOptionContext *options, char ***arguments, GError **error)
{
  g_autoptr (GPtrArray) rest = split_rest (*arguments);
  g_autoptr (GError)    mistake = NULL;

  if (!check_switches (*arguments, error))
    return FALSE;
  if (!g_option_context_parse_strv (options, arguments, &mistake))
    return shell_misuse (error, "%s", mistake->message);

  g_autoptr (GPtrArray) operands = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 1; (*arguments)[i] != NULL; i++)
    {
      const char *argument = (*arguments)[i];
      if (argument[0] == '-' && argument[1] != '\0' && !is_number (argument))
        return shell_misuse (error, "there is no option %s", argument);
      g_ptr_array_add (operands, g_strdup (argument));
    }
  g_ptr_array_extend_and_steal (operands, g_steal_pointer (&rest));
  g_ptr_array_add (operands, NULL);
  g_strfreev (*arguments);
  *arguments = (char **) g_ptr_array_free (g_steal_pointer (&operands), FALSE);
  return TRUE;
}

gboolean
shell_want_operands (char **operands, const char *const *names, GError **error)
{
  for (gsize i = 0; names[i] != NULL; i++)
    if (operands[i] == NULL)
      return shell_misuse (error, "%s is needed", names[i]);
  gsize length = g_strv_length ((char **) names);
  if (operands[length] != NULL)
    return shell_misuse (error, "%s is one argument too many", operands[length]);
  return TRUE;
}

gboolean
shell_read_date (const char *what, const char *text, CpplanDate *out_date, GError **error)
{
  g_autoptr (GError) mistake = NULL;
  *out_date = CPPLAN_DATE_NONE;
  return text == NULL || cpplan_date_parse (text, out_date, &mistake)
         || shell_misuse (error, "%s: %s", what, mistake->message);
}
