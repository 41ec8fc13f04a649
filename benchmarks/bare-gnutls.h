/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"

G_BEGIN_DECLS

double bare_gnutls_issue (RailCertificate *issuer,
                          RailKey         *issuer_key,
                          RailKeyKind      kind,
                          guint            n_certificates,
                          guint            n_threads);

G_END_DECLS
