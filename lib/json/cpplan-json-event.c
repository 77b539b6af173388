/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Events in case files. Which kind has which attribute, and of what type, the schema says; no attribute is
 * named here.
 */
#include "cpplan-json-private.h"

#include "cpplan-echo-private.h"

static gboolean
read_status (CpplanEventBuilder *builder, const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  const char  *text;
  CpplanStatus status;
  GError      *cause = NULL;
  if (!cpplan_json_get_text (value, place, &text, error))
    return FALSE;
  if (!cpplan_status_from_string (text, &status, &cause))
    return cpplan_json_refuse_because (place, CPPLAN_ERROR_RECORD, error, cause);
  cpplan_event_builder_set_status (builder, status);
  return TRUE;
}

/* What every event can have beside attributes: what takes its value, or nothing where the builder began with
 * it. */
typedef struct
{
  const char *name;
  gboolean (*read) (CpplanEventBuilder    *builder,
                    const json_t          *value,
                    const CpplanJsonPlace *place,
                    GError               **error);
  void (*set_date) (CpplanEventBuilder *builder, CpplanDate date);
  void (*set_text) (CpplanEventBuilder *builder, const char *text);
  void (*set_truth) (CpplanEventBuilder *builder, gboolean truth);
  void (*set_number) (CpplanEventBuilder *builder, gint number);
} Member;

static const Member members[] = {
  { .name = "id" },
  { .name = "kind" },
  { .name = "date" },
  { "status", .read = read_status },
  { "recorded", .set_date = cpplan_event_builder_set_recorded },
  { "not-held-as-of", .set_date = cpplan_event_builder_set_not_held_as_of },
  { "seq", .set_number = cpplan_event_builder_set_seq },
  { "supersedes", .set_text = cpplan_event_builder_set_supersedes },
  { "void", .set_truth = cpplan_event_builder_set_void },
};

static gboolean
read_shared (CpplanEventBuilder    *builder,
             const Member          *member,
             const json_t          *value,
             const CpplanJsonPlace *place,
             GError               **error)
{
  CpplanDate  date;
  const char *text;
  gboolean    truth;
  gint        number;

  if (member->read != NULL && !member->read (builder, value, place, error))
    return FALSE;
  if (member->set_date != NULL)
    {
      if (!cpplan_json_get_date (value, place, CPPLAN_ERROR_RECORD, &date, error))
        return FALSE;
      member->set_date (builder, date);
    }
  if (member->set_text != NULL)
    {
      if (!cpplan_json_get_text (value, place, &text, error))
        return FALSE;
      member->set_text (builder, text);
    }
  if (member->set_truth != NULL)
    {
      if (!cpplan_json_get_truth (value, place, &truth, error))
        return FALSE;
      member->set_truth (builder, truth);
    }
  if (member->set_number != NULL)
    {
      if (!cpplan_json_get_number (value, place, &number, error))
        return FALSE;
      member->set_number (builder, number);
    }
  return TRUE;
}

/* Where an attribute stands and what is recorded of it, until its type is known. */
typedef struct
{
  CpplanAttribute        attribute;
  const json_t          *value;
  const CpplanJsonPlace *place;
} Attribute;

static gboolean
read_truth (CpplanEventBuilder *builder, const Attribute *at, GError **error, GError **cause)
{
  gboolean truth;
  return cpplan_json_get_truth (at->value, at->place, &truth, error)
         && cpplan_event_builder_set_truth (builder, at->attribute, truth, cause);
}

static gboolean
read_date (CpplanEventBuilder *builder, const Attribute *at, GError **error, GError **cause)
{
  CpplanDate date;
  return cpplan_json_get_date (at->value, at->place, CPPLAN_ERROR_RECORD, &date, error)
         && cpplan_event_builder_set_date (builder, at->attribute, date, cause);
}

static gboolean
read_period (CpplanEventBuilder *builder, const Attribute *at, GError **error, GError **cause)
{
  const char  *text;
  CpplanPeriod period;
  GError      *mistake = NULL;
  if (!cpplan_json_get_text (at->value, at->place, &text, error))
    return FALSE;
  if (!cpplan_period_parse (text, &period, &mistake))
    return cpplan_json_refuse_because (at->place, CPPLAN_ERROR_RECORD, error, mistake);
  return cpplan_event_builder_set_period (builder, at->attribute, period, cause);
}

