/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-import.h"
#include "rail-operations.h"
#include "rail-pki-error.h"
#include "rail-test.h"

G_BEGIN_DECLS

/* An empty protected project, and a folder for what other programs make for it. */
typedef struct
{
  char        *folder;
  RailProject *project;
  RailImport  *import;
} Desk;

void            desk_set_up     (Desk            *desk,
                                 gconstpointer    data);
void            desk_tear_down  (Desk            *desk,
                                 gconstpointer    data);
void            desk_protect    (Desk            *desk);
void            desk_restart    (Desk            *desk);

/* A shell command in the folder that must succeed. */
void            desk_run        (Desk            *desk,
                                 const char      *command);
void            desk_add        (Desk            *desk,
                                 const char      *name,
                                 ...) G_GNUC_NULL_TERMINATED;
gboolean        desk_unlock     (Desk            *desk,
                                 const char      *password);

/* What the import shows, one item a line: “state | name | becomes”. */
char           *desk_show       (Desk            *desk);
RailImportItem *desk_get_item   (Desk            *desk,
                                 guint            position);

/* What the project has, one entry a line: “ID kind name”, with “+key” and “revoked”. */
char           *desk_take       (Desk            *desk);
char           *desk_list       (Desk            *desk);

/* Shell functions for the commands: `ca NAME CN [ISSUER]`, `leaf NAME CN [ISSUER]` make NAME.pem and NAME.key with openssl,
 * `crl NAME LIST NUMBER [SERIAL]` makes a revocation list. */
#define desk_test(path, function) \
  g_test_add (path, Desk, NULL, desk_set_up, function, desk_tear_down)

#define desk_shows(desk, expected) \
  G_STMT_START { \
    g_autofree char *shown = desk_show (desk); \
    g_assert_cmpstr (shown, ==, expected); \
  } G_STMT_END

#define desk_takes(desk, expected) \
  G_STMT_START { \
    g_autofree char *listed = desk_take (desk); \
    g_assert_cmpstr (listed, ==, expected); \
  } G_STMT_END

#define desk_has(desk, expected) \
  G_STMT_START { \
    g_autofree char *listed = desk_list (desk); \
    g_assert_cmpstr (listed, ==, expected); \
  } G_STMT_END

G_END_DECLS
