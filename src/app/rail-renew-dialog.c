/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-renew-dialog"

#include "config.h"

#include "rail-renew-dialog.h"

#include "rail-combo.h"
#include "rail-date-row.h"
#include "rail-message-row.h"
#include "rail-renewal.h"
#include "rail-section.h"
#include "rail-text-column.h"

#include <glib/gi18n.h>

#define DAY G_GINT64_CONSTANT (86400)

struct _RailRenewDialog
{
  RailTaskDialog      parent_instance;

  /* Template widgets */
  GtkWidget          *expiring_group;
  RailDateRow        *before;
  RailMessageRow     *before_message;
  AdwComboRow        *validity;
  GtkWidget          *months_row;
  GtkSpinButton      *months;
  RailDateRow        *until;
  RailMessageRow     *validity_message;
  AdwComboRow        *key;
  AdwComboRow        *key_kind;
  AdwComboRow        *hash;
  GtkWidget          *authority_group;
  GtkSwitch          *reissue;
  GtkWidget          *same_keys_row;
  GtkSwitch          *same_keys;
  GtkSwitch          *revoke_old;
  GtkEditable        *note;
  RailMessageRow     *message;
  GtkLabel           *summary;
  GtkWidget          *leave_out_bad;
  GtkColumnView      *view;
  GtkExpander        *details;
  GtkLabel           *details_label;

  /* Owned references */
  RailProject        *project;
  GPtrArray          *entries;     /* of RailEntry: what was asked for */
  RailRenewal        *renewal;     /* (nullable): while the form is filled */
  GtkSingleSelection *selection;
  gboolean            expiring;
};

G_DEFINE_FINAL_TYPE (RailRenewDialog, rail_renew_dialog, RAIL_TYPE_TASK_DIALOG)

static char *
dup_id (gpointer item)
{
  return g_strdup_printf ("%u", rail_entry_get_id (rail_renewal_item_get_entry (item)));
}

static char *
dup_common_name (gpointer item)
{
  return g_strdup (rail_certificate_get_common_name (rail_entry_get_certificate (rail_renewal_item_get_entry (item))));
}

static char *
dup_now (gpointer item)
{
  RailCertificate *certificate = rail_entry_get_certificate (rail_renewal_item_get_entry (item));

  return rail_format_day (rail_certificate_get_not_after (certificate));
}

static char *
dup_then (gpointer item)
{
  RailCertificateRequest *request = rail_renewal_item_get_request (item);

  if (request == NULL || rail_renewal_item_get_problem (item) != NULL)
    return NULL;
  return rail_format_day (rail_certificate_request_get_not_after (request));
}

/* What will be issued, or why that is not possible. */
static char *
dup_result (gpointer item)
{
  RailCertificateRequest *request = rail_renewal_item_get_request (item);
  RailEntry *cause = rail_renewal_item_get_cause (item);
  g_autoptr(GString) text = NULL;
  guint n_names;

  if (rail_renewal_item_get_problem (item) != NULL)
    return g_strdup (rail_renewal_item_get_problem (item));
  text = g_string_new (rail_renewal_item_get_summary (item));
  n_names = request != NULL ? g_list_model_get_n_items (G_LIST_MODEL (rail_certificate_request_get_names (request))) : 0;
  if (n_names > 0)
    /* Translators: goes on after what will be issued, such as “new key, RSA 2048, SHA-256” */
    g_string_append_printf (text, ngettext (", %u alternative name", ", %u alternative names", n_names), n_names);
  if (cause != NULL)
    /* Translators: goes on after what will be issued, and says why it is */
    g_string_append_printf (text, _("; because ID %u gets a new key"), rail_entry_get_id (cause));
  return g_strdup (text->str);
}

static const char *
get_class (gpointer item)
{
  return rail_renewal_item_get_problem (item) != NULL ? "error" : NULL;
}

