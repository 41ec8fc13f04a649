/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What can be done with a project, as its journal names it. */
typedef enum
{
  RAIL_ACTION_CREATE,
  RAIL_ACTION_IMPORT,
  RAIL_ACTION_DELETE,
  RAIL_ACTION_RENEW,
  RAIL_ACTION_REPLACE,
  RAIL_ACTION_REQUEST,
  RAIL_ACTION_ANSWER,
  RAIL_ACTION_SIGN,
  RAIL_ACTION_COMPILE,
  RAIL_ACTION_REVOKE,
  RAIL_ACTION_UNREVOKE,
  RAIL_ACTION_PUBLISH_LIST,
  RAIL_ACTION_ASSIGN,
  RAIL_ACTION_UNASSIGN,
  RAIL_ACTION_RENAME,
  RAIL_ACTION_PROTECT,
  RAIL_ACTION_ADD_DEVICE,
  RAIL_ACTION_CHANGE_DEVICE,
  RAIL_ACTION_DELETE_DEVICE,
  RAIL_ACTION_SWITCH_ON,
  RAIL_ACTION_SWITCH_OFF,
  RAIL_ACTION_GLOBAL_SECURITY,
  RAIL_ACTION_LOAD,
  RAIL_ACTION_ADD_USER,
  RAIL_ACTION_REMOVE_USER,
  RAIL_ACTION_CHANGE_USER,
  RAIL_ACTION_CHANGE_PASSWORD,
  RAIL_ACTION_KEEP_CHANGES,
  RAIL_ACTION_DISCARD_CHANGES,
} RailAction;

#define RAIL_TYPE_ACTION (rail_action_get_type ())

GType       rail_action_get_type  (void);

const char *rail_action_get_nick  (RailAction  action);
const char *rail_action_get_label (RailAction  action);
gboolean    rail_action_parse     (const char *nick,
                                   RailAction *out_action);

G_END_DECLS
