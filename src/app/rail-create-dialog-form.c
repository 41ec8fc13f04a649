/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-create-dialog-form"

#include "config.h"

#include "rail-create-dialog-private.h"

#include <glib/gi18n.h>

static void
set_labels (AdwComboRow   *row,
            GtkStringList *labels)
{
  g_autoptr(GListModel) model = G_LIST_MODEL (labels);

  adw_combo_row_set_model (row, model);
}

static void
fill_usages (RailCreateDialog *self)
{
  GtkStringList *labels = gtk_string_list_new (NULL);
  guint n;
  const RailProfile *profiles = rail_profile_get_all (&n);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (labels, rail_profile_get_label (&profiles[i]));
  set_labels (self->usage, labels);
}

static void
fill_issuers (RailCreateDialog *self)
{
  GListModel *entries = rail_project_get_entries (self->project);
  GtkStringList *labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _("Self-signed"));
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      g_autofree char *label = NULL;

      if (rail_entry_get_kind (entry) != RAIL_ENTRY_CA || rail_entry_get_key (entry) == NULL)
        continue;
      label = g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (entry),
                               rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
      gtk_string_list_append (labels, label);
      g_ptr_array_add (self->issuers, g_object_ref (entry));
    }
  set_labels (self->issuer, labels);
}

static void
fill_devices (RailCreateDialog *self)
{
  GListModel *devices = rail_project_get_devices (self->project);
  GtkStringList *labels = gtk_string_list_new (NULL);
  guint n = g_list_model_get_n_items (devices);

  gtk_string_list_append (labels, C_("device", "None"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);

      gtk_string_list_append (labels, rail_device_get_name (device));
    }
  set_labels (self->device, labels);
  gtk_widget_set_visible (GTK_WIDGET (self->device), n > 0);
}

static void
fill_keys (RailCreateDialog *self)
{
  GtkStringList *kinds = gtk_string_list_new (NULL);
  GtkStringList *hashes = gtk_string_list_new (NULL);

  for (RailKeyKind i = 0; i < RAIL_KEY_KIND_OTHER; i++)
    gtk_string_list_append (kinds, rail_key_kind_get_label (i));
  for (RailHash i = 0; i <= RAIL_HASH_SHA512; i++)
    gtk_string_list_append (hashes, rail_hash_get_label (i));
  set_labels (self->key_kind, kinds);
  set_labels (self->hash, hashes);
}

static guint
find_usage (RailUsage usage)
{
  guint n;
  const RailProfile *profiles = rail_profile_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (profiles[i].usage == usage)
      return i;
  g_return_val_if_reached (0);
}

static guint
find_issuer (RailCreateDialog *self)
{
  guint index;

  if (g_ptr_array_find (self->issuers, rail_creation_get_issuer (self->creation), &index))
    return index + 1;
  return 0;
}

static guint
find_device (RailCreateDialog *self)
{
  const char *name = rail_creation_get_device (self->creation);
  GListModel *devices = rail_project_get_devices (self->project);

  for (guint i = 0; name != NULL && i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);

      if (g_str_equal (rail_device_get_name (device), name))
        return i + 1;
    }
  return 0;
}

static void
read_device (RailCreateDialog *self)
{
  guint index = adw_combo_row_get_selected (self->device);
  RailCertificateRequest *request = rail_creation_get_request (self->creation);
  g_autoptr(RailDevice) device = NULL;
  RailKeyKind kind = rail_certificate_request_get_key_kind (request);
  RailHash hash = rail_certificate_request_get_hash (request);

  if (index > 0)
    device = g_list_model_get_item (rail_project_get_devices (self->project), index - 1);
  rail_creation_set_device (self->creation, device != NULL ? rail_device_get_name (device) : NULL);

  /* The template again, for the addresses of the device; the key is not the device's business. */
  rail_creation_apply_template (self->creation, rail_certificate_request_get_usage (request));
  rail_certificate_request_set_key_kind (request, kind);
  rail_certificate_request_set_hash (request, hash);
}

static void
read_issuer (RailCreateDialog *self)
{
  guint index = adw_combo_row_get_selected (self->issuer);
  RailCertificateRequest *request = rail_creation_get_request (self->creation);
  RailKeyKind kind = rail_certificate_request_get_key_kind (request);
  RailEntry *issuer = index > 0 ? g_ptr_array_index (self->issuers, index - 1) : NULL;

  rail_creation_set_issuer (self->creation, issuer);
  /* Most keys have to be of their issuer's kind, so a change between RSA and elliptic curves is proposed at once. */
  if (issuer != NULL &&
      rail_key_kind_is_rsa (kind) !=
        rail_key_kind_is_rsa (rail_certificate_get_key_kind (rail_entry_get_certificate (issuer))))
    rail_creation_apply_template (self->creation, rail_certificate_request_get_usage (request));
}

/* Makes the lists to choose from; they are the same as long as the dialog is open. */
void
_rail_create_dialog_fill (RailCreateDialog *self)
{
  self->updating = TRUE;
  fill_usages (self);
  fill_issuers (self);
  fill_devices (self);
  fill_keys (self);
  self->updating = FALSE;
}

/* Shows in the drop-downs what the creation says. */
void
_rail_create_dialog_sync (RailCreateDialog *self)
{
  RailCertificateRequest *request = rail_creation_get_request (self->creation);
  RailUsage usage = rail_certificate_request_get_usage (request);

  self->updating = TRUE;
  adw_combo_row_set_selected (self->usage, find_usage (usage));
  adw_combo_row_set_selected (self->issuer, find_issuer (self));
  adw_combo_row_set_selected (self->device, find_device (self));
  adw_combo_row_set_selected (self->key_kind, rail_certificate_request_get_key_kind (request));
  adw_combo_row_set_selected (self->hash, rail_certificate_request_get_hash (request));
  /* A root signs itself, and an authority belongs to no device. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->issuer), usage != RAIL_USAGE_CA_ROOT);
  gtk_widget_set_sensitive (GTK_WIDGET (self->device), !rail_profile_get (usage)->is_ca);
  self->updating = FALSE;
}

/* Takes over what was chosen in one drop-down. */
void
_rail_create_dialog_read (RailCreateDialog *self,
                          AdwComboRow      *row)
{
  RailCertificateRequest *request = rail_creation_get_request (self->creation);
  guint index = adw_combo_row_get_selected (row);
  guint n_profiles;
  const RailProfile *profiles = rail_profile_get_all (&n_profiles);

  if (index == GTK_INVALID_LIST_POSITION)
    return;
  if (row == self->usage)
    rail_creation_apply_template (self->creation, profiles[index].usage);
  else if (row == self->issuer)
    read_issuer (self);
  else if (row == self->device)
    read_device (self);
  else if (row == self->key_kind)
    rail_certificate_request_set_key_kind (request, index);
  else if (row == self->hash)
    rail_certificate_request_set_hash (request, index);
  _rail_create_dialog_sync (self);
  _rail_create_dialog_complain (self);
}
