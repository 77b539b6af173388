/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cpplan-record-private.h"

#include <string.h>

static const char *const attribute_names[] = {
  [CPPLAN_PERSON_ROLE] = "role",
  [CPPLAN_PERSON_EMPLOYER] = "employer",
  [CPPLAN_PERSON_AGENCY] = "agency",
  [CPPLAN_PERSON_FIRST_LANGUAGE] = "first-language",
  [CPPLAN_PERSON_PREFERRED_LANGUAGE] = "preferred-language",
  [CPPLAN_PERSON_QUALIFIED_SOCIAL_WORKER] = "qualified-social-worker",
  [CPPLAN_PERSON_EXPERIENCED] = "experienced",
  [CPPLAN_PERSON_DIRECT_CONTACT] = "direct-contact",
};

const char *
cpplan_person_attribute_to_string (CpplanPersonAttribute attribute)
{
  return attribute_names[attribute];
}

CpplanPersonAttribute
cpplan_person_attribute_from_string (const char *text)
{
  for (guint i = 1; i < G_N_ELEMENTS (attribute_names); i++)
    if (strcmp (attribute_names[i], text) == 0)
      return (CpplanPersonAttribute) i;
  return (CpplanPersonAttribute) 0;
}

gboolean
cpplan_person_attribute_is_truth (CpplanPersonAttribute attribute)
{
  return attribute >= CPPLAN_PERSON_QUALIFIED_SOCIAL_WORKER;
}

static gboolean
check_name (const char *name, const char *member, GError **error)
{
  if (name == NULL || cpplan_is_name (name))
    return TRUE;
  g_autofree char *shown = cpplan_echo (name);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "%s: %s is not a lower-case name", member, shown);
  return FALSE;
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
check_facts (const CpplanPersonFacts *facts, GError **error)
{
  if (facts->id == NULL || !cpplan_is_id (facts->id))
    {
      g_autofree char *shown = cpplan_echo (facts->id);
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_RECORD, "id: %s cannot be an id", shown);
      return FALSE;
    }
  if (!check_name (facts->role, "role", error) || !check_name (facts->employer, "employer", error)
      || !check_name (facts->agency, "agency", error) || !check_name (facts->first_language, "first-language", error)
      || !check_name (facts->preferred_language, "preferred-language", error) || !check_day (facts->from, "from", error)
      || !check_day (facts->until, "until", error))
    return FALSE;
  return TRUE;
}

static CpplanTruth
known_or_unknown (CpplanTruth truth)
{
  return truth == 0 ? CPPLAN_TRUTH_UNKNOWN : truth;
}

CpplanPerson *
cpplan_person_new (const CpplanPersonFacts *facts, GError **error)
{
  g_return_val_if_fail (facts != NULL, NULL);

  if (!check_facts (facts, error))
    return NULL;

  CpplanPerson *self = g_new (CpplanPerson, 1);
  self->ref_count = 1;
  self->facts = (CpplanPersonFacts){
    .id = g_strdup (facts->id),
    .role = g_strdup (facts->role),
    .employer = g_strdup (facts->employer),
    .agency = g_strdup (facts->agency),
    .qualified_social_worker = known_or_unknown (facts->qualified_social_worker),
    .experienced = known_or_unknown (facts->experienced),
    .direct_contact = known_or_unknown (facts->direct_contact),
    .from = facts->from,
    .until = facts->until,
    .first_language = g_strdup (facts->first_language),
    .preferred_language = g_strdup (facts->preferred_language),
  };
  return self;
}

