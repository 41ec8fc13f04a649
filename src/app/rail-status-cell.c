/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-status-cell"

#include "config.h"

#include "rail-status-cell.h"

#include "rail-status-look.h"

struct _RailStatusCell
{
  GtkWidget       parent_instance;

  /* Template widgets */
  GtkImage       *icon;
  GtkInscription *label;

  int             status;   /* a RailStatus, or −1 before the first one */
};

G_DEFINE_FINAL_TYPE (RailStatusCell, rail_status_cell, GTK_TYPE_WIDGET)

static void
rail_status_cell_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), RAIL_TYPE_STATUS_CELL);
  G_OBJECT_CLASS (rail_status_cell_parent_class)->dispose (object);
}

static void
rail_status_cell_class_init (RailStatusCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_status_cell_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/cells/rail-status-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, RailStatusCell, icon);
  gtk_widget_class_bind_template_child (widget_class, RailStatusCell, label);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
rail_status_cell_init (RailStatusCell *self)
{
  self->status = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_status_cell_new:
 *
 * Returns: (transfer floating): an empty cell
 */
GtkWidget *
rail_status_cell_new (void)
{
  return g_object_new (RAIL_TYPE_STATUS_CELL, NULL);
}

/**
 * rail_status_cell_set:
 * @self: a cell
 * @status: the state, which gives colour and icon
 * @text: the state in words
 */
void
rail_status_cell_set (RailStatusCell *self,
                      RailStatus      status,
                      const char     *text)
{
  g_return_if_fail (RAIL_IS_STATUS_CELL (self));

  if (self->status != (int) status)
    {
      if (self->status >= 0)
        gtk_widget_remove_css_class (GTK_WIDGET (self), rail_status_get_css_class (self->status));
      gtk_widget_add_css_class (GTK_WIDGET (self), rail_status_get_css_class (status));
      gtk_image_set_from_icon_name (self->icon, rail_status_get_icon_name (status));
      self->status = status;
    }
  gtk_inscription_set_text (self->label, text);
}

/**
 * rail_status_cell_get_text:
 * @self: a cell
 *
 * Returns: (transfer none) (nullable): the words
 */
const char *
rail_status_cell_get_text (RailStatusCell *self)
{
  g_return_val_if_fail (RAIL_IS_STATUS_CELL (self), NULL);
  return gtk_inscription_get_text (self->label);
}
