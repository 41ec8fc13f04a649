/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-generation.h"

#include <glib/gi18n-lib.h>

struct _RailGeneration
{
  GObject               parent_instance;

  RailCertificate      *certificate;
  RailKey              *key;
  GBytes               *sealed_key;
  gint64                until;
  RailGenerationReason  reason;
  char                 *by;
  char                 *note;

  gboolean              revoked;
  gint64                revocation_date;
  RailRevocationReason  revocation_reason;
};

G_DEFINE_FINAL_TYPE (RailGeneration, rail_generation, G_TYPE_OBJECT)

/**
 * rail_generation_reason_get_type:
 *
 * Returns: the type of #RailGenerationReason
 */
G_DEFINE_ENUM_TYPE (RailGenerationReason, rail_generation_reason,
                    G_DEFINE_ENUM_VALUE (RAIL_GENERATION_RENEWED, "renewed"),
                    G_DEFINE_ENUM_VALUE (RAIL_GENERATION_REISSUED, "reissued"),
                    G_DEFINE_ENUM_VALUE (RAIL_GENERATION_REPLACED, "replaced"),
                    G_DEFINE_ENUM_VALUE (RAIL_GENERATION_ANSWERED, "answered"))

static const struct
{
  const char *nick;
  const char *label;
} reasons[] = {
  [RAIL_GENERATION_RENEWED] = { "renewed", NC_("generation", "Renewed") },
  [RAIL_GENERATION_REISSUED] = { "reissued", NC_("generation", "Issued again after its issuer was renewed") },
  [RAIL_GENERATION_REPLACED] = { "replaced", NC_("generation", "Replaced") },
  [RAIL_GENERATION_ANSWERED] = { "answered", NC_("generation", "Answered by an outside authority") },
};

static void
rail_generation_finalize (GObject *object)
{
  RailGeneration *self = RAIL_GENERATION (object);

  g_clear_object (&self->certificate);
  g_clear_object (&self->key);
  g_clear_pointer (&self->sealed_key, g_bytes_unref);
  g_free (self->by);
  g_free (self->note);

  G_OBJECT_CLASS (rail_generation_parent_class)->finalize (object);
}

static void
rail_generation_class_init (RailGenerationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_generation_finalize;
}

static void
rail_generation_init (RailGeneration *self)
{
}

/**
 * rail_generation_reason_get_nick:
 * @reason: why a certificate was followed by another
 *
 * Returns: (transfer none): its name in project files, such as `renewed`
 */
const char *
rail_generation_reason_get_nick (RailGenerationReason reason)
{
  g_return_val_if_fail ((guint) reason < G_N_ELEMENTS (reasons), NULL);

  return reasons[reason].nick;
}

/**
 * rail_generation_reason_get_label:
 * @reason: why a certificate was followed by another
 *
 * Returns: (transfer none): the reason in the user's language
 */
const char *
rail_generation_reason_get_label (RailGenerationReason reason)
{
  g_return_val_if_fail ((guint) reason < G_N_ELEMENTS (reasons), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "generation", reasons[reason].label);
}

/**
 * rail_generation_reason_parse:
 * @nick: a name as rail_generation_reason_get_nick() gives it
 * @out_reason: (out): the reason
 *
 * Returns: whether there is such a reason
 */
