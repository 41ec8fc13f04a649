/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Users of a protected project, and what can be done with them. */
#define RAIL_TYPE_USERS_PAGE (rail_users_page_get_type ())
G_DECLARE_FINAL_TYPE (RailUsersPage, rail_users_page, RAIL, USERS_PAGE, AdwBin)

G_END_DECLS
