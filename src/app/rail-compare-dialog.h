/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-certificate.h"

G_BEGIN_DECLS

#define RAIL_TYPE_COMPARE_DIALOG (rail_compare_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RailCompareDialog, rail_compare_dialog, RAIL, COMPARE_DIALOG, AdwWindow)

GtkWindow *rail_compare_dialog_new (GtkWindow       *parent,
                                    RailCertificate *left,
                                    const char      *left_title,
                                    RailCertificate *right,
                                    const char      *right_title);

G_END_DECLS