gboolean
rail_generation_reason_parse (const char           *nick,
                              RailGenerationReason *out_reason)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_reason != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (nick, reasons[i].nick))
      {
        *out_reason = (RailGenerationReason) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * rail_generation_new:
 * @certificate: the certificate that an entry had
 * @key: (nullable): its private key
 * @sealed_key: (nullable): the key as stored, if it cannot be read without the vault key
 * @until: when another took its place, in seconds since 1970
 * @reason: why
 * @by: (nullable): the user who did it
 * @note: (nullable): what the user gave as the reason
 *
 * Returns: (transfer full): a generation
 */
RailGeneration *
rail_generation_new (RailCertificate      *certificate,
                     RailKey              *key,
                     GBytes               *sealed_key,
                     gint64                until,
                     RailGenerationReason  reason,
                     const char           *by,
                     const char           *note)
{
  RailGeneration *self;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (key == NULL || RAIL_IS_KEY (key), NULL);

  self = g_object_new (RAIL_TYPE_GENERATION, NULL);
  self->certificate = g_object_ref (certificate);
  self->key = key != NULL ? g_object_ref (key) : NULL;
  self->sealed_key = sealed_key != NULL ? g_bytes_ref (sealed_key) : NULL;
  self->until = until;
  self->reason = reason;
  self->by = g_strdup (by);
  self->note = g_strdup (note);
  return self;
}

/**
 * rail_generation_new_revoked:
 * @self: a generation
 * @date: when its certificate was revoked, in seconds since 1970
 * @reason: why
 *
 * Returns: (transfer full): the same generation, revoked
 */
RailGeneration *
rail_generation_new_revoked (RailGeneration       *self,
                             gint64                date,
                             RailRevocationReason  reason)
{
  RailGeneration *revoked;

  g_return_val_if_fail (RAIL_IS_GENERATION (self), NULL);

  revoked = rail_generation_new_unrevoked (self);
  revoked->revoked = TRUE;
  revoked->revocation_date = date;
  revoked->revocation_reason = reason;
  return revoked;
}

/**
 * rail_generation_new_unrevoked:
 * @self: a generation
 *
 * Returns: (transfer full): the same generation, not revoked
 */
RailGeneration *
rail_generation_new_unrevoked (RailGeneration *self)
{
  g_return_val_if_fail (RAIL_IS_GENERATION (self), NULL);

  return rail_generation_new (self->certificate, self->key, self->sealed_key, self->until, self->reason, self->by,
                              self->note);
}

/**
 * rail_generation_get_certificate:
 * @self: a generation
 *
 * Returns: (transfer none): its certificate
 */
RailCertificate *
rail_generation_get_certificate (RailGeneration *self)
{
  g_return_val_if_fail (RAIL_IS_GENERATION (self), NULL);

  return self->certificate;
}

/**
 * rail_generation_get_key:
 * @self: a generation
 *
 * Returns: (transfer none) (nullable): its private key, if the project has it and may read it
 */
RailKey *
rail_generation_get_key (RailGeneration *self)
{
  g_return_val_if_fail (RAIL_IS_GENERATION (self), NULL);

  return self->key;
}

/**
 * rail_generation_get_sealed_key:
 * @self: a generation
 *
 * Returns: (transfer none) (nullable): its private key as stored, if it cannot be read without the vault key
 */
GBytes *
rail_generation_get_sealed_key (RailGeneration *self)
{
  g_return_val_if_fail (RAIL_IS_GENERATION (self), NULL);

  return self->sealed_key;
}

/**
 * rail_generation_get_until:
 * @self: a generation
 *
 * Returns: when another took its place, in seconds since 1970
 */
gint64
rail_generation_get_until (RailGeneration *self)
{
  g_return_val_if_fail (RAIL_IS_GENERATION (self), 0);

  return self->until;
}

/**
 * rail_generation_get_reason:
 * @self: a generation
 *
 * Returns: why another took its place
 */
RailGenerationReason
rail_generation_get_reason (RailGeneration *self)
{
  g_return_val_if_fail (RAIL_IS_GENERATION (self), RAIL_GENERATION_REPLACED);

  return self->reason;
}

/**
 * rail_generation_get_by:
 * @self: a generation
 *
 * Returns: (transfer none) (nullable): the user who put another in its place
 */
const char *
rail_generation_get_by (RailGeneration *self)
{
  g_return_val_if_fail (RAIL_IS_GENERATION (self), NULL);

  return self->by;
}

/**
 * rail_generation_get_note:
 * @self: a generation
 *
 * Returns: (transfer none) (nullable): what that user gave as the reason
 */
const char *
rail_generation_get_note (RailGeneration *self)
{
  g_return_val_if_fail (RAIL_IS_GENERATION (self), NULL);

  return self->note;
}

/**
 * rail_generation_is_revoked:
 * @self: a generation
 * @out_date: (out) (optional): when its certificate was revoked, in seconds since 1970
 * @out_reason: (out) (optional): why
 *
 * Returns: whether it is revoked
 */
gboolean
rail_generation_is_revoked (RailGeneration       *self,
                            gint64               *out_date,
                            RailRevocationReason *out_reason)
{
  g_return_val_if_fail (RAIL_IS_GENERATION (self), FALSE);

  if (out_date != NULL)
    *out_date = self->revocation_date;
  if (out_reason != NULL)
    *out_reason = self->revocation_reason;
  return self->revoked;
}
