/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-create-csv-dialog"

#include "config.h"

#include "rail-create-csv-dialog.h"

#include "rail-creation-row.h"
#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-file-chooser.h"
#include "rail-operations.h"
#include "rail-section.h"
#include "rail-text-column.h"
#include "rail-text-file.h"

#include <glib/gi18n.h>

/* The example that is installed; the program carries it. */
#define EXAMPLE "/org/certrail/Certrail/example-certificates.csv"

struct _RailCreateCsvDialog
{
  RailTaskDialog      parent_instance;

  /* Template widgets */
  GtkStack           *pages;         /* "empty" or "rows" */
  GtkListBox         *columns;
  AdwActionRow       *file_row;
  GtkWidget          *bad_row;
  GtkSwitch          *skip_bad;
  GtkWidget          *only_bad_row;
  GtkSwitch          *only_bad;
  GtkColumnView      *view;

  /* Owned references */
  RailProject        *project;
  GListModel         *rows;          /* (nullable): of RailCreationRow */
  GtkFilterListModel *shown;
  guint               n_good;
  guint               n_bad;
};

G_DEFINE_FINAL_TYPE (RailCreateCsvDialog, rail_create_csv_dialog, RAIL_TYPE_TASK_DIALOG)

static const struct
{
  const char *name;
  const char *meaning;
} column_texts[] = {
  { "usage", N_("What it is for, such as opcua-server, tls-client or ca-intermediate. Required.") },
  { "cn", N_("Common name of the subject. Required.") },
  { "issuer", N_("ID of the authority that issues it, or “self”.") },
  { "key", N_("rsa:2048, rsa:3072, rsa:4096, ec:secp256r1, ec:secp384r1 or ec:secp521r1.") },
  { "hash", N_("sha256, sha384 or sha512.") },
  { "dn", N_("Further parts of the subject, such as O=Plant,C=DE.") },
  { "not_before", N_("When it begins, such as 2030-01-31 or 2030-01-31T12:00:00Z.") },
  { "not_after", N_("When it ends.") },
  { "days", N_("How many days it is valid, in place of not_after.") },
  { "san", N_("Alternative names with | between them, such as URI:urn:plc|IP:10.0.0.4|DNS:plc.") },
  { "device", N_("Name of the device that it is made for.") },
};

static char *
dup_line (gpointer item)
{
  return g_strdup_printf ("%u", rail_creation_row_get_line (item));
}

static char *
dup_common_name (gpointer item)
{
  return g_strdup (rail_creation_row_get_common_name (item));
}

static char *
dup_usage (gpointer item)
{
  const char *nick = rail_creation_row_get_usage (item);
  const RailProfile *profile = rail_profile_find (nick);

  return g_strdup (profile != NULL ? rail_profile_get_label (profile) : nick);
}

static char *
dup_key (gpointer item)
{
  RailCreation *creation = rail_creation_row_get_creation (item);

  if (creation == NULL)
    return NULL;
  return g_strdup (rail_key_kind_get_label (rail_certificate_request_get_key_kind (rail_creation_get_request (creation))));
}

static char *
dup_valid_to (gpointer item)
{
  RailCreation *creation = rail_creation_row_get_creation (item);

  if (creation == NULL)
    return NULL;
  return rail_format_day (rail_certificate_request_get_not_after (rail_creation_get_request (creation)));
}

/* Who issues it, or what is wrong with the row. */
static char *
dup_result (gpointer item)
{
  RailCreation *creation = rail_creation_row_get_creation (item);
  const char *column = rail_creation_row_get_column (item);
  RailEntry *issuer;

  if (creation == NULL && column != NULL)
    return g_strdup_printf (C_("column and what is wrong in it", "%s: %s"), column, rail_creation_row_get_problem (item));
  if (creation == NULL)
    return g_strdup (rail_creation_row_get_problem (item));
  issuer = rail_creation_get_issuer (creation);
  if (issuer == NULL)
    return g_strdup (_("Self-signed"));
  return g_strdup_printf (_("Issued by ID %u"), rail_entry_get_id (issuer));
}

