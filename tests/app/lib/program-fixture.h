/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-test.h"

G_BEGIN_DECLS

/* The program itself, looked at from outside: started with a project of its own, driven through its windows by xdotool. */

#define PROGRAM_USER "Waltraud"
#define PROGRAM_PASSWORD "Schmetterling 4711 over Kassel"

/* What only an open project knows. */
typedef struct
{
  char       *label;
  GBytes     *bytes;
  gboolean    is_content;   /* no key and no password: a screen reader may know it */
  gboolean    found;
  char       *where;
} ProgramNeedle;

typedef struct
{
  char        *folder;
  char        *path;        /* of the project in it */
  GPtrArray   *needles;
  GSubprocess *program;
  GPid         pid;
} ProgramFixture;

void program_set_up     (ProgramFixture            *fixture,
                         gconstpointer       data);
void program_tear_down  (ProgramFixture            *fixture,
                         gconstpointer       data);
void program_add_needle (ProgramFixture            *fixture,
                         const char         *label,
                         const char         *text);
/* Runs argv, which is the program with what is put before it; the project is opened. */
void program_start      (ProgramFixture            *fixture,
                         const char * const *argv);
void program_stop       (ProgramFixture            *fixture);
/* A script of the shell in the folder. */
void program_script     (ProgramFixture            *fixture,
                         const char         *script);
/* Marks the needles that are in a piece of something. */
void program_search     (ProgramFixture     *fixture,
                         gconstpointer       chunk,
                         gsize               size,
                         const char         *where);
void program_forget     (ProgramFixture            *fixture);

/* For program_script(): gives the keyboard to a window, as a window manager would. */
#define PROGRAM_FOCUS(title) \
  "window=$(xdotool search --sync --onlyvisible --name '" title "' | tail -n 1)\n" \
  "xdotool windowfocus --sync \"$window\" sleep 0.5\n"
#define PROGRAM_LOG_IN \
  PROGRAM_FOCUS ("^Log in$") "xdotool type --delay 20 '" PROGRAM_PASSWORD "'\nsleep 0.5\n"

G_END_DECLS
