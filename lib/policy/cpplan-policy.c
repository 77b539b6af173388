/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A policy, from its text: what holds for the whole file, parameters, rules, and what it inherits. */
#include "cpplan-policy-private.h"

#include <string.h>

CpplanEdition *
cpplan_edition_ref (CpplanEdition *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_edition_unref (CpplanEdition *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->policy);
  g_free (self->title);
  g_free (self->edition);
  g_strfreev (self->scope);
  g_free (self);
}

gboolean
cpplan_edition_in_force (const CpplanEdition *self, CpplanDate date)
{
  return (self->from == CPPLAN_DATE_NONE || date >= self->from) && (self->until == CPPLAN_DATE_NONE || date <= self->until);
}

/* ---- the [policy] group ---- */

typedef struct
{
  CpplanPolicy      *policy;
  const CpplanGroup *group;
  const CpplanKey   *key;
  char             **omit; /* ids of rules not to inherit, or NULL */
  GError           **error;
} Maker;

typedef gboolean (*ReadKey) (Maker *maker, const char *value);

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

static gboolean
take_name (Maker *maker, const char *value, char **out)
{
  *out = g_strdup (value);
  if (cpplan_is_name (value))
    return TRUE;
  g_autofree char *shown = cpplan_echo (value);
  return refuse (maker, "%s is not a lower-case name", shown);
}

static gboolean
take_names (Maker *maker, const char *value, char ***out)
{
  g_strfreev (*out);
  *out = g_strsplit (value, " ", -1);
  for (gsize i = 0; (*out)[i] != NULL; i++)
    if (!cpplan_is_name ((*out)[i]))
      return refuse (maker, "lower-case names are wanted, apart by one blank");
  return TRUE;
}

static gboolean
take_date (Maker *maker, const char *value, CpplanDate *out)
{
  g_autoptr (GError) cause = NULL;
  return cpplan_date_parse (value, out, &cause) || refuse (maker, "%s", cause->message);
}

static gboolean
read_id (Maker *maker, const char *value)
{
  return take_name (maker, value, &maker->policy->edition->policy);
}

static gboolean
read_title (Maker *maker, const char *value)
{
  maker->policy->edition->title = g_strdup (value);
  return TRUE;
}

static gboolean
read_edition (Maker *maker, const char *value)
{
  maker->policy->edition->edition = g_strdup (value);
  return TRUE;
}

static gboolean
read_published (Maker *maker, const char *value)
{
  return take_date (maker, value, &maker->policy->edition->published);
}

static gboolean
read_reviewed (Maker *maker, const char *value)
{
  return take_date (maker, value, &maker->policy->edition->reviewed);
}

/* `2024-10-04 .. 2025-04-03`; a missing side is no bound. */
static gboolean
read_in_force (Maker *maker, const char *value)
{
  CpplanEdition *edition = maker->policy->edition;
  const char    *dots = strstr (value, "..");
  if (dots == NULL)
    return refuse (maker, "two days with .. between are wanted; a missing one is no bound");
  g_autofree char *from = g_strstrip (g_strndup (value, (gsize) (dots - value)));
  g_autofree char *until = g_strstrip (g_strdup (dots + 2));
  if ((*from != '\0' && !take_date (maker, from, &edition->from))
      || (*until != '\0' && !take_date (maker, until, &edition->until)))
    return FALSE;
  if (edition->from != CPPLAN_DATE_NONE && edition->until != CPPLAN_DATE_NONE && edition->from > edition->until)
    return refuse (maker, "ends before it begins");
  return TRUE;
}

static gboolean
read_extends (Maker *maker, const char *value)
{
  return take_name (maker, value, &maker->policy->extends);
}

static gboolean
read_calendar (Maker *maker, const char *value)
{
  return take_name (maker, value, &maker->policy->calendar);
}

static gboolean
read_scope (Maker *maker, const char *value)
{
  return take_names (maker, value, &maker->policy->edition->scope);
}

static gboolean
read_ref (Maker *maker, const char *value)
{
  g_strfreev (maker->policy->refs);
  maker->policy->refs = g_strsplit (value, " ", -1);
  return TRUE;
}

static gboolean
read_omit (Maker *maker, const char *value)
{
  return take_names (maker, value, &maker->omit);
}

