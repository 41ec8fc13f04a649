/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-certificate.h"

G_BEGIN_DECLS

/* The fields of a certificate in sections, each value to be selected and copied. */
#define RAIL_TYPE_CERTIFICATE_SECTIONS (rail_certificate_sections_get_type ())
G_DECLARE_FINAL_TYPE (RailCertificateSections, rail_certificate_sections, RAIL, CERTIFICATE_SECTIONS, GtkWidget)

void rail_certificate_sections_set_certificate (RailCertificateSections *self,
                                                RailCertificate         *certificate);

G_END_DECLS
