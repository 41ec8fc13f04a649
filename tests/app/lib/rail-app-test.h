/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-application.h"
#include "rail-test.h"
#include "rail-window.h"

G_BEGIN_DECLS

typedef gboolean (*RailTestCondition) (gpointer user_data);

/* Prepares a test that shows windows: folders of its own, no animations, warnings fatal. Call before any other. */
void             rail_app_test_init            (int               *argc,
                                                char            ***argv);
int              rail_app_test_run             (void);
RailApplication *rail_app_test_get_application (void);
RailWindow      *rail_app_test_new_window      (RailApplication   *application);

/* Runs the main loop until the condition holds, for at most a minute; an overrun fails the test and names the condition. */
void             rail_app_test_wait_for        (RailTestCondition  condition,
                                                gpointer           user_data,
                                                const char        *what);
void             rail_app_test_settle          (void);

/* What tests wait for: of a window; of a gboolean; of a dialog with a progress bar. */
gboolean         has_project_cb                (gpointer           window);
gboolean         is_saved_cb                   (gpointer           window);
gboolean         is_true_cb                    (gpointer           flag);
gboolean         is_idle_cb                    (gpointer           dialog);

/* Finds a widget by its ID in the template, anywhere below @root; a missing one fails the test. */
gpointer         rail_app_test_find            (gpointer           root,
                                                const char        *id);
gpointer         rail_app_test_find_type       (gpointer           root,
                                                GType              type);
/* The visible window of a type, or one whose name is @name; waits until it is there. */
gpointer         rail_app_test_wait_window     (GType              type,
                                                const char        *name);
void             rail_app_test_wait_gone       (GType              type);
/* (nullable): the window of that type that is open now */
gpointer         rail_app_test_look_for        (const char        *type_name);

void             rail_app_test_type            (gpointer           editable,
                                                const char        *text);
void             rail_app_test_click           (gpointer           button);
void             rail_app_test_respond         (gpointer           dialog,
                                                const char        *response);
void             rail_app_test_activate        (gpointer           widget,
                                                const char        *action,
                                                const char        *target);

/* Renders a window into a PNG in the folder that CERTRAIL_SCREENSHOTS names; does nothing without it. */
void             rail_app_test_screenshot      (gpointer           window,
                                                const char        *name);

G_END_DECLS
