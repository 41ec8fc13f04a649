/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-certificate.h"

G_BEGIN_DECLS

/* One certificate in full, for those that are in no table. */
#define RAIL_TYPE_CERTIFICATE_DIALOG (rail_certificate_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailCertificateDialog, rail_certificate_dialog, RAIL, CERTIFICATE_DIALOG, AdwWindow)

GtkWindow *rail_certificate_dialog_new (GtkWindow       *parent,
                                        RailCertificate *certificate,
                                        const char      *subtitle);

G_END_DECLS
