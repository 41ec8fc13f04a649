/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The geometry of diagrams, and the SVG that is drawn by it. */

#include "diagram-fixture.h"

#include <math.h>
#include <string.h>

/* Each character is as wide as seven tenths of its size: widths can be computed by hand. */
static double
measure_plain (const char      *text,
               RailDiagramFont  font,
               gpointer         unused)
{
  return (double) g_utf8_strlen (text, -1) * rail_diagram_font_get_size (font) * 0.7;
}

static RailDiagram *
make (Plant        *plant,
      RailScenario  scenario)
{
  return rail_diagram_new (plant->project, scenario, NULL, NULL);
}

static void
assert_all (Plant *plant)
{
  for (RailScenario scenario = 0; scenario < RAIL_N_SCENARIOS; scenario++)
    {
      g_autoptr(RailDiagram) diagram = make (plant, scenario);
      g_autoptr(RailDiagramLayout) layout = rail_diagram_layout_new (diagram, FALSE, rail_diagram_estimate, NULL);
      g_autoptr(RailDiagramLayout) mirrored = rail_diagram_layout_new (diagram, TRUE, rail_diagram_estimate, NULL);

      g_test_message ("%s", rail_scenario_get_nick (scenario));
      diagram_assert_layout (diagram, layout);
      diagram_assert_layout (diagram, mirrored);
    }
}

static void
nothing_overlaps (Plant         *plant,
                  gconstpointer  data)
{
  assert_all (plant);
  diagram_set_outside (plant);
  assert_all (plant);
}

/* With everything that can be wrong, and with names that nobody has made room for. */
static void
nothing_overlaps_with_long_names (Plant         *plant,
                                  gconstpointer  data)
{
  g_autofree char *long_name = g_strnfill (100, 'W');
  g_autoptr(RailDevice) bare = rail_device_copy (rail_project_get_device (plant->project, "PLC_1"));
  g_autoptr(GError) error = NULL;

  rail_device_set_client (bare, DIAGRAM_CLIENT, FALSE);
  for (guint id = DIAGRAM_ROOT; id < DIAGRAM_N; id++)
    rail_device_set_partner (bare, id, FALSE);
  diagram_change (plant, bare);
  assert_all (plant);

  g_assert_true (rail_project_rename (plant->project, long_name, &error));
  g_assert_no_error (error);
  assert_all (plant);
}

static void
assert_point (const RailDiagramPoint *point,
              double                  x,
              double                  y)
{
  g_assert_cmpfloat_with_epsilon (point->x, x, 0.01);
  g_assert_cmpfloat_with_epsilon (point->y, y, 0.01);
}

static void
assert_rect (const RailDiagramRect *rect,
             double                 x,
             double                 y,
             double                 width,
             double                 height)
{
  g_assert_cmpfloat_with_epsilon (rect->x, x, 0.01);
  g_assert_cmpfloat_with_epsilon (rect->y, y, 0.01);
  g_assert_cmpfloat_with_epsilon (rect->width, width, 0.01);
  g_assert_cmpfloat_with_epsilon (rect->height, height, 0.01);
}

/*
 * Secure OUC one-way, computed by hand with measure_plain().
 *
 * Lines: 18 → 24 high, 15 → 20, 13 → 18, 12 → 16, 11 → 15. Title at 24, chapter below it at 48, boxes from 48 + 15 +
 * 18 = 81.
 * Widths: “Certificates of the partner devices” has 35 characters of 8.4, so 294 + 40 is more than the 290 there
 * are; “S7-1500, firmware 3.1” has 21, so 177 + 24 is less than the 216 there are at least, but “TLSServerCertRef =
 * 6” has 20 of 7.7, 154 + 71 = 225; the project's box has “Certificate authority (CA)”, 26 characters, 219 + 40 =
 * 259. Gutters: two arrows 76 + 9, one arrow 76. So the boxes begin at 24, 24 + 225 + 85 = 334, and 334 + 259 + 76 =
 * 669.
 *
 * The first box: 12 + title 20 + caption 16 + 10 = 58 to the store; in it 8 + 16 + 4 = 28 to the first item, which is
 * 4 + 18 + 15 + 4 = 41 high with its detail; 4 more to the second one, of 26; 8 below: the store has 28 + 41 + 4 +
 * 26 + 8 = 107, the box 58 + 107 + 12 = 177.
 */
