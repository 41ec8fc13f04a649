/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Attributes and namespace declarations of one element; a project has 7 at most. */
#define RAIL_XML_MAX_ATTRIBUTES 32

gboolean rail_xml_scan_attributes (const char *text,
                                   gsize       size);

G_END_DECLS
