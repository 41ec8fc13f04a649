/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-manager-dialogs"

#include "config.h"

#include "rail-certificate-manager-page-private.h"

#include "rail-create-csv-dialog.h"
#include "rail-import-dialog.h"

static GtkWindow *
get_window (GtkWidget *page)
{
  return GTK_WINDOW (gtk_widget_get_root (page));
}

static void
import_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);

  gtk_window_present (rail_import_dialog_new (get_window (widget), widget, self->project));
}

/* Files that were dropped on the window, by their URIs. */
static void
import_files_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autofree const char **uris = g_variant_get_strv (parameter, NULL);
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  GtkWindow *dialog;

  for (gsize i = 0; uris[i] != NULL; i++)
    {
      g_autoptr(GFile) file = g_file_new_for_uri (uris[i]);

      g_list_store_append (files, file);
    }
  dialog = rail_import_dialog_new (get_window (widget), widget, self->project);
  gtk_window_present (dialog);
  rail_import_dialog_add_files (RAIL_IMPORT_DIALOG (dialog), G_LIST_MODEL (files));
}

static void
import_csv_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);

  gtk_window_present (rail_create_csv_dialog_new (get_window (widget), widget, self->project));
}

/* The actions that open a dialog of their own. */
void
_rail_certificate_manager_page_install_dialogs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "manager.import", NULL, import_cb);
  gtk_widget_class_install_action (widget_class, "manager.import-files", "as", import_files_cb);
  gtk_widget_class_install_action (widget_class, "manager.import-csv", NULL, import_csv_cb);
}

/* Switches them on and off as the selection has it. */
void
_rail_certificate_manager_page_update_dialogs (RailCertificateManagerPage *self,
                                               GPtrArray                  *selected)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "manager.import", self->project != NULL);
  gtk_widget_action_set_enabled (widget, "manager.import-files", self->project != NULL);
  gtk_widget_action_set_enabled (widget, "manager.import-csv", self->project != NULL);
}
