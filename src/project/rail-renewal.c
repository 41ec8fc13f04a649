/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-renewal-private.h"

#include "rail-project-private.h"

#define DEFAULT_MONTHS 120
#define MAX_MONTHS 12000
#define DAY G_GINT64_CONSTANT (86400)

struct _RailRenewal
{
  GObject              parent_instance;

  RailProject         *project;
  GPtrArray           *entries;
  GHashTable          *dropped;
  RailRenewalChoices   choices;
  gboolean             revoke_old;
  char                *note;

  GListStore          *items;
  gboolean             planned;     /* items is up to date */
  gboolean             watched;     /* somebody has the list, so it must follow at once */
  RailRenewalProblems  problems;
};

G_DEFINE_FINAL_TYPE (RailRenewal, rail_renewal, G_TYPE_OBJECT)

/**
 * rail_validity_get_type:
 *
 * Returns: the type of #RailValidity
 */
G_DEFINE_ENUM_TYPE (RailValidity, rail_validity,
                    G_DEFINE_ENUM_VALUE (RAIL_VALIDITY_SAME, "same"),
                    G_DEFINE_ENUM_VALUE (RAIL_VALIDITY_MONTHS, "months"),
                    G_DEFINE_ENUM_VALUE (RAIL_VALIDITY_UNTIL, "until"))

/**
 * rail_renewal_problems_get_type:
 *
 * Returns: the type of #RailRenewalProblems
 */
G_DEFINE_FLAGS_TYPE (RailRenewalProblems, rail_renewal_problems,
                     G_DEFINE_ENUM_VALUE (RAIL_RENEWAL_EMPTY, "empty"),
                     G_DEFINE_ENUM_VALUE (RAIL_RENEWAL_LOCKED, "locked"),
                     G_DEFINE_ENUM_VALUE (RAIL_RENEWAL_VALIDITY, "validity"),
                     G_DEFINE_ENUM_VALUE (RAIL_RENEWAL_UNRENEWABLE, "unrenewable"),
                     G_DEFINE_ENUM_VALUE (RAIL_RENEWAL_ADVICE_SHORTENED, "advice-shortened"),
                     G_DEFINE_ENUM_VALUE (RAIL_RENEWAL_ADVICE_OLD_ISSUED, "advice-old-issued"),
                     G_DEFINE_ENUM_VALUE (RAIL_RENEWAL_ADVICE_EXPIRING, "advice-expiring"))

enum
{
  PROP_PROJECT = 1,
  PROP_SAME_KEY,
  PROP_VALIDITY,
  PROP_MONTHS,
  PROP_NOT_AFTER,
  PROP_OUTLIVE_ISSUER,
  PROP_KEEP_KEY_KIND,
  PROP_KEY_KIND,
  PROP_KEEP_HASH,
  PROP_HASH,
  PROP_REISSUE,
  PROP_REISSUE_SAME_KEYS,
  PROP_REVOKE_OLD,
  PROP_NOTE,
  PROP_PROBLEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_locked (RailRenewal *self)
{
  RailProtection *protection = rail_project_get_protection (self->project);

  return protection != NULL && rail_protection_get_vault_key (protection) == NULL;
}

static gboolean
is_validity_wrong (RailRenewal *self)
{
  switch (self->choices.validity)
    {
    case RAIL_VALIDITY_MONTHS:
      return self->choices.months == 0;
    case RAIL_VALIDITY_UNTIL:
      return self->choices.not_after <= rail_environment_get_now (rail_project_get_environment (self->project));
    case RAIL_VALIDITY_SAME:
    default:
      return FALSE;
    }
}

/* Whether an authority gets a new key while something that it has issued stays as it is. */
static gboolean
leaves_issued (RailRenewal *self)
{
  g_autoptr(GHashTable) renewed = g_hash_table_new (NULL, NULL);
  g_autoptr(GHashTable) rekeyed = g_hash_table_new (NULL, NULL);
  GListModel *entries = rail_project_get_entries (self->project);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(RailRenewalItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      RailEntry *entry = rail_renewal_item_get_entry (item);

      g_hash_table_add (renewed, entry);
      if (!rail_renewal_item_keeps_key (item) && rail_certificate_is_ca (rail_entry_get_certificate (entry)))
        g_hash_table_add (rekeyed, entry);
    }
  for (guint i = 0; g_hash_table_size (rekeyed) > 0 && i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailEntry *issuer = rail_project_get_issuer (self->project, entry);

      if (issuer != NULL && g_hash_table_contains (rekeyed, issuer) && !g_hash_table_contains (renewed, entry))
        return TRUE;
    }
  return FALSE;
}

/*< private >
 * rail_renewal_expires_at_once:
 * @self: a renewal
 * @item: one of its items
 *
 * Returns: whether a certificate was made for so short a time that the new one is marked as expiring from its first day on.
 *   Who says how long it shall be valid knows that.
 */
gboolean
rail_renewal_expires_at_once (RailRenewal     *self,
                              RailRenewalItem *item)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (self->project));

  return self->choices.validity == RAIL_VALIDITY_SAME && rail_renewal_item_get_problem (item) == NULL &&
         !rail_renewal_item_is_shortened (item) &&
         rail_certificate_request_get_not_after (rail_renewal_item_get_request (item)) <=
           now + rail_expiring_days_get () * DAY;
}

