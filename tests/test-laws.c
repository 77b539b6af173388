/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What holds of every timetable, whatever the record: laws over the cases of tests/vectors/timetables and
 * over made-up ones from a fixed seed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <glib.h>
#include <jansson.h>

#include <cpplan/cpplan-json.h>

enum
{
  SEED = 20250106,
  N_MADE_UP = 600,
  N_MADE_UP_QUICK = 20,
  MAX_COMPLAINTS = 8,
};

/* A record and what is asked about it. */
typedef struct
{
  char           *name;
  CpplanCase     *record;
  CpplanCalendar *calendar;
  char           *policy; /* or NULL: the record's own */
  CpplanDate      as_of;
  CpplanDate      known_at;
  CpplanDate      horizon;
} Question;

static CpplanPolicySet *builtin;
static GPtrArray       *questions;
static gsize            n_from_vectors;

/* What a law has looked at and what broke it. */
typedef struct
{
  gsize n_compared;
  gsize n_wrong;
} Tally;

/* ---- chance ---- */

static guint64 chance = SEED;

static guint32
next_number (void)
{
  chance ^= chance >> 12;
  chance ^= chance << 25;
  chance ^= chance >> 27;
  return (guint32) ((chance * G_GUINT64_CONSTANT (2685821657736338717)) >> 32);
}

static gint
pick (gint n)
{
  return (gint) (next_number () % (guint32) n);
}

static gboolean
happens (gint percent)
{
  return pick (100) < percent;
}

static const char *
pick_name (const char *const *names)
{
  return names[pick ((gint) g_strv_length ((char **) names))];
}

/* ---- questions ---- */

static void
free_question (gpointer data)
{
  Question *question = data;
  g_free (question->name);
  cpplan_case_unref (question->record);
  cpplan_calendar_unref (question->calendar);
  g_free (question->policy);
  g_free (question);
}

static gboolean
is_quick (void)
{
  return g_getenv ("CPPLAN_QUICK") != NULL;
}

static CpplanDate
parse_date (const char *text)
{
  CpplanDate date = CPPLAN_DATE_NONE;
  if (text != NULL)
    assert_true (cpplan_date_parse (text, &date, NULL));
  return date;
}

static CpplanCalendar *
open_calendar (gboolean is_projected, CpplanDate known_at)
{
  CpplanCalendar *calendar = cpplan_calendar_new_bank_holidays (
    CPPLAN_DIVISION_ENGLAND_AND_WALES, is_projected ? CPPLAN_CALENDAR_PROJECTED : CPPLAN_CALENDAR_PUBLISHED,
    known_at, NULL);
  assert_non_null (calendar);
  return calendar;
}

static void
add_question (const char *name, gsize number, CpplanCase *record, const json_t *asked)
{
  Question   *question = g_new0 (Question, 1);
  const char *known = json_string_value (json_object_get (asked, "known-at"));

  question->name = g_strdup_printf ("%s, question %zu", name, number + 1);
  question->record = cpplan_case_ref (record);
  question->policy = g_strdup (json_string_value (json_object_get (asked, "policy")));
  question->as_of = parse_date (json_string_value (json_object_get (asked, "as-of")));
  question->known_at = known == NULL ? question->as_of : parse_date (known);
  question->horizon = parse_date (json_string_value (json_object_get (asked, "horizon")));
  question->calendar = open_calendar (json_is_true (json_object_get (asked, "project")), question->known_at);
  g_ptr_array_add (questions, question);
}

