/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-load-dialog"

#include "config.h"

#include "rail-load-dialog.h"

#include "rail-finding-look.h"
#include "rail-load-item.h"

#include <glib/gi18n.h>

struct _RailLoadDialog
{
  RailTaskDialog      parent_instance;

  /* Template widgets */
  GtkCheckButton     *all_check;
  GtkListView        *view;
  GtkLabel           *name;
  GtkImage           *verdict_icon;
  GtkLabel           *verdict;
  GtkLabel           *reason;
  GtkWidget          *findings_title;
  GtkListBox         *findings;
  GtkWidget          *lines_title;
  GtkListBox         *lines;

  /* Owned references */
  RailProject        *project;
  GListStore         *items;
  GtkSingleSelection *selection;
  gboolean            updating;
};

G_DEFINE_FINAL_TYPE (RailLoadDialog, rail_load_dialog, RAIL_TYPE_TASK_DIALOG)

static const char *
get_verdict_icon (RailLoadVerdict verdict)
{
  switch (verdict)
    {
    case RAIL_LOAD_RUN:
      return "media-playback-start-symbolic";
    case RAIL_LOAD_STOP:
      return "media-playback-stop-symbolic";
    case RAIL_LOAD_NOTHING:
    default:
      return "emblem-ok-symbolic";
    }
}

static const char *
get_verdict_class (RailLoadVerdict verdict)
{
  return verdict == RAIL_LOAD_STOP ? "warning" : verdict == RAIL_LOAD_RUN ? "success" : "dim-label";
}

static void
show_verdict (GtkImage *icon,
              GtkLabel *label,
              RailLoad *load)
{
  RailLoadVerdict verdict = rail_load_get_verdict (load);
  const char *classes[] = { get_verdict_class (verdict), NULL };

  gtk_image_set_from_icon_name (icon, get_verdict_icon (verdict));
  gtk_widget_set_css_classes (GTK_WIDGET (icon), classes);
  gtk_label_set_text (label, rail_load_verdict_get_label (verdict));
  gtk_widget_set_css_classes (GTK_WIDGET (label), classes);
}

static void
clear (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static GtkWidget *
create_finding_row (RailFinding *finding)
{
  RailSeverity severity = rail_finding_get_severity (finding);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (rail_severity_get_icon_name (severity));
  /* Translators: the word for the severity, then the place */
  g_autofree char *title = g_strdup_printf (_("%s: %s"), rail_severity_get_label (severity),
                                            rail_finding_get_place (finding));

  gtk_widget_add_css_class (icon, rail_severity_get_css_class (severity));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), rail_finding_get_text (finding));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  return row;
}

/* Errors first, as list_findings sorts them; notes do not keep anybody from loading. */
static void
show_findings (RailLoadDialog *self,
               RailDevice     *device)
{
  g_autoptr(GPtrArray) findings = rail_project_list_findings (self->project, device);
  guint n = 0;

  clear (self->findings);
  for (guint i = 0; i < findings->len; i++)
    {
      RailFinding *finding = g_ptr_array_index (findings, i);

      if (rail_finding_get_severity (finding) == RAIL_SEVERITY_INFO)
        continue;
      gtk_list_box_append (self->findings, create_finding_row (finding));
      n++;
    }
  gtk_widget_set_visible (self->findings_title, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->findings), n > 0);
}

static void
show_lines (RailLoadDialog *self,
            RailLoad       *load)
{
  guint n = rail_load_get_n_lines (load);

  clear (self->lines);
  for (guint i = 0; i < n; i++)
    {
      const RailLoadLine *line = rail_load_get_line (load, i);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rail_load_kind_get_label (line->kind));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line->text);
      gtk_list_box_append (self->lines, row);
    }
  gtk_widget_set_visible (self->lines_title, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->lines), n > 0);
}

static void
selection_cb (RailLoadDialog *self)
{
  RailLoadItem *item = gtk_single_selection_get_selected_item (self->selection);
  RailLoad *load;

  if (item == NULL)
    return;
  load = rail_load_item_get_load (item);
  gtk_label_set_text (self->name, rail_device_get_name (rail_load_get_device (load)));
  show_verdict (self->verdict_icon, self->verdict, load);
  gtk_label_set_text (self->reason, rail_load_get_reason (load));
  show_findings (self, rail_load_get_device (load));
  show_lines (self, load);
}

static guint
count_chosen (RailLoadDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(RailLoadItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      n += rail_load_item_get_chosen (item) ? 1 : 0;
    }
  return n;
}

static void
update (RailLoadDialog *self)
{
  guint n = count_chosen (self);
  guint n_all = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autofree char *label = n > 1 ? g_strdup_printf (_("_Mark %u as Loaded"), n) : g_strdup (_("_Mark as Loaded"));

  rail_task_dialog_set_perform_label (RAIL_TASK_DIALOG (self), label);
  rail_task_dialog_set_ready (RAIL_TASK_DIALOG (self), n > 0);
  self->updating = TRUE;
  gtk_check_button_set_inconsistent (self->all_check, n > 0 && n < n_all);
  gtk_check_button_set_active (self->all_check, n > 0 && n == n_all);
  self->updating = FALSE;
}

static void
all_cb (RailLoadDialog *self)
{
  gboolean active = gtk_check_button_get_active (self->all_check);

  if (self->updating)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(RailLoadItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      rail_load_item_set_chosen (item, active);
    }
  update (self);
}

