/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/* The version of the format that is written. Older ones are read. */
#define RAIL_FORMAT_VERSION 3
#define RAIL_FORMAT_NAMESPACE_PREFIX "urn:certrail:project:"
#define RAIL_FORMAT_NAMESPACE RAIL_FORMAT_NAMESPACE_PREFIX G_STRINGIFY (RAIL_FORMAT_VERSION)

const char *rail_format_version_get_schema (guint   version);
guint       rail_format_version_get        (xmlDoc *document);
void        rail_format_version_migrate    (xmlDoc *document);

G_END_DECLS
