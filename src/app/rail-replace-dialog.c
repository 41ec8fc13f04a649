/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-replace-dialog"

#include "config.h"

#include "rail-replace-dialog.h"

#include "rail-bundle-reader.h"
#include "rail-comparison-view.h"
#include "rail-display-name.h"
#include "rail-file-chooser.h"
#include "rail-message-row.h"
#include "rail-replacement.h"

#include <glib/gi18n.h>

struct _RailReplaceDialog
{
  RailTaskDialog      parent_instance;

  /* Template widgets */
  GtkStack           *pages;              /* "empty" or "compare" */
  AdwStatusPage      *empty;
  AdwActionRow       *file_row;
  GtkWidget          *password;
  RailMessageRow     *password_message;
  AdwActionRow       *hint_row;
  AdwComboRow        *which;
  RailMessageRow     *error_message;
  RailMessageRow     *advice_message;
  GtkWidget          *force_row;
  GtkSwitch          *force;
  RailComparisonView *comparison;

  /* Owned references */
  RailProject        *project;
  RailEntry          *entry;
  GListModel         *files;              /* (nullable): of GFile */
  GPtrArray          *bundles;            /* (nullable): of RailBundle: what they hold */
  GPtrArray          *candidates;         /* (nullable): of RailCertificate */
  RailReplacement    *replacement;        /* (nullable) */
};

G_DEFINE_FINAL_TYPE (RailReplaceDialog, rail_replace_dialog, RAIL_TYPE_TASK_DIALOG)

static void read_files (RailReplaceDialog *self,
                        RailSecret        *password);

/* The texts of all flags in @problems. */
static char *
describe_all (RailReplacement         *replacement,
              RailReplacementProblems  problems)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint bit = 0; bit < 32; bit++)
    if (problems & (1u << bit))
      {
        g_autofree char *line = rail_replacement_describe (replacement, 1u << bit);

        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
      }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static void
update_problems (RailReplaceDialog *self)
{
  RailReplacementProblems problems;
  RailReplacementProblems errors;
  g_autofree char *error_text = NULL;
  g_autofree char *advice_text = NULL;

  if (self->replacement == NULL)
    {
      gtk_widget_set_visible (self->force_row, FALSE);
      rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), FALSE);
      return;
    }
  rail_replacement_set_force (self->replacement, gtk_switch_get_active (self->force));
  problems = rail_replacement_validate (self->replacement);
  errors = problems & RAIL_REPLACEMENT_ERRORS;
  error_text = describe_all (self->replacement, errors);
  advice_text = describe_all (self->replacement, problems & ~RAIL_REPLACEMENT_ERRORS);
  rail_message_row_set_error (self->error_message, error_text);
  rail_message_row_set_advice (self->advice_message, advice_text);
  gtk_widget_set_visible (self->force_row, errors != 0 && (errors & RAIL_REPLACEMENT_FINAL) == 0);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), rail_replacement_is_possible (self->replacement));
}

static void
force_cb (RailReplaceDialog *self)
{
  if (self->project != NULL)
    update_problems (self);
}

static void
which_cb (RailReplaceDialog *self)
{
  guint i = adw_combo_row_get_selected (self->which);
  RailCertificate *certificate;

  if (self->candidates == NULL || i >= self->candidates->len)
    return;
  certificate = g_ptr_array_index (self->candidates, i);
  g_clear_object (&self->replacement);
  self->replacement = rail_replacement_new (self->project, self->entry, certificate,
                                            rail_bundle_reader_find_key (self->bundles, certificate));
  gtk_switch_set_active (self->force, FALSE);
  rail_comparison_view_set (self->comparison, rail_entry_get_certificate (self->entry), _("Now"), certificate,
                            C_("certificate", "New"));
  gtk_widget_set_visible (GTK_WIDGET (self->comparison), TRUE);
  update_problems (self);
}

/* Certificates with their keys are meant; only without any, the others are looked at. */
static GPtrArray *
list_candidates (GPtrArray *bundles)
{
  GPtrArray *all = rail_bundle_reader_list_certificates (bundles);
  g_autoptr(GPtrArray) with_key = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < all->len; i++)
    if (rail_bundle_reader_find_key (bundles, g_ptr_array_index (all, i)) != NULL)
      g_ptr_array_add (with_key, g_object_ref (g_ptr_array_index (all, i)));
  if (with_key->len == 0)
    return all;
  g_ptr_array_unref (all);
  return g_steal_pointer (&with_key);
}

