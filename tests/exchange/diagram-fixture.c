/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "diagram-fixture.h"

#include "rail-device-operations.h"

#include <math.h>

/*
 * The plant
 */

static void
add_name (RailCertificateRequest *request,
          RailNameType            type,
          const char             *value)
{
  g_autoptr(RailAlternativeName) name = rail_alternative_name_new (type, value);

  g_list_store_append (rail_certificate_request_get_names (request), name);
}

static RailEntry *
create (Plant      *plant,
        RailUsage   usage,
        const char *common_name,
        RailEntry  *issuer,
        const char *uri,
        const char *address)
{
  g_autoptr(RailCreation) creation = rail_creation_new (plant->project);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;

  rail_creation_set_issuer (creation, issuer);
  rail_creation_apply_template (creation, usage);
  rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P256);
  rail_certificate_request_set_common_name (request, common_name);
  g_list_store_remove_all (rail_certificate_request_get_names (request));
  if (uri != NULL)
    add_name (request, RAIL_NAME_TYPE_URI, uri);
  if (address != NULL)
    add_name (request, RAIL_NAME_TYPE_IP, address);
  g_list_store_append (creations, creation);
  entries = rail_project_create (plant->project, G_LIST_MODEL (creations), &error);
  g_assert_no_error (error);
  return entries->pdata[0];
}

static RailDevice *
new_device (const char *name,
            RailFamily  family,
            const char *firmware,
            const char *address)
{
  const char * const addresses[] = { address, NULL };
  RailDevice *device = rail_device_new (name, family);

  if (firmware != NULL)
    rail_device_set_firmware (device, firmware);
  rail_device_set_addresses (device, addresses);
  return device;
}

static GPtrArray *
make_devices (void)
{
  GPtrArray *devices = g_ptr_array_new_with_free_func (g_object_unref);
  RailDevice *plc_1 = new_device ("PLC_1", RAIL_FAMILY_S7_1500, "3.1", "192.168.0.1");
  RailDevice *plc_2 = new_device ("PLC_2", RAIL_FAMILY_S7_1500, "2.9", "192.168.0.2");
  RailDevice *station = new_device ("Engineering-PC", RAIL_FAMILY_PC, NULL, "192.168.0.20");
  RailDevice *browser = new_device ("Browser-PC", RAIL_FAMILY_PC, NULL, "192.168.0.21");

  rail_device_set_service (plc_1, RAIL_SERVICE_OPCUA_SERVER, TRUE, DIAGRAM_SERVER);
  rail_device_set_service (plc_1, RAIL_SERVICE_WEB_SERVER, TRUE, DIAGRAM_WEB);
  rail_device_set_service (plc_1, RAIL_SERVICE_SECURE_OUC, TRUE, DIAGRAM_TLS_1);
  /* What the quickly made keys are for */
  rail_device_set_policies (plc_1, RAIL_POLICY_ECC_NIST_P256);
  rail_device_set_partner (plc_1, DIAGRAM_ROOT, TRUE);
  rail_device_set_partner (plc_1, DIAGRAM_HALL, TRUE);
  rail_device_set_partner (plc_1, DIAGRAM_CLIENT, TRUE);
  rail_device_set_client (plc_1, DIAGRAM_CLIENT, TRUE);
  rail_device_set_service (plc_2, RAIL_SERVICE_SECURE_OUC, TRUE, DIAGRAM_TLS_2);
  rail_device_set_service (plc_2, RAIL_SERVICE_WEB_SERVER, TRUE, DIAGRAM_WEB_2);
  rail_device_set_partner (plc_2, DIAGRAM_ROOT, TRUE);
  rail_device_set_service (station, RAIL_SERVICE_OPCUA_CLIENT, TRUE, DIAGRAM_CLIENT);
  rail_device_set_partner (station, DIAGRAM_ROOT, TRUE);
  rail_device_set_partner (browser, DIAGRAM_ROOT, TRUE);
  rail_device_set_partner (browser, DIAGRAM_WEB_2, TRUE);
  g_ptr_array_add (devices, plc_1);
  g_ptr_array_add (devices, plc_2);
  g_ptr_array_add (devices, station);
  g_ptr_array_add (devices, browser);
  return devices;
}

