/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Foreign text made fit for an error message.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bytes of foreign text that a message repeats, at most. */
#define CPPLAN_ECHO_MAX 40

/* Gives the text in double quotes (transfer full): at most CPPLAN_ECHO_MAX bytes of it, then an ellipsis;
 * valid UTF-8 whatever came in; what is not printable as \xNN, a byte each. NULL gives "nothing". */
char *cpplan_echo (const char *text);

G_END_DECLS
