/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-entry-reader.h"

#include "rail-cipher.h"
#include "rail-entry-private.h"
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

/* What an entry and each of its generations have. */
typedef struct
{
  RailCertificate      *certificate;
  RailKey              *key;
  GBytes               *sealed_key;   /* if the key cannot be read */
  gboolean              is_key_damaged;
  gboolean              revoked;
  gint64                revocation_date;
  RailRevocationReason  revocation_reason;
} Stored;

static void
stored_clear (Stored *self)
{
  g_clear_object (&self->certificate);
  g_clear_object (&self->key);
  g_clear_pointer (&self->sealed_key, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stored, stored_clear)

/* A key in clear. What cannot be read is refused: there is nothing that it could be kept as. */
static gboolean
read_plain_key (EntryReader  *self,
                xmlNode      *node,
                Stored       *stored,
                GError      **error)
{
  g_autoptr(RailSecret) der = rail_xml_node_read_secret (self->source, node, error);
  g_autoptr(GError) cause = NULL;

  if (der == NULL)
    return FALSE;
  stored->key = rail_key_new_from_pkcs8 (der, &cause);
  if (stored->key == NULL)
    rail_xml_source_set_caused (self->source, xmlGetLineNo (node), cause, error);
  return stored->key != NULL;
}

/* A private key under the vault key, which a standard user keeps as it is. So does an administrator when it is damaged: one key
 * less is no reason to give up the plant's others, and somebody may still know a way to read it. */
static gboolean
read_sealed_key (EntryReader  *self,
                 xmlNode      *node,
                 Stored       *stored,
                 GError      **error)
{
  g_autoptr(GBytes) sealed =
    rail_xml_encryption_read_data (self->source, rail_xml_node_get_first (node, "EncryptedData"), error);
  g_autoptr(RailSecret) der = NULL;

  if (sealed == NULL)
    return FALSE;
  if (self->vault_key != NULL)
    {
      der = rail_cipher_decrypt (self->vault_key, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), NULL);
      stored->key = der != NULL ? rail_key_new_from_pkcs8 (der, NULL) : NULL;
      if (stored->key != NULL && !rail_certificate_matches_key (stored->certificate, stored->key))
        g_clear_object (&stored->key);
      stored->is_key_damaged = stored->key == NULL;
    }
  if (stored->key == NULL)
    stored->sealed_key = g_steal_pointer (&sealed);
  return TRUE;
}

static gboolean
read_key (EntryReader  *self,
          xmlNode      *parent,
          Stored       *stored,
          GError      **error)
{
  xmlNode *node = rail_xml_node_get_first (parent, "key");

  if (node == NULL)
    return TRUE;
  if ((rail_xml_node_get_first (node, "EncryptedData") != NULL) != self->is_protected)
    {
      rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error,
                                   _("private keys are encrypted in a protected project and only there"));
      return FALSE;
    }
  return self->is_protected ? read_sealed_key (self, node, stored, error) : read_plain_key (self, node, stored, error);
}

static gboolean
read_revocation (EntryReader  *self,
                 xmlNode      *parent,
                 Stored       *stored,
                 GError      **error)
{
  xmlNode *node = rail_xml_node_get_first (parent, "revoked");
  const char *reason;

  if (node == NULL)
    return TRUE;
  reason = rail_xml_node_get_attribute (node, "reason");
  if (reason == NULL || !rail_revocation_reason_parse (reason, &stored->revocation_reason))
    {
      rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error, _("a revocation has no known reason"));
      return FALSE;
    }
  stored->revoked = TRUE;
  return rail_xml_node_read_time (self->source, node, "date", &stored->revocation_date, error);
}

static gboolean
read_stored (EntryReader  *self,
             xmlNode      *parent,
             guint         id,
             Stored       *stored,
             GError      **error)
{
  xmlNode *node = rail_xml_node_get_first (parent, "certificate");
  g_autoptr(GBytes) der = rail_xml_node_read_bytes (self->source, node, error);
  g_autoptr(GError) cause = NULL;

  if (der == NULL)
    return FALSE;
  stored->certificate = rail_certificate_new_from_der (der, &cause);
  if (stored->certificate == NULL)
    {
      rail_xml_source_set_caused (self->source, xmlGetLineNo (node), cause, error);
      return FALSE;
    }
  if (!read_key (self, parent, stored, error))
    return FALSE;
  if (stored->key != NULL && !rail_certificate_matches_key (stored->certificate, stored->key))
    {
      rail_xml_source_set_damaged (self->source, xmlGetLineNo (parent), error,
                                   _("the private key of ID %u does not belong to its certificate"), id);
      return FALSE;
    }
  return read_revocation (self, parent, stored, error);
}

