/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

struct _RailHandOverFile
{
  GObject      parent_instance;

  RailContent      content;
  char            *path;
  RailEntry       *entry;           /* (nullable): whose certificate, key or list it is */
  RailCertificate *certificate;     /* (nullable): the one of entry, or one that it had before */
  GPtrArray       *authorities;     /* (nullable): of RailEntry */
  GPtrArray       *chain;           /* (nullable): of RailCertificate */
  GBytes          *text;            /* (nullable) */
  char            *description;
  gboolean         is_program;
  gboolean         is_renewed;
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
  g_clear_pointer (&self->authorities, g_ptr_array_unref);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_clear_pointer (&self->text, g_bytes_unref);

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

/* @description is taken over. Text is of nobody: @entry and @certificate are NULL. */
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
  g_set_object (&self->entry, entry);
  g_set_object (&self->certificate, certificate);
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

/* The certificates of a chain, a bundle or a PKCS #12 file besides its own; with @authorities the same of whose lists there
 * are. Both are shared. */
void
rail_hand_over_file_set_chain (RailHandOverFile *self,
                               GPtrArray        *authorities,
                               GPtrArray        *certificates)
{
  g_clear_pointer (&self->authorities, g_ptr_array_unref);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  self->authorities = authorities != NULL ? g_ptr_array_ref (authorities) : NULL;
  self->chain = g_ptr_array_ref (certificates);
}

GPtrArray *
rail_hand_over_file_get_chain (RailHandOverFile *self)
{
  return self->chain;
}

GPtrArray *
rail_hand_over_file_get_authorities (RailHandOverFile *self)
{
  return self->authorities;
}

/* What a file of RAIL_CONTENT_TEXT says; a program may be started. */
void
rail_hand_over_file_set_text (RailHandOverFile *self,
                              GBytes           *text,
                              gboolean          is_program)
{
  g_bytes_ref (text);
  g_clear_pointer (&self->text, g_bytes_unref);
  self->text = text;
  self->is_program = is_program;
}

GBytes *
rail_hand_over_file_get_text (RailHandOverFile *self)
{
  return self->text;
}

gboolean
rail_hand_over_file_is_program (RailHandOverFile *self)
{
  return self->is_program;
}

/* It is written for a reader that notices files that come and go, see rail_file_set_add_renewed(). */
void
rail_hand_over_file_set_renewed (RailHandOverFile *self)
{
  self->is_renewed = TRUE;
}

gboolean
rail_hand_over_file_is_renewed (RailHandOverFile *self)
{
  return self->is_renewed;
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

  return self->content == RAIL_CONTENT_KEY || self->content == RAIL_CONTENT_PKCS12;
}
