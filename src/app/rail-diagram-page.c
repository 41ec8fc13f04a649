/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-diagram-page"

#include "config.h"

#include "rail-diagram-page-private.h"

#include "rail-diagram-draw.h"
#include "rail-diagram-row.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

enum
{
  PROP_PROJECT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  CERTIFICATE_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailDiagramPage, rail_diagram_page, ADW_TYPE_BIN)

/*
 * What is selected
 */

void
_rail_diagram_page_update_item (RailDiagramPage *self)
{
  RailEntry *entry = self->item != NULL ? rail_diagram_item_get_entry (self->item) : NULL;
  const char *repair = self->item != NULL ? rail_diagram_item_get_repair (self->item) : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "diagram.show", entry != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "diagram.repair", repair != NULL && !self->is_repairing);
  gtk_revealer_set_reveal_child (self->inspector, self->item != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->inspector), self->item != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->is_repairing);
  gtk_spinner_set_spinning (self->spinner, self->is_repairing);
  gtk_widget_set_visible (self->repair_button, repair != NULL);
  if (self->item == NULL)
    return;
  {
    const char *detail = rail_diagram_item_get_detail (self->item);
    g_autofree char *state = rail_diagram_item_dup_state_text (self->item);
    g_autofree char *place = g_strdup_printf (_("%s – %s"), rail_diagram_item_get_box (self->item),
                                              rail_diagram_item_get_store (self->item));
    g_autofree char *whole = detail != NULL ? g_strdup_printf ("%s · %s", place, detail) : g_strdup (place);
    gboolean is_warning = rail_diagram_item_get_state (self->item) == RAIL_DIAGRAM_WARNING;

    gtk_image_set_from_icon_name (self->item_icon,
                                  rail_diagram_kind_get_icon_name (rail_diagram_item_get_kind (self->item)));
    gtk_label_set_text (self->item_title, rail_diagram_item_get_title (self->item));
    gtk_label_set_text (self->item_place, whole);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->item_place), whole);
    gtk_label_set_text (self->item_reason, state != NULL ? state : "");
    gtk_widget_set_visible (GTK_WIDGET (self->item_reason), state != NULL);
    gtk_widget_remove_css_class (GTK_WIDGET (self->item_reason), is_warning ? "error" : "warning");
    gtk_widget_add_css_class (GTK_WIDGET (self->item_reason), is_warning ? "warning" : "error");
    if (repair != NULL)
      gtk_button_set_label (GTK_BUTTON (self->repair_button), repair);
  }
}

static void
select_item (RailDiagramPage *self,
             RailDiagramItem *item)
{
  g_set_object (&self->item, item);
  _rail_diagram_page_update_item (self);
}

static void
selected_cb (RailDiagramPage *self)
{
  if (!self->is_updating)
    select_item (self, rail_diagram_view_get_selected (self->view));
}

static void
row_selected_cb (RailDiagramPage *self,
                 GtkListBoxRow   *row)
{
  if (!self->is_updating)
    select_item (self, row != NULL ? rail_diagram_row_get_item (GTK_WIDGET (row)) : NULL);
}

void
_rail_diagram_page_show_item (RailDiagramPage *self,
                              RailDiagramItem *item)
{
  RailEntry *entry = rail_diagram_item_get_entry (item);

  if (entry != NULL)
    g_signal_emit (self, signals[CERTIFICATE_ACTIVATED], 0, entry);
  else
    rail_toast_show (GTK_WIDGET (self), rail_diagram_item_get_reason (item) != NULL
                                          ? rail_diagram_item_get_reason (item)
                                          : rail_diagram_item_get_title (item), NULL, NULL);
}

static void
activated_cb (RailDiagramPage *self,
              RailDiagramItem *item)
{
  _rail_diagram_page_show_item (self, item);
}

static void
row_activated_cb (RailDiagramPage *self,
                  GtkListBoxRow   *row)
{
  _rail_diagram_page_show_item (self, rail_diagram_row_get_item (GTK_WIDGET (row)));
}

/*
 * The diagram
 */

