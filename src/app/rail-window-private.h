/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-lock-page.h"
#include "rail-project-lock.h"
#include "rail-project-view.h"
#include "rail-recovery.h"
#include "rail-tour-bar.h"
#include "rail-window.h"

G_BEGIN_DECLS

/* What a window has open. */
typedef enum
{
  RAIL_OPEN_FILE,      /* a project in its file, or one that has none yet */
  RAIL_OPEN_EXAMPLE,
  RAIL_OPEN_VERSION,   /* an earlier version of a project */
} RailOpenKind;

/* How an open project belongs to its file. */
typedef struct
{
  RailOpenKind      kind;
  RailProjectLock  *lock;       /* (nullable) */
  RailFileIdentity *identity;   /* (nullable) */
  RailRecoveryItem *item;       /* (nullable): unsaved work that it was read from */
  const char       *read_only;  /* (nullable): why it cannot be saved */
  const char       *warning;    /* (nullable): what to know before saving it */
  gint64            saved;      /* when an earlier version was saved */
} RailAttachment;

typedef struct _RailFollow RailFollow;

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
  GMenu           *save_menu;     /* under another name, or as a copy, in the main menu */
  AdwWindowTitle  *title;
  GtkWidget       *compile_button;
  GtkWidget       *load_button;
  GtkWidget       *lock_button;
  GtkWidget       *unprotected_button;
  GtkMenuButton   *menu_button;
  GtkBox          *content;
  GtkInfoBar      *notice;        /* why the project cannot be saved */
  GtkLabel        *notice_label;
  RailTourBar     *tour;
  GtkInfoBar      *expiry;        /* what expires soon */
  GtkLabel        *expiry_label;
  GtkWidget       *restore_button;
  GtkWidget       *decide_button;
  GtkWidget       *reload_button;
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
  RailOpenKind     opening_kind;
  RailOpenKind     kind;
  RailProjectLock *write_lock;    /* (nullable): kept while the window is locked */
  RailFileIdentity *identity;     /* (nullable): of the file when it was read or saved last */
  RailRecovery    *recovery;      /* (nullable): keeps unsaved changes for after a crash */
  char            *read_only;     /* (nullable): why the project cannot be saved under its name */
  RailFollow      *follow;        /* (nullable): shows what others save there meanwhile */
  char            *warning;       /* (nullable): what to know before saving it */
  gint64           version_saved; /* of an earlier version */
  gboolean         deletes_earlier; /* the next save deletes all earlier versions: a user was removed */
  gboolean         had_damage;    /* private keys of the project were damaged when it was opened */
  gboolean         saving;
  gboolean         asking;        /* the question about unsaved changes is on the screen */
  gboolean         close_after_save;
  gboolean         close_anyway;
  gboolean         wants_tour;     /* begins when the example is open */
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

/* rail-window-expiry.c */
void     _rail_window_class_expiry   (GtkWidgetClass      *klass);
void     _rail_window_show_expiring  (RailWindow          *self);
void     _rail_window_hide_expiring  (RailWindow          *self);
void     _rail_window_update_expiring (RailWindow         *self);

/* rail-window-tour.c */
void     _rail_window_show_tour_step (RailWindow          *self,
                                      int                  step);

/* rail-window-search.c */
void     _rail_window_class_search   (GtkWidgetClass      *klass);

/* rail-window-devices.c */
void     _rail_window_class_device_actions   (GtkWidgetClass *klass);
void     _rail_window_update_device_actions  (RailWindow     *self);
void     _rail_window_update_device_buttons  (RailWindow     *self);

void     _rail_window_set_file       (RailWindow          *self,
                                      GFile               *file);
void     _rail_window_show_project   (RailWindow          *self,
                                      RailProject         *project);

/* rail-window-attach.c */
void     _rail_window_attach         (RailWindow          *self,
                                      RailProject         *project,
                                      GFile               *file,
                                      const RailAttachment *attachment);
void     _rail_window_detach         (RailWindow          *self);
void     _rail_window_keep_changes   (RailWindow          *self,
                                      RailRecoveryItem    *item);
void     _rail_window_set_identity   (RailWindow          *self,
                                      RailFileIdentity    *identity);
void     _rail_window_set_saved      (RailWindow          *self,
                                      GFile               *file,
                                      RailProjectLock     *lock,
                                      RailFileIdentity    *identity);
void     _rail_window_set_read_only  (RailWindow          *self,
                                      const char          *reason);
void     _rail_window_reload         (RailWindow          *self);
void     _rail_window_restore_version (RailWindow         *self);
gboolean _rail_window_has_unsealed   (RailWindow          *self);
char    *_rail_window_dup_notice     (RailWindow          *self);

/* rail-window-follow.c */
void     _rail_window_follow         (RailWindow          *self);
void     _rail_window_unfollow       (RailWindow          *self);
const char *_rail_window_get_stale   (RailWindow          *self);

/* rail-window-open.c */
void     _rail_window_load           (RailWindow          *self,
                                      GFile               *file,
                                      GFile               *source,
                                      RailOpenKind         kind,
                                      gint64               saved);
RailWindow *_rail_window_find        (RailWindow          *self,
                                      GFile               *file);
void     _rail_window_stop_loading   (RailWindow          *self);

/* rail-window-lock.c */
gboolean _rail_window_can_lock       (RailWindow          *self);
void     _rail_window_close_dialogs  (RailWindow          *self);
void     _rail_window_cancel_lock    (RailWindow          *self);
void     _rail_window_leave_lock_page (RailWindow         *self);
gboolean _rail_window_is_locked_modified (RailWindow      *self);
gboolean _rail_window_has_kept_changes (RailWindow        *self);
void     _rail_window_discard_locked (RailWindow          *self);

/* rail-window-file.c */
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
