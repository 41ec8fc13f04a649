/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-target-private.h"

#include <glib/gi18n-lib.h>

#include "rail-hand-over-private.h"

/**
 * rail_target_get_type:
 *
 * Returns: the type of #RailTarget
 */
G_DEFINE_ENUM_TYPE (RailTarget, rail_target,
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_UAEXPERT, "uaexpert"),
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_OPCUA_NET, "opcua-net"),
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_OPEN62541, "open62541"),
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_NODE_OPCUA, "node-opcua"),
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_MILO, "milo"),
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_OPCUA, "opcua"),
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_TLS_SERVER, "tls-server"),
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_TLS_CLIENT, "tls-client"),
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_TIA, "tia"),
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_WINDOWS, "windows"),
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_BROWSER, "browser"),
                    G_DEFINE_ENUM_VALUE (RAIL_TARGET_LINUX, "linux"))

#define ITS_CERTIFICATE N_("Its certificate")
#define OPCUA_PARTNER N_("OPC UA application that it talks to")
#define OPCUA_MISSING N_("This project has no OPC UA certificate with its key; create one first.")

/* docs/handing-over.md says the same to people; a test holds the two against each other. */
static const RailTargetRow targets[] = {
  /* Close to, but not the names of OPC 10000-12, Annex F.1: “issuers” has an s, the own names are fixed. */
  [RAIL_TARGET_UAEXPERT] = {
    .nick = "uaexpert", .label = N_("UaExpert"),
    .source = "Using Certificates with TIA Portal, §2.4.4 and table 2-3",
    .folder_hint = "%APPDATA%\\unifiedautomation\\uaexpert\\PKI",
    .own_certs = "own/certs", .own_private = "own/private",
    .trusted_certs = "trusted/certs", .trusted_crl = "trusted/crl",
    .issuer_certs = "issuers/certs", .issuer_crl = "issuers/crl", .rejected = "rejected",
    .naming = RAIL_NAMING_STORE, .own_name = "uaexpert.der", .key_name = "uaexpert_key.pem",
    .key = RAIL_KEY_FORM_PEM,
    .certificate = RAIL_NEED_REQUIRED, .partner = RAIL_NEED_OPTIONAL, .lists = RAIL_NEED_REQUIRED, .renews_lists = TRUE,
    .certificate_label = ITS_CERTIFICATE, .partner_label = N_("Server that it connects to"),
    .missing = N_("This project has no OPC UA client certificate with its key; create one first."),
    .accepts = rail_hand_over_accepts_uaexpert, .plan = rail_hand_over_plan_opcua,
  },
  /* The key is PEM, which the stack looks for beside “.pfx”. With .NET 9 it loads a PKCS #12 file with the limits of
   * X509CertificateLoader, 300,000 rounds a part, and GnuTLS writes 600,000. */
  [RAIL_TARGET_OPCUA_NET] = {
    .nick = "opcua-net", .label = N_("OPC Foundation .NET stack"),
    .source = "UA-.NETStandard 1.5: docs/Certificates.md, DirectoryCertificateStore.cs",
    .folder_hint = "%LocalApplicationData%\\OPC Foundation\\pki",
    .own_certs = "own/certs", .own_private = "own/private",
    .trusted_certs = "trusted/certs", .trusted_crl = "trusted/crl",
    .issuer_certs = "issuer/certs", .issuer_crl = "issuer/crl", .rejected = "rejected/certs",
    .naming = RAIL_NAMING_NET, .key = RAIL_KEY_FORM_PEM,
    .certificate = RAIL_NEED_REQUIRED, .partner = RAIL_NEED_OPTIONAL, .lists = RAIL_NEED_OPTIONAL,
    .certificate_label = ITS_CERTIFICATE, .partner_label = OPCUA_PARTNER, .missing = OPCUA_MISSING,
    .accepts = rail_hand_over_accepts_opcua, .plan = rail_hand_over_plan_opcua,
  },
  [RAIL_TARGET_OPEN62541] = {
    .nick = "open62541", .label = N_("open62541"),
    .source = "open62541 1.5: doc/security/certificates.rst, ua_filestore_common.c",
    .own_certs = "ApplCerts/own/certs", .own_private = "ApplCerts/own/private",
    .trusted_certs = "ApplCerts/trusted/certs", .trusted_crl = "ApplCerts/trusted/crl",
    .issuer_certs = "ApplCerts/issuer/certs", .issuer_crl = "ApplCerts/issuer/crl",
    .rejected = "ApplCerts/rejected/certs",
    .naming = RAIL_NAMING_OPEN62541, .key = RAIL_KEY_FORM_PEM,
    .certificate = RAIL_NEED_REQUIRED, .partner = RAIL_NEED_OPTIONAL, .lists = RAIL_NEED_OPTIONAL,
    .all_lists_or_none = TRUE,
    .certificate_label = ITS_CERTIFICATE, .partner_label = OPCUA_PARTNER, .missing = OPCUA_MISSING,
    .accepts = rail_hand_over_accepts_opcua, .plan = rail_hand_over_plan_opcua,
  },
  [RAIL_TARGET_NODE_OPCUA] = {
    .nick = "node-opcua", .label = N_("node-opcua"),
    .source = "node-opcua-pki 5.7: CertificateManager; node-opcua: OPCUABaseServer, ClientBaseImpl",
    .folder_hint = "~/.config/node-opcua-default-nodejs/PKI",
    .own_certs = "own/certs", .own_private = "own/private",
    .trusted_certs = "trusted/certs", .trusted_crl = "trusted/crl",
    .issuer_certs = "issuers/certs", .issuer_crl = "issuers/crl", .rejected = "rejected",
    .naming = RAIL_NAMING_STORE, .own_name = "certificate.pem", .own_client_name = "client_certificate.pem",
    .key_name = "private_key.pem", .own_form = RAIL_CERTIFICATE_FORM_PEM, .key = RAIL_KEY_FORM_PEM,
    .certificate = RAIL_NEED_REQUIRED, .partner = RAIL_NEED_OPTIONAL, .lists = RAIL_NEED_REQUIRED, .renews_lists = TRUE,
    .certificate_label = ITS_CERTIFICATE, .partner_label = OPCUA_PARTNER, .missing = OPCUA_MISSING,
    .accepts = rail_hand_over_accepts_opcua, .plan = rail_hand_over_plan_opcua,
  },
  /* Milo's own certificate is in a key store that the application names, not in this folder. */
  [RAIL_TARGET_MILO] = {
    .nick = "milo", .label = N_("Eclipse Milo, Ignition"),
    .source = "Eclipse Milo 1.0: FileBasedTrustListManager, KeyStoreCertificateStore",
    .folder_hint = "Ignition: data/opcua/server/security/pki",
    .own_private = "own",
    .trusted_certs = "trusted/certs", .trusted_crl = "trusted/crl",
    .issuer_certs = "issuer/certs", .issuer_crl = "issuer/crl", .rejected = "rejected",
    .naming = RAIL_NAMING_THUMBPRINT, .key_name = "keystore.p12", .key = RAIL_KEY_FORM_PKCS12,
    .form = RAIL_PKCS12_MODERN, .empty_password = RAIL_EMPTY_PASSWORD_REFUSED,
    .certificate = RAIL_NEED_REQUIRED, .partner = RAIL_NEED_OPTIONAL, .lists = RAIL_NEED_REQUIRED,
    .certificate_label = ITS_CERTIFICATE, .partner_label = OPCUA_PARTNER, .missing = OPCUA_MISSING,
    .accepts = rail_hand_over_accepts_opcua, .plan = rail_hand_over_plan_opcua,
  },
  /* “The base name of the private-key file shall be the same as the base name of the matching certificate file.” */
  [RAIL_TARGET_OPCUA] = {
    .nick = "opcua", .label = N_("OPC UA, standard folders"),
    .source = "OPC 10000-12, Annex F.1",
    .own_certs = "own/certs", .own_private = "own/private",
    .trusted_certs = "trusted/certs", .trusted_crl = "trusted/crl",
    .issuer_certs = "issuer/certs", .issuer_crl = "issuer/crl", .rejected = "rejected/certs",
    .naming = RAIL_NAMING_STORE, .key = RAIL_KEY_FORM_PEM,
    .certificate = RAIL_NEED_REQUIRED, .partner = RAIL_NEED_OPTIONAL, .lists = RAIL_NEED_OPTIONAL,
    .certificate_label = ITS_CERTIFICATE, .partner_label = OPCUA_PARTNER, .missing = OPCUA_MISSING,
    .accepts = rail_hand_over_accepts_opcua, .plan = rail_hand_over_plan_opcua,
  },
  /* The names do not change when a certificate is renewed, so what stands in a configuration stays right. */
  [RAIL_TARGET_TLS_SERVER] = {
    .nick = "tls-server", .label = N_("TLS server"),
    .source = "RFC 8446 §4.4.2; OpenSSL 3.0: openssl-s_server(1)",
    .naming = RAIL_NAMING_FIXED, .own_form = RAIL_CERTIFICATE_FORM_PEM, .key = RAIL_KEY_FORM_PEM,
    .certificate = RAIL_NEED_REQUIRED, .partner = RAIL_NEED_OPTIONAL, .lists = RAIL_NEED_OPTIONAL,
    .all_lists_or_none = TRUE,
    .certificate_label = ITS_CERTIFICATE, .partner_label = N_("Client that may connect"),
    .missing = N_("This project has no certificate of a TLS server with its key; create one first."),
    .accepts = rail_hand_over_accepts_tls_server, .plan = rail_hand_over_plan_tls_server,
  },
  [RAIL_TARGET_TLS_CLIENT] = {
    .nick = "tls-client", .label = N_("TLS client"),
    .source = "RFC 8446 §4.4.2; OpenSSL 3.0: openssl-s_client(1)",
    .naming = RAIL_NAMING_FIXED, .own_form = RAIL_CERTIFICATE_FORM_PEM, .key = RAIL_KEY_FORM_PEM,
    .certificate = RAIL_NEED_OPTIONAL, .partner = RAIL_NEED_OPTIONAL, .lists = RAIL_NEED_OPTIONAL,
    .all_lists_or_none = TRUE,
    .certificate_label = ITS_CERTIFICATE, .partner_label = N_("Server that it connects to"),
    .missing = N_("This project has no certificate of a TLS server or client; create one first."),
    .accepts = rail_hand_over_accepts_tls_client, .plan = rail_hand_over_plan_tls_client,
  },
  /* What TIA Portal's importer takes is nowhere documented, and its hosts may be old. */
  [RAIL_TARGET_TIA] = {
    .nick = "tia", .label = N_("TIA Portal"),
    .source = "Using Certificates with TIA Portal, §2.3.3 and table 2-3",
    .naming = RAIL_NAMING_COMMON_NAME, .key = RAIL_KEY_FORM_PKCS12,
    .form = RAIL_PKCS12_COMPATIBLE, .empty_password = RAIL_EMPTY_PASSWORD_PROJECT_NAME,
    .certificate = RAIL_NEED_REQUIRED, .partner = RAIL_NEED_NONE, .lists = RAIL_NEED_NONE,
    .certificate_label = N_("Certificate"),
    .missing = N_("This project has no certificate with its key; create one first."),
    .accepts = rail_hand_over_accepts_tia, .plan = rail_hand_over_plan_tia,
  },
  /* AES needs Windows 10 1709 or Server 2019; --compatible writes what older ones read. */
  [RAIL_TARGET_WINDOWS] = {
    .nick = "windows", .label = N_("Windows"),
    .source = "MicrosoftDocs: certutil.md, Import-Certificate.md, Import-PfxCertificate.md",
    .naming = RAIL_NAMING_FIXED, .key = RAIL_KEY_FORM_PKCS12,
    .form = RAIL_PKCS12_MODERN, .empty_password = RAIL_EMPTY_PASSWORD_REFUSED,
    .certificate = RAIL_NEED_OPTIONAL, .partner = RAIL_NEED_OPTIONAL, .lists = RAIL_NEED_OPTIONAL,
    .certificate_label = ITS_CERTIFICATE, .partner_label = N_("Whom it shall trust"),
    .missing = N_("This project has no certificate that is not an authority; create one first."),
    .accepts = rail_hand_over_accepts_windows, .plan = rail_hand_over_plan_windows,
  },
  [RAIL_TARGET_BROWSER] = {
    .nick = "browser", .label = N_("Browser"),
    .source = "Chromium: docs/linux/cert_management.md; Mozilla: policies, Certificates",
    .naming = RAIL_NAMING_FIXED, .own_form = RAIL_CERTIFICATE_FORM_PEM, .key = RAIL_KEY_FORM_PKCS12,
    .form = RAIL_PKCS12_MODERN, .empty_password = RAIL_EMPTY_PASSWORD_REFUSED,
    .certificate = RAIL_NEED_OPTIONAL, .partner = RAIL_NEED_OPTIONAL, .lists = RAIL_NEED_NONE,
    .certificate_label = N_("Certificate to log in with"), .partner_label = N_("Server that it opens"),
    .missing = N_("This project has no certificate of a TLS server or client; create one first."),
    .accepts = rail_hand_over_accepts_browser, .plan = rail_hand_over_plan_browser,
  },
  [RAIL_TARGET_LINUX] = {
    .nick = "linux", .label = N_("Linux"),
    .source = "Debian: update-ca-certificates(8); p11-kit: trust(1)",
    .folder_hint = "/usr/local/share/ca-certificates",
    .naming = RAIL_NAMING_FIXED, .own_form = RAIL_CERTIFICATE_FORM_PEM, .key = RAIL_KEY_FORM_NONE,
    .certificate = RAIL_NEED_NONE, .partner = RAIL_NEED_REQUIRED, .lists = RAIL_NEED_NONE,
    .certificate_label = ITS_CERTIFICATE, .partner_label = N_("Server that it connects to"),
    .missing = N_("This project has no certificate of a TLS server; create one first."),
    .accepts = rail_hand_over_accepts_linux, .plan = rail_hand_over_plan_linux,
  },
};

