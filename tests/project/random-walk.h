/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "project-fixture.h"

G_BEGIN_DECLS

/* Operations of all kinds, as they come. g_test_rand_int() decides, so --seed repeats a walk. */
typedef struct
{
  RailProject *project;
  RailProject *workshop;   /* where certificates from outside come from */
  GRand       *random;
  GHashTable  *ids;        /* ID → RailEntry: every ID that was ever given */
  guint        n_named;
} RandomWalk;

void     random_walk_begin (RandomWalk *walk);
void     random_walk_end   (RandomWalk *walk);
gboolean random_walk_step  (RandomWalk *walk);

G_END_DECLS
