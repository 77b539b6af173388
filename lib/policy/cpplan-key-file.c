/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Groups and `key = value` lines, read strictly. GKeyFile merges groups and lets the last of two equal keys
 * win, so a rule pasted twice would change its meaning without a word. */
#include "cpplan-policy-private.h"

#include <string.h>

enum
{
  TEXT_MAX = 1 << 20
};

static void
clear_key (gpointer data)
{
  CpplanKey *key = data;
  g_free (key->key);
  g_free (key->value);
}

static CpplanGroup *
new_group (const char *name, guint line)
{
  CpplanGroup *self = g_new (CpplanGroup, 1);
  self->name = g_strdup (name);
  self->line = line;
  self->keys = g_array_new (FALSE, FALSE, sizeof (CpplanKey));
  g_array_set_clear_func (self->keys, clear_key);
  return self;
}

void
cpplan_group_free (CpplanGroup *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_array_unref (self->keys);
  g_free (self);
}

CpplanGroup *
cpplan_group_copy (const CpplanGroup *self)
{
  CpplanGroup *copy = new_group (self->name, self->line);
  for (guint i = 0; i < self->keys->len; i++)
    {
      const CpplanKey *key = &g_array_index (self->keys, CpplanKey, i);
      g_array_append_val (copy->keys, ((CpplanKey){ g_strdup (key->key), g_strdup (key->value), key->line }));
    }
  return copy;
}

const CpplanKey *
cpplan_group_find (const CpplanGroup *self, const char *key)
{
  for (guint i = 0; i < self->keys->len; i++)
    if (strcmp (g_array_index (self->keys, CpplanKey, i).key, key) == 0)
      return &g_array_index (self->keys, CpplanKey, i);
  return NULL;
}

void
cpplan_policy_set_error (GError **error, guint line, const char *group, const char *key, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);

  GString *place = g_string_new (NULL);
  g_string_printf (place, "line %u", line);
  if (group != NULL)
    g_string_append_printf (place, ", [%s]", group);
  if (key != NULL)
    g_string_append_printf (place, " %s", key);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_POLICY, "%s: %s", place->str, what);
  g_string_free (place, TRUE);
}

typedef struct
{
  GPtrArray  *groups;
  GHashTable *names; /* group names seen, lent by the groups */
  CpplanGroup *group; /* the one being filled, or NULL */
  guint       line;
} Reader;

static gboolean
read_group (Reader *reader, char *line, GError **error)
{
  gsize length = strlen (line);
  if (line[length - 1] != ']' || length < 3)
    {
      cpplan_policy_set_error (error, reader->line, NULL, NULL, "a group is written [name]");
      return FALSE;
    }
  line[length - 1] = '\0';
  char *name = g_strstrip (line + 1);
  if (g_hash_table_contains (reader->names, name))
    {
      g_autofree char *shown = cpplan_echo (name);
      cpplan_policy_set_error (error, reader->line, NULL, NULL, "the group %s stands twice", shown);
      return FALSE;
    }
  reader->group = new_group (name, reader->line);
  g_ptr_array_add (reader->groups, reader->group);
  g_hash_table_add (reader->names, reader->group->name);
  return TRUE;
}

static gboolean
read_key (Reader *reader, char *line, GError **error)
{
  char *equals = strchr (line, '=');
  if (reader->group == NULL || equals == NULL)
    {
      g_autofree char *shown = cpplan_echo (line);
      cpplan_policy_set_error (error, reader->line, NULL, NULL,
                               equals == NULL ? "%s is neither a group nor key = value" : "%s stands before any group",
                               shown);
      return FALSE;
    }
  *equals = '\0';
  char *key = g_strstrip (line);
  char *value = g_strstrip (equals + 1);
  if (*key == '\0' || *value == '\0')
    {
      cpplan_policy_set_error (error, reader->line, reader->group->name, *key == '\0' ? NULL : key,
                               *key == '\0' ? "a value without a key" : "has no value");
      return FALSE;
    }
  if (cpplan_group_find (reader->group, key) != NULL)
    {
      cpplan_policy_set_error (error, reader->line, reader->group->name, key, "stands twice");
      return FALSE;
    }
  g_array_append_val (reader->group->keys, ((CpplanKey){ g_strdup (key), g_strdup (value), reader->line }));
  return TRUE;
}

/* A line that begins with a blank goes on with the value above it. */
static gboolean
read_continuation (Reader *reader, char *line, GError **error)
{
  if (reader->group == NULL || reader->group->keys->len == 0)
    {
      cpplan_policy_set_error (error, reader->line, NULL, NULL, "an indented line continues nothing");
      return FALSE;
    }
  CpplanKey *key = &g_array_index (reader->group->keys, CpplanKey, reader->group->keys->len - 1);
  char      *whole = g_strconcat (key->value, " ", g_strstrip (line), NULL);
  g_free (key->value);
  key->value = whole;
  return TRUE;
}

static gboolean
read_line (Reader *reader, char *line, GError **error)
{
  gboolean indented = *line == ' ' || *line == '\t';
  char    *text = g_strchug (g_strchomp (line));

  if (*text == '\0' || *text == '#')
    return TRUE;
  if (indented)
    return read_continuation (reader, text, error);
  if (*text == '[')
    return read_group (reader, text, error);
  return read_key (reader, text, error);
}

static gboolean
check_text (const char *text, GError **error)
{
  gsize length = strlen (text);
  if (length > TEXT_MAX)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT, "a policy has at most 1 MiB of text");
      return FALSE;
    }
  const char *bad;
  if (!g_utf8_validate (text, (gssize) length, &bad))
    {
      guint line = 1;
      for (const char *c = text; c < bad; c++)
        line += *c == '\n';
      cpplan_policy_set_error (error, line, NULL, NULL, "not UTF-8");
      return FALSE;
    }
  return TRUE;
}

GPtrArray *
cpplan_key_file_read (const char *text, GError **error)
{
  if (!check_text (text, error))
    return NULL;

  g_autoptr (GPtrArray)  groups = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_group_free);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  Reader                 reader = { groups, names, NULL, 0 };
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      reader.line = (guint) i + 1;
      if (!read_line (&reader, lines[i], error))
        return NULL;
    }
  return g_steal_pointer (&groups);
}