static RailRenewalProblems
find_problems (RailRenewal *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  RailRenewalProblems problems = n_items == 0 ? RAIL_RENEWAL_EMPTY : 0;

  if (is_locked (self))
    problems |= RAIL_RENEWAL_LOCKED;
  if (is_validity_wrong (self))
    problems |= RAIL_RENEWAL_VALIDITY;
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(RailRenewalItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (rail_renewal_item_get_problem (item) != NULL)
        problems |= RAIL_RENEWAL_UNRENEWABLE;
      if (rail_renewal_item_is_shortened (item))
        problems |= RAIL_RENEWAL_ADVICE_SHORTENED;
      if (rail_renewal_expires_at_once (self, item))
        problems |= RAIL_RENEWAL_ADVICE_EXPIRING;
    }
  if (leaves_issued (self))
    problems |= RAIL_RENEWAL_ADVICE_OLD_ISSUED;
  return problems;
}

static void
plan (RailRenewal *self)
{
  g_autoptr(GPtrArray) items = NULL;
  RailRenewalProblems problems;

  items = rail_renewal_plan (self->project, &self->choices, self->entries, self->dropped);
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  self->planned = TRUE;

  problems = find_problems (self);
  if (self->problems == problems)
    return;
  self->problems = problems;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEMS]);
}

/* Only when somebody looks at the list it is made anew for each choice. */
static void
changed (RailRenewal *self,
         guint        property_id)
{
  self->planned = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property_id]);
  if (self->watched)
    plan (self);
}

static void
set_boolean (RailRenewal  *self,
             guint         property_id,
             gboolean     *field,
             const GValue *value)
{
  if (*field == g_value_get_boolean (value))
    return;
  *field = g_value_get_boolean (value);
  changed (self, property_id);
}

