/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-row-filter"

#include "config.h"

#include "rail-row-filter.h"

#include "rail-certificate-columns.h"
#include "rail-certificate-table.h"

#include <string.h>

struct _RailRowFilter
{
  GtkFilter   parent_instance;

  char       *text;    /* case-folded */
  char      **words;   /* of text */
  int         status;  /* a RailStatus or RAIL_STATUS_ANY */
};

G_DEFINE_FINAL_TYPE (RailRowFilter, rail_row_filter, GTK_TYPE_FILTER)

static gboolean
match_row (RailRowFilter      *self,
           RailCertificateRow *row)
{
  GListStore *children;
  guint n;

  if ((self->status == RAIL_STATUS_ANY || (int) rail_certificate_row_get_status (row) == self->status) &&
      (self->words[0] == NULL || rail_certificate_row_contains (row, self->words)))
    return TRUE;

  children = rail_certificate_row_get_children (row);
  n = children != NULL ? g_list_model_get_n_items (G_LIST_MODEL (children)) : 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(RailCertificateRow) child = g_list_model_get_item (G_LIST_MODEL (children), i);

      if (match_row (self, child))
        return TRUE;
    }
  return FALSE;
}

static gboolean
rail_row_filter_match (GtkFilter *filter,
                       gpointer   item)
{
  return match_row (RAIL_ROW_FILTER (filter), rail_certificate_row_from_item (item));
}

static GtkFilterMatch
rail_row_filter_get_strictness (GtkFilter *filter)
{
  RailRowFilter *self = RAIL_ROW_FILTER (filter);

  return self->words[0] == NULL && self->status == RAIL_STATUS_ANY ? GTK_FILTER_MATCH_ALL : GTK_FILTER_MATCH_SOME;
}

static void
rail_row_filter_finalize (GObject *object)
{
  RailRowFilter *self = RAIL_ROW_FILTER (object);

  g_free (self->text);
  g_strfreev (self->words);
  G_OBJECT_CLASS (rail_row_filter_parent_class)->finalize (object);
}

static void
rail_row_filter_class_init (RailRowFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_row_filter_finalize;
  GTK_FILTER_CLASS (klass)->match = rail_row_filter_match;
  GTK_FILTER_CLASS (klass)->get_strictness = rail_row_filter_get_strictness;
}

static void
rail_row_filter_init (RailRowFilter *self)
{
  self->text = g_strdup ("");
  self->words = g_new0 (char *, 1);
  self->status = RAIL_STATUS_ANY;
}

/**
 * rail_row_filter_new:
 *
 * Returns: (transfer full): a filter that lets everything through
 */
GtkFilter *
rail_row_filter_new (void)
{
  return g_object_new (RAIL_TYPE_ROW_FILTER, NULL);
}

/**
 * rail_row_filter_set:
 * @self: a filter
 * @text: (nullable): words that all have to be somewhere in a row, in any case of letters
 * @status: a #RailStatus, or %RAIL_STATUS_ANY
 *
 * Says what to let through. Typing on only looks at the rows that are still there, which is what keeps large tables fast.
 */
void
rail_row_filter_set (RailRowFilter *self,
                     const char    *text,
                     int            status)
{
  g_autofree char *normal = NULL;
  g_autofree char *folded = NULL;
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_auto(GStrv) parts = NULL;
  gboolean stricter, laxer;

  g_return_if_fail (RAIL_IS_ROW_FILTER (self));

  normal = g_utf8_normalize (text != NULL ? text : "", -1, G_NORMALIZE_ALL_COMPOSE);
  folded = g_utf8_casefold (normal != NULL ? normal : "", -1);
  if (status == self->status && strcmp (folded, self->text) == 0)
    return;

  /* Where the old text is part of the new one, each old word is part of a new one. */
  stricter = strstr (folded, self->text) != NULL &&
             (status == self->status || self->status == RAIL_STATUS_ANY);
  laxer = strstr (self->text, folded) != NULL &&
          (status == self->status || status == RAIL_STATUS_ANY);

  parts = g_strsplit_set (folded, " \t\n", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_ptr_array_add (words, g_strdup (parts[i]));
  g_ptr_array_add (words, NULL);

  g_strfreev (self->words);
  self->words = (char **) g_ptr_array_steal (words, NULL);
  g_free (self->text);
  self->text = g_steal_pointer (&folded);
  self->status = status;
  gtk_filter_changed (GTK_FILTER (self), stricter ? GTK_FILTER_CHANGE_MORE_STRICT
                                         : laxer  ? GTK_FILTER_CHANGE_LESS_STRICT
                                                  : GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * rail_row_filter_again:
 * @self: a filter
 *
 * Looks at every row again, because rows have changed.
 */
void
rail_row_filter_again (RailRowFilter *self)
{
  g_return_if_fail (RAIL_IS_ROW_FILTER (self));

  if (rail_row_filter_get_strictness (GTK_FILTER (self)) != GTK_FILTER_MATCH_ALL)
    gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}