static const RailTextColumn columns[] = {
  { N_("ID"), .min_chars = 3, .nat_chars = 4, .numeric = TRUE, .dup_text = dup_id },
  { N_("Common name of subject"), .min_chars = 12, .nat_chars = 18, .tooltip = TRUE, .dup_text = dup_common_name },
  { N_("Valid to"), .min_chars = 10, .nat_chars = 10, .numeric = TRUE, .dup_text = dup_now },
  { N_("Then to"), .min_chars = 10, .nat_chars = 10, .numeric = TRUE, .dup_text = dup_then },
  { N_("What will be issued"), .min_chars = 26, .expand = TRUE, .wrap = TRUE, .dup_text = dup_result,
    .get_class = get_class },
};

static void
append_names (GString                *text,
              RailCertificateRequest *request)
{
  GListModel *names = G_LIST_MODEL (rail_certificate_request_get_names (request));

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autofree char *line = rail_alternative_name_to_string (name);

      g_string_append_printf (text, "\n%s", line);
    }
}

static void
update_details (RailRenewDialog *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *result = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "renew.leave-out",
                                 item != NULL && rail_renewal_item_get_cause (item) == NULL && self->entries->len > 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->details), item != NULL);
  if (item != NULL)
    {
      result = dup_result (item);
      g_string_append (text, result);
      if (rail_renewal_item_get_request (item) != NULL)
        append_names (text, rail_renewal_item_get_request (item));
    }
  gtk_label_set_text (self->details_label, text->str);
}

static gboolean
any_authority (RailRenewDialog *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (rail_entry_get_kind (g_ptr_array_index (self->entries, i)) == RAIL_ENTRY_CA)
      return TRUE;
  return FALSE;
}

static void
update_widgets (RailRenewDialog *self)
{
  guint validity = adw_combo_row_get_selected (self->validity);
  gboolean new_key = adw_combo_row_get_selected (self->key) == 0;

  gtk_widget_set_visible (self->months_row, validity == RAIL_VALIDITY_MONTHS);
  gtk_widget_set_visible (GTK_WIDGET (self->until), validity == RAIL_VALIDITY_UNTIL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->key_kind), new_key);
  gtk_widget_set_visible (self->authority_group, new_key && any_authority (self));
  gtk_widget_set_visible (self->same_keys_row, gtk_switch_get_active (self->reissue));
}

static guint
count_bad (GListModel *items)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailRenewalItem) item = g_list_model_get_item (items, i);

      n += rail_renewal_item_get_problem (item) != NULL;
    }
  return n;
}

/* Says what would happen now. */
static void
update (RailRenewDialog *self)
{
  GListModel *items = rail_renewal_get_items (self->renewal);
  guint n = g_list_model_get_n_items (items);
  guint n_bad = count_bad (items);
  RailRenewalProblems problems = rail_renewal_validate (self->renewal);
  RailRenewalProblems errors = problems & RAIL_RENEWAL_ERRORS;
  gboolean dates = (!self->expiring || rail_date_row_is_valid (self->before)) &&
                   (adw_combo_row_get_selected (self->validity) != RAIL_VALIDITY_UNTIL ||
                    rail_date_row_is_valid (self->until));
  g_autofree char *text = g_strdup_printf (ngettext ("%u certificate will be issued", "%u certificates will be issued",
                                                     n - n_bad), n - n_bad);
  g_autofree char *label = g_strdup_printf (_("_Renew %u"), n);
  g_autofree char *problem = NULL;

  /* The lowest flag, which is the one to be put right first. */
  if (problems != 0)
    problem = rail_renewal_describe (self->renewal, problems & ~(problems - 1));
  if (errors != 0)
    rail_message_row_set_error (self->message, problem);
  else
    rail_message_row_set_advice (self->message, problem);
  gtk_label_set_text (self->summary, text);
  gtk_widget_set_visible (self->leave_out_bad, n_bad > 0 && n_bad < n);
  rail_task_dialog_set_perform_label (RAIL_TASK_DIALOG (self), n > 1 ? label : _("_Renew"));
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), errors == 0 && n > 0 && dates);
  update_details (self);
}

