/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-request"

#include "config.h"

#include "rail-certificate-request-private.h"

G_DEFINE_FINAL_TYPE (RailCertificateRequest, rail_certificate_request, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ENVIRONMENT,
  PROP_USAGE,
  PROP_ISSUER,
  PROP_COMMON_NAME,
  PROP_ORGANIZATION,
  PROP_ORGANIZATIONAL_UNIT,
  PROP_LOCALITY,
  PROP_STATE,
  PROP_COUNTRY,
  PROP_KEY_KIND,
  PROP_HASH,
  PROP_NOT_BEFORE,
  PROP_NOT_AFTER,
  PROP_OUTLIVE_ISSUER,
  PROP_KEY_USAGE,
  PROP_PURPOSES,
  PROP_NAMES,
  PROP_PROBLEMS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Which property shows a part of the subject. */
static const guint subject_properties[RAIL_SUBJECT_N_PARTS] = {
  [RAIL_SUBJECT_COUNTRY] = PROP_COUNTRY,
  [RAIL_SUBJECT_STATE] = PROP_STATE,
  [RAIL_SUBJECT_LOCALITY] = PROP_LOCALITY,
  [RAIL_SUBJECT_ORGANIZATION] = PROP_ORGANIZATION,
  [RAIL_SUBJECT_ORGANIZATIONAL_UNIT] = PROP_ORGANIZATIONAL_UNIT,
  [RAIL_SUBJECT_COMMON_NAME] = PROP_COMMON_NAME,
};

static RailSubjectPart
subject_part_of (guint prop_id)
{
  for (guint i = 0; i < RAIL_SUBJECT_N_PARTS; i++)
    if (subject_properties[i] == prop_id)
      return i;
  g_assert_not_reached ();
}

static void
refresh_problems (RailCertificateRequest *self)
{
  RailRequestProblems problems = rail_certificate_request_find_problems (self);

  if (self->problems == problems)
    return;
  self->problems = problems;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEMS]);
}

static void
set_part (RailCertificateRequest *self,
          RailSubjectPart         part,
          const char             *value)
{
  const char *text = value != NULL ? value : "";

  if (g_strcmp0 (self->subject[part], text) == 0)
    return;
  g_clear_pointer (&self->exact_subject, g_bytes_unref);
  g_free (self->subject[part]);
  self->subject[part] = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[subject_properties[part]]);
  refresh_problems (self);
}

static void
set_int64 (RailCertificateRequest *self,
           gint64                 *field,
           gint64                  value,
           guint                   prop_id)
{
  if (*field == value)
    return;
  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
set_flags (RailCertificateRequest *self,
           guint                  *field,
           guint                   value,
           guint                   prop_id)
{
  if (*field == value)
    return;
  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
propose_validity (RailCertificateRequest *self)
{
  gint64 not_before;
  gint64 not_after;

  rail_certificate_request_propose_validity (self, &not_before, &not_after);
  set_int64 (self, &self->not_before, not_before, PROP_NOT_BEFORE);
  set_int64 (self, &self->not_after, not_after, PROP_NOT_AFTER);
}

static void
propose_hash (RailCertificateRequest *self)
{
  RailHash hash = rail_certificate_request_propose_hash (self);

  if (self->hash == hash)
    return;
  self->hash = hash;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HASH]);
}

static void
apply_profile (RailCertificateRequest *self)
{
  if (rail_extensions_find (self->kept, RAIL_KEY_USAGE_OID) == NULL)
    set_flags (self, &self->key_usage, rail_certificate_request_propose_key_usage (self), PROP_KEY_USAGE);
  if (rail_extensions_find (self->kept, RAIL_PURPOSES_OID) == NULL)
    set_flags (self, &self->purposes, rail_profile_get (self->usage)->purposes, PROP_PURPOSES);
}

/* A hash that came with an older certificate stays as long as the key that signs can be used with it. */
static gboolean
hash_is_free (RailCertificateRequest *self)
{
  return !self->hash_chosen
         || (self->hash_inherited
             && (rail_certificate_request_find_problems (self) & RAIL_REQUEST_HASH_INVALID) != 0);
}

