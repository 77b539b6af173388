/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The record as seen on a day with the knowledge of a day: what is known, superseded, withdrawn, merged; and the
 * plans that began and ended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "cpplan-view-private.h"
#include "record-rows.h"

static CpplanView *
look (CpplanCase *record, const char *as_of, const char *known_at)
{
  CpplanView *view = cpplan_view_new (record, day (as_of), day (known_at), NULL);
  assert_non_null (view);
  return view;
}

/* The ids of a list, kind by kind, with blanks between. */
static char *
ids (const CpplanView *view, const CpplanByKind *list)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < list->start[CPPLAN_N_KINDS + 1]; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "" : " ", cpplan_view_at (view, list->events[i])->id);
  return g_string_free (text, FALSE);
}

static void
assert_seen (const char *const *rows, const char *as_of, const char *known_at, const char *held, const char *ahead)
{
  g_autoptr (CpplanCase) record = case_from (rows, NULL);
  g_autoptr (CpplanView) view = look (record, as_of, known_at);
  g_autofree char       *held_ids = ids (view, &view->held);
  g_autofree char       *ahead_ids = ids (view, &view->ahead);
  assert_string_equal (held_ids, held);
  assert_string_equal (ahead_ids, ahead);
}

static void
view_knows_by_recorded_or_date (void **state)
{
  (void) state;
  const char *const rows[] = { "a visit 2025-01-10", "b visit 2025-01-05 recorded=2025-01-12",
                               "r review-conference 2025-03-10 scheduled", "s review-conference 2025-03-11 scheduled recorded=2025-01-11", NULL };
  assert_seen (rows, "2025-01-10", "2025-01-09", "", "r");
  assert_seen (rows, "2025-01-10", "2025-01-10", "a", "r");
  assert_seen (rows, "2025-01-10", "2025-01-11", "a", "r s");
  assert_seen (rows, "2025-01-10", "2025-01-12", "b a", "r s");
  assert_seen (rows, "2025-01-09", "2025-01-12", "b", "r s"); /* held after as-of: not seen */
}

static void
view_hides_what_anything_known_supersedes (void **state)
{
  (void) state;
  const char *const rows[] = { "a visit 2025-01-05", "b visit 2025-01-06 supersedes=a recorded=2025-01-10",
                               "v visit 2025-01-06 supersedes=b void=yes recorded=2025-01-20", NULL };
  assert_seen (rows, "2025-02-01", "2025-01-09", "a", "");
  assert_seen (rows, "2025-02-01", "2025-01-10", "b", "");
  assert_seen (rows, "2025-02-01", "2025-01-20", "", ""); /* withdrawing a correction brings nothing back */
}

static void
view_refuses_two_known_successors (void **state)
{
  (void) state;
  const char *const rows[] = { "a visit 2025-01-05", "b visit 2025-01-06 supersedes=a", "c visit 2025-01-07 supersedes=a", NULL };
  g_autoptr (GError)     error = NULL;
  g_autoptr (CpplanCase) record = case_from (rows, NULL);
  g_autoptr (CpplanView) early = look (record, "2025-01-06", "2025-01-06");
  assert_null (cpplan_view_new (record, day ("2025-01-07"), day ("2025-01-07"), &error));
  assert_true (g_error_matches (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD));
  assert_string_equal (error->message, "events[2].supersedes: another event supersedes \"a\" too");
}

static void
view_keeps_appointments_through_their_day (void **state)
{
  (void) state;
  const char *const rows[] = { "a core-group 2025-03-10 scheduled", NULL };
  const char *const held[] = { "a core-group 2025-03-10 scheduled", "h core-group 2025-03-10", NULL };
  const char *const off[] = { "a core-group 2025-03-10 scheduled", "x core-group 2025-03-10 cancelled recorded=2025-03-01", NULL };
  const char *const moved[] = { "a core-group 2025-03-10 scheduled", "b core-group 2025-03-12 scheduled supersedes=a recorded=2025-03-05", NULL };
  assert_seen (rows, "2025-03-10", "2025-03-10", "", "a");
  assert_seen (rows, "2025-03-11", "2025-03-11", "", "");
  assert_seen (held, "2025-03-10", "2025-03-10", "h", "");
  assert_seen (off, "2025-02-20", "2025-02-20", "", "a");
  assert_seen (off, "2025-03-02", "2025-03-02", "", "");
  assert_seen (moved, "2025-03-04", "2025-03-04", "", "a");
  assert_seen (moved, "2025-03-05", "2025-03-05", "", "b");
}

