/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cpplan-policy-private.h"

#include <string.h>

static CpplanPolicySet *
new_set (void)
{
  CpplanPolicySet *self = g_new (CpplanPolicySet, 1);
  self->ref_count = 1;
  self->policies = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_policy_unref);
  return self;
}

static gint
compare_policies (gconstpointer a, gconstpointer b)
{
  const CpplanEdition *x = (*(CpplanPolicy *const *) a)->edition;
  const CpplanEdition *y = (*(CpplanPolicy *const *) b)->edition;
  gint                 order = strcmp (x->policy, y->policy);
  if (order != 0)
    return order;
  /* No bound is G_MININT32, before every day. */
  return (x->from > y->from) - (x->from < y->from);
}

static void
add_policy (CpplanPolicySet *self, CpplanPolicy *policy)
{
  g_ptr_array_add (self->policies, cpplan_policy_ref (policy));
  g_ptr_array_sort (self->policies, compare_policies);
}

/* What the head of a text says, without reading its rules. */
typedef struct
{
  char    *id;      /* "" where there is none: the reader will say so */
  char    *extends; /* or NULL */
  guint    extends_line;
  guint    in_force_line; /* of the group, where there is no such key */
  gboolean done;
} Head;

static void
clear_head (gpointer data)
{
  Head *head = data;
  g_free (head->id);
  g_free (head->extends);
}

/* The value of a key, or NULL, and its line, or that of the group. */
static char *
value_of (const CpplanGroup *group, const char *key, guint *out_line)
{
  const CpplanKey *found = cpplan_group_find (group, key);
  *out_line = found == NULL ? group->line : found->line;
  return found == NULL ? NULL : g_strdup (found->value);
}

static gboolean
read_head (const char *text, Head *head, GError **error)
{
  g_autoptr (GPtrArray) groups = cpplan_key_file_read (text, error);
  if (groups == NULL)
    return FALSE;
  for (guint i = 0; i < groups->len && head->id == NULL; i++)
    {
      const CpplanGroup *group = g_ptr_array_index (groups, i);
      if (strcmp (group->name, "policy") != 0)
        continue;
      guint line;
      head->id = value_of (group, "id", &line);
      head->extends = value_of (group, "extends", &head->extends_line);
      g_free (value_of (group, "in-force", &head->in_force_line));
    }
  if (head->id == NULL)
    head->id = g_strdup ("");
  return TRUE;
}