/* Usages that were taken over make way for the profile's. */
static void
drop_usages (RailCertificateRequest *self)
{
  self->usages_chosen = FALSE;
  rail_extensions_drop (self->kept, RAIL_KEY_USAGE_OID);
  rail_extensions_drop (self->kept, RAIL_PURPOSES_OID);
  rail_extensions_drop (self->kept, RAIL_BASIC_CONSTRAINTS_OID);
}

/* Brings everything that the user did not choose in line with what was just changed. */
static void
refresh_proposals (RailCertificateRequest *self)
{
  if (self->environment == NULL)
    return;
  if (!self->usages_chosen)
    apply_profile (self);
  if (hash_is_free (self))
    propose_hash (self);
  if (!self->validity_chosen)
    propose_validity (self);
  refresh_problems (self);
}

/* Only a custom usage can be given other bits than its profile's. */
static void
choose_usages (RailCertificateRequest *self,
               guint                  *field,
               guint                   value,
               guint                   prop_id)
{
  if (self->usage != RAIL_USAGE_CUSTOM)
    return;
  self->usages_chosen = TRUE;
  rail_extensions_drop (self->kept, prop_id == PROP_KEY_USAGE ? RAIL_KEY_USAGE_OID : RAIL_PURPOSES_OID);
  set_flags (self, field, value, prop_id);
}

static void
set_outlive_issuer (RailCertificateRequest *self,
                    gboolean                outlive_issuer)
{
  if (self->outlive_issuer == outlive_issuer)
    return;
  self->outlive_issuer = outlive_issuer;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTLIVE_ISSUER]);
  refresh_proposals (self);
}

static void
row_notify_cb (RailCertificateRequest *self)
{
  g_assert (RAIL_IS_CERTIFICATE_REQUEST (self));

  refresh_problems (self);
}

static void
names_changed_cb (RailCertificateRequest *self,
                  guint                   position,
                  guint                   removed,
                  guint                   added,
                  GListModel             *names)
{
  g_assert (RAIL_IS_CERTIFICATE_REQUEST (self));
  g_assert (G_IS_LIST_MODEL (names));

  if (removed > 0)
    g_ptr_array_remove_range (self->watches, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(RailAlternativeName) row = g_list_model_get_item (names, i);
      GSignalGroup *watch = g_signal_group_new (RAIL_TYPE_ALTERNATIVE_NAME);

      g_signal_group_connect_swapped (watch, "notify", G_CALLBACK (row_notify_cb), self);
      g_signal_group_set_target (watch, row);
      g_ptr_array_insert (self->watches, i, watch);
    }
  refresh_problems (self);
}

static void
rail_certificate_request_constructed (GObject *object)
{
  RailCertificateRequest *self = RAIL_CERTIFICATE_REQUEST (object);

  G_OBJECT_CLASS (rail_certificate_request_parent_class)->constructed (object);
  if (self->environment == NULL)
    self->environment = rail_environment_new ();
  g_object_freeze_notify (object);
  refresh_proposals (self);
  g_object_thaw_notify (object);
}

static void
rail_certificate_request_dispose (GObject *object)
{
  RailCertificateRequest *self = RAIL_CERTIFICATE_REQUEST (object);

  if (self->names != NULL)
    g_signal_handlers_disconnect_by_func (self->names, names_changed_cb, self);
  g_clear_pointer (&self->watches, g_ptr_array_unref);
  g_clear_object (&self->names);
  rail_certificate_request_clear_source (self);
  g_clear_object (&self->issuer);
  g_clear_object (&self->environment);
  G_OBJECT_CLASS (rail_certificate_request_parent_class)->dispose (object);
}

static void
rail_certificate_request_finalize (GObject *object)
{
  RailCertificateRequest *self = RAIL_CERTIFICATE_REQUEST (object);

  for (guint i = 0; i < RAIL_SUBJECT_N_PARTS; i++)
    g_free (self->subject[i]);
  G_OBJECT_CLASS (rail_certificate_request_parent_class)->finalize (object);
}

