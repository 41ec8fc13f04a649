/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"
#include "rail-environment.h"

G_BEGIN_DECLS

/* RFC 5280 §5.3.1 */
typedef enum
{
  RAIL_REVOCATION_UNSPECIFIED            = 0,
  RAIL_REVOCATION_KEY_COMPROMISE         = 1,
  RAIL_REVOCATION_CA_COMPROMISE          = 2,
  RAIL_REVOCATION_AFFILIATION_CHANGED    = 3,
  RAIL_REVOCATION_SUPERSEDED             = 4,
  RAIL_REVOCATION_CESSATION_OF_OPERATION = 5,
  RAIL_REVOCATION_CERTIFICATE_HOLD       = 6,   /* the only one that can be taken back */
} RailRevocationReason;

#define RAIL_TYPE_REVOCATION_REASON (rail_revocation_reason_get_type ())
GType               rail_revocation_reason_get_type  (void);
const char         *rail_revocation_reason_get_nick  (RailRevocationReason  reason);
const char         *rail_revocation_reason_get_label (RailRevocationReason  reason);
gboolean            rail_revocation_reason_parse     (const char           *nick,
                                                      RailRevocationReason *out_reason);

typedef struct
{
  char                 *serial;    /* hexadecimal, as rail_certificate_get_serial() */
  gint64                date;      /* seconds since 1970, UTC */
  RailRevocationReason  reason;
} RailRevokedSerial;

#define RAIL_TYPE_REVOCATION_LIST (rail_revocation_list_get_type ())
G_DECLARE_FINAL_TYPE (RailRevocationList, rail_revocation_list, RAIL, REVOCATION_LIST, GObject)

RailRevocationList *rail_revocation_list_new_from_der (GBytes              *der,
                                                       GError             **error);
RailRevocationList *rail_revocation_list_issue        (RailCertificate     *issuer,
                                                       RailKey             *issuer_key,
                                                       GArray              *revoked,
                                                       guint64              number,
                                                       gint64               this_update,
                                                       gint64               next_update,
                                                       GError             **error);
RailRevocationList *rail_revocation_list_issue_after  (RailRevocationList  *last,
                                                       RailCertificate     *issuer,
                                                       RailKey             *issuer_key,
                                                       GArray              *revoked,
                                                       guint64              number,
                                                       gint64               this_update,
                                                       gint64               next_update,
                                                       GError             **error);
GBytes             *rail_revocation_list_get_der      (RailRevocationList  *self);
char               *rail_revocation_list_to_pem       (RailRevocationList  *self);
const char         *rail_revocation_list_get_issuer   (RailRevocationList  *self);
guint64             rail_revocation_list_get_number   (RailRevocationList  *self);
char               *rail_revocation_list_dup_number_text (RailRevocationList *self);
gint64              rail_revocation_list_get_this_update (RailRevocationList *self);
gint64              rail_revocation_list_get_next_update (RailRevocationList *self);
guint               rail_revocation_list_get_n_revoked (RailRevocationList *self);
GArray             *rail_revocation_list_list_revoked (RailRevocationList  *self);
gboolean            rail_revocation_list_contains     (RailRevocationList  *self,
                                                       const char          *serial);
gboolean            rail_revocation_list_find         (RailRevocationList  *self,
                                                       const char          *serial,
                                                       gint64              *out_date,
                                                       RailRevocationReason *out_reason);
gboolean            rail_revocation_list_is_newer     (RailRevocationList  *self,
                                                       RailRevocationList  *other);
gboolean            rail_revocation_list_is_issued_by (RailRevocationList  *self,
                                                       RailCertificate     *issuer);

G_END_DECLS
