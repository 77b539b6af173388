/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The due day of a rule for each of many days, where the rule counts a period from that day and asks nothing else of
 * the record. */
#include "cpplan-engine-private.h"

#include <string.h>

/* What one day gives: a due day, or an act-by day. */
typedef CpplanDate (*Answer) (const CpplanCalendar *calendar, const CpplanRule *rule, CpplanDate from);

static CpplanDate
due_of (const CpplanCalendar *calendar, const CpplanRule *rule, CpplanDate from)
{
  if (!cpplan_date_is_valid (from) || !cpplan_edition_in_force (rule->edition, from))
    return CPPLAN_DATE_NONE;
  return cpplan_count_forward (calendar, rule, from, rule->within).due;
}

static CpplanDate
act_by_of (const CpplanCalendar *calendar, const CpplanRule *rule, CpplanDate from)
{
  if (!cpplan_date_is_valid (from) || !cpplan_edition_in_force (rule->edition, from))
    return CPPLAN_DATE_NONE;
  CpplanDate act_by = cpplan_act_by (calendar, cpplan_count_forward (calendar, rule, from, rule->within));
  for (guint i = 0; i < rule->readings->len; i++)
    {
      CpplanPeriod within = g_array_index (rule->readings, CpplanRuleReading, i).within;
      act_by = cpplan_safe_act_by (act_by, cpplan_act_by (calendar, cpplan_count_forward (calendar, rule, from, within)));
    }
  return act_by;
}

/* ---- which rules can be asked ---- */

static gboolean
refuse (const CpplanRule *rule, const char *key, const char *why, GError **error)
{
  const CpplanKey *found = cpplan_group_find (rule->group, key);
  cpplan_policy_set_error (error, found == NULL ? rule->group->line : found->line, rule->group->name, key, "%s", why);
  return FALSE;
}

static gboolean
check_kind (const CpplanRule *rule, GError **error)
{
  switch (rule->kind)
    {
    case CPPLAN_RULE_KIND_DEADLINE:
    case CPPLAN_RULE_KIND_RECUR:
    case CPPLAN_RULE_KIND_BAR:
      return TRUE;
    case CPPLAN_RULE_KIND_BEFORE:
      return refuse (rule, "before", "the due day is counted back from an event that the record has to show", error);
    case CPPLAN_RULE_KIND_EXCEPT:
    case CPPLAN_RULE_KIND_GATE:
    case CPPLAN_RULE_KIND_REQUIRE:
    case CPPLAN_RULE_KIND_CONSIDER:
    case CPPLAN_RULE_KIND_DUTY:
      return refuse (rule, "kind", "a rule of this kind has no due day", error);
    }
  g_return_val_if_reached (FALSE);
}

static gboolean
check_rule (const CpplanRule *rule, GError **error)
{
  if (!check_kind (rule, error))
    return FALSE;
  if (rule->on != NULL)
    return refuse (rule, "on", "the due day is a date that the record has to give", error);
  if (!rule->has_within)
    return refuse (rule, "within", "the rule has readings, and none that is operative: its text gives no one due day", error);
  if (rule->has_first_within)
    return refuse (rule, "first-within", "the first link is counted otherwise than the next, and a day does not tell which it starts", error);
  if (rule->not_before_birth)
    return refuse (rule, "not-before", "the due day depends on the child's birth", error);
  return TRUE;
}

static const CpplanRule *
find_rule (const CpplanPolicy *self, const char *id, GError **error)
{
  const CpplanRule *rule = cpplan_policy_find_rule (self, id);
  if (rule == NULL)
    {
      g_autofree char *shown = cpplan_echo (id);
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "the policy %s has no rule %s", self->edition->policy, shown);
      return NULL;
    }
  return check_rule (rule, error) ? rule : NULL;
}

static gboolean
check_not_bar (const CpplanRule *rule, GError **error)
{
  return rule->kind != CPPLAN_RULE_KIND_BAR
         || refuse (rule, "kind", "a bar says from when on, and has no day to act by", error);
}

/* ---- one day ---- */

static gboolean
answer_one (const CpplanRule *rule, const CpplanCalendar *calendar, Answer answer, CpplanDate from, CpplanDate *out_date, GError **error)
{
  CpplanDate date = answer (calendar, rule, from);
  if (date != CPPLAN_DATE_NONE)
    {
      *out_date = date;
      return TRUE;
    }
  if (!cpplan_date_is_valid (from))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_DATE, "what a rule counts from has to be a date of the years 1900 to 2199");
      return FALSE;
    }
  g_autofree char *day = cpplan_date_to_string (from);
  g_autofree char *first = cpplan_date_to_string (cpplan_calendar_get_first (calendar));
  g_autofree char *last = cpplan_date_to_string (cpplan_calendar_get_last (calendar));
  if (!cpplan_edition_in_force (rule->edition, from))
    g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_OUT_OF_COVER, "the rule %s of the policy %s is not in force on %s", rule->id,
                 rule->edition->policy, day);
  else
    g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_OUT_OF_COVER, "the calendar %s, %s to %s, does not reach what %s gives from %s",
                 cpplan_calendar_get_name (calendar), first, last, rule->id, day);
  return FALSE;
}

gboolean
cpplan_policy_due (const CpplanPolicy *self, const char *rule, const CpplanCalendar *calendar, CpplanDate from,
                   CpplanDate *out_date, GError **error)
{
  g_return_val_if_fail (self != NULL && rule != NULL && calendar != NULL && out_date != NULL, FALSE);

  const CpplanRule *found = find_rule (self, rule, error);
  return found != NULL && answer_one (found, calendar, due_of, from, out_date, error);
}

