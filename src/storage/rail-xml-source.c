/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-xml-source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (rail-storage-error-quark, rail_storage_error)

/**
 * rail_xml_source_set_error:
 * @self: where the XML comes from
 * @code: the kind of error
 * @reason: the end of a sentence that began “FILE could not be opened”
 * @error: return location for the error
 */
void
rail_xml_source_set_error (const RailXmlSource  *self,
                           RailStorageError      code,
                           const char           *reason,
                           GError              **error)
{
  /* TRANSLATORS: a file name, and what is wrong with it and what to do now, such as “because it ends too early…” */
  g_set_error (error, RAIL_STORAGE_ERROR, code, _("“%s” could not be opened %s."), self->file_name, reason);
}

/**
 * rail_xml_source_set_damaged:
 * @self: where the XML comes from
 * @line: the line, from 1; 0 if it is not known
 * @error: return location for a RAIL_STORAGE_ERROR_DAMAGED
 * @format: what is not as it was written
 * @...: for @format
 */
void
rail_xml_source_set_damaged (const RailXmlSource  *self,
                             long                  line,
                             GError              **error,
                             const char           *format,
                             ...)
{
  g_autofree char *detail = NULL;
  g_autofree char *place = NULL;
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  detail = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (self->is_inside && line > 0)
    place = g_strdup_printf (_("at line %ld of its protected part"), line);
  else if (self->is_inside)
    place = g_strdup (_("in its protected part"));
  else if (line > 0)
    place = g_strdup_printf (_("at line %ld"), line);
  else
    place = g_strdup (_("at an unknown line"));
  /* TRANSLATORS: follows “FILE could not be opened”; a place in the file, what is wrong there, and the file name */
  reason = g_strdup_printf (_("because it is damaged %s (%s); open its previous version, “%s~”, or a backup instead"),
                            place, detail, self->file_name);
  rail_xml_source_set_error (self, RAIL_STORAGE_ERROR_DAMAGED, reason, error);
}

/**
 * rail_xml_source_set_caused:
 * @self: where the XML comes from
 * @line: the line, from 1; 0 if it is not known
 * @cause: an error of another room, whose sentence becomes a detail
 * @error: return location for a RAIL_STORAGE_ERROR_DAMAGED
 */
void
rail_xml_source_set_caused (const RailXmlSource  *self,
                            long                  line,
                            const GError         *cause,
                            GError              **error)
{
  g_autofree char *detail = g_strdup (cause->message);

  if (g_str_has_suffix (detail, "."))
    detail[strlen (detail) - 1] = '\0';
  rail_xml_source_set_damaged (self, line, error, "%s", detail);
}

/**
 * rail_xml_source_set_limit:
 * @self: where the XML comes from
 * @what: what there is too much of, in the plural
 * @max: how many are allowed
 * @error: return location for a RAIL_STORAGE_ERROR_LIMIT
 */
void
rail_xml_source_set_limit (const RailXmlSource  *self,
                           const char           *what,
                           guint                 max,
                           GError              **error)
{
  g_autofree char *reason =
    g_strdup_printf (_("because it has more than %u %s, which no project has; ask whoever gave it to you"), max, what);

  rail_xml_source_set_error (self, RAIL_STORAGE_ERROR_LIMIT, reason, error);
}
