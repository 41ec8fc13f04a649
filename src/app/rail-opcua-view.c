/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-opcua-view"

#include "config.h"

#include "rail-opcua-view.h"

#include "rail-device-create.h"
#include "rail-entry-chooser.h"
#include "rail-error-dialog.h"
#include "rail-message-row.h"
#include "rail-status-look.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

#define MAX_POLICIES 16
#define N_MODES 3

static const RailSecurityModes modes[N_MODES] = { RAIL_MODE_NONE, RAIL_MODE_SIGN, RAIL_MODE_SIGN_AND_ENCRYPT };

struct _RailOpcuaView
{
  AdwBin               parent_instance;

  /* Template widgets */
  AdwComboRow         *certificate_row;
  GtkWidget           *show_button;
  GtkWidget           *create_button;
  RailMessageRow      *certificate_message;
  AdwPreferencesGroup *policy_group;
  AdwPreferencesGroup *mode_group;
  RailMessageRow      *policy_message;
  GtkListBox          *client_list;
  GtkWidget           *no_clients_row;
  GtkWidget           *add_client_button;
  AdwActionRow        *accept_row;
  GtkSwitch           *accept_switch;

  /* Children of the groups */
  GtkCheckButton      *policies[MAX_POLICIES];
  GtkCheckButton      *modes[N_MODES];

  /* Owned references */
  RailProject         *project;      /* (nullable) */
  RailDevice          *device;       /* (nullable) */
  GArray              *candidates;   /* of guint: the IDs behind the choices of the server certificate, 0 first */
  gboolean             updating;
};

G_DEFINE_FINAL_TYPE (RailOpcuaView, rail_opcua_view, ADW_TYPE_BIN)

static void update (RailOpcuaView *self);

/* Server certificate */

static char *
dup_title (RailEntry *entry)
{
  return g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (entry),
                          rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
}

static gboolean
is_choice (RailOpcuaView *self,
           RailEntry     *entry,
           guint          current)
{
  return rail_entry_get_id (entry) == current ||
         rail_project_check_assign (self->project, entry, self->device, RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER,
                                    NULL, NULL);
}

/* The device's own certificates that fit; and the one it has, even if it does not fit any more. */
static void
update_certificate (RailOpcuaView *self)
{
  g_autoptr(GPtrArray) own = rail_project_list_own (self->project, self->device);
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);
  guint current = rail_device_get_service_certificate (self->device, RAIL_SERVICE_OPCUA_SERVER);
  guint none = 0;
  guint selected = 0;

  g_array_set_size (self->candidates, 0);
  g_array_append_val (self->candidates, none);
  gtk_string_list_append (labels, C_("server certificate", "None"));
  for (guint i = 0; i < own->len; i++)
    {
      RailEntry *entry = g_ptr_array_index (own, i);
      guint id = rail_entry_get_id (entry);
      g_autofree char *title = dup_title (entry);

      if (!is_choice (self, entry, current))
        continue;
      if (id == current)
        selected = self->candidates->len;
      g_array_append_val (self->candidates, id);
      gtk_string_list_append (labels, title);
    }
  adw_combo_row_set_model (self->certificate_row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->certificate_row, selected);
  gtk_widget_set_sensitive (self->show_button, current != 0);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->show_button), "u", current);
  rail_message_row_set_advice (self->certificate_message,
                               current == 0 ? _("Without a certificate the server offers no secure connection: choose one, "
                                                "or create one.") : NULL);
}

static gboolean
give_certificate (RailOpcuaView *self,
                  RailEntry     *entry)
{
  g_autofree char *text = g_strdup_printf (_("The OPC UA server uses certificate %u now"), rail_entry_get_id (entry));
  g_autoptr(GError) error = NULL;

  if (rail_project_assign (self->project, entry, self->device, RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER, &error))
    {
      rail_toast_show (GTK_WIDGET (self), text, _("_Undo"), "win.undo");
      return TRUE;
    }
  rail_error_dialog_show (GTK_WIDGET (self), _("The server certificate was not changed"), error);
  return FALSE;
}

static void
take_certificate (RailOpcuaView *self,
                  guint          id)
{
  RailEntry *entry = rail_project_get_entry (self->project, id);
  g_autoptr(GError) error = NULL;

  if (entry == NULL)
    return;
  if (rail_project_unassign (self->project, entry, self->device, RAIL_USED_AS_SERVICE, RAIL_SERVICE_OPCUA_SERVER, &error))
    rail_toast_show (GTK_WIDGET (self), _("The OPC UA server has no certificate now"), _("_Undo"), "win.undo");
  else
    rail_error_dialog_show (GTK_WIDGET (self), _("The server certificate was not changed"), error);
}