static void
view_takes_two_meetings_of_a_day_for_one (void **state)
{
  (void) state;
  const char *const rows[] = { "b core-group 2025-03-10", "a core-group 2025-03-10", "c core-group 2025-03-10 seq=-1",
                               "v visit 2025-03-10", "w visit 2025-03-10", "n notes-circulated 2025-03-11 about=b", NULL };
  assert_seen (rows, "2025-04-01", "2025-04-01", "c n v w", "");
  g_autoptr (CpplanCase) record = case_from (rows, NULL);
  g_autoptr (CpplanView) view = look (record, "2025-04-01", "2025-04-01");
  assert_int_equal (view->doubles->len, 2);
  guint n = 0;
  while (strcmp (cpplan_view_at (view, n)->id, "n") != 0)
    n++;
  assert_string_equal (cpplan_view_at (view, cpplan_view_resolve (view, cpplan_case_at (record, n)->about))->id, "c");
}

static void
view_resolves_references_to_successors (void **state)
{
  (void) state;
  const char *const rows[] = { "a core-group 2025-03-10", "b core-group 2025-03-11 supersedes=a recorded=2025-03-20",
                               "v core-group 2025-03-11 supersedes=b void=yes recorded=2025-03-25", NULL };
  g_autoptr (CpplanCase) record = case_from (rows, NULL);
  g_autoptr (CpplanView) first = look (record, "2025-04-01", "2025-03-15");
  g_autoptr (CpplanView) corrected = look (record, "2025-04-01", "2025-03-20");
  g_autoptr (CpplanView) withdrawn = look (record, "2025-04-01", "2025-03-25");
  assert_string_equal (cpplan_view_at (first, cpplan_view_resolve (first, 0))->id, "a");
  assert_int_equal (cpplan_view_resolve (first, 1), CPPLAN_NO_INDEX); /* not yet known */
  assert_string_equal (cpplan_view_at (corrected, cpplan_view_resolve (corrected, 0))->id, "b");
  assert_int_equal (cpplan_view_resolve (withdrawn, 0), CPPLAN_NO_INDEX);
}

static void
view_infers_what_follows (void **state)
{
  (void) state;
  const char *const rows[] = { "a visit 2025-03-10 child-alone=yes", "b visit 2025-03-11 child-awake=yes",
                               "c visit 2025-03-12 child-alone=yes child-seen=no", "d visit 2025-03-13",
                               "l legal-status 2025-03-14 basis=section-20", "m legal-status 2025-03-15 basis=other", NULL };
  const CpplanTruth seen[] = { CPPLAN_TRUTH_YES, CPPLAN_TRUTH_YES, CPPLAN_TRUTH_NO, CPPLAN_TRUTH_UNKNOWN };
  g_autoptr (CpplanCase) record = case_from (rows, NULL);
  g_autoptr (CpplanView) view = look (record, "2025-04-01", "2025-04-01");
  for (guint i = 0; i < 4; i++)
    assert_int_equal (cpplan_view_get_truth (view, i, CPPLAN_ATTRIBUTE_CHILD_SEEN), seen[i]);
  assert_int_equal (cpplan_view_get_truth (view, 4, CPPLAN_ATTRIBUTE_LOOKED_AFTER), CPPLAN_TRUTH_YES);
  assert_int_equal (cpplan_view_get_truth (view, 5, CPPLAN_ATTRIBUTE_LOOKED_AFTER), CPPLAN_TRUTH_UNKNOWN);
}

/* ---- plans ---- */

/* Plans as "start[?]..end[)]": a doubtful start has a ?, an end that does not count a ). */
static char *
plans (const char *const *rows, const char *born, const char *as_of)
{
  g_autoptr (CpplanCase) record = case_from (rows, born);
  g_autoptr (CpplanView) view = look (record, as_of, as_of);
  GString               *text = g_string_new (NULL);
  for (guint i = 0; i < view->episodes->len; i++)
    {
      const CpplanEpisode *episode = &g_array_index (view->episodes, CpplanEpisode, i);
      char                 end[CPPLAN_DATE_BUFFER] = "";
      if (episode->end != CPPLAN_DATE_NONE)
        cpplan_date_format (episode->end, end);
      g_string_append_printf (text, "%s%s%s..%s%s", i == 0 ? "" : " ", cpplan_view_at (view, episode->start)->id,
                              episode->certain == CPPLAN_TRUTH_YES ? "" : "?", end,
                              episode->end_counts ? "" : ")");
    }
  return g_string_free (text, FALSE);
}

