/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window-private.h"

#include "rail-busy.h"
#include "rail-certificate-manager-page.h"
#include "rail-display-name.h"
#include "rail-operations.h"
#include "rail-project-file.h"
#include "rail-state.h"
#include "rail-welcome-page.h"

#include <glib/gi18n.h>

enum
{
  PROP_PROJECT = 1,
  PROP_FILE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RailWindow, rail_window, ADW_TYPE_APPLICATION_WINDOW)

static char *
dup_subtitle (RailWindow *self)
{
  RailProtection *protection = rail_project_get_protection (self->project);
  RailUser *user = protection != NULL ? rail_protection_get_user (protection) : NULL;

  if (user == NULL)
    return g_strdup (_("Not protected"));
  /* Translators: the user who is logged in, then the state of the project */
  return g_strdup_printf (_("%s · protected"), rail_user_get_name (user));
}

static void
update_title (RailWindow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (self->project == NULL)
    {
      adw_window_title_set_title (self->title, _("Certrail"));
      adw_window_title_set_subtitle (self->title, self->lock_page != NULL ? _("Locked") : "");
      gtk_window_set_title (GTK_WINDOW (self), _("Certrail"));
      return;
    }

  title = g_strdup_printf ("%s%s", _rail_window_is_modified (self) ? "• " : "", rail_project_get_name (self->project));
  subtitle = dup_subtitle (self);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

/* A name may contain what would be the mark of a mnemonic. */
static void
append_plain (GMenu      *menu,
              const char *text,
              const char *action)
{
  g_auto(GStrv) parts = g_strsplit (text, "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts);

  g_menu_append (menu, label, action);
}

static void
update_header (RailWindow *self)
{
  gboolean open = self->project != NULL;
  gboolean is_protected = open && rail_project_is_protected (self->project);
  const char *undo = open ? rail_project_get_undo_text (self->project) : NULL;
  const char *redo = open ? rail_project_get_redo_text (self->project) : NULL;
  g_autofree char *undo_text = NULL;
  g_autofree char *redo_text = NULL;

  gtk_widget_set_visible (self->save_button, open);
  gtk_widget_set_visible (self->undo_button, open);
  gtk_widget_set_visible (self->redo_button, open);
  gtk_widget_set_visible (self->lock_button, is_protected);
  gtk_widget_set_visible (self->unprotected_button, open && !is_protected);

  /* Translators: %s is what was done, such as “Delete PLC_1” */
  undo_text = undo != NULL ? g_strdup_printf (_("Undo: %s"), undo) : g_strdup (_("Undo"));
  redo_text = redo != NULL ? g_strdup_printf (_("Redo: %s"), redo) : g_strdup (_("Redo"));
  gtk_widget_set_tooltip_text (self->undo_button, undo_text);
  gtk_widget_set_tooltip_text (self->redo_button, redo_text);
  g_menu_remove_all (self->undo_menu);
  append_plain (self->undo_menu, undo_text, "win.undo");
  append_plain (self->undo_menu, redo_text, "win.redo");

  /* An item that does nothing says what it waits for. */
  g_menu_remove_all (self->save_menu);
  g_menu_append (self->save_menu, _("Save _As…"), "win.save-as");
  g_menu_append (self->save_menu, open && !is_protected ? _("Save a Copy _Without Keys (protect the project first)")
                                                        : _("Save a Copy _Without Keys…"), "win.save-copy");

  gtk_stack_set_visible_child_name (self->save_stack, self->saving ? "busy" : "label");
}

static void
update_notice (RailWindow *self)
{
  g_autofree char *text = _rail_window_dup_notice (self);
  gboolean can_save = self->read_only == NULL && self->kind != RAIL_OPEN_VERSION && !_rail_window_has_unsealed (self);

  if (text != NULL)
    gtk_label_set_label (self->notice_label, text);
  gtk_info_bar_set_revealed (self->notice, text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), text != NULL);
  gtk_widget_set_visible (self->restore_button, self->project != NULL && self->kind == RAIL_OPEN_VERSION);
  gtk_widget_set_visible (self->decide_button, _rail_window_has_unsealed (self));
  gtk_widget_set_visible (self->reload_button, self->project != NULL && _rail_window_get_stale (self) != NULL);
  gtk_widget_set_tooltip_text (self->save_button,
                               can_save ? _("Save the project") : _("Not possible: opened to be looked at only"));
}

static void
append_recent (GMenu *section,
               GFile *file)
{
  g_autofree char *title = rail_display_name_dup_title (file);
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr(GString) label = g_string_new (title);
  g_autoptr(GMenuItem) item = NULL;

  /* An underscore in a menu is a mnemonic unless it is doubled. */
  g_string_replace (label, "_", "__", 0);

  item = g_menu_item_new (label->str, NULL);
  g_menu_item_set_action_and_target (item, "app.open-recent", "s", uri);
  g_menu_append_item (section, item);
}

static void
update_recent_menu (RailWindow *self)
{
  GListModel *recent = rail_state_get_recent (rail_state_get_default ());
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) section = g_menu_new ();
  g_autoptr(GMenu) other = g_menu_new ();

  for (guint i = 0; i < g_list_model_get_n_items (recent); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (recent, i);

      append_recent (section, file);
    }
  if (g_list_model_get_n_items (recent) > 0)
    g_menu_append_section (menu, _("Recent projects"), G_MENU_MODEL (section));

  g_menu_append (other, _("Open the _Example"), "app.open-example");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (other));
  adw_split_button_set_menu_model (self->open_button, G_MENU_MODEL (menu));
}

