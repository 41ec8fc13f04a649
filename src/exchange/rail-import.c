/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-import-private.h"

#include <glib/gi18n-lib.h>

#include "rail-export.h"
#include "rail-intake.h"
#include "rail-operations.h"

G_DEFINE_FINAL_TYPE (RailImport, rail_import, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TAKE_ALL_AS_TRUSTED,
  PROP_BUSY,
  PROP_FILES_READ,
  PROP_FILES_FOUND,
  PROP_N_CHOSEN,
  PROP_N_NEW,
  PROP_N_DUPLICATES,
  PROP_N_UNREADABLE,
  PROP_N_IGNORED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/*
 * Auxiliary methods
 */

static void
notify_counts (RailImport *self)
{
  for (guint i = PROP_N_CHOSEN; i <= PROP_N_IGNORED; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static GHashTable *
index_items (RailImport *self)
{
  GHashTable *before = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      RailImportItem *item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (item->part != NULL)
        g_hash_table_insert (before, item->part, item);
      else
        g_object_unref (item);
    }
  return before;
}

static void
count_items (RailImport *self,
             GPtrArray  *items)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->counts); i++)
    self->counts[i] = 0;
  for (guint i = 0; i < items->len; i++)
    self->counts[((RailImportItem *) items->pdata[i])->state]++;
}

static void
list_locked (RailImport *self)
{
  g_autoptr(GPtrArray) locked = g_ptr_array_new_with_free_func (g_object_unref);

  self->n_ignored = 0;
  for (guint i = 0; i < self->sources->len; i++)
    {
      RailImportSource *source = self->sources->pdata[i];

      if (source->locked->len > 0)
        g_ptr_array_add (locked, rail_import_locked_new (source));
      if (source->walked && source->is_foreign)
        self->n_ignored++;
    }
  g_list_store_splice (self->locked, 0, g_list_model_get_n_items (G_LIST_MODEL (self->locked)), locked->pdata,
                       locked->len);
}

/*< private >
 * rail_import_plan_again:
 * @self: an import
 *
 * Compares what was read with the project as it is now; choices stay.
 */
void
rail_import_plan_again (RailImport *self)
{
  g_autoptr(GHashTable) before = index_items (self);
  g_autoptr(GPtrArray) items = rail_import_plan (self, self->project, self->sources, before, self->as_trusted);

  count_items (self, items);
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  list_locked (self);
  notify_counts (self);
}

/*
 * Overrides
 */

static void
rail_import_dispose (GObject *object)
{
  RailImport *self = RAIL_IMPORT (object);

  g_clear_handle_id (&self->ticker, g_source_remove);
  g_clear_pointer (&self->run, rail_import_run_unref);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(RailImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      item->import = NULL;
    }

  G_OBJECT_CLASS (rail_import_parent_class)->dispose (object);
}

static void
rail_import_finalize (GObject *object)
{
  RailImport *self = RAIL_IMPORT (object);

  g_clear_object (&self->items);
  g_clear_object (&self->locked);
  g_clear_object (&self->project);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->passwords, g_ptr_array_unref);

  G_OBJECT_CLASS (rail_import_parent_class)->finalize (object);
}

