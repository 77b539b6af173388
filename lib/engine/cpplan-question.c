/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What asks for more than one event: of gates, whether the case has one; of findings, what else the record has
 * beside the trigger. Each answers in Kleene's logic, and tells what it lacks and what would settle it. */
#include "cpplan-engine-private.h"

/* Where answers leave what they found on the way; either may be NULL. */
typedef struct
{
  GPtrArray *needs;
  GPtrArray *lacks;
} Remarks;

/* ---- the events that a question looks at ---- */

typedef struct
{
  CpplanSlice runs[2]; /* each in order */
  CpplanDate  from;
  CpplanDate  certain_from; /* = from, or the day from which it is certain that they count */
  CpplanDate  last;
  gboolean    are_alike; /* the first run's certainly are what is meant, the second's may be */
  guint       run;       /* where the walk is */
  guint       next;
} Candidates;

/* `about = trigger`, alone or joined to other conditions by and. */
static gboolean
is_about_trigger (const CpplanExpression *where)
{
  if (where == NULL)
    return FALSE;
  if (where->kind == CPPLAN_EXPRESSION_AND)
    return is_about_trigger (where->left) || is_about_trigger (where->right);
  return where->kind == CPPLAN_EXPRESSION_SAME && where->path.root == CPPLAN_ROOT_EVENT
         && where->path.attribute == CPPLAN_ATTRIBUTE_ABOUT && where->path.via == 0 && where->path.person_attribute == 0
         && where->other.root == CPPLAN_ROOT_TRIGGER && where->other.attribute == 0;
}

static CpplanSlice
find_about (const CpplanFindingFacts *finding, guint event)
{
  const GArray *about = g_hash_table_lookup (finding->about, GUINT_TO_POINTER (event));
  return about == NULL ? (CpplanSlice){ NULL, 0 } : (CpplanSlice){ (const guint *) (gpointer) about->data, about->len };
}

/* The events of which the expression's first, but not its second, holds, where that is the same whatever calls; NULL
 * where it is not. What is about the trigger is few anyhow. */
static const CpplanMatches *
find_matches (const CpplanAsk *ask, const CpplanExpression *self)
{
  gpointer found;
  if (ask->finding == NULL || ask->finding->matches == NULL)
    return NULL;
  if (!g_hash_table_lookup_extended (ask->finding->matches, self, NULL, &found))
    {
      found = cpplan_matches_new_of_term (ask->view, self->path.latest, self->left, 0);
      g_hash_table_insert (ask->finding->matches, (gpointer) self, found);
    }
  return found;
}

/* Since the latest of another kind; where that only may be one, those before it may count too. */
static void
start_since (const CpplanAsk *ask, const CpplanSelectorTerm *since, Candidates *found, const Remarks *remarks)
{
  gboolean unknown;
  guint    event = cpplan_ask_latest (ask, since, 0, &unknown);
  if (event == CPPLAN_NO_INDEX)
    return;
  found->from = found->certain_from = cpplan_view_at (ask->view, event)->date;
  if (!unknown || ask->finding == NULL)
    return;
  CpplanAsk inner = *ask;
  inner.event = event;
  found->from = CPPLAN_DATE_NONE;
  if (remarks->needs != NULL)
    cpplan_ask_needs (&inner, since->where, remarks->needs);
}

static CpplanSlice
lend (const GArray *list)
{
  return (CpplanSlice){ (const guint *) (gpointer) list->data, list->len };
}

/* What is asked alike by every call is looked up; of what is about the trigger only those events are looked at, and
 * those that do not say what they are about. So work stays linear. */
