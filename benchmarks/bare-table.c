/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bare-table.h"

#include <string.h>

#define BARE_TYPE_ROW (bare_row_get_type ())
G_DECLARE_FINAL_TYPE (BareRow, bare_row, BARE, ROW, GObject)

struct _BareRow
{
  GObject  parent_instance;

  char    *texts[RAIL_N_USUAL_COLUMNS];
  char    *keys[RAIL_N_USUAL_COLUMNS];
  gint64   numbers[RAIL_N_USUAL_COLUMNS];
  char    *search;
};

G_DEFINE_FINAL_TYPE (BareRow, bare_row, G_TYPE_OBJECT)

static void
bare_row_finalize (GObject *object)
{
  BareRow *self = BARE_ROW (object);

  for (guint i = 0; i < RAIL_N_USUAL_COLUMNS; i++)
    {
      g_free (self->texts[i]);
      g_free (self->keys[i]);
    }
  g_free (self->search);
  G_OBJECT_CLASS (bare_row_parent_class)->finalize (object);
}

static void
bare_row_class_init (BareRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bare_row_finalize;
}

static void
bare_row_init (BareRow *self)
{
}

static BareRow *
make_row (RailCertificateRow *row)
{
  BareRow *self = g_object_new (BARE_TYPE_ROW, NULL);
  g_autoptr(GString) all = g_string_new (NULL);

  for (RailColumn i = 0; i < RAIL_N_USUAL_COLUMNS; i++)
    {
      self->texts[i] = g_strdup (rail_certificate_row_get_text (row, i));
      g_string_append_printf (all, "%s\n", self->texts[i]);
      if (rail_column_is_numeric (i))
        self->numbers[i] = rail_certificate_row_get_number (row, i);
      else
        self->keys[i] = g_utf8_collate_key_for_filename (self->texts[i], -1);
    }
  self->search = g_utf8_casefold (all->str, -1);
  return self;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_child (item, g_object_new (GTK_TYPE_INSCRIPTION, "min-chars", 6, "nat-chars", 14, NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  column)
{
  BareRow *row = gtk_list_item_get_item (item);

  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)), row->texts[GPOINTER_TO_UINT (column)]);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b,
            gpointer      column)
{
  const BareRow *first = a, *second = b;

  return gtk_ordering_from_cmpfunc (strcmp (first->keys[GPOINTER_TO_UINT (column)],
                                            second->keys[GPOINTER_TO_UINT (column)]));
}

static gint64
number_cb (BareRow *row,
           gpointer column)
{
  return row->numbers[GPOINTER_TO_UINT (column)];
}

static gboolean
match_cb (gpointer item,
          gpointer user_data)
{
  BareTable *self = user_data;
  BareRow *row = item;

  return strstr (row->search, self->text) != NULL;
}

static GtkSorter *
make_sorter (RailColumn column)
{
  if (!rail_column_is_numeric (column))
    return GTK_SORTER (gtk_custom_sorter_new (compare_cb, GUINT_TO_POINTER (column), NULL));
  return GTK_SORTER (gtk_numeric_sorter_new (gtk_cclosure_expression_new (G_TYPE_INT64, NULL, 0, NULL,
                                                                          G_CALLBACK (number_cb),
                                                                          GUINT_TO_POINTER (column), NULL)));
}

static void
add_column (BareTable  *self,
            RailColumn  column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkColumnViewColumn) object = NULL;
  g_autoptr(GtkSorter) sorter = make_sorter (column);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  object = gtk_column_view_column_new (rail_column_get_title (column), factory);
  gtk_column_view_column_set_sorter (object, sorter);
  gtk_column_view_column_set_resizable (object, TRUE);
  gtk_column_view_append_column (self->view, object);
}

BareTable *
bare_table_new (GListModel *rows)
{
  BareTable *self = g_new0 (BareTable, 1);
  GListStore *store = g_list_store_new (BARE_TYPE_ROW);
  g_autoptr(GPtrArray) bare = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *model;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(RailCertificateRow) row = g_list_model_get_item (rows, i);

      g_ptr_array_add (bare, make_row (row));
    }
  g_list_store_splice (store, 0, 0, bare->pdata, bare->len);

  self->text = g_strdup ("");
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  for (RailColumn i = 0; i < RAIL_N_USUAL_COLUMNS; i++)
    add_column (self, i);
  self->filter = GTK_FILTER (gtk_custom_filter_new (match_cb, self, NULL));
  model = G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (store), g_object_ref (self->filter)));
  model = G_LIST_MODEL (gtk_sort_list_model_new (model, g_object_ref (gtk_column_view_get_sorter (self->view))));
  {
    g_autoptr(GtkSelectionModel) selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (model));

    gtk_column_view_set_model (self->view, selection);
  }
  return self;
}

void
bare_table_free (BareTable *self)
{
  g_object_unref (self->filter);
  g_free (self->text);
  g_free (self);
}

void
bare_table_filter (BareTable  *self,
                   const char *text)
{
  gboolean stricter = g_str_has_prefix (text, self->text);
  gboolean laxer = g_str_has_prefix (self->text, text);

  g_free (self->text);
  self->text = g_strdup (text);
  gtk_filter_changed (self->filter, stricter ? GTK_FILTER_CHANGE_MORE_STRICT
                                    : laxer  ? GTK_FILTER_CHANGE_LESS_STRICT
                                             : GTK_FILTER_CHANGE_DIFFERENT);
}
