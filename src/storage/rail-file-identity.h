/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a file was when it was read or written: enough to see later whether it is another one. Never changes. */
#define RAIL_TYPE_FILE_IDENTITY (rail_file_identity_get_type ())

typedef struct _RailFileIdentity RailFileIdentity;

GType             rail_file_identity_get_type      (void);

RailFileIdentity *rail_file_identity_new           (gconstpointer      data,
                                                    gsize              size,
                                                    int                fd);
RailFileIdentity *rail_file_identity_new_from_text (const char        *text);
char             *rail_file_identity_to_text       (RailFileIdentity  *self);
RailFileIdentity *rail_file_identity_ref           (RailFileIdentity  *self);
void              rail_file_identity_unref         (RailFileIdentity  *self);
gboolean          rail_file_identity_matches       (RailFileIdentity  *self,
                                                    GFile             *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailFileIdentity, rail_file_identity_unref)

G_END_DECLS
