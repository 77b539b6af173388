/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How the time of an evaluation grows with the record, and how it compares with parsing the record's JSON. */
#include "bench.h"

#include <cpplan/cpplan-json.h>
#include <jansson.h>

#include <string.h>

enum
{
  N_SMALL = 200, /* events of a kind; and ten times that */
  N_TIMES = 10,
  N_DAYS_BETWEEN = 3, /* from one to the next: ten times as many end before the child is 18 */
  N_CASES = 20,       /* evaluations of one small case in a round */
};

typedef enum
{
  VISITS,
  VISITS_UNTOLD, /* that do not say whether the child was seen */
  CORE_GROUPS,
  CORE_GROUPS_WITH_NOTES,
  CORE_GROUPS_PUT_OFF, /* each with a reason, and without authority */
  N_SERIES,
} Series;

static const char *const series_names[] = {
  "visits", "visits, seen or not unrecorded", "core groups", "core groups with notes", "core groups put off",
};

typedef struct
{
  const CpplanPolicy *policy;
  CpplanCalendar     *calendar;
  CpplanCase         *record;
  char               *text; /* of the record */
  CpplanDate          as_of;
  int                 n_repeats;
} Work;

static void
stop (const char *what, const GError *error)
{
  fprintf (stderr, "%s: %s\n", what, error != NULL ? error->message : "failed");
  exit (1);
}

/* The record */

#define BEGINNING                                                                                            \
  "{\"format\":\"cpplan-case/1\",\"id\":\"bench\",\"child\":{\"born\":\"2010-01-04\"},\"people\":["          \
  "{\"id\":\"lsw\",\"role\":\"lead-social-worker\",\"qualified-social-worker\":true},"                       \
  "{\"id\":\"mgr\",\"role\":\"first-line-manager\"},"                                                        \
  "{\"id\":\"sch\",\"role\":\"core-group-member\",\"agency\":\"education\"},"                                \
  "{\"id\":\"gp\",\"role\":\"core-group-member\",\"agency\":\"health\"}],\"events\":["                       \
  "{\"id\":\"s1\",\"kind\":\"strategy-discussion\",\"date\":\"2010-01-11\",\"section-47-initiated\":true},"  \
  "{\"id\":\"c1\",\"kind\":\"initial-conference\",\"date\":\"2010-01-25\",\"outcome\":\"plan\",\"quorate\":true}"

static void
add_visit (GString *text, int number, CpplanDate date, gboolean is_told)
{
  char buffer[CPPLAN_DATE_BUFFER];
  g_string_append_printf (text,
                          ",{\"id\":\"v%d\",\"kind\":\"visit\",\"date\":\"%s\",\"by\":\"lsw\",\"place\":\"home\"%s}",
                          number, cpplan_date_format (date, buffer),
                          is_told ? ",\"child-seen\":true,\"child-alone\":true" : "");
}

static void
add_core_group (GString *text, int number, CpplanDate date, CpplanDate next)
{
  char buffer[CPPLAN_DATE_BUFFER];
  g_string_append_printf (text,
                          ",{\"id\":\"g%d\",\"kind\":\"core-group\",\"date\":\"%s\",\"attendees\":[\"lsw\",\"sch\"]",
                          number, cpplan_date_format (date, buffer));
  if (next != CPPLAN_DATE_NONE)
    g_string_append_printf (text, ",\"next-meeting\":\"%s\",\"delay-reason\":true", cpplan_date_format (next, buffer));
  g_string_append (text, "}");
}

static void
add_notes (GString *text, int number, CpplanDate date)
{
  char buffer[CPPLAN_DATE_BUFFER];
  g_string_append_printf (text,
                          ",{\"id\":\"n%d\",\"kind\":\"notes-circulated\",\"date\":\"%s\",\"about\":\"g%d\","
                          "\"to\":[\"core-group\"]}",
                          number, cpplan_date_format (date, buffer), number);
}

static void
add_review (GString *text, int number, CpplanDate date)
{
  char buffer[CPPLAN_DATE_BUFFER];
  g_string_append_printf (text,
                          ",{\"id\":\"r%d\",\"kind\":\"review-conference\",\"date\":\"%s\",\"outcome\":\"continue\","
                          "\"quorate\":true}",
                          number, cpplan_date_format (date, buffer));
}

