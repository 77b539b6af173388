/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "deadlines.h"

#include "table.h"

typedef struct
{
  const CpplanTimetable *timetable;
  const CpplanDeadline  *deadline;
  guint                  order; /* as they came, so that equals stay so */
} Row;

/* How near to the top a state belongs. */
static gint
get_rank (CpplanState state)
{
  switch (state)
    {
    case CPPLAN_STATE_OVERDUE:
      return 0;
    case CPPLAN_STATE_UNDETERMINED:
    case CPPLAN_STATE_SHORT_NOTICE:
      return 1;
    case CPPLAN_STATE_OPEN:
    case CPPLAN_STATE_EXTENDED:
      return 2;
    case CPPLAN_STATE_MET:
    case CPPLAN_STATE_MET_LATE:
    case CPPLAN_STATE_CLOSED:
    case CPPLAN_STATE_LAPSED:
    case CPPLAN_STATE_BARRED:
    case CPPLAN_STATE_CLEAR:
    case CPPLAN_STATE_PROJECTED:
    case CPPLAN_STATE_ADVISED:
      return 3;
    }
  g_return_val_if_reached (3);
}

static Tone
get_tone (CpplanState state)
{
  gint rank = get_rank (state);
  if (rank == 0)
    return TONE_ALARM;
  if (rank == 1)
    return TONE_CARE;
  return state == CPPLAN_STATE_MET ? TONE_GOOD : TONE_PLAIN;
}

/* Rows without due day come last among their like. */
static gint64
get_due_order (const CpplanDeadline *deadline)
{
  CpplanDate due = cpplan_deadline_get_due (deadline);
  if (due == CPPLAN_DATE_NONE)
    due = cpplan_deadline_get_due_at_least (deadline);
  return due == CPPLAN_DATE_NONE ? G_MAXINT64 : due;
}

static gint
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *x = a;
  const Row *y = b;
  gint       x_rank = get_rank (cpplan_deadline_get_state (x->deadline));
  gint       y_rank = get_rank (cpplan_deadline_get_state (y->deadline));
  if (x_rank != y_rank)
    return x_rank - y_rank;
  gint64 x_due = get_due_order (x->deadline);
  gint64 y_due = get_due_order (y->deadline);
  if (x_due != y_due)
    return x_due < y_due ? -1 : 1;
  return x->order < y->order ? -1 : 1;
}

char *
deadlines_spell_due (const CpplanDeadline *deadline)
{
  CpplanDate       at_least = cpplan_deadline_get_due_at_least (deadline);
  g_autofree char *day = shell_spell_date (at_least);
  if (at_least == CPPLAN_DATE_NONE)
    return shell_spell_date (cpplan_deadline_get_due (deadline));
  return g_strdup_printf ("%s or later", day);
}

char *
deadlines_spell_rule (const CpplanDeadline *deadline)
{
  const char *title = cpplan_rule_get_title (cpplan_deadline_get_rule (deadline));
  const char *member = cpplan_deadline_get_member (deadline);
  return member == NULL ? g_strdup (title) : g_strdup_printf ("%s (%s)", title, member);
}

char *
deadlines_spell_event (const CpplanEvent *event, CpplanDate date)
{
  g_autofree char *day = shell_spell_date (date);
  if (event == NULL)
    return g_steal_pointer (&day);
  return g_strdup_printf ("%s%s%s", cpplan_event_get_id (event), day == NULL ? "" : ", ",
                          day == NULL ? "" : day);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

char *
deadlines_spell_flags (guint flags, const char *between)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint bit = 0; bit < 32; bit++)
    if ((flags & (1u << bit)) != 0)
      g_ptr_array_add (names, (gpointer) cpplan_flag_to_string ((CpplanFlags) (1u << bit)));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (between, (char **) names->pdata);
}

