/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-unsealed-dialog"

#include "config.h"

#include "rail-unsealed-dialog.h"

#include "rail-error-dialog.h"
#include "rail-unsealed.h"

#include <glib/gi18n.h>

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  RailProject *project = RAIL_PROJECT (user_data);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  g_autoptr(GError) error = NULL;

  if (rail_project_get_unsealed (project) == NULL)
    return;
  if (g_str_equal (response, "keep"))
    rail_project_keep_unsealed (project, &error);
  else if (g_str_equal (response, "discard"))
    rail_project_discard_unsealed (project, &error);
  if (error != NULL && parent != NULL)
    rail_error_dialog_show (GTK_WIDGET (parent), _("The changes are as they were"), error);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  GtkWidget *label = gtk_label_new (rail_unsealed_change_get_text (item));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  return label;
}

static GtkWidget *
create_list (RailUnsealed *unsealed)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Changes"), -1);
  gtk_list_box_bind_model (GTK_LIST_BOX (list), rail_unsealed_get_changes (unsealed), create_row_cb, NULL, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 260);
  return scroller;
}

/**
 * rail_unsealed_dialog_show:
 * @parent: the window above which it stands
 * @project: an open project
 *
 * Names what somebody without the vault key has changed since an administrator saved @project, and lets an administrator
 * keep or discard it. Does nothing when nothing is unsealed, as it never is for a standard user. Until it is decided
 * the project is not saved.
 */
void
rail_unsealed_dialog_show (GtkWindow   *parent,
                           RailProject *project)
{
  RailUnsealed *unsealed;
  g_autofree char *summary = NULL;
  AdwMessageDialog *dialog;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (RAIL_IS_PROJECT (project));

  unsealed = rail_project_get_unsealed (project);
  if (unsealed == NULL)
    return;

  summary = rail_unsealed_dup_summary (unsealed);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _("Keep the changes of others?"), NULL));
  adw_message_dialog_set_body (dialog, summary);
  gtk_widget_set_name (GTK_WIDGET (dialog), "rail-unsealed");
  if (g_list_model_get_n_items (rail_unsealed_get_changes (unsealed)) > 0)
    adw_message_dialog_set_extra_child (dialog, create_list (unsealed));
  adw_message_dialog_add_response (dialog, "later", _("_Look First"));
  if (rail_unsealed_can_discard (unsealed))
    {
      adw_message_dialog_add_response (dialog, "discard", _("_Discard"));
      adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
    }
  adw_message_dialog_add_response (dialog, "keep", _("_Keep"));
  adw_message_dialog_set_default_response (dialog, "later");
  adw_message_dialog_set_close_response (dialog, "later");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), project, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
