/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-request-dialog"

#include "config.h"

#include "rail-request-dialog.h"

#include "rail-file-chooser.h"
#include "rail-file-name.h"
#include "rail-message-row.h"
#include "rail-request.h"
#include "rail-section.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RailRequestDialog
{
  RailTaskDialog       parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *group;
  AdwActionRow        *subject;
  AdwActionRow        *key;
  AdwActionRow        *names;
  RailMessageRow      *message;

  /* Owned references */
  RailProject         *project;
  RailEntry           *entry;
};

G_DEFINE_FINAL_TYPE (RailRequestDialog, rail_request_dialog, RAIL_TYPE_TASK_DIALOG)

static char *
make_pem (RailRequestDialog *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailSigningRequest) request = rail_project_request (self->project, self->entry, &error);

  if (request != NULL)
    return rail_signing_request_to_pem (request);
  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), error->message);
  return NULL;
}

static void
copy_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  RailRequestDialog *self = RAIL_REQUEST_DIALOG (widget);
  g_autofree char *pem = make_pem (self);

  if (pem == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), pem);
  rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), _("Request copied; its answer is awaited"), TRUE);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(RailRequestDialog) self = RAIL_REQUEST_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), _("Request saved; its answer is awaited"), TRUE);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RailRequestDialog) self = RAIL_REQUEST_DIALOG (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);
  g_autofree char *pem = file != NULL && self->project != NULL ? make_pem (self) : NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (pem == NULL)
    return;
  bytes = g_bytes_new (pem, strlen (pem));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                       rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Writing the file…")), saved_cb,
                                       g_object_ref (self));
}

static void
rail_request_dialog_perform (RailTaskDialog *dialog)
{
  RailRequestDialog *self = RAIL_REQUEST_DIALOG (dialog);
  g_autofree char *name = rail_file_name_for_entry (self->entry, "csr");

  rail_file_chooser_save_async (GTK_WINDOW (self), _("Save the Request"), name, _("Requests"), "*.csr", NULL,
                                file_chosen_cb, g_object_ref (self));
}

static void
rail_request_dialog_dispose (GObject *object)
{
  RailRequestDialog *self = RAIL_REQUEST_DIALOG (object);

  g_clear_object (&self->project);
  g_clear_object (&self->entry);
  G_OBJECT_CLASS (rail_request_dialog_parent_class)->dispose (object);
}

static void
rail_request_dialog_class_init (RailRequestDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_request_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_request_dialog_perform;

  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-request-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailRequestDialog, group);
  gtk_widget_class_bind_template_child (widget_class, RailRequestDialog, subject);
  gtk_widget_class_bind_template_child (widget_class, RailRequestDialog, key);
  gtk_widget_class_bind_template_child (widget_class, RailRequestDialog, names);
  gtk_widget_class_bind_template_child (widget_class, RailRequestDialog, message);
  gtk_widget_class_install_action (widget_class, "request.copy", NULL, copy_cb);
}

static void
rail_request_dialog_init (RailRequestDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_entry (RailRequestDialog *self)
{
  RailCertificate *certificate = rail_entry_get_certificate (self->entry);
  GListModel *names = rail_certificate_get_names (certificate);
  gint64 requested = rail_entry_get_requested (self->entry);
  g_autofree char *title = g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (self->entry),
                                            rail_certificate_get_common_name (certificate));
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  adw_preferences_group_set_title (self->group, escaped);
  adw_action_row_set_subtitle (self->subject, rail_certificate_get_subject (certificate));
  adw_action_row_set_subtitle (self->key, rail_key_kind_get_label (rail_certificate_get_key_kind (certificate)));
  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autofree char *line = rail_alternative_name_to_string (name);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  adw_action_row_set_subtitle (self->names, text->len > 0 ? text->str : C_("alternative names", "None"));
  if (!rail_project_can_request (self->project, self->entry, &error))
    {
      rail_message_row_set_error (self->message, error->message);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "request.copy", FALSE);
      rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), FALSE);
    }
  else if (requested != 0)
    {
      g_autofree char *date = rail_format_date (requested);
      g_autofree char *advice = g_strdup_printf (_("A request was made already; its answer is awaited since %s."), date);

      rail_message_row_set_advice (self->message, advice);
    }
}

/**
 * rail_request_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 * @entry: what a certificate from outside is wanted for
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_request_dialog_new (GtkWindow   *parent,
                         GtkWidget   *origin,
                         RailProject *project,
                         RailEntry   *entry)
{
  RailRequestDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);

  self = g_object_new (RAIL_TYPE_REQUEST_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  self->entry = g_object_ref (entry);
  show_entry (self);
  return GTK_WINDOW (self);
}
