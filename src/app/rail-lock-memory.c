/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-lock-memory"

#include "config.h"

#include "rail-lock-memory.h"

#include "rail-app-posix.h"

#include <string.h>

/* More than any call chain of the program needs below its main loop or its workers. */
#define STACK_SIZE (1024 * 1024)
/* The C library keeps the stacks of ended threads, 40 MB at most, which are five. */
#define N_THREADS 16
#define WAIT_MS 500

typedef struct
{
  GMutex mutex;
  GCond  cond;
  guint  n_ready;
} Gathering;

static void wipe_stack (void) __attribute__ ((noinline));

static void
wipe_stack (void)
{
  char below[STACK_SIZE];

  explicit_bzero (below, sizeof below);
}

/* All have to be there at the same time, or a second one would get the stack of the first. */
static gpointer
wipe_thread (gpointer user_data)
{
  Gathering *gathering = user_data;

  wipe_stack ();
  g_mutex_lock (&gathering->mutex);
  gathering->n_ready++;
  g_cond_broadcast (&gathering->cond);
  while (gathering->n_ready < N_THREADS)
    g_cond_wait (&gathering->cond, &gathering->mutex);
  g_mutex_unlock (&gathering->mutex);
  return NULL;
}

static void
wipe_stacks_of_ended_threads (void)
{
  Gathering gathering = { .n_ready = 0 };
  GThread *threads[N_THREADS];

  g_mutex_init (&gathering.mutex);
  g_cond_init (&gathering.cond);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("wipe", wipe_thread, &gathering);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_cond_clear (&gathering.cond);
  g_mutex_clear (&gathering.mutex);
}

/**
 * rail_lock_memory_clean:
 *
 * Wipes what is left of finished work: the stack below the caller and the stacks of worker threads, which are ended for
 * it. Freed memory was wiped when it was freed. Call it from the main loop, when all objects are gone.
 */
void
rail_lock_memory_clean (void)
{
  g_thread_pool_stop_unused_threads ();
  for (guint waited = 0; waited < WAIT_MS && g_thread_pool_get_num_unused_threads () > 0; waited++)
    g_usleep (1000);

  wipe_stacks_of_ended_threads ();
  wipe_stack ();
  rail_app_return_memory ();
}
