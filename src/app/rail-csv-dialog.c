/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-csv-dialog"

#include "config.h"

#include "rail-csv-dialog.h"

#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-file-chooser.h"
#include "rail-text-file.h"

#include <glib/gi18n.h>

typedef struct
{
  /* Template widgets */
  GtkStack             *pages;          /* "empty" or "rows" */
  AdwPreferencesGroup  *introduction;
  AdwPreferencesGroup  *columns_group;
  GtkListBox           *columns;
  GtkListBox           *options;
  AdwActionRow         *file_row;
  GtkColumnView        *view;

  /* Owned references */
  RailProject          *project;
  GListModel           *rows;           /* (nullable) */
  GtkFilterListModel   *shown;
} RailCsvDialogPrivate;

static void buildable_iface_init (GtkBuildableIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (RailCsvDialog, rail_csv_dialog, RAIL_TYPE_TASK_DIALOG,
                                  G_ADD_PRIVATE (RailCsvDialog)
                                  G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_iface_init))

static GtkBuildableIface *parent_buildable_iface;

static RailCsvDialogPrivate *
get_private (gpointer self)
{
  return rail_csv_dialog_get_instance_private (RAIL_CSV_DIALOG (self));
}

static const RailCsvTable *
get_table (gpointer self)
{
  return RAIL_CSV_DIALOG_GET_CLASS (self)->table;
}

static void
show_rows (RailCsvDialog *self,
           GListModel    *rows,
           const char    *name)
{
  RailCsvDialogPrivate *priv = get_private (self);
  g_autofree char *text = NULL;

  g_set_object (&priv->rows, rows);
  text = RAIL_CSV_DIALOG_GET_CLASS (self)->show_rows (self, rows);
  gtk_filter_list_model_set_model (priv->shown, rows);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (priv->file_row), name);
  adw_action_row_set_subtitle (priv->file_row, text);
  gtk_stack_set_visible_child_name (priv->pages, "rows");
  if (g_list_model_get_n_items (rows) == 0)
    rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), _(get_table (self)->no_lines));
}

static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(RailCsvDialog) self = RAIL_CSV_DIALOG (user_data);
  RailCsvDialogPrivate *priv = get_private (self);
  g_autofree char *name = rail_display_name_dup (G_FILE (source));
  g_autoptr(GListModel) rows = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *content = rail_text_file_load_finish (G_FILE (source), result, &error);

  if (content != NULL && priv->project != NULL)
    rows = RAIL_CSV_DIALOG_GET_CLASS (self)->parse (priv->project, content, &error);
  if (rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    show_rows (self, rows, name);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RailCsvDialog) self = RAIL_CSV_DIALOG (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);

  if (file == NULL || get_private (self)->project == NULL)
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
  rail_file_chooser_open_async (GTK_WINDOW (widget), _(get_table (widget)->choose_title), _("Tables (CSV)"), "*.csv",
                                NULL, file_chosen_cb, g_object_ref (widget));
}

static void
example_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(RailCsvDialog) self = RAIL_CSV_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    rail_error_dialog_show (GTK_WIDGET (self), _("The example was not saved"), error);
}

static void
example_chosen_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(RailCsvDialog) self = RAIL_CSV_DIALOG (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);
  g_autoptr(GBytes) content = g_resources_lookup_data (get_table (self)->example, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

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
  rail_file_chooser_save_async (GTK_WINDOW (widget), _("Save an Example"), get_table (widget)->example_name,
                                _("Tables (CSV)"), "*.csv", NULL, example_chosen_cb, g_object_ref (widget));
}

static void
fill_columns (RailCsvDialog *self)
{
  RailCsvDialogPrivate *priv = get_private (self);
  const RailCsvTable *table = get_table (self);

  for (guint i = 0; i < table->n_columns; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), table->columns[i].name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(table->columns[i].meaning));
      gtk_list_box_append (priv->columns, row);
    }
  for (guint i = 0; i < table->n_view_columns; i++)
    rail_text_column_append (priv->view, &table->view_columns[i]);
}

