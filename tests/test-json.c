/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <cpplan/cpplan-json.h>

/* The beginning of a case file, for what is wrong after it. */
#define HEAD "{\"format\":\"cpplan-case/1\",\"id\":\"c\","
#define ONE_EVENT(members)                                                                                   \
  HEAD "\"events\":[{\"id\":\"e1\",\"kind\":\"core-group\",\"date\":\"2025-01-06\"," members "}]}"
#define ONE_PERSON(members) HEAD "\"people\":[{\"id\":\"p1\"," members "}]}"
#define PLAIN_EVENT         "{\"id\":\"e1\",\"kind\":\"visit\",\"date\":\"2025-01-06\"}"

static const char full_case[]
  = "{\n"
    "  \"format\": \"cpplan-case/1\",\n"
    "  \"id\": \"c-001\",\n"
    "  \"policy\": [\n"
    "    {\n      \"policy\": \"stoke-on-trent\",\n      \"from\": \"2024-09-02\"\n    },\n"
    "    {\n      \"policy\": \"rotherham\",\n      \"from\": \"2025-03-25\"\n    }\n"
    "  ],\n"
    "  \"district\": \"thanet\",\n"
    "  \"child\": {\n    \"born\": \"2016-03-04\",\n    \"expected\": \"2016-03-01\"\n  },\n"
    "  \"people\": [\n"
    "    {\n"
    "      \"id\": \"lsw\",\n"
    "      \"role\": \"lead-social-worker\",\n"
    "      \"employer\": \"childrens-social-care\",\n"
    "      \"agency\": \"health\",\n"
    "      \"qualified-social-worker\": true,\n"
    "      \"experienced\": false,\n"
    "      \"direct-contact\": true,\n"
    "      \"from\": \"2024-01-01\",\n"
    "      \"until\": \"2025-12-31\"\n"
    "    },\n"
    "    {\n      \"id\": \"müller\"\n    }\n"
    "  ],\n"
    "  \"events\": [\n"
    "    {\n"
    "      \"id\": \"e1\",\n"
    "      \"kind\": \"initial-conference\",\n"
    "      \"date\": \"2024-12-12\",\n"
    "      \"recorded\": \"2024-12-13\",\n"
    "      \"seq\": -2,\n"
    "      \"by\": \"lsw\",\n"
    "      \"to\": [\n        \"müller\",\n        \"all-agencies\"\n      ],\n"
    "      \"outcome\": \"plan\",\n"
    "      \"quorate\": false,\n"
    "      \"core-group-interval\": \"6 weeks\",\n"
    "      \"first-core-group\": \"2024-12-20\"\n"
    "    },\n"
    "    {\n"
    "      \"id\": \"e2\",\n"
    "      \"kind\": \"core-group\",\n"
    "      \"date\": \"2024-12-20\",\n"
    "      \"status\": \"scheduled\",\n"
    "      \"attendees\": []\n"
    "    },\n"
    "    {\n"
    "      \"id\": \"e3\",\n"
    "      \"kind\": \"core-group\",\n"
    "      \"date\": \"2024-12-23\",\n"
    "      \"supersedes\": \"e2\",\n"
    "      \"void\": true,\n"
    "      \"about\": \"e1\"\n"
    "    },\n"
    "    {\n"
    "      \"id\": \"e4\",\n"
    "      \"kind\": \"transfer-conference\",\n"
    "      \"date\": \"2025-03-20\",\n"
    "      \"not-held-as-of\": \"2025-03-20\"\n"
    "    },\n"
    "    {\n"
    "      \"id\": \"e5\",\n"
    "      \"kind\": \"transfer-conference\",\n"
    "      \"date\": \"2025-04-20\",\n"
    "      \"status\": \"held\",\n"
    "      \"not-held-as-of\": \"2025-03-20\"\n"
    "    }\n"
    "  ]\n"
    "}";

static CpplanCase *
read_case (const char *text)
{
  GError     *error = NULL;
  CpplanCase *record = cpplan_json_case_new (text, -1, &error);
  if (error != NULL)
    print_error ("# %s\n", error->message);
  assert_non_null (record);
  assert_null (error);
  return record;
}

