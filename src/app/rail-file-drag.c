/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-file-drag"

#include "config.h"

#include "rail-file-drag.h"

#include "rail-drag-files.h"
#include "rail-task-dialog.h"

/* A file manager may still copy when the drag is over for us. */
#define KEEP_SECONDS 30

typedef struct
{
  GtkWidget        *widget;         /* owns the source, and with it this */
  RailHandOver     *hand_over;
  RailHandOverFile *file;
  RailDragFiles    *files;
  guint             forget_id;
} Drag;

static void
forget_files (Drag *drag)
{
  g_clear_handle_id (&drag->forget_id, g_source_remove);
  g_clear_object (&drag->files);
}

static gboolean
forget_cb (gpointer user_data)
{
  Drag *drag = user_data;

  drag->forget_id = 0;
  forget_files (drag);
  return G_SOURCE_REMOVE;
}

static void
drag_free (gpointer  data,
           GClosure *closure)
{
  Drag *drag = data;

  forget_files (drag);
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
  g_autoptr(GSList) list = NULL;
  g_autoptr(GError) error = NULL;
  GdkFileList *file_list;
  GdkContentProvider *provider;
  GPtrArray *files;

  forget_files (drag);
  drag->files = rail_drag_files_new_for_hand_over (drag->hand_over, drag->file, &error);
  say (drag, error != NULL ? error->message : NULL);
  if (drag->files == NULL)
    return NULL;
  files = rail_drag_files_get_files (drag->files);
  list = g_slist_prepend (list, g_ptr_array_index (files, 0));
  file_list = gdk_file_list_new_from_list (list);
  provider = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, file_list);
  g_boxed_free (GDK_TYPE_FILE_LIST, file_list);
  return provider;
}

static void
begin_cb (GtkDragSource *source,
          GdkDrag       *gdk_drag,
          Drag          *drag)
{
  gboolean private = rail_hand_over_file_is_private (drag->file);
  g_autofree char *name = g_path_get_basename (rail_hand_over_file_get_path (drag->file));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (box, "drag-icon");
  gtk_box_append (GTK_BOX (box),
                  gtk_image_new_from_icon_name (private ? "rail-locked-symbolic" : "rail-certificate-symbolic"));
  gtk_box_append (GTK_BOX (box), gtk_label_new (name));
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (gdk_drag)), box);
  gdk_drag_set_hotspot (gdk_drag, -12, -12);
}

static void
end_cb (GtkDragSource *source,
        GdkDrag       *gdk_drag,
        gboolean       delete_data,
        Drag          *drag)
{
  g_clear_handle_id (&drag->forget_id, g_source_remove);
  drag->forget_id = g_timeout_add_seconds (KEEP_SECONDS, forget_cb, drag);
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
