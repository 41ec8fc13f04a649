/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-project-reader.h"

#include "rail-cipher.h"
#include "rail-device-xml.h"
#include "rail-entry-reader.h"
#include "rail-format-version.h"
#include "rail-journal-xml.h"
#include "rail-unsealed-private.h"
#include "rail-xml-parser.h"
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
  RailEnvironment     *environment;
  const char          *text;         /* what was parsed */
  gsize                size;
  guint                version;      /* of the format */
} Reading;

static void
set_tampered (const RailXmlSource  *source,
              const char           *what,
              GError              **error)
{
  g_autofree char *reason =
    g_strdup_printf (_("because %s, so somebody without an administrator's login has changed it; open a backup, and "
                       "find out who could write to the file"), what);

  rail_xml_source_set_error (source, RAIL_STORAGE_ERROR_TAMPERED, reason, error);
}

/* The copy of the user table decides. Whoever can write the file can change the outer table, but not the copy. */
static gboolean
read_users (Reading  *self,
            xmlNode  *root,
            GError  **error)
{
  GListModel *users = rail_protection_get_users (self->protection);
  g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func (g_object_unref);
  xmlNode *node = rail_xml_node_find (root, "users", "user", NULL);

  for (; node != NULL; node = rail_xml_node_get_next (node, "user"))
    {
      RailUser *copy = rail_xml_encryption_read_user_copy (self->source, node, error);
      g_autoptr(RailUser) user = g_list_model_get_item (users, copies->len);

      if (copy == NULL)
        return FALSE;
      g_ptr_array_add (copies, copy);
      if (user == NULL || !rail_user_has_same_keys (user, copy))
        break;
    }
  if (node == NULL && copies->len == g_list_model_get_n_items (users))
    {
      rail_protection_set_users (self->protection, self->environment, copies);
      /* Version 1 did not have login keys. */
      if (self->vault_key == NULL || self->version < 2 || rail_protection_is_bound (self->protection))
        return TRUE;
      set_tampered (self->source, _("its vault key was not given to this administrator by one"), error);
      return FALSE;
    }
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

static gboolean
has_right_tag (Reading     *self,
               const char  *name,
               xmlNode     *node,
               GError     **error)
{
  g_autofree char *tag = g_strdup_printf ("<%s", name);
  const char *end = g_strrstr_len (self->text, self->size, tag);
  g_autoptr(GBytes) written = rail_xml_node_read_bytes (self->source, node, error);
  g_autoptr(GBytes) computed = NULL;

  if (written == NULL || end == NULL)
    return FALSE;
  computed = make_seal (self, self->text, end - self->text);
  return g_bytes_equal (written, computed);
}

/* A checksum may be missing, so that a project can be written by hand, but when it is there it must be right. */
static gboolean
check_checksum (Reading  *self,
                xmlNode  *root,
                GError  **error)
{
  xmlNode *node = rail_xml_node_get_first (root, "checksum");

  if (node == NULL || has_right_tag (self, "checksum", node, NULL))
    return TRUE;
  rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error,
                               _("the checksum is not that of its content"));
  return FALSE;
}

static gboolean
check_outline (Reading  *self,
               xmlNode  *root,
               GError  **error)
{
  gboolean has_users = rail_xml_node_get_first (root, "users") != NULL;
  gboolean has_seal = rail_xml_node_get_first (root, "seal") != NULL || rail_xml_node_get_first (root, "sealed") != NULL;
  gboolean has_checksum = rail_xml_node_get_first (root, "checksum") != NULL;
  gboolean is_protected = self->protection != NULL;

  if (rail_xml_node_is (root, "project") && has_users == is_protected && !(is_protected ? has_checksum : has_seal))
    return TRUE;
  rail_xml_source_set_damaged (self->source, xmlGetLineNo (root), error,
                               _("a user table and a seal belong into a protected project and only there"));
  return FALSE;
}