static void
json_case_tells_every_member (void **state)
{
  (void) state;
  g_autoptr (CpplanCase)   record = read_case (full_case);
  const CpplanPersonFacts *facts = cpplan_person_get_facts (cpplan_case_get_person (record, 0));
  const CpplanEvent       *conference = cpplan_case_get_event (record, 0);
  char                     buffer[CPPLAN_DATE_BUFFER];
  CpplanDate               from;
  CpplanPeriod             interval;
  gint                     seq;

  assert_string_equal (cpplan_case_get_id (record), "c-001");
  assert_string_equal (cpplan_date_format (cpplan_case_get_born (record), buffer), "2016-03-04");
  assert_string_equal (cpplan_case_get_district (record), "thanet");
  assert_int_equal (cpplan_case_get_n_policies (record), 2);
  assert_string_equal (cpplan_case_get_policy (record, 1, &from), "rotherham");
  assert_string_equal (cpplan_date_format (from, buffer), "2025-03-25");
  assert_int_equal (cpplan_case_get_n_people (record), 2);
  assert_string_equal (facts->agency, "health");
  assert_int_equal (facts->qualified_social_worker, CPPLAN_TRUTH_YES);
  assert_int_equal (facts->experienced, CPPLAN_TRUTH_NO);
  assert_int_equal (cpplan_case_get_n_events (record), 5);
  assert_true (cpplan_event_get_seq (conference, &seq));
  assert_int_equal (seq, -2);
  assert_int_equal (cpplan_event_get_truth (conference, CPPLAN_ATTRIBUTE_QUORATE), CPPLAN_TRUTH_NO);
  assert_true (cpplan_event_get_period (conference, CPPLAN_ATTRIBUTE_CORE_GROUP_INTERVAL, &interval));
  assert_int_equal (interval.count, 6);
  assert_string_equal (cpplan_event_get_list (conference, CPPLAN_ATTRIBUTE_TO)[1], "all-agencies");
  assert_int_equal (cpplan_event_get_status (cpplan_case_get_event (record, 3)), CPPLAN_STATUS_CANCELLED);
  assert_int_equal (cpplan_event_get_status (cpplan_case_get_event (record, 4)), CPPLAN_STATUS_HELD);
  assert_true (cpplan_event_is_void (cpplan_case_get_event (record, 2)));
}

static void
json_case_written_is_the_case_read (void **state)
{
  (void) state;
  g_autoptr (CpplanCase) record = read_case (full_case);
  g_autofree char       *text = cpplan_json_case_to_string (record);
  assert_string_equal (text, full_case);
}

static void
json_case_of_nothing_but_an_id_is_read (void **state)
{
  (void) state;
  g_autoptr (CpplanCase) record = read_case ("{\"id\":\"c\",\"format\":\"cpplan-case/1\",\"child\":{}}");
  g_autofree char       *text = cpplan_json_case_to_string (record);
  assert_int_equal (cpplan_case_get_n_policies (record), 0);
  assert_int_equal (cpplan_case_get_born (record), CPPLAN_DATE_NONE);
  assert_string_equal (
    text, "{\n  \"format\": \"cpplan-case/1\",\n  \"id\": \"c\",\n  \"people\": [],\n  \"events\": []\n}");
}

static void
json_case_with_one_policy_for_ever_is_written_as_its_name (void **state)
{
  (void) state;
  g_autoptr (CpplanCase) record
    = read_case (HEAD "\"policy\":\"kent\",\"child\":{\"expected\":\"2025-09-01\"}}");
  g_autofree char *text = cpplan_json_case_to_string (record);
  assert_non_null (strstr (text, "\"policy\": \"kent\""));
  assert_non_null (strstr (text, "\"expected\": \"2025-09-01\""));
}

static void
json_case_that_repeats_an_event_has_it_once (void **state)
{
  (void) state;
  g_autoptr (CpplanCase) record = read_case (HEAD "\"events\":[" PLAIN_EVENT "," PLAIN_EVENT "]}");
  assert_int_equal (cpplan_case_get_n_events (record), 1);
}

