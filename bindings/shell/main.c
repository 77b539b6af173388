/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The `cpplan` command.
 */
#include "shell.h"

#include <errno.h>
#include <string.h>

#define CASE                                                                                                 \
  "  --known-at DATE          what was recorded by this day is known (default: the day asked about)\n"       \
  "  --policy ID|FILE         the policy, in place of those that the case names; files may be several\n"     \
  "  --calendar DIVISION|FILE:DIVISION\n"                                                                    \
  "                           the calendar, in place of the policy's own: england-and-wales, scotland or\n"  \
  "                           northern-ireland, or one of them from a file as GOV.UK has it\n"               \
  "  --project                count beyond the published bank holidays, by the ordinary rules\n"

#define QUESTION                                                                                             \
  "  --as-of DATE             the day on which it is asked; there is no default\n" CASE                      \
  "  --horizon DATE           show also what will fall due up to this day\n"

#define REVIEW                                                                                               \
  "  --as-of DATE             the day on which it is asked; there is no default\n" CASE

#define CALENDAR                                                                                             \
  "  --calendar DIVISION|FILE:DIVISION\n"                                                                    \
  "                           england-and-wales, scotland or northern-ireland, or one of them from a file\n" \
  "                           as GOV.UK has it; there is no default\n"                                       \
  "  --known-at DATE          the calendar as it was known on this day\n"                                    \
  "  --project                count beyond the published bank holidays, by the ordinary rules\n"             \
  "  --json                   print a JSON document\n"

static const struct
{
  const char *name;
  ShellRun    run;
  const char *help;
} commands[] = {
  { "timetable", shell_run_timetable,
    "Usage: cpplan timetable CASE.json --as-of DATE [OPTION...]\n"
    "What is due in a case, by when, and was it met. CASE.json may be - for standard input.\n"
    "\n" QUESTION "  --explain                say how each row comes about\n"
    "  --json                   print the document (cpplan-timetable/1)\n" },
  { "review", shell_run_review,
    "Usage: cpplan review CASE.json --as-of DATE [OPTION...]\n"
    "What the procedures ask of meetings, documents, visits and people, and is missing in a case.\n"
    "CASE.json may be - for standard input.\n"
    "\n" REVIEW "  --all                    show also what is there, and what nothing calls for\n"
    "  --explain                say how each row comes about\n"
    "  --json                   print the document (cpplan-findings/1), always of all\n" },
  { "may-end", shell_run_may_end,
    "Usage: cpplan may-end CASE.json --on DATE [OPTION...]\n"
    "Whether the plan may be ended on a day, on which ground, and what each requirement comes to.\n"
    "CASE.json may be - for standard input.\n"
    "\n"
    "  --on DATE                the day of the ending (needed)\n" CASE
    "  --json                   print the document (cpplan-verdict/1)\n" },
  { "caseload", shell_run_caseload,
    "Usage: cpplan caseload CASES.jsonl --as-of DATE [OPTION...]\n"
    "The same for many cases, one a line; a row a deadline. Lines that are wrong are told by their\n"
    "number, the others are answered. CASES.jsonl may be - for standard input.\n"
    "\n" QUESTION "  --csv                    print comma-separated values, with a line of names first\n"
    "  --json                   print one document (cpplan-timetable/1) a line\n"
    "  --jobs N                 use N threads (default: 1); the output is the same\n" },
  { "days", shell_run_days,
    "Usage: cpplan days add DATE N --calendar DIVISION|FILE:DIVISION [OPTION...]\n"
    "       cpplan days between DATE DATE --calendar ...\n"
    "       cpplan days why DATE --calendar ...\n"
    "Adds working days (N below 0 goes back), counts them after the first date up to the second, or\n"
    "says why a day is worked or not.\n"
    "\n" CALENDAR },
  { "holidays", shell_run_holidays,
    "Usage: cpplan holidays --calendar DIVISION|FILE:DIVISION --year YEAR [OPTION...]\n"
    "The bank holidays of a year.\n"
    "\n"
    "  --year YEAR              which year\n" CALENDAR },
  { "policy", shell_run_policy,
    "Usage: cpplan policy list [--json]\n"
    "       cpplan policy show ID|FILE [--own]\n"
    "       cpplan policy lint ID|FILE... [--as-of DATE]\n"
    "       cpplan policy diff ID|FILE ID|FILE [--replay CASES.jsonl --as-of DATE [OPTION...]] [--json]\n"
    "Lists the policies that are built in, shows the rules of one, looks for what a well-made one does not\n"
    "have, or tells which rules of two differ, and which is stricter.\n"
    "\n"
    "  --own                    leave out the rules that it has from the policy that it extends\n"
    "  --as-of DATE             of lint: look also whether the policy's review is two years past on this day\n"
    "  --replay CASES.jsonl     of diff: tell also which deadlines of these cases differ under the two\n"
    "                           policies on the day of --as-of; --known-at, --calendar, --project and\n"
    "                           --horizon are those of timetable\n"
    "  --policy ID|FILE         of diff: a policy that the two may extend; files may be several\n"
    "  --json                   print a JSON document\n" },
  { "schema", shell_run_schema,
    "Usage: cpplan schema [--json]\n"
    "The kinds of events that a case can have, and what can be recorded of each.\n"
    "\n"
    "  --json                   print a JSON document\n" },
};

