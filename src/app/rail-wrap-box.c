/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-wrap-box"

#include "config.h"

#include "rail-wrap-box.h"

#define SPACING 6

struct _RailWrapBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (RailWrapBox, rail_wrap_box, GTK_TYPE_WIDGET)

/* The children from @first on that stand in one line. */
typedef struct
{
  GtkWidget *first;
  GtkWidget *end;       /* (nullable): the first one of the next line */
  int        width;     /* what they take, with what is between them */
  int        height;
  guint      n_expand;  /* how many of them take more if there is more */
} Line;

/* What can be narrower, such as an entry, has to be before a line is broken. */
static int
get_width (GtkWidget *child,
           int        most)
{
  int minimum;
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? minimum : CLAMP (most, minimum, natural);
}

static void
find_line (GtkWidget *first,
           int        most,
           Line      *line)
{
  *line = (Line) { .first = first, .width = -SPACING };
  for (line->end = first; line->end != NULL; line->end = gtk_widget_get_next_sibling (line->end))
    {
      int width;
      int height;

      if (!gtk_widget_should_layout (line->end))
        continue;
      width = get_width (line->end, most);
      if (line->width >= 0 && line->width + SPACING + width > most)
        return;
      gtk_widget_measure (line->end, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
      line->width += SPACING + width;
      line->height = MAX (line->height, height);
      line->n_expand += gtk_widget_compute_expand (line->end, GTK_ORIENTATION_HORIZONTAL) ? 1 : 0;
    }
}

static void
allocate_line (RailWrapBox *self,
               const Line  *line,
               int          y,
               int          most)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int more = MAX (most - line->width, 0);
  guint n_expand = line->n_expand;
  int x = 0;

  for (GtkWidget *child = line->first; child != line->end; child = gtk_widget_get_next_sibling (child))
    {
      GtkAllocation place = { .y = y, .height = line->height };

      if (!gtk_widget_should_layout (child))
        continue;
      place.width = get_width (child, most);
      if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
        {
          int share = more / (int) n_expand--;

          place.width += share;
          more -= share;
        }
      place.x = rtl ? most - x - place.width : x;
      gtk_widget_size_allocate (child, &place, -1);
      x += place.width + SPACING;
    }
}

static GtkSizeRequestMode
rail_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (GtkWidget *widget,
               int       *minimum,
               int       *natural)
{
  *minimum = 0;
  *natural = -SPACING;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;
      int child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += SPACING + child_natural;
    }
  *natural = MAX (*natural, *minimum);
}

static void
rail_wrap_box_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  int most = for_size < 0 ? G_MAXINT / 2 : for_size;
  int height = -SPACING;
  Line line;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (widget, minimum, natural);
      return;
    }
  for (GtkWidget *first = gtk_widget_get_first_child (widget); first != NULL; first = line.end)
    {
      find_line (first, most, &line);
      height += SPACING + line.height;
    }
  *minimum = *natural = MAX (height, 0);
}

static void
rail_wrap_box_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  Line line;
  int y = 0;

  for (GtkWidget *first = gtk_widget_get_first_child (widget); first != NULL; first = line.end)
    {
      find_line (first, width, &line);
      allocate_line (RAIL_WRAP_BOX (widget), &line, y, width);
      y += line.height + SPACING;
    }
}

static void
rail_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (rail_wrap_box_parent_class)->dispose (object);
}

static void
rail_wrap_box_class_init (RailWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_wrap_box_dispose;
  widget_class->get_request_mode = rail_wrap_box_get_request_mode;
  widget_class->measure = rail_wrap_box_measure;
  widget_class->size_allocate = rail_wrap_box_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "box");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
rail_wrap_box_init (RailWrapBox *self)
{
}
