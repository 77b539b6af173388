/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Expressions over a record, in Kleene's strong logic: what is not recorded is unknown, not false. */
#include "cpplan-engine-private.h"

#include <string.h>

CpplanTruth
cpplan_truth_and (CpplanTruth a, CpplanTruth b)
{
  if (a == CPPLAN_TRUTH_NO || b == CPPLAN_TRUTH_NO)
    return CPPLAN_TRUTH_NO;
  return a == CPPLAN_TRUTH_YES && b == CPPLAN_TRUTH_YES ? CPPLAN_TRUTH_YES : CPPLAN_TRUTH_UNKNOWN;
}

CpplanTruth
cpplan_truth_not (CpplanTruth a)
{
  if (a == CPPLAN_TRUTH_UNKNOWN)
    return CPPLAN_TRUTH_UNKNOWN;
  return a == CPPLAN_TRUTH_YES ? CPPLAN_TRUTH_NO : CPPLAN_TRUTH_YES;
}

CpplanTruth
cpplan_truth_or (CpplanTruth a, CpplanTruth b)
{
  return cpplan_truth_not (cpplan_truth_and (cpplan_truth_not (a), cpplan_truth_not (b)));
}

static CpplanTruth
yes_if (gboolean condition)
{
  return condition ? CPPLAN_TRUTH_YES : CPPLAN_TRUTH_NO;
}

/* ---- where a path leads ---- */

static gboolean
is_recorded (const CpplanAsk *ask, guint event, CpplanAttribute attribute)
{
  return cpplan_event_find_value (cpplan_view_at (ask->view, event), attribute) != NULL
         || cpplan_view_get_truth (ask->view, event, attribute) != CPPLAN_TRUTH_UNKNOWN;
}

/* Whether the event lies in the plan that a gate asks about, where the term wants that. */
static gboolean
is_of_plan (const CpplanAsk *ask, const CpplanSelectorTerm *term, guint event)
{
  return !term->inside_plan || ask->gate == NULL
         || cpplan_event_follows (cpplan_view_at (ask->view, event), cpplan_view_at (ask->view, ask->gate->plan_start), NULL);
}

/* The latest event of the term on or before the day, that has the attribute recorded unless that is 0;
 * @out_unknown: it only may be of the term. */
static guint
find_latest (const CpplanAsk *ask, const CpplanSelectorTerm *term, CpplanAttribute attribute, gboolean *out_unknown)
{
  guint        length;
  const guint *events = cpplan_by_kind (&ask->view->held, term->kind, &length);
  CpplanAsk    inner = *ask;

  *out_unknown = FALSE;
  for (guint i = cpplan_view_first_on (ask->view, events, length, ask->day + 1); i > 0; i--)
    {
      inner.event = events[i - 1];
      if (!is_of_plan (ask, term, events[i - 1]) || (attribute != 0 && !is_recorded (ask, events[i - 1], attribute)))
        continue;
      switch (cpplan_ask (&inner, term->where))
        {
        case CPPLAN_TRUTH_YES:
          return events[i - 1];
        case CPPLAN_TRUTH_UNKNOWN:
          *out_unknown = TRUE;
          return events[i - 1];
        case CPPLAN_TRUTH_NO:
          break;
        }
    }
  return CPPLAN_NO_INDEX;
}

/* The event that carries the path's attribute (of a bare variable, the event itself). */
static guint
event_of (const CpplanAsk *ask, const CpplanPath *path, gboolean *out_unknown)
{
  *out_unknown = FALSE;
  switch (path->root)
    {
    case CPPLAN_ROOT_EVENT:
      return ask->event;
    case CPPLAN_ROOT_TRIGGER:
      return ask->trigger;
    case CPPLAN_ROOT_ANCHOR:
      return ask->anchor;
    case CPPLAN_ROOT_LATEST:
      return find_latest (ask, path->latest, 0, out_unknown);
    case CPPLAN_ROOT_KNOWN:
      return find_latest (ask, path->latest, path->attribute, out_unknown);
    case CPPLAN_ROOT_PERSON:
    case CPPLAN_ROOT_MEMBER:
      return CPPLAN_NO_INDEX;
    }
  g_return_val_if_reached (CPPLAN_NO_INDEX);
}

