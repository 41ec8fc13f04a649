/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-hand-over-dialog"

#include "config.h"

#include "rail-hand-over-dialog.h"

#include "rail-combo.h"
#include "rail-file-chooser.h"
#include "rail-folder-row.h"
#include "rail-hand-over-compare.h"
#include "rail-message-row.h"

#include <glib/gi18n.h>

/* Of what is left alone, no more is listed. */
#define MAX_FOREIGN 200

/* Certificates of one part: what the drop-down shows, behind “none” where nobody needs to be chosen. */
typedef struct
{
  AdwComboRow *row;
  GPtrArray   *entries;    /* of RailEntry */
  guint        n_before;   /* 1 with “none” */
} Choice;

struct _RailHandOverDialog
{
  RailTaskDialog  parent_instance;

  /* Template widgets */
  AdwComboRow    *target;
  AdwComboRow    *certificate;
  AdwComboRow    *server;
  RailMessageRow *message;
  AdwPreferencesGroup *protection;
  AdwComboRow    *p12_form;
  GtkEditable    *password;
  RailMessageRow *password_message;
  AdwActionRow   *folder_row;
  AdwPreferencesGroup *files_group;
  GtkListBox     *files;
  GtkWidget      *others_group;
  GtkListBox     *others;

  /* Owned references */
  RailProject    *project;
  RailHandOver   *hand_over;      /* (nullable): as chosen now */
  GFile          *folder;         /* (nullable): the partner's */
  GListModel     *items;          /* (nullable): of RailFolderItem, what is in folder */
  GPtrArray      *selected;       /* of RailEntry: proposed where they fit */

  Choice          own;
  Choice          partner;
  gboolean        is_filling;     /* the choices are being made */
};

G_DEFINE_FINAL_TYPE (RailHandOverDialog, rail_hand_over_dialog, RAIL_TYPE_TASK_DIALOG)

static void compare (RailHandOverDialog *self);

/* The forms of a PKCS #12 file with what they are for, in the order of RailPkcs12Form. The labels are short: a row shows no
 * more of its choice than twenty letters. */
static const struct
{
  const char *label;
  const char *what;
  const char *reason;
} forms[] = {
  { NC_("form of a file", "Modern"), N_("Modern: AES-256 and SHA-256"),
    N_("For Windows 10 since version 1709, Windows Server 2019, OpenSSL since 1.1") },
  { NC_("form of a file", "Compatible"), N_("Compatible: 3DES and SHA-1"),
    N_("For older Windows, Windows Server 2016, TIA Portal hosts, macOS and appliances") },
};

static RailTarget
get_target (RailHandOverDialog *self)
{
  guint target = adw_combo_row_get_selected (self->target);

  return target < rail_target_get_count () ? target : RAIL_TARGET_UAEXPERT;
}

static RailEntry *
choice_get (Choice *choice)
{
  guint index = adw_combo_row_get_selected (choice->row);

  if (index == GTK_INVALID_LIST_POSITION || index < choice->n_before || index - choice->n_before >= choice->entries->len)
    return NULL;
  return g_ptr_array_index (choice->entries, index - choice->n_before);
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static void
show_plan (RailHandOverDialog *self)
{
  GListModel *files = self->hand_over != NULL ? rail_hand_over_get_files (self->hand_over) : NULL;

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(RailHandOverFile) file = g_list_model_get_item (files, i);
      g_autoptr(RailFolderItem) item =
        rail_folder_item_new (RAIL_FOLDER_NEW, rail_hand_over_file_get_path (file), file,
                              g_strdup (rail_hand_over_file_get_description (file)));

      gtk_list_box_append (self->files, rail_folder_row_new (self->hand_over, item, FALSE));
    }
}

static void
show_more (RailHandOverDialog *self,
           guint               n_more)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *text = g_strdup_printf (ngettext ("%u more file that is left alone", "%u more files that are left alone",
                                                     n_more), n_more);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  gtk_list_box_append (self->others, row);
}

