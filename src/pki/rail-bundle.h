/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-bundle-item.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_BUNDLE_NEEDS_PASSWORD = 1 << 0,   /* something is locked */
  RAIL_BUNDLE_WRONG_PASSWORD = 1 << 1,   /* something is locked although a password was given */
  RAIL_BUNDLE_NO_MAC         = 1 << 2,   /* nothing shows whether somebody changed the PKCS#12 file */
  RAIL_BUNDLE_UNKNOWN        = 1 << 3,   /* it is no file of ours: nothing in it is known */
} RailBundleFlags;

#define RAIL_TYPE_BUNDLE_FLAGS (rail_bundle_flags_get_type ())
GType            rail_bundle_flags_get_type (void);

#define RAIL_TYPE_BUNDLE (rail_bundle_get_type ())
G_DECLARE_FINAL_TYPE (RailBundle, rail_bundle, RAIL, BUNDLE, GObject)

RailBundle      *rail_bundle_read       (GBytes      *bytes,
                                         RailSecret  *password,
                                         GError     **error);
GListModel      *rail_bundle_get_items  (RailBundle  *self);
const char      *rail_bundle_get_format (RailBundle  *self);
RailBundleFlags  rail_bundle_get_flags  (RailBundle  *self);

G_END_DECLS
