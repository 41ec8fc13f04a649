/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-profile"

#include "config.h"

#include "rail-profile.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  guint       flag;
  const char *label;
} FlagLabel;

G_DEFINE_ENUM_TYPE (RailUsage, rail_usage,
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_CUSTOM, "custom"),
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_CA_ROOT, "ca-root"),
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_CA_INTERMEDIATE, "ca-intermediate"),
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_OPCUA_SERVER, "opcua-server"),
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_OPCUA_CLIENT, "opcua-client"),
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_OPCUA_CLIENT_SERVER, "opcua-client-server"),
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_TLS_SERVER, "tls-server"),
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_TLS_CLIENT, "tls-client"),
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_TLS_CLIENT_SERVER, "tls-client-server"),
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_WEB_SERVER, "web-server"),
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_PG_HMI, "pg-hmi"),
                    G_DEFINE_ENUM_VALUE (RAIL_USAGE_SYSLOG_CLIENT, "syslog-client"))

G_DEFINE_FLAGS_TYPE (RailKeyUsage, rail_key_usage,
                     G_DEFINE_ENUM_VALUE (RAIL_KEY_USAGE_DIGITAL_SIGNATURE, "digital-signature"),
                     G_DEFINE_ENUM_VALUE (RAIL_KEY_USAGE_NON_REPUDIATION, "non-repudiation"),
                     G_DEFINE_ENUM_VALUE (RAIL_KEY_USAGE_KEY_ENCIPHERMENT, "key-encipherment"),
                     G_DEFINE_ENUM_VALUE (RAIL_KEY_USAGE_DATA_ENCIPHERMENT, "data-encipherment"),
                     G_DEFINE_ENUM_VALUE (RAIL_KEY_USAGE_KEY_AGREEMENT, "key-agreement"),
                     G_DEFINE_ENUM_VALUE (RAIL_KEY_USAGE_KEY_CERT_SIGN, "key-cert-sign"),
                     G_DEFINE_ENUM_VALUE (RAIL_KEY_USAGE_CRL_SIGN, "crl-sign"),
                     G_DEFINE_ENUM_VALUE (RAIL_KEY_USAGE_ENCIPHER_ONLY, "encipher-only"),
                     G_DEFINE_ENUM_VALUE (RAIL_KEY_USAGE_DECIPHER_ONLY, "decipher-only"))

G_DEFINE_FLAGS_TYPE (RailPurpose, rail_purpose,
                     G_DEFINE_ENUM_VALUE (RAIL_PURPOSE_SERVER_AUTH, "server-auth"),
                     G_DEFINE_ENUM_VALUE (RAIL_PURPOSE_CLIENT_AUTH, "client-auth"),
                     G_DEFINE_ENUM_VALUE (RAIL_PURPOSE_OTHER, "other"))

#define SIGN RAIL_KEY_USAGE_DIGITAL_SIGNATURE
#define TRANSPORT (RAIL_KEY_USAGE_DIGITAL_SIGNATURE | RAIL_KEY_USAGE_KEY_ENCIPHERMENT)
#define OPCUA (RAIL_KEY_USAGE_DIGITAL_SIGNATURE | RAIL_KEY_USAGE_NON_REPUDIATION | \
               RAIL_KEY_USAGE_KEY_ENCIPHERMENT | RAIL_KEY_USAGE_DATA_ENCIPHERMENT)
#define AUTHORITY (RAIL_KEY_USAGE_KEY_CERT_SIGN | RAIL_KEY_USAGE_CRL_SIGN)
#define SERVER RAIL_PURPOSE_SERVER_AUTH
#define CLIENT RAIL_PURPOSE_CLIENT_AUTH
#define URI RAIL_NAME_TYPE_URI
#define IP RAIL_NAME_TYPE_IP
#define DNS RAIL_NAME_TYPE_DNS

