/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Many cases at once. Lines are answered by some threads and told in the order in which they came, however
 * soon each was done; only so many are underway that memory does not grow with the file. (A CpplanCaseload has all of
 * its records in memory, and reading them is most of the work here.)
 */
#include "deadlines.h"
#include "lines.h"
#include "question.h"

#include <unistd.h>

#define MAX_JOBS 1024

/* A thread takes so many lines at once: for one line alone, waking it would cost as much as answering it. So
 * many batches are read ahead for each thread that none waits for another's long line. */
#define BATCH_LINES     32
#define BATCH_BYTES     (1024 * 1024)
#define BATCHES_PER_JOB 4

/* How many cases pass between two signs of progress. */
#define PROGRESS_STEP 100

typedef enum
{
  FORM_TABLE = 1,
  FORM_CSV,
  FORM_JSON,
} Form;

typedef struct
{
  guint            number; /* from 1 */
  char            *text;   /* owned; NULL once it is answered */
  gsize            length;
  char            *answer;    /* in text; or NULL */
  CpplanTimetable *timetable; /* for a table; or NULL */
  GError          *error;     /* or NULL */
} Line;

typedef struct
{
  GPtrArray *lines; /* (element-type Line) */
  gsize      n_bytes;
  gboolean   is_done;
} Batch;

typedef struct
{
  const char *path;
  Question    question;
  Form        form;
  guint       n_jobs;
  gboolean    shows_progress;

  GThreadPool *pool;  /* NULL: this thread does it */
  GMutex       mutex; /* over `is_done` of every batch */
  GCond        done;
  GQueue       underway; /* (element-type Batch), in the order of the file */

  GPtrArray *timetables; /* (element-type CpplanTimetable), for a table */
  guint      n_lines;
  guint      n_wrong;
} Caseload;

static void
line_free (Line *line)
{
  g_free (line->text);
  g_free (line->answer);
  g_clear_pointer (&line->timetable, cpplan_timetable_unref);
  g_clear_error (&line->error);
  g_free (line);
}

static void
answer_line (Line *line, const Caseload *caseload)
{
  g_autoptr (CpplanCase)      record = cpplan_json_case_new (line->text, (gssize) line->length, &line->error);
  g_autoptr (CpplanTimetable) timetable = NULL;

  g_clear_pointer (&line->text, g_free);
  if (record != NULL)
    timetable = question_ask (&caseload->question, record, &line->error);
  if (timetable == NULL)
    return;
  switch (caseload->form)
    {
    case FORM_TABLE:
      line->timetable = g_steal_pointer (&timetable);
      break;
    case FORM_CSV:
      {
        GString *rows = g_string_new (NULL);
        deadlines_append_csv (rows, timetable);
        line->answer = g_string_free (rows, FALSE);
        break;
      }
    case FORM_JSON:
      {
        g_autofree char *document = cpplan_json_timetable_to_string (timetable, CPPLAN_JSON_COMPACT);
        line->answer = g_strconcat (document, "\n", NULL);
        break;
      }
    }
}

static Batch *
batch_new (void)
{
  Batch *batch = g_new0 (Batch, 1);
  batch->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  return batch;
}

static void
batch_free (Batch *batch)
{
  g_ptr_array_unref (batch->lines);
  g_free (batch);
}

static void
work (gpointer data, gpointer user_data)
{
  Batch    *batch = data;
  Caseload *caseload = user_data;

  for (guint i = 0; i < batch->lines->len; i++)
    answer_line (g_ptr_array_index (batch->lines, i), caseload);
  g_mutex_lock (&caseload->mutex);
  batch->is_done = TRUE;
  g_cond_signal (&caseload->done);
  g_mutex_unlock (&caseload->mutex);
}

static void
wait_for (Caseload *caseload, const Batch *batch)
{
  g_mutex_lock (&caseload->mutex);
  while (!batch->is_done)
    g_cond_wait (&caseload->done, &caseload->mutex);
  g_mutex_unlock (&caseload->mutex);
}

