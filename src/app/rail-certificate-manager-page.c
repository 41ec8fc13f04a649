/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-manager-page"

#include "config.h"

#include "rail-certificate-manager-page-private.h"

#include "rail-certificate-columns.h"
#include "rail-state.h"
#include "rail-toast.h"
#include "rail-type-ahead.h"
#include "rail-wrap-box.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (RailCertificateManagerPage, rail_certificate_manager_page, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_PROJECT,
  PROP_TAB,
  PROP_INSPECT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Indexed by RailEntryKind. */
static const char * const tab_names[RAIL_N_TABS] = { "ca", "device", "trusted" };

static const char *
get_keys_reason (RailCertificateManagerPage *self)
{
  return self->project != NULL ? rail_project_get_keys_reason (self->project) : NULL;
}

/* A button that does nothing says what it waits for. */
static void
explain_cb (GtkWidget                  *button,
            GParamSpec                 *pspec,
            RailCertificateManagerPage *self)
{
  static const struct
  {
    const char *action;
    const char *does;
    const char *waits;
  } texts[] = {
    { "manager.import", N_("Take certificates and keys from files"),
      N_("Certificates are imported into a protected project") },
    { "manager.export", N_("Write the selected certificates to files (Ctrl+E)"),
      N_("Select the certificates to export first") },
    { "manager.renew", N_("Issue the selected certificates anew, with the same IDs"),
      N_("Select certificates to renew first; those whose issuer’s key is not in this project cannot be renewed here") },
    { "manager.replace", N_("Put another certificate under the same ID"),
      N_("Select the one certificate to replace first") },
    { "manager.assign", N_("Choose the device that uses the selected certificates, and as what"),
      N_("Select certificates to assign first, and add a device if there is none") },
  };
  const char *action = gtk_actionable_get_action_name (GTK_ACTIONABLE (button));
  const char *reason = button == self->renew_button ? get_keys_reason (self) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i].action, action))
      gtk_widget_set_tooltip_text (button, gtk_widget_is_sensitive (button) ? _(texts[i].does)
                                           : reason != NULL                 ? reason
                                                                            : _(texts[i].waits));
}

static void
update_keys (RailCertificateManagerPage *self)
{
  const char *reason = get_keys_reason (self);

  gtk_label_set_text (self->keys_reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (self->keys_banner, reason != NULL);
  gtk_widget_set_tooltip_text (self->create_button, reason != NULL ? reason : _("Create a certificate"));
  explain_cb (self->renew_button, NULL, self);
}

static void
update_pages (RailCertificateManagerPage *self)
{
  gboolean protected = self->project != NULL && rail_project_is_protected (self->project);
  gboolean any = FALSE;

  for (guint i = 0; i < RAIL_N_TABS; i++)
    {
      guint n = self->rows != NULL ? rail_certificate_rows_count (self->rows, i) : 0;
      g_autofree char *text = g_strdup_printf ("%u", n);

      any = any || n > 0;
      gtk_label_set_text (self->counts[i], text);
      gtk_stack_set_visible_child_name (GTK_STACK (self->bodies[i]), n > 0 ? "table" : "empty");
      /* Authorities are what a project is protected for; without it there is nothing to show there. */
      gtk_widget_set_sensitive (self->tab_buttons[i], protected || n > 0);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), protected || any ? "manager" : "protect");
  gtk_widget_set_visible (self->banner, !protected);
  update_keys (self);
}

static void
update_selection (RailCertificateManagerPage *self)
{
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);

  rail_certificate_inspector_set_entries (self->inspector, self->project, selected);
  rail_drag_handle_set_entries (self->drag_handle, self->project, selected);
  _rail_certificate_manager_page_update_actions (self);
}

