/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-place"

#include "config.h"

#include "rail-place.h"

#include "rail-device-operations.h"
#include "rail-status-look.h"

#include <glib/gi18n.h>

#define PROJECT_KEY "rail-place-project"

struct _RailPlace
{
  GObject        parent_instance;
  RailProject   *project;
  RailDevice    *device;      /* (nullable): of a device's place only */
  GListModel    *children;    /* (nullable): of RailPlace */
  RailPlaceKind  kind;
};

G_DEFINE_FINAL_TYPE (RailPlace, rail_place, G_TYPE_OBJECT)

static RailPlace *
place_new (RailProject   *project,
           RailPlaceKind  kind,
           RailDevice    *device)
{
  RailPlace *self = g_object_new (RAIL_TYPE_PLACE, NULL);

  self->project = g_object_ref (project);
  self->kind = kind;
  self->device = device != NULL ? g_object_ref (device) : NULL;
  return self;
}

/* Not a GtkMapListModel: that of GTK 4.8 shows a neighbour twice when an item is replaced in one splice. */
static void
devices_changed_cb (GListModel *devices,
                    guint       position,
                    guint       removed,
                    guint       added,
                    GListStore *places)
{
  RailProject *project = g_object_get_data (G_OBJECT (places), PROJECT_KEY);
  g_autoptr(GPtrArray) additions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, position + i);

      g_ptr_array_add (additions, place_new (project, RAIL_PLACE_DEVICE, device));
    }
  g_list_store_splice (places, position, removed, additions->pdata, additions->len);
}

static GListModel *
create_device_places (RailProject *project)
{
  GListModel *devices = rail_project_get_devices (project);
  GListStore *places = g_list_store_new (RAIL_TYPE_PLACE);

  /* Not owned: as long as there is a signal of its devices, there is a project. */
  g_object_set_data (G_OBJECT (places), PROJECT_KEY, project);
  devices_changed_cb (devices, 0, 0, g_list_model_get_n_items (devices), places);
  g_signal_connect_object (devices, "items-changed", G_CALLBACK (devices_changed_cb), places, 0);
  return G_LIST_MODEL (places);
}

static void
append_new (GListStore    *children,
            RailProject   *project,
            RailPlaceKind  kind,
            GListModel    *grandchildren)
{
  g_autoptr(RailPlace) child = place_new (project, kind, NULL);

  if (grandchildren != NULL)
    child->children = g_object_ref (grandchildren);
  g_list_store_append (children, child);
}

static void
rail_place_dispose (GObject *object)
{
  RailPlace *self = RAIL_PLACE (object);

  g_clear_object (&self->children);
  g_clear_object (&self->device);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_place_parent_class)->dispose (object);
}

static void
rail_place_class_init (RailPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rail_place_dispose;
}

static void
rail_place_init (RailPlace *self)
{
}

/**
 * rail_place_new_root:
 * @project: a project
 *
 * Makes the places of @project. The devices among them follow the project's list.
 *
 * Returns: (transfer full): the place of the project itself, with all others below it
 */
RailPlace *
rail_place_new_root (RailProject *project)
{
  RailPlace *root;
  g_autoptr(GListStore) top = g_list_store_new (RAIL_TYPE_PLACE);
  g_autoptr(GListStore) security = g_list_store_new (RAIL_TYPE_PLACE);
  g_autoptr(GListModel) devices = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  append_new (security, project, RAIL_PLACE_PROTECTION, NULL);
  append_new (security, project, RAIL_PLACE_USERS, NULL);
  append_new (security, project, RAIL_PLACE_CERTIFICATES, NULL);
  append_new (security, project, RAIL_PLACE_DIAGRAM, NULL);
  append_new (security, project, RAIL_PLACE_VALIDITY, NULL);
  append_new (security, project, RAIL_PLACE_JOURNAL, NULL);
  devices = create_device_places (project);
  append_new (top, project, RAIL_PLACE_SECURITY, G_LIST_MODEL (security));
  append_new (top, project, RAIL_PLACE_DEVICES, devices);

  root = place_new (project, RAIL_PLACE_PROJECT, NULL);
  root->children = G_LIST_MODEL (g_steal_pointer (&top));
  return root;
}

/**
 * rail_place_get_kind:
 * @self: a place
 *
 * Returns: what is there
 */
RailPlaceKind
rail_place_get_kind (RailPlace *self)
{
  g_return_val_if_fail (RAIL_IS_PLACE (self), RAIL_PLACE_PROJECT);

  return self->kind;
}

/**
 * rail_place_get_project:
 * @self: a place
 *
 * Returns: (transfer none): the project
 */
RailProject *
rail_place_get_project (RailPlace *self)
{
  g_return_val_if_fail (RAIL_IS_PLACE (self), NULL);

  return self->project;
}

/**
 * rail_place_get_device:
 * @self: a place
 *
 * Returns: (transfer none) (nullable): the device, at the place of a device
 */
RailDevice *
rail_place_get_device (RailPlace *self)
{
  g_return_val_if_fail (RAIL_IS_PLACE (self), NULL);

  return self->device;
}

/**
 * rail_place_get_children:
 * @self: a place
 *
 * Returns: (transfer none) (nullable): the places below it
 */
GListModel *
rail_place_get_children (RailPlace *self)
{
  g_return_val_if_fail (RAIL_IS_PLACE (self), NULL);

  return self->children;
}

