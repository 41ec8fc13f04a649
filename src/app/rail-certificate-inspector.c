/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate-inspector"

#include "config.h"

#include "rail-certificate-inspector.h"

#include "rail-acceptance-view.h"
#include "rail-certificate-sections.h"
#include "rail-chain-view.h"
#include "rail-history-view.h"
#include "rail-section.h"
#include "rail-used-by-view.h"
#include "rail-wrap-box.h"

#include <glib/gi18n.h>

struct _RailCertificateInspector
{
  GtkWidget                parent_instance;

  /* Template widgets */
  GtkWidget               *pages;      /* "nothing", "one" or "many" */
  GtkWidget               *stack;      /* "certificate", "chain", "used-by", "acceptance" or "history" */
  GtkLabel                *title;
  GtkLabel                *summary_title;
  GtkLabel                *summary;
  RailCertificateSections *sections;
  RailChainView           *chain;
  RailUsedByView          *used_by;
  RailAcceptanceView      *acceptance;
  RailHistoryView         *history;
  GtkStackPage            *history_page;

  /* Owned references */
  RailProject             *project;
  RailEntry               *entry;      /* the one that is shown */
  gboolean                 chain_is_old;
  gboolean                 used_by_is_old;
  gboolean                 acceptance_is_old;
  gboolean                 history_is_old;
};

G_DEFINE_FINAL_TYPE (RailCertificateInspector, rail_certificate_inspector, GTK_TYPE_WIDGET)

enum
{
  MEMBER_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Only what is in sight is made: stepping through a table with the arrow keys builds no chains. */
static void
update_shown (RailCertificateInspector *self)
{
  const char *name = gtk_stack_get_visible_child_name (GTK_STACK (self->stack));

  if (self->entry == NULL || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  if (g_strcmp0 (name, "certificate") == 0)
    rail_certificate_sections_set_certificate (self->sections, rail_entry_get_certificate (self->entry));
  if (g_strcmp0 (name, "chain") == 0 && self->chain_is_old)
    {
      self->chain_is_old = FALSE;
      rail_chain_view_set_entry (self->chain, self->project, self->entry);
    }
  if (g_strcmp0 (name, "used-by") == 0 && self->used_by_is_old)
    {
      self->used_by_is_old = FALSE;
      rail_used_by_view_set_entry (self->used_by, self->project, self->entry);
    }
  if (g_strcmp0 (name, "acceptance") == 0 && self->acceptance_is_old)
    {
      self->acceptance_is_old = FALSE;
      rail_acceptance_view_set_entry (self->acceptance, self->project, self->entry);
    }
  if (g_strcmp0 (name, "history") == 0 && self->history_is_old)
    {
      self->history_is_old = FALSE;
      rail_history_view_set_entry (self->history, self->entry);
    }
}

static void
show_one (RailCertificateInspector *self,
          RailEntry                *entry)
{
  guint n_generations = rail_entry_get_n_generations (entry);
  g_autofree char *history = NULL;
  g_autofree char *title = NULL;

  g_set_object (&self->entry, entry);
  self->chain_is_old = TRUE;
  self->used_by_is_old = TRUE;
  self->history_is_old = TRUE;
  self->acceptance_is_old = TRUE;
  history = n_generations > 0 ? g_strdup_printf (C_("tab with a count", "History (%u)"), n_generations)
                              : g_strdup (_("History"));
  gtk_stack_page_set_title (self->history_page, history);
  title = g_strdup_printf (C_("ID and common name", "%u · %s"), rail_entry_get_id (entry),
                           rail_certificate_get_common_name (rail_entry_get_certificate (entry)));
  gtk_label_set_text (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  update_shown (self);
}

static void
append_count (GString    *text,
              guint       n,
              const char *label)
{
  if (n == 0)
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append_printf (text, "%u %s", n, label);
}

static void
show_many (RailCertificateInspector *self,
           GPtrArray                *entries)
{
  g_autofree char *title = g_strdup_printf (ngettext ("%u certificate selected", "%u certificates selected",
                                                      entries->len), entries->len);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *first_end = NULL;
  gint64 now = rail_environment_get_now (rail_project_get_environment (self->project));
  gint64 not_after = G_MAXINT64;
  guint counts[RAIL_STATUS_REVOKED + 1] = { 0 };
  guint n_keys = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      RailEntry *entry = g_ptr_array_index (entries, i);
      int days;

      counts[rail_entry_get_status (entry, now, &days)]++;
      n_keys += rail_entry_has_key (entry) ? 1 : 0;
      not_after = MIN (not_after, rail_certificate_get_not_after (rail_entry_get_certificate (entry)));
    }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    append_count (text, counts[i], rail_status_get_label (i));
  first_end = rail_format_date (not_after);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("%u with private key"), n_keys);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("The first one ends on %s"), first_end);
  gtk_label_set_text (self->summary_title, title);
  gtk_label_set_text (self->summary, text->str);
}

