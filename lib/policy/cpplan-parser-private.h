/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the readers of expressions, selectors and date sources share: a parser over one value, its tokens, and
 * those readers that call each other: a path may ask for the latest event of a term, and a term has a where. */
#pragma once

#include "cpplan-policy-private.h"

#include <string.h>

enum
{
  DEPTH_MAX = 32, /* of brackets and nots */
};

typedef struct
{
  const char        *at;    /* the rest of the text, behind the token */
  char              *token; /* owned; "" at the end */
  CpplanKinds        event; /* kinds of the event that is looked at; 0: a person is looked at */
  const CpplanScope *scope;
  guint              depth;
  GError           **error;
} Parser;

/* ---- the readers that call each other ---- */

/* FALSE and NULL come with an error set. What a path or term has got by then is the caller's to free even so. */
CpplanExpression *cpplan_parse_or (Parser *parser);
gboolean          cpplan_parse_path (Parser *parser, CpplanPath *path);
gboolean          cpplan_parse_attribute (Parser *parser, CpplanPath *path);
gboolean          cpplan_parse_term (Parser *parser, CpplanSelectorTerm *term);
gboolean          cpplan_parse_period (Parser *parser, CpplanPeriod *out_period);
CpplanExpression *cpplan_expression_new (CpplanExpressionKind kind);

/* What asks for more than one event: @out_known tells whether the next word begins such a question at all. */
CpplanExpression *cpplan_parse_question (Parser *parser, gboolean *out_known);

void cpplan_selector_term_clear (gpointer data);

/* ---- tokens ---- */

/* The functions are small, and stand here so that both files have them under their short names. */

static inline gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '-';
}

static inline void
advance (Parser *parser)
{
  const char *start = parser->at;
  while (*start == ' ' || *start == '\t')
    start++;
  const char *end = start;
  if (is_word_char (*end))
    while (is_word_char (*end))
      end++;
  else if (strchr ("!<>", *start) != NULL && *start != '\0' && start[1] == '=')
    end += 2;
  else if (*start != '\0')
    end = g_utf8_next_char (start);
  g_free (parser->token);
  parser->token = g_strndup (start, (gsize) (end - start));
  parser->at = end;
}

static inline gboolean
is_next (const Parser *parser, const char *token)
{
  return strcmp (parser->token, token) == 0;
}

static inline gboolean
accept (Parser *parser, const char *token)
{
  if (!is_next (parser, token))
    return FALSE;
  advance (parser);
  return TRUE;
}

G_GNUC_PRINTF (2, 3)
static inline void
fail (Parser *parser, const char *format, ...)
{
  if (parser->error == NULL || *parser->error != NULL)
    return;
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (parser->error, CPPLAN_ERROR, CPPLAN_ERROR_POLICY, what);
}

static inline char *
shown_token (const Parser *parser)
{
  return *parser->token == '\0' ? g_strdup ("the end") : cpplan_echo (parser->token);
}

static inline gboolean
expect (Parser *parser, const char *token)
{
  if (accept (parser, token))
    return TRUE;
  g_autofree char *shown = shown_token (parser);
  fail (parser, "\"%s\" is wanted, not %s", token, shown);
  return FALSE;
}

static inline gboolean
expect_end (Parser *parser)
{
  if (*parser->token == '\0')
    return TRUE;
  g_autofree char *shown = shown_token (parser);
  fail (parser, "%s is not understood here", shown);
  return FALSE;
}

static inline char *
take_name (Parser *parser, const char *what)
{
  if (*parser->token != '\0' && cpplan_is_name (parser->token))
    {
      char *name = g_strdup (parser->token);
      advance (parser);
      return name;
    }
  g_autofree char *shown = shown_token (parser);
  fail (parser, "%s is wanted, not %s", what, shown);
  return NULL;
}

static inline void
start (Parser *parser, const char *text, CpplanKinds event, const CpplanScope *scope, GError **error)
{
  *parser = (Parser){ .at = text, .event = event, .scope = scope, .error = error };
  advance (parser);
}
