/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Passwords, users, usage and help */

#include "ctl.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
run_with (Ctl        *ctl,
          const char *password,
          const char *option,
          const char *value)
{
  const char *arguments[] = { CERTRAILCTL, "list", "plant.certrail", option, value, NULL };

  ctl_run_argv (ctl, password, arguments);
}

static void
test_sources (Ctl           *ctl,
              gconstpointer  data)
{
  rail_test_write (ctl->folder, "unix", CTL_PASSWORD "\n", -1);
  rail_test_write (ctl->folder, "bare", CTL_PASSWORD, -1);
  rail_test_write (ctl->folder, "windows", CTL_PASSWORD "\r\nmore\r\n", -1);
  rail_test_write (ctl->folder, "mark", "\xef\xbb\xbf" CTL_PASSWORD "\r\n", -1);
  rail_test_write (ctl->folder, "wrong", CTL_PASSWORD " \n", -1);

  run_with (ctl, CTL_PASSWORD, NULL, NULL);
  g_assert_cmpint (ctl->code, ==, 0);
  for (const char **name = (const char *[]) { "unix", "bare", "windows", "mark", NULL }; *name != NULL; name++)
    {
      run_with (ctl, NULL, "--password-file", *name);
      g_assert_cmpint (ctl->code, ==, 0);
    }
  /* The file decides, not the environment. */
  run_with (ctl, "nonsense", "--password-file", "unix");
  g_assert_cmpint (ctl->code, ==, 0);
  run_with (ctl, CTL_PASSWORD, "--password-file", "wrong");
  g_assert_cmpint (ctl->code, ==, 3);
}

static void
test_wrong (Ctl           *ctl,
            gconstpointer  data)
{
  g_autoptr(GBytes) before = rail_test_read (ctl->folder, "plant.certrail");
  g_autoptr(GBytes) after = NULL;

  run_with (ctl, "wrong", NULL, NULL);
  g_assert_cmpint (ctl->code, ==, 3);
  g_assert_cmpstr (ctl->out, ==, "");
  rail_assert_contains (ctl->err, "password");
  run_with (ctl, "", NULL, NULL);
  g_assert_cmpint (ctl->code, ==, 3);
  run_with (ctl, CTL_PASSWORD, "--user", "nobody");
  g_assert_cmpint (ctl->code, ==, 3);
  g_assert_cmpstr (ctl->out, ==, "");
  ctl_refused (ctl, 3, ".", "create", "plant.certrail", "--user", "nobody", "--usage", "tls-client", "--cn", "x", NULL);
  ctl_refused (ctl, 3, ".", "export", "plant.certrail", "--user", "nobody", "1", "--format", "der", "--output", "x", NULL);
  ctl_refused (ctl, 3, ".", "delete", "plant.certrail", "--user", "nobody", "2", NULL);
  run_with (ctl, CTL_PASSWORD, "--user", CTL_USER);
  g_assert_cmpint (ctl->code, ==, 0);
  run_with (ctl, CTL_PASSWORD, "--password-file", "none");
  g_assert_cmpint (ctl->code, ==, 1);
  after = rail_test_read (ctl->folder, "plant.certrail");
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_too_long (Ctl           *ctl,
               gconstpointer  data)
{
  g_autofree char *text = g_strnfill (100000, 'x');

  rail_test_write (ctl->folder, "long", text, -1);
  run_with (ctl, NULL, "--password-file", "long");
  g_assert_cmpint (ctl->code, ==, 1);
  rail_assert_contains (ctl->err, "too long");
}

/* What follows a NUL would be dropped in silence, and a text in UTF-16 is full of them. */
static void
test_nul (Ctl           *ctl,
          gconstpointer  data)
{
  rail_test_write (ctl->folder, "nul", CTL_PASSWORD "\0x\n", sizeof CTL_PASSWORD + 2);
  rail_test_write (ctl->folder, "utf-16", "\xff\xfe" "a\0b\0\n", 7);
  run_with (ctl, NULL, "--password-file", "nul");
  g_assert_cmpint (ctl->code, ==, 1);
  rail_assert_contains (ctl->err, "“nul”");
  run_with (ctl, NULL, "--password-file", "utf-16");
  g_assert_cmpint (ctl->code, ==, 1);
  rail_assert_contains (ctl->err, "UTF-8");
}

static void
test_nobody_to_ask (Ctl           *ctl,
                    gconstpointer  data)
{
  const char *arguments[] = { "setsid", "--wait", CERTRAILCTL, "list", "plant.certrail", NULL };

  ctl_run_argv (ctl, NULL, arguments);
  g_assert_cmpint (ctl->code, ==, 2);
  rail_assert_contains (ctl->err, "with --password-file");
}

/* Whoever has no terminal is told the option that helps, and not the one of another password. */
static void
test_nobody_to_ask_for_a_new_one (Ctl           *ctl,
                                  gconstpointer  data)
{
  const char *arguments[] = { "setsid", "--wait", CERTRAILCTL, "user", "add", "plant.certrail", "eve", NULL };

  ctl_run_argv (ctl, CTL_PASSWORD, arguments);
  g_assert_cmpint (ctl->code, ==, 2);
  rail_assert_contains (ctl->err, "with --new-password-file FILE");
}

static void
become_terminal_cb (gpointer user_data)
{
  /* The first terminal that a session leader opens is its own. */
  setsid ();
  close (open (user_data, O_RDWR));
}

/* Types lines into a terminal, each when the program asks, and returns all that the terminal showed. */
static char *
run_on_terminal (Ctl                *ctl,
                 const char * const *lines,
                 int                *out_code,
                 const char        **arguments)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GString) shown = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  int master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  char *slave;
  int keep;

  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  slave = ptsname (master);
  keep = open (slave, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_subprocess_launcher_set_cwd (launcher, ctl->folder);
  g_subprocess_launcher_unsetenv (launcher, "CERTRAIL_PASSWORD");
  g_subprocess_launcher_set_child_setup (launcher, become_terminal_cb, slave, NULL);
  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      gsize start = shown->len;
      char byte;

      while (!g_str_has_suffix (shown->str + start, ": ") && read (master, &byte, 1) == 1)
        g_string_append_c (shown, byte);
      g_assert_cmpint (write (master, lines[i], strlen (lines[i])), ==, strlen (lines[i]));
    }
  g_assert_true (g_subprocess_wait (process, NULL, &error));
  *out_code = g_subprocess_get_exit_status (process);
  fcntl (master, F_SETFL, O_NONBLOCK);
  for (char byte; read (master, &byte, 1) == 1;)
    g_string_append_c (shown, byte);
  close (keep);
  close (master);
  return g_strdup (shown->str);
}

