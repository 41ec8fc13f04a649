/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-import-dialog"

#include "config.h"

#include "rail-import-dialog.h"

#include "rail-file-chooser.h"
#include "rail-import-view.h"
#include "rail-import.h"
#include "rail-message-row.h"
#include "rail-pki-error.h"

#include <glib/gi18n.h>

struct _RailImportDialog
{
  RailTaskDialog  parent_instance;

  /* Template widgets */
  GtkStack       *pages;              /* "empty" or "items" */
  GtkWidget      *locked;
  GtkWidget      *locked_row;
  GtkWidget      *password;
  RailMessageRow *password_message;
  GtkWidget      *hint_row;
  GtkWidget      *as_trusted_row;
  GtkSwitch      *as_trusted;
  GtkCheckButton *all;
  GtkLabel       *summary;
  GtkDropDown    *show;
  GtkColumnView  *view;

  RailImport     *import;
  gboolean        updating;           /* the check button is being set from the import */
};

G_DEFINE_FINAL_TYPE (RailImportDialog, rail_import_dialog, RAIL_TYPE_TASK_DIALOG)

static char *
list_locked (GListModel *locked)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n = g_list_model_get_n_items (locked);

  for (guint i = 0; i < MIN (n, 4); i++)
    {
      g_autoptr(RailImportLocked) file = g_list_model_get_item (locked, i);

      g_string_append_printf (text, "%s“%s”", i > 0 ? ", " : "", rail_import_locked_get_name (file));
    }
  if (n > 4)
    /* Translators: goes on after the names of the first files */
    g_string_append_printf (text, ngettext (" and %u more", " and %u more", n - 4), n - 4);
  return g_strdup (text->str);
}

static void
update_locked (RailImportDialog *self)
{
  GListModel *locked = rail_import_get_locked (self->import);
  guint n = g_list_model_get_n_items (locked);
  g_autofree char *title = g_strdup_printf (ngettext ("%u file is locked", "%u files are locked", n), n);
  g_autofree char *names = list_locked (locked);
  g_autofree char *escaped = g_markup_escape_text (names, -1);

  gtk_widget_set_visible (self->locked, n > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->locked_row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->locked_row), escaped);
}

static char *
summarize (RailImportDialog *self)
{
  guint n_new = rail_import_get_n_new (self->import);
  guint n_duplicates = rail_import_get_n_duplicates (self->import);
  guint n_unreadable = rail_import_get_n_unreadable (self->import);
  guint n_ignored = rail_import_get_n_ignored (self->import);
  g_autoptr(GString) text = g_string_new (NULL);

  /* Translators: this and what follows make one sentence, such as “3 can be imported, 1 is there already; 2 other files
   * were skipped” */
  if (n_new == 0)
    g_string_append (text, _("Nothing can be imported"));
  else
    g_string_append_printf (text, ngettext ("%u can be imported", "%u can be imported", n_new), n_new);
  if (n_duplicates > 0)
    /* Translators: goes on after “3 can be imported” */
    g_string_append_printf (text, ngettext (", %u is there already", ", %u are there already", n_duplicates), n_duplicates);
  if (n_unreadable > 0)
    /* Translators: goes on after “3 can be imported, 1 is there already”: the others cannot be imported */
    g_string_append_printf (text, ngettext (", %u cannot", ", %u cannot", n_unreadable), n_unreadable);
  if (n_ignored > 0)
    /* Translators: goes on after “3 can be imported, 1 is there already, 1 cannot” */
    g_string_append_printf (text, ngettext ("; %u other file was skipped", "; %u other files were skipped", n_ignored),
                            n_ignored);
  return g_strdup (text->str);
}

static void
update (RailImportDialog *self)
{
  guint n_chosen = rail_import_get_n_chosen (self->import);
  guint n_new = rail_import_get_n_new (self->import);
  g_autofree char *summary = summarize (self);
  g_autofree char *label = g_strdup_printf (_("_Import %u"), n_chosen);

  gtk_label_set_text (self->summary, summary);
  gtk_widget_set_sensitive (GTK_WIDGET (self->all), n_new > 0);
  self->updating = TRUE;
  gtk_check_button_set_active (self->all, n_new > 0 && n_chosen == n_new);
  gtk_check_button_set_inconsistent (self->all, n_chosen > 0 && n_chosen < n_new);
  self->updating = FALSE;
  rail_task_dialog_set_perform_label (RAIL_TASK_DIALOG (self), n_chosen > 0 ? label : _("_Import"));
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), n_chosen > 0);
}

static void
files_read_cb (RailImportDialog *self)
{
  guint n_read;
  guint n_found;

  g_object_get (self->import, "files-read", &n_read, "files-found", &n_found, NULL);
  rail_task_dialog_progress (n_read, n_found, self);
}

