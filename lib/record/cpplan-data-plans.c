/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checks of plans: when they began and ended, and what belongs to them. */
#include "cpplan-data-checks-private.h"

#define KIND(NAME) CPPLAN_EVENT_KIND_##NAME

/* ---- which plan ---- */

static const CpplanEpisode *
plan_at (const CpplanDataLint *self, guint i)
{
  return i < self->view->episodes->len ? &g_array_index (self->view->episodes, CpplanEpisode, i) : NULL;
}

/* How many plans had begun before the event, in the order of entries. */
static guint
count_begun_before (const CpplanDataLint *self, guint index)
{
  guint low = 0;
  guint high = self->view->episodes->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (plan_at (self, middle)->start < index)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* How many plans had begun by the end of the day. */
static guint
count_begun_by (const CpplanDataLint *self, CpplanDate date)
{
  guint low = 0;
  guint high = self->view->episodes->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (cpplan_data_day (self, plan_at (self, middle)->start) <= date)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Plans end in the order in which they begin: where the @n-th does not run on the day, none before it does. */
static const CpplanEpisode *
running_among (const CpplanDataLint *self, guint n, CpplanDate date)
{
  const CpplanEpisode *plan = n == 0 ? NULL : plan_at (self, n - 1);
  return plan != NULL && cpplan_last_day (plan->end, plan->end_counts) >= date ? plan : NULL;
}

const CpplanEpisode *
cpplan_data_plan_on (const CpplanDataLint *self, CpplanDate date)
{
  return running_among (self, count_begun_by (self, date), date);
}

const CpplanEpisode *
cpplan_data_plan_begun_by (const CpplanDataLint *self, guint index)
{
  const CpplanEpisode *plan = plan_at (self, count_begun_before (self, index));
  return plan != NULL && plan->start == index ? plan : NULL;
}

/* The plan that the event ended, or NULL. */
static const CpplanEpisode *
plan_ended_by (const CpplanDataLint *self, guint index)
{
  guint                n = count_begun_before (self, index);
  const CpplanEpisode *plan = n == 0 ? NULL : plan_at (self, n - 1);
  return plan != NULL && plan->end_event == index ? plan : NULL;
}

/* The first plan for certain that began later than the event. */
static const CpplanEpisode *
next_plan (const CpplanDataLint *self, guint index)
{
  guint number = count_begun_before (self, index);
  guint low = 0;
  guint high = self->certain->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (self->certain, guint, middle) < number)
        low = middle + 1;
      else
        high = middle;
    }
  return low == self->certain->len ? NULL : plan_at (self, g_array_index (self->certain, guint, low));
}

/* Death or the 18th birthday ended it, and nobody recorded an end. */
static gboolean
has_ended_by_itself (const CpplanEpisode *plan)
{
  return plan->end != CPPLAN_DATE_NONE && plan->end_event == CPPLAN_NO_INDEX;
}

CpplanDate
cpplan_data_enquiry_from (const CpplanDataLint *self, guint conference)
{
  guint                n = count_begun_before (self, conference);
  const CpplanEpisode *plan = n == 0 ? NULL : plan_at (self, n - 1);
  if (plan == NULL || plan->end == CPPLAN_DATE_NONE || plan->end > cpplan_data_day (self, conference))
    return G_MININT32;
  return plan->end;
}

/* ---- checks ---- */

static gboolean
is_review_before_plan (const CpplanDataLint *self, guint index, guint *other)
{
  CpplanDate           date = cpplan_data_day (self, index);
  guint                n = count_begun_by (self, date);
  const CpplanEpisode *plan = running_among (self, n, date);

  if (plan == NULL && n == 0)
    {
      plan = next_plan (self, index);
      /* an end in between tells of a plan that began before the record did */
      guint end = cpplan_data_next_after (self, KIND (PLAN_ENDED), date - 1);
      if (plan == NULL
          || (end != CPPLAN_NO_INDEX && cpplan_data_day (self, end) < cpplan_data_day (self, plan->start)))
        return FALSE;
    }
  else if (!cpplan_data_is_certain (plan) || cpplan_data_day (self, plan->start) != date
           || running_among (self, n - 1, date) != NULL)
    return FALSE;
  *other = plan->start;
  return TRUE;
}

