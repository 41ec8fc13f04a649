/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-xml-source.h"

G_BEGIN_DECLS

GPtrArray *rail_entry_reader_read (const RailXmlSource  *source,
                                   xmlNode              *root,
                                   gboolean              is_protected,
                                   RailSecret           *vault_key,
                                   GError              **error);

G_END_DECLS
