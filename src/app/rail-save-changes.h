/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  RAIL_SAVE_CHANGES_CANCEL,
  RAIL_SAVE_CHANGES_DISCARD,
  RAIL_SAVE_CHANGES_SAVE,
} RailSaveChanges;

void            rail_save_changes_async  (GtkWindow           *parent,
                                          const char          *project_name,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
RailSaveChanges rail_save_changes_finish (GAsyncResult        *result);

G_END_DECLS
