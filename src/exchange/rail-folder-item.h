/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-hand-over.h"

G_BEGIN_DECLS

/* What a hand-over makes of one file in the partner's folder. */
typedef enum
{
  RAIL_FOLDER_NEW,
  RAIL_FOLDER_REPLACED,
  RAIL_FOLDER_UNCHANGED,
  RAIL_FOLDER_BLOCKED,      /* something is in its place, so nothing can be written */
  RAIL_FOLDER_MOVED,        /* goes: the authority now stands in another folder */
  RAIL_FOLDER_LEFTOVER,     /* of this project, and over; goes only when that is asked for */
  RAIL_FOLDER_FOREIGN,      /* left alone */
  RAIL_FOLDER_UNREADABLE,   /* left alone without a look into it */
} RailFolderItemKind;

#define RAIL_TYPE_FOLDER_ITEM_KIND (rail_folder_item_kind_get_type ())
GType               rail_folder_item_kind_get_type  (void);
const char         *rail_folder_item_kind_get_nick  (RailFolderItemKind kind);
const char         *rail_folder_item_kind_get_label (RailFolderItemKind kind);

/* Property "remove": whether a leftover goes with the next writing. */
#define RAIL_TYPE_FOLDER_ITEM (rail_folder_item_get_type ())
G_DECLARE_FINAL_TYPE (RailFolderItem, rail_folder_item, RAIL, FOLDER_ITEM, GObject)

RailFolderItem     *rail_folder_item_new             (RailFolderItemKind  kind,
                                                      const char         *path,
                                                      RailHandOverFile   *file,
                                                      char               *description);
RailFolderItemKind  rail_folder_item_get_kind        (RailFolderItem     *self);
const char         *rail_folder_item_get_path        (RailFolderItem     *self);
const char         *rail_folder_item_get_label       (RailFolderItem     *self);
const char         *rail_folder_item_get_description (RailFolderItem     *self);
RailHandOverFile   *rail_folder_item_get_file        (RailFolderItem     *self);
gboolean            rail_folder_item_get_remove      (RailFolderItem     *self);
void                rail_folder_item_set_remove      (RailFolderItem     *self,
                                                      gboolean            remove);

G_END_DECLS
