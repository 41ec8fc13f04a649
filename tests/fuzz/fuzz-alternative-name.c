/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text that somebody types as an alternative name: what is accepted can be written into a certificate, and reads back. */

#include "fuzz.h"
#include "rail-pki-private.h"

static void
write_and_read (RailAlternativeName *name)
{
  g_autoptr(GListStore) names = g_list_store_new (RAIL_TYPE_ALTERNATIVE_NAME);
  g_autoptr(GListStore) read = NULL;
  g_auto(gnutls_x509_crt_t) certificate = NULL;

  g_list_store_append (names, name);
  g_assert_cmpint (gnutls_x509_crt_init (&certificate), >=, 0);
  if (!rail_alternative_names_write (G_LIST_MODEL (names), certificate, FALSE, NULL))
    return;

  read = rail_alternative_names_read (certificate);
  /* Free bytes of an "other name" need not be the DER that they stand for. */
  if (rail_alternative_name_get_name_type (name) != RAIL_NAME_TYPE_OTHER)
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (read)), ==, 1);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailAlternativeName) name = rail_alternative_name_parse (text, &error);

  g_assert_true ((name != NULL) == (error == NULL));
  if (name != NULL)
    write_and_read (name);
  return 0;
}
