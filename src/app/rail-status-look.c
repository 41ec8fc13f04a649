/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-status-look"

#include "config.h"

#include "rail-status-look.h"

/* How much attention each status needs; not the order of the enumeration. */
static const guint badness[] = {
  [RAIL_STATUS_VALID] = 0,
  [RAIL_STATUS_NOT_YET_VALID] = 1,
  [RAIL_STATUS_EXPIRING] = 2,
  [RAIL_STATUS_REVOKED] = 3,
  [RAIL_STATUS_EXPIRED] = 4,
};

/**
 * rail_status_get_icon_name:
 * @status: a status
 *
 * Returns: (transfer none): its symbolic icon
 */
const char *
rail_status_get_icon_name (RailStatus status)
{
  switch (status)
    {
    case RAIL_STATUS_VALID:
      return "rail-status-valid-symbolic";
    case RAIL_STATUS_EXPIRING:
      return "rail-status-expiring-symbolic";
    case RAIL_STATUS_EXPIRED:
      return "rail-status-expired-symbolic";
    case RAIL_STATUS_NOT_YET_VALID:
      return "rail-status-not-yet-valid-symbolic";
    case RAIL_STATUS_REVOKED:
      return "rail-status-revoked-symbolic";
    default:
      g_return_val_if_reached ("rail-status-valid-symbolic");
    }
}

/**
 * rail_status_get_css_class:
 * @status: a status
 *
 * Returns: (transfer none): the class of `style.css` that gives icon and word their colour
 */
const char *
rail_status_get_css_class (RailStatus status)
{
  switch (status)
    {
    case RAIL_STATUS_VALID:
      return "status-valid";
    case RAIL_STATUS_EXPIRING:
      return "status-expiring";
    case RAIL_STATUS_EXPIRED:
      return "status-expired";
    case RAIL_STATUS_NOT_YET_VALID:
      return "status-not-yet-valid";
    case RAIL_STATUS_REVOKED:
      return "status-revoked";
    default:
      g_return_val_if_reached ("status-valid");
    }
}

/**
 * rail_status_show:
 * @icon: an image
 * @label: a label beside it
 * @status: a status
 * @text: the status in words
 *
 * Says the status in all its three ways.
 */
void
rail_status_show (GtkImage   *icon,
                  GtkLabel   *label,
                  RailStatus  status,
                  const char *text)
{
  const char *classes[] = { rail_status_get_css_class (status), NULL };

  g_return_if_fail (GTK_IS_IMAGE (icon));
  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_image_set_from_icon_name (icon, rail_status_get_icon_name (status));
  gtk_label_set_text (label, text);
  gtk_widget_set_css_classes (GTK_WIDGET (icon), classes);
  gtk_widget_set_css_classes (GTK_WIDGET (label), classes);
}

/**
 * rail_status_find_worst:
 * @entries: a list of #RailEntry
 * @device: (nullable): only the entries of this device; all without it
 * @now: seconds since 1970 UTC
 * @out_count: (out) (optional): how many entries have that status
 *
 * Returns: the status that needs attention most; %RAIL_STATUS_VALID when there is none
 */
RailStatus
rail_status_find_worst (GListModel *entries,
                        const char *device,
                        gint64      now,
                        guint      *out_count)
{
  RailStatus worst = RAIL_STATUS_VALID;
  guint count = 0;

  g_return_val_if_fail (G_IS_LIST_MODEL (entries), RAIL_STATUS_VALID);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailStatus status;

      if (device != NULL && g_strcmp0 (rail_entry_get_device (entry), device) != 0)
        continue;

      status = rail_entry_get_status (entry, now, NULL);
      if (badness[status] > badness[worst])
        {
          worst = status;
          count = 0;
        }
      if (status == worst)
        count++;
    }

  if (out_count != NULL)
    *out_count = count;
  return worst;
}
