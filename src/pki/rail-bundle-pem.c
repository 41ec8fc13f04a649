/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-bundle"

#include "config.h"

#include "rail-bundle-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BEGIN "-----BEGIN "
#define END "-----END "
#define DASHES "-----"
#define MAX_LABEL_SIZE 64

/* What a block holds by its label. It is read so; what it cannot be read as is looked at anew, whatever it is called. */
typedef enum
{
  BLOCK_UNKNOWN,
  BLOCK_CERTIFICATE,
  BLOCK_LIST,
  BLOCK_REQUEST,
  BLOCK_PKCS7,
  BLOCK_PKCS8,
  BLOCK_OLD_KEY,
  BLOCK_IGNORED,      /* goes without saying beside a key */
  BLOCK_PUBLIC_KEY,
  BLOCK_OPENSSH,
} BlockKind;

static const struct
{
  const char *label;
  BlockKind   kind;
} blocks[] = {
  { "CERTIFICATE", BLOCK_CERTIFICATE },
  { "X509 CERTIFICATE", BLOCK_CERTIFICATE },
  { "TRUSTED CERTIFICATE", BLOCK_CERTIFICATE },
  { "X509 CRL", BLOCK_LIST },
  { "CRL", BLOCK_LIST },
  { "CERTIFICATE REQUEST", BLOCK_REQUEST },
  { "NEW CERTIFICATE REQUEST", BLOCK_REQUEST },
  { "PKCS7", BLOCK_PKCS7 },
  { "PKCS #7 SIGNED DATA", BLOCK_PKCS7 },
  { "CMS", BLOCK_PKCS7 },
  { "PRIVATE KEY", BLOCK_PKCS8 },
  { "RSA PRIVATE KEY", BLOCK_OLD_KEY },
  { "EC PRIVATE KEY", BLOCK_OLD_KEY },
  { "DSA PRIVATE KEY", BLOCK_OLD_KEY },
  { "EC PARAMETERS", BLOCK_IGNORED },
  { "DSA PARAMETERS", BLOCK_IGNORED },
  { "DH PARAMETERS", BLOCK_IGNORED },
  { "X9.42 DH PARAMETERS", BLOCK_IGNORED },
  { "PUBLIC KEY", BLOCK_PUBLIC_KEY },
  { "RSA PUBLIC KEY", BLOCK_PUBLIC_KEY },
  { "OPENSSH PRIVATE KEY", BLOCK_OPENSSH },
};

/* One block. Its bytes may be a private key. */
typedef struct
{
  char       *label;
  char       *dek_info;       /* nullable */
  RailSecret *buffer;         /* nullable; longer than the bytes */
  gsize       size;
} Block;

