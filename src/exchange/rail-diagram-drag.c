/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-private.h"

#include <glib/gi18n-lib.h>

#include "rail-drag-files.h"
#include "rail-export.h"
#include "rail-project-lists.h"

/* (transfer full): the key as UaExpert and most others want it, not encrypted */
static RailSecret *
make_key (RailDiagram      *self,
          RailDiagramItem  *item,
          GError          **error)
{
  RailKey *key = rail_entry_get_key (item->entry);

  if (rail_project_is_local (self->project, item->entry))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("“%s” does not leave the local certificate manager of its device; let the device use the global "
                     "security settings."), item->title);
      return NULL;
    }
  if (key == NULL)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_NO_KEY,
                   _("“%s” cannot be used with this login, or is not in this project; ask an administrator."),
                   item->title);
      return NULL;
    }
  return rail_key_export_pem (key, error);
}

/**
 * rail_diagram_write_drag:
 * @self: a diagram
 * @item: the item that the drag began at
 * @error: #RailExchangeError
 *
 * Writes the file of @item, under the name that its place asks for, into a folder with mode 0700. A private key is
 * written only if @item is one. The file stays as long as the object.
 *
 * Returns: (transfer full): the file
 */
RailDragFiles *
rail_diagram_write_drag (RailDiagram      *self,
                         RailDiagramItem  *item,
                         GError          **error)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) content = NULL;
  g_autoptr(RailSecret) key = NULL;
  g_autoptr(RailRevocationList) list = NULL;

  g_return_val_if_fail (RAIL_IS_DIAGRAM (self), NULL);
  g_return_val_if_fail (RAIL_IS_DIAGRAM_ITEM (item), NULL);

  name = rail_diagram_item_dup_file_name (item);
  if (name == NULL)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                   _("There is no file of “%s” in this project that could be dragged."), item->title);
      return NULL;
    }
  switch (item->kind)
    {
    case RAIL_DIAGRAM_KEY:
      key = make_key (self, item, error);
      if (key == NULL)
        return NULL;
      break;
    case RAIL_DIAGRAM_LIST:
      list = rail_project_issue_revocation_list_for (self->project, item->entry, item->certificate, error);
      if (list == NULL)
        return NULL;
      content = g_bytes_ref (rail_revocation_list_get_der (list));
      break;
    case RAIL_DIAGRAM_CERTIFICATE:
    case RAIL_DIAGRAM_AUTHORITY:
    case RAIL_DIAGRAM_REQUEST:
    default:
      content = g_bytes_ref (rail_certificate_get_der (item->certificate));
      break;
    }
  return rail_drag_files_new_for_content (name, content, key, error);
}