static void
member_activated_cb (RailCertificateInspector *self,
                     RailEntry                *entry)
{
  g_signal_emit (self, signals[MEMBER_ACTIVATED], 0, entry);
}

static void
rail_certificate_inspector_dispose (GObject *object)
{
  RailCertificateInspector *self = RAIL_CERTIFICATE_INSPECTOR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_CERTIFICATE_INSPECTOR);
  g_clear_object (&self->entry);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (rail_certificate_inspector_parent_class)->dispose (object);
}

static void
rail_certificate_inspector_class_init (RailCertificateInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_certificate_inspector_dispose;

  /**
   * RailCertificateInspector::member-activated:
   * @entry: an entry
   *
   * A member of the chain was clicked and wants to be selected.
   */
  signals[MEMBER_ACTIVATED] = g_signal_new ("member-activated", RAIL_TYPE_CERTIFICATE_INSPECTOR, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_ENTRY);

  g_type_ensure (RAIL_TYPE_ACCEPTANCE_VIEW);
  g_type_ensure (RAIL_TYPE_CERTIFICATE_SECTIONS);
  g_type_ensure (RAIL_TYPE_CHAIN_VIEW);
  g_type_ensure (RAIL_TYPE_USED_BY_VIEW);
  g_type_ensure (RAIL_TYPE_HISTORY_VIEW);
  g_type_ensure (RAIL_TYPE_WRAP_BOX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/certrail/Certrail/ui/rail-certificate-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, RailCertificateInspector, pages);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateInspector, title);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateInspector, summary_title);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateInspector, summary);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateInspector, sections);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateInspector, chain);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateInspector, used_by);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateInspector, acceptance);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateInspector, history);
  gtk_widget_class_bind_template_child (widget_class, RailCertificateInspector, history_page);
  gtk_widget_class_bind_template_callback (widget_class, update_shown);
  gtk_widget_class_bind_template_callback (widget_class, member_activated_cb);
}

static void
rail_certificate_inspector_init (RailCertificateInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_certificate_inspector_set_entries:
 * @self: an inspector
 * @project: (nullable): the project
 * @entries: (element-type RailEntry): what is selected of it
 */
void
rail_certificate_inspector_set_entries (RailCertificateInspector *self,
                                        RailProject              *project,
                                        GPtrArray                *entries)
{
  g_return_if_fail (RAIL_IS_CERTIFICATE_INSPECTOR (self));
  g_return_if_fail (entries != NULL);

  g_set_object (&self->project, project);
  if (entries->len == 1)
    {
      show_one (self, g_ptr_array_index (entries, 0));
    }
  else
    {
      g_clear_object (&self->entry);
      rail_acceptance_view_set_entry (self->acceptance, NULL, NULL);
      if (entries->len > 1)
        show_many (self, entries);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), entries->len == 0   ? "nothing"
                                                             : entries->len == 1 ? "one"
                                                                                 : "many");
}

/**
 * rail_certificate_inspector_is_busy:
 * @self: an inspector
 *
 * Returns: whether something is repaired at the moment
 */
gboolean
rail_certificate_inspector_is_busy (RailCertificateInspector *self)
{
  g_return_val_if_fail (RAIL_IS_CERTIFICATE_INSPECTOR (self), FALSE);

  return rail_acceptance_view_is_busy (self->acceptance);
}
