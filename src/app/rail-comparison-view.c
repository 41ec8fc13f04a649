/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-comparison-view"

#include "config.h"

#include "rail-comparison-view.h"

#include <glib/gi18n.h>

struct _RailComparisonView
{
  GtkWidget       parent_instance;

  /* Template widgets */
  GtkWidget      *box;
  GtkLabel       *summary;
  GtkCheckButton *differences_only;
  GtkGrid        *grid;

  /* Owned references */
  GListModel     *rows;       /* (nullable): of RailComparison */
  char           *titles[2];  /* above the left and the right one */
};

G_DEFINE_FINAL_TYPE (RailComparisonView, rail_comparison_view, GTK_TYPE_WIDGET)

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* Both sides are of one width, so that neither looks more important. */
static void
let_wrap (GtkWidget *label)
{
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 26);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 26);
  gtk_widget_set_hexpand (label, TRUE);
}

static GtkWidget *
make_value (const char *text,
            gboolean    is_code,
            GtkWidget  *name)
{
  GtkWidget *label = make_label (text != NULL ? text : _("Not there"), text == NULL ? "dim-label" : NULL);

  let_wrap (label);
  gtk_label_set_selectable (GTK_LABEL (label), text != NULL);
  if (is_code && text != NULL)
    {
      g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

      /* A code has no words, and a hyphen in it would be taken for a part of it. */
      pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
      gtk_label_set_attributes (GTK_LABEL (label), attributes);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
      gtk_widget_add_css_class (label, "monospace");
    }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name, NULL, -1);
  return label;
}

/* In words and with a sign, because colours are not seen by everybody. */
static GtkWidget *
make_mark (RailComparison *row)
{
  const char *text = _("≠ Differs");
  GtkWidget *label;

  if (rail_comparison_get_right (row) == NULL)
    text = _("← Only left");
  else if (rail_comparison_get_left (row) == NULL)
    text = _("→ Only right");
  label = make_label (text, "difference-mark");
  return label;
}

static void
add_row (RailComparisonView *self,
         RailComparison     *row,
         int                 line)
{
  GtkWidget *name = make_label (rail_comparison_get_label (row), "dim-label");
  GtkWidget *left = make_value (rail_comparison_get_left (row), rail_comparison_is_code (row), name);
  GtkWidget *right = make_value (rail_comparison_get_right (row), rail_comparison_is_code (row), name);
  GtkWidget *mark = rail_comparison_differs (row) ? make_mark (row) : make_label ("", NULL);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (name), 16);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 20);
  gtk_widget_set_tooltip_text (name, rail_comparison_get_label (row));
  gtk_label_set_width_chars (GTK_LABEL (mark), 11);
  gtk_grid_attach (self->grid, name, 0, line, 1, 1);
  gtk_grid_attach (self->grid, left, 1, line, 1, 1);
  gtk_grid_attach (self->grid, right, 2, line, 1, 1);
  gtk_grid_attach (self->grid, mark, 3, line, 1, 1);
}

static void
add_titles (RailComparisonView *self)
{
  for (int i = 0; i < 2; i++)
    {
      GtkWidget *title = make_label (self->titles[i], "heading");

      let_wrap (title);
      gtk_grid_attach (self->grid, title, 1 + i, 0, 1, 1);
    }
}

static void
fill_grid (RailComparisonView *self)
{
  gboolean differences_only = gtk_check_button_get_active (self->differences_only);
  const char *section = NULL;
  GtkWidget *child;
  int line = 1;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  add_titles (self);
  for (guint i = 0; self->rows != NULL && i < g_list_model_get_n_items (self->rows); i++)
    {
      g_autoptr(RailComparison) row = g_list_model_get_item (self->rows, i);

      if (differences_only && !rail_comparison_differs (row))
        continue;
      if (g_strcmp0 (section, rail_comparison_get_section (row)) != 0)
        {
          GtkWidget *title = make_label (rail_comparison_get_section (row), "heading");

          section = rail_comparison_get_section (row);
          gtk_widget_set_margin_top (title, line > 1 ? 12 : 0);
          gtk_grid_attach (self->grid, title, 0, line++, 4, 1);
        }
      add_row (self, row, line++);
    }
  if (line == 1)
    gtk_grid_attach (self->grid, make_label (_("The two certificates are the same."), "dim-label"), 0, 1, 4, 1);
}

/* A label that is the first to get the focus of a window makes GTK 4.8 complain. */
static gboolean
rail_comparison_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (RAIL_COMPARISON_VIEW (widget)->differences_only));
}

static void
rail_comparison_view_dispose (GObject *object)
{
  RailComparisonView *self = RAIL_COMPARISON_VIEW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (rail_comparison_view_parent_class)->dispose (object);
}

static void
rail_comparison_view_finalize (GObject *object)
{
  RailComparisonView *self = RAIL_COMPARISON_VIEW (object);

  g_free (self->titles[0]);
  g_free (self->titles[1]);
  G_OBJECT_CLASS (rail_comparison_view_parent_class)->finalize (object);
}

static void
rail_comparison_view_class_init (RailComparisonViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_comparison_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = rail_comparison_view_finalize;

  widget_class->grab_focus = rail_comparison_view_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-comparison-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RailComparisonView, box);
  gtk_widget_class_bind_template_child (widget_class, RailComparisonView, summary);
  gtk_widget_class_bind_template_child (widget_class, RailComparisonView, differences_only);
  gtk_widget_class_bind_template_child (widget_class, RailComparisonView, grid);
  gtk_widget_class_bind_template_callback (widget_class, fill_grid);
}

static void
rail_comparison_view_init (RailComparisonView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_comparison_view_set:
 * @self: a view
 * @left: a certificate
 * @left_title: what stands above it
 * @right: another certificate
 * @right_title: what stands above that
 */
void
rail_comparison_view_set (RailComparisonView *self,
                          RailCertificate    *left,
                          const char         *left_title,
                          RailCertificate    *right,
                          const char         *right_title)
{
  g_autofree char *text = NULL;
  guint n;

  g_return_if_fail (RAIL_IS_COMPARISON_VIEW (self));
  g_return_if_fail (RAIL_IS_CERTIFICATE (left));
  g_return_if_fail (RAIL_IS_CERTIFICATE (right));
  g_return_if_fail (left_title != NULL && right_title != NULL);

  g_clear_object (&self->rows);
  self->rows = rail_certificate_compare (left, right);
  n = rail_comparison_count_differences (self->rows);
  text = n == 0 ? g_strdup (_("No differences"))
                : g_strdup_printf (ngettext ("%u difference", "%u differences", n), n);
  gtk_label_set_text (self->summary, text);
  g_free (self->titles[0]);
  g_free (self->titles[1]);
  self->titles[0] = g_strdup (left_title);
  self->titles[1] = g_strdup (right_title);
  fill_grid (self);
}
