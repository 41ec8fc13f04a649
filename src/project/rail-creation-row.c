/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-creation-row.h"

#include <glib/gi18n-lib.h>

struct _RailCreationRow
{
  GObject       parent_instance;

  guint         line;
  char         *common_name;
  char         *usage;
  RailCreation *creation;   /* (nullable): of a good row */
  char         *column;     /* (nullable) */
  char         *problem;    /* (nullable): of a bad row */
};

G_DEFINE_FINAL_TYPE (RailCreationRow, rail_creation_row, G_TYPE_OBJECT)

static void
rail_creation_row_finalize (GObject *object)
{
  RailCreationRow *self = RAIL_CREATION_ROW (object);

  g_free (self->common_name);
  g_free (self->usage);
  g_clear_object (&self->creation);
  g_free (self->column);
  g_free (self->problem);
  G_OBJECT_CLASS (rail_creation_row_parent_class)->finalize (object);
}

static void
rail_creation_row_class_init (RailCreationRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_creation_row_finalize;
}

static void
rail_creation_row_init (RailCreationRow *self)
{
}

static RailCreationRow *
make (guint       line,
      const char *common_name,
      const char *usage)
{
  RailCreationRow *self = g_object_new (RAIL_TYPE_CREATION_ROW, NULL);

  self->line = line;
  self->common_name = g_strdup (common_name != NULL ? common_name : "");
  self->usage = g_strdup (usage != NULL ? usage : "");
  return self;
}

/**
 * rail_creation_row_new:
 * @line: where the row begins, from 1 up
 * @common_name: (nullable): as the row has it
 * @usage: (nullable): as the row has it
 * @creation: a valid creation
 *
 * Returns: (transfer full): a good row
 */
RailCreationRow *
rail_creation_row_new (guint         line,
                       const char   *common_name,
                       const char   *usage,
                       RailCreation *creation)
{
  RailCreationRow *self;

  g_return_val_if_fail (RAIL_IS_CREATION (creation), NULL);

  self = make (line, common_name, usage);
  self->creation = g_object_ref (creation);
  return self;
}

/**
 * rail_creation_row_new_bad:
 * @line: where the row begins, from 1 up
 * @common_name: (nullable): as the row has it
 * @usage: (nullable): as the row has it
 * @column: (nullable): the column to look at
 * @problem: what is wrong, in a sentence
 *
 * Returns: (transfer full): a row of which no certificate can be made
 */
RailCreationRow *
rail_creation_row_new_bad (guint       line,
                           const char *common_name,
                           const char *usage,
                           const char *column,
                           const char *problem)
{
  RailCreationRow *self;

  g_return_val_if_fail (problem != NULL, NULL);

  self = make (line, common_name, usage);
  self->column = g_strdup (column);
  self->problem = g_strdup (problem);
  return self;
}

/**
 * rail_creation_row_get_line:
 * @self: a row
 *
 * Returns: the line of the file on which the row begins, from 1 up
 */
guint
rail_creation_row_get_line (RailCreationRow *self)
{
  g_return_val_if_fail (RAIL_IS_CREATION_ROW (self), 0);
  return self->line;
}

/**
 * rail_creation_row_get_common_name:
 * @self: a row
 *
 * Returns: (transfer none): the common name as the row has it, which may be wrong or empty
 */
const char *
rail_creation_row_get_common_name (RailCreationRow *self)
{
  g_return_val_if_fail (RAIL_IS_CREATION_ROW (self), NULL);
  return self->common_name;
}

/**
 * rail_creation_row_get_usage:
 * @self: a row
 *
 * Returns: (transfer none): the nick of the usage as the row has it, which may be wrong or empty
 */
const char *
rail_creation_row_get_usage (RailCreationRow *self)
{
  g_return_val_if_fail (RAIL_IS_CREATION_ROW (self), NULL);
  return self->usage;
}

/**
 * rail_creation_row_get_creation:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what would be made; %NULL for a bad row
 */
RailCreation *
rail_creation_row_get_creation (RailCreationRow *self)
{
  g_return_val_if_fail (RAIL_IS_CREATION_ROW (self), NULL);
  return self->creation;
}

/**
 * rail_creation_row_get_column:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the column in which the problem is; %NULL if it is none or if that is not known
 */
const char *
rail_creation_row_get_column (RailCreationRow *self)
{
  g_return_val_if_fail (RAIL_IS_CREATION_ROW (self), NULL);
  return self->column;
}

/**
 * rail_creation_row_get_problem:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what is wrong, in a sentence without the place; %NULL for a good row
 */
const char *
rail_creation_row_get_problem (RailCreationRow *self)
{
  g_return_val_if_fail (RAIL_IS_CREATION_ROW (self), NULL);
  return self->problem;
}

/**
 * rail_creation_row_dup_message:
 * @self: a bad row
 *
 * Returns: (transfer full): line, column and problem in one sentence
 */
char *
rail_creation_row_dup_message (RailCreationRow *self)
{
  g_return_val_if_fail (RAIL_IS_CREATION_ROW (self), NULL);
  g_return_val_if_fail (self->problem != NULL, NULL);

  if (self->column != NULL)
    /* Translators: a line number, the name of a column, and a sentence */
    return g_strdup_printf (_("Line %u, column “%s”: %s"), self->line, self->column, self->problem);
  /* Translators: a line number and a sentence */
  return g_strdup_printf (_("Line %u: %s"), self->line, self->problem);
}

/**
 * rail_creation_rows_list_good:
 * @rows: (element-type RailCreationRow): rows
 *
 * Returns: (transfer full) (element-type RailCreation): what the good rows ask for, in their order
 */
GListModel *
rail_creation_rows_list_good (GListModel *rows)
{
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GPtrArray) good = g_ptr_array_new ();

  g_return_val_if_fail (G_IS_LIST_MODEL (rows), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(RailCreationRow) row = g_list_model_get_item (rows, i);

      if (row->creation != NULL)
        g_ptr_array_add (good, row->creation);
    }
  g_list_store_splice (creations, 0, 0, good->pdata, good->len);
  return G_LIST_MODEL (g_steal_pointer (&creations));
}

/**
 * rail_creation_rows_count_bad:
 * @rows: (element-type RailCreationRow): rows
 *
 * Returns: how many of them nothing can be made of
 */
guint
rail_creation_rows_count_bad (GListModel *rows)
{
  guint n = 0;

  g_return_val_if_fail (G_IS_LIST_MODEL (rows), 0);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(RailCreationRow) row = g_list_model_get_item (rows, i);

      if (row->creation == NULL)
        n++;
    }
  return n;
}
