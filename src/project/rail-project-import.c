/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-intake.h"

#include "rail-entry-private.h"
#include "rail-project-error.h"
#include "rail-project-private.h"

#include <glib/gi18n-lib.h>

/* One import under way. */
typedef struct
{
  RailProject *project;
  GPtrArray   *added;      /* of RailEntry, not yet in the project */
  GPtrArray   *touched;    /* of RailEntry: of the project, each once, in the order of the intakes */
  GHashTable  *states;     /* RailEntry of either → RailEntryState that may still be changed */
} Import;

static void
import_init (Import      *self,
             RailProject *project)
{
  self->project = project;
  self->added = g_ptr_array_new_with_free_func (g_object_unref);
  self->touched = g_ptr_array_new_with_free_func (g_object_unref);
  self->states = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) rail_entry_state_unref);
}

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->added, g_ptr_array_unref);
  g_clear_pointer (&self->touched, g_ptr_array_unref);
  g_clear_pointer (&self->states, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* The fingerprints of every certificate that the project has or had, with the entry. */
static GHashTable *
index_fingerprints (RailProject *self)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *entries = rail_project_get_entries (self);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      for (guint n = 0; n < rail_entry_get_n_generations (entry); n++)
        {
          RailCertificate *old = rail_generation_get_certificate (rail_entry_get_generation (entry, n));

          g_hash_table_insert (index, (gpointer) rail_certificate_get_fingerprint (old), entry);
        }
      g_hash_table_insert (index, (gpointer) rail_certificate_get_fingerprint (rail_entry_get_certificate (entry)), entry);
    }
  return index;
}

static gboolean
check_intakes (RailProject  *self,
               GPtrArray    *intakes,
               GError      **error)
{
  g_autoptr(GHashTable) known = index_fingerprints (self);
  guint n_new = 0;

  for (guint i = 0; i < intakes->len; i++)
    {
      RailIntake *intake = intakes->pdata[i];
      RailEntry *entry;
      const char *fingerprint;

      if (!rail_project_check_intake (self, intake, error))
        return FALSE;
      if (intake->certificate == NULL)
        continue;
      fingerprint = rail_certificate_get_fingerprint (intake->certificate);
      if (g_hash_table_lookup_extended (known, fingerprint, NULL, (gpointer *) &entry))
        {
          g_set_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS,
                       entry != NULL ? _("“%s” is in the project already.") : _("“%s” is there twice."),
                       rail_certificate_get_subject (intake->certificate));
          return FALSE;
        }
      g_hash_table_insert (known, (gpointer) fingerprint, NULL);
      n_new++;
    }
  if (n_new <= RAIL_PROJECT_MAX_ID - rail_project_get_next_id (self))
    return TRUE;
  g_set_error_literal (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID,
                       _("The project has no certificate IDs left for these certificates."));
  return FALSE;
}

/* The state of an entry that is to be changed. */
static RailEntryState *
edit_entry (Import    *self,
            RailEntry *entry)
{
  RailEntryState *state = g_hash_table_lookup (self->states, entry);

  if (state == NULL)
    {
      state = rail_entry_state_copy (rail_entry_get_state (entry));
      g_hash_table_insert (self->states, entry, state);
      g_ptr_array_add (self->touched, g_object_ref (entry));
    }
  return state;
}

/* A list of usages has rows for authorities and rows for others, and none of them for a certificate of the other sort. */
static RailUsage
choose_usage (RailCertificate *certificate,
              RailEntryKind    kind)
{
  RailUsage usage = rail_certificate_guess_usage (certificate);

  if (kind != RAIL_ENTRY_TRUSTED && rail_profile_get (usage)->is_ca != (kind == RAIL_ENTRY_CA))
    return RAIL_USAGE_CUSTOM;
  return usage;
}

