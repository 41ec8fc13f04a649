/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-row-lines"

#include "config.h"

#include "rail-row-lines.h"

/* What needs no limit. */
#define SHORT 3

/**
 * rail_row_lines_limit:
 * @row: a row with its title and subtitle
 *
 * Shows each in one line, cut with dots where it is too long. A label that may be cut is measured wrong by GTK, with a
 * warning, when its text is shorter than the dots would be; such a text is left alone.
 */
void
rail_row_lines_limit (AdwActionRow *row)
{
  const char *title;
  const char *subtitle;

  g_return_if_fail (ADW_IS_ACTION_ROW (row));

  title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  subtitle = adw_action_row_get_subtitle (row);
  adw_action_row_set_title_lines (row, title != NULL && g_utf8_strlen (title, -1) > SHORT ? 1 : 0);
  adw_action_row_set_subtitle_lines (row, subtitle != NULL && g_utf8_strlen (subtitle, -1) > SHORT ? 1 : 0);
}
