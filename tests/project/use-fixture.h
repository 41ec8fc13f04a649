/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device-operations.h"

#include "project-fixture.h"

G_BEGIN_DECLS

/* Devices and what they use, put together by hand: what is tested here is how it is counted, not how it came to be. */
RailDevice *use_fixture_add_device  (RailProject *project,
                                     const char  *name,
                                     RailFamily   family,
                                     const char  *firmware);
RailDevice *use_fixture_edit        (RailProject *project,
                                     const char  *name);
void        use_fixture_put         (RailProject *project,
                                     const char  *name,
                                     RailDevice  *edited);
RailEntry  *use_fixture_create      (RailProject *project,
                                     RailUsage    usage,
                                     const char  *common_name,
                                     RailEntry   *issuer,
                                     const char  *device);
RailEntry  *use_fixture_take_foreign (RailProject *project,
                                      RailUsage    usage,
                                      const char  *common_name);
void        use_fixture_set_service (RailProject *project,
                                     const char  *name,
                                     RailService  service,
                                     gboolean     on,
                                     RailEntry   *entry);
void        use_fixture_set_partner (RailProject *project,
                                     const char  *name,
                                     RailEntry   *entry,
                                     gboolean     is_partner);
void        use_fixture_set_client  (RailProject *project,
                                     const char  *name,
                                     RailEntry   *entry,
                                     gboolean     is_client);

G_END_DECLS