gboolean
cpplan_policy_act_by (const CpplanPolicy *self, const char *rule, const CpplanCalendar *calendar, CpplanDate from,
                      CpplanDate *out_date, GError **error)
{
  g_return_val_if_fail (self != NULL && rule != NULL && calendar != NULL && out_date != NULL, FALSE);

  const CpplanRule *found = find_rule (self, rule, error);
  return found != NULL && check_not_bar (found, error) && answer_one (found, calendar, act_by_of, from, out_date, error);
}

/* ---- rows ---- */

/* From this many covers of rows on, a table of all answers pays. */
#define TABLE_MIN_COVERS 2

/* The answers of the days of a calendar, made once where there are many rows. */
typedef struct
{
  const CpplanCalendar *calendar;
  const CpplanRule     *rule;
  Answer                answer;
  CpplanDate            first;
  guint32               n_days; /* 0: no table */
  CpplanDate           *table;  /* owned */
} Answers;

static void
make_answers (Answers *self, gsize length)
{
  guint32 n_cover = (guint32) (cpplan_calendar_get_last (self->calendar) - cpplan_calendar_get_first (self->calendar)) + 1;

  self->first = cpplan_calendar_get_first (self->calendar);
  if (length / TABLE_MIN_COVERS < n_cover)
    return;
  self->table = g_new (CpplanDate, n_cover);
  self->n_days = n_cover;
  for (guint32 day = 0; day < n_cover; day++)
    self->table[day] = self->answer (self->calendar, self->rule, self->first + (CpplanDate) day);
}

#define DEFINE_ANSWER_EACH(width, Element, NONE)                                                             \
  static void answer_each_##width (Answers *self, const Element *from, gsize stride, Element *out,           \
                                   gsize length, gsize *out_n_outside, gsize *out_first_outside)             \
  {                                                                                                          \
    gsize n_outside = 0;                                                                                     \
    gsize first_outside = length;                                                                            \
    make_answers (self, length);                                                                             \
    for (gsize i = 0; i < length; i++)                                                                       \
      {                                                                                                      \
        const Element day = from[i * stride];                                                                \
        const guint64 place = (guint64) (gint64) day - (guint64) (gint64) self->first;                       \
        CpplanDate    answer = CPPLAN_DATE_NONE;                                                             \
        if (G_LIKELY (place < self->n_days))                                                                 \
          answer = self->table[place];                                                                       \
        else if (day > G_MININT32 && day <= G_MAXINT32)                                                      \
          answer = self->answer (self->calendar, self->rule, (CpplanDate) day);                              \
        if (G_UNLIKELY (answer == CPPLAN_DATE_NONE) && day != NONE && n_outside++ == 0)                      \
          first_outside = i;                                                                                 \
        out[i] = answer == CPPLAN_DATE_NONE ? NONE : answer;                                                 \
      }                                                                                                      \
    g_free (self->table);                                                                                    \
    if (out_n_outside != NULL)                                                                               \
      *out_n_outside = n_outside;                                                                            \
    if (out_first_outside != NULL)                                                                           \
      *out_first_outside = first_outside;                                                                    \
  }

DEFINE_ANSWER_EACH (i32, gint32, CPPLAN_DATE_NONE)
DEFINE_ANSWER_EACH (i64, gint64, G_MININT64)

#define DEFINE_PUBLIC_FORMS(width, Element)                                                                  \
  gboolean cpplan_policy_due_##width (const CpplanPolicy *self, const char *rule,                            \
                                      const CpplanCalendar *calendar, const Element *from,                   \
                                      gsize from_stride, Element *out, gsize length,                         \
                                      gsize *out_n_outside, gsize *out_first_outside, GError **error)        \
  {                                                                                                          \
    g_return_val_if_fail (self != NULL && rule != NULL && calendar != NULL, FALSE);                          \
    g_return_val_if_fail (length == 0 || (from != NULL && out != NULL), FALSE);                              \
                                                                                                             \
    const CpplanRule *found = find_rule (self, rule, error);                                                 \
    if (found == NULL)                                                                                       \
      return FALSE;                                                                                          \
    Answers answers = { .calendar = calendar, .rule = found, .answer = due_of };                             \
    answer_each_##width (&answers, from, from_stride, out, length, out_n_outside, out_first_outside);        \
    return TRUE;                                                                                             \
  }                                                                                                          \
                                                                                                             \
  gboolean cpplan_policy_act_by_##width (const CpplanPolicy *self, const char *rule,                         \
                                         const CpplanCalendar *calendar, const Element *from,                \
                                         gsize from_stride, Element *out, gsize length,                      \
                                         gsize *out_n_outside, gsize *out_first_outside, GError **error)     \
  {                                                                                                          \
    g_return_val_if_fail (self != NULL && rule != NULL && calendar != NULL, FALSE);                          \
    g_return_val_if_fail (length == 0 || (from != NULL && out != NULL), FALSE);                              \
                                                                                                             \
    const CpplanRule *found = find_rule (self, rule, error);                                                 \
    if (found == NULL || !check_not_bar (found, error))                                                      \
      return FALSE;                                                                                          \
    Answers answers = { .calendar = calendar, .rule = found, .answer = act_by_of };                          \
    answer_each_##width (&answers, from, from_stride, out, length, out_n_outside, out_first_outside);        \
    return TRUE;                                                                                             \
  }

DEFINE_PUBLIC_FORMS (i32, gint32)
DEFINE_PUBLIC_FORMS (i64, gint64)
