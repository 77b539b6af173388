/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The evaluation as a whole: which policies are in charge when, rules one after another, rows in order. */
#include "cpplan-data-lint-private.h"
#include "cpplan-engine-private.h"

#include <string.h>

/* ---- which rule holds on a day ---- */

CpplanGoverning
cpplan_evaluation_govern (const CpplanEvaluation *self, const char *rule, CpplanDate date)
{
  return cpplan_in_charge_govern (self->charge, rule, date);
}

CpplanGoverning
cpplan_evaluation_govern_within (const CpplanEvaluation *self, const char *rule, CpplanDate charge_date, CpplanDate date)
{
  return cpplan_in_charge_govern (cpplan_charges_find (self->charges, charge_date), rule, date);
}

CpplanTruth
cpplan_evaluation_in_scope (const CpplanEvaluation *self, const CpplanRule *rule)
{
  const char *district = self->view->record->district;
  if (rule->edition->scope[0] == NULL)
    return CPPLAN_TRUTH_YES;
  if (district == NULL)
    return CPPLAN_TRUTH_UNKNOWN;
  return cpplan_name_in (district, (const char *const *) rule->edition->scope) ? CPPLAN_TRUTH_YES : CPPLAN_TRUTH_NO;
}

/* ---- plans ---- */

guint
cpplan_evaluation_episode_of (const CpplanEvaluation *self, guint event)
{
  const GArray *episodes = self->view->episodes;
  CpplanDate    date = cpplan_view_at (self->view, event)->date;
  guint         low = 0;
  guint         high = episodes->len;

  /* plans end in the order in which they begin, so those that end before the event are the first ones */
  while (low < high)
    {
      guint                middle = low + (high - low) / 2;
      const CpplanEpisode *episode = cpplan_evaluation_episode (self, middle);
      if (cpplan_last_day (episode->end, episode->end_counts) < date)
        low = middle + 1;
      else
        high = middle;
    }
  while (low < episodes->len && cpplan_evaluation_episode (self, low)->certain != CPPLAN_TRUTH_YES)
    low++;
  return low < episodes->len ? low : CPPLAN_NO_INDEX;
}

gboolean
cpplan_evaluation_is_in_plan (const CpplanEvaluation *self, guint event)
{
  guint index = cpplan_evaluation_episode_of (self, event);
  return index != CPPLAN_NO_INDEX
         && cpplan_event_follows (cpplan_view_at (self->view, event),
                                  cpplan_view_at (self->view, cpplan_evaluation_episode (self, index)->start), NULL);
}

/* The day on which a plan ends is still within it; but what comes after the ending on that day comes after it. */
static gboolean
is_after_end (const CpplanEvaluation *self, guint event)
{
  guint end = cpplan_evaluation_episode (self, cpplan_evaluation_episode_of (self, event))->end_event;
  return end != CPPLAN_NO_INDEX && event > end;
}

/* A plan that only may have begun is none for either. */
gboolean
cpplan_evaluation_is_placed (const CpplanEvaluation *self, const CpplanSelectorTerm *term, guint event)
{
  gboolean inside = (term->inside_plan || term->outside_plan) && cpplan_evaluation_is_in_plan (self, event);
  return (!term->outside_plan || !inside || is_after_end (self, event)) && (!term->inside_plan || inside);
}

CpplanDate
cpplan_evaluation_next_plan (const CpplanEvaluation *self, guint event)
{
  const GArray *episodes = self->view->episodes;
  guint         own = cpplan_evaluation_episode_of (self, event);
  gboolean      inside = own != CPPLAN_NO_INDEX && cpplan_evaluation_episode (self, own)->start <= event;

  for (guint i = own == CPPLAN_NO_INDEX ? episodes->len : own + (inside ? 1 : 0); i < episodes->len; i++)
    if (cpplan_evaluation_episode (self, i)->certain == CPPLAN_TRUTH_YES)
      return cpplan_view_at (self->view, cpplan_evaluation_episode (self, i)->start)->date;
  return G_MAXINT32;
}

void
cpplan_evaluation_start_needs (const CpplanEvaluation *self, guint start, GPtrArray *needs)
{
  static const CpplanAttribute facts[] = { CPPLAN_ATTRIBUTE_OUTCOME, CPPLAN_ATTRIBUTE_RECEIVER };
  const CpplanEvent           *event = cpplan_view_at (self->view, start);
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (cpplan_schema_get_type (event->kind, facts[i], NULL) && cpplan_event_find_value (event, facts[i]) == NULL)
      g_ptr_array_add (needs, g_strdup_printf ("%s.%s", event->id, cpplan_attribute_to_string (facts[i])));
}

