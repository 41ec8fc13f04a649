/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A folder of this test alone; rail_test_remove_folder() takes it and all in it away again. */
char     *rail_test_make_folder   (void);
void      rail_test_remove_folder (const char         *path);
void      rail_test_write         (const char         *folder,
                                   const char         *name,
                                   gconstpointer       data,
                                   gssize              size);
GBytes   *rail_test_read          (const char         *folder,
                                   const char         *name);

/* Runs a peer such as openssl. A peer that is missing skips the test and says so; returns FALSE then. */
gboolean  rail_test_need          (const char         *program);
int       rail_test_run           (const char         *folder,
                                   char              **out_output,
                                   const char         *program,
                                   ...) G_GNUC_NULL_TERMINATED;

/* Runs the main loop until *done, for at most a minute; an overrun fails the test. */
void      rail_test_wait          (const gboolean     *done);

#define rail_assert_contains(text, part) \
  G_STMT_START { \
    if (strstr ((text), (part)) == NULL) \
      g_error ("%s:%d: no “%s” in:\n%s", __FILE__, __LINE__, (part), (text)); \
  } G_STMT_END

G_END_DECLS
