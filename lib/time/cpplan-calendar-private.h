/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The calendar's quick ways, for the engine: no GError, no argument checks.
 */
#pragma once

#ifndef CPPLAN_INSIDE
#define CPPLAN_INSIDE
#endif

#include <cpplan/cpplan-calendar.h>

G_BEGIN_DECLS

/* Gives FALSE, and leaves `out` alone, where cpplan_calendar_add_working_days() would fail. */
gboolean cpplan_calendar_add_working_days_fast (const CpplanCalendar *self,
                                                CpplanDate            from,
                                                gint                  n,
                                                CpplanDate           *out);

/* Gives FALSE, and leaves `out` alone, where cpplan_calendar_last_working_day() would fail. */
gboolean cpplan_calendar_last_working_day_fast (const CpplanCalendar *self,
                                                CpplanDate            on_or_before,
                                                CpplanDate           *out);

/* The earliest day that `n_forward` (0 or more) working days after `from` can be: exact inside the cover;
 * outside it every Monday to Friday counts as worked. `from` may lie outside the cover and must not be
 * CPPLAN_DATE_NONE. Never beyond G_MAXINT32. */
CpplanDate cpplan_calendar_add_working_days_at_least (const CpplanCalendar *self,
                                                      CpplanDate            from,
                                                      gint                  n_forward);

/* Adds the bank holidays of a division to a builder, by the rules and the table of cpplan-bank-holidays.c. */
void cpplan_bank_holidays_add (CpplanCalendarBuilder *builder,
                               CpplanDivision         division,
                               gint                   first_year,
                               gint                   last_year,
                               CpplanDate             known_at);

/* Sets the last day published of what the builder builds; it is the last of the cover until then. */
void cpplan_calendar_builder_set_published_last (CpplanCalendarBuilder *self, CpplanDate published_last);

/* Puts a holiday or closure on a day of the cover, its name unchecked. What stands there stays, but a closure
 * gives way to a holiday. */
void cpplan_calendar_builder_put_holiday (CpplanCalendarBuilder *self,
                                          CpplanDate             date,
                                          const char            *name,
                                          CpplanDayClass         day_class);

G_END_DECLS
