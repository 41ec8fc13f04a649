/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-benchmark"

#include "config.h"

#include "bare-gnutls.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>

typedef struct
{
  RailCertificate *issuer;
  RailKey         *issuer_key;
  RailKeyKind      kind;
  guint            n_certificates;
  guint            n_taken;        /* atomic */
} Work;

static void
check (int code)
{
  if (code < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (code));
}

/* The same extensions as a TLS server of ours, so that as many bytes are built and signed. */
static void
write_certificate (gnutls_x509_crt_t     certificate,
                   gnutls_x509_privkey_t key,
                   guint                 number)
{
  g_autofree char *name = g_strdup_printf ("Device %u", number);
  const guint8 address[] = { 10, 0, 0, 1 };
  guint8 serial[16];
  guint8 id[64];
  gsize id_size = sizeof id;

  check (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial));
  serial[0] = 1;
  check (gnutls_x509_crt_set_version (certificate, 3));
  check (gnutls_x509_crt_set_serial (certificate, serial, sizeof serial));
  check (gnutls_x509_crt_set_activation_time (certificate, time (NULL)));
  check (gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + 86400));
  check (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name, strlen (name)));
  check (gnutls_x509_crt_set_key (certificate, key));
  check (gnutls_x509_crt_set_basic_constraints (certificate, FALSE, -1));
  check (gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE));
  check (gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, FALSE));
  check (gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, address, sizeof address, 0));
  check (gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA1, id, &id_size));
  check (gnutls_x509_crt_set_subject_key_id (certificate, id, id_size));
  check (gnutls_x509_crt_set_authority_key_id (certificate, id, id_size));
}

static void
issue_one (Work              *work,
           gnutls_x509_crt_t  issuer,
           gnutls_privkey_t   issuer_key,
           guint              number)
{
  gboolean rsa = rail_key_kind_is_rsa (work->kind);
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t certificate;
  gnutls_datum_t der = { NULL, 0 };
  gnutls_datum_t pkcs8 = { NULL, 0 };

  check (gnutls_x509_privkey_init (&key));
  check (gnutls_x509_privkey_generate (key, rsa ? GNUTLS_PK_RSA : GNUTLS_PK_ECDSA,
                                       rsa ? 2048 : GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  check (gnutls_x509_crt_init (&certificate));
  write_certificate (certificate, key, number);
  check (gnutls_x509_crt_privkey_sign (certificate, issuer, issuer_key, GNUTLS_DIG_SHA256, 0));
  check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_DER, &der));
  check (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN, &pkcs8));

  gnutls_free (der.data);
  gnutls_free (pkcs8.data);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
}

static gpointer
issue_in_thread_cb (gpointer data)
{
  Work *work = data;
  GBytes *der = rail_certificate_get_der (work->issuer);
  RailSecret *pkcs8 = rail_key_get_pkcs8 (work->issuer_key);
  gnutls_datum_t issuer_der = { (guint8 *) g_bytes_get_data (der, NULL), g_bytes_get_size (der) };
  gsize pkcs8_size;
  guint8 *pkcs8_data = (guint8 *) rail_secret_get_data (pkcs8, &pkcs8_size);
  gnutls_datum_t key_der = { pkcs8_data, pkcs8_size };
  gnutls_x509_crt_t issuer;
  gnutls_privkey_t issuer_key;
  guint number;

  check (gnutls_x509_crt_init (&issuer));
  check (gnutls_x509_crt_import (issuer, &issuer_der, GNUTLS_X509_FMT_DER));
  check (gnutls_privkey_init (&issuer_key));
  check (gnutls_privkey_import_x509_raw (issuer_key, &key_der, GNUTLS_X509_FMT_DER, NULL, 0));

  while ((number = (guint) g_atomic_int_add ((int *) &work->n_taken, 1)) < work->n_certificates)
    issue_one (work, issuer, issuer_key, number);

  gnutls_privkey_deinit (issuer_key);
  gnutls_x509_crt_deinit (issuer);
  return NULL;
}

/**
 * bare_gnutls_issue:
 * @issuer: the certificate of an authority
 * @issuer_key: its private key
 * @kind: RSA 2048 or EC P-256
 * @n_certificates: how many to issue
 * @n_threads: on how many threads
 *
 * Makes keys and signed certificates with GnuTLS alone, the floor that issuing is measured against.
 *
 * Returns: the time it took, in seconds
 */
double
bare_gnutls_issue (RailCertificate *issuer,
                   RailKey         *issuer_key,
                   RailKeyKind      kind,
                   guint            n_certificates,
                   guint            n_threads)
{
  Work work = { issuer, issuer_key, kind, n_certificates, 0 };
  g_autofree GThread **threads = g_new0 (GThread *, n_threads);
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("bare", issue_in_thread_cb, &work);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}
