/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cpplan-record-private.h"

#include <string.h>

enum
{
  TEXT_MAX = 4096 /* bytes of a text */
};

struct _CpplanEventBuilder
{
  CpplanEvent facts;      /* never handed out itself: what is built is a copy */
  gboolean    has_status;
};

static const struct
{
  CpplanStatus status;
  const char  *text;
} statuses[] = {
  { CPPLAN_STATUS_HELD, "held" },
  { CPPLAN_STATUS_SCHEDULED, "scheduled" },
  { CPPLAN_STATUS_CANCELLED, "cancelled" },
};

const char *
cpplan_status_to_string (CpplanStatus status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (statuses[i].status == status)
      return statuses[i].text;
  g_return_val_if_reached (NULL);
}

gboolean
cpplan_status_from_string (const char *text, CpplanStatus *out_status, GError **error)
{
  g_return_val_if_fail (text != NULL && out_status != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (strcmp (statuses[i].text, text) == 0)
      {
        *out_status = statuses[i].status;
        return TRUE;
      }
  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is none of held, scheduled, cancelled", shown);
  return FALSE;
}

/* What a value of this type holds in the union. */
static gboolean
holds_text (CpplanType type)
{
  return type == CPPLAN_TYPE_CHOICE || type == CPPLAN_TYPE_NAME || type == CPPLAN_TYPE_PERSON
         || type == CPPLAN_TYPE_EVENT || type == CPPLAN_TYPE_TEXT;
}

static gboolean
holds_list (CpplanType type)
{
  return type == CPPLAN_TYPE_PEOPLE || type == CPPLAN_TYPE_AUDIENCE || type == CPPLAN_TYPE_CHOICES;
}

static void
clear_value (gpointer data)
{
  CpplanValue *value = data;
  if (holds_text (value->type))
    g_free (value->as.text);
  else if (holds_list (value->type))
    g_strfreev (value->as.list);
}

static GArray *
new_values (void)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (CpplanValue));
  g_array_set_clear_func (values, clear_value);
  return values;
}

static CpplanValue
copy_value (const CpplanValue *value)
{
  CpplanValue copy = *value;
  if (holds_text (value->type))
    copy.as.text = g_strdup (value->as.text);
  else if (holds_list (value->type))
    copy.as.list = g_strdupv (value->as.list);
  return copy;
}

static gboolean
values_equal (const CpplanValue *a, const CpplanValue *b)
{
  if (a->attribute != b->attribute || a->type != b->type)
    return FALSE;
  if (holds_text (a->type))
    return strcmp (a->as.text, b->as.text) == 0;
  if (holds_list (a->type))
    return g_strv_equal ((const char *const *) a->as.list, (const char *const *) b->as.list);
  if (a->type == CPPLAN_TYPE_PERIOD)
    return cpplan_period_equal (a->as.period, b->as.period);
  if (a->type == CPPLAN_TYPE_DATE)
    return a->as.date == b->as.date;
  return a->as.truth == b->as.truth;
}

CpplanEventBuilder *
cpplan_event_builder_new (const char *id, CpplanEventKind kind, CpplanDate date)
{
  g_return_val_if_fail (id != NULL, NULL);

  CpplanEventBuilder *self = g_new0 (CpplanEventBuilder, 1);
  self->facts.id = g_strdup (id);
  self->facts.kind = kind;
  self->facts.date = date;
  self->facts.status = CPPLAN_STATUS_HELD;
  self->facts.recorded = CPPLAN_DATE_NONE;
  self->facts.not_held_as_of = CPPLAN_DATE_NONE;
  self->facts.values = new_values ();
  return self;
}

void
cpplan_event_builder_free (CpplanEventBuilder *self)
{
  if (self == NULL)
    return;
  g_free (self->facts.id);
  g_free (self->facts.supersedes);
  g_array_unref (self->facts.values);
  g_free (self);
}

void
cpplan_event_builder_set_status (CpplanEventBuilder *self, CpplanStatus status)
{
  g_return_if_fail (self != NULL);
  self->facts.status = status;
  self->has_status = TRUE;
}

void
cpplan_event_builder_set_recorded (CpplanEventBuilder *self, CpplanDate recorded)
{
  g_return_if_fail (self != NULL);
  self->facts.recorded = recorded;
}

