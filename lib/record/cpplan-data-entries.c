/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checks of the other entries: how the child came to the authority, birth and death, what an entry says of itself and
 * of what it is about. */
#include "cpplan-data-checks-private.h"

#define KIND(NAME) CPPLAN_EVENT_KIND_##NAME

/* ---- referral, enquiry, assessment ---- */

/* How a child comes to the authority, beside the referral itself. */
static const CpplanEventKind front_door[] = {
  KIND (REFERRAL_DECIDED), KIND (STRATEGY_DISCUSSION), KIND (SECTION_47_CONCLUDED), KIND (ASSESSMENT_COMPLETED), 0,
};

/* No referral was there, and the next step in the record is one. What is further apart than the longest assessment
 * takes, 45 working days, has nothing to do with it. */
static gboolean
is_before_referral (const CpplanDataLint *self, guint index, guint *other)
{
  enum
  {
    LONGEST = 63
  };
  static const CpplanEventKind steps[] = {
    KIND (STRATEGY_DISCUSSION), KIND (SECTION_47_CONCLUDED), KIND (ASSESSMENT_COMPLETED), KIND (INITIAL_CONFERENCE),
    KIND (REVIEW_CONFERENCE),   KIND (CORE_GROUP),           KIND (PLAN_ENDED),           KIND (CIN_PLAN_AGREED),
    KIND (CIN_MEETING),         KIND (CIN_CLOSED),           0,
  };
  CpplanDate date = cpplan_data_day (self, index);

  *other = cpplan_data_next_after (self, KIND (REFERRAL), date);
  if (*other == CPPLAN_NO_INDEX || cpplan_data_latest (self, KIND (REFERRAL), date) != CPPLAN_NO_INDEX)
    return FALSE;
  CpplanDate referred = cpplan_data_day (self, *other);
  return referred - date <= LONGEST && !cpplan_data_any_between (self, steps, date + 1, referred - 1);
}

static gboolean
is_discussion_before_referral (const CpplanDataLint *self, guint index, guint *other)
{
  return cpplan_data_is_true (self, index, CPPLAN_ATTRIBUTE_SECTION_47_INITIATED)
         && is_before_referral (self, index, other);
}

/* A plan on its own may have been carried over from another record, and then the referral is a new one. */
static gboolean
is_plan_before_referral (const CpplanDataLint *self, guint index, guint *other)
{
  return cpplan_data_any_between (self, front_door, G_MININT32, cpplan_data_day (self, index))
         && is_before_referral (self, index, other);
}

/* The first discussion of an enquiry, though the conference has been: a fortnight ago at most, by when the core group
 * is to have met. Later ones are about new incidents. */
static gboolean
is_discussion_after_conference (const CpplanDataLint *self, guint index, guint *other)
{
  enum
  {
    FORTNIGHT = 14
  };
  static const CpplanEventKind later[] = { KIND (REVIEW_CONFERENCE), KIND (TRANSFER_CONFERENCE), KIND (PLAN_ENDED), 0 };
  CpplanDate                   date = cpplan_data_day (self, index);
  guint                        before = cpplan_data_last_by (self, self->discussions, date - 1);

  *other = cpplan_data_latest (self, KIND (INITIAL_CONFERENCE), date - 1);
  if (*other == CPPLAN_NO_INDEX || !cpplan_data_is_true (self, index, CPPLAN_ATTRIBUTE_SECTION_47_INITIATED))
    return FALSE;
  CpplanDate met = cpplan_data_day (self, *other);
  return date - met <= FORTNIGHT && !cpplan_data_any_between (self, later, met, date)
         && (before == CPPLAN_NO_INDEX || cpplan_data_day (self, before) < cpplan_data_enquiry_from (self, *other));
}

/* The record tells how the child came to the authority, and of no enquiry before the conference. */
static gboolean
is_conference_without_enquiry (const CpplanDataLint *self, guint index, guint *other)
{
  CpplanDate date = cpplan_data_day (self, index);
  CpplanDate from = cpplan_data_enquiry_from (self, index);
  guint      begun = cpplan_data_last_by (self, self->enquiries, date);
  guint      later = cpplan_data_next_after (self, KIND (STRATEGY_DISCUSSION), date);
  guint      referral = cpplan_data_latest (self, KIND (REFERRAL), date);

  if (begun != CPPLAN_NO_INDEX && cpplan_data_day (self, begun) >= from)
    return FALSE;
  if (!cpplan_data_any_between (self, front_door, from, date)
      && (referral == CPPLAN_NO_INDEX || cpplan_data_day (self, referral) < from))
    return FALSE;
  return (later == CPPLAN_NO_INDEX || !is_discussion_after_conference (self, later, other));
}

