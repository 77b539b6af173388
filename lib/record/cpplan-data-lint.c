/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checks of the record itself. Each asks for something that is recorded and cannot be so, or that two entries say
 * differently; what is only not recorded is no reason to warn. Superseded, withdrawn and not yet known entries and
 * appointments are not looked at: a view has them sorted out already.
 *
 * Numbers are those of the validation rules of the children in need census of the Department for Education. */
#include "cpplan-data-checks-private.h"
#include "cpplan-data-lint-private.h"

#include <string.h>

typedef struct
{
  guint          index; /* of the event that it is about, or CPPLAN_NO_INDEX: the child, a person */
  CpplanWarning *warning;
} Found;

/* ---- asking the view ---- */

static guint
last_of (const CpplanDataLint *self, const guint *events, guint length, CpplanDate date)
{
  guint n = cpplan_view_first_on (self->view, events, length, date + 1);
  return n == 0 ? CPPLAN_NO_INDEX : events[n - 1];
}

guint
cpplan_data_last_by (const CpplanDataLint *self, const GArray *events, CpplanDate date)
{
  return last_of (self, (const guint *) events->data, events->len, date);
}

guint
cpplan_data_latest (const CpplanDataLint *self, CpplanEventKind kind, CpplanDate date)
{
  guint        length;
  const guint *events = cpplan_by_kind (&self->view->held, kind, &length);
  return last_of (self, events, length, date);
}

guint
cpplan_data_next_after (const CpplanDataLint *self, CpplanEventKind kind, CpplanDate date)
{
  guint        length;
  const guint *events = cpplan_by_kind (&self->view->held, kind, &length);
  guint        n = cpplan_view_first_on (self->view, events, length, date + 1);
  return n == length ? CPPLAN_NO_INDEX : events[n];
}

gboolean
cpplan_data_any_between (const CpplanDataLint *self, const CpplanEventKind *kinds, CpplanDate first, CpplanDate last)
{
  for (gsize i = 0; kinds[i] != 0; i++)
    {
      guint index = cpplan_data_latest (self, kinds[i], last);
      if (index != CPPLAN_NO_INDEX && cpplan_data_day (self, index) >= first)
        return TRUE;
    }
  return FALSE;
}

guint
cpplan_data_referred_to (const CpplanDataLint *self, guint index, CpplanAttribute attribute)
{
  const char *id = cpplan_event_get_text (cpplan_data_at (self, index), attribute);
  gpointer    target;
  if (id == NULL || !g_hash_table_lookup_extended (self->view->record->event_of, id, NULL, &target))
    return CPPLAN_NO_INDEX;
  return cpplan_view_resolve (self->view, GPOINTER_TO_UINT (target));
}

/* ---- putting the warnings together ---- */

static void
free_warning (gpointer data)
{
  CpplanWarning *warning = data;
  g_free ((char *) warning->message);
  g_free (warning);
}

static void
add (CpplanDataLint *self, guint index, const char *id, const char *subject, char *message)
{
  Found found = { index, g_new (CpplanWarning, 1) };
  *found.warning = (CpplanWarning){ id, subject, message };
  g_array_append_val (self->found, found);
}

static char *
fill_in (const CpplanDataLint *self, const char *message, guint other)
{
  const char *mark = strchr (message, '@');
  if (mark == NULL)
    return g_strdup (message);
  return g_strdup_printf ("%.*s%s%s", (int) (mark - message), message, cpplan_data_at (self, other)->id, mark + 1);
}

static void
add_about (CpplanDataLint *self, guint index, const char *id, const char *message, guint other)
{
  add (self, index, id, cpplan_data_at (self, index)->id, fill_in (self, message, other));
}

static gboolean
is_for_kind (const CpplanEventKind *kinds, CpplanEventKind kind)
{
  if (kinds[0] == 0)
    return TRUE;
  for (gsize i = 0; kinds[i] != 0; i++)
    if (kinds[i] == kind)
      return TRUE;
  return FALSE;
}

static void
check_event (CpplanDataLint *self, const CpplanDataCheck *checks, guint index)
{
  for (gsize i = 0; checks[i].id != NULL; i++)
    {
      guint other = CPPLAN_NO_INDEX;
      if (is_for_kind (checks[i].kinds, cpplan_data_at (self, index)->kind) && checks[i].is_wrong (self, index, &other))
        add_about (self, index, checks[i].id, checks[i].message, other);
    }
}

