/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-drag-files.h"

G_BEGIN_DECLS

/* A file manager may still copy when the drag is over for us; a key is not left about for long. */
#define RAIL_DRAG_KEEP_SECONDS 30
#define RAIL_DRAG_KEEP_KEY_SECONDS 10

/* The files of a drag, for as long as somebody may still copy them. Part of what a source of drags holds; all zero: none. */
typedef struct
{
  RailDragFiles *files;        /* (nullable) */
  guint          forget_id;
} RailDragKeep;

void                rail_drag_keep_forget    (RailDragKeep  *self);
void                rail_drag_keep_take      (RailDragKeep  *self,
                                              RailDragFiles *files);
void                rail_drag_keep_forget_in (RailDragKeep  *self,
                                              guint          seconds);
GdkContentProvider *rail_drag_keep_provide   (RailDragKeep  *self);
void                rail_drag_show_icon      (GdkDrag       *drag,
                                              const char    *icon_name,
                                              const char    *text);

G_END_DECLS
