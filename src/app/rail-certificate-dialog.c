/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-dialog"

#include "config.h"

#include "rail-certificate-dialog.h"

#include "rail-certificate-sections.h"
#include "rail-text-scale.h"

struct _RailCertificateDialog
{
  AdwWindow                parent_instance;

  AdwWindowTitle          *title;
  RailCertificateSections *sections;
};

G_DEFINE_FINAL_TYPE (RailCertificateDialog, rail_certificate_dialog, ADW_TYPE_WINDOW)

static void
rail_certificate_dialog_class_init (RailCertificateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (RAIL_TYPE_CERTIFICATE_SECTIONS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-certificate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailCertificateDialog, title);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateDialog, sections);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_certificate_dialog_init (RailCertificateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));
}

static GtkWidget *
find_button (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * rail_certificate_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @certificate: what to show
 * @subtitle: which one it is
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_certificate_dialog_new (GtkWindow       *parent,
                             RailCertificate *certificate,
                             const char      *subtitle)
{
  RailCertificateDialog *self = g_object_new (RAIL_TYPE_CERTIFICATE_DIALOG, "transient-for", parent, NULL);
  GtkWidget *button;

  adw_window_title_set_title (self->title, rail_certificate_get_common_name (certificate));
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), rail_certificate_get_common_name (certificate));
  rail_certificate_sections_set_certificate (self->sections, certificate);
  /* A label that is the first to get the focus of a window makes GTK 4.8 complain. */
  button = find_button (GTK_WIDGET (self->sections));
  if (button != NULL)
    gtk_widget_grab_focus (button);
  return GTK_WINDOW (self);
}
