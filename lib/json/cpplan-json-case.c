/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Case files.
 */
#include "cpplan-json-private.h"

#include "cpplan-echo-private.h"

#define CASE_FORMAT "cpplan-case/1"

typedef enum
{
  PERSON_TEXT = 1,
  PERSON_TRUTH,
  PERSON_DATE,
} PersonMemberType;

/* The members of a person, for reading and for writing. */
static const struct
{
  const char      *name;
  PersonMemberType type;
  gsize            offset;
} person_members[] = {
  { "id", PERSON_TEXT, G_STRUCT_OFFSET (CpplanPersonFacts, id) },
  { "role", PERSON_TEXT, G_STRUCT_OFFSET (CpplanPersonFacts, role) },
  { "employer", PERSON_TEXT, G_STRUCT_OFFSET (CpplanPersonFacts, employer) },
  { "agency", PERSON_TEXT, G_STRUCT_OFFSET (CpplanPersonFacts, agency) },
  { "qualified-social-worker", PERSON_TRUTH, G_STRUCT_OFFSET (CpplanPersonFacts, qualified_social_worker) },
  { "experienced", PERSON_TRUTH, G_STRUCT_OFFSET (CpplanPersonFacts, experienced) },
  { "direct-contact", PERSON_TRUTH, G_STRUCT_OFFSET (CpplanPersonFacts, direct_contact) },
  { "first-language", PERSON_TEXT, G_STRUCT_OFFSET (CpplanPersonFacts, first_language) },
  { "preferred-language", PERSON_TEXT, G_STRUCT_OFFSET (CpplanPersonFacts, preferred_language) },
  { "from", PERSON_DATE, G_STRUCT_OFFSET (CpplanPersonFacts, from) },
  { "until", PERSON_DATE, G_STRUCT_OFFSET (CpplanPersonFacts, until) },
};

static gboolean
read_person_truth (const json_t *value, const CpplanJsonPlace *place, CpplanTruth *out_truth, GError **error)
{
  gboolean truth;
  if (!cpplan_json_get_truth (value, place, &truth, error))
    return FALSE;
  *out_truth = truth ? CPPLAN_TRUTH_YES : CPPLAN_TRUTH_NO;
  return TRUE;
}

static gboolean
read_person_member (CpplanPersonFacts     *facts,
                    const char            *name,
                    const json_t          *value,
                    const CpplanJsonPlace *person_place,
                    GError               **error)
{
  const CpplanJsonPlace here = { person_place, name, 0 };
  gsize                 i = 0;
  while (i < G_N_ELEMENTS (person_members) && !g_str_equal (person_members[i].name, name))
    i++;
  if (i == G_N_ELEMENTS (person_members))
    return cpplan_json_refuse_unknown (person_place, name, error);

  gpointer member = G_STRUCT_MEMBER_P (facts, person_members[i].offset);
  switch (person_members[i].type)
    {
    case PERSON_TEXT:
      return cpplan_json_get_text (value, &here, member, error);
    case PERSON_TRUTH:
      return read_person_truth (value, &here, member, error);
    case PERSON_DATE:
      return cpplan_json_get_date (value, &here, CPPLAN_ERROR_RECORD, member, error);
    }
  g_return_val_if_reached (FALSE);
}

static CpplanPerson *
read_person (const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  CpplanPersonFacts facts = CPPLAN_PERSON_FACTS_INIT;
  const char       *name;
  json_t           *member;
  GError           *cause = NULL;

  if (!cpplan_json_want_object (value, place, error) || cpplan_json_need (value, "id", place, error) == NULL)
    return NULL;
  json_object_foreach ((json_t *) value, name, member)
  {
    if (!read_person_member (&facts, name, member, place, error))
      return NULL;
  }
  CpplanPerson *person = cpplan_person_new (&facts, &cause);
  if (person == NULL)
    cpplan_json_refuse_member (place, CPPLAN_ERROR_RECORD, error, cause);
  return person;
}

