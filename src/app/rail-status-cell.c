/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-status-cell"

#include "config.h"

#include "rail-status-cell.h"

#include "rail-status-look.h"

#define ICON_SIZE 16
#define GAP 6
#define MIN_CHARS 15
#define NAT_CHARS 18

/* A table makes and changes two hundred of these when it is sorted, so one widget draws icon and word, instead of a widget
 * for each of them in a third one. */
struct _RailStatusCell
{
  GtkWidget         parent_instance;

  PangoLayout      *layout;   /* (nullable) */
  GtkIconPaintable *icon;     /* (nullable) */
  char             *text;     /* (nullable) */
  int               status;   /* a RailStatus, or −1 before the first one */
};

G_DEFINE_FINAL_TYPE (RailStatusCell, rail_status_cell, GTK_TYPE_WIDGET)

static PangoLayout *
get_layout (RailStatusCell *self)
{
  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
    }
  return self->layout;
}

static GtkIconPaintable *
get_icon (RailStatusCell *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->icon == NULL && self->status >= 0)
    self->icon = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)),
                                             rail_status_get_icon_name (self->status), NULL, ICON_SIZE,
                                             gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget), 0);
  return self->icon;
}

static void
rail_status_cell_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                       pango_font_metrics_get_approximate_digit_width (metrics));

      *minimum = ICON_SIZE + GAP + PANGO_PIXELS_CEIL (width * MIN_CHARS);
      *natural = ICON_SIZE + GAP + PANGO_PIXELS_CEIL (width * NAT_CHARS);
    }
  else
    {
      int height = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics));

      *minimum = *natural = MAX (ICON_SIZE, height);
    }
  pango_font_metrics_unref (metrics);
}

static int
get_text_width (RailStatusCell *self)
{
  return MAX (0, gtk_widget_get_width (GTK_WIDGET (self)) - ICON_SIZE - GAP);
}

static void
rail_status_cell_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  RailStatusCell *self = RAIL_STATUS_CELL (widget);
  GtkIconPaintable *icon = get_icon (self);
  PangoLayout *layout = get_layout (self);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int text_width = get_text_width (self);
  int text_height;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  if (icon != NULL)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (is_rtl ? (float) (width - ICON_SIZE) : 0.0f,
                                                              (float) ((height - ICON_SIZE) / 2)));
      gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE, ICON_SIZE, &color, 1);
      gtk_snapshot_restore (snapshot);
    }
  pango_layout_set_width (layout, text_width * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (is_rtl ? 0.0f : (float) (ICON_SIZE + GAP),
                                                          (float) ((height - text_height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* Another font, size or scale: what was made for the old one does not fit. */
static void
forget (RailStatusCell *self)
{
  g_clear_object (&self->layout);
  g_clear_object (&self->icon);
}

static void
rail_status_cell_system_setting_changed (GtkWidget        *widget,
                                         GtkSystemSetting  setting)
{
  forget (RAIL_STATUS_CELL (widget));
  GTK_WIDGET_CLASS (rail_status_cell_parent_class)->system_setting_changed (widget, setting);
  gtk_widget_queue_resize (widget);
}

static void
rail_status_cell_css_changed (GtkWidget         *widget,
                              GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (rail_status_cell_parent_class)->css_changed (widget, change);
  g_clear_object (&RAIL_STATUS_CELL (widget)->layout);
}

static void
rail_status_cell_finalize (GObject *object)
{
  RailStatusCell *self = RAIL_STATUS_CELL (object);

  forget (self);
  g_free (self->text);
  G_OBJECT_CLASS (rail_status_cell_parent_class)->finalize (object);
}

static void
rail_status_cell_class_init (RailStatusCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rail_status_cell_finalize;
  widget_class->measure = rail_status_cell_measure;
  widget_class->snapshot = rail_status_cell_snapshot;
  widget_class->css_changed = rail_status_cell_css_changed;
  widget_class->system_setting_changed = rail_status_cell_system_setting_changed;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
rail_status_cell_init (RailStatusCell *self)
{
  self->status = -1;
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget), NULL);
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
      g_clear_object (&self->icon);
      self->status = status;
    }
  if (g_strcmp0 (self->text, text) != 0)
    {
      g_free (self->text);
      self->text = g_strdup (text);
      if (self->layout != NULL)
        pango_layout_set_text (self->layout, text != NULL ? text : "", -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text != NULL ? text : "", -1);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
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
  return self->text;
}

/**
 * rail_status_cell_is_cut:
 * @self: a cell
 *
 * Returns: whether there is not enough room for the words
 */
gboolean
rail_status_cell_is_cut (RailStatusCell *self)
{
  g_return_val_if_fail (RAIL_IS_STATUS_CELL (self), FALSE);

  if (self->text == NULL)
    return FALSE;
  pango_layout_set_width (get_layout (self), get_text_width (self) * PANGO_SCALE);
  return pango_layout_is_ellipsized (self->layout);
}
