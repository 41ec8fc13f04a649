/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-change.h"

struct _RailChange
{
  char           *text;
  RailUndoFunc    undo;
  gpointer        data;
  GDestroyNotify  destroy;
};

/*< private >
 * rail_change_new:
 * @text: (transfer full): what was done, translated, such as “Delete 3 certificates”
 * @undo: puts the project back; called at most once, on the main thread
 * @data: (transfer full): what @undo needs
 * @destroy: (nullable): frees @data
 *
 * Returns: (transfer full): a change
 */
RailChange *
rail_change_new (char           *text,
                 RailUndoFunc    undo,
                 gpointer        data,
                 GDestroyNotify  destroy)
{
  RailChange *self = g_new0 (RailChange, 1);

  self->text = text;
  self->undo = undo;
  self->data = data;
  self->destroy = destroy;
  return self;
}

/*< private >
 * rail_change_free:
 * @self: (nullable): a change
 */
void
rail_change_free (RailChange *self)
{
  if (self == NULL)
    return;

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self->text);
  g_free (self);
}

/*< private >
 * rail_change_get_text:
 * @self: a change
 *
 * Returns: (transfer none): what was done
 */
const char *
rail_change_get_text (RailChange *self)
{
  return self->text;
}

/*< private >
 * rail_change_undo:
 * @self: a change
 * @project: the project that it was made in
 */
void
rail_change_undo (RailChange  *self,
                  RailProject *project)
{
  self->undo (project, self->data);
}
