/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate-private.h"
#include "rail-signing-request.h"

G_BEGIN_DECLS

/* rail-signing-request.c */
const RailCertificateDetails *rail_signing_request_get_details    (RailSigningRequest  *self);
GPtrArray                    *rail_signing_request_get_extensions (RailSigningRequest  *self);
GBytes                       *rail_signing_request_get_subject_der (RailSigningRequest *self);
gboolean                      rail_signing_request_open_public_key (RailSigningRequest *self,
                                                                    gnutls_pubkey_t    *out_key,
                                                                    GError            **error);

G_END_DECLS
