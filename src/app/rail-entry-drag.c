/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-entry-drag"

#include "config.h"

#include "rail-entry-drag.h"

#include "rail-drag-keep.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

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
  RailDragKeep      keep;
} Drag;

static void
drag_free (gpointer  data,
           GClosure *closure)
{
  Drag *drag = data;

  rail_drag_keep_forget (&drag->keep);
  g_free (drag);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            Drag          *drag)
{
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  RailDragForm form = RAIL_DRAG_DER;
  RailProject *project = NULL;
  GdkContentProvider *providers[2];

  entries = drag->get_entries (drag->widget, x, y, &form, &project);
  if (entries == NULL || entries->len == 0)
    return NULL;

  rail_drag_keep_forget (&drag->keep);
  if (entries->len > MAX_FILES)
    {
      g_autofree char *text = g_strdup_printf (_("At most %u certificates can be dragged at once; export them instead"),
                                               (guint) MAX_FILES);

      rail_toast_show (drag->widget, text, NULL, NULL);
      return NULL;
    }
  rail_drag_keep_take (&drag->keep, rail_drag_files_new_in_form (project, entries, form, &error));
  if (error != NULL)
    {
      rail_toast_show (drag->widget, error->message, NULL, NULL);
      return NULL;
    }

  providers[0] = rail_drag_keep_provide (&drag->keep);
  providers[1] = gdk_content_provider_new_typed (RAIL_TYPE_ENTRY_LIST, entries);
  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}

static void
begin_cb (GtkDragSource *source,
          GdkDrag       *gdk_drag,
          Drag          *drag)
{
  guint n = rail_drag_files_get_files (drag->keep.files)->len;
  g_autofree char *text = g_strdup_printf (ngettext ("%u certificate", "%u certificates", n), n);

  rail_drag_show_icon (gdk_drag, "rail-certificate-symbolic", text);
}

static void
end_cb (GtkDragSource *source,
        GdkDrag       *gdk_drag,
        gboolean       delete_data,
        Drag          *drag)
{
  rail_drag_keep_forget_in (&drag->keep, RAIL_DRAG_KEEP_SECONDS);
}

/**
 * rail_entry_drag_new:
 * @widget: the widget that will own the controller
 * @get_entries: tells what is dragged when a drag begins
 *
 * What is dragged is offered as a list of files, which every file manager and partner program takes, and as a
 * #RailEntryList, which the devices of this program take. The files are certificates and never keys. The files stay until
 * some seconds after the drag, until the next one, or until the widget is gone.
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
