/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-signing-request.h"

G_BEGIN_DECLS

/* Requests to an authority outside, made for an entry, and their answers. */

RailSigningRequest *rail_project_request      (RailProject      *self,
                                               RailEntry        *entry,
                                               GError          **error);
gboolean            rail_project_can_request  (RailProject      *self,
                                               RailEntry        *entry,
                                               GError          **error);
gboolean            rail_project_check_answer (RailProject      *self,
                                               RailEntry        *entry,
                                               RailCertificate  *answer,
                                               GError          **error);
gboolean            rail_project_answer       (RailProject      *self,
                                               RailEntry        *entry,
                                               RailCertificate  *answer,
                                               GPtrArray        *chain,
                                               GError          **error);
RailEntry          *rail_project_find_request (RailProject      *self,
                                               RailCertificate  *answer);

G_END_DECLS