static void
test_terminal (Ctl           *ctl,
               gconstpointer  data)
{
  const char *list[] = { CERTRAILCTL, "list", "plant.certrail", NULL };
  const char *right[] = { CTL_PASSWORD "\n", NULL };
  const char *wrong[] = { "wrong\n", NULL };
  g_autofree char *shown = NULL;
  g_autofree char *shown_wrong = NULL;
  int code;

  shown = run_on_terminal (ctl, right, &code, list);
  g_assert_cmpint (code, ==, 0);
  rail_assert_contains (shown, CTL_USER);
  g_assert_null (strstr (shown, "horse"));
  shown_wrong = run_on_terminal (ctl, wrong, &code, list);
  g_assert_cmpint (code, ==, 3);
  g_assert_null (strstr (shown_wrong, "wrong"));
}

/* A new password is asked for twice; the project stays unprotected when the answers differ. */
static void
test_terminal_twice (Ctl           *ctl,
                     gconstpointer  data)
{
  const char *protect[] = { CERTRAILCTL, "protect", "p.certrail", "--user", "eve", NULL };
  const char *different[] = { "Secret-password-1\n", "Secret-password-2\n", NULL };
  g_autofree char *shown = NULL;
  int code;

  ctl_done (ctl, "new", "p.certrail", NULL);
  shown = run_on_terminal (ctl, different, &code, protect);
  g_assert_cmpint (code, ==, 1);
  g_assert_null (strstr (shown, "Secret"));
  ctl_shell (ctl, "! grep -q protected-project p.certrail");
}

