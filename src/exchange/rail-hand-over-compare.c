/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Holds a plan against the folder that it is for, before anything is written. */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-hand-over-compare.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "rail-file-name.h"
#include "rail-folder-private.h"
#include "rail-hand-over-job.h"

typedef struct
{
  RailHandOverJob  *job;
  const char       *root;
  RailFolderOrigin *origin;
  GPtrArray        *groups[RAIL_FOLDER_UNREADABLE + 1];   /* of RailFolderItem, those of the plan in the first */
  GHashTable       *accounted;  /* of paths below root that the plan deals with, and of what is there, see identify() */
  gsize             n_read;     /* bytes */
  guint             n_files;
} Comparison;

static void
add (Comparison         *self,
     RailFolderItemKind  kind,
     const char         *path,
     RailHandOverFile   *file,
     char               *description)
{
  g_ptr_array_add (self->groups[kind < RAIL_FOLDER_MOVED ? 0 : kind],
                   rail_folder_item_new (kind, path, file, description));
}

static gboolean
is_same (const RailFolderLook *look,
         GBytes               *content)
{
  gsize size;
  const guint8 *data = rail_secret_get_data (look->content, &size);

  return size == g_bytes_get_size (content) && memcmp (data, g_bytes_get_data (content, NULL), size) == 0;
}

/* A PKCS #12 file never comes out the same twice, and what is in it only its password tells. */
static gboolean
is_unchanged (Comparison            *self,
              RailHandOverFile      *file,
              const RailFolderLook  *look,
              gboolean              *out_unchanged,
              GError               **error)
{
  g_autoptr(GBytes) content = NULL;
  g_autoptr(RailSecret) key = NULL;

  *out_unchanged = FALSE;
  if (rail_hand_over_file_get_content (file) == RAIL_CONTENT_PKCS12)
    return TRUE;
  if (rail_hand_over_file_is_private (file))
    {
      key = rail_key_export_pem (rail_entry_get_key (rail_hand_over_file_get_entry (file)), error);
      if (key != NULL)
        *out_unchanged = rail_secret_equal (look->content, key);
      return key != NULL;
    }
  content = rail_hand_over_file_make (file, &self->job->source, error);
  if (content != NULL)
    *out_unchanged = is_same (look, content);
  return content != NULL;
}

static char *
describe_with (RailHandOverFile *file,
               char             *more)
{
  g_autofree char *owned = more;

  /* Translators: what a file is, and what it replaces */
  return g_strdup_printf (C_("file and what it replaces", "%s. %s"), rail_hand_over_file_get_description (file), owned);
}

/* Where letter case tells no files apart, as on most sticks and shares of Windows, what is there may have another name
 * than the plan's. This is the same for both, and no path. */
