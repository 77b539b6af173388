/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cpplan-record-private.h"

#include <string.h>

/* The one table of the record: which kind has which attributes, of which type, and with which names. All
 * else (reader, type check, reference page) asks it. */

typedef struct
{
  CpplanEventKind    kind;
  CpplanAttribute    attribute;
  CpplanType         type;
  const char *const *choices;
} Row;

/* In the order of kinds: the rows of one kind stand together. */
#define ROWS(TRUTH, PLAIN, CHOICE, CHOICES) \
  CHOICE (REFERRAL, BASIS, "section-17", "section-47") \
  CHOICE (REFERRAL_DECIDED, OUTCOME, "assessment", "strategy-discussion", "early-help", "no-further-action") \
  TRUTH (STRATEGY_DISCUSSION, SECTION_47_INITIATED) \
  TRUTH (SECTION_47_CONCLUDED, SUBSTANTIATED) \
  TRUTH (SECTION_47_CONCLUDED, RISK_OF_SIGNIFICANT_HARM) \
  CHOICES (SECTION_47_CONCLUDED, AGENCIES, "police", "health", "schools", "other") \
  TRUTH (SECTION_47_CONCLUDED, INTERVENTIONS_ANALYSED) \
  TRUTH (SECTION_47_CONCLUDED, ACTION_DECIDED) \
  CHOICE (ASSESSMENT_COMPLETED, TYPE, "section-17", "child", "specialist") \
  CHOICE (ASSESSMENT_COMPLETED, OUTCOME, "no-role", "continued") \
  CHOICES (ASSESSMENT_COMPLETED, SOURCES, "child", "family", "practitioners") \
  TRUTH (ASSESSMENT_COMPLETED, CONTRIBUTIONS) \
  TRUTH (ASSESSMENT_COMPLETED, PROCEDURE_FOLLOWED) \
  TRUTH (ASSESSMENT_COMPLETED, PARENTING_CAPACITY) \
  TRUTH (ASSESSMENT_COMPLETED, NEEDS_ANALYSED) \
  TRUTH (ASSESSMENT_COMPLETED, RISK_ANALYSED) \
  TRUTH (ASSESSMENT_COMPLETED, SERVICES_DETERMINED) \
  TRUTH (ASSESSMENT_COMPLETED, PARENT_AGREES) \
  CHOICE (INITIAL_CONFERENCE, OUTCOME, "plan", "child-in-need", "none") \
  TRUTH (INITIAL_CONFERENCE, QUORATE) \
  PLAIN (INITIAL_CONFERENCE, CORE_GROUP_INTERVAL, PERIOD) \
  PLAIN (INITIAL_CONFERENCE, FIRST_CORE_GROUP, DATE) \
  PLAIN (INITIAL_CONFERENCE, ATTENDEES, PEOPLE) \
  PLAIN (INITIAL_CONFERENCE, INVITED, AUDIENCE) \
  TRUTH (INITIAL_CONFERENCE, CONTINUING_RISK) \
  TRUTH (INITIAL_CONFERENCE, CORE_GROUP_NAMED) \
  TRUTH (INITIAL_CONFERENCE, INFORMATION_ANALYSED) \
  TRUTH (INITIAL_CONFERENCE, RECOMMENDATIONS_MADE) \
  TRUTH (INITIAL_CONFERENCE, REASONS_EXPLAINED) \
  CHOICE (REVIEW_CONFERENCE, OUTCOME, "continue", "end") \
  TRUTH (REVIEW_CONFERENCE, QUORATE) \
  TRUTH (REVIEW_CONFERENCE, NO_CONTINUING_RISK) \
  TRUTH (REVIEW_CONFERENCE, BOTH_PLANS_CONSIDERED) \
  PLAIN (REVIEW_CONFERENCE, ATTENDEES, PEOPLE) \
  TRUTH (REVIEW_CONFERENCE, PROGRESS_EVIDENCED) \
  TRUTH (REVIEW_CONFERENCE, REASONS_EXPLAINED) \
  TRUTH (REVIEW_CONFERENCE, RISKS_CONSIDERED) \
  CHOICE (TRANSFER_CONFERENCE, OUTCOME, "plan", "none") \
  TRUTH (TRANSFER_CONFERENCE, QUORATE) \
  CHOICE (TRANSFER_CONFERENCE, RECEIVER, "own", "other") \
  PLAIN (TRANSFER_CONFERENCE, ATTENDEES, PEOPLE) \
  PLAIN (TRANSFER_CONFERENCE, INVITED, AUDIENCE) \
  TRUTH (CIRCUMSTANCES_RECORDED, LIVING_WITH_FAMILY) \
  TRUTH (CIRCUMSTANCES_RECORDED, UNSUPERVISED_CONTACT_WITH_RISK) \
  TRUTH (CIRCUMSTANCES_RECORDED, IMMEDIATE_RETURN_HOME_PLANNED) \
  TRUTH (CIRCUMSTANCES_RECORDED, FOREIGN_LINK) \
  TRUTH (CIRCUMSTANCES_RECORDED, OFFENDER_RISK_PLAN) \
  PLAIN (CORE_GROUP, ATTENDEES, PEOPLE) \
  PLAIN (CORE_GROUP, CHAIR, PERSON) \
  PLAIN (CORE_GROUP, NEXT_MEETING, DATE) \
  TRUTH (CORE_GROUP, DELAY_REASON) \
  PLAIN (CORE_GROUP, LEAD, PERSON) \
  PLAIN (CORE_GROUP, MINUTE_TAKER, PERSON) \
  TRUTH (CORE_GROUP, DECISIONS_RECORDED) \
  TRUTH (CORE_GROUP, ABSENT_VIEWS_RECORDED) \
  TRUTH (CORE_GROUP, PLAN_DETAIL_AGREED) \
  TRUTH (CORE_GROUP, ASSESSMENT_STEPS_AGREED) \
  TRUTH (CORE_GROUP, ACTIONS_MONITORED) \
  TRUTH (CORE_GROUP, PLAN_REFINED) \
  TRUTH (CORE_GROUP, CONTRIBUTIONS_NOTED) \
  TRUTH (CORE_GROUP, ASSESSMENT_DISCUSSED) \
  TRUTH (CORE_GROUP, PLAN_COMPILED) \
  TRUTH (CORE_GROUP, CHAIR_AGREED_BEFORE) \
  CHOICE (REPORT_SENT, TYPE, "social-work", "agency") \
  TRUTH (REPORT_SENT, SINGLE_ASSESSMENT) \
  TRUTH (REPORT_SENT, CONTRIBUTIONS) \
  CHOICE (VISIT, PLACE, "home", "school", "other") \
  TRUTH (VISIT, ANNOUNCED) \
  TRUTH (VISIT, ACCESS_GAINED) \
  TRUTH (VISIT, CHILD_SEEN) \
  TRUTH (VISIT, CHILD_ALONE) \
  TRUTH (VISIT, CHILD_AWAKE) \
  TRUTH (VISIT, SPOKE_WITH_CHILD) \
  TRUTH (VISIT, SAID_RECORDED) \
  TRUTH (VISIT, REASON_NOT_SEEN_RECORDED) \
  TRUTH (VISIT, SLEEPING_ARRANGEMENTS_SEEN) \
  TRUTH (VISIT, COOKING_FACILITIES_SEEN) \
  TRUTH (VISIT, FOOD_SEEN) \
  PLAIN (VISIT, PEOPLE_SEEN, PEOPLE) \
  PLAIN (VISIT, JOINT_WITH, PERSON) \
  TRUTH (VISIT, CARE_SUITABLE) \
  TRUTH (VISIT, DETAILS_RECORDED) \
  TRUTH (VISIT, WISHES_RECORDED) \
  TRUTH (VISIT, CHILD_UPDATED) \
  TRUTH (CONTACT_REFUSED, CHILD_SEEN) \
  TRUTH (CONTACT_REFUSED, FAILURE_RECORDED) \
  PLAIN (INFORMED, TOPIC, NAME) \
  TRUTH (INFORMED, REASONS_GIVEN) \
  PLAIN (SUPERVISION, OF, PERSON) \
  TRUTH (SUPERVISION, FORMAL) \
  TRUTH (SUPERVISION, PLAN_DISCUSSED) \
  TRUTH (SUPERVISION, RISK_ASSESSMENT_DISCUSSED) \
  PLAIN (ALLOCATED, PERSON, PERSON) \
  CHOICE (ALLOCATED, CASE_TYPE, "child-protection", "child-in-need") \
  PLAIN (ALLOCATED, SUPERVISOR, PERSON) \
  TRUTH (ALLOCATED, SUITABILITY_RECORDED) \
  PLAIN (CIN_PLAN_AGREED, NEXT_REVIEW, DATE) \
  CHOICES (CIN_PLAN_AGREED, CRITERIA, "health-or-development-at-risk", "health-or-development-impaired", "disabled") \
  CHOICES (CIN_PLAN_AGREED, REVIEW_POINTS_AGREED_WITH, "practitioners", "child", "family") \
  TRUTH (CIN_PLAN_AGREED, PARENT_AGREES) \
  TRUTH (CIN_PLAN_AGREED, WORKING_WELL) \
  TRUTH (CIN_PLAN_AGREED, SUPPORT_STATED) \
  TRUTH (CIN_PLAN_AGREED, AGENCIES_NAMED) \
  TRUTH (CIN_PLAN_AGREED, FAMILY_ACTIONS) \
  TRUTH (CIN_PLAN_AGREED, OUTCOMES_STATED) \
  TRUTH (CIN_PLAN_AGREED, TIMEFRAME) \
  TRUTH (CIN_PLAN_AGREED, ISSUES_ADDRESSED) \
  CHOICE (CIN_MEETING, TYPE, "initial", "review", "final") \
  PLAIN (CIN_MEETING, CHAIR, PERSON) \
  PLAIN (CIN_MEETING, NEXT_REVIEW, DATE) \
  PLAIN (CIN_MEETING, ATTENDEES, PEOPLE) \
  TRUTH (CIN_MEETING, PLAN_CONFIRMED) \
  TRUTH (CIN_MEETING, AGENCIES_CONSULTED) \
  CHOICE (CIN_CLOSED, REASON, "lack-of-engagement", "needs-met", "other") \
  TRUTH (CIN_CLOSED, EVIDENCE_RECORDED) \
  TRUTH (CIN_CLOSED, RECORDED_AS_PROGRESS) \
  PLAIN (VISIT_FREQUENCY_SET, INTERVAL, PERIOD) \
  CHOICE (LEGAL_STATUS, BASIS, "interim-care-order", "section-20", "care-order", "other") \
  TRUTH (LEGAL_STATUS, LOOKED_AFTER) \
  TRUTH (LEGAL_STATUS, ENDED) \
  PLAIN (LETTER_SENT, TOPIC, NAME) \
  TRUTH (LETTER_SENT, ORDER_EXPLAINED) \
  TRUTH (LETTER_SENT, NEXT_REVIEW_EXPLAINED) \
  TRUTH (MOVED_OUT, PERMANENT) \
  TRUTH (LEFT_UK, PERMANENT) \
  TRUTH (LEFT_UK, LIAISON_RECORDED) \
  TRUTH (EXCEPTIONAL_CIRCUMSTANCES, REASON_RECORDED) \
  PLAIN (STATUTORY_REVIEW, CHAIR, PERSON) \
  TRUTH (STATUTORY_REVIEW, WELFARE_CONSIDERED) \
  TRUTH (STATUTORY_REVIEW, HELD_SEPARATELY) \
  CHOICE (PLAN_ENDED, REASON, "no-continuing-risk", "age-18", "moved-permanently", "left-uk", "died", "looked-after") \
  PLAIN (PLAN_ENDED, BY_CONFERENCE, EVENT) \
  TRUTH (PLAN_RECORDED, DETAILED) \
  TRUTH (PLAN_RECORDED, WRITTEN_AGREEMENT) \
  TRUTH (PLAN_RECORDED, CONCERNS_STATED) \
  TRUTH (PLAN_RECORDED, RISKS_FROM_CONFERENCE) \
  TRUTH (PLAN_RECORDED, STRENGTHS) \
  TRUTH (PLAN_RECORDED, UNMET_NEEDS) \
  TRUTH (PLAN_RECORDED, STRATEGIES) \
  TRUTH (PLAN_RECORDED, CONTINGENCY) \
  TRUTH (PLAN_RECORDED, CONTINGENCY_CONFIRMED) \
  TRUTH (PLAN_RECORDED, ROLES_AND_RESPONSIBILITIES) \
  TRUTH (PLAN_RECORDED, LEAD_WORKER_NAMED) \
  TRUTH (PLAN_RECORDED, CORE_GROUP_NAMED) \
  TRUTH (PLAN_RECORDED, MONITORING) \
  TRUTH (PLAN_RECORDED, REVIEW_POINTS) \
  TRUTH (PLAN_RECORDED, PROGRESS_MEASURES) \
  TRUTH (PLAN_RECORDED, SEEING_ARRANGEMENTS) \
  TRUTH (PLAN_RECORDED, WISHES_AND_FEELINGS) \
  TRUTH (PLAN_RECORDED, PARENTS_VIEWS) \
  TRUTH (PLAN_RECORDED, ASSESSMENT_ANALYSIS) \
  TRUTH (PLAN_RECORDED, OFFENDER_PLAN_ALIGNED) \
  TRUTH (PLAN_RECORDED, UNANNOUNCED_VISITS) \
  TRUTH (PLAN_RECORDED, FREQUENCY_CONFIRMED) \
  TRUTH (PLAN_RECORDED, NON_DISCRIMINATORY) \
  PLAIN (PLAN_RECORDED, FORM, NAME) \
  PLAIN (PLAN_RECORDED, NEXT_REVIEW, DATE) \
  CHOICES (PLAN_RECORDED, HEADINGS, "developmental-needs", "understanding-of-harm", "parenting-capacity", "relationships", "family-circumstances") \
  CHOICE (PLAN_PART, TYPE, "outcome", "objective", "action", "intervention", "service", "need", "risk", "contact") \
  PLAIN (PLAN_PART, NAME, NAME) \
  PLAIN (PLAN_PART, STATEMENT, TEXT) \
  PLAIN (PLAN_PART, AGREED_AT, EVENT) \
  PLAIN (PLAN_PART, RESPONSIBLE, PERSON) \
  PLAIN (PLAN_PART, DUE, DATE) \
  PLAIN (PLAN_PART, ROLE, NAME) \
  PLAIN (PLAN_PART, FREQUENCY, PERIOD) \
  TRUTH (PLAN_PART, WHAT_STATED) \
  TRUTH (PLAN_PART, WHY_STATED) \
  TRUTH (PLAN_PART, NATURE_STATED) \
  TRUTH (PLAN_PART, SERVICES_STATED) \
  TRUTH (PLAN_PART, REDUCTION_STATED) \
  TRUTH (PLAN_PART, EVIDENCE_RECORDED) \
  TRUTH (PLAN_PART, SPECIFIC) \
  TRUTH (PLAN_PART, ACHIEVABLE) \
  TRUTH (PLAN_PART, CHILD_FOCUSED) \
  TRUTH (PLAN_PART, TIMELY) \
  CHOICE (PLAN_CHANGED, TYPE, "child-protection", "child-in-need") \
  CHOICE (PLAN_CHANGED, REASON, "task-not-possible", "other") \
  PLAIN (COPY_GIVEN, LANGUAGE, NAME) \
  TRUTH (COPY_GIVEN, AGE_APPROPRIATE) \
  PLAIN (AGREEMENT_RECORDED, OF, PERSON) \
  TRUTH (AGREEMENT_RECORDED, EXPLAINED) \
  TRUTH (AGREEMENT_RECORDED, UNDERSTANDS) \
  TRUTH (AGREEMENT_RECORDED, ACCEPTS) \
  TRUTH (AGREEMENT_RECORDED, WILLING) \
  CHOICES (AGREEMENT_RECORDED, CLEAR_ABOUT, "evidence-of-harm", "needed-change", "expectations") \
  CHOICE (DECISION_RECORDED, TOPIC, "proceedings", "embassy", "intervention", "parenting-capacity", "longer-term-future", "earlier-review", "legal-planning", "difficulty", "threshold", "barriers", "early-help", "other-support", "single-plan", "services-after-plan", "end-of-plan", "both-procedures", "welfare") \
  CHOICES (DECISION_RECORDED, ASPECTS, "developmental-needs", "parenting-capacity", "family-circumstances", "strengths", "protective-factors", "resources", "best-outcome", "mental-capacity", "motivation-to-change", "lifestyle", "police-action", "section-47-enquiry", "legal-action", "earlier-review", "reassessment", "child-in-need-plan") \
  PLAIN (DECISION_RECORDED, ATTENDEES, PEOPLE) \
  TRUTH (DECISION_RECORDED, REASON_RECORDED) \
  CHOICE (WORK_RECORDED, TOPIC, "agency-contact", "co-ordination", "information-exchange", "progress-review", "wishes-and-feelings", "assessment", "services", "direct-work", "plan-discussion", "advice", "progress-update", "unmet-needs", "specialist-suggested", "management", "neglect-monitoring", "communication", "involvement", "advocacy", "consultation", "liaison-abroad", "keeping-informed", "training", "evaluation", "objectives", "implementation") \
  PLAIN (WORK_RECORDED, OF, PERSON) \
  PLAIN (WORK_RECORDED, ATTENDEES, PEOPLE) \
  TRUTH (WORK_RECORDED, DETAILS_RECORDED) \
  CHOICE (RECORD_MADE, TYPE, "significant", "incident-log") \
  CHOICE (CONCERN_NOTICED, TOPIC, "implementing-plan", "visiting", "seeing-child", "unsafe-at-home", "significant-harm", "neglect", "neglect-interventions-insufficient", "change-too-slow", "interventions-ineffective", "crisis", "unexpected-development", "meeting-needed", "skills-needed", "missing") \
  CHOICE (CIRCUMSTANCES_CHANGED, TYPE, "household", "address", "placement", "family", "other") \
  TRUTH (CIRCUMSTANCES_CHANGED, SIGNIFICANT) \
  CHOICE (DISAGREEMENT_RECORDED, TYPE, "decisions", "agencies", "responsibilities") \
  CHOICE (DISAGREEMENT_DISCUSSED, LEVEL, "members", "line-manager", "managers", "principal-manager", "senior-management", "practice-resolution-protocol") \
  TRUTH (DISAGREEMENT_DISCUSSED, RESOLVED) \
  TRUTH (ACTION_REPORTED, DONE) \
  CHOICE (APOLOGY_GIVEN, TYPE, "notice", "substitute", "apology", "report") \
  TRUTH (APOLOGY_GIVEN, SUMMARY_GIVEN) \
  PLAIN (ABSENCE_RECORDED, OF, PERSON) \
  CHOICE (ABSENCE_RECORDED, REASON, "sickness", "leave", "training", "other") \
  PLAIN (ABSENCE_RECORDED, UNTIL, DATE) \
  PLAIN (COVER_ARRANGED, OF, PERSON) \
  PLAIN (COVER_ARRANGED, PERSON, PERSON) \
  PLAIN (COVER_ARRANGED, UNTIL, DATE) \
  PLAIN (REPORT_REQUESTED, OF, PERSON) \
  CHOICES (SECTION_47_STARTED, AGENCIES, "police", "health", "schools", "other") \
  CHOICE (CASE_CLOSED, TYPE, "assessment", "case") \
  CHOICE (CASE_CLOSED, REASON, "lack-of-engagement", "no-role", "needs-met", "other") \
  TRUTH (CASE_CLOSED, RECORDED_AS_PROGRESS) \
  TRUTH (STEP_UP_REQUESTED, AGREED) \
  CHOICE (LEFT_CARE, TYPE, "removed-by-parents", "returned-by-court") \
  TRUTH (HELP_WITHDRAWN, WITH_DECISION) \
  TRUTH (CARE_PLAN_RECORDED, REHABILITATION)

