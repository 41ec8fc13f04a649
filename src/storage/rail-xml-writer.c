/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-xml-writer.h"

#include "rail-secret.h"

#include <string.h>

#define FIRST_ALLOCATION 65536
#define INDENTATION 2

struct _RailXmlWriter
{
  RailSecret *buffer;          /* wiped when it grows and when it is freed: the text may hold private keys */
  guint8     *data;            /* inside buffer */
  gsize       size;
  gsize       allocated;

  GPtrArray  *open;            /* names of the open elements, static strings */
  guint       n_nodes;         /* elements and attributes */
  gboolean    in_start_tag;    /* “<name …” still waits for its “>” */
  gboolean    has_text;        /* the innermost element holds text, so no white space may be added */
  gboolean    on_new_line;     /* the indentation of the next element is there already */
  gboolean    is_document;     /* begins with a declaration and ends with a line break */
  char       *unwritable;      /* the first name that XML cannot hold */
};

static guint8 *
reserve (RailXmlWriter *self,
         gsize          size)
{
  if (self->size + size > self->allocated)
    {
      gsize allocated = MAX (self->allocated * 2, self->size + size);
      guint8 *data;
      RailSecret *buffer = rail_secret_new_uninitialized (allocated, &data);

      memcpy (data, self->data, self->size);
      rail_secret_unref (self->buffer);
      self->buffer = buffer;
      self->data = data;
      self->allocated = allocated;
    }
  return self->data + self->size;
}

static void
append (RailXmlWriter *self,
        const char    *text,
        gsize          size)
{
  memcpy (reserve (self, size), text, size);
  self->size += size;
}

static void
append_string (RailXmlWriter *self,
               const char    *text)
{
  append (self, text, strlen (text));
}

/* The characters of XML 1.0 §2.2. */
static gboolean
is_writable (gunichar c)
{
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xfffe && c != 0xffff);
}

/* Line breaks and tabs go as references, because a reader turns them into spaces inside of attributes. */
static const char *
get_reference (gunichar c)
{
  switch (c)
    {
    case '&':  return "&amp;";
    case '<':  return "&lt;";
    case '>':  return "&gt;";
    case '"':  return "&quot;";
    case '\t': return "&#9;";
    case '\n': return "&#10;";
    case '\r': return "&#13;";
    default:   return NULL;
    }
}

static void
append_escaped (RailXmlWriter *self,
                const char    *text)
{
  const char *written = text;

  if (!g_utf8_validate (text, -1, NULL))
    {
      if (self->unwritable == NULL)
        self->unwritable = g_utf8_make_valid (text, -1);
      return;
    }
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const char *reference = get_reference (c);

      if (!is_writable (c) && self->unwritable == NULL)
        self->unwritable = g_strdup (text);
      if (reference == NULL)
        continue;
      append (self, written, p - written);
      append_string (self, reference);
      written = p + 1;
    }
  append_string (self, written);
}

static void
close_start_tag (RailXmlWriter *self)
{
  if (self->in_start_tag)
    append (self, ">", 1);
  self->in_start_tag = FALSE;
}

static void
append_indentation (RailXmlWriter *self)
{
  gsize width = self->open->len * INDENTATION;

  append (self, "\n", 1);
  memset (reserve (self, width), ' ', width);
  self->size += width;
}

/**
 * rail_xml_writer_new:
 * @with_declaration: whether the text begins with an XML declaration; the element inside of an EncryptedData has none
 *
 * A writer of indented XML into memory that is wiped when it is no longer needed.
 *
 * Returns: (transfer full): a writer
 */
RailXmlWriter *
rail_xml_writer_new (gboolean with_declaration)
{
  RailXmlWriter *self = g_new0 (RailXmlWriter, 1);

  self->buffer = rail_secret_new_uninitialized (FIRST_ALLOCATION, &self->data);
  self->allocated = FIRST_ALLOCATION;
  self->open = g_ptr_array_new ();
  self->is_document = with_declaration;
  if (with_declaration)
    append_string (self, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  return self;
}

/**
 * rail_xml_writer_free:
 * @self: (transfer full): a writer
 */
void
rail_xml_writer_free (RailXmlWriter *self)
{
  rail_secret_unref (self->buffer);
  g_ptr_array_unref (self->open);
  g_free (self->unwritable);
  g_free (self);
}

/**
 * rail_xml_writer_start:
 * @self: a writer
 * @element: a qualified name; must live as long as the writer
 *
 * Opens an element on a line of its own.
 */
void
rail_xml_writer_start (RailXmlWriter *self,
                       const char    *element)
{
  rail_xml_writer_begin_line (self);
  append (self, "<", 1);
  append_string (self, element);
  g_ptr_array_add (self->open, (gpointer) element);
  self->n_nodes++;
  self->in_start_tag = TRUE;
  self->has_text = FALSE;
  self->on_new_line = FALSE;
}

/**
 * rail_xml_writer_attribute:
 * @self: a writer whose element has no content yet
 * @name: a qualified name
 * @value: (nullable): any text; %NULL leaves the attribute out
 */
void
rail_xml_writer_attribute (RailXmlWriter *self,
                           const char    *name,
                           const char    *value)
{
  g_return_if_fail (self->in_start_tag);

  if (value == NULL)
    return;
  self->n_nodes++;
  append (self, " ", 1);
  append_string (self, name);
  append (self, "=\"", 2);
  append_escaped (self, value);
  append (self, "\"", 1);
}

/**
 * rail_xml_writer_number:
 * @self: a writer whose element has no content yet
 * @name: a qualified name
 * @value: a number, written in decimal
 */
void
rail_xml_writer_number (RailXmlWriter *self,
                        const char    *name,
                        guint64        value)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT, value);
  rail_xml_writer_attribute (self, name, text);
}