static json_t *
write_person (const CpplanPersonFacts *facts)
{
  json_t *object = cpplan_json_new_object ();
  for (gsize i = 0; i < G_N_ELEMENTS (person_members); i++)
    {
      const char   *name = person_members[i].name;
      gconstpointer member = G_STRUCT_MEMBER_P (facts, person_members[i].offset);
      CpplanTruth   truth;
      switch (person_members[i].type)
        {
        case PERSON_TEXT:
          cpplan_json_set_text (object, name, *(const char *const *) member);
          break;
        case PERSON_TRUTH:
          truth = *(const CpplanTruth *) member;
          if (truth != CPPLAN_TRUTH_UNKNOWN)
            cpplan_json_set (object, name, json_boolean (truth == CPPLAN_TRUTH_YES));
          break;
        case PERSON_DATE:
          cpplan_json_set_date (object, name, *(const CpplanDate *) member);
          break;
        }
    }
  return object;
}

static gboolean
read_people (CpplanCaseBuilder *builder, const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  if (!cpplan_json_want_list (value, place, error))
    return FALSE;
  for (gsize i = 0; i < json_array_size (value); i++)
    {
      const CpplanJsonPlace    here = { place, NULL, i };
      g_autoptr (CpplanPerson) person = read_person (json_array_get (value, i), &here, error);
      if (person == NULL)
        return FALSE;
      cpplan_case_builder_add_person (builder, person);
    }
  return TRUE;
}

static gboolean
read_events (CpplanCaseBuilder *builder, const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  if (!cpplan_json_want_list (value, place, error))
    return FALSE;
  for (gsize i = 0; i < json_array_size (value); i++)
    {
      const CpplanJsonPlace   here = { place, NULL, i };
      g_autoptr (CpplanEvent) event = cpplan_json_event_read (json_array_get (value, i), &here, error);
      if (event == NULL)
        return FALSE;
      cpplan_case_builder_add_event (builder, event);
    }
  return TRUE;
}

static gboolean
read_child (CpplanCaseBuilder *builder, const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  const char *name;
  json_t     *member;
  CpplanDate  date;

  if (!cpplan_json_want_object (value, place, error))
    return FALSE;
  json_object_foreach ((json_t *) value, name, member)
  {
    const CpplanJsonPlace here = { place, name, 0 };
    gboolean              is_born = g_str_equal (name, "born");
    if (!is_born && !g_str_equal (name, "expected"))
      return cpplan_json_refuse_unknown (place, name, error);
    if (!cpplan_json_get_date (member, &here, CPPLAN_ERROR_RECORD, &date, error))
      return FALSE;
    if (is_born)
      cpplan_case_builder_set_born (builder, date);
    else
      cpplan_case_builder_set_expected (builder, date);
  }
  return TRUE;
}

static gboolean
read_district (CpplanCaseBuilder *builder, const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  const char *district;
  if (!cpplan_json_get_text (value, place, &district, error))
    return FALSE;
  cpplan_case_builder_set_district (builder, district);
  return TRUE;
}

/* One line of a timeline: { "policy": ..., "from": ... }. */
static gboolean
read_charge (CpplanCaseBuilder *builder, const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  const CpplanJsonPlace from_place = { place, "from", 0 };
  const char           *policy;
  const char           *name;
  json_t               *member;
  CpplanDate            from;

  if (!cpplan_json_want_object (value, place, error))
    return FALSE;
  json_object_foreach ((json_t *) value, name, member)
  {
    if (!g_str_equal (name, "policy") && !g_str_equal (name, "from"))
      return cpplan_json_refuse_unknown (place, name, error);
  }
  if (!cpplan_json_need_text (value, "policy", place, &policy, error))
    return FALSE;
  const json_t *day = cpplan_json_need (value, "from", place, error);
  if (day == NULL || !cpplan_json_get_date (day, &from_place, CPPLAN_ERROR_RECORD, &from, error))
    return FALSE;
  cpplan_case_builder_add_policy (builder, policy, from);
  return TRUE;
}

