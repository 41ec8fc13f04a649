/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-section.h"

#include "rail-section-private.h"

struct _RailField
{
  GObject   parent_instance;

  char     *label;
  char     *value;
  gboolean  is_code;
};

struct _RailSection
{
  GObject     parent_instance;

  char       *title;
  GListStore *fields;
};

G_DEFINE_FINAL_TYPE (RailField, rail_field, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (RailSection, rail_section, G_TYPE_OBJECT)

enum
{
  FIELD_PROP_LABEL = 1,
  FIELD_PROP_VALUE,
  FIELD_PROP_IS_CODE,
  N_FIELD_PROPS
};

enum
{
  SECTION_PROP_TITLE = 1,
  SECTION_PROP_FIELDS,
  N_SECTION_PROPS
};

static GParamSpec *field_properties[N_FIELD_PROPS];
static GParamSpec *section_properties[N_SECTION_PROPS];

static void
rail_field_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  RailField *self = RAIL_FIELD (object);

  switch (property_id)
    {
    case FIELD_PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case FIELD_PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    case FIELD_PROP_IS_CODE:
      g_value_set_boolean (value, self->is_code);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_field_finalize (GObject *object)
{
  RailField *self = RAIL_FIELD (object);

  g_free (self->label);
  g_free (self->value);

  G_OBJECT_CLASS (rail_field_parent_class)->finalize (object);
}

static void
rail_field_class_init (RailFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rail_field_get_property;
  object_class->finalize = rail_field_finalize;

  field_properties[FIELD_PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, readable);
  field_properties[FIELD_PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL, readable);
  field_properties[FIELD_PROP_IS_CODE] = g_param_spec_boolean ("is-code", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_FIELD_PROPS, field_properties);
}

static void
rail_field_init (RailField *self)
{
}

static void
rail_section_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  RailSection *self = RAIL_SECTION (object);

  switch (property_id)
    {
    case SECTION_PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case SECTION_PROP_FIELDS:
      g_value_set_object (value, self->fields);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_section_finalize (GObject *object)
{
  RailSection *self = RAIL_SECTION (object);

  g_free (self->title);
  g_clear_object (&self->fields);

  G_OBJECT_CLASS (rail_section_parent_class)->finalize (object);
}

static void
rail_section_class_init (RailSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rail_section_get_property;
  object_class->finalize = rail_section_finalize;

  section_properties[SECTION_PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, readable);
  section_properties[SECTION_PROP_FIELDS] =
    g_param_spec_object ("fields", NULL, NULL, G_TYPE_LIST_MODEL, readable);
  g_object_class_install_properties (object_class, N_SECTION_PROPS, section_properties);
}

static void
rail_section_init (RailSection *self)
{
  self->fields = g_list_store_new (RAIL_TYPE_FIELD);
}

/*< private >
 * rail_section_new:
 * @title: its title, translated
 *
 * Returns: (transfer full): a section without fields
 */
RailSection *
rail_section_new (const char *title)
{
  RailSection *self = g_object_new (RAIL_TYPE_SECTION, NULL);

  self->title = g_strdup (title);
  return self;
}

/*< private >
 * rail_section_add:
 * @self: a section
 * @label: the label of the field, translated
 * @value: its value
 * @is_code: see rail_field_is_code()
 */
void
rail_section_add (RailSection *self,
                  const char  *label,
                  const char  *value,
                  gboolean     is_code)
{
  g_autoptr(RailField) field = g_object_new (RAIL_TYPE_FIELD, NULL);

  field->label = g_strdup (label);
  field->value = g_strdup (value);
  field->is_code = is_code;
  g_list_store_append (self->fields, field);
}

/**
 * rail_field_get_label:
 * @self: a field
 *
 * Returns: (transfer none): its translated label
 */
const char *
rail_field_get_label (RailField *self)
{
  g_return_val_if_fail (RAIL_IS_FIELD (self), NULL);

  return self->label;
}

/**
 * rail_field_get_value:
 * @self: a field
 *
 * Returns: (transfer none): its value in words
 */
const char *
rail_field_get_value (RailField *self)
{
  g_return_val_if_fail (RAIL_IS_FIELD (self), NULL);

  return self->value;
}

/**
 * rail_field_is_code:
 * @self: a field
 *
 * Returns: whether the value is read character by character, such as a fingerprint, and wants a fixed-width font
 */
gboolean
rail_field_is_code (RailField *self)
{
  g_return_val_if_fail (RAIL_IS_FIELD (self), FALSE);

  return self->is_code;
}

/**
 * rail_section_get_title:
 * @self: a section
 *
 * Returns: (transfer none): its translated title
 */
const char *
rail_section_get_title (RailSection *self)
{
  g_return_val_if_fail (RAIL_IS_SECTION (self), NULL);

  return self->title;
}

/**
 * rail_section_get_fields:
 * @self: a section
 *
 * Returns: (transfer none) (element-type RailField): its fields, at least one
 */
GListModel *
rail_section_get_fields (RailSection *self)
{
  g_return_val_if_fail (RAIL_IS_SECTION (self), NULL);

  return G_LIST_MODEL (self->fields);
}
