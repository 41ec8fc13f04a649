/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-core-dump.h"

#include "rail-storage-posix.h"

/**
 * rail_core_dump_forbid:
 *
 * Keeps the memory of this process, in which from now on there are keys, out of core dumps, and from other processes of
 * the same user: a limit of 0 stops the kernel from writing files, and a process that is not “dumpable” is neither handed
 * to a program such as systemd-coredump nor may it be traced (prctl(2)). It stays so until the process ends, because
 * nobody can tell what is left in memory. Programs that it starts are not affected, except that they write no core files.
 */
void
rail_core_dump_forbid (void)
{
  if (!rail_storage_forbid_core_dump ())
    g_debug ("the process stays dumpable");
}
