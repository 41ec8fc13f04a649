/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-type-ahead"

#include "config.h"

#include "rail-type-ahead.h"

/* The keys that the table itself has, such as Space, do not come here. Not the capture widget of GtkSearchEntry: that takes
 * Delete, too, and the page deletes certificates with it. */
static gboolean
key_pressed_cb (GtkEditable     *filter,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  gunichar letter = gdk_keyval_to_unicode (keyval);
  char text[7] = { 0 };
  int position = -1;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)) != 0 || !g_unichar_isgraph (letter))
    return GDK_EVENT_PROPAGATE;

  g_unichar_to_utf8 (letter, text);
  gtk_widget_grab_focus (GTK_WIDGET (filter));
  gtk_editable_set_position (filter, -1);
  position = gtk_editable_get_position (filter);
  gtk_editable_insert_text (filter, text, -1, &position);
  gtk_editable_set_position (filter, position);
  return GDK_EVENT_STOP;
}

/**
 * rail_type_ahead_add:
 * @table: a table
 * @filter: the text that its rows are filtered by
 *
 * Lets one find rows by typing, without going to the filter first.
 */
void
rail_type_ahead_add (GtkWidget   *table,
                     GtkEditable *filter)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_return_if_fail (GTK_IS_WIDGET (table));
  g_return_if_fail (GTK_IS_EDITABLE (filter));

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), filter, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (table, keys);
}
