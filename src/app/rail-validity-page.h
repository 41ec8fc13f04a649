/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project.h"

G_BEGIN_DECLS

/* All certificates on a time axis. */
#define RAIL_TYPE_VALIDITY_PAGE (rail_validity_page_get_type ())
G_DECLARE_FINAL_TYPE (RailValidityPage, rail_validity_page, RAIL, VALIDITY_PAGE, AdwBin)

G_END_DECLS
