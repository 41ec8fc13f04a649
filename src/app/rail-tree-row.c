/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-tree-row"

#include "config.h"

#include "rail-tree-row.h"

#include "rail-finding-look.h"
#include "rail-finding-watch.h"
#include "rail-status-look.h"

struct _RailTreeRow
{
  GtkWidget     parent_instance;

  /* Template widgets */
  GtkWidget    *icon;
  GtkWidget    *label;
  GtkWidget    *mark;
  GtkWidget    *add_button;

  /* Owned references */
  RailPlace    *place;
  GSignalGroup *project_signals;
  GSignalGroup *entry_signals;
  GSignalGroup *watch_signals;
  guint         update_source;
};

G_DEFINE_FINAL_TYPE (RailTreeRow, rail_tree_row, GTK_TYPE_WIDGET)

static void
show_mark (RailTreeRow *self,
           const char  *icon_name,
           const char  *css_class,
           const char  *text)
{
  const char *classes[] = { css_class, NULL };

  gtk_widget_set_visible (self->mark, text != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->mark), icon_name);
  gtk_widget_set_css_classes (self->mark, classes);
  gtk_widget_set_tooltip_text (self->mark, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->mark),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text != NULL ? text : "", -1);
}

/* The worst finding at a device, or at all of them; and where there is none, the worst status of its certificates. */
static void
update_mark (RailTreeRow *self)
{
  RailPlaceKind kind = rail_place_get_kind (self->place);
  g_autofree char *text = NULL;
  RailSeverity severity;
  RailStatus status;

  if ((kind == RAIL_PLACE_DEVICE || kind == RAIL_PLACE_DEVICES) &&
      rail_finding_watch_count (rail_finding_watch_get (rail_place_get_project (self->place)),
                                rail_place_get_device (self->place), &severity, &text))
    {
      show_mark (self, rail_severity_get_icon_name (severity), rail_severity_get_css_class (severity), text);
      return;
    }
  status = rail_place_get_status (self->place, &text);
  show_mark (self, rail_status_get_icon_name (status), rail_status_get_css_class (status), text);
}

static void
update (RailTreeRow *self)
{
  g_autofree char *title = rail_place_dup_title (self->place);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), rail_place_get_icon_name (self->place));
  gtk_label_set_label (GTK_LABEL (self->label), title);
  gtk_widget_set_tooltip_text (self->label, title);

  update_mark (self);
  gtk_widget_set_visible (self->add_button, rail_place_get_kind (self->place) == RAIL_PLACE_DEVICES);
}

static gboolean
update_cb (gpointer user_data)
{
  RailTreeRow *self = user_data;

  self->update_source = 0;
  if (self->place != NULL)
    update (self);
  return G_SOURCE_REMOVE;
}

static void
queue_update (RailTreeRow *self)
{
  /* A thousand new certificates are one change to look at. */
  if (self->update_source == 0)
    self->update_source = g_idle_add (update_cb, self);
}

static void
rail_tree_row_dispose (GObject *object)
{
  RailTreeRow *self = RAIL_TREE_ROW (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_object (&self->project_signals);
  g_clear_object (&self->entry_signals);
  g_clear_object (&self->watch_signals);
  g_clear_object (&self->place);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_TREE_ROW);

  G_OBJECT_CLASS (rail_tree_row_parent_class)->dispose (object);
}

static void
rail_tree_row_class_init (RailTreeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_tree_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-tree-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RailTreeRow, icon);
  gtk_widget_class_bind_template_child (widget_class, RailTreeRow, label);
  gtk_widget_class_bind_template_child (widget_class, RailTreeRow, mark);
  gtk_widget_class_bind_template_child (widget_class, RailTreeRow, add_button);
}

static void
rail_tree_row_init (RailTreeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->project_signals = g_signal_group_new (RAIL_TYPE_PROJECT);
  g_signal_group_connect_swapped (self->project_signals, "notify::name", G_CALLBACK (queue_update), self);
  g_signal_group_connect_swapped (self->project_signals, "notify::protected", G_CALLBACK (queue_update), self);
  self->watch_signals = g_signal_group_new (RAIL_TYPE_FINDING_WATCH);
  g_signal_group_connect_swapped (self->watch_signals, "changed", G_CALLBACK (queue_update), self);
  self->entry_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->entry_signals, "items-changed", G_CALLBACK (queue_update), self);
}

/**
 * rail_tree_row_new:
 *
 * Returns: (transfer floating): a row of the project tree, still empty
 */
GtkWidget *
rail_tree_row_new (void)
{
  return g_object_new (RAIL_TYPE_TREE_ROW, NULL);
}

/**
 * rail_tree_row_get_place:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
RailPlace *
rail_tree_row_get_place (RailTreeRow *self)
{
  g_return_val_if_fail (RAIL_IS_TREE_ROW (self), NULL);

  return self->place;
}

/**
 * rail_tree_row_set_place:
 * @self: a row
 * @place: (nullable): what to show; %NULL when the row goes out of use
 */
void
rail_tree_row_set_place (RailTreeRow *self,
                         RailPlace   *place)
{
  RailProject *project;

  g_return_if_fail (RAIL_IS_TREE_ROW (self));
  g_return_if_fail (place == NULL || RAIL_IS_PLACE (place));

  if (!g_set_object (&self->place, place))
    return;

  project = place != NULL ? rail_place_get_project (place) : NULL;
  g_signal_group_set_target (self->project_signals, project);
  g_signal_group_set_target (self->entry_signals, project != NULL ? rail_project_get_entries (project) : NULL);
  g_signal_group_set_target (self->watch_signals, project != NULL ? rail_finding_watch_get (project) : NULL);
  if (place != NULL)
    update (self);
}
