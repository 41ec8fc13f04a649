/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-devices-csv-dialog"

#include "config.h"

#include "rail-devices-csv-dialog.h"

#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-file-chooser.h"
#include "rail-text-column.h"
#include "rail-text-file.h"

#include <glib/gi18n.h>

/* The example that is installed; the program carries it. */
#define EXAMPLE "/org/certrail/Certrail/example-devices.csv"

struct _RailDevicesCsvDialog
{
  RailTaskDialog  parent_instance;

  /* Template widgets */
  GtkStack       *pages;      /* "empty" or "rows" */
  GtkListBox     *columns;
  AdwActionRow   *file_row;
  GtkColumnView  *view;

  /* Owned references */
  RailProject    *project;
  GPtrArray      *devices;    /* (nullable): of RailDevice */
  GListStore     *rows;
};

G_DEFINE_FINAL_TYPE (RailDevicesCsvDialog, rail_devices_csv_dialog, RAIL_TYPE_TASK_DIALOG)

static const struct
{
  const char *name;
  const char *meaning;
} column_texts[] = {
  { "name", N_("Name of the device. Required.") },
  { "family", N_("s7-1500, s7-1200, cp, hmi, pc or other.") },
  { "firmware", N_("Version of the firmware, such as 3.1.") },
  { "addresses", N_("IP addresses and host names with | between them, such as 192.168.0.1|plc-1.example.") },
  { "comment", N_("Anything that helps to know it.") },
  { "services", N_("web-server, opcua-server, opcua-client, secure-ouc, pg-hmi or syslog, with | between them.") },
};

static char *
dup_name (gpointer item)
{
  return g_strdup (rail_device_get_name (item));
}

static char *
dup_family (gpointer item)
{
  return g_strdup (rail_family_get_label (rail_device_get_family (item)));
}

static char *
dup_firmware (gpointer item)
{
  return *rail_device_get_firmware (item) != '\0' ? g_strdup_printf ("V%s", rail_device_get_firmware (item)) : NULL;
}

static char *
dup_addresses (gpointer item)
{
  return g_strjoinv (", ", (char **) rail_device_get_addresses (item));
}

static char *
dup_services (gpointer item)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    if (rail_device_is_service_on (item, i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", rail_service_get_label (i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const RailTextColumn view_columns[] = {
  { N_("Name"), .min_chars = 12, .nat_chars = 18, .tooltip = TRUE, .dup_text = dup_name },
  { N_("Family"), .min_chars = 8, .nat_chars = 14, .dup_text = dup_family },
  { N_("Firmware"), .min_chars = 6, .nat_chars = 8, .numeric = TRUE, .dup_text = dup_firmware },
  { N_("Addresses"), .min_chars = 14, .nat_chars = 24, .tooltip = TRUE, .dup_text = dup_addresses },
  { N_("Services"), .min_chars = 14, .expand = TRUE, .wrap = TRUE, .dup_text = dup_services },
};

static void
update (RailDevicesCsvDialog *self)
{
  guint n = self->devices != NULL ? self->devices->len : 0;
  g_autofree char *label = n > 0 ? g_strdup_printf (_("_Add %u"), n) : g_strdup (_("_Add"));

  rail_task_dialog_set_perform_label (RAIL_TASK_DIALOG (self), label);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), n > 0);
}

static void
show_devices (RailDevicesCsvDialog *self,
              GPtrArray            *devices,
              const char           *name)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u device", "%u devices", devices->len), devices->len);

  g_clear_pointer (&self->devices, g_ptr_array_unref);
  self->devices = g_ptr_array_ref (devices);
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), devices->pdata, devices->len);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row), name);
  adw_action_row_set_subtitle (self->file_row, text);
  gtk_stack_set_visible_child_name (self->pages, "rows");
  if (devices->len == 0)
    rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), _("The file names its columns, but has no line with a device."));
  update (self);
}