static const char general_help[]
  = "Usage: cpplan COMMAND [ARGUMENT...]\n"
    "Children's social care: what is due, by when, was it met; what is missing; and may the plan end.\n"
    "\n"
    "  timetable    what is due in one case\n"
    "  caseload     what is due in many cases\n"
    "  review       what is missing in one case\n"
    "  may-end      whether a plan may be ended on a day\n"
    "  days         working days: add, between, why\n"
    "  holidays     the bank holidays of a year\n"
    "  policy       policies: list, show, lint, diff\n"
    "  schema       what a case can record\n"
    "\n"
    "  --help       this help; after a command, its own\n"
    "  --version    the version\n"
    "\n"
    "Exit status: 0 answered, 1 the input is wrong, 2 the command line is wrong.\n";

static int
print (const char *text, gsize length)
{
  if (fwrite (text, 1, length, stdout) == length && fflush (stdout) == 0 && ferror (stdout) == 0)
    return SHELL_ANSWERED;
  g_autofree char *message = g_strdup_printf ("standard output: %s", g_strerror (errno));
  shell_complain (message);
  return SHELL_WRONG;
}

static int
fail (const GError *error, const char *command)
{
  shell_complain (error->message);
  if (error->domain != SHELL_USAGE)
    return SHELL_WRONG;
  fprintf (stderr, "Try 'cpplan%s%s --help'.\n", command[0] == '\0' ? "" : " ", command);
  return SHELL_MISUSED;
}

/* Asked for anywhere among the arguments, help is all that is given. */
static gboolean
wants_help (char **arguments)
{
  for (gsize i = 1; arguments[i] != NULL && !g_str_equal (arguments[i], "--"); i++)
    if (g_str_equal (arguments[i], "--help"))
      return TRUE;
  return FALSE;
}

static int
run_command (gsize index, char ***arguments)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError)  error = NULL;

  if (wants_help (*arguments))
    return print (commands[index].help, strlen (commands[index].help));
  int status = commands[index].run (arguments, out, &error);
  if (error != NULL)
    return fail (error, commands[index].name);
  int printed = print (out->str, out->len);
  return printed == SHELL_ANSWERED ? status : printed;
}

static int
run_without_command (const char *argument)
{
  g_autoptr (GError) error = NULL;

  if (argument == NULL)
    shell_misuse (&error, "a command is needed");
  else if (g_str_equal (argument, "--help"))
    return print (general_help, strlen (general_help));
  else if (g_str_equal (argument, "--version"))
    {
      g_autofree char *version = g_strdup_printf ("cpplan %s\n", cpplan_version ());
      return print (version, strlen (version));
    }
  else if (argument[0] == '-')
    shell_misuse (&error, "no option %s goes before a command", argument);
  else
    shell_misuse (&error, "there is no command %s", argument);
  return fail (error, "");
}

int
main (int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : NULL;

  /* The JSON parser does not survive an allocation that fails; GLib's ends the program instead. */
  json_set_alloc_funcs (g_malloc, g_free);
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      {
        g_auto (GStrv) arguments = g_strdupv (argv + 1);
        return run_command (i, &arguments);
      }
  return run_without_command (name);
}
