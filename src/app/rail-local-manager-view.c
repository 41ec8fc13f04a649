/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-local-manager-view"

#include "config.h"

#include "rail-local-manager-view.h"

#include "rail-assign-dialog.h"
#include "rail-device-create.h"
#include "rail-device-table.h"
#include "rail-entry-chooser.h"
#include "rail-error-dialog.h"
#include "rail-export-dialog.h"
#include "rail-operations.h"
#include "rail-renew-dialog.h"
#include "rail-replace-dialog.h"
#include "rail-toast.h"
#include "rail-wrap-box.h"

#include <glib/gi18n.h>

struct _RailLocalManagerView
{
  AdwBin           parent_instance;

  /* Template widgets */
  AdwActionRow    *global_row;
  GtkSwitch       *global_switch;
  RailDeviceTable *own_table;
  RailDeviceTable *partner_table;
  GtkWidget       *partner_bar;
  GtkWidget       *show_button;
  GtkWidget       *renew_button;
  GtkWidget       *replace_button;
  GtkWidget       *assign_button;
  GMenuModel      *own_menu;
  GMenuModel      *local_menu;     /* of the same table, without global security settings */
  GMenuModel      *partner_menu;

  /* Owned references */
  RailProject     *project;        /* (nullable) */
  RailDevice      *device;         /* (nullable) */
};

G_DEFINE_FINAL_TYPE (RailLocalManagerView, rail_local_manager_view, ADW_TYPE_BIN)

static GtkWindow *
get_window (GtkWidget *widget)
{
  return GTK_WINDOW (gtk_widget_get_root (widget));
}

static gboolean
is_global (RailLocalManagerView *self)
{
  return self->device != NULL && rail_device_uses_global_security (self->device);
}

/* Actions wait for a selection, and for what the device may do. */
static void
update_actions (RailLocalManagerView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr(GPtrArray) own = rail_device_table_get_selected (self->own_table);
  g_autoptr(GPtrArray) partners = rail_device_table_get_selected (self->partner_table);
  gboolean keys = self->device != NULL && rail_project_can_use_keys (self->project);
  gboolean global = is_global (self);

  gtk_widget_action_set_enabled (widget, "local.create", keys);
  gtk_widget_action_set_enabled (widget, "local.show", own->len == 1);
  gtk_widget_action_set_enabled (widget, "local.export", own->len > 0);
  gtk_widget_action_set_enabled (widget, "local.renew", own->len > 0 && keys && global);
  gtk_widget_action_set_enabled (widget, "local.replace", own->len == 1 && global);
  gtk_widget_action_set_enabled (widget, "local.assign", own->len > 0 && global);
  gtk_widget_action_set_enabled (widget, "local.take-out", own->len > 0 && global);
  gtk_widget_action_set_enabled (widget, "local.delete", own->len > 0);
  gtk_widget_action_set_enabled (widget, "local.add-partner", global);
  gtk_widget_action_set_enabled (widget, "local.show-partner", partners->len == 1);
  gtk_widget_action_set_enabled (widget, "local.export-partner", partners->len > 0);
  gtk_widget_action_set_enabled (widget, "local.remove-partner", partners->len > 0);
}

static void
update_global_row (RailLocalManagerView *self)
{
  gboolean possible = rail_project_is_protected (self->project);
  gboolean global = is_global (self);

  adw_action_row_set_subtitle (self->global_row,
                               !possible ? _("Needs a protected project: there is no global certificate manager without one")
                               : global  ? _("Its certificates are in the global certificate manager, too")
                                         : _("The device makes self-signed certificates only, and knows no others"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->global_row), possible || global);
  /* Both: a wish that was refused has moved the one and not the other. */
  gtk_switch_set_state (self->global_switch, global);
  gtk_switch_set_active (self->global_switch, global);
}

