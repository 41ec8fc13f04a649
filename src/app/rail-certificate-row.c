/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-row"

#include "config.h"

#include "rail-certificate-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RailCertificateRow
{
  GObject          parent_instance;

  RailEntry       *entry;
  RailEnvironment *environment;
  GListStore      *children;             /* what a CA has issued; NULL for everything else */

  /* Made when first asked for: reading 10,000 certificates takes a second, showing 40 of them takes none. */
  char            *texts[RAIL_N_COLUMNS];
  char            *sort_keys[RAIL_N_COLUMNS];
  char            *search_text;
};

G_DEFINE_FINAL_TYPE (RailCertificateRow, rail_certificate_row, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char * const column_titles[RAIL_N_COLUMNS] = {
  N_("ID"),
  N_("Common name of subject"),
  N_("Serial number"),
  N_("Issuer"),
  N_("Valid to"),
  N_("Used as"),
  N_("Private key"),
  N_("Signature algorithm"),
  N_("Key length"),
  N_("Status"),
};

/**
 * rail_column_get_title:
 * @column: a column
 *
 * Returns: (transfer none): the translated title; the English one is TIA Portal's.
 */
const char *
rail_column_get_title (RailColumn column)
{
  g_return_val_if_fail (column < RAIL_N_COLUMNS, NULL);
  return _(column_titles[column]);
}

/**
 * rail_column_is_numeric:
 * @column: a column
 *
 * Returns: whether the column sorts by rail_certificate_row_get_number() and not by text.
 */
gboolean
rail_column_is_numeric (RailColumn column)
{
  return column == RAIL_COLUMN_ID || column == RAIL_COLUMN_VALID_TO ||
         column == RAIL_COLUMN_KEY_LENGTH || column == RAIL_COLUMN_STATUS;
}

static char *
format_day (gint64 unix_utc)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (unix_utc);

  /* In UTC as everywhere, and one that sorts by eye and that nobody reads as month before day. */
  return date != NULL ? g_date_time_format (date, "%Y-%m-%d") : g_strdup ("");
}

static char *
make_text (RailCertificateRow *self,
           RailColumn          column)
{
  RailCertificate *certificate = rail_entry_get_certificate (self->entry);

  switch (column)
    {
    case RAIL_COLUMN_ID:
      return g_strdup_printf ("%u", rail_entry_get_id (self->entry));
    case RAIL_COLUMN_COMMON_NAME:
      return g_strdup (rail_certificate_get_common_name (certificate));
    case RAIL_COLUMN_SERIAL:
      return g_strdup (rail_certificate_get_serial (certificate));
    case RAIL_COLUMN_ISSUER:
      return g_strdup (rail_certificate_get_issuer_label (certificate));
    case RAIL_COLUMN_VALID_TO:
      return format_day (rail_certificate_get_not_after (certificate));
    case RAIL_COLUMN_USED_AS:
      return rail_entry_dup_used_as (self->entry);
    case RAIL_COLUMN_PRIVATE_KEY:
      return g_strdup (rail_entry_get_key (self->entry) != NULL ? C_("private key", "Yes")
                                                                : C_("private key", "No"));
    case RAIL_COLUMN_SIGNATURE:
      if (rail_certificate_is_signed_with_sha1 (certificate))
        return g_strdup_printf (_("%s (deprecated)"), rail_certificate_get_signature_algorithm (certificate));
      return g_strdup (rail_certificate_get_signature_algorithm (certificate));
    case RAIL_COLUMN_KEY_LENGTH:
      return g_strdup_printf (_("%u bit"), rail_certificate_get_key_bits (certificate));
    case RAIL_COLUMN_STATUS:
      return rail_entry_dup_status_text (self->entry, rail_environment_get_now (self->environment));
    case RAIL_N_COLUMNS:
    default:
      g_return_val_if_reached (NULL);
    }
}

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (normal != NULL ? normal : text, -1);
}

static void
forget_texts (RailCertificateRow *self)
{
  for (guint i = 0; i < RAIL_N_COLUMNS; i++)
    {
      g_clear_pointer (&self->texts[i], g_free);
      g_clear_pointer (&self->sort_keys[i], g_free);
    }
  g_clear_pointer (&self->search_text, g_free);
}

