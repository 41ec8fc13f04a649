/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-error-dialog"

#include "config.h"

#include "rail-error-dialog.h"

#include <glib/gi18n.h>

/**
 * rail_error_dialog_show:
 * @widget: a widget of the window in which it went wrong
 * @heading: what did not work, in a few words
 * @error: why
 *
 * Says in a dialog what went wrong. A cancelled operation is nothing to talk about and shows nothing.
 */
void
rail_error_dialog_show (GtkWidget    *widget,
                        const char   *heading,
                        const GError *error)
{
  GtkRoot *root;
  GtkWidget *dialog;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (heading != NULL);
  g_return_if_fail (error != NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  root = gtk_widget_get_root (widget);
  dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, error->message);
  gtk_widget_set_name (dialog, "rail-error-dialog");
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}
