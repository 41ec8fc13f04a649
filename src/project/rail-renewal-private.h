/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-renewal.h"

G_BEGIN_DECLS

/* A time between two dates as people count it: whole calendar months and what is left, in seconds. */
typedef struct
{
  int    months;
  gint64 rest;
} RailSpan;

RailSpan         rail_span_measure              (gint64               from,
                                                 gint64               to);
gint64           rail_span_add                  (RailSpan             span,
                                                 gint64               from);

/* The form as the plan reads it. */
typedef struct
{
  gboolean     same_key;
  gboolean     keep_key_kind;
  RailKeyKind  key_kind;
  gboolean     keep_hash;
  RailHash     hash;
  RailValidity validity;
  guint        months;
  gint64       not_after;
  gboolean     outlive_issuer;
  gboolean     reissue;
  gboolean     reissue_same_keys;
  GHashTable  *names;        /* entry → GPtrArray of the alternative names that it gets in place of its own */
  GHashTable  *common_names; /* entry → the common name that it gets in place of its own */
} RailRenewalChoices;

GPtrArray       *rail_renewal_plan              (RailProject         *project,
                                                 RailRenewalChoices  *choices,
                                                 GPtrArray           *entries,
                                                 GHashTable          *dropped);

RailRenewalItem *rail_renewal_item_new          (RailEntry           *entry,
                                                 RailRenewalItem     *parent,
                                                 RailEntry           *cause,
                                                 gboolean             keeps_key);
void             rail_renewal_item_set_issuer   (RailRenewalItem     *self,
                                                 RailEntry           *issuer);
void             rail_renewal_item_take_request (RailRenewalItem     *self,
                                                 RailCertificateRequest *request,
                                                 gboolean             shortened);
void             rail_renewal_item_take_problem (RailRenewalItem     *self,
                                                 char                *problem);
RailRenewalItem *rail_renewal_item_get_parent   (RailRenewalItem     *self);
gboolean         rail_renewal_item_is_shortened (RailRenewalItem     *self);

RailProject     *rail_renewal_get_project       (RailRenewal         *self);
gboolean         rail_renewal_get_revoke_old    (RailRenewal         *self);
const char      *rail_renewal_get_note          (RailRenewal         *self);
GListModel      *rail_renewal_peek_items        (RailRenewal         *self);
RailRenewalProblems rail_renewal_get_problems   (RailRenewal         *self);
gboolean         rail_renewal_expires_at_once   (RailRenewal         *self,
                                                 RailRenewalItem     *item);

G_END_DECLS
