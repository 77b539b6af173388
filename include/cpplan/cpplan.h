/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief libcpplan: when is it due, what is missing, may the plan end.
 *
 * The one header to include; <cpplan/cpplan-json.h> adds documents.
 */
#pragma once

#define CPPLAN_INSIDE
#include <cpplan/cpplan-macros.h>
#include <cpplan/cpplan-version.h>
#include <cpplan/cpplan-error.h>
#include <cpplan/cpplan-date.h>
#include <cpplan/cpplan-period.h>
#include <cpplan/cpplan-calendar.h>
#include <cpplan/cpplan-schema.h>
#include <cpplan/cpplan-event.h>
#include <cpplan/cpplan-case.h>
#include <cpplan/cpplan-policy.h>
#include <cpplan/cpplan-timetable.h>
#include <cpplan/cpplan-policy-diff.h>
#include <cpplan/cpplan-findings.h>
#include <cpplan/cpplan-verdict.h>
#include <cpplan/cpplan-caseload.h>
#undef CPPLAN_INSIDE