static void
block_clear (Block *block)
{
  g_clear_pointer (&block->label, g_free);
  g_clear_pointer (&block->dek_info, g_free);
  g_clear_pointer (&block->buffer, rail_secret_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Block, block_clear)

static BlockKind
find_kind (const char *label)
{
  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    if (g_str_equal (blocks[i].label, label))
      return blocks[i].kind;
  return BLOCK_UNKNOWN;
}

static const char *
find (const char *text,
      const char *end,
      const char *what)
{
  return text < end ? memmem (text, end - text, what, strlen (what)) : NULL;
}

/* Line ends of all three kinds. Returns where the line ends, and in @out_next where the next begins. */
static const char *
find_line_end (const char  *text,
               const char  *end,
               const char **out_next)
{
  const char *at = text;

  while (at < end && *at != '\n' && *at != '\r')
    at++;
  *out_next = at < end ? at + 1 : end;
  if (at + 1 < end && at[0] == '\r' && at[1] == '\n')
    *out_next = at + 2;
  return at;
}

static guint
count_lines (const char *text,
             const char *end)
{
  guint n_lines = 0;

  while (text < end)
    {
      const char *next;

      if (find_line_end (text, end, &next) < end)
        n_lines++;
      text = next;
    }
  return n_lines;
}

/* Takes away what mail and YAML put before a line, and spaces after it. */
static void
strip_line (const char **line,
            const char **end)
{
  while (*line < *end && (g_ascii_isspace (**line) || **line == '>'))
    (*line)++;
  while (*end > *line && g_ascii_isspace ((*end)[-1]))
    (*end)--;
}

static gboolean
is_base64 (const char *line,
           const char *end)
{
  for (; line < end; line++)
    if (!g_ascii_isalnum (*line) && strchr ("+/= \t", *line) == NULL)
      return FALSE;
  return TRUE;
}

static void
take_header (Block      *block,
             const char *line,
             const char *end)
{
  const gsize size = strlen ("DEK-Info:");

  if ((gsize) (end - line) > size && g_ascii_strncasecmp (line, "DEK-Info:", size) == 0)
    {
      g_free (block->dek_info);
      block->dek_info = g_strstrip (g_strndup (line + size, end - line - size));
    }
}

/* Headers have a colon, which Base64 has not. The lines of Base64 are decoded one by one, as a line may begin with
 * anything that mail puts there. Gives the line that is neither, counted from 0, or −1. */
static int
decode_lines (Block      *block,
              const char *text,
              const char *end)
{
  guint8 *data;
  gint state = 0;
  guint save = 0;
  int number = 0;

  block->buffer = rail_secret_new_uninitialized ((end - text) / 4 * 3 + 6, &data);
  while (text < end)
    {
      const char *next;
      const char *line = text;
      const char *line_end = find_line_end (text, end, &next);

      strip_line (&line, &line_end);
      if (memchr (line, ':', line_end - line) != NULL && block->size == 0)
        take_header (block, line, line_end);
      else if (is_base64 (line, line_end))
        block->size += g_base64_decode_step (line, line_end - line, data + block->size, &state, &save);
      else
        return number;
      number++;
      text = next;
    }
  return -1;
}

/* The bytes of a trusted certificate go on after the certificate, with what openssl trusts it for. */
static gboolean
read_as_labelled (RailBundleReader       *reader,
                  const RailBundlePlace  *place,
                  BlockKind               kind,
                  const guint8           *data,
                  gsize                   size,
                  GError                **error)
{
  gssize length = rail_asn1_measure (data, size);

  switch (kind)
    {
    case BLOCK_CERTIFICATE:
      return rail_bundle_read_certificate (reader, place, data, length > 0 ? (gsize) length : size, error);

    case BLOCK_LIST:
      return rail_bundle_read_list (reader, place, data, size, error);

    case BLOCK_REQUEST:
      return rail_bundle_read_request (reader, place, data, size, error);

    case BLOCK_PKCS7:
      return rail_bundle_read_pkcs7 (reader, place, data, size, error);

    case BLOCK_PKCS8:
      return rail_bundle_read_pkcs8 (reader, place, data, size, error);

    case BLOCK_OLD_KEY:
      return rail_bundle_read_old_key (reader, place, data, size, error);

    case BLOCK_IGNORED:
      return TRUE;

    case BLOCK_PUBLIC_KEY:
      g_set_error_literal (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_UNSUPPORTED,
                           _("A public key alone is of no use here; import its certificate."));
      return FALSE;

    case BLOCK_OPENSSH:
      g_set_error_literal (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_UNSUPPORTED,
                           _("The key is in the form of OpenSSH; convert it with “ssh-keygen -p -m PEM”."));
      return FALSE;

    case BLOCK_UNKNOWN:
    default:
      g_set_error_literal (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_UNSUPPORTED,
                           _("It is nothing that is known."));
      return FALSE;
    }
}

static void
read_block (RailBundleReader      *reader,
            const RailBundlePlace *place,
            const Block           *block)
{
  const guint8 *data = rail_secret_get_data (block->buffer, NULL);
  g_autoptr(GError) error = NULL;

  if (block->dek_info != NULL)
    rail_bundle_read_encrypted_text (reader, place, block->dek_info, data, block->size);
  else if (!read_as_labelled (reader, place, find_kind (block->label), data, block->size, &error)
           && !rail_bundle_read_element (reader, place, data, block->size))
    rail_bundle_add_unreadable (reader, place, block->label, error->message);
}

/* Reads the block that begins at @begin. Returns where to go on. */
static const char *
take_block (RailBundleReader *reader,
            const char       *format,
            const char       *begin,
            const char       *end,
            guint             line)
{
  g_autofree char *where = g_strdup_printf (_("line %u"), line);
  const RailBundlePlace place = { .format = "PEM", .where = where };
  const char *label = begin + strlen (BEGIN);
  const char *label_end = find (label, MIN (end, label + MAX_LABEL_SIZE), DASHES);
  const char *body;
  const char *stop;
  const char *next;
  g_auto(Block) block = { NULL };
  int bad_line;

  if (label_end == NULL)
    return label;
  rail_bundle_set_format (reader, format);
  body = label_end + strlen (DASHES);
  block.label = rail_pki_text_from_bytes (label, label_end - label);
  /* No further than the next block, so that a file of beginnings is not searched to its end for each of them. */
  next = find (body, end, BEGIN);
  stop = find (body, next != NULL ? next : end, END);
  if (stop == NULL)
    {
      g_autofree char *reason =
        g_strdup_printf (_("The block that begins here has no line “-----END %s-----”."), block.label);

      rail_bundle_add_unreadable (reader, &place, block.label, reason);
      return next != NULL ? next : end;
    }
  bad_line = decode_lines (&block, body, stop);
  if (bad_line >= 0)
    {
      g_autofree char *reason = g_strdup_printf (_("Line %u is no Base64; the file is damaged."), line + bad_line);

      rail_bundle_add_unreadable (reader, &place, block.label, reason);
    }
  else
    read_block (reader, &place, &block);
  return stop + strlen (END);
}

static gboolean
read_blocks (RailBundleReader *reader,
             const char       *format,
             const char       *text,
             const char       *end)
{
  const char *counted = text;
  const char *begin = find (text, end, BEGIN);
  gboolean found = begin != NULL;
  guint line = 1;

  while (begin != NULL && !reader->full)
    {
      line += count_lines (counted, begin);
      counted = begin;
      begin = find (take_block (reader, format, begin, end, line), end, BEGIN);
    }
  return found;
}

/* Base64 of DER, as web pages and XML files show it. */
static gboolean
read_bare (RailBundleReader *reader,
           const char       *text,
           const char       *end)
{
  g_auto(Block) block = { NULL };
  const guint8 *data;

  if (decode_lines (&block, text, end) >= 0 || block.size == 0)
    return FALSE;
  data = rail_secret_get_data (block.buffer, NULL);
  return rail_bundle_read_elements (reader, "Base64", data, block.size);
}

/* PowerShell and Exchange write UTF-16, with a mark or without it. */
static const char *
find_encoding (const char *text,
               gsize       size)
{
  const guint8 *bytes = (const guint8 *) text;

  if (size < 4)
    return NULL;
  if ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0))
    return "UTF-16LE";
  if ((bytes[0] == 0xfe && bytes[1] == 0xff) || (bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0))
    return "UTF-16BE";
  return NULL;
}

/*< private >
 * rail_bundle_read_text:
 * @reader: a file under way
 * @text: text in ASCII, UTF-8 or UTF-16, or anything
 * @size: its size in bytes
 *
 * Reads the blocks of PEM (RFC 7468) that are in a text, whatever is around them, or Base64 alone.
 *
 * Returns: whether there was any; nothing was added otherwise
 */
gboolean
rail_bundle_read_text (RailBundleReader *reader,
                       const char       *text,
                       gsize             size)
{
  const char *encoding = find_encoding (text, size);
  g_autoptr(RailSecret) converted = NULL;
  const char *format = "PEM";

  if (encoding != NULL)
    {
      gsize converted_size = 0;
      char *utf8 = g_convert (text, size / 2 * 2, "UTF-8", encoding, NULL, &converted_size, NULL);

      if (utf8 == NULL)
        return FALSE;
      converted = rail_secret_new (utf8, converted_size);
      gnutls_memset (utf8, 0, converted_size);
      g_free (utf8);
      text = rail_secret_get_text (converted);
      size = converted_size;
      format = "PEM (UTF-16)";
    }
  if (size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      size -= 3;
    }
  return read_blocks (reader, format, text, text + size) || read_bare (reader, text, text + size);
}