static void
check_events (CpplanDataLint *self)
{
  for (guint i = 0; i < self->view->order->len; i++)
    {
      guint index = g_array_index (self->view->order, guint, i);
      check_event (self, cpplan_data_plan_checks, index);
      check_event (self, cpplan_data_entry_checks, index);
    }
}

static void
check_doubles (CpplanDataLint *self)
{
  const CpplanView *view = self->view;
  for (guint i = 0; i < view->doubles->len; i++)
    {
      guint index = g_array_index (view->doubles, guint, i);
      add_about (self, index, "DATA-SAME-DAY", "taken for the same meeting as @, on the same day",
                 view->meeting[index]);
    }
}

/* Whether two entries can be about one event: whatever both record is the same. */
static gboolean
agree (const CpplanEvent *a, const CpplanEvent *b)
{
  for (guint i = 0; i < a->values->len; i++)
    {
      const CpplanValue *value = &g_array_index (a->values, CpplanValue, i);
      const CpplanValue *own = cpplan_event_find_value (b, value->attribute);
      if (own != NULL && value->type == CPPLAN_TYPE_TRUTH && own->as.truth != value->as.truth)
        return FALSE;
      if (own != NULL && value->type == CPPLAN_TYPE_CHOICE && strcmp (own->as.text, value->as.text) != 0)
        return FALSE;
    }
  return !(a->has_seq && b->has_seq && a->seq != b->seq);
}

/* A second visit on a day is one to another place, or one that found the child after one that did not. */
static void
check_visits (CpplanDataLint *self)
{
  guint                  length;
  const guint           *visits = cpplan_by_kind (&self->view->held, CPPLAN_EVENT_KIND_VISIT, &length);
  g_autoptr (GHashTable) first_of = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < length; i++)
    {
      gpointer by = GUINT_TO_POINTER (cpplan_case_at (self->view->record, visits[i])->by);
      gpointer first;
      if (i > 0 && cpplan_data_day (self, visits[i]) != cpplan_data_day (self, visits[i - 1]))
        g_hash_table_remove_all (first_of);
      if (by == GUINT_TO_POINTER (CPPLAN_NO_INDEX))
        continue;
      if (!g_hash_table_lookup_extended (first_of, by, NULL, &first))
        g_hash_table_insert (first_of, by, GUINT_TO_POINTER (visits[i]));
      else if (agree (cpplan_data_at (self, visits[i]), cpplan_data_at (self, GPOINTER_TO_UINT (first))))
        add_about (self, visits[i], "DATA-SAME-VISIT", "looks like the same visit as @", GPOINTER_TO_UINT (first));
    }
}

static void
check_people (CpplanDataLint *self)
{
  const GPtrArray *people = self->view->record->people;
  for (guint i = 0; i < people->len; i++)
    {
      const CpplanPersonFacts *facts = cpplan_person_get_facts (g_ptr_array_index (people, i));
      if (facts->from != CPPLAN_DATE_NONE && facts->until != CPPLAN_DATE_NONE && facts->until < facts->from)
        add (self, CPPLAN_NO_INDEX, "DATA-PART-DATES", facts->id,
             g_strdup ("a part in the case that ends before it begins"));
    }
}

/* No pregnancy goes beyond 46 weeks, and nobody is born alive before 20: the expected day is at 40. */
static void
check_birth (CpplanDataLint *self)
{
  enum
  {
    EARLIEST = 20 * 7,
    LATEST = 6 * 7,
    OVERDUE = 30, /* as the census has it */
  };
  const CpplanCase *record = self->view->record;

  if (record->expected == CPPLAN_DATE_NONE)
    return;
  if (record->born == CPPLAN_DATE_NONE)
    {
      if (self->view->as_of > record->expected + OVERDUE && self->death == CPPLAN_DATE_NONE)
        add (self, CPPLAN_NO_INDEX, "DATA-8530", "child",
             g_strdup ("expected more than 30 days ago, and no birth is recorded"));
    }
  else if (record->born < record->expected - EARLIEST || record->born > record->expected + LATEST)
    add (self, CPPLAN_NO_INDEX, "DATA-8525", "child", g_strdup ("born on a day that the expected one rules out"));
}

