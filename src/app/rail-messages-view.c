/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-messages-view"

#include "config.h"

#include "rail-messages-view.h"

#include "rail-error-dialog.h"
#include "rail-finding-look.h"
#include "rail-finding-row.h"

#include <glib/gi18n.h>

struct _RailMessagesView
{
  GtkWidget          parent_instance;

  /* Template widgets */
  GtkWidget         *box;
  GtkLabel          *title;
  GtkLabel          *summary;
  GtkWidget         *old_label;      /* the project has changed since */
  GtkWidget         *spinner;
  GtkWidget         *cancel_button;
  GtkWidget         *undo_button;
  GtkWidget         *again_button;
  GtkStack          *stack;          /* "list" or "nothing" */
  GtkLabel          *nothing_label;
  GtkListView       *view;

  /* Owned references */
  RailProject       *project;        /* (nullable) */
  GListStore        *messages;       /* of GtkStringObject (what was changed) and RailFinding */
  GtkSelectionModel *selection;
  GCancellable      *cancellable;    /* (nullable): while it compiles or repairs */
  char              *device;         /* (nullable): the name of the device that was compiled; the whole project without it */
  char              *repaired;       /* (nullable): what was repaired before it was compiled again */
  gboolean           compiled;       /* there is a result */
  gboolean           can_undo;       /* the last step of the project is one that was made here */
  guint64            state;          /* of the project when it was compiled */
};

enum
{
  GO,
  CLOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailMessagesView, rail_messages_view, GTK_TYPE_WIDGET)

static guint
get_n_messages (RailMessagesView *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->messages));
}

static void
update_summary (RailMessagesView *self)
{
  guint counts[RAIL_SEVERITY_ERROR + 1] = { 0 };
  guint n_findings = 0;
  g_autofree char *title = NULL;
  g_autofree char *found = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < get_n_messages (self); i++)
    {
      g_autoptr(GObject) message = g_list_model_get_item (G_LIST_MODEL (self->messages), i);

      if (!RAIL_IS_FINDING (message))
        continue;
      counts[rail_finding_get_severity (RAIL_FINDING (message))]++;
      n_findings++;
    }
  title = g_strdup_printf (C_("tab with a count", "Messages (%u)"), n_findings);
  gtk_label_set_text (self->title, title);
  found = rail_severity_dup_counts (counts[RAIL_SEVERITY_ERROR], counts[RAIL_SEVERITY_WARNING],
                                    counts[RAIL_SEVERITY_INFO]);
  /* Translators: what was compiled or repaired, then what was found */
  text = g_strdup_printf (_("%s · %s"), self->repaired != NULL ? self->repaired
                                        : self->device != NULL ? self->device
                                                               : _("Whole project"),
                          *found != '\0' ? found : _("nothing found"));
  gtk_label_set_text (self->summary, self->compiled ? text : "");
}

static void
update (RailMessagesView *self)
{
  gboolean busy = self->cancellable != NULL;
  gboolean old = self->compiled && rail_project_get_state (self->project) != self->state;

  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  gtk_widget_set_visible (self->cancel_button, busy);
  gtk_widget_set_visible (self->undo_button, self->can_undo && !old && !busy);
  gtk_widget_set_tooltip_text (self->undo_button, self->project != NULL ? rail_project_get_undo_text (self->project) : NULL);
  gtk_widget_set_visible (self->again_button, !busy);
  gtk_widget_set_visible (self->old_label, old && !busy);
  gtk_stack_set_visible_child_name (self->stack, get_n_messages (self) > 0 ? "list" : "nothing");
  gtk_label_set_text (self->nothing_label,
                      busy               ? _("Compiling…")
                      : !self->compiled  ? _("Not compiled yet. Compiling makes the automatic changes and says what is wrong.")
                                         : _("Nothing to change and nothing to complain about."));
}

