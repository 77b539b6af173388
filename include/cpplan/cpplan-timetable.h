/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief When? What is due, by when, was it met: the timetable of one record under one policy.
 *
 * States and flags are described in docs/timetable.md.
 */
#pragma once

#include <cpplan/cpplan-calendar.h>
#include <cpplan/cpplan-case.h>
#include <cpplan/cpplan-policy.h>

G_BEGIN_DECLS

/** An answer to "when?": immutable, reference-counted. Since: 0.1 */
typedef struct _CpplanTimetable CpplanTimetable;

/** One row of a timetable; lent by it, and gone with it. Since: 0.1 */
typedef struct _CpplanDeadline CpplanDeadline;

/**
 * How a deadline stands on the day asked about.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_STATE_OPEN         = 1,  /**< not yet done, and in time through the due day */
  CPPLAN_STATE_OVERDUE      = 2,  /**< not done, and the due day has passed */
  CPPLAN_STATE_MET          = 3,  /**< done on or before the due day */
  CPPLAN_STATE_MET_LATE     = 4,  /**< done after the due day */
  CPPLAN_STATE_EXTENDED     = 5,  /**< past its own due day, within an authorised delay */
  CPPLAN_STATE_CLOSED       = 6,  /**< no longer owed since the due day or before it */
  CPPLAN_STATE_LAPSED       = 7,  /**< no longer owed, but it was overdue by then */
  CPPLAN_STATE_SHORT_NOTICE = 8,  /**< its due day had passed when the event's date became known */
  CPPLAN_STATE_UNDETERMINED = 9,  /**< it turns on a fact that is not known, see the needs */
  CPPLAN_STATE_BARRED       = 10, /**< of a bar: not yet */
  CPPLAN_STATE_CLEAR        = 11, /**< of a bar: from the date on */
  CPPLAN_STATE_PROJECTED    = 12, /**< beyond the open one, if each is done on its due day */
  CPPLAN_STATE_ADVISED      = 13, /**< good practice that was not followed in time */
} CpplanState;

/**
 * What else is to be said of a deadline, or of a timetable: a set of bits.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_FLAG_AMBIGUOUS               = 1 << 0,  /**< another reading gives another date or state */
  CPPLAN_FLAG_MONTH_CLAMPED           = 1 << 1,  /**< the corresponding date does not exist */
  CPPLAN_FLAG_DUE_NON_WORKING         = 1 << 2,  /**< due on a day that is not worked */
  CPPLAN_FLAG_SAME_DAY                = 1 << 3,  /**< met on the trigger's own day, their order unknown */
  CPPLAN_FLAG_INHERITED               = 1 << 4,  /**< a rule of the policy that this one extends */
  CPPLAN_FLAG_EXTERNAL                = 1 << 5,  /**< another body's duty */
  CPPLAN_FLAG_RETROSPECTIVE_AUTHORITY = 1 << 6,  /**< the delay was authorised after it had begun */
  CPPLAN_FLAG_STRADDLES_EDITION       = 1 << 7,  /**< begun in one edition, due in another or in none */
  CPPLAN_FLAG_PREDATES_EDITION        = 1 << 8,  /**< begun before the edition was published */
  CPPLAN_FLAG_NOT_QUORATE             = 1 << 9,  /**< the review that met it was not quorate */
  CPPLAN_FLAG_CALENDAR_PROJECTED      = 1 << 10, /**< leans on a year whose holidays are not published */
  CPPLAN_FLAG_SUPERSEDED_INPUT        = 1 << 11, /**< a corrected entry started or met it */
  CPPLAN_FLAG_PROJECTED               = 1 << 12, /**< counted from a day that is not arranged yet */
  CPPLAN_FLAG_STALE_POLICY            = 1 << 13, /**< of a timetable: the policy was last reviewed two years ago */
} CpplanFlags;

/** What a reading of a rule's text other than the operative one gives; lent. Since: 0.1 */
typedef struct
{
  const char *name;  /**< the reading's name in the policy */
  CpplanDate  due;   /**< its due day, or #CPPLAN_DATE_NONE beyond the calendar */
  CpplanDate  due_at_least; /**< beyond the calendar: the day before which it cannot be due, or #CPPLAN_DATE_NONE */
  CpplanState state; /**< its state */
} CpplanReading;

/** Something in the record itself that a person should look at; lent. Since: 0.1 */
typedef struct
{
  const char *id;      /**< which check, such as `DATA-SAME-DAY`; static */
  const char *subject; /**< the id of the event or person that it is about, or `child` */
  const char *message; /**< one sentence */
} CpplanWarning;

