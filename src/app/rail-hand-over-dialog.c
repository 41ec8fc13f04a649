/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-hand-over-dialog"

#include "config.h"

#include "rail-hand-over-dialog.h"

#include "rail-busy.h"
#include "rail-file-chooser.h"
#include "rail-hand-over.h"
#include "rail-message-row.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

struct _RailHandOverDialog
{
  AdwWindow       parent_instance;

  /* Template widgets */
  GtkWidget      *write;
  GtkSpinner     *spinner;
  GtkWidget      *form;
  AdwComboRow    *target;
  AdwComboRow    *certificate;
  AdwComboRow    *server;
  RailMessageRow *message;
  GtkListBox     *files;

  /* Owned references */
  RailProject    *project;
  RailHandOver   *hand_over;      /* (nullable): as chosen now */
  GPtrArray      *certificates;   /* of RailEntry, as in the drop-down */
  GPtrArray      *servers;        /* of RailEntry, in the drop-down behind “none” */
  GtkWidget      *origin;
  GCancellable   *cancellable;    /* while files are being written */
};

G_DEFINE_FINAL_TYPE (RailHandOverDialog, rail_hand_over_dialog, ADW_TYPE_WINDOW)

static GtkWidget *
make_file_row (gpointer item,
               gpointer user_data)
{
  RailHandOverFile *file = item;
  gboolean private = rail_hand_over_file_is_private (file);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (private ? "rail-locked-symbolic" : "rail-certificate-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rail_hand_over_file_get_path (file));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), rail_hand_over_file_get_description (file));
  if (private)
    gtk_widget_set_tooltip_text (icon, _("Private key: keep it to this partner"));
  else
    gtk_widget_add_css_class (icon, "dim-label");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  return row;
}

static RailEntry *
get_chosen (AdwComboRow *row,
            GPtrArray   *entries,
            guint        n_before)
{
  guint index = adw_combo_row_get_selected (row);

  if (index == GTK_INVALID_LIST_POSITION || index < n_before || index - n_before >= entries->len)
    return NULL;
  return g_ptr_array_index (entries, index - n_before);
}

static void
changed_cb (RailHandOverDialog *self)
{
  RailEntry *certificate;
  RailEntry *server;
  g_autoptr(GError) error = NULL;

  if (self->project == NULL)
    return;
  g_clear_object (&self->hand_over);
  certificate = get_chosen (self->certificate, self->certificates, 0);
  server = get_chosen (self->server, self->servers, 1);
  if (certificate != NULL)
    self->hand_over = rail_hand_over_new (self->project, adw_combo_row_get_selected (self->target),
                                          certificate, server, &error);
  rail_message_row_set_error (self->message,
                              certificate == NULL ? _("This project has no OPC UA client certificate with its key; create one first.")
                              : error != NULL     ? error->message
                                                  : NULL);
  gtk_list_box_bind_model (self->files,
                           self->hand_over != NULL ? rail_hand_over_get_files (self->hand_over) : NULL,
                           self->hand_over != NULL ? make_file_row : NULL, NULL, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.write",
                                 self->hand_over != NULL && self->cancellable == NULL);
}

static void
set_busy (RailHandOverDialog *self,
          gboolean            busy)
{
  rail_busy_set (GTK_WINDOW (self), busy);
  if (busy)
    self->cancellable = g_cancellable_new ();
  else
    g_clear_object (&self->cancellable);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (self->form, !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.write", !busy);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(RailHandOverDialog) self = RAIL_HAND_OVER_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) files = rail_hand_over_write_finish (RAIL_HAND_OVER (source), result, &error);
  g_autofree char *text = NULL;

  if (self->project == NULL)
    return;
  set_busy (self, FALSE);
  if (files == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        rail_message_row_set_error (self->message, error->message);
      return;
    }

  text = g_strdup_printf (ngettext ("Handed over %u file", "Handed over %u files", files->len), files->len);
  rail_toast_show (self->origin, text, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
folder_chosen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(RailHandOverDialog) self = RAIL_HAND_OVER_DIALOG (user_data);
  g_autoptr(GFile) folder = rail_file_chooser_finish (result, NULL);

  if (folder == NULL || self->hand_over == NULL)
    return;
  set_busy (self, TRUE);
  rail_hand_over_write_async (self->hand_over, folder, self->cancellable, written_cb, g_object_ref (self));
}

static void
write_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  RailHandOverDialog *self = RAIL_HAND_OVER_DIALOG (widget);

  rail_file_chooser_folder_async (GTK_WINDOW (self), _("Folder of the Partner’s Certificate Store"), NULL, NULL,
                                  folder_chosen_cb, g_object_ref (self));
}

static void
cancel_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailHandOverDialog *self = RAIL_HAND_OVER_DIALOG (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
rail_hand_over_dialog_close_request (GtkWindow *window)
{
  RailHandOverDialog *self = RAIL_HAND_OVER_DIALOG (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (rail_hand_over_dialog_parent_class)->close_request (window);
}

static void
rail_hand_over_dialog_dispose (GObject *object)
{
  RailHandOverDialog *self = RAIL_HAND_OVER_DIALOG (object);

  /* The window may have gone with the main window, while a worker still writes. */
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->hand_over);
  g_clear_object (&self->project);
  g_clear_object (&self->origin);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  g_clear_pointer (&self->servers, g_ptr_array_unref);
  G_OBJECT_CLASS (rail_hand_over_dialog_parent_class)->dispose (object);
}

static void
rail_hand_over_dialog_class_init (RailHandOverDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_hand_over_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = rail_hand_over_dialog_close_request;

  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-hand-over-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, write);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, form);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, target);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, certificate);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, server);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, message);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, files);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "dialog.write", NULL, write_cb);
  gtk_widget_class_install_action (widget_class, "dialog.cancel", NULL, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dialog.cancel", NULL);
}

