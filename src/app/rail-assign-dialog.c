/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-assign-dialog"

#include "config.h"

#include "rail-assign-dialog.h"

#include "rail-combo.h"
#include "rail-message-row.h"

#include <glib/gi18n.h>

/* Under “Used as”: TIA's order, then what TIA hides elsewhere. */
typedef struct
{
  RailUsedAs    role;
  RailService service;
} Use;

#define N_USES (RAIL_N_SERVICES + 3)
#define MAX_NAMED 6   /* of several certificates, named in the dialog */

struct _RailAssignDialog
{
  RailTaskDialog       parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *group;
  GtkDropDown         *device;
  AdwComboRow         *used_as;
  RailMessageRow      *message;

  /* Owned references */
  RailProject         *project;
  GPtrArray           *entries;
  Use                  uses[N_USES];
  guint                n_uses;
};

G_DEFINE_FINAL_TYPE (RailAssignDialog, rail_assign_dialog, RAIL_TYPE_TASK_DIALOG)

/* (nullable): the chosen device; the project keeps it */
static RailDevice *
get_device (RailAssignDialog *self)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (self->device);

  return chosen != NULL ? rail_project_get_device (self->project, gtk_string_object_get_string (chosen)) : NULL;
}

static const Use *
get_use (RailAssignDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->used_as);

  return selected < self->n_uses ? &self->uses[selected] : NULL;
}

static char *
describe_replaced (RailEntry *replaced)
{
  return g_strdup_printf (_("It takes the place of certificate %u · %s, which stays in the table of the device."),
                          rail_entry_get_id (replaced),
                          rail_certificate_get_common_name (rail_entry_get_certificate (replaced)));
}

/* Refusals and consequences are said before the button is pressed. */
static void
update (RailAssignDialog *self)
{
  RailDevice *device = get_device (self);
  const Use *use = get_use (self);
  RailEntry *replaced = NULL;
  g_autofree char *advice = NULL;
  g_autoptr(GError) error = NULL;

  if (self->project == NULL || device == NULL || use == NULL)
    {
      rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), FALSE);
      return;
    }

  for (guint i = 0; i < self->entries->len && error == NULL; i++)
    rail_project_check_assign (self->project, g_ptr_array_index (self->entries, i), device, use->role, use->service,
                               &replaced, &error);
  if (error == NULL && replaced != NULL && !g_ptr_array_find (self->entries, replaced, NULL))
    advice = describe_replaced (replaced);
  if (error != NULL)
    rail_message_row_set_error (self->message, error->message);
  else
    rail_message_row_set_advice (self->message, advice);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), error == NULL);
}

static gboolean
fits (RailAssignDialog *self,
      RailDevice       *device,
      const Use        *use)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (!rail_project_check_assign (self->project, g_ptr_array_index (self->entries, i), device, use->role, use->service,
                                    NULL, NULL))
      return FALSE;
  return TRUE;
}

/* A client's certificate comes to an OPC UA server to be trusted: as the device's own it would bring its key along. */
static gboolean
is_client_of (RailEntry  *entry,
              RailDevice *device)
{
  RailUsage usage = rail_entry_get_usage (entry);

  return (usage == RAIL_USAGE_OPCUA_CLIENT || usage == RAIL_USAGE_OPCUA_CLIENT_SERVER) &&
         rail_device_is_service_on (device, RAIL_SERVICE_OPCUA_SERVER);
}

/* The use that the certificate was made for, when the device takes it so; or else the first that fits. */
static void
propose_use (RailAssignDialog *self)
{
  RailDevice *device = get_device (self);
  RailEntry *first = g_ptr_array_index (self->entries, 0);
  guint proposal = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; device != NULL && i < self->n_uses; i++)
    {
      const Use *use = &self->uses[i];
      gboolean made_for = is_client_of (first, device)
                            ? use->role == RAIL_USED_AS_CLIENT
                            : use->role == RAIL_USED_AS_SERVICE &&
                              rail_service_get (use->service)->usage == rail_entry_get_usage (first);

      if (!fits (self, device, use))
        continue;
      if (proposal == GTK_INVALID_LIST_POSITION)
        proposal = i;
      if (made_for)
        {
          proposal = i;
          break;
        }
    }
  adw_combo_row_set_selected (self->used_as, proposal != GTK_INVALID_LIST_POSITION ? proposal : 0);
}

static void
device_changed_cb (RailAssignDialog *self)
{
  if (self->project == NULL)
    return;
  propose_use (self);
  update (self);
}

static void
use_changed_cb (RailAssignDialog *self)
{
  update (self);
}

