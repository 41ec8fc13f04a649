/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-project.h"

#include "rail-entry-private.h"
#include "rail-operations.h"
#include "rail-project-fields.h"
#include "rail-project-private.h"
#include "rail-unsealed-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (RailProject, rail_project, G_TYPE_OBJECT)

enum
{
  PROP_ENVIRONMENT = 1,
  PROP_NAME,
  PROP_MODIFIED,
  PROP_PROTECTED,
  PROP_NEXT_ID,
  PROP_UNDO_TEXT,
  PROP_REDO_TEXT,
  PROP_UNSEALED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
rail_project_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  RailProject *self = RAIL_PROJECT (object);

  switch (property_id)
    {
    case PROP_ENVIRONMENT:
      g_value_set_object (value, self->environment);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_MODIFIED:
      g_value_set_boolean (value, rail_project_get_modified (self));
      break;
    case PROP_PROTECTED:
      g_value_set_boolean (value, self->protection != NULL);
      break;
    case PROP_NEXT_ID:
      g_value_set_uint (value, self->next_id);
      break;
    case PROP_UNDO_TEXT:
      g_value_set_string (value, rail_project_get_undo_text (self));
      break;
    case PROP_REDO_TEXT:
      g_value_set_string (value, rail_project_get_redo_text (self));
      break;
    case PROP_UNSEALED:
      g_value_set_object (value, self->unsealed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_project_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  RailProject *self = RAIL_PROJECT (object);

  switch (property_id)
    {
    case PROP_ENVIRONMENT:
      self->environment = g_value_dup_object (value);
      break;
    case PROP_NAME:
      rail_project_set_name (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_project_finalize (GObject *object)
{
  RailProject *self = RAIL_PROJECT (object);

  rail_history_clear (&self->history);
  rail_entry_table_clear (&self->entries);
  rail_use_index_clear (&self->uses);
  g_hash_table_unref (self->devices_by_name);
  g_clear_object (&self->devices);
  g_clear_object (&self->journal);
  g_clear_object (&self->protection);
  g_clear_object (&self->unsealed);
  g_clear_pointer (&self->sealed_text, rail_secret_unref);
  g_clear_object (&self->environment);
  g_atomic_rc_box_release (self->list_number);
  g_free (self->name);

  G_OBJECT_CLASS (rail_project_parent_class)->finalize (object);
}

static void
rail_project_class_init (RailProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rail_project_get_property;
  object_class->set_property = rail_project_set_property;
  object_class->finalize = rail_project_finalize;

  properties[PROP_ENVIRONMENT] =
    g_param_spec_object ("environment", NULL, NULL, RAIL_TYPE_ENVIRONMENT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, readable);
  properties[PROP_PROTECTED] = g_param_spec_boolean ("protected", NULL, NULL, FALSE, readable);
  properties[PROP_NEXT_ID] =
    g_param_spec_uint ("next-id", NULL, NULL, 1, RAIL_PROJECT_MAX_ID, 1, readable);
  properties[PROP_UNDO_TEXT] = g_param_spec_string ("undo-text", NULL, NULL, NULL, readable);
  properties[PROP_REDO_TEXT] = g_param_spec_string ("redo-text", NULL, NULL, NULL, readable);
  properties[PROP_UNSEALED] = g_param_spec_object ("unsealed", NULL, NULL, RAIL_TYPE_UNSEALED, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_project_init (RailProject *self)
{
  self->name = g_strdup ("");
  self->next_id = 1;
  self->list_number = g_atomic_rc_box_new0 (guint64);
  rail_entry_table_init (&self->entries);
  rail_use_index_init (&self->uses);
  self->devices = g_list_store_new (RAIL_TYPE_DEVICE);
  self->devices_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->journal = g_list_store_new (RAIL_TYPE_JOURNAL_LINE);
  rail_history_init (&self->history);
}

/**
 * rail_project_new:
 * @environment: where its operations take time, random bytes and serial numbers from
 * @name: its name
 *
 * An empty, unprotected project. Projects belong to the main thread; see rail_project_copy() for workers.
 *
 * Returns: (transfer full): a new project, not yet modified
 */
RailProject *
rail_project_new (RailEnvironment *environment,
                  const char      *name)
{
  RailProject *self;

  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (environment), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (RAIL_TYPE_PROJECT, "environment", environment, "name", name, NULL);
  rail_project_mark_saved (self);
  return self;
}

/**
 * rail_project_copy:
 * @self: a project
 *
 * A snapshot for a worker, such as the one that writes the file. Entries, devices and protection are copied;
 * certificates, keys and users never change and are shared. Nothing in a snapshot can be undone.
 *
 * Returns: (transfer full): the snapshot
 */
RailProject *
rail_project_copy (RailProject *self)
{
  RailProject *copy;
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  copy = rail_project_new (self->environment, self->name);
  copy->next_id = self->next_id;
  g_atomic_rc_box_release (copy->list_number);
  copy->list_number = g_atomic_rc_box_acquire (self->list_number);
  copy->protection = self->protection != NULL ? rail_protection_copy (self->protection) : NULL;
  copy->is_undecided = self->is_undecided;
  copy->sealed_text = self->sealed_text != NULL ? rail_secret_ref (self->sealed_text) : NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->entries.store)); i++)
    g_ptr_array_add (entries, rail_entry_copy (rail_entry_table_peek (&self->entries, i)));
  rail_project_insert_entries (copy, entries);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->devices)); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (G_LIST_MODEL (self->devices), i);
      g_autoptr(RailDevice) device_copy = rail_device_copy (device);

      rail_project_splice_devices (copy, i, NULL, device_copy);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->journal)); i++)
    {
      g_autoptr(RailJournalLine) line = g_list_model_get_item (G_LIST_MODEL (self->journal), i);

      g_list_store_append (copy->journal, line);
    }
  return copy;
}

