/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-report-dialog"

#include "config.h"

#include "rail-report-dialog.h"

#include "rail-display-name.h"
#include "rail-file-chooser.h"
#include "rail-file-name.h"
#include "rail-report-print.h"
#include "rail-report.h"

#include <glib/gi18n.h>

#define N_FORMATS (RAIL_REPORT_ICS + 1)

struct _RailReportDialog
{
  RailTaskDialog       parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *formats;
  GtkWidget           *print_button;

  /* Children of the group */
  GtkCheckButton      *checks[N_FORMATS];

  /* Owned references */
  RailProject         *project;
  GFile               *file;       /* (nullable): while it is written */
};

G_DEFINE_FINAL_TYPE (RailReportDialog, rail_report_dialog, RAIL_TYPE_TASK_DIALOG)

static RailReportFormat
get_format (RailReportDialog *self)
{
  for (guint i = 0; i < N_FORMATS; i++)
    if (gtk_check_button_get_active (self->checks[i]))
      return i;
  return RAIL_REPORT_HTML;
}

/*
 * Writing
 */

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(RailReportDialog) self = RAIL_REPORT_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *name = rail_display_name_dup (G_FILE (object));
  g_autofree char *text = g_strdup_printf (_("Report saved as “%s”"), name);

  g_file_replace_contents_finish (G_FILE (object), result, NULL, &error);
  g_clear_object (&self->file);
  if (rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), text, FALSE);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(RailReportDialog) self = RAIL_REPORT_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) report = rail_report_write_finish (RAIL_PROJECT (object), result, &error);

  if (report == NULL)
    {
      g_clear_object (&self->file);
      rail_task_dialog_end (RAIL_TASK_DIALOG (self), error);
      return;
    }
  g_file_replace_contents_bytes_async (self->file, report, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                       saved_cb, g_object_ref (self));
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RailReportDialog) self = RAIL_REPORT_DIALOG (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);

  /* The dialog may have gone while the file was chosen. */
  if (file == NULL || self->project == NULL)
    return;
  g_set_object (&self->file, file);
  rail_report_write_async (self->project, get_format (self),
                           rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Writing the report…")), written_cb,
                           g_object_ref (self));
}

static void
rail_report_dialog_perform (RailTaskDialog *dialog)
{
  RailReportDialog *self = RAIL_REPORT_DIALOG (dialog);
  RailReportFormat format = get_format (self);
  g_autofree char *stem = rail_file_name_sanitize (rail_project_get_name (self->project));
  g_autofree char *name = g_strdup_printf ("%s.%s", stem, rail_report_format_get_nick (format));
  g_autofree char *pattern = g_strconcat ("*.", rail_report_format_get_nick (format), NULL);

  rail_file_chooser_save_async (GTK_WINDOW (self), _("Save the Report"), name, rail_report_format_get_label (format),
                                pattern, NULL, file_chosen_cb, g_object_ref (self));
}

/*
 * Printing
 */

static void
printed_cb (GtkPrintOperation       *operation,
            GtkPrintOperationResult  result,
            RailReportDialog        *self)
{
  g_autoptr(GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  if (error != NULL)
    rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), error->message);
}

static void
print_cb (RailReportDialog *self)
{
  g_autoptr(GtkPrintOperation) operation = rail_report_print_new (self->project);
  g_autoptr(GError) error = NULL;

  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), NULL);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_object (operation, "done", G_CALLBACK (printed_cb), self, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self), &error);
  if (error != NULL)
    rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), error->message);
}

/*
 * Overrides
 */

static void
rail_report_dialog_dispose (GObject *object)
{
  /* What is being written ends in its callbacks, which need its file. */
  g_clear_object (&RAIL_REPORT_DIALOG (object)->project);
  G_OBJECT_CLASS (rail_report_dialog_parent_class)->dispose (object);
}

static void
rail_report_dialog_finalize (GObject *object)
{
  g_clear_object (&RAIL_REPORT_DIALOG (object)->file);
  G_OBJECT_CLASS (rail_report_dialog_parent_class)->finalize (object);
}

static void
rail_report_dialog_class_init (RailReportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_report_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = rail_report_dialog_finalize;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_report_dialog_perform;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-report-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailReportDialog, formats);
  gtk_widget_class_bind_template_child (widget_class, RailReportDialog, print_button);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
}

static void
rail_report_dialog_init (RailReportDialog *self)
{
  static const RailReportFormat order[] = { RAIL_REPORT_HTML, RAIL_REPORT_CSV, RAIL_REPORT_ICS };

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      RailReportFormat format = order[i];
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *check = gtk_check_button_new ();

      self->checks[format] = GTK_CHECK_BUTTON (check);
      gtk_widget_set_name (check, rail_report_format_get_nick (format));
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      if (i > 0)
        gtk_check_button_set_group (self->checks[format], self->checks[order[0]]);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rail_report_format_get_label (format));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), rail_report_format_get_description (format));
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      rail_report_format_get_label (format), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      rail_report_format_get_description (format), -1);
      adw_preferences_group_add (self->formats, row);
    }
  gtk_check_button_set_active (self->checks[order[0]], TRUE);
}

/**
 * rail_report_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_report_dialog_new (GtkWindow   *parent,
                        GtkWidget   *origin,
                        RailProject *project)
{
  RailReportDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  self = g_object_new (RAIL_TYPE_REPORT_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), TRUE);
  return GTK_WINDOW (self);
}
