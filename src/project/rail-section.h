/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "rail-certificate.h"

G_BEGIN_DECLS

/* A certificate in words: a list of sections, each a list of labelled fields. No toolkit needed. */
#define RAIL_TYPE_FIELD (rail_field_get_type ())
G_DECLARE_FINAL_TYPE (RailField, rail_field, RAIL, FIELD, GObject)

const char *rail_field_get_label    (RailField   *self);
const char *rail_field_get_value    (RailField   *self);
gboolean    rail_field_is_code      (RailField   *self);

#define RAIL_TYPE_SECTION (rail_section_get_type ())
G_DECLARE_FINAL_TYPE (RailSection, rail_section, RAIL, SECTION, GObject)

const char *rail_section_get_title  (RailSection *self);
GListModel *rail_section_get_fields (RailSection *self);

GListModel *rail_certificate_describe (RailCertificate *certificate);
char       *rail_certificate_dup_text (RailCertificate *certificate);
char       *rail_certificate_dup_subject_part (RailCertificate *certificate,
                                               const char      *attribute);
char       *rail_format_date          (gint64           unix_utc);
char       *rail_format_day           (gint64           unix_utc);
char       *rail_format_local_time    (gint64           unix_utc);
char       *rail_format_date_iso      (gint64           unix_utc);
char       *rail_format_hex           (const char      *hex);
gboolean    rail_parse_date           (const char      *text,
                                       gboolean         end_of_day,
                                       gint64          *out_unix_utc);

G_END_DECLS
