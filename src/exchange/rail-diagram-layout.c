/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-layout.h"

#include <math.h>

#define MARGIN 24.0
#define EMPTY_WIDTH 560.0      /* of a picture without boxes */
#define BOX_MIN_WIDTH 216.0
#define BOX_MAX_WIDTH 290.0
#define BOX_PADDING 12.0
#define BOX_GAP 28.0           /* between boxes of a column */
#define ARROW_GAP 62.0         /* the same, with an arrow between them */
#define STORE_PADDING 8.0
#define STORE_GAP 10.0
#define ITEM_PADDING 4.0
#define ITEM_GAP 4.0
#define ICON_SIZE 16.0
#define ICON_GAP 7.0
#define STATE_ICON_SIZE 12.0
#define SECTION_GAP 18.0       /* between title, boxes and steps */
#define STEP_INDENT 30.0
#define STEP_GAP 6.0
#define TITLE_LINES 2
#define NEEDED_LINES 3
#define ITEM_LINES 2
#define DETAIL_LINES 2
#define REASON_LINES 8
#define STEP_LINES 3

typedef struct
{
  RailDiagramLayout  *layout;
  RailDiagram        *diagram;
  RailDiagramMeasure  measure;
  gpointer            user_data;
  double             *widths;     /* of the columns */
  double             *lefts;
  guint               n_columns;
} Plan;

/*
 * Texts
 */

/* Adds one line of text, and returns its height. */
static double
add_line (Plan            *plan,
          const char      *line,
          double           x,
          double           y,
          double           width,
          RailDiagramFont  font,
          RailDiagramInk   ink)
{
  double height = rail_diagram_font_get_height (font);
  double size = rail_diagram_font_get_size (font);
  RailDiagramText text = {
    { x, y, width, height }, y + round ((height + size * 0.72) / 2), g_strdup (line), font, ink
  };

  g_array_append_val (plan->layout->texts, text);
  return height;
}

static double
add_text (Plan            *plan,
          const char      *text,
          double           x,
          double           y,
          double           width,
          RailDiagramFont  font,
          RailDiagramInk   ink,
          guint            max_lines)
{
  g_autoptr(GPtrArray) lines = rail_diagram_wrap (text, font, width, max_lines, plan->measure, plan->user_data);
  double height = 0;

  for (guint i = 0; i < lines->len; i++)
    height += add_line (plan, lines->pdata[i], x, y + height, width, font, ink);
  return height;
}

/* Words go into two lines; the name of a file that needs more loses its middle. */
static double
add_detail (Plan       *plan,
            const char *detail,
            double      x,
            double      y,
            double      width)
{
  const RailDiagramFont font = RAIL_DIAGRAM_FONT_DETAIL;
  g_autoptr(GPtrArray) lines = rail_diagram_wrap (detail, font, width, DETAIL_LINES + 1, plan->measure,
                                                  plan->user_data);
  g_autofree char *line = NULL;

  if (lines->len <= DETAIL_LINES)
    return add_text (plan, detail, x, y, width, font, RAIL_DIAGRAM_INK_DIM, DETAIL_LINES);
  line = rail_diagram_shorten (detail, font, width, plan->measure, plan->user_data);
  return add_line (plan, line, x, y, width, font, RAIL_DIAGRAM_INK_DIM);
}

/*
 * Columns
 */

static void
need_width (Plan            *plan,
            guint            column,
            const char      *text,
            RailDiagramFont  font,
            double           around)
{
  double width = text != NULL ? ceil (plan->measure (text, font, plan->user_data)) + around : 0;

  plan->widths[column] = CLAMP (width, plan->widths[column], BOX_MAX_WIDTH);
}