/* An assessment is somebody's answer to something; a specialist's may have been asked for by others. */
static gboolean
is_assessment_of_nothing (const CpplanDataLint *self, guint index, guint *other)
{
  static const CpplanEventKind reasons[] = { KIND (REFERRAL), KIND (STRATEGY_DISCUSSION), 0 };
  CpplanDate                   date = cpplan_data_day (self, index);

  return self->first == index && !cpplan_data_says (self, index, CPPLAN_ATTRIBUTE_TYPE, "specialist")
         && !cpplan_data_any_between (self, reasons, date, date) && !is_before_referral (self, index, other);
}

/* ---- children in need ---- */

static gboolean
is_cin_plan_beside_plan (const CpplanDataLint *self, guint index, guint *other)
{
  CpplanDate           date = cpplan_data_day (self, index);
  const CpplanEpisode *plan = cpplan_data_plan_on (self, date);
  if (!cpplan_data_is_certain (plan) || cpplan_data_day (self, plan->start) >= date || plan->end == date)
    return FALSE;
  *other = plan->start;
  return TRUE;
}

static gboolean
is_plan_beside_cin_plan (const CpplanDataLint *self, guint index, guint *other)
{
  CpplanDate date = cpplan_data_day (self, index);
  guint      closed = cpplan_data_latest (self, KIND (CIN_CLOSED), date);

  *other = cpplan_data_latest (self, KIND (CIN_PLAN_AGREED), date - 1);
  return cpplan_data_is_certain (cpplan_data_plan_begun_by (self, index)) && *other != CPPLAN_NO_INDEX
         && (closed == CPPLAN_NO_INDEX || cpplan_data_day (self, closed) < cpplan_data_day (self, *other))
         && cpplan_data_plan_on (self, cpplan_data_day (self, *other)) == NULL;
}

static gboolean
is_after_closure (const CpplanDataLint *self, guint index, guint *other)
{
  static const CpplanEventKind openings[] = {
    KIND (REFERRAL),            KIND (REFERRAL_DECIDED),  KIND (STRATEGY_DISCUSSION), KIND (INITIAL_CONFERENCE),
    KIND (TRANSFER_CONFERENCE), KIND (REVIEW_CONFERENCE), KIND (CORE_GROUP),          KIND (PLAN_ENDED),
    KIND (CIN_PLAN_AGREED),     KIND (ALLOCATED),         KIND (LEGAL_STATUS),        KIND (VISIT_FREQUENCY_SET),
    0,
  };
  CpplanDate date = cpplan_data_day (self, index);

  *other = cpplan_data_latest (self, KIND (CIN_CLOSED), date - 1);
  return *other != CPPLAN_NO_INDEX && !cpplan_data_is_after_death (self, index)
         && cpplan_data_plan_on (self, date) == NULL
         && !cpplan_data_any_between (self, openings, cpplan_data_day (self, *other), date)
         && !cpplan_data_says (self, index, CPPLAN_ATTRIBUTE_TYPE, "specialist");
}

/* ---- birth and death ---- */

static gboolean
is_after_death (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return cpplan_data_is_after_death (self, index);
}

static gboolean
is_before_birth (const CpplanDataLint *self, guint index)
{
  const CpplanCase *record = self->view->record;
  if (record->born != CPPLAN_DATE_NONE)
    return cpplan_data_day (self, index) < record->born;
  return record->expected != CPPLAN_DATE_NONE;
}

static gboolean
is_sight_of_unborn (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return is_before_birth (self, index) && cpplan_data_is_true (self, index, CPPLAN_ATTRIBUTE_CHILD_SEEN);
}

static gboolean
is_care_of_unborn (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return is_before_birth (self, index)
         && (cpplan_data_at (self, index)->kind == KIND (STATUTORY_REVIEW)
             || cpplan_data_is_true (self, index, CPPLAN_ATTRIBUTE_LOOKED_AFTER));
}

static gboolean
is_death_before_birth (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return self->view->record->born != CPPLAN_DATE_NONE && is_before_birth (self, index);
}

static gboolean
is_second_death (const CpplanDataLint *self, guint index, guint *other)
{
  guint        length;
  const guint *deaths = cpplan_by_kind (&self->view->held, KIND (DEATH), &length);
  *other = deaths[0];
  return index != deaths[0];
}

/* The first thing done lies before the child was conceived: rather the birth is wrong than all that follows. */
static gboolean
is_long_before_birth (const CpplanDataLint *self, guint index, guint *other)
{
  enum
  {
    FORTY_WEEKS = 280
  };
  const CpplanCase *record = self->view->record;
  CpplanDate        birth = record->born != CPPLAN_DATE_NONE ? record->born : record->expected;
  (void) other;
  return birth != CPPLAN_DATE_NONE && self->first == index && cpplan_data_day (self, index) < birth - FORTY_WEEKS;
}

/* ---- within one entry ---- */