#define TRUTH_ROW(kind, attribute)                                                                         \
  { CPPLAN_EVENT_KIND_##kind, CPPLAN_ATTRIBUTE_##attribute, CPPLAN_TYPE_TRUTH, NULL },
#define PLAIN_ROW(kind, attribute, type)                                                                   \
  { CPPLAN_EVENT_KIND_##kind, CPPLAN_ATTRIBUTE_##attribute, CPPLAN_TYPE_##type, NULL },
#define CHOICE_ROW(kind, attribute, ...)                                                                   \
  { CPPLAN_EVENT_KIND_##kind, CPPLAN_ATTRIBUTE_##attribute, CPPLAN_TYPE_CHOICE,                            \
    (const char *const[]){ __VA_ARGS__, NULL } },
#define CHOICES_ROW(kind, attribute, ...)                                                                  \
  { CPPLAN_EVENT_KIND_##kind, CPPLAN_ATTRIBUTE_##attribute, CPPLAN_TYPE_CHOICES,                           \
    (const char *const[]){ __VA_ARGS__, NULL } },
static const Row rows[] = { ROWS (TRUTH_ROW, PLAIN_ROW, CHOICE_ROW, CHOICES_ROW) };

/* The same rows as bare attributes, so that those of a kind can be lent as one array. */
#define ATTRIBUTE_OF(kind, attribute, ...) CPPLAN_ATTRIBUTE_##attribute,
static const CpplanAttribute column[] = { ROWS (ATTRIBUTE_OF, ATTRIBUTE_OF, ATTRIBUTE_OF, ATTRIBUTE_OF) };

/* A fact that follows from another where it is not recorded itself. */
static const CpplanImplication implications[] = {
  { CPPLAN_EVENT_KIND_VISIT, CPPLAN_ATTRIBUTE_CHILD_SEEN, CPPLAN_ATTRIBUTE_CHILD_ALONE, NULL },
  { CPPLAN_EVENT_KIND_VISIT, CPPLAN_ATTRIBUTE_CHILD_SEEN, CPPLAN_ATTRIBUTE_CHILD_AWAKE, NULL },
  { CPPLAN_EVENT_KIND_VISIT, CPPLAN_ATTRIBUTE_ACCESS_GAINED, CPPLAN_ATTRIBUTE_CHILD_SEEN, NULL },
  { CPPLAN_EVENT_KIND_VISIT, CPPLAN_ATTRIBUTE_ACCESS_GAINED, CPPLAN_ATTRIBUTE_CHILD_ALONE, NULL },
  { CPPLAN_EVENT_KIND_VISIT, CPPLAN_ATTRIBUTE_ACCESS_GAINED, CPPLAN_ATTRIBUTE_CHILD_AWAKE, NULL },
  { CPPLAN_EVENT_KIND_LEGAL_STATUS, CPPLAN_ATTRIBUTE_LOOKED_AFTER, CPPLAN_ATTRIBUTE_BASIS, "interim-care-order" },
  { CPPLAN_EVENT_KIND_LEGAL_STATUS, CPPLAN_ATTRIBUTE_LOOKED_AFTER, CPPLAN_ATTRIBUTE_BASIS, "section-20" },
  { CPPLAN_EVENT_KIND_LEGAL_STATUS, CPPLAN_ATTRIBUTE_LOOKED_AFTER, CPPLAN_ATTRIBUTE_BASIS, "care-order" },
};

static const char *const audiences[] = {
  "all-agencies",      "other-agencies", "family", "parents", "core-group",
  "safeguarding-unit", "police",         "embassy", "referrer", "invited", NULL,
};

static const char *const roles[] = {
  "lead-social-worker",
  "co-worker",
  "social-worker",
  "first-line-manager",
  "team-manager",
  "line-manager",
  "conference-chair",
  "independent-reviewing-officer",
  "practice-supervisor",
  "principal-manager",
  "social-care-practitioner",
  "social-work-assistant",
  "core-group-member",
  "practitioner",
  "specialist",
  "family-member",
  "parent",
  "child",
  "advocate",
  "foster-carer",
  NULL,
};

const char *
cpplan_event_kind_to_string (CpplanEventKind kind)
{
  switch (kind)
    {
#define TEXT(number, NAME, text, openness)                                                                 \
  case CPPLAN_EVENT_KIND_##NAME:                                                                           \
    return text;
      CPPLAN_EVENT_KINDS (TEXT)
#undef TEXT
    }
  g_return_val_if_reached (NULL);
}

gboolean
cpplan_event_kind_from_string (const char *text, CpplanEventKind *out_kind, GError **error)
{
  g_return_val_if_fail (text != NULL && out_kind != NULL, FALSE);

#define FIND(number, NAME, name, openness)                                                                 \
  if (strcmp (text, name) == 0)                                                                            \
    {                                                                                                      \
      *out_kind = CPPLAN_EVENT_KIND_##NAME;                                                                \
      return TRUE;                                                                                         \
    }
  CPPLAN_EVENT_KINDS (FIND)
#undef FIND

  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is no kind of event", shown);
  return FALSE;
}

gboolean
cpplan_event_kind_is_external (CpplanEventKind kind)
{
  enum
  {
    OWN,
    EXTERNAL
  };
  switch (kind)
    {
#define OPENNESS(number, NAME, text, openness)                                                             \
  case CPPLAN_EVENT_KIND_##NAME:                                                                           \
    return openness == EXTERNAL;
      CPPLAN_EVENT_KINDS (OPENNESS)
#undef OPENNESS
    }
  g_return_val_if_reached (FALSE);
}

const char *
cpplan_attribute_to_string (CpplanAttribute attribute)
{
  switch (attribute)
    {
#define TEXT(number, NAME, text)                                                                           \
  case CPPLAN_ATTRIBUTE_##NAME:                                                                            \
    return text;
      CPPLAN_ATTRIBUTES (TEXT)
#undef TEXT
    }
  g_return_val_if_reached (NULL);
}

gboolean
cpplan_attribute_from_string (const char *text, CpplanAttribute *out_attribute, GError **error)
{
  g_return_val_if_fail (text != NULL && out_attribute != NULL, FALSE);

#define FIND(number, NAME, name)                                                                           \
  if (strcmp (text, name) == 0)                                                                            \
    {                                                                                                      \
      *out_attribute = CPPLAN_ATTRIBUTE_##NAME;                                                            \
      return TRUE;                                                                                         \
    }
  CPPLAN_ATTRIBUTES (FIND)
#undef FIND

  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is no attribute of an event", shown);
  return FALSE;
}

const char *
cpplan_type_to_string (CpplanType type)
{
  switch (type)
    {
    case CPPLAN_TYPE_TRUTH:
      return "truth";
    case CPPLAN_TYPE_CHOICE:
      return "choice";
    case CPPLAN_TYPE_NAME:
      return "name";
    case CPPLAN_TYPE_DATE:
      return "date";
    case CPPLAN_TYPE_PERIOD:
      return "period";
    case CPPLAN_TYPE_PERSON:
      return "person";
    case CPPLAN_TYPE_PEOPLE:
      return "people";
    case CPPLAN_TYPE_EVENT:
      return "event";
    case CPPLAN_TYPE_AUDIENCE:
      return "audience";
    case CPPLAN_TYPE_CHOICES:
      return "choices";
    case CPPLAN_TYPE_TEXT:
      return "text";
    }
  g_return_val_if_reached (NULL);
}

gboolean
cpplan_type_from_string (const char *text, CpplanType *out_type, GError **error)
{
  g_return_val_if_fail (text != NULL && out_type != NULL, FALSE);

  for (guint i = CPPLAN_TYPE_TRUTH; i <= CPPLAN_TYPE_TEXT; i++)
    if (strcmp (cpplan_type_to_string ((CpplanType) i), text) == 0)
      {
        *out_type = (CpplanType) i;
        return TRUE;
      }
  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is no type of an attribute", shown);
  return FALSE;
}

gboolean
cpplan_truth_from_string (const char *text, CpplanTruth *out_truth, GError **error)
{
  g_return_val_if_fail (text != NULL && out_truth != NULL, FALSE);

  for (guint i = CPPLAN_TRUTH_NO; i <= CPPLAN_TRUTH_UNKNOWN; i++)
    if (strcmp (cpplan_truth_to_string ((CpplanTruth) i), text) == 0)
      {
        *out_truth = (CpplanTruth) i;
        return TRUE;
      }
  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is none of yes, no, unknown", shown);
  return FALSE;
}

const char *
cpplan_truth_to_string (CpplanTruth truth)
{
  switch (truth)
    {
    case CPPLAN_TRUTH_NO:
      return "no";
    case CPPLAN_TRUTH_YES:
      return "yes";
    case CPPLAN_TRUTH_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached (NULL);
}

/* Rows stand in the order of kinds, so those of a kind are found by halving. */
static gsize
first_row_of (CpplanEventKind kind)
{
  gsize low = 0;
  gsize high = G_N_ELEMENTS (rows);
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      if (rows[middle].kind < kind)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static const Row *
find_row (CpplanEventKind kind, CpplanAttribute attribute)
{
  for (gsize i = first_row_of (kind); i < G_N_ELEMENTS (rows) && rows[i].kind == kind; i++)
    if (rows[i].attribute == attribute)
      return &rows[i];
  return NULL;
}

gboolean
cpplan_schema_get_type (CpplanEventKind kind, CpplanAttribute attribute, CpplanType *out_type)
{
  CpplanType type;

  if (attribute == CPPLAN_ATTRIBUTE_ABOUT)
    type = CPPLAN_TYPE_EVENT;
  else if (attribute == CPPLAN_ATTRIBUTE_BY)
    type = CPPLAN_TYPE_PERSON;
  else if (attribute == CPPLAN_ATTRIBUTE_TO)
    type = CPPLAN_TYPE_AUDIENCE;
  else
    {
      const Row *row = find_row (kind, attribute);
      if (row == NULL)
        return FALSE;
      type = row->type;
    }
  if (out_type != NULL)
    *out_type = type;
  return TRUE;
}

const char *const *
cpplan_schema_get_choices (CpplanEventKind kind, CpplanAttribute attribute)
{
  const Row *row = find_row (kind, attribute);
  return row == NULL ? NULL : row->choices;
}

const CpplanAttribute *
cpplan_schema_get_attributes (CpplanEventKind kind, gsize *out_length)
{
  g_return_val_if_fail (out_length != NULL, NULL);

  gsize first = first_row_of (kind);
  gsize end = first;
  while (end < G_N_ELEMENTS (rows) && rows[end].kind == kind)
    end++;
  *out_length = end - first;
  return &column[first];
}

const CpplanPersonMember *
cpplan_schema_get_person_members (gsize *out_length)
{
  static const CpplanPersonMember members[] = {
    { "role", CPPLAN_TYPE_NAME },
    { "employer", CPPLAN_TYPE_NAME },
    { "agency", CPPLAN_TYPE_NAME },
    { "first-language", CPPLAN_TYPE_NAME },
    { "preferred-language", CPPLAN_TYPE_NAME },
    { "qualified-social-worker", CPPLAN_TYPE_TRUTH },
    { "experienced", CPPLAN_TYPE_TRUTH },
    { "direct-contact", CPPLAN_TYPE_TRUTH },
    { "from", CPPLAN_TYPE_DATE },
    { "until", CPPLAN_TYPE_DATE },
  };
  g_return_val_if_fail (out_length != NULL, NULL);
  *out_length = G_N_ELEMENTS (members);
  return members;
}

const char *const *
cpplan_schema_get_audiences (void)
{
  return audiences;
}

const char *const *
cpplan_schema_get_roles (void)
{
  return roles;
}

const CpplanImplication *
cpplan_schema_get_implications (gsize *out_length)
{
  *out_length = G_N_ELEMENTS (implications);
  return implications;
}

gboolean
cpplan_is_name (const char *text)
{
  if (!g_ascii_islower (text[0]))
    return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '-' && (c[1] == '-' || c[1] == '\0'))
        return FALSE;
      if (!g_ascii_islower (*c) && !g_ascii_isdigit (*c) && *c != '-')
        return FALSE;
    }
  return strlen (text) <= CPPLAN_ID_MAX;
}

gboolean
cpplan_is_id (const char *text)
{
  gsize length = strlen (text);
  if (length == 0 || length > CPPLAN_ID_MAX || !g_utf8_validate (text, (gssize) length, NULL))
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

gboolean
cpplan_name_in (const char *name, const char *const *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return TRUE;
  return FALSE;
}
