/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "table.h"

typedef struct
{
  Tone   tone;
  char **cells; /* as many as there are columns; not ended by NULL */
  char **below; /* ended by NULL, or NULL */
} Row;

struct _Table
{
  const char *const *headers; /* lent */
  gsize              n_columns;
  gint               toned_column;
  GArray            *rows;   /* (element-type Row) */
  glong             *widths; /* of each column in characters; 0 while all its cells are empty */
};

Table *
table_new (const char *const *headers, gint toned_column)
{
  Table *self = g_new0 (Table, 1);
  self->headers = headers;
  self->n_columns = g_strv_length ((char **) headers);
  self->toned_column = toned_column;
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->widths = g_new0 (glong, self->n_columns);
  return self;
}

void
table_free (Table *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);
      for (gsize column = 0; column < self->n_columns; column++)
        g_free (row->cells[column]);
      g_free (row->cells);
      g_strfreev (row->below);
    }
  g_array_unref (self->rows);
  g_free (self->widths);
  g_free (self);
}

void
table_add (Table *self, Tone tone, char **cells, char **below)
{
  Row row = { tone, cells, below };
  for (gsize column = 0; column < self->n_columns; column++)
    {
      glong width = cells[column] == NULL ? 0 : g_utf8_strlen (cells[column], -1);
      if (width > 0)
        self->widths[column]
          = MAX (self->widths[column], MAX (width, g_utf8_strlen (self->headers[column], -1)));
    }
  g_array_append_val (self->rows, row);
}

static const char *
get_escape (Tone tone)
{
  switch (tone)
    {
    case TONE_PLAIN:
      return "";
    case TONE_GOOD:
      return "\033[32m";
    case TONE_CARE:
      return "\033[33m";
    case TONE_ALARM:
      return "\033[1;31m";
    }
  g_return_val_if_reached ("");
}

static void
print_cells (const Table *self, const char *const *cells, Tone tone, GString *out)
{
  glong owed = 0; /* blanks, held back so that no line ends in them */
  for (gsize column = 0; column < self->n_columns; column++)
    {
      const char *cell = cells[column] == NULL ? "" : cells[column];
      if (self->widths[column] == 0)
        continue;
      if (cell[0] != '\0')
        {
          gboolean is_toned = tone != TONE_PLAIN && (gint) column == self->toned_column;
          g_string_append_printf (out, "%*s%s%s%s", (int) owed, "", is_toned ? get_escape (tone) : "", cell,
                                  is_toned ? "\033[0m" : "");
          owed = 0;
        }
      owed += self->widths[column] + 2 - g_utf8_strlen (cell, -1);
    }
  g_string_append_c (out, '\n');
}

void
table_print (const Table *self, gboolean is_coloured, GString *out)
{
  print_cells (self, self->headers, TONE_PLAIN, out);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);
      print_cells (self, (const char *const *) row->cells, is_coloured ? row->tone : TONE_PLAIN, out);
      for (gsize line = 0; row->below != NULL && row->below[line] != NULL; line++)
        g_string_append_printf (out, "    %s\n", row->below[line]);
    }
}