/* OPC UA, RSA: Part 6 demands all four bits, and keyCertSign beside cA=FALSE when self-signed. Its extended key usage is
 * critical because the OPC Foundation's own generator and the node-opcua CA write it so, and every stack takes it; a
 * certificate made for OPC UA then cannot serve a web page by mistake. With elliptic curves Part 6 makes the extension
 * optional, so there it is never critical. A server also names clientAuth: it opens connections itself for discovery and
 * reverse connect. A CA always has cRLSign, or open62541 and UA-.NETStandard refuse all that it issued. TLS clients need
 * no keyEncipherment: only a server's key ever receives a key. */
static const RailProfile profiles[] = {
  { RAIL_USAGE_CUSTOM, "custom", N_("Custom"),
    TRANSPORT, SIGN, 0, 0, FALSE, FALSE, -1,
    0, 0, 0, "RFC 5280 §4.2.1" },
  { RAIL_USAGE_CA_ROOT, "ca-root", N_("Root authority"),
    AUTHORITY, AUTHORITY, 0, 0, FALSE, TRUE, -1,
    0, 0, 0, "OPC 10000-6 §6.2.4, RFC 5280 §4.2.1.9" },
  { RAIL_USAGE_CA_INTERMEDIATE, "ca-intermediate", N_("Intermediate authority"),
    AUTHORITY, AUTHORITY, 0, 0, FALSE, TRUE, 0,
    0, 0, 0, "OPC 10000-6 §6.2.4, RFC 5280 §4.2.1.9" },
  { RAIL_USAGE_OPCUA_SERVER, "opcua-server", N_("OPC UA server"),
    OPCUA, SIGN, RAIL_KEY_USAGE_KEY_CERT_SIGN, SERVER | CLIENT, TRUE, FALSE, -1,
    URI, IP | DNS, URI | IP | DNS, "OPC 10000-6 §6.2.2" },
  { RAIL_USAGE_OPCUA_CLIENT, "opcua-client", N_("OPC UA client"),
    OPCUA, SIGN, RAIL_KEY_USAGE_KEY_CERT_SIGN, CLIENT, TRUE, FALSE, -1,
    URI, 0, URI | IP | DNS, "OPC 10000-6 §6.2.2, Table 4-1" },
  { RAIL_USAGE_OPCUA_CLIENT_SERVER, "opcua-client-server", N_("OPC UA client and server"),
    OPCUA, SIGN, RAIL_KEY_USAGE_KEY_CERT_SIGN, SERVER | CLIENT, TRUE, FALSE, -1,
    URI, IP | DNS, URI | IP | DNS, "OPC 10000-6 §6.2.2" },
  { RAIL_USAGE_TLS_SERVER, "tls-server", N_("TLS server"),
    TRANSPORT, SIGN, 0, SERVER, FALSE, FALSE, -1,
    0, IP | DNS, IP | DNS, "RFC 8446 §4.4.2.2, Table 4-1" },
  { RAIL_USAGE_TLS_CLIENT, "tls-client", N_("TLS client"),
    SIGN, SIGN, 0, CLIENT, FALSE, FALSE, -1,
    0, 0, IP, "RFC 8446 §4.4.2.3" },
  { RAIL_USAGE_TLS_CLIENT_SERVER, "tls-client-server", N_("TLS client and server"),
    TRANSPORT, SIGN, 0, SERVER | CLIENT, FALSE, FALSE, -1,
    IP, 0, IP | DNS, "Table 4-1" },
  { RAIL_USAGE_WEB_SERVER, "web-server", N_("Web server"),
    TRANSPORT, SIGN, 0, SERVER, FALSE, FALSE, -1,
    IP, 0, IP | DNS, "Table 4-1" },
  { RAIL_USAGE_PG_HMI, "pg-hmi", N_("PG/HMI communication"),
    TRANSPORT, SIGN, 0, SERVER, FALSE, FALSE, -1,
    IP, 0, IP | DNS, "Table 4-1" },
  { RAIL_USAGE_SYSLOG_CLIENT, "syslog-client", N_("Syslog client"),
    SIGN, SIGN, 0, CLIENT, FALSE, FALSE, -1,
    0, 0, IP, "RFC 5425 §4.2" },
};

#undef SIGN
#undef TRANSPORT
#undef OPCUA
#undef AUTHORITY
#undef SERVER
#undef CLIENT
#undef URI
#undef IP
#undef DNS

