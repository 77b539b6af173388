/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether a condition can ever be so. What it asks of the record is a handful of facts, each with few values (the
 * choices of the schema, yes and no, recorded or not, between which ages); they are tried together, and the search
 * turns back as soon as what is still open cannot make the whole true. What is asked otherwise (the same event, a list,
 * a person's role) may be as it likes, once for all its mentions.
 */
#include "cpplan-compare-private.h"

#include <string.h>

enum
{
  FACTS_MAX = 48,
  WORK_MAX = 200000, /* values looked at before a search is given up */
};

/* Which truths an expression may still have: a set of bits. */
typedef guint Truths;
#define NO      (1u << CPPLAN_TRUTH_NO)
#define YES     (1u << CPPLAN_TRUTH_YES)
#define UNKNOWN (1u << CPPLAN_TRUTH_UNKNOWN)

typedef enum
{
  FACT_ATTRIBUTE = 1, /* what an attribute of an event is */
  FACT_AGE,           /* how old the child is */
  FACT_ANSWER,        /* the truth of one question, which may be as it likes */
} FactKind;

/* The values of an attribute; from FIRST_NAME on the names that it may have, of a truth NOT_SO and SO. */
enum
{
  ABSENT, /* there is no such event, or its kind has no such attribute */
  UNRECORDED,
  FIRST_NAME,
  NOT_SO = FIRST_NAME,
  SO,
};

/* The values of an age: how it lies to each bound, `under 0, 0, between 0 and 1, 1, ...`. */
enum
{
  BIRTH_UNRECORDED, /* the birth is not recorded */
  FIRST_AGE,
};

enum
{
  OPEN = -1,
};

typedef struct
{
  FactKind                kind;
  const CpplanPath       *path; /* of an attribute; of a person's role the path that leads there */
  const char             *name; /* the role; the bar */
  const CpplanExpression *node; /* of any other question */
  Truths                  answers;
  GPtrArray              *names; /* (element-type utf8), lent: of an attribute */
  GArray                 *ages;  /* (element-type gint), in months, sorted */
  CpplanEventKind         of;    /* the kind of the event, where it is certain */
  gboolean                may_be_absent;
  gboolean                may_be_recorded;
  gint                    n_values;
  gint                    value;
} Fact;

typedef struct
{
  const CpplanExpression *const *parts;
  gsize                          n_parts;
  const CpplanSupposition       *supposition;
  CpplanKinds                    event; /* one kind, or 0 */
  GArray                        *facts; /* (element-type Fact) */
  GHashTable                    *fact_of; /* node -> its fact's place + 1 */
  gint                           work;    /* what is left */
} Search;

static Fact *
fact_at (const Search *self, guint index)
{
  return &g_array_index (self->facts, Fact, index);
}

static void
clear_fact (gpointer data)
{
  Fact *fact = data;
  g_clear_pointer (&fact->names, g_ptr_array_unref);
  g_clear_pointer (&fact->ages, g_array_unref);
}

/* ---- gathering the facts ---- */

static gboolean
is_same_fact (const Fact *a, const Fact *b)
{
  return a->kind == b->kind && g_strcmp0 (a->name, b->name) == 0 && (a->path == NULL) == (b->path == NULL)
         && (a->path == NULL || cpplan_path_equal (a->path, b->path)) && (a->node == NULL) == (b->node == NULL)
         && (a->node == NULL || cpplan_expression_equal (a->node, b->node));
}

static guint
add_fact (Search *self, const Fact *fact, gboolean is_apart)
{
  for (guint i = 0; i < self->facts->len && !is_apart; i++)
    if (is_same_fact (fact_at (self, i), fact))
      return i;
  g_array_append_val (self->facts, *fact);
  return self->facts->len - 1;
}

static CpplanKinds
kinds_of (const Search *self, const CpplanPath *path)
{
  if (path->root == CPPLAN_ROOT_EVENT)
    return self->event;
  if (path->root == CPPLAN_ROOT_TRIGGER)
    return self->supposition->trigger;
  if (path->root == CPPLAN_ROOT_ANCHOR)
    return self->supposition->anchor;
  return CPPLAN_KIND_BIT (path->latest->kind);
}

static void
add_name (Fact *fact, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (fact->names, name, g_str_equal, NULL))
    g_ptr_array_add (fact->names, (gpointer) name);
}

