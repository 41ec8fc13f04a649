/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-operations.h"

#include "rail-project-error.h"
#include "rail-table-reader.h"

#include <glib/gi18n-lib.h>

#define MAX_ROWS 10000

typedef enum
{
  COLUMN_NAME,
  COLUMN_FAMILY,
  COLUMN_FIRMWARE,
  COLUMN_ADDRESSES,
  COLUMN_COMMENT,
  COLUMN_SERVICES,
  N_COLUMNS
} Column;

static const char * const column_names[N_COLUMNS] = {
  "name", "family", "firmware", "addresses", "comment", "services",
};

/* Sets an error about a line. Returns: FALSE, for the caller to hand on */
static gboolean G_GNUC_PRINTF (3, 4)
fail (GError     **error,
      guint        line,
      const char  *format,
      ...)
{
  g_autofree char *problem = NULL;
  va_list arguments;

  va_start (arguments, format);
  problem = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: the number of a line, and a sentence */
  g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID, _("Line %u: %s"), line, problem);
  return FALSE;
}

/* Returns: (transfer full): the parts of a field between “|” */
static GStrv
split (const char *field)
{
  GStrv parts = *field != '\0' ? g_strsplit (field, "|", -1) : g_new0 (char *, 1);

  for (guint i = 0; parts[i] != NULL; i++)
    g_strstrip (parts[i]);
  return parts;
}

static gboolean
read_services (RailDevice  *device,
               const char  *field,
               guint        line,
               GError     **error)
{
  g_auto(GStrv) words = split (field);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *reason = NULL;
      RailService service;

      if (!rail_service_parse (words[i], &service))
        return fail (error, line, _("“%s” is no service."), words[i]);
      if (!rail_service_is_available (service, rail_device_get_family (device), rail_device_get_firmware (device), &reason))
        return fail (error, line, "%s", reason);
      rail_device_set_service (device, service, TRUE, 0);
    }
  return TRUE;
}

/* Names are taken by devices of the project, and by those of earlier lines. */
static gboolean
check_name (RailProject  *project,
            GHashTable   *lines,
            RailDevice   *device,
            guint         line,
            GError      **error)
{
  const char *name = rail_device_get_name (device);
  guint earlier = GPOINTER_TO_UINT (g_hash_table_lookup (lines, name));

  if (earlier != 0)
    return fail (error, line, _("A device is named “%s” in line %u already."), name, earlier);
  if (project != NULL && rail_project_get_device (project, name) != NULL)
    return fail (error, line, _("There is a device “%s” already."), name);
  g_hash_table_insert (lines, (gpointer) name, GUINT_TO_POINTER (line));
  return TRUE;
}

static gboolean
read_device (RailProject        *project,
             const char * const *fields,
             guint               line,
             GHashTable         *lines,
             GPtrArray          *devices,
             GError            **error)
{
  g_autoptr(RailDevice) device = NULL;
  g_autoptr(GError) local_error = NULL;
  g_auto(GStrv) addresses = split (fields[COLUMN_ADDRESSES]);
  RailFamily family = RAIL_FAMILY_OTHER;

  if (*fields[COLUMN_FAMILY] != '\0' && !rail_family_parse (fields[COLUMN_FAMILY], &family))
    return fail (error, line, _("“%s” is no family; there are s7-1500, s7-1200, cp, hmi, pc and other."),
                 fields[COLUMN_FAMILY]);
  device = rail_device_new (fields[COLUMN_NAME], family);
  rail_device_set_firmware (device, fields[COLUMN_FIRMWARE]);
  rail_device_set_addresses (device, (const char * const *) addresses);
  rail_device_set_comment (device, fields[COLUMN_COMMENT]);
  if (!rail_device_validate (device, &local_error))
    return fail (error, line, "%s", local_error->message);
  if (!check_name (project, lines, device, line, error) || !read_services (device, fields[COLUMN_SERVICES], line, error))
    return FALSE;
  g_ptr_array_add (devices, g_steal_pointer (&device));
  return TRUE;
}

static gboolean
read_header (RailTableReader  *reader,
             int              *positions,
             guint            *out_n_fields,
             GError          **error)
{
  g_autoptr(GPtrArray) header = rail_table_reader_read_row (reader);
  const char *column;
  const char *problem;

  if (header == NULL)
    return fail (error, reader->row_line, _("A quotation mark is opened, but never closed."));
  if (!rail_table_map_columns (header, column_names, N_COLUMNS, positions, &column, &problem))
    /* Translators: the heading of a column, and a sentence */
    return fail (error, reader->row_line, _("“%s”: %s"), column, problem);
  if (positions[COLUMN_NAME] == -1)
    return fail (error, reader->row_line, _("The first row must name the columns, “name” among them."));
  *out_n_fields = header->len;
  return TRUE;
}

static gboolean
read_rows (RailProject      *project,
           RailTableReader  *reader,
           GPtrArray        *devices,
           GError          **error)
{
  g_autoptr(GHashTable) lines = g_hash_table_new (g_str_hash, g_str_equal);   /* name → line; the devices keep them */
  int positions[N_COLUMNS];
  guint n_fields = 0;

  if (!read_header (reader, positions, &n_fields, error))
    return FALSE;
  while (!rail_table_reader_is_at_end (reader))
    {
      g_autoptr(GPtrArray) row = rail_table_reader_read_row (reader);
      const char *fields[N_COLUMNS];

      if (row == NULL)
        return fail (error, reader->row_line, _("A quotation mark is opened, but never closed."));
      if (rail_table_row_is_blank (row))
        continue;
      if (row->len != n_fields)
        return fail (error, reader->row_line, _("The row has another number of fields than the first: %u, not %u."),
                     row->len, n_fields);
      if (devices->len == MAX_ROWS)
        return fail (error, reader->row_line, _("These are more than %u devices; add them in several files."), MAX_ROWS);
      for (guint i = 0; i < N_COLUMNS; i++)
        fields[i] = positions[i] != -1 ? row->pdata[positions[i]] : "";
      if (!read_device (project, fields, reader->row_line, lines, devices, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * rail_device_parse_csv:
 * @project: (nullable): the project that the devices are for, whose names are taken
 * @text: a table as RFC 4180 has it; its first row names the columns
 * @error: return location for an error
 *
 * Reads one device a row. Columns, in any order: name; family, firmware, addresses (several separated by “|”), comment, and
 * services that are switched on (likewise). The services get their certificates when compiling offers it. See docs/csv.md.
 *
 * Returns: (transfer full) (element-type RailDevice): the devices, for rail_project_add_devices(); or %NULL with
 *   RAIL_PROJECT_ERROR_INVALID, which names the first line that is wrong
 */
GPtrArray *
rail_device_parse_csv (RailProject  *project,
                       const char   *text,
                       GError      **error)
{
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  RailTableReader reader;

  g_return_val_if_fail (project == NULL || RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!rail_table_reader_init (&reader, text, error) || !read_rows (project, &reader, devices, error))
    return NULL;
  return g_steal_pointer (&devices);
}
