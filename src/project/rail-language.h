/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void rail_language_init  (void);
void rail_language_clear (void);

G_END_DECLS
