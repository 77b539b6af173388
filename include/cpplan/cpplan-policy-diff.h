/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief What differs between two policies, and what that changes for a case.
 *
 * What is stricter and what is laxer is described in docs/policy-diff.md.
 */
#pragma once

#include <cpplan/cpplan-policy.h>
#include <cpplan/cpplan-timetable.h>

G_BEGIN_DECLS

/** The rules that two policies do not have alike: immutable, reference-counted. Since: 0.1 */
typedef struct _CpplanPolicyDiff CpplanPolicyDiff;

/** One such rule; lent by the difference, and gone with it. Since: 0.1 */
typedef struct _CpplanRuleChange CpplanRuleChange;

/** The rows that two timetables do not have alike: immutable, reference-counted. Since: 0.1 */
typedef struct _CpplanTimetableDiff CpplanTimetableDiff;

/**
 * What became of a rule from the first policy to the second.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_CHANGE_ADDED   = 1, /**< only the second has it */
  CPPLAN_CHANGE_REMOVED = 2, /**< only the first has it */
  CPPLAN_CHANGE_CHANGED = 3, /**< both have it, and not with the same keys */
} CpplanChange;

/**
 * How the second of two rules compares with the first.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_STRICTNESS_SAME         = 1, /**< it asks the same; only the wording is another */
  CPPLAN_STRICTNESS_STRICTER     = 2, /**< who keeps the second keeps the first, whatever happens */
  CPPLAN_STRICTNESS_LAXER        = 3, /**< who keeps the first keeps the second, whatever happens */
  CPPLAN_STRICTNESS_INCOMPARABLE = 4, /**< it turns on what happens, or cannot be told */
} CpplanStrictness;

/** One key in which two rules differ; lent. Since: 0.1 */
typedef struct
{
  const char      *key;        /**< as the file has it; `calendar` and `scope` are those of the policy */
  const char      *from;       /**< its value in the first policy, or NULL */
  const char      *to;         /**< its value in the second policy, or NULL */
  CpplanStrictness strictness; /**< how the second compares with the first in this alone */
} CpplanKeyChange;

/** Gives `added`, `removed` or `changed`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_change_to_string (CpplanChange change);

/** Finds a change by its text name; #CPPLAN_ERROR_UNKNOWN_NAME where there is none. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_change_from_string (const char *text, CpplanChange *out_change, GError **error);

/** Gives `same`, `stricter`, `laxer` or `incomparable`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_strictness_to_string (CpplanStrictness strictness);

/** Finds a strictness by its text name; #CPPLAN_ERROR_UNKNOWN_NAME where there is none. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_strictness_from_string (const char *text, CpplanStrictness *out_strictness, GError **error);

/**
 * Compares the rules that hold under two policies, inherited ones among them.
 *
 * Rules are compared by their ids. When each policy is in force does not count.
 *
 * @param from the first policy
 * @param to the second policy
 * @return (transfer full): the difference; empty where there is none
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanPolicyDiff *cpplan_policy_diff_new (CpplanPolicy *from, CpplanPolicy *to);

/** Takes a reference and returns the difference. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanPolicyDiff *cpplan_policy_diff_ref (CpplanPolicyDiff *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_policy_diff_unref (CpplanPolicyDiff *self);

/** Gives the first policy; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanPolicy *cpplan_policy_diff_get_from (const CpplanPolicyDiff *self);

/** Gives the second policy; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanPolicy *cpplan_policy_diff_get_to (const CpplanPolicyDiff *self);

/** Gives how many rules differ. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_policy_diff_get_length (const CpplanPolicyDiff *self);

/** Gives one rule that differs, in the order of ids; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanRuleChange *cpplan_policy_diff_get_change (const CpplanPolicyDiff *self, gsize index);

/** Gives what became of the rule. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanChange cpplan_rule_change_get_change (const CpplanRuleChange *self);

/** Gives the rule under the first policy, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanRule *cpplan_rule_change_get_from (const CpplanRuleChange *self);

/** Gives the rule under the second policy, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanRule *cpplan_rule_change_get_to (const CpplanRuleChange *self);

/**
 * Gives how a changed rule compares with what it was.
 *
 * What is added or removed has no other to be compared with, and is #CPPLAN_STRICTNESS_INCOMPARABLE.
 *
 * @param self a rule that differs
 * @return how the second compares with the first
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanStrictness cpplan_rule_change_get_strictness (const CpplanRuleChange *self);

/** Gives in how many keys a changed rule differs; 0 for one that is added or removed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_rule_change_get_n_keys (const CpplanRuleChange *self);

/** Gives one of those keys, in the order of the files; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanKeyChange *cpplan_rule_change_get_key (const CpplanRuleChange *self, gsize index);

/**
 * Gives a policy as though it had always been in force, and what it extends likewise.
 *
 * Two editions of a policy are in force on different days, so that no day of a case has an answer under both; so
 * made, they can be held against the same case.
 *
 * @param self a policy
 * @param error none is expected
 * @return (transfer full) (nullable): the policy, with the same text and digest
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanPolicy *cpplan_policy_new_always_in_force (const CpplanPolicy *self, GError **error);

/**
 * Compares two answers to "when?" about one record.
 *
 * Rows are the same where they are of one rule, count from the same event and are of the same person; projected ones
 * are taken in their order. They differ where the due day or the state does, or where only one timetable has the row.
 *
 * @param from the first timetable, such as one under the policy of now
 * @param to the second timetable, such as one under the policy to come
 * @return (transfer full): the difference; empty where there is none
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanTimetableDiff *cpplan_timetable_diff_new (CpplanTimetable *from, CpplanTimetable *to);

/** Takes a reference and returns the difference. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanTimetableDiff *cpplan_timetable_diff_ref (CpplanTimetableDiff *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_timetable_diff_unref (CpplanTimetableDiff *self);

/** Gives the record that both are about, as the first has it; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanCase *cpplan_timetable_diff_get_case (const CpplanTimetableDiff *self);

/** Gives how many rows differ. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_timetable_diff_get_length (const CpplanTimetableDiff *self);

/**
 * Gives the row that differs as the first timetable has it: those of the first in its order, then those that only the
 * second has.
 *
 * @param self a difference
 * @param index 0 to cpplan_timetable_diff_get_length() - 1
 * @return (nullable): the row, or NULL where the first has none; lent
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanDeadline *cpplan_timetable_diff_get_from (const CpplanTimetableDiff *self, gsize index);

/** Gives it as the second timetable has it, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanDeadline *cpplan_timetable_diff_get_to (const CpplanTimetableDiff *self, gsize index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanPolicyDiff, cpplan_policy_diff_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanTimetableDiff, cpplan_timetable_diff_unref)

G_END_DECLS