static char *
identify (const char *whole)
{
  GStatBuf info;

  if (g_lstat (whole, &info) != 0)
    return NULL;
  return g_strdup_printf ("//%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, (guint64) info.st_dev, (guint64) info.st_ino);
}

static void
account (Comparison *self,
         const char *path)
{
  g_autofree char *whole = g_build_filename (self->root, path, NULL);
  g_autofree char *identity = identify (whole);

  g_hash_table_add (self->accounted, g_strdup (path));
  if (identity != NULL)
    g_hash_table_add (self->accounted, g_steal_pointer (&identity));
}

static gboolean
is_accounted (Comparison *self,
              const char *path)
{
  g_autofree char *whole = g_build_filename (self->root, path, NULL);
  g_autofree char *identity = identify (whole);

  return g_hash_table_contains (self->accounted, path) ||
         (identity != NULL && g_hash_table_contains (self->accounted, identity));
}

/* A file that is written for a reader that watches for new names may stand under either of its two. */
static char *
find_standing (Comparison       *self,
               RailHandOverFile *file,
               RailFolderLook   *look)
{
  const char *path = rail_hand_over_file_get_path (file);
  g_autofree char *whole = g_build_filename (self->root, path, NULL);
  g_autofree char *other = NULL;

  account (self, path);
  rail_folder_look (whole, look);
  if (!rail_hand_over_file_is_renewed (file))
    return g_strdup (path);
  other = rail_file_name_with_number (path, 2);
  account (self, other);
  if (look->what != RAIL_LOOK_NOTHING)
    return g_strdup (path);
  g_free (whole);
  whole = g_build_filename (self->root, other, NULL);
  rail_folder_look_clear (look);
  rail_folder_look (whole, look);
  return look->what != RAIL_LOOK_NOTHING ? g_steal_pointer (&other) : g_strdup (path);
}

static gboolean
compare_file (Comparison        *self,
              RailHandOverFile  *file,
              GError           **error)
{
  const char *path = rail_hand_over_file_get_path (file);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *link = rail_folder_find_link (self->root, folder);
  g_auto(RailFolderLook) look = { 0 };
  g_autofree char *standing = find_standing (self, file, &look);
  gboolean unchanged;

  if (link != NULL && strcmp (folder, ".") != 0)
    {
      add (self, RAIL_FOLDER_BLOCKED, path, file,
           describe_with (file, g_strdup_printf (_("“%s” is a link, which is not followed"), link)));
      return TRUE;
    }
  switch (look.what)
    {
    case RAIL_LOOK_NOTHING:
      add (self, RAIL_FOLDER_NEW, path, file, g_strdup (rail_hand_over_file_get_description (file)));
      return TRUE;
    case RAIL_LOOK_FILE:
      if (!is_unchanged (self, file, &look, &unchanged, error))
        return FALSE;
      add (self, unchanged ? RAIL_FOLDER_UNCHANGED : RAIL_FOLDER_REPLACED, standing, file,
           unchanged ? g_strdup (rail_hand_over_file_get_description (file))
                     : describe_with (file, rail_folder_origin_describe (self->origin, &look)));
      return TRUE;
    case RAIL_LOOK_FOLDER:
      add (self, RAIL_FOLDER_BLOCKED, standing, file, describe_with (file, g_strdup (_("A folder is in its place"))));
      return TRUE;
    case RAIL_LOOK_LINK:
      add (self, RAIL_FOLDER_REPLACED, standing, file,
           describe_with (file, g_strdup (_("Replaces a link; what it leads to stays as it is"))));
      return TRUE;
    case RAIL_LOOK_SPECIAL:
    case RAIL_LOOK_LARGE:
    case RAIL_LOOK_DENIED:
    default:
      add (self, RAIL_FOLDER_REPLACED, standing, file,
           describe_with (file, g_strdup (_("Replaces a file whose content cannot be told"))));
      return TRUE;
    }
}

/* What writing takes away because it belongs into another folder now. */
static void
compare_moved (Comparison *self,
               const char *path)
{
  g_autofree char *other = rail_file_name_with_number (path, 2);
  const char *paths[] = { path, other };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    if (rail_hand_over_can_move (self->root, paths[i]))
      {
        account (self, paths[i]);
        add (self, RAIL_FOLDER_MOVED, paths[i], NULL,
             g_strdup (_("Goes: what it is for stands in another folder now, and must not stay in this one")));
      }
}

static void
compare_other (Comparison *self,
               const char *path)
{
  g_autofree char *whole = g_build_filename (self->root, path, NULL);
  g_auto(RailFolderLook) look = { 0 };
  char *text = NULL;

  rail_folder_look (whole, &look);
  if (look.what == RAIL_LOOK_NOTHING || look.what == RAIL_LOOK_FOLDER)
    return;
  if (look.what != RAIL_LOOK_FILE)
    {
      add (self, RAIL_FOLDER_UNREADABLE, path, NULL, rail_folder_look_describe (&look));
      return;
    }
  self->n_read += rail_secret_get_size (look.content);
  if (rail_folder_origin_judge (self->origin, &look, &text))
    add (self, RAIL_FOLDER_LEFTOVER, path, NULL, text);
  else
    add (self, RAIL_FOLDER_FOREIGN, path, NULL, text);
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* Of a folder below the root, or the root itself as “.”. The folders in it are not gone into. */
static gboolean
compare_folder (Comparison *self,
                const char *folder)
{
  gboolean is_root = strcmp (folder, ".") == 0;
  g_autofree char *link = is_root ? NULL : rail_folder_find_link (self->root, folder);
  g_autofree char *whole = is_root ? g_strdup (self->root) : g_build_filename (self->root, folder, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = NULL;
  g_autoptr(GError) error = NULL;
  const char *name;

  if (link != NULL)
    {
      add (self, RAIL_FOLDER_UNREADABLE, folder, NULL, g_strdup (_("A link, which is not followed")));
      return TRUE;
    }
  dir = g_dir_open (whole, 0, &error);
  if (dir == NULL)
    {
      if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) &&
          !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
        add (self, RAIL_FOLDER_UNREADABLE, folder, NULL, g_strdup (_("A folder that cannot be looked into")));
      return TRUE;
    }
  while ((name = g_dir_read_name (dir)) != NULL && names->len <= RAIL_LOOK_MAX_FILES)
    g_ptr_array_add (names, is_root ? g_strdup (name) : g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_strings);
  for (guint i = 0; i < names->len; i++)
    {
      if (is_accounted (self, g_ptr_array_index (names, i)))
        continue;
      if (++self->n_files > RAIL_LOOK_MAX_FILES || self->n_read > RAIL_LOOK_MAX_TOTAL)
        {
          add (self, RAIL_FOLDER_UNREADABLE, folder, NULL,
               g_strdup (_("There are too many files to look into all of them; the others are left alone, too")));
          return FALSE;
        }
      compare_other (self, g_ptr_array_index (names, i));
    }
  return TRUE;
}

static gboolean
add_folder (GPtrArray  *folders,
            const char *folder)
{
  if (g_ptr_array_find_with_equal_func (folders, folder, g_str_equal, NULL))
    return FALSE;
  g_ptr_array_add (folders, g_strdup (folder));
  return TRUE;
}

/* Those that the plan has or writes into, without the one of what the partner has rejected, which is its own. */
static GPtrArray *
list_folders (RailHandOverJob *job)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < job->folders->len; i++)
    {
      const RailHandOverFolder *folder = &g_array_index (job->folders, RailHandOverFolder, i);

      if (g_strcmp0 (folder->path, job->rejected) != 0)
        add_folder (folders, folder->path);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (job->files)); i++)
    {
      g_autoptr(RailHandOverFile) file = g_list_model_get_item (G_LIST_MODEL (job->files), i);
      g_autofree char *folder = g_path_get_dirname (rail_hand_over_file_get_path (file));

      add_folder (folders, folder);
    }
  return folders;
}

