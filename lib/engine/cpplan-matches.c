/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The events that a selector means, asked once for all instances of a rule, so that each instance finds its own by
 * search: work stays linear in events however many triggers and doubtful events there are. */
#include "cpplan-engine-private.h"

/* How an answer can differ from instance to instance. */
typedef enum
{
  SAME_FOR_ALL,
  BY_ABOUT, /* only through `about = trigger` */
  OWN,      /* in some other way: each instance asks for itself */
} Dependence;

struct _CpplanMatches
{
  const CpplanSelector *selector;
  Dependence            dependence;
  GArray               *events;   /* (element-type guint): of OWN: all of its kinds */
  GArray               *certain;  /* (element-type guint): that match, whatever the instance */
  GArray               *doubtful; /* (element-type guint): that may match, whatever the instance */
  GHashTable           *about;    /* of BY_ABOUT: event -> GArray of those that are about it, or NULL */
  CpplanSelector       *own;      /* a selector made for them, or NULL */
  CpplanExpression      nodes[2]; /* and what joins two expressions in it */
};

static Dependence of_expression (const CpplanExpression *self);

/* What is the latest may turn on the instance in its own way, and on its plan. */
static Dependence
of_latest (const CpplanSelectorTerm *term)
{
  return term->inside_plan || of_expression (term->where) != SAME_FOR_ALL ? OWN : SAME_FOR_ALL;
}

static Dependence
of_path (const CpplanPath *path)
{
  switch (path->root)
    {
    case CPPLAN_ROOT_TRIGGER:
    case CPPLAN_ROOT_ANCHOR:
    case CPPLAN_ROOT_MEMBER:
    case CPPLAN_ROOT_KNOWN: /* up to a day that each has for itself */
      return OWN;
    case CPPLAN_ROOT_LATEST:
      return of_latest (path->latest);
    case CPPLAN_ROOT_EVENT:
    case CPPLAN_ROOT_PERSON:
      return SAME_FOR_ALL;
    }
  g_return_val_if_reached (OWN);
}

static Dependence
of_expression (const CpplanExpression *self)
{
  if (self == NULL)
    return SAME_FOR_ALL;
  /* asks for more than the event, or counts by the instance's rule */
  if (self->kind >= CPPLAN_EXPRESSION_ANY || self->kind == CPPLAN_EXPRESSION_LENGTH)
    return OWN;
  if (self->left != NULL)
    {
      Dependence right = self->right == NULL ? SAME_FOR_ALL : of_expression (self->right);
      return MAX (of_expression (self->left), right);
    }
  if (self->kind == CPPLAN_EXPRESSION_AGE || self->kind == CPPLAN_EXPRESSION_BIRTH)
    return SAME_FOR_ALL;
  if (self->kind == CPPLAN_EXPRESSION_SAME && self->path.root == CPPLAN_ROOT_EVENT && self->path.attribute == CPPLAN_ATTRIBUTE_ABOUT
      && self->path.via == 0 && self->other.root == CPPLAN_ROOT_TRIGGER && self->other.attribute == 0)
    return BY_ABOUT;
  return MAX (of_path (&self->path), self->other.root == 0 ? SAME_FOR_ALL : of_path (&self->other));
}

static Dependence
of_selector (const CpplanSelector *selector)
{
  Dependence most = SAME_FOR_ALL;
  for (guint i = 0; i < selector->terms->len; i++)
    {
      Dependence one = of_expression (g_array_index (selector->terms, CpplanSelectorTerm, i).where);
      most = MAX (most, one);
    }
  return most;
}

static void
add_about (CpplanMatches *self, guint target, guint event)
{
  gpointer key = GUINT_TO_POINTER (target);
  GArray  *list = g_hash_table_lookup (self->about, key);
  if (list == NULL)
    {
      list = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (self->about, key, list);
    }
  g_array_append_val (list, event);
}

static void
gather (CpplanMatches *self, const CpplanView *view, const CpplanSelector *selector, CpplanAttribute attribute)
{
  CpplanAsk ask = CPPLAN_ASK_INIT (view);

  self->selector = selector;
  self->dependence = of_selector (selector);
  self->events = cpplan_view_select (view, selector->kinds);
  self->certain = g_array_new (FALSE, FALSE, sizeof (guint));
  self->doubtful = g_array_new (FALSE, FALSE, sizeof (guint));
  self->about = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  for (guint i = 0; self->dependence != OWN && i < self->events->len; i++)
    {
      guint event = g_array_index (self->events, guint, i);
      if (attribute != 0 && !cpplan_view_is_recorded (view, event, attribute))
        continue;
      if (self->dependence == BY_ABOUT && cpplan_case_at (view->record, event)->about != CPPLAN_NO_INDEX)
        {
          add_about (self, cpplan_view_resolve (view, cpplan_case_at (view->record, event)->about), event);
          continue;
        }
      CpplanTruth truth = cpplan_ask_selector (&ask, selector, event);
      if (truth == CPPLAN_TRUTH_YES)
        g_array_append_val (self->certain, event);
      else if (truth == CPPLAN_TRUTH_UNKNOWN)
        g_array_append_val (self->doubtful, event);
    }
}

