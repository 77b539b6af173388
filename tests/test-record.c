/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The schema, events, people and cases: what they hold, and every way in which they refuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "cpplan-record-private.h"

static CpplanDate
day (const char *text)
{
  CpplanDate date;
  assert_true (cpplan_date_parse (text, &date, NULL));
  return date;
}

static void
assert_refused (GError **error, CpplanError code, const char *message)
{
  assert_non_null (*error);
  assert_true (g_error_matches (*error, CPPLAN_ERROR, (gint) code));
  assert_string_equal ((*error)->message, message);
  g_clear_error (error);
}

/* ---- the schema ---- */

static void
schema_names_round_trip (void **state)
{
  (void) state;
#define CHECK_KIND(number, NAME, text, openness)                                                           \
  {                                                                                                        \
    CpplanEventKind kind;                                                                                  \
    assert_int_equal (CPPLAN_EVENT_KIND_##NAME, number);                                                   \
    assert_string_equal (cpplan_event_kind_to_string (CPPLAN_EVENT_KIND_##NAME), text);                    \
    assert_true (cpplan_event_kind_from_string (text, &kind, NULL));                                       \
    assert_int_equal (kind, number);                                                                       \
    assert_true (cpplan_is_name (text));                                                                   \
  }
  CPPLAN_EVENT_KINDS (CHECK_KIND)
#define CHECK_ATTRIBUTE(number, NAME, text)                                                                \
  {                                                                                                        \
    CpplanAttribute attribute;                                                                             \
    assert_int_equal (CPPLAN_ATTRIBUTE_##NAME, number);                                                    \
    assert_string_equal (cpplan_attribute_to_string (CPPLAN_ATTRIBUTE_##NAME), text);                      \
    assert_true (cpplan_attribute_from_string (text, &attribute, NULL));                                   \
    assert_int_equal (attribute, number);                                                                  \
  }
  CPPLAN_ATTRIBUTES (CHECK_ATTRIBUTE)
}

static void
schema_unknown_names_are_refused (void **state)
{
  (void) state;
  g_autoptr (GError) error = NULL;
  CpplanEventKind    kind;
  CpplanAttribute    attribute;
  CpplanStatus       status;
  assert_false (cpplan_event_kind_from_string ("tea-party", &kind, &error));
  assert_refused (&error, CPPLAN_ERROR_UNKNOWN_NAME, "\"tea-party\" is no kind of event");
  assert_false (cpplan_attribute_from_string ("colour", &attribute, &error));
  assert_refused (&error, CPPLAN_ERROR_UNKNOWN_NAME, "\"colour\" is no attribute of an event");
  assert_false (cpplan_status_from_string ("done", &status, &error));
  assert_refused (&error, CPPLAN_ERROR_UNKNOWN_NAME, "\"done\" is none of held, scheduled, cancelled");
}

/* Every attribute stands on some kind; each kind's are what the single look-up says; choices have names. */
static void
schema_table_is_whole (void **state)
{
  (void) state;
  gboolean        used[256] = { FALSE };
  guint           n_pairs = 0;
  CpplanEventKind last = 0;
#define VISIT_KIND(number, NAME, text, openness)                                                           \
  {                                                                                                        \
    gsize                  length;                                                                         \
    const CpplanAttribute *attributes = cpplan_schema_get_attributes (CPPLAN_EVENT_KIND_##NAME, &length);  \
    assert_true (CPPLAN_EVENT_KIND_##NAME > last); /* rows are found by halving */                         \
    last = CPPLAN_EVENT_KIND_##NAME;                                                                       \
    for (gsize i = 0; i < length; i++)                                                                     \
      {                                                                                                    \
        CpplanType type;                                                                                   \
        assert_true (cpplan_schema_get_type (CPPLAN_EVENT_KIND_##NAME, attributes[i], &type));             \
        const char *const *choices = cpplan_schema_get_choices (CPPLAN_EVENT_KIND_##NAME, attributes[i]);  \
        assert_true ((type == CPPLAN_TYPE_CHOICE || type == CPPLAN_TYPE_CHOICES) == (choices != NULL));    \
        for (gsize c = 0; choices != NULL && choices[c] != NULL; c++)                                      \
          assert_true (cpplan_is_name (choices[c]));                                                       \
        used[attributes[i]] = TRUE;                                                                        \
        n_pairs++;                                                                                         \
      }                                                                                                    \
  }
  CPPLAN_EVENT_KINDS (VISIT_KIND)
  used[CPPLAN_ATTRIBUTE_ABOUT] = used[CPPLAN_ATTRIBUTE_BY] = used[CPPLAN_ATTRIBUTE_TO] = TRUE;
#define CHECK_USED(number, NAME, text) assert_true (used[number]);
  CPPLAN_ATTRIBUTES (CHECK_USED)
  print_message ("# %u kinds and attributes\n", n_pairs);
  assert_true (n_pairs > 50);
}

static void
schema_types_and_truths_round_trip (void **state)
{
  (void) state;
  static const char *const types[] = { "truth", "choice", "name", "date", "period", "person", "people", "event", "audience", "choices", "text" };
  static const char *const truths[] = { "no", "yes", "unknown" };
  g_autoptr (GError) error = NULL;
  CpplanType         type;
  CpplanTruth        truth;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      assert_true (cpplan_type_from_string (types[i], &type, NULL));
      assert_int_equal (type, i + 1);
      assert_string_equal (cpplan_type_to_string (type), types[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (truths); i++)
    {
      assert_true (cpplan_truth_from_string (truths[i], &truth, NULL));
      assert_int_equal (truth, i + 1);
      assert_string_equal (cpplan_truth_to_string (truth), truths[i]);
    }
  assert_false (cpplan_type_from_string ("number", &type, &error));
  assert_refused (&error, CPPLAN_ERROR_UNKNOWN_NAME, "\"number\" is no type of an attribute");
  assert_false (cpplan_truth_from_string ("maybe", &truth, &error));
  assert_refused (&error, CPPLAN_ERROR_UNKNOWN_NAME, "\"maybe\" is none of yes, no, unknown");
}

/* Whether the choices of an attribute are these, in this order. */
static void
assert_choices (CpplanEventKind kind, CpplanAttribute attribute, const char *const *wanted)
{
  const char *const *found = cpplan_schema_get_choices (kind, attribute);
  assert_non_null (found);
  assert_true (g_strv_equal (found, wanted));
}

/* Decision 5: a legal status has a basis; its status is that of every event. */
static void
schema_of_a_legal_status_has_its_basis (void **state)
{
  (void) state;
  static const char *const bases[] = { "interim-care-order", "section-20", "care-order", "other", NULL };
  CpplanAttribute          attribute;
  assert_choices (CPPLAN_EVENT_KIND_LEGAL_STATUS, CPPLAN_ATTRIBUTE_BASIS, bases);
  assert_false (cpplan_attribute_from_string ("status", &attribute, NULL));
}

/* Decision 10: the kinds on which the next review of a child in need plan stands, and the decision on a referral. */
static void
schema_has_the_next_review_where_it_is_set (void **state)
{
  (void) state;
#define CHECK_NEXT_REVIEW(number, NAME, text, openness)                                                    \
  {                                                                                                        \
    CpplanType type = CPPLAN_TYPE_DATE;                                                                    \
    gboolean   wanted = CPPLAN_EVENT_KIND_##NAME == CPPLAN_EVENT_KIND_CIN_PLAN_AGREED                      \
                      || CPPLAN_EVENT_KIND_##NAME == CPPLAN_EVENT_KIND_CIN_MEETING                         \
                      || CPPLAN_EVENT_KIND_##NAME == CPPLAN_EVENT_KIND_PLAN_RECORDED; /* no clock asks that */ \
    assert_int_equal (cpplan_schema_get_type (CPPLAN_EVENT_KIND_##NAME, CPPLAN_ATTRIBUTE_NEXT_REVIEW, &type), wanted); \
    assert_int_equal (type, CPPLAN_TYPE_DATE);                                                             \
  }
  CPPLAN_EVENT_KINDS (CHECK_NEXT_REVIEW)
  CpplanEventKind kind;
  assert_true (cpplan_event_kind_from_string ("referral-decided", &kind, NULL));
  assert_int_equal (kind, CPPLAN_EVENT_KIND_REFERRAL_DECIDED);
}

/* Decision 11: the three circumstances, each yes or no. */
static void
schema_has_three_circumstances (void **state)
{
  (void) state;
  static const CpplanAttribute wanted[] = { CPPLAN_ATTRIBUTE_LIVING_WITH_FAMILY, CPPLAN_ATTRIBUTE_UNSUPERVISED_CONTACT_WITH_RISK,
                                            CPPLAN_ATTRIBUTE_IMMEDIATE_RETURN_HOME_PLANNED };
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      CpplanType type;
      assert_true (cpplan_schema_get_type (CPPLAN_EVENT_KIND_CIRCUMSTANCES_RECORDED, wanted[i], &type));
      assert_int_equal (type, CPPLAN_TYPE_TRUTH);
    }
}

static void
schema_says_whose_events_are (void **state)
{
  (void) state;
  assert_true (cpplan_event_kind_is_external (CPPLAN_EVENT_KIND_TRANSFER_CONFERENCE));
  assert_true (cpplan_event_kind_is_external (CPPLAN_EVENT_KIND_RECEIVING_AUTHORITY_NOTIFIED));
  assert_true (cpplan_event_kind_is_external (CPPLAN_EVENT_KIND_LEGAL_STATUS));
  assert_true (cpplan_event_kind_is_external (CPPLAN_EVENT_KIND_DEATH));
  assert_true (cpplan_event_kind_is_external (CPPLAN_EVENT_KIND_LEFT_UK));
  assert_true (cpplan_event_kind_is_external (CPPLAN_EVENT_KIND_MOVED_OUT));
  assert_false (cpplan_event_kind_is_external (CPPLAN_EVENT_KIND_VISIT));
}

/* ---- events ---- */

static void
event_builder_keeps_every_fact (void **state)
{
  (void) state;
  g_autoptr (GError)             error = NULL;
  g_autoptr (CpplanEventBuilder) builder = cpplan_event_builder_new ("e1", CPPLAN_EVENT_KIND_CORE_GROUP, day ("2025-01-17"));
  const char *const              attendees[] = { "lsw", "m1", NULL };

  cpplan_event_builder_set_recorded (builder, day ("2025-01-18"));
  cpplan_event_builder_set_seq (builder, 3);
  cpplan_event_builder_set_supersedes (builder, "e0");
  assert_true (cpplan_event_builder_set_list (builder, CPPLAN_ATTRIBUTE_ATTENDEES, attendees, &error));
  assert_true (cpplan_event_builder_set_text (builder, CPPLAN_ATTRIBUTE_CHAIR, "m1", &error));
  assert_true (cpplan_event_builder_set_date (builder, CPPLAN_ATTRIBUTE_NEXT_MEETING, day ("2025-03-03"), &error));
  assert_true (cpplan_event_builder_set_truth (builder, CPPLAN_ATTRIBUTE_DELAY_REASON, TRUE, &error));
  g_autoptr (CpplanEvent) event = cpplan_event_builder_build (builder, &error);
  g_autoptr (CpplanEvent) twin = cpplan_event_builder_build (builder, &error);

  gint seq;
  assert_string_equal (cpplan_event_get_id (event), "e1");
  assert_int_equal (cpplan_event_get_kind (event), CPPLAN_EVENT_KIND_CORE_GROUP);
  assert_int_equal (cpplan_event_get_status (event), CPPLAN_STATUS_HELD);
  assert_int_equal (cpplan_event_get_date (event), day ("2025-01-17"));
  assert_int_equal (cpplan_event_get_recorded (event), day ("2025-01-18"));
  assert_true (cpplan_event_get_seq (event, &seq));
  assert_int_equal (seq, 3);
  assert_string_equal (cpplan_event_get_supersedes (event), "e0");
  assert_false (cpplan_event_is_void (event));
  assert_string_equal (cpplan_event_get_list (event, CPPLAN_ATTRIBUTE_ATTENDEES)[1], "m1");
  assert_string_equal (cpplan_event_get_text (event, CPPLAN_ATTRIBUTE_CHAIR), "m1");
  assert_int_equal (cpplan_event_get_date_of (event, CPPLAN_ATTRIBUTE_NEXT_MEETING), day ("2025-03-03"));
  assert_int_equal (cpplan_event_get_truth (event, CPPLAN_ATTRIBUTE_DELAY_REASON), CPPLAN_TRUTH_YES);
  assert_int_equal (cpplan_event_get_truth (event, CPPLAN_ATTRIBUTE_QUORATE), CPPLAN_TRUTH_UNKNOWN);
  assert_null (cpplan_event_get_list (event, CPPLAN_ATTRIBUTE_TO));
  assert_true (cpplan_event_equal (event, twin));
}

static void
event_builder_refuses_what_the_schema_has_not (void **state)
{
  (void) state;
  g_autoptr (GError)             error = NULL;
  g_autoptr (CpplanEventBuilder) builder = cpplan_event_builder_new ("e1", CPPLAN_EVENT_KIND_VISIT, day ("2025-01-17"));
  const char *const              bad_list[] = { "", NULL };

  assert_false (cpplan_event_builder_set_truth (builder, CPPLAN_ATTRIBUTE_QUORATE, TRUE, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "quorate: visit has no such attribute");
  assert_false (cpplan_event_builder_set_truth (builder, CPPLAN_ATTRIBUTE_PLACE, TRUE, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "place: takes a value of type choice");
  assert_false (cpplan_event_builder_set_text (builder, CPPLAN_ATTRIBUTE_PLACE, "garden", &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "place: \"garden\" is none of home, school, other");
  assert_false (cpplan_event_builder_set_text (builder, CPPLAN_ATTRIBUTE_CHILD_SEEN, "yes", &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "child-seen: takes a value of type truth");
  assert_false (cpplan_event_builder_set_date (builder, CPPLAN_ATTRIBUTE_BY, 0, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "by: takes a value of type person");
  assert_false (cpplan_event_builder_set_list (builder, CPPLAN_ATTRIBUTE_TO, bad_list, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "to: \"\" cannot be an id");
  assert_false (cpplan_event_builder_set_period (builder, CPPLAN_ATTRIBUTE_BY, (CpplanPeriod){ 1, CPPLAN_UNIT_WEEKS }, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "by: takes a value of type person");
  assert_true (cpplan_event_builder_set_truth (builder, CPPLAN_ATTRIBUTE_CHILD_SEEN, FALSE, &error));
  assert_false (cpplan_event_builder_set_truth (builder, CPPLAN_ATTRIBUTE_CHILD_SEEN, TRUE, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "child-seen: recorded twice");
}

static void
event_builder_refuses_impossible_intervals_and_dates (void **state)
{
  (void) state;
  g_autoptr (GError)             error = NULL;
  g_autoptr (CpplanEventBuilder) set = cpplan_event_builder_new ("e1", CPPLAN_EVENT_KIND_VISIT_FREQUENCY_SET, day ("2025-01-17"));
  g_autoptr (CpplanEventBuilder) undated = cpplan_event_builder_new ("e1", CPPLAN_EVENT_KIND_VISIT, CPPLAN_DATE_NONE);
  g_autoptr (CpplanEventBuilder) far = cpplan_event_builder_new ("e1", CPPLAN_EVENT_KIND_VISIT, G_MAXINT32);
  g_autoptr (CpplanEventBuilder) nameless = cpplan_event_builder_new ("", CPPLAN_EVENT_KIND_VISIT, 0);
  g_autoptr (CpplanEventBuilder) circle = cpplan_event_builder_new ("e1", CPPLAN_EVENT_KIND_VISIT, 0);
  g_autoptr (CpplanEventBuilder) empty_void = cpplan_event_builder_new ("e1", CPPLAN_EVENT_KIND_VISIT, 0);
  g_autoptr (CpplanEventBuilder) both = cpplan_event_builder_new ("e1", CPPLAN_EVENT_KIND_TRANSFER_CONFERENCE, 10);

  assert_false (cpplan_event_builder_set_period (set, CPPLAN_ATTRIBUTE_INTERVAL, (CpplanPeriod){ 0, CPPLAN_UNIT_WEEKS }, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "interval: an interval is at least 1 of its unit");
  assert_null (cpplan_event_builder_build (undated, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "date: an event has a date");
  assert_null (cpplan_event_builder_build (far, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "date: not a date of the years 1900 to 2199");
  assert_null (cpplan_event_builder_build (nameless, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "id: \"\" cannot be an id");
  cpplan_event_builder_set_supersedes (circle, "e1");
  assert_null (cpplan_event_builder_build (circle, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "supersedes: an event cannot supersede itself");
  cpplan_event_builder_set_void (empty_void, TRUE);
  assert_null (cpplan_event_builder_build (empty_void, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "void: needs supersedes, the event that is withdrawn");
  cpplan_event_builder_set_status (both, CPPLAN_STATUS_HELD);
  cpplan_event_builder_set_not_held_as_of (both, 10);
  assert_null (cpplan_event_builder_build (both, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "not-held-as-of: the event is held on or before that day");
}

static void
event_not_held_needs_no_status (void **state)
{
  (void) state;
  g_autoptr (CpplanEventBuilder) builder = cpplan_event_builder_new ("t", CPPLAN_EVENT_KIND_TRANSFER_CONFERENCE, day ("2025-03-20"));
  cpplan_event_builder_set_not_held_as_of (builder, day ("2025-03-20"));
  g_autoptr (CpplanEvent) event = cpplan_event_builder_build (builder, NULL);
  assert_int_equal (cpplan_event_get_status (event), CPPLAN_STATUS_CANCELLED);
}

/* ---- people ---- */

static CpplanPerson *
person (const char *id, const char *role, const char *from, const char *until)
{
  CpplanPersonFacts facts = CPPLAN_PERSON_FACTS_INIT;
  facts.id = id;
  facts.role = role;
  if (from != NULL)
    facts.from = day (from);
  if (until != NULL)
    facts.until = day (until);
  CpplanPerson *made = cpplan_person_new (&facts, NULL);
  assert_non_null (made);
  return made;
}

static void
person_refuses_what_cannot_be (void **state)
{
  (void) state;
  g_autoptr (GError) error = NULL;
  CpplanPersonFacts  facts = CPPLAN_PERSON_FACTS_INIT;
  assert_null (cpplan_person_new (&facts, &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD));
  g_clear_error (&error);
  facts.id = "p";
  facts.role = "Lead Social Worker";
  assert_null (cpplan_person_new (&facts, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "role: \"Lead Social Worker\" is not a lower-case name");
  facts.role = NULL;
  facts.until = G_MAXINT32;
  assert_null (cpplan_person_new (&facts, &error));
  assert_refused (&error, CPPLAN_ERROR_RECORD, "until: not a date of the years 1900 to 2199");
}

static void
person_holds_a_role_on_its_days (void **state)
{
  (void) state;
  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new ("c");
  g_autoptr (CpplanPerson)      before = person ("p", "co-worker", NULL, "2025-01-31");
  g_autoptr (CpplanPerson)      after = person ("p", "lead-social-worker", "2025-02-01", NULL);
  g_autoptr (CpplanPerson)      silent = person ("q", NULL, NULL, NULL);
  cpplan_case_builder_add_person (builder, before);
  cpplan_case_builder_add_person (builder, after);
  cpplan_case_builder_add_person (builder, silent);
  g_autoptr (CpplanCase) record = cpplan_case_builder_build (builder, NULL);

  guint p = cpplan_case_find_person (record, "p");
  guint q = cpplan_case_find_person (record, "q");
  assert_int_equal (cpplan_case_get_n_people (record), 3);
  assert_int_equal (record->slots->len, 2);
  assert_int_equal (cpplan_case_person_has (record, p, CPPLAN_PERSON_ROLE, "lead-social-worker", day ("2025-01-31")), CPPLAN_TRUTH_NO);
  assert_int_equal (cpplan_case_person_has (record, p, CPPLAN_PERSON_ROLE, "lead-social-worker", day ("2025-02-01")), CPPLAN_TRUTH_YES);
  assert_int_equal (cpplan_case_person_has (record, q, CPPLAN_PERSON_ROLE, "lead-social-worker", 0), CPPLAN_TRUTH_UNKNOWN);
  assert_int_equal (cpplan_case_person_is (record, p, CPPLAN_PERSON_QUALIFIED_SOCIAL_WORKER, 0), CPPLAN_TRUTH_UNKNOWN);
}

/* ---- cases ---- */

static CpplanEvent *
event (const char *id, CpplanEventKind kind, const char *date, const char *supersedes)
{
  g_autoptr (CpplanEventBuilder) builder = cpplan_event_builder_new (id, kind, day (date));
  if (supersedes != NULL)
    cpplan_event_builder_set_supersedes (builder, supersedes);
  CpplanEvent *made = cpplan_event_builder_build (builder, NULL);
  assert_non_null (made);
  return made;
}

static void
case_orders_events_by_date_seq_and_id (void **state)
{
  (void) state;
  g_autoptr (CpplanCaseBuilder)  builder = cpplan_case_builder_new ("c");
  g_autoptr (CpplanEventBuilder) first = cpplan_event_builder_new ("z", CPPLAN_EVENT_KIND_VISIT, day ("2025-01-02"));
  cpplan_event_builder_set_seq (first, -1);
  g_autoptr (CpplanEvent) a = event ("b", CPPLAN_EVENT_KIND_VISIT, "2025-01-02", NULL);
  g_autoptr (CpplanEvent) b = event ("a", CPPLAN_EVENT_KIND_VISIT, "2025-01-02", NULL);
  g_autoptr (CpplanEvent) c = event ("y", CPPLAN_EVENT_KIND_VISIT, "2025-01-01", NULL);
  g_autoptr (CpplanEvent) d = cpplan_event_builder_build (first, NULL);
  cpplan_case_builder_add_event (builder, a);
  cpplan_case_builder_add_event (builder, b);
  cpplan_case_builder_add_event (builder, c);
  cpplan_case_builder_add_event (builder, d);
  cpplan_case_builder_add_event (builder, a); /* the same again is one event */
  g_autoptr (CpplanCase) record = cpplan_case_builder_build (builder, NULL);
  const char *const      expected[] = { "y", "z", "a", "b" };
  assert_int_equal (cpplan_case_get_n_events (record), 4);
  for (gsize i = 0; i < 4; i++)
    assert_string_equal (cpplan_event_get_id (cpplan_case_get_event (record, i)), expected[i]);
}

static void
assert_case_refused (CpplanCaseBuilder *builder, CpplanError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  assert_null (cpplan_case_builder_build (builder, &error));
  assert_refused (&error, code, message);
}

static void
case_refuses_an_id_that_says_two_things (void **state)
{
  (void) state;
  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new ("c");
  g_autoptr (CpplanEvent)       a = event ("e", CPPLAN_EVENT_KIND_VISIT, "2025-01-02", NULL);
  g_autoptr (CpplanEvent)       b = event ("e", CPPLAN_EVENT_KIND_VISIT, "2025-01-03", NULL);
  cpplan_case_builder_add_event (builder, a);
  cpplan_case_builder_add_event (builder, b);
  assert_case_refused (builder, CPPLAN_ERROR_RECORD, "events[1].id: another event has the id \"e\" and says something else");
}

static void
case_refuses_references_to_nothing (void **state)
{
  (void) state;
  static const struct
  {
    CpplanEventKind kind;
    CpplanAttribute attribute;
    gboolean        list;
    const char     *message;
  } rows[] = {
    { CPPLAN_EVENT_KIND_NOTES_CIRCULATED, CPPLAN_ATTRIBUTE_ABOUT, FALSE, "events[0].about: no event has the id \"x\"" },
    { CPPLAN_EVENT_KIND_PLAN_ENDED, CPPLAN_ATTRIBUTE_BY_CONFERENCE, FALSE, "events[0].by-conference: no event has the id \"x\"" },
    { CPPLAN_EVENT_KIND_VISIT, CPPLAN_ATTRIBUTE_BY, FALSE, "events[0].by: no person has the id \"x\"" },
    { CPPLAN_EVENT_KIND_CORE_GROUP, CPPLAN_ATTRIBUTE_CHAIR, FALSE, "events[0].chair: no person has the id \"x\"" },
    { CPPLAN_EVENT_KIND_SUPERVISION, CPPLAN_ATTRIBUTE_OF, FALSE, "events[0].of: no person has the id \"x\"" },
    { CPPLAN_EVENT_KIND_ALLOCATED, CPPLAN_ATTRIBUTE_PERSON, FALSE, "events[0].person: no person has the id \"x\"" },
    { CPPLAN_EVENT_KIND_CORE_GROUP, CPPLAN_ATTRIBUTE_ATTENDEES, TRUE, "events[0].attendees[0]: no person has the id \"x\"" },
    { CPPLAN_EVENT_KIND_REPORT_SENT, CPPLAN_ATTRIBUTE_TO, TRUE, "events[0].to[0]: no person or audience has the id \"x\"" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CpplanCaseBuilder)  builder = cpplan_case_builder_new ("c");
      g_autoptr (CpplanEventBuilder) event_builder = cpplan_event_builder_new ("e", rows[i].kind, 0);
      const char *const              list[] = { "x", NULL };
      assert_true (rows[i].list ? cpplan_event_builder_set_list (event_builder, rows[i].attribute, list, NULL)
                                : cpplan_event_builder_set_text (event_builder, rows[i].attribute, "x", NULL));
      g_autoptr (CpplanEvent) made = cpplan_event_builder_build (event_builder, NULL);
      cpplan_case_builder_add_event (builder, made);
      assert_case_refused (builder, CPPLAN_ERROR_RECORD, rows[i].message);
    }
  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new ("c");
  g_autoptr (CpplanEvent)       lost = event ("e", CPPLAN_EVENT_KIND_VISIT, "2025-01-02", "x");
  cpplan_case_builder_add_event (builder, lost);
  assert_case_refused (builder, CPPLAN_ERROR_RECORD, "events[0].supersedes: no event has the id \"x\"");
}

static void
case_refuses_circles (void **state)
{
  (void) state;
  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new ("c");
  g_autoptr (CpplanEvent)       a = event ("a", CPPLAN_EVENT_KIND_VISIT, "2025-01-01", "c");
  g_autoptr (CpplanEvent)       b = event ("b", CPPLAN_EVENT_KIND_VISIT, "2025-01-02", "a");
  g_autoptr (CpplanEvent)       c = event ("c", CPPLAN_EVENT_KIND_VISIT, "2025-01-03", "b");
  g_autoptr (CpplanEvent)       tail = event ("d", CPPLAN_EVENT_KIND_VISIT, "2024-01-03", "c");
  cpplan_case_builder_add_event (builder, tail);
  cpplan_case_builder_add_event (builder, a);
  cpplan_case_builder_add_event (builder, b);
  cpplan_case_builder_add_event (builder, c);
  g_autoptr (GError) error = NULL;
  assert_null (cpplan_case_builder_build (builder, &error));
  assert_true (g_str_has_suffix (error->message, "events supersede each other in a circle"));
}

static void
case_refuses_ill_formed_heads (void **state)
{
  (void) state;
  g_autoptr (CpplanCaseBuilder) nameless = cpplan_case_builder_new ("two\nlines");
  assert_case_refused (nameless, CPPLAN_ERROR_RECORD, "id: \"two\\x0alines\" cannot be an id");
  g_autoptr (CpplanCaseBuilder) district = cpplan_case_builder_new ("c");
  cpplan_case_builder_set_district (district, "Dover Town");
  assert_case_refused (district, CPPLAN_ERROR_RECORD, "district: \"Dover Town\" is not a lower-case name");
  g_autoptr (CpplanCaseBuilder) policy = cpplan_case_builder_new ("c");
  cpplan_case_builder_add_policy (policy, "", CPPLAN_DATE_NONE);
  assert_case_refused (policy, CPPLAN_ERROR_RECORD, "policy: \"\" is not the name of a policy");
  g_autoptr (CpplanCaseBuilder) unordered = cpplan_case_builder_new ("c");
  cpplan_case_builder_add_policy (unordered, "a", 100);
  cpplan_case_builder_add_policy (unordered, "b", 100);
  assert_case_refused (unordered, CPPLAN_ERROR_RECORD, "policy[1].from: not after the day of the policy before it");
  g_autoptr (CpplanCaseBuilder) undated = cpplan_case_builder_new ("c");
  cpplan_case_builder_add_policy (undated, "a", CPPLAN_DATE_NONE);
  cpplan_case_builder_add_policy (undated, "b", 100);
  assert_case_refused (undated, CPPLAN_ERROR_RECORD, "policy[0].from: a timeline of policies says from which day each is in charge");
  g_autoptr (CpplanCaseBuilder) born = cpplan_case_builder_new ("c");
  cpplan_case_builder_set_born (born, G_MAXINT32);
  assert_case_refused (born, CPPLAN_ERROR_RECORD, "child.born: not a date of the years 1900 to 2199");
}

static void
case_has_a_largest_size (void **state)
{
  (void) state;
  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new ("c");
  g_autoptr (CpplanEvent)       same = event ("e", CPPLAN_EVENT_KIND_VISIT, "2025-01-02", NULL);
  for (guint i = 0; i <= CPPLAN_EVENTS_MAX; i++)
    cpplan_case_builder_add_event (builder, same);
  assert_case_refused (builder, CPPLAN_ERROR_LIMIT, "events: a case has at most 100000");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (schema_names_round_trip),
    cmocka_unit_test (schema_unknown_names_are_refused),
    cmocka_unit_test (schema_table_is_whole),
    cmocka_unit_test (schema_types_and_truths_round_trip),
    cmocka_unit_test (schema_of_a_legal_status_has_its_basis),
    cmocka_unit_test (schema_has_the_next_review_where_it_is_set),
    cmocka_unit_test (schema_has_three_circumstances),
    cmocka_unit_test (schema_says_whose_events_are),
    cmocka_unit_test (event_builder_keeps_every_fact),
    cmocka_unit_test (event_builder_refuses_what_the_schema_has_not),
    cmocka_unit_test (event_builder_refuses_impossible_intervals_and_dates),
    cmocka_unit_test (event_not_held_needs_no_status),
    cmocka_unit_test (person_refuses_what_cannot_be),
    cmocka_unit_test (person_holds_a_role_on_its_days),
    cmocka_unit_test (case_orders_events_by_date_seq_and_id),
    cmocka_unit_test (case_refuses_an_id_that_says_two_things),
    cmocka_unit_test (case_refuses_references_to_nothing),
    cmocka_unit_test (case_refuses_circles),
    cmocka_unit_test (case_refuses_ill_formed_heads),
    cmocka_unit_test (case_has_a_largest_size),
  };
  return cmocka_run_group_tests_name ("record", tests, NULL, NULL);
}
