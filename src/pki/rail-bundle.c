/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-bundle"

#include "config.h"

#include "rail-bundle-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _RailBundle
{
  GObject          parent_instance;

  /* Set once, before anybody else sees the object. */
  GListStore      *items;
  char            *format;
  RailBundleFlags  flags;
};

G_DEFINE_FINAL_TYPE (RailBundle, rail_bundle, G_TYPE_OBJECT)

G_DEFINE_FLAGS_TYPE (RailBundleFlags, rail_bundle_flags,
                     G_DEFINE_ENUM_VALUE (RAIL_BUNDLE_NEEDS_PASSWORD, "needs-password"),
                     G_DEFINE_ENUM_VALUE (RAIL_BUNDLE_WRONG_PASSWORD, "wrong-password"),
                     G_DEFINE_ENUM_VALUE (RAIL_BUNDLE_NO_MAC, "no-mac"),
                     G_DEFINE_ENUM_VALUE (RAIL_BUNDLE_UNKNOWN, "unknown"))

static void
unref_secret (gpointer secret)
{
  if (secret != NULL)
    rail_secret_unref (secret);
}

/* Text in another encoding, as a password like the others. */
static void
add_encoded (GPtrArray  *passwords,
             const char *text,
             const char *to,
             const char *from)
{
  gsize size = 0;
  char *encoded = g_convert (text, -1, to, from, NULL, &size, NULL);

  if (encoded == NULL)
    return;
  g_ptr_array_add (passwords, rail_secret_new (encoded, size));
  gnutls_memset (encoded, 0, size);
  g_free (encoded);
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((*text & 0x80) != 0)
      return FALSE;
  return TRUE;
}

/* What a password may be in the eyes of who wrote the file. PKCS#12 makes its keys from UTF-16, PBES2 from the bytes that
 * the terminal gave, which on Windows are CP1252; and old OpenSSL takes each byte of UTF-8 for a character of its own. No
 * password and an empty one are not the same for PKCS#12. The empty ones come last, as the given one is the likelier. */
static void
collect_passwords (RailBundleReader *reader)
{
  if (reader->password != NULL)
    {
      const char *text = rail_secret_get_text (reader->password);

      g_ptr_array_add (reader->codes, rail_secret_ref (reader->password));
      if (g_utf8_validate (text, -1, NULL))
        g_ptr_array_add (reader->texts, rail_secret_ref (reader->password));
      if (!is_ascii (text))
        {
          add_encoded (reader->codes, text, "CP1252", "UTF-8");
          add_encoded (reader->texts, text, "UTF-8", "ISO-8859-1");
        }
    }
  g_ptr_array_add (reader->texts, NULL);
  g_ptr_array_add (reader->texts, rail_secret_new_from_string (""));
  g_ptr_array_add (reader->codes, rail_secret_new_from_string (""));
}

static void
reader_init (RailBundleReader *reader,
             RailSecret       *password,
             guint64           max_iterations)
{
  memset (reader, 0, sizeof *reader);
  reader->items = g_ptr_array_new_with_free_func (g_object_unref);
  reader->texts = g_ptr_array_new_with_free_func (unref_secret);
  reader->codes = g_ptr_array_new_with_free_func (unref_secret);
  reader->ciphers = g_ptr_array_new ();
  reader->iterations_left = max_iterations;
  if (password != NULL && rail_secret_get_size (password) > 0)
    reader->password = rail_secret_ref (password);
  collect_passwords (reader);
}