static void
add_vector (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  json_t          *vector = json_load_file (path, 0, NULL);
  assert_non_null (vector);
  g_autofree char       *text = json_dumps (json_object_get (vector, "case"), 0);
  g_autoptr (CpplanCase) record = cpplan_json_case_new (text, -1, NULL);
  assert_non_null (record);
  gsize   i;
  json_t *asked;
  json_array_foreach (json_object_get (vector, "questions"), i, asked)
    if (!is_quick () || i == 0)
      add_question (name, i, record, asked);
  json_decref (vector);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_vectors (void)
{
  const char      *root = g_getenv ("CPPLAN_SOURCE_ROOT");
  g_autofree char *folder
    = g_build_filename (root != NULL ? root : ".", "tests", "vectors", "timetables", NULL);
  g_autoptr (GDir)      dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char           *name;
  assert_non_null (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    add_vector (folder, g_ptr_array_index (names, i));
}

/* ---- made-up records ---- */

static const char *const people[] = { "lsw", "old", "cow", "mgr", "health", "school", "swa", "ps", NULL };

static void
add_person (CpplanCaseBuilder *builder,
            const char        *id,
            const char        *role,
            CpplanTruth        qualified,
            CpplanDate         from,
            CpplanDate         until)
{
  CpplanPersonFacts facts = CPPLAN_PERSON_FACTS_INIT;
  facts.id = id;
  facts.role = role;
  facts.qualified_social_worker = qualified;
  facts.from = from;
  facts.until = until;
  g_autoptr (CpplanPerson) person = cpplan_person_new (&facts, NULL);
  assert_non_null (person);
  cpplan_case_builder_add_person (builder, person);
}

static void
add_people (CpplanCaseBuilder *builder, CpplanDate change)
{
  add_person (builder, "lsw", "lead-social-worker", CPPLAN_TRUTH_YES,
              happens (30) ? change : CPPLAN_DATE_NONE, CPPLAN_DATE_NONE);
  add_person (builder, "old", "lead-social-worker", CPPLAN_TRUTH_YES, CPPLAN_DATE_NONE, change - 1);
  add_person (builder, "old", "co-worker", CPPLAN_TRUTH_YES, change, CPPLAN_DATE_NONE);
  add_person (builder, "cow", "co-worker", CPPLAN_TRUTH_UNKNOWN, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE);
  add_person (builder, "mgr", "first-line-manager", CPPLAN_TRUTH_YES, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE);
  add_person (builder, "health", "core-group-member", CPPLAN_TRUTH_UNKNOWN, CPPLAN_DATE_NONE,
              CPPLAN_DATE_NONE);
  add_person (builder, "school", "core-group-member", CPPLAN_TRUTH_UNKNOWN, change, CPPLAN_DATE_NONE);
  add_person (builder, "swa", "social-work-assistant", CPPLAN_TRUTH_NO, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE);
  add_person (builder, "ps", "practice-supervisor", CPPLAN_TRUTH_YES, CPPLAN_DATE_NONE, CPPLAN_DATE_NONE);
}

static CpplanPeriod
make_up_period (void)
{
  static const char *const periods[]
    = { "1 week",           "2 weeks",  "6 weeks", "10 working days", "20 working days", "1 month",
        "21 calendar days", "2 months", NULL };
  CpplanPeriod period;
  assert_true (cpplan_period_parse (pick_name (periods), &period, NULL));
  return period;
}

/* An event of the record so far, of a kind that fits, or NULL. */
static const char *
find_reference (const GPtrArray *events, CpplanEventKind kind)
{
  for (gint attempt = 0; attempt < 12 && events->len > 0; attempt++)
    {
      const CpplanEvent *event = g_ptr_array_index (events, pick ((gint) events->len));
      if (cpplan_event_get_kind (event) == kind)
        return cpplan_event_get_id (event);
    }
  return NULL;
}

static CpplanEventKind
kind_talked_about (CpplanEventKind kind)
{
  return kind == CPPLAN_EVENT_KIND_REPORT_SENT || kind == CPPLAN_EVENT_KIND_PLAN_ENDED
           ? CPPLAN_EVENT_KIND_REVIEW_CONFERENCE
           : CPPLAN_EVENT_KIND_CORE_GROUP;
}

static const char *
make_up_choice (CpplanEventKind kind, CpplanAttribute attribute)
{
  if (kind == CPPLAN_EVENT_KIND_INITIAL_CONFERENCE && attribute == CPPLAN_ATTRIBUTE_OUTCOME && happens (75))
    return "plan";
  return pick_name (cpplan_schema_get_choices (kind, attribute));
}

static void
make_up_attribute (CpplanEventBuilder *builder,
                   CpplanEventKind     kind,
                   CpplanAttribute     attribute,
                   CpplanDate          date,
                   const GPtrArray    *events)
{
  static const char *const unit[] = { "safeguarding-unit", "family", NULL };
  static const char *const group[] = { "lsw", "health", NULL };
  const char              *one[] = { NULL, NULL };
  CpplanType               type;
  const char              *reference;
  gboolean                 good = TRUE;

  assert_true (cpplan_schema_get_type (kind, attribute, &type));
  switch (type)
    {
    case CPPLAN_TYPE_TRUTH:
      good = cpplan_event_builder_set_truth (builder, attribute, happens (80), NULL);
      break;
    case CPPLAN_TYPE_CHOICE:
      good = cpplan_event_builder_set_text (builder, attribute, make_up_choice (kind, attribute), NULL);
      break;
    case CPPLAN_TYPE_NAME:
      good = cpplan_event_builder_set_text (builder, attribute, "plan-ended", NULL);
      break;
    case CPPLAN_TYPE_DATE:
      good = cpplan_event_builder_set_date (builder, attribute, date + 5 + pick (80), NULL);
      break;
    case CPPLAN_TYPE_PERIOD:
      good = cpplan_event_builder_set_period (builder, attribute, make_up_period (), NULL);
      break;
    case CPPLAN_TYPE_PERSON:
      good
        = cpplan_event_builder_set_text (builder, attribute, happens (40) ? "lsw" : pick_name (people), NULL);
      break;
    case CPPLAN_TYPE_PEOPLE:
      good = cpplan_event_builder_set_list (builder, attribute, group, NULL);
      break;
    case CPPLAN_TYPE_EVENT:
      reference = find_reference (events, kind_talked_about (kind));
      good = reference == NULL || cpplan_event_builder_set_text (builder, attribute, reference, NULL);
      break;
    case CPPLAN_TYPE_AUDIENCE:
      good = cpplan_event_builder_set_list (builder, attribute, happens (80) ? unit : group, NULL);
      break;
    case CPPLAN_TYPE_CHOICES:
      one[0] = make_up_choice (kind, attribute);
      good = cpplan_event_builder_set_list (builder, attribute, one, NULL);
      break;
    case CPPLAN_TYPE_TEXT:
      good = cpplan_event_builder_set_text (builder, attribute, happens (50) ? "as agreed" : "otherwise", NULL);
      break;
    }
  assert_true (good);
}

static void
make_up_attributes (CpplanEventBuilder *builder,
                    CpplanEventKind     kind,
                    CpplanDate          date,
                    const GPtrArray    *events)
{
  gsize                  length;
  const CpplanAttribute *own = cpplan_schema_get_attributes (kind, &length);
  for (gsize i = 0; i < length; i++)
    if (happens (80))
      make_up_attribute (builder, kind, own[i], date, events);
  if (happens (85))
    make_up_attribute (builder, kind, CPPLAN_ATTRIBUTE_BY, date, events);
  if (happens (70))
    make_up_attribute (builder, kind, CPPLAN_ATTRIBUTE_TO, date, events);
  if (kind != CPPLAN_EVENT_KIND_CORE_GROUP && happens (60))
    make_up_attribute (builder, kind, CPPLAN_ATTRIBUTE_ABOUT, date, events);
}

static CpplanEventKind
make_up_kind (void)
{
  static const CpplanEventKind often[] = { CPPLAN_EVENT_KIND_VISIT,
                                           CPPLAN_EVENT_KIND_VISIT,
                                           CPPLAN_EVENT_KIND_CORE_GROUP,
                                           CPPLAN_EVENT_KIND_CORE_GROUP,
                                           CPPLAN_EVENT_KIND_REVIEW_CONFERENCE,
                                           CPPLAN_EVENT_KIND_REVIEW_CONFERENCE,
                                           CPPLAN_EVENT_KIND_REPORT_SENT,
                                           CPPLAN_EVENT_KIND_NOTES_CIRCULATED,
                                           CPPLAN_EVENT_KIND_STRATEGY_DISCUSSION,
                                           CPPLAN_EVENT_KIND_INITIAL_CONFERENCE };
  static const CpplanEventKind ends[] = { CPPLAN_EVENT_KIND_DEATH, CPPLAN_EVENT_KIND_PLAN_ENDED };
  enum
  {
    N_KINDS = CPPLAN_EVENT_KIND_CARE_PLAN_RECORDED
  };
  if (happens (65))
    return often[pick ((gint) G_N_ELEMENTS (often))];
  CpplanEventKind kind = (CpplanEventKind) (1 + pick (N_KINDS));
  return (kind == ends[0] || kind == ends[1]) && happens (60) ? CPPLAN_EVENT_KIND_VISIT : kind;
}

static gboolean
is_superseded (const GPtrArray *events, const char *id)
{
  for (guint i = 0; i < events->len; i++)
    if (g_strcmp0 (cpplan_event_get_supersedes (g_ptr_array_index (events, i)), id) == 0)
      return TRUE;
  return FALSE;
}

static void
make_up_standing (CpplanEventBuilder *builder, CpplanEventKind kind, CpplanDate date, const GPtrArray *events)
{
  gboolean is_meeting = kind == CPPLAN_EVENT_KIND_CORE_GROUP || kind == CPPLAN_EVENT_KIND_REVIEW_CONFERENCE
                        || kind == CPPLAN_EVENT_KIND_TRANSFER_CONFERENCE;
  if (is_meeting && happens (30))
    cpplan_event_builder_set_status (builder, CPPLAN_STATUS_SCHEDULED);
  else if (happens (3))
    cpplan_event_builder_set_status (builder, CPPLAN_STATUS_CANCELLED);
  else if (happens (2))
    cpplan_event_builder_set_not_held_as_of (builder, date + pick (9) - 4);
  if (happens (25))
    cpplan_event_builder_set_recorded (builder, date + pick (60) - 30);
  if (happens (10))
    cpplan_event_builder_set_seq (builder, pick (4));
  const char *old = happens (10) ? find_reference (events, kind) : NULL;
  if (old != NULL && !is_superseded (events, old))
    {
      cpplan_event_builder_set_supersedes (builder, old);
      cpplan_event_builder_set_void (builder, happens (15));
    }
}

static CpplanEvent *
make_up_event (guint number, CpplanEventKind kind, CpplanDate date, const GPtrArray *events)
{
  g_autofree char               *id = g_strdup_printf ("e%u", (number * 7919u) % 1000u);
  g_autoptr (CpplanEventBuilder) builder = cpplan_event_builder_new (id, kind, date);
  g_autoptr (GError)             error = NULL;

  make_up_attributes (builder, kind, date, events);
  make_up_standing (builder, kind, date, events);
  CpplanEvent *event = cpplan_event_builder_build (builder, &error);
  if (event == NULL)
    print_message ("# %s\n", error->message);
  assert_non_null (event);
  return event;
}

static void
make_up_events (CpplanCaseBuilder *builder, CpplanDate start)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_event_unref);
  guint                 length = 4 + (guint) pick (36);
  for (guint i = 0; i < length; i++)
    {
      gboolean        is_first = i == 0 && happens (85);
      CpplanEventKind kind = is_first ? CPPLAN_EVENT_KIND_INITIAL_CONFERENCE : make_up_kind ();
      CpplanEvent    *event = make_up_event (i, kind, is_first ? start + 30 : start + pick (480), events);
      g_ptr_array_add (events, event);
      cpplan_case_builder_add_event (builder, event);
    }
}

