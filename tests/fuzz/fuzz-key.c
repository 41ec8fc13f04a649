/* SPDX-License-Identifier: GPL-3.0-or-later */

/* PKCS#8 out of a project file: what is read can be written again. */

#include "fuzz.h"
#include "rail-key.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(RailSecret) der = rail_secret_new (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailKey) key = rail_key_new_from_pkcs8 (der, &error);
  g_autoptr(RailSecret) pem = NULL;

  g_assert_true ((key != NULL) == (error == NULL));
  if (key == NULL)
    return 0;

  g_assert_cmpuint (g_bytes_get_size (rail_key_get_id (key)), ==, 32);
  pem = rail_key_export_pem (key, NULL);
  return 0;
}
