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
gboolean     rail_report_format_parse         (const char       *nick,
                                               RailReportFormat *out_format);

GBytes      *rail_report_write                (RailProject      *project,
                                               RailReportFormat  format);

G_END_DECLS
