/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reader of selectors and date sources: which events, and which of their dates. What they ask of an event
 * is an expression, read as in cpplan-expression.c. */
#include "cpplan-parser-private.h"

/* ---- selectors ---- */

void
cpplan_selector_term_clear (gpointer data)
{
  CpplanSelectorTerm *term = data;
  cpplan_expression_free (term->where);
}

void
cpplan_selector_term_free (CpplanSelectorTerm *term)
{
  if (term == NULL)
    return;
  cpplan_selector_term_clear (term);
  g_free (term);
}

void
cpplan_selector_free (CpplanSelector *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->terms);
  g_free (self);
}

static gboolean
parse_kind (Parser *parser, CpplanSelectorTerm *term)
{
  g_autofree char *name = take_name (parser, "a kind of event");
  if (name == NULL)
    return FALSE;
  term->plan_start = strcmp (name, "plan-start") == 0;
  term->plan_end = strcmp (name, "plan-end") == 0;
  if (term->plan_start || term->plan_end || cpplan_event_kind_from_string (name, &term->kind, NULL))
    return TRUE;
  fail (parser, "%s is no kind of event", name);
  return FALSE;
}

static CpplanKinds
kinds_of_term (const CpplanSelectorTerm *term)
{
  if (term->plan_start)
    return CPPLAN_PLAN_START_KINDS;
  return term->plan_end ? 0 : CPPLAN_KIND_BIT (term->kind);
}

gboolean
cpplan_parse_term (Parser *parser, CpplanSelectorTerm *term)
{
  if (!parse_kind (parser, term))
    return FALSE;
  term->inside_plan = accept (parser, "inside");
  term->outside_plan = !term->inside_plan && accept (parser, "outside");
  if ((term->inside_plan || term->outside_plan) && !expect (parser, "plan"))
    return FALSE;
  if (term->outside_plan && parser->scope->gate)
    {
      fail (parser, "a gate asks about a plan that is running: outside plan says nothing");
      return FALSE;
    }
  if (!accept (parser, "where"))
    return TRUE;
  if (term->plan_end)
    {
      fail (parser, "plan-end takes no where");
      return FALSE;
    }
  CpplanKinds outer = parser->event;
  parser->event = kinds_of_term (term);
  term->where = cpplan_parse_or (parser);
  parser->event = outer;
  return term->where != NULL;
}

static gboolean
parse_terms (Parser *parser, GArray *terms)
{
  do
    {
      if (accept (parser, "("))
        {
          if (++parser->depth > DEPTH_MAX)
            {
              fail (parser, "nested more than %d deep", DEPTH_MAX);
              return FALSE;
            }
          if (!parse_terms (parser, terms) || !expect (parser, ")"))
            return FALSE;
          parser->depth--;
          continue;
        }
      CpplanSelectorTerm term = { 0 };
      gboolean           good = cpplan_parse_term (parser, &term);
      g_array_append_val (terms, term);
      if (!good)
        return FALSE;
    }
  while (accept (parser, "or"));
  return TRUE;
}

/* One term alone. */
CpplanSelectorTerm *
cpplan_term_parse (const char *text, const CpplanScope *scope, GError **error)
{
  Parser              parser;
  CpplanSelectorTerm *term = g_new0 (CpplanSelectorTerm, 1);
  start (&parser, text, 0, scope, error);
  gboolean good = cpplan_parse_term (&parser, term) && expect_end (&parser);
  if (good && term->kind == 0)
    {
      fail (&parser, "a kind of event is wanted");
      good = FALSE;
    }
  g_free (parser.token);
  if (good)
    return term;
  cpplan_selector_term_free (term);
  return NULL;
}

/* `... and to includes TO`, of every term; TO may be the word member. */
static void
ask_to (CpplanSelector *self, const char *to)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      CpplanSelectorTerm *term = &g_array_index (self->terms, CpplanSelectorTerm, i);
      CpplanExpression   *includes = cpplan_expression_new (CPPLAN_EXPRESSION_INCLUDES);
      includes->path = (CpplanPath){ .root = CPPLAN_ROOT_EVENT, .attribute = CPPLAN_ATTRIBUTE_TO, .type = CPPLAN_TYPE_AUDIENCE };
      if (strcmp (to, "member") == 0)
        includes->other = (CpplanPath){ .root = CPPLAN_ROOT_MEMBER, .type = CPPLAN_TYPE_PERSON };
      else
        {
          includes->names = g_new0 (char *, 2);
          includes->names[0] = g_strdup (to);
        }
      if (term->where == NULL)
        {
          term->where = includes;
          continue;
        }
      CpplanExpression *both = cpplan_expression_new (CPPLAN_EXPRESSION_AND);
      both->left = term->where;
      both->right = includes;
      term->where = both;
    }
}

CpplanSelector *
cpplan_selector_parse_to (const char *text, const char *to, const CpplanScope *scope, GError **error)
{
  CpplanSelector *self = cpplan_selector_parse (text, scope, error);
  if (self != NULL && to != NULL)
    ask_to (self, to);
  return self;
}

