/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include "rail-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* All that this room asks of POSIX. Nothing else in it includes such a header: another system brings this file anew. */

static const int deadly_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

/* For the signal handler. */
static int asking_fd = -1;
static struct termios settings_before;
static struct sigaction actions_before[G_N_ELEMENTS (deadly_signals)];

/* Whoever gives up at the question gets the terminal back with its echo. */
static void
restore_terminal_cb (int number)
{
  tcsetattr (asking_fd, TCSANOW, &settings_before);
  signal (number, SIG_DFL);
  raise (number);
}

/**
 * rail_cli_has_terminal:
 * @to_tell: whether it also has to be there for messages
 *
 * Returns: whether somebody sits at a terminal who can answer
 */
gboolean
rail_cli_has_terminal (gboolean to_tell)
{
  return isatty (STDIN_FILENO) && (!to_tell || isatty (STDERR_FILENO));
}

/**
 * rail_cli_open_terminal:
 *
 * Returns: the terminal itself, wherever input and output lead; or -1
 */
int
rail_cli_open_terminal (void)
{
  return open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
}

/**
 * rail_cli_open_file:
 * @path: a file, also a pipe
 *
 * Returns: it, to be read; or -1 with errno
 */
int
rail_cli_open_file (const char *path)
{
  return open (path, O_RDONLY | O_CLOEXEC);
}

/**
 * rail_cli_close:
 * @fd: what was opened
 *
 * Closes it.
 */
void
rail_cli_close (int fd)
{
  close (fd);
}

/**
 * rail_cli_read_byte:
 * @fd: what was opened
 * @out_byte: the byte
 *
 * Reads without any buffer that would keep a copy.
 *
 * Returns: 1; 0 at the end; or -1 with errno
 */
int
rail_cli_read_byte (int   fd,
                    char *out_byte)
{
  gssize n;

  do
    n = read (fd, out_byte, 1);
  while (n < 0 && errno == EINTR);
  return (int) n;
}

/**
 * rail_cli_begin_secret:
 * @fd: a terminal
 * @question: what it asks
 *
 * Shows the question, and nothing of what is typed until rail_cli_end_secret().
 */
void
rail_cli_begin_secret (int         fd,
                       const char *question)
{
  struct sigaction action = { .sa_handler = restore_terminal_cb };
  struct termios settings;

  tcgetattr (fd, &settings_before);
  asking_fd = fd;
  for (gsize i = 0; i < G_N_ELEMENTS (deadly_signals); i++)
    sigaction (deadly_signals[i], &action, &actions_before[i]);

  settings = settings_before;
  settings.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (fd, TCSAFLUSH, &settings);
  dprintf (fd, "%s", question);
}

/**
 * rail_cli_end_secret:
 * @fd: the terminal of rail_cli_begin_secret()
 *
 * Gives the terminal back as it was.
 */
void
rail_cli_end_secret (int fd)
{
  dprintf (fd, "\n");
  tcsetattr (fd, TCSAFLUSH, &settings_before);
  for (gsize i = 0; i < G_N_ELEMENTS (deadly_signals); i++)
    sigaction (deadly_signals[i], &actions_before[i], NULL);
}
