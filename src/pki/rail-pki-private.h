/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What the files of this room share. Nothing outside of src/pki and tests/pki includes it. */

#include <gio/gio.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/pkcs12.h>
#include <gnutls/x509-ext.h>
#include <gnutls/x509.h>

#include "rail-alternative-name.h"
#include "rail-certificate.h"
#include "rail-key.h"
#include "rail-pki-error.h"
#include "rail-secret.h"

G_BEGIN_DECLS

/* Input beyond this is refused before anything looks at it. Real certificates and keys have 1 to 4 KiB. */
#define RAIL_PKI_MAX_DER_SIZE (64 * 1024)
#define RAIL_PKI_MAX_PEM_SIZE (1024 * 1024)

/* Bytes that GnuTLS allocated: wiped and freed. */
void        rail_pki_datum_clear       (gnutls_datum_t         *datum);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (gnutls_datum_t, rail_pki_datum_clear)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crt_t, gnutls_x509_crt_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crl_t, gnutls_x509_crl_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_privkey_t, gnutls_x509_privkey_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_privkey_t, gnutls_privkey_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pubkey_t, gnutls_pubkey_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_dn_t, gnutls_x509_dn_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_subject_alt_names_t, gnutls_subject_alt_names_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crq_t, gnutls_x509_crq_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pkcs12_t, gnutls_pkcs12_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pkcs12_bag_t, gnutls_pkcs12_bag_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_aead_cipher_hd_t, gnutls_aead_cipher_deinit, NULL)

/* rail-pki-error.c */
void        rail_pki_set_gnutls_error  (GError                **error,
                                        int                     code,
                                        const char             *format,
                                        ...) G_GNUC_PRINTF (3, 4);

/* rail-pki-text.c: bytes from a certificate made fit for display, and the text form of serial numbers */
gnutls_datum_t rail_pki_borrow_bytes   (GBytes                 *bytes);
char       *rail_pki_text_from_bytes   (gconstpointer           data,
                                        gsize                   size);
char       *rail_pki_hex_from_bytes    (gconstpointer           data,
                                        gsize                   size);
GBytes     *rail_pki_hex_to_bytes      (const char             *hex);
char       *rail_pki_serial_to_hex     (gconstpointer           data,
                                        gsize                   size);
GBytes     *rail_pki_serial_from_hex   (const char             *hex);

/* rail-secret.c: called with each buffer after it was wiped, before it is freed. For tests. */
typedef void (*RailSecretWipeHook)     (gconstpointer           data,
                                        gsize                   size);
void        rail_secret_set_wipe_hook  (RailSecretWipeHook      hook);
RailSecret *rail_secret_new_from_datum (const gnutls_datum_t   *datum);

/* rail-key.c: a RailKey keeps bytes only, these parse it for one use. Sign with
 * GNUTLS_PRIVKEY_FLAG_REPRODUCIBLE, so that one key and one content make one signature (RFC 6979). */
gboolean    rail_key_open              (RailKey                *self,
                                        gnutls_privkey_t       *out_key,
                                        GError                **error);
gboolean    rail_key_open_x509         (RailKey                *self,
                                        gnutls_x509_privkey_t  *out_key,
                                        GError                **error);
RailKeyKind rail_key_kind_from_gnutls  (gnutls_pk_algorithm_t   algorithm,
                                        guint                   bits,
                                        gnutls_ecc_curve_t      curve);
guint       rail_key_kind_get_bits     (RailKeyKind             kind);
gboolean    rail_key_kind_to_gnutls    (RailKeyKind             kind,
                                        gnutls_pk_algorithm_t  *out_algorithm,
                                        guint                  *out_bits);
gnutls_digest_algorithm_t rail_hash_to_gnutls (RailHash         hash);

/* rail-certificate.c */
gboolean    rail_certificate_open      (RailCertificate        *self,
                                        gnutls_x509_crt_t      *out_certificate,
                                        GError                **error);

/* rail-alternative-name.c: a name remembers the bytes that it was read from, until it is changed */
RailAlternativeName *rail_alternative_name_new_from_origin (RailNameType         type,
                                                            const char          *value,
                                                            GBytes              *origin);
RailAlternativeName *rail_alternative_name_copy            (RailAlternativeName *self);
GBytes              *rail_alternative_name_get_origin      (RailAlternativeName *self);

/* rail-alternative-name-gnutls.c: a list of RailAlternativeName from and to the extension */
GListStore *rail_alternative_names_read  (gnutls_x509_crt_t     certificate);
GListStore *rail_alternative_names_read_value (const gnutls_datum_t *value);
GPtrArray  *rail_alternative_names_read_exact (GBytes          *value);
gboolean    rail_alternative_names_write (GListModel           *names,
                                          gnutls_x509_crt_t     certificate,
                                          gboolean              critical,
                                          GError              **error);

G_END_DECLS
