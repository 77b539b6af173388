/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief Events: facts with a date. Everything that is known about time comes from them.
 */
#pragma once

#include <cpplan/cpplan-date.h>
#include <cpplan/cpplan-period.h>
#include <cpplan/cpplan-schema.h>

G_BEGIN_DECLS

/** An event: immutable, reference-counted, shared freely between threads. Since: 0.1 */
typedef struct _CpplanEvent CpplanEvent;

/** What gathers an event's facts before it is made: mutable, one owner. Since: 0.1 */
typedef struct _CpplanEventBuilder CpplanEventBuilder;

/**
 * Whether the thing was done, is arranged, or was called off.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_STATUS_HELD      = 1, /**< it happened on its date */
  CPPLAN_STATUS_SCHEDULED = 2, /**< an appointment for its date */
  CPPLAN_STATUS_CANCELLED = 3, /**< known not to have happened, up to and including its date */
} CpplanStatus;

/** Gives `held`, `scheduled` or `cancelled`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_status_to_string (CpplanStatus status);

/**
 * Finds a status by its text name.
 *
 * @param text `held`, `scheduled` or `cancelled`
 * @param out_status (out): the status
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME
 * @return whether it was found
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_status_from_string (const char *text, CpplanStatus *out_status, GError **error);

/**
 * Starts an event.
 *
 * @param id its id, unique in the case: 1 to 255 bytes of UTF-8 without control characters
 * @param kind its kind
 * @param date its date
 * @return (transfer full): a builder; free it with cpplan_event_builder_free()
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanEventBuilder *cpplan_event_builder_new (const char *id, CpplanEventKind kind, CpplanDate date);

/** Frees a builder; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_event_builder_free (CpplanEventBuilder *self);

/**
 * Says whether the thing was held, is scheduled or was cancelled. Left unsaid it was held, or, where a day
 * is given to cpplan_event_builder_set_not_held_as_of(), it was not.
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_event_builder_set_status (CpplanEventBuilder *self, CpplanStatus status);

/** Says on which day the event was entered; left unsaid, its own date (an appointment: always known). Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_event_builder_set_recorded (CpplanEventBuilder *self, CpplanDate recorded);

/** Orders events of one day: a lower number came first. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_event_builder_set_seq (CpplanEventBuilder *self, gint seq);

/** Names the event that this one corrects, reschedules or withdraws. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_event_builder_set_supersedes (CpplanEventBuilder *self, const char *id);

/** Says that this event only withdraws the one that it supersedes, and is no fact itself. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_event_builder_set_void (CpplanEventBuilder *self, gboolean is_void);

/** Says up to and including which day the thing is known not to have happened. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_event_builder_set_not_held_as_of (CpplanEventBuilder *self, CpplanDate date);

/**
 * Records a yes or a no.
 *
 * @param self a builder
 * @param attribute an attribute of type #CPPLAN_TYPE_TRUTH of the builder's kind
 * @param value the fact
 * @param error #CPPLAN_ERROR_RECORD where the kind has no such attribute, or of another type, or it is
 *   recorded already
 * @return whether it was recorded
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_event_builder_set_truth (CpplanEventBuilder *self,
                                         CpplanAttribute     attribute,
                                         gboolean            value,
                                         GError            **error);

/** Records a date; errors as in cpplan_event_builder_set_truth(). Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_event_builder_set_date (CpplanEventBuilder *self,
                                        CpplanAttribute     attribute,
                                        CpplanDate          value,
                                        GError            **error);

/** Records a period; errors as in cpplan_event_builder_set_truth(). Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_event_builder_set_period (CpplanEventBuilder *self,
                                          CpplanAttribute     attribute,
                                          CpplanPeriod        value,
                                          GError            **error);

/**
 * Records a text: a choice, a name, any text, the id of a person or of an event.
 *
 * @param self a builder
 * @param attribute an attribute of one of those types
 * @param value the text; copied
 * @param error #CPPLAN_ERROR_RECORD as in cpplan_event_builder_set_truth(), or where the text is no name of
 *   the attribute's closed list, or, of type #CPPLAN_TYPE_TEXT, is longer than 4,096 bytes
 * @return whether it was recorded
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_event_builder_set_text (CpplanEventBuilder *self,
                                        CpplanAttribute     attribute,
                                        const char         *value,
                                        GError            **error);

/**
 * Records a list: people, an audience, or names of a closed list.
 *
 * @param self a builder
 * @param attribute an attribute of one of those types
 * @param values the ids or names, ended by NULL; copied; may be empty (then it is known that there is none)
 * @param error #CPPLAN_ERROR_RECORD as in cpplan_event_builder_set_truth()
 * @return whether it was recorded
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_event_builder_set_list (CpplanEventBuilder *self,
                                        CpplanAttribute     attribute,
                                        const char *const  *values,
                                        GError            **error);

/**
 * Makes the event. The builder can be used again, for a second event that differs.
 *
 * @param self a builder
 * @param error #CPPLAN_ERROR_RECORD where the id or a date cannot be, the event supersedes itself, or it was
 *   held on or before the day up to which it was not; the message begins with the member's name
 * @return (transfer full) (nullable): the event, or NULL
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
CpplanEvent *cpplan_event_builder_build (CpplanEventBuilder *self, GError **error);

/** Takes a reference and returns the event. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanEvent *cpplan_event_ref (CpplanEvent *self);

/** Gives a reference back; NULL is allowed. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
void cpplan_event_unref (CpplanEvent *self);

/** Tells whether two events say the same in every point. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_event_equal (const CpplanEvent *a, const CpplanEvent *b);

/** Gives the id; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_event_get_id (const CpplanEvent *self);

/** Gives the kind. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanEventKind cpplan_event_get_kind (const CpplanEvent *self);

/** Gives the date. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_event_get_date (const CpplanEvent *self);

/** Gives the status; an event with a day up to which it was not held, and no status, is cancelled. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanStatus cpplan_event_get_status (const CpplanEvent *self);

/** Gives the day of entry, or #CPPLAN_DATE_NONE. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_event_get_recorded (const CpplanEvent *self);

/**
 * Gives the number that orders events of one day.
 *
 * @param self an event
 * @param out_seq (out): the number, 0 where none is recorded
 * @return whether one is recorded
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_event_get_seq (const CpplanEvent *self, gint *out_seq);

/** Gives the id of the superseded event, or NULL; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_event_get_supersedes (const CpplanEvent *self);

/** Tells whether the event only withdraws another. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_event_is_void (const CpplanEvent *self);

/** Gives the day up to which the thing is known not to have happened, or #CPPLAN_DATE_NONE. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_event_get_not_held_as_of (const CpplanEvent *self);

/** Gives a yes or a no, or unknown where it is not recorded. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanTruth cpplan_event_get_truth (const CpplanEvent *self, CpplanAttribute attribute);

/** Gives a date, or #CPPLAN_DATE_NONE where it is not recorded. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
CpplanDate cpplan_event_get_date_of (const CpplanEvent *self, CpplanAttribute attribute);

/**
 * Gives a period.
 *
 * @param self an event
 * @param attribute an attribute of type #CPPLAN_TYPE_PERIOD
 * @param out_period (out): the period
 * @return whether it is recorded
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_event_get_period (const CpplanEvent *self, CpplanAttribute attribute, CpplanPeriod *out_period);

/** Gives a choice, a name or an id, or NULL where it is not recorded; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_event_get_text (const CpplanEvent *self, CpplanAttribute attribute);

/** Gives a list, ended by NULL, or NULL where it is not recorded; lent. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_event_get_list (const CpplanEvent *self, CpplanAttribute attribute);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanEvent, cpplan_event_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpplanEventBuilder, cpplan_event_builder_free)

G_END_DECLS
