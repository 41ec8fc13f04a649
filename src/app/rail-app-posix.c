/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-app"

#include "config.h"

#include "rail-app-posix.h"

#include <malloc.h>
#include <time.h>
#include <unistd.h>

/* Since the computer was started, with the time that it has slept. */
gint64
rail_app_get_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_BOOTTIME, &time);
  return time.tv_sec;
}

guint
rail_app_get_process_id (void)
{
  return (guint) getpid ();
}

guint
rail_app_get_user_id (void)
{
  return (guint) getuid ();
}

/* Gives free memory back to the system, so that nobody finds it in this process. */
void
rail_app_return_memory (void)
{
  malloc_trim (0);
}
