/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-entry-state.h"
#include "rail-project-lists.h"

G_BEGIN_DECLS

RailRevocationList *rail_project_sign_list (RailProject      *self,
                                            RailEntry        *authority,
                                            RailCertificate  *certificate,
                                            RailKey          *key,
                                            guint             days,
                                            GHashTable       *states,
                                            GError          **error);

G_END_DECLS
