/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which of two rules asks more, key by key. The second is stricter only where that can be proven: in one table each key
 * whose values have an order says which it is; every other key that differs makes two rules incomparable.
 */
#include "cpplan-compare-private.h"

#include <string.h>

#define SAME         CPPLAN_STRICTNESS_SAME
#define STRICTER     CPPLAN_STRICTNESS_STRICTER
#define LAXER        CPPLAN_STRICTNESS_LAXER
#define INCOMPARABLE CPPLAN_STRICTNESS_INCOMPARABLE

typedef CpplanStrictness (*CompareKey) (const CpplanRulePair *pair);

static const char *const strictnesses[] = {
  [SAME] = "same",
  [STRICTER] = "stricter",
  [LAXER] = "laxer",
  [INCOMPARABLE] = "incomparable",
};

const char *
cpplan_strictness_to_string (CpplanStrictness strictness)
{
  g_return_val_if_fail (strictness >= SAME && strictness <= INCOMPARABLE, NULL);
  return strictnesses[strictness];
}

gboolean
cpplan_strictness_from_string (const char *text, CpplanStrictness *out_strictness, GError **error)
{
  g_return_val_if_fail (text != NULL && out_strictness != NULL, FALSE);

  for (guint i = SAME; i <= INCOMPARABLE; i++)
    if (strcmp (strictnesses[i], text) == 0)
      {
        *out_strictness = (CpplanStrictness) i;
        return TRUE;
      }
  g_autofree char *shown = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "%s is none of same, stricter, laxer, incomparable", shown);
  return FALSE;
}

CpplanStrictness
cpplan_strictness_join (CpplanStrictness a, CpplanStrictness b)
{
  if (a == SAME || a == b)
    return b;
  return b == SAME ? a : INCOMPARABLE;
}

static CpplanStrictness
turn (CpplanStrictness strictness)
{
  if (strictness == STRICTER)
    return LAXER;
  return strictness == LAXER ? STRICTER : strictness;
}

static CpplanStrictness
same_or_not (gboolean is_same)
{
  return is_same ? SAME : INCOMPARABLE;
}

/* ---- periods ---- */

/* Weeks are days and years are months; working days and months have no length of their own. */
static CpplanPeriod
reduce (CpplanPeriod period)
{
  if (period.unit == CPPLAN_UNIT_WEEKS)
    return (CpplanPeriod){ period.count * 7, CPPLAN_UNIT_CALENDAR_DAYS };
  if (period.unit == CPPLAN_UNIT_YEARS)
    return (CpplanPeriod){ period.count * 12, CPPLAN_UNIT_MONTHS };
  return period;
}

/* The fewest and the most tenths of a day. A working day takes at most two and a half days in the long run, and ten
 * more cover Easter, or Christmas with a council's closure until the New Year. */
static void
get_bounds (CpplanPeriod period, gint *out_shortest, gint *out_longest)
{
  gboolean is_worked = period.unit == CPPLAN_UNIT_WORKING_DAYS;
  gboolean is_months = period.unit == CPPLAN_UNIT_MONTHS;
  *out_shortest = period.count * (is_months ? 280 : 10);
  *out_longest = period.count * (is_months ? 310 : is_worked ? 25 : 10) + (is_worked ? 100 : 0);
}

CpplanStrictness
cpplan_period_compare (CpplanPeriod from, CpplanPeriod to)
{
  CpplanPeriod a = reduce (from);
  CpplanPeriod b = reduce (to);
  gint         a_shortest, a_longest, b_shortest, b_longest;
  if (a.unit == b.unit)
    return a.count == b.count ? SAME : b.count < a.count ? STRICTER : LAXER;
  get_bounds (a, &a_shortest, &a_longest);
  get_bounds (b, &b_shortest, &b_longest);
  if (b_longest <= a_shortest)
    return STRICTER;
  return a_longest <= b_shortest ? LAXER : INCOMPARABLE;
}

/* Of periods that both rules count alike: `inclusive` and `clear` shift days, but not months. */
static CpplanStrictness
compare_periods (const CpplanRulePair *pair, CpplanPeriod from, CpplanPeriod to)
{
  gboolean is_plain = pair->from->count == CPPLAN_COUNT_AFTER && pair->to->count == CPPLAN_COUNT_AFTER;
  if (!is_plain && reduce (from).unit != reduce (to).unit)
    return INCOMPARABLE;
  return cpplan_period_compare (from, to);
}

static CpplanStrictness
compare_within (const CpplanRulePair *pair)
{
  if (!pair->from->has_within || !pair->to->has_within)
    return pair->from->has_within == pair->to->has_within ? SAME : INCOMPARABLE;
  return compare_periods (pair, pair->from->within, pair->to->within);
}