/* ---- rules, one after another ---- */

static gint
compare_families (gconstpointer a, gconstpointer b)
{
  return strcmp (((const CpplanFamily *) a)->id, ((const CpplanFamily *) b)->id);
}

static CpplanFamily *
find_family (CpplanEvaluation *self, const char *id)
{
  for (guint i = 0; i < self->families->len; i++)
    if (strcmp (g_array_index (self->families, CpplanFamily, i).id, id) == 0)
      return &g_array_index (self->families, CpplanFamily, i);
  return NULL;
}

static void
clear_family (gpointer data)
{
  g_ptr_array_unref (((CpplanFamily *) data)->versions);
}

static void
gather_families (CpplanEvaluation *self)
{
  g_autoptr (GHashTable) index_of = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint p = 0; p < self->charge->editions->len; p++)
    {
      const CpplanPolicy *policy = g_ptr_array_index (self->charge->editions, p);
      for (guint r = 0; r < policy->rules->len; r++)
        {
          CpplanRule *rule = g_ptr_array_index (policy->rules, r);
          gpointer    index;
          if (!g_hash_table_lookup_extended (index_of, rule->id, NULL, &index))
            {
              CpplanFamily family = { .id = rule->id, .versions = g_ptr_array_new () };
              index = GUINT_TO_POINTER (self->families->len);
              g_hash_table_insert (index_of, rule->id, index);
              g_array_append_val (self->families, family);
            }
          GPtrArray *versions = g_array_index (self->families, CpplanFamily, GPOINTER_TO_UINT (index)).versions;
          if (!g_ptr_array_find (versions, rule, NULL))
            g_ptr_array_add (versions, rule);
        }
    }
  g_array_sort (self->families, compare_families);
}

static void
evaluate_rule (CpplanEvaluation *self, const CpplanFamily *family, const CpplanRule *rule)
{
  if (self->failed || cpplan_evaluation_in_scope (self, rule) == CPPLAN_TRUTH_NO)
    return;
  switch (rule->kind)
    {
    case CPPLAN_RULE_KIND_DEADLINE:
      cpplan_evaluate_deadline (self, family, rule);
      return;
    case CPPLAN_RULE_KIND_BEFORE:
      cpplan_evaluate_before (self, family, rule);
      return;
    case CPPLAN_RULE_KIND_BAR:
      cpplan_evaluate_bar (self, family, rule);
      return;
    case CPPLAN_RULE_KIND_RECUR: /* all versions of a chain together */
    case CPPLAN_RULE_KIND_EXCEPT: /* with the rule that it overrides */
    case CPPLAN_RULE_KIND_GATE:   /* of verdicts */
    case CPPLAN_RULE_KIND_REQUIRE: /* of findings */
    case CPPLAN_RULE_KIND_CONSIDER:
    case CPPLAN_RULE_KIND_DUTY:
      return;
    }
}

static gboolean
is_in_scope (const CpplanEvaluation *self, const CpplanFamily *family)
{
  for (guint i = 0; i < family->versions->len; i++)
    if (cpplan_evaluation_in_scope (self, g_ptr_array_index (family->versions, i)) != CPPLAN_TRUTH_NO)
      return TRUE;
  return FALSE;
}

/* The rows that a before or a fallback leans on are made first, so that each family's stand together. */
static void
evaluate_sources (CpplanEvaluation *self, const CpplanFamily *family)
{
  for (guint v = 0; v < family->versions->len; v++)
    {
      const CpplanRule   *rule = g_ptr_array_index (family->versions, v);
      const GArray *const lists[] = { rule->on, rule->before, rule->extend_to };
      for (gsize l = 0; l < G_N_ELEMENTS (lists); l++)
        for (guint i = 0; lists[l] != NULL && i < lists[l]->len; i++)
          {
            char **rules = g_array_index (lists[l], CpplanSource, i).rules;
            for (gsize r = 0; rules != NULL && rules[r] != NULL; r++)
              cpplan_evaluation_get_family (self, rules[r]);
          }
    }
}

