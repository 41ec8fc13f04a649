/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-scroll"

#include "config.h"

#include "rail-scroll.h"

/* A list has its height after a frame or two. */
#define MAX_FRAMES 20

typedef struct
{
  double value;
  guint  n_frames;
} Restoring;

static GtkScrolledWindow *
find_scrolled (GtkWidget *widget)
{
  GtkScrolledWindow *found = GTK_IS_SCROLLED_WINDOW (widget) ? GTK_SCROLLED_WINDOW (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_scrolled (child);
  return found;
}

/* A list goes where it was last told to only when it is laid out, so this comes after that. */
static gboolean
frame_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  Restoring *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  self->n_frames++;
  if (self->n_frames < 2 || (end < self->value && self->n_frames < MAX_FRAMES))
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value (adjustment, self->value);
  return G_SOURCE_REMOVE;
}

static void
map_cb (GtkWidget *widget,
        Restoring *restoring)
{
  Restoring *copy = g_memdup2 (restoring, sizeof *restoring);

  g_signal_handlers_disconnect_by_func (widget, map_cb, restoring);
  gtk_widget_add_tick_callback (widget, frame_cb, copy, g_free);
}

static void
free_restoring (gpointer  data,
                GClosure *closure)
{
  g_free (data);
}

/**
 * rail_scroll_get:
 * @widget: a widget with something that scrolls in it
 *
 * Returns: how far the first of these is scrolled down
 */
double
rail_scroll_get (GtkWidget *widget)
{
  GtkScrolledWindow *scrolled;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 0);

  scrolled = find_scrolled (widget);
  return scrolled != NULL ? gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (scrolled)) : 0;
}

/**
 * rail_scroll_restore:
 * @widget: a widget with something that scrolls in it
 * @value: what rail_scroll_get() has said of one like it
 *
 * Scrolls there, as soon as it can be seen.
 */
void
rail_scroll_restore (GtkWidget *widget,
                     double     value)
{
  GtkScrolledWindow *scrolled;
  Restoring *restoring;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  scrolled = find_scrolled (widget);
  if (scrolled == NULL)
    return;
  restoring = g_new0 (Restoring, 1);
  restoring->value = value;
  if (gtk_widget_get_mapped (GTK_WIDGET (scrolled)))
    gtk_widget_add_tick_callback (GTK_WIDGET (scrolled), frame_cb, restoring, g_free);
  else
    g_signal_connect_data (scrolled, "map", G_CALLBACK (map_cb), restoring, free_restoring, 0);
}
