/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-journal-page"

#include "config.h"

#include "rail-journal-page.h"

#include "rail-display-name.h"
#include "rail-error-dialog.h"
#include "rail-file-chooser.h"
#include "rail-file-name.h"
#include "rail-journal-csv.h"
#include "rail-journal-filter.h"
#include "rail-search-words.h"
#include "rail-section.h"
#include "rail-text-column.h"
#include "rail-toast.h"
#include "rail-type-ahead.h"

#include <glib/gi18n.h>

/* How many IDs a cell names. */
#define MAX_IDS 6
#define IDS_WIDTH 170   /* pixels, as many lines have no IDs that could ask for room */

struct _RailJournalPage
{
  AdwBin               parent_instance;

  /* Template widgets */
  GtkStack            *stack;            /* “empty”, “nothing”, “lines” */
  GtkWidget           *toolbar;
  GtkSearchEntry      *search;
  GtkScrolledWindow   *scroller;
  GtkColumnView       *view;

  /* Owned references */
  RailProject         *project;
  GSignalGroup        *project_signals;
  GSignalGroup        *journal_signals;
  GSignalGroup        *entry_signals;
  GListStore          *newest;           /* the lines of the journal, newest first */
  GtkFilterListModel  *shown;
  GtkCustomFilter     *filter;
  char                *words;            /* what is looked for, folded */
  GPtrArray           *cells;            /* (element-type GtkListItem): cells with IDs that show a line now */

  /* Of the view */
  GtkColumnViewColumn *user_column;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  CERTIFICATE_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailJournalPage, rail_journal_page, ADW_TYPE_BIN)

static char *
dup_when (gpointer item)
{
  return rail_format_local_time (rail_journal_line_get_date (RAIL_JOURNAL_LINE (item)));
}

static char *
dup_user (gpointer item)
{
  return g_strdup (rail_journal_line_get_user (RAIL_JOURNAL_LINE (item)));
}

static char *
dup_action (gpointer item)
{
  return rail_journal_line_dup_text (RAIL_JOURNAL_LINE (item));
}

static char *
dup_detail (gpointer item)
{
  return rail_journal_line_dup_detail_text (RAIL_JOURNAL_LINE (item));
}

static const RailTextColumn when_column = {
  .title = N_("When"), .min_chars = 19, .nat_chars = 20, .numeric = TRUE, .dup_text = dup_when,
};
static const RailTextColumn user_column = {
  .title = N_("User"), .min_chars = 8, .nat_chars = 14, .tooltip = TRUE, .dup_text = dup_user,
};
static const RailTextColumn action_column = {
  .title = N_("Action"), .min_chars = 16, .nat_chars = 24, .tooltip = TRUE, .dup_text = dup_action,
};
static const RailTextColumn detail_column = {
  .title = N_("Detail"), .min_chars = 10, .nat_chars = 20, .expand = TRUE, .tooltip = TRUE, .dup_text = dup_detail,
};

static char *
dup_ids (RailJournalLine *line)
{
  guint n_ids;
  const guint *ids = rail_journal_line_get_ids (line, &n_ids);
  guint n_named = n_ids > MAX_IDS ? MAX_IDS - 1 : n_ids;
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_named; i++)
    g_string_append_printf (text, i > 0 ? ", %u" : "%u", ids[i]);
  if (n_ids > n_named)
    {
      g_string_append (text, ", ");
      /* Translators: after the first IDs of many, such as “4, 5, 6, 7, 8, and 992 more” */
      g_string_append_printf (text, ngettext ("and %u more", "and %u more", n_ids - n_named), n_ids - n_named);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* (nullable): the first certificate of a line that is still in the project */
static RailEntry *
find_entry (RailJournalPage *self,
            RailJournalLine *line)
{
  guint n_ids;
  const guint *ids = rail_journal_line_get_ids (line, &n_ids);
  RailEntry *entry = NULL;

  for (guint i = 0; i < n_ids && entry == NULL; i++)
    entry = rail_project_get_entry (self->project, ids[i]);
  return entry;
}

/* What activating a line does, or why it does nothing. */
static char *
describe_target (RailJournalPage *self,
                 RailJournalLine *line)
{
  RailEntry *entry = find_entry (self, line);
  guint n_ids;
  const guint *ids = rail_journal_line_get_ids (line, &n_ids);

  if (entry != NULL)
    return g_strdup_printf (_("Show certificate %u in the certificate manager"), rail_entry_get_id (entry));
  if (n_ids == 0)
    return g_strdup (_("This line is not about a certificate"));
  if (n_ids == 1)
    return g_strdup_printf (_("Certificate %u is not in the project any more"), ids[0]);
  return g_strdup (_("None of these certificates is in the project any more"));
}

static void
show_certificate (RailJournalPage *self,
                  RailJournalLine *line)
{
  RailEntry *entry = find_entry (self, line);
  g_autofree char *reason = NULL;

  if (entry != NULL)
    {
      g_signal_emit (self, signals[CERTIFICATE_ACTIVATED], 0, entry);
      return;
    }
  reason = describe_target (self, line);
  rail_toast_show (GTK_WIDGET (self), reason, NULL, NULL);
}

static void
activate_cb (RailJournalPage *self,
             guint            position)
{
  g_autoptr(RailJournalLine) line = g_list_model_get_item (G_LIST_MODEL (self->shown), position);

  show_certificate (self, line);
}

static void
clicked_cb (GtkButton   *button,
            GtkListItem *cell)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (button), RAIL_TYPE_JOURNAL_PAGE);

  show_certificate (RAIL_JOURNAL_PAGE (page), gtk_list_item_get_item (cell));
}

