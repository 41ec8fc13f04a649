/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-used-by-view"

#include "config.h"

#include "rail-used-by-view.h"

#include "rail-device-operations.h"
#include "rail-entry-line.h"
#include "rail-generation-describe.h"

#include <glib/gi18n.h>

#define TARGET_KEY "rail-used-by-target"   /* of a line about a device: where it leads */

struct _RailUsedByView
{
  GtkWidget    parent_instance;

  /* Template widgets */
  GtkWidget   *box;
  GtkLabel    *usage;
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

/* A line is a GtkStringObject, with the name of the device that it is about, or an issued RailEntry. */
static void
activate_cb (RailUsedByView *self,
             guint           position)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  g_autoptr(GObject) line = g_list_model_get_item (model, position);
  const char *target = g_object_get_data (line, TARGET_KEY);

  if (target != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", target);
  else
    g_signal_emit (self, signals[MEMBER_ACTIVATED], 0, line);
}

static GtkWidget *
create_use_line (GtkStringObject *line)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (gtk_string_object_get_string (line));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, gtk_string_object_get_string (line));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  return box;
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         RailUsedByView           *self)
{
  gpointer line = gtk_list_item_get_item (item);

  gtk_list_item_set_child (item, GTK_IS_STRING_OBJECT (line) ? create_use_line (line)
                                                             : rail_entry_line_new (line, self->now));
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

static char *
make_usage_text (RailEntry *entry,
                 guint      n_uses,
                 guint      n_issued)
{
  const char *profile = rail_profile_get_label (rail_profile_get (rail_entry_get_usage (entry)));

  if (n_uses > 0)
    return g_strdup_printf (ngettext ("Used in %u place", "Used in %u places", n_uses), n_uses);
  if (n_issued > 0)
    return g_strdup ("");
  if (rail_entry_get_kind (entry) == RAIL_ENTRY_CA)
    return g_strdup (_("This authority has issued none of the project’s certificates yet."));
  if (rail_entry_get_kind (entry) == RAIL_ENTRY_TRUSTED)
    return g_strdup (_("Nothing in this project was issued by it. Devices may trust it."));
  return g_strdup_printf (_("Not assigned to a device yet. It was made for this use: %s."), profile);
}

static GListStore *
list_lines (GPtrArray *uses,
            GPtrArray *issued)
{
  GListStore *lines = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr(GPtrArray) use_lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < uses->len; i++)
    {
      RailUse *use = g_ptr_array_index (uses, i);
      g_autofree char *text = rail_use_describe (use);
      GtkStringObject *line = gtk_string_object_new (text);

      g_object_set_data_full (G_OBJECT (line), TARGET_KEY,
                              g_strconcat ("device:", rail_device_get_name (use->device), NULL), g_free);
      g_ptr_array_add (use_lines, line);
    }
  g_list_store_splice (lines, 0, 0, use_lines->pdata, use_lines->len);
  g_list_store_splice (lines, use_lines->len, 0, issued->pdata, issued->len);
  return lines;
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
  g_autoptr(GPtrArray) uses = NULL;
  g_autoptr(GtkSelectionModel) selection = NULL;
  g_autofree char *usage = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (RAIL_IS_USED_BY_VIEW (self));
  g_return_if_fail (RAIL_IS_PROJECT (project));
  g_return_if_fail (RAIL_IS_ENTRY (entry));

  self->now = rail_environment_get_now (rail_project_get_environment (project));
  issued = rail_project_list_issued (project, entry);
  uses = rail_project_list_uses (project, entry);
  usage = make_usage_text (entry, uses->len, issued->len);
  gtk_label_set_text (self->usage, usage);
  gtk_widget_set_visible (GTK_WIDGET (self->usage), *usage != '\0');

  title = g_strdup_printf (ngettext ("It has issued %u certificate", "It has issued %u certificates", issued->len),
                           issued->len);
  gtk_label_set_text (GTK_LABEL (self->issued_title), title);
  gtk_widget_set_visible (self->issued_title, issued->len > 0);
  gtk_widget_set_visible (self->scroller, uses->len + issued->len > 0);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (list_lines (uses, issued))));
  gtk_list_view_set_model (self->list, selection);
}
