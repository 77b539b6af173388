/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cpplan-record-private.h"

#include <string.h>

struct _CpplanCaseBuilder
{
  char       *id;
  CpplanDate  born;
  CpplanDate  expected;
  char       *district;
  GArray     *charges; /* (element-type CpplanCharge) */
  GPtrArray  *people;  /* (element-type CpplanPerson) */
  GPtrArray  *events;  /* (element-type CpplanEvent) */
};

static void
clear_charge (gpointer data)
{
  g_free (((CpplanCharge *) data)->policy);
}

static void
clear_slot (gpointer data)
{
  g_array_unref (((CpplanPersonSlot *) data)->parts);
}

static void
clear_case_event (gpointer data)
{
  cpplan_event_unref (((CpplanCaseEvent *) data)->event);
}

static GArray *
new_array (gsize size, GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, FALSE, (guint) size);
  g_array_set_clear_func (array, clear);
  return array;
}

CpplanCaseBuilder *
cpplan_case_builder_new (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  CpplanCaseBuilder *self = g_new0 (CpplanCaseBuilder, 1);
  self->id = g_strdup (id);
  self->born = CPPLAN_DATE_NONE;
  self->expected = CPPLAN_DATE_NONE;
  self->charges = new_array (sizeof (CpplanCharge), clear_charge);
  self->people = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_person_unref);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_event_unref);
  return self;
}

void
cpplan_case_builder_free (CpplanCaseBuilder *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->district);
  g_array_unref (self->charges);
  g_ptr_array_unref (self->people);
  g_ptr_array_unref (self->events);
  g_free (self);
}

void
cpplan_case_builder_set_born (CpplanCaseBuilder *self, CpplanDate born)
{
  g_return_if_fail (self != NULL);
  self->born = born;
}

void
cpplan_case_builder_set_expected (CpplanCaseBuilder *self, CpplanDate expected)
{
  g_return_if_fail (self != NULL);
  self->expected = expected;
}

void
cpplan_case_builder_set_district (CpplanCaseBuilder *self, const char *district)
{
  g_return_if_fail (self != NULL && district != NULL);
  g_free (self->district);
  self->district = g_strdup (district);
}

void
cpplan_case_builder_add_policy (CpplanCaseBuilder *self, const char *policy, CpplanDate from)
{
  g_return_if_fail (self != NULL && policy != NULL);
  g_array_append_val (self->charges, ((CpplanCharge){ g_strdup (policy), from }));
}

void
cpplan_case_builder_add_person (CpplanCaseBuilder *self, CpplanPerson *person)
{
  g_return_if_fail (self != NULL && person != NULL);
  g_ptr_array_add (self->people, cpplan_person_ref (person));
}

void
cpplan_case_builder_add_event (CpplanCaseBuilder *self, CpplanEvent *event)
{
  g_return_if_fail (self != NULL && event != NULL);
  g_ptr_array_add (self->events, cpplan_event_ref (event));
}

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, message);
  return FALSE;
}

static gboolean
check_child (const CpplanCaseBuilder *self, GError **error)
{
  if (!cpplan_is_id (self->id))
    {
      g_autofree char *shown = cpplan_echo (self->id);
      return refuse (error, "id: %s cannot be an id", shown);
    }
  if (self->born != CPPLAN_DATE_NONE && !cpplan_date_is_valid (self->born))
    return refuse (error, "child.born: not a date of the years 1900 to 2199");
  if (self->expected != CPPLAN_DATE_NONE && !cpplan_date_is_valid (self->expected))
    return refuse (error, "child.expected: not a date of the years 1900 to 2199");
  if (self->district != NULL && !cpplan_is_name (self->district))
    {
      g_autofree char *shown = cpplan_echo (self->district);
      return refuse (error, "district: %s is not a lower-case name", shown);
    }
  return TRUE;
}

static gboolean
check_charges (const CpplanCaseBuilder *self, GError **error)
{
  for (guint i = 0; i < self->charges->len; i++)
    {
      const CpplanCharge *charge = &g_array_index (self->charges, CpplanCharge, i);
      g_autofree char    *place = self->charges->len == 1 && charge->from == CPPLAN_DATE_NONE
                                    ? g_strdup ("policy")
                                    : g_strdup_printf ("policy[%u]", i);
      if (!cpplan_is_name (charge->policy))
        {
          g_autofree char *shown = cpplan_echo (charge->policy);
          return refuse (error, "%s: %s is not the name of a policy", place, shown);
        }
      if (charge->from == CPPLAN_DATE_NONE ? self->charges->len > 1 : !cpplan_date_is_valid (charge->from))
        return refuse (error, "%s.from: a timeline of policies says from which day each is in charge", place);
      if (i > 0 && charge->from <= g_array_index (self->charges, CpplanCharge, i - 1).from)
        return refuse (error, "%s.from: not after the day of the policy before it", place);
    }
  return TRUE;
}