static void
evaluate_family (CpplanEvaluation *self, CpplanFamily *family)
{
  if (family->begun) /* a circle by way of two policies: what is there so far counts */
    return;
  family->begun = TRUE;
  evaluate_sources (self, family);
  family->first_row = self->timetable->rows->len;
  gboolean chains = FALSE;
  for (guint i = 0; i < family->versions->len; i++)
    {
      const CpplanRule *rule = g_ptr_array_index (family->versions, i);
      chains = chains || rule->kind == CPPLAN_RULE_KIND_RECUR;
      evaluate_rule (self, family, rule);
    }
  if (chains && !self->failed && is_in_scope (self, family))
    cpplan_evaluate_recur (self, family);
  family->n_rows = self->timetable->rows->len - family->first_row;
  family->done = TRUE;
}

const CpplanFamily *
cpplan_evaluation_get_family (CpplanEvaluation *self, const char *rule)
{
  CpplanFamily *family = find_family (self, rule);
  if (family != NULL)
    evaluate_family (self, family);
  return family;
}

/* ---- order ---- */

static const char *
id_of_event (const CpplanTimetable *self, guint index)
{
  return index == CPPLAN_NO_INDEX ? "" : cpplan_case_at (self->record, index)->event->id;
}

static const char *
id_of_person (const CpplanTimetable *self, guint slot)
{
  return slot == CPPLAN_NO_INDEX ? "" : g_array_index (self->record->slots, CpplanPersonSlot, slot).id;
}

static gint
compare_rows (gconstpointer a, gconstpointer b)
{
  const CpplanDeadline *x = a;
  const CpplanDeadline *y = b;
  gint                  order;

  if (x->due.due != y->due.due)
    {
      if (x->due.due == CPPLAN_DATE_NONE || y->due.due == CPPLAN_DATE_NONE)
        return x->due.due == CPPLAN_DATE_NONE ? 1 : -1;
      return x->due.due < y->due.due ? -1 : 1;
    }
  if ((order = strcmp (x->rule->id, y->rule->id)) != 0)
    return order;
  if ((order = strcmp (id_of_event (x->timetable, x->trigger), id_of_event (y->timetable, y->trigger))) != 0)
    return order;
  if ((order = strcmp (id_of_person (x->timetable, x->member), id_of_person (y->timetable, y->member))) != 0)
    return order;
  return (x->number > y->number) - (x->number < y->number);
}

/* ---- the public ways in ---- */

static void
clear_row (gpointer data)
{
  g_strfreev (((CpplanDeadline *) data)->needs);
}

static CpplanTimetable *
new_timetable (CpplanCase *record, CpplanCalendar *calendar, CpplanDate as_of, CpplanDate known_at, CpplanDate horizon)
{
  CpplanTimetable *self = g_new0 (CpplanTimetable, 1);
  self->ref_count = 1;
  self->record = cpplan_case_ref (record);
  self->calendar = cpplan_calendar_ref (calendar);
  self->policies = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_policy_unref);
  self->as_of = as_of;
  self->known_at = known_at;
  self->horizon = horizon;
  self->rows = g_array_new (FALSE, FALSE, sizeof (CpplanDeadline));
  g_array_set_clear_func (self->rows, clear_row);
  self->readings = g_array_new (FALSE, FALSE, sizeof (CpplanReading));
  return self;
}

static gboolean
check_days (CpplanDate as_of, CpplanDate known_at, CpplanDate horizon, GError **error)
{
  enum
  {
    HORIZON_MONTHS = 120
  };
  CpplanDate farthest;
  if (!cpplan_date_is_valid (as_of) || !cpplan_date_is_valid (known_at)
      || (horizon != CPPLAN_DATE_NONE && !cpplan_date_is_valid (horizon)))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE, "as-of, known-at and horizon are dates of the years 1900 to 2199");
      return FALSE;
    }
  if (horizon != CPPLAN_DATE_NONE
      && cpplan_date_add_months (as_of, HORIZON_MONTHS, CPPLAN_MONTH_END_CLAMP, &farthest, NULL, NULL) && horizon > farthest)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT, "the horizon is more than ten years after as-of");
      return FALSE;
    }
  return TRUE;
}

/* An instance belongs to the policy in charge on the day from which it counts. */
static void
keep_own_rows (CpplanEvaluation *self, guint first_row, CpplanDate until)
{
  GArray *rows = self->timetable->rows;
  guint   kept = first_row;
  for (guint i = first_row; i < rows->len; i++)
    {
      CpplanDeadline *row = &g_array_index (rows, CpplanDeadline, i);
      CpplanDate      day = row->from;
      if (day == CPPLAN_DATE_NONE && row->trigger != CPPLAN_NO_INDEX)
        day = cpplan_view_at (self->view, row->trigger)->date;
      if ((self->charge->from != CPPLAN_DATE_NONE && day < self->charge->from) || (until != CPPLAN_DATE_NONE && day >= until))
        {
          g_clear_pointer (&row->needs, g_strfreev);
          continue;
        }
      if (kept != i)
        {
          g_array_index (rows, CpplanDeadline, kept) = *row;
          row->needs = NULL;
        }
      kept++;
    }
  g_array_set_size (rows, kept);
}

