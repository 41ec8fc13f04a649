/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plant.h"
#include "rail-diagram-layout.h"

G_BEGIN_DECLS

/* The certificates of the plant with devices, by ID. */
enum
{
  DIAGRAM_ROOT = 1,
  DIAGRAM_HALL,         /* an authority below it */
  DIAGRAM_SERVER,       /* OPC UA server of PLC_1, by the root */
  DIAGRAM_CLIENT,       /* UaExpert, by the root, of Engineering-PC */
  DIAGRAM_WEB,          /* web server of PLC_1, by the root */
  DIAGRAM_TLS_1,        /* secure OUC of PLC_1, by the root */
  DIAGRAM_TLS_2,        /* secure OUC of PLC_2, by the hall */
  DIAGRAM_WEB_2,        /* web server of PLC_2, self-signed */
  DIAGRAM_N,
};

/*
 * PLC_1 (S7-1500, firmware 3.1) and PLC_2 (firmware 2.9) with secure OUC, Engineering-PC with UaExpert, and
 * Browser-PC. All is in its place for the scenarios with an authority of the project.
 */
void       diagram_set_up      (Plant         *plant,
                                gconstpointer  data);
/* The same without the keys of the authorities, as if they were outside. */
void       diagram_set_outside (Plant         *plant);
void       diagram_change      (Plant         *plant,
                                RailDevice    *changed);
RailEntry *diagram_entry       (Plant         *plant,
                                guint          id);

/* Boxes, stores and items as lines: “  Device certificates: certificate 3, key 3 (missing: none)”. */
char      *diagram_describe    (RailDiagram   *diagram);
/* Arrows as lines: “1 certificate 3 > PLC_1, Device certificates”. */
char      *diagram_describe_arrows (RailDiagram *diagram);
/* Fails unless the geometry is as docs/diagram.md promises. */
void       diagram_assert_layout (RailDiagram       *diagram,
                                  RailDiagramLayout *layout);

#define diagram_test(path, function) \
  g_test_add (path, Plant, NULL, diagram_set_up, function, plant_tear_down)

G_END_DECLS
