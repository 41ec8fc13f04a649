/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-entry.h"

#include "rail-entry-private.h"

struct _RailEntry
{
  GObject         parent_instance;

  guint           id;
  RailEntryState *state;
  GPtrArray      *users;   /* (nullable): of RailDevice; the index of the project keeps it up to date */
};

G_DEFINE_FINAL_TYPE (RailEntry, rail_entry, G_TYPE_OBJECT)

/**
 * rail_entry_kind_get_type:
 *
 * Returns: the type of #RailEntryKind
 */
G_DEFINE_ENUM_TYPE (RailEntryKind, rail_entry_kind,
                    G_DEFINE_ENUM_VALUE (RAIL_ENTRY_CA, "ca"),
                    G_DEFINE_ENUM_VALUE (RAIL_ENTRY_DEVICE, "device"),
                    G_DEFINE_ENUM_VALUE (RAIL_ENTRY_TRUSTED, "trusted"))

enum
{
  PROP_ID = 1,
  PROP_KIND,
  PROP_USAGE,
  PROP_CERTIFICATE,
  PROP_KEY,
  PROP_HAS_KEY,
  PROP_DEVICE,
  PROP_REVOKED,
  PROP_N_GENERATIONS,
  PROP_REQUESTED,
  PROP_LIST,
  PROP_USERS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char * const kind_nicks[] = { "ca", "device", "trusted" };

static void
rail_entry_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  RailEntry *self = RAIL_ENTRY (object);

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_uint (value, self->id);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->state->kind);
      break;
    case PROP_USAGE:
      g_value_set_enum (value, self->state->usage);
      break;
    case PROP_CERTIFICATE:
      g_value_set_object (value, self->state->certificate);
      break;
    case PROP_KEY:
      g_value_set_object (value, self->state->key);
      break;
    case PROP_HAS_KEY:
      g_value_set_boolean (value, rail_entry_has_key (self));
      break;
    case PROP_DEVICE:
      g_value_set_string (value, self->state->device);
      break;
    case PROP_REVOKED:
      g_value_set_boolean (value, self->state->revoked);
      break;
    case PROP_N_GENERATIONS:
      g_value_set_uint (value, rail_entry_get_n_generations (self));
      break;
    case PROP_REQUESTED:
      g_value_set_int64 (value, self->state->requested);
      break;
    case PROP_LIST:
      g_value_set_object (value, self->state->list);
      break;
    case PROP_USERS:
      g_value_set_boxed (value, self->users);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_entry_finalize (GObject *object)
{
  RailEntry *self = RAIL_ENTRY (object);

  g_clear_pointer (&self->state, rail_entry_state_unref);
  g_clear_pointer (&self->users, g_ptr_array_unref);

  G_OBJECT_CLASS (rail_entry_parent_class)->finalize (object);
}

static void
rail_entry_class_init (RailEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rail_entry_get_property;
  object_class->finalize = rail_entry_finalize;

  properties[PROP_ID] = g_param_spec_uint ("id", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, RAIL_TYPE_ENTRY_KIND, RAIL_ENTRY_CA, readable);
  properties[PROP_USAGE] =
    g_param_spec_enum ("usage", NULL, NULL, RAIL_TYPE_USAGE, RAIL_USAGE_CUSTOM, readable);
  properties[PROP_CERTIFICATE] =
    g_param_spec_object ("certificate", NULL, NULL, RAIL_TYPE_CERTIFICATE, readable);
  properties[PROP_KEY] = g_param_spec_object ("key", NULL, NULL, RAIL_TYPE_KEY, readable);
  properties[PROP_HAS_KEY] = g_param_spec_boolean ("has-key", NULL, NULL, FALSE, readable);
  properties[PROP_DEVICE] = g_param_spec_string ("device", NULL, NULL, NULL, readable);
  properties[PROP_REVOKED] = g_param_spec_boolean ("revoked", NULL, NULL, FALSE, readable);
  properties[PROP_N_GENERATIONS] =
    g_param_spec_uint ("n-generations", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_REQUESTED] =
    g_param_spec_int64 ("requested", NULL, NULL, G_MININT64, G_MAXINT64, 0, readable);
  properties[PROP_LIST] = g_param_spec_object ("list", NULL, NULL, RAIL_TYPE_REVOCATION_LIST, readable);
  properties[PROP_USERS] = g_param_spec_boxed ("users", NULL, NULL, G_TYPE_PTR_ARRAY, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_entry_init (RailEntry *self)
{
}

/**
 * rail_entry_kind_get_nick:
 * @kind: a kind
 *
 * Returns: the word for @kind in files and on the command line
 */
const char *
rail_entry_kind_get_nick (RailEntryKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kind_nicks), NULL);

  return kind_nicks[kind];
}

