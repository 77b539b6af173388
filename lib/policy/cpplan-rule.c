/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A rule, from the keys of its group. One table says which kind of rule takes which key. */
#include "cpplan-policy-private.h"

#include <string.h>

enum
{
  DEADLINE = 1 << CPPLAN_RULE_KIND_DEADLINE,
  RECUR = 1 << CPPLAN_RULE_KIND_RECUR,
  BEFORE = 1 << CPPLAN_RULE_KIND_BEFORE,
  BAR = 1 << CPPLAN_RULE_KIND_BAR,
  EXCEPT = 1 << CPPLAN_RULE_KIND_EXCEPT,
  GATE = 1 << CPPLAN_RULE_KIND_GATE,
  FINDING = 1 << CPPLAN_RULE_KIND_REQUIRE | 1 << CPPLAN_RULE_KIND_CONSIDER | 1 << CPPLAN_RULE_KIND_DUTY,
  CLOCK = DEADLINE | RECUR | BEFORE,
  EVERY = CLOCK | BAR | EXCEPT | GATE | FINDING,
};

#define ANY_KIND (~G_GUINT64_CONSTANT (0))

/* What is being made of a group. */
typedef struct
{
  CpplanRule        *rule;
  const CpplanGroup *group;
  CpplanScope        scope;
  const CpplanKey   *key; /* the one being read */
  GError           **error;
} Maker;

typedef gboolean (*ReadKey) (Maker *maker, const char *value);

typedef struct
{
  const char *key;
  guint       kinds;  /* of rules that may have it */
  guint       needed; /* of rules that must */
  ReadKey     read;   /* NULL: read first, by itself */
} KeyRow;

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (Maker *maker, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  cpplan_policy_set_error (maker->error, maker->key == NULL ? maker->group->line : maker->key->line, maker->group->name,
                           maker->key == NULL ? NULL : maker->key->key, "%s", what);
  return FALSE;
}

/* Takes over an error that has no place yet. */
static gboolean
refuse_because (Maker *maker, GError *cause)
{
  refuse (maker, "%s", cause->message);
  g_error_free (cause);
  return FALSE;
}

/* ---- the kind and the force ---- */

static gboolean
read_kind (Maker *maker, const char *value)
{
  GError *cause = NULL;
  return cpplan_rule_kind_from_string (value, &maker->rule->kind, &cause) || refuse_because (maker, cause);
}

static gboolean
read_force (Maker *maker, const char *value)
{
  GError *cause = NULL;
  return cpplan_force_from_string (value, &maker->rule->force, &cause) || refuse_because (maker, cause);
}

/* ---- texts ---- */

static gboolean
read_title (Maker *maker, const char *value)
{
  maker->rule->title = g_strdup (value);
  return TRUE;
}

static gboolean
read_cite (Maker *maker, const char *value)
{
  maker->rule->cite = g_strdup (value);
  return TRUE;
}

static gboolean
read_note (Maker *maker, const char *value)
{
  maker->rule->note = g_strdup (value);
  return TRUE;
}

static gboolean
read_ref (Maker *maker, const char *value)
{
  g_strfreev (maker->rule->refs);
  maker->rule->refs = g_strsplit_set (value, " ", -1);
  for (gsize i = 0; maker->rule->refs[i] != NULL; i++)
    if (*maker->rule->refs[i] == '\0')
      return refuse (maker, "ids stand apart by one blank");
  return TRUE;
}

static gboolean
read_owner (Maker *maker, const char *value)
{
  maker->rule->external = strcmp (value, "external") == 0;
  return maker->rule->external || strcmp (value, "own") == 0 || refuse (maker, "own or external is wanted");
}

/* ---- selectors and expressions ---- */

static gboolean
take_selector (Maker *maker, const char *value, CpplanSelector **out)
{
  GError *cause = NULL;
  *out = cpplan_selector_parse (value, &maker->scope, &cause);
  return *out != NULL || refuse_because (maker, cause);
}