/* A filter that stays on unnoticed looks like lost certificates. */
static void
update_filter_bar (RailCertificateManagerPage *self)
{
  g_autofree char *chosen = rail_filter_button_describe (self->filter);
  g_autoptr(GString) text = g_string_new (NULL);
  RailRowCriteria criteria = RAIL_ROW_CRITERIA_ALL;
  guint n_ended = 0;

  rail_filter_button_get_criteria (self->filter, &criteria);
  if (criteria.hide_ended && criteria.status == RAIL_STATUS_ANY && self->rows != NULL)
    n_ended = rail_certificate_rows_count_ended (self->rows, _rail_certificate_manager_page_get_tab (self));
  if (*chosen != '\0')
    g_string_append_printf (text, _("Only: %s"), chosen);
  if (n_ended > 0)
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append_printf (text, ngettext ("%u expired or revoked certificate is hidden",
                                              "%u expired or revoked certificates are hidden", n_ended), n_ended);
    }
  gtk_label_set_text (self->filter_text, text->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->filter_text), text->len > 0 ? text->str : NULL);
  gtk_widget_set_visible (self->filter_bar, text->len > 0);
}

static void
entries_changed_cb (RailCertificateManagerPage *self)
{
  update_pages (self);
  update_filter_bar (self);
  update_selection (self);
}

static gboolean
has_selection (RailCertificateManagerPage *self)
{
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);

  return selected->len > 0;
}

static gboolean
refresh_cb (gpointer user_data)
{
  RailCertificateManagerPage *self = user_data;
  g_autoptr(GPtrArray) selected = _rail_certificate_manager_page_get_selected (self);

  self->refresh_source = 0;
  rail_certificate_rows_update (self->rows);
  for (guint i = 0; i < RAIL_N_TABS; i++)
    rail_certificate_table_refresh (self->tables[i], self->changed);
  g_hash_table_remove_all (self->changed);
  update_pages (self);
  update_filter_bar (self);
  /* A row that has moved in the tree is not selected any more. One that the filter hides now stays hidden. */
  if (selected->len == 1 && !has_selection (self))
    {
      RailCertificateRow *row = rail_certificate_rows_find (self->rows, g_ptr_array_index (selected, 0));

      if (row != NULL)
        rail_certificate_table_select (self->tables[_rail_certificate_manager_page_get_tab (self)], row);
    }
  update_selection (self);
  return G_SOURCE_REMOVE;
}

static void
row_changed_cb (RailCertificateManagerPage *self,
                RailCertificateRow         *row)
{
  /* Each filter looks at all rows again, so a thousand revocations are one change to look at. */
  g_hash_table_add (self->changed, g_object_ref (row));
  if (self->refresh_source == 0)
    self->refresh_source = g_idle_add (refresh_cb, self);
}

/* Which certificates are local is for the devices to say. */
static void
devices_changed_cb (RailCertificateManagerPage *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_idle_add (refresh_cb, self);
}

static void
forget_changed (RailCertificateManagerPage *self)
{
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_hash_table_remove_all (self->changed);
}

static void
filter_changed_cb (RailCertificateManagerPage *self)
{
  RailRowCriteria criteria = RAIL_ROW_CRITERIA_ALL;

  rail_filter_button_get_criteria (self->filter, &criteria);
  criteria.text = gtk_editable_get_text (self->search);
  for (guint i = 0; i < RAIL_N_TABS; i++)
    rail_certificate_table_set_filter (self->tables[i], &criteria);
  update_filter_bar (self);
}

static void
stop_search_cb (RailCertificateManagerPage *self)
{
  RailEntryKind tab = _rail_certificate_manager_page_get_tab (self);

  gtk_editable_set_text (self->search, "");
  gtk_widget_child_focus (GTK_WIDGET (self->tables[tab]), GTK_DIR_TAB_FORWARD);
}

static void
activated_cb (RailCertificateManagerPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "manager.show", NULL);
}

