/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-export-dialog"

#include "config.h"

#include "rail-export-dialog.h"

#include "rail-export.h"
#include "rail-file-chooser.h"
#include "rail-message-row.h"
#include "rail-toast.h"

#include <glib/gi18n.h>
#include <string.h>

struct _RailExportDialog
{
  AdwWindow            parent_instance;

  /* Template widgets */
  GtkWidget           *write;
  GtkSpinner          *spinner;
  GtkWidget           *form;
  AdwPreferencesGroup *what;
  AdwComboRow         *format;
  RailMessageRow      *message;
  GtkWidget           *private_key_row;
  AdwActionRow        *chain_row;
  GtkWidget           *encrypt_row;
  GtkWidget           *protection;
  GtkSwitch           *private_key;
  GtkSwitch           *chain;
  GtkSwitch           *encrypt;
  GtkWidget           *cipher;
  GtkWidget           *p12_form;
  GtkWidget           *password;
  RailMessageRow      *password_message;

  /* Owned references */
  RailProject         *project;
  RailExport          *export;
  GtkWidget           *origin;
  GCancellable        *cancellable;   /* while files are being written */
  guint                n_entries;
};

G_DEFINE_FINAL_TYPE (RailExportDialog, rail_export_dialog, ADW_TYPE_WINDOW)

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

  for (guint i = 0; i < 4 && text == NULL; i++)
    if (problems & (1u << i))
      text = rail_export_describe (self->export, 1u << i);
  rail_message_row_set_error (self->message, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.export", problems == 0 && self->cancellable == NULL);
}

static void
update_widgets (RailExportDialog *self)
{
  RailExportOptions options = rail_format_get_options (get_format (self));
  gboolean p12 = get_format (self) == RAIL_FORMAT_P12;
  gboolean key = p12 || ((options & RAIL_EXPORT_OPTION_PRIVATE_KEY) && gtk_switch_get_active (self->private_key));
  gboolean encryption = key && (options & RAIL_EXPORT_OPTION_ENCRYPTION);
  gboolean encrypted = p12 || (encryption && gtk_switch_get_active (self->encrypt));

  gtk_widget_set_sensitive (self->private_key_row, (options & RAIL_EXPORT_OPTION_PRIVATE_KEY) && !p12);
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
set_busy (RailExportDialog *self,
          gboolean          busy)
{
  if (busy)
    self->cancellable = g_cancellable_new ();
  else
    g_clear_object (&self->cancellable);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (self->form, !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.export", !busy);
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

  set_busy (self, FALSE);
  if (files == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        rail_message_row_set_error (self->message, error->message);
      return;
    }

  text = g_strdup_printf (ngettext ("Exported %u file", "Exported %u files", files->len), files->len);
  rail_toast_show (self->origin, text, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
place_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(RailExportDialog) self = RAIL_EXPORT_DIALOG (user_data);
  g_autoptr(GFile) place = rail_file_chooser_finish (result, NULL);

  if (place == NULL || self->export == NULL)
    return;
  set_busy (self, TRUE);
  rail_export_write_async (self->export, place, self->cancellable, written_cb, g_object_ref (self));
}

static void
export_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailExportDialog *self = RAIL_EXPORT_DIALOG (widget);
  g_autoptr(RailSecret) password =
    rail_secret_new_from_string (gtk_editable_get_text (GTK_EDITABLE (self->password)));
  g_autofree char *name = rail_export_dup_file_name (self->export);
  g_autofree char *pattern = g_strdup_printf ("*.%s", rail_format_get_nick (get_format (self)));

  g_object_set (self->export, "password", password, NULL);
  if (self->n_entries > 1)
    rail_file_chooser_folder_async (GTK_WINDOW (self), _("Folder for the Files"), NULL, NULL,
                                    place_chosen_cb, g_object_ref (self));
  else
    rail_file_chooser_save_async (GTK_WINDOW (self), _("Export"), name, rail_format_get_label (get_format (self)), pattern,
                                  NULL, place_chosen_cb, g_object_ref (self));
}

static void
cancel_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailExportDialog *self = RAIL_EXPORT_DIALOG (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
rail_export_dialog_close_request (GtkWindow *window)
{
  RailExportDialog *self = RAIL_EXPORT_DIALOG (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (rail_export_dialog_parent_class)->close_request (window);
}

static void
rail_export_dialog_dispose (GObject *object)
{
  RailExportDialog *self = RAIL_EXPORT_DIALOG (object);

  g_clear_object (&self->export);
  g_clear_object (&self->project);
  g_clear_object (&self->origin);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (rail_export_dialog_parent_class)->dispose (object);
}

static void
rail_export_dialog_class_init (RailExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_export_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = rail_export_dialog_close_request;

  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, write);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, form);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, what);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, message);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, private_key_row);
  gtk_widget_class_bind_template_child (widget_class, RailExportDialog, chain_row);
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
  gtk_widget_class_install_action (widget_class, "dialog.export", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "dialog.cancel", NULL, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dialog.cancel", NULL);
}

static void
rail_export_dialog_init (RailExportDialog *self)
{
  static const char * const ciphers[] = { "AES-256", "AES-128", "3DES", NULL };   /* as RailKeyCipher */
  g_autoptr(GtkStringList) formats = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) forms = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) cipher_labels = gtk_string_list_new (ciphers);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (RailFormat i = 0; i <= RAIL_FORMAT_P12; i++)
    gtk_string_list_append (formats, rail_format_get_label (i));
  for (guint i = 0; i < G_N_ELEMENTS (form_labels); i++)
    gtk_string_list_append (forms, _(form_labels[i]));
  adw_combo_row_set_model (self->format, G_LIST_MODEL (formats));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->p12_form), G_LIST_MODEL (forms));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->cipher), G_LIST_MODEL (cipher_labels));
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
  RailEntry *first;
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (entries != NULL && entries->len > 0, NULL);

  self = g_object_new (RAIL_TYPE_EXPORT_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  self->project = g_object_ref (project);
  self->origin = g_object_ref (origin);
  self->n_entries = entries->len;
  self->export = rail_export_new (project, entries);

  first = g_ptr_array_index (entries, 0);
  if (entries->len == 1)
    title = g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (first),
                             rail_certificate_get_common_name (rail_entry_get_certificate (first)));
  else
    title = g_strdup_printf (ngettext ("%u certificate, one file each", "%u certificates, one file each", entries->len),
                             entries->len);
  escaped = g_markup_escape_text (title, -1);
  adw_preferences_group_set_title (self->what, escaped);
  gtk_switch_set_active (self->encrypt, TRUE);
  changed_cb (self);
  return GTK_WINDOW (self);
}
