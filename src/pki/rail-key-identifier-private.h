/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-pki-private.h"

G_BEGIN_DECLS

GBytes *rail_key_identifier_new           (gnutls_pubkey_t    key,
                                           GError           **error);
GBytes *rail_key_identifier_for_authority (RailCertificate   *issuer,
                                           GError           **error);

G_END_DECLS
