/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-report.h"

G_BEGIN_DECLS

/* rail-report.c */
GPtrArray   *rail_report_list_expiries    (RailProject *project);
const char  *rail_report_get_name         (RailEntry   *entry);

/* rail-report-html.c */
GBytes      *rail_report_write_html       (RailProject *project);

/* rail-report-ics.c */
GBytes      *rail_report_write_ics        (RailProject *project);

G_END_DECLS
