/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-request"

#include "config.h"

#include "rail-certificate-request-private.h"

#include "rail-signing-request-private.h"

/* What belongs to one certificate and cannot be said of another: the key identifiers, which are made anew, how long the
 * key may be used, and what logs of certificates have noted (RFC 5280 §4.2.1.1 and §4.2.1.2, RFC 3280 §4.2.1.4,
 * RFC 6962 §3). The alternative names are rows of the form. */
static const char *const never_kept[] = {
  RAIL_SUBJECT_KEY_ID_OID, RAIL_AUTHORITY_KEY_ID_OID, RAIL_NAMES_OID, "2.5.29.16", "1.3.6.1.4.1.11129.2.4.2",
  "1.3.6.1.4.1.11129.2.4.3",
};

/* What makes an authority, which a request cannot have for the asking. */
#define AUTHORITY_KEY_USAGE (RAIL_KEY_USAGE_KEY_CERT_SIGN | RAIL_KEY_USAGE_CRL_SIGN)

static void
take_subject (RailCertificateRequest *self,
              GBytes                 *der)
{
  for (guint i = 0; i < RAIL_SUBJECT_N_PARTS; i++)
    g_clear_pointer (&self->subject[i], g_free);
  rail_subject_read_parts (der, self->subject);
  g_clear_pointer (&self->exact_subject, g_bytes_unref);
  self->exact_subject = g_bytes_ref (der);
}

/* Rows that were taken over and not changed since. What the user has typed stays. */
static void
remove_taken_names (RailCertificateRequest *self)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->names)); i > 0; i--)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (G_LIST_MODEL (self->names), i - 1);

      if (rail_alternative_name_get_origin (name) != NULL)
        g_list_store_remove (self->names, i - 1);
    }
}

static void
take_names (RailCertificateRequest *self,
            GPtrArray              *extensions)
{
  const RailExtension *names = rail_extensions_find (extensions, RAIL_NAMES_OID);
  g_autoptr(GPtrArray) rows = names != NULL ? rail_alternative_names_read_exact (names->value) : NULL;

  self->names_critical = names != NULL && names->critical;
  if (rows != NULL)
    g_list_store_splice (self->names, 0, 0, rows->pdata, rows->len);
}

static RailHash
find_hash (const char *signature_algorithm,
           RailHash    otherwise)
{
  int digest = gnutls_sign_get_hash_algorithm (gnutls_sign_get_id (signature_algorithm));

  for (RailHash hash = RAIL_HASH_SHA1; hash <= RAIL_HASH_SHA512; hash++)
    if ((int) rail_hash_to_gnutls (hash) == digest)
      return hash;
  return otherwise;
}

static void
keep_extensions (RailCertificateRequest *self,
                 GPtrArray              *extensions,
                 gboolean                with_authority)
{
  self->kept = rail_extensions_copy (extensions);
  for (gsize i = 0; i < G_N_ELEMENTS (never_kept); i++)
    rail_extensions_drop (self->kept, never_kept[i]);
  if (!with_authority)
    rail_extensions_drop (self->kept, RAIL_BASIC_CONSTRAINTS_OID);
}

static void
keep_verbatim (RailCertificateRequest *self)
{
  const RailCertificateDetails *details = rail_signing_request_get_details (self->signing_request);
  gboolean is_ca = rail_profile_get (self->usage)->is_ca;

  /* BasicConstraints that contradict the usage are not kept; of the two cases one is refused besides. Neither are those
   * that cannot be read here: OpenSSL is less strict, and reads an authority where bytes follow, or where it is BER. */
  keep_extensions (self, rail_signing_request_get_extensions (self->signing_request),
                   details->has_basic_constraints && details->is_ca == is_ca);
  self->key_usage = details->key_usage;
  self->purposes = details->purposes;
}

static void
keep (RailCertificateRequest *self,
      const RailExtension    *extension)
{
  rail_extensions_add (self->kept, extension->oid, extension->critical, extension->value);
}

static void
keep_chosen (RailCertificateRequest *self)
{
  GPtrArray *extensions = rail_signing_request_get_extensions (self->signing_request);
  const RailExtension *key_usage = rail_extensions_find (extensions, RAIL_KEY_USAGE_OID);
  const RailExtension *purposes = rail_extensions_find (extensions, RAIL_PURPOSES_OID);
  const RailProfile *profile = rail_profile_get (self->usage);

  self->kept = rail_extensions_new ();
  self->key_usage = rail_certificate_request_propose_key_usage (self);
  self->purposes = profile->purposes;
  if ((self->honour & RAIL_HONOUR_KEY_USAGE) != 0 && key_usage != NULL)
    {
      self->key_usage = rail_signing_request_get_key_usage (self->signing_request, NULL);
      if (profile->is_ca || (self->key_usage & AUTHORITY_KEY_USAGE) == 0)
        keep (self, key_usage);
      else
        self->key_usage &= ~AUTHORITY_KEY_USAGE;
    }
  if ((self->honour & RAIL_HONOUR_PURPOSES) != 0 && purposes != NULL)
    {
      self->purposes = rail_signing_request_get_purposes (self->signing_request, NULL);
      keep (self, purposes);
    }
}