static gboolean
check_size (const CpplanCaseBuilder *self, GError **error)
{
  if (self->events->len <= CPPLAN_EVENTS_MAX && self->people->len <= CPPLAN_EVENTS_MAX)
    return TRUE;
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_LIMIT, "%s: a case has at most %d",
               self->events->len > CPPLAN_EVENTS_MAX ? "events" : "people", CPPLAN_EVENTS_MAX);
  return FALSE;
}

static void
gather_people (CpplanCase *record, const CpplanCaseBuilder *builder)
{
  for (guint i = 0; i < builder->people->len; i++)
    {
      CpplanPerson *person = g_ptr_array_index (builder->people, i);
      guint         slot = cpplan_case_find_person (record, person->facts.id);
      if (slot == CPPLAN_NO_INDEX)
        {
          CpplanPersonSlot fresh = { person->facts.id, g_array_new (FALSE, FALSE, sizeof (guint)) };
          slot = record->slots->len;
          g_array_append_val (record->slots, fresh);
          g_hash_table_insert (record->slot_of, (gpointer) fresh.id, GUINT_TO_POINTER (slot));
        }
      g_array_append_val (g_array_index (record->slots, CpplanPersonSlot, slot).parts, i);
      g_ptr_array_add (record->people, cpplan_person_ref (person));
    }
}

static gint
compare_events (gconstpointer a, gconstpointer b)
{
  const CpplanEvent *x = ((const CpplanCaseEvent *) a)->event;
  const CpplanEvent *y = ((const CpplanCaseEvent *) b)->event;
  if (x->date != y->date)
    return x->date < y->date ? -1 : 1;
  if (x->seq != y->seq)
    return x->seq < y->seq ? -1 : 1;
  return strcmp (x->id, y->id);
}

static gboolean
gather_events (CpplanCase *record, const CpplanCaseBuilder *builder, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < builder->events->len; i++)
    {
      CpplanEvent       *event = g_ptr_array_index (builder->events, i);
      const CpplanEvent *twin = g_hash_table_lookup (seen, event->id);
      if (twin != NULL && !cpplan_event_equal (event, twin))
        {
          g_autofree char *shown = cpplan_echo (event->id);
          return refuse (error, "events[%u].id: another event has the id %s and says something else", i, shown);
        }
      if (twin != NULL)
        continue;
      g_hash_table_insert (seen, event->id, event);
      CpplanCaseEvent entry = { cpplan_event_ref (event), i, CPPLAN_NO_INDEX, CPPLAN_NO_INDEX, CPPLAN_NO_INDEX };
      g_array_append_val (record->events, entry);
    }
  g_array_sort (record->events, compare_events);
  for (guint i = 0; i < record->events->len; i++)
    g_hash_table_insert (record->event_of, cpplan_case_at (record, i)->event->id, GUINT_TO_POINTER (i));
  return TRUE;
}

static guint
find_event (const CpplanCase *record, const char *id)
{
  gpointer index;
  if (id == NULL || !g_hash_table_lookup_extended (record->event_of, id, NULL, &index))
    return CPPLAN_NO_INDEX;
  return GPOINTER_TO_UINT (index);
}

guint
cpplan_case_find_person (const CpplanCase *self, const char *id)
{
  gpointer slot;
  if (id == NULL || !g_hash_table_lookup_extended (self->slot_of, id, NULL, &slot))
    return CPPLAN_NO_INDEX;
  return GPOINTER_TO_UINT (slot);
}

static gboolean
dangles (GError **error, guint place, const char *member, const char *what, const char *id)
{
  g_autofree char *shown = cpplan_echo (id);
  return refuse (error, "events[%u].%s: no %s has the id %s", place, member, what, shown);
}

static gboolean
check_list (const CpplanCase *record, guint place, const CpplanValue *value, GError **error)
{
  const char *member = cpplan_attribute_to_string (value->attribute);
  for (gsize i = 0; value->as.list[i] != NULL; i++)
    {
      const char *name = value->as.list[i];
      if (cpplan_case_find_person (record, name) != CPPLAN_NO_INDEX)
        continue;
      if (value->type == CPPLAN_TYPE_AUDIENCE
          && (cpplan_name_in (name, cpplan_schema_get_audiences ()) || cpplan_name_in (name, cpplan_schema_get_roles ())))
        continue;
      g_autofree char *entry = g_strdup_printf ("%s[%" G_GSIZE_FORMAT "]", member, i);
      return dangles (error, place, entry, value->type == CPPLAN_TYPE_AUDIENCE ? "person or audience" : "person", name);
    }
  return TRUE;
}

