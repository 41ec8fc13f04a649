/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds files and reads them. All of it is done by workers. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-import-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "rail-exchange-posix.h"
#include "rail-export.h"

/* The same as a bundle can have. */
#define MAX_FILE_SIZE (64 * 1024 * 1024)

/* What a folder of certificates can have at most; a home folder chosen by mistake has more. */
#define MAX_FILES 200000
#define MAX_DEPTH 16

static GPtrArray *
new_items (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/*< private >
 * rail_import_source_new:
 * @file: (nullable): a file
 * @name: what people call it
 * @walked: whether it was found in a folder
 *
 * Returns: (transfer full): a file that is not read yet
 */
RailImportSource *
rail_import_source_new (GFile      *file,
                        const char *name,
                        gboolean    walked)
{
  RailImportSource *self = g_new0 (RailImportSource, 1);

  g_set_object (&self->file, file);
  self->name = g_strdup (name);
  self->walked = walked;
  self->items = new_items ();
  self->locked = new_items ();
  self->opened = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/*< private >
 * rail_import_source_new_for_text:
 * @text: text that is in no file
 * @name: what people call it
 *
 * Returns: (transfer full): a source that is not read yet
 */
RailImportSource *
rail_import_source_new_for_text (RailSecret *text,
                                 const char *name)
{
  RailImportSource *self = rail_import_source_new (NULL, name, FALSE);
  gsize size;
  gconstpointer data = rail_secret_get_data (text, &size);

  self->bytes = g_bytes_new_with_free_func (data, size, (GDestroyNotify) rail_secret_unref, rail_secret_ref (text));
  return self;
}

/*< private >
 * rail_import_source_new_again:
 * @self: a file with something locked in it
 *
 * Returns: (transfer full): the same bytes, to be read with another password
 */
RailImportSource *
rail_import_source_new_again (RailImportSource *self)
{
  RailImportSource *again = rail_import_source_new (self->file, self->name, self->walked);

  again->origin = self;
  again->bytes = g_bytes_ref (self->bytes);
  return again;
}

/*< private >
 * rail_import_source_free:
 * @self: a file
 */
void
rail_import_source_free (RailImportSource *self)
{
  g_clear_object (&self->file);
  g_free (self->name);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->locked);
  g_hash_table_unref (self->opened);
  g_free (self->failure);
  g_free (self);
}

/* A file may hold keys in the clear, so its bytes are wiped when nobody needs them any more. */
static GBytes *
read_descriptor (RailImportSource *self,
                 int               fd)
{
  g_autoptr(RailSecret) content = NULL;
  gboolean is_regular;
  goffset size;
  guint8 *data;

  if (!rail_exchange_get_size (fd, &is_regular, &size))
    return NULL;
  if (!is_regular)
    {
      self->is_foreign = TRUE;
      self->failure = g_strdup (_("It is not a file."));
      return NULL;
    }
  if (size == 0 || size > MAX_FILE_SIZE)
    {
      self->is_foreign = TRUE;
      self->failure = size == 0 ? g_strdup (_("The file is empty."))
                      : g_strdup_printf (_("The file is too big: it has more than %d MiB."),
                                         MAX_FILE_SIZE / (1024 * 1024));
      return NULL;
    }
  content = rail_secret_new_uninitialized ((gsize) size, &data);
  if (!rail_exchange_read (fd, data, (gsize) size))
    return NULL;
  return g_bytes_new_with_free_func (data, (gsize) size, (GDestroyNotify) rail_secret_unref,
                                     rail_secret_ref (content));
}

static GBytes *
read_file (RailImportSource *self)
{
  const char *path = g_file_peek_path (self->file);
  GBytes *bytes = NULL;
  int fd;

  if (path == NULL)
    {
      self->failure = g_strdup (_("It is not in this computer's file system."));
      return NULL;
    }
  fd = rail_exchange_open (path);
  if (fd >= 0)
    bytes = read_descriptor (self, fd);
  if (bytes == NULL && self->failure == NULL)
    self->failure = g_strdup_printf (_("It cannot be read: %s."), g_strerror (errno));
  if (fd >= 0)
    rail_exchange_close (fd);
  return bytes;
}

/* The same for the same part of the same file, whatever the password was. */
static char *
identify (RailBundleItem *part)
{
  RailCertificate *certificate = rail_bundle_item_get_certificate (part);
  RailKey *key = rail_bundle_item_get_key (part);
  const char *where = rail_bundle_item_get_where (part);

  return g_strdup_printf ("%d %s %s %u %s", rail_bundle_item_get_kind (part), rail_bundle_item_get_label (part),
                          where != NULL ? where : "", key != NULL ? rail_key_hash (key) : 0,
                          certificate != NULL ? rail_certificate_get_fingerprint (certificate) : "");
}

static GHashTable *
identify_all (GPtrArray *parts)
{
  GHashTable *identities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < parts->len; i++)
    g_hash_table_add (identities, identify (parts->pdata[i]));
  return identities;
}

static void
sort_parts (RailImportSource *self,
            RailBundle       *bundle)
{
  GListModel *items = rail_bundle_get_items (bundle);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      RailBundleItem *part = g_list_model_get_item (items, i);
      gboolean is_locked = rail_bundle_item_get_kind (part) == RAIL_BUNDLE_LOCKED;

      g_ptr_array_add (is_locked ? self->locked : self->items, part);
    }
}

