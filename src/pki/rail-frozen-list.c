/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-pki"

#include "config.h"

#include "rail-frozen-list.h"

struct _RailFrozenList
{
  GObject    parent_instance;
  GType      item_type;
  GPtrArray *items;
};

static GType
rail_frozen_list_get_item_type (GListModel *model)
{
  return RAIL_FROZEN_LIST (model)->item_type;
}

static guint
rail_frozen_list_get_n_items (GListModel *model)
{
  return RAIL_FROZEN_LIST (model)->items->len;
}

static gpointer
rail_frozen_list_get_item (GListModel *model,
                           guint       position)
{
  RailFrozenList *self = RAIL_FROZEN_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = rail_frozen_list_get_item_type;
  iface->get_n_items = rail_frozen_list_get_n_items;
  iface->get_item = rail_frozen_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RailFrozenList, rail_frozen_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
rail_frozen_list_finalize (GObject *object)
{
  g_ptr_array_unref (RAIL_FROZEN_LIST (object)->items);

  G_OBJECT_CLASS (rail_frozen_list_parent_class)->finalize (object);
}

static void
rail_frozen_list_class_init (RailFrozenListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_frozen_list_finalize;
}

static void
rail_frozen_list_init (RailFrozenList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * rail_frozen_list_new:
 * @list: a list
 *
 * #GListStore remembers where it was read last, and so even readers of it may not meet.
 *
 * Returns: (transfer full): the items of @list as they are now
 */
RailFrozenList *
rail_frozen_list_new (GListModel *list)
{
  RailFrozenList *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (list), NULL);

  self = g_object_new (RAIL_TYPE_FROZEN_LIST, NULL);
  self->item_type = g_list_model_get_item_type (list);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (self->items, g_list_model_get_item (list, i));
  return self;
}