static void
find_runs (const CpplanAsk *ask, const CpplanExpression *self, Candidates *found)
{
  const CpplanMatches *matches = find_matches (ask, self);
  if (matches != NULL)
    {
      found->runs[0] = lend (cpplan_matches_get_certain (matches));
      found->runs[1] = lend (cpplan_matches_get_doubtful (matches));
      found->are_alike = TRUE;
    }
  else if (ask->finding != NULL && is_about_trigger (self->path.latest->where))
    {
      found->runs[0] = find_about (ask->finding, ask->trigger);
      found->runs[1] = find_about (ask->finding, CPPLAN_NO_INDEX);
    }
  else
    found->runs[0].events = cpplan_by_kind (&ask->view->held, self->path.latest->kind, &found->runs[0].length);
}

static Candidates
find_candidates (const CpplanAsk *ask, const CpplanExpression *self, const Remarks *remarks)
{
  Candidates found = { .from = CPPLAN_DATE_NONE, .certain_from = CPPLAN_DATE_NONE,
                       .last = ask->finding == NULL ? ask->day : ask->finding->through };

  if (self->other.latest != NULL)
    start_since (ask, self->other.latest, &found, remarks);
  if (self->side == CPPLAN_SIDE_SINCE)
    found.from = found.certain_from = cpplan_view_at (ask->view, ask->trigger)->date;
  if (self->side == CPPLAN_SIDE_BEFORE)
    found.last = MIN (found.last, cpplan_view_at (ask->view, ask->trigger)->date);
  find_runs (ask, self, &found);
  found.next = cpplan_view_first_on (ask->view, found.runs[0].events, found.runs[0].length, found.from);
  return found;
}

static gboolean
is_candidate (const CpplanAsk *ask, const CpplanExpression *self, guint event)
{
  const CpplanView  *view = ask->view;
  const CpplanEvent *seen = cpplan_view_at (view, event);
  if (seen->kind != self->path.latest->kind || !cpplan_ask_is_of_plan (ask, self->path.latest, event))
    return FALSE;
  if (self->side == CPPLAN_SIDE_SINCE) /* what the trigger is about came before it */
    return event != ask->trigger && event != cpplan_view_resolve (view, cpplan_case_at (view->record, ask->trigger)->about)
           && cpplan_event_follows (seen, cpplan_view_at (view, ask->trigger), NULL);
  if (self->side == CPPLAN_SIDE_BEFORE)
    return event != ask->trigger && cpplan_event_follows (cpplan_view_at (view, ask->trigger), seen, NULL);
  return TRUE;
}

/* The next of them, or CPPLAN_NO_INDEX. */
static guint
take_next (const CpplanAsk *ask, const CpplanExpression *self, Candidates *among)
{
  for (; among->run < G_N_ELEMENTS (among->runs); among->run++)
    {
      const CpplanSlice *run = &among->runs[among->run];
      for (; among->next < run->length && cpplan_view_at (ask->view, run->events[among->next])->date <= among->last; among->next++)
        if (is_candidate (ask, self, run->events[among->next]))
          return run->events[among->next++];
      const CpplanSlice *other = &among->runs[1];
      among->next = cpplan_view_first_on (ask->view, other->events, other->length, among->from);
    }
  return CPPLAN_NO_INDEX;
}

/* Whether a candidate counts, if it is what is meant. */
static CpplanTruth
does_count (const CpplanAsk *ask, const Candidates *among, guint event)
{
  return cpplan_view_at (ask->view, event)->date >= among->certain_from ? CPPLAN_TRUTH_YES : CPPLAN_TRUTH_UNKNOWN;
}

static CpplanAsk
look_at (const CpplanAsk *ask, guint event)
{
  CpplanAsk inner = *ask;
  inner.event = event;
  inner.day = cpplan_view_at (ask->view, event)->date;
  return inner;
}

/* What leaves the expression open, where that is wanted. */
static void
add_needs (const CpplanAsk *ask, const CpplanExpression *expression, const Remarks *remarks)
{
  if (remarks->needs != NULL && remarks->needs->len < CPPLAN_NAMED_MAX && expression != NULL)
    cpplan_ask_needs (ask, expression, remarks->needs);
}

