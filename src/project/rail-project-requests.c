/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-request.h"

#include "rail-device-operations.h"
#include "rail-entry-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

static gboolean
check_held (RailProject  *self,
            RailEntry    *entry,
            GError      **error)
{
  if (rail_project_holds (self, entry))
    return TRUE;
  g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
               _("There is no certificate with ID %u in this project."), rail_entry_get_id (entry));
  return FALSE;
}

static gboolean
check_unlocked (RailEntry  *entry,
                GError    **error)
{
  if (!rail_entry_has_key (entry) || rail_entry_get_key (entry) != NULL)
    return TRUE;
  g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED,
                       _("Requests are made and answered only while an administrator is logged in."));
  return FALSE;
}

/**
 * rail_project_can_request:
 * @self: a project
 * @entry: an entry of it
 * @error: return location for an error
 *
 * Returns: whether rail_project_request() is possible; otherwise RAIL_PROJECT_ERROR_NO_KEY, RAIL_PROJECT_ERROR_LOCKED,
 *   RAIL_PROJECT_ERROR_NOT_FOUND, or RAIL_PROJECT_ERROR_INVALID for a local certificate, which is self-signed
 */
gboolean
rail_project_can_request (RailProject  *self,
                          RailEntry    *entry,
                          GError      **error)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_held (self, entry, error) || !check_unlocked (entry, error) ||
      !rail_project_check_global (self, entry, error))
    return FALSE;
  if (rail_entry_has_key (entry))
    return TRUE;
  if (rail_entry_is_key_damaged (entry))
    {
      g_autofree char *damage = rail_entry_dup_key_damage (entry);

      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY, damage);
      return FALSE;
    }
  g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY,
               _("The private key of “%s” with ID %u is not in this project, so no request can be signed with it."),
               rail_entry_get_name (entry), rail_entry_get_id (entry));
  return FALSE;
}

/**
 * rail_project_request:
 * @self: a project
 * @entry: an entry of it, whose key is here
 * @error: return location for an error
 *
 * Makes a request (PKCS#10, RFC 2986) for a certificate like the one of @entry, signed with its key, for an authority
 * outside. The entry stays as it is and notes that it waits; see rail_project_answer(). Undo forgets the request.
 *
 * Returns: (transfer full): the request, or %NULL with an error of rail_project_can_request() or of the signing
 */
RailSigningRequest *
rail_project_request (RailProject  *self,
                      RailEntry    *entry,
                      GError      **error)
{
  g_autoptr(RailSigningRequest) request = NULL;
  g_autoptr(RailEntryState) state = NULL;
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!rail_project_can_request (self, entry, error))
    return NULL;
  request = rail_signing_request_make (rail_entry_get_certificate (entry), rail_entry_get_key (entry), error);
  if (request == NULL)
    return NULL;

  change = rail_change_new (RAIL_ACTION_REQUEST, g_strdup_printf (_("Request “%s”"), rail_entry_get_name (entry)));
  state = rail_entry_state_copy (rail_entry_get_state (entry));
  state->requested = rail_environment_get_now (rail_project_get_environment (self));
  rail_change_set_entry (change, entry, state);
  rail_project_apply (self, change);
  return g_steal_pointer (&request);
}

static RailEntry *
find_certificate (RailProject     *self,
                  RailCertificate *certificate)
{
  GListModel *entries = rail_project_get_entries (self);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (rail_certificate_equal (rail_entry_get_certificate (entry), certificate))
        return entry;   /* the project keeps it */
    }
  return NULL;
}

/**
 * rail_project_find_request:
 * @self: a project
 * @answer: a certificate from an authority outside
 *
 * Returns: (transfer none) (nullable): the entry that has the key of @answer: one that waits for an answer before others,
 *   the newest before older ones
 */
RailEntry *
rail_project_find_request (RailProject     *self,
                           RailCertificate *answer)
{
  GListModel *entries;
  RailEntry *found = NULL;
  GBytes *key_id;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (answer), NULL);

  entries = rail_project_get_entries (self);
  key_id = rail_certificate_get_key_id (answer);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (rail_entry_has_key (entry) &&
          g_bytes_equal (rail_certificate_get_key_id (rail_entry_get_certificate (entry)), key_id) &&
          (found == NULL || rail_entry_get_requested (entry) >= rail_entry_get_requested (found)))
        found = entry;
    }
  return found;
}