CpplanMatches *
cpplan_matches_new (const CpplanView *view, const CpplanSelector *selector)
{
  CpplanMatches *self = g_new0 (CpplanMatches, 1);
  gather (self, view, selector, 0);
  return self;
}

CpplanMatches *
cpplan_matches_new_of_term (const CpplanView *view, const CpplanSelectorTerm *term, const CpplanExpression *but,
                            CpplanAttribute attribute)
{
  if (of_expression (term->where) != SAME_FOR_ALL || of_expression (but) != SAME_FOR_ALL)
    return NULL;
  CpplanMatches     *self = g_new0 (CpplanMatches, 1);
  CpplanSelectorTerm own = { .kind = term->kind, .where = term->where };
  if (but != NULL)
    {
      self->nodes[0] = (CpplanExpression){ .kind = CPPLAN_EXPRESSION_NOT, .left = (CpplanExpression *) but };
      self->nodes[1] = (CpplanExpression){ .kind = CPPLAN_EXPRESSION_AND, .left = term->where, .right = &self->nodes[0] };
      own.where = term->where == NULL ? &self->nodes[0] : &self->nodes[1];
    }
  self->own = g_new0 (CpplanSelector, 1);
  self->own->terms = g_array_new (FALSE, FALSE, sizeof (CpplanSelectorTerm));
  self->own->kinds = CPPLAN_KIND_BIT (term->kind);
  g_array_append_val (self->own->terms, own);
  gather (self, view, self->own, attribute);
  return self;
}

const GArray *
cpplan_matches_get_certain (const CpplanMatches *self)
{
  return self->certain;
}

const GArray *
cpplan_matches_get_doubtful (const CpplanMatches *self)
{
  return self->doubtful;
}

void
cpplan_matches_free (CpplanMatches *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->events);
  g_array_unref (self->certain);
  g_array_unref (self->doubtful);
  g_hash_table_unref (self->about);
  if (self->own != NULL)
    g_array_unref (self->own->terms); /* their expressions are lent */
  g_free (self->own);
  g_free (self);
}

/* What one instance has found so far. */
typedef struct
{
  const CpplanView  *view;
  const CpplanEvent *after;       /* events must follow it */
  gboolean           either_order;
  CpplanDate         last;        /* and lie on or before this day */
  guint              certain;     /* the first that certainly matches, or CPPLAN_NO_INDEX */
  GArray            *doubtful;
} Search;

static gboolean
follows (const Search *search, guint index)
{
  const CpplanEvent *event = cpplan_view_at (search->view, index);
  return event != search->after && (search->either_order || cpplan_event_follows (event, search->after, NULL));
}

static const guint *
indices (const GArray *array)
{
  return (const guint *) (gpointer) array->data;
}

/* The events of a list that each instance must ask by itself. */
static void
search_list (const CpplanMatches *self, CpplanAsk *ask, const GArray *list, Search *search)
{
  for (guint i = cpplan_view_first_on (search->view, indices (list), list->len, search->after->date); i < list->len; i++)
    {
      guint event = g_array_index (list, guint, i);
      if (event >= search->certain || cpplan_view_at (search->view, event)->date > search->last)
        return;
      if (!follows (search, event))
        continue;
      CpplanTruth truth = cpplan_ask_selector (ask, self->selector, event);
      if (truth == CPPLAN_TRUTH_UNKNOWN)
        g_array_append_val (search->doubtful, event);
      else if (truth == CPPLAN_TRUTH_YES)
        search->certain = event;
    }
}

static void
search_certain (const CpplanMatches *self, Search *search)
{
  for (guint i = cpplan_view_first_on (search->view, indices (self->certain), self->certain->len, search->after->date);
       i < self->certain->len; i++)
    {
      guint event = g_array_index (self->certain, guint, i);
      if (cpplan_view_at (search->view, event)->date > search->last)
        return;
      if (!follows (search, event))
        continue;
      search->certain = event;
      return;
    }
}

/* The doubtful ones before the certain one: those of the first day by themselves, as some may come before what
 * they must follow; the rest as they stand. */