static void
show_comparison (RailHandOverDialog *self)
{
  guint n_foreign = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr(RailFolderItem) item = g_list_model_get_item (self->items, i);
      RailFolderItemKind kind = rail_folder_item_get_kind (item);

      if (kind >= RAIL_FOLDER_FOREIGN && ++n_foreign > MAX_FOREIGN)
        continue;
      gtk_list_box_append (rail_folder_item_get_file (item) != NULL ? self->files : self->others,
                           rail_folder_row_new (self->hand_over, item, TRUE));
    }
  if (n_foreign > MAX_FOREIGN)
    show_more (self, n_foreign - MAX_FOREIGN);
}

static void
show_folder (RailHandOverDialog *self)
{
  RailTarget target = get_target (self);
  const char *hint = rail_target_get_folder_hint (target);
  g_autofree char *text = NULL;

  if (self->folder != NULL)
    text = g_file_get_parse_name (self->folder);
  else if (hint != NULL)
    /* Translators: a program, and the folder that it has on its own computer */
    text = g_strdup_printf (_("%s keeps it in %s"), rail_target_get_label (target), hint);
  else
    text = g_strdup (_("Not chosen yet; a new folder will do"));
  adw_action_row_set_subtitle (self->folder_row, text);
}

static void
add_count (GString    *text,
           const char *format,
           guint       n)
{
  if (n == 0)
    return;
  if (text->len > 0)
    /* Translators: stands between “3 new” and “1 replaced” */
    g_string_append (text, C_("between two counts", ", "));
  g_string_append_printf (text, "%u %s", n, format);
}

/* What the lists add up to: the second one may be below what is in sight. */
static void
show_summary (RailHandOverDialog *self)
{
  guint counts[RAIL_FOLDER_UNREADABLE + 1] = { 0 };
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; self->items != NULL && i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr(RailFolderItem) item = g_list_model_get_item (self->items, i);

      counts[rail_folder_item_get_kind (item)]++;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *label = g_utf8_strdown (rail_folder_item_kind_get_label (i), -1);

      add_count (text, label, counts[i]);
    }
  adw_preferences_group_set_description (self->files_group, text->len > 0 ? text->str : NULL);
}

static void
show_files (RailHandOverDialog *self)
{
  clear_list (self->files);
  clear_list (self->others);
  if (self->items != NULL)
    show_comparison (self);
  else
    show_plan (self);
  gtk_widget_set_visible (GTK_WIDGET (self->files_group), self->hand_over != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->folder_row), self->hand_over != NULL);
  show_summary (self);
  gtk_widget_set_visible (self->others_group, gtk_widget_get_first_child (GTK_WIDGET (self->others)) != NULL);
  show_folder (self);
}

static gboolean
is_blocked (RailHandOverDialog *self)
{
  for (guint i = 0; self->items != NULL && i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr(RailFolderItem) item = g_list_model_get_item (self->items, i);

      if (rail_folder_item_get_kind (item) == RAIL_FOLDER_BLOCKED)
        return TRUE;
    }
  return FALSE;
}

/* Returns whether the key file has a password that it may have. */
static gboolean
update_password (RailHandOverDialog *self)
{
  gboolean has_password = rail_target_has_password (get_target (self));
  gboolean is_empty = *gtk_editable_get_text (self->password) == '\0';
  guint form = adw_combo_row_get_selected (self->p12_form);
  g_autofree char *description = NULL;
  gboolean takes_name = self->hand_over != NULL && rail_hand_over_uses_project_name (self->hand_over);

  gtk_widget_set_visible (GTK_WIDGET (self->protection), has_password);
  if (form < G_N_ELEMENTS (forms))
    description = g_strdup_printf ("%s. %s", _(forms[form].what), _(forms[form].reason));
  adw_preferences_group_set_description (self->protection, description);
  if (has_password && is_empty && self->hand_over != NULL && !takes_name)
    rail_message_row_set_error (self->password_message, _("This partner takes no empty password; type one."));
  else
    rail_message_row_set_advice (self->password_message,
                                 has_password && takes_name
                                   ? _("An empty password means the project’s name, as in TIA Portal. It is no secret.")
                                   : NULL);
  return !has_password || !is_empty || takes_name;
}

static void
update (RailHandOverDialog *self)
{
  gboolean has_password = update_password (self);

  rail_task_dialog_set_perform_label (RAIL_TASK_DIALOG (self),
                                      self->items != NULL ? _("_Hand Over") : _("_Choose Folder…"));
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), self->hand_over != NULL && has_password && !is_blocked (self));
}