/**
 * rail_project_get_environment:
 * @self: a project
 *
 * Returns: (transfer none): its environment
 */
RailEnvironment *
rail_project_get_environment (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  return self->environment;
}

/**
 * rail_project_get_name:
 * @self: a project
 *
 * Returns: (transfer none): its name
 */
const char *
rail_project_get_name (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  return self->name;
}

/**
 * rail_project_set_name:
 * @self: a project
 * @name: a name
 *
 * Sets the name as it stands, unchecked and outside of undo; people rename with rail_project_rename().
 */
void
rail_project_set_name (RailProject *self,
                       const char  *name)
{
  g_return_if_fail (RAIL_IS_PROJECT (self));
  g_return_if_fail (name != NULL);

  if (g_str_equal (self->name, name))
    return;

  g_free (self->name);
  self->name = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  rail_history_touch (&self->history);
  rail_project_notify_modified (self);
}

/**
 * rail_project_get_protection:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): its users and keys; %NULL if it is not protected
 */
RailProtection *
rail_project_get_protection (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  return self->protection;
}

/**
 * rail_project_is_protected:
 * @self: a project
 *
 * Returns: whether the project opens only after a login
 */
gboolean
rail_project_is_protected (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);

  return self->protection != NULL;
}

/**
 * rail_project_can_use_keys:
 * @self: a project
 *
 * Returns: whether private keys can be read and used with this login
 */
gboolean
rail_project_can_use_keys (RailProject *self)
{
  return rail_project_get_keys_reason (self) == NULL;
}

/**
 * rail_project_get_keys_reason:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): why no private key can be used, in a sentence; %NULL if they can
 */
const char *
rail_project_get_keys_reason (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  if (self->protection != NULL && rail_protection_get_vault_key (self->protection) == NULL)
    return _("Only administrators can use private keys; log in as one.");
  if (self->is_undecided)
    return _("The project has changes that no administrator has sealed; keep or discard them first.");
  return NULL;
}

/**
 * rail_project_get_next_id:
 * @self: a project
 *
 * Returns: the ID that the next certificate gets; it only ever grows
 */
