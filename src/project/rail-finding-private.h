/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-budget-private.h"
#include "rail-finding.h"
#include "rail-renewal.h"

G_BEGIN_DECLS

/* What a rule looks at. */
typedef enum
{
  RAIL_SCOPE_DEVICE  = 1 << 0,   /* a device */
  RAIL_SCOPE_SERVICE = 1 << 1,   /* a service that is on, with its certificate or without one */
  RAIL_SCOPE_OWN     = 1 << 2,   /* one of its device certificates, with the service that presents it, if one does */
  RAIL_SCOPE_PARTNER = 1 << 3,   /* one of the certificates of its partner devices */
} RailScope;

/* One pass over a project, and where it stands. Entries are looked up in tables that are made once. */
typedef struct
{
  RailProject *project;
  gint64       now;
  GHashTable  *own;          /* name of a device → GPtrArray of its entries */
  GHashTable  *issuers;      /* entry → its issuer, NULL for none; what was asked for so far */
  RailDevice  *counted;      /* (nullable): the device that budget is of */
  RailBudget   budget;

  RailScope    scope;
  RailDevice  *device;
  RailEntry   *entry;        /* (nullable) */
  gboolean     has_service;
  RailService  service;
  RailRepair   repair;       /* that of the rule; a check may put another in its place */
} RailInspection;

/* One row of the table of rules. */
typedef struct
{
  const char    *code;       /* stable: people and programs refer to it */
  RailSeverity   severity;
  const char    *source;
  RailRepair     repair;
  RailScope      scopes;
  char        *(*check) (RailInspection *self);   /* (nullable) (transfer full): what is wrong, in a sentence */
} RailRule;

/* rail-finding.c */
RailFinding    *rail_finding_new                 (const RailRule       *rule,
                                                  const RailInspection *inspection,
                                                  char                 *text);
RailScope       rail_finding_get_scope           (RailFinding          *self);

/* rail-finding-rules.c */
const RailRule *rail_rule_get_all                (guint                *out_n_rules);
void            rail_inspection_init             (RailInspection       *self,
                                                  RailProject          *project,
                                                  RailDevice           *device);
void            rail_inspection_init_bare        (RailInspection       *self,
                                                  RailProject          *project);
void            rail_inspection_clear            (RailInspection       *self);
GPtrArray      *rail_inspection_get_own          (RailInspection       *self,
                                                  RailDevice           *device);
RailEntry      *rail_inspection_get_issuer       (RailInspection       *self,
                                                  RailEntry            *entry);
gboolean        rail_inspection_find_service     (RailDevice           *device,
                                                  guint                 id,
                                                  RailService          *out_service);
RailFinding    *rail_project_find_again          (RailProject          *self,
                                                  RailFinding          *finding);

/* rail-project-compile.c */
GPtrArray      *rail_inspection_list_missing     (RailInspection       *self,
                                                  RailDevice           *device);

/* rail-finding-names.c */
RailUsage       rail_device_get_names_usage      (RailDevice           *device,
                                                  RailEntry            *entry);
char           *rail_device_describe_names       (RailDevice           *device,
                                                  RailEntry            *entry,
                                                  RailUsage             usage);
char           *rail_device_describe_uri         (RailDevice           *device,
                                                  RailEntry            *entry,
                                                  RailUsage             usage);
char           *rail_device_find_common_name     (RailDevice           *device,
                                                  RailEntry            *entry);
void            rail_device_set_names            (RailDevice           *device,
                                                  RailRenewal          *renewal,
                                                  RailEntry            *entry);
gboolean        rail_certificate_has_name        (RailCertificate      *certificate,
                                                  RailNameType          type);
gboolean        rail_device_knows_names          (RailDevice           *device,
                                                  RailUsage             usage,
                                                  RailNameType          types);
gboolean        rail_device_needs_ip             (RailDevice           *device);

/* rail-finding-certificate.c */
char           *rail_check_expired               (RailInspection       *self);
char           *rail_check_expiring              (RailInspection       *self);
char           *rail_check_not_yet_valid         (RailInspection       *self);
char           *rail_check_revoked               (RailInspection       *self);
char           *rail_check_key_missing           (RailInspection       *self);
char           *rail_check_addresses             (RailInspection       *self);
char           *rail_check_name                  (RailInspection       *self);
char           *rail_check_sha1                  (RailInspection       *self);
char           *rail_check_key_length            (RailInspection       *self);

/* rail-finding-service.c */
char           *rail_check_firmware              (RailInspection       *self);
char           *rail_check_certificate           (RailInspection       *self);
char           *rail_check_ip                    (RailInspection       *self);
char           *rail_check_uri_missing           (RailInspection       *self);
char           *rail_check_uri                   (RailInspection       *self);
char           *rail_check_usage                 (RailInspection       *self);
char           *rail_check_policies              (RailInspection       *self);

/* rail-finding-partner.c */
char           *rail_check_chain                 (RailInspection       *self);
char           *rail_check_issuer_key            (RailInspection       *self);
char           *rail_check_list                  (RailInspection       *self);
char           *rail_check_list_overdue          (RailInspection       *self);

/* rail-finding-device.c */
char           *rail_check_policy_deprecated     (RailInspection       *self);
char           *rail_check_policy_none           (RailInspection       *self);
char           *rail_check_clients               (RailInspection       *self);
char           *rail_check_accepts_clients       (RailInspection       *self);
char           *rail_check_n_certificates        (RailInspection       *self);
char           *rail_check_n_keys                (RailInspection       *self);
char           *rail_check_trust_list            (RailInspection       *self);
char           *rail_check_largest               (RailInspection       *self);
RailSecurityPolicies rail_device_list_bad_policies (RailInspection     *self,
                                                    const char         *code);

G_END_DECLS
