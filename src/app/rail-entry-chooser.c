/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-entry-chooser"

#include "config.h"

#include "rail-entry-chooser.h"

#include "rail-entry-line.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RailEntryChooser
{
  RailTaskDialog      parent_instance;

  /* Template widgets */
  GtkWidget          *stack;      /* "rows" or "empty" */
  GtkEditable        *search;
  GtkListView        *view;

  /* Owned references */
  RailProject        *project;
  RailDevice         *device;
  GtkFilterListModel *shown;
  GHashTable         *chosen;     /* of RailEntry; the project keeps them */
  char               *words;      /* what is searched for, folded */
  RailUsedAs            role;
};

G_DEFINE_FINAL_TYPE (RailEntryChooser, rail_entry_chooser, RAIL_TYPE_TASK_DIALOG)

static gboolean
match_cb (gpointer item,
          gpointer user_data)
{
  RailEntryChooser *self = RAIL_ENTRY_CHOOSER (user_data);
  RailEntry *entry = item;
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (self->words == NULL || *self->words == '\0')
    return TRUE;
  text = g_strdup_printf ("%u %s", rail_entry_get_id (entry),
                          rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
  folded = g_utf8_casefold (text, -1);
  return strstr (folded, self->words) != NULL;
}

static void
update (RailEntryChooser *self)
{
  guint n = g_hash_table_size (self->chosen);
  g_autofree char *label = n > 0 ? g_strdup_printf (_("_Add %u"), n) : g_strdup (_("_Add"));

  rail_task_dialog_set_perform_label (RAIL_TASK_DIALOG (self), label);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), n > 0);
}

static void
search_cb (RailEntryChooser *self)
{
  g_free (self->words);
  self->words = g_utf8_casefold (gtk_editable_get_text (self->search), -1);
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
toggled_cb (GtkCheckButton *check,
            GtkListItem    *item)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (check), RAIL_TYPE_ENTRY_CHOOSER);
  RailEntry *entry = gtk_list_item_get_item (item);

  if (list == NULL || entry == NULL)
    return;
  if (gtk_check_button_get_active (check))
    g_hash_table_add (RAIL_ENTRY_CHOOSER (list)->chosen, entry);
  else
    g_hash_table_remove (RAIL_ENTRY_CHOOSER (list)->chosen, entry);
  update (RAIL_ENTRY_CHOOSER (list));
}

static void
bind_cb (RailEntryChooser         *self,
         GtkListItem              *item,
         GtkSignalListItemFactory *factory)
{
  RailEntry *entry = gtk_list_item_get_item (item);
  gint64 now = rail_environment_get_now (rail_project_get_environment (self->project));
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), rail_entry_line_new (entry, now));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), g_hash_table_contains (self->chosen, entry));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  rail_certificate_get_common_name (rail_entry_get_certificate (entry)), -1);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), item);
  gtk_list_item_set_activatable (item, TRUE);
  gtk_list_item_set_child (item, check);
}

static void
unbind_cb (RailEntryChooser         *self,
           GtkListItem              *item,
           GtkSignalListItemFactory *factory)
{
  GtkWidget *check = gtk_list_item_get_child (item);

  g_signal_handlers_disconnect_by_func (check, toggled_cb, item);
  gtk_list_item_set_child (item, NULL);
}

static void
rail_entry_chooser_perform (RailTaskDialog *dialog)
{
  RailEntryChooser *self = RAIL_ENTRY_CHOOSER (dialog);
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  GListModel *all = rail_project_get_entries (self->project);
  RailDevice *device = rail_project_get_device (self->project, rail_device_get_name (self->device));

  /* In the order of the IDs, and without what is gone meanwhile. */
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (all, i);

      if (g_hash_table_contains (self->chosen, entry))
        g_ptr_array_add (entries, g_steal_pointer (&entry));
    }
  if (device == NULL || entries->len == 0)
    {
      rail_task_dialog_set_error (dialog, _("The device or the certificates are not in the project any more; close this."));
      return;
    }
  text = g_strdup_printf (ngettext ("“%s” trusts %u more certificate now", "“%s” trusts %u more certificates now",
                                    entries->len), rail_device_get_name (device), entries->len);
  if (rail_project_assign_all (self->project, entries, device, self->role, &error))
    rail_task_dialog_succeed (dialog, text, TRUE);
  else
    rail_task_dialog_set_error (dialog, error->message);
}

static void
rail_entry_chooser_dispose (GObject *object)
{
  RailEntryChooser *self = RAIL_ENTRY_CHOOSER (object);

  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  if (self->shown != NULL)
    gtk_filter_list_model_set_filter (self->shown, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->device);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_entry_chooser_parent_class)->dispose (object);
}

static void
rail_entry_chooser_finalize (GObject *object)
{
  RailEntryChooser *self = RAIL_ENTRY_CHOOSER (object);

  g_hash_table_unref (self->chosen);
  g_free (self->words);
  G_OBJECT_CLASS (rail_entry_chooser_parent_class)->finalize (object);
}

static void
rail_entry_chooser_class_init (RailEntryChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_entry_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = rail_entry_chooser_finalize;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_entry_chooser_perform;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-entry-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, RailEntryChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, RailEntryChooser, search);
  gtk_widget_class_bind_template_child (widget_class, RailEntryChooser, view);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
}

static void
rail_entry_chooser_init (RailEntryChooser *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->chosen = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
}

static GListModel *
list_candidates (RailProject *project,
                 RailDevice  *device,
                 RailUsedAs     role)
{
  GListModel *all = rail_project_get_entries (project);
  g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *store = g_list_store_new (RAIL_TYPE_ENTRY);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (all, i);
      guint id = rail_entry_get_id (entry);

      if (role == RAIL_USED_AS_CLIENT ? rail_device_has_client (device, id) : rail_device_has_partner (device, id))
        continue;
      if (rail_project_check_assign (project, entry, device, role, 0, NULL, NULL))
        g_ptr_array_add (candidates, g_steal_pointer (&entry));
    }
  g_list_store_splice (store, 0, 0, candidates->pdata, candidates->len);
  return G_LIST_MODEL (store);
}

/**
 * rail_entry_chooser_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 * @device: a device of it
 * @role: %RAIL_USED_AS_TRUSTED, or %RAIL_USED_AS_CLIENT for the clients of its OPC UA server
 *
 * Offers what @device does not trust yet and may trust.
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_entry_chooser_new (GtkWindow   *parent,
                        GtkWidget   *origin,
                        RailProject *project,
                        RailDevice  *device,
                        RailUsedAs     role)
{
  RailEntryChooser *self;
  g_autofree char *title = NULL;
  g_autoptr(GtkSelectionModel) selection = NULL;
  GListModel *candidates;
  guint n;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_DEVICE (device), NULL);

  self = g_object_new (RAIL_TYPE_ENTRY_CHOOSER, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  self->device = g_object_ref (device);
  self->role = role;
  title = g_strdup_printf (role == RAIL_USED_AS_CLIENT ? _("Trusted clients of “%s”") : _("Trusted certificates of “%s”"),
                           rail_device_get_name (device));
  gtk_window_set_title (GTK_WINDOW (self), title);

  candidates = list_candidates (project, device, role);
  n = g_list_model_get_n_items (candidates);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n > 0 ? "rows" : "empty");
  self->shown = gtk_filter_list_model_new (candidates, GTK_FILTER (gtk_custom_filter_new (match_cb, self, NULL)));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->shown))));
  gtk_list_view_set_model (self->view, selection);
  update (self);
  return GTK_WINDOW (self);
}