static void
update (RailLocalManagerView *self)
{
  gboolean global = is_global (self);

  rail_device_table_show (self->own_table, self->project, self->device);
  rail_device_table_show (self->partner_table, self->project, self->device);
  if (self->device == NULL)
    return;

  update_global_row (self);
  gtk_widget_set_visible (self->show_button, global);
  gtk_widget_set_visible (self->renew_button, global);
  gtk_widget_set_visible (self->replace_button, global);
  gtk_widget_set_visible (self->assign_button, global);
  gtk_widget_set_visible (self->partner_bar, global);
  g_object_set (self->own_table, "menu", global ? self->own_menu : self->local_menu, NULL);
  g_object_set (self->partner_table,
                "menu", self->partner_menu,
                "empty-text", global ? _("No certificates of partners yet. Compiling adds the authorities that its own "
                                         "certificates need; others are added or dropped here.")
                                     : _("Without global security settings the device knows no certificates but its own."),
                NULL);
  update_actions (self);
}

static void
set_global (RailLocalManagerView *self)
{
  gboolean global = !is_global (self);
  g_autofree char *text = g_strdup_printf (global ? _("“%s” uses global security settings now")
                                                  : _("“%s” does not use global security settings any more"),
                                           rail_device_get_name (self->device));
  g_autoptr(GError) error = NULL;

  if (rail_project_set_global_security (self->project, self->device, global, &error))
    rail_toast_show (GTK_WIDGET (self), text, _("_Undo"), "win.undo");
  else
    {
      update_global_row (self);
      rail_error_dialog_show (GTK_WIDGET (self), _("The security settings were not changed"), error);
    }
}

static void
global_answer_cb (AdwMessageDialog     *dialog,
                  const char           *response,
                  RailLocalManagerView *self)
{
  RailDevice *asked = g_object_get_data (G_OBJECT (dialog), "device");

  if (g_str_equal (response, "go") && self->device == asked)
    set_global (self);
  else if (self->device != NULL)
    update_global_row (self);
}

static void
ask_global (RailLocalManagerView *self,
            const char           *loss)
{
  gboolean global = !is_global (self);
  g_autofree char *heading = g_strdup_printf (global ? _("Use global security settings for “%s”?")
                                                     : _("Stop using global security settings for “%s”?"),
                                              rail_device_get_name (self->device));
  GtkWidget *dialog = adw_message_dialog_new (get_window (GTK_WIDGET (self)), heading, loss);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  gtk_widget_set_name (dialog, "global-security");
  adw_message_dialog_add_responses (message, "cancel", _("_Cancel"), "go", global ? _("_Use Them") : _("_Stop"), NULL);
  adw_message_dialog_set_response_appearance (message, "go", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "cancel");
  adw_message_dialog_set_close_response (message, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "device", g_object_ref (self->device), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (global_answer_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The switch follows the device; moving it is only a wish. */
static gboolean
global_state_cb (RailLocalManagerView *self,
                 gboolean              state)
{
  g_autofree char *loss = NULL;

  if (self->device == NULL || state == is_global (self))
    return GDK_EVENT_STOP;
  loss = rail_project_describe_global_security (self->project, self->device);
  if (loss != NULL && *loss != '\0')
    ask_global (self, loss);
  else
    set_global (self);
  return GDK_EVENT_STOP;
}

static void
created_cb (RailLocalManagerView *self,
            RailEntry            *entry)
{
  g_autofree char *text = g_strdup_printf (_("Certificate %u created"), rail_entry_get_id (entry));

  rail_toast_show (GTK_WIDGET (self), text, _("_Undo"), "win.undo");
}

/* Blocks and secure OUC name a certificate by its ID; the services make theirs when they are switched on. */
static void
create_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailLocalManagerView *self = RAIL_LOCAL_MANAGER_VIEW (widget);
  GtkWindow *dialog = rail_device_create_dialog_new (widget, self->project, self->device, RAIL_USAGE_TLS_CLIENT_SERVER);

  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
show_first (GtkWidget       *widget,
            RailDeviceTable *table)
{
  g_autoptr(GPtrArray) selected = rail_device_table_get_selected (table);

  if (selected->len > 0)
    gtk_widget_activate_action (widget, "win.show-certificate", "u",
                                rail_entry_get_id (g_ptr_array_index (selected, 0)));
}

static void
show_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  show_first (widget, RAIL_LOCAL_MANAGER_VIEW (widget)->own_table);
}

static void
show_partner_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  show_first (widget, RAIL_LOCAL_MANAGER_VIEW (widget)->partner_table);
}

static void
activated_cb (RailDeviceTable *table)
{
  show_first (GTK_WIDGET (table), table);
}

static void
export_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailLocalManagerView *self = RAIL_LOCAL_MANAGER_VIEW (widget);
  gboolean partner = g_str_equal (action_name, "local.export-partner");
  g_autoptr(GPtrArray) selected =
    rail_device_table_get_selected (partner ? self->partner_table : self->own_table);

  gtk_window_present (rail_export_dialog_new (get_window (widget), widget, self->project, selected));
}