/* The values that the schema lets the attribute have on any of those kinds. */
static void
add_schema_values (Fact *fact, CpplanKinds kinds)
{
  fact->may_be_absent = fact->path->root == CPPLAN_ROOT_TRIGGER || fact->path->root == CPPLAN_ROOT_ANCHOR
                        || fact->path->root == CPPLAN_ROOT_LATEST;
  for (guint kind = 1; kind < 64; kind++)
    {
      CpplanType type;
      if ((kinds & CPPLAN_KIND_BIT (kind)) == 0)
        continue;
      if (kinds == CPPLAN_KIND_BIT (kind))
        fact->of = (CpplanEventKind) kind;
      if (!cpplan_schema_get_type ((CpplanEventKind) kind, fact->path->attribute, &type))
        {
          fact->may_be_absent = TRUE;
          continue;
        }
      fact->may_be_recorded = TRUE;
      const char *const *choices = cpplan_schema_get_choices ((CpplanEventKind) kind, fact->path->attribute);
      for (gsize i = 0; choices != NULL && choices[i] != NULL; i++)
        add_name (fact, choices[i]);
      if (type == CPPLAN_TYPE_TRUTH)
        {
          add_name (fact, "no");
          add_name (fact, "yes");
        }
    }
  if (fact->names->len == 0)
    add_name (fact, ""); /* recorded, whatever it says */
}

static guint
add_attribute (Search *self, const CpplanExpression *node)
{
  Fact  new_fact = { .kind = FACT_ATTRIBUTE, .path = &node->path, .value = OPEN };
  guint index = add_fact (self, &new_fact, FALSE);
  Fact *fact = fact_at (self, index);

  if (fact->names == NULL)
    {
      fact->names = g_ptr_array_new ();
      add_schema_values (fact, kinds_of (self, fact->path));
      if (fact->path->latest != NULL
          && !cpplan_term_can_match (fact->path->latest, self->supposition->trigger, self->supposition->anchor))
        fact->may_be_recorded = FALSE;
    }
  /* Of a name that is free, those that are asked for are told apart from all others. */
  for (gsize i = 0; node->kind == CPPLAN_EXPRESSION_ONE_OF && node->path.type == CPPLAN_TYPE_NAME && node->names[i] != NULL; i++)
    add_name (fact, node->names[i]);
  fact->n_values = FIRST_NAME + (gint) fact->names->len;
  return index;
}

static gint
get_months (const CpplanExpression *age)
{
  return age->period.unit == CPPLAN_UNIT_YEARS ? age->period.count * 12 : age->period.count;
}

/* The place of the bound among the ages, where it stands or would stand. */
static guint
find_age (const Fact *fact, gint months)
{
  guint i = 0;
  while (i < fact->ages->len && g_array_index (fact->ages, gint, i) < months)
    i++;
  return i;
}

static guint
add_age (Search *self, const CpplanExpression *node)
{
  Fact  new_fact = { .kind = FACT_AGE, .value = OPEN };
  guint index = add_fact (self, &new_fact, FALSE);
  Fact *fact = fact_at (self, index);

  if (fact->ages == NULL)
    fact->ages = g_array_new (FALSE, FALSE, sizeof (gint));
  if (node->kind == CPPLAN_EXPRESSION_AGE)
    {
      gint  months = get_months (node);
      guint place = find_age (fact, months);
      if (place == fact->ages->len || g_array_index (fact->ages, gint, place) != months)
        g_array_insert_val (fact->ages, place, months);
    }
  fact->n_values = FIRST_AGE + 2 * (gint) fact->ages->len + 1;
  return index;
}