static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       user_data)
{
  RailDiagramItem *item = rail_diagram_row_get_item (GTK_WIDGET (row));
  RailDiagramItem *other = before != NULL ? rail_diagram_row_get_item (GTK_WIDGET (before)) : NULL;

  if (other != NULL && g_str_equal (rail_diagram_item_get_box (item), rail_diagram_item_get_box (other)) &&
      g_str_equal (rail_diagram_item_get_store (item), rail_diagram_item_get_store (other)))
    gtk_list_box_row_set_header (row, NULL);
  else
    gtk_list_box_row_set_header (row, rail_diagram_row_new_header (item));
}

static void
fill_list (RailDiagramPage *self)
{
  GListModel *items = rail_diagram_get_items (self->diagram);
  GPtrArray *steps = rail_diagram_get_steps (self->diagram);
  g_autoptr(GString) text = g_string_new (NULL);
  GtkListBoxRow *old;

  /* Headers are children, too, and go with their rows. */
  while ((old = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (old));
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailDiagramItem) item = g_list_model_get_item (items, i);
      GtkWidget *row = rail_diagram_row_new (self->diagram, item, i);

      gtk_list_box_append (self->list, row);
      if (item == self->item)
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
    }
  for (guint i = 0; i < steps->len; i++)
    g_string_append_printf (text, i > 0 ? "\n%u. %s" : "%u. %s", i + 1, (char *) steps->pdata[i]);
  gtk_label_set_text (self->steps, text->str);
  gtk_label_set_text (self->needed,
                      rail_diagram_get_needed (self->diagram) != NULL ? rail_diagram_get_needed (self->diagram)
                                                                                   : "");
  gtk_widget_set_visible (GTK_WIDGET (self->needed), rail_diagram_get_needed (self->diagram) != NULL);
}

static gboolean
has_labels (GListModel *model,
            GPtrArray  *labels)
{
  if (model == NULL || g_list_model_get_n_items (model) != labels->len)
    return FALSE;
  for (guint i = 0; i < labels->len; i++)
    if (!g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (model), i), labels->pdata[i]))
      return FALSE;
  return TRUE;
}

/* A list that stays the same is left alone: it may be open, and it is in the middle of saying what was chosen. */
static void
fill_choices (GtkDropDown *drop_down,
              GPtrArray   *labels,
              guint        selected)
{
  if (!has_labels (gtk_drop_down_get_model (drop_down), labels))
    {
      g_autoptr(GtkStringList) model = gtk_string_list_new (NULL);

      for (guint i = 0; i < labels->len; i++)
        gtk_string_list_append (model, labels->pdata[i]);
      gtk_drop_down_set_model (drop_down, G_LIST_MODEL (model));
    }
  gtk_drop_down_set_selected (drop_down, labels->len > 0 ? selected : GTK_INVALID_LIST_POSITION);
  gtk_widget_set_sensitive (GTK_WIDGET (drop_down), labels->len > 0);
}

static void
fill_devices (RailDiagramPage *self)
{
  g_autoptr(GPtrArray) labels = g_ptr_array_new ();
  guint selected = 0;

  g_clear_pointer (&self->device_choices, g_ptr_array_unref);
  self->device_choices = rail_scenario_list_devices (self->scenario, self->project);
  for (guint i = 0; i < self->device_choices->len; i++)
    {
      g_ptr_array_add (labels, (char *) rail_device_get_name (self->device_choices->pdata[i]));
      if (self->device_choices->pdata[i] == (gpointer) rail_diagram_get_device (self->diagram))
        selected = i;
    }
  fill_choices (self->devices, labels, selected);
}

static void
fill_partners (RailDiagramPage *self)
{
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  RailDevice *device = rail_diagram_get_device (self->diagram);
  guint selected = 0;

  g_clear_pointer (&self->partner_choices, g_ptr_array_unref);
  self->partner_choices = device != NULL ? rail_scenario_list_partners (self->scenario, self->project, device)
                                         : g_ptr_array_new ();
  for (guint i = 0; i < self->partner_choices->len; i++)
    {
      g_ptr_array_add (labels, rail_scenario_describe_partner (self->scenario, self->partner_choices->pdata[i]));
      if (self->partner_choices->pdata[i] == (gpointer) rail_diagram_get_partner (self->diagram))
        selected = i;
    }
  fill_choices (self->partners, labels, selected);
}

