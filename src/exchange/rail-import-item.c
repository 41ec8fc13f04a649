/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-import-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_ENUM_TYPE (RailImportState, rail_import_state,
  G_DEFINE_ENUM_VALUE (RAIL_IMPORT_STATE_NEW, "new"),
  G_DEFINE_ENUM_VALUE (RAIL_IMPORT_STATE_KEY_FOUND, "key-found"),
  G_DEFINE_ENUM_VALUE (RAIL_IMPORT_STATE_DUPLICATE, "duplicate"),
  G_DEFINE_ENUM_VALUE (RAIL_IMPORT_STATE_REFUSED, "refused"),
  G_DEFINE_ENUM_VALUE (RAIL_IMPORT_STATE_ORPHAN, "orphan"),
  G_DEFINE_ENUM_VALUE (RAIL_IMPORT_STATE_REQUEST, "request"),
  G_DEFINE_ENUM_VALUE (RAIL_IMPORT_STATE_LOCKED, "locked"),
  G_DEFINE_ENUM_VALUE (RAIL_IMPORT_STATE_UNREADABLE, "unreadable"))

G_DEFINE_FINAL_TYPE (RailImportItem, rail_import_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_NAME,
  PROP_KIND_TEXT,
  PROP_SOURCE,
  PROP_STATE_TEXT,
  PROP_BECOMES,
  PROP_CAN_CHOOSE,
  PROP_CAN_BE_TRUSTED,
  PROP_CHOSEN,
  PROP_AS_TRUSTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
rail_import_item_finalize (GObject *object)
{
  RailImportItem *self = RAIL_IMPORT_ITEM (object);

  g_clear_object (&self->part);
  g_clear_object (&self->key);
  g_clear_object (&self->authority);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self->name);
  g_free (self->source);
  g_free (self->state_text);
  g_free (self->becomes);
  g_free (self->refusal);

  G_OBJECT_CLASS (rail_import_item_parent_class)->finalize (object);
}