/* Each policy is asked as if it had always been in charge, but for chains, which go on from one to the next; then
 * its own time is cut out. */
static void
evaluate_charge (CpplanEvaluation *self, guint index)
{
  guint first_row = self->timetable->rows->len;

  self->charge = &g_array_index (self->charges, CpplanInCharge, index);
  g_array_set_size (self->families, 0);
  gather_families (self);
  for (guint i = 0; i < self->families->len && !self->failed; i++)
    evaluate_family (self, &g_array_index (self->families, CpplanFamily, i));
  keep_own_rows (self, first_row,
                 index + 1 < self->charges->len ? g_array_index (self->charges, CpplanInCharge, index + 1).from : CPPLAN_DATE_NONE);
}

static gboolean
run (CpplanEvaluation *self, GError **error)
{
  CpplanTimetable *timetable = self->timetable;
  self->error = error;
  self->view = cpplan_view_new (timetable->record, timetable->as_of, timetable->known_at, error);
  if (self->view == NULL)
    return FALSE;
  self->families = g_array_new (FALSE, FALSE, sizeof (CpplanFamily));
  g_array_set_clear_func (self->families, clear_family);
  self->doubtful = g_array_new (FALSE, FALSE, sizeof (guint));
  self->closing = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < self->charges->len && !self->failed; i++)
    evaluate_charge (self, i);
  g_array_sort (timetable->rows, compare_rows);
  timetable->warnings = cpplan_view_lint (self->view);
  timetable->policy = cpplan_charges_name_policy (self->charges, timetable->as_of, &timetable->policy_id, &timetable->flags);
  timetable->policy_digest = cpplan_policies_make_digest (timetable->policies);
  cpplan_view_free (self->view);
  g_array_unref (self->families);
  g_array_unref (self->doubtful);
  g_array_unref (self->closing);
  return !self->failed;
}

static CpplanTimetable *
finish (CpplanEvaluation *self, gboolean good, GError **error)
{
  good = good && run (self, error);
  g_array_unref (self->charges);
  if (good)
    return self->timetable;
  cpplan_timetable_unref (self->timetable);
  return NULL;
}

static void
begin (CpplanEvaluation *self, CpplanCase *record, CpplanCalendar *calendar, CpplanDate as_of, CpplanDate known_at, CpplanDate horizon)
{
  *self = (CpplanEvaluation){ .calendar = calendar };
  self->timetable = new_timetable (record, calendar, as_of, known_at, horizon);
  self->charges = cpplan_charges_new ();
}

CpplanTimetable *
cpplan_policy_evaluate (const CpplanPolicy *self, CpplanCase *record, CpplanCalendar *calendar, CpplanDate as_of,
                        CpplanDate known_at, CpplanDate horizon, GError **error)
{
  g_return_val_if_fail (self != NULL && record != NULL && calendar != NULL, NULL);

  CpplanEvaluation evaluation;
  if (known_at == CPPLAN_DATE_NONE)
    known_at = as_of;
  if (!check_days (as_of, known_at, horizon, error))
    return NULL;
  begin (&evaluation, record, calendar, as_of, known_at, horizon);
  cpplan_charges_add_policy (evaluation.charges, self, evaluation.timetable->policies);
  return finish (&evaluation, TRUE, error);
}

CpplanTimetable *
cpplan_policy_set_evaluate (const CpplanPolicySet *self, const char *policy, CpplanCase *record, CpplanCalendar *calendar,
                            CpplanDate as_of, CpplanDate known_at, CpplanDate horizon, GError **error)
{
  g_return_val_if_fail (self != NULL && record != NULL && calendar != NULL, NULL);

  CpplanEvaluation evaluation;
  if (known_at == CPPLAN_DATE_NONE)
    known_at = as_of;
  if (!check_days (as_of, known_at, horizon, error))
    return NULL;
  begin (&evaluation, record, calendar, as_of, known_at, horizon);
  gboolean good = cpplan_charges_add_record (evaluation.charges, self, policy, record, evaluation.timetable->policies,
                                             &evaluation.timetable->is_timeline, error);
  return finish (&evaluation, good, error);
}
