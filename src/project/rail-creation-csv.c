/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-creation-row.h"

#include "rail-project-error.h"
#include "rail-project.h"
#include "rail-section.h"
#include "rail-table-reader.h"

#include <glib/gi18n-lib.h>

#define DAY G_GINT64_CONSTANT (86400)
#define MAX_DAYS 100000
#define MAX_ROWS 100000

typedef enum
{
  COLUMN_USAGE,
  COLUMN_CN,
  COLUMN_ISSUER,
  COLUMN_KEY,
  COLUMN_HASH,
  COLUMN_DN,
  COLUMN_NOT_BEFORE,
  COLUMN_NOT_AFTER,
  COLUMN_DAYS,
  COLUMN_SAN,
  COLUMN_DEVICE,
  N_COLUMNS
} Column;

static const char * const column_names[N_COLUMNS] = {
  "usage", "cn", "issuer", "key", "hash", "dn", "not_before", "not_after", "days", "san", "device",
};

/* One row, its fields by column; what the row does not have is "". */
typedef struct
{
  RailProject *project;
  const char  *fields[N_COLUMNS];
  const char  *column;     /* (nullable): where the problem is */
  char        *problem;    /* (nullable): what is wrong with the row */
} Row;

/* Notes what is wrong with the row. Returns: FALSE, for the caller to hand on */
static gboolean G_GNUC_PRINTF (3, 4)
complain (Row        *row,
          const char *column,
          const char *format,
          ...)
{
  va_list arguments;

  va_start (arguments, format);
  row->column = column;
  row->problem = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return FALSE;
}

/* What is wrong with the table as a whole. */
static gboolean G_GNUC_PRINTF (4, 5)
fail (GError     **error,
      guint        line,
      const char  *column,
      const char  *format,
      ...)
{
  g_autofree char *problem = NULL;
  g_autofree char *text = NULL;
  g_autoptr(RailCreationRow) row = NULL;
  va_list arguments;

  va_start (arguments, format);
  problem = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  row = rail_creation_row_new_bad (line, NULL, NULL, column, problem);
  text = rail_creation_row_dup_message (row);
  g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID, text);
  return FALSE;
}

static gboolean
map_columns (GPtrArray  *header,
             guint       line,
             int        *positions,
             GError    **error)
{
  const char *column;
  const char *problem;

  if (!rail_table_map_columns (header, column_names, N_COLUMNS, positions, &column, &problem))
    return fail (error, line, column, "%s", problem);
  if (positions[COLUMN_USAGE] == -1 || positions[COLUMN_CN] == -1)
    return fail (error, line, NULL, _("The first row must name the columns, “usage” and “cn” among them."));
  return TRUE;
}

static gboolean
find_issuer (Row        *row,
             RailEntry **out_issuer)
{
  const char *issuer = row->fields[COLUMN_ISSUER];
  guint64 id;

  *out_issuer = NULL;
  if (*issuer == '\0' || g_str_equal (issuer, "self"))
    return TRUE;
  if (g_ascii_string_to_unsigned (issuer, 10, 1, G_MAXUINT, &id, NULL))
    *out_issuer = rail_project_get_entry (row->project, (guint) id);
  if (*out_issuer == NULL)
    return complain (row, "issuer", _("“%s” is neither “self” nor an ID of this project."), issuer);
  return TRUE;
}

static gboolean
apply_template (Row          *row,
                RailCreation *creation)
{
  const RailProfile *profile = rail_profile_find (row->fields[COLUMN_USAGE]);
  gboolean has_issuer = *row->fields[COLUMN_ISSUER] != '\0';
  RailEntry *issuer;

  if (profile == NULL)
    return complain (row, "usage", _("“%s” is no usage."), row->fields[COLUMN_USAGE]);
  if (!find_issuer (row, &issuer))
    return FALSE;

  rail_creation_set_device (creation, row->fields[COLUMN_DEVICE]);
  if (has_issuer)
    rail_creation_set_issuer (creation, issuer);
  rail_creation_apply_template (creation, profile->usage);
  /* A template puts a wrong choice right in silence, which is well in a form, but not in a table. */
  if (has_issuer)
    rail_creation_set_issuer (creation, issuer);
  return TRUE;
}

static gboolean
apply_subject (Row          *row,
               RailCreation *creation)
{
  RailCertificateRequest *request = rail_creation_get_request (creation);
  g_autoptr(GError) local_error = NULL;

  if (*row->fields[COLUMN_DN] != '\0' &&
      !rail_certificate_request_set_subject (request, row->fields[COLUMN_DN], &local_error))
    return complain (row, "dn", "%s", local_error->message);
  rail_certificate_request_set_common_name (request, row->fields[COLUMN_CN]);
  return TRUE;
}

