/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-lock-page.h"
#include "rail-project-view.h"
#include "rail-window.h"

G_BEGIN_DECLS

struct _RailWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  AdwSplitButton  *open_button;
  GtkWidget       *save_button;
  GtkStack        *save_stack;
  GtkWidget       *undo_button;
  GtkWidget       *redo_button;
  GMenu           *undo_menu;     /* both with the names of the steps, in the main menu */
  AdwWindowTitle  *title;
  GtkWidget       *lock_button;
  GtkWidget       *unprotected_button;
  GtkMenuButton   *menu_button;
  GtkBox          *content;
  GtkStack        *stack;         /* “welcome”, “loading”, “project”, “locked” */
  GtkLabel        *loading_label;

  /* Children of the stack while they are there */
  RailProjectView *view;          /* (nullable) */
  RailLockPage    *lock_page;     /* (nullable) */

  /* Owned references */
  RailProject     *project;       /* (nullable) */
  GFile           *file;          /* (nullable): none until the first save */
  GSignalGroup    *project_signals;
  GCancellable    *loading;       /* (nullable): while a file is being read */
  GFile           *opening;       /* (nullable): the file that is read or waits for its login */
  gboolean         example;       /* what is loading is the example */
  gboolean         saving;
  gboolean         asking;        /* the question about unsaved changes is on the screen */
  gboolean         close_after_save;
  gboolean         close_anyway;
  guint            lock_source;   /* to be locked as soon as nothing is at work */
};

/* rail-window.c */
void     _rail_window_update         (RailWindow          *self);
gboolean _rail_window_is_modified    (RailWindow          *self);
void     _rail_window_go             (RailWindow          *self,
                                      RailPlaceKind        kind,
                                      const char          *device);
void     _rail_window_drop_project   (RailWindow          *self);

/* rail-window-actions.c */
void     _rail_window_class_actions  (GtkWidgetClass      *klass);
void     _rail_window_update_actions (RailWindow          *self);
void     _rail_window_protect        (RailWindow          *self);

/* rail-window-lock.c */
gboolean _rail_window_can_lock       (RailWindow          *self);
void     _rail_window_cancel_lock    (RailWindow          *self);
void     _rail_window_leave_lock_page (RailWindow         *self);
gboolean _rail_window_is_locked_modified (RailWindow      *self);

/* rail-window-file.c */
void     _rail_window_stop_loading   (RailWindow          *self);
void     _rail_window_save_async     (RailWindow          *self,
                                      gboolean             ask_for_name,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean _rail_window_save_finish    (RailWindow          *self,
                                      GAsyncResult        *result);
void     _rail_window_confirm_async  (RailWindow          *self,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean _rail_window_confirm_finish (RailWindow          *self,
                                      GAsyncResult        *result);

G_END_DECLS
