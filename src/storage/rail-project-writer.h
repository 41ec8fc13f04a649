/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-project.h"
#include "rail-xml-writer.h"

G_BEGIN_DECLS

/* Bounds of docs/project-file.md. What breaks them is neither written nor read. */
#define RAIL_PROJECT_MAX_ENTRIES 200000
#define RAIL_PROJECT_MAX_DEVICES 10000
#define RAIL_PROJECT_MAX_USERS RAIL_PROTECTION_MAX_USERS
#define RAIL_PROJECT_MAX_GENERATIONS 1000
#define RAIL_PROJECT_MAX_LIST_DAYS 36500
#define RAIL_PROJECT_MAX_PARTNERS 10000
#define RAIL_PROJECT_MAX_LOADED 30000

#define RAIL_PROJECT_SEAL_PURPOSE "certrail seal"

RailXmlWriter *rail_project_write (RailProject  *project,
                                   const char   *file_name,
                                   GError      **error);

G_END_DECLS
