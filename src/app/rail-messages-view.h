/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "rail-finding.h"

G_BEGIN_DECLS

/* What compiling has changed and found. It compiles, and repairs what it has found. Signals: "go" with the finding whose place
 * is wanted, "close". */
#define RAIL_TYPE_MESSAGES_VIEW (rail_messages_view_get_type ())
G_DECLARE_FINAL_TYPE (RailMessagesView, rail_messages_view, RAIL, MESSAGES_VIEW, GtkWidget)

void     rail_messages_view_set_project (RailMessagesView *self,
                                         RailProject      *project);
void     rail_messages_view_compile     (RailMessagesView *self,
                                         const char       *device);
gboolean rail_messages_view_is_busy     (RailMessagesView *self);

G_END_DECLS
