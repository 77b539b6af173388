/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records for tests, an event a row: "id kind date [status] key=value ...". To be included after cmocka.h. */
#pragma once

#include <string.h>

#include <cpplan/cpplan.h>

static inline CpplanDate
day (const char *text)
{
  CpplanDate date;
  assert_true (cpplan_date_parse (text, &date, NULL));
  return date;
}

static inline void
set_word (CpplanEventBuilder *builder, CpplanEventKind kind, const char *key, const char *value)
{
  CpplanAttribute attribute;
  if (strcmp (key, "recorded") == 0)
    cpplan_event_builder_set_recorded (builder, day (value));
  else if (strcmp (key, "supersedes") == 0)
    cpplan_event_builder_set_supersedes (builder, value);
  else if (strcmp (key, "void") == 0)
    cpplan_event_builder_set_void (builder, TRUE);
  else if (strcmp (key, "seq") == 0)
    cpplan_event_builder_set_seq (builder, (gint) g_ascii_strtoll (value, NULL, 10));
  else if (strcmp (key, "not-held-as-of") == 0)
    cpplan_event_builder_set_not_held_as_of (builder, day (value));
  else
    {
      CpplanType type;
      assert_true (cpplan_attribute_from_string (key, &attribute, NULL));
      assert_true (cpplan_schema_get_type (kind, attribute, &type));
      if (type == CPPLAN_TYPE_DATE)
        assert_true (cpplan_event_builder_set_date (builder, attribute, day (value), NULL));
      else if (type == CPPLAN_TYPE_TRUTH)
        assert_true (cpplan_event_builder_set_truth (builder, attribute, *value == 'y', NULL));
      else
        assert_true (cpplan_event_builder_set_text (builder, attribute, value, NULL));
    }
}

static inline CpplanEvent *
event_from (const char *row)
{
  g_auto (GStrv)  words = g_strsplit (row, " ", -1);
  CpplanEventKind kind;
  assert_true (cpplan_event_kind_from_string (words[1], &kind, NULL));
  g_autoptr (CpplanEventBuilder) builder = cpplan_event_builder_new (words[0], kind, day (words[2]));
  for (gsize i = 3; words[i] != NULL; i++)
    {
      CpplanStatus   status;
      g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);
      if (pair[1] != NULL)
        set_word (builder, kind, pair[0], pair[1]);
      else
        {
          assert_true (cpplan_status_from_string (words[i], &status, NULL));
          cpplan_event_builder_set_status (builder, status);
        }
    }
  CpplanEvent *event = cpplan_event_builder_build (builder, NULL);
  assert_non_null (event);
  return event;
}

static inline CpplanCase *
case_from (const char *const *rows, const char *born)
{
  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new ("c");
  if (born != NULL)
    cpplan_case_builder_set_born (builder, day (born));
  for (gsize i = 0; rows[i] != NULL; i++)
    {
      g_autoptr (CpplanEvent) event = event_from (rows[i]);
      cpplan_case_builder_add_event (builder, event);
    }
  CpplanCase *record = cpplan_case_builder_build (builder, NULL);
  assert_non_null (record);
  return record;
}
