/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-entry-state.h"

G_BEGIN_DECLS

/* The entries of a project, ascending by ID, with what finds them without walking through ten thousand. */
typedef struct
{
  GListStore *store;
  GHashTable *by_id;         /* the store keeps what the tables point at */
  GHashTable *authorities;   /* subject → GPtrArray of the entries that are a CA of that name */
  GHashTable *by_device;     /* name of a device → GPtrArray of the entries in its table */
  GHashTable *device_names;  /* entry → the name under which by_device has it */
} RailEntryTable;

void       rail_entry_table_init            (RailEntryTable *self);
void       rail_entry_table_clear           (RailEntryTable *self);
RailEntry *rail_entry_table_peek            (RailEntryTable *self,
                                             guint           position);
RailEntry *rail_entry_table_find            (RailEntryTable *self,
                                             guint           id);
GPtrArray *rail_entry_table_list_authorities (RailEntryTable *self);
GPtrArray *rail_entry_table_get_authorities (RailEntryTable *self,
                                             const char     *subject);
GPtrArray *rail_entry_table_get_own         (RailEntryTable *self,
                                             const char     *device);
void       rail_entry_table_insert          (RailEntryTable *self,
                                             GPtrArray      *entries);
void       rail_entry_table_remove          (RailEntryTable *self,
                                             GPtrArray      *entries);
void       rail_entry_table_set_state       (RailEntryTable *self,
                                             RailEntry      *entry,
                                             RailEntryState *state);

G_END_DECLS
