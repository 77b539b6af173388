/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief What is missing? What the procedures ask of meetings, documents, visits and people, and whether it is there.
 *
 * States are described in docs/findings.md.
 */
#pragma once

#include <cpplan/cpplan-calendar.h>
#include <cpplan/cpplan-case.h>
#include <cpplan/cpplan-policy.h>
#include <cpplan/cpplan-timetable.h>

G_BEGIN_DECLS

/** An answer to "what is missing?": immutable, reference-counted. Since: 0.1 */
typedef struct _CpplanFindings CpplanFindings;

/** One finding; lent by the findings, and gone with them. Since: 0.1 */
typedef struct _CpplanFinding CpplanFinding;

/**
 * How a demand of the procedures stands.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_FINDING_STATE_MISSING        = 1, /**< it should be there by now, and is not */
  CPPLAN_FINDING_STATE_OUTSTANDING    = 2, /**< it is owed and not done, and the text gives no time; or its time still runs */
  CPPLAN_FINDING_STATE_UNKNOWN        = 3, /**< it turns on a fact that is not known, see the needs */
  CPPLAN_FINDING_STATE_SATISFIED      = 4, /**< it is there */
  CPPLAN_FINDING_STATE_NOT_APPLICABLE = 5, /**< nothing has called for it, it is no longer owed, or it holds elsewhere */
} CpplanFindingState;

/** Gives `missing`, `outstanding`, `unknown`, `satisfied` or `not-applicable`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_finding_state_to_string (CpplanFindingState state);

/** Finds a state by its text name; #CPPLAN_ERROR_UNKNOWN_NAME where there is none. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_finding_state_from_string (const char *text, CpplanFindingState *out_state, GError **error);

/**
 * Answers "what is missing?" under one policy, whatever policy the record names: every rule of the kinds `require`,
 * `consider` and `duty` is asked of every event that calls for it.
 *
 * @param self a policy
 * @param record a record
 * @param calendar the calendar by which days are counted
 * @param as_of the day on which it is asked: held events after it are not seen
 * @param known_at what is recorded on or before this day is known; #CPPLAN_DATE_NONE for @p as_of
 * @param error #CPPLAN_ERROR_DATE where a day is no date; #CPPLAN_ERROR_RECORD where two known events supersede one;
 *   #CPPLAN_ERROR_LIMIT where the findings are more than 1,000,000
 * @return (transfer full) (nullable): the findings
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanFindings *cpplan_policy_review (const CpplanPolicy *self,
                                      CpplanCase         *record,
                                      CpplanCalendar     *calendar,
                                      CpplanDate          as_of,
                                      CpplanDate          known_at,
                                      GError            **error);

/**
 * Answers the same under the policies that the record names: a finding belongs to the policy in charge on the day of
 * the event that called for it.
 *
 * @param self a set that has the record's policies
 * @param policy (nullable): the id of a policy to take in place of those that the record names
 * @param record as in cpplan_policy_review()
 * @param calendar as there
 * @param as_of as there
 * @param known_at as there
 * @param error as there, and #CPPLAN_ERROR_UNKNOWN_NAME where the record names no policy, or one that the set does not
 *   have
 * @return (transfer full) (nullable): the findings
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanFindings *cpplan_policy_set_review (const CpplanPolicySet *self,
                                          const char            *policy,
                                          CpplanCase            *record,
                                          CpplanCalendar        *calendar,
                                          CpplanDate             as_of,
                                          CpplanDate             known_at,
                                          GError               **error);

/** Takes a reference and returns the findings. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanFindings *cpplan_findings_ref (CpplanFindings *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_findings_unref (CpplanFindings *self);

/** Gives the record that they are about; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanCase *cpplan_findings_get_case (const CpplanFindings *self);

/** Gives the calendar by which days were counted; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanCalendar *cpplan_findings_get_calendar (const CpplanFindings *self);

/** Gives the policy in charge and in force on as-of, or NULL where there is none; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanPolicy *cpplan_findings_get_policy (const CpplanFindings *self);

/** Gives the id of the policy in charge on as-of, in force or not, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_findings_get_policy_id (const CpplanFindings *self);

/** Gives the SHA-256 of the policies' texts, in hexadecimal; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_findings_get_policy_digest (const CpplanFindings *self);

/** Tells whether the record names a timeline of policies, so that findings name theirs. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_findings_is_timeline (const CpplanFindings *self);

/** Gives the day asked about. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_findings_get_as_of (const CpplanFindings *self);

/** Gives the day of knowledge. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_findings_get_known_at (const CpplanFindings *self);

/** Gives the flags of the whole, bits of #CpplanFlags. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
guint cpplan_findings_get_flags (const CpplanFindings *self);

/** Gives how many findings there are. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_findings_get_length (const CpplanFindings *self);

/** Gives one finding, in the order of rule, subject and member; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanFinding *cpplan_findings_get_finding (const CpplanFindings *self, gsize index);

/** Gives how many warnings about the record there are. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_findings_get_n_warnings (const CpplanFindings *self);

/** Gives one warning; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanWarning *cpplan_findings_get_warning (const CpplanFindings *self, gsize index);

/** Gives the rule; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanRule *cpplan_finding_get_rule (const CpplanFinding *self);

/** Gives the state. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanFindingState cpplan_finding_get_state (const CpplanFinding *self);

/** Gives the event that called for it, or NULL where nothing has; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanEvent *cpplan_finding_get_subject (const CpplanFinding *self);

/** Gives the id of the person whom it is about, of rules that ask it of each person, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_finding_get_member (const CpplanFinding *self);

/**
 * Gives what is missing or outstanding, each a kind of event, a role or audience that was not reached, or a condition
 * such as `p1.contingency` or `g1.chair.role = first-line-manager`.
 *
 * @param self a finding
 * @return the texts, sorted, ended by NULL; lent; empty in the other states
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_finding_get_missing (const CpplanFinding *self);

/** Gives the facts that would settle it, sorted, ended by NULL; as cpplan_deadline_get_needs(); lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_finding_get_needs (const CpplanFinding *self);

/** Gives the flags, bits of #CpplanFlags. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
guint cpplan_finding_get_flags (const CpplanFinding *self);

/** Gives the id of the policy in charge; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_finding_get_policy (const CpplanFinding *self);

/** Gives that policy's edition, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_finding_get_edition (const CpplanFinding *self);

/**
 * Says in sentences what was asked, of what, and how it came out.
 *
 * @param self a finding
 * @return (transfer full): the sentences, ended by NULL; free them with g_strfreev()
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
char **cpplan_finding_explain (const CpplanFinding *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanFindings, cpplan_findings_unref)

G_END_DECLS
