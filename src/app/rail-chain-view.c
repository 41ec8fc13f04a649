/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-chain-view"

#include "config.h"

#include "rail-chain-view.h"

#include "rail-entry-line.h"

#include <glib/gi18n.h>

#define INDENT 24

struct _RailChainView
{
  GtkWidget  parent_instance;

  /* Template widgets */
  GtkWidget *scroller;
  GtkImage  *verdict_icon;
  GtkLabel  *verdict;
  GtkWidget *list;

  /* Owned references */
  GPtrArray *members;   /* of RailEntry, in the order of the list: root first */
};

G_DEFINE_FINAL_TYPE (RailChainView, rail_chain_view, GTK_TYPE_WIDGET)

enum
{
  MEMBER_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
row_activated_cb (RailChainView *self,
                  GtkListBoxRow *row)
{
  guint index = gtk_list_box_row_get_index (row);

  if (index < self->members->len)
    g_signal_emit (self, signals[MEMBER_ACTIVATED], 0, g_ptr_array_index (self->members, index));
}

static GtkWidget *
make_row (RailEntry *entry,
          gint64     now,
          guint      depth)
{
  GtkWidget *line = rail_entry_line_new (entry, now);

  gtk_widget_set_margin_start (line, depth * INDENT);
  if (depth > 0)
    {
      GtkWidget *arrow = gtk_label_new ("└");

      gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      gtk_widget_add_css_class (arrow, "dim-label");
      gtk_box_prepend (GTK_BOX (line), arrow);
    }
  return line;
}

static void
show_verdict (RailChainView *self,
              gboolean       complete)
{
  RailEntry *top = g_ptr_array_index (self->members, 0);
  RailCertificate *certificate = rail_entry_get_certificate (top);
  g_autofree char *text = NULL;

  if (!complete)
    text = g_strdup_printf (_("The chain is incomplete: “%s” is not in this project."),
                            rail_certificate_get_issuer_label (certificate));
  else if (self->members->len == 1)
    text = g_strdup (_("The chain is complete: the certificate is self-signed."));
  else
    text = g_strdup_printf (_("The chain is complete: it ends in the root “%s”."),
                            rail_certificate_get_common_name (certificate));
  gtk_label_set_text (self->verdict, text);
  gtk_image_set_from_icon_name (self->verdict_icon, complete ? "rail-status-valid-symbolic"
                                                             : "rail-status-expiring-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->verdict_icon), complete ? "warning" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (self->verdict_icon), complete ? "success" : "warning");
}

static void
rail_chain_view_dispose (GObject *object)
{
  RailChainView *self = RAIL_CHAIN_VIEW (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  G_OBJECT_CLASS (rail_chain_view_parent_class)->dispose (object);
}

static void
rail_chain_view_class_init (RailChainViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_chain_view_dispose;

  /**
   * RailChainView::member-activated:
   * @entry: a member of the chain
   *
   * A member was clicked.
   */
  signals[MEMBER_ACTIVATED] = g_signal_new ("member-activated", RAIL_TYPE_CHAIN_VIEW, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_ENTRY);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-chain-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RailChainView, scroller);
  gtk_widget_class_bind_template_child (widget_class, RailChainView, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, RailChainView, verdict);
  gtk_widget_class_bind_template_child (widget_class, RailChainView, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
rail_chain_view_init (RailChainView *self)
{
  self->members = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_chain_view_set_entry:
 * @self: a view
 * @project: the project that @entry is in
 * @entry: the entry at the lower end of the chain
 */
void
rail_chain_view_set_entry (RailChainView *self,
                           RailProject   *project,
                           RailEntry     *entry)
{
  g_autoptr(GPtrArray) chain = NULL;
  gboolean complete = FALSE;
  gint64 now;
  GtkWidget *child;

  g_return_if_fail (RAIL_IS_CHAIN_VIEW (self));
  g_return_if_fail (RAIL_IS_PROJECT (project));
  g_return_if_fail (RAIL_IS_ENTRY (entry));

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  g_ptr_array_set_size (self->members, 0);

  chain = rail_project_get_chain (project, entry, &complete);
  now = rail_environment_get_now (rail_project_get_environment (project));
  for (guint i = chain->len; i > 0; i--)
    {
      RailEntry *member = g_ptr_array_index (chain, i - 1);

      g_ptr_array_add (self->members, g_object_ref (member));
      gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (member, now, chain->len - i));
    }
  show_verdict (self, complete);
}
