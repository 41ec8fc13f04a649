/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "peer.h"

#include <string.h>

#include "rail-test.h"

char *
peer_run (const char *folder,
          const char *format,
          ...)
{
  g_autofree char *command = NULL;
  g_autofree char *output = NULL;
  va_list arguments;

  va_start (arguments, format);
  command = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (rail_test_run (folder, &output, "sh", "-ec", command, NULL) != 0)
    g_error ("the peer failed: %s\n%s", command, output);
  return output != NULL ? g_strchomp (g_steal_pointer (&output)) : g_strdup ("");
}

gboolean
peer_fails (const char *folder,
            const char *command)
{
  return rail_test_run (folder, NULL, "sh", "-ec", command, NULL) != 0;
}

RailCertificate *
peer_certificate (const char *folder,
                  const char *name)
{
  g_autoptr(GBytes) bytes = rail_test_read (folder, name);
  g_autoptr(GError) error = NULL;
  RailCertificate *certificate;

  if (g_str_has_suffix (name, ".pem"))
    certificate = rail_certificate_new_from_pem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  else
    certificate = rail_certificate_new_from_der (bytes, &error);
  g_assert_no_error (error);
  return certificate;
}

RailSecret *
peer_secret (const char *folder,
             const char *name)
{
  g_autoptr(GBytes) bytes = rail_test_read (folder, name);

  return rail_secret_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

RailBundle *
peer_bundle (const char *folder,
             const char *name,
             const char *password)
{
  g_autoptr(GBytes) bytes = rail_test_read (folder, name);
  g_autoptr(RailSecret) secret = password != NULL ? rail_secret_new_from_string (password) : NULL;
  g_autoptr(GError) error = NULL;
  RailBundle *bundle = rail_bundle_read (bytes, secret, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), >, 0);
  return bundle;
}

RailBundleItem *
peer_item (RailBundle         *bundle,
           guint               position,
           RailBundleItemKind  kind)
{
  g_autoptr(RailBundleItem) item = g_list_model_get_item (rail_bundle_get_items (bundle), position);

  g_assert_nonnull (item);
  if (rail_bundle_item_get_kind (item) != kind)
    g_error ("item %u is a %s: %s", position, rail_bundle_item_get_label (item), rail_bundle_item_get_reason (item));
  return item;
}

guint
peer_count (RailBundle         *bundle,
            RailBundleItemKind  kind)
{
  GListModel *items = rail_bundle_get_items (bundle);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailBundleItem) item = g_list_model_get_item (items, i);

      count += rail_bundle_item_get_kind (item) == kind;
    }
  return count;
}

void
peer_patch (const char *folder,
            const char *name,
            const char *find,
            const char *replacement)
{
  g_autoptr(GBytes) bytes = rail_test_read (folder, name);
  gsize size;
  g_autofree guint8 *data = g_bytes_unref_to_data (g_steal_pointer (&bytes), &size);
  guint8 *at = memmem (data, size, find, strlen (find));

  g_assert_cmpuint (strlen (find), ==, strlen (replacement));
  g_assert_nonnull (at);
  memcpy (at, replacement, strlen (replacement));
  rail_test_write (folder, name, data, size);
}