/* Reasons are sentences, and need all the width that there is. */
static void
need_item_width (Plan            *plan,
                 guint            column,
                 RailDiagramItem *item)
{
  const double around = 2 * (BOX_PADDING + STORE_PADDING + ITEM_PADDING) + ICON_SIZE + ICON_GAP;
  const char *detail = rail_diagram_item_get_detail (item);

  if (rail_diagram_item_get_reason (item) != NULL)
    plan->widths[column] = BOX_MAX_WIDTH;
  need_width (plan, column, rail_diagram_item_get_title (item), RAIL_DIAGRAM_FONT_ITEM, around);
  /* A file name that is cut all the same gets no more than the others need. */
  if (detail != NULL && plan->measure (detail, RAIL_DIAGRAM_FONT_DETAIL, plan->user_data) + around <= BOX_MAX_WIDTH)
    need_width (plan, column, detail, RAIL_DIAGRAM_FONT_DETAIL, around);
}

static void
measure_columns (Plan *plan)
{
  GPtrArray *boxes = rail_diagram_get_boxes (plan->diagram);
  double x = MARGIN;

  for (guint i = 0; i < boxes->len; i++)
    plan->n_columns = MAX (plan->n_columns, ((RailDiagramBox *) boxes->pdata[i])->column + 1);
  plan->widths = g_new0 (double, plan->n_columns);
  plan->lefts = g_new0 (double, plan->n_columns);
  for (guint i = 0; i < plan->n_columns; i++)
    plan->widths[i] = BOX_MIN_WIDTH;
  for (guint i = 0; i < boxes->len; i++)
    {
      RailDiagramBox *box = boxes->pdata[i];

      need_width (plan, box->column, box->title, RAIL_DIAGRAM_FONT_BOX, 2 * BOX_PADDING);
      need_width (plan, box->column, box->subtitle, RAIL_DIAGRAM_FONT_CAPTION, 2 * BOX_PADDING);
      for (guint j = 0; j < box->stores->len; j++)
        {
          RailDiagramStore *store = box->stores->pdata[j];

          need_width (plan, box->column, store->title, RAIL_DIAGRAM_FONT_STORE, 2 * (BOX_PADDING + STORE_PADDING));
          for (guint k = 0; k < store->items->len; k++)
            need_item_width (plan, box->column, store->items->pdata[k]);
        }
    }
  for (guint i = 0; i < plan->n_columns; i++)
    {
      plan->lefts[i] = x;
      x += plan->widths[i] + (i + 1 < plan->n_columns ? rail_diagram_get_gutter (plan->diagram, i) : 0);
    }
  plan->layout->width = (plan->n_columns > 0 ? x : MARGIN + EMPTY_WIDTH) + MARGIN;
}

/*
 * Boxes
 */

static double
place_reason (Plan                 *plan,
              RailDiagramItemShape *shape,
              double                x,
              double                y,
              double                width)
{
  g_autofree char *reason = rail_diagram_item_dup_state_text (shape->item);
  RailDiagramInk ink = rail_diagram_item_get_state (shape->item) == RAIL_DIAGRAM_WARNING ? RAIL_DIAGRAM_INK_WARNING
                                                                                         : RAIL_DIAGRAM_INK_ERROR;
  double line = rail_diagram_font_get_height (RAIL_DIAGRAM_FONT_DETAIL);

  if (reason == NULL)
    return 0;
  shape->state_icon = (RailDiagramRect) { x - ICON_GAP - (ICON_SIZE + STATE_ICON_SIZE) / 2,
                                          y + (line - STATE_ICON_SIZE) / 2, STATE_ICON_SIZE, STATE_ICON_SIZE };
  return add_text (plan, reason, x, y, width, RAIL_DIAGRAM_FONT_DETAIL, ink, REASON_LINES);
}

