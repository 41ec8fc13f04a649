/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-tour-bar"

#include "config.h"

#include "rail-tour-bar.h"

#include <glib/gi18n.h>

struct _RailTourBar
{
  AdwBin     parent_instance;

  /* Template widgets */
  GtkLabel  *title;
  GtkLabel  *text;
  GtkWidget *back_button;
  GtkWidget *next_button;

  int        step;      /* from 0; -1 while there is no tour */
  GtkWidget *target;    /* (nullable): weak */
};

enum
{
  SIGNAL_STEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *title;
  const char *text;
} steps[RAIL_TOUR_N_STEPS] = {
  { N_("The project tree"),
    N_("Everything of the plant stands here: its security settings, and each device. A mark shows where something is wrong, "
       "and certificates can be dropped on a device.") },
  { N_("The certificate manager"),
    N_("All certificates, as in TIA Portal: authorities with what they have issued, device certificates, and those that your "
       "devices trust. Colour, word and icon tell how long each holds.") },
  { N_("Compile"),
    N_("Compiling looks at what each device does with its certificates, mends what needs no decision, and says what does. "
       "Each message has a button that repairs it.") },
  { N_("Hand over"),
    N_("Select the certificate of a partner, such as UaExpert, and choose “Hand Over” in this menu: it makes the folder that "
       "the partner expects, with the right names and formats.") },
  { N_("Lock"),
    N_("Private keys are worth protecting. This locks the project at once, and Certrail does so by itself when nobody is "
       "there. The example’s password is “Certrail-example-1”.") },
};

G_DEFINE_FINAL_TYPE (RailTourBar, rail_tour_bar, ADW_TYPE_BIN)

static void
show_step (RailTourBar *self,
           int          step)
{
  g_autofree char *title = NULL;

  self->step = step;
  rail_tour_bar_mark (self, NULL);
  /* Translators: a step of the tour, such as “2 of 5 · The certificate manager” */
  title = g_strdup_printf (_("%d of %d · %s"), step + 1, RAIL_TOUR_N_STEPS, _(steps[step].title));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->text, _(steps[step].text));
  gtk_widget_set_sensitive (self->back_button, step > 0);
  gtk_button_set_label (GTK_BUTTON (self->next_button), step + 1 < RAIL_TOUR_N_STEPS ? _("_Next") : _("_Done"));
  g_signal_emit (self, signals[SIGNAL_STEP], 0, step);
}

static void
back_cb (RailTourBar *self)
{
  if (self->step > 0)
    show_step (self, self->step - 1);
}

static void
next_cb (RailTourBar *self)
{
  if (self->step + 1 < RAIL_TOUR_N_STEPS)
    show_step (self, self->step + 1);
  else
    rail_tour_bar_stop (self);
}

static void
rail_tour_bar_dispose (GObject *object)
{
  RailTourBar *self = RAIL_TOUR_BAR (object);

  rail_tour_bar_mark (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RAIL_TYPE_TOUR_BAR);

  G_OBJECT_CLASS (rail_tour_bar_parent_class)->dispose (object);
}

static void
rail_tour_bar_class_init (RailTourBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rail_tour_bar_dispose;

  /**
   * RailTourBar::step:
   * @step: the step that is told now, from 0
   *
   * Whoever has the window shows what it is about, and marks it with rail_tour_bar_mark().
   */
  signals[SIGNAL_STEP] = g_signal_new ("step", RAIL_TYPE_TOUR_BAR, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-tour-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, RailTourBar, title);
  gtk_widget_class_bind_template_child (widget_class, RailTourBar, text);
  gtk_widget_class_bind_template_child (widget_class, RailTourBar, back_button);
  gtk_widget_class_bind_template_child (widget_class, RailTourBar, next_button);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, rail_tour_bar_stop);
}

static void
rail_tour_bar_init (RailTourBar *self)
{
  self->step = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_tour_bar_start:
 * @self: the bar
 *
 * Begins the tour, with the focus on the button that goes on.
 */
void
rail_tour_bar_start (RailTourBar *self)
{
  g_return_if_fail (RAIL_IS_TOUR_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  show_step (self, 0);
  gtk_widget_grab_focus (self->next_button);
}

/**
 * rail_tour_bar_stop:
 * @self: the bar
 *
 * Ends the tour. It does not come again unless it is asked for.
 */
void
rail_tour_bar_stop (RailTourBar *self)
{
  g_return_if_fail (RAIL_IS_TOUR_BAR (self));

  self->step = -1;
  rail_tour_bar_mark (self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * rail_tour_bar_get_step:
 * @self: the bar
 *
 * Returns: the step that is told, from 0; -1 while there is no tour
 */
int
rail_tour_bar_get_step (RailTourBar *self)
{
  g_return_val_if_fail (RAIL_IS_TOUR_BAR (self), -1);

  return self->step;
}

/**
 * rail_tour_bar_mark:
 * @self: the bar
 * @target: (nullable): what the present step is about
 *
 * Draws a frame around @target, and takes away the one before.
 */
void
rail_tour_bar_mark (RailTourBar *self,
                    GtkWidget   *target)
{
  g_return_if_fail (RAIL_IS_TOUR_BAR (self));
  g_return_if_fail (target == NULL || GTK_IS_WIDGET (target));

  if (self->target != NULL)
    gtk_widget_remove_css_class (self->target, "tour-target");
  g_set_weak_pointer (&self->target, target);
  if (target != NULL)
    gtk_widget_add_css_class (target, "tour-target");
}
