/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-xml-source.h"
#include "rail-xml-writer.h"

G_BEGIN_DECLS

/* The IDs of all lines together. */
#define RAIL_JOURNAL_MAX_IDS 1000000

void       rail_journal_xml_write (RailXmlWriter        *writer,
                                   GListModel           *journal);
GPtrArray *rail_journal_xml_read  (const RailXmlSource  *source,
                                   xmlNode              *root,
                                   GError              **error);

G_END_DECLS
