/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The questions for a file or folder, in one place, so that a test can answer them. */

void   rail_file_chooser_open_async   (GtkWindow           *parent,
                                       const char          *title,
                                       const char          *filter_label,
                                       const char          *pattern,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void   rail_file_chooser_open_many_async (GtkWindow         *parent,
                                       const char          *title,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void   rail_file_chooser_save_async   (GtkWindow           *parent,
                                       const char          *title,
                                       const char          *suggested_name,
                                       const char          *filter_label,
                                       const char          *pattern,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void   rail_file_chooser_folder_async (GtkWindow           *parent,
                                       const char          *title,
                                       GFile               *initial,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
GFile *rail_file_chooser_dup_folder   (GtkWindow           *parent,
                                       const char          *pattern);
GFile *rail_file_chooser_finish       (GAsyncResult        *result,
                                       GError             **error);
GListModel *rail_file_chooser_finish_many (GAsyncResult   *result,
                                       GError             **error);

void   rail_file_chooser_dismiss       (GtkWindow           *parent);
void   rail_file_chooser_preset       (GFile               *answer);

G_END_DECLS