static CpplanPeriod
first_period (const CpplanRule *rule)
{
  return rule->has_first_within ? rule->first_within : rule->within;
}

/* A rule without a first period has that of all links. */
static CpplanStrictness
compare_first_within (const CpplanRulePair *pair)
{
  if (!pair->from->has_first_within && !pair->to->has_first_within)
    return SAME;
  if ((!pair->from->has_first_within && !pair->from->has_within) || (!pair->to->has_first_within && !pair->to->has_within))
    return INCOMPARABLE;
  return compare_periods (pair, first_period (pair->from), first_period (pair->to));
}

/* Longer ahead is stricter; but where what is done too early does not count, it moves both ends. */
static CpplanStrictness
compare_at_least (const CpplanRulePair *pair)
{
  CpplanStrictness strictness = turn (compare_within (pair));
  if (strictness != SAME && (pair->from->has_window || pair->to->has_window))
    return INCOMPARABLE;
  return strictness;
}

static CpplanStrictness
compare_window (const CpplanRulePair *pair)
{
  if (pair->from->has_window != pair->to->has_window)
    return pair->to->has_window ? STRICTER : LAXER;
  return pair->from->has_window ? compare_periods (pair, pair->from->window, pair->to->window) : SAME;
}

static gboolean
has_unit (const CpplanRule *rule, gboolean is_months)
{
  const CpplanPeriod periods[] = { rule->within, rule->first_within, rule->window };
  const gboolean     has[] = { rule->has_within, rule->has_first_within, rule->has_window };
  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++)
    if (has[i] && (reduce (periods[i]).unit == CPPLAN_UNIT_MONTHS) == is_months)
      return TRUE;
  for (guint i = 0; i < rule->readings->len; i++)
    if ((reduce (g_array_index (rule->readings, CpplanRuleReading, i).within).unit == CPPLAN_UNIT_MONTHS) == is_months)
      return TRUE;
  return rule->frequency_mode != CPPLAN_FREQUENCY_NONE;
}

/* An earlier day is stricter for what must be done by it, and laxer for what may not be done until it. */
static CpplanStrictness
of_earlier_day (const CpplanRulePair *pair, gboolean is_earlier)
{
  if (pair->from->has_window || pair->to->has_window)
    return INCOMPARABLE;
  return is_earlier == (pair->to->kind != CPPLAN_RULE_KIND_BAR) ? STRICTER : LAXER;
}

/* `inclusive`, `after`, `clear`: each a day further off than the one before. */
static CpplanStrictness
compare_count (const CpplanRulePair *pair)
{
  static const gint ranks[] = { [CPPLAN_COUNT_INCLUSIVE] = 1, [CPPLAN_COUNT_AFTER] = 2, [CPPLAN_COUNT_CLEAR] = 3 };
  gint              nearer = ranks[pair->from->count] - ranks[pair->to->count];
  if (nearer == 0 || (!has_unit (pair->from, FALSE) && !has_unit (pair->to, FALSE)))
    return SAME;
  return of_earlier_day (pair, (nearer > 0) == (pair->to->kind != CPPLAN_RULE_KIND_BEFORE));
}

/* The last day of a month is before the first of the next, whichever way it is counted. */
static CpplanStrictness
compare_month_end (const CpplanRulePair *pair)
{
  if (pair->from->month_end == pair->to->month_end || (!has_unit (pair->from, TRUE) && !has_unit (pair->to, TRUE)))
    return SAME;
  return of_earlier_day (pair, pair->to->month_end == CPPLAN_MONTH_END_CLAMP);
}

/* A period of the record that can only shorten the rule's own makes it stricter. */
static CpplanStrictness
compare_frequency_from (const CpplanRulePair *pair)
{
  const CpplanRule *from = pair->from;
  const CpplanRule *to = pair->to;
  if (from->frequency_mode == to->frequency_mode && from->frequency_kind == to->frequency_kind
      && from->frequency_attribute == to->frequency_attribute)
    return SAME;
  if (from->frequency_mode == CPPLAN_FREQUENCY_NONE && to->frequency_mode == CPPLAN_FREQUENCY_STRICTER_ONLY)
    return STRICTER;
  if (from->frequency_mode == CPPLAN_FREQUENCY_STRICTER_ONLY && to->frequency_mode == CPPLAN_FREQUENCY_NONE)
    return LAXER;
  return INCOMPARABLE;
}

/* ---- selectors and expressions ---- */

