/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-diagram-drag-source"

#include "config.h"

#include "rail-diagram-drag-source.h"

#include "rail-diagram-draw.h"
#include "rail-drag-keep.h"
#include "rail-entry-drag.h"
#include "rail-toast.h"

typedef struct
{
  GtkWidget           *widget;      /* owns the source, and with it this */
  RailDiagramDragFunc  get_item;
  RailDragKeep         keep;
  RailDiagramItem     *item;        /* (nullable): until the drag ends */
} Drag;

static void
forget (Drag *drag)
{
  rail_drag_keep_forget (&drag->keep);
  g_clear_object (&drag->item);
}

static void
drag_free (gpointer  data,
           GClosure *closure)
{
  forget (data);
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
  GdkContentProvider *providers[2] = { NULL, NULL };

  if (item == NULL || rail_diagram_item_get_entry (item) == NULL)
    return NULL;
  forget (drag);
  rail_drag_keep_take (&drag->keep, rail_diagram_write_drag (diagram, item, &error));
  if (error != NULL)
    {
      rail_toast_show (drag->widget, error->message, NULL, NULL);
      return NULL;
    }
  g_set_object (&drag->item, item);
  providers[0] = rail_drag_keep_provide (&drag->keep);
  providers[1] = make_entry_provider (item);
  return gdk_content_provider_new_union (providers, providers[1] != NULL ? 2 : 1);
}

static void
begin_cb (GtkDragSource *source,
          GdkDrag       *gdk_drag,
          Drag          *drag)
{
  g_autofree char *name = rail_diagram_item_dup_file_name (drag->item);

  rail_drag_show_icon (gdk_drag, rail_diagram_kind_get_icon_name (rail_diagram_item_get_kind (drag->item)), name);
}

static void
end_cb (GtkDragSource *source,
        GdkDrag       *gdk_drag,
        gboolean       delete_data,
        Drag          *drag)
{
  gboolean is_key = drag->item != NULL && rail_diagram_item_get_kind (drag->item) == RAIL_DIAGRAM_KEY;

  rail_drag_keep_forget_in (&drag->keep, is_key ? RAIL_DRAG_KEEP_KEY_SECONDS : RAIL_DRAG_KEEP_SECONDS);
  g_clear_object (&drag->item);
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
