/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-durable-write.h"

G_BEGIN_DECLS

void     _rail_versions_keep  (const char   *path);
gboolean _rail_versions_prune (const char   *path,
                               guint         n_versions,
                               RailMayKeep   may_keep,
                               char        **out_stays);

G_END_DECLS