/**
 * rail_project_check_answer:
 * @self: a project
 * @entry: an entry of it
 * @answer: a certificate from an authority outside
 * @error: return location for an error
 *
 * Returns: whether @answer can become the certificate of @entry; otherwise RAIL_PROJECT_ERROR_INVALID if it is for
 *   another key, RAIL_PROJECT_ERROR_UNPROTECTED, RAIL_PROJECT_ERROR_EXISTS, RAIL_PROJECT_ERROR_NO_KEY,
 *   RAIL_PROJECT_ERROR_LOCKED or RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_project_check_answer (RailProject      *self,
                           RailEntry        *entry,
                           RailCertificate  *answer,
                           GError          **error)
{
  RailEntry *other;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (answer), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_project_can_request (self, entry, error))
    return FALSE;
  if (!rail_certificate_matches_key (answer, rail_entry_get_key (entry)))
    {
      other = rail_project_find_request (self, answer);
      if (other != NULL)
        g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                     _("This certificate is for another key than that of “%s” with ID %u; it belongs to ID %u."),
                     rail_entry_get_name (entry), rail_entry_get_id (entry), rail_entry_get_id (other));
      else
        g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                     _("This certificate is for another key than that of “%s” with ID %u, so it does not answer its "
                       "request."), rail_entry_get_name (entry), rail_entry_get_id (entry));
      return FALSE;
    }
  if (!rail_project_is_protected (self) && !rail_project_may_hold (rail_entry_get_kind (entry), answer, TRUE))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED,
                   _("The answer for “%s” with ID %u was issued by an authority, and a project without protection holds only "
                     "keys of self-signed certificates; protect this one first."), rail_entry_get_name (entry),
                   rail_entry_get_id (entry));
      return FALSE;
    }
  other = find_certificate (self, answer);
  if (other == NULL)
    return TRUE;
  g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS,
               _("This certificate is in the project already, with ID %u."), rail_entry_get_id (other));
  return FALSE;
}

/* The certificates that came along and are not here yet, each once. */
static GPtrArray *
make_trusted (RailProject     *self,
              RailCertificate *answer,
              GPtrArray       *chain)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_add (seen, (gpointer) rail_certificate_get_fingerprint (answer));
  for (guint i = 0; chain != NULL && i < chain->len; i++)
    {
      RailCertificate *certificate = chain->pdata[i];

      if (!g_hash_table_add (seen, (gpointer) rail_certificate_get_fingerprint (certificate)) ||
          find_certificate (self, certificate) != NULL)
        continue;
      g_ptr_array_add (entries, rail_entry_new (rail_project_take_id (self), RAIL_ENTRY_TRUSTED,
                                                rail_certificate_guess_usage (certificate), certificate, NULL));
    }
  return entries;
}

/**
 * rail_project_answer:
 * @self: a project
 * @entry: an entry of it, whose key is here
 * @answer: what an authority outside made of its request
 * @chain: (nullable) (element-type RailCertificate): further certificates, which become trusted ones unless they are
 *   there
 * @error: return location for an error
 *
 * Takes the answer to a request: the entry keeps its ID, its key, its device and all that is assigned to it, and the
 * certificate that it had stays in its history.
 *
 * Returns: whether it is taken; otherwise an error of rail_project_check_answer()
 */
gboolean
rail_project_answer (RailProject      *self,
                     RailEntry        *entry,
                     RailCertificate  *answer,
                     GPtrArray        *chain,
                     GError          **error)
{
  g_autoptr(RailEntryState) state = NULL;
  g_autoptr(GPtrArray) trusted = NULL;
  RailChange *change;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), FALSE);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (answer), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!rail_project_check_answer (self, entry, answer, error))
    return FALSE;
  if (chain != NULL && chain->len > RAIL_PROJECT_MAX_ID - rail_project_get_next_id (self))
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                           _("The project has no certificate IDs left for these certificates."));
      return FALSE;
    }
  state = rail_project_supersede (self, entry, answer, rail_entry_get_key (entry), RAIL_GENERATION_ANSWERED, error);
  if (state == NULL)
    return FALSE;

  trusted = make_trusted (self, answer, chain);
  change = rail_change_new (RAIL_ACTION_ANSWER, g_strdup_printf (_("Take answer for “%s”"), rail_entry_get_name (entry)));
  rail_change_set_entry (change, entry, state);
  rail_change_add_entries (change, trusted);
  rail_project_apply (self, change);
  return TRUE;
}
