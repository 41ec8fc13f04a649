/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAIL_TYPE_PROJECT_PAGE (rail_project_page_get_type ())
G_DECLARE_FINAL_TYPE (RailProjectPage, rail_project_page, RAIL, PROJECT_PAGE, AdwBin)

G_END_DECLS