/* Whether a term says where its events must lie; only what starts a deadline is asked that. */
static gboolean
is_placed (const CpplanSelector *selector)
{
  for (guint i = 0; i < selector->terms->len; i++)
    {
      const CpplanSelectorTerm *term = &g_array_index (selector->terms, CpplanSelectorTerm, i);
      if (term->inside_plan || term->outside_plan)
        return TRUE;
    }
  return FALSE;
}

static gboolean
read_start (Maker *maker, const char *value)
{
  CpplanSelector **start = &maker->rule->start;
  if (!take_selector (maker, value, start))
    return FALSE;
  if (maker->rule->kind != CPPLAN_RULE_KIND_DEADLINE && !cpplan_rule_is_of_findings (maker->rule)
      && ((*start)->first || is_placed (*start)))
    return refuse (maker, "first, inside plan and outside plan go with the after of a deadline or a finding");
  if (maker->rule->kind == CPPLAN_RULE_KIND_BAR && !cpplan_selector_has_plan_start (*start))
    return refuse (maker, "a bar counts from plan-start");
  if (cpplan_selector_has_plan_end (*start))
    return refuse (maker, "a rule does not start with plan-end: name the event");
  if (cpplan_selector_has_plan_start (*start) && (*start)->terms->len > 1 && !cpplan_rule_is_of_findings (maker->rule))
    return refuse (maker, "plan-start stands alone");
  if (cpplan_selector_has_plan_start (*start) && (*start)->first)
    return refuse (maker, "a plan starts once: first says nothing");
  maker->scope.trigger = (*start)->kinds;
  /* A link may be anchored on what started the chain or on what met the link before, which is still to be read. */
  if (maker->rule->kind == CPPLAN_RULE_KIND_RECUR)
    maker->scope.anchor = ANY_KIND;
  return TRUE;
}

/* Of an event that meets or closes: no plan-start, no first. */
static gboolean
take_plain_selector (Maker *maker, const char *value, CpplanSelector **out, gboolean plan_end)
{
  if (!take_selector (maker, value, out))
    return FALSE;
  if (cpplan_selector_has_plan_start (*out) || (!plan_end && cpplan_selector_has_plan_end (*out)))
    return refuse (maker, "a kind of event is wanted");
  if ((*out)->first || is_placed (*out))
    return refuse (maker, "first, inside plan and outside plan say nothing here");
  return TRUE;
}

/* `to` says who is to be reached, each of them by one of the events that `by` names; the people of an audience also one
 * by one. */
static gboolean
read_reaches (Maker *maker, const char *value)
{
  const CpplanKey *to = cpplan_group_find (maker->group, "to");
  g_auto (GStrv)   names = to == NULL ? g_new0 (char *, 2) : g_strsplit (to->value, " ", -1);
  gboolean         good = TRUE;
  for (gsize i = 0; good && (i == 0 || names[i] != NULL); i++)
    {
      CpplanReach reach = { g_strdup (names[i]), NULL, NULL };
      GError     *cause = NULL;
      reach.by = cpplan_selector_parse_to (value, names[i], &maker->scope, &cause);
      good = reach.by != NULL || refuse_because (maker, cause);
      if (good && to != NULL && cpplan_group_find (maker->group, "per") == NULL
          && cpplan_name_in (names[i], cpplan_schema_get_audiences ()))
        reach.each = cpplan_selector_parse_to (value, "member", &maker->scope, NULL);
      g_array_append_val (maker->rule->reaches, reach);
    }
  return good;
}

static gboolean
read_to (Maker *maker, const char *value)
{
  g_auto (GStrv) names = g_strsplit (value, " ", -1);
  for (gsize i = 0; names[i] != NULL; i++)
    if (!cpplan_name_in (names[i], cpplan_schema_get_audiences ()) && !cpplan_name_in (names[i], cpplan_schema_get_roles ()))
      {
        g_autofree char *shown = cpplan_echo (names[i]);
        return refuse (maker, "%s is no role and no audience; they stand apart by one blank", shown);
      }
  return TRUE;
}