static const char *
get_class (gpointer item)
{
  return rail_creation_row_get_creation (item) == NULL ? "error" : NULL;
}

static const RailTextColumn view_columns[] = {
  { N_("Line"), .min_chars = 4, .nat_chars = 6, .numeric = TRUE, .dup_text = dup_line, .get_class = get_class },
  { N_("Common name of subject"), .min_chars = 12, .nat_chars = 24, .tooltip = TRUE, .dup_text = dup_common_name },
  { N_("Usage"), .min_chars = 10, .nat_chars = 18, .dup_text = dup_usage },
  { N_("Key"), .min_chars = 8, .nat_chars = 10, .dup_text = dup_key },
  { N_("Valid to"), .min_chars = 10, .nat_chars = 11, .numeric = TRUE, .dup_text = dup_valid_to },
  { N_("Result"), .min_chars = 26, .expand = TRUE, .wrap = TRUE, .dup_text = dup_result, .get_class = get_class },
};

static void
update (RailCreateCsvDialog *self)
{
  RailTaskDialog *dialog = RAIL_TASK_DIALOG (self);
  gboolean may_skip = self->n_bad == 0 || gtk_switch_get_active (self->skip_bad);
  g_autofree char *label = NULL;

  gtk_widget_set_visible (self->bad_row, self->n_bad > 0 && self->n_good > 0);
  gtk_widget_set_visible (self->only_bad_row, self->n_bad > 0 && self->n_good > 0);
  if (self->n_good > 0 && may_skip)
    label = g_strdup_printf (_("C_reate %u"), self->n_good);
  rail_task_dialog_set_perform_label (dialog, label != NULL ? label : _("C_reate"));
  rail_task_dialog_set_ready (dialog, self->n_good > 0 && may_skip);
}

static gboolean
match_cb (gpointer item,
          gpointer user_data)
{
  RailCreateCsvDialog *self = user_data;

  return !gtk_switch_get_active (self->only_bad) || rail_creation_row_get_creation (item) == NULL;
}

static void
skip_bad_cb (RailCreateCsvDialog *self)
{
  update (self);
}

static void
only_bad_cb (RailCreateCsvDialog *self)
{
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
}

static char *
describe (RailCreateCsvDialog *self)
{
  g_autofree char *good = g_strdup_printf (ngettext ("%u certificate", "%u certificates", self->n_good), self->n_good);
  g_autofree char *bad = g_strdup_printf (ngettext ("%u line is wrong", "%u lines are wrong", self->n_bad), self->n_bad);

  if (self->n_bad == 0)
    return g_steal_pointer (&good);
  return g_strdup_printf (C_("how many are good, how many lines wrong", "%s, %s"), good, bad);
}

static void
show_rows (RailCreateCsvDialog *self,
           GListModel          *rows,
           const char          *name)
{
  g_autofree char *text = NULL;

  g_set_object (&self->rows, rows);
  self->n_bad = rail_creation_rows_count_bad (rows);
  self->n_good = g_list_model_get_n_items (rows) - self->n_bad;
  gtk_switch_set_active (self->skip_bad, FALSE);
  gtk_switch_set_active (self->only_bad, FALSE);
  gtk_filter_list_model_set_model (self->shown, rows);
  text = describe (self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row), name);
  adw_action_row_set_subtitle (self->file_row, text);
  gtk_stack_set_visible_child_name (self->pages, "rows");
  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self),
                              g_list_model_get_n_items (rows) == 0
                                ? _("The file names its columns, but has no line with a certificate.") : NULL);
  update (self);
}

static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(RailCreateCsvDialog) self = RAIL_CREATE_CSV_DIALOG (user_data);
  g_autofree char *name = rail_display_name_dup (G_FILE (source));
  g_autoptr(GListModel) rows = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *content = rail_text_file_load_finish (G_FILE (source), result, &error);

  if (content != NULL && self->project != NULL)
    rows = rail_creation_parse_csv (self->project, content, &error);
  if (rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    show_rows (self, rows, name);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RailCreateCsvDialog) self = RAIL_CREATE_CSV_DIALOG (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);

  if (file == NULL || self->project == NULL)
    return;
  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), NULL);
  g_file_load_contents_async (file, rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Reading the file…")),
                              file_read_cb, g_object_ref (self));
}