/* If fewer events make the rule stricter. */
static CpplanStrictness
compare_selectors (const CpplanSelector *from, const CpplanSelector *to)
{
  if (cpplan_selector_equal (from, to))
    return SAME;
  gboolean is_narrower = cpplan_selector_within (to, from);
  gboolean is_wider = cpplan_selector_within (from, to);
  if (is_narrower && is_wider)
    return SAME;
  return is_narrower ? STRICTER : is_wider ? LAXER : INCOMPARABLE;
}

/* Likewise, if the rule is stricter where less is so. */
static CpplanStrictness
compare_expressions (const CpplanExpression *from, const CpplanExpression *to, CpplanKinds event)
{
  if (cpplan_expression_equal (from, to))
    return SAME;
  gboolean is_narrower = cpplan_expression_within (to, from, event);
  gboolean is_wider = cpplan_expression_within (from, to, event);
  if (is_narrower && is_wider)
    return SAME;
  return is_narrower ? STRICTER : is_wider ? LAXER : INCOMPARABLE;
}

/* Whether the first link of a chain may be longer than the next: what meets it early then makes the chain stricter. */
static gboolean
starts_slowly (const CpplanRule *rule)
{
  if (!rule->has_first_within)
    return FALSE;
  CpplanStrictness first = rule->has_within ? cpplan_period_compare (rule->within, rule->first_within) : INCOMPARABLE;
  return first == LAXER || first == INCOMPARABLE;
}

static CpplanStrictness
compare_by (const CpplanRulePair *pair)
{
  if (starts_slowly (pair->from) || starts_slowly (pair->to))
    return same_or_not (cpplan_selector_equal (pair->from->by, pair->to->by));
  return compare_selectors (pair->from->by, pair->to->by);
}

/* What closes a row makes the rule laxer. */
static CpplanStrictness
compare_unless (const CpplanRulePair *pair)
{
  return compare_selectors (pair->from->unless, pair->to->unless);
}

/* Of a deadline likewise, unless it also says that the rule belongs to the plan; a chain runs otherwise if it ends
 * otherwise. */
static CpplanStrictness
compare_until (const CpplanRulePair *pair)
{
  gboolean is_plain = pair->to->kind == CPPLAN_RULE_KIND_DEADLINE
                      && cpplan_rule_is_of_plan (pair->from) == cpplan_rule_is_of_plan (pair->to);
  if (is_plain)
    return compare_selectors (pair->from->until, pair->to->until);
  return same_or_not (cpplan_selector_equal (pair->from->until, pair->to->until));
}

/* More starts are more rows; but a chain that starts elsewhere is another chain. */
static CpplanStrictness
compare_start (const CpplanRulePair *pair)
{
  if (pair->to->kind != CPPLAN_RULE_KIND_DEADLINE || cpplan_rule_is_of_plan (pair->from) != cpplan_rule_is_of_plan (pair->to))
    return same_or_not (cpplan_selector_equal (pair->from->start, pair->to->start));
  return turn (compare_selectors (pair->from->start, pair->to->start));
}

static CpplanStrictness
compare_authority (const CpplanRulePair *pair)
{
  return compare_selectors (pair->from->authority, pair->to->authority);
}

static CpplanStrictness
compare_when (const CpplanRulePair *pair)
{
  if (pair->from->when == NULL || pair->to->when == NULL)
    return same_or_not (pair->from->when == pair->to->when);
  CpplanKinds event = pair->to->kind == CPPLAN_RULE_KIND_EXCEPT ? CPPLAN_ANY_KIND : 0;
  return compare_expressions (pair->from->when, pair->to->when, event);
}

static CpplanStrictness
compare_holds (const CpplanRulePair *pair)
{
  return compare_expressions (pair->from->holds, pair->to->holds, 0);
}

/* A row for more people is stricter. */
static CpplanStrictness
compare_per (const CpplanRulePair *pair)
{
  if (pair->from->per == NULL || pair->to->per == NULL)
    return same_or_not (pair->from->per == pair->to->per);
  return turn (compare_expressions (pair->from->per, pair->to->per, 0));
}

static CpplanStrictness
compare_order (const CpplanRulePair *pair)
{
  if (pair->from->either_order == pair->to->either_order)
    return SAME;
  return pair->to->either_order ? LAXER : STRICTER;
}

static gboolean
names_within (char **narrow, char **wide)
{
  for (gsize i = 0; narrow != NULL && narrow[i] != NULL; i++)
    if (wide == NULL || !cpplan_name_in (narrow[i], (const char *const *) wide))
      return FALSE;
  return TRUE;
}

