/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-device-operations.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_LOAD_ADDED,
  RAIL_LOAD_REMOVED,
  RAIL_LOAD_RENEWED,     /* another certificate under the same ID */
  RAIL_LOAD_SETTINGS,    /* of the device, such as an address */
} RailLoadKind;

/* What loading does to a device now. */
typedef enum
{
  RAIL_LOAD_NOTHING,     /* it has all of it already */
  RAIL_LOAD_RUN,         /* the CPU may stay in RUN */
  RAIL_LOAD_STOP,        /* the CPU must go to STOP */
} RailLoadVerdict;

typedef struct
{
  RailLoadKind  kind;
  RailUsedAs    role;
  RailService   service;
  guint         id;      /* 0 for settings */
  char         *text;    /* a sentence */
} RailLoadLine;

/* The load preview of one device. Immutable. */
#define RAIL_TYPE_LOAD (rail_load_get_type ())
G_DECLARE_FINAL_TYPE (RailLoad, rail_load, RAIL, LOAD, GObject)

RailLoad           *rail_load_new          (RailProject   *project,
                                            RailDevice    *device);
RailDevice         *rail_load_get_device   (RailLoad      *self);
RailLoadVerdict     rail_load_get_verdict  (RailLoad      *self);
const char         *rail_load_get_reason   (RailLoad      *self);
guint               rail_load_get_n_lines  (RailLoad      *self);
const RailLoadLine *rail_load_get_line     (RailLoad      *self,
                                            guint          index);
const char         *rail_load_kind_get_nick     (RailLoadKind    kind);
const char         *rail_load_kind_get_label    (RailLoadKind    kind);
const char         *rail_load_verdict_get_nick  (RailLoadVerdict verdict);
const char         *rail_load_verdict_get_label (RailLoadVerdict verdict);

gboolean            rail_project_mark_loaded (RailProject *self,
                                              GPtrArray   *devices,
                                              GError     **error);

/* The limits of a device (C6): counts of what would be loaded, against what fits. */
typedef struct
{
  guint n_certificates;   /* of 64 */
  guint n_keys;           /* of 64 */
  guint n_trust_list;     /* entries as §4.2.5 counts them, of 62 */
  gsize largest;          /* bytes, of 4096 */
  guint largest_id;       /* which certificate that is; 0: none */
  gboolean largest_is_list;  /* not the certificate, but the revocation list of that authority */
} RailBudget;

#define RAIL_MAX_CERTIFICATES 64
#define RAIL_MAX_TRUST_LIST 62
#define RAIL_MAX_ELEMENT 4096

void                rail_budget_count      (RailBudget    *self,
                                            RailProject   *project,
                                            RailDevice    *device);

G_END_DECLS
