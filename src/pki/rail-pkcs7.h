/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-certificate.h"

G_BEGIN_DECLS

GBytes *rail_pkcs7_write (GPtrArray  *certificates,
                          GError    **error);

G_END_DECLS
