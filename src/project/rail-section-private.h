/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-section.h"

G_BEGIN_DECLS

RailSection *rail_section_new (const char  *title);
void         rail_section_add (RailSection *self,
                               const char  *label,
                               const char  *value,
                               gboolean     is_code);

G_END_DECLS
