/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-bundle"

#include "config.h"

#include "rail-bundle-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-pbe-private.h"

#define DATA_OID "1.2.840.113549.1.7.1"
#define SIGNED_DATA_OID "1.2.840.113549.1.7.2"
#define ENCRYPTED_DATA_OID "1.2.840.113549.1.7.6"
#define PBMAC1_OID "1.2.840.113549.1.5.14"

#define MAX_PARTS 1000

/* Taken apart, a file of tiny pieces needs more than a hundred times its size in memory. */
#define MAX_SIZE (16 * 1024 * 1024)

/* GnuTLS cuts the list of a part after so many bags, and does not say so. */
#define MAX_BAGS_OF_GNUTLS 32

/* A PKCS#12 file under way. What GnuTLS and libtasn1 read is the same; the second gives access to each bag. */
typedef struct
{
  RailBundleReader      *reader;
  const RailBundlePlace *place;
  gnutls_pkcs12_t        file;
  asn1_node              parts;         /* AuthenticatedSafe */
  const char            *hash;          /* of the integrity check; NULL without one */
  gboolean               is_verified;   /* the password is known to be right */
} Pkcs12;

static void
pkcs12_clear (Pkcs12 *self)
{
  gnutls_pkcs12_deinit (self->file);
  rail_asn1_clear (&self->parts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pkcs12, pkcs12_clear)

static void
add_unreadable (Pkcs12       *self,
                const GError *error)
{
  g_autofree char *reason = g_strdup_printf (_("This part cannot be read: %s."), error->message);

  rail_bundle_add_unreadable (self->reader, self->place, _("PKCS#12 part"), reason);
}

/* The parts in clear. A file that is signed instead of being sealed by a password has them elsewhere. */
static asn1_node
open_parts (const guint8  *data,
            gsize          size,
            const char   **out_reason)
{
  g_auto(asn1_node) outer = rail_asn1_decode_lax (RAIL_ASN1_PFX, data, size);
  g_autoptr(GBytes) content = NULL;
  g_autoptr(RailSecret) octets = NULL;
  char oid[RAIL_ASN1_OID_SIZE];

  *out_reason = _("The file is damaged.");
  if (outer == NULL || !rail_asn1_read_oid (outer, "authSafe.contentType", oid))
    return NULL;
  if (!g_str_equal (oid, DATA_OID))
    {
      *out_reason = g_str_equal (oid, SIGNED_DATA_OID)
                      ? _("The file is signed instead of being protected by a password, which cannot be read here.")
                      : _("The file is protected in a way that is not known here.");
      return NULL;
    }
  content = rail_asn1_read (outer, "authSafe.content");
  if (content != NULL)
    octets = rail_asn1_read_octets (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  if (octets == NULL)
    return NULL;
  return rail_asn1_decode_lax (RAIL_ASN1_AUTHENTICATED_SAFE, rail_secret_get_data (octets, NULL),
                               rail_secret_get_size (octets));
}

static const char *
name_hash (guint mac)
{
  switch (mac)
    {
    case GNUTLS_MAC_SHA1:
      return "SHA-1";

    case GNUTLS_MAC_SHA224:
      return "SHA-224";

    case GNUTLS_MAC_SHA256:
      return "SHA-256";

    case GNUTLS_MAC_SHA384:
      return "SHA-384";

    case GNUTLS_MAC_SHA512:
      return "SHA-512";

    default:
      return gnutls_mac_get_name (mac);
    }
}

/* The password that the check agrees with comes first from now on, as it opens everything that PKCS#12 makes the key of
 * from text. Those that it does not agree with are kept: what is within may have been written by another program. */
static gboolean
find_password (Pkcs12   *self,
               guint     iterations,
               GError  **error)
{
  GPtrArray *texts = self->reader->texts;

  for (guint i = 0; i < texts->len; i++)
    {
      RailSecret *text = texts->pdata[i];

      if (!rail_bundle_spend (self->reader, iterations, error))
        return FALSE;
      if (gnutls_pkcs12_verify_mac (self->file, text != NULL ? rail_secret_get_text (text) : NULL) >= 0)
        {
          texts->pdata[i] = texts->pdata[0];
          texts->pdata[0] = text;
          return TRUE;
        }
    }
  return FALSE;
}

/* Whether there is a reason to go on. A check of an unknown kind is as good as none. */
static gboolean
check (Pkcs12 *self)
{
  g_autoptr(GError) error = NULL;
  guint mac = 0;
  guint iterations = 0;
  char *oid = NULL;
  int code = gnutls_pkcs12_mac_info (self->file, &mac, NULL, NULL, &iterations, &oid);

  gnutls_free (oid);
  if (code < 0)
    {
      self->reader->flags |= RAIL_BUNDLE_NO_MAC;
      return TRUE;
    }
  self->hash = name_hash (mac);
  self->is_verified = find_password (self, iterations, &error);
  if (error != NULL)
    add_unreadable (self, error);
  else if (!self->is_verified)
    rail_bundle_add_locked (self->reader, self->place, _("PKCS#12 file"),
                            self->reader->password != NULL
                              ? _("The password is wrong, or the file is damaged.")
                              : _("The file is protected by a password."));
  return self->is_verified;
}

static asn1_node
decode_contents (RailSecret *plain)
{
  if (plain == NULL)
    return NULL;
  return rail_asn1_decode_lax (RAIL_ASN1_SAFE_CONTENTS, rail_secret_get_data (plain, NULL),
                               rail_secret_get_size (plain));
}

static asn1_node
open_modern (Pkcs12         *self,
             const RailPbe  *pbe,
             GBytes         *encrypted,
             GError        **error)
{
  GPtrArray *codes = self->reader->codes;
  asn1_node contents = NULL;

  for (guint i = 0; i < codes->len && contents == NULL; i++)
    {
      g_autoptr(RailSecret) plain = NULL;

      if (!rail_bundle_spend (self->reader, pbe->iterations, error))
        return NULL;
      plain = rail_pbe_decrypt (pbe, codes->pdata[i], encrypted);
      contents = decode_contents (plain);
    }
  return contents;
}

static void
add_unknown (Pkcs12                *self,
             const RailBundlePlace *place)
{
  rail_bundle_add_unreadable (self->reader, place, _("PKCS#12 part"), _("It is nothing that is known."));
}

static void
read_bag_of_gnutls (Pkcs12               *self,
                    gnutls_pkcs12_bag_t   bag,
                    int                   index)
{
  gnutls_datum_t data = { NULL, 0 };           /* belongs to the bag, as the next two */
  gnutls_datum_t key_id = { NULL, 0 };
  char *name = NULL;
  g_autofree char *friendly_name = NULL;
  g_autoptr(GBytes) local_key_id = NULL;
  g_autoptr(GError) error = NULL;
  RailBundlePlace place = { .format = "PKCS#12", .where = self->place->where };

  if (gnutls_pkcs12_bag_get_data (bag, index, &data) < 0)
    return;
  if (gnutls_pkcs12_bag_get_friendly_name (bag, index, &name) >= 0 && name != NULL)
    place.friendly_name = friendly_name = rail_pki_text_from_bytes (name, strlen (name));
  if (gnutls_pkcs12_bag_get_key_id (bag, index, &key_id) >= 0 && key_id.size > 0)
    place.local_key_id = local_key_id = g_bytes_new (key_id.data, key_id.size);

  switch ((int) gnutls_pkcs12_bag_get_type (bag, index))
    {
    case GNUTLS_BAG_CERTIFICATE:
      if (!rail_bundle_read_certificate (self->reader, &place, data.data, data.size, &error))
        rail_bundle_add_unreadable (self->reader, &place, _("Certificate"), error->message);
      break;

    case GNUTLS_BAG_CRL:
      if (!rail_bundle_read_list (self->reader, &place, data.data, data.size, &error))
        rail_bundle_add_unreadable (self->reader, &place, _("Revocation list"), error->message);
      break;

    case GNUTLS_BAG_PKCS8_KEY:
      if (!rail_bundle_read_pkcs8 (self->reader, &place, data.data, data.size, &error))
        rail_bundle_add_unreadable (self->reader, &place, _("Key"), error->message);
      break;

    case GNUTLS_BAG_PKCS8_ENCRYPTED_KEY:
      if (!rail_bundle_read_encrypted_pkcs8 (self->reader, &place, data.data, data.size))
        add_unknown (self, &place);
      break;

    default:
      add_unknown (self, &place);
    }
}

/* A part under one of the older schemes, whose key derivation only GnuTLS has. Returns whether it was opened. */
static gboolean
read_old_part (Pkcs12         *self,
               int             index,
               const RailPbe  *pbe,
               GError        **error)
{
  GPtrArray *texts = self->reader->texts;

  for (guint i = 0; i < texts->len; i++)
    {
      g_auto(gnutls_pkcs12_bag_t) bag = NULL;
      const RailSecret *text = texts->pdata[i];
      int n_bags;

      /* GnuTLS derives key and initialisation vector one after the other. */
      if (!rail_bundle_spend (self->reader, 2 * pbe->iterations, error))
        return FALSE;
      if (gnutls_pkcs12_bag_init (&bag) < 0 || gnutls_pkcs12_get_bag (self->file, index, bag) < 0
          || gnutls_pkcs12_bag_decrypt (bag, text != NULL ? rail_secret_get_text (text) : NULL) < 0)
        continue;

      n_bags = gnutls_pkcs12_bag_get_count (bag);
      for (int j = 0; j < n_bags && !self->reader->full; j++)
        read_bag_of_gnutls (self, bag, j);
      if (n_bags >= MAX_BAGS_OF_GNUTLS)
        rail_bundle_add_unreadable (self->reader, self->place, _("PKCS#12 part"),
                                    _("Of a part under this old encryption only the first 32 entries can be read; "
                                      "if it has more, write it anew with AES-256."));
      return TRUE;
    }
  return FALSE;
}

static void
read_encrypted_part (Pkcs12 *self,
                     int     index,
                     GBytes *content)
{
  g_auto(asn1_node) info =
    rail_asn1_decode_lax (RAIL_ASN1_ENCRYPTED_DATA, g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  g_autoptr(GBytes) encrypted =
    info != NULL ? rail_asn1_read (info, "encryptedContentInfo.encryptedContent") : NULL;
  g_auto(asn1_node) contents = NULL;
  g_auto(RailPbe) pbe = { NULL };
  g_autoptr(GError) error = NULL;
  gboolean is_open = FALSE;

  if (encrypted == NULL)
    {
      rail_bundle_add_unreadable (self->reader, self->place, _("PKCS#12 part"), _("It is damaged."));
      return;
    }
  if (rail_pbe_read (&pbe, info, "encryptedContentInfo.contentEncryptionAlgorithm", &error))
    {
      if (pbe.is_pbes2)
        contents = open_modern (self, &pbe, encrypted, &error);
      else
        is_open = read_old_part (self, index, &pbe, &error);
    }
  if (contents != NULL)
    rail_bundle_read_bags (self->reader, self->place, contents);
  else if (error != NULL)
    add_unreadable (self, error);
  else if (!is_open && self->is_verified)
    rail_bundle_add_locked (self->reader, self->place, _("PKCS#12 part"),
                            _("It is encrypted with another password than the rest, or is damaged."));
  else if (!is_open)
    rail_bundle_add_encrypted (self->reader, self->place, _("PKCS#12 part"));
}

static void
read_plain_part (Pkcs12 *self,
                 GBytes *content)
{
  g_autoptr(RailSecret) octets =
    rail_asn1_read_octets (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  g_auto(asn1_node) contents = decode_contents (octets);

  if (contents != NULL)
    rail_bundle_read_bags (self->reader, self->place, contents);
  else
    rail_bundle_add_unreadable (self->reader, self->place, _("PKCS#12 part"), _("It is damaged."));
}

static void
read_part (Pkcs12 *self,
           int     index)
{
  g_autofree char *type = g_strdup_printf ("?%d.contentType", index + 1);
  g_autofree char *field = g_strdup_printf ("?%d.content", index + 1);
  g_autoptr(GBytes) content = rail_asn1_read (self->parts, field);
  char oid[RAIL_ASN1_OID_SIZE] = "";

  rail_asn1_read_oid (self->parts, type, oid);
  if (content != NULL && g_str_equal (oid, DATA_OID))
    read_plain_part (self, content);
  else if (content != NULL && g_str_equal (oid, ENCRYPTED_DATA_OID))
    read_encrypted_part (self, index, content);
  else
    rail_bundle_add_unreadable (self->reader, self->place, _("PKCS#12 part"),
                                _("It is encrypted for a certificate instead of with a password, which cannot be "
                                  "read here."));
}

static asn1_node
open_encrypted_data (Pkcs12 *self,
                     guint   index)
{
  g_autofree char *type = g_strdup_printf ("?%u.contentType", index + 1);
  g_autofree char *field = g_strdup_printf ("?%u.content", index + 1);
  g_autoptr(GBytes) content = rail_asn1_read (self->parts, field);
  char oid[RAIL_ASN1_OID_SIZE];

  if (content == NULL || !rail_asn1_read_oid (self->parts, type, oid) || !g_str_equal (oid, ENCRYPTED_DATA_OID))
    return NULL;
  return rail_asn1_decode_lax (RAIL_ASN1_ENCRYPTED_DATA, g_bytes_get_data (content, NULL), g_bytes_get_size (content));
}

/* Told of a file that stays closed, too. */
static void
collect_ciphers (Pkcs12 *self,
                 guint   n_parts)
{
  for (guint i = 0; i < n_parts; i++)
    {
      g_auto(asn1_node) info = open_encrypted_data (self, i);
      g_auto(RailPbe) pbe = { NULL };

      if (info != NULL)
        rail_pbe_read (&pbe, info, "encryptedContentInfo.contentEncryptionAlgorithm", NULL);
      if (pbe.cipher != NULL)
        rail_bundle_add_cipher (self->reader, pbe.cipher);
    }
}

/* "PKCS#12, AES-256 with SHA-256" */
static void
set_format (Pkcs12 *self)
{
  GPtrArray *ciphers = self->reader->ciphers;
  g_autoptr(GString) format = g_string_new ("PKCS#12");

  for (guint i = 0; i < ciphers->len; i++)
    g_string_append_printf (format, ", %s", (const char *) ciphers->pdata[i]);
  if (self->hash != NULL)
    /* Translators: %s is a hash, in “PKCS#12, AES-256 with SHA-256”. */
    g_string_append_printf (format, _(" with %s"), self->hash);
  else
    /* Translators: goes on after “PKCS#12, AES-256” */
    g_string_append (format, _(", without integrity protection"));
  rail_bundle_set_format (self->reader, format->str);
}

/*< private >
 * rail_bundle_read_pkcs12:
 * @reader: a file under way
 * @place: where it was found
 * @data: BER of a PFX (RFC 7292 §4)
 * @size: its size
 *
 * Reads every bag of a PKCS#12 file with whatever password fits. Without an integrity check the parts are tried each for
 * itself.
 *
 * Returns: whether it was one, whose contents were added, or it as locked or unreadable
 */
gboolean
rail_bundle_read_pkcs12 (RailBundleReader      *reader,
                         const RailBundlePlace *place,
                         const guint8          *data,
                         gsize                  size)
{
  g_auto(Pkcs12) self = { .reader = reader, .place = place };
  gnutls_datum_t datum = { (guint8 *) data, size };
  const char *reason;
  guint n_parts;

  if (size > MAX_SIZE)
    return FALSE;
  if (gnutls_pkcs12_init (&self.file) < 0 || gnutls_pkcs12_import (self.file, &datum, GNUTLS_X509_FMT_DER, 0) < 0)
    return FALSE;

  self.parts = open_parts (data, size, &reason);
  if (self.parts == NULL)
    {
      rail_bundle_set_format (reader, "PKCS#12");
      rail_bundle_add_unreadable (reader, place, _("PKCS#12 file"), reason);
      return TRUE;
    }
  n_parts = rail_asn1_count (self.parts, "");
  collect_ciphers (&self, MIN (n_parts, MAX_PARTS));
  if (check (&self))
    {
      for (guint i = 0; i < MIN (n_parts, MAX_PARTS) && !reader->full; i++)
        read_part (&self, i);
      reader->full = reader->full || n_parts > MAX_PARTS;
    }
  set_format (&self);
  return TRUE;
}
