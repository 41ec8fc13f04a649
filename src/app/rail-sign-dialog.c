/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-sign-dialog"

#include "config.h"

#include "rail-sign-dialog.h"

#include "rail-bundle-reader.h"
#include "rail-combo.h"
#include "rail-date-row.h"
#include "rail-file-chooser.h"
#include "rail-file-name.h"
#include "rail-message-row.h"
#include "rail-signing.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RailSignDialog
{
  RailTaskDialog  parent_instance;

  /* Template widgets */
  GtkStack       *pages;          /* "empty" or "form" */
  AdwActionRow   *subject;
  AdwActionRow   *key;
  AdwActionRow   *names;
  AdwComboRow    *issuer;
  AdwComboRow    *usage;
  RailDateRow    *until;
  GtkWidget      *honoured;
  GtkCheckButton *honour_subject;
  GtkCheckButton *honour_names;
  GtkCheckButton *honour_key_usage;
  GtkCheckButton *honour_purposes;
  GtkSwitch      *verbatim;
  GtkSwitch      *save;
  RailMessageRow *error_message;
  RailMessageRow *advice_message;

  /* Owned references */
  RailProject    *project;
  RailSigning    *signing;        /* (nullable): once a request was read */
  GPtrArray      *issuers;        /* of RailEntry, as in the drop-down */
  GBinding       *until_binding;
  gboolean        updating;       /* widgets are being set from the signing */
};

G_DEFINE_FINAL_TYPE (RailSignDialog, rail_sign_dialog, RAIL_TYPE_TASK_DIALOG)

/* The texts of all flags in @problems. */
static char *
describe_all (RailSigning         *signing,
              RailSigningProblems  problems)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint bit = 0; bit < 32; bit++)
    if (problems & (1u << bit))
      {
        g_autofree char *line = rail_signing_describe (signing, 1u << bit);

        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
      }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static void
update (RailSignDialog *self)
{
  RailSigningProblems problems = rail_signing_validate (self->signing);
  g_autofree char *error_text = describe_all (self->signing, problems & RAIL_SIGNING_ERRORS);
  g_autofree char *advice_text = describe_all (self->signing, problems & ~RAIL_SIGNING_ERRORS);

  if (error_text == NULL && !rail_date_row_is_valid (self->until))
    error_text = g_strdup (_("Write the date as 2037-01-14, or with a time as 2037-01-14 12:00."));
  rail_message_row_set_error (self->error_message, error_text);
  rail_message_row_set_advice (self->advice_message, advice_text);
  gtk_widget_set_sensitive (self->honoured, !gtk_switch_get_active (self->verbatim));
  rail_task_dialog_set_perform_label (RAIL_TASK_DIALOG (self),
                                      gtk_switch_get_active (self->save) ? _("_Sign…") : _("_Sign"));
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), error_text == NULL);
}

static void
changed_cb (RailSignDialog *self)
{
  guint index = adw_combo_row_get_selected (self->issuer);
  guint n_profiles;
  const RailProfile *profiles = rail_profile_get_all (&n_profiles);
  guint usage = adw_combo_row_get_selected (self->usage);
  RailHonour honour = 0;

  if (self->signing == NULL || self->updating)
    return;
  self->updating = TRUE;
  honour |= gtk_check_button_get_active (self->honour_subject) ? RAIL_HONOUR_SUBJECT : 0;
  honour |= gtk_check_button_get_active (self->honour_names) ? RAIL_HONOUR_NAMES : 0;
  honour |= gtk_check_button_get_active (self->honour_key_usage) ? RAIL_HONOUR_KEY_USAGE : 0;
  honour |= gtk_check_button_get_active (self->honour_purposes) ? RAIL_HONOUR_PURPOSES : 0;
  g_object_set (self->signing, "honour", honour, "verbatim", gtk_switch_get_active (self->verbatim), NULL);
  if (usage < n_profiles)
    g_object_set (self->signing, "usage", profiles[usage].usage, NULL);
  if (index < self->issuers->len)
    rail_signing_set_issuer (self->signing, g_ptr_array_index (self->issuers, index));
  self->updating = FALSE;
  update (self);
}

