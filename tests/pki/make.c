/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "make.h"

#include <string.h>

#include "rail-test.h"

char *make_last_output;

GBytes *
make_golden (const char *name)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "pki", "golden", NULL);

  return rail_test_read (folder, name);
}

RailKey *
make_key (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".key", NULL);
  g_autoptr(GBytes) pem = make_golden (file);
  g_autofree char *text = g_strndup (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem));
  g_autoptr(RailSecret) der = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree guint8 *data = NULL;
  char *base64 = strstr (text, "KEY-----\n") + strlen ("KEY-----\n");
  RailKey *key;
  gsize size;

  *strstr (base64, "-----END") = '\0';
  data = g_base64_decode (base64, &size);
  der = rail_secret_new (data, size);
  key = rail_key_new_from_pkcs8 (der, &error);
  g_assert_no_error (error);
  return key;
}

void
make_name (RailCertificateRequest *request,
           const char             *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailAlternativeName) name = rail_alternative_name_parse (text, &error);

  g_assert_no_error (error);
  g_list_store_append (rail_certificate_request_get_names (request), name);
}

RailCertificateRequest *
make_request (RailEnvironment *environment,
              RailUsage        usage,
              RailKeyKind      kind,
              RailCertificate *issuer)
{
  RailCertificateRequest *request = rail_certificate_request_new (environment);
  const RailProfile *profile = rail_profile_get (usage);

  rail_certificate_request_set_usage (request, usage);
  rail_certificate_request_set_issuer (request, issuer);
  rail_certificate_request_set_key_kind (request, kind);
  rail_certificate_request_set_common_name (request, "PLC_1");
  /* The URI comes last here, so that tests see whether issuing puts it first. */
  if (!profile->is_ca)
    {
      make_name (request, "IP:192.168.0.1");
      make_name (request, "DNS:plc-1.example");
    }
  if ((profile->required_names & RAIL_NAME_TYPE_URI) != 0)
    make_name (request, "URI:urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1");
  return request;
}

RailCertificate *
make_certificate (RailCertificateRequest *request,
                  RailKey                *key,
                  RailKey                *issuer_key)
{
  g_autoptr(GError) error = NULL;
  RailCertificate *certificate = rail_certificate_request_issue (request, key, issuer_key, &error);

  g_assert_no_error (error);
  g_assert_nonnull (certificate);
  return certificate;
}

RailCertificate *
make_root (RailEnvironment *environment,
           RailKey         *key,
           const char      *common_name)
{
  g_autoptr(RailCertificateRequest) request =
    make_request (environment, RAIL_USAGE_CA_ROOT, rail_key_get_kind (key), NULL);

  rail_certificate_request_set_common_name (request, common_name);
  return make_certificate (request, key, NULL);
}

void
make_files (const char      *folder,
            const char      *name,
            RailCertificate *certificate)
{
  GBytes *der = rail_certificate_get_der (certificate);
  g_autofree char *pem = rail_certificate_to_pem (certificate);
  g_autofree char *der_name = g_strconcat (name, ".der", NULL);
  g_autofree char *pem_name = g_strconcat (name, ".pem", NULL);

  rail_test_write (folder, der_name, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  rail_test_write (folder, pem_name, pem, -1);
}

char *
make_output_checked (int status)
{
  if (status != 0)
    g_error ("a peer ended with %d:\n%s", status, make_last_output);
  return g_steal_pointer (&make_last_output);
}