void
cpplan_event_builder_set_seq (CpplanEventBuilder *self, gint seq)
{
  g_return_if_fail (self != NULL);
  self->facts.seq = seq;
  self->facts.has_seq = TRUE;
}

void
cpplan_event_builder_set_supersedes (CpplanEventBuilder *self, const char *id)
{
  g_return_if_fail (self != NULL && id != NULL);
  g_free (self->facts.supersedes);
  self->facts.supersedes = g_strdup (id);
}

void
cpplan_event_builder_set_void (CpplanEventBuilder *self, gboolean is_void)
{
  g_return_if_fail (self != NULL);
  self->facts.is_void = is_void != FALSE;
}

void
cpplan_event_builder_set_not_held_as_of (CpplanEventBuilder *self, CpplanDate date)
{
  g_return_if_fail (self != NULL);
  self->facts.not_held_as_of = date;
}

static gboolean
check_attribute (const CpplanEventBuilder *self, CpplanAttribute attribute, CpplanType *out_type, GError **error)
{
  const char *name = cpplan_attribute_to_string (attribute);
  if (!cpplan_schema_get_type (self->facts.kind, attribute, out_type))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "%s: %s has no such attribute", name,
                   cpplan_event_kind_to_string (self->facts.kind));
      return FALSE;
    }
  if (cpplan_event_find_value (&self->facts, attribute) != NULL)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "%s: recorded twice", name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
refuse_type (CpplanAttribute attribute, CpplanType wanted, GError **error)
{
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "%s: takes a value of type %s",
               cpplan_attribute_to_string (attribute), cpplan_type_to_string (wanted));
  return FALSE;
}

/* Keeps the values in the order of attributes, so that equal events are equal arrays. */
static void
insert_value (CpplanEventBuilder *self, const CpplanValue *value)
{
  guint i = 0;
  while (i < self->facts.values->len
         && g_array_index (self->facts.values, CpplanValue, i).attribute < value->attribute)
    i++;
  g_array_insert_val (self->facts.values, i, *value);
}

gboolean
cpplan_event_builder_set_truth (CpplanEventBuilder *self, CpplanAttribute attribute, gboolean value, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  CpplanType type;
  if (!check_attribute (self, attribute, &type, error))
    return FALSE;
  if (type != CPPLAN_TYPE_TRUTH)
    return refuse_type (attribute, type, error);
  insert_value (self, &(CpplanValue){ .attribute = attribute, .type = type, .as.truth = value != FALSE });
  return TRUE;
}

gboolean
cpplan_event_builder_set_date (CpplanEventBuilder *self, CpplanAttribute attribute, CpplanDate value, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  CpplanType type;
  if (!check_attribute (self, attribute, &type, error))
    return FALSE;
  if (type != CPPLAN_TYPE_DATE)
    return refuse_type (attribute, type, error);
  if (!cpplan_date_is_valid (value))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "%s: not a date of the years 1900 to 2199",
                   cpplan_attribute_to_string (attribute));
      return FALSE;
    }
  insert_value (self, &(CpplanValue){ .attribute = attribute, .type = type, .as.date = value });
  return TRUE;
}

gboolean
cpplan_event_builder_set_period (CpplanEventBuilder *self, CpplanAttribute attribute, CpplanPeriod value, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  CpplanType type;
  if (!check_attribute (self, attribute, &type, error))
    return FALSE;
  if (type != CPPLAN_TYPE_PERIOD)
    return refuse_type (attribute, type, error);
  /* An interval of nothing would make a chain of links that never ends. */
  if (value.count < 1)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "%s: an interval is at least 1 of its unit",
                   cpplan_attribute_to_string (attribute));
      return FALSE;
    }
  insert_value (self, &(CpplanValue){ .attribute = attribute, .type = type, .as.period = value });
  return TRUE;
}

