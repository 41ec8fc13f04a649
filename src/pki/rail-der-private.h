/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RAIL_DER_BIT_STRING 0x03
#define RAIL_DER_UTF8_STRING 0x0c
#define RAIL_DER_SEQUENCE 0x30

/* A stretch of bytes that somebody else owns. */
typedef struct
{
  const guint8 *data;
  gsize         size;
} RailDer;

gboolean rail_der_take (RailDer       *rest,
                        guint8         tag,
                        RailDer       *out_whole,
                        RailDer       *out_contents);
void     rail_der_append (GByteArray    *out,
                          guint8         tag,
                          gconstpointer  contents,
                          gsize          size);

G_END_DECLS
