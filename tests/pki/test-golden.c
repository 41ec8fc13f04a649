/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Certificates and lists whose key, clock and serial number are frozen, against files that openssl made of the same
 * (golden/make-golden). RSA must come out byte for byte; an ECDSA signature of openssl is random, so there it is the
 * signed part that must be the same. */

#include "rail-certificate-request.h"
#include "rail-revocation-list.h"

#include <string.h>

#include "make.h"
#include "peer.h"
#include "rail-test.h"

#define CLOCK G_GINT64_CONSTANT (1772366400)          /* 2026-03-01T12:00:00Z */
#define TEN_YEARS G_GINT64_CONSTANT (2087769600)      /* 2036-02-28T00:00:00Z */
#define END_OF_TIME G_GINT64_CONSTANT (253402300799)  /* 9999-12-31T23:59:59Z */
#define SEED 2026

typedef struct
{
  const char *name;
  RailUsage   usage;
  const char *key;
  const char *issuer;
  const char *issuer_key;
  const char *subject;
  const char *names[5];
  RailHash    hash;
  gint64      not_after;
} Golden;

/* In the order of their serial numbers. */
static const Golden goldens[] = {
  { "root-rsa", RAIL_USAGE_CA_ROOT, "rsa-authority", NULL, NULL,
    "CN=Golden Root,O=Wasserwerk Süd,C=de", { NULL }, RAIL_HASH_SHA256, 0 },
  { "intermediate-rsa", RAIL_USAGE_CA_INTERMEDIATE, "rsa-device", "root-rsa", "rsa-authority",
    "CN=Golden Intermediate", { NULL }, RAIL_HASH_SHA256, 0 },
  { "opcua-server-rsa", RAIL_USAGE_OPCUA_SERVER, "rsa-device", "root-rsa", "rsa-authority",
    "CN=PLC-1/OPCUA-1-4,OU=Halle 1,O=Wasserwerk Süd,L=München,ST=Bayern,C=DE",
    { "IP:192.168.0.1", "IP:fd00::1", "URI:urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1", "DNS:plc-1.example", NULL },
    RAIL_HASH_SHA256, 0 },
  { "opcua-client-rsa", RAIL_USAGE_OPCUA_CLIENT, "rsa-device", NULL, NULL,
    "CN=UaExpert", { "URI:urn:station:UnifiedAutomation:UaExpert", "DNS:station", NULL }, RAIL_HASH_SHA256, 0 },
  { "root-sha1", RAIL_USAGE_CA_ROOT, "rsa-authority", NULL, NULL,
    "CN=Golden SHA-1", { NULL }, RAIL_HASH_SHA1, END_OF_TIME },
  { "root-ec", RAIL_USAGE_CA_ROOT, "ec-authority", NULL, NULL,
    "CN=Golden EC Root", { NULL }, RAIL_HASH_SHA256, 0 },
  { "web-server-ec", RAIL_USAGE_WEB_SERVER, "ec-device", "root-ec", "ec-authority",
    "CN=PLC-1/Webserver-8", { "IP:192.168.0.1", "DNS:plc-1.example", NULL }, RAIL_HASH_SHA256, 0 },
  { "opcua-server-ec", RAIL_USAGE_OPCUA_SERVER, "ec-device", NULL, NULL,
    "CN=PLC_1", { "URI:urn:plc_1", "DNS:plc-1", NULL }, RAIL_HASH_SHA256, 0 },
};

static RailCertificate *
read_golden (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".der", NULL);
  g_autoptr(GBytes) der = make_golden (file);
  g_autoptr(GError) error = NULL;
  RailCertificate *certificate = rail_certificate_new_from_der (der, &error);

  g_assert_no_error (error);
  return certificate;
}

static RailCertificate *
issue (RailEnvironment *environment,
       const Golden    *golden)
{
  g_autoptr(RailKey) key = make_key (golden->key);
  g_autoptr(RailKey) issuer_key = golden->issuer_key != NULL ? make_key (golden->issuer_key) : NULL;
  g_autoptr(RailCertificate) issuer = golden->issuer != NULL ? read_golden (golden->issuer) : NULL;
  g_autoptr(RailCertificateRequest) request = rail_certificate_request_new (environment);
  g_autoptr(GError) error = NULL;

  rail_certificate_request_set_usage (request, golden->usage);
  rail_certificate_request_set_issuer (request, issuer);
  rail_certificate_request_set_key_kind (request, rail_key_get_kind (key));
  rail_certificate_request_set_hash (request, golden->hash);
  rail_certificate_request_set_subject (request, golden->subject, &error);
  g_assert_no_error (error);
  for (const char * const *name = golden->names; *name != NULL; name++)
    make_name (request, *name);
  if (golden->not_after != 0)
    rail_certificate_request_set_validity (request, rail_certificate_request_get_not_before (request),
                                           golden->not_after);
  return make_certificate (request, key, issuer_key);
}

