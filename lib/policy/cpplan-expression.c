/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reader of expressions: a recursive descent over a handful of words, typed against the event schema as it
 * goes, so that a policy that reads at all can be evaluated. */
#include "cpplan-parser-private.h"

static CpplanExpression *parse_bounded (Parser *parser);

void
cpplan_expression_free (CpplanExpression *self)
{
  if (self == NULL)
    return;
  cpplan_expression_free (self->left);
  cpplan_expression_free (self->right);
  cpplan_selector_term_free (self->path.latest);
  cpplan_selector_term_free (self->other.latest);
  g_strfreev (self->names);
  g_free (self);
}

/* ---- paths ---- */

/* The type that an attribute has on those kinds that have it; 0 where none has it. */
static CpplanType
type_on (CpplanKinds kinds, CpplanAttribute attribute)
{
  CpplanType found = 0;
  for (guint kind = 1; kind < 64; kind++)
    {
      CpplanType type;
      if ((kinds & CPPLAN_KIND_BIT (kind)) != 0 && cpplan_schema_get_type ((CpplanEventKind) kind, attribute, &type))
        found = type;
    }
  return found;
}

static gboolean
choice_on (CpplanKinds kinds, CpplanAttribute attribute, const char *name)
{
  for (guint kind = 1; kind < 64; kind++)
    if ((kinds & CPPLAN_KIND_BIT (kind)) != 0)
      {
        const char *const *choices = cpplan_schema_get_choices ((CpplanEventKind) kind, attribute);
        if (choices != NULL && cpplan_name_in (name, choices))
          return TRUE;
      }
  return FALSE;
}

static CpplanKinds
kinds_of (const Parser *parser, const CpplanPath *path)
{
  if (path->via != 0)
    return ~G_GUINT64_CONSTANT (0); /* what a reference leads to may be of any kind */
  switch (path->root)
    {
    case CPPLAN_ROOT_EVENT:
      return parser->event;
    case CPPLAN_ROOT_TRIGGER:
      return parser->scope->trigger;
    case CPPLAN_ROOT_ANCHOR:
      return parser->scope->anchor;
    case CPPLAN_ROOT_LATEST:
    case CPPLAN_ROOT_KNOWN:
      return CPPLAN_KIND_BIT (path->latest->kind);
    case CPPLAN_ROOT_PERSON:
    case CPPLAN_ROOT_MEMBER:
      return 0;
    }
  g_return_val_if_reached (0);
}

gboolean
cpplan_parse_attribute (Parser *parser, CpplanPath *path)
{
  g_autofree char *name = take_name (parser, "an attribute");
  if (name == NULL)
    return FALSE;
  if (!cpplan_attribute_from_string (name, &path->attribute, NULL)
      || (path->type = type_on (kinds_of (parser, path), path->attribute)) == 0)
    {
      fail (parser, "%s is no attribute of that event", name);
      return FALSE;
    }
  return TRUE;
}

/* `about.detailed`: an attribute of the event that an attribute names. */
static gboolean
parse_hop (Parser *parser, CpplanPath *path)
{
  if (path->type != CPPLAN_TYPE_EVENT || path->attribute == 0 || !accept (parser, "."))
    return TRUE;
  path->via = path->attribute;
  if (!cpplan_parse_attribute (parser, path))
    return FALSE;
  if (path->type != CPPLAN_TYPE_EVENT || !is_next (parser, "."))
    return TRUE;
  fail (parser, "a reference is followed once");
  return FALSE;
}

static gboolean
parse_person_attribute (Parser *parser, CpplanPath *path)
{
  g_autofree char *name = take_name (parser, "an attribute of a person");
  if (name == NULL)
    return FALSE;
  path->person_attribute = cpplan_person_attribute_from_string (name);
  if (path->person_attribute == 0)
    {
      fail (parser, "%s is no attribute of a person", name);
      return FALSE;
    }
  path->type = cpplan_person_attribute_is_truth (path->person_attribute) ? CPPLAN_TYPE_TRUTH : CPPLAN_TYPE_NAME;
  return TRUE;
}