/* Wherever a project is shown, files that are no projects are meant for its certificates. */
static gboolean
drop_cb (RailWindow   *self,
         const GValue *value)
{
  GdkFileList *list = g_value_get_boxed (value);
  g_autoptr(GSList) files = gdk_file_list_get_files (list);
  g_autoptr(GSList) others = NULL;
  gboolean taken = FALSE;

  for (GSList *link = files; link != NULL; link = link->next)
    {
      g_autofree char *name = g_file_get_basename (link->data);

      if (g_str_has_suffix (name, ".certrail"))
        {
          rail_window_open (self, link->data);
          taken = TRUE;
        }
      else
        others = g_slist_append (others, link->data);
    }
  if (taken || others == NULL || self->view == NULL)
    return taken;

  _rail_window_go (self, RAIL_PLACE_CERTIFICATES, NULL);
  rail_certificate_manager_page_import (
    RAIL_CERTIFICATE_MANAGER_PAGE (rail_project_view_get_page (self->view, "certificates")), others);
  return TRUE;
}

static void
cancel_loading_cb (RailWindow *self)
{
  _rail_window_stop_loading (self);
}

static void
confirmed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  RailWindow *self = RAIL_WINDOW (object);

  /* Closed already, by a second click while the file was being written. */
  if (self->stack == NULL)
    return;

  if (_rail_window_confirm_finish (self, result))
    {
      self->close_anyway = TRUE;
      gtk_window_close (GTK_WINDOW (self));
    }
}

static void
remember_size (RailWindow *self)
{
  RailState *state = rail_state_get_default ();
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  rail_state_set_int (state, "window", "width", width);
  rail_state_set_int (state, "window", "height", height);
  rail_state_set_int (state, "window", "maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (self->view != NULL)
    rail_state_set_int (state, "window", "sidebar", rail_project_view_get_sidebar (self->view));
  rail_state_write (state);
}

static gboolean
rail_window_close_request (GtkWindow *window)
{
  RailWindow *self = RAIL_WINDOW (window);
  GtkWindow *busy = rail_busy_find_dialog (window);

  if (busy != NULL)
    {
      gtk_window_present (busy);
      return GDK_EVENT_STOP;
    }
  if (self->saving)
    {
      self->close_after_save = TRUE;
      return GDK_EVENT_STOP;
    }
  if (!self->close_anyway && (_rail_window_is_modified (self) || _rail_window_is_locked_modified (self)))
    {
      _rail_window_confirm_async (self, confirmed_cb, NULL);
      return GDK_EVENT_STOP;
    }

  _rail_window_stop_loading (self);
  _rail_window_cancel_lock (self);
  _rail_window_close_dialogs (self);
  remember_size (self);
  return GTK_WINDOW_CLASS (rail_window_parent_class)->close_request (window);
}

static void
rail_window_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  RailWindow *self = RAIL_WINDOW (object);

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
rail_window_dispose (GObject *object)
{
  RailWindow *self = RAIL_WINDOW (object);

  _rail_window_cancel_lock (self);
  _rail_window_detach (self);
  g_clear_object (&self->project_signals);
  self->view = NULL;
  self->lock_page = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_WINDOW);
  g_clear_object (&self->project);
  g_clear_object (&self->file);
  g_clear_object (&self->loading);
  g_clear_object (&self->opening);

  G_OBJECT_CLASS (rail_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RailWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, save_stack);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, undo_menu);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, save_menu);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, title);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, compile_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, load_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, lock_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, unprotected_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, content);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, notice_label);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, tour);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, expiry);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, expiry_label);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, restore_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, decide_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, reload_button);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RailWindow, loading_label);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
  gtk_widget_class_bind_template_callback (widget_class, _rail_window_show_tour_step);
  gtk_widget_class_bind_template_callback (widget_class, cancel_loading_cb);
  gtk_widget_class_bind_template_callback (widget_class, _rail_window_hide_expiring);
}

