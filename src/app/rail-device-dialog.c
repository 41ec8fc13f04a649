/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-device-dialog"

#include "config.h"

#include "rail-device-dialog.h"

#include "rail-field-error.h"
#include "rail-operations.h"
#include "rail-place.h"
#include "rail-text-scale.h"

#include <glib/gi18n.h>

struct _RailDeviceDialog
{
  AdwWindow            parent_instance;

  /* Template widgets */
  GtkWidget           *accept_button;
  GtkEditable         *name_row;
  GtkLabel            *name_error;
  AdwComboRow         *family_row;
  GtkEditable         *firmware_row;
  GtkLabel            *firmware_error;
  AdwPreferencesGroup *address_group;
  GtkWidget           *add_address_button;
  GtkLabel            *address_error;
  GtkEditable         *comment_row;
  GtkLabel            *error_label;

  /* Owned references */
  RailProject         *project;
  RailDevice          *device;         /* (nullable): the one to change; none when one is added */
  GPtrArray           *address_rows;   /* of AdwEntryRow, not owned */
  gboolean             tried;          /* Add was pressed: empty fields are errors from now on */
};

enum
{
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailDeviceDialog, rail_device_dialog, ADW_TYPE_WINDOW)

static void update (RailDeviceDialog *self);

static char *
dup_text (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static char **
dup_addresses (RailDeviceDialog *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->address_rows->len; i++)
    {
      g_autofree char *text = dup_text (g_ptr_array_index (self->address_rows, i));

      if (*text != '\0')
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

static RailDevice *
create_device (RailDeviceDialog *self)
{
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *comment = dup_text (self->comment_row);
  g_auto(GStrv) addresses = dup_addresses (self);
  RailFamily family = adw_combo_row_get_selected (self->family_row);
  /* What is not asked for here, such as its services, stays as it is. */
  RailDevice *device = self->device != NULL ? rail_device_copy_as (self->device, name, family)
                                            : rail_device_new (name, family);

  rail_device_set_firmware (device, gtk_editable_get_text (self->firmware_row));
  rail_device_set_addresses (device, (const char * const *) addresses);
  rail_device_set_comment (device, comment);
  return device;
}

/* The rules are the device's own; a field is asked about by a device in which nothing else can be wrong. */
static char *
find_problem (const char *name,
              const char *firmware,
              const char *address)
{
  g_autoptr(RailDevice) probe = rail_device_new (name, RAIL_FAMILY_OTHER);
  const char *addresses[] = { address, NULL };
  g_autoptr(GError) error = NULL;

  rail_device_set_firmware (probe, firmware);
  rail_device_set_addresses (probe, addresses);
  return rail_device_validate (probe, &error) ? NULL : g_strdup (error->message);
}

static gboolean
check_name (RailDeviceDialog *self)
{
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *problem = NULL;
  RailDevice *other = rail_project_get_device (self->project, name);

  if (other != NULL && other != self->device)
    problem = g_strdup_printf (_("There is a device “%s” already."), name);
  else
    problem = find_problem (name, "", NULL);

  rail_field_error_show (GTK_WIDGET (self->name_row), self->name_error,
                         *name != '\0' || self->tried ? problem : NULL);
  return problem == NULL;
}

static gboolean
check_firmware (RailDeviceDialog *self)
{
  g_autofree char *firmware = dup_text (self->firmware_row);
  g_autofree char *problem = find_problem ("x", firmware, NULL);

  rail_field_error_show (GTK_WIDGET (self->firmware_row), self->firmware_error,
                         problem != NULL ? _("A firmware version is written like 2.9 or V3.1.") : NULL);
  return problem == NULL;
}

static gboolean
check_addresses (RailDeviceDialog *self)
{
  g_autofree char *problem = NULL;

  for (guint i = 0; i < self->address_rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->address_rows, i);
      g_autofree char *address = dup_text (GTK_EDITABLE (row));
      g_autofree char *wrong = *address != '\0' ? find_problem ("x", "", address) : NULL;

      rail_field_error_show (row, NULL, wrong);
      if (wrong != NULL && problem == NULL)
        problem = g_strdup_printf (_("“%s” is neither an IP address nor a host name."), address);
    }
  rail_field_error_show (NULL, self->address_error, problem);
  return problem == NULL;
}

static void
update (RailDeviceDialog *self)
{
  gboolean name = check_name (self);
  gboolean firmware = check_firmware (self);
  gboolean addresses = check_addresses (self);

  gtk_widget_set_sensitive (self->accept_button, name && firmware && addresses);
  rail_field_error_show (NULL, self->error_label, NULL);
}

static void
remove_address_cb (RailDeviceDialog *self,
                   GtkWidget        *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ENTRY_ROW);

  g_ptr_array_remove (self->address_rows, row);
  adw_preferences_group_remove (self->address_group, row);
  gtk_widget_grab_focus (self->add_address_button);
  update (self);
}

