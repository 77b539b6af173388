/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * "When?" as the command line asks it, of one case or of many. A question never changes once it is opened, so
 * threads may ask it at once.
 */
#pragma once

#include "shell.h"

/* The options' values as they came. */
typedef struct
{
  char    *as_of;
  char    *known_at;
  char    *horizon;
  char    *calendar;
  char   **policies;
  gboolean is_projected;
  gboolean is_of_end;    /* the day is --on, and there is no horizon */
  gboolean is_of_review; /* there is no horizon */
} QuestionOptions;

typedef struct
{
  CpplanDate      as_of;
  CpplanDate      known_at;
  CpplanDate      horizon;
  ShellPolicies   policies;
  const char     *policy;      /* in place of those that cases name, or NULL; lent by the policies */
  CpplanCalendar *calendar;    /* in place of the policies' own, or NULL */
  CpplanCalendar *built_in[4]; /* by division, for the policies' own; NULL where there is none */
} Question;

/* Lets the context take the options of questions too. */
void question_add_options (GOptionContext *context, QuestionOptions *options);
void question_options_clear (QuestionOptions *options);

gboolean question_open (Question *self, const QuestionOptions *options, GError **error);
void     question_close (Question *self);

/* The calendar of the question, or the policy's own; lent. */
CpplanCalendar *question_find_calendar (const Question *self, const CpplanPolicy *policy, GError **error);

/* The message of an error begins with its place in the case file. */
CpplanTimetable *question_ask (const Question *self, CpplanCase *record, GError **error);

/* "What is missing?", likewise. */
CpplanFindings *question_ask_review (const Question *self, CpplanCase *record, GError **error);

/* "May the plan end?", likewise. */
CpplanVerdict *question_ask_end (const Question *self, CpplanCase *record, GError **error);

CpplanCase *question_read_case (const char *path, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QuestionOptions, question_options_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_close)