/* Tells the plan how its key file is protected. */
static void
protect (RailHandOverDialog *self)
{
  const char *text = gtk_editable_get_text (self->password);
  g_autoptr(RailSecret) password = *text != '\0' ? rail_secret_new_from_string (text) : NULL;

  if (self->hand_over == NULL || !rail_target_has_password (get_target (self)))
    return;
  rail_hand_over_set_password (self->hand_over, password);
  rail_hand_over_set_form (self->hand_over, adw_combo_row_get_selected (self->p12_form));
}

static void
plan (RailHandOverDialog *self)
{
  RailTarget target = get_target (self);
  RailEntry *certificate = choice_get (&self->own);
  RailEntry *partner = choice_get (&self->partner);
  gboolean is_missing = certificate == NULL && rail_target_needs_certificate (target) == RAIL_NEED_REQUIRED;
  g_autoptr(GError) error = NULL;

  /* The rows go before what they show. */
  clear_list (self->files);
  clear_list (self->others);
  g_clear_object (&self->hand_over);
  g_clear_object (&self->items);
  if (!is_missing)
    self->hand_over = rail_hand_over_new (self->project, target, certificate, partner, &error);
  protect (self);
  if (is_missing && self->own.entries->len == 0)
    rail_message_row_set_error (self->message, rail_target_get_missing (target));
  else if (is_missing)
    rail_message_row_set_error (self->message, _("What was chosen before does not fit this partner; choose the certificate that "
                                                 "it shall have."));
  else
    rail_message_row_set_error (self->message, error != NULL ? error->message : NULL);
}

/* What may be in the folder changes nothing of the plan, but every plan makes another comparison. */
static void
changed_cb (RailHandOverDialog *self)
{
  if (self->project == NULL || self->is_filling)
    return;
  plan (self);
  show_files (self);
  update (self);
  if (self->folder != NULL && self->hand_over != NULL)
    compare (self);
}

static void
protection_changed_cb (RailHandOverDialog *self)
{
  if (self->project == NULL || self->is_filling)
    return;
  protect (self);
  update (self);
}

static void
append (Choice        *choice,
        GtkStringList *labels,
        RailEntry     *entry)
{
  const char *name = rail_certificate_get_common_name (rail_entry_get_certificate (entry));
  g_autofree char *label =
    g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (entry), name != NULL ? name : "");

  gtk_string_list_append (labels, label);
  g_ptr_array_add (choice->entries, g_object_ref (entry));
}

/* Whether what was selected in the window has a part with this partner at all. */
static gboolean
selection_fits (RailHandOverDialog *self)
{
  RailTarget target = get_target (self);

  for (guint i = 0; i < self->selected->len; i++)
    if (rail_hand_over_accepts_certificate (target, self->selected->pdata[i]) ||
        rail_hand_over_accepts_server (target, self->selected->pdata[i]))
      return TRUE;
  return self->selected->len == 0;
}

/*
 * The certificates that fit a part. What was chosen before, or is selected in the window, is chosen if it fits. If it has no
 * part with this partner, the own certificate is left to choose: another one's private key must not be written unasked. Nobody
 * talks to itself.
 */
static void
fill_choice (RailHandOverDialog *self,
             Choice             *choice,
             gboolean            as_partner,
             gboolean            has_none)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);
  RailEntry *last = choice_get (choice);
  g_autoptr(RailEntry) before = last != NULL ? g_object_ref (last) : NULL;
  GListModel *entries = rail_project_get_entries (self->project);
  RailTarget target = get_target (self);
  RailEntry *own = as_partner ? choice_get (&self->own) : NULL;
  guint chosen = GTK_INVALID_LIST_POSITION;
  guint first = 0;

  g_ptr_array_set_size (choice->entries, 0);
  choice->n_before = has_none ? 1 : 0;
  if (has_none)
    gtk_string_list_append (labels, C_("certificate", "None"));
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (!(as_partner ? rail_hand_over_accepts_server (target, entry) : rail_hand_over_accepts_certificate (target, entry)))
        continue;
      append (choice, labels, entry);
      if (entry == own && first == choice->n_before + choice->entries->len - 1)
        first++;
      if (entry != own && (entry == before || (before == NULL && g_ptr_array_find (self->selected, entry, NULL))))
        chosen = choice->n_before + choice->entries->len - 1;
    }
  if (chosen == GTK_INVALID_LIST_POSITION &&
      (has_none || as_partner || (before == NULL && selection_fits (self))))
    chosen = has_none ? 0 : first;
  adw_combo_row_set_model (choice->row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (choice->row, chosen < g_list_model_get_n_items (G_LIST_MODEL (labels))
                                             ? chosen : GTK_INVALID_LIST_POSITION);
}

