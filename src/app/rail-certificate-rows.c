/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-rows"

#include "config.h"

#include "rail-certificate-rows.h"

#include "rail-device-operations.h"

#define N_KINDS (RAIL_ENTRY_TRUSTED + 1)

struct _RailCertificateRows
{
  GObject      parent_instance;

  RailProject *project;
  GHashTable  *rows;              /* RailEntry → RailCertificateRow */
  GListStore  *tops[N_KINDS];     /* what stands in the first level of each table */
  guint        counts[N_KINDS];
};

G_DEFINE_FINAL_TYPE (RailCertificateRows, rail_certificate_rows, G_TYPE_OBJECT)

enum
{
  ROW_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
row_changed_cb (RailCertificateRows *self,
                RailCertificateRow  *row)
{
  g_signal_emit (self, signals[ROW_CHANGED], 0, row);
}

static RailCertificateRow *
make_row (RailCertificateRows *self,
          RailEntry           *entry)
{
  RailCertificateRow *row = rail_certificate_row_new (entry, rail_project_get_environment (self->project));

  g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
  g_hash_table_insert (self->rows, entry, row);
  return row;
}

/* Gives @store the content of @wanted, and touches only what differs: selection and expanded rows stay. */
static void
update_store (GListStore *store,
              GPtrArray  *wanted)
{
  GListModel *model = G_LIST_MODEL (store);
  guint n_old = g_list_model_get_n_items (model);
  guint start = 0;
  guint end = 0;

  while (start < MIN (n_old, wanted->len))
    {
      g_autoptr(GObject) old = g_list_model_get_item (model, start);

      if (old != g_ptr_array_index (wanted, start))
        break;
      start++;
    }
  while (end < MIN (n_old, wanted->len) - start)
    {
      g_autoptr(GObject) old = g_list_model_get_item (model, n_old - 1 - end);

      if (old != g_ptr_array_index (wanted, wanted->len - 1 - end))
        break;
      end++;
    }
  if (n_old - start - end > 0 || wanted->len - start - end > 0)
    g_list_store_splice (store, start, n_old - start - end,
                         wanted->pdata + start, wanted->len - start - end);
}

/* A tree shows an arrow where there was a list of children when the row appeared, so a row whose list was or becomes
 * empty appears anew. */
static void
update_children (RailCertificateRow *row,
                 GPtrArray          *wanted,
                 GPtrArray          *appear_anew)
{
  GListStore *children = rail_certificate_row_get_children (row);
  gboolean was_empty = g_list_model_get_n_items (G_LIST_MODEL (children)) == 0;

  update_store (children, wanted);
  if (was_empty != (wanted->len == 0))
    g_ptr_array_add (appear_anew, row);
}

static void
let_appear_anew (RailCertificateRows *self,
                 RailCertificateRow  *row)
{
  RailEntry *issuer = rail_project_get_issuer (self->project, rail_certificate_row_get_entry (row));
  RailCertificateRow *parent = issuer != NULL ? g_hash_table_lookup (self->rows, issuer) : NULL;
  GListStore *store = parent != NULL && parent != row ? rail_certificate_row_get_children (parent)
                                                      : self->tops[RAIL_ENTRY_CA];
  guint position;

  if (g_list_store_find (store, row, &position))
    {
      gpointer same[] = { row };

      g_list_store_splice (store, position, 1, same, 1);
    }
}

static GPtrArray *
lookup_list (GHashTable *table,
             gpointer    key)
{
  GPtrArray *list = g_hash_table_lookup (table, key);

  if (list == NULL)
    {
      list = g_ptr_array_new ();
      g_hash_table_insert (table, key, list);
    }
  return list;
}

/* Sorts every entry into its list. Entries come in the order of their IDs, so the lists are in that order, too. */
static void
distribute (RailCertificateRows *self,
            GPtrArray           *tops[N_KINDS],
            GHashTable          *issued)
{
  GListModel *entries = rail_project_get_entries (self->project);
  guint n = g_list_model_get_n_items (entries);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailCertificateRow *row = g_hash_table_lookup (self->rows, entry);
      RailEntryKind kind = rail_entry_get_kind (entry);
      RailEntry *issuer = NULL;

      /* The global certificate manager does not know what is in the local ones only. */
      if (rail_project_is_local (self->project, entry))
        continue;
      if (row == NULL)
        row = make_row (self, entry);
      self->counts[kind]++;
      if (kind != RAIL_ENTRY_TRUSTED)
        issuer = rail_project_get_issuer (self->project, entry);
      if (issuer != NULL && issuer != entry && rail_entry_get_kind (issuer) == RAIL_ENTRY_CA)
        g_ptr_array_add (lookup_list (issued, issuer), row);
      else if (kind == RAIL_ENTRY_CA)
        g_ptr_array_add (tops[kind], row);
      if (kind != RAIL_ENTRY_CA)
        g_ptr_array_add (tops[kind], row);
    }
}

static void
forget_removed (RailCertificateRows *self)
{
  GListModel *entries = rail_project_get_entries (self->project);
  guint n = g_list_model_get_n_items (entries);
  g_autoptr(GHashTable) present = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer entry;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(RailEntry) item = g_list_model_get_item (entries, i);

      g_hash_table_add (present, item);
    }
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &entry, NULL))
    if (!g_hash_table_contains (present, entry))
      g_hash_table_iter_remove (&iter);
}

