/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-tcon-table"

#include "config.h"

#include "rail-tcon-table.h"

#include "rail-csv.h"
#include "rail-entry-drag.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

#define ITEM_KEY "rail-tcon-list-item"   /* of a cell: the GtkListItem that it shows */
#define COLUMN_KEY "rail-tcon-column"
#define INDENT 16

typedef enum
{
  COLUMN_NAME,
  COLUMN_TYPE,
  COLUMN_VALUE,
  COLUMN_REMARK,
  N_COLUMNS,
} Column;

static const struct
{
  const char *title;
  int         width;    /* in pixels; -1: what is left */
} columns[] = {
  [COLUMN_NAME] = { N_("Name"), 210 },
  [COLUMN_TYPE] = { N_("Data type"), 150 },
  [COLUMN_VALUE] = { N_("Start value"), 110 },
  [COLUMN_REMARK] = { N_("Remark"), -1 },
};

/* A line of the table, for the list model. */
#define RAIL_TYPE_TCON_LINE (rail_tcon_line_get_type ())
G_DECLARE_FINAL_TYPE (RailTconLine, rail_tcon_line, RAIL, TCON_LINE, GObject)

struct _RailTconLine
{
  GObject    parent_instance;
  char      *cells[N_COLUMNS];
  guint      depth;
  guint      id;             /* of the certificate that it refers to, or 0 */
  gboolean   is_wrong;
};

G_DEFINE_FINAL_TYPE (RailTconLine, rail_tcon_line, G_TYPE_OBJECT)

static void
rail_tcon_line_finalize (GObject *object)
{
  RailTconLine *self = RAIL_TCON_LINE (object);

  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (self->cells[i]);
  G_OBJECT_CLASS (rail_tcon_line_parent_class)->finalize (object);
}

static void
rail_tcon_line_class_init (RailTconLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_tcon_line_finalize;
}

static void
rail_tcon_line_init (RailTconLine *self)
{
}

struct _RailTconTable
{
  GtkWidget           parent_instance;

  /* Template widgets */
  GtkWidget          *scroller;
  GtkColumnView      *view;
  GtkPopover         *menu;

  /* Owned references */
  RailProject        *project;     /* (nullable) */
  GListStore         *lines;       /* of RailTconLine */
  GtkSelectionModel  *selection;
  RailTcon           *tcon;        /* (nullable) */
  RailTconEnd         end;
  Column              column;      /* where the menu was opened */
};

G_DEFINE_FINAL_TYPE (RailTconTable, rail_tcon_table, GTK_TYPE_WIDGET)

/*
 * Cells
 */

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);
  Column column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), COLUMN_KEY));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (column == COLUMN_REMARK)
    gtk_label_set_width_chars (GTK_LABEL (label), 12);
  g_object_set_data (G_OBJECT (label), ITEM_KEY, item);
  g_object_set_data (G_OBJECT (label), COLUMN_KEY, GUINT_TO_POINTER (column));
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  RailTconLine *line = gtk_list_item_get_item (item);
  Column column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), COLUMN_KEY));

  gtk_label_set_text (GTK_LABEL (label), line->cells[column]);
  gtk_widget_set_margin_start (label, column == COLUMN_NAME ? (int) line->depth * INDENT : 0);
  gtk_widget_set_tooltip_text (label, *line->cells[column] != '\0' ? line->cells[column] : NULL);
  if (line->is_wrong && column >= COLUMN_VALUE)
    gtk_widget_add_css_class (label, "error");
  else
    gtk_widget_remove_css_class (label, "error");
}

static void
append_columns (RailTconTable *self)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr(GtkColumnViewColumn) column = NULL;

      g_object_set_data (G_OBJECT (factory), COLUMN_KEY, GUINT_TO_POINTER (i));
      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
      column = gtk_column_view_column_new (_(columns[i].title), factory);
      gtk_column_view_column_set_fixed_width (column, columns[i].width);
      gtk_column_view_column_set_expand (column, columns[i].width < 0);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_append_column (self->view, column);
    }
}

