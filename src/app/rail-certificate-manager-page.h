/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-project.h"

G_BEGIN_DECLS

/* The global certificate manager. Property "project": a RailProject or NULL. */
#define RAIL_TYPE_CERTIFICATE_MANAGER_PAGE (rail_certificate_manager_page_get_type ())
G_DECLARE_FINAL_TYPE (RailCertificateManagerPage, rail_certificate_manager_page, RAIL, CERTIFICATE_MANAGER_PAGE, GtkWidget)

void       rail_certificate_manager_page_select_entry (RailCertificateManagerPage *self,
                                                       RailEntry                  *entry);
void       rail_certificate_manager_page_create       (RailCertificateManagerPage *self,
                                                       RailUsage                   usage,
                                                       const char                 *device);
void       rail_certificate_manager_page_import       (RailCertificateManagerPage *self,
                                                       GSList                     *files);

G_END_DECLS