static void
all_toggled_cb (RailImportDialog *self)
{
  if (!self->updating && self->import != NULL)
    rail_import_set_all_chosen (self->import, gtk_check_button_get_active (self->all));
}

static void
as_trusted_cb (RailImportDialog *self)
{
  if (self->import != NULL)
    rail_import_set_take_all_as_trusted (self->import, gtk_switch_get_active (self->as_trusted));
}

static void
password_changed_cb (RailImportDialog *self)
{
  rail_message_row_set_error (self->password_message, NULL);
  gtk_widget_remove_css_class (self->password, "error");
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(RailImportDialog) self = RAIL_IMPORT_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  rail_import_add_files_finish (RAIL_IMPORT (source), result, &error);
  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    return;
  gtk_stack_set_visible_child_name (self->pages, "items");
  if (gtk_widget_get_visible (self->locked))
    gtk_widget_grab_focus (self->password);
}

/* The field has done its work: what comes next is another locked file, the import, or what to choose. */
static void
focus_next (RailImportDialog *self)
{
  if (gtk_widget_get_visible (self->locked))
    gtk_widget_grab_focus (self->password);
  else if (rail_import_get_n_chosen (self->import) > 0)
    gtk_widget_grab_focus (gtk_window_get_default_widget (GTK_WINDOW (self)));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(RailImportDialog) self = RAIL_IMPORT_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  gboolean wrong;

  rail_import_unlock_finish (RAIL_IMPORT (source), result, &error);
  wrong = g_error_matches (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_WRONG_PASSWORD);
  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), wrong ? NULL : error))
    return;
  if (wrong)
    {
      /* Beside the field that it is about. */
      rail_message_row_set_error (self->password_message, error->message);
      gtk_widget_add_css_class (self->password, "error");
      gtk_widget_grab_focus (self->password);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  focus_next (self);
}

static void
unlock (RailImportDialog *self,
        const char       *text)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string (text);

  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), NULL);
  password_changed_cb (self);
  rail_import_unlock_async (self->import, NULL, password,
                            rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Trying the password…")),
                            unlocked_cb, g_object_ref (self));
}

static void
unlock_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailImportDialog *self = RAIL_IMPORT_DIALOG (widget);

  if (!rail_task_dialog_is_busy (RAIL_TASK_DIALOG (self)))
    unlock (self, gtk_editable_get_text (GTK_EDITABLE (self->password)));
}

static void
password_activated_cb (RailImportDialog *self)
{
  unlock_cb (GTK_WIDGET (self), NULL, NULL);
}

static void
try_hint_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RailImportDialog *self = RAIL_IMPORT_DIALOG (widget);

  unlock (self, rail_import_get_password_hint (self->import));
}

static void
files_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(RailImportDialog) self = RAIL_IMPORT_DIALOG (user_data);
  g_autoptr(GListModel) files = rail_file_chooser_finish_many (result, NULL);

  if (files != NULL)
    rail_import_dialog_add_files (self, files);
}

static void
folder_chosen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(RailImportDialog) self = RAIL_IMPORT_DIALOG (user_data);
  g_autoptr(GFile) folder = rail_file_chooser_finish (result, NULL);
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);

  if (folder == NULL)
    return;
  g_list_store_append (files, folder);
  rail_import_dialog_add_files (self, G_LIST_MODEL (files));
}

static void
choose_files_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  rail_file_chooser_open_many_async (GTK_WINDOW (widget), _("Files to Import"), NULL, files_chosen_cb,
                                     g_object_ref (widget));
}

static void
choose_folder_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  rail_file_chooser_folder_async (GTK_WINDOW (widget), _("Folder to Import"), NULL, NULL, folder_chosen_cb,
                                  g_object_ref (widget));
}

static gboolean
drop_cb (GtkDropTarget    *target,
         const GValue     *value,
         double            x,
         double            y,
         RailImportDialog *self)
{
  GSList *list = g_value_get_boxed (value);
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (GSList *l = list; l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  if (list == NULL || rail_task_dialog_is_busy (RAIL_TASK_DIALOG (self)))
    return FALSE;
  rail_import_dialog_add_files (self, G_LIST_MODEL (files));
  return TRUE;
}

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(RailImportDialog) self = RAIL_IMPORT_DIALOG (user_data);
  guint n = rail_import_get_n_chosen (RAIL_IMPORT (source));
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = rail_import_take_finish (RAIL_IMPORT (source), result, &error);
  g_autofree char *text = NULL;

  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    return;
  if (entries->len == n)
    text = g_strdup_printf (ngettext ("Imported %u certificate", "Imported %u certificates", n), n);
  else
    text = g_strdup_printf (ngettext ("Imported %u object", "Imported %u objects", n), n);
  rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), text, TRUE);
}

