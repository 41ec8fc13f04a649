/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"

G_BEGIN_DECLS

typedef enum
{
  RAIL_REPORT_CSV,    /* the inventory for a spreadsheet */
  RAIL_REPORT_HTML,   /* everything, to be read and printed; one file that needs no other */
  RAIL_REPORT_ICS,    /* what expires when, for a calendar */
} RailReportFormat;

#define RAIL_TYPE_REPORT_FORMAT (rail_report_format_get_type ())
GType        rail_report_format_get_type      (void);
const char  *rail_report_format_get_nick      (RailReportFormat  format);
const char  *rail_report_format_get_label     (RailReportFormat  format);
const char  *rail_report_format_get_description (RailReportFormat format);
gboolean     rail_report_format_parse         (const char       *nick,
                                               RailReportFormat *out_format);

/* The columns of the inventory. */
typedef enum
{
  RAIL_REPORT_COLUMN_ID,
  RAIL_REPORT_COLUMN_KIND,
  RAIL_REPORT_COLUMN_NAME,
  RAIL_REPORT_COLUMN_SERIAL,
  RAIL_REPORT_COLUMN_ISSUER,
  RAIL_REPORT_COLUMN_VALID_FROM,
  RAIL_REPORT_COLUMN_VALID_TO,
  RAIL_REPORT_COLUMN_STATUS,
  RAIL_REPORT_COLUMN_USED_AS,
  RAIL_REPORT_COLUMN_USAGE,
  RAIL_REPORT_COLUMN_DEVICE,
  RAIL_REPORT_COLUMN_PRIVATE_KEY,
  RAIL_REPORT_COLUMN_SIGNATURE,
  RAIL_REPORT_COLUMN_KEY,
  RAIL_REPORT_COLUMN_NAMES,
  RAIL_REPORT_COLUMN_FINGERPRINT,
} RailReportColumn;

#define RAIL_N_REPORT_COLUMNS (RAIL_REPORT_COLUMN_FINGERPRINT + 1)

GStrv        rail_report_make_titles          (void);
GPtrArray   *rail_report_make_rows            (RailProject      *project);
char        *rail_report_make_text            (const char       *text);

GBytes      *rail_report_write                (RailProject      *project,
                                               RailReportFormat  format);
void         rail_report_write_async          (RailProject         *project,
                                               RailReportFormat     format,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
GBytes      *rail_report_write_finish         (RailProject         *project,
                                               GAsyncResult        *result,
                                               GError             **error);

G_END_DECLS
