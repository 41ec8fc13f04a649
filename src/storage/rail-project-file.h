/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-file-identity.h"
#include "rail-project.h"

G_BEGIN_DECLS

#define RAIL_STORAGE_ERROR (rail_storage_error_quark ())

typedef enum
{
  RAIL_STORAGE_ERROR_FAILED,          /* the file system said no */
  RAIL_STORAGE_ERROR_NOT_A_PROJECT,   /* well-formed or not, it is something else */
  RAIL_STORAGE_ERROR_DOCTYPE,         /* a document type declaration, which no project has */
  RAIL_STORAGE_ERROR_TRUNCATED,       /* the file ends too early */
  RAIL_STORAGE_ERROR_DAMAGED,         /* parsed or decrypted, but not as written */
  RAIL_STORAGE_ERROR_NEWER_VERSION,   /* another format version */
  RAIL_STORAGE_ERROR_LIMIT,           /* a bound of docs/project-file.md is exceeded */
  RAIL_STORAGE_ERROR_WRONG_PASSWORD,  /* user or password */
  RAIL_STORAGE_ERROR_TAMPERED,        /* the seal or the user table says that somebody else wrote it */
  RAIL_STORAGE_ERROR_LOCKED,          /* somebody else has it open for writing */
  RAIL_STORAGE_ERROR_CHANGED,         /* the file is another than the one that was read or saved last */
} RailStorageError;

GQuark           rail_storage_error_quark       (void);

/* A project file as read from disk: its outside is checked, a protected inside still waits for a login. */
#define RAIL_TYPE_PROJECT_FILE (rail_project_file_get_type ())
G_DECLARE_FINAL_TYPE (RailProjectFile, rail_project_file, RAIL, PROJECT_FILE, GObject)

RailProjectFile *rail_project_file_open         (GFile                *file,
                                                 GCancellable         *cancellable,
                                                 GError              **error);
void             rail_project_file_open_async   (GFile                *file,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
RailProjectFile *rail_project_file_open_finish  (GAsyncResult         *result,
                                                 GError              **error);
RailProjectFile *rail_project_file_new_from_bytes (GBytes             *bytes,
                                                   const char         *name,
                                                   GError            **error);
gboolean         rail_project_file_is_protected (RailProjectFile      *self);
RailFileIdentity *rail_project_file_get_identity (RailProjectFile     *self);
gboolean         rail_project_file_is_writable  (RailProjectFile      *self);
guint            rail_project_file_get_version  (RailProjectFile      *self);
char            *rail_project_file_dup_warning  (RailProjectFile      *self,
                                                 RailProject          *project);
GListModel      *rail_project_file_get_users    (RailProjectFile      *self);

RailProject     *rail_project_file_read         (RailProjectFile      *self,
                                                 RailEnvironment      *environment,
                                                 const char           *user_name,
                                                 RailSecret           *password,
                                                 GError              **error);
void             rail_project_file_read_async   (RailProjectFile      *self,
                                                 RailEnvironment      *environment,
                                                 const char           *user_name,
                                                 RailSecret           *password,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
RailProject     *rail_project_file_read_again   (RailProjectFile      *self,
                                                 RailEnvironment      *environment,
                                                 RailProtection       *known,
                                                 GError              **error);
void             rail_project_file_read_again_async (RailProjectFile  *self,
                                                 RailEnvironment      *environment,
                                                 RailProtection       *known,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
RailProject     *rail_project_file_read_finish  (RailProjectFile      *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

gboolean         rail_project_save              (RailProject          *project,
                                                 GFile                *file,
                                                 GError              **error);
void             rail_project_save_async        (RailProject          *project,
                                                 GFile                *file,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean         rail_project_save_finish       (RailProject          *project,
                                                 GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS
