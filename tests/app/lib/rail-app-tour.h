/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-app-test.h"

G_BEGIN_DECLS

/* Called with each window that the tour comes by; @name tells where it is, such as “certificates-tabs-ca”. */
typedef void (*RailAppTourVisit) (GtkWindow  *window,
                                  const char *name,
                                  gpointer    user_data);

/* Comes by every page and every dialog of the program, and in each by every child of its stacks: also by those that a
 * project shows only when it is empty or something failed. */
void rail_app_tour (RailAppTourVisit visit,
                    gpointer         user_data);

G_END_DECLS
