/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-file-drag"

#include "config.h"

#include "rail-file-drag.h"

#include "rail-drag-keep.h"
#include "rail-task-dialog.h"

typedef struct
{
  GtkWidget        *widget;         /* owns the source, and with it this */
  RailHandOver     *hand_over;
  RailHandOverFile *file;
  RailDragKeep      keep;
} Drag;

static void
drag_free (gpointer  data,
           GClosure *closure)
{
  Drag *drag = data;

  rail_drag_keep_forget (&drag->keep);
  g_object_unref (drag->hand_over);
  g_object_unref (drag->file);
  g_free (drag);
}

static void
say (Drag       *drag,
     const char *text)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (drag->widget, RAIL_TYPE_TASK_DIALOG);

  if (dialog != NULL)
    rail_task_dialog_set_error (RAIL_TASK_DIALOG (dialog), text);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            Drag          *drag)
{
  g_autoptr(GError) error = NULL;

  rail_drag_keep_forget (&drag->keep);
  rail_drag_keep_take (&drag->keep, rail_drag_files_new_for_hand_over (drag->hand_over, drag->file, &error));
  say (drag, error != NULL ? error->message : NULL);
  return error == NULL ? rail_drag_keep_provide (&drag->keep) : NULL;
}

static void
begin_cb (GtkDragSource *source,
          GdkDrag       *gdk_drag,
          Drag          *drag)
{
  gboolean private = rail_hand_over_file_is_private (drag->file);
  g_autofree char *name = g_path_get_basename (rail_hand_over_file_get_path (drag->file));

  rail_drag_show_icon (gdk_drag, private ? "rail-locked-symbolic" : "rail-certificate-symbolic", name);
}

static void
end_cb (GtkDragSource *source,
        GdkDrag       *gdk_drag,
        gboolean       delete_data,
        Drag          *drag)
{
  rail_drag_keep_forget_in (&drag->keep, rail_hand_over_file_is_private (drag->file) ? RAIL_DRAG_KEEP_KEY_SECONDS
                                                                                      : RAIL_DRAG_KEEP_SECONDS);
}

/**
 * rail_file_drag_new:
 * @widget: the widget that will own the controller
 * @hand_over: a plan
 * @file: one of its files
 *
 * Lets @file be dragged into a file manager or a partner's program as it would be handed over. It is made when the drag
 * begins and stays until some seconds after it, until the next one, or until the widget is gone. Why it cannot be made is
 * said in the dialog around @widget.
 *
 * Returns: (transfer full): a controller to be added to @widget or to a widget in it
 */
GtkDragSource *
rail_file_drag_new (GtkWidget        *widget,
                    RailHandOver     *hand_over,
                    RailHandOverFile *file)
{
  GtkDragSource *source = gtk_drag_source_new ();
  Drag *drag = g_new0 (Drag, 1);

  drag->widget = widget;
  drag->hand_over = g_object_ref (hand_over);
  drag->file = g_object_ref (file);
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_data (source, "prepare", G_CALLBACK (prepare_cb), drag, drag_free, 0);
  g_signal_connect (source, "drag-begin", G_CALLBACK (begin_cb), drag);
  g_signal_connect (source, "drag-end", G_CALLBACK (end_cb), drag);
  return source;
}
