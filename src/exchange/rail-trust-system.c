/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The system's store. What is trusted stands in one file of PEM that each distribution has made from its own sources;
 * adding is p11-kit's “trust anchor” where it has a place to write to, as in Fedora. Debian 12's has none (measured), and
 * takes files in /usr/local/share/ca-certificates: see update-ca-certificates(8).
 */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-trust-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "rail-exchange-posix.h"
#include "rail-export.h"

#define PROGRAM "trust"
#define DEBIAN_FOLDER "/usr/local/share/ca-certificates"
#define MAX_BUNDLE (64 << 20)

/* Debian and Arch, Fedora, openSUSE. */
static const char * const bundles[] = {
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/ca-bundle.pem",
};

void
rail_trust_find_system (GListStore *stores)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bundles); i++)
    if (g_file_test (bundles[i], G_FILE_TEST_IS_REGULAR))
      {
        g_autoptr(RailTrustStore) store = rail_trust_store_new (RAIL_TRUST_KIND_SYSTEM, bundles[i], NULL);

        g_list_store_append (stores, store);
        return;
      }
}

/* The same bytes are the same base64, however its lines are broken. */
static void
remove_blanks (char *text)
{
  char *to = text;

  for (const char *from = text; *from != '\0'; from++)
    if (!g_ascii_isspace (*from))
      *to++ = *from;
  *to = '\0';
}

gboolean
rail_trust_system_read (const char    *path,
                        GPtrArray     *items,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *text = NULL;
  g_autoptr(GError) failure = NULL;
  GStatBuf status;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (g_stat (path, &status) != 0 || status.st_size > MAX_BUNDLE || !g_file_get_contents (path, &text, NULL, &failure))
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                   _("What this system trusts cannot be read from “%s”%s%s; check the file."), name,
                   failure != NULL ? ": " : "", failure != NULL ? failure->message : "");
      return FALSE;
    }
  remove_blanks (text);
  for (guint i = 0; i < items->len; i++)
    {
      RailTrustItem *item = g_ptr_array_index (items, i);
      RailCertificate *certificate = rail_trust_item_get_certificate (item);
      GBytes *der = rail_certificate_get_der (certificate);
      g_autofree char *base64 = g_base64_encode (g_bytes_get_data (der, NULL), g_bytes_get_size (der));
      g_autofree char *block = g_strconcat ("CERTIFICATE-----", base64, "-----END", NULL);
      RailTrustLevel level = RAIL_TRUST_ABSENT;

      if (strstr (text, block) != NULL)
        rail_trust_store_accepts (certificate, &level);
      rail_trust_item_set_level (item, level);
    }
  return TRUE;
}

static char *
dup_file_name (RailCertificate *certificate)
{
  return g_strdup_printf ("certrail-%.16s.crt", rail_certificate_get_fingerprint_sha1 (certificate));
}

/**
 * rail_trust_store_dup_commands:
 * @self: a store
 * @certificate: a certificate
 * @add: whether it is to be added, or removed
 *
 * For the store of a system that only its administrator may change: what to type there, with @certificate saved in PEM
 * form under the name that the commands say.
 *
 * Returns: (transfer full) (nullable): a line of commands, or %NULL for a store that needs none
 */
char *
rail_trust_store_dup_commands (RailTrustStore  *self,
                               RailCertificate *certificate,
                               gboolean         add)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (RAIL_IS_TRUST_STORE (self), NULL);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);

  if (rail_trust_store_get_kind (self) != RAIL_TRUST_KIND_SYSTEM)
    return NULL;
  name = dup_file_name (certificate);
  if (!g_str_equal (rail_trust_store_get_path (self), bundles[0]))
    return g_strdup_printf ("sudo trust anchor %s %s", add ? "--store" : "--remove", name);
  return add ? g_strdup_printf ("sudo install -m 644 %s " DEBIAN_FOLDER "/ && sudo update-ca-certificates", name)
             : g_strdup_printf ("sudo rm " DEBIAN_FOLDER "/%s && sudo update-ca-certificates --fresh", name);
}

/**
 * rail_trust_store_dup_script:
 * @self: a store
 * @certificate: a certificate
 * @add: whether it is to be added, or removed
 *
 * The same as rail_trust_store_dup_commands() with the certificate in it, to be pasted into a terminal as a whole.
 *
 * Returns: (transfer full) (nullable): lines of commands, or %NULL for a store that needs none
 */
char *
rail_trust_store_dup_script (RailTrustStore  *self,
                             RailCertificate *certificate,
                             gboolean         add)
{
  g_autofree char *commands = rail_trust_store_dup_commands (self, certificate, add);
  g_autofree char *name = NULL;
  g_autofree char *pem = NULL;

  if (commands == NULL)
    return NULL;
  if (!add && g_str_equal (rail_trust_store_get_path (self), bundles[0]))
    return g_strconcat (commands, "\n", NULL);
  name = dup_file_name (certificate);
  pem = rail_certificate_to_pem (certificate);
  return g_strdup_printf ("cat > %s << 'END'\n%sEND\n%s\n", name, pem, commands);
}

static char *
write_temporary (RailCertificate  *certificate,
                 GError          **error)
{
  g_autofree char *pem = rail_certificate_to_pem (certificate);
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("certrail-XXXXXX.crt", &path, error);

  if (fd < 0)
    return NULL;
  rail_exchange_close (fd);
  if (!g_file_set_contents (path, pem, -1, error))
    {
      g_unlink (path);
      return NULL;
    }
  return g_steal_pointer (&path);
}

static void
set_administrator_error (RailTrustStore   *store,
                         RailCertificate  *certificate,
                         gboolean          trusted,
                         GError          **error)
{
  g_autofree char *name = dup_file_name (certificate);
  g_autofree char *commands = rail_trust_store_dup_commands (store, certificate, trusted);

  if (trusted)
    g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                 _("What this system trusts can only be changed by its administrator; export the certificate in PEM form as "
                   "“%s” and type there: %s"), name, commands);
  else
    g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                 _("What this system trusts can only be changed by its administrator; type: %s"), commands);
}

gboolean
rail_trust_system_set (RailTrustStore   *store,
                       RailCertificate  *certificate,
                       gboolean          trusted,
                       GCancellable     *cancellable,
                       GError          **error)
{
  g_autofree char *program = g_find_program_in_path (PROGRAM);
  g_autofree char *path = NULL;
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr(GError) failure = NULL;
  gboolean success = FALSE;
  gboolean ran;

  if (program == NULL)
    {
      set_administrator_error (store, certificate, trusted, error);
      return FALSE;
    }
  path = write_temporary (certificate, &failure);
  if (path == NULL)
    {
      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                   _("A temporary file for the program “trust” cannot be written: %s; make room and try again."),
                   failure->message);
      return FALSE;
    }
  {
    const char *arguments[] = { program, "anchor", trusted ? "--store" : "--remove", path, NULL };

    ran = rail_trust_run (arguments, NULL, &output, &errors, &success, cancellable, error);
  }
  g_unlink (path);
  if (ran && !success)
    set_administrator_error (store, certificate, trusted, error);
  return ran && success;
}
