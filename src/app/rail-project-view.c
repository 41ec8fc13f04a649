/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project-view"

#include "config.h"

#include "rail-project-view.h"

#include "rail-certificate-columns.h"
#include "rail-certificate-manager-page-private.h"
#include "rail-device-page.h"
#include "rail-devices-page.h"
#include "rail-diagram-page.h"
#include "rail-journal-page.h"
#include "rail-messages-view.h"
#include "rail-project-page.h"
#include "rail-protection-page.h"
#include "rail-scroll.h"
#include "rail-state.h"
#include "rail-users-page.h"
#include "rail-validity-page.h"

struct _RailProjectView
{
  AdwBin           parent_instance;

  /* Template widgets */
  GtkPaned        *paned;
  RailProjectTree *tree;
  GtkStack        *pages;
  GtkWidget       *device_page;
  GtkWidget       *manager_page;
  GtkWidget       *diagram_page;
  RailMessagesView *messages;       /* below the pages, while it is wanted */

  /* Owned references */
  RailProject     *project;
  GFile           *file;      /* (nullable) */
};

enum
{
  PROP_PROJECT = 1,
  PROP_FILE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RailProjectView, rail_project_view, ADW_TYPE_BIN)

static const char *
page_of_kind (RailPlaceKind kind)
{
  switch (kind)
    {
    case RAIL_PLACE_PROTECTION:
      return "protection";
    case RAIL_PLACE_USERS:
      return "users";
    case RAIL_PLACE_VALIDITY:
      return "validity";
    case RAIL_PLACE_JOURNAL:
      return "journal";
    case RAIL_PLACE_CERTIFICATES:
      return "certificates";
    case RAIL_PLACE_DIAGRAM:
      return "diagram";
    case RAIL_PLACE_DEVICES:
      return "devices";
    case RAIL_PLACE_DEVICE:
      return "device";
    case RAIL_PLACE_PROJECT:
    case RAIL_PLACE_SECURITY:
    default:
      return "project";
    }
}

static void
place_cb (RailProjectView *self)
{
  RailPlace *place = rail_project_tree_get_place (self->tree);

  if (place == NULL)
    return;

  rail_device_page_set_device (RAIL_DEVICE_PAGE (self->device_page), rail_place_get_device (place));
  gtk_stack_set_visible_child_name (self->pages, page_of_kind (rail_place_get_kind (place)));
}

static void
certificate_activated_cb (RailProjectView *self,
                          RailEntry       *entry)
{
  rail_project_tree_go (self->tree, RAIL_PLACE_CERTIFICATES, NULL);
  rail_certificate_manager_page_select_entry (RAIL_CERTIFICATE_MANAGER_PAGE (self->manager_page), entry);
}

/* Where a finding is: the device, there the view that has what it is about; or else the certificate. */
static void
go_to_finding_cb (RailProjectView *self,
                  RailFinding     *finding)
{
  RailDevice *device = rail_finding_get_device (finding);
  RailEntry *entry = rail_finding_get_entry (finding);
  RailService service;
  gboolean has_service = rail_finding_get_service (finding, &service);

  if (device != NULL && rail_project_tree_go (self->tree, RAIL_PLACE_DEVICE, rail_device_get_name (device)))
    {
      rail_device_page_set_view (RAIL_DEVICE_PAGE (self->device_page),
                                 has_service && service == RAIL_SERVICE_OPCUA_SERVER && entry == NULL ? "opcua"
                                 : entry != NULL                                                    ? "local-manager"
                                                                                                    : "device");
      rail_device_page_select_entry (RAIL_DEVICE_PAGE (self->device_page), entry);
    }
  else if (entry != NULL)
    certificate_activated_cb (self, entry);
}

static void
close_messages_cb (RailProjectView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->messages), FALSE);
}

