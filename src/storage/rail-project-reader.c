/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-project-reader.h"

#include "rail-cipher.h"
#include "rail-project-writer.h"
#include "rail-xml-encryption.h"
#include "rail-xml-node.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const RailXmlSource *source;
  RailProtection      *protection;   /* unlocked; NULL if the project has none */
  RailSecret          *vault_key;    /* NULL without protection, and for standard users */
} Reading;

static void
set_limit (const RailXmlSource  *source,
           const char           *what,
           guint                 max,
           GError              **error)
{
  g_autofree char *reason = g_strdup_printf (_("because it has more than %u %s; ask whoever gave it to you"), max, what);

  rail_xml_source_set_error (source, RAIL_STORAGE_ERROR_LIMIT, reason, error);
}

static void
set_tampered (const RailXmlSource  *source,
              const char           *what,
              GError              **error)
{
  g_autofree char *reason =
    g_strdup_printf (_("because %s, so somebody without an administrator's login has changed it; open a backup, and find "
                       "out who could write to the file"), what);

  rail_xml_source_set_error (source, RAIL_STORAGE_ERROR_TAMPERED, reason, error);
}

/* The sentences of other rooms become a detail of ours. */
static void
set_damaged_from (Reading  *self,
                  xmlNode  *node,
                  guint     id,
                  GError   *cause,
                  GError  **error)
{
  g_autofree char *detail = g_strdup (cause->message);

  if (g_str_has_suffix (detail, "."))
    detail[strlen (detail) - 1] = '\0';
  if (id > 0)
    rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error, _("ID %u: %s"), id, detail);
  else
    rail_xml_source_set_damaged (self->source, 0, error, "%s", detail);
}

static gboolean
users_equal (RailUser *a,
             RailUser *b)
{
  GBytes *vault_a = rail_user_get_wrapped_vault_key (a);
  GBytes *vault_b = rail_user_get_wrapped_vault_key (b);

  return g_str_equal (rail_user_get_name (a), rail_user_get_name (b)) &&
         rail_user_get_role (a) == rail_user_get_role (b) &&
         rail_user_get_iterations (a) == rail_user_get_iterations (b) &&
         g_bytes_equal (rail_user_get_salt (a), rail_user_get_salt (b)) &&
         g_bytes_equal (rail_user_get_wrapped_project_key (a), rail_user_get_wrapped_project_key (b)) &&
         (vault_a == NULL) == (vault_b == NULL) &&
         (vault_a == NULL || g_bytes_equal (vault_a, vault_b));
}

/* The copy of the user table decides. Whoever can write the file can change the outer table, but not the copy. */
static gboolean
check_users (Reading  *self,
             xmlNode  *root,
             GError  **error)
{
  GListModel *users = rail_protection_get_users (self->protection);
  xmlNode *node = rail_xml_node_find (root, "users", "user", NULL);
  guint n_users = 0;

  for (; node != NULL; node = rail_xml_node_get_next (node, "user"))
    {
      g_autoptr(RailUser) copy = rail_xml_encryption_read_user_copy (self->source, node, error);
      g_autoptr(RailUser) user = g_list_model_get_item (users, n_users++);

      if (copy == NULL)
        return FALSE;
      if (user == NULL || !users_equal (user, copy))
        break;
    }
  if (node == NULL && n_users == g_list_model_get_n_items (users))
    return TRUE;
  set_tampered (self->source, _("its user table differs from the copy inside"), error);
  return FALSE;
}

static GBytes *
make_seal (Reading    *self,
           const char *text,
           gsize       size)
{
  g_autoptr(GChecksum) checksum = NULL;
  guint8 digest[64];
  gsize digest_size = sizeof digest;

  if (self->vault_key != NULL)
    {
      g_autoptr(RailSecret) seal_key = rail_cipher_derive_subkey (self->vault_key, RAIL_PROJECT_SEAL_PURPOSE);

      return rail_cipher_authenticate (seal_key, text, size);
    }
  checksum = g_checksum_new (G_CHECKSUM_SHA512);
  g_checksum_update (checksum, (const guint8 *) text, size);
  g_checksum_get_digest (checksum, digest, &digest_size);
  return g_bytes_new (digest, digest_size);
}

/* A seal is needed in a protected project, and a standard user cannot check it. A checksum is not, so that a project
 * can be written by hand, but when it is there it must be right. */
static gboolean
check_seal (Reading     *self,
            xmlNode     *root,
            const char  *text,
            gsize        size,
            GError     **error)
{
  const char *name = self->protection != NULL ? "seal" : "checksum";
  g_autofree char *tag = g_strdup_printf ("<%s", name);
  const char *end = g_strrstr_len (text, size, tag);
  xmlNode *node = rail_xml_node_get_first (root, name);
  g_autoptr(GBytes) written = NULL;
  g_autoptr(GBytes) computed = NULL;

  if (self->protection != NULL ? self->vault_key == NULL : node == NULL)
    return TRUE;
  if (node != NULL)
    {
      written = rail_xml_node_read_bytes (self->source, node, error);
      if (written == NULL)
        return FALSE;
    }
  computed = make_seal (self, text, end != NULL ? end - text : 0);
  if (written != NULL && end != NULL && g_bytes_equal (written, computed))
    return TRUE;

  if (self->protection != NULL)
    set_tampered (self->source, _("its seal is not that of its content"), error);
  else
    rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error, _("the checksum is not that of its content"));
  return FALSE;
}

