/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How long a calendar takes to answer, for arrays and for one day, and to be built. */
#include "bench.h"

#include <cpplan/cpplan.h>

#include <string.h>

enum
{
  N_ROWS = 1000000,
  N_REPEATS = 8,     /* of each array form in a round */
  N_CALLS = 1000000, /* of the scalar forms, and additions of the chain, in a round */
  N_CHAIN = 20,      /* times as many: an addition is that much shorter */
  N_BUILDS = 20,
  FIRST_YEAR = 1990, /* of the calendar that is built: 46 years */
  LAST_YEAR = 2035,
};

/* gcc leaves loops as they are at -O2, clang does not; this is for what they take where they are vectorised. */
#ifdef __clang__
#define VECTORISED G_GNUC_NO_INLINE
#else
#define VECTORISED __attribute__ ((noinline, optimize ("O3")))
#endif
/* Makes the compiler believe that the value is looked at and changed here. */
#define KEEP(x) __asm__ volatile ("" : "+r"(x) : : "memory")

typedef struct
{
  CpplanCalendar *calendar;
  CpplanDate      first;
  CpplanDate      last;
  gint32          n_constant; /* working days, the same for all rows */
  gint32         *from32;
  gint32         *n32;
  gint32         *to32;
  gint32         *out32;
  gint64         *from64;
  gint64         *n64;
  gint64         *to64;
  gint64         *out64;
  guint8         *bytes;
  guint32         sink;
  char           *holidays_text; /* as long as what the digest of a calendar is made of */
} Bench;

