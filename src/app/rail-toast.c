/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-toast"

#include "config.h"

#include "rail-toast.h"

#include <adwaita.h>

/* The last toast of an overlay. */
#define LAST_TOAST "rail-last-toast"

static GtkWidget *
find_overlay (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
}

/**
 * rail_toast_show:
 * @widget: a widget in the window that is to say it
 * @text: what happened, in a few plain words; names may contain any character
 * @button_label: (nullable): the button, such as “Undo”
 * @action_name: (nullable): the action of the button, such as `win.undo`
 *
 * Says in passing what has been done, in the toast overlay above @widget. Without an overlay above it, nothing is shown:
 * a widget may be used in a test on its own. An earlier toast goes: it says what is no longer the last thing, and its button
 * would undo something else than it says.
 */
void
rail_toast_show (GtkWidget  *widget,
                 const char *text,
                 const char *button_label,
                 const char *action_name)
{
  g_autofree char *title = NULL;
  GtkWidget *overlay;
  AdwToast *toast;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);
  g_return_if_fail ((button_label == NULL) == (action_name == NULL));

  overlay = find_overlay (widget);
  if (overlay == NULL)
    return;

  /* Titles of toasts are Pango markup, and a device may be called “A&B”. */
  title = g_markup_escape_text (text, -1);
  toast = adw_toast_new (title);
  if (button_label != NULL)
    {
      adw_toast_set_button_label (toast, button_label);
      adw_toast_set_action_name (toast, action_name);
    }
  /* Toasts would wait for each other, and come when they are forgotten. */
  rail_toast_dismiss (widget);
  g_object_set_data_full (G_OBJECT (overlay), LAST_TOAST, g_object_ref (toast), g_object_unref);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

/**
 * rail_toast_dismiss:
 * @widget: a widget in the window that has said something
 *
 * Takes back the toast above @widget, if there is one, because what it says does not hold any more.
 */
void
rail_toast_dismiss (GtkWidget *widget)
{
  GtkWidget *overlay;
  g_autoptr(AdwToast) toast = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  overlay = find_overlay (widget);
  if (overlay != NULL)
    toast = g_object_steal_data (G_OBJECT (overlay), LAST_TOAST);
  if (toast != NULL)
    adw_toast_dismiss (toast);
}