static gboolean
read_by (Maker *maker, const char *value)
{
  if (cpplan_rule_is_of_findings (maker->rule) && !read_reaches (maker, value))
    return FALSE;
  return take_plain_selector (maker, value, &maker->rule->by, FALSE);
}

static gboolean
read_until (Maker *maker, const char *value)
{
  return take_plain_selector (maker, value, &maker->rule->until, TRUE);
}

static gboolean
read_unless (Maker *maker, const char *value)
{
  return take_plain_selector (maker, value, &maker->rule->unless, FALSE);
}

static gboolean
read_awaits (Maker *maker, const char *value)
{
  return take_plain_selector (maker, value, &maker->rule->awaits, FALSE);
}

static gboolean
read_authority (Maker *maker, const char *value)
{
  return take_plain_selector (maker, value, &maker->rule->authority, FALSE);
}

static gboolean
read_per (Maker *maker, const char *value)
{
  GError *cause = NULL;
  maker->rule->per = cpplan_people_parse (value, &maker->scope, &cause);
  maker->scope.member = TRUE;
  return maker->rule->per != NULL || refuse_because (maker, cause);
}

/* The event that an expression of the rule is about. */
static CpplanKinds
kinds_asked (const Maker *maker)
{
  if (maker->rule->kind == CPPLAN_RULE_KIND_GATE)
    return 0;
  return cpplan_rule_is_of_findings (maker->rule) ? maker->rule->start->kinds : maker->scope.anchor;
}

static gboolean
read_when (Maker *maker, const char *value)
{
  GError     *cause = NULL;
  CpplanKinds event = kinds_asked (maker);
  maker->rule->when = cpplan_expression_parse (value, event, &maker->scope, &cause);
  return maker->rule->when != NULL || refuse_because (maker, cause);
}

static gboolean
take_sources (Maker *maker, const char *value, CpplanKinds of, GArray **out)
{
  GError *cause = NULL;
  *out = cpplan_sources_parse (value, of, &maker->scope, &cause);
  if (*out == NULL)
    return refuse_because (maker, cause);
  for (guint i = 0; of != 0 && i < (*out)->len; i++)
    if (g_array_index (*out, CpplanSource, i).kind == CPPLAN_SOURCE_MET_BY)
      return refuse (maker, "met-by goes with before");
  return TRUE;
}

static gboolean
read_on (Maker *maker, const char *value)
{
  CpplanKinds of = maker->scope.anchor != 0 ? maker->scope.anchor : maker->scope.trigger;
  return take_sources (maker, value, of, &maker->rule->on);
}

static gboolean
read_extend_to (Maker *maker, const char *value)
{
  return take_sources (maker, value, maker->scope.anchor, &maker->rule->extend_to);
}

static gboolean
read_before (Maker *maker, const char *value)
{
  if (!take_sources (maker, value, 0, &maker->rule->before))
    return FALSE;
  const CpplanSource *first = &g_array_index (maker->rule->before, CpplanSource, 0);
  if (first->kind != CPPLAN_SOURCE_EVENT && first->kind != CPPLAN_SOURCE_MET_BY)
    return refuse (maker, "a kind of event or met-by (RULE) is wanted first");
  for (guint i = 1; i < maker->rule->before->len; i++)
    if (g_array_index (maker->rule->before, CpplanSource, i).kind != CPPLAN_SOURCE_DUE)
      return refuse (maker, "only due (RULE) can follow");
  /* What meets the other rule is known only once the policy is whole: it may be an event of any kind. */
  maker->scope.anchor = first->kind == CPPLAN_SOURCE_EVENT ? CPPLAN_KIND_BIT (first->event_kind) : ANY_KIND;
  return TRUE;
}

/* ---- periods and switches ---- */

static gboolean
take_period (Maker *maker, const char *value, CpplanPeriod *out)
{
  GError *cause = NULL;
  return cpplan_period_parse (value, out, &cause) || refuse_because (maker, cause);
}