/* Whether a text still to be read has that id. */
static gboolean
is_awaited (const GArray *heads, const char *id, guint except)
{
  for (guint i = 0; i < heads->len; i++)
    {
      const Head *head = &g_array_index (heads, Head, i);
      if (i != except && !head->done && strcmp (head->id, id) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
read_heads (const char *const *texts, gsize n_texts, GArray *heads, gsize *out_index, GError **error)
{
  for (gsize i = 0; i < n_texts; i++)
    {
      Head head = { 0 };
      *out_index = i;
      gboolean good = read_head (texts[i], &head, error);
      g_array_append_val (heads, head);
      if (!good)
        return FALSE;
    }
  return TRUE;
}

/* Reads each text once what it extends is there. */
static gboolean
read_texts (CpplanPolicySet *self, const char *const *texts, GArray *heads, gsize *out_index, GError **error)
{
  for (guint left = heads->len; left > 0;)
    {
      guint before = left;
      for (guint i = 0; i < heads->len; i++)
        {
          Head *head = &g_array_index (heads, Head, i);
          if (head->done || (head->extends != NULL && is_awaited (heads, head->extends, i)))
            continue;
          *out_index = i;
          g_autoptr (CpplanPolicy) policy = cpplan_policy_new_from_text (texts[i], self, error);
          if (policy == NULL)
            return FALSE;
          add_policy (self, policy);
          head->done = TRUE;
          left--;
        }
      if (left == before)
        {
          guint i = 0;
          while (g_array_index (heads, Head, i).done)
            i++;
          *out_index = i;
          const Head      *head = &g_array_index (heads, Head, i);
          g_autofree char *shown = cpplan_echo (head->id);
          cpplan_policy_set_error (error, head->extends_line, "policy", "extends", "%s extends itself in a circle", shown);
          return FALSE;
        }
    }
  return TRUE;
}

/* The text of an edition of this id that begins last, to name a place for an overlap. */
static gsize
text_of (const char *const *texts, gsize n_texts, const CpplanPolicy *policy)
{
  gsize i = 0;
  while (i + 1 < n_texts && strcmp (texts[i], policy->text) != 0)
    i++;
  return i;
}

static gboolean
check_editions (const CpplanPolicySet *self, const char *const *texts, const GArray *heads, gsize *out_index, GError **error)
{
  for (guint i = 1; i < self->policies->len; i++)
    {
      const CpplanPolicy  *later = g_ptr_array_index (self->policies, i);
      const CpplanEdition *a = ((CpplanPolicy *) g_ptr_array_index (self->policies, i - 1))->edition;
      const CpplanEdition *b = later->edition;
      if (strcmp (a->policy, b->policy) != 0)
        continue;
      if (b->from != CPPLAN_DATE_NONE && a->until != CPPLAN_DATE_NONE && a->until < b->from)
        continue;
      *out_index = text_of (texts, heads->len, later);
      cpplan_policy_set_error (error, g_array_index (heads, Head, *out_index).in_force_line, "policy", "in-force",
                               "two editions of %s hold at one time", b->policy);
      return FALSE;
    }
  return TRUE;
}

CpplanPolicySet *
cpplan_policy_set_new_from_texts (const char *const *texts, gsize n_texts, const CpplanPolicySet *base, gsize *out_index, GError **error)
{
  g_return_val_if_fail (texts != NULL || n_texts == 0, NULL);

  gsize              index = 0;
  g_autoptr (GArray) heads = g_array_new (FALSE, FALSE, sizeof (Head));
  g_array_set_clear_func (heads, clear_head);
  g_autoptr (CpplanPolicySet) self = new_set ();

  gboolean good = read_heads (texts, n_texts, heads, &index, error);
  for (guint i = 0; good && base != NULL && i < base->policies->len; i++)
    {
      CpplanPolicy *policy = g_ptr_array_index (base->policies, i);
      if (!is_awaited (heads, policy->edition->policy, G_MAXUINT))
        g_ptr_array_add (self->policies, cpplan_policy_ref (policy));
    }
  good = good && read_texts (self, texts, heads, &index, error) && check_editions (self, texts, heads, &index, error);
  if (!good && out_index != NULL)
    *out_index = index;
  return good ? g_steal_pointer (&self) : NULL;
}

CpplanPolicySet *
cpplan_policy_set_new_builtin (GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  for (gsize i = 0; cpplan_builtins[i].id != NULL; i++)
    g_ptr_array_add (texts, (gpointer) cpplan_builtins[i].text);
  return cpplan_policy_set_new_from_texts ((const char *const *) texts->pdata, texts->len, NULL, NULL, error);
}

CpplanPolicy *
cpplan_policy_new_builtin (const char *id, GError **error)
{
  g_return_val_if_fail (id != NULL, NULL);

  g_autoptr (CpplanPolicySet) set = cpplan_policy_set_new_builtin (error);
  if (set == NULL)
    return NULL;
  const CpplanPolicy *policy = cpplan_policy_set_find (set, id);
  if (policy != NULL)
    return cpplan_policy_ref ((CpplanPolicy *) policy);
  g_autofree char *shown = cpplan_echo (id);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "there is no policy %s", shown);
  return NULL;
}

CpplanPolicySet *
cpplan_policy_set_ref (CpplanPolicySet *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_policy_set_unref (CpplanPolicySet *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_ptr_array_unref (self->policies);
  g_free (self);
}

gsize
cpplan_policy_set_get_length (const CpplanPolicySet *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->policies->len;
}

const CpplanPolicy *
cpplan_policy_set_get_policy (const CpplanPolicySet *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->policies->len, NULL);
  return g_ptr_array_index (self->policies, index);
}

const CpplanPolicy *
cpplan_policy_set_find (const CpplanPolicySet *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  for (guint i = self->policies->len; i > 0; i--)
    {
      const CpplanPolicy *policy = g_ptr_array_index (self->policies, i - 1);
      if (strcmp (policy->edition->policy, id) == 0)
        return policy;
    }
  return NULL;
}