static guint
add_answer (Search *self, const CpplanPath *path, const char *name, const CpplanExpression *node, gboolean is_apart)
{
  Fact fact = { .kind = FACT_ANSWER, .path = path, .name = name, .node = node, .answers = NO | YES | UNKNOWN, .value = OPEN };
  fact.n_values = CPPLAN_TRUTH_UNKNOWN + 1;
  return add_fact (self, &fact, is_apart);
}

static gboolean
is_of_event (const CpplanPath *path)
{
  return path->attribute != 0 && path->via == 0 && path->person_attribute == 0 && path->root >= CPPLAN_ROOT_EVENT
         && path->root <= CPPLAN_ROOT_KNOWN && path->root != CPPLAN_ROOT_PERSON && path->root != CPPLAN_ROOT_MEMBER;
}

/* Whether the attribute is that of an event of which the kind is known; else the question may be answered as it likes. */
static gboolean
asks_attribute (const Search *self, const CpplanExpression *node)
{
  if (node->path.root == CPPLAN_ROOT_EVENT && self->event == 0)
    return FALSE;
  return (node->kind == CPPLAN_EXPRESSION_TRUTH || node->kind == CPPLAN_EXPRESSION_HAS || node->kind == CPPLAN_EXPRESSION_ONE_OF)
         && is_of_event (&node->path);
}

static gboolean
asks_role (const CpplanExpression *node)
{
  return node->kind == CPPLAN_EXPRESSION_ONE_OF && node->path.person_attribute != 0;
}

static guint
add_question (Search *self, const CpplanExpression *node)
{
  const CpplanSupposition *supposition = self->supposition;
  if (node->kind == CPPLAN_EXPRESSION_CLEAR)
    {
      guint index = add_answer (self, NULL, node->names[0], NULL, supposition->parted_bars);
      if (g_strcmp0 (supposition->open_bar, node->names[0]) == 0)
        fact_at (self, index)->answers = YES;
      return index;
    }
  guint index = add_answer (self, NULL, NULL, node, FALSE);
  if (node->kind == CPPLAN_EXPRESSION_ANY
      && !cpplan_term_can_match (node->path.latest, supposition->trigger, supposition->anchor))
    fact_at (self, index)->answers &= ~YES;
  return index;
}

static gboolean
is_joint (const CpplanExpression *node)
{
  return node->kind == CPPLAN_EXPRESSION_AND || node->kind == CPPLAN_EXPRESSION_OR || node->kind == CPPLAN_EXPRESSION_NOT
         || node->kind == CPPLAN_EXPRESSION_SHOWN;
}

static void
keep (Search *self, const CpplanExpression *node, guint index)
{
  g_hash_table_insert (self->fact_of, (gpointer) node, GUINT_TO_POINTER (index + 1));
}

static void
gather (Search *self, const CpplanExpression *node)
{
  if (node == NULL || self->facts->len > FACTS_MAX)
    return;
  if (is_joint (node))
    {
      gather (self, node->left);
      gather (self, node->right);
    }
  else if (asks_attribute (self, node))
    keep (self, node, add_attribute (self, node));
  else if (node->kind == CPPLAN_EXPRESSION_AGE || node->kind == CPPLAN_EXPRESSION_BIRTH)
    keep (self, node, add_age (self, node));
  else if (asks_role (node)) /* a person can have several at a time: each name is a question by itself */
    for (gsize i = 0; node->names[i] != NULL; i++)
      add_answer (self, &node->path, node->names[i], NULL, FALSE);
  else
    keep (self, node, add_question (self, node));
}

/* ---- what may be so ---- */

static Truths
truths_not (Truths a)
{
  return ((a & NO) != 0 ? YES : 0) | ((a & YES) != 0 ? NO : 0) | (a & UNKNOWN);
}

