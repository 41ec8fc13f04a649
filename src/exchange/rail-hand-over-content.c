/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes what is in the files of a hand-over. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-export.h"
#include "rail-pkcs7.h"
#include "rail-project-lists.h"

void
rail_hand_over_source_clear (RailHandOverSource *self)
{
  g_clear_object (&self->project);
  g_clear_pointer (&self->password, rail_secret_unref);
}

static GBytes *
take_text (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
make_chain (GPtrArray *certificates)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < certificates->len; i++)
    {
      g_autofree char *pem = rail_certificate_to_pem (g_ptr_array_index (certificates, i));

      g_string_append (text, pem);
    }
  return g_string_free_to_bytes (text);
}

/* A list goes out only as long as a partner may use it: the one of an authority outside can be too old. */
static RailRevocationList *
make_list (const RailHandOverSource  *source,
           RailEntry                 *authority,
           RailCertificate           *certificate,
           GError                   **error)
{
  g_autoptr(RailRevocationList) list = NULL;
  gint64 next;

  list = rail_project_issue_revocation_list_for (source->project, authority, certificate, error);
  if (list == NULL)
    return NULL;
  next = rail_revocation_list_get_next_update (list);
  if (next == 0 || next >= rail_environment_get_now (rail_project_get_environment (source->project)))
    return g_steal_pointer (&list);
  g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
               _("The revocation list of “%s” is too old to be handed over; import a newer one of this authority."),
               rail_hand_over_get_name (authority));
  return NULL;
}

static GBytes *
make_pem_lists (RailHandOverFile          *self,
                const RailHandOverSource  *source,
                GError                   **error)
{
  GPtrArray *authorities = rail_hand_over_file_get_authorities (self);
  GPtrArray *certificates = rail_hand_over_file_get_chain (self);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < (authorities != NULL ? authorities->len : 1); i++)
    {
      RailEntry *authority = authorities != NULL ? g_ptr_array_index (authorities, i) : rail_hand_over_file_get_entry (self);
      RailCertificate *certificate =
        authorities != NULL ? g_ptr_array_index (certificates, i) : rail_hand_over_file_get_certificate (self);
      g_autoptr(RailRevocationList) list = make_list (source, authority, certificate, error);
      g_autofree char *pem = NULL;

      if (list == NULL)
        return NULL;
      pem = rail_revocation_list_to_pem (list);
      g_string_append (text, pem);
    }
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/* As TIA Portal has it where the target allows that: who types nothing gets the project's name (§2.3.3, table 2-3). */
static RailSecret *
dup_password (const RailHandOverSource  *source,
              GError                   **error)
{
  const char *name = rail_project_get_name (source->project);

  if (source->password != NULL && rail_secret_get_size (source->password) > 0)
    return rail_secret_ref (source->password);
  if (source->empty_is_project_name && *name != '\0')
    return rail_secret_new_from_string (name);
  g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                       _("A private key is not handed over under an empty password; type one."));
  return NULL;
}

static RailSecret *
make_pkcs12 (RailHandOverFile          *self,
             const RailHandOverSource  *source,
             GError                   **error)
{
  RailEntry *entry = rail_hand_over_file_get_entry (self);
  g_autoptr(RailSecret) password = dup_password (source, error);

  if (password == NULL)
    return NULL;
  return rail_pkcs12_write (rail_hand_over_file_get_certificate (self), rail_entry_get_key (entry),
                            rail_hand_over_file_get_chain (self), rail_hand_over_get_name (entry), password, source->form,
                            error);
}

/* Files with a key are RailSecret and come from make_secret(), all others from here. */
GBytes *
rail_hand_over_file_make (RailHandOverFile          *self,
                          const RailHandOverSource  *source,
                          GError                   **error)
{
  RailCertificate *certificate = rail_hand_over_file_get_certificate (self);
  g_autoptr(RailRevocationList) list = NULL;

  switch (rail_hand_over_file_get_content (self))
    {
    case RAIL_CONTENT_CERTIFICATE:
      return g_bytes_ref (rail_certificate_get_der (certificate));
    case RAIL_CONTENT_CERTIFICATE_PEM:
      return take_text (rail_certificate_to_pem (certificate));
    case RAIL_CONTENT_CHAIN_PEM:
      return make_chain (rail_hand_over_file_get_chain (self));
    case RAIL_CONTENT_PKCS7:
      return rail_pkcs7_write (rail_hand_over_file_get_chain (self), error);
    case RAIL_CONTENT_REVOCATION_LIST:
      list = make_list (source, rail_hand_over_file_get_entry (self), certificate, error);
      return list != NULL ? g_bytes_ref (rail_revocation_list_get_der (list)) : NULL;
    case RAIL_CONTENT_REVOCATION_LIST_PEM:
      return make_pem_lists (self, source, error);
    case RAIL_CONTENT_TEXT:
      return g_bytes_ref (rail_hand_over_file_get_text (self));
    case RAIL_CONTENT_KEY:
    case RAIL_CONTENT_PKCS12:
    default:
      g_return_val_if_reached (NULL);
    }
}

static RailSecret *
make_secret (RailHandOverFile          *self,
             const RailHandOverSource  *source,
             GError                   **error)
{
  if (rail_hand_over_file_get_content (self) == RAIL_CONTENT_PKCS12)
    return make_pkcs12 (self, source, error);
  return rail_key_export_pem (rail_entry_get_key (rail_hand_over_file_get_entry (self)), error);
}

/* Puts the file into @set as @path. */
gboolean
rail_hand_over_file_add_to (RailHandOverFile          *self,
                            const RailHandOverSource  *source,
                            RailFileSet               *set,
                            const char                *path,
                            GError                   **error)
{
  g_autoptr(GBytes) content = NULL;

  if (rail_hand_over_file_is_private (self))
    {
      g_autoptr(RailSecret) secret = make_secret (self, source, error);

      if (secret != NULL)
        rail_file_set_add_secret (set, path, secret);
      return secret != NULL;
    }
  content = rail_hand_over_file_make (self, source, error);
  if (content == NULL)
    return FALSE;
  if (rail_hand_over_file_is_renewed (self))
    rail_file_set_add_renewed (set, path, content);
  else if (rail_hand_over_file_is_program (self))
    rail_file_set_add_program (set, path, content);
  else
    rail_file_set_add (set, path, content);
  return TRUE;
}
