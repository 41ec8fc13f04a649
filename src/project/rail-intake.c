/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-intake.h"

#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

static RailEntryKind
choose_kind (RailCertificate *certificate,
             gboolean         has_key)
{
  if (!has_key)
    return RAIL_ENTRY_TRUSTED;
  return rail_certificate_is_ca (certificate) ? RAIL_ENTRY_CA : RAIL_ENTRY_DEVICE;
}

/**
 * rail_intake_new:
 * @certificate: a certificate from outside
 * @key: (nullable): its private key
 *
 * Returns: (transfer full): an intake that becomes an authority or a device certificate if it has a key, and a trusted
 *   certificate otherwise
 */
RailIntake *
rail_intake_new (RailCertificate *certificate,
                 RailKey         *key)
{
  RailIntake *self;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (key == NULL || RAIL_IS_KEY (key), NULL);

  self = g_new0 (RailIntake, 1);
  self->certificate = g_object_ref (certificate);
  self->kind = choose_kind (certificate, key != NULL);
  g_set_object (&self->key, key);
  return self;
}

/**
 * rail_intake_new_for_entry:
 * @entry: an entry of the project
 * @key: (nullable): its private key, which it did not have
 *
 * Returns: (transfer full): an intake that adds to an entry; a trusted one becomes an authority or a device certificate
 *   when it gets its key
 */
RailIntake *
rail_intake_new_for_entry (RailEntry *entry,
                           RailKey   *key)
{
  RailIntake *self;

  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);
  g_return_val_if_fail (key == NULL || RAIL_IS_KEY (key), NULL);

  self = g_new0 (RailIntake, 1);
  self->entry = g_object_ref (entry);
  self->kind = rail_entry_get_kind (entry);
  if (key != NULL && self->kind == RAIL_ENTRY_TRUSTED)
    self->kind = choose_kind (rail_entry_get_certificate (entry), TRUE);
  g_set_object (&self->key, key);
  return self;
}

/**
 * rail_intake_set_list:
 * @self: an intake of an authority
 * @list: the revocation list that it published
 */
void
rail_intake_set_list (RailIntake         *self,
                      RailRevocationList *list)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (RAIL_IS_REVOCATION_LIST (list));

  g_set_object (&self->list, list);
}

/**
 * rail_intake_free:
 * @self: (nullable): an intake
 */
void
rail_intake_free (RailIntake *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->entry);
  g_clear_object (&self->certificate);
  g_clear_object (&self->key);
  g_clear_object (&self->list);
  g_free (self);
}

static const char *
get_name (RailCertificate *certificate)
{
  const char *name = rail_certificate_get_common_name (certificate);

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (certificate);
}

static gboolean
check_key (RailProject      *self,
           RailIntake       *intake,
           RailCertificate  *certificate,
           GError          **error)
{
  const char *name = get_name (certificate);
  RailProtection *protection = rail_project_get_protection (self);

  if (!rail_certificate_matches_key (certificate, intake->key))
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                 _("The private key does not belong to “%s”."), name);
  else if (intake->entry != NULL && rail_entry_has_key (intake->entry))
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS,
                 _("The private key of “%s” with ID %u is in this project already."), name,
                 rail_entry_get_id (intake->entry));
  else if (protection != NULL && rail_protection_get_vault_key (protection) == NULL)
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_LOCKED,
                 _("“%s” comes with its private key, and only an administrator can take keys; take it as trusted, or log "
                   "in as an administrator."), name);
  else if (protection == NULL && intake->kind == RAIL_ENTRY_CA)
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED,
                 _("“%s” is a certificate authority with its private key, which only a protected project can hold; protect "
                   "this one, or take it as trusted."), name);
  else if (protection == NULL && !rail_certificate_is_self_signed (certificate))
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED,
                 _("“%s” was issued by an authority, and a project without protection holds only keys of self-signed "
                   "certificates; protect this one, or take it as trusted."), name);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_list (RailIntake       *intake,
            RailCertificate  *certificate,
            GError          **error)
{
  const char *name = get_name (certificate);
  RailRevocationList *known = intake->entry != NULL ? rail_entry_get_list (intake->entry) : NULL;

  if (!rail_revocation_list_is_issued_by (intake->list, certificate))
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                 _("“%s” did not sign the revocation list."), name);
  else if (known != NULL && g_bytes_equal (rail_revocation_list_get_der (known),
                                           rail_revocation_list_get_der (intake->list)))
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS,
                 _("This revocation list of “%s” is in the project already."), name);
  else if (known != NULL && !rail_revocation_list_is_newer (intake->list, known))
    g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS,
                 _("The project has a newer revocation list of “%s”."), name);
  else
    return TRUE;
  return FALSE;
}

/**
 * rail_project_check_intake:
 * @self: a project
 * @intake: what it shall take
 * @error: return location for an error
 *
 * Tells whether the project can take something, regarded by itself: the key fits, somebody is logged in who can store it,
 * a project without protection gets no key but of a self-signed certificate (chapter 4.1.1 of the source), a revocation
 * list has a right signature and is newer than the one that is there. Whether the certificate is there already is only
 * seen by rail_project_import().
 *
 * Returns: whether it can; otherwise %RAIL_PROJECT_ERROR_INVALID, %RAIL_PROJECT_ERROR_EXISTS, %RAIL_PROJECT_ERROR_LOCKED,
 *   %RAIL_PROJECT_ERROR_UNPROTECTED or %RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_project_check_intake (RailProject  *self,
                           RailIntake   *intake,
                           GError      **error)
{
  RailCertificate *certificate;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (intake != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (intake->entry != NULL && !rail_project_holds (self, intake->entry))
    {
      g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                   _("There is no certificate with ID %u in this project."), rail_entry_get_id (intake->entry));
      return FALSE;
    }
  certificate = intake->entry != NULL ? rail_entry_get_certificate (intake->entry) : intake->certificate;
  return (intake->key == NULL || check_key (self, intake, certificate, error)) &&
         (intake->list == NULL || check_list (intake, certificate, error));
}
