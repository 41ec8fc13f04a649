/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-xml-parser.h"

#include "rail-format-version.h"
#include "rail-storage-resources.h"
#include "rail-xml-scan.h"

#include <glib/gi18n-lib.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <string.h>

/* A project nests 9 deep. */
#define MAX_DEPTH 32
/* libxml2 quotes what it found, which may be long. */
#define MAX_MESSAGE 200

/* HUGE lifts limits that a large project exceeds (its ciphertext is one text node); the bounds here replace them. */
#define OPTIONS (XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOBLANKS | XML_PARSE_IGNORE_ENC | XML_PARSE_HUGE | \
                 XML_PARSE_BIG_LINES)

typedef enum
{
  REFUSED_NOT,
  REFUSED_DOCTYPE,
  REFUSED_NOT_A_PROJECT,
  REFUSED_VERSION,
  REFUSED_DEPTH,
  REFUSED_NODES,
} Refusal;

typedef struct
{
  xmlParserCtxt *context;
  Refusal        refusal;
  char          *version;
  gboolean       has_root;
  guint          depth;
  guint          n_nodes;

  gboolean       failed;        /* libxml2 found the first error below */
  gboolean       at_end;        /* … by running out of text */
  long           line;
  char          *message;
} Parsing;

static void
parsing_clear (Parsing *self)
{
  g_free (self->version);
  g_free (self->message);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parsing, parsing_clear)

static void
refuse (Parsing *self,
        Refusal  refusal)
{
  self->refusal = refusal;
  xmlStopParser (self->context);
}

static void
check_root (Parsing       *self,
            const xmlChar *name,
            const xmlChar *uri)
{
  const char *version;
  guint64 number = 0;

  self->has_root = TRUE;
  if (uri == NULL || !g_str_has_prefix ((const char *) uri, RAIL_FORMAT_NAMESPACE_PREFIX) ||
      (!xmlStrEqual (name, BAD_CAST "project") && !xmlStrEqual (name, BAD_CAST "protected-project")))
    {
      refuse (self, REFUSED_NOT_A_PROJECT);
      return;
    }
  version = (const char *) uri + strlen (RAIL_FORMAT_NAMESPACE_PREFIX);
  if (*version == '0' || !g_ascii_string_to_unsigned (version, 10, 1, G_MAXUINT32, &number, NULL))
    refuse (self, REFUSED_NOT_A_PROJECT);
  else if (rail_format_version_get_schema ((guint) number) == NULL)
    {
      self->version = g_strdup (version);
      refuse (self, REFUSED_VERSION);
    }
}

static void
record_error (Parsing        *self,
              const xmlError *problem)
{
  if (problem->level < XML_ERR_ERROR || self->failed)
    return;
  self->failed = TRUE;
  self->line = problem->line;
  if (problem->message != NULL)
    {
      g_autofree char *start = g_strndup (problem->message, MAX_MESSAGE);

      self->message = g_strdelimit (g_strchomp (g_utf8_make_valid (start, -1)), "\n\r", ' ');
    }
}

static void
internal_subset_cb (void          *user_data,
                    const xmlChar *name,
                    const xmlChar *public_id,
                    const xmlChar *system_id)
{
  refuse (((xmlParserCtxt *) user_data)->_private, REFUSED_DOCTYPE);
}

static void
start_element_cb (void           *user_data,
                  const xmlChar  *name,
                  const xmlChar  *prefix,
                  const xmlChar  *uri,
                  int             n_namespaces,
                  const xmlChar **namespaces,
                  int             n_attributes,
                  int             n_defaulted,
                  const xmlChar **attributes)
{
  Parsing *self = ((xmlParserCtxt *) user_data)->_private;

  if (!self->has_root)
    check_root (self, name, uri);
  self->depth++;
  self->n_nodes += 1 + n_attributes + n_namespaces;
  if (self->refusal == REFUSED_NOT && self->depth > MAX_DEPTH)
    refuse (self, REFUSED_DEPTH);
  if (self->refusal == REFUSED_NOT && self->n_nodes > RAIL_XML_MAX_NODES)
    refuse (self, REFUSED_NODES);
  if (self->refusal == REFUSED_NOT)
    xmlSAX2StartElementNs (user_data, name, prefix, uri, n_namespaces, namespaces, n_attributes, n_defaulted,
                           attributes);
}

static void
end_element_cb (void          *user_data,
                const xmlChar *name,
                const xmlChar *prefix,
                const xmlChar *uri)
{
  Parsing *self = ((xmlParserCtxt *) user_data)->_private;

  self->depth--;
  xmlSAX2EndElementNs (user_data, name, prefix, uri);
}