/* The library and what it is measured by, over the same arrays, for both widths. */
#define DEFINE_ARRAY_WORK(width, Element)                                                                    \
  VECTORISED static void loop_vectorised_##width (const Element *a, const Element *b, Element *c, gsize n)   \
  {                                                                                                          \
    for (gsize i = 0; i < n; i++)                                                                            \
      c[i] = a[i] + b[i];                                                                                    \
  }                                                                                                          \
                                                                                                             \
  G_GNUC_NO_INLINE static void loop_##width (const Element *a, const Element *b, Element *c, gsize n)        \
  {                                                                                                          \
    for (gsize i = 0; i < n; i++)                                                                            \
      c[i] = a[i] + b[i];                                                                                    \
  }                                                                                                          \
                                                                                                             \
  G_GNUC_NO_INLINE static void loop_bytes_##width (const Element *a, guint8 *c, gsize n)                     \
  {                                                                                                          \
    for (gsize i = 0; i < n; i++)                                                                            \
      c[i] = (guint8) (a[i] & 1);                                                                            \
  }                                                                                                          \
                                                                                                             \
  static void plain_vectorised_##width (gpointer data)                                                       \
  {                                                                                                          \
    Bench *self = data;                                                                                      \
    for (int i = 0; i < N_REPEATS; i++)                                                                      \
      loop_vectorised_##width (self->from##width, self->n##width, self->out##width, N_ROWS);                 \
  }                                                                                                          \
                                                                                                             \
  static void plain_loop_##width (gpointer data)                                                             \
  {                                                                                                          \
    Bench *self = data;                                                                                      \
    for (int i = 0; i < N_REPEATS; i++)                                                                      \
      loop_##width (self->from##width, self->n##width, self->out##width, N_ROWS);                            \
  }                                                                                                          \
                                                                                                             \
  static void plain_bytes_##width (gpointer data)                                                            \
  {                                                                                                          \
    Bench *self = data;                                                                                      \
    for (int i = 0; i < N_REPEATS; i++)                                                                      \
      loop_bytes_##width (self->from##width, self->bytes, N_ROWS);                                           \
  }                                                                                                          \
                                                                                                             \
  static void plain_copy_##width (gpointer data)                                                             \
  {                                                                                                          \
    Bench *self = data;                                                                                      \
    for (int i = 0; i < N_REPEATS; i++)                                                                      \
      {                                                                                                      \
        memcpy (self->out##width, self->from##width, N_ROWS * sizeof (Element));                             \
        KEEP (self->out##width);                                                                             \
      }                                                                                                      \
  }                                                                                                          \
                                                                                                             \
  static void add_each_##width (gpointer data)                                                               \
  {                                                                                                          \
    Bench *self = data;                                                                                      \
    for (int i = 0; i < N_REPEATS; i++)                                                                      \
      cpplan_calendar_add_working_days_i##width (self->calendar, self->from##width, 1, self->n##width, 1,    \
                                                 self->out##width, N_ROWS, NULL, NULL);                      \
  }                                                                                                          \
                                                                                                             \
  static void add_same_##width (gpointer data)                                                               \
  {                                                                                                          \
    Bench        *self = data;                                                                               \
    const Element n = self->n_constant;                                                                      \
    for (int i = 0; i < N_REPEATS; i++)                                                                      \
      cpplan_calendar_add_working_days_i##width (self->calendar, self->from##width, 1, &n, 0,                \
                                                 self->out##width, N_ROWS, NULL, NULL);                      \
  }                                                                                                          \
                                                                                                             \
  static void between_##width (gpointer data)                                                                \
  {                                                                                                          \
    Bench *self = data;                                                                                      \
    for (int i = 0; i < N_REPEATS; i++)                                                                      \
      cpplan_calendar_working_days_between_i##width (self->calendar, self->from##width, 1, self->to##width,  \
                                                     1, self->out##width, N_ROWS, NULL, NULL);               \
  }                                                                                                          \
                                                                                                             \
  static void is_working_##width (gpointer data)                                                             \
  {                                                                                                          \
    Bench *self = data;                                                                                      \
    for (int i = 0; i < N_REPEATS; i++)                                                                      \
      cpplan_calendar_is_working_day_i##width (self->calendar, self->from##width, 1, self->bytes, N_ROWS,    \
                                               NULL, NULL);                                                  \
  }

DEFINE_ARRAY_WORK (32, gint32)
DEFINE_ARRAY_WORK (64, gint64)

/* One by one */

static void
plain_chain (gpointer data)
{
  Bench *self = data;
  guint32 sum = self->sink;
  guint32 term = (guint32) self->n_constant;
  for (int i = 0; i < N_CHAIN * N_CALLS; i += 4)
    {
      /* Each waits for the one before; four to one turn of the loop, so that the loop is not what is timed. */
      sum += term;
      KEEP (sum);
      sum += term;
      KEEP (sum);
      sum += term;
      KEEP (sum);
      sum += term;
      KEEP (sum);
    }
  self->sink = sum;
}

/* Calls that know nothing of each other: the processor may begin the next before the last has ended. */
static void
call_add (gpointer data)
{
  Bench             *self = data;
  g_autoptr (GError) error = NULL;
  for (int i = 0; i < N_CALLS; i++)
    cpplan_calendar_add_working_days (self->calendar, self->from32[i], self->n32[i], &self->out32[i], &error);
}

/* Each call begins from the answer of the one before. */
static void
call_add_chained (gpointer data)
{
  Bench             *self = data;
  g_autoptr (GError) error = NULL;
  CpplanDate         date = self->from32[0];
  for (int i = 0; i < N_CALLS; i++)
    cpplan_calendar_add_working_days (self->calendar, date, i % 2 == 0 ? 10 : -10, &date, &error);
  self->sink = (guint32) date;
}

static void
call_is_working (gpointer data)
{
  Bench             *self = data;
  g_autoptr (GError) error = NULL;
  gboolean           is_working = FALSE;
  for (int i = 0; i < N_CALLS; i++)
    {
      cpplan_calendar_is_working_day (self->calendar, self->from32[i], &is_working, &error);
      self->sink += (guint32) is_working;
    }
}

static void
call_between (gpointer data)
{
  Bench             *self = data;
  g_autoptr (GError) error = NULL;
  for (int i = 0; i < N_CALLS; i++)
    cpplan_calendar_working_days_between (self->calendar, self->from32[i], self->to32[i], &self->out32[i], &error);
}

/* Building */

static CpplanCalendar *
build (const Bench *self)
{
  g_autoptr (CpplanCalendarBuilder) builder = cpplan_calendar_builder_new ("own", self->first, self->last);
  for (gsize i = 0; i < cpplan_calendar_get_n_holidays (self->calendar); i++)
    {
      CpplanDate  date;
      const char *name;
      cpplan_calendar_get_holiday (self->calendar, i, &date, &name, NULL);
      cpplan_calendar_builder_add_holiday (builder, date, name, FALSE, NULL);
    }
  return cpplan_calendar_builder_build (builder, NULL);
}

static void
build_some (gpointer data)
{
  for (int i = 0; i < N_BUILDS; i++)
    cpplan_calendar_unref (build (data));
}

/* Of holidays that another calendar has: nothing is left to be checked. */
static void
build_from_calendar (gpointer data)
{
  const Bench *self = data;
  for (int i = 0; i < N_BUILDS; i++)
    {
      g_autoptr (CpplanCalendarBuilder) builder = cpplan_calendar_builder_new ("own", self->first, self->last);
      cpplan_calendar_builder_add_calendar (builder, self->calendar);
      cpplan_calendar_unref (cpplan_calendar_builder_build (builder, NULL));
    }
}

static void
plain_digest (gpointer data)
{
  const Bench *self = data;
  for (int i = 0; i < N_BUILDS; i++)
    g_free (g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->holidays_text, -1));
}

/* The making */

static CpplanDate
day_of (gint year, gint month, gint day)
{
  CpplanDate date = CPPLAN_DATE_NONE;
  cpplan_date_from_ymd (year, month, day, &date, NULL);
  return date;
}

/* The built-in holidays of the 46 years, taken over by a calendar of exactly those. */
static CpplanCalendar *
make_calendar (const Bench *self)
{
  g_autoptr (CpplanCalendar) projected = cpplan_calendar_new_bank_holidays (
    CPPLAN_DIVISION_ENGLAND_AND_WALES, CPPLAN_CALENDAR_PROJECTED, CPPLAN_DATE_NONE, NULL);
  g_autoptr (CpplanCalendarBuilder) builder = cpplan_calendar_builder_new ("own", self->first, self->last);
  cpplan_calendar_builder_add_calendar (builder, projected);
  return cpplan_calendar_builder_build (builder, NULL);
}