static void
add_one (GString *text, Series series, int number, CpplanDate date)
{
  if (series == VISITS || series == VISITS_UNTOLD)
    add_visit (text, number, date, series == VISITS);
  else
    add_core_group (text, number, date, series == CORE_GROUPS_PUT_OFF ? date + 40 : CPPLAN_DATE_NONE);
  if (series == CORE_GROUPS_WITH_NOTES)
    add_notes (text, number, date + 2);
}

/* A plan with n events of a kind; asked about a week after the last. */
static Work
new_series (const CpplanPolicy *policy, CpplanCalendar *calendar, Series series, int n_events)
{
  g_autoptr (GError) error = NULL;
  GString           *text = g_string_new (BEGINNING);
  Work               self = { .policy = policy, .calendar = calendar, .n_repeats = 1 };
  CpplanDate         first;

  cpplan_date_from_ymd (2010, 2, 1, &first, NULL);
  for (int i = 0; i < n_events; i++)
    add_one (text, series, i, first + N_DAYS_BETWEEN * i);
  g_string_append (text, "]}");
  self.as_of = first + N_DAYS_BETWEEN * n_events + 7;
  self.text = g_string_free (text, FALSE);
  self.record = cpplan_json_case_new (self.text, -1, &error);
  if (self.record == NULL)
    stop ("case", error);
  return self;
}

/* A year of one plan, as it might well be: a core group a month with its notes, a visit every ten days, two
 * reviews. */
static Work
new_year (const CpplanPolicy *policy, CpplanCalendar *calendar)
{
  g_autoptr (GError) error = NULL;
  GString           *text = g_string_new (BEGINNING);
  Work               self = { .policy = policy, .calendar = calendar, .n_repeats = N_CASES };
  CpplanDate         first;

  cpplan_date_from_ymd (2010, 2, 1, &first, NULL);
  for (int i = 0; i < 36; i++)
    add_visit (text, i, first + 10 * i, TRUE);
  for (int i = 0; i < 12; i++)
    {
      add_core_group (text, i, first + 30 * i, CPPLAN_DATE_NONE);
      add_notes (text, i, first + 30 * i + 4);
    }
  add_review (text, 0, first + 80);
  add_review (text, 1, first + 250);
  g_string_append (text, "]}");
  self.as_of = first + 365;
  self.text = g_string_free (text, FALSE);
  self.record = cpplan_json_case_new (self.text, -1, &error);
  if (self.record == NULL)
    stop ("case", error);
  return self;
}

static void
clear_work (gpointer data)
{
  Work *self = data;
  cpplan_case_unref (self->record);
  g_free (self->text);
}

/* The work */

static CpplanTimetable *
evaluate_record (const Work *self, CpplanCase *record)
{
  g_autoptr (GError) error = NULL;
  CpplanTimetable   *timetable = cpplan_policy_evaluate (self->policy, record, self->calendar, self->as_of,
                                                         CPPLAN_DATE_NONE, CPPLAN_DATE_NONE, &error);
  if (timetable == NULL)
    stop ("evaluation", error);
  return timetable;
}

static void
evaluate (gpointer data)
{
  const Work *self = data;
  for (int i = 0; i < self->n_repeats; i++)
    cpplan_timetable_unref (evaluate_record (self, self->record));
}

/* What is missing, likewise. */
static void
review (gpointer data)
{
  const Work *self = data;
  for (int i = 0; i < self->n_repeats; i++)
    {
      g_autoptr (GError)         error = NULL;
      g_autoptr (CpplanFindings) findings = cpplan_policy_review (self->policy, self->record, self->calendar, self->as_of,
                                                                  CPPLAN_DATE_NONE, &error);
      if (findings == NULL)
        stop ("review", error);
    }
}

/* From text to text, as the command does. */
static void
read_evaluate_write (gpointer data)
{
  const Work *self = data;
  for (int i = 0; i < self->n_repeats; i++)
    {
      g_autoptr (CpplanCase)      record = cpplan_json_case_new (self->text, -1, NULL);
      g_autoptr (CpplanTimetable) timetable = evaluate_record (self, record);
      g_free (cpplan_json_timetable_to_string (timetable, CPPLAN_JSON_COMPACT));
    }
}

