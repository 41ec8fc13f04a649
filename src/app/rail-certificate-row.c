/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-row"

#include "config.h"

#include "rail-certificate-row.h"

#include "rail-section.h"

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
  RailSearchText   search;
};

G_DEFINE_FINAL_TYPE (RailCertificateRow, rail_certificate_row, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *nick;    /* in the window's state */
  const char *title;
} columns[RAIL_N_COLUMNS] = {
  [RAIL_COLUMN_ID]           = { "id", N_("ID") },
  [RAIL_COLUMN_COMMON_NAME]  = { "common-name", N_("Common name of subject") },
  [RAIL_COLUMN_SERIAL]       = { "serial", N_("Serial number") },
  [RAIL_COLUMN_ISSUER]       = { "issuer", N_("Issuer") },
  [RAIL_COLUMN_VALID_TO]     = { "valid-to", N_("Valid to") },
  [RAIL_COLUMN_USED_AS]      = { "used-as", N_("Used as") },
  [RAIL_COLUMN_PRIVATE_KEY]  = { "private-key", N_("Private key") },
  [RAIL_COLUMN_SIGNATURE]    = { "signature", N_("Signature algorithm") },
  [RAIL_COLUMN_KEY_LENGTH]   = { "key-length", N_("Key length") },
  [RAIL_COLUMN_STATUS]       = { "status", N_("Status") },
  [RAIL_COLUMN_VALID_FROM]   = { "valid-from", N_("Valid from") },
  [RAIL_COLUMN_ORGANIZATION] = { "organization", N_("Organization") },
  [RAIL_COLUMN_DEVICE]       = { "device", N_("Device") },
  [RAIL_COLUMN_NAMES]        = { "names", N_("Alternative names") },
  [RAIL_COLUMN_FINGERPRINT]  = { "fingerprint", N_("Fingerprint (SHA-256)") },
  [RAIL_COLUMN_HISTORY]      = { "history", N_("Earlier certificates") },
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
  return _(columns[column].title);
}

/**
 * rail_column_get_nick:
 * @column: a column
 *
 * Returns: (transfer none): its name in files
 */
const char *
rail_column_get_nick (RailColumn column)
{
  g_return_val_if_fail (column < RAIL_N_COLUMNS, NULL);
  return columns[column].nick;
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
  return column == RAIL_COLUMN_ID || column == RAIL_COLUMN_VALID_FROM || column == RAIL_COLUMN_VALID_TO ||
         column == RAIL_COLUMN_KEY_LENGTH || column == RAIL_COLUMN_STATUS || column == RAIL_COLUMN_HISTORY;
}

