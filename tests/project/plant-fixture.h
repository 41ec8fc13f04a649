/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "project-fixture.h"
#include "rail-finding.h"

G_BEGIN_DECLS

/* A small plant that nothing is wrong with: PLC_1, an S7-1500 with an OPC UA server, and its client UaExpert on a PC, whose
 * certificates are issued by one root. All keys are on P-256, which is fast, and so is the only security policy. */
typedef struct
{
  RailProject *project;
  RailEntry   *root;      /* ID 1 */
  RailEntry   *server;    /* ID 2 */
  RailEntry   *client;    /* ID 3 */
} Plant;

#define PLANT_URI "urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1"

Plant        *plant_new          (void);
Plant        *plant_new_local    (void);
void          plant_free         (Plant        *self);

RailDevice   *plant_get          (Plant        *self);
RailDevice   *plant_copy         (Plant        *self);
void          plant_change       (Plant        *self,
                                  RailDevice   *replacement);
void          plant_add_device   (Plant        *self,
                                  const char   *name,
                                  RailFamily    family,
                                  const char   *address);
RailCreation *plant_new_creation (Plant        *self,
                                  RailUsage     usage,
                                  const char   *common_name,
                                  RailEntry    *issuer,
                                  const char   *device,
                                  const char   *first_name,
                                  ...) G_GNUC_NULL_TERMINATED;
RailEntry    *plant_add_pem      (Plant        *self,
                                  const char   *pem);
RailFinding  *plant_find         (GPtrArray    *findings,
                                  const char   *code);
RailFinding  *plant_look_for     (Plant        *self,
                                  const char   *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Plant, plant_free)

G_END_DECLS