static void
parse_alone (gpointer data)
{
  const Work *self = data;
  gsize       length = strlen (self->text);
  for (int i = 0; i < self->n_repeats; i++)
    {
      json_t *root = json_loadb (self->text, length, JSON_REJECT_DUPLICATES, NULL);
      if (root == NULL)
        stop ("jansson", NULL);
      json_decref (root);
    }
}

static void
run_growth (GPtrArray *policies, CpplanCalendar *calendar, const char *title, void (*ask) (gpointer))
{
  gsize                 n_pairs = policies->len * N_SERIES;
  g_autofree Work      *small = g_new0 (Work, n_pairs);
  g_autofree Work      *large = g_new0 (Work, n_pairs);
  g_autofree BenchPair *pairs = g_new0 (BenchPair, n_pairs);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n_pairs; i++)
    {
      const CpplanPolicy *policy = g_ptr_array_index (policies, i / N_SERIES);
      Series              series = (Series) (i % N_SERIES);
      char               *name = g_strdup_printf ("%s: %s", cpplan_policy_get_id (policy), series_names[series]);
      small[i] = new_series (policy, calendar, series, N_SMALL);
      small[i].n_repeats = N_TIMES;
      large[i] = new_series (policy, calendar, series, N_SMALL * N_TIMES);
      pairs[i] = (BenchPair){ name, ask, ask, &large[i], &small[i], 1 };
      g_ptr_array_add (titles, name);
    }
  bench_run (title, pairs, n_pairs);
  for (gsize i = 0; i < n_pairs; i++)
    {
      clear_work (&small[i]);
      clear_work (&large[i]);
    }
}

static void
run_rate (GPtrArray *policies, CpplanCalendar *calendar)
{
  gsize                 n_pairs = policies->len * 3;
  g_autofree Work      *works = g_new0 (Work, policies->len);
  g_autofree BenchPair *pairs = g_new0 (BenchPair, n_pairs);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < policies->len; i++)
    {
      const CpplanPolicy *policy = g_ptr_array_index (policies, i);
      char               *alone = g_strdup_printf ("%s: evaluate", cpplan_policy_get_id (policy));
      char               *whole = g_strdup_printf ("%s: read, evaluate and write", cpplan_policy_get_id (policy));
      works[i] = new_year (policy, calendar);
      char               *missing = g_strdup_printf ("%s: review", cpplan_policy_get_id (policy));
      pairs[3 * i] = (BenchPair){ alone, parse_alone, evaluate, &works[i], NULL, 1 };
      pairs[3 * i + 1] = (BenchPair){ missing, parse_alone, review, &works[i], NULL, 1 };
      pairs[3 * i + 2] = (BenchPair){ whole, parse_alone, read_evaluate_write, &works[i], NULL, 1 };
      g_ptr_array_add (titles, alone);
      g_ptr_array_add (titles, missing);
      g_ptr_array_add (titles, whole);
    }
  bench_run ("Cases of 64 events per second, to those that jansson alone parses", pairs, n_pairs);
  for (gsize i = 0; i < policies->len; i++)
    clear_work (&works[i]);
}

int
main (void)
{
  g_autoptr (GError)          error = NULL;
  g_autoptr (GPtrArray)       policies = g_ptr_array_new ();
  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_builtin (&error);
  g_autoptr (CpplanCalendar)  calendar = cpplan_calendar_new_bank_holidays (
    CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PUBLISHED, CPPLAN_DATE_NONE, NULL);

  if (set == NULL)
    stop ("policies", error);
  for (gsize i = 0; i < cpplan_policy_set_get_length (set); i++)
    g_ptr_array_add (policies, (gpointer) cpplan_policy_set_get_policy (set, i));
  run_growth (policies, calendar, "When? Time per event with 2,000 events of a kind, to that with 200", evaluate);
  run_growth (policies, calendar, "What is missing? The same", review);
  run_rate (policies, calendar);
  return 0;
}
