/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reader of what asks for more than the event that is looked at: gates ask about the case on a day, findings
 * about what else the record has. */
#include "cpplan-parser-private.h"

/* `shown (...)` */
static CpplanExpression *
parse_shown (Parser *parser)
{
  g_autoptr (CpplanExpression) self = cpplan_expression_new (CPPLAN_EXPRESSION_SHOWN);
  if (!expect (parser, "("))
    return NULL;
  self->left = cpplan_parse_or (parser);
  return self->left != NULL && expect (parser, ")") ? g_steal_pointer (&self) : NULL;
}

/* `clear (BAR)` */
static CpplanExpression *
parse_clear (Parser *parser)
{
  g_autoptr (CpplanExpression) self = cpplan_expression_new (CPPLAN_EXPRESSION_CLEAR);
  if (!expect (parser, "("))
    return NULL;
  self->names = g_new0 (char *, 2);
  self->names[0] = take_name (parser, "a bar");
  return self->names[0] != NULL && expect (parser, ")") ? g_steal_pointer (&self) : NULL;
}

/* KIND where ..., without its brackets */
static CpplanSelectorTerm *
parse_kind_of_event (Parser *parser)
{
  CpplanSelectorTerm *term = g_new0 (CpplanSelectorTerm, 1);
  if (cpplan_parse_term (parser, term))
    {
      if (term->kind != 0 && !term->outside_plan)
        return term;
      fail (parser, "a kind of event is wanted");
    }
  cpplan_selector_term_free (term);
  return NULL;
}

static CpplanSelectorTerm *
parse_bracketed_term (Parser *parser)
{
  if (!expect (parser, "("))
    return NULL;
  CpplanSelectorTerm *term = parse_kind_of_event (parser);
  if (term != NULL && expect (parser, ")"))
    return term;
  cpplan_selector_term_free (term);
  return NULL;
}

/* An expression about people, or about events of some kinds. */
static CpplanExpression *
parse_about (Parser *parser, CpplanKinds event)
{
  CpplanKinds       outer = parser->event;
  parser->event = event;
  CpplanExpression *self = cpplan_parse_or (parser);
  parser->event = outer;
  return self;
}

/* `people where` */
static gboolean
accept_people (Parser *parser, gboolean *out_good)
{
  *out_good = TRUE;
  if (!parser->scope->finding || !accept (parser, "people"))
    return FALSE;
  *out_good = expect (parser, "where");
  return TRUE;
}

/* `since trigger`, `before trigger`, `since latest (KIND where ...)`, and the last two together */
static gboolean
parse_side (Parser *parser, CpplanExpression *self)
{
  if (parser->scope->finding && accept (parser, "before"))
    {
      self->side = CPPLAN_SIDE_BEFORE;
      return expect (parser, "trigger");
    }
  if (!accept (parser, "since"))
    return TRUE;
  if (parser->scope->finding && accept (parser, "trigger"))
    {
      self->side = CPPLAN_SIDE_SINCE;
      return TRUE;
    }
  if (!expect (parser, "latest"))
    return FALSE;
  self->other.latest = parse_bracketed_term (parser);
  if (self->other.latest == NULL || !parser->scope->finding || !accept (parser, "before"))
    return self->other.latest != NULL;
  self->side = CPPLAN_SIDE_BEFORE;
  return expect (parser, "trigger");
}

/* `any (KIND where ...)` and since when, `any (people where ...)` */
static CpplanExpression *
parse_any (Parser *parser)
{
  g_autoptr (CpplanExpression) self = cpplan_expression_new (CPPLAN_EXPRESSION_ANY);
  gboolean                     good;
  if (!expect (parser, "("))
    return NULL;
  if (accept_people (parser, &good))
    {
      self->kind = CPPLAN_EXPRESSION_ANY_PERSON;
      self->left = good ? parse_about (parser, 0) : NULL;
      return self->left != NULL && expect (parser, ")") ? g_steal_pointer (&self) : NULL;
    }
  self->path.latest = parse_kind_of_event (parser);
  return self->path.latest != NULL && expect (parser, ")") && parse_side (parser, self) ? g_steal_pointer (&self) : NULL;
}

/* `every (KIND where ... satisfies ...)`, `every (people where ... satisfies ...)` */
static CpplanExpression *
parse_every (Parser *parser)
{
  g_autoptr (CpplanExpression) self = cpplan_expression_new (CPPLAN_EXPRESSION_EVERY);
  gboolean                     good;
  if (!expect (parser, "("))
    return NULL;
  if (accept_people (parser, &good))
    {
      self->kind = CPPLAN_EXPRESSION_EVERY_PERSON;
      self->left = good ? parse_about (parser, 0) : NULL;
      if (self->left == NULL || !expect (parser, "satisfies"))
        return NULL;
      self->right = parse_about (parser, 0);
      return self->right != NULL && expect (parser, ")") ? g_steal_pointer (&self) : NULL;
    }
  self->path.latest = parse_kind_of_event (parser);
  if (self->path.latest == NULL || !expect (parser, "satisfies"))
    return NULL;
  self->left = parse_about (parser, CPPLAN_KIND_BIT (self->path.latest->kind));
  return self->left != NULL && expect (parser, ")") && parse_side (parser, self) ? g_steal_pointer (&self) : NULL;
}

