/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-export-dialog"

#include "config.h"

#include "rail-export-dialog.h"

#include "rail-combo.h"
#include "rail-export.h"
#include "rail-file-chooser.h"
#include "rail-file-name.h"
#include "rail-message-row.h"
#include "rail-settings.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RailExportDialog
{
  RailTaskDialog       parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *what;
  AdwComboRow         *format;
  RailMessageRow      *message;
  GtkWidget           *private_key_row;
  AdwActionRow        *chain_row;
  GtkWidget           *bundle_row;
  GtkWidget           *encrypt_row;
  GtkWidget           *protection;
  GtkSwitch           *private_key;
  GtkSwitch           *chain;
  GtkSwitch           *bundle;
  GtkSwitch           *encrypt;
  GtkWidget           *cipher;
  GtkWidget           *p12_form;
  GtkWidget           *password;
  RailMessageRow      *password_message;

  /* Owned references */
  RailProject         *project;
  RailExport          *export;
  RailEntry           *first;
  GFile               *place;         /* while the question about existing files is open */
  guint                n_entries;
};

G_DEFINE_FINAL_TYPE (RailExportDialog, rail_export_dialog, RAIL_TYPE_TASK_DIALOG)

/* The forms of a PKCS #12 file with their reasons, in the order of RailPkcs12Form. */
static const char * const form_labels[] = {
  N_("Modern: AES-256 and SHA-256"),
  N_("Compatible: 3DES and SHA-1"),
};
static const char * const form_reasons[] = {
  N_("For Windows 10 since version 1709, Windows Server 2019, OpenSSL since 1.1"),
  N_("For older Windows, Windows Server 2016, TIA Portal hosts, macOS and appliances"),
};

static RailFormat
get_format (RailExportDialog *self)
{
  return adw_combo_row_get_selected (self->format);
}

static void
update_problems (RailExportDialog *self)
{
  RailExportProblems problems = rail_export_validate (self->export);
  g_autofree char *text = NULL;

  /* The lowest flag, which is the one to be put right first. */
  if (problems != 0)
    text = rail_export_describe (self->export, problems & ~(problems - 1));
  rail_message_row_set_error (self->message, text);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), problems == 0);
}

static void
show_title (RailExportDialog *self)
{
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

  if (self->n_entries == 1)
    title = g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (self->first),
                             rail_certificate_get_common_name (rail_entry_get_certificate (self->first)));
  else if (rail_export_writes_one_file (self->export))
    title = g_strdup_printf (ngettext ("%u certificate in one file", "%u certificates in one file", self->n_entries),
                             self->n_entries);
  else
    title = g_strdup_printf (ngettext ("%u certificate, one file each", "%u certificates, one file each", self->n_entries),
                             self->n_entries);
  escaped = g_markup_escape_text (title, -1);
  adw_preferences_group_set_title (self->what, escaped);
}

static void
update_widgets (RailExportDialog *self)
{
  RailExportOptions options = rail_format_get_options (get_format (self));
  gboolean p12 = get_format (self) == RAIL_FORMAT_P12;
  gboolean bundle = (options & RAIL_EXPORT_OPTION_BUNDLE) && gtk_switch_get_active (self->bundle);
  gboolean can_key = (options & RAIL_EXPORT_OPTION_PRIVATE_KEY) && !bundle;
  gboolean key = p12 || (can_key && gtk_switch_get_active (self->private_key));
  gboolean encryption = key && (options & RAIL_EXPORT_OPTION_ENCRYPTION);
  gboolean encrypted = p12 || (encryption && gtk_switch_get_active (self->encrypt));

  show_title (self);
  gtk_widget_set_sensitive (self->private_key_row, can_key && !p12);
  gtk_widget_set_visible (self->bundle_row, self->n_entries > 1);
  gtk_widget_set_sensitive (self->bundle_row, (options & RAIL_EXPORT_OPTION_BUNDLE) != 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->chain_row), (options & RAIL_EXPORT_OPTION_CHAIN) != 0);
  gtk_widget_set_visible (self->protection, encryption || p12);
  gtk_widget_set_visible (self->encrypt_row, encryption && !p12);
  gtk_widget_set_visible (self->cipher, encrypted && !p12);
  gtk_widget_set_visible (self->p12_form, (options & RAIL_EXPORT_OPTION_FORM) != 0);
  gtk_widget_set_visible (self->password, encrypted);
  rail_message_row_set_advice (self->password_message,
                               encrypted && strlen (gtk_editable_get_text (GTK_EDITABLE (self->password))) == 0
                                 ? _("An empty password means the project’s name.")
                                 : key && !encrypted ? _("The file will hold the private key without any protection.") : NULL);
  if (key && !encrypted)
    gtk_widget_set_visible (self->protection, TRUE);
}

