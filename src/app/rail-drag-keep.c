/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-drag-keep"

#include "config.h"

#include "rail-drag-keep.h"

static gboolean
forget_cb (gpointer user_data)
{
  RailDragKeep *self = user_data;

  self->forget_id = 0;
  rail_drag_keep_forget (self);
  return G_SOURCE_REMOVE;
}

/**
 * rail_drag_keep_forget:
 * @self: what is kept
 *
 * Removes the files, if there are any.
 */
void
rail_drag_keep_forget (RailDragKeep *self)
{
  g_clear_handle_id (&self->forget_id, g_source_remove);
  g_clear_object (&self->files);
}

/**
 * rail_drag_keep_take:
 * @self: what is kept; nothing after rail_drag_keep_forget()
 * @files: (transfer full) (nullable): the files of a drag that begins
 */
void
rail_drag_keep_take (RailDragKeep  *self,
                     RailDragFiles *files)
{
  g_return_if_fail (self->files == NULL);

  self->files = files;
}

/**
 * rail_drag_keep_forget_in:
 * @self: what is kept, with the memory that it is in until then or rail_drag_keep_forget()
 * @seconds: how long whoever got the files may take to copy them
 *
 * Removes the files after the drag.
 */
void
rail_drag_keep_forget_in (RailDragKeep *self,
                          guint         seconds)
{
  g_clear_handle_id (&self->forget_id, g_source_remove);
  self->forget_id = g_timeout_add_seconds (seconds, forget_cb, self);
}

/**
 * rail_drag_keep_provide:
 * @self: what is kept, with files
 *
 * Returns: (transfer full): the files as every file manager and partner program takes them
 */
GdkContentProvider *
rail_drag_keep_provide (RailDragKeep *self)
{
  GPtrArray *files = rail_drag_files_get_files (self->files);
  g_autoptr(GSList) list = NULL;
  GdkContentProvider *provider;
  GdkFileList *file_list;

  for (guint i = files->len; i > 0; i--)
    list = g_slist_prepend (list, g_ptr_array_index (files, i - 1));
  file_list = gdk_file_list_new_from_list (list);
  provider = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, file_list);
  g_boxed_free (GDK_TYPE_FILE_LIST, file_list);
  return provider;
}

/**
 * rail_drag_show_icon:
 * @drag: a drag that begins
 * @icon_name: what kind of thing is dragged
 * @text: what is dragged
 *
 * Shows beside the pointer what is dragged.
 */
void
rail_drag_show_icon (GdkDrag    *drag,
                     const char *icon_name,
                     const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (box, "drag-icon");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon_name));
  gtk_box_append (GTK_BOX (box), gtk_label_new (text));
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), box);
  gdk_drag_set_hotspot (drag, -12, -12);
}