static void
make_up_policies (CpplanCaseBuilder *builder, CpplanDate start)
{
  static const char *const ids[]
    = { "england",        "sefton",         "rotherham", "rotherham", "hampshire",
        "stoke-on-trent", "stoke-on-trent", "kent",      NULL };
  if (happens (85))
    {
      cpplan_case_builder_add_policy (builder, pick_name (ids), CPPLAN_DATE_NONE);
      return;
    }
  cpplan_case_builder_add_policy (builder, pick_name (ids), start);
  cpplan_case_builder_add_policy (builder, pick_name (ids), start + 100 + pick (150));
}

static CpplanCase *
make_up_case (guint number)
{
  static const char *const      districts[] = { "thanet", "ashford", NULL };
  g_autofree char              *id = g_strdup_printf ("made-up-%u", number);
  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new (id);
  g_autoptr (GError)            error = NULL;
  CpplanDate                    start = parse_date ("2024-06-03") + pick (300);

  if (happens (80))
    cpplan_case_builder_set_born (builder, start - (happens (25) ? 6400 : pick (6300)) + pick (200));
  else if (happens (50))
    cpplan_case_builder_set_expected (builder, start + pick (200));
  if (happens (60))
    cpplan_case_builder_set_district (builder, pick_name (districts));
  make_up_policies (builder, start);
  add_people (builder, start + 120 + pick (100));
  make_up_events (builder, start);
  CpplanCase *record = cpplan_case_builder_build (builder, &error);
  if (record == NULL)
    print_message ("# %s: %s\n", id, error->message);
  assert_non_null (record);
  return record;
}

static void
add_made_up (guint number)
{
  g_autoptr (CpplanCase) record = make_up_case (number);
  for (gint i = 0; i < 2; i++)
    {
      Question *question = g_new0 (Question, 1);
      question->name = g_strdup_printf ("%s, question %d", cpplan_case_get_id (record), i + 1);
      question->record = cpplan_case_ref (record);
      question->as_of = parse_date ("2024-09-02") + pick (500);
      question->known_at = question->as_of + (happens (25) ? pick (80) - 40 : 0);
      question->horizon = happens (30) ? question->as_of + pick (300) : CPPLAN_DATE_NONE;
      question->calendar = open_calendar (happens (20), question->known_at);
      g_ptr_array_add (questions, question);
    }
}

/* ---- answers ---- */

