/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-trust-private.h"

#include <glib/gi18n-lib.h>

struct _RailTrustItem
{
  GObject          parent_instance;

  guint            id;
  RailCertificate *certificate;
  gboolean         is_earlier;
  char            *refusal;      /* why it is not to be trusted, or NULL */
  RailTrustLevel   level;
};

G_DEFINE_FINAL_TYPE (RailTrustItem, rail_trust_item, G_TYPE_OBJECT)

static const struct
{
  const char *nick;
  const char *label;
} levels[] = {
  [RAIL_TRUST_ABSENT] = { "absent", N_("Not there") },
  [RAIL_TRUST_PRESENT] = { "present", N_("There, but not trusted") },
  [RAIL_TRUST_PEER] = { "peer", N_("Trusted by itself") },
  [RAIL_TRUST_AUTHORITY] = { "authority", N_("Trusted with all that it has issued") },
};

static void
rail_trust_item_finalize (GObject *object)
{
  RailTrustItem *self = RAIL_TRUST_ITEM (object);

  g_clear_object (&self->certificate);
  g_free (self->refusal);

  G_OBJECT_CLASS (rail_trust_item_parent_class)->finalize (object);
}

static void
rail_trust_item_class_init (RailTrustItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_trust_item_finalize;
}

static void
rail_trust_item_init (RailTrustItem *self)
{
}

RailTrustItem *
rail_trust_item_new (guint            id,
                     RailCertificate *certificate,
                     gboolean         is_earlier,
                     const char      *refusal)
{
  RailTrustItem *self = g_object_new (RAIL_TYPE_TRUST_ITEM, NULL);

  self->id = id;
  self->certificate = g_object_ref (certificate);
  self->is_earlier = is_earlier;
  self->refusal = g_strdup (refusal);
  return self;
}

void
rail_trust_item_set_level (RailTrustItem  *self,
                           RailTrustLevel  level)
{
  self->level = level;
}

/**
 * rail_trust_level_get_nick:
 * @level: how a store stands to a certificate
 *
 * Returns: (transfer none): its name for scripts
 */
const char *
rail_trust_level_get_nick (RailTrustLevel level)
{
  g_return_val_if_fail ((gsize) level < G_N_ELEMENTS (levels), NULL);

  return levels[level].nick;
}

/**
 * rail_trust_level_get_label:
 * @level: how a store stands to a certificate
 *
 * Returns: (transfer none): the same for people, translated
 */
const char *
rail_trust_level_get_label (RailTrustLevel level)
{
  g_return_val_if_fail ((gsize) level < G_N_ELEMENTS (levels), NULL);

  return _(levels[level].label);
}

/**
 * rail_trust_item_get_id:
 * @self: a certificate in a store
 *
 * Returns: the ID of the entry whose certificate it is or was
 */
guint
rail_trust_item_get_id (RailTrustItem *self)
{
  g_return_val_if_fail (RAIL_IS_TRUST_ITEM (self), 0);

  return self->id;
}

/**
 * rail_trust_item_get_certificate:
 * @self: a certificate in a store
 *
 * Returns: (transfer none): the certificate
 */
RailCertificate *
rail_trust_item_get_certificate (RailTrustItem *self)
{
  g_return_val_if_fail (RAIL_IS_TRUST_ITEM (self), NULL);

  return self->certificate;
}

/**
 * rail_trust_item_get_name:
 * @self: a certificate in a store
 *
 * Returns: (transfer none): its common name, or its whole subject if it has none
 */
const char *
rail_trust_item_get_name (RailTrustItem *self)
{
  const char *name;

  g_return_val_if_fail (RAIL_IS_TRUST_ITEM (self), NULL);

  name = rail_certificate_get_common_name (self->certificate);
  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (self->certificate);
}

/**
 * rail_trust_item_get_level:
 * @self: a certificate in a store
 *
 * Returns: how the store stood to it when it was read
 */
RailTrustLevel
rail_trust_item_get_level (RailTrustItem *self)
{
  g_return_val_if_fail (RAIL_IS_TRUST_ITEM (self), RAIL_TRUST_ABSENT);

  return self->level;
}

/**
 * rail_trust_item_is_earlier:
 * @self: a certificate in a store
 *
 * Returns: whether its entry has had another certificate since
 */
gboolean
rail_trust_item_is_earlier (RailTrustItem *self)
{
  g_return_val_if_fail (RAIL_IS_TRUST_ITEM (self), FALSE);

  return self->is_earlier;
}

/**
 * rail_trust_item_can_add:
 * @self: a certificate in a store
 *
 * Returns: whether there is nothing against trusting it
 */
gboolean
rail_trust_item_can_add (RailTrustItem *self)
{
  g_return_val_if_fail (RAIL_IS_TRUST_ITEM (self), FALSE);

  return self->refusal == NULL;
}

/**
 * rail_trust_item_get_refusal:
 * @self: a certificate in a store
 *
 * Returns: (transfer none) (nullable): why it is not to be trusted, in a sentence: it has expired, is revoked or is an
 *   earlier one
 */
const char *
rail_trust_item_get_refusal (RailTrustItem *self)
{
  g_return_val_if_fail (RAIL_IS_TRUST_ITEM (self), NULL);

  return self->refusal;
}
