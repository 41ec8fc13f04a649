/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include "rail-cli.h"

#include "rail-password-strength.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PASSWORD_BYTES 4096

#define BYTE_ORDER_MARK "\xef\xbb\xbf"   /* which some editors put before UTF-8 */

/* Reads up to a line end without any buffer that would keep a copy. */
static RailSecret *
read_line (int          fd,
           const char  *where,
           GError     **error)
{
  char line[MAX_PASSWORD_BYTES];
  gsize length = 0;
  gsize mark;
  RailSecret *secret = NULL;
  int n = 0;
  int code;

  while (length < sizeof line && (n = rail_cli_read_byte (fd, line + length)) == 1 && line[length] != '\n')
    length++;
  code = errno;
  if (n < 0)
    g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, _("The password cannot be read from “%s”: %s."), where,
                 g_strerror (code));
  else if (length == sizeof line)
    g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                 _("The first line of “%s” is too long for a password; is it the right file?"), where);
  else if (memchr (line, '\0', length) != NULL)
    g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                 _("The first line of “%s” is not text in UTF-8; save the password file as such."), where);
  else
    {
      mark = length >= strlen (BYTE_ORDER_MARK) && memcmp (line, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0
             ? strlen (BYTE_ORDER_MARK) : 0;
      if (length > mark && line[length - 1] == '\r')
        length--;
      secret = rail_secret_new (line + mark, length - mark);
    }
  explicit_bzero (line, sizeof line);
  return secret;
}

static RailSecret *
ask_once (int          fd,
          const char  *question,
          GError     **error)
{
  RailSecret *secret;

  rail_cli_begin_secret (fd, question);
  secret = read_line (fd, "/dev/tty", error);
  rail_cli_end_secret (fd);
  return secret;
}

/**
 * rail_cli_ask_password:
 * @question: what the terminal asks
 * @twice: whether it is asked for again, because it will be a new one
 * @instead: how else it can be given, such as "--file-password-file FILE"
 * @error: %RAIL_CLI_ERROR_REFUSED, or %RAIL_CLI_ERROR_USAGE if there is no terminal
 *
 * Asks somebody at the terminal, who does not see what is typed.
 *
 * Returns: (transfer full): the password, also an empty one
 */
RailSecret *
rail_cli_ask_password (const char  *question,
                       gboolean     twice,
                       const char  *instead,
                       GError     **error)
{
  g_autoptr(RailSecret) password = NULL;
  g_autoptr(RailSecret) again = NULL;
  int fd = rail_cli_open_terminal ();

  if (fd < 0)
    {
      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_USAGE,
                   /* Translators: an option with its argument, or another way to give a password */
                   _("There is no terminal to ask for the password; give it with %s."), instead);
      return NULL;
    }
  password = ask_once (fd, question, error);
  if (password != NULL && twice)
    again = ask_once (fd, _("The same again: "), error);
  rail_cli_close (fd);
  if (password == NULL || !twice)
    return g_steal_pointer (&password);
  if (again == NULL)
    return NULL;
  if (rail_secret_equal (password, again))
    return g_steal_pointer (&password);
  g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                       _("The two passwords are not the same; start again."));
  return NULL;
}

/**
 * rail_cli_read_password:
 * @path: a file, also a pipe
 * @error: %RAIL_CLI_ERROR_REFUSED
 *
 * Returns: (transfer full): the first line of the file, without its end and without a byte order mark
 */
RailSecret *
rail_cli_read_password (const char  *path,
                        GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);
  int fd = rail_cli_open_file (path);
  RailSecret *secret;

  if (fd < 0)
    {
      g_set_error (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, _("The password file “%s” cannot be opened: %s."),
                   name, g_strerror (errno));
      return NULL;
    }
  secret = read_line (fd, name, error);
  rail_cli_close (fd);
  return secret;
}

/**
 * rail_cli_get_password:
 * @self: a run of the program
 * @question: what the terminal asks
 * @twice: whether a typed password is asked for again, because it will be a new one
 * @error: %RAIL_CLI_ERROR_REFUSED, or %RAIL_CLI_ERROR_USAGE if there is nobody to ask
 *
 * Gets the password from --password-file, from the environment or from the terminal, in this order. It never
 * stands on a command line, where every user of the machine could read it.
 *
 * Returns: (transfer full): the password
 */
RailSecret *
rail_cli_get_password (RailCli     *self,
                       const char  *question,
                       gboolean     twice,
                       GError     **error)
{
  char *value = getenv ("CERTRAIL_PASSWORD");

  if (self->password_file != NULL)
    return rail_cli_read_password (self->password_file, error);
  if (value != NULL)
    {
      RailSecret *secret = rail_secret_new_from_string (value);

      explicit_bzero (value, strlen (value));
      g_unsetenv ("CERTRAIL_PASSWORD");
      return secret;
    }
  return rail_cli_ask_password (question, twice, _("--password-file FILE or in CERTRAIL_PASSWORD"), error);
}

/**
 * rail_cli_warn_of_weak_password:
 * @password: a new password
 * @user: whose
 *
 * A word on standard error, not a refusal: a project may be worth little, and that is for its owner to say.
 */
void
rail_cli_warn_of_weak_password (RailSecret *password,
                                const char *user)
{
  g_autofree char *reason = NULL;
  RailPasswordStrength strength = rail_password_strength_measure (rail_secret_get_text (password), user, &reason);

  if (strength == RAIL_STRENGTH_TOO_SHORT || strength == RAIL_STRENGTH_WEAK)
    g_printerr (_("certrailctl: The password of %s is easy to guess. %s\n"), user, reason != NULL ? reason : "");
}

/**
 * rail_cli_can_ask:
 *
 * Returns: whether somebody is at the terminal to answer
 */
gboolean
rail_cli_can_ask (void)
{
  return rail_cli_has_terminal (TRUE);
}

/**
 * rail_cli_ask:
 * @question: what the terminal asks, with “[y/N]” at its end
 * @error: %RAIL_CLI_ERROR_REFUSED if the answer is no
 *
 * Returns: whether the answer is yes
 */
gboolean
rail_cli_ask (const char  *question,
              GError     **error)
{
  char answer[16];

  g_printerr ("%s", question);
  if (fgets (answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y'))
    return TRUE;
  g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED, _("Nothing was written."));
  return FALSE;
}