static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(RailDevicesCsvDialog) self = RAIL_DEVICES_CSV_DIALOG (user_data);
  g_autofree char *name = rail_display_name_dup (G_FILE (source));
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *content = rail_text_file_load_finish (G_FILE (source), result, &error);

  if (content != NULL && self->project != NULL)
    devices = rail_device_parse_csv (self->project, content, &error);
  if (rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    show_devices (self, devices, name);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RailDevicesCsvDialog) self = RAIL_DEVICES_CSV_DIALOG (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);

  if (file == NULL || self->project == NULL)
    return;
  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), NULL);
  g_file_load_contents_async (file, rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Reading the file…")),
                              file_read_cb, g_object_ref (self));
}

static void
choose_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  rail_file_chooser_open_async (GTK_WINDOW (widget), _("Table of Devices"), _("Tables (CSV)"), "*.csv", NULL,
                                file_chosen_cb, g_object_ref (widget));
}

static void
example_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(RailDevicesCsvDialog) self = RAIL_DEVICES_CSV_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    rail_error_dialog_show (GTK_WIDGET (self), _("The example was not saved"), error);
}

static void
example_chosen_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GtkWidget) self = GTK_WIDGET (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);
  g_autoptr(GBytes) content = g_resources_lookup_data (EXAMPLE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (content != NULL);

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, content, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                         example_saved_cb, g_object_ref (self));
}

static void
save_example_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  rail_file_chooser_save_async (GTK_WINDOW (widget), _("Save an Example"), "devices.csv", _("Tables (CSV)"), "*.csv",
                                NULL, example_chosen_cb, g_object_ref (widget));
}

static void
rail_devices_csv_dialog_perform (RailTaskDialog *dialog)
{
  RailDevicesCsvDialog *self = RAIL_DEVICES_CSV_DIALOG (dialog);
  guint n = self->devices->len;
  g_autofree char *text = g_strdup_printf (ngettext ("Added %u device", "Added %u devices", n), n);
  g_autoptr(GError) error = NULL;

  if (rail_project_add_devices (self->project, self->devices, &error))
    rail_task_dialog_succeed (dialog, text, TRUE);
  else
    rail_task_dialog_set_error (dialog, error->message);
}

static void
rail_devices_csv_dialog_dispose (GObject *object)
{
  RailDevicesCsvDialog *self = RAIL_DEVICES_CSV_DIALOG (object);

  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_clear_object (&self->rows);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_devices_csv_dialog_parent_class)->dispose (object);
}

static void
rail_devices_csv_dialog_class_init (RailDevicesCsvDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_devices_csv_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_devices_csv_dialog_perform;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-devices-csv-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailDevicesCsvDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, RailDevicesCsvDialog, columns);
  gtk_widget_class_bind_template_child (widget_class, RailDevicesCsvDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, RailDevicesCsvDialog, view);
  gtk_widget_class_install_action (widget_class, "csv.choose", NULL, choose_cb);
  gtk_widget_class_install_action (widget_class, "csv.save-example", NULL, save_example_cb);
}

static void
fill_columns (RailDevicesCsvDialog *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (column_texts); i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), column_texts[i].name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(column_texts[i].meaning));
      gtk_list_box_append (self->columns, row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (view_columns); i++)
    rail_text_column_append (self->view, &view_columns[i]);
}

static void
rail_devices_csv_dialog_init (RailDevicesCsvDialog *self)
{
  g_autoptr(GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  fill_columns (self);
  self->rows = g_list_store_new (RAIL_TYPE_DEVICE);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows))));
  gtk_column_view_set_model (self->view, selection);
  update (self);
}

/**
 * rail_devices_csv_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_devices_csv_dialog_new (GtkWindow   *parent,
                             GtkWidget   *origin,
                             RailProject *project)
{
  RailDevicesCsvDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  self = g_object_new (RAIL_TYPE_DEVICES_CSV_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  return GTK_WINDOW (self);
}
