/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows that two timetables of one record do not have alike. */
#include "cpplan-engine-private.h"

typedef struct
{
  const CpplanDeadline *from; /* lent by the timetables, or NULL */
  const CpplanDeadline *to;
} RowPair;

struct _CpplanTimetableDiff
{
  gint             ref_count;
  CpplanTimetable *from; /* owned reference */
  CpplanTimetable *to;
  GArray          *pairs; /* (element-type RowPair) */
};

/* What a row is, whatever it comes to. Ids have no line ends. */
static char *
identify (const CpplanDeadline *row)
{
  const CpplanEvent *trigger = cpplan_deadline_get_trigger (row);
  const char        *member = cpplan_deadline_get_member (row);
  return g_strdup_printf ("%s\n%s\n%s", row->rule->id, trigger == NULL ? "" : trigger->id, member == NULL ? "" : member);
}

static void
free_queue (gpointer data)
{
  g_queue_free (data);
}

/* The rows of one identity, in their order. */
static GHashTable *
index_rows (const CpplanTimetable *timetable)
{
  GHashTable *rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_queue);
  for (gsize i = 0; i < cpplan_timetable_get_length (timetable); i++)
    {
      const CpplanDeadline *row = cpplan_timetable_get_deadline (timetable, i);
      char                 *identity = identify (row);
      GQueue               *queue = g_hash_table_lookup (rows, identity);
      if (queue == NULL)
        g_hash_table_insert (rows, g_strdup (identity), queue = g_queue_new ());
      g_queue_push_tail (queue, (gpointer) row);
      g_free (identity);
    }
  return rows;
}

static gboolean
is_alike (const CpplanDeadline *a, const CpplanDeadline *b)
{
  return a->due.due == b->due.due && a->due.at_least == b->due.at_least && a->state == b->state;
}

static void
pair_rows (CpplanTimetableDiff *self)
{
  g_autoptr (GHashTable) others = index_rows (self->to);
  g_autoptr (GHashTable) paired = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; i < cpplan_timetable_get_length (self->from); i++)
    {
      const CpplanDeadline *row = cpplan_timetable_get_deadline (self->from, i);
      g_autofree char      *identity = identify (row);
      GQueue               *queue = g_hash_table_lookup (others, identity);
      const CpplanDeadline *other = queue == NULL ? NULL : g_queue_pop_head (queue);
      if (other != NULL)
        g_hash_table_add (paired, (gpointer) other);
      if (other == NULL || !is_alike (row, other))
        g_array_append_val (self->pairs, ((RowPair){ row, other }));
    }
  for (gsize i = 0; i < cpplan_timetable_get_length (self->to); i++)
    {
      const CpplanDeadline *row = cpplan_timetable_get_deadline (self->to, i);
      if (!g_hash_table_contains (paired, row))
        g_array_append_val (self->pairs, ((RowPair){ NULL, row }));
    }
}

CpplanTimetableDiff *
cpplan_timetable_diff_new (CpplanTimetable *from, CpplanTimetable *to)
{
  g_return_val_if_fail (from != NULL && to != NULL, NULL);

  CpplanTimetableDiff *self = g_new (CpplanTimetableDiff, 1);
  self->ref_count = 1;
  self->from = cpplan_timetable_ref (from);
  self->to = cpplan_timetable_ref (to);
  self->pairs = g_array_new (FALSE, FALSE, sizeof (RowPair));
  pair_rows (self);
  return self;
}

CpplanTimetableDiff *
cpplan_timetable_diff_ref (CpplanTimetableDiff *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
cpplan_timetable_diff_unref (CpplanTimetableDiff *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_array_unref (self->pairs);
  cpplan_timetable_unref (self->from);
  cpplan_timetable_unref (self->to);
  g_free (self);
}

const CpplanCase *
cpplan_timetable_diff_get_case (const CpplanTimetableDiff *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return cpplan_timetable_get_case (self->from);
}

gsize
cpplan_timetable_diff_get_length (const CpplanTimetableDiff *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->pairs->len;
}

const CpplanDeadline *
cpplan_timetable_diff_get_from (const CpplanTimetableDiff *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->pairs->len, NULL);
  return g_array_index (self->pairs, RowPair, index).from;
}

const CpplanDeadline *
cpplan_timetable_diff_get_to (const CpplanTimetableDiff *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->pairs->len, NULL);
  return g_array_index (self->pairs, RowPair, index).to;
}
