/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From an instance to a row of the timetable: readings, state, flags, needs. */
#include "cpplan-engine-private.h"

#include <string.h>

enum
{
  ROWS_MAX = 100000,
};

void
cpplan_instance_init (CpplanInstance *instance, const CpplanEvaluation *self, CpplanGoverning governing, guint trigger, CpplanDate from)
{
  *instance = (CpplanInstance){
    .governing = governing,
    .trigger = trigger,
    .member = CPPLAN_NO_INDEX,
    .episode = CPPLAN_NO_INDEX,
    .from = from,
    .started = CPPLAN_TRUTH_YES,
    .due = cpplan_due_none,
    .period = { -1, CPPLAN_UNIT_CALENDAR_DAYS },
    .extended = cpplan_due_none,
    .earliest = cpplan_due_none,
    .extension = CPPLAN_TRUTH_NO,
    .authorised_on = CPPLAN_DATE_NONE,
    .signed_by = CPPLAN_NO_INDEX,
    .met = CPPLAN_DATE_NONE,
    .met_by = CPPLAN_NO_INDEX,
    .close = { CPPLAN_DATE_NONE, TRUE },
    .window_from = CPPLAN_DATE_NONE,
    .root_from = CPPLAN_DATE_NONE,
    .root_date = CPPLAN_DATE_NONE,
    .root_known = CPPLAN_DATE_NONE,
    .ask = CPPLAN_ASK_INIT (self->view),
  };
  instance->ask.trigger = trigger;
  instance->standing = (CpplanStanding){
    .rule = governing.rule,
    .as_of = self->view->as_of,
    .due = cpplan_due_none,
    .own_due = CPPLAN_DATE_NONE,
    .denied_until = CPPLAN_DATE_NONE,
  };
}

/* ---- states ---- */

/* The one state that is possible; undetermined where there are several, and then what is doubtful matters. */
static CpplanState
settle (CpplanInstance *instance, guint states)
{
  if ((states & (states - 1)) != 0)
    instance->doubt_matters = TRUE;

  for (guint state = CPPLAN_STATE_OPEN; state <= CPPLAN_STATE_ADVISED; state++)
    if (states == 1u << state)
      return (CpplanState) state;
  return CPPLAN_STATE_UNDETERMINED;
}

static gboolean
is_certain (const CpplanInstance *instance, CpplanTruth in_scope)
{
  return instance->started == CPPLAN_TRUTH_YES && in_scope == CPPLAN_TRUTH_YES && instance->governing.in_force
         && (!instance->due_unknown || instance->earliest.at_least != CPPLAN_DATE_NONE);
}

static CpplanSlice
scratch (const GArray *events)
{
  return (CpplanSlice){ (const guint *) (gpointer) events->data, events->len };
}

static guint
states_with (const CpplanEvaluation *self, const CpplanInstance *instance, CpplanDue due, CpplanDate own_due)
{
  CpplanStanding standing = instance->standing;
  standing.due = due;
  standing.own_due = own_due;
  CpplanDoubt doubt = {
    .met = { scratch (self->doubtful), instance->doubtful },
    .close = { scratch (self->closing), instance->unless, instance->until },
  };
  return cpplan_states_possible (self->view, &standing, instance->met, instance->close, &doubt);
}

/* With the delay if it was authorised, without it if it was not; both where that is not known. */
static CpplanState
state_with_extension (const CpplanEvaluation *self, CpplanInstance *instance)
{
  guint states = 0;
  if (instance->extension != CPPLAN_TRUTH_YES)
    states |= states_with (self, instance, instance->due, CPPLAN_DATE_NONE);
  if (instance->earliest.at_least != CPPLAN_DATE_NONE)
    states |= states_with (self, instance, instance->earliest, CPPLAN_DATE_NONE);
  if (instance->extension != CPPLAN_TRUTH_NO)
    states |= states_with (self, instance, instance->extended, instance->due.due);
  return settle (instance, states);
}

/* ---- readings ---- */

