/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-history-view"

#include "config.h"

#include "rail-history-view.h"

#include "rail-certificate-dialog.h"
#include "rail-compare-dialog.h"
#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-file-chooser.h"
#include "rail-file-name.h"
#include "rail-generation-describe.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

struct _RailHistoryView
{
  GtkWidget  parent_instance;

  /* Template widgets */
  GtkWidget *stack;     /* "none" or "list" */
  GtkWidget *list;

  /* Owned references */
  RailEntry *entry;     /* (nullable) */
};

G_DEFINE_FINAL_TYPE (RailHistoryView, rail_history_view, GTK_TYPE_WIDGET)

static GtkWindow *
get_window (RailHistoryView *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static RailGeneration *
get_generation (RailHistoryView *self,
                GVariant        *parameter)
{
  guint index = g_variant_get_uint32 (parameter);

  if (self->entry == NULL || index >= rail_entry_get_n_generations (self->entry))
    return NULL;
  return rail_entry_get_generation (self->entry, index);
}

static void
show_cb (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  RailHistoryView *self = RAIL_HISTORY_VIEW (widget);
  RailGeneration *generation = get_generation (self, parameter);
  g_autofree char *title = NULL;

  if (generation == NULL)
    return;
  title = rail_generation_dup_title (generation);
  gtk_window_present (rail_certificate_dialog_new (get_window (self), rail_generation_get_certificate (generation), title));
}

static void
compare_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  RailHistoryView *self = RAIL_HISTORY_VIEW (widget);
  RailGeneration *generation = get_generation (self, parameter);
  g_autofree char *title = NULL;

  if (generation == NULL)
    return;
  title = rail_generation_dup_title (generation);
  gtk_window_present (rail_compare_dialog_new (get_window (self), rail_generation_get_certificate (generation), title,
                                               rail_entry_get_certificate (self->entry), _("Now")));
}

typedef struct
{
  RailHistoryView *self;
  GBytes          *content;
} ExportJob;

static void
export_job_free (ExportJob *job)
{
  g_object_unref (job->self);
  g_bytes_unref (job->content);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExportJob, export_job_free)

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ExportJob) job = user_data;
  GtkWidget *widget = GTK_WIDGET (job->self);
  g_autoptr(GError) error = NULL;
  g_autofree char *name = rail_display_name_dup (G_FILE (object));
  g_autofree char *text = g_strdup_printf (_("Exported as “%s”"), name);

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    rail_toast_show (widget, text, NULL, NULL);
  else
    rail_error_dialog_show (widget, _("The earlier certificate was not exported"), error);
}

static void
file_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ExportJob) job = user_data;
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);
  GBytes *content = job->content;

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, content, NULL, FALSE, G_FILE_CREATE_NONE, NULL, written_cb,
                                         g_steal_pointer (&job));
}

static void
export_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailHistoryView *self = RAIL_HISTORY_VIEW (widget);
  RailGeneration *generation = get_generation (self, parameter);
  g_autofree char *name = NULL;
  ExportJob *job;

  if (generation == NULL)
    return;
  name = rail_file_name_for_entry (self->entry, "cer");
  job = g_new0 (ExportJob, 1);
  job->self = g_object_ref (self);
  job->content = g_bytes_ref (rail_certificate_get_der (rail_generation_get_certificate (generation)));
  rail_file_chooser_save_async (get_window (self), _("Export an Earlier Certificate"), name, _("Certificates"), "*.cer",
                                NULL, file_cb, job);
}

static void
add_button (GtkWidget  *box,
            const char *icon,
            const char *tip,
            const char *action,
            guint       index)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", index);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_line (RailGeneration *generation,
           guint           index)
{
  g_autofree char *title = rail_generation_dup_title (generation);
  g_autofree char *details = rail_generation_dup_details (generation);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *body = gtk_label_new (details);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_label_set_xalign (GTK_LABEL (body), 0);
  gtk_label_set_wrap (GTK_LABEL (body), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (body), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (body), TRUE);
  gtk_widget_add_css_class (body, "dim-label");
  gtk_widget_add_css_class (body, "caption");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), heading);
  gtk_box_append (GTK_BOX (texts), body);
  gtk_box_append (GTK_BOX (line), texts);
  add_button (line, "view-reveal-symbolic", _("Show this certificate"), "history.show", index);
  add_button (line, "view-dual-symbolic", _("Compare with the one of today"), "history.compare", index);
  add_button (line, "document-save-as-symbolic", _("Export this certificate"), "history.export", index);
  return line;
}

static void
rail_history_view_dispose (GObject *object)
{
  RailHistoryView *self = RAIL_HISTORY_VIEW (object);

  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->entry);
  G_OBJECT_CLASS (rail_history_view_parent_class)->dispose (object);
}

static void
rail_history_view_class_init (RailHistoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_history_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-history-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RailHistoryView, stack);
  gtk_widget_class_bind_template_child (widget_class, RailHistoryView, list);
  gtk_widget_class_install_action (widget_class, "history.show", "u", show_cb);
  gtk_widget_class_install_action (widget_class, "history.compare", "u", compare_cb);
  gtk_widget_class_install_action (widget_class, "history.export", "u", export_cb);
}

static void
rail_history_view_init (RailHistoryView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_history_view_set_entry:
 * @self: a view
 * @entry: the entry whose earlier certificates are shown
 */
void
rail_history_view_set_entry (RailHistoryView *self,
                             RailEntry       *entry)
{
  GtkWidget *child;
  guint n;

  g_return_if_fail (RAIL_IS_HISTORY_VIEW (self));
  g_return_if_fail (RAIL_IS_ENTRY (entry));

  g_set_object (&self->entry, entry);
  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  n = rail_entry_get_n_generations (entry);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_line (rail_entry_get_generation (entry, i), i));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n > 0 ? "list" : "none");
}
