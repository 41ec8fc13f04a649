/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-project.h"
#include "rail-target.h"

G_BEGIN_DECLS

/* One file of a hand-over: where it goes below the partner's folder, what it is, whether it is a secret. */
#define RAIL_TYPE_HAND_OVER_FILE (rail_hand_over_file_get_type ())
G_DECLARE_FINAL_TYPE (RailHandOverFile, rail_hand_over_file, RAIL, HAND_OVER_FILE, GObject)

const char    *rail_hand_over_file_get_path        (RailHandOverFile *self);
const char    *rail_hand_over_file_get_description (RailHandOverFile *self);
gboolean       rail_hand_over_file_is_private      (RailHandOverFile *self);

#define RAIL_TYPE_HAND_OVER (rail_hand_over_get_type ())
G_DECLARE_FINAL_TYPE (RailHandOver, rail_hand_over, RAIL, HAND_OVER, GObject)

gboolean       rail_hand_over_accepts_certificate (RailTarget       target,
                                                   RailEntry       *entry);
gboolean       rail_hand_over_accepts_server      (RailTarget       target,
                                                   RailEntry       *entry);

RailHandOver  *rail_hand_over_new         (RailProject         *project,
                                           RailTarget           target,
                                           RailEntry           *certificate,
                                           RailEntry           *server,
                                           GError             **error);
RailTarget     rail_hand_over_get_target  (RailHandOver        *self);
void           rail_hand_over_set_password (RailHandOver       *self,
                                            RailSecret         *password);
void           rail_hand_over_set_form    (RailHandOver        *self,
                                           RailPkcs12Form       form);
gboolean       rail_hand_over_uses_project_name (RailHandOver  *self);
GListModel    *rail_hand_over_get_files   (RailHandOver        *self);
GPtrArray     *rail_hand_over_write       (RailHandOver        *self,
                                           GFile               *folder,
                                           GError             **error);
void           rail_hand_over_write_async (RailHandOver        *self,
                                           GFile               *folder,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
GPtrArray     *rail_hand_over_write_finish (RailHandOver       *self,
                                            GAsyncResult       *result,
                                            GError            **error);

G_END_DECLS
