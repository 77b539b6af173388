/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file
 * @brief The closed, typed schema of what a record can hold: event kinds and their attributes.
 *
 * The two lists below are the one place where kinds and attributes are named. The enums, the text names,
 * the reader of case files, the type check of policy expressions and the reference page all come from them
 * and from the table in lib/record/cpplan-schema.c that says which kind has which attribute.
 */
#pragma once

#include <cpplan/cpplan-macros.h>

G_BEGIN_DECLS

/**
 * Every event kind: number (fixed for ever), C name, text name, whose event it is.
 *
 * `OWN`: the authority's own; where it is not recorded it did not happen. `EXTERNAL`: another body's, or a
 * fact of life; where it is not recorded nothing is known, unless a dated negative is recorded.
 */
#define CPPLAN_EVENT_KINDS(X)                                                                              \
  X (1, REFERRAL, "referral", OWN)                                                                         \
  X (2, REFERRAL_DECIDED, "referral-decided", OWN)                                                         \
  X (3, STRATEGY_DISCUSSION, "strategy-discussion", OWN)                                                   \
  X (4, SECTION_47_CONCLUDED, "section-47-concluded", OWN)                                                 \
  X (5, ASSESSMENT_COMPLETED, "assessment-completed", OWN)                                                 \
  X (6, INITIAL_CONFERENCE, "initial-conference", OWN)                                                     \
  X (7, REVIEW_CONFERENCE, "review-conference", OWN)                                                       \
  X (8, TRANSFER_CONFERENCE, "transfer-conference", EXTERNAL)                                              \
  X (9, CIRCUMSTANCES_RECORDED, "circumstances-recorded", OWN)                                             \
  X (10, CORE_GROUP, "core-group", OWN)                                                                    \
  X (11, NOTES_CIRCULATED, "notes-circulated", OWN)                                                        \
  X (12, COUNTERSIGNED, "countersigned", OWN)                                                              \
  X (13, REPORT_SENT, "report-sent", OWN)                                                                  \
  X (14, REPORT_SHARED, "report-shared", OWN)                                                              \
  X (15, VISIT, "visit", OWN)                                                                              \
  X (16, CONTACT_REFUSED, "contact-refused", OWN)                                                          \
  X (17, INFORMED, "informed", OWN)                                                                        \
  X (18, SUPERVISION, "supervision", OWN)                                                                  \
  X (19, ALLOCATED, "allocated", OWN)                                                                      \
  X (20, CIN_PLAN_AGREED, "cin-plan-agreed", OWN)                                                          \
  X (21, CIN_MEETING, "cin-meeting", OWN)                                                                  \
  X (22, CIN_CLOSED, "cin-closed", OWN)                                                                    \
  X (23, VISIT_FREQUENCY_SET, "visit-frequency-set", OWN)                                                  \
  X (24, LEGAL_STATUS, "legal-status", EXTERNAL)                                                           \
  X (25, LETTER_SENT, "letter-sent", OWN)                                                                  \
  X (26, MOVED_OUT, "moved-out", EXTERNAL)                                                                 \
  X (27, RECEIVING_AUTHORITY_NOTIFIED, "receiving-authority-notified", EXTERNAL)                           \
  X (28, LEFT_UK, "left-uk", EXTERNAL)                                                                     \
  X (29, DEATH, "death", EXTERNAL)                                                                         \
  X (30, EXCEPTIONAL_CIRCUMSTANCES, "exceptional-circumstances", OWN)                                      \
  X (31, STATUTORY_REVIEW, "statutory-review", OWN)                                                        \
  X (32, PLAN_ENDED, "plan-ended", OWN)