static void
choose_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  rail_file_chooser_open_async (GTK_WINDOW (widget), _("Table of Certificates"), _("Tables (CSV)"), "*.csv", NULL,
                                file_chosen_cb, g_object_ref (widget));
}

static void
example_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(RailCreateCsvDialog) self = RAIL_CREATE_CSV_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    rail_error_dialog_show (GTK_WIDGET (self), _("The example was not saved"), error);
}

static void
example_chosen_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GtkWidget) self = GTK_WIDGET (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);
  g_autoptr(GBytes) content = g_resources_lookup_data (EXAMPLE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (content != NULL);

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, content, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                         example_saved_cb, g_object_ref (self));
}

static void
save_example_cb (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  rail_file_chooser_save_async (GTK_WINDOW (widget), _("Save an Example"), "certificates.csv", _("Tables (CSV)"), "*.csv",
                                NULL, example_chosen_cb, g_object_ref (widget));
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(RailCreateCsvDialog) self = RAIL_CREATE_CSV_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = rail_project_create_finish (RAIL_PROJECT (source), result, &error);
  g_autofree char *text = NULL;

  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    return;
  text = g_strdup_printf (ngettext ("Created %u certificate", "Created %u certificates", entries->len), entries->len);
  rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), text, TRUE);
}

static void
rail_create_csv_dialog_perform (RailTaskDialog *dialog)
{
  RailCreateCsvDialog *self = RAIL_CREATE_CSV_DIALOG (dialog);
  g_autoptr(GListModel) creations = rail_creation_rows_list_good (self->rows);

  rail_project_create_async (self->project, creations, rail_task_dialog_progress, self,
                             rail_task_dialog_begin (dialog, _("Generating the keys and signing the certificates…")),
                             created_cb, g_object_ref (self));
}

static void
rail_create_csv_dialog_dispose (GObject *object)
{
  RailCreateCsvDialog *self = RAIL_CREATE_CSV_DIALOG (object);

  if (self->shown != NULL)
    gtk_filter_list_model_set_filter (self->shown, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->rows);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_create_csv_dialog_parent_class)->dispose (object);
}

static void
rail_create_csv_dialog_class_init (RailCreateCsvDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_create_csv_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_create_csv_dialog_perform;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-create-csv-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, columns);
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, bad_row);
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, skip_bad);
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, only_bad_row);
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, only_bad);
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, view);
  gtk_widget_class_bind_template_callback (widget_class, skip_bad_cb);
  gtk_widget_class_bind_template_callback (widget_class, only_bad_cb);
  gtk_widget_class_install_action (widget_class, "csv.choose", NULL, choose_cb);
  gtk_widget_class_install_action (widget_class, "csv.save-example", NULL, save_example_cb);
}

static void
fill_columns (RailCreateCsvDialog *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (column_texts); i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), column_texts[i].name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(column_texts[i].meaning));
      gtk_list_box_append (self->columns, row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (view_columns); i++)
    rail_text_column_append (self->view, &view_columns[i]);
}

static void
rail_create_csv_dialog_init (RailCreateCsvDialog *self)
{
  GtkFilter *filter;
  GtkSelectionModel *selection;

  gtk_widget_init_template (GTK_WIDGET (self));
  fill_columns (self);
  filter = GTK_FILTER (gtk_custom_filter_new (match_cb, self, NULL));
  self->shown = gtk_filter_list_model_new (NULL, filter);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->shown))));
  gtk_column_view_set_model (self->view, selection);
  g_object_unref (selection);
  update (self);
}

/**
 * rail_create_csv_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_create_csv_dialog_new (GtkWindow   *parent,
                            GtkWidget   *origin,
                            RailProject *project)
{
  RailCreateCsvDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  self = g_object_new (RAIL_TYPE_CREATE_CSV_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  return GTK_WINDOW (self);
}
