/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-import-view"

#include "config.h"

#include "rail-import-view.h"

#include "rail-import.h"
#include "rail-section.h"
#include "rail-text-column.h"

#include <glib/gi18n.h>

static RailImportShow
get_group (RailImportItem *item)
{
  switch (rail_import_item_get_state (item))
    {
    case RAIL_IMPORT_STATE_NEW:
    case RAIL_IMPORT_STATE_KEY_FOUND:
      return RAIL_IMPORT_SHOW_NEW;
    case RAIL_IMPORT_STATE_DUPLICATE:
      return RAIL_IMPORT_SHOW_DUPLICATES;
    case RAIL_IMPORT_STATE_REFUSED:
    case RAIL_IMPORT_STATE_ORPHAN:
    case RAIL_IMPORT_STATE_REQUEST:
    case RAIL_IMPORT_STATE_LOCKED:
    case RAIL_IMPORT_STATE_UNREADABLE:
    default:
      return RAIL_IMPORT_SHOW_REST;
    }
}

static char *
dup_name (gpointer item)
{
  const char *name = rail_import_item_get_name (item);

  return g_strdup (name != NULL && *name != '\0' ? name : rail_import_item_get_kind_text (item));
}

static char *
dup_kind (gpointer item)
{
  return g_strdup (rail_import_item_get_kind_text (item));
}

static char *
dup_becomes (gpointer item)
{
  return g_strdup (rail_import_item_get_becomes (item));
}

static char *
dup_valid_to (gpointer item)
{
  RailCertificate *certificate = rail_import_item_get_certificate (item);

  return certificate != NULL ? rail_format_day (rail_certificate_get_not_after (certificate)) : NULL;
}

static char *
dup_state (gpointer item)
{
  return g_strdup (rail_import_item_get_state_text (item));
}

static char *
dup_source (gpointer item)
{
  return g_strdup (rail_import_item_get_source (item));
}

static const char *
get_class (gpointer item)
{
  if (rail_import_item_get_state (item) == RAIL_IMPORT_STATE_LOCKED)
    return "warning";
  switch (get_group (item))
    {
    case RAIL_IMPORT_SHOW_NEW:
      return "success";
    case RAIL_IMPORT_SHOW_DUPLICATES:
      return "dim-label";
    case RAIL_IMPORT_SHOW_ALL:
    case RAIL_IMPORT_SHOW_REST:
    default:
      return "error";
    }
}

static const RailTextColumn columns[] = {
  { N_("Name"), .min_chars = 14, .nat_chars = 20, .tooltip = TRUE, .dup_text = dup_name },
  { N_("Found"), .min_chars = 15, .nat_chars = 24, .tooltip = TRUE, .dup_text = dup_kind },
  { N_("Becomes"), .min_chars = 15, .nat_chars = 20, .tooltip = TRUE, .dup_text = dup_becomes },
  { N_("Valid to"), .min_chars = 10, .nat_chars = 11, .numeric = TRUE, .dup_text = dup_valid_to },
  { N_("State"), .min_chars = 26, .expand = TRUE, .wrap = TRUE, .dup_text = dup_state, .get_class = get_class },
  { N_("File"), .min_chars = 16, .nat_chars = 24, .tooltip = TRUE, .cut_start = TRUE, .dup_text = dup_source },
};

static void
toggled_cb (GtkCheckButton *check,
            GtkListItem    *list_item)
{
  RailImportItem *item = gtk_list_item_get_item (list_item);

  if (item != NULL)
    rail_import_item_set_chosen (item, gtk_check_button_get_active (check));
}

static void
show_choice (GtkListItem *list_item)
{
  GtkCheckButton *check = GTK_CHECK_BUTTON (gtk_list_item_get_child (list_item));
  RailImportItem *item = gtk_list_item_get_item (list_item);
  g_autofree char *name = dup_name (item);
  g_autofree char *label = g_strdup_printf (_("Import “%s”"), name);

  g_signal_handlers_block_by_func (check, toggled_cb, list_item);
  gtk_check_button_set_active (check, rail_import_item_get_chosen (item));
  g_signal_handlers_unblock_by_func (check, toggled_cb, list_item);
  gtk_widget_set_sensitive (GTK_WIDGET (check), rail_import_item_get_can_choose (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
item_changed_cb (RailImportItem *item,
                 GParamSpec     *pspec,
                 GtkListItem    *list_item)
{
  show_choice (list_item);
}

static void
setup_check_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *list_item)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_list_item_set_activatable (list_item, FALSE);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), list_item);
  gtk_list_item_set_child (list_item, check);
}

static void
bind_check_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item)
{
  show_choice (list_item);
  g_signal_connect (gtk_list_item_get_item (list_item), "notify", G_CALLBACK (item_changed_cb), list_item);
}

static void
unbind_check_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *list_item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), item_changed_cb, list_item);
}

static void
append_checks (GtkColumnView *view)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_check_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_check_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_check_cb), NULL);
  column = gtk_column_view_column_new (_("Import"), factory);
  gtk_column_view_append_column (view, column);
}

static int
compare_groups (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  return (int) get_group ((gpointer) a) - (int) get_group ((gpointer) b);
}

static gboolean
match_cb (gpointer item,
          gpointer user_data)
{
  guint show = gtk_drop_down_get_selected (user_data);

  return show == RAIL_IMPORT_SHOW_ALL || show == GTK_INVALID_LIST_POSITION || get_group (item) == show;
}

static void
show_changed_cb (GtkDropDown *show,
                 GParamSpec  *pspec,
                 GtkFilter   *filter)
{
  gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * rail_import_view_set_up:
 * @view: an empty view
 * @items: (element-type RailImportItem): what was found
 * @show: which of them are shown, of #RailImportShow; it has to live as long as the view
 *
 * Fills @view with columns, and shows @items in groups.
 *
 * Returns: (transfer none): what is shown
 */
GListModel *
rail_import_view_set_up (GtkColumnView *view,
                         GListModel    *items,
                         GtkDropDown   *show)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (match_cb, g_object_ref (show), g_object_unref));
  GtkFilterListModel *shown = gtk_filter_list_model_new (g_object_ref (items), filter);
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_groups, NULL, NULL));
  GtkSortListModel *sorted = gtk_sort_list_model_new (G_LIST_MODEL (shown), sorter);
  g_autoptr(GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (sorted));

  g_signal_connect_object (show, "notify::selected", G_CALLBACK (show_changed_cb), filter, 0);
  append_checks (view);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    rail_text_column_append (view, &columns[i]);
  gtk_column_view_set_model (view, GTK_SELECTION_MODEL (selection));
  return G_LIST_MODEL (sorted);
}