/* (nullable): the line at a point of the view, as GTK 4.8 does not tell which it is */
static GtkListItem *
find_item (RailTconTable *self,
           double         x,
           double         y,
           Column        *out_column)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  /* The pointer may be over the edge of a cell or of its row. */
  for (; widget != NULL && widget != GTK_WIDGET (self->view); widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = widget;

      while (child != NULL && g_object_get_data (G_OBJECT (child), ITEM_KEY) == NULL)
        child = gtk_widget_get_first_child (child);
      if (child != NULL)
        {
          *out_column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (child), COLUMN_KEY));
          return g_object_get_data (G_OBJECT (child), ITEM_KEY);
        }
    }
  return NULL;
}

/*
 * Copying
 */

/* (transfer full) (nullable): the first line that is selected */
static RailTconLine *
dup_selected (RailTconTable *self)
{
  g_autoptr(GtkBitset) selected = gtk_selection_model_get_selection (self->selection);

  if (gtk_bitset_is_empty (selected))
    return NULL;
  return g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_minimum (selected));
}

/* Remarks are for the eye: what is copied goes into a data block. */
static void
append_line (GPtrArray    *lines,
             RailTconLine *line)
{
  const char *cells[] = { line->cells[COLUMN_NAME], line->cells[COLUMN_TYPE], line->cells[COLUMN_VALUE], NULL };

  g_ptr_array_add (lines, g_strdupv ((char **) cells));
}

static char *
dup_selected_lines (RailTconTable *self)
{
  g_autoptr(GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  guint64 n = gtk_bitset_get_size (selected);

  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr(RailTconLine) line = g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                            gtk_bitset_get_nth (selected, (guint) i));

      append_line (lines, line);
    }
  return rail_tab_separated (lines);
}

static void
copy_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  RailTconTable *self = RAIL_TCON_TABLE (widget);
  const char *what = g_variant_get_string (parameter, NULL);
  g_autofree char *text = NULL;

  if (self->tcon == NULL)
    return;
  if (g_str_equal (what, "table"))
    text = rail_tcon_to_table (self->tcon, self->end);
  else if (g_str_equal (what, "rows"))
    text = dup_selected_lines (self);
  else
    {
      g_autoptr(RailTconLine) line = dup_selected (self);

      text = line != NULL ? g_strdup (line->cells[self->column]) : NULL;
    }
  if (text == NULL || *text == '\0')
    {
      rail_toast_show (widget, _("There is nothing in this cell"), NULL, NULL);
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  rail_toast_show (widget, _("Copied"), NULL, NULL);
}

static void
popup_menu (RailTconTable *self,
            double         x,
            double         y)
{
  GdkRectangle point = { (int) x, (int) y, 1, 1 };

  gtk_popover_set_pointing_to (self->menu, &point);
  gtk_popover_popup (self->menu);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            RailTconTable   *self)
{
  GtkListItem *item = find_item (self, x, y, &self->column);
  guint position = item != NULL ? gtk_list_item_get_position (item) : GTK_INVALID_LIST_POSITION;

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  if (!gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_select_item (self->selection, position, TRUE);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &x, &y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup_menu (self, x, y);
  /* The menu takes the release of the button, and the gesture would wait for it instead of seeing the next press. */
  gtk_event_controller_reset (GTK_EVENT_CONTROLLER (gesture));
}

/* The keyboard knows rows only; what is wanted of one is its value. */
static void
menu_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  RailTconTable *self = RAIL_TCON_TABLE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  self->column = COLUMN_VALUE;
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)) &&
      gtk_widget_compute_bounds (focus, widget, &bounds))
    popup_menu (self, bounds.origin.x + 24, bounds.origin.y + bounds.size.height);
  else
    popup_menu (self, 24, 24);
}

/* A line with the ID of a certificate stands for the certificate. */
static GPtrArray *
get_dragged (GtkWidget     *widget,
             double         x,
             double         y,
             RailDragForm  *out_form,
             RailProject  **out_project)
{
  RailTconTable *self = RAIL_TCON_TABLE (widget);
  Column column;
  GtkListItem *item = find_item (self, x, y, &column);
  RailTconLine *line = item != NULL ? gtk_list_item_get_item (item) : NULL;
  RailEntry *entry = line != NULL && line->id != 0 ? rail_project_get_entry (self->project, line->id) : NULL;
  GPtrArray *entries;

  if (entry == NULL)
    return NULL;
  entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (entries, g_object_ref (entry));
  return entries;
}

/*
 * Overrides
 */

