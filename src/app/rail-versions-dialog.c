/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-versions-dialog"

#include "config.h"

#include "rail-versions-dialog.h"

#include "rail-section.h"
#include "rail-text-scale.h"

struct _RailVersionsDialog
{
  AdwWindow     parent_instance;

  /* Template widgets */
  GtkStack     *stack;          /* “loading”, “empty”, “failed”, “list” */
  GtkListBox   *list;
  AdwStatusPage *failed_page;

  /* Owned references */
  GCancellable *cancellable;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailVersionsDialog, rail_versions_dialog, ADW_TYPE_WINDOW)

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  RailFileVersion *version = RAIL_FILE_VERSION (item);
  g_autofree char *title = rail_format_local_time (rail_file_version_get_saved (version));
  g_autofree char *size = g_format_size (rail_file_version_get_size (version));
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "rail-version", g_object_ref (version), g_object_unref);
  return row;
}

static void
activated_cb (RailVersionsDialog *self,
              GtkListBoxRow      *row)
{
  g_autoptr(RailFileVersion) version = g_object_ref (g_object_get_data (G_OBJECT (row), "rail-version"));

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, version);
  gtk_window_close (GTK_WINDOW (self));
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(RailVersionsDialog) self = RAIL_VERSIONS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) versions = rail_versions_list_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (versions == NULL)
    {
      adw_status_page_set_description (self->failed_page, error->message);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  gtk_list_box_bind_model (self->list, versions, create_row_cb, self, NULL);
  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (versions) > 0 ? "list" : "empty");
}

static void
rail_versions_dialog_dispose (GObject *object)
{
  RailVersionsDialog *self = RAIL_VERSIONS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_VERSIONS_DIALOG);

  G_OBJECT_CLASS (rail_versions_dialog_parent_class)->dispose (object);
}

static void
rail_versions_dialog_finalize (GObject *object)
{
  RailVersionsDialog *self = RAIL_VERSIONS_DIALOG (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (rail_versions_dialog_parent_class)->finalize (object);
}

static void
rail_versions_dialog_class_init (RailVersionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_versions_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = rail_versions_dialog_finalize;

  /**
   * RailVersionsDialog::chosen:
   * @version: the version to be opened
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", RAIL_TYPE_VERSIONS_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_FILE_VERSION);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-versions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailVersionsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RailVersionsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, RailVersionsDialog, failed_page);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_versions_dialog_init (RailVersionsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));
}

/**
 * rail_versions_dialog_new:
 * @parent: the window above which it stands
 * @file: the project file
 *
 * Lists the earlier versions that saves have kept of @file.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *
rail_versions_dialog_new (GtkWindow *parent,
                          GFile     *file)
{
  RailVersionsDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (RAIL_TYPE_VERSIONS_DIALOG, "transient-for", parent, NULL);
  rail_versions_list_async (file, self->cancellable, listed_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