static void
rail_import_dialog_perform (RailTaskDialog *dialog)
{
  RailImportDialog *self = RAIL_IMPORT_DIALOG (dialog);

  rail_import_take_async (self->import, rail_task_dialog_progress, self,
                          rail_task_dialog_begin (dialog, _("Importing…")), taken_cb, g_object_ref (self));
}

static void
rail_import_dialog_forget (RailTaskDialog *dialog)
{
  RailImportDialog *self = RAIL_IMPORT_DIALOG (dialog);

  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
}

static void
rail_import_dialog_dispose (GObject *object)
{
  RailImportDialog *self = RAIL_IMPORT_DIALOG (object);

  if (self->import != NULL)
    g_signal_handlers_disconnect_by_data (self->import, self);
  g_clear_object (&self->import);
  G_OBJECT_CLASS (rail_import_dialog_parent_class)->dispose (object);
}

static void
rail_import_dialog_class_init (RailImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_import_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_import_dialog_perform;
  RAIL_TASK_DIALOG_CLASS (klass)->forget = rail_import_dialog_forget;

  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, locked);
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, locked_row);
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, password);
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, password_message);
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, hint_row);
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, as_trusted_row);
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, as_trusted);
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, all);
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, show);
  gtk_widget_class_bind_template_child (widget_class, RailImportDialog, view);
  gtk_widget_class_bind_template_callback (widget_class, all_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, as_trusted_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_changed_cb);
  gtk_widget_class_install_action (widget_class, "import.choose-files", NULL, choose_files_cb);
  gtk_widget_class_install_action (widget_class, "import.choose-folder", NULL, choose_folder_cb);
  gtk_widget_class_install_action (widget_class, "import.unlock", NULL, unlock_cb);
  gtk_widget_class_install_action (widget_class, "import.try-name", NULL, try_hint_cb);
}

static void
rail_import_dialog_init (RailImportDialog *self)
{
  GtkDropTarget *target;

  gtk_widget_init_template (GTK_WIDGET (self));
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), FALSE);
  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
set_project (RailImportDialog *self,
             RailProject      *project)
{
  g_autofree char *hint = NULL;
  g_autofree char *escaped = NULL;

  self->import = rail_import_new (project);
  rail_import_view_set_up (self->view, rail_import_get_items (self->import), self->show);
  g_signal_connect_object (self->import, "notify::n-chosen", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->import, "notify::files-read", G_CALLBACK (files_read_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rail_import_get_locked (self->import), "items-changed", G_CALLBACK (update_locked), self,
                           G_CONNECT_SWAPPED);
  hint = g_strdup_printf (_("TIA Portal takes the name of the project when the password was left empty, here “%s”."),
                          rail_import_get_password_hint (self->import));
  escaped = g_markup_escape_text (hint, -1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->hint_row), escaped);
  /* Everything is trusted without its key anyway where there is no vault for keys. */
  gtk_widget_set_visible (self->as_trusted_row, rail_project_is_protected (project));
}

/**
 * rail_import_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_import_dialog_new (GtkWindow   *parent,
                        GtkWidget   *origin,
                        RailProject *project)
{
  RailImportDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  self = g_object_new (RAIL_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  set_project (self, project);
  return GTK_WINDOW (self);
}

/**
 * rail_import_dialog_add_files:
 * @self: a dialog that is not busy
 * @files: (element-type GFile): files and folders
 *
 * Reads files and shows what they hold, beside what is shown already.
 */
void
rail_import_dialog_add_files (RailImportDialog *self,
                              GListModel       *files)
{
  g_return_if_fail (RAIL_IS_IMPORT_DIALOG (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  if (self->import == NULL || rail_task_dialog_is_busy (RAIL_TASK_DIALOG (self)))
    return;
  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), NULL);
  rail_import_add_files_async (self->import, files,
                               rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Reading the files…")),
                               added_cb, g_object_ref (self));
}

/**
 * rail_import_dialog_add_text:
 * @self: a dialog that is not busy
 * @text: PEM, as somebody pasted it
 *
 * Shows what a text holds, beside what is shown already.
 */
void
rail_import_dialog_add_text (RailImportDialog *self,
                             RailSecret       *text)
{
  g_return_if_fail (RAIL_IS_IMPORT_DIALOG (self));
  g_return_if_fail (text != NULL);

  if (self->import == NULL || rail_task_dialog_is_busy (RAIL_TASK_DIALOG (self)))
    return;
  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), NULL);
  rail_import_add_text_async (self->import, text, _("Clipboard"),
                              rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Reading the clipboard…")),
                              added_cb, g_object_ref (self));
}
