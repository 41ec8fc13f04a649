/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate-request.h"
#include "rail-extension-private.h"
#include "rail-pki-private.h"

G_BEGIN_DECLS

/* The parts of a subject, in the order in which a certificate carries them. */
typedef enum
{
  RAIL_SUBJECT_COUNTRY,
  RAIL_SUBJECT_STATE,
  RAIL_SUBJECT_LOCALITY,
  RAIL_SUBJECT_ORGANIZATION,
  RAIL_SUBJECT_ORGANIZATIONAL_UNIT,
  RAIL_SUBJECT_COMMON_NAME,
  RAIL_SUBJECT_N_PARTS,
} RailSubjectPart;

typedef struct
{
  const char *key;          /* in text, RFC 4514 §3 */
  const char *oid;
  glong       max_length;   /* in characters, RFC 5280 appendix A.1 */
} RailSubjectPartInfo;

struct _RailCertificateRequest
{
  GObject              parent_instance;

  RailEnvironment     *environment;
  RailUsage            usage;
  RailCertificate     *issuer;            /* NULL: self-signed */
  char                *subject[RAIL_SUBJECT_N_PARTS];
  RailKeyKind          key_kind;
  RailHash             hash;
  gboolean             hash_chosen;       /* otherwise it follows the signing key */
  gint64               not_before;
  gint64               not_after;
  gboolean             validity_chosen;   /* otherwise it follows the clock and the issuer */
  gboolean             outlive_issuer;
  gboolean             usages_chosen;     /* otherwise they follow the profile */
  guint                key_usage;         /* RailKeyUsage */
  guint                purposes;          /* RailPurpose */
  GListStore          *names;
  GPtrArray           *watches;           /* a GSignalGroup for each row of names */

  /* What is taken over as it is, from an older certificate or from a signing request. */
  RailSigningRequest  *signing_request;   /* nullable: whose key the certificate is for */
  RailHonour           honour;
  GBytes              *exact_subject;     /* nullable: DER of a Name */
  GPtrArray           *kept;              /* nullable: RailExtension, of those that the form does not know better */
  RailCertificate     *old;               /* nullable: the certificate that all this was taken over from */
  gboolean             kept_self_signed;  /* whether kept comes from a self-signed certificate */
  gboolean             names_critical;
  gboolean             hash_inherited;    /* the hash is kept as long as it goes with the key that signs */
  gboolean             other_is_rsa;      /* of a key of the kind RAIL_KEY_KIND_OTHER */
  RailRequestProblems  problems;
};

const RailSubjectPartInfo *rail_subject_part_get_info (RailSubjectPart  part);
gboolean rail_subject_parse (const char  *rfc4514,
                             char        *parts[RAIL_SUBJECT_N_PARTS],
                             GError     **error);

/* Only looks: no notification, so a worker may call it on a request that it owns. */
RailRequestProblems rail_certificate_request_find_problems (RailCertificateRequest *self);

/* rail-certificate-request.c */
void         rail_certificate_request_refresh           (RailCertificateRequest *self);

/* rail-certificate-request-source.c */
void         rail_certificate_request_apply_honour      (RailCertificateRequest *self);
void         rail_certificate_request_clear_source      (RailCertificateRequest *self);
gboolean     rail_certificate_request_key_is_rsa        (RailCertificateRequest *self);

/* rail-certificate-names.c */
void         rail_subject_read_parts                    (GBytes                 *der,
                                                         char                   *parts[RAIL_SUBJECT_N_PARTS]);

/* rail-certificate-carrier.c */
GBytes      *rail_certificate_carrier_new               (GBytes                 *subject);

/* The values that a request has until the user chooses others. */
RailHash     rail_certificate_request_propose_hash      (RailCertificateRequest *self);
RailKeyUsage rail_certificate_request_propose_key_usage (RailCertificateRequest *self);
void         rail_certificate_request_propose_validity  (RailCertificateRequest *self,
                                                         gint64                 *out_not_before,
                                                         gint64                 *out_not_after);

/* Of the key that signs: the issuer's, or the request's own. "RSA" or "EC". */
const char *rail_certificate_request_get_signer_algorithm (RailCertificateRequest *self);
guint       rail_certificate_request_get_signer_bits      (RailCertificateRequest *self);
RailHash    rail_hash_for_signer                          (const char             *algorithm,
                                                           guint                   bits);

G_END_DECLS