static void
rail_window_class_init (RailWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_window_dispose;
  object_class->get_property = rail_window_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = rail_window_close_request;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (RAIL_TYPE_TOUR_BAR);
  g_type_ensure (RAIL_TYPE_WELCOME_PAGE);
  bind_template (widget_class);
  _rail_window_class_actions (widget_class);
}

/* The button of a menu that has the focus is one inside, and a tooltip is no name for it. */
static void
label_menu_button (GtkWidget  *widget,
                   const char *label)
{
  if (GTK_IS_MENU_BUTTON (widget) || GTK_IS_TOGGLE_BUTTON (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child))
      label_menu_button (child, label);
}

static void
rail_window_init (RailWindow *self)
{
  RailState *state = rail_state_get_default ();
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  label_menu_button (GTK_WIDGET (self->menu_button), _("Main menu"));
  label_menu_button (GTK_WIDGET (self->open_button), _("Recent projects"));

  gtk_window_set_default_size (GTK_WINDOW (self),
                               rail_state_get_int (state, "window", "width", 1280),
                               rail_state_get_int (state, "window", "height", 760));
  if (rail_state_get_int (state, "window", "maximized", FALSE))
    gtk_window_maximize (GTK_WINDOW (self));

  g_signal_connect_object (rail_state_get_recent (state), "items-changed",
                           G_CALLBACK (update_recent_menu), self, G_CONNECT_SWAPPED);
  update_recent_menu (self);

  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));

  self->project_signals = g_signal_group_new (RAIL_TYPE_PROJECT);
  g_signal_group_connect_swapped (self->project_signals, "notify", G_CALLBACK (_rail_window_update), self);
  g_signal_group_connect_swapped (self->project_signals, "notify::undo-text", G_CALLBACK (_rail_window_update_expiring),
                                  self);
  _rail_window_update (self);
}

/* Brings title, buttons and actions in line with the state of the window. */
void
_rail_window_update (RailWindow *self)
{
  update_title (self);
  update_header (self);
  update_notice (self);
  _rail_window_update_actions (self);
  _rail_window_update_device_buttons (self);

  gtk_stack_set_visible_child_name (self->stack, self->loading != NULL   ? "loading"
                                                 : self->lock_page != NULL ? "locked"
                                                 : self->project != NULL   ? "project"
                                                                           : "welcome");
}

/* What a toast has said is gone with the project, and also what waits to be said. */
static void
renew_toasts (RailWindow *self)
{
  g_autoptr(GtkWidget) stack = g_object_ref (GTK_WIDGET (self->stack));
  GtkWidget *old = gtk_widget_get_ancestor (stack, ADW_TYPE_TOAST_OVERLAY);
  GtkWidget *toasts = adw_toast_overlay_new ();

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (old), NULL);
  gtk_box_remove (self->content, old);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), stack);
  gtk_widget_set_vexpand (toasts, TRUE);
  gtk_box_append (self->content, toasts);
}

/* Takes the project, and every widget that has seen something of it, out of the window. */
void
_rail_window_drop_project (RailWindow *self)
{
  if (self->project == NULL)
    return;

  gtk_stack_remove (self->stack, GTK_WIDGET (g_steal_pointer (&self->view)));
  renew_toasts (self);
  _rail_window_hide_expiring (self);
  rail_tour_bar_stop (self->tour);
  g_signal_group_set_target (self->project_signals, NULL);
  g_clear_object (&self->project);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
  _rail_window_update (self);
}

/* Notes where the project is kept. */
void
_rail_window_set_file (RailWindow *self,
                       GFile      *file)
{
  g_set_object (&self->file, file);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);
}

/* Shows @project instead of the lock page, or of nothing. */
void
_rail_window_show_project (RailWindow  *self,
                           RailProject *project)
{
  g_autofree char *damage = rail_project_dup_key_damage (project);

  _rail_window_leave_lock_page (self);
  self->project = g_object_ref (project);
  self->had_damage = damage != NULL;
  self->view = RAIL_PROJECT_VIEW (rail_project_view_new (project, self->file));
  g_object_bind_property (self, "file", self->view, "file", G_BINDING_DEFAULT);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->view), "project");
  g_signal_connect_object (rail_project_view_get_tree (self->view), "notify::place",
                           G_CALLBACK (_rail_window_update_device_buttons), self, G_CONNECT_SWAPPED);
  g_signal_group_set_target (self->project_signals, project);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
  _rail_window_go (self, rail_project_is_protected (project) ? RAIL_PLACE_CERTIFICATES : RAIL_PLACE_PROJECT, NULL);
  _rail_window_show_expiring (self);
}

