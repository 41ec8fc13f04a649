/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate-request.h"
#include "rail-entry.h"

G_BEGIN_DECLS

typedef struct _RailProject RailProject;

/* Beside what the certificate request says of itself. */
typedef enum
{
  RAIL_CREATION_REQUEST_INVALID = 1 << 0,   /* see rail_certificate_request_validate() */
  RAIL_CREATION_UNPROTECTED     = 1 << 1,   /* a CA, or a certificate issued by one, in an unprotected project */
  RAIL_CREATION_ISSUER_NO_KEY   = 1 << 2,
  RAIL_CREATION_ISSUER_REVOKED  = 1 << 3,
  RAIL_CREATION_DEVICE_UNKNOWN  = 1 << 4,
  RAIL_CREATION_DEVICE_LOCAL    = 1 << 5,   /* issued by an authority that the device's own manager does not know */
} RailCreationProblems;

#define RAIL_TYPE_CREATION_PROBLEMS (rail_creation_problems_get_type ())
GType                   rail_creation_problems_get_type (void);

#define RAIL_TYPE_CREATION (rail_creation_get_type ())
G_DECLARE_FINAL_TYPE (RailCreation, rail_creation, RAIL, CREATION, GObject)

RailCreation           *rail_creation_new         (RailProject          *project);
RailCertificateRequest *rail_creation_get_request (RailCreation         *self);
RailEntry              *rail_creation_get_issuer  (RailCreation         *self);
void                    rail_creation_set_issuer  (RailCreation         *self,
                                                   RailEntry            *issuer);
const char             *rail_creation_get_device  (RailCreation         *self);
void                    rail_creation_set_device  (RailCreation         *self,
                                                   const char           *device);
void                    rail_creation_apply_template (RailCreation      *self,
                                                      RailUsage          usage);
RailCreationProblems    rail_creation_validate    (RailCreation         *self);
char                   *rail_creation_describe    (RailCreation         *self,
                                                   RailCreationProblems  problem);
void                    rail_creation_set_error   (RailCreation         *self,
                                                   GError              **error);
GListModel             *rail_creation_parse_csv   (RailProject          *project,
                                                   const char           *text,
                                                   GError              **error);

G_END_DECLS