static gboolean
read_within (Maker *maker, const char *value)
{
  maker->rule->has_within = TRUE;
  return take_period (maker, value, &maker->rule->within);
}

static gboolean
read_first_within (Maker *maker, const char *value)
{
  maker->rule->has_first_within = TRUE;
  return take_period (maker, value, &maker->rule->first_within);
}

static gboolean
read_window (Maker *maker, const char *value)
{
  maker->rule->has_window = TRUE;
  return take_period (maker, value, &maker->rule->window);
}

static gboolean
read_count (Maker *maker, const char *value)
{
  GError *cause = NULL;
  return cpplan_count_from_string (value, &maker->rule->count, &cause) || refuse_because (maker, cause);
}

static gboolean
read_month_end (Maker *maker, const char *value)
{
  if (strcmp (value, "next") == 0)
    maker->rule->month_end = CPPLAN_MONTH_END_NEXT;
  else if (strcmp (value, "clamp") != 0)
    return refuse (maker, "clamp or next is wanted");
  return TRUE;
}

static gboolean
read_not_before (Maker *maker, const char *value)
{
  maker->rule->not_before_birth = TRUE;
  return strcmp (value, "birth") == 0 || refuse (maker, "birth is wanted");
}

static gboolean
read_order (Maker *maker, const char *value)
{
  maker->rule->either_order = strcmp (value, "either") == 0;
  if (!cpplan_rule_is_of_findings (maker->rule))
    return maker->rule->either_order || refuse (maker, "either is wanted");
  maker->rule->side = maker->rule->either_order ? CPPLAN_SIDE_BOTH : CPPLAN_SIDE_BEFORE;
  return maker->rule->either_order || strcmp (value, "before") == 0 || refuse (maker, "either or before is wanted");
}

static gboolean
read_landing (Maker *maker, const char *value)
{
  (void) value;
  return refuse (maker, "is kept for later: nothing is moved off a day that is not worked");
}

static gboolean
read_overrides (Maker *maker, const char *value)
{
  maker->rule->overrides = g_strdup (value);
  return cpplan_is_name (value) || refuse (maker, "the id of a rule is wanted");
}

/* `visit-frequency-set.interval stricter-only` */
static gboolean
read_frequency_from (Maker *maker, const char *value)
{
  g_auto (GStrv)  words = g_strsplit (value, " ", -1);
  g_auto (GStrv)  names = g_strsplit (words[0], ".", -1);
  CpplanRule     *rule = maker->rule;
  CpplanType      type = 0;
  if (g_strv_length (words) != 2 || g_strv_length (names) != 2)
    return refuse (maker, "KIND.attribute and stricter-only or replace are wanted");

  gboolean of_plan = strcmp (names[0], "plan-start") == 0;
  if (!of_plan && !cpplan_event_kind_from_string (names[0], &rule->frequency_kind, NULL))
    return refuse (maker, "%s is no kind of event", names[0]);
  CpplanEventKind kind = of_plan ? CPPLAN_EVENT_KIND_INITIAL_CONFERENCE : rule->frequency_kind;
  if (!cpplan_attribute_from_string (names[1], &rule->frequency_attribute, NULL)
      || !cpplan_schema_get_type (kind, rule->frequency_attribute, &type) || type != CPPLAN_TYPE_PERIOD)
    return refuse (maker, "%s is no period of that event", names[1]);
  if (strcmp (words[1], "stricter-only") == 0)
    rule->frequency_mode = CPPLAN_FREQUENCY_STRICTER_ONLY;
  else if (strcmp (words[1], "replace") == 0)
    rule->frequency_mode = CPPLAN_FREQUENCY_REPLACE;
  else
    return refuse (maker, "stricter-only or replace is wanted");
  return TRUE;
}

