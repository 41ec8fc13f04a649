/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-validity-page"

#include "config.h"

#include "rail-validity-page.h"

#include "rail-entry-drag.h"
#include "rail-section.h"
#include "rail-status-cell.h"
#include "rail-text-scale.h"
#include "rail-timeline-axis.h"
#include "rail-timeline-strip.h"
#include "rail-wrap-box.h"

#include <glib/gi18n.h>

#define ITEM_KEY "rail-validity-list-item"   /* of a row: the GtkListItem that it shows */
#define NAME_CHARS 26
#define ZOOM_STEP 1.4
#define ALL_KINDS ((1u << RAIL_ENTRY_CA) | (1u << RAIL_ENTRY_DEVICE) | (1u << RAIL_ENTRY_TRUSTED))

struct _RailValidityPage
{
  AdwBin              parent_instance;

  /* Template widgets */
  GtkStack           *stack;            /* “empty”, “nothing”, “lines” */
  GtkWidget          *toolbar;
  GtkDropDown        *kind;             /* all, then each RailEntryKind */
  GtkLabel           *count;
  RailTimelineAxis   *axis;
  GtkSizeGroup       *name_column;
  GtkSizeGroup       *status_column;
  GtkListView        *view;
  GtkScrollbar       *scrollbar;

  /* Owned references */
  RailProject        *project;          /* (nullable) */
  GSignalGroup       *project_signals;
  RailTimeline       *timeline;
  GListStore         *entries;          /* of RailEntry, as the spans of the time axis */
  GtkSelectionModel  *selection;
  double              pointer_x;        /* above the axis and what is below it */
  guint               source;
  gboolean            stale;            /* the project has changed while the page was out of sight */
  gboolean            updating;         /* the scrollbar follows the time axis, not the other way round */
};

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

G_DEFINE_FINAL_TYPE (RailValidityPage, rail_validity_page, ADW_TYPE_BIN)

/*
 * Rows
 */

static char *
dup_name (RailEntry *entry)
{
  RailCertificate *certificate = rail_entry_get_certificate (entry);
  const char *name = rail_certificate_get_common_name (certificate);

  return g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (entry),
                          name != NULL && *name != '\0' ? name : rail_certificate_get_subject (certificate));
}

static char *
describe_span (const RailTimelineSpan *span)
{
  g_autofree char *from = rail_format_date (span->from);
  g_autofree char *to = span->to < RAIL_TIMELINE_NO_END ? rail_format_date (span->to) : NULL;

  return to != NULL ? g_strdup_printf (_("Valid from %s to %s"), from, to)
                    : g_strdup_printf (_("Valid from %s, without an end"), from);
}

static void
go_to (RailValidityPage *self,
       RailEntry        *entry)
{
  g_signal_emit (self, signals[CERTIFICATE_ACTIVATED], 0, entry);
}

static void
activate_cb (RailValidityPage *self,
             guint             position)
{
  g_autoptr(RailEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (entry != NULL)
    go_to (self, entry);
}

/* With a modifier a click is about the selection. */
static void
strip_released_cb (GtkGestureClick *gesture,
                   int              n_press,
                   double           x,
                   double           y,
                   GtkListItem     *item)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *strip = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *page = gtk_widget_get_ancestor (strip, RAIL_TYPE_VALIDITY_PAGE);
  RailEntry *entry = gtk_list_item_get_item (item);

  if (n_press == 1 && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0 && page != NULL && entry != NULL)
    go_to (RAIL_VALIDITY_PAGE (page), entry);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          RailValidityPage         *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *strip = rail_timeline_strip_new ();
  GtkWidget *status = rail_status_cell_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  /* Large text leaves the axis its room; the whole name is in the tooltip. */
  int n_chars = MAX ((int) (NAME_CHARS / rail_text_scale_get ()), NAME_CHARS / 2);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (name), n_chars);
  gtk_label_set_max_width_chars (GTK_LABEL (name), n_chars);
  gtk_size_group_add_widget (self->name_column, name);
  gtk_size_group_add_widget (self->status_column, status);
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), strip);
  gtk_box_append (GTK_BOX (row), status);
  gtk_widget_set_cursor_from_name (strip, "pointer");
  g_signal_connect_object (click, "released", G_CALLBACK (strip_released_cb), item, 0);
  gtk_widget_add_controller (strip, GTK_EVENT_CONTROLLER (click));
  g_object_set_data (G_OBJECT (row), ITEM_KEY, item);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         RailValidityPage         *self)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *name = gtk_widget_get_first_child (row);
  GtkWidget *strip = gtk_widget_get_next_sibling (name);
  GtkWidget *status = gtk_widget_get_last_child (row);
  RailEntry *entry = gtk_list_item_get_item (item);
  const RailTimelineSpan *span = rail_timeline_get_span (self->timeline, gtk_list_item_get_position (item));
  g_autofree char *text = dup_name (entry);
  g_autofree char *status_text = rail_entry_dup_status_text (entry, rail_timeline_get_now (self->timeline));
  g_autofree char *dates = describe_span (span);
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s\n%s", text, dates, status_text);

  gtk_label_set_text (GTK_LABEL (name), text);
  rail_timeline_strip_show (RAIL_TIMELINE_STRIP (strip), self->timeline, span);
  rail_status_cell_set (RAIL_STATUS_CELL (status), span->status, status_text);
  gtk_widget_set_tooltip_text (row, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (strip), GTK_ACCESSIBLE_PROPERTY_LABEL, dates, -1);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  rail_timeline_strip_show (RAIL_TIMELINE_STRIP (gtk_widget_get_next_sibling (name)), NULL, NULL);
}