static void
reader_clear (RailBundleReader *reader)
{
  g_clear_pointer (&reader->items, g_ptr_array_unref);
  g_clear_pointer (&reader->texts, g_ptr_array_unref);
  g_clear_pointer (&reader->codes, g_ptr_array_unref);
  g_clear_pointer (&reader->ciphers, g_ptr_array_unref);
  g_clear_pointer (&reader->password, rail_secret_unref);
  g_clear_pointer (&reader->format, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RailBundleReader, reader_clear)

static char *
make_label (RailBundleItemKind     kind,
            const RailBundlePlace *place)
{
  switch (kind)
    {
    case RAIL_BUNDLE_CERTIFICATE:
      /* Translators: %s is a kind of file, such as PEM. */
      return g_strdup_printf (_("%s certificate"), place->format);

    case RAIL_BUNDLE_KEY:
      /* Translators: %s is a kind of file, such as PEM. */
      return g_strdup_printf (_("%s key"), place->format);

    case RAIL_BUNDLE_REVOCATION_LIST:
      /* Translators: %s is a kind of file, such as PEM. */
      return g_strdup_printf (_("%s revocation list"), place->format);

    case RAIL_BUNDLE_SIGNING_REQUEST:
      /* Translators: %s is a kind of file, such as PEM. */
      return g_strdup_printf (_("%s signing request"), place->format);

    case RAIL_BUNDLE_UNREADABLE:
    case RAIL_BUNDLE_LOCKED:
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
take_item (RailBundleReader *reader,
           RailBundleItem   *item)
{
  if (reader->items->len >= RAIL_BUNDLE_MAX_ITEMS)
    {
      reader->full = TRUE;
      g_object_unref (item);
      return;
    }
  g_ptr_array_add (reader->items, item);
}

/* Everything there is, then a word on what is missing from the list. */
static RailBundle *
finish (RailBundleReader *reader)
{
  RailBundle *self = g_object_new (RAIL_TYPE_BUNDLE, NULL);
  const RailBundlePlace nowhere = { NULL };

  if (reader->items->len == 0)
    {
      rail_bundle_add_unreadable (reader, &nowhere, _("File"),
                                  _("The file holds no certificate, key, revocation list or signing request in any form "
                                    "that is known."));
      reader->flags |= RAIL_BUNDLE_UNKNOWN;
    }
  if (reader->full)
    {
      g_autofree char *reason =
        g_strdup_printf (_("The file holds more than %d things; the others were not read, so split it."),
                         RAIL_BUNDLE_MAX_ITEMS);

      g_ptr_array_add (reader->items,
                       rail_bundle_item_new (RAIL_BUNDLE_UNREADABLE, NULL, _("File"), &nowhere, reason, FALSE));
    }
  self->items = g_list_store_new (RAIL_TYPE_BUNDLE_ITEM);
  g_list_store_splice (self->items, 0, 0, reader->items->pdata, reader->items->len);
  self->format = reader->format != NULL ? g_steal_pointer (&reader->format) : g_strdup (_("Unknown"));
  self->flags = reader->flags;
  return self;
}

static void
rail_bundle_finalize (GObject *object)
{
  RailBundle *self = RAIL_BUNDLE (object);

  g_clear_object (&self->items);
  g_clear_pointer (&self->format, g_free);

  G_OBJECT_CLASS (rail_bundle_parent_class)->finalize (object);
}

static void
rail_bundle_class_init (RailBundleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_bundle_finalize;
}

static void
rail_bundle_init (RailBundle *self)
{
}

/*< private >
 * rail_bundle_add:
 * @reader: a file under way
 * @place: where it was found
 * @kind: what was read
 * @object: (transfer full): it
 *
 * Adds something that was read.
 */
void
rail_bundle_add (RailBundleReader      *reader,
                 const RailBundlePlace *place,
                 RailBundleItemKind     kind,
                 gpointer               object)
{
  g_autofree char *label = make_label (kind, place);

  take_item (reader, rail_bundle_item_new (kind, object, label, place, NULL, FALSE));
}

/*< private >
 * rail_bundle_add_unreadable:
 * @reader: a file under way
 * @place: where it was found
 * @label: what it is, translated
 * @reason: a translated sentence that says why it cannot be read
 *
 * Adds something that cannot be read.
 */
void
rail_bundle_add_unreadable (RailBundleReader      *reader,
                            const RailBundlePlace *place,
                            const char            *label,
                            const char            *reason)
{
  /* The messages of errors have no full stop. */
  g_autofree char *sentence = g_strconcat (reason, g_str_has_suffix (reason, ".") ? NULL : ".", NULL);

  take_item (reader, rail_bundle_item_new (RAIL_BUNDLE_UNREADABLE, NULL, label, place, sentence, FALSE));
}

/*< private >
 * rail_bundle_add_locked:
 * @reader: a file under way
 * @place: where it was found
 * @label: what it is, translated
 * @reason: a translated sentence that says why it is locked
 *
 * Adds something that the right password opens.
 */
void
rail_bundle_add_locked (RailBundleReader      *reader,
                        const RailBundlePlace *place,
                        const char            *label,
                        const char            *reason)
{
  reader->flags |= RAIL_BUNDLE_NEEDS_PASSWORD;
  if (reader->password != NULL)
    reader->flags |= RAIL_BUNDLE_WRONG_PASSWORD;
  take_item (reader,
             rail_bundle_item_new (RAIL_BUNDLE_LOCKED, NULL, label, place, reason, reader->password != NULL));
}

/*< private >
 * rail_bundle_add_encrypted:
 * @reader: a file under way
 * @place: where it was found
 * @label: what it is, translated
 *
 * Adds something that the right password opens, with the usual reason.
 */
void
rail_bundle_add_encrypted (RailBundleReader      *reader,
                           const RailBundlePlace *place,
                           const char            *label)
{
  rail_bundle_add_locked (reader, place, label,
                          reader->password != NULL ? _("It is encrypted, and the password is wrong.")
                                                   : _("It is encrypted, and needs its password."));
}

/*< private >
 * rail_bundle_set_format:
 * @reader: a file under way
 * @format: the kind of the file, for people
 *
 * Tells what kind of file it is. The first one counts, as what is inside of it is told by the items.
 */
void
rail_bundle_set_format (RailBundleReader *reader,
                        const char       *format)
{
  if (reader->format == NULL)
    reader->format = g_strdup (format);
}

/*< private >
 * rail_bundle_add_cipher:
 * @reader: a file under way
 * @name: (transfer none): the name of a cipher, static
 *
 * Notes a cipher that something in the file is encrypted with.
 */
void
rail_bundle_add_cipher (RailBundleReader *reader,
                        const char       *name)
{
  if (!g_ptr_array_find_with_equal_func (reader->ciphers, name, g_str_equal, NULL))
    g_ptr_array_add (reader->ciphers, (gpointer) name);
}

/*< private >
 * rail_bundle_spend:
 * @reader: a file under way
 * @iterations: the rounds of a key derivation that shall be done
 * @error: return location
 *
 * Keeps a file from costing hours. The error is the second half of a sentence.
 *
 * Returns: %FALSE with %RAIL_PKI_ERROR_UNSUPPORTED if it would cost too much
 */
gboolean
rail_bundle_spend (RailBundleReader  *reader,
                   guint64            iterations,
                   GError           **error)
{
  g_autofree char *rounds = NULL;

  if (iterations <= reader->iterations_left)
    {
      reader->iterations_left -= iterations;
      return TRUE;
    }

  /* As text, because a translation cannot hold a format that differs from system to system. */
  rounds = g_strdup_printf ("%" G_GUINT64_FORMAT, iterations);
  g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_UNSUPPORTED,
               _("its password is protected by %s rounds, more than this file may cost"), rounds);
  return FALSE;
}

/*< private >
 * rail_bundle_read_within:
 * @bytes: a file
 * @password: (nullable): the password, UTF-8
 * @max_iterations: how many rounds of key derivation it may cost
 * @error: return location
 *
 * As rail_bundle_read(), with a limit for tests.
 *
 * Returns: (transfer full) (nullable): the bundle
 */
RailBundle *
rail_bundle_read_within (GBytes      *bytes,
                         RailSecret  *password,
                         guint64      max_iterations,
                         GError     **error)
{
  g_auto(RailBundleReader) reader = { NULL };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size == 0 || size > RAIL_BUNDLE_MAX_SIZE)
    {
      g_set_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED,
                   size == 0 ? _("The file is empty") : _("The file is too big: it has more than %d MiB"),
                   RAIL_BUNDLE_MAX_SIZE / (1024 * 1024));
      return NULL;
    }
  reader_init (&reader, password, max_iterations);
  if (!rail_bundle_read_elements (&reader, "DER", data, size))
    rail_bundle_read_text (&reader, (const char *) data, size);
  return finish (&reader);
}

