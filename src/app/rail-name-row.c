/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-name-row"

#include "config.h"

#include "rail-name-row.h"

struct _RailNameRow
{
  AdwPreferencesRow    parent_instance;

  /* Template widgets */
  GtkDropDown         *type;
  GtkEditable         *value;
  GtkLabel            *message;

  /* Owned references */
  RailAlternativeName *name;
};

G_DEFINE_FINAL_TYPE (RailNameRow, rail_name_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* In the order of the drop-down, with an example of each. */
static const struct
{
  RailNameType  type;
  const char   *example;
} types[] = {
  { RAIL_NAME_TYPE_URI,   "urn:plant:line-3:PLC_1" },
  { RAIL_NAME_TYPE_IP,    "192.168.0.1" },
  { RAIL_NAME_TYPE_DNS,   "plc-1.example.org" },
  { RAIL_NAME_TYPE_RID,   "1.3.6.1.4.1.4329.1" },
  { RAIL_NAME_TYPE_EMAIL, "maintenance@example.org" },
  { RAIL_NAME_TYPE_OTHER, "1.3.6.1.4.1.311.20.2.3;utf8:user@example.org" },
};

static guint
find_type (RailNameType type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return i;
  g_return_val_if_reached (0);
}

static void
update_message (RailNameRow *self)
{
  g_autoptr(GError) error = NULL;
  const char *value = rail_alternative_name_get_value (self->name);
  /* An empty row is said to be missing by the form; here it only waits. */
  gboolean empty = value == NULL || value[0] == '\0';
  gboolean wrong = !empty && !rail_alternative_name_validate (self->name, &error);

  gtk_widget_set_visible (GTK_WIDGET (self->message), wrong);
  if (wrong)
    {
      gtk_label_set_text (self->message, error->message);
      gtk_widget_add_css_class (GTK_WIDGET (self->value), "error");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->value), "error");
    }
}

static void
type_changed_cb (RailNameRow *self)
{
  guint index = gtk_drop_down_get_selected (self->type);

  g_assert (index < G_N_ELEMENTS (types));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->value), types[index].example);
  if (self->name != NULL && rail_alternative_name_get_name_type (self->name) != types[index].type)
    rail_alternative_name_set_name_type (self->name, types[index].type);
}

static void
remove_cb (RailNameRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
rail_name_row_dispose (GObject *object)
{
  g_clear_object (&RAIL_NAME_ROW (object)->name);
  G_OBJECT_CLASS (rail_name_row_parent_class)->dispose (object);
}

static void
rail_name_row_class_init (RailNameRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_name_row_dispose;

  /**
   * RailNameRow::remove:
   *
   * The button that takes the name away was pressed.
   */
  signals[REMOVE] = g_signal_new ("remove", RAIL_TYPE_NAME_ROW, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-name-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RailNameRow, type);
  gtk_widget_class_bind_template_child (widget_class, RailNameRow, value);
  gtk_widget_class_bind_template_child (widget_class, RailNameRow, message);
  gtk_widget_class_bind_template_callback (widget_class, type_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
rail_name_row_init (RailNameRow *self)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    gtk_string_list_append (labels, rail_name_type_get_label (types[i].type));
  gtk_drop_down_set_model (self->type, G_LIST_MODEL (labels));
}

/**
 * rail_name_row_new:
 * @name: the name to edit; it follows what is typed
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
rail_name_row_new (RailAlternativeName *name)
{
  RailNameRow *self;

  g_return_val_if_fail (RAIL_IS_ALTERNATIVE_NAME (name), NULL);

  self = g_object_new (RAIL_TYPE_NAME_ROW, NULL);
  gtk_drop_down_set_selected (self->type, find_type (rail_alternative_name_get_name_type (name)));
  self->name = g_object_ref (name);
  type_changed_cb (self);
  g_object_bind_property (name, "value", self->value, "text", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (name, "notify", G_CALLBACK (update_message), self, G_CONNECT_SWAPPED);
  update_message (self);
  return GTK_WIDGET (self);
}

/**
 * rail_name_row_get_name:
 * @self: a row
 *
 * Returns: (transfer none): the name it edits
 */
RailAlternativeName *
rail_name_row_get_name (RailNameRow *self)
{
  g_return_val_if_fail (RAIL_IS_NAME_ROW (self), NULL);
  return self->name;
}
