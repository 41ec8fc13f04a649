/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-application"

#include "config.h"

#include "rail-application.h"

#include "rail-file-chooser.h"
#include "rail-help.h"
#include "rail-lock-watch.h"
#include "rail-new-project-dialog.h"
#include "rail-preferences.h"
#include "rail-settings.h"
#include "rail-versions.h"
#include "rail-window.h"

#include <glib/gi18n.h>

struct _RailApplication
{
  AdwApplication   parent_instance;
  RailEnvironment *environment;
  RailLockWatch   *watch;          /* (nullable): before the start */
  gboolean         has_recovered;  /* has offered what an earlier run has left */
};

G_DEFINE_FINAL_TYPE (RailApplication, rail_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action;
  const char *keys[3];
} shortcuts[] = {
  { "app.new", { "<Control>n" } },
  { "app.open", { "<Control>o" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.help", { "F1" } },
  { "app.quit", { "<Control>q" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.close-project", { "<Control>w" } },
  { "win.lock", { "<Control>l" } },
  { "win.search", { "<Control>k" } },
  { "win.add-device", { "<Control>d" } },
  { "win.compile::", { "F7" } },
  { "win.messages", { "F8" } },
  { "win.show-help-overlay", { "<Control>question" } },
};

/* The window that an action of the application is about; one is made when there is none. */
static RailWindow *
find_window (RailApplication *self)
{
  GtkApplication *application = GTK_APPLICATION (self);
  GtkWindow *active = gtk_application_get_active_window (application);

  while (active != NULL && !RAIL_IS_WINDOW (active))
    active = gtk_window_get_transient_for (active);
  if (active != NULL)
    return RAIL_WINDOW (active);

  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    if (RAIL_IS_WINDOW (link->data))
      return link->data;
  return rail_window_new (self);
}

static void
created_cb (GtkWidget   *dialog,
            RailProject *project,
            GFile       *file,
            gboolean     protect,
            gpointer     user_data)
{
  RailWindow *window = RAIL_WINDOW (user_data);

  g_assert (RAIL_IS_PROJECT (project));

  if (!rail_window_is_free (window))
    window = rail_window_new (RAIL_APPLICATION (gtk_window_get_application (GTK_WINDOW (window))));
  rail_window_set_project (window, project, file);
  gtk_window_present (GTK_WINDOW (window));
  if (protect)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.protect", NULL);
}

static void
new_action (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  RailApplication *self = RAIL_APPLICATION (user_data);
  RailWindow *window = find_window (self);
  GtkWidget *dialog = rail_new_project_dialog_new (GTK_WINDOW (window), self->environment);

  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);

  if (file != NULL)
    rail_window_open (RAIL_WINDOW (object), file);
}

static void
open_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  RailWindow *window = find_window (RAIL_APPLICATION (user_data));

  rail_file_chooser_open_async (GTK_WINDOW (window), _("Open Project"), _("Projects"), "*.certrail", NULL,
                                chosen_cb, NULL);
}

static void
open_recent_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  g_autoptr(GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  rail_window_open (find_window (RAIL_APPLICATION (user_data)), file);
}

static void
open_example_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  rail_window_open_example (find_window (RAIL_APPLICATION (user_data)));
}

/* About the dialog in front, if there is one. */
static void
help_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  rail_help_show (active != NULL ? active : GTK_WINDOW (find_window (RAIL_APPLICATION (user_data))));
}

static void
tour_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  rail_window_take_tour (find_window (RAIL_APPLICATION (user_data)));
}

