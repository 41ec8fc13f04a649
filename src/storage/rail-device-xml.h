/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-xml-source.h"
#include "rail-xml-writer.h"

G_BEGIN_DECLS

void       rail_device_xml_write (RailXmlWriter        *writer,
                                  RailDevice           *device);
GPtrArray *rail_device_xml_read  (const RailXmlSource  *source,
                                  xmlNode              *root,
                                  GError              **error);

G_END_DECLS
