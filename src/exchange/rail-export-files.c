/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the files of an export; the choices are in rail-export.c. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-export-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-file-name.h"
#include "rail-file-set.h"

static gboolean
offers (RailExport        *self,
        RailExportOptions  option)
{
  return (rail_format_get_options (self->format) & option) != 0;
}

/* Whether files with keys come out. PKCS #12 is the format for a key with its certificate; without one there is nothing to
 * protect in it. */
gboolean
rail_export_wants_key (RailExport *self)
{
  return self->format == RAIL_FORMAT_P12 ||
         (self->private_key && offers (self, RAIL_EXPORT_OPTION_PRIVATE_KEY) && !rail_export_wants_bundle (self));
}

/* Whether all certificates go into one file. */
gboolean
rail_export_wants_bundle (RailExport *self)
{
  return self->bundle && offers (self, RAIL_EXPORT_OPTION_BUNDLE);
}

/* Whether the issuers go into the file, too. */
gboolean
rail_export_wants_chain (RailExport *self)
{
  return self->chain && offers (self, RAIL_EXPORT_OPTION_CHAIN);
}

/* As TIA Portal has it: who types nothing gets the project's name (§2.3.3). Of a project that has none yet, nothing leaves
 * that anybody could open. */
static RailSecret *
dup_password (RailExport  *self,
              GError     **error)
{
  const char *name = rail_project_get_name (self->project);

  if (self->password != NULL && rail_secret_get_size (self->password) > 0)
    return rail_secret_ref (self->password);
  if (*name != '\0')
    return rail_secret_new_from_string (name);
  g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                       _("A private key is not exported under an empty password; type one."));
  return NULL;
}

static gboolean
check (RailExport  *self,
       GError     **error)
{
  RailExportProblems problems = rail_export_validate (self);
  RailExportProblems first = problems & (~problems + 1);
  g_autofree char *text = NULL;
  int code = RAIL_EXCHANGE_ERROR_INVALID;

  if (problems == 0)
    return TRUE;
  if (first == RAIL_EXPORT_NO_KEY || first == RAIL_EXPORT_KEY_LOCKED)
    code = RAIL_EXCHANGE_ERROR_NO_KEY;
  else if (first == RAIL_EXPORT_CHAIN_INCOMPLETE)
    code = RAIL_EXCHANGE_ERROR_NO_ISSUER;
  text = rail_export_describe (self, first);
  g_set_error_literal (error, RAIL_EXCHANGE_ERROR, code, text);
  return FALSE;
}

/* PEM text that may hold a key, built in memory that is wiped. */
static RailSecret *
join_secrets (GPtrArray *parts)
{
  gsize size = 0;
  guint8 *data;
  RailSecret *whole;

  for (guint i = 0; i < parts->len; i++)
    size += rail_secret_get_size (g_ptr_array_index (parts, i));
  whole = rail_secret_new_uninitialized (size, &data);
  for (guint i = 0; i < parts->len; i++)
    {
      gsize part_size;
      const guint8 *part = rail_secret_get_data (g_ptr_array_index (parts, i), &part_size);

      memcpy (data, part, part_size);
      data += part_size;
    }
  return whole;
}

static void
add_der (RailExport  *self,
         RailEntry   *entry,
         RailFileSet *files,
         const char  *name,
         GError     **error)
{
  rail_file_set_add (files, name, rail_certificate_get_der (rail_entry_get_certificate (entry)));
  if (rail_export_wants_key (self))
    {
      g_autoptr(RailSecret) pem = rail_key_export_pem (rail_entry_get_key (entry), error);
      g_autofree char *key_name = rail_file_name_for_key (name);

      if (pem != NULL)
        rail_file_set_add_secret (files, key_name, pem);
    }
}

static RailSecret *
export_key_pem (RailExport  *self,
                RailEntry   *entry,
                GError     **error)
{
  g_autoptr(RailSecret) password = NULL;

  if (!self->encrypt)
    return rail_key_export_pem (rail_entry_get_key (entry), error);
  password = dup_password (self, error);
  if (password == NULL)
    return NULL;
  return rail_key_export_encrypted_pem (rail_entry_get_key (entry), password, self->cipher, error);
}

/* The certificate first, each issuer behind what it has issued, the key last: the order TLS servers read. */
static void
add_pem (RailExport  *self,
         RailEntry   *entry,
         RailFileSet *files,
         const char  *name,
         GError     **error)
{
  g_autoptr(GPtrArray) chain = rail_project_get_chain_certificates (self->project, entry, NULL);
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_secret_unref);
  g_autoptr(GBytes) text = NULL;
  g_autoptr(RailSecret) whole = NULL;

  for (guint i = 0; i < (rail_export_wants_chain (self) ? chain->len : 1); i++)
    {
      g_autofree char *pem = rail_certificate_to_pem (g_ptr_array_index (chain, i));

      g_ptr_array_add (parts, rail_secret_new_from_string (pem));
    }
  if (rail_export_wants_key (self))
    {
      RailSecret *pem = export_key_pem (self, entry, error);

      if (pem == NULL)
        return;
      g_ptr_array_add (parts, pem);
    }

  whole = join_secrets (parts);
  if (rail_export_wants_key (self))
    {
      rail_file_set_add_secret (files, name, whole);
      return;
    }
  text = g_bytes_new (rail_secret_get_text (whole), rail_secret_get_size (whole));
  rail_file_set_add (files, name, text);
}

