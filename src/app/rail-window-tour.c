/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window-private.h"

#include "rail-certificate-manager-page-private.h"

typedef enum
{
  STEP_TREE,
  STEP_TABLE,
  STEP_MESSAGES,
  STEP_HAND_OVER,
  STEP_LOCK,
} Step;

/* Shows what the step tells about. */
void
_rail_window_show_tour_step (RailWindow *self,
                             int         step)
{
  RailCertificateManagerPage *manager;
  GtkWidget *target = NULL;

  if (self->view == NULL)
    return;
  manager = RAIL_CERTIFICATE_MANAGER_PAGE (rail_project_view_get_page (self->view, "certificates"));
  _rail_window_go (self, step == STEP_TREE ? RAIL_PLACE_PROJECT : RAIL_PLACE_CERTIFICATES, NULL);
  switch ((Step) step)
    {
    case STEP_TREE:
      target = GTK_WIDGET (rail_project_view_get_tree (self->view));
      break;
    case STEP_TABLE:
      target = manager->tabs;
      break;
    case STEP_MESSAGES:
      rail_project_view_compile (self->view, NULL);
      target = self->compile_button;
      break;
    case STEP_HAND_OVER:
      target = GTK_WIDGET (manager->more_button);
      break;
    case STEP_LOCK:
    default:
      target = self->lock_button;
      break;
    }
  rail_tour_bar_mark (self->tour, target);
}

/**
 * rail_window_take_tour:
 * @self: a window
 *
 * Opens the example, and guides through it.
 */
void
rail_window_take_tour (RailWindow *self)
{
  RailWindow *window;

  g_return_if_fail (RAIL_IS_WINDOW (self));

  window = rail_window_open_example (self);
  window->wants_tour = TRUE;
}
