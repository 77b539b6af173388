/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The checks of the record itself: for each a record that is warned of, and one that comes close and is not. A
 * warning is written "id subject"; rows are those of record-rows.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "cpplan-data-lint-private.h"
#include "record-rows.h"

enum
{
  ROWS_MAX = 8
};

typedef struct
{
  const char *warnings; /* "id subject, id subject", "" for none */
  const char *rows[ROWS_MAX]; /* events, and "born DATE", "expected DATE", "as-of DATE" */
} Sample;

#define WARNED(text, ...) { .warnings = text, .rows = { __VA_ARGS__ } }
#define SILENT(...) { .warnings = "", .rows = { __VA_ARGS__ } }
#define PLAN "c initial-conference 2025-03-10 outcome=plan"
#define REVIEW "r review-conference 2025-06-02"

static void
add_people (CpplanCaseBuilder *builder)
{
  static const char *const ids[] = { "w1", "w2" };
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (CpplanPerson) person = cpplan_person_new (
        &(CpplanPersonFacts){ .id = ids[i], .from = CPPLAN_DATE_NONE, .until = CPPLAN_DATE_NONE }, NULL);
      cpplan_case_builder_add_person (builder, person);
    }
}

/* The date of the row "KEY DATE", or NONE. */
static CpplanDate
date_of (const Sample *sample, const char *key)
{
  for (gsize i = 0; i < ROWS_MAX && sample->rows[i] != NULL; i++)
    if (g_str_has_prefix (sample->rows[i], key))
      return day (sample->rows[i] + strlen (key));
  return CPPLAN_DATE_NONE;
}

static void
add_events (CpplanCaseBuilder *builder, const Sample *sample, gboolean backwards)
{
  gsize n = 0;
  while (n < ROWS_MAX && sample->rows[n] != NULL)
    n++;
  for (gsize i = 0; i < n; i++)
    {
      const char *row = sample->rows[backwards ? n - 1 - i : i];
      if (g_str_has_prefix (row, "born ") || g_str_has_prefix (row, "expected ") || g_str_has_prefix (row, "as-of "))
        continue;
      g_autoptr (CpplanEvent) event = event_from (row);
      cpplan_case_builder_add_event (builder, event);
    }
}

static CpplanCase *
record_of (const Sample *sample, gboolean backwards)
{
  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new ("c");
  cpplan_case_builder_set_born (builder, date_of (sample, "born "));
  cpplan_case_builder_set_expected (builder, date_of (sample, "expected "));
  add_people (builder);
  add_events (builder, sample, backwards);
  CpplanCase *record = cpplan_case_builder_build (builder, NULL);
  assert_non_null (record);
  return record;
}

static char *
lint (const CpplanCase *record, CpplanDate as_of, gboolean with_messages)
{
  CpplanDate             date = as_of == CPPLAN_DATE_NONE ? day ("2026-01-05") : as_of;
  g_autoptr (CpplanView) view = cpplan_view_new (record, date, date, NULL);
  g_autoptr (GPtrArray)  warnings = cpplan_view_lint (view);
  GString               *text = g_string_new (NULL);
  for (guint i = 0; i < warnings->len; i++)
    {
      const CpplanWarning *warning = g_ptr_array_index (warnings, i);
      g_string_append_printf (text, "%s%s %s", i == 0 ? "" : ", ", warning->id, warning->subject);
      if (with_messages)
        g_string_append_printf (text, ": %s", warning->message);
    }
  return g_string_free (text, FALSE);
}

static void
try_samples (const Sample *samples, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (gint backwards = 0; backwards < 2; backwards++)
      {
        g_autoptr (CpplanCase) record = record_of (&samples[i], backwards);
        g_autofree char       *found = lint (record, date_of (&samples[i], "as-of "), FALSE);
        if (strcmp (found, samples[i].warnings) != 0)
          print_message ("# sample %zu, %s\n", i, samples[i].rows[0] == NULL ? "no events" : samples[i].rows[0]);
        assert_string_equal (found, samples[i].warnings);
      }
}