static void
fill_ids (RailJournalPage *self,
          GtkListItem     *cell)
{
  GtkWidget *button = gtk_list_item_get_child (cell);
  RailJournalLine *line = gtk_list_item_get_item (cell);
  g_autofree char *ids = dup_ids (line);
  g_autofree char *target = describe_target (self, line);
  g_autofree char *label = g_strdup_printf ("%s: %s", ids, target);

  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_button_get_child (GTK_BUTTON (button))), ids);
  gtk_widget_set_visible (button, *ids != '\0');
  gtk_widget_set_sensitive (button, find_entry (self, line) != NULL);
  gtk_widget_set_tooltip_text (button, target);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
setup_ids_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *cell)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), g_object_new (GTK_TYPE_INSCRIPTION,
                                                           "min-chars", 8,
                                                           "nat-chars", 16,
                                                           "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END,
                                                           NULL));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "link-button");
  gtk_widget_add_css_class (button, "journal-certificates");
  gtk_widget_add_css_class (button, "numeric");
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), cell, 0);
  gtk_list_item_set_child (cell, button);
}

static void
bind_ids_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *cell,
             RailJournalPage          *self)
{
  fill_ids (self, cell);
  g_ptr_array_add (self->cells, cell);
}

static void
unbind_ids_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *cell,
               RailJournalPage          *self)
{
  g_ptr_array_remove_fast (self->cells, cell);
}

/* A certificate came or went: a line leads there now, or no longer. */
static void
entries_changed_cb (RailJournalPage *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    fill_ids (self, g_ptr_array_index (self->cells, i));
}

static gboolean
filter_cb (gpointer item,
           gpointer user_data)
{
  RailJournalPage *self = RAIL_JOURNAL_PAGE (user_data);

  return rail_journal_filter_match (RAIL_JOURNAL_LINE (item), self->words);
}

static void
update (RailJournalPage *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->newest)) > 0;
  gboolean shown = g_list_model_get_n_items (G_LIST_MODEL (self->shown)) > 0;

  gtk_widget_set_visible (self->toolbar, any);
  gtk_stack_set_visible_child_name (self->stack, !any ? "empty" : shown ? "lines" : "nothing");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "journal.save-csv", any);
  gtk_column_view_column_set_visible (self->user_column,
                                      self->project != NULL && rail_project_is_protected (self->project));
}

/* A list keeps what it shows where it is, so that a new line above would be out of sight. */
static void
scroll_to_top (RailJournalPage *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  if (child != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->shown)) > 0)
    gtk_widget_activate_action (child, "list.scroll-to-item", "u", 0);
}

static void
journal_changed_cb (RailJournalPage *self,
                    guint            position,
                    guint            removed,
                    guint            added,
                    GListModel      *journal)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->newest));
  gboolean at_top = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller)) <= 0;
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = added; i > 0; i--)
    g_ptr_array_add (lines, g_list_model_get_item (journal, position + i - 1));
  g_list_store_splice (self->newest, n_before - position - removed, removed, lines->pdata, lines->len);
  update (self);
  if (at_top)
    scroll_to_top (self);
}

static void
set_project (RailJournalPage *self,
             RailProject     *project)
{
  GListModel *journal = project != NULL ? rail_project_get_journal (project) : NULL;

  /* Cells ask the project about their IDs, so the old ones go first. */
  g_signal_group_set_target (self->journal_signals, NULL);
  g_list_store_remove_all (self->newest);
  g_set_object (&self->project, project);
  g_signal_group_set_target (self->project_signals, project);
  g_signal_group_set_target (self->entry_signals, project != NULL ? rail_project_get_entries (project) : NULL);
  g_signal_group_set_target (self->journal_signals, journal);
  if (journal != NULL)
    journal_changed_cb (self, 0, 0, g_list_model_get_n_items (journal), journal);
}

static void
search_changed_cb (RailJournalPage *self)
{
  g_autofree char *words = rail_search_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));

  g_free (self->words);
  self->words = g_steal_pointer (&words);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
clear_filter (RailJournalPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  search_changed_cb (self);
}

static void
clear_filter_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  clear_filter (RAIL_JOURNAL_PAGE (widget));
}

static void
find_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (RAIL_JOURNAL_PAGE (widget)->search));
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(RailJournalPage) self = RAIL_JOURNAL_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *name = rail_display_name_dup (G_FILE (object));
  g_autofree char *text = g_strdup_printf (_("Journal saved as “%s”"), name);

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    rail_toast_show (GTK_WIDGET (self), text, NULL, NULL);
  else
    rail_error_dialog_show (GTK_WIDGET (self), _("The journal was not saved"), error);
}