static void
rail_project_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  RailProjectView *self = RAIL_PROJECT_VIEW (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_project_view_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  RailProjectView *self = RAIL_PROJECT_VIEW (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_set_object (&self->project, g_value_get_object (value));
      rail_messages_view_set_project (self->messages, self->project);
      break;
    case PROP_FILE:
      g_set_object (&self->file, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_project_view_dispose (GObject *object)
{
  RailProjectView *self = RAIL_PROJECT_VIEW (object);

  g_clear_object (&self->project);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (rail_project_view_parent_class)->dispose (object);
}

static void
rail_project_view_class_init (RailProjectViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_project_view_dispose;
  object_class->get_property = rail_project_view_get_property;
  object_class->set_property = rail_project_view_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  g_type_ensure (RAIL_TYPE_DEVICE_PAGE);
  g_type_ensure (RAIL_TYPE_DEVICES_PAGE);
  g_type_ensure (RAIL_TYPE_DIAGRAM_PAGE);
  g_type_ensure (RAIL_TYPE_JOURNAL_PAGE);
  g_type_ensure (RAIL_TYPE_MESSAGES_VIEW);
  g_type_ensure (RAIL_TYPE_PROJECT_PAGE);
  g_type_ensure (RAIL_TYPE_PROJECT_TREE);
  g_type_ensure (RAIL_TYPE_PROTECTION_PAGE);
  g_type_ensure (RAIL_TYPE_USERS_PAGE);
  g_type_ensure (RAIL_TYPE_VALIDITY_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-project-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RailProjectView, paned);
  gtk_widget_class_bind_template_child (widget_class, RailProjectView, tree);
  gtk_widget_class_bind_template_child (widget_class, RailProjectView, pages);
  gtk_widget_class_bind_template_child (widget_class, RailProjectView, device_page);
  gtk_widget_class_bind_template_child (widget_class, RailProjectView, manager_page);
  gtk_widget_class_bind_template_child (widget_class, RailProjectView, diagram_page);
  gtk_widget_class_bind_template_child (widget_class, RailProjectView, messages);
  gtk_widget_class_bind_template_callback (widget_class, certificate_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_messages_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_finding_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
}

static void
rail_project_view_init (RailProjectView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_paned_set_position (self->paned, rail_state_get_int (rail_state_get_default (), "window", "sidebar", 280));
}

/**
 * rail_project_view_new:
 * @project: an open project
 * @file: (nullable): where it is kept
 *
 * Returns: (transfer floating): tree and pages of @project
 */
GtkWidget *
rail_project_view_new (RailProject *project,
                       GFile       *file)
{
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (file == NULL || G_IS_FILE (file), NULL);

  return g_object_new (RAIL_TYPE_PROJECT_VIEW, "project", project, "file", file, NULL);
}

/**
 * rail_project_view_get_tree:
 * @self: a view
 *
 * Returns: (transfer none): the project tree, which decides what page is shown
 */
RailProjectTree *
rail_project_view_get_tree (RailProjectView *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT_VIEW (self), NULL);

  return self->tree;
}

/**
 * rail_project_view_get_page:
 * @self: a view
 * @name: the name of a page, such as `certificates`
 *
 * Returns: (transfer none) (nullable): the page
 */
GtkWidget *
rail_project_view_get_page (RailProjectView *self,
                            const char      *name)
{
  g_return_val_if_fail (RAIL_IS_PROJECT_VIEW (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return gtk_stack_get_child_by_name (self->pages, name);
}

/**
 * rail_project_view_get_sidebar:
 * @self: a view
 *
 * Returns: the width of the tree in pixels
 */
int
rail_project_view_get_sidebar (RailProjectView *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT_VIEW (self), 0);

  return gtk_paned_get_position (self->paned);
}

/**
 * rail_project_view_dup_place:
 * @self: a view
 *
 * Notes where the user is, for rail_project_view_set_place(). What the user has typed is in it, and names of devices:
 * it is as secret as the project.
 *
 * Returns: (transfer full): the place
 */
GVariant *
rail_project_view_dup_place (RailProjectView *self)
{
  RailPlace *place;
  RailDevice *device;
  RailCertificateManagerPage *manager;
  g_autoptr(GPtrArray) selected = NULL;
  g_autofree char *tab = NULL;
  g_auto(GStrv) choices = NULL;
  GVariantBuilder ids, scrolled;
  gboolean inspect;

  g_return_val_if_fail (RAIL_IS_PROJECT_VIEW (self), NULL);

  place = rail_project_tree_get_place (self->tree);
  device = place != NULL ? rail_place_get_device (place) : NULL;
  manager = RAIL_CERTIFICATE_MANAGER_PAGE (self->manager_page);
  g_object_get (manager, "tab", &tab, "inspect", &inspect, NULL);
  selected = _rail_certificate_manager_page_get_selected (manager);
  g_variant_builder_init (&ids, G_VARIANT_TYPE ("au"));
  for (guint i = 0; i < selected->len; i++)
    g_variant_builder_add (&ids, "u", rail_entry_get_id (g_ptr_array_index (selected, i)));
  choices = rail_filter_button_dup_choices (manager->filter);
  g_variant_builder_init (&scrolled, G_VARIANT_TYPE ("ad"));
  for (guint i = 0; i < RAIL_N_TABS; i++)
    g_variant_builder_add (&scrolled, "d", rail_scroll_get (GTK_WIDGET (manager->tables[i])));
  g_variant_builder_add (&scrolled, "d", rail_scroll_get (gtk_stack_get_visible_child (self->pages)));
  return g_variant_ref_sink (g_variant_new ("(iusssbau^asad)", gtk_paned_get_position (self->paned),
                                            place != NULL ? rail_place_get_kind (place) : RAIL_PLACE_PROJECT,
                                            device != NULL ? rail_device_get_name (device) : "",
                                            tab, gtk_editable_get_text (manager->search), inspect, &ids, choices,
                                            &scrolled));
}

/* The first one opens the authority that it is in. What the filter hides by now stays hidden. */
static void
select_ids (RailProjectView *self,
            GVariantIter    *ids)
{
  RailCertificateManagerPage *manager = RAIL_CERTIFICATE_MANAGER_PAGE (self->manager_page);
  RailCertificateTable *table = manager->tables[_rail_certificate_manager_page_get_tab (manager)];
  g_autoptr(GHashTable) entries = g_hash_table_new (NULL, NULL);
  g_autoptr(GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr(GtkBitset) mask = NULL;
  GListModel *rows;
  guint id;

  while (g_variant_iter_next (ids, "u", &id))
    {
      RailEntry *entry = rail_project_get_entry (self->project, id);
      RailCertificateRow *row = entry != NULL && manager->rows != NULL ? rail_certificate_rows_find (manager->rows, entry)
                                                                       : NULL;

      if (row == NULL)
        continue;
      if (g_hash_table_size (entries) == 0)
        rail_certificate_table_select (table, row);
      g_hash_table_add (entries, entry);
    }
  rows = rail_certificate_table_get_visible (table);
  if (g_hash_table_size (entries) < 2 || rows == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (rows, i);

      if (g_hash_table_contains (entries, rail_certificate_row_get_entry (rail_certificate_row_from_item (item))))
        gtk_bitset_add (selected, i);
    }
  mask = gtk_bitset_new_range (0, g_list_model_get_n_items (rows));
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (rows), selected, mask);
}

/* A page begins at its top, so where that was there is nothing to do. */
static void
restore_scrolled (RailProjectView *self,
                  GVariantIter    *scrolled)
{
  RailCertificateManagerPage *manager = RAIL_CERTIFICATE_MANAGER_PAGE (self->manager_page);
  double value;

  for (guint i = 0; g_variant_iter_next (scrolled, "d", &value); i++)
    {
      if (i < RAIL_N_TABS)
        rail_scroll_restore (GTK_WIDGET (manager->tables[i]), value);
      else if (gtk_stack_get_visible_child (self->pages) != self->manager_page)
        rail_scroll_restore (gtk_stack_get_visible_child (self->pages), value);
    }
}

/**
 * rail_project_view_set_place:
 * @self: a view
 * @place: what rail_project_view_dup_place() has noted of a view of the same project
 *
 * Goes where the user was. Something that is not there any more is passed over.
 */
void
rail_project_view_set_place (RailProjectView *self,
                             GVariant        *place)
{
  RailCertificateManagerPage *manager;
  g_autoptr(GVariantIter) ids = NULL;
  g_autoptr(GVariantIter) scrolled = NULL;
  g_autofree const char **choices = NULL;
  const char *device;
  const char *tab;
  const char *filter;
  gboolean inspect;
  int sidebar;
  guint kind;

  g_return_if_fail (RAIL_IS_PROJECT_VIEW (self));
  g_return_if_fail (place != NULL && g_variant_is_of_type (place, RAIL_PLACE_TYPE));

  manager = RAIL_CERTIFICATE_MANAGER_PAGE (self->manager_page);
  g_variant_get (place, "(iu&s&s&sbau^a&sad)", &sidebar, &kind, &device, &tab, &filter, &inspect, &ids, &choices,
                 &scrolled);
  gtk_paned_set_position (self->paned, sidebar);
  rail_project_tree_go (self->tree, kind, *device != '\0' ? device : NULL);
  g_object_set (manager, "tab", tab, "inspect", inspect, NULL);
  gtk_editable_set_text (manager->search, filter);
  rail_filter_button_set_choices (manager->filter, choices);
  select_ids (self, ids);
  restore_scrolled (self, scrolled);
}

/**
 * rail_project_view_compile:
 * @self: a view
 * @device: (nullable): the name of the device to compile; the whole project without it
 *
 * Compiles, and shows the messages below whatever page is shown.
 */
void
rail_project_view_compile (RailProjectView *self,
                           const char      *device)
{
  g_return_if_fail (RAIL_IS_PROJECT_VIEW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->messages), TRUE);
  rail_messages_view_compile (self->messages, device);
}

/**
 * rail_project_view_toggle_messages:
 * @self: a view
 *
 * Shows the messages below the pages, or hides them.
 */
void
rail_project_view_toggle_messages (RailProjectView *self)
{
  gboolean visible;

  g_return_if_fail (RAIL_IS_PROJECT_VIEW (self));

  visible = !gtk_widget_get_visible (GTK_WIDGET (self->messages));
  gtk_widget_set_visible (GTK_WIDGET (self->messages), visible);
  if (visible)
    gtk_widget_child_focus (GTK_WIDGET (self->messages), GTK_DIR_TAB_FORWARD);
}

/**
 * rail_project_view_is_busy:
 * @self: a view
 *
 * Returns: whether something is compiled, repaired or switched on at the moment
 */
gboolean
rail_project_view_is_busy (RailProjectView *self)
{
  g_return_val_if_fail (RAIL_IS_PROJECT_VIEW (self), FALSE);

  return rail_messages_view_is_busy (self->messages) ||
         rail_device_page_is_busy (RAIL_DEVICE_PAGE (self->device_page)) ||
         rail_diagram_page_is_busy (RAIL_DIAGRAM_PAGE (self->diagram_page)) ||
         rail_certificate_inspector_is_busy (RAIL_CERTIFICATE_MANAGER_PAGE (self->manager_page)->inspector);
}
