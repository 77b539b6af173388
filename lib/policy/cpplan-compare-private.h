/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What lint and diff have in common: whether rules say the same, whether a condition can ever be so, and which of two
 * rules asks more. */
#pragma once

#include "cpplan-policy-private.h"

/* Every kind of event, where it is not known which. */
#define CPPLAN_ANY_KIND (~G_GUINT64_CONSTANT (0))

/* ---- the same ---- */

/* Whether two readings are alike part by part; NULL is like NULL. */
gboolean cpplan_expression_equal (const CpplanExpression *a, const CpplanExpression *b);
gboolean cpplan_path_equal (const CpplanPath *a, const CpplanPath *b);
gboolean cpplan_term_equal (const CpplanSelectorTerm *a, const CpplanSelectorTerm *b);
gboolean cpplan_selector_equal (const CpplanSelector *a, const CpplanSelector *b);
gboolean cpplan_sources_equal (const GArray *a, const GArray *b);

/* ---- possible at all ---- */

/* Of what expressions speak, and what is taken for granted. */
typedef struct
{
  CpplanKinds event;      /* the kind of the event that is looked at; 0: a person or a case is */
  CpplanKinds trigger;    /* what those variables may be */
  CpplanKinds anchor;
  const char *open_bar;   /* a bar that is open, or NULL */
  gboolean    parted_bars; /* each mention of a bar is answered by itself */
} CpplanSupposition;

/* Whether there may be a record of which all parts hold; NULL among them holds. FALSE is certain of every record that
 * does not itself deny what follows from it by the schema. TRUE is not certain: what is too much to search is taken to
 * be possible. */
gboolean cpplan_can_hold (const CpplanExpression *const *parts, gsize n_parts, const CpplanSupposition *supposition);

/* Likewise whether there may be an event of the term. */
gboolean cpplan_term_can_match (const CpplanSelectorTerm *term, CpplanKinds trigger, CpplanKinds anchor);

/* Whether everything of which @narrow holds is such that @wide holds, and what @wide denies @narrow denies too. TRUE is
 * certain. @event as in a supposition. */
gboolean cpplan_expression_within (const CpplanExpression *narrow, const CpplanExpression *wide, CpplanKinds event);
gboolean cpplan_selector_within (const CpplanSelector *narrow, const CpplanSelector *wide);

/* ---- stricter or laxer ---- */

/* How @to compares with @from if the shorter is the stricter, whatever the days from which they count. */
CpplanStrictness cpplan_period_compare (CpplanPeriod from, CpplanPeriod to);

/* Two rules of one id, each with the policy under which it holds. */
typedef struct
{
  const CpplanPolicy *from_policy;
  const CpplanPolicy *to_policy;
  const CpplanRule   *from;
  const CpplanRule   *to;
} CpplanRulePair;

/* Whether the key has the same value in both files, however it is spaced. */
gboolean cpplan_rule_key_equal (const CpplanRulePair *pair, const char *key);

/* How the second compares with the first in one key that one of them has, or in the `calendar` or `scope` of its policy. */
CpplanStrictness cpplan_rule_compare_key (const CpplanRulePair *pair, const char *key);

/* What comes of two differences together. */
CpplanStrictness cpplan_strictness_join (CpplanStrictness a, CpplanStrictness b);
