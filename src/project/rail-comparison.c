/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-comparison.h"

struct _RailComparison
{
  GObject   parent_instance;

  char     *section;
  char     *label;
  char     *left;
  char     *right;
  gboolean  is_code;
};

G_DEFINE_FINAL_TYPE (RailComparison, rail_comparison, G_TYPE_OBJECT)

enum
{
  PROP_SECTION = 1,
  PROP_LABEL,
  PROP_LEFT,
  PROP_RIGHT,
  PROP_DIFFERS,
  PROP_IS_CODE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
rail_comparison_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  RailComparison *self = RAIL_COMPARISON (object);

  switch (property_id)
    {
    case PROP_SECTION:
      g_value_set_string (value, self->section);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_LEFT:
      g_value_set_string (value, self->left);
      break;
    case PROP_RIGHT:
      g_value_set_string (value, self->right);
      break;
    case PROP_DIFFERS:
      g_value_set_boolean (value, rail_comparison_differs (self));
      break;
    case PROP_IS_CODE:
      g_value_set_boolean (value, self->is_code);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_comparison_finalize (GObject *object)
{
  RailComparison *self = RAIL_COMPARISON (object);

  g_free (self->section);
  g_free (self->label);
  g_free (self->left);
  g_free (self->right);

  G_OBJECT_CLASS (rail_comparison_parent_class)->finalize (object);
}

static void
rail_comparison_class_init (RailComparisonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = rail_comparison_get_property;
  object_class->finalize = rail_comparison_finalize;

  properties[PROP_SECTION] = g_param_spec_string ("section", NULL, NULL, NULL, readable);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, readable);
  properties[PROP_LEFT] = g_param_spec_string ("left", NULL, NULL, NULL, readable);
  properties[PROP_RIGHT] = g_param_spec_string ("right", NULL, NULL, NULL, readable);
  properties[PROP_DIFFERS] = g_param_spec_boolean ("differs", NULL, NULL, FALSE, readable);
  properties[PROP_IS_CODE] = g_param_spec_boolean ("is-code", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rail_comparison_init (RailComparison *self)
{
}

static void
add_row (GListStore *rows,
         const char *section,
         RailField  *left,
         RailField  *right)
{
  g_autoptr(RailComparison) row = g_object_new (RAIL_TYPE_COMPARISON, NULL);
  RailField *any = left != NULL ? left : right;

  row->section = g_strdup (section);
  row->label = g_strdup (rail_field_get_label (any));
  row->left = left != NULL ? g_strdup (rail_field_get_value (left)) : NULL;
  row->right = right != NULL ? g_strdup (rail_field_get_value (right)) : NULL;
  row->is_code = rail_field_is_code (any);
  g_list_store_append (rows, row);
}

/* (transfer container): the items of @model, or nothing without one */
static GPtrArray *
list_items (GListModel *model)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));
  return items;
}

/* The first of @fields with that label and, unless it is NULL, that value; taken out of them. */
static RailField *
take_field (GPtrArray  *fields,
            const char *label,
            const char *value)
{
  for (guint i = 0; i < fields->len; i++)
    {
      RailField *field = g_ptr_array_index (fields, i);

      if (g_str_equal (rail_field_get_label (field), label) &&
          (value == NULL || g_str_equal (rail_field_get_value (field), value)))
        return g_ptr_array_steal_index (fields, i);
    }
  return NULL;
}

/* A label can stand there several times, such as one for each DNS name. Equal values stand side by side wherever they
 * are in the list, because their order means nothing; what is left over is paired as it comes. */
static void
compare_fields (GListStore  *rows,
                RailSection *left_section,
                RailSection *right_section)
{
  RailSection *any = left_section != NULL ? left_section : right_section;
  const char *title = rail_section_get_title (any);
  g_autoptr(GPtrArray) left = list_items (left_section != NULL ? rail_section_get_fields (left_section) : NULL);
  g_autoptr(GPtrArray) right = list_items (right_section != NULL ? rail_section_get_fields (right_section) : NULL);
  g_autoptr(GPtrArray) partners = g_ptr_array_new ();   /* of RailField or NULL, taken out again below */

  for (guint i = 0; i < left->len; i++)
    {
      RailField *field = g_ptr_array_index (left, i);

      g_ptr_array_add (partners, take_field (right, rail_field_get_label (field), rail_field_get_value (field)));
    }
  for (guint i = 0; i < left->len; i++)
    {
      RailField *field = g_ptr_array_index (left, i);
      g_autoptr(RailField) partner = g_steal_pointer (&g_ptr_array_index (partners, i));

      if (partner == NULL)
        partner = take_field (right, rail_field_get_label (field), NULL);
      add_row (rows, title, field, partner);
    }
  for (guint i = 0; i < right->len; i++)
    add_row (rows, title, NULL, g_ptr_array_index (right, i));
}

