/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* All that this room asks of POSIX, and of Linux where it says so. Nothing else in it includes such a header: another
 * system brings this file anew. Whatever fails leaves errno. */

typedef enum
{
  RAIL_OPEN_TO_READ   = 0,
  RAIL_OPEN_TO_WRITE  = 1 << 0,   /* and to read */
  RAIL_OPEN_OR_CREATE = 1 << 1,
  RAIL_OPEN_BY_LINK   = 1 << 2,   /* follows a link at the end of the path */
} RailOpenFlags;

typedef struct
{
  gboolean is_regular;
  guint64  size;
  guint64  device;
  guint64  inode;
  gint64   seconds;        /* of the last change of the content */
  gint64   nanoseconds;
} RailFileStatus;

/* What the system says about the lock of a file. */
typedef enum
{
  RAIL_BYTE_FREE,
  RAIL_BYTE_HELD,
  RAIL_BYTE_UNKNOWN,   /* the file system has no locks */
} RailByteLock;

int          rail_storage_open             (const char     *path,
                                            RailOpenFlags   flags,
                                            int             mode);
int          rail_storage_make_temporary   (char           *path,
                                            int             mode);
int          rail_storage_get_descriptor   (GInputStream   *stream);
void         rail_storage_close            (int             fd);

gssize       rail_storage_read             (int             fd,
                                            void           *data,
                                            gsize           size);
gsize        rail_storage_read_start       (int             fd,
                                            void           *data,
                                            gsize           size);
gboolean     rail_storage_write            (int             fd,
                                            gconstpointer   data,
                                            gsize           size);
gboolean     rail_storage_overwrite        (int             fd,
                                            gconstpointer   data,
                                            gsize           size);
gboolean     rail_storage_sync             (int             fd);
gboolean     rail_storage_sync_folder      (const char     *path);

gboolean     rail_storage_get_status       (int             fd,
                                            RailFileStatus *out_status);
gboolean     rail_storage_get_path_status  (const char     *path,
                                            RailFileStatus *out_status);
gboolean     rail_storage_link             (const char     *path,
                                            const char     *second_path);
gboolean     rail_storage_is_out_of_space  (int             number);

RailByteLock rail_byte_lock_take           (int             fd);
RailByteLock rail_byte_lock_look           (int             fd);
gboolean     rail_byte_lock_is_there       (int             fd,
                                            const char     *path);

guint        rail_storage_get_process      (void);
gboolean     rail_storage_forbid_core_dump (void);

G_END_DECLS
