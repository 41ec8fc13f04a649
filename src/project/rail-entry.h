/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"
#include "rail-generation.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_ENTRY_CA,
  RAIL_ENTRY_DEVICE,
  RAIL_ENTRY_TRUSTED,
} RailEntryKind;

typedef enum
{
  RAIL_STATUS_VALID,
  RAIL_STATUS_EXPIRING,
  RAIL_STATUS_EXPIRED,
  RAIL_STATUS_NOT_YET_VALID,
  RAIL_STATUS_REVOKED,
} RailStatus;

#define RAIL_EXPIRING_DAYS 90   /* unless the user says otherwise */
#define RAIL_EXPIRING_DAYS_MAX 730

guint            rail_expiring_days_get   (void);
void             rail_expiring_days_set   (guint days);

#define RAIL_TYPE_ENTRY_KIND (rail_entry_kind_get_type ())
#define RAIL_TYPE_STATUS (rail_status_get_type ())
GType            rail_entry_kind_get_type   (void);
GType            rail_status_get_type       (void);
const char      *rail_entry_kind_get_nick   (RailEntryKind  kind);
gboolean         rail_entry_kind_parse      (const char    *nick,
                                             RailEntryKind *out_kind);
const char      *rail_status_get_nick       (RailStatus     status);
const char      *rail_status_get_label      (RailStatus     status);
gboolean         rail_status_parse          (const char    *nick,
                                             RailStatus    *out_status);

#define RAIL_TYPE_ENTRY (rail_entry_get_type ())
G_DECLARE_FINAL_TYPE (RailEntry, rail_entry, RAIL, ENTRY, GObject)

RailEntry       *rail_entry_new             (guint            id,
                                             RailEntryKind    kind,
                                             RailUsage        usage,
                                             RailCertificate *certificate,
                                             RailKey         *key);
guint            rail_entry_get_id          (RailEntry       *self);
RailEntryKind    rail_entry_get_kind        (RailEntry       *self);
RailUsage        rail_entry_get_usage       (RailEntry       *self);
RailCertificate *rail_entry_get_certificate (RailEntry       *self);
RailKey         *rail_entry_get_key         (RailEntry       *self);
const char      *rail_entry_get_device      (RailEntry       *self);
void             rail_entry_set_device      (RailEntry       *self,
                                             const char      *device);
gboolean         rail_entry_is_revoked      (RailEntry            *self,
                                             gint64               *out_date,
                                             RailRevocationReason *out_reason);
void             rail_entry_set_revoked     (RailEntry            *self,
                                             gint64                date,
                                             RailRevocationReason  reason);
gboolean         rail_entry_has_key         (RailEntry       *self);
gboolean         rail_entry_is_key_damaged  (RailEntry       *self);
char            *rail_entry_dup_key_damage  (RailEntry       *self);
guint            rail_entry_get_n_generations (RailEntry     *self);
RailGeneration  *rail_entry_get_generation  (RailEntry       *self,
                                             guint            index);
gint64           rail_entry_get_requested   (RailEntry       *self);
RailRevocationList *rail_entry_get_list     (RailEntry       *self);
guint            rail_entry_get_list_days   (RailEntry       *self);
RailStatus       rail_entry_get_status      (RailEntry       *self,
                                             gint64           now,
                                             int             *out_days);
char            *rail_entry_dup_status_text (RailEntry       *self,
                                             gint64           now);
char            *rail_entry_dup_used_as     (RailEntry       *self);

G_END_DECLS
