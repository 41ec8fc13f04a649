/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-certificate-request.h"

G_BEGIN_DECLS

/* Key usage and extended key usage of a request: text where the template decides, boxes to tick where it does not. */
#define RAIL_TYPE_KEY_USAGE_GROUP (rail_key_usage_group_get_type ())
G_DECLARE_FINAL_TYPE (RailKeyUsageGroup, rail_key_usage_group, RAIL, KEY_USAGE_GROUP, AdwPreferencesGroup)

void rail_key_usage_group_set_request (RailKeyUsageGroup      *self,
                                       RailCertificateRequest *request);

G_END_DECLS
