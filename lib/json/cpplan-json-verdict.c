/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Verdicts as documents.
 */
#include "cpplan-json-private.h"

static json_t *
write_requirement (const CpplanRequirement *requirement)
{
  json_t *object = cpplan_json_new_object ();
  cpplan_json_set_text (object, "name", cpplan_rule_get_id (requirement->rule));
  cpplan_json_set_text (object, "truth", cpplan_truth_to_string (requirement->truth));
  cpplan_json_set_text (object, "cite", cpplan_rule_get_cite (requirement->rule));
  if (requirement->waived_by != NULL)
    cpplan_json_set_text (object, "waived-by", cpplan_rule_get_id (requirement->waived_by));
  return object;
}

char *
cpplan_json_verdict_to_string (const CpplanVerdict *verdict, guint flags)
{
  g_return_val_if_fail (verdict != NULL, NULL);

  const CpplanPolicy      *policy = cpplan_verdict_get_policy (verdict);
  const CpplanJsonQuestion question = {
    .format = "cpplan-verdict/1",
    .record = cpplan_verdict_get_case (verdict),
    .policy = cpplan_policy_get_id (policy),
    .edition = cpplan_verdict_get_edition (verdict),
    .policy_digest = cpplan_policy_get_digest (policy),
    .calendar = cpplan_verdict_get_calendar (verdict),
    .day_name = "on",
    .day = cpplan_verdict_get_on (verdict),
    .known_at = cpplan_verdict_get_known_at (verdict),
    .horizon = CPPLAN_DATE_NONE,
  };
  json_t *object = cpplan_json_new_answer (&question);
  json_t *requirements = cpplan_json_new_list ();

  cpplan_json_set_text (object, "verdict", cpplan_outcome_to_string (cpplan_verdict_get_outcome (verdict)));
  cpplan_json_set_text (object, "ground", cpplan_verdict_get_ground (verdict));
  for (gsize i = 0; i < cpplan_verdict_get_n_requirements (verdict); i++)
    cpplan_json_append (requirements, write_requirement (cpplan_verdict_get_requirement (verdict, i)));
  cpplan_json_set (object, "requirements", requirements);
  cpplan_json_set_texts (object, "needs", cpplan_verdict_get_needs (verdict));
  cpplan_json_set_flags (object, cpplan_verdict_get_flags (verdict));
  return cpplan_json_to_string (object, (flags & CPPLAN_JSON_COMPACT) != 0);
}
