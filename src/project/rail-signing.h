/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate-request.h"
#include "rail-project.h"
#include "rail-signing-request.h"

G_BEGIN_DECLS

/* What stands in the way of signing. The low half forbids it, the high half is advice. */
typedef enum
{
  RAIL_SIGNING_REQUEST_INVALID   = 1 << 0,    /* see rail_certificate_request_validate() of rail_signing_get_request() */
  RAIL_SIGNING_UNPROTECTED       = 1 << 1,
  RAIL_SIGNING_LOCKED            = 1 << 2,
  RAIL_SIGNING_ISSUER_MISSING    = 1 << 3,
  RAIL_SIGNING_ISSUER_NO_KEY     = 1 << 4,
  RAIL_SIGNING_ISSUER_REVOKED    = 1 << 5,
  RAIL_SIGNING_DEVICE_UNKNOWN    = 1 << 6,

  RAIL_SIGNING_ADVICE_SHA1       = 1 << 16,   /* the request itself is signed with SHA-1 */
  RAIL_SIGNING_ADVICE_IGNORED    = 1 << 17,   /* some of what it asks for is not honoured */
  RAIL_SIGNING_ADVICE_KNOWN_KEY  = 1 << 18,   /* an entry of the project has this key */
} RailSigningProblems;

#define RAIL_SIGNING_ERRORS 0xffff

#define RAIL_TYPE_SIGNING_PROBLEMS (rail_signing_problems_get_type ())
GType                   rail_signing_problems_get_type (void);

/* Somebody's request as a form. Properties: "project", "signing-request", "issuer", "usage", "honour", "verbatim",
 * "device", "problems"; validity and what is left to choose are fields of rail_signing_get_request(). */
#define RAIL_TYPE_SIGNING (rail_signing_get_type ())
G_DECLARE_FINAL_TYPE (RailSigning, rail_signing, RAIL, SIGNING, GObject)

RailSigning            *rail_signing_new         (RailProject          *project,
                                                  RailSigningRequest   *signing_request);
RailCertificateRequest *rail_signing_get_request (RailSigning          *self);
RailEntry              *rail_signing_get_issuer  (RailSigning          *self);
void                    rail_signing_set_issuer  (RailSigning          *self,
                                                  RailEntry            *issuer);
RailSigningProblems     rail_signing_validate    (RailSigning          *self);
char                   *rail_signing_describe    (RailSigning          *self,
                                                  RailSigningProblems   problem);
void                    rail_signing_set_error   (RailSigning          *self,
                                                  GError              **error);

RailEntry              *rail_project_sign        (RailProject          *self,
                                                  RailSigning          *signing,
                                                  GError              **error);

G_END_DECLS
