/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * NSS's databases, by its program certutil: every certificate has a name there, all of one subject are found under each
 * other's names, and a database without a password wants an empty one. All this was measured with NSS 3.87.
 */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-trust-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "rail-exchange-posix.h"
#include "rail-export.h"

#define PROGRAM "certutil"

/* Tried as the password. Without it certutil asks, over and over when there is nobody to answer. */
#define NO_PASSWORD "/dev/null"

#define NAME_LENGTH 40
#define THUMBPRINT_LENGTH 16

typedef struct
{
  gboolean  success;
  char     *output;
  char     *errors;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->output);
  g_free (run->errors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Runs certutil on the database in the folder @path, with the arguments up to %NULL. */
static gboolean
run_certutil (Run           *run,
              const char    *path,
              GBytes        *input,
              GCancellable  *cancellable,
              GError       **error,
              ...)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *program = g_find_program_in_path (PROGRAM);
  g_autofree char *database = g_strconcat ("sql:", path, NULL);
  const char *argument;
  va_list list;

  if (program == NULL)
    {
      g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                           _("The program “certutil” of NSS, by which browsers' certificates are kept, is not installed; "
                             "install the package libnss3-tools (Debian, Ubuntu), nss-tools (Fedora) or mozilla-nss-tools "
                             "(openSUSE)."));
      return FALSE;
    }
  run_clear (run);
  memset (run, 0, sizeof *run);
  g_ptr_array_add (arguments, program);
  va_start (list, error);
  while ((argument = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (arguments, (char *) argument);
  va_end (list);
  g_ptr_array_add (arguments, (char *) "-d");
  g_ptr_array_add (arguments, database);
  g_ptr_array_add (arguments, NULL);
  return rail_trust_run ((const char * const *) arguments->pdata, input, &run->output, &run->errors, &run->success,
                         cancellable, error);
}

/* What certutil said, as our sentence. */
static void
set_error (GError     **error,
           const char  *path,
           const Run   *run)
{
  g_autofree char *name = g_filename_display_name (path);
  g_auto(GStrv) lines = g_strsplit (g_strstrip (run->errors), "\n", 2);

  if (strstr (run->errors, "SEC_ERROR_BAD_PASSWORD") != NULL)
    g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                 _("The certificates in “%s” are protected by a primary password, which Certrail never asks for; change "
                   "them in the settings of the browser."), name);
  else if (strstr (run->errors, "SEC_ERROR_READ_ONLY") != NULL || strstr (run->errors, "NO_ACCESS") != NULL)
    g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                 _("The certificates in “%s” cannot be changed by you; make the folder and its files writable."), name);
  else if (strstr (run->errors, "SEC_ERROR_BAD_DATABASE") != NULL)
    g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                 _("“%s” holds no certificate database that can be read; start the browser once, which makes one."), name);
  else
    g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                 _("The certificates in “%s” cannot be worked with, because certutil says “%s”; close the browser and try "
                   "again."), name, lines[0] != NULL ? lines[0] : "");
}

static gboolean
is_trust (const char *text)
{
  guint commas = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == ',')
        commas++;
      else if (!g_ascii_isalpha (*text))
        return FALSE;
    }
  return commas == 2;
}

/* The names of a database: each line ends with what is trusted, such as “C,,”. */
static GPtrArray *
list_names (const char    *path,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto(GStrv) lines = NULL;
  g_auto(Run) run = { 0 };

  if (!run_certutil (&run, path, NULL, cancellable, error, "-L", NULL))
    return NULL;
  if (!run.success)
    {
      set_error (error, path, &run);
      return NULL;
    }
  lines = g_strsplit (run.output, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      char *space = strrchr (g_strchomp (*line), ' ');

      if (space == NULL || !is_trust (space + 1))
        continue;
      *space = '\0';
      if (*g_strchomp (*line) == '\0' || g_hash_table_contains (seen, *line))
        continue;
      g_ptr_array_add (names, g_strdup (*line));
      g_hash_table_add (seen, g_ptr_array_index (names, names->len - 1));
    }
  return g_steal_pointer (&names);
}