/** Every attribute that an event can have beside its id, kind, date and status: number, C name, text name. */
#define CPPLAN_ATTRIBUTES(X)                                                                               \
  X (1, ABOUT, "about")                                                                                    \
  X (2, BY, "by")                                                                                          \
  X (3, TO, "to")                                                                                          \
  X (4, BASIS, "basis")                                                                                    \
  X (5, TYPE, "type")                                                                                      \
  X (6, OUTCOME, "outcome")                                                                                \
  X (7, REASON, "reason")                                                                                  \
  X (8, RECEIVER, "receiver")                                                                              \
  X (9, PLACE, "place")                                                                                    \
  X (10, CASE_TYPE, "case-type")                                                                           \
  X (11, TOPIC, "topic")                                                                                   \
  X (12, SECTION_47_INITIATED, "section-47-initiated")                                                     \
  X (13, SUBSTANTIATED, "substantiated")                                                                   \
  X (14, RISK_OF_SIGNIFICANT_HARM, "risk-of-significant-harm")                                             \
  X (15, QUORATE, "quorate")                                                                               \
  X (16, NO_CONTINUING_RISK, "no-continuing-risk")                                                         \
  X (17, BOTH_PLANS_CONSIDERED, "both-plans-considered")                                                   \
  X (18, LIVING_WITH_FAMILY, "living-with-family")                                                         \
  X (19, UNSUPERVISED_CONTACT_WITH_RISK, "unsupervised-contact-with-risk")                                 \
  X (20, IMMEDIATE_RETURN_HOME_PLANNED, "immediate-return-home-planned")                                   \
  X (21, DELAY_REASON, "delay-reason")                                                                     \
  X (22, ANNOUNCED, "announced")                                                                           \
  X (23, ACCESS_GAINED, "access-gained")                                                                   \
  X (24, CHILD_SEEN, "child-seen")                                                                         \
  X (25, CHILD_ALONE, "child-alone")                                                                       \
  X (26, CHILD_AWAKE, "child-awake")                                                                       \
  X (27, SPOKE_WITH_CHILD, "spoke-with-child")                                                             \
  X (28, SAID_RECORDED, "said-recorded")                                                                   \
  X (29, REASON_NOT_SEEN_RECORDED, "reason-not-seen-recorded")                                             \
  X (30, SLEEPING_ARRANGEMENTS_SEEN, "sleeping-arrangements-seen")                                         \
  X (31, COOKING_FACILITIES_SEEN, "cooking-facilities-seen")                                               \
  X (32, FOOD_SEEN, "food-seen")                                                                           \
  X (33, FORMAL, "formal")                                                                                 \
  X (34, LOOKED_AFTER, "looked-after")                                                                     \
  X (35, ENDED, "ended")                                                                                   \
  X (36, PERMANENT, "permanent")                                                                           \
  X (37, LIAISON_RECORDED, "liaison-recorded")                                                             \
  X (38, REASON_RECORDED, "reason-recorded")                                                               \
  X (39, CORE_GROUP_INTERVAL, "core-group-interval")                                                       \
  X (40, INTERVAL, "interval")                                                                             \
  X (41, FIRST_CORE_GROUP, "first-core-group")                                                             \
  X (42, NEXT_MEETING, "next-meeting")                                                                     \
  X (43, NEXT_REVIEW, "next-review")                                                                       \
  X (44, ATTENDEES, "attendees")                                                                           \
  X (45, CHAIR, "chair")                                                                                   \
  X (46, OF, "of")                                                                                         \
  X (47, PERSON, "person")                                                                                 \
  X (48, BY_CONFERENCE, "by-conference")

/**
 * The kinds of events. A kind's text name is what stands in case files and policies.
 *
 * Since: 0.1
 */
typedef enum
{
#define CPPLAN_EVENT_KIND_VALUE(number, NAME, text, openness) CPPLAN_EVENT_KIND_##NAME = number,
  CPPLAN_EVENT_KINDS (CPPLAN_EVENT_KIND_VALUE)
#undef CPPLAN_EVENT_KIND_VALUE
} CpplanEventKind;

/**
 * The attributes of events. Which kind has which is in the table behind cpplan_schema_get_type().
 *
 * Since: 0.1
 */
typedef enum
{
#define CPPLAN_ATTRIBUTE_VALUE(number, NAME, text) CPPLAN_ATTRIBUTE_##NAME = number,
  CPPLAN_ATTRIBUTES (CPPLAN_ATTRIBUTE_VALUE)
#undef CPPLAN_ATTRIBUTE_VALUE
} CpplanAttribute;

