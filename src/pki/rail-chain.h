/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"

G_BEGIN_DECLS

GPtrArray *rail_chain_build (RailCertificate *leaf,
                             GListModel      *authorities,
                             gboolean        *out_complete);

G_END_DECLS
