/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-secret.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_KEY_KIND_RSA_2048,
  RAIL_KEY_KIND_RSA_3072,
  RAIL_KEY_KIND_RSA_4096,
  RAIL_KEY_KIND_EC_P256,
  RAIL_KEY_KIND_EC_P384,
  RAIL_KEY_KIND_EC_P521,
  RAIL_KEY_KIND_OTHER,            /* found in imported certificates, never made */
} RailKeyKind;

typedef enum
{
  RAIL_HASH_SHA1,
  RAIL_HASH_SHA256,
  RAIL_HASH_SHA384,
  RAIL_HASH_SHA512,
} RailHash;

typedef enum
{
  RAIL_KEY_CIPHER_AES_256,
  RAIL_KEY_CIPHER_AES_192,
  RAIL_KEY_CIPHER_AES_128,
  RAIL_KEY_CIPHER_3DES,
} RailKeyCipher;

#define RAIL_TYPE_KEY_KIND (rail_key_kind_get_type ())
#define RAIL_TYPE_HASH (rail_hash_get_type ())
#define RAIL_TYPE_KEY_CIPHER (rail_key_cipher_get_type ())
GType       rail_key_kind_get_type   (void);
GType       rail_hash_get_type       (void);
GType       rail_key_cipher_get_type (void);

const char *rail_key_kind_get_nick   (RailKeyKind   kind);
const char *rail_key_kind_get_label  (RailKeyKind   kind);
gboolean    rail_key_kind_is_rsa     (RailKeyKind   kind);
gboolean    rail_key_kind_parse      (const char   *nick,
                                      RailKeyKind  *out_kind);
const char *rail_hash_get_nick       (RailHash      hash);
const char *rail_hash_get_label      (RailHash      hash);
gboolean    rail_hash_parse          (const char   *nick,
                                      RailHash     *out_hash);

#define RAIL_TYPE_KEY (rail_key_get_type ())
G_DECLARE_FINAL_TYPE (RailKey, rail_key, RAIL, KEY, GObject)

RailKey    *rail_key_generate        (RailKeyKind     kind,
                                      GError        **error);
RailKey    *rail_key_new_from_pkcs8  (RailSecret     *der,
                                      GError        **error);
RailKeyKind rail_key_get_kind        (RailKey        *self);
guint       rail_key_get_bits        (RailKey        *self);
GBytes     *rail_key_get_id          (RailKey        *self);
gboolean    rail_key_equal           (RailKey        *self,
                                      RailKey        *other);
guint       rail_key_hash            (RailKey        *self);
RailSecret *rail_key_get_pkcs8       (RailKey        *self);
RailSecret *rail_key_export_pem      (RailKey        *self,
                                      GError        **error);
RailSecret *rail_key_export_encrypted_pem (RailKey       *self,
                                           RailSecret    *password,
                                           RailKeyCipher  cipher,
                                           GError       **error);

G_END_DECLS
