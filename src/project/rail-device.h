/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-security-policy.h"

G_BEGIN_DECLS

typedef struct _RailLoaded RailLoaded;

typedef enum
{
  RAIL_FAMILY_S7_1500,
  RAIL_FAMILY_S7_1200,
  RAIL_FAMILY_CP,
  RAIL_FAMILY_HMI,
  RAIL_FAMILY_PC,
  RAIL_FAMILY_OTHER,
} RailFamily;

typedef enum
{
  RAIL_SERVICE_WEB_SERVER,
  RAIL_SERVICE_OPCUA_SERVER,
  RAIL_SERVICE_OPCUA_CLIENT,
  RAIL_SERVICE_SECURE_OUC,
  RAIL_SERVICE_PG_HMI,
  RAIL_SERVICE_SYSLOG,
} RailService;

#define RAIL_N_SERVICES (RAIL_SERVICE_SYSLOG + 1)

#define RAIL_TYPE_FAMILY (rail_family_get_type ())
#define RAIL_TYPE_SERVICE (rail_service_get_type ())
GType        rail_family_get_type      (void);
GType        rail_service_get_type     (void);
const char  *rail_family_get_nick      (RailFamily   family);
const char  *rail_family_get_label     (RailFamily   family);
gboolean     rail_family_parse         (const char  *nick,
                                        RailFamily  *out_family);

#define RAIL_TYPE_DEVICE (rail_device_get_type ())
G_DECLARE_FINAL_TYPE (RailDevice, rail_device, RAIL, DEVICE, GObject)

RailDevice  *rail_device_new           (const char         *name,
                                        RailFamily          family);
RailDevice  *rail_device_copy          (RailDevice         *self);
const char  *rail_device_get_name      (RailDevice         *self);
RailFamily   rail_device_get_family    (RailDevice         *self);
const char  *rail_device_get_firmware  (RailDevice         *self);
void         rail_device_set_firmware  (RailDevice         *self,
                                        const char         *firmware);
const char * const *rail_device_get_addresses (RailDevice  *self);
void         rail_device_set_addresses (RailDevice         *self,
                                        const char * const *addresses);
const char  *rail_device_get_comment   (RailDevice         *self);
void         rail_device_set_comment   (RailDevice         *self,
                                        const char         *comment);
gboolean     rail_device_validate      (RailDevice         *self,
                                        GError            **error);

/* rail-device-settings.c: what it does with certificates */
RailDevice  *rail_device_copy_as       (RailDevice         *self,
                                        const char         *name,
                                        RailFamily          family);
gboolean     rail_device_equal         (RailDevice         *self,
                                        RailDevice         *other);
gboolean     rail_device_uses_global_security (RailDevice  *self);
void         rail_device_set_global_security (RailDevice   *self,
                                              gboolean      global);
gboolean     rail_device_is_service_on (RailDevice         *self,
                                        RailService         service);
guint        rail_device_get_service_certificate (RailDevice  *self,
                                                  RailService  service);
void         rail_device_set_service   (RailDevice         *self,
                                        RailService         service,
                                        gboolean            on,
                                        guint               certificate);
RailSecurityPolicies rail_device_get_policies (RailDevice  *self);
void         rail_device_set_policies  (RailDevice         *self,
                                        RailSecurityPolicies policies);
RailSecurityModes rail_device_get_modes (RailDevice        *self);
void         rail_device_set_modes     (RailDevice         *self,
                                        RailSecurityModes   modes);
gboolean     rail_device_accepts_clients (RailDevice       *self);
void         rail_device_set_accepts_clients (RailDevice   *self,
                                              gboolean      accepts);
const guint *rail_device_get_partners  (RailDevice         *self,
                                        guint              *out_n_partners);
gboolean     rail_device_has_partner   (RailDevice         *self,
                                        guint               id);
void         rail_device_set_partner   (RailDevice         *self,
                                        guint               id,
                                        gboolean            is_partner);
const guint *rail_device_get_clients   (RailDevice         *self,
                                        guint              *out_n_clients);
gboolean     rail_device_has_client    (RailDevice         *self,
                                        guint               id);
void         rail_device_set_client    (RailDevice         *self,
                                        guint               id,
                                        gboolean            is_client);
RailLoaded  *rail_device_get_loaded    (RailDevice         *self);
void         rail_device_set_loaded    (RailDevice         *self,
                                        RailLoaded         *loaded);

G_END_DECLS
