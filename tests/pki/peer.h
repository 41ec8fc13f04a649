/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-bundle.h"

G_BEGIN_DECLS

/* A shell command in the folder, which must succeed; returns what it wrote, without the last line break. */
char            *peer_run         (const char *folder,
                                   const char *format,
                                   ...) G_GNUC_PRINTF (2, 3);
gboolean         peer_fails       (const char *folder,
                                   const char *command);

RailCertificate *peer_certificate (const char *folder,
                                   const char *name);
RailSecret      *peer_secret      (const char *folder,
                                   const char *name);

/* A file as rail_bundle_read() sees it; the password may be NULL. */
RailBundle      *peer_bundle      (const char *folder,
                                   const char *name,
                                   const char *password);
/* The item at a position, borrowed; its kind must be the given one. */
RailBundleItem  *peer_item        (RailBundle         *bundle,
                                   guint               position,
                                   RailBundleItemKind  kind);
/* How many items are of a kind. */
guint            peer_count       (RailBundle         *bundle,
                                   RailBundleItemKind  kind);

/* Replaces the first find in a file with as many other bytes. */
void             peer_patch       (const char *folder,
                                   const char *name,
                                   const char *find,
                                   const char *replacement);

G_END_DECLS
