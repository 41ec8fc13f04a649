/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-file-chooser"

#include "config.h"

#include "rail-file-chooser.h"

#include "rail-state.h"

#include <glib/gi18n.h>

typedef struct
{
  GFile *file;   /* (nullable): the answer; none is “cancel” */
} Answer;

static GQueue preset_answers = G_QUEUE_INIT;
static GQueue open_dialogs = G_QUEUE_INIT;   /* of GtkNativeDialog */

static gboolean
takes_many (GTask *task)
{
  return g_task_get_source_tag (task) == rail_file_chooser_open_many_async;
}

/* Each dialog is a purpose of its own, and what the window itself asks for goes by the kind of file. */
static char *
dup_purpose (GtkWindow  *parent,
             const char *pattern)
{
  g_autofree char *purpose = g_strconcat (G_OBJECT_TYPE_NAME (parent), pattern, NULL);

  /* What a key in the file of the state may consist of. */
  return g_strcanon (g_steal_pointer (&purpose), G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS, '-');
}

static void
remember_folder (GTask   *task,
                 gpointer chosen)
{
  const char *purpose = g_object_get_data (G_OBJECT (task), "rail-purpose");
  g_autoptr(GFile) file = NULL;
  g_autoptr(GFile) folder = NULL;
  g_autofree char *uri = NULL;

  if (G_IS_LIST_MODEL (chosen))
    file = g_list_model_get_item (chosen, 0);
  else
    g_set_object (&file, chosen);
  if (file != NULL && g_task_get_source_tag (task) == rail_file_chooser_folder_async)
    g_set_object (&folder, file);
  else if (file != NULL)
    folder = g_file_get_parent (file);
  if (folder == NULL || purpose == NULL)
    return;
  uri = g_file_get_uri (folder);
  rail_state_set_string (rail_state_get_default (), "folders", purpose, uri);
  rail_state_write (rail_state_get_default ());
}

/* @chosen is a GFile, or a GListModel of them where many were asked for. */
static void
answer (GTask   *task,
        gpointer chosen)
{
  remember_folder (task, chosen);
  if (chosen != NULL)
    g_task_return_pointer (task, g_object_ref (chosen), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("No file was chosen."));
}

static gboolean
answer_preset (GTask *task)
{
  Answer *preset = g_queue_pop_head (&preset_answers);

  if (preset == NULL)
    return FALSE;

  if (takes_many (task) && preset->file != NULL)
    {
      g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);

      g_list_store_append (files, preset->file);
      answer (task, files);
    }
  else
    {
      answer (task, preset->file);
    }
  g_clear_object (&preset->file);
  g_free (preset);
  return TRUE;
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GObject) chosen = NULL;

  g_assert (GTK_IS_FILE_CHOOSER_NATIVE (dialog));

  if (response == GTK_RESPONSE_ACCEPT && takes_many (task))
    chosen = G_OBJECT (gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog)));
  else if (response == GTK_RESPONSE_ACCEPT)
    chosen = G_OBJECT (gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)));
  answer (task, chosen);
  g_queue_remove (&open_dialogs, dialog);
  gtk_native_dialog_destroy (dialog);
}

/* Before anything is asked: a test's answer is remembered like a user's. */
static void
set_purpose (GTask      *task,
             GtkWindow  *parent,
             const char *pattern)
{
  g_object_set_data_full (G_OBJECT (task), "rail-pattern", g_strdup (pattern), g_free);
  g_object_set_data_full (G_OBJECT (task), "rail-purpose", dup_purpose (parent, pattern), g_free);
}

static void
add_filter (GtkFileChooser *chooser,
            const char     *label,
            const char     *pattern)
{
  g_autoptr(GtkFileFilter) filter = NULL;
  g_autoptr(GtkFileFilter) all = NULL;

  if (pattern == NULL)
    return;

  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, label);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (chooser, filter);

  all = gtk_file_filter_new ();
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

static void
ask (GTask                *task,
     GtkWindow            *parent,
     GtkFileChooserNative *native)
{
  g_autoptr(GFile) folder = rail_file_chooser_dup_folder (parent, g_object_get_data (G_OBJECT (task), "rail-pattern"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  if (folder != NULL && !g_object_get_data (G_OBJECT (task), "rail-initial"))
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (native), folder, NULL);

  /* The dialog keeps itself alive until it is answered: GtkNativeDialog holds a reference while it is visible, and the
   * task holds one for the case that a portal hides it early. */
  g_task_set_task_data (task, g_object_ref (native), g_object_unref);
  g_signal_connect (native, "response", G_CALLBACK (response_cb), g_object_ref (task));
  g_queue_push_tail (&open_dialogs, native);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

/**
 * rail_file_chooser_open_async:
 * @parent: the window that asks
 * @title: title of the dialog
 * @filter_label: (nullable): what the files are called, such as “Projects”
 * @pattern: (nullable): the names to show, such as `*.certrail`; all without it
 * @cancellable: (nullable): as in GIO
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks for a file that exists.
 */
void
rail_file_chooser_open_async (GtkWindow           *parent,
                              const char          *title,
                              const char          *filter_label,
                              const char          *pattern,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (parent, cancellable, callback, user_data);
  g_autoptr(GtkFileChooserNative) native = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));

  g_task_set_source_tag (task, rail_file_chooser_open_async);
  set_purpose (task, parent, pattern);
  if (answer_preset (task))
    return;

  native = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  add_filter (GTK_FILE_CHOOSER (native), filter_label, pattern);
  ask (task, parent, native);
}

