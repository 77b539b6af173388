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

gboolean
cpplan_view_is_recorded (const CpplanView *view, guint event, CpplanAttribute attribute)
{
  return cpplan_event_find_value (cpplan_view_at (view, event), attribute) != NULL
         || cpplan_view_get_truth (view, event, attribute) != CPPLAN_TRUTH_UNKNOWN;
}

gboolean
cpplan_ask_is_of_plan (const CpplanAsk *ask, const CpplanSelectorTerm *term, guint event)
{
  guint start = ask->gate != NULL ? ask->gate->plan_start : ask->finding != NULL ? ask->finding->plan_start : CPPLAN_NO_INDEX;
  if (!term->inside_plan || (ask->gate == NULL && ask->finding == NULL))
    return TRUE;
  return start != CPPLAN_NO_INDEX && cpplan_event_follows (cpplan_view_at (ask->view, event), cpplan_view_at (ask->view, start), NULL)
         && (ask->finding == NULL || cpplan_view_at (ask->view, event)->date <= ask->finding->plan_last);
}

/* The last of a list up to a day, in the plan where the term wants that. */
static guint
last_of (const CpplanAsk *ask, const CpplanSelectorTerm *term, const GArray *list, CpplanDate day)
{
  const guint *events = (const guint *) (gpointer) list->data;
  for (guint i = cpplan_view_first_on (ask->view, events, list->len, day + 1); i > 0; i--)
    if (cpplan_ask_is_of_plan (ask, term, events[i - 1]))
      return events[i - 1];
  return CPPLAN_NO_INDEX;
}

/* Findings ask the same term again and again: what is the same whatever calls is gathered once. */
static const CpplanMatches *
find_matches (const CpplanAsk *ask, const CpplanSelectorTerm *term, CpplanAttribute attribute)
{
  gpointer found;
  if (ask->finding == NULL || ask->finding->matches == NULL)
    return NULL;
  if (!g_hash_table_lookup_extended (ask->finding->matches, term, NULL, &found))
    {
      found = cpplan_matches_new_of_term (ask->view, term, NULL, attribute);
      g_hash_table_insert (ask->finding->matches, (gpointer) term, found);
    }
  return found;
}