/* The row of a target, for the plans. */
const RailTargetRow *
rail_target_get_row (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), NULL);

  return &targets[target];
}

/**
 * rail_target_get_count:
 *
 * Returns: how many targets there are; #RailTarget counts from 0
 */
guint
rail_target_get_count (void)
{
  return G_N_ELEMENTS (targets);
}

/**
 * rail_target_get_nick:
 * @target: a partner
 *
 * Returns: (transfer none): its name on the command line
 */
const char *
rail_target_get_nick (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), NULL);

  return targets[target].nick;
}

/**
 * rail_target_get_label:
 * @target: a partner
 *
 * Returns: (transfer none): its name for people, translated
 */
const char *
rail_target_get_label (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), NULL);

  return _(targets[target].label);
}

/**
 * rail_target_get_source:
 * @target: a partner
 *
 * Returns: (transfer none): the specification or document that says what it reads
 */
const char *
rail_target_get_source (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), NULL);

  return targets[target].source;
}

/**
 * rail_target_get_folder_hint:
 * @target: a partner
 *
 * Returns: (transfer none) (nullable): where it keeps its folder unless it was told otherwise, as it is written on its
 *   computer; %NULL if there is no such place
 */
const char *
rail_target_get_folder_hint (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), NULL);

  return targets[target].folder_hint;
}

