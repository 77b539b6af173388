/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file line by line, in bounded memory.
 */
#pragma once

#include <glib.h>

typedef struct _Lines Lines;

/* `-` is standard input. */
Lines *lines_open (const char *path, GError **error);
void   lines_close (Lines *self);

/* Gives the next line without its end, and its length in bytes; NULL at the end of the file, or with an
 * error. Of a line that is too long for a case only so much is kept that the library refuses it. */
char *lines_next (Lines *self, gsize *out_length, GError **error);

/* Whether there is nothing in a line: a file may end with such a one, or have some between. */
gboolean lines_is_blank (const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lines, lines_close)