static void
apply (RailRenewDialog *self)
{
  guint kind = adw_combo_row_get_selected (self->key_kind);
  guint hash = adw_combo_row_get_selected (self->hash);

  g_object_set (self->renewal,
                "validity", adw_combo_row_get_selected (self->validity),
                "months", gtk_spin_button_get_value_as_int (self->months),
                "not-after", rail_date_row_get_time (self->until),
                "same-key", adw_combo_row_get_selected (self->key) == 1,
                "keep-key-kind", kind == 0,
                "keep-hash", hash == 0,
                "reissue", gtk_widget_get_visible (self->authority_group) && gtk_switch_get_active (self->reissue),
                "reissue-same-keys", gtk_switch_get_active (self->same_keys),
                "revoke-old", gtk_switch_get_active (self->revoke_old),
                "note", gtk_editable_get_text (self->note),
                NULL);
  if (kind > 0)
    g_object_set (self->renewal, "key-kind", kind - 1, NULL);
  if (hash > 0)
    g_object_set (self->renewal, "hash", hash - 1, NULL);
}

static void
changed_cb (RailRenewDialog *self)
{
  if (self->renewal == NULL)
    return;
  update_widgets (self);
  rail_message_row_set_error (self->validity_message,
                              adw_combo_row_get_selected (self->validity) == RAIL_VALIDITY_UNTIL &&
                              !rail_date_row_is_valid (self->until)
                                ? _("Write the date as 2037-01-14, or with a time as 2037-01-14 12:00.") : NULL);
  apply (self);
  update (self);
}

/* A renewal of what is asked for now. */
static void
start_over (RailRenewDialog *self)
{
  g_clear_object (&self->renewal);
  self->renewal = rail_renewal_new (self->project, self->entries);
  update_widgets (self);
  apply (self);
  gtk_single_selection_set_model (self->selection, rail_renewal_get_items (self->renewal));
  update (self);
}

static void
before_changed_cb (RailRenewDialog *self)
{
  if (self->renewal == NULL)
    return;
  rail_message_row_set_error (self->before_message,
                              rail_date_row_is_valid (self->before)
                                ? NULL : _("Write the date as 2037-01-14, or with a time as 2037-01-14 12:00."));
  if (rail_date_row_is_valid (self->before))
    {
      g_clear_pointer (&self->entries, g_ptr_array_unref);
      self->entries = rail_project_list_expiring (self->project, rail_date_row_get_time (self->before));
      start_over (self);
    }
  else
    {
      update (self);
    }
}

static void
leave_out_cb (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  RailRenewDialog *self = RAIL_RENEW_DIALOG (widget);
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  if (item == NULL)
    return;
  g_ptr_array_remove (self->entries, rail_renewal_item_get_entry (item));
  start_over (self);
}

static void
leave_out_bad_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  RailRenewDialog *self = RAIL_RENEW_DIALOG (widget);
  GListModel *items = rail_renewal_get_items (self->renewal);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailRenewalItem) item = g_list_model_get_item (items, i);

      if (rail_renewal_item_get_problem (item) != NULL)
        g_ptr_array_remove (self->entries, rail_renewal_item_get_entry (item));
    }
  start_over (self);
  rail_renewal_drop_unrenewable (self->renewal);
  update (self);
}

static void
renewed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(RailRenewDialog) self = RAIL_RENEW_DIALOG (user_data);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  rail_project_renew_finish (RAIL_PROJECT (source), result, &error);
  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    return;
  text = g_strdup_printf (ngettext ("Renewed %u certificate", "Renewed %u certificates", n), n);
  rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), text, TRUE);
}

static void
rail_renew_dialog_perform (RailTaskDialog *dialog)
{
  RailRenewDialog *self = RAIL_RENEW_DIALOG (dialog);

  rail_project_renew_async (self->project, self->renewal, rail_task_dialog_progress, self,
                            rail_task_dialog_begin (dialog, _("Issuing the certificates…")), renewed_cb,
                            g_object_ref (self));
}

static void
rail_renew_dialog_dispose (GObject *object)
{
  RailRenewDialog *self = RAIL_RENEW_DIALOG (object);

  g_clear_object (&self->renewal);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_renew_dialog_parent_class)->dispose (object);
}

