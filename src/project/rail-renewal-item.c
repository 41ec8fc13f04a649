/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-renewal-private.h"

#include <glib/gi18n-lib.h>

#include "rail-section.h"

struct _RailRenewalItem
{
  GObject                 parent_instance;

  RailEntry              *entry;
  RailRenewalItem        *parent;      /* of the issuer, if it is renewed in the same step */
  RailEntry              *issuer;
  RailEntry              *cause;
  RailCertificateRequest *request;
  char                   *problem;
  char                   *summary;
  gboolean                keeps_key;
  gboolean                shortened;
};

G_DEFINE_FINAL_TYPE (RailRenewalItem, rail_renewal_item, G_TYPE_OBJECT)

enum
{
  PROP_ENTRY = 1,
  PROP_REQUEST,
  PROP_ISSUER,
  PROP_CAUSE,
  PROP_PROBLEM,
  PROP_SUMMARY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
describe_key (RailRenewalItem *self)
{
  RailKeyKind kind = rail_certificate_request_get_key_kind (self->request);
  RailCertificate *certificate = rail_entry_get_certificate (self->entry);

  if (kind != RAIL_KEY_KIND_OTHER)
    return g_strdup (rail_key_kind_get_label (kind));
  /* Of an imported certificate, such as RSA 1024; only the same key can be of such a kind. */
  return g_strdup_printf ("%s %u", rail_certificate_get_key_algorithm (certificate),
                          rail_certificate_get_key_bits (certificate));
}

/* Exactly what will be issued, in one line. */
static char *
summarize (RailRenewalItem *self)
{
  g_autofree char *kind = describe_key (self);
  const char *hash = rail_hash_get_label (rail_certificate_request_get_hash (self->request));
  g_autofree char *from = rail_format_day (rail_certificate_request_get_not_before (self->request));
  g_autofree char *to = rail_format_day (rail_certificate_request_get_not_after (self->request));
  g_autofree char *key = NULL;
  g_autofree char *issuer = NULL;

  /* Translators: a key such as “RSA 2048” */
  key = g_strdup_printf (self->keeps_key ? _("same key, %s") : _("new key, %s"), kind);
  if (self->issuer == NULL)
    issuer = g_strdup (_("self-signed"));
  else
    /* Translators: a name and a certificate ID */
    issuer = g_strdup_printf (_("issued by “%s” (ID %u)"),
                              rail_certificate_get_common_name (rail_entry_get_certificate (self->issuer)),
                              rail_entry_get_id (self->issuer));
  if (self->shortened)
    /* Translators: key, hash, two dates, issuer */
    return g_strdup_printf (_("%s, %s, %s to %s (ends with its issuer), %s"), key, hash, from, to, issuer);
  /* Translators: key, hash, two dates, issuer */
  return g_strdup_printf (_("%s, %s, %s to %s, %s"), key, hash, from, to, issuer);
}

static void
rail_renewal_item_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  RailRenewalItem *self = RAIL_RENEWAL_ITEM (object);

