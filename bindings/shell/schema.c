/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a case can record.
 */
#include "shell.h"

#include "table.h"

static const CpplanEventKind kinds[] = {
#define KIND(number, NAME, text, openness) CPPLAN_EVENT_KIND_##NAME,
  CPPLAN_EVENT_KINDS (KIND)
#undef KIND
};

/* The attributes that every kind has. */
static const CpplanAttribute shared[] = { CPPLAN_ATTRIBUTE_ABOUT, CPPLAN_ATTRIBUTE_BY, CPPLAN_ATTRIBUTE_TO };

static const char *
get_type (CpplanEventKind kind, CpplanAttribute attribute)
{
  CpplanType type;
  return cpplan_schema_get_type (kind, attribute, &type) ? cpplan_type_to_string (type) : "";
}

static const char *
get_openness (CpplanEventKind kind)
{
  return cpplan_event_kind_is_external (kind) ? "external" : "own";
}

static void
add_row (Table *table, const char *kind, const char *openness, CpplanEventKind of, CpplanAttribute attribute)
{
  char **cells = g_new0 (char *, 5);
  cells[0] = g_strdup (kind);
  cells[1] = g_strdup (openness);
  if (attribute != 0)
    {
      const char *const *choices = cpplan_schema_get_choices (of, attribute);
      cells[2] = g_strdup (cpplan_attribute_to_string (attribute));
      cells[3] = g_strdup (get_type (of, attribute));
      cells[4] = choices == NULL ? NULL : g_strjoinv (", ", (char **) choices);
    }
  table_add (table, TONE_PLAIN, cells, NULL);
}

static void
add_kind (Table *table, CpplanEventKind kind)
{
  gsize                  length;
  const CpplanAttribute *attributes = cpplan_schema_get_attributes (kind, &length);
  add_row (table, cpplan_event_kind_to_string (kind), get_openness (kind), kind,
           length == 0 ? 0 : attributes[0]);
  for (gsize i = 1; i < length; i++)
    add_row (table, NULL, NULL, kind, attributes[i]);
}

static void
append_names (const char *what, const char *const *names, GString *out)
{
  g_string_append_printf (out, "\n%s\n", what);
  for (gsize i = 0; names[i] != NULL; i++)
    g_string_append_printf (out, "  %s\n", names[i]);
}

static void
append_people (GString *out)
{
  static const char *const  headers[] = { "PERSON", "TYPE", NULL };
  g_autoptr (Table)         table = table_new (headers, -1);
  gsize                     length;
  const CpplanPersonMember *members = cpplan_schema_get_person_members (&length);

  for (gsize i = 0; i < length; i++)
    {
      char **cells = g_new0 (char *, 2);
      cells[0] = g_strdup (members[i].name);
      cells[1] = g_strdup (cpplan_type_to_string (members[i].type));
      table_add (table, TONE_PLAIN, cells, NULL);
    }
  g_string_append_c (out, '\n');
  table_print (table, FALSE, out);
}

static void
append_text (GString *out)
{
  static const char *const headers[] = { "KIND", "WHOSE", "ATTRIBUTE", "TYPE", "CHOICES", NULL };
  g_autoptr (Table)        table = table_new (headers, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (shared); i++)
    add_row (table, i == 0 ? "(every kind)" : NULL, NULL, kinds[0], shared[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    add_kind (table, kinds[i]);
  table_print (table, FALSE, out);
  append_people (out);
  append_names ("AUDIENCES", cpplan_schema_get_audiences (), out);
  append_names ("ROLES", cpplan_schema_get_roles (), out);
}

static json_t *
new_names (const char *const *names)
{
  json_t *list = json_array ();
  for (gsize i = 0; names[i] != NULL; i++)
    json_array_append_new (list, json_string (names[i]));
  return list;
}

static json_t *
new_attribute (CpplanEventKind kind, CpplanAttribute attribute)
{
  const char *const *choices = cpplan_schema_get_choices (kind, attribute);
  json_t            *object = json_object ();
  shell_set_text (object, "name", cpplan_attribute_to_string (attribute));
  shell_set_text (object, "type", get_type (kind, attribute));
  if (choices != NULL)
    json_object_set_new (object, "choices", new_names (choices));
  return object;
}

static json_t *
new_attributes (CpplanEventKind kind, const CpplanAttribute *attributes, gsize length)
{
  json_t *list = json_array ();
  for (gsize i = 0; i < length; i++)
    json_array_append_new (list, new_attribute (kind, attributes[i]));
  return list;
}

static json_t *
new_person_members (void)
{
  gsize                     length;
  const CpplanPersonMember *members = cpplan_schema_get_person_members (&length);
  json_t                   *list = json_array ();
  for (gsize i = 0; i < length; i++)
    {
      json_t *object = json_object ();
      shell_set_text (object, "name", members[i].name);
      shell_set_text (object, "type", cpplan_type_to_string (members[i].type));
      json_array_append_new (list, object);
    }
  return list;
}

static void
append_document (GString *out)
{
  json_t *document = json_object ();
  json_t *kind_list = json_array ();

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize                  length;
      const CpplanAttribute *attributes = cpplan_schema_get_attributes (kinds[i], &length);
      json_t                *kind = json_object ();
      shell_set_text (kind, "kind", cpplan_event_kind_to_string (kinds[i]));
      shell_set_text (kind, "whose", get_openness (kinds[i]));
      json_object_set_new (kind, "attributes", new_attributes (kinds[i], attributes, length));
      json_array_append_new (kind_list, kind);
    }
  shell_set_text (document, "format", "cpplan-schema/1");
  json_object_set_new (document, "every-kind", new_attributes (kinds[0], shared, G_N_ELEMENTS (shared)));
  json_object_set_new (document, "kinds", kind_list);
  json_object_set_new (document, "person", new_person_members ());
  json_object_set_new (document, "audiences", new_names (cpplan_schema_get_audiences ()));
  json_object_set_new (document, "roles", new_names (cpplan_schema_get_roles ()));
  shell_append_document (out, document);
}

int
shell_run_schema (char ***arguments, GString *out, GError **error)
{
  static const char *const operands[] = { NULL };
  gboolean                 is_json = FALSE;
  const GOptionEntry       entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, NULL, NULL },
          { NULL },
  };
  g_autoptr (GOptionContext) context = shell_options_new (entries);

  if (!shell_parse (context, arguments, error) || !shell_want_operands (*arguments, operands, error))
    return SHELL_MISUSED;
  if (is_json)
    append_document (out);
  else
    append_text (out);
  return SHELL_ANSWERED;
}