/**
 * rail_xml_writer_time:
 * @self: a writer whose element has no content yet
 * @name: a qualified name
 * @value: a time, in seconds since 1970, written in UTC
 */
void
rail_xml_writer_time (RailXmlWriter *self,
                      const char    *name,
                      gint64         value)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (value);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

  rail_xml_writer_attribute (self, name, text);
}

/**
 * rail_xml_writer_text:
 * @self: a writer
 * @text: the text of the innermost element
 */
void
rail_xml_writer_text (RailXmlWriter *self,
                      const char    *text)
{
  close_start_tag (self);
  append_escaped (self, text);
  self->has_text = TRUE;
}

/**
 * rail_xml_writer_base64:
 * @self: a writer
 * @data: (array length=size): bytes, the text of the innermost element
 * @size: how many
 *
 * Writes the bytes in base64 (RFC 4648 §4) on one line, with no copy of them outside of the wiped buffer.
 */
void
rail_xml_writer_base64 (RailXmlWriter *self,
                        gconstpointer  data,
                        gsize          size)
{
  int state = 0, save = 0;
  char *out;
  gsize length;

  close_start_tag (self);
  out = (char *) reserve (self, (size / 3 + 1) * 4 + 4);
  length = g_base64_encode_step (data, size, FALSE, out, &state, &save);
  length += g_base64_encode_close (FALSE, out + length, &state, &save);
  self->size += length;
  self->has_text = TRUE;
}

/**
 * rail_xml_writer_end:
 * @self: a writer
 *
 * Closes the innermost element, on a line of its own if it holds elements.
 */
void
rail_xml_writer_end (RailXmlWriter *self)
{
  const char *element;

  g_return_if_fail (self->open->len > 0);

  element = g_ptr_array_remove_index (self->open, self->open->len - 1);
  if (self->in_start_tag)
    append (self, "/>", 2);
  else
    {
      if (!self->has_text)
        append_indentation (self);
      append (self, "</", 2);
      append_string (self, element);
      append (self, ">", 1);
    }
  self->in_start_tag = FALSE;
  self->has_text = FALSE;
  if (self->open->len == 0 && self->is_document)
    append (self, "\n", 1);
}

/**
 * rail_xml_writer_begin_line:
 * @self: a writer
 *
 * Begins the line on which the next element will stand, so that rail_xml_writer_peek() gives all that is before it.
 */
void
rail_xml_writer_begin_line (RailXmlWriter *self)
{
  close_start_tag (self);
  if (self->size > 0 && !self->on_new_line)
    append_indentation (self);
  self->on_new_line = TRUE;
}

/**
 * rail_xml_writer_peek:
 * @self: a writer
 * @out_size: (out): the length in bytes
 *
 * Returns: (transfer none): the text so far, valid until more is written
 */
const char *
rail_xml_writer_peek (RailXmlWriter *self,
                      gsize         *out_size)
{
  *out_size = self->size;
  return (const char *) self->data;
}

/**
 * rail_xml_writer_get_n_nodes:
 * @self: a writer
 *
 * Returns: how many elements and attributes it has written; there is a bound on both together
 */
guint
rail_xml_writer_get_n_nodes (RailXmlWriter *self)
{
  return self->n_nodes;
}

/**
 * rail_xml_writer_get_unwritable:
 * @self: a writer
 *
 * Returns: (transfer none) (nullable): the first value that XML 1.0 cannot hold, because it is not UTF-8 or has a
 *   control character; the text must not be used then
 */
const char *
rail_xml_writer_get_unwritable (RailXmlWriter *self)
{
  return self->unwritable;
}
