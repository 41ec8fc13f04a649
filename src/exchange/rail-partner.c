/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-acceptance-private.h"

#include <glib/gi18n-lib.h>

/**
 * rail_partner_get_type:
 *
 * Returns: the type of #RailPartner
 */
G_DEFINE_ENUM_TYPE (RailPartner, rail_partner,
                    G_DEFINE_ENUM_VALUE (RAIL_PARTNER_S7_1500, "s7-1500"),
                    G_DEFINE_ENUM_VALUE (RAIL_PARTNER_OPEN62541, "open62541"),
                    G_DEFINE_ENUM_VALUE (RAIL_PARTNER_OPCUA_NET, "opcua-net"),
                    G_DEFINE_ENUM_VALUE (RAIL_PARTNER_NODE_OPCUA, "node-opcua"),
                    G_DEFINE_ENUM_VALUE (RAIL_PARTNER_MILO, "milo"),
                    G_DEFINE_ENUM_VALUE (RAIL_PARTNER_BROWSER, "browser"),
                    G_DEFINE_ENUM_VALUE (RAIL_PARTNER_TLS_PEER, "tls-peer"))

#define DS RAIL_KEY_USAGE_DIGITAL_SIGNATURE
#define NR RAIL_KEY_USAGE_NON_REPUDIATION
#define KE RAIL_KEY_USAGE_KEY_ENCIPHERMENT
#define DE RAIL_KEY_USAGE_DATA_ENCIPHERMENT
#define KA RAIL_KEY_USAGE_KEY_AGREEMENT

/* Each table is in the order in which the partner finds faults, so the first that fails gives the code. */

/* What Siemens documents. The order, the codes and the bounds of keys are those of the specification. */
#define S7_SOURCE "Siemens 109769068 V2.0, §4.1.4"
#define PART_4 "OPC 10000-4 §6.1.3"
static const RailRule s7_1500_rules[] = {
  { .kind = RAIL_RULE_CHAIN, .code = "BadCertificateChainIncomplete", .source = "Siemens 109769068 V2.0, §2.4.1" },
  { .kind = RAIL_RULE_SIGNATURE, .scope = RAIL_SCOPE_ALL, .code = "BadCertificateInvalid", .source = S7_SOURCE },
  { .kind = RAIL_RULE_POLICY, .scope = RAIL_SCOPE_ALL, .code = "BadCertificatePolicyCheckFailed", .source = PART_4 },
  { .kind = RAIL_RULE_TRUST, .code = "BadCertificateUntrusted", .source = "Siemens 109769068 V2.0, §2.4.1" },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_LEAF, .code = "BadCertificateTimeInvalid", .source = S7_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_AUTHORITIES, .code = "BadCertificateIssuerTimeInvalid",
    .source = S7_SOURCE },
  { .kind = RAIL_RULE_ADDRESS, .flags = RAIL_RULE_ONLY_CLIENT, .code = "BadCertificateHostNameInvalid",
    .source = "Siemens 109769068 V2.0, §4.1.6" },
  { .kind = RAIL_RULE_URI, .code = "BadCertificateUriInvalid", .source = S7_SOURCE },
  { .kind = RAIL_RULE_REVOKED, .scope = RAIL_SCOPE_LEAF, .flags = RAIL_RULE_IF_ANY_LIST | RAIL_RULE_NOT_ROOT,
    .code = "BadCertificateRevoked", .source = "Siemens 109769068 V2.0, §4.2.5" },
  { .kind = RAIL_RULE_REVOKED, .scope = RAIL_SCOPE_AUTHORITIES, .flags = RAIL_RULE_IF_ANY_LIST | RAIL_RULE_NOT_ROOT,
    .code = "BadCertificateIssuerRevoked", .source = "Siemens 109769068 V2.0, §4.2.5" },
};

