/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cpplan-json-private.h"

#include "cpplan-echo-private.h"

#include <string.h>

#define MAX_BYTES (64 * 1024 * 1024)
#define MAX_DEPTH 64

/* The parser takes some hundred bytes for a value that can be three bytes long; a case of the most events and
 * people has fewer values than this. */
#define MAX_VALUES 4000000

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

G_GNUC_PRINTF (4, 5)
static gboolean
refuse_at (const char *text, gsize offset, GError **error, const char *format, ...)
{
  guint       line = 1;
  const char *start = text;
  for (const char *c = text; c < text + offset; c++)
    if (*c == '\n')
      {
        line++;
        start = c + 1;
      }

  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_JSON, "line %u, column %ld: %s", line,
               g_utf8_strlen (start, text + offset - start) + 1, message);
  return FALSE;
}

static gboolean
check_encoding (const char *text, gsize length, GError **error)
{
  const char *end;
  if (length >= 3 && memcmp (text, BYTE_ORDER_MARK, 3) == 0)
    return refuse_at (text, 0, error, "the text begins with a byte order mark, leave it out");
  if (g_utf8_validate_len (text, length, &end))
    return TRUE;
  if (*end == '\0')
    return refuse_at (text, (gsize) (end - text), error, "a NUL byte");
  return refuse_at (text, (gsize) (end - text), error, "not UTF-8");
}

/* Looks ahead of the parser, which would take a text as deep as its own bound of 2048 and as full as memory.
 * Up to the first mistake in syntax, which is where the parser stops, this walk sees the values as it does.
 */
static gboolean
check_size (const char *text, gsize length, GError **error)
{
  guint    depth = 0;
  guint    n_values = 0;
  gboolean is_in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    if (is_in_string)
      {
        if (text[i] == '\\')
          i++;
        else if (text[i] == '"')
          is_in_string = FALSE;
      }
    else if (text[i] == '"')
      is_in_string = TRUE;
    else if (text[i] == '[' || text[i] == '{')
      {
        n_values++;
        if (++depth > MAX_DEPTH)
          return refuse_at (text, i, error, "nested more than %d levels deep", MAX_DEPTH);
      }
    else if ((text[i] == ']' || text[i] == '}') && depth > 0)
      depth--;
    else if (text[i] == ',')
      n_values++;

  if (n_values <= MAX_VALUES)
    return TRUE;
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT, "the text has more than %d values", MAX_VALUES);
  return FALSE;
}

/* The parser's message can end in the raw text that it was at, in single quotes: show that as all foreign
 * text is shown. */
static char *
reword (const json_error_t *mistake)
{
  static const char near[] = " near '";
  const char       *at = strstr (mistake->text, near);
  if (at == NULL)
    return g_strdup (mistake->text);

  g_autofree char *token = g_strdup (at + strlen (near));
  char            *start = token[0] == '"' ? token + 1 : token;
  gsize            length = strlen (start);
  if (length > 0 && start[length - 1] == '\'')
    start[--length] = '\0';
  if (start > token && length > 0 && start[length - 1] == '"')
    start[--length] = '\0';
  g_autofree char *shown = cpplan_echo (start);
  /* The parser names its own flags here. */
  if (json_error_code (mistake) == json_error_null_character)
    return g_strdup_printf ("\\u0000 is not allowed near %s", shown);
  return g_strdup_printf ("%.*s near %s", (int) (at - mistake->text), mistake->text, shown);
}

CpplanJson *
cpplan_json_load (const char *text, gssize length, GError **error)
{
  gsize n_bytes = length < 0 ? strlen (text) : (gsize) length;
  if (n_bytes > MAX_BYTES)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT, "the text is longer than %d MiB",
                   MAX_BYTES / (1024 * 1024));
      return NULL;
    }
  if (!check_encoding (text, n_bytes, error) || !check_size (text, n_bytes, error))
    return NULL;

  json_error_t mistake;
  CpplanJson  *document = json_loadb (text, n_bytes, JSON_REJECT_DUPLICATES, &mistake);
  /* The parser says nothing at all where an allocation failed. */
  if (document == NULL && (mistake.text[0] == '\0' || json_error_code (&mistake) == json_error_out_of_memory))
    g_set_error_literal (error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT, "not enough memory for the text");
  else if (document == NULL)
    {
      g_autofree char *message = reword (&mistake);
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_JSON, "line %d, column %d: %s", mistake.line,
                   MAX (mistake.column, 1), message);
    }
  return document;
}