/**
 * rail_entry_kind_parse:
 * @nick: a word as rail_entry_kind_get_nick() returns
 * @out_kind: (out): the kind, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_entry_kind_parse (const char    *nick,
                       RailEntryKind *out_kind)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_kind != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (kind_nicks); i++)
    if (g_str_equal (nick, kind_nicks[i]))
      {
        *out_kind = (RailEntryKind) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * rail_entry_new:
 * @id: the certificate ID, unique in its project; 0 before one was given
 * @kind: the tab that it stands in
 * @usage: what it was made for
 * @certificate: the certificate
 * @key: (nullable): its private key
 *
 * An entry is what a project keeps under an ID. Like the project it belongs to the main thread.
 *
 * Returns: (transfer full): a new entry
 */
RailEntry *
rail_entry_new (guint            id,
                RailEntryKind    kind,
                RailUsage        usage,
                RailCertificate *certificate,
                RailKey         *key)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (key == NULL || RAIL_IS_KEY (key), NULL);

  return rail_entry_new_with_state (id, rail_entry_state_new (kind, usage, certificate, key));
}

/*< private >
 * rail_entry_new_with_state:
 * @id: the ID, which it keeps for good
 * @state: (transfer full): all the rest
 *
 * Returns: (transfer full): an entry
 */
RailEntry *
rail_entry_new_with_state (guint           id,
                           RailEntryState *state)
{
  RailEntry *self = g_object_new (RAIL_TYPE_ENTRY, NULL);

  self->id = id;
  self->state = state;
  return self;
}

/*< private >
 * rail_entry_copy:
 * @self: an entry
 *
 * Returns: (transfer full): an entry for a snapshot of the project, with the same ID and the same state
 */
RailEntry *
rail_entry_copy (RailEntry *self)
{
  return rail_entry_new_with_state (self->id, rail_entry_state_ref (self->state));
}

/*< private >
 * rail_entry_get_state:
 * @self: an entry
 *
 * Returns: (transfer none): all that may change of it
 */
RailEntryState *
rail_entry_get_state (RailEntry *self)
{
  return self->state;
}

static guint
count_generations (RailEntryState *state)
{
  return state->generations != NULL ? state->generations->len : 0;
}

static gboolean
has_key (RailEntryState *state)
{
  return state->key != NULL || (state->sealed_key != NULL && !state->is_key_damaged);
}

static void
notify_if (RailEntry *self,
           guint      property_id,
           gboolean   differs)
{
  if (differs)
    g_object_notify_by_pspec (G_OBJECT (self), properties[property_id]);
}

/*< private >
 * rail_entry_set_state:
 * @self: an entry; if a project holds it, only the project calls this, because it finds entries by their names
 * @state: what it is from now on
 */
void
rail_entry_set_state (RailEntry      *self,
                      RailEntryState *state)
{
  g_autoptr(RailEntryState) before = self->state;

  self->state = rail_entry_state_ref (state);

  g_object_freeze_notify (G_OBJECT (self));
  notify_if (self, PROP_KIND, before->kind != state->kind);
  notify_if (self, PROP_USAGE, before->usage != state->usage);
  notify_if (self, PROP_CERTIFICATE, before->certificate != state->certificate);
  notify_if (self, PROP_KEY, before->key != state->key);
  notify_if (self, PROP_HAS_KEY, has_key (before) != has_key (state));
  notify_if (self, PROP_DEVICE, g_strcmp0 (before->device, state->device) != 0);
  notify_if (self, PROP_REVOKED, before->revoked != state->revoked);
  notify_if (self, PROP_N_GENERATIONS, count_generations (before) != count_generations (state));
  notify_if (self, PROP_REQUESTED, before->requested != state->requested);
  notify_if (self, PROP_LIST, before->list != state->list);
  g_object_thaw_notify (G_OBJECT (self));
}

/*< private >
 * rail_entry_get_name:
 * @self: an entry
 *
 * Returns: (transfer none): what a sentence calls the entry: the common name, or the subject if it has none
 */
const char *
rail_entry_get_name (RailEntry *self)
{
  const char *name = rail_certificate_get_common_name (self->state->certificate);

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (self->state->certificate);
}

/*< private >
 * rail_entry_get_users:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable) (element-type RailDevice): the devices that name it in a service or a table, in
 *   no order; see rail_project_list_uses()
 */
GPtrArray *
rail_entry_get_users (RailEntry *self)
{
  return self->users;
}

/*< private >
 * rail_entry_set_users:
 * @self: an entry
 * @users: (nullable) (element-type RailDevice): the devices that name it, perhaps the same array with other content
 */
void
rail_entry_set_users (RailEntry *self,
                      GPtrArray *users)
{
  if (self->users == NULL && users == NULL)
    return;

  if (self->users != users)
    {
      g_clear_pointer (&self->users, g_ptr_array_unref);
      self->users = users != NULL ? g_ptr_array_ref (users) : NULL;
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USERS]);
}

/**
 * rail_entry_get_id:
 * @self: an entry
 *
 * Returns: the certificate ID, from 1 up
 */
guint
rail_entry_get_id (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), 0);

  return self->id;
}

