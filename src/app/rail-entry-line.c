/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-entry-line"

#include "config.h"

#include "rail-entry-line.h"

#include "rail-status-cell.h"

#include <glib/gi18n.h>

/**
 * rail_entry_line_new:
 * @entry: an entry
 * @now: seconds since 1970 UTC
 *
 * Returns: (transfer floating): one line for a list: name, ID and status
 */
GtkWidget *
rail_entry_line_new (RailEntry *entry,
                     gint64     now)
{
  RailCertificate *certificate;
  g_autofree char *id = NULL;
  g_autofree char *status_text = NULL;
  GtkWidget *box, *name, *number, *status;
  int days;

  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);

  certificate = rail_entry_get_certificate (entry);
  id = g_strdup_printf (_("ID %u"), rail_entry_get_id (entry));
  status_text = rail_entry_dup_status_text (entry, now);
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  name = gtk_label_new (rail_certificate_get_common_name (certificate));
  number = gtk_label_new (id);
  status = rail_status_cell_new ();

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_tooltip_text (name, rail_certificate_get_subject (certificate));
  gtk_box_append (GTK_BOX (box), name);
  gtk_widget_add_css_class (number, "dim-label");
  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_set_hexpand (number, TRUE);
  gtk_label_set_xalign (GTK_LABEL (number), 0);
  gtk_box_append (GTK_BOX (box), number);
  rail_status_cell_set (RAIL_STATUS_CELL (status), rail_entry_get_status (entry, now, &days), status_text);
  gtk_box_append (GTK_BOX (box), status);
  return box;
}