static char *
dup_hexadecimal (const char *line)
{
  g_autoptr(GString) digits = g_string_new (NULL);

  for (const char *p = line; *p != '\0'; p++)
    if (g_ascii_isxdigit (*p))
      g_string_append_c (digits, g_ascii_toupper (*p));
  return g_string_free (g_steal_pointer (&digits), FALSE);
}

/* Takes fingerprints and trust from certutil's description of all certificates that are found under one name. */
static void
parse_description (const char *text,
                   GHashTable *levels)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *fingerprint = NULL;
  gboolean in_flags = FALSE;

  for (char **line = lines; *line != NULL; line++)
    {
      const char *word = g_strstrip (*line);
      RailTrustLevel level = RAIL_TRUST_PRESENT;

      if (g_str_equal (word, "Fingerprint (SHA-256):") && line[1] != NULL)
        {
          g_free (fingerprint);
          fingerprint = dup_hexadecimal (line[1]);
          g_hash_table_insert (levels, g_strdup (fingerprint), GUINT_TO_POINTER (RAIL_TRUST_PRESENT));
        }
      else if (g_str_equal (word, "SSL Flags:"))
        in_flags = TRUE;
      else if (g_str_equal (word, "Email Flags:"))
        in_flags = FALSE;
      else if (in_flags && g_str_equal (word, "Trusted CA"))
        level = RAIL_TRUST_AUTHORITY;
      else if (in_flags && g_str_equal (word, "Trusted"))
        level = RAIL_TRUST_PEER;
      if (level != RAIL_TRUST_PRESENT && fingerprint != NULL)
        g_hash_table_insert (levels, g_strdup (fingerprint), GUINT_TO_POINTER (level));
    }
}

static gboolean
read_name (const char    *path,
           const char    *name,
           GHashTable    *levels,
           GCancellable  *cancellable,
           GError       **error)
{
  g_auto(Run) run = { 0 };

  if (!run_certutil (&run, path, NULL, cancellable, error, "-L", "-n", name, NULL))
    return FALSE;
  /* A name with a colon, say, names another token: what cannot be found again is not ours. */
  if (run.success)
    parse_description (run.output, levels);
  return TRUE;
}

/* No colon, which ends the name of a token, and no dash in front, which begins an option; the digits tell certificates of
 * one name apart. */
static char *
dup_own_name (RailCertificate *certificate)
{
  const char *common_name = rail_certificate_get_common_name (certificate);
  g_autofree char *valid = g_utf8_make_valid (common_name != NULL ? common_name : "Certrail", -1);
  g_autoptr(GString) name = g_string_new (NULL);
  guint n = 0;

  for (const char *p = valid; *p != '\0' && n < NAME_LENGTH; p = g_utf8_next_char (p), n++)
    {
      gunichar character = g_utf8_get_char (p);

      gboolean keeps = g_unichar_isalnum (character) || (character < 0x80 && n > 0 && strchr (" -.", (int) character) != NULL);

      g_string_append_unichar (name, keeps ? character : '_');
    }
  g_string_append_printf (name, " [%.*s]", THUMBPRINT_LENGTH, rail_certificate_get_fingerprint_sha1 (certificate));
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* Firefox holds a lock on a file in its profile as long as it runs, and does not look at the database again. */
static gboolean
is_in_use (const char *path)
{
  g_autofree char *lock = g_build_filename (path, ".parentlock", NULL);

  return rail_exchange_is_locked (lock);
}

static gboolean
make_database (const char    *path,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_auto(Run) run = { 0 };

  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                   _("The folder “%s” for the browser's certificates cannot be made: %s; make it yourself, or repair what "
                     "is in its place."), name, g_strerror (errno));
      return FALSE;
    }
  if (!run_certutil (&run, path, NULL, cancellable, error, "-N", "-f", NO_PASSWORD, NULL))
    return FALSE;
  if (!run.success)
    set_error (error, path, &run);
  return run.success;
}

