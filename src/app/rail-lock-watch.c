/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-lock-watch"

#include "config.h"

#include "rail-lock-watch.h"

#include "rail-app-posix.h"


#define LOGIN "org.freedesktop.login1"
#define LOGIN_PATH "/org/freedesktop/login1"
/* A timeout does not count the time that the computer sleeps, so the clock is looked at this often at least. */
#define LOOK_SECONDS 20

struct _RailLockWatch
{
  GObject          parent_instance;
  GCancellable    *cancellable;
  GDBusConnection *system_bus;    /* (nullable) */
  guint            lock_signal;
  gint64           last_input;    /* seconds, as rail_app_get_seconds() counts them */
  guint            idle;          /* seconds; 0 is for ever */
  guint            timeout;
};

enum
{
  SIGNAL_LOCK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailLockWatch, rail_lock_watch, G_TYPE_OBJECT)

static void
lock (RailLockWatch *self)
{
  g_signal_emit (self, signals[SIGNAL_LOCK], 0);
}

/* Input */

static void
look_later (RailLockWatch *self);

static gboolean
look_cb (gpointer user_data)
{
  RailLockWatch *self = RAIL_LOCK_WATCH (user_data);

  self->timeout = 0;
  if (rail_app_get_seconds () - self->last_input >= self->idle)
    {
      self->last_input = rail_app_get_seconds ();
      lock (self);
    }
  look_later (self);
  return G_SOURCE_REMOVE;
}

static void
look_later (RailLockWatch *self)
{
  gint64 left = self->last_input + self->idle - rail_app_get_seconds ();

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->idle > 0)
    self->timeout = g_timeout_add_seconds (CLAMP (left, 1, LOOK_SECONDS), look_cb, self);
}

static gboolean
event_cb (RailLockWatch *self,
          GdkEvent      *event)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_MOTION_NOTIFY:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
      self->last_input = rail_app_get_seconds ();
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
windows_cb (RailLockWatch *self,
            guint          position,
            guint          n_removed,
            guint          n_added,
            GListModel    *windows)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);
      GtkEventController *controller = gtk_event_controller_legacy_new ();

      gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
      g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_add_controller (window, controller);
    }
}

/* The session */

static void
session_lock_cb (GDBusConnection *connection,
                 const char      *sender,
                 const char      *path,
                 const char      *interface,
                 const char      *name,
                 GVariant        *parameters,
                 gpointer         user_data)
{
  lock (RAIL_LOCK_WATCH (user_data));
}

static void
subscribe (RailLockWatch *self,
           const char    *session)
{
  self->lock_signal = g_dbus_connection_signal_subscribe (self->system_bus, LOGIN, LOGIN ".Session", "Lock", session,
                                                          NULL, G_DBUS_SIGNAL_FLAGS_NONE, session_lock_cb, self, NULL);
}

/* Without logind, or outside a session, there is nothing to follow: not an error. */
static gboolean
was_refused (const GError *error)
{
  if (error == NULL)
    return FALSE;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("The locking of the session is not followed: %s", error->message);
  return TRUE;
}

static void
display_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  g_autoptr(GVariant) display = NULL;
  const char *session;

  if (was_refused (error))
    return;
  g_variant_get (answer, "(v)", &display);
  if (!g_variant_is_of_type (display, G_VARIANT_TYPE ("(so)")))
    return;
  g_variant_get (display, "(&s&o)", NULL, &session);
  subscribe (user_data, session);
}

static void
user_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  const char *user;

  if (was_refused (error))
    return;
  g_variant_get (answer, "(&o)", &user);
  g_dbus_connection_call (G_DBUS_CONNECTION (object), LOGIN, user, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", LOGIN ".User", "Display"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, RAIL_LOCK_WATCH (user_data)->cancellable,
                          display_cb, user_data);
}

/* A program started by the user's systemd belongs to no session; then it is the one with the user's display. */
static void
session_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  const char *session;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    {
      g_dbus_connection_call (G_DBUS_CONNECTION (object), LOGIN, LOGIN_PATH, LOGIN ".Manager", "GetUser",
                              g_variant_new ("(u)", rail_app_get_user_id ()), G_VARIANT_TYPE ("(o)"),
                              G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, RAIL_LOCK_WATCH (user_data)->cancellable,
                              user_cb, user_data);
      return;
    }
  g_variant_get (answer, "(&o)", &session);
  subscribe (user_data, session);
}

static void
bus_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_finish (result, &error);
  RailLockWatch *self = user_data;

  if (was_refused (error))
    return;
  self->system_bus = g_steal_pointer (&bus);
  g_dbus_connection_call (self->system_bus, LOGIN, LOGIN_PATH, LOGIN ".Manager", "GetSessionByPID",
                          g_variant_new ("(u)", rail_app_get_process_id ()), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, session_cb, self);
}

static void
screensaver_cb (RailLockWatch  *self,
                GParamSpec     *property,
                GtkApplication *application)
{
  gboolean active;

  g_object_get (application, "screensaver-active", &active, NULL);
  if (active)
    lock (self);
}

static void
rail_lock_watch_dispose (GObject *object)
{
  RailLockWatch *self = RAIL_LOCK_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->lock_signal != 0)
    g_dbus_connection_signal_unsubscribe (self->system_bus, self->lock_signal);
  self->lock_signal = 0;
  g_clear_object (&self->system_bus);

  G_OBJECT_CLASS (rail_lock_watch_parent_class)->dispose (object);
}

static void
rail_lock_watch_class_init (RailLockWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rail_lock_watch_dispose;

  /**
   * RailLockWatch::lock:
   *
   * Nobody is there any more.
   */
  signals[SIGNAL_LOCK] = g_signal_new ("lock", RAIL_TYPE_LOCK_WATCH, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rail_lock_watch_init (RailLockWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->last_input = rail_app_get_seconds ();
}

/**
 * rail_lock_watch_new:
 * @application: the application whose windows are watched
 *
 * Follows the session, through logind's `Lock` and the desktop's screen saver where they are there, and every input into
 * a window of this process.
 *
 * Returns: (transfer full): the watch, which does not mind idleness yet
 */
RailLockWatch *
rail_lock_watch_new (GtkApplication *application)
{
  RailLockWatch *self;
  GListModel *windows = gtk_window_get_toplevels ();

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);

  self = g_object_new (RAIL_TYPE_LOCK_WATCH, NULL);
  g_signal_connect_object (windows, "items-changed", G_CALLBACK (windows_cb), self, G_CONNECT_SWAPPED);
  windows_cb (self, 0, 0, g_list_model_get_n_items (windows), windows);
  g_signal_connect_object (application, "notify::screensaver-active", G_CALLBACK (screensaver_cb), self,
                           G_CONNECT_SWAPPED);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, bus_cb, self);
  return self;
}

/**
 * rail_lock_watch_set_idle:
 * @self: a watch
 * @seconds: how long nothing may be typed or pointed at; 0 for ever
 *
 * The time runs from the last input.
 */
void
rail_lock_watch_set_idle (RailLockWatch *self,
                          guint          seconds)
{
  g_return_if_fail (RAIL_IS_LOCK_WATCH (self));

  self->idle = seconds;
  look_later (self);
}