static Truths
truths_and (Truths a, Truths b)
{
  Truths both = (a | b) & NO;
  if ((a & YES) != 0 && (b & YES) != 0)
    both |= YES;
  if (((a & UNKNOWN) != 0 && (b & (YES | UNKNOWN)) != 0) || ((b & UNKNOWN) != 0 && (a & (YES | UNKNOWN)) != 0))
    both |= UNKNOWN;
  return both;
}

static Truths
truths_or (Truths a, Truths b)
{
  return truths_not (truths_and (truths_not (a), truths_not (b)));
}

static Truths
yes_if (gboolean condition)
{
  return condition ? YES : NO;
}

static Truths
ask_attribute (const CpplanExpression *node, const Fact *fact, gint value)
{
  if (node->kind == CPPLAN_EXPRESSION_HAS)
    return yes_if (value >= FIRST_NAME);
  if (value == ABSENT)
    return NO;
  if (value == UNRECORDED)
    return UNKNOWN;
  const char *name = g_ptr_array_index (fact->names, value - FIRST_NAME);
  if (node->kind == CPPLAN_EXPRESSION_TRUTH)
    return yes_if (strcmp (name, "yes") == 0);
  return yes_if (cpplan_name_in (name, (const char *const *) node->names));
}

static Truths
ask_age (const CpplanExpression *node, const Fact *fact, gint value)
{
  if (node->kind == CPPLAN_EXPRESSION_BIRTH)
    return yes_if (value != BIRTH_UNRECORDED);
  if (value == BIRTH_UNRECORDED)
    return UNKNOWN;
  gint at = FIRST_AGE + 2 * (gint) find_age (fact, get_months (node)) + 1;
  switch (node->comparison)
    {
    case CPPLAN_COMPARE_LESS:
      return yes_if (value < at);
    case CPPLAN_COMPARE_AT_MOST:
      return yes_if (value <= at);
    case CPPLAN_COMPARE_MORE:
      return yes_if (value > at);
    case CPPLAN_COMPARE_AT_LEAST:
      return yes_if (value >= at);
    }
  g_return_val_if_reached (NO | YES | UNKNOWN);
}

static gboolean
is_allowed (const Fact *fact, gint value)
{
  if (fact->kind == FACT_ATTRIBUTE)
    return value == UNRECORDED || (value == ABSENT ? fact->may_be_absent : fact->may_be_recorded);
  return fact->kind == FACT_AGE || (value >= CPPLAN_TRUTH_NO && (fact->answers & (1u << value)) != 0);
}

static Truths
ask_fact (Search *self, const CpplanExpression *node, const Fact *fact)
{
  gint   first = fact->value == OPEN ? 0 : fact->value;
  gint   last = fact->value == OPEN ? fact->n_values - 1 : fact->value;
  Truths any = 0;

  self->work -= last - first + 1;
  if (fact->kind == FACT_ANSWER)
    return fact->value == OPEN ? fact->answers : 1u << fact->value;
  for (gint value = first; value <= last; value++)
    {
      if (is_allowed (fact, value))
        any |= fact->kind == FACT_AGE ? ask_age (node, fact, value) : ask_attribute (node, fact, value);
    }
  return any;
}

static Truths
ask_role (Search *self, const CpplanExpression *node)
{
  Truths any = NO;
  for (gsize i = 0; node->names[i] != NULL; i++)
    {
      guint index = add_answer (self, &node->path, node->names[i], NULL, FALSE);
      any = truths_or (any, ask_fact (self, node, fact_at (self, index)));
    }
  return any;
}