/**
 * rail_family_get_icon_name:
 * @family: a family of devices
 *
 * Returns: (transfer none): the symbolic icon for it
 */
const char *
rail_family_get_icon_name (RailFamily family)
{
  switch (family)
    {
    case RAIL_FAMILY_S7_1500:
    case RAIL_FAMILY_S7_1200:
      return "rail-plc-symbolic";
    case RAIL_FAMILY_CP:
      return "rail-module-symbolic";
    case RAIL_FAMILY_HMI:
      return "rail-hmi-symbolic";
    case RAIL_FAMILY_PC:
      return "rail-computer-symbolic";
    case RAIL_FAMILY_OTHER:
    default:
      return "rail-device-symbolic";
    }
}

/**
 * rail_place_get_icon_name:
 * @self: a place
 *
 * Returns: (transfer none): its symbolic icon
 */
const char *
rail_place_get_icon_name (RailPlace *self)
{
  g_return_val_if_fail (RAIL_IS_PLACE (self), NULL);

  switch (self->kind)
    {
    case RAIL_PLACE_SECURITY:
      return "rail-shield-symbolic";
    case RAIL_PLACE_PROTECTION:
      return rail_project_is_protected (self->project) ? "rail-locked-symbolic" : "rail-unlocked-symbolic";
    case RAIL_PLACE_USERS:
      return "system-users-symbolic";
    case RAIL_PLACE_VALIDITY:
      return "rail-validity-symbolic";
    case RAIL_PLACE_JOURNAL:
      return "view-list-symbolic";
    case RAIL_PLACE_CERTIFICATES:
      return "rail-certificate-symbolic";
    case RAIL_PLACE_DIAGRAM:
      return "rail-diagram-symbolic";
    case RAIL_PLACE_DEVICES:
      return "rail-devices-symbolic";
    case RAIL_PLACE_DEVICE:
      return rail_family_get_icon_name (rail_device_get_family (self->device));
    case RAIL_PLACE_PROJECT:
    default:
      return "rail-project-symbolic";
    }
}

/**
 * rail_place_dup_title:
 * @self: a place
 *
 * Returns: (transfer full): the words in the tree
 */
char *
rail_place_dup_title (RailPlace *self)
{
  g_return_val_if_fail (RAIL_IS_PLACE (self), NULL);

  switch (self->kind)
    {
    case RAIL_PLACE_PROJECT:
      return g_strdup (rail_project_get_name (self->project));
    case RAIL_PLACE_SECURITY:
      return g_strdup (_("Security"));
    case RAIL_PLACE_PROTECTION:
      return g_strdup (_("Protection"));
    case RAIL_PLACE_USERS:
      return g_strdup (_("Users"));
    case RAIL_PLACE_VALIDITY:
      return g_strdup (_("Validity"));
    case RAIL_PLACE_JOURNAL:
      return g_strdup (_("Journal"));
    case RAIL_PLACE_CERTIFICATES:
      return g_strdup (_("Certificate manager"));
    case RAIL_PLACE_DIAGRAM:
      return g_strdup (_("Where Certificates Belong"));
    case RAIL_PLACE_DEVICES:
      return g_strdup (_("Devices"));
    case RAIL_PLACE_DEVICE:
      return g_strdup (rail_device_get_name (self->device));
    default:
      g_return_val_if_reached (NULL);
    }
}

/* Returns: (transfer full): what the place is about: all entries, and for the global certificate manager those it knows */
static GListModel *
list_entries (RailPlace *self)
{
  GListModel *entries = rail_project_get_entries (self->project);
  GListStore *global;

  if (self->device != NULL)
    return g_object_ref (entries);
  global = g_list_store_new (RAIL_TYPE_ENTRY);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (!rail_project_is_local (self->project, entry))
        g_list_store_append (global, entry);
    }
  return G_LIST_MODEL (global);
}

/**
 * rail_place_get_status:
 * @self: a place
 * @out_text: (out) (optional) (transfer full) (nullable): the same in words, such as “Expired: 2 certificates”
 *
 * Looks at the certificates of a device, or at all of them at the place of the certificate manager.
 *
 * Returns: the worst status there; %RAIL_STATUS_VALID when nothing needs attention
 */
RailStatus
rail_place_get_status (RailPlace  *self,
                       char      **out_text)
{
  RailStatus status = RAIL_STATUS_VALID;
  g_autoptr(GListModel) entries = NULL;
  guint count = 0;

  g_return_val_if_fail (RAIL_IS_PLACE (self), RAIL_STATUS_VALID);

  if (out_text != NULL)
    *out_text = NULL;
  if (self->kind != RAIL_PLACE_DEVICE && self->kind != RAIL_PLACE_CERTIFICATES)
    return RAIL_STATUS_VALID;

  entries = list_entries (self);
  status = rail_status_find_worst (entries,
                                   self->device != NULL ? rail_device_get_name (self->device) : NULL,
                                   rail_environment_get_now (rail_project_get_environment (self->project)),
                                   &count);
  if (out_text != NULL && status != RAIL_STATUS_VALID)
    *out_text = g_strdup_printf (ngettext ("%s: %u certificate", "%s: %u certificates", count),
                                 rail_status_get_label (status), count);
  return status;
}