static CpplanTimetable *
evaluate_at (const Question *question, CpplanCase *record, CpplanCalendar *calendar, CpplanDate as_of)
{
  g_autoptr (GError) error = NULL;
  CpplanTimetable *timetable = cpplan_policy_set_evaluate (builtin, question->policy, record, calendar, as_of,
                                                           question->known_at, question->horizon, &error);
  if (timetable == NULL)
    print_message ("# %s: %s\n", question->name, error->message);
  assert_non_null (timetable);
  return timetable;
}

static CpplanTimetable *
evaluate (const Question *question)
{
  return evaluate_at (question, question->record, question->calendar, question->as_of);
}

static char *
answer (const Question *question, CpplanCase *record)
{
  g_autoptr (CpplanTimetable) timetable = evaluate_at (question, record, question->calendar, question->as_of);
  return cpplan_json_timetable_to_string (timetable, CPPLAN_JSON_EXPLAIN);
}

static void G_GNUC_PRINTF (3, 4) complain (Tally *tally, const Question *question, const char *format, ...)
{
  if (tally->n_wrong++ >= MAX_COMPLAINTS)
    return;
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  print_message ("# %s (as of day %d): %s\n", question->name, question->as_of, message);
}

/* The line of each text at which they part. */
static void
compare_texts (Tally *tally, const Question *question, const char *wanted, const char *got)
{
  tally->n_compared++;
  if (strcmp (wanted, got) == 0)
    return;
  g_auto (GStrv) left = g_strsplit (wanted, "\n", -1);
  g_auto (GStrv) right = g_strsplit (got, "\n", -1);
  gsize          i = 0;
  while (left[i] != NULL && right[i] != NULL && strcmp (left[i], right[i]) == 0)
    i++;
  complain (tally, question, "line %zu: \"%s\" becomes \"%s\"", i + 1, left[i] == NULL ? "" : left[i],
            right[i] == NULL ? "" : right[i]);
}

static void
finish (const Tally *tally, const char *what)
{
  print_message ("# %zu questions, %zu %s, %zu wrong\n", (gsize) questions->len, tally->n_compared, what,
                 tally->n_wrong);
  assert_true (tally->n_compared > 0);
  assert_int_equal (tally->n_wrong, 0);
}

static const Question *
get_question (guint index)
{
  return g_ptr_array_index (questions, index);
}

/* ---- records made anew ---- */

static CpplanCaseBuilder *
copy_frame (const CpplanCase *record)
{
  CpplanCaseBuilder *builder = cpplan_case_builder_new (cpplan_case_get_id (record));
  cpplan_case_builder_set_born (builder, cpplan_case_get_born (record));
  cpplan_case_builder_set_expected (builder, cpplan_case_get_expected (record));
  if (cpplan_case_get_district (record) != NULL)
    cpplan_case_builder_set_district (builder, cpplan_case_get_district (record));
  for (gsize i = 0; i < cpplan_case_get_n_policies (record); i++)
    {
      CpplanDate  from;
      const char *policy = cpplan_case_get_policy (record, i, &from);
      cpplan_case_builder_add_policy (builder, policy, from);
    }
  for (gsize i = 0; i < cpplan_case_get_n_people (record); i++)
    cpplan_case_builder_add_person (builder, (CpplanPerson *) cpplan_case_get_person (record, i));
  return builder;
}

static GPtrArray *
list_events (const CpplanCase *record)
{
  GPtrArray *events = g_ptr_array_new ();
  for (gsize i = 0; i < cpplan_case_get_n_events (record); i++)
    g_ptr_array_add (events, (gpointer) cpplan_case_get_event (record, i));
  return events;
}

static CpplanCase *
rebuild (const CpplanCase *record, const GPtrArray *events)
{
  g_autoptr (CpplanCaseBuilder) builder = copy_frame (record);
  g_autoptr (GError)            error = NULL;
  for (guint i = 0; i < events->len; i++)
    cpplan_case_builder_add_event (builder, g_ptr_array_index (events, i));
  CpplanCase *copy = cpplan_case_builder_build (builder, &error);
  if (copy == NULL)
    print_message ("# %s\n", error->message);
  assert_non_null (copy);
  return copy;
}

static void
copy_attribute (CpplanEventBuilder *builder, const CpplanEvent *event, CpplanAttribute attribute)
{
  CpplanPeriod period;
  const char  *text = cpplan_event_get_text (event, attribute);
  gboolean     good = TRUE;
  CpplanType   type;

  if (!cpplan_schema_get_type (cpplan_event_get_kind (event), attribute, &type))
    return;
  if (type == CPPLAN_TYPE_TRUTH)
    {
      CpplanTruth truth = cpplan_event_get_truth (event, attribute);
      good = truth == CPPLAN_TRUTH_UNKNOWN
             || cpplan_event_builder_set_truth (builder, attribute, truth == CPPLAN_TRUTH_YES, NULL);
    }
  else if (type == CPPLAN_TYPE_DATE)
    {
      CpplanDate date = cpplan_event_get_date_of (event, attribute);
      good = date == CPPLAN_DATE_NONE || cpplan_event_builder_set_date (builder, attribute, date, NULL);
    }
  else if (type == CPPLAN_TYPE_PERIOD)
    good = !cpplan_event_get_period (event, attribute, &period)
           || cpplan_event_builder_set_period (builder, attribute, period, NULL);
  else if (type == CPPLAN_TYPE_PEOPLE || type == CPPLAN_TYPE_AUDIENCE || type == CPPLAN_TYPE_CHOICES)
    {
      const char *const *list = cpplan_event_get_list (event, attribute);
      good = list == NULL || cpplan_event_builder_set_list (builder, attribute, list, NULL);
    }
  else
    good = text == NULL || cpplan_event_builder_set_text (builder, attribute, text, NULL);
  assert_true (good);
}

