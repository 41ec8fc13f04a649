/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tells what in a folder is of a project, and whether it is over. The content says so; names prove nothing. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-folder-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-bundle.h"
#include "rail-hand-over-private.h"
#include "rail-section.h"

/* A certificate that the project has, or has had. */
typedef struct
{
  RailEntry      *entry;
  RailGeneration *generation;   /* (nullable): what it was before the present one */
} Known;

struct _RailFolderOrigin
{
  RailProject *project;
  GHashTable  *certificates;    /* of Known, by fingerprint */
  GHashTable  *keys;            /* of Known, by the ID of the key; one that is in use goes before one that is over */
  GPtrArray   *authorities;     /* of RailEntry */
  GPtrArray   *listed;          /* of RailCertificate: a fresh list of it is written */
  GHashTable  *written;         /* fingerprints of certificates that are written */
  gint64       now;
};

/* What is in one file. */
typedef struct
{
  GPtrArray *certificates;      /* of RailCertificate */
  GPtrArray *keys;              /* of RailKey */
  GPtrArray *lists;             /* of RailRevocationList */
  gboolean   has_other;
} Parts;

static void
parts_clear (Parts *parts)
{
  g_clear_pointer (&parts->certificates, g_ptr_array_unref);
  g_clear_pointer (&parts->keys, g_ptr_array_unref);
  g_clear_pointer (&parts->lists, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static RailCertificate *
known_get_certificate (const Known *known)
{
  return known->generation != NULL ? rail_generation_get_certificate (known->generation)
                                   : rail_entry_get_certificate (known->entry);
}

static char *
dup_date (gint64 time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (time);

  return date != NULL ? g_date_time_format (date, C_("date", "%-d %B %Y")) : g_strdup ("–");
}

static const char *
get_name (RailCertificate *certificate)
{
  const char *name = rail_certificate_get_common_name (certificate);

  return name != NULL && *name != '\0' ? name : rail_certificate_get_subject (certificate);
}

/* The same key serves the new certificate of an authority, so nobody needs the old one where the new one is. Else, what
 * the old one has signed and nobody has renewed since is verified by the old one alone. */
static gboolean
is_still_needed (RailFolderOrigin *self,
                 const Known      *known)
{
  RailCertificate *certificate = known_get_certificate (known);
  RailCertificate *present = rail_entry_get_certificate (known->entry);
  GListModel *entries = rail_project_get_entries (self->project);

  if (known->generation == NULL || !rail_certificate_is_ca (certificate))
    return FALSE;
  if (g_bytes_equal (rail_certificate_get_key_id (certificate), rail_certificate_get_key_id (present)) &&
      g_hash_table_contains (self->written, rail_certificate_get_fingerprint (present)))
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailCertificate *issued = rail_entry_get_certificate (entry);

      if (entry != known->entry && rail_certificate_get_not_after (issued) >= self->now &&
          !rail_entry_is_revoked (entry, NULL, NULL) && rail_certificate_is_issued_by (issued, certificate))
        return TRUE;
    }
  return FALSE;
}

/* Why a certificate of the project is over, or NULL. */
static char *
why_over (RailFolderOrigin *self,
          const Known      *known)
{
  RailCertificate *certificate = known_get_certificate (known);
  gint64 end = rail_certificate_get_not_after (certificate);
  gint64 date = 0;
  gboolean is_revoked = known->generation != NULL ? rail_generation_is_revoked (known->generation, &date, NULL)
                                                  : rail_entry_is_revoked (known->entry, &date, NULL);
  g_autofree char *day = NULL;

  if (is_revoked)
    {
      day = dup_date (date);
      return g_strdup_printf (_("“%s” of this project, revoked on %s"), get_name (certificate), day);
    }
  if (end < self->now)
    {
      day = dup_date (end);
      return g_strdup_printf (_("“%s” of this project, expired on %s"), get_name (certificate), day);
    }
  if (known->generation == NULL || is_still_needed (self, known))
    return NULL;
  day = dup_date (rail_generation_get_until (known->generation));
  return g_strdup_printf (_("“%s” of this project, replaced by a newer certificate on %s"), get_name (certificate), day);
}

static gboolean
is_over (RailFolderOrigin *self,
         const Known      *known)
{
  g_autofree char *text = why_over (self, known);

  return text != NULL;
}

static void
add_known (RailFolderOrigin *self,
           RailEntry        *entry,
           RailGeneration   *generation)
{
  Known *known = g_new (Known, 1);
  RailCertificate *certificate;
  GBytes *key_id;
  Known *other;

  known->entry = entry;
  known->generation = generation;
  certificate = known_get_certificate (known);
  key_id = rail_certificate_get_key_id (certificate);
  g_hash_table_replace (self->certificates, (gpointer) rail_certificate_get_fingerprint (certificate), known);

  other = g_hash_table_lookup (self->keys, key_id);
  if (other == NULL || is_over (self, other))
    g_hash_table_replace (self->keys, key_id, known);
}

static void
add_written (RailFolderOrigin *self,
             RailHandOverFile *file)
{
  RailCertificate *certificate = rail_hand_over_file_get_certificate (file);

  switch (rail_hand_over_file_get_content (file))
    {
    case RAIL_CONTENT_REVOCATION_LIST:
      g_ptr_array_add (self->listed, g_object_ref (certificate));
      break;
    case RAIL_CONTENT_CERTIFICATE:
    case RAIL_CONTENT_CERTIFICATE_PEM:
      g_hash_table_add (self->written, (gpointer) rail_certificate_get_fingerprint (certificate));
      break;
    case RAIL_CONTENT_CHAIN_PEM:
    case RAIL_CONTENT_PKCS7:
    case RAIL_CONTENT_KEY:
    case RAIL_CONTENT_PKCS12:
    case RAIL_CONTENT_REVOCATION_LIST_PEM:
    case RAIL_CONTENT_TEXT:
    default:
      break;
    }
}

/* @files are the ones that will be written. Both are kept as they are as long as this is. */
RailFolderOrigin *
rail_folder_origin_new (RailProject *project,
                        GListModel  *files)
{
  RailFolderOrigin *self = g_new0 (RailFolderOrigin, 1);
  GListModel *entries = rail_project_get_entries (project);

  self->project = g_object_ref (project);
  self->now = rail_environment_get_now (rail_project_get_environment (project));
  self->certificates = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->keys = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  self->authorities = g_ptr_array_new_with_free_func (g_object_unref);
  self->listed = g_ptr_array_new_with_free_func (g_object_unref);
  self->written = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(RailHandOverFile) file = g_list_model_get_item (files, i);

      add_written (self, file);
    }
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      /* The project keeps them. */
      for (guint n = 0; n < rail_entry_get_n_generations (entry); n++)
        add_known (self, entry, rail_entry_get_generation (entry, n));
      add_known (self, entry, NULL);
      if (rail_certificate_is_ca (rail_entry_get_certificate (entry)))
        g_ptr_array_add (self->authorities, g_object_ref (entry));
    }
  return self;
}

