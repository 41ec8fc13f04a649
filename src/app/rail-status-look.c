/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-status-look"

#include "config.h"

#include "rail-status-look.h"

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