static gboolean
check_text (const CpplanEventBuilder *self, CpplanAttribute attribute, CpplanType type, const char *value, GError **error)
{
  const char      *name = cpplan_attribute_to_string (attribute);
  g_autofree char *shown = cpplan_echo (value);

  if (type == CPPLAN_TYPE_TEXT)
    {
      if (strlen (value) <= TEXT_MAX && g_utf8_validate (value, -1, NULL))
        return TRUE;
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "%s: takes at most %d bytes of UTF-8", name, TEXT_MAX);
      return FALSE;
    }
  if (type == CPPLAN_TYPE_CHOICE || type == CPPLAN_TYPE_CHOICES)
    {
      const char *const *choices = cpplan_schema_get_choices (self->facts.kind, attribute);
      if (cpplan_name_in (value, choices))
        return TRUE;
      g_autofree char *list = g_strjoinv (", ", (char **) choices);
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "%s: %s is none of %s", name, shown, list);
      return FALSE;
    }
  if (type == CPPLAN_TYPE_NAME && !cpplan_is_name (value))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "%s: %s is not a lower-case name", name, shown);
      return FALSE;
    }
  if (type != CPPLAN_TYPE_NAME && !cpplan_is_id (value))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "%s: %s cannot be an id", name, shown);
      return FALSE;
    }
  return TRUE;
}

gboolean
cpplan_event_builder_set_text (CpplanEventBuilder *self, CpplanAttribute attribute, const char *value, GError **error)
{
  g_return_val_if_fail (self != NULL && value != NULL, FALSE);

  CpplanType type;
  if (!check_attribute (self, attribute, &type, error))
    return FALSE;
  if (!holds_text (type))
    return refuse_type (attribute, type, error);
  if (!check_text (self, attribute, type, value, error))
    return FALSE;
  insert_value (self, &(CpplanValue){ .attribute = attribute, .type = type, .as.text = g_strdup (value) });
  return TRUE;
}

gboolean
cpplan_event_builder_set_list (CpplanEventBuilder *self, CpplanAttribute attribute, const char *const *values, GError **error)
{
  g_return_val_if_fail (self != NULL && values != NULL, FALSE);

  CpplanType type;
  if (!check_attribute (self, attribute, &type, error))
    return FALSE;
  if (!holds_list (type))
    return refuse_type (attribute, type, error);
  for (gsize i = 0; values[i] != NULL; i++)
    if (!check_text (self, attribute, type == CPPLAN_TYPE_CHOICES ? type : CPPLAN_TYPE_PERSON, values[i], error))
      return FALSE;
  insert_value (self, &(CpplanValue){ .attribute = attribute, .type = type, .as.list = g_strdupv ((char **) values) });
  return TRUE;
}

static gboolean
check_day (CpplanDate day, const char *member, GError **error)
{
  if (day == CPPLAN_DATE_NONE || cpplan_date_is_valid (day))
    return TRUE;
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "%s: not a date of the years 1900 to 2199", member);
  return FALSE;
}

static gboolean
check_facts (const CpplanEventBuilder *self, GError **error)
{
  const CpplanEvent *facts = &self->facts;

  if (!cpplan_is_id (facts->id))
    {
      g_autofree char *shown = cpplan_echo (facts->id);
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "id: %s cannot be an id", shown);
      return FALSE;
    }
  if (facts->date == CPPLAN_DATE_NONE)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "date: an event has a date");
      return FALSE;
    }
  if (!check_day (facts->date, "date", error) || !check_day (facts->recorded, "recorded", error)
      || !check_day (facts->not_held_as_of, "not-held-as-of", error))
    return FALSE;
  if (facts->supersedes != NULL && strcmp (facts->supersedes, facts->id) == 0)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "supersedes: an event cannot supersede itself");
      return FALSE;
    }
  if (facts->is_void && facts->supersedes == NULL)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "void: needs supersedes, the event that is withdrawn");
      return FALSE;
    }
  if (self->has_status && facts->status == CPPLAN_STATUS_HELD && facts->not_held_as_of != CPPLAN_DATE_NONE
      && facts->not_held_as_of >= facts->date)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "not-held-as-of: the event is held on or before that day");
      return FALSE;
    }
  return TRUE;
}

CpplanEvent *
cpplan_event_builder_build (CpplanEventBuilder *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!check_facts (self, error))
    return NULL;

  CpplanEvent *event = g_new (CpplanEvent, 1);
  *event = self->facts;
  event->ref_count = 1;
  event->id = g_strdup (self->facts.id);
  event->supersedes = g_strdup (self->facts.supersedes);
  event->values = new_values ();
  for (guint i = 0; i < self->facts.values->len; i++)
    {
      CpplanValue copy = copy_value (&g_array_index (self->facts.values, CpplanValue, i));
      g_array_append_val (event->values, copy);
    }
  if (!self->has_status && event->not_held_as_of != CPPLAN_DATE_NONE)
    event->status = CPPLAN_STATUS_CANCELLED;
  return event;
}

