/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-search-dialog"

#include "config.h"

#include "rail-search-dialog.h"

#include "rail-text-scale.h"

#include <glib/gi18n.h>

/* More than that nobody reads; one more letter is quicker. */
#define MAX_HITS 50

struct _RailSearchDialog
{
  AdwWindow           parent_instance;

  /* Template widgets */
  GtkEditable        *entry;
  GtkStack           *stack;      /* “begin”, “nothing”, “results” */
  GtkListView        *list;
  GtkSingleSelection *selection;
  GtkLabel           *more_label;

  /* Owned references */
  RailProjectSearch  *search;
  GPtrArray          *commands;   /* of RailSearchResult */
  GListStore         *results;    /* of RailSearchResult */
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailSearchDialog, rail_search_dialog, ADW_TYPE_WINDOW)

/* Commands stand before things that fit no better: their names are few, and typed on purpose. */
static void
append_commands (RailSearchDialog *self,
                 GPtrArray        *found,
                 const char       *text,
                 RailMatch         match)
{
  for (guint i = 0; i < self->commands->len; i++)
    {
      RailSearchResult *command = g_ptr_array_index (self->commands, i);

      if (rail_project_search_match_name (text, rail_search_result_get_title (command)) == match)
        g_ptr_array_add (found, g_object_ref (command));
    }
}

static void
append_hits (GPtrArray *found,
             GArray    *hits,
             RailMatch  match)
{
  for (guint i = 0; i < hits->len; i++)
    {
      const RailHit *hit = &g_array_index (hits, RailHit, i);

      if (hit->fit == match)
        g_ptr_array_add (found, rail_search_result_new_hit (hit));
    }
}

static void
show_more (RailSearchDialog *self,
           guint             n_hidden)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u more; type on to find it", "%u more; type on to find them", n_hidden),
                                           n_hidden);

  gtk_label_set_label (self->more_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->more_label), n_hidden > 0);
}

static void
search_cb (RailSearchDialog *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GArray) hits = NULL;
  guint n_all = 0;

  hits = rail_project_search_find (self->search, text, MAX_HITS, &n_all);
  for (RailMatch match = RAIL_MATCH_EXACT; match < RAIL_MATCH_NONE; match++)
    {
      append_commands (self, found, text, match);
      append_hits (found, hits, match);
    }
  g_list_store_splice (self->results, 0, g_list_model_get_n_items (G_LIST_MODEL (self->results)), found->pdata, found->len);
  gtk_single_selection_set_selected (self->selection, 0);
  show_more (self, n_all - hits->len);
  gtk_stack_set_visible_child_name (self->stack, found->len > 0    ? "results"
                                                 : *text == '\0' ? "begin"
                                                                 : "nothing");
}

static void
chosen_cb (RailSearchDialog *self,
           guint             position)
{
  g_autoptr(RailSearchResult) result = g_list_model_get_item (G_LIST_MODEL (self->results), position);

  if (result == NULL)
    return;
  /* Gone first: what is chosen may open another dialog, and the focus goes back to the page under this one. */
  g_object_ref (self);
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, result);
  g_object_unref (self);
}

static void
activate_cb (RailSearchDialog *self)
{
  /* The last letter may wait to be looked at. */
  search_cb (self);
  chosen_cb (self, gtk_single_selection_get_selected (self->selection));
}

/* The arrow keys choose while one goes on typing. */
static gboolean
move_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  RailSearchDialog *self = RAIL_SEARCH_DIALOG (widget);
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->results));
  int position = (int) gtk_single_selection_get_selected (self->selection) + g_variant_get_int32 (arguments);

  if (n == 0)
    return GDK_EVENT_PROPAGATE;
  position = CLAMP (position, 0, n - 1);
  gtk_single_selection_set_selected (self->selection, (guint) position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", (guint) position);
  return GDK_EVENT_STOP;
}

static GtkWidget *
create_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *subtitle = create_label ("dim-label");

  gtk_widget_add_css_class (subtitle, "caption");
  gtk_box_append (GTK_BOX (texts), create_label (NULL));
  gtk_box_append (GTK_BOX (texts), subtitle);
  gtk_box_append (GTK_BOX (row), gtk_image_new ());
  gtk_box_append (GTK_BOX (row), texts);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  RailSearchResult *result = gtk_list_item_get_item (item);
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *icon = gtk_widget_get_first_child (row);
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_last_child (row));

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), rail_search_result_get_icon (result));
  gtk_label_set_text (GTK_LABEL (title), rail_search_result_get_title (result));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title)), rail_search_result_get_subtitle (result));
  gtk_widget_set_tooltip_text (row, rail_search_result_get_title (result));
}

static void
rail_search_dialog_dispose (GObject *object)
{
  RailSearchDialog *self = RAIL_SEARCH_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_SEARCH_DIALOG);
  g_clear_pointer (&self->search, rail_project_search_free);
  g_clear_pointer (&self->commands, g_ptr_array_unref);
  g_clear_object (&self->results);

  G_OBJECT_CLASS (rail_search_dialog_parent_class)->dispose (object);
}

static void
rail_search_dialog_class_init (RailSearchDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_search_dialog_dispose;

  /**
   * RailSearchDialog::chosen:
   * @result: where the user wants to go, or what to do
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", RAIL_TYPE_SEARCH_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_SEARCH_RESULT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-search-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RailSearchDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, RailSearchDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RailSearchDialog, list);
  gtk_widget_class_bind_template_child (widget_class, RailSearchDialog, selection);
  gtk_widget_class_bind_template_child (widget_class, RailSearchDialog, more_label);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, move_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, 0, move_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Down, 0, move_cb, "i", 8);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Up, 0, move_cb, "i", -8);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rail_search_dialog_init (RailSearchDialog *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  rail_text_scale_fit (GTK_WINDOW (self));
  self->results = g_list_store_new (RAIL_TYPE_SEARCH_RESULT);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->results));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
}

/**
 * rail_search_dialog_new:
 * @parent: the window above which it stands
 * @project: the project to search
 * @commands: (element-type RailSearchResult): the commands that can be given now
 *
 * Returns: (transfer none): the dialog
 */
GtkWindow *
rail_search_dialog_new (GtkWindow   *parent,
                        RailProject *project,
                        GPtrArray   *commands)
{
  RailSearchDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (RAIL_IS_PROJECT (project), NULL);
  g_return_val_if_fail (commands != NULL, NULL);

  self = g_object_new (RAIL_TYPE_SEARCH_DIALOG, "transient-for", parent, NULL);
  self->search = rail_project_search_new (project);
  self->commands = g_ptr_array_ref (commands);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return GTK_WINDOW (self);
}