/* Whether closing would lose something. An untitled project that nobody has changed is no loss. */
gboolean
_rail_window_is_modified (RailWindow *self)
{
  return self->project != NULL && rail_project_get_modified (self->project);
}

/* Shows a place of the open project. */
void
_rail_window_go (RailWindow    *self,
                 RailPlaceKind  kind,
                 const char    *device)
{
  if (self->view != NULL)
    rail_project_tree_go (rail_project_view_get_tree (self->view), kind, device);
}

/**
 * rail_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window with the welcome page
 */
RailWindow *
rail_window_new (RailApplication *application)
{
  g_return_val_if_fail (RAIL_IS_APPLICATION (application), NULL);

  return g_object_new (RAIL_TYPE_WINDOW, "application", application, NULL);
}

/**
 * rail_window_get_project:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the open project
 */
RailProject *
rail_window_get_project (RailWindow *self)
{
  g_return_val_if_fail (RAIL_IS_WINDOW (self), NULL);

  return self->project;
}

/**
 * rail_window_get_file:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): where the project is kept; nowhere before the first save
 */
GFile *
rail_window_get_file (RailWindow *self)
{
  g_return_val_if_fail (RAIL_IS_WINDOW (self), NULL);

  return self->file;
}

/* A project that was not read by a window: nobody has asked for the right to write its file yet. */
static void
attach_anew (RailWindow  *self,
             RailProject *project,
             GFile       *file)
{
  RailAttachment attachment = { .kind = RAIL_OPEN_FILE };
  g_autoptr(RailProject) held = g_object_ref (project);
  g_autoptr(GFile) held_file = file != NULL ? g_object_ref (file) : NULL;
  g_autoptr(RailProjectFile) project_file = NULL;
  g_autoptr(GError) error = NULL;

  _rail_window_drop_project (self);
  _rail_window_detach (self);
  if (file != NULL)
    {
      attachment.lock = rail_project_lock_acquire (file, RAIL_TAKE_STALE, &error);
      project_file = rail_project_file_open (file, NULL, NULL);
    }
  /* A folder that cannot be written to is said when it is saved. */
  if (g_error_matches (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LOCKED))
    attachment.read_only = error->message;
  if (project_file != NULL)
    attachment.identity = rail_project_file_get_identity (project_file);
  _rail_window_attach (self, project, file, &attachment);
  g_clear_object (&attachment.lock);
}

/**
 * rail_window_set_project:
 * @self: a window
 * @project: (nullable): the project to show; the welcome page without one
 * @file: (nullable): where it is kept
 *
 * Shows @project, and takes the lock of @file. What was open before is dropped, so ask first.
 */
void
rail_window_set_project (RailWindow  *self,
                         RailProject *project,
                         GFile       *file)
{
  g_return_if_fail (RAIL_IS_WINDOW (self));
  g_return_if_fail (project == NULL || RAIL_IS_PROJECT (project));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  if (project != NULL)
    {
      attach_anew (self, project, file);
      return;
    }

  _rail_window_drop_project (self);
  _rail_window_leave_lock_page (self);
  _rail_window_detach (self);
  _rail_window_set_file (self, NULL);
  _rail_window_update (self);
}

/**
 * rail_window_look_again:
 * @self: a window
 *
 * Something that the status of certificates depends on has changed: shows each of them anew.
 */
void
rail_window_look_again (RailWindow *self)
{
  GListModel *entries;

  g_return_if_fail (RAIL_IS_WINDOW (self));

  if (self->project == NULL)
    return;
  entries = rail_project_get_entries (self->project);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(GObject) entry = g_list_model_get_item (entries, i);

      g_object_notify (entry, "certificate");
    }
  g_object_notify (G_OBJECT (self->project), "undo-text");
}

/**
 * rail_window_is_free:
 * @self: a window
 *
 * Returns: whether a project can be opened here without taking another one away
 */
gboolean
rail_window_is_free (RailWindow *self)
{
  g_return_val_if_fail (RAIL_IS_WINDOW (self), FALSE);

  return self->project == NULL && self->loading == NULL && self->lock_page == NULL;
}
