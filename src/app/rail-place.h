/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-project.h"

G_BEGIN_DECLS

/* Where one can be in a project: a node of the project tree. */
typedef enum
{
  RAIL_PLACE_PROJECT,
  RAIL_PLACE_SECURITY,
  RAIL_PLACE_PROTECTION,
  RAIL_PLACE_USERS,
  RAIL_PLACE_CERTIFICATES,
  RAIL_PLACE_DIAGRAM,
  RAIL_PLACE_VALIDITY,
  RAIL_PLACE_JOURNAL,
  RAIL_PLACE_DEVICES,
  RAIL_PLACE_DEVICE,
} RailPlaceKind;

#define RAIL_TYPE_PLACE (rail_place_get_type ())
G_DECLARE_FINAL_TYPE (RailPlace, rail_place, RAIL, PLACE, GObject)

RailPlace     *rail_place_new_root      (RailProject *project);
RailPlaceKind  rail_place_get_kind      (RailPlace   *self);
RailProject   *rail_place_get_project   (RailPlace   *self);
RailDevice    *rail_place_get_device    (RailPlace   *self);
GListModel    *rail_place_get_children  (RailPlace   *self);
const char    *rail_place_get_icon_name (RailPlace   *self);
char          *rail_place_dup_title     (RailPlace   *self);
RailStatus     rail_place_get_status    (RailPlace   *self,
                                         char       **out_text);

const char    *rail_family_get_icon_name (RailFamily  family);

G_END_DECLS
