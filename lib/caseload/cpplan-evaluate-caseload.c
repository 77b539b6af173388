/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers many records, in several threads if that is wanted. */
#include "cpplan-caseload-private.h"

/* A thread takes so many records at once: few enough that none waits long for another's. */
#define RECORDS_AT_ONCE 16

typedef struct
{
  const CpplanPolicy    *policy; /* or NULL */
  const CpplanPolicySet *policies;
  const char            *policy_id; /* of the set; or NULL */
  CpplanCase *const     *records;
  gsize                  n_records;
  CpplanCalendar        *calendar;
  CpplanDate             as_of;
  CpplanDate             known_at;
  CpplanDate             horizon;

  CpplanAnswer *answers; /* each written by one thread alone */
  GMutex        mutex;   /* over `next` */
  gsize         next;    /* the first record that nobody has taken */
} Work;

static void
answer (const Work *work, gsize record)
{
  CpplanAnswer *to = &work->answers[record];
  if (work->policy != NULL)
    to->timetable = cpplan_policy_evaluate (work->policy, work->records[record], work->calendar, work->as_of,
                                            work->known_at, work->horizon, &to->error);
  else
    to->timetable = cpplan_policy_set_evaluate (work->policies, work->policy_id, work->records[record], work->calendar,
                                                work->as_of, work->known_at, work->horizon, &to->error);
}

/* Gives FALSE where nothing is left. */
static gboolean
take_records (Work *work, gsize *out_first, gsize *out_end)
{
  g_mutex_lock (&work->mutex);
  *out_first = work->next;
  *out_end = MIN (work->next + RECORDS_AT_ONCE, work->n_records);
  work->next = *out_end;
  g_mutex_unlock (&work->mutex);
  return *out_first < *out_end;
}

static gpointer
do_work (gpointer data)
{
  Work *work = data;
  gsize first;
  gsize end;
  while (take_records (work, &first, &end))
    for (gsize i = first; i < end; i++)
      answer (work, i);
  return NULL;
}

/* Where no more threads can be had, those that there are do the work. */
static void
share_work (Work *work, guint n_threads)
{
  gsize                   n_useful = (work->n_records + RECORDS_AT_ONCE - 1) / RECORDS_AT_ONCE;
  gsize                   n_helpers = MIN ((gsize) n_threads, MAX (n_useful, 1)) - 1;
  g_autofree GThread    **helpers = g_new0 (GThread *, n_helpers + 1);

  for (gsize i = 0; i < n_helpers; i++)
    helpers[i] = g_thread_try_new ("cpplan-caseload", do_work, work, NULL);
  do_work (work);
  for (gsize i = 0; i < n_helpers; i++)
    if (helpers[i] != NULL)
      g_thread_join (helpers[i]);
}

static gboolean
are_there (CpplanCase *const *records, gsize n_records)
{
  if (n_records > G_MAXINT32 || (records == NULL && n_records > 0))
    return FALSE;
  for (gsize i = 0; i < n_records; i++)
    if (records[i] == NULL)
      return FALSE;
  return TRUE;
}

static CpplanCaseload *
evaluate (Work *work, guint n_threads)
{
  work->answers = g_new0 (CpplanAnswer, work->n_records);
  g_mutex_init (&work->mutex);
  share_work (work, n_threads);
  g_mutex_clear (&work->mutex);
  return cpplan_caseload_take (work->answers, work->n_records);
}

CpplanCaseload *
cpplan_policy_evaluate_caseload (const CpplanPolicy *self, CpplanCase *const *records, gsize n_records,
                                 CpplanCalendar *calendar, CpplanDate as_of, CpplanDate known_at, CpplanDate horizon,
                                 guint n_threads)
{
  g_return_val_if_fail (self != NULL && calendar != NULL && n_threads > 0, NULL);
  g_return_val_if_fail (are_there (records, n_records), NULL);

  Work work = { .policy = self, .records = records, .n_records = n_records, .calendar = calendar,
                .as_of = as_of, .known_at = known_at, .horizon = horizon };
  return evaluate (&work, n_threads);
}

CpplanCaseload *
cpplan_policy_set_evaluate_caseload (const CpplanPolicySet *self, const char *policy, CpplanCase *const *records,
                                     gsize n_records, CpplanCalendar *calendar, CpplanDate as_of, CpplanDate known_at,
                                     CpplanDate horizon, guint n_threads)
{
  g_return_val_if_fail (self != NULL && calendar != NULL && n_threads > 0, NULL);
  g_return_val_if_fail (are_there (records, n_records), NULL);

  Work work = { .policies = self, .policy_id = policy, .records = records, .n_records = n_records, .calendar = calendar,
                .as_of = as_of, .known_at = known_at, .horizon = horizon };
  return evaluate (&work, n_threads);
}