CpplanEvent *
cpplan_event_ref (CpplanEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_event_unref (CpplanEvent *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->supersedes);
  g_array_unref (self->values);
  g_free (self);
}

gboolean
cpplan_event_equal (const CpplanEvent *a, const CpplanEvent *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (strcmp (a->id, b->id) != 0 || a->kind != b->kind || a->status != b->status || a->date != b->date
      || a->recorded != b->recorded || a->not_held_as_of != b->not_held_as_of || a->seq != b->seq
      || a->has_seq != b->has_seq || a->is_void != b->is_void || g_strcmp0 (a->supersedes, b->supersedes) != 0
      || a->values->len != b->values->len)
    return FALSE;
  for (guint i = 0; i < a->values->len; i++)
    if (!values_equal (&g_array_index (a->values, CpplanValue, i), &g_array_index (b->values, CpplanValue, i)))
      return FALSE;
  return TRUE;
}

const char *
cpplan_event_get_id (const CpplanEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->id;
}

CpplanEventKind
cpplan_event_get_kind (const CpplanEvent *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->kind;
}

CpplanDate
cpplan_event_get_date (const CpplanEvent *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->date;
}

CpplanStatus
cpplan_event_get_status (const CpplanEvent *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->status;
}

CpplanDate
cpplan_event_get_recorded (const CpplanEvent *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->recorded;
}

gboolean
cpplan_event_get_seq (const CpplanEvent *self, gint *out_seq)
{
  g_return_val_if_fail (self != NULL && out_seq != NULL, FALSE);
  *out_seq = self->seq;
  return self->has_seq;
}

const char *
cpplan_event_get_supersedes (const CpplanEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->supersedes;
}

gboolean
cpplan_event_is_void (const CpplanEvent *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->is_void;
}

CpplanDate
cpplan_event_get_not_held_as_of (const CpplanEvent *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->not_held_as_of;
}

const CpplanValue *
cpplan_event_find_value (const CpplanEvent *self, CpplanAttribute attribute)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      const CpplanValue *value = &g_array_index (self->values, CpplanValue, i);
      if (value->attribute == attribute)
        return value;
    }
  return NULL;
}

CpplanTruth
cpplan_event_get_truth (const CpplanEvent *self, CpplanAttribute attribute)
{
  g_return_val_if_fail (self != NULL, CPPLAN_TRUTH_UNKNOWN);
  const CpplanValue *value = cpplan_event_find_value (self, attribute);
  if (value == NULL || value->type != CPPLAN_TYPE_TRUTH)
    return CPPLAN_TRUTH_UNKNOWN;
  return value->as.truth ? CPPLAN_TRUTH_YES : CPPLAN_TRUTH_NO;
}

CpplanDate
cpplan_event_get_date_of (const CpplanEvent *self, CpplanAttribute attribute)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  const CpplanValue *value = cpplan_event_find_value (self, attribute);
  return value == NULL || value->type != CPPLAN_TYPE_DATE ? CPPLAN_DATE_NONE : value->as.date;
}

gboolean
cpplan_event_get_period (const CpplanEvent *self, CpplanAttribute attribute, CpplanPeriod *out_period)
{
  g_return_val_if_fail (self != NULL && out_period != NULL, FALSE);
  const CpplanValue *value = cpplan_event_find_value (self, attribute);
  if (value == NULL || value->type != CPPLAN_TYPE_PERIOD)
    return FALSE;
  *out_period = value->as.period;
  return TRUE;
}

const char *
cpplan_event_get_text (const CpplanEvent *self, CpplanAttribute attribute)
{
  g_return_val_if_fail (self != NULL, NULL);
  const CpplanValue *value = cpplan_event_find_value (self, attribute);
  return value == NULL || !holds_text (value->type) ? NULL : value->as.text;
}

const char *const *
cpplan_event_get_list (const CpplanEvent *self, CpplanAttribute attribute)
{
  g_return_val_if_fail (self != NULL, NULL);
  const CpplanValue *value = cpplan_event_find_value (self, attribute);
  return value == NULL || !holds_list (value->type) ? NULL : (const char *const *) value->as.list;
}
