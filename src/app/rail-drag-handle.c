/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-drag-handle"

#include "config.h"

#include "rail-drag-handle.h"

#include "rail-entry-drag.h"

struct _RailDragHandle
{
  GtkWidget    parent_instance;

  GtkWidget   *button;
  RailProject *project;   /* (nullable) */
  GPtrArray   *entries;   /* (nullable) */
  char        *form;      /* "der", "pem" or "chain" */
};

G_DEFINE_FINAL_TYPE (RailDragHandle, rail_drag_handle, GTK_TYPE_WIDGET)

enum
{
  PROP_FORM = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GPtrArray *
get_dragged (GtkWidget     *widget,
             double         x,
             double         y,
             RailDragForm  *out_form,
             RailProject  **out_project)
{
  RailDragHandle *self = RAIL_DRAG_HANDLE (widget);

  *out_form = g_str_equal (self->form, "chain") ? RAIL_DRAG_CHAIN
              : g_str_equal (self->form, "pem") ? RAIL_DRAG_PEM
                                                : RAIL_DRAG_DER;
  *out_project = self->project;
  return self->entries != NULL ? g_ptr_array_ref (self->entries) : NULL;
}

static void
rail_drag_handle_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  g_assert (prop_id == PROP_FORM);
  g_value_set_string (value, RAIL_DRAG_HANDLE (object)->form);
}

static void
rail_drag_handle_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  RailDragHandle *self = RAIL_DRAG_HANDLE (object);

  g_assert (prop_id == PROP_FORM);
  g_free (self->form);
  self->form = g_value_dup_string (value);
  if (self->form == NULL)
    self->form = g_strdup ("der");
  g_object_notify_by_pspec (object, pspec);
}

static void
rail_drag_handle_dispose (GObject *object)
{
  RailDragHandle *self = RAIL_DRAG_HANDLE (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->project);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (rail_drag_handle_parent_class)->dispose (object);
}

static void
rail_drag_handle_finalize (GObject *object)
{
  g_free (RAIL_DRAG_HANDLE (object)->form);
  G_OBJECT_CLASS (rail_drag_handle_parent_class)->finalize (object);
}

static void
rail_drag_handle_class_init (RailDragHandleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_drag_handle_dispose;
  object_class->finalize = rail_drag_handle_finalize;
  object_class->get_property = rail_drag_handle_get_property;
  object_class->set_property = rail_drag_handle_set_property;

  /**
   * RailDragHandle:form:
   *
   * What the files will be: `der`, `pem`, or `chain` for PEM with all certificates above.
   */
  properties[PROP_FORM] = g_param_spec_string ("form", NULL, NULL, "der",
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "drag.form", "form");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-drag-handle.ui");
  gtk_widget_class_bind_template_child (widget_class, RailDragHandle, button);
}

static void
rail_drag_handle_init (RailDragHandle *self)
{
  GtkDragSource *source = rail_entry_drag_new (GTK_WIDGET (self), get_dragged);

  self->form = g_strdup ("der");
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Before the button takes the press for a click. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (source), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
}

/**
 * rail_drag_handle_set_entries:
 * @self: a handle
 * @project: (nullable): the project
 * @entries: (element-type RailEntry): what will be dragged
 */
void
rail_drag_handle_set_entries (RailDragHandle *self,
                              RailProject    *project,
                              GPtrArray      *entries)
{
  g_return_if_fail (RAIL_IS_DRAG_HANDLE (self));
  g_return_if_fail (entries != NULL);

  g_set_object (&self->project, project);
  g_ptr_array_ref (entries);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = entries;
  gtk_widget_set_sensitive (GTK_WIDGET (self), entries->len > 0);
}
