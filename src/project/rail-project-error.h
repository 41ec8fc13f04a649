/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RAIL_PROJECT_ERROR (rail_project_error_quark ())

typedef enum
{
  RAIL_PROJECT_ERROR_NOT_FOUND,       /* no entry or device of that ID or name */
  RAIL_PROJECT_ERROR_UNPROTECTED,     /* the operation needs a protected project */
  RAIL_PROJECT_ERROR_PROTECTED,       /* the project is protected already */
  RAIL_PROJECT_ERROR_NO_KEY,          /* the private key is not in the project */
  RAIL_PROJECT_ERROR_INVALID,         /* a field of the request is wrong */
  RAIL_PROJECT_ERROR_EXISTS,          /* a name that is taken */
  RAIL_PROJECT_ERROR_WRONG_PASSWORD,  /* user or password */
  RAIL_PROJECT_ERROR_IN_USE,          /* something still needs it */
  RAIL_PROJECT_ERROR_LOCKED,          /* the keys are not unlocked */
} RailProjectError;

GQuark rail_project_error_quark (void);

G_END_DECLS