static gboolean
is_earlier (CpplanDue a, CpplanDue b)
{
  return b.at_least == CPPLAN_DATE_NONE || (a.at_least != CPPLAN_DATE_NONE && a.at_least < b.at_least);
}

/* Adds the readings to the timetable, and to the row what they do to it. */
static void
add_readings (CpplanEvaluation *self, CpplanInstance *instance, CpplanDeadline *row, gboolean certain)
{
  const CpplanRule *rule = row->rule;
  gboolean          operative = rule->has_within;
  GArray           *readings = self->timetable->readings;

  /* another reading of the procedure's own period, where that is the one that counts */
  if (operative && !cpplan_period_equal (instance->period, rule->within))
    return;
  row->first_reading = readings->len;
  for (guint i = 0; i < rule->readings->len; i++)
    {
      const CpplanRuleReading *reading = &g_array_index (rule->readings, CpplanRuleReading, i);
      CpplanDue   due = cpplan_count_forward (self->calendar, rule, instance->from, reading->within);
      CpplanState state = certain ? settle (instance, states_with (self, instance, due, CPPLAN_DATE_NONE)) : CPPLAN_STATE_UNDETERMINED;

      if (row->state == CPPLAN_STATE_PROJECTED)
        state = CPPLAN_STATE_PROJECTED;
      if (operative || i > 0)
        {
          if (due.at_least != row->due.at_least || state != row->state)
            row->flags |= CPPLAN_FLAG_AMBIGUOUS;
          if (!operative && state != row->state)
            row->state = CPPLAN_STATE_UNDETERMINED;
        }
      else
        row->state = state;
      if (!operative && is_earlier (due, row->due))
        {
          row->due = due;
          row->period = reading->within;
        }
      row->act_by = cpplan_safe_act_by (row->act_by, cpplan_act_by (self->calendar, due));
      g_array_append_val (readings, ((CpplanReading){ reading->name, due.due, due.due == CPPLAN_DATE_NONE ? due.at_least : CPPLAN_DATE_NONE, state }));
      row->n_readings++;
    }
}

/* ---- flags ---- */

/* Whether the event took the place of one that had been entered as held. */
gboolean
cpplan_evaluation_replaces_held (const CpplanEvaluation *self, guint index)
{
  if (index == CPPLAN_NO_INDEX)
    return FALSE;
  for (guint i = cpplan_case_at (self->view->record, index)->supersedes; i != CPPLAN_NO_INDEX;
       i = cpplan_case_at (self->view->record, i)->supersedes)
    if (cpplan_view_at (self->view, i)->status == CPPLAN_STATUS_HELD)
      return TRUE;
  return FALSE;
}

static gboolean
straddles (const CpplanEvaluation *self, const CpplanDeadline *row)
{
  if (row->from == CPPLAN_DATE_NONE || row->due.due == CPPLAN_DATE_NONE)
    return FALSE;
  CpplanGoverning then = cpplan_evaluation_govern (self, row->rule->id, row->due.due);
  if (!then.in_force)
    return TRUE;
  return then.rule == NULL ? then.policy != row->policy : then.rule->edition != row->rule->edition;
}

static guint
edition_flags (const CpplanEvaluation *self, const CpplanDeadline *row)
{
  const CpplanEdition *edition = row->rule->edition;
  guint                flags = 0;
  if (strcmp (edition->policy, row->policy->edition->policy) != 0)
    flags |= CPPLAN_FLAG_INHERITED;
  if (row->from != CPPLAN_DATE_NONE && edition->published != CPPLAN_DATE_NONE && row->from < edition->published)
    flags |= CPPLAN_FLAG_PREDATES_EDITION;
  if (straddles (self, row))
    flags |= CPPLAN_FLAG_STRADDLES_EDITION;
  return flags;
}