#define TRY(...)                                                                                           \
  do                                                                                                       \
    {                                                                                                      \
      static const Sample samples[] = { __VA_ARGS__ };                                                     \
      try_samples (samples, G_N_ELEMENTS (samples));                                                       \
    }                                                                                                      \
  while (0)

static void
lint_is_silent_about_a_plain_record (void **state)
{
  (void) state;
  TRY (SILENT (NULL),
       SILENT ("f referral 2025-02-03 basis=section-47", "s strategy-discussion 2025-02-10 section-47-initiated=yes",
               "k section-47-concluded 2025-02-28 substantiated=yes", PLAN,
               "g core-group 2025-03-20 next-meeting=2025-04-20",
               REVIEW " outcome=end", "z plan-ended 2025-06-02 by-conference=r"));
}

static void
reviews_come_after_the_start_of_a_plan (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-8841 r", PLAN, "r review-conference 2025-03-10"),
       WARNED ("DATA-8841 r", PLAN, "r review-conference 2025-03-06"),
       SILENT (PLAN, "r review-conference 2025-03-11"),
       SILENT ("c initial-conference 2025-03-10", "r review-conference 2025-03-10"), /* perhaps no plan began */
       SILENT (PLAN, "r review-conference 2025-03-06 scheduled"),
       SILENT (PLAN, "r review-conference 2025-03-06",
               "s review-conference 2025-06-03 supersedes=r recorded=2025-06-04"),
       /* it ended one plan on the day on which another began */
       SILENT (PLAN, "r review-conference 2025-06-02 seq=1", "z plan-ended 2025-06-02 seq=2",
               "d initial-conference 2025-06-02 outcome=plan seq=3"));
}

static void
reviews_and_core_groups_are_part_of_a_plan (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-REVIEW-NO-PLAN r", REVIEW),
       WARNED ("DATA-REVIEW-NO-PLAN r", PLAN, "z plan-ended 2025-06-01", REVIEW),
       SILENT (PLAN, "z plan-ended 2025-06-02", REVIEW),
       SILENT ("c initial-conference 2025-03-10", REVIEW),
       WARNED ("DATA-CORE-GROUP-NO-PLAN g", PLAN, "g core-group 2025-03-07"),
       WARNED ("DATA-CORE-GROUP-NO-PLAN g", "c initial-conference 2025-03-10 outcome=none", "g core-group 2025-03-20"),
       SILENT (PLAN, "g core-group 2025-03-10"),
       SILENT ("c transfer-conference 2025-03-10 outcome=plan", "g core-group 2025-03-20"),
       SILENT ("c initial-conference 2025-03-10", "g core-group 2025-03-20"),
       SILENT ("g core-group 2025-03-20 scheduled"));
}

static void
conferences_are_held_on_weekdays (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-8875 c", "c initial-conference 2025-03-08 outcome=plan"),
       WARNED ("DATA-8875 r", PLAN, "r review-conference 2025-06-01"),
       WARNED ("DATA-8875 t", "t transfer-conference 2025-03-09 outcome=none"),
       SILENT ("c initial-conference 2025-03-07 outcome=plan", "g core-group 2025-03-15"),
       SILENT (PLAN, "r review-conference 2025-06-01 scheduled"));
}