static void
renew_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  RailLocalManagerView *self = RAIL_LOCAL_MANAGER_VIEW (widget);
  g_autoptr(GPtrArray) selected = rail_device_table_get_selected (self->own_table);

  gtk_window_present (rail_renew_dialog_new (get_window (widget), widget, self->project, selected));
}

static void
replace_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  RailLocalManagerView *self = RAIL_LOCAL_MANAGER_VIEW (widget);
  g_autoptr(GPtrArray) selected = rail_device_table_get_selected (self->own_table);

  gtk_window_present (rail_replace_dialog_new (get_window (widget), widget, self->project,
                                               g_ptr_array_index (selected, 0)));
}

static void
assign_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailLocalManagerView *self = RAIL_LOCAL_MANAGER_VIEW (widget);
  g_autoptr(GPtrArray) selected = rail_device_table_get_selected (self->own_table);

  gtk_window_present (rail_assign_dialog_new (get_window (widget), widget, self->project, selected, self->device));
}

static void
delete_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailLocalManagerView *self = RAIL_LOCAL_MANAGER_VIEW (widget);
  g_autoptr(GPtrArray) selected = rail_device_table_get_selected (self->own_table);
  g_autofree char *text = g_strdup_printf (ngettext ("Deleted %u certificate", "Deleted %u certificates", selected->len),
                                           selected->len);
  g_autoptr(GError) error = NULL;

  if (rail_project_delete_entries (self->project, selected, &error))
    rail_toast_show (widget, text, _("_Undo"), "win.undo");
  else
    rail_error_dialog_show (widget, ngettext ("The certificate cannot be deleted", "The certificates cannot be deleted",
                                              selected->len), error);
}

static void
unassign (RailLocalManagerView *self,
          GPtrArray            *entries,
          RailUsedAs              role)
{
  g_autofree char *text = g_strdup_printf (ngettext ("Removed %u certificate from “%s”",
                                                     "Removed %u certificates from “%s”", entries->len),
                                           entries->len, rail_device_get_name (self->device));
  g_autoptr(GError) error = NULL;

  if (rail_project_unassign_all (self->project, entries, self->device, role, &error))
    rail_toast_show (GTK_WIDGET (self), text, _("_Undo"), "win.undo");
  else
    rail_error_dialog_show (GTK_WIDGET (self), _("Nothing was removed"), error);
}

static void
take_out_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RailLocalManagerView *self = RAIL_LOCAL_MANAGER_VIEW (widget);
  g_autoptr(GPtrArray) selected = rail_device_table_get_selected (self->own_table);

  unassign (self, selected, RAIL_USED_AS_DEVICE);
}

static void
remove_partner_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  RailLocalManagerView *self = RAIL_LOCAL_MANAGER_VIEW (widget);
  g_autoptr(GPtrArray) selected = rail_device_table_get_selected (self->partner_table);

  unassign (self, selected, RAIL_USED_AS_TRUSTED);
}

static void
add_partners (RailLocalManagerView *self,
              GPtrArray            *entries)
{
  g_autofree char *text = g_strdup_printf (ngettext ("“%s” trusts %u more certificate now",
                                                     "“%s” trusts %u more certificates now", entries->len),
                                           rail_device_get_name (self->device), entries->len);
  g_autoptr(GError) error = NULL;

  if (rail_project_assign_all (self->project, entries, self->device, RAIL_USED_AS_TRUSTED, &error))
    rail_toast_show (GTK_WIDGET (self), text, _("_Undo"), "win.undo");
  else
    rail_error_dialog_show (GTK_WIDGET (self), _("Nothing was added"), error);
}