/**
 * rail_target_parse:
 * @nick: a name as rail_target_get_nick() gives it
 * @out_target: (out): the partner
 *
 * Returns: whether there is a partner of that name
 */
gboolean
rail_target_parse (const char *nick,
                   RailTarget *out_target)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_target != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    if (g_strcmp0 (targets[i].nick, nick) == 0)
      {
        *out_target = (RailTarget) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * rail_target_list_nicks:
 *
 * Returns: (transfer full): the names of all targets, with commas between them
 */
char *
rail_target_list_nicks (void)
{
  g_autoptr(GString) text = g_string_new (targets[0].nick);

  for (gsize i = 1; i < G_N_ELEMENTS (targets); i++)
    g_string_append_printf (text, ", %s", targets[i].nick);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * rail_target_needs_certificate:
 * @target: a partner
 *
 * Returns: whether it gets a certificate of its own
 */
RailNeed
rail_target_needs_certificate (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), RAIL_NEED_NONE);

  return targets[target].certificate;
}

/**
 * rail_target_needs_partner:
 * @target: a partner
 *
 * Returns: whether somebody can be named whom it shall trust
 */
RailNeed
rail_target_needs_partner (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), RAIL_NEED_NONE);

  return targets[target].partner;
}

/**
 * rail_target_needs_lists:
 * @target: a partner
 *
 * Returns: whether it gets revocation lists, and whether it refuses an authority that has none
 */