/* What a path comes to. */
typedef enum
{
  FOUND,   /* there is a value */
  ABSENT,  /* there is no event, or its kind has no such attribute: nothing to be known */
  UNKNOWN, /* the attribute is not recorded */
} Finding;

typedef struct
{
  Finding            finding;
  guint              event;
  guint              person; /* slot */
  const CpplanValue *value;  /* NULL: a truth that follows, an event or a person itself */
  CpplanTruth        truth;
} Value;

static Value
look_up_attribute (const CpplanAsk *ask, const CpplanPath *path)
{
  gboolean unknown;
  Value    found = { ABSENT, event_of (ask, path, &unknown), CPPLAN_NO_INDEX, NULL, CPPLAN_TRUTH_UNKNOWN };
  if (found.event == CPPLAN_NO_INDEX && path->root == CPPLAN_ROOT_KNOWN)
    found.finding = UNKNOWN; /* what nothing tells is not known */
  if (found.event == CPPLAN_NO_INDEX)
    return found;
  if (path->attribute == 0)
    {
      found.finding = FOUND;
      return found;
    }

  const CpplanEvent *event = cpplan_view_at (ask->view, found.event);
  CpplanType         type;
  if (!cpplan_schema_get_type (event->kind, path->attribute, &type))
    return found;
  found.value = cpplan_event_find_value (event, path->attribute);
  found.finding = found.value == NULL || unknown ? UNKNOWN : FOUND;
  if (type == CPPLAN_TYPE_TRUTH)
    {
      found.truth = cpplan_view_get_truth (ask->view, found.event, path->attribute);
      found.finding = found.truth == CPPLAN_TRUTH_UNKNOWN || unknown ? UNKNOWN : FOUND;
    }
  else if (type == CPPLAN_TYPE_PERSON && found.value != NULL)
    found.person = cpplan_case_find_person (ask->view->record, found.value->as.text);
  else if (type == CPPLAN_TYPE_EVENT && found.value != NULL)
    {
      /* about is found beforehand; other references are few */
      const CpplanCaseEvent *entry = cpplan_case_at (ask->view->record, found.event);
      guint target = path->attribute == CPPLAN_ATTRIBUTE_ABOUT
                       ? entry->about
                       : GPOINTER_TO_UINT (g_hash_table_lookup (ask->view->record->event_of, found.value->as.text));
      found.event = cpplan_view_resolve (ask->view, target);
    }
  return found;
}

static Value
look_up (const CpplanAsk *ask, const CpplanPath *path)
{
  if (path->root == CPPLAN_ROOT_MEMBER || path->root == CPPLAN_ROOT_PERSON)
    {
      guint person = path->root == CPPLAN_ROOT_MEMBER ? ask->member : ask->person;
      return (Value){ person == CPPLAN_NO_INDEX ? ABSENT : FOUND, CPPLAN_NO_INDEX, person, NULL, CPPLAN_TRUTH_UNKNOWN };
    }
  return look_up_attribute (ask, path);
}

/* ---- the leaves ---- */

static CpplanTruth
ask_one_of (const CpplanAsk *ask, const CpplanExpression *self, const Value *value)
{
  CpplanTruth any = CPPLAN_TRUTH_NO;
  if (self->path.person_attribute == 0)
    return yes_if (cpplan_name_in (value->value->as.text, (const char *const *) self->names));
  for (gsize i = 0; self->names[i] != NULL; i++)
    any = cpplan_truth_or (any, cpplan_case_person_has (ask->view->record, value->person, self->path.person_attribute,
                                                        self->names[i], ask->day));
  return any;
}

static CpplanTruth
ask_truth (const CpplanAsk *ask, const CpplanExpression *self, const Value *value)
{
  if (self->path.person_attribute == 0)
    return value->truth;
  return cpplan_case_person_is (ask->view->record, value->person, self->path.person_attribute, ask->day);
}

