/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-tcon.h"

G_BEGIN_DECLS

/* What one end is told. */
typedef struct
{
  gboolean     is_active;
  const char  *address;       /* (nullable): of the partner */
  const char  *name;          /* (nullable): of the partner */
  guint        remote_port;
  guint        local_port;
  gboolean     asks_client;
  gboolean     checks_name;
  guint        server_ref;    /* 0: none */
  guint        client_ref;
} RailTconValues;

/* rail-tcon-rows.c */
GPtrArray *rail_tcon_make_rows (const RailTconOptions *options,
                                const RailTconValues  *values);

G_END_DECLS