static void
update (RailCertificateRows *self)
{
  g_autoptr(GHashTable) issued =
    g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr(GPtrArray) appear_anew = g_ptr_array_new ();
  GPtrArray *tops[N_KINDS];
  GHashTableIter iter;
  gpointer entry, row;

  for (guint i = 0; i < N_KINDS; i++)
    {
      tops[i] = g_ptr_array_new ();
      self->counts[i] = 0;
    }
  distribute (self, tops, issued);

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &entry, &row))
    if (rail_certificate_row_get_children (row) != NULL)
      update_children (row, lookup_list (issued, entry), appear_anew);
  for (guint i = 0; i < N_KINDS; i++)
    {
      update_store (self->tops[i], tops[i]);
      g_ptr_array_unref (tops[i]);
    }
  for (guint i = 0; i < appear_anew->len; i++)
    let_appear_anew (self, g_ptr_array_index (appear_anew, i));
}

static void
entries_changed_cb (RailCertificateRows *self,
                    guint                position,
                    guint                removed,
                    guint                added)
{
  if (removed > 0)
    forget_removed (self);
  update (self);
}

static void
rail_certificate_rows_finalize (GObject *object)
{
  RailCertificateRows *self = RAIL_CERTIFICATE_ROWS (object);

  for (guint i = 0; i < N_KINDS; i++)
    g_clear_object (&self->tops[i]);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_certificate_rows_parent_class)->finalize (object);
}

static void
rail_certificate_rows_class_init (RailCertificateRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_certificate_rows_finalize;

  /**
   * RailCertificateRows::row-changed:
   * @row: the row
   *
   * The texts of a row have changed.
   */
  signals[ROW_CHANGED] = g_signal_new ("row-changed", RAIL_TYPE_CERTIFICATE_ROWS, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_CERTIFICATE_ROW);
}

static void
rail_certificate_rows_init (RailCertificateRows *self)
{
  self->rows = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  for (guint i = 0; i < N_KINDS; i++)
    self->tops[i] = g_list_store_new (RAIL_TYPE_CERTIFICATE_ROW);
}

/**
 * rail_certificate_rows_new:
 * @project: a project
 *
 * Returns: (transfer full): the rows of all entries of @project that are not local; they follow its changes.
 */
RailCertificateRows *
rail_certificate_rows_new (RailProject *project)
{
  RailCertificateRows *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  self = g_object_new (RAIL_TYPE_CERTIFICATE_ROWS, NULL);
  self->project = g_object_ref (project);
  g_signal_connect_object (rail_project_get_entries (project), "items-changed",
                           G_CALLBACK (entries_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

/**
 * rail_certificate_rows_update:
 * @self: rows
 *
 * Puts each row where it belongs now, after some have changed: a renewed certificate may have another issuer, a key that
 * was imported can make an authority of what was trusted, and a device can begin to use global security settings.
 */
void
rail_certificate_rows_update (RailCertificateRows *self)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_ROWS (self));
  update (self);
}

/**
 * rail_certificate_rows_get:
 * @self: rows
 * @kind: a kind of entry
 *
 * Returns: (transfer none): the #RailCertificateRow objects of the first level of that table.
 */
GListModel *
rail_certificate_rows_get (RailCertificateRows *self,
                           RailEntryKind        kind)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROWS (self), NULL);
  g_return_val_if_fail (kind < N_KINDS, NULL);
  return G_LIST_MODEL (self->tops[kind]);
}

/**
 * rail_certificate_rows_count:
 * @self: rows
 * @kind: a kind of entry
 *
 * Returns: how many entries of that kind the project has, on whatever level of the tree.
 */
guint
rail_certificate_rows_count (RailCertificateRows *self,
                             RailEntryKind        kind)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROWS (self), 0);
  g_return_val_if_fail (kind < N_KINDS, 0);
  return self->counts[kind];
}

static guint
count_ended (GListModel *rows)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(RailCertificateRow) row = g_list_model_get_item (rows, i);
      RailStatus status = rail_certificate_row_get_status (row);

      n += status == RAIL_STATUS_EXPIRED || status == RAIL_STATUS_REVOKED ? 1 : 0;
      if (rail_certificate_row_get_children (row) != NULL)
        n += count_ended (G_LIST_MODEL (rail_certificate_row_get_children (row)));
    }
  return n;
}

/**
 * rail_certificate_rows_count_ended:
 * @self: rows
 * @kind: a kind of entry
 *
 * Returns: how many rows of that table, on all its levels, are expired or revoked.
 */
guint
rail_certificate_rows_count_ended (RailCertificateRows *self,
                                   RailEntryKind        kind)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROWS (self), 0);
  g_return_val_if_fail (kind < N_KINDS, 0);
  return count_ended (rail_certificate_rows_get (self, kind));
}

/**
 * rail_certificate_rows_find:
 * @self: rows
 * @entry: an entry
 *
 * Returns: (transfer none) (nullable): the row of @entry.
 */
RailCertificateRow *
rail_certificate_rows_find (RailCertificateRows *self,
                            RailEntry           *entry)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_ROWS (self), NULL);
  return entry != NULL ? g_hash_table_lookup (self->rows, entry) : NULL;
}