static void accept_cb (RailDeviceDialog *self);

static GtkWidget *
add_address (RailDeviceDialog *self,
             const char       *address)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove this address"));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_address_cb), self);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("IP address or host name"));
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  gtk_editable_set_text (GTK_EDITABLE (row), address);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (accept_cb), self);

  g_ptr_array_add (self->address_rows, row);
  adw_preferences_group_add (self->address_group, row);
  return row;
}

static void
add_address_cb (RailDeviceDialog *self)
{
  gtk_widget_grab_focus (add_address (self, ""));
}

static void
accept_cb (RailDeviceDialog *self)
{
  g_autoptr(RailDevice) device = NULL;
  g_autoptr(GError) error = NULL;
  gboolean done;

  self->tried = TRUE;
  update (self);
  if (!gtk_widget_get_sensitive (self->accept_button))
    return;

  device = create_device (self);
  if (self->device != NULL)
    done = rail_project_change_device (self->project, self->device, device, &error);
  else
    done = rail_project_add_device (self->project, device, &error);

  if (!done)
    {
      rail_field_error_show (NULL, self->error_label, error->message);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_DONE], 0, rail_device_get_name (device));
  gtk_window_close (GTK_WINDOW (self));
}

static void
fill_in (RailDeviceDialog *self,
         RailDevice       *device)
{
  const char * const *addresses = rail_device_get_addresses (device);
  g_autofree char *title = g_strdup_printf (_("Change “%s”"), rail_device_get_name (device));

  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_button_set_label (GTK_BUTTON (self->accept_button), _("C_hange"));
  gtk_editable_set_text (self->name_row, rail_device_get_name (device));
  adw_combo_row_set_selected (self->family_row, rail_device_get_family (device));
  gtk_editable_set_text (self->firmware_row, rail_device_get_firmware (device));
  gtk_editable_set_text (self->comment_row, rail_device_get_comment (device));
  for (guint i = 0; addresses[i] != NULL; i++)
    add_address (self, addresses[i]);
}

static void
rail_device_dialog_dispose (GObject *object)
{
  RailDeviceDialog *self = RAIL_DEVICE_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_DEVICE_DIALOG);
  g_clear_pointer (&self->address_rows, g_ptr_array_unref);
  g_clear_object (&self->device);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_device_dialog_parent_class)->dispose (object);
}

static void
rail_device_dialog_class_init (RailDeviceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_device_dialog_dispose;

  /**
   * RailDeviceDialog::done:
   * @name: the name of the device that was added or changed
   */
  signals[SIGNAL_DONE] = g_signal_new ("done", RAIL_TYPE_DEVICE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-device-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailDeviceDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceDialog, name_error);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceDialog, family_row);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceDialog, firmware_row);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceDialog, firmware_error);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceDialog, address_group);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceDialog, add_address_button);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceDialog, address_error);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceDialog, comment_row);
  gtk_widget_class_bind_template_child (widget_class, RailDeviceDialog, error_label);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_address_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_device_dialog_init (RailDeviceDialog *self)
{
  g_autoptr(GtkStringList) families = gtk_string_list_new (NULL);

  self->address_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));

  for (int family = RAIL_FAMILY_S7_1500; family <= RAIL_FAMILY_OTHER; family++)
    gtk_string_list_append (families, rail_family_get_label (family));
  adw_combo_row_set_model (self->family_row, G_LIST_MODEL (families));
}

/**
 * rail_device_dialog_new:
 * @parent: the window above which it stands
 * @project: the project
 * @device: (nullable): the device to change; %NULL to add one
 *
 * Asks for name, family, firmware and addresses of a device. What is wrong is said beside its field while it is typed.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *
rail_device_dialog_new (GtkWindow   *parent,
                        RailProject *project,
                        RailDevice  *device)
{
  RailDeviceDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (device == NULL || RAIL_IS_DEVICE (device), NULL);

  self = g_object_new (RAIL_TYPE_DEVICE_DIALOG, "transient-for", parent, NULL);
  self->project = g_object_ref (project);
  if (device != NULL)
    {
      self->device = g_object_ref (device);
      fill_in (self, device);
    }
  else
    add_address (self, "");
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return GTK_WIDGET (self);
}