/* `reading NAME = within 14 calendar days` */
static gboolean
read_reading (Maker *maker, const char *value)
{
  static const char word[] = "within ";
  const char       *name = maker->key->key + strlen ("reading ");
  if (!cpplan_is_name (name))
    return refuse (maker, "a reading has a lower-case name");
  if (!g_str_has_prefix (value, word))
    return refuse (maker, "a reading is within a period");
  CpplanPeriod period;
  if (!take_period (maker, value + strlen (word), &period))
    return FALSE;
  g_array_append_val (maker->rule->readings, ((CpplanRuleReading){ g_strdup (name), period }));
  return TRUE;
}

/* ---- gates ---- */

static gboolean
read_ground (Maker *maker, const char *value)
{
  static const char *const grounds[]
    = { "no-continuing-risk", "age-18", "moved-permanently", "left-uk", "died", "looked-after", NULL };
  maker->rule->ground = g_strdup (value);
  if (cpplan_name_in (value, grounds))
    return TRUE;
  g_autofree char *shown = cpplan_echo (value);
  g_autofree char *list = g_strjoinv (", ", (char **) grounds);
  return refuse (maker, "%s is none of %s", shown, list);
}

static gboolean
take_term (Maker *maker, const char *value, CpplanSelectorTerm **out)
{
  GError *cause = NULL;
  *out = cpplan_term_parse (value, &maker->scope, &cause);
  return *out != NULL || refuse_because (maker, cause);
}

static gboolean
read_decided_by (Maker *maker, const char *value)
{
  if (!take_term (maker, value, &maker->rule->decided_by))
    return FALSE;
  maker->scope.anchor = CPPLAN_KIND_BIT (maker->rule->decided_by->kind);
  return TRUE;
}

static gboolean
read_since (Maker *maker, const char *value)
{
  return take_term (maker, value, &maker->rule->since);
}

static gboolean
read_held_against (Maker *maker, const char *value)
{
  maker->rule->on_asked = strcmp (value, "day-asked") == 0;
  return maker->rule->on_asked || refuse (maker, "day-asked is wanted");
}

static gboolean
take_ids (Maker *maker, const char *value, char ***out)
{
  *out = g_strsplit (value, " ", -1);
  for (gsize i = 0; (*out)[i] != NULL; i++)
    if (!cpplan_is_name ((*out)[i]))
      return refuse (maker, "ids of rules are wanted, apart by one blank");
  return TRUE;
}

static gboolean
read_waives (Maker *maker, const char *value)
{
  return take_ids (maker, value, &maker->rule->waives);
}

static gboolean
read_refers (Maker *maker, const char *value)
{
  return take_ids (maker, value, &maker->rule->refers);
}

static gboolean
read_holds (Maker *maker, const char *value)
{
  GError *cause = NULL;
  maker->rule->holds = cpplan_expression_parse (value, kinds_asked (maker), &maker->scope, &cause);
  return maker->rule->holds != NULL || refuse_because (maker, cause);
}

/* In the order in which they are read: what names the events comes before what speaks of them. */
static const KeyRow key_rows[] = {
  { "kind", EVERY, EVERY, NULL },
  { "title", EVERY, EVERY, read_title },
  { "force", EVERY, EVERY, read_force },
  { "ref", EVERY, 0, read_ref },
  { "cite", EVERY, 0, read_cite },
  { "note", EVERY, 0, read_note },
  { "owner", EVERY, 0, read_owner },
  { "after", DEADLINE | BAR | FINDING, DEADLINE | BAR | FINDING, read_start },
  { "from", RECUR, RECUR, read_start },
  { "before", BEFORE, BEFORE, read_before },
  { "per", BEFORE | FINDING, 0, read_per },
  { "to", FINDING, 0, read_to },
  { "by", CLOCK | FINDING, CLOCK, read_by },
  { "within", DEADLINE | RECUR, 0, read_within },
  { "first-within", RECUR, 0, read_first_within },
  { "at-least", BEFORE | BAR, BEFORE | BAR, read_within },
  { "on", DEADLINE | RECUR | FINDING, 0, read_on },
  { "until", DEADLINE | RECUR | BAR | FINDING, 0, read_until },
  { "unless", DEADLINE, 0, read_unless },
  { "awaits", DEADLINE, 0, read_awaits },
  { "order", DEADLINE | FINDING, 0, read_order },
  { "not-before", RECUR | FINDING, 0, read_not_before },
  { "frequency-from", RECUR, 0, read_frequency_from },
  { "window", BEFORE, 0, read_window },
  { "count", CLOCK, 0, read_count },
  { "month-end", CLOCK | BAR, 0, read_month_end },
  { "landing", CLOCK, 0, read_landing },
  { "overrides", EXCEPT, EXCEPT, read_overrides },
  { "ground", GATE, 0, read_ground },
  { "decided-by", GATE, 0, read_decided_by },
  { "since", GATE, 0, read_since },
  { "held-against", GATE, 0, read_held_against },
  { "waives", GATE, 0, read_waives },
  { "refers", GATE, 0, read_refers },
  { "holds", GATE | FINDING, 0, read_holds },
  { "when", EXCEPT | GATE | FINDING, EXCEPT, read_when },
  { "authority", EXCEPT, EXCEPT, read_authority },
  { "extend-to", EXCEPT, EXCEPT, read_extend_to },
};

