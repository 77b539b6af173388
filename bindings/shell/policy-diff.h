/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What differs between two policies, and what that changes for cases.
 */
#pragma once

#include "question.h"

typedef struct
{
  QuestionOptions question; /* of the cases; its policies are those that the two may extend */
  char           *replay;   /* the file of the cases, or NULL */
  gboolean        is_json;
} PolicyDiffOptions;

int policy_diff_run (char **operands, const PolicyDiffOptions *options, GString *out, GError **error);
