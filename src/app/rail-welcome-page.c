/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-welcome-page"

#include "config.h"

#include "rail-welcome-page.h"

#include "rail-display-name.h"
#include "rail-project-lock.h"
#include "rail-row-lines.h"
#include "rail-state.h"

#include <glib/gi18n.h>

struct _RailWelcomePage
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget  *recent_group;
  GtkListBox *recent_list;
};

G_DEFINE_FINAL_TYPE (RailWelcomePage, rail_welcome_page, ADW_TYPE_BIN)

static char *
dup_folder (GFile *file)
{
  g_autoptr(GFile) parent = g_file_get_parent (file);
  g_autofree char *path = parent != NULL ? g_file_get_parse_name (parent) : NULL;
  const char *home = g_get_home_dir ();

  if (path == NULL)
    return g_file_get_uri (file);
  if (g_str_has_prefix (path, home) && (path[strlen (home)] == '/' || path[strlen (home)] == '\0'))
    return g_strconcat ("~", path + strlen (home), NULL);
  return g_steal_pointer (&path);
}

static void
forget_cb (GtkWidget *button)
{
  rail_state_remove_recent (rail_state_get_default (), g_object_get_data (G_OBJECT (button), "file"));
}

static GtkWidget *
create_forget_button (GFile *file)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, _("Remove from this list; the file stays"));
  g_object_set_data_full (G_OBJECT (button), "file", g_object_ref (file), g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (forget_cb), NULL);
  return button;
}

/* In a thread: the folder of a recent project may be on a share that is away. */
static void
look_cb (GTask        *task,
         gpointer      source_object,
         gpointer      file,
         GCancellable *cancellable)
{
  g_task_return_pointer (task, rail_project_lock_get_holder (file), g_object_unref);
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(AdwActionRow) row = ADW_ACTION_ROW (user_data);
  g_autoptr(RailLockHolder) holder = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *who = NULL;
  g_autofree char *text = NULL;
  GtkWidget *icon;

  /* The list may have been made anew meanwhile. A lock that a crash has left holds nobody up. */
  if (holder == NULL || rail_lock_holder_get_state (holder) == RAIL_LOCK_STALE ||
      gtk_widget_get_parent (GTK_WIDGET (row)) == NULL)
    return;
  who = rail_lock_holder_describe (holder);
  /* Translators: a user and a computer, such as “anna on line-3-pc” */
  text = g_strdup_printf (_("Open at %s"), who);
  icon = gtk_image_new_from_icon_name ("rail-locked-symbolic");
  gtk_widget_set_tooltip_text (icon, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_name (icon, "lock-state");
  adw_action_row_add_suffix (row, icon);
}

static void
look_at_lock (GtkWidget *row,
              GFile     *file)
{
  /* Without a source object: the worker may be the last to let go of the task, and widgets are not freed in threads. */
  g_autoptr(GTask) task = g_task_new (NULL, NULL, looked_cb, g_object_ref (row));

  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, look_cb);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  GFile *file = item;
  g_autofree char *name = rail_display_name_dup_title (file);
  g_autofree char *folder = dup_folder (file);
  g_autofree char *uri = g_file_get_uri (file);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), folder);
  rail_row_lines_limit (ADW_ACTION_ROW (row));
  gtk_widget_set_tooltip_text (row, folder);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_forget_button (file));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "app.open-recent");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", uri);
  look_at_lock (row, file);
  return row;
}

static void
update (RailWelcomePage *self)
{
  gtk_widget_set_visible (self->recent_group,
                          g_list_model_get_n_items (rail_state_get_recent (rail_state_get_default ())) > 0);
}

static void
rail_welcome_page_class_init (RailWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailWelcomePage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, RailWelcomePage, recent_list);
}

static void
rail_welcome_page_init (RailWelcomePage *self)
{
  GListModel *recent = rail_state_get_recent (rail_state_get_default ());

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_list_box_bind_model (self->recent_list, recent, create_row_cb, NULL, NULL);
  g_signal_connect_object (recent, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