/* What is wrong, and the whole of what is said about it. */
static const struct
{
  const char *text;
  CpplanError code;
  const char *message;
} mistakes[] = {
  /* The text */
  { "", CPPLAN_ERROR_JSON, "line 1, column 1: '[' or '{' expected near end of file" },
  { "{\n  \"format\": \"cpplan-case/1\",\n  \"id\": nul }", CPPLAN_ERROR_JSON,
    "line 3, column 11: invalid token near \"nul\"" },
  { "{\"id\": \"c\"", CPPLAN_ERROR_JSON, "line 1, column 10: '}' expected near end of file" },
  { "{\"id\": \"c\", \"id\": \"c\"}", CPPLAN_ERROR_JSON,
    "line 1, column 16: duplicate object key near \"id\"" },
  { HEAD "\"events\":[]} x", CPPLAN_ERROR_JSON, "line 1, column 49: end of file expected near \"x\"" },
  { "{\"id\": \"c\xff\"}", CPPLAN_ERROR_JSON, "line 1, column 10: not UTF-8" },
  { "{\n\"id\": \"m\xc3\xbc\xc3\"}", CPPLAN_ERROR_JSON, "line 2, column 10: not UTF-8" },
  { "\xef\xbb\xbf{}", CPPLAN_ERROR_JSON,
    "line 1, column 1: the text begins with a byte order mark, leave it out" },
  { "{\"id\": \"a\\u0000b\"}", CPPLAN_ERROR_JSON,
    "line 1, column 17: \\u0000 is not allowed near \"a\\x5cu0000b\"" },
  { "{\"id\": \"a\nb\"}", CPPLAN_ERROR_JSON, "line 1, column 9: unexpected newline near \"a\"" },
  { "{\"id\": 99999999999999999999}", CPPLAN_ERROR_JSON,
    "line 1, column 27: too big integer near \"99999999999999999999\"" },
  /* The document */
  { "[]", CPPLAN_ERROR_JSON, "should be an object, not a list" },
  { "{}", CPPLAN_ERROR_JSON, "missing member \"format\"" },
  { "{\"format\":\"cpplan-case/2\"}", CPPLAN_ERROR_JSON,
    "format: \"cpplan-case/2\" is not \"cpplan-case/1\"" },
  { "{\"format\":1}", CPPLAN_ERROR_JSON, "format: should be a text, not a whole number" },
  { "{\"format\":\"cpplan-case/1\"}", CPPLAN_ERROR_JSON, "missing member \"id\"" },
  { "{\"format\":\"cpplan-case/1\",\"id\":7}", CPPLAN_ERROR_JSON,
    "id: should be a text, not a whole number" },
  { "{\"format\":\"cpplan-case/1\",\"id\":\"\"}", CPPLAN_ERROR_RECORD, "id: \"\" cannot be an id" },
  { HEAD "\"colour\":\"red\"}", CPPLAN_ERROR_JSON, "unknown member \"colour\"" },
  { HEAD "\"events\":null}", CPPLAN_ERROR_JSON, "events: null says nothing, leave it out" },
  { HEAD "\"events\":{}}", CPPLAN_ERROR_JSON, "events: should be a list, not an object" },
  { HEAD "\"people\":true}", CPPLAN_ERROR_JSON, "people: should be a list, not true" },
  { HEAD "\"child\":\"2016-03-04\"}", CPPLAN_ERROR_JSON, "child: should be an object, not a text" },
  { HEAD "\"child\":{\"born\":\"2015-02-29\"}}", CPPLAN_ERROR_RECORD,
    "child.born: \"2015-02-29\" is not a date" },
  { HEAD "\"child\":{\"age\":3}}", CPPLAN_ERROR_JSON, "child: unknown member \"age\"" },
  /* Decision 10: any lower-case name is a district. */
  { HEAD "\"district\":\"Thanet\"}", CPPLAN_ERROR_RECORD, "district: \"Thanet\" is not a lower-case name" },
  { HEAD "\"policy\":[]}", CPPLAN_ERROR_JSON, "policy: an empty list says nothing, leave it out" },
  { HEAD "\"policy\":[\"kent\"]}", CPPLAN_ERROR_JSON, "policy[0]: should be an object, not a text" },
  { HEAD "\"policy\":[{\"policy\":\"kent\"}]}", CPPLAN_ERROR_JSON, "policy[0]: missing member \"from\"" },
  { HEAD "\"policy\":[{\"policy\":\"kent\",\"from\":\"x\"}]}", CPPLAN_ERROR_RECORD,
    "policy[0].from: \"x\" is not a date: write it as YYYY-MM-DD" },
  { HEAD "\"policy\":[{\"policy\":\"kent\",\"until\":\"x\"}]}", CPPLAN_ERROR_JSON,
    "policy[0]: unknown member \"until\"" },
  { HEAD
    "\"policy\":[{\"policy\":\"kent\",\"from\":\"2025-01-01\"},{\"policy\":\"sefton\",\"from\":\"2025-01-01\"}]}",
    CPPLAN_ERROR_RECORD, "policy[1].from: not after the day of the policy before it" },
  /* People */
  { HEAD "\"people\":[\"lsw\"]}", CPPLAN_ERROR_JSON, "people[0]: should be an object, not a text" },
  { HEAD "\"people\":[{\"role\":\"child\"}]}", CPPLAN_ERROR_JSON, "people[0]: missing member \"id\"" },
  { ONE_PERSON ("\"name\":\"Jo\""), CPPLAN_ERROR_JSON, "people[0]: unknown member \"name\"" },
  { ONE_PERSON ("\"role\":\"Lead social worker\""), CPPLAN_ERROR_RECORD,
    "people[0].role: \"Lead social worker\" is not a lower-case name" },
  { ONE_PERSON ("\"experienced\":\"yes\""), CPPLAN_ERROR_JSON,
    "people[0].experienced: should be true or false, not a text" },
  { ONE_PERSON ("\"from\":\"2025-04-31\""), CPPLAN_ERROR_RECORD,
    "people[0].from: \"2025-04-31\" is not a date" },
  /* Events */
  { HEAD "\"events\":[3]}", CPPLAN_ERROR_JSON, "events[0]: should be an object, not a whole number" },
  { HEAD "\"events\":[{\"kind\":\"visit\",\"date\":\"2025-01-06\"}]}", CPPLAN_ERROR_JSON,
    "events[0]: missing member \"id\"" },
  { HEAD "\"events\":[{\"id\":\"e1\",\"date\":\"2025-01-06\"}]}", CPPLAN_ERROR_JSON,
    "events[0]: missing member \"kind\"" },
  { HEAD "\"events\":[{\"id\":\"e1\",\"kind\":\"visit\"}]}", CPPLAN_ERROR_JSON,
    "events[0]: missing member \"date\"" },
  { HEAD "\"events\":[{\"id\":\"e1\",\"kind\":\"party\",\"date\":\"2025-01-06\"}]}", CPPLAN_ERROR_RECORD,
    "events[0].kind: \"party\" is no kind of event" },
  { HEAD "\"events\":[" PLAIN_EVENT ",{\"id\":\"e2\",\"kind\":\"visit\",\"date\":\"2025-02-30\"}]}",
    CPPLAN_ERROR_RECORD, "events[1].date: \"2025-02-30\" is not a date" },
  { HEAD "\"events\":[{\"id\":\"e1\",\"kind\":\"visit\",\"date\":20250106}]}", CPPLAN_ERROR_JSON,
    "events[0].date: should be a text, not a whole number" },
  { ONE_EVENT ("\"colour\":\"red\""), CPPLAN_ERROR_JSON, "events[0]: unknown member \"colour\"" },
  { ONE_EVENT ("\"outcome\":\"plan\""), CPPLAN_ERROR_JSON,
    "events[0]: unknown member \"outcome\" (of kind core-group)" },
  { ONE_EVENT ("\"status\":\"done\""), CPPLAN_ERROR_RECORD,
    "events[0].status: \"done\" is none of held, scheduled, cancelled" },
  { ONE_EVENT ("\"seq\":1.5"), CPPLAN_ERROR_JSON, "events[0].seq: should be a whole number, not a fraction" },
  { ONE_EVENT ("\"seq\":3000000000"), CPPLAN_ERROR_JSON,
    "events[0].seq: should be between -2147483648 and 2147483647" },
  { ONE_EVENT ("\"void\":1"), CPPLAN_ERROR_JSON,
    "events[0].void: should be true or false, not a whole number" },
  { ONE_EVENT ("\"void\":true"), CPPLAN_ERROR_RECORD,
    "events[0].void: needs supersedes, the event that is withdrawn" },
  { ONE_EVENT ("\"recorded\":\"2025-13-01\""), CPPLAN_ERROR_RECORD,
    "events[0].recorded: \"2025-13-01\" is not a date" },
  { ONE_EVENT ("\"next-meeting\":\"06/02/2025\""), CPPLAN_ERROR_RECORD,
    "events[0].next-meeting: \"06/02/2025\" is not a date: write it as YYYY-MM-DD" },
  { ONE_EVENT ("\"delay-reason\":\"yes\""), CPPLAN_ERROR_JSON,
    "events[0].delay-reason: should be true or false, not a text" },
  { ONE_EVENT ("\"attendees\":\"lsw\""), CPPLAN_ERROR_JSON,
    "events[0].attendees: should be a list, not a text" },
  /* Decision 10: audiences are a list, also where there is one. */
  { ONE_EVENT ("\"to\":\"all-agencies\""), CPPLAN_ERROR_JSON, "events[0].to: should be a list, not a text" },
  { ONE_EVENT ("\"attendees\":[\"e1\",4]"), CPPLAN_ERROR_JSON,
    "events[0].attendees[1]: should be a text, not a whole number" },
  { ONE_EVENT ("\"chair\":null"), CPPLAN_ERROR_JSON, "events[0].chair: null says nothing, leave it out" },
  { HEAD
    "\"events\":[{\"id\":\"e1\",\"kind\":\"initial-conference\",\"date\":\"2025-01-06\",\"outcome\":\"maybe\"}]}",
    CPPLAN_ERROR_RECORD, "events[0].outcome: \"maybe\" is none of plan, child-in-need, none" },
  /* Decision 5: the order is the basis, not the status. */
  { HEAD "\"events\":[{\"id\":\"e1\",\"kind\":\"legal-status\",\"date\":\"2025-01-06\",\"status\":\"care-order\"}]}",
    CPPLAN_ERROR_RECORD, "events[0].status: \"care-order\" is none of held, scheduled, cancelled" },
  { HEAD "\"events\":[{\"id\":\"e1\",\"kind\":\"legal-status\",\"date\":\"2025-01-06\",\"basis\":\"section-47\"}]}",
    CPPLAN_ERROR_RECORD, "events[0].basis: \"section-47\" is none of interim-care-order, section-20, care-order, other" },
  { HEAD
    "\"events\":[{\"id\":\"e1\",\"kind\":\"visit-frequency-set\",\"date\":\"2025-01-06\",\"interval\":\"0 weeks\"}]}",
    CPPLAN_ERROR_RECORD, "events[0].interval: an interval is at least 1 of its unit" },
  { HEAD
    "\"events\":[{\"id\":\"e1\",\"kind\":\"visit-frequency-set\",\"date\":\"2025-01-06\",\"interval\":\"6 days\"}]}",
    CPPLAN_ERROR_RECORD,
    "events[0].interval: \"6 days\" does not say which days: write \"working days\" or \"calendar days\"" },
  /* What holds between events */
  { ONE_EVENT ("\"about\":\"e9\""), CPPLAN_ERROR_RECORD, "events[0].about: no event has the id \"e9\"" },
  { ONE_EVENT ("\"by\":\"nobody\""), CPPLAN_ERROR_RECORD, "events[0].by: no person has the id \"nobody\"" },
  { ONE_EVENT ("\"supersedes\":\"e9\""), CPPLAN_ERROR_RECORD,
    "events[0].supersedes: no event has the id \"e9\"" },
  { ONE_EVENT ("\"supersedes\":\"e1\""), CPPLAN_ERROR_RECORD,
    "events[0].supersedes: an event cannot supersede itself" },
  { ONE_EVENT ("\"attendees\":[\"nobody\"]"), CPPLAN_ERROR_RECORD,
    "events[0].attendees[0]: no person has the id \"nobody\"" },
  { ONE_EVENT ("\"to\":[\"everybody\"]"), CPPLAN_ERROR_RECORD,
    "events[0].to[0]: no person or audience has the id \"everybody\"" },
  { HEAD "\"events\":[" PLAIN_EVENT ",{\"id\":\"e1\",\"kind\":\"visit\",\"date\":\"2025-01-07\"}]}",
    CPPLAN_ERROR_RECORD, "events[1].id: another event has the id \"e1\" and says something else" },
  { HEAD "\"events\":[{\"id\":\"a\",\"kind\":\"visit\",\"date\":\"2025-01-06\",\"supersedes\":\"b\"},"
         "{\"id\":\"b\",\"kind\":\"visit\",\"date\":\"2025-01-07\",\"supersedes\":\"a\"}]}",
    CPPLAN_ERROR_RECORD, "events[1].supersedes: events supersede each other in a circle" },
};

