/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-row-filter"

#include "config.h"

#include "rail-row-filter.h"

#include "rail-certificate-columns.h"
#include "rail-search-words.h"

struct _RailRowFilter
{
  GtkFilter        parent_instance;

  RailSearchWords *words;
  int              status;       /* the rest as in RailRowCriteria */
  int              usage;
  char            *issuer;
  char            *device;
  gboolean         hide_ended;
};

G_DEFINE_FINAL_TYPE (RailRowFilter, rail_row_filter, GTK_TYPE_FILTER)

static gboolean
fulfils (RailRowFilter      *self,
         RailCertificateRow *row)
{
  RailEntry *entry = rail_certificate_row_get_entry (row);
  const char *device = rail_entry_get_device (entry);

  if (self->status != RAIL_STATUS_ANY || self->hide_ended)
    {
      RailStatus status = rail_certificate_row_get_status (row);

      if (self->status != RAIL_STATUS_ANY ? (int) status != self->status
                                          : status == RAIL_STATUS_EXPIRED || status == RAIL_STATUS_REVOKED)
        return FALSE;
    }
  if (self->usage != RAIL_USAGE_ANY && (int) rail_entry_get_usage (entry) != self->usage)
    return FALSE;
  if (self->device != NULL && g_strcmp0 (device != NULL ? device : "", self->device) != 0)
    return FALSE;
  if (self->issuer != NULL && !g_str_equal (rail_certificate_get_issuer (rail_entry_get_certificate (entry)), self->issuer))
    return FALSE;
  return rail_search_words_is_empty (self->words) || rail_certificate_row_contains (row, self->words);
}

static gboolean
match_row (RailRowFilter      *self,
           RailCertificateRow *row)
{
  GListStore *children;
  guint n;

  if (fulfils (self, row))
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

static gboolean
lets_all_through (RailRowFilter *self)
{
  return rail_search_words_is_empty (self->words) && self->status == RAIL_STATUS_ANY &&
         self->usage == RAIL_USAGE_ANY && self->issuer == NULL && self->device == NULL && !self->hide_ended;
}

static GtkFilterMatch
rail_row_filter_get_strictness (GtkFilter *filter)
{
  return lets_all_through (RAIL_ROW_FILTER (filter)) ? GTK_FILTER_MATCH_ALL : GTK_FILTER_MATCH_SOME;
}

static void
rail_row_filter_finalize (GObject *object)
{
  RailRowFilter *self = RAIL_ROW_FILTER (object);

  rail_search_words_free (self->words);
  g_free (self->issuer);
  g_free (self->device);
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
  self->words = rail_search_words_new (NULL);
  self->status = RAIL_STATUS_ANY;
  self->usage = RAIL_USAGE_ANY;
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
 * @criteria: what to let through
 *
 * Typing on only looks at the rows that are still there, which is what keeps large tables fast.
 */
void
rail_row_filter_set (RailRowFilter         *self,
                     const RailRowCriteria *criteria)
{
  g_autoptr(RailSearchWords) words = NULL;
  GtkFilterChange change = GTK_FILTER_CHANGE_DIFFERENT;
  gboolean same;

  g_return_if_fail (RAIL_IS_ROW_FILTER (self));
  g_return_if_fail (criteria != NULL);

  words = rail_search_words_new (criteria->text);
  same = self->status == criteria->status && self->usage == criteria->usage &&
         g_strcmp0 (self->issuer, criteria->issuer) == 0 && g_strcmp0 (self->device, criteria->device) == 0 &&
         self->hide_ended == criteria->hide_ended;
  if (same && rail_search_words_equal (words, self->words))
    return;

  if (same && rail_search_words_narrows (words, self->words))
    change = GTK_FILTER_CHANGE_MORE_STRICT;
  else if (same && rail_search_words_narrows (self->words, words))
    change = GTK_FILTER_CHANGE_LESS_STRICT;

  rail_search_words_free (self->words);
  self->words = g_steal_pointer (&words);
  self->status = criteria->status;
  self->usage = criteria->usage;
  g_free (self->issuer);
  self->issuer = g_strdup (criteria->issuer);
  g_free (self->device);
  self->device = g_strdup (criteria->device);
  self->hide_ended = criteria->hide_ended;
  gtk_filter_changed (GTK_FILTER (self), change);
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

  if (!lets_all_through (self))
    gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}
