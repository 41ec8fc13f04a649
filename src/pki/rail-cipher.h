/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-environment.h"

G_BEGIN_DECLS

#define RAIL_CIPHER_KEY_SIZE 32
#define RAIL_CIPHER_OVERHEAD 28   /* 96-bit IV before, 128-bit tag behind the ciphertext */

RailSecret *rail_cipher_derive_key (RailSecret       *password,
                                    GBytes           *salt,
                                    guint             iterations,
                                    GError          **error);
GBytes     *rail_cipher_encrypt    (RailEnvironment  *environment,
                                    RailSecret       *key,
                                    gconstpointer     plaintext,
                                    gsize             size,
                                    GError          **error);
RailSecret *rail_cipher_decrypt    (RailSecret       *key,
                                    gconstpointer     sealed,
                                    gsize             size,
                                    GError          **error);
GBytes     *rail_cipher_authenticate (RailSecret     *key,
                                      gconstpointer   data,
                                      gsize           size);
RailSecret *rail_cipher_derive_subkey (RailSecret    *key,
                                       const char    *purpose);

G_END_DECLS
