/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The same cases under two policies.
 */
#pragma once

#include "question.h"

typedef struct
{
  CpplanDate as_of;
  GPtrArray *differences; /* (element-type CpplanTimetableDiff), of the cases that have any */
  guint      n_cases;     /* that were answered */
  guint      n_rows;      /* that differ, of all cases */
  gboolean   is_whole;    /* no line was wrong */
} Replay;

/* Asks of each line of a file of cases what is due under each policy, as though both had always been in force. What is
 * wrong with a line is told at once; the others are answered. */
gboolean replay_run (Replay *self, const char *path, const QuestionOptions *options, const CpplanPolicy *from,
                     const CpplanPolicy *to, GError **error);
void     replay_clear (Replay *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Replay, replay_clear)
