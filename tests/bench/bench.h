/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the benchmarks share: two pieces of work timed in turn, and the median of the ratios of their times. */
#pragma once

#include <glib.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BENCH_ROUNDS 21

typedef void (*BenchWork) (gpointer data);

/* The line says how many times as long `work` takes as `plain`. */
typedef struct
{
  const char *title;
  BenchWork   work;
  BenchWork   plain;
  gpointer    data;
  gpointer    plain_data; /* NULL: as the other's */
  double      n_plain;    /* how many units `plain` does while `work` does one */
} BenchPair;

/* The time of the processor, not of the day: what else runs on the machine matters less. */
static inline double
bench_time (BenchWork work, gpointer data)
{
  clock_t begin = clock ();
  work (data);
  return (double) (clock () - begin) + 1e-9;
}

static inline int
bench_compare (const void *a, const void *b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;
  return (left > right) - (left < right);
}

/* Times all pairs round by round, so that a slow moment of the machine meets them all. The two of a pair follow
 * each other and change places from round to round; before them the plain work runs once untimed, so that
 * neither finds its arrays cold. The first round does not count. */
static inline void
bench_run (const char *heading, const BenchPair *pairs, gsize n_pairs)
{
  g_autofree double *ratios = g_new (double, n_pairs * BENCH_ROUNDS);

  for (int round = -1; round < BENCH_ROUNDS; round++)
    for (gsize i = 0; i < n_pairs; i++)
      {
        const BenchPair *pair = &pairs[i];
        gpointer         plain_data = pair->plain_data != NULL ? pair->plain_data : pair->data;
        pair->plain (plain_data);
        double work = round % 2 == 0 ? bench_time (pair->work, pair->data) : 0;
        double plain = bench_time (pair->plain, plain_data);
        if (round % 2 != 0)
          work = bench_time (pair->work, pair->data);
        if (round >= 0)
          ratios[i * BENCH_ROUNDS + (gsize) round] = work / plain * pair->n_plain;
      }

  printf ("%s\n", heading);
  for (gsize i = 0; i < n_pairs; i++)
    {
      double *own = &ratios[i * BENCH_ROUNDS];
      qsort (own, BENCH_ROUNDS, sizeof *own, bench_compare);
      printf ("  %8.2f  (%.2f to %.2f)  %s\n", own[BENCH_ROUNDS / 2], own[0], own[BENCH_ROUNDS - 1],
              pairs[i].title);
    }
  printf ("\n");
}
