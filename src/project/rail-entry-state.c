/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-entry-state.h"

static void
clear (gpointer data)
{
  RailEntryState *self = data;

  g_clear_object (&self->certificate);
  g_clear_object (&self->key);
  g_clear_pointer (&self->sealed_key, g_bytes_unref);
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->generations, g_ptr_array_unref);
  g_clear_object (&self->list);
}

static GPtrArray *
copy_generations (RailEntryState *self)
{
  GPtrArray *generations = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; self->generations != NULL && i < self->generations->len; i++)
    g_ptr_array_add (generations, g_object_ref (self->generations->pdata[i]));
  return generations;
}

/*< private >
 * rail_entry_state_new:
 * @kind: which table shows the entry
 * @usage: what its certificate is made for
 * @certificate: the certificate
 * @key: (nullable): its private key
 *
 * Returns: (transfer full): a state to be completed and given to an entry
 */
RailEntryState *
rail_entry_state_new (RailEntryKind    kind,
                      RailUsage        usage,
                      RailCertificate *certificate,
                      RailKey         *key)
{
  RailEntryState *self = g_atomic_rc_box_new0 (RailEntryState);

  self->kind = kind;
  self->usage = usage;
  self->certificate = g_object_ref (certificate);
  g_set_object (&self->key, key);
  return self;
}

/*< private >
 * rail_entry_state_copy:
 * @self: a state
 *
 * Returns: (transfer full): a copy that may be changed until an entry gets it
 */
RailEntryState *
rail_entry_state_copy (RailEntryState *self)
{
  RailEntryState *copy = rail_entry_state_new (self->kind, self->usage, self->certificate, self->key);

  copy->sealed_key = self->sealed_key != NULL ? g_bytes_ref (self->sealed_key) : NULL;
  copy->is_key_damaged = self->is_key_damaged;
  copy->device = g_strdup (self->device);
  copy->revoked = self->revoked;
  copy->revocation_date = self->revocation_date;
  copy->revocation_reason = self->revocation_reason;
  copy->generations = self->generations != NULL ? g_ptr_array_ref (self->generations) : NULL;
  copy->requested = self->requested;
  g_set_object (&copy->list, self->list);
  copy->list_days = self->list_days;
  return copy;
}

/*< private >
 * rail_entry_state_ref:
 * @self: a state
 *
 * Returns: (transfer full): @self
 */
RailEntryState *
rail_entry_state_ref (RailEntryState *self)
{
  return g_atomic_rc_box_acquire (self);
}

/*< private >
 * rail_entry_state_unref:
 * @self: a state
 */
void
rail_entry_state_unref (RailEntryState *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/*< private >
 * rail_entry_state_set_device:
 * @self: a state that no entry has yet
 * @device: (nullable): the name of the device that the certificate is for
 */
void
rail_entry_state_set_device (RailEntryState *self,
                             const char     *device)
{
  char *copy = device != NULL && *device != '\0' ? g_strdup (device) : NULL;

  g_free (self->device);
  self->device = copy;
}

/*< private >
 * rail_entry_state_set_certificate:
 * @self: a state that no entry has yet
 * @certificate: the new certificate
 * @key: (nullable): its private key
 *
 * Puts another certificate in the place of the one there is. A new certificate is not revoked, and waits for no answer.
 * It makes no generation; see rail_entry_state_add_generation().
 */
void
rail_entry_state_set_certificate (RailEntryState  *self,
                                  RailCertificate *certificate,
                                  RailKey         *key)
{
  g_set_object (&self->certificate, certificate);
  rail_entry_state_set_key (self, key);
  rail_entry_state_unset_revoked (self);
  self->requested = 0;
}

/*< private >
 * rail_entry_state_set_key:
 * @self: a state that no entry has yet
 * @key: (nullable): the private key of its certificate
 *
 * Takes the place of whatever there was, also of a key that could not be read.
 */
void
rail_entry_state_set_key (RailEntryState *self,
                          RailKey        *key)
{
  g_set_object (&self->key, key);
  g_clear_pointer (&self->sealed_key, g_bytes_unref);
  self->is_key_damaged = FALSE;
}

/*< private >
 * rail_entry_state_set_revoked:
 * @self: a state that no entry has yet
 * @date: when the certificate was revoked, in seconds since 1970
 * @reason: why
 */
void
rail_entry_state_set_revoked (RailEntryState       *self,
                              gint64                date,
                              RailRevocationReason  reason)
{
  self->revoked = TRUE;
  self->revocation_date = date;
  self->revocation_reason = reason;
}

/*< private >
 * rail_entry_state_unset_revoked:
 * @self: a state that no entry has yet
 */
void
rail_entry_state_unset_revoked (RailEntryState *self)
{
  self->revoked = FALSE;
  self->revocation_date = 0;
  self->revocation_reason = RAIL_REVOCATION_UNSPECIFIED;
}

/*< private >
 * rail_entry_state_add_generation:
 * @self: a state that no entry has yet
 * @generation: the newest generation
 */
void
rail_entry_state_add_generation (RailEntryState *self,
                                 RailGeneration *generation)
{
  GPtrArray *generations = copy_generations (self);

  g_ptr_array_insert (generations, 0, g_object_ref (generation));
  g_clear_pointer (&self->generations, g_ptr_array_unref);
  self->generations = generations;
}

/*< private >
 * rail_entry_state_set_generation:
 * @self: a state that no entry has yet
 * @index: which generation, 0 is the newest
 * @generation: what takes its place
 */
void
rail_entry_state_set_generation (RailEntryState *self,
                                 guint           index,
                                 RailGeneration *generation)
{
  GPtrArray *generations = copy_generations (self);

  g_assert (index < generations->len);
  g_object_unref (generations->pdata[index]);
  generations->pdata[index] = g_object_ref (generation);
  g_clear_pointer (&self->generations, g_ptr_array_unref);
  self->generations = generations;
}

/*< private >
 * rail_entry_state_set_list:
 * @self: a state that no entry has yet
 * @list: (nullable): the revocation list that is now the last one
 */
void
rail_entry_state_set_list (RailEntryState     *self,
                           RailRevocationList *list)
{
  g_set_object (&self->list, list);
}
