/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plant-fixture.h"

G_BEGIN_DECLS

/* For each rule, in the order of the table, what makes it fire in a plant that nothing is wrong with, and what is beside it
 * and does not. */
typedef struct
{
  const char  *code;
  void       (*spoil) (Plant *plant);
  void       (*spare) (Plant *plant);
  RailRepair   repair;   /* that it offers there */
} PlantPair;

extern const PlantPair plant_pairs[];
extern const guint plant_n_pairs;

void plant_spoil        (Plant              *self,
                         const char         *code);
void plant_spare        (Plant              *self,
                         const char         *code);
void plant_set_service  (Plant              *self,
                         RailService         service,
                         RailEntry          *entry);
void plant_set_firmware (Plant              *self,
                         const char         *firmware);
void plant_set_addresses (Plant             *self,
                         const char * const *addresses);

G_END_DECLS
