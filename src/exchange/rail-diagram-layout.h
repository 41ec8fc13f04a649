/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-diagram.h"

G_BEGIN_DECLS

/* Where everything of a diagram is drawn, in pixels at 100 %, with the origin at the top left corner. */

typedef enum
{
  RAIL_DIAGRAM_FONT_TITLE,
  RAIL_DIAGRAM_FONT_BOX,
  RAIL_DIAGRAM_FONT_CAPTION,
  RAIL_DIAGRAM_FONT_STORE,
  RAIL_DIAGRAM_FONT_ITEM,
  RAIL_DIAGRAM_FONT_DETAIL,
  RAIL_DIAGRAM_FONT_BADGE,
} RailDiagramFont;

typedef enum
{
  RAIL_DIAGRAM_INK_TEXT,
  RAIL_DIAGRAM_INK_DIM,
  RAIL_DIAGRAM_INK_WARNING,
  RAIL_DIAGRAM_INK_ERROR,
  RAIL_DIAGRAM_INK_BADGE,
} RailDiagramInk;

/* The width of a line of text in pixels. */
typedef double (*RailDiagramMeasure) (const char      *text,
                                      RailDiagramFont  font,
                                      gpointer         user_data);

typedef struct
{
  double x;
  double y;
  double width;
  double height;
} RailDiagramRect;

typedef struct
{
  double x;
  double y;
} RailDiagramPoint;

typedef struct
{
  RailDiagramRect  rect;      /* its text begins at the left, or in a mirrored layout at the right */
  double           baseline;
  char            *text;
  RailDiagramFont  font;
  RailDiagramInk   ink;
} RailDiagramText;

typedef struct
{
  RailDiagramRect  rect;
  RailDiagramBox  *box;
} RailDiagramBoxShape;

typedef struct
{
  RailDiagramRect   rect;
  RailDiagramStore *store;
} RailDiagramStoreShape;

typedef struct
{
  RailDiagramRect  rect;
  RailDiagramRect  icon;        /* for its kind */
  RailDiagramRect  state_icon;  /* empty for what is in its place */
  double           anchor;      /* the height at which arrows leave and arrive */
  guint            box;         /* index of its box */
  RailDiagramItem *item;
} RailDiagramItemShape;

typedef struct
{
  RailDiagramPoint  points[4];
  guint             n_points;
  RailDiagramPoint  badge;      /* centre of the number of its step; the same for arrows that begin together */
  guint             step;
  gboolean          is_broken;  /* one of its ends is missing */
  RailDiagramArrow *arrow;      /* the first one that it stands for */
} RailDiagramArrowShape;

typedef struct
{
  RailDiagramRect   rect;
  guint             step;
} RailDiagramStepShape;

typedef struct
{
  double     width;
  double     height;
  gboolean   is_mirrored;
  GArray    *boxes;     /* of RailDiagramBoxShape */
  GArray    *stores;    /* of RailDiagramStoreShape */
  GArray    *items;     /* of RailDiagramItemShape, as rail_diagram_get_items() has them */
  GArray    *arrows;    /* of RailDiagramArrowShape */
  GArray    *badges;    /* of RailDiagramStepShape: the numbers before what is said about them */
  GArray    *texts;     /* of RailDiagramText */
} RailDiagramLayout;

typedef enum
{
  RAIL_DIAGRAM_LEFT,
  RAIL_DIAGRAM_RIGHT,
  RAIL_DIAGRAM_UP,
  RAIL_DIAGRAM_DOWN,
} RailDiagramDirection;

/* rail-diagram-layout.c */
RailDiagramLayout *rail_diagram_layout_new     (RailDiagram        *diagram,
                                                gboolean            is_mirrored,
                                                RailDiagramMeasure  measure,
                                                gpointer            user_data);
void               rail_diagram_layout_free    (RailDiagramLayout  *self);
RailDiagramItem   *rail_diagram_layout_find    (RailDiagramLayout  *self,
                                                double              x,
                                                double              y);
RailDiagramItem   *rail_diagram_layout_find_next (RailDiagramLayout *self,
                                                  RailDiagramItem   *item,
                                                  RailDiagramDirection direction);
gboolean           rail_diagram_layout_get_rect (RailDiagramLayout *self,
                                                 RailDiagramItem   *item,
                                                 RailDiagramRect   *out_rect);

/* rail-diagram-text.c */
double             rail_diagram_font_get_size  (RailDiagramFont     font);
gboolean           rail_diagram_font_is_bold   (RailDiagramFont     font);
double             rail_diagram_font_get_height (RailDiagramFont    font);
double             rail_diagram_estimate       (const char         *text,
                                                RailDiagramFont     font,
                                                gpointer            unused);
GPtrArray         *rail_diagram_wrap           (const char         *text,
                                                RailDiagramFont     font,
                                                double              width,
                                                guint               max_lines,
                                                RailDiagramMeasure  measure,
                                                gpointer            user_data);
char              *rail_diagram_shorten        (const char         *text,
                                                RailDiagramFont     font,
                                                double              width,
                                                RailDiagramMeasure  measure,
                                                gpointer            user_data);

/* rail-diagram-svg.c */
GBytes            *rail_diagram_write_svg      (RailDiagram        *diagram,
                                                gboolean            is_mirrored);

/* rail-diagram-layout-arrows.c */
#define RAIL_DIAGRAM_BADGE_RADIUS 9.0
double             rail_diagram_get_gutter     (RailDiagram        *diagram,
                                                guint               column);
gboolean           rail_diagram_has_vertical   (RailDiagram        *diagram,
                                                guint               box);
void               rail_diagram_layout_route   (RailDiagramLayout  *self,
                                                RailDiagram        *diagram);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailDiagramLayout, rail_diagram_layout_free)

G_END_DECLS