guint
rail_project_get_next_id (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), 0);

  return self->next_id;
}

/**
 * rail_project_get_entries:
 * @self: a project
 *
 * Returns: (transfer none) (element-type RailEntry): all entries, ascending by ID
 */
GListModel *
rail_project_get_entries (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  return G_LIST_MODEL (self->entries.store);
}

/**
 * rail_project_get_devices:
 * @self: a project
 *
 * Returns: (transfer none) (element-type RailDevice): all devices, in the order in which they were added
 */
GListModel *
rail_project_get_devices (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  return G_LIST_MODEL (self->devices);
}

/**
 * rail_project_get_entry:
 * @self: a project
 * @id: a certificate ID
 *
 * Returns: (transfer none) (nullable): the entry of that ID
 */
RailEntry *
rail_project_get_entry (RailProject *self,
                        guint        id)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  return rail_entry_table_find (&self->entries, id);
}

/**
 * rail_project_get_device:
 * @self: a project
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the device of that name
 */
RailDevice *
rail_project_get_device (RailProject *self,
                         const char  *name)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->devices_by_name, name);
}

/*< private >
 * rail_project_holds:
 * @self: a project
 * @entry: an entry
 *
 * Returns: whether @entry is, still, in the project
 */
gboolean
rail_project_holds (RailProject *self,
                    RailEntry   *entry)
{
  return rail_project_get_entry (self, rail_entry_get_id (entry)) == entry;
}

/*< private >
 * rail_project_list_authorities:
 * @self: a project
 *
 * Returns: (transfer container) (element-type RailEntry): all entries that are or were a CA, ascending by ID
 */
GPtrArray *
rail_project_list_authorities (RailProject *self)
{
  return rail_entry_table_list_authorities (&self->entries);
}

/*< private >
 * rail_project_get_authorities:
 * @self: a project
 * @subject: a distinguished name
 *
 * Returns: (transfer none) (nullable) (element-type RailEntry): the entries that are a CA of that name
 */
GPtrArray *
rail_project_get_authorities (RailProject *self,
                              const char  *subject)
{
  return rail_entry_table_get_authorities (&self->entries, subject);
}

/*< private >
 * rail_project_get_own:
 * @self: a project
 * @device: the name of a device
 *
 * Returns: (transfer none) (nullable) (element-type RailEntry): the entries whose device has that name, in no order
 */
GPtrArray *
rail_project_get_own (RailProject *self,
                      const char  *device)
{
  return rail_entry_table_get_own (&self->entries, device);
}

/*< private >
 * rail_project_take_id:
 * @self: a project
 *
 * Returns: a certificate ID that never was and never will be given to something else
 */
guint
rail_project_take_id (RailProject *self)
{
  guint id = self->next_id;

  rail_project_set_next_id (self, id + 1);
  return id;
}

/*< private >
 * rail_project_take_list_number:
 * @self: a project, or a snapshot of one in a worker
 * @now: the time, seconds since 1970 UTC
 *
 * Returns: a number for a revocation list: the time, but always more than the one before (RFC 5280 §5.2.3)
 */
guint64
rail_project_take_list_number (RailProject *self,
                               gint64       now)
{
  static GMutex mutex;
  guint64 number;

  g_mutex_lock (&mutex);
  number = MAX ((guint64) MAX (now, 0), *self->list_number + 1);
  *self->list_number = number;
  g_mutex_unlock (&mutex);
  return number;
}

/*< private >
 * rail_project_set_next_id:
 * @self: a project
 * @next_id: the ID that the next certificate gets
 */
void
rail_project_set_next_id (RailProject *self,
                          guint        next_id)
{
  if (self->next_id == next_id)
    return;

  self->next_id = next_id;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEXT_ID]);
}

/*< private >
 * rail_project_insert_entries:
 * @self: a project
 * @entries: (element-type RailEntry): entries of any order, whose IDs are free
 *
 * Puts entries at their places, in one splice.
 */
