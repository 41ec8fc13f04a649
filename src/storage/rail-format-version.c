/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-format-version.h"

#include "rail-xml-node.h"

#include <string.h>

/* A version of the format: its schema, and how a valid document of it becomes one of the next. */
typedef struct
{
  const char *schema;
  void      (*migrate) (xmlNode *root);
} Version;

/* Version 2 keeps a journal. All else that is new in it may be missing. */
static void
migrate_1_to_2 (xmlNode *root)
{
  if (rail_xml_node_is (root, "project"))
    xmlAddNextSibling (rail_xml_node_get_first (root, "entries"),
                       xmlNewDocNode (root->doc, root->ns, BAD_CAST "journal", NULL));
}

/* Version 3 says what devices do with certificates. Before, a protected project had one security setting for all. */
static void
migrate_2_to_3 (xmlNode *root)
{
  gboolean is_protected = rail_xml_node_get_first (root, "users") != NULL;

  for (xmlNode *node = rail_xml_node_find (root, "devices", "device", NULL); node != NULL;
       node = rail_xml_node_get_next (node, "device"))
    xmlNewProp (node, BAD_CAST "global-security", BAD_CAST (is_protected ? "true" : "false"));
}

/* From version 1 on. A new version gets a line here; its predecessor's schema stays as it is, under the number. */
static const Version versions[RAIL_FORMAT_VERSION] = {
  { "/org/certrail/storage/certrail-project-1.rng", migrate_1_to_2 },
  { "/org/certrail/storage/certrail-project-2.rng", migrate_2_to_3 },
  { "/org/certrail/storage/certrail-project.rng", NULL },
};

/*< private >
 * rail_format_version_get_schema:
 * @version: a number from a namespace
 *
 * Returns: (transfer none) (nullable): the resource with the schema of that version; %NULL if it is not known
 */
const char *
rail_format_version_get_schema (guint version)
{
  return version >= 1 && version <= RAIL_FORMAT_VERSION ? versions[version - 1].schema : NULL;
}

/*< private >
 * rail_format_version_get:
 * @document: a document that rail_xml_parse() returned
 *
 * Returns: the version that it was written in, also after it was migrated
 */
guint
rail_format_version_get (xmlDoc *document)
{
  const char *uri = (const char *) xmlDocGetRootElement (document)->ns->href;

  return (guint) g_ascii_strtoull (uri + strlen (RAIL_FORMAT_NAMESPACE_PREFIX), NULL, 10);
}

/*< private >
 * rail_format_version_migrate:
 * @document: a document that is valid in its version
 *
 * Makes a document of an older version one of the present version, step by step. Only its namespace stays, for
 * rail_format_version_get(). Seals and checksums are over the text, which stays as it is.
 */
void
rail_format_version_migrate (xmlDoc *document)
{
  for (guint version = rail_format_version_get (document); version < RAIL_FORMAT_VERSION; version++)
    versions[version - 1].migrate (xmlDocGetRootElement (document));
}
