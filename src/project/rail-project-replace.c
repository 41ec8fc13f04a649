/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-operations.h"
#include "rail-entry-private.h"
#include "rail-project-error.h"
#include "rail-project-lists-private.h"
#include "rail-project-private.h"
#include "rail-replacement-private.h"

#include <glib/gi18n-lib.h>

/* Stands where its certificate belongs: among the authorities or the devices. */
static void
settle (RailEntryState *state)
{
  gboolean is_ca = rail_certificate_is_ca (state->certificate);
  RailUsage usage = rail_certificate_guess_usage (state->certificate);

  state->kind = is_ca ? RAIL_ENTRY_CA : RAIL_ENTRY_DEVICE;
  state->usage = rail_profile_get (usage)->is_ca == is_ca ? usage : RAIL_USAGE_CUSTOM;
}

/*< private >
 * rail_project_supersede:
 * @self: a project
 * @entry: an entry of it
 * @certificate: the certificate that it gets from outside
 * @key: (nullable): the key that it has afterwards
 * @reason: why
 * @error: return location for an error
 *
 * Puts another certificate into an entry: the present one goes into its history, revoked if it was, and an authority
 * that has published a list signs it anew.
 *
 * Returns: (transfer full): what becomes of the entry, or %NULL with an error of the signing
 */
RailEntryState *
rail_project_supersede (RailProject           *self,
                        RailEntry             *entry,
                        RailCertificate       *certificate,
                        RailKey               *key,
                        RailGenerationReason   reason,
                        GError               **error)
{
  RailEntryState *before = rail_entry_get_state (entry);
  g_autoptr(RailEntryState) state = rail_entry_state_copy (before);
  gint64 now = rail_environment_get_now (rail_project_get_environment (self));
  g_autoptr(GHashTable) states = g_hash_table_new (NULL, NULL);
  g_autoptr(RailGeneration) generation = NULL;
  g_autoptr(RailGeneration) revoked = NULL;
  g_autoptr(RailRevocationList) list = NULL;

  generation = rail_generation_new (before->certificate, before->key, before->sealed_key, now, reason,
                                    rail_project_get_user_name (self), NULL);
  if (before->revoked)
    revoked = rail_generation_new_revoked (generation, before->revocation_date, before->revocation_reason);
  rail_entry_state_add_generation (state, revoked != NULL ? revoked : generation);
  rail_entry_state_set_certificate (state, certificate, key);
  if (state->kind == RAIL_ENTRY_TRUSTED
        ? key != NULL : rail_certificate_is_ca (certificate) != rail_certificate_is_ca (before->certificate))
    settle (state);
  if (!rail_certificate_is_ca (certificate))
    {
      rail_entry_state_set_list (state, NULL);
      state->list_days = 0;
    }
  if (state->list == NULL || key == NULL)
    return g_steal_pointer (&state);

  g_hash_table_insert (states, entry, state);
  list = rail_project_sign_list (self, entry, certificate, key, state->list_days, states, error);
  if (list == NULL)
    return NULL;
  rail_entry_state_set_list (state, list);
  return g_steal_pointer (&state);
}

/**
 * rail_project_replace:
 * @self: a project
 * @replacement: what is to be replaced by what
 * @error: return location for an error
 *
 * Puts another certificate into an entry, which keeps its ID, its device and all that is assigned to it. The present
 * certificate stays in its history. A trusted certificate that gets a key is one of the project's own from then on.
 *
 * Returns: whether it is replaced; otherwise RAIL_PROJECT_ERROR_NOT_FOUND, the first of the problems, or an error of
 *   signing the authority's revocation list anew
 */
gboolean
rail_project_replace (RailProject      *self,
                      RailReplacement  *replacement,
                      GError          **error)
{
  g_autoptr(RailEntryState) state = NULL;
  RailEntry *entry;
  RailCertificate *certificate;
  RailKey *key;
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_REPLACEMENT (replacement), FALSE);
  g_return_val_if_fail (rail_replacement_get_project (replacement) == self, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  entry = rail_replacement_get_entry (replacement);
  certificate = rail_replacement_get_certificate (replacement);
  if (!rail_project_holds (self, entry))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("There is no certificate with ID %u in this project."), rail_entry_get_id (entry));
      return FALSE;
    }
  if (!rail_project_check_global (self, entry, error))
    return FALSE;
  if (!rail_replacement_is_possible (replacement))
    {
      rail_replacement_set_error (replacement, error);
      return FALSE;
    }

  key = rail_replacement_get_new_key (replacement);
  change = rail_change_new (RAIL_ACTION_REPLACE, g_strdup_printf (_("Replace “%s”"), rail_entry_get_name (entry)));
  if (rail_certificate_equal (rail_entry_get_certificate (entry), certificate))
    {
      /* Only the key was missing: no other certificate, no history. */
      state = rail_entry_state_copy (rail_entry_get_state (entry));
      rail_entry_state_set_key (state, key);
      if (state->kind == RAIL_ENTRY_TRUSTED)
        settle (state);
    }
  else
    state = rail_project_supersede (self, entry, certificate, key, RAIL_GENERATION_REPLACED, error);
  if (state == NULL)
    {
      rail_change_free (change);
      return FALSE;
    }
  rail_change_set_entry (change, entry, state);
  rail_project_apply (self, change);
  return TRUE;
}
