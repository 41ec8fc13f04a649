/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAIL_TYPE_WELCOME_PAGE (rail_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (RailWelcomePage, rail_welcome_page, RAIL, WELCOME_PAGE, AdwBin)

G_END_DECLS