static gint
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *x = a;
  const Found *y = b;
  /* without an event comes first: adding 1 takes CPPLAN_NO_INDEX to 0 */
  if (x->index != y->index)
    return x->index + 1 < y->index + 1 ? -1 : 1;
  gint order = strcmp (x->warning->subject, y->warning->subject);
  return order != 0 ? order : strcmp (x->warning->id, y->warning->id);
}

static GPtrArray *
gather (GArray *found)
{
  GPtrArray *warnings = g_ptr_array_new_with_free_func (free_warning);
  const Found *kept = NULL;
  g_array_sort (found, compare_found);
  for (guint i = 0; i < found->len; i++)
    {
      const Found *entry = &g_array_index (found, Found, i);
      if (kept != NULL && compare_found (entry, kept) == 0)
        free_warning (entry->warning);
      else
        {
          kept = entry;
          g_ptr_array_add (warnings, entry->warning);
        }
    }
  return warnings;
}

/* Letters, notes and the like say nothing of when the authority came to know the child. */
static guint
find_first (const CpplanView *view)
{
  static const CpplanEventKind paper[] = {
    CPPLAN_EVENT_KIND_NOTES_CIRCULATED, CPPLAN_EVENT_KIND_COUNTERSIGNED, CPPLAN_EVENT_KIND_REPORT_SENT,
    CPPLAN_EVENT_KIND_REPORT_SHARED,    CPPLAN_EVENT_KIND_INFORMED,      CPPLAN_EVENT_KIND_LETTER_SENT,
    0,
  };
  for (guint i = 0; i < view->order->len; i++)
    {
      guint index = g_array_index (view->order, guint, i);
      if (!is_for_kind (paper, cpplan_view_at (view, index)->kind))
        return index;
    }
  return CPPLAN_NO_INDEX;
}

static gboolean
may_begin_enquiry (const CpplanEvent *event)
{
  return event->kind == CPPLAN_EVENT_KIND_STRATEGY_DISCUSSION
         && cpplan_event_get_truth (event, CPPLAN_ATTRIBUTE_SECTION_47_INITIATED) != CPPLAN_TRUTH_NO;
}

static gboolean
may_ask_for_enquiry (const CpplanEvent *event)
{
  return event->kind == CPPLAN_EVENT_KIND_REFERRAL
         && g_strcmp0 (cpplan_event_get_text (event, CPPLAN_ATTRIBUTE_BASIS), "section-17") != 0;
}

/* What is not recorded of them counts for an enquiry. */
static void
gather_enquiries (CpplanDataLint *self)
{
  for (guint i = 0; i < self->view->order->len; i++)
    {
      guint              index = g_array_index (self->view->order, guint, i);
      const CpplanEvent *event = cpplan_data_at (self, index);
      gboolean           begins = may_begin_enquiry (event);
      if (begins)
        g_array_append_val (self->discussions, index);
      if (begins || may_ask_for_enquiry (event) || event->kind == CPPLAN_EVENT_KIND_SECTION_47_CONCLUDED)
        g_array_append_val (self->enquiries, index);
    }
}

static void
gather_plans (CpplanDataLint *self)
{
  for (guint i = 0; i < self->view->episodes->len; i++)
    if (cpplan_data_is_certain (&g_array_index (self->view->episodes, CpplanEpisode, i)))
      g_array_append_val (self->certain, i);
}

GPtrArray *
cpplan_view_lint (const CpplanView *view)
{
  CpplanDataLint self = {
    .view = view,
    .death = CPPLAN_DATE_NONE,
    .first = find_first (view),
    .certain = g_array_new (FALSE, FALSE, sizeof (guint)),
    .discussions = g_array_new (FALSE, FALSE, sizeof (guint)),
    .enquiries = g_array_new (FALSE, FALSE, sizeof (guint)),
    .found = g_array_new (FALSE, FALSE, sizeof (Found)),
  };
  guint        n_deaths;
  const guint *deaths = cpplan_by_kind (&view->held, CPPLAN_EVENT_KIND_DEATH, &n_deaths);

  if (n_deaths > 0)
    self.death = cpplan_data_day (&self, deaths[0]);
  gather_plans (&self);
  gather_enquiries (&self);
  check_birth (&self);
  check_people (&self);
  check_doubles (&self);
  check_visits (&self);
  check_events (&self);
  GPtrArray *warnings = gather (self.found);
  g_array_unref (self.certain);
  g_array_unref (self.discussions);
  g_array_unref (self.enquiries);
  g_array_unref (self.found);
  return warnings;
}
