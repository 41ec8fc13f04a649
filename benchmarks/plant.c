/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plant.h"

#include "rail-operations.h"

#include <sys/resource.h>

RailProject *
plant_make (guint n)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  RailProject *project = rail_project_new (environment, "Benchmark");

  for (guint done = 0; done < n; )
    {
      g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
      g_autoptr(GPtrArray) entries = NULL;
      g_autoptr(GError) error = NULL;
      gint64 now = rail_environment_get_now (environment);

      for (guint i = 0; i < 1000 && done < n; i++, done++)
        {
          g_autoptr(RailCreation) creation = rail_creation_new (project);
          RailCertificateRequest *request = rail_creation_get_request (creation);
          g_autofree char *name = g_strdup_printf ("Drive-%u/%u", (done * 7919u) % n, done);

          rail_creation_apply_template (creation, RAIL_USAGE_TLS_CLIENT);
          rail_certificate_request_set_common_name (request, name);
          rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P256);
          rail_certificate_request_set_validity (request, now - 86400, now + 86400 * (1 + (done * 104729u) % 4000));
          g_list_store_append (creations, creation);
        }
      entries = rail_project_create (project, G_LIST_MODEL (creations), &error);
      g_assert_no_error (error);
    }
  return project;
}

static void
painted_cb (gboolean *painted)
{
  *painted = TRUE;
}

/* Milliseconds from @start until the change is on the screen. */
double
plant_wait_painted (GtkWindow *window,
                    gint64     start)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gboolean painted = FALSE;
  gulong handler = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

  gtk_widget_queue_draw (GTK_WIDGET (window));
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

void
plant_settle (void)
{
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

double
plant_get_processor_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}