static void
one_plan_runs_at_a_time (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-8935 d", PLAN, "d initial-conference 2025-03-12 outcome=plan"),
       WARNED ("DATA-8940 d", PLAN, "d initial-conference 2025-03-12 outcome=plan", "z plan-ended 2025-06-02"),
       WARNED ("DATA-8940 d", PLAN, "d initial-conference 2025-06-02 outcome=plan", "z plan-ended 2025-06-02"),
       WARNED ("DATA-8940 y", PLAN, "a plan-ended 2025-06-02", "y initial-conference 2025-06-02 outcome=plan"),
       SILENT (PLAN, "a plan-ended 2025-06-02 seq=1", "y initial-conference 2025-06-02 outcome=plan seq=2"),
       SILENT (PLAN, "z plan-ended 2025-06-02", "d initial-conference 2025-09-01 outcome=plan"),
       SILENT (PLAN, "d initial-conference 2025-03-12"),
       SILENT (PLAN, "d initial-conference 2025-03-12 outcome=none"),
       SILENT (PLAN, "t transfer-conference 2025-05-12 outcome=plan"), /* the child moved out */
       SILENT (PLAN, "t transfer-conference 2025-05-12 outcome=plan receiver=other"),
       WARNED ("DATA-2885 c", "b transfer-conference 2025-03-06 outcome=plan", PLAN),
       WARNED ("DATA-2885 t", PLAN, "t transfer-conference 2025-03-12 outcome=plan receiver=own"),
       SILENT ("b transfer-conference 2025-03-10 outcome=plan", PLAN));
}

static void
plans_end_after_they_begin (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-8925 z", PLAN, "z plan-ended 2025-03-03"),
       WARNED ("DATA-8840 z", PLAN, "z plan-ended 2025-03-10"),
       WARNED ("DATA-8840 a", PLAN, "a plan-ended 2025-03-10"),
       SILENT (PLAN, "z plan-ended 2025-03-11"),
       WARNED ("DATA-END-NO-PLAN z", "z plan-ended 2025-03-03"),
       WARNED ("DATA-END-NO-PLAN y", "y plan-ended 2025-03-03", PLAN, "z plan-ended 2025-06-02"),
       WARNED ("DATA-END-NO-PLAN z", PLAN, "y plan-ended 2025-06-02", "z plan-ended 2025-06-05"),
       SILENT ("c initial-conference 2025-03-10", "z plan-ended 2025-06-02"),
       SILENT (PLAN, "y plan-ended 2025-06-02", "z plan-ended 2025-06-05 supersedes=y"));
}

static void
ends_agree_with_their_reason_and_conference (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-END-BEFORE-CONFERENCE z, DATA-REVIEW-NO-PLAN r", PLAN, REVIEW,
               "z plan-ended 2025-05-30 by-conference=r"),
       SILENT (PLAN, "r review-conference 2025-05-30", "z plan-ended 2025-05-30 by-conference=r"),
       WARNED ("DATA-END-CONTINUED z", PLAN, REVIEW " outcome=continue", "z plan-ended 2025-06-02 by-conference=r"),
       SILENT (PLAN, REVIEW " outcome=continue", "z plan-ended 2025-06-05"),
       WARNED ("DATA-END-NOT-RECORDED r", PLAN, REVIEW " outcome=end"),
       SILENT (PLAN, REVIEW " outcome=end", "as-of 2025-06-02"),
       SILENT (PLAN, REVIEW " outcome=end", "s review-conference 2025-09-01 outcome=continue"),
       SILENT (PLAN, REVIEW),
       WARNED ("DATA-END-AGE z", PLAN, "z plan-ended 2025-06-02 reason=age-18", "born 2007-06-03"),
       SILENT (PLAN, "z plan-ended 2025-06-03 reason=age-18", "born 2007-06-03"),
       SILENT (PLAN, "z plan-ended 2025-06-02 reason=age-18"),
       WARNED ("DATA-8585 z", PLAN, "z plan-ended 2025-06-02 reason=died"),
       SILENT (PLAN, "d death 2025-06-02", "z plan-ended 2025-06-02 reason=died"));
}

static void
plans_are_for_children (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-ADULT-PLAN c", PLAN, "born 2007-06-03"),
       SILENT (PLAN, "born 2007-06-03", "as-of 2025-06-03"),
       SILENT (PLAN, "born 2009-06-03"),
       SILENT (PLAN),
       SILENT (PLAN, "z plan-ended 2025-06-03", "born 2007-06-03"),
       WARNED ("DATA-ADULT-PLAN z", PLAN, "z plan-ended 2025-06-04", "born 2007-06-03"),
       WARNED ("DATA-ADULT-PLAN c", PLAN, "born 2007-03-10"),
       SILENT ("c initial-conference 2025-03-10", "born 2007-03-10"));
}

