/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "rail-test.h"

G_BEGIN_DECLS

#define CTL_USER "admin"
#define CTL_PASSWORD "Correct-horse-“9”"

/*
 * A folder with plant.certrail, whose login is quick, and what the last command said.
 * In it: 1 root “Plant root”; 2 “PLC-1/OPCUA-1-2”, OPC UA server of PLC_1; 3 “UaExpert”; 4 expired web server.
 */
typedef struct
{
  char *folder;
  char *out;
  char *err;
  int   code;
} Ctl;

void      ctl_set_up      (Ctl           *ctl,
                           gconstpointer  data);
void      ctl_tear_down   (Ctl           *ctl,
                           gconstpointer  data);
char     *ctl_path        (Ctl           *ctl,
                           const char    *name);

/* Runs certrailctl in the folder, with the password in the environment. */
void      ctl_run         (Ctl           *ctl,
                           ...) G_GNUC_NULL_TERMINATED;
void      ctl_run_argv    (Ctl           *ctl,
                           const char    *password,
                           const char   **arguments);

/* The command must be done, done with a warning or refused with one sentence that has a part in it, or print a document. */
void      ctl_done        (Ctl           *ctl,
                           ...) G_GNUC_NULL_TERMINATED;
void      ctl_warned      (Ctl           *ctl,
                           const char    *part,
                           ...) G_GNUC_NULL_TERMINATED;
void      ctl_refused     (Ctl           *ctl,
                           int            code,
                           const char    *part,
                           ...) G_GNUC_NULL_TERMINATED;
JsonNode *ctl_json        (Ctl           *ctl,
                           ...) G_GNUC_NULL_TERMINATED;

/* A shell command in the folder, which must succeed. */
void      ctl_shell       (Ctl           *ctl,
                           const char    *command);

#define ctl_test(path, function) g_test_add (path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

G_END_DECLS
