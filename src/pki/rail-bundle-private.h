/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* How rail-bundle.c, which owns the bundle, and the files that read one format each share the work. */

#include "rail-asn1-private.h"
#include "rail-bundle.h"
#include "rail-pki-private.h"

G_BEGIN_DECLS

/* A file with more has not come from a plant. */
#define RAIL_BUNDLE_MAX_SIZE (64 * 1024 * 1024)
#define RAIL_BUNDLE_MAX_ITEMS 100000

/* Rounds of key derivation that a whole file may cost, about half a minute. certtool takes 600,000 for each key. */
#define RAIL_BUNDLE_MAX_ITERATIONS 100000000

/* A file under way. It belongs to one thread. */
typedef struct
{
  GPtrArray       *items;             /* RailBundleItem */
  RailSecret      *password;          /* nullable, never empty */
  GPtrArray       *texts;             /* what to try for keys from text: RailSecret; NULL for no password at all */
  GPtrArray       *codes;             /* what to try for keys from bytes: RailSecret */
  GPtrArray       *ciphers;           /* names of those that were met, each once */
  char            *format;            /* nullable until the first item */
  RailBundleFlags  flags;
  guint64          iterations_left;
  guint            depth;
  gboolean         full;              /* no more items are taken */
} RailBundleReader;

/* Where something was found, for the items that are made of it. */
typedef struct
{
  const char *format;                 /* "PEM" */
  const char *where;                  /* translated, such as "line 12" */
  const char *friendly_name;          /* nullable */
  GBytes     *local_key_id;           /* nullable */
} RailBundlePlace;

/* rail-bundle.c */
RailBundle *rail_bundle_read_within      (GBytes                 *bytes,
                                          RailSecret             *password,
                                          guint64                 max_iterations,
                                          GError                **error);
void        rail_bundle_add              (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          RailBundleItemKind      kind,
                                          gpointer                object);
void        rail_bundle_add_unreadable   (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          const char             *label,
                                          const char             *reason);
void        rail_bundle_add_locked       (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          const char             *label,
                                          const char             *reason);
void        rail_bundle_add_encrypted    (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          const char             *label);
void        rail_bundle_set_format       (RailBundleReader       *reader,
                                          const char             *format);
void        rail_bundle_add_cipher       (RailBundleReader       *reader,
                                          const char             *name);
gboolean    rail_bundle_spend            (RailBundleReader       *reader,
                                          guint64                 iterations,
                                          GError                **error);

/* rail-bundle-item.c */
RailBundleItem *rail_bundle_item_new     (RailBundleItemKind      kind,
                                          gpointer                object,
                                          const char             *label,
                                          const RailBundlePlace  *place,
                                          const char             *reason,
                                          gboolean                password_is_wrong);

/* rail-bundle-pem.c */
gboolean    rail_bundle_read_text        (RailBundleReader       *reader,
                                          const char             *text,
                                          gsize                   size);

/* rail-bundle-der.c. The first returns whether it was anything that is known, and has added nothing otherwise. */
gboolean    rail_bundle_read_element     (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          const guint8           *data,
                                          gsize                   size);
gboolean    rail_bundle_read_elements    (RailBundleReader       *reader,
                                          const char             *format,
                                          const guint8           *data,
                                          gsize                   size);
gboolean    rail_bundle_read_certificate (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          const guint8           *data,
                                          gsize                   size,
                                          GError                **error);
gboolean    rail_bundle_read_list        (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          const guint8           *data,
                                          gsize                   size,
                                          GError                **error);
gboolean    rail_bundle_read_request     (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          const guint8           *data,
                                          gsize                   size,
                                          GError                **error);
gboolean    rail_bundle_read_pkcs7       (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          const guint8           *data,
                                          gsize                   size,
                                          GError                **error);

/* rail-bundle-key.c */
gboolean    rail_bundle_read_pkcs8       (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          const guint8           *data,
                                          gsize                   size,
                                          GError                **error);
gboolean    rail_bundle_read_old_key     (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          const guint8           *data,
                                          gsize                   size,
                                          GError                **error);
gboolean    rail_bundle_read_encrypted_pkcs8 (RailBundleReader      *reader,
                                              const RailBundlePlace *place,
                                              const guint8          *data,
                                              gsize                  size);
void        rail_bundle_read_encrypted_text  (RailBundleReader      *reader,
                                              const RailBundlePlace *place,
                                              const char            *info,
                                              const guint8          *data,
                                              gsize                  size);

/* rail-bundle-pkcs12.c */
gboolean    rail_bundle_read_pkcs12      (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          const guint8           *data,
                                          gsize                   size);

/* rail-bundle-bags.c */
void        rail_bundle_read_bags        (RailBundleReader       *reader,
                                          const RailBundlePlace  *place,
                                          asn1_node_const         contents);

G_END_DECLS