static gboolean
is_visit_contradicting_itself (const CpplanDataLint *self, guint index, guint *other)
{
  const CpplanEvent *event = cpplan_data_at (self, index);
  (void) other;
  if (cpplan_event_get_truth (event, CPPLAN_ATTRIBUTE_CHILD_SEEN) == CPPLAN_TRUTH_NO)
    return cpplan_data_is_true (self, index, CPPLAN_ATTRIBUTE_CHILD_ALONE)
           || cpplan_data_is_true (self, index, CPPLAN_ATTRIBUTE_CHILD_AWAKE);
  if (cpplan_event_get_truth (event, CPPLAN_ATTRIBUTE_ACCESS_GAINED) == CPPLAN_TRUTH_NO)
    return cpplan_data_is_true (self, index, CPPLAN_ATTRIBUTE_SLEEPING_ARRANGEMENTS_SEEN)
           || cpplan_data_is_true (self, index, CPPLAN_ATTRIBUTE_COOKING_FACILITIES_SEEN)
           || cpplan_data_is_true (self, index, CPPLAN_ATTRIBUTE_FOOD_SEEN);
  return FALSE;
}

static gboolean
is_recorded_early (const CpplanDataLint *self, guint index, guint *other)
{
  const CpplanEvent *event = cpplan_data_at (self, index);
  (void) other;
  return event->recorded != CPPLAN_DATE_NONE && event->recorded < event->date;
}

static gboolean
sets_no_later_day (const CpplanDataLint *self, guint index, CpplanAttribute attribute)
{
  CpplanDate set = cpplan_event_get_date_of (cpplan_data_at (self, index), attribute);
  return set != CPPLAN_DATE_NONE && set <= cpplan_data_day (self, index);
}

static gboolean
is_next_meeting_wrong (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return sets_no_later_day (self, index, CPPLAN_ATTRIBUTE_NEXT_MEETING);
}

static gboolean
is_next_review_wrong (const CpplanDataLint *self, guint index, guint *other)
{
  (void) other;
  return sets_no_later_day (self, index, CPPLAN_ATTRIBUTE_NEXT_REVIEW);
}

/* The core group may meet right after the conference. */
static gboolean
is_first_core_group_wrong (const CpplanDataLint *self, guint index, guint *other)
{
  CpplanDate set = cpplan_event_get_date_of (cpplan_data_at (self, index), CPPLAN_ATTRIBUTE_FIRST_CORE_GROUP);
  (void) other;
  return set != CPPLAN_DATE_NONE && set < cpplan_data_day (self, index);
}

/* ---- what entries are about ---- */

static gboolean
is_about_later (const CpplanDataLint *self, guint index, guint *other)
{
  *other = cpplan_data_referred_to (self, index, CPPLAN_ATTRIBUTE_ABOUT);
  return cpplan_view_is_held (self->view, *other) && cpplan_data_day (self, *other) > cpplan_data_day (self, index);
}

/* Called off, or let pass; a meeting of the kind held on that day was the same meeting. */
static gboolean
was_not_held (const CpplanDataLint *self, guint index)
{
  const CpplanEvent *event = cpplan_data_at (self, index);
  if (event->status == CPPLAN_STATUS_HELD)
    return FALSE;
  if (event->status == CPPLAN_STATUS_SCHEDULED
      && (event->date >= self->view->as_of || cpplan_event_kind_is_external (event->kind)))
    return FALSE;
  return !cpplan_data_any_between (self, (CpplanEventKind[]){ event->kind, 0 }, event->date, event->date);
}

/* Reports are often sent before a conference is called off; none is sent after. */
static gboolean
is_about_nothing (const CpplanDataLint *self, guint index, guint *other)
{
  *other = cpplan_data_referred_to (self, index, CPPLAN_ATTRIBUTE_ABOUT);
  return *other != CPPLAN_NO_INDEX && was_not_held (self, *other)
         && cpplan_data_day (self, *other) < cpplan_data_day (self, index);
}

static gboolean
is_about_withdrawn (const CpplanDataLint *self, guint index, guint *other)
{
  *other = cpplan_case_at (self->view->record, index)->about;
  return *other != CPPLAN_NO_INDEX && self->view->known[*other]
         && cpplan_view_resolve (self->view, *other) == CPPLAN_NO_INDEX;
}

static gboolean
is_on_weekend (const CpplanDataLint *self, guint index, guint *other)
{
  enum
  {
    SATURDAY = 6
  };
  (void) other;
  return cpplan_date_get_weekday (cpplan_data_day (self, index)) >= SATURDAY;
}

/* ---- the table ---- */