RailNeed
rail_target_needs_lists (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), RAIL_NEED_NONE);

  return targets[target].lists;
}

/**
 * rail_target_get_certificate_label:
 * @target: a partner
 *
 * Returns: (transfer none): what to write at the choice of its own certificate, translated
 */
const char *
rail_target_get_certificate_label (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), NULL);

  return _(targets[target].certificate_label);
}

/**
 * rail_target_get_partner_label:
 * @target: a partner
 *
 * Returns: (transfer none) (nullable): what to write at the choice of whom it shall trust, translated
 */
const char *
rail_target_get_partner_label (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), NULL);

  return targets[target].partner_label != NULL ? _(targets[target].partner_label) : NULL;
}

/**
 * rail_target_get_missing:
 * @target: a partner
 *
 * Returns: (transfer none): what to say when no certificate of a project fits, translated
 */
const char *
rail_target_get_missing (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), NULL);

  return _(targets[target].missing);
}

/**
 * rail_target_has_password:
 * @target: a partner
 *
 * Returns: whether its key goes into a PKCS#12 file, which has a password and can be of either #RailPkcs12Form
 */
gboolean
rail_target_has_password (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), FALSE);

  return targets[target].key == RAIL_KEY_FORM_PKCS12;
}

/**
 * rail_target_get_form:
 * @target: a partner
 *
 * Returns: the form of PKCS#12 that is proposed for it
 */
RailPkcs12Form
rail_target_get_form (RailTarget target)
{
  g_return_val_if_fail ((gsize) target < G_N_ELEMENTS (targets), RAIL_PKCS12_MODERN);

  return targets[target].form;
}
