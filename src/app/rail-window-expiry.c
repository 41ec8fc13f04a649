/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-window"

#include "config.h"

#include "rail-window-private.h"

#include "rail-operations.h"
#include "rail-renew-dialog.h"
#include "rail-renewal.h"
#include "rail-settings.h"

#include <glib/gi18n.h>

#define DAY G_GINT64_CONSTANT (86400)

/* Returns: (transfer full) (element-type RailEntry): what to tell about */
static GPtrArray *
list_expiring (RailWindow *self)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (self->project));
  guint days = rail_settings_get_uint (rail_settings_get_default (), "notice-days");

  return days > 0 ? rail_project_list_expiring (self->project, now + days * DAY + 1)
                  : g_ptr_array_new_with_free_func (g_object_unref);
}

/* Whether these very certificates were told about since the program began; from now on they were. */
static gboolean
was_told (GPtrArray *entries)
{
  static GHashTable *told;
  g_autoptr(GString) set = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      RailCertificate *certificate = rail_entry_get_certificate (g_ptr_array_index (entries, i));

      g_string_append (set, rail_certificate_get_fingerprint (certificate));
    }
  if (told == NULL)
    told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return !g_hash_table_add (told, g_compute_checksum_for_string (G_CHECKSUM_SHA256, set->str, -1));
}

static char *
describe (RailWindow *self,
          GPtrArray  *entries)
{
  gint64 now = rail_environment_get_now (rail_project_get_environment (self->project));
  guint days = rail_settings_get_uint (rail_settings_get_default (), "notice-days");
  guint n_expired = 0;
  guint n_soon;
  g_autofree char *expired = NULL;
  g_autofree char *soon = NULL;

  for (guint i = 0; i < entries->len; i++)
    if (rail_certificate_get_not_after (rail_entry_get_certificate (g_ptr_array_index (entries, i))) < now)
      n_expired++;
  n_soon = entries->len - n_expired;
  /* Translators: the second number is one of days, and always more than one where it matters */
  soon = g_strdup_printf (ngettext ("%u certificate expires within %u days", "%u certificates expire within %u days",
                                    n_soon), n_soon, days);
  expired = g_strdup_printf (ngettext ("%u certificate has expired", "%u certificates have expired", n_expired), n_expired);
  if (n_expired == 0)
    return g_steal_pointer (&soon);
  if (n_soon == 0)
    return g_steal_pointer (&expired);
  /* Translators: two half-sentences: what has expired, and what expires soon */
  return g_strdup_printf (_("%s, %s"), expired, soon);
}

static void
renew_expiring_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  RailWindow *self = RAIL_WINDOW (widget);
  g_autoptr(GPtrArray) entries = list_expiring (self);

  _rail_window_hide_expiring (self);
  if (entries->len > 0)
    gtk_window_present (rail_renew_dialog_new (GTK_WINDOW (self), GTK_WIDGET (self->stack), self->project, entries));
}

/* Tells what expires soon, once for the same certificates. */
void
_rail_window_show_expiring (RailWindow *self)
{
  g_autoptr(GPtrArray) entries = list_expiring (self);
  g_autofree char *text = NULL;

  if (entries->len == 0 || was_told (entries))
    return;
  text = describe (self, entries);
  gtk_label_set_label (self->expiry_label, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.renew-expiring", rail_project_can_use_keys (self->project));
  gtk_widget_set_visible (GTK_WIDGET (self->expiry), TRUE);
  gtk_info_bar_set_revealed (self->expiry, TRUE);
}

void
_rail_window_hide_expiring (RailWindow *self)
{
  gtk_info_bar_set_revealed (self->expiry, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->expiry), FALSE);
}

/* What is told holds as long as it stands there, whatever is renewed elsewhere. */
void
_rail_window_update_expiring (RailWindow *self)
{
  g_autoptr(GPtrArray) entries = NULL;
  g_autofree char *text = NULL;

  if (self->project == NULL || !gtk_widget_get_visible (GTK_WIDGET (self->expiry)))
    return;
  entries = list_expiring (self);
  if (entries->len == 0)
    {
      _rail_window_hide_expiring (self);
      return;
    }
  text = describe (self, entries);
  gtk_label_set_label (self->expiry_label, text);
}

void
_rail_window_class_expiry (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.renew-expiring", NULL, renew_expiring_action);
}
