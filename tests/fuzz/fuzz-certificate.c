/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate of unknown origin, DER or PEM: whatever is read survives every getter. */

#include "fuzz.h"
#include "rail-chain.h"

static void
check_text (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
read_all (RailCertificate *certificate)
{
  GListModel *names = rail_certificate_get_names (certificate);
  g_autoptr(GListStore) authorities = g_list_store_new (RAIL_TYPE_CERTIFICATE);
  g_autoptr(GPtrArray) chain = NULL;
  g_autoptr(RailCertificate) again = NULL;
  g_autofree char *pem = rail_certificate_to_pem (certificate);

  check_text (rail_certificate_get_serial (certificate));
  check_text (rail_certificate_get_subject (certificate));
  check_text (rail_certificate_get_issuer (certificate));
  check_text (rail_certificate_get_common_name (certificate));
  check_text (rail_certificate_get_issuer_label (certificate));
  check_text (rail_certificate_get_fingerprint (certificate));
  check_text (rail_certificate_get_key_algorithm (certificate));
  check_text (rail_certificate_get_signature_algorithm (certificate));
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autofree char *text = rail_alternative_name_to_string (name);

      check_text (text);
      rail_alternative_name_validate (name, NULL);
    }
  rail_certificate_guess_usage (certificate);
  g_list_store_append (authorities, certificate);
  chain = rail_chain_build (certificate, G_LIST_MODEL (authorities), NULL);
  g_assert_cmpuint (chain->len, ==, 1);

  again = rail_certificate_new_from_pem (pem, -1, NULL);
  g_assert_nonnull (again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(RailCertificate) der = rail_certificate_new_from_der (bytes, NULL);
  g_autoptr(RailCertificate) pem = size > 0 ? rail_certificate_new_from_pem ((const char *) data, size, NULL) : NULL;

  if (der != NULL)
    read_all (der);
  if (pem != NULL)
    read_all (pem);
  return 0;
}
