/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-secret.h"

G_BEGIN_DECLS

/* Files to be written together: all of them are complete beside their places before the first one takes its place. */
typedef struct _RailFileSet RailFileSet;

RailFileSet *rail_file_set_new         (const char    *folder);
void         rail_file_set_free        (RailFileSet   *self);
void         rail_file_set_set_fleeting (RailFileSet  *self,
                                         gboolean      is_fleeting);
void         rail_file_set_add_folder  (RailFileSet   *self,
                                        const char    *path,
                                        gboolean       is_private);
void         rail_file_set_add         (RailFileSet   *self,
                                        const char    *path,
                                        GBytes        *content);
void         rail_file_set_add_program (RailFileSet   *self,
                                        const char    *path,
                                        GBytes        *content);
void         rail_file_set_add_secret  (RailFileSet   *self,
                                        const char    *path,
                                        RailSecret    *content);
void         rail_file_set_add_renewed (RailFileSet   *self,
                                        const char    *path,
                                        GBytes        *content);
void         rail_file_set_remove      (RailFileSet   *self,
                                        const char    *path);
void         rail_file_set_remove_one  (RailFileSet   *self,
                                        const char    *path);
GPtrArray   *rail_file_set_write       (RailFileSet   *self,
                                        GCancellable  *cancellable,
                                        GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailFileSet, rail_file_set_free)

G_END_DECLS