static void
add_lack (const Remarks *remarks, char *lack)
{
  if (remarks->lacks != NULL && remarks->lacks->len < CPPLAN_NAMED_MAX)
    g_ptr_array_add (remarks->lacks, lack);
  else
    g_free (lack);
}

/* Whether nothing more is to be told: more of the same would be found. */
static gboolean
is_told (const Remarks *remarks)
{
  return (remarks->needs == NULL || remarks->needs->len >= CPPLAN_NAMED_MAX)
         && (remarks->lacks == NULL || remarks->lacks->len >= CPPLAN_NAMED_MAX);
}

/* ---- any and every event ---- */

static CpplanTruth
ask_any (const CpplanAsk *ask, const CpplanExpression *self, const Remarks *remarks)
{
  const CpplanSelectorTerm *term = self->path.latest;
  Candidates                among = find_candidates (ask, self, remarks);
  CpplanTruth               any = CPPLAN_TRUTH_NO;
  guint                     event;

  while (any != CPPLAN_TRUTH_YES && (event = take_next (ask, self, &among)) != CPPLAN_NO_INDEX)
    {
      CpplanAsk inner = look_at (ask, event);
      any = cpplan_truth_or (any, cpplan_truth_and (does_count (ask, &among, event), cpplan_ask (&inner, term->where)));
      add_needs (&inner, term->where, remarks);
      if (among.are_alike && among.run > 0 && is_told (remarks))
        break;
    }
  if (any == CPPLAN_TRUTH_NO && remarks->lacks != NULL)
    {
      GString *text = g_string_new (NULL);
      cpplan_term_spell (term, text);
      add_lack (remarks, g_string_free (text, FALSE));
    }
  return any;
}

/* If the first then the second; @counts: whether it is asked at all. */
static CpplanTruth
ask_one_of_every (const CpplanAsk *ask, CpplanTruth counts, const CpplanExpression *where, const CpplanExpression *satisfies, const Remarks *remarks)
{
  CpplanTruth meant = cpplan_truth_and (counts, cpplan_ask (ask, where));
  CpplanTruth good = meant == CPPLAN_TRUTH_NO ? CPPLAN_TRUTH_YES : cpplan_ask (ask, satisfies);
  if (meant == CPPLAN_TRUTH_NO || good == CPPLAN_TRUTH_YES)
    return CPPLAN_TRUTH_YES;
  if (meant == CPPLAN_TRUTH_UNKNOWN)
    add_needs (ask, where, remarks);
  add_needs (ask, satisfies, remarks);
  if (meant == CPPLAN_TRUTH_YES && good == CPPLAN_TRUTH_NO && remarks->lacks != NULL
      && remarks->lacks->len < CPPLAN_NAMED_MAX)
    cpplan_ask_lacks (ask, satisfies, remarks->lacks);
  return meant == CPPLAN_TRUTH_YES ? good : CPPLAN_TRUTH_UNKNOWN;
}

/* Where all are alike, those of which it is not so come first, then those of which it may not be. */
static CpplanTruth
ask_every (const CpplanAsk *ask, const CpplanExpression *self, const Remarks *remarks)
{
  Candidates  among = find_candidates (ask, self, remarks);
  CpplanTruth every = CPPLAN_TRUTH_YES;
  guint       event;

  while ((event = take_next (ask, self, &among)) != CPPLAN_NO_INDEX)
    {
      gboolean is_settled = every == CPPLAN_TRUTH_NO || (every == CPPLAN_TRUTH_UNKNOWN && among.run > 0);
      if (among.are_alike && is_settled && (is_told (remarks) || (every == CPPLAN_TRUTH_NO && among.run > 0)))
        break; /* no more of them would change anything */
      CpplanAsk inner = look_at (ask, event);
      every = cpplan_truth_and (every, ask_one_of_every (&inner, does_count (ask, &among, event), self->path.latest->where, self->left, remarks));
    }
  return every;
}

/* ---- people ---- */