static void
nothing_is_done_after_death (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-8915 c", "a death 2025-03-03", PLAN),
       WARNED ("DATA-8915 v", "a death 2025-03-03", "v visit 2025-03-04"),
       WARNED ("DATA-8915 g", PLAN, "y plan-ended 2025-04-02", "z death 2025-04-02", "g core-group 2025-04-03"),
       WARNED ("DATA-8555 f", "a death 2025-03-03", "f referral 2025-03-04"),
       WARNED ("DATA-4008 i", "a death 2025-03-03", "i cin-plan-agreed 2025-03-04"),
       WARNED ("DATA-8920 z", PLAN, "y death 2025-04-02", "z plan-ended 2025-04-03 reason=died"),
       WARNED ("DATA-8920 c", PLAN, "y death 2025-04-02"),
       SILENT (PLAN, "y death 2025-04-02", "as-of 2025-04-02"),
       SILENT (PLAN, "y death 2025-04-02", "z plan-ended 2025-04-02 reason=died", "v visit 2025-04-02",
               "n letter-sent 2025-04-09 topic=plan-ended", "x visit 2025-04-10 scheduled"),
       SILENT (PLAN, "y death 2025-04-02 not-held-as-of=2025-04-30", "v visit 2025-04-10"),
       WARNED ("DATA-TWO-DEATHS b", "a death 2025-03-03", "b death 2025-03-04"),
       SILENT ("a death 2025-03-03", "b death 2025-03-04 supersedes=a"));
}

static void
the_unborn_are_not_seen (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-8535 d", "d death 2025-03-03", "born 2025-03-04"),
       SILENT ("d death 2025-03-03", "born 2025-03-03"),
       WARNED ("DATA-BEFORE-BIRTH v", "v visit 2025-03-03 child-seen=yes", "born 2025-03-04"),
       WARNED ("DATA-BEFORE-BIRTH v", "v visit 2025-03-03 child-alone=yes", "expected 2025-03-04", "as-of 2025-03-10"),
       SILENT (PLAN, "v visit 2025-03-14", "w visit 2025-03-21 child-seen=no", "born 2025-04-04"),
       WARNED ("DATA-BEFORE-BIRTH l", "l legal-status 2025-03-03 basis=section-20", "born 2025-03-04"),
       WARNED ("DATA-BEFORE-BIRTH s", "s statutory-review 2025-03-03", "born 2025-03-04"),
       SILENT ("l legal-status 2025-03-03 basis=other", "s statutory-review 2025-03-04", "born 2025-03-04"),
       WARNED ("DATA-8606 f", "f referral 2025-02-20", "g visit 2025-02-21", "born 2025-11-28"),
       WARNED ("DATA-8606 f", "f referral 2025-02-20", "n letter-sent 2020-01-01 topic=news", "expected 2025-11-28",
               "as-of 2025-03-01"),
       SILENT ("f referral 2025-02-21", "born 2025-11-28"),
       WARNED ("DATA-8530 child", "expected 2025-03-01", "as-of 2025-04-01"),
       SILENT ("expected 2025-03-01", "as-of 2025-03-31"),
       SILENT ("expected 2025-03-01", "born 2025-02-10"),
       WARNED ("DATA-8525 child", "expected 2025-03-01", "born 2024-10-11"),
       WARNED ("DATA-8525 child", "expected 2025-03-01", "born 2025-04-13"),
       SILENT ("expected 2025-03-01", "born 2025-04-12"));
}

#define DISCUSSION(id, date) id " strategy-discussion " date " section-47-initiated=yes"

