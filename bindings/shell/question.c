/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "question.h"

void
question_add_options (GOptionContext *context, QuestionOptions *options)
{
  const GOptionEntry entries[] = {
    { "known-at", 0, 0, G_OPTION_ARG_FILENAME, &options->known_at, NULL, NULL },
    { "calendar", 0, 0, G_OPTION_ARG_FILENAME, &options->calendar, NULL, NULL },
    { "policy", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->policies, NULL, NULL },
    { "project", 0, 0, G_OPTION_ARG_NONE, &options->is_projected, NULL, NULL },
    { NULL },
  };
  const GOptionEntry when[] = {
    { "as-of", 0, 0, G_OPTION_ARG_FILENAME, &options->as_of, NULL, NULL },
    { NULL },
  };
  const GOptionEntry horizon[] = {
    { "horizon", 0, 0, G_OPTION_ARG_FILENAME, &options->horizon, NULL, NULL },
    { NULL },
  };
  const GOptionEntry may_end[] = {
    { "on", 0, 0, G_OPTION_ARG_FILENAME, &options->as_of, NULL, NULL },
    { NULL },
  };
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, options->is_of_end ? may_end : when, NULL);
  if (!options->is_of_end && !options->is_of_review)
    g_option_context_add_main_entries (context, horizon, NULL);
}

void
question_options_clear (QuestionOptions *options)
{
  g_free (options->as_of);
  g_free (options->known_at);
  g_free (options->horizon);
  g_free (options->calendar);
  g_strfreev (options->policies);
}

/* What the library would say of every case alike is said once. */
static gboolean
check_horizon (const Question *self, GError **error)
{
  CpplanDate farthest;
  if (self->horizon == CPPLAN_DATE_NONE
      || !cpplan_date_add_months (self->as_of, 120, CPPLAN_MONTH_END_CLAMP, &farthest, NULL, NULL) || self->horizon <= farthest)
    return TRUE;
  return shell_misuse (error, "--horizon: more than ten years after --as-of");
}

static gboolean
read_dates (Question *self, const QuestionOptions *options, GError **error)
{
  const char *day = options->is_of_end ? "--on" : "--as-of";
  if (options->as_of == NULL)
    return shell_misuse (error, "%s is needed", day);
  if (!shell_read_date (day, options->as_of, &self->as_of, error)
      || !shell_read_date ("--known-at", options->known_at, &self->known_at, error)
      || !shell_read_date ("--horizon", options->horizon, &self->horizon, error))
    return FALSE;
  if (self->known_at == CPPLAN_DATE_NONE)
    self->known_at = self->as_of;
  return check_horizon (self, error);
}

