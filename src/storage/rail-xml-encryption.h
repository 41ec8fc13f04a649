/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "rail-xml-source.h"
#include "rail-xml-writer.h"

G_BEGIN_DECLS

/* W3C XML Encryption 1.1, as far as a project needs it. */

#define RAIL_XML_ENCRYPTION_PROJECT_KEY "project"
#define RAIL_XML_ENCRYPTION_VAULT_KEY "vault"
#define RAIL_XML_ENCRYPTION_TYPE_ELEMENT "http://www.w3.org/2001/04/xmlenc#Element"
#define RAIL_XML_ENCRYPTION_MIME_PKCS8 "application/pkcs8"

void      rail_xml_encryption_write_namespaces (RailXmlWriter        *writer);
void      rail_xml_encryption_write_data       (RailXmlWriter        *writer,
                                                const char           *attribute,
                                                const char           *value,
                                                const char           *key_name,
                                                GBytes               *sealed);
void      rail_xml_encryption_write_user       (RailXmlWriter        *writer,
                                                RailUser             *user,
                                                guint                 number);

GBytes   *rail_xml_encryption_read_data        (const RailXmlSource  *source,
                                                xmlNode              *data,
                                                GError              **error);
RailUser *rail_xml_encryption_read_user        (const RailXmlSource  *source,
                                                xmlNode              *node,
                                                GError              **error);

void      rail_xml_encryption_write_user_copy  (RailXmlWriter        *writer,
                                                RailUser             *user);
RailUser *rail_xml_encryption_read_user_copy   (const RailXmlSource  *source,
                                                xmlNode              *node,
                                                GError              **error);

G_END_DECLS
