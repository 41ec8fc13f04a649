/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program itself: what it leaves on the disk, while it runs, when it is killed, and after it has ended. It is started,
 * driven through its windows by xdotool, and watched by strace. */

#include "config.h"

#include "program-fixture.h"

#include "rail-project-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define DEVICE "Centrifuge_of_the_north"
#define ADD_DEVICE \
  PROGRAM_FOCUS ("Sugar mill") "xdotool key ctrl+d sleep 1\n" \
  PROGRAM_FOCUS ("^Add device$") "xdotool type --delay 20 '" DEVICE "'\nsleep 0.5\nxdotool key Return sleep 1\n"

/* Waits in the shell, for at most a minute. */
#define WAIT_UNTIL(condition) \
  "i=0\nwhile ! { " condition "; }; do i=$((i + 1)); test \"$i\" -lt 300; sleep 0.2; done\n"

static gboolean
need_program (const char **out_path)
{
  *out_path = g_getenv ("CERTRAIL_PROGRAM");
  g_assert_nonnull (*out_path);
  return rail_test_need ("xdotool");
}

static void
search_file (ProgramFixture *fixture,
             const char     *path)
{
  g_autofree char *content = NULL;
  gsize size;

  if (g_file_get_contents (path, &content, &size, NULL))
    program_search (fixture, content, size, path);
}

/* All files below a folder, and their names. */
static guint
search_folder (ProgramFixture *fixture,
               const char     *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      program_search (fixture, name, strlen (name), child);
      if (g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        n += search_folder (fixture, child);
      else
        search_file (fixture, child);
      n++;
    }
  return n;
}

static void
assert_nothing_found (ProgramFixture *fixture)
{
  guint n = 0;

  for (guint i = 0; i < fixture->needles->len; i++)
    {
      ProgramNeedle *needle = g_ptr_array_index (fixture->needles, i);

      if (needle->found)
        {
          g_test_message ("%s is in %s", needle->label, needle->where);
          n++;
        }
    }
  g_assert_cmpuint (n, ==, 0);
}

static RailProject *
open_project (ProgramFixture *fixture)
{
  g_autoptr(GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PROGRAM_PASSWORD);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectFile) project_file = rail_project_file_open (file, NULL, &error);
  RailProject *project;

  g_assert_no_error (error);
  project = rail_project_file_read (project_file, environment, PROGRAM_USER, password, &error);
  g_assert_no_error (error);
  return project;
}

/* Not saved, and killed: the next start offers the change, and meanwhile nobody can read it. */
static void
test_killed_program_offers_its_changes (ProgramFixture *fixture,
                                        gconstpointer   data)
{
  const char *argv[] = { NULL, NULL };
  g_autoptr(RailProject) before = NULL;
  g_autoptr(RailProject) after = NULL;

  if (!need_program (&argv[0]))
    return;

  program_add_needle (fixture, "a new device's name", DEVICE);
  program_start (fixture, argv);
  program_script (fixture, PROGRAM_LOG_IN "xdotool key Return sleep 2\n" ADD_DEVICE
                  WAIT_UNTIL ("ls certrail/recovery/*.certrail >/dev/null 2>&1"));
  program_stop (fixture);

  before = open_project (fixture);
  g_assert_null (rail_project_get_device (before, DEVICE));
  program_forget (fixture);
  g_assert_cmpuint (search_folder (fixture, fixture->folder), >, 3);
  assert_nothing_found (fixture);

  program_start (fixture, argv);
  program_script (fixture, PROGRAM_FOCUS ("was not closed$") "xdotool key Return sleep 1\n"
                  PROGRAM_FOCUS ("^Recover unsaved changes") "xdotool key Return sleep 1\n"
                  PROGRAM_LOG_IN "xdotool key Return sleep 2\n"
                  PROGRAM_FOCUS ("Sugar mill") "xdotool key ctrl+s\n"
                  WAIT_UNTIL ("! ls certrail/recovery/*.certrail >/dev/null 2>&1"));
  after = open_project (fixture);
  g_assert_nonnull (rail_project_get_device (after, DEVICE));
}

/* What strace has seen. All text in it is in hexadecimal digits. */

typedef struct
{
  ProgramFixture *fixture;
  GHashTable     *files;      /* opened for writing, by path */
  guint           n_project;  /* protected projects written */
  guint           n_socket;   /* pieces of data sent to other programs … */
  guint           n_shown;    /* … with something of the project in them */
} Trace;

