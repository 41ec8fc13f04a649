/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-entry.h"
#include "rail-generation.h"

G_BEGIN_DECLS

/* All of an entry that an operation may change. Once an entry has it, nobody writes to it any more: an operation changes a
 * copy, and undo puts back the one before. */
typedef struct
{
  RailEntryKind         kind;
  RailUsage             usage;
  RailCertificate      *certificate;
  RailKey              *key;           /* NULL: the project does not have it, or it is sealed */
  GBytes               *sealed_key;    /* as stored; for users without the vault key, and when it is damaged */
  gboolean              is_key_damaged; /* the vault key does not open what is sealed, or that is not the key */
  char                 *device;

  gboolean              revoked;
  gint64                revocation_date;
  RailRevocationReason  revocation_reason;

  GPtrArray            *generations;   /* of RailGeneration, newest first; NULL: none */
  gint64                requested;     /* when a request went to an outside authority; 0: none waits for an answer */

  RailRevocationList   *list;          /* of an authority: the one published last, or imported */
  guint                 list_days;     /* how long a list is valid; 0: as long as the authority */
} RailEntryState;

RailEntryState *rail_entry_state_new  (RailEntryKind    kind,
                                       RailUsage        usage,
                                       RailCertificate *certificate,
                                       RailKey         *key);
RailEntryState *rail_entry_state_copy (RailEntryState  *self);
RailEntryState *rail_entry_state_ref  (RailEntryState  *self);
void            rail_entry_state_unref (RailEntryState *self);

void            rail_entry_state_set_device (RailEntryState  *self,
                                             const char      *device);
void            rail_entry_state_set_certificate (RailEntryState *self,
                                                  RailCertificate *certificate,
                                                  RailKey         *key);
void            rail_entry_state_set_key (RailEntryState  *self,
                                          RailKey         *key);
void            rail_entry_state_set_revoked (RailEntryState       *self,
                                              gint64                date,
                                              RailRevocationReason  reason);
void            rail_entry_state_unset_revoked (RailEntryState *self);
void            rail_entry_state_add_generation (RailEntryState *self,
                                                 RailGeneration *generation);
void            rail_entry_state_set_generation (RailEntryState *self,
                                                 guint           index,
                                                 RailGeneration *generation);
void            rail_entry_state_set_list (RailEntryState     *self,
                                           RailRevocationList *list);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailEntryState, rail_entry_state_unref)

G_END_DECLS
