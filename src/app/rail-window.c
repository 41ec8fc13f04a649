/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window.h"

struct _RailWindow
{
  AdwApplicationWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (RailWindow, rail_window, ADW_TYPE_APPLICATION_WINDOW)

static void
rail_window_class_init (RailWindowClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), "/org/certrail/Certrail/ui/rail-window.ui");
}

static void
rail_window_init (RailWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window with the welcome page
 */
RailWindow *
rail_window_new (RailApplication *application)
{
  g_return_val_if_fail (RAIL_IS_APPLICATION (application), NULL);

  return g_object_new (RAIL_TYPE_WINDOW, "application", application, NULL);
}
