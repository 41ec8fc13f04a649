/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-manager-actions"

#include "config.h"

#include "rail-certificate-manager-page-private.h"

#include "rail-assign-dialog.h"
#include "rail-compare-dialog.h"
#include "rail-create-dialog.h"
#include "rail-csv.h"
#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-export-dialog.h"
#include "rail-file-chooser.h"
#include "rail-file-name.h"
#include "rail-hand-over-dialog.h"
#include "rail-hand-over.h"
#include "rail-operations.h"
#include "rail-revoke-dialog.h"
#include "rail-section.h"
#include "rail-toast.h"
#include "rail-trust-dialog.h"
#include "rail-trust-store.h"

#include <glib/gi18n.h>

static GtkWindow *
get_window (RailCertificateManagerPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
created_cb (RailCertificateManagerPage *self,
            RailEntry                  *entry)
{
  g_autofree char *text = g_strdup_printf (_("Certificate %u created"), rail_entry_get_id (entry));

  rail_certificate_manager_page_select_entry (self, entry);
  rail_toast_show (GTK_WIDGET (self), text, _("_Undo"), "win.undo");
}

/* Whoever has an authority selected wants a certificate from it. */
static RailEntry *
get_selected_issuer (RailCertificateManagerPage *self)
{
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);
  RailEntry *entry = selected->len == 1 ? g_ptr_array_index (selected, 0) : NULL;

  if (entry == NULL || rail_entry_get_kind (entry) != RAIL_ENTRY_CA || rail_entry_get_key (entry) == NULL)
    return NULL;
  return entry;   /* the project keeps it */
}

static void
create_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  rail_certificate_manager_page_create (RAIL_CERTIFICATE_MANAGER_PAGE (widget), RAIL_USAGE_OPCUA_SERVER, NULL);
}

static void
create_authority_cb (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  rail_certificate_manager_page_create (RAIL_CERTIFICATE_MANAGER_PAGE (widget), RAIL_USAGE_CA_ROOT, NULL);
}

static void
export_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);
  GtkWindow *dialog = rail_export_dialog_new (get_window (self), widget, self->project, selected);

  gtk_window_present (dialog);
}

static void
hand_over_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);
  GtkWindow *dialog = rail_hand_over_dialog_new (get_window (self), widget, self->project, selected);

  gtk_window_present (dialog);
}

static void
assign_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);

  gtk_window_present (rail_assign_dialog_new (get_window (self), widget, self->project, selected, NULL));
}

static void
revoke_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);
  GtkWindow *dialog = rail_revoke_dialog_new (get_window (self), widget, self->project, selected);

  gtk_window_present (dialog);
}

static void
delete_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (!rail_project_delete_entries (self->project, selected, &error))
    {
      rail_error_dialog_show (widget, ngettext ("The certificate cannot be deleted", "The certificates cannot be deleted",
                                                selected->len), error);
      return;
    }
  text = g_strdup_printf (ngettext ("Deleted %u certificate", "Deleted %u certificates", selected->len), selected->len);
  rail_toast_show (widget, text, _("_Undo"), "win.undo");
}

static char *
dup_title (RailEntry *entry)
{
  return g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (entry),
                          rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
}

static void
compare_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);
  RailEntry *left = g_ptr_array_index (selected, 0);
  RailEntry *right = g_ptr_array_index (selected, 1);
  g_autofree char *left_title = dup_title (left);
  g_autofree char *right_title = dup_title (right);

  gtk_window_present (rail_compare_dialog_new (get_window (self), rail_entry_get_certificate (left), left_title,
                                               rail_entry_get_certificate (right), right_title));
}

static void
show_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);

  g_object_set (self, "inspect", TRUE, NULL);
  gtk_widget_child_focus (GTK_WIDGET (self->inspector), GTK_DIR_TAB_FORWARD);
}