/* If more names make the rule laxer. */
static CpplanStrictness
compare_names (char **from, char **to)
{
  gboolean is_narrower = names_within (to, from);
  gboolean is_wider = names_within (from, to);
  if (is_narrower && is_wider)
    return SAME;
  return is_narrower ? STRICTER : is_wider ? LAXER : INCOMPARABLE;
}

static CpplanStrictness
compare_waives (const CpplanRulePair *pair)
{
  return compare_names (pair->from->waives, pair->to->waives);
}

static CpplanStrictness
compare_on (const CpplanRulePair *pair)
{
  return same_or_not (cpplan_sources_equal (pair->from->on, pair->to->on));
}

static CpplanStrictness
compare_before (const CpplanRulePair *pair)
{
  return same_or_not (cpplan_sources_equal (pair->from->before, pair->to->before));
}

static CpplanStrictness
compare_extend_to (const CpplanRulePair *pair)
{
  return same_or_not (cpplan_sources_equal (pair->from->extend_to, pair->to->extend_to));
}

static CpplanStrictness
compare_decided_by (const CpplanRulePair *pair)
{
  return same_or_not (cpplan_term_equal (pair->from->decided_by, pair->to->decided_by));
}

static CpplanStrictness
compare_since (const CpplanRulePair *pair)
{
  return same_or_not (cpplan_term_equal (pair->from->since, pair->to->since));
}

/* ---- findings ---- */

/* More calls are more findings. */
static CpplanStrictness
compare_calls (const CpplanRulePair *pair)
{
  return turn (compare_selectors (pair->from->start, pair->to->start));
}

/* If the rule asks something, it is stricter than if it asked nothing. */
static CpplanStrictness
compare_asked (gboolean from, gboolean to)
{
  return from == to ? SAME : to ? STRICTER : LAXER;
}

static CpplanStrictness
compare_demand (const CpplanRulePair *pair)
{
  const CpplanExpression *from = pair->from->holds;
  const CpplanExpression *to = pair->to->holds;
  if (from == NULL || to == NULL)
    return compare_asked (from != NULL, to != NULL);
  return compare_expressions (from, to, pair->to->start->kinds);
}

static CpplanStrictness
compare_deed (const CpplanRulePair *pair)
{
  if (pair->from->by == NULL || pair->to->by == NULL)
    return compare_asked (pair->from->by != NULL, pair->to->by != NULL);
  return compare_selectors (pair->from->by, pair->to->by);
}

/* What narrows the calls makes the rule laxer. */
static CpplanStrictness
compare_limit (const CpplanRulePair *pair)
{
  const CpplanExpression *from = pair->from->when;
  const CpplanExpression *to = pair->to->when;
  if (from == NULL || to == NULL)
    return compare_asked (to != NULL, from != NULL);
  return turn (compare_expressions (from, to, pair->to->start->kinds));
}

static gboolean
reaches_all (const GArray *reaches, const GArray *others)
{
  for (guint i = 0; i < others->len; i++)
    {
      const char *wanted = g_array_index (others, CpplanReach, i).to;
      gboolean    found = wanted == NULL;
      for (guint r = 0; r < reaches->len && !found; r++)
        found = g_strcmp0 (g_array_index (reaches, CpplanReach, r).to, wanted) == 0;
      if (!found)
        return FALSE;
    }
  return TRUE;
}

/* More to be reached is stricter. */
static CpplanStrictness
compare_to (const CpplanRulePair *pair)
{
  gboolean is_more = reaches_all (pair->to->reaches, pair->from->reaches);
  gboolean is_less = reaches_all (pair->from->reaches, pair->to->reaches);
  if (is_more && is_less)
    return SAME;
  return is_more ? STRICTER : is_less ? LAXER : INCOMPARABLE;
}

static CpplanStrictness
compare_side (const CpplanRulePair *pair)
{
  if (pair->from->side == pair->to->side)
    return SAME;
  if (pair->to->side == CPPLAN_SIDE_BOTH)
    return LAXER;
  return pair->from->side == CPPLAN_SIDE_BOTH ? STRICTER : INCOMPARABLE;
}

static CpplanStrictness
compare_end (const CpplanRulePair *pair)
{
  return same_or_not (cpplan_selector_equal (pair->from->until, pair->to->until));
}

/* ---- the rest ---- */

static CpplanStrictness
compare_force (const CpplanRulePair *pair)
{
  if (pair->from->force == pair->to->force)
    return SAME;
  return pair->to->force < pair->from->force ? STRICTER : LAXER;
}

static CpplanStrictness
compare_owner (const CpplanRulePair *pair)
{
  return same_or_not (pair->from->external == pair->to->external);
}

static CpplanStrictness
compare_wording (const CpplanRulePair *pair)
{
  (void) pair;
  return SAME;
}