static void
rail_import_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  RailImport *self = RAIL_IMPORT (object);

  switch (prop_id)
    {
    case PROP_TAKE_ALL_AS_TRUSTED:
      g_value_set_boolean (value, self->as_trusted);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->run != NULL);
      break;
    case PROP_FILES_READ:
      g_value_set_uint (value, self->run != NULL ? (guint) g_atomic_int_get (&self->run->n_read) : 0);
      break;
    case PROP_FILES_FOUND:
      g_value_set_uint (value, self->run != NULL ? (guint) g_atomic_int_get (&self->run->n_found) : 0);
      break;
    case PROP_N_CHOSEN:
      g_value_set_uint (value, rail_import_get_n_chosen (self));
      break;
    case PROP_N_NEW:
      g_value_set_uint (value, rail_import_get_n_new (self));
      break;
    case PROP_N_DUPLICATES:
      g_value_set_uint (value, rail_import_get_n_duplicates (self));
      break;
    case PROP_N_UNREADABLE:
      g_value_set_uint (value, rail_import_get_n_unreadable (self));
      break;
    case PROP_N_IGNORED:
      g_value_set_uint (value, self->n_ignored);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_import_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_TAKE_ALL_AS_TRUSTED:
      rail_import_set_take_all_as_trusted (RAIL_IMPORT (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_import_class_init (RailImportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = rail_import_dispose;
  object_class->finalize = rail_import_finalize;
  object_class->get_property = rail_import_get_property;
  object_class->set_property = rail_import_set_property;

  properties[PROP_TAKE_ALL_AS_TRUSTED] =
    g_param_spec_boolean ("take-all-as-trusted", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, readable);
  properties[PROP_FILES_READ] = g_param_spec_uint ("files-read", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_FILES_FOUND] = g_param_spec_uint ("files-found", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_N_CHOSEN] = g_param_spec_uint ("n-chosen", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_N_NEW] = g_param_spec_uint ("n-new", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_N_DUPLICATES] = g_param_spec_uint ("n-duplicates", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_N_UNREADABLE] = g_param_spec_uint ("n-unreadable", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_N_IGNORED] = g_param_spec_uint ("n-ignored", NULL, NULL, 0, G_MAXUINT, 0, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_import_init (RailImport *self)
{
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_import_source_free);
  self->passwords = g_ptr_array_new_with_free_func ((GDestroyNotify) rail_secret_unref);
  self->items = g_list_store_new (RAIL_TYPE_IMPORT_ITEM);
  self->locked = g_list_store_new (RAIL_TYPE_IMPORT_LOCKED);
}

/*< private >
 * rail_import_choice_changed:
 * @self: an import
 * @item: an item whose choice changed
 *
 * Counts anew, and tells the lists of an authority whether they can still come.
 */
void
rail_import_choice_changed (RailImport     *self,
                            RailImportItem *item)
{
  RailCertificate *certificate = rail_import_item_get_certificate (item);
  GListModel *items = G_LIST_MODEL (self->items);

  self->counts[RAIL_IMPORT_STATE_NEW] = 0;
  self->counts[RAIL_IMPORT_STATE_REFUSED] = 0;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailImportItem) other = g_list_model_get_item (items, i);

      if (other->state == RAIL_IMPORT_STATE_NEW || other->state == RAIL_IMPORT_STATE_REFUSED)
        self->counts[other->state]++;
      if (certificate != NULL && other->authority == item)
        {
          g_object_notify (G_OBJECT (other), "can-choose");
          g_object_notify (G_OBJECT (other), "chosen");
        }
    }
  notify_counts (self);
}

/*
 * Public API
 */

/**
 * rail_import_new:
 * @project: the project that things shall be taken into
 *
 * Returns: (transfer full): an import without files
 */
RailImport *
rail_import_new (RailProject *project)
{
  RailImport *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  self = g_object_new (RAIL_TYPE_IMPORT, NULL);
  self->project = g_object_ref (project);
  return self;
}

/**
 * rail_import_get_items:
 * @self: an import
 *
 * Returns: (transfer none): the #RailImportItem of all files that were added
 */
GListModel *
rail_import_get_items (RailImport *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT (self), NULL);

  return G_LIST_MODEL (self->items);
}

/**
 * rail_import_get_locked:
 * @self: an import
 *
 * Returns: (transfer none): the #RailImportLocked: files with something in them that needs a password
 */
GListModel *
rail_import_get_locked (RailImport *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT (self), NULL);

  return G_LIST_MODEL (self->locked);
}

/**
 * rail_import_get_n_chosen:
 * @self: an import
 *
 * Returns: how many items rail_import_take() would take
 */
guint
rail_import_get_n_chosen (RailImport *self)
{
  guint n = 0;

  g_return_val_if_fail (RAIL_IS_IMPORT (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(RailImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      n += rail_import_item_get_chosen (item);
    }
  return n;
}

/**
 * rail_import_get_n_new:
 * @self: an import
 *
 * Returns: how many items could be taken, keys for entries among them
 */
guint
rail_import_get_n_new (RailImport *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT (self), 0);

  return self->counts[RAIL_IMPORT_STATE_NEW] + self->counts[RAIL_IMPORT_STATE_KEY_FOUND];
}

/**
 * rail_import_get_n_duplicates:
 * @self: an import
 *
 * Returns: how many items the project or the import has already
 */
guint
rail_import_get_n_duplicates (RailImport *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT (self), 0);

  return self->counts[RAIL_IMPORT_STATE_DUPLICATE];
}

/**
 * rail_import_get_n_unreadable:
 * @self: an import
 *
 * Returns: how many items cannot be taken, because they cannot be read, find nothing that they belong to, or are refused
 */
guint
rail_import_get_n_unreadable (RailImport *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT (self), 0);

  return self->counts[RAIL_IMPORT_STATE_UNREADABLE] + self->counts[RAIL_IMPORT_STATE_ORPHAN] +
         self->counts[RAIL_IMPORT_STATE_REFUSED];
}