static void
changed_cb (RailExportDialog *self)
{
  guint form = adw_combo_row_get_selected (ADW_COMBO_ROW (self->p12_form));
  gboolean p12 = get_format (self) == RAIL_FORMAT_P12;

  if (self->export == NULL)
    return;
  g_object_set (self->export,
                "format", get_format (self),
                "private-key", p12 || gtk_switch_get_active (self->private_key),
                "encrypt", gtk_switch_get_active (self->encrypt),
                "cipher", adw_combo_row_get_selected (ADW_COMBO_ROW (self->cipher)),
                "chain", gtk_switch_get_active (self->chain),
                "bundle", gtk_switch_get_active (self->bundle),
                "form", form,
                NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->p12_form), _(form_reasons[form]));
  update_widgets (self);
  update_problems (self);
}

static void
password_changed_cb (RailExportDialog *self)
{
  if (self->export == NULL)
    return;
  update_widgets (self);
}

static void
rail_export_dialog_forget (RailTaskDialog *dialog)
{
  RailExportDialog *self = RAIL_EXPORT_DIALOG (dialog);

  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  if (self->export != NULL)
    g_object_set (self->export, "password", NULL, NULL);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(RailExportDialog) self = RAIL_EXPORT_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) files = rail_export_write_finish (RAIL_EXPORT (source), result, &error);
  g_autofree char *text = NULL;

  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    return;
  text = g_strdup_printf (ngettext ("Exported %u file", "Exported %u files", files->len), files->len);
  rail_export_dialog_forget (RAIL_TASK_DIALOG (self));
  rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), text, FALSE);
}

static void
write_files (RailExportDialog *self,
             GFile            *place)
{
  GCancellable *cancellable = rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Writing the files…"));

  rail_export_write_async (self->export, place, cancellable, written_cb, g_object_ref (self));
}

static void
replace_response_cb (RailExportDialog *self,
                     const char       *response)
{
  g_autoptr(GFile) place = g_steal_pointer (&self->place);

  if (place != NULL && self->export != NULL && g_str_equal (response, "replace"))
    write_files (self, place);
}

/* What would be replaced. The chooser has already asked about @asked, the file that was chosen in it. */
static GPtrArray *
find_existing (RailExportDialog *self,
               GFile            *place,
               GFile            *asked)
{
  g_autoptr(GPtrArray) paths = rail_export_dup_paths (self->export, place);
  GPtrArray *existing = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);

      if (g_strcmp0 (path, g_file_peek_path (asked)) != 0 && g_file_test (path, G_FILE_TEST_EXISTS))
        g_ptr_array_add (existing, g_strdup (path));
    }
  return existing;
}

static char *
list_names (GPtrArray *paths)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n = MIN (paths->len, 5);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_filename_display_basename (g_ptr_array_index (paths, i));

      g_string_append_printf (text, "%s“%s”", i > 0 ? "\n" : "", name);
    }
  if (paths->len > n)
    g_string_append_printf (text, ngettext ("\nand %u more", "\nand %u more", paths->len - n), paths->len - n);
  return g_strdup (text->str);
}