static void
append_copy (GString    *text,
             RailEntry  *entry,
             const char *what)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);

  if (g_str_equal (what, "common-name"))
    g_string_append (text, rail_certificate_get_common_name (certificate));
  else if (g_str_equal (what, "serial"))
    g_string_append (text, rail_certificate_get_serial (certificate));
  else if (g_str_equal (what, "fingerprint"))
    g_string_append (text, rail_certificate_get_fingerprint (certificate));
  else if (g_str_equal (what, "fingerprint-sha1"))
    g_string_append (text, rail_certificate_get_fingerprint_sha1 (certificate));
  else if (g_str_equal (what, "text"))
    {
      g_autofree char *all = rail_certificate_dup_text (certificate);

      g_string_append (text, all);
    }
  else if (g_str_equal (what, "pem"))
    {
      g_autofree char *pem = rail_certificate_to_pem (certificate);

      g_string_append (text, g_strchomp (pem));
    }
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);
  g_autoptr(GString) text = g_string_new (NULL);
  const char *what = g_variant_get_string (parameter, NULL);

  if (g_str_equal (what, "rows"))
    {
      RailCertificateTable *table = self->tables[_rail_certificate_manager_page_get_tab (self)];
      g_autoptr(GPtrArray) lines = rail_certificate_table_dup_lines (table, TRUE);
      g_autofree char *rows = rail_tab_separated (lines);

      gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), rows);
      return;
    }
  for (guint i = 0; i < selected->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      append_copy (text, g_ptr_array_index (selected, i), what);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text->str);
}

typedef struct
{
  RailCertificateManagerPage *page;
  GFile                      *file;
  GBytes                     *content;
} CsvJob;

static void
csv_job_free (CsvJob *job)
{
  g_clear_object (&job->page);
  g_clear_object (&job->file);
  g_clear_pointer (&job->content, g_bytes_unref);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsvJob, csv_job_free)

static void
csv_written_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(CsvJob) job = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = rail_display_name_dup (job->file);
  g_autofree char *text = NULL;

  if (!g_file_replace_contents_finish (job->file, result, NULL, &error))
    {
      rail_error_dialog_show (GTK_WIDGET (job->page), _("The table was not saved"), error);
      return;
    }
  text = g_strdup_printf (_("Table saved as “%s”"), name);
  rail_toast_show (GTK_WIDGET (job->page), text, NULL, NULL);
}

static void
csv_file_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(CsvJob) job = user_data;
  GFile *file = rail_file_chooser_finish (result, NULL);
  GBytes *content = job->content;

  if (file == NULL)
    return;
  job->file = file;
  g_file_replace_contents_bytes_async (file, content, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       csv_written_cb, g_steal_pointer (&job));
}

static void
save_csv_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);
  RailCertificateTable *table = self->tables[_rail_certificate_manager_page_get_tab (self)];
  g_autoptr(GPtrArray) lines = rail_certificate_table_dup_lines (table, FALSE);
  g_autofree char *stem = rail_file_name_sanitize (rail_project_get_name (self->project));
  g_autofree char *name = g_strconcat (stem, ".csv", NULL);
  CsvJob *job = g_new0 (CsvJob, 1);

  /* What is in sight now, whatever happens while the name is chosen. */
  job->page = g_object_ref (self);
  job->content = rail_csv_write (lines);
  rail_file_chooser_save_async (get_window (self), _("Save the Table"), name, _("Tables (CSV)"), "*.csv", NULL,
                                csv_file_cb, job);
}

static void
find_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (RAIL_CERTIFICATE_MANAGER_PAGE (widget)->search));
}

static void
clear_filter_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  _rail_certificate_manager_page_clear_filter (RAIL_CERTIFICATE_MANAGER_PAGE (widget));
}

static gboolean
can_be_handed_over (RailProject *project)
{
  GListModel *entries = rail_project_get_entries (project);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      for (guint target = 0; target < rail_target_get_count (); target++)
        if (rail_hand_over_accepts_certificate (target, entry))
          return TRUE;
    }
  return FALSE;
}

static void
trust_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (widget);

  gtk_window_present (rail_trust_dialog_new (get_window (self), self->project, g_get_home_dir ()));
}

static gboolean
can_be_trusted (RailProject *project)
{
  GListModel *entries = rail_project_get_entries (project);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (rail_trust_store_accepts (rail_entry_get_certificate (entry), NULL))
        return TRUE;
    }
  return FALSE;
}

