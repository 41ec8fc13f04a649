/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-task-dialog"

#include "config.h"

#include "rail-task-dialog.h"

#include "rail-busy.h"
#include "rail-text-scale.h"
#include "rail-toast.h"

#include <glib/gi18n.h>

#define LOOK_INTERVAL 100   /* ms between two looks at how far the work is */

typedef struct
{
  /* Template widgets */
  GtkWidget      *cancel;
  GtkWidget      *perform;
  GtkWidget      *notice;
  GtkImage       *notice_icon;
  GtkLabel       *notice_label;
  AdwBin         *place;
  GtkWidget      *progress_bar;
  GtkLabel       *progress_label;
  GtkProgressBar *progress;

  GtkWidget      *origin;
  GtkWidget      *focus;            /* weak: where the focus was before the work */
  GCancellable   *cancellable;      /* while there is work */
  char           *work_text;        /* what is being done */
  char           *cancelled_text;   /* (nullable): what to say after the work was cancelled */
  guint           look_source;
  int             done;             /* atomic: workers write it */
  int             total;            /* atomic */
  gboolean        ready;
  gboolean        gone;
} RailTaskDialogPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (RailTaskDialog, rail_task_dialog, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_FORM,
  PROP_PERFORM_LABEL,
  PROP_DESTRUCTIVE,
  PROP_CANCELLED_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static RailTaskDialogPrivate *
get_private (RailTaskDialog *self)
{
  return rail_task_dialog_get_instance_private (self);
}

static void
update (RailTaskDialog *self)
{
  RailTaskDialogPrivate *priv = get_private (self);
  gboolean busy = priv->cancellable != NULL;

  rail_busy_set (GTK_WINDOW (self), busy);
  gtk_widget_set_visible (priv->progress_bar, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (priv->place), !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.perform", priv->ready && !busy);
}

static void
say (RailTaskDialog *self,
     const char     *text,
     const char     *icon_name,
     const char     *css_class,
     const char     *other_class)
{
  RailTaskDialogPrivate *priv = get_private (self);

  gtk_label_set_text (priv->notice_label, text != NULL ? text : "");
  gtk_image_set_from_icon_name (priv->notice_icon, icon_name);
  gtk_widget_remove_css_class (priv->notice, other_class);
  gtk_widget_add_css_class (priv->notice, css_class);
  gtk_widget_set_visible (priv->notice, text != NULL);
}

static gboolean
look_cb (gpointer user_data)
{
  RailTaskDialogPrivate *priv = get_private (user_data);
  int done = g_atomic_int_get (&priv->done);
  int total = g_atomic_int_get (&priv->total);
  g_autofree char *text = NULL;

  if (total <= 1)
    {
      gtk_progress_bar_pulse (priv->progress);
      return G_SOURCE_CONTINUE;
    }
  /* Translators: what is being done, such as “Signing…”, and two numbers */
  text = g_strdup_printf (_("%s %d of %d"), priv->work_text, done, total);
  gtk_progress_bar_set_fraction (priv->progress, done / (double) total);
  gtk_label_set_text (priv->progress_label, text);
  return G_SOURCE_CONTINUE;
}

/* What is greyed out must not keep the focus. Meanwhile it is on the one thing that can be done. */
static void
lend_focus (RailTaskDialog *self)
{
  RailTaskDialogPrivate *priv = get_private (self);

  g_set_weak_pointer (&priv->focus, gtk_window_get_focus (GTK_WINDOW (self)));
  gtk_widget_grab_focus (priv->cancel);
}

static void
return_focus (RailTaskDialog *self)
{
  RailTaskDialogPrivate *priv = get_private (self);

  if (priv->focus != NULL && gtk_widget_get_mapped (priv->focus) && gtk_widget_is_sensitive (priv->focus))
    gtk_widget_grab_focus (priv->focus);
  g_clear_weak_pointer (&priv->focus);
}

static void
stop_working (RailTaskDialog *self)
{
  RailTaskDialogPrivate *priv = get_private (self);

  g_clear_handle_id (&priv->look_source, g_source_remove);
  g_clear_object (&priv->cancellable);
}

static void
forget (RailTaskDialog *self)
{
  RailTaskDialogClass *klass = RAIL_TASK_DIALOG_GET_CLASS (self);

  if (klass->forget != NULL)
    klass->forget (self);
}

static void
perform_cb (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  RailTaskDialog *self = RAIL_TASK_DIALOG (widget);

  rail_task_dialog_set_error (self, NULL);
  RAIL_TASK_DIALOG_GET_CLASS (self)->perform (self);
}

static void
cancel_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  RailTaskDialogPrivate *priv = get_private (RAIL_TASK_DIALOG (widget));

  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  else
    gtk_window_close (GTK_WINDOW (widget));
}

static gboolean
rail_task_dialog_close_request (GtkWindow *window)
{
  RailTaskDialogPrivate *priv = get_private (RAIL_TASK_DIALOG (window));

  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  forget (RAIL_TASK_DIALOG (window));
  return GTK_WINDOW_CLASS (rail_task_dialog_parent_class)->close_request (window);
}

static void
rail_task_dialog_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  RailTaskDialog *self = RAIL_TASK_DIALOG (object);
  RailTaskDialogPrivate *priv = get_private (self);

  switch (property_id)
    {
    case PROP_FORM:
      adw_bin_set_child (priv->place, g_value_get_object (value));
      break;
    case PROP_PERFORM_LABEL:
      rail_task_dialog_set_perform_label (self, g_value_get_string (value));
      break;
    case PROP_DESTRUCTIVE:
      if (g_value_get_boolean (value))
        {
          gtk_widget_remove_css_class (priv->perform, "suggested-action");
          gtk_widget_add_css_class (priv->perform, "destructive-action");
        }
      break;
    case PROP_CANCELLED_TEXT:
      g_free (priv->cancelled_text);
      priv->cancelled_text = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
rail_task_dialog_constructed (GObject *object)
{
  G_OBJECT_CLASS (rail_task_dialog_parent_class)->constructed (object);

  rail_text_scale_fit (GTK_WINDOW (object));
}

static void
rail_task_dialog_dispose (GObject *object)
{
  RailTaskDialog *self = RAIL_TASK_DIALOG (object);
  RailTaskDialogPrivate *priv = get_private (self);

  /* The window may have gone with the main window, while a worker is still at it. */
  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  stop_working (self);
  g_clear_weak_pointer (&priv->focus);
  if (!priv->gone)
    forget (self);
  priv->gone = TRUE;
  G_OBJECT_CLASS (rail_task_dialog_parent_class)->dispose (object);
}

static void
rail_task_dialog_finalize (GObject *object)
{
  RailTaskDialogPrivate *priv = get_private (RAIL_TASK_DIALOG (object));

  g_clear_object (&priv->origin);
  g_free (priv->work_text);
  g_free (priv->cancelled_text);
  G_OBJECT_CLASS (rail_task_dialog_parent_class)->finalize (object);
}

/* A window begins with its first widget, which is “Cancel”: right where something is lost, and else in the form. */
static void
rail_task_dialog_map (GtkWidget *widget)
{
  RailTaskDialogPrivate *priv = get_private (RAIL_TASK_DIALOG (widget));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));

  GTK_WIDGET_CLASS (rail_task_dialog_parent_class)->map (widget);
  if ((focus == NULL || focus == priv->cancel) && !gtk_widget_has_css_class (priv->perform, "destructive-action"))
    gtk_widget_child_focus (GTK_WIDGET (priv->place), GTK_DIR_TAB_FORWARD);
}

