/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-use-row"

#include "config.h"

#include "rail-use-row.h"

struct _RailUseRow
{
  GObject          parent_instance;

  RailEnvironment *environment;
  RailEntry       *entry;
  char            *used_as;
};

enum
{
  PROP_USED_AS = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RailUseRow, rail_use_row, G_TYPE_OBJECT)

static void
rail_use_row_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_USED_AS:
      g_value_set_string (value, RAIL_USE_ROW (object)->used_as);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_use_row_finalize (GObject *object)
{
  RailUseRow *self = RAIL_USE_ROW (object);

  g_clear_object (&self->environment);
  g_clear_object (&self->entry);
  g_free (self->used_as);
  G_OBJECT_CLASS (rail_use_row_parent_class)->finalize (object);
}

static void
rail_use_row_class_init (RailUseRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rail_use_row_get_property;
  object_class->finalize = rail_use_row_finalize;

  properties[PROP_USED_AS] = g_param_spec_string ("used-as", NULL, NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_use_row_init (RailUseRow *self)
{
}

/**
 * rail_use_row_new:
 * @project: a project
 * @entry: an entry of it
 *
 * Returns: (transfer full): a row for @entry, which says what it is used as after rail_use_row_update()
 */
RailUseRow *
rail_use_row_new (RailProject *project,
                  RailEntry   *entry)
{
  RailUseRow *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);

  self = g_object_new (RAIL_TYPE_USE_ROW, NULL);
  self->environment = g_object_ref (rail_project_get_environment (project));
  self->entry = g_object_ref (entry);
  return self;
}

/**
 * rail_use_row_get_entry:
 * @self: a row
 *
 * Returns: (transfer none): its entry
 */
RailEntry *
rail_use_row_get_entry (RailUseRow *self)
{
  g_return_val_if_fail (RAIL_IS_USE_ROW (self), NULL);

  return self->entry;
}

/**
 * rail_use_row_get_used_as:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what the device uses it as, in TIA's words
 */
const char *
rail_use_row_get_used_as (RailUseRow *self)
{
  g_return_val_if_fail (RAIL_IS_USE_ROW (self), NULL);

  return self->used_as;
}

/**
 * rail_use_row_get_status:
 * @self: a row
 *
 * Returns: the status of its certificate now
 */
RailStatus
rail_use_row_get_status (RailUseRow *self)
{
  g_return_val_if_fail (RAIL_IS_USE_ROW (self), RAIL_STATUS_VALID);

  return rail_entry_get_status (self->entry, rail_environment_get_now (self->environment), NULL);
}

/**
 * rail_use_row_dup_status:
 * @self: a row
 *
 * Returns: (transfer full): the status in words
 */
char *
rail_use_row_dup_status (RailUseRow *self)
{
  g_return_val_if_fail (RAIL_IS_USE_ROW (self), NULL);

  return rail_entry_dup_status_text (self->entry, rail_environment_get_now (self->environment));
}

static void
append_role (GString     *text,
             RailUsedAs     role,
             RailService  service)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", rail_used_as_get_label (role, service));
}

/**
 * rail_use_row_update:
 * @self: a row
 * @device: the device whose table it stands in, as it is now
 * @is_partner: whether that is the table of the partners' certificates
 *
 * Brings the row in line with @device.
 */
void
rail_use_row_update (RailUseRow *self,
                     RailDevice *device,
                     gboolean    is_partner)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint id;

  g_return_if_fail (RAIL_IS_USE_ROW (self));
  g_return_if_fail (RAIL_IS_DEVICE (device));

  id = rail_entry_get_id (self->entry);
  if (is_partner)
    {
      append_role (text, RAIL_USED_AS_TRUSTED, 0);
      if (rail_device_has_client (device, id))
        append_role (text, RAIL_USED_AS_CLIENT, 0);
    }
  else
    {
      for (guint i = 0; i < RAIL_N_SERVICES; i++)
        if (rail_device_get_service_certificate (device, i) == id)
          append_role (text, RAIL_USED_AS_SERVICE, i);
      if (text->len == 0)
        append_role (text, RAIL_USED_AS_DEVICE, 0);
    }
  g_free (self->used_as);
  self->used_as = g_string_free (g_steal_pointer (&text), FALSE);
  /* Always: a renewed certificate has another end under the same entry. */
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USED_AS]);
}
