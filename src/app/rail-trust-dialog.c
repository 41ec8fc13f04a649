/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-trust-dialog"

#include "config.h"

#include "rail-trust-dialog.h"

#include "rail-message-row.h"
#include "rail-trust-store.h"

#include <glib/gi18n.h>

struct _RailTrustDialog
{
  AdwWindow            parent_instance;

  /* Template widgets */
  GtkStack            *stack;         /* “list”, “empty” */
  AdwPreferencesPage  *page;
  AdwPreferencesGroup *intro;
  GtkSpinner          *spinner;

  /* Owned references */
  RailProject         *project;
  GCancellable        *cancellable;
  GPtrArray           *places;        /* of Place */
  guint                n_working;
};

/* A store, and the group that shows it. */
typedef struct
{
  RailTrustStore      *store;
  AdwPreferencesGroup *group;         /* the page keeps it */
  GPtrArray           *rows;          /* of GtkWidget, which the group keeps */
  char                *focused;       /* (nullable): the fingerprint whose switch is to have the focus again */
  char                *failure;       /* (nullable): why the last change was not made */
} Place;

/* A row's certificate, for its callbacks. */
typedef struct
{
  RailTrustDialog *dialog;            /* weak: its row is in it */
  Place           *place;
  RailTrustItem   *item;
} RowData;

G_DEFINE_FINAL_TYPE (RailTrustDialog, rail_trust_dialog, ADW_TYPE_WINDOW)

static void read_place (RailTrustDialog *self, Place *place);

static void
place_free (gpointer data)
{
  Place *place = data;

  g_object_unref (place->store);
  g_ptr_array_unref (place->rows);
  g_free (place->focused);
  g_free (place->failure);
  g_free (place);
}

static void
row_data_free (gpointer  data,
               GClosure *closure)
{
  RowData *row = data;

  g_object_unref (row->item);
  g_free (row);
}

static RowData *
row_data_new (RailTrustDialog *self,
              Place           *place,
              RailTrustItem   *item)
{
  RowData *row = g_new0 (RowData, 1);

  row->dialog = self;
  row->place = place;
  row->item = g_object_ref (item);
  return row;
}

/* One change at a time: two programs that write one database would meet. */
static void
update (RailTrustDialog *self)
{
  gboolean working = self->n_working > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), working);
  gtk_spinner_set_spinning (self->spinner, working);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), !working);
}

static void
begin (RailTrustDialog *self)
{
  self->n_working++;
  update (self);
}

/* Whether the dialog is still there. */
static gboolean
end (RailTrustDialog *self)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  self->n_working--;
  update (self);
  return TRUE;
}

static Place *
find_place (RailTrustDialog *self,
            gpointer         store)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = g_ptr_array_index (self->places, i);

      if (place->store == store)
        return place;
    }
  g_return_val_if_reached (NULL);
}

static void
add_row (Place     *place,
         GtkWidget *row)
{
  adw_preferences_group_add (place->group, row);
  g_ptr_array_add (place->rows, row);
}

static void
add_failure (Place      *place,
             const char *text)
{
  GtkWidget *row = g_object_new (RAIL_TYPE_MESSAGE_ROW, NULL);

  rail_message_row_set_error (RAIL_MESSAGE_ROW (row), text);
  add_row (place, row);
}

static void
set_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(RailTrustDialog) self = RAIL_TRUST_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  Place *place;

  rail_trust_store_set_finish (RAIL_TRUST_STORE (source), result, &error);
  if (!end (self))
    return;
  place = find_place (self, source);
  g_free (place->failure);
  place->failure = error != NULL ? g_strdup (error->message) : NULL;
  read_place (self, place);
}

static void
change (RowData  *row,
        gboolean  trusted)
{
  RailCertificate *certificate = rail_trust_item_get_certificate (row->item);

  g_free (row->place->focused);
  row->place->focused = g_strdup (rail_certificate_get_fingerprint (certificate));
  begin (row->dialog);
  rail_trust_store_set_async (row->place->store, certificate, trusted, row->dialog->cancellable, set_cb,
                              g_object_ref (row->dialog));
}

