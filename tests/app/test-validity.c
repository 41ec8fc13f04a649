/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All certificates on the time axis; where things are on it is tested in tests/exchange/test-timeline.c. */

#include "config.h"

#include "manager-fixture.h"

#include "rail-certificate-manager-page-private.h"
#include "rail-operations.h"
#include "rail-timeline-axis.h"
#include "rail-timeline-strip.h"
#include "rail-validity-page.h"

#define MANY 10000

typedef struct
{
  RailProject *project;
  RailWindow  *window;
  GtkWidget   *page;
  GtkListView *view;
} Fixture;

static void
open_project (Fixture     *fixture,
              RailProject *project)
{
  fixture->project = project;
  fixture->window = rail_app_test_new_window (rail_app_test_get_application ());
  rail_window_set_project (fixture->window, project, NULL);
  rail_app_test_activate (fixture->window, "win.go", "validity");
  rail_app_test_settle ();
  fixture->page = rail_app_test_find_type (fixture->window, RAIL_TYPE_VALIDITY_PAGE);
  fixture->view = rail_app_test_find (fixture->page, "view");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  open_project (fixture, manager_fixture_project ());
}

static void
set_up_empty (Fixture       *fixture,
              gconstpointer  data)
{
  open_project (fixture, manager_fixture_unprotected ());
}

/* One certificate, ten thousand times. */
static void
set_up_many (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(RailProject) source = manager_fixture_project ();
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  RailProject *project = rail_project_new (rail_project_get_environment (source), "Ten thousand");
  g_autoptr(GError) error = NULL;

  for (guint i = 1; i <= MANY; i++)
    {
      RailEntry *entry = rail_project_get_entry (source, ID_SERVER + i % 5);

      g_ptr_array_add (entries, rail_entry_new (i, RAIL_ENTRY_DEVICE, rail_entry_get_usage (entry),
                                                rail_entry_get_certificate (entry), NULL));
    }
  rail_project_restore (project, MANY + 1, rail_project_get_protection (project), entries, devices, &error);
  g_assert_no_error (error);
  open_project (fixture, project);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  manager_fixture_close (fixture->project);
}

static GListModel *
get_model (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (fixture->view));
}

static guint
get_id (Fixture *fixture,
        guint    position)
{
  g_autoptr(RailEntry) entry = g_list_model_get_item (get_model (fixture), position);

  return rail_entry_get_id (entry);
}

static const char *
get_state (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (rail_app_test_find (fixture->page, "stack"));
}

static const char *
get_window_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (rail_app_test_find (fixture->window, "pages"));
}

static guint
count_type (GtkWidget *widget,
            GType      type)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_type (child, type);
  return n;
}

static void
choose_kind (Fixture *fixture,
             guint    kind)
{
  gtk_drop_down_set_selected (rail_app_test_find (fixture->page, "kind"), kind);
  rail_app_test_settle ();
}

/* What ends first is on top: the gateway that has expired, then the web server. */
static void
test_by_end (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_cmpstr (get_state (fixture), ==, "lines");
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, 10);
  g_assert_cmpuint (get_id (fixture, 0), ==, ID_EXPIRED);
  g_assert_cmpuint (get_id (fixture, 1), ==, ID_EXPIRING);
  g_assert_cmpuint (get_id (fixture, 2), ==, ID_NOT_YET);
  g_assert_cmpuint (get_id (fixture, 9), ==, ID_ROOT);
  rail_app_test_screenshot (fixture->window, "validity");
}

static void
test_goes_to_certificate (Fixture       *fixture,
                          gconstpointer  data)
{
  RailCertificateManagerPage *manager = rail_app_test_find_type (fixture->window, RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  g_autoptr(GPtrArray) selected = NULL;

  g_signal_emit_by_name (fixture->view, "activate", 1);
  rail_app_test_settle ();
  g_assert_cmpstr (get_window_page (fixture), ==, "certificates");
  selected = _rail_certificate_manager_page_get_selected (manager);
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_cmpuint (rail_entry_get_id (g_ptr_array_index (selected, 0)), ==, ID_EXPIRING);
}

/* Ten years from now the expired and the expiring one are at the same place of the axis; nearer, they are two. */
static void
test_clusters_select (Fixture       *fixture,
                      gconstpointer  data)
{
  GtkWidget *axis = rail_app_test_find (fixture->page, "axis");
  GtkSelectionModel *selection = gtk_list_view_get_model (fixture->view);
  guint n_before = rail_timeline_axis_get_n_clusters (RAIL_TIMELINE_AXIS (axis));
  g_autoptr(GtkBitset) selected = NULL;

  g_assert_cmpuint (n_before, >=, 3);
  gtk_widget_grab_focus (axis);
  g_signal_emit_by_name (axis, "cluster-activated", 0u, 2u);
  rail_app_test_settle ();
  selected = gtk_selection_model_get_selection (selection);
  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, 2);
  g_assert_true (gtk_bitset_contains (selected, 0) && gtk_bitset_contains (selected, 1));
  rail_app_test_screenshot (fixture->window, "validity-cluster");

  for (guint i = 0; i < 12; i++)
    rail_app_test_activate (fixture->page, "validity.zoom-in", NULL);
  rail_app_test_settle ();
  g_assert_cmpuint (rail_timeline_axis_get_n_clusters (RAIL_TIMELINE_AXIS (axis)), ==, 2);
  rail_app_test_screenshot (fixture->window, "validity-near");
}