static Truths
ask (Search *self, const CpplanExpression *node)
{
  if (node == NULL)
    return YES;
  if (node->kind == CPPLAN_EXPRESSION_AND)
    return truths_and (ask (self, node->left), ask (self, node->right));
  if (node->kind == CPPLAN_EXPRESSION_OR)
    return truths_or (ask (self, node->left), ask (self, node->right));
  if (node->kind == CPPLAN_EXPRESSION_NOT)
    return truths_not (ask (self, node->left));
  if (node->kind == CPPLAN_EXPRESSION_SHOWN)
    {
      Truths inner = ask (self, node->left);
      return (inner & YES) | ((inner & (NO | UNKNOWN)) != 0 ? NO : 0);
    }
  if (asks_role (node))
    return ask_role (self, node);
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->fact_of, node)) - 1;
  return ask_fact (self, node, fact_at (self, index));
}

/* ---- the search ---- */

static gboolean
is_same_event (const CpplanPath *a, const CpplanPath *b)
{
  return a->root == b->root && a->root != CPPLAN_ROOT_KNOWN && cpplan_term_equal (a->latest, b->latest);
}

/* Whether a fact shows that another one holds, by the schema. */
static gboolean
implies (const CpplanImplication *implication, const Fact *because)
{
  if (because->path->attribute != implication->because || because->value < FIRST_NAME)
    return FALSE;
  const char *name = g_ptr_array_index (because->names, because->value - FIRST_NAME);
  return strcmp (name, implication->choice == NULL ? "yes" : implication->choice) == 0;
}

/* Two facts of one event go together if both or neither are of an event that there is, and none denies what follows
 * from the other. */
static gboolean
go_together (const Fact *a, const Fact *b)
{
  gsize                    n;
  const CpplanImplication *implications = cpplan_schema_get_implications (&n);
  if (a->of == 0 || a->of != b->of || !is_same_event (a->path, b->path))
    return TRUE;
  if (cpplan_schema_get_type (a->of, a->path->attribute, NULL) && cpplan_schema_get_type (b->of, b->path->attribute, NULL)
      && (a->value == ABSENT) != (b->value == ABSENT))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (implications[i].kind == a->of && implications[i].attribute == b->path->attribute && b->value == NOT_SO
        && implies (&implications[i], a))
      return FALSE;
  return TRUE;
}

static gboolean
is_consistent (const Search *self, const Fact *fact)
{
  if (fact->kind != FACT_ATTRIBUTE)
    return TRUE;
  for (guint i = 0; i < self->facts->len; i++)
    {
      const Fact *other = fact_at (self, i);
      if (other == fact || other->kind != FACT_ATTRIBUTE || other->value == OPEN)
        continue;
      if (!go_together (fact, other) || !go_together (other, fact))
        return FALSE;
    }
  return TRUE;
}

static gboolean
search (Search *self)
{
  Truths all = YES;
  guint  open = 0;

  for (gsize i = 0; i < self->n_parts; i++)
    all = truths_and (all, ask (self, self->parts[i]));
  if ((all & YES) == 0)
    return FALSE;
  while (open < self->facts->len && fact_at (self, open)->value != OPEN)
    open++;
  if (open == self->facts->len || self->work <= 0)
    return TRUE;
  for (gint value = 0; value < fact_at (self, open)->n_values; value++)
    {
      Fact *fact = fact_at (self, open);
      if (!is_allowed (fact, value))
        continue;
      fact->value = value;
      if (is_consistent (self, fact) && search (self))
        return TRUE;
    }
  fact_at (self, open)->value = OPEN;
  return FALSE;
}

/* Of an event of that one kind. */
static gboolean
can_hold_of (const CpplanExpression *const *parts, gsize n_parts, const CpplanSupposition *supposition, CpplanKinds event)
{
  g_autoptr (GArray)     facts = g_array_new (FALSE, FALSE, sizeof (Fact));
  g_autoptr (GHashTable) fact_of = g_hash_table_new (NULL, NULL);
  Search self = { parts, n_parts, supposition, event, facts, fact_of, WORK_MAX };

  g_array_set_clear_func (facts, clear_fact);
  for (gsize i = 0; i < n_parts; i++)
    gather (&self, parts[i]);
  return facts->len > FACTS_MAX || search (&self);
}

