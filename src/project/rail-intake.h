/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

/* One thing that a project takes from outside: a certificate that becomes an entry, or a key and a revocation list for an
 * entry that is there. */
typedef struct
{
  RailEntry          *entry;          /* NULL: a new one */
  RailCertificate    *certificate;    /* of the new entry; NULL if @entry is not */
  RailKey            *key;
  RailRevocationList *list;
  RailEntryKind       kind;           /* which the entry has afterwards */
} RailIntake;

RailIntake *rail_intake_new            (RailCertificate     *certificate,
                                        RailKey             *key);
RailIntake *rail_intake_new_for_entry  (RailEntry           *entry,
                                        RailKey             *key);
void        rail_intake_set_list       (RailIntake          *self,
                                        RailRevocationList  *list);
void        rail_intake_free           (RailIntake          *self);

gboolean    rail_project_check_intake  (RailProject         *self,
                                        RailIntake          *intake,
                                        GError             **error);
GPtrArray  *rail_project_import        (RailProject         *self,
                                        GPtrArray           *intakes,
                                        GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailIntake, rail_intake_free)

G_END_DECLS