static gboolean
apply_key (Row          *row,
           RailCreation *creation)
{
  RailCertificateRequest *request = rail_creation_get_request (creation);
  RailKeyKind kind;
  RailHash hash;

  if (*row->fields[COLUMN_KEY] != '\0')
    {
      if (!rail_key_kind_parse (row->fields[COLUMN_KEY], &kind))
        return complain (row, "key", _("“%s” is no kind of key; write it like rsa:2048 or ec:secp256r1."),
                     row->fields[COLUMN_KEY]);
      rail_certificate_request_set_key_kind (request, kind);
    }
  if (*row->fields[COLUMN_HASH] != '\0')
    {
      if (!rail_hash_parse (row->fields[COLUMN_HASH], &hash))
        return complain (row, "hash", _("“%s” is no hash; write it like sha256."), row->fields[COLUMN_HASH]);
      rail_certificate_request_set_hash (request, hash);
    }
  return TRUE;
}

static gboolean
apply_validity (Row          *row,
                RailCreation *creation)
{
  RailCertificateRequest *request = rail_creation_get_request (creation);
  const char *not_before_text = row->fields[COLUMN_NOT_BEFORE];
  const char *not_after_text = row->fields[COLUMN_NOT_AFTER];
  const char *days_text = row->fields[COLUMN_DAYS];
  gint64 not_before = rail_certificate_request_get_not_before (request);
  gint64 not_after = rail_certificate_request_get_not_after (request);
  guint64 days;

  if (*not_before_text == '\0' && *not_after_text == '\0' && *days_text == '\0')
    return TRUE;
  if (*not_before_text != '\0' && !rail_parse_date (not_before_text, FALSE, &not_before))
    return complain (row, "not_before", _("“%s” is no date; write it like 2037-01-14 or 2037-01-14T15:00:00Z."),
                 not_before_text);
  if (*not_after_text != '\0' && *days_text != '\0')
    return complain (row, "days", _("Only one of “not_after” and “days” can be given."));
  if (*not_after_text != '\0' && !rail_parse_date (not_after_text, TRUE, &not_after))
    return complain (row, "not_after", _("“%s” is no date; write it like 2037-01-14 or 2037-01-14T15:00:00Z."),
                 not_after_text);
  if (*days_text != '\0')
    {
      gint64 begin = *not_before_text != '\0' ? not_before
                     : rail_environment_get_now (rail_project_get_environment (row->project));

      if (!g_ascii_string_to_unsigned (days_text, 10, 1, MAX_DAYS, &days, NULL))
        return complain (row, "days", _("“%s” is no number of days."), days_text);
      not_after = begin + (gint64) days * DAY;
    }
  rail_certificate_request_set_validity (request, not_before, not_after);
  return TRUE;
}

/* Names given here are all there are. Otherwise the template's, without the rows that ask for something. */
static gboolean
apply_names (Row          *row,
             RailCreation *creation)
{
  GListStore *names = rail_certificate_request_get_names (rail_creation_get_request (creation));
  g_auto(GStrv) values = g_strsplit (row->fields[COLUMN_SAN], "|", -1);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (names)); i > 0; i--)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (G_LIST_MODEL (names), i - 1);

      if (values[0] != NULL || *rail_alternative_name_get_value (name) == '\0')
        g_list_store_remove (names, i - 1);
    }
  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autoptr(GError) local_error = NULL;
      g_autoptr(RailAlternativeName) name = rail_alternative_name_parse (g_strstrip (values[i]), &local_error);

      if (name == NULL)
        return complain (row, "san", "%s", local_error->message);
      g_list_store_append (names, name);
    }
  return TRUE;
}

/* The column that a person looks into to mend the problem. */
static const char *
find_column (RailCreation *creation)
{
  static const struct
  {
    RailRequestProblems problems;
    Column              column;
  } columns[] = {
    { RAIL_REQUEST_COMMON_NAME_MISSING | RAIL_REQUEST_COMMON_NAME_LONG, COLUMN_CN },
    { RAIL_REQUEST_SUBJECT_INVALID | RAIL_REQUEST_COUNTRY_INVALID, COLUMN_DN },
    { RAIL_REQUEST_KEY_OVER_ISSUER, COLUMN_KEY },
    { RAIL_REQUEST_HASH_INVALID, COLUMN_HASH },
    { RAIL_REQUEST_VALIDITY_ORDER | RAIL_REQUEST_VALIDITY_OUTLIVES | RAIL_REQUEST_VALIDITY_RANGE, COLUMN_NOT_AFTER },
    { RAIL_REQUEST_NAME_INVALID | RAIL_REQUEST_NAME_URI_MISSING | RAIL_REQUEST_NAME_URI_NOT_FIRST |
      RAIL_REQUEST_NAME_ADDRESS_MISSING, COLUMN_SAN },
    { RAIL_REQUEST_ISSUER_NOT_CA | RAIL_REQUEST_ISSUER_PATH_LENGTH | RAIL_REQUEST_ISSUER_MISSING, COLUMN_ISSUER },
  };
  RailCreationProblems problems = rail_creation_validate (creation) & ~RAIL_CREATION_REQUEST_INVALID;
  RailRequestProblems first;

  if (problems & RAIL_CREATION_UNPROTECTED)
    return rail_creation_get_issuer (creation) != NULL ? "issuer" : "usage";
  if (problems & (RAIL_CREATION_ISSUER_NO_KEY | RAIL_CREATION_ISSUER_REVOKED))
    return "issuer";
  if (problems & (RAIL_CREATION_DEVICE_UNKNOWN | RAIL_CREATION_DEVICE_LOCAL))
    return "device";

  first = rail_certificate_request_validate (rail_creation_get_request (creation)) & RAIL_REQUEST_ERRORS;
  first &= -first;
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (first & columns[i].problems)
      return column_names[columns[i].column];
  return NULL;
}