/* Whether anything may be changed; a change that fails for the password would leave the certificate there, untrusted. */
static gboolean
check_writable (RailTrustStore  *store,
                GCancellable    *cancellable,
                GError         **error)
{
  const char *path = rail_trust_store_get_path (store);
  g_autofree char *name = g_filename_display_name (path);
  g_auto(Run) run = { 0 };

  if (is_in_use (path))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                   _("Firefox is running with the profile “%s” and would not see a change; close Firefox and try again."),
                   name);
      return FALSE;
    }
  if (!rail_exchange_may_write (path))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                   _("The certificates in “%s” cannot be changed by you; make the folder and its files writable."), name);
      return FALSE;
    }
  if (!run_certutil (&run, path, NULL, cancellable, error, "-K", "-f", NO_PASSWORD, NULL))
    return FALSE;
  if (strstr (run.errors, "SEC_ERROR_BAD_PASSWORD") != NULL)
    {
      set_error (error, path, &run);
      return FALSE;
    }
  return TRUE;
}

/* Reads how the database in @path stands to what lies there: fingerprints to levels. */
gboolean
rail_trust_nss_read (const char    *path,
                     GHashTable    *levels,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr(GPtrArray) names = list_names (path, cancellable, error);

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (!read_name (path, g_ptr_array_index (names, i), levels, cancellable, error))
      return FALSE;
  return TRUE;
}

/* Adds @certificate, or trusts the one that is there already, under whatever name. */
gboolean
rail_trust_nss_add (RailTrustStore   *store,
                    RailCertificate  *certificate,
                    GCancellable     *cancellable,
                    GError          **error)
{
  const char *path = rail_trust_store_get_path (store);
  g_autofree char *name = dup_own_name (certificate);
  RailTrustLevel level = RAIL_TRUST_ABSENT;
  g_auto(Run) run = { 0 };

  if (!rail_trust_store_exists (store) && !make_database (path, cancellable, error))
    return FALSE;
  if (!check_writable (store, cancellable, error))
    return FALSE;
  rail_trust_store_accepts (certificate, &level);
  if (!run_certutil (&run, path, rail_certificate_get_der (certificate), cancellable, error, "-A", "-n", name, "-t",
                     level == RAIL_TRUST_AUTHORITY ? "C,," : "P,,", "-f", NO_PASSWORD, NULL))
    return FALSE;
  if (!run.success)
    set_error (error, path, &run);
  return run.success;
}

/*
 * The name under which @certificate is found. One is ours; if it came by somebody else's hand, and another certificate
 * has its subject, more than one may be right, or both have the same: @out_n is how many certificates it could be.
 */
static char *
find_name (const char       *path,
           RailCertificate  *certificate,
           guint            *out_n,
           GCancellable     *cancellable,
           GError          **error)
{
  g_autofree char *own = dup_own_name (certificate);
  g_autofree char *found = NULL;
  g_autoptr(GPtrArray) names = list_names (path, cancellable, error);

  *out_n = 0;
  if (names == NULL)
    return NULL;
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autoptr(GHashTable) levels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      if (!read_name (path, name, levels, cancellable, error))
        return NULL;
      if (!g_hash_table_contains (levels, rail_certificate_get_fingerprint (certificate)))
        continue;
      if (g_str_equal (name, own))
        {
          *out_n = 1;
          return g_steal_pointer (&own);
        }
      *out_n += g_hash_table_size (levels);
      g_free (found);
      found = g_strdup (name);
    }
  return g_steal_pointer (&found);
}

/* Takes @certificate out. What is not there is out. */
gboolean
rail_trust_nss_remove (RailTrustStore   *store,
                       RailCertificate  *certificate,
                       GCancellable     *cancellable,
                       GError          **error)
{
  const char *path = rail_trust_store_get_path (store);
  g_autoptr(GError) failure = NULL;
  g_autofree char *name = NULL;
  g_auto(Run) run = { 0 };
  guint n = 0;

  if (!rail_trust_store_exists (store))
    return TRUE;
  if (!check_writable (store, cancellable, error))
    return FALSE;
  name = find_name (path, certificate, &n, cancellable, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (name == NULL)
    return TRUE;
  if (n > 1)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                   _("Several certificates of one subject lie in “%s”, and their names do not tell which one is meant; "
                     "remove it in the settings of the browser."), path);
      return FALSE;
    }
  if (!run_certutil (&run, path, NULL, cancellable, error, "-D", "-n", name, "-f", NO_PASSWORD, NULL))
    return FALSE;
  if (!run.success)
    set_error (error, path, &run);
  return run.success;
}
