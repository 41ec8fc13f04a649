/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-finding.h"

G_BEGIN_DECLS

/* Severity is always said three times: by a colour, an icon and a word. */
const char *rail_severity_get_icon_name (RailSeverity severity);
const char *rail_severity_get_css_class (RailSeverity severity);
char       *rail_severity_dup_counts    (guint        n_errors,
                                         guint        n_warnings,
                                         guint        n_infos);

G_END_DECLS
