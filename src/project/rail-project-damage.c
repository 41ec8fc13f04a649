/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-entry-private.h"
#include "rail-project.h"

#include <glib/gi18n-lib.h>

/* More IDs than this nobody reads. */
#define MAX_NAMED 10

static gboolean
has_damaged_generation (RailEntry *entry)
{
  for (guint i = 0; i < rail_entry_get_n_generations (entry); i++)
    {
      RailGeneration *generation = rail_entry_get_generation (entry, i);

      if (rail_generation_get_key (generation) == NULL && rail_generation_get_sealed_key (generation) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
append_id (GString *ids,
           guint    n,
           guint    id)
{
  if (n < MAX_NAMED)
    g_string_append_printf (ids, n > 0 ? ", %u" : "%u", id);
  else if (n == MAX_NAMED)
    g_string_append (ids, ", …");
}

/**
 * rail_project_dup_key_damage:
 * @self: a project
 *
 * Looks for private keys that the vault key does not open, or that do not belong to their certificates, also to earlier
 * ones. Standard users have no vault key, so they are told nothing. Takes time in proportion to the number of entries.
 *
 * Returns: (transfer full) (nullable): which keys are damaged and what can be done, in sentences; %NULL if none is
 */
char *
rail_project_dup_key_damage (RailProject *self)
{
  RailProtection *protection;
  GListModel *entries;
  g_autoptr(GString) ids = NULL;
  guint n = 0;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);

  protection = rail_project_get_protection (self);
  if (protection == NULL || rail_protection_get_vault_key (protection) == NULL)
    return NULL;

  ids = g_string_new (NULL);
  entries = rail_project_get_entries (self);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (rail_entry_is_key_damaged (entry) || has_damaged_generation (entry))
        append_id (ids, n++, rail_entry_get_id (entry));
    }
  if (n == 0)
    return NULL;
  /* Translators: one or several IDs of certificates, such as “3, 7” */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "The private key of the certificate with ID %s is damaged and cannot be used. Import "
                                       "it again from an export, or take it from an earlier version or a backup of the "
                                       "project; until then what is stored stays as it is.",
                                       "The private keys of the certificates with the IDs %s are damaged and cannot be used. "
                                       "Import them again from exports, or take them from an earlier version or a backup of "
                                       "the project; until then what is stored stays as it is.", n), ids->str);
}

/**
 * rail_entry_dup_key_damage:
 * @self: an entry whose private key is needed and cannot be used
 *
 * Returns: (transfer full) (nullable): that the key is damaged and what now, in a sentence; %NULL if it is just not there
 */
char *
rail_entry_dup_key_damage (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), NULL);

  if (!rail_entry_is_key_damaged (self))
    return NULL;
  return g_strdup_printf (_("The private key of “%s” with ID %u is damaged; import it again from an export, or take it from "
                            "an earlier version of the project."), rail_entry_get_name (self), rail_entry_get_id (self));
}
