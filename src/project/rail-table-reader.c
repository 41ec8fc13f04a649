/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-table-reader.h"

#include "rail-project-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The inside of a quoted field: separators and line ends are text, a doubled quote is one (RFC 4180 §2). */
static gboolean
read_quoted (RailTableReader *self,
             GString         *field)
{
  for (self->rest++; *self->rest != '\0'; self->rest++)
    {
      if (*self->rest == '"' && self->rest[1] != '"')
        {
          self->rest++;
          return TRUE;
        }
      if (*self->rest == '"')
        self->rest++;
      else if (*self->rest == '\n')
        self->line++;
      g_string_append_c (field, *self->rest);
    }
  return FALSE;
}

/*< private >
 * rail_table_reader_init:
 * @self: a reader
 * @text: a table, which stays where it is
 * @error: return location for an error
 *
 * Begins to read. Spreadsheets that write semicolons between fields are understood, too, and a byte order mark.
 *
 * Returns: whether @text is text; otherwise RAIL_PROJECT_ERROR_INVALID
 */
gboolean
rail_table_reader_init (RailTableReader  *self,
                        const char       *text,
                        GError          **error)
{
  gsize header_length;

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                           _("The table is not UTF-8 text; save it as “CSV UTF-8”."));
      return FALSE;
    }
  *self = (RailTableReader) { text, ',', 1, 1 };
  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    self->rest += 3;
  header_length = strcspn (self->rest, "\n");
  if (memchr (self->rest, ',', header_length) == NULL && memchr (self->rest, ';', header_length) != NULL)
    self->separator = ';';
  return TRUE;
}

/*< private >
 * rail_table_reader_is_at_end:
 * @self: a reader
 *
 * Returns: whether there are no more rows
 */
gboolean
rail_table_reader_is_at_end (RailTableReader *self)
{
  return *self->rest == '\0';
}

/*< private >
 * rail_table_reader_read_row:
 * @self: a reader
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the fields of the next row, without spaces at their ends; %NULL if
 *   a quotation mark is never closed
 */
GPtrArray *
rail_table_reader_read_row (RailTableReader *self)
{
  g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);

  self->row_line = self->line;
  for (;;)
    {
      g_autoptr(GString) field = g_string_new (NULL);

      if (*self->rest == '"' && !read_quoted (self, field))
        return NULL;
      while (*self->rest != '\0' && *self->rest != self->separator && *self->rest != '\n' &&
             !(self->rest[0] == '\r' && self->rest[1] == '\n'))
        g_string_append_c (field, *self->rest++);
      g_ptr_array_add (fields, g_strstrip (g_strdup (field->str)));
      if (*self->rest != self->separator)
        break;
      self->rest++;
    }
  if (*self->rest == '\r')
    self->rest++;
  if (*self->rest == '\n')
    {
      self->rest++;
      self->line++;
    }
  return g_steal_pointer (&fields);
}

/*< private >
 * rail_table_row_is_blank:
 * @fields: (element-type utf8): a row
 *
 * Returns: whether it is an empty line
 */
gboolean
rail_table_row_is_blank (GPtrArray *fields)
{
  return fields->len == 1 && *(const char *) fields->pdata[0] == '\0';
}

/*< private >
 * rail_table_map_columns:
 * @header: (element-type utf8): the first row
 * @names: (array length=n_names): the names that columns can have
 * @n_names: how many there are
 * @positions: (out caller-allocates) (array length=n_names): where the column of each name stands; −1 if it is not there
 * @out_column: (out) (transfer none): the heading that is wrong
 * @out_problem: (out) (transfer none): what is wrong with it, in a sentence
 *
 * Returns: whether every column has a name, and none of them twice
 */
gboolean
rail_table_map_columns (GPtrArray          *header,
                        const char * const *names,
                        guint               n_names,
                        int                *positions,
                        const char        **out_column,
                        const char        **out_problem)
{
  for (guint i = 0; i < n_names; i++)
    positions[i] = -1;

  for (guint i = 0; i < header->len; i++)
    {
      guint column = 0;

      *out_column = header->pdata[i];
      while (column < n_names && g_ascii_strcasecmp (*out_column, names[column]) != 0)
        column++;
      if (column == n_names)
        {
          *out_problem = _("There is no column of this name.");
          return FALSE;
        }
      if (positions[column] != -1)
        {
          *out_problem = _("The column is there twice.");
          return FALSE;
        }
      positions[column] = (int) i;
    }
  return TRUE;
}
