/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief When, for many records at once: their timetables, and the rows of all of them as columns.
 */
#pragma once

#include <cpplan/cpplan-timetable.h>

G_BEGIN_DECLS

/** The timetables of many records and the columns of their rows: immutable, reference-counted. Since: 0.1 */
typedef struct _CpplanCaseload CpplanCaseload;

/**
 * The columns of numbers, one 32-bit element a row; #CPPLAN_DATE_NONE where a row has none.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_NUMBERS_RECORD       = 1,  /**< the place of its record among those that were given, from 0 */
  CPPLAN_NUMBERS_RULE         = 2,  /**< the place of its rule in cpplan_caseload_get_rule(), from 0 */
  CPPLAN_NUMBERS_FROM         = 3,  /**< the day from which it counts */
  CPPLAN_NUMBERS_DUE          = 4,  /**< the last day on which the duty is met */
  CPPLAN_NUMBERS_DUE_AT_LEAST = 5,  /**< the day before which it cannot be due, where the due day is not known */
  CPPLAN_NUMBERS_ACT_BY       = 6,  /**< the last working day that is in time under every reading */
  CPPLAN_NUMBERS_STATE        = 7,  /**< its #CpplanState */
  CPPLAN_NUMBERS_MET_ON       = 8,  /**< the day on which it was met */
  CPPLAN_NUMBERS_FLAGS        = 9,  /**< bits of #CpplanFlags */
  CPPLAN_NUMBERS_WORKING_DAYS = 10, /**< the working days from the day from which it counts to the day on which it was
                                         met, by its timetable's calendar */
} CpplanCaseloadNumbers;

/**
 * The columns of texts, one lent text a row; NULL where a row has none.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_TEXTS_POLICY  = 1, /**< the id of the policy that the row belongs to */
  CPPLAN_TEXTS_EDITION = 2, /**< the edition of that policy */
  CPPLAN_TEXTS_TRIGGER = 3, /**< the id of the event that started it */
  CPPLAN_TEXTS_MEMBER  = 4, /**< the id of the person whose row it is */
  CPPLAN_TEXTS_MET_BY  = 5, /**< the id of the event that met it */
} CpplanCaseloadTexts;

/**
 * Answers "when?" for many records under one policy, as cpplan_policy_evaluate() does for each. A record that has no
 * answer spoils none of the others: cpplan_caseload_get_error() tells what was wrong with it.
 *
 * @param self a policy
 * @param records the records; the caseload takes references of its own
 * @param n_records how many there are, at most 2,147,483,647; 0 gives an empty caseload
 * @param calendar as in cpplan_policy_evaluate()
 * @param as_of as there
 * @param known_at as there
 * @param horizon as there
 * @param n_threads how many threads share the work, the caller's among them; at least 1, which starts none. The answer
 *   is the same for any number
 * @return (transfer full): the caseload
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCaseload *cpplan_policy_evaluate_caseload (const CpplanPolicy *self,
                                                 CpplanCase *const  *records,
                                                 gsize               n_records,
                                                 CpplanCalendar     *calendar,
                                                 CpplanDate          as_of,
                                                 CpplanDate          known_at,
                                                 CpplanDate          horizon,
                                                 guint               n_threads);

/**
 * Answers "when?" for many records under the policies that each of them names, as cpplan_policy_set_evaluate() does.
 *
 * @param self a set that has those policies
 * @param policy (nullable): the id of a policy to take in place of those that the records name
 * @param records as in cpplan_policy_evaluate_caseload()
 * @param n_records as there
 * @param calendar as there
 * @param as_of as there
 * @param known_at as there
 * @param horizon as there
 * @param n_threads as there
 * @return (transfer full): the caseload
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCaseload *cpplan_policy_set_evaluate_caseload (const CpplanPolicySet *self,
                                                     const char            *policy,
                                                     CpplanCase *const     *records,
                                                     gsize                  n_records,
                                                     CpplanCalendar        *calendar,
                                                     CpplanDate             as_of,
                                                     CpplanDate             known_at,
                                                     CpplanDate             horizon,
                                                     guint                  n_threads);

/**
 * Brings timetables that are there already together, for their columns.
 *
 * @param timetables the timetables; the caseload takes references of its own
 * @param n_timetables how many there are, at most 2,147,483,647; 0 gives an empty caseload
 * @return (transfer full): the caseload
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCaseload *cpplan_caseload_new_from_timetables (CpplanTimetable *const *timetables, gsize n_timetables);

/** Takes a reference and returns the caseload. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCaseload *cpplan_caseload_ref (CpplanCaseload *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_caseload_unref (CpplanCaseload *self);

/** Gives how many records were asked about, answered or not. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_caseload_get_n_records (const CpplanCaseload *self);

/**
 * Gives the answer for one record.
 *
 * @param self a caseload
 * @param record the record's place, 0 to cpplan_caseload_get_n_records() - 1
 * @return (nullable): its timetable, or NULL where it has none; lent
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanTimetable *cpplan_caseload_get_timetable (const CpplanCaseload *self, gsize record);

/**
 * Gives why one record has no answer.
 *
 * @param self a caseload
 * @param record the record's place, 0 to cpplan_caseload_get_n_records() - 1
 * @return (nullable): the error that cpplan_policy_evaluate() or cpplan_policy_set_evaluate() gave, or NULL where the
 *   record has a timetable; lent
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const GError *cpplan_caseload_get_error (const CpplanCaseload *self, gsize record);

/** Gives how many distinct rules the rows are of. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_caseload_get_n_rules (const CpplanCaseload *self);

/**
 * Gives one of the rules that rows are of, in the order in which they are first met. A rule that two editions have is
 * two rules; one that a policy inherits is that of the policy that it extends.
 *
 * @param self a caseload
 * @param index 0 to cpplan_caseload_get_n_rules() - 1
 * @return the rule; lent
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanRule *cpplan_caseload_get_rule (const CpplanCaseload *self, gsize index);

/** Gives how many rows all timetables have together. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_caseload_get_length (const CpplanCaseload *self);

/**
 * Gives one row whole, for what no column has.
 *
 * @param self a caseload
 * @param index 0 to cpplan_caseload_get_length() - 1, in the order of the records and then of each timetable
 * @return the row; lent
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanDeadline *cpplan_caseload_get_deadline (const CpplanCaseload *self, gsize index);

/**
 * Gives a column of numbers over all rows.
 *
 * @param self a caseload
 * @param column which one
 * @return cpplan_caseload_get_length() elements; lent
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const gint32 *cpplan_caseload_get_numbers (const CpplanCaseload *self, CpplanCaseloadNumbers column);

/**
 * Gives a column of texts over all rows. Equal texts may, but need not, lie at one address.
 *
 * @param self a caseload
 * @param column which one
 * @return cpplan_caseload_get_length() elements; lent, as are the texts
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_caseload_get_texts (const CpplanCaseload *self, CpplanCaseloadTexts column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanCaseload, cpplan_caseload_unref)

G_END_DECLS
