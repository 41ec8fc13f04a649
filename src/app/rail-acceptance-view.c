/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-acceptance-view"

#include "config.h"

#include "rail-acceptance-view.h"

#include "rail-acceptance-row.h"
#include "rail-entry-drag.h"
#include "rail-error-dialog.h"
#include "rail-finding.h"
#include "rail-toast.h"
#include "rail-wrap-box.h"

#include <glib/gi18n.h>

struct _RailAcceptanceView
{
  GtkWidget         parent_instance;

  /* Template widgets */
  GtkWidget        *box;
  GtkDropDown      *partner;
  GtkDropDown      *device;        /* “What a hand-over gives”, then the CPUs */
  GtkDropDown      *role;          /* as RailShownAs */
  GtkWidget        *copy_button;
  GtkWidget        *verdict_box;
  GtkImage         *verdict_icon;
  GtkLabel         *verdict;
  GtkLabel         *reason;        /* of the first check that fails, as its row may be out of sight */
  GtkListBox       *list;
  GtkLabel         *basis;

  /* Owned references */
  RailProject      *project;       /* (nullable) */
  RailEntry        *entry;         /* (nullable) */
  GSignalGroup     *project_signals;
  GCancellable     *cancellable;   /* (nullable): while it repairs */
  char             *text;          /* (nullable): to be copied */
  guint             source;        /* to be judged anew when the program has nothing else to do */
  gboolean          filling;
  gboolean          stale;         /* the project has changed while the view was out of sight */
};

G_DEFINE_FINAL_TYPE (RailAcceptanceView, rail_acceptance_view, GTK_TYPE_WIDGET)

static void judge (RailAcceptanceView *self);

static RailPartner
get_partner (RailAcceptanceView *self)
{
  return (RailPartner) gtk_drop_down_get_selected (self->partner);
}

/* (nullable): the CPU that judges; the project keeps it */
static RailDevice *
get_device (RailAcceptanceView *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->device);

  if (get_partner (self) != RAIL_PARTNER_S7_1500 || gtk_drop_down_get_selected (self->device) == 0 || item == NULL)
    return NULL;
  return rail_project_get_device (self->project, gtk_string_object_get_string (item));
}

/* Another project, or a device more or less: what was chosen stays chosen while it is there. */
static void
fill_devices (RailAcceptanceView *self)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (self->device);
  g_autofree char *name = chosen != NULL && gtk_drop_down_get_selected (self->device) > 0
                            ? g_strdup (gtk_string_object_get_string (chosen))
                            : NULL;
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GListModel *devices = rail_project_get_devices (self->project);
  guint selected = 0;

  gtk_string_list_append (names, _("a CPU after the hand-over"));
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);

      if (rail_device_get_family (device) != RAIL_FAMILY_S7_1500)
        continue;
      gtk_string_list_append (names, rail_device_get_name (device));
      if (g_strcmp0 (rail_device_get_name (device), name) == 0)
        selected = g_list_model_get_n_items (G_LIST_MODEL (names)) - 1;
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->device, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->device, selected);
  self->filling = FALSE;
}

/*
 * Repairs
 */

static void
repaired_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(RailAcceptanceView) self = RAIL_ACCEPTANCE_VIEW (user_data);
  g_autoptr(GError) error = NULL;

  g_clear_object (&self->cancellable);
  if (rail_project_repair_finish (RAIL_PROJECT (object), result, &error))
    rail_toast_show (GTK_WIDGET (self), _("Renewed with the names of its device"), _("_Undo"), "win.undo");
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    rail_error_dialog_show (GTK_WIDGET (self), _("This was not repaired"), error);
  if (self->entry != NULL && self->project == RAIL_PROJECT (object))
    judge (self);
}

static void
renew_names_cb (RailAcceptanceView *self,
                GtkWidget          *button)
{
  RailFinding *finding = g_object_get_data (G_OBJECT (button), "finding");

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_sensitive (button, FALSE);
  rail_project_repair_async (self->project, finding, self->cancellable, repaired_cb, g_object_ref (self));
}

/* (nullable) (transfer full): what compiling says of names that the certificate lacks */
static RailFinding *
find_names (RailAcceptanceView *self)
{
  const char *owner = rail_entry_get_device (self->entry);
  RailDevice *device = owner != NULL ? rail_project_get_device (self->project, owner) : NULL;
  g_autoptr(GPtrArray) findings = device != NULL ? rail_project_list_findings (self->project, device) : NULL;

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      RailFinding *finding = g_ptr_array_index (findings, i);

      if (rail_finding_get_entry (finding) == self->entry && rail_finding_get_repair (finding) == RAIL_REPAIR_RENEW)
        return g_object_ref (finding);
    }
  return NULL;
}

static GtkWidget *
make_names_button (RailAcceptanceView *self)
{
  g_autoptr(RailFinding) finding = find_names (self);
  GtkWidget *button;

  if (finding == NULL || !rail_project_can_use_keys (self->project))
    return NULL;
  button = gtk_button_new_with_label (_("Renew with the Device’s Names"));
  g_object_set_data_full (G_OBJECT (button), "finding", g_steal_pointer (&finding), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (renew_names_cb), self, G_CONNECT_SWAPPED);
  return button;
}

