/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-finding-look"

#include "config.h"

#include "rail-finding-look.h"

#include <glib/gi18n.h>

/**
 * rail_severity_get_icon_name:
 * @severity: a severity
 *
 * Returns: (transfer none): its symbolic icon
 */
const char *
rail_severity_get_icon_name (RailSeverity severity)
{
  switch (severity)
    {
    case RAIL_SEVERITY_ERROR:
      return "dialog-error-symbolic";
    case RAIL_SEVERITY_WARNING:
      return "dialog-warning-symbolic";
    case RAIL_SEVERITY_INFO:
    default:
      return "dialog-information-symbolic";
    }
}

/**
 * rail_severity_get_css_class:
 * @severity: a severity
 *
 * Returns: (transfer none): the style class that gives icon and word their colour
 */
const char *
rail_severity_get_css_class (RailSeverity severity)
{
  switch (severity)
    {
    case RAIL_SEVERITY_ERROR:
      return "error";
    case RAIL_SEVERITY_WARNING:
      return "warning";
    case RAIL_SEVERITY_INFO:
    default:
      return "accent";
    }
}

static void
append_part (GString    *text,
             guint       n,
             const char *part)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
}

/**
 * rail_severity_dup_counts:
 * @n_errors: how many errors there are
 * @n_warnings: how many warnings
 * @n_infos: how many notes
 *
 * Returns: (transfer full): “2 errors, 1 warning”; empty when there is nothing
 */
char *
rail_severity_dup_counts (guint n_errors,
                          guint n_warnings,
                          guint n_infos)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *errors = g_strdup_printf (ngettext ("%u error", "%u errors", n_errors), n_errors);
  g_autofree char *warnings = g_strdup_printf (ngettext ("%u warning", "%u warnings", n_warnings), n_warnings);
  g_autofree char *infos = g_strdup_printf (ngettext ("%u note", "%u notes", n_infos), n_infos);

  append_part (text, n_errors, errors);
  append_part (text, n_warnings, warnings);
  append_part (text, n_infos, infos);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
