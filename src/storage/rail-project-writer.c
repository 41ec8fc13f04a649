/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-project-writer.h"

#include "rail-cipher.h"
#include "rail-device-xml.h"
#include "rail-entry-private.h"
#include "rail-journal-xml.h"
#include "rail-loaded.h"
#include "rail-unsealed-private.h"
#include "rail-format-version.h"
#include "rail-xml-encryption.h"
#include "rail-xml-parser.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  RailProject    *project;
  RailXmlWriter  *writer;
  const char     *file_name;
  RailSecret     *vault_key;    /* NULL in an unprotected project, and for standard users */
  gboolean        is_protected;
} Writing;

/* In a protected project each key is ciphertext of its own, under a key that standard users do not have. Theirs stays as
 * they found it. */
static gboolean
write_key (Writing  *self,
           RailKey  *key,
           GBytes   *sealed_key,
           GError  **error)
{
  g_autoptr(GBytes) sealed = sealed_key != NULL ? g_bytes_ref (sealed_key) : NULL;
  const guint8 *der;
  gsize size;

  if (key == NULL && sealed == NULL)
    return TRUE;
  rail_xml_writer_start (self->writer, "key");
  if (key != NULL)
    {
      der = rail_secret_get_data (rail_key_get_pkcs8 (key), &size);
      if (!self->is_protected)
        rail_xml_writer_base64 (self->writer, der, size);
      else
        {
          g_clear_pointer (&sealed, g_bytes_unref);
          sealed = rail_cipher_encrypt (rail_project_get_environment (self->project), self->vault_key, der, size, error);
          if (sealed == NULL)
            return FALSE;
        }
    }
  if (sealed != NULL)
    rail_xml_encryption_write_data (self->writer, "MimeType", RAIL_XML_ENCRYPTION_MIME_PKCS8,
                                    RAIL_XML_ENCRYPTION_VAULT_KEY, sealed);
  rail_xml_writer_end (self->writer);
  return TRUE;
}

static void
write_revocation (Writing              *self,
                  gint64                date,
                  RailRevocationReason  reason)
{
  rail_xml_writer_start (self->writer, "revoked");
  rail_xml_writer_time (self->writer, "date", date);
  rail_xml_writer_attribute (self->writer, "reason", rail_revocation_reason_get_nick (reason));
  rail_xml_writer_end (self->writer);
}