static gboolean
read_note (Maker *maker, const char *value)
{
  (void) maker;
  (void) value;
  return TRUE;
}

static const struct
{
  const char *key;
  gboolean    needed;
  ReadKey     read;
} policy_keys[] = {
  { "id", TRUE, read_id },
  { "title", TRUE, read_title },
  { "edition", FALSE, read_edition },
  { "published", FALSE, read_published },
  { "reviewed", FALSE, read_reviewed },
  { "in-force", FALSE, read_in_force },
  { "extends", FALSE, read_extends },
  { "omit", FALSE, read_omit },
  { "calendar", FALSE, read_calendar },
  { "scope", FALSE, read_scope },
  { "ref", FALSE, read_ref },
  { "note", FALSE, read_note },
};

static gboolean
read_policy_group (Maker *maker)
{
  for (guint i = 0; i < maker->group->keys->len; i++)
    {
      gsize row = 0;
      maker->key = &g_array_index (maker->group->keys, CpplanKey, i);
      while (row < G_N_ELEMENTS (policy_keys) && strcmp (policy_keys[row].key, maker->key->key) != 0)
        row++;
      if (row == G_N_ELEMENTS (policy_keys))
        return refuse (maker, "no such key");
      if (!policy_keys[row].read (maker, maker->key->value))
        return FALSE;
    }
  maker->key = NULL;
  for (gsize row = 0; row < G_N_ELEMENTS (policy_keys); row++)
    if (policy_keys[row].needed && cpplan_group_find (maker->group, policy_keys[row].key) == NULL)
      return refuse (maker, "a policy needs the key %s", policy_keys[row].key);
  return TRUE;
}

/* ---- inheritance ---- */

static gboolean
find_parent (Maker *maker, const CpplanPolicySet *parents)
{
  CpplanPolicy *policy = maker->policy;
  if (policy->extends == NULL)
    {
      if (maker->omit != NULL)
        {
          maker->key = cpplan_group_find (maker->group, "omit");
          return refuse (maker, "nothing is inherited");
        }
      return TRUE;
    }
  maker->key = cpplan_group_find (maker->group, "extends");
  if (strcmp (policy->extends, policy->edition->policy) == 0)
    return refuse (maker, "a policy cannot extend itself: that is a circle");
  const CpplanPolicy *parent = parents == NULL ? NULL : cpplan_policy_set_find (parents, policy->extends);
  if (parent == NULL)
    {
      g_autofree char *shown = cpplan_echo (policy->extends);
      return refuse (maker, "there is no policy %s", shown);
    }
  for (const CpplanPolicy *up = parent; up != NULL; up = up->parent)
    if (strcmp (up->edition->policy, policy->edition->policy) == 0)
      return refuse (maker, "%s extends %s in its turn: that is a circle", policy->extends, policy->edition->policy);
  policy->parent = cpplan_policy_ref ((CpplanPolicy *) parent);
  if (policy->calendar == NULL)
    policy->calendar = g_strdup (parent->calendar);
  maker->key = NULL;
  return TRUE;
}

static void
insert_parameter (CpplanPolicy *self, const char *name, CpplanPeriod value)
{
  CpplanPeriod *copy = g_new (CpplanPeriod, 1);
  *copy = value;
  g_hash_table_insert (self->parameters, g_strdup (name), copy);
}

static void
inherit_parameters (CpplanPolicy *self)
{
  GHashTableIter iter;
  gpointer       name;
  gpointer       value;
  if (self->parent == NULL)
    return;
  g_hash_table_iter_init (&iter, self->parent->parameters);
  while (g_hash_table_iter_next (&iter, &name, &value))
    insert_parameter (self, name, *(CpplanPeriod *) value);
}

static gboolean
read_parameters (Maker *maker)
{
  inherit_parameters (maker->policy);
  for (guint i = 0; maker->group != NULL && i < maker->group->keys->len; i++)
    {
      g_autoptr (GError) cause = NULL;
      CpplanPeriod       period;
      maker->key = &g_array_index (maker->group->keys, CpplanKey, i);
      if (!cpplan_is_name (maker->key->key))
        return refuse (maker, "a parameter has a lower-case name");
      if (!cpplan_period_parse (maker->key->value, &period, &cause))
        return refuse (maker, "%s", cause->message);
      insert_parameter (maker->policy, maker->key->key, period);
    }
  maker->key = NULL;
  return TRUE;
}