/* Whether there is something to be put right before the device is loaded. */
static void
show_mark (GtkWidget  *mark,
           const char *errors)
{
  gtk_widget_set_visible (mark, errors != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (mark), rail_severity_get_icon_name (RAIL_SEVERITY_ERROR));
  gtk_widget_add_css_class (mark, rail_severity_get_css_class (RAIL_SEVERITY_ERROR));
  gtk_widget_set_tooltip_text (mark, errors);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, errors != NULL ? errors : "", -1);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (box), gtk_check_button_new ());
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_list_item_set_child (list_item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item)
{
  RailLoadItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *check = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *name = gtk_widget_get_next_sibling (check);
  GtkWidget *mark = gtk_widget_get_next_sibling (name);
  GtkWidget *icon = gtk_widget_get_next_sibling (mark);
  GtkWidget *verdict = gtk_widget_get_next_sibling (icon);
  const char *text = rail_device_get_name (rail_load_get_device (rail_load_item_get_load (item)));
  GBinding *binding = g_object_bind_property (item, "chosen", check, "active",
                                              G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);

  gtk_label_set_text (GTK_LABEL (name), text);
  gtk_widget_set_tooltip_text (name, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  show_mark (mark, rail_load_item_get_mark (item));
  show_verdict (GTK_IMAGE (icon), GTK_LABEL (verdict), rail_load_item_get_load (item));
  g_object_set_data (G_OBJECT (list_item), "binding", binding);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item)
{
  GBinding *binding = g_object_steal_data (G_OBJECT (list_item), "binding");

  if (binding != NULL)
    g_binding_unbind (binding);
}

static void
rail_load_dialog_perform (RailTaskDialog *dialog)
{
  RailLoadDialog *self = RAIL_LOAD_DIALOG (dialog);
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(RailLoadItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (rail_load_item_get_chosen (item))
        g_ptr_array_add (devices, g_object_ref (rail_load_get_device (rail_load_item_get_load (item))));
    }
  if (devices->len == 1)
    text = g_strdup_printf (_("“%s” is marked as loaded"), rail_device_get_name (g_ptr_array_index (devices, 0)));
  else
    text = g_strdup_printf (ngettext ("%u device is marked as loaded", "%u devices are marked as loaded", devices->len),
                            devices->len);
  if (rail_project_mark_loaded (self->project, devices, &error))
    rail_task_dialog_succeed (dialog, text, TRUE);
  else
    rail_task_dialog_set_error (dialog, error->message);
}

static void
rail_load_dialog_dispose (GObject *object)
{
  RailLoadDialog *self = RAIL_LOAD_DIALOG (object);

  if (self->selection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->selection, self);
      gtk_list_view_set_model (self->view, NULL);
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_load_dialog_parent_class)->dispose (object);
}

static void
rail_load_dialog_class_init (RailLoadDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_load_dialog_dispose;
  RAIL_TASK_DIALOG_CLASS (klass)->perform = rail_load_dialog_perform;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-load-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailLoadDialog, all_check);
  gtk_widget_class_bind_template_child (widget_class, RailLoadDialog, view);
  gtk_widget_class_bind_template_child (widget_class, RailLoadDialog, name);
  gtk_widget_class_bind_template_child (widget_class, RailLoadDialog, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, RailLoadDialog, verdict);
  gtk_widget_class_bind_template_child (widget_class, RailLoadDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, RailLoadDialog, findings_title);
  gtk_widget_class_bind_template_child (widget_class, RailLoadDialog, findings);
  gtk_widget_class_bind_template_child (widget_class, RailLoadDialog, lines_title);
  gtk_widget_class_bind_template_child (widget_class, RailLoadDialog, lines);
  gtk_widget_class_bind_template_callback (widget_class, all_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
rail_load_dialog_init (RailLoadDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (RAIL_TYPE_LOAD_ITEM);
  self->selection = gtk_single_selection_new (NULL);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selection_cb), self);
}

/* What has changed is what one wants to load, unless it is said for which device the preview is. */
static void
fill (RailLoadDialog *self,
      RailDevice     *device)
{
  GListModel *devices = rail_project_get_devices (self->project);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint selected = 0;

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) each = g_list_model_get_item (devices, i);
      RailLoadItem *item = rail_load_item_new (self->project, each);

      g_ptr_array_add (items, item);
      if (each == device)
        selected = i;
      rail_load_item_set_chosen (item, device != NULL ? each == device
                                                      : rail_load_get_verdict (rail_load_item_get_load (item)) !=
                                                        RAIL_LOAD_NOTHING);
      g_signal_connect_object (item, "notify::chosen", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  g_list_store_splice (self->items, 0, 0, items->pdata, items->len);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->items));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_single_selection_set_selected (self->selection, selected);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", selected);
}

/**
 * rail_load_dialog_new:
 * @parent: (nullable): the window to be modal for
 * @origin: the widget that shows the toast when it is done
 * @project: a project with a device
 * @device: (nullable): the device that is meant; every one that has changed without it
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWindow *
rail_load_dialog_new (GtkWindow   *parent,
                      GtkWidget   *origin,
                      RailProject *project,
                      RailDevice  *device)
{
  RailLoadDialog *self;

  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (device == NULL || RAIL_IS_DEVICE (device), NULL);

  self = g_object_new (RAIL_TYPE_LOAD_DIALOG, "transient-for", parent, NULL);
  rail_task_dialog_set_origin (RAIL_TASK_DIALOG (self), origin);
  self->project = g_object_ref (project);
  fill (self, device);
  update (self);
  return GTK_WINDOW (self);
}
