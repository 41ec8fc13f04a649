/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-xml-source.h"

G_BEGIN_DECLS

#define RAIL_XML_MAX_SIZE (256 * 1024 * 1024)
/* Elements and attributes; an entry with a protected key has 14. Holds the memory that a hostile file can take. */
#define RAIL_XML_MAX_NODES 4000000

xmlDoc *rail_xml_parse (const RailXmlSource  *source,
                        const char           *text,
                        gsize                 size,
                        GError              **error);
void    rail_xml_free  (xmlDoc               *document);

G_END_DECLS
