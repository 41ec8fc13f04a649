/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-tcon-dialog"

#include "config.h"

#include "rail-tcon-dialog.h"

#include "rail-combo.h"
#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-file-chooser.h"
#include "rail-message-row.h"
#include "rail-service.h"
#include "rail-tcon-table.h"
#include "rail-text-scale.h"
#include "rail-toast.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of one end. */
typedef struct
{
  AdwComboRow    *device;
  RailMessageRow *message;
  RailTconTable  *table;
  GtkStackPage   *page;
  GtkLabel       *scl_title;
  GtkTextView    *scl;
} End;

struct _RailTconDialog
{
  AdwWindow       parent_instance;

  /* Template widgets */
  GtkStack       *state;          /* “values”, “wrong”, “none” */
  AdwStatusPage  *wrong;
  GtkWidget      *overlay;
  GtkWidget      *warnings_frame;
  GtkListBox     *warnings;
  End             ends[2];
  AdwComboRow    *type;           /* as RailTconType */
  GtkSpinButton  *port;
  GtkSpinButton  *connection;
  GtkSpinButton  *interface;
  GtkSwitch      *mutual;
  GtkSwitch      *checks_name;

  /* Owned references */
  RailProject    *project;
  GPtrArray      *devices;        /* of RailDevice: those that can, as in the drop-downs */
  RailTcon       *tcon;           /* (nullable) */
  gboolean        filling;
};

G_DEFINE_FINAL_TYPE (RailTconDialog, rail_tcon_dialog, ADW_TYPE_WINDOW)

static RailDevice *
get_device (RailTconDialog *self,
            RailTconEnd     end)
{
  guint index = adw_combo_row_get_selected (self->ends[end].device);

  return index < self->devices->len ? g_ptr_array_index (self->devices, index) : NULL;
}

/*
 * Warnings
 */

static GtkWidget *
make_warning_row (RailTconWarning *warning)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (warning->is_missing ? "dialog-error-symbolic"
                                                                      : "dialog-warning-symbolic");
  const char *end = warning->end == RAIL_TCON_SERVER ? _("Server") : _("Client");
  /* Translators: the end of the connection, then the field */
  g_autofree char *title = warning->field != NULL ? g_strdup_printf (_("%s: %s"), end, warning->field) : g_strdup (end);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), warning->text);
  gtk_widget_add_css_class (icon, warning->is_missing ? "error" : "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  warning->is_missing ? _("Missing") : _("Warning"), -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  return row;
}

/* Beside the device that a warning is about, and all of them on top of the values. */
static void
show_warnings (RailTconDialog *self)
{
  GPtrArray *warnings = rail_tcon_get_warnings (self->tcon);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->warnings))) != NULL)
    gtk_list_box_remove (self->warnings, child);
  for (guint i = 0; i < warnings->len; i++)
    gtk_list_box_append (self->warnings, make_warning_row (warnings->pdata[i]));
  gtk_widget_set_visible (self->warnings_frame, warnings->len > 0);
  for (RailTconEnd end = RAIL_TCON_SERVER; end <= RAIL_TCON_CLIENT; end++)
    {
      const char *first = NULL;

      for (guint i = 0; i < warnings->len && first == NULL; i++)
        {
          RailTconWarning *warning = warnings->pdata[i];

          if (warning->end == end && warning->is_missing)
            first = warning->text;
        }
      rail_message_row_set_error (self->ends[end].message, first);
    }
}

/*
 * Values
 */

static void
show_end (RailTconDialog *self,
          RailTconEnd     end)
{
  End *widgets = &self->ends[end];
  const char *name = rail_device_get_name (rail_tcon_get_device (self->tcon, end));
  g_autofree char *title = g_strdup_printf (end == RAIL_TCON_SERVER ? _("Server %s") : _("Client %s"), name);
  g_autofree char *scl_title = g_strdup_printf ("%s: %s.scl", title, rail_tcon_get_block_name (end));
  g_autofree char *scl = rail_tcon_to_scl (self->tcon, end);
  g_auto(GStrv) lines = g_strsplit (scl, "\r\n", -1);
  g_autofree char *shown = g_strjoinv ("\n", lines);

  rail_tcon_table_show (widgets->table, self->project, self->tcon, end);
  gtk_stack_page_set_title (widgets->page, title);
  gtk_label_set_text (widgets->scl_title, scl_title);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (widgets->scl), shown, -1);
}

static void
show_nothing (RailTconDialog *self,
              const char     *reason)
{
  for (RailTconEnd end = RAIL_TCON_SERVER; end <= RAIL_TCON_CLIENT; end++)
    rail_message_row_set_error (self->ends[end].message, NULL);
  if (self->devices->len < 2)
    {
      gtk_stack_set_visible_child_name (self->state, "none");
      return;
    }
  rail_message_row_set_error (self->ends[RAIL_TCON_CLIENT].message, reason);
  adw_status_page_set_description (self->wrong, reason);
  gtk_stack_set_visible_child_name (self->state, "wrong");
}

