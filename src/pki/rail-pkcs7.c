/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-pkcs7"

#include "config.h"

#include "rail-pkcs7.h"

#include <glib/gi18n-lib.h>
#include <gnutls/pkcs7.h>

#include "rail-pki-private.h"

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pkcs7_t, gnutls_pkcs7_deinit, NULL)

/**
 * rail_pkcs7_write:
 * @certificates: (element-type RailCertificate): the certificates, at least one
 * @error: return location
 *
 * Writes a PKCS#7 file (RFC 2315 §9.1) that carries certificates and no signature: the `.p7b` that Windows imports as a
 * whole, where of a PEM file it takes the first certificate alone.
 *
 * Returns: (transfer full) (nullable): the file in DER, or %NULL with RAIL_PKI_ERROR_FAILED
 */
GBytes *
rail_pkcs7_write (GPtrArray  *certificates,
                  GError    **error)
{
  g_auto(gnutls_pkcs7_t) bundle = NULL;
  g_auto(gnutls_datum_t) der = { NULL, 0 };
  int code;

  g_return_val_if_fail (certificates != NULL && certificates->len > 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  code = gnutls_pkcs7_init (&bundle);
  for (guint i = 0; i < certificates->len && code >= 0; i++)
    {
      gnutls_datum_t certificate = rail_pki_borrow_bytes (rail_certificate_get_der (certificates->pdata[i]));

      code = gnutls_pkcs7_set_crt_raw (bundle, &certificate);
    }
  if (code >= 0)
    code = gnutls_pkcs7_export2 (bundle, GNUTLS_X509_FMT_DER, &der);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The PKCS#7 file for “%s” could not be written"),
                                 rail_certificate_get_common_name (certificates->pdata[0]));
      return NULL;
    }
  return g_bytes_new (der.data, der.size);
}
