/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-service-row"

#include "config.h"

#include "rail-service-row.h"

#include "rail-error-dialog.h"
#include "rail-status-look.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

struct _RailServiceRow
{
  AdwActionRow    parent_instance;

  /* Template widgets */
  GtkWidget      *status;
  GtkImage       *status_icon;
  GtkLabel       *status_label;
  GtkWidget      *tcon_button;
  GtkWidget      *go_button;
  GtkWidget      *spinner;
  GtkSwitch      *service_switch;

  /* Owned references */
  RailProject    *project;       /* (nullable) */
  RailDevice     *device;        /* (nullable) */
  GCancellable   *cancellable;   /* (nullable): while its certificate is made */
  RailService     service;
};

G_DEFINE_FINAL_TYPE (RailServiceRow, rail_service_row, ADW_TYPE_ACTION_ROW)

/* (nullable): the certificate of the service; the project keeps it */
static RailEntry *
get_entry (RailServiceRow *self)
{
  guint id = rail_device_get_service_certificate (self->device, self->service);

  return id != 0 ? rail_project_get_entry (self->project, id) : NULL;
}

static gboolean
is_on (RailServiceRow *self)
{
  return self->device != NULL && rail_device_is_service_on (self->device, self->service);
}

/* Returns: (transfer full) (nullable): why it cannot be switched on */
static char *
find_reason (RailServiceRow *self)
{
  const char *keys = rail_project_get_keys_reason (self->project);
  char *reason = NULL;

  if (!rail_service_is_available (self->service, rail_device_get_family (self->device),
                                  rail_device_get_firmware (self->device), &reason))
    return reason;
  return g_strdup (keys);
}

static void
show_entry (RailServiceRow *self,
            RailEntry      *entry)
{
  gtk_widget_set_visible (self->status, entry != NULL);
  gtk_widget_set_visible (self->go_button, entry != NULL);
  if (entry != NULL)
    {
      gint64 now = rail_environment_get_now (rail_project_get_environment (self->project));
      g_autofree char *text = rail_entry_dup_status_text (entry, now);
      g_autofree char *label = g_strdup_printf (_("Show certificate %u"), rail_entry_get_id (entry));

      rail_status_show (self->status_icon, self->status_label, rail_entry_get_status (entry, now, NULL), text);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->go_button), "u", rail_entry_get_id (entry));
      gtk_widget_set_tooltip_text (self->go_button, label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->go_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
}

static void
update (RailServiceRow *self)
{
  gboolean busy = self->cancellable != NULL;
  gboolean on = is_on (self);
  g_autofree char *reason = NULL;
  g_autofree char *subtitle = NULL;
  RailEntry *entry;

  if (self->device == NULL)
    return;

  entry = get_entry (self);
  reason = find_reason (self);
  if (busy)
    subtitle = g_strdup (_("Its certificate is being made…"));
  else if (on && entry != NULL)
    subtitle = g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (entry),
                                rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
  else if (on)
    subtitle = g_strdup (_("On, but without a certificate: assign one, or switch it off and on to make one"));
  else if (reason != NULL)
    subtitle = g_strdup (reason);
  else
    subtitle = g_strdup (C_("service", "Off"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);

  show_entry (self, on ? entry : NULL);
  gtk_widget_set_visible (self->tcon_button, on && self->service == RAIL_SERVICE_SECURE_OUC);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->tcon_button), "s", rail_device_get_name (self->device));
  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  /* What is on can always be switched off, even by an older firmware. */
  gtk_widget_set_sensitive (GTK_WIDGET (self), on || busy || reason == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->service_switch), !busy);
  if (!busy)
    {
      gtk_switch_set_state (self->service_switch, on);
      gtk_switch_set_active (self->service_switch, on);
    }
}

static void
switched_on_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RailServiceRow) self = user_data;
  g_autoptr(GError) error = NULL;
  RailEntry *entry = rail_project_switch_on_finish (RAIL_PROJECT (object), result, &error);
  const char *label = rail_service_get_label (self->service);

  g_clear_object (&self->cancellable);
  /* The page shows another device by now, or nothing. */
  if (self->project != RAIL_PROJECT (object))
    return;
  update (self);
  if (entry != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("%s is on, with certificate %u"), label, rail_entry_get_id (entry));

      rail_toast_show (GTK_WIDGET (self), text, _("_Undo"), "win.undo");
    }
  else if (error != NULL)
    {
      g_autofree char *heading = g_strdup_printf (_("%s was not switched on"), label);

      rail_error_dialog_show (GTK_WIDGET (self), heading, error);
    }
}

static void
switch_on (RailServiceRow *self)
{
  self->cancellable = g_cancellable_new ();
  update (self);
  rail_project_switch_on_async (self->project, self->device, self->service, self->cancellable, switched_on_cb,
                                g_object_ref (self));
}

