/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-device-operations.h"

#include "rail-entry-private.h"
#include "rail-project-delete-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

/* What keeps certificates from being deleted, or makes somebody think twice. */
typedef struct
{
  guint       n_issued;
  RailEntry  *issued;       /* the first of them; the project keeps it */
  RailEntry  *issuer;       /* of the first of them */
  guint       n_revoked;
  RailEntry  *revoked;
  RailEntry  *authority;    /* whose list names it */
  guint       n_used;       /* by devices */
  RailEntry  *used;
} Uses;

/* How many uses of one certificate are named. */
#define MAX_USES 3

/*< private >
 * rail_project_list_held:
 * @self: a project
 * @entries: (element-type RailEntry): entries, some perhaps twice
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type RailEntry): the entries in their order, each once, or %NULL with
 *   RAIL_PROJECT_ERROR_NOT_FOUND if one is not in the project
 */
GPtrArray *
rail_project_list_held (RailProject  *self,
                        GPtrArray    *entries,
                        GError      **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < entries->len; i++)
    {
      if (!rail_project_holds (self, entries->pdata[i]))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND,
                       _("There is no certificate with ID %u in this project."),
                       rail_entry_get_id (entries->pdata[i]));
          return NULL;
        }
      if (g_hash_table_add (seen, entries->pdata[i]))
        g_ptr_array_add (list, g_object_ref (entries->pdata[i]));
    }
  return g_steal_pointer (&list);
}

/* RFC 5280 §3.3: what is revoked stays on the list until it has expired. Only the list of an authority whose key is here
 * depends on what is here. */
static gboolean
must_stay_listed (RailProject  *self,
                  RailEntry    *entry,
                  GHashTable   *doomed,
                  RailEntry   **out_authority)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (self));
  guint n_generations = rail_entry_get_n_generations (entry);

  for (guint i = 0; i <= n_generations; i++)
    {
      RailGeneration *generation = i > 0 ? rail_entry_get_generation (entry, i - 1) : NULL;
      RailCertificate *certificate =
        generation != NULL ? rail_generation_get_certificate (generation) : rail_entry_get_certificate (entry);
      gboolean revoked = generation != NULL ? rail_generation_is_revoked (generation, NULL, NULL)
                                            : rail_entry_is_revoked (entry, NULL, NULL);
      RailEntry *issuer = NULL;

      if (revoked && rail_certificate_get_not_after (certificate) >= now)
        issuer = rail_project_find_issuer (self, certificate, entry);
      if (issuer != NULL && rail_entry_has_key (issuer) && !g_hash_table_contains (doomed, issuer))
        {
          *out_authority = issuer;
          return TRUE;
        }
    }
  return FALSE;
}

static Uses
find_uses (RailProject *self,
           GHashTable  *doomed)
{
  Uses uses = { 0 };

  for (guint i = 0; i < g_list_model_get_n_items (rail_project_get_entries (self)); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (rail_project_get_entries (self), i);
      gboolean goes = g_hash_table_contains (doomed, entry);
      RailEntry *issuer = !goes ? rail_project_get_issuer (self, entry) : NULL;
      RailEntry *authority = NULL;

      if (issuer != NULL && g_hash_table_contains (doomed, issuer) && uses.n_issued++ == 0)
        {
          uses.issued = entry;
          uses.issuer = issuer;
        }
      if (goes && must_stay_listed (self, entry, doomed, &authority) && uses.n_revoked++ == 0)
        {
          uses.revoked = entry;
          uses.authority = authority;
        }
      if (goes && (rail_entry_get_device (entry) != NULL || rail_entry_get_users (entry) != NULL) && uses.n_used++ == 0)
        uses.used = entry;
    }
  return uses;
}

static void
append_part (GString *text,
             char    *part)
{
  if (text->len > 0)
    g_string_append (text, "; ");
  g_string_append (text, part);
  g_free (part);
}

static char *
describe_devices (RailProject *self,
                  const Uses  *uses)
{
  g_autoptr(GPtrArray) list = rail_project_list_uses (self, uses->used);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (list->len, MAX_USES); i++)
    {
      g_autofree char *use = rail_use_describe (list->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", use);
    }
  if (list->len > MAX_USES)
    /* Translators: goes on after the first uses, such as “Web server of PLC_1, Trusted by PLC_2” */
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " and %u more", " and %u more", list->len - MAX_USES),
                            list->len - MAX_USES);
  if (uses->n_used == 1)
    /* Translators: a name, an ID, and its uses, such as “Web server of PLC_1, Trusted by PLC_2” */
    return g_strdup_printf (_("devices use “%s” (ID %u): %s"), rail_entry_get_name (uses->used),
                            rail_entry_get_id (uses->used), text->str);
  /* Translators: a name, an ID, how many others, and the uses of the first, such as “Web server of PLC_1” */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "devices use “%s” (ID %u) and %u other: %s",
                                       "devices use “%s” (ID %u) and %u others: %s", uses->n_used - 1),
                          rail_entry_get_name (uses->used), rail_entry_get_id (uses->used), uses->n_used - 1,
                          text->str);
}