/* openSSL_verifyChain() goes up from the certificate, and does all with one before it goes on. */
#define OPEN62541_SOURCE "open62541 1.4: plugins/crypto/openssl, verifyCertificate()"
#define OPEN62541_LISTS (RAIL_RULE_IF_ANY_LIST | RAIL_RULE_NOT_ROOT)
static const RailRule open62541_rules[] = {
  { .kind = RAIL_RULE_NOT_CA, .code = "BadCertificateUseNotAllowed", .source = OPEN62541_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_LEAF, .code = "BadCertificateTimeInvalid", .source = OPEN62541_SOURCE },
  { .kind = RAIL_RULE_AUTHORITY, .scope = RAIL_SCOPE_AUTHORITIES, .flags = RAIL_RULE_NEEDS_CRL_SIGN,
    .code = "BadCertificateIssuerUseNotAllowed", .source = OPEN62541_SOURCE },
  { .kind = RAIL_RULE_SIGNATURE, .scope = RAIL_SCOPE_ALL, .code = "BadCertificateInvalid", .source = OPEN62541_SOURCE },
  { .kind = RAIL_RULE_LIST, .scope = RAIL_SCOPE_LEAF, .flags = OPEN62541_LISTS,
    .code = "BadCertificateRevocationUnknown", .source = OPEN62541_SOURCE },
  { .kind = RAIL_RULE_REVOKED, .scope = RAIL_SCOPE_LEAF, .flags = OPEN62541_LISTS, .code = "BadCertificateRevoked",
    .source = OPEN62541_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_AUTHORITIES, .code = "BadCertificateIssuerTimeInvalid",
    .source = OPEN62541_SOURCE },
  { .kind = RAIL_RULE_LIST, .scope = RAIL_SCOPE_AUTHORITIES, .flags = OPEN62541_LISTS,
    .code = "BadCertificateIssuerRevocationUnknown", .source = OPEN62541_SOURCE },
  { .kind = RAIL_RULE_REVOKED, .scope = RAIL_SCOPE_AUTHORITIES, .flags = OPEN62541_LISTS,
    .code = "BadCertificateIssuerRevoked", .source = OPEN62541_SOURCE },
  { .kind = RAIL_RULE_CHAIN, .code = "BadCertificateChainIncomplete", .source = OPEN62541_SOURCE },
  { .kind = RAIL_RULE_TRUST, .code = "BadCertificateUntrusted", .source = OPEN62541_SOURCE },
  { .kind = RAIL_RULE_POLICY, .scope = RAIL_SCOPE_LEAF, .code = "BadCertificatePolicyCheckFailed", .source = PART_4 },
  { .kind = RAIL_RULE_URI, .code = "BadCertificateUriInvalid",
    .source = "open62541 1.4: UA_CertificateUtils_verifyApplicationURI()" },
};