static void
changed_cb (RailTconDialog *self)
{
  RailTconOptions options = RAIL_TCON_OPTIONS_INIT;
  RailDevice *server;
  RailDevice *client;
  g_autoptr(GError) error = NULL;

  if (self->filling)
    return;
  g_clear_object (&self->tcon);
  server = get_device (self, RAIL_TCON_SERVER);
  client = get_device (self, RAIL_TCON_CLIENT);
  options.type = adw_combo_row_get_selected (self->type);
  options.port = (guint) gtk_spin_button_get_value_as_int (self->port);
  options.connection = (guint) gtk_spin_button_get_value_as_int (self->connection);
  options.interface = (guint) gtk_spin_button_get_value_as_int (self->interface);
  options.is_mutual = gtk_switch_get_active (self->mutual);
  options.checks_name = gtk_switch_get_active (self->checks_name);
  if (server != NULL && client != NULL)
    self->tcon = rail_tcon_new (self->project, server, client, &options, &error);
  if (self->tcon == NULL)
    {
      show_nothing (self, error != NULL ? error->message : NULL);
      return;
    }
  show_warnings (self);
  show_end (self, RAIL_TCON_SERVER);
  show_end (self, RAIL_TCON_CLIENT);
  gtk_stack_set_visible_child_name (self->state, "values");
}

static void
swap_cb (RailTconDialog *self)
{
  guint server = adw_combo_row_get_selected (self->ends[RAIL_TCON_SERVER].device);
  guint client = adw_combo_row_get_selected (self->ends[RAIL_TCON_CLIENT].device);

  self->filling = TRUE;
  adw_combo_row_set_selected (self->ends[RAIL_TCON_SERVER].device, client);
  adw_combo_row_set_selected (self->ends[RAIL_TCON_CLIENT].device, server);
  self->filling = FALSE;
  changed_cb (self);
}

/*
 * Taking along
 */

static void
copy_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  RailTconDialog *self = RAIL_TCON_DIALOG (widget);
  RailTconEnd end = g_variant_get_int32 (parameter);
  g_autofree char *text = NULL;

  if (self->tcon == NULL)
    return;
  text = rail_tcon_to_scl (self->tcon, end);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  rail_toast_show (GTK_WIDGET (self->state), _("Source copied"), NULL, NULL);
}

typedef struct
{
  RailTconDialog *dialog;
  GBytes         *source;
} SaveJob;

static void
save_job_free (SaveJob *job)
{
  g_object_unref (job->dialog);
  g_bytes_unref (job->source);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaveJob, save_job_free)

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(RailTconDialog) self = RAIL_TCON_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *name = rail_display_name_dup (G_FILE (object));
  g_autofree char *text = g_strdup_printf (_("Saved as “%s”"), name);

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    rail_toast_show (GTK_WIDGET (self->state), text, NULL, NULL);
  else
    rail_error_dialog_show (GTK_WIDGET (self), _("The source was not saved"), error);
}

static void
file_chosen_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(SaveJob) job = user_data;
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, job->source, NULL, FALSE, G_FILE_CREATE_NONE, NULL, saved_cb,
                                         g_object_ref (job->dialog));
}

static void
save_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  RailTconDialog *self = RAIL_TCON_DIALOG (widget);
  RailTconEnd end = g_variant_get_int32 (parameter);
  g_autofree char *name = g_strconcat (rail_tcon_get_block_name (end), ".scl", NULL);
  SaveJob *job;
  char *text;

  if (self->tcon == NULL)
    return;
  text = rail_tcon_to_scl (self->tcon, end);
  job = g_new0 (SaveJob, 1);
  job->dialog = g_object_ref (self);
  job->source = g_bytes_new_take (text, strlen (text));
  rail_file_chooser_save_async (GTK_WINDOW (self), _("Save the Source of the Data Block"), name, _("Sources (SCL)"),
                                "*.scl", NULL, file_chosen_cb, job);
}

/*
 * Overrides
 */

static void
rail_tcon_dialog_dispose (GObject *object)
{
  RailTconDialog *self = RAIL_TCON_DIALOG (object);

  self->filling = TRUE;
  g_clear_object (&self->tcon);
  g_clear_object (&self->project);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  G_OBJECT_CLASS (rail_tcon_dialog_parent_class)->dispose (object);
}

