/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The journal of a project, newest line first. */
#define RAIL_TYPE_JOURNAL_PAGE (rail_journal_page_get_type ())
G_DECLARE_FINAL_TYPE (RailJournalPage, rail_journal_page, RAIL, JOURNAL_PAGE, AdwBin)

G_END_DECLS
