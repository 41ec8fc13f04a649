/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-alternative-name.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_USAGE_CUSTOM,
  RAIL_USAGE_CA_ROOT,
  RAIL_USAGE_CA_INTERMEDIATE,
  RAIL_USAGE_OPCUA_SERVER,
  RAIL_USAGE_OPCUA_CLIENT,
  RAIL_USAGE_OPCUA_CLIENT_SERVER,
  RAIL_USAGE_TLS_SERVER,
  RAIL_USAGE_TLS_CLIENT,
  RAIL_USAGE_TLS_CLIENT_SERVER,
  RAIL_USAGE_WEB_SERVER,
  RAIL_USAGE_PG_HMI,
  RAIL_USAGE_SYSLOG_CLIENT,
} RailUsage;

typedef enum
{
  RAIL_KEY_USAGE_DIGITAL_SIGNATURE = 1 << 0,
  RAIL_KEY_USAGE_NON_REPUDIATION   = 1 << 1,
  RAIL_KEY_USAGE_KEY_ENCIPHERMENT  = 1 << 2,
  RAIL_KEY_USAGE_DATA_ENCIPHERMENT = 1 << 3,
  RAIL_KEY_USAGE_KEY_AGREEMENT     = 1 << 4,
  RAIL_KEY_USAGE_KEY_CERT_SIGN     = 1 << 5,
  RAIL_KEY_USAGE_CRL_SIGN          = 1 << 6,
  RAIL_KEY_USAGE_ENCIPHER_ONLY     = 1 << 7,
  RAIL_KEY_USAGE_DECIPHER_ONLY     = 1 << 8,
} RailKeyUsage;

typedef enum
{
  RAIL_PURPOSE_SERVER_AUTH = 1 << 0,
  RAIL_PURPOSE_CLIENT_AUTH = 1 << 1,
  RAIL_PURPOSE_OTHER       = 1 << 2,   /* some further extended key usage, only read */
} RailPurpose;

/* One row of the table of usage profiles: what a certificate of this usage must carry. */
typedef struct
{
  RailUsage     usage;
  const char   *nick;                   /* "opcua-server" */
  const char   *label;                  /* untranslated, marked for translation */
  RailKeyUsage  rsa_key_usage;
  RailKeyUsage  ec_key_usage;
  RailKeyUsage  self_signed_key_usage;  /* added when self-signed */
  RailPurpose   purposes;
  gboolean      rsa_purposes_critical;  /* with EC they never are */
  gboolean      is_ca;
  int           path_length;            /* −1: no limit */
  RailNameType  required_names;         /* each of these */
  RailNameType  required_one_of;        /* at least one of these, unless 0 */
  RailNameType  proposed_names;         /* rows that a new form starts with */
  const char   *source;                 /* of the rule: spec section or chapter */
} RailProfile;

#define RAIL_TYPE_USAGE (rail_usage_get_type ())
#define RAIL_TYPE_KEY_USAGE (rail_key_usage_get_type ())
#define RAIL_TYPE_PURPOSE (rail_purpose_get_type ())
GType              rail_usage_get_type     (void);
GType              rail_key_usage_get_type (void);
GType              rail_purpose_get_type   (void);

const RailProfile *rail_profile_get        (RailUsage     usage);
const RailProfile *rail_profile_find       (const char   *nick);
const RailProfile *rail_profile_get_all    (guint        *out_n_profiles);
const char        *rail_profile_get_label  (const RailProfile *self);
char              *rail_key_usage_to_string (RailKeyUsage usage);
char              *rail_purpose_to_string  (RailPurpose   purposes);

G_END_DECLS
