/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-finding-row"

#include "config.h"

#include "rail-finding-row.h"

#include "rail-finding-look.h"

#include <glib/gi18n.h>

struct _RailFindingRow
{
  GtkWidget    parent_instance;

  /* Template widgets */
  GtkWidget   *box;
  GtkWidget   *icon;
  GtkLabel    *word;
  GtkLabel    *place;
  GtkLabel    *text;
  GtkLabel    *source;
  GtkWidget   *repair_button;

  /* Owned references */
  RailFinding *finding;   /* (nullable) */
};

enum
{
  REPAIR,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RailFindingRow, rail_finding_row, GTK_TYPE_WIDGET)

static void
repair_cb (RailFindingRow *self)
{
  if (self->finding != NULL)
    g_signal_emit (self, signals[REPAIR], 0, self->finding);
}

static void
rail_finding_row_dispose (GObject *object)
{
  g_clear_object (&RAIL_FINDING_ROW (object)->finding);
  gtk_widget_dispose_template (GTK_WIDGET (object), RAIL_TYPE_FINDING_ROW);
  G_OBJECT_CLASS (rail_finding_row_parent_class)->dispose (object);
}

static void
rail_finding_row_class_init (RailFindingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_finding_row_dispose;

  /**
   * RailFindingRow::repair:
   * @finding: the finding
   *
   * Its repair button was pressed.
   */
  signals[REPAIR] = g_signal_new ("repair", RAIL_TYPE_FINDING_ROW, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, RAIL_TYPE_FINDING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-finding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RailFindingRow, box);
  gtk_widget_class_bind_template_child (widget_class, RailFindingRow, icon);
  gtk_widget_class_bind_template_child (widget_class, RailFindingRow, word);
  gtk_widget_class_bind_template_child (widget_class, RailFindingRow, place);
  gtk_widget_class_bind_template_child (widget_class, RailFindingRow, text);
  gtk_widget_class_bind_template_child (widget_class, RailFindingRow, source);
  gtk_widget_class_bind_template_child (widget_class, RailFindingRow, repair_button);
  gtk_widget_class_bind_template_callback (widget_class, repair_cb);
}

static void
rail_finding_row_init (RailFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_finding_row_new:
 *
 * Returns: (transfer floating): a row that says nothing yet
 */
GtkWidget *
rail_finding_row_new (void)
{
  return g_object_new (RAIL_TYPE_FINDING_ROW, NULL);
}

static void
show (RailFindingRow *self,
      const char     *icon_name,
      const char     *css_class,
      const char     *word,
      const char     *place,
      const char     *text,
      const char     *source)
{
  const char *icon_classes[] = { css_class, NULL };
  const char *word_classes[] = { css_class, "caption-heading", NULL };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  gtk_widget_set_css_classes (self->icon, icon_classes);
  gtk_label_set_text (self->word, word);
  gtk_widget_set_css_classes (GTK_WIDGET (self->word), word_classes);
  gtk_label_set_text (self->place, place);
  gtk_widget_set_visible (GTK_WIDGET (self->place), *place != '\0');
  gtk_label_set_text (self->text, text);
  gtk_label_set_text (self->source, source != NULL ? source : "");
  gtk_widget_set_visible (GTK_WIDGET (self->source), source != NULL);
}

/**
 * rail_finding_row_set_finding:
 * @self: a row
 * @finding: (nullable): what it is to say; %NULL when it goes out of use
 * @can_repair: whether something can be repaired now
 */
void
rail_finding_row_set_finding (RailFindingRow *self,
                              RailFinding    *finding,
                              gboolean        can_repair)
{
  RailSeverity severity;
  RailRepair repair;
  g_autofree char *label = NULL;

  g_return_if_fail (RAIL_IS_FINDING_ROW (self));
  g_return_if_fail (finding == NULL || RAIL_IS_FINDING (finding));

  g_set_object (&self->finding, finding);
  if (finding == NULL)
    return;

  severity = rail_finding_get_severity (finding);
  repair = rail_finding_get_repair (finding);
  show (self, rail_severity_get_icon_name (severity), rail_severity_get_css_class (severity),
        rail_severity_get_label (severity), rail_finding_get_place (finding), rail_finding_get_text (finding),
        rail_finding_get_source (finding));
  gtk_widget_set_visible (self->repair_button, repair != RAIL_REPAIR_NONE);
  gtk_widget_set_sensitive (self->repair_button, can_repair);
  if (repair == RAIL_REPAIR_NONE)
    return;
  gtk_button_set_label (GTK_BUTTON (self->repair_button), rail_repair_get_label (repair));
  /* Translators: what the repair is, then the place of the finding */
  label = g_strdup_printf (_("%s: %s"), rail_repair_get_label (repair), rail_finding_get_place (finding));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->repair_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/**
 * rail_finding_row_set_change:
 * @self: a row
 * @text: what was changed automatically, in a sentence
 */
void
rail_finding_row_set_change (RailFindingRow *self,
                             const char     *text)
{
  g_return_if_fail (RAIL_IS_FINDING_ROW (self));
  g_return_if_fail (text != NULL);

  g_clear_object (&self->finding);
  show (self, "emblem-ok-symbolic", "success", _("Changed"), "", text, NULL);
  gtk_widget_set_visible (self->repair_button, FALSE);
}

/**
 * rail_finding_row_get_finding:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the finding that it shows
 */
RailFinding *
rail_finding_row_get_finding (RailFindingRow *self)
{
  g_return_val_if_fail (RAIL_IS_FINDING_ROW (self), NULL);

  return self->finding;
}
