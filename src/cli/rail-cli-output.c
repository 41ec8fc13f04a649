/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include "rail-cli.h"

#include <stdio.h>
#include <string.h>

#include "rail-section.h"

#define COLUMN_GAP 2

/**
 * rail_cli_make_printable:
 * @text: text that may come from a certificate or a file
 *
 * Takes out what could steer a terminal or turn the reading direction: a certificate is made by somebody else.
 *
 * Returns: (transfer full): @text, with “�” for such characters
 */
char *
rail_cli_make_printable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *printable = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (character);

      if (character != '\n' && (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
                                type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR))
        character = 0xfffd;
      g_string_append_unichar (printable, character);
    }
  return g_string_free (printable, FALSE);
}

/**
 * rail_cli_print:
 * @format: as in printf()
 * @...: its arguments
 *
 * Prints to standard output, in the terminal's encoding, what a terminal can print.
 */
void
rail_cli_print (const char *format,
                ...)
{
  g_autofree char *text = NULL;
  g_autofree char *printable = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  printable = rail_cli_make_printable (text);
  g_print ("%s", printable);
}

static guint
measure (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      width += g_unichar_iszerowidth (character) ? 0 : g_unichar_iswide (character) ? 2 : 1;
    }
  return width;
}

/**
 * rail_cli_print_table:
 * @rows: (element-type GStrv): rows of the same number of cells, the titles first
 *
 * Prints a table whose columns are as wide as they need to be.
 */
void
rail_cli_print_table (GPtrArray *rows)
{
  guint n_columns = g_strv_length (g_ptr_array_index (rows, 0));
  g_autofree guint *widths = g_new0 (guint, n_columns);

  for (guint i = 0; i < rows->len; i++)
    for (guint column = 0; column < n_columns; column++)
      {
        g_autofree char *cell = rail_cli_make_printable (((char **) g_ptr_array_index (rows, i))[column]);

        widths[column] = MAX (widths[column], measure (cell));
      }
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr(GString) line = g_string_new (NULL);

      for (guint column = 0; column < n_columns; column++)
        {
          g_autofree char *cell = rail_cli_make_printable (((char **) g_ptr_array_index (rows, i))[column]);
          guint padding = column + 1 < n_columns ? widths[column] - measure (cell) + COLUMN_GAP : 0;

          g_string_append_printf (line, "%s%*s", cell, (int) padding, "");
        }
      g_print ("%s\n", line->str);
    }
}

/**
 * rail_cli_print_json:
 * @builder: a complete document
 *
 * Prints the document, indented and in UTF-8 whatever the terminal's encoding is.
 */
void
rail_cli_print_json (JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  fputs (text, stdout);
  fputc ('\n', stdout);
}

static void
add_date (JsonBuilder *builder,
          const char  *name,
          gint64       date)
{
  g_autofree char *text = rail_format_date_iso (date);

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

/**
 * rail_cli_add_text:
 * @builder: a document in which an object has been begun
 * @name: a member's name
 * @value: (nullable): its value; %NULL becomes null
 *
 * Adds a string to the object.
 */
void
rail_cli_add_text (JsonBuilder *builder,
                   const char  *name,
                   const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_issuer (JsonBuilder *builder,
            RailCli     *self,
            RailEntry   *entry)
{
  RailEntry *issuer = rail_project_get_issuer (self->project, entry);

  rail_cli_add_text (builder, "issuer", rail_certificate_get_issuer_label (rail_entry_get_certificate (entry)));
  json_builder_set_member_name (builder, "issuer_id");
  if (issuer != NULL)
    json_builder_add_int_value (builder, rail_entry_get_id (issuer));
  else
    json_builder_add_null_value (builder);
}

/**
 * rail_cli_add_entry:
 * @builder: a document in which an object has been begun
 * @self: a run of the program with an open project
 * @entry: a certificate of it
 *
 * Adds the members of a row of “list”. Their names are for scripts and never change.
 */
void
rail_cli_add_entry (JsonBuilder *builder,
                    RailCli     *self,
                    RailEntry   *entry)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  gint64 now = rail_environment_get_now (self->environment);
  g_autofree char *used_as = rail_entry_dup_used_as (entry);

  json_builder_set_member_name (builder, "id");
  json_builder_add_int_value (builder, rail_entry_get_id (entry));
  rail_cli_add_text (builder, "kind", rail_entry_kind_get_nick (rail_entry_get_kind (entry)));
  rail_cli_add_text (builder, "common_name", rail_certificate_get_common_name (certificate));
  rail_cli_add_text (builder, "serial", rail_certificate_get_serial (certificate));
  add_issuer (builder, self, entry);
  add_date (builder, "not_before", rail_certificate_get_not_before (certificate));
  add_date (builder, "not_after", rail_certificate_get_not_after (certificate));
  rail_cli_add_text (builder, "status", rail_status_get_nick (rail_entry_get_status (entry, now, NULL)));
  rail_cli_add_text (builder, "used_as", used_as);
  json_builder_set_member_name (builder, "private_key");
  json_builder_add_boolean_value (builder, rail_entry_has_key (entry));
  rail_cli_add_text (builder, "signature_algorithm", rail_certificate_get_signature_algorithm (certificate));
  json_builder_set_member_name (builder, "key_length");
  json_builder_add_int_value (builder, rail_certificate_get_key_bits (certificate));
  rail_cli_add_text (builder, "usage", rail_profile_get (rail_entry_get_usage (entry))->nick);
  rail_cli_add_text (builder, "device", rail_entry_get_device (entry));
  rail_cli_add_text (builder, "fingerprint_sha256", rail_certificate_get_fingerprint (certificate));
}

/**
 * rail_cli_print_entries:
 * @self: a run of the program with an open project
 * @entries: (element-type RailEntry): certificates of it
 *
 * Prints an array of the certificates as JSON.
 */
void
rail_cli_print_entries (RailCli   *self,
                        GPtrArray *entries)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++)
    {
      json_builder_begin_object (builder);
      rail_cli_add_entry (builder, self, g_ptr_array_index (entries, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  rail_cli_print_json (builder);
}

/**
 * rail_cli_print_files:
 * @self: a run of the program
 * @files: (element-type GFile): what has been written
 *
 * Prints the paths, one a line or as an array of objects.
 */
void
rail_cli_print_files (RailCli   *self,
                      GPtrArray *files)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *path = g_filename_display_name (g_file_peek_path (g_ptr_array_index (files, i)));

      if (!self->json)
        rail_cli_print ("%s\n", path);
      json_builder_begin_object (builder);
      rail_cli_add_text (builder, "path", path);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (self->json)
    rail_cli_print_json (builder);
}