static void
rail_certificate_request_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  RailCertificateRequest *self = RAIL_CERTIFICATE_REQUEST (object);

  switch (prop_id)
    {
    case PROP_ENVIRONMENT:
      g_value_set_object (value, self->environment);
      break;
    case PROP_USAGE:
      g_value_set_enum (value, self->usage);
      break;
    case PROP_ISSUER:
      g_value_set_object (value, self->issuer);
      break;
    case PROP_COMMON_NAME:
    case PROP_ORGANIZATION:
    case PROP_ORGANIZATIONAL_UNIT:
    case PROP_LOCALITY:
    case PROP_STATE:
    case PROP_COUNTRY:
      g_value_set_string (value, self->subject[subject_part_of (prop_id)]);
      break;
    case PROP_KEY_KIND:
      g_value_set_enum (value, self->key_kind);
      break;
    case PROP_HASH:
      g_value_set_enum (value, self->hash);
      break;
    case PROP_NOT_BEFORE:
      g_value_set_int64 (value, self->not_before);
      break;
    case PROP_NOT_AFTER:
      g_value_set_int64 (value, self->not_after);
      break;
    case PROP_OUTLIVE_ISSUER:
      g_value_set_boolean (value, self->outlive_issuer);
      break;
    case PROP_KEY_USAGE:
      g_value_set_flags (value, self->key_usage);
      break;
    case PROP_PURPOSES:
      g_value_set_flags (value, self->purposes);
      break;
    case PROP_NAMES:
      g_value_set_object (value, self->names);
      break;
    case PROP_PROBLEMS:
      g_value_set_flags (value, self->problems);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_certificate_request_set_property (GObject      *object,
                                       guint         prop_id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  RailCertificateRequest *self = RAIL_CERTIFICATE_REQUEST (object);

  switch (prop_id)
    {
    case PROP_ENVIRONMENT:
      self->environment = g_value_dup_object (value);
      break;
    case PROP_USAGE:
      rail_certificate_request_set_usage (self, g_value_get_enum (value));
      break;
    case PROP_ISSUER:
      rail_certificate_request_set_issuer (self, g_value_get_object (value));
      break;
    case PROP_COMMON_NAME:
    case PROP_ORGANIZATION:
    case PROP_ORGANIZATIONAL_UNIT:
    case PROP_LOCALITY:
    case PROP_STATE:
    case PROP_COUNTRY:
      set_part (self, subject_part_of (prop_id), g_value_get_string (value));
      break;
    case PROP_KEY_KIND:
      rail_certificate_request_set_key_kind (self, g_value_get_enum (value));
      break;
    case PROP_HASH:
      rail_certificate_request_set_hash (self, g_value_get_enum (value));
      break;
    case PROP_NOT_BEFORE:
      rail_certificate_request_set_validity (self, g_value_get_int64 (value), self->not_after);
      break;
    case PROP_NOT_AFTER:
      rail_certificate_request_set_validity (self, self->not_before, g_value_get_int64 (value));
      break;
    case PROP_OUTLIVE_ISSUER:
      set_outlive_issuer (self, g_value_get_boolean (value));
      break;
    case PROP_KEY_USAGE:
      choose_usages (self, &self->key_usage, g_value_get_flags (value), prop_id);
      break;
    case PROP_PURPOSES:
      choose_usages (self, &self->purposes, g_value_get_flags (value), prop_id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_subject_property (guint       prop_id,
                          const char *name)
{
  properties[prop_id] = g_param_spec_string (name, NULL, NULL, "",
                                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
rail_certificate_request_class_init (RailCertificateRequestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readwrite = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->constructed = rail_certificate_request_constructed;
  object_class->dispose = rail_certificate_request_dispose;
  object_class->finalize = rail_certificate_request_finalize;
  object_class->get_property = rail_certificate_request_get_property;
  object_class->set_property = rail_certificate_request_set_property;

  properties[PROP_ENVIRONMENT] =
    g_param_spec_object ("environment", NULL, NULL, RAIL_TYPE_ENVIRONMENT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_USAGE] =
    g_param_spec_enum ("usage", NULL, NULL, RAIL_TYPE_USAGE, RAIL_USAGE_OPCUA_SERVER, readwrite);
  properties[PROP_ISSUER] =
    g_param_spec_object ("issuer", NULL, NULL, RAIL_TYPE_CERTIFICATE, readwrite);
  install_subject_property (PROP_COMMON_NAME, "common-name");
  install_subject_property (PROP_ORGANIZATION, "organization");
  install_subject_property (PROP_ORGANIZATIONAL_UNIT, "organizational-unit");
  install_subject_property (PROP_LOCALITY, "locality");
  install_subject_property (PROP_STATE, "state");
  install_subject_property (PROP_COUNTRY, "country");
  properties[PROP_KEY_KIND] =
    g_param_spec_enum ("key-kind", NULL, NULL, RAIL_TYPE_KEY_KIND, RAIL_KEY_KIND_RSA_2048, readwrite);
  properties[PROP_HASH] =
    g_param_spec_enum ("hash", NULL, NULL, RAIL_TYPE_HASH, RAIL_HASH_SHA256, readwrite);
  properties[PROP_NOT_BEFORE] =
    g_param_spec_int64 ("not-before", NULL, NULL, G_MININT64, G_MAXINT64, 0, readwrite);
  properties[PROP_NOT_AFTER] =
    g_param_spec_int64 ("not-after", NULL, NULL, G_MININT64, G_MAXINT64, 0, readwrite);
  properties[PROP_OUTLIVE_ISSUER] = g_param_spec_boolean ("outlive-issuer", NULL, NULL, FALSE, readwrite);
  properties[PROP_KEY_USAGE] =
    g_param_spec_flags ("key-usage", NULL, NULL, RAIL_TYPE_KEY_USAGE, 0, readwrite);
  properties[PROP_PURPOSES] =
    g_param_spec_flags ("purposes", NULL, NULL, RAIL_TYPE_PURPOSE, 0, readwrite);
  properties[PROP_NAMES] = g_param_spec_object ("names", NULL, NULL, G_TYPE_LIST_STORE, readable);
  properties[PROP_PROBLEMS] =
    g_param_spec_flags ("problems", NULL, NULL, RAIL_TYPE_REQUEST_PROBLEMS, 0, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_certificate_request_init (RailCertificateRequest *self)
{
  self->usage = RAIL_USAGE_OPCUA_SERVER;
  self->key_kind = RAIL_KEY_KIND_RSA_2048;
  self->hash = RAIL_HASH_SHA256;
  for (guint i = 0; i < RAIL_SUBJECT_N_PARTS; i++)
    self->subject[i] = g_strdup ("");
  self->names = g_list_store_new (RAIL_TYPE_ALTERNATIVE_NAME);
  self->watches = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_object (self->names, "items-changed", G_CALLBACK (names_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * rail_certificate_request_new:
 * @environment: the clock and the source of serial numbers
 *
 * Makes a request for an OPC UA server certificate with the program's defaults: self-signed, RSA 2048, SHA-256, valid
 * from yesterday's midnight (UTC) for ten calendar years. What is not set explicitly keeps following what it depends on:
 * the end of validity stays within a new issuer's, the hash fits the key that signs.
 *
 * Returns: (transfer full): the request
 */
RailCertificateRequest *
rail_certificate_request_new (RailEnvironment *environment)
{
  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (environment), NULL);

  return g_object_new (RAIL_TYPE_CERTIFICATE_REQUEST, "environment", environment, NULL);
}

/**
 * rail_certificate_request_set_usage:
 * @self: a request
 * @usage: what the certificate will be for
 *
 * Takes key usage and purposes from the profile of @usage. Only with %RAIL_USAGE_CUSTOM can they then be set by their
 * properties; with others such a setting is ignored. The alternative names stay as they are.
 */
void
rail_certificate_request_set_usage (RailCertificateRequest *self,
                                    RailUsage               usage)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self));
  g_return_if_fail (rail_profile_get (usage) != NULL);

  if (self->usage == usage)
    return;
  self->usage = usage;
  drop_usages (self);
  g_object_freeze_notify (G_OBJECT (self));
  rail_certificate_request_apply_honour (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_USAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PURPOSES]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USAGE]);
  refresh_proposals (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * rail_certificate_request_set_issuer:
 * @self: a request
 * @issuer: (nullable): the certificate of the authority that will sign, or %NULL for self-signed
 *
 * Sets who signs. Proposed values that depend on it follow.
 */
void
rail_certificate_request_set_issuer (RailCertificateRequest *self,
                                     RailCertificate        *issuer)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self));
  g_return_if_fail (issuer == NULL || RAIL_IS_CERTIFICATE (issuer));

  if (!g_set_object (&self->issuer, issuer))
    return;
  /* The profiles differ between what is self-signed and what is not. */
  if (self->signing_request == NULL && self->kept != NULL && (issuer == NULL) != self->kept_self_signed
      && self->usage != RAIL_USAGE_CUSTOM)
    drop_usages (self);
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ISSUER]);
  refresh_proposals (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * rail_certificate_request_set_common_name:
 * @self: a request
 * @common_name: (nullable): the common name of the subject
 */
void
rail_certificate_request_set_common_name (RailCertificateRequest *self,
                                          const char             *common_name)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self));

  set_part (self, RAIL_SUBJECT_COMMON_NAME, common_name);
}

/**
 * rail_certificate_request_set_subject:
 * @self: a request
 * @rfc4514: parts of a subject as text, such as `O=Waterworks,C=DE`
 * @error: return location
 *
 * Sets the parts of the subject that @rfc4514 names; the others stay as they are. On an error all stay as they are.
 *
 * Returns: %FALSE with RAIL_PKI_ERROR_MALFORMED when @rfc4514 cannot be read or names something else than CN, O, OU, L,
 *   ST and C
 */
gboolean
rail_certificate_request_set_subject (RailCertificateRequest  *self,
                                      const char              *rfc4514,
                                      GError                 **error)
{
  char *parts[RAIL_SUBJECT_N_PARTS];

  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), FALSE);
  g_return_val_if_fail (rfc4514 != NULL, FALSE);

  if (!rail_subject_parse (rfc4514, parts, error))
    return FALSE;
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < RAIL_SUBJECT_N_PARTS; i++)
    {
      g_autofree char *part = parts[i];

      if (part != NULL)
        set_part (self, i, part);
    }
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