/* What the signature of a certificate or a list is over, taken out by openssl. It begins behind a header of 4 bytes, for
 * all that is here has at least 256 bytes. */
static GBytes *
signed_part (GBytes *der)
{
  g_autofree char *folder = rail_test_make_folder ();
  GBytes *part;

  rail_test_write (folder, "whole", g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  g_free (peer_run (folder, "openssl asn1parse -inform DER -in whole -strparse 4 -noout -out part"));
  part = rail_test_read (folder, "part");
  rail_test_remove_folder (folder);
  return part;
}

static void
assert_same (const char *name,
             GBytes     *ours,
             GBytes     *theirs,
             gboolean    whole)
{
  g_autoptr(GBytes) a = whole ? g_bytes_ref (ours) : signed_part (ours);
  g_autoptr(GBytes) b = whole ? g_bytes_ref (theirs) : signed_part (theirs);

  g_test_message ("%s", name);
  g_assert_cmpmem (g_bytes_get_data (a, NULL), g_bytes_get_size (a), g_bytes_get_data (b, NULL), g_bytes_get_size (b));
}

static void
test_certificates_are_what_openssl_makes (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (CLOCK, SEED);

  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++)
    {
      g_autoptr(RailCertificate) ours = issue (environment, &goldens[i]);
      g_autoptr(RailCertificate) theirs = read_golden (goldens[i].name);

      assert_same (goldens[i].name, rail_certificate_get_der (ours), rail_certificate_get_der (theirs),
                   strstr (goldens[i].key, "rsa") != NULL);
    }
}

static void
test_certificates_come_out_twice_the_same (void)
{
  g_autoptr(RailEnvironment) first = rail_environment_new_frozen (CLOCK, SEED);
  g_autoptr(RailEnvironment) second = rail_environment_new_frozen (CLOCK, SEED);

  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++)
    {
      g_autoptr(RailCertificate) a = issue (first, &goldens[i]);
      g_autoptr(RailCertificate) b = issue (second, &goldens[i]);

      assert_same (goldens[i].name, rail_certificate_get_der (a), rail_certificate_get_der (b), TRUE);
    }
}

static void
assert_list (const char *name,
             const char *issuer_name,
             const char *key_name,
             guint64     number,
             GArray     *revoked)
{
  g_autofree char *file = g_strconcat (name, ".crl", NULL);
  g_autoptr(RailCertificate) issuer = read_golden (issuer_name);
  g_autoptr(RailKey) key = make_key (key_name);
  g_autoptr(GBytes) theirs = make_golden (file);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailRevocationList) ours =
    rail_revocation_list_issue (issuer, key, revoked, number, CLOCK, TEN_YEARS, &error);

  g_assert_no_error (error);
  assert_same (name, rail_revocation_list_get_der (ours), theirs, strstr (key_name, "rsa") != NULL);
}

static void
test_revocation_lists_are_what_openssl_makes (void)
{
  g_autoptr(GArray) revoked = g_array_new (FALSE, FALSE, sizeof (RailRevokedSerial));
  RailRevokedSerial serial = { (char *) "192BAACD9E318B8159BCC688E58745A5", CLOCK - 3600 };

  assert_list ("empty-rsa", "root-rsa", "rsa-authority", 1, revoked);
  assert_list ("empty-rsa", "root-rsa", "rsa-authority", 1, NULL);
  assert_list ("empty-ec", "root-ec", "ec-authority", 1, NULL);
  g_array_append_val (revoked, serial);
  assert_list ("revoked-rsa", "root-rsa", "rsa-authority", 0x65f0a000, revoked);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pki/golden/certificates-are-what-openssl-makes", test_certificates_are_what_openssl_makes);
  g_test_add_func ("/pki/golden/certificates-come-out-twice-the-same", test_certificates_come_out_twice_the_same);
  g_test_add_func ("/pki/golden/revocation-lists-are-what-openssl-makes", test_revocation_lists_are_what_openssl_makes);
  return g_test_run ();
}
