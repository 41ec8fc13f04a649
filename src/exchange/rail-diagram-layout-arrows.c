/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-diagram-layout.h"

#include <math.h>

/*
 * Arrows go through the gutter between two columns: from the edge of a box to a track of their own, up or down it,
 * and on to the edge of the other box.
 *
 *   ┌─────┐         ┌─────┐
 *   │  a ─┼──①─┐    │     │
 *   │     │    └───▶┼─ b  │
 *   └─────┘         └─────┘
 */
#define STUB 38.0              /* between a box and the first track; the badge stands there */
#define TRACK 9.0
#define BADGE_DISTANCE 18.0
#define BADGE_PITCH 20.0
#define OVERLAP_COST 1000
#define NEAR 5.0               /* lines that are nearer than this look like one */
#define STRAIGHT 8.0           /* an arrow that has less to go up or down ends a little beside the middle of its goal */

typedef struct
{
  const RailDiagramItemShape *from;
  const RailDiagramItemShape *to;
  RailDiagramArrow           *arrow;
  double                      left_y;
  double                      right_y;
  guint                       track;
} Wire;

static guint
find_box (RailDiagram     *diagram,
          RailDiagramItem *item)
{
  GPtrArray *boxes = rail_diagram_get_boxes (diagram);

  for (guint i = 0; i < boxes->len; i++)
    {
      RailDiagramBox *box = boxes->pdata[i];

      for (guint j = 0; j < box->stores->len; j++)
        if (g_ptr_array_find (((RailDiagramStore *) box->stores->pdata[j])->items, item, NULL))
          return i;
    }
  g_return_val_if_reached (0);
}

static guint
get_column (RailDiagram *diagram,
            guint        box)
{
  return ((RailDiagramBox *) rail_diagram_get_boxes (diagram)->pdata[box])->column;
}

static gboolean
is_in_gutter (RailDiagram            *diagram,
              const RailDiagramArrow *arrow,
              guint                   column)
{
  guint from = get_column (diagram, find_box (diagram, arrow->from));
  guint to = get_column (diagram, find_box (diagram, arrow->to));

  return MIN (from, to) == column && MAX (from, to) == column + 1;
}

/* How many steps begin at the same item before this arrow, in the same gutter: so many badges stand there already. */
static guint
count_badges_before (RailDiagram *diagram,
                     guint        index,
                     guint        column)
{
  GPtrArray *arrows = rail_diagram_get_arrows (diagram);
  RailDiagramArrow *arrow = arrows->pdata[index];
  guint n = 0;

  for (guint i = 0; i < index; i++)
    {
      RailDiagramArrow *other = arrows->pdata[i];

      if (other->from == arrow->from && other->step != arrow->step && is_in_gutter (diagram, other, column))
        n++;
    }
  return n;
}

/* How wide the gutter behind @column has to be. */
double
rail_diagram_get_gutter (RailDiagram *diagram,
                         guint        column)
{
  GPtrArray *arrows = rail_diagram_get_arrows (diagram);
  guint n_wires = 0;
  guint n_badges = 0;

  for (guint i = 0; i < arrows->len; i++)
    if (is_in_gutter (diagram, arrows->pdata[i], column))
      {
        n_wires++;
        n_badges = MAX (n_badges, count_badges_before (diagram, i, column));
      }
  return 2 * (STUB + n_badges * BADGE_PITCH) + (n_wires > 1 ? (n_wires - 1) * TRACK : 0);
}

/* Whether there are arrows between @box and the one above it. */
gboolean
rail_diagram_has_vertical (RailDiagram *diagram,
                           guint        box)
{
  GPtrArray *arrows = rail_diagram_get_arrows (diagram);

  for (guint i = 0; i < arrows->len; i++)
    {
      RailDiagramArrow *arrow = arrows->pdata[i];
      guint from = find_box (diagram, arrow->from);
      guint to = find_box (diagram, arrow->to);

      if (MAX (from, to) == box && from != to && get_column (diagram, from) == get_column (diagram, to))
        return TRUE;
    }
  return FALSE;
}

/*
 * Tracks
 */

static gboolean
is_between (double y,
            double a,
            double b)
{
  return y > MIN (a, b) + 0.5 && y < MAX (a, b) - 0.5;
}

