/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define CPPLAN_INSIDE
#include <cpplan/cpplan-error.h>
#include <cpplan/cpplan-period.h>

#include "cpplan-echo-private.h"

/* The words of each unit, at the number of the unit. */
static const struct
{
  const char *name;
  const char *singular;
  const char *plural;
} units[] = {
  { NULL, NULL, NULL },
  { "working-days", "working day", "working days" },
  { "calendar-days", "calendar day", "calendar days" },
  { "weeks", "week", "weeks" },
  { "months", "month", "months" },
  { "years", "year", "years" },
};

static gboolean
is_unit (CpplanUnit unit)
{
  return (gint) unit >= 1 && (gsize) unit < G_N_ELEMENTS (units);
}

static gboolean
is_period (CpplanPeriod period)
{
  return period.count >= 0 && period.count <= CPPLAN_PERIOD_MAX && is_unit (period.unit);
}

const char *
cpplan_unit_to_string (CpplanUnit unit)
{
  g_return_val_if_fail (is_unit (unit), NULL);

  return units[unit].name;
}

gboolean
cpplan_unit_from_string (const char *text, CpplanUnit *out_unit, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_unit != NULL, FALSE);

  for (gsize i = 1; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (text, units[i].name))
      {
        *out_unit = (CpplanUnit) i;
        return TRUE;
      }
  g_autofree char *echo = cpplan_echo (text);
  g_set_error (
    error, CPPLAN_ERROR, CPPLAN_ERROR_UNKNOWN_NAME,
    "%s is not a unit: say \"working-days\", \"calendar-days\", \"weeks\", \"months\" or \"years\"", echo);
  return FALSE;
}

gboolean
cpplan_period_new (gint count, CpplanUnit unit, CpplanPeriod *out_period, GError **error)
{
  g_return_val_if_fail (out_period != NULL, FALSE);

  if (!is_unit (unit))
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_PERIOD, "there is no unit of number %d", (gint) unit);
      return FALSE;
    }
  if (count < 0 || count > CPPLAN_PERIOD_MAX)
    {
      g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_PERIOD, "a count of %d %s is not 0 to %d", count,
                   units[unit].plural, CPPLAN_PERIOD_MAX);
      return FALSE;
    }
  out_period->count = count;
  out_period->unit = unit;
  return TRUE;
}

gboolean
cpplan_period_parse (const char *text, CpplanPeriod *out_period, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_period != NULL, FALSE);

  g_autofree char *echo = NULL;
  gint count = 0;
  gsize n_digits = 0;
  while (text[n_digits] >= '0' && text[n_digits] <= '9')
    {
      count = MIN (10 * count + (text[n_digits] - '0'), CPPLAN_PERIOD_MAX + 1);
      n_digits++;
    }

  gboolean has_leading_zero = n_digits > 1 && text[0] == '0';
  if (n_digits > 0 && !has_leading_zero && text[n_digits] == ' ')
    {
      const char *words = text + n_digits + 1;
      for (gsize i = 1; i < G_N_ELEMENTS (units); i++)
        if (g_str_equal (words, units[i].singular) || g_str_equal (words, units[i].plural))
          {
            if (count <= CPPLAN_PERIOD_MAX)
              {
                out_period->count = count;
                out_period->unit = (CpplanUnit) i;
                return TRUE;
              }
            echo = cpplan_echo (text);
            g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_PERIOD, "%s counts more than %d", echo,
                         CPPLAN_PERIOD_MAX);
            return FALSE;
          }
      if (g_str_equal (words, "day") || g_str_equal (words, "days"))
        {
          echo = cpplan_echo (text);
          g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_PERIOD,
                       "%s does not say which days: write \"working days\" or \"calendar days\"", echo);
          return FALSE;
        }
    }
  echo = cpplan_echo (text);
  g_set_error (error, CPPLAN_ERROR, CPPLAN_ERROR_PERIOD,
               "%s is not a period: write it as \"10 working days\" or \"1 month\"", echo);
  return FALSE;
}

char *
cpplan_period_to_string (CpplanPeriod period)
{
  g_return_val_if_fail (is_period (period), NULL);

  return g_strdup_printf ("%d %s", period.count,
                          period.count == 1 ? units[period.unit].singular : units[period.unit].plural);
}

gboolean
cpplan_period_equal (CpplanPeriod a, CpplanPeriod b)
{
  return a.count == b.count && a.unit == b.unit;
}