/**
 * rail_certificate_request_set_key_kind:
 * @self: a request
 * @kind: the kind of the key that the certificate will hold
 *
 * Sets the kind of key. Key usage follows the profile, because RSA and elliptic curves differ in it. With a signing
 * request the kind is that of its key, and is not changed.
 */
void
rail_certificate_request_set_key_kind (RailCertificateRequest *self,
                                       RailKeyKind             kind)
{
  gboolean was_rsa;

  g_return_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self));

  if (self->key_kind == kind || self->signing_request != NULL)
    return;
  was_rsa = rail_certificate_request_key_is_rsa (self);
  self->key_kind = kind;
  if (was_rsa != rail_certificate_request_key_is_rsa (self) && self->usage != RAIL_USAGE_CUSTOM)
    drop_usages (self);
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_KIND]);
  refresh_proposals (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * rail_certificate_request_set_hash:
 * @self: a request
 * @hash: the hash of the signature
 *
 * Chooses the hash. From now on it no longer follows the key that signs, even when it is the same as proposed.
 */
void
rail_certificate_request_set_hash (RailCertificateRequest *self,
                                   RailHash                hash)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self));

  self->hash_chosen = TRUE;
  self->hash_inherited = FALSE;
  if (self->hash == hash)
    return;
  self->hash = hash;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HASH]);
  refresh_problems (self);
}