/* The shortcut works in the preferences, too. */
static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  GtkWindow *parent = GTK_WINDOW (find_window (RAIL_APPLICATION (user_data)));
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (RAIL_IS_PREFERENCES (window) && gtk_window_get_transient_for (window) == parent)
        {
          gtk_window_present (window);
          return;
        }
    }
  gtk_window_present (rail_preferences_new (parent));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  const char *developers[] = { _("The Certrail developers"), NULL };

  adw_show_about_window (GTK_WINDOW (find_window (RAIL_APPLICATION (user_data))),
                         "application-name", _("Certrail"),
                         "application-icon", RAIL_APP_ID,
                         "version", RAIL_VERSION,
                         "comments", _("The certificates of a plant, from the authority to the device."),
                         "developer-name", _("The Certrail developers"),
                         "developers", developers,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  g_autoptr(GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  /* Each window asks for itself before it goes; the last one takes the application with it. */
  for (GList *link = windows; link != NULL; link = link->next)
    if (RAIL_IS_WINDOW (link->data))
      gtk_window_close (link->data);
}

static const GActionEntry actions[] = {
  { "new", new_action },
  { "open", open_action },
  { "open-recent", open_recent_action, "s" },
  { "open-example", open_example_action },
  { "tour", tour_action },
  { "preferences", preferences_action },
  { "help", help_action },
  { "about", about_action },
  { "quit", quit_action },
};

/* Each window locks its own project; one without a protected project has nothing to lock. */
static void
lock_cb (RailApplication *self)
{
  g_autoptr(GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  for (GList *link = windows; link != NULL; link = link->next)
    if (RAIL_IS_WINDOW (link->data))
      rail_window_lock (link->data);
}

static void
start_watch (RailApplication *self)
{
  self->watch = rail_lock_watch_new (GTK_APPLICATION (self));
  g_signal_connect_object (self->watch, "lock", G_CALLBACK (lock_cb), self, G_CONNECT_SWAPPED);
}

/* What has been chosen holds at once, in all windows. */
static void
settings_changed_cb (RailApplication *self)
{
  guint before = rail_expiring_days_get ();

  rail_settings_apply (rail_settings_get_default (), self->environment);
  if (self->watch != NULL)
    rail_lock_watch_set_idle (self->watch, 60 * rail_application_get_idle_minutes (self));
  if (rail_expiring_days_get () == before)
    return;
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL; link = link->next)
    if (RAIL_IS_WINDOW (link->data))
      rail_window_look_again (link->data);
}

static void
rail_application_startup (GApplication *application)
{
  /* Asks the desktop to tell of its screen saver. */
  g_object_set (application, "register-session", TRUE, NULL);

  G_APPLICATION_CLASS (rail_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (RAIL_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), shortcuts[i].action, shortcuts[i].keys);
  start_watch (RAIL_APPLICATION (application));
  g_signal_connect_object (rail_settings_get_default (), "changed", G_CALLBACK (settings_changed_cb), application,
                           G_CONNECT_SWAPPED);
  settings_changed_cb (RAIL_APPLICATION (application));
}

static void
rail_application_activate (GApplication *application)
{
  RailApplication *self = RAIL_APPLICATION (application);
  RailWindow *window = find_window (self);

  gtk_window_present (GTK_WINDOW (window));
  if (!self->has_recovered)
    rail_window_recover (window);
  self->has_recovered = TRUE;
}

static void
rail_application_open (GApplication  *application,
                       GFile        **files,
                       int            n_files,
                       const char    *hint)
{
  RailWindow *window = find_window (RAIL_APPLICATION (application));

  for (int i = 0; i < n_files; i++)
    rail_window_open (window, files[i]);
}

static void
rail_application_dispose (GObject *object)
{
  RailApplication *self = RAIL_APPLICATION (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->environment);

  G_OBJECT_CLASS (rail_application_parent_class)->dispose (object);
}

static void
rail_application_class_init (RailApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = rail_application_dispose;
  application_class->startup = rail_application_startup;
  application_class->activate = rail_application_activate;
  application_class->open = rail_application_open;
}

static void
rail_application_init (RailApplication *self)
{
  self->environment = rail_environment_new ();
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

/**
 * rail_application_get_idle_minutes:
 * @self: the application
 *
 * Returns: after how many minutes without input protected projects are locked; 0 for never
 */
guint
rail_application_get_idle_minutes (RailApplication *self)
{
  g_return_val_if_fail (RAIL_IS_APPLICATION (self), 0);

  return rail_settings_get_uint (rail_settings_get_default (), "idle-minutes");
}

/**
 * rail_application_set_idle_minutes:
 * @self: the application
 * @minutes: after how many minutes without input protected projects are locked; 0 for never
 *
 * Holds for all windows, and is kept for the next run.
 */
void
rail_application_set_idle_minutes (RailApplication *self,
                                   guint            minutes)
{
  g_return_if_fail (RAIL_IS_APPLICATION (self));
  g_return_if_fail (minutes <= RAIL_LOCK_MAX_MINUTES);

  rail_settings_set_uint (rail_settings_get_default (), "idle-minutes", minutes);
}

/**
 * rail_application_get_n_versions:
 *
 * Returns: how many earlier versions of a project a save keeps beside it
 */
guint
rail_application_get_n_versions (void)
{
  return rail_settings_get_uint (rail_settings_get_default (), "kept-versions");
}

/**
 * rail_application_set_n_versions:
 * @n: how many earlier versions of a project a save keeps beside it
 *
 * Holds from the next save on, and is kept for the next run.
 */
void
rail_application_set_n_versions (guint n)
{
  g_return_if_fail (n <= RAIL_VERSIONS_MAX);

  rail_settings_set_uint (rail_settings_get_default (), "kept-versions", n);
}