static void
enquiries_come_before_their_conference (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-8615 s", PLAN, DISCUSSION ("s", "2025-03-12")),
       WARNED ("DATA-8615 s", "f referral 2025-02-03 basis=section-47", PLAN, DISCUSSION ("s", "2025-03-24")),
       SILENT (DISCUSSION ("s", "2025-03-10"), PLAN),
       SILENT (DISCUSSION ("a", "2025-02-20"), PLAN, DISCUSSION ("s", "2025-03-12")), /* a new incident */
       SILENT ("a strategy-discussion 2025-02-20", PLAN, DISCUSSION ("s", "2025-03-12")),
       SILENT (PLAN, DISCUSSION ("s", "2025-03-25")),
       SILENT (PLAN, "s strategy-discussion 2025-03-12"),
       WARNED ("DATA-8615 s", DISCUSSION ("a", "2024-02-20"), "b initial-conference 2024-03-04 outcome=plan",
               "y plan-ended 2024-09-02",
                          PLAN, DISCUSSION ("s", "2025-03-12"), DISCUSSION ("t", "2025-03-13")),
       WARNED ("DATA-CONFERENCE-NO-ENQUIRY c", "f referral 2025-02-03 basis=section-17", PLAN),
       WARNED ("DATA-CONFERENCE-NO-ENQUIRY c", "f referral 2025-02-03 basis=section-17",
               "s strategy-discussion 2025-02-20 section-47-initiated=no", PLAN),
       SILENT ("f referral 2025-02-03", PLAN),
       SILENT ("f referral 2025-02-03 basis=section-17", "s strategy-discussion 2025-02-20", PLAN),
       SILENT ("f referral 2025-02-03 basis=section-17", "t transfer-conference 2025-03-10 outcome=plan"),
       SILENT (PLAN));
}

static void
referrals_come_first (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-2889 s", DISCUSSION ("s", "2025-02-03"), "f referral 2025-02-05", PLAN),
       SILENT (DISCUSSION ("s", "2025-02-05"), "f referral 2025-02-05", PLAN),
       SILENT ("e referral 2024-02-05", DISCUSSION ("s", "2025-02-03"), "f referral 2025-02-05"),
       WARNED ("DATA-1104 c", DISCUSSION ("s", "2025-02-25"), PLAN, "f referral 2025-03-12"),
       /* a new incident */
       SILENT (DISCUSSION ("s", "2025-02-25"), PLAN, "g core-group 2025-03-20", "f referral 2025-03-24"),
       SILENT (PLAN, "f referral 2025-03-12"),
       WARNED ("DATA-1103 a", "a assessment-completed 2025-02-03", "f referral 2025-03-03"),
       WARNED ("DATA-ASSESSMENT-NO-REFERRAL a", "a assessment-completed 2025-02-03", "f referral 2025-06-03"),
       WARNED ("DATA-ASSESSMENT-NO-REFERRAL a", "a assessment-completed 2025-02-03",
               "b assessment-completed 2025-02-04"),
       SILENT ("a assessment-completed 2025-02-03 type=specialist"),
       SILENT ("a assessment-completed 2025-02-03", "f referral 2025-02-03"),
       SILENT (DISCUSSION ("s", "2025-01-03"), "a assessment-completed 2025-02-03"),
       WARNED ("DATA-4015 i", "a referral-decided 2025-02-03", "i cin-plan-agreed 2025-02-20", "f referral 2025-02-24"),
       SILENT ("i cin-plan-agreed 2025-02-20", "f referral 2025-02-24"));
}

static void
children_in_need_have_one_kind_of_plan (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-4016 i", PLAN, "i cin-plan-agreed 2025-03-20"),
       SILENT (PLAN, "i cin-plan-agreed 2025-06-02", "z plan-ended 2025-06-02"),
       SILENT ("c initial-conference 2025-03-10", "i cin-plan-agreed 2025-03-20"),
       WARNED ("DATA-4017 c", "i cin-plan-agreed 2025-01-20", PLAN),
       SILENT ("i cin-plan-agreed 2025-01-20", "j cin-closed 2025-03-10", PLAN),
       WARNED ("DATA-8565 v", "j cin-closed 2025-03-10", "v visit 2025-03-20"),
       SILENT ("j cin-closed 2025-03-10", "v visit 2025-03-10"),
       SILENT ("j cin-closed 2025-03-10", "k referral 2025-03-19", "v visit 2025-03-20"),
       SILENT ("j cin-closed 2025-03-10", "c initial-conference 2025-03-10", "v visit 2025-03-20"));
}

