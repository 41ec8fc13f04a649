/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-file-identity.h"
#include "rail-project-file.h"
#include "rail-project-lock.h"
#include "rail-versions.h"

G_BEGIN_DECLS

/* How a project is saved that was opened for writing. */
typedef struct
{
  RailProjectLock  *lock;         /* the lock of the file; NULL if it has none */
  RailFileIdentity *expected;     /* what the file was when it was read or saved last; NULL if anything may be there */
  guint             n_versions;   /* how many earlier versions are kept; 0 deletes those that there are */
  gboolean          deletes_earlier; /* when it is saved, all earlier versions go and the backup: somebody may open them */
} RailSaveOptions;

gboolean rail_project_save_with         (RailProject            *project,
                                         GFile                  *file,
                                         const RailSaveOptions  *options,
                                         RailFileIdentity      **out_identity,
                                         GError                **error);
void     rail_project_save_with_async   (RailProject            *project,
                                         GFile                  *file,
                                         const RailSaveOptions  *options,
                                         GCancellable           *cancellable,
                                         GAsyncReadyCallback     callback,
                                         gpointer                user_data);
gboolean rail_project_save_with_finish  (RailProject            *project,
                                         GAsyncResult           *result,
                                         RailFileIdentity      **out_identity,
                                         GError                **error);

/* Another file, for handing to others: everything but the private keys, with a user and a password of its own. */
void     rail_project_save_copy_without_keys_async  (RailProject          *project,
                                                     GFile                *file,
                                                     const char           *user_name,
                                                     RailSecret           *password,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean rail_project_save_copy_without_keys_finish (RailProject          *project,
                                                     GAsyncResult         *result,
                                                     GError              **error);

G_END_DECLS