static void
rail_import_item_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  RailImportItem *self = RAIL_IMPORT_ITEM (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_KIND_TEXT:
      g_value_set_string (value, rail_import_item_get_kind_text (self));
      break;
    case PROP_SOURCE:
      g_value_set_string (value, self->source);
      break;
    case PROP_STATE_TEXT:
      g_value_set_string (value, self->state_text);
      break;
    case PROP_BECOMES:
      g_value_set_string (value, self->becomes);
      break;
    case PROP_CAN_CHOOSE:
      g_value_set_boolean (value, rail_import_item_get_can_choose (self));
      break;
    case PROP_CAN_BE_TRUSTED:
      g_value_set_boolean (value, rail_import_item_get_can_be_trusted (self));
      break;
    case PROP_CHOSEN:
      g_value_set_boolean (value, rail_import_item_get_chosen (self));
      break;
    case PROP_AS_TRUSTED:
      g_value_set_boolean (value, self->as_trusted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_import_item_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  RailImportItem *self = RAIL_IMPORT_ITEM (object);

  switch (prop_id)
    {
    case PROP_CHOSEN:
      rail_import_item_set_chosen (self, g_value_get_boolean (value));
      break;
    case PROP_AS_TRUSTED:
      rail_import_item_set_as_trusted (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_import_item_class_init (RailImportItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = rail_import_item_finalize;
  object_class->get_property = rail_import_item_get_property;
  object_class->set_property = rail_import_item_set_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, RAIL_TYPE_IMPORT_STATE, RAIL_IMPORT_STATE_NEW, readable);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, readable);
  properties[PROP_KIND_TEXT] = g_param_spec_string ("kind-text", NULL, NULL, NULL, readable);
  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, NULL, readable);
  properties[PROP_STATE_TEXT] = g_param_spec_string ("state-text", NULL, NULL, NULL, readable);
  properties[PROP_BECOMES] = g_param_spec_string ("becomes", NULL, NULL, NULL, readable);
  properties[PROP_CAN_CHOOSE] = g_param_spec_boolean ("can-choose", NULL, NULL, FALSE, readable);
  properties[PROP_CAN_BE_TRUSTED] = g_param_spec_boolean ("can-be-trusted", NULL, NULL, FALSE, readable);
  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, TRUE, writable);
  properties[PROP_AS_TRUSTED] = g_param_spec_boolean ("as-trusted", NULL, NULL, FALSE, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_import_item_init (RailImportItem *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->is_chosen = TRUE;
}

/*< private >
 * rail_import_item_new:
 * @import: the import, which clears the link when it goes
 * @part: (nullable): what it stands for; %NULL for a file that could not be read
 *
 * Returns: (transfer full): an item without a state yet
 */
RailImportItem *
rail_import_item_new (RailImport     *import,
                      RailBundleItem *part)
{
  RailImportItem *self = g_object_new (RAIL_TYPE_IMPORT_ITEM, NULL);

  self->import = import;
  g_set_object (&self->part, part);
  return self;
}

/*< private >
 * rail_import_item_reset:
 * @self: an item
 * @state: what becomes of it
 * @name: what it is called
 * @source: where it was found
 *
 * Forgets what was planned for an item. What was chosen for it stays.
 */
void
rail_import_item_reset (RailImportItem  *self,
                        RailImportState  state,
                        const char      *name,
                        const char      *source)
{
  g_free (self->name);
  self->name = g_strdup (name);
  g_free (self->source);
  self->source = g_strdup (source);
  g_clear_object (&self->key);
  g_clear_object (&self->authority);
  g_clear_pointer (&self->refusal, g_free);
  g_ptr_array_set_size (self->entries, 0);
  self->state = state;
  self->is_certificate = FALSE;
  self->is_choosable = FALSE;
}

/*< private >
 * rail_import_item_add_entry:
 * @self: an item
 * @entry: an entry of the project that it has to do with
 */
void
rail_import_item_add_entry (RailImportItem *self,
                            RailEntry      *entry)
{
  g_ptr_array_add (self->entries, g_object_ref (entry));
}

/*< private >
 * rail_import_item_update:
 * @self: an item
 * @state_text: a sentence about its state
 * @becomes: what becomes of it; empty if it is not taken
 *
 * Tells everybody of the new plan.
 */
void
rail_import_item_update (RailImportItem *self,
                         const char     *state_text,
                         const char     *becomes)
{
  g_free (self->state_text);
  self->state_text = g_strdup (state_text);
  g_free (self->becomes);
  self->becomes = g_strdup (becomes);
  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static const char *
describe_kind (RailImportItem *self)
{
  if (self->key == NULL || self->as_trusted)
    return _("Trusted certificate");
  return rail_certificate_is_ca (rail_import_item_get_certificate (self)) ? _("Certificate authority")
                                                                           : _("Device certificate");
}

/*< private >
 * rail_import_item_settle:
 * @self: an item for a certificate that is not there yet
 *
 * Decides what becomes of a certificate, by its key and by what the user wants.
 */
void
rail_import_item_settle (RailImportItem *self)
{
  gboolean refused = self->refusal != NULL && !self->as_trusted;

  self->state = refused ? RAIL_IMPORT_STATE_REFUSED : RAIL_IMPORT_STATE_NEW;
  self->is_choosable = !refused;
  rail_import_item_update (self, refused ? self->refusal : _("New."), refused ? "" : describe_kind (self));
}

/**
 * rail_import_state_get_nick:
 * @state: a state
 *
 * Returns: (transfer none): its name for programs, such as "new"
 */
const char *
rail_import_state_get_nick (RailImportState state)
{
  g_autoptr(GEnumClass) values = g_type_class_ref (RAIL_TYPE_IMPORT_STATE);
  GEnumValue *value = g_enum_get_value (values, (int) state);

  g_return_val_if_fail (value != NULL, NULL);

  return value->value_nick;
}

/**
 * rail_import_item_get_state:
 * @self: an item
 *
 * Returns: what becomes of it
 */
RailImportState
rail_import_item_get_state (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), RAIL_IMPORT_STATE_UNREADABLE);

  return self->state;
}

/**
 * rail_import_item_get_name:
 * @self: an item
 *
 * Returns: (transfer none): the common name or the subject, with the name that the file gives it if that is another
 */
const char *
rail_import_item_get_name (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), NULL);

  return self->name;
}

/**
 * rail_import_item_get_kind_text:
 * @self: an item
 *
 * Returns: (transfer none): what it is, for people, such as “Certificate with private key”
 */