static gboolean
read_text (CpplanEventBuilder *builder, const Attribute *at, GError **error, GError **cause)
{
  const char *text;
  return cpplan_json_get_text (at->value, at->place, &text, error)
         && cpplan_event_builder_set_text (builder, at->attribute, text, cause);
}

static gboolean
read_list (CpplanEventBuilder *builder, const Attribute *at, GError **error, GError **cause)
{
  g_autofree const char **texts = cpplan_json_get_texts (at->value, at->place, error);
  return texts != NULL && cpplan_event_builder_set_list (builder, at->attribute, texts, cause);
}

/* A mistake of the document goes to `error`, one that the builder finds to `cause`, which has its place yet to
 * come. */
static gboolean
read_typed (CpplanEventBuilder *builder, CpplanType type, const Attribute *at, GError **error, GError **cause)
{
  switch (type)
    {
    case CPPLAN_TYPE_TRUTH:
      return read_truth (builder, at, error, cause);
    case CPPLAN_TYPE_DATE:
      return read_date (builder, at, error, cause);
    case CPPLAN_TYPE_PERIOD:
      return read_period (builder, at, error, cause);
    case CPPLAN_TYPE_CHOICE:
    case CPPLAN_TYPE_NAME:
    case CPPLAN_TYPE_PERSON:
    case CPPLAN_TYPE_EVENT:
    case CPPLAN_TYPE_TEXT:
      return read_text (builder, at, error, cause);
    case CPPLAN_TYPE_PEOPLE:
    case CPPLAN_TYPE_AUDIENCE:
    case CPPLAN_TYPE_CHOICES:
      return read_list (builder, at, error, cause);
    }
  g_return_val_if_reached (FALSE);
}

static gboolean
read_attribute (CpplanEventBuilder    *builder,
                CpplanEventKind        kind,
                const char            *name,
                const json_t          *value,
                const CpplanJsonPlace *event_place,
                GError               **error)
{
  const CpplanJsonPlace here = { event_place, name, 0 };
  CpplanAttribute       attribute;
  CpplanType            type;
  GError               *cause = NULL;

  if (!cpplan_attribute_from_string (name, &attribute, NULL))
    return cpplan_json_refuse_unknown (event_place, name, error);
  if (!cpplan_schema_get_type (kind, attribute, &type))
    return cpplan_json_refuse (event_place, CPPLAN_ERROR_JSON, error, "unknown member \"%s\" (of kind %s)",
                               name, cpplan_event_kind_to_string (kind));
  if (read_typed (builder, type, &(Attribute){ attribute, value, &here }, error, &cause))
    return TRUE;
  return cause != NULL && cpplan_json_refuse_member (event_place, CPPLAN_ERROR_RECORD, error, cause);
}

static gboolean
read_member (CpplanEventBuilder    *builder,
             CpplanEventKind        kind,
             const char            *name,
             const json_t          *value,
             const CpplanJsonPlace *event_place,
             GError               **error)
{
  const CpplanJsonPlace here = { event_place, name, 0 };
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_str_equal (members[i].name, name))
      return read_shared (builder, &members[i], value, &here, error);
  return read_attribute (builder, kind, name, value, event_place, error);
}

/* What a builder has to begin with. */
static CpplanEventBuilder *
begin_event (const json_t *value, const CpplanJsonPlace *place, CpplanEventKind *out_kind, GError **error)
{
  const CpplanJsonPlace kind_place = { place, "kind", 0 };
  const CpplanJsonPlace date_place = { place, "date", 0 };
  const char           *id;
  const char           *kind;
  CpplanDate            date;
  GError               *cause = NULL;

  if (!cpplan_json_want_object (value, place, error)
      || !cpplan_json_need_text (value, "id", place, &id, error)
      || !cpplan_json_need_text (value, "kind", place, &kind, error))
    return NULL;
  if (!cpplan_event_kind_from_string (kind, out_kind, &cause))
    {
      cpplan_json_refuse_because (&kind_place, CPPLAN_ERROR_RECORD, error, cause);
      return NULL;
    }
  const json_t *day = cpplan_json_need (value, "date", place, error);
  if (day == NULL || !cpplan_json_get_date (day, &date_place, CPPLAN_ERROR_RECORD, &date, error))
    return NULL;
  return cpplan_event_builder_new (id, *out_kind, date);
}