/**
 * rail_file_chooser_open_many_async:
 * @parent: the window that asks
 * @title: title of the dialog
 * @cancellable: (nullable): as in GIO
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks for any number of files that exist, of any kind.
 */
void
rail_file_chooser_open_many_async (GtkWindow           *parent,
                                   const char          *title,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (parent, cancellable, callback, user_data);
  g_autoptr(GtkFileChooserNative) native = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));

  g_task_set_source_tag (task, rail_file_chooser_open_many_async);
  set_purpose (task, parent, NULL);
  if (answer_preset (task))
    return;

  native = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (native), TRUE);
  ask (task, parent, native);
}

/**
 * rail_file_chooser_save_async:
 * @parent: the window that asks
 * @title: title of the dialog
 * @suggested_name: the name that is filled in
 * @filter_label: (nullable): what the files are called
 * @pattern: (nullable): the names to show
 * @cancellable: (nullable): as in GIO
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks for a file to write; the dialog itself asks before an existing one is replaced.
 */
void
rail_file_chooser_save_async (GtkWindow           *parent,
                              const char          *title,
                              const char          *suggested_name,
                              const char          *filter_label,
                              const char          *pattern,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (parent, cancellable, callback, user_data);
  g_autoptr(GtkFileChooserNative) native = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (suggested_name != NULL);

  g_task_set_source_tag (task, rail_file_chooser_save_async);
  set_purpose (task, parent, pattern);
  if (answer_preset (task))
    return;

  native = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), suggested_name);
  add_filter (GTK_FILE_CHOOSER (native), filter_label, pattern);
  ask (task, parent, native);
}

/**
 * rail_file_chooser_folder_async:
 * @parent: the window that asks
 * @title: title of the dialog
 * @initial: (nullable): the folder to start in
 * @cancellable: (nullable): as in GIO
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks for a folder; a new one can be made in the dialog.
 */
void
rail_file_chooser_folder_async (GtkWindow           *parent,
                                const char          *title,
                                GFile               *initial,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (parent, cancellable, callback, user_data);
  g_autoptr(GtkFileChooserNative) native = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));

  g_task_set_source_tag (task, rail_file_chooser_folder_async);
  set_purpose (task, parent, NULL);
  if (answer_preset (task))
    return;

  native = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Select"), _("_Cancel"));
  if (initial != NULL)
    {
      g_object_set_data (G_OBJECT (task), "rail-initial", initial);
      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (native), initial, NULL);
    }
  ask (task, parent, native);
}

/**
 * rail_file_chooser_dup_folder:
 * @parent: the window that asks
 * @pattern: (nullable): the names that it asks for
 *
 * Returns: (transfer full) (nullable): where the last answer to such a question was, if that is still there
 */
GFile *
rail_file_chooser_dup_folder (GtkWindow  *parent,
                              const char *pattern)
{
  g_autofree char *purpose = NULL;
  g_autofree char *uri = NULL;
  g_autoptr(GFile) folder = NULL;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  purpose = dup_purpose (parent, pattern);
  uri = rail_state_get_string (rail_state_get_default (), "folders", purpose);
  if (uri == NULL)
    return NULL;
  folder = g_file_new_for_uri (uri);
  /* A share that is away would be waited for. */
  if (!g_file_is_native (folder) || g_file_query_exists (folder, NULL))
    return g_steal_pointer (&folder);
  return NULL;
}

/**
 * rail_file_chooser_finish:
 * @result: the result of a question for one file or folder
 * @error: (nullable): %G_IO_ERROR_CANCELLED when the question was dismissed, which is nothing to talk about
 *
 * Returns: (transfer full) (nullable): the chosen file or folder
 */
GFile *
rail_file_chooser_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rail_file_chooser_dismiss:
 * @parent: a window
 *
 * Answers the questions of @parent, and of the dialogs above it, with “cancel”.
 */
void
rail_file_chooser_dismiss (GtkWindow *parent)
{
  g_autoptr(GQueue) dialogs = g_queue_copy (&open_dialogs);

  g_return_if_fail (GTK_IS_WINDOW (parent));

  for (GList *link = dialogs->head; link != NULL; link = link->next)
    for (GtkWindow *window = gtk_native_dialog_get_transient_for (link->data); window != NULL;
         window = gtk_window_get_transient_for (window))
      if (window == parent)
        {
          g_signal_emit_by_name (link->data, "response", GTK_RESPONSE_CANCEL);
          break;
        }
}

/**
 * rail_file_chooser_finish_many:
 * @result: the result of rail_file_chooser_open_many_async()
 * @error: (nullable): %G_IO_ERROR_CANCELLED when the question was dismissed, which is nothing to talk about
 *
 * Returns: (transfer full) (nullable) (element-type GFile): the chosen files
 */
GListModel *
rail_file_chooser_finish_many (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * rail_file_chooser_preset:
 * @answer_file: (nullable): the answer; %NULL is “cancel”
 *
 * For tests: the next question is not shown but answered with this. Several are answered in the order they were preset.
 */
void
rail_file_chooser_preset (GFile *answer_file)
{
  Answer *preset = g_new0 (Answer, 1);

  g_return_if_fail (answer_file == NULL || G_IS_FILE (answer_file));

  preset->file = answer_file != NULL ? g_object_ref (answer_file) : NULL;
  g_queue_push_tail (&preset_answers, preset);
}