static gboolean
is_reading (const char *key)
{
  return g_str_has_prefix (key, "reading ");
}

static gboolean
check_keys (Maker *maker)
{
  guint bit = 1u << maker->rule->kind;
  for (guint i = 0; i < maker->group->keys->len; i++)
    {
      maker->key = &g_array_index (maker->group->keys, CpplanKey, i);
      gsize row = 0;
      while (row < G_N_ELEMENTS (key_rows) && strcmp (key_rows[row].key, maker->key->key) != 0)
        row++;
      if (is_reading (maker->key->key) && (bit & (DEADLINE | RECUR)) != 0)
        continue;
      if (row == G_N_ELEMENTS (key_rows))
        return refuse (maker, "no such key");
      if ((key_rows[row].kinds & bit) == 0)
        return refuse (maker, "is no key of a %s", cpplan_rule_kind_to_string (maker->rule->kind));
    }
  maker->key = NULL;
  return TRUE;
}

static gboolean
read_keys (Maker *maker)
{
  guint bit = 1u << maker->rule->kind;
  for (gsize row = 0; row < G_N_ELEMENTS (key_rows); row++)
    {
      maker->key = cpplan_group_find (maker->group, key_rows[row].key);
      if (maker->key == NULL && (key_rows[row].needed & bit) != 0)
        return refuse (maker, "a %s needs the key %s", cpplan_rule_kind_to_string (maker->rule->kind), key_rows[row].key);
      if (maker->key != NULL && key_rows[row].read != NULL && !key_rows[row].read (maker, maker->key->value))
        return FALSE;
      if (maker->rule->kind == CPPLAN_RULE_KIND_RECUR && maker->rule->by != NULL)
        maker->scope.anchor = maker->rule->start->kinds | maker->rule->by->kinds;
    }
  for (guint i = 0; i < maker->group->keys->len; i++)
    {
      maker->key = &g_array_index (maker->group->keys, CpplanKey, i);
      if (is_reading (maker->key->key) && !read_reading (maker, maker->key->value))
        return FALSE;
    }
  maker->key = NULL;
  return TRUE;
}

/* A link of no length would be followed by another on the same day, and so on. */
static gboolean
leads_on (const CpplanRule *rule, CpplanPeriod period, gboolean is_set)
{
  gboolean in_days = period.unit == CPPLAN_UNIT_WORKING_DAYS || period.unit == CPPLAN_UNIT_CALENDAR_DAYS;
  return !is_set || period.count > (rule->count == CPPLAN_COUNT_INCLUSIVE && in_days ? 1 : 0);
}

