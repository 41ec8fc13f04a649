/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * storage-saver FILE COUNT: opens a project as users do, saves it COUNT times and prints a line each time that it has been
 * told that it is saved. For test-killed-save, which does not let it end well.
 */

#include "storage-fixture.h"

#include "rail-project-save.h"

#include <stdio.h>
#include <stdlib.h>

#define N_VERSIONS 2

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GFile) file = g_file_new_for_path (argv[1]);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (STORAGE_PASSWORD);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectLock) lock = rail_project_lock_acquire (file, RAIL_TAKE_STALE, &error);
  g_autoptr(RailProjectFile) project_file = lock != NULL ? rail_project_file_open (file, NULL, &error) : NULL;
  g_autoptr(RailProject) project = NULL;
  g_autoptr(RailFileIdentity) identity = NULL;
  guint number;

  if (project_file != NULL)
    project = rail_project_file_read (project_file, storage_get_environment (), STORAGE_USER, password, &error);
  if (project == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  identity = rail_file_identity_ref (rail_project_file_get_identity (project_file));
  number = (guint) atoi (rail_project_get_name (project));
  puts ("ready");
  fflush (stdout);

  for (int i = 0; i < atoi (argv[2]); i++)
    {
      const RailSaveOptions options = { lock, identity, N_VERSIONS };
      g_autofree char *name = g_strdup_printf ("%u", ++number);
      RailFileIdentity *saved = NULL;

      rail_project_set_name (project, name);
      if (!rail_project_save_with (project, file, &options, &saved, &error))
        {
          g_printerr ("%s\n", error->message);
          g_clear_pointer (&saved, rail_file_identity_unref);
          return 1;
        }
      rail_file_identity_unref (identity);
      identity = saved;
      puts (name);
      fflush (stdout);
    }
  return 0;
}
