/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean on;
  guint    certificate;   /* the ID; 0: none */
} RailServiceState;

struct _RailDevice
{
  GObject               parent_instance;

  char                 *name;
  RailFamily            family;
  char                 *firmware;
  char                **addresses;
  char                 *comment;

  gboolean              global_security;
  RailServiceState      services[RAIL_N_SERVICES];
  RailSecurityPolicies  policies;
  RailSecurityModes     modes;
  gboolean              accepts_clients;
  GArray               *partners;   /* of guint, rising: IDs among the certificates of the partner devices */
  GArray               *clients;    /* of guint, rising: those of them that the OPC UA server trusts as clients */
  RailLoaded           *loaded;     /* (nullable) */
};

G_END_DECLS
