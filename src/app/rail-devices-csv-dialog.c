/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-devices-csv-dialog"

#include "config.h"

#include "rail-devices-csv-dialog.h"

#include <glib/gi18n.h>

struct _RailDevicesCsvDialog
{
  RailCsvDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (RailDevicesCsvDialog, rail_devices_csv_dialog, RAIL_TYPE_CSV_DIALOG)

static const RailCsvColumn columns[] = {
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

static const RailCsvTable table = {
  .example = "/org/certrail/Certrail/example-devices.csv",
  .example_name = "devices.csv",
  .choose_title = N_("Table of Devices"),
  .title = N_("One device a line"),
  .introduction = N_("A file of comma-separated values, as spreadsheets save it. "
                     "You see the devices before anything is added."),
  .columns_hint = N_("The first line names them, in any order. What a line leaves empty stays empty."),
  .no_lines = N_("The file names its columns, but has no line with a device."),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .view_columns = view_columns,
  .n_view_columns = G_N_ELEMENTS (view_columns),
};

static void
update (RailDevicesCsvDialog *self,
        guint                 n)
{
  g_autofree char *label = n > 0 ? g_strdup_printf (_("_Add %u"), n) : g_strdup (_("_Add"));

  rail_task_dialog_set_perform_label (RAIL_TASK_DIALOG (self), label);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), n > 0);
}

static void
rail_devices_csv_dialog_perform (RailTaskDialog *dialog)
{
  RailCsvDialog *csv = RAIL_CSV_DIALOG (dialog);
  GListModel *rows = rail_csv_dialog_get_rows (csv);
  guint n = g_list_model_get_n_items (rows);
  g_autofree char *text = g_strdup_printf (ngettext ("Added %u device", "Added %u devices", n), n);
  g_autoptr(GPtrArray) devices = g_ptr_array_new_full (n, g_object_unref);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (devices, g_list_model_get_item (rows, i));
  if (rail_project_add_devices (rail_csv_dialog_get_project (csv), devices, &error))
    rail_task_dialog_succeed (dialog, text, TRUE);
  else
    rail_task_dialog_set_error (dialog, error->message);
}

static GListModel *
rail_devices_csv_dialog_parse (RailProject  *project,
                               const char   *content,
                               GError      **error)
{
  g_autoptr(GPtrArray) devices = rail_device_parse_csv (project, content, error);
  GListStore *rows;

  if (devices == NULL)
    return NULL;
  rows = g_list_store_new (RAIL_TYPE_DEVICE);
  g_list_store_splice (rows, 0, 0, devices->pdata, devices->len);
  return G_LIST_MODEL (rows);
}

static char *
rail_devices_csv_dialog_show_rows (RailCsvDialog *dialog,
                                   GListModel    *rows)
{
  guint n = g_list_model_get_n_items (rows);

  update (RAIL_DEVICES_CSV_DIALOG (dialog), n);
  return g_strdup_printf (ngettext ("%u device", "%u devices", n), n);
}

static void
rail_devices_csv_dialog_class_init (RailDevicesCsvDialogClass *klass)
{
  RailCsvDialogClass *csv_class = RAIL_CSV_DIALOG_CLASS (klass);

  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_devices_csv_dialog_perform;
  csv_class->table = &table;
  csv_class->parse = rail_devices_csv_dialog_parse;
  csv_class->show_rows = rail_devices_csv_dialog_show_rows;

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/org/certrail/Certrail/ui/rail-devices-csv-dialog.ui");
}

static void
rail_devices_csv_dialog_init (RailDevicesCsvDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self, 0);
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
  rail_csv_dialog_set_project (RAIL_CSV_DIALOG (self), project);
  return GTK_WINDOW (self);
}
