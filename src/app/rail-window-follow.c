/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window-private.h"

#include "rail-display-name.h"
#include "rail-project-file.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

/* A save renames files, which is several events. */
#define SETTLE_MS 300
/* Network file systems do not tell what other computers do. */
#define POLL_SECONDS 5
/* Open dialogs are about the project as it was. */
#define RETRY_MS 1000

#define STAMP_ATTRIBUTES \
  G_FILE_ATTRIBUTE_UNIX_INODE "," G_FILE_ATTRIBUTE_TIME_MODIFIED "," G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC "," \
  G_FILE_ATTRIBUTE_STANDARD_SIZE

/* What keeps a window that shows a file read-only up with what others save there. */
struct _RailFollow
{
  RailWindow      *window;       /* not owned: it owns this */
  GFile           *file;
  GFileMonitor    *monitor;      /* (nullable) */
  GCancellable    *cancellable;
  RailProjectFile *project_file; /* (nullable): what is being read, or waits for dialogs to be closed */
  char            *stamp;        /* (nullable): of the file when it was read last */
  char            *stale;        /* (nullable): why the window does not show what is in the file */
  guint            poll_source;
  guint            check_source;
  gboolean         checking;
  gboolean         waits;        /* for the changes made in the window to go */
};

static void look_soon (RailFollow *self,
                       guint       ms);

static gboolean
has_dialog_above (RailWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      for (GtkWindow *parent = gtk_window_get_transient_for (toplevel); parent != NULL;
           parent = gtk_window_get_transient_for (parent))
        if (parent == GTK_WINDOW (window) && gtk_widget_get_visible (GTK_WIDGET (toplevel)))
          return TRUE;
    }
  return FALSE;
}

static void
set_stale (RailFollow *self,
           const char *reason)
{
  if (g_strcmp0 (self->stale, reason) == 0)
    return;
  g_free (self->stale);
  self->stale = g_strdup (reason);
  _rail_window_update (self->window);
}

static void
done (RailFollow *self)
{
  self->checking = FALSE;
  g_clear_object (&self->project_file);
}

/* The place is one of the project before: what is gone from it is just not gone to. */
static void
show (RailFollow  *self,
      RailProject *project)
{
  RailWindow *window = self->window;
  g_autofree char *name = rail_display_name_dup (self->file);
  g_autofree char *text = g_strdup_printf (_("“%s” has been saved again; this is what is in it now"), name);
  g_autoptr(GVariant) place = rail_project_view_dup_place (window->view);
  g_autoptr(RailFileIdentity) identity =
    rail_file_identity_ref (rail_project_file_get_identity (self->project_file));

  _rail_window_drop_project (window);
  _rail_window_set_identity (window, identity);
  _rail_window_show_project (window, project);
  rail_project_view_set_place (window->view, place);
  set_stale (self, NULL);
  _rail_window_update (window);
  rail_toast_show (GTK_WIDGET (window->stack), text, NULL, NULL);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  RailFollow *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) project = rail_project_file_read_finish (RAIL_PROJECT_FILE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* The user may have opened a dialog, changed something or locked the window meanwhile. */
  if (project != NULL && self->window->project != NULL && !_rail_window_is_modified (self->window) &&
      !has_dialog_above (self->window))
    show (self, project);
  else if (project != NULL)
    {
      g_clear_pointer (&self->stamp, g_free);
      look_soon (self, RETRY_MS);
    }
  else
    set_stale (self, error->message);
  done (self);
}

static void
read_file (RailFollow *self)
{
  RailProject *project = self->window->project;

  if (_rail_window_is_modified (self->window))
    {
      set_stale (self, _("The file has been saved by somebody else since. The changes made here are not in it: save them under "
                         "another name, or open the file again without them."));
      self->waits = TRUE;
      done (self);
      return;
    }
  rail_project_file_read_again_async (self->project_file, rail_project_get_environment (project),
                                      rail_project_get_protection (project), self->cancellable, read_cb, self);
}

