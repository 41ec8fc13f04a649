/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-project.h"

G_BEGIN_DECLS

/* What is selected, in full: one certificate in sections and its chain, or a summary of several. */
#define RAIL_TYPE_CERTIFICATE_INSPECTOR (rail_certificate_inspector_get_type ())
G_DECLARE_FINAL_TYPE (RailCertificateInspector, rail_certificate_inspector, RAIL, CERTIFICATE_INSPECTOR, GtkWidget)

void       rail_certificate_inspector_set_entries (RailCertificateInspector *self,
                                                   RailProject              *project,
                                                   GPtrArray                *entries);
gboolean   rail_certificate_inspector_is_busy     (RailCertificateInspector *self);

G_END_DECLS
