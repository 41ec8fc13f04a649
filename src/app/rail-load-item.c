/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-load-item"

#include "config.h"

#include "rail-load-item.h"

#include "rail-finding-watch.h"

struct _RailLoadItem
{
  GObject   parent_instance;

  RailLoad *load;
  char     *mark;      /* (nullable): how many errors it has, in words */
  gboolean  chosen;
};

enum
{
  PROP_CHOSEN = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RailLoadItem, rail_load_item, G_TYPE_OBJECT)

static void
rail_load_item_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHOSEN:
      g_value_set_boolean (value, RAIL_LOAD_ITEM (object)->chosen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_load_item_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CHOSEN:
      rail_load_item_set_chosen (RAIL_LOAD_ITEM (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_load_item_finalize (GObject *object)
{
  g_clear_object (&RAIL_LOAD_ITEM (object)->load);
  g_free (RAIL_LOAD_ITEM (object)->mark);
  G_OBJECT_CLASS (rail_load_item_parent_class)->finalize (object);
}

static void
rail_load_item_class_init (RailLoadItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rail_load_item_get_property;
  object_class->set_property = rail_load_item_set_property;
  object_class->finalize = rail_load_item_finalize;

  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_load_item_init (RailLoadItem *self)
{
}

/**
 * rail_load_item_new:
 * @project: a project
 * @device: a device of it
 *
 * Returns: (transfer full): what loading @device does now
 */
RailLoadItem *
rail_load_item_new (RailProject *project,
                    RailDevice  *device)
{
  RailLoadItem *self = g_object_new (RAIL_TYPE_LOAD_ITEM, NULL);
  g_autofree char *text = NULL;
  RailSeverity worst;

  self->load = rail_load_new (project, device);
  if (rail_finding_watch_count (rail_finding_watch_get (project), device, &worst, &text) &&
      worst == RAIL_SEVERITY_ERROR)
    self->mark = g_steal_pointer (&text);
  return self;
}

/**
 * rail_load_item_get_load:
 * @self: an item
 *
 * Returns: (transfer none): the preview of its device
 */
RailLoad *
rail_load_item_get_load (RailLoadItem *self)
{
  g_return_val_if_fail (RAIL_IS_LOAD_ITEM (self), NULL);

  return self->load;
}

/**
 * rail_load_item_get_mark:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): how many errors and warnings its device has, when there is an error among them
 */
const char *
rail_load_item_get_mark (RailLoadItem *self)
{
  g_return_val_if_fail (RAIL_IS_LOAD_ITEM (self), NULL);

  return self->mark;
}

/**
 * rail_load_item_get_chosen:
 * @self: an item
 *
 * Returns: whether the device is to be marked as loaded
 */
gboolean
rail_load_item_get_chosen (RailLoadItem *self)
{
  g_return_val_if_fail (RAIL_IS_LOAD_ITEM (self), FALSE);

  return self->chosen;
}

/**
 * rail_load_item_set_chosen:
 * @self: an item
 * @chosen: whether the device is to be marked as loaded
 */
void
rail_load_item_set_chosen (RailLoadItem *self,
                           gboolean      chosen)
{
  g_return_if_fail (RAIL_IS_LOAD_ITEM (self));

  if (self->chosen == chosen)
    return;
  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}