static void
update_stack (RailDiagramPage *self)
{
  gboolean any = self->diagram != NULL && rail_diagram_get_boxes (self->diagram)->len > 0;
  gboolean picture = gtk_toggle_button_get_active (self->picture_button);

  gtk_stack_set_visible_child_name (self->stack, !any ? "empty" : picture ? "picture" : "list");
  gtk_widget_set_sensitive (self->zoom_box, any && picture);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "diagram.save-svg", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "diagram.save-png", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "diagram.print", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "diagram.write-files",
                                 any && (rail_diagram_get_certificate (self->diagram) != NULL ||
                                         rail_diagram_get_partner_certificate (self->diagram) != NULL));
}

/* Makes the diagram anew from what is chosen, or from what fits best where that is not there any more. */
static void
rebuild (RailDiagramPage *self)
{
  RailDevice *device = self->device != NULL ? rail_project_get_device (self->project, self->device) : NULL;
  GObject *partner = NULL;
  RailDiagramItem *item;
  g_autofree char *summary = NULL;

  if (self->partner != NULL)
    partner = (GObject *) rail_project_get_device (self->project, self->partner);
  else if (self->partner_id != 0)
    partner = (GObject *) rail_project_get_entry (self->project, self->partner_id);
  self->is_old = FALSE;
  self->is_updating = TRUE;
  g_clear_object (&self->diagram);
  self->diagram = rail_diagram_new (self->project, self->scenario, device, partner);
  fill_devices (self);
  fill_partners (self);
  summary = rail_diagram_dup_summary (self->diagram);
  gtk_label_set_text (self->summary, summary);
  adw_status_page_set_description (self->empty, rail_diagram_get_needed (self->diagram));
  rail_diagram_view_set_diagram (self->view, self->diagram);
  item = self->item != NULL ? rail_diagram_find_like (self->diagram, self->item) : NULL;
  g_set_object (&self->item, item);
  rail_diagram_view_set_selected (self->view, self->item);
  fill_list (self);
  self->is_updating = FALSE;
  update_stack (self);
  _rail_diagram_page_update_item (self);
}

static gboolean
update_cb (gpointer user_data)
{
  RailDiagramPage *self = user_data;

  self->update_id = 0;
  if (self->project != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    rebuild (self);
  return G_SOURCE_REMOVE;
}

/* Several steps in a row make one picture, and none is made that nobody sees. */
static void
queue_update (RailDiagramPage *self)
{
  self->is_old = TRUE;
  if (self->update_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->update_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, update_cb, self, NULL);
}

/*
 * Choices
 */

static void
scenario_cb (RailDiagramPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->scenarios);

  if (self->is_updating || selected >= RAIL_N_SCENARIOS || selected == self->scenario)
    return;
  self->scenario = selected;
  /* Another scenario has other devices that fit best. */
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->partner, g_free);
  self->partner_id = 0;
  if (self->project != NULL)
    rebuild (self);
}

static void
device_cb (RailDiagramPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->devices);

  if (self->is_updating || self->device_choices == NULL || selected >= self->device_choices->len ||
      self->device_choices->pdata[selected] == (gpointer) rail_diagram_get_device (self->diagram))
    return;
  g_free (self->device);
  self->device = g_strdup (rail_device_get_name (self->device_choices->pdata[selected]));
  rebuild (self);
}

static void
partner_cb (RailDiagramPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->partners);
  GObject *partner;

  if (self->is_updating || self->partner_choices == NULL || selected >= self->partner_choices->len)
    return;
  partner = self->partner_choices->pdata[selected];
  if (partner == rail_diagram_get_partner (self->diagram))
    return;
  g_clear_pointer (&self->partner, g_free);
  self->partner_id = 0;
  if (RAIL_IS_DEVICE (partner))
    self->partner = g_strdup (rail_device_get_name (RAIL_DEVICE (partner)));
  else
    self->partner_id = rail_entry_get_id (RAIL_ENTRY (partner));
  rebuild (self);
}

static void
form_cb (RailDiagramPage *self)
{
  if (self->diagram == NULL)
    return;
  /* The same item stays selected in the other form. */
  self->is_updating = TRUE;
  rail_diagram_view_set_selected (self->view, self->item);
  fill_list (self);
  self->is_updating = FALSE;
  update_stack (self);
  /* Brings it into sight, too. */
  if (!gtk_toggle_button_get_active (self->picture_button) && gtk_list_box_get_selected_row (self->list) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (self->list)));
}