static void
test_zoom_and_scroll (Fixture       *fixture,
                      gconstpointer  data)
{
  GtkScrollbar *scrollbar = rail_app_test_find (fixture->page, "scrollbar");
  GtkAdjustment *adjustment = gtk_scrollbar_get_adjustment (scrollbar);
  double all = gtk_adjustment_get_page_size (adjustment);
  double before;

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (scrollbar)));
  g_assert_false (gtk_widget_get_sensitive (rail_app_test_find (fixture->page, "zoom_all")));
  rail_app_test_click (rail_app_test_find (fixture->page, "zoom_in"));
  rail_app_test_click (rail_app_test_find (fixture->page, "zoom_in"));
  rail_app_test_settle ();
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (scrollbar)));
  g_assert_cmpfloat (gtk_adjustment_get_page_size (adjustment), <, all / 1.9);

  before = gtk_adjustment_get_value (adjustment);
  gtk_widget_activate_action (fixture->page, "validity.move", "i", 1);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, before);
  gtk_adjustment_set_value (adjustment, before);
  gtk_widget_activate_action (fixture->page, "validity.move", "i", -100);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, gtk_adjustment_get_lower (adjustment));
  for (guint i = 0; i < 5; i++)
    gtk_widget_activate_action (fixture->page, "validity.zoom-in", NULL);
  gtk_widget_activate_action (fixture->page, "validity.move", "i", -100);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 860, 560);
  rail_app_test_settle ();
  /* What is beside the time that is shown says where it is. */
  rail_app_test_screenshot (fixture->window, "validity-earlier");

  rail_app_test_click (rail_app_test_find (fixture->page, "zoom_all"));
  rail_app_test_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_page_size (adjustment), ==, all);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (scrollbar)));
}

static void
test_kinds (Fixture       *fixture,
            gconstpointer  data)
{
  choose_kind (fixture, 1 + RAIL_ENTRY_CA);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, 3);
  choose_kind (fixture, 1 + RAIL_ENTRY_DEVICE);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, 7);
  choose_kind (fixture, 1 + RAIL_ENTRY_TRUSTED);
  g_assert_cmpstr (get_state (fixture), ==, "nothing");
  rail_app_test_screenshot (fixture->window, "validity-nothing");
  choose_kind (fixture, 0);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, 10);
}

static void
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (fixture->view);

  gtk_selection_model_select_item (selection, 1, TRUE);
  manager_fixture_create (fixture->project, RAIL_USAGE_TLS_CLIENT, "Recipe server", ID_ROOT, MANAGER_NOW - 86400 * 400,
                          MANAGER_NOW - 86400 * 100, "");
  rail_app_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, 11);
  g_assert_cmpuint (get_id (fixture, 0), ==, 11);
  /* The same certificate is selected, one further down. */
  g_assert_true (gtk_selection_model_is_selected (selection, 2));
  g_assert_false (gtk_selection_model_is_selected (selection, 1));

  rail_app_test_activate (fixture->window, "win.undo", NULL);
  rail_app_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, 10);

  /* Out of sight nothing is laid out, and on return it is current. */
  rail_app_test_activate (fixture->window, "win.go", "journal");
  rail_app_test_settle ();
  rail_app_test_activate (fixture->window, "win.redo", NULL);
  rail_app_test_settle ();
  rail_app_test_activate (fixture->window, "win.go", "validity");
  rail_app_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, 11);
}

static void
get_center (Fixture   *fixture,
            GtkWidget *widget,
            gpointer   root,
            double    *out_x,
            double    *out_y)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, root, &bounds));
  *out_x = bounds.origin.x + bounds.size.width / 2;
  *out_y = bounds.origin.y + bounds.size.height / 2;
}