static gboolean
open_calendars (Question *self, const QuestionOptions *options, GError **error)
{
  if (options->calendar != NULL)
    {
      self->calendar = shell_open_calendar (options->calendar, options->is_projected, self->known_at, error);
      return self->calendar != NULL;
    }
  for (guint division = 1; division < G_N_ELEMENTS (self->built_in); division++)
    {
      self->built_in[division] = shell_open_calendar (cpplan_division_to_string ((CpplanDivision) division),
                                                      options->is_projected, self->known_at, error);
      if (self->built_in[division] == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Policies that were named take the place of a case's own only if they are editions of one; else they are
 * there to be found by their ids. */
static const char *
get_common_id (const ShellPolicies *policies)
{
  const char *id = NULL;
  for (guint i = 0; i < policies->named->len; i++)
    {
      const char *other = cpplan_policy_get_id (g_ptr_array_index (policies->named, i));
      if (id != NULL && !g_str_equal (id, other))
        return NULL;
      id = other;
    }
  return id;
}

gboolean
question_open (Question *self, const QuestionOptions *options, GError **error)
{
  char *const no_names[] = { NULL };

  if (!read_dates (self, options, error) || !open_calendars (self, options, error)
      || !shell_open_policies (options->policies == NULL ? no_names : options->policies, &self->policies,
                               error))
    return FALSE;
  self->policy = get_common_id (&self->policies);
  return TRUE;
}

void
question_close (Question *self)
{
  shell_close_policies (&self->policies);
  g_clear_pointer (&self->calendar, cpplan_calendar_unref);
  for (guint division = 1; division < G_N_ELEMENTS (self->built_in); division++)
    g_clear_pointer (&self->built_in[division], cpplan_calendar_unref);
}

/* Adds the names of the calendars by which the editions of a policy count. */
static gboolean
add_calendar_names (const Question *self, const char *id, GPtrArray *names, GError **error)
{
  if (cpplan_policy_set_find (self->policies.set, id) == NULL)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME, "policy: there is no policy \"%s\"", id);
      return FALSE;
    }
  for (gsize i = 0; i < cpplan_policy_set_get_length (self->policies.set); i++)
    {
      const CpplanPolicy *policy = cpplan_policy_set_get_policy (self->policies.set, i);
      const char         *name = cpplan_policy_get_calendar (policy);
      if (name != NULL && g_str_equal (cpplan_policy_get_id (policy), id)
          && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, (gpointer) name);
    }
  return TRUE;
}

static gboolean
gather_calendar_names (const Question *self, const CpplanCase *record, GPtrArray *names, GError **error)
{
  gsize n_policies = cpplan_case_get_n_policies (record);

  if (self->policy != NULL)
    return add_calendar_names (self, self->policy, names, error);
  if (n_policies == 0)
    {
      g_set_error_literal (error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME,
                           "policy: the case names none, give --policy");
      return FALSE;
    }
  for (gsize i = 0; i < n_policies; i++)
    if (!add_calendar_names (self, cpplan_case_get_policy (record, i, NULL), names, error))
      return FALSE;
  return TRUE;
}

/* The calendar for policies that count by those. */
static CpplanCalendar *
choose_calendar (const Question *self, const GPtrArray *names, GError **error)
{
  CpplanDivision division;

  if (self->calendar != NULL)
    return self->calendar;
  if (names->len == 1 && cpplan_division_from_string (g_ptr_array_index (names, 0), &division, NULL))
    return self->built_in[division];
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_CALENDAR, "policy: %s, give --calendar",
               names->len == 0   ? "it names no calendar"
               : names->len == 1 ? "its calendar is not built in"
                                 : "the policies count by different calendars");
  return NULL;
}

CpplanCalendar *
question_find_calendar (const Question *self, const CpplanPolicy *policy, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  if (cpplan_policy_get_calendar (policy) != NULL)
    g_ptr_array_add (names, (gpointer) cpplan_policy_get_calendar (policy));
  return choose_calendar (self, names, error);
}

static CpplanCalendar *
find_calendar (const Question *self, const CpplanCase *record, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  return gather_calendar_names (self, record, names, error) ? choose_calendar (self, names, error) : NULL;
}

CpplanTimetable *
question_ask (const Question *self, CpplanCase *record, GError **error)
{
  CpplanCalendar *calendar = find_calendar (self, record, error);
  if (calendar == NULL)
    return NULL;
  return cpplan_policy_set_evaluate (self->policies.set, self->policy, record, calendar, self->as_of,
                                     self->known_at, self->horizon, error);
}

CpplanFindings *
question_ask_review (const Question *self, CpplanCase *record, GError **error)
{
  CpplanCalendar *calendar = find_calendar (self, record, error);
  if (calendar == NULL)
    return NULL;
  return cpplan_policy_set_review (self->policies.set, self->policy, record, calendar, self->as_of, self->known_at, error);
}

CpplanVerdict *
question_ask_end (const Question *self, CpplanCase *record, GError **error)
{
  CpplanCalendar *calendar = find_calendar (self, record, error);
  if (calendar == NULL)
    return NULL;
  return cpplan_policy_set_may_end (self->policies.set, self->policy, record, calendar, self->as_of, self->known_at,
                                    error);
}

CpplanCase *
question_read_case (const char *path, GError **error)
{
  gsize            length;
  g_autofree char *text = shell_read_file (path, &length, error);
  if (text == NULL)
    return NULL;
  CpplanCase *record = cpplan_json_case_new (text, (gssize) length, error);
  if (record == NULL)
    shell_blame (path, error);
  return record;
}
