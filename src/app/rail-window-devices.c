/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window-private.h"

#include "rail-assign-dialog.h"
#include "rail-certificate-dialog.h"
#include "rail-certificate-manager-page.h"
#include "rail-device-create.h"
#include "rail-device-dialog.h"
#include "rail-devices-csv-dialog.h"
#include "rail-duplicate-dialog.h"
#include "rail-error-dialog.h"
#include "rail-load-dialog.h"
#include "rail-operations.h"
#include "rail-tcon-dialog.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

/* (nullable): the device that the action is about; the project keeps it */
static RailDevice *
find_device (RailWindow *self,
             GVariant   *parameter)
{
  const char *name = g_variant_get_string (parameter, NULL);

  return *name != '\0' ? rail_project_get_device (self->project, name) : NULL;
}

/* (nullable): the same; where none is named, the one on whose page one is */
static RailDevice *
find_device_here (RailWindow *self,
                  GVariant   *parameter)
{
  const char *name = g_variant_get_string (parameter, NULL);
  RailPlace *place = rail_project_tree_get_place (rail_project_view_get_tree (self->view));

  if (*name != '\0')
    return rail_project_get_device (self->project, name);
  return place != NULL ? rail_place_get_device (place) : NULL;
}

static void
device_ready_cb (RailWindow *self,
                 const char *device_name)
{
  _rail_window_go (self, RAIL_PLACE_DEVICE, device_name);
}

static void
show_device_dialog (RailWindow *self,
                    RailDevice *device)
{
  GtkWidget *dialog = rail_device_dialog_new (GTK_WINDOW (self), self->project, device);

  g_signal_connect_object (dialog, "done", G_CALLBACK (device_ready_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_device_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  show_device_dialog (RAIL_WINDOW (widget), NULL);
}

static void
add_devices_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);

  gtk_window_present (rail_devices_csv_dialog_new (GTK_WINDOW (self), GTK_WIDGET (self->stack), self->project));
}

static void
change_device_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  RailDevice *device = find_device (RAIL_WINDOW (widget), parameter);

  if (device != NULL)
    show_device_dialog (RAIL_WINDOW (widget), device);
}

