/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a locked program has in its memory. The program itself is started, driven through its windows by xdotool, and its
 * whole memory is searched for what only an open project knows: all of it is found while the project is open, which
 * shows that the search works, and none of it after the window was locked. */

#include "config.h"

#include "program-fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define CHUNK (4 * 1024 * 1024)

/* Two chunks overlap by more than any needle is long. */
static void
search_mapping (ProgramFixture    *fixture,
                int         memory,
                guint64     start,
                guint64     end,
                guint8     *buffer,
                const char *where)
{
  const gssize overlap = 4096;

  while (start < end)
    {
      gssize n = pread (memory, buffer, MIN (CHUNK, end - start), start);

      if (n <= 0)
        return;
      program_search (fixture, buffer, n, where);
      if (start + n >= end)
        return;
      start += n > overlap ? n - overlap : n;
    }
}

static void
search_memory (ProgramFixture *fixture)
{
  g_autofree char *maps_path = g_strdup_printf ("/proc/%d/maps", fixture->pid);
  g_autofree char *memory_path = g_strdup_printf ("/proc/%d/mem", fixture->pid);
  g_autofree char *maps = NULL;
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  int memory = open (memory_path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (memory, >=, 0);
  g_file_get_contents (maps_path, &maps, NULL, &error);
  g_assert_no_error (error);
  program_forget (fixture);
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 start;
      guint64 end;
      char rights[5];

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %4s", &start, &end, rights) == 3 &&
          rights[0] == 'r')
        search_mapping (fixture, memory, start, end, buffer, lines[i]);
    }
  close (memory);
}

/* The password is no longer needed after the login. */
static void
assert_found (ProgramFixture  *fixture,
              gboolean  password)
{
  search_memory (fixture);
  for (guint i = 0; i < fixture->needles->len; i++)
    {
      ProgramNeedle *needle = g_ptr_array_index (fixture->needles, i);

      if (!needle->found && password == g_str_equal (needle->label, "the password"))
        g_error ("%s is not in the memory of an open project: the search does not work", needle->label);
    }
}

static guint
count_found (ProgramFixture *fixture)
{
  guint n = 0;

  search_memory (fixture);
  for (guint i = 0; i < fixture->needles->len; i++)
    {
      ProgramNeedle *needle = g_ptr_array_index (fixture->needles, i);

      if (needle->found)
        {
          g_test_message ("%s is in %s", needle->label, needle->where);
          n++;
        }
    }
  return n;
}

static void
test_lock_forgets (ProgramFixture       *fixture,
                   gconstpointer  data)
{
  const char *argv[] = { g_getenv ("CERTRAIL_PROGRAM"), NULL };

  if (argv[0] == NULL)
    {
      g_test_skip ("this build does not wipe freed memory: sanitizers have a free() of their own");
      return;
    }
  if (!rail_test_need ("xdotool"))
    return;

  program_start (fixture, argv);
  program_script (fixture, PROGRAM_LOG_IN);
  assert_found (fixture, TRUE);
  program_script (fixture, "xdotool key Return sleep 3\n");
  assert_found (fixture, FALSE);

  program_script (fixture, PROGRAM_FOCUS ("Sugar mill") "xdotool key ctrl+l sleep 3\n");
  g_assert_cmpuint (count_found (fixture), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/memory/lock-forgets-everything", ProgramFixture, NULL, program_set_up, test_lock_forgets,
              program_tear_down);

  return g_test_run ();
}