/* The same event, entered on another day. */
static CpplanEvent *
copy_event (const CpplanEvent *event, CpplanDate recorded)
{
  g_autoptr (CpplanEventBuilder) builder = cpplan_event_builder_new (
    cpplan_event_get_id (event), cpplan_event_get_kind (event), cpplan_event_get_date (event));
  gint seq;

  cpplan_event_builder_set_status (builder, cpplan_event_get_status (event));
  if (recorded != CPPLAN_DATE_NONE)
    cpplan_event_builder_set_recorded (builder, recorded);
  if (cpplan_event_get_seq (event, &seq))
    cpplan_event_builder_set_seq (builder, seq);
  if (cpplan_event_get_supersedes (event) != NULL)
    cpplan_event_builder_set_supersedes (builder, cpplan_event_get_supersedes (event));
  cpplan_event_builder_set_void (builder, cpplan_event_is_void (event));
  if (cpplan_event_get_not_held_as_of (event) != CPPLAN_DATE_NONE)
    cpplan_event_builder_set_not_held_as_of (builder, cpplan_event_get_not_held_as_of (event));
  for (gint a = CPPLAN_ATTRIBUTE_ABOUT; a <= CPPLAN_ATTRIBUTE_OFFENDER_RISK_PLAN; a++)
    copy_attribute (builder, event, (CpplanAttribute) a);
  CpplanEvent *copy = cpplan_event_builder_build (builder, NULL);
  assert_non_null (copy);
  return copy;
}

/* ---- laws of the record ---- */

static void
laws_evaluating_twice_gives_the_same_bytes (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      g_autofree char *once = answer (get_question (i), get_question (i)->record);
      g_autofree char *twice = answer (get_question (i), get_question (i)->record);
      compare_texts (&tally, get_question (i), once, twice);
    }
  finish (&tally, "pairs of answers");
}

static void
shuffle (GPtrArray *events)
{
  for (guint i = events->len; i > 1; i--)
    {
      guint    other = (guint) pick ((gint) i);
      gpointer event = g_ptr_array_index (events, i - 1);
      events->pdata[i - 1] = events->pdata[other];
      events->pdata[other] = event;
    }
}

static void
laws_order_of_entry_changes_nothing (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      const Question       *question = get_question (i);
      g_autoptr (GPtrArray) events = list_events (question->record);
      shuffle (events);
      g_autoptr (CpplanCase) shuffled = rebuild (question->record, events);
      g_autofree char       *wanted = answer (question, question->record);
      g_autofree char       *got = answer (question, shuffled);
      compare_texts (&tally, question, wanted, got);
    }
  finish (&tally, "shuffled records");
}

static void
laws_the_same_event_twice_changes_nothing (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      const Question       *question = get_question (i);
      g_autoptr (GPtrArray) events = list_events (question->record);
      g_autoptr (GPtrArray) copies = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_event_unref);
      guint                 length = events->len;
      for (guint e = 0; e < length; e++)
        {
          const CpplanEvent *event = g_ptr_array_index (events, e);
          CpplanEvent       *copy = copy_event (event, cpplan_event_get_recorded (event));
          assert_true (cpplan_event_equal (event, copy));
          g_ptr_array_add (copies, copy);
          g_ptr_array_add (events, copy);
        }
      g_autoptr (CpplanCase) doubled = rebuild (question->record, events);
      g_autofree char       *wanted = answer (question, question->record);
      g_autofree char       *got = answer (question, doubled);
      compare_texts (&tally, question, wanted, got);
    }
  finish (&tally, "doubled records");
}

static gboolean
is_referred_to (const GPtrArray *events, const char *id)
{
  static const CpplanAttribute references[] = { CPPLAN_ATTRIBUTE_ABOUT, CPPLAN_ATTRIBUTE_BY_CONFERENCE, CPPLAN_ATTRIBUTE_AGREED_AT };
  for (guint i = 0; i < events->len; i++)
    {
      const CpplanEvent *event = g_ptr_array_index (events, i);
      if (g_strcmp0 (cpplan_event_get_supersedes (event), id) == 0)
        return TRUE;
      for (gsize r = 0; r < G_N_ELEMENTS (references); r++)
        if (g_strcmp0 (cpplan_event_get_text (event, references[r]), id) == 0)
          return TRUE;
    }
  return FALSE;
}

/* Events entered after the day of knowledge might as well not be there. */
static void
compare_without (Tally *tally, const Question *question, guint index)
{
  g_autoptr (GPtrArray) events = list_events (question->record);
  const CpplanEvent    *event = g_ptr_array_index (events, index);
  if (is_referred_to (events, cpplan_event_get_id (event)))
    return;
  g_autoptr (CpplanEvent) late = copy_event (event, question->known_at + 1);
  events->pdata[index] = late;
  g_autoptr (CpplanCase) with = rebuild (question->record, events);
  g_ptr_array_remove_index (events, index);
  g_autoptr (CpplanCase) without = rebuild (question->record, events);
  g_autofree char       *wanted = answer (question, without);
  g_autofree char       *got = answer (question, with);
  compare_texts (tally, question, wanted, got);
}

static void
laws_not_yet_recorded_is_not_there (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      guint length = (guint) cpplan_case_get_n_events (get_question (i)->record);
      for (guint e = 0; e < length; e += is_quick () ? 20 : 1)
        compare_without (&tally, get_question (i), e);
    }
  finish (&tally, "events left out");
}

/* ---- what does not matter ---- */

static CpplanEvent *
make_plain_event (const char *id, CpplanEventKind kind, CpplanDate date)
{
  static const char *const       family[] = { "family", NULL };
  g_autoptr (CpplanEventBuilder) builder = cpplan_event_builder_new (id, kind, date);
  if (kind != CPPLAN_EVENT_KIND_CORE_GROUP)
    {
      assert_true (cpplan_event_builder_set_text (builder, CPPLAN_ATTRIBUTE_TOPIC, "summer-holidays", NULL));
      assert_true (cpplan_event_builder_set_list (builder, CPPLAN_ATTRIBUTE_TO, family, NULL));
    }
  CpplanEvent *event = cpplan_event_builder_build (builder, NULL);
  assert_non_null (event);
  return event;
}