const char *
rail_import_item_get_kind_text (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), NULL);

  if (self->part == NULL)
    return _("File");
  switch (rail_bundle_item_get_kind (self->part))
    {
    case RAIL_BUNDLE_CERTIFICATE:
      return self->key != NULL ? _("Certificate with private key") : _("Certificate");
    case RAIL_BUNDLE_KEY:
      return _("Private key");
    case RAIL_BUNDLE_REVOCATION_LIST:
      return _("Revocation list");
    case RAIL_BUNDLE_SIGNING_REQUEST:
      return _("Signing request");
    case RAIL_BUNDLE_UNREADABLE:
    case RAIL_BUNDLE_LOCKED:
      return rail_bundle_item_get_label (self->part);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * rail_import_item_get_source:
 * @self: an item
 *
 * Returns: (transfer none): the file, and the place in it
 */
const char *
rail_import_item_get_source (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), NULL);

  return self->source;
}

/**
 * rail_import_item_get_state_text:
 * @self: an item
 *
 * Returns: (transfer none): its state as a sentence, with the reason where there is one
 */
const char *
rail_import_item_get_state_text (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), NULL);

  return self->state_text;
}

/**
 * rail_import_item_get_becomes:
 * @self: an item
 *
 * Returns: (transfer none): what it becomes in the project, such as “Device certificate”; empty if it is not taken
 */
const char *
rail_import_item_get_becomes (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), NULL);

  return self->becomes;
}

/**
 * rail_import_item_get_can_choose:
 * @self: an item
 *
 * Returns: whether the project could take it; a revocation list only together with its authority
 */
gboolean
rail_import_item_get_can_choose (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), FALSE);

  return self->is_choosable && (self->authority == NULL || rail_import_item_get_chosen (self->authority));
}

/**
 * rail_import_item_get_can_be_trusted:
 * @self: an item
 *
 * Returns: whether it is a certificate with a key, that could be taken as trusted without it
 */
gboolean
rail_import_item_get_can_be_trusted (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), FALSE);

  return self->is_certificate && self->key != NULL;
}

/**
 * rail_import_item_get_chosen:
 * @self: an item
 *
 * Returns: whether rail_import_take() takes it
 */
gboolean
rail_import_item_get_chosen (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), FALSE);

  return self->is_chosen && rail_import_item_get_can_choose (self);
}

/**
 * rail_import_item_set_chosen:
 * @self: an item
 * @chosen: whether to take it, if it can be taken
 */
void
rail_import_item_set_chosen (RailImportItem *self,
                             gboolean        chosen)
{
  g_return_if_fail (RAIL_IS_IMPORT_ITEM (self));

  if (self->is_chosen == !!chosen)
    return;
  self->is_chosen = !!chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
  if (self->import != NULL)
    rail_import_choice_changed (self->import, self);
}

/**
 * rail_import_item_set_as_trusted:
 * @self: an item
 * @as_trusted: whether a certificate shall go to the trusted ones, without its key
 */
void
rail_import_item_set_as_trusted (RailImportItem *self,
                                 gboolean        as_trusted)
{
  g_return_if_fail (RAIL_IS_IMPORT_ITEM (self));

  if (self->as_trusted == !!as_trusted)
    return;
  self->as_trusted = !!as_trusted;
  if (self->is_certificate)
    rail_import_item_settle (self);
  if (self->import != NULL)
    rail_import_choice_changed (self->import, self);
}

/**
 * rail_import_item_get_certificate:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the certificate, if it is one
 */
RailCertificate *
rail_import_item_get_certificate (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), NULL);

  return self->part != NULL ? rail_bundle_item_get_certificate (self->part) : NULL;
}

/**
 * rail_import_item_get_signing_request:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the signing request, if it is one
 */
RailSigningRequest *
rail_import_item_get_signing_request (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), NULL);

  return self->part != NULL ? rail_bundle_item_get_signing_request (self->part) : NULL;
}

/**
 * rail_import_item_get_entry:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the entry that has it already, that gets the key or the revocation list, or, after
 *   rail_import_take(), that was made of it
 */
RailEntry *
rail_import_item_get_entry (RailImportItem *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_ITEM (self), NULL);

  return self->entries->len > 0 ? self->entries->pdata[0] : NULL;
}
