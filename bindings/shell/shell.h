/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the commands of `cpplan` share: options, input, errors.
 *
 * A command answers into a text that is printed only if it succeeds. What goes wrong is a GError: one of
 * SHELL_USAGE ends with 2 and a hint, any other with 1; its message is the one line that is printed.
 */
#pragma once

#include <cpplan/cpplan-json.h>

#include <jansson.h>
#include <stdio.h>

#define SHELL_ANSWERED 0
#define SHELL_WRONG    1
#define SHELL_MISUSED  2

/* One byte more than the library reads of one text, so that it is the library that refuses it. */
#define SHELL_MAX_BYTES (64 * 1024 * 1024 + 1)

#define SHELL_USAGE (shell_usage_quark ())

GQuark shell_usage_quark (void);

/* Sets an error of SHELL_USAGE and gives FALSE. */
gboolean shell_misuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Puts the file's name before the error's message and gives FALSE. */
gboolean shell_blame (const char *file, GError **error);

/* Prints a message as one line on standard error, whatever characters are in it. */
void shell_complain (const char *message);

/* Of one line of a file of cases, by its number. */
void shell_complain_of_line (const char *file, guint number, const GError *error);

/* Options. The context takes what its entries name off the arguments; shell_parse() then leaves only
 * operands, negative numbers and what follows `--` among them, and refuses options that no entry names. */
GOptionContext *shell_options_new (const GOptionEntry *entries);
gboolean        shell_parse (GOptionContext *options, char ***arguments, GError **error);

/* Gives FALSE, with an error, unless there are as many operands as names; the names are for the message. */
gboolean shell_want_operands (char **operands, const char *const *names, GError **error);

/* Reads the value of an option or operand; a text of NULL gives CPPLAN_DATE_NONE. */
gboolean shell_read_date (const char *what, const char *text, CpplanDate *out_date, GError **error);

/* Input. The name `-` is standard input. */
const char *shell_get_file_name (const char *path);
FILE       *shell_open_file (const char *path, GError **error);
void        shell_close_file (FILE *file);
void        shell_set_file_error (GError **error);
char       *shell_read_file (const char *path, gsize *out_length, GError **error);

/* Opens `DIVISION` or `FILE:DIVISION`. */
CpplanCalendar *
shell_open_calendar (const char *name, gboolean is_projected, CpplanDate known_at, GError **error);

/* Opens policies by their ids or files, over those that are compiled in. What was named stands in the result
 * in that order, lent by the set. */
typedef struct
{
  CpplanPolicySet *set;
  GPtrArray       *named; /* (element-type CpplanPolicy) */
} ShellPolicies;

gboolean shell_open_policies (char *const *names, ShellPolicies *out_policies, GError **error);
void     shell_close_policies (ShellPolicies *policies);

/* Writing for people: `Mon 30 Dec 2024`, or nothing for no date. */
char *shell_spell_date (CpplanDate date);

/* Appends the document, indented by two spaces, with a line end, and frees it. */
void shell_append_document (GString *out, json_t *document);

void shell_set_text (json_t *object, const char *member, const char *text);
void shell_set_date (json_t *object, const char *member, CpplanDate date);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShellPolicies, shell_close_policies)

/* The commands. Each takes its arguments, the first of them its name, answers into `out` and gives the exit
 * status; where it sets an error, neither counts. */
typedef int (*ShellRun) (char ***arguments, GString *out, GError **error);

int shell_run_caseload (char ***arguments, GString *out, GError **error);
int shell_run_days (char ***arguments, GString *out, GError **error);
int shell_run_holidays (char ***arguments, GString *out, GError **error);
int shell_run_review (char ***arguments, GString *out, GError **error);
int shell_run_may_end (char ***arguments, GString *out, GError **error);
int shell_run_policy (char ***arguments, GString *out, GError **error);
int shell_run_schema (char ***arguments, GString *out, GError **error);
int shell_run_timetable (char ***arguments, GString *out, GError **error);