static void
spell_place (const CpplanJsonPlace *place, GString *out)
{
  if (place->within != NULL)
    spell_place (place->within, out);
  if (place->member == NULL)
    g_string_append_printf (out, "[%" G_GSIZE_FORMAT "]", place->index);
  else
    g_string_append_printf (out, "%s%s", out->len > 0 ? "." : "", place->member);
}

/* What stands before a message: `events[3].date: `, or nothing for the document itself. */
static char *
get_prefix (const CpplanJsonPlace *place)
{
  GString *prefix = g_string_new (NULL);
  if (place != NULL)
    {
      spell_place (place, prefix);
      g_string_append (prefix, ": ");
    }
  return g_string_free (prefix, FALSE);
}

gboolean
cpplan_json_refuse (const CpplanJsonPlace *place, CpplanError code, GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *prefix = get_prefix (place);
  g_set_error (error, CPPLAN_ERROR, code, "%s%s", prefix, message);
  return FALSE;
}

gboolean
cpplan_json_refuse_because (const CpplanJsonPlace *place, CpplanError code, GError **error, GError *cause)
{
  cpplan_json_refuse (place, code, error, "%s", cause->message);
  g_error_free (cause);
  return FALSE;
}

gboolean
cpplan_json_refuse_member (const CpplanJsonPlace *place, CpplanError code, GError **error, GError *cause)
{
  GString *where = g_string_new (NULL);
  spell_place (place, where);
  g_set_error (error, CPPLAN_ERROR, code, "%s.%s", where->str, cause->message);
  g_string_free (where, TRUE);
  g_error_free (cause);
  return FALSE;
}

gboolean
cpplan_json_refuse_unknown (const CpplanJsonPlace *place, const char *member, GError **error)
{
  g_autofree char *shown = cpplan_echo (member);
  return cpplan_json_refuse (place, CPPLAN_ERROR_JSON, error, "unknown member %s", shown);
}

static const char *
describe_type (const json_t *value)
{
  switch (json_typeof (value))
    {
    case JSON_OBJECT:
      return "an object";
    case JSON_ARRAY:
      return "a list";
    case JSON_STRING:
      return "a text";
    case JSON_INTEGER:
      return "a whole number";
    case JSON_REAL:
      return "a fraction";
    case JSON_TRUE:
      return "true";
    case JSON_FALSE:
      return "false";
    case JSON_NULL:
      return "null";
    }
  g_return_val_if_reached ("nothing");
}

static gboolean
refuse_type (const json_t *value, const char *wanted, const CpplanJsonPlace *place, GError **error)
{
  if (json_is_null (value))
    return cpplan_json_refuse (place, CPPLAN_ERROR_JSON, error, "null says nothing, leave it out");
  return cpplan_json_refuse (place, CPPLAN_ERROR_JSON, error, "should be %s, not %s", wanted,
                             describe_type (value));
}

gboolean
cpplan_json_want_object (const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  return json_is_object (value) || refuse_type (value, "an object", place, error);
}

gboolean
cpplan_json_want_list (const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  return json_is_array (value) || refuse_type (value, "a list", place, error);
}

gboolean
cpplan_json_get_text (const json_t          *value,
                      const CpplanJsonPlace *place,
                      const char           **out_text,
                      GError               **error)
{
  if (!json_is_string (value))
    return refuse_type (value, "a text", place, error);
  *out_text = json_string_value (value);
  return TRUE;
}

gboolean
cpplan_json_get_truth (const json_t *value, const CpplanJsonPlace *place, gboolean *out_truth, GError **error)
{
  if (!json_is_boolean (value))
    return refuse_type (value, "true or false", place, error);
  *out_truth = json_is_true (value);
  return TRUE;
}

gboolean
cpplan_json_get_number (const json_t *value, const CpplanJsonPlace *place, gint *out_number, GError **error)
{
  if (!json_is_integer (value))
    return refuse_type (value, "a whole number", place, error);
  json_int_t number = json_integer_value (value);
  if (number < G_MININT || number > G_MAXINT)
    return cpplan_json_refuse (place, CPPLAN_ERROR_JSON, error, "should be between %d and %d", G_MININT,
                               G_MAXINT);
  *out_number = (gint) number;
  return TRUE;
}

gboolean
cpplan_json_get_date (const json_t          *value,
                      const CpplanJsonPlace *place,
                      CpplanError            code,
                      CpplanDate            *out_date,
                      GError               **error)
{
  const char *text = NULL;
  GError     *cause = NULL;
  if (!cpplan_json_get_text (value, place, &text, error))
    return FALSE;
  return cpplan_date_parse (text, out_date, &cause) || cpplan_json_refuse_because (place, code, error, cause);
}