void
rail_folder_origin_free (RailFolderOrigin *self)
{
  g_hash_table_unref (self->keys);
  g_hash_table_unref (self->certificates);
  g_ptr_array_unref (self->authorities);
  g_ptr_array_unref (self->listed);
  g_hash_table_unref (self->written);
  g_object_unref (self->project);
  g_free (self);
}

static void
read_pem (GBytes *bytes,
          Parts  *parts)
{
  g_autoptr(RailBundle) bundle = rail_bundle_read (bytes, NULL, NULL);
  GListModel *items = bundle != NULL ? rail_bundle_get_items (bundle) : NULL;

  for (guint i = 0; items != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailBundleItem) item = g_list_model_get_item (items, i);

      switch (rail_bundle_item_get_kind (item))
        {
        case RAIL_BUNDLE_CERTIFICATE:
          g_ptr_array_add (parts->certificates, g_object_ref (rail_bundle_item_get_certificate (item)));
          break;
        case RAIL_BUNDLE_KEY:
          g_ptr_array_add (parts->keys, g_object_ref (rail_bundle_item_get_key (item)));
          break;
        case RAIL_BUNDLE_REVOCATION_LIST:
          g_ptr_array_add (parts->lists, g_object_ref (rail_bundle_item_get_revocation_list (item)));
          break;
        case RAIL_BUNDLE_SIGNING_REQUEST:
        case RAIL_BUNDLE_UNREADABLE:
        case RAIL_BUNDLE_LOCKED:
        default:
          parts->has_other = TRUE;
        }
    }
}

