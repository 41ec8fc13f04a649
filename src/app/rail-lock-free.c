/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Memory that is freed keeps what was in it until somebody else gets it, and a locked program must not hold a word of its
 * project. So the program's own free() and realloc() wipe first; libraries use them, too, because the dynamic linker
 * looks in the program before it looks in the C library. docs/architecture.md tells why here and not elsewhere.
 *
 * Sanitizers bring their own, and look at freed memory themselves: there, this file is not compiled. */

#include "config.h"

#include <errno.h>
#include <glib.h>
#include <malloc.h>
#include <string.h>

void  __libc_free    (void   *block);
void *__libc_malloc  (size_t  size);

void
free (void *block)
{
  if (block == NULL)
    return;

  explicit_bzero (block, malloc_usable_size (block));
  __libc_free (block);
}

/* That of the C library moves a block without wiping the old place. */
void *
realloc (void   *block,
         size_t  size)
{
  size_t usable;
  void *moved;

  if (block == NULL)
    return __libc_malloc (size);
  if (size == 0)
    {
      free (block);
      return NULL;
    }

  usable = malloc_usable_size (block);
  if (size <= usable && size >= usable / 2)
    return block;

  moved = __libc_malloc (size);
  if (moved == NULL)
    return NULL;
  memcpy (moved, block, MIN (size, usable));
  free (block);
  return moved;
}

/* GLib's slices keep freed memory for themselves, unless told before the first of them is made, which happens when the
 * libraries start: earlier than main(). */
static void
use_no_slices (void)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  g_slice_set_config (G_SLICE_CONFIG_ALWAYS_MALLOC, TRUE);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

__attribute__ ((section (".preinit_array"), used)) static void (* const before_libraries) (void) = use_no_slices;