/* The role that an expression about people asks for first, for a word about what is missing. */
static const char *
find_role (const CpplanExpression *self)
{
  if (self == NULL)
    return NULL;
  if (self->kind == CPPLAN_EXPRESSION_ONE_OF && self->path.person_attribute == CPPLAN_PERSON_ROLE)
    return self->names[0];
  const char *left = find_role (self->left);
  return left != NULL ? left : find_role (self->right);
}

static const char *
name_people (const CpplanExpression *self)
{
  const char *role = find_role (self);
  return role != NULL ? role : "person";
}

static CpplanTruth
ask_people (const CpplanAsk *ask, const CpplanExpression *self, const Remarks *remarks)
{
  gboolean    is_any = self->kind == CPPLAN_EXPRESSION_ANY_PERSON;
  CpplanTruth truth = is_any ? CPPLAN_TRUTH_NO : CPPLAN_TRUTH_YES;
  CpplanAsk   inner = *ask;

  for (inner.person = 0; inner.person < ask->view->record->slots->len; inner.person++)
    {
      if (!cpplan_case_person_takes_part (ask->view->record, inner.person, ask->day)) /* not yet, or no longer */
        continue;
      if (!is_any)
        {
          truth = cpplan_truth_and (truth, ask_one_of_every (&inner, CPPLAN_TRUTH_YES, self->left, self->right, remarks));
          continue;
        }
      truth = cpplan_truth_or (truth, cpplan_ask (&inner, self->left));
      add_needs (&inner, self->left, remarks);
      if (truth == CPPLAN_TRUTH_YES)
        return truth;
    }
  if (is_any && truth == CPPLAN_TRUTH_NO)
    add_lack (remarks, g_strdup (name_people (self->left)));
  return truth;
}

/* ---- covered: no day without ---- */

/* Days on which something was so for certain, or may have been. */
typedef struct
{
  CpplanDate from;
  CpplanDate certain_last;
  CpplanDate possible_last;
} Stretch;

static gint
compare_stretches (gconstpointer a, gconstpointer b)
{
  const Stretch *x = a;
  const Stretch *y = b;
  return (x->from > y->from) - (x->from < y->from);
}

/* The first day from @first to @last that no stretch reaches; past @last where all are reached. */
static CpplanDate
first_uncovered (const GArray *stretches, CpplanDate first, CpplanDate last, gboolean certain)
{
  CpplanDate day = first;
  for (guint i = 0; i < stretches->len && day <= last; i++)
    {
      const Stretch *stretch = &g_array_index (stretches, Stretch, i);
      if (stretch->from > day)
        break;
      day = MAX (day, (certain ? stretch->certain_last : stretch->possible_last) + 1);
    }
  return day;
}

static CpplanTruth
judge_cover (GArray *stretches, CpplanDate first, CpplanDate last, const char *what, const Remarks *remarks)
{
  char buffer[CPPLAN_DATE_BUFFER];

  g_array_sort (stretches, compare_stretches);
  if (first_uncovered (stretches, first, last, TRUE) > last)
    return CPPLAN_TRUTH_YES;
  CpplanDate day = first_uncovered (stretches, first, last, FALSE);
  if (day > last)
    return CPPLAN_TRUTH_UNKNOWN;
  add_lack (remarks, g_strdup_printf ("%s on %s", what, cpplan_date_format (day, buffer)));
  return CPPLAN_TRUTH_NO;
}