static void
duplicate_device_action (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  RailDevice *device = find_device (self, parameter);
  GtkWindow *dialog;

  if (device == NULL)
    return;
  dialog = rail_duplicate_dialog_new (GTK_WINDOW (self), GTK_WIDGET (self->stack), self->project, device);
  g_signal_connect_object (dialog, "done", G_CALLBACK (device_ready_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
delete_device (RailWindow *self,
               RailDevice *device)
{
  g_autofree char *text = g_strdup_printf (_("“%s” was deleted"), rail_device_get_name (device));
  g_autofree char *heading = g_strdup_printf (_("“%s” was not deleted"), rail_device_get_name (device));
  g_autoptr(GError) error = NULL;

  if (rail_project_delete_device (self->project, device, &error))
    rail_toast_show (GTK_WIDGET (self->stack), text, _("_Undo"), "win.undo");
  else
    rail_error_dialog_show (GTK_WIDGET (self), heading, error);
}

static void
delete_answer_cb (AdwMessageDialog *dialog,
                  const char       *response,
                  RailWindow       *self)
{
  RailDevice *device = g_object_get_data (G_OBJECT (dialog), "device");

  if (self->project != NULL && g_str_equal (response, "delete") &&
      rail_project_get_device (self->project, rail_device_get_name (device)) == device)
    delete_device (self, device);
}

/* Returns: (transfer full) (nullable): what goes with the device; nothing that a question would be about */
static char *
describe_loss (RailWindow *self,
               RailDevice *device)
{
  g_autoptr(GPtrArray) own = rail_project_list_own (self->project, device);

  if (own->len == 0)
    return NULL;
  if (!rail_device_uses_global_security (device))
    return g_strdup_printf (ngettext ("Its %u certificate is deleted with its private key.",
                                      "Its %u certificates are deleted with their private keys.", own->len), own->len);
  return g_strdup_printf (ngettext ("Its %u certificate stays in the project, and is not assigned any more.",
                                    "Its %u certificates stay in the project, and are not assigned any more.",
                                    own->len), own->len);
}

static void
delete_device_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  RailDevice *device = find_device (self, parameter);
  g_autofree char *loss = device != NULL ? describe_loss (self, device) : NULL;
  g_autofree char *heading = NULL;
  GtkWidget *dialog;

  if (device == NULL)
    return;
  if (loss == NULL)
    {
      delete_device (self, device);
      return;
    }
  heading = g_strdup_printf (_("Delete “%s”?"), rail_device_get_name (device));
  dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, loss);
  gtk_widget_set_name (dialog, "delete-device");
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "delete", _("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "device", g_object_ref (device), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (delete_answer_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
created_cb (RailWindow *self,
            RailEntry  *entry)
{
  g_autofree char *text = g_strdup_printf (_("Certificate %u created"), rail_entry_get_id (entry));

  rail_toast_show (GTK_WIDGET (self->stack), text, _("_Undo"), "win.undo");
}

/* A PC is a client of the others, such as UaExpert; everything else offers a server. The form can change it. */
static void
create_certificate_action (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  RailDevice *device = find_device (self, parameter);
  GtkWindow *dialog;

  if (device == NULL)
    return;
  dialog = rail_device_create_dialog_new (widget, self->project, device,
                                          rail_device_get_family (device) == RAIL_FAMILY_PC ? RAIL_USAGE_OPCUA_CLIENT
                                                                                            : RAIL_USAGE_OPCUA_SERVER);
  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* A local certificate is in no table of the global certificate manager. */
static void
show_certificate_action (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  RailEntry *entry = rail_project_get_entry (self->project, g_variant_get_uint32 (parameter));
  GtkWidget *page = rail_project_view_get_page (self->view, "certificates");
  g_autofree char *subtitle = NULL;

  if (entry == NULL)
    return;
  if (!rail_project_is_local (self->project, entry))
    {
      _rail_window_go (self, RAIL_PLACE_CERTIFICATES, NULL);
      rail_certificate_manager_page_select_entry (RAIL_CERTIFICATE_MANAGER_PAGE (page), entry);
      return;
    }
  subtitle = g_strdup_printf (_("ID %u"), rail_entry_get_id (entry));
  gtk_window_present (rail_certificate_dialog_new (GTK_WINDOW (self), rail_entry_get_certificate (entry), subtitle));
}

/* The IDs, and the name of the device, or nothing. */
static void
assign_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GVariantIter) ids = NULL;
  const char *device;
  guint id;

  g_variant_get (parameter, "(au&s)", &ids, &device);
  while (g_variant_iter_next (ids, "u", &id))
    {
      RailEntry *entry = rail_project_get_entry (self->project, id);

      if (entry != NULL)
        g_ptr_array_add (entries, g_object_ref (entry));
    }
  if (entries->len > 0)
    gtk_window_present (rail_assign_dialog_new (GTK_WINDOW (self), GTK_WIDGET (self->stack), self->project, entries,
                                                *device != '\0' ? rail_project_get_device (self->project, device)
                                                                : NULL));
}

static void
compile_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  RailDevice *device = find_device_here (self, parameter);

  rail_project_view_compile (self->view, device != NULL ? rail_device_get_name (device) : NULL);
}

static void
compile_project_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  rail_project_view_compile (RAIL_WINDOW (widget)->view, NULL);
}

static void
load_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  RailDevice *device = find_device_here (self, parameter);

  gtk_window_present (rail_load_dialog_new (GTK_WINDOW (self), GTK_WIDGET (self->stack), self->project, device));
}

