/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-diagram-page"

#include "config.h"

#include "rail-diagram-page-private.h"

#include "rail-diagram-layout.h"
#include "rail-diagram-paper.h"
#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-file-chooser.h"
#include "rail-file-name.h"
#include "rail-hand-over-dialog.h"
#include "rail-operations.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

static void
zoom_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  RailDiagramPage *self = RAIL_DIAGRAM_PAGE (widget);

  if (g_str_equal (name, "diagram.zoom-in"))
    rail_diagram_view_zoom_by (self->view, 1);
  else if (g_str_equal (name, "diagram.zoom-out"))
    rail_diagram_view_zoom_by (self->view, -1);
  else if (g_str_equal (name, "diagram.zoom-fit"))
    rail_diagram_view_fit (self->view);
  else
    rail_diagram_view_set_zoom (self->view, 1);
}

static void
show_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  RailDiagramPage *self = RAIL_DIAGRAM_PAGE (widget);

  if (self->item != NULL)
    _rail_diagram_page_show_item (self, self->item);
}

static void
repaired_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(RailDiagramPage) self = RAIL_DIAGRAM_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  self->is_repairing = FALSE;
  if (!rail_diagram_repair_finish (RAIL_DIAGRAM (object), result, &error))
    rail_error_dialog_show (GTK_WIDGET (self), _("This was not repaired"), error);
  else if (self->project == rail_diagram_get_project (RAIL_DIAGRAM (object)))
    rail_toast_show (GTK_WIDGET (self), rail_project_get_undo_text (self->project), _("_Undo"), "win.undo");
  _rail_diagram_page_update_item (self);
}

static void
repair (RailDiagramPage *self,
        RailDiagramItem *item)
{
  if (self->is_repairing || rail_diagram_item_get_repair (item) == NULL)
    return;
  self->is_repairing = TRUE;
  _rail_diagram_page_update_item (self);
  rail_diagram_repair_async (self->diagram, item, NULL, repaired_cb, g_object_ref (self));
}

static void
repair_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  RailDiagramPage *self = RAIL_DIAGRAM_PAGE (widget);

  if (self->item != NULL)
    repair (self, self->item);
}

static void
repair_item_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  RailDiagramPage *self = RAIL_DIAGRAM_PAGE (widget);
  g_autoptr(RailDiagramItem) item = NULL;

  if (self->diagram == NULL)
    return;
  item = g_list_model_get_item (rail_diagram_get_items (self->diagram), g_variant_get_uint32 (parameter));
  if (item != NULL)
    repair (self, item);
}

static void
write_files_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  RailDiagramPage *self = RAIL_DIAGRAM_PAGE (widget);
  g_autoptr(GPtrArray) pair = g_ptr_array_new ();
  RailEntry *own = rail_diagram_get_certificate (self->diagram);
  RailEntry *other = rail_diagram_get_partner_certificate (self->diagram);

  if (own != NULL)
    g_ptr_array_add (pair, own);
  if (other != NULL)
    g_ptr_array_add (pair, other);
  gtk_window_present (rail_hand_over_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), widget, self->project,
                                                 pair));
}

typedef struct
{
  RailDiagramPage *page;
  RailDiagram     *diagram;
  gboolean         is_png;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->page);
  g_object_unref (saving->diagram);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(RailDiagramPage) self = RAIL_DIAGRAM_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *name = rail_display_name_dup (G_FILE (object));
  g_autofree char *text = g_strdup_printf (_("Picture saved as “%s”"), name);

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    rail_toast_show (GTK_WIDGET (self), text, NULL, NULL);
  else
    rail_error_dialog_show (GTK_WIDGET (self), _("The picture was not saved"), error);
}

static void
file_chosen_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(Saving) saving = user_data;
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);
  g_autoptr(GBytes) content = NULL;
  g_autoptr(GError) error = NULL;
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (saving->page)) == GTK_TEXT_DIR_RTL;

  if (file == NULL || saving->page->project == NULL)
    return;
  content = saving->is_png ? rail_diagram_write_png (saving->diagram, GTK_WIDGET (saving->page), &error)
                           : rail_diagram_write_svg (saving->diagram, is_mirrored);
  if (content == NULL)
    {
      rail_error_dialog_show (GTK_WIDGET (saving->page), _("The picture was not saved"), error);
      return;
    }
  g_file_replace_contents_bytes_async (file, content, NULL, FALSE, G_FILE_CREATE_NONE, NULL, saved_cb,
                                       g_object_ref (saving->page));
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RailDiagramPage *self = RAIL_DIAGRAM_PAGE (widget);
  gboolean is_png = g_str_equal (action_name, "diagram.save-png");
  g_autofree char *stem = rail_file_name_sanitize (rail_diagram_get_title (self->diagram));
  g_autofree char *name = g_strdup_printf ("%s.%s", stem, is_png ? "png" : "svg");
  Saving *saving = g_new0 (Saving, 1);

  saving->page = g_object_ref (self);
  saving->diagram = g_object_ref (self->diagram);
  saving->is_png = is_png;
  rail_file_chooser_save_async (GTK_WINDOW (gtk_widget_get_root (widget)), _("Save the Picture"), name,
                                is_png ? _("Images (PNG)") : _("Drawings (SVG)"), is_png ? "*.png" : "*.svg", NULL,
                                file_chosen_cb, saving);
}

static void
print_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  RailDiagramPage *self = RAIL_DIAGRAM_PAGE (widget);
  g_autoptr(GtkPrintOperation) operation = rail_diagram_print_new (self->diagram, widget);
  g_autoptr(GError) error = NULL;

  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               GTK_WINDOW (gtk_widget_get_root (widget)),
                               &error) == GTK_PRINT_OPERATION_RESULT_ERROR)
    rail_error_dialog_show (widget, _("The picture was not printed"), error);
}

void
_rail_diagram_page_class_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "diagram.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "diagram.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "diagram.zoom-normal", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "diagram.zoom-fit", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "diagram.show", NULL, show_action);
  gtk_widget_class_install_action (widget_class, "diagram.repair", NULL, repair_action);
  gtk_widget_class_install_action (widget_class, "diagram.repair-item", "u", repair_item_action);
  gtk_widget_class_install_action (widget_class, "diagram.write-files", NULL, write_files_action);
  gtk_widget_class_install_action (widget_class, "diagram.save-svg", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "diagram.save-png", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "diagram.print", NULL, print_action);
}
