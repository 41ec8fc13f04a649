/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-csv.h"

#include <string.h>

/* Without it, spreadsheet programs of today still take a file for one in the code page of the machine. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* A spreadsheet runs what begins with one of these as a formula. A common name comes from whoever made the certificate,
 * so it is not to be run: an apostrophe in front makes text of it. */
static gboolean
looks_like_formula (const char *cell)
{
  return *cell != '\0' && strchr ("=+-@\t\r", *cell) != NULL;
}

static void
append_cell (GString    *text,
             const char *cell)
{
  if (strpbrk (cell, ",\"\r\n") == NULL)
    {
      g_string_append_printf (text, "%s%s", looks_like_formula (cell) ? "'" : "", cell);
      return;
    }

  g_string_append_c (text, '"');
  if (looks_like_formula (cell))
    g_string_append_c (text, '\'');
  for (const char *p = cell; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *p);
    }
  g_string_append_c (text, '"');
}

/**
 * rail_csv_write:
 * @lines: (element-type GStrv): the lines of a table, each an array of cells
 *
 * Writes a table as RFC 4180 has it: commas, double quotes where needed, lines that end in CR LF; in UTF-8 with a byte
 * order mark. A cell that begins with `=`, `+`, `-`, `@`, a tabulator or a carriage return gets an apostrophe in front.
 *
 * Returns: (transfer full): the file
 */
GBytes *
rail_csv_write (GPtrArray *lines)
{
  GString *text;

  g_return_val_if_fail (lines != NULL, NULL);

  text = g_string_new (BYTE_ORDER_MARK);
  for (guint i = 0; i < lines->len; i++)
    {
      char **cells = g_ptr_array_index (lines, i);

      for (guint n = 0; cells[n] != NULL; n++)
        {
          if (n > 0)
            g_string_append_c (text, ',');
          append_cell (text, cells[n]);
        }
      g_string_append (text, "\r\n");
    }
  return g_string_free_to_bytes (text);
}

/**
 * rail_tab_separated:
 * @lines: (element-type GStrv): the lines of a table, each an array of cells
 *
 * Writes a table for the clipboard: spreadsheets put what stands between tabulators into cells. A tabulator or an end of
 * line inside of a cell becomes a space, and what would be a formula gets an apostrophe in front.
 *
 * Returns: (transfer full): the text
 */
char *
rail_tab_separated (GPtrArray *lines)
{
  GString *text;

  g_return_val_if_fail (lines != NULL, NULL);

  text = g_string_new (NULL);
  for (guint i = 0; i < lines->len; i++)
    {
      char **cells = g_ptr_array_index (lines, i);

      for (guint n = 0; cells[n] != NULL; n++)
        {
          g_autofree char *cell = g_strdelimit (g_strdup (cells[n]), "\t\r\n", ' ');

          g_string_append_printf (text, "%s%s%s", n > 0 ? "\t" : "", looks_like_formula (cell) ? "'" : "", cell);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