static void
entries_do_not_contradict_themselves (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-NEXT-MEETING g", PLAN, "g core-group 2025-03-20 next-meeting=2025-03-20"),
       SILENT (PLAN, "g core-group 2025-03-20 next-meeting=2025-03-21"),
       WARNED ("DATA-NEXT-REVIEW i", "i cin-plan-agreed 2025-03-20 next-review=2025-03-20"),
       SILENT ("i cin-plan-agreed 2025-03-20 next-review=2025-03-21", "j cin-meeting 2025-03-21"),
       WARNED ("DATA-FIRST-CORE-GROUP c", PLAN " first-core-group=2025-03-07"),
       SILENT (PLAN " first-core-group=2025-03-10"),
       WARNED ("DATA-RECORDED-EARLY v", "v visit 2025-03-20 recorded=2025-03-19"),
       SILENT ("v visit 2025-03-20 recorded=2025-03-20", "w visit 2025-03-21 scheduled recorded=2025-03-01"),
       WARNED ("DATA-VISIT-CONTRADICTS v", "v visit 2025-03-20 child-seen=no child-alone=yes"),
       WARNED ("DATA-VISIT-CONTRADICTS v", "v visit 2025-03-20 access-gained=no food-seen=yes"),
       SILENT ("v visit 2025-03-20 child-seen=no child-alone=no",
               "w visit 2025-03-21 access-gained=no child-seen=yes"));
}

static void
entries_are_about_what_was (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-ABOUT-LATER n", PLAN, "g core-group 2025-03-20", "n notes-circulated 2025-03-19 about=g"),
       SILENT (PLAN, "g core-group 2025-03-20", "n notes-circulated 2025-03-20 about=g"),
       WARNED ("DATA-ABOUT-LATER d", "f referral 2025-03-20", "d referral-decided 2025-03-19 about=f"),
       WARNED ("DATA-ABOUT-NOT-HELD p", PLAN, "r review-conference 2025-06-02 cancelled",
               "p report-sent 2025-06-03 about=r"),
       SILENT (PLAN, "r review-conference 2025-06-02 cancelled", "p report-sent 2025-05-26 about=r"),
       WARNED ("DATA-ABOUT-NOT-HELD n", PLAN, "g core-group 2025-03-20 scheduled",
               "n notes-circulated 2025-03-24 about=g"),
       SILENT (PLAN, "g core-group 2025-03-20 scheduled", "h core-group 2025-03-20",
               "n notes-circulated 2025-03-24 about=g"),
       SILENT (PLAN, "g core-group 2025-03-20 scheduled", "h core-group 2025-03-21 supersedes=g",
               "n notes-circulated 2025-03-24 about=g"),
       WARNED ("DATA-ABOUT-WITHDRAWN n", PLAN, "g core-group 2025-03-20", "n notes-circulated 2025-03-24 about=g",
                                     "x core-group 2025-03-20 supersedes=g void=yes"),
       SILENT (PLAN, "g core-group 2025-03-20 recorded=2025-12-01", "n notes-circulated 2025-03-24 about=g",
               "as-of 2025-04-01"));
}