static double
place_item (Plan            *plan,
            RailDiagramItem *item,
            guint            box,
            double           x,
            double           y,
            double           width)
{
  double line = rail_diagram_font_get_height (RAIL_DIAGRAM_FONT_ITEM);
  double text_x = x + ITEM_PADDING + ICON_SIZE + ICON_GAP;
  double text_width = width - 2 * ITEM_PADDING - ICON_SIZE - ICON_GAP;
  RailDiagramItemShape shape = { .item = item, .box = box };
  double height = ITEM_PADDING;

  shape.icon = (RailDiagramRect) { x + ITEM_PADDING, y + ITEM_PADDING + (line - ICON_SIZE) / 2, ICON_SIZE, ICON_SIZE };
  shape.anchor = y + ITEM_PADDING + line / 2;
  height += add_text (plan, rail_diagram_item_get_title (item), text_x, y + height, text_width, RAIL_DIAGRAM_FONT_ITEM,
                      rail_diagram_item_get_state (item) == RAIL_DIAGRAM_MISSING ? RAIL_DIAGRAM_INK_ERROR
                                                                                 : RAIL_DIAGRAM_INK_TEXT, ITEM_LINES);
  if (rail_diagram_item_get_detail (item) != NULL)
    height += add_detail (plan, rail_diagram_item_get_detail (item), text_x, y + height, text_width);
  height += place_reason (plan, &shape, text_x, y + height, text_width) + ITEM_PADDING;
  shape.rect = (RailDiagramRect) { x, y, width, height };
  g_array_append_val (plan->layout->items, shape);
  return height;
}

static double
place_store (Plan             *plan,
             RailDiagramStore *store,
             guint             box,
             double            x,
             double            y,
             double            width)
{
  RailDiagramStoreShape shape = { .store = store };
  double inner = width - 2 * STORE_PADDING;
  double height = STORE_PADDING;

  height += add_text (plan, store->title, x + STORE_PADDING, y + height, inner, RAIL_DIAGRAM_FONT_STORE,
                      RAIL_DIAGRAM_INK_TEXT, ITEM_LINES);
  for (guint i = 0; i < store->items->len; i++)
    height += ITEM_GAP + place_item (plan, store->items->pdata[i], box, x + STORE_PADDING, y + height + ITEM_GAP,
                                     inner);
  height += STORE_PADDING;
  shape.rect = (RailDiagramRect) { x, y, width, height };
  g_array_append_val (plan->layout->stores, shape);
  return height;
}

static double
place_box (Plan           *plan,
           RailDiagramBox *box,
           guint           index,
           double          x,
           double          y,
           double          width)
{
  RailDiagramBoxShape shape = { .box = box };
  double inner = width - 2 * BOX_PADDING;
  double height = BOX_PADDING;

  height += add_text (plan, box->title, x + BOX_PADDING, y + height, inner, RAIL_DIAGRAM_FONT_BOX,
                      RAIL_DIAGRAM_INK_TEXT,
                      ITEM_LINES);
  if (box->subtitle != NULL)
    height += add_text (plan, box->subtitle, x + BOX_PADDING, y + height, inner, RAIL_DIAGRAM_FONT_CAPTION,
                        RAIL_DIAGRAM_INK_DIM, ITEM_LINES);
  for (guint i = 0; i < box->stores->len; i++)
    height += STORE_GAP + place_store (plan, box->stores->pdata[i], index, x + BOX_PADDING, y + height + STORE_GAP,
                                       inner);
  height += BOX_PADDING;
  shape.rect = (RailDiagramRect) { x, y, width, height };
  g_array_append_val (plan->layout->boxes, shape);
  return height;
}

/* How much has been placed. */
typedef struct
{
  guint boxes;
  guint stores;
  guint items;
  guint texts;
} Placed;

static Placed
get_placed (Plan *plan)
{
  RailDiagramLayout *layout = plan->layout;

  return (Placed) { layout->boxes->len, layout->stores->len, layout->items->len, layout->texts->len };
}