static void
set_note (RailRenewal *self,
          const char  *note)
{
  if (note != NULL && *note == '\0')
    note = NULL;
  if (g_strcmp0 (self->note, note) == 0)
    return;
  g_free (self->note);
  self->note = g_strdup (note);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

static void
rail_renewal_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  RailRenewal *self = RAIL_RENEWAL (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_SAME_KEY:
      g_value_set_boolean (value, self->choices.same_key);
      break;
    case PROP_VALIDITY:
      g_value_set_enum (value, self->choices.validity);
      break;
    case PROP_MONTHS:
      g_value_set_uint (value, self->choices.months);
      break;
    case PROP_NOT_AFTER:
      g_value_set_int64 (value, self->choices.not_after);
      break;
    case PROP_OUTLIVE_ISSUER:
      g_value_set_boolean (value, self->choices.outlive_issuer);
      break;
    case PROP_KEEP_KEY_KIND:
      g_value_set_boolean (value, self->choices.keep_key_kind);
      break;
    case PROP_KEY_KIND:
      g_value_set_enum (value, self->choices.key_kind);
      break;
    case PROP_KEEP_HASH:
      g_value_set_boolean (value, self->choices.keep_hash);
      break;
    case PROP_HASH:
      g_value_set_enum (value, self->choices.hash);
      break;
    case PROP_REISSUE:
      g_value_set_boolean (value, self->choices.reissue);
      break;
    case PROP_REISSUE_SAME_KEYS:
      g_value_set_boolean (value, self->choices.reissue_same_keys);
      break;
    case PROP_REVOKE_OLD:
      g_value_set_boolean (value, self->revoke_old);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    case PROP_PROBLEMS:
      g_value_set_flags (value, self->problems);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_renewal_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  RailRenewal *self = RAIL_RENEWAL (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      self->project = g_value_dup_object (value);
      break;
    case PROP_SAME_KEY:
      set_boolean (self, property_id, &self->choices.same_key, value);
      break;
    case PROP_VALIDITY:
      if ((int) self->choices.validity == g_value_get_enum (value))
        return;
      self->choices.validity = (RailValidity) g_value_get_enum (value);
      changed (self, property_id);
      break;
    case PROP_MONTHS:
      if (self->choices.months == g_value_get_uint (value))
        return;
      self->choices.months = g_value_get_uint (value);
      changed (self, property_id);
      break;
    case PROP_NOT_AFTER:
      if (self->choices.not_after == g_value_get_int64 (value))
        return;
      self->choices.not_after = g_value_get_int64 (value);
      changed (self, property_id);
      break;
    case PROP_OUTLIVE_ISSUER:
      set_boolean (self, property_id, &self->choices.outlive_issuer, value);
      break;
    case PROP_KEEP_KEY_KIND:
      set_boolean (self, property_id, &self->choices.keep_key_kind, value);
      break;
    case PROP_KEY_KIND:
      if ((int) self->choices.key_kind == g_value_get_enum (value))
        return;
      self->choices.key_kind = (RailKeyKind) g_value_get_enum (value);
      changed (self, property_id);
      break;
    case PROP_KEEP_HASH:
      set_boolean (self, property_id, &self->choices.keep_hash, value);
      break;
    case PROP_HASH:
      if ((int) self->choices.hash == g_value_get_enum (value))
        return;
      self->choices.hash = (RailHash) g_value_get_enum (value);
      changed (self, property_id);
      break;
    case PROP_REISSUE:
      set_boolean (self, property_id, &self->choices.reissue, value);
      break;
    case PROP_REISSUE_SAME_KEYS:
      set_boolean (self, property_id, &self->choices.reissue_same_keys, value);
      break;
    case PROP_REVOKE_OLD:
      set_boolean (self, property_id, &self->revoke_old, value);
      break;
    case PROP_NOTE:
      set_note (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_renewal_finalize (GObject *object)
{
  RailRenewal *self = RAIL_RENEWAL (object);

  g_clear_object (&self->items);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->dropped, g_hash_table_unref);
  g_clear_pointer (&self->choices.names, g_hash_table_unref);
  g_clear_pointer (&self->choices.common_names, g_hash_table_unref);
  g_clear_object (&self->project);
  g_free (self->note);

  G_OBJECT_CLASS (rail_renewal_parent_class)->finalize (object);
}

static void
rail_renewal_class_init (RailRenewalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rail_renewal_get_property;
  object_class->set_property = rail_renewal_set_property;
  object_class->finalize = rail_renewal_finalize;

  properties[PROP_PROJECT] =
    g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SAME_KEY] = g_param_spec_boolean ("same-key", NULL, NULL, FALSE, writable);
  properties[PROP_VALIDITY] =
    g_param_spec_enum ("validity", NULL, NULL, RAIL_TYPE_VALIDITY, RAIL_VALIDITY_SAME, writable);
  properties[PROP_MONTHS] = g_param_spec_uint ("months", NULL, NULL, 0, MAX_MONTHS, DEFAULT_MONTHS, writable);
  properties[PROP_NOT_AFTER] =
    g_param_spec_int64 ("not-after", NULL, NULL, G_MININT64, G_MAXINT64, 0, writable);
  properties[PROP_OUTLIVE_ISSUER] = g_param_spec_boolean ("outlive-issuer", NULL, NULL, FALSE, writable);
  properties[PROP_KEEP_KEY_KIND] = g_param_spec_boolean ("keep-key-kind", NULL, NULL, TRUE, writable);
  properties[PROP_KEY_KIND] =
    g_param_spec_enum ("key-kind", NULL, NULL, RAIL_TYPE_KEY_KIND, RAIL_KEY_KIND_RSA_2048, writable);
  properties[PROP_KEEP_HASH] = g_param_spec_boolean ("keep-hash", NULL, NULL, TRUE, writable);
  properties[PROP_HASH] = g_param_spec_enum ("hash", NULL, NULL, RAIL_TYPE_HASH, RAIL_HASH_SHA256, writable);
  properties[PROP_REISSUE] = g_param_spec_boolean ("reissue", NULL, NULL, FALSE, writable);
  properties[PROP_REISSUE_SAME_KEYS] = g_param_spec_boolean ("reissue-same-keys", NULL, NULL, TRUE, writable);
  properties[PROP_REVOKE_OLD] = g_param_spec_boolean ("revoke-old", NULL, NULL, FALSE, writable);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, writable);
  properties[PROP_PROBLEMS] =
    g_param_spec_flags ("problems", NULL, NULL, RAIL_TYPE_RENEWAL_PROBLEMS, 0,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_renewal_init (RailRenewal *self)
{
  self->dropped = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->items = g_list_store_new (RAIL_TYPE_RENEWAL_ITEM);
  self->choices.keep_key_kind = TRUE;
  self->choices.key_kind = RAIL_KEY_KIND_RSA_2048;
  self->choices.keep_hash = TRUE;
  self->choices.hash = RAIL_HASH_SHA256;
  self->choices.months = DEFAULT_MONTHS;
  self->choices.reissue_same_keys = TRUE;
  self->choices.names = g_hash_table_new_full (NULL, NULL, g_object_unref, (GDestroyNotify) g_ptr_array_unref);
  self->choices.common_names = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
}

/**
 * rail_renewal_new:
 * @project: a project
 * @entries: (element-type RailEntry): what is to be renewed, in any order
 *
 * A renewal as a form. What it says holds for all of @entries: a new key of the same kind unless "same-key" is on, or
 * "keep-key-kind" off; the same hash; as long as before in calendar months, and never longer than the issuer unless
 * "outlive-issuer" is on. Subject, names, usages and everything else of the certificates stay as they are, byte by byte.
 *
 * Authorities that get a new key bring along what they have issued if "reissue" is on; those keep their keys unless
 * "reissue-same-keys" is off. With "revoke-old", the earlier certificates are revoked as superseded where an authority of
 * the project can say so. "note" goes into the history.
 *
 * Returns: (transfer full): a renewal
 */
RailRenewal *
rail_renewal_new (RailProject *project,
                  GPtrArray   *entries)
{
  RailRenewal *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (entries != NULL, NULL);

  self = g_object_new (RAIL_TYPE_RENEWAL, "project", project, NULL);
  self->entries = g_ptr_array_new_full (entries->len, g_object_unref);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (self->entries, g_object_ref (entries->pdata[i]));
  return self;
}

/*< private >
 * rail_renewal_get_project:
 * @self: a renewal
 *
 * Returns: (transfer none): its project
 */
RailProject *
rail_renewal_get_project (RailRenewal *self)
{
  return self->project;
}

/*< private >
 * rail_renewal_get_revoke_old:
 * @self: a renewal
 *
 * Returns: whether the earlier certificates are revoked
 */
gboolean
rail_renewal_get_revoke_old (RailRenewal *self)
{
  return self->revoke_old;
}

/*< private >
 * rail_renewal_get_note:
 * @self: a renewal
 *
 * Returns: (transfer none) (nullable): what the history is to say
 */
const char *
rail_renewal_get_note (RailRenewal *self)
{
  return self->note;
}

/*< private >
 * rail_renewal_peek_items:
 * @self: a renewal
 *
 * Returns: (transfer none): its items as last planned
 */
GListModel *
rail_renewal_peek_items (RailRenewal *self)
{
  return G_LIST_MODEL (self->items);
}

/*< private >
 * rail_renewal_get_problems:
 * @self: a renewal
 *
 * Returns: what rail_renewal_validate() found last
 */
RailRenewalProblems
rail_renewal_get_problems (RailRenewal *self)
{
  return self->problems;
}

/**
 * rail_renewal_set_names:
 * @self: a renewal
 * @entry: one of the entries
 * @names: (element-type RailAlternativeName): the alternative names that it gets; nobody changes them from now on
 * @common_name: (nullable): the common name that it gets; %NULL leaves the subject as it is, byte by byte
 *
 * Lets an entry have other names than before, such as the addresses that its device has now. To be called before anybody
 * looks at the items.
 */
void
rail_renewal_set_names (RailRenewal *self,
                        RailEntry   *entry,
                        GPtrArray   *names,
                        const char  *common_name)
{
  g_return_if_fail (RAIL_IS_RENEWAL (self));
  g_return_if_fail (RAIL_IS_ENTRY (entry));
  g_return_if_fail (names != NULL);

  g_hash_table_insert (self->choices.names, g_object_ref (entry), g_ptr_array_ref (names));
  if (common_name != NULL)
    g_hash_table_insert (self->choices.common_names, g_object_ref (entry), g_strdup (common_name));
  self->planned = FALSE;
}

/**
 * rail_renewal_get_items:
 * @self: a renewal
 *
 * Returns: (transfer none) (element-type RailRenewalItem): exactly what will be issued, an authority before what it
 *   issued; follows the properties of @self
 */
GListModel *
rail_renewal_get_items (RailRenewal *self)
{
  g_return_val_if_fail (RAIL_IS_RENEWAL (self), NULL);

  self->watched = TRUE;
  if (!self->planned)
    plan (self);
  return G_LIST_MODEL (self->items);
}

/**
 * rail_renewal_validate:
 * @self: a renewal
 *
 * Looks at the project anew.
 *
 * Returns: what stands in the way (RAIL_RENEWAL_ERRORS) and what is worth to know; also the property "problems"
 */
RailRenewalProblems
rail_renewal_validate (RailRenewal *self)
{
  g_return_val_if_fail (RAIL_IS_RENEWAL (self), 0);

  plan (self);
  return self->problems;
}

/**
 * rail_renewal_drop_unrenewable:
 * @self: a renewal
 *
 * Leaves out every item that has a problem, and what would be issued only because of it.
 *
 * Returns: how many certificates of those that were asked for, or that an authority brought along, are left out
 */
guint
rail_renewal_drop_unrenewable (RailRenewal *self)
{
  guint before = g_hash_table_size (self->dropped);
  gboolean again = TRUE;

  g_return_val_if_fail (RAIL_IS_RENEWAL (self), 0);

  /* What depended on a dropped issuer may be possible now, under the issuer as it is; the rest shows in the next round. */
  while (again)
    {
      again = FALSE;
      plan (self);
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
        {
          g_autoptr(RailRenewalItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
          RailRenewalItem *parent = rail_renewal_item_get_parent (item);

          if (parent != NULL && rail_renewal_item_get_problem (parent) != NULL)
            continue;
          if (rail_renewal_item_get_problem (item) != NULL &&
              g_hash_table_add (self->dropped, g_object_ref (rail_renewal_item_get_entry (item))))
            again = TRUE;
        }
    }
  return g_hash_table_size (self->dropped) - before;
}

