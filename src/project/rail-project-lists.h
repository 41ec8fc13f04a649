/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

/* How the revocation list that an authority published last stands. */
typedef enum
{
  RAIL_LIST_NONE,       /* none was published */
  RAIL_LIST_CURRENT,
  RAIL_LIST_OUTDATED,   /* something was revoked, or is not any more, since it was signed, or the key is another one */
  RAIL_LIST_OVERDUE,    /* its next update is over: partners may refuse everything of this authority */
} RailListStatus;

#define RAIL_TYPE_LIST_STATUS (rail_list_status_get_type ())
GType               rail_list_status_get_type          (void);
const char         *rail_list_status_get_nick          (RailListStatus    status);

RailListStatus      rail_project_get_list_status       (RailProject      *self,
                                                        RailEntry        *authority);
char               *rail_project_describe_list         (RailProject      *self,
                                                        RailEntry        *authority);
gboolean            rail_project_publish_list          (RailProject      *self,
                                                        RailEntry        *authority,
                                                        guint             days,
                                                        GError          **error);
RailRevocationList *rail_project_issue_revocation_list_for (RailProject      *self,
                                                            RailEntry        *authority,
                                                            RailCertificate  *certificate,
                                                            GError          **error);

G_END_DECLS