static void
fill_issuers (RailSignDialog *self)
{
  GListModel *entries = rail_project_get_entries (self->project);
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);
  guint index = 0;

  g_ptr_array_set_size (self->issuers, 0);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      g_autofree char *label = NULL;

      if (rail_entry_get_kind (entry) != RAIL_ENTRY_CA || rail_entry_get_key (entry) == NULL)
        continue;
      label = g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (entry),
                               rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
      gtk_string_list_append (labels, label);
      g_ptr_array_add (self->issuers, g_object_ref (entry));
    }
  adw_combo_row_set_model (self->issuer, G_LIST_MODEL (labels));
  if (g_ptr_array_find (self->issuers, rail_signing_get_issuer (self->signing), &index))
    adw_combo_row_set_selected (self->issuer, index);
}

static void
select_usage (RailSignDialog *self)
{
  guint n_profiles;
  const RailProfile *profiles = rail_profile_get_all (&n_profiles);
  RailUsage usage;

  g_object_get (self->signing, "usage", &usage, NULL);
  for (guint i = 0; i < n_profiles; i++)
    if (profiles[i].usage == usage)
      adw_combo_row_set_selected (self->usage, i);
}

static void
show_request (RailSignDialog     *self,
              RailSigningRequest *request)
{
  GListModel *names = rail_signing_request_get_names (request);
  g_autofree char *key = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autofree char *line = rail_alternative_name_to_string (name);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  key = g_strdup_printf (_("%s, %u bits; signed with %s"), rail_signing_request_get_key_algorithm (request),
                         rail_signing_request_get_key_bits (request),
                         rail_signing_request_get_signature_algorithm (request));
  adw_action_row_set_subtitle (self->subject, rail_signing_request_get_subject (request));
  adw_action_row_set_subtitle (self->key, key);
  adw_action_row_set_subtitle (self->names, text->len > 0 ? text->str : C_("alternative names", "None"));
}

static void
set_request (RailSignDialog     *self,
             RailSigningRequest *request)
{
  g_clear_pointer (&self->until_binding, g_binding_unbind);
  self->updating = TRUE;
  g_clear_object (&self->signing);
  self->signing = rail_signing_new (self->project, request);
  show_request (self, request);
  fill_issuers (self);
  select_usage (self);
  gtk_check_button_set_active (self->honour_subject, TRUE);
  gtk_check_button_set_active (self->honour_names, TRUE);
  gtk_check_button_set_active (self->honour_key_usage, TRUE);
  gtk_check_button_set_active (self->honour_purposes, TRUE);
  gtk_switch_set_active (self->verbatim, FALSE);
  self->updating = FALSE;
  changed_cb (self);
  self->until_binding = g_object_bind_property (rail_signing_get_request (self->signing), "not-after", self->until, "time",
                                                G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  update (self);
  gtk_stack_set_visible_child_name (self->pages, "form");
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(RailSignDialog) self = RAIL_SIGN_DIALOG (user_data);
  RailBundleFlags flags;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) bundles = rail_bundle_reader_read_finish (result, &flags, &error);
  RailSigningRequest *request;

  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    return;
  request = rail_bundle_reader_find_request (bundles);
  if (request != NULL)
    set_request (self, request);
  else
    rail_task_dialog_set_error (RAIL_TASK_DIALOG (self),
                                _("There is no request in this file; choose a .csr file (PKCS #10)."));
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RailSignDialog) self = RAIL_SIGN_DIALOG (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);

  if (file == NULL || self->project == NULL)
    return;
  g_list_store_append (files, file);
  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), NULL);
  rail_bundle_reader_read_async (G_LIST_MODEL (files), NULL,
                                 rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Reading the request…")), read_cb,
                                 g_object_ref (self));
}

