/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many records at once. This floor stands on the public interface of the engine alone. */
#pragma once

#include <cpplan/cpplan.h>

/* What became of one record: a timetable or an error. */
typedef struct
{
  CpplanTimetable *timetable; /* owned reference, or NULL */
  GError          *error;     /* owned, or NULL */
} CpplanAnswer;

/* Takes the answers over, with what is in them. */
CpplanCaseload *cpplan_caseload_take (CpplanAnswer *answers, gsize n_answers);