static void
assert_refused (CpplanCase *record, GError *error, CpplanError code, const char *message)
{
  assert_null (record);
  assert_non_null (error);
  assert_true (error->domain == CPPLAN_ERROR);
  assert_string_equal (error->message, message);
  assert_int_equal (error->code, code);
}

static void
json_mistake_is_told_with_its_place (void **state)
{
  (void) state;
  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr (GError) error = NULL;
      CpplanCase        *record = cpplan_json_case_new (mistakes[i].text, -1, &error);
      assert_refused (record, error, mistakes[i].code, mistakes[i].message);
    }
}

static void
json_text_cut_short_anywhere_is_refused (void **state)
{
  (void) state;
  for (gssize length = 0; length < (gssize) strlen (full_case); length++)
    {
      g_autoptr (GError) error = NULL;
      assert_null (cpplan_json_case_new (full_case, length, &error));
      assert_int_equal (error->code, CPPLAN_ERROR_JSON);
      assert_true (g_str_has_prefix (error->message, "line "));
    }
}

static void
json_text_with_a_nul_is_refused (void **state)
{
  (void) state;
  static const char  text[] = "{\"id\":\n \0}";
  g_autoptr (GError) error = NULL;
  CpplanCase        *record = cpplan_json_case_new (text, sizeof text - 1, &error);
  assert_refused (record, error, CPPLAN_ERROR_JSON, "line 2, column 2: a NUL byte");
}