const CpplanDataCheck cpplan_data_entry_checks[] = {
  { "DATA-1103", is_before_referral, "an assessment completed before the referral, @",
    { KIND (ASSESSMENT_COMPLETED) } },
  { "DATA-1104", is_plan_before_referral, "a conference before the referral, @", { KIND (INITIAL_CONFERENCE) } },
  { "DATA-2889", is_discussion_before_referral, "a section 47 enquiry begun before the referral, @",
    { KIND (STRATEGY_DISCUSSION) } },
  { "DATA-4008", is_after_death, "a plan agreed after the child's death", { KIND (CIN_PLAN_AGREED) } },
  { "DATA-4015", is_plan_before_referral, "a child in need plan agreed before the referral, @",
    { KIND (CIN_PLAN_AGREED) } },
  { "DATA-4016", is_cin_plan_beside_plan, "a child in need plan agreed while the child protection plan of @ runs",
    { KIND (CIN_PLAN_AGREED) } },
  { "DATA-4017", is_plan_beside_cin_plan, "a child protection plan begun while the child in need plan of @ is open",
    { KIND (INITIAL_CONFERENCE), KIND (TRANSFER_CONFERENCE) } },
  { "DATA-8535", is_death_before_birth, "a death before the birth", { KIND (DEATH) } },
  { "DATA-8555", is_after_death, "a referral after the child's death", { KIND (REFERRAL) } },
  { "DATA-8565", is_after_closure, "something done after the case was closed with @, and not opened again",
    { KIND (VISIT), KIND (CIN_MEETING), KIND (ASSESSMENT_COMPLETED) } },
  { "DATA-8606", is_long_before_birth, "more than 40 weeks before the child's birth", { 0 } },
  { "DATA-8615", is_discussion_after_conference, "a section 47 enquiry begun after its conference, @",
    { KIND (STRATEGY_DISCUSSION) } },
  { "DATA-8875", is_on_weekend, "a conference on a Saturday or Sunday",
    { KIND (INITIAL_CONFERENCE), KIND (REVIEW_CONFERENCE), KIND (TRANSFER_CONFERENCE) } },
  { "DATA-8915", is_after_death, "something done after the child's death",
    { KIND (INITIAL_CONFERENCE), KIND (REVIEW_CONFERENCE), KIND (TRANSFER_CONFERENCE), KIND (CORE_GROUP), KIND (VISIT),
      KIND (CONTACT_REFUSED), KIND (CIN_MEETING), KIND (STATUTORY_REVIEW), KIND (MOVED_OUT), KIND (LEFT_UK) } },
  { "DATA-8920", is_after_death, "a plan ended after the child's death", { KIND (PLAN_ENDED) } },
  { "DATA-ABOUT-LATER", is_about_later, "before what it is about, @",
    { KIND (NOTES_CIRCULATED), KIND (REFERRAL_DECIDED) } },
  { "DATA-ABOUT-NOT-HELD", is_about_nothing, "about @, which was not held",
    { KIND (NOTES_CIRCULATED), KIND (COUNTERSIGNED), KIND (REPORT_SENT), KIND (REPORT_SHARED) } },
  { "DATA-ABOUT-WITHDRAWN", is_about_withdrawn, "about @, which was withdrawn", { 0 } },
  { "DATA-ASSESSMENT-NO-REFERRAL", is_assessment_of_nothing, "an assessment with nothing before it",
    { KIND (ASSESSMENT_COMPLETED) } },
  { "DATA-BEFORE-BIRTH", is_sight_of_unborn, "a child seen before the birth, or no birth is recorded",
    { KIND (VISIT), KIND (CONTACT_REFUSED) } },
  { "DATA-BEFORE-BIRTH", is_care_of_unborn, "a child looked after before the birth, or no birth is recorded",
    { KIND (LEGAL_STATUS), KIND (STATUTORY_REVIEW) } },
  { "DATA-CONFERENCE-NO-ENQUIRY", is_conference_without_enquiry, "a conference with no section 47 enquiry before it",
    { KIND (INITIAL_CONFERENCE) } },
  { "DATA-FIRST-CORE-GROUP", is_first_core_group_wrong, "a first core group set for a day before the conference",
    { KIND (INITIAL_CONFERENCE) } },
  { "DATA-NEXT-MEETING", is_next_meeting_wrong, "a next meeting set for a day that is no later",
    { KIND (CORE_GROUP) } },
  { "DATA-NEXT-REVIEW", is_next_review_wrong, "a next review set for a day that is no later",
    { KIND (CIN_PLAN_AGREED), KIND (CIN_MEETING) } },
  { "DATA-RECORDED-EARLY", is_recorded_early, "recorded as held before its day", { 0 } },
  { "DATA-TWO-DEATHS", is_second_death, "a second death, beside @", { KIND (DEATH) } },
  { "DATA-VISIT-CONTRADICTS", is_visit_contradicting_itself, "a visit whose facts contradict each other",
    { KIND (VISIT) } },
  { NULL, NULL, NULL, { 0 } },
};
