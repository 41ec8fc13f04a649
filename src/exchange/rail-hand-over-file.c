/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

struct _RailHandOverFile
{
  GObject      parent_instance;

  RailContent      content;
  char            *path;
  RailEntry       *entry;           /* whose certificate, key or list it is */
  RailCertificate *certificate;     /* the one of entry, or one that it had before */
  char            *description;
};

G_DEFINE_FINAL_TYPE (RailHandOverFile, rail_hand_over_file, G_TYPE_OBJECT)

static void
rail_hand_over_file_finalize (GObject *object)
{
  RailHandOverFile *self = RAIL_HAND_OVER_FILE (object);

  g_free (self->path);
  g_free (self->description);
  g_clear_object (&self->entry);
  g_clear_object (&self->certificate);

  G_OBJECT_CLASS (rail_hand_over_file_parent_class)->finalize (object);
}

static void
rail_hand_over_file_class_init (RailHandOverFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_hand_over_file_finalize;
}

static void
rail_hand_over_file_init (RailHandOverFile *self)
{
}

/* @description is taken over. */
RailHandOverFile *
rail_hand_over_file_new (RailContent      content,
                         const char      *path,
                         RailEntry       *entry,
                         RailCertificate *certificate,
                         char            *description)
{
  RailHandOverFile *self = g_object_new (RAIL_TYPE_HAND_OVER_FILE, NULL);

  self->content = content;
  self->path = g_strdup (path);
  self->entry = g_object_ref (entry);
  self->certificate = g_object_ref (certificate);
  self->description = description;
  return self;
}

RailContent
rail_hand_over_file_get_content (RailHandOverFile *self)
{
  return self->content;
}

RailEntry *
rail_hand_over_file_get_entry (RailHandOverFile *self)
{
  return self->entry;
}

/* The certificate to be written, or whose key signs the list. */
RailCertificate *
rail_hand_over_file_get_certificate (RailHandOverFile *self)
{
  return self->certificate;
}

/**
 * rail_hand_over_file_get_path:
 * @self: a file of a hand-over
 *
 * Returns: (transfer none): where it goes, below the partner's folder
 */
const char *
rail_hand_over_file_get_path (RailHandOverFile *self)
{
  g_return_val_if_fail (RAIL_IS_HAND_OVER_FILE (self), NULL);

  return self->path;
}

/**
 * rail_hand_over_file_get_description:
 * @self: a file of a hand-over
 *
 * Returns: (transfer none): what it is and what the partner needs it for, translated
 */
const char *
rail_hand_over_file_get_description (RailHandOverFile *self)
{
  g_return_val_if_fail (RAIL_IS_HAND_OVER_FILE (self), NULL);

  return self->description;
}

/**
 * rail_hand_over_file_is_private:
 * @self: a file of a hand-over
 *
 * Returns: whether it contains a private key, which must stay with this partner
 */
gboolean
rail_hand_over_file_is_private (RailHandOverFile *self)
{
  g_return_val_if_fail (RAIL_IS_HAND_OVER_FILE (self), FALSE);

  return self->content == RAIL_CONTENT_KEY;
}
