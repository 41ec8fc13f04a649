/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-bundle-private.h"

/* More rounds of key derivation would only make each run slower. */
#define FUZZ_MAX_ITERATIONS 2000

static inline void
fuzz_bundle_item (RailBundleItem *item)
{
  RailBundleItemKind kind = rail_bundle_item_get_kind (item);

  g_assert_true ((rail_bundle_item_get_certificate (item) != NULL) == (kind == RAIL_BUNDLE_CERTIFICATE));
  g_assert_true ((rail_bundle_item_get_key (item) != NULL) == (kind == RAIL_BUNDLE_KEY));
  g_assert_true ((rail_bundle_item_get_revocation_list (item) != NULL) == (kind == RAIL_BUNDLE_REVOCATION_LIST));
  g_assert_true ((rail_bundle_item_get_signing_request (item) != NULL) == (kind == RAIL_BUNDLE_SIGNING_REQUEST));
  g_assert_true ((rail_bundle_item_get_reason (item) != NULL)
                 == (kind == RAIL_BUNDLE_UNREADABLE || kind == RAIL_BUNDLE_LOCKED));
  g_assert_nonnull (rail_bundle_item_get_label (item));
  if (rail_bundle_item_get_reason (item) != NULL)
    g_assert_true (g_utf8_validate (rail_bundle_item_get_reason (item), -1, NULL));
  if (rail_bundle_item_get_friendly_name (item) != NULL)
    g_assert_true (g_utf8_validate (rail_bundle_item_get_friendly_name (item), -1, NULL));
  g_assert_true (g_utf8_validate (rail_bundle_item_get_label (item), -1, NULL));
}

static inline void
fuzz_bundle (const uint8_t *data,
             size_t         size,
             RailSecret    *password)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailBundle) bundle = rail_bundle_read_within (bytes, password, FUZZ_MAX_ITERATIONS, &error);
  GListModel *items;

  g_assert_true ((bundle != NULL) == (error == NULL));
  g_assert_true ((bundle != NULL) == (size > 0));
  if (bundle == NULL)
    return;

  items = rail_bundle_get_items (bundle);
  g_assert_cmpuint (g_list_model_get_n_items (items), >, 0);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailBundleItem) item = g_list_model_get_item (items, i);

      fuzz_bundle_item (item);
    }
}