static void
parse_error_cb (void     *user_data,
                xmlError *problem)
{
  Parsing *self = ((xmlParserCtxt *) user_data)->_private;
  xmlParserInput *input = self->context->input;
  gboolean is_first = !self->failed;

  record_error (self, problem);
  /* The whole text is in memory, so its end is the end of the file. Before the slash of an empty element's tag libxml2
   * stops without having looked behind it. */
  if (is_first && self->failed)
    self->at_end = input == NULL || input->cur >= input->end || (*input->cur == '/' && input->cur + 1 == input->end);
}

static void
schema_error_cb (void     *user_data,
                 xmlError *problem)
{
  record_error (user_data, problem);
}

static void
set_not_a_project (const RailXmlSource  *source,
                   GError              **error)
{
  rail_xml_source_set_error (source, RAIL_STORAGE_ERROR_NOT_A_PROJECT,
                             _("because it is not a Certrail project; choose a file whose name ends in “.certrail”"),
                             error);
}

static void
set_truncated (const RailXmlSource  *source,
               GError              **error)
{
  g_autofree char *reason =
    g_strdup_printf (_("because it ends too early, as after a copy that was cut off; copy it again, or open its "
                       "previous version, “%s~”"), source->file_name);

  rail_xml_source_set_error (source, RAIL_STORAGE_ERROR_TRUNCATED, reason, error);
}

static void
set_refused (const RailXmlSource  *source,
             const Parsing        *parsing,
             GError              **error)
{
  g_autofree char *reason = NULL;

  switch (parsing->refusal)
    {
    case REFUSED_DOCTYPE:
      rail_xml_source_set_error (source, RAIL_STORAGE_ERROR_DOCTYPE,
                                 _("because it has a document type declaration (DOCTYPE), which no project has and "
                                   "which can attack a program that reads it; ask whoever gave it to you"), error);
      break;
    case REFUSED_VERSION:
      reason = g_strdup_printf (_("because its format version is %s and this Certrail reads versions up to %d; open it "
                                  "with a newer Certrail"), parsing->version, RAIL_FORMAT_VERSION);
      rail_xml_source_set_error (source, RAIL_STORAGE_ERROR_NEWER_VERSION, reason, error);
      break;
    case REFUSED_DEPTH:
      reason = g_strdup_printf (_("because its elements nest more than %d deep, which no project does; ask whoever "
                                  "gave it to you"), MAX_DEPTH);
      rail_xml_source_set_error (source, RAIL_STORAGE_ERROR_LIMIT, reason, error);
      break;
    case REFUSED_NODES:
      rail_xml_source_set_limit (source, _("elements and attributes"), RAIL_XML_MAX_NODES, error);
      break;
    case REFUSED_NOT_A_PROJECT:
    case REFUSED_NOT:
    default:
      set_not_a_project (source, error);
      break;
    }
}

/* What cannot be read as far as its root is still a project gone bad if it says so. */
static gboolean
looks_like_project (const char *text,
                    gsize       size)
{
  return g_strstr_len (text, size, RAIL_FORMAT_NAMESPACE_PREFIX) != NULL;
}

/* Projects are UTF-8. To know it beforehand keeps every decoder of libxml2 out of the way. */
static gboolean
check_encoding (const RailXmlSource  *source,
                const char           *text,
                gsize                 size,
                GError              **error)
{
  const char *end;

  if (size > RAIL_XML_MAX_SIZE)
    {
      g_autofree char *reason =
        g_strdup_printf (_("because it is larger than %d MiB; split it into several projects"),
                         RAIL_XML_MAX_SIZE / (1024 * 1024));

      rail_xml_source_set_error (source, RAIL_STORAGE_ERROR_LIMIT, reason, error);
      return FALSE;
    }
  if (size == 0)
    {
      set_truncated (source, error);
      return FALSE;
    }
  if (g_utf8_validate_len (text, size, &end))
    return TRUE;

  if (g_utf8_get_char_validated (end, text + size - end) == (gunichar) -2 && *end != '\0')
    set_truncated (source, error);
  else if (!looks_like_project (text, size))
    set_not_a_project (source, error);
  else
    rail_xml_source_set_damaged (source, 0, error, _("byte %zu is no text"), (gsize) (end - text) + 1);
  return FALSE;
}

/* Before libxml2 sees it, which takes as long as it takes. */
static gboolean
check_attributes (const RailXmlSource  *source,
                  const char           *text,
                  gsize                 size,
                  GError              **error)
{
  if (rail_xml_scan_attributes (text, size))
    return TRUE;
  if (looks_like_project (text, size))
    rail_xml_source_set_limit (source, _("attributes of one element"), RAIL_XML_MAX_ATTRIBUTES, error);
  else
    set_not_a_project (source, error);
  return FALSE;
}