static RailProject *
read_project (Reading  *self,
              xmlNode  *root,
              GError  **error)
{
  const char *name = rail_xml_node_get_attribute (root, "name");
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GPtrArray) journal = NULL;
  g_autoptr(RailProject) project = NULL;
  g_autoptr(GError) cause = NULL;
  guint next_id;

  if (!rail_xml_node_read_number (self->source, root, _("the next ID"), rail_xml_node_get_attribute (root, "next-id"),
                                  G_MAXINT32, &next_id, error))
    return NULL;
  devices = rail_device_xml_read (self->source, root, error);
  if (devices == NULL)
    return NULL;
  entries = rail_entry_reader_read (self->source, root, self->protection != NULL, self->vault_key, error);
  if (entries == NULL)
    return NULL;
  journal = rail_journal_xml_read (self->source, root, error);
  if (journal == NULL)
    return NULL;

  project = rail_project_new (self->environment, name != NULL ? name : "");
  if (!rail_project_restore (project, next_id, self->protection, entries, devices, &cause))
    {
      rail_xml_source_set_caused (self->source, 0, cause, error);
      return NULL;
    }
  rail_project_restore_journal (project, journal);
  return g_steal_pointer (&project);
}

/* The version inside that an administrator sealed last. It is believed only if its seal is right: then its user table
 * is, too. What is wrong with it does not matter, because the project is whole without it. */
static RailProject *
read_sealed (Reading *self,
             xmlNode *root)
{
  xmlNode *node = rail_xml_node_get_first (root, "sealed");
  g_autoptr(RailSecret) text = node != NULL ? rail_xml_node_read_secret (self->source, node, NULL) : NULL;
  g_autoptr(RailProtection) protection = NULL;
  g_autoptr(GPtrArray) users = g_ptr_array_new_with_free_func (g_object_unref);
  Reading reading = *self;
  RailProject *project = NULL;
  xmlDoc *document;

  if (text == NULL)
    return NULL;
  reading.text = rail_secret_get_text (text);
  reading.size = rail_secret_get_size (text);
  document = rail_xml_parse (self->source, reading.text, reading.size, NULL);
  if (document == NULL)
    return NULL;
  root = xmlDocGetRootElement (document);
  node = rail_xml_node_get_first (root, "seal");
  if (node != NULL && check_outline (&reading, root, NULL) && has_right_tag (&reading, "seal", node, NULL))
    {
      for (node = rail_xml_node_find (root, "users", "user", NULL); node != NULL;
           node = rail_xml_node_get_next (node, "user"))
        {
          RailUser *user = rail_xml_encryption_read_user_copy (self->source, node, NULL);

          if (user != NULL)
            g_ptr_array_add (users, user);
        }
      protection = rail_protection_copy (self->protection);
      rail_protection_set_users (protection, self->environment, users);
      reading.protection = protection;
      project = read_project (&reading, root, NULL);
    }
  rail_xml_free (document);
  return project;
}

/* Standard users hand on the last sealed version; administrators see what differs from it. They keep it, too, for as long as
 * they have not decided: a project can be locked meanwhile. */
static void
look_at_seal (Reading     *self,
              xmlNode     *root,
              RailProject *project)
{
  xmlNode *seal = rail_xml_node_get_first (root, "seal");
  xmlNode *node = rail_xml_node_get_first (root, "sealed");
  g_autoptr(RailSecret) text = NULL;
  g_autoptr(RailProject) sealed = NULL;
  g_autoptr(RailUnsealed) unsealed = NULL;

  if (self->vault_key == NULL)
    {
      if (seal != NULL)
        text = rail_secret_new (self->text, self->size);
      else if (node != NULL)
        text = rail_xml_node_read_secret (self->source, node, NULL);
      rail_project_set_sealed_text (project, text);
    }
  else if (seal == NULL || !has_right_tag (self, "seal", seal, NULL))
    {
      sealed = read_sealed (self, root);
      unsealed = rail_unsealed_new (project, sealed);
      rail_project_set_unsealed (project, unsealed);
      if (sealed != NULL)
        text = rail_xml_node_read_secret (self->source, node, NULL);
      rail_project_set_sealed_text (project, text);
    }
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
 * Believes nothing: user tables are compared, every number is range-checked, every certificate parsed, and every
 * private key held against its certificate. A project whose seal is not that of an administrator is read all the same, but
 * see rail_project_get_unsealed().
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
  Reading self = { .source = source, .protection = protection, .environment = environment, .text = text, .size = size,
                   .version = rail_format_version_get (document) };
  xmlNode *root = xmlDocGetRootElement (document);
  RailProject *project;

  if (protection != NULL)
    self.vault_key = rail_protection_get_vault_key (protection);
  if (!check_outline (&self, root, error) ||
      (protection != NULL ? !read_users (&self, root, error) : !check_checksum (&self, root, error)))
    return NULL;
  project = read_project (&self, root, error);
  if (project != NULL && protection != NULL)
    look_at_seal (&self, root, project);
  return project;
}