/**
 * rail_certificate_request_set_validity:
 * @self: a request
 * @not_before: begin of validity, seconds since 1970 UTC
 * @not_after: last second of validity, seconds since 1970 UTC
 *
 * Chooses the validity. From now on it no longer follows the issuer's.
 */
void
rail_certificate_request_set_validity (RailCertificateRequest *self,
                                       gint64                  not_before,
                                       gint64                  not_after)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self));

  self->validity_chosen = TRUE;
  g_object_freeze_notify (G_OBJECT (self));
  set_int64 (self, &self->not_before, not_before, PROP_NOT_BEFORE);
  set_int64 (self, &self->not_after, not_after, PROP_NOT_AFTER);
  refresh_problems (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/*< private >
 * rail_certificate_request_refresh:
 * @self: a request
 *
 * Announces everything, and brings it in line, after fields were set behind its back.
 */
void
rail_certificate_request_refresh (RailCertificateRequest *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_USAGE; i < N_PROPS; i++)
    if (i != PROP_PROBLEMS)
      g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  refresh_proposals (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * rail_certificate_request_validate:
 * @self: a request
 *
 * Looks at the whole request anew, the clock included, and brings the "problems" property up to date.
 *
 * Returns: everything that is wrong; without any of %RAIL_REQUEST_ERRORS it can be issued
 */
RailRequestProblems
rail_certificate_request_validate (RailCertificateRequest *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_REQUEST (self), 0);

  refresh_problems (self);
  return self->problems;
}