static void
entries_that_look_like_one (void **state)
{
  (void) state;
  TRY (WARNED ("DATA-SAME-DAY h", PLAN, "g core-group 2025-03-20", "h core-group 2025-03-20"),
       SILENT (PLAN, "g core-group 2025-03-20", "h core-group 2025-03-21"),
       WARNED ("DATA-SAME-VISIT w", "v visit 2025-03-20 by=w1 child-seen=yes", "w visit 2025-03-20 by=w1 place=home"),
       SILENT ("v visit 2025-03-20 by=w1 child-seen=no", "w visit 2025-03-20 by=w1 child-seen=yes"),
       SILENT ("v visit 2025-03-20 by=w1 place=home", "w visit 2025-03-20 by=w1 place=school"),
       SILENT ("v visit 2025-03-20 by=w1 seq=1", "w visit 2025-03-20 by=w1 seq=2"),
       SILENT ("v visit 2025-03-20 by=w1", "w visit 2025-03-20 by=w2", "x visit 2025-03-20",
               "y visit 2025-03-21 by=w1"));
}

static void
parts_end_after_they_begin (void **state)
{
  (void) state;
  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new ("c");
  const struct
  {
    const char *id;
    const char *until;
  } parts[] = { { "b", "2025-03-09" }, { "a", "2025-03-09" }, { "a", "2025-03-01" }, { "d", "2025-03-10" } };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (CpplanPerson) person = cpplan_person_new (
        &(CpplanPersonFacts){ .id = parts[i].id, .from = day ("2025-03-10"), .until = day (parts[i].until) }, NULL);
      cpplan_case_builder_add_person (builder, person);
    }
  g_autoptr (CpplanCase) record = cpplan_case_builder_build (builder, NULL);
  g_autofree char       *found = lint (record, CPPLAN_DATE_NONE, FALSE);
  assert_string_equal (found, "DATA-PART-DATES a, DATA-PART-DATES b");
}

static void
warnings_stand_in_the_order_of_events (void **state)
{
  (void) state;
  static const Sample sample
    = SILENT ("v visit 2025-03-08 child-seen=yes recorded=2025-03-07", "c initial-conference 2025-03-08 outcome=plan",
              "r review-conference 2025-03-08", "z plan-ended 2025-03-08", "born 2025-03-09", "expected 2027-03-09");
  static const char *const wanted
    = "DATA-8525 child: born on a day that the expected one rules out, "
      "DATA-8875 c: a conference on a Saturday or Sunday, "
      "DATA-8841 r: a review that is not after the conference that began the plan, c, "
      "DATA-8875 r: a conference on a Saturday or Sunday, "
      "DATA-BEFORE-BIRTH v: a child seen before the birth, or no birth is recorded, "
      "DATA-RECORDED-EARLY v: recorded as held before its day, "
      "DATA-8840 z: a plan ended on the day on which it began with c";
  for (gint backwards = 0; backwards < 2; backwards++)
    {
      g_autoptr (CpplanCase) record = record_of (&sample, backwards);
      g_autofree char       *found = lint (record, CPPLAN_DATE_NONE, TRUE);
      assert_string_equal (found, wanted);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (lint_is_silent_about_a_plain_record),
    cmocka_unit_test (reviews_come_after_the_start_of_a_plan),
    cmocka_unit_test (reviews_and_core_groups_are_part_of_a_plan),
    cmocka_unit_test (conferences_are_held_on_weekdays),
    cmocka_unit_test (one_plan_runs_at_a_time),
    cmocka_unit_test (plans_end_after_they_begin),
    cmocka_unit_test (ends_agree_with_their_reason_and_conference),
    cmocka_unit_test (plans_are_for_children),
    cmocka_unit_test (nothing_is_done_after_death),
    cmocka_unit_test (the_unborn_are_not_seen),
    cmocka_unit_test (enquiries_come_before_their_conference),
    cmocka_unit_test (referrals_come_first),
    cmocka_unit_test (children_in_need_have_one_kind_of_plan),
    cmocka_unit_test (entries_do_not_contradict_themselves),
    cmocka_unit_test (entries_are_about_what_was),
    cmocka_unit_test (entries_that_look_like_one),
    cmocka_unit_test (parts_end_after_they_begin),
    cmocka_unit_test (warnings_stand_in_the_order_of_events),
  };
  return cmocka_run_group_tests_name ("data-lint", tests, NULL, NULL);
}