static gboolean
read_timeline (CpplanCaseBuilder *builder, const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  if (json_array_size (value) == 0)
    return cpplan_json_refuse (place, CPPLAN_ERROR_JSON, error, "an empty list says nothing, leave it out");
  for (gsize i = 0; i < json_array_size (value); i++)
    {
      const CpplanJsonPlace here = { place, NULL, i };
      if (!read_charge (builder, json_array_get (value, i), &here, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_policy (CpplanCaseBuilder *builder, const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  const char *policy;
  if (json_is_array (value))
    return read_timeline (builder, value, place, error);
  if (!cpplan_json_get_text (value, place, &policy, error))
    return FALSE;
  cpplan_case_builder_add_policy (builder, policy, CPPLAN_DATE_NONE);
  return TRUE;
}

static const struct
{
  const char *name;
  gboolean (*read) (CpplanCaseBuilder     *builder,
                    const json_t          *value,
                    const CpplanJsonPlace *place,
                    GError               **error); /* NULL: read before all others */
} case_members[] = {
  { "format", NULL },        { "id", NULL },
  { "policy", read_policy }, { "district", read_district },
  { "child", read_child },   { "people", read_people },
  { "events", read_events },
};

static gboolean
read_case_member (CpplanCaseBuilder *builder, const char *name, const json_t *value, GError **error)
{
  const CpplanJsonPlace here = { NULL, name, 0 };
  for (gsize i = 0; i < G_N_ELEMENTS (case_members); i++)
    if (g_str_equal (case_members[i].name, name))
      return case_members[i].read == NULL || case_members[i].read (builder, value, &here, error);
  return cpplan_json_refuse_unknown (NULL, name, error);
}

static gboolean
check_format (const json_t *document, GError **error)
{
  const CpplanJsonPlace here = { NULL, "format", 0 };
  const char           *format;

  if (!cpplan_json_want_object (document, NULL, error)
      || !cpplan_json_need_text (document, "format", NULL, &format, error))
    return FALSE;
  if (g_str_equal (format, CASE_FORMAT))
    return TRUE;
  g_autofree char *shown = cpplan_echo (format);
  return cpplan_json_refuse (&here, CPPLAN_ERROR_JSON, error, "%s is not \"" CASE_FORMAT "\"", shown);
}

CpplanCase *
cpplan_json_case_new (const char *text, gssize length, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  const char            *id;
  const char            *name;
  json_t                *member;
  g_autoptr (CpplanJson) document = cpplan_json_load (text, length, error);
  if (document == NULL || !check_format (document, error)
      || !cpplan_json_need_text (document, "id", NULL, &id, error))
    return NULL;

  g_autoptr (CpplanCaseBuilder) builder = cpplan_case_builder_new (id);
  json_object_foreach (document, name, member)
  {
    if (!read_case_member (builder, name, member, error))
      return NULL;
  }
  return cpplan_case_builder_build (builder, error);
}

static void
write_policies (json_t *object, const CpplanCase *record)
{
  gsize      length = cpplan_case_get_n_policies (record);
  CpplanDate from;

  if (length == 0)
    return;
  const char *first = cpplan_case_get_policy (record, 0, &from);
  if (from == CPPLAN_DATE_NONE)
    {
      cpplan_json_set_text (object, "policy", first);
      return;
    }
  json_t *timeline = cpplan_json_new_list ();
  for (gsize i = 0; i < length; i++)
    {
      json_t *charge = cpplan_json_new_object ();
      cpplan_json_set_text (charge, "policy", cpplan_case_get_policy (record, i, &from));
      cpplan_json_set_date (charge, "from", from);
      cpplan_json_append (timeline, charge);
    }
  cpplan_json_set (object, "policy", timeline);
}

static void
write_child (json_t *object, const CpplanCase *record)
{
  CpplanDate born = cpplan_case_get_born (record);
  CpplanDate expected = cpplan_case_get_expected (record);
  if (born == CPPLAN_DATE_NONE && expected == CPPLAN_DATE_NONE)
    return;
  json_t *child = cpplan_json_new_object ();
  cpplan_json_set_date (child, "born", born);
  cpplan_json_set_date (child, "expected", expected);
  cpplan_json_set (object, "child", child);
}

char *
cpplan_json_case_to_string (const CpplanCase *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  json_t *object = cpplan_json_new_object ();
  json_t *people = cpplan_json_new_list ();
  json_t *events = cpplan_json_new_list ();

  cpplan_json_set_text (object, "format", CASE_FORMAT);
  cpplan_json_set_text (object, "id", cpplan_case_get_id (record));
  write_policies (object, record);
  cpplan_json_set_text (object, "district", cpplan_case_get_district (record));
  write_child (object, record);
  for (gsize i = 0; i < cpplan_case_get_n_people (record); i++)
    cpplan_json_append (people, write_person (cpplan_person_get_facts (cpplan_case_get_person (record, i))));
  cpplan_json_set (object, "people", people);
  for (gsize i = 0; i < cpplan_case_get_n_events (record); i++)
    cpplan_json_append (events, cpplan_json_event_write (cpplan_case_get_event (record, i)));
  cpplan_json_set (object, "events", events);
  return cpplan_json_to_string (object, FALSE);
}