CpplanEvent *
cpplan_json_event_read (const json_t *value, const CpplanJsonPlace *place, GError **error)
{
  CpplanEventKind                kind;
  g_autoptr (CpplanEventBuilder) builder = begin_event (value, place, &kind, error);
  const char                    *name;
  json_t                        *member;
  GError                        *cause = NULL;

  if (builder == NULL)
    return NULL;
  json_object_foreach ((json_t *) value, name, member)
  {
    if (!read_member (builder, kind, name, member, place, error))
      return NULL;
  }
  CpplanEvent *event = cpplan_event_builder_build (builder, &cause);
  if (event == NULL)
    cpplan_json_refuse_member (place, CPPLAN_ERROR_RECORD, error, cause);
  return event;
}

static void
write_attribute (json_t *object, const CpplanEvent *event, CpplanAttribute attribute)
{
  const char        *name = cpplan_attribute_to_string (attribute);
  CpplanType         type;
  CpplanPeriod       period;
  const char *const *list;

  if (!cpplan_schema_get_type (cpplan_event_get_kind (event), attribute, &type))
    return;
  switch (type)
    {
    case CPPLAN_TYPE_TRUTH:
      if (cpplan_event_get_truth (event, attribute) != CPPLAN_TRUTH_UNKNOWN)
        cpplan_json_set (object, name,
                         json_boolean (cpplan_event_get_truth (event, attribute) == CPPLAN_TRUTH_YES));
      break;
    case CPPLAN_TYPE_DATE:
      cpplan_json_set_date (object, name, cpplan_event_get_date_of (event, attribute));
      break;
    case CPPLAN_TYPE_PERIOD:
      if (cpplan_event_get_period (event, attribute, &period))
        {
          g_autofree char *text = cpplan_period_to_string (period);
          cpplan_json_set_text (object, name, text);
        }
      break;
    case CPPLAN_TYPE_CHOICE:
    case CPPLAN_TYPE_NAME:
    case CPPLAN_TYPE_PERSON:
    case CPPLAN_TYPE_EVENT:
    case CPPLAN_TYPE_TEXT:
      cpplan_json_set_text (object, name, cpplan_event_get_text (event, attribute));
      break;
    case CPPLAN_TYPE_PEOPLE:
    case CPPLAN_TYPE_AUDIENCE:
    case CPPLAN_TYPE_CHOICES:
      list = cpplan_event_get_list (event, attribute);
      if (list != NULL)
        cpplan_json_set_texts (object, name, list);
      break;
    }
}

/* Left unsaid, an event was held, or, where a day is known up to which it was not, it was called off. */
static void
write_status (json_t *object, const CpplanEvent *event)
{
  CpplanStatus status = cpplan_event_get_status (event);
  CpplanStatus unsaid = cpplan_event_get_not_held_as_of (event) == CPPLAN_DATE_NONE ? CPPLAN_STATUS_HELD
                                                                                    : CPPLAN_STATUS_CANCELLED;
  if (status != unsaid)
    cpplan_json_set_text (object, "status", cpplan_status_to_string (status));
}

json_t *
cpplan_json_event_write (const CpplanEvent *event)
{
  static const CpplanAttribute shared[]
    = { CPPLAN_ATTRIBUTE_ABOUT, CPPLAN_ATTRIBUTE_BY, CPPLAN_ATTRIBUTE_TO };
  json_t *object = cpplan_json_new_object ();
  gint    seq;
  gsize   n_own;

  cpplan_json_set_text (object, "id", cpplan_event_get_id (event));
  cpplan_json_set_text (object, "kind", cpplan_event_kind_to_string (cpplan_event_get_kind (event)));
  cpplan_json_set_date (object, "date", cpplan_event_get_date (event));
  write_status (object, event);
  cpplan_json_set_date (object, "not-held-as-of", cpplan_event_get_not_held_as_of (event));
  cpplan_json_set_date (object, "recorded", cpplan_event_get_recorded (event));
  if (cpplan_event_get_seq (event, &seq))
    cpplan_json_set (object, "seq", json_integer (seq));
  cpplan_json_set_text (object, "supersedes", cpplan_event_get_supersedes (event));
  if (cpplan_event_is_void (event))
    cpplan_json_set (object, "void", json_true ());
  for (gsize i = 0; i < G_N_ELEMENTS (shared); i++)
    write_attribute (object, event, shared[i]);
  const CpplanAttribute *own = cpplan_schema_get_attributes (cpplan_event_get_kind (event), &n_own);
  for (gsize i = 0; i < n_own; i++)
    write_attribute (object, event, own[i]);
  return object;
}
