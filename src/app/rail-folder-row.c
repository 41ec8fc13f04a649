/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-folder-row"

#include "config.h"

#include "rail-folder-row.h"

#include "rail-file-drag.h"

#include <glib/gi18n.h>

static const char *
get_icon_name (RailFolderItem *item)
{
  RailHandOverFile *file = rail_folder_item_get_file (item);

  if (file != NULL)
    return rail_hand_over_file_is_private (file) ? "rail-locked-symbolic" : "rail-certificate-symbolic";
  return rail_folder_item_get_kind (item) == RAIL_FOLDER_LEFTOVER ? "user-trash-symbolic" : "text-x-generic-symbolic";
}

/* Never by colour alone: the word is there, too. */
static const char *
get_style (RailFolderItemKind kind)
{
  switch (kind)
    {
    case RAIL_FOLDER_NEW:
      return "success";
    case RAIL_FOLDER_REPLACED:
    case RAIL_FOLDER_MOVED:
    case RAIL_FOLDER_LEFTOVER:
      return "warning";
    case RAIL_FOLDER_BLOCKED:
      return "error";
    case RAIL_FOLDER_UNCHANGED:
    case RAIL_FOLDER_FOREIGN:
    case RAIL_FOLDER_UNREADABLE:
    default:
      return "dim-label";
    }
}

static void
add_state (AdwActionRow   *row,
           RailFolderItem *item)
{
  RailFolderItemKind kind = rail_folder_item_get_kind (item);
  GtkWidget *state = gtk_label_new (rail_folder_item_kind_get_label (kind));

  gtk_widget_add_css_class (state, get_style (kind));
  gtk_widget_add_css_class (state, "caption");
  adw_action_row_add_suffix (row, state);
}

static void
add_check (AdwActionRow   *row,
           RailFolderItem *item)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (check, _("Remove it"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove it"), -1);
  g_object_bind_property (item, "remove", check, "active", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  adw_action_row_add_suffix (row, check);
  adw_action_row_set_activatable_widget (row, check);
}

static void
add_drag (GtkWidget        *row,
          RailHandOver     *hand_over,
          RailHandOverFile *file)
{
  GtkWidget *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");

  gtk_widget_add_css_class (handle, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), handle);
  gtk_widget_set_tooltip_text (row, rail_hand_over_file_is_private (file)
                                      ? _("Private key: keep it to this partner. Drag it into its folder")
                                      : _("Drag it into a folder or another program"));
  gtk_widget_set_cursor_from_name (row, "grab");
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (rail_file_drag_new (row, hand_over, file)));
}

/**
 * rail_folder_row_new:
 * @hand_over: the plan
 * @item: a file in a partner's folder
 * @is_compared: whether the folder is known, and so what becomes of the file
 *
 * A row that says what the file is and what becomes of it; a leftover can be ticked, a planned file dragged.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
rail_folder_row_new (RailHandOver   *hand_over,
                     RailFolderItem *item,
                     gboolean        is_compared)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (get_icon_name (item));
  RailHandOverFile *file = rail_folder_item_get_file (item);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rail_folder_item_get_label (item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), rail_folder_item_get_description (item));
  if (file == NULL || !rail_hand_over_file_is_private (file))
    gtk_widget_add_css_class (icon, "dim-label");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (is_compared)
    add_state (ADW_ACTION_ROW (row), item);
  if (rail_folder_item_get_kind (item) == RAIL_FOLDER_LEFTOVER)
    add_check (ADW_ACTION_ROW (row), item);
  if (file != NULL)
    add_drag (row, hand_over, file);
  return row;
}