static gboolean
check_finding (Maker *maker)
{
  const CpplanRule *rule = maker->rule;
  if (rule->by == NULL && rule->holds == NULL)
    return refuse (maker, "a %s needs by or holds", cpplan_rule_kind_to_string (rule->kind));
  if (rule->by == NULL && (cpplan_group_find (maker->group, "to") != NULL || cpplan_group_find (maker->group, "order") != NULL))
    return refuse (maker, "to and order go with by");
  for (guint i = 0; rule->on != NULL && i < rule->on->len; i++)
    if (g_array_index (rule->on, CpplanSource, i).kind != CPPLAN_SOURCE_ATTRIBUTE)
      return refuse (maker, "the on of a %s is a date of its trigger", cpplan_rule_kind_to_string (rule->kind));
  return TRUE;
}

/* What no single key shows. */
static gboolean
check_whole (Maker *maker)
{
  const CpplanRule *rule = maker->rule;
  if (cpplan_rule_is_of_findings (rule))
    return check_finding (maker);
  gboolean          has_period = rule->has_within || rule->readings->len > 0;

  if ((rule->kind == CPPLAN_RULE_KIND_DEADLINE || rule->kind == CPPLAN_RULE_KIND_RECUR)
      && has_period == (rule->on != NULL))
    return refuse (maker, "either within (or readings) or on is wanted");
  if (rule->kind == CPPLAN_RULE_KIND_RECUR && !leads_on (rule, rule->within, rule->has_within))
    return refuse (maker, "a chain needs a period that leads to a later day");
  if (rule->kind == CPPLAN_RULE_KIND_RECUR && !leads_on (rule, rule->first_within, rule->has_first_within))
    return refuse (maker, "a chain needs a first period that leads to a later day");
  if (rule->frequency_mode != CPPLAN_FREQUENCY_NONE && !rule->has_within)
    return refuse (maker, "frequency-from needs within, the procedure's own");
  if (rule->kind == CPPLAN_RULE_KIND_GATE && rule->ground == NULL
      && (rule->holds == NULL || rule->when != NULL || rule->decided_by != NULL || rule->since != NULL || rule->on_asked
          || rule->waives != NULL || rule->refers != NULL))
    return refuse (maker, "a gate without a ground has holds, and no key of grounds");
  if (rule->kind == CPPLAN_RULE_KIND_GATE && rule->decided_by == NULL && (rule->since != NULL || rule->on_asked))
    return refuse (maker, "since and held-against go with decided-by");
  if (rule->kind == CPPLAN_RULE_KIND_GATE && rule->ground != NULL && rule->when == NULL && rule->decided_by == NULL)
    return refuse (maker, "a ground needs when or decided-by");
  if (rule->awaits != NULL && cpplan_selector_has_plan_start (rule->start))
    return refuse (maker, "awaits goes with an event that starts the rule, not with plan-start");
  if (rule->kind == CPPLAN_RULE_KIND_BAR && rule->until != NULL && !cpplan_selector_has_plan_end (rule->until))
    return refuse (maker, "a bar ends with the plan or not at all");
  return TRUE;
}

CpplanRule *
cpplan_rule_new (const CpplanGroup *group, const char *id, CpplanEdition *edition, GHashTable *parameters, GError **error)
{
  g_autoptr (CpplanRule) rule = cpplan_rule_new_empty (group, id, edition);
  Maker maker = { .rule = rule, .group = group, .scope = { .parameters = parameters }, .error = error };

  maker.key = cpplan_group_find (group, "kind");
  if (maker.key == NULL)
    {
      refuse (&maker, "a rule needs the key kind");
      return NULL;
    }
  if (!read_kind (&maker, maker.key->value))
    return NULL;
  maker.scope.gate = rule->kind == CPPLAN_RULE_KIND_GATE;
  maker.scope.finding = cpplan_rule_is_of_findings (rule);
  if (maker.scope.gate) /* a requirement is asked of every ground's conference */
    maker.scope.anchor = ANY_KIND;
  if (rule->kind == CPPLAN_RULE_KIND_EXCEPT) /* whose anchor is that of the rule that it overrides */
    maker.scope.anchor = ANY_KIND;
  if (!check_keys (&maker) || !read_keys (&maker) || !check_whole (&maker))
    return NULL;
  return g_steal_pointer (&rule);
}