/* InternalValidate() wraps each fault into the ones that it finds later, so the last one is what is logged. */
#define NET_SOURCE "UA-.NETStandard 1.5: CertificateValidator.InternalValidate()"
#define NET_LISTS (RAIL_RULE_CURRENT_LIST | RAIL_RULE_NOT_ROOT)
static const RailRule opcua_net_rules[] = {
  { .kind = RAIL_RULE_CHAIN, .code = "BadCertificateChainIncomplete", .source = NET_SOURCE },
  { .kind = RAIL_RULE_KEY_LENGTH, .scope = RAIL_SCOPE_LEAF, .value = 2048, .code = "BadCertificatePolicyCheckFailed",
    .source = NET_SOURCE },
  { .kind = RAIL_RULE_HASH, .scope = RAIL_SCOPE_LEAF, .code = "BadCertificatePolicyCheckFailed", .source = NET_SOURCE },
  { .kind = RAIL_RULE_KEY_USAGE, .flags = RAIL_RULE_RSA_ONLY, .value = DE, .code = "BadCertificateUseNotAllowed",
    .source = NET_SOURCE },
  { .kind = RAIL_RULE_KEY_USAGE, .flags = RAIL_RULE_EC_ONLY, .value = DS, .code = "BadCertificateUseNotAllowed",
    .source = NET_SOURCE },
  { .kind = RAIL_RULE_HOST, .flags = RAIL_RULE_ONLY_SERVER, .code = "BadCertificateHostNameInvalid",
    .source = NET_SOURCE },
  { .kind = RAIL_RULE_TRUST, .code = "BadCertificateUntrusted", .source = NET_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_AUTHORITIES, .code = "BadCertificateIssuerTimeInvalid",
    .source = NET_SOURCE },
  { .kind = RAIL_RULE_AUTHORITY, .scope = RAIL_SCOPE_AUTHORITIES, .flags = RAIL_RULE_NEEDS_CRL_SIGN,
    .code = "BadCertificateIssuerUseNotAllowed", .source = "UA-.NETStandard: docs/Certificates.md" },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_LEAF, .code = "BadCertificateTimeInvalid", .source = NET_SOURCE },
  { .kind = RAIL_RULE_SIGNATURE, .scope = RAIL_SCOPE_ALL, .code = "BadCertificateInvalid", .source = NET_SOURCE },
  { .kind = RAIL_RULE_REVOKED, .scope = RAIL_SCOPE_LEAF, .flags = NET_LISTS, .code = "BadCertificateRevoked",
    .source = NET_SOURCE },
  { .kind = RAIL_RULE_REVOKED, .scope = RAIL_SCOPE_AUTHORITIES, .flags = NET_LISTS,
    .code = "BadCertificateIssuerRevoked", .source = NET_SOURCE },
  { .kind = RAIL_RULE_LIST, .scope = RAIL_SCOPE_LEAF, .flags = NET_LISTS | RAIL_RULE_OPTIONAL,
    .code = "BadCertificateRevocationUnknown", .source = "UA-.NETStandard: RejectUnknownRevocationStatus" },
  { .kind = RAIL_RULE_LIST, .scope = RAIL_SCOPE_AUTHORITIES, .flags = NET_LISTS | RAIL_RULE_OPTIONAL,
    .code = "BadCertificateIssuerRevocationUnknown", .source = "UA-.NETStandard: RejectUnknownRevocationStatus" },
  { .kind = RAIL_RULE_STRUCTURE, .scope = RAIL_SCOPE_ALL, .code = "BadCertificateInvalid",
    .source = "UA-.NETStandard: docs/Certificates.md" },
  { .kind = RAIL_RULE_POLICY, .scope = RAIL_SCOPE_LEAF, .code = "BadCertificatePolicyCheckFailed", .source = PART_4 },
  { .kind = RAIL_RULE_URI, .code = "BadCertificateUriInvalid", .source = "UA-.NETStandard 1.5: CreateSession" },
};

/* _innerVerifyCertificateAsync() goes up to the root before it says anything about what is below. Of what it finds
 * two steps up, only a missing list keeps its code. */
#define NODE_SOURCE "node-opcua-pki 5.7: CertificateManager.verifyCertificate()"
#define NODE_SERVER "node-opcua: ServerSecureChannelLayer.checkCertificate()"
#define FAILED "BadSecurityChecksFailed"
static const RailRule node_opcua_rules[] = {
  { .kind = RAIL_RULE_CHAIN, .code = "BadCertificateChainIncomplete", .near_code = FAILED, .source = NODE_SOURCE },
  { .kind = RAIL_RULE_KEY_KIND, .scope = RAIL_SCOPE_AUTHORITIES, .code = "Invalid digest", .source = NODE_SOURCE },
  { .kind = RAIL_RULE_KEY_KIND, .scope = RAIL_SCOPE_LEAF, .flags = RAIL_RULE_SELF_SIGNED, .code = "Invalid digest",
    .source = NODE_SOURCE },
  { .kind = RAIL_RULE_SIGNATURE, .scope = RAIL_SCOPE_AUTHORITIES, .code = FAILED, .source = NODE_SOURCE },
  { .kind = RAIL_RULE_LIST, .scope = RAIL_SCOPE_AUTHORITIES, .flags = RAIL_RULE_NOT_ROOT,
    .code = "BadCertificateIssuerRevocationUnknown", .source = NODE_SOURCE },
  { .kind = RAIL_RULE_REVOKED, .scope = RAIL_SCOPE_AUTHORITIES, .flags = RAIL_RULE_NOT_ROOT, .code = FAILED,
    .source = NODE_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_AUTHORITIES, .flags = RAIL_RULE_IF_TRUSTED,
    .code = "BadCertificateIssuerTimeInvalid", .far_code = FAILED, .source = NODE_SOURCE },
  { .kind = RAIL_RULE_SIGNATURE, .scope = RAIL_SCOPE_LEAF, .code = FAILED, .source = NODE_SOURCE },
  { .kind = RAIL_RULE_LIST, .scope = RAIL_SCOPE_LEAF, .flags = RAIL_RULE_NOT_ROOT,
    .code = "BadCertificateRevocationUnknown", .source = NODE_SOURCE },
  { .kind = RAIL_RULE_REVOKED, .scope = RAIL_SCOPE_LEAF, .flags = RAIL_RULE_NOT_ROOT, .code = "BadCertificateRevoked",
    .source = NODE_SOURCE },
  { .kind = RAIL_RULE_KEY_KIND, .scope = RAIL_SCOPE_LEAF, .flags = RAIL_RULE_ISSUED,
    .code = "Invalid public key length", .source = NODE_SOURCE },
  { .kind = RAIL_RULE_TRUST, .code = "BadCertificateUntrusted", .source = NODE_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_LEAF, .code = "BadCertificateTimeInvalid", .source = NODE_SOURCE },
  { .kind = RAIL_RULE_KEY_USAGE, .flags = RAIL_RULE_ONLY_CLIENT, .value = DS | DE,
    .code = "BadCertificateUseNotAllowed", .source = NODE_SERVER },
  { .kind = RAIL_RULE_POLICY, .scope = RAIL_SCOPE_LEAF, .code = "BadCertificatePolicyCheckFailed", .source = PART_4 },
  { .kind = RAIL_RULE_URI, .flags = RAIL_RULE_ONLY_CLIENT, .code = "BadCertificateUriInvalid",
    .source = "node-opcua: OPCUAServer, validate_applicationUri()" },
};

