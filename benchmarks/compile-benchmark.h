/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-operations.h"

G_BEGIN_DECLS

void compile_benchmark_run (RailProject *project,
                            guint        n_devices,
                            guint        n_rounds);

G_END_DECLS
