/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-request"

#include "config.h"

#include "rail-certificate-request-private.h"

#include "rail-pki-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LAST_SECOND G_GINT64_CONSTANT (253402300799)        /* 9999-12-31T23:59:59Z, RFC 5280 §4.1.2.5 */
#define END_OF_32_BIT_TIME G_GINT64_CONSTANT (2147483647)   /* 2038-01-19T03:14:07Z */

/* One rule: the flag it raises, when, and what to say. The sentence is complete; explain, where there is one, gives a
 * better one from what is in the request, or NULL. */
typedef struct
{
  RailRequestProblems problem;
  gboolean          (*applies) (RailCertificateRequest *self);
  const char         *sentence;
  char             *(*explain) (RailCertificateRequest *self);
} Rule;

G_DEFINE_FLAGS_TYPE (RailRequestProblems, rail_request_problems,
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_COMMON_NAME_MISSING, "common-name-missing"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_COMMON_NAME_LONG, "common-name-long"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_SUBJECT_INVALID, "subject-invalid"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_COUNTRY_INVALID, "country-invalid"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_KEY_OVER_ISSUER, "key-over-issuer"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_HASH_INVALID, "hash-invalid"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_VALIDITY_ORDER, "validity-order"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_VALIDITY_OUTLIVES, "validity-outlives"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_VALIDITY_RANGE, "validity-range"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_NAME_INVALID, "name-invalid"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_NAME_URI_MISSING, "name-uri-missing"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_NAME_URI_NOT_FIRST, "name-uri-not-first"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_NAME_ADDRESS_MISSING, "name-address-missing"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_ISSUER_NOT_CA, "issuer-not-ca"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_ISSUER_PATH_LENGTH, "issuer-path-length"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_ISSUER_MISSING, "issuer-missing"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_ADVICE_SHA1, "advice-sha1"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_ADVICE_ISSUER_EXPIRED, "advice-issuer-expired"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_ADVICE_LONG_VALIDITY, "advice-long-validity"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_ADVICE_SHA1_ISSUER, "advice-sha1-issuer"),
                     G_DEFINE_ENUM_VALUE (RAIL_REQUEST_AUTHORITY_REFUSED, "authority-refused"))

static gboolean
is_opcua (RailCertificateRequest *self)
{
  return self->usage == RAIL_USAGE_OPCUA_SERVER ||
         self->usage == RAIL_USAGE_OPCUA_CLIENT ||
         self->usage == RAIL_USAGE_OPCUA_CLIENT_SERVER;
}

static guint
count_names (RailCertificateRequest *self,
             RailNameType            types)
{
  GListModel *names = G_LIST_MODEL (self->names);
  guint n_items = g_list_model_get_n_items (names);
  guint count = 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);

      if ((rail_alternative_name_get_name_type (name) & types) != 0)
        count++;
    }
  return count;
}

static gboolean
is_blank (const char *text)
{
  return text[strspn (text, " ")] == '\0';
}