static void
certificate_chosen_cb (RailOpcuaView *self)
{
  guint selected = adw_combo_row_get_selected (self->certificate_row);
  guint current, id;
  RailEntry *entry;

  if (self->updating || self->device == NULL || selected >= self->candidates->len)
    return;

  id = g_array_index (self->candidates, guint, selected);
  current = rail_device_get_service_certificate (self->device, RAIL_SERVICE_OPCUA_SERVER);
  if (id == current)
    return;
  entry = id != 0 ? rail_project_get_entry (self->project, id) : NULL;
  if (entry != NULL)
    give_certificate (self, entry);
  else
    take_certificate (self, current);
  update (self);
}

/* In the table of the device already; now it becomes the server's, too. */
static void
created_cb (RailOpcuaView *self,
            RailEntry     *entry)
{
  if (self->device == NULL ||
      g_strcmp0 (rail_entry_get_device (entry), rail_device_get_name (self->device)) != 0)
    return;
  give_certificate (self, entry);
}

static void
create_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailOpcuaView *self = RAIL_OPCUA_VIEW (widget);
  GtkWindow *dialog = rail_device_create_dialog_new (widget, self->project, self->device, RAIL_USAGE_OPCUA_SERVER);

  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* Policies and modes */

static void
configure (RailOpcuaView        *self,
           RailSecurityPolicies  policies,
           RailSecurityModes     security_modes,
           gboolean              accepts)
{
  g_autoptr(GError) error = NULL;

  if (!rail_project_configure_opcua (self->project, self->device, policies, security_modes, accepts, &error))
    {
      update (self);
      rail_error_dialog_show (GTK_WIDGET (self), _("The OPC UA server was not changed"), error);
    }
}

static void
check_cb (RailOpcuaView *self)
{
  guint n_policies;
  const RailSecurityPolicyInfo *all = rail_security_policy_get_all (&n_policies);
  RailSecurityPolicies policies = 0;
  RailSecurityModes security_modes = 0;

  if (self->updating || self->device == NULL)
    return;
  for (guint i = 0; i < n_policies; i++)
    if (gtk_check_button_get_active (self->policies[i]))
      policies |= all[i].policy;
  for (guint i = 0; i < N_MODES; i++)
    if (gtk_check_button_get_active (self->modes[i]))
      security_modes |= modes[i];
  configure (self, policies, security_modes, rail_device_accepts_clients (self->device));
}

static gboolean
accept_state_cb (RailOpcuaView *self,
                 gboolean       state)
{
  if (self->updating || self->device == NULL || state == rail_device_accepts_clients (self->device))
    return GDK_EVENT_STOP;
  configure (self, rail_device_get_policies (self->device), rail_device_get_modes (self->device), state);
  return GDK_EVENT_STOP;
}

static void
update_checks (RailOpcuaView *self)
{
  guint n_policies;
  const RailSecurityPolicyInfo *all = rail_security_policy_get_all (&n_policies);
  RailSecurityPolicies policies = rail_device_get_policies (self->device);
  RailSecurityModes security_modes = rail_device_get_modes (self->device);
  gboolean accepts = rail_device_accepts_clients (self->device);

  for (guint i = 0; i < n_policies; i++)
    gtk_check_button_set_active (self->policies[i], (policies & all[i].policy) != 0);
  for (guint i = 0; i < N_MODES; i++)
    gtk_check_button_set_active (self->modes[i], (security_modes & modes[i]) != 0);
  rail_message_row_set_advice (self->policy_message,
                               policies & RAIL_POLICY_NONE
                                 ? _("“None” lets everybody in who reaches the server, and anybody on the way read and "
                                     "change what is sent.") : NULL);
  gtk_switch_set_state (self->accept_switch, accepts);
  gtk_switch_set_active (self->accept_switch, accepts);
  adw_action_row_set_subtitle (self->accept_row,
                               accepts ? _("Every client is trusted, whatever the list says")
                                       : _("Only the trusted clients may connect"));
}

static GtkCheckButton *
add_check (RailOpcuaView       *self,
           AdwPreferencesGroup *group,
           const char          *label,
           const char          *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (check_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
  return GTK_CHECK_BUTTON (check);
}

/* Trusted clients */

static void
remove_client_cb (RailOpcuaView *self,
                  GtkWidget     *button)
{
  guint id = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "id"));
  RailEntry *entry = rail_project_get_entry (self->project, id);
  g_autofree char *text = g_strdup_printf (_("The OPC UA server does not trust certificate %u any more"), id);
  g_autoptr(GError) error = NULL;

  if (entry == NULL)
    return;
  gtk_widget_grab_focus (self->add_client_button);
  if (rail_project_unassign (self->project, entry, self->device, RAIL_USED_AS_CLIENT, RAIL_SERVICE_OPCUA_SERVER, &error))
    rail_toast_show (GTK_WIDGET (self), text, _("_Undo"), "win.undo");
  else
    rail_error_dialog_show (GTK_WIDGET (self), _("The client was not removed"), error);
}