static void
rail_renew_dialog_finalize (GObject *object)
{
  RailRenewDialog *self = RAIL_RENEW_DIALOG (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (rail_renew_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-renew-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, expiring_group);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, before);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, before_message);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, validity);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, months_row);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, months);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, until);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, validity_message);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, key);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, key_kind);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, hash);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, authority_group);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, reissue);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, same_keys_row);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, same_keys);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, revoke_old);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, note);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, message);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, leave_out_bad);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, view);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, details);
  gtk_widget_class_bind_template_child (widget_class, RailRenewDialog, details_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, before_changed_cb);
}

static void
rail_renew_dialog_class_init (RailRenewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_renew_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = rail_renew_dialog_finalize;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_renew_dialog_perform;

  g_type_ensure (RAIL_TYPE_DATE_ROW);
  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "renew.leave-out", NULL, leave_out_cb);
  gtk_widget_class_install_action (widget_class, "renew.leave-out-bad", NULL, leave_out_bad_cb);
}

static void
rail_renew_dialog_init (RailRenewDialog *self)
{
  g_autoptr(GtkStringList) kinds = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) hashes = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  rail_combo_show_whole (self->validity);
  gtk_string_list_append (kinds, _("As before"));
  for (RailKeyKind i = 0; i <= RAIL_KEY_KIND_EC_P521; i++)
    gtk_string_list_append (kinds, rail_key_kind_get_label (i));
  gtk_string_list_append (hashes, _("As before"));
  for (RailHash i = 0; i <= RAIL_HASH_SHA512; i++)
    gtk_string_list_append (hashes, rail_hash_get_label (i));
  adw_combo_row_set_model (self->key_kind, G_LIST_MODEL (kinds));
  adw_combo_row_set_model (self->hash, G_LIST_MODEL (hashes));
  rail_combo_show_whole (self->validity);
  rail_combo_show_whole (self->key_kind);
  rail_combo_show_whole (self->hash);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    rail_text_column_append (self->view, &columns[i]);
  self->selection = gtk_single_selection_new (NULL);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (update_details), self,
                           G_CONNECT_SWAPPED);
}

static GtkWindow *
make (GtkWindow   *parent,
      GtkWidget   *origin,
      RailProject *project,
      GPtrArray   *entries,
      gboolean     expiring)
{
  RailRenewDialog *self = g_object_new (RAIL_TYPE_RENEW_DIALOG, "transient-for", parent, NULL);
  gint64 now = rail_environment_get_now (rail_project_get_environment (project));
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (now);
  g_autoptr(GDateTime) later = g_date_time_add_years (date, 10);

  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  self->expiring = expiring;
  self->entries = g_ptr_array_ref (entries);
  gtk_widget_set_visible (self->expiring_group, expiring);
  rail_date_row_set_time (self->until, g_date_time_to_unix (later));
  return GTK_WINDOW (self);
}

/**
 * rail_renew_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 * @entries: (element-type RailEntry): what to renew
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_renew_dialog_new (GtkWindow   *parent,
                       GtkWidget   *origin,
                       RailProject *project,
                       GPtrArray   *entries)
{
  g_autoptr(GPtrArray) own = NULL;
  GtkWindow *dialog;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (entries != NULL && entries->len > 0, NULL);

  own = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (own, g_object_ref (g_ptr_array_index (entries, i)));
  dialog = make (parent, origin, project, own, FALSE);
  start_over (RAIL_RENEW_DIALOG (dialog));
  return dialog;
}

/**
 * rail_renew_dialog_new_expiring:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 *
 * Returns: (transfer none): the dialog for all that expire before a date, to be presented
 */
GtkWindow *
rail_renew_dialog_new_expiring (GtkWindow   *parent,
                                GtkWidget   *origin,
                                RailProject *project)
{
  gint64 before;
  g_autoptr(GPtrArray) entries = NULL;
  GtkWindow *dialog;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  before = rail_environment_get_now (rail_project_get_environment (project)) + rail_expiring_days_get () * DAY;
  before -= before % DAY;
  entries = rail_project_list_expiring (project, before);
  dialog = make (parent, origin, project, entries, TRUE);
  rail_date_row_set_time (RAIL_RENEW_DIALOG (dialog)->before, before);
  start_over (RAIL_RENEW_DIALOG (dialog));
  return dialog;
}
