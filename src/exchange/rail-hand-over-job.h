/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-hand-over-private.h"

G_BEGIN_DECLS

typedef struct
{
  char     *path;
  gboolean  is_private;
} RailHandOverFolder;

/* What a worker needs of a plan. The plan itself belongs to the main thread, and is finalised there. */
typedef struct
{
  RailHandOverSource  source;
  GArray             *folders;    /* of RailHandOverFolder */
  GListStore         *files;      /* of RailHandOverFile */
  GPtrArray          *removed;    /* of paths: gone to another folder */
  GPtrArray          *leftovers;  /* (nullable): of paths, to be removed if they are what they are taken for */
  const char         *rejected;   /* (nullable): the folder of what the partner has rejected */
  GFile              *output;
} RailHandOverJob;

void             rail_hand_over_job_free     (RailHandOverJob  *job);
char            *rail_hand_over_job_dup_root (RailHandOverJob  *job,
                                              GError          **error);
GPtrArray       *rail_hand_over_job_write    (RailHandOverJob  *job,
                                              GCancellable     *cancellable,
                                              GError          **error);
gboolean         rail_hand_over_can_move     (const char       *root,
                                              const char       *path);

/* rail-hand-over-compare.c */
GListModel      *rail_hand_over_job_compare  (RailHandOverJob  *job,
                                              GCancellable     *cancellable,
                                              GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailHandOverJob, rail_hand_over_job_free)

G_END_DECLS
