/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief libcpplan-json: case files in, timetables out, GOV.UK's bank holidays in.
 *
 * Reading is strict: RFC 8259, UTF-8, no duplicate keys, at most 64 levels deep, at most 64 MiB; an error
 * names the line and column, or the place in the document (`events[3].date`).
 */
#pragma once

#include <cpplan/cpplan.h>

#define CPPLAN_INSIDE
#include <cpplan/cpplan-macros.h>
#undef CPPLAN_INSIDE

G_BEGIN_DECLS

/**
 * Reads a case file (`cpplan-case/1`).
 *
 * @param text the document
 * @param length its length in bytes, or -1 where it ends with a NUL
 * @param error #CPPLAN_ERROR_JSON where it is not JSON or not such a document; #CPPLAN_ERROR_RECORD where
 *   what it says cannot be; #CPPLAN_ERROR_LIMIT where it is too long
 * @return (transfer full) (nullable): the record
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCase *cpplan_json_case_new (const char *text, gssize length, GError **error);

/**
 * Writes a record as a case file that cpplan_json_case_new() reads back to an equal record.
 *
 * @param record a record
 * @return (transfer full): the document, indented by two spaces
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
char *cpplan_json_case_to_string (const CpplanCase *record);

/**
 * How a document is written.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_JSON_COMPACT = 1 << 0, /**< on one line, as JSON Lines want it */
  CPPLAN_JSON_EXPLAIN = 1 << 1, /**< each row with its `steps` */
} CpplanJsonFlags;

/**
 * Writes a timetable (`cpplan-timetable/1`).
 *
 * @param timetable a timetable
 * @param flags bits of #CpplanJsonFlags, or 0
 * @return (transfer full): the document, without line end
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
char *cpplan_json_timetable_to_string (const CpplanTimetable *timetable, guint flags);

/**
 * Writes findings (`cpplan-findings/1`).
 *
 * @param findings findings
 * @param flags bits of #CpplanJsonFlags, or 0
 * @return (transfer full): the document, without line end
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
char *cpplan_json_findings_to_string (const CpplanFindings *findings, guint flags);

/**
 * Writes a verdict (`cpplan-verdict/1`).
 *
 * @param verdict a verdict
 * @param flags #CPPLAN_JSON_COMPACT, or 0
 * @return (transfer full): the document, without line end
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
char *cpplan_json_verdict_to_string (const CpplanVerdict *verdict, guint flags);

/**
 * Makes a calendar of one division of GOV.UK's bank holiday file, as https://www.gov.uk/bank-holidays.json
 * has it. It covers 1 January of the file's first year to 31 December of its last.
 *
 * @param text the document
 * @param length its length in bytes, or -1 where it ends with a NUL
 * @param division which division
 * @param error #CPPLAN_ERROR_JSON where it is not such a document; #CPPLAN_ERROR_CALENDAR where a division
 *   has no holidays or one day twice; #CPPLAN_ERROR_LIMIT where it is too long
 * @return (transfer full) (nullable): the calendar
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCalendar *cpplan_json_calendar_new_bank_holidays (const char    *text,
                                                        gssize         length,
                                                        CpplanDivision division,
                                                        GError       **error);

G_END_DECLS