static void
restore (Plant    *plant,
         gboolean  outside)
{
  static const char * const owners[DIAGRAM_N] = {
    [DIAGRAM_SERVER] = "PLC_1", [DIAGRAM_CLIENT] = "Engineering-PC", [DIAGRAM_WEB] = "PLC_1", [DIAGRAM_TLS_1] = "PLC_1",
    [DIAGRAM_TLS_2] = "PLC_2", [DIAGRAM_WEB_2] = "PLC_2",
  };
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) devices = make_devices ();
  g_autoptr(RailProject) project = NULL;
  g_autoptr(GError) error = NULL;

  for (guint id = 1; id < DIAGRAM_N; id++)
    {
      RailEntry *made = rail_project_get_entry (plant->project, id);
      gboolean is_authority = id <= DIAGRAM_HALL;
      RailEntry *entry = rail_entry_new (id, is_authority && outside ? RAIL_ENTRY_TRUSTED : rail_entry_get_kind (made),
                                         rail_entry_get_usage (made), rail_entry_get_certificate (made),
                                         is_authority && outside ? NULL : rail_entry_get_key (made));

      if (owners[id] != NULL)
        rail_entry_set_device (entry, owners[id]);
      g_ptr_array_add (entries, entry);
    }
  project = rail_project_new (rail_project_get_environment (plant->project), "Bottling line 3");
  rail_project_restore (project, DIAGRAM_N, rail_project_get_protection (plant->project), entries, devices, &error);
  g_assert_no_error (error);
  g_set_object (&plant->project, project);
}

void
diagram_set_up (Plant         *plant,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  RailEntry *root, *hall;

  plant->folder = rail_test_make_folder ();
  plant_restore (plant, nothing, 1);
  root = create (plant, RAIL_USAGE_CA_ROOT, "Plant root", NULL, NULL, NULL);
  hall = create (plant, RAIL_USAGE_CA_INTERMEDIATE, "Hall 2", root, NULL, NULL);
  create (plant, RAIL_USAGE_OPCUA_SERVER, "PLC-1/OPCUA-1-3", root, "urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1",
          "192.168.0.1");
  create (plant, RAIL_USAGE_OPCUA_CLIENT, "UaExpert", root, "urn:station:UaExpert", "192.168.0.20");
  create (plant, RAIL_USAGE_WEB_SERVER, "PLC-1/Webserver-5", root, NULL, "192.168.0.1");
  create (plant, RAIL_USAGE_TLS_CLIENT_SERVER, "PLC-1/TLS-6", root, NULL, "192.168.0.1");
  create (plant, RAIL_USAGE_TLS_CLIENT_SERVER, "PLC-2/TLS-7", hall, NULL, "192.168.0.2");
  create (plant, RAIL_USAGE_WEB_SERVER, "PLC-2/Webserver-8", NULL, NULL, "192.168.0.2");
  restore (plant, FALSE);
}

void
diagram_set_outside (Plant *plant)
{
  restore (plant, TRUE);
}

void
diagram_change (Plant      *plant,
                RailDevice *changed)
{
  g_autoptr(GError) error = NULL;

  rail_project_change_device (plant->project, rail_project_get_device (plant->project, rail_device_get_name (changed)),
                              changed, &error);
  g_assert_no_error (error);
}

RailEntry *
diagram_entry (Plant *plant,
               guint  id)
{
  RailEntry *entry = rail_project_get_entry (plant->project, id);

  g_assert_nonnull (entry);
  return entry;
}

/*
 * What is in a diagram, as lines
 */

static void
add_item (GString         *text,
          RailDiagramItem *item)
{
  RailEntry *entry = rail_diagram_item_get_entry (item);

  g_string_append (text, rail_diagram_kind_get_nick (rail_diagram_item_get_kind (item)));
  if (entry != NULL)
    g_string_append_printf (text, " %u", rail_entry_get_id (entry));
  if (rail_diagram_item_get_state (item) != RAIL_DIAGRAM_FINE)
    g_string_append_printf (text, " (%s: %s)", rail_diagram_state_get_nick (rail_diagram_item_get_state (item)),
                            rail_diagram_item_get_repair_nick (item));
}