/* Moves down what was placed between @from and @to. */
static void
move (Plan         *plan,
      const Placed *from,
      const Placed *to,
      double        by)
{
  RailDiagramLayout *layout = plan->layout;

  for (guint i = from->boxes; i < to->boxes; i++)
    g_array_index (layout->boxes, RailDiagramBoxShape, i).rect.y += by;
  for (guint i = from->stores; i < to->stores; i++)
    g_array_index (layout->stores, RailDiagramStoreShape, i).rect.y += by;
  for (guint i = from->items; i < to->items; i++)
    {
      RailDiagramItemShape *shape = &g_array_index (layout->items, RailDiagramItemShape, i);

      shape->rect.y += by;
      shape->icon.y += by;
      shape->state_icon.y += by;
      shape->anchor += by;
    }
  for (guint i = from->texts; i < to->texts; i++)
    {
      RailDiagramText *text = &g_array_index (layout->texts, RailDiagramText, i);

      text->rect.y += by;
      text->baseline += by;
    }
}

/* Places one column from @top down, and returns its height. */
static double
place_column (Plan   *plan,
              guint   column,
              double  top)
{
  GPtrArray *boxes = rail_diagram_get_boxes (plan->diagram);
  double y = top;
  guint n = 0;

  for (guint i = 0; i < boxes->len; i++)
    {
      RailDiagramBox *box = boxes->pdata[i];

      if (box->column != column)
        continue;
      if (n++ > 0)
        y += rail_diagram_has_vertical (plan->diagram, i) ? ARROW_GAP : BOX_GAP;
      y += place_box (plan, box, i, plan->lefts[column], y, plan->widths[column]);
    }
  return y - top;
}

/* The columns stand in the middle of the tallest one where boxes stand above each other; else they begin at one
 * height. */
static double
place_columns (Plan   *plan,
               double  top)
{
  g_autofree Placed *placed = g_new0 (Placed, plan->n_columns + 1);
  g_autofree double *heights = g_new0 (double, plan->n_columns);
  double tallest = 0;
  gboolean is_stacked = rail_diagram_get_boxes (plan->diagram)->len > plan->n_columns;

  for (guint i = 0; i < plan->n_columns; i++)
    {
      placed[i] = get_placed (plan);
      heights[i] = place_column (plan, i, top);
      tallest = MAX (tallest, heights[i]);
    }
  placed[plan->n_columns] = get_placed (plan);
  for (guint i = 0; is_stacked && i < plan->n_columns; i++)
    move (plan, &placed[i], &placed[i + 1], round ((tallest - heights[i]) / 2));
  return tallest;
}

/*
 * What is around the boxes
 */

static double
place_steps (Plan   *plan,
             double  y)
{
  GPtrArray *steps = rail_diagram_get_steps (plan->diagram);
  double line = rail_diagram_font_get_height (RAIL_DIAGRAM_FONT_ITEM);
  double diameter = 2 * RAIL_DIAGRAM_BADGE_RADIUS;
  double height = 0;

  for (guint i = 0; i < steps->len; i++)
    {
      RailDiagramStepShape shape = { { MARGIN, y + height + (line - diameter) / 2, diameter, diameter }, i };

      g_array_append_val (plan->layout->badges, shape);
      height += add_text (plan, steps->pdata[i], MARGIN + STEP_INDENT, y + height,
                          plan->layout->width - 2 * MARGIN - STEP_INDENT, RAIL_DIAGRAM_FONT_ITEM, RAIL_DIAGRAM_INK_TEXT,
                          STEP_LINES) + STEP_GAP;
    }
  return height;
}

static void
mirror_rect (RailDiagramLayout *self,
             RailDiagramRect   *rect)
{
  if (rect->width > 0)
    rect->x = self->width - rect->x - rect->width;
}