/* The authorities that the CPU has to know, or a self-signed certificate itself. */
static GtkWidget *
make_assign_button (RailAcceptanceView *self)
{
  RailDevice *device = get_device (self);
  g_autoptr(GPtrArray) chain = NULL;
  GtkWidget *button;
  GVariantBuilder ids;

  if (device == NULL)
    return NULL;
  chain = rail_project_get_chain (self->project, self->entry, NULL);
  g_variant_builder_init (&ids, G_VARIANT_TYPE ("au"));
  for (guint i = chain->len > 1 ? 1 : 0; i < chain->len; i++)
    g_variant_builder_add (&ids, "u", rail_entry_get_id (chain->pdata[i]));
  button = gtk_button_new_with_label (_("Assign…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.assign");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(aus)", &ids, rail_device_get_name (device));
  return button;
}

static GtkWidget *
make_action_button (const char *label,
                    const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

/* (nullable) (transfer floating) */
static GtkWidget *
make_repair_button (RailAcceptanceView *self,
                    RailCheck          *check)
{
  switch (rail_check_get_remedy (check))
    {
    case RAIL_REMEDY_RENEW:
      return make_action_button (_("Renew…"), "manager.renew");
    case RAIL_REMEDY_CREATE:
      return make_action_button (_("Create…"), "manager.create");
    case RAIL_REMEDY_RENEW_NAMES:
      return make_names_button (self);
    case RAIL_REMEDY_ASSIGN:
      return make_assign_button (self);
    case RAIL_REMEDY_NONE:
    default:
      return NULL;
    }
}

/*
 * Judging
 */

static void
show_verdict (RailAcceptanceView *self,
              RailCheckStatus     status,
              const char         *text,
              const char         *reason)
{
  static const char * const classes[] = { "success", "error", "dim-label" };

  gtk_label_set_text (self->verdict, text);
  gtk_label_set_text (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
  gtk_image_set_from_icon_name (self->verdict_icon, rail_check_status_get_icon (status));
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict_icon), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->verdict_icon), rail_check_status_get_class (status));
}

static void
show_checks (RailAcceptanceView *self,
             RailPresentation   *presentation)
{
  g_autoptr(GPtrArray) checks = rail_presentation_judge (presentation);
  g_autofree char *verdict = rail_presentation_dup_verdict (presentation, checks);
  g_autofree char *basis = g_strdup_printf (_("The checks are those of %s."),
                                            rail_partner_get_basis (presentation->partner));
  RailCheck *failed = rail_checks_get_first_failed (checks);

  show_verdict (self, failed == NULL ? RAIL_CHECK_PASSED : RAIL_CHECK_FAILED, verdict,
                failed != NULL ? rail_check_get_reason (failed) : NULL);
  for (guint i = 0; i < checks->len; i++)
    gtk_list_box_append (self->list, rail_acceptance_row_new (checks->pdata[i],
                                                              make_repair_button (self, checks->pdata[i])));
  gtk_label_set_text (self->basis, basis);
  self->text = rail_presentation_dup_text (presentation, checks);
}

/* The list goes as a whole, and with it what has the focus: that stays in the view. */
static void
clear_list (RailAcceptanceView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *child;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    gtk_widget_grab_focus (GTK_WIDGET (self->partner));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
}

static void
judge (RailAcceptanceView *self)
{
  RailPartner partner = get_partner (self);
  RailShownAs shown_as = (RailShownAs) gtk_drop_down_get_selected (self->role);
  g_autoptr(RailPresentation) presentation = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->text, g_free);
  self->stale = FALSE;
  clear_list (self);
  gtk_widget_set_visible (GTK_WIDGET (self->device), partner == RAIL_PARTNER_S7_1500);
  gtk_widget_set_sensitive (GTK_WIDGET (self->role), partner != RAIL_PARTNER_BROWSER);
  presentation = rail_presentation_new_for_entry (self->project, self->entry, partner, get_device (self),
                                                  partner == RAIL_PARTNER_BROWSER ? RAIL_SHOWN_AS_SERVER : shown_as,
                                                  &error);
  if (presentation != NULL)
    show_checks (self, presentation);
  else
    show_verdict (self, RAIL_CHECK_NOT_MADE, error->message, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->list), presentation != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->basis), presentation != NULL);
  gtk_widget_set_sensitive (self->copy_button, presentation != NULL);
}

static gboolean
judge_cb (gpointer user_data)
{
  RailAcceptanceView *self = user_data;

  self->source = 0;
  if (self->entry == NULL)
    return G_SOURCE_REMOVE;
  /* A step that is undone may have made it. */
  if (rail_project_get_entry (self->project, rail_entry_get_id (self->entry)) != self->entry)
    return G_SOURCE_REMOVE;
  fill_devices (self);
  judge (self);
  return G_SOURCE_REMOVE;
}