static CpplanTruth
ask_includes (const CpplanAsk *ask, const CpplanExpression *self, const Value *value)
{
  const char *name;
  if (self->names != NULL)
    name = self->names[0];
  else
    {
      Value other = look_up (ask, &self->other);
      if (other.finding == UNKNOWN)
        return CPPLAN_TRUTH_UNKNOWN;
      if (other.finding == ABSENT || other.person == CPPLAN_NO_INDEX)
        return CPPLAN_TRUTH_NO;
      name = g_array_index (ask->view->record->slots, CpplanPersonSlot, other.person).id;
    }
  return yes_if (cpplan_name_in (name, (const char *const *) value->value->as.list));
}

static CpplanTruth
ask_same (const CpplanAsk *ask, const CpplanExpression *self, const Value *value)
{
  Value other = look_up (ask, &self->other);
  if (other.finding == UNKNOWN)
    return CPPLAN_TRUTH_UNKNOWN;
  if (other.finding == ABSENT)
    return CPPLAN_TRUTH_NO;
  if (self->path.type == CPPLAN_TYPE_PERSON)
    return yes_if (value->person == other.person);
  return yes_if (value->event != CPPLAN_NO_INDEX && value->event == other.event);
}

/* A child is under an age until the day on which it is reached. */
static CpplanTruth
ask_age (const CpplanAsk *ask, const CpplanExpression *self)
{
  CpplanDate born = ask->view->record->born;
  CpplanDate reached;
  gint       months = self->period.unit == CPPLAN_UNIT_YEARS ? self->period.count * 12 : self->period.count;

  if (born == CPPLAN_DATE_NONE)
    return CPPLAN_TRUTH_UNKNOWN;
  if (!cpplan_date_add_months (born, months, CPPLAN_MONTH_END_NEXT, &reached, NULL, NULL))
    reached = G_MAXINT32; /* past the year 2199 */
  switch (self->comparison)
    {
    case CPPLAN_COMPARE_LESS:
      return yes_if (ask->day < reached);
    case CPPLAN_COMPARE_AT_MOST:
      return yes_if (ask->day <= reached);
    case CPPLAN_COMPARE_MORE:
      return yes_if (ask->day > reached);
    case CPPLAN_COMPARE_AT_LEAST:
      return yes_if (ask->day >= reached);
    }
  g_return_val_if_reached (CPPLAN_TRUTH_UNKNOWN);
}

/* ---- what only gates ask ---- */

/* Whether an event of a term was recorded, on or before the day and not before @from. */
static CpplanTruth
ask_any (const CpplanAsk *ask, const CpplanExpression *self, GPtrArray *needs)
{
  const CpplanSelectorTerm *term = self->path.latest;
  gboolean                  unknown = FALSE;
  guint  since = self->other.latest == NULL ? CPPLAN_NO_INDEX : find_latest (ask, self->other.latest, 0, &unknown);
  CpplanDate   from = since == CPPLAN_NO_INDEX ? CPPLAN_DATE_NONE : cpplan_view_at (ask->view, since)->date;
  CpplanTruth  any = CPPLAN_TRUTH_NO;
  guint        length;
  const guint *events = cpplan_by_kind (&ask->view->held, term->kind, &length);

  for (guint i = cpplan_view_first_on (ask->view, events, length, from); i < length && cpplan_view_at (ask->view, events[i])->date <= ask->day; i++)
    {
      CpplanAsk inner = *ask;
      inner.event = events[i];
      inner.day = cpplan_view_at (ask->view, events[i])->date;
      if (!is_of_plan (ask, term, events[i]))
        continue;
      any = cpplan_truth_or (any, cpplan_ask (&inner, term->where));
      if (needs != NULL && term->where != NULL)
        cpplan_ask_needs (&inner, term->where, needs);
    }
  return any;
}

/* A bar opens on its day itself. Where that day was clamped, it is open to doubt on that day alone; where the calendar
 * does not reach it, a day before the earliest that it can be is certainly too early. */