static char *
new_nested (guint depth)
{
  g_autofree char *open = g_strnfill (depth, '[');
  g_autofree char *close = g_strnfill (depth, ']');
  return g_strconcat (open, close, NULL);
}

static void
json_nesting_is_bounded (void **state)
{
  (void) state;
  static const struct
  {
    guint       depth;
    const char *message;
  } rows[] = {
    { 64, "should be an object, not a list" },
    { 65, "line 1, column 65: nested more than 64 levels deep" },
    { 1000000, "line 1, column 65: nested more than 64 levels deep" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char   *text = new_nested (rows[i].depth);
      g_autoptr (GError) error = NULL;
      CpplanCase        *record = cpplan_json_case_new (text, -1, &error);
      assert_refused (record, error, CPPLAN_ERROR_JSON, rows[i].message);
    }
}

static void
json_bracket_inside_a_text_is_no_nesting (void **state)
{
  (void) state;
  g_autofree char *brackets = g_strnfill (100, '[');
  g_autofree char *text = g_strdup_printf ("{\"format\":\"cpplan-case/1\",\"id\":\"\\\"%s\\\\\"}", brackets);
  g_autoptr (CpplanCase) record = read_case (text);
  assert_int_equal (strlen (cpplan_case_get_id (record)), 102);
}

static void
json_text_too_long_is_refused (void **state)
{
  (void) state;
  gsize              length = 64 * 1024 * 1024;
  g_autofree char   *text = g_strnfill (length + 1, ' ');
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) allowed = NULL;
  CpplanCase        *record = cpplan_json_case_new (text, -1, &error);
  assert_refused (record, error, CPPLAN_ERROR_LIMIT, "the text is longer than 64 MiB");
  assert_null (cpplan_json_case_new (text, (gssize) length, &allowed));
  assert_int_equal (allowed->code, CPPLAN_ERROR_JSON);
}