static void
entry_notify_cb (RailCertificateRow *self)
{
  forget_texts (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
rail_certificate_row_finalize (GObject *object)
{
  RailCertificateRow *self = RAIL_CERTIFICATE_ROW (object);

  forget_texts (self);
  g_clear_object (&self->children);
  g_clear_object (&self->entry);
  g_clear_object (&self->environment);
  G_OBJECT_CLASS (rail_certificate_row_parent_class)->finalize (object);
}

static void
rail_certificate_row_class_init (RailCertificateRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_certificate_row_finalize;

  /**
   * RailCertificateRow::changed:
   *
   * The entry has changed, and with it some of the texts.
   */
  signals[CHANGED] = g_signal_new ("changed", RAIL_TYPE_CERTIFICATE_ROW, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rail_certificate_row_init (RailCertificateRow *self)
{
}

/**
 * rail_certificate_row_new:
 * @entry: the entry to show
 * @environment: whose clock tells the status
 *
 * Returns: (transfer full): a row that follows the changes of @entry.
 */
RailCertificateRow *
rail_certificate_row_new (RailEntry       *entry,
                          RailEnvironment *environment)
{
  RailCertificateRow *self;

  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);
  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (environment), NULL);

  self = g_object_new (RAIL_TYPE_CERTIFICATE_ROW, NULL);
  self->entry = g_object_ref (entry);
  self->environment = g_object_ref (environment);
  if (rail_entry_get_kind (entry) == RAIL_ENTRY_CA)
    self->children = g_list_store_new (RAIL_TYPE_CERTIFICATE_ROW);
  g_signal_connect_object (entry, "notify", G_CALLBACK (entry_notify_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * rail_certificate_row_get_entry:
 * @self: a row
 *
 * Returns: (transfer none): the entry it shows.
 */
RailEntry *
rail_certificate_row_get_entry (RailCertificateRow *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROW (self), NULL);
  return self->entry;
}

/**
 * rail_certificate_row_get_text:
 * @self: a row
 * @column: a column
 *
 * Returns: (transfer none): the text of one cell, never %NULL.
 */
const char *
rail_certificate_row_get_text (RailCertificateRow *self,
                               RailColumn          column)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROW (self), NULL);
  g_return_val_if_fail (column < RAIL_N_COLUMNS, NULL);

  if (self->texts[column] == NULL)
    {
      self->texts[column] = make_text (self, column);
      if (self->texts[column] == NULL)
        self->texts[column] = g_strdup ("");
    }
  return self->texts[column];
}

/**
 * rail_certificate_row_get_sort_key:
 * @self: a row
 * @column: a column of text
 *
 * The key is in the order of the user's language, with numbers inside a name counted as numbers: PLC-9 comes
 * before PLC-10.
 *
 * Returns: (transfer none): a string for strcmp().
 */
const char *
rail_certificate_row_get_sort_key (RailCertificateRow *self,
                                   RailColumn          column)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROW (self), NULL);
  g_return_val_if_fail (column < RAIL_N_COLUMNS, NULL);

  if (column == RAIL_COLUMN_SERIAL)
    return rail_certificate_row_get_text (self, column);
  if (self->sort_keys[column] == NULL)
    self->sort_keys[column] =
      g_utf8_collate_key_for_filename (rail_certificate_row_get_text (self, column), -1);
  return self->sort_keys[column];
}

/**
 * rail_certificate_row_get_number:
 * @self: a row
 * @column: a column for which rail_column_is_numeric() is true
 *
 * Returns: what the column sorts by. The status sorts by how bad it is, then by how soon the certificate ends.
 */
gint64
rail_certificate_row_get_number (RailCertificateRow *self,
                                 RailColumn          column)
{
  /* Indexed by RailStatus. */
  static const gint64 ranks[] = { 4, 3, 1, 2, 0 };
  RailCertificate *certificate;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROW (self), 0);
  certificate = rail_entry_get_certificate (self->entry);

  switch (column)
    {
    case RAIL_COLUMN_ID:
      return rail_entry_get_id (self->entry);
    case RAIL_COLUMN_VALID_TO:
      return rail_certificate_get_not_after (certificate);
    case RAIL_COLUMN_KEY_LENGTH:
      return rail_certificate_get_key_bits (certificate);
    case RAIL_COLUMN_STATUS:
      return (ranks[rail_certificate_row_get_status (self)] << 40) + rail_certificate_get_not_after (certificate);
    case RAIL_COLUMN_COMMON_NAME:
    case RAIL_COLUMN_SERIAL:
    case RAIL_COLUMN_ISSUER:
    case RAIL_COLUMN_USED_AS:
    case RAIL_COLUMN_PRIVATE_KEY:
    case RAIL_COLUMN_SIGNATURE:
    case RAIL_N_COLUMNS:
    default:
      g_return_val_if_reached (0);
    }
}

/**
 * rail_certificate_row_get_status:
 * @self: a row
 *
 * Returns: the status now.
 */
RailStatus
rail_certificate_row_get_status (RailCertificateRow *self)
{
  int days;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROW (self), RAIL_STATUS_VALID);
  return rail_entry_get_status (self->entry, rail_environment_get_now (self->environment), &days);
}

/**
 * rail_certificate_row_contains:
 * @self: a row
 * @words: (array zero-terminated=1): case-folded words
 *
 * Returns: whether each of @words is somewhere in the texts of the row.
 */
gboolean
rail_certificate_row_contains (RailCertificateRow  *self,
                               char               **words)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROW (self), FALSE);
  g_return_val_if_fail (words != NULL, FALSE);

  if (self->search_text == NULL)
    {
      g_autoptr(GString) all = g_string_sized_new (160);

      for (guint i = 0; i < RAIL_N_COLUMNS; i++)
        g_string_append_printf (all, "%s\n", rail_certificate_row_get_text (self, i));
      self->search_text = fold (all->str);
    }

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (self->search_text, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * rail_certificate_row_get_children:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the rows of what this authority has issued; %NULL if it is none.
 */
GListStore *
rail_certificate_row_get_children (RailCertificateRow *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROW (self), NULL);
  return self->children;
}
