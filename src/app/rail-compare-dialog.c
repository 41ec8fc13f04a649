/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-compare-dialog"

#include "config.h"

#include "rail-compare-dialog.h"

#include "rail-comparison-view.h"
#include "rail-text-scale.h"

struct _RailCompareDialog
{
  AdwWindow           parent_instance;

  RailComparisonView *view;
};

G_DEFINE_FINAL_TYPE (RailCompareDialog, rail_compare_dialog, ADW_TYPE_WINDOW)

static void
rail_compare_dialog_class_init (RailCompareDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (RAIL_TYPE_COMPARISON_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-compare-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailCompareDialog, view);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_compare_dialog_init (RailCompareDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));
}

/**
 * rail_compare_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @left: a certificate
 * @left_title: what stands above it
 * @right: another certificate
 * @right_title: what stands above that
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_compare_dialog_new (GtkWindow       *parent,
                         RailCertificate *left,
                         const char      *left_title,
                         RailCertificate *right,
                         const char      *right_title)
{
  RailCompareDialog *self = g_object_new (RAIL_TYPE_COMPARE_DIALOG, "transient-for", parent, NULL);

  rail_comparison_view_set (self->view, left, left_title, right, right_title);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return GTK_WINDOW (self);
}