static CpplanTruth
ask_clear (const CpplanAsk *ask, const char *bar)
{
  CpplanDue  opens = ask->gate->opens (ask->gate->data, bar);
  CpplanDate day = ask->gate->held_against;
  if (opens.at_least != CPPLAN_DATE_NONE && day < opens.at_least)
    return CPPLAN_TRUTH_NO;
  if (opens.due == CPPLAN_DATE_NONE)
    return CPPLAN_TRUTH_UNKNOWN;
  if (opens.clamped && day == opens.due)
    ask->gate->ambiguous = TRUE;
  return yes_if (day >= opens.due);
}

static CpplanTruth
ask_leaf (const CpplanAsk *ask, const CpplanExpression *self)
{
  Value value = look_up (ask, &self->path);

  if (self->kind == CPPLAN_EXPRESSION_HAS)
    return yes_if (value.finding == FOUND);
  if (value.finding == ABSENT)
    return CPPLAN_TRUTH_NO;
  if (value.finding == UNKNOWN)
    return CPPLAN_TRUTH_UNKNOWN;
  if (self->kind == CPPLAN_EXPRESSION_TRUTH)
    return ask_truth (ask, self, &value);
  if (self->kind == CPPLAN_EXPRESSION_ONE_OF)
    return ask_one_of (ask, self, &value);
  if (self->kind == CPPLAN_EXPRESSION_INCLUDES)
    return ask_includes (ask, self, &value);
  if (self->kind == CPPLAN_EXPRESSION_HELD)
    return yes_if (cpplan_view_is_held (ask->view, value.event));
  return ask_same (ask, self, &value);
}

CpplanTruth
cpplan_ask (const CpplanAsk *ask, const CpplanExpression *expression)
{
  if (expression == NULL)
    return CPPLAN_TRUTH_YES;
  switch (expression->kind)
    {
    case CPPLAN_EXPRESSION_AND:
      return cpplan_truth_and (cpplan_ask (ask, expression->left), cpplan_ask (ask, expression->right));
    case CPPLAN_EXPRESSION_OR:
      return cpplan_truth_or (cpplan_ask (ask, expression->left), cpplan_ask (ask, expression->right));
    case CPPLAN_EXPRESSION_NOT:
      return cpplan_truth_not (cpplan_ask (ask, expression->left));
    case CPPLAN_EXPRESSION_AGE:
      return ask_age (ask, expression);
    case CPPLAN_EXPRESSION_BIRTH:
      return yes_if (ask->view->record->born != CPPLAN_DATE_NONE);
    case CPPLAN_EXPRESSION_SHOWN:
      return yes_if (cpplan_ask (ask, expression->left) == CPPLAN_TRUTH_YES);
    case CPPLAN_EXPRESSION_ANY:
      return ask_any (ask, expression, NULL);
    case CPPLAN_EXPRESSION_CLEAR:
      return ask_clear (ask, expression->names[0]);
    case CPPLAN_EXPRESSION_TRUTH:
    case CPPLAN_EXPRESSION_HAS:
    case CPPLAN_EXPRESSION_HELD:
    case CPPLAN_EXPRESSION_ONE_OF:
    case CPPLAN_EXPRESSION_INCLUDES:
    case CPPLAN_EXPRESSION_SAME:
      return ask_leaf (ask, expression);
    }
  g_return_val_if_reached (CPPLAN_TRUTH_UNKNOWN);
}

/* ---- what would settle it ---- */

static void
path_needs (const CpplanAsk *ask, const CpplanPath *path, GPtrArray *needs)
{
  Value value = look_up (ask, path);
  if (value.finding == UNKNOWN)
    {
      gboolean unknown;
      guint    event = event_of (ask, path, &unknown);
      if (event == CPPLAN_NO_INDEX)
        g_ptr_array_add (needs, g_strdup (cpplan_event_kind_to_string (path->latest->kind)));
      else
        g_ptr_array_add (needs, g_strdup_printf ("%s.%s", cpplan_view_at (ask->view, event)->id,
                                               cpplan_attribute_to_string (path->attribute)));
    }
  else if (value.finding == FOUND && path->person_attribute != 0)
    g_ptr_array_add (needs, g_strdup_printf ("%s.%s",
                                             g_array_index (ask->view->record->slots, CpplanPersonSlot, value.person).id,
                                             cpplan_person_attribute_to_string (path->person_attribute)));
}