/* For languages that are written from the right: the same picture, with its sides exchanged. */
static void
mirror (RailDiagramLayout *self)
{
  for (guint i = 0; i < self->boxes->len; i++)
    mirror_rect (self, &g_array_index (self->boxes, RailDiagramBoxShape, i).rect);
  for (guint i = 0; i < self->stores->len; i++)
    mirror_rect (self, &g_array_index (self->stores, RailDiagramStoreShape, i).rect);
  for (guint i = 0; i < self->badges->len; i++)
    mirror_rect (self, &g_array_index (self->badges, RailDiagramStepShape, i).rect);
  for (guint i = 0; i < self->texts->len; i++)
    mirror_rect (self, &g_array_index (self->texts, RailDiagramText, i).rect);
  for (guint i = 0; i < self->items->len; i++)
    {
      RailDiagramItemShape *shape = &g_array_index (self->items, RailDiagramItemShape, i);

      mirror_rect (self, &shape->rect);
      mirror_rect (self, &shape->icon);
      mirror_rect (self, &shape->state_icon);
    }
  for (guint i = 0; i < self->arrows->len; i++)
    {
      RailDiagramArrowShape *shape = &g_array_index (self->arrows, RailDiagramArrowShape, i);

      for (guint j = 0; j < shape->n_points; j++)
        shape->points[j].x = self->width - shape->points[j].x;
      shape->badge.x = self->width - shape->badge.x;
    }
}

static void
text_clear (gpointer data)
{
  g_free (((RailDiagramText *) data)->text);
}

/*
 * Public API
 */

/**
 * rail_diagram_layout_new:
 * @diagram: a diagram
 * @is_mirrored: whether it is for a language that is written from the right
 * @measure: (scope call): tells how wide a text is
 * @user_data: for @measure
 *
 * Computes where everything is drawn. Boxes do not overlap, what is in a box lies in it, arrows begin and end at the
 * edges of boxes and cross none.
 *
 * Returns: (transfer full): the geometry, which refers to what is in @diagram
 */
RailDiagramLayout *
rail_diagram_layout_new (RailDiagram        *diagram,
                         gboolean            is_mirrored,
                         RailDiagramMeasure  measure,
                         gpointer            user_data)
{
  RailDiagramLayout *self;
  Plan plan = { .diagram = diagram, .measure = measure, .user_data = user_data };
  double y = MARGIN;

  g_return_val_if_fail (RAIL_IS_DIAGRAM (diagram), NULL);
  g_return_val_if_fail (measure != NULL, NULL);

  self = g_new0 (RailDiagramLayout, 1);
  self->boxes = g_array_new (FALSE, FALSE, sizeof (RailDiagramBoxShape));
  self->stores = g_array_new (FALSE, FALSE, sizeof (RailDiagramStoreShape));
  self->items = g_array_new (FALSE, FALSE, sizeof (RailDiagramItemShape));
  self->arrows = g_array_new (FALSE, FALSE, sizeof (RailDiagramArrowShape));
  self->badges = g_array_new (FALSE, FALSE, sizeof (RailDiagramStepShape));
  self->texts = g_array_new (FALSE, FALSE, sizeof (RailDiagramText));
  g_array_set_clear_func (self->texts, text_clear);
  plan.layout = self;
  measure_columns (&plan);

  y += add_text (&plan, rail_diagram_get_title (diagram), MARGIN, y, self->width - 2 * MARGIN, RAIL_DIAGRAM_FONT_TITLE,
                 RAIL_DIAGRAM_INK_TEXT, TITLE_LINES);
  y += add_text (&plan, rail_scenario_get_source (rail_diagram_get_scenario (diagram)), MARGIN, y,
                 self->width - 2 * MARGIN,
                 RAIL_DIAGRAM_FONT_DETAIL, RAIL_DIAGRAM_INK_DIM, 1);
  if (rail_diagram_get_needed (diagram) != NULL)
    y += 6 + add_text (&plan, rail_diagram_get_needed (diagram), MARGIN, y + 6, self->width - 2 * MARGIN,
                       RAIL_DIAGRAM_FONT_ITEM, RAIL_DIAGRAM_INK_WARNING, NEEDED_LINES);
  if (plan.n_columns > 0)
    {
      y += SECTION_GAP;
      y += place_columns (&plan, y);
    }
  rail_diagram_layout_route (self, diagram);
  if (rail_diagram_get_steps (diagram)->len > 0)
    {
      y += SECTION_GAP;
      y += place_steps (&plan, y);
    }
  self->height = y + MARGIN;
  self->is_mirrored = is_mirrored;
  if (is_mirrored)
    mirror (self);
  g_free (plan.widths);
  g_free (plan.lefts);
  return self;
}

