/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-asn1-private.h"
#include "rail-pki-private.h"

G_BEGIN_DECLS

RailSecret *rail_ec_key_complete       (const guint8 *der,
                                        gsize         size);
RailSecret *rail_ec_key_complete_pkcs8 (RailSecret   *der);

G_END_DECLS