const char **
cpplan_json_get_texts (const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  if (!cpplan_json_want_list (value, place, error))
    return NULL;

  gsize                   length = json_array_size (value);
  g_autofree const char **texts = g_new0 (const char *, length + 1);
  for (gsize i = 0; i < length; i++)
    {
      const CpplanJsonPlace here = { place, NULL, i };
      if (!cpplan_json_get_text (json_array_get (value, i), &here, &texts[i], error))
        return NULL;
    }
  return g_steal_pointer (&texts);
}

const json_t *
cpplan_json_need (const json_t *object, const char *member, const CpplanJsonPlace *place, GError **error)
{
  const json_t *value = json_object_get (object, member);
  if (value == NULL)
    cpplan_json_refuse (place, CPPLAN_ERROR_JSON, error, "missing member \"%s\"", member);
  return value;
}

gboolean
cpplan_json_need_text (const json_t          *object,
                       const char            *member,
                       const CpplanJsonPlace *place,
                       const char           **out_text,
                       GError               **error)
{
  const CpplanJsonPlace here = { place, member, 0 };
  const json_t         *value = cpplan_json_need (object, member, place, error);
  return value != NULL && cpplan_json_get_text (value, &here, out_text, error);
}

static json_t *
check_memory (json_t *value)
{
  if (value == NULL)
    g_error ("out of memory for a document");
  return value;
}

json_t *
cpplan_json_new_object (void)
{
  return check_memory (json_object ());
}

json_t *
cpplan_json_new_list (void)
{
  return check_memory (json_array ());
}

void
cpplan_json_set (json_t *object, const char *member, json_t *value)
{
  if (json_object_set_new (object, member, check_memory (value)) != 0)
    check_memory (NULL);
}

void
cpplan_json_set_text (json_t *object, const char *member, const char *text)
{
  if (text != NULL)
    cpplan_json_set (object, member, json_string (text));
}

void
cpplan_json_set_date (json_t *object, const char *member, CpplanDate date)
{
  char buffer[CPPLAN_DATE_BUFFER];
  if (date != CPPLAN_DATE_NONE)
    cpplan_json_set_text (object, member, cpplan_date_format (date, buffer));
}

void
cpplan_json_set_texts (json_t *object, const char *member, const char *const *texts)
{
  json_t *list = cpplan_json_new_list ();
  for (gsize i = 0; texts[i] != NULL; i++)
    cpplan_json_append_text (list, texts[i]);
  cpplan_json_set (object, member, list);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

void
cpplan_json_set_flags (json_t *object, guint flags)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint bit = 0; bit < 32; bit++)
    if ((flags & (1u << bit)) != 0)
      g_ptr_array_add (names, (gpointer) cpplan_flag_to_string ((CpplanFlags) (1u << bit)));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  cpplan_json_set_texts (object, "flags", (const char *const *) names->pdata);
}

void
cpplan_json_append (json_t *list, json_t *value)
{
  if (json_array_append_new (list, check_memory (value)) != 0)
    check_memory (NULL);
}

void
cpplan_json_append_text (json_t *list, const char *text)
{
  cpplan_json_append (list, json_string (text));
}

static int
take_bytes (const char *bytes, gsize length, gpointer out)
{
  g_string_append_len (out, bytes, (gssize) length);
  return 0;
}

char *
cpplan_json_to_string (json_t *document, gboolean is_compact)
{
  GString *text = g_string_new (NULL);
  if (json_dump_callback (document, take_bytes, text, is_compact ? JSON_COMPACT : JSON_INDENT (2)) != 0)
    check_memory (NULL);
  json_decref (document);
  return g_string_free (text, FALSE);
}

json_t *
cpplan_json_new_answer (const CpplanJsonQuestion *question)
{
  json_t *object = cpplan_json_new_object ();
  cpplan_json_set_text (object, "format", question->format);
  cpplan_json_set_text (object, "case", cpplan_case_get_id (question->record));
  cpplan_json_set_text (object, "policy", question->policy);
  cpplan_json_set_text (object, "edition", question->edition);
  cpplan_json_set_text (object, "calendar", cpplan_calendar_get_name (question->calendar));
  cpplan_json_set_date (object, question->day_name, question->day);
  cpplan_json_set_date (object, "known-at", question->known_at);
  cpplan_json_set_date (object, "horizon", question->horizon);
  cpplan_json_set_text (object, "library", cpplan_version ());
  cpplan_json_set_text (object, "policy-digest", question->policy_digest);
  cpplan_json_set_text (object, "calendar-digest", cpplan_calendar_get_digest (question->calendar));
  return object;
}
