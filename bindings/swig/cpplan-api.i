/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is wrapped: all that the headers declare, but for what is left out here, each with its reason. Nothing in
 * this file is about one host.
 */

/* Enums are known to hosts by their text names. */
%rename("$ignore", %$isenumitem) "";

/* Rows are lent by what they stand in and cannot be kept alone: each host reads a row as a whole. */
%rename("$ignore", regexmatch$name="^cpplan_(deadline|finding|rule_change)_(?!state_)") "";
%ignore cpplan_timetable_get_deadline;
%ignore cpplan_timetable_get_warning;
%ignore cpplan_policy_diff_get_change;
%ignore cpplan_timetable_diff_get_from;
%ignore cpplan_timetable_diff_get_to;
%ignore cpplan_findings_get_finding;
%ignore cpplan_findings_get_warning;
%ignore cpplan_verdict_get_requirement;
%ignore cpplan_caseload_get_deadline;
%ignore cpplan_caseload_get_error;

/* Structs that C fills: each host has its own way with values. */
%ignore CpplanPeriod;
%ignore CpplanPersonFacts;
%ignore CpplanReading;
%ignore CpplanWarning;
%ignore CpplanRequirement;
%ignore CpplanLint;
%ignore CpplanKeyChange;
%ignore CpplanPersonMember;
%ignore cpplan_person_new;
%ignore cpplan_person_get_facts;
%ignore cpplan_policy_lint;
%ignore cpplan_policy_set_lint;

/* Arrays: each host has its own memory. */
%rename("$ignore", regexmatch$name="^cpplan_(calendar|policy)_.*_i(32|64)$") "";
%ignore cpplan_policy_set_new_from_texts;
%ignore cpplan_caseload_get_numbers;
%ignore cpplan_caseload_get_texts;

/* Every host has dates, and GLib's are of no use there. */
%ignore cpplan_date_from_gdate;
%ignore cpplan_date_to_gdate;
%ignore cpplan_date_from_ymd;
%ignore cpplan_date_get_ymd;
%ignore cpplan_date_get_weekday;
%ignore cpplan_date_format;
%ignore cpplan_date_to_string;

/* Hosts raise errors; the quark means nothing to them. */
%ignore cpplan_error_quark;

/* Lists that C lends without a NULL at the end. */
%ignore cpplan_schema_get_attributes;
%ignore cpplan_schema_get_person_members;

%include <cpplan/cpplan-version.h>
%include <cpplan/cpplan-error.h>
%include <cpplan/cpplan-date.h>
%include <cpplan/cpplan-period.h>
%include <cpplan/cpplan-calendar.h>
%include <cpplan/cpplan-schema.h>
%include <cpplan/cpplan-event.h>
%include <cpplan/cpplan-case.h>
%include <cpplan/cpplan-policy.h>
%include <cpplan/cpplan-timetable.h>
%include <cpplan/cpplan-policy-diff.h>
%include <cpplan/cpplan-findings.h>
%include <cpplan/cpplan-verdict.h>
%include <cpplan/cpplan-caseload.h>
%include <cpplan/cpplan-json.h>