static void
write_der (Writing    *self,
           const char *element,
           GBytes     *der)
{
  rail_xml_writer_start (self->writer, element);
  rail_xml_writer_base64 (self->writer, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  rail_xml_writer_end (self->writer);
}

static gboolean
write_generation (Writing         *self,
                  RailGeneration  *generation,
                  GError         **error)
{
  RailRevocationReason reason;
  gint64 date;

  rail_xml_writer_start (self->writer, "generation");
  rail_xml_writer_time (self->writer, "until", rail_generation_get_until (generation));
  rail_xml_writer_attribute (self->writer, "reason",
                             rail_generation_reason_get_nick (rail_generation_get_reason (generation)));
  rail_xml_writer_attribute (self->writer, "by", rail_generation_get_by (generation));
  rail_xml_writer_attribute (self->writer, "note", rail_generation_get_note (generation));
  write_der (self, "certificate", rail_certificate_get_der (rail_generation_get_certificate (generation)));
  if (!write_key (self, rail_generation_get_key (generation), rail_generation_get_sealed_key (generation), error))
    return FALSE;
  if (rail_generation_is_revoked (generation, &date, &reason))
    write_revocation (self, date, reason);
  rail_xml_writer_end (self->writer);
  return TRUE;
}

static gboolean
write_generations (Writing    *self,
                   GPtrArray  *generations,
                   GError    **error)
{
  rail_xml_writer_start (self->writer, "generations");
  for (guint i = 0; i < generations->len; i++)
    if (!write_generation (self, generations->pdata[i], error))
      return FALSE;
  rail_xml_writer_end (self->writer);
  return TRUE;
}

static gboolean
write_entry (Writing    *self,
             RailEntry  *entry,
             GError    **error)
{
  const RailEntryState *state = rail_entry_get_state (entry);

  rail_xml_writer_start (self->writer, "entry");
  rail_xml_writer_number (self->writer, "id", rail_entry_get_id (entry));
  rail_xml_writer_attribute (self->writer, "kind", rail_entry_kind_get_nick (state->kind));
  rail_xml_writer_attribute (self->writer, "usage", rail_profile_get (state->usage)->nick);
  rail_xml_writer_attribute (self->writer, "device", state->device);
  if (state->requested != 0)
    rail_xml_writer_time (self->writer, "requested", state->requested);
  if (state->list_days != 0)
    rail_xml_writer_number (self->writer, "list-days", state->list_days);
  write_der (self, "certificate", rail_certificate_get_der (state->certificate));
  if (!write_key (self, state->key, state->sealed_key, error))
    return FALSE;
  if (state->revoked)
    write_revocation (self, state->revocation_date, state->revocation_reason);
  if (state->list != NULL)
    write_der (self, "list", rail_revocation_list_get_der (state->list));
  if (state->generations != NULL && state->generations->len > 0 && !write_generations (self, state->generations, error))
    return FALSE;
  rail_xml_writer_end (self->writer);
  return TRUE;
}

static void
write_devices (Writing *self)
{
  GListModel *devices = rail_project_get_devices (self->project);

  rail_xml_writer_start (self->writer, "devices");
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);

      rail_device_xml_write (self->writer, device);
    }
  rail_xml_writer_end (self->writer);
}

static gboolean
write_entries (Writing  *self,
               GError  **error)
{
  GListModel *entries = rail_project_get_entries (self->project);

  rail_xml_writer_start (self->writer, "entries");
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (!write_entry (self, entry, error))
        return FALSE;
    }
  rail_xml_writer_end (self->writer);
  return TRUE;
}

static void
write_user_copies (Writing    *self,
                   GListModel *users)
{
  rail_xml_writer_start (self->writer, "users");
  for (guint i = 0; i < g_list_model_get_n_items (users); i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (users, i);

      rail_xml_encryption_write_user_copy (self->writer, user);
    }
  rail_xml_writer_end (self->writer);
}

/* Who cannot seal hands on what was sealed last, so that an administrator sees what they changed. So does an administrator
 * who has not decided about it. */
static void
write_sealed_text (Writing *self)
{
  RailSecret *sealed = rail_project_get_sealed_text (self->project);
  const guint8 *data;
  gsize size;

  if (sealed == NULL)
    return;
  data = rail_secret_get_data (sealed, &size);
  rail_xml_writer_start (self->writer, "sealed");
  rail_xml_writer_base64 (self->writer, data, size);
  rail_xml_writer_end (self->writer);
}

/* Over all text before it, so it must be the last: a seal that only administrators can make, or, where there is no key
 * to seal with, a checksum against accidents. */
static void
write_seal (Writing *self)
{
  g_autoptr(RailSecret) seal_key = NULL;
  g_autoptr(GBytes) seal = NULL;
  const char *text;
  gsize size;

  rail_xml_writer_begin_line (self->writer);
  text = rail_xml_writer_peek (self->writer, &size);
  if (self->vault_key != NULL)
    {
      seal_key = rail_cipher_derive_subkey (self->vault_key, RAIL_PROJECT_SEAL_PURPOSE);
      seal = rail_cipher_authenticate (seal_key, text, size);
      rail_xml_writer_start (self->writer, "seal");
      rail_xml_writer_base64 (self->writer, g_bytes_get_data (seal, NULL), g_bytes_get_size (seal));
    }
  else
    {
      g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA512);
      guint8 digest[64];
      gsize digest_size = sizeof digest;

      g_checksum_update (checksum, (const guint8 *) text, size);
      g_checksum_get_digest (checksum, digest, &digest_size);
      rail_xml_writer_start (self->writer, "checksum");
      rail_xml_writer_base64 (self->writer, digest, digest_size);
    }
  rail_xml_writer_end (self->writer);
}