/* Everybody on the machine may read a command line, so nothing secret is in it while the program runs. */
static void
test_command_line (Ctl           *ctl,
                   gconstpointer  data)
{
  g_autofree char *pipe_path = ctl_path (ctl, "pipe");
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *status_path = NULL;
  g_autofree char *command_line = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;
  int fd;

  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  g_subprocess_launcher_set_cwd (launcher, ctl->folder);
  process = g_subprocess_launcher_spawn (launcher, &error, CERTRAILCTL, "--password-file", "pipe", "list",
                                         "plant.certrail", NULL);
  g_assert_no_error (error);
  fd = open (pipe_path, O_WRONLY);
  g_assert_cmpint (write (fd, CTL_PASSWORD, strlen (CTL_PASSWORD)), ==, strlen (CTL_PASSWORD));

  status_path = g_strdup_printf ("/proc/%s/cmdline", g_subprocess_get_identifier (process));
  g_file_get_contents (status_path, &command_line, &length, &error);
  g_assert_no_error (error);
  g_assert_nonnull (memmem (command_line, length, "plant.certrail", 14));
  g_assert_null (memmem (command_line, length, "horse", 5));
  close (fd);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

static void
test_help (Ctl           *ctl,
           gconstpointer  data)
{
  const char *commands[][2] = {
    { "new", NULL }, { "protect", NULL }, { "info", NULL }, { "list", NULL }, { "show", NULL }, { "create", NULL },
    { "delete", NULL }, { "export", NULL }, { "revoke", NULL }, { "hand-over", NULL }, { "device", "add" },
    { "device", "list" }, { "device", "show" }, { "device", "remove" },
  };
  g_autofree char *all = NULL;

  ctl_done (ctl, "--help", NULL);
  all = g_strdup (ctl->out);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      rail_assert_contains (all, commands[i][0]);
      if (commands[i][1] == NULL)
        ctl_done (ctl, commands[i][0], "--help", NULL);
      else
        ctl_done (ctl, commands[i][0], commands[i][1], "--help", NULL);
      rail_assert_contains (ctl->out, commands[i][0]);
      rail_assert_contains (ctl->out, "--password-file");
    }
  ctl_done (ctl, "create", "--help", NULL);
  rail_assert_contains (ctl->out, "opcua-client-server");
  ctl_done (ctl, "--version", NULL);
  g_assert_true (g_str_has_prefix (ctl->out, "certrailctl "));
}

static void
test_usage (Ctl           *ctl,
            gconstpointer  data)
{
  const char *nothing[] = { CERTRAILCTL, NULL };

  ctl_run_argv (ctl, NULL, nothing);
  g_assert_cmpint (ctl->code, ==, 2);
  g_assert_cmpstr (ctl->out, ==, "");
  ctl_refused (ctl, 2, "“decompile”", "decompile", "plant.certrail", NULL);
  ctl_refused (ctl, 2, "--bogus", "list", "plant.certrail", "--bogus", NULL);
  ctl_refused (ctl, 2, "--bogus", "--bogus", "list", "plant.certrail", NULL);
  ctl_refused (ctl, 2, "--help", "list", NULL);
  ctl_refused (ctl, 2, "“more”", "list", "plant.certrail", "more", NULL);
}

static void
test_full_disk (Ctl           *ctl,
                gconstpointer  data)
{
  const char *arguments[] = { "sh", "-c", CERTRAILCTL " list plant.certrail > /dev/full", NULL };

  ctl_run_argv (ctl, CTL_PASSWORD, arguments);
  g_assert_cmpint (ctl->code, ==, 1);
  rail_assert_contains (ctl->err, "cannot be printed");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ctl_test ("/cli/login/a-password-comes-from-a-file-or-the-environment", test_sources);
  ctl_test ("/cli/login/a-wrong-one-has-its-own-exit-code", test_wrong);
  ctl_test ("/cli/login/a-password-file-is-no-book", test_too_long);
  ctl_test ("/cli/login/a-password-file-is-text", test_nul);
  ctl_test ("/cli/login/without-terminal-nobody-is-asked", test_nobody_to_ask);
  ctl_test ("/cli/login/a-new-password-has-an-option-of-its-own", test_nobody_to_ask_for_a_new_one);
  ctl_test ("/cli/login/a-terminal-shows-no-password", test_terminal);
  ctl_test ("/cli/login/a-new-password-is-typed-twice", test_terminal_twice);
  ctl_test ("/cli/login/a-command-line-has-no-password", test_command_line);
  ctl_test ("/cli/usage/every-command-has-help", test_help);
  ctl_test ("/cli/usage/a-mistake-is-one-sentence", test_usage);
  ctl_test ("/cli/usage/a-result-that-cannot-be-printed-is-a-failure", test_full_disk);
  return g_test_run ();
}