static GListModel *
join_groups (Comparison *self)
{
  GListStore *items = g_list_store_new (RAIL_TYPE_FOLDER_ITEM);

  for (gsize i = 0; i < G_N_ELEMENTS (self->groups); i++)
    g_list_store_splice (items, g_list_model_get_n_items (G_LIST_MODEL (items)), 0, self->groups[i]->pdata,
                         self->groups[i]->len);
  return G_LIST_MODEL (items);
}

static gboolean
compare (Comparison    *self,
         GCancellable  *cancellable,
         GError       **error)
{
  GListModel *files = G_LIST_MODEL (self->job->files);
  g_autoptr(GPtrArray) folders = list_folders (self->job);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(RailHandOverFile) file = g_list_model_get_item (files, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !compare_file (self, file, error))
        return FALSE;
    }
  for (guint i = 0; i < self->job->removed->len; i++)
    compare_moved (self, g_ptr_array_index (self->job->removed, i));
  for (guint i = 0; i < folders->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!compare_folder (self, g_ptr_array_index (folders, i)))
        break;
    }
  return TRUE;
}

/* The work behind rail_hand_over_compare(); also what decides, when leftovers are removed, what is one. */
GListModel *
rail_hand_over_job_compare (RailHandOverJob  *job,
                            GCancellable     *cancellable,
                            GError          **error)
{
  g_autofree char *root = rail_hand_over_job_dup_root (job, error);
  g_autoptr(RailFolderOrigin) origin = NULL;
  g_autoptr(GHashTable) accounted = NULL;
  g_autoptr(GListModel) items = NULL;
  Comparison self = { .job = job, .root = root };

  if (root == NULL)
    return NULL;
  self.origin = origin = rail_folder_origin_new (job->source.project, G_LIST_MODEL (job->files));
  self.accounted = accounted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (self.groups); i++)
    self.groups[i] = g_ptr_array_new_with_free_func (g_object_unref);
  if (compare (&self, cancellable, error))
    items = join_groups (&self);
  for (gsize i = 0; i < G_N_ELEMENTS (self.groups); i++)
    g_ptr_array_unref (self.groups[i]);
  return g_steal_pointer (&items);
}