/*< private >
 * rail_certificate_request_clear_source:
 * @self: a request
 *
 * Forgets everything that was taken over.
 */
void
rail_certificate_request_clear_source (RailCertificateRequest *self)
{
  g_clear_object (&self->signing_request);
  g_clear_object (&self->old);
  g_clear_pointer (&self->exact_subject, g_bytes_unref);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
}

/*< private >
 * rail_certificate_request_key_is_rsa:
 * @self: a request
 *
 * Returns: whether the certificate is for an RSA key, of whatever length
 */
gboolean
rail_certificate_request_key_is_rsa (RailCertificateRequest *self)
{
  return self->key_kind == RAIL_KEY_KIND_OTHER ? self->other_is_rsa : rail_key_kind_is_rsa (self->key_kind);
}

/*< private >
 * rail_certificate_request_apply_honour:
 * @self: a request
 *
 * Takes from the signing request, if there is one, what is to be honoured, as the usage allows. Announces nothing.
 */
void
rail_certificate_request_apply_honour (RailCertificateRequest *self)
{
  if (self->signing_request == NULL)
    return;
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  if ((self->honour & RAIL_HONOUR_VERBATIM) != 0)
    keep_verbatim (self);
  else
    keep_chosen (self);
  self->usages_chosen = TRUE;
}

/**
 * rail_certificate_request_new_from_certificate:
 * @environment: the clock and the source of serial numbers
 * @old: a certificate
 * @usage: what it is used for
 *
 * Makes a request for a certificate like @old: the same subject to the byte, kind of key, hash and alternative names of
 * every type; KeyUsage, ExtendedKeyUsage, BasicConstraints with path length and all other extensions as they are,
 * critical or not. New are the serial number, the validity, which is proposed, and the key identifiers, unless the key
 * stays the same: what an authority has issued finds it by its identifier. The issuer is to be
 * set. What is changed in the form afterwards is as the form has it: a part of the subject makes all of it plain, another
 * usage brings its profile, and so does a key of another algorithm or the step between self-signed and issued.
 *
 * The kind of the key can be %RAIL_KEY_KIND_OTHER, for which only the old key can be used again.
 *
 * Returns: (transfer full): the request
 */
RailCertificateRequest *
rail_certificate_request_new_from_certificate (RailEnvironment *environment,
                                               RailCertificate *old,
                                               RailUsage        usage)
{
  RailCertificateRequest *self;
  g_autoptr(GPtrArray) extensions = rail_extensions_new ();
  g_auto(asn1_node) node = NULL;
  g_autoptr(GBytes) subject = NULL;
  GBytes *der;

  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (environment), NULL);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (old), NULL);
  g_return_val_if_fail (rail_profile_get (usage) != NULL, NULL);

  self = rail_certificate_request_new (environment);
  self->usage = usage;
  der = rail_certificate_get_der (old);
  node = rail_asn1_decode_lax (RAIL_ASN1_CERTIFICATE, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  if (node != NULL)
    {
      rail_extensions_read (extensions, node, "tbsCertificate.extensions");
      subject = rail_asn1_read (node, "tbsCertificate.subject");
    }
  if (subject != NULL)
    take_subject (self, subject);
  self->key_kind = rail_certificate_get_key_kind (old);
  self->other_is_rsa = g_strcmp0 (rail_certificate_get_key_algorithm (old), "RSA") == 0;
  self->hash = find_hash (rail_certificate_get_signature_algorithm (old), self->hash);
  self->hash_chosen = TRUE;
  self->hash_inherited = TRUE;
  self->key_usage = rail_certificate_get_key_usage (old, NULL);
  self->purposes = rail_certificate_get_purposes (old, NULL);
  self->usages_chosen = TRUE;
  self->old = g_object_ref (old);
  self->kept_self_signed = rail_certificate_is_self_signed (old);
  keep_extensions (self, extensions, rail_certificate_is_ca (old) == rail_profile_get (usage)->is_ca);
  take_names (self, extensions);
  rail_certificate_request_refresh (self);
  return self;
}