static gboolean
parse_latest (Parser *parser, CpplanPath *path, CpplanRoot root)
{
  path->root = root;
  path->latest = g_new0 (CpplanSelectorTerm, 1);
  if (!expect (parser, "(") || !cpplan_parse_term (parser, path->latest) || !expect (parser, ")")
      || !expect (parser, "."))
    return FALSE;
  if (path->latest->kind == 0)
    {
      fail (parser, "latest is of a kind of event");
      return FALSE;
    }
  if ((path->latest->inside_plan && !parser->scope->gate && !parser->scope->finding) || path->latest->outside_plan)
    {
      fail (parser, "only gates and findings ask for the latest inside plan, and none for one outside");
      return FALSE;
    }
  return cpplan_parse_attribute (parser, path);
}

/* trigger, anchor and member stand for themselves or begin a path. */
static gboolean
parse_variable (Parser *parser, CpplanPath *path, gboolean *out_is_variable)
{
  *out_is_variable = TRUE;
  if (is_next (parser, "trigger") && parser->scope->trigger != 0)
    path->root = CPPLAN_ROOT_TRIGGER;
  else if (is_next (parser, "anchor") && parser->scope->anchor != 0)
    path->root = CPPLAN_ROOT_ANCHOR;
  else if (is_next (parser, "member") && parser->scope->member)
    path->root = CPPLAN_ROOT_MEMBER;
  else
    {
      *out_is_variable = FALSE;
      return TRUE;
    }
  path->type = path->root == CPPLAN_ROOT_MEMBER ? CPPLAN_TYPE_PERSON : CPPLAN_TYPE_EVENT;
  advance (parser);
  if (path->root == CPPLAN_ROOT_MEMBER || !accept (parser, "."))
    return TRUE;
  return cpplan_parse_attribute (parser, path) && parse_hop (parser, path);
}

gboolean
cpplan_parse_path (Parser *parser, CpplanPath *path)
{
  gboolean is_variable;

  if (accept (parser, "latest"))
    return parse_latest (parser, path, CPPLAN_ROOT_LATEST);
  if ((parser->scope->gate || parser->scope->finding) && accept (parser, "known"))
    return parse_latest (parser, path, CPPLAN_ROOT_KNOWN);
  if (!parse_variable (parser, path, &is_variable))
    return FALSE;
  if (!is_variable && parser->event == 0 && parser->scope->gate)
    {
      g_autofree char *shown = shown_token (parser);
      fail (parser, "a gate asks anchor, latest (...), known (...) or any (...), not %s", shown);
      return FALSE;
    }
  if (!is_variable && parser->event == 0)
    {
      path->root = CPPLAN_ROOT_PERSON;
      return parse_person_attribute (parser, path);
    }
  if (!is_variable)
    {
      path->root = CPPLAN_ROOT_EVENT;
      if (!cpplan_parse_attribute (parser, path) || !parse_hop (parser, path))
        return FALSE;
    }
  if (path->type == CPPLAN_TYPE_PERSON && accept (parser, "."))
    return parse_person_attribute (parser, path);
  return TRUE;
}

/* ---- expressions ---- */

CpplanExpression *
cpplan_expression_new (CpplanExpressionKind kind)
{
  CpplanExpression *self = g_new0 (CpplanExpression, 1);
  self->kind = kind;
  return self;
}

static gboolean
is_variable_itself (const CpplanPath *path)
{
  return path->attribute == 0 && path->person_attribute == 0 && path->root != CPPLAN_ROOT_PERSON;
}

static gboolean
check_literal (Parser *parser, const CpplanPath *path, const char *name)
{
  if ((path->type != CPPLAN_TYPE_CHOICE && path->type != CPPLAN_TYPE_CHOICES) || choice_on (kinds_of (parser, path), path->attribute, name))
    return TRUE;
  fail (parser, "%s is none of the names that %s can have", name, cpplan_attribute_to_string (path->attribute));
  return FALSE;
}

static gboolean
parse_names (Parser *parser, CpplanExpression *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  if (!expect (parser, "{"))
    return FALSE;
  do
    {
      char *name = take_name (parser, "a name");
      if (name == NULL)
        return FALSE;
      g_ptr_array_add (names, name);
      if (!check_literal (parser, &self->path, name))
        return FALSE;
    }
  while (accept (parser, ","));
  if (!expect (parser, "}"))
    return FALSE;
  g_ptr_array_add (names, NULL);
  g_ptr_array_set_free_func (names, NULL);
  self->names = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
  return TRUE;
}

