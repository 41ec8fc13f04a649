/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-acceptance-row"

#include "config.h"

#include "rail-acceptance-row.h"

#include <glib/gi18n.h>

#define WORD_CHARS 12

static const struct
{
  const char *icon;
  const char *css_class;
} looks[] = {
  [RAIL_CHECK_PASSED] = { "rail-status-valid-symbolic", "success" },
  [RAIL_CHECK_FAILED] = { "rail-status-expired-symbolic", "error" },
  [RAIL_CHECK_NOT_MADE] = { "list-remove-symbolic", "dim-label" },
};

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* The code is what one looks for in a log or in the Internet, so it can be marked and copied. */
static GtkWidget *
make_code (RailCheck *check)
{
  const char *alert = rail_check_get_alert (check);
  /* Translators: the code that one side logs, then the alert that the other side gets */
  g_autofree char *text = alert != NULL ? g_strdup_printf (_("%s (alert %s)"), rail_check_get_code (check), alert)
                                        : g_strdup (rail_check_get_code (check));
  GtkWidget *label = make_label (text, "monospace");
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_name (label, "code");
  return label;
}

static GtkWidget *
make_texts (RailCheck *check)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *reason = make_label (rail_check_get_reason (check), NULL);

  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), make_label (rail_check_get_label (check), "heading"));
  if (rail_check_get_code (check) != NULL)
    gtk_box_append (GTK_BOX (box), make_code (check));
  gtk_box_append (GTK_BOX (box), reason);
  if (rail_check_get_repair (check) != NULL)
    {
      GtkWidget *repair = make_label (rail_check_get_repair (check), NULL);

      gtk_widget_set_name (repair, "repair");
      gtk_box_append (GTK_BOX (box), repair);
    }
  gtk_widget_set_tooltip_text (box, rail_check_get_source (check));
  return box;
}

static char *
describe (RailCheck *check)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s: %s. ", rail_check_get_label (check),
                          rail_check_status_get_label (rail_check_get_status (check)));
  if (rail_check_get_code (check) != NULL)
    g_string_append_printf (text, "%s. ", rail_check_get_code (check));
  g_string_append (text, rail_check_get_reason (check));
  if (rail_check_get_repair (check) != NULL)
    g_string_append_printf (text, " %s", rail_check_get_repair (check));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * rail_acceptance_row_new:
 * @check: a check of a partner
 * @repair_button: (nullable) (transfer floating): what mends it
 *
 * Returns: (transfer floating): a row for a list box, named after the check
 */
GtkWidget *
rail_acceptance_row_new (RailCheck *check,
                         GtkWidget *repair_button)
{
  RailCheckStatus status = rail_check_get_status (check);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name (rail_check_status_get_icon (status));
  GtkWidget *word = gtk_label_new (rail_check_status_get_label (status));
  g_autofree char *description = describe (check);

  g_return_val_if_fail (RAIL_IS_CHECK (check), NULL);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_margin_top (icon, 2);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_label_set_xalign (GTK_LABEL (word), 0);
  gtk_label_set_width_chars (GTK_LABEL (word), WORD_CHARS);
  gtk_widget_set_valign (word, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, rail_check_status_get_class (status));
  gtk_widget_add_css_class (word, rail_check_status_get_class (status));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), word);
  gtk_box_append (GTK_BOX (box), make_texts (check));
  if (repair_button != NULL)
    {
      gtk_widget_set_valign (repair_button, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), repair_button);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_name (row, rail_check_get_nick (check));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  return row;
}

/**
 * rail_check_status_get_icon:
 * @status: how a check ends
 *
 * Returns: (transfer none): its symbolic icon
 */
const char *
rail_check_status_get_icon (RailCheckStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (looks), NULL);

  return looks[status].icon;
}

/**
 * rail_check_status_get_class:
 * @status: how a check ends
 *
 * Returns: (transfer none): the style class of its colour
 */
const char *
rail_check_status_get_class (RailCheckStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (looks), NULL);

  return looks[status].css_class;
}