static char *
answer_with (const Question *question, CpplanEventKind kind, CpplanDate date)
{
  g_autoptr (GPtrArray)   events = list_events (question->record);
  g_autoptr (CpplanEvent) event = make_plain_event ("beside-the-point", kind, date);
  g_ptr_array_add (events, event);
  g_autoptr (CpplanCase) record = rebuild (question->record, events);
  return answer (question, record);
}

static void
laws_irrelevant_events_change_nothing (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      const Question  *question = get_question (i);
      g_autofree char *wanted = answer (question, question->record);
      g_autofree char *informed
        = answer_with (question, CPPLAN_EVENT_KIND_INFORMED, question->as_of - pick (100));
      g_autofree char *letter
        = answer_with (question, CPPLAN_EVENT_KIND_LETTER_SENT, question->as_of - pick (100));
      compare_texts (&tally, question, wanted, informed);
      compare_texts (&tally, question, wanted, letter);
    }
  finish (&tally, "irrelevant events");
}

/* The answer without the rows that the event itself started. */
static char *
drop_rows_of (const char *text, const char *trigger)
{
  json_t *document = json_loads (text, 0, NULL);
  json_t *rows = json_object_get (document, "deadlines");
  for (gsize i = json_array_size (rows); i > 0; i--)
    if (g_strcmp0 (json_string_value (json_object_get (json_array_get (rows, i - 1), "trigger")), trigger)
        == 0)
      json_array_remove (rows, i - 1);
  char *rest = json_dumps (document, JSON_INDENT (2));
  json_decref (document);
  return rest;
}

static CpplanDate
first_day (const CpplanCase *record)
{
  return cpplan_case_get_n_events (record) == 0 ? parse_date ("2024-01-02")
                                                : cpplan_event_get_date (cpplan_case_get_event (record, 0));
}

/* A core group of years before owes its own notes, and touches nothing else. */
static void
laws_a_core_group_of_years_before_changes_nothing (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      const Question  *question = get_question (i);
      g_autofree char *before = answer (question, question->record);
      g_autofree char *after
        = answer_with (question, CPPLAN_EVENT_KIND_CORE_GROUP, first_day (question->record) - 1200);
      g_autofree char *wanted = drop_rows_of (before, "beside-the-point");
      g_autofree char *got = drop_rows_of (after, "beside-the-point");
      compare_texts (&tally, question, wanted, got);
    }
  finish (&tally, "old core groups");
}

/* ---- laws of time ---- */

static gboolean
is_same_instance (const CpplanDeadline *a, const CpplanDeadline *b)
{
  const CpplanEvent *left = cpplan_deadline_get_trigger (a);
  const CpplanEvent *right = cpplan_deadline_get_trigger (b);
  return strcmp (cpplan_rule_get_id (cpplan_deadline_get_rule (a)),
                 cpplan_rule_get_id (cpplan_deadline_get_rule (b)))
           == 0
         && g_strcmp0 (left == NULL ? NULL : cpplan_event_get_id (left),
                       right == NULL ? NULL : cpplan_event_get_id (right))
              == 0
         && g_strcmp0 (cpplan_deadline_get_member (a), cpplan_deadline_get_member (b)) == 0
         && g_strcmp0 (cpplan_deadline_get_policy (a), cpplan_deadline_get_policy (b)) == 0
         && cpplan_deadline_get_from (a) == cpplan_deadline_get_from (b);
}

static const CpplanDeadline *
find_instance (const CpplanTimetable *timetable, const CpplanDeadline *wanted)
{
  for (gsize i = 0; i < cpplan_timetable_get_length (timetable); i++)
    if (is_same_instance (cpplan_timetable_get_deadline (timetable, i), wanted))
      return cpplan_timetable_get_deadline (timetable, i);
  return NULL;
}

static const char *
rule_of (const CpplanDeadline *deadline)
{
  return cpplan_rule_get_id (cpplan_deadline_get_rule (deadline));
}

static void
compare_met (Tally                 *tally,
             const Question        *question,
             const CpplanTimetable *sooner,
             const CpplanTimetable *later)
{
  for (gsize i = 0; i < cpplan_timetable_get_length (sooner); i++)
    {
      const CpplanDeadline *row = cpplan_timetable_get_deadline (sooner, i);
      const CpplanDeadline *then = find_instance (later, row);
      if (cpplan_deadline_get_state (row) != CPPLAN_STATE_MET || then == NULL)
        continue;
      tally->n_compared++;
      if (cpplan_deadline_get_state (then) != CPPLAN_STATE_MET)
        complain (tally, question, "%s was met, then %s", rule_of (row),
                  cpplan_state_to_string (cpplan_deadline_get_state (then)));
    }
}

static void
laws_what_is_met_stays_met (void **state)
{
  static const gint steps[] = { 1, 30, 400 };
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      const Question             *question = get_question (i);
      g_autoptr (CpplanTimetable) sooner = evaluate (question);
      for (gsize s = 0; s < G_N_ELEMENTS (steps); s++)
        {
          if (question->horizon != CPPLAN_DATE_NONE)
            continue;
          g_autoptr (CpplanTimetable) later
            = evaluate_at (question, question->record, question->calendar, question->as_of + steps[s]);
          compare_met (&tally, question, sooner, later);
        }
    }
  finish (&tally, "rows met");
}

/* The due day, or the day before which it cannot be. */
static CpplanDate
least_due (const CpplanDeadline *deadline)
{
  CpplanDate due = cpplan_deadline_get_due (deadline);
  return due != CPPLAN_DATE_NONE ? due : cpplan_deadline_get_due_at_least (deadline);
}

