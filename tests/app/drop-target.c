/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Another program: a window that takes dropped files, reads them, prints the SHA-256 and the name of each, and ends. */

#include <gtk/gtk.h>

static void
print_file (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *digest = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) content = g_file_load_bytes (file, NULL, NULL, &error);

  if (content == NULL)
    {
      g_print ("%s\n", error->message);
      return;
    }
  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_print ("%s %s\n", digest, name);
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         gpointer       user_data)
{
  for (GSList *files = g_value_get_boxed (value); files != NULL; files = files->next)
    print_file (files->data);
  g_main_loop_quit (user_data);
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GtkWidget *window;
  GtkDropTarget *target;

  gtk_init ();
  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "Drop target");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 250, 250);
  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), loop);
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (target));
  gtk_window_present (GTK_WINDOW (window));

  g_main_loop_run (loop);
  return 0;
}
