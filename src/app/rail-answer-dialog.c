/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-answer-dialog"

#include "config.h"

#include "rail-answer-dialog.h"

#include "rail-bundle-reader.h"
#include "rail-comparison-view.h"
#include "rail-file-chooser.h"
#include "rail-message-row.h"
#include "rail-request.h"

#include <glib/gi18n.h>

struct _RailAnswerDialog
{
  RailTaskDialog      parent_instance;

  /* Template widgets */
  GtkStack           *pages;         /* "empty" or "compare" */
  AdwActionRow       *entry_row;
  GtkWidget          *chain_row;
  RailMessageRow     *message;
  RailComparisonView *comparison;

  /* Owned references */
  RailProject        *project;
  RailEntry          *entry;         /* (nullable): whose request was answered */
  RailCertificate    *answer;        /* (nullable) */
  GPtrArray          *chain;         /* (nullable): of RailCertificate: what came along */
};

G_DEFINE_FINAL_TYPE (RailAnswerDialog, rail_answer_dialog, RAIL_TYPE_TASK_DIALOG)

/* Which of the certificates answers a request; the others are its chain. */
static void
find_answer (RailAnswerDialog *self,
             GPtrArray        *certificates)
{
  g_clear_object (&self->entry);
  g_clear_object (&self->answer);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  self->chain = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < certificates->len; i++)
    {
      RailCertificate *certificate = g_ptr_array_index (certificates, i);
      RailEntry *entry = self->answer == NULL ? rail_project_find_request (self->project, certificate) : NULL;

      if (entry == NULL)
        {
          g_ptr_array_add (self->chain, g_object_ref (certificate));
          continue;
        }
      self->entry = g_object_ref (entry);
      self->answer = g_object_ref (certificate);
    }
}

static void
show_answer (RailAnswerDialog *self)
{
  guint n = self->chain->len;
  g_autofree char *title = NULL;
  g_autofree char *along = g_strdup_printf (ngettext ("%u certificate, as a trusted one unless it is there already",
                                                      "%u certificates, as trusted ones unless they are there already", n), n);
  g_autoptr(GError) error = NULL;

  gtk_stack_set_visible_child_name (self->pages, "compare");
  gtk_widget_set_visible (GTK_WIDGET (self->comparison), self->answer != NULL);
  gtk_widget_set_visible (self->chain_row, self->answer != NULL && n > 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->chain_row), along);
  if (self->answer == NULL)
    {
      adw_action_row_set_subtitle (self->entry_row, C_("certificate", "None"));
      rail_message_row_set_error (self->message,
                                  _("No certificate of this project has the key of what was chosen; choose the answer to a "
                                    "request that was made here."));
      rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), FALSE);
      return;
    }
  title = g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (self->entry),
                           rail_certificate_get_common_name (rail_entry_get_certificate (self->entry)));
  adw_action_row_set_subtitle (self->entry_row, title);
  rail_comparison_view_set (self->comparison, rail_entry_get_certificate (self->entry), _("Now"), self->answer,
                            _("Answer"));
  rail_project_check_answer (self->project, self->entry, self->answer, &error);
  rail_message_row_set_error (self->message, error != NULL ? error->message : NULL);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), error == NULL);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(RailAnswerDialog) self = RAIL_ANSWER_DIALOG (user_data);
  RailBundleFlags flags;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) bundles = rail_bundle_reader_read_finish (result, &flags, &error);
  g_autoptr(GPtrArray) certificates = NULL;

  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    return;
  certificates = rail_bundle_reader_list_certificates (bundles);
  find_answer (self, certificates);
  show_answer (self);
}

static void
files_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(RailAnswerDialog) self = RAIL_ANSWER_DIALOG (user_data);
  g_autoptr(GListModel) files = rail_file_chooser_finish_many (result, NULL);

  if (files == NULL || self->project == NULL)
    return;
  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), NULL);
  rail_bundle_reader_read_async (files, NULL,
                                 rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Reading the files…")), read_cb,
                                 g_object_ref (self));
}

static void
choose_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  rail_file_chooser_open_many_async (GTK_WINDOW (widget), _("Answer of the Authority"), NULL, files_chosen_cb,
                                     g_object_ref (widget));
}

static void
rail_answer_dialog_perform (RailTaskDialog *dialog)
{
  RailAnswerDialog *self = RAIL_ANSWER_DIALOG (dialog);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!rail_project_answer (self->project, self->entry, self->answer, self->chain, &error))
    {
      rail_task_dialog_set_error (dialog, error->message);
      return;
    }
  text = g_strdup_printf (_("Took the answer for certificate %u"), rail_entry_get_id (self->entry));
  rail_task_dialog_succeed (dialog, text, TRUE);
}

static void
rail_answer_dialog_dispose (GObject *object)
{
  RailAnswerDialog *self = RAIL_ANSWER_DIALOG (object);

  g_clear_object (&self->project);
  g_clear_object (&self->entry);
  g_clear_object (&self->answer);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  G_OBJECT_CLASS (rail_answer_dialog_parent_class)->dispose (object);
}

static void
rail_answer_dialog_class_init (RailAnswerDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_answer_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_answer_dialog_perform;

  g_type_ensure (RAIL_TYPE_COMPARISON_VIEW);
  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-answer-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailAnswerDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, RailAnswerDialog, entry_row);
  gtk_widget_class_bind_template_child (widget_class, RailAnswerDialog, chain_row);
  gtk_widget_class_bind_template_child (widget_class, RailAnswerDialog, message);
  gtk_widget_class_bind_template_child (widget_class, RailAnswerDialog, comparison);
  gtk_widget_class_install_action (widget_class, "answer.choose", NULL, choose_cb);
}

static void
rail_answer_dialog_init (RailAnswerDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), FALSE);
}

/**
 * rail_answer_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 *
 * The dialog finds by the key which entry the answer is for.
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_answer_dialog_new (GtkWindow   *parent,
                        GtkWidget   *origin,
                        RailProject *project)
{
  RailAnswerDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  self = g_object_new (RAIL_TYPE_ANSWER_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  return GTK_WINDOW (self);
}