static void
ask_to_replace (RailExportDialog *self,
                GFile            *place,
                GPtrArray        *existing)
{
  guint n = existing->len;
  g_autofree char *heading = g_strdup_printf (ngettext ("Replace %u File?", "Replace %u Files?", n), n);
  g_autofree char *folder = g_path_get_dirname (g_ptr_array_index (existing, 0));
  g_autofree char *folder_name = g_filename_display_name (folder);
  g_autofree char *names = list_names (existing);
  g_autofree char *body =
    g_strdup_printf (ngettext ("This file exists in “%s”, and its content will be lost:\n%s",
                               "These files exist in “%s”, and their content will be lost:\n%s", n), folder_name, names);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);

  g_set_object (&self->place, place);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "replace", _("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "replace", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (replace_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A name without an ending gets the one of the format, so that it is found again by it. */
static GFile *
complete_place (RailExportDialog *self,
                GFile            *chosen)
{
  g_autofree char *name = NULL;
  g_autofree char *complete = NULL;
  g_autoptr(GFile) folder = g_file_get_parent (chosen);

  if (!rail_export_writes_one_file (self->export) || folder == NULL ||
      g_file_query_file_type (chosen, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
    return g_object_ref (chosen);
  name = g_file_get_basename (chosen);
  complete = rail_file_name_with_extension (name, rail_format_get_nick (get_format (self)));
  return g_file_get_child (folder, complete);
}

static void
place_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(RailExportDialog) self = RAIL_EXPORT_DIALOG (user_data);
  g_autoptr(GFile) chosen = rail_file_chooser_finish (result, NULL);
  g_autoptr(GFile) place = NULL;
  g_autoptr(GPtrArray) existing = NULL;

  if (chosen == NULL || self->export == NULL)
    return;
  place = complete_place (self, chosen);
  existing = find_existing (self, place, chosen);
  if (existing->len > 0)
    ask_to_replace (self, place, existing);
  else
    write_files (self, place);
}

static void
choose_place (RailExportDialog *self)
{
  g_autofree char *name = rail_export_dup_file_name (self->export);
  g_autofree char *pattern = g_strdup_printf ("*.%s", rail_format_get_nick (get_format (self)));

  if (!rail_export_writes_one_file (self->export))
    rail_file_chooser_folder_async (GTK_WINDOW (self), _("Folder for the Files"), NULL, NULL,
                                    place_chosen_cb, g_object_ref (self));
  else
    rail_file_chooser_save_async (GTK_WINDOW (self), _("Export"), name, rail_format_get_label (get_format (self)), pattern,
                                  NULL, place_chosen_cb, g_object_ref (self));
}

static void
write_response_cb (RailExportDialog *self,
                   const char       *response)
{
  if (self->export != NULL && g_str_equal (response, "write"))
    choose_place (self);
}

static void
ask_to_write (RailExportDialog *self,
              const char       *heading,
              const char       *body)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);

  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "write", _("_Write"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "write", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (write_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
rail_export_dialog_perform (RailTaskDialog *dialog)
{
  RailExportDialog *self = RAIL_EXPORT_DIALOG (dialog);
  g_autoptr(RailSecret) password =
    rail_secret_new_from_string (gtk_editable_get_text (GTK_EDITABLE (self->password)));

  g_object_set (self->export, "password", password, NULL);
  if (rail_export_writes_plain_key (self->export))
    ask_to_write (self, _("Write the Private Key Without Protection?"),
                  _("Whoever gets the file can pose as its owner. On this computer only you can read it, but "
                    "every copy of it is as open as the place that it lies in."));
  else if (rail_export_uses_project_name (self->export))
    ask_to_write (self, _("Use the Project’s Name as Password?"),
                  _("No password was typed. As in TIA Portal, the project’s name then opens the private key, and that name "
                    "is no secret: it stands in the certificates of the project’s authorities."));
  else
    choose_place (self);
}

static void
rail_export_dialog_dispose (GObject *object)
{
  RailExportDialog *self = RAIL_EXPORT_DIALOG (object);

  g_clear_object (&self->export);
  g_clear_object (&self->project);
  g_clear_object (&self->first);
  g_clear_object (&self->place);
  G_OBJECT_CLASS (rail_export_dialog_parent_class)->dispose (object);
}

static void
rail_export_dialog_class_init (RailExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_export_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_export_dialog_perform;
  RAIL_TASK_DIALOG_CLASS (klass)->forget = rail_export_dialog_forget;

  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, what);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, message);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, private_key_row);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, chain_row);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, bundle_row);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, bundle);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, encrypt_row);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, protection);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, private_key);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, chain);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, encrypt);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, cipher);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, p12_form);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, password);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, password_message);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_changed_cb);
}

static void
rail_export_dialog_init (RailExportDialog *self)
{
  static const char * const ciphers[] = { "AES-256", "AES-192", "AES-128", "3DES", NULL };   /* as RailKeyCipher */
  g_autoptr(GtkStringList) formats = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) forms = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) cipher_labels = gtk_string_list_new (ciphers);

  gtk_widget_init_template (GTK_WIDGET (self));
  rail_combo_show_whole (self->format);
  rail_combo_show_whole (ADW_COMBO_ROW (self->p12_form));
  for (RailFormat i = 0; i <= RAIL_FORMAT_P12; i++)
    gtk_string_list_append (formats, rail_format_get_label (i));
  for (guint i = 0; i < G_N_ELEMENTS (form_labels); i++)
    gtk_string_list_append (forms, _(form_labels[i]));
  adw_combo_row_set_model (self->format, G_LIST_MODEL (formats));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->p12_form), G_LIST_MODEL (forms));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->cipher), G_LIST_MODEL (cipher_labels));
}

/* The one that the user has chosen for all exports, where it fits. */
static void
choose_format (RailExportDialog *self)
{
  g_autofree char *nick = rail_settings_dup_string (rail_settings_get_default (), "export-format");
  RailFormat format;

  if (rail_format_parse (nick, &format))
    adw_combo_row_set_selected (self->format, format);
}

/**
 * rail_export_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 * @entries: (element-type RailEntry): what to export
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_export_dialog_new (GtkWindow   *parent,
                        GtkWidget   *origin,
                        RailProject *project,
                        GPtrArray   *entries)
{
  RailExportDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (entries != NULL && entries->len > 0, NULL);

  self = g_object_new (RAIL_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  self->n_entries = entries->len;
  self->export = rail_export_new (project, entries);
  self->first = g_object_ref (g_ptr_array_index (entries, 0));
  gtk_switch_set_active (self->encrypt, TRUE);
  choose_format (self);
  changed_cb (self);
  return GTK_WINDOW (self);
}
