/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An unprotected project with so many certificates and their keys, in no order. */
RailProject *plant_make                  (guint      n);

/* Milliseconds from @start until what has changed is on the screen. */
double       plant_wait_painted          (GtkWindow *window,
                                          gint64     start);
/* Lets the program do what it does when nobody does anything. */
void         plant_settle                (void);

/* Of this process so far, in all its threads. */
double       plant_get_processor_seconds (void);

G_END_DECLS