/* Whatever Java's path builder does not like becomes one and the same code. */
#define MILO_SOURCE "Eclipse Milo 1.0: CertificateValidationUtil, ValidationCheck.ALL_OPTIONAL_CHECKS"
#define MILO_FAILED "Bad_SecurityChecksFailed"
#define MILO_LISTS (RAIL_RULE_CURRENT_LIST | RAIL_RULE_NOT_ROOT)
static const RailRule milo_rules[] = {
  { .kind = RAIL_RULE_CHAIN, .code = MILO_FAILED, .source = MILO_SOURCE },
  { .kind = RAIL_RULE_SIGNATURE, .scope = RAIL_SCOPE_ALL, .code = MILO_FAILED, .source = MILO_SOURCE },
  { .kind = RAIL_RULE_AUTHORITY, .scope = RAIL_SCOPE_AUTHORITIES, .code = MILO_FAILED, .source = MILO_SOURCE },
  { .kind = RAIL_RULE_PATH_LENGTH, .scope = RAIL_SCOPE_AUTHORITIES, .code = MILO_FAILED, .source = MILO_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_LEAF, .flags = RAIL_RULE_ISSUED, .code = MILO_FAILED,
    .source = MILO_SOURCE },
  { .kind = RAIL_RULE_TRUST, .flags = RAIL_RULE_SELF_SIGNED, .code = MILO_FAILED, .source = MILO_SOURCE },
  { .kind = RAIL_RULE_TRUST, .flags = RAIL_RULE_ISSUED, .code = "Bad_CertificateUntrusted", .source = MILO_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_LEAF, .flags = RAIL_RULE_SELF_SIGNED,
    .code = "Bad_CertificateTimeInvalid", .source = MILO_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_AUTHORITIES, .code = "Bad_CertificateIssuerTimeInvalid",
    .source = MILO_SOURCE },
  { .kind = RAIL_RULE_LIST, .scope = RAIL_SCOPE_AUTHORITIES, .flags = MILO_LISTS,
    .code = "Bad_CertificateIssuerRevocationUnknown", .source = MILO_SOURCE },
  { .kind = RAIL_RULE_REVOKED, .scope = RAIL_SCOPE_AUTHORITIES, .flags = MILO_LISTS,
    .code = "Bad_CertificateIssuerRevoked", .source = MILO_SOURCE },
  { .kind = RAIL_RULE_KEY_USAGE, .flags = RAIL_RULE_RSA_ONLY | RAIL_RULE_CERT_SIGN, .value = DS | NR | KE | DE,
    .code = "Bad_CertificateUseNotAllowed", .source = MILO_SOURCE },
  { .kind = RAIL_RULE_KEY_USAGE, .flags = RAIL_RULE_EC_ONLY | RAIL_RULE_CERT_SIGN, .value = DS,
    .code = "Bad_CertificateUseNotAllowed", .source = MILO_SOURCE },
  { .kind = RAIL_RULE_PURPOSE, .flags = RAIL_RULE_RSA_ONLY, .code = "Bad_CertificateUseNotAllowed",
    .source = MILO_SOURCE },
  { .kind = RAIL_RULE_LIST, .scope = RAIL_SCOPE_LEAF, .flags = MILO_LISTS,
    .code = "Bad_CertificateRevocationUnknown", .source = MILO_SOURCE },
  { .kind = RAIL_RULE_REVOKED, .scope = RAIL_SCOPE_LEAF, .flags = MILO_LISTS, .code = "Bad_CertificateRevoked",
    .source = MILO_SOURCE },
  { .kind = RAIL_RULE_POLICY, .scope = RAIL_SCOPE_LEAF, .code = "Bad_CertificatePolicyCheckFailed", .source = PART_4 },
  { .kind = RAIL_RULE_URI, .flags = RAIL_RULE_ANY_URI, .code = "Bad_CertificateUriInvalid", .source = MILO_SOURCE },
  { .kind = RAIL_RULE_HOST, .flags = RAIL_RULE_ONLY_SERVER, .code = "Bad_CertificateHostNameInvalid",
    .source = MILO_SOURCE },
};