/* What is encrypted is not tried: the rounds of its password are chosen by whoever wrote it. */
static void
parts_read (Parts                *parts,
            const RailFolderLook *look)
{
  g_autoptr(GBytes) bytes = rail_folder_look_dup_bytes (look);
  gsize size = g_bytes_get_size (bytes);
  const char *data = g_bytes_get_data (bytes, NULL);
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(RailRevocationList) list = NULL;

  parts->certificates = g_ptr_array_new_with_free_func (g_object_unref);
  parts->keys = g_ptr_array_new_with_free_func (g_object_unref);
  parts->lists = g_ptr_array_new_with_free_func (g_object_unref);
  if (size == 0)
    return;
  if (g_strstr_len (data, (gssize) size, "-----BEGIN ") != NULL)
    {
      if (g_strstr_len (data, (gssize) size, "ENCRYPTED") != NULL || g_strstr_len (data, (gssize) size, "PKCS12") != NULL)
        parts->has_other = TRUE;
      else
        read_pem (bytes, parts);
      return;
    }
  certificate = rail_certificate_new_from_der (bytes, NULL);
  if (certificate != NULL)
    {
      g_ptr_array_add (parts->certificates, g_steal_pointer (&certificate));
      return;
    }
  list = rail_revocation_list_new_from_der (bytes, NULL);
  if (list != NULL)
    g_ptr_array_add (parts->lists, g_steal_pointer (&list));
}

/* What was deleted from the project since is known by the authority that has signed it. */
static RailEntry *
find_issuer (RailFolderOrigin *self,
             RailCertificate  *certificate)
{
  for (guint i = 0; i < self->authorities->len; i++)
    {
      RailEntry *authority = g_ptr_array_index (self->authorities, i);

      if (rail_certificate_is_issued_by (certificate, rail_entry_get_certificate (authority)))
        return authority;
      for (guint n = 0; n < rail_entry_get_n_generations (authority); n++)
        if (rail_certificate_is_issued_by (certificate,
                                           rail_generation_get_certificate (rail_entry_get_generation (authority, n))))
          return authority;
    }
  return NULL;
}

static gboolean
judge_certificate (RailFolderOrigin  *self,
                   RailCertificate   *certificate,
                   char             **out_text)
{
  const Known *known = g_hash_table_lookup (self->certificates, rail_certificate_get_fingerprint (certificate));
  gint64 end = rail_certificate_get_not_after (certificate);
  g_autofree char *day = dup_date (end);

  if (known != NULL)
    {
      *out_text = why_over (self, known);
      if (*out_text != NULL)
        return TRUE;
      *out_text = g_strdup_printf (_("Certificate “%s” of this project, which is not part of this hand-over"),
                                   get_name (certificate));
      return FALSE;
    }
  if (end < self->now && find_issuer (self, certificate) != NULL)
    {
      *out_text = g_strdup_printf (_("“%s”, issued by an authority of this project, expired on %s"),
                                   get_name (certificate), day);
      return TRUE;
    }
  *out_text = g_strdup_printf (_("Certificate “%s”, not of this project"), get_name (certificate));
  return FALSE;
}

static gboolean
judge_key (RailFolderOrigin  *self,
           RailKey           *key,
           char             **out_text)
{
  const Known *known = g_hash_table_lookup (self->keys, rail_key_get_id (key));
  g_autofree char *reason = known != NULL ? why_over (self, known) : NULL;

  if (reason != NULL)
    *out_text = g_strdup_printf (_("Private key of %s"), reason);
  else if (known != NULL)
    *out_text = g_strdup_printf (_("Private key of “%s” of this project, which is not part of this hand-over"),
                                 get_name (known_get_certificate (known)));
  else
    *out_text = g_strdup (_("Private key, not of this project"));
  return reason != NULL;
}

/* The certificate of an authority of the project that has signed @list, present or earlier. */
static RailCertificate *
find_signer (RailFolderOrigin   *self,
             RailRevocationList *list)
{
  for (guint i = 0; i < self->authorities->len; i++)
    {
      RailEntry *authority = g_ptr_array_index (self->authorities, i);

      if (rail_revocation_list_is_issued_by (list, rail_entry_get_certificate (authority)))
        return rail_entry_get_certificate (authority);
      for (guint n = 0; n < rail_entry_get_n_generations (authority); n++)
        {
          RailCertificate *earlier = rail_generation_get_certificate (rail_entry_get_generation (authority, n));

          if (rail_revocation_list_is_issued_by (list, earlier))
            return earlier;
        }
    }
  return NULL;
}

/* What the authority has published since does not count: it is not here, and without any list partners refuse all that
 * the authority has issued. */