void
_rail_certificate_manager_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "manager.create", NULL, create_cb);
  gtk_widget_class_install_action (widget_class, "manager.create-authority", NULL, create_authority_cb);
  gtk_widget_class_install_action (widget_class, "manager.export", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "manager.hand-over", NULL, hand_over_cb);
  gtk_widget_class_install_action (widget_class, "manager.trust", NULL, trust_cb);
  gtk_widget_class_install_action (widget_class, "manager.assign", NULL, assign_cb);
  gtk_widget_class_install_action (widget_class, "manager.revoke", NULL, revoke_cb);
  gtk_widget_class_install_action (widget_class, "manager.delete", NULL, delete_cb);
  gtk_widget_class_install_action (widget_class, "manager.compare", NULL, compare_cb);
  gtk_widget_class_install_action (widget_class, "manager.show", NULL, show_cb);
  gtk_widget_class_install_action (widget_class, "manager.copy", "s", copy_cb);
  gtk_widget_class_install_action (widget_class, "manager.save-csv", NULL, save_csv_cb);
  gtk_widget_class_install_action (widget_class, "manager.find", NULL, find_cb);
  gtk_widget_class_install_action (widget_class, "manager.clear-filter", NULL, clear_filter_cb);
  _rail_certificate_manager_page_install_dialogs (widget_class);
}

/* Switches the actions on and off as the selection has it. */
void
_rail_certificate_manager_page_update_actions (RailCertificateManagerPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);
  gboolean any = self->project != NULL && selected->len > 0;
  gboolean keys = self->project != NULL && rail_project_can_use_keys (self->project);

  gtk_widget_action_set_enabled (widget, "manager.create", keys);
  gtk_widget_action_set_enabled (widget, "manager.create-authority", keys && rail_project_is_protected (self->project));
  gtk_widget_action_set_enabled (widget, "manager.export", any);
  gtk_widget_action_set_enabled (widget, "manager.hand-over",
                                 self->project != NULL && can_be_handed_over (self->project));
  gtk_widget_action_set_enabled (widget, "manager.trust", self->project != NULL && can_be_trusted (self->project));
  gtk_widget_action_set_enabled (widget, "manager.assign",
                                 any && g_list_model_get_n_items (rail_project_get_devices (self->project)) > 0);
  gtk_widget_action_set_enabled (widget, "manager.revoke", any && rail_project_can_revoke (self->project, selected));
  gtk_widget_action_set_enabled (widget, "manager.delete", any);
  gtk_widget_action_set_enabled (widget, "manager.show", any);
  gtk_widget_action_set_enabled (widget, "manager.compare", any && selected->len == 2);
  gtk_widget_action_set_enabled (widget, "manager.copy", any);
  gtk_widget_action_set_enabled (widget, "manager.save-csv", self->project != NULL);
  _rail_certificate_manager_page_update_dialogs (self, selected);
}

/**
 * rail_certificate_manager_page_create:
 * @self: a page with a project
 * @usage: the template to start with
 * @device: (nullable): the name of the device that the certificate is for
 *
 * Opens the dialog in which a certificate is created. A selected authority is proposed as its issuer.
 */
void
rail_certificate_manager_page_create (RailCertificateManagerPage *self,
                                      RailUsage                   usage,
                                      const char                 *device)
{
  g_autoptr(RailCreation) creation = NULL;
  RailEntry *issuer;
  GtkWindow *dialog;

  g_return_if_fail (RAIL_IS_CERTIFICATE_MANAGER_PAGE (self));
  g_return_if_fail (self->project != NULL);

  creation = rail_creation_new (self->project);
  issuer = get_selected_issuer (self);
  if (issuer != NULL && usage != RAIL_USAGE_CA_ROOT)
    rail_creation_set_issuer (creation, issuer);
  rail_creation_set_device (creation, device);
  rail_creation_apply_template (creation, usage);

  dialog = rail_create_dialog_new (get_window (self), self->project, creation);
  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}
