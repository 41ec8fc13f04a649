/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody's signing request: what is read can be shown, and filled into a form. */

#include "fuzz.h"
#include "rail-certificate-request.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) der = g_bytes_new (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailSigningRequest) request = rail_signing_request_new_from_der (der, &error);
  g_autoptr(RailEnvironment) environment = NULL;
  g_autoptr(RailCertificateRequest) form = NULL;
  g_autofree char *pem = NULL;

  g_assert_true ((request != NULL) == (error == NULL));
  if (request == NULL)
    return 0;

  pem = rail_signing_request_to_pem (request);
  g_assert_cmpuint (g_bytes_get_size (rail_signing_request_get_key_id (request)), ==, 32);
  environment = rail_environment_new_frozen (0, 0);
  form = rail_certificate_request_new (environment);
  rail_certificate_request_set_signing_request (form, request, RAIL_HONOUR_SUBJECT | RAIL_HONOUR_VERBATIM);
  rail_certificate_request_validate (form);
  return 0;
}
