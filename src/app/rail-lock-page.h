/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project-file.h"

G_BEGIN_DECLS

/* What a window shows while it is locked. It holds the project as sealed bytes, and nothing else of it. */
#define RAIL_TYPE_LOCK_PAGE (rail_lock_page_get_type ())
G_DECLARE_FINAL_TYPE (RailLockPage, rail_lock_page, RAIL, LOCK_PAGE, AdwBin)

GtkWidget *rail_lock_page_new         (const char      *title,
                                       gboolean         had_steps);
void       rail_lock_page_set_sealed  (RailLockPage    *self,
                                       RailProjectFile *project_file,
                                       RailEnvironment *environment,
                                       const char      *user);
gboolean   rail_lock_page_is_ready    (RailLockPage    *self);
void       rail_lock_page_stop        (RailLockPage    *self);

G_END_DECLS
