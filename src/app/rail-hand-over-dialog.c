/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-hand-over-dialog"

#include "config.h"

#include "rail-hand-over-dialog.h"

#include "rail-combo.h"
#include "rail-file-chooser.h"
#include "rail-hand-over.h"
#include "rail-message-row.h"

#include <glib/gi18n.h>

struct _RailHandOverDialog
{
  RailTaskDialog  parent_instance;

  /* Template widgets */
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
};

G_DEFINE_FINAL_TYPE (RailHandOverDialog, rail_hand_over_dialog, RAIL_TYPE_TASK_DIALOG)

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
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), self->hand_over != NULL);
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

  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    return;
  text = g_strdup_printf (ngettext ("Handed over %u file", "Handed over %u files", files->len), files->len);
  rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), text, FALSE);
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
  rail_hand_over_write_async (self->hand_over, folder,
                              rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Writing the files…")),
                              written_cb, g_object_ref (self));
}

static void
rail_hand_over_dialog_perform (RailTaskDialog *self)
{
  rail_file_chooser_folder_async (GTK_WINDOW (self), _("Folder of the Partner’s Certificate Store"), NULL, NULL,
                                  folder_chosen_cb, g_object_ref (self));
}

static void
rail_hand_over_dialog_dispose (GObject *object)
{
  RailHandOverDialog *self = RAIL_HAND_OVER_DIALOG (object);

  g_clear_object (&self->hand_over);
  g_clear_object (&self->project);
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  g_clear_pointer (&self->servers, g_ptr_array_unref);
  G_OBJECT_CLASS (rail_hand_over_dialog_parent_class)->dispose (object);
}

static void
rail_hand_over_dialog_class_init (RailHandOverDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_hand_over_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_hand_over_dialog_perform;

  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-hand-over-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, target);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, certificate);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, server);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, message);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, files);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
rail_hand_over_dialog_init (RailHandOverDialog *self)
{
  self->certificates = g_ptr_array_new_with_free_func (g_object_unref);
  self->servers = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_combo_show_whole (self->certificate);
  rail_combo_show_whole (self->server);
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

  self = g_object_new (RAIL_TYPE_HAND_OVER_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  fill (self, selected);
  changed_cb (self);
  return GTK_WINDOW (self);
}