static gboolean
inherit_rules (Maker *maker)
{
  CpplanPolicy *policy = maker->policy;
  for (gsize i = 0; maker->omit != NULL && maker->omit[i] != NULL; i++)
    if (cpplan_policy_find_rule (policy->parent, maker->omit[i]) == NULL)
      {
        maker->key = cpplan_group_find (maker->group, "omit");
        return refuse (maker, "%s has no rule %s", policy->extends, maker->omit[i]);
      }
  g_autoptr (GPtrArray) inherited = g_ptr_array_new (); /* apart, since the own rules are searched in order */
  for (guint i = 0; policy->parent != NULL && i < policy->parent->rules->len; i++)
    {
      CpplanRule *rule = g_ptr_array_index (policy->parent->rules, i);
      if (cpplan_policy_find_rule (policy, rule->id) == NULL
          && (maker->omit == NULL || !cpplan_name_in (rule->id, (const char *const *) maker->omit)))
        g_ptr_array_add (inherited, rule);
    }
  for (guint i = 0; i < inherited->len; i++)
    g_ptr_array_add (policy->rules, cpplan_rule_ref (g_ptr_array_index (inherited, i)));
  return TRUE;
}

/* ---- the whole ---- */

static gint
compare_rules (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(CpplanRule *const *) a)->id, (*(CpplanRule *const *) b)->id);
}

static gboolean
read_rule (CpplanPolicy *self, const CpplanGroup *group, GError **error)
{
  static const char word[] = "rule ";
  if (!g_str_has_prefix (group->name, word))
    {
      cpplan_policy_set_error (error, group->line, group->name, NULL, "no such group");
      return FALSE;
    }
  const char *id = group->name + strlen (word);
  if (!cpplan_is_name (id))
    {
      cpplan_policy_set_error (error, group->line, group->name, NULL, "a rule's id is a lower-case name");
      return FALSE;
    }
  CpplanRule *rule = cpplan_rule_new (group, id, self->edition, self->parameters, error);
  if (rule == NULL)
    return FALSE;
  g_ptr_array_add (self->rules, rule);
  return TRUE;
}

static gboolean
check_named_rule (const CpplanPolicy *self, const CpplanRule *rule, const char *key, const char *named, GError **error)
{
  if (cpplan_policy_find_rule (self, named) != NULL)
    return TRUE;
  const CpplanKey *found = cpplan_group_find (rule->group, key);
  g_autofree char *shown = cpplan_echo (named);
  cpplan_policy_set_error (error, found->line, rule->group->name, key, "there is no rule %s", shown);
  return FALSE;
}

static gboolean
check_sources (const CpplanPolicy *self, const CpplanRule *rule, const char *key, const GArray *sources, GError **error)
{
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const CpplanSource *source = &g_array_index (sources, CpplanSource, i);
      for (gsize r = 0; source->rules != NULL && source->rules[r] != NULL; r++)
        if (!check_named_rule (self, rule, key, source->rules[r], error))
          return FALSE;
    }
  return TRUE;
}

/* Goes where a rule's sources lead, each rule once. */
static gboolean
leads_back (const CpplanPolicy *self, const CpplanRule *rule, GHashTable *done, guint depth)
{
  enum
  {
    DEEPEST = 32
  };
  const GArray *const lists[] = { rule->on, rule->before, rule->extend_to };

  if (g_hash_table_contains (done, rule))
    return FALSE;
  if (depth > DEEPEST) /* a circle is deeper than anything */
    return TRUE;
  for (gsize l = 0; l < G_N_ELEMENTS (lists); l++)
    for (guint i = 0; lists[l] != NULL && i < lists[l]->len; i++)
      {
        const CpplanSource *source = &g_array_index (lists[l], CpplanSource, i);
        for (gsize r = 0; source->rules != NULL && source->rules[r] != NULL; r++)
          if (leads_back (self, cpplan_policy_find_rule (self, source->rules[r]), done, depth + 1))
            return TRUE;
      }
  g_hash_table_add (done, (gpointer) rule);
  return FALSE;
}

/* A ground frees from requirements, not from other grounds or from clocks; of its own condition it may say that a
 * person must judge it. */
