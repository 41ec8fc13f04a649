/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RailXmlWriter RailXmlWriter;

RailXmlWriter *rail_xml_writer_new       (gboolean        with_declaration);
void           rail_xml_writer_free      (RailXmlWriter  *self);

void           rail_xml_writer_start     (RailXmlWriter  *self,
                                          const char     *element);
void           rail_xml_writer_attribute (RailXmlWriter  *self,
                                          const char     *name,
                                          const char     *value);
void           rail_xml_writer_number    (RailXmlWriter  *self,
                                          const char     *name,
                                          guint64         value);
void           rail_xml_writer_time      (RailXmlWriter  *self,
                                          const char     *name,
                                          gint64          value);
void           rail_xml_writer_text      (RailXmlWriter  *self,
                                          const char     *text);
void           rail_xml_writer_base64    (RailXmlWriter  *self,
                                          gconstpointer   data,
                                          gsize           size);
void           rail_xml_writer_end       (RailXmlWriter  *self);
void           rail_xml_writer_begin_line (RailXmlWriter *self);

const char    *rail_xml_writer_peek      (RailXmlWriter  *self,
                                          gsize          *out_size);
guint          rail_xml_writer_get_n_nodes (RailXmlWriter *self);
const char    *rail_xml_writer_get_unwritable (RailXmlWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RailXmlWriter, rail_xml_writer_free)

G_END_DECLS