/* A line a holiday, as the digest has it. */
static char *
make_holidays_text (const CpplanCalendar *calendar)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < cpplan_calendar_get_n_holidays (calendar); i++)
    {
      char        buffer[CPPLAN_DATE_BUFFER];
      CpplanDate  date;
      const char *name;
      cpplan_calendar_get_holiday (calendar, i, &date, &name, NULL);
      g_string_append_printf (text, "%s 3 %s\n", cpplan_date_format (date, buffer), name);
    }
  return g_string_free (text, FALSE);
}

/* Days in no order, far enough from the ends of the cover, and a year of working days to either side. */
static void
fill_arrays (Bench *self)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  self->n_constant = 10;
  self->from32 = g_new (gint32, N_ROWS);
  self->n32 = g_new (gint32, N_ROWS);
  self->to32 = g_new (gint32, N_ROWS);
  self->out32 = g_new0 (gint32, N_ROWS);
  self->from64 = g_new (gint64, N_ROWS);
  self->n64 = g_new (gint64, N_ROWS);
  self->to64 = g_new (gint64, N_ROWS);
  self->out64 = g_new0 (gint64, N_ROWS);
  self->bytes = g_new0 (guint8, N_ROWS);
  for (gsize i = 0; i < N_ROWS; i++)
    {
      self->from64[i] = self->from32[i] = g_rand_int_range (rand, self->first + 400, self->last - 400);
      self->n64[i] = self->n32[i] = g_rand_int_range (rand, -250, 251);
      self->to64[i] = self->to32[i] = g_rand_int_range (rand, self->first, self->last + 1);
    }
}

static void
free_all (Bench *self)
{
  cpplan_calendar_unref (self->calendar);
  g_free (self->from32);
  g_free (self->n32);
  g_free (self->to32);
  g_free (self->out32);
  g_free (self->from64);
  g_free (self->n64);
  g_free (self->to64);
  g_free (self->out64);
  g_free (self->bytes);
  g_free (self->holidays_text);
}

int
main (void)
{
  Bench bench = { .first = day_of (FIRST_YEAR, 1, 1), .last = day_of (LAST_YEAR, 12, 31) };
  bench.calendar = make_calendar (&bench);
  bench.holidays_text = make_holidays_text (bench.calendar);
  fill_arrays (&bench);

  const BenchPair arrays[] = {
    { "add, a number a row, 32 bits: to c[i] = a[i] + b[i]", add_each_32, plain_loop_32, &bench, NULL, 1 },
    { "add, a number a row, 32 bits: to it vectorised", add_each_32, plain_vectorised_32, &bench, NULL, 1 },
    { "add, a number a row, 64 bits: to c[i] = a[i] + b[i]", add_each_64, plain_loop_64, &bench, NULL, 1 },
    { "add, a number a row, 64 bits: to it vectorised", add_each_64, plain_vectorised_64, &bench, NULL, 1 },
    { "add, one number for all, 32 bits: to memcpy", add_same_32, plain_copy_32, &bench, NULL, 1 },
    { "add, one number for all, 64 bits: to memcpy", add_same_64, plain_copy_64, &bench, NULL, 1 },
    { "between, 32 bits: to c[i] = a[i] + b[i]", between_32, plain_loop_32, &bench, NULL, 1 },
    { "between, 64 bits: to c[i] = a[i] + b[i]", between_64, plain_loop_64, &bench, NULL, 1 },
    { "is working, 32 bits: to c[i] = a[i] & 1", is_working_32, plain_bytes_32, &bench, NULL, 1 },
    { "is working, 64 bits: to c[i] = a[i] & 1", is_working_64, plain_bytes_64, &bench, NULL, 1 },
  };
  bench_run ("A million rows", arrays, G_N_ELEMENTS (arrays));

  const BenchPair calls[] = {
    { "add: to an addition that waits for the last", call_add, plain_chain, &bench, NULL, N_CHAIN },
    { "add, from the last answer: to the same", call_add_chained, plain_chain, &bench, NULL, N_CHAIN },
    { "between: to the same", call_between, plain_chain, &bench, NULL, N_CHAIN },
    { "is working: to the same", call_is_working, plain_chain, &bench, NULL, N_CHAIN },
  };
  bench_run ("One call", calls, G_N_ELEMENTS (calls));

  const BenchPair builds[] = {
    { "build, holiday by holiday: to the SHA-256 of a text of them", build_some, plain_digest, &bench, NULL, 1 },
    { "build, from another calendar: to the same", build_from_calendar, plain_digest, &bench, NULL, 1 },
    { "build, holiday by holiday: to a million rows of add, 32 bits", build_some, add_each_32, &bench, NULL,
      (double) N_REPEATS / N_BUILDS },
  };
  bench_run ("A calendar of 46 years", builds, G_N_ELEMENTS (builds));

  free_all (&bench);
  return 0;
}
