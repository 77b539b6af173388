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
  X (32, PLAN_ENDED, "plan-ended", OWN)                                                                    \
  X (33, PLAN_RECORDED, "plan-recorded", OWN)                                                              \
  X (34, PLAN_PART, "plan-part", OWN)                                                                      \
  X (35, PLAN_CHANGED, "plan-changed", OWN)                                                                \
  X (36, COPY_GIVEN, "copy-given", OWN)                                                                    \
  X (37, AGREEMENT_RECORDED, "agreement-recorded", OWN)                                                    \
  X (38, DECISION_RECORDED, "decision-recorded", OWN)                                                      \
  X (39, WORK_RECORDED, "work-recorded", OWN)                                                              \
  X (40, RECORD_MADE, "record-made", OWN)                                                                  \
  X (41, CONCERN_NOTICED, "concern-noticed", OWN)                                                          \
  X (42, CIRCUMSTANCES_CHANGED, "circumstances-changed", OWN)                                              \
  X (43, DISAGREEMENT_RECORDED, "disagreement-recorded", OWN)                                              \
  X (44, DISAGREEMENT_DISCUSSED, "disagreement-discussed", OWN)                                            \
  X (45, ACTION_REPORTED, "action-reported", OWN)                                                          \
  X (46, APOLOGY_GIVEN, "apology-given", OWN)                                                              \
  X (47, ABSENCE_RECORDED, "absence-recorded", OWN)                                                        \
  X (48, COVER_ARRANGED, "cover-arranged", OWN)                                                            \
  X (49, REPORT_REQUESTED, "report-requested", OWN)                                                        \
  X (50, MOVE_PLANNED, "move-planned", OWN)                                                                \
  X (51, PROCEEDINGS_BEGUN, "proceedings-begun", OWN)                                                      \
  X (52, SECTION_47_STARTED, "section-47-started", OWN)                                                    \
  X (53, CASE_CLOSED, "case-closed", OWN)                                                                  \
  X (54, REFERRED_ON, "referred-on", OWN)                                                                  \
  X (55, STEP_UP_REQUESTED, "step-up-requested", OWN)                                                      \
  X (56, PLACEMENT_MADE, "placement-made", OWN)                                                            \
  X (57, LEFT_CARE, "left-care", OWN)                                                                      \
  X (58, EMERGENCY_ACTION, "emergency-action", OWN)                                                        \
  X (59, HELP_WITHDRAWN, "help-withdrawn", OWN)                                                            \
  X (60, CARE_PLAN_RECORDED, "care-plan-recorded", OWN)

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
  X (48, BY_CONFERENCE, "by-conference")                                                                   \
  X (49, DETAILED, "detailed")                                                                             \
  X (50, WRITTEN_AGREEMENT, "written-agreement")                                                           \
  X (51, FORM, "form")                                                                                     \
  X (52, RISKS_FROM_CONFERENCE, "risks-from-conference")                                                   \
  X (53, STRENGTHS, "strengths")                                                                           \
  X (54, UNMET_NEEDS, "unmet-needs")                                                                       \
  X (55, STRATEGIES, "strategies")                                                                         \
  X (56, CONTINGENCY, "contingency")                                                                       \
  X (57, CONTINGENCY_CONFIRMED, "contingency-confirmed")                                                   \
  X (58, ROLES_AND_RESPONSIBILITIES, "roles-and-responsibilities")                                         \
  X (59, REVIEW_POINTS, "review-points")                                                                   \
  X (60, PROGRESS_MEASURES, "progress-measures")                                                           \
  X (61, SEEING_ARRANGEMENTS, "seeing-arrangements")                                                       \
  X (62, WISHES_AND_FEELINGS, "wishes-and-feelings")                                                       \
  X (63, PARENTS_VIEWS, "parents-views")                                                                   \
  X (64, ASSESSMENT_ANALYSIS, "assessment-analysis")                                                       \
  X (65, OFFENDER_PLAN_ALIGNED, "offender-plan-aligned")                                                   \
  X (66, UNANNOUNCED_VISITS, "unannounced-visits")                                                         \
  X (67, FREQUENCY_CONFIRMED, "frequency-confirmed")                                                       \
  X (68, CONCERNS_STATED, "concerns-stated")                                                               \
  X (69, LEAD_WORKER_NAMED, "lead-worker-named")                                                           \
  X (70, CORE_GROUP_NAMED, "core-group-named")                                                             \
  X (71, MONITORING, "monitoring")                                                                         \
  X (72, NON_DISCRIMINATORY, "non-discriminatory")                                                         \
  X (73, HEADINGS, "headings")                                                                             \
  X (74, NAME, "name")                                                                                     \
  X (75, STATEMENT, "statement")                                                                           \
  X (76, AGREED_AT, "agreed-at")                                                                           \
  X (77, RESPONSIBLE, "responsible")                                                                       \
  X (78, DUE, "due")                                                                                       \
  X (79, ROLE, "role")                                                                                     \
  X (80, FREQUENCY, "frequency")                                                                           \
  X (81, WHAT_STATED, "what-stated")                                                                       \
  X (82, WHY_STATED, "why-stated")                                                                         \
  X (83, NATURE_STATED, "nature-stated")                                                                   \
  X (84, SERVICES_STATED, "services-stated")                                                               \
  X (85, REDUCTION_STATED, "reduction-stated")                                                             \
  X (86, EVIDENCE_RECORDED, "evidence-recorded")                                                           \
  X (87, SPECIFIC, "specific")                                                                             \
  X (88, ACHIEVABLE, "achievable")                                                                         \
  X (89, CHILD_FOCUSED, "child-focused")                                                                   \
  X (90, TIMELY, "timely")                                                                                 \
  X (91, LANGUAGE, "language")                                                                             \
  X (92, AGE_APPROPRIATE, "age-appropriate")                                                               \
  X (93, EXPLAINED, "explained")                                                                           \
  X (94, UNDERSTANDS, "understands")                                                                       \
  X (95, ACCEPTS, "accepts")                                                                               \
  X (96, WILLING, "willing")                                                                               \
  X (97, CLEAR_ABOUT, "clear-about")                                                                       \
  X (98, ASPECTS, "aspects")                                                                               \
  X (99, DETAILS_RECORDED, "details-recorded")                                                             \
  X (100, SIGNIFICANT, "significant")                                                                      \
  X (101, LEVEL, "level")                                                                                  \
  X (102, RESOLVED, "resolved")                                                                            \
  X (103, DONE, "done")                                                                                    \
  X (104, SUMMARY_GIVEN, "summary-given")                                                                  \
  X (105, UNTIL, "until")                                                                                  \
  X (106, AGREED, "agreed")                                                                                \
  X (107, WITH_DECISION, "with-decision")                                                                  \
  X (108, REASONS_GIVEN, "reasons-given")                                                                  \
  X (109, SUPERVISOR, "supervisor")                                                                        \
  X (110, SUITABILITY_RECORDED, "suitability-recorded")                                                    \
  X (111, PEOPLE_SEEN, "people-seen")                                                                      \
  X (112, JOINT_WITH, "joint-with")                                                                        \
  X (113, CARE_SUITABLE, "care-suitable")                                                                  \
  X (114, WISHES_RECORDED, "wishes-recorded")                                                              \
  X (115, CHILD_UPDATED, "child-updated")                                                                  \
  X (116, LEAD, "lead")                                                                                    \
  X (117, MINUTE_TAKER, "minute-taker")                                                                    \
  X (118, DECISIONS_RECORDED, "decisions-recorded")                                                        \
  X (119, ABSENT_VIEWS_RECORDED, "absent-views-recorded")                                                  \
  X (120, PLAN_DETAIL_AGREED, "plan-detail-agreed")                                                        \
  X (121, ASSESSMENT_STEPS_AGREED, "assessment-steps-agreed")                                              \
  X (122, ACTIONS_MONITORED, "actions-monitored")                                                          \
  X (123, PLAN_REFINED, "plan-refined")                                                                    \
  X (124, CONTRIBUTIONS_NOTED, "contributions-noted")                                                      \
  X (125, ASSESSMENT_DISCUSSED, "assessment-discussed")                                                    \
  X (126, PLAN_COMPILED, "plan-compiled")                                                                  \
  X (127, CHAIR_AGREED_BEFORE, "chair-agreed-before")                                                      \
  X (128, INVITED, "invited")                                                                              \
  X (129, INFORMATION_ANALYSED, "information-analysed")                                                    \
  X (130, RECOMMENDATIONS_MADE, "recommendations-made")                                                    \
  X (131, CONTINUING_RISK, "continuing-risk")                                                              \
  X (132, REASONS_EXPLAINED, "reasons-explained")                                                          \
  X (133, PROGRESS_EVIDENCED, "progress-evidenced")                                                        \
  X (134, SINGLE_ASSESSMENT, "single-assessment")                                                          \
  X (135, CONTRIBUTIONS, "contributions")                                                                  \
  X (136, PROCEDURE_FOLLOWED, "procedure-followed")                                                        \
  X (137, PARENTING_CAPACITY, "parenting-capacity")                                                        \
  X (138, SOURCES, "sources")                                                                              \
  X (139, NEEDS_ANALYSED, "needs-analysed")                                                                \
  X (140, RISK_ANALYSED, "risk-analysed")                                                                  \
  X (141, SERVICES_DETERMINED, "services-determined")                                                      \
  X (142, PARENT_AGREES, "parent-agrees")                                                                  \
  X (143, CRITERIA, "criteria")                                                                            \
  X (144, WORKING_WELL, "working-well")                                                                    \
  X (145, SUPPORT_STATED, "support-stated")                                                                \
  X (146, AGENCIES_NAMED, "agencies-named")                                                                \
  X (147, FAMILY_ACTIONS, "family-actions")                                                                \
  X (148, OUTCOMES_STATED, "outcomes-stated")                                                              \
  X (149, TIMEFRAME, "timeframe")                                                                          \
  X (150, REVIEW_POINTS_AGREED_WITH, "review-points-agreed-with")                                          \
  X (151, ISSUES_ADDRESSED, "issues-addressed")                                                            \
  X (152, PLAN_CONFIRMED, "plan-confirmed")                                                                \
  X (153, AGENCIES_CONSULTED, "agencies-consulted")                                                        \
  X (154, RECORDED_AS_PROGRESS, "recorded-as-progress")                                                    \
  X (155, AGENCIES, "agencies")                                                                            \
  X (156, INTERVENTIONS_ANALYSED, "interventions-analysed")                                                \
  X (157, PLAN_DISCUSSED, "plan-discussed")                                                                \
  X (158, RISK_ASSESSMENT_DISCUSSED, "risk-assessment-discussed")                                          \
  X (159, ORDER_EXPLAINED, "order-explained")                                                              \
  X (160, NEXT_REVIEW_EXPLAINED, "next-review-explained")                                                  \
  X (161, RISKS_CONSIDERED, "risks-considered")                                                            \
  X (162, WELFARE_CONSIDERED, "welfare-considered")                                                        \
  X (163, FOREIGN_LINK, "foreign-link")                                                                    \
  X (164, OFFENDER_RISK_PLAN, "offender-risk-plan")                                                        \
  X (165, FAILURE_RECORDED, "failure-recorded")                                                            \
  X (166, HELD_SEPARATELY, "held-separately")                                                              \
  X (167, REHABILITATION, "rehabilitation")                                                                \
  X (168, ACTION_DECIDED, "action-decided")

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
  CPPLAN_TYPE_CHOICES  = 10, /**< a list of names of a closed list */
  CPPLAN_TYPE_TEXT     = 11, /**< any text; it is only compared, and may be a digest of it */
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

/** A member of a person in a record; static. Since: 0.1 */
typedef struct
{
  const char *name; /**< such as `qualified-social-worker` */
  CpplanType  type; /**< what it holds */
} CpplanPersonMember;

/**
 * Gives what can be recorded of a person's part in a case, beside the id.
 *
 * @param out_length (out): how many there are
 * @return the members, in the order of the reference page; lent, static
 *
 * Since: 0.1
 */
CPPLAN_AVAILABLE_IN_0_1
const CpplanPersonMember *cpplan_schema_get_person_members (gsize *out_length);

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
