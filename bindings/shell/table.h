/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tables for people: aligned columns under a line of names, columns without content left out.
 */
#pragma once

#include <glib.h>

/* What the eye is led to by, where colour can be had. */
typedef enum
{
  TONE_PLAIN = 1,
  TONE_GOOD,
  TONE_CARE,
  TONE_ALARM,
} Tone;

typedef struct _Table Table;

/* `headers` ends with NULL and is lent. The tones of rows show in one column; -1 for none. */
Table *table_new (const char *const *headers, gint toned_column);
void   table_free (Table *self);

/* Takes the cells, as many as there are headers (NULL for an empty one), and the lines that stand indented
 * below the row (NULL for none). */
void table_add (Table *self, Tone tone, char **cells, char **below);

void table_print (const Table *self, gboolean is_coloured, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Table, table_free)