/* The flags, and what would settle it where that is open. */
static char *
spell_remarks (const CpplanDeadline *deadline)
{
  g_autofree char *flags = deadlines_spell_flags (cpplan_deadline_get_flags (deadline), ", ");
  g_autofree char *needs = g_strjoinv (", ", (char **) cpplan_deadline_get_needs (deadline));
  if (needs[0] == '\0')
    return g_steal_pointer (&flags);
  return g_strdup_printf ("%s%sneeds %s", flags, flags[0] == '\0' ? "" : "; ", needs);
}

/* The policy of a row, where a timetable has several. */
static char *
spell_policy (const Row *row)
{
  const char *edition = cpplan_deadline_get_edition (row->deadline);
  if (!cpplan_timetable_is_timeline (row->timetable))
    return NULL;
  return g_strdup_printf ("%s%s%s", cpplan_deadline_get_policy (row->deadline), edition == NULL ? "" : " ",
                          edition == NULL ? "" : edition);
}

static const char *const headers[] = {
  "CASE", "STATE", "DUE", "ACT BY", "RULE", "POLICY", "TRIGGER", "MET", "FLAGS", NULL,
};

enum
{
  STATE_COLUMN = 1
};

static void
add_row (Table *table, const Row *row, gboolean is_caseload, gboolean is_explained)
{
  const CpplanDeadline *deadline = row->deadline;
  CpplanState           state = cpplan_deadline_get_state (deadline);
  const char           *case_id = cpplan_case_get_id (cpplan_timetable_get_case (row->timetable));
  char                **cells = g_new0 (char *, G_N_ELEMENTS (headers) - 1);
  guint                 i = 0;

  cells[i++] = is_caseload ? g_strdup (case_id) : NULL;
  cells[i++] = g_strdup (cpplan_state_to_string (state));
  cells[i++] = deadlines_spell_due (deadline);
  cells[i++] = shell_spell_date (cpplan_deadline_get_act_by (deadline));
  cells[i++] = deadlines_spell_rule (deadline);
  cells[i++] = spell_policy (row);
  cells[i++] = deadlines_spell_event (cpplan_deadline_get_trigger (deadline), cpplan_deadline_get_from (deadline));
  cells[i++] = deadlines_spell_event (cpplan_deadline_get_met_by (deadline), cpplan_deadline_get_met_on (deadline));
  cells[i++] = spell_remarks (deadline);
  table_add (table, get_tone (state), cells, is_explained ? cpplan_deadline_explain (deadline) : NULL);
}

static GArray *
gather_rows (const GPtrArray *timetables)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  for (guint i = 0; i < timetables->len; i++)
    {
      const CpplanTimetable *timetable = g_ptr_array_index (timetables, i);
      for (gsize j = 0; j < cpplan_timetable_get_length (timetable); j++)
        {
          Row row = { timetable, cpplan_timetable_get_deadline (timetable, j), rows->len };
          g_array_append_val (rows, row);
        }
    }
  g_array_sort (rows, compare_rows);
  return rows;
}

void
deadlines_append_table (GString         *out,
                        const GPtrArray *timetables,
                        gboolean         is_caseload,
                        gboolean         is_explained,
                        gboolean         is_coloured)
{
  g_autoptr (GArray) rows = gather_rows (timetables);
  g_autoptr (Table)  table = table_new (headers, STATE_COLUMN);

  if (rows->len == 0)
    {
      g_string_append (out, "no deadlines\n");
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    add_row (table, &g_array_index (rows, Row, i), is_caseload, is_explained);
  table_print (table, is_coloured, out);
}

void
deadlines_append_warning (GString *out, const CpplanWarning *warning, gboolean is_first)
{
  g_string_append_printf (out, "%swarning: %s: %s (%s)\n", is_first ? "\n" : "", warning->subject, warning->message, warning->id);
}

void
deadlines_append_warnings (GString *out, const CpplanTimetable *timetable)
{
  for (gsize i = 0; i < cpplan_timetable_get_n_warnings (timetable); i++)
    deadlines_append_warning (out, cpplan_timetable_get_warning (timetable, i), i == 0);
}
