/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is imported into TIA Portal's certificate manager: Using Certificates with TIA Portal, §2.3.3. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

#include <glib/gi18n-lib.h>

#include "rail-file-name.h"

/* TIA Portal manages certificates of every kind, authorities included. */
gboolean
rail_hand_over_accepts_tia (RailEntry *entry,
                            gboolean   as_partner)
{
  return !as_partner && rail_entry_get_key (entry) != NULL;
}

static char *
make_name (RailEntry  *entry,
           const char *extension,
           GHashTable *taken)
{
  const char *common_name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));
  g_autofree char *stem = rail_file_name_sanitize (common_name != NULL ? common_name : "");
  char *name = g_strconcat (stem, ".", extension, NULL);

  /* An authority may be called like the one above it. */
  if (!g_hash_table_add (taken, g_utf8_casefold (name, -1)))
    {
      g_free (name);
      name = g_strdup_printf ("%s (%u).%s", stem, rail_entry_get_id (entry), extension);
    }
  return name;
}

/* Fills @self with the certificate and its key in one file, and each authority above it in one of its own: the importer of
 * trusted certificates takes one at a time. */
gboolean
rail_hand_over_plan_tia (RailHandOver  *self,
                         GError       **error)
{
  RailEntry *entry = rail_hand_over_get_certificate (self);
  g_autoptr(GPtrArray) certificates = NULL;
  g_autoptr(GPtrArray) authorities = NULL;
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *name = make_name (entry, "p12", taken);

  if (!rail_hand_over_check_key (self, entry, error))
    return FALSE;
  authorities = rail_hand_over_get_authorities (self, entry, &certificates, error);
  if (authorities == NULL)
    return FALSE;

  rail_hand_over_file_set_chain (
    rail_hand_over_add_file (self, RAIL_CONTENT_PKCS12, NULL, name, entry, rail_entry_get_certificate (entry),
                             g_strdup_printf (_("Certificate and private key of “%s”, under the password"),
                                              rail_hand_over_get_name (entry))),
    NULL, certificates);
  for (guint i = 0; i < authorities->len; i++)
    {
      RailEntry *authority = g_ptr_array_index (authorities, i);
      g_autofree char *file_name = make_name (authority, "cer", taken);

      rail_hand_over_add_file (self, RAIL_CONTENT_CERTIFICATE, NULL, file_name, authority,
                               g_ptr_array_index (certificates, i),
                               g_strdup_printf (_("Authority “%s”, for the trusted certificates"),
                                                rail_hand_over_get_name (authority)));
    }
  return TRUE;
}