static void
update_tab (RailCertificateManagerPage *self)
{
  RailCertificateTable *table = self->tables[_rail_certificate_manager_page_get_tab (self)];

  /* The menu of the tool bar chooses the columns of the table in sight. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", rail_certificate_table_get_columns (table));
  update_filter_bar (self);
}

static void
set_tab (RailCertificateManagerPage *self,
         const char                 *name)
{
  if (g_strcmp0 (name, gtk_stack_get_visible_child_name (GTK_STACK (self->tabs))) == 0)
    return;
  gtk_stack_set_visible_child_name (GTK_STACK (self->tabs), name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TAB]);
  update_tab (self);
  update_selection (self);
}

static void
set_project (RailCertificateManagerPage *self,
             RailProject                *project)
{
  if (self->project == project)
    return;

  if (self->project != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->project, self);
      g_signal_handlers_disconnect_by_data (rail_project_get_entries (self->project), self);
      g_signal_handlers_disconnect_by_data (rail_project_get_devices (self->project), self);
      g_signal_handlers_disconnect_by_data (self->rows, self);
      forget_changed (self);
    }
  for (guint i = 0; i < RAIL_N_TABS; i++)
    rail_certificate_table_set_rows (self->tables[i], NULL);
  g_clear_object (&self->rows);
  g_set_object (&self->project, project);

  if (project != NULL)
    {
      /* The rows follow the entries first, then the page counts them. */
      self->rows = rail_certificate_rows_new (project);
      for (guint i = 0; i < RAIL_N_TABS; i++)
        rail_certificate_table_set_rows (self->tables[i], rail_certificate_rows_get (self->rows, i));
      g_signal_connect_object (self->rows, "row-changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
      /* Whatever is undone next, it is not what a toast of before has offered to undo. */
      g_signal_connect_object (project, "notify::undo-text", G_CALLBACK (rail_toast_dismiss), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::protected", G_CALLBACK (entries_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::unsealed", G_CALLBACK (entries_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (rail_project_get_entries (project), "items-changed",
                               G_CALLBACK (entries_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (rail_project_get_devices (project), "items-changed",
                               G_CALLBACK (devices_changed_cb), self, G_CONNECT_SWAPPED);
    }
  rail_filter_button_set_project (self->filter, project);
  gtk_editable_set_text (self->search, "");
  /* A search entry tells of its text only after a while. */
  filter_changed_cb (self);
  /* Without protection there are no authorities to begin with. */
  set_tab (self, tab_names[project == NULL || rail_project_is_protected (project) ? RAIL_ENTRY_CA : RAIL_ENTRY_DEVICE]);
  entries_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
}

static void
rail_certificate_manager_page_get_property (GObject    *object,
                                            guint       prop_id,
                                            GValue     *value,
                                            GParamSpec *pspec)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_TAB:
      g_value_set_string (value, gtk_stack_get_visible_child_name (GTK_STACK (self->tabs)));
      break;
    case PROP_INSPECT:
      g_value_set_boolean (value, gtk_widget_get_visible (GTK_WIDGET (self->inspector)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_certificate_manager_page_set_property (GObject      *object,
                                            guint         prop_id,
                                            const GValue *value,
                                            GParamSpec   *pspec)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    case PROP_TAB:
      set_tab (self, g_value_get_string (value));
      break;
    case PROP_INSPECT:
      gtk_widget_set_visible (GTK_WIDGET (self->inspector), g_value_get_boolean (value));
      rail_state_set_int (rail_state_get_default (), "manager", "inspect", g_value_get_boolean (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_certificate_manager_page_dispose (GObject *object)
{
  RailCertificateManagerPage *self = RAIL_CERTIFICATE_MANAGER_PAGE (object);

  if (self->project != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->project, self);
      g_signal_handlers_disconnect_by_data (rail_project_get_entries (self->project), self);
      g_signal_handlers_disconnect_by_data (rail_project_get_devices (self->project), self);
      g_signal_handlers_disconnect_by_data (self->rows, self);
      forget_changed (self);
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_CERTIFICATE_MANAGER_PAGE);
  g_clear_object (&self->rows);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_certificate_manager_page_parent_class)->dispose (object);
}

static void
rail_certificate_manager_page_finalize (GObject *object)
{
  g_hash_table_unref (RAIL_CERTIFICATE_MANAGER_PAGE (object)->changed);
  G_OBJECT_CLASS (rail_certificate_manager_page_parent_class)->finalize (object);
}

static void
bind_tabs (GtkWidgetClass *widget_class)
{
  static const char * const parts[] = { "body", "table", "count", "button" };

  for (guint i = 0; i < RAIL_N_TABS; i++)
    {
      const gssize offsets[] = {
        G_STRUCT_OFFSET (RailCertificateManagerPage, bodies[0]) + (gssize) (i * sizeof (gpointer)),
        G_STRUCT_OFFSET (RailCertificateManagerPage, tables[0]) + (gssize) (i * sizeof (gpointer)),
        G_STRUCT_OFFSET (RailCertificateManagerPage, counts[0]) + (gssize) (i * sizeof (gpointer)),
        G_STRUCT_OFFSET (RailCertificateManagerPage, tab_buttons[0]) + (gssize) (i * sizeof (gpointer)),
      };

      for (guint j = 0; j < G_N_ELEMENTS (parts); j++)
        {
          g_autofree char *id = g_strdup_printf ("%s_%s", tab_names[i], parts[j]);

          gtk_widget_class_bind_template_child_full (widget_class, g_intern_string (id), FALSE, offsets[j]);
        }
    }
}

static void
rail_certificate_manager_page_class_init (RailCertificateManagerPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_certificate_manager_page_dispose;
  object_class->finalize = rail_certificate_manager_page_finalize;
  object_class->get_property = rail_certificate_manager_page_get_property;
  object_class->set_property = rail_certificate_manager_page_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * RailCertificateManagerPage:tab:
   *
   * The table that is shown: `ca`, `device` or `trusted`.
   */
  properties[PROP_TAB] = g_param_spec_string ("tab", NULL, NULL, "ca",
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * RailCertificateManagerPage:inspect:
   *
   * Whether the inspector below the table is unfolded.
   */
  properties[PROP_INSPECT] = g_param_spec_boolean ("inspect", NULL, NULL, TRUE,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (RAIL_TYPE_CERTIFICATE_TABLE);
  g_type_ensure (RAIL_TYPE_CERTIFICATE_INSPECTOR);
  g_type_ensure (RAIL_TYPE_DRAG_HANDLE);
  g_type_ensure (RAIL_TYPE_FILTER_BUTTON);
  g_type_ensure (RAIL_TYPE_WRAP_BOX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/certrail/Certrail/ui/rail-certificate-manager-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, pages);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, banner);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, keys_banner);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, keys_reason);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, tabs);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, create_button);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, renew_button);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, search);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, filter);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, filter_text);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, more_button);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, drag_handle);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, drop_hint);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, inspector);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, bar_menu);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, look_menu);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, exchange_menu);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, copy_menu);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, end_menu);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateManagerPage, table_menu);
  bind_tabs (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, update_selection);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, explain_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, rail_certificate_manager_page_select_entry);
  gtk_widget_class_install_property_action (widget_class, "manager.tab", "tab");
  gtk_widget_class_install_property_action (widget_class, "manager.inspect", "inspect");
  _rail_certificate_manager_page_install_actions (widget_class);
}

