/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-entry.h"

G_BEGIN_DECLS

char *rail_file_name_sanitize         (const char      *text);
char *rail_file_name_for_entry        (RailEntry       *entry,
                                       const char      *extension);
char *rail_file_name_for_entry_unique (RailEntry       *entry,
                                       const char      *extension,
                                       GHashTable      *taken);
char *rail_file_name_for_store        (RailCertificate *certificate,
                                       const char      *extension);
char *rail_file_name_for_key          (const char      *file_name);
char *rail_file_name_with_extension   (const char      *file_name,
                                       const char      *extension);
char *rail_file_name_with_number      (const char      *file_name,
                                       guint            number);

G_END_DECLS
