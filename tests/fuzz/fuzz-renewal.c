/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate that somebody renews: what is taken over goes into the new one to the byte, or is refused. */

#include "fuzz.h"
#include "rail-certificate-request.h"

static RailKey *
get_key (void)
{
  static RailKey *key;
  g_autoptr(GError) error = NULL;

  if (key == NULL)
    key = rail_key_generate (RAIL_KEY_KIND_EC_P256, &error);
  g_assert_no_error (error);
  return key;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) der = g_bytes_new (data, size);
  g_autoptr(RailCertificate) old = rail_certificate_new_from_der (der, NULL);
  g_autoptr(RailEnvironment) environment = NULL;
  g_autoptr(RailCertificateRequest) form = NULL;
  g_autoptr(RailCertificate) renewed = NULL;
  g_autoptr(RailSigningRequest) request = NULL;
  g_autofree char *subject = NULL;
  g_autoptr(GError) error = NULL;

  if (old == NULL)
    return 0;
  environment = rail_environment_new_frozen (0, 0);
  form = rail_certificate_request_new_from_certificate (environment, old, RAIL_USAGE_CUSTOM);
  subject = rail_certificate_request_dup_exact_subject (form);
  rail_certificate_request_set_key_kind (form, RAIL_KEY_KIND_EC_P256);
  renewed = rail_certificate_request_issue (form, get_key (), NULL, &error);
  g_assert_true ((renewed != NULL) == (error == NULL));
  if (renewed == NULL)
    return 0;

  g_assert_cmpstr (rail_certificate_get_subject (renewed), ==,
                   subject != NULL ? subject : rail_certificate_get_subject (renewed));
  g_assert_cmpint (rail_certificate_get_key_usage (renewed, NULL), ==, rail_certificate_get_key_usage (old, NULL));
  request = rail_signing_request_make (renewed, get_key (), &error);
  g_assert_true ((request != NULL) == (error == NULL));
  return 0;
}