/* Events with an until; one that is not recorded may be any day. An absence without one has certainly its first day. */
static CpplanTruth
ask_covered (const CpplanAsk *ask, const CpplanExpression *self, const Remarks *remarks)
{
  g_autoptr (GArray)        stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  const CpplanSelectorTerm *term = self->path.latest;
  const CpplanEvent        *trigger = cpplan_view_at (ask->view, ask->trigger);
  CpplanDate                until = cpplan_event_get_date_of (trigger, CPPLAN_ATTRIBUTE_UNTIL);
  CpplanDate                through = ask->finding->through;
  guint                     length;
  const guint              *events = cpplan_by_kind (&ask->view->held, term->kind, &length);

  for (guint i = 0; i < length && cpplan_view_at (ask->view, events[i])->date <= through; i++)
    {
      const CpplanEvent *event = cpplan_view_at (ask->view, events[i]);
      CpplanDate         last = cpplan_event_get_date_of (event, CPPLAN_ATTRIBUTE_UNTIL);
      CpplanAsk          inner = look_at (ask, events[i]);
      CpplanTruth        truth = cpplan_ask (&inner, term->where);
      add_needs (&inner, term->where, remarks);
      if (truth == CPPLAN_TRUTH_NO)
        continue;
      CpplanDate possible = last == CPPLAN_DATE_NONE ? through : last;
      CpplanDate certain = truth == CPPLAN_TRUTH_UNKNOWN ? event->date - 1 : last == CPPLAN_DATE_NONE ? event->date : last;
      g_array_append_val (stretches, ((Stretch){ event->date, certain, possible }));
      if (last == CPPLAN_DATE_NONE && remarks->needs != NULL)
        g_ptr_array_add (remarks->needs, g_strdup_printf ("%s.until", event->id));
    }
  const char *what = cpplan_event_kind_to_string (term->kind);
  CpplanDate  last = until == CPPLAN_DATE_NONE ? trigger->date : MIN (until, through);
  CpplanTruth truth = judge_cover (stretches, trigger->date, last, what, remarks);
  if (until != CPPLAN_DATE_NONE || truth == CPPLAN_TRUTH_NO
      || first_uncovered (stretches, trigger->date, through, TRUE) > through)
    return truth;
  if (remarks->needs != NULL)
    g_ptr_array_add (remarks->needs, g_strdup_printf ("%s.until", trigger->id));
  return CPPLAN_TRUTH_UNKNOWN; /* it may have ended before the cover did */
}

static gint
compare_days (gconstpointer a, gconstpointer b)
{
  CpplanDate x = *(const CpplanDate *) a;
  CpplanDate y = *(const CpplanDate *) b;
  return (x > y) - (x < y);
}

/* What is so of a person changes only where one of their parts begins or has ended. */
static void
add_stretches_of (CpplanAsk *ask, const CpplanExpression *expression, CpplanDate first, CpplanDate last, GArray *stretches, const Remarks *remarks)
{
  g_autoptr (GArray)      days = g_array_new (FALSE, FALSE, sizeof (CpplanDate));
  const CpplanPersonSlot *slot = &g_array_index (ask->view->record->slots, CpplanPersonSlot, ask->person);

  g_array_append_val (days, first);
  for (guint i = 0; i < slot->parts->len; i++)
    {
      const CpplanPerson *part = g_ptr_array_index (ask->view->record->people, g_array_index (slot->parts, guint, i));
      CpplanDate          after = part->facts.until == CPPLAN_DATE_NONE ? CPPLAN_DATE_NONE : part->facts.until + 1;
      if (part->facts.from != CPPLAN_DATE_NONE && part->facts.from > first && part->facts.from <= last)
        g_array_append_val (days, part->facts.from);
      if (after != CPPLAN_DATE_NONE && after > first && after <= last)
        g_array_append_val (days, after);
    }
  g_array_sort (days, compare_days);
  for (guint i = 0; i < days->len; i++)
    {
      ask->day = g_array_index (days, CpplanDate, i);
      CpplanDate  end = i + 1 < days->len ? g_array_index (days, CpplanDate, i + 1) - 1 : last;
      CpplanTruth truth = cpplan_ask (ask, expression);
      add_needs (ask, expression, remarks);
      if (truth != CPPLAN_TRUTH_NO)
        g_array_append_val (stretches, ((Stretch){ ask->day, truth == CPPLAN_TRUTH_YES ? end : ask->day - 1, end }));
    }
}

