/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whom a list of people, roles and audiences names. */
#include "cpplan-engine-private.h"

#include <string.h>

/* Which audiences stand for a role, so that naming one names its people. */
static const struct
{
  const char *audience;
  const char *role;
} standing_for[] = {
  { "core-group", "core-group-member" }, { "family", "family-member" }, { "family", "parent" }, { "parents", "parent" },
  { "other-agencies", "practitioner" },
};

/* Audiences that take others in. */
static const struct
{
  const char *audience;
  const char *part;
} taking_in[] = {
  { "family", "parents" },
  { "all-agencies", "other-agencies" },
};

static gboolean
stands_for (const char *audience, const char *role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (standing_for); i++)
    if (strcmp (standing_for[i].audience, audience) == 0 && strcmp (standing_for[i].role, role) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
takes_in (const char *audience, const char *part)
{
  for (gsize i = 0; i < G_N_ELEMENTS (taking_in); i++)
    if (strcmp (taking_in[i].audience, audience) == 0 && strcmp (taking_in[i].part, part) == 0)
      return TRUE;
  return stands_for (audience, part);
}

CpplanTruth
cpplan_ask_has_role (const CpplanAsk *ask, guint slot, const char *role)
{
  return cpplan_case_person_has (ask->view->record, slot, CPPLAN_PERSON_ROLE, role, ask->day);
}

/* Whether a list names the person: by id, by a role that they have, or by an audience that stands for it. */
CpplanTruth
cpplan_ask_names_person (const CpplanAsk *ask, char **list, guint slot)
{
  CpplanTruth any = CPPLAN_TRUTH_NO;
  if (cpplan_name_in (g_array_index (ask->view->record->slots, CpplanPersonSlot, slot).id, (const char *const *) list))
    return CPPLAN_TRUTH_YES;
  for (gsize i = 0; list[i] != NULL && any != CPPLAN_TRUTH_YES; i++)
    {
      if (cpplan_name_in (list[i], cpplan_schema_get_roles ()))
        any = cpplan_truth_or (any, cpplan_ask_has_role (ask, slot, list[i]));
      for (gsize s = 0; s < G_N_ELEMENTS (standing_for); s++)
        if (strcmp (standing_for[s].audience, list[i]) == 0)
          any = cpplan_truth_or (any, cpplan_ask_has_role (ask, slot, standing_for[s].role));
    }
  return any;
}

/* Whether a list names somebody of a role. */
CpplanTruth
cpplan_ask_names_role (const CpplanAsk *ask, char **list, const char *role)
{
  CpplanTruth any = CPPLAN_TRUTH_NO;
  for (gsize i = 0; list[i] != NULL && any != CPPLAN_TRUTH_YES; i++)
    {
      guint slot = cpplan_case_find_person (ask->view->record, list[i]);
      if (stands_for (list[i], role))
        return CPPLAN_TRUTH_YES;
      if (slot != CPPLAN_NO_INDEX)
        any = cpplan_truth_or (any, cpplan_ask_has_role (ask, slot, role));
    }
  return any;
}

/* Whether an audience stands for people of the record at all. */
static gboolean
stands_for_people (const char *audience)
{
  for (gsize i = 0; i < G_N_ELEMENTS (standing_for); i++)
    if (strcmp (standing_for[i].audience, audience) == 0)
      return TRUE;
  return FALSE;
}

gboolean
cpplan_ask_is_of_audience (const CpplanAsk *ask, guint slot, const char *audience)
{
  for (gsize s = 0; s < G_N_ELEMENTS (standing_for); s++)
    if (strcmp (standing_for[s].audience, audience) == 0 && cpplan_ask_has_role (ask, slot, standing_for[s].role) == CPPLAN_TRUTH_YES)
      return TRUE;
  return FALSE;
}

/* Whether a list names an audience: by an audience that takes it in, or by each of its people that are recorded. */
CpplanTruth
cpplan_ask_names_audience (const CpplanAsk *ask, char **list, const char *audience)
{
  CpplanTruth every = CPPLAN_TRUTH_YES;
  gboolean    anybody = FALSE;
  for (gsize i = 0; list[i] != NULL; i++)
    if (takes_in (list[i], audience))
      return CPPLAN_TRUTH_YES;
  if (!stands_for_people (audience))
    return CPPLAN_TRUTH_NO;
  for (guint slot = 0; slot < ask->view->record->slots->len && every != CPPLAN_TRUTH_NO; slot++)
    if (cpplan_ask_is_of_audience (ask, slot, audience))
      {
        anybody = TRUE;
        every = cpplan_truth_and (every, cpplan_ask_names_person (ask, list, slot));
      }
  return anybody ? every : CPPLAN_TRUTH_NO;
}
