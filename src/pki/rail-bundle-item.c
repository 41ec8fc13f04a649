/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-bundle"

#include "config.h"

#include "rail-bundle-private.h"

struct _RailBundleItem
{
  GObject             parent_instance;

  /* Set once, before anybody else sees the object. */
  RailBundleItemKind  kind;
  gpointer            object;             /* nullable */
  char               *label;
  char               *where;
  char               *reason;             /* nullable */
  char               *friendly_name;      /* nullable */
  GBytes             *local_key_id;       /* nullable */
  gboolean            password_is_wrong;
};

G_DEFINE_FINAL_TYPE (RailBundleItem, rail_bundle_item, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (RailBundleItemKind, rail_bundle_item_kind,
                    G_DEFINE_ENUM_VALUE (RAIL_BUNDLE_CERTIFICATE, "certificate"),
                    G_DEFINE_ENUM_VALUE (RAIL_BUNDLE_KEY, "key"),
                    G_DEFINE_ENUM_VALUE (RAIL_BUNDLE_REVOCATION_LIST, "revocation-list"),
                    G_DEFINE_ENUM_VALUE (RAIL_BUNDLE_SIGNING_REQUEST, "signing-request"),
                    G_DEFINE_ENUM_VALUE (RAIL_BUNDLE_UNREADABLE, "unreadable"),
                    G_DEFINE_ENUM_VALUE (RAIL_BUNDLE_LOCKED, "locked"))

static void
rail_bundle_item_finalize (GObject *object)
{
  RailBundleItem *self = RAIL_BUNDLE_ITEM (object);

  g_clear_object (&self->object);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->where, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->friendly_name, g_free);
  g_clear_pointer (&self->local_key_id, g_bytes_unref);

  G_OBJECT_CLASS (rail_bundle_item_parent_class)->finalize (object);
}

static void
rail_bundle_item_class_init (RailBundleItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_bundle_item_finalize;
}

static void
rail_bundle_item_init (RailBundleItem *self)
{
}

/*< private >
 * rail_bundle_item_new:
 * @kind: what it is
 * @object: (transfer full) (nullable): the thing itself, of the type that goes with @kind
 * @label: what it was in the file
 * @place: where it was
 * @reason: (nullable): why it cannot be read, or is locked
 * @password_is_wrong: whether a password was tried in vain
 *
 * Returns: (transfer full): the item
 */
RailBundleItem *
rail_bundle_item_new (RailBundleItemKind     kind,
                      gpointer               object,
                      const char            *label,
                      const RailBundlePlace *place,
                      const char            *reason,
                      gboolean               password_is_wrong)
{
  RailBundleItem *self = g_object_new (RAIL_TYPE_BUNDLE_ITEM, NULL);

  self->kind = kind;
  self->object = object;
  self->label = g_strdup (label);
  self->where = g_strdup (place->where);
  self->reason = g_strdup (reason);
  self->friendly_name = g_strdup (place->friendly_name);
  self->local_key_id = place->local_key_id != NULL ? g_bytes_ref (place->local_key_id) : NULL;
  self->password_is_wrong = password_is_wrong;
  return self;
}

/**
 * rail_bundle_item_get_kind:
 * @self: an item
 *
 * Returns: what it is
 */
RailBundleItemKind
rail_bundle_item_get_kind (RailBundleItem *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE_ITEM (self), RAIL_BUNDLE_UNREADABLE);

  return self->kind;
}

/**
 * rail_bundle_item_get_certificate:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the certificate, %NULL if it is something else
 */
RailCertificate *
rail_bundle_item_get_certificate (RailBundleItem *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE_ITEM (self), NULL);

  return self->kind == RAIL_BUNDLE_CERTIFICATE ? self->object : NULL;
}

/**
 * rail_bundle_item_get_key:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the private key, %NULL if it is something else
 */
RailKey *
rail_bundle_item_get_key (RailBundleItem *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE_ITEM (self), NULL);

  return self->kind == RAIL_BUNDLE_KEY ? self->object : NULL;
}

/**
 * rail_bundle_item_get_revocation_list:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the revocation list, %NULL if it is something else
 */
RailRevocationList *
rail_bundle_item_get_revocation_list (RailBundleItem *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE_ITEM (self), NULL);

  return self->kind == RAIL_BUNDLE_REVOCATION_LIST ? self->object : NULL;
}

/**
 * rail_bundle_item_get_signing_request:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the signing request, %NULL if it is something else
 */
RailSigningRequest *
rail_bundle_item_get_signing_request (RailBundleItem *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE_ITEM (self), NULL);

  return self->kind == RAIL_BUNDLE_SIGNING_REQUEST ? self->object : NULL;
}

/**
 * rail_bundle_item_get_label:
 * @self: an item
 *
 * Returns: (transfer none): what it was in the file, in the user's language, such as "PEM certificate"
 */
const char *
rail_bundle_item_get_label (RailBundleItem *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE_ITEM (self), NULL);

  return self->label;
}

/**
 * rail_bundle_item_get_where:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): where it begins, in the user's language, such as "line 12"; %NULL where there is
 *   only one place
 */
const char *
rail_bundle_item_get_where (RailBundleItem *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE_ITEM (self), NULL);

  return self->where;
}

/**
 * rail_bundle_item_get_reason:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): a sentence that says why it cannot be read or is locked, in the user's language;
 *   %NULL if it was read
 */
const char *
rail_bundle_item_get_reason (RailBundleItem *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE_ITEM (self), NULL);

  return self->reason;
}

/**
 * rail_bundle_item_is_password_wrong:
 * @self: an item
 *
 * Returns: whether it is locked although a password was given; a locked item without it only lacks one
 */
gboolean
rail_bundle_item_is_password_wrong (RailBundleItem *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE_ITEM (self), FALSE);

  return self->password_is_wrong;
}

/**
 * rail_bundle_item_get_friendly_name:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the name that a PKCS#12 file gives it, safe to show
 */
const char *
rail_bundle_item_get_friendly_name (RailBundleItem *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE_ITEM (self), NULL);

  return self->friendly_name;
}

/**
 * rail_bundle_item_get_local_key_id:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the bytes by which a PKCS#12 file ties a key and its certificate together. Each
 *   program makes them in another way, so they can only be compared.
 */
GBytes *
rail_bundle_item_get_local_key_id (RailBundleItem *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE_ITEM (self), NULL);

  return self->local_key_id;
}