void
cpplan_ask_needs (const CpplanAsk *ask, const CpplanExpression *expression, GPtrArray *needs)
{
  if (cpplan_ask (ask, expression) != CPPLAN_TRUTH_UNKNOWN)
    return;
  switch (expression->kind)
    {
    case CPPLAN_EXPRESSION_AND:
    case CPPLAN_EXPRESSION_OR:
      cpplan_ask_needs (ask, expression->left, needs);
      cpplan_ask_needs (ask, expression->right, needs);
      return;
    case CPPLAN_EXPRESSION_NOT:
      cpplan_ask_needs (ask, expression->left, needs);
      return;
    case CPPLAN_EXPRESSION_AGE:
      g_ptr_array_add (needs, g_strdup ("child.born"));
      return;
    case CPPLAN_EXPRESSION_ANY:
      ask_any (ask, expression, needs);
      return;
    case CPPLAN_EXPRESSION_BIRTH:
    case CPPLAN_EXPRESSION_SHOWN:
    case CPPLAN_EXPRESSION_CLEAR: /* beyond the calendar: no fact of the case would settle it */
      return;
    case CPPLAN_EXPRESSION_SAME:
    case CPPLAN_EXPRESSION_INCLUDES:
      path_needs (ask, &expression->path, needs);
      if (expression->other.root != 0)
        path_needs (ask, &expression->other, needs);
      return;
    case CPPLAN_EXPRESSION_TRUTH:
    case CPPLAN_EXPRESSION_HAS:
    case CPPLAN_EXPRESSION_HELD:
    case CPPLAN_EXPRESSION_ONE_OF:
      path_needs (ask, &expression->path, needs);
      return;
    }
}

/* ---- selectors ---- */

CpplanTruth
cpplan_ask_selector (CpplanAsk *ask, const CpplanSelector *selector, guint event)
{
  const CpplanEvent *seen = cpplan_view_at (ask->view, event);
  CpplanTruth        any = CPPLAN_TRUTH_NO;

  ask->event = event;
  ask->day = seen->date;
  for (guint i = 0; i < selector->terms->len; i++)
    {
      const CpplanSelectorTerm *term = &g_array_index (selector->terms, CpplanSelectorTerm, i);
      gboolean is_kind = term->plan_start ? (CPPLAN_PLAN_START_KINDS & CPPLAN_KIND_BIT (seen->kind)) != 0
                                          : term->kind == seen->kind;
      if (is_kind)
        any = cpplan_truth_or (any, cpplan_ask (ask, term->where));
    }
  return any;
}

void
cpplan_ask_selector_needs (CpplanAsk *ask, const CpplanSelector *selector, guint event, GPtrArray *needs)
{
  const CpplanEvent *seen = cpplan_view_at (ask->view, event);

  ask->event = event;
  ask->day = seen->date;
  for (guint i = 0; i < selector->terms->len; i++)
    {
      const CpplanSelectorTerm *term = &g_array_index (selector->terms, CpplanSelectorTerm, i);
      if ((term->plan_start || term->kind == seen->kind) && term->where != NULL)
        cpplan_ask_needs (ask, term->where, needs);
    }
}

static gint
compare_indices (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a;
  guint y = *(const guint *) b;
  return (x > y) - (x < y);
}

GArray *
cpplan_view_select (const CpplanView *view, CpplanKinds kinds)
{
  GArray *events = g_array_new (FALSE, FALSE, sizeof (guint));
  guint   n_kinds = 0;
  for (guint kind = 1; kind <= CPPLAN_N_KINDS; kind++)
    if ((kinds & CPPLAN_KIND_BIT (kind)) != 0)
      {
        guint        length;
        const guint *of_kind = cpplan_by_kind (&view->held, (CpplanEventKind) kind, &length);
        g_array_append_vals (events, of_kind, length);
        n_kinds += length > 0;
      }
  if (n_kinds > 1)
    g_array_sort (events, compare_indices);
  return events;
}
