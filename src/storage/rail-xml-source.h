/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libxml/tree.h>

#include "rail-project-file.h"

G_BEGIN_DECLS

/* Where XML comes from, for the sentences that say what is wrong with it. */
typedef struct
{
  const char *file_name;   /* as people know it */
  gboolean    is_inside;   /* the decrypted part of a protected file, which counts its own lines */
} RailXmlSource;

void rail_xml_source_set_error   (const RailXmlSource  *self,
                                  RailStorageError      code,
                                  const char           *reason,
                                  GError              **error);
void rail_xml_source_set_limit   (const RailXmlSource  *self,
                                  const char           *what,
                                  guint                 max,
                                  GError              **error);
void rail_xml_source_set_caused  (const RailXmlSource  *self,
                                  long                  line,
                                  const GError         *cause,
                                  GError              **error);
void rail_xml_source_set_damaged (const RailXmlSource  *self,
                                  long                  line,
                                  GError              **error,
                                  const char           *format,
                                  ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
