/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-entry-drag"

#include "config.h"

#include "rail-entry-drag.h"

#include "rail-toast.h"

#include <glib/gi18n.h>

/* A file manager may still copy when the drag is over for us. */
#define KEEP_SECONDS 30
/* The files are written before the drag begins, so they may take no more than a moment. */
#define MAX_FILES 500

/**
 * rail_entry_list_get_type:
 *
 * Returns: the type of #RailEntryList
 */
G_DEFINE_BOXED_TYPE (RailEntryList, rail_entry_list, g_ptr_array_ref, g_ptr_array_unref)

typedef struct
{
  GtkWidget        *widget;         /* owns the source, and with it this */
  RailEntryDragFunc get_entries;
  RailDragFiles    *files;
  guint             n_files;
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
  forget_files (data);
  g_free (data);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            Drag          *drag)
{
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GSList) list = NULL;
  g_autoptr(GError) error = NULL;
  RailDragForm form = RAIL_DRAG_DER;
  RailProject *project = NULL;
  GdkContentProvider *providers[2];
  GdkFileList *file_list;
  GPtrArray *files;

  entries = drag->get_entries (drag->widget, x, y, &form, &project);
  if (entries == NULL || entries->len == 0)
    return NULL;

  forget_files (drag);
  if (entries->len > MAX_FILES)
    {
      g_autofree char *text = g_strdup_printf (_("At most %u certificates can be dragged at once; export them instead"),
                                               (guint) MAX_FILES);

      rail_toast_show (drag->widget, text, NULL, NULL);
      return NULL;
    }
  drag->files = rail_drag_files_new_in_form (project, entries, form, &error);
  if (drag->files == NULL)
    {
      rail_toast_show (drag->widget, error->message, NULL, NULL);
      return NULL;
    }

  files = rail_drag_files_get_files (drag->files);
  drag->n_files = files->len;
  for (guint i = files->len; i > 0; i--)
    list = g_slist_prepend (list, g_ptr_array_index (files, i - 1));
  file_list = gdk_file_list_new_from_list (list);
  providers[0] = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, file_list);
  providers[1] = gdk_content_provider_new_typed (RAIL_TYPE_ENTRY_LIST, entries);
  g_boxed_free (GDK_TYPE_FILE_LIST, file_list);
  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}

static void
begin_cb (GtkDragSource *source,
          GdkDrag       *gdk_drag,
          Drag          *drag)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u certificate", "%u certificates", drag->n_files), drag->n_files);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (box, "drag-icon");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("rail-certificate-symbolic"));
  gtk_box_append (GTK_BOX (box), gtk_label_new (text));
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
 * rail_entry_drag_new:
 * @widget: the widget that will own the controller
 * @get_entries: tells what is dragged when a drag begins
 *
 * What is dragged is offered as a list of files, which every file manager and partner program takes, and as a
 * #RailEntryList, which the devices of this program take. The files are certificates and never keys. The files stay until some seconds after the drag, until the next one, or until the widget is gone.
 *
 * Returns: (transfer full): a controller to be added to @widget or to a widget in it
 */
GtkDragSource *
rail_entry_drag_new (GtkWidget         *widget,
                     RailEntryDragFunc  get_entries)
{
  GtkDragSource *source = gtk_drag_source_new ();
  Drag *drag = g_new0 (Drag, 1);

  drag->widget = widget;
  drag->get_entries = get_entries;
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_data (source, "prepare", G_CALLBACK (prepare_cb), drag, drag_free, 0);
  g_signal_connect (source, "drag-begin", G_CALLBACK (begin_cb), drag);
  g_signal_connect (source, "drag-end", G_CALLBACK (end_cb), drag);
  return source;
}