/* The calendar with up to three more holidays, each between a row's first day and its due day. */
static CpplanCalendar *
add_holidays (const Question *question, const CpplanTimetable *timetable)
{
  const CpplanCalendar             *calendar = question->calendar;
  gsize                             length = cpplan_timetable_get_length (timetable);
  g_autoptr (CpplanCalendarBuilder) builder
    = cpplan_calendar_builder_new (cpplan_calendar_get_name (calendar), cpplan_calendar_get_first (calendar),
                                   cpplan_calendar_get_last (calendar));
  cpplan_calendar_builder_add_calendar (builder, calendar);
  for (gint i = 0; i < 3 && length > 0; i++)
    {
      const CpplanDeadline *row = cpplan_timetable_get_deadline (timetable, (gsize) pick ((gint) length));
      CpplanDate            from = cpplan_deadline_get_from (row);
      CpplanDate            due = least_due (row);
      gboolean              is_working;
      if (from == CPPLAN_DATE_NONE || due == CPPLAN_DATE_NONE || from == due)
        continue;
      CpplanDate day = MIN (from, due) + 1 + pick (ABS (due - from));
      if (cpplan_calendar_is_working_day (calendar, day, &is_working, NULL) && is_working)
        cpplan_calendar_builder_add_holiday (builder, day, "Another holiday", FALSE, NULL);
    }
  CpplanCalendar *more = cpplan_calendar_builder_build (builder, NULL);
  assert_non_null (more);
  return more;
}

static void
compare_dues (Tally                 *tally,
              const Question        *question,
              const CpplanTimetable *fewer,
              const CpplanTimetable *more)
{
  for (gsize i = 0; i < cpplan_timetable_get_length (fewer); i++)
    {
      const CpplanDeadline *row = cpplan_timetable_get_deadline (fewer, i);
      gboolean is_before = cpplan_rule_get_kind (cpplan_deadline_get_rule (row)) == CPPLAN_RULE_KIND_BEFORE;
      /* Projected links count from one another's due days; who owes a report is settled on the due day. */
      if (cpplan_deadline_get_state (row) == CPPLAN_STATE_PROJECTED
          || cpplan_deadline_get_member (row) != NULL || least_due (row) == CPPLAN_DATE_NONE)
        continue;
      const CpplanDeadline *then = find_instance (more, row);
      tally->n_compared++;
      if (then == NULL || least_due (then) == CPPLAN_DATE_NONE)
        complain (tally, question, "%s is gone", rule_of (row));
      else if (is_before ? least_due (then) > least_due (row) : least_due (then) < least_due (row))
        complain (tally, question, "%s moves the wrong way", rule_of (row));
    }
}

static void
laws_another_holiday_moves_only_outward (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      const Question             *question = get_question (i);
      g_autoptr (CpplanTimetable) fewer = evaluate (question);
      g_autoptr (CpplanCalendar)  calendar = add_holidays (question, fewer);
      g_autoptr (CpplanTimetable) more = evaluate_at (question, question->record, calendar, question->as_of);
      compare_dues (&tally, question, fewer, more);
    }
  finish (&tally, "due days");
}

/* ---- laws of one row ---- */

static void
check_act_by (Tally *tally, const Question *question, const CpplanDeadline *row)
{
  CpplanDate due = cpplan_deadline_get_due (row);
  CpplanDate act_by = cpplan_deadline_get_act_by (row);
  gboolean   is_working = FALSE;

  if (act_by == CPPLAN_DATE_NONE)
    return;
  tally->n_compared++;
  if (due != CPPLAN_DATE_NONE && act_by > due)
    complain (tally, question, "%s: to be done by a day after it is due", rule_of (row));
  if (!cpplan_calendar_is_working_day (question->calendar, act_by, &is_working, NULL) || !is_working)
    complain (tally, question, "%s: to be done by a day that is not worked", rule_of (row));
  for (gsize i = 0; i < cpplan_deadline_get_n_readings (row); i++)
    {
      CpplanDate other = cpplan_deadline_get_reading (row, i)->due;
      if (other != CPPLAN_DATE_NONE && act_by > other)
        complain (tally, question, "%s: not safe under another reading", rule_of (row));
    }
}

static void
laws_the_safe_day_is_worked_and_in_time (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      g_autoptr (CpplanTimetable) timetable = evaluate (get_question (i));
      for (gsize r = 0; r < cpplan_timetable_get_length (timetable); r++)
        check_act_by (&tally, get_question (i), cpplan_timetable_get_deadline (timetable, r));
    }
  finish (&tally, "safe days");
}

static gboolean
state_fits (const CpplanDeadline *row, CpplanDate as_of)
{
  CpplanState state = cpplan_deadline_get_state (row);
  CpplanDate  due = least_due (row);
  CpplanDate  met = cpplan_deadline_get_met_on (row);
  gboolean    is_met = cpplan_deadline_get_met_by (row) != NULL;

  if (is_met != (met != CPPLAN_DATE_NONE) || (is_met && met > as_of))
    return FALSE;
  switch (state)
    {
    case CPPLAN_STATE_OPEN:
    case CPPLAN_STATE_EXTENDED:
    case CPPLAN_STATE_BARRED:
      return !is_met && as_of <= due;
    case CPPLAN_STATE_OVERDUE:
    case CPPLAN_STATE_LAPSED:
      return !is_met && as_of > due;
    case CPPLAN_STATE_CLEAR:
      return as_of >= due;
    case CPPLAN_STATE_MET:
      return is_met && met <= due;
    case CPPLAN_STATE_MET_LATE:
      return is_met && met > due;
    case CPPLAN_STATE_ADVISED:
      return as_of > due;
    case CPPLAN_STATE_PROJECTED:
      return !is_met && cpplan_deadline_get_trigger (row) == NULL;
    case CPPLAN_STATE_CLOSED:
      return !is_met;
    case CPPLAN_STATE_SHORT_NOTICE:
    case CPPLAN_STATE_UNDETERMINED:
      return TRUE;
    }
  return FALSE;
}

static void
laws_states_agree_with_dates (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      const Question             *question = get_question (i);
      g_autoptr (CpplanTimetable) timetable = evaluate (question);
      for (gsize r = 0; r < cpplan_timetable_get_length (timetable); r++)
        {
          const CpplanDeadline *row = cpplan_timetable_get_deadline (timetable, r);
          tally.n_compared++;
          if (!state_fits (row, question->as_of))
            complain (&tally, question, "%s is %s, due on day %d, met on day %d", rule_of (row),
                      cpplan_state_to_string (cpplan_deadline_get_state (row)), least_due (row),
                      cpplan_deadline_get_met_on (row));
        }
    }
  finish (&tally, "rows");
}