/** Gives the text name of a state, such as `met-late`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_state_to_string (CpplanState state);

/** Finds a state by its text name; #CPPLAN_ERROR_UNKNOWN_NAME where there is none. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_state_from_string (const char *text, CpplanState *out_state, GError **error);

/** Gives the text name of one flag, such as `same-day`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_flag_to_string (CpplanFlags flag);

/** Finds a flag by its text name; #CPPLAN_ERROR_UNKNOWN_NAME where there is none. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_flag_from_string (const char *text, CpplanFlags *out_flag, GError **error);

/**
 * Answers "when?" under one policy, whatever policy the record names.
 *
 * @param self a policy
 * @param record a record
 * @param calendar the calendar by which working days are counted
 * @param as_of the day on which it is asked: held events after it are not seen
 * @param known_at what is recorded on or before this day is known; #CPPLAN_DATE_NONE for @p as_of
 * @param horizon links of chains beyond the open ones are projected up to this day, at most ten years after
 *   @p as_of; #CPPLAN_DATE_NONE for none
 * @param error #CPPLAN_ERROR_LIMIT where the horizon is too far or the rows are more than 100,000;
 *   #CPPLAN_ERROR_RECORD where two known events supersede one; #CPPLAN_ERROR_DATE where a day is no date
 * @return (transfer full) (nullable): the timetable
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanTimetable *cpplan_policy_evaluate (const CpplanPolicy *self,
                                         CpplanCase         *record,
                                         CpplanCalendar     *calendar,
                                         CpplanDate          as_of,
                                         CpplanDate          known_at,
                                         CpplanDate          horizon,
                                         GError            **error);

/**
 * Answers "when?" under the policies that the record itself names: each instance belongs to the policy in
 * charge, in the edition in force, on the day from which it counts.
 *
 * @param self a set that has those policies
 * @param policy (nullable): the id of a policy to take in place of those that the record names
 * @param record a record
 * @param calendar as in cpplan_policy_evaluate()
 * @param as_of as there
 * @param known_at as there
 * @param horizon as there
 * @param error as there, and #CPPLAN_ERROR_UNKNOWN_NAME where the record names no policy or one that the
 *   set does not have
 * @return (transfer full) (nullable): the timetable
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanTimetable *cpplan_policy_set_evaluate (const CpplanPolicySet *self,
                                             const char            *policy,
                                             CpplanCase            *record,
                                             CpplanCalendar        *calendar,
                                             CpplanDate             as_of,
                                             CpplanDate             known_at,
                                             CpplanDate             horizon,
                                             GError               **error);

/**
 * Gives the due day of a rule for an instance that counts from a day: what cpplan_policy_evaluate() would give
 * where nothing else of the record bears on it.
 *
 * Of a `deadline` the day is that of the event that starts it; of a `recur` that of the event from which a link
 * counts, and the answer is the link after it; of a `bar` it is the start of the plan, and the answer the first day
 * on which the act may happen. The period is the rule's own: what a plan or a conference set instead, an authorised
 * delay, and the district in which the rule holds are matters of a record. Of several readings of a text the
 * operative one counts.
 *
 * @param self a policy
 * @param rule the id of one of its rules
 * @param calendar the calendar by which working days are counted
 * @param from a day
 * @param out_date the due day
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME where the policy has no such rule; #CPPLAN_ERROR_POLICY where the due
 *   day does not follow from that one day: the rule leans on another date of the record (`on`, `before`) or on the
 *   birth (`not-before`), counts its first link otherwise (`first-within`), has readings and none that is
 *   operative, or is of a kind that has no due day, and the message names rule and key; #CPPLAN_ERROR_OUT_OF_COVER
 *   where the calendar does not reach the due day, or the rule is not in force on the day; #CPPLAN_ERROR_DATE where
 *   that is no date
 * @return FALSE if there is no due day, or none is known
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_policy_due (const CpplanPolicy   *self,
                            const char           *rule,
                            const CpplanCalendar *calendar,
                            CpplanDate            from,
                            CpplanDate           *out_date,
                            GError              **error);

/**
 * Gives the day by which to act under a rule for an instance that counts from a day: the last working day on or
 * before the due day that cpplan_policy_due() gives, and on or before those of all other readings.
 *
 * @param self a policy
 * @param rule the id of one of its rules
 * @param calendar the calendar by which working days are counted
 * @param from a day, as in cpplan_policy_due()
 * @param out_date the day
 * @param error as in cpplan_policy_due(), and #CPPLAN_ERROR_POLICY for a `bar`, which says from when on
 * @return FALSE if there is no such day, or none is known
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_policy_act_by (const CpplanPolicy   *self,
                               const char           *rule,
                               const CpplanCalendar *calendar,
                               CpplanDate            from,
                               CpplanDate           *out_date,
                               GError              **error);

/**
 * Gives the due day of a rule for each of many days; see cpplan_policy_due().
 *
 * A row without a date (#CPPLAN_DATE_NONE) gives #CPPLAN_DATE_NONE. A row for which no due day is known gives
 * #CPPLAN_DATE_NONE too, and is counted. @p out may be @p from, if its stride is 1; it must not overlap it in
 * another way.
 *
 * @param self a policy
 * @param rule the id of one of its rules
 * @param calendar the calendar by which working days are counted
 * @param from the days
 * @param from_stride elements from one day to the next; 0 for one day for all rows
 * @param out @p length elements for the due days
 * @param length the number of rows
 * @param out_n_outside (nullable) how many rows have no due day
 * @param out_first_outside (nullable) the first of them; @p length if there is none
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME and #CPPLAN_ERROR_POLICY as in cpplan_policy_due()
 * @return FALSE, with nothing written, if the rule cannot be asked
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_policy_due_i32 (const CpplanPolicy   *self,
                                const char           *rule,
                                const CpplanCalendar *calendar,
                                const gint32         *from,
                                gsize                 from_stride,
                                gint32               *out,
                                gsize                 length,
                                gsize                *out_n_outside,
                                gsize                *out_first_outside,
                                GError              **error);

/**
 * As cpplan_policy_due_i32(), for 64-bit elements, in which no date is G_MININT64 (NaT).
 *
 * @param self a policy
 * @param rule the id of one of its rules
 * @param calendar the calendar by which working days are counted
 * @param from the days
 * @param from_stride elements from one day to the next; 0 for one day for all rows
 * @param out @p length elements for the due days
 * @param length the number of rows
 * @param out_n_outside (nullable) how many rows have no due day
 * @param out_first_outside (nullable) the first of them; @p length if there is none
 * @param error as there
 * @return FALSE, with nothing written, if the rule cannot be asked
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_policy_due_i64 (const CpplanPolicy   *self,
                                const char           *rule,
                                const CpplanCalendar *calendar,
                                const gint64         *from,
                                gsize                 from_stride,
                                gint64               *out,
                                gsize                 length,
                                gsize                *out_n_outside,
                                gsize                *out_first_outside,
                                GError              **error);

/**
 * Gives the day by which to act under a rule for each of many days; see cpplan_policy_act_by(). Rows are as in
 * cpplan_policy_due_i32().
 *
 * @param self a policy
 * @param rule the id of one of its rules
 * @param calendar the calendar by which working days are counted
 * @param from the days
 * @param from_stride elements from one day to the next; 0 for one day for all rows
 * @param out @p length elements for the days
 * @param length the number of rows
 * @param out_n_outside (nullable) how many rows have no such day
 * @param out_first_outside (nullable) the first of them; @p length if there is none
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME and #CPPLAN_ERROR_POLICY as in cpplan_policy_act_by()
 * @return FALSE, with nothing written, if the rule cannot be asked
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_policy_act_by_i32 (const CpplanPolicy   *self,
                                   const char           *rule,
                                   const CpplanCalendar *calendar,
                                   const gint32         *from,
                                   gsize                 from_stride,
                                   gint32               *out,
                                   gsize                 length,
                                   gsize                *out_n_outside,
                                   gsize                *out_first_outside,
                                   GError              **error);

/**
 * As cpplan_policy_act_by_i32(), for 64-bit elements, in which no date is G_MININT64 (NaT).
 *
 * @param self a policy
 * @param rule the id of one of its rules
 * @param calendar the calendar by which working days are counted
 * @param from the days
 * @param from_stride elements from one day to the next; 0 for one day for all rows
 * @param out @p length elements for the days
 * @param length the number of rows
 * @param out_n_outside (nullable) how many rows have no such day
 * @param out_first_outside (nullable) the first of them; @p length if there is none
 * @param error as there
 * @return FALSE, with nothing written, if the rule cannot be asked
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_policy_act_by_i64 (const CpplanPolicy   *self,
                                   const char           *rule,
                                   const CpplanCalendar *calendar,
                                   const gint64         *from,
                                   gsize                 from_stride,
                                   gint64               *out,
                                   gsize                 length,
                                   gsize                *out_n_outside,
                                   gsize                *out_first_outside,
                                   GError              **error);

/** Takes a reference and returns the timetable. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanTimetable *cpplan_timetable_ref (CpplanTimetable *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_timetable_unref (CpplanTimetable *self);

/** Gives the record that it is about; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanCase *cpplan_timetable_get_case (const CpplanTimetable *self);

/** Gives the calendar by which it was counted; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanCalendar *cpplan_timetable_get_calendar (const CpplanTimetable *self);

/** Gives the policy in charge, in the edition in force, on the day asked about, or NULL for none; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanPolicy *cpplan_timetable_get_policy (const CpplanTimetable *self);

/** Gives the id of the policy in charge on the day asked about, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_timetable_get_policy_id (const CpplanTimetable *self);

/** Gives the SHA-256 over all policies that it was answered under; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_timetable_get_policy_digest (const CpplanTimetable *self);

/** Tells whether rows belong to more than one policy, so that each should name its own. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_timetable_is_timeline (const CpplanTimetable *self);

/** Gives the day asked about. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_timetable_get_as_of (const CpplanTimetable *self);

/** Gives the day of knowledge. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_timetable_get_known_at (const CpplanTimetable *self);

/** Gives the horizon, or #CPPLAN_DATE_NONE. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_timetable_get_horizon (const CpplanTimetable *self);

/** Gives the flags of the timetable as a whole. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
guint cpplan_timetable_get_flags (const CpplanTimetable *self);

/** Gives how many rows there are. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_timetable_get_length (const CpplanTimetable *self);

/**
 * Gives one row, by due day, rule, trigger and member; rows without due day come last.
 *
 * @param self a timetable
 * @param index 0 to cpplan_timetable_get_length() - 1
 * @return the row; lent
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanDeadline *cpplan_timetable_get_deadline (const CpplanTimetable *self, gsize index);

/** Gives how many warnings about the record there are. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_timetable_get_n_warnings (const CpplanTimetable *self);

/** Gives one warning; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanWarning *cpplan_timetable_get_warning (const CpplanTimetable *self, gsize index);

/** Gives the rule; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanRule *cpplan_deadline_get_rule (const CpplanDeadline *self);

/** Gives the id of the policy that the row belongs to; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_deadline_get_policy (const CpplanDeadline *self);

/** Gives the edition that the row belongs to, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_deadline_get_edition (const CpplanDeadline *self);

/** Gives the event that started it, or NULL for a projected link; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanEvent *cpplan_deadline_get_trigger (const CpplanDeadline *self);

/** Gives the id of the person whose row it is, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_deadline_get_member (const CpplanDeadline *self);

/** Gives the day from which it counts, or #CPPLAN_DATE_NONE. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_deadline_get_from (const CpplanDeadline *self);

/**
 * Gives the last day on which the duty is met (of a bar: the first day on which the act may happen), or
 * #CPPLAN_DATE_NONE.
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_deadline_get_due (const CpplanDeadline *self);

/** Gives the day before which it cannot be due, where the calendar does not reach the due day. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_deadline_get_due_at_least (const CpplanDeadline *self);

/** Gives the last working day that is in time under every reading, or #CPPLAN_DATE_NONE. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_deadline_get_act_by (const CpplanDeadline *self);

/** Gives the state. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanState cpplan_deadline_get_state (const CpplanDeadline *self);

/** Gives the flags, bits of #CpplanFlags. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
guint cpplan_deadline_get_flags (const CpplanDeadline *self);

/** Gives the event that met it, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanEvent *cpplan_deadline_get_met_by (const CpplanDeadline *self);

/** Gives the day on which it was met, or #CPPLAN_DATE_NONE. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_deadline_get_met_on (const CpplanDeadline *self);

/** Gives how many readings there are beside the operative one. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gsize cpplan_deadline_get_n_readings (const CpplanDeadline *self);

/** Gives one reading; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanReading *cpplan_deadline_get_reading (const CpplanDeadline *self, gsize index);

/**
 * Gives the facts that would settle an undetermined state: `EVENT-ID.attribute`, or a kind, or a member of the
 * case.
 *
 * @param self a row
 * @return the facts, sorted, ended by NULL; lent
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_deadline_get_needs (const CpplanDeadline *self);

/**
 * Explains the row in steps: what started it, under which rule and citation, how the days were counted and
 * which were left out, what met it, which reading differs.
 *
 * @param self a row
 * @return (transfer full): sentences, ended by NULL; free them with g_strfreev()
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
char **cpplan_deadline_explain (const CpplanDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanTimetable, cpplan_timetable_unref)

G_END_DECLS