static void
json_text_of_too_many_values_is_refused (void **state)
{
  (void) state;
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GError)  error = NULL;
  for (guint i = 0; i < 4000000; i++)
    g_string_append (text, "0,");
  g_string_append (text, "0]");
  CpplanCase *record = cpplan_json_case_new (text->str, (gssize) text->len, &error);
  assert_refused (record, error, CPPLAN_ERROR_LIMIT, "the text has more than 4000000 values");
}

static void
json_case_of_too_many_events_is_refused (void **state)
{
  (void) state;
  g_autoptr (GString) text = g_string_new (HEAD "\"events\":[");
  g_autoptr (GError)  error = NULL;
  for (guint i = 0; i <= 100000; i++)
    g_string_append_printf (text, "%s{\"id\":\"e%u\",\"kind\":\"visit\",\"date\":\"2025-01-06\"}",
                            i == 0 ? "" : ",", i);
  g_string_append (text, "]}");
  CpplanCase *record = cpplan_json_case_new (text->str, (gssize) text->len, &error);
  assert_refused (record, error, CPPLAN_ERROR_LIMIT, "events: a case has at most 100000");
}

static void
json_message_repeats_little_and_printable (void **state)
{
  (void) state;
  static const char *const formats[] = {
    "{\"format\":\"%s\"}",
    HEAD "\"%s\":1}",
    HEAD "\"district\":\"%s\"}",
    ONE_EVENT ("\"%s\":1"),
    ONE_EVENT ("\"status\":\"%s\""),
    ONE_EVENT ("\"by\":\"%s\""),
    ONE_EVENT ("\"next-meeting\":\"%s\""),
    ONE_PERSON ("\"role\":\"%s\""),
  };
  GString *foreign = g_string_new ("\\u001b[31m\\n\\u009bü");
  for (guint i = 0; i < 10000; i++)
    g_string_append (foreign, "Ω");
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_auto (GStrv)     around = g_strsplit (formats[i], "%s", 2);
      g_autofree char   *text = g_strjoinv (foreign->str, around);
      g_autoptr (GError) error = NULL;
      assert_null (cpplan_json_case_new (text, -1, &error));
      assert_true (g_utf8_validate (error->message, -1, NULL));
      assert_true (strlen (error->message) < 200);
      for (const char *c = error->message; *c != '\0'; c = g_utf8_next_char (c))
        assert_true (g_unichar_isprint (g_utf8_get_char (c)));
    }
  g_string_free (foreign, TRUE);
}

static const char bank_holidays[]
  = "{\"england-and-wales\":{\"division\":\"england-and-wales\",\"events\":["
    "{\"title\":\"Boxing Day\",\"date\":\"2022-12-26\",\"notes\":\"\",\"bunting\":true},"
    "{\"title\":\"Christmas Day\",\"date\":\"2022-12-27\",\"notes\":\"Substitute day\",\"bunting\":true},"
    "{\"title\":\"New Year’s Day\",\"date\":\"2022-01-03\",\"notes\":\"Substitute day\",\"bunting\":true},"
    "{\"title\":\"Coronation\",\"date\":\"2023-05-08\",\"notes\":\"Extra\",\"weather\":\"wet\"}]},"
    "\"scotland\":{\"division\":\"scotland\",\"events\":[]},"
    "\"northern-ireland\":{\"division\":\"wales\",\"events\":[]}}";

static void
json_calendar_covers_the_whole_years_of_the_file (void **state)
{
  (void) state;
  GError                    *error = NULL;
  g_autoptr (CpplanCalendar) calendar
    = cpplan_json_calendar_new_bank_holidays (bank_holidays, -1, CPPLAN_DIVISION_ENGLAND_AND_WALES, &error);
  char        buffer[CPPLAN_DATE_BUFFER];
  CpplanDate  date;
  const char *name;
  gboolean    is_substitute;

  assert_null (error);
  assert_string_equal (cpplan_calendar_get_name (calendar), "england-and-wales");
  assert_string_equal (cpplan_date_format (cpplan_calendar_get_first (calendar), buffer), "2022-01-01");
  assert_string_equal (cpplan_date_format (cpplan_calendar_get_last (calendar), buffer), "2023-12-31");
  assert_int_equal (cpplan_calendar_get_n_holidays (calendar), 4);
  assert_true (cpplan_date_from_ymd (2022, 12, 27, &date, NULL));
  assert_true (cpplan_calendar_holiday_on (calendar, date, &name, &is_substitute, NULL));
  assert_string_equal (name, "Christmas Day");
  assert_true (is_substitute);
  assert_true (cpplan_date_from_ymd (2023, 5, 8, &date, NULL));
  assert_true (cpplan_calendar_holiday_on (calendar, date, &name, &is_substitute, NULL));
  assert_false (is_substitute);
}