static void
show_candidates (RailReplaceDialog *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->candidates->len; i++)
    gtk_string_list_append (names, rail_certificate_get_common_name (g_ptr_array_index (self->candidates, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->which), self->candidates->len > 1);
  adw_combo_row_set_model (self->which, G_LIST_MODEL (names));
  if (self->candidates->len > 0)
    which_cb (self);
}

/* What files say that hold no certificate. */
static char *
explain_nothing (GPtrArray *bundles)
{
  for (guint i = 0; i < bundles->len; i++)
    {
      GListModel *items = rail_bundle_get_items (g_ptr_array_index (bundles, i));

      for (guint k = 0; k < g_list_model_get_n_items (items); k++)
        {
          g_autoptr(RailBundleItem) item = g_list_model_get_item (items, k);

          if (rail_bundle_item_get_kind (item) == RAIL_BUNDLE_UNREADABLE)
            return g_strdup (rail_bundle_item_get_reason (item));
        }
    }
  return g_strdup (_("There is no certificate in what was chosen; choose a .p12 file, or the files of the certificate and "
                     "of its key."));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(RailReplaceDialog) self = RAIL_REPLACE_DIALOG (user_data);
  RailBundleFlags flags;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) bundles = rail_bundle_reader_read_finish (result, &flags, &error);
  g_autofree char *problem = NULL;
  gboolean locked;

  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    return;
  g_clear_pointer (&self->bundles, g_ptr_array_unref);
  self->bundles = g_steal_pointer (&bundles);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  self->candidates = list_candidates (self->bundles);
  g_clear_object (&self->replacement);

  locked = (flags & RAIL_BUNDLE_NEEDS_PASSWORD) != 0;
  gtk_widget_set_visible (self->password, locked);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_row), locked);
  gtk_widget_set_visible (GTK_WIDGET (self->comparison), FALSE);
  gtk_stack_set_visible_child_name (self->pages, "compare");
  rail_message_row_set_error (self->password_message,
                              flags & RAIL_BUNDLE_WRONG_PASSWORD ? _("Wrong password, or the file is damaged.") : NULL);
  if (flags & RAIL_BUNDLE_WRONG_PASSWORD)
    gtk_widget_add_css_class (self->password, "error");
  if (self->candidates->len == 0 && !locked)
    problem = explain_nothing (self->bundles);
  rail_message_row_set_error (self->error_message, problem);
  rail_message_row_set_advice (self->advice_message, NULL);
  if (locked)
    gtk_widget_grab_focus (self->password);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  update_problems (self);
  show_candidates (self);
}

static void
read_files (RailReplaceDialog *self,
            RailSecret        *password)
{
  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), NULL);
  rail_bundle_reader_read_async (self->files, password,
                                 rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Reading the files…")), read_cb,
                                 g_object_ref (self));
}

static void
password_changed_cb (RailReplaceDialog *self)
{
  rail_message_row_set_error (self->password_message, NULL);
  gtk_widget_remove_css_class (self->password, "error");
}

static void
unlock_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailReplaceDialog *self = RAIL_REPLACE_DIALOG (widget);
  g_autoptr(RailSecret) password =
    rail_secret_new_from_string (gtk_editable_get_text (GTK_EDITABLE (self->password)));

  if (self->files != NULL && !rail_task_dialog_is_busy (RAIL_TASK_DIALOG (self)))
    read_files (self, password);
}

static void
password_activated_cb (RailReplaceDialog *self)
{
  unlock_cb (GTK_WIDGET (self), NULL, NULL);
}

static void
try_name_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  RailReplaceDialog *self = RAIL_REPLACE_DIALOG (widget);
  g_autoptr(RailSecret) password = rail_secret_new_from_string (rail_project_get_name (self->project));

  read_files (self, password);
}

static void
files_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(RailReplaceDialog) self = RAIL_REPLACE_DIALOG (user_data);
  g_autoptr(GListModel) files = rail_file_chooser_finish_many (result, NULL);

  if (files != NULL)
    rail_replace_dialog_set_files (self, files);
}

