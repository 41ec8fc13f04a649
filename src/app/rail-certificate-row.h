/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-entry.h"
#include "rail-environment.h"
#include "rail-search-words.h"

G_BEGIN_DECLS

/* The columns of every certificate table, in the order in which TIA Portal shows them, then those it does not have. */
typedef enum
{
  RAIL_COLUMN_ID,
  RAIL_COLUMN_COMMON_NAME,
  RAIL_COLUMN_SERIAL,
  RAIL_COLUMN_ISSUER,
  RAIL_COLUMN_VALID_TO,
  RAIL_COLUMN_USED_AS,
  RAIL_COLUMN_PRIVATE_KEY,
  RAIL_COLUMN_SIGNATURE,
  RAIL_COLUMN_KEY_LENGTH,
  RAIL_COLUMN_STATUS,

  /* Shown when asked for. */
  RAIL_COLUMN_VALID_FROM,
  RAIL_COLUMN_ORGANIZATION,
  RAIL_COLUMN_DEVICE,
  RAIL_COLUMN_NAMES,
  RAIL_COLUMN_FINGERPRINT,
  RAIL_COLUMN_HISTORY,
  RAIL_N_COLUMNS,
} RailColumn;

/* Those that are shown at first. */
#define RAIL_N_USUAL_COLUMNS RAIL_COLUMN_VALID_FROM

const char *rail_column_get_title  (RailColumn column);
const char *rail_column_get_nick   (RailColumn column);
gboolean    rail_column_is_numeric (RailColumn column);

/* What a table shows of one entry: texts and sort keys, made when first needed and kept. */
#define RAIL_TYPE_CERTIFICATE_ROW (rail_certificate_row_get_type ())
G_DECLARE_FINAL_TYPE (RailCertificateRow, rail_certificate_row, RAIL, CERTIFICATE_ROW, GObject)

RailCertificateRow *rail_certificate_row_new          (RailEntry          *entry,
                                                       RailEnvironment    *environment);
RailEntry          *rail_certificate_row_get_entry    (RailCertificateRow *self);
const char         *rail_certificate_row_get_text     (RailCertificateRow *self,
                                                       RailColumn          column);
char               *rail_certificate_row_dup_cell     (RailCertificateRow *self,
                                                       RailColumn          column);
const char         *rail_certificate_row_get_sort_key (RailCertificateRow *self,
                                                       RailColumn          column);
gint64              rail_certificate_row_get_number   (RailCertificateRow *self,
                                                       RailColumn          column);
RailStatus          rail_certificate_row_get_status   (RailCertificateRow *self);
gboolean            rail_certificate_row_contains     (RailCertificateRow *self,
                                                       RailSearchWords    *words);
GListStore         *rail_certificate_row_get_children (RailCertificateRow *self);

G_END_DECLS
