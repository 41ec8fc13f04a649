/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-journal.h"

G_BEGIN_DECLS

gboolean rail_journal_filter_match (RailJournalLine *line,
                                    const char      *text);

G_END_DECLS
