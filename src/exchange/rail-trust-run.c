/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-trust-private.h"

#include <glib/gi18n-lib.h>

#include "rail-export.h"

/* Away from the terminal: a program that wants a password must fail there, and not ask in the middle of our output. */
static void
leave_terminal_cb (gpointer user_data)
{
  setsid ();
}

static char *
dup_text (GBytes *bytes)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_utf8_make_valid (data != NULL ? data : "", (gssize) size);
}

/* Runs @arguments, whose first is the program, with @input and tells how it ended. Its words are not translated. */
gboolean
rail_trust_run (const char * const  *arguments,
                GBytes              *input,
                char               **out_output,
                char               **out_errors,
                gboolean            *out_success,
                GCancellable        *cancellable,
                GError             **error)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GBytes) output = NULL;
  g_autoptr(GBytes) errors = NULL;
  g_autoptr(GError) failure = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  g_subprocess_launcher_set_child_setup (launcher, leave_terminal_cb, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, arguments, &failure);
  if (process == NULL)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                   _("The program “%s” cannot be started: %s; check whether it is installed completely."), arguments[0],
                   failure->message);
      return FALSE;
    }
  if (!g_subprocess_communicate (process, input != NULL ? input : nothing, cancellable, &output, &errors, &failure))
    {
      g_subprocess_force_exit (process);
      if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&failure));
      else
        g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                     _("The program “%s” has ended too early: %s; try again."), arguments[0], failure->message);
      return FALSE;
    }
  *out_success = g_subprocess_get_successful (process);
  *out_output = dup_text (output);
  *out_errors = dup_text (errors);
  return TRUE;
}
