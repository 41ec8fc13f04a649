/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-create-csv-dialog"

#include "config.h"

#include "rail-create-csv-dialog.h"

#include "rail-creation-row.h"
#include "rail-operations.h"
#include "rail-section.h"

#include <glib/gi18n.h>

struct _RailCreateCsvDialog
{
  RailCsvDialog  parent_instance;

  /* Template widgets */
  GtkWidget     *bad_row;
  GtkSwitch     *skip_bad;
  GtkWidget     *only_bad_row;
  GtkSwitch     *only_bad;

  GtkFilter     *filter;
  guint          n_good;
  guint          n_bad;
};

G_DEFINE_FINAL_TYPE (RailCreateCsvDialog, rail_create_csv_dialog, RAIL_TYPE_CSV_DIALOG)

static const RailCsvColumn columns[] = {
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
  RailCertificateRequest *request;

  if (creation == NULL)
    return NULL;
  request = rail_creation_get_request (creation);
  return g_strdup (rail_key_kind_get_label (rail_certificate_request_get_key_kind (request)));
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
    return g_strdup_printf (C_("column and what is wrong in it", "%s: %s"), column,
                            rail_creation_row_get_problem (item));
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

static const RailCsvTable table = {
  .example = "/org/certrail/Certrail/example-certificates.csv",
  .example_name = "certificates.csv",
  .choose_title = N_("Table of Certificates"),
  .title = N_("One certificate a line"),
  .introduction = N_("A file of comma-separated values, as spreadsheets save it. "
                     "You see what each line asks for before anything is created."),
  .columns_hint = N_("The first line names them, in any order. What a line leaves empty is as its usage has it."),
  .no_lines = N_("The file names its columns, but has no line with a certificate."),
  .columns = columns,
  .n_columns = G_N_ELEMENTS (columns),
  .view_columns = view_columns,
  .n_view_columns = G_N_ELEMENTS (view_columns),
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
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static char *
describe (RailCreateCsvDialog *self)
{
  g_autofree char *good = g_strdup_printf (ngettext ("%u certificate", "%u certificates", self->n_good), self->n_good);
  g_autofree char *bad = g_strdup_printf (ngettext ("%u line is wrong", "%u lines are wrong", self->n_bad),
                                          self->n_bad);

  if (self->n_bad == 0)
    return g_steal_pointer (&good);
  return g_strdup_printf (C_("how many are good, how many lines wrong", "%s, %s"), good, bad);
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
  RailCsvDialog *csv = RAIL_CSV_DIALOG (dialog);
  g_autoptr(GListModel) creations = rail_creation_rows_list_good (rail_csv_dialog_get_rows (csv));

  rail_project_create_async (rail_csv_dialog_get_project (csv), creations, rail_task_dialog_progress, self,
                             rail_task_dialog_begin (dialog, _("Generating the keys and signing the certificates…")),
                             created_cb, g_object_ref (self));
}

static char *
rail_create_csv_dialog_show_rows (RailCsvDialog *dialog,
                                  GListModel    *rows)
{
  RailCreateCsvDialog *self = RAIL_CREATE_CSV_DIALOG (dialog);

  self->n_bad = rail_creation_rows_count_bad (rows);
  self->n_good = g_list_model_get_n_items (rows) - self->n_bad;
  gtk_switch_set_active (self->skip_bad, FALSE);
  gtk_switch_set_active (self->only_bad, FALSE);
  update (self);
  return describe (self);
}

static void
rail_create_csv_dialog_dispose (GObject *object)
{
  RailCreateCsvDialog *self = RAIL_CREATE_CSV_DIALOG (object);

  g_clear_object (&self->filter);
  G_OBJECT_CLASS (rail_create_csv_dialog_parent_class)->dispose (object);
}

static void
rail_create_csv_dialog_class_init (RailCreateCsvDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RailCsvDialogClass *csv_class = RAIL_CSV_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_create_csv_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_create_csv_dialog_perform;
  csv_class->table = &table;
  csv_class->parse = rail_creation_parse_csv;
  csv_class->show_rows = rail_create_csv_dialog_show_rows;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-create-csv-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, bad_row);
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, skip_bad);
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, only_bad_row);
  gtk_widget_class_bind_template_child (widget_class, RailCreateCsvDialog, only_bad);
  gtk_widget_class_bind_template_callback (widget_class, skip_bad_cb);
  gtk_widget_class_bind_template_callback (widget_class, only_bad_cb);
}

static void
rail_create_csv_dialog_init (RailCreateCsvDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = GTK_FILTER (gtk_custom_filter_new (match_cb, self, NULL));
  rail_csv_dialog_set_filter (RAIL_CSV_DIALOG (self), self->filter);
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
  rail_csv_dialog_set_project (RAIL_CSV_DIALOG (self), project);
  return GTK_WINDOW (self);
}