static void
target_changed_cb (RailHandOverDialog *self)
{
  RailTarget target = get_target (self);
  const char *partner_label = rail_target_get_partner_label (target);

  if (self->project == NULL || self->is_filling)
    return;
  self->is_filling = TRUE;
  fill_choice (self, &self->own, FALSE, rail_target_needs_certificate (target) == RAIL_NEED_OPTIONAL);
  fill_choice (self, &self->partner, TRUE, rail_target_needs_partner (target) == RAIL_NEED_OPTIONAL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->certificate), rail_target_get_certificate_label (target));
  if (partner_label != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->server), partner_label);
  gtk_widget_set_visible (GTK_WIDGET (self->certificate), rail_target_needs_certificate (target) != RAIL_NEED_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->server), rail_target_needs_partner (target) != RAIL_NEED_NONE);
  adw_combo_row_set_selected (self->p12_form, rail_target_get_form (target));
  /* A password is for one partner, and so is a folder. */
  gtk_editable_set_text (self->password, "");
  g_clear_object (&self->folder);
  self->is_filling = FALSE;
  changed_cb (self);
}

static void
compared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(RailHandOverDialog) self = RAIL_HAND_OVER_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) items = rail_hand_over_compare_finish (RAIL_HAND_OVER (source), result, &error);

  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    {
      /* Back to where no folder is chosen: the button asks again. */
      g_clear_object (&self->folder);
      if (self->project != NULL)
        show_folder (self);
      return;
    }
  g_set_object (&self->items, items);
  show_files (self);
  update (self);
  if (is_blocked (self))
    rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), _("Something in this folder is in the way, as told below; nothing "
                                                           "is written until it is gone. Choose another folder or "
                                                           "remove it."));
}

static void
compare (RailHandOverDialog *self)
{
  if (rail_task_dialog_is_busy (RAIL_TASK_DIALOG (self)))
    return;
  rail_hand_over_compare_async (self->hand_over, self->folder,
                                rail_task_dialog_begin (RAIL_TASK_DIALOG (self), _("Looking into the folder…")),
                                compared_cb, g_object_ref (self));
}

static void
rail_hand_over_dialog_forget (RailTaskDialog *dialog)
{
  RailHandOverDialog *self = RAIL_HAND_OVER_DIALOG (dialog);

  if (self->password != NULL)
    gtk_editable_set_text (self->password, "");
  if (self->hand_over != NULL)
    rail_hand_over_set_password (self->hand_over, NULL);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(RailHandOverDialog) self = RAIL_HAND_OVER_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) files = rail_hand_over_write_finish (RAIL_HAND_OVER (source), result, &error);
  g_autofree char *text = NULL;

  if (!rail_task_dialog_end (RAIL_TASK_DIALOG (self), error))
    return;
  text = g_strdup_printf (ngettext ("Handed over %u file", "Handed over %u files", files->len), files->len);
  rail_hand_over_dialog_forget (RAIL_TASK_DIALOG (self));
  rail_task_dialog_succeed (RAIL_TASK_DIALOG (self), text, FALSE);
}

static void
folder_chosen_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(RailHandOverDialog) self = RAIL_HAND_OVER_DIALOG (user_data);
  g_autoptr(GFile) folder = rail_file_chooser_finish (result, NULL);

  if (folder == NULL || self->hand_over == NULL)
    return;
  rail_task_dialog_set_error (RAIL_TASK_DIALOG (self), NULL);
  g_set_object (&self->folder, folder);
  show_folder (self);
  compare (self);
}