/* Days that are worked are others by another calendar. */
static gboolean
counts_working_days (const CpplanRule *rule)
{
  gboolean counts = (rule->has_within && rule->within.unit == CPPLAN_UNIT_WORKING_DAYS)
                    || (rule->has_first_within && rule->first_within.unit == CPPLAN_UNIT_WORKING_DAYS)
                    || (rule->has_window && rule->window.unit == CPPLAN_UNIT_WORKING_DAYS)
                    || rule->frequency_mode != CPPLAN_FREQUENCY_NONE;
  for (guint i = 0; i < rule->readings->len && !counts; i++)
    counts = g_array_index (rule->readings, CpplanRuleReading, i).within.unit == CPPLAN_UNIT_WORKING_DAYS;
  return counts;
}

static CpplanStrictness
compare_calendar (const CpplanRulePair *pair)
{
  gboolean is_same = g_strcmp0 (pair->from_policy->calendar, pair->to_policy->calendar) == 0;
  return same_or_not (is_same || (!counts_working_days (pair->from) && !counts_working_days (pair->to)));
}

/* A rule that holds in more districts is stricter; one without holds in all. */
static CpplanStrictness
compare_scope (const CpplanRulePair *pair)
{
  char **from = pair->from->edition->scope;
  char **to = pair->to->edition->scope;
  if ((from[0] == NULL) != (to[0] == NULL))
    return to[0] == NULL ? STRICTER : LAXER;
  return turn (compare_names (from, to));
}

typedef struct
{
  const char *key;
  CompareKey  compare;
} KeyRow;

/* What means the same in every kind of rule. */
static const KeyRow shared_rows[] = {
  { "title", compare_wording },   { "cite", compare_wording },        { "ref", compare_wording },     { "note", compare_wording },
  { "force", compare_force },     { "owner", compare_owner },         { "calendar", compare_calendar }, { "scope", compare_scope },
};

static const KeyRow clock_rows[] = {
  { "after", compare_start },           { "from", compare_start },
  { "before", compare_before },         { "per", compare_per },
  { "by", compare_by },                 { "within", compare_within },
  { "first-within", compare_first_within }, { "at-least", compare_at_least },
  { "on", compare_on },                 { "until", compare_until },
  { "unless", compare_unless },         { "order", compare_order },
  { "frequency-from", compare_frequency_from }, { "window", compare_window },
  { "count", compare_count },           { "month-end", compare_month_end },
  { "decided-by", compare_decided_by }, { "since", compare_since },
  { "waives", compare_waives },         { "holds", compare_holds },
  { "when", compare_when },             { "authority", compare_authority },
  { "extend-to", compare_extend_to },
};

static const KeyRow finding_rows[] = {
  { "after", compare_calls }, { "when", compare_limit },   { "per", compare_per },  { "holds", compare_demand },
  { "by", compare_deed },     { "to", compare_to },        { "order", compare_side }, { "until", compare_end },
  { "on", compare_on },
};

gboolean
cpplan_rule_key_equal (const CpplanRulePair *pair, const char *key)
{
  const CpplanKey *a = cpplan_group_find (pair->from->group, key);
  const CpplanKey *b = cpplan_group_find (pair->to->group, key);
  if (a == NULL || b == NULL)
    return a == b;
  const char *x = a->value;
  const char *y = b->value;
  do
    {
      while (g_ascii_isspace (*x) && g_ascii_isspace (x[1]))
        x++;
      while (g_ascii_isspace (*y) && g_ascii_isspace (y[1]))
        y++;
      if (*x != *y && !(g_ascii_isspace (*x) && g_ascii_isspace (*y)))
        return FALSE;
    }
  while (*x++ != '\0' && *y++ != '\0');
  return TRUE;
}

static CompareKey
find_row (const KeyRow *rows, gsize n_rows, const char *key)
{
  for (gsize i = 0; i < n_rows; i++)
    if (strcmp (rows[i].key, key) == 0)
      return rows[i].compare;
  return NULL;
}

CpplanStrictness
cpplan_rule_compare_key (const CpplanRulePair *pair, const char *key)
{
  CompareKey compare = find_row (shared_rows, G_N_ELEMENTS (shared_rows), key);
  if (compare == NULL && pair->from->kind == pair->to->kind)
    compare = cpplan_rule_is_of_findings (pair->to) ? find_row (finding_rows, G_N_ELEMENTS (finding_rows), key)
                                                    : find_row (clock_rows, G_N_ELEMENTS (clock_rows), key);
  return compare != NULL ? compare (pair) : same_or_not (cpplan_rule_key_equal (pair, key));
}