/* Decodes the quoted or bracketed text that begins at @at, “\x41\x42…”; @out_end is behind it. */
static GByteArray *
decode (const char  *at,
        char         end_mark,
        const char **out_end)
{
  GByteArray *bytes = g_byte_array_new ();

  for (at++; *at == '\\' && at[1] == 'x'; at += 4)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (at[2]) << 4 | g_ascii_xdigit_value (at[3]));

      g_byte_array_append (bytes, &byte, 1);
    }
  g_assert_true (*at == end_mark);
  *out_end = at + 1;
  return bytes;
}

static char *
decode_path (const char *at)
{
  const char *end;
  g_autoptr(GByteArray) bytes = decode (at, '>', &end);

  return g_strndup ((const char *) bytes->data, bytes->len);
}

static gboolean
is_file (const char *path)
{
  return *path == '/' && !g_str_has_prefix (path, "/dev/") && !g_str_has_prefix (path, "/proc/") &&
         !g_str_has_prefix (path, "/memfd:");
}

/* Keys and passwords go nowhere; content goes to other programs (the screen, a screen reader), but into no file. */
static void
look_at_write (Trace      *self,
               const char *call)
{
  const char *descriptor = strchr (call, '<');
  g_autofree char *path = decode_path (descriptor);
  g_autoptr(GByteArray) all = g_byte_array_new ();
  gboolean is_socket = strstr (path, "socket:[") != NULL || strstr (path, "UNIX") != NULL || *path == 0;
  g_autoptr(GPtrArray) content = g_ptr_array_new ();

  for (const char *at = strchr (descriptor, '"'); at != NULL; at = strchr (at, '"'))
    {
      g_autoptr(GByteArray) bytes = decode (at, '"', &at);

      g_byte_array_append (all, bytes->data, bytes->len);
    }
  if (is_socket)
    {
      self->n_socket++;
      for (guint i = 0; i < self->fixture->needles->len; i++)
        {
          ProgramNeedle *needle = g_ptr_array_index (self->fixture->needles, i);

          if (needle->is_content && !needle->found)
            g_ptr_array_add (content, needle);
        }
    }
  if (all->len > 0 && g_strstr_len ((const char *) all->data, MIN (all->len, 4096), "<protected-project") != NULL)
    self->n_project++;
  if (all->len > 0)
    program_search (self->fixture, all->data, all->len, path);
  for (guint i = 0; i < content->len; i++)
    {
      ProgramNeedle *needle = g_ptr_array_index (content, i);

      self->n_shown += needle->found ? 1 : 0;
      needle->found = FALSE;
    }
}

static void
look_at_open (Trace      *self,
              const char *call)
{
  const char *result = g_strrstr (call, " = ");
  const char *path = result != NULL ? strchr (result, '<') : NULL;

  if (path != NULL && (strstr (call, "O_WRONLY") != NULL || strstr (call, "O_RDWR") != NULL || g_str_has_prefix (call, "creat")))
    g_hash_table_add (self->files, decode_path (path));
}

static void
look_at_line (Trace      *self,
              const char *line)
{
  const char *call = line + strspn (line, "0123456789 ");

  if (g_str_has_prefix (call, "open") || g_str_has_prefix (call, "creat"))
    look_at_open (self, call);
  else if (strchr (call, '<') != NULL && (g_str_has_prefix (call, "write") || g_str_has_prefix (call, "pwrite") ||
                                          g_str_has_prefix (call, "send")))
    look_at_write (self, call);
}

/* What was written, and what became of the files that were opened for it. Names of files count as well. */
static void
look_at_trace (Trace      *self,
               const char *path)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  GHashTableIter iter;
  gpointer file;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    look_at_line (self, lines[i]);
  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &file, NULL))
    if (is_file (file))
      {
        program_search (self->fixture, file, strlen (file), file);
        if (g_file_test (file, G_FILE_TEST_IS_REGULAR))
          search_file (self->fixture, file);
      }
}