static gboolean
is_superseded (RailFolderOrigin *self,
               RailCertificate  *signer)
{
  for (guint i = 0; i < self->listed->len; i++)
    if (g_bytes_equal (rail_certificate_get_key_id (g_ptr_array_index (self->listed, i)),
                       rail_certificate_get_key_id (signer)))
      return TRUE;
  return FALSE;
}

static gboolean
judge_list (RailFolderOrigin    *self,
            RailRevocationList  *list,
            char               **out_text)
{
  RailCertificate *signer = find_signer (self, list);
  gint64 next = rail_revocation_list_get_next_update (list);
  g_autofree char *made = dup_date (rail_revocation_list_get_this_update (list));
  g_autofree char *end = dup_date (next);

  if (signer == NULL)
    {
      *out_text = g_strdup_printf (_("Revocation list of “%s”, not of this project"), rail_revocation_list_get_issuer (list));
      return FALSE;
    }
  if (next != 0 && next < self->now)
    {
      *out_text = g_strdup_printf (_("Revocation list of “%s” of this project, which could be used until %s"),
                                   get_name (signer), end);
      return TRUE;
    }
  if (is_superseded (self, signer))
    {
      *out_text = g_strdup_printf (_("Revocation list of “%s” of this project of %s, which is followed by a newer one"),
                                   get_name (signer), made);
      return TRUE;
    }
  *out_text = g_strdup_printf (_("Revocation list of “%s” of this project, which is not part of this hand-over"),
                               get_name (signer));
  return FALSE;
}

/* Whether all that is in a file is over; the text is about the first part that is not, or else about the first. */
static gboolean
judge_parts (RailFolderOrigin  *self,
             const Parts       *parts,
             char             **out_text)
{
  g_autofree char *first = NULL;
  guint n = 0;

  for (guint i = 0; i < parts->certificates->len + parts->keys->len + parts->lists->len; i++, n++)
    {
      g_autofree char *text = NULL;
      guint key = i - parts->certificates->len;
      gboolean over;

      if (i < parts->certificates->len)
        over = judge_certificate (self, g_ptr_array_index (parts->certificates, i), &text);
      else if (key < parts->keys->len)
        over = judge_key (self, g_ptr_array_index (parts->keys, key), &text);
      else
        over = judge_list (self, g_ptr_array_index (parts->lists, key - parts->keys->len), &text);
      if (!over)
        {
          *out_text = g_steal_pointer (&text);
          return FALSE;
        }
      if (first == NULL)
        first = g_steal_pointer (&text);
    }
  if (n == 0 || parts->has_other)
    {
      *out_text = g_strdup (_("A file that is not of this project, or cannot be told"));
      return FALSE;
    }
  *out_text = g_steal_pointer (&first);
  return TRUE;
}

/* Whether a file is a leftover of the project; @out_text says what it is either way. */
gboolean
rail_folder_origin_judge (RailFolderOrigin      *self,
                          const RailFolderLook  *look,
                          char                 **out_text)
{
  g_auto(Parts) parts = { NULL };

  parts_read (&parts, look);
  return judge_parts (self, &parts, out_text);
}

/* What stands in the place of a file that will be written, as the second half of “Replaces …”. */
char *
rail_folder_origin_describe (RailFolderOrigin     *self,
                             const RailFolderLook *look)
{
  g_auto(Parts) parts = { NULL };

  parts_read (&parts, look);
  if (parts.certificates->len > 0)
    {
      RailCertificate *certificate = g_ptr_array_index (parts.certificates, 0);
      g_autofree char *day = dup_date (rail_certificate_get_not_after (certificate));

      if (g_hash_table_contains (self->certificates, rail_certificate_get_fingerprint (certificate)))
        return g_strdup_printf (_("Replaces “%s” of this project, valid until %s"), get_name (certificate), day);
      return g_strdup_printf (_("Replaces “%s”, which is not of this project"), get_name (certificate));
    }
  if (parts.lists->len > 0)
    {
      g_autofree char *day = dup_date (rail_revocation_list_get_this_update (g_ptr_array_index (parts.lists, 0)));

      return g_strdup_printf (_("Replaces the list of %s"), day);
    }
  if (parts.keys->len > 0)
    return g_hash_table_contains (self->keys, rail_key_get_id (g_ptr_array_index (parts.keys, 0)))
             ? g_strdup (_("Replaces another private key of this project, without which the certificate that it belongs to is "
                           "of no use there"))
             : g_strdup (_("Replaces a private key that is not of this project, without which the certificate that it "
                           "belongs to is of no use there"));
  return g_strdup (_("Replaces a file whose content cannot be told"));
}