CpplanPerson *
cpplan_person_ref (CpplanPerson *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_person_unref (CpplanPerson *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free ((char *) self->facts.id);
  g_free ((char *) self->facts.role);
  g_free ((char *) self->facts.employer);
  g_free ((char *) self->facts.agency);
  g_free ((char *) self->facts.first_language);
  g_free ((char *) self->facts.preferred_language);
  g_free (self);
}

const CpplanPersonFacts *
cpplan_person_get_facts (const CpplanPerson *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->facts;
}

static const char *
name_of (const CpplanPersonFacts *facts, CpplanPersonAttribute attribute)
{
  const char *const names[] = {
    [CPPLAN_PERSON_ROLE] = facts->role,
    [CPPLAN_PERSON_EMPLOYER] = facts->employer,
    [CPPLAN_PERSON_AGENCY] = facts->agency,
    [CPPLAN_PERSON_FIRST_LANGUAGE] = facts->first_language,
    [CPPLAN_PERSON_PREFERRED_LANGUAGE] = facts->preferred_language,
  };
  return names[attribute];
}

static CpplanTruth
truth_of (const CpplanPersonFacts *facts, CpplanPersonAttribute attribute)
{
  if (attribute == CPPLAN_PERSON_QUALIFIED_SOCIAL_WORKER)
    return facts->qualified_social_worker;
  return attribute == CPPLAN_PERSON_EXPERIENCED ? facts->experienced : facts->direct_contact;
}

/* The part's own answer: about its name where @name is given, else about its truth. */
static CpplanTruth
ask_part (const CpplanPersonFacts *facts, CpplanPersonAttribute attribute, const char *name)
{
  if (name == NULL)
    return truth_of (facts, attribute);
  const char *recorded = name_of (facts, attribute);
  if (recorded == NULL)
    return CPPLAN_TRUTH_UNKNOWN;
  return strcmp (recorded, name) == 0 ? CPPLAN_TRUTH_YES : CPPLAN_TRUTH_NO;
}

static gboolean
is_in_force (const CpplanPersonFacts *facts, CpplanDate date)
{
  return (facts->from == CPPLAN_DATE_NONE || date >= facts->from) && (facts->until == CPPLAN_DATE_NONE || date <= facts->until);
}

gboolean
cpplan_case_person_takes_part (const CpplanCase *self, guint slot, CpplanDate date)
{
  const CpplanPersonSlot *person = &g_array_index (self->slots, CpplanPersonSlot, slot);
  for (guint i = 0; i < person->parts->len; i++)
    {
      const CpplanPerson *part = g_ptr_array_index (self->people, g_array_index (person->parts, guint, i));
      if (is_in_force (&part->facts, date))
        return TRUE;
    }
  return FALSE;
}

/* Yes if a part in force says yes; else unknown if one in force does not say; else no. A qualification that
 * no part in force speaks of is unknown: people have it or not, whatever their part in the case. */
static CpplanTruth
ask (const CpplanCase *self, guint slot, CpplanPersonAttribute attribute, const char *name, CpplanDate date)
{
  const CpplanPersonSlot *person = &g_array_index (self->slots, CpplanPersonSlot, slot);
  gboolean                any_unknown = FALSE;
  gboolean                any_in_force = FALSE;

  for (guint i = 0; i < person->parts->len; i++)
    {
      const CpplanPerson      *part = g_ptr_array_index (self->people, g_array_index (person->parts, guint, i));
      const CpplanPersonFacts *facts = &part->facts;
      if (!is_in_force (facts, date))
        continue;
      any_in_force = TRUE;
      switch (ask_part (facts, attribute, name))
        {
        case CPPLAN_TRUTH_YES:
          return CPPLAN_TRUTH_YES;
        case CPPLAN_TRUTH_UNKNOWN:
          any_unknown = TRUE;
          break;
        case CPPLAN_TRUTH_NO:
          break;
        }
    }
  if (any_unknown || (!any_in_force && name == NULL))
    return CPPLAN_TRUTH_UNKNOWN;
  return CPPLAN_TRUTH_NO;
}

CpplanTruth
cpplan_case_person_has (const CpplanCase *self, guint slot, CpplanPersonAttribute attribute, const char *name, CpplanDate date)
{
  return ask (self, slot, attribute, name, date);
}

CpplanTruth
cpplan_case_person_is (const CpplanCase *self, guint slot, CpplanPersonAttribute attribute, CpplanDate date)
{
  return ask (self, slot, attribute, NULL, date);
}