static void
rail_assign_dialog_perform (RailTaskDialog *dialog)
{
  RailAssignDialog *self = RAIL_ASSIGN_DIALOG (dialog);
  RailDevice *device = get_device (self);
  const Use *use = get_use (self);
  RailEntry *first = g_ptr_array_index (self->entries, 0);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gboolean done;

  if (device == NULL || use == NULL)
    return;
  if (self->entries->len == 1)
    {
      text = g_strdup_printf (_("Assigned certificate %u to “%s”"), rail_entry_get_id (first), rail_device_get_name (device));
      done = rail_project_assign (self->project, first, device, use->role, use->service, &error);
    }
  else
    {
      text = g_strdup_printf (_("Assigned %u certificates to “%s”"), self->entries->len, rail_device_get_name (device));
      done = rail_project_assign_all (self->project, self->entries, device, use->role, &error);
    }
  if (done)
    rail_task_dialog_succeed (dialog, text, TRUE);
  else
    rail_task_dialog_set_error (dialog, error->message);
}

static void
rail_assign_dialog_dispose (GObject *object)
{
  RailAssignDialog *self = RAIL_ASSIGN_DIALOG (object);

  g_clear_object (&self->project);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (rail_assign_dialog_parent_class)->dispose (object);
}

static void
rail_assign_dialog_class_init (RailAssignDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_assign_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_assign_dialog_perform;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-assign-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailAssignDialog, group);
  gtk_widget_class_bind_template_child (widget_class, RailAssignDialog, device);
  gtk_widget_class_bind_template_child (widget_class, RailAssignDialog, used_as);
  gtk_widget_class_bind_template_child (widget_class, RailAssignDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, device_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_changed_cb);
}

static void
rail_assign_dialog_init (RailAssignDialog *self)
{
  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_combo_show_whole (self->used_as);
}

static void
append_use (RailAssignDialog *self,
            GtkStringList    *labels,
            RailUsedAs          role,
            RailService       service)
{
  self->uses[self->n_uses++] = (Use) { role, service };
  gtk_string_list_append (labels, rail_used_as_get_label (role, service));
}

/* Several at once cannot all be the one certificate of a service. */
static void
fill_uses (RailAssignDialog *self)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);

  if (self->entries->len == 1)
    {
      append_use (self, labels, RAIL_USED_AS_DEVICE, 0);
      for (guint i = 0; i < RAIL_N_SERVICES; i++)
        append_use (self, labels, RAIL_USED_AS_SERVICE, i);
    }
  append_use (self, labels, RAIL_USED_AS_TRUSTED, 0);
  append_use (self, labels, RAIL_USED_AS_CLIENT, 0);
  adw_combo_row_set_model (self->used_as, G_LIST_MODEL (labels));
}

static void
fill_devices (RailAssignDialog *self,
              RailDevice       *device)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GListModel *devices = rail_project_get_devices (self->project);
  guint selected = 0;

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) item = g_list_model_get_item (devices, i);

      if (device != NULL && g_str_equal (rail_device_get_name (item), rail_device_get_name (device)))
        selected = i;
      gtk_string_list_append (names, rail_device_get_name (item));
    }
  gtk_drop_down_set_model (self->device, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->device, selected);
}

/* What the numbers are. */
static void
describe (RailAssignDialog *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *escaped = NULL;

  for (guint i = 0; i < MIN (self->entries->len, MAX_NAMED); i++)
    {
      RailEntry *entry = g_ptr_array_index (self->entries, i);

      g_string_append_printf (text, i > 0 ? "\n%u · %s" : "%u · %s", rail_entry_get_id (entry),
                              rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
    }
  if (self->entries->len > MAX_NAMED)
    g_string_append (text, "\n…");
  escaped = g_markup_escape_text (text->str, -1);
  adw_preferences_group_set_description (self->group, escaped);
}

static char *
dup_title (GPtrArray *entries)
{
  if (entries->len == 1)
    return g_strdup_printf (_("Assign certificate with ID %u to device"),
                            rail_entry_get_id (g_ptr_array_index (entries, 0)));
  return g_strdup_printf (_("Assign %u certificates to device"), entries->len);
}

/**
 * rail_assign_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: a project with a device
 * @entries: (element-type RailEntry): what to assign; several can only become trusted
 * @device: (nullable): the device to start with
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_assign_dialog_new (GtkWindow   *parent,
                        GtkWidget   *origin,
                        RailProject *project,
                        GPtrArray   *entries,
                        RailDevice  *device)
{
  RailAssignDialog *self;
  g_autofree char *title = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (entries != NULL && entries->len > 0, NULL);
  g_return_val_if_fail (device == NULL || RAIL_IS_DEVICE (device), NULL);

  self = g_object_new (RAIL_TYPE_ASSIGN_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->entries = g_ptr_array_ref (entries);
  title = dup_title (entries);
  gtk_window_set_title (GTK_WINDOW (self), title);
  describe (self);
  fill_uses (self);
  self->project = g_object_ref (project);
  fill_devices (self, device);
  device_changed_cb (self);
  return GTK_WINDOW (self);
}
