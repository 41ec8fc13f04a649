/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What is said of one certificate in a revocation list beyond its number and date: GnuTLS has no call for it. */

#include "rail-asn1-private.h"
#include "rail-revocation-list.h"

G_BEGIN_DECLS

typedef void (*RailRevocationEntryFunc)     (const char              *serial,
                                             RailRevocationReason     reason,
                                             gpointer                 user_data);

void          rail_revocation_entries_read  (GBytes                  *der,
                                             RailRevocationEntryFunc  func,
                                             gpointer                 user_data);
GBytes       *rail_revocation_entry_add_reason (GBytes               *entry,
                                                RailRevocationReason  reason);

/* rail-revocation-list.c */
const char   *rail_revocation_list_get_hex_number (RailRevocationList *self);

G_END_DECLS
