/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project-page"

#include "config.h"

#include "rail-project-page.h"

#include "rail-error-dialog.h"
#include "rail-operations.h"
#include "rail-status-look.h"

#include <glib/gi18n.h>

struct _RailProjectPage
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkEditable   *name_row;
  AdwActionRow  *file_row;
  AdwActionRow  *protection_row;
  GtkImage      *protection_icon;
  AdwActionRow  *certificates_row;
  GtkWidget     *certificates_mark;
  AdwActionRow  *devices_row;

  /* Owned references */
  RailProject   *project;
  GFile         *file;
  GSignalGroup  *project_signals;
  GSignalGroup  *entry_signals;
  GSignalGroup  *device_signals;
};

enum
{
  PROP_PROJECT = 1,
  PROP_FILE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RailProjectPage, rail_project_page, ADW_TYPE_BIN)

static void
update_file (RailProjectPage *self)
{
  g_autofree char *name = self->file != NULL ? g_file_get_parse_name (self->file) : NULL;

  adw_action_row_set_subtitle (self->file_row, name != NULL ? name : _("Not saved yet"));
}

static void
update_certificates (RailProjectPage *self)
{
  GListModel *entries = rail_project_get_entries (self->project);
  guint n = g_list_model_get_n_items (entries);
  guint count = 0;
  RailStatus status = rail_status_find_worst (
      entries, NULL, rail_environment_get_now (rail_project_get_environment (self->project)), &count);
  const char *classes[] = { rail_status_get_css_class (status), NULL };
  g_autoptr(GString) text = g_string_new (NULL);

  if (n == 0)
    g_string_append (text, _("None yet"));
  else
    g_string_append_printf (text, ngettext ("%u certificate", "%u certificates", n), n);
  if (status != RAIL_STATUS_VALID)
    g_string_append_printf (text, " · %s: %u", rail_status_get_label (status), count);

  adw_action_row_set_subtitle (self->certificates_row, text->str);
  gtk_widget_set_visible (self->certificates_mark, status != RAIL_STATUS_VALID);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->certificates_mark), rail_status_get_icon_name (status));
  gtk_widget_set_css_classes (self->certificates_mark, classes);
}

static void
update (RailProjectPage *self)
{
  g_autofree char *devices = NULL;
  gboolean is_protected;
  guint n;

  if (self->project == NULL)
    return;

  is_protected = rail_project_is_protected (self->project);
  gtk_editable_set_text (self->name_row, rail_project_get_name (self->project));
  adw_action_row_set_subtitle (self->protection_row, is_protected ? _("Encrypted; opens only after a login")
                                                                  : _("Private keys lie unencrypted in the file"));
  gtk_image_set_from_icon_name (self->protection_icon, is_protected ? "rail-locked-symbolic" : "rail-unlocked-symbolic");
  update_certificates (self);

  n = g_list_model_get_n_items (rail_project_get_devices (self->project));
  devices = n > 0 ? g_strdup_printf (ngettext ("%u device", "%u devices", n), n) : g_strdup (_("None yet"));
  adw_action_row_set_subtitle (self->devices_row, devices);
}

static void
name_applied_cb (RailProjectPage *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  g_autoptr(GError) error = NULL;

  if (!g_str_equal (name, rail_project_get_name (self->project)) && !rail_project_rename (self->project, name, &error))
    rail_error_dialog_show (GTK_WIDGET (self), _("The project was not renamed"), error);
  update (self);
}

static void
set_project (RailProjectPage *self,
             RailProject     *project)
{
  if (!g_set_object (&self->project, project))
    return;

  g_signal_group_set_target (self->project_signals, project);
  g_signal_group_set_target (self->entry_signals, project != NULL ? rail_project_get_entries (project) : NULL);
  g_signal_group_set_target (self->device_signals, project != NULL ? rail_project_get_devices (project) : NULL);
  update (self);
}

static void
rail_project_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  RailProjectPage *self = RAIL_PROJECT_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_project_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  RailProjectPage *self = RAIL_PROJECT_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    case PROP_FILE:
      g_set_object (&self->file, g_value_get_object (value));
      update_file (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_project_page_dispose (GObject *object)
{
  RailProjectPage *self = RAIL_PROJECT_PAGE (object);

  g_clear_object (&self->project_signals);
  g_clear_object (&self->entry_signals);
  g_clear_object (&self->device_signals);
  g_clear_object (&self->project);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (rail_project_page_parent_class)->dispose (object);
}

static void
rail_project_page_class_init (RailProjectPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_project_page_dispose;
  object_class->get_property = rail_project_page_get_property;
  object_class->set_property = rail_project_page_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-project-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailProjectPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, RailProjectPage, file_row);
  gtk_widget_class_bind_template_child (widget_class, RailProjectPage, protection_row);
  gtk_widget_class_bind_template_child (widget_class, RailProjectPage, protection_icon);
  gtk_widget_class_bind_template_child (widget_class, RailProjectPage, certificates_row);
  gtk_widget_class_bind_template_child (widget_class, RailProjectPage, certificates_mark);
  gtk_widget_class_bind_template_child (widget_class, RailProjectPage, devices_row);
  gtk_widget_class_bind_template_callback (widget_class, name_applied_cb);
}

static void
rail_project_page_init (RailProjectPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->project_signals = g_signal_group_new (RAIL_TYPE_PROJECT);
  g_signal_group_connect_swapped (self->project_signals, "notify::name", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->project_signals, "notify::protected", G_CALLBACK (update), self);
  self->entry_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->entry_signals, "items-changed", G_CALLBACK (update), self);
  self->device_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->device_signals, "items-changed", G_CALLBACK (update), self);
}