char *
diagram_describe (RailDiagram *diagram)
{
  GPtrArray *boxes = rail_diagram_get_boxes (diagram);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < boxes->len; i++)
    {
      RailDiagramBox *box = boxes->pdata[i];

      g_string_append_printf (text, "%s\n", box->title);
      for (guint j = 0; j < box->stores->len; j++)
        {
          RailDiagramStore *store = box->stores->pdata[j];

          g_string_append_printf (text, "  %s: ", store->title);
          for (guint k = 0; k < store->items->len; k++)
            {
              g_string_append (text, k > 0 ? ", " : "");
              add_item (text, store->items->pdata[k]);
            }
          g_string_append_c (text, '\n');
        }
    }
  return g_string_free (text, FALSE);
}

char *
diagram_describe_arrows (RailDiagram *diagram)
{
  GPtrArray *arrows = rail_diagram_get_arrows (diagram);
  GString *text = g_string_new (NULL);

  for (guint step = 0; step < rail_diagram_get_steps (diagram)->len; step++)
    for (guint i = 0; i < arrows->len; i++)
      {
        RailDiagramArrow *arrow = arrows->pdata[i];
        RailEntry *entry = rail_diagram_item_get_entry (arrow->from);

        if (arrow->step != step)
          continue;
        g_string_append_printf (text, "%u %s %u > %s, %s\n", step + 1,
                                rail_diagram_kind_get_nick (rail_diagram_item_get_kind (arrow->from)),
                                entry != NULL ? rail_entry_get_id (entry) : 0, rail_diagram_item_get_box (arrow->to),
                                rail_diagram_item_get_store (arrow->to));
      }
  return g_string_free (text, FALSE);
}

/*
 * Geometry
 */

static gboolean
is_inside (const RailDiagramRect *inner,
           const RailDiagramRect *outer)
{
  return inner->x >= outer->x && inner->y >= outer->y && inner->x + inner->width <= outer->x + outer->width &&
         inner->y + inner->height <= outer->y + outer->height;
}

