/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-certificate"

#include "config.h"

#include "rail-certificate-private.h"
#include "rail-certificate-request-private.h"

#include <string.h>

/* Universal tags of the strings that a name can hold (X.680 §8.4). */
enum
{
  TAG_TELETEX_STRING = 0x14,
  TAG_UNIVERSAL_STRING = 0x1c,
  TAG_BMP_STRING = 0x1e,
};

/* A hostile name can have thousands of parts. */
#define MAXIMUM_PARTS 64

typedef struct
{
  char *text;           /* RFC 4514, "" if it is empty or cannot be read */
  char *common_name;    /* nullable, as the next two */
  char *organization;
  char *country;
} Name;

typedef struct
{
  gnutls_datum_t  der;
  char           *text;      /* counted, as the next */
  char           *label;
} Issuer;

static void issuer_free (gpointer data);

/* A project holds thousands of certificates of a few issuers, mostly one after the other: each thread remembers the last
 * one, as writing a name out takes longer than all other fields of a certificate together. */
static GPrivate last_issuer = G_PRIVATE_INIT (issuer_free);

/* Text that several certificates share. Not a GRefString: GLib 2.74 can bring an interned one back to life in one thread
 * while another frees it. */
static char *
new_shared_text (const char *text)
{
  return g_atomic_rc_box_dup (strlen (text) + 1, (char *) text);
}

static void
issuer_free (gpointer data)
{
  Issuer *self = data;

  rail_pki_datum_clear (&self->der);
  g_atomic_rc_box_release (self->text);
  g_atomic_rc_box_release (self->label);
  g_free (self);
}

static void
name_clear (Name *name)
{
  g_free (name->text);
  g_free (name->common_name);
  g_free (name->organization);
  g_free (name->country);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Name, name_clear)

static char *
text_of_value (const gnutls_x509_ava_st *part)
{
  const char *from = NULL;
  g_autofree char *converted = NULL;
  gsize size;

  if (part->value_tag == TAG_BMP_STRING)
    from = "UTF-16BE";
  else if (part->value_tag == TAG_UNIVERSAL_STRING)
    from = "UTF-32BE";
  else if (part->value_tag == TAG_TELETEX_STRING && !g_utf8_validate ((char *) part->value.data, part->value.size, NULL))
    from = "ISO-8859-1";

  if (from != NULL)
    converted = g_convert ((char *) part->value.data, part->value.size, "UTF-8", from, NULL, &size, NULL);
  if (converted != NULL)
    return rail_pki_text_from_bytes (converted, size);
  return rail_pki_text_from_bytes (part->value.data, part->value.size);
}

static gboolean
oid_is (const gnutls_x509_ava_st *part,
        const char               *oid)
{
  gsize size = strlen (oid);

  return part->oid.size >= size && strncmp ((char *) part->oid.data, oid, part->oid.size) == 0
         && (part->oid.size == size || part->oid.data[size] == '\0');
}

/* The last of several counts, as it is the most specific one. */
static void
take_part (Name                     *name,
           const gnutls_x509_ava_st *part)
{
  char **field = NULL;

  if (oid_is (part, GNUTLS_OID_X520_COMMON_NAME))
    field = &name->common_name;
  else if (oid_is (part, GNUTLS_OID_X520_ORGANIZATION_NAME))
    field = &name->organization;
  else if (oid_is (part, GNUTLS_OID_X520_COUNTRY_NAME))
    field = &name->country;
  if (field == NULL)
    return;

  g_free (*field);
  *field = text_of_value (part);
}

/* Reads a name once for all its uses. */
static void
read_dn (gnutls_x509_dn_t  dn,
         Name             *out_name)
{
  g_auto(gnutls_datum_t) text = { NULL, 0 };
  int code;

  if (gnutls_x509_dn_get_str2 (dn, &text, 0) < 0)
    {
      out_name->text = g_strdup ("");
      return;
    }

  out_name->text = rail_pki_text_from_bytes (text.data, text.size);
  for (int i = 0; i < MAXIMUM_PARTS; i++)
    for (int j = 0; j < MAXIMUM_PARTS; j++)
      {
        gnutls_x509_ava_st part;

        code = gnutls_x509_dn_get_rdn_ava (dn, i, j, &part);
        if (code < 0 && j == 0)
          return;
        if (code < 0)
          break;
        take_part (out_name, &part);
      }
}

static void
read_name (gnutls_x509_crt_t  certificate,
           gboolean           of_issuer,
           Name              *out_name)
{
  gnutls_x509_dn_t dn;     /* belongs to the certificate */
  int code = of_issuer ? gnutls_x509_crt_get_issuer (certificate, &dn) : gnutls_x509_crt_get_subject (certificate, &dn);

  if (code >= 0)
    read_dn (dn, out_name);
  else
    out_name->text = g_strdup ("");
}