CpplanSelector *
cpplan_selector_parse (const char *text, const CpplanScope *scope, GError **error)
{
  Parser parser;
  start (&parser, text, 0, scope, error);

  g_autoptr (CpplanSelector) self = g_new0 (CpplanSelector, 1);
  self->terms = g_array_new (FALSE, FALSE, sizeof (CpplanSelectorTerm));
  g_array_set_clear_func (self->terms, cpplan_selector_term_clear);
  self->first = accept (&parser, "first");
  gboolean good = parse_terms (&parser, self->terms) && expect_end (&parser);
  g_free (parser.token);
  if (!good)
    return NULL;
  for (guint i = 0; i < self->terms->len; i++)
    self->kinds |= kinds_of_term (&g_array_index (self->terms, CpplanSelectorTerm, i));
  return g_steal_pointer (&self);
}

gboolean
cpplan_selector_has_plan_end (const CpplanSelector *selector)
{
  for (guint i = 0; i < selector->terms->len; i++)
    if (g_array_index (selector->terms, CpplanSelectorTerm, i).plan_end)
      return TRUE;
  return FALSE;
}

gboolean
cpplan_selector_has_plan_start (const CpplanSelector *selector)
{
  for (guint i = 0; i < selector->terms->len; i++)
    if (g_array_index (selector->terms, CpplanSelectorTerm, i).plan_start)
      return TRUE;
  return FALSE;
}

/* ---- date sources ---- */

static void
clear_source (gpointer data)
{
  CpplanSource *source = data;
  cpplan_selector_term_free (source->since);
  g_strfreev (source->rules);
}

static gboolean
parse_rules (Parser *parser, CpplanSource *source)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (g_free);
  if (!expect (parser, "("))
    return FALSE;
  do
    {
      char *name = take_name (parser, "a rule");
      if (name == NULL)
        return FALSE;
      g_ptr_array_add (rules, name);
    }
  while (accept (parser, ","));
  if (!expect (parser, ")"))
    return FALSE;
  g_ptr_array_add (rules, NULL);
  g_ptr_array_set_free_func (rules, NULL);
  source->rules = (char **) g_ptr_array_free (g_steal_pointer (&rules), FALSE);
  return TRUE;
}

static gboolean
parse_appointed (Parser *parser, CpplanSource *source)
{
  CpplanSelectorTerm term = { 0 };
  if (!parse_kind (parser, &term))
    return FALSE;
  source->event_kind = term.kind;
  if (term.kind != 0)
    return TRUE;
  fail (parser, "an appointment is of a kind of event");
  return FALSE;
}

static gboolean
check_date (Parser *parser, CpplanType type)
{
  if (type == CPPLAN_TYPE_DATE)
    return TRUE;
  fail (parser, "a date is wanted, not a %s", cpplan_type_to_string (type));
  return FALSE;
}

/* `due (RULE, ...)`; a bare `due` is an attribute of that name. */
static gboolean
accept_due_of_rules (Parser *parser)
{
  const char *rest = parser->at + strspn (parser->at, " \t");
  return (*rest == '(' || parser->event == 0) && accept (parser, "due");
}

static gboolean
parse_source (Parser *parser, CpplanKinds of, CpplanSource *source)
{
  if (accept_due_of_rules (parser))
    {
      source->kind = CPPLAN_SOURCE_DUE;
      return parse_rules (parser, source);
    }
  if (accept (parser, "met-by"))
    {
      source->kind = CPPLAN_SOURCE_MET_BY;
      return parse_rules (parser, source);
    }
  if (accept (parser, "next"))
    {
      source->kind = CPPLAN_SOURCE_NEXT;
      return parse_appointed (parser, source);
    }
  if (accept (parser, "first-appointed"))
    {
      source->kind = CPPLAN_SOURCE_FIRST_APPOINTED;
      return parse_appointed (parser, source);
    }
  if (is_next (parser, "latest"))
    {
      CpplanPath path = { 0 };
      gboolean   good = cpplan_parse_path (parser, &path) && check_date (parser, path.type);
      source->kind = CPPLAN_SOURCE_SINCE;
      source->since = path.latest;
      source->attribute = path.attribute;
      return good;
    }
  if (of == 0)
    {
      source->kind = CPPLAN_SOURCE_EVENT;
      return parse_appointed (parser, source);
    }
  CpplanPath path = { .root = CPPLAN_ROOT_EVENT };
  parser->event = of;
  source->kind = CPPLAN_SOURCE_ATTRIBUTE;
  if (!cpplan_parse_attribute (parser, &path))
    return FALSE;
  source->attribute = path.attribute;
  return check_date (parser, path.type);
}

/* Sources in the order in which they are asked; @of: the kinds whose date attributes may be named, or 0 where
 * a bare name is a kind of event. */
GArray *
cpplan_sources_parse (const char *text, CpplanKinds of, const CpplanScope *scope, GError **error)
{
  Parser parser;
  start (&parser, text, of, scope, error);

  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (CpplanSource));
  g_array_set_clear_func (sources, clear_source);
  gboolean good;
  do
    {
      CpplanSource source = { 0 };
      good = parse_source (&parser, of, &source);
      g_array_append_val (sources, source);
    }
  while (good && accept (&parser, ","));
  good = good && expect_end (&parser);
  g_free (parser.token);
  return good ? g_steal_pointer (&sources) : NULL;
}
