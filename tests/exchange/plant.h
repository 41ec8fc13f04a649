/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-hand-over.h"
#include "rail-operations.h"
#include "rail-test.h"

G_BEGIN_DECLS

/*
 * A small plant, and a folder for what comes out of it:
 *
 *   root ── server “PLC-1/OPCUA-1-4”, client “UaExpert”, revoked
 *     └──── intermediate ── deep
 *   lonely: self-signed server;  keyless: self-signed, its key is elsewhere
 */
typedef struct
{
  char        *folder;
  RailProject *project;
  RailEntry   *root;
  RailEntry   *intermediate;
  RailEntry   *server;
  RailEntry   *client;
  RailEntry   *revoked;
  RailEntry   *deep;
  RailEntry   *lonely;
  RailEntry   *keyless;
} Plant;

void       plant_set_up    (Plant         *plant,
                            gconstpointer  data);
void       plant_tear_down (Plant         *plant,
                            gconstpointer  data);
void       plant_restore   (Plant         *plant,
                            GPtrArray     *entries,
                            guint          next_id);
RailEntry *plant_create    (Plant         *plant,
                            RailUsage      usage,
                            const char    *common_name,
                            RailEntry     *issuer);
GPtrArray *plant_list      (RailEntry     *first,
                            ...) G_GNUC_NULL_TERMINATED;
GFile     *plant_file      (Plant         *plant,
                            const char    *name);

/* A shell command in the plant's folder that must succeed; returns what it wrote. */
char      *plant_run       (Plant         *plant,
                            const char    *command);
void       plant_run_fails (Plant         *plant,
                            const char    *command);
guint      plant_get_mode  (Plant         *plant,
                            const char    *name);

#define plant_test(path, function) \
  g_test_add (path, Plant, NULL, plant_set_up, function, plant_tear_down)

/* A plan that must be possible, and what it writes into a folder of that name in the plant's. */
RailHandOver *plant_plan       (Plant        *plant,
                                RailTarget    target,
                                RailEntry    *certificate,
                                RailEntry    *partner);
void          plant_write_plan (Plant        *plant,
                                RailHandOver *plan,
                                const char   *folder);
void          plant_hand_over  (Plant        *plant,
                                const char   *folder,
                                RailTarget    target,
                                RailEntry    *certificate,
                                RailEntry    *partner);

G_END_DECLS
