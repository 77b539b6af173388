/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Findings as documents.
 */
#include "cpplan-json-private.h"

static json_t *
write_finding (const CpplanFinding *finding, gboolean is_timeline, gboolean is_explained)
{
  const CpplanRule  *rule = cpplan_finding_get_rule (finding);
  const CpplanEvent *subject = cpplan_finding_get_subject (finding);
  json_t            *object = cpplan_json_new_object ();

  cpplan_json_set_rule (object, rule);
  if (is_timeline)
    {
      cpplan_json_set_text (object, "policy", cpplan_finding_get_policy (finding));
      cpplan_json_set_text (object, "edition", cpplan_finding_get_edition (finding));
    }
  cpplan_json_set_text (object, "subject", subject == NULL ? NULL : cpplan_event_get_id (subject));
  cpplan_json_set_text (object, "member", cpplan_finding_get_member (finding));
  cpplan_json_set_text (object, "state", cpplan_finding_state_to_string (cpplan_finding_get_state (finding)));
  cpplan_json_set_texts (object, "missing", cpplan_finding_get_missing (finding));
  cpplan_json_set_texts (object, "needs", cpplan_finding_get_needs (finding));
  cpplan_json_set_flags (object, cpplan_finding_get_flags (finding));
  cpplan_json_set_text (object, "cite", cpplan_rule_get_cite (rule));
  if (is_explained)
    {
      g_auto (GStrv) steps = cpplan_finding_explain (finding);
      cpplan_json_set_texts (object, "steps", (const char *const *) steps);
    }
  return object;
}

char *
cpplan_json_findings_to_string (const CpplanFindings *findings, guint flags)
{
  g_return_val_if_fail (findings != NULL, NULL);

  const CpplanPolicy      *policy = cpplan_findings_get_policy (findings);
  gboolean                 is_timeline = cpplan_findings_is_timeline (findings);
  const CpplanJsonQuestion question = {
    .format = "cpplan-findings/1",
    .record = cpplan_findings_get_case (findings),
    .policy = cpplan_findings_get_policy_id (findings),
    .edition = policy == NULL ? NULL : cpplan_policy_get_edition (policy),
    .policy_digest = cpplan_findings_get_policy_digest (findings),
    .calendar = cpplan_findings_get_calendar (findings),
    .day_name = "as-of",
    .day = cpplan_findings_get_as_of (findings),
    .known_at = cpplan_findings_get_known_at (findings),
    .horizon = CPPLAN_DATE_NONE,
  };
  json_t *object = cpplan_json_new_answer (&question);
  json_t *rows = cpplan_json_new_list ();
  json_t *warnings = cpplan_json_new_list ();

  for (gsize i = 0; i < cpplan_findings_get_length (findings); i++)
    cpplan_json_append (rows, write_finding (cpplan_findings_get_finding (findings, i), is_timeline, (flags & CPPLAN_JSON_EXPLAIN) != 0));
  cpplan_json_set (object, "findings", rows);
  cpplan_json_set_flags (object, cpplan_findings_get_flags (findings));
  for (gsize i = 0; i < cpplan_findings_get_n_warnings (findings); i++)
    cpplan_json_append (warnings, cpplan_json_new_warning (cpplan_findings_get_warning (findings, i)));
  cpplan_json_set (object, "warnings", warnings);
  return cpplan_json_to_string (object, (flags & CPPLAN_JSON_COMPACT) != 0);
}