/* GTK 4.8 does not tell which row is at a point, so ask which widget is and climb. */
static GtkListItem *
find_item (RailValidityPage *self,
           double            x,
           double            y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  for (; widget != NULL && widget != GTK_WIDGET (self->view); widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);
      GtkListItem *item = g_object_get_data (G_OBJECT (widget), ITEM_KEY);

      if (item == NULL && child != NULL)
        item = g_object_get_data (G_OBJECT (child), ITEM_KEY);
      if (item != NULL)
        return item;
    }
  return NULL;
}

static GPtrArray *
get_dragged (GtkWidget     *widget,
             double         x,
             double         y,
             RailDragForm  *out_form,
             RailProject  **out_project)
{
  RailValidityPage *self = RAIL_VALIDITY_PAGE (widget);
  GtkListItem *item = find_item (self, x, y);
  g_autoptr(GtkBitset) selected = NULL;
  GPtrArray *dragged;

  if (item == NULL)
    return NULL;
  if (!gtk_list_item_get_selected (item))
    gtk_selection_model_select_item (self->selection, gtk_list_item_get_position (item), TRUE);
  selected = gtk_selection_model_get_selection (self->selection);
  dragged = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < gtk_bitset_get_size (selected); i++)
    g_ptr_array_add (dragged, g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_nth (selected, i)));
  return dragged;
}

/*
 * What is shown
 */

static void
timeline_changed_cb (RailValidityPage *self)
{
  GtkAdjustment *adjustment = gtk_scrollbar_get_adjustment (self->scrollbar);
  gint64 limits[2], shown[2];

  rail_timeline_get_limits (self->timeline, &limits[0], &limits[1]);
  rail_timeline_get_shown (self->timeline, &shown[0], &shown[1]);
  self->updating = TRUE;
  gtk_adjustment_configure (adjustment, (double) shown[0], (double) limits[0], (double) limits[1],
                            (double) (shown[1] - shown[0]) / 20, (double) (shown[1] - shown[0]) * 0.8,
                            (double) (shown[1] - shown[0]));
  self->updating = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->scrollbar), rail_timeline_can_zoom_out (self->timeline));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "validity.zoom-in", rail_timeline_can_zoom_in (self->timeline));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "validity.zoom-out", rail_timeline_can_zoom_out (self->timeline));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "validity.zoom-all", rail_timeline_can_zoom_out (self->timeline));
}

static void
scrolled_cb (RailValidityPage *self,
             GtkAdjustment    *adjustment)
{
  if (!self->updating)
    rail_timeline_move_to (self->timeline, (gint64) gtk_adjustment_get_value (adjustment));
}

