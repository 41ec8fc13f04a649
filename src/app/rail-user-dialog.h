/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_USER_ADD,
  RAIL_USER_PASSWORD,
  RAIL_USER_RENAME,
  RAIL_USER_REMOVE,
  RAIL_USER_PROMOTE,
  RAIL_USER_DEMOTE,
} RailUserTask;

/* Asks for what a change of a user needs, and does it. */
#define RAIL_TYPE_USER_DIALOG (rail_user_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailUserDialog, rail_user_dialog, RAIL, USER_DIALOG, AdwWindow)

GtkWidget *rail_user_dialog_new (GtkWindow    *parent,
                                 RailProject  *project,
                                 RailUserTask  what,
                                 const char   *user);

G_END_DECLS
