/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cpplan-echo-private.h"

#include <string.h>

char *
cpplan_echo (const char *text)
{
  if (text == NULL)
    return g_strdup ("nothing");

  GString *echo = g_string_sized_new (CPPLAN_ECHO_MAX + 8);
  g_string_append_c (echo, '"');
  const char *at = text;
  while (*at != '\0')
    {
      /* Six bytes are the longest form that UTF-8 ever had; strnlen keeps to what is there. */
      gunichar c = g_utf8_get_char_validated (at, (gssize) strnlen (at, 6));
      gboolean is_character = c != (gunichar) -1 && c != (gunichar) -2;
      gsize length = is_character ? (gsize) (g_utf8_next_char (at) - at) : 1;
      if ((gsize) (at - text) + length > CPPLAN_ECHO_MAX)
        {
          g_string_append (echo, "…");
          break;
        }
      if (is_character && g_unichar_isprint (c) && c != '"' && c != '\\')
        g_string_append_len (echo, at, (gssize) length);
      else
        for (gsize i = 0; i < length; i++)
          g_string_append_printf (echo, "\\x%02x", (guint) (guchar) at[i]);
      at += length;
    }
  g_string_append_c (echo, '"');
  return g_string_free (echo, FALSE);
}
