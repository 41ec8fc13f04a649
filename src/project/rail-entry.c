/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-entry.h"

#include "rail-entry-private.h"

#include <glib/gi18n-lib.h>

#define DAY G_GINT64_CONSTANT (86400)

struct _RailEntry
{
  GObject               parent_instance;

  guint                 id;
  RailEntryKind         kind;
  RailUsage             usage;
  RailCertificate      *certificate;
  RailKey              *key;
  char                 *device;

  gboolean              revoked;
  gint64                revocation_date;
  RailRevocationReason  revocation_reason;
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

/**
 * rail_status_get_type:
 *
 * Returns: the type of #RailStatus
 */
G_DEFINE_ENUM_TYPE (RailStatus, rail_status,
                    G_DEFINE_ENUM_VALUE (RAIL_STATUS_VALID, "valid"),
                    G_DEFINE_ENUM_VALUE (RAIL_STATUS_EXPIRING, "expiring"),
                    G_DEFINE_ENUM_VALUE (RAIL_STATUS_EXPIRED, "expired"),
                    G_DEFINE_ENUM_VALUE (RAIL_STATUS_NOT_YET_VALID, "not-yet-valid"),
                    G_DEFINE_ENUM_VALUE (RAIL_STATUS_REVOKED, "revoked"))

enum
{
  PROP_ID = 1,
  PROP_KIND,
  PROP_USAGE,
  PROP_CERTIFICATE,
  PROP_KEY,
  PROP_DEVICE,
  PROP_REVOKED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char * const kind_nicks[] = { "ca", "device", "trusted" };

static const struct
{
  const char *nick;
  const char *label;
} statuses[] = {
  [RAIL_STATUS_VALID] = { "valid", N_("Valid") },
  [RAIL_STATUS_EXPIRING] = { "expiring", N_("Expires soon") },
  [RAIL_STATUS_EXPIRED] = { "expired", N_("Expired") },
  [RAIL_STATUS_NOT_YET_VALID] = { "not-yet-valid", N_("Not yet valid") },
  [RAIL_STATUS_REVOKED] = { "revoked", N_("Revoked") },
};

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
      g_value_set_enum (value, self->kind);
      break;
    case PROP_USAGE:
      g_value_set_enum (value, self->usage);
      break;
    case PROP_CERTIFICATE:
      g_value_set_object (value, self->certificate);
      break;
    case PROP_KEY:
      g_value_set_object (value, self->key);
      break;
    case PROP_DEVICE:
      g_value_set_string (value, self->device);
      break;
    case PROP_REVOKED:
      g_value_set_boolean (value, self->revoked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_entry_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  RailEntry *self = RAIL_ENTRY (object);

  switch (property_id)
    {
    case PROP_ID:
      self->id = g_value_get_uint (value);
      break;
    case PROP_KIND:
      self->kind = g_value_get_enum (value);
      break;
    case PROP_USAGE:
      self->usage = g_value_get_enum (value);
      break;
    case PROP_CERTIFICATE:
      self->certificate = g_value_dup_object (value);
      break;
    case PROP_KEY:
      self->key = g_value_dup_object (value);
      break;
    case PROP_DEVICE:
      rail_entry_set_device (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_entry_finalize (GObject *object)
{
  RailEntry *self = RAIL_ENTRY (object);

  g_clear_object (&self->certificate);
  g_clear_object (&self->key);
  g_free (self->device);

  G_OBJECT_CLASS (rail_entry_parent_class)->finalize (object);
}

static void
rail_entry_class_init (RailEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rail_entry_get_property;
  object_class->set_property = rail_entry_set_property;
  object_class->finalize = rail_entry_finalize;

  properties[PROP_ID] = g_param_spec_uint ("id", NULL, NULL, 0, G_MAXUINT, 0, once);
  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, RAIL_TYPE_ENTRY_KIND, RAIL_ENTRY_CA, once);
  properties[PROP_USAGE] =
    g_param_spec_enum ("usage", NULL, NULL, RAIL_TYPE_USAGE, RAIL_USAGE_CUSTOM, once);
  properties[PROP_CERTIFICATE] =
    g_param_spec_object ("certificate", NULL, NULL, RAIL_TYPE_CERTIFICATE, once);
  properties[PROP_KEY] = g_param_spec_object ("key", NULL, NULL, RAIL_TYPE_KEY, once);
  properties[PROP_DEVICE] =
    g_param_spec_string ("device", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_REVOKED] =
    g_param_spec_boolean ("revoked", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
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
 * rail_status_get_nick:
 * @status: a status
 *
 * Returns: the word for @status on the command line
 */
const char *
rail_status_get_nick (RailStatus status)
{
  g_return_val_if_fail ((guint) status < G_N_ELEMENTS (statuses), NULL);

  return statuses[status].nick;
}

/**
 * rail_status_get_label:
 * @status: a status
 *
 * The status without its number of days, as a filter lists it; see rail_entry_dup_status_text().
 *
 * Returns: the translated label
 */
const char *
rail_status_get_label (RailStatus status)
{
  g_return_val_if_fail ((guint) status < G_N_ELEMENTS (statuses), NULL);

  return _(statuses[status].label);
}

/**
 * rail_status_parse:
 * @nick: a word as rail_status_get_nick() returns
 * @out_status: (out): the status, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_status_parse (const char *nick,
                   RailStatus *out_status)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_status != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_str_equal (nick, statuses[i].nick))
      {
        *out_status = (RailStatus) i;
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

  return g_object_new (RAIL_TYPE_ENTRY,
                       "id", id,
                       "kind", kind,
                       "usage", usage,
                       "certificate", certificate,
                       "key", key,
                       NULL);
}

/*< private >
 * rail_entry_copy:
 * @self: an entry
 *
 * Returns: (transfer full): a copy that a worker may own; certificate and key are shared, they never change
 */
RailEntry *
rail_entry_copy (RailEntry *self)
{
  RailEntry *copy = rail_entry_new (self->id, self->kind, self->usage, self->certificate, self->key);

  copy->device = g_strdup (self->device);
  copy->revoked = self->revoked;
  copy->revocation_date = self->revocation_date;
  copy->revocation_reason = self->revocation_reason;
  return copy;
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
  const char *name = rail_certificate_get_common_name (self->certificate);

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (self->certificate);
}

/*< private >
 * rail_entry_unset_revoked:
 * @self: an entry
 *
 * Takes a revocation back, which only undo does: a published list cannot be called back.
 */
void
rail_entry_unset_revoked (RailEntry *self)
{
  if (!self->revoked)
    return;

  self->revoked = FALSE;
  self->revocation_date = 0;
  self->revocation_reason = RAIL_REVOCATION_UNSPECIFIED;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVOKED]);
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

  return self->kind;
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

  return self->usage;
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

  return self->certificate;
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

  return self->key;
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

  return self->device;
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
  g_return_if_fail (RAIL_IS_ENTRY (self));

  if (device != NULL && *device == '\0')
    device = NULL;
  if (g_strcmp0 (self->device, device) == 0)
    return;

  g_free (self->device);
  self->device = g_strdup (device);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICE]);
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
    *out_date = self->revocation_date;
  if (out_reason != NULL)
    *out_reason = self->revocation_reason;
  return self->revoked;
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
  gboolean before;

  g_return_if_fail (RAIL_IS_ENTRY (self));

  before = self->revoked;
  self->revoked = TRUE;
  self->revocation_date = date;
  self->revocation_reason = reason;
  if (!before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVOKED]);
}

/**
 * rail_entry_get_status:
 * @self: an entry
 * @now: seconds since 1970 UTC
 * @out_days: (out) (optional): whole days until the certificate ends, or since it ended, or until it begins
 *
 * The first and the last second of a validity belong to it (RFC 5280 §4.1.2.5).
 *
 * Returns: the status; of several that fit, the worst
 */
RailStatus
rail_entry_get_status (RailEntry *self,
                       gint64     now,
                       int       *out_days)
{
  RailStatus status;
  gint64 not_before, not_after, seconds;

  g_return_val_if_fail (RAIL_IS_ENTRY (self), RAIL_STATUS_VALID);

  not_before = rail_certificate_get_not_before (self->certificate);
  not_after = rail_certificate_get_not_after (self->certificate);
  if (now < not_before)
    {
      status = RAIL_STATUS_NOT_YET_VALID;
      seconds = not_before - now;
    }
  else if (now > not_after)
    {
      status = RAIL_STATUS_EXPIRED;
      seconds = now - not_after;
    }
  else
    {
      seconds = not_after - now;
      status = seconds <= RAIL_EXPIRING_DAYS * DAY ? RAIL_STATUS_EXPIRING : RAIL_STATUS_VALID;
    }

  if (out_days != NULL)
    *out_days = (int) MIN (seconds / DAY, G_MAXINT);
  return self->revoked ? RAIL_STATUS_REVOKED : status;
}

/**
 * rail_entry_dup_status_text:
 * @self: an entry
 * @now: seconds since 1970 UTC
 *
 * Returns: (transfer full): the status in words, such as “Expires in 12 days”
 */
char *
rail_entry_dup_status_text (RailEntry *self,
                            gint64     now)
{
  RailStatus status;
  int days = 0;

  g_return_val_if_fail (RAIL_IS_ENTRY (self), NULL);

  status = rail_entry_get_status (self, now, &days);
  switch (status)
    {
    case RAIL_STATUS_EXPIRING:
      if (days == 0)
        return g_strdup (_("Expires within a day"));
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Expires in %d day", "Expires in %d days", days), days);
    case RAIL_STATUS_EXPIRED:
      if (days == 0)
        return g_strdup (_("Expired less than a day ago"));
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Expired %d day ago", "Expired %d days ago", days), days);
    case RAIL_STATUS_VALID:
    case RAIL_STATUS_NOT_YET_VALID:
    case RAIL_STATUS_REVOKED:
    default:
      return g_strdup (rail_status_get_label (status));
    }
}

/**
 * rail_entry_dup_used_as:
 * @self: an entry
 *
 * Returns: (transfer full): the text of the column “Used as”
 */
char *
rail_entry_dup_used_as (RailEntry *self)
{
  g_return_val_if_fail (RAIL_IS_ENTRY (self), NULL);

  switch (self->kind)
    {
    case RAIL_ENTRY_CA:
      return g_strdup (_("Certification authority"));
    case RAIL_ENTRY_TRUSTED:
      return g_strdup (_("Trusted certificate"));
    case RAIL_ENTRY_DEVICE:
    default:
      if (self->device == NULL)
        return g_strdup (_("Not assigned"));
      /* Translators: what a certificate is used as, then the name of the device: “OPC UA server: PLC_1” */
      return g_strdup_printf (C_("used as", "%s: %s"),
                              rail_profile_get_label (rail_profile_get (self->usage)), self->device);
    }
}
