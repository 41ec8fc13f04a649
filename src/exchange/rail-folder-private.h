/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-folder-item.h"

G_BEGIN_DECLS

/* More than any certificate, and than a revocation list of a hundred thousand. */
#define RAIL_LOOK_MAX_SIZE (4 * 1024 * 1024)
/* What is read of a folder in all. */
#define RAIL_LOOK_MAX_FILES 2000
#define RAIL_LOOK_MAX_TOTAL (64 * 1024 * 1024)

typedef enum
{
  RAIL_LOOK_NOTHING,
  RAIL_LOOK_FILE,
  RAIL_LOOK_LINK,
  RAIL_LOOK_FOLDER,
  RAIL_LOOK_SPECIAL,
  RAIL_LOOK_LARGE,
  RAIL_LOOK_DENIED,
} RailLookWhat;

typedef struct
{
  RailLookWhat  what;
  RailSecret   *content;    /* of a file */
  int           code;       /* errno, of what is denied */
} RailFolderLook;

/* rail-folder-look.c */
void    rail_folder_look           (const char            *path,
                                    RailFolderLook        *look);
void    rail_folder_look_clear     (RailFolderLook        *look);
GBytes *rail_folder_look_dup_bytes (const RailFolderLook  *look);
char   *rail_folder_look_describe  (const RailFolderLook  *look);
char   *rail_folder_find_link      (const char            *root,
                                    const char            *path);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RailFolderLook, rail_folder_look_clear)

/* rail-folder-origin.c: what in a folder is, or was, of a project */
typedef struct _RailFolderOrigin RailFolderOrigin;

RailFolderOrigin *rail_folder_origin_new      (RailProject            *project,
                                               GListModel             *files);
void              rail_folder_origin_free     (RailFolderOrigin       *self);
gboolean          rail_folder_origin_judge    (RailFolderOrigin       *self,
                                               const RailFolderLook   *look,
                                               char                  **out_text);
char             *rail_folder_origin_describe (RailFolderOrigin       *self,
                                               const RailFolderLook   *look);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailFolderOrigin, rail_folder_origin_free)

G_END_DECLS
