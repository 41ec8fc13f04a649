/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  RAIL_FAMILY_S7_1500,
  RAIL_FAMILY_S7_1200,
  RAIL_FAMILY_CP,
  RAIL_FAMILY_HMI,
  RAIL_FAMILY_PC,
  RAIL_FAMILY_OTHER,
} RailFamily;

#define RAIL_TYPE_FAMILY (rail_family_get_type ())
GType        rail_family_get_type      (void);
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

G_END_DECLS