static RailCreation *
read_creation (Row *row)
{
  g_autoptr(RailCreation) creation = rail_creation_new (row->project);
  g_autoptr(GError) local_error = NULL;

  if (!apply_template (row, creation) ||
      !apply_subject (row, creation) ||
      !apply_key (row, creation) ||
      !apply_validity (row, creation) ||
      !apply_names (row, creation))
    return NULL;
  if (rail_creation_validate (creation) != 0)
    {
      rail_creation_set_error (creation, &local_error);
      complain (row, find_column (creation), "%s", local_error->message);
      return NULL;
    }
  return g_steal_pointer (&creation);
}

/* Returns: (transfer full): the row, good or bad; @fields is NULL for one that never ends */
static RailCreationRow *
make_row (RailProject *project,
          guint        line,
          GPtrArray   *fields,
          guint        n_expected,
          const int   *positions)
{
  g_autoptr(RailCreation) creation = NULL;
  Row row = { .project = project };
  RailCreationRow *result;

  for (guint column = 0; column < N_COLUMNS; column++)
    row.fields[column] = fields != NULL && positions[column] != -1 && (guint) positions[column] < fields->len
                           ? fields->pdata[positions[column]]
                           : "";
  if (fields == NULL)
    complain (&row, NULL, _("A quotation mark is opened, but never closed."));
  else if (fields->len != n_expected)
    complain (&row, NULL, _("The row has another number of fields than the first: %u, not %u."), fields->len, n_expected);
  else
    creation = read_creation (&row);

  if (creation != NULL)
    return rail_creation_row_new (line, row.fields[COLUMN_CN], row.fields[COLUMN_USAGE], creation);
  result = rail_creation_row_new_bad (line, row.fields[COLUMN_CN], row.fields[COLUMN_USAGE], row.column, row.problem);
  g_free (row.problem);
  return result;
}

static gboolean
read_rows (RailTableReader *reader,
           RailProject     *project,
           GPtrArray       *rows,
           GError         **error)
{
  g_autoptr(GPtrArray) header = rail_table_reader_read_row (reader);
  int positions[N_COLUMNS];

  if (header == NULL)
    return fail (error, reader->row_line, NULL, _("A quotation mark is opened, but never closed."));
  if (!map_columns (header, reader->row_line, positions, error))
    return FALSE;

  while (!rail_table_reader_is_at_end (reader))
    {
      g_autoptr(GPtrArray) fields = rail_table_reader_read_row (reader);

      if (fields != NULL && rail_table_row_is_blank (fields))
        continue;
      if (rows->len == MAX_ROWS)
        return fail (error, reader->row_line, NULL,
                     _("These are more than %u certificates; create them in several files."), MAX_ROWS);
      g_ptr_array_add (rows, make_row (project, reader->row_line, fields, header->len, positions));
    }
  return TRUE;
}

/**
 * rail_creation_parse_csv:
 * @project: the project that the certificates are to be made in
 * @text: a table as RFC 4180 has it; its first row names the columns
 * @error: return location for an error
 *
 * Reads one certificate a row. Columns, in any order: usage and cn; issuer (an ID or “self”), key, hash, dn, not_before,
 * not_after or days, san (several separated by “|”), device. What a row leaves empty is as the template of the usage
 * proposes it. Spreadsheets that write semicolons between fields are understood too. See docs/csv.md.
 *
 * Returns: (transfer full) (element-type RailCreationRow): the rows, good and bad, in their order; or %NULL with
 *   RAIL_PROJECT_ERROR_INVALID when it is no such table at all
 */
GListModel *
rail_creation_parse_csv (RailProject  *project,
                         const char   *text,
                         GError      **error)
{
  g_autoptr(GListStore) store = g_list_store_new (RAIL_TYPE_CREATION_ROW);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  RailTableReader reader;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!rail_table_reader_init (&reader, text, error) ||
      !read_rows (&reader, project, rows, error))
    return NULL;
  g_list_store_splice (store, 0, 0, rows->pdata, rows->len);
  return G_LIST_MODEL (g_steal_pointer (&store));
}
