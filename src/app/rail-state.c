/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-state"

#include "config.h"

#include "rail-state.h"

#include <errno.h>

#define MAX_RECENT 10

struct _RailState
{
  GObject     parent_instance;
  char       *path;
  GKeyFile   *keys;
  GListStore *recent;    /* of GFile, newest first */
  gboolean    changed;
};

G_DEFINE_FINAL_TYPE (RailState, rail_state, G_TYPE_OBJECT)

static void
read_recent (RailState *self)
{
  g_auto(GStrv) uris = g_key_file_get_string_list (self->keys, "recent", "projects", NULL, NULL);

  for (guint i = 0; uris != NULL && uris[i] != NULL && i < MAX_RECENT; i++)
    {
      g_autoptr(GFile) file = g_file_new_for_uri (uris[i]);

      g_list_store_append (self->recent, file);
    }
}

static void
store_recent (RailState *self)
{
  GListModel *recent = G_LIST_MODEL (self->recent);
  g_autoptr(GPtrArray) uris = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (recent); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (recent, i);

      g_ptr_array_add (uris, g_file_get_uri (file));
    }

  g_key_file_set_string_list (self->keys, "recent", "projects", (const char * const *) uris->pdata, uris->len);
  self->changed = TRUE;
  rail_state_write (self);
}

static gboolean
forget (RailState *self,
        GFile     *file)
{
  guint position;

  if (!g_list_store_find_with_equal_func (self->recent, file, (GEqualFunc) g_file_equal, &position))
    return FALSE;

  g_list_store_remove (self->recent, position);
  return TRUE;
}

static void
read_file (RailState *self)
{
  g_autoptr(GError) error = NULL;

  if (!g_key_file_load_from_file (self->keys, self->path, G_KEY_FILE_NONE, &error) &&
      !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_message ("The window's state is forgotten: %s", error->message);
  read_recent (self);
}

static void
rail_state_finalize (GObject *object)
{
  RailState *self = RAIL_STATE (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->keys, g_key_file_unref);
  g_clear_object (&self->recent);

  G_OBJECT_CLASS (rail_state_parent_class)->finalize (object);
}

static void
rail_state_class_init (RailStateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_state_finalize;
}

static void
rail_state_init (RailState *self)
{
  self->keys = g_key_file_new ();
  self->recent = g_list_store_new (G_TYPE_FILE);
}

/**
 * rail_state_new:
 * @path: where the state is kept
 *
 * Reads the state. A file that cannot be read is as good as none: nothing of value is in it.
 *
 * Returns: (transfer full): the state
 */
RailState *
rail_state_new (const char *path)
{
  RailState *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (RAIL_TYPE_STATE, NULL);
  self->path = g_strdup (path);
  read_file (self);
  return self;
}

/**
 * rail_state_get_default:
 *
 * Returns: (transfer none): the one that all windows share, kept as `certrail/window.ini` in the user's state folder
 */
RailState *
rail_state_get_default (void)
{
  static RailState *state;

  if (state == NULL)
    {
      g_autofree char *path = g_build_filename (g_get_user_state_dir (), "certrail", "window.ini", NULL);

      state = rail_state_new (path);
    }
  return state;
}

/**
 * rail_state_get_int:
 * @self: the state
 * @group: the thing that remembers, such as `window`
 * @key: what it remembers
 * @fallback: the value when nothing is known
 *
 * Returns: the number
 */
int
rail_state_get_int (RailState  *self,
                    const char *group,
                    const char *key,
                    int         fallback)
{
  g_autoptr(GError) error = NULL;
  int value;

  g_return_val_if_fail (RAIL_IS_STATE (self), fallback);

  value = g_key_file_get_integer (self->keys, group, key, &error);
  return error == NULL ? value : fallback;
}

/**
 * rail_state_set_int:
 * @self: the state
 * @group: the thing that remembers
 * @key: what it remembers
 * @value: the number
 *
 * Kept in memory until rail_state_write().
 */
void
rail_state_set_int (RailState  *self,
                    const char *group,
                    const char *key,
                    int         value)
{
  g_return_if_fail (RAIL_IS_STATE (self));

  if (g_key_file_has_key (self->keys, group, key, NULL) && rail_state_get_int (self, group, key, value) == value)
    return;

  g_key_file_set_integer (self->keys, group, key, value);
  self->changed = TRUE;
}

/**
 * rail_state_get_string:
 * @self: the state
 * @group: the thing that remembers
 * @key: what it remembers
 *
 * Returns: (transfer full) (nullable): the text; %NULL when nothing is known
 */
char *
rail_state_get_string (RailState  *self,
                       const char *group,
                       const char *key)
{
  g_return_val_if_fail (RAIL_IS_STATE (self), NULL);

  return g_key_file_get_string (self->keys, group, key, NULL);
}

/**
 * rail_state_set_string:
 * @self: the state
 * @group: the thing that remembers
 * @key: what it remembers
 * @value: the text
 *
 * Kept in memory until rail_state_write().
 */
void
rail_state_set_string (RailState  *self,
                       const char *group,
                       const char *key,
                       const char *value)
{
  g_autofree char *before = NULL;

  g_return_if_fail (RAIL_IS_STATE (self));
  g_return_if_fail (value != NULL);

  before = rail_state_get_string (self, group, key);
  if (g_strcmp0 (before, value) == 0)
    return;

  g_key_file_set_string (self->keys, group, key, value);
  self->changed = TRUE;
}

/**
 * rail_state_get_recent:
 * @self: the state
 *
 * Returns: (transfer none): a list of #GFile, the newest first, ten at most
 */
GListModel *
rail_state_get_recent (RailState *self)
{
  g_return_val_if_fail (RAIL_IS_STATE (self), NULL);

  return G_LIST_MODEL (self->recent);
}

/**
 * rail_state_add_recent:
 * @self: the state
 * @file: a project that was opened or saved
 *
 * Puts @file first, and writes the state.
 */
void
rail_state_add_recent (RailState *self,
                       GFile     *file)
{
  guint n;

  g_return_if_fail (RAIL_IS_STATE (self));
  g_return_if_fail (G_IS_FILE (file));

  forget (self, file);
  g_list_store_insert (self->recent, 0, file);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->recent));
  if (n > MAX_RECENT)
    g_list_store_splice (self->recent, MAX_RECENT, n - MAX_RECENT, NULL, 0);
  store_recent (self);
}

/**
 * rail_state_remove_recent:
 * @self: the state
 * @file: a project
 *
 * Forgets @file, and writes the state. The file itself is not touched.
 */
void
rail_state_remove_recent (RailState *self,
                          GFile     *file)
{
  g_return_if_fail (RAIL_IS_STATE (self));
  g_return_if_fail (G_IS_FILE (file));

  if (forget (self, file))
    store_recent (self);
}

/**
 * rail_state_write:
 * @self: the state
 *
 * Writes the state if it has changed. A failure is only logged: nobody's work is lost with it.
 */
void
rail_state_write (RailState *self)
{
  g_autofree char *folder = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (RAIL_IS_STATE (self));

  if (!self->changed)
    return;

  folder = g_path_get_dirname (self->path);
  if (g_mkdir_with_parents (folder, 0700) != 0 || !g_key_file_save_to_file (self->keys, self->path, &error))
    g_message ("The window's state is not kept in “%s”: %s", self->path,
               error != NULL ? error->message : g_strerror (errno));
  self->changed = FALSE;
}
