/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-manager-dialogs"

#include "config.h"

#include "rail-certificate-manager-page-private.h"

#include "rail-create-csv-dialog.h"

static GtkWindow *
get_window (GtkWidget *page)
{
  return GTK_WINDOW (gtk_widget_get_root (page));
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
  gtk_widget_class_install_action (widget_class, "manager.import-csv", NULL, import_csv_cb);
}

/* Switches them on and off as the selection has it. */
void
_rail_certificate_manager_page_update_dialogs (RailCertificateManagerPage *self,
                                               GPtrArray                  *selected)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "manager.import-csv", self->project != NULL);
}