static void
clear_progress (const Caseload *caseload)
{
  if (caseload->shows_progress)
    fputs ("\r\033[K", stderr);
}

static void
show_progress (const Caseload *caseload)
{
  if (caseload->shows_progress && caseload->n_lines % PROGRESS_STEP == 0)
    fprintf (stderr, "\r%u cases", caseload->n_lines);
}

static void
tell_line (Caseload *caseload, Line *line)
{
  caseload->n_lines++;
  if (line->error != NULL)
    {
      caseload->n_wrong++;
      clear_progress (caseload);
      shell_complain_of_line (caseload->path, line->number, line->error);
    }
  if (line->answer != NULL)
    fputs (line->answer, stdout);
  if (line->timetable != NULL)
    g_ptr_array_add (caseload->timetables, g_steal_pointer (&line->timetable));
  show_progress (caseload);
}

/* Tells the first of the batches underway. */
static void
finish_batch (Caseload *caseload)
{
  Batch *batch = g_queue_pop_head (&caseload->underway);

  wait_for (caseload, batch);
  for (guint i = 0; i < batch->lines->len; i++)
    tell_line (caseload, g_ptr_array_index (batch->lines, i));
  batch_free (batch);
}

static void
begin_batch (Caseload *caseload, Batch *batch)
{
  g_queue_push_tail (&caseload->underway, batch);
  if (caseload->pool == NULL)
    work (batch, caseload);
  else
    g_thread_pool_push (caseload->pool, batch, NULL);
}

static void
add_line (Batch *batch, char *text, gsize length, guint number)
{
  Line *line = g_new0 (Line, 1);
  line->number = number;
  line->text = text;
  line->length = length;
  batch->n_bytes += length;
  g_ptr_array_add (batch->lines, line);
}

static gboolean
answer_lines (Caseload *caseload, Lines *lines, GError **error)
{
  GError *mistake = NULL;
  char   *text;
  gsize   length;
  guint   batch_lines = caseload->pool == NULL ? 1 : BATCH_LINES;
  guint   limit = caseload->pool == NULL ? 1 : caseload->n_jobs * BATCHES_PER_JOB;
  Batch  *batch = batch_new ();

  for (guint number = 1; (text = lines_next (lines, &length, &mistake)) != NULL; number++)
    {
      if (lines_is_blank (text, length))
        {
          g_free (text);
          continue;
        }
      add_line (batch, text, length, number);
      if (batch->lines->len < batch_lines && batch->n_bytes < BATCH_BYTES)
        continue;
      begin_batch (caseload, batch);
      batch = batch_new ();
      if (g_queue_get_length (&caseload->underway) >= limit)
        finish_batch (caseload);
    }
  begin_batch (caseload, batch);
  while (!g_queue_is_empty (&caseload->underway))
    finish_batch (caseload);
  clear_progress (caseload);
  if (mistake == NULL)
    return TRUE;
  g_propagate_error (error, mistake);
  return shell_blame (caseload->path, error);
}

/* `3 cases: 2 overdue, 1 open, 10 met`. */
static void
append_summary (GString *out, const Caseload *caseload)
{
  static const CpplanState states[] = {
    CPPLAN_STATE_OVERDUE,  CPPLAN_STATE_UNDETERMINED, CPPLAN_STATE_SHORT_NOTICE, CPPLAN_STATE_OPEN,
    CPPLAN_STATE_EXTENDED, CPPLAN_STATE_MET,          CPPLAN_STATE_MET_LATE,     CPPLAN_STATE_CLOSED,
    CPPLAN_STATE_LAPSED,   CPPLAN_STATE_BARRED,       CPPLAN_STATE_CLEAR,        CPPLAN_STATE_PROJECTED,
    CPPLAN_STATE_ADVISED,
  };
  gsize       counts[32] = { 0 };
  const char *before = ": ";

  for (guint i = 0; i < caseload->timetables->len; i++)
    {
      const CpplanTimetable *timetable = g_ptr_array_index (caseload->timetables, i);
      for (gsize j = 0; j < cpplan_timetable_get_length (timetable); j++)
        counts[cpplan_deadline_get_state (cpplan_timetable_get_deadline (timetable, j))]++;
    }
  g_string_append_printf (out, "\n%u case%s", caseload->timetables->len,
                          caseload->timetables->len == 1 ? "" : "s");
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (counts[states[i]] > 0)
      {
        g_string_append_printf (out, "%s%" G_GSIZE_FORMAT " %s", before, counts[states[i]],
                                cpplan_state_to_string (states[i]));
        before = ", ";
      }
  g_string_append_c (out, '\n');
}

