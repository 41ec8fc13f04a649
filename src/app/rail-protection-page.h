/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAIL_TYPE_PROTECTION_PAGE (rail_protection_page_get_type ())
G_DECLARE_FINAL_TYPE (RailProtectionPage, rail_protection_page, RAIL, PROTECTION_PAGE, AdwBin)

G_END_DECLS
