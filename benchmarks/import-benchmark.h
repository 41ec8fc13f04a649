/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-operations.h"

G_BEGIN_DECLS

void import_benchmark_run (RailProject *project,
                           RailEntry   *authority,
                           const char  *folder,
                           RailKeyKind  kind,
                           guint        n_certificates,
                           guint        n_rounds);

G_END_DECLS
