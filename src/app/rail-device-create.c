/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-device-create"

#include "config.h"

#include "rail-device-create.h"

#include "rail-service-jobs.h"

/* (nullable): the authority that is proposed: the first with a key that everybody accepts */
static RailEntry *
find_issuer (RailProject *project)
{
  GListModel *entries = rail_project_get_entries (project);
  gint64 now = rail_environment_get_now (rail_project_get_environment (project));

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailCertificate *certificate = rail_entry_get_certificate (entry);
      RailStatus status = rail_entry_get_status (entry, now, NULL);

      if (rail_entry_get_kind (entry) == RAIL_ENTRY_CA && rail_entry_get_key (entry) != NULL &&
          (status == RAIL_STATUS_VALID || status == RAIL_STATUS_EXPIRING) &&
          rail_key_kind_is_rsa (rail_certificate_get_key_kind (certificate)) &&
          !rail_certificate_is_signed_with_sha1 (certificate))
        return entry;   /* the project keeps it */
    }
  return NULL;
}

/* Blocks use secure OUC, which is the one service whose certificates are made by hand. */
static RailService
find_service (RailUsage usage)
{
  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    if (rail_service_get (i)->usage == usage)
      return i;
  return RAIL_SERVICE_SECURE_OUC;
}

/**
 * rail_device_create_dialog_new:
 * @origin: a widget of the window to be modal for
 * @project: the project
 * @device: a device of it
 * @usage: the template to start with
 *
 * Asks for a certificate of @device, and proposes the name that TIA Portal would give it. With global security
 * settings, an authority of the project is proposed as its issuer; without them it can only be self-signed.
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_device_create_dialog_new (GtkWidget   *origin,
                               RailProject *project,
                               RailDevice  *device,
                               RailUsage    usage)
{
  g_autoptr(RailCreation) creation = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (origin), NULL);
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), NULL);

  creation = rail_creation_new (project);
  rail_creation_set_device (creation, rail_device_get_name (device));
  rail_creation_set_issuer (creation, rail_device_uses_global_security (device) ? find_issuer (project) : NULL);
  rail_creation_apply_template (creation, usage);
  name = rail_service_make_common_name (device, find_service (usage), rail_project_get_next_id (project));
  rail_certificate_request_set_common_name (rail_creation_get_request (creation), name);
  return rail_create_dialog_new (GTK_WINDOW (gtk_widget_get_root (origin)), project, creation);
}
