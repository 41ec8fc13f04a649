/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-xml-source.h"

G_BEGIN_DECLS

xmlNode    *rail_xml_node_get_first     (xmlNode              *parent,
                                         const char           *name);
xmlNode    *rail_xml_node_get_next      (xmlNode              *node,
                                         const char           *name);
xmlNode    *rail_xml_node_find          (xmlNode              *parent,
                                         ...) G_GNUC_NULL_TERMINATED;
gboolean    rail_xml_node_is            (xmlNode              *node,
                                         const char           *name);
const char *rail_xml_node_get_text      (xmlNode              *node);
const char *rail_xml_node_get_attribute (xmlNode              *node,
                                         const char           *name);

gboolean    rail_xml_node_read_number   (const RailXmlSource  *source,
                                         xmlNode              *node,
                                         const char           *what,
                                         const char           *text,
                                         guint                 max,
                                         guint                *out_number,
                                         GError              **error);
gboolean    rail_xml_node_read_time     (const RailXmlSource  *source,
                                         xmlNode              *node,
                                         const char           *attribute,
                                         gint64               *out_time,
                                         GError              **error);
RailSecret *rail_xml_node_read_secret   (const RailXmlSource  *source,
                                         xmlNode              *node,
                                         GError              **error);
GBytes     *rail_xml_node_read_bytes    (const RailXmlSource  *source,
                                         xmlNode              *node,
                                         GError              **error);

G_END_DECLS
