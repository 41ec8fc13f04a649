/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What all dialogs with a form and one thing to do share: the two buttons, work that can be cancelled and shows how far it
 * is, and a place that says what went wrong. Templates set "form" and "perform-label". */
#define RAIL_TYPE_TASK_DIALOG (rail_task_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (RailTaskDialog, rail_task_dialog, RAIL, TASK_DIALOG, AdwWindow)

struct _RailTaskDialogClass
{
  AdwWindowClass parent_class;

  /* The button was pressed. */
  void (*perform) (RailTaskDialog *self);
  /* (nullable): the dialog goes; nothing of what was typed may stay */
  void (*forget)  (RailTaskDialog *self);
};

void          rail_task_dialog_set_origin        (RailTaskDialog *self,
                                                  GtkWidget      *origin);
void          rail_task_dialog_set_ready         (RailTaskDialog *self,
                                                  gboolean        ready);
void          rail_task_dialog_set_perform_label (RailTaskDialog *self,
                                                  const char     *label);
void          rail_task_dialog_set_error         (RailTaskDialog *self,
                                                  const char     *text);
void          rail_task_dialog_set_advice        (RailTaskDialog *self,
                                                  const char     *text);
gboolean      rail_task_dialog_is_busy           (RailTaskDialog *self);
GCancellable *rail_task_dialog_begin             (RailTaskDialog *self,
                                                  const char     *text);
void          rail_task_dialog_progress          (guint           done,
                                                  guint           total,
                                                  gpointer        self);
gboolean      rail_task_dialog_end               (RailTaskDialog *self,
                                                  const GError   *error);
void          rail_task_dialog_succeed           (RailTaskDialog *self,
                                                  const char     *text,
                                                  gboolean        undo);

G_END_DECLS
