/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief May we? Whether a plan may be ended on a day, on which ground, and what each requirement comes to.
 *
 * Grounds and verdicts are described in docs/verdict.md.
 */
#pragma once

#include <cpplan/cpplan-calendar.h>
#include <cpplan/cpplan-case.h>
#include <cpplan/cpplan-policy.h>

G_BEGIN_DECLS

/** An answer to "may the plan end?": immutable, reference-counted. Since: 0.1 */
typedef struct _CpplanVerdict CpplanVerdict;

/**
 * What the procedures say of ending the plan on the day asked about.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_OUTCOME_PERMITTED     = 1, /**< it may be ended, on the ground that is named */
  CPPLAN_OUTCOME_REFER         = 2, /**< the text contradicts itself: a person must decide */
  CPPLAN_OUTCOME_UNDETERMINED  = 3, /**< it turns on facts that are not known, see the needs */
  CPPLAN_OUTCOME_NOT_PERMITTED = 4, /**< it may not */
} CpplanOutcome;

/** One thing that an ending on the ground requires; lent. Since: 0.1 */
typedef struct
{
  const CpplanRule *rule;      /**< the rule that requires it */
  CpplanTruth       truth;     /**< whether it holds */
  const CpplanRule *waived_by; /**< the ground's rule, where that frees from it; or NULL */
} CpplanRequirement;

/** Gives `permitted`, `refer`, `undetermined` or `not-permitted`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_outcome_to_string (CpplanOutcome outcome);

/** Finds an outcome by its text name; #CPPLAN_ERROR_UNKNOWN_NAME where there is none. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_outcome_from_string (const char *text, CpplanOutcome *out_outcome, GError **error);

/**
 * Answers whether the plan that is running may be ended, under one policy.
 *
 * @param self a policy
 * @param record a record
 * @param calendar the calendar by which days are counted
 * @param on the day of the ending asked about; an ending recorded on that very day is not looked at
 * @param known_at what is recorded on or before this day is known; #CPPLAN_DATE_NONE for @p on
 * @param error #CPPLAN_ERROR_DATE where a day is no date; #CPPLAN_ERROR_RECORD where two known events supersede one
 * @return (transfer full) (nullable): the verdict
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanVerdict *cpplan_policy_may_end (const CpplanPolicy *self,
                                      CpplanCase         *record,
                                      CpplanCalendar     *calendar,
                                      CpplanDate          on,
                                      CpplanDate          known_at,
                                      GError            **error);

/**
 * Answers the same under the policy that is in charge of the record on that day, in the edition in force.
 *
 * @param self a set that has the record's policies
 * @param policy (nullable): the id of a policy to take in place of those that the record names
 * @param record as in cpplan_policy_may_end()
 * @param calendar as there
 * @param on as there
 * @param known_at as there
 * @param error as there, and #CPPLAN_ERROR_UNKNOWN_NAME where the record names no policy, none that is in charge
 *   on that day, or one that the set does not have
 * @return (transfer full) (nullable): the verdict
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanVerdict *cpplan_policy_set_may_end (const CpplanPolicySet *self,
                                          const char            *policy,
                                          CpplanCase            *record,
                                          CpplanCalendar        *calendar,
                                          CpplanDate             on,
                                          CpplanDate             known_at,
                                          GError               **error);

/** Takes a reference and returns the verdict. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanVerdict *cpplan_verdict_ref (CpplanVerdict *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_verdict_unref (CpplanVerdict *self);

/** Gives the record that it is about; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanCase *cpplan_verdict_get_case (const CpplanVerdict *self);

/** Gives the policy under which it was answered; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanPolicy *cpplan_verdict_get_policy (const CpplanVerdict *self);

/** Gives the policy's edition, lent, or NULL where it has no name or is not in force on the day asked about. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_verdict_get_edition (const CpplanVerdict *self);

/** Gives the calendar by which days were counted; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanCalendar *cpplan_verdict_get_calendar (const CpplanVerdict *self);

/** Gives the day asked about. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_verdict_get_on (const CpplanVerdict *self);

/** Gives the day of knowledge. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_verdict_get_known_at (const CpplanVerdict *self);

/** Gives the outcome. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanOutcome cpplan_verdict_get_outcome (const CpplanVerdict *self);

/** Gives the ground, such as `moved-permanently`, where the outcome is permitted or refer; else NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_verdict_get_ground (const CpplanVerdict *self);

/** Gives how many requirements were weighed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_verdict_get_n_requirements (const CpplanVerdict *self);

/** Gives one requirement; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanRequirement *cpplan_verdict_get_requirement (const CpplanVerdict *self, gsize index);

/** Gives the facts that would settle it, sorted, ended by NULL; as cpplan_deadline_get_needs(); lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_verdict_get_needs (const CpplanVerdict *self);

/** Gives the flags, bits of #CpplanFlags. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
guint cpplan_verdict_get_flags (const CpplanVerdict *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanVerdict, cpplan_verdict_unref)

G_END_DECLS
