/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which policy is in charge of a record when, in which of its editions, and which rule therefore holds on a day. */
#include "cpplan-engine-private.h"

#include <string.h>

static void
clear_charge (gpointer data)
{
  g_ptr_array_unref (((CpplanInCharge *) data)->editions);
}

GArray *
cpplan_charges_new (void)
{
  GArray *charges = g_array_new (FALSE, FALSE, sizeof (CpplanInCharge));
  g_array_set_clear_func (charges, clear_charge);
  return charges;
}

static void
add_edition (CpplanInCharge *charge, const CpplanPolicy *policy, GPtrArray *policies)
{
  g_ptr_array_add (charge->editions, (gpointer) policy);
  if (!g_ptr_array_find (policies, policy, NULL))
    g_ptr_array_add (policies, cpplan_policy_ref ((CpplanPolicy *) policy));
}

void
cpplan_charges_add_policy (GArray *charges, const CpplanPolicy *policy, GPtrArray *policies)
{
  CpplanInCharge charge = { CPPLAN_DATE_NONE, g_ptr_array_new () };
  add_edition (&charge, policy, policies);
  g_array_append_val (charges, charge);
}

static gboolean
add_from_set (GArray *charges, const CpplanPolicySet *set, const char *id, CpplanDate from, GPtrArray *policies, GError **error)
{
  CpplanInCharge charge = { from, g_ptr_array_new () };
  for (guint i = 0; i < set->policies->len; i++)
    {
      const CpplanPolicy *policy = g_ptr_array_index (set->policies, i);
      if (strcmp (policy->edition->policy, id) == 0)
        add_edition (&charge, policy, policies);
    }
  gboolean found = charge.editions->len > 0;
  g_array_append_val (charges, charge);
  if (found)
    return TRUE;
  g_autofree char *shown = cpplan_echo (id);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "policy: there is no policy %s", shown);
  return FALSE;
}

gboolean
cpplan_charges_add_record (GArray *charges, const CpplanPolicySet *set, const char *policy, const CpplanCase *record,
                           GPtrArray *policies, gboolean *out_is_timeline, GError **error)
{
  *out_is_timeline = FALSE;
  if (policy != NULL)
    return add_from_set (charges, set, policy, CPPLAN_DATE_NONE, policies, error);
  if (record->charges->len == 0)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "policy: the case names none, and none was given");
      return FALSE;
    }
  for (guint i = 0; i < record->charges->len; i++)
    {
      const CpplanCharge *charge = &g_array_index (record->charges, CpplanCharge, i);
      if (!add_from_set (charges, set, charge->policy, charge->from, policies, error))
        return FALSE;
      *out_is_timeline |= charge->from != CPPLAN_DATE_NONE;
    }
  return TRUE;
}

const CpplanInCharge *
cpplan_charges_find (const GArray *charges, CpplanDate date)
{
  const CpplanInCharge *found = NULL;
  for (guint i = 0; i < charges->len; i++)
    {
      const CpplanInCharge *charge = &g_array_index (charges, CpplanInCharge, i);
      if (charge->from == CPPLAN_DATE_NONE || charge->from <= date)
        found = charge;
    }
  return found;
}

/* The edition in force; else the last, whose own rules then leave everything undetermined. */
const CpplanPolicy *
cpplan_in_charge_get_edition (const CpplanInCharge *self, CpplanDate date)
{
  for (guint i = 0; i < self->editions->len; i++)
    {
      const CpplanPolicy *policy = g_ptr_array_index (self->editions, i);
      if (cpplan_edition_in_force (policy->edition, date))
        return policy;
    }
  return g_ptr_array_index (self->editions, self->editions->len - 1);
}

CpplanGoverning
cpplan_in_charge_govern (const CpplanInCharge *self, const char *rule, CpplanDate date)
{
  if (self == NULL)
    return (CpplanGoverning){ NULL, NULL, FALSE };
  const CpplanPolicy *policy = cpplan_in_charge_get_edition (self, date);
  const CpplanRule   *found = cpplan_policy_find_rule (policy, rule);
  /* An inherited rule has the editions of its own file. */
  return (CpplanGoverning){ found, policy, found == NULL || cpplan_edition_in_force (found->edition, date) };
}

static gboolean
is_stale (const CpplanPolicy *self, CpplanDate as_of)
{
  enum
  {
    STALE_MONTHS = 24
  };
  CpplanDate stale;
  CpplanDate reviewed = self->edition->reviewed;
  return reviewed != CPPLAN_DATE_NONE
         && cpplan_date_add_months (reviewed, STALE_MONTHS, CPPLAN_MONTH_END_CLAMP, &stale, NULL, NULL) && as_of > stale;
}

const CpplanPolicy *
cpplan_charges_name_policy (const GArray *charges, CpplanDate as_of, char **out_id, guint *flags)
{
  const CpplanInCharge *charge = cpplan_charges_find (charges, as_of);
  if (charge == NULL)
    return NULL;
  const CpplanPolicy *policy = cpplan_in_charge_get_edition (charge, as_of);
  *out_id = g_strdup (policy->edition->policy);
  if (!cpplan_edition_in_force (policy->edition, as_of))
    return NULL;
  if (is_stale (policy, as_of))
    *flags |= CPPLAN_FLAG_STALE_POLICY;
  return policy;
}

char *
cpplan_policies_make_digest (const GPtrArray *policies)
{
  if (policies->len == 1)
    return g_strdup (((CpplanPolicy *) g_ptr_array_index (policies, 0))->digest);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  for (guint i = 0; i < policies->len; i++)
    g_checksum_update (checksum, (const guchar *) ((CpplanPolicy *) g_ptr_array_index (policies, i))->digest, -1);
  return g_strdup (g_checksum_get_string (checksum));
}