/* A step changes more than one thing, so it is over before the certificate is judged anew. Out of sight nothing is. */
static void
project_changed_cb (RailAcceptanceView *self)
{
  self->stale = TRUE;
  if (self->entry != NULL && self->source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->source = g_idle_add (judge_cb, self);
}

static void
rail_acceptance_view_map (GtkWidget *widget)
{
  RailAcceptanceView *self = RAIL_ACCEPTANCE_VIEW (widget);

  GTK_WIDGET_CLASS (rail_acceptance_view_parent_class)->map (widget);
  if (self->stale)
    project_changed_cb (self);
}

static void
chosen_cb (RailAcceptanceView *self)
{
  if (!self->filling && self->entry != NULL)
    judge (self);
}

/* What is judged stands above, because a text in a mail has no window around it. */
static void
copy_cb (RailAcceptanceView *self)
{
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (self->text == NULL || self->entry == NULL)
    return;
  title = g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (self->entry),
                           rail_certificate_get_common_name (rail_entry_get_certificate (self->entry)));
  text = g_strdup_printf ("%s\n%s", title, self->text);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  rail_toast_show (GTK_WIDGET (self), _("Checks copied"), NULL, NULL);
}

static GPtrArray *
get_dragged (GtkWidget     *widget,
             double         x,
             double         y,
             RailDragForm  *out_form,
             RailProject  **out_project)
{
  RailAcceptanceView *self = RAIL_ACCEPTANCE_VIEW (widget);
  GPtrArray *entries;

  if (self->entry == NULL)
    return NULL;
  entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (entries, g_object_ref (self->entry));
  return entries;
}

static void
rail_acceptance_view_dispose (GObject *object)
{
  RailAcceptanceView *self = RAIL_ACCEPTANCE_VIEW (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->project_signals);
  g_clear_object (&self->entry);
  g_clear_object (&self->project);
  g_clear_pointer (&self->text, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_ACCEPTANCE_VIEW);
  G_OBJECT_CLASS (rail_acceptance_view_parent_class)->dispose (object);
}

static void
rail_acceptance_view_class_init (RailAcceptanceViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_acceptance_view_dispose;
  widget_class->map = rail_acceptance_view_map;

  g_type_ensure (RAIL_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-acceptance-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RailAcceptanceView, box);
  gtk_widget_class_bind_template_child (widget_class, RailAcceptanceView, partner);
  gtk_widget_class_bind_template_child (widget_class, RailAcceptanceView, device);
  gtk_widget_class_bind_template_child (widget_class, RailAcceptanceView, role);
  gtk_widget_class_bind_template_child (widget_class, RailAcceptanceView, copy_button);
  gtk_widget_class_bind_template_child (widget_class, RailAcceptanceView, verdict_box);
  gtk_widget_class_bind_template_child (widget_class, RailAcceptanceView, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, RailAcceptanceView, verdict);
  gtk_widget_class_bind_template_child (widget_class, RailAcceptanceView, reason);
  gtk_widget_class_bind_template_child (widget_class, RailAcceptanceView, list);
  gtk_widget_class_bind_template_child (widget_class, RailAcceptanceView, basis);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
rail_acceptance_view_init (RailAcceptanceView *self)
{
  g_autoptr(GtkStringList) partners = gtk_string_list_new (NULL);

  for (guint i = 0; i < RAIL_N_PARTNERS; i++)
    gtk_string_list_append (partners, rail_partner_get_label (i));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_model (self->partner, G_LIST_MODEL (partners));
  gtk_widget_add_controller (self->verdict_box,
                             GTK_EVENT_CONTROLLER (rail_entry_drag_new (GTK_WIDGET (self), get_dragged)));
  self->project_signals = g_signal_group_new (RAIL_TYPE_PROJECT);
  /* Each step, also one that is undone or done again, changes at least one of these. */
  g_signal_group_connect_swapped (self->project_signals, "notify::undo-text", G_CALLBACK (project_changed_cb), self);
  g_signal_group_connect_swapped (self->project_signals, "notify::protected", G_CALLBACK (project_changed_cb), self);
}

/**
 * rail_acceptance_view_set_entry:
 * @self: a view
 * @project: (nullable): the project that @entry is in
 * @entry: (nullable): the entry whose certificate is judged
 *
 * Judges, and judges anew whenever @project changes. Without @entry the view rests.
 */
void
rail_acceptance_view_set_entry (RailAcceptanceView *self,
                                RailProject        *project,
                                RailEntry          *entry)
{
  g_return_if_fail (RAIL_IS_ACCEPTANCE_VIEW (self));
  g_return_if_fail ((project == NULL) == (entry == NULL));

  g_set_object (&self->entry, entry);
  if (g_set_object (&self->project, project))
    g_signal_group_set_target (self->project_signals, project);
  if (entry == NULL)
    return;
  fill_devices (self);
  judge (self);
}

/**
 * rail_acceptance_view_is_busy:
 * @self: a view
 *
 * Returns: whether something is repaired at the moment
 */
gboolean
rail_acceptance_view_is_busy (RailAcceptanceView *self)
{
  g_return_val_if_fail (RAIL_IS_ACCEPTANCE_VIEW (self), FALSE);

  return self->cancellable != NULL;
}