static char *
join_names (RailCertificate *certificate)
{
  GListModel *names = rail_certificate_get_names (certificate);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", rail_alternative_name_get_value (name));
    }
  return g_string_free (text, FALSE);
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
      return rail_format_day (rail_certificate_get_not_after (certificate));
    case RAIL_COLUMN_USED_AS:
      return rail_entry_dup_used_as (self->entry);
    case RAIL_COLUMN_PRIVATE_KEY:
      if (rail_entry_get_key (self->entry) != NULL)
        return g_strdup (C_("private key", "Yes"));
      /* In the project, but not for this user. */
      if (rail_entry_has_key (self->entry))
        return g_strdup (C_("private key", "Locked"));
      return g_strdup (rail_entry_is_key_damaged (self->entry) ? C_("private key", "Damaged") : C_("private key", "No"));
    case RAIL_COLUMN_SIGNATURE:
      if (rail_certificate_is_signed_with_sha1 (certificate))
        return g_strdup_printf (_("%s (deprecated)"), rail_certificate_get_signature_algorithm (certificate));
      return g_strdup (rail_certificate_get_signature_algorithm (certificate));
    case RAIL_COLUMN_KEY_LENGTH:
      return g_strdup_printf (_("%u bit"), rail_certificate_get_key_bits (certificate));
    case RAIL_COLUMN_STATUS:
      return rail_entry_dup_status_text (self->entry, rail_environment_get_now (self->environment));
    case RAIL_COLUMN_VALID_FROM:
      return rail_format_day (rail_certificate_get_not_before (certificate));
    case RAIL_COLUMN_ORGANIZATION:
      return rail_certificate_dup_subject_part (certificate, "O");
    case RAIL_COLUMN_DEVICE:
      return g_strdup (rail_entry_get_device (self->entry));
    case RAIL_COLUMN_NAMES:
      return join_names (certificate);
    case RAIL_COLUMN_FINGERPRINT:
      return rail_format_hex (rail_certificate_get_fingerprint (certificate));
    case RAIL_COLUMN_HISTORY:
      return g_strdup_printf ("%u", rail_entry_get_n_generations (self->entry));
    case RAIL_N_COLUMNS:
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
forget_texts (RailCertificateRow *self)
{
  for (guint i = 0; i < RAIL_N_COLUMNS; i++)
    {
      g_clear_pointer (&self->texts[i], g_free);
      g_clear_pointer (&self->sort_keys[i], g_free);
    }
  g_clear_pointer (&self->search.text, g_free);
  g_clear_pointer (&self->search.codes, g_free);
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
 * rail_certificate_row_dup_cell:
 * @self: a row
 * @column: a column
 *
 * Returns: (transfer full): what stands in a file or on the clipboard: the text, but days as “2037-01-14” in every
 *   language, for the programs that read it
 */
char *
rail_certificate_row_dup_cell (RailCertificateRow *self,
                               RailColumn          column)
{
  g_autofree char *time = NULL;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROW (self), NULL);

  if (column != RAIL_COLUMN_VALID_FROM && column != RAIL_COLUMN_VALID_TO)
    return g_strdup (rail_certificate_row_get_text (self, column));
  time = rail_format_date_iso (rail_certificate_row_get_number (self, column));
  return g_strndup (time, strcspn (time, "T"));
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
    case RAIL_COLUMN_VALID_FROM:
      return rail_certificate_get_not_before (certificate);
    case RAIL_COLUMN_VALID_TO:
      return rail_certificate_get_not_after (certificate);
    case RAIL_COLUMN_KEY_LENGTH:
      return rail_certificate_get_key_bits (certificate);
    case RAIL_COLUMN_HISTORY:
      return rail_entry_get_n_generations (self->entry);
    case RAIL_COLUMN_STATUS:
      return (ranks[rail_certificate_row_get_status (self)] << 40) + rail_certificate_get_not_after (certificate);
    case RAIL_COLUMN_COMMON_NAME:
    case RAIL_COLUMN_SERIAL:
    case RAIL_COLUMN_ISSUER:
    case RAIL_COLUMN_USED_AS:
    case RAIL_COLUMN_PRIVATE_KEY:
    case RAIL_COLUMN_SIGNATURE:
    case RAIL_COLUMN_ORGANIZATION:
    case RAIL_COLUMN_DEVICE:
    case RAIL_COLUMN_NAMES:
    case RAIL_COLUMN_FINGERPRINT:
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

/* A serial number counts as a code, which is not found by two or three of its digits, unless it has no more. */
#define SHORT_SERIAL 8

static void
make_search_text (RailCertificateRow *self)
{
  static const RailColumn searched[] = {
    RAIL_COLUMN_COMMON_NAME, RAIL_COLUMN_ISSUER, RAIL_COLUMN_VALID_TO, RAIL_COLUMN_USED_AS, RAIL_COLUMN_SIGNATURE,
    RAIL_COLUMN_KEY_LENGTH, RAIL_COLUMN_STATUS,
  };
  RailCertificate *certificate = rail_entry_get_certificate (self->entry);
  const char *serial = rail_certificate_get_serial (certificate);
  g_autoptr(GString) text = g_string_sized_new (256);
  g_autofree char *names = join_names (certificate);
  g_autofree char *codes = NULL;

  self->search.id = rail_entry_get_id (self->entry);
  g_string_append_printf (text, "%u\n%s\n%s\n", self->search.id, names, rail_certificate_get_subject (certificate));
  if (strlen (serial) <= SHORT_SERIAL)
    g_string_append_printf (text, "%s\n", serial);
  for (guint i = 0; i < G_N_ELEMENTS (searched); i++)
    g_string_append_printf (text, "%s\n", rail_certificate_row_get_text (self, searched[i]));
  self->search.text = rail_search_fold (text->str);

  codes = g_strjoin ("\n", serial, rail_certificate_get_fingerprint (certificate),
                     rail_certificate_get_fingerprint_sha1 (certificate), NULL);
  self->search.codes = g_ascii_strdown (codes, -1);
}

/**
 * rail_certificate_row_contains:
 * @self: a row
 * @words: what to look for
 *
 * Looks in the ID, the names, the alternative names, the issuer, the serial number and the fingerprints, whichever
 * columns are shown, and in the words of the others.
 *
 * Returns: whether the certificate is found by @words
 */
gboolean
rail_certificate_row_contains (RailCertificateRow *self,
                               RailSearchWords    *words)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROW (self), FALSE);
  g_return_val_if_fail (words != NULL, FALSE);

  if (self->search.text == NULL)
    make_search_text (self);
  return rail_search_words_match (words, &self->search);
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

  if (rail_entry_get_kind (self->entry) != RAIL_ENTRY_CA)
    return NULL;
  if (self->children == NULL)
    self->children = g_list_store_new (RAIL_TYPE_CERTIFICATE_ROW);
  return self->children;
}