/* The text is read where it stands, because copies that libxml2 made of it would not be wiped. */
static xmlDoc *
run_parser (Parsing    *parsing,
            const char *text)
{
  xmlParserCtxt *context = xmlNewParserCtxt ();
  xmlParserInput *input = xmlNewStringInputStream (context, BAD_CAST text);
  xmlDoc *document;

  parsing->context = context;
  context->_private = parsing;
  context->sax->internalSubset = internal_subset_cb;
  context->sax->startElementNs = start_element_cb;
  context->sax->endElementNs = end_element_cb;
  context->sax->serror = parse_error_cb;
  /* After the options, which set handlers too: comments and processing instructions mean nothing in a project. */
  xmlCtxtUseOptions (context, OPTIONS);
  context->sax->comment = NULL;
  context->sax->processingInstruction = NULL;
  inputPush (context, input);
  xmlParseDocument (context);

  if (!context->wellFormed || !context->nsWellFormed)
    parsing->failed = TRUE;
  document = context->myDoc;
  context->myDoc = NULL;
  xmlFreeParserCtxt (context);
  parsing->context = NULL;
  return document;
}

static gboolean
validate (const RailXmlSource  *source,
          xmlDoc               *document,
          GError              **error)
{
  const char *path = rail_format_version_get_schema (rail_format_version_get (document));
  g_autoptr(GBytes) text = g_resource_lookup_data (rail_storage_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize size;
  const char *data = g_bytes_get_data (text, &size);
  xmlRelaxNGParserCtxt *schema_context = xmlRelaxNGNewMemParserCtxt (data, size);
  xmlRelaxNG *schema;
  xmlRelaxNGValidCtxt *context;
  g_auto(Parsing) result = { 0 };

  xmlRelaxNGSetParserStructuredErrors (schema_context, schema_error_cb, &result);
  schema = xmlRelaxNGParse (schema_context);
  xmlRelaxNGFreeParserCtxt (schema_context);
  context = xmlRelaxNGNewValidCtxt (schema);
  xmlRelaxNGSetValidStructuredErrors (context, schema_error_cb, &result);
  if (xmlRelaxNGValidateDoc (context, document) != 0)
    result.failed = TRUE;
  xmlRelaxNGFreeValidCtxt (context);
  xmlRelaxNGFree (schema);

  if (result.failed)
    rail_xml_source_set_damaged (source, result.line, error, "%s",
                                 result.message != NULL ? result.message : _("not as the schema has it"));
  return !result.failed;
}

/**
 * rail_xml_parse:
 * @source: where the text comes from, for errors
 * @text: (array length=size): XML with a NUL byte behind its end; it may come from anybody
 * @size: its length in bytes
 * @error: return location for an error
 *
 * Parses a project, holds it against the schema of its version, and migrates it to the present one. Nothing is fetched,
 * no entity is expanded, a document type declaration is refused, and size, depth and number of nodes are bounded. libxml2
 * prints nothing.
 *
 * Returns: (transfer full): the document, to be freed with rail_xml_free(), or %NULL with RAIL_STORAGE_ERROR_DOCTYPE,
 *   NOT_A_PROJECT, NEWER_VERSION, TRUNCATED, LIMIT, or DAMAGED with the line
 */
xmlDoc *
rail_xml_parse (const RailXmlSource  *source,
                const char           *text,
                gsize                 size,
                GError              **error)
{
  static gsize is_initialized;
  g_auto(Parsing) parsing = { 0 };
  xmlDoc *document;

  if (g_once_init_enter (&is_initialized))
    {
      xmlInitParser ();
      g_once_init_leave (&is_initialized, 1);
    }
  if (!check_encoding (source, text, size, error) || !check_attributes (source, text, size, error))
    return NULL;

  document = run_parser (&parsing, text);
  if (parsing.refusal != REFUSED_NOT)
    set_refused (source, &parsing, error);
  else if (parsing.failed && parsing.at_end)
    set_truncated (source, error);
  else if (parsing.failed && !parsing.has_root && !looks_like_project (text, size))
    set_not_a_project (source, error);
  else if (parsing.failed)
    rail_xml_source_set_damaged (source, parsing.line, error, "%s",
                                 parsing.message != NULL ? parsing.message : _("not well-formed"));
  else if (validate (source, document, error))
    {
      rail_format_version_migrate (document);
      return document;
    }
  g_clear_pointer (&document, rail_xml_free);
  return NULL;
}

/**
 * rail_xml_free:
 * @document: (transfer full): a document
 *
 * Wipes all text, because an unprotected project holds private keys in clear, and frees the document.
 */
void
rail_xml_free (xmlDoc *document)
{
  xmlNode *node = (xmlNode *) document->children;

  while (node != NULL)
    {
      if (node->type == XML_TEXT_NODE && node->content != NULL && !xmlDictOwns (document->dict, node->content))
        explicit_bzero (node->content, strlen ((const char *) node->content));

      if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        node = node->children;
      else
        {
          while (node != NULL && node->next == NULL)
            node = node->parent == (xmlNode *) document ? NULL : node->parent;
          node = node != NULL ? node->next : NULL;
        }
    }
  xmlFreeDoc (document);
}