/**
 * What an attribute holds.
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_TYPE_TRUTH    = 1, /**< yes or no; unknown where it is not recorded */
  CPPLAN_TYPE_CHOICE   = 2, /**< one name of a closed list */
  CPPLAN_TYPE_NAME     = 3, /**< any lower-case name, words joined by hyphens */
  CPPLAN_TYPE_DATE     = 4, /**< a date */
  CPPLAN_TYPE_PERIOD   = 5, /**< a period, such as 6 weeks */
  CPPLAN_TYPE_PERSON   = 6, /**< the id of a person of the case */
  CPPLAN_TYPE_PEOPLE   = 7, /**< a list of ids of people of the case */
  CPPLAN_TYPE_EVENT    = 8, /**< the id of an event of the case */
  CPPLAN_TYPE_AUDIENCE = 9, /**< a list of ids of people, of audiences and of roles */
} CpplanType;

/**
 * How a thing that can be true is known (Kleene's strong three-valued logic).
 *
 * Since: 0.1
 */
typedef enum
{
  CPPLAN_TRUTH_NO      = 1, /**< known not to be so */
  CPPLAN_TRUTH_YES     = 2, /**< known to be so */
  CPPLAN_TRUTH_UNKNOWN = 3, /**< not recorded */
} CpplanTruth;

/** Gives the text name of a kind, such as `core-group`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_event_kind_to_string (CpplanEventKind kind);

/**
 * Finds a kind by its text name.
 *
 * @param text the name, such as `core-group`
 * @param out_kind (out): the kind
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME where no kind has that name
 * @return whether it was found
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_event_kind_from_string (const char *text, CpplanEventKind *out_kind, GError **error);

/**
 * Tells whether events of a kind are another body's (or facts of life), so that their absence from the
 * record proves nothing.
 *
 * @param kind a kind
 * @return whether the record is open about it
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_event_kind_is_external (CpplanEventKind kind);

/** Gives the text name of an attribute, such as `section-47-initiated`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_attribute_to_string (CpplanAttribute attribute);

/**
 * Finds an attribute by its text name.
 *
 * @param text the name, such as `quorate`
 * @param out_attribute (out): the attribute
 * @param error #CPPLAN_ERROR_UNKNOWN_NAME where no attribute has that name
 * @return whether it was found
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_attribute_from_string (const char *text, CpplanAttribute *out_attribute, GError **error);

/** Gives the text name of a type, such as `truth`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_type_to_string (CpplanType type);

/** Finds a type by its text name; #CPPLAN_ERROR_UNKNOWN_NAME where there is none. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_type_from_string (const char *text, CpplanType *out_type, GError **error);

/** Gives `yes`, `no` or `unknown`; lent, static. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
const char *cpplan_truth_to_string (CpplanTruth truth);

/** Finds a truth by its text name; #CPPLAN_ERROR_UNKNOWN_NAME where there is none. Since: 0.1 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_truth_from_string (const char *text, CpplanTruth *out_truth, GError **error);

/**
 * Tells whether events of a kind have an attribute, and of which type it is there.
 *
 * @param kind a kind
 * @param attribute an attribute; `about`, `by` and `to` stand on every kind
 * @param out_type (out) (optional): its type
 * @return whether the kind has the attribute
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
gboolean cpplan_schema_get_type (CpplanEventKind kind, CpplanAttribute attribute, CpplanType *out_type);

/**
 * Gives the closed list of names that an attribute of type #CPPLAN_TYPE_CHOICE can have on a kind.
 *
 * @param kind a kind
 * @param attribute an attribute of that kind
 * @return (nullable): the names, ended by NULL; lent, static. NULL where the attribute is no choice
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_schema_get_choices (CpplanEventKind kind, CpplanAttribute attribute);

/**
 * Gives the attributes of a kind beyond `about`, `by` and `to`, which all kinds share.
 *
 * @param kind a kind
 * @param out_length (out): how many there are
 * @return the attributes, in the order of the reference page; lent, static
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanAttribute *cpplan_schema_get_attributes (CpplanEventKind kind, gsize *out_length);

/**
 * Gives the names, beside the ids and the roles of people, to whom something can be sent or said.
 *
 * @return the names, ended by NULL; lent, static
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_schema_get_audiences (void);

/**
 * Gives the roles that the built-in policies speak of. A record may use any other lower-case name too.
 *
 * @return the names, ended by NULL; lent, static
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const char *const *cpplan_schema_get_roles (void);

G_END_DECLS