static RailEntry *
add_entry (Import     *self,
           RailIntake *intake)
{
  RailEntryState *state = rail_entry_state_new (intake->kind, choose_usage (intake->certificate, intake->kind),
                                                intake->certificate, intake->key);
  RailEntry *entry = rail_entry_new_with_state (rail_project_take_id (self->project), rail_entry_state_ref (state));

  g_ptr_array_add (self->added, entry);
  g_hash_table_insert (self->states, entry, state);
  return entry;
}

static void
add_key (Import     *self,
         RailIntake *intake)
{
  RailEntryState *state = edit_entry (self, intake->entry);

  rail_entry_state_set_key (state, intake->key);
  if (state->kind == RAIL_ENTRY_TRUSTED)
    state->usage = choose_usage (state->certificate, intake->kind);
  state->kind = intake->kind;
}

typedef struct
{
  gint64               date;
  RailRevocationReason reason;
} Revocation;

/* Whether @list, which @authority signed, revokes @certificate. Serial numbers are told apart by their issuer only, and
 * the signature is looked at last, because that takes longest. */
static gboolean
is_listed (RailRevocationList *list,
           RailCertificate    *authority,
           RailCertificate    *certificate,
           Revocation         *out)
{
  return rail_revocation_list_find (list, rail_certificate_get_serial (certificate), &out->date, &out->reason) &&
         rail_certificate_is_issued_by (certificate, authority);
}

/* Whether a list may still change what is known: a hold becomes final, or ends when its authority names the certificate
 * no more (RFC 5280 §5.3.1). Only an authority outside says so with its list: one of this project is asked here. */
static gboolean
is_held_outside (RailEntry *entry,
                 RailEntry *issuer)
{
  RailRevocationReason reason;

  return rail_entry_is_revoked (entry, NULL, &reason) && reason == RAIL_REVOCATION_CERTIFICATE_HOLD &&
         !rail_entry_has_key (issuer);
}

static void
mark_present (Import             *self,
              RailEntry          *entry,
              RailRevocationList *list,
              RailEntry          *issuer)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  RailCertificate *authority = rail_entry_get_certificate (issuer);
  gboolean is_held = is_held_outside (entry, issuer);
  Revocation revocation;

  if (rail_entry_is_revoked (entry, NULL, NULL) && !is_held)
    return;
  if (is_listed (list, authority, certificate, &revocation))
    rail_entry_state_set_revoked (edit_entry (self, entry), revocation.date, revocation.reason);
  else if (is_held && rail_certificate_is_issued_by (certificate, authority))
    rail_entry_state_unset_revoked (edit_entry (self, entry));
}

static void
mark_revoked (Import             *self,
              RailEntry          *entry,
              RailRevocationList *list,
              RailEntry          *issuer)
{
  mark_present (self, entry, list, issuer);
  for (guint i = 0; i < rail_entry_get_n_generations (entry); i++)
    {
      RailGeneration *old = rail_entry_get_generation (entry, i);
      g_autoptr(RailGeneration) revoked = NULL;
      Revocation revocation;

      if (rail_generation_is_revoked (old, NULL, NULL) ||
          !is_listed (list, rail_entry_get_certificate (issuer), rail_generation_get_certificate (old), &revocation))
        continue;
      revoked = rail_generation_new_revoked (old, revocation.date, revocation.reason);
      rail_entry_state_set_generation (edit_entry (self, entry), i, revoked);
    }
}

/* What an imported list names is revoked here too: otherwise the next list of an authority that moved here would let it in
 * again. */
static void
add_list (Import     *self,
          RailIntake *intake,
          RailEntry  *entry)
{
  GListModel *entries = rail_project_get_entries (self->project);

  rail_entry_state_set_list (edit_entry (self, entry), intake->list);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) existing = g_list_model_get_item (entries, i);

      mark_revoked (self, existing, intake->list, entry);
    }
  for (guint i = 0; i < self->added->len; i++)
    mark_revoked (self, self->added->pdata[i], intake->list, entry);
}