static void
rail_csv_dialog_add_child (GtkBuildable *buildable,
                           GtkBuilder   *builder,
                           GObject      *child,
                           const char   *type)
{
  if (g_strcmp0 (type, "option") == 0)
    gtk_list_box_append (get_private (buildable)->options, GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
buildable_iface_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = rail_csv_dialog_add_child;
}

/* The table is of the class of the dialog, which is not known while this class is initialized. */
static void
rail_csv_dialog_constructed (GObject *object)
{
  RailCsvDialogPrivate *priv = get_private (object);
  const RailCsvTable *table = get_table (object);

  G_OBJECT_CLASS (rail_csv_dialog_parent_class)->constructed (object);

  adw_preferences_group_set_title (priv->introduction, _(table->title));
  adw_preferences_group_set_description (priv->introduction, _(table->introduction));
  adw_preferences_group_set_description (priv->columns_group, _(table->columns_hint));
  fill_columns (RAIL_CSV_DIALOG (object));
}

static void
rail_csv_dialog_dispose (GObject *object)
{
  RailCsvDialogPrivate *priv = get_private (object);

  if (priv->shown != NULL)
    gtk_filter_list_model_set_filter (priv->shown, NULL);
  g_clear_object (&priv->shown);
  g_clear_object (&priv->rows);
  g_clear_object (&priv->project);
  G_OBJECT_CLASS (rail_csv_dialog_parent_class)->dispose (object);
}

static void
rail_csv_dialog_class_init (RailCsvDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = rail_csv_dialog_constructed;
  object_class->dispose = rail_csv_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-csv-dialog.ui");
  gtk_widget_class_bind_template_child_private (widget_class, RailCsvDialog, pages);
  gtk_widget_class_bind_template_child_private (widget_class, RailCsvDialog, introduction);
  gtk_widget_class_bind_template_child_private (widget_class, RailCsvDialog, columns_group);
  gtk_widget_class_bind_template_child_private (widget_class, RailCsvDialog, columns);
  gtk_widget_class_bind_template_child_private (widget_class, RailCsvDialog, options);
  gtk_widget_class_bind_template_child_private (widget_class, RailCsvDialog, file_row);
  gtk_widget_class_bind_template_child_private (widget_class, RailCsvDialog, view);
  gtk_widget_class_install_action (widget_class, "csv.choose", NULL, choose_cb);
  gtk_widget_class_install_action (widget_class, "csv.save-example", NULL, save_example_cb);
}

static void
rail_csv_dialog_init (RailCsvDialog *self)
{
  RailCsvDialogPrivate *priv = get_private (self);
  g_autoptr(GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  priv->shown = gtk_filter_list_model_new (NULL, NULL);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (priv->shown))));
  gtk_column_view_set_model (priv->view, selection);
}

/**
 * rail_csv_dialog_set_project:
 * @self: a dialog
 * @project: the project that the lines are for
 */
void
rail_csv_dialog_set_project (RailCsvDialog *self,
                             RailProject   *project)
{
  g_return_if_fail (RAIL_IS_CSV_DIALOG (self));

  g_set_object (&get_private (self)->project, project);
}

/**
 * rail_csv_dialog_get_project:
 * @self: a dialog
 *
 * Returns: (transfer none) (nullable): the project, or %NULL when the dialog has gone
 */
RailProject *
rail_csv_dialog_get_project (RailCsvDialog *self)
{
  g_return_val_if_fail (RAIL_IS_CSV_DIALOG (self), NULL);

  return get_private (self)->project;
}

/**
 * rail_csv_dialog_get_rows:
 * @self: a dialog
 *
 * Returns: (transfer none) (nullable): the lines that were read last, all of them
 */
GListModel *
rail_csv_dialog_get_rows (RailCsvDialog *self)
{
  g_return_val_if_fail (RAIL_IS_CSV_DIALOG (self), NULL);

  return get_private (self)->rows;
}

/**
 * rail_csv_dialog_set_filter:
 * @self: a dialog
 * @filter: which lines are shown
 */
void
rail_csv_dialog_set_filter (RailCsvDialog *self,
                            GtkFilter     *filter)
{
  g_return_if_fail (RAIL_IS_CSV_DIALOG (self));

  gtk_filter_list_model_set_filter (get_private (self)->shown, filter);
}
