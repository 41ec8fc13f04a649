/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

/* Those whose own checks of a certificate are known. */
typedef enum
{
  RAIL_PARTNER_S7_1500,
  RAIL_PARTNER_OPEN62541,
  RAIL_PARTNER_OPCUA_NET,
  RAIL_PARTNER_NODE_OPCUA,
  RAIL_PARTNER_MILO,
  RAIL_PARTNER_BROWSER,
  RAIL_PARTNER_TLS_PEER,
} RailPartner;

#define RAIL_N_PARTNERS (RAIL_PARTNER_TLS_PEER + 1)

#define RAIL_TYPE_PARTNER (rail_partner_get_type ())
GType        rail_partner_get_type    (void);
const char  *rail_partner_get_nick    (RailPartner         partner);
const char  *rail_partner_get_label   (RailPartner         partner);
const char  *rail_partner_get_basis   (RailPartner         partner);
gboolean     rail_partner_is_opcua    (RailPartner         partner);
gboolean     rail_partner_parse       (const char         *nick,
                                       RailPartner        *out_partner);

typedef enum
{
  RAIL_CHECK_PASSED,
  RAIL_CHECK_FAILED,
  RAIL_CHECK_NOT_MADE,    /* the partner does not ask for it, or what it would compare with is not known */
} RailCheckStatus;

#define RAIL_TYPE_CHECK_STATUS (rail_check_status_get_type ())
GType        rail_check_status_get_type (void);
const char  *rail_check_status_get_nick (RailCheckStatus   status);
const char  *rail_check_status_get_label (RailCheckStatus  status);

/* What of this program mends a failed check. */
typedef enum
{
  RAIL_REMEDY_NONE,
  RAIL_REMEDY_RENEW,          /* the certificate */
  RAIL_REMEDY_RENEW_NAMES,    /* the certificate, with the names that its device has now */
  RAIL_REMEDY_ASSIGN,         /* its authorities, or itself, to the device that judges */
  RAIL_REMEDY_CREATE,         /* another certificate in its place */
} RailRemedy;

/* One check of a partner and how it ends. Immutable. */
#define RAIL_TYPE_CHECK (rail_check_get_type ())
G_DECLARE_FINAL_TYPE (RailCheck, rail_check, RAIL, CHECK, GObject)

const char      *rail_check_get_nick   (RailCheck         *self);
const char      *rail_check_get_label  (RailCheck         *self);
RailCheckStatus  rail_check_get_status (RailCheck         *self);
const char      *rail_check_get_code   (RailCheck         *self);
const char      *rail_check_get_alert  (RailCheck         *self);
const char      *rail_check_get_reason (RailCheck         *self);
const char      *rail_check_get_repair (RailCheck         *self);
RailRemedy       rail_check_get_remedy (RailCheck         *self);
const char      *rail_check_get_source (RailCheck         *self);

typedef enum
{
  RAIL_SHOWN_AS_EITHER,   /* a server's, if it can be one */
  RAIL_SHOWN_AS_SERVER,
  RAIL_SHOWN_AS_CLIENT,
} RailShownAs;

/* What a certificate is judged by: who it is shown to, what they know, and what they expect. */
typedef struct
{
  RailPartner           partner;
  RailCertificate      *certificate;
  GListStore           *presented;    /* of RailCertificate: authorities that are sent along */
  GListStore           *trusted;      /* of RailCertificate */
  GListStore           *issuers;      /* of RailCertificate: known, but not trusted by themselves */
  GListStore           *lists;        /* of RailRevocationList */
  gboolean              trusts_all;   /* the partner takes any certificate for trusted */
  char                 *firmware;     /* (nullable): of an S7-1500 */
  char                 *uri;          /* (nullable): the ApplicationUri that the certificate's owner says it has */
  char                 *host;         /* (nullable): the name or address that the partner calls it by */
  RailSecurityPolicies  policy;       /* one, or 0 */
  gboolean              is_server;    /* it is shown as a server's, else as a client's */
  gint64                now;          /* seconds since 1970, UTC */
} RailPresentation;

RailPresentation *rail_presentation_new           (RailPartner        partner,
                                                   RailCertificate   *certificate,
                                                   gint64             now);
RailPresentation *rail_presentation_new_for_entry (RailProject       *project,
                                                   RailEntry         *entry,
                                                   RailPartner        partner,
                                                   RailDevice        *device,
                                                   RailShownAs        shown_as,
                                                   GError           **error);
void              rail_presentation_free          (RailPresentation  *self);
GPtrArray        *rail_presentation_judge         (RailPresentation  *self);

char             *rail_presentation_dup_verdict   (RailPresentation  *self,
                                                   GPtrArray         *checks);
char             *rail_presentation_dup_text      (RailPresentation  *self,
                                                   GPtrArray         *checks);

gboolean          rail_checks_accept              (GPtrArray         *checks);
RailCheck        *rail_checks_get_first_failed    (GPtrArray         *checks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailPresentation, rail_presentation_free)

G_END_DECLS
