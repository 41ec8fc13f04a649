/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-app-test.h"

G_BEGIN_DECLS

#define WINDOW_PASSWORD "correct horse"   /* of manager_fixture_project()'s “admin” */

/* A window without a project, and a folder for a project file. A test's own fixture begins with it. */
typedef struct
{
  RailApplication *application;
  RailWindow      *window;
  char            *folder;
  GFile           *file;         /* “Line 3.certrail” in it */
} WindowFixture;

void     window_fixture_set_up      (WindowFixture *fixture,
                                     gconstpointer  data);
/* The same with manager_fixture_project() in the file. */
void     window_fixture_set_up_file (WindowFixture *fixture,
                                     gconstpointer  data);
void     window_fixture_tear_down   (WindowFixture *fixture,
                                     gconstpointer  data);

/* Answers the login dialog that is open or about to open, and waits for the project. */
void     window_fixture_log_in      (RailWindow    *window);

G_END_DECLS