static void
zoom_cb (RailDiagramPage *self)
{
  /* Translators: how large a picture is drawn */
  g_autofree char *text = g_strdup_printf (_("%.0f %%"), rail_diagram_view_get_zoom (self->view) * 100);

  gtk_button_set_label (self->zoom_button, text);
}

/*
 * Overrides
 */

static void
rail_diagram_page_map (GtkWidget *widget)
{
  RailDiagramPage *self = RAIL_DIAGRAM_PAGE (widget);

  if (self->project != NULL && self->is_old)
    rebuild (self);
  GTK_WIDGET_CLASS (rail_diagram_page_parent_class)->map (widget);
}

static void
rail_diagram_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  RailDiagramPage *self = RAIL_DIAGRAM_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_diagram_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  RailDiagramPage *self = RAIL_DIAGRAM_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      if (g_set_object (&self->project, g_value_get_object (value)))
        {
          g_signal_group_set_target (self->project_signals, self->project);
          queue_update (self);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_diagram_page_dispose (GObject *object)
{
  RailDiagramPage *self = RAIL_DIAGRAM_PAGE (object);

  /* Widgets that go say that nothing is selected any more. */
  self->is_updating = TRUE;
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->project_signals);
  g_clear_object (&self->item);
  g_clear_object (&self->diagram);
  g_clear_pointer (&self->device_choices, g_ptr_array_unref);
  g_clear_pointer (&self->partner_choices, g_ptr_array_unref);
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->partner, g_free);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_diagram_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-diagram-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, scenarios);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, devices);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, partners);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, picture_button);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, zoom_box);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, summary);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, empty);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, view);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, needed);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, list);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, steps);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, inspector);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, item_icon);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, item_title);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, item_place);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, item_reason);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, RailDiagramPage, repair_button);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, device_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_cb);
  gtk_widget_class_bind_template_callback (widget_class, partner_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, scenario_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_cb);
}

static void
rail_diagram_page_class_init (RailDiagramPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_diagram_page_dispose;
  object_class->get_property = rail_diagram_page_get_property;
  object_class->set_property = rail_diagram_page_set_property;
  widget_class->map = rail_diagram_page_map;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * RailDiagramPage::certificate-activated:
   * @entry: the certificate that is to be shown
   */
  signals[CERTIFICATE_ACTIVATED] = g_signal_new ("certificate-activated", RAIL_TYPE_DIAGRAM_PAGE, G_SIGNAL_RUN_LAST, 0,
                                                 NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_ENTRY);

  g_type_ensure (RAIL_TYPE_DIAGRAM_VIEW);
  bind_template (widget_class);
  _rail_diagram_page_class_actions (widget_class);
}

static void
rail_diagram_page_init (RailDiagramPage *self)
{
  g_autoptr(GtkStringList) scenarios = gtk_string_list_new (NULL);

  self->project_signals = g_signal_group_new (RAIL_TYPE_PROJECT);
  /* As in the watch of findings: each step changes at least one of these. */
  g_signal_group_connect_swapped (self->project_signals, "notify::undo-text", G_CALLBACK (queue_update), self);
  g_signal_group_connect_swapped (self->project_signals, "notify::protected", G_CALLBACK (queue_update), self);
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (RailScenario scenario = 0; scenario < RAIL_N_SCENARIOS; scenario++)
    gtk_string_list_append (scenarios, rail_scenario_get_label (scenario));
  gtk_drop_down_set_model (self->scenarios, G_LIST_MODEL (scenarios));
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
  self->is_updating = FALSE;
  update_stack (self);
  _rail_diagram_page_update_item (self);
}

/**
 * rail_diagram_page_get_diagram:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what it shows
 */
RailDiagram *
rail_diagram_page_get_diagram (RailDiagramPage *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_PAGE (self), NULL);

  return self->diagram;
}

/**
 * rail_diagram_page_is_busy:
 * @self: a page
 *
 * Returns: whether something is repaired at the moment
 */
gboolean
rail_diagram_page_is_busy (RailDiagramPage *self)
{
  g_return_val_if_fail (RAIL_IS_DIAGRAM_PAGE (self), FALSE);

  return self->is_repairing;
}