static RailGeneration *
read_generation (EntryReader  *self,
                 xmlNode      *node,
                 guint         id,
                 GError      **error)
{
  const char *nick = rail_xml_node_get_attribute (node, "reason");
  g_auto(Stored) stored = { 0 };
  g_autoptr(RailGeneration) generation = NULL;
  RailGenerationReason reason;
  gint64 until;

  if (nick == NULL || !rail_generation_reason_parse (nick, &reason))
    {
      rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error,
                                   _("an earlier certificate of ID %u was followed by another for no known reason"), id);
      return NULL;
    }
  if (!rail_xml_node_read_time (self->source, node, "until", &until, error) ||
      !read_stored (self, node, id, &stored, error))
    return NULL;
  generation = rail_generation_new (stored.certificate, stored.key, stored.sealed_key, until, reason,
                                    rail_xml_node_get_attribute (node, "by"),
                                    rail_xml_node_get_attribute (node, "note"));
  if (!stored.revoked)
    return g_steal_pointer (&generation);
  return rail_generation_new_revoked (generation, stored.revocation_date, stored.revocation_reason);
}

static gboolean
read_generations (EntryReader     *self,
                  xmlNode         *entry,
                  guint            id,
                  RailEntryState  *state,
                  GError         **error)
{
  xmlNode *node = rail_xml_node_find (entry, "generations", "generation", NULL);

  if (node == NULL)
    return TRUE;
  state->generations = g_ptr_array_new_with_free_func (g_object_unref);
  for (; node != NULL; node = rail_xml_node_get_next (node, "generation"))
    {
      RailGeneration *generation;

      if (state->generations->len == RAIL_PROJECT_MAX_GENERATIONS)
        {
          rail_xml_source_set_limit (self->source, _("earlier certificates of one ID"), RAIL_PROJECT_MAX_GENERATIONS,
                                     error);
          return FALSE;
        }
      generation = read_generation (self, node, id, error);
      if (generation == NULL)
        return FALSE;
      g_ptr_array_add (state->generations, generation);
    }
  return TRUE;
}

static gboolean
read_list (EntryReader     *self,
           xmlNode         *entry,
           RailEntryState  *state,
           GError         **error)
{
  const char *days = rail_xml_node_get_attribute (entry, "list-days");
  xmlNode *node = rail_xml_node_get_first (entry, "list");
  g_autoptr(GBytes) der = NULL;
  g_autoptr(GError) cause = NULL;

  if (days != NULL && !rail_xml_node_read_number (self->source, entry, _("the number of days of a revocation list"), days,
                                                  RAIL_PROJECT_MAX_LIST_DAYS, &state->list_days, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  der = rail_xml_node_read_bytes (self->source, node, error);
  if (der == NULL)
    return FALSE;
  state->list = rail_revocation_list_new_from_der (der, &cause);
  if (state->list == NULL)
    rail_xml_source_set_caused (self->source, xmlGetLineNo (node), cause, error);
  return state->list != NULL;
}

static RailEntryState *
read_state (EntryReader  *self,
            xmlNode      *node,
            guint         id,
            GError      **error)
{
  const char *kind_nick = rail_xml_node_get_attribute (node, "kind");
  const char *usage_nick = rail_xml_node_get_attribute (node, "usage");
  const RailProfile *profile = usage_nick != NULL ? rail_profile_find (usage_nick) : NULL;
  g_autoptr(RailEntryState) state = NULL;
  g_auto(Stored) stored = { 0 };
  RailEntryKind kind;

  if (profile == NULL || kind_nick == NULL || !rail_entry_kind_parse (kind_nick, &kind))
    {
      rail_xml_source_set_damaged (self->source, xmlGetLineNo (node), error, _("the kind or usage of ID %u is unknown"),
                                   id);
      return NULL;
    }
  if (!read_stored (self, node, id, &stored, error))
    return NULL;
  state = rail_entry_state_new (kind, profile->usage, stored.certificate, stored.key);
  state->sealed_key = g_steal_pointer (&stored.sealed_key);
  state->is_key_damaged = stored.is_key_damaged;
  rail_entry_state_set_device (state, rail_xml_node_get_attribute (node, "device"));
  if (stored.revoked)
    rail_entry_state_set_revoked (state, stored.revocation_date, stored.revocation_reason);
  if (rail_xml_node_get_attribute (node, "requested") != NULL &&
      !rail_xml_node_read_time (self->source, node, "requested", &state->requested, error))
    return NULL;
  if (!read_list (self, node, state, error) || !read_generations (self, node, id, state, error))
    return NULL;
  return g_steal_pointer (&state);
}

static RailEntry *
read_entry (EntryReader  *self,
            xmlNode      *node,
            GError      **error)
{
  RailEntryState *state;
  guint id;

  if (!rail_xml_node_read_number (self->source, node, _("the ID"), rail_xml_node_get_attribute (node, "id"),
                                  G_MAXINT32, &id, error))
    return NULL;
  state = read_state (self, node, id, error);
  return state != NULL ? rail_entry_new_with_state (id, state) : NULL;
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
 * on all cores. A private key that the vault key does not open, or that is not the certificate's, is kept as it is, and its
 * entry says so (rail_entry_is_key_damaged()).
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
  /* An empty array has no memory to point into. */
  if (nodes->len == 0)
    return g_ptr_array_new_with_free_func (unref_read);
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