static gboolean
take_single_name (Parser *parser, CpplanExpression *self)
{
  char *name = take_name (parser, "a name");
  if (name == NULL)
    return FALSE;
  self->names = g_new0 (char *, 2);
  self->names[0] = name;
  return check_literal (parser, &self->path, name);
}

/* `language = member.preferred-language` */
static gboolean
parse_same_name (Parser *parser, CpplanExpression *self)
{
  self->kind = CPPLAN_EXPRESSION_SAME;
  if (!cpplan_parse_path (parser, &self->other))
    return FALSE;
  if (self->other.person_attribute != 0 && self->other.type == CPPLAN_TYPE_NAME && self->path.person_attribute == 0)
    return TRUE;
  fail (parser, "a name is compared with a name, or with one that is recorded of a person");
  return FALSE;
}

static const char *
article_of (CpplanType type)
{
  return type == CPPLAN_TYPE_EVENT || type == CPPLAN_TYPE_AUDIENCE ? "an" : "a";
}

/* What stands behind `=`: a name, yes or no, or the same event or person. */
static gboolean
parse_equals (Parser *parser, CpplanExpression *self)
{
  if (self->path.type == CPPLAN_TYPE_NAME && parser->scope->member && is_next (parser, "member"))
    return parse_same_name (parser, self);
  if (self->path.type == CPPLAN_TYPE_CHOICE || self->path.type == CPPLAN_TYPE_NAME)
    {
      self->kind = CPPLAN_EXPRESSION_ONE_OF;
      return take_single_name (parser, self);
    }
  if (self->path.type == CPPLAN_TYPE_PERSON || self->path.type == CPPLAN_TYPE_EVENT)
    {
      self->kind = CPPLAN_EXPRESSION_SAME;
      if (!cpplan_parse_path (parser, &self->other))
        return FALSE;
      if (self->other.type == self->path.type)
        return TRUE;
      fail (parser, "an event is compared with an event, a person with a person");
      return FALSE;
    }
  fail (parser, "%s %s is not compared with =", article_of (self->path.type), cpplan_type_to_string (self->path.type));
  return FALSE;
}

static gboolean
parse_includes (Parser *parser, CpplanExpression *self)
{
  gboolean is_variable;
  self->kind = CPPLAN_EXPRESSION_INCLUDES;
  if (self->path.type != CPPLAN_TYPE_AUDIENCE && self->path.type != CPPLAN_TYPE_PEOPLE && self->path.type != CPPLAN_TYPE_CHOICES)
    {
      fail (parser, "includes asks a list");
      return FALSE;
    }
  if (self->path.type == CPPLAN_TYPE_CHOICES)
    return take_single_name (parser, self);
  if (!parse_variable (parser, &self->other, &is_variable))
    return FALSE;
  if (is_variable)
    {
      if (self->other.type == CPPLAN_TYPE_PERSON)
        return TRUE;
      fail (parser, "a list includes people and audiences");
      return FALSE;
    }
  if (!take_single_name (parser, self))
    return FALSE;
  if ((self->path.type == CPPLAN_TYPE_AUDIENCE && cpplan_name_in (self->names[0], cpplan_schema_get_audiences ()))
      || cpplan_name_in (self->names[0], cpplan_schema_get_roles ()))
    return TRUE;
  fail (parser, self->path.type == CPPLAN_TYPE_PEOPLE ? "%s is no role" : "%s is no audience", self->names[0]);
  return FALSE;
}

/* 0 where the next word compares nothing. */
static CpplanComparison
accept_comparison (Parser *parser)
{
  static const struct
  {
    const char      *token;
    CpplanComparison comparison;
  } comparisons[] = {
    { "<", CPPLAN_COMPARE_LESS },
    { "<=", CPPLAN_COMPARE_AT_MOST },
    { ">", CPPLAN_COMPARE_MORE },
    { ">=", CPPLAN_COMPARE_AT_LEAST },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (comparisons); i++)
    if (accept (parser, comparisons[i].token))
      return comparisons[i].comparison;
  return 0;
}

