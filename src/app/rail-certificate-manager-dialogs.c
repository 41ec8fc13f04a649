/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-manager-dialogs"

#include "config.h"

#include "rail-certificate-manager-page-private.h"

#include "rail-answer-dialog.h"
#include "rail-create-csv-dialog.h"
#include "rail-error-dialog.h"
#include "rail-import-dialog.h"
#include "rail-list-dialog.h"
#include "rail-operations.h"
#include "rail-renew-dialog.h"
#include "rail-replace-dialog.h"
#include "rail-request-dialog.h"
#include "rail-request.h"
#include "rail-sign-dialog.h"
#include "rail-toast.h"

#include <glib/gi18n.h>
#include <string.h>

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
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(RailCertificateManagerPage) self = RAIL_CERTIFICATE_MANAGER_PAGE (user_data);
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr(RailSecret) secret = NULL;
  GtkWindow *dialog;

  /* There may be private keys in it. */
  if (text != NULL)
    secret = rail_secret_new_from_string (text);
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
  /* Somebody may have locked the project in the meantime. */
  if (self->project == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (secret == NULL || rail_secret_get_size (secret) == 0)
    {
      rail_toast_show (GTK_WIDGET (self), _("The clipboard holds no text; copy a certificate in PEM form first."), NULL, NULL);
      return;
    }
  dialog = rail_import_dialog_new (get_window (GTK_WIDGET (self)), GTK_WIDGET (self), self->project);
  gtk_window_present (dialog);
  rail_import_dialog_add_text (RAIL_IMPORT_DIALOG (dialog), secret);
}

/* What was copied in a browser, a terminal or an e-mail. */
static void
paste_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb, g_object_ref (widget));
}

static void
import_csv_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);

  gtk_window_present (rail_create_csv_dialog_new (get_window (widget), widget, self->project));
}

static void
renew_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);

  gtk_window_present (rail_renew_dialog_new (get_window (widget), widget, self->project, selected));
}

static void
renew_expiring_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);

  gtk_window_present (rail_renew_dialog_new_expiring (get_window (widget), widget, self->project));
}

static void
replace_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);

  gtk_window_present (rail_replace_dialog_new (get_window (widget), widget, self->project,
                                               g_ptr_array_index (selected, 0)));
}

/* A file that was dropped on the row of a certificate: the ID, and the URI of the file. */
static void
replace_file_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr(GFile) file = NULL;
  RailEntry *entry;
  const char *uri;
  GtkWindow *dialog;
  guint id;

  g_variant_get (parameter, "(u&s)", &id, &uri);
  entry = rail_project_get_entry (self->project, id);
  if (entry == NULL)
    return;
  file = g_file_new_for_uri (uri);
  g_list_store_append (files, file);
  dialog = rail_replace_dialog_new (get_window (widget), widget, self->project, entry);
  gtk_window_present (dialog);
  rail_replace_dialog_set_files (RAIL_REPLACE_DIALOG (dialog), G_LIST_MODEL (files));
}

static void
request_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);

  gtk_window_present (rail_request_dialog_new (get_window (widget), widget, self->project,
                                               g_ptr_array_index (selected, 0)));
}

static void
answer_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);

  gtk_window_present (rail_answer_dialog_new (get_window (widget), widget, self->project));
}

static void
sign_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);

  gtk_window_present (rail_sign_dialog_new (get_window (widget), widget, self->project));
}

static void
publish_list_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);

  gtk_window_present (rail_list_dialog_new (get_window (widget), widget, self->project, g_ptr_array_index (selected, 0)));
}

static void
unrevoke_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);
  guint n = selected->len;
  g_autofree char *text = g_strdup_printf (ngettext ("Took %u certificate off hold", "Took %u certificates off hold", n), n);
  g_autoptr(GError) error = NULL;

  if (rail_project_unrevoke (self->project, selected, &error))
    rail_toast_show (widget, text, _("_Undo"), "win.undo");
  else
    rail_error_dialog_show (widget, _("The certificates stay on hold"), error);
}

/* The actions that open a dialog of their own. */
void
_rail_certificate_manager_page_install_dialogs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "manager.import", NULL, import_cb);
  gtk_widget_class_install_action (widget_class, "manager.import-files", "as", import_files_cb);
  gtk_widget_class_install_action (widget_class, "manager.paste", NULL, paste_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "manager.paste", NULL);
  gtk_widget_class_install_action (widget_class, "manager.import-csv", NULL, import_csv_cb);
  gtk_widget_class_install_action (widget_class, "manager.renew", NULL, renew_cb);
  gtk_widget_class_install_action (widget_class, "manager.renew-expiring", NULL, renew_expiring_cb);
  gtk_widget_class_install_action (widget_class, "manager.replace", NULL, replace_cb);
  gtk_widget_class_install_action (widget_class, "manager.replace-file", "(us)", replace_file_cb);
  gtk_widget_class_install_action (widget_class, "manager.request", NULL, request_cb);
  gtk_widget_class_install_action (widget_class, "manager.answer", NULL, answer_cb);
  gtk_widget_class_install_action (widget_class, "manager.sign", NULL, sign_cb);
  gtk_widget_class_install_action (widget_class, "manager.publish-list", NULL, publish_list_cb);
  gtk_widget_class_install_action (widget_class, "manager.unrevoke", NULL, unrevoke_cb);
}

/* A trusted certificate is somebody else's: there is nothing to issue it again with. */
static gboolean
can_renew (GPtrArray *selected)
{
  for (guint i = 0; i < selected->len; i++)
    if (rail_entry_get_kind (g_ptr_array_index (selected, i)) == RAIL_ENTRY_TRUSTED)
      return FALSE;
  return selected->len > 0;
}

/* Switches them on and off as the selection has it. */
void
_rail_certificate_manager_page_update_dialogs (RailCertificateManagerPage *self,
                                               GPtrArray                  *selected)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean any = self->project != NULL;
  gboolean keys = any && rail_project_can_use_keys (self->project);
  RailEntry *one = any && selected->len == 1 ? g_ptr_array_index (selected, 0) : NULL;
  gboolean authority = one != NULL && rail_entry_get_kind (one) == RAIL_ENTRY_CA && rail_entry_get_key (one) != NULL;

  gtk_widget_action_set_enabled (widget, "manager.import", any);
  gtk_widget_action_set_enabled (widget, "manager.import-files", any);
  gtk_widget_action_set_enabled (widget, "manager.paste", any);
  gtk_widget_action_set_enabled (widget, "manager.import-csv", keys);
  gtk_widget_action_set_enabled (widget, "manager.renew", keys && can_renew (selected));
  gtk_widget_action_set_enabled (widget, "manager.renew-expiring", keys);
  gtk_widget_action_set_enabled (widget, "manager.replace", one != NULL);
  gtk_widget_action_set_enabled (widget, "manager.replace-file", any);
  gtk_widget_action_set_enabled (widget, "manager.request",
                                 one != NULL && rail_project_can_request (self->project, one, NULL));
  gtk_widget_action_set_enabled (widget, "manager.answer", keys);
  gtk_widget_action_set_enabled (widget, "manager.sign", keys && rail_project_is_protected (self->project));
  gtk_widget_action_set_enabled (widget, "manager.publish-list", authority);
  gtk_widget_action_set_enabled (widget, "manager.unrevoke",
                                 any && selected->len > 0 && rail_project_can_unrevoke (self->project, selected));
}
