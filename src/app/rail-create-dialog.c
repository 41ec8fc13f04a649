/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-create-dialog"

#include "config.h"

#include "rail-create-dialog-private.h"

#include "rail-busy.h"
#include "rail-combo.h"
#include "rail-operations.h"
#include "rail-text-scale.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (RailCreateDialog, rail_create_dialog, ADW_TYPE_WINDOW)

enum
{
  CREATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_busy (RailCreateDialog *self,
          gboolean          busy)
{
  rail_busy_set (GTK_WINDOW (self), busy);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), busy ? "progress" : "form");
  gtk_widget_set_visible (self->create, !busy);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(RailCreateDialog) self = RAIL_CREATE_DIALOG (user_data);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;

  entries = rail_project_create_finish (RAIL_PROJECT (source), result, &error);
  g_clear_object (&self->cancellable);
  if (self->creation == NULL)
    return;
  if (entries != NULL)
    {
      g_signal_emit (self, signals[CREATED], 0, g_ptr_array_index (entries, 0));
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  set_busy (self, FALSE);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->failure = g_strdup (error->message);
  _rail_create_dialog_complain (self);
}

static void
create_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailCreateDialog *self = RAIL_CREATE_DIALOG (widget);
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  RailKeyKind kind = rail_certificate_request_get_key_kind (rail_creation_get_request (self->creation));
  g_autofree char *text = g_strdup_printf (_("Generating the %s key and signing the certificate…"),
                                           rail_key_kind_get_label (kind));

  if (self->cancellable != NULL)
    return;
  g_clear_pointer (&self->failure, g_free);
  gtk_label_set_text (self->progress, text);
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  g_list_store_append (creations, self->creation);
  rail_project_create_async (self->project, G_LIST_MODEL (creations), NULL, NULL, self->cancellable,
                             created_cb, g_object_ref (self));
}

static void
cancel_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailCreateDialog *self = RAIL_CREATE_DIALOG (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
rail_create_dialog_close_request (GtkWindow *window)
{
  RailCreateDialog *self = RAIL_CREATE_DIALOG (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (rail_create_dialog_parent_class)->close_request (window);
}

static void
combo_changed_cb (AdwComboRow      *row,
                  GParamSpec       *pspec,
                  RailCreateDialog *self)
{
  if (!self->updating && self->creation != NULL)
    _rail_create_dialog_read (self, row);
}

static void
form_changed_cb (RailCreateDialog *self)
{
  if (self->creation == NULL)
    return;
  g_clear_pointer (&self->failure, g_free);
  if (!self->updating)
    _rail_create_dialog_sync (self);
  _rail_create_dialog_complain (self);
}

static void
name_changed_cb (RailCreateDialog *self)
{
  self->name_touched = TRUE;
}

static void
bind (RailCreateDialog *self,
      const char       *property,
      gpointer          widget,
      const char       *widget_property)
{
  g_object_bind_property (rail_creation_get_request (self->creation), property, widget, widget_property,
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}

static void
set_creation (RailCreateDialog *self,
              RailProject      *project,
              RailCreation     *creation)
{
  RailCertificateRequest *request = rail_creation_get_request (creation);

  self->project = g_object_ref (project);
  self->creation = g_object_ref (creation);
  _rail_create_dialog_fill (self);
  _rail_create_dialog_sync (self);
  bind (self, "common-name", self->common_name, "text");
  bind (self, "organization", self->organization, "text");
  bind (self, "organizational-unit", self->organizational_unit, "text");
  bind (self, "locality", self->locality, "text");
  bind (self, "state", self->state, "text");
  bind (self, "country", self->country, "text");
  bind (self, "not-before", self->not_before, "time");
  bind (self, "not-after", self->not_after, "time");
  bind (self, "outlive-issuer", self->outlive, "active");
  rail_names_group_set_request (self->names, request);
  rail_key_usage_group_set_request (self->key_usage, request);

  self->name_touched = FALSE;
  g_signal_connect_object (self->common_name, "changed", G_CALLBACK (name_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (creation, "notify", G_CALLBACK (form_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (request, "notify", G_CALLBACK (form_changed_cb), self, G_CONNECT_SWAPPED);
  _rail_create_dialog_complain (self);
}

static void
rail_create_dialog_dispose (GObject *object)
{
  RailCreateDialog *self = RAIL_CREATE_DIALOG (object);

  /* The window may have gone with the main window, while keys are still being made. */
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->creation);
  g_clear_object (&self->project);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->issuers, g_ptr_array_unref);
  g_clear_pointer (&self->failure, g_free);
  G_OBJECT_CLASS (rail_create_dialog_parent_class)->dispose (object);
}

static void
bind_rows (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, usage);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, issuer);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, device);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, common_name);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, organization);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, organizational_unit);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, locality);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, state);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, country);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, subject);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, key_kind);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, hash);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, not_before);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, not_after);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, outlive_row);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, outlive);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, names);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, key_usage);
}

static void
bind_messages (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, usage_message);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, issuer_message);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, device_message);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, common_name_message);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, subject_message);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, key_kind_message);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, hash_message);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, not_before_message);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, not_after_message);
}

static void
rail_create_dialog_class_init (RailCreateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_create_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = rail_create_dialog_close_request;

  /**
   * RailCreateDialog::created:
   * @entry: the new entry of the project
   *
   * The certificate has been made; the dialog closes.
   */
  signals[CREATED] = g_signal_new ("created", RAIL_TYPE_CREATE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_ENTRY);

  g_type_ensure (RAIL_TYPE_DATE_ROW);
  g_type_ensure (RAIL_TYPE_KEY_USAGE_GROUP);
  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  g_type_ensure (RAIL_TYPE_NAMES_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-create-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, create);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, summary_bar);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, summary_icon);
  gtk_widget_class_bind_template_child (widget_class, RailCreateDialog, summary);
  bind_rows (widget_class);
  bind_messages (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, combo_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_install_action (widget_class, "dialog.create", NULL, create_cb);
  gtk_widget_class_install_action (widget_class, "dialog.cancel", NULL, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dialog.cancel", NULL);
}

static void
rail_create_dialog_init (RailCreateDialog *self)
{
  self->issuers = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));
  rail_combo_show_whole (self->usage);
  rail_combo_show_whole (self->issuer);
}

/**
 * rail_create_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @project: the project
 * @creation: what the form starts with; it is changed by the dialog
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_create_dialog_new (GtkWindow    *parent,
                        RailProject  *project,
                        RailCreation *creation)
{
  RailCreateDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_CREATION (creation), NULL);

  self = g_object_new (RAIL_TYPE_CREATE_DIALOG, "transient-for", parent, "modal", TRUE,
                       "destroy-with-parent", TRUE, NULL);
  set_creation (self, project, creation);
  gtk_widget_grab_focus (self->common_name);
  return GTK_WINDOW (self);
}