static void
rail_task_dialog_class_init (RailTaskDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = rail_task_dialog_set_property;
  object_class->constructed = rail_task_dialog_constructed;
  object_class->dispose = rail_task_dialog_dispose;
  object_class->finalize = rail_task_dialog_finalize;
  widget_class->map = rail_task_dialog_map;
  GTK_WINDOW_CLASS (klass)->close_request = rail_task_dialog_close_request;

  /* All that a template says of its dialog. */
  properties[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, GTK_TYPE_WIDGET,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PERFORM_LABEL] = g_param_spec_string ("perform-label", NULL, NULL, NULL,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DESTRUCTIVE] = g_param_spec_boolean ("destructive", NULL, NULL, FALSE,
                                                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CANCELLED_TEXT] = g_param_spec_string ("cancelled-text", NULL, NULL, NULL,
                                                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/certrail/Certrail/ui/rail-task-dialog.ui");
  gtk_widget_class_bind_template_child_private (widget_class, RailTaskDialog, cancel);
  gtk_widget_class_bind_template_child_private (widget_class, RailTaskDialog, perform);
  gtk_widget_class_bind_template_child_private (widget_class, RailTaskDialog, notice);
  gtk_widget_class_bind_template_child_private (widget_class, RailTaskDialog, notice_icon);
  gtk_widget_class_bind_template_child_private (widget_class, RailTaskDialog, notice_label);
  gtk_widget_class_bind_template_child_private (widget_class, RailTaskDialog, place);
  gtk_widget_class_bind_template_child_private (widget_class, RailTaskDialog, progress_bar);
  gtk_widget_class_bind_template_child_private (widget_class, RailTaskDialog, progress_label);
  gtk_widget_class_bind_template_child_private (widget_class, RailTaskDialog, progress);
  gtk_widget_class_install_action (widget_class, "dialog.perform", NULL, perform_cb);
  gtk_widget_class_install_action (widget_class, "dialog.cancel", NULL, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dialog.cancel", NULL);
}

static void
rail_task_dialog_init (RailTaskDialog *self)
{
  RailTaskDialogPrivate *priv = get_private (self);

  priv->ready = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rail_task_dialog_set_origin:
 * @self: a dialog
 * @origin: the widget that shows the toast when it is done
 */
void
rail_task_dialog_set_origin (RailTaskDialog *self,
                             GtkWidget      *origin)
{
  g_return_if_fail (RAIL_IS_TASK_DIALOG (self));
  g_return_if_fail (GTK_IS_WIDGET (origin));

  g_set_object (&get_private (self)->origin, origin);
}

/**
 * rail_task_dialog_set_ready:
 * @self: a dialog
 * @ready: whether the form is filled, so that its button may be pressed
 */
void
rail_task_dialog_set_ready (RailTaskDialog *self,
                            gboolean        ready)
{
  g_return_if_fail (RAIL_IS_TASK_DIALOG (self));

  get_private (self)->ready = ready;
  update (self);
}

/**
 * rail_task_dialog_set_perform_label:
 * @self: a dialog
 * @label: what its button says, with a mnemonic
 */
void
rail_task_dialog_set_perform_label (RailTaskDialog *self,
                                    const char     *label)
{
  g_return_if_fail (RAIL_IS_TASK_DIALOG (self));

  gtk_button_set_label (GTK_BUTTON (get_private (self)->perform), label);
}

/**
 * rail_task_dialog_set_error:
 * @self: a dialog
 * @text: (nullable): why it did not work, in a sentence; %NULL says nothing
 *
 * For what is not about one field. It stays until the button is pressed again.
 */
void
rail_task_dialog_set_error (RailTaskDialog *self,
                            const char     *text)
{
  g_return_if_fail (RAIL_IS_TASK_DIALOG (self));

  say (self, text, "dialog-error-symbolic", "error", "advice");
}

/**
 * rail_task_dialog_set_advice:
 * @self: a dialog
 * @text: (nullable): what to know, in a sentence
 */
void
rail_task_dialog_set_advice (RailTaskDialog *self,
                             const char     *text)
{
  g_return_if_fail (RAIL_IS_TASK_DIALOG (self));

  say (self, text, "dialog-information-symbolic", "advice", "error");
}

/**
 * rail_task_dialog_is_busy:
 * @self: a dialog
 *
 * Returns: whether there is work that has not ended
 */
gboolean
rail_task_dialog_is_busy (RailTaskDialog *self)
{
  g_return_val_if_fail (RAIL_IS_TASK_DIALOG (self), FALSE);

  return get_private (self)->cancellable != NULL;
}

/**
 * rail_task_dialog_begin:
 * @self: a dialog that is not at work
 * @text: what is being done
 *
 * Shows that there is work. Its callback holds a reference to @self and calls rail_task_dialog_end().
 *
 * Returns: (transfer none): what the button “Cancel” now cancels
 */
GCancellable *
rail_task_dialog_begin (RailTaskDialog *self,
                        const char     *text)
{
  RailTaskDialogPrivate *priv = get_private (self);

  g_return_val_if_fail (RAIL_IS_TASK_DIALOG (self), NULL);
  g_return_val_if_fail (priv->cancellable == NULL, NULL);

  lend_focus (self);
  priv->cancellable = g_cancellable_new ();
  g_atomic_int_set (&priv->done, 0);
  g_atomic_int_set (&priv->total, 0);
  gtk_label_set_text (priv->progress_label, text);
  gtk_progress_bar_set_fraction (priv->progress, 0);
  g_free (priv->work_text);
  priv->work_text = g_strdup (text);
  priv->look_source = g_timeout_add (LOOK_INTERVAL, look_cb, self);
  update (self);
  return priv->cancellable;
}

/**
 * rail_task_dialog_progress:
 * @done: how many are done
 * @total: how many there are
 * @self: the dialog
 *
 * A #RailProgress, to be called from any thread.
 */
void
rail_task_dialog_progress (guint    done,
                           guint    total,
                           gpointer self)
{
  RailTaskDialogPrivate *priv = get_private (self);

  g_atomic_int_set (&priv->done, (int) done);
  g_atomic_int_set (&priv->total, (int) total);
}

/**
 * rail_task_dialog_end:
 * @self: a dialog at work
 * @error: (nullable): why it did not work
 *
 * Ends what rail_task_dialog_begin() has begun, and says what went wrong: in the dialog, or, when that has been closed
 * meanwhile, in the window.
 *
 * Returns: whether the work was done and the dialog is still there
 */
gboolean
rail_task_dialog_end (RailTaskDialog *self,
                      const GError   *error)
{
  RailTaskDialogPrivate *priv = get_private (self);
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_return_val_if_fail (RAIL_IS_TASK_DIALOG (self), FALSE);

  if (priv->gone)
    {
      const char *text = cancelled ? priv->cancelled_text : error != NULL ? error->message : NULL;

      if (text != NULL && priv->origin != NULL)
        rail_toast_show (priv->origin, text, NULL, NULL);
      return FALSE;
    }

  stop_working (self);
  update (self);
  return_focus (self);
  if (cancelled)
    rail_task_dialog_set_advice (self, priv->cancelled_text);
  else if (error != NULL)
    rail_task_dialog_set_error (self, error->message);
  return error == NULL;
}

/**
 * rail_task_dialog_succeed:
 * @self: a dialog
 * @text: what was done, in a few words
 * @undo: whether the toast offers to undo it
 *
 * Says so in the window, and closes the dialog.
 */
void
rail_task_dialog_succeed (RailTaskDialog *self,
                          const char     *text,
                          gboolean        undo)
{
  RailTaskDialogPrivate *priv = get_private (self);

  g_return_if_fail (RAIL_IS_TASK_DIALOG (self));
  g_return_if_fail (text != NULL);

  if (priv->origin != NULL)
    rail_toast_show (priv->origin, text, undo ? _("_Undo") : NULL, undo ? "win.undo" : NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}
