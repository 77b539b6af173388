/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief One child's record: the child, people, and events.
 */
#pragma once

#include <cpplan/cpplan-event.h>

G_BEGIN_DECLS

/** A person's part in a case for a time: immutable, reference-counted. Since: 0.1 */
typedef struct _CpplanPerson CpplanPerson;

/** One child's record: immutable, reference-counted, shared freely between threads. Since: 0.1 */
typedef struct _CpplanCase CpplanCase;

/** What gathers a record before it is made: mutable, one owner. Since: 0.1 */
typedef struct _CpplanCaseBuilder CpplanCaseBuilder;

/**
 * What is recorded about a person's part in the case. A person who changes role stands in the case more
 * than once, with the same id and other days.
 *
 * Set the members that are known and leave the rest 0 or NULL, beginning from #CPPLAN_PERSON_FACTS_INIT.
 *
 * Since: 0.1
 */
typedef struct
{
  const char *id;                      /**< needed; unique person within the case */
  const char *role;                    /**< such as `lead-social-worker`, or NULL */
  const char *employer;                /**< such as `childrens-social-care`, or NULL */
  const char *agency;                  /**< such as `health`, or NULL */
  CpplanTruth qualified_social_worker; /**< 0 is taken as unknown */
  CpplanTruth experienced;             /**< 0 is taken as unknown */
  CpplanTruth direct_contact;          /**< 0 is taken as unknown */
  CpplanDate  from;                    /**< first day of the role, or #CPPLAN_DATE_NONE: always was */
  CpplanDate  until;                   /**< last day of the role, or #CPPLAN_DATE_NONE: still is */
  const char *first_language;          /**< such as `urdu`, or NULL */
  const char *preferred_language;      /**< in which the person wishes to be written to, or NULL */
} CpplanPersonFacts;

/** Nothing known of a person yet. */
#define CPPLAN_PERSON_FACTS_INIT                                                                           \
  {                                                                                                        \
    NULL, NULL, NULL, NULL, CPPLAN_TRUTH_UNKNOWN, CPPLAN_TRUTH_UNKNOWN, CPPLAN_TRUTH_UNKNOWN,              \
      CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, NULL, NULL                                                       \
  }

/**
 * Makes a person.
 *
 * @param facts what is recorded; copied
 * @param error #CPPLAN_ERROR_RECORD where the id, a name or the days cannot be; the message begins with the
 *   member's name
 * @return (transfer full) (nullable): the person
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanPerson *cpplan_person_new (const CpplanPersonFacts *facts, GError **error);

/** Takes a reference and returns the person. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanPerson *cpplan_person_ref (CpplanPerson *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_person_unref (CpplanPerson *self);

/** Gives all that is recorded of the person; lent, as are the texts in it. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanPersonFacts *cpplan_person_get_facts (const CpplanPerson *self);

/**
 * Starts a record.
 *
 * @param id the case's id: 1 to 255 bytes of UTF-8 without control characters
 * @return (transfer full): a builder; free it with cpplan_case_builder_free()
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCaseBuilder *cpplan_case_builder_new (const char *id);

/** Frees a builder; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_case_builder_free (CpplanCaseBuilder *self);

/** Says when the child was born. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_case_builder_set_born (CpplanCaseBuilder *self, CpplanDate born);

/** Says when a child not yet born is expected; once the birth is recorded it counts, and not this. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_case_builder_set_expected (CpplanCaseBuilder *self, CpplanDate expected);

/** Names the district (a lower-case name) in which the case is held. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_case_builder_set_district (CpplanCaseBuilder *self, const char *district);

/**
 * Names the policy of the case, or one more of a timeline of policies.
 *
 * @param self a builder
 * @param policy the policy's id
 * @param from the first day on which it is in charge, or #CPPLAN_DATE_NONE for the only policy of a case
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_case_builder_add_policy (CpplanCaseBuilder *self, const char *policy, CpplanDate from);

/** Adds a person; the builder takes a reference of its own. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_case_builder_add_person (CpplanCaseBuilder *self, CpplanPerson *person);

/** Adds an event, in any order; the builder takes a reference of its own. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_case_builder_add_event (CpplanCaseBuilder *self, CpplanEvent *event);

/**
 * Makes the record.
 *
 * The same event added twice is one event; two events of one id that differ are an error, as are references
 * to nothing, events that supersede each other in a circle, and a timeline out of order. The message names
 * the place as a case file would: `events[3].about: no event has the id "e9"`.
 *
 * @param self a builder; it can be used again
 * @param error #CPPLAN_ERROR_RECORD, or #CPPLAN_ERROR_LIMIT where there are more than 100,000 events or people
 * @return (transfer full) (nullable): the record
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCase *cpplan_case_builder_build (CpplanCaseBuilder *self, GError **error);

/** Takes a reference and returns the record. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanCase *cpplan_case_ref (CpplanCase *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_case_unref (CpplanCase *self);

/** Gives the case's id; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_case_get_id (const CpplanCase *self);

/** Gives the date of birth, or #CPPLAN_DATE_NONE. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_case_get_born (const CpplanCase *self);

/** Gives the expected date of birth, or #CPPLAN_DATE_NONE. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_case_get_expected (const CpplanCase *self);

/** Gives the district, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_case_get_district (const CpplanCase *self);

/** Gives how many policies the case names: 0, 1, or the length of its timeline. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_case_get_n_policies (const CpplanCase *self);

/**
 * Gives one policy that the case names.
 *
 * @param self a record
 * @param index 0 to cpplan_case_get_n_policies() - 1, in the order of time
 * @param out_from (out) (optional): its first day in charge, #CPPLAN_DATE_NONE for the only policy of a case
 * @return the policy's id; lent
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_case_get_policy (const CpplanCase *self, gsize index, CpplanDate *out_from);

/** Gives how many parts of people are recorded. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_case_get_n_people (const CpplanCase *self);

/** Gives one of them, as they were added; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanPerson *cpplan_case_get_person (const CpplanCase *self, gsize index);

/** Gives how many events there are. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_case_get_n_events (const CpplanCase *self);

/** Gives one event, in the order of date, seq and id; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanEvent *cpplan_case_get_event (const CpplanCase *self, gsize index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanPerson, cpplan_person_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanCase, cpplan_case_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanCaseBuilder, cpplan_case_builder_free)

G_END_DECLS
