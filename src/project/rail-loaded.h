/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-service.h"

G_BEGIN_DECLS

/* How a device uses a certificate. */
typedef enum
{
  RAIL_USED_AS_DEVICE,     /* “Device certificate (not specified)”: in its table, for blocks and secure OUC */
  RAIL_USED_AS_SERVICE,    /* the certificate of one of its services */
  RAIL_USED_AS_TRUSTED,    /* among the certificates of its partner devices */
  RAIL_USED_AS_CLIENT,     /* a client that its OPC UA server trusts */
} RailUsedAs;

/* One certificate as it was loaded. */
typedef struct
{
  RailUsedAs   role;
  RailService  service;      /* of RAIL_USED_AS_SERVICE */
  guint        id;
  char        *fingerprint;  /* SHA-256, as rail_certificate_get_fingerprint() writes it */
} RailLoadedItem;

/* What a device was loaded with last. Immutable; made once and then shared. */
#define RAIL_TYPE_LOADED (rail_loaded_get_type ())
G_DECLARE_FINAL_TYPE (RailLoaded, rail_loaded, RAIL, LOADED, GObject)

RailLoaded           *rail_loaded_new          (gint64       date,
                                                const char  *user,
                                                const char  *settings);
void                  rail_loaded_add          (RailLoaded  *self,
                                                RailUsedAs   role,
                                                RailService  service,
                                                guint        id,
                                                const char  *fingerprint);
gint64                rail_loaded_get_date     (RailLoaded  *self);
const char           *rail_loaded_get_user     (RailLoaded  *self);
const char           *rail_loaded_get_settings (RailLoaded  *self);
guint                 rail_loaded_get_n_items  (RailLoaded  *self);
const RailLoadedItem *rail_loaded_get_item     (RailLoaded  *self,
                                                guint        index);
gboolean              rail_loaded_equal        (RailLoaded  *self,
                                                RailLoaded  *other);
const char           *rail_used_as_get_nick    (RailUsedAs   role);
gboolean              rail_used_as_parse       (const char  *nick,
                                                RailUsedAs  *out_role);

G_END_DECLS