/* Characters, not bytes; text that is no UTF-8 or has control characters fits nowhere. */
static gboolean
part_is_proper (RailCertificateRequest *self,
                RailSubjectPart         part)
{
  const char *text = self->subject[part];

  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

static gboolean
part_is_long (RailCertificateRequest *self,
              RailSubjectPart         part)
{
  return part_is_proper (self, part) &&
         g_utf8_strlen (self->subject[part], -1) > rail_subject_part_get_info (part)->max_length;
}

static gboolean
common_name_is_missing (RailCertificateRequest *self)
{
  return self->exact_subject == NULL && is_blank (self->subject[RAIL_SUBJECT_COMMON_NAME]);
}

static gboolean
common_name_is_long (RailCertificateRequest *self)
{
  return self->exact_subject == NULL && part_is_long (self, RAIL_SUBJECT_COMMON_NAME);
}

static gboolean
subject_is_invalid (RailCertificateRequest *self)
{
  /* A subject that somebody else has made is taken over, whatever it is. */
  if (self->exact_subject != NULL)
    return FALSE;
  for (guint i = 0; i < RAIL_SUBJECT_N_PARTS; i++)
    {
      if (i == RAIL_SUBJECT_COUNTRY)
        continue;
      if (!part_is_proper (self, i) || (i != RAIL_SUBJECT_COMMON_NAME && part_is_long (self, i)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
country_is_invalid (RailCertificateRequest *self)
{
  const char *country = self->subject[RAIL_SUBJECT_COUNTRY];

  return self->exact_subject == NULL && country[0] != '\0' &&
         !(g_ascii_isalpha (country[0]) && g_ascii_isalpha (country[1]) && country[2] == '\0');
}

/* OPC 10000-4 §6.1.3 and OPC 10000-7: a policy's limits hold for every certificate of the chain, and no key may be
 * longer than its issuer's. */
static gboolean
key_is_over_issuer (RailCertificateRequest *self)
{
  const char *algorithm = rail_key_kind_is_rsa (self->key_kind) ? "RSA" : "EC";

  if (self->issuer == NULL || !is_opcua (self) || self->key_kind == RAIL_KEY_KIND_OTHER)
    return FALSE;
  return g_strcmp0 (rail_certificate_get_key_algorithm (self->issuer), algorithm) != 0 ||
         rail_key_kind_get_bits (self->key_kind) > rail_certificate_get_key_bits (self->issuer);
}

/* Any RSA key takes any hash. ECDSA with SHA-1 is nowhere accepted, and OPC UA wants the hash of the curve. */
static gboolean
hash_is_invalid (RailCertificateRequest *self)
{
  if (g_strcmp0 (rail_certificate_request_get_signer_algorithm (self), "EC") != 0)
    return FALSE;
  if (is_opcua (self))
    return self->hash != rail_certificate_request_propose_hash (self);
  return self->hash == RAIL_HASH_SHA1;
}

static char *
explain_hash (RailCertificateRequest *self)
{
  RailHash hash = rail_certificate_request_propose_hash (self);

  return g_strdup_printf (_("The elliptic-curve key that signs does not go with %s; choose %s."),
                          rail_hash_get_label (self->hash), rail_hash_get_label (hash));
}

static gboolean
validity_has_no_order (RailCertificateRequest *self)
{
  return self->not_after <= self->not_before;
}

static gboolean
validity_outlives (RailCertificateRequest *self)
{
  return self->issuer != NULL && !self->outlive_issuer &&
         self->not_after > rail_certificate_get_not_after (self->issuer);
}

static char *
explain_outlives (RailCertificateRequest *self)
{
  g_autoptr(GDateTime) end = g_date_time_new_from_unix_utc (rail_certificate_get_not_after (self->issuer));
  g_autofree char *date = end != NULL ? g_date_time_format (end, "%Y-%m-%d %H:%M:%S") : NULL;

  if (date == NULL)
    return NULL;
  return g_strdup_printf (_("The certificate would be valid for longer than its issuer “%s”, which ends on %s UTC; "
                            "choose an earlier end, or allow it to outlive its issuer."),
                          rail_certificate_get_common_name (self->issuer), date);
}

static gboolean
validity_is_out_of_range (RailCertificateRequest *self)
{
  return self->not_before < 0 || self->not_before > LAST_SECOND || self->not_after > LAST_SECOND;
}

static char *
explain_name (RailCertificateRequest *self)
{
  GListModel *names = G_LIST_MODEL (self->names);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autoptr(GError) error = NULL;

      if (!rail_alternative_name_validate (name, &error))
        return g_strconcat (error->message, ".", NULL);
    }
  return NULL;
}

static gboolean
name_is_invalid (RailCertificateRequest *self)
{
  g_autofree char *explanation = explain_name (self);

  return explanation != NULL;
}

static gboolean
uri_is_missing (RailCertificateRequest *self)
{
  return (rail_profile_get (self->usage)->required_names & RAIL_NAME_TYPE_URI) != 0 &&
         count_names (self, RAIL_NAME_TYPE_URI) == 0;
}

/* Issuing puts the URI before all other names, so only a second one can hide the first. */
static gboolean
uri_is_not_first (RailCertificateRequest *self)
{
  return is_opcua (self) && count_names (self, RAIL_NAME_TYPE_URI) > 1;
}

static gboolean
address_is_missing (RailCertificateRequest *self)
{
  const RailProfile *profile = rail_profile_get (self->usage);

  if ((profile->required_names & RAIL_NAME_TYPE_IP) != 0 && count_names (self, RAIL_NAME_TYPE_IP) == 0)
    return TRUE;
  return profile->required_one_of != 0 && count_names (self, profile->required_one_of) == 0;
}

static char *
explain_address (RailCertificateRequest *self)
{
  if ((rail_profile_get (self->usage)->required_names & RAIL_NAME_TYPE_IP) == 0)
    return NULL;
  return g_strdup (_("This usage needs the IP address under which the device is reached; add an IP name."));
}

/* Not every CA has a KeyUsage extension, but one that has it must allow it to sign (RFC 5280 §4.2.1.9). */
static gboolean
issuer_is_not_ca (RailCertificateRequest *self)
{
  RailKeyUsage key_usage;

  if (self->issuer == NULL)
    return FALSE;
  key_usage = rail_certificate_get_key_usage (self->issuer, NULL);
  return !rail_certificate_is_ca (self->issuer) ||
         (key_usage != 0 && (key_usage & RAIL_KEY_USAGE_KEY_CERT_SIGN) == 0);
}

static gboolean
issuer_has_short_path (RailCertificateRequest *self)
{
  return self->issuer != NULL && rail_profile_get (self->usage)->is_ca &&
         rail_certificate_get_path_length (self->issuer) == 0;
}

static gboolean
issuer_is_missing (RailCertificateRequest *self)
{
  return (self->issuer == NULL && (self->usage == RAIL_USAGE_CA_INTERMEDIATE || self->signing_request != NULL)) ||
         (self->usage == RAIL_USAGE_CA_ROOT && self->issuer != NULL);
}

static char *
explain_issuer (RailCertificateRequest *self)
{
  if (self->issuer == NULL && self->signing_request != NULL)
    return g_strdup (_("A signing request is signed by an authority; choose the authority."));
  if (self->usage != RAIL_USAGE_CA_ROOT)
    return NULL;
  return g_strdup (_("A root authority signs itself; take the issuer away, or make an intermediate authority."));
}

/* Whoever asks for a device must not get an authority by a word in the request. */
static gboolean
authority_is_refused (RailCertificateRequest *self)
{
  return self->signing_request != NULL && (self->honour & RAIL_HONOUR_VERBATIM) != 0
         && rail_signing_request_is_ca (self->signing_request) && !rail_profile_get (self->usage)->is_ca;
}

static gboolean
hash_is_sha1 (RailCertificateRequest *self)
{
  return self->hash == RAIL_HASH_SHA1;
}

static gboolean
issuer_is_expired (RailCertificateRequest *self)
{
  return self->issuer != NULL &&
         rail_certificate_get_not_after (self->issuer) < rail_environment_get_now (self->environment);
}

static gboolean
validity_is_long (RailCertificateRequest *self)
{
  return self->not_after > END_OF_32_BIT_TIME;
}

static gboolean
issuer_is_sha1 (RailCertificateRequest *self)
{
  return self->issuer != NULL && rail_certificate_is_signed_with_sha1 (self->issuer);
}

static const Rule rules[] = {
  { RAIL_REQUEST_COMMON_NAME_MISSING, common_name_is_missing,
    N_("The certificate needs a common name; enter one, such as the name of the device."), NULL },
  { RAIL_REQUEST_COMMON_NAME_LONG, common_name_is_long,
    N_("The common name is longer than the 64 characters that a certificate can hold; shorten it."), NULL },
  { RAIL_REQUEST_SUBJECT_INVALID, subject_is_invalid,
    N_("A part of the subject is too long or has control characters; organisation and unit hold 64 characters, "
       "locality and state 128."), NULL },
  { RAIL_REQUEST_COUNTRY_INVALID, country_is_invalid,
    N_("The country is not a code of two letters; enter one such as DE, or leave it empty."), NULL },
  { RAIL_REQUEST_KEY_OVER_ISSUER, key_is_over_issuer,
    N_("OPC UA allows no key that is longer than its issuer's or of another kind; "
       "choose another key, or another issuer."), NULL },
  { RAIL_REQUEST_HASH_INVALID, hash_is_invalid,
    N_("The key that signs does not go with this hash; choose another one."), explain_hash },
  { RAIL_REQUEST_VALIDITY_ORDER, validity_has_no_order,
    N_("The validity ends before it begins; choose a later end."), NULL },
  { RAIL_REQUEST_VALIDITY_OUTLIVES, validity_outlives,
    N_("The certificate would be valid for longer than its issuer; choose an earlier end."), explain_outlives },
  { RAIL_REQUEST_VALIDITY_RANGE, validity_is_out_of_range,
    N_("A certificate can only be valid within the years 1970 to 9999; choose other dates."), NULL },
  { RAIL_REQUEST_NAME_INVALID, name_is_invalid,
    N_("An alternative name cannot be read; correct it or remove it."), explain_name },
  { RAIL_REQUEST_NAME_URI_MISSING, uri_is_missing,
    N_("OPC UA needs the URI of the application; add it as a URI name."), NULL },
  { RAIL_REQUEST_NAME_URI_NOT_FIRST, uri_is_not_first,
    N_("An OPC UA certificate has exactly one URI, because many programs read only the first; remove the others."),
    NULL },
  { RAIL_REQUEST_NAME_ADDRESS_MISSING, address_is_missing,
    N_("This usage needs an IP address or a DNS name under which the device is reached; add one."), explain_address },
  { RAIL_REQUEST_ISSUER_NOT_CA, issuer_is_not_ca,
    N_("The issuer is not a certification authority; choose one that is."), NULL },
  { RAIL_REQUEST_ISSUER_PATH_LENGTH, issuer_has_short_path,
    N_("The issuer may not have authorities below it; choose a root authority as issuer."), NULL },
  { RAIL_REQUEST_ISSUER_MISSING, issuer_is_missing,
    N_("An intermediate authority needs an issuer; choose the authority that signs it."), explain_issuer },
  { RAIL_REQUEST_AUTHORITY_REFUSED, authority_is_refused,
    N_("The signing request asks for an authority; choose the usage of an authority, or do not take its extensions over "
       "as they are."), NULL },
  { RAIL_REQUEST_ADVICE_SHA1, hash_is_sha1,
    N_("SHA-1 is refused by most current programs; take it only for devices that know nothing else."), NULL },
  { RAIL_REQUEST_ADVICE_ISSUER_EXPIRED, issuer_is_expired,
    N_("The issuer has expired, so nobody will trust this certificate; renew the issuer first."), NULL },
  { RAIL_REQUEST_ADVICE_LONG_VALIDITY, validity_is_long,
    N_("The validity goes beyond 19 January 2038, where the clocks of some devices end."), NULL },
  { RAIL_REQUEST_ADVICE_SHA1_ISSUER, issuer_is_sha1,
    N_("The issuer's own certificate is signed with SHA-1, which some programs refuse anywhere in a chain."), NULL },
};

static char *
describe_rule (const Rule             *rule,
               RailCertificateRequest *self)
{
  char *explanation = NULL;

  if (rule->explain != NULL && rule->applies (self))
    explanation = rule->explain (self);
  return explanation != NULL ? explanation : g_strdup (g_dgettext (GETTEXT_PACKAGE, rule->sentence));
}

/**
 * rail_certificate_request_find_problems:
 * @self: a request
 *
 * Applies every rule. Changes and announces nothing.
 *
 * Returns: the flags of the rules that apply
 */
RailRequestProblems
rail_certificate_request_find_problems (RailCertificateRequest *self)
{
  RailRequestProblems problems = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].applies (self))
      problems |= rules[i].problem;
  return problems;
}

/**
 * rail_certificate_request_describe:
 * @self: a request
 * @problem: one problem, of those that rail_certificate_request_validate() gave
 *
 * Says what is wrong and what to do, in one sentence of the user's language.
 *
 * Returns: (transfer full): the sentence
 */
char *
rail_certificate_request_describe (RailCertificateRequest *self,
                                   RailRequestProblems     problem)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].problem == problem)
      return describe_rule (&rules[i], self);
  g_return_val_if_reached (NULL);
}

/**
 * rail_certificate_request_set_error:
 * @self: a request
 * @error: return location
 *
 * Sets @error to RAIL_PKI_ERROR_INVALID_REQUEST with a sentence for each problem that forbids issuing. The request must
 * have such a problem.
 */
void
rail_certificate_request_set_error (RailCertificateRequest  *self,
                                    GError                 **error)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self));
  g_return_if_fail ((rail_certificate_request_find_problems (self) & RAIL_REQUEST_ERRORS) != 0);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *sentence = NULL;

      if ((rules[i].problem & RAIL_REQUEST_ERRORS) == 0 || !rules[i].applies (self))
        continue;
      sentence = describe_rule (&rules[i], self);
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, sentence);
    }
  g_set_error_literal (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_INVALID_REQUEST, text->str);
}