static void
assert_nothing_leaked (ProgramFixture *fixture,
                       const char     *path,
                       gboolean        has_window)
{
  Trace trace = { .fixture = fixture };

  trace.files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  program_forget (fixture);
  look_at_trace (&trace, path);
  g_test_message ("%u files opened for writing, %u protected projects written, %u pieces sent to other programs",
                  g_hash_table_size (trace.files), trace.n_project, trace.n_socket);
  if (trace.n_project == 0 && geteuid () != 0)
    {
      g_test_skip ("strace may not read what a program writes that forbids core dumps; run the tests as root for this one");
      return;
    }
  /* It has seen the saves, so it would have seen anything else. */
  g_assert_cmpuint (trace.n_project, >, 0);
  g_assert_true (!has_window || trace.n_shown > 0);
  search_folder (fixture, fixture->folder);
  assert_nothing_found (fixture);
  g_hash_table_unref (trace.files);
}

#define TRACED "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg,open,openat,creat"
#define STRACE(trace) \
  "strace", "-f", "-y", "-xx", "-s", "16777216", "-e", "trace=" TRACED, "-o", (trace)

/* Neither file nor temporary file, log, cache nor list of recent files has anything of a protected project in clear. */
static void
test_window_writes_no_secret (ProgramFixture *fixture,
                              gconstpointer   data)
{
  g_autofree char *outside = rail_test_make_folder ();
  g_autofree char *trace = g_build_filename (outside, "trace", NULL);
  const char *argv[] = { STRACE (trace), NULL, NULL };
  g_autoptr(RailProject) project = NULL;

  if (!rail_test_need ("strace") || !need_program (&argv[G_N_ELEMENTS (argv) - 2]))
    {
      rail_test_remove_folder (outside);
      return;
    }
  /* The leak sanitizer cannot work below strace. */
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  program_add_needle (fixture, "a new device's name", DEVICE);
  program_start (fixture, argv);
  program_script (fixture, PROGRAM_LOG_IN "xdotool key Return sleep 3\n" ADD_DEVICE
                  WAIT_UNTIL ("ls certrail/recovery/*.certrail >/dev/null 2>&1")
                  PROGRAM_FOCUS ("Sugar mill") "xdotool key ctrl+s\n"
                  WAIT_UNTIL ("! ls certrail/recovery/*.certrail >/dev/null 2>&1")
                  PROGRAM_FOCUS ("Sugar mill") "xdotool key ctrl+l sleep 3\n"
                  PROGRAM_FOCUS ("^Certrail$") "xdotool type --delay 20 '" PROGRAM_PASSWORD "'\nsleep 0.5\n"
                  "xdotool key Return sleep 3\n"
                  PROGRAM_FOCUS ("Sugar mill") "xdotool key ctrl+q\n"
                  WAIT_UNTIL ("! ls plant.certrail.lock >/dev/null 2>&1"));
  g_subprocess_wait (fixture->program, NULL, NULL);
  g_clear_object (&fixture->program);

  project = open_project (fixture);
  g_assert_nonnull (rail_project_get_device (project, DEVICE));
  assert_nothing_leaked (fixture, trace, TRUE);
  rail_test_remove_folder (outside);
}

/* What it prints is not written, but for a file that standard output is sent to. */
static void
test_command_line_writes_no_secret (ProgramFixture *fixture,
                                    gconstpointer   data)
{
  const char *path = g_getenv ("CERTRAIL_COMMAND_LINE");
  g_autofree char *outside = rail_test_make_folder ();
  g_autofree char *trace = g_build_filename (outside, "trace", NULL);

  if (rail_test_need ("strace"))
    {
      g_assert_nonnull (path);
      g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
      g_setenv ("CERTRAIL_PASSWORD", PROGRAM_PASSWORD, TRUE);
      program_add_needle (fixture, "a new device's name", DEVICE);
      g_assert_cmpint (rail_test_run (fixture->folder, NULL, STRACE (trace), path, "--user", PROGRAM_USER, "device", "add",
                                      fixture->path, DEVICE, NULL), ==, 0);
      g_unsetenv ("CERTRAIL_PASSWORD");
      assert_nothing_leaked (fixture, trace, FALSE);
    }
  rail_test_remove_folder (outside);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/app/program/" path, ProgramFixture, NULL, program_set_up, test, program_tear_down)
  ADD ("killed-program-offers-its-changes", test_killed_program_offers_its_changes);
  ADD ("window-writes-no-secret", test_window_writes_no_secret);
  ADD ("command-line-writes-no-secret", test_command_line_writes_no_secret);
#undef ADD

  return g_test_run ();
}