static void
geometry_is_as_computed_by_hand (Plant         *plant,
                                 gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OUC_ONE_WAY);
  g_autoptr(RailDiagramLayout) layout = rail_diagram_layout_new (diagram, FALSE, measure_plain, NULL);
  RailDiagramBoxShape *boxes = (RailDiagramBoxShape *) (gpointer) layout->boxes->data;
  RailDiagramItemShape *items = (RailDiagramItemShape *) (gpointer) layout->items->data;
  RailDiagramArrowShape *arrows = (RailDiagramArrowShape *) (gpointer) layout->arrows->data;

  g_assert_cmpfloat_with_epsilon (layout->width, 669 + 290 + 24, 0.01);
  assert_rect (&boxes[0].rect, 24, 81, 225, 177);
  g_assert_cmpfloat_with_epsilon (boxes[1].rect.x, 334, 0.01);
  g_assert_cmpfloat_with_epsilon (boxes[2].rect.x, 669, 0.01);
  assert_rect (&items[0].rect, 24 + 12 + 8, 81 + 58 + 28, 225 - 40, 41);
  assert_rect (&items[0].icon, 24 + 12 + 8 + 4, 81 + 58 + 28 + 4 + 1, 16, 16);
  assert_rect (&items[1].rect, 44, 81 + 58 + 28 + 41 + 4, 185, 26);

  /* From the project to the left: the certificates are at one height, 81 + 58 + 28 + 4 + 9; the keys are not, as the
   * detail is between them in the CPU only. The first track is 38 behind the box. */
  g_assert_cmpuint (layout->arrows->len, ==, 3);
  g_assert_cmpuint (arrows[0].n_points, ==, 2);
  assert_point (&arrows[0].points[0], 334, 180);
  assert_point (&arrows[0].points[1], 249, 180);
  assert_point (&arrows[0].badge, 334 - 18, 180);
  g_assert_cmpuint (arrows[1].n_points, ==, 4);
  assert_point (&arrows[1].points[0], 334, 180 + 26 + 4);
  assert_point (&arrows[1].points[3], 249, 180 + 41 + 4);
  g_assert_cmpuint (arrows[2].step, ==, 1);
  assert_point (&arrows[2].points[0], 334 + 259, arrows[2].points[0].y);
}

static void
mirrored_has_its_sides_exchanged (Plant         *plant,
                                  gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OPCUA_PROJECT);
  g_autoptr(RailDiagramLayout) layout = rail_diagram_layout_new (diagram, FALSE, measure_plain, NULL);
  g_autoptr(RailDiagramLayout) mirrored = rail_diagram_layout_new (diagram, TRUE, measure_plain, NULL);

  g_assert_true (mirrored->is_mirrored);
  for (guint i = 0; i < layout->items->len; i++)
    {
      RailDiagramRect *left = &g_array_index (layout->items, RailDiagramItemShape, i).rect;
      RailDiagramRect *right = &g_array_index (mirrored->items, RailDiagramItemShape, i).rect;

      g_assert_cmpfloat_with_epsilon (left->x, layout->width - right->x - right->width, 0.01);
      g_assert_cmpfloat_with_epsilon (left->y, right->y, 0.01);
    }
  /* The controller is on the right, and what it gets comes from its left. */
  g_assert_cmpfloat (g_array_index (mirrored->boxes, RailDiagramBoxShape, 0).rect.x, >,
                     g_array_index (mirrored->boxes, RailDiagramBoxShape, 1).rect.x);
  g_assert_cmpfloat (g_array_index (mirrored->arrows, RailDiagramArrowShape, 0).points[0].x, <,
                     g_array_index (mirrored->arrows, RailDiagramArrowShape, 0).points[1].x);
}

static void
items_are_found_where_they_are (Plant         *plant,
                                gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OPCUA_PROJECT);
  g_autoptr(RailDiagramLayout) layout = rail_diagram_layout_new (diagram, FALSE, measure_plain, NULL);
  RailDiagramItemShape *shape = &g_array_index (layout->items, RailDiagramItemShape, 3);
  RailDiagramRect rect;

  g_assert_true (rail_diagram_layout_find (layout, shape->rect.x + 1, shape->rect.y + 1) == shape->item);
  g_assert_null (rail_diagram_layout_find (layout, 1, 1));
  g_assert_true (rail_diagram_layout_get_rect (layout, shape->item, &rect));
  assert_rect (&rect, shape->rect.x, shape->rect.y, shape->rect.width, shape->rect.height);
}