static GtkWidget *
create_client_row (RailOpcuaView *self,
                   RailEntry     *entry)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (self->project));
  g_autofree char *status_text = rail_entry_dup_status_text (entry, now);
  g_autofree char *subtitle = g_strdup_printf (_("ID %u"), rail_entry_get_id (entry));
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));
  g_autofree char *remove_text = g_strdup_printf (_("Do not trust “%s” any more"), name);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *status = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_tooltip_text (row, name);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-certificate");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "u", rail_entry_get_id (entry));

  rail_status_show (GTK_IMAGE (icon), GTK_LABEL (label), rail_entry_get_status (entry, now, NULL), status_text);
  gtk_box_append (GTK_BOX (status), icon);
  gtk_box_append (GTK_BOX (status), label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), status);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, remove_text);
  g_object_set_data (G_OBJECT (button), "id", GUINT_TO_POINTER (rail_entry_get_id (entry)));
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_client_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
update_clients (RailOpcuaView *self)
{
  guint n = 0;
  const guint *clients = rail_device_get_clients (self->device, &n);
  GtkWidget *child;
  guint n_shown = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->client_list))) != NULL)
    gtk_list_box_remove (self->client_list, child);
  for (guint i = 0; i < n; i++)
    {
      RailEntry *entry = rail_project_get_entry (self->project, clients[i]);

      if (entry == NULL)
        continue;
      gtk_list_box_append (self->client_list, create_client_row (self, entry));
      n_shown++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->client_list), n_shown > 0);
  gtk_widget_set_visible (self->no_clients_row, n_shown == 0);
}

static void
add_client_cb (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  RailOpcuaView *self = RAIL_OPCUA_VIEW (widget);

  gtk_window_present (rail_entry_chooser_new (GTK_WINDOW (gtk_widget_get_root (widget)), widget, self->project,
                                              self->device, RAIL_USED_AS_CLIENT));
}

static void
update (RailOpcuaView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->device == NULL)
    return;
  self->updating = TRUE;
  update_certificate (self);
  update_checks (self);
  update_clients (self);
  self->updating = FALSE;
  gtk_widget_action_set_enabled (widget, "opcua.create", rail_project_can_use_keys (self->project));
  gtk_widget_action_set_enabled (widget, "opcua.add-client", rail_device_uses_global_security (self->device));
  gtk_widget_set_tooltip_text (self->add_client_button,
                               rail_device_uses_global_security (self->device)
                                 ? _("Choose the clients that may connect")
                                 : _("Without global security settings the device knows no certificates but its own"));
}

static void
rail_opcua_view_dispose (GObject *object)
{
  RailOpcuaView *self = RAIL_OPCUA_VIEW (object);

  /* Without a device nothing that happens to the widgets is a wish. */
  g_clear_object (&self->device);
  g_clear_object (&self->project);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_OPCUA_VIEW);
  G_OBJECT_CLASS (rail_opcua_view_parent_class)->dispose (object);
}

static void
rail_opcua_view_finalize (GObject *object)
{
  g_array_unref (RAIL_OPCUA_VIEW (object)->candidates);
  G_OBJECT_CLASS (rail_opcua_view_parent_class)->finalize (object);
}

static void
rail_opcua_view_class_init (RailOpcuaViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_opcua_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = rail_opcua_view_finalize;

  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-opcua-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, certificate_row);
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, show_button);
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, create_button);
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, certificate_message);
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, policy_group);
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, mode_group);
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, policy_message);
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, client_list);
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, no_clients_row);
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, add_client_button);
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, accept_row);
  gtk_widget_class_bind_template_child (widget_class, RailOpcuaView, accept_switch);
  gtk_widget_class_bind_template_callback (widget_class, certificate_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_state_cb);
  gtk_widget_class_install_action (widget_class, "opcua.create", NULL, create_cb);
  gtk_widget_class_install_action (widget_class, "opcua.add-client", NULL, add_client_cb);
}

static void
rail_opcua_view_init (RailOpcuaView *self)
{
  guint n_policies;
  const RailSecurityPolicyInfo *all = rail_security_policy_get_all (&n_policies);

  g_assert (n_policies <= MAX_POLICIES);

  self->candidates = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < n_policies; i++)
    self->policies[i] = add_check (self, self->policy_group, all[i].label,
                                   all[i].is_deprecated               ? _("Deprecated: its algorithms are broken")
                                   : all[i].policy == RAIL_POLICY_NONE ? _("No security at all")
                                                                       : NULL);
  for (guint i = 0; i < N_MODES; i++)
    self->modes[i] = add_check (self, self->mode_group, rail_security_mode_get_label (modes[i]), NULL);
}

/**
 * rail_opcua_view_show:
 * @self: a view
 * @project: (nullable): the project
 * @device: (nullable): a device of it, as it is now
 *
 * Shows the OPC UA server of @device.
 */
void
rail_opcua_view_show (RailOpcuaView *self,
                      RailProject   *project,
                      RailDevice    *device)
{
  g_return_if_fail (RAIL_IS_OPCUA_VIEW (self));
  g_return_if_fail (project == NULL || RAIL_IS_PROJECT (project));
  g_return_if_fail (device == NULL || RAIL_IS_DEVICE (device));

  g_set_object (&self->project, project);
  g_set_object (&self->device, device);
  update (self);
}