/* What was selected stays selected, wherever it is in the order now. */
static void
fill (RailValidityPage *self)
{
  guint choice = gtk_drop_down_get_selected (self->kind);
  guint kinds = choice == 0 || choice == GTK_INVALID_LIST_POSITION ? ALL_KINDS : 1u << (choice - 1);
  g_autoptr(GtkBitset) before = gtk_selection_model_get_selection (self->selection);
  g_autoptr(GHashTable) kept = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr(GtkBitset) mask = NULL;
  guint n;

  self->stale = FALSE;
  for (guint i = 0; i < gtk_bitset_get_size (before); i++)
    g_hash_table_add (kept, g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_nth (before, i)));
  g_list_store_remove_all (self->entries);
  rail_timeline_set_project (self->timeline, self->project, kinds);
  n = rail_timeline_get_n_spans (self->timeline);
  for (guint i = 0; i < n; i++)
    {
      RailEntry *entry = rail_project_get_entry (self->project, rail_timeline_get_span (self->timeline, i)->id);

      if (g_hash_table_contains (kept, entry))
        gtk_bitset_add (selected, i);
      g_ptr_array_add (entries, g_object_ref (entry));
    }
  g_list_store_splice (self->entries, 0, 0, entries->pdata, entries->len);
  mask = gtk_bitset_new_range (0, n);
  gtk_selection_model_set_selection (self->selection, selected, mask);
}

static void
update (RailValidityPage *self)
{
  guint n;
  g_autofree char *count = NULL;
  gboolean any;

  fill (self);
  n = rail_timeline_get_n_spans (self->timeline);
  any = self->project != NULL && g_list_model_get_n_items (rail_project_get_entries (self->project)) > 0;
  count = g_strdup_printf (ngettext ("%u certificate", "%u certificates", n), n);
  gtk_label_set_text (self->count, count);
  gtk_widget_set_visible (self->toolbar, any);
  gtk_stack_set_visible_child_name (self->stack, !any ? "empty" : n == 0 ? "nothing" : "lines");
}

static gboolean
update_cb (gpointer user_data)
{
  RailValidityPage *self = user_data;

  self->source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* A step changes more than one thing, so it is over before all is laid out anew. Out of sight nothing is. */
static void
project_changed_cb (RailValidityPage *self)
{
  self->stale = TRUE;
  if (self->source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->source = g_idle_add (update_cb, self);
}

static void
rail_validity_page_map (GtkWidget *widget)
{
  RailValidityPage *self = RAIL_VALIDITY_PAGE (widget);

  if (self->stale)
    update (self);
  GTK_WIDGET_CLASS (rail_validity_page_parent_class)->map (widget);
}

/* The list goes before the project, as its rows ask it. */
static void
set_project (RailValidityPage *self,
             RailProject      *project)
{
  g_list_store_remove_all (self->entries);
  g_set_object (&self->project, project);
  g_signal_group_set_target (self->project_signals, project);
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
}

static void
kind_cb (RailValidityPage *self)
{
  if (self->project != NULL)
    update (self);
}

static void
cluster_cb (RailValidityPage *self,
            guint             first,
            guint             n)
{
  g_autoptr(GtkBitset) selected = gtk_bitset_new_range (first, n);
  g_autoptr(GtkBitset) mask = gtk_bitset_new_range (0, rail_timeline_get_n_spans (self->timeline));

  gtk_selection_model_set_selection (self->selection, selected, mask);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", first);
}

/*
 * Zoom
 */

static void
zoom (RailValidityPage *self,
      double            factor,
      double            anchor)
{
  rail_timeline_zoom (self->timeline, factor, anchor);
}

/* Around today if it is in sight, as that is what one looks at. */
static double
find_anchor (RailValidityPage *self)
{
  double x = rail_timeline_get_x (self->timeline, rail_timeline_get_now (self->timeline), 1);

  return x >= 0 && x <= 1 ? x : 0.5;
}

static void
zoom_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  RailValidityPage *self = RAIL_VALIDITY_PAGE (widget);

  if (g_str_equal (name, "validity.zoom-all"))
    rail_timeline_show_all (self->timeline);
  else
    zoom (self, g_str_equal (name, "validity.zoom-in") ? ZOOM_STEP : 1 / ZOOM_STEP, find_anchor (self));
}

static void
move_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  RailValidityPage *self = RAIL_VALIDITY_PAGE (widget);
  gint64 shown[2];

  rail_timeline_get_shown (self->timeline, &shown[0], &shown[1]);
  rail_timeline_move_to (self->timeline, shown[0] + g_variant_get_int32 (parameter) * (shown[1] - shown[0]) / 8);
}

