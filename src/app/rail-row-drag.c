/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-row-drag"

#include "config.h"

#include "rail-row-drag.h"

#include "rail-certificate-columns.h"
#include "rail-drag-files.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

/* A file manager may still copy when the drag is over for us. */
#define KEEP_SECONDS 30
/* The files are written before the drag begins, so they may take no more than a moment. */
#define MAX_FILES 500

typedef struct
{
  RailCertificateTable *table;    /* owns the source, and with it this */
  GtkColumnView        *view;
  RailDragFiles        *files;
  guint                 n_files;
  guint                 forget_id;
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

/* What is dragged is the selection, unless the drag began on a row outside it. */
static gboolean
select_dragged (Drag   *drag,
                double  x,
                double  y)
{
  guint position = rail_certificate_columns_find_position (drag->view, x, y);
  GtkSelectionModel *selection = gtk_column_view_get_model (drag->view);

  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  if (!gtk_selection_model_is_selected (selection, position))
    gtk_selection_model_select_item (selection, position, TRUE);
  return TRUE;
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
  GdkContentProvider *provider;
  GdkFileList *file_list;
  GPtrArray *files;

  if (!select_dragged (drag, x, y))
    return NULL;

  forget_files (drag);
  entries = rail_certificate_table_get_selected (drag->table);
  if (entries->len > MAX_FILES)
    {
      g_autofree char *text = g_strdup_printf (_("At most %u certificates can be dragged at once; export them instead"),
                                               (guint) MAX_FILES);

      rail_toast_show (GTK_WIDGET (drag->table), text, NULL, NULL);
      return NULL;
    }
  drag->files = rail_drag_files_new (entries, &error);
  if (drag->files == NULL)
    {
      rail_toast_show (GTK_WIDGET (drag->table), error->message, NULL, NULL);
      return NULL;
    }

  files = rail_drag_files_get_files (drag->files);
  drag->n_files = files->len;
  for (guint i = files->len; i > 0; i--)
    list = g_slist_prepend (list, g_ptr_array_index (files, i - 1));
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
 * rail_row_drag_new:
 * @table: the table that the rows are dragged from
 * @view: the column view in it
 *
 * The rows are offered as a list of files, which every file manager and partner program takes. They are certificates and
 * never keys. The files stay until some seconds after the drag, until the next one, or until the table is gone.
 *
 * Returns: (transfer full): a controller to be added to @view
 */
GtkDragSource *
rail_row_drag_new (RailCertificateTable *table,
                   GtkColumnView        *view)
{
  GtkDragSource *source = gtk_drag_source_new ();
  Drag *drag = g_new0 (Drag, 1);

  drag->table = table;
  drag->view = view;
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_data (source, "prepare", G_CALLBACK (prepare_cb), drag, drag_free, 0);
  g_signal_connect (source, "drag-begin", G_CALLBACK (begin_cb), drag);
  g_signal_connect (source, "drag-end", G_CALLBACK (end_cb), drag);
  return source;
}