/* What is ugly about two wires: to lie on each other, and to cross. */
static guint
get_pair_cost (const Wire *a,
               const Wire *b)
{
  guint cost = 0;

  if (a->track > b->track && fabs (a->left_y - b->right_y) < NEAR && fabs (a->left_y - b->left_y) >= 1)
    cost += OVERLAP_COST;
  if (b->track > a->track && fabs (b->left_y - a->right_y) < NEAR && fabs (a->right_y - b->right_y) >= 1)
    cost += OVERLAP_COST;
  /* The vertical part of one crosses the left part of the other if that goes on further right, or else its right
   * part. */
  cost += is_between (a->track < b->track ? b->left_y : b->right_y, a->left_y, a->right_y) ? 1 : 0;
  cost += is_between (b->track < a->track ? a->left_y : a->right_y, b->left_y, b->right_y) ? 1 : 0;
  return cost;
}

static guint
get_cost (GArray *wires)
{
  guint cost = 0;

  for (guint i = 0; i < wires->len; i++)
    for (guint j = i + 1; j < wires->len; j++)
      cost += get_pair_cost (&g_array_index (wires, Wire, i), &g_array_index (wires, Wire, j));
  return cost;
}

/* Exchanges tracks as long as that helps. There are few wires in a gutter, so all pairs can be tried. */
static void
choose_tracks (GArray *wires)
{
  guint best;
  gboolean is_better = TRUE;

  for (guint i = 0; i < wires->len; i++)
    g_array_index (wires, Wire, i).track = i;
  best = get_cost (wires);
  while (is_better && best > 0)
    {
      is_better = FALSE;
      for (guint i = 0; i < wires->len; i++)
        for (guint j = i + 1; j < wires->len; j++)
          {
            Wire *a = &g_array_index (wires, Wire, i);
            Wire *b = &g_array_index (wires, Wire, j);
            guint track = a->track;
            guint cost;

            a->track = b->track;
            b->track = track;
            cost = get_cost (wires);
            if (cost < best)
              {
                best = cost;
                is_better = TRUE;
                continue;
              }
            b->track = a->track;
            a->track = track;
          }
    }
}

/*
 * Shapes
 */

static const RailDiagramItemShape *
find_shape (RailDiagramLayout *self,
            RailDiagramItem   *item)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const RailDiagramItemShape *shape = &g_array_index (self->items, RailDiagramItemShape, i);

      if (shape->item == item)
        return shape;
    }
  g_return_val_if_reached (NULL);
}

static gboolean
is_broken (const RailDiagramArrow *arrow)
{
  return rail_diagram_item_get_state (arrow->from) == RAIL_DIAGRAM_MISSING ||
         rail_diagram_item_get_state (arrow->to) == RAIL_DIAGRAM_MISSING;
}

static const RailDiagramRect *
get_box_rect (RailDiagramLayout *self,
              guint              box)
{
  return &g_array_index (self->boxes, RailDiagramBoxShape, box).rect;
}

static gboolean
is_straight (const Wire *wire)
{
  return fabs (wire->from->anchor - wire->to->anchor) < STRAIGHT;
}

static void
add_wire_shape (RailDiagramLayout *self,
                RailDiagram       *diagram,
                const Wire        *wire,
                guint              n_badges,
                double             track_x)
{
  gboolean to_right = get_column (diagram, wire->from->box) < get_column (diagram, wire->to->box);
  const RailDiagramRect *from = get_box_rect (self, wire->from->box);
  const RailDiagramRect *to = get_box_rect (self, wire->to->box);
  double from_x = to_right ? from->x + from->width : from->x;
  double to_x = to_right ? to->x : to->x + to->width;
  double distance = BADGE_DISTANCE + n_badges * BADGE_PITCH;
  RailDiagramArrowShape shape = {
    .arrow = wire->arrow, .step = wire->arrow->step, .is_broken = is_broken (wire->arrow),
    .badge = { from_x + (to_right ? distance : -distance), wire->from->anchor },
  };

  shape.points[shape.n_points++] = (RailDiagramPoint) { from_x, wire->from->anchor };
  if (!is_straight (wire))
    {
      shape.points[shape.n_points++] = (RailDiagramPoint) { track_x, wire->from->anchor };
      shape.points[shape.n_points++] = (RailDiagramPoint) { track_x, wire->to->anchor };
    }
  shape.points[shape.n_points++] = (RailDiagramPoint) { to_x, is_straight (wire) ? wire->from->anchor
                                                         : wire->to->anchor };
  g_array_append_val (self->arrows, shape);
}