static gboolean
is_same (RailFileIdentity *a,
         RailFileIdentity *b)
{
  g_autofree char *first = a != NULL ? rail_file_identity_to_text (a) : NULL;
  g_autofree char *second = b != NULL ? rail_file_identity_to_text (b) : NULL;

  return g_strcmp0 (first, second) == 0;
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  RailFollow *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) project_file = rail_project_file_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->project_file = g_steal_pointer (&project_file);
  if (self->project_file != NULL && self->window->project != NULL &&
      !is_same (rail_project_file_get_identity (self->project_file), self->window->identity))
    {
      read_file (self);
      return;
    }
  /* What cannot be read at all may be on its way, or its share is away. */
  if (self->project_file == NULL && !g_error_matches (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_FAILED))
    set_stale (self, error->message);
  done (self);
}

static char *
make_stamp (GFileInfo *info)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT ".%u %" G_GOFFSET_FORMAT,
                          g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_UNIX_INODE),
                          g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED),
                          g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC),
                          g_file_info_get_size (info));
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  RailFollow *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFileInfo) info = g_file_query_info_finish (G_FILE (object), result, &error);
  g_autofree char *stamp = info != NULL ? make_stamp (info) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (stamp == NULL || g_strcmp0 (stamp, self->stamp) == 0)
    {
      done (self);
      return;
    }
  g_free (self->stamp);
  self->stamp = g_steal_pointer (&stamp);
  rail_project_file_open_async (self->file, self->cancellable, open_cb, self);
}

/* While the window is locked there is nothing to keep up; it is looked at when the project is back. */
static void
look (RailFollow *self)
{
  if (self->checking || self->window->project == NULL)
    return;
  if (has_dialog_above (self->window))
    {
      look_soon (self, RETRY_MS);
      return;
    }
  if (self->waits && !_rail_window_is_modified (self->window))
    {
      g_clear_pointer (&self->stamp, g_free);
      self->waits = FALSE;
    }
  self->checking = TRUE;
  g_file_query_info_async (self->file, STAMP_ATTRIBUTES, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, self->cancellable,
                           looked_cb, self);
}

static gboolean
check_cb (gpointer user_data)
{
  RailFollow *self = user_data;

  self->check_source = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static gboolean
poll_cb (gpointer user_data)
{
  look (user_data);
  return G_SOURCE_CONTINUE;
}

static void
look_soon (RailFollow *self,
           guint       ms)
{
  g_clear_handle_id (&self->check_source, g_source_remove);
  self->check_source = g_timeout_add (ms, check_cb, self);
}

static void
monitor_cb (RailFollow *self)
{
  look_soon (self, SETTLE_MS);
}

/* From now on the window shows what others save in its file. It must not be able to save there itself. */
void
_rail_window_follow (RailWindow *window)
{
  RailFollow *self;

  if (window->follow != NULL || window->file == NULL || window->kind != RAIL_OPEN_FILE)
    return;

  self = g_new0 (RailFollow, 1);
  self->window = window;
  self->file = g_object_ref (window->file);
  self->cancellable = g_cancellable_new ();
  self->monitor = g_file_monitor_file (self->file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (monitor_cb), self);
  self->poll_source = g_timeout_add_seconds (POLL_SECONDS, poll_cb, self);
  window->follow = self;
  /* It may have been saved between being read and being watched. */
  look_soon (self, SETTLE_MS);
}

void
_rail_window_unfollow (RailWindow *window)
{
  RailFollow *self = g_steal_pointer (&window->follow);

  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_clear_handle_id (&self->poll_source, g_source_remove);
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->project_file);
  g_object_unref (self->file);
  g_free (self->stamp);
  g_free (self->stale);
  g_free (self);
}

/* Why the window does not show what is in its file by now, in sentences; NULL if it does. */
const char *
_rail_window_get_stale (RailWindow *window)
{
  return window->follow != NULL ? window->follow->stale : NULL;
}
