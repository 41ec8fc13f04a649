/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-secret"

#include "config.h"

#include "rail-secret.h"

#include <string.h>

#include "rail-pki-private.h"

struct _RailSecret
{
  gatomicrefcount references;
  gsize           size;
  guint8         *data;        /* size bytes and a NUL, so that text needs no copy */
};

G_DEFINE_BOXED_TYPE (RailSecret, rail_secret, rail_secret_ref, rail_secret_unref)

static RailSecretWipeHook wipe_hook;

/*< private >
 * rail_secret_set_wipe_hook:
 * @hook: (nullable): called with each buffer after it was wiped and before it is freed
 *
 * Lets a test see that nothing remains. Not for use while threads drop secrets.
 */
void
rail_secret_set_wipe_hook (RailSecretWipeHook hook)
{
  wipe_hook = hook;
}

/**
 * rail_secret_new_uninitialized:
 * @size: the number of bytes, 0 is fine
 * @out_data: (out) (transfer none): where the caller writes the bytes, before anybody else sees the secret
 *
 * Makes a secret to be filled in place, so that no second copy exists. It starts as zeros.
 *
 * Returns: (transfer full): the secret
 */
RailSecret *
rail_secret_new_uninitialized (gsize    size,
                               guint8 **out_data)
{
  RailSecret *self;

  g_return_val_if_fail (size < G_MAXSIZE, NULL);
  g_return_val_if_fail (out_data != NULL, NULL);

  self = g_new0 (RailSecret, 1);
  g_atomic_ref_count_init (&self->references);
  self->size = size;
  self->data = g_malloc0 (size + 1);
  *out_data = self->data;
  return self;
}

/**
 * rail_secret_new:
 * @data: (nullable): the bytes; may be %NULL if @size is 0
 * @size: their number
 *
 * Copies bytes into a secret. The caller wipes its own copy, with gnutls_memset() or explicit_bzero().
 *
 * Returns: (transfer full): the secret
 */
RailSecret *
rail_secret_new (gconstpointer data,
                 gsize         size)
{
  RailSecret *self;
  guint8 *copy;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  self = rail_secret_new_uninitialized (size, &copy);
  if (size > 0)
    memcpy (copy, data, size);
  return self;
}

/**
 * rail_secret_new_from_string:
 * @text: UTF-8 text such as a password
 *
 * Copies text into a secret. The NUL at its end is not part of it.
 *
 * Returns: (transfer full): the secret
 */
RailSecret *
rail_secret_new_from_string (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return rail_secret_new (text, strlen (text));
}

/*< private >
 * rail_secret_new_from_datum:
 * @datum: bytes of GnuTLS, which stay the caller's
 *
 * Returns: (transfer full): a copy of the bytes
 */
RailSecret *
rail_secret_new_from_datum (const gnutls_datum_t *datum)
{
  return rail_secret_new (datum->data, datum->size);
}

/**
 * rail_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): @self, with one more reference. Safe in any thread.
 */
RailSecret *
rail_secret_ref (RailSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * rail_secret_unref:
 * @self: (transfer full): a secret
 *
 * Drops one reference. The last one wipes the bytes before it frees them. Safe in any thread.
 */
void
rail_secret_unref (RailSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  gnutls_memset (self->data, 0, self->size);
  if (wipe_hook != NULL)
    wipe_hook (self->data, self->size);
  g_free (self->data);
  g_free (self);
}

/**
 * rail_secret_get_data:
 * @self: a secret
 * @out_size: (out) (optional): the number of bytes
 *
 * Returns: (transfer none) (not nullable): the bytes, with a NUL behind them that does not count
 */
const guint8 *
rail_secret_get_data (const RailSecret *self,
                      gsize            *out_size)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (out_size != NULL)
    *out_size = self->size;
  return self->data;
}

/**
 * rail_secret_get_text:
 * @self: a secret that was made from text
 *
 * Returns: (transfer none) (not nullable): the text, ended by NUL
 */
const char *
rail_secret_get_text (const RailSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *) self->data;
}

/**
 * rail_secret_get_size:
 * @self: a secret
 *
 * Returns: the number of bytes
 */
gsize
rail_secret_get_size (const RailSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

/**
 * rail_secret_equal:
 * @a: a secret
 * @b: a secret
 *
 * Compares in a time that depends on the sizes only, so that it tells nothing about the bytes.
 *
 * Returns: whether the bytes are the same
 */
gboolean
rail_secret_equal (const RailSecret *a,
                   const RailSecret *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return a->size == b->size && gnutls_memcmp (a->data, b->data, a->size) == 0;
}
