/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-certificate-request.h"

G_BEGIN_DECLS

/* The subject alternative names of a request, one row each. */
#define RAIL_TYPE_NAMES_GROUP (rail_names_group_get_type ())
G_DECLARE_FINAL_TYPE (RailNamesGroup, rail_names_group, RAIL, NAMES_GROUP, AdwPreferencesGroup)

void rail_names_group_set_request (RailNamesGroup         *self,
                                   RailCertificateRequest *request);
void rail_names_group_set_error   (RailNamesGroup         *self,
                                   const char             *text);

G_END_DECLS