/* The tooltip of its drop-down part is no name of it for a screen reader. */
static void
name_drop_down (GtkWidget *split_button)
{
  const char *name = adw_split_button_get_dropdown_tooltip (ADW_SPLIT_BUTTON (split_button));

  for (GtkWidget *child = gtk_widget_get_first_child (split_button); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_MENU_BUTTON (child))
      {
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
        /* The toggle in it is what gets the focus. */
        gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (child)),
                                        GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      }
}

static void
append (GMenu      *menu,
        GMenuModel *section)
{
  g_menu_append_section (menu, NULL, section);
}

/* A right click offers all that the tool bar does; the menu of the tool bar has what is not in the bar itself. */
static void
make_menus (RailCertificateManagerPage *self)
{
  g_autoptr(GMenu) context = g_menu_new ();
  g_autoptr(GMenu) more = g_menu_new ();
  g_autoptr(GMenu) view = g_menu_new ();
  g_autoptr(GMenuModel) columns = rail_certificate_columns_make_menu ();

  append (context, self->look_menu);
  append (context, self->bar_menu);
  append (context, self->exchange_menu);
  append (context, self->copy_menu);
  append (context, self->end_menu);
  for (guint i = 0; i < RAIL_N_TABS; i++)
    rail_certificate_table_set_menu (self->tables[i], G_MENU_MODEL (context));

  append (more, self->exchange_menu);
  append (more, self->look_menu);
  append (more, self->copy_menu);
  append (more, self->end_menu);
  g_menu_append_submenu (view, _("C_olumns"), columns);
  append (view, self->table_menu);
  append (more, G_MENU_MODEL (view));
  gtk_menu_button_set_menu_model (self->more_button, G_MENU_MODEL (more));
}

