/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-task-dialog.h"
#include "rail-text-column.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;      /* as the first line of a file has it */
  const char *meaning;
} RailCsvColumn;

/* What one table has that another has not. All texts are marked with N_(). */
typedef struct
{
  const char           *example;         /* resource of the example; the program carries it */
  const char           *example_name;    /* what its file is called */
  const char           *choose_title;
  const char           *title;           /* what a line is */
  const char           *introduction;
  const char           *columns_hint;
  const char           *no_lines;        /* what is said about a file that has none */
  const RailCsvColumn  *columns;
  guint                 n_columns;
  const RailTextColumn *view_columns;
  guint                 n_view_columns;
} RailCsvTable;

/* What the dialogs share that read a table from a file, show its lines, and do something with them. Templates may bring
 * further rows for the list with the file's name: <child type="option">. */
#define RAIL_TYPE_CSV_DIALOG (rail_csv_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (RailCsvDialog, rail_csv_dialog, RAIL, CSV_DIALOG, RailTaskDialog)

struct _RailCsvDialogClass
{
  RailTaskDialogClass parent_class;

  const RailCsvTable *table;

  /* Returns: (transfer full) (nullable): the items of the lines, or %NULL with an error */
  GListModel *(*parse)     (RailProject    *project,
                            const char     *content,
                            GError        **error);
  /* There are other lines. Returns: (transfer full): what is said of them below the file's name */
  char       *(*show_rows) (RailCsvDialog  *self,
                            GListModel     *rows);
};

void         rail_csv_dialog_set_project (RailCsvDialog *self,
                                          RailProject   *project);
RailProject *rail_csv_dialog_get_project (RailCsvDialog *self);
GListModel  *rail_csv_dialog_get_rows    (RailCsvDialog *self);
void         rail_csv_dialog_set_filter  (RailCsvDialog *self,
                                          GtkFilter     *filter);

G_END_DECLS
