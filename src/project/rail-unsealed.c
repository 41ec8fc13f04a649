/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-unsealed-private.h"

#include "rail-entry-private.h"
#include "rail-loaded.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _RailUnsealedChange
{
  GObject  parent_instance;

  char    *text;
};

struct _RailUnsealed
{
  GObject      parent_instance;

  GListStore  *changes;
  RailProject *sealed;    /* NULL if the last sealed version is not in the file */
  GPtrArray   *names;     /* of users in the lines of the journal that are new */
};

G_DEFINE_FINAL_TYPE (RailUnsealedChange, rail_unsealed_change, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (RailUnsealed, rail_unsealed, G_TYPE_OBJECT)

enum
{
  PROP_TEXT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
rail_unsealed_change_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  RailUnsealedChange *self = RAIL_UNSEALED_CHANGE (object);

  switch (property_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_unsealed_change_finalize (GObject *object)
{
  g_free (RAIL_UNSEALED_CHANGE (object)->text);

  G_OBJECT_CLASS (rail_unsealed_change_parent_class)->finalize (object);
}

static void
rail_unsealed_change_class_init (RailUnsealedChangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rail_unsealed_change_get_property;
  object_class->finalize = rail_unsealed_change_finalize;
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_unsealed_change_init (RailUnsealedChange *self)
{
}

static void
rail_unsealed_finalize (GObject *object)
{
  RailUnsealed *self = RAIL_UNSEALED (object);

  g_clear_object (&self->changes);
  g_clear_object (&self->sealed);
  g_clear_pointer (&self->names, g_ptr_array_unref);

  G_OBJECT_CLASS (rail_unsealed_parent_class)->finalize (object);
}

static void
rail_unsealed_class_init (RailUnsealedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_unsealed_finalize;
}

static void
rail_unsealed_init (RailUnsealed *self)
{
  self->changes = g_list_store_new (RAIL_TYPE_UNSEALED_CHANGE);
  self->names = g_ptr_array_new_with_free_func (g_free);
}

static void
add (RailUnsealed *self,
     char         *text)
{
  g_autoptr(RailUnsealedChange) change = g_object_new (RAIL_TYPE_UNSEALED_CHANGE, NULL);

  change->text = text;
  g_list_store_append (self->changes, change);
}

static gboolean
bytes_equal (GBytes *a,
             GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

static gboolean
keys_equal (RailKey *a,
            RailKey *b)
{
  return a == b || (a != NULL && b != NULL && rail_secret_equal (rail_key_get_pkcs8 (a), rail_key_get_pkcs8 (b)));
}

/* What is stored counts where it cannot be read. */
static gboolean
stored_keys_equal (RailKey *a,
                   GBytes  *sealed_a,
                   RailKey *b,
                   GBytes  *sealed_b)
{
  return keys_equal (a, b) && (a != NULL || bytes_equal (sealed_a, sealed_b));
}

static gboolean
generations_equal (RailEntry *a,
                   RailEntry *b)
{
  if (rail_entry_get_n_generations (a) != rail_entry_get_n_generations (b))
    return FALSE;
  for (guint i = 0; i < rail_entry_get_n_generations (a); i++)
    {
      RailGeneration *first = rail_entry_get_generation (a, i), *second = rail_entry_get_generation (b, i);
      gint64 first_date = 0, second_date = 0;
      RailRevocationReason first_reason = 0, second_reason = 0;

      if (!rail_certificate_equal (rail_generation_get_certificate (first), rail_generation_get_certificate (second)) ||
          !stored_keys_equal (rail_generation_get_key (first), rail_generation_get_sealed_key (first),
                              rail_generation_get_key (second), rail_generation_get_sealed_key (second)) ||
          rail_generation_get_until (first) != rail_generation_get_until (second) ||
          rail_generation_get_reason (first) != rail_generation_get_reason (second) ||
          g_strcmp0 (rail_generation_get_by (first), rail_generation_get_by (second)) != 0 ||
          g_strcmp0 (rail_generation_get_note (first), rail_generation_get_note (second)) != 0 ||
          rail_generation_is_revoked (first, &first_date, &first_reason) !=
            rail_generation_is_revoked (second, &second_date, &second_reason) ||
          first_date != second_date || first_reason != second_reason)
        return FALSE;
    }
  return TRUE;
}

static gboolean
entries_equal (RailEntry *a,
               RailEntry *b)
{
  const RailEntryState *first = rail_entry_get_state (a), *second = rail_entry_get_state (b);
  GBytes *first_list = first->list != NULL ? rail_revocation_list_get_der (first->list) : NULL;
  GBytes *second_list = second->list != NULL ? rail_revocation_list_get_der (second->list) : NULL;

  return first->kind == second->kind && first->usage == second->usage &&
         rail_certificate_equal (first->certificate, second->certificate) &&
         stored_keys_equal (first->key, first->sealed_key, second->key, second->sealed_key) &&
         g_strcmp0 (first->device, second->device) == 0 && first->revoked == second->revoked &&
         first->revocation_date == second->revocation_date && first->revocation_reason == second->revocation_reason &&
         first->requested == second->requested && first->list_days == second->list_days &&
         bytes_equal (first_list, second_list) && generations_equal (a, b);
}

static void
compare_entries (RailUnsealed *self,
                 RailProject  *project)
{
  GListModel *before = rail_project_get_entries (self->sealed), *after = rail_project_get_entries (project);

  for (guint i = 0; i < g_list_model_get_n_items (before); i++)
    {
      g_autoptr(RailEntry) old = g_list_model_get_item (before, i);
      RailEntry *new = rail_project_get_entry (project, rail_entry_get_id (old));

      if (new == NULL)
        add (self, g_strdup_printf (_("Certificate %u, “%s”, was deleted"), rail_entry_get_id (old),
                                    rail_entry_get_name (old)));
      else if (!entries_equal (old, new))
        add (self, g_strdup_printf (_("Certificate %u, “%s”, was changed"), rail_entry_get_id (old),
                                    rail_entry_get_name (old)));
    }
  for (guint i = 0; i < g_list_model_get_n_items (after); i++)
    {
      g_autoptr(RailEntry) new = g_list_model_get_item (after, i);

      if (rail_project_get_entry (self->sealed, rail_entry_get_id (new)) == NULL)
        add (self, g_strdup_printf (_("Certificate %u, “%s”, was added"), rail_entry_get_id (new),
                                    rail_entry_get_name (new)));
    }
}

static gboolean
services_equal (RailDevice *a,
                RailDevice *b)
{
  for (RailService service = 0; service < RAIL_N_SERVICES; service++)
    if (rail_device_is_service_on (a, service) != rail_device_is_service_on (b, service) ||
        rail_device_get_service_certificate (a, service) != rail_device_get_service_certificate (b, service))
      return FALSE;
  return TRUE;
}

static gboolean
ids_equal (RailDevice   *a,
           RailDevice   *b,
           const guint *(*get) (RailDevice *device, guint *out_n_ids))
{
  guint n_a, n_b;
  const guint *ids_a = get (a, &n_a), *ids_b = get (b, &n_b);

  return n_a == n_b && (n_a == 0 || memcmp (ids_a, ids_b, n_a * sizeof *ids_a) == 0);
}

static void
add_unless (GPtrArray  *parts,
            gboolean    is_equal,
            const char *part)
{
  if (!is_equal)
    g_ptr_array_add (parts, (gpointer) part);
}

/* What is trusted and what is presented first: that is what somebody without the keys would gain by. */
static char *
describe_device_change (RailDevice *a,
                        RailDevice *b)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();

  add_unless (parts, ids_equal (a, b, rail_device_get_partners), _("certificates of the partner devices"));
  add_unless (parts, ids_equal (a, b, rail_device_get_clients), _("trusted clients"));
  add_unless (parts, services_equal (a, b), _("services"));
  add_unless (parts, rail_device_uses_global_security (a) == rail_device_uses_global_security (b),
              _("global security settings"));
  add_unless (parts,
              rail_device_get_policies (a) == rail_device_get_policies (b) &&
              rail_device_get_modes (a) == rail_device_get_modes (b) &&
              rail_device_accepts_clients (a) == rail_device_accepts_clients (b),
              _("OPC UA security"));
  add_unless (parts, rail_loaded_equal (rail_device_get_loaded (a), rail_device_get_loaded (b)),
              _("what it was loaded with"));
  add_unless (parts, rail_device_get_family (a) == rail_device_get_family (b), _("family"));
  add_unless (parts, g_str_equal (rail_device_get_firmware (a), rail_device_get_firmware (b)), _("firmware"));
  add_unless (parts, g_strv_equal (rail_device_get_addresses (a), rail_device_get_addresses (b)), _("addresses"));
  add_unless (parts, g_str_equal (rail_device_get_comment (a), rail_device_get_comment (b)), _("comment"));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (", ", (char **) parts->pdata);
}

static void
compare_devices (RailUnsealed *self,
                 RailProject  *project)
{
  GListModel *before = rail_project_get_devices (self->sealed), *after = rail_project_get_devices (project);

  for (guint i = 0; i < g_list_model_get_n_items (before); i++)
    {
      g_autoptr(RailDevice) old = g_list_model_get_item (before, i);
      RailDevice *new = rail_project_get_device (project, rail_device_get_name (old));

      if (new == NULL)
        add (self, g_strdup_printf (_("Device “%s” was deleted"), rail_device_get_name (old)));
      else if (!rail_device_equal (old, new))
        {
          g_autofree char *parts = describe_device_change (old, new);

          /* Translators: a device, and what of it, such as “services, comment” */
          add (self, g_strdup_printf (_("Device “%s” was changed: %s"), rail_device_get_name (old), parts));
        }
    }
  for (guint i = 0; i < g_list_model_get_n_items (after); i++)
    {
      g_autoptr(RailDevice) new = g_list_model_get_item (after, i);

      if (rail_project_get_device (self->sealed, rail_device_get_name (new)) == NULL)
        add (self, g_strdup_printf (_("Device “%s” was added"), rail_device_get_name (new)));
    }
}

static void
compare_users (RailUnsealed *self,
               RailProject  *project)
{
  RailProtection *before = rail_project_get_protection (self->sealed), *after = rail_project_get_protection (project);
  GListModel *old_users = rail_protection_get_users (before), *new_users = rail_protection_get_users (after);

  for (guint i = 0; i < g_list_model_get_n_items (old_users); i++)
    {
      g_autoptr(RailUser) old = g_list_model_get_item (old_users, i);
      RailUser *new = rail_protection_find_user (after, rail_user_get_name (old));

      if (new == NULL)
        add (self, g_strdup_printf (_("User “%s” was removed from the user table"), rail_user_get_name (old)));
      else if (!rail_user_has_same_keys (old, new))
        add (self, g_strdup_printf (_("The password or role of user “%s” was changed"), rail_user_get_name (old)));
    }
  for (guint i = 0; i < g_list_model_get_n_items (new_users); i++)
    {
      g_autoptr(RailUser) new = g_list_model_get_item (new_users, i);

      if (rail_protection_find_user (before, rail_user_get_name (new)) == NULL)
        add (self, g_strdup_printf (_("User “%s” was added to the user table"), rail_user_get_name (new)));
    }
}

static gboolean
lines_equal (RailJournalLine *a,
             RailJournalLine *b)
{
  guint n_a, n_b;
  const guint *ids_a = rail_journal_line_get_ids (a, &n_a), *ids_b = rail_journal_line_get_ids (b, &n_b);

  return rail_journal_line_get_date (a) == rail_journal_line_get_date (b) &&
         rail_journal_line_get_action (a) == rail_journal_line_get_action (b) &&
         rail_journal_line_get_turn (a) == rail_journal_line_get_turn (b) &&
         g_strcmp0 (rail_journal_line_get_user (a), rail_journal_line_get_user (b)) == 0 &&
         g_strcmp0 (rail_journal_line_get_detail (a), rail_journal_line_get_detail (b)) == 0 && n_a == n_b &&
         (n_a == 0 || memcmp (ids_a, ids_b, n_a * sizeof *ids_a) == 0);
}

/* New lines may stand behind the old ones; then they name somebody, for what that is worth. */
static void
compare_journals (RailUnsealed *self,
                  RailProject  *project)
{
  GListModel *before = rail_project_get_journal (self->sealed), *after = rail_project_get_journal (project);
  guint n_before = g_list_model_get_n_items (before), n_after = g_list_model_get_n_items (after);
  gboolean is_prefix = n_before <= n_after;

  for (guint i = 0; is_prefix && i < n_before; i++)
    {
      g_autoptr(RailJournalLine) old = g_list_model_get_item (before, i);
      g_autoptr(RailJournalLine) new = g_list_model_get_item (after, i);

      is_prefix = lines_equal (old, new);
    }
  if (!is_prefix)
    {
      add (self, g_strdup (_("Lines of the journal were changed or removed")));
      return;
    }
  for (guint i = n_before; i < n_after; i++)
    {
      g_autoptr(RailJournalLine) new = g_list_model_get_item (after, i);
      const char *name = rail_journal_line_get_user (new);

      if (name != NULL && !g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, NULL))
        g_ptr_array_add (self->names, g_strdup (name));
    }
}

/*< private >
 * rail_unsealed_new:
 * @project: a project without a right seal
 * @sealed: (nullable): the version that an administrator sealed last
 *
 * Returns: (transfer full): what differs
 */
RailUnsealed *
rail_unsealed_new (RailProject *project,
                   RailProject *sealed)
{
  RailUnsealed *self = g_object_new (RAIL_TYPE_UNSEALED, NULL);

  g_set_object (&self->sealed, sealed);
  if (sealed == NULL)
    return self;
  if (!g_str_equal (rail_project_get_name (sealed), rail_project_get_name (project)))
    add (self, g_strdup_printf (_("The project was renamed from “%s” to “%s”"), rail_project_get_name (sealed),
                                rail_project_get_name (project)));
  compare_users (self, project);
  compare_devices (self, project);
  compare_entries (self, project);
  compare_journals (self, project);
  return self;
}

/*< private >
 * rail_unsealed_get_sealed:
 * @self: what differs
 *
 * Returns: (transfer none) (nullable): the version that an administrator sealed last
 */
RailProject *
rail_unsealed_get_sealed (RailUnsealed *self)
{
  return self->sealed;
}

/**
 * rail_unsealed_get_changes:
 * @self: what differs
 *
 * Returns: (transfer none) (element-type RailUnsealedChange): the differences; empty if it cannot be shown what differs
 */
GListModel *
rail_unsealed_get_changes (RailUnsealed *self)
{
  g_return_val_if_fail (RAIL_IS_UNSEALED (self), NULL);

  return G_LIST_MODEL (self->changes);
}

/**
 * rail_unsealed_can_discard:
 * @self: what differs
 *
 * Returns: whether the last sealed version is in the file
 */
gboolean
rail_unsealed_can_discard (RailUnsealed *self)
{
  g_return_val_if_fail (RAIL_IS_UNSEALED (self), FALSE);

  return self->sealed != NULL;
}

/**
 * rail_unsealed_dup_summary:
 * @self: what differs
 *
 * Returns: (transfer full): what happened, in a sentence
 */
char *
rail_unsealed_dup_summary (RailUnsealed *self)
{
  g_autoptr(GString) names = g_string_new (NULL);

  g_return_val_if_fail (RAIL_IS_UNSEALED (self), NULL);

  if (self->sealed == NULL)
    return g_strdup (_("Somebody without an administrator's login has saved the project, and what they changed cannot be "
                       "shown; keep it only if you know what it was, or open an earlier version."));
  for (guint i = 0; i < self->names->len; i++)
    g_string_append_printf (names, i > 0 ? ", “%s”" : "“%s”", (const char *) self->names->pdata[i]);
  if (names->len == 0)
    return g_strdup (_("Somebody without an administrator's login has changed the project since an administrator saved it "
                       "last."));
  return g_strdup_printf (_("Somebody without an administrator's login has changed the project since an administrator saved "
                            "it last; the journal says that it was %s, which is not proven."), names->str);
}

/**
 * rail_unsealed_change_get_text:
 * @self: a difference
 *
 * Returns: (transfer none): what it is, such as “Certificate 5, “PLC-1”, was deleted”
 */
const char *
rail_unsealed_change_get_text (RailUnsealedChange *self)
{
  g_return_val_if_fail (RAIL_IS_UNSEALED_CHANGE (self), NULL);

  return self->text;
}