static guint
date_flags (const CpplanEvaluation *self, const CpplanDeadline *row)
{
  gboolean   works;
  CpplanDate leans_on = MAX (row->from, row->due.due); /* NONE is before every day */
  guint      flags = 0;
  if (row->due.clamped && row->due.due != CPPLAN_DATE_NONE)
    flags |= CPPLAN_FLAG_MONTH_CLAMPED;
  if (row->due.due != CPPLAN_DATE_NONE && cpplan_calendar_is_working_day (self->calendar, row->due.due, &works, NULL) && !works)
    flags |= CPPLAN_FLAG_DUE_NON_WORKING;
  if (leans_on > cpplan_calendar_get_published_last (self->calendar)
      && leans_on <= cpplan_calendar_get_last (self->calendar))
    flags |= CPPLAN_FLAG_CALENDAR_PROJECTED;
  return flags;
}

static guint
event_flags (const CpplanEvaluation *self, const CpplanDeadline *row)
{
  guint flags = 0;
  if (cpplan_evaluation_replaces_held (self, row->trigger) || cpplan_evaluation_replaces_held (self, row->met_by))
    flags |= CPPLAN_FLAG_SUPERSEDED_INPUT;
  if (row->met_by != CPPLAN_NO_INDEX)
    {
      const CpplanEvent *event = cpplan_view_at (self->view, row->met_by);
      if (event->kind == CPPLAN_EVENT_KIND_REVIEW_CONFERENCE
          && cpplan_event_get_truth (event, CPPLAN_ATTRIBUTE_QUORATE) == CPPLAN_TRUTH_NO)
        flags |= CPPLAN_FLAG_NOT_QUORATE;
    }
  return flags;
}

/* ---- needs ---- */

static void
add_kinds (const CpplanSelector *selector, GPtrArray *needs)
{
  for (guint i = 0; i < selector->terms->len; i++)
    g_ptr_array_add (needs, g_strdup (cpplan_event_kind_to_string (g_array_index (selector->terms, CpplanSelectorTerm, i).kind)));
}

/* The facts of doubtful events. */
static void
ask_run (CpplanInstance *instance, const CpplanSelector *selector, const CpplanSlice *run, GPtrArray *needs)
{
  for (guint i = 0; selector != NULL && i < run->length && i < CPPLAN_NAMED_MAX; i++)
    cpplan_ask_selector_needs (&instance->ask, selector, run->events[i], needs);
}

static char **
collect_needs (CpplanEvaluation *self, CpplanInstance *instance, CpplanTruth in_scope, gboolean beyond_calendar)
{
  const CpplanRule     *rule = instance->governing.rule;
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_free);
  GPtrArray            *needs = instance->needs != NULL ? instance->needs : own;

  if (in_scope == CPPLAN_TRUTH_UNKNOWN)
    g_ptr_array_add (needs, g_strdup ("district"));
  if (is_certain (instance, in_scope))
    {
      const CpplanSlice met[] = { scratch (self->doubtful), instance->doubtful };
      const CpplanSlice closing = scratch (self->closing);
      for (gsize run = 0; instance->doubt_matters && run < G_N_ELEMENTS (met); run++)
        ask_run (instance, rule->by, &met[run], needs);
      if (instance->doubt_matters)
        {
          ask_run (instance, rule->unless, &closing, needs);
          ask_run (instance, rule->unless, &instance->unless, needs);
          ask_run (instance, rule->until, &closing, needs);
          ask_run (instance, rule->until, &instance->until, needs);
        }
      if (rule->external && rule->by != NULL && !beyond_calendar && instance->met == CPPLAN_DATE_NONE)
        add_kinds (rule->by, needs);
    }
  return needs->len == 0 ? NULL : cpplan_sort_texts (needs);
}

/* ---- rows ---- */