static void
motion_cb (RailValidityPage *self,
           double            x,
           double            y)
{
  self->pointer_x = x;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           RailValidityPage         *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  double width = gtk_widget_get_width (GTK_WIDGET (self->axis));
  double left;
  gint64 shown[2];

  if (width <= 0 || !gtk_widget_translate_coordinates (GTK_WIDGET (self->axis), GTK_WIDGET (self), 0, 0, &left, NULL))
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_CONTROL_MASK) != 0)
    {
      zoom (self, dy < 0 ? ZOOM_STEP : 1 / ZOOM_STEP, (self->pointer_x - left) / width);
      return GDK_EVENT_STOP;
    }
  if ((state & GDK_SHIFT_MASK) != 0 && dx == 0)
    dx = dy;
  else if (dx == 0)
    return GDK_EVENT_PROPAGATE;
  rail_timeline_get_shown (self->timeline, &shown[0], &shown[1]);
  rail_timeline_move_to (self->timeline, shown[0] + (gint64) (dx * (double) (shown[1] - shown[0]) / 20));
  return GDK_EVENT_STOP;
}

/*
 * Overrides
 */

static void
rail_validity_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  RailValidityPage *self = RAIL_VALIDITY_PAGE (object);

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
rail_validity_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  RailValidityPage *self = RAIL_VALIDITY_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_validity_page_dispose (GObject *object)
{
  RailValidityPage *self = RAIL_VALIDITY_PAGE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->project_signals);
  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->entries);
  g_clear_object (&self->timeline);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_validity_page_parent_class)->dispose (object);
}

static void
rail_validity_page_class_init (RailValidityPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_validity_page_dispose;
  object_class->get_property = rail_validity_page_get_property;
  object_class->set_property = rail_validity_page_set_property;
  widget_class->map = rail_validity_page_map;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * RailValidityPage::certificate-activated:
   * @entry: the certificate
   *
   * The user asked for a certificate.
   */
  signals[CERTIFICATE_ACTIVATED] = g_signal_new ("certificate-activated", RAIL_TYPE_VALIDITY_PAGE, G_SIGNAL_RUN_LAST, 0,
                                                 NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_ENTRY);

  g_type_ensure (RAIL_TYPE_TIMELINE_AXIS);
  g_type_ensure (RAIL_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-validity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailValidityPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RailValidityPage, toolbar);
  gtk_widget_class_bind_template_child (widget_class, RailValidityPage, kind);
  gtk_widget_class_bind_template_child (widget_class, RailValidityPage, count);
  gtk_widget_class_bind_template_child (widget_class, RailValidityPage, axis);
  gtk_widget_class_bind_template_child (widget_class, RailValidityPage, name_column);
  gtk_widget_class_bind_template_child (widget_class, RailValidityPage, status_column);
  gtk_widget_class_bind_template_child (widget_class, RailValidityPage, view);
  gtk_widget_class_bind_template_child (widget_class, RailValidityPage, scrollbar);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, cluster_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, motion_cb);
  gtk_widget_class_bind_template_callback (widget_class, scroll_cb);
  gtk_widget_class_install_action (widget_class, "validity.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "validity.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "validity.zoom-all", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "validity.move", "i", move_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, GDK_CONTROL_MASK, "validity.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_equal, GDK_CONTROL_MASK, "validity.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Add, GDK_CONTROL_MASK, "validity.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_minus, GDK_CONTROL_MASK, "validity.zoom-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "validity.zoom-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0, GDK_CONTROL_MASK, "validity.zoom-all", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_0, GDK_CONTROL_MASK, "validity.zoom-all", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "validity.move", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "validity.move", "i", 1);
}

static void
rail_validity_page_init (RailValidityPage *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->timeline = rail_timeline_new ();
  self->entries = g_list_store_new (RAIL_TYPE_ENTRY);
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->entries))));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, self->selection);
  rail_timeline_axis_set_timeline (self->axis, self->timeline);
  gtk_widget_add_controller (GTK_WIDGET (self->view),
                             GTK_EVENT_CONTROLLER (rail_entry_drag_new (GTK_WIDGET (self), get_dragged)));
  g_signal_connect_object (gtk_scrollbar_get_adjustment (self->scrollbar), "value-changed", G_CALLBACK (scrolled_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->timeline, "changed", G_CALLBACK (timeline_changed_cb), self, G_CONNECT_SWAPPED);
  self->project_signals = g_signal_group_new (RAIL_TYPE_PROJECT);
  /* Each step, also one that is undone or done again, changes at least one of these. */
  g_signal_group_connect_swapped (self->project_signals, "notify::undo-text", G_CALLBACK (project_changed_cb), self);
  g_signal_group_connect_swapped (self->project_signals, "notify::protected", G_CALLBACK (project_changed_cb), self);
  timeline_changed_cb (self);
}
