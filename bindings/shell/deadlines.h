/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Deadlines for people, and as comma-separated values.
 */
#pragma once

#include "shell.h"

/* Appends the rows of timetables (element-type CpplanTimetable), overdue ones first; of a caseload each row
 * names its case. */
void deadlines_append_table (GString         *out,
                             const GPtrArray *timetables,
                             gboolean         is_caseload,
                             gboolean         is_explained,
                             gboolean         is_coloured);

/* Appends the line of a warning about the record, an empty one before the first. */
void deadlines_append_warning (GString *out, const CpplanWarning *warning, gboolean is_first);

/* Appends a line for each warning about the record. */
void deadlines_append_warnings (GString *out, const CpplanTimetable *timetable);

void deadlines_append_csv_header (GString *out);
void deadlines_append_csv (GString *out, const CpplanTimetable *timetable);

/* `Mon 30 Dec 2024`, `... or later` beyond the calendar, or NULL. */
char *deadlines_spell_due (const CpplanDeadline *deadline);

/* The rule's title, with the person whose row it is. */
char *deadlines_spell_rule (const CpplanDeadline *deadline);

/* `e2, Thu 12 Dec 2024`, whichever of the two there is, or NULL. */
char *deadlines_spell_event (const CpplanEvent *event, CpplanDate date);

/* The names of flags in the order of their names, with that between them. */
char *deadlines_spell_flags (guint flags, const char *between);
