/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file beside another that only its owner can read, and that is to take the place of that other one. */
typedef struct
{
  char *path;
  int   fd;     /* -1 for a second name of another file */
} RailTemporaryFile;

#define RAIL_TEMPORARY_FILE_INIT { NULL, -1 }

gboolean rail_temporary_file_write     (RailTemporaryFile *self,
                                        const char        *target,
                                        gconstpointer      data,
                                        gsize              size);
gboolean rail_temporary_file_link      (RailTemporaryFile *self,
                                        const char        *target);
gboolean rail_temporary_file_rename    (RailTemporaryFile *self,
                                        const char        *path);
void     rail_temporary_file_clear     (RailTemporaryFile *self);
void     rail_temporary_file_clean_up  (const char        *target);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RailTemporaryFile, rail_temporary_file_clear)

G_END_DECLS