static void
rail_hand_over_dialog_init (RailHandOverDialog *self)
{
  self->certificates = g_ptr_array_new_with_free_func (g_object_unref);
  self->servers = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
append (GtkStringList *labels,
        GPtrArray     *entries,
        RailEntry     *entry)
{
  g_autofree char *label = g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (entry),
                                            rail_certificate_get_common_name (rail_entry_get_certificate (entry)));

  gtk_string_list_append (labels, label);
  g_ptr_array_add (entries, g_object_ref (entry));
}

static void
fill (RailHandOverDialog *self,
      GPtrArray          *selected)
{
  GListModel *entries = rail_project_get_entries (self->project);
  g_autoptr(GtkStringList) targets = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) certificates = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) servers = gtk_string_list_new (NULL);
  guint chosen_certificate = 0;
  guint chosen_server = 0;

  gtk_string_list_append (targets, rail_target_get_label (RAIL_TARGET_UAEXPERT));
  gtk_string_list_append (servers, C_("server", "None"));
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      gboolean is_selected = g_ptr_array_find (selected, entry, NULL);

      if (rail_hand_over_accepts_certificate (RAIL_TARGET_UAEXPERT, entry))
        {
          append (certificates, self->certificates, entry);
          if (is_selected)
            chosen_certificate = self->certificates->len - 1;
        }
      if (rail_hand_over_accepts_server (RAIL_TARGET_UAEXPERT, entry))
        {
          append (servers, self->servers, entry);
          if (is_selected)
            chosen_server = self->servers->len;
        }
    }
  adw_combo_row_set_model (self->target, G_LIST_MODEL (targets));
  adw_combo_row_set_model (self->certificate, G_LIST_MODEL (certificates));
  adw_combo_row_set_model (self->server, G_LIST_MODEL (servers));
  if (self->certificates->len > 0)
    adw_combo_row_set_selected (self->certificate, chosen_certificate);
  adw_combo_row_set_selected (self->server, chosen_server);
}

/**
 * rail_hand_over_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 * @selected: (element-type RailEntry): what is selected; it is proposed where it fits
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_hand_over_dialog_new (GtkWindow   *parent,
                           GtkWidget   *origin,
                           RailProject *project,
                           GPtrArray   *selected)
{
  RailHandOverDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (selected != NULL, NULL);

  self = g_object_new (RAIL_TYPE_HAND_OVER_DIALOG, "transient-for", parent, "modal", TRUE,
                       "destroy-with-parent", TRUE, NULL);
  self->project = g_object_ref (project);
  self->origin = g_object_ref (origin);
  fill (self, selected);
  changed_cb (self);
  return GTK_WINDOW (self);
}