/**
 * rail_import_get_n_ignored:
 * @self: an import
 *
 * Returns: how many files of folders hold nothing that can be imported
 */
guint
rail_import_get_n_ignored (RailImport *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT (self), 0);

  return self->n_ignored;
}

/**
 * rail_import_set_take_all_as_trusted:
 * @self: an import
 * @as_trusted: whether all certificates, also of files that are still to be added, go to the trusted ones without their
 *   keys
 */
void
rail_import_set_take_all_as_trusted (RailImport *self,
                                     gboolean    as_trusted)
{
  g_return_if_fail (RAIL_IS_IMPORT (self));

  if (self->as_trusted == !!as_trusted)
    return;
  self->as_trusted = !!as_trusted;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(RailImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      item->as_trusted = self->as_trusted;
    }
  rail_import_plan_again (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TAKE_ALL_AS_TRUSTED]);
}

/**
 * rail_import_set_all_chosen:
 * @self: an import
 * @chosen: whether everything that can be taken is to be taken
 */
void
rail_import_set_all_chosen (RailImport *self,
                            gboolean    chosen)
{
  g_return_if_fail (RAIL_IS_IMPORT (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(RailImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      item->is_chosen = !!chosen;
    }
  rail_import_plan_again (self);
}

/* Each item shows the entry that was made of it. */
static void
note_entries (RailImport *self,
              GPtrArray  *intakes,
              GPtrArray  *entries)
{
  g_autoptr(GHashTable) by_certificate = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < intakes->len; i++)
    if (((RailIntake *) intakes->pdata[i])->certificate != NULL)
      g_hash_table_insert (by_certificate, ((RailIntake *) intakes->pdata[i])->certificate, entries->pdata[i]);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(RailImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      RailImportItem *owner = item->authority != NULL ? item->authority : item;
      RailCertificate *certificate = rail_import_item_get_certificate (owner);
      RailEntry *entry = certificate != NULL ? g_hash_table_lookup (by_certificate, certificate) : NULL;

      if (entry != NULL && rail_import_item_get_chosen (item))
        rail_import_item_add_entry (item, entry);
    }
}

/* The entries, each once. */
static GPtrArray *
list_once (GPtrArray *entries)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  GPtrArray *once = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < entries->len; i++)
    if (g_hash_table_add (seen, entries->pdata[i]))
      g_ptr_array_add (once, g_object_ref (entries->pdata[i]));
  return once;
}

/**
 * rail_import_take:
 * @self: an import
 * @error: return location for an error
 *
 * Takes all chosen items into the project, in one step that can be undone, or none of them. Afterwards
 * rail_import_item_get_entry() tells what became of each.
 *
 * Returns: (transfer full) (element-type RailEntry): the entries that were made or added to, each once, or %NULL with
 *   %RAIL_EXCHANGE_ERROR_INVALID if nothing is chosen, or an error of rail_project_import()
 */
GPtrArray *
rail_import_take (RailImport  *self,
                  GError     **error)
{
  g_autoptr(GPtrArray) intakes = NULL;
  g_autoptr(GPtrArray) entries = NULL;

  g_return_val_if_fail (RAIL_IS_IMPORT (self), NULL);

  intakes = rail_import_make_intakes (G_LIST_MODEL (self->items));
  if (intakes->len == 0)
    {
      g_set_error_literal (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID,
                           _("There is nothing that this project could take."));
      return NULL;
    }
  entries = rail_project_import (self->project, intakes, error);
  if (entries == NULL)
    return NULL;
  note_entries (self, intakes, entries);
  return list_once (entries);
}

/**
 * rail_import_take_async:
 * @self: an import
 * @progress: (nullable): told once when all is taken
 * @progress_data: for @progress
 * @cancellable: (nullable): prevents it
 * @callback: called on the main thread, calls rail_import_take_finish()
 * @user_data: for @callback
 *
 * Like rail_import_take(), once the main loop has shown what it waits for. What takes long was done when the files were
 * read: a thousand certificates are taken in some milliseconds.
 */
void
rail_import_take_async (RailImport          *self,
                        RailProgress         progress,
                        gpointer             progress_data,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  GError *error = NULL;

  g_return_if_fail (RAIL_IS_IMPORT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, rail_import_take_async);
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;
  entries = rail_import_take (self, &error);
  if (entries == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (progress != NULL)
    progress (entries->len, entries->len, progress_data);
  g_task_return_pointer (task, g_steal_pointer (&entries), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * rail_import_take_finish:
 * @self: an import
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type RailEntry): as rail_import_take()
 */
GPtrArray *
rail_import_take_finish (RailImport    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (RAIL_IS_IMPORT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
