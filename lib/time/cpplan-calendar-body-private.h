/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The body of a calendar, for those who make it and those who answer from it.
 *
 * A calendar answers from two tables, made once:
 *
 *   v[d] = 2 * rank (d) + is_working (d)   for each day d of the cover
 *   select[k]                              the working day of rank k
 *
 * The rank of a day is the number of working days of the cover before it. The n-th working day from d is
 * then select[((v[d] - (n > 0)) >> 1) + n]: from a working day of rank r that is r + n both ways; from another
 * day, which lies between r - 1 and r, it is r - 1 + n forward and r + n backward. Days are counted from the
 * first of the cover. Covers of up to about 129 years have 16-bit tables.
 */
#pragma once

#include "cpplan-calendar-private.h"

G_BEGIN_DECLS

typedef struct
{
  CpplanDate     date;
  CpplanDayClass day_class;
  char          *name; /* owned by the builder; in a calendar it points into `names` */
} CpplanHoliday;

struct _CpplanCalendar
{
  gint           ref_count; /* atomic */
  gboolean       is_wide;   /* 32-bit tables, else 16-bit */
  CpplanDate     first;
  CpplanDate     last;
  CpplanDate     published_last;
  guint32        n_cover;   /* days of the cover */
  guint32        n_working; /* working days of the cover */
  guint16       *v16;       /* n_cover; owned, as the next three; NULL if wide */
  guint16       *select16;  /* n_working */
  guint32       *v32;       /* NULL unless wide */
  guint32       *select32;
  CpplanHoliday *holidays; /* by date, owned */
  gsize          n_holidays;
  char          *names; /* the texts of the holidays, one after the other, owned */
  char          *name;
  char          *digest;
};

/* The place of a date among holidays in order: that of the first which is not before it. */
gsize cpplan_holidays_find (const CpplanHoliday *holidays, gsize n_holidays, CpplanDate date);

G_END_DECLS