static void
file_chosen_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(RailJournalPage) self = RAIL_JOURNAL_PAGE (user_data);
  g_autoptr(GFile) file = rail_file_chooser_finish (result, NULL);
  g_autoptr(GBytes) table = NULL;

  if (file == NULL || self->project == NULL)
    return;

  table = rail_journal_csv_write (rail_project_get_journal (self->project));
  g_file_replace_contents_bytes_async (file, table, NULL, FALSE, G_FILE_CREATE_NONE, NULL, saved_cb,
                                       g_object_ref (self));
}

static void
save_csv_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  RailJournalPage *self = RAIL_JOURNAL_PAGE (widget);
  g_autofree char *stem = rail_file_name_sanitize (rail_project_get_name (self->project));
  /* Translators: the name of a file; %s is the name of the project */
  g_autofree char *name = g_strdup_printf (_("%s journal.csv"), stem);

  rail_file_chooser_save_async (GTK_WINDOW (gtk_widget_get_root (widget)), _("Save the Journal"), name,
                                _("Tables (CSV)"), "*.csv", NULL, file_chosen_cb, g_object_ref (self));
}

static void
rail_journal_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  RailJournalPage *self = RAIL_JOURNAL_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_journal_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  RailJournalPage *self = RAIL_JOURNAL_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
rail_journal_page_dispose (GObject *object)
{
  RailJournalPage *self = RAIL_JOURNAL_PAGE (object);

  g_clear_object (&self->project_signals);
  g_clear_object (&self->journal_signals);
  g_clear_object (&self->entry_signals);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  if (self->shown != NULL)
    gtk_filter_list_model_set_filter (self->shown, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->newest);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (rail_journal_page_parent_class)->dispose (object);
}

static void
rail_journal_page_finalize (GObject *object)
{
  RailJournalPage *self = RAIL_JOURNAL_PAGE (object);

  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_free (self->words);

  G_OBJECT_CLASS (rail_journal_page_parent_class)->finalize (object);
}

static void
rail_journal_page_class_init (RailJournalPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rail_journal_page_dispose;
  object_class->finalize = rail_journal_page_finalize;
  object_class->get_property = rail_journal_page_get_property;
  object_class->set_property = rail_journal_page_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, RAIL_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * RailJournalPage::certificate-activated:
   * @entry: the certificate
   *
   * The user asked for the certificate of a line.
   */
  signals[CERTIFICATE_ACTIVATED] = g_signal_new ("certificate-activated", RAIL_TYPE_JOURNAL_PAGE, G_SIGNAL_RUN_LAST, 0,
                                                 NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_ENTRY);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-journal-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RailJournalPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RailJournalPage, toolbar);
  gtk_widget_class_bind_template_child (widget_class, RailJournalPage, search);
  gtk_widget_class_bind_template_child (widget_class, RailJournalPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, RailJournalPage, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_filter);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_install_action (widget_class, "journal.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "journal.clear-filter", NULL, clear_filter_action);
  gtk_widget_class_install_action (widget_class, "journal.save-csv", NULL, save_csv_action);
}

static void
append_columns (RailJournalPage *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkColumnViewColumn) ids_column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_ids_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_ids_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_ids_cb), self);
  ids_column = gtk_column_view_column_new (_("Certificates"), g_steal_pointer (&factory));
  gtk_column_view_column_set_resizable (ids_column, TRUE);
  gtk_column_view_column_set_fixed_width (ids_column, IDS_WIDTH);

  rail_text_column_append (self->view, &when_column);
  self->user_column = rail_text_column_append (self->view, &user_column);
  rail_text_column_append (self->view, &action_column);
  gtk_column_view_append_column (self->view, ids_column);
  rail_text_column_append (self->view, &detail_column);
}

static void
rail_journal_page_init (RailJournalPage *self)
{
  g_autoptr(GtkSelectionModel) selection = NULL;

  self->cells = g_ptr_array_new ();
  self->words = g_strdup ("");
  self->newest = g_list_store_new (RAIL_TYPE_JOURNAL_LINE);
  self->filter = gtk_custom_filter_new (filter_cb, self, NULL);
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->newest)),
                                           g_object_ref (GTK_FILTER (self->filter)));
  gtk_widget_init_template (GTK_WIDGET (self));
  append_columns (self);
  rail_type_ahead_add (GTK_WIDGET (self->view), GTK_EDITABLE (self->search));
  selection = GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->shown))));
  gtk_single_selection_set_autoselect (GTK_SINGLE_SELECTION (selection), FALSE);
  gtk_single_selection_set_can_unselect (GTK_SINGLE_SELECTION (selection), TRUE);
  gtk_column_view_set_model (self->view, selection);

  self->project_signals = g_signal_group_new (RAIL_TYPE_PROJECT);
  g_signal_group_connect_swapped (self->project_signals, "notify::protected", G_CALLBACK (update), self);
  self->journal_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->journal_signals, "items-changed", G_CALLBACK (journal_changed_cb), self);
  self->entry_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->entry_signals, "items-changed", G_CALLBACK (entries_changed_cb), self);
}