static gboolean
check_requirements (const CpplanPolicy *self, const CpplanRule *rule, const char *key, char **ids, GError **error)
{
  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      if (!check_named_rule (self, rule, key, ids[i], error))
        return FALSE;
      const CpplanRule *named = cpplan_policy_find_rule (self, ids[i]);
      if (named->kind == CPPLAN_RULE_KIND_GATE && (named->ground == NULL || (named == rule && ids == rule->refers)))
        continue;
      cpplan_policy_set_error (error, cpplan_group_find (rule->group, key)->line, rule->group->name, key,
                               "%s is no gate that endings require", ids[i]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_bars (const CpplanPolicy *self, const CpplanRule *rule, const char *key, const CpplanExpression *expression, GError **error)
{
  if (expression == NULL)
    return TRUE;
  if (expression->kind == CPPLAN_EXPRESSION_CLEAR)
    {
      if (!check_named_rule (self, rule, key, expression->names[0], error))
        return FALSE;
      if (cpplan_policy_find_rule (self, expression->names[0])->kind == CPPLAN_RULE_KIND_BAR)
        return TRUE;
      cpplan_policy_set_error (error, cpplan_group_find (rule->group, key)->line, rule->group->name, key, "%s is no bar", expression->names[0]);
      return FALSE;
    }
  return check_bars (self, rule, key, expression->left, error) && check_bars (self, rule, key, expression->right, error);
}

/* What a rule says of others, once all are there. */
static gboolean
check_rules (const CpplanPolicy *self, GError **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->rules->len; i++)
    {
      const CpplanRule *rule = g_ptr_array_index (self->rules, i);
      if (!check_requirements (self, rule, "waives", rule->waives, error)
          || !check_requirements (self, rule, "refers", rule->refers, error) || !check_bars (self, rule, "holds", rule->holds, error)
          || !check_bars (self, rule, "when", rule->when, error))
        return FALSE;
      if (!check_sources (self, rule, "on", rule->on, error) || !check_sources (self, rule, "before", rule->before, error)
          || !check_sources (self, rule, "extend-to", rule->extend_to, error)
          || (rule->overrides != NULL && !check_named_rule (self, rule, "overrides", rule->overrides, error)))
        return FALSE;
    }
  for (guint i = 0; i < self->rules->len; i++)
    {
      const CpplanRule *rule = g_ptr_array_index (self->rules, i);
      if (rule->overrides == NULL || cpplan_policy_find_rule (self, rule->overrides)->kind == CPPLAN_RULE_KIND_RECUR)
        continue;
      cpplan_policy_set_error (error, cpplan_group_find (rule->group, "overrides")->line, rule->group->name, "overrides",
                               "%s is no recur, and has no link to extend", rule->overrides);
      return FALSE;
    }
  for (guint i = 0; i < self->rules->len; i++)
    {
      const CpplanRule *rule = g_ptr_array_index (self->rules, i);
      if (!leads_back (self, rule, done, 0))
        continue;
      cpplan_policy_set_error (error, rule->group->line, rule->group->name, NULL, "leans on itself, by way of other rules");
      return FALSE;
    }
  return TRUE;
}

static char *
make_digest (const CpplanPolicy *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) self->text, -1);
  if (self->parent != NULL)
    g_checksum_update (checksum, (const guchar *) self->parent->digest, -1);
  return g_strdup (g_checksum_get_string (checksum));
}

static CpplanPolicy *
new_policy (const char *text)
{
  CpplanPolicy *self = g_new0 (CpplanPolicy, 1);
  self->ref_count = 1;
  self->text = g_strdup (text);
  self->refs = g_new0 (char *, 1);
  self->edition = g_new0 (CpplanEdition, 1);
  self->edition->ref_count = 1;
  self->edition->published = self->edition->reviewed = CPPLAN_DATE_NONE;
  self->edition->from = self->edition->until = CPPLAN_DATE_NONE;
  self->edition->scope = g_new0 (char *, 1);
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_rule_unref);
  self->parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

static const CpplanGroup *
find_group (const GPtrArray *groups, const char *name)
{
  for (guint i = 0; i < groups->len; i++)
    if (strcmp (((CpplanGroup *) g_ptr_array_index (groups, i))->name, name) == 0)
      return g_ptr_array_index (groups, i);
  return NULL;
}