static gboolean
has_until (CpplanKinds kinds)
{
  CpplanType type;
  for (guint kind = 1; kind < 64; kind++)
    if ((kinds & CPPLAN_KIND_BIT (kind)) != 0
        && (!cpplan_schema_get_type ((CpplanEventKind) kind, CPPLAN_ATTRIBUTE_UNTIL, &type) || type != CPPLAN_TYPE_DATE))
      return FALSE;
  return kinds != 0;
}

/* `covered (KIND where ...)`, `covered (people where ...)` */
static CpplanExpression *
parse_covered (Parser *parser)
{
  g_autoptr (CpplanExpression) self = cpplan_expression_new (CPPLAN_EXPRESSION_COVERED);
  gboolean                     good;
  if (!expect (parser, "("))
    return NULL;
  if (accept_people (parser, &good))
    {
      self->kind = CPPLAN_EXPRESSION_COVERED_PEOPLE;
      self->left = good ? parse_about (parser, 0) : NULL;
      return self->left != NULL && expect (parser, ")") ? g_steal_pointer (&self) : NULL;
    }
  self->path.latest = parse_kind_of_event (parser);
  if (self->path.latest == NULL || !expect (parser, ")"))
    return NULL;
  if (has_until (parser->scope->trigger) && has_until (CPPLAN_KIND_BIT (self->path.latest->kind)))
    return g_steal_pointer (&self);
  fail (parser, "what covers, and what is covered, must have an until");
  return NULL;
}

/* `unchanged (KIND where ...) since latest (KIND where ...)` */
static CpplanExpression *
parse_unchanged (Parser *parser)
{
  g_autoptr (CpplanExpression) self = cpplan_expression_new (CPPLAN_EXPRESSION_UNCHANGED);
  self->path.latest = parse_bracketed_term (parser);
  if (self->path.latest == NULL || !parse_side (parser, self))
    return NULL;
  if (self->side != CPPLAN_SIDE_BOTH)
    {
      fail (parser, "since latest (KIND) is wanted");
      return NULL;
    }
  CpplanEventKind kind = self->path.latest->kind;
  if (cpplan_schema_get_type (kind, CPPLAN_ATTRIBUTE_NAME, NULL) && cpplan_schema_get_type (kind, CPPLAN_ATTRIBUTE_STATEMENT, NULL))
    return g_steal_pointer (&self);
  fail (parser, "%s has no name and statement to compare", cpplan_event_kind_to_string (kind));
  return NULL;
}

/* `consecutive (KIND where ... satisfies ...) >= 2 within PERIOD` */
static CpplanExpression *
parse_consecutive (Parser *parser)
{
  enum
  {
    MOST_IN_A_ROW = 100
  };
  g_autoptr (CpplanExpression) self = cpplan_expression_new (CPPLAN_EXPRESSION_CONSECUTIVE);
  if (!expect (parser, "("))
    return NULL;
  self->path.latest = parse_kind_of_event (parser);
  if (self->path.latest == NULL || !expect (parser, "satisfies"))
    return NULL;
  if (parser->event != CPPLAN_KIND_BIT (self->path.latest->kind))
    {
      fail (parser, "the event that is looked at is the last in the row, so it must be of that kind");
      return NULL;
    }
  self->left = parse_about (parser, CPPLAN_KIND_BIT (self->path.latest->kind));
  if (self->left == NULL || !expect (parser, ")") || !expect (parser, ">="))
    return NULL;
  guint64 count = 0;
  if (!g_ascii_string_to_unsigned (parser->token, 10, 2, MOST_IN_A_ROW, &count, NULL))
    {
      fail (parser, "a number from 2 to %d is wanted", MOST_IN_A_ROW);
      return NULL;
    }
  self->count = (guint) count;
  advance (parser);
  return expect (parser, "within") && cpplan_parse_period (parser, &self->period) ? g_steal_pointer (&self) : NULL;
}

CpplanExpression *
cpplan_parse_question (Parser *parser, gboolean *out_known)
{
  static const struct
  {
    const char *word;
    gboolean    of_gates;
    gboolean    of_findings;
    CpplanExpression *(*parse) (Parser *parser);
  } questions[] = {
    { "shown", TRUE, FALSE, parse_shown },         { "clear", TRUE, FALSE, parse_clear },
    { "any", TRUE, TRUE, parse_any },              { "every", FALSE, TRUE, parse_every },
    { "covered", FALSE, TRUE, parse_covered },     { "unchanged", FALSE, TRUE, parse_unchanged },
    { "consecutive", FALSE, TRUE, parse_consecutive },
  };
  gboolean of_gate = parser->scope->gate && parser->event == 0;
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    if (((of_gate && questions[i].of_gates) || (parser->scope->finding && questions[i].of_findings))
        && accept (parser, questions[i].word))
      {
        *out_known = TRUE;
        return questions[i].parse (parser);
      }
  *out_known = FALSE;
  return NULL;
}
