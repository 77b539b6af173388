/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * GOV.UK's bank holidays. The file is not ours, so members that we do not know are left alone; what we do
 * read has to be as GOV.UK has it.
 */
#include "cpplan-json-private.h"

#include "cpplan-echo-private.h"

typedef struct
{
  CpplanDate  date;
  const char *title;
  gboolean    is_substitute;
} Holiday;

static gboolean
check_bunting (const json_t *event, const CpplanJsonPlace *place, GError **error)
{
  const CpplanJsonPlace here = { place, "bunting", 0 };
  const json_t         *bunting = json_object_get (event, "bunting");
  gboolean              is_hung;
  return bunting == NULL || cpplan_json_get_truth (bunting, &here, &is_hung, error);
}

static gboolean
read_holiday (const json_t *event, const CpplanJsonPlace *place, Holiday *out_holiday, GError **error)
{
  const CpplanJsonPlace date_place = { place, "date", 0 };
  const CpplanJsonPlace notes_place = { place, "notes", 0 };
  const char           *notes = "";

  if (!cpplan_json_want_object (event, place, error)
      || !cpplan_json_need_text (event, "title", place, &out_holiday->title, error))
    return FALSE;
  const json_t *date = cpplan_json_need (event, "date", place, error);
  if (date == NULL || !cpplan_json_get_date (date, &date_place, CPPLAN_ERROR_JSON, &out_holiday->date, error))
    return FALSE;
  const json_t *value = json_object_get (event, "notes");
  if (value != NULL && !cpplan_json_get_text (value, &notes_place, &notes, error))
    return FALSE;
  out_holiday->is_substitute = g_str_equal (notes, "Substitute day");
  return check_bunting (event, place, error);
}

static GArray *
read_holidays (const json_t *events, const CpplanJsonPlace *place, GError **error)
{
  g_autoptr (GArray) holidays = g_array_new (FALSE, FALSE, sizeof (Holiday));
  if (!cpplan_json_want_list (events, place, error))
    return NULL;
  for (gsize i = 0; i < json_array_size (events); i++)
    {
      const CpplanJsonPlace here = { place, NULL, i };
      Holiday               holiday;
      if (!read_holiday (json_array_get (events, i), &here, &holiday, error))
        return NULL;
      g_array_append_val (holidays, holiday);
    }
  return g_steal_pointer (&holidays);
}

/* The file promises whole years: from the first in which it has a holiday to the last. */
static gboolean
get_cover (const GArray *holidays, CpplanDate *out_first, CpplanDate *out_last, GError **error)
{
  CpplanDate earliest = G_MAXINT32;
  CpplanDate latest = G_MININT32;
  for (guint i = 0; i < holidays->len; i++)
    {
      CpplanDate date = g_array_index (holidays, Holiday, i).date;
      earliest = MIN (earliest, date);
      latest = MAX (latest, date);
    }
  gint first_year, last_year;
  cpplan_date_get_ymd (earliest, &first_year, NULL, NULL);
  cpplan_date_get_ymd (latest, &last_year, NULL, NULL);
  return cpplan_date_from_ymd (first_year, 1, 1, out_first, error)
         && cpplan_date_from_ymd (last_year, 12, 31, out_last, error);
}

static CpplanCalendar *
build_calendar (const GArray *holidays, const char *name, const CpplanJsonPlace *place, GError **error)
{
  CpplanDate first, last;
  GError    *cause = NULL;

  if (holidays->len == 0)
    {
      cpplan_json_refuse (place, CPPLAN_ERROR_CALENDAR, error, "no holidays");
      return NULL;
    }
  if (!get_cover (holidays, &first, &last, error))
    return NULL;

  g_autoptr (CpplanCalendarBuilder) builder = cpplan_calendar_builder_new (name, first, last);
  for (guint i = 0; i < holidays->len; i++)
    {
      const CpplanJsonPlace here = { place, NULL, i };
      const Holiday        *holiday = &g_array_index (holidays, Holiday, i);
      if (!cpplan_calendar_builder_add_holiday (builder, holiday->date, holiday->title,
                                                holiday->is_substitute, &cause))
        {
          cpplan_json_refuse_because (&here, CPPLAN_ERROR_CALENDAR, error, cause);
          return NULL;
        }
    }
  return cpplan_calendar_builder_build (builder, error);
}

static gboolean
check_division (const json_t *division, const char *name, const CpplanJsonPlace *place, GError **error)
{
  const CpplanJsonPlace here = { place, "division", 0 };
  const char           *own_name;

  if (!cpplan_json_want_object (division, place, error)
      || !cpplan_json_need_text (division, "division", place, &own_name, error))
    return FALSE;
  if (g_str_equal (own_name, name))
    return TRUE;
  g_autofree char *shown = cpplan_echo (own_name);
  return cpplan_json_refuse (&here, CPPLAN_ERROR_JSON, error, "%s is not \"%s\"", shown, name);
}

CpplanCalendar *
cpplan_json_calendar_new_bank_holidays (const char    *text,
                                        gssize         length,
                                        CpplanDivision division,
                                        GError       **error)
{
  const char *name = cpplan_division_to_string (division);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  const CpplanJsonPlace  place = { NULL, name, 0 };
  const CpplanJsonPlace  events_place = { &place, "events", 0 };
  g_autoptr (CpplanJson) document = cpplan_json_load (text, length, error);
  if (document == NULL || !cpplan_json_want_object (document, NULL, error))
    return NULL;
  const json_t *member = cpplan_json_need (document, name, NULL, error);
  if (member == NULL || !check_division (member, name, &place, error))
    return NULL;
  const json_t *events = cpplan_json_need (member, "events", &place, error);
  if (events == NULL)
    return NULL;
  g_autoptr (GArray) holidays = read_holidays (events, &events_place, error);
  return holidays == NULL ? NULL : build_calendar (holidays, name, &events_place, error);
}