static gboolean
fill (CpplanPolicy *self, const GPtrArray *groups, const CpplanPolicySet *parents, GError **error)
{
  const CpplanGroup *head = find_group (groups, "policy");
  if (head == NULL)
    {
      cpplan_policy_set_error (error, 1, NULL, NULL, "there is no group [policy]");
      return FALSE;
    }
  Maker maker = { .policy = self, .group = head, .error = error };
  Maker parameters = { .policy = self, .group = find_group (groups, "parameters"), .error = error };
  gboolean good = read_policy_group (&maker) && find_parent (&maker, parents) && read_parameters (&parameters);
  for (guint i = 0; good && i < groups->len; i++)
    {
      const CpplanGroup *group = g_ptr_array_index (groups, i);
      if (group != head && group != parameters.group)
        good = read_rule (self, group, error);
    }
  g_ptr_array_sort (self->rules, compare_rules);
  good = good && inherit_rules (&maker);
  g_strfreev (maker.omit);
  g_ptr_array_sort (self->rules, compare_rules);
  return good && check_rules (self, error);
}

CpplanPolicy *
cpplan_policy_new_from_text (const char *text, const CpplanPolicySet *parents, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autoptr (GPtrArray) groups = cpplan_key_file_read (text, error);
  if (groups == NULL)
    return NULL;
  g_autoptr (CpplanPolicy) self = new_policy (text);
  if (!fill (self, groups, parents, error))
    return NULL;
  self->digest = make_digest (self);
  return g_steal_pointer (&self);
}

CpplanPolicy *
cpplan_policy_ref (CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_policy_unref (CpplanPolicy *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  cpplan_policy_unref (self->parent);
  cpplan_edition_unref (self->edition);
  g_free (self->extends);
  g_free (self->calendar);
  g_strfreev (self->refs);
  g_ptr_array_unref (self->rules);
  g_hash_table_unref (self->parameters);
  g_free (self->text);
  g_free (self->digest);
  g_free (self);
}

const CpplanRule *
cpplan_policy_find_rule (const CpplanPolicy *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  guint low = 0;
  guint high = self->rules->len;
  while (low < high)
    {
      guint             middle = low + (high - low) / 2;
      const CpplanRule *rule = g_ptr_array_index (self->rules, middle);
      gint              order = strcmp (rule->id, id);
      if (order == 0)
        return rule;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

const CpplanRule *
cpplan_policy_next_exception (const CpplanPolicy *self, const CpplanRule *rule, guint *index)
{
  while (*index < self->rules->len)
    {
      const CpplanRule *candidate = g_ptr_array_index (self->rules, (*index)++);
      if (candidate->overrides != NULL && strcmp (candidate->overrides, rule->id) == 0)
        return candidate;
    }
  return NULL;
}

gboolean
cpplan_policy_inherits (const CpplanPolicy *self, const CpplanRule *rule)
{
  g_return_val_if_fail (self != NULL && rule != NULL, FALSE);
  return strcmp (rule->edition->policy, self->edition->policy) != 0;
}

const char *
cpplan_policy_get_id (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->edition->policy;
}

const char *
cpplan_policy_get_title (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->edition->title;
}

const char *
cpplan_policy_get_edition (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->edition->edition;
}

const char *
cpplan_policy_get_extends (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->extends;
}

const char *
cpplan_policy_get_calendar (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->calendar;
}

CpplanDate
cpplan_policy_get_published (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->edition->published;
}

CpplanDate
cpplan_policy_get_reviewed (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, CPPLAN_DATE_NONE);
  return self->edition->reviewed;
}

void
cpplan_policy_get_in_force (const CpplanPolicy *self, CpplanDate *out_from, CpplanDate *out_until)
{
  g_return_if_fail (self != NULL && out_from != NULL && out_until != NULL);
  *out_from = self->edition->from;
  *out_until = self->edition->until;
}

const char *const *
cpplan_policy_get_scope (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return (const char *const *) self->edition->scope;
}

const char *const *
cpplan_policy_get_refs (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return (const char *const *) self->refs;
}

const char *
cpplan_policy_get_digest (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->digest;
}

const char *
cpplan_policy_get_text (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->text;
}

gsize
cpplan_policy_get_n_rules (const CpplanPolicy *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->rules->len;
}

const CpplanRule *
cpplan_policy_get_rule (const CpplanPolicy *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->rules->len, NULL);
  return g_ptr_array_index (self->rules, index);
}