/* The switch shows what is so, and not what was asked for, until the store has been read again. */
static gboolean
state_set_cb (GtkSwitch *widget,
              gboolean   state,
              gpointer   user_data)
{
  if (state != gtk_switch_get_state (widget))
    change (user_data, state);
  return TRUE;
}

static void
remove_cb (GtkButton *button,
           gpointer   user_data)
{
  change (user_data, FALSE);
}

static void
copy_cb (GtkButton *button,
         gpointer   user_data)
{
  RowData *row = user_data;
  g_autofree char *script = rail_trust_store_dup_script (row->place->store, rail_trust_item_get_certificate (row->item),
                                                         rail_trust_item_get_level (row->item) == RAIL_TRUST_ABSENT);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), script);
  gtk_button_set_icon_name (button, "object-select-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), _("Copied; paste it into a terminal"));
}

static GtkWidget *
create_button (const char *icon,
               const char *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

/* The store of a system is changed by its administrator, in a terminal; of what cannot be trusted any more there is only one
 * way; for the rest there is a switch. */
static GtkWidget *
create_control (RailTrustDialog *self,
                Place           *place,
                RailTrustItem   *item)
{
  const char *name = rail_trust_item_get_name (item);
  RailTrustLevel level = rail_trust_item_get_level (item);
  RowData *row = row_data_new (self, place, item);
  g_autofree char *label = NULL;
  GtkWidget *control;

  if (rail_trust_store_get_kind (place->store) == RAIL_TRUST_KIND_SYSTEM)
    {
      label = g_strdup_printf (level == RAIL_TRUST_ABSENT ? _("Copy the commands that add “%s”")
                                                          : _("Copy the commands that remove “%s”"), name);
      control = create_button ("edit-copy-symbolic", label);
      g_signal_connect_data (control, "clicked", G_CALLBACK (copy_cb), row, row_data_free, 0);
    }
  else if (!rail_trust_item_can_add (item))
    {
      label = g_strdup_printf (_("Remove “%s”"), name);
      control = create_button ("user-trash-symbolic", label);
      g_signal_connect_data (control, "clicked", G_CALLBACK (remove_cb), row, row_data_free, 0);
    }
  else
    {
      label = g_strdup_printf (_("Trust “%s”"), name);
      control = gtk_switch_new ();
      gtk_switch_set_active (GTK_SWITCH (control), level >= RAIL_TRUST_PEER);
      gtk_switch_set_state (GTK_SWITCH (control), level >= RAIL_TRUST_PEER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      g_signal_connect_data (control, "state-set", G_CALLBACK (state_set_cb), row, row_data_free, 0);
    }
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  return control;
}

static GtkWidget *
create_row (RailTrustDialog *self,
            Place           *place,
            RailTrustItem   *item)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *control = create_control (self, place, item);
  const char *level = rail_trust_level_get_label (rail_trust_item_get_level (item));
  const char *refusal = rail_trust_item_get_refusal (item);
  g_autofree char *title = g_strdup_printf (C_("ID and common name", "%u · %s"), rail_trust_item_get_id (item),
                                            rail_trust_item_get_name (item));
  g_autofree char *subtitle = refusal != NULL ? g_strdup_printf ("%s\n%s", level, refusal) : g_strdup (level);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  return row;
}

static void
show_place (RailTrustDialog *self,
            Place           *place,
            GListModel      *items,
            const char      *problem)
{
  for (guint i = 0; i < place->rows->len; i++)
    adw_preferences_group_remove (place->group, g_ptr_array_index (place->rows, i));
  g_ptr_array_set_size (place->rows, 0);
  if (problem != NULL)
    add_failure (place, problem);
  if (place->failure != NULL)
    add_failure (place, place->failure);
  for (guint i = 0; items != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailTrustItem) item = g_list_model_get_item (items, i);
      GtkWidget *row = create_row (self, place, item);

      add_row (place, row);
      if (g_strcmp0 (place->focused, rail_certificate_get_fingerprint (rail_trust_item_get_certificate (item))) == 0)
        gtk_widget_grab_focus (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)));
    }
  g_clear_pointer (&place->focused, g_free);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(RailTrustDialog) self = RAIL_TRUST_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) items = rail_trust_store_read_finish (RAIL_TRUST_STORE (source), result, &error);

  if (end (self))
    show_place (self, find_place (self, source), items, error != NULL ? error->message : NULL);
}

