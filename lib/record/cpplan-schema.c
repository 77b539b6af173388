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
#define ROWS(TRUTH, PLAIN, CHOICE) \
  CHOICE (REFERRAL, BASIS, "section-17", "section-47") \
  TRUTH (STRATEGY_DISCUSSION, SECTION_47_INITIATED) \
  TRUTH (SECTION_47_CONCLUDED, SUBSTANTIATED) \
  TRUTH (SECTION_47_CONCLUDED, RISK_OF_SIGNIFICANT_HARM) \
  CHOICE (ASSESSMENT_COMPLETED, TYPE, "section-17", "child", "specialist") \
  CHOICE (INITIAL_CONFERENCE, OUTCOME, "plan", "child-in-need", "none") \
  TRUTH (INITIAL_CONFERENCE, QUORATE) \
  PLAIN (INITIAL_CONFERENCE, CORE_GROUP_INTERVAL, PERIOD) \
  PLAIN (INITIAL_CONFERENCE, FIRST_CORE_GROUP, DATE) \
  CHOICE (REVIEW_CONFERENCE, OUTCOME, "continue", "end") \
  TRUTH (REVIEW_CONFERENCE, QUORATE) \
  TRUTH (REVIEW_CONFERENCE, NO_CONTINUING_RISK) \
  TRUTH (REVIEW_CONFERENCE, BOTH_PLANS_CONSIDERED) \
  CHOICE (TRANSFER_CONFERENCE, OUTCOME, "plan", "none") \
  TRUTH (TRANSFER_CONFERENCE, QUORATE) \
  CHOICE (TRANSFER_CONFERENCE, RECEIVER, "own", "other") \
  TRUTH (CIRCUMSTANCES_RECORDED, LIVING_WITH_FAMILY) \
  TRUTH (CIRCUMSTANCES_RECORDED, UNSUPERVISED_CONTACT_WITH_RISK) \
  TRUTH (CIRCUMSTANCES_RECORDED, IMMEDIATE_RETURN_HOME_PLANNED) \
  PLAIN (CORE_GROUP, ATTENDEES, PEOPLE) \
  PLAIN (CORE_GROUP, CHAIR, PERSON) \
  PLAIN (CORE_GROUP, NEXT_MEETING, DATE) \
  TRUTH (CORE_GROUP, DELAY_REASON) \
  CHOICE (REPORT_SENT, TYPE, "social-work", "agency") \
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
  TRUTH (CONTACT_REFUSED, CHILD_SEEN) \
  PLAIN (INFORMED, TOPIC, NAME) \
  PLAIN (SUPERVISION, OF, PERSON) \
  TRUTH (SUPERVISION, FORMAL) \
  PLAIN (ALLOCATED, PERSON, PERSON) \
  CHOICE (ALLOCATED, CASE_TYPE, "child-protection", "child-in-need") \
  PLAIN (CIN_PLAN_AGREED, NEXT_REVIEW, DATE) \
  CHOICE (CIN_MEETING, TYPE, "initial", "review", "final") \
  PLAIN (CIN_MEETING, CHAIR, PERSON) \
  PLAIN (CIN_MEETING, NEXT_REVIEW, DATE) \
  PLAIN (VISIT_FREQUENCY_SET, INTERVAL, PERIOD) \
  CHOICE (LEGAL_STATUS, BASIS, "interim-care-order", "section-20", "care-order", "other") \
  TRUTH (LEGAL_STATUS, LOOKED_AFTER) \
  TRUTH (LEGAL_STATUS, ENDED) \
  PLAIN (LETTER_SENT, TOPIC, NAME) \
  TRUTH (MOVED_OUT, PERMANENT) \
  TRUTH (LEFT_UK, PERMANENT) \
  TRUTH (LEFT_UK, LIAISON_RECORDED) \
  TRUTH (EXCEPTIONAL_CIRCUMSTANCES, REASON_RECORDED) \
  PLAIN (STATUTORY_REVIEW, CHAIR, PERSON) \
  CHOICE (PLAN_ENDED, REASON, "no-continuing-risk", "age-18", "moved-permanently", "left-uk", "died", "looked-after") \
  PLAIN (PLAN_ENDED, BY_CONFERENCE, EVENT)

#define TRUTH_ROW(kind, attribute)                                                                         \
  { CPPLAN_EVENT_KIND_##kind, CPPLAN_ATTRIBUTE_##attribute, CPPLAN_TYPE_TRUTH, NULL },
#define PLAIN_ROW(kind, attribute, type)                                                                   \
  { CPPLAN_EVENT_KIND_##kind, CPPLAN_ATTRIBUTE_##attribute, CPPLAN_TYPE_##type, NULL },
#define CHOICE_ROW(kind, attribute, ...)                                                                   \
  { CPPLAN_EVENT_KIND_##kind, CPPLAN_ATTRIBUTE_##attribute, CPPLAN_TYPE_CHOICE,                            \
    (const char *const[]){ __VA_ARGS__, NULL } },
static const Row rows[] = { ROWS (TRUTH_ROW, PLAIN_ROW, CHOICE_ROW) };

/* The same rows as bare attributes, so that those of a kind can be lent as one array. */
#define ATTRIBUTE_OF(kind, attribute, ...) CPPLAN_ATTRIBUTE_##attribute,
static const CpplanAttribute column[] = { ROWS (ATTRIBUTE_OF, ATTRIBUTE_OF, ATTRIBUTE_OF) };

/* A fact that follows from another where it is not recorded itself. */
static const CpplanImplication implications[] = {
  { CPPLAN_EVENT_KIND_VISIT, CPPLAN_ATTRIBUTE_CHILD_SEEN, CPPLAN_ATTRIBUTE_CHILD_ALONE, NULL },
  { CPPLAN_EVENT_KIND_VISIT, CPPLAN_ATTRIBUTE_CHILD_SEEN, CPPLAN_ATTRIBUTE_CHILD_AWAKE, NULL },
  { CPPLAN_EVENT_KIND_LEGAL_STATUS, CPPLAN_ATTRIBUTE_LOOKED_AFTER, CPPLAN_ATTRIBUTE_BASIS, "interim-care-order" },
  { CPPLAN_EVENT_KIND_LEGAL_STATUS, CPPLAN_ATTRIBUTE_LOOKED_AFTER, CPPLAN_ATTRIBUTE_BASIS, "section-20" },
  { CPPLAN_EVENT_KIND_LEGAL_STATUS, CPPLAN_ATTRIBUTE_LOOKED_AFTER, CPPLAN_ATTRIBUTE_BASIS, "care-order" },
};

static const char *const audiences[] = {
  "all-agencies", "family", "parents", "core-group", "safeguarding-unit", "police", "embassy", "referrer", NULL,
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
  "social-work-assistant",
  "core-group-member",
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
    }
  g_return_val_if_reached (NULL);
}

gboolean
cpplan_type_from_string (const char *text, CpplanType *out_type, GError **error)
{
  g_return_val_if_fail (text != NULL && out_type != NULL, FALSE);

  for (guint i = CPPLAN_TYPE_TRUTH; i <= CPPLAN_TYPE_AUDIENCE; i++)
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

static const Row *
find_row (CpplanEventKind kind, CpplanAttribute attribute)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].kind == kind && rows[i].attribute == attribute)
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

  gsize first = 0;
  while (first < G_N_ELEMENTS (rows) && rows[first].kind != kind)
    first++;
  gsize end = first;
  while (end < G_N_ELEMENTS (rows) && rows[end].kind == kind)
    end++;
  *out_length = end - first;
  return &column[first];
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