/**
 * rail_diagram_layout_free:
 * @self: a geometry
 *
 * Frees it. The diagram that it is of stays.
 */
void
rail_diagram_layout_free (RailDiagramLayout *self)
{
  g_array_unref (self->boxes);
  g_array_unref (self->stores);
  g_array_unref (self->items);
  g_array_unref (self->arrows);
  g_array_unref (self->badges);
  g_array_unref (self->texts);
  g_free (self);
}

/**
 * rail_diagram_layout_find:
 * @self: a geometry
 * @x: a point
 * @y: its height
 *
 * Returns: (transfer none) (nullable): the item at that point
 */
RailDiagramItem *
rail_diagram_layout_find (RailDiagramLayout *self,
                          double             x,
                          double             y)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      RailDiagramItemShape *shape = &g_array_index (self->items, RailDiagramItemShape, i);

      if (x >= shape->rect.x && x < shape->rect.x + shape->rect.width && y >= shape->rect.y &&
          y < shape->rect.y + shape->rect.height)
        return shape->item;
    }
  return NULL;
}

/* How far @to is in that direction; what is in another one is farther than all. */
static double
get_distance (const RailDiagramRect *from,
              const RailDiagramRect *to,
              RailDiagramDirection   direction)
{
  double dx = to->x + to->width / 2 - from->x - from->width / 2;
  double dy = to->y - from->y;
  gboolean is_sideways = direction == RAIL_DIAGRAM_LEFT || direction == RAIL_DIAGRAM_RIGHT;
  double along = is_sideways ? dx : dy;
  double across = fabs (is_sideways ? dy : dx);

  if (direction == RAIL_DIAGRAM_LEFT || direction == RAIL_DIAGRAM_UP)
    along = -along;
  /* Up and down stay in the column. */
  if (along <= 1 || (!is_sideways && across > BOX_MIN_WIDTH / 2))
    return G_MAXDOUBLE;
  /* The nearest column first, and in it what is beside. */
  return is_sideways ? along * 10 + across : along + across;
}

/**
 * rail_diagram_layout_find_next:
 * @self: a geometry
 * @item: (nullable): where the keyboard is
 * @direction: where an arrow key wants it to go
 *
 * Returns: (transfer none) (nullable): the item there, or %NULL at the edge; without @item the first one
 */
RailDiagramItem *
rail_diagram_layout_find_next (RailDiagramLayout    *self,
                               RailDiagramItem      *item,
                               RailDiagramDirection  direction)
{
  RailDiagramItem *best = NULL;
  RailDiagramRect from;
  double least = G_MAXDOUBLE;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->items->len == 0)
    return NULL;
  if (item == NULL || !rail_diagram_layout_get_rect (self, item, &from))
    return g_array_index (self->items, RailDiagramItemShape, 0).item;
  for (guint i = 0; i < self->items->len; i++)
    {
      RailDiagramItemShape *shape = &g_array_index (self->items, RailDiagramItemShape, i);
      double distance = get_distance (&from, &shape->rect, direction);

      if (distance < least)
        {
          least = distance;
          best = shape->item;
        }
    }
  return best;
}

/**
 * rail_diagram_layout_get_rect:
 * @self: a geometry
 * @item: an item of its diagram
 * @out_rect: (out): where it is drawn
 *
 * Returns: whether it is in the diagram
 */
gboolean
rail_diagram_layout_get_rect (RailDiagramLayout *self,
                              RailDiagramItem   *item,
                              RailDiagramRect   *out_rect)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (out_rect != NULL, FALSE);

  for (guint i = 0; i < self->items->len; i++)
    if (g_array_index (self->items, RailDiagramItemShape, i).item == item)
      {
        *out_rect = g_array_index (self->items, RailDiagramItemShape, i).rect;
        return TRUE;
      }
  return FALSE;
}