static gboolean
is_outside_plans (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return cpplan_data_plan_on (self, cpplan_data_day (self, index)) == NULL && !cpplan_data_is_after_death (self, index);
}

static gboolean
is_review_outside_plans (const CpplanDataLint *self, guint index, guint *other)
{
  return is_outside_plans (self, index, other) && !is_review_before_plan (self, index, other);
}

/* Whether the conference made a plan of ours whatever else was going on. A transfer conference that does not say who
 * receives the child is another authority's while a plan of ours runs. */
static gboolean
makes_plan (const CpplanDataLint *self, guint index)
{
  return cpplan_data_says (self, index, CPPLAN_ATTRIBUTE_OUTCOME, "plan")
         && (cpplan_data_at (self, index)->kind == KIND (INITIAL_CONFERENCE)
             || cpplan_data_says (self, index, CPPLAN_ATTRIBUTE_RECEIVER, "own"));
}

/* The plan that was running when the conference made another. */
static const CpplanEpisode *
plan_overlapped (const CpplanDataLint *self, guint index)
{
  const CpplanEvent   *event = cpplan_data_at (self, index);
  guint                n = count_begun_before (self, index);
  const CpplanEpisode *plan = running_among (self, n, event->date);
  gboolean             same_day;

  if (!makes_plan (self, index) || !cpplan_data_is_certain (plan) || cpplan_data_day (self, plan->start) == event->date)
    return NULL;
  if (cpplan_data_plan_begun_by (self, index) == NULL)
    return plan;
  /* it ended on this day: before this conference only if the record says so */
  if (plan->end_event == CPPLAN_NO_INDEX)
    return NULL;
  cpplan_event_follows (event, cpplan_data_at (self, plan->end_event), &same_day);
  return same_day ? plan : NULL;
}

static gboolean
is_start_of_another_kind (const CpplanDataLint *self, guint index, guint *other)
{
  const CpplanEpisode *plan = plan_overlapped (self, index);
  if (plan == NULL || plan->end_event != CPPLAN_NO_INDEX
      || cpplan_data_at (self, plan->start)->kind == cpplan_data_at (self, index)->kind)
    return FALSE;
  *other = plan->start;
  return TRUE;
}

static gboolean
is_second_open_plan (const CpplanDataLint *self, guint index, guint *other)
{
  const CpplanEpisode *plan = plan_overlapped (self, index);
  if (plan == NULL || plan->end_event != CPPLAN_NO_INDEX || is_start_of_another_kind (self, index, other))
    return FALSE;
  *other = plan->start;
  return TRUE;
}

static gboolean
is_overlapping_plan (const CpplanDataLint *self, guint index, guint *other)
{
  const CpplanEpisode *plan = plan_overlapped (self, index);
  if (plan == NULL || plan->end_event == CPPLAN_NO_INDEX)
    return FALSE;
  *other = plan->start;
  return TRUE;
}

static gboolean
is_end_on_first_day (const CpplanDataLint *self, guint index, guint *other)
{
  CpplanDate           date = cpplan_data_day (self, index);
  const CpplanEpisode *plan = plan_ended_by (self, index);

  if (plan == NULL && running_among (self, count_begun_before (self, index), date) == NULL)
    plan = next_plan (self, index);
  if (!cpplan_data_is_certain (plan) || cpplan_data_day (self, plan->start) != date)
    return FALSE;
  *other = plan->start;
  return TRUE;
}

