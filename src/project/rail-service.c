/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-service.h"

#include <glib/gi18n-lib.h>

#define SERVER RAIL_PURPOSE_SERVER_AUTH
#define CLIENT RAIL_PURPOSE_CLIENT_AUTH

/* Versions: the table of chapter 2.3.1; the sentence below it gives one version for all that an S7-1200 has, and of those
 * only these four are known. Words: chapters 2.3.3 and 2.5.2 show OPCUA-1, Webserver and, for PG/HMI, Communication. */
static const RailServiceInfo services[RAIL_N_SERVICES] = {
  { RAIL_SERVICE_WEB_SERVER, "web-server", N_("Web server"), "Webserver",
    RAIL_USAGE_WEB_SERVER, SERVER, TRUE, FALSE, "2.0", "4.4", "Chapter 2.3.1" },
  { RAIL_SERVICE_OPCUA_SERVER, "opcua-server", N_("OPC UA server"), "OPCUA-1",
    RAIL_USAGE_OPCUA_SERVER, SERVER, FALSE, TRUE, "2.0", "4.4", "Chapter 2.3.1" },
  { RAIL_SERVICE_OPCUA_CLIENT, "opcua-client", N_("OPC UA client"), "OPCUA-Client-1",
    RAIL_USAGE_OPCUA_CLIENT, CLIENT, FALSE, TRUE, "2.6", NULL, "Chapter 2.3.1" },
  { RAIL_SERVICE_SECURE_OUC, "secure-ouc", N_("Secure OUC"), "TLS",
    RAIL_USAGE_TLS_CLIENT_SERVER, SERVER | CLIENT, TRUE, FALSE, "2.0", "4.4", "Chapter 2.3.1" },
  { RAIL_SERVICE_PG_HMI, "pg-hmi", N_("Secure PG/HMI communication"), "Communication",
    RAIL_USAGE_PG_HMI, SERVER, TRUE, FALSE, "2.9", "4.4", "Chapter 2.3.1" },
  { RAIL_SERVICE_SYSLOG, "syslog", N_("Syslog client"), "Syslog",
    RAIL_USAGE_SYSLOG_CLIENT, CLIENT, FALSE, FALSE, "3.1", NULL, "Chapter 2.3.1" },
};

#undef SERVER
#undef CLIENT

/**
 * rail_service_get_type:
 *
 * Returns: the type of #RailService
 */
G_DEFINE_ENUM_TYPE (RailService, rail_service,
                    G_DEFINE_ENUM_VALUE (RAIL_SERVICE_WEB_SERVER, "web-server"),
                    G_DEFINE_ENUM_VALUE (RAIL_SERVICE_OPCUA_SERVER, "opcua-server"),
                    G_DEFINE_ENUM_VALUE (RAIL_SERVICE_OPCUA_CLIENT, "opcua-client"),
                    G_DEFINE_ENUM_VALUE (RAIL_SERVICE_SECURE_OUC, "secure-ouc"),
                    G_DEFINE_ENUM_VALUE (RAIL_SERVICE_PG_HMI, "pg-hmi"),
                    G_DEFINE_ENUM_VALUE (RAIL_SERVICE_SYSLOG, "syslog"))

static const char *
get_since (const RailServiceInfo *info,
           RailFamily             family)
{
  if (family == RAIL_FAMILY_S7_1500)
    return info->since_1500;
  if (family == RAIL_FAMILY_S7_1200)
    return info->since_1200;
  /* Nobody but Siemens counts its versions so; what others have, their engineers know. */
  return "";
}

/**
 * rail_service_get:
 * @service: a service
 *
 * Returns: (transfer none): its row of the table
 */
const RailServiceInfo *
rail_service_get (RailService service)
{
  g_return_val_if_fail ((guint) service < RAIL_N_SERVICES, NULL);

  return &services[service];
}

/**
 * rail_service_get_label:
 * @service: a service
 *
 * Returns: (transfer none): its name in the user's language
 */
const char *
rail_service_get_label (RailService service)
{
  g_return_val_if_fail ((guint) service < RAIL_N_SERVICES, NULL);

  return _(services[service].label);
}

/**
 * rail_service_parse:
 * @nick: a word as in #RailServiceInfo
 * @out_service: (out): the service, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_service_parse (const char  *nick,
                    RailService *out_service)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_service != NULL, FALSE);

  for (guint i = 0; i < RAIL_N_SERVICES; i++)
    if (g_str_equal (nick, services[i].nick))
      {
        *out_service = (RailService) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * rail_firmware_compare:
 * @a: a firmware version such as "2.9"
 * @b: another
 *
 * Compares part by part as numbers, so 2.10 is later than 2.9; a missing part is 0.
 *
 * Returns: less than, equal to or greater than 0, as @a is earlier than, equal to or later than @b
 */
int
rail_firmware_compare (const char *a,
                       const char *b)
{
  g_return_val_if_fail (a != NULL, 0);
  g_return_val_if_fail (b != NULL, 0);

  while (*a != '\0' || *b != '\0')
    {
      guint64 number_a = g_ascii_strtoull (a, (char **) &a, 10);
      guint64 number_b = g_ascii_strtoull (b, (char **) &b, 10);

      if (number_a != number_b)
        return number_a < number_b ? -1 : 1;
      if (*a != '\0')
        a++;
      if (*b != '\0')
        b++;
    }
  return 0;
}

/**
 * rail_service_is_available:
 * @service: a service
 * @family: the family of a device
 * @firmware: its firmware; "" when it is not known, which is taken for one that is new enough
 * @out_reason: (out) (optional) (transfer full) (nullable): why not, in a sentence that says from which version on
 *
 * Returns: whether such a device has the service with certificates
 */
gboolean
rail_service_is_available (RailService   service,
                           RailFamily    family,
                           const char   *firmware,
                           char        **out_reason)
{
  const char *since;

  g_return_val_if_fail ((guint) service < RAIL_N_SERVICES, FALSE);
  g_return_val_if_fail (firmware != NULL, FALSE);

  if (out_reason != NULL)
    *out_reason = NULL;
  since = get_since (&services[service], family);
  if (since != NULL && (*firmware == '\0' || *since == '\0' || rail_firmware_compare (firmware, since) >= 0))
    return TRUE;
  if (out_reason != NULL && since == NULL)
    /* Translators: a service and a family of devices */
    *out_reason = g_strdup_printf (_("“%s” with certificates does not exist for %s."), rail_service_get_label (service),
                                   rail_family_get_label (family));
  else if (out_reason != NULL)
    /* Translators: a service, a family of devices, and two firmware versions */
    *out_reason = g_strdup_printf (_("“%s” with certificates exists for %s from firmware V%s on; this device has V%s."),
                                   rail_service_get_label (service), rail_family_get_label (family), since, firmware);
  return FALSE;
}