/* `interval <= 4 weeks` */
static CpplanExpression *
parse_length (Parser *parser, CpplanExpression *self)
{
  self->kind = CPPLAN_EXPRESSION_LENGTH;
  self->comparison = accept_comparison (parser);
  if (self->comparison != 0 && cpplan_parse_period (parser, &self->period))
    return self;
  fail (parser, "a period is compared with another by <, <=, > or >=");
  cpplan_expression_free (self);
  return NULL;
}

/* A path and what is asked of it. */
static CpplanExpression *
parse_comparison (Parser *parser)
{
  g_autoptr (CpplanExpression) self = cpplan_expression_new (CPPLAN_EXPRESSION_TRUTH);

  if (!cpplan_parse_path (parser, &self->path))
    return NULL;
  if (accept (parser, "="))
    return parse_equals (parser, self) ? g_steal_pointer (&self) : NULL;
  if (accept (parser, "!="))
    {
      if (!parse_equals (parser, self))
        return NULL;
      CpplanExpression *negated = cpplan_expression_new (CPPLAN_EXPRESSION_NOT);
      negated->left = g_steal_pointer (&self);
      return negated;
    }
  if (accept (parser, "in"))
    {
      self->kind = CPPLAN_EXPRESSION_ONE_OF;
      if (self->path.type != CPPLAN_TYPE_CHOICE && self->path.type != CPPLAN_TYPE_NAME)
        {
          fail (parser, "in asks a name");
          return NULL;
        }
      return parse_names (parser, self) ? g_steal_pointer (&self) : NULL;
    }
  if (accept (parser, "includes"))
    return parse_includes (parser, self) ? g_steal_pointer (&self) : NULL;
  if (self->path.type == CPPLAN_TYPE_PERIOD && parser->scope->finding)
    return parse_length (parser, g_steal_pointer (&self));
  if (self->path.type == CPPLAN_TYPE_TRUTH)
    return g_steal_pointer (&self);
  fail (parser, "%s %s is neither true nor false by itself", article_of (self->path.type), cpplan_type_to_string (self->path.type));
  return NULL;
}