/* "CN, O, C", as far as it has them. */
static char *
make_label (const Name *name)
{
  const char *parts[] = { name->common_name, name->organization, name->country };
  g_autoptr(GString) label = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && parts[i][0] != '\0')
      {
        if (label->len > 0)
          g_string_append (label, ", ");
        g_string_append (label, parts[i]);
      }
  return new_shared_text (label->str);
}

/*< private >
 * rail_certificate_read_subject:
 * @certificate: a certificate
 * @out_text: (out) (transfer full): its subject as RFC 4514 writes it, "" if it is empty or cannot be read
 * @out_common_name: (out) (transfer full): the common name, "" without one
 */
void
rail_certificate_read_subject (gnutls_x509_crt_t   certificate,
                               char              **out_text,
                               char              **out_common_name)
{
  g_auto(Name) name = { NULL };

  read_name (certificate, FALSE, &name);
  *out_text = g_steal_pointer (&name.text);
  *out_common_name = name.common_name != NULL ? g_steal_pointer (&name.common_name) : g_strdup ("");
}

/*< private >
 * rail_subject_read:
 * @der: a Name in DER (RFC 5280 §4.1.2.4)
 * @out_text: (out) (transfer full): it as RFC 4514 writes it, "" if it is empty or cannot be read
 * @out_common_name: (out) (transfer full): the common name, "" without one
 */
void
rail_subject_read (GBytes  *der,
                   char   **out_text,
                   char   **out_common_name)
{
  g_auto(Name) name = { NULL };
  g_auto(gnutls_x509_dn_t) dn = NULL;
  gnutls_datum_t datum = rail_pki_borrow_bytes (der);

  if (gnutls_x509_dn_init (&dn) >= 0 && gnutls_x509_dn_import (dn, &datum) >= 0)
    read_dn (dn, &name);
  *out_text = name.text != NULL ? g_steal_pointer (&name.text) : g_strdup ("");
  *out_common_name = name.common_name != NULL ? g_steal_pointer (&name.common_name) : g_strdup ("");
}

/*< private >
 * rail_subject_read_parts:
 * @der: a Name in DER
 * @parts: (out): the parts that a form knows, each (transfer full); "" where the name has none, the last of several
 */
void
rail_subject_read_parts (GBytes *der,
                         char   *parts[RAIL_SUBJECT_N_PARTS])
{
  g_auto(gnutls_x509_dn_t) dn = NULL;
  gnutls_datum_t datum = rail_pki_borrow_bytes (der);
  gboolean is_read = gnutls_x509_dn_init (&dn) >= 0 && gnutls_x509_dn_import (dn, &datum) >= 0;
  gnutls_x509_ava_st ava;

  for (guint i = 0; i < RAIL_SUBJECT_N_PARTS; i++)
    parts[i] = g_strdup ("");
  for (int i = 0; is_read && i < MAXIMUM_PARTS && gnutls_x509_dn_get_rdn_ava (dn, i, 0, &ava) >= 0; i++)
    for (int j = 0; j < MAXIMUM_PARTS && gnutls_x509_dn_get_rdn_ava (dn, i, j, &ava) >= 0; j++)
      for (guint part = 0; part < RAIL_SUBJECT_N_PARTS; part++)
        if (oid_is (&ava, rail_subject_part_get_info (part)->oid))
          {
            g_free (parts[part]);
            parts[part] = text_of_value (&ava);
          }
}

/*< private >
 * rail_certificate_read_issuer:
 * @certificate: a certificate
 * @out_text: (out) (transfer full): its issuer as RFC 4514 writes it, to be freed with
 *   g_atomic_rc_box_release()
 * @out_label: (out) (transfer full): common name, organisation and country of the issuer, to be freed in the
 *   same way
 */
void
rail_certificate_read_issuer (gnutls_x509_crt_t   certificate,
                              char              **out_text,
                              char              **out_label)
{
  Issuer *last = g_private_get (&last_issuer);
  g_auto(gnutls_datum_t) der = { NULL, 0 };
  gboolean has_der = gnutls_x509_crt_get_raw_issuer_dn (certificate, &der) >= 0;

  if (!has_der || last == NULL || last->der.size != der.size || memcmp (last->der.data, der.data, der.size) != 0)
    {
      g_auto(Name) name = { NULL };

      read_name (certificate, TRUE, &name);
      last = g_new0 (Issuer, 1);
      last->der = der;
      der = (gnutls_datum_t) { NULL, 0 };
      last->text = new_shared_text (name.text);
      last->label = make_label (&name);
      g_private_replace (&last_issuer, last);
    }
  *out_text = g_atomic_rc_box_acquire (last->text);
  *out_label = g_atomic_rc_box_acquire (last->label);
}
