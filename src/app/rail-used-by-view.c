/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-used-by-view"

#include "config.h"

#include "rail-used-by-view.h"

#include "rail-entry-line.h"
#include "rail-generation-describe.h"

#include <glib/gi18n.h>

struct _RailUsedByView
{
  GtkWidget    parent_instance;

  /* Template widgets */
  GtkWidget   *box;
  GtkLabel    *usage;
  GtkWidget   *device;        /* a button to its page */
  GtkWidget   *issued_title;
  GtkWidget   *scroller;
  GtkListView *list;

  gint64       now;
};

G_DEFINE_FINAL_TYPE (RailUsedByView, rail_used_by_view, GTK_TYPE_WIDGET)

enum
{
  MEMBER_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
activate_cb (RailUsedByView *self,
             guint           position)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  g_autoptr(RailEntry) entry = g_list_model_get_item (model, position);

  g_signal_emit (self, signals[MEMBER_ACTIVATED], 0, entry);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         RailUsedByView           *self)
{
  gtk_list_item_set_child (item, rail_entry_line_new (gtk_list_item_get_item (item), self->now));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  gtk_list_item_set_child (item, NULL);
}

static void
rail_used_by_view_dispose (GObject *object)
{
  g_clear_pointer (&RAIL_USED_BY_VIEW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (rail_used_by_view_parent_class)->dispose (object);
}

static void
rail_used_by_view_class_init (RailUsedByViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_used_by_view_dispose;

  /**
   * RailUsedByView::member-activated:
   * @entry: an issued certificate
   *
   * One of the issued certificates was clicked.
   */
  signals[MEMBER_ACTIVATED] = g_signal_new ("member-activated", RAIL_TYPE_USED_BY_VIEW, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_ENTRY);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-used-by-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RailUsedByView, box);
  gtk_widget_class_bind_template_child (widget_class, RailUsedByView, usage);
  gtk_widget_class_bind_template_child (widget_class, RailUsedByView, device);
  gtk_widget_class_bind_template_child (widget_class, RailUsedByView, issued_title);
  gtk_widget_class_bind_template_child (widget_class, RailUsedByView, scroller);
  gtk_widget_class_bind_template_child (widget_class, RailUsedByView, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
rail_used_by_view_init (RailUsedByView *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
}

/**
 * rail_used_by_view_new:
 *
 * Returns: (transfer floating): a view of nothing
 */
GtkWidget *
rail_used_by_view_new (void)
{
  return g_object_new (RAIL_TYPE_USED_BY_VIEW, NULL);
}

static void
show_device (RailUsedByView *self,
             RailEntry      *entry)
{
  const char *device = rail_entry_get_device (entry);

  gtk_widget_set_visible (self->device, device != NULL);
  if (device != NULL)
    {
      g_autofree char *target = g_strconcat ("device:", device, NULL);

      gtk_button_set_label (GTK_BUTTON (self->device), device);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->device), "s", target);
    }
}

static char *
make_usage_text (RailEntry *entry,
                 guint      n_issued)
{
  const char *profile = rail_profile_get_label (rail_profile_get (rail_entry_get_usage (entry)));

  if (rail_entry_get_device (entry) != NULL)
    return g_strdup_printf (_("%s of the device"), profile);
  if (n_issued > 0)
    return g_strdup ("");
  if (rail_entry_get_kind (entry) == RAIL_ENTRY_CA)
    return g_strdup (_("This authority has issued none of the project’s certificates yet."));
  if (rail_entry_get_kind (entry) == RAIL_ENTRY_TRUSTED)
    return g_strdup (_("Nothing in this project was issued by it. Devices may trust it."));
  return g_strdup_printf (_("Not assigned to a device yet. It was made for this use: %s."), profile);
}

/**
 * rail_used_by_view_set_entry:
 * @self: a view
 * @project: the project that @entry is in
 * @entry: the entry whose users are shown
 */
void
rail_used_by_view_set_entry (RailUsedByView *self,
                             RailProject    *project,
                             RailEntry      *entry)
{
  g_autoptr(GPtrArray) issued = NULL;
  g_autofree char *usage = NULL;
  g_autofree char *title = NULL;
  GListStore *model;

  g_return_if_fail (RAIL_IS_USED_BY_VIEW (self));
  g_return_if_fail (RAIL_IS_PROJECT (project));
  g_return_if_fail (RAIL_IS_ENTRY (entry));

  self->now = rail_environment_get_now (rail_project_get_environment (project));
  issued = rail_project_list_issued (project, entry);
  usage = make_usage_text (entry, issued->len);
  gtk_label_set_text (self->usage, usage);
  gtk_widget_set_visible (GTK_WIDGET (self->usage), *usage != '\0');
  show_device (self, entry);

  title = g_strdup_printf (ngettext ("It has issued %u certificate", "It has issued %u certificates", issued->len),
                           issued->len);
  gtk_label_set_text (GTK_LABEL (self->issued_title), title);
  gtk_widget_set_visible (self->issued_title, issued->len > 0);
  gtk_widget_set_visible (self->scroller, issued->len > 0);
  model = g_list_store_new (RAIL_TYPE_ENTRY);
  g_list_store_splice (model, 0, 0, issued->pdata, issued->len);
  {
    g_autoptr(GtkSelectionModel) selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (model)));

    gtk_list_view_set_model (self->list, selection);
  }
}