static const FlagLabel key_usage_labels[] = {
  { RAIL_KEY_USAGE_DIGITAL_SIGNATURE, N_("Digital signature") },
  { RAIL_KEY_USAGE_NON_REPUDIATION, N_("Non-repudiation") },
  { RAIL_KEY_USAGE_KEY_ENCIPHERMENT, N_("Key encipherment") },
  { RAIL_KEY_USAGE_DATA_ENCIPHERMENT, N_("Data encipherment") },
  { RAIL_KEY_USAGE_KEY_AGREEMENT, N_("Key agreement") },
  { RAIL_KEY_USAGE_KEY_CERT_SIGN, N_("Certificate signing") },
  { RAIL_KEY_USAGE_CRL_SIGN, N_("Revocation list signing") },
  { RAIL_KEY_USAGE_ENCIPHER_ONLY, N_("Encipher only") },
  { RAIL_KEY_USAGE_DECIPHER_ONLY, N_("Decipher only") },
};

static const FlagLabel purpose_labels[] = {
  { RAIL_PURPOSE_SERVER_AUTH, N_("Server authentication") },
  { RAIL_PURPOSE_CLIENT_AUTH, N_("Client authentication") },
  { RAIL_PURPOSE_OTHER, N_("Other purposes") },
};

static char *
join_labels (guint            flags,
             const FlagLabel *labels,
             guint            n_labels)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_labels; i++)
    {
      if ((flags & labels[i].flag) == 0)
        continue;
      if (text->len > 0)
        /* Translators: stands between the parts of a list. */
        g_string_append (text, _(", "));
      g_string_append (text, g_dgettext (GETTEXT_PACKAGE, labels[i].label));
    }
  return g_string_free (text, FALSE);
}

/**
 * rail_profile_get:
 * @usage: what a certificate is for
 *
 * Gives the row of the table of usage profiles for @usage.
 *
 * Returns: (transfer none): the profile, a constant
 */
const RailProfile *
rail_profile_get (RailUsage usage)
{
  g_return_val_if_fail ((guint) usage < G_N_ELEMENTS (profiles), NULL);
  g_assert (profiles[usage].usage == usage);

  return &profiles[usage];
}

/**
 * rail_profile_find:
 * @nick: the name of a usage on a command line or in a table, such as `opcua-server`
 *
 * Returns: (transfer none) (nullable): the profile, or %NULL when no usage has this name
 */
const RailProfile *
rail_profile_find (const char *nick)
{
  g_return_val_if_fail (nick != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    if (g_str_equal (profiles[i].nick, nick))
      return &profiles[i];
  return NULL;
}

/**
 * rail_profile_get_all:
 * @out_n_profiles: (out): number of profiles
 *
 * Returns: (transfer none) (array length=out_n_profiles): every profile, in the order of #RailUsage
 */
const RailProfile *
rail_profile_get_all (guint *out_n_profiles)
{
  g_return_val_if_fail (out_n_profiles != NULL, NULL);

  *out_n_profiles = G_N_ELEMENTS (profiles);
  return profiles;
}

/**
 * rail_profile_get_label:
 * @self: a profile
 *
 * Returns: (transfer none): the name of the usage in the user's language
 */
const char *
rail_profile_get_label (const RailProfile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_dgettext (GETTEXT_PACKAGE, self->label);
}

/**
 * rail_key_usage_to_string:
 * @usage: bits of the KeyUsage extension (RFC 5280 §4.2.1.3)
 *
 * Returns: (transfer full): their names in the user's language, between commas; empty without bits
 */
char *
rail_key_usage_to_string (RailKeyUsage usage)
{
  return join_labels (usage, key_usage_labels, G_N_ELEMENTS (key_usage_labels));
}

/**
 * rail_purpose_to_string:
 * @purposes: what the ExtendedKeyUsage extension names (RFC 5280 §4.2.1.12)
 *
 * Returns: (transfer full): their names in the user's language, between commas; empty without purposes
 */
char *
rail_purpose_to_string (RailPurpose purposes)
{
  return join_labels (purposes, purpose_labels, G_N_ELEMENTS (purpose_labels));
}
