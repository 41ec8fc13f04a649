/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

/* What can be done with a project. Each is one step that can be undone with rail_project_undo(). */

GPtrArray  *rail_project_create          (RailProject          *self,
                                          GListModel           *creations,
                                          GError              **error);
void        rail_project_create_async    (RailProject          *self,
                                          GListModel           *creations,
                                          RailProgress          progress,
                                          gpointer              progress_data,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GPtrArray  *rail_project_create_finish   (RailProject          *self,
                                          GAsyncResult         *result,
                                          GError              **error);

gboolean    rail_project_protect         (RailProject          *self,
                                          const char           *user_name,
                                          RailSecret           *password,
                                          GError              **error);
void        rail_project_protect_async   (RailProject          *self,
                                          const char           *user_name,
                                          RailSecret           *password,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean    rail_project_protect_finish  (RailProject          *self,
                                          GAsyncResult         *result,
                                          GError              **error);

gboolean    rail_project_delete_entries  (RailProject          *self,
                                          GPtrArray            *entries,
                                          GError              **error);
char       *rail_project_describe_uses   (RailProject          *self,
                                          GPtrArray            *entries,
                                          gboolean             *out_deletable);
gboolean    rail_project_revoke          (RailProject          *self,
                                          GPtrArray            *entries,
                                          RailRevocationReason  reason,
                                          GError              **error);
gboolean    rail_project_can_revoke      (RailProject          *self,
                                          GPtrArray            *entries);
gboolean    rail_project_revoke_generation (RailProject        *self,
                                            RailEntry          *entry,
                                            guint               index,
                                            RailRevocationReason reason,
                                            GError            **error);
gboolean    rail_project_unrevoke        (RailProject          *self,
                                          GPtrArray            *entries,
                                          GError              **error);
gboolean    rail_project_can_unrevoke    (RailProject          *self,
                                          GPtrArray            *entries);
gboolean    rail_project_rename          (RailProject          *self,
                                          const char           *name,
                                          GError              **error);
gboolean    rail_project_add_device      (RailProject          *self,
                                          RailDevice           *device,
                                          GError              **error);
gboolean    rail_project_change_device   (RailProject          *self,
                                          RailDevice           *device,
                                          RailDevice           *replacement,
                                          GError              **error);
gboolean    rail_project_delete_device   (RailProject          *self,
                                          RailDevice           *device,
                                          GError              **error);

const char *rail_project_get_undo_text   (RailProject          *self);
const char *rail_project_get_redo_text   (RailProject          *self);
gboolean    rail_project_undo            (RailProject          *self);
gboolean    rail_project_redo            (RailProject          *self);

G_END_DECLS
