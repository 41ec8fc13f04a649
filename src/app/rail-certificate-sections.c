/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-sections"

#include "config.h"

#include "rail-certificate-sections.h"

#include "rail-section.h"

#include <glib/gi18n.h>

struct _RailCertificateSections
{
  GtkWidget        parent_instance;

  GtkWidget       *scroller;
  GtkWidget       *flow;
  RailCertificate *certificate;   /* (nullable) */
};

G_DEFINE_FINAL_TYPE (RailCertificateSections, rail_certificate_sections, GTK_TYPE_WIDGET)

static void
copy_cb (GtkWidget *button,
         GtkLabel  *value)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), gtk_label_get_text (value));
}

static void
add_field (GtkGrid   *grid,
           int        line,
           RailField *field)
{
  g_autofree char *tip = g_strdup_printf (_("Copy “%s”"), rail_field_get_label (field));
  GtkWidget *label = gtk_label_new (rail_field_get_label (field));
  GtkWidget *value = gtk_label_new (rail_field_get_value (field));
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_grid_attach (grid, label, 0, line, 1, 1);

  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_yalign (GTK_LABEL (value), 0);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (value), 20);
  /* Eight bytes in hexadecimal fit into a line. */
  gtk_label_set_max_width_chars (GTK_LABEL (value), rail_field_is_code (field) ? 24 : 28);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_widget_add_css_class (value, rail_field_is_code (field) ? "monospace" : "numeric");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_grid_attach (grid, value, 1, line, 1, 1);

  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_add_css_class (copy, "copy-button");
  gtk_widget_set_valign (copy, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (copy, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_cb), value, 0);
  gtk_grid_attach (grid, copy, 2, line, 1, 1);
}

static GtkWidget *
make_section (gpointer item,
              gpointer user_data)
{
  RailSection *section = item;
  GListModel *fields = rail_section_get_fields (section);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (rail_section_get_title (section));
  GtkWidget *grid = gtk_grid_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (box), title);

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr(RailField) field = g_list_model_get_item (fields, i);

      add_field (GTK_GRID (grid), i, field);
    }
  gtk_box_append (GTK_BOX (box), grid);
  return box;
}

static void
rail_certificate_sections_dispose (GObject *object)
{
  RailCertificateSections *self = RAIL_CERTIFICATE_SECTIONS (object);

  g_clear_object (&self->certificate);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (rail_certificate_sections_parent_class)->dispose (object);
}

static void
rail_certificate_sections_class_init (RailCertificateSectionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_certificate_sections_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/certrail/Certrail/ui/rail-certificate-sections.ui");
  gtk_widget_class_bind_template_child (widget_class, RailCertificateSections, scroller);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateSections, flow);
}

static void
rail_certificate_sections_init (RailCertificateSections *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_certificate_sections_set_certificate:
 * @self: sections
 * @certificate: (nullable): the certificate to show
 */
void
rail_certificate_sections_set_certificate (RailCertificateSections *self,
                                           RailCertificate         *certificate)
{
  g_autoptr(GListModel) sections = NULL;

  g_return_if_fail (RAIL_IS_CERTIFICATE_SECTIONS (self));

  if (!g_set_object (&self->certificate, certificate))
    return;
  sections = certificate != NULL ? rail_certificate_describe (certificate) : NULL;
  gtk_flow_box_bind_model (GTK_FLOW_BOX (self->flow), sections, sections != NULL ? make_section : NULL, NULL, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (self->flow);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_focusable (child, FALSE);
}