static gboolean
resolve_event (CpplanCase *record, CpplanCaseEvent *entry, GError **error)
{
  const CpplanEvent *event = entry->event;

  if (event->supersedes != NULL)
    {
      entry->supersedes = find_event (record, event->supersedes);
      if (entry->supersedes == CPPLAN_NO_INDEX)
        return dangles (error, entry->place, "supersedes", "event", event->supersedes);
    }
  for (guint i = 0; i < event->values->len; i++)
    {
      const CpplanValue *value = &g_array_index (event->values, CpplanValue, i);
      const char        *member = cpplan_attribute_to_string (value->attribute);
      if (value->type == CPPLAN_TYPE_EVENT)
        {
          guint target = find_event (record, value->as.text);
          if (target == CPPLAN_NO_INDEX)
            return dangles (error, entry->place, member, "event", value->as.text);
          if (value->attribute == CPPLAN_ATTRIBUTE_ABOUT)
            entry->about = target;
        }
      else if (value->type == CPPLAN_TYPE_PERSON)
        {
          guint slot = cpplan_case_find_person (record, value->as.text);
          if (slot == CPPLAN_NO_INDEX)
            return dangles (error, entry->place, member, "person", value->as.text);
          if (value->attribute == CPPLAN_ATTRIBUTE_BY)
            entry->by = slot;
        }
      else if ((value->type == CPPLAN_TYPE_PEOPLE || value->type == CPPLAN_TYPE_AUDIENCE)
               && !check_list (record, entry->place, value, error))
        return FALSE;
    }
  return TRUE;
}

/* Each event supersedes at most one, so a circle is a path that comes back: walk every path once. */
static gboolean
check_circles (const CpplanCase *record, GError **error)
{
  g_autofree guint *walk = g_new0 (guint, record->events->len + 1);

  for (guint start = 0; start < record->events->len; start++)
    for (guint i = start; i != CPPLAN_NO_INDEX && walk[i] != start + 1; i = cpplan_case_at (record, i)->supersedes)
      {
        if (walk[i] != 0)
          break;
        walk[i] = start + 1;
        guint next = cpplan_case_at (record, i)->supersedes;
        if (next != CPPLAN_NO_INDEX && walk[next] == start + 1)
          return refuse (error, "events[%u].supersedes: events supersede each other in a circle",
                         cpplan_case_at (record, i)->place);
      }
  return TRUE;
}

static CpplanCase *
new_case (const CpplanCaseBuilder *builder)
{
  CpplanCase *self = g_new0 (CpplanCase, 1);
  self->ref_count = 1;
  self->id = g_strdup (builder->id);
  self->born = builder->born;
  self->expected = builder->expected;
  self->district = g_strdup (builder->district);
  self->charges = new_array (sizeof (CpplanCharge), clear_charge);
  for (guint i = 0; i < builder->charges->len; i++)
    {
      CpplanCharge charge = g_array_index (builder->charges, CpplanCharge, i);
      charge.policy = g_strdup (charge.policy);
      g_array_append_val (self->charges, charge);
    }
  self->people = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_person_unref);
  self->slots = new_array (sizeof (CpplanPersonSlot), clear_slot);
  self->slot_of = g_hash_table_new (g_str_hash, g_str_equal);
  self->events = new_array (sizeof (CpplanCaseEvent), clear_case_event);
  self->event_of = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

CpplanCase *
cpplan_case_builder_build (CpplanCaseBuilder *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!check_size (self, error) || !check_child (self, error) || !check_charges (self, error))
    return NULL;

  g_autoptr (CpplanCase) record = new_case (self);
  gather_people (record, self);
  if (!gather_events (record, self, error))
    return NULL;
  for (guint i = 0; i < record->events->len; i++)
    if (!resolve_event (record, &g_array_index (record->events, CpplanCaseEvent, i), error))
      return NULL;
  if (!check_circles (record, error))
    return NULL;
  return g_steal_pointer (&record);
}

CpplanCase *
cpplan_case_ref (CpplanCase *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_case_unref (CpplanCase *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_hash_table_unref (self->event_of);
  g_hash_table_unref (self->slot_of);
  g_array_unref (self->events);
  g_array_unref (self->slots);
  g_ptr_array_unref (self->people);
  g_array_unref (self->charges);
  g_free (self->district);
  g_free (self->id);
  g_free (self);
}

const char *
cpplan_case_get_id (const CpplanCase *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->id;
}

CpplanDate
cpplan_case_get_born (const CpplanCase *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->born;
}

CpplanDate
cpplan_case_get_expected (const CpplanCase *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->expected;
}

const char *
cpplan_case_get_district (const CpplanCase *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->district;
}

gsize
cpplan_case_get_n_policies (const CpplanCase *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->charges->len;
}

const char *
cpplan_case_get_policy (const CpplanCase *self, gsize index, CpplanDate *out_from)
{
  g_return_val_if_fail (self != NULL && index < self->charges->len, NULL);
  const CpplanCharge *charge = &g_array_index (self->charges, CpplanCharge, index);
  if (out_from != NULL)
    *out_from = charge->from;
  return charge->policy;
}

gsize
cpplan_case_get_n_people (const CpplanCase *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->people->len;
}

const CpplanPerson *
cpplan_case_get_person (const CpplanCase *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->people->len, NULL);
  return g_ptr_array_index (self->people, index);
}

gsize
cpplan_case_get_n_events (const CpplanCase *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->events->len;
}

const CpplanEvent *
cpplan_case_get_event (const CpplanCase *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->events->len, NULL);
  return cpplan_case_at (self, (guint) index)->event;
}