guint
cpplan_ask_latest (const CpplanAsk *ask, const CpplanSelectorTerm *term, CpplanAttribute attribute, gboolean *out_unknown)
{
  guint        length;
  const guint *events = cpplan_by_kind (&ask->view->held, term->kind, &length);
  CpplanAsk    inner = *ask;
  CpplanDate   day = attribute != 0 && ask->finding != NULL ? ask->finding->through : ask->day; /* what is known by now */

  const CpplanMatches *matches = find_matches (ask, term, attribute);
  *out_unknown = FALSE;
  if (matches != NULL)
    {
      guint certain = last_of (ask, term, cpplan_matches_get_certain (matches), day);
      guint doubtful = last_of (ask, term, cpplan_matches_get_doubtful (matches), day);
      *out_unknown = doubtful != CPPLAN_NO_INDEX && (certain == CPPLAN_NO_INDEX || doubtful > certain);
      return *out_unknown ? doubtful : certain;
    }
  for (guint i = cpplan_view_first_on (ask->view, events, length, day + 1); i > 0; i--)
    {
      inner.event = events[i - 1];
      inner.day = cpplan_view_at (ask->view, events[i - 1])->date; /* parts and ages are those of its own day */
      if (!cpplan_ask_is_of_plan (ask, term, events[i - 1]) || (attribute != 0 && !cpplan_view_is_recorded (ask->view, events[i - 1], attribute)))
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
      return cpplan_ask_latest (ask, path->latest, 0, out_unknown);
    case CPPLAN_ROOT_KNOWN:
      return cpplan_ask_latest (ask, path->latest, path->attribute, out_unknown);
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

/* The event that a recorded reference means. */
static guint
refer (const CpplanAsk *ask, guint event, const CpplanValue *value)
{
  /* about is found beforehand; other references are few */
  guint target = value->attribute == CPPLAN_ATTRIBUTE_ABOUT
                   ? cpplan_case_at (ask->view->record, event)->about
                   : GPOINTER_TO_UINT (g_hash_table_lookup (ask->view->record->event_of, value->as.text));
  return cpplan_view_resolve (ask->view, target);
}

/* Goes on to the event that the path's first attribute names; FALSE where that leads nowhere. */
static gboolean
follow (const CpplanAsk *ask, const CpplanPath *path, Value *found)
{
  const CpplanValue *value = cpplan_event_find_value (cpplan_view_at (ask->view, found->event), path->via);
  if (value == NULL)
    {
      found->finding = UNKNOWN;
      return FALSE;
    }
  found->event = refer (ask, found->event, value);
  return found->event != CPPLAN_NO_INDEX;
}

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

  if (path->via != 0 && !follow (ask, path, &found))
    return found;
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
    found.event = refer (ask, found.event, found.value);
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
  char **list = value->value->as.list;
  if (self->names == NULL)
    {
      Value other = look_up (ask, &self->other);
      if (other.finding == UNKNOWN)
        return CPPLAN_TRUTH_UNKNOWN;
      if (other.finding == ABSENT || other.person == CPPLAN_NO_INDEX)
        return CPPLAN_TRUTH_NO;
      return cpplan_ask_names_person (ask, list, other.person);
    }
  const char *name = self->names[0];
  if (cpplan_name_in (name, (const char *const *) list))
    return CPPLAN_TRUTH_YES;
  if (value->value->type == CPPLAN_TYPE_CHOICES)
    return CPPLAN_TRUTH_NO;
  return cpplan_name_in (name, cpplan_schema_get_roles ()) ? cpplan_ask_names_role (ask, list, name) : cpplan_ask_names_audience (ask, list, name);
}

static CpplanTruth
ask_same (const CpplanAsk *ask, const CpplanExpression *self, const Value *value)
{
  Value other = look_up (ask, &self->other);
  if (other.finding == UNKNOWN)
    return CPPLAN_TRUTH_UNKNOWN;
  if (other.finding == ABSENT)
    return CPPLAN_TRUTH_NO;
  if (self->path.type == CPPLAN_TYPE_NAME) /* one that is recorded of a person */
    return cpplan_case_person_has (ask->view->record, other.person, self->other.person_attribute, value->value->as.text, ask->day);
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

  if (born == CPPLAN_DATE_NONE && ask->view->record->expected != CPPLAN_DATE_NONE) /* not yet born: under every age */
    return yes_if (self->comparison == CPPLAN_COMPARE_LESS || self->comparison == CPPLAN_COMPARE_AT_MOST);
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

/* Unlike units are compared by the days that they lead to from the event's own. */
static CpplanTruth
ask_length (const CpplanAsk *ask, const CpplanExpression *self)
{
  Value value = look_up (ask, &self->path);
  if (value.finding != FOUND)
    return value.finding == ABSENT ? CPPLAN_TRUTH_NO : CPPLAN_TRUTH_UNKNOWN;
  CpplanDate from = cpplan_view_at (ask->view, value.event)->date;
  CpplanDate own = cpplan_count_forward (ask->finding->evaluation->calendar, ask->finding->rule, from, value.value->as.period).due;
  CpplanDate other = cpplan_count_forward (ask->finding->evaluation->calendar, ask->finding->rule, from, self->period).due;
  if (own == CPPLAN_DATE_NONE || other == CPPLAN_DATE_NONE)
    return CPPLAN_TRUTH_UNKNOWN; /* beyond the calendar */
  switch (self->comparison)
    {
    case CPPLAN_COMPARE_LESS:
      return yes_if (own < other);
    case CPPLAN_COMPARE_AT_MOST:
      return yes_if (own <= other);
    case CPPLAN_COMPARE_MORE:
      return yes_if (own > other);
    case CPPLAN_COMPARE_AT_LEAST:
      return yes_if (own >= other);
    }
  g_return_val_if_reached (CPPLAN_TRUTH_UNKNOWN);
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
    case CPPLAN_EXPRESSION_LENGTH:
      return ask_length (ask, expression);
    case CPPLAN_EXPRESSION_BIRTH:
      return yes_if (ask->view->record->born != CPPLAN_DATE_NONE);
    case CPPLAN_EXPRESSION_SHOWN:
      return yes_if (cpplan_ask (ask, expression->left) == CPPLAN_TRUTH_YES);
    case CPPLAN_EXPRESSION_ANY:
    case CPPLAN_EXPRESSION_EVERY:
    case CPPLAN_EXPRESSION_ANY_PERSON:
    case CPPLAN_EXPRESSION_EVERY_PERSON:
    case CPPLAN_EXPRESSION_COVERED:
    case CPPLAN_EXPRESSION_COVERED_PEOPLE:
    case CPPLAN_EXPRESSION_UNCHANGED:
    case CPPLAN_EXPRESSION_CONSECUTIVE:
      return cpplan_ask_question (ask, expression, NULL, NULL);
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

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

void
cpplan_add_texts (GPtrArray *texts, const GPtrArray *more)
{
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add (texts, g_strdup (g_ptr_array_index (more, i)));
}

char **
cpplan_sort_texts (GPtrArray *texts)
{
  GPtrArray *once = g_ptr_array_new ();
  g_ptr_array_sort (texts, compare_texts);
  for (guint i = 0; i < texts->len; i++)
    if (i == 0 || strcmp (g_ptr_array_index (texts, i), g_ptr_array_index (texts, i - 1)) != 0)
      g_ptr_array_add (once, g_strdup (g_ptr_array_index (texts, i)));
  g_ptr_array_add (once, NULL);
  return (char **) g_ptr_array_free (once, FALSE);
}

/* Whether nothing at all is recorded of it; no name is empty. */
static gboolean
is_unknown_of_person (const CpplanAsk *ask, guint person, CpplanPersonAttribute attribute)
{
  CpplanTruth truth = cpplan_person_attribute_is_truth (attribute)
                        ? cpplan_case_person_is (ask->view->record, person, attribute, ask->day)
                        : cpplan_case_person_has (ask->view->record, person, attribute, "", ask->day);
  return truth == CPPLAN_TRUTH_UNKNOWN;
}

static void
path_needs (const CpplanAsk *ask, const CpplanPath *path, GPtrArray *needs)
{
  Value value = look_up (ask, path);
  if (value.finding == UNKNOWN)
    {
      gboolean unknown;
      guint    base = event_of (ask, path, &unknown);
      gboolean stuck = base != CPPLAN_NO_INDEX && path->via != 0
                       && cpplan_event_find_value (cpplan_view_at (ask->view, base), path->via) == NULL;
      if (unknown)
        {
          CpplanAsk inner = *ask;
          inner.event = base;
          inner.day = cpplan_view_at (ask->view, base)->date;
          cpplan_ask_needs (&inner, path->latest->where, needs);
        }
      else if (base == CPPLAN_NO_INDEX)
        g_ptr_array_add (needs, g_strdup (cpplan_event_kind_to_string (path->latest->kind)));
      else
        g_ptr_array_add (needs, g_strdup_printf ("%s.%s", cpplan_view_at (ask->view, path->via != 0 ? value.event : base)->id,
                                                 cpplan_attribute_to_string (stuck ? path->via : path->attribute)));
    }
  else if (value.finding == FOUND && path->person_attribute != 0
           && is_unknown_of_person (ask, value.person, path->person_attribute))
    g_ptr_array_add (needs, g_strdup_printf ("%s.%s",
                                             g_array_index (ask->view->record->slots, CpplanPersonSlot, value.person).id,
                                             cpplan_person_attribute_to_string (path->person_attribute)));
}

/* Whose part in the case is not recorded, where a list is asked for a role: of those it names, or of the member. */
static void
role_needs (const CpplanAsk *ask, const CpplanExpression *self, GPtrArray *needs)
{
  Value list = look_up (ask, &self->path);
  if (list.finding != FOUND || list.value->type == CPPLAN_TYPE_CHOICES)
    return;
  if (self->names == NULL)
    {
      Value other = look_up (ask, &self->other);
      if (other.finding == FOUND && other.person != CPPLAN_NO_INDEX)
        g_ptr_array_add (needs, g_strdup_printf ("%s.role", g_array_index (ask->view->record->slots, CpplanPersonSlot, other.person).id));
      return;
    }
  for (gsize i = 0; list.value->as.list[i] != NULL; i++)
    {
      guint slot = cpplan_case_find_person (ask->view->record, list.value->as.list[i]);
      if (slot != CPPLAN_NO_INDEX && cpplan_ask_has_role (ask, slot, self->names[0]) == CPPLAN_TRUTH_UNKNOWN)
        g_ptr_array_add (needs, g_strdup_printf ("%s.role", list.value->as.list[i]));
    }
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
    case CPPLAN_EXPRESSION_EVERY:
    case CPPLAN_EXPRESSION_ANY_PERSON:
    case CPPLAN_EXPRESSION_EVERY_PERSON:
    case CPPLAN_EXPRESSION_COVERED:
    case CPPLAN_EXPRESSION_COVERED_PEOPLE:
    case CPPLAN_EXPRESSION_UNCHANGED:
    case CPPLAN_EXPRESSION_CONSECUTIVE:
      cpplan_ask_question (ask, expression, needs, NULL);
      return;
    case CPPLAN_EXPRESSION_BIRTH:
    case CPPLAN_EXPRESSION_SHOWN:
    case CPPLAN_EXPRESSION_CLEAR: /* beyond the calendar: no fact of the case would settle it */
      return;
    case CPPLAN_EXPRESSION_SAME:
    case CPPLAN_EXPRESSION_INCLUDES:
      if (expression->kind == CPPLAN_EXPRESSION_INCLUDES)
        role_needs (ask, expression, needs);
      path_needs (ask, &expression->path, needs);
      if (expression->other.root != 0)
        path_needs (ask, &expression->other, needs);
      return;
    case CPPLAN_EXPRESSION_TRUTH:
    case CPPLAN_EXPRESSION_HAS:
    case CPPLAN_EXPRESSION_HELD:
    case CPPLAN_EXPRESSION_ONE_OF:
    case CPPLAN_EXPRESSION_LENGTH:
      path_needs (ask, &expression->path, needs);
      return;
    }
}

/* ---- what is not so ---- */

/* `g1.chair.role`, `hv.role`, `legal-status.looked-after` where there is none. */
static char *
spell_path (const CpplanAsk *ask, const CpplanPath *path)
{
  GString *text = g_string_new (NULL);
  if (path->root == CPPLAN_ROOT_PERSON || path->root == CPPLAN_ROOT_MEMBER)
    g_string_append (text, g_array_index (ask->view->record->slots, CpplanPersonSlot,
                                          path->root == CPPLAN_ROOT_MEMBER ? ask->member : ask->person).id);
  else
    {
      gboolean unknown;
      guint    event = event_of (ask, path, &unknown);
      g_string_append (text, event != CPPLAN_NO_INDEX ? cpplan_view_at (ask->view, event)->id
                             : path->latest != NULL   ? cpplan_event_kind_to_string (path->latest->kind)
                                                      : "anchor");
    }
  if (path->via != 0)
    g_string_append_printf (text, ".%s", cpplan_attribute_to_string (path->via));
  if (path->attribute != 0)
    g_string_append_printf (text, ".%s", cpplan_attribute_to_string (path->attribute));
  if (path->person_attribute != 0)
    g_string_append_printf (text, ".%s", cpplan_person_attribute_to_string (path->person_attribute));
  return g_string_free (text, FALSE);
}

/* `<= 4 weeks` */
static char *
spell_comparison (const CpplanExpression *self)
{
  static const char *const signs[] = { [CPPLAN_COMPARE_LESS] = "<", [CPPLAN_COMPARE_AT_MOST] = "<=",
                                       [CPPLAN_COMPARE_MORE] = ">", [CPPLAN_COMPARE_AT_LEAST] = ">=" };
  g_autofree char         *period = cpplan_period_to_string (self->period);
  return g_strdup_printf ("%s %s", signs[self->comparison], period);
}

/* A leaf as it would have to be. */
static char *
spell_leaf (const CpplanAsk *ask, const CpplanExpression *self, gboolean wanted)
{
  const char      *no = wanted ? "" : "not ";
  g_autofree char *path = spell_path (ask, &self->path);
  g_autofree char *names = self->names == NULL ? NULL : g_strjoinv (" or ", self->names);
  g_autofree char *other = self->other.root == 0 ? NULL : spell_path (ask, &self->other);
  if (self->kind == CPPLAN_EXPRESSION_ONE_OF || self->kind == CPPLAN_EXPRESSION_SAME)
    return g_strdup_printf ("%s %s %s", path, wanted ? "=" : "!=", names != NULL ? names : other);
  if (self->kind == CPPLAN_EXPRESSION_INCLUDES)
    return g_strdup_printf ("%s%s includes %s", no, path, names != NULL ? names : other);
  if (self->kind == CPPLAN_EXPRESSION_HELD)
    return g_strdup_printf ("%s%s held", no, path);
  if (self->kind == CPPLAN_EXPRESSION_LENGTH)
    {
      g_autofree char *comparison = spell_comparison (self);
      return g_strdup_printf ("%s%s %s", no, path, comparison);
    }
  return g_strconcat (no, path, NULL);
}

/* The choices that an event must have whatever else is asked of it. */
static void
spell_choices (const CpplanExpression *where, GString *text)
{
  if (where == NULL)
    return;
  if (where->kind == CPPLAN_EXPRESSION_AND)
    {
      spell_choices (where->left, text);
      spell_choices (where->right, text);
    }
  if (where->kind != CPPLAN_EXPRESSION_ONE_OF || where->path.root != CPPLAN_ROOT_EVENT || where->path.via != 0
      || where->path.person_attribute != 0)
    return;
  g_autofree char *names = g_strjoinv (" or ", where->names);
  g_string_append_printf (text, " %s = %s", cpplan_attribute_to_string (where->path.attribute), names);
}

void
cpplan_term_spell (const CpplanSelectorTerm *self, GString *text)
{
  g_string_append (text, cpplan_event_kind_to_string (self->kind));
  spell_choices (self->where, text);
}

/* What would have to be otherwise for the expression to come out as wanted. */
static void
collect_lacks (const CpplanAsk *ask, const CpplanExpression *self, gboolean wanted, GPtrArray *lacks)
{
  if (cpplan_ask (ask, self) != (wanted ? CPPLAN_TRUTH_NO : CPPLAN_TRUTH_YES))
    return;
  switch (self->kind)
    {
    case CPPLAN_EXPRESSION_AND:
    case CPPLAN_EXPRESSION_OR:
      /* nobody can be asked for another age where there is something else to ask for */
      if (self->kind == CPPLAN_EXPRESSION_AND || self->left->kind != CPPLAN_EXPRESSION_AGE)
        collect_lacks (ask, self->left, wanted, lacks);
      if (self->kind == CPPLAN_EXPRESSION_AND || self->right->kind != CPPLAN_EXPRESSION_AGE)
        collect_lacks (ask, self->right, wanted, lacks);
      return;
    case CPPLAN_EXPRESSION_NOT:
      collect_lacks (ask, self->left, !wanted, lacks);
      return;
    case CPPLAN_EXPRESSION_AGE:
      {
        g_autofree char *comparison = spell_comparison (self);
        g_ptr_array_add (lacks, g_strdup_printf ("%sage (child) %s", wanted ? "" : "not ", comparison));
        return;
      }
    case CPPLAN_EXPRESSION_BIRTH:
      g_ptr_array_add (lacks, g_strdup ("child.born"));
      return;
    case CPPLAN_EXPRESSION_ANY:
    case CPPLAN_EXPRESSION_EVERY:
    case CPPLAN_EXPRESSION_ANY_PERSON:
    case CPPLAN_EXPRESSION_EVERY_PERSON:
    case CPPLAN_EXPRESSION_COVERED:
    case CPPLAN_EXPRESSION_COVERED_PEOPLE:
    case CPPLAN_EXPRESSION_UNCHANGED:
    case CPPLAN_EXPRESSION_CONSECUTIVE:
      if (wanted)
        cpplan_ask_question (ask, self, NULL, lacks);
      return;
    case CPPLAN_EXPRESSION_SHOWN:
    case CPPLAN_EXPRESSION_CLEAR: /* of gates */
      return;
    case CPPLAN_EXPRESSION_TRUTH:
    case CPPLAN_EXPRESSION_HAS:
    case CPPLAN_EXPRESSION_HELD:
    case CPPLAN_EXPRESSION_ONE_OF:
    case CPPLAN_EXPRESSION_INCLUDES:
    case CPPLAN_EXPRESSION_SAME:
    case CPPLAN_EXPRESSION_LENGTH:
      g_ptr_array_add (lacks, spell_leaf (ask, self, wanted));
      return;
    }
}

void
cpplan_ask_lacks (const CpplanAsk *ask, const CpplanExpression *expression, GPtrArray *lacks)
{
  collect_lacks (ask, expression, TRUE, lacks);
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