static void
show (RailMessagesView *self,
      RailCompilation  *compilation)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view));

  for (guint i = 0; i < compilation->changes->len; i++)
    g_ptr_array_add (messages, gtk_string_object_new (g_ptr_array_index (compilation->changes, i)));
  for (guint i = 0; i < compilation->findings->len; i++)
    g_ptr_array_add (messages, g_object_ref (g_ptr_array_index (compilation->findings, i)));
  g_list_store_splice (self->messages, 0, get_n_messages (self), messages->pdata, messages->len);
  /* The focus may have been on a button that is gone with its finding. */
  if (had_focus)
    gtk_widget_grab_focus (messages->len > 0 ? GTK_WIDGET (self->view) : self->again_button);
  self->compiled = TRUE;
  self->state = rail_project_get_state (self->project);
  update_summary (self);
}

static void
compiled_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(RailMessagesView) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RailCompilation) compilation = rail_project_compile_finish (RAIL_PROJECT (object), result, &error);

  g_clear_object (&self->cancellable);
  /* Another project, or none, is open by now. */
  if (self->project != RAIL_PROJECT (object))
    return;
  if (compilation != NULL)
    {
      show (self, compilation);
      /* Not in a toast: it would lie above the messages. */
      self->can_undo = compilation->changes->len > 0 || self->repaired != NULL;
    }
  else
    rail_error_dialog_show (GTK_WIDGET (self), _("The project was not compiled"), error);
  update (self);
}

static void
compile (RailMessagesView *self)
{
  RailDevice *device = self->device != NULL ? rail_project_get_device (self->project, self->device) : NULL;

  if (device == NULL)
    g_clear_pointer (&self->device, g_free);
  self->cancellable = g_cancellable_new ();
  update (self);
  rail_project_compile_async (self->project, device, self->cancellable, compiled_cb, g_object_ref (self));
}

static void
repaired_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(RailMessagesView) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean done = rail_project_repair_finish (RAIL_PROJECT (object), result, &error);

  g_clear_object (&self->cancellable);
  if (self->project != RAIL_PROJECT (object))
    return;
  if (done)
    {
      /* What was repaired may have been the reason of other findings, too. */
      compile (self);
      return;
    }
  g_clear_pointer (&self->repaired, g_free);
  rail_error_dialog_show (GTK_WIDGET (self), _("This was not repaired"), error);
  update (self);
}

static void
repair_cb (RailMessagesView *self,
           RailFinding      *finding)
{
  if (self->cancellable != NULL || self->project == NULL)
    return;

  g_free (self->repaired);
  /* Translators: the place of the finding, then what the repair is, such as “Renew” */
  self->repaired = g_strdup_printf (_("Repaired: %s (%s)"), rail_finding_get_place (finding),
                                    rail_repair_get_label (rail_finding_get_repair (finding)));
  self->cancellable = g_cancellable_new ();
  update (self);
  rail_project_repair_async (self->project, finding, self->cancellable, repaired_cb, g_object_ref (self));
}

static void
again_cb (RailMessagesView *self)
{
  if (self->project == NULL || self->cancellable != NULL)
    return;
  g_clear_pointer (&self->repaired, g_free);
  compile (self);
}