static void
add_pkcs12 (RailExport  *self,
            RailEntry   *entry,
            RailFileSet *files,
            const char  *name,
            GError     **error)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  const char *common_name = rail_certificate_get_common_name (certificate);
  g_autoptr(RailSecret) password = dup_password (self, error);
  g_autoptr(RailSecret) bundle = NULL;
  g_autoptr(GPtrArray) chain = rail_project_get_chain_certificates (self->project, entry, NULL);
  g_autoptr(GPtrArray) issuers = g_ptr_array_new ();

  if (password == NULL)
    return;
  for (guint i = 1; rail_export_wants_chain (self) && i < chain->len; i++)
    g_ptr_array_add (issuers, g_ptr_array_index (chain, i));
  bundle = rail_pkcs12_write (certificate, rail_entry_get_key (entry), issuers,
                              common_name != NULL ? common_name : name, password, self->form, error);
  if (bundle != NULL)
    rail_file_set_add_secret (files, name, bundle);
}

static void
add_revocation_list (RailExport  *self,
                     RailEntry   *entry,
                     RailFileSet *files,
                     const char  *name,
                     GError     **error)
{
  g_autoptr(RailRevocationList) list = rail_project_issue_revocation_list (self->project, entry, error);

  if (list != NULL)
    rail_file_set_add (files, name, rail_revocation_list_get_der (list));
}

static void
add_bundle (RailExport  *self,
            RailFileSet *files,
            const char  *name)
{
  g_autofree char *pem = rail_export_join_pem (self->project, self->entries, rail_export_wants_chain (self));
  gsize size = strlen (pem);
  g_autoptr(GBytes) text = g_bytes_new_take (g_steal_pointer (&pem), size);

  rail_file_set_add (files, name, text);
}

static gboolean
add_entry (RailExport  *self,
           RailEntry   *entry,
           RailFileSet *files,
           const char  *name,
           GError     **error)
{
  g_autoptr(GError) local_error = NULL;

  switch (self->format)
    {
    case RAIL_FORMAT_CER:
    case RAIL_FORMAT_DER:
      add_der (self, entry, files, name, &local_error);
      break;
    case RAIL_FORMAT_CRT:
    case RAIL_FORMAT_PEM:
      add_pem (self, entry, files, name, &local_error);
      break;
    case RAIL_FORMAT_CRL:
      add_revocation_list (self, entry, files, name, &local_error);
      break;
    case RAIL_FORMAT_P12:
      add_pkcs12 (self, entry, files, name, &local_error);
      break;
    default:
      g_assert_not_reached ();
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
add_all (RailExport   *self,
         RailFileSet  *files,
         GCancellable *cancellable,
         GError      **error)
{
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *extension = rail_format_get_nick (self->format);

  if (rail_export_wants_bundle (self))
    {
      g_autofree char *name = rail_export_dup_file_name (self);

      add_bundle (self, files, name);
      return TRUE;
    }
  for (guint i = 0; i < self->entries->len; i++)
    {
      RailEntry *entry = g_ptr_array_index (self->entries, i);
      g_autofree char *name = rail_file_name_for_entry_unique (entry, extension, taken);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !add_entry (self, entry, files, name, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_folder (RailExport *self,
           const char *path)
{
  return !rail_export_writes_one_file (self) || g_file_test (path, G_FILE_TEST_IS_DIR);
}

static void
add_path (RailExport *self,
          GPtrArray  *paths,
          const char *folder,
          const char *name)
{
  g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  if (rail_export_wants_key (self) && (self->format == RAIL_FORMAT_CER || self->format == RAIL_FORMAT_DER))
    {
      g_autofree char *key_name = rail_file_name_for_key (name);

      g_ptr_array_add (paths, g_build_filename (folder, key_name, NULL));
    }
}

/* The work behind rail_export_dup_paths(). */
GPtrArray *
rail_export_list_paths (RailExport *self,
                        const char *path)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) taken = NULL;

  if (!is_folder (self, path))
    {
      g_autofree char *folder = g_path_get_dirname (path);
      g_autofree char *name = g_path_get_basename (path);

      add_path (self, paths, folder, name);
      return paths;
    }
  if (rail_export_wants_bundle (self))
    {
      g_autofree char *name = rail_export_dup_file_name (self);

      add_path (self, paths, path, name);
      return paths;
    }
  taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->entries->len; i++)
    {
      g_autofree char *name = rail_file_name_for_entry_unique (g_ptr_array_index (self->entries, i),
                                                               rail_format_get_nick (self->format), taken);

      add_path (self, paths, path, name);
    }
  return paths;
}

/* The work behind rail_export_write() and its asynchronous form; touches nothing but @self and the file system. */
GPtrArray *
rail_export_write_files (RailExport    *self,
                         GFile         *output,
                         GCancellable  *cancellable,
                         GError       **error)
{
  const char *path = g_file_peek_path (output);
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  g_autoptr(RailFileSet) files = NULL;

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (output);

      g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
                   _("“%s” is not a place in this computer's file system; choose a local folder."), uri);
      return NULL;
    }
  if (!check (self, error))
    return NULL;

  if (is_folder (self, path))
    {
      files = rail_file_set_new (path);
      if (!add_all (self, files, cancellable, error))
        return NULL;
    }
  else
    {
      folder = g_path_get_dirname (path);
      name = g_path_get_basename (path);
      files = rail_file_set_new (folder);
      if (rail_export_wants_bundle (self))
        add_bundle (self, files, name);
      else if (!add_entry (self, g_ptr_array_index (self->entries, 0), files, name, error))
        return NULL;
    }
  return rail_file_set_write (files, cancellable, error);
}
