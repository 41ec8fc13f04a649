/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-xml-source.h"

G_BEGIN_DECLS

RailProject *rail_project_read_xml (const RailXmlSource  *source,
                                    xmlDoc               *document,
                                    const char           *text,
                                    gsize                 size,
                                    RailEnvironment      *environment,
                                    RailProtection       *protection,
                                    GError              **error);

G_END_DECLS