static CpplanTruth
ask_covered_people (const CpplanAsk *ask, const CpplanExpression *self, const Remarks *remarks)
{
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  CpplanDate         first = cpplan_view_at (ask->view, ask->trigger)->date;
  CpplanDate         last = MIN (MIN (ask->finding->through, ask->finding->plan_last), ask->finding->close);
  CpplanAsk          inner = *ask;

  for (inner.person = 0; inner.person < ask->view->record->slots->len; inner.person++)
    add_stretches_of (&inner, self->left, first, last, stretches, remarks);
  return judge_cover (stretches, first, last, name_people (self->left), remarks);
}

/* ---- unchanged ---- */

/* The entry of the trigger's kind before it, in the same plan; none where something lies between that may change it. */
static guint
find_entry_before (const CpplanAsk *ask, const CpplanExpression *self)
{
  const CpplanEvent       *trigger = cpplan_view_at (ask->view, ask->trigger);
  const CpplanSelectorTerm within = { .inside_plan = TRUE, .kind = trigger->kind };
  guint                    length;
  const guint             *events = cpplan_by_kind (&ask->view->held, trigger->kind, &length);
  gboolean                 unknown;
  guint                    i = cpplan_view_first_on (ask->view, events, length, trigger->date);

  while (i < length && events[i] != ask->trigger)
    i++;
  if (i == 0 || !cpplan_ask_is_of_plan (ask, &within, events[i - 1]))
    return CPPLAN_NO_INDEX;
  if (self->other.latest == NULL)
    return events[i - 1];
  guint between = cpplan_ask_latest (ask, self->other.latest, 0, &unknown);
  if (between != CPPLAN_NO_INDEX && cpplan_view_at (ask->view, between)->date > cpplan_view_at (ask->view, events[i - 1])->date)
    return CPPLAN_NO_INDEX;
  return events[i - 1];
}

/* Those of the term that are about an entry, as if that were the trigger. */
static GArray *
find_parts (const CpplanAsk *ask, const CpplanSelectorTerm *term, guint entry)
{
  GArray       *parts = g_array_new (FALSE, FALSE, sizeof (guint));
  const GArray *about = g_hash_table_lookup (ask->finding->about, GUINT_TO_POINTER (entry));
  for (guint i = 0; about != NULL && i < about->len; i++)
    {
      guint     event = g_array_index (about, guint, i);
      CpplanAsk inner = look_at (ask, event);
      if (cpplan_view_at (ask->view, event)->kind == term->kind && cpplan_ask (&inner, term->where) == CPPLAN_TRUTH_YES)
        g_array_append_val (parts, event);
    }
  return parts;
}

/* Whether a part stands unchanged among those of the later entry. */
static CpplanTruth
stands_among (const CpplanAsk *ask, guint part, const GArray *later, const Remarks *remarks)
{
  const CpplanEvent *event = cpplan_view_at (ask->view, part);
  const char        *name = cpplan_event_get_text (event, CPPLAN_ATTRIBUTE_NAME);
  const char        *statement = cpplan_event_get_text (event, CPPLAN_ATTRIBUTE_STATEMENT);
  const CpplanEvent *found = NULL;

  for (guint i = 0; name != NULL && found == NULL && i < later->len; i++)
    {
      const CpplanEvent *other = cpplan_view_at (ask->view, g_array_index (later, guint, i));
      if (g_strcmp0 (cpplan_event_get_text (other, CPPLAN_ATTRIBUTE_NAME), name) == 0)
        found = other;
    }
  const char *now = found == NULL ? NULL : cpplan_event_get_text (found, CPPLAN_ATTRIBUTE_STATEMENT);
  if (name == NULL || (found != NULL && (statement == NULL || now == NULL)))
    {
      if (remarks->needs != NULL)
        g_ptr_array_add (remarks->needs, g_strdup_printf ("%s.%s", statement == NULL || name == NULL ? event->id : found->id,
                                                          name == NULL ? "name" : "statement"));
      return CPPLAN_TRUTH_UNKNOWN;
    }
  if (found != NULL && strcmp (statement, now) == 0)
    return CPPLAN_TRUTH_YES;
  add_lack (remarks, g_strdup_printf ("%s unchanged", event->id));
  return CPPLAN_TRUTH_NO;
}

