/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A revocation list of unknown origin. */

#include "fuzz.h"
#include "rail-revocation-list.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) der = g_bytes_new (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailRevocationList) list = rail_revocation_list_new_from_der (der, &error);
  g_autoptr(GArray) revoked = NULL;
  g_autofree char *number = NULL;
  g_autofree char *pem = NULL;

  g_assert_true ((list != NULL) == (error == NULL));
  if (list == NULL)
    return 0;

  rail_revocation_list_get_number (list);
  number = rail_revocation_list_dup_number_text (list);
  g_assert_nonnull (number);
  g_assert_false (rail_revocation_list_is_newer (list, list));
  revoked = rail_revocation_list_list_revoked (list);
  for (guint i = 0; i < revoked->len; i++)
    g_assert_nonnull (rail_revocation_reason_get_nick (g_array_index (revoked, RailRevokedSerial, i).reason));
  rail_revocation_list_get_this_update (list);
  rail_revocation_list_get_next_update (list);
  rail_revocation_list_get_n_revoked (list);
  rail_revocation_list_contains (list, "01");
  rail_revocation_list_contains (list, "");
  pem = rail_revocation_list_to_pem (list);
  g_assert_nonnull (pem);
  return 0;
}
