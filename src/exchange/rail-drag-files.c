/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-drag-files.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "rail-exchange-posix.h"
#include "rail-export.h"
#include "rail-file-set.h"
#include "rail-hand-over-private.h"

#define OLD_SECONDS (24 * 60 * 60)

struct _RailDragFiles
{
  GObject     parent_instance;

  /* Owned References */
  char       *folder;
  GPtrArray  *files;          /* of GFile */
  gboolean    is_secret;      /* there are keys in them */
};

G_DEFINE_FINAL_TYPE (RailDragFiles, rail_drag_files, G_TYPE_OBJECT)

/*
 * Auxiliary methods
 */

/* What a drag has put there and no file manager has moved away. The folder is this program's own, and flat. */
static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/* A program that was killed during a drag leaves its folder behind. Links are not followed, and other users' folders and
 * those of a drag that may still go on are left alone. */
static void
sweep (const char *place)
{
  g_autoptr(GDir) dir = g_dir_open (place, 0, NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;
      GStatBuf info;

      if (!g_str_has_prefix (name, "certrail-drag-"))
        continue;
      path = g_build_filename (place, name, NULL);
      if (g_lstat (path, &info) == 0 && S_ISDIR (info.st_mode) && rail_exchange_is_own (&info) &&
          info.st_mtime < now - OLD_SECONDS)
        remove_folder (path);
    }
}

/* The runtime folder is the user's alone and goes at logout; without a login session there is none. */
static char *
make_folder (GError **error)
{
  const char *places[] = { g_get_user_runtime_dir (), g_get_tmp_dir () };
  int code = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    sweep (places[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *folder = g_build_filename (places[i], "certrail-drag-XXXXXX", NULL);

      if (g_mkdtemp (folder) != NULL)
        return g_steal_pointer (&folder);
      code = errno;
    }
  g_set_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED,
               _("No folder for the dragged files can be made in “%s”: %s; export the certificates instead."),
               g_get_tmp_dir (), g_strerror (code));
  return NULL;
}

/* An object with its folder, and a set of files for it. */
static RailDragFiles *
begin (RailFileSet **out_set,
       GError      **error)
{
  g_autoptr(RailDragFiles) self = g_object_new (RAIL_TYPE_DRAG_FILES, NULL);

  self->folder = make_folder (error);
  if (self->folder == NULL)
    return NULL;
  *out_set = rail_file_set_new (self->folder);
  rail_file_set_set_fleeting (*out_set, TRUE);
  return g_steal_pointer (&self);
}

/* @self is taken over. */
static RailDragFiles *
finish (RailDragFiles  *self,
        RailFileSet    *set,
        GError        **error)
{
  g_autoptr(RailDragFiles) owned = self;

  self->files = rail_file_set_write (set, NULL, error);
  if (self->files != NULL)
    return g_steal_pointer (&owned);
  /* Some may have taken their place already. */
  remove_folder (self->folder);
  return NULL;
}

/*
 * Overrides
 */

static void
rail_drag_files_dispose (GObject *object)
{
  RailDragFiles *self = RAIL_DRAG_FILES (object);

  for (guint i = 0; self->files != NULL && i < self->files->len; i++)
    {
      const char *path = g_file_peek_path (g_ptr_array_index (self->files, i));

      /* Where the file system writes elsewhere, as on flash, that is all there is. */
      if (self->is_secret)
        rail_exchange_overwrite (path);
      g_unlink (path);
    }
  if (self->folder != NULL)
    g_rmdir (self->folder);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (rail_drag_files_parent_class)->dispose (object);
}

static void
rail_drag_files_class_init (RailDragFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rail_drag_files_dispose;
}

static void
rail_drag_files_init (RailDragFiles *self)
{
}

/*
 * Public API
 */

/**
 * rail_drag_files_new:
 * @entries: (element-type RailEntry): what is dragged
 * @error: #RailExchangeError
 *
 * Writes the certificates of @entries, without keys, as DER files into a new folder with mode 0700. The files stay as
 * long as the object: keep it until the drop is over.
 *
 * Returns: (transfer full): the files
 */
RailDragFiles *
rail_drag_files_new (GPtrArray  *entries,
                     GError    **error)
{
  return rail_drag_files_new_in_form (NULL, entries, RAIL_DRAG_DER, error);
}

/* The certificate and those above it, as far as the project has them. */
static GBytes *
make_chain (RailProject *project,
            RailEntry   *entry)
{
  g_autoptr(GPtrArray) chain = rail_project_get_chain_certificates (project, entry, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < chain->len; i++)
    {
      g_autofree char *pem = rail_certificate_to_pem (g_ptr_array_index (chain, i));

      g_string_append (text, pem);
    }
  return g_string_free_to_bytes (text);
}