static gboolean
overlap (const RailDiagramRect *a,
         const RailDiagramRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

static gboolean
is_in_one (const RailDiagramRect *rect,
           GArray                *shapes)
{
  guint size = g_array_get_element_size (shapes);
  guint n = 0;

  for (guint i = 0; i < shapes->len; i++)
    n += is_inside (rect, (const RailDiagramRect *) (gpointer) (shapes->data + (gsize) i * size)) ? 1 : 0;
  return n == 1;
}

/* All shapes have their rectangle first. */
static void
assert_apart (GArray *shapes)
{
  guint size = g_array_get_element_size (shapes);

  for (guint i = 0; i < shapes->len; i++)
    for (guint j = i + 1; j < shapes->len; j++)
      g_assert_false (overlap ((const RailDiagramRect *) (gpointer) (shapes->data + (gsize) i * size),
                               (const RailDiagramRect *) (gpointer) (shapes->data + (gsize) j * size)));
}

static gboolean
is_on_edge (const RailDiagramPoint *point,
            GArray                 *boxes)
{
  for (guint i = 0; i < boxes->len; i++)
    {
      const RailDiagramRect *rect = &g_array_index (boxes, RailDiagramBoxShape, i).rect;
      gboolean in_height = point->y > rect->y && point->y < rect->y + rect->height;
      gboolean in_width = point->x > rect->x && point->x < rect->x + rect->width;

      if ((in_height && (fabs (point->x - rect->x) < 0.01 || fabs (point->x - rect->x - rect->width) < 0.01)) ||
          (in_width && (fabs (point->y - rect->y) < 0.01 || fabs (point->y - rect->y - rect->height) < 0.01)))
        return TRUE;
    }
  return FALSE;
}

static RailDiagramRect
get_segment (const RailDiagramArrowShape *arrow,
             guint                        index)
{
  const RailDiagramPoint *a = &arrow->points[index];
  const RailDiagramPoint *b = &arrow->points[index + 1];

  return (RailDiagramRect) { MIN (a->x, b->x), MIN (a->y, b->y), fabs (a->x - b->x), fabs (a->y - b->y) };
}

/* Two lines on each other, other than those that begin or end together. */
static gboolean
lie_on_each_other (const RailDiagramArrowShape *a,
                   const RailDiagramArrowShape *b)
{
  for (guint i = 0; i + 1 < a->n_points; i++)
    for (guint j = 0; j + 1 < b->n_points; j++)
      {
        RailDiagramRect first = get_segment (a, i);
        RailDiagramRect second = get_segment (b, j);

        if (a->arrow->from == b->arrow->from || a->arrow->to == b->arrow->to)
          continue;
        if (first.height == 0 && second.height == 0 && fabs (first.y - second.y) < 3 &&
            first.x < second.x + second.width && second.x < first.x + first.width)
          return TRUE;
        if (first.width == 0 && second.width == 0 && fabs (first.x - second.x) < 3 &&
            first.y < second.y + second.height && second.y < first.y + first.height)
          return TRUE;
      }
  return FALSE;
}

static void
assert_arrows (RailDiagramLayout *layout)
{
  RailDiagramRect page = { 0, 0, layout->width, layout->height };

  for (guint i = 0; i < layout->arrows->len; i++)
    {
      RailDiagramArrowShape *arrow = &g_array_index (layout->arrows, RailDiagramArrowShape, i);
      RailDiagramRect badge = { arrow->badge.x - RAIL_DIAGRAM_BADGE_RADIUS, arrow->badge.y - RAIL_DIAGRAM_BADGE_RADIUS,
                                2 * RAIL_DIAGRAM_BADGE_RADIUS, 2 * RAIL_DIAGRAM_BADGE_RADIUS };

      g_assert_true (is_on_edge (&arrow->points[0], layout->boxes));
      g_assert_true (is_on_edge (&arrow->points[arrow->n_points - 1], layout->boxes));
      for (guint k = 0; k < layout->boxes->len; k++)
        g_assert_false (overlap (&badge, &g_array_index (layout->boxes, RailDiagramBoxShape, k).rect));
      for (guint j = 0; j + 1 < arrow->n_points; j++)
        {
          RailDiagramRect segment = get_segment (arrow, j);

          g_assert_true (segment.width == 0 || segment.height == 0);
          g_assert_true (is_inside (&segment, &page));
          for (guint k = 0; k < layout->boxes->len; k++)
            g_assert_false (overlap (&segment, &g_array_index (layout->boxes, RailDiagramBoxShape, k).rect));
        }
      for (guint j = i + 1; j < layout->arrows->len; j++)
        g_assert_false (lie_on_each_other (arrow, &g_array_index (layout->arrows, RailDiagramArrowShape, j)));
    }
}

void
diagram_assert_layout (RailDiagram       *diagram,
                       RailDiagramLayout *layout)
{
  RailDiagramRect page = { 0, 0, layout->width, layout->height };

  g_assert_cmpuint (layout->boxes->len, ==, rail_diagram_get_boxes (diagram)->len);
  g_assert_cmpuint (layout->items->len, ==, g_list_model_get_n_items (rail_diagram_get_items (diagram)));
  assert_apart (layout->boxes);
  assert_apart (layout->stores);
  assert_apart (layout->items);
  assert_apart (layout->texts);
  for (guint i = 0; i < layout->boxes->len; i++)
    g_assert_true (is_inside (&g_array_index (layout->boxes, RailDiagramBoxShape, i).rect, &page));
  for (guint i = 0; i < layout->stores->len; i++)
    g_assert_true (is_in_one (&g_array_index (layout->stores, RailDiagramStoreShape, i).rect, layout->boxes));
  for (guint i = 0; i < layout->items->len; i++)
    {
      RailDiagramItemShape *shape = &g_array_index (layout->items, RailDiagramItemShape, i);
      g_autoptr(RailDiagramItem) item = g_list_model_get_item (rail_diagram_get_items (diagram), i);

      g_assert_true (shape->item == item);
      g_assert_true (is_in_one (&shape->rect, layout->stores));
      g_assert_true (is_inside (&shape->icon, &shape->rect));
      g_assert_true (shape->state_icon.width == 0 || is_inside (&shape->state_icon, &shape->rect));
      g_assert_true (shape->anchor > shape->rect.y && shape->anchor < shape->rect.y + shape->rect.height);
    }
  for (guint i = 0; i < layout->texts->len; i++)
    {
      RailDiagramText *text = &g_array_index (layout->texts, RailDiagramText, i);

      g_assert_true (is_inside (&text->rect, &page));
      g_assert_cmpfloat (rail_diagram_estimate (text->text, text->font, NULL), <=, text->rect.width);
    }
  assert_arrows (layout);
}
