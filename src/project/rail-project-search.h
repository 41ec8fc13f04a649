/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

/* How well something fits what was typed; the best first. */
typedef enum
{
  RAIL_MATCH_EXACT,   /* it is the name, the ID, or the whole code */
  RAIL_MATCH_BEGIN,   /* the name or a code begins with it */
  RAIL_MATCH_WORD,    /* a word of the name begins with it */
  RAIL_MATCH_PART,    /* it is somewhere in the name, or its words are */
  RAIL_MATCH_NONE,
} RailMatch;

/* A device or a certificate that was found. */
typedef struct
{
  RailEntry  *entry;    /* (nullable) */
  RailDevice *device;   /* (nullable): one of the two is there */
  RailMatch   fit;
} RailHit;

/* Finds devices and certificates of a project as it was when the search was made. */
typedef struct _RailProjectSearch RailProjectSearch;

RailProjectSearch *rail_project_search_new  (RailProject       *project);
void               rail_project_search_free (RailProjectSearch *self);
GArray            *rail_project_search_find (RailProjectSearch *self,
                                             const char        *text,
                                             guint              most,
                                             guint             *out_n_all);
RailMatch          rail_project_search_match_name (const char        *text,
                                                   const char        *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailProjectSearch, rail_project_search_free)

G_END_DECLS