static void
assert_plans (const char *const *rows, const char *born, const char *as_of, const char *expected)
{
  g_autofree char *found = plans (rows, born, as_of);
  assert_string_equal (found, expected);
}

static void
plans_begin_with_a_conference_and_end (void **state)
{
  (void) state;
  const char *const rows[] = { "i initial-conference 2025-01-06 outcome=plan", "j initial-conference 2025-02-06 outcome=plan",
                               "e plan-ended 2025-06-01", "k initial-conference 2025-09-01 outcome=plan", NULL };
  const char *const none[] = { "i initial-conference 2025-01-06 outcome=child-in-need", NULL };
  assert_plans (rows, NULL, "2025-05-01", "i..");
  assert_plans (rows, NULL, "2025-12-01", "i..2025-06-01 k..");
  assert_plans (none, NULL, "2025-12-01", "");
}

static void
plans_may_begin_with_a_transfer_in (void **state)
{
  (void) state;
  const char *const own[] = { "t transfer-conference 2025-01-06 receiver=own outcome=plan", NULL };
  const char *const guessed[] = { "t transfer-conference 2025-01-06 outcome=plan", NULL };
  const char *const other[] = { "t transfer-conference 2025-01-06 receiver=other outcome=plan", NULL };
  const char *const bare[] = { "t transfer-conference 2025-01-06", NULL };
  const char *const running[] = { "i initial-conference 2025-01-01 outcome=plan", "t transfer-conference 2025-01-06 outcome=plan", NULL };
  assert_plans (own, NULL, "2025-12-01", "t..");
  assert_plans (guessed, NULL, "2025-12-01", "t..");
  assert_plans (other, NULL, "2025-12-01", "");
  assert_plans (bare, NULL, "2025-12-01", "t?..");
  assert_plans (running, NULL, "2025-12-01", "i..");
}

static void
plans_of_unknown_outcome_are_doubtful (void **state)
{
  (void) state;
  const char *const rows[] = { "i initial-conference 2025-01-06", "j initial-conference 2025-02-06 outcome=plan", NULL };
  assert_plans (rows, NULL, "2025-01-20", "i?..");
  assert_plans (rows, NULL, "2025-12-01", "i?..2025-02-06) j..");
}

static void
plans_end_with_death_and_at_eighteen (void **state)
{
  (void) state;
  const char *const dead[] = { "i initial-conference 2025-01-06 outcome=plan", "d death 2025-03-01",
                               "j initial-conference 2025-04-06 outcome=plan", NULL };
  const char *const alive[] = { "i initial-conference 2025-01-06 outcome=plan", NULL };
  assert_plans (dead, NULL, "2025-12-01", "i..2025-03-01");
  assert_plans (alive, "2007-06-14", "2025-06-13", "i..");
  assert_plans (alive, "2007-06-14", "2025-06-14", "i..2025-06-14)");
  assert_plans (alive, "2008-02-29", "2026-02-28", "i..");
  assert_plans (alive, "2008-02-29", "2026-03-01", "i..2026-03-01)");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (view_knows_by_recorded_or_date),
    cmocka_unit_test (view_hides_what_anything_known_supersedes),
    cmocka_unit_test (view_refuses_two_known_successors),
    cmocka_unit_test (view_keeps_appointments_through_their_day),
    cmocka_unit_test (view_takes_two_meetings_of_a_day_for_one),
    cmocka_unit_test (view_resolves_references_to_successors),
    cmocka_unit_test (view_infers_what_follows),
    cmocka_unit_test (plans_begin_with_a_conference_and_end),
    cmocka_unit_test (plans_may_begin_with_a_transfer_in),
    cmocka_unit_test (plans_of_unknown_outcome_are_doubtful),
    cmocka_unit_test (plans_end_with_death_and_at_eighteen),
  };
  return cmocka_run_group_tests_name ("view", tests, NULL, NULL);
}