/* MapCertStatusToNetError() names the worst of what was found. */
#define CHROMIUM_SOURCE "Chromium: net/cert/cert_status_flags.cc, cert_verify_proc.cc"
#define CHROMIUM_INVALID "NET::ERR_CERT_INVALID"
static const RailRule browser_rules[] = {
  { .kind = RAIL_RULE_SIGNATURE, .scope = RAIL_SCOPE_ALL, .flags = RAIL_RULE_NOT_ROOT, .code = CHROMIUM_INVALID,
    .source = CHROMIUM_SOURCE },
  { .kind = RAIL_RULE_AUTHORITY, .scope = RAIL_SCOPE_AUTHORITIES, .code = CHROMIUM_INVALID, .source = CHROMIUM_SOURCE },
  { .kind = RAIL_RULE_PATH_LENGTH, .scope = RAIL_SCOPE_AUTHORITIES, .code = CHROMIUM_INVALID,
    .source = CHROMIUM_SOURCE },
  { .kind = RAIL_RULE_PURPOSE, .flags = RAIL_RULE_IF_PRESENT | RAIL_RULE_ANY_PURPOSE, .code = CHROMIUM_INVALID,
    .source = CHROMIUM_SOURCE },
  { .kind = RAIL_RULE_CHAIN, .code = "NET::ERR_CERT_AUTHORITY_INVALID", .source = CHROMIUM_SOURCE },
  { .kind = RAIL_RULE_TRUST, .code = "NET::ERR_CERT_AUTHORITY_INVALID", .source = CHROMIUM_SOURCE },
  { .kind = RAIL_RULE_HOST, .flags = RAIL_RULE_WILDCARDS, .code = "NET::ERR_CERT_COMMON_NAME_INVALID",
    .source = CHROMIUM_SOURCE },
  { .kind = RAIL_RULE_HASH, .scope = RAIL_SCOPE_ALL, .flags = RAIL_RULE_NOT_ROOT,
    .code = "NET::ERR_CERT_WEAK_SIGNATURE_ALGORITHM", .source = CHROMIUM_SOURCE },
  { .kind = RAIL_RULE_KEY_LENGTH, .scope = RAIL_SCOPE_ALL, .value = 1024, .code = "NET::ERR_CERT_WEAK_KEY",
    .source = CHROMIUM_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_ALL, .code = "NET::ERR_CERT_DATE_INVALID", .source = CHROMIUM_SOURCE },
  { .kind = RAIL_RULE_KEY_USAGE, .flags = RAIL_RULE_IF_PRESENT, .value = DS, .code = "ERR_SSL_KEY_USAGE_INCOMPATIBLE",
    .source = "Chromium: RSA key usage is enforced since version 125" },
};

/* OpenSSL as TLS programs use it on Debian: security level 2, and lists wherever there is one. verify_chain() has
 * this order. */
