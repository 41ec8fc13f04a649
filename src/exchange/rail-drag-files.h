/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-project.h"

#include "rail-file-name.h"
#include "rail-hand-over.h"

G_BEGIN_DECLS

/* Files to be dragged out: in a folder only this user can read, removed with the object. Never a private
 * key, but when one is dragged by itself. */
#define RAIL_TYPE_DRAG_FILES (rail_drag_files_get_type ())
G_DECLARE_FINAL_TYPE (RailDragFiles, rail_drag_files, RAIL, DRAG_FILES, GObject)

typedef enum
{
  RAIL_DRAG_DER,
  RAIL_DRAG_PEM,
  RAIL_DRAG_CHAIN,   /* the certificate and all above it, as PEM */
} RailDragForm;

RailDragFiles *rail_drag_files_new       (GPtrArray      *entries,
                                          GError        **error);
RailDragFiles *rail_drag_files_new_in_form (RailProject  *project,
                                            GPtrArray    *entries,
                                            RailDragForm  form,
                                            GError      **error);
RailDragFiles *rail_drag_files_new_for_hand_over (RailHandOver      *hand_over,
                                                  RailHandOverFile  *file,
                                                  GError           **error);
RailDragFiles *rail_drag_files_new_for_content (const char *name,
                                            GBytes        *content,
                                            RailSecret    *key,
                                            GError       **error);
GPtrArray     *rail_drag_files_get_files (RailDragFiles  *self);

G_END_DECLS