static gboolean
write_project (Writing     *self,
               GListModel  *users,
               GError     **error)
{
  rail_xml_writer_start (self->writer, "project");
  rail_xml_writer_attribute (self->writer, "xmlns", RAIL_FORMAT_NAMESPACE);
  if (users != NULL)
    rail_xml_encryption_write_namespaces (self->writer);
  rail_xml_writer_attribute (self->writer, "name", rail_project_get_name (self->project));
  rail_xml_writer_number (self->writer, "next-id", rail_project_get_next_id (self->project));
  if (users != NULL)
    write_user_copies (self, users);
  write_devices (self);
  if (!write_entries (self, error))
    return FALSE;
  rail_journal_xml_write (self->writer, rail_project_get_journal (self->project));
  if (self->is_protected && (self->vault_key == NULL || rail_project_is_undecided (self->project)))
    write_sealed_text (self);
  else
    write_seal (self);
  rail_xml_writer_end (self->writer);
  return TRUE;
}

static gboolean
check_limit (const char  *file_name,
             gsize        number,
             gsize        max,
             const char  *what,
             GError     **error)
{
  if (number <= max)
    return TRUE;
  /* TRANSLATORS: a file name, a number, what there is too much of (entries, bytes), the largest number */
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LIMIT,
               _("“%s” could not be saved because the project has %zu %s and a file can hold %zu; delete some, or split "
                 "it into several projects."),
               file_name, number, what, max);
  return FALSE;
}

