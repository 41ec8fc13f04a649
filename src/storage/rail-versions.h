/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RAIL_VERSIONS_DEFAULT 5    /* how many earlier versions are kept, unless the user says otherwise */
#define RAIL_VERSIONS_MAX 1000

/* An earlier version of a project file, as it was saved then. Never changes. */
#define RAIL_TYPE_FILE_VERSION (rail_file_version_get_type ())
G_DECLARE_FINAL_TYPE (RailFileVersion, rail_file_version, RAIL, FILE_VERSION, GObject)

GFile      *rail_file_version_get_file  (RailFileVersion      *self);
gint64      rail_file_version_get_saved (RailFileVersion      *self);
goffset     rail_file_version_get_size  (RailFileVersion      *self);

GListModel *rail_versions_list        (GFile                *project,
                                       GError              **error);
void        rail_versions_list_async  (GFile                *project,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
GListModel *rail_versions_list_finish (GAsyncResult         *result,
                                       GError              **error);
gboolean    rail_versions_delete_all  (GFile                *project,
                                       GError              **error);

G_END_DECLS
