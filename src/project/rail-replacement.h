/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-comparison.h"
#include "rail-project.h"

G_BEGIN_DECLS

/* What speaks against putting another certificate in an entry's place. Of the low half, the first four can never be
 * forced; the high half is advice. */
typedef enum
{
  RAIL_REPLACEMENT_LOCKED         = 1 << 0,    /* the keys of the project are not unlocked */
  RAIL_REPLACEMENT_KEY_MISMATCH   = 1 << 1,    /* the key is not the one of the certificate */
  RAIL_REPLACEMENT_SAME           = 1 << 2,    /* it is the certificate that is there */
  RAIL_REPLACEMENT_TAKEN          = 1 << 3,    /* another entry has this certificate */
  RAIL_REPLACEMENT_KEY_MISSING    = 1 << 4,    /* the entry has a key and would lose it */
  RAIL_REPLACEMENT_KIND           = 1 << 5,    /* an authority for a leaf, or the other way round */
  RAIL_REPLACEMENT_USAGES         = 1 << 6,    /* KeyUsage or ExtendedKeyUsage lack what the usage needs */
  RAIL_REPLACEMENT_NAMES          = 1 << 7,    /* the alternative names lack what the usage needs */
  RAIL_REPLACEMENT_EXPIRED        = 1 << 8,
  RAIL_REPLACEMENT_UNPROTECTED    = 1 << 9,    /* a key that only a protected project can hold */

  RAIL_REPLACEMENT_ADVICE_CHAIN   = 1 << 16,   /* its issuer is not in the project */
  RAIL_REPLACEMENT_ADVICE_EARLIER = 1 << 17,   /* it ends before the one that is there */
  RAIL_REPLACEMENT_ADVICE_ISSUED  = 1 << 18,   /* an authority that issued something gets another key or name */
  RAIL_REPLACEMENT_ADVICE_URI     = 1 << 19,   /* another application URI: partners must be told */
  RAIL_REPLACEMENT_ADVICE_NOT_YET = 1 << 20,   /* not valid yet */
} RailReplacementProblems;

#define RAIL_REPLACEMENT_ERRORS 0xffff
#define RAIL_REPLACEMENT_FINAL  0x020f

#define RAIL_TYPE_REPLACEMENT_PROBLEMS (rail_replacement_problems_get_type ())
GType                   rail_replacement_problems_get_type (void);

/* Properties: "project", "entry", "certificate", "key", "force" (writable), "problems". */
#define RAIL_TYPE_REPLACEMENT (rail_replacement_get_type ())
G_DECLARE_FINAL_TYPE (RailReplacement, rail_replacement, RAIL, REPLACEMENT, GObject)

RailReplacement        *rail_replacement_new             (RailProject             *project,
                                                          RailEntry               *entry,
                                                          RailCertificate         *certificate,
                                                          RailKey                 *key);
RailEntry              *rail_replacement_get_entry       (RailReplacement         *self);
RailCertificate        *rail_replacement_get_certificate (RailReplacement         *self);
void                    rail_replacement_set_force       (RailReplacement         *self,
                                                          gboolean                 force);
GListModel             *rail_replacement_get_comparison  (RailReplacement         *self);
RailReplacementProblems rail_replacement_validate        (RailReplacement         *self);
gboolean                rail_replacement_is_possible     (RailReplacement         *self);
char                   *rail_replacement_describe        (RailReplacement         *self,
                                                          RailReplacementProblems  problem);
void                    rail_replacement_set_error       (RailReplacement         *self,
                                                          GError                 **error);

gboolean                rail_project_replace             (RailProject             *self,
                                                          RailReplacement         *replacement,
                                                          GError                 **error);

G_END_DECLS
