/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-diagram.h"

G_BEGIN_DECLS

/* “Where Certificates Belong”: a scenario and a pair of the project as a picture or as a list. Signal
 * "certificate-activated". */
#define RAIL_TYPE_DIAGRAM_PAGE (rail_diagram_page_get_type ())
G_DECLARE_FINAL_TYPE (RailDiagramPage, rail_diagram_page, RAIL, DIAGRAM_PAGE, AdwBin)

RailDiagram *rail_diagram_page_get_diagram (RailDiagramPage *self);
gboolean     rail_diagram_page_is_busy     (RailDiagramPage *self);

G_END_DECLS