static void
tcon_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);

  gtk_window_present (rail_tcon_dialog_new (GTK_WINDOW (self), self->project, find_device_here (self, parameter)));
}

static void
messages_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  rail_project_view_toggle_messages (RAIL_WINDOW (widget)->view);
}

void
_rail_window_class_device_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.add-device", NULL, add_device_action);
  gtk_widget_class_install_action (klass, "win.add-devices", NULL, add_devices_action);
  gtk_widget_class_install_action (klass, "win.change-device", "s", change_device_action);
  gtk_widget_class_install_action (klass, "win.duplicate-device", "s", duplicate_device_action);
  gtk_widget_class_install_action (klass, "win.delete-device", "s", delete_device_action);
  gtk_widget_class_install_action (klass, "win.create-certificate", "s", create_certificate_action);
  gtk_widget_class_install_action (klass, "win.show-certificate", "u", show_certificate_action);
  gtk_widget_class_install_action (klass, "win.assign", "(aus)", assign_action);
  gtk_widget_class_install_action (klass, "win.compile", "s", compile_action);
  gtk_widget_class_install_action (klass, "win.compile-project", NULL, compile_project_action);
  gtk_widget_class_install_action (klass, "win.load", "s", load_action);
  gtk_widget_class_install_action (klass, "win.tcon", "s", tcon_action);
  gtk_widget_class_install_action (klass, "win.messages", NULL, messages_action);
}

void
_rail_window_update_device_actions (RailWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean open = self->project != NULL;
  gboolean any = open && g_list_model_get_n_items (rail_project_get_devices (self->project)) > 0;

  gtk_widget_action_set_enabled (widget, "win.add-device", open);
  gtk_widget_action_set_enabled (widget, "win.add-devices", open);
  gtk_widget_action_set_enabled (widget, "win.change-device", open);
  gtk_widget_action_set_enabled (widget, "win.duplicate-device", open);
  gtk_widget_action_set_enabled (widget, "win.delete-device", open);
  gtk_widget_action_set_enabled (widget, "win.create-certificate", open && rail_project_can_use_keys (self->project));
  gtk_widget_action_set_enabled (widget, "win.show-certificate", open);
  gtk_widget_action_set_enabled (widget, "win.assign", any);
  gtk_widget_action_set_enabled (widget, "win.compile", any);
  gtk_widget_action_set_enabled (widget, "win.compile-project", any);
  gtk_widget_action_set_enabled (widget, "win.load", any);
  gtk_widget_action_set_enabled (widget, "win.tcon", open);
  gtk_widget_action_set_enabled (widget, "win.messages", open);
}

/* The buttons of the header say what they are about. */
void
_rail_window_update_device_buttons (RailWindow *self)
{
  RailPlace *place = self->view != NULL ? rail_project_tree_get_place (rail_project_view_get_tree (self->view)) : NULL;
  RailDevice *device = place != NULL ? rail_place_get_device (place) : NULL;
  g_autofree char *compile = NULL;
  g_autofree char *load = NULL;

  gtk_widget_set_visible (self->compile_button, self->project != NULL);
  gtk_widget_set_visible (self->load_button, self->project != NULL);
  if (self->project != NULL && g_list_model_get_n_items (rail_project_get_devices (self->project)) == 0)
    {
      compile = g_strdup (_("Add a device first: compiling looks at what devices do with certificates"));
      load = g_strdup (_("Add a device first: certificates are loaded into devices"));
    }
  else if (device != NULL)
    {
      compile = g_strdup_printf (_("Compile “%s” (F7)"), rail_device_get_name (device));
      load = g_strdup_printf (_("What loading does to “%s”"), rail_device_get_name (device));
    }
  else
    {
      compile = g_strdup (_("Compile the whole project (F7)"));
      load = g_strdup (_("What loading does to the devices"));
    }
  gtk_widget_set_tooltip_text (self->compile_button, compile);
  gtk_widget_set_tooltip_text (self->load_button, load);
}
