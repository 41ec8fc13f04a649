/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-application"

#include "config.h"

#include "rail-application.h"

#include "rail-window.h"

#include <glib/gi18n.h>

struct _RailApplication
{
  AdwApplication   parent_instance;
  RailEnvironment *environment;
};

G_DEFINE_FINAL_TYPE (RailApplication, rail_application, ADW_TYPE_APPLICATION)

static void
rail_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (rail_window_new (RAIL_APPLICATION (application)));
  gtk_window_present (window);
}

static void
rail_application_dispose (GObject *object)
{
  RailApplication *self = RAIL_APPLICATION (object);

  g_clear_object (&self->environment);

  G_OBJECT_CLASS (rail_application_parent_class)->dispose (object);
}

static void
rail_application_class_init (RailApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = rail_application_dispose;
  application_class->activate = rail_application_activate;
}

static void
rail_application_init (RailApplication *self)
{
}

/**
 * rail_application_new:
 *
 * Returns: (transfer full): the application; one process has one
 */
RailApplication *
rail_application_new (void)
{
  return g_object_new (RAIL_TYPE_APPLICATION,
                       "application-id", RAIL_APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/org/certrail/Certrail",
                       NULL);
}

/**
 * rail_application_get_environment:
 * @self: the application
 *
 * Clock and random numbers for everything the windows do. Tests lower its iteration count.
 *
 * Returns: (transfer none): the environment
 */
RailEnvironment *
rail_application_get_environment (RailApplication *self)
{
  g_return_val_if_fail (RAIL_IS_APPLICATION (self), NULL);

  return self->environment;
}