static gboolean
check_generations (Writing     *self,
                   GListModel  *entries,
                   GError     **error)
{
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (!check_limit (self->file_name, rail_entry_get_n_generations (entry), RAIL_PROJECT_MAX_GENERATIONS,
                        _("earlier certificates of one ID"), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_device (Writing     *self,
              RailDevice  *device,
              GError     **error)
{
  RailLoaded *loaded = rail_device_get_loaded (device);
  guint n_partners;

  rail_device_get_partners (device, &n_partners);
  return check_limit (self->file_name, n_partners, RAIL_PROJECT_MAX_PARTNERS, _("partner certificates of one device"),
                      error) &&
         (loaded == NULL ||
          check_limit (self->file_name, rail_loaded_get_n_items (loaded), RAIL_PROJECT_MAX_LOADED,
                       _("loaded certificates of one device"), error));
}

static gboolean
check_devices (Writing     *self,
               GListModel  *devices,
               GError     **error)
{
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);

      if (!check_device (self, device, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_limits (Writing     *self,
              GListModel  *users,
              GError     **error)
{
  GListModel *entries = rail_project_get_entries (self->project);
  GListModel *devices = rail_project_get_devices (self->project);

  return check_limit (self->file_name, g_list_model_get_n_items (entries), RAIL_PROJECT_MAX_ENTRIES, _("certificates"),
                      error) &&
         check_limit (self->file_name, g_list_model_get_n_items (devices), RAIL_PROJECT_MAX_DEVICES, _("devices"),
                      error) &&
         check_generations (self, entries, error) && check_devices (self, devices, error) &&
         (users == NULL ||
          check_limit (self->file_name, g_list_model_get_n_items (users), RAIL_PROJECT_MAX_USERS, _("users"), error));
}

/* What a reader would refuse is not written. No operation should make such a project, but a file must not be where it shows. */
static gboolean
check_content (Writing  *self,
               GError  **error)
{
  g_autoptr(GError) cause = NULL;

  if (rail_project_check (self->project, &cause))
    return TRUE;
  g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
               /* TRANSLATORS: a file name, and a sentence */
               _("“%s” could not be saved, because it could not be opened again. %s Undo the last step and save again."),
               self->file_name, cause->message);
  return FALSE;
}

static gboolean
check_text (Writing  *self,
            GError  **error)
{
  gsize size;

  if (rail_xml_writer_get_unwritable (self->writer) != NULL)
    {
      g_set_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED,
                   _("“%s” could not be saved because “%s” contains a character that a file cannot hold; take it out "
                     "and save again."), self->file_name, rail_xml_writer_get_unwritable (self->writer));
      return FALSE;
    }
  rail_xml_writer_peek (self->writer, &size);
  return check_limit (self->file_name, rail_xml_writer_get_n_nodes (self->writer), RAIL_XML_MAX_NODES,
                      _("elements and attributes"), error) &&
         check_limit (self->file_name, size, RAIL_XML_MAX_SIZE, _("bytes"), error);
}

/* Encrypts what was written and puts the outside of a protected project around it, in a new writer. */
static gboolean
write_outside (Writing         *self,
               RailProtection  *protection,
               GError         **error)
{
  GListModel *users = rail_protection_get_users (protection);
  g_autoptr(RailXmlWriter) inside = g_steal_pointer (&self->writer);
  g_autoptr(GBytes) sealed = NULL;
  gsize size;
  const char *text = rail_xml_writer_peek (inside, &size);

  sealed = rail_cipher_encrypt (rail_project_get_environment (self->project),
                                rail_protection_get_project_key (protection), text, size, error);
  if (sealed == NULL)
    return FALSE;

  self->writer = rail_xml_writer_new (TRUE);
  rail_xml_writer_start (self->writer, "protected-project");
  rail_xml_writer_attribute (self->writer, "xmlns", RAIL_FORMAT_NAMESPACE);
  rail_xml_encryption_write_namespaces (self->writer);
  for (guint i = 0; i < g_list_model_get_n_items (users); i++)
    {
      g_autoptr(RailUser) user = g_list_model_get_item (users, i);

      rail_xml_encryption_write_user (self->writer, user, i + 1);
    }
  rail_xml_encryption_write_data (self->writer, "Type", RAIL_XML_ENCRYPTION_TYPE_ELEMENT,
                                  RAIL_XML_ENCRYPTION_PROJECT_KEY, sealed);
  rail_xml_writer_end (self->writer);
  return TRUE;
}

/**
 * rail_project_write:
 * @project: a project, or a snapshot of one in a worker
 * @file_name: the name of the file to be, for errors
 * @error: return location for an error
 *
 * Serialises, and encrypts with fresh IVs if the project is protected. Everything that may hold a key in clear is
 * in memory that is wiped. Unsealed changes that wait for a decision are written without a seal, and wait again when they are
 * read.
 *
 * Returns: (transfer full): a writer that holds the file's text, or %NULL with RAIL_STORAGE_ERROR_FAILED (a character
 *   that XML cannot hold, or content that could not be opened again), RAIL_STORAGE_ERROR_LIMIT or an error of the cipher
 */
RailXmlWriter *
rail_project_write (RailProject  *project,
                    const char   *file_name,
                    GError      **error)
{
  RailProtection *protection = rail_project_get_protection (project);
  GListModel *users = protection != NULL ? rail_protection_get_users (protection) : NULL;
  Writing self = { .project = project, .file_name = file_name };
  g_autoptr(RailXmlWriter) writer = NULL;
  gboolean success;

  if (protection != NULL)
    self.vault_key = rail_protection_get_vault_key (protection);
  self.is_protected = protection != NULL;
  if (!check_content (&self, error) || !check_limits (&self, users, error))
    return NULL;

  self.writer = rail_xml_writer_new (protection == NULL);
  success = write_project (&self, users, error) && check_text (&self, error) &&
            (protection == NULL || (write_outside (&self, protection, error) && check_text (&self, error)));
  writer = self.writer;
  return success ? g_steal_pointer (&writer) : NULL;
}