static void
switch_off (RailServiceRow *self,
            gboolean        delete_certificate)
{
  const char *label = rail_service_get_label (self->service);
  g_autofree char *text = g_strdup_printf (_("%s is off"), label);
  g_autoptr(GError) error = NULL;

  if (rail_project_switch_off (self->project, self->device, self->service, delete_certificate, &error))
    rail_toast_show (GTK_WIDGET (self), text, _("_Undo"), "win.undo");
  else
    {
      g_autofree char *heading = g_strdup_printf (_("%s was not switched off"), label);

      update (self);
      rail_error_dialog_show (GTK_WIDGET (self), heading, error);
    }
}

static void
answer_cb (AdwMessageDialog *dialog,
           const char       *response,
           RailServiceRow   *self)
{
  RailDevice *asked = g_object_get_data (G_OBJECT (dialog), "device");

  if (self->device == NULL)
    return;
  if (self->device == asked && !g_str_equal (response, "cancel"))
    switch_off (self, g_str_equal (response, "delete"));
  else
    update (self);
}

/* What becomes of the certificate is not for the program to decide: other devices may know it. */
static void
ask_off (RailServiceRow *self,
         RailEntry      *entry)
{
  g_autofree char *heading = g_strdup_printf (_("Switch %s off?"), rail_service_get_label (self->service));
  g_autofree char *body =
    g_strdup_printf (_("It uses certificate %u · %s. Kept, it stays in the table of the device. Deleted, it goes with its "
                       "private key and is taken out of everything that uses it."),
                     rail_entry_get_id (entry), rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  gtk_widget_set_name (dialog, "switch-off");
  adw_message_dialog_add_responses (message, "cancel", _("_Cancel"), "delete", _("_Delete It"), "keep", _("_Keep It"), NULL);
  adw_message_dialog_set_response_appearance (message, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "keep");
  adw_message_dialog_set_close_response (message, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "device", g_object_ref (self->device), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answer_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The switch follows the device; moving it is only a wish. */
static gboolean
state_cb (RailServiceRow *self,
          gboolean        state)
{
  RailEntry *entry;

  if (self->device == NULL || self->cancellable != NULL || state == is_on (self))
    return GDK_EVENT_STOP;
  if (state)
    {
      switch_on (self);
      return GDK_EVENT_STOP;
    }
  entry = get_entry (self);
  if (entry != NULL)
    ask_off (self, entry);
  else
    switch_off (self, FALSE);
  return GDK_EVENT_STOP;
}

static void
rail_service_row_dispose (GObject *object)
{
  RailServiceRow *self = RAIL_SERVICE_ROW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->device);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_service_row_parent_class)->dispose (object);
}

static void
rail_service_row_class_init (RailServiceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_service_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-service-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RailServiceRow, status);
  gtk_widget_class_bind_template_child (widget_class, RailServiceRow, status_icon);
  gtk_widget_class_bind_template_child (widget_class, RailServiceRow, status_label);
  gtk_widget_class_bind_template_child (widget_class, RailServiceRow, tcon_button);
  gtk_widget_class_bind_template_child (widget_class, RailServiceRow, go_button);
  gtk_widget_class_bind_template_child (widget_class, RailServiceRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, RailServiceRow, service_switch);
  gtk_widget_class_bind_template_callback (widget_class, state_cb);
}

static void
rail_service_row_init (RailServiceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_service_row_new:
 * @service: a service
 *
 * Returns: (transfer floating): a row for @service of whatever device
 */
GtkWidget *
rail_service_row_new (RailService service)
{
  RailServiceRow *self = g_object_new (RAIL_TYPE_SERVICE_ROW, NULL);
  const char *label = rail_service_get_label (service);

  self->service = service;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->service_switch), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}

/**
 * rail_service_row_show:
 * @self: a row
 * @project: (nullable): the project
 * @device: (nullable): a device of it, as it is now
 *
 * Shows the service of @device.
 */
void
rail_service_row_show (RailServiceRow *self,
                       RailProject    *project,
                       RailDevice     *device)
{
  g_return_if_fail (RAIL_IS_SERVICE_ROW (self));
  g_return_if_fail (project == NULL || RAIL_IS_PROJECT (project));
  g_return_if_fail (device == NULL || RAIL_IS_DEVICE (device));

  g_set_object (&self->project, project);
  g_set_object (&self->device, device);
  update (self);
}

/**
 * rail_service_row_is_busy:
 * @self: a row
 *
 * Returns: whether a certificate is being made
 */
gboolean
rail_service_row_is_busy (RailServiceRow *self)
{
  g_return_val_if_fail (RAIL_IS_SERVICE_ROW (self), FALSE);

  return self->cancellable != NULL;
}
