/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-revocation-list"

#include "config.h"

#include "rail-revocation-list.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "rail-pki-private.h"
#include "rail-revocation-entry-private.h"

/* A list of a million certificates has some 40 MB; beyond that it is no list of a plant. */
#define MAX_SIZE (64 * 1024 * 1024)

/* GnuTLS judges the dates of a list by the clock even with time checks off, and calls it invalid for any reason. */
#define DATE_STATUS \
  (GNUTLS_CERT_INVALID | GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED | GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE)
#define MAX_SERIAL_SIZE 64

struct _RailRevocationList
{
  GObject     parent_instance;

  GBytes     *der;
  char       *issuer;          /* RFC 4514 */
  char       *number;          /* hexadecimal as a serial number, "00" when there is none */
  gint64      this_update;
  gint64      next_update;     /* 0: not said */
  GHashTable *serials;         /* text as rail_certificate_get_serial() → Revocation */
};

typedef struct
{
  gint64               date;
  RailRevocationReason reason;
} Revocation;

G_DEFINE_FINAL_TYPE (RailRevocationList, rail_revocation_list, G_TYPE_OBJECT)

/* A number has up to 20 bytes (RFC 5280 §5.2.3), and some authorities draw it by lot. */
static char *
read_number (gnutls_x509_crl_t list)
{
  guint8 bytes[MAX_SERIAL_SIZE];
  size_t size = sizeof bytes;
  g_autofree char *number = NULL;

  if (gnutls_x509_crl_get_number (list, bytes, &size, NULL) < 0)
    return g_strdup ("00");
  number = rail_pki_serial_to_hex (bytes, size);
  return number[0] == '-' ? g_strdup ("00") : g_steal_pointer (&number);
}

static gboolean
number_fits (RailRevocationList *self)
{
  return strlen (self->number) <= 2 * sizeof (guint64);
}

static int
compare_numbers (RailRevocationList *self,
                 RailRevocationList *other)
{
  gsize length = strlen (self->number);
  gsize other_length = strlen (other->number);

  if (length != other_length)
    return length < other_length ? -1 : 1;
  return strcmp (self->number, other->number);
}

static char *
read_issuer (gnutls_x509_crl_t list)
{
  g_auto(gnutls_datum_t) text = { NULL, 0 };

  if (gnutls_x509_crl_get_issuer_dn3 (list, &text, 0) < 0)
    return g_strdup ("");
  return rail_pki_text_from_bytes (text.data, text.size);
}

static int
read_serials (RailRevocationList *self,
              gnutls_x509_crl_t   list)
{
  gnutls_x509_crl_iter_t iter = NULL;
  int code;

  for (;;)
    {
      guint8 serial[MAX_SERIAL_SIZE];
      size_t size = sizeof serial;
      time_t time = 0;
      Revocation revocation = { 0 };

      code = gnutls_x509_crl_iter_crt_serial (list, &iter, serial, &size, &time);
      if (code < 0)
        break;
      revocation.date = MAX (0, (gint64) time);
      g_hash_table_insert (self->serials, rail_pki_serial_to_hex (serial, size),
                           g_memdup2 (&revocation, sizeof revocation));
    }
  if (iter != NULL)
    gnutls_x509_crl_iter_deinit (iter);
  return code == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE ? 0 : code;
}

static void
set_reason (const char           *serial,
            RailRevocationReason  reason,
            gpointer              user_data)
{
  RailRevocationList *self = user_data;
  Revocation *revocation = g_hash_table_lookup (self->serials, serial);

  if (revocation != NULL)
    revocation->reason = reason;
}

static int
open_list (GBytes            *der,
           gnutls_x509_crl_t *out_list)
{
  g_auto(gnutls_x509_crl_t) list = NULL;
  gnutls_datum_t datum = rail_pki_borrow_bytes (der);
  int code = gnutls_x509_crl_init (&list);

  if (code >= 0)
    code = gnutls_x509_crl_import (list, &datum, GNUTLS_X509_FMT_DER);
  if (code >= 0)
    *out_list = g_steal_pointer (&list);
  return code;
}

static void
rail_revocation_list_finalize (GObject *object)
{
  RailRevocationList *self = RAIL_REVOCATION_LIST (object);

  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->serials, g_hash_table_unref);
  g_clear_pointer (&self->issuer, g_free);
  g_clear_pointer (&self->number, g_free);
  G_OBJECT_CLASS (rail_revocation_list_parent_class)->finalize (object);
}

static void
rail_revocation_list_class_init (RailRevocationListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_revocation_list_finalize;
}