static void
choose_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  rail_file_chooser_open_async (GTK_WINDOW (widget), _("Request to Sign"), _("Requests"), "*.csr", NULL, file_chosen_cb,
                                g_object_ref (widget));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(RailSignDialog) self = RAIL_SIGN_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), _("Signed the request and saved the certificate"), TRUE);
}

static void
sign (RailSignDialog *self,
      GFile          *file)
{
  g_autoptr(GError) error = NULL;
  RailEntry *entry = rail_project_sign (self->project, self->signing, &error);
  g_autofree char *text = NULL;
  g_autofree char *pem = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (entry == NULL)
    {
      rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), error->message);
      return;
    }
  if (file == NULL)
    {
      text = g_strdup_printf (_("Signed the request as certificate %u"), rail_entry_get_id (entry));
      rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), text, TRUE);
      return;
    }
  pem = rail_certificate_to_pem (rail_entry_get_certificate (entry));
  bytes = g_bytes_new (pem, strlen (pem));
  /* It is signed: what may still go wrong is the file, and then a second try would sign once more. */
  gtk_switch_set_active (self->save, FALSE);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), FALSE);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                       rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Writing the file…")), saved_cb,
                                       g_object_ref (self));
}

static void
place_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(RailSignDialog) self = RAIL_SIGN_DIALOG (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);

  if (file != NULL && self->project != NULL)
    sign (self, file);
}

static void
rail_sign_dialog_perform (RailTaskDialog *dialog)
{
  RailSignDialog *self = RAIL_SIGN_DIALOG (dialog);
  const char *common_name = rail_certificate_request_get_common_name (rail_signing_get_request (self->signing));
  g_autofree char *safe = rail_file_name_sanitize (common_name != NULL ? common_name : "certificate");
  g_autofree char *name = rail_file_name_with_extension (safe, "crt");

  if (!gtk_switch_get_active (self->save))
    sign (self, NULL);
  else
    rail_file_chooser_save_async (GTK_WINDOW (self), _("Save the Certificate"), name, _("Certificates"), "*.crt", NULL,
                                  place_chosen_cb, g_object_ref (self));
}

static void
rail_sign_dialog_dispose (GObject *object)
{
  RailSignDialog *self = RAIL_SIGN_DIALOG (object);

  g_clear_pointer (&self->until_binding, g_binding_unbind);
  g_clear_object (&self->signing);
  g_clear_object (&self->project);
  g_clear_pointer (&self->issuers, g_ptr_array_unref);
  G_OBJECT_CLASS (rail_sign_dialog_parent_class)->dispose (object);
}

static void
rail_sign_dialog_class_init (RailSignDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_sign_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_sign_dialog_perform;

  g_type_ensure (RAIL_TYPE_DATE_ROW);
  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-sign-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, subject);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, key);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, names);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, issuer);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, usage);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, until);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, honoured);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, honour_subject);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, honour_names);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, honour_key_usage);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, honour_purposes);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, verbatim);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, save);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, error_message);
  gtk_widget_class_bind_template_child (widget_class, RailSignDialog, advice_message);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "sign.choose", NULL, choose_cb);
}

static void
rail_sign_dialog_init (RailSignDialog *self)
{
  g_autoptr(GtkStringList) usages = gtk_string_list_new (NULL);
  guint n_profiles;
  const RailProfile *profiles = rail_profile_get_all (&n_profiles);

  self->issuers = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_combo_show_whole (self->issuer);
  rail_combo_show_whole (self->usage);
  for (guint i = 0; i < n_profiles; i++)
    gtk_string_list_append (usages, rail_profile_get_label (&profiles[i]));
  adw_combo_row_set_model (self->usage, G_LIST_MODEL (usages));
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), FALSE);
}

/**
 * rail_sign_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_sign_dialog_new (GtkWindow   *parent,
                      GtkWidget   *origin,
                      RailProject *project)
{
  RailSignDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);

  self = g_object_new (RAIL_TYPE_SIGN_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  return GTK_WINDOW (self);
}