/* An end that ended nothing, and not because death or the 18th birthday had done so. */
static gboolean
ends_nothing (const CpplanDataLint *self, guint index)
{
  CpplanDate           date = cpplan_data_day (self, index);
  guint                n = count_begun_before (self, index);
  const CpplanEpisode *last = n == 0 ? NULL : plan_at (self, n - 1);
  guint                other;

  return plan_ended_by (self, index) == NULL && !cpplan_data_is_after_death (self, index)
         && !is_end_on_first_day (self, index, &other)
         && !(last != NULL && has_ended_by_itself (last) && date >= last->end);
}

static gboolean
is_end_before_start (const CpplanDataLint *self, guint index, guint *other)
{
  const CpplanEpisode *plan = next_plan (self, index);
  /* a plan that has an end of its own has no use for this one */
  if (!ends_nothing (self, index) || plan == NULL || plan->end_event != CPPLAN_NO_INDEX)
    return FALSE;
  *other = plan->start;
  return TRUE;
}

static gboolean
is_end_without_plan (const CpplanDataLint *self, guint index, guint *other)
{
  return ends_nothing (self, index) && !is_end_before_start (self, index, other);
}

/* Whether the plan that began here has no end recorded, though death (@counts) or age ended it before today. */
static gboolean
is_left_open (const CpplanDataLint *self, guint index, gboolean counts)
{
  const CpplanEpisode *plan = cpplan_data_plan_begun_by (self, index);
  return cpplan_data_is_certain (plan) && has_ended_by_itself (plan) && plan->end_counts == counts
         && plan->end < self->view->as_of
         && cpplan_data_next_after (self, KIND (PLAN_ENDED), plan->end - 1) == CPPLAN_NO_INDEX;
}

static gboolean
is_left_open_after_death (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return is_left_open (self, index, TRUE);
}

static gboolean
is_left_open_at_eighteen (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return is_left_open (self, index, FALSE);
}

static gboolean
is_after_eighteen (const CpplanDataLint *self, guint index)
{
  CpplanDate adult_from = self->view->adult_from;
  return adult_from != CPPLAN_DATE_NONE && cpplan_data_day (self, index) >= adult_from
         && !cpplan_data_is_after_death (self, index);
}

static gboolean
is_plan_of_adult (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return makes_plan (self, index) && is_after_eighteen (self, index);
}

static gboolean
is_late_end_of_adult (const CpplanDataLint *self, guint index, guint *other)
{
  guint                n = count_begun_before (self, index);
  const CpplanEpisode *last = n == 0 ? NULL : plan_at (self, n - 1);
  (void) other;
  return cpplan_data_is_certain (last) && has_ended_by_itself (last) && is_after_eighteen (self, index)
         && cpplan_data_day (self, index) > self->view->adult_from;
}

static gboolean
is_end_by_age_of_child (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return cpplan_data_says (self, index, CPPLAN_ATTRIBUTE_REASON, "age-18")
         && self->view->adult_from != CPPLAN_DATE_NONE
         && cpplan_data_day (self, index) < self->view->adult_from;
}

static gboolean
is_end_by_unrecorded_death (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return cpplan_data_says (self, index, CPPLAN_ATTRIBUTE_REASON, "died") && self->death == CPPLAN_DATE_NONE;
}

static gboolean
is_end_before_conference (const CpplanDataLint *self, guint index, guint *other)
{
  *other = cpplan_data_referred_to (self, index, CPPLAN_ATTRIBUTE_BY_CONFERENCE);
  return cpplan_view_is_held (self->view, *other) && cpplan_data_day (self, *other) > cpplan_data_day (self, index);
}

static gboolean
is_end_by_continuing_review (const CpplanDataLint *self, guint index, guint *other)
{
  *other = cpplan_data_referred_to (self, index, CPPLAN_ATTRIBUTE_BY_CONFERENCE);
  return cpplan_view_is_held (self->view, *other)
         && cpplan_data_says (self, *other, CPPLAN_ATTRIBUTE_OUTCOME, "continue");
}

