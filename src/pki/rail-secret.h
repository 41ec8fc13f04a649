/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define RAIL_TYPE_SECRET (rail_secret_get_type ())

typedef struct _RailSecret RailSecret;

GType       rail_secret_get_type (void);

RailSecret *rail_secret_new             (gconstpointer data,
                                         gsize         size);
RailSecret *rail_secret_new_from_string (const char   *text);
RailSecret *rail_secret_new_uninitialized (gsize       size,
                                           guint8    **out_data);
RailSecret *rail_secret_ref             (RailSecret   *self);
void        rail_secret_unref           (RailSecret   *self);

const guint8 *rail_secret_get_data      (const RailSecret *self,
                                         gsize            *out_size);
const char   *rail_secret_get_text      (const RailSecret *self);
gsize         rail_secret_get_size      (const RailSecret *self);
gboolean      rail_secret_equal         (const RailSecret *a,
                                         const RailSecret *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailSecret, rail_secret_unref)

G_END_DECLS
