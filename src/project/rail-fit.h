/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"

G_BEGIN_DECLS

/* Whether a certificate that somebody else made can do what a usage asks for. */

gboolean rail_fit_has_purposes  (RailCertificate   *certificate,
                                 RailPurpose        purposes);
gboolean rail_fit_has_key_usage (RailCertificate   *certificate,
                                 const RailProfile *profile);

G_END_DECLS