/* What takes time and is asked for later is found out here, in a worker, and remembered by the certificate. */
static void
prepare_part (RailBundleItem *part,
              gboolean        unprotected)
{
  RailCertificate *certificate = rail_bundle_item_get_certificate (part);

  if (certificate == NULL)
    return;
  rail_certificate_get_fingerprint (certificate);
  if (unprotected || rail_certificate_is_ca (certificate))
    rail_certificate_is_self_signed (certificate);
}

static void
read_with (RailImportSource *self,
           RailSecret       *password)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailBundle) bundle = rail_bundle_read (self->bytes, password, &error);

  if (bundle == NULL)
    {
      self->failure = g_strdup_printf ("%s.", error->message);
      return;
    }
  self->is_foreign = (rail_bundle_get_flags (bundle) & RAIL_BUNDLE_UNKNOWN) != 0;
  sort_parts (self, bundle);
}

/*< private >
 * rail_import_source_read:
 * @self: a file that nobody else knows yet
 * @passwords: (element-type RailSecret): to be tried in turn while something is locked
 * @unprotected: whether it is for a project without protection
 *
 * Reads a file. Safe in any thread.
 */
void
rail_import_source_read (RailImportSource *self,
                         GPtrArray        *passwords,
                         gboolean          unprotected)
{
  gboolean first = self->bytes == NULL;

  if (first)
    self->bytes = read_file (self);
  if (self->bytes == NULL)
    return;

  /* With a password from the start, what is locked shows what it did. */
  read_with (self, first || passwords->len == 0 ? NULL : passwords->pdata[0]);
  for (guint i = first ? 0 : 1; i < passwords->len && self->locked->len > 0; i++)
    {
      RailImportSource *again = rail_import_source_new_again (self);

      read_with (again, passwords->pdata[i]);
      rail_import_source_merge (self, again);
      rail_import_source_free (again);
    }
  for (guint i = 0; i < self->items->len; i++)
    prepare_part (self->items->pdata[i], unprotected);
  if (self->locked->len == 0)
    g_clear_pointer (&self->bytes, g_bytes_unref);
}

/*< private >
 * rail_import_source_merge:
 * @self: a file
 * @again: the same file, read with another password
 *
 * Adds what @again could read and @self could not: the parts of a file can have different passwords.
 *
 * Returns: whether anything more is open now
 */
gboolean
rail_import_source_merge (RailImportSource *self,
                          RailImportSource *again)
{
  g_autoptr(GHashTable) known = identify_all (self->items);
  g_autoptr(GHashTable) still_locked = identify_all (again->locked);
  g_autoptr(GPtrArray) before = g_steal_pointer (&self->locked);

  for (guint i = 0; i < again->items->len; i++)
    {
      g_autofree char *identity = identify (again->items->pdata[i]);

      if (!g_hash_table_contains (known, identity))
        g_ptr_array_add (self->items, g_object_ref (again->items->pdata[i]));
    }

  self->locked = new_items ();
  for (guint i = 0; i < before->len; i++)
    {
      g_autofree char *identity = identify (before->pdata[i]);

      if (!g_hash_table_contains (still_locked, identity))
        g_hash_table_add (self->opened, g_steal_pointer (&identity));
    }
  /* What another password has opened stays open; what lay behind it is locked only now. */
  for (guint i = 0; i < again->locked->len; i++)
    {
      g_autofree char *identity = identify (again->locked->pdata[i]);

      if (!g_hash_table_contains (self->opened, identity))
        g_ptr_array_add (self->locked, g_object_ref (again->locked->pdata[i]));
    }
  if (self->locked->len == 0)
    g_clear_pointer (&self->bytes, g_bytes_unref);
  return self->locked->len < before->len || again->items->len > g_hash_table_size (known);
}

static int
compare_names_cb (gconstpointer a,
                  gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

static GPtrArray *
list_folder (const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names_cb);
  return names;
}

static gboolean
walk (GPtrArray    *sources,
      const char   *path,
      const char   *shown,
      guint         depth,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr(GPtrArray) names = list_folder (path);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *child = g_build_filename (path, names->pdata[i], NULL);
      g_autofree char *name = g_filename_display_name (names->pdata[i]);
      g_autofree char *child_shown = g_build_filename (shown, name, NULL);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          g_autoptr(GFile) file = g_file_new_for_path (child);

          g_ptr_array_add (sources, rail_import_source_new (file, child_shown, TRUE));
        }
      /* A link to a folder may lead in a circle. */
      else if (depth < MAX_DEPTH && !g_file_test (child, G_FILE_TEST_IS_SYMLINK) &&
               !walk (sources, child, child_shown, depth + 1, cancellable, error))
        return FALSE;
      if (sources->len > MAX_FILES)
        {
          g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                       _("“%s” holds more than %d files; choose a folder further down."), shown, MAX_FILES);
          return FALSE;
        }
    }
  return TRUE;
}

/*< private >
 * rail_import_walk:
 * @files: (element-type GFile): files and folders
 * @cancellable: (nullable): stops it
 * @error: return location for an error
 *
 * Finds all files to be read, in the order of @files; those in folders by their names. Safe in any thread.
 *
 * Returns: (transfer full) (element-type RailImportSource): the files, or %NULL if there are too many
 */
GPtrArray *
rail_import_walk (GPtrArray     *files,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_import_source_free);

  for (guint i = 0; i < files->len; i++)
    {
      const char *path = g_file_peek_path (files->pdata[i]);
      g_autofree char *base = g_file_get_basename (files->pdata[i]);
      g_autofree char *name = g_filename_display_name (base != NULL ? base : "");

      if (path == NULL || !g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (sources, rail_import_source_new (files->pdata[i], name, FALSE));
      else if (!walk (sources, path, name, 1, cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&sources);
}
