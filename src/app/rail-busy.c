/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-busy"

#include "config.h"

#include "rail-busy.h"

#define BUSY_KEY "rail-busy"

static gboolean
stands_above (GtkWindow *dialog,
              GtkWindow *parent)
{
  for (GtkWindow *window = gtk_window_get_transient_for (dialog); window != NULL;
       window = gtk_window_get_transient_for (window))
    if (window == parent)
      return TRUE;
  return FALSE;
}

/**
 * rail_busy_set:
 * @dialog: a dialog
 * @busy: whether it does work that closing the window below it would break off
 *
 * Also tells assistive technologies.
 */
void
rail_busy_set (GtkWindow *dialog,
               gboolean   busy)
{
  g_return_if_fail (GTK_IS_WINDOW (dialog));

  g_object_set_data (G_OBJECT (dialog), BUSY_KEY, GINT_TO_POINTER (busy));
  gtk_accessible_update_state (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
}

/**
 * rail_busy_find_dialog:
 * @parent: a window
 *
 * Returns: (transfer none) (nullable): a dialog above @parent that is at work
 */
GtkWindow *
rail_busy_find_dialog (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_object_get_data (G_OBJECT (window), BUSY_KEY) != NULL && stands_above (window, parent))
        return window;
    }
  return NULL;
}