static CpplanDeadline *
new_row (CpplanEvaluation *self, const CpplanInstance *instance)
{
  GArray *rows = self->timetable->rows;
  if (self->failed || rows->len >= ROWS_MAX)
    {
      if (!self->failed)
        g_set_error (self->error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT, "the timetable has more than %d rows", ROWS_MAX);
      self->failed = TRUE;
      return NULL;
    }
  CpplanDeadline row = {
    .timetable = self->timetable,
    .rule = instance->governing.rule,
    .policy = instance->governing.policy,
    .trigger = instance->trigger,
    .met_by = CPPLAN_NO_INDEX,
    .member = instance->member,
    .from = instance->from,
    .due = instance->due,
    .act_by = CPPLAN_DATE_NONE,
    .state = CPPLAN_STATE_UNDETERMINED,
    .flags = instance->flags,
    .episode = instance->episode,
    .number = rows->len,
    .period = instance->period,
    .own_due = CPPLAN_DATE_NONE,
    .window_from = instance->window_from,
    .root_from = instance->root_from,
    .root_date = instance->root_date,
    .root_held = instance->root_held,
    .root_known = instance->root_known,
    .exception = instance->exception,
    .signed_by = instance->signed_by,
    .close = instance->close,
  };
  g_array_append_val (rows, row);
  return &g_array_index (rows, CpplanDeadline, rows->len - 1);
}

static void
set_act_by (const CpplanEvaluation *self, CpplanDeadline *row)
{
  if (row->rule->kind != CPPLAN_RULE_KIND_BAR)
    row->act_by = cpplan_act_by (self->calendar, row->due);
}

static void
show_extension (const CpplanInstance *instance, CpplanDeadline *row)
{
  if (instance->extension != CPPLAN_TRUTH_YES)
    return;
  row->own_due = instance->due.at_least;
  row->due = instance->extended;
  if (instance->authorised_on > row->own_due)
    row->flags |= CPPLAN_FLAG_RETROSPECTIVE_AUTHORITY;
}

/* What met it is told unless it is doubtful whether anything earlier did, or whether it was owed at all; what
 * came too late for good practice did not meet it. */
static void
show_met (const CpplanInstance *instance, CpplanDeadline *row, gboolean certain)
{
  if (!certain || instance->met_by == CPPLAN_NO_INDEX || row->state == CPPLAN_STATE_ADVISED)
    return;
  if (row->state == CPPLAN_STATE_UNDETERMINED && instance->doubt_matters)
    return;
  row->met_by = instance->met_by;
}

CpplanDeadline *
cpplan_evaluation_add (CpplanEvaluation *self, CpplanInstance *instance)
{
  CpplanTruth     in_scope = cpplan_evaluation_in_scope (self, instance->governing.rule);
  gboolean        certain = is_certain (instance, in_scope);
  CpplanDeadline *row = in_scope == CPPLAN_TRUTH_NO ? NULL : new_row (self, instance);
  if (row != NULL)
    {
      if (!instance->governing.in_force)
        row->due = cpplan_due_none;
      else
        show_extension (instance, row);
      if (certain && (instance->due.at_least != CPPLAN_DATE_NONE || row->rule->readings->len == 0))
        row->state = state_with_extension (self, instance);
      set_act_by (self, row);
      if (instance->governing.in_force && row->rule->readings->len > 0 && instance->from != CPPLAN_DATE_NONE)
        add_readings (self, instance, row, certain);
      show_met (instance, row, certain);
      /* where no edition is in force, no fact of the case would settle it */
      if (row->state == CPPLAN_STATE_UNDETERMINED && instance->governing.in_force)
        row->needs = collect_needs (self, instance, in_scope, row->due.due == CPPLAN_DATE_NONE);
      if (row->met_by == CPPLAN_NO_INDEX)
        row->flags &= ~(guint) CPPLAN_FLAG_SAME_DAY;
      if (row->rule->external)
        row->flags |= CPPLAN_FLAG_EXTERNAL;
      row->flags |= edition_flags (self, row) | date_flags (self, row) | event_flags (self, row);
    }
  g_clear_pointer (&instance->needs, g_ptr_array_unref);
  return row;
}

CpplanDeadline *
cpplan_evaluation_add_projected (CpplanEvaluation *self, CpplanInstance *instance)
{
  CpplanDeadline *row = new_row (self, instance);
  if (row == NULL)
    return NULL;
  row->state = CPPLAN_STATE_PROJECTED;
  set_act_by (self, row);
  if (row->rule->readings->len > 0)
    add_readings (self, instance, row, TRUE);
  row->flags |= edition_flags (self, row) | date_flags (self, row);
  return row;
}