/**
 * rail_certificate_request_set_signing_request:
 * @self: a request
 * @request: (nullable): somebody's signing request, or %NULL for none
 * @honour: what of it goes into the certificate
 *
 * Fills the form from a signing request: the certificate will be for its key, and rail_certificate_request_issue() needs
 * no other. The subject is taken to the byte, the alternative names go before those that are in the form already, and more
 * can be added. What is not honoured is as the form and the usage have it. With %RAIL_HONOUR_VERBATIM all extensions are
 * as they were asked for, in content and whether they are critical, and no alternative name changes its place; only the
 * key identifiers are always those of the issuer. A leaf becomes no authority: BasicConstraints are only kept where they
 * agree with the usage, and keyCertSign and cRLSign, unless verbatim, only for an authority.
 *
 * It can be called again with another choice.
 */
void
rail_certificate_request_set_signing_request (RailCertificateRequest *self,
                                              RailSigningRequest     *request,
                                              RailHonour              honour)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self));
  g_return_if_fail (request == NULL || RAIL_IS_SIGNING_REQUEST (request));

  g_object_freeze_notify (G_OBJECT (self));
  if (request != NULL)
    g_object_ref (request);
  rail_certificate_request_clear_source (self);
  remove_taken_names (self);
  self->names_critical = FALSE;
  self->usages_chosen = FALSE;
  self->signing_request = request;
  self->honour = request != NULL ? honour : 0;
  if (request != NULL)
    {
      self->key_kind = rail_signing_request_get_key_kind (request);
      self->other_is_rsa = g_strcmp0 (rail_signing_request_get_key_algorithm (request), "RSA") == 0;
      if ((honour & RAIL_HONOUR_SUBJECT) != 0)
        take_subject (self, rail_signing_request_get_subject_der (request));
      if ((honour & (RAIL_HONOUR_NAMES | RAIL_HONOUR_VERBATIM)) != 0)
        take_names (self, rail_signing_request_get_extensions (request));
      rail_certificate_request_apply_honour (self);
    }
  rail_certificate_request_refresh (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * rail_certificate_request_get_signing_request:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the signing request that it answers
 */
RailSigningRequest *
rail_certificate_request_get_signing_request (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->signing_request;
}

/**
 * rail_certificate_request_get_honour:
 * @self: a request
 *
 * Returns: what of the signing request goes into the certificate; 0 without one
 */
RailHonour
rail_certificate_request_get_honour (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), 0);

  return self->honour;
}

/**
 * rail_certificate_request_dup_exact_subject:
 * @self: a request
 *
 * Returns: (transfer full) (nullable): the subject that is taken over to the byte, as RFC 4514 writes it, which may have
 *   more than the form shows; %NULL if it is what the form shows
 */
char *
rail_certificate_request_dup_exact_subject (RailCertificateRequest *self)
{
  g_autofree char *common_name = NULL;
  char *text;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), NULL);

  if (self->exact_subject == NULL)
    return NULL;
  rail_subject_read (self->exact_subject, &text, &common_name);
  return text;
}

/**
 * rail_certificate_request_copy:
 * @self: a request
 *
 * Makes a copy that shares nothing with @self that can change, so that a worker can keep it while the form goes on
 * being edited.
 *
 * Returns: (transfer full): the copy
 */
RailCertificateRequest *
rail_certificate_request_copy (RailCertificateRequest *self)
{
  RailCertificateRequest *copy;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), NULL);

  copy = rail_certificate_request_new (self->environment);
  copy->usage = self->usage;
  g_set_object (&copy->issuer, self->issuer);
  for (guint i = 0; i < RAIL_SUBJECT_N_PARTS; i++)
    {
      g_free (copy->subject[i]);
      copy->subject[i] = g_strdup (self->subject[i]);
    }
  copy->key_kind = self->key_kind;
  copy->hash = self->hash;
  copy->hash_chosen = self->hash_chosen;
  copy->not_before = self->not_before;
  copy->not_after = self->not_after;
  copy->validity_chosen = self->validity_chosen;
  copy->outlive_issuer = self->outlive_issuer;
  copy->usages_chosen = self->usages_chosen;
  copy->key_usage = self->key_usage;
  copy->purposes = self->purposes;
  g_set_object (&copy->signing_request, self->signing_request);
  copy->honour = self->honour;
  copy->exact_subject = self->exact_subject != NULL ? g_bytes_ref (self->exact_subject) : NULL;
  copy->kept = rail_extensions_copy (self->kept);
  g_set_object (&copy->old, self->old);
  copy->kept_self_signed = self->kept_self_signed;
  copy->names_critical = self->names_critical;
  copy->hash_inherited = self->hash_inherited;
  copy->other_is_rsa = self->other_is_rsa;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->names)); i++)
    {
      g_autoptr(RailAlternativeName) row = g_list_model_get_item (G_LIST_MODEL (self->names), i);
      g_autoptr(RailAlternativeName) row_copy = rail_alternative_name_copy (row);

      g_list_store_append (copy->names, row_copy);
    }
  rail_certificate_request_validate (copy);
  return copy;
}