/* A button shows when its action is installed. */
static void
show_buttons (RailCertificateManagerPage *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (gtk_widget_get_parent (self->create_button));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child))
      {
        gtk_widget_set_visible (child, _rail_certificate_manager_page_has_action (
                                         self, gtk_actionable_get_action_name (GTK_ACTIONABLE (child))));
        if (!GTK_IS_TOGGLE_BUTTON (child))
          explain_cb (child, NULL, self);
      }
}

static void
rail_certificate_manager_page_init (RailCertificateManagerPage *self)
{
  self->changed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  name_drop_down (self->create_button);
  gtk_widget_set_visible (GTK_WIDGET (self->inspector),
                          rail_state_get_int (rail_state_get_default (), "manager", "inspect", TRUE));
  _rail_certificate_manager_page_add_drop (self);
  make_menus (self);
  show_buttons (self);
  for (guint i = 0; i < RAIL_N_TABS; i++)
    rail_type_ahead_add (GTK_WIDGET (self->tables[i]), self->search);
  filter_changed_cb (self);
  update_tab (self);
  entries_changed_cb (self);
}

/**
 * rail_certificate_manager_page_select_entry:
 * @self: a page
 * @entry: an entry of the project
 *
 * Selects @entry in the table that is shown, or in that of its own kind. A filter that hides it is cleared.
 */
void
rail_certificate_manager_page_select_entry (RailCertificateManagerPage *self,
                                            RailEntry                  *entry)
{
  RailCertificateRow *row;
  RailEntryKind kind;

  g_return_if_fail (RAIL_IS_CERTIFICATE_MANAGER_PAGE (self));
  g_return_if_fail (RAIL_IS_ENTRY (entry));

  row = self->rows != NULL ? rail_certificate_rows_find (self->rows, entry) : NULL;
  if (row == NULL)
    return;
  if (rail_certificate_table_select (self->tables[_rail_certificate_manager_page_get_tab (self)], row))
    return;

  kind = rail_entry_get_kind (entry);
  set_tab (self, tab_names[kind]);
  if (!rail_certificate_table_select (self->tables[kind], row))
    {
      _rail_certificate_manager_page_clear_filter (self);
      rail_certificate_table_select (self->tables[kind], row);
    }
}

/* The table that is shown, as the kind of its entries. */
RailEntryKind
_rail_certificate_manager_page_get_tab (RailCertificateManagerPage *self)
{
  const char *name = gtk_stack_get_visible_child_name (GTK_STACK (self->tabs));
  RailEntryKind kind = RAIL_ENTRY_CA;

  while (kind < RAIL_ENTRY_TRUSTED && g_strcmp0 (tab_names[kind], name) != 0)
    kind++;
  return kind;
}

/* (transfer full): the entries selected in the table that is shown */
GPtrArray *
_rail_certificate_manager_page_get_selected (RailCertificateManagerPage *self)
{
  return rail_certificate_table_get_selected (self->tables[_rail_certificate_manager_page_get_tab (self)]);
}

void
_rail_certificate_manager_page_clear_filter (RailCertificateManagerPage *self)
{
  gtk_editable_set_text (self->search, "");
  rail_filter_button_clear (self->filter);
  /* A search entry tells of its text only after a while. */
  filter_changed_cb (self);
}

/* Whether the action is there at all; an action of a dialog that is not part of the program has no button. */
gboolean
_rail_certificate_manager_page_has_action (RailCertificateManagerPage *self,
                                           const char                 *name)
{
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (self);
  const GVariantType *type;
  const char *found, *property;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (klass, i, &owner, &found, &type, &property); i++)
    if (g_strcmp0 (found, name) == 0)
      return TRUE;
  return FALSE;
}
