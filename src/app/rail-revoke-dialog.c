/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-revoke-dialog"

#include "config.h"

#include "rail-revoke-dialog.h"

#include "rail-operations.h"

#include <glib/gi18n.h>

struct _RailRevokeDialog
{
  RailTaskDialog       parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *group;
  AdwComboRow         *reason;

  /* Owned references */
  RailProject         *project;
  GPtrArray           *entries;
};

G_DEFINE_FINAL_TYPE (RailRevokeDialog, rail_revoke_dialog, RAIL_TYPE_TASK_DIALOG)

static void
rail_revoke_dialog_perform (RailTaskDialog *dialog)
{
  RailRevokeDialog *self = RAIL_REVOKE_DIALOG (dialog);
  guint n = self->entries->len;
  g_autofree char *text = g_strdup_printf (ngettext ("Revoked %u certificate", "Revoked %u certificates", n), n);
  g_autoptr(GError) error = NULL;

  if (!rail_project_revoke (self->project, self->entries, adw_combo_row_get_selected (self->reason), &error))
    {
      rail_task_dialog_set_error (dialog, error->message);
      return;
    }
  rail_task_dialog_succeed (dialog, text, TRUE);
}

static void
rail_revoke_dialog_dispose (GObject *object)
{
  RailRevokeDialog *self = RAIL_REVOKE_DIALOG (object);

  g_clear_object (&self->project);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (rail_revoke_dialog_parent_class)->dispose (object);
}

static void
rail_revoke_dialog_class_init (RailRevokeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_revoke_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_revoke_dialog_perform;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-revoke-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailRevokeDialog, group);
  gtk_widget_class_bind_template_child (widget_class, RailRevokeDialog, reason);
}

static void
rail_revoke_dialog_init (RailRevokeDialog *self)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i <= RAIL_REVOCATION_CERTIFICATE_HOLD; i++)
    gtk_string_list_append (labels, rail_revocation_reason_get_label (i));
  adw_combo_row_set_model (self->reason, G_LIST_MODEL (labels));
}

/**
 * rail_revoke_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 * @entries: (element-type RailEntry): what to revoke
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_revoke_dialog_new (GtkWindow   *parent,
                        GtkWidget   *origin,
                        RailProject *project,
                        GPtrArray   *entries)
{
  RailRevokeDialog *self;
  RailEntry *first;
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (entries != NULL && entries->len > 0, NULL);

  self = g_object_new (RAIL_TYPE_REVOKE_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  self->entries = g_ptr_array_ref (entries);

  first = g_ptr_array_index (entries, 0);
  if (entries->len == 1)
    title = g_strdup_printf (_("Revoke “%s”?"), rail_certificate_get_common_name (rail_entry_get_certificate (first)));
  else
    title = g_strdup_printf (ngettext ("Revoke %u certificate?", "Revoke %u certificates?", entries->len), entries->len);
  escaped = g_markup_escape_text (title, -1);
  adw_preferences_group_set_title (self->group, escaped);
  adw_preferences_group_set_description (self->group,
                                         _("The next revocation list of the issuer names it. Partners refuse it as soon as "
                                           "they have that list."));
  return GTK_WINDOW (self);
}