/**
 * rail_entry_get_kind:
 * @self: an entry
 *
 * Returns: the tab that it stands in
 */
RailEntryKind
rail_entry_get_kind (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), RAIL_ENTRY_TRUSTED);

  return self->state->kind;
}

/**
 * rail_entry_get_usage:
 * @self: an entry
 *
 * Returns: what the certificate was made for
 */
RailUsage
rail_entry_get_usage (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), RAIL_USAGE_CUSTOM);

  return self->state->usage;
}

/**
 * rail_entry_get_certificate:
 * @self: an entry
 *
 * Returns: (transfer none): the current certificate
 */
RailCertificate *
rail_entry_get_certificate (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), NULL);

  return self->state->certificate;
}

/**
 * rail_entry_get_key:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the private key, or %NULL if the project has none for it
 */
RailKey *
rail_entry_get_key (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), NULL);

  return self->state->key;
}

/**
 * rail_entry_get_device:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the name of the device that uses the certificate
 */
const char *
rail_entry_get_device (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), NULL);

  return self->state->device;
}

/**
 * rail_entry_set_device:
 * @self: an entry
 * @device: (nullable): the name of a device; %NULL and "" mean none
 *
 * Sets the device that uses the certificate. This is the bare setter, outside of undo.
 */
void
rail_entry_set_device (RailEntry  *self,
                       const char *device)
{
  g_autoptr(RailEntryState) state = NULL;

  g_return_if_fail (RAIL_IS_ENTRY (self));

  state = rail_entry_state_copy (self->state);
  rail_entry_state_set_device (state, device);
  rail_entry_set_state (self, state);
}

/**
 * rail_entry_is_revoked:
 * @self: an entry
 * @out_date: (out) (optional): when, in seconds since 1970 UTC; 0 if not revoked
 * @out_reason: (out) (optional): why
 *
 * Returns: whether the certificate is revoked
 */
gboolean
rail_entry_is_revoked (RailEntry            *self,
                       gint64               *out_date,
                       RailRevocationReason *out_reason)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), FALSE);

  if (out_date != NULL)
    *out_date = self->state->revocation_date;
  if (out_reason != NULL)
    *out_reason = self->state->revocation_reason;
  return self->state->revoked;
}

/**
 * rail_entry_set_revoked:
 * @self: an entry
 * @date: when, in seconds since 1970 UTC
 * @reason: why
 *
 * Marks the certificate as revoked. This is the bare setter, outside of undo; see rail_project_revoke().
 */
void
rail_entry_set_revoked (RailEntry            *self,
                        gint64                date,
                        RailRevocationReason  reason)
{
  g_autoptr(RailEntryState) state = NULL;

  g_return_if_fail (RAIL_IS_ENTRY (self));

  state = rail_entry_state_copy (self->state);
  rail_entry_state_set_revoked (state, date, reason);
  rail_entry_set_state (self, state);
}

/**
 * rail_entry_has_key:
 * @self: an entry
 *
 * A standard user's project has keys that only an administrator can read. A damaged key is as good as none, and can be
 * imported again; see rail_entry_is_key_damaged().
 *
 * Returns: whether the project has the private key, readable with this login or not
 */
gboolean
rail_entry_has_key (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), FALSE);

  return has_key (self->state);
}

/**
 * rail_entry_is_key_damaged:
 * @self: an entry
 *
 * What is stored stays as it is until another key takes its place. Standard users do not see this.
 *
 * Returns: whether the file has a private key that the vault key does not open, or that is not the certificate's
 */
gboolean
rail_entry_is_key_damaged (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), FALSE);

  return self->state->is_key_damaged;
}

/**
 * rail_entry_get_n_generations:
 * @self: an entry
 *
 * Returns: how many certificates it had before this one
 */
guint
rail_entry_get_n_generations (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), 0);

  return count_generations (self->state);
}

/**
 * rail_entry_get_generation:
 * @self: an entry
 * @index: which one; 0 is the newest
 *
 * Returns: (transfer none): a certificate that it had before
 */
RailGeneration *
rail_entry_get_generation (RailEntry *self,
                           guint      index)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), NULL);
  g_return_val_if_fail (index < count_generations (self->state), NULL);

  return self->state->generations->pdata[index];
}

/**
 * rail_entry_get_requested:
 * @self: an entry
 *
 * Returns: when a request for it went to an outside authority whose answer is awaited, in seconds since 1970; 0 if none did
 */
gint64
rail_entry_get_requested (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), 0);

  return self->state->requested;
}

/**
 * rail_entry_get_list:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the revocation list of an authority that was published last, or imported
 */
RailRevocationList *
rail_entry_get_list (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), NULL);

  return self->state->list;
}

/**
 * rail_entry_get_list_days:
 * @self: an entry
 *
 * Returns: for how many days a revocation list of this authority is valid; 0: as long as the authority
 */
guint
rail_entry_get_list_days (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), 0);

  return self->state->list_days;
}
