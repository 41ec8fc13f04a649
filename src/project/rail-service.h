/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device.h"
#include "rail-profile.h"

G_BEGIN_DECLS

/* One row of the table of services: what a service of a device needs. */
typedef struct
{
  RailService  service;
  const char  *nick;        /* "web-server" */
  const char  *label;       /* untranslated, marked for translation */
  const char  *word;        /* in the name of its certificate, as in PLC-1/Webserver-8 */
  RailUsage    usage;       /* of the certificate that it gets */
  RailPurpose  purposes;    /* that its certificate must not exclude */
  gboolean     is_tls;      /* HTTPS, secure OUC, PG/HMI: table 4-1 has one column for them */
  gboolean     is_opcua;
  const char  *since_1500;  /* the firmware from which an S7-1500 has it */
  const char  *since_1200;  /* (nullable): likewise; never */
  const char  *source;      /* of the firmware versions */
} RailServiceInfo;

const RailServiceInfo *rail_service_get          (RailService  service);
const char            *rail_service_get_label    (RailService  service);
gboolean               rail_service_parse        (const char  *nick,
                                                  RailService *out_service);
gboolean               rail_service_is_available (RailService  service,
                                                  RailFamily   family,
                                                  const char  *firmware,
                                                  char       **out_reason);
int                    rail_firmware_compare     (const char  *a,
                                                  const char  *b);

G_END_DECLS