/**
 * rail_bundle_read:
 * @bytes: a file, at most 64 MiB
 * @password: (nullable): the password, UTF-8; %NULL or an empty one if there is none
 * @error: return location
 *
 * Finds out what a file holds, by its content and never by its name: certificates, private keys, revocation lists and
 * signing requests in DER, PEM, PKCS#7, PKCS#8, PKCS#12 or bare Base64, one or many, with text around them, with any line
 * ends and in UTF-16. What cannot be read is in the list with the reason, and what is encrypted is in it as locked. No
 * password and an empty one are always tried, too, so that one is only asked for where it is needed.
 *
 * Takes up to half a minute, by the rounds that the author of the file has chosen: call it in a worker. Safe in any
 * thread, and in many at once.
 *
 * Returns: (transfer full) (nullable): the bundle, or %NULL with %RAIL_PKI_ERROR_MALFORMED only if @bytes is empty or too
 *   big
 */
RailBundle *
rail_bundle_read (GBytes      *bytes,
                  RailSecret  *password,
                  GError     **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return rail_bundle_read_within (bytes, password, RAIL_BUNDLE_MAX_ITERATIONS, error);
}

/**
 * rail_bundle_get_items:
 * @self: a bundle
 *
 * Returns: (transfer none): the #RailBundleItem in the order of the file; never empty, never changing
 */
GListModel *
rail_bundle_get_items (RailBundle *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE (self), NULL);

  return G_LIST_MODEL (self->items);
}

/**
 * rail_bundle_get_format:
 * @self: a bundle
 *
 * Returns: (transfer none): the kind of the file for people, such as "PKCS#12, AES-256 with SHA-256"
 */
const char *
rail_bundle_get_format (RailBundle *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE (self), NULL);

  return self->format;
}

/**
 * rail_bundle_get_flags:
 * @self: a bundle
 *
 * Returns: what to tell the user about all of the file. A wrong password is a password that is needed, too.
 */
RailBundleFlags
rail_bundle_get_flags (RailBundle *self)
{
  g_return_val_if_fail (RAIL_IS_BUNDLE (self), 0);

  return self->flags;
}
