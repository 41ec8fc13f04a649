/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

GBytes *rail_journal_csv_write (GListModel *lines);

G_END_DECLS