static char *
describe_uses (RailProject *self,
               const Uses  *uses)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (uses->n_issued == 1)
    append_part (text, g_strdup_printf (_("“%s” (ID %u) was issued by “%s”"), rail_entry_get_name (uses->issued),
                                        rail_entry_get_id (uses->issued), rail_entry_get_name (uses->issuer)));
  else if (uses->n_issued > 1)
    append_part (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                     "“%s” (ID %u) and %u other certificate were issued by “%s”",
                                                     "“%s” (ID %u) and %u other certificates were issued by “%s”",
                                                     uses->n_issued - 1),
                                        rail_entry_get_name (uses->issued), rail_entry_get_id (uses->issued),
                                        uses->n_issued - 1, rail_entry_get_name (uses->issuer)));
  if (uses->n_revoked == 1)
    append_part (text, g_strdup_printf (_("“%s” (ID %u) is revoked and has not expired, and without it the revocation "
                                          "list of “%s” would let it in again"),
                                        rail_entry_get_name (uses->revoked), rail_entry_get_id (uses->revoked),
                                        rail_entry_get_name (uses->authority)));
  else if (uses->n_revoked > 1)
    append_part (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                     "“%s” (ID %u) and %u other are revoked and have not expired, and "
                                                     "without them revocation lists would let them in again",
                                                     "“%s” (ID %u) and %u others are revoked and have not expired, and "
                                                     "without them revocation lists would let them in again",
                                                     uses->n_revoked - 1),
                                        rail_entry_get_name (uses->revoked), rail_entry_get_id (uses->revoked),
                                        uses->n_revoked - 1));
  if (uses->n_used > 0)
    append_part (text, describe_devices (self, uses));
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static GHashTable *
make_set (GPtrArray *entries)
{
  GHashTable *set = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (set, entries->pdata[i]);
  return set;
}

/**
 * rail_project_describe_uses:
 * @self: a project
 * @entries: (element-type RailEntry): entries of it that somebody wants to delete
 * @out_deletable: (out) (optional): whether rail_project_delete_entries() would delete them all the same
 *
 * Names and counts what uses certificates: what they issued, the revocation lists that must go on naming them, the
 * services and tables of devices that they are in. Only devices do not stand in the way.
 *
 * Returns: (transfer full) (nullable): one translated sentence, %NULL if nothing uses them
 */
char *
rail_project_describe_uses (RailProject *self,
                            GPtrArray   *entries,
                            gboolean    *out_deletable)
{
  g_autoptr(GHashTable) doomed = NULL;
  g_autofree char *text = NULL;
  Uses uses;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (entries != NULL, NULL);

  doomed = make_set (entries);
  uses = find_uses (self, doomed);
  text = describe_uses (self, &uses);
  if (out_deletable != NULL)
    *out_deletable = uses.n_issued == 0 && uses.n_revoked == 0;
  if (text == NULL)
    return NULL;
  if (entries->len == 1)
    /* Translators: a name, a certificate ID, and what uses it */
    return g_strdup_printf (_("“%s” (ID %u) is in use: %s."), rail_entry_get_name (entries->pdata[0]),
                            rail_entry_get_id (entries->pdata[0]), text);
  /* Translators: what uses the certificates */
  return g_strdup_printf (_("Some of these certificates are in use: %s."), text);
}

/*< private >
 * rail_project_collect_delete:
 * @self: a project
 * @entries: (element-type RailEntry): entries of it, each once
 * @edits: the edits of @change, which lose what refers to the entries
 * @change: a change that the entries are to go in
 * @error: return location for an error
 *
 * Returns: whether they can go, and go in the change; otherwise RAIL_PROJECT_ERROR_IN_USE
 */
gboolean
rail_project_collect_delete (RailProject      *self,
                             GPtrArray        *entries,
                             RailDeviceEdits  *edits,
                             RailChange       *change,
                             GError          **error)
{
  gboolean deletable = TRUE;
  g_autofree char *uses = rail_project_describe_uses (self, entries, &deletable);

  if (!deletable)
    {
      g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_IN_USE, uses);
      return FALSE;
    }
  rail_device_edits_forget (edits, entries);
  rail_change_remove_entries (change, entries);
  return TRUE;
}

/**
 * rail_project_delete_entries:
 * @self: a project
 * @entries: (element-type RailEntry): entries of it
 * @error: return location for an error
 *
 * Deletes entries with their keys and their history, all or none, and takes them out of the tables and services of devices. An
 * authority goes only together with all that it
 * issued, and what is revoked only when it has expired or together with its issuer.
 *
 * Returns: whether they are deleted; otherwise RAIL_PROJECT_ERROR_IN_USE, which names what uses them, or
 *   RAIL_PROJECT_ERROR_NOT_FOUND
 */
gboolean
rail_project_delete_entries (RailProject  *self,
                             GPtrArray    *entries,
                             GError      **error)
{
  g_autoptr(GPtrArray) deleted = NULL;
  g_autoptr(RailDeviceEdits) edits = NULL;
  g_autoptr(RailChange) change = NULL;
  char *text;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (entries != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  deleted = rail_project_list_held (self, entries, error);
  if (deleted == NULL)
    return FALSE;
  if (deleted->len == 0)
    return TRUE;
  if (deleted->len == 1)
    text = g_strdup_printf (_("Delete “%s”"), rail_entry_get_name (deleted->pdata[0]));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Delete %u certificate", "Delete %u certificates",
                                         deleted->len), deleted->len);
  change = rail_change_new (RAIL_ACTION_DELETE, text);
  edits = rail_device_edits_new (self);
  if (!rail_project_collect_delete (self, deleted, edits, change, error))
    return FALSE;
  rail_device_edits_add_to (edits, change);
  rail_project_apply (self, g_steal_pointer (&change));
  return TRUE;
}
