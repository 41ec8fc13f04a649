/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-entry.h"
#include "rail-pkcs12.h"

G_BEGIN_DECLS

/* A partner that gets its files from here: a program, or a kind of program. */
typedef enum
{
  RAIL_TARGET_UAEXPERT,
  RAIL_TARGET_OPCUA_NET,
  RAIL_TARGET_OPEN62541,
  RAIL_TARGET_NODE_OPCUA,
  RAIL_TARGET_MILO,
  RAIL_TARGET_OPCUA,        /* whoever keeps to OPC 10000-12, Annex F */
  RAIL_TARGET_TLS_SERVER,
  RAIL_TARGET_TLS_CLIENT,
  RAIL_TARGET_TIA,
  RAIL_TARGET_WINDOWS,
  RAIL_TARGET_BROWSER,
  RAIL_TARGET_LINUX,
} RailTarget;

/* Whether a target has something. */
typedef enum
{
  RAIL_NEED_NONE,
  RAIL_NEED_OPTIONAL,
  RAIL_NEED_REQUIRED,
} RailNeed;

#define RAIL_TYPE_TARGET (rail_target_get_type ())
GType          rail_target_get_type          (void);

guint          rail_target_get_count         (void);
const char    *rail_target_get_nick          (RailTarget      target);
const char    *rail_target_get_label         (RailTarget      target);
const char    *rail_target_get_source        (RailTarget      target);
const char    *rail_target_get_folder_hint   (RailTarget      target);
gboolean       rail_target_parse             (const char     *nick,
                                              RailTarget     *out_target);
char          *rail_target_list_nicks        (void);

RailNeed       rail_target_needs_certificate (RailTarget      target);
RailNeed       rail_target_needs_partner     (RailTarget      target);
RailNeed       rail_target_needs_lists       (RailTarget      target);
const char    *rail_target_get_certificate_label (RailTarget  target);
const char    *rail_target_get_partner_label (RailTarget      target);
const char    *rail_target_get_missing       (RailTarget      target);
gboolean       rail_target_has_password      (RailTarget      target);
RailPkcs12Form rail_target_get_form          (RailTarget      target);

G_END_DECLS