static void
rail_tcon_table_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  RailTconTable *self = RAIL_TCON_TABLE (widget);

  gtk_widget_size_allocate (self->scroller, &(GtkAllocation) { 0, 0, width, height }, baseline);
  gtk_popover_present (self->menu);
}

static void
rail_tcon_table_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  gtk_widget_measure (RAIL_TCON_TABLE (widget)->scroller, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

static void
rail_tcon_table_dispose (GObject *object)
{
  RailTconTable *self = RAIL_TCON_TABLE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_TCON_TABLE);
  g_clear_object (&self->selection);
  g_clear_object (&self->lines);
  g_clear_object (&self->tcon);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_tcon_table_parent_class)->dispose (object);
}

static void
rail_tcon_table_class_init (RailTconTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_tcon_table_dispose;
  widget_class->size_allocate = rail_tcon_table_size_allocate;
  widget_class->measure = rail_tcon_table_measure;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-tcon-table.ui");
  gtk_widget_class_bind_template_child (widget_class, RailTconTable, scroller);
  gtk_widget_class_bind_template_child (widget_class, RailTconTable, view);
  gtk_widget_class_bind_template_child (widget_class, RailTconTable, menu);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_install_action (widget_class, "tcon.copy", "s", copy_cb);
  gtk_widget_class_install_action (widget_class, "tcon.menu", NULL, menu_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "tcon.copy", "s", "rows");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "tcon.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "tcon.menu", NULL);
}

static void
rail_tcon_table_init (RailTconTable *self)
{
  self->column = COLUMN_VALUE;
  self->lines = g_list_store_new (RAIL_TYPE_TCON_LINE);
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->lines))));
  gtk_widget_init_template (GTK_WIDGET (self));
  append_columns (self);
  gtk_column_view_set_model (self->view, self->selection);
  gtk_widget_add_controller (GTK_WIDGET (self->view),
                             GTK_EVENT_CONTROLLER (rail_entry_drag_new (GTK_WIDGET (self), get_dragged)));
}

/* The certificate by its name, or what is wrong with the line. */
static char *
make_remark (RailTconTable *self,
             RailTconRow   *row,
             guint          id,
             gboolean      *out_wrong)
{
  GPtrArray *warnings = rail_tcon_get_warnings (self->tcon);
  RailEntry *entry = id != 0 ? rail_project_get_entry (self->project, id) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < warnings->len; i++)
    {
      RailTconWarning *warning = warnings->pdata[i];

      if (warning->end == self->end && g_strcmp0 (warning->field, row->name) == 0)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", warning->text);
    }
  *out_wrong = text->len > 0;
  if (text->len == 0 && entry != NULL)
    g_string_append (text, rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * rail_tcon_table_show:
 * @self: a table
 * @project: the project
 * @tcon: (nullable): connection parameters
 * @end: which end of them
 *
 * Shows the lines of one end.
 */
void
rail_tcon_table_show (RailTconTable *self,
                      RailProject   *project,
                      RailTcon      *tcon,
                      RailTconEnd    end)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *rows;

  g_return_if_fail (RAIL_IS_TCON_TABLE (self));
  g_return_if_fail (RAIL_IS_PROJECT (project));
  g_return_if_fail (tcon == NULL || RAIL_IS_TCON (tcon));

  g_set_object (&self->project, project);
  g_set_object (&self->tcon, tcon);
  self->end = end;
  rows = tcon != NULL ? rail_tcon_get_rows (tcon, end) : NULL;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      RailTconRow *row = g_ptr_array_index (rows, i);
      RailTconLine *line = g_object_new (RAIL_TYPE_TCON_LINE, NULL);

      line->depth = row->depth;
      line->id = g_str_has_suffix (row->name, "CertRef") ? (guint) g_ascii_strtoull (row->value, NULL, 10) : 0;
      line->cells[COLUMN_NAME] = g_strdup (row->name);
      line->cells[COLUMN_TYPE] = g_strdup (row->data_type);
      line->cells[COLUMN_VALUE] = g_strdup (row->value);
      line->cells[COLUMN_REMARK] = make_remark (self, row, line->id, &line->is_wrong);
      g_ptr_array_add (lines, line);
    }
  g_list_store_splice (self->lines, 0, g_list_model_get_n_items (G_LIST_MODEL (self->lines)), lines->pdata, lines->len);
}