gboolean
cpplan_can_hold (const CpplanExpression *const *parts, gsize n_parts, const CpplanSupposition *supposition)
{
  if (supposition->event == 0)
    return can_hold_of (parts, n_parts, supposition, 0);
  for (guint kind = 1; kind < 64; kind++)
    if ((supposition->event & CPPLAN_KIND_BIT (kind)) != 0
        && can_hold_of (parts, n_parts, supposition, CPPLAN_KIND_BIT (kind)))
      return TRUE;
  return FALSE;
}

static CpplanKinds
kinds_of_term (const CpplanSelectorTerm *term)
{
  return term->kind == 0 ? CPPLAN_PLAN_START_KINDS : CPPLAN_KIND_BIT (term->kind);
}

gboolean
cpplan_term_can_match (const CpplanSelectorTerm *term, CpplanKinds trigger, CpplanKinds anchor)
{
  CpplanSupposition             supposition = { .event = kinds_of_term (term), .trigger = trigger, .anchor = anchor };
  const CpplanExpression *const parts[] = { term->where };
  return term->where == NULL || cpplan_can_hold (parts, 1, &supposition);
}

/* ---- one within another ---- */

gboolean
cpplan_expression_within (const CpplanExpression *narrow, const CpplanExpression *wide, CpplanKinds event)
{
  CpplanSupposition supposition = { .event = event, .trigger = CPPLAN_ANY_KIND, .anchor = CPPLAN_ANY_KIND };
  if (wide == NULL)
    return TRUE;
  /* where the narrow one holds, the wide one does not */
  CpplanExpression              wide_shown = { .kind = CPPLAN_EXPRESSION_SHOWN, .left = (CpplanExpression *) wide };
  CpplanExpression              wide_not_shown = { .kind = CPPLAN_EXPRESSION_NOT, .left = &wide_shown };
  const CpplanExpression *const outside[] = { narrow, &wide_not_shown };
  if (cpplan_can_hold (outside, 2, &supposition))
    return FALSE;
  /* where the wide one certainly does not hold, the narrow one may */
  CpplanExpression              wide_not = { .kind = CPPLAN_EXPRESSION_NOT, .left = (CpplanExpression *) wide };
  CpplanExpression              narrow_not = { .kind = CPPLAN_EXPRESSION_NOT, .left = (CpplanExpression *) narrow };
  CpplanExpression              denied = { .kind = CPPLAN_EXPRESSION_SHOWN, .left = &narrow_not };
  CpplanExpression              not_denied = { .kind = CPPLAN_EXPRESSION_NOT, .left = &denied };
  const CpplanExpression *const left_open[] = { &wide_not, narrow == NULL ? NULL : &not_denied };
  return !cpplan_can_hold (left_open, 2, &supposition);
}

static gboolean
term_within (const CpplanSelectorTerm *narrow, const CpplanSelectorTerm *wide)
{
  gboolean is_anywhere = !wide->inside_plan && !wide->outside_plan;
  return narrow->plan_start == wide->plan_start && narrow->plan_end == wide->plan_end && narrow->kind == wide->kind
         && (is_anywhere || (narrow->inside_plan == wide->inside_plan && narrow->outside_plan == wide->outside_plan))
         && cpplan_expression_within (narrow->where, wide->where, kinds_of_term (narrow));
}

gboolean
cpplan_selector_within (const CpplanSelector *narrow, const CpplanSelector *wide)
{
  if (narrow == NULL || wide == NULL)
    return narrow == NULL;
  if (narrow->first || wide->first)
    return cpplan_selector_equal (narrow, wide);
  for (guint i = 0; i < narrow->terms->len; i++)
    {
      guint w = 0;
      while (w < wide->terms->len
             && !term_within (&g_array_index (narrow->terms, CpplanSelectorTerm, i),
                              &g_array_index (wide->terms, CpplanSelectorTerm, w)))
        w++;
      if (w == wide->terms->len)
        return FALSE;
    }
  return TRUE;
}