static void
choose_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  rail_file_chooser_open_many_async (GTK_WINDOW (widget), _("New Certificate, with Its Key"), NULL, files_chosen_cb,
                                     g_object_ref (widget));
}

static void
rail_replace_dialog_perform (RailTaskDialog *dialog)
{
  RailReplaceDialog *self = RAIL_REPLACE_DIALOG (dialog);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!rail_project_replace (self->project, self->replacement, &error))
    {
      rail_task_dialog_set_error (dialog, error->message);
      return;
    }
  text = g_strdup_printf (_("Replaced certificate %u"), rail_entry_get_id (self->entry));
  rail_task_dialog_succeed (dialog, text, TRUE);
}

static void
rail_replace_dialog_forget (RailTaskDialog *dialog)
{
  RailReplaceDialog *self = RAIL_REPLACE_DIALOG (dialog);

  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
}

static void
rail_replace_dialog_dispose (GObject *object)
{
  RailReplaceDialog *self = RAIL_REPLACE_DIALOG (object);

  g_clear_object (&self->replacement);
  g_clear_object (&self->project);
  g_clear_object (&self->entry);
  g_clear_object (&self->files);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->bundles, g_ptr_array_unref);
  G_OBJECT_CLASS (rail_replace_dialog_parent_class)->dispose (object);
}

static void
rail_replace_dialog_class_init (RailReplaceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_replace_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_replace_dialog_perform;
  RAIL_TASK_DIALOG_CLASS (klass)->forget = rail_replace_dialog_forget;

  g_type_ensure (RAIL_TYPE_COMPARISON_VIEW);
  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-replace-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, empty);
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, password);
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, password_message);
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, hint_row);
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, which);
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, error_message);
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, advice_message);
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, force_row);
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, force);
  gtk_widget_class_bind_template_child (widget_class, RailReplaceDialog, comparison);
  gtk_widget_class_bind_template_callback (widget_class, force_cb);
  gtk_widget_class_bind_template_callback (widget_class, which_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_changed_cb);
  gtk_widget_class_install_action (widget_class, "replace.choose", NULL, choose_cb);
  gtk_widget_class_install_action (widget_class, "replace.unlock", NULL, unlock_cb);
  gtk_widget_class_install_action (widget_class, "replace.try-name", NULL, try_name_cb);
}

static void
rail_replace_dialog_init (RailReplaceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), FALSE);
}

/**
 * rail_replace_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 * @entry: what gets another certificate
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_replace_dialog_new (GtkWindow   *parent,
                         GtkWidget   *origin,
                         RailProject *project,
                         RailEntry   *entry)
{
  RailReplaceDialog *self;
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *hint = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (entry), NULL);

  self = g_object_new (RAIL_TYPE_REPLACE_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  self->entry = g_object_ref (entry);
  title = g_strdup_printf (_("Replace %u · %s"), rail_entry_get_id (entry),
                           rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
  escaped = g_markup_escape_text (title, -1);
  adw_status_page_set_title (self->empty, escaped);
  gtk_window_set_title (GTK_WINDOW (self), title);
  hint = g_strdup_printf (_("TIA Portal takes the name of the project when the password was left empty, here “%s”."),
                          rail_project_get_name (project));
  g_free (escaped);
  escaped = g_markup_escape_text (hint, -1);
  adw_action_row_set_subtitle (self->hint_row, escaped);
  return GTK_WINDOW (self);
}

/**
 * rail_replace_dialog_set_files:
 * @self: a dialog that is not busy
 * @files: (element-type GFile): a .p12 file, or the files of the certificate and of its key
 *
 * Reads the files and shows what differs.
 */
void
rail_replace_dialog_set_files (RailReplaceDialog *self,
                               GListModel        *files)
{
  g_autoptr(GString) names = g_string_new (NULL);

  g_return_if_fail (RAIL_IS_REPLACE_DIALOG (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  if (self->project == NULL || rail_task_dialog_is_busy (RAIL_TASK_DIALOG (self)))
    return;
  g_set_object (&self->files, files);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);
      g_autofree char *name = rail_display_name_dup (file);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row), names->str);
  read_files (self, NULL);
}