static void
cancel_cb (RailMessagesView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
close_cb (RailMessagesView *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
activate_cb (RailMessagesView *self,
             guint             position)
{
  g_autoptr(GObject) message = g_list_model_get_item (G_LIST_MODEL (self->messages), position);

  if (RAIL_IS_FINDING (message))
    g_signal_emit (self, signals[GO], 0, message);
}

static void
setup_cb (RailMessagesView         *self,
          GtkListItem              *item,
          GtkSignalListItemFactory *factory)
{
  GtkWidget *row = rail_finding_row_new ();

  g_signal_connect_object (row, "repair", G_CALLBACK (repair_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (RailMessagesView         *self,
         GtkListItem              *item,
         GtkSignalListItemFactory *factory)
{
  RailFindingRow *row = RAIL_FINDING_ROW (gtk_list_item_get_child (item));
  gpointer message = gtk_list_item_get_item (item);

  if (RAIL_IS_FINDING (message))
    rail_finding_row_set_finding (row, message, TRUE);
  else
    rail_finding_row_set_change (row, gtk_string_object_get_string (message));
}

static void
unbind_cb (RailMessagesView         *self,
           GtkListItem              *item,
           GtkSignalListItemFactory *factory)
{
  rail_finding_row_set_finding (RAIL_FINDING_ROW (gtk_list_item_get_child (item)), NULL, FALSE);
}

static void
rail_messages_view_dispose (GObject *object)
{
  RailMessagesView *self = RAIL_MESSAGES_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->messages);
  g_clear_object (&self->project);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_MESSAGES_VIEW);
  G_OBJECT_CLASS (rail_messages_view_parent_class)->dispose (object);
}

static void
rail_messages_view_finalize (GObject *object)
{
  RailMessagesView *self = RAIL_MESSAGES_VIEW (object);

  g_free (self->device);
  g_free (self->repaired);
  G_OBJECT_CLASS (rail_messages_view_parent_class)->finalize (object);
}

static void
rail_messages_view_class_init (RailMessagesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_messages_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = rail_messages_view_finalize;

  /**
   * RailMessagesView::go:
   * @finding: the finding whose place is wanted
   */
  signals[GO] = g_signal_new ("go", RAIL_TYPE_MESSAGES_VIEW, G_SIGNAL_RUN_LAST, 0,
                              NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_FINDING);
  signals[CLOSE] = g_signal_new ("close", RAIL_TYPE_MESSAGES_VIEW, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-messages-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RailMessagesView, box);
  gtk_widget_class_bind_template_child (widget_class, RailMessagesView, title);
  gtk_widget_class_bind_template_child (widget_class, RailMessagesView, summary);
  gtk_widget_class_bind_template_child (widget_class, RailMessagesView, old_label);
  gtk_widget_class_bind_template_child (widget_class, RailMessagesView, spinner);
  gtk_widget_class_bind_template_child (widget_class, RailMessagesView, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, RailMessagesView, undo_button);
  gtk_widget_class_bind_template_child (widget_class, RailMessagesView, again_button);
  gtk_widget_class_bind_template_child (widget_class, RailMessagesView, stack);
  gtk_widget_class_bind_template_child (widget_class, RailMessagesView, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, RailMessagesView, view);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
rail_messages_view_init (RailMessagesView *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->messages = g_list_store_new (G_TYPE_OBJECT);
  self->selection = GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->messages))));
  gtk_single_selection_set_autoselect (GTK_SINGLE_SELECTION (self->selection), FALSE);
  gtk_single_selection_set_can_unselect (GTK_SINGLE_SELECTION (self->selection), TRUE);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, self->selection);
  update_summary (self);
  update (self);
}

/**
 * rail_messages_view_set_project:
 * @self: a view
 * @project: (nullable): the project
 */
void
rail_messages_view_set_project (RailMessagesView *self,
                                RailProject      *project)
{
  g_return_if_fail (RAIL_IS_MESSAGES_VIEW (self));
  g_return_if_fail (project == NULL || RAIL_IS_PROJECT (project));

  if (!g_set_object (&self->project, project))
    return;
  if (project != NULL)
    g_signal_connect_object (project, "notify::undo-text", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/**
 * rail_messages_view_compile:
 * @self: a view of a project
 * @device: (nullable): the name of the device to compile; the whole project without it
 *
 * Compiles, and shows what was changed and found.
 */
void
rail_messages_view_compile (RailMessagesView *self,
                            const char       *device)
{
  g_return_if_fail (RAIL_IS_MESSAGES_VIEW (self));

  if (self->project == NULL || self->cancellable != NULL)
    return;
  g_free (self->device);
  self->device = g_strdup (device);
  g_clear_pointer (&self->repaired, g_free);
  compile (self);
}

/**
 * rail_messages_view_is_busy:
 * @self: a view
 *
 * Returns: whether it compiles or repairs at the moment
 */
gboolean
rail_messages_view_is_busy (RailMessagesView *self)
{
  g_return_val_if_fail (RAIL_IS_MESSAGES_VIEW (self), FALSE);

  return self->cancellable != NULL;
}