void
rail_project_insert_entries (RailProject *self,
                             GPtrArray   *entries)
{
  rail_use_index_tell (&self->uses, entries);
  rail_entry_table_insert (&self->entries, entries);
}

/*< private >
 * rail_project_remove_entries:
 * @self: a project
 * @entries: (element-type RailEntry): entries of the project, each once
 *
 * Takes entries out, in one splice.
 */
void
rail_project_remove_entries (RailProject *self,
                             GPtrArray   *entries)
{
  for (guint i = 0; i < entries->len; i++)
    rail_entry_set_users (entries->pdata[i], NULL);
  rail_entry_table_remove (&self->entries, entries);
}

/*< private >
 * rail_project_splice_devices:
 * @self: a project
 * @position: a place in the list of devices
 * @removed: (nullable): the device that stands there, to be taken out
 * @added: (nullable): the device to put there
 */
void
rail_project_splice_devices (RailProject *self,
                             guint        position,
                             RailDevice  *removed,
                             RailDevice  *added)
{
  gpointer additions[] = { added };

  if (removed != NULL)
    g_hash_table_remove (self->devices_by_name, rail_device_get_name (removed));
  if (added != NULL)
    g_hash_table_insert (self->devices_by_name, (gpointer) rail_device_get_name (added), added);
  rail_use_index_replace (&self->uses, &self->entries, removed, added);
  g_list_store_splice (self->devices, position, removed != NULL, additions, added != NULL);
}

/*< private >
 * rail_project_set_protection:
 * @self: a project
 * @protection: its users and keys, unlocked
 */
void
rail_project_set_protection (RailProject    *self,
                             RailProtection *protection)
{
  gboolean before = self->protection != NULL;

  g_set_object (&self->protection, protection);
  if (before != (protection != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROTECTED]);
}

/*< private >
 * rail_project_set_entry_state:
 * @self: a project
 * @entry: an entry of it
 * @state: what it is from now on
 */
void
rail_project_set_entry_state (RailProject    *self,
                              RailEntry      *entry,
                              RailEntryState *state)
{
  rail_entry_table_set_state (&self->entries, entry, state);
}

/**
 * rail_project_get_unsealed:
 * @self: a project
 *
 * A project that somebody without the vault key has saved, or whose seal is wrong for another reason, can be looked at by an
 * administrator, and is saved after a decision only: rail_project_keep_unsealed() or rail_project_discard_unsealed().
 *
 * Returns: (transfer none) (nullable): what differs from the last sealed version; %NULL if there is nothing to decide
 */
RailUnsealed *
rail_project_get_unsealed (RailProject *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  return self->unsealed;
}

/*< private >
 * rail_project_set_unsealed:
 * @self: a project
 * @unsealed: (nullable): what an administrator has to decide about
 */
void
rail_project_set_unsealed (RailProject  *self,
                           RailUnsealed *unsealed)
{
  self->is_undecided = unsealed != NULL;
  if (unsealed == NULL)
    g_clear_pointer (&self->sealed_text, rail_secret_unref);
  if (g_set_object (&self->unsealed, unsealed))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNSEALED]);
}

/*< private >
 * rail_project_is_undecided:
 * @self: a project, or a snapshot of one
 *
 * Returns: whether there are unsealed changes that nobody has decided about
 */
gboolean
rail_project_is_undecided (RailProject *self)
{
  return self->is_undecided;
}

/*< private >
 * rail_project_set_sealed_text:
 * @self: a project that a standard user has opened, or that an administrator has to decide about
 * @text: (nullable): the last version that an administrator has sealed, as it stood in the file
 */
void
rail_project_set_sealed_text (RailProject *self,
                              RailSecret  *text)
{
  g_clear_pointer (&self->sealed_text, rail_secret_unref);
  self->sealed_text = text != NULL ? rail_secret_ref (text) : NULL;
}

/*< private >
 * rail_project_get_sealed_text:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): what rail_project_set_sealed_text() was given
 */
RailSecret *
rail_project_get_sealed_text (RailProject *self)
{
  return self->sealed_text;
}