static void
rail_revocation_list_init (RailRevocationList *self)
{
  self->serials = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * rail_revocation_list_new_from_der:
 * @der: a revocation list (RFC 5280 §5)
 * @error: return location
 *
 * Reads a revocation list. Its signature is not looked at; see rail_revocation_list_is_issued_by().
 *
 * Returns: (transfer full) (nullable): the list, immutable, or %NULL with RAIL_PKI_ERROR_MALFORMED
 */
RailRevocationList *
rail_revocation_list_new_from_der (GBytes  *der,
                                   GError **error)
{
  g_autoptr(RailRevocationList) self = NULL;
  g_auto(gnutls_x509_crl_t) list = NULL;
  int code = GNUTLS_E_PARSING_ERROR;

  g_return_val_if_fail (der != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (RAIL_TYPE_REVOCATION_LIST, NULL);
  if (g_bytes_get_size (der) <= MAX_SIZE)
    code = open_list (der, &list);
  if (code >= 0)
    code = read_serials (self, list);
  if (code < 0)
    {
      rail_pki_set_gnutls_error (error, code, _("The revocation list cannot be read"));
      return NULL;
    }
  if (g_hash_table_size (self->serials) > 0)
    rail_revocation_entries_read (der, set_reason, self);
  self->der = g_bytes_ref (der);
  self->issuer = read_issuer (list);
  self->number = read_number (list);
  self->this_update = gnutls_x509_crl_get_this_update (list);
  self->next_update = MAX (0, (gint64) gnutls_x509_crl_get_next_update (list));
  return g_steal_pointer (&self);
}

/**
 * rail_revocation_list_get_der:
 * @self: a revocation list
 *
 * Returns: (transfer none): the list as it goes into a `.crl` file
 */
GBytes *
rail_revocation_list_get_der (RailRevocationList *self)
{
  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), NULL);

  return self->der;
}

/**
 * rail_revocation_list_to_pem:
 * @self: a revocation list
 *
 * Returns: (transfer full): the list as text, `BEGIN X509 CRL`
 */
char *
rail_revocation_list_to_pem (RailRevocationList *self)
{
  g_auto(gnutls_datum_t) pem = { NULL, 0 };
  gnutls_datum_t der;

  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), NULL);

  der = rail_pki_borrow_bytes (self->der);
  if (gnutls_pem_base64_encode2 ("X509 CRL", &der, &pem) < 0)
    g_error ("no memory left to write a revocation list");
  return g_strndup ((const char *) pem.data, pem.size);
}

/**
 * rail_revocation_list_get_number:
 * @self: a revocation list
 *
 * Returns: its CRLNumber, 0 when it has none, the greatest number there is when it does not fit;
 *   rail_revocation_list_dup_number_text() always has it
 */
guint64
rail_revocation_list_get_number (RailRevocationList *self)
{
  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), 0);

  return number_fits (self) ? g_ascii_strtoull (self->number, NULL, 16) : G_MAXUINT64;
}

/**
 * rail_revocation_list_dup_number_text:
 * @self: a revocation list
 *
 * Returns: (transfer full): its CRLNumber for people: decimal, and beyond 64 bits hexadecimal, as openssl writes it
 */
char *
rail_revocation_list_dup_number_text (RailRevocationList *self)
{
  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), NULL);

  if (number_fits (self))
    return g_strdup_printf ("%" G_GUINT64_FORMAT, rail_revocation_list_get_number (self));
  return g_strconcat ("0x", self->number, NULL);
}

/*< private >
 * rail_revocation_list_get_hex_number:
 * @self: a revocation list
 *
 * Returns: (transfer none): its CRLNumber as rail_pki_serial_to_hex() writes it
 */
const char *
rail_revocation_list_get_hex_number (RailRevocationList *self)
{
  return self->number;
}

/**
 * rail_revocation_list_get_this_update:
 * @self: a revocation list
 *
 * Returns: its date, seconds since 1970 UTC
 */
gint64
rail_revocation_list_get_this_update (RailRevocationList *self)
{
  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), 0);

  return self->this_update;
}

/**
 * rail_revocation_list_get_next_update:
 * @self: a revocation list
 *
 * Returns: the date until which it may be used, seconds since 1970 UTC; 0 when it does not say
 */
gint64
rail_revocation_list_get_next_update (RailRevocationList *self)
{
  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), 0);

  return self->next_update;
}

/**
 * rail_revocation_list_get_n_revoked:
 * @self: a revocation list
 *
 * Returns: how many certificates it revokes
 */
guint
rail_revocation_list_get_n_revoked (RailRevocationList *self)
{
  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), 0);

  return g_hash_table_size (self->serials);
}