static gboolean
run (Caseload *caseload, GString *out, GError **error)
{
  g_autoptr (Lines) lines = lines_open (caseload->path, error);
  if (lines == NULL)
    return shell_blame (caseload->path, error);
  if (caseload->n_jobs > 1)
    caseload->pool = g_thread_pool_new (work, caseload, (gint) caseload->n_jobs, TRUE, error);
  if (caseload->n_jobs > 1 && caseload->pool == NULL)
    return FALSE;

  if (caseload->form == FORM_CSV)
    {
      g_autoptr (GString) header = g_string_new (NULL);
      deadlines_append_csv_header (header);
      fputs (header->str, stdout);
    }
  gboolean is_read = answer_lines (caseload, lines, error);
  if (caseload->pool != NULL)
    g_thread_pool_free (caseload->pool, FALSE, TRUE);
  if (is_read && caseload->form == FORM_TABLE)
    {
      deadlines_append_table (out, caseload->timetables, TRUE, FALSE, isatty (STDOUT_FILENO) != 0);
      append_summary (out, caseload);
    }
  return is_read;
}

static gboolean
read_jobs (const char *text, guint *out_jobs, GError **error)
{
  guint64 jobs = 1;
  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, MAX_JOBS, &jobs, NULL))
    return shell_misuse (error, "--jobs: %s is not a number from 1 to %d", text, MAX_JOBS);
  *out_jobs = (guint) jobs;
  return TRUE;
}

static gboolean
open_caseload (Caseload *caseload, char ***arguments, GError **error)
{
  static const char *const operands[] = { "the file of cases", NULL };
  g_auto (QuestionOptions) options = { 0 };
  g_autofree char         *jobs = NULL;
  gboolean                 is_csv = FALSE;
  gboolean                 is_json = FALSE;
  const GOptionEntry       entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_NONE, &is_csv, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, NULL, NULL },
    { "jobs", 0, 0, G_OPTION_ARG_FILENAME, &jobs, NULL, NULL },
          { NULL },
  };
  g_autoptr (GOptionContext) context = shell_options_new (entries);

  question_add_options (context, &options);
  if (!shell_parse (context, arguments, error) || !shell_want_operands (*arguments, operands, error)
      || !read_jobs (jobs, &caseload->n_jobs, error))
    return FALSE;
  if (is_csv && is_json)
    return shell_misuse (error, "--csv and --json do not go together");
  caseload->path = (*arguments)[0];
  caseload->form = is_csv ? FORM_CSV : is_json ? FORM_JSON : FORM_TABLE;
  caseload->shows_progress = isatty (STDERR_FILENO) != 0;
  return question_open (&caseload->question, &options, error);
}

int
shell_run_caseload (char ***arguments, GString *out, GError **error)
{
  Caseload caseload = { 0 };
  int      status = SHELL_ANSWERED;

  g_mutex_init (&caseload.mutex);
  g_cond_init (&caseload.done);
  g_queue_init (&caseload.underway);
  caseload.timetables = g_ptr_array_new_with_free_func ((GDestroyNotify) cpplan_timetable_unref);
  if (open_caseload (&caseload, arguments, error) && run (&caseload, out, error) && caseload.n_wrong > 0)
    status = SHELL_WRONG;
  g_ptr_array_unref (caseload.timetables);
  question_close (&caseload.question);
  g_cond_clear (&caseload.done);
  g_mutex_clear (&caseload.mutex);
  return status;
}