#define DIVISION(events) "{\"scotland\":{\"division\":\"scotland\",\"events\":" events "}}"

static const struct
{
  const char *text;
  CpplanError code;
  const char *message;
} calendar_mistakes[] = {
  { "[]", CPPLAN_ERROR_JSON, "should be an object, not a list" },
  { "{}", CPPLAN_ERROR_JSON, "missing member \"scotland\"" },
  { "{\"scotland\":[]}", CPPLAN_ERROR_JSON, "scotland: should be an object, not a list" },
  { "{\"scotland\":{}}", CPPLAN_ERROR_JSON, "scotland: missing member \"division\"" },
  { "{\"scotland\":{\"division\":\"wales\"}}", CPPLAN_ERROR_JSON,
    "scotland.division: \"wales\" is not \"scotland\"" },
  { "{\"scotland\":{\"division\":\"scotland\"}}", CPPLAN_ERROR_JSON, "scotland: missing member \"events\"" },
  { DIVISION ("[]"), CPPLAN_ERROR_CALENDAR, "scotland.events: no holidays" },
  { DIVISION ("[7]"), CPPLAN_ERROR_JSON, "scotland.events[0]: should be an object, not a whole number" },
  { DIVISION ("[{\"date\":\"2025-01-01\"}]"), CPPLAN_ERROR_JSON,
    "scotland.events[0]: missing member \"title\"" },
  { DIVISION ("[{\"title\":\"A\"}]"), CPPLAN_ERROR_JSON, "scotland.events[0]: missing member \"date\"" },
  { DIVISION ("[{\"title\":\"A\",\"date\":\"01/01/2025\"}]"), CPPLAN_ERROR_JSON,
    "scotland.events[0].date: \"01/01/2025\" is not a date: write it as YYYY-MM-DD" },
  { DIVISION ("[{\"title\":\"A\",\"date\":\"2025-01-01\",\"notes\":null}]"), CPPLAN_ERROR_JSON,
    "scotland.events[0].notes: null says nothing, leave it out" },
  { DIVISION ("[{\"title\":\"A\",\"date\":\"2025-01-01\",\"bunting\":\"yes\"}]"), CPPLAN_ERROR_JSON,
    "scotland.events[0].bunting: should be true or false, not a text" },
};

static void
json_calendar_mistake_is_told_with_its_place (void **state)
{
  (void) state;
  for (gsize i = 0; i < G_N_ELEMENTS (calendar_mistakes); i++)
    {
      g_autoptr (GError) error = NULL;
      assert_null (cpplan_json_calendar_new_bank_holidays (calendar_mistakes[i].text, -1,
                                                           CPPLAN_DIVISION_SCOTLAND, &error));
      assert_non_null (error);
      assert_string_equal (error->message, calendar_mistakes[i].message);
      assert_int_equal (error->code, calendar_mistakes[i].code);
    }
}

static void
json_calendar_with_a_day_twice_is_refused (void **state)
{
  (void) state;
  static const char text[]
    = DIVISION ("[{\"title\":\"A\",\"date\":\"2025-01-01\"},{\"title\":\"B\",\"date\":\"2025-01-01\"}]");
  g_autoptr (GError) error = NULL;
  assert_null (cpplan_json_calendar_new_bank_holidays (text, -1, CPPLAN_DIVISION_SCOTLAND, &error));
  assert_int_equal (error->code, CPPLAN_ERROR_CALENDAR);
  assert_true (g_str_has_prefix (error->message, "scotland.events[1]: "));
}

static CpplanTimetable *
evaluate (const char *policy_id, CpplanDate horizon)
{
  static const char text[] = HEAD
    "\"people\":[{\"id\":\"lsw\",\"role\":\"lead-social-worker\"}],\"events\":["
    "{\"id\":\"e2\",\"kind\":\"initial-conference\",\"date\":\"2024-12-12\",\"outcome\":\"plan\",\"quorate\":true},"
    "{\"id\":\"e3\",\"kind\":\"core-group\",\"date\":\"2024-12-20\",\"attendees\":[\"lsw\"]}]}";
  g_autoptr (GError)         error = NULL;
  g_autoptr (CpplanCase)     record = read_case (text);
  g_autoptr (CpplanPolicy)   policy = cpplan_policy_new_builtin (policy_id, &error);
  g_autoptr (CpplanCalendar) calendar = cpplan_calendar_new_bank_holidays (
    CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED, CPPLAN_DATE_NONE, &error);
  CpplanDate as_of;
  assert_true (cpplan_date_parse ("2025-01-20", &as_of, &error));
  CpplanTimetable *timetable
    = cpplan_policy_evaluate (policy, record, calendar, as_of, CPPLAN_DATE_NONE, horizon, &error);
  assert_null (error);
  return timetable;
}