static void
read_place (RailTrustDialog *self,
            Place           *place)
{
  begin (self);
  rail_trust_store_read_async (place->store, self->project, self->cancellable, read_cb, g_object_ref (self));
}

static void
add_place (RailTrustDialog *self,
           RailTrustStore  *store)
{
  Place *place = g_new0 (Place, 1);
  g_autofree char *path = g_filename_display_name (rail_trust_store_get_path (store));
  g_autofree char *title = g_markup_escape_text (rail_trust_store_get_label (store), -1);
  g_autofree char *text = rail_trust_store_get_kind (store) == RAIL_TRUST_KIND_SYSTEM
                            ? g_strdup_printf (_("%s, which only the administrator changes, with commands to copy"), path)
                            : g_strdup (path);
  g_autofree char *description = g_markup_escape_text (text, -1);

  place->store = g_object_ref (store);
  place->rows = g_ptr_array_new ();
  place->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (place->group, title);
  adw_preferences_group_set_description (place->group, description);
  adw_preferences_page_add (self->page, place->group);
  g_ptr_array_add (self->places, place);
  read_place (self, place);
}

static void
rail_trust_dialog_dispose (GObject *object)
{
  RailTrustDialog *self = RAIL_TRUST_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_TRUST_DIALOG);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_trust_dialog_parent_class)->dispose (object);
}

static void
rail_trust_dialog_finalize (GObject *object)
{
  RailTrustDialog *self = RAIL_TRUST_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->places);

  G_OBJECT_CLASS (rail_trust_dialog_parent_class)->finalize (object);
}

static void
rail_trust_dialog_class_init (RailTrustDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_trust_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = rail_trust_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-trust-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailTrustDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RailTrustDialog, page);
  gtk_widget_class_bind_template_child (widget_class, RailTrustDialog, intro);
  gtk_widget_class_bind_template_child (widget_class, RailTrustDialog, spinner);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_trust_dialog_init (RailTrustDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->places = g_ptr_array_new_with_free_func (place_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_trust_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @project: the project
 * @home: (type filename): the home folder in which browsers keep their stores
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_trust_dialog_new (GtkWindow   *parent,
                       RailProject *project,
                       const char  *home)
{
  RailTrustDialog *self;
  g_autoptr(GListModel) stores = NULL;
  gboolean has_browser = FALSE;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (home != NULL, NULL);

  self = g_object_new (RAIL_TYPE_TRUST_DIALOG, "transient-for", parent, NULL);
  self->project = g_object_ref (project);
  stores = rail_trust_store_find (home);
  for (guint i = 0; i < g_list_model_get_n_items (stores); i++)
    {
      g_autoptr(RailTrustStore) store = g_list_model_get_item (stores, i);

      has_browser = has_browser || rail_trust_store_get_kind (store) != RAIL_TRUST_KIND_SYSTEM;
      add_place (self, store);
    }
  if (!has_browser)
    {
      GtkWidget *row = g_object_new (RAIL_TYPE_MESSAGE_ROW, NULL);

      rail_message_row_set_advice (RAIL_MESSAGE_ROW (row),
                                   _("No browser was found; start it once, so that it makes its profile, and come back."));
      adw_preferences_group_add (self->intro, row);
    }
  gtk_stack_set_visible_child_name (self->stack, self->places->len > 0 ? "list" : "empty");
  return GTK_WINDOW (self);
}