/* The latest review of a plan that goes on decided its end. */
static gboolean
is_end_not_recorded (const CpplanDataLint *self, guint index, guint *other)
{
  CpplanDate           date = cpplan_data_day (self, index);
  const CpplanEpisode *plan = cpplan_data_plan_on (self, date);
  (void) other;
  return cpplan_data_is_certain (plan) && plan->end == CPPLAN_DATE_NONE && date > cpplan_data_day (self, plan->start)
         && date < self->view->as_of && cpplan_data_says (self, index, CPPLAN_ATTRIBUTE_OUTCOME, "end")
         && cpplan_data_next_after (self, KIND (REVIEW_CONFERENCE), date) == CPPLAN_NO_INDEX;
}

/* ---- the table ---- */

const CpplanDataCheck cpplan_data_plan_checks[] = {
  { "DATA-2885", is_start_of_another_kind, "a conference on another day than the one that began its plan, @",
    { KIND (INITIAL_CONFERENCE), KIND (TRANSFER_CONFERENCE) } },
  { "DATA-8585", is_end_by_unrecorded_death, "a plan ended by the child's death, and no death is recorded",
    { KIND (PLAN_ENDED) } },
  { "DATA-8840", is_end_on_first_day, "a plan ended on the day on which it began with @", { KIND (PLAN_ENDED) } },
  { "DATA-8841", is_review_before_plan, "a review that is not after the conference that began the plan, @",
    { KIND (REVIEW_CONFERENCE) } },
  { "DATA-8920", is_left_open_after_death, "the child has died, and no end of the plan is recorded",
    { KIND (INITIAL_CONFERENCE), KIND (TRANSFER_CONFERENCE) } },
  { "DATA-8925", is_end_before_start, "a plan ended before it began with @", { KIND (PLAN_ENDED) } },
  { "DATA-8935", is_second_open_plan, "a plan begun while the plan of @ is open",
    { KIND (INITIAL_CONFERENCE), KIND (TRANSFER_CONFERENCE) } },
  { "DATA-8940", is_overlapping_plan, "a plan begun before the plan of @ ended",
    { KIND (INITIAL_CONFERENCE), KIND (TRANSFER_CONFERENCE) } },
  { "DATA-ADULT-PLAN", is_left_open_at_eighteen, "the child is 18, and no end of the plan is recorded",
    { KIND (INITIAL_CONFERENCE), KIND (TRANSFER_CONFERENCE) } },
  { "DATA-ADULT-PLAN", is_plan_of_adult, "a plan made at the age of 18 or later",
    { KIND (INITIAL_CONFERENCE), KIND (TRANSFER_CONFERENCE) } },
  { "DATA-ADULT-PLAN", is_late_end_of_adult, "a plan ended after the 18th birthday", { KIND (PLAN_ENDED) } },
  { "DATA-CORE-GROUP-NO-PLAN", is_outside_plans, "a core group while no plan was running", { KIND (CORE_GROUP) } },
  { "DATA-END-AGE", is_end_by_age_of_child, "a plan ended by the 18th birthday before that day",
    { KIND (PLAN_ENDED) } },
  { "DATA-END-BEFORE-CONFERENCE", is_end_before_conference, "a plan ended before the conference that ended it, @",
    { KIND (PLAN_ENDED) } },
  { "DATA-END-CONTINUED", is_end_by_continuing_review, "a plan ended by a conference that went on with it, @",
    { KIND (PLAN_ENDED) } },
  { "DATA-END-NO-PLAN", is_end_without_plan, "an end while no plan was running", { KIND (PLAN_ENDED) } },
  { "DATA-END-NOT-RECORDED", is_end_not_recorded, "a review that ends the plan, and no end is recorded",
    { KIND (REVIEW_CONFERENCE) } },
  { "DATA-REVIEW-NO-PLAN", is_review_outside_plans, "a review while no plan was running",
    { KIND (REVIEW_CONFERENCE) } },
  { NULL, NULL, NULL, { 0 } },
};