static CpplanExpression *
parse_of_path (Parser *parser, CpplanExpressionKind kind)
{
  g_autoptr (CpplanExpression) self = cpplan_expression_new (kind);
  gboolean                     brackets = accept (parser, "(");
  if (!cpplan_parse_path (parser, &self->path) || (brackets && !expect (parser, ")")))
    return NULL;
  if (is_variable_itself (&self->path) || self->path.person_attribute != 0)
    {
      fail (parser, "an attribute of an event is wanted");
      return NULL;
    }
  if (kind == CPPLAN_EXPRESSION_HELD && self->path.type != CPPLAN_TYPE_EVENT)
    {
      fail (parser, "held asks an event");
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
cpplan_parse_period (Parser *parser, CpplanPeriod *out_period)
{
  if (g_ascii_isalpha (parser->token[0]))
    {
      const CpplanPeriod *parameter = g_hash_table_lookup (parser->scope->parameters, parser->token);
      if (parameter == NULL)
        {
          g_autofree char *shown = shown_token (parser);
          fail (parser, "%s is no parameter of this policy", shown);
          return FALSE;
        }
      *out_period = *parameter;
      advance (parser);
      return TRUE;
    }
  g_autofree char *count = g_strdup (parser->token);
  advance (parser);
  g_autofree char *unit = g_strdup (parser->token);
  if (strcmp (unit, "working") == 0 || strcmp (unit, "calendar") == 0)
    advance (parser);
  g_autofree char *text = strcmp (unit, parser->token) == 0 ? g_strdup_printf ("%s %s", count, unit)
                                                            : g_strdup_printf ("%s %s %s", count, unit, parser->token);
  g_autoptr (GError) error = NULL;
  if (!cpplan_period_parse (text, out_period, &error))
    {
      fail (parser, "%s", error->message);
      return FALSE;
    }
  advance (parser);
  return TRUE;
}

static CpplanExpression *
parse_age (Parser *parser)
{
  g_autoptr (CpplanExpression) self = cpplan_expression_new (CPPLAN_EXPRESSION_AGE);

  if (!expect (parser, "(") || !expect (parser, "child") || !expect (parser, ")"))
    return NULL;
  self->comparison = accept_comparison (parser);
  if (self->comparison == 0)
    {
      fail (parser, "an age is compared with <, <=, > or >=");
      return NULL;
    }
  if (!cpplan_parse_period (parser, &self->period))
    return NULL;
  if (self->period.unit != CPPLAN_UNIT_MONTHS && self->period.unit != CPPLAN_UNIT_YEARS)
    {
      fail (parser, "an age is in months or years");
      return NULL;
    }
  return g_steal_pointer (&self);
}

static CpplanExpression *
parse_primary (Parser *parser)
{
  if (accept (parser, "("))
    {
      g_autoptr (CpplanExpression) self = cpplan_parse_or (parser);
      return self != NULL && expect (parser, ")") ? g_steal_pointer (&self) : NULL;
    }
  if (accept (parser, "not"))
    {
      CpplanExpression *inner = parse_bounded (parser);
      if (inner == NULL)
        return NULL;
      CpplanExpression *self = cpplan_expression_new (CPPLAN_EXPRESSION_NOT);
      self->left = inner;
      return self;
    }
  gboolean          is_question;
  CpplanExpression *question = cpplan_parse_question (parser, &is_question);
  if (is_question)
    return question;
  if (accept (parser, "has"))
    return (parser->scope->gate || parser->scope->finding) && accept (parser, "birth") ? cpplan_expression_new (CPPLAN_EXPRESSION_BIRTH) : parse_of_path (parser, CPPLAN_EXPRESSION_HAS);
  if (accept (parser, "held"))
    return parse_of_path (parser, CPPLAN_EXPRESSION_HELD);
  if (accept (parser, "age"))
    return parse_age (parser);
  return parse_comparison (parser);
}

static CpplanExpression *
parse_bounded (Parser *parser)
{
  if (++parser->depth > DEPTH_MAX)
    {
      fail (parser, "nested more than %d deep", DEPTH_MAX);
      return NULL;
    }
  CpplanExpression *self = parse_primary (parser);
  parser->depth--;
  return self;
}

static CpplanExpression *
parse_chain (Parser *parser, CpplanExpressionKind kind, const char *word, CpplanExpression *(*next) (Parser *) )
{
  g_autoptr (CpplanExpression) self = next (parser);
  while (self != NULL && accept (parser, word))
    {
      CpplanExpression *right = next (parser);
      if (right == NULL)
        return NULL;
      CpplanExpression *both = cpplan_expression_new (kind);
      both->left = g_steal_pointer (&self);
      both->right = right;
      self = both;
    }
  return g_steal_pointer (&self);
}

static CpplanExpression *
parse_and (Parser *parser)
{
  return parse_chain (parser, CPPLAN_EXPRESSION_AND, "and", parse_bounded);
}

CpplanExpression *
cpplan_parse_or (Parser *parser)
{
  if (++parser->depth > DEPTH_MAX)
    {
      fail (parser, "nested more than %d deep", DEPTH_MAX);
      return NULL;
    }
  CpplanExpression *self = parse_chain (parser, CPPLAN_EXPRESSION_OR, "or", parse_and);
  parser->depth--;
  return self;
}

/* ---- whole values ---- */

CpplanExpression *
cpplan_expression_parse (const char *text, CpplanKinds event, const CpplanScope *scope, GError **error)
{
  Parser parser;
  start (&parser, text, event, scope, error);
  g_autoptr (CpplanExpression) self = cpplan_parse_or (&parser);
  gboolean good = self != NULL && expect_end (&parser);
  g_free (parser.token);
  return good ? g_steal_pointer (&self) : NULL;
}

/* `people where role = core-group-member` */
CpplanExpression *
cpplan_people_parse (const char *text, const CpplanScope *scope, GError **error)
{
  Parser parser;
  start (&parser, text, 0, scope, error);
  g_autoptr (CpplanExpression) self = NULL;
  gboolean good = expect (&parser, "people") && expect (&parser, "where")
                  && (self = cpplan_parse_or (&parser)) != NULL && expect_end (&parser);
  g_free (parser.token);
  return good ? g_steal_pointer (&self) : NULL;
}