static CpplanSlice
slice_doubtful (const CpplanMatches *self, Search *search)
{
  guint i = cpplan_view_first_on (search->view, indices (self->doubtful), self->doubtful->len, search->after->date);
  for (; i < self->doubtful->len; i++)
    {
      guint event = g_array_index (self->doubtful, guint, i);
      if (cpplan_view_at (search->view, event)->date != search->after->date)
        break;
      if (event < search->certain && follows (search, event) && search->after->date <= search->last)
        g_array_append_val (search->doubtful, event);
    }
  guint end = search->last == G_MAXINT32 ? self->doubtful->len
                                         : cpplan_view_first_on (search->view, indices (self->doubtful), self->doubtful->len, search->last + 1);
  guint low = i;
  guint high = MAX (i, end);
  while (search->certain != CPPLAN_NO_INDEX && low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (self->doubtful, guint, middle) < search->certain)
        low = middle + 1;
      else
        high = middle;
    }
  return (CpplanSlice){ indices (self->doubtful) + i, high - i };
}

guint
cpplan_matches_find (const CpplanMatches *self, CpplanAsk *ask, guint after, gboolean either_order, CpplanDate last,
                     GArray *doubtful, CpplanSlice *out_more)
{
  Search search = { ask->view, cpplan_view_at (ask->view, after), either_order, last, CPPLAN_NO_INDEX, doubtful };

  if (self->dependence == OWN)
    search_list (self, ask, self->events, &search);
  else
    search_certain (self, &search);
  const GArray *about = self->dependence == BY_ABOUT ? g_hash_table_lookup (self->about, GUINT_TO_POINTER (after)) : NULL;
  if (about != NULL)
    search_list (self, ask, about, &search);
  *out_more = slice_doubtful (self, &search);
  return search.certain;
}

/* ---- on either side of an event ---- */

/* Which events of a list count: not the trigger itself, and none after it where @before. */
typedef struct
{
  const CpplanAsk *ask;
  CpplanDate       from;
  CpplanDate       last;
  gboolean         before;
  GPtrArray       *needs;
} Around;

static gboolean
lies_around (const Around *around, guint event)
{
  const CpplanView *view = around->ask->view;
  return event != around->ask->trigger
         && (!around->before || cpplan_event_follows (cpplan_view_at (view, around->ask->trigger), cpplan_view_at (view, event), NULL));
}

/* @own: each is asked for this instance; else all of the list have the answer @truth. */
static CpplanTruth
ask_around (const CpplanMatches *self, const Around *around, const GArray *list, gboolean own, CpplanTruth truth)
{
  CpplanTruth any = CPPLAN_TRUTH_NO;
  for (guint i = cpplan_view_first_on (around->ask->view, indices (list), list->len, around->from); i < list->len; i++)
    {
      guint     event = g_array_index (list, guint, i);
      CpplanAsk ask = *around->ask;
      if (cpplan_view_at (ask.view, event)->date > around->last)
        break;
      if (!lies_around (around, event))
        continue;
      CpplanTruth one = own ? cpplan_ask_selector (&ask, self->selector, event) : truth;
      if (one == CPPLAN_TRUTH_YES)
        return one;
      any = cpplan_truth_or (any, one);
      if (one == CPPLAN_TRUTH_UNKNOWN && around->needs->len < CPPLAN_NAMED_MAX)
        cpplan_ask_selector_needs (&ask, self->selector, event, around->needs);
      if (!own && around->needs->len >= CPPLAN_NAMED_MAX)
        break;
    }
  return any;
}

CpplanTruth
cpplan_matches_find_around (const CpplanMatches *self, const CpplanAsk *ask, CpplanDate from, CpplanDate last, gboolean before, GPtrArray *needs)
{
  Around around = { ask, from, last, before, needs };
  if (self->dependence == OWN)
    return ask_around (self, &around, self->events, TRUE, CPPLAN_TRUTH_UNKNOWN);
  const GArray *about = self->dependence == BY_ABOUT ? g_hash_table_lookup (self->about, GUINT_TO_POINTER (ask->trigger)) : NULL;
  CpplanTruth   any = ask_around (self, &around, self->certain, FALSE, CPPLAN_TRUTH_YES);
  if (any != CPPLAN_TRUTH_YES && about != NULL)
    any = ask_around (self, &around, about, TRUE, CPPLAN_TRUTH_UNKNOWN);
  return any == CPPLAN_TRUTH_YES ? any : cpplan_truth_or (any, ask_around (self, &around, self->doubtful, FALSE, CPPLAN_TRUTH_UNKNOWN));
}