/* A certificate that comes later than the list that names it. */
static void
mark_listed (Import    *self,
             RailEntry *entry)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  RailEntry *issuer = rail_project_find_issuer (self->project, certificate, NULL);
  RailEntryState *state = issuer != NULL ? g_hash_table_lookup (self->states, issuer) : NULL;
  RailRevocationList *list = NULL;

  if (issuer != NULL)
    list = state != NULL ? state->list : rail_entry_get_list (issuer);
  if (list != NULL)
    mark_revoked (self, entry, list, issuer);
}

static char *
describe_one (RailIntake *intake,
              RailEntry  *entry)
{
  const char *name = rail_entry_get_name (entry);

  if (intake->certificate != NULL)
    return g_strdup_printf (_("Import “%s”"), name);
  if (intake->key != NULL)
    return g_strdup_printf (_("Import the private key of “%s”"), name);
  return g_strdup_printf (_("Import a revocation list of “%s”"), name);
}

static char *
describe (Import    *self,
          GPtrArray *intakes,
          GPtrArray *taken)
{
  guint n = intakes->len;

  if (n == 1)
    return describe_one (intakes->pdata[0], taken->pdata[0]);
  if (self->added->len == n)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Import %u certificate", "Import %u certificates", n), n);
  /* Translators: certificates, keys and revocation lists together */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Import %u item", "Import %u items", n), n);
}

static void
apply (Import    *self,
       GPtrArray *intakes,
       GPtrArray *taken)
{
  RailChange *change = rail_change_new (RAIL_ACTION_IMPORT, describe (self, intakes, taken));

  for (guint i = 0; i < self->added->len; i++)
    rail_entry_set_state (self->added->pdata[i], g_hash_table_lookup (self->states, self->added->pdata[i]));
  rail_change_add_entries (change, self->added);
  for (guint i = 0; i < self->touched->len; i++)
    rail_change_set_entry (change, self->touched->pdata[i],
                           g_hash_table_lookup (self->states, self->touched->pdata[i]));
  rail_project_apply (self->project, change);
}

/**
 * rail_project_import:
 * @self: a project
 * @intakes: (element-type RailIntake): what to take
 * @error: return location for an error
 *
 * Takes certificates, keys and revocation lists from outside, all or none. New entries get their IDs in the order of the
 * list. What an imported revocation list names becomes revoked here as well.
 *
 * Returns: (transfer full) (element-type RailEntry): for each intake the entry that it made or added to, or %NULL with an
 *   error of rail_project_check_intake(), or %RAIL_PROJECT_ERROR_EXISTS for a certificate that is there or comes twice
 */
GPtrArray *
rail_project_import (RailProject  *self,
                     GPtrArray    *intakes,
                     GError      **error)
{
  g_auto(Import) import = { NULL };
  g_autoptr(GPtrArray) taken = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (intakes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_intakes (self, intakes, error))
    return NULL;

  taken = g_ptr_array_new_full (intakes->len, g_object_unref);
  import_init (&import, self);
  for (guint i = 0; i < intakes->len; i++)
    {
      RailIntake *intake = intakes->pdata[i];
      RailEntry *entry = intake->entry;

      if (entry == NULL)
        entry = add_entry (&import, intake);
      else if (intake->key != NULL)
        add_key (&import, intake);
      g_ptr_array_add (taken, g_object_ref (entry));
    }
  /* Only when all certificates are there, because a list may name any of them. */
  for (guint i = 0; i < intakes->len; i++)
    if (((RailIntake *) intakes->pdata[i])->list != NULL)
      add_list (&import, intakes->pdata[i], taken->pdata[i]);
  for (guint i = 0; i < import.added->len; i++)
    mark_listed (&import, import.added->pdata[i]);
  if (taken->len > 0)
    apply (&import, intakes, taken);
  return g_steal_pointer (&taken);
}
