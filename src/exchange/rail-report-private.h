/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-report.h"

G_BEGIN_DECLS

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

/* rail-report.c */
GStrv        rail_report_make_titles      (void);
GPtrArray   *rail_report_make_rows        (RailProject *project);
GPtrArray   *rail_report_list_expiries    (RailProject *project);
const char  *rail_report_get_name         (RailEntry   *entry);
char        *rail_report_make_text        (const char  *text);

/* rail-report-html.c */
GBytes      *rail_report_write_html       (RailProject *project);

/* rail-report-ics.c */
GBytes      *rail_report_write_ics        (RailProject *project);

G_END_DECLS