static void
bind_end (GtkWidgetClass *widget_class,
          const char     *prefix,
          gsize           offset)
{
  static const struct
  {
    const char *name;
    gsize       offset;
  } members[] = {
    { "device", G_STRUCT_OFFSET (End, device) },       { "message", G_STRUCT_OFFSET (End, message) },
    { "table", G_STRUCT_OFFSET (End, table) },         { "page", G_STRUCT_OFFSET (End, page) },
    { "scl_title", G_STRUCT_OFFSET (End, scl_title) }, { "scl", G_STRUCT_OFFSET (End, scl) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *name = g_strconcat (prefix, "_", members[i].name, NULL);

      gtk_widget_class_bind_template_child_full (widget_class, g_intern_string (name), FALSE,
                                                 (gssize) (offset + members[i].offset));
    }
}

static void
rail_tcon_dialog_class_init (RailTconDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_tcon_dialog_dispose;

  g_type_ensure (RAIL_TYPE_MESSAGE_ROW);
  g_type_ensure (RAIL_TYPE_TCON_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-tcon-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailTconDialog, state);
  gtk_widget_class_bind_template_child (widget_class, RailTconDialog, wrong);
  gtk_widget_class_bind_template_child (widget_class, RailTconDialog, overlay);
  gtk_widget_class_bind_template_child (widget_class, RailTconDialog, warnings_frame);
  gtk_widget_class_bind_template_child (widget_class, RailTconDialog, warnings);
  bind_end (widget_class, "server", G_STRUCT_OFFSET (RailTconDialog, ends[RAIL_TCON_SERVER]));
  bind_end (widget_class, "client", G_STRUCT_OFFSET (RailTconDialog, ends[RAIL_TCON_CLIENT]));
  gtk_widget_class_bind_template_child (widget_class, RailTconDialog, type);
  gtk_widget_class_bind_template_child (widget_class, RailTconDialog, port);
  gtk_widget_class_bind_template_child (widget_class, RailTconDialog, connection);
  gtk_widget_class_bind_template_child (widget_class, RailTconDialog, interface);
  gtk_widget_class_bind_template_child (widget_class, RailTconDialog, mutual);
  gtk_widget_class_bind_template_child (widget_class, RailTconDialog, checks_name);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, swap_cb);
  gtk_widget_class_install_action (widget_class, "tcon.copy-scl", "i", copy_cb);
  gtk_widget_class_install_action (widget_class, "tcon.save-scl", "i", save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_tcon_dialog_init (RailTconDialog *self)
{
  self->filling = TRUE;
  self->devices = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));
  for (RailTconEnd end = RAIL_TCON_SERVER; end <= RAIL_TCON_CLIENT; end++)
    rail_combo_show_whole (self->ends[end].device);
}

/* The device itself as the server; as the client the next that has a certificate for it, or any other. */
static void
fill (RailTconDialog *self,
      RailDevice     *server)
{
  GListModel *devices = rail_project_get_devices (self->project);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint chosen[2] = { GTK_INVALID_LIST_POSITION, GTK_INVALID_LIST_POSITION };

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);

      if (!rail_service_is_available (RAIL_SERVICE_SECURE_OUC, rail_device_get_family (device),
                                      rail_device_get_firmware (device), NULL))
        continue;
      gtk_string_list_append (names, rail_device_get_name (device));
      if (server == NULL ? chosen[0] == GTK_INVALID_LIST_POSITION &&
                             rail_device_is_service_on (device, RAIL_SERVICE_SECURE_OUC)
                         : g_str_equal (rail_device_get_name (device), rail_device_get_name (server)))
        chosen[0] = self->devices->len;
      else if (chosen[1] == GTK_INVALID_LIST_POSITION && rail_device_is_service_on (device, RAIL_SERVICE_SECURE_OUC))
        chosen[1] = self->devices->len;
      g_ptr_array_add (self->devices, g_steal_pointer (&device));
    }
  if (chosen[0] == GTK_INVALID_LIST_POSITION)
    chosen[0] = chosen[1] == 0 ? 1 : 0;
  if (chosen[1] == GTK_INVALID_LIST_POSITION)
    chosen[1] = chosen[0] == 0 ? 1 : 0;
  for (guint i = 0; i < G_N_ELEMENTS (chosen); i++)
    {
      adw_combo_row_set_model (self->ends[i].device, G_LIST_MODEL (names));
      if (chosen[i] < self->devices->len)
        adw_combo_row_set_selected (self->ends[i].device, chosen[i]);
    }
}

/**
 * rail_tcon_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @project: a project
 * @server: (nullable): the device that is proposed as the server
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_tcon_dialog_new (GtkWindow   *parent,
                      RailProject *project,
                      RailDevice  *server)
{
  RailTconDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (server == NULL || RAIL_IS_DEVICE (server), NULL);

  self = g_object_new (RAIL_TYPE_TCON_DIALOG, "transient-for", parent, NULL);
  self->project = g_object_ref (project);
  fill (self, server);
  self->filling = FALSE;
  changed_cb (self);
  return GTK_WINDOW (self);
}
