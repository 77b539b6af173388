/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lines.h"

#include "shell.h"

#include <string.h>

struct _Lines
{
  FILE *file;
  char  buffer[65536];
  gsize start; /* of what is not yet given out */
  gsize end;
};

Lines *
lines_open (const char *path, GError **error)
{
  FILE *file = shell_open_file (path, error);
  if (file == NULL)
    return NULL;
  Lines *self = g_new (Lines, 1);
  self->file = file;
  self->start = self->end = 0;
  return self;
}

void
lines_close (Lines *self)
{
  if (self == NULL)
    return;
  shell_close_file (self->file);
  g_free (self);
}

/* Gives FALSE at the end of the file, and on an error. */
static gboolean
fill (Lines *self, GError **error)
{
  self->start = 0;
  self->end = fread (self->buffer, 1, sizeof self->buffer, self->file);
  if (self->end == 0 && ferror (self->file))
    shell_set_file_error (error);
  return self->end > 0;
}

char *
lines_next (Lines *self, gsize *out_length, GError **error)
{
  GError  *mistake = NULL;
  GString *line = NULL;

  while (self->start < self->end || fill (self, &mistake))
    {
      const char *from = self->buffer + self->start;
      gsize       left = self->end - self->start;
      const char *end = memchr (from, '\n', left);
      gsize       length = end == NULL ? left : (gsize) (end - from);
      if (line == NULL)
        line = g_string_sized_new (length + 1);
      g_string_append_len (line, from, (gssize) MIN (length, SHELL_MAX_BYTES - line->len));
      self->start += length + (end != NULL);
      if (end != NULL)
        break;
    }
  if (mistake != NULL)
    {
      g_propagate_error (error, mistake);
      if (line != NULL)
        g_string_free (line, TRUE);
      return NULL;
    }
  if (line == NULL)
    return NULL;
  *out_length = line->len;
  return g_string_free (line, FALSE);
}

gboolean
lines_is_blank (const char *text, gsize length)
{
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  return length == 0;
}