static GBytes *
make_content (RailProject  *project,
              RailEntry    *entry,
              RailDragForm  form)
{
  char *pem;

  switch (form)
    {
    case RAIL_DRAG_PEM:
      pem = rail_certificate_to_pem (rail_entry_get_certificate (entry));
      return g_bytes_new_take (pem, strlen (pem));
    case RAIL_DRAG_CHAIN:
      return make_chain (project, entry);
    case RAIL_DRAG_DER:
    default:
      return g_bytes_ref (rail_certificate_get_der (rail_entry_get_certificate (entry)));
    }
}

/**
 * rail_drag_files_new_in_form:
 * @project: (nullable): the project of @entries, which only %RAIL_DRAG_CHAIN needs
 * @entries: (element-type RailEntry): what is dragged
 * @form: what the files are to be: `.der`, `.pem`, or `.crt` with the chain
 * @error: #RailExchangeError
 *
 * Does as rail_drag_files_new(), in another form.
 *
 * Returns: (transfer full): the files
 */
RailDragFiles *
rail_drag_files_new_in_form (RailProject   *project,
                             GPtrArray     *entries,
                             RailDragForm   form,
                             GError       **error)
{
  static const char * const extensions[] = {
    [RAIL_DRAG_DER] = "der", [RAIL_DRAG_PEM] = "pem", [RAIL_DRAG_CHAIN] = "crt",
  };
  g_autoptr(RailDragFiles) self = NULL;
  g_autoptr(RailFileSet) set = NULL;
  g_autoptr(GHashTable) taken = NULL;

  g_return_val_if_fail (entries != NULL, NULL);
  g_return_val_if_fail (form != RAIL_DRAG_CHAIN || RAIL_IS_PROJECT (project), NULL);

  self = begin (&set, error);
  if (self == NULL)
    return NULL;
  taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      RailEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *name = rail_file_name_for_entry_unique (entry, extensions[form], taken);
      g_autoptr(GBytes) content = make_content (project, entry, form);

      rail_file_set_add (set, name, content);
    }
  return finish (g_steal_pointer (&self), set, error);
}

/**
 * rail_drag_files_new_for_hand_over:
 * @hand_over: a plan
 * @file: the one of its files that is dragged
 * @error: #RailExchangeError, or what signing says
 *
 * Writes @file as it will be handed over, under its own name, into a new folder with mode 0700. Only here can a private key
 * be among what is dragged, and only when it was dragged itself.
 *
 * Returns: (transfer full): the file
 */
RailDragFiles *
rail_drag_files_new_for_hand_over (RailHandOver      *hand_over,
                                   RailHandOverFile  *file,
                                   GError           **error)
{
  g_autoptr(RailDragFiles) self = NULL;
  g_autoptr(RailFileSet) set = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (RAIL_IS_HAND_OVER (hand_over), NULL);
  g_return_val_if_fail (RAIL_IS_HAND_OVER_FILE (file), NULL);

  self = begin (&set, error);
  if (self == NULL)
    return NULL;
  self->is_secret = rail_hand_over_file_is_private (file);
  name = g_path_get_basename (rail_hand_over_file_get_path (file));
  if (rail_hand_over_add_to_set (hand_over, file, set, name, error))
    return finish (g_steal_pointer (&self), set, error);
  return NULL;
}

/**
 * rail_drag_files_new_for_content:
 * @name: the name of the file
 * @content: (nullable): what is in it
 * @key: (nullable): the private key that is in it instead
 * @error: #RailExchangeError
 *
 * Does as rail_drag_files_new(), with one file that is no certificate of its own. Give a key only for a drag that was started
 * for it.
 *
 * Returns: (transfer full): the file
 */
RailDragFiles *
rail_drag_files_new_for_content (const char  *name,
                                 GBytes      *content,
                                 RailSecret  *key,
                                 GError     **error)
{
  g_autoptr(RailFileSet) set = NULL;
  RailDragFiles *self;

  g_return_val_if_fail (name != NULL && strchr (name, G_DIR_SEPARATOR) == NULL, NULL);
  g_return_val_if_fail ((content != NULL) != (key != NULL), NULL);

  self = begin (&set, error);
  if (self == NULL)
    return NULL;
  self->is_secret = key != NULL;
  if (key != NULL)
    rail_file_set_add_secret (set, name, key);
  else
    rail_file_set_add (set, name, content);
  return finish (self, set, error);
}

/**
 * rail_drag_files_get_files:
 * @self: dragged files
 *
 * Returns: (transfer none) (element-type GFile): the files, in the order of the entries
 */
GPtrArray *
rail_drag_files_get_files (RailDragFiles *self)
{
  g_return_val_if_fail (RAIL_IS_DRAG_FILES (self), NULL);

  return self->files;
}