static RailDevice *
read_device (Reading  *self,
             xmlNode  *node,
             GError  **error)
{
  const char *name = rail_xml_node_get_attribute (node, "name");
  const char *nick = rail_xml_node_get_attribute (node, "family");
  g_autoptr(GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr(RailDevice) device = NULL;
  RailFamily family;

  if (name == NULL || nick == NULL || !rail_family_parse (nick, &family))
    {
      rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error, _("a device has no name or no known family"));
      return NULL;
    }
  device = rail_device_new (name, family);
  rail_device_set_firmware (device, rail_xml_node_get_attribute (node, "firmware"));
  rail_device_set_comment (device, rail_xml_node_get_attribute (node, "comment"));
  for (xmlNode *address = rail_xml_node_get_first (node, "address"); address != NULL;
       address = rail_xml_node_get_next (address, "address"))
    g_ptr_array_add (addresses, (gpointer) rail_xml_node_get_text (address));
  g_ptr_array_add (addresses, NULL);
  rail_device_set_addresses (device, (const char * const *) addresses->pdata);
  return g_steal_pointer (&device);
}

static GPtrArray *
read_devices (Reading  *self,
              xmlNode  *root,
              GError  **error)
{
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);

  for (xmlNode *node = rail_xml_node_find (root, "devices", "device", NULL); node != NULL;
       node = rail_xml_node_get_next (node, "device"))
    {
      RailDevice *device;

      if (devices->len == RAIL_PROJECT_MAX_DEVICES)
        {
          set_limit (self->source, _("devices"), RAIL_PROJECT_MAX_DEVICES, error);
          return NULL;
        }
      device = read_device (self, node, error);
      if (device == NULL)
        return NULL;
      g_ptr_array_add (devices, device);
    }
  return g_steal_pointer (&devices);
}

/* The PKCS#8 of an entry: in clear in an unprotected project, else under the vault key. */
static RailSecret *
read_pkcs8 (Reading  *self,
            xmlNode  *node,
            GError  **error)
{
  xmlNode *data = rail_xml_node_get_first (node, "EncryptedData");
  g_autoptr(GBytes) sealed = NULL;
  g_autoptr(RailSecret) der = NULL;

  if ((data != NULL) != (self->protection != NULL))
    {
      rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error,
                                   _("private keys are encrypted in a protected project and only there"));
      return NULL;
    }
  if (data == NULL)
    return rail_xml_node_read_secret (self->source, node, error);

  sealed = rail_xml_encryption_read_data (self->source, data, error);
  if (sealed == NULL)
    return NULL;
  der = rail_cipher_decrypt (self->vault_key, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), NULL);
  if (der == NULL)
    rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error,
                                 _("a private key cannot be decrypted with the vault key"));
  return g_steal_pointer (&der);
}

static gboolean
read_key (Reading  *self,
          xmlNode  *entry,
          guint     id,
          RailKey **out_key,
          GError  **error)
{
  xmlNode *node = rail_xml_node_get_first (entry, "key");
  g_autoptr(RailSecret) der = NULL;
  g_autoptr(GError) cause = NULL;

  if (node == NULL || (self->protection != NULL && self->vault_key == NULL))
    return TRUE;
  der = read_pkcs8 (self, node, error);
  if (der == NULL)
    return FALSE;
  *out_key = rail_key_new_from_pkcs8 (der, &cause);
  if (*out_key == NULL)
    set_damaged_from (self, node, id, cause, error);
  return *out_key != NULL;
}

static gboolean
read_revocation (Reading    *self,
                 xmlNode    *entry,
                 RailEntry  *into,
                 GError    **error)
{
  xmlNode *node = rail_xml_node_get_first (entry, "revoked");
  const char *date_text, *reason_text;
  g_autoptr(GDateTime) date = NULL;
  RailRevocationReason reason;

  if (node == NULL)
    return TRUE;
  date_text = rail_xml_node_get_attribute (node, "date");
  reason_text = rail_xml_node_get_attribute (node, "reason");
  if (date_text != NULL && g_str_has_suffix (date_text, "Z"))
    date = g_date_time_new_from_iso8601 (date_text, NULL);
  if (date == NULL || reason_text == NULL || !rail_revocation_reason_parse (reason_text, &reason))
    {
      rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error,
                                   _("a revocation has no date in UTC or no known reason"));
      return FALSE;
    }
  rail_entry_set_revoked (into, g_date_time_to_unix (date), reason);
  return TRUE;
}