#define OPENSSL_SOURCE "OpenSSL 3.0: crypto/x509/x509_vfy.c, verify_chain()"
#define BITS_SOURCE "OpenSSL 3.0: SSL_CTX_set_security_level(3), level 2"
#define UNKNOWN_CA .alert = "unknown_ca"
#define BAD .alert = "bad_certificate"
#define UNSUPPORTED .alert = "unsupported_certificate"
#define EXPIRED .alert = "certificate_expired", .other_code = "X509_V_ERR_CERT_NOT_YET_VALID", \
                .other_alert = "bad_certificate"
static const RailRule tls_peer_rules[] = {
  { .kind = RAIL_RULE_KEY_LENGTH, .scope = RAIL_SCOPE_LEAF, .value = 2048, .code = "X509_V_ERR_EE_KEY_TOO_SMALL", BAD,
    .source = BITS_SOURCE },
  { .kind = RAIL_RULE_CHAIN, .code = "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY", UNKNOWN_CA,
    .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_TRUST, .code = "X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT",
    .near_code = "X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN", UNKNOWN_CA, .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_AUTHORITY, .scope = RAIL_SCOPE_AUTHORITIES, .code = "X509_V_ERR_INVALID_CA", UNKNOWN_CA,
    .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_PATH_LENGTH, .scope = RAIL_SCOPE_AUTHORITIES, .code = "X509_V_ERR_PATH_LENGTH_EXCEEDED",
    UNKNOWN_CA, .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_PURPOSE, .flags = RAIL_RULE_IF_PRESENT, .code = "X509_V_ERR_INVALID_PURPOSE", UNSUPPORTED,
    .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_KEY_USAGE, .flags = RAIL_RULE_ONLY_SERVER | RAIL_RULE_IF_PRESENT | RAIL_RULE_ANY_BIT,
    .value = DS | KE | KA, .code = "X509_V_ERR_INVALID_PURPOSE", UNSUPPORTED, .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_KEY_USAGE, .flags = RAIL_RULE_ONLY_CLIENT | RAIL_RULE_IF_PRESENT | RAIL_RULE_ANY_BIT,
    .value = DS | KA, .code = "X509_V_ERR_INVALID_PURPOSE", UNSUPPORTED, .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_KEY_LENGTH, .scope = RAIL_SCOPE_AUTHORITIES, .value = 2048,
    .code = "X509_V_ERR_CA_KEY_TOO_SMALL", BAD, .source = BITS_SOURCE },
  { .kind = RAIL_RULE_HASH, .scope = RAIL_SCOPE_ALL, .flags = RAIL_RULE_NOT_ROOT, .code = "X509_V_ERR_CA_MD_TOO_WEAK",
    BAD, .source = BITS_SOURCE },
  { .kind = RAIL_RULE_HOST, .flags = RAIL_RULE_ONLY_SERVER | RAIL_RULE_CN_COUNTS | RAIL_RULE_WILDCARDS,
    .code = "X509_V_ERR_HOSTNAME_MISMATCH", BAD, .other_code = "X509_V_ERR_IP_ADDRESS_MISMATCH",
    .other_alert = "bad_certificate", .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_LIST, .scope = RAIL_SCOPE_ALL, .flags = RAIL_RULE_IF_ANY_LIST,
    .code = "X509_V_ERR_UNABLE_TO_GET_CRL", UNKNOWN_CA, .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_AUTHORITY, .scope = RAIL_SCOPE_AUTHORITIES, .flags = RAIL_RULE_IF_ANY_LIST,
    .code = "X509_V_ERR_KEYUSAGE_NO_CRL_SIGN", BAD, .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_LIST_CURRENT, .scope = RAIL_SCOPE_ALL, .flags = RAIL_RULE_IF_ANY_LIST,
    .code = "X509_V_ERR_CRL_HAS_EXPIRED", .alert = "certificate_expired", .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_REVOKED, .scope = RAIL_SCOPE_ALL, .flags = RAIL_RULE_IF_ANY_LIST,
    .code = "X509_V_ERR_CERT_REVOKED", .alert = "certificate_revoked", .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_SIGNATURE, .scope = RAIL_SCOPE_ALL, .flags = RAIL_RULE_NOT_ROOT,
    .code = "X509_V_ERR_CERT_SIGNATURE_FAILURE", .alert = "decrypt_error", .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_AUTHORITIES, .code = "X509_V_ERR_CERT_HAS_EXPIRED", EXPIRED,
    .source = OPENSSL_SOURCE },
  { .kind = RAIL_RULE_TIME, .scope = RAIL_SCOPE_LEAF, .code = "X509_V_ERR_CERT_HAS_EXPIRED", EXPIRED,
    .source = OPENSSL_SOURCE },
};