static int
compare_revoked (gconstpointer a,
                 gconstpointer b)
{
  const RailRevokedSerial *first = a, *second = b;

  if (first->date != second->date)
    return first->date < second->date ? -1 : 1;
  return strcmp (first->serial, second->serial);
}

/**
 * rail_revocation_list_list_revoked:
 * @self: a revocation list
 *
 * Returns: (transfer container) (element-type RailRevokedSerial): what it revokes, by date; the serial numbers belong to
 *   @self
 */
GArray *
rail_revocation_list_list_revoked (RailRevocationList *self)
{
  GArray *revoked;
  GHashTableIter iter;
  RailRevokedSerial item;
  Revocation *revocation;

  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), NULL);

  revoked = g_array_sized_new (FALSE, FALSE, sizeof (RailRevokedSerial), g_hash_table_size (self->serials));
  g_hash_table_iter_init (&iter, self->serials);
  while (g_hash_table_iter_next (&iter, (gpointer *) &item.serial, (gpointer *) &revocation))
    {
      item.date = revocation->date;
      item.reason = revocation->reason;
      g_array_append_val (revoked, item);
    }
  g_array_sort (revoked, compare_revoked);
  return revoked;
}

/**
 * rail_revocation_list_contains:
 * @self: a revocation list
 * @serial: a serial number, as rail_certificate_get_serial() gives it
 *
 * Returns: whether the list revokes the certificate with this number
 */
gboolean
rail_revocation_list_contains (RailRevocationList *self,
                               const char         *serial)
{
  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), FALSE);
  g_return_val_if_fail (serial != NULL, FALSE);

  return g_hash_table_contains (self->serials, serial);
}

/**
 * rail_revocation_list_find:
 * @self: a list
 * @serial: a serial number, as rail_certificate_get_serial() writes it
 * @out_date: (out) (optional): when it was revoked, seconds since 1970 UTC
 * @out_reason: (out) (optional): why; a reason that the list does not say or that RFC 5280 keeps for others is
 *   %RAIL_REVOCATION_UNSPECIFIED
 *
 * Returns: whether the list names the serial number
 */
gboolean
rail_revocation_list_find (RailRevocationList   *self,
                           const char           *serial,
                           gint64               *out_date,
                           RailRevocationReason *out_reason)
{
  Revocation *revocation;

  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), FALSE);
  g_return_val_if_fail (serial != NULL, FALSE);

  revocation = g_hash_table_lookup (self->serials, serial);
  if (revocation != NULL && out_date != NULL)
    *out_date = revocation->date;
  if (revocation != NULL && out_reason != NULL)
    *out_reason = revocation->reason;
  return revocation != NULL;
}

/**
 * rail_revocation_list_get_issuer:
 * @self: a list
 *
 * Returns: (transfer none): the name of the authority, as rail_certificate_get_subject() writes it
 */
const char *
rail_revocation_list_get_issuer (RailRevocationList *self)
{
  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), NULL);

  return self->issuer;
}

/**
 * rail_revocation_list_is_newer:
 * @self: a list
 * @other: another one of the same authority
 *
 * Tells which list counts. The number grows with each list (RFC 5280 §5.2.3), but an authority that moved to another
 * program may count anew: the date goes before it.
 *
 * Returns: whether @self is newer than @other
 */
gboolean
rail_revocation_list_is_newer (RailRevocationList *self,
                               RailRevocationList *other)
{
  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), FALSE);
  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (other), FALSE);

  if (self->this_update != other->this_update)
    return self->this_update > other->this_update;
  return compare_numbers (self, other) > 0;
}

/**
 * rail_revocation_list_is_issued_by:
 * @self: a revocation list
 * @issuer: the certificate of an authority
 *
 * Returns: whether the list bears the name of @issuer and was signed with its key. Dates are not looked at.
 */
gboolean
rail_revocation_list_is_issued_by (RailRevocationList *self,
                                   RailCertificate    *issuer)
{
  g_auto(gnutls_x509_crl_t) list = NULL;
  g_auto(gnutls_x509_crt_t) authority = NULL;
  guint status = 0;

  g_return_val_if_fail (RAIL_IS_REVOCATION_LIST (self), FALSE);
  g_return_val_if_fail (RAIL_IS_CERTIFICATE (issuer), FALSE);

  if (!rail_certificate_open (issuer, &authority, NULL) || open_list (self->der, &list) < 0)
    return FALSE;
  return gnutls_x509_crl_check_issuer (list, authority) != 0 &&
         gnutls_x509_crl_verify (list, &authority, 1,
                                 GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1,
                                 &status) >= 0 &&
         (status & ~DATE_STATUS) == 0;
}
