/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window-private.h"

#include "rail-certificate-manager-page-private.h"
#include "rail-search-dialog.h"

#include <glib/gi18n.h>

/* Commands that stand in no menu, or there without a word that people would type. */
static const struct
{
  const char *title;
  const char *action;
  const char *target;   /* (nullable) */
} commands[] = {
  { N_("Save"), "win.save" },
  { N_("Undo"), "win.undo" },
  { N_("Redo"), "win.redo" },
  { N_("Add Device"), "win.add-device" },
  { N_("Add Devices from a CSV File"), "win.add-devices" },
  { N_("Compile"), "win.compile", "" },
  { N_("Load Preview"), "win.load", "" },
  { N_("Import Certificates"), "manager.import" },
  { N_("Export the Selected Certificates"), "manager.export" },
  { N_("Renew the Selected Certificates"), "manager.renew" },
  { N_("Go to the Project"), "win.go", "project" },
  { N_("Go to Protection"), "win.go", "protection" },
  { N_("Go to Users"), "win.go", "users" },
  { N_("Go to the Certificate Manager"), "win.go", "certificates" },
  { N_("Go to the Validity"), "win.go", "validity" },
  { N_("Go to the Journal"), "win.go", "journal" },
  { N_("Go to Devices"), "win.go", "devices" },
};

typedef struct
{
  GPtrArray  *found;   /* of RailSearchResult */
  GHashTable *seen;    /* actions with their targets */
  GtkWidget  *probe;
} Collection;

/* What can be done is what a button there could do. */
static void
collect (Collection *collection,
         const char *title,
         const char *action,
         GVariant   *target)
{
  g_autoptr(GVariant) held = target != NULL ? g_variant_ref_sink (target) : NULL;
  g_autofree char *key = g_action_print_detailed_name (action, held);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (collection->probe), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (collection->probe), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (collection->probe), action);
  if (gtk_widget_get_sensitive (collection->probe) && g_hash_table_add (collection->seen, g_steal_pointer (&key)))
    g_ptr_array_add (collection->found, rail_search_result_new_action (title, action, target));
}

/* A label without the mark of its mnemonic, and without the dots that announce a dialog. */
static char *
dup_plain (const char *label)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (const char *p = label; *p != '\0'; p++)
    if (*p != '_' || p[1] == '_')
      g_string_append_c (text, *(*p == '_' ? ++p : p));
  g_string_replace (text, "…", "", 0);
  return g_strdup (text->str);
}

static void
collect_item (Collection *collection,
              GMenuModel *menu,
              int         i,
              const char *above)
{
  g_autoptr(GVariant) target = g_menu_model_get_item_attribute_value (menu, i, G_MENU_ATTRIBUTE_TARGET, NULL);
  g_autofree char *label = NULL;
  g_autofree char *action = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *title = NULL;

  if (!g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label) ||
      !g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action) ||
      g_str_has_prefix (action, "columns."))
    return;
  plain = dup_plain (label);
  /* Translators: a menu, and an item in it */
  title = above != NULL ? g_strdup_printf (_("%s: %s"), above, plain) : g_strdup (plain);
  collect (collection, title, action, target);
}

static void
collect_menu (Collection *collection,
              GMenuModel *menu,
              const char *above)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr(GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr(GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *label = NULL;
      g_autofree char *plain = NULL;

      if (section != NULL)
        collect_menu (collection, section, above);
      else if (submenu != NULL && g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        {
          plain = dup_plain (label);
          collect_menu (collection, submenu, plain);
        }
      else
        collect_item (collection, menu, i, above);
    }
}

/* (transfer full) (element-type RailSearchResult): all that can be done now */
static GPtrArray *
list_commands (RailWindow *self)
{
  RailCertificateManagerPage *page =
    RAIL_CERTIFICATE_MANAGER_PAGE (rail_project_view_get_page (self->view, "certificates"));
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Collection collection = {
    .found = g_ptr_array_new_with_free_func (g_object_unref), .seen = seen, .probe = gtk_button_new (),
  };

  /* From the certificate manager all actions are in reach, those of the window and the program too. */
  gtk_widget_insert_before (collection.probe, GTK_WIDGET (page), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    collect (&collection, _(commands[i].title), commands[i].action,
             commands[i].target != NULL ? g_variant_new_string (commands[i].target) : NULL);
  collect_menu (&collection, gtk_menu_button_get_menu_model (self->menu_button), NULL);
  collect_menu (&collection, adw_split_button_get_menu_model (ADW_SPLIT_BUTTON (page->create_button)), _("Create"));
  collect_menu (&collection, gtk_menu_button_get_menu_model (page->more_button), NULL);
  gtk_widget_unparent (collection.probe);
  return collection.found;
}

static void
chosen_cb (RailWindow       *self,
           RailSearchResult *result)
{
  const char *action = rail_search_result_get_action (result);
  GVariant *target = rail_search_result_get_target (result);
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->view == NULL)
    return;
  if (g_str_has_prefix (action, "manager."))
    {
      _rail_window_go (self, RAIL_PLACE_CERTIFICATES, NULL);
      widget = rail_project_view_get_page (self->view, "certificates");
    }
  gtk_widget_activate_action_variant (widget, action, target);
}

static void
search_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  g_autoptr(GPtrArray) found = list_commands (self);
  GtkWindow *dialog = rail_search_dialog_new (GTK_WINDOW (self), self->project, found);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* Installs the search over the whole project. */
void
_rail_window_class_search (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.search", NULL, search_action);
}
