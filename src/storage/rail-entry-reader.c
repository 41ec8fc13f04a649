/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-entry-reader.h"

#include "rail-cipher.h"
#include "rail-project-writer.h"
#include "rail-xml-encryption.h"
#include "rail-xml-node.h"

#include <glib/gi18n-lib.h>

/* Fewer entries than this are not worth a thread. */
#define MIN_SLICE 256

typedef struct
{
  const RailXmlSource *source;
  gboolean             is_protected;
  RailSecret          *vault_key;    /* NULL without protection, and for standard users */
} EntryReader;

/* The part of the entries that one thread reads. */
typedef struct
{
  EntryReader  *reader;
  xmlNode     **nodes;
  RailEntry   **entries;             /* read, in the order of the nodes */
  guint         n_nodes;
  GError       *error;
  GThread      *thread;
} Slice;

/* The PKCS#8 of an entry: in clear in an unprotected project, else under the vault key. */
static RailSecret *
read_pkcs8 (EntryReader  *self,
            xmlNode      *node,
            GError      **error)
{
  xmlNode *data = rail_xml_node_get_first (node, "EncryptedData");
  g_autoptr(GBytes) sealed = NULL;
  g_autoptr(RailSecret) der = NULL;

  if ((data != NULL) != self->is_protected)
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
read_key (EntryReader  *self,
          xmlNode      *entry,
          RailKey     **out_key,
          GError      **error)
{
  xmlNode *node = rail_xml_node_get_first (entry, "key");
  g_autoptr(RailSecret) der = NULL;
  g_autoptr(GError) cause = NULL;

  if (node == NULL || (self->is_protected && self->vault_key == NULL))
    return TRUE;
  der = read_pkcs8 (self, node, error);
  if (der == NULL)
    return FALSE;
  *out_key = rail_key_new_from_pkcs8 (der, &cause);
  if (*out_key == NULL)
    rail_xml_source_set_caused (self->source, xmlGetLineNo (node), cause, error);
  return *out_key != NULL;
}

static gboolean
read_revocation (EntryReader  *self,
                 xmlNode      *entry,
                 RailEntry    *into,
                 GError      **error)
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
read_entry (EntryReader  *self,
            xmlNode      *node,
            GError      **error)
{
  const char *kind_nick = rail_xml_node_get_attribute (node, "kind");
  const char *usage_nick = rail_xml_node_get_attribute (node, "usage");
  const RailProfile *profile = usage_nick != NULL ? rail_profile_find (usage_nick) : NULL;
  g_autoptr(GBytes) der = NULL;
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(RailKey) key = NULL;
  g_autoptr(RailEntry) entry = NULL;
  g_autoptr(GError) cause = NULL;
  xmlNode *certificate_node = rail_xml_node_get_first (node, "certificate");
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
  der = rail_xml_node_read_bytes (self->source, certificate_node, error);
  if (der == NULL)
    return NULL;
  certificate = rail_certificate_new_from_der (der, &cause);
  if (certificate == NULL)
    {
      rail_xml_source_set_caused (self->source, xmlGetLineNo (certificate_node), cause, error);
      return NULL;
    }
  if (!read_key (self, node, &key, error))
    return NULL;
  if (key != NULL && !rail_certificate_matches_key (certificate, key))
    {
      rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error,
                                   _("the private key of ID %u does not belong to its certificate"), id);
      return NULL;
    }
  entry = rail_entry_new (id, kind, profile->usage, certificate, key);
  rail_entry_set_device (entry, rail_xml_node_get_attribute (node, "device"));
  return read_revocation (self, node, entry, error) ? g_steal_pointer (&entry) : NULL;
}

/* Behind an error there are gaps. */
static void
unref_read (gpointer entry)
{
  g_clear_object ((RailEntry **) &entry);
}

static gpointer
slice_thread (gpointer data)
{
  Slice *self = data;

  for (guint i = 0; i < self->n_nodes && self->error == NULL; i++)
    self->entries[i] = read_entry (self->reader, self->nodes[i], &self->error);
  return NULL;
}

static GPtrArray *
collect_nodes (EntryReader  *self,
               xmlNode      *root,
               GError      **error)
{
  g_autoptr(GPtrArray) nodes = g_ptr_array_new ();

  for (xmlNode *node = rail_xml_node_find (root, "entries", "entry", NULL); node != NULL;
       node = rail_xml_node_get_next (node, "entry"))
    {
      if (nodes->len == RAIL_PROJECT_MAX_ENTRIES)
        {
          rail_xml_source_set_limit (self->source, _("certificates"), RAIL_PROJECT_MAX_ENTRIES, error);
          return NULL;
        }
      g_ptr_array_add (nodes, node);
    }
  return g_steal_pointer (&nodes);
}

/**
 * rail_entry_reader_read:
 * @source: where the XML comes from
 * @root: the project element
 * @is_protected: whether private keys must be encrypted; if not, they must not be
 * @vault_key: (nullable): what they are encrypted with; without it a protected project is read without its keys
 * @error: return location for an error
 *
 * Parses every certificate and key before it is believed. That is most of the work of opening a project, so it goes on
 * on all cores.
 *
 * Returns: (transfer full) (element-type RailEntry): the entries, or %NULL with RAIL_STORAGE_ERROR_DAMAGED or
 *   RAIL_STORAGE_ERROR_LIMIT
 */
GPtrArray *
rail_entry_reader_read (const RailXmlSource  *source,
                        xmlNode              *root,
                        gboolean              is_protected,
                        RailSecret           *vault_key,
                        GError              **error)
{
  EntryReader reader = { .source = source, .is_protected = is_protected, .vault_key = vault_key };
  g_autoptr(GPtrArray) nodes = collect_nodes (&reader, root, error);
  g_autoptr(GPtrArray) entries = NULL;
  g_autofree Slice *slices = NULL;
  GError *first = NULL;
  guint n_slices, done = 0;

  if (nodes == NULL)
    return NULL;
  n_slices = CLAMP (nodes->len / MIN_SLICE, 1, g_get_num_processors ());
  slices = g_new0 (Slice, n_slices);
  entries = g_ptr_array_new_with_free_func (unref_read);
  g_ptr_array_set_size (entries, nodes->len);
  for (guint i = 0; i < n_slices; i++)
    {
      guint end = (guint64) nodes->len * (i + 1) / n_slices;

      slices[i] = (Slice) { .reader = &reader, .nodes = (xmlNode **) nodes->pdata + done,
                            .entries = (RailEntry **) entries->pdata + done, .n_nodes = end - done };
      done = end;
      if (i > 0)
        slices[i].thread = g_thread_new ("read-entries", slice_thread, &slices[i]);
    }
  slice_thread (&slices[0]);
  for (guint i = 0; i < n_slices; i++)
    {
      if (slices[i].thread != NULL)
        g_thread_join (slices[i].thread);
      if (first == NULL)
        first = g_steal_pointer (&slices[i].error);
      g_clear_error (&slices[i].error);
    }
  if (first == NULL)
    return g_steal_pointer (&entries);
  g_propagate_error (error, first);
  return NULL;
}