/* The position of the section with the title of @wanted, or the length of @sections. */
static guint
find_section (GPtrArray   *sections,
              RailSection *wanted)
{
  guint i = 0;

  while (i < sections->len && !g_str_equal (rail_section_get_title (g_ptr_array_index (sections, i)),
                                            rail_section_get_title (wanted)))
    i++;
  return i;
}

/**
 * rail_certificate_compare:
 * @left: a certificate
 * @right: another one
 *
 * Puts two certificates side by side, with the fields of rail_certificate_describe(): all fields of both, in the order
 * in which they are read. Lists such as the alternative names count as equal in whatever order they are.
 *
 * Returns: (transfer full) (element-type RailComparison): the lines
 */
GListModel *
rail_certificate_compare (RailCertificate *left,
                          RailCertificate *right)
{
  g_autoptr(GListModel) left_model = NULL;
  g_autoptr(GListModel) right_model = NULL;
  g_autoptr(GPtrArray) left_sections = NULL;
  g_autoptr(GPtrArray) right_sections = NULL;
  GListStore *rows;
  guint done = 0;

  g_return_val_if_fail (RAIL_IS_CERTIFICATE (left), NULL);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (right), NULL);

  rows = g_list_store_new (RAIL_TYPE_COMPARISON);
  left_model = rail_certificate_describe (left);
  right_model = rail_certificate_describe (right);
  left_sections = list_items (left_model);
  right_sections = list_items (right_model);

  /* Both are in the same order; one may lack sections that the other has. */
  for (guint i = 0; i < left_sections->len; i++)
    {
      RailSection *section = g_ptr_array_index (left_sections, i);
      guint partner = find_section (right_sections, section);

      if (partner == right_sections->len)
        {
          compare_fields (rows, section, NULL);
          continue;
        }
      while (done < partner)
        compare_fields (rows, NULL, g_ptr_array_index (right_sections, done++));
      compare_fields (rows, section, g_ptr_array_index (right_sections, partner));
      done = partner + 1;
    }
  while (done < right_sections->len)
    compare_fields (rows, NULL, g_ptr_array_index (right_sections, done++));
  return G_LIST_MODEL (rows);
}

/**
 * rail_comparison_count_differences:
 * @rows: (element-type RailComparison): lines from rail_certificate_compare()
 *
 * Returns: how many of them differ
 */
guint
rail_comparison_count_differences (GListModel *rows)
{
  guint n = 0;

  g_return_val_if_fail (G_IS_LIST_MODEL (rows), 0);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(RailComparison) row = g_list_model_get_item (rows, i);

      n += rail_comparison_differs (row) ? 1 : 0;
    }
  return n;
}

/**
 * rail_comparison_get_section:
 * @self: a line
 *
 * Returns: (transfer none): the translated title of its section
 */
const char *
rail_comparison_get_section (RailComparison *self)
{
  g_return_val_if_fail (RAIL_IS_COMPARISON (self), NULL);

  return self->section;
}

/**
 * rail_comparison_get_label:
 * @self: a line
 *
 * Returns: (transfer none): the translated label of the field
 */
const char *
rail_comparison_get_label (RailComparison *self)
{
  g_return_val_if_fail (RAIL_IS_COMPARISON (self), NULL);

  return self->label;
}

/**
 * rail_comparison_get_left:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): the value in the first certificate, %NULL if it does not have the field
 */
const char *
rail_comparison_get_left (RailComparison *self)
{
  g_return_val_if_fail (RAIL_IS_COMPARISON (self), NULL);

  return self->left;
}

/**
 * rail_comparison_get_right:
 * @self: a line
 *
 * Returns: (transfer none) (nullable): the value in the second certificate, %NULL if it does not have the field
 */
const char *
rail_comparison_get_right (RailComparison *self)
{
  g_return_val_if_fail (RAIL_IS_COMPARISON (self), NULL);

  return self->right;
}

/**
 * rail_comparison_differs:
 * @self: a line
 *
 * Returns: whether the two values differ, or only one is there
 */
gboolean
rail_comparison_differs (RailComparison *self)
{
  g_return_val_if_fail (RAIL_IS_COMPARISON (self), FALSE);

  return g_strcmp0 (self->left, self->right) != 0;
}

/**
 * rail_comparison_is_code:
 * @self: a line
 *
 * Returns: whether the values are read character by character; see rail_field_is_code()
 */
gboolean
rail_comparison_is_code (RailComparison *self)
{
  g_return_val_if_fail (RAIL_IS_COMPARISON (self), FALSE);

  return self->is_code;
}