/* Arrow keys go along a store, from box to box and back, and stop at the edges. */
static void
keys_go_from_item_to_item (Plant         *plant,
                           gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OPCUA_PROJECT);
  g_autoptr(RailDiagramLayout) layout = rail_diagram_layout_new (diagram, FALSE, measure_plain, NULL);
  RailDiagramItem *first = rail_diagram_layout_find_next (layout, NULL, RAIL_DIAGRAM_DOWN);
  RailDiagramItem *key = rail_diagram_layout_find_next (layout, first, RAIL_DIAGRAM_DOWN);
  RailDiagramItem *beside = rail_diagram_layout_find_next (layout, first, RAIL_DIAGRAM_RIGHT);

  g_assert_cmpstr (rail_diagram_item_get_title (first), ==, "3 · PLC-1/OPCUA-1-3");
  g_assert_cmpint (rail_diagram_item_get_kind (key), ==, RAIL_DIAGRAM_KEY);
  g_assert_cmpstr (rail_diagram_item_get_box (beside), ==, "Bottling line 3");
  g_assert_true (rail_diagram_layout_find_next (layout, key, RAIL_DIAGRAM_UP) == first);
  g_assert_true (rail_diagram_layout_find_next (layout, beside, RAIL_DIAGRAM_LEFT) == first);
  g_assert_null (rail_diagram_layout_find_next (layout, first, RAIL_DIAGRAM_LEFT));
  g_assert_null (rail_diagram_layout_find_next (layout, first, RAIL_DIAGRAM_UP));
}

/*
 * Lines
 */