static CpplanTruth
ask_unchanged (const CpplanAsk *ask, const CpplanExpression *self, const Remarks *remarks)
{
  guint       before = find_entry_before (ask, self);
  CpplanTruth every = CPPLAN_TRUTH_YES;
  if (before == CPPLAN_NO_INDEX)
    return every;
  g_autoptr (GArray) earlier = find_parts (ask, self->path.latest, before);
  g_autoptr (GArray) later = find_parts (ask, self->path.latest, ask->trigger);
  for (guint i = 0; i < earlier->len; i++)
    every = cpplan_truth_and (every, stands_among (ask, g_array_index (earlier, guint, i), later, remarks));
  return every;
}

/* ---- consecutive ---- */

/* Whether the event is the last of so many in a row, close enough to the first of them. Where one in between may not
 * be of that kind at all, the row is not known. */
static CpplanTruth
ask_consecutive (const CpplanAsk *ask, const CpplanExpression *self, const Remarks *remarks)
{
  const CpplanSelectorTerm *term = self->path.latest;
  guint                     length;
  const guint              *events = cpplan_by_kind (&ask->view->held, term->kind, &length);
  guint                     i = cpplan_view_first_on (ask->view, events, length, ask->day + 1);
  guint                     found = 0;
  CpplanTruth               row = CPPLAN_TRUTH_YES;

  while (i > 0 && events[i - 1] != ask->event)
    i--;
  for (; i > 0 && found < self->count && row != CPPLAN_TRUTH_NO; i--)
    {
      CpplanAsk   inner = look_at (ask, events[i - 1]);
      CpplanTruth meant = cpplan_ask (&inner, term->where);
      if (meant == CPPLAN_TRUTH_NO && found > 0)
        continue;
      CpplanTruth failed = cpplan_truth_and (meant, cpplan_ask (&inner, self->left));
      add_needs (&inner, term->where, remarks);
      add_needs (&inner, self->left, remarks);
      row = cpplan_truth_and (row, meant == CPPLAN_TRUTH_UNKNOWN && found > 0 ? CPPLAN_TRUTH_UNKNOWN : failed);
      if (++found < self->count || row == CPPLAN_TRUTH_NO)
        continue;
      CpplanDue reach = cpplan_count_forward (ask->finding->evaluation->calendar, ask->finding->rule, inner.day, self->period);
      if (reach.due != CPPLAN_DATE_NONE ? ask->day > reach.due : FALSE)
        return CPPLAN_TRUTH_NO;
      if (reach.due == CPPLAN_DATE_NONE && (reach.at_least == CPPLAN_DATE_NONE || ask->day > reach.at_least))
        return CPPLAN_TRUTH_UNKNOWN;
    }
  return found < self->count ? CPPLAN_TRUTH_NO : row;
}

CpplanTruth
cpplan_ask_question (const CpplanAsk *ask, const CpplanExpression *self, GPtrArray *needs, GPtrArray *lacks)
{
  const Remarks remarks = { needs, lacks };
  if (self->kind == CPPLAN_EXPRESSION_ANY)
    return ask_any (ask, self, &remarks);
  if (self->kind == CPPLAN_EXPRESSION_EVERY)
    return ask_every (ask, self, &remarks);
  if (self->kind == CPPLAN_EXPRESSION_COVERED)
    return ask_covered (ask, self, &remarks);
  if (self->kind == CPPLAN_EXPRESSION_COVERED_PEOPLE)
    return ask_covered_people (ask, self, &remarks);
  if (self->kind == CPPLAN_EXPRESSION_UNCHANGED)
    return ask_unchanged (ask, self, &remarks);
  if (self->kind == CPPLAN_EXPRESSION_CONSECUTIVE)
    return ask_consecutive (ask, self, &remarks);
  return ask_people (ask, self, &remarks);
}
