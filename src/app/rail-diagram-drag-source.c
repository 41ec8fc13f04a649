/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-diagram-drag-source"

#include "config.h"

#include "rail-diagram-drag-source.h"

#include "rail-diagram-draw.h"
#include "rail-entry-drag.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

/* A file manager may still copy when the drag is over for us; a key is not left about for long. */
#define KEEP_SECONDS 30
#define KEEP_KEY_SECONDS 10

typedef struct
{
  GtkWidget           *widget;      /* owns the source, and with it this */
  RailDiagramDragFunc  get_item;
  RailDragFiles       *files;       /* (nullable) */
  RailDiagramItem     *item;        /* (nullable) */
  guint                forget_id;
} Drag;

static void
forget_files (Drag *drag)
{
  g_clear_handle_id (&drag->forget_id, g_source_remove);
  g_clear_object (&drag->files);
  g_clear_object (&drag->item);
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

/* Devices of this program take certificates and authorities; keys and lists are files only. */
static GdkContentProvider *
make_entry_provider (RailDiagramItem *item)
{
  RailDiagramKind kind = rail_diagram_item_get_kind (item);
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  if (kind != RAIL_DIAGRAM_CERTIFICATE && kind != RAIL_DIAGRAM_AUTHORITY)
    return NULL;
  g_ptr_array_add (entries, g_object_ref (rail_diagram_item_get_entry (item)));
  return gdk_content_provider_new_typed (RAIL_TYPE_ENTRY_LIST, entries);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            Drag          *drag)
{
  RailDiagram *diagram = NULL;
  RailDiagramItem *item = drag->get_item (drag->widget, x, y, &diagram);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSList) list = NULL;
  GdkContentProvider *providers[2] = { NULL, NULL };
  GdkFileList *files;

  if (item == NULL || rail_diagram_item_get_entry (item) == NULL)
    return NULL;
  forget_files (drag);
  drag->files = rail_diagram_write_drag (diagram, item, &error);
  if (drag->files == NULL)
    {
      rail_toast_show (drag->widget, error->message, NULL, NULL);
      return NULL;
    }
  g_set_object (&drag->item, item);
  list = g_slist_prepend (NULL, g_ptr_array_index (rail_drag_files_get_files (drag->files), 0));
  files = gdk_file_list_new_from_list (list);
  providers[0] = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);
  providers[1] = make_entry_provider (item);
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  return gdk_content_provider_new_union (providers, providers[1] != NULL ? 2 : 1);
}

static void
begin_cb (GtkDragSource *source,
          GdkDrag       *gdk_drag,
          Drag          *drag)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *name = rail_diagram_item_dup_file_name (drag->item);

  gtk_widget_add_css_class (box, "drag-icon");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (rail_diagram_kind_get_icon_name (
                                   rail_diagram_item_get_kind (drag->item))));
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
  gboolean is_key = drag->item != NULL && rail_diagram_item_get_kind (drag->item) == RAIL_DIAGRAM_KEY;

  g_clear_handle_id (&drag->forget_id, g_source_remove);
  drag->forget_id = g_timeout_add_seconds (is_key ? KEEP_KEY_SECONDS : KEEP_SECONDS, forget_cb, drag);
}

/**
 * rail_diagram_drag_source_new:
 * @widget: the widget that will own the controller
 * @get_item: tells what is dragged when a drag begins
 *
 * An item is offered as a file under the name that its place asks for, and a certificate also as a #RailEntryList. A
 * private key is only offered when the drag began at the key itself. The file stays until some seconds after the
 * drag, until the next one, or until the widget is gone.
 *
 * Returns: (transfer full): a controller to be added to @widget or to a widget in it
 */
GtkDragSource *
rail_diagram_drag_source_new (GtkWidget           *widget,
                              RailDiagramDragFunc  get_item)
{
  GtkDragSource *source = gtk_drag_source_new ();
  Drag *drag = g_new0 (Drag, 1);

  drag->widget = widget;
  drag->get_item = get_item;
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_data (source, "prepare", G_CALLBACK (prepare_cb), drag, drag_free, 0);
  g_signal_connect (source, "drag-begin", G_CALLBACK (begin_cb), drag);
  g_signal_connect (source, "drag-end", G_CALLBACK (end_cb), drag);
  return source;
}
