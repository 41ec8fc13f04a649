/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-xml-scan.h"

#include <string.h>

static const char *
skip (const char *at,
      const char *end,
      const char *terminator)
{
  const char *found = memmem (at, end - at, terminator, strlen (terminator));

  return found != NULL ? found + strlen (terminator) : end;
}

static gboolean
starts_with (const char *at,
             const char *end,
             const char *prefix)
{
  return (gsize) (end - at) >= strlen (prefix) && memcmp (at, prefix, strlen (prefix)) == 0;
}

/* Behind a tag; each attribute has a value in quotes. NULL if there are too many. */
static const char *
skip_tag (const char *at,
          const char *end)
{
  guint n_attributes = 0;

  while (at < end && *at != '>')
    {
      if (*at == '"' || *at == '\'')
        {
          if (++n_attributes > RAIL_XML_MAX_ATTRIBUTES)
            return NULL;
          at = memchr (at + 1, *at, end - at - 1);
          if (at == NULL)
            return end;
        }
      at++;
    }
  return at;
}

/**
 * rail_xml_scan_attributes:
 * @text: (array length=size): XML, or anything
 * @size: its length in bytes
 *
 * Looks for an element with more than %RAIL_XML_MAX_ATTRIBUTES attributes and namespace declarations, in one pass. libxml2
 * compares each attribute of an element with each before it, and calls nobody until it is through: a file of a megabyte
 * could keep it busy for minutes. Text that is not well-formed may be misread from its first error on, but there libxml2
 * stops.
 *
 * Returns: whether there is none
 */
gboolean
rail_xml_scan_attributes (const char *text,
                          gsize       size)
{
  const char *end = text + size;
  const char *at = memchr (text, '<', size);

  while (at != NULL)
    {
      if (starts_with (at, end, "<!--"))
        at = skip (at + 4, end, "-->");
      else if (starts_with (at, end, "<![CDATA["))
        at = skip (at + 9, end, "]]>");
      else if (starts_with (at, end, "<?"))
        at = skip (at + 2, end, "?>");
      else
        at = skip_tag (at + 1, end);
      if (at == NULL)
        return FALSE;
      at = memchr (at, '<', end - at);
    }
  return TRUE;
}