/* The strip of a row in sight; rows are made in their order. */
static GtkWidget *
find_strip (GtkWidget *widget,
            guint     *position)
{
  GtkWidget *found = NULL;

  if (RAIL_IS_TIMELINE_STRIP (widget) && gtk_widget_get_mapped (widget) && (*position)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_strip (child, position);
  return found;
}

static void
test_drags (Fixture       *fixture,
            gconstpointer  data)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (fixture->view);
  g_autoptr(GPtrArray) one = NULL;
  g_autoptr(GPtrArray) two = NULL;
  guint position = 1;
  double x, y;

  get_center (fixture, find_strip (GTK_WIDGET (fixture->view), &position), fixture->view, &x, &y);
  one = manager_fixture_drag (fixture->view, x, y);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (rail_entry_get_id (g_ptr_array_index (one, 0)), ==, ID_EXPIRING);
  gtk_selection_model_select_item (selection, 0, FALSE);
  two = manager_fixture_drag (fixture->view, x, y);
  g_assert_cmpuint (two->len, ==, 2);
}

static void
xdotool_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* Moves the real pointer to the middle of a widget while our own window goes on drawing, and does something there. */
static void
point (Fixture    *fixture,
       GtkWidget  *widget,
       const char *action)
{
  double surface_x, surface_y, x, y;
  g_autofree char *script = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  gboolean done = FALSE;

  gtk_native_get_surface_transform (GTK_NATIVE (fixture->window), &surface_x, &surface_y);
  get_center (fixture, widget, fixture->window, &x, &y);
  script = g_strdup_printf ("xdotool mousemove %d %d sleep 0.3 %s sleep 0.3", (int) (x + surface_x),
                            (int) (y + surface_y), action);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "sh", "-ec", script, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, xdotool_cb, &done);
  rail_test_wait (&done);
  rail_app_test_settle ();
}

static void
test_real_pointer (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkAdjustment *adjustment = gtk_scrollbar_get_adjustment (rail_app_test_find (fixture->page, "scrollbar"));
  double all = gtk_adjustment_get_page_size (adjustment);
  guint position = 1;
  GtkWidget *strip;
  double near, from;

  if (!rail_test_need ("xdotool"))
    return;

  strip = find_strip (GTK_WIDGET (fixture->view), &position);
  point (fixture, strip, "keydown ctrl click 4 click 4 keyup ctrl");
  near = gtk_adjustment_get_page_size (adjustment);
  from = gtk_adjustment_get_value (adjustment);
  g_assert_cmpfloat (near, <, all / 1.9);
  point (fixture, strip, "keydown shift click 5 keyup shift");
  g_assert_cmpfloat (gtk_adjustment_get_page_size (adjustment), ==, near);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, from);
  point (fixture, strip, "keydown ctrl click 5 click 5 click 5 keyup ctrl");
  g_assert_cmpfloat (gtk_adjustment_get_page_size (adjustment), ==, all);
  /* Without a key it scrolls the list, and nothing else. */
  point (fixture, strip, "click 4");
  g_assert_cmpfloat (gtk_adjustment_get_page_size (adjustment), ==, all);

  point (fixture, strip, "click 1");
  g_assert_cmpstr (get_window_page (fixture), ==, "certificates");
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_cmpstr (get_state (fixture), ==, "empty");
  g_assert_false (gtk_widget_get_visible (rail_app_test_find (fixture->page, "toolbar")));
  rail_app_test_screenshot (fixture->window, "validity-empty");
}

/* Only what is near the part in sight has widgets. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_cmpuint (g_list_model_get_n_items (get_model (fixture)), ==, MANY);
  g_assert_cmpuint (count_type (GTK_WIDGET (fixture->view), RAIL_TYPE_TIMELINE_STRIP), <, 500);
  rail_app_test_screenshot (fixture->window, "validity-many");
}

static void
add (const char *path,
     void      (*start) (Fixture *, gconstpointer),
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, start, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  rail_app_test_init (&argc, &argv);

  add ("/app/validity/what-ends-first-is-on-top", set_up, test_by_end);
  add ("/app/validity/row-goes-to-certificate", set_up, test_goes_to_certificate);
  add ("/app/validity/cluster-selects-its-certificates", set_up, test_clusters_select);
  add ("/app/validity/zooms-and-scrolls-within-its-limits", set_up, test_zoom_and_scroll);
  add ("/app/validity/shows-one-kind", set_up, test_kinds);
  add ("/app/validity/follows-the-project", set_up, test_follows);
  add ("/app/validity/certificates-are-dragged", set_up, test_drags);
  add ("/app/validity/wheel-zooms-and-click-goes", set_up, test_real_pointer);
  add ("/app/validity/empty-project-says-what-will-be-here", set_up_empty, test_empty);
  add ("/app/validity/ten-thousand-have-few-widgets", set_up_many, test_many);

  return rail_app_test_run ();
}