static void
json_timetable_says_what_was_asked_and_answered (void **state)
{
  (void) state;
  g_autoptr (CpplanTimetable) timetable = evaluate ("rotherham", CPPLAN_DATE_NONE);
  g_autofree char            *text = cpplan_json_timetable_to_string (timetable, CPPLAN_JSON_COMPACT);
  g_autofree char            *digests
    = g_strdup_printf ("\"library\":\"%s\",\"policy-digest\":\"%s\",\"calendar-digest\":\"%s\",\"flags\":[",
                       cpplan_version (), cpplan_timetable_get_policy_digest (timetable),
                       cpplan_calendar_get_digest (cpplan_timetable_get_calendar (timetable)));

  assert_true (g_str_has_prefix (
    text,
    "{\"format\":\"cpplan-timetable/1\",\"case\":\"c\",\"policy\":\"rotherham\",\"edition\":\"v23\","
    "\"calendar\":\"england-and-wales\",\"as-of\":\"2025-01-20\",\"known-at\":\"2025-01-20\",\"library\":"));
  assert_non_null (strstr (text, digests));
  assert_non_null (strstr (text, "],\"deadlines\":["));
  assert_non_null (strstr (text, "],\"warnings\":["));
  assert_null (strchr (text, '\n'));
}

static void
json_timetable_row_has_its_members_in_order (void **state)
{
  (void) state;
  g_autoptr (CpplanTimetable) timetable = evaluate ("rotherham", CPPLAN_DATE_NONE);
  g_autofree char            *text = cpplan_json_timetable_to_string (timetable, CPPLAN_JSON_COMPACT);

  assert_non_null (strstr (
    text, "{\"rule\":\"first-core-group\",\"kind\":\"deadline\",\"title\":\"First core group meeting\","
          "\"force\":\"should\",\"trigger\":\"e2\",\"from\":\"2024-12-12\",\"due\":\"2024-12-30\","
          "\"act-by\":\"2024-12-30\",\"state\":\"met\",\"met-by\":\"e3\",\"met-on\":\"2024-12-20\","
          "\"flags\":[],\"needs\":[],\"cite\":\""));
  assert_non_null (strstr (text, "\"due\":\"2024-12-30\",\"act-by\":\"2024-12-24\",\"state\":\"overdue\","));
  assert_non_null (strstr (text, "\"readings\":[{\"name\":\"fourteen-days\",\"due\":\"2024-12-26\","
                                 "\"state\":\"overdue\"}],\"cite\":"));
}

static void
json_timetable_has_steps_and_horizon_only_if_asked (void **state)
{
  (void) state;
  CpplanDate horizon;
  assert_true (cpplan_date_parse ("2025-06-30", &horizon, NULL));
  g_autoptr (CpplanTimetable) near = evaluate ("rotherham", CPPLAN_DATE_NONE);
  g_autoptr (CpplanTimetable) far = evaluate ("rotherham", horizon);
  g_autofree char            *plain = cpplan_json_timetable_to_string (near, 0);
  g_autofree char            *explained = cpplan_json_timetable_to_string (far, CPPLAN_JSON_EXPLAIN);

  assert_null (strstr (plain, "\"steps\""));
  assert_null (strstr (plain, "\"horizon\""));
  assert_non_null (strstr (plain, "{\n  \"format\": \"cpplan-timetable/1\",\n"));
  assert_non_null (strstr (explained, "\"steps\": ["));
  assert_non_null (strstr (explained, "\"horizon\": \"2025-06-30\""));
}

int
main (void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test (json_case_tells_every_member),
    cmocka_unit_test (json_case_written_is_the_case_read),
    cmocka_unit_test (json_case_of_nothing_but_an_id_is_read),
    cmocka_unit_test (json_case_with_one_policy_for_ever_is_written_as_its_name),
    cmocka_unit_test (json_case_that_repeats_an_event_has_it_once),
    cmocka_unit_test (json_mistake_is_told_with_its_place),
    cmocka_unit_test (json_text_cut_short_anywhere_is_refused),
    cmocka_unit_test (json_text_with_a_nul_is_refused),
    cmocka_unit_test (json_nesting_is_bounded),
    cmocka_unit_test (json_bracket_inside_a_text_is_no_nesting),
    cmocka_unit_test (json_text_too_long_is_refused),
    cmocka_unit_test (json_text_of_too_many_values_is_refused),
    cmocka_unit_test (json_case_of_too_many_events_is_refused),
    cmocka_unit_test (json_message_repeats_little_and_printable),
    cmocka_unit_test (json_calendar_covers_the_whole_years_of_the_file),
    cmocka_unit_test (json_calendar_mistake_is_told_with_its_place),
    cmocka_unit_test (json_calendar_with_a_day_twice_is_refused),
    cmocka_unit_test (json_timetable_says_what_was_asked_and_answered),
    cmocka_unit_test (json_timetable_row_has_its_members_in_order),
    cmocka_unit_test (json_timetable_has_steps_and_horizon_only_if_asked),
  };
  return cmocka_run_group_tests_name ("json", tests, NULL, NULL);
}
