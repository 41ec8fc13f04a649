/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device-operations.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_SEVERITY_INFO,
  RAIL_SEVERITY_WARNING,
  RAIL_SEVERITY_ERROR,
} RailSeverity;

/* What mends a finding: the operation behind its button. */
typedef enum
{
  RAIL_REPAIR_NONE,
  RAIL_REPAIR_RENEW,             /* with the names that the device has now */
  RAIL_REPAIR_CREATE,            /* a new certificate for the service, in place of the one it has */
  RAIL_REPAIR_SWITCH_OFF,        /* the service, which keeps its certificate */
  RAIL_REPAIR_COMPLETE_CHAIN,    /* put the authorities above into the table */
  RAIL_REPAIR_REMOVE_PARTNER,    /* take the certificate out of the table */
  RAIL_REPAIR_REJECT_CLIENTS,    /* switch automatic acceptance off */
  RAIL_REPAIR_DROP_POLICIES,     /* switch off the security policies that are the reason */
  RAIL_REPAIR_PUBLISH_LIST,      /* sign a new revocation list */
} RailRepair;

#define RAIL_TYPE_SEVERITY (rail_severity_get_type ())
#define RAIL_TYPE_REPAIR (rail_repair_get_type ())
GType         rail_severity_get_type       (void);
GType         rail_repair_get_type         (void);
const char   *rail_severity_get_nick       (RailSeverity   severity);
const char   *rail_severity_get_label      (RailSeverity   severity);
const char   *rail_repair_get_nick         (RailRepair     repair);
const char   *rail_repair_get_label        (RailRepair     repair);

/* What compiling has to say about one place. Immutable. */
#define RAIL_TYPE_FINDING (rail_finding_get_type ())
G_DECLARE_FINAL_TYPE (RailFinding, rail_finding, RAIL, FINDING, GObject)

const char   *rail_finding_get_code        (RailFinding   *self);
RailSeverity  rail_finding_get_severity    (RailFinding   *self);
RailDevice   *rail_finding_get_device      (RailFinding   *self);
RailEntry    *rail_finding_get_entry       (RailFinding   *self);
gboolean      rail_finding_get_service     (RailFinding   *self,
                                            RailService   *out_service);
const char   *rail_finding_get_place       (RailFinding   *self);
const char   *rail_finding_get_text        (RailFinding   *self);
const char   *rail_finding_get_source      (RailFinding   *self);
RailRepair    rail_finding_get_repair      (RailFinding   *self);

/* Looks, and changes nothing: for marks in the tree. */
GPtrArray    *rail_project_list_findings   (RailProject   *self,
                                            RailDevice    *device);

/* Makes the automatic changes, as one step, and looks. */
typedef struct
{
  GPtrArray *changes;     /* of char *: what was changed, a sentence each */
  GPtrArray *findings;    /* of RailFinding: errors first, then by place */
} RailCompilation;

RailCompilation *rail_project_compile        (RailProject          *self,
                                              RailDevice           *device,
                                              GError              **error);
void             rail_project_compile_async  (RailProject          *self,
                                              RailDevice           *device,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
RailCompilation *rail_project_compile_finish (RailProject          *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void             rail_compilation_free       (RailCompilation      *self);
RailSeverity     rail_findings_get_worst     (GPtrArray            *findings);

gboolean         rail_project_repair         (RailProject          *self,
                                              RailFinding          *finding,
                                              GError              **error);
void             rail_project_repair_async   (RailProject          *self,
                                              RailFinding          *finding,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean         rail_project_repair_finish  (RailProject          *self,
                                              GAsyncResult         *result,
                                              GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailCompilation, rail_compilation_free)

G_END_DECLS
