/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-save-changes"

#include "config.h"

#include "rail-save-changes.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);

  /* The answer may close the parent, and with it the last that keeps it, while the click that gave the answer still keeps
   * the dialog: it must not be the one to let go of a window that is gone. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (g_str_equal (response, "save"))
    g_task_return_int (task, RAIL_SAVE_CHANGES_SAVE);
  else if (g_str_equal (response, "discard"))
    g_task_return_int (task, RAIL_SAVE_CHANGES_DISCARD);
  else
    g_task_return_int (task, RAIL_SAVE_CHANGES_CANCEL);
}

/**
 * rail_save_changes_async:
 * @parent: the window that wants to close
 * @project_name: what would be lost
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks what to do with unsaved changes. Closing the question is “cancel”, so nothing is lost by accident.
 */
void
rail_save_changes_async (GtkWindow           *parent,
                         const char          *project_name,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autofree char *body = NULL;
  GtkWidget *widget;
  AdwMessageDialog *dialog;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (project_name != NULL);

  body = g_strdup_printf (_("“%s” has changes that are not saved. Without saving they are lost, with the keys of "
                            "certificates made since the last save."), project_name);
  widget = adw_message_dialog_new (parent, _("Save changes?"), NULL);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (widget), body);
  dialog = ADW_MESSAGE_DIALOG (widget);
  gtk_widget_set_name (widget, "rail-save-changes");
  adw_message_dialog_add_responses (dialog,
                                    "cancel", _("_Cancel"),
                                    "discard", _("_Discard"),
                                    "save", _("_Save"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");

  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), g_task_new (parent, NULL, callback, user_data));
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * rail_save_changes_finish:
 * @result: the result
 *
 * Returns: the answer
 */
RailSaveChanges
rail_save_changes_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), RAIL_SAVE_CHANGES_CANCEL);

  return g_task_propagate_int (G_TASK (result), NULL);
}
