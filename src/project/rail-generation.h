/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"
#include "rail-key.h"
#include "rail-revocation-list.h"

G_BEGIN_DECLS

/* Why an entry got another certificate. */
typedef enum
{
  RAIL_GENERATION_RENEWED,
  RAIL_GENERATION_REISSUED,   /* because its issuer was renewed with a new key */
  RAIL_GENERATION_REPLACED,
  RAIL_GENERATION_ANSWERED,   /* by the outside authority that a request went to */
} RailGenerationReason;

#define RAIL_TYPE_GENERATION_REASON (rail_generation_reason_get_type ())

GType       rail_generation_reason_get_type  (void);

const char *rail_generation_reason_get_nick  (RailGenerationReason  reason);
const char *rail_generation_reason_get_label (RailGenerationReason  reason);
gboolean    rail_generation_reason_parse     (const char           *nick,
                                              RailGenerationReason *out_reason);

/* A certificate that an entry had before: an immutable value. */
#define RAIL_TYPE_GENERATION (rail_generation_get_type ())

G_DECLARE_FINAL_TYPE (RailGeneration, rail_generation, RAIL, GENERATION, GObject)

RailGeneration  *rail_generation_new             (RailCertificate      *certificate,
                                                  RailKey              *key,
                                                  GBytes               *sealed_key,
                                                  gint64                until,
                                                  RailGenerationReason  reason,
                                                  const char           *by,
                                                  const char           *note);
RailGeneration  *rail_generation_new_revoked     (RailGeneration       *self,
                                                  gint64                date,
                                                  RailRevocationReason  reason);
RailGeneration  *rail_generation_new_unrevoked   (RailGeneration       *self);

RailCertificate *rail_generation_get_certificate (RailGeneration       *self);
RailKey         *rail_generation_get_key         (RailGeneration       *self);
GBytes          *rail_generation_get_sealed_key  (RailGeneration       *self);
gint64           rail_generation_get_until       (RailGeneration       *self);
RailGenerationReason rail_generation_get_reason  (RailGeneration       *self);
const char      *rail_generation_get_by          (RailGeneration       *self);
const char      *rail_generation_get_note        (RailGeneration       *self);
gboolean         rail_generation_is_revoked      (RailGeneration       *self,
                                                  gint64               *out_date,
                                                  RailRevocationReason *out_reason);

G_END_DECLS