static void
choose_folder_cb (RailHandOverDialog *self)
{
  rail_file_chooser_folder_async (GTK_WINDOW (self), _("Folder of the Partner’s Certificate Store"), self->folder, NULL,
                                  folder_chosen_cb, g_object_ref (self));
}

static void
rail_hand_over_dialog_perform (RailTaskDialog *dialog)
{
  RailHandOverDialog *self = RAIL_HAND_OVER_DIALOG (dialog);

  if (self->items == NULL)
    {
      choose_folder_cb (self);
      return;
    }
  rail_hand_over_take_leftovers (self->hand_over, self->items);
  rail_hand_over_write_async (self->hand_over, self->folder,
                              rail_task_dialog_begin (dialog, _("Writing the files…")), written_cb, g_object_ref (self));
}

static void
rail_hand_over_dialog_dispose (GObject *object)
{
  RailHandOverDialog *self = RAIL_HAND_OVER_DIALOG (object);

  G_OBJECT_CLASS (rail_hand_over_dialog_parent_class)->dispose (object);
  self->password = NULL;
  g_clear_object (&self->hand_over);
  g_clear_object (&self->items);
  g_clear_object (&self->folder);
  g_clear_object (&self->project);
  g_clear_pointer (&self->selected, g_ptr_array_unref);
  g_clear_pointer (&self->own.entries, g_ptr_array_unref);
  g_clear_pointer (&self->partner.entries, g_ptr_array_unref);
}

static void
rail_hand_over_dialog_class_init (RailHandOverDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_hand_over_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_hand_over_dialog_perform;
  RAIL_TASK_DIALOG_CLASS (klass)->forget = rail_hand_over_dialog_forget;

  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-hand-over-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, target);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, certificate);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, server);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, message);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, protection);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, p12_form);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, password);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, password_message);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, files_group);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, files);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, others_group);
  gtk_widget_class_bind_template_child (widget_class, RailHandOverDialog, others);
  gtk_widget_class_bind_template_callback (widget_class, target_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, protection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
}

static void
rail_hand_over_dialog_init (RailHandOverDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->own.row = self->certificate;
  self->own.entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->partner.row = self->server;
  self->partner.entries = g_ptr_array_new_with_free_func (g_object_unref);
  rail_combo_show_whole (self->target);
  rail_combo_show_whole (self->certificate);
  rail_combo_show_whole (self->server);
  rail_combo_show_whole (self->p12_form);
}

/* The first partner that takes what is selected, as its own or as that of one whom it trusts. */
static RailTarget
propose_target (GPtrArray *selected)
{
  for (guint target = 0; target < rail_target_get_count (); target++)
    for (guint i = 0; i < selected->len; i++)
      {
        RailEntry *entry = g_ptr_array_index (selected, i);

        if (!rail_certificate_is_ca (rail_entry_get_certificate (entry)) &&
            (rail_hand_over_accepts_certificate (target, entry) || rail_hand_over_accepts_server (target, entry)))
          return target;
      }
  return RAIL_TARGET_UAEXPERT;
}

static void
fill (RailHandOverDialog *self)
{
  g_autoptr(GtkStringList) targets = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);

  self->is_filling = TRUE;
  for (guint i = 0; i < rail_target_get_count (); i++)
    gtk_string_list_append (targets, rail_target_get_label (i));
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    gtk_string_list_append (labels, g_dpgettext2 (NULL, "form of a file", forms[i].label));
  adw_combo_row_set_model (self->target, G_LIST_MODEL (targets));
  adw_combo_row_set_model (self->p12_form, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->target, propose_target (self->selected));
  self->is_filling = FALSE;
}

/**
 * rail_hand_over_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: the project
 * @selected: (element-type RailEntry): what is selected; it is proposed where it fits
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_hand_over_dialog_new (GtkWindow   *parent,
                           GtkWidget   *origin,
                           RailProject *project,
                           GPtrArray   *selected)
{
  RailHandOverDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (selected != NULL, NULL);

  self = g_object_new (RAIL_TYPE_HAND_OVER_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  self->selected = g_ptr_array_ref (selected);
  fill (self);
  target_changed_cb (self);
  return GTK_WINDOW (self);
}
