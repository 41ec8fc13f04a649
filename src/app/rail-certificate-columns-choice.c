/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The columns as the user wants them: which, in what order and how wide. */

#define G_LOG_DOMAIN "rail-certificate-columns"

#include "config.h"

#include "rail-certificate-columns.h"

#include <glib/gi18n.h>

/* What a stored width may be; a column nobody can see or get hold of would be lost. */
#define MIN_WIDTH 24
#define MAX_WIDTH 4096

/* What it is and how it is has to be seen. */
static gboolean
can_be_hidden (RailColumn column)
{
  return column != RAIL_COLUMN_ID && column != RAIL_COLUMN_COMMON_NAME && column != RAIL_COLUMN_STATUS;
}

/**
 * rail_certificate_columns_make_menu:
 *
 * Returns: (transfer full): a menu in which columns are chosen, for the actions of rail_certificate_columns_make_actions()
 *   with the prefix `columns`
 */
GMenuModel *
rail_certificate_columns_make_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) usual = g_menu_new ();
  g_autoptr(GMenu) others = g_menu_new ();
  g_autoptr(GMenu) end = g_menu_new ();

  for (RailColumn i = 0; i < RAIL_N_COLUMNS; i++)
    {
      g_autofree char *action = g_strconcat ("columns.", rail_column_get_nick (i), NULL);

      if (can_be_hidden (i))
        g_menu_append (i < RAIL_N_USUAL_COLUMNS ? usual : others, rail_column_get_title (i), action);
    }
  g_menu_append (end, _("_As at First"), "columns.reset");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (usual));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  return G_MENU_MODEL (menu);
}

/**
 * rail_certificate_columns_make_header_menu:
 * @column: a column
 *
 * Returns: (transfer full): the menu of its title
 */
GMenuModel *
rail_certificate_columns_make_header_menu (RailColumn column)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenuModel) all = rail_certificate_columns_make_menu ();

  if (can_be_hidden (column))
    {
      g_autoptr(GMenu) own = g_menu_new ();
      g_autoptr(GMenuItem) hide = g_menu_item_new (_("_Hide This Column"), NULL);

      g_menu_item_set_action_and_target (hide, "table.hide-column", "u", (guint) column);
      g_menu_append_item (own, hide);
      g_menu_append_section (menu, NULL, G_MENU_MODEL (own));
    }
  g_menu_append_submenu (menu, _("_Columns"), all);
  return G_MENU_MODEL (menu);
}

static void
reset_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  rail_certificate_columns_restore (GTK_COLUMN_VIEW (user_data), NULL);
}

/**
 * rail_certificate_columns_make_actions:
 * @view: a column view with these columns, which has to live longer than the actions are used
 *
 * Returns: (transfer full): for each column that can be hidden a toggle with its nick, and `reset`
 */
GActionGroup *
rail_certificate_columns_make_actions (GtkColumnView *view)
{
  GSimpleActionGroup *group = g_simple_action_group_new ();
  g_autoptr(GSimpleAction) reset = g_simple_action_new ("reset", NULL);
  GListModel *columns;

  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);

  columns = gtk_column_view_get_columns (view);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) object = g_list_model_get_item (columns, i);
      RailColumn column = rail_certificate_columns_identify (object);
      g_autoptr(GPropertyAction) action = NULL;

      if (!can_be_hidden (column))
        continue;
      action = g_property_action_new (rail_column_get_nick (column), object, "visible");
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  g_signal_connect_object (reset, "activate", G_CALLBACK (reset_cb), view, 0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (reset));
  return G_ACTION_GROUP (group);
}

/**
 * rail_certificate_columns_identify:
 * @object: a column of such a view
 *
 * Returns: which one it is, wherever the user has put it
 */
RailColumn
rail_certificate_columns_identify (GtkColumnViewColumn *object)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (object), "rail-column"));
}

/**
 * rail_certificate_columns_find:
 * @view: a column view with these columns
 * @column: a column
 *
 * Returns: (transfer none): its object
 */
GtkColumnViewColumn *
rail_certificate_columns_find (GtkColumnView *view,
                               RailColumn     column)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) object = g_list_model_get_item (columns, i);

      if (rail_certificate_columns_identify (object) == column)
        return object;   /* the view keeps it */
    }
  g_return_val_if_reached (NULL);
}

/**
 * rail_certificate_columns_store:
 * @view: a column view with these columns
 *
 * Returns: (transfer full): the visible columns in their order, with the widths that the user gave them, such as
 *   `id;common-name=310;status`
 */
char *
rail_certificate_columns_store (GtkColumnView *view)
{
  GListModel *columns;
  GString *text;

  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);

  text = g_string_new (NULL);
  columns = gtk_column_view_get_columns (view);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr(GtkColumnViewColumn) object = g_list_model_get_item (columns, i);
      int width = gtk_column_view_column_get_fixed_width (object);

      if (!gtk_column_view_column_get_visible (object))
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? ";" : "",
                              rail_column_get_nick (rail_certificate_columns_identify (object)));
      if (width >= 0)
        g_string_append_printf (text, "=%d", width);
    }
  return g_string_free (text, FALSE);
}

/* Shows one stored column at a position; FALSE for one that there is not, such as of a later version. */
static gboolean
restore_column (GtkColumnView *view,
                const char    *stored,
                guint          position)
{
  g_auto(GStrv) parts = g_strsplit (stored, "=", 2);

  for (RailColumn i = 0; i < RAIL_N_COLUMNS && parts[0] != NULL; i++)
    {
      GtkColumnViewColumn *object;
      gint64 width = -1;

      if (!g_str_equal (parts[0], rail_column_get_nick (i)))
        continue;
      object = rail_certificate_columns_find (view, i);
      if (parts[1] != NULL && !g_ascii_string_to_signed (parts[1], 10, MIN_WIDTH, MAX_WIDTH, &width, NULL))
        width = -1;
      gtk_column_view_insert_column (view, position, object);
      gtk_column_view_column_set_fixed_width (object, (int) width);
      gtk_column_view_column_set_visible (object, TRUE);
      return TRUE;
    }
  return FALSE;
}

/**
 * rail_certificate_columns_restore:
 * @view: a column view with these columns
 * @stored: (nullable): what rail_certificate_columns_store() has returned once; %NULL for the columns as at first
 */
void
rail_certificate_columns_restore (GtkColumnView *view,
                                  const char    *stored)
{
  g_auto(GStrv) parts = g_strsplit (stored != NULL ? stored : "", ";", -1);
  guint position = 0;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  for (RailColumn i = 0; i < RAIL_N_COLUMNS; i++)
    {
      GtkColumnViewColumn *object = rail_certificate_columns_find (view, i);

      gtk_column_view_insert_column (view, i, object);
      gtk_column_view_column_set_fixed_width (object, -1);
      gtk_column_view_column_set_visible (object, stored != NULL ? !can_be_hidden (i) : i < RAIL_N_USUAL_COLUMNS);
    }
  for (guint i = 0; parts[i] != NULL; i++)
    position += restore_column (view, parts[i], position) ? 1 : 0;
}