#define RULES(rules) rules, G_N_ELEMENTS (rules)

static const RailPartnerInfo partners[] = {
  { RAIL_PARTNER_S7_1500, "s7-1500", N_("S7-1500"), "Siemens 109769068 V2.0", TRUE, FALSE, RAIL_FIND_BY_NAME,
    RAIL_TRUST_WHOLE, RULES (s7_1500_rules) },
  { RAIL_PARTNER_OPEN62541, "open62541", N_("open62541"), "open62541 1.4", TRUE, FALSE, RAIL_FIND_BY_NAME_ALONE,
    RAIL_TRUST_ANY, RULES (open62541_rules) },
  { RAIL_PARTNER_OPCUA_NET, "opcua-net", N_("OPC Foundation .NET stack"), "UA-.NETStandard 1.5", TRUE, FALSE,
    RAIL_FIND_BY_NAME_AND_KEY, RAIL_TRUST_ANY, RULES (opcua_net_rules) },
  { RAIL_PARTNER_NODE_OPCUA, "node-opcua", N_("node-opcua"), "node-opcua-pki 5.7", TRUE, TRUE, RAIL_FIND_BY_KEY,
    RAIL_TRUST_LEAF_OR_ISSUER, RULES (node_opcua_rules) },
  { RAIL_PARTNER_MILO, "milo", N_("Eclipse Milo"), "Eclipse Milo 1.0", TRUE, FALSE, RAIL_FIND_BY_NAME,
    RAIL_TRUST_ANY, RULES (milo_rules) },
  { RAIL_PARTNER_BROWSER, "browser", N_("Browser"), "Chromium 125", FALSE, FALSE, RAIL_FIND_BY_NAME,
    RAIL_TRUST_ANY, RULES (browser_rules) },
  { RAIL_PARTNER_TLS_PEER, "tls-peer", N_("TLS peer"), "OpenSSL 3.0", FALSE, FALSE, RAIL_FIND_BY_NAME,
    RAIL_TRUST_ROOT, RULES (tls_peer_rules) },
};

const RailPartnerInfo *
rail_partner_get_info (RailPartner partner)
{
  return &partners[partner];
}

/**
 * rail_partner_get_nick:
 * @partner: a partner
 *
 * Returns: (transfer none): the word for it on command lines
 */
const char *
rail_partner_get_nick (RailPartner partner)
{
  g_return_val_if_fail (partner < G_N_ELEMENTS (partners), NULL);

  return partners[partner].nick;
}

/**
 * rail_partner_get_label:
 * @partner: a partner
 *
 * Returns: (transfer none): its name, translated
 */
const char *
rail_partner_get_label (RailPartner partner)
{
  g_return_val_if_fail (partner < G_N_ELEMENTS (partners), NULL);

  return _(partners[partner].label);
}

/**
 * rail_partner_get_basis:
 * @partner: a partner
 *
 * Returns: (transfer none): the version or document that its rules are from
 */
const char *
rail_partner_get_basis (RailPartner partner)
{
  g_return_val_if_fail (partner < G_N_ELEMENTS (partners), NULL);

  return partners[partner].basis;
}

/**
 * rail_partner_is_opcua:
 * @partner: a partner
 *
 * Returns: whether it speaks OPC UA, and so asks for an ApplicationUri and knows security policies
 */
gboolean
rail_partner_is_opcua (RailPartner partner)
{
  g_return_val_if_fail (partner < G_N_ELEMENTS (partners), FALSE);

  return partners[partner].is_opcua;
}

/**
 * rail_partner_parse:
 * @nick: a word as rail_partner_get_nick() returns
 * @out_partner: (out): the partner, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_partner_parse (const char  *nick,
                    RailPartner *out_partner)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_partner != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (partners); i++)
    if (g_str_equal (nick, partners[i].nick))
      {
        *out_partner = partners[i].partner;
        return TRUE;
      }
  return FALSE;
}
