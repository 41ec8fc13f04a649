/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-import-private.h"

struct _RailImportLocked
{
  GObject           parent_instance;

  RailImportSource *source;     /* belongs to the import */
  char             *name;
  char             *reason;
};

G_DEFINE_FINAL_TYPE (RailImportLocked, rail_import_locked, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_NAME,
  PROP_REASON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
rail_import_locked_finalize (GObject *object)
{
  RailImportLocked *self = RAIL_IMPORT_LOCKED (object);

  g_free (self->name);
  g_free (self->reason);

  G_OBJECT_CLASS (rail_import_locked_parent_class)->finalize (object);
}

static void
rail_import_locked_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  RailImportLocked *self = RAIL_IMPORT_LOCKED (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_import_locked_class_init (RailImportLockedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = rail_import_locked_finalize;
  object_class->get_property = rail_import_locked_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_import_locked_init (RailImportLocked *self)
{
}

/*< private >
 * rail_import_locked_new:
 * @source: a file with something locked in it
 *
 * Returns: (transfer full): the file, to be shown
 */
RailImportLocked *
rail_import_locked_new (RailImportSource *source)
{
  RailImportLocked *self = g_object_new (RAIL_TYPE_IMPORT_LOCKED, NULL);

  self->source = source;
  self->name = g_strdup (source->name);
  self->reason = g_strdup (rail_bundle_item_get_reason (source->locked->pdata[0]));
  return self;
}

/*< private >
 * rail_import_locked_get_source:
 * @self: a locked file
 *
 * Returns: (transfer none): the file
 */
RailImportSource *
rail_import_locked_get_source (RailImportLocked *self)
{
  return self->source;
}

/**
 * rail_import_locked_get_name:
 * @self: a locked file
 *
 * Returns: (transfer none): the name of the file
 */
const char *
rail_import_locked_get_name (RailImportLocked *self)
{
  g_return_val_if_fail (RAIL_IS_IMPORT_LOCKED (self), NULL);

  return self->name;
}
