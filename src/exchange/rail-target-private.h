/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-hand-over.h"
#include "rail-target.h"

G_BEGIN_DECLS

/* How the files of a target are called. */
typedef enum
{
  RAIL_NAMING_FIXED,        /* the plan has names of its own */
  RAIL_NAMING_COMMON_NAME,  /* NAME.EXT */
  RAIL_NAMING_STORE,        /* NAME [THUMBPRINT].EXT */
  RAIL_NAMING_NET,          /* the same, as the .NET stack writes it: with “+” for what is not allowed */
  RAIL_NAMING_OPEN62541,    /* NAME[THUMBPRINT], no ending */
  RAIL_NAMING_THUMBPRINT,   /* thumbprint.EXT, in small letters */
} RailNaming;

typedef enum
{
  RAIL_CERTIFICATE_FORM_DER,
  RAIL_CERTIFICATE_FORM_PEM,
} RailCertificateForm;

typedef enum
{
  RAIL_KEY_FORM_NONE,
  RAIL_KEY_FORM_PEM,        /* PKCS #8, not encrypted, in a private folder */
  RAIL_KEY_FORM_PKCS12,     /* with its certificate and those above it, under a password */
} RailKeyForm;

/* What an empty password means for a PKCS #12 file. */
typedef enum
{
  RAIL_EMPTY_PASSWORD_REFUSED,
  RAIL_EMPTY_PASSWORD_PROJECT_NAME,
} RailEmptyPassword;

/* One row of the table of targets. A further target is a further row, and a plan if none of those that are there fits. */
typedef struct
{
  const char          *nick;
  const char          *label;
  const char          *source;              /* where the rule comes from: specification, documentation or source text */
  const char          *folder_hint;         /* (nullable): where the target keeps its folder */

  /* Below the folder that is written; NULL: the target has none. */
  const char          *own_certs;
  const char          *own_private;         /* only its owner may look into it */
  const char          *trusted_certs;
  const char          *trusted_crl;
  const char          *issuer_certs;
  const char          *issuer_crl;
  const char          *rejected;

  RailNaming           naming;
  const char          *own_name;            /* (nullable): of the own certificate, instead of what naming says */
  const char          *own_client_name;     /* (nullable): the same when it is a client alone */
  const char          *key_name;            /* (nullable): of the own key */
  RailCertificateForm  own_form;            /* all others are DER */
  RailKeyForm          key;
  RailPkcs12Form       form;                /* proposed for PKCS #12 */
  RailEmptyPassword    empty_password;

  RailNeed             certificate;         /* an own certificate */
  RailNeed             partner;             /* the certificate of one whom it shall trust */
  RailNeed             lists;               /* revocation lists; without REQUIRED an authority may come without one */
  gboolean             all_lists_or_none;   /* one list makes it ask for the list of every authority */
  gboolean             renews_lists;        /* it notices files that come and go, not one that changes */

  const char          *certificate_label;
  const char          *partner_label;       /* (nullable) */
  const char          *missing;             /* said when no certificate fits */

  /* Whether an entry can be the own certificate, or the partner's. */
  gboolean           (*accepts) (RailEntry *entry, gboolean as_partner);
  gboolean           (*plan) (RailHandOver *self, GError **error);
} RailTargetRow;

const RailTargetRow *rail_target_get_row (RailTarget target);

G_END_DECLS
