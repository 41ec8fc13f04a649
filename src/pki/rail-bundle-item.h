/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"
#include "rail-revocation-list.h"
#include "rail-signing-request.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_BUNDLE_CERTIFICATE,
  RAIL_BUNDLE_KEY,
  RAIL_BUNDLE_REVOCATION_LIST,
  RAIL_BUNDLE_SIGNING_REQUEST,
  RAIL_BUNDLE_UNREADABLE,         /* there is something, and the reason says why it cannot be read */
  RAIL_BUNDLE_LOCKED,             /* encrypted: the password is missing, or is wrong */
} RailBundleItemKind;

#define RAIL_TYPE_BUNDLE_ITEM_KIND (rail_bundle_item_kind_get_type ())
GType               rail_bundle_item_kind_get_type           (void);

#define RAIL_TYPE_BUNDLE_ITEM (rail_bundle_item_get_type ())
G_DECLARE_FINAL_TYPE (RailBundleItem, rail_bundle_item, RAIL, BUNDLE_ITEM, GObject)

RailBundleItemKind  rail_bundle_item_get_kind            (RailBundleItem *self);
RailCertificate    *rail_bundle_item_get_certificate     (RailBundleItem *self);
RailKey            *rail_bundle_item_get_key             (RailBundleItem *self);
RailRevocationList *rail_bundle_item_get_revocation_list (RailBundleItem *self);
RailSigningRequest *rail_bundle_item_get_signing_request (RailBundleItem *self);
const char         *rail_bundle_item_get_label           (RailBundleItem *self);
const char         *rail_bundle_item_get_where           (RailBundleItem *self);
const char         *rail_bundle_item_get_reason          (RailBundleItem *self);
gboolean            rail_bundle_item_is_password_wrong   (RailBundleItem *self);
const char         *rail_bundle_item_get_friendly_name   (RailBundleItem *self);
GBytes             *rail_bundle_item_get_local_key_id    (RailBundleItem *self);

G_END_DECLS
