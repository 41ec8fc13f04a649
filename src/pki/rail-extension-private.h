/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Extensions as they are in a certificate or a signing request, for taking them over unchanged. */

#include "rail-asn1-private.h"

G_BEGIN_DECLS

#define RAIL_SUBJECT_KEY_ID_OID "2.5.29.14"
#define RAIL_KEY_USAGE_OID "2.5.29.15"
#define RAIL_NAMES_OID "2.5.29.17"
#define RAIL_BASIC_CONSTRAINTS_OID "2.5.29.19"
#define RAIL_AUTHORITY_KEY_ID_OID "2.5.29.35"
#define RAIL_PURPOSES_OID "2.5.29.37"

typedef struct
{
  char     *oid;
  gboolean  critical;
  GBytes   *value;          /* DER */
} RailExtension;

GPtrArray           *rail_extensions_new  (void);
GPtrArray           *rail_extensions_copy (GPtrArray        *extensions);
void                 rail_extensions_add  (GPtrArray        *extensions,
                                           const char       *oid,
                                           gboolean          critical,
                                           GBytes           *value);
void                 rail_extensions_read (GPtrArray        *extensions,
                                           asn1_node_const   value,
                                           const char       *field);
const RailExtension *rail_extensions_find (GPtrArray        *extensions,
                                           const char       *oid);
void                 rail_extensions_drop (GPtrArray        *extensions,
                                           const char       *oid);

gboolean             rail_extension_write (const RailExtension *extension,
                                           asn1_node         value,
                                           const char       *field);

G_END_DECLS