  switch (property_id)
    {
    case PROP_ENTRY:
      g_value_set_object (value, self->entry);
      break;
    case PROP_REQUEST:
      g_value_set_object (value, self->request);
      break;
    case PROP_ISSUER:
      g_value_set_object (value, self->issuer);
      break;
    case PROP_CAUSE:
      g_value_set_object (value, self->cause);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, rail_renewal_item_get_summary (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_renewal_item_finalize (GObject *object)
{
  RailRenewalItem *self = RAIL_RENEWAL_ITEM (object);

  g_clear_object (&self->entry);
  g_clear_object (&self->parent);
  g_clear_object (&self->issuer);
  g_clear_object (&self->cause);
  g_clear_object (&self->request);
  g_free (self->problem);
  g_free (self->summary);

  G_OBJECT_CLASS (rail_renewal_item_parent_class)->finalize (object);
}

static void
rail_renewal_item_class_init (RailRenewalItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rail_renewal_item_get_property;
  object_class->finalize = rail_renewal_item_finalize;

  properties[PROP_ENTRY] = g_param_spec_object ("entry", NULL, NULL, RAIL_TYPE_ENTRY, readable);
  properties[PROP_REQUEST] = g_param_spec_object ("request", NULL, NULL, RAIL_TYPE_CERTIFICATE_REQUEST, readable);
  properties[PROP_ISSUER] = g_param_spec_object ("issuer", NULL, NULL, RAIL_TYPE_ENTRY, readable);
  properties[PROP_CAUSE] = g_param_spec_object ("cause", NULL, NULL, RAIL_TYPE_ENTRY, readable);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, readable);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_renewal_item_init (RailRenewalItem *self)
{
}

/*< private >
 * rail_renewal_item_new:
 * @entry: the entry that gets a new certificate
 * @parent: (nullable): the item of its issuer, if that is renewed in the same step
 * @cause: (nullable): the authority whose new key is the reason
 * @keeps_key: whether the new certificate is for the same key
 *
 * Returns: (transfer full): an item without request; it gets a request or a problem
 */
RailRenewalItem *
rail_renewal_item_new (RailEntry       *entry,
                       RailRenewalItem *parent,
                       RailEntry       *cause,
                       gboolean         keeps_key)
{
  RailRenewalItem *self = g_object_new (RAIL_TYPE_RENEWAL_ITEM, NULL);

  self->entry = g_object_ref (entry);
  g_set_object (&self->parent, parent);
  g_set_object (&self->cause, cause);
  self->keeps_key = keeps_key;
  return self;
}

/*< private >
 * rail_renewal_item_set_issuer:
 * @self: an item
 * @issuer: (nullable): the authority that signs
 */
void
rail_renewal_item_set_issuer (RailRenewalItem *self,
                              RailEntry       *issuer)
{
  g_set_object (&self->issuer, issuer);
}

/*< private >
 * rail_renewal_item_take_request:
 * @self: an item
 * @request: (transfer full): what will be issued
 * @shortened: whether it ends earlier than wanted, with its issuer
 */
void
rail_renewal_item_take_request (RailRenewalItem        *self,
                                RailCertificateRequest *request,
                                gboolean                shortened)
{
  g_clear_object (&self->request);
  self->request = request;
  self->shortened = shortened;
}

/*< private >
 * rail_renewal_item_take_problem:
 * @self: an item
 * @problem: (transfer full): why nothing can be issued, in one sentence
 */
void
rail_renewal_item_take_problem (RailRenewalItem *self,
                                char            *problem)
{
  g_free (self->problem);
  self->problem = problem;
}

/*< private >
 * rail_renewal_item_get_parent:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the item of the issuer, whose new certificate signs
 */
RailRenewalItem *
rail_renewal_item_get_parent (RailRenewalItem *self)
{
  return self->parent;
}

/*< private >
 * rail_renewal_item_is_shortened:
 * @self: an item
 *
 * Returns: whether it ends earlier than wanted, with its issuer
 */
gboolean
rail_renewal_item_is_shortened (RailRenewalItem *self)
{
  return self->shortened;
}

/**
 * rail_renewal_item_get_entry:
 * @self: an item
 *
 * Returns: (transfer none): the entry that gets a new certificate
 */
RailEntry *
rail_renewal_item_get_entry (RailRenewalItem *self)
{
  g_return_val_if_fail (RAIL_IS_RENEWAL_ITEM (self), NULL);

  return self->entry;
}

/**
 * rail_renewal_item_get_request:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what will be issued, to be looked at; its issuer is the present certificate of
 *   the authority, even if that is renewed in the same step. %NULL if there is a problem that leaves nothing to show
 */
RailCertificateRequest *
rail_renewal_item_get_request (RailRenewalItem *self)
{
  g_return_val_if_fail (RAIL_IS_RENEWAL_ITEM (self), NULL);

  return self->request;
}

/**
 * rail_renewal_item_get_issuer:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the authority that will sign; %NULL if self-signed
 */
RailEntry *
rail_renewal_item_get_issuer (RailRenewalItem *self)
{
  g_return_val_if_fail (RAIL_IS_RENEWAL_ITEM (self), NULL);

  return self->issuer;
}

/**
 * rail_renewal_item_get_cause:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the authority whose new key is why this certificate is issued again; %NULL if it
 *   was chosen itself
 */
RailEntry *
rail_renewal_item_get_cause (RailRenewalItem *self)
{
  g_return_val_if_fail (RAIL_IS_RENEWAL_ITEM (self), NULL);

  return self->cause;
}

/**
 * rail_renewal_item_keeps_key:
 * @self: an item
 *
 * Returns: whether the new certificate is for the key that the entry has now
 */
gboolean
rail_renewal_item_keeps_key (RailRenewalItem *self)
{
  g_return_val_if_fail (RAIL_IS_RENEWAL_ITEM (self), FALSE);

  return self->keeps_key;
}

/**
 * rail_renewal_item_get_problem:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): why it cannot be renewed and what to do instead, in one sentence
 */
const char *
rail_renewal_item_get_problem (RailRenewalItem *self)
{
  g_return_val_if_fail (RAIL_IS_RENEWAL_ITEM (self), NULL);

  return self->problem;
}

/**
 * rail_renewal_item_get_summary:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): key, hash, validity and issuer of what will be issued, in one line
 */
const char *
rail_renewal_item_get_summary (RailRenewalItem *self)
{
  g_return_val_if_fail (RAIL_IS_RENEWAL_ITEM (self), NULL);

  /* Made when somebody looks: a thousand of them are not free. */
  if (self->summary == NULL && self->request != NULL)
    self->summary = summarize (self);
  return self->summary;
}
