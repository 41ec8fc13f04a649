/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-finding.h"

#include "project-fixture.h"

G_BEGIN_DECLS

/* What people do in the example of Siemens' “Using Certificates with TIA Portal”, and what they see then. */

#define DOCUMENT_URI "urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1"

RailDevice   *document_get             (RailProject *project,
                                        const char  *name);
void          document_protect         (RailProject *project);
void          document_add_device      (RailProject        *project,
                                        const char         *name,
                                        RailFamily          family,
                                        const char         *firmware,
                                        const char * const *addresses);
void          document_add_plc_1       (RailProject *project,
                                        const char  *firmware);
RailEntry    *document_switch_on       (RailProject *project,
                                        const char  *device,
                                        RailService  service);
void          document_assign          (RailProject *project,
                                        RailEntry   *entry,
                                        const char  *device,
                                        RailUsedAs   role,
                                        RailService  service);
RailCreation *document_fill_creation   (RailProject *project,
                                        RailUsage    usage,
                                        const char  *common_name,
                                        RailEntry   *issuer,
                                        const char  *device);
void          document_set_names       (RailCreation       *creation,
                                        const char * const *texts);
void          document_compile         (RailProject *project);
gboolean      document_finds           (RailProject *project,
                                        const char  *device,
                                        const char  *code);
void          document_assert_findings (RailProject *project,
                                        const char  *device,
                                        const char  *expected);
void          document_repair          (RailProject *project,
                                        const char  *device,
                                        const char  *code,
                                        RailRepair   expected);
void          document_assert_entry    (RailProject *project,
                                        guint        id,
                                        const char  *common_name,
                                        guint        issuer,
                                        const char  *signature,
                                        guint        bits);
void          document_assert_names    (RailProject *project,
                                        guint        id,
                                        const char  *expected);
void          document_assert_service  (RailProject *project,
                                        const char  *device,
                                        RailService  service,
                                        guint        id);
void          document_assert_tables   (RailProject *project,
                                        const char  *device,
                                        const char  *own,
                                        const char  *partners);

G_END_DECLS
