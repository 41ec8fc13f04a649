/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-list-dialog"

#include "config.h"

#include "rail-list-dialog.h"

#include "rail-combo.h"
#include "rail-file-chooser.h"
#include "rail-file-name.h"
#include "rail-message-row.h"
#include "rail-project-lists.h"

#include <glib/gi18n.h>

struct _RailListDialog
{
  RailTaskDialog       parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *group;
  AdwActionRow        *number_row;
  AdwActionRow        *revoked_row;
  RailMessageRow      *status;
  AdwComboRow         *validity;
  GtkWidget           *days_row;
  GtkSpinButton       *days;
  GtkSwitch           *save;

  /* Owned references */
  RailProject         *project;
  RailEntry           *authority;
};

G_DEFINE_FINAL_TYPE (RailListDialog, rail_list_dialog, RAIL_TYPE_TASK_DIALOG)

static void
changed_cb (RailListDialog *self)
{
  gtk_widget_set_visible (self->days_row, adw_combo_row_get_selected (self->validity) == 1);
  rail_task_dialog_set_perform_label (RAIL_TASK_DIALOG (self),
                                      gtk_switch_get_active (self->save) ? _("_Publish…") : _("_Publish"));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(RailListDialog) self = RAIL_LIST_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), _("Revocation list published and saved"), TRUE);
}

static void
publish (RailListDialog *self,
         GFile          *file)
{
  guint days = adw_combo_row_get_selected (self->validity) == 1 ? (guint) gtk_spin_button_get_value_as_int (self->days) : 0;
  g_autoptr(GError) error = NULL;
  RailRevocationList *list;

  if (!rail_project_publish_list (self->project, self->authority, days, &error))
    {
      rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), error->message);
      return;
    }
  if (file == NULL)
    {
      rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), _("Revocation list published"), TRUE);
      return;
    }
  list = rail_entry_get_list (self->authority);
  g_file_replace_contents_bytes_async (file, rail_revocation_list_get_der (list), NULL, FALSE, G_FILE_CREATE_NONE,
                                       rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Writing the file…")), saved_cb,
                                       g_object_ref (self));
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RailListDialog) self = RAIL_LIST_DIALOG (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);

  if (file != NULL && self->project != NULL)
    publish (self, file);
}

static void
rail_list_dialog_perform (RailTaskDialog *dialog)
{
  RailListDialog *self = RAIL_LIST_DIALOG (dialog);
  g_autofree char *name = NULL;

  if (!gtk_switch_get_active (self->save))
    {
      publish (self, NULL);
      return;
    }
  name = rail_file_name_for_entry (self->authority, "crl");
  rail_file_chooser_save_async (GTK_WINDOW (self), _("Save the Revocation List"), name, _("Revocation lists"), "*.crl",
                                NULL, file_chosen_cb, g_object_ref (self));
}

static void
rail_list_dialog_dispose (GObject *object)
{
  RailListDialog *self = RAIL_LIST_DIALOG (object);

  g_clear_object (&self->project);
  g_clear_object (&self->authority);
  G_OBJECT_CLASS (rail_list_dialog_parent_class)->dispose (object);
}

static void
rail_list_dialog_class_init (RailListDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_list_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_list_dialog_perform;

  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-list-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailListDialog, group);
  gtk_widget_class_bind_template_child (widget_class, RailListDialog, number_row);
  gtk_widget_class_bind_template_child (widget_class, RailListDialog, revoked_row);
  gtk_widget_class_bind_template_child (widget_class, RailListDialog, status);
  gtk_widget_class_bind_template_child (widget_class, RailListDialog, validity);
  gtk_widget_class_bind_template_child (widget_class, RailListDialog, days_row);
  gtk_widget_class_bind_template_child (widget_class, RailListDialog, days);
  gtk_widget_class_bind_template_child (widget_class, RailListDialog, save);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
rail_list_dialog_init (RailListDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_combo_show_whole (self->validity);
}

/* How many revoked certificates the new list will name. */
static guint
count_revoked (RailListDialog *self)
{
  g_autoptr(RailRevocationList) list = rail_project_issue_revocation_list_for (
    self->project, self->authority, rail_entry_get_certificate (self->authority), NULL);

  return list != NULL ? rail_revocation_list_get_n_revoked (list) : 0;
}

static void
show_list (RailListDialog *self)
{
  RailRevocationList *list = rail_entry_get_list (self->authority);
  g_autofree char *text = rail_project_describe_list (self->project, self->authority);
  RailListStatus status = rail_project_get_list_status (self->project, self->authority);
  guint n = count_revoked (self);
  g_autofree char *number = NULL;
  g_autofree char *revoked = g_strdup_printf (ngettext ("%u certificate", "%u certificates", n), n);
  guint days = rail_entry_get_list_days (self->authority);

  adw_action_row_set_subtitle (self->revoked_row, revoked);
  if (list != NULL)
    number = rail_revocation_list_dup_number_text (list);
  adw_action_row_set_subtitle (self->number_row, number != NULL ? number : _("None yet"));
  if (status == RAIL_LIST_OVERDUE)
    rail_message_row_set_error (self->status, text);
  else if (status == RAIL_LIST_OUTDATED)
    rail_message_row_set_advice (self->status, text);
  else
    adw_preferences_group_set_description (self->group, text);
  adw_combo_row_set_selected (self->validity, days > 0 ? 1 : 0);
  if (days > 0)
    gtk_spin_button_set_value (self->days, days);
}

/**
 * rail_list_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 * @authority: an authority of it
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_list_dialog_new (GtkWindow   *parent,
                      GtkWidget   *origin,
                      RailProject *project,
                      RailEntry   *authority)
{
  RailListDialog *self;
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (authority), NULL);

  self = g_object_new (RAIL_TYPE_LIST_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  self->authority = g_object_ref (authority);
  escaped = g_markup_escape_text (rail_certificate_get_common_name (rail_entry_get_certificate (authority)), -1);
  adw_preferences_group_set_title (self->group, escaped);
  show_list (self);
  changed_cb (self);
  return GTK_WINDOW (self);
}
