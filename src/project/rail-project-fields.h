/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-entry-table.h"
#include "rail-history.h"
#include "rail-project.h"
#include "rail-unsealed.h"
#include "rail-use-index.h"

G_BEGIN_DECLS

/* For the files that are the project itself: rail-project.c holds what it is made of, rail-project-steps.c what happened to
 * it. Operations have rail-project-private.h. */
struct _RailProject
{
  GObject          parent_instance;

  RailEnvironment *environment;
  char            *name;
  guint            next_id;
  RailProtection  *protection;

  RailEntryTable   entries;
  GListStore      *devices;
  GHashTable      *devices_by_name; /* the store keeps them */
  RailUseIndex     uses;
  guint64         *list_number;     /* of the last revocation list; shared with snapshots, which sign them, too */

  GListStore      *journal;         /* of RailJournalLine, oldest first */
  RailHistory      history;
  RailUnsealed    *unsealed;        /* what an administrator has not decided about yet */
  gboolean         is_undecided;    /* the same, in a snapshot, too */
  RailSecret      *sealed_text;     /* the last sealed version, for those who cannot seal */
  gboolean         was_modified;    /* as last notified */
};

void rail_project_notify_modified (RailProject *self);

G_END_DECLS
