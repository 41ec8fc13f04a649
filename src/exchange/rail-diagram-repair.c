/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-private.h"

#include <glib/gi18n-lib.h>

#include "rail-export.h"

static void
repaired_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (rail_project_repair_finish (RAIL_PROJECT (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The devices of the project are other objects after each step. */
static gboolean
assign (RailDiagram      *self,
        RailDiagramItem  *item,
        GError          **error)
{
  RailDevice *device = rail_project_get_device (self->project, item->device);
  RailEntry *entry = rail_project_get_entry (self->project, rail_entry_get_id (item->entry));

  if (device == NULL || entry == NULL)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” or “%s” is not in the project any more; look at the picture again."), item->device,
                   item->title);
      return FALSE;
    }
  return rail_project_assign (self->project, entry, device, item->role, item->service, error);
}

/**
 * rail_diagram_repair_async:
 * @self: a diagram
 * @item: one of its items that rail_diagram_item_get_repair() offers something for
 * @cancellable: (nullable): to stop it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Mends what is wrong with @item, as one step of the project that can be undone. The diagram stays as it is: make
 * another one.
 */
void
rail_diagram_repair_async (RailDiagram         *self,
                           RailDiagramItem     *item,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (RAIL_IS_DIAGRAM (self));
  g_return_if_fail (RAIL_IS_DIAGRAM_ITEM (item));
  g_return_if_fail (item->repair != RAIL_DIAGRAM_REPAIR_NONE);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_diagram_repair_async);
  if (item->repair == RAIL_DIAGRAM_REPAIR_FINDING)
    rail_project_repair_async (self->project, item->finding, cancellable, repaired_cb, g_steal_pointer (&task));
  else if (assign (self, item, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * rail_diagram_repair_finish:
 * @self: a diagram
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether it was mended
 */
gboolean
rail_diagram_repair_finish (RailDiagram   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