static void
route_gutter (RailDiagramLayout *self,
              RailDiagram       *diagram,
              guint              column)
{
  GPtrArray *arrows = rail_diagram_get_arrows (diagram);
  g_autoptr(GArray) wires = g_array_new (FALSE, TRUE, sizeof (Wire));
  g_autoptr(GArray) badges = g_array_new (FALSE, FALSE, sizeof (guint));
  double left = 0;
  guint n_badges = 0;

  for (guint i = 0; i < arrows->len; i++)
    {
      RailDiagramArrow *arrow = arrows->pdata[i];
      Wire wire = { find_shape (self, arrow->from), find_shape (self, arrow->to), arrow, 0, 0, 0 };
      gboolean to_right = get_column (diagram, wire.from->box) < get_column (diagram, wire.to->box);
      const RailDiagramRect *rect;
      guint before;

      if (!is_in_gutter (diagram, arrow, column))
        continue;
      wire.left_y = to_right ? wire.from->anchor : wire.to->anchor;
      wire.right_y = to_right ? wire.to->anchor : wire.from->anchor;
      rect = get_box_rect (self, to_right ? wire.from->box : wire.to->box);
      left = MAX (left, rect->x + rect->width);
      before = count_badges_before (diagram, i, column);
      n_badges = MAX (n_badges, before);
      g_array_append_val (badges, before);
      g_array_append_val (wires, wire);
    }
  choose_tracks (wires);
  for (guint i = 0; i < wires->len; i++)
    {
      const Wire *wire = &g_array_index (wires, Wire, i);

      add_wire_shape (self, diagram, wire, g_array_index (badges, guint, i),
                      left + STUB + n_badges * BADGE_PITCH + wire->track * TRACK);
    }
}

/* Between two boxes of a column one arrow for each step and direction is enough. */
static gboolean
is_first_vertical (RailDiagram *diagram,
                   guint        index)
{
  GPtrArray *arrows = rail_diagram_get_arrows (diagram);
  RailDiagramArrow *arrow = arrows->pdata[index];
  guint from = find_box (diagram, arrow->from);
  guint to = find_box (diagram, arrow->to);

  if (from == to || get_column (diagram, from) != get_column (diagram, to))
    return FALSE;
  for (guint i = 0; i < index; i++)
    {
      RailDiagramArrow *other = arrows->pdata[i];

      if (other->step == arrow->step && find_box (diagram, other->from) == from && find_box (diagram, other->to) == to)
        return FALSE;
    }
  return TRUE;
}

static void
route_verticals (RailDiagramLayout *self,
                 RailDiagram       *diagram)
{
  GPtrArray *arrows = rail_diagram_get_arrows (diagram);
  guint n = 0;
  guint k = 0;

  for (guint i = 0; i < arrows->len; i++)
    n += is_first_vertical (diagram, i) ? 1 : 0;
  for (guint i = 0; i < arrows->len; i++)
    {
      RailDiagramArrow *arrow = arrows->pdata[i];
      const RailDiagramRect *from = get_box_rect (self, find_box (diagram, arrow->from));
      const RailDiagramRect *to = get_box_rect (self, find_box (diagram, arrow->to));
      gboolean down = from->y < to->y;
      double from_y = down ? from->y + from->height : from->y;
      double to_y = down ? to->y : to->y + to->height;
      double x;
      RailDiagramArrowShape shape = {
        .arrow = arrow, .step = arrow->step, .is_broken = is_broken (arrow), .n_points = 2,
      };

      if (!is_first_vertical (diagram, i))
        continue;
      x = from->x + round (from->width * (++k) / (n + 1));
      shape.points[0] = (RailDiagramPoint) { x, from_y };
      shape.points[1] = (RailDiagramPoint) { x, to_y };
      shape.badge = (RailDiagramPoint) { x, from_y + (down ? BADGE_DISTANCE : -BADGE_DISTANCE) };
      g_array_append_val (self->arrows, shape);
    }
}

/* Finds the ways of all arrows between boxes that have their places. */
void
rail_diagram_layout_route (RailDiagramLayout *self,
                           RailDiagram       *diagram)
{
  GPtrArray *boxes = rail_diagram_get_boxes (diagram);
  guint last = boxes->len > 0 ? get_column (diagram, boxes->len - 1) : 0;

  for (guint column = 0; column < last; column++)
    route_gutter (self, diagram, column);
  route_verticals (self, diagram);
}