static RailEntry *
read_entry (Reading  *self,
            xmlNode  *node,
            GError  **error)
{
  const char *kind_nick = rail_xml_node_get_attribute (node, "kind");
  const char *usage_nick = rail_xml_node_get_attribute (node, "usage");
  const RailProfile *profile = usage_nick != NULL ? rail_profile_find (usage_nick) : NULL;
  g_autoptr(GBytes) der = NULL;
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(RailKey) key = NULL;
  g_autoptr(RailEntry) entry = NULL;
  g_autoptr(GError) cause = NULL;
  RailEntryKind kind;
  guint id;

  if (!rail_xml_node_read_number (self->source, node, _("the ID"), rail_xml_node_get_attribute (node, "id"),
                                  G_MAXINT32, &id, error))
    return NULL;
  if (profile == NULL || kind_nick == NULL || !rail_entry_kind_parse (kind_nick, &kind))
    {
      rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error, _("the kind or usage of ID %u is unknown"),
                                   id);
      return NULL;
    }
  der = rail_xml_node_read_bytes (self->source, rail_xml_node_get_first (node, "certificate"), error);
  if (der == NULL)
    return NULL;
  certificate = rail_certificate_new_from_der (der, &cause);
  if (certificate == NULL)
    {
      set_damaged_from (self, node, id, cause, error);
      return NULL;
    }
  if (!read_key (self, node, id, &key, error))
    return NULL;
  entry = rail_entry_new (id, kind, profile->usage, certificate, key);
  rail_entry_set_device (entry, rail_xml_node_get_attribute (node, "device"));
  return read_revocation (self, node, entry, error) ? g_steal_pointer (&entry) : NULL;
}

static GPtrArray *
read_entries (Reading  *self,
              xmlNode  *root,
              GError  **error)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (xmlNode *node = rail_xml_node_find (root, "entries", "entry", NULL); node != NULL;
       node = rail_xml_node_get_next (node, "entry"))
    {
      RailEntry *entry;

      if (entries->len == RAIL_PROJECT_MAX_ENTRIES)
        {
          set_limit (self->source, _("certificates"), RAIL_PROJECT_MAX_ENTRIES, error);
          return NULL;
        }
      entry = read_entry (self, node, error);
      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }
  return g_steal_pointer (&entries);
}

static gboolean
check_outline (Reading  *self,
               xmlNode  *root,
               GError  **error)
{
  gboolean has_users = rail_xml_node_get_first (root, "users") != NULL;
  gboolean has_seal = rail_xml_node_get_first (root, "seal") != NULL;
  gboolean is_protected = self->protection != NULL;

  if (rail_xml_node_is (root, "project") && has_users == is_protected && has_seal == is_protected)
    return TRUE;
  rail_xml_source_set_damaged (self->source, xmlGetLineNo (root), error,
                               _("a user table and a seal belong into a protected project and only there"));
  return FALSE;
}

/**
 * rail_project_read_xml:
 * @source: where the XML comes from
 * @document: a document that rail_xml_parse() returned
 * @text: (array length=size): the text it was parsed from
 * @size: its length
 * @environment: for the project
 * @protection: (nullable): the unlocked keys, if the XML was inside of a protected file
 * @error: return location for an error
 *
 * Believes nothing: user table and seal are compared, every number is range-checked, every certificate parsed, and
 * every private key held against its certificate.
 *
 * Returns: (transfer full): the project, or %NULL with RAIL_STORAGE_ERROR_DAMAGED, LIMIT or TAMPERED
 */
RailProject *
rail_project_read_xml (const RailXmlSource  *source,
                       xmlDoc               *document,
                       const char           *text,
                       gsize                 size,
                       RailEnvironment      *environment,
                       RailProtection       *protection,
                       GError              **error)
{
  Reading self = { .source = source, .protection = protection };
  xmlNode *root = xmlDocGetRootElement (document);
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(RailProject) project = NULL;
  g_autoptr(GError) cause = NULL;
  const char *name = rail_xml_node_get_attribute (root, "name");
  guint next_id;

  if (protection != NULL)
    self.vault_key = rail_protection_get_vault_key (protection);
  if (!check_outline (&self, root, error) ||
      (protection != NULL && !check_users (&self, root, error)) ||
      !check_seal (&self, root, text, size, error) ||
      !rail_xml_node_read_number (source, root, _("the next ID"), rail_xml_node_get_attribute (root, "next-id"),
                                  G_MAXINT32, &next_id, error))
    return NULL;
  devices = read_devices (&self, root, error);
  if (devices == NULL)
    return NULL;
  entries = read_entries (&self, root, error);
  if (entries == NULL)
    return NULL;

  project = rail_project_new (environment, name != NULL ? name : "");
  if (!rail_project_restore (project, next_id, protection, entries, devices, &cause))
    {
      set_damaged_from (&self, root, 0, cause, error);
      return NULL;
    }
  return g_steal_pointer (&project);
}
