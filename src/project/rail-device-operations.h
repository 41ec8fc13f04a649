/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-loaded.h"
#include "rail-operations.h"

G_BEGIN_DECLS

/* What can be done with devices and their certificates. Each is one step that can be undone with rail_project_undo(). A
 * role with a service is RAIL_USED_AS_SERVICE; with the other roles the service is ignored. */

/* rail-project-devices.c; see also rail-operations.h */
gboolean    rail_project_check_device         (RailProject          *self,
                                               RailDevice           *device,
                                               GError              **error);
gboolean    rail_project_add_devices          (RailProject          *self,
                                               GPtrArray            *devices,
                                               GError              **error);
RailDevice *rail_project_duplicate_device     (RailProject          *self,
                                               RailDevice           *device,
                                               const char           *name,
                                               GError              **error);
gboolean    rail_project_configure_opcua      (RailProject          *self,
                                               RailDevice           *device,
                                               RailSecurityPolicies  policies,
                                               RailSecurityModes     modes,
                                               gboolean              accepts_clients,
                                               GError              **error);

/* rail-device-csv.c */
GPtrArray  *rail_device_parse_csv             (RailProject          *project,
                                               const char           *text,
                                               GError              **error);

/* rail-project-services.c */
RailEntry  *rail_project_switch_on            (RailProject          *self,
                                               RailDevice           *device,
                                               RailService           service,
                                               GError              **error);
void        rail_project_switch_on_async      (RailProject          *self,
                                               RailDevice           *device,
                                               RailService           service,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
RailEntry  *rail_project_switch_on_finish     (RailProject          *self,
                                               GAsyncResult         *result,
                                               GError              **error);
RailEntry  *rail_project_make_service_certificate (RailProject      *self,
                                                   RailDevice       *device,
                                                   RailService       service,
                                                   GError          **error);
void        rail_project_make_service_certificate_async (RailProject         *self,
                                                         RailDevice          *device,
                                                         RailService          service,
                                                         GCancellable        *cancellable,
                                                         GAsyncReadyCallback  callback,
                                                         gpointer             user_data);
RailEntry  *rail_project_make_service_certificate_finish (RailProject   *self,
                                                          GAsyncResult  *result,
                                                          GError       **error);
gboolean    rail_project_switch_off           (RailProject          *self,
                                               RailDevice           *device,
                                               RailService           service,
                                               gboolean              delete_certificate,
                                               GError              **error);

/* rail-project-global.c */
gboolean    rail_project_is_local             (RailProject          *self,
                                               RailEntry            *entry);
gboolean    rail_project_check_global         (RailProject          *self,
                                               RailEntry            *entry,
                                               GError              **error);
char       *rail_project_describe_global_security (RailProject      *self,
                                                   RailDevice       *device);
gboolean    rail_project_set_global_security  (RailProject          *self,
                                               RailDevice           *device,
                                               gboolean              global,
                                               GError              **error);

/* rail-project-assign.c */
gboolean    rail_project_check_assign         (RailProject          *self,
                                               RailEntry            *entry,
                                               RailDevice           *device,
                                               RailUsedAs            role,
                                               RailService           service,
                                               RailEntry           **out_replaced,
                                               GError              **error);
gboolean    rail_project_assign               (RailProject          *self,
                                               RailEntry            *entry,
                                               RailDevice           *device,
                                               RailUsedAs            role,
                                               RailService           service,
                                               GError              **error);
gboolean    rail_project_unassign             (RailProject          *self,
                                               RailEntry            *entry,
                                               RailDevice           *device,
                                               RailUsedAs            role,
                                               RailService           service,
                                               GError              **error);
gboolean    rail_project_assign_all           (RailProject          *self,
                                               GPtrArray            *entries,
                                               RailDevice           *device,
                                               RailUsedAs            role,
                                               GError              **error);
gboolean    rail_project_unassign_all         (RailProject          *self,
                                               GPtrArray            *entries,
                                               RailDevice           *device,
                                               RailUsedAs            role,
                                               GError              **error);
gboolean    rail_service_check_certificate    (RailService           service,
                                               RailCertificate      *certificate,
                                               GError              **error);

/* rail-use.c: “Used by” */
typedef struct
{
  RailDevice  *device;
  RailUsedAs   role;
  RailService  service;
} RailUse;

GPtrArray  *rail_project_list_uses            (RailProject          *self,
                                               RailEntry            *entry);
char       *rail_use_describe                 (const RailUse        *self);
const char *rail_used_as_get_label            (RailUsedAs            role,
                                               RailService           service);
void        rail_use_free                     (RailUse              *self);
GPtrArray  *rail_project_list_own             (RailProject          *self,
                                               RailDevice           *device);
GPtrArray  *rail_project_list_partners        (RailProject          *self,
                                               RailDevice           *device);

G_END_DECLS
