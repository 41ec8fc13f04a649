/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-file-identity.h"

G_BEGIN_DECLS

/* Whether the file at a path may stay behind as an earlier version. */
typedef gboolean (*RailMayKeep) (const char *path);

#define RAIL_DURABLE_VERSIONS_STAY (-1)

typedef struct
{
  RailMayKeep       may_keep;     /* asked about every earlier version; NULL if all may stay */
  gboolean          no_backup;    /* what was there before is of no use */
  int               n_versions;   /* how many to keep beside the backup; RAIL_DURABLE_VERSIONS_STAY if they are not touched */
  RailFileIdentity *expected;     /* what must be there, or nothing; NULL if it does not matter */
} RailDurableOptions;

char    *rail_durable_resolve (const char                *path,
                               GError                   **error);
gboolean rail_durable_write   (const char                *path,
                               gconstpointer              data,
                               gsize                      size,
                               const RailDurableOptions  *options,
                               RailFileIdentity         **out_identity,
                               GCancellable              *cancellable,
                               GError                   **error);

G_END_DECLS
