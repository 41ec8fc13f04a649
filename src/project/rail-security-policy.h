/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_POLICY_NONE                    = 1 << 0,
  RAIL_POLICY_BASIC128_RSA15          = 1 << 1,
  RAIL_POLICY_BASIC256                = 1 << 2,
  RAIL_POLICY_BASIC256_SHA256         = 1 << 3,
  RAIL_POLICY_AES128_SHA256_RSA_OAEP  = 1 << 4,
  RAIL_POLICY_AES256_SHA256_RSA_PSS   = 1 << 5,
  RAIL_POLICY_ECC_NIST_P256           = 1 << 6,
  RAIL_POLICY_ECC_NIST_P384           = 1 << 7,
  RAIL_POLICY_ECC_BRAINPOOL_P256      = 1 << 8,
  RAIL_POLICY_ECC_BRAINPOOL_P384      = 1 << 9,
  RAIL_POLICY_ECC_CURVE25519          = 1 << 10,
  RAIL_POLICY_ECC_CURVE448            = 1 << 11,
} RailSecurityPolicies;

#define RAIL_POLICIES_DEFAULT (RAIL_POLICY_BASIC256_SHA256 | RAIL_POLICY_AES128_SHA256_RSA_OAEP | \
                               RAIL_POLICY_AES256_SHA256_RSA_PSS)

typedef enum
{
  RAIL_MODE_NONE             = 1 << 0,
  RAIL_MODE_SIGN             = 1 << 1,
  RAIL_MODE_SIGN_AND_ENCRYPT = 1 << 2,
} RailSecurityModes;

#define RAIL_MODES_DEFAULT (RAIL_MODE_SIGN | RAIL_MODE_SIGN_AND_ENCRYPT)

/* One row of the table of security policies: what a certificate must be for it (OPC 10000-7). */
typedef struct
{
  RailSecurityPolicies  policy;
  const char           *nick;        /* "basic256sha256", in files and on command lines */
  const char           *label;       /* as the specification writes it, not translated */
  gboolean              is_deprecated;
  guint                 min_bits;    /* of an RSA key; 0: not for RSA */
  guint                 max_bits;
  gboolean              takes_sha1;
  const char           *curve;       /* (nullable): of an elliptic curve key, as the specification writes it */
  RailKeyKind           kind;        /* of an elliptic curve key that serves; RAIL_KEY_KIND_OTHER: none that is made here */
  RailKeyKind           other_kind;  /* that serves, too */
  const char           *algorithm;   /* (nullable): of a key that serves and has no kind, as GnuTLS names it */
  const char           *source;
} RailSecurityPolicyInfo;

#define RAIL_TYPE_SECURITY_POLICIES (rail_security_policies_get_type ())
#define RAIL_TYPE_SECURITY_MODES (rail_security_modes_get_type ())
GType                         rail_security_policies_get_type (void);
GType                         rail_security_modes_get_type    (void);

const RailSecurityPolicyInfo *rail_security_policy_get_all   (guint                 *out_n_policies);
gboolean                      rail_security_policy_parse     (const char            *nick,
                                                              RailSecurityPolicies  *out_policy);
gboolean                      rail_security_policy_fits      (RailSecurityPolicies   policy,
                                                              RailCertificate       *certificate,
                                                              char                 **out_reason);
const char                   *rail_security_mode_get_label   (RailSecurityModes      mode);
const char                   *rail_security_mode_get_nick    (RailSecurityModes      mode);
gboolean                      rail_security_mode_parse       (const char            *nick,
                                                              RailSecurityModes     *out_mode);

G_END_DECLS
