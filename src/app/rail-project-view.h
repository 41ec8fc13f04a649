/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "rail-project-tree.h"

G_BEGIN_DECLS

/* All that a window shows of a project: the tree and the pages. It lives no longer than its project is open, so that
 * nothing of the project stays behind in a widget. */
/* Of a place as rail_project_view_dup_place() notes it: width of the tree, kind of place, device; of the certificate manager
 * tab, words of the filter, whether the inspector is shown, and the IDs that are selected. */
#define RAIL_PLACE_TYPE G_VARIANT_TYPE ("(iusssbauasad)")

#define RAIL_TYPE_PROJECT_VIEW (rail_project_view_get_type ())
G_DECLARE_FINAL_TYPE (RailProjectView, rail_project_view, RAIL, PROJECT_VIEW, AdwBin)

GtkWidget       *rail_project_view_new         (RailProject     *project,
                                                GFile           *file);
RailProjectTree *rail_project_view_get_tree    (RailProjectView *self);
GtkWidget       *rail_project_view_get_page    (RailProjectView *self,
                                                const char      *name);
int              rail_project_view_get_sidebar (RailProjectView *self);
GVariant        *rail_project_view_dup_place   (RailProjectView *self);
void             rail_project_view_set_place   (RailProjectView *self,
                                                GVariant        *place);
void             rail_project_view_compile     (RailProjectView *self,
                                                const char      *device);
void             rail_project_view_toggle_messages (RailProjectView *self);
gboolean         rail_project_view_is_busy     (RailProjectView *self);

G_END_DECLS