static void
assert_lines (const char *text,
              guint       n_characters,
              guint       max_lines,
              const char *expected)
{
  g_autoptr(GPtrArray) lines = rail_diagram_wrap (text, RAIL_DIAGRAM_FONT_ITEM, n_characters * 13 * 0.7 + 0.1,
                                                  max_lines,
                                                  measure_plain, NULL);
  g_autofree char *joined = NULL;

  g_ptr_array_add (lines, NULL);
  joined = g_strjoinv ("|", (char **) lines->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

static void
long_texts_are_wrapped (void)
{
  g_autofree char *file = rail_diagram_shorten ("Certrail Project [0123456789ABCDEF].der", RAIL_DIAGRAM_FONT_ITEM,
                                                20 * 13 * 0.7 + 0.1, measure_plain, NULL);

  assert_lines ("PLC-1", 10, 2, "PLC-1");
  assert_lines ("PLC-1/Communication-4", 16, 2, "PLC-1/|Communication-4");
  assert_lines ("replace it by a .p12 file", 17, 2, "replace it by a|.p12 file");
  assert_lines ("one two three four", 7, 2, "one two|three…");
  assert_lines ("WWWWWWWWWWWW", 5, 2, "WWWWW|WWWW…");
  assert_lines ("a\nb\tc\x01" "d", 20, 1, "a b c d");
  /* A mark stays with the letter that it is on. */
  assert_lines ("aaaa\xcc\x88" "bbbb", 5, 3, "aaaa\xcc\x88|bbbb");
  assert_lines ("", 5, 2, "");
  g_assert_cmpstr (file, ==, "Certrail P…CDEF].der");
}

/*
 * SVG
 */

static char *
write_svg (Plant       *plant,
           RailDiagram *diagram,
           const char  *name,
           gboolean     is_mirrored)
{
  g_autoptr(GBytes) bytes = rail_diagram_write_svg (diagram, is_mirrored);

  rail_test_write (plant->folder, name, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
svg_is_well_formed (Plant         *plant,
                    gconstpointer  data)
{
  if (!rail_test_need ("xmllint"))
    return;
  for (RailScenario scenario = 0; scenario < RAIL_N_SCENARIOS; scenario++)
    {
      g_autoptr(RailDiagram) diagram = make (plant, scenario);
      g_autofree char *svg = write_svg (plant, diagram, "picture.svg", scenario % 2 == 1);

      g_free (plant_run (plant, "test -z \"$(xmllint --noout --nonet picture.svg 2>&1)\""));
      rail_assert_contains (svg, "<title id=\"title\">");
      rail_assert_contains (svg, "<desc id=\"description\">");
      rail_assert_contains (svg, "prefers-color-scheme: dark");
      g_assert_null (strstr (svg, "href"));
      g_assert_null (strstr (svg, "<script"));
    }
}

/* Every text is there as text, once for each place. */
static void
svg_has_its_texts (Plant         *plant,
                   gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OPCUA_PROJECT);
  g_autofree char *texts = NULL;

  if (!rail_test_need ("xmllint"))
    return;
  g_free (write_svg (plant, diagram, "picture.svg", FALSE));
  texts = plant_run (plant,
                     "xmllint --xpath \"//*[local-name()='text'][contains(., 'PLC-1/OPCUA-1-3')]/text()\" picture.svg");
  g_assert_cmpstr (texts, ==, "3 · PLC-1/OPCUA-1-3\n3 · PLC-1/OPCUA-1-3\n");
  g_free (texts);
  texts = plant_run (plant, "xmllint --xpath \"count(//*[local-name()='g'][*[local-name()='title']])\" picture.svg");
  g_assert_cmpuint (g_ascii_strtoull (texts, NULL, 10), ==,
                    g_list_model_get_n_items (rail_diagram_get_items (diagram)));
}

static void
hostile_names_are_escaped (Plant         *plant,
                           gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = NULL;
  g_autofree char *svg = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (rail_project_rename (plant->project, "</text><script>alert(1)</script>&\"'\xef\xbf\xbe", &error));
  g_assert_no_error (error);
  diagram = make (plant, RAIL_SCENARIO_OPCUA_PROJECT);
  svg = write_svg (plant, diagram, "hostile.svg", FALSE);
  g_assert_null (strstr (svg, "<script"));
  g_assert_null (strstr (svg, "\xef\xbf\xbe"));
  rail_assert_contains (svg, "&lt;script&gt;");
  if (!rail_test_need ("xmllint"))
    return;
  g_free (plant_run (plant, "test -z \"$(xmllint --noout --nonet hostile.svg 2>&1)\""));
}

/* A renderer that is not ours draws it, in its size and not as an empty page. */
static void
svg_is_rendered (Plant         *plant,
                 gconstpointer  data)
{
  g_autoptr(RailDiagram) diagram = make (plant, RAIL_SCENARIO_OUC_MUTUAL);
  g_autoptr(RailDiagramLayout) layout = rail_diagram_layout_new (diagram, FALSE, rail_diagram_estimate, NULL);
  g_autoptr(GBytes) png = NULL;
  const guint8 *bytes;
  gsize size;
  guint32 width, height;

  if (!rail_test_need ("rsvg-convert"))
    return;
  g_free (write_svg (plant, diagram, "picture.svg", FALSE));
  g_free (plant_run (plant, "rsvg-convert picture.svg -o picture.png"));
  png = rail_test_read (plant->folder, "picture.png");
  bytes = g_bytes_get_data (png, &size);
  g_assert_cmpuint (size, >, 10000);
  memcpy (&width, bytes + 16, sizeof width);
  memcpy (&height, bytes + 20, sizeof height);
  g_assert_cmpuint (GUINT32_FROM_BE (width), ==, (guint) ceil (layout->width));
  g_assert_cmpuint (GUINT32_FROM_BE (height), ==, (guint) ceil (layout->height));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/diagram-layout/long-texts-are-wrapped", long_texts_are_wrapped);
  diagram_test ("/exchange/diagram-layout/nothing-overlaps", nothing_overlaps);
  diagram_test ("/exchange/diagram-layout/nothing-overlaps-with-long-names", nothing_overlaps_with_long_names);
  diagram_test ("/exchange/diagram-layout/geometry-is-as-computed-by-hand", geometry_is_as_computed_by_hand);
  diagram_test ("/exchange/diagram-layout/mirrored-has-its-sides-exchanged", mirrored_has_its_sides_exchanged);
  diagram_test ("/exchange/diagram-layout/items-are-found-where-they-are", items_are_found_where_they_are);
  diagram_test ("/exchange/diagram-layout/keys-go-from-item-to-item", keys_go_from_item_to_item);
  diagram_test ("/exchange/diagram-layout/svg-is-well-formed", svg_is_well_formed);
  diagram_test ("/exchange/diagram-layout/svg-has-its-texts", svg_has_its_texts);
  diagram_test ("/exchange/diagram-layout/hostile-names-are-escaped", hostile_names_are_escaped);
  diagram_test ("/exchange/diagram-layout/svg-is-rendered", svg_is_rendered);

  return g_test_run ();
}