static gint
compare_rows (const CpplanDeadline *a, const CpplanDeadline *b)
{
  CpplanDate         x = cpplan_deadline_get_due (a);
  CpplanDate         y = cpplan_deadline_get_due (b);
  const CpplanEvent *left = cpplan_deadline_get_trigger (a);
  const CpplanEvent *right = cpplan_deadline_get_trigger (b);
  if (x != y)
    return x == CPPLAN_DATE_NONE || (y != CPPLAN_DATE_NONE && x > y) ? 1 : -1;
  gint order = strcmp (rule_of (a), rule_of (b));
  if (order == 0)
    order = g_strcmp0 (left == NULL ? NULL : cpplan_event_get_id (left),
                       right == NULL ? NULL : cpplan_event_get_id (right));
  return order == 0 ? g_strcmp0 (cpplan_deadline_get_member (a), cpplan_deadline_get_member (b)) : order;
}

static void
laws_rows_stand_in_order (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      g_autoptr (CpplanTimetable) timetable = evaluate (get_question (i));
      for (gsize r = 1; r < cpplan_timetable_get_length (timetable); r++)
        {
          const CpplanDeadline *row = cpplan_timetable_get_deadline (timetable, r);
          tally.n_compared++;
          if (compare_rows (cpplan_timetable_get_deadline (timetable, r - 1), row) > 0)
            complain (&tally, get_question (i), "%s stands too late", rule_of (row));
        }
    }
  finish (&tally, "neighbours");
}

/* ---- laws of policies and documents ---- */

static void
laws_the_own_policy_may_be_named (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      Question   own = *get_question (i);
      CpplanDate from = CPPLAN_DATE_NONE;
      if (cpplan_case_get_n_policies (own.record) != 1)
        continue;
      const char *policy = cpplan_case_get_policy (own.record, 0, &from);
      if (from != CPPLAN_DATE_NONE)
        continue;
      own.policy = NULL;
      g_autofree char *wanted = answer (&own, own.record);
      own.policy = (char *) policy;
      g_autofree char *got = answer (&own, own.record);
      compare_texts (&tally, &own, wanted, got);

      g_autoptr (CpplanPolicy) alone = cpplan_policy_new_builtin (policy, NULL);
      assert_non_null (alone);
      g_autoptr (CpplanTimetable) timetable = cpplan_policy_evaluate (
        alone, own.record, own.calendar, own.as_of, own.known_at, own.horizon, NULL);
      assert_non_null (timetable);
      g_autofree char *by_itself = cpplan_json_timetable_to_string (timetable, CPPLAN_JSON_EXPLAIN);
      compare_texts (&tally, &own, wanted, by_itself);
    }
  finish (&tally, "policies named");
}

static void
laws_a_record_written_and_read_gives_the_same (void **state)
{
  (void) state;
  Tally tally = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      const Question        *question = get_question (i);
      g_autofree char       *text = cpplan_json_case_to_string (question->record);
      g_autoptr (CpplanCase) copy = cpplan_json_case_new (text, -1, NULL);
      assert_non_null (copy);
      g_autofree char *wanted = answer (question, question->record);
      g_autofree char *got = answer (question, copy);
      compare_texts (&tally, question, wanted, got);
    }
  finish (&tally, "records written and read");
}

/* ---- all together ---- */

/* The laws mean little where nothing happens: each state that can come up does. */
static void
laws_every_state_comes_up (void **state)
{
  (void) state;
  gsize n_rows[CPPLAN_STATE_ADVISED + 1] = { 0 };
  for (guint i = 0; i < questions->len; i++)
    {
      g_autoptr (CpplanTimetable) timetable = evaluate (get_question (i));
      for (gsize r = 0; r < cpplan_timetable_get_length (timetable); r++)
        n_rows[cpplan_deadline_get_state (cpplan_timetable_get_deadline (timetable, r))]++;
    }
  print_message ("# %zu questions from vectors, %zu made up\n", n_from_vectors,
                 (gsize) questions->len - n_from_vectors);
  for (gint s = CPPLAN_STATE_OPEN; s <= CPPLAN_STATE_ADVISED; s++)
    {
      print_message ("# %s: %zu rows\n", cpplan_state_to_string ((CpplanState) s), n_rows[s]);
      assert_true (n_rows[s] > 0 || is_quick ());
    }
}

static int
make_questions (void **state)
{
  (void) state;
  builtin = cpplan_policy_set_new_builtin (NULL);
  assert_non_null (builtin);
  questions = g_ptr_array_new_with_free_func (free_question);
  add_vectors ();
  n_from_vectors = questions->len;
  for (guint i = 0; i < (is_quick () ? N_MADE_UP_QUICK : N_MADE_UP); i++)
    add_made_up (i);
  return 0;
}

static int
free_questions (void **state)
{
  (void) state;
  g_ptr_array_unref (questions);
  cpplan_policy_set_unref (builtin);
  return 0;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (laws_every_state_comes_up),
    cmocka_unit_test (laws_evaluating_twice_gives_the_same_bytes),
    cmocka_unit_test (laws_order_of_entry_changes_nothing),
    cmocka_unit_test (laws_the_same_event_twice_changes_nothing),
    cmocka_unit_test (laws_not_yet_recorded_is_not_there),
    cmocka_unit_test (laws_irrelevant_events_change_nothing),
    cmocka_unit_test (laws_a_core_group_of_years_before_changes_nothing),
    cmocka_unit_test (laws_what_is_met_stays_met),
    cmocka_unit_test (laws_another_holiday_moves_only_outward),
    cmocka_unit_test (laws_the_safe_day_is_worked_and_in_time),
    cmocka_unit_test (laws_states_agree_with_dates),
    cmocka_unit_test (laws_rows_stand_in_order),
    cmocka_unit_test (laws_the_own_policy_may_be_named),
    cmocka_unit_test (laws_a_record_written_and_read_gives_the_same),
  };
  return cmocka_run_group_tests (tests, make_questions, free_questions);
}