static void
add_partner_cb (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  RailLocalManagerView *self = RAIL_LOCAL_MANAGER_VIEW (widget);

  gtk_window_present (rail_entry_chooser_new (get_window (widget), widget, self->project, self->device,
                                              RAIL_USED_AS_TRUSTED));
}

/* Dropped here, a certificate is a device certificate; of what service is asked. */
static void
own_dropped_cb (RailLocalManagerView *self,
                GPtrArray            *entries)
{
  gtk_window_present (rail_assign_dialog_new (get_window (GTK_WIDGET (self)), GTK_WIDGET (self), self->project, entries,
                                              self->device));
}

static void
partner_dropped_cb (RailLocalManagerView *self,
                    GPtrArray            *entries)
{
  add_partners (self, entries);
}

static void
rail_local_manager_view_dispose (GObject *object)
{
  RailLocalManagerView *self = RAIL_LOCAL_MANAGER_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_LOCAL_MANAGER_VIEW);
  g_clear_object (&self->device);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_local_manager_view_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "local.create", NULL, create_cb);
  gtk_widget_class_install_action (widget_class, "local.show", NULL, show_cb);
  gtk_widget_class_install_action (widget_class, "local.export", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "local.renew", NULL, renew_cb);
  gtk_widget_class_install_action (widget_class, "local.replace", NULL, replace_cb);
  gtk_widget_class_install_action (widget_class, "local.assign", NULL, assign_cb);
  gtk_widget_class_install_action (widget_class, "local.take-out", NULL, take_out_cb);
  gtk_widget_class_install_action (widget_class, "local.delete", NULL, delete_cb);
  gtk_widget_class_install_action (widget_class, "local.add-partner", NULL, add_partner_cb);
  gtk_widget_class_install_action (widget_class, "local.show-partner", NULL, show_partner_cb);
  gtk_widget_class_install_action (widget_class, "local.export-partner", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "local.remove-partner", NULL, remove_partner_cb);
}

static void
rail_local_manager_view_class_init (RailLocalManagerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_local_manager_view_dispose;

  g_type_ensure (RAIL_TYPE_DEVICE_TABLE);
  g_type_ensure (RAIL_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-local-manager-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, global_row);
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, global_switch);
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, own_table);
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, partner_table);
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, partner_bar);
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, show_button);
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, renew_button);
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, replace_button);
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, assign_button);
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, own_menu);
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, local_menu);
  gtk_widget_class_bind_template_child (widget_class, RailLocalManagerView, partner_menu);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, global_state_cb);
  gtk_widget_class_bind_template_callback (widget_class, own_dropped_cb);
  gtk_widget_class_bind_template_callback (widget_class, partner_dropped_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  install_actions (widget_class);
}

static void
rail_local_manager_view_init (RailLocalManagerView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

/**
 * rail_local_manager_view_show:
 * @self: a view
 * @project: (nullable): the project
 * @device: (nullable): a device of it, as it is now
 *
 * Shows the local certificate manager of @device.
 */
void
rail_local_manager_view_show (RailLocalManagerView *self,
                              RailProject          *project,
                              RailDevice           *device)
{
  g_return_if_fail (RAIL_IS_LOCAL_MANAGER_VIEW (self));
  g_return_if_fail (project == NULL || RAIL_IS_PROJECT (project));
  g_return_if_fail (device == NULL || RAIL_IS_DEVICE (device));

  g_set_object (&self->project, project);
  g_set_object (&self->device, device);
  update (self);
}

/**
 * rail_local_manager_view_select_entry:
 * @self: a view
 * @entry: an entry
 *
 * Selects the row of @entry, in whichever of the two tables it is.
 */
void
rail_local_manager_view_select_entry (RailLocalManagerView *self,
                                      RailEntry            *entry)
{
  g_return_if_fail (RAIL_IS_LOCAL_MANAGER_VIEW (self));
  g_return_if_fail (RAIL_IS_ENTRY (entry));

  if (!rail_device_table_select (self->own_table, entry))
    rail_device_table_select (self->partner_table, entry);
}
