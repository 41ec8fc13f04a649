/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-environment"

#include "config.h"

#include "rail-environment.h"

#include <string.h>

#include "rail-pki-private.h"

#define MINIMUM_ITERATIONS 1000000
#define MAXIMUM_ITERATIONS 20000000
#define SAMPLE_ITERATIONS 50000
#define SERIAL_SIZE 16

struct _RailEnvironment
{
  GObject  parent_instance;

  GMutex   lock;            /* of all below */
  gboolean frozen;
  gboolean has_time;        /* the clock stands at now */
  gint64   now;
  guint64  seed;
  guint64  counter;         /* blocks taken from the stream of the seed */
  guint    iterations;      /* 0: not measured yet */
  guint    authority_years;
  guint    certificate_years;
};

G_DEFINE_FINAL_TYPE (RailEnvironment, rail_environment, G_TYPE_OBJECT)

static void
next_block (RailEnvironment *self,
            guint8           block[32])
{
  guint64 input[2] = { GUINT64_TO_BE (self->seed), GUINT64_TO_BE (self->counter) };
  int code = gnutls_hash_fast (GNUTLS_DIG_SHA256, input, sizeof input, block);

  self->counter++;
  if (code < 0)
    g_error ("no SHA-256: %s", gnutls_strerror (code));
}

/* How many rounds make about one second on this machine. A wrong clock must not make them few, so there is a floor. */
static guint
measure_iterations (void)
{
  static const guint8 salt_data[16];
  const gnutls_datum_t password = { (guint8 *) "calibration", 11 };
  const gnutls_datum_t salt = { (guint8 *) salt_data, sizeof salt_data };
  guint8 key[32];
  gint64 start = g_get_monotonic_time ();
  gint64 elapsed;
  gint64 rounds;

  if (gnutls_pbkdf2 (GNUTLS_MAC_SHA512, &password, &salt, SAMPLE_ITERATIONS, key, sizeof key) < 0)
    return MINIMUM_ITERATIONS;
  elapsed = MAX (g_get_monotonic_time () - start, 1);
  rounds = (gint64) SAMPLE_ITERATIONS * G_USEC_PER_SEC / elapsed;
  return CLAMP (rounds - rounds % 10000, MINIMUM_ITERATIONS, MAXIMUM_ITERATIONS);
}

static void
rail_environment_finalize (GObject *object)
{
  RailEnvironment *self = RAIL_ENVIRONMENT (object);

  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (rail_environment_parent_class)->finalize (object);
}

static void
rail_environment_class_init (RailEnvironmentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_environment_finalize;
}

static void
rail_environment_init (RailEnvironment *self)
{
  g_mutex_init (&self->lock);
  self->authority_years = RAIL_DEFAULT_YEARS;
  self->certificate_years = RAIL_DEFAULT_YEARS;
}

/**
 * rail_environment_new:
 *
 * Makes the environment of real work: the system's clock and the random numbers of GnuTLS.
 *
 * Returns: (transfer full): the environment
 */
RailEnvironment *
rail_environment_new (void)
{
  return g_object_new (RAIL_TYPE_ENVIRONMENT, NULL);
}

/**
 * rail_environment_new_frozen:
 * @now: the time it tells, in seconds since 1970 UTC
 * @seed: where its stream of bytes begins
 *
 * Makes an environment for golden tests: the clock stands still and the "random" bytes are the SHA-256 hashes of
 * the seed and a counter. Worthless as protection.
 *
 * Returns: (transfer full): the environment
 */
RailEnvironment *
rail_environment_new_frozen (gint64  now,
                             guint64 seed)
{
  RailEnvironment *self = g_object_new (RAIL_TYPE_ENVIRONMENT, NULL);

  self->frozen = TRUE;
  self->has_time = TRUE;
  self->now = now;
  self->seed = seed;
  self->iterations = MINIMUM_ITERATIONS;
  return self;
}

/**
 * rail_environment_get_now:
 * @self: an environment
 *
 * Returns: the time in seconds since 1970 UTC
 */
gint64
rail_environment_get_now (RailEnvironment *self)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (self), 0);

  locker = g_mutex_locker_new (&self->lock);
  return self->has_time ? self->now : g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * rail_environment_set_now:
 * @self: an environment
 * @now: seconds since 1970 UTC
 *
 * Stops the clock there, for tests whose result must not depend on the day.
 */
void
rail_environment_set_now (RailEnvironment *self,
                          gint64           now)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_if_fail (RAIL_IS_ENVIRONMENT (self));

  locker = g_mutex_locker_new (&self->lock);
  self->has_time = TRUE;
  self->now = now;
}

/**
 * rail_environment_is_frozen:
 * @self: an environment
 *
 * Returns: whether clock and random numbers are made up
 */
gboolean
rail_environment_is_frozen (RailEnvironment *self)
{
  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (self), FALSE);

  return self->frozen;
}

/**
 * rail_environment_fill_random:
 * @self: an environment
 * @data: where the bytes go
 * @size: how many
 *
 * Fills a buffer with random bytes that are good enough for keys. It ends the program if the system has none:
 * going on would make keys that can be guessed.
 */
void
rail_environment_fill_random (RailEnvironment *self,
                              guint8          *data,
                              gsize            size)
{
  g_autoptr(GMutexLocker) locker = NULL;
  int code;

  g_return_if_fail (RAIL_IS_ENVIRONMENT (self));
  g_return_if_fail (data != NULL || size == 0);

  if (!self->frozen)
    {
      code = size > 0 ? gnutls_rnd (GNUTLS_RND_KEY, data, size) : 0;
      if (code < 0)
        g_error ("no random numbers: %s", gnutls_strerror (code));
      return;
    }

  locker = g_mutex_locker_new (&self->lock);
  for (gsize done = 0; done < size; done += 32)
    {
      guint8 block[32];

      next_block (self, block);
      memcpy (data + done, block, MIN (sizeof block, size - done));
    }
}

/**
 * rail_environment_new_random_secret:
 * @self: an environment
 * @size: the number of bytes
 *
 * Returns: (transfer full): a secret of random bytes
 */
RailSecret *
rail_environment_new_random_secret (RailEnvironment *self,
                                    gsize            size)
{
  RailSecret *secret;
  guint8 *data;

  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (self), NULL);

  secret = rail_secret_new_uninitialized (size, &data);
  rail_environment_fill_random (self, data, size);
  return secret;
}

/**
 * rail_environment_new_serial:
 * @self: an environment
 *
 * Makes the serial number of a new certificate: 16 bytes, the first from 0x01 to 0x7f. So it is positive, DER never
 * shortens it, and 120 and more of its bits are random (RFC 5280 §4.1.2.2 allows 20 bytes; the CA/Browser Forum
 * wants 64 random bits).
 *
 * Returns: (transfer full): the number, big end first
 */
GBytes *
rail_environment_new_serial (RailEnvironment *self)
{
  guint8 serial[SERIAL_SIZE];

  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (self), NULL);

  do
    {
      rail_environment_fill_random (self, serial, sizeof serial);
      serial[0] &= 0x7f;
    }
  while (serial[0] == 0);

  return g_bytes_new (serial, sizeof serial);
}

/**
 * rail_environment_get_iterations:
 * @self: an environment
 *
 * Tells how many rounds of PBKDF2 a new password gets. Unless they were set, the first call measures for about a
 * tenth of a second how many take one second here, and gives no fewer than 1,000,000. A frozen environment has
 * 1,000,000.
 *
 * Returns: the number of rounds, over 0
 */
guint
rail_environment_get_iterations (RailEnvironment *self)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (self), MINIMUM_ITERATIONS);

  locker = g_mutex_locker_new (&self->lock);
  if (self->iterations == 0)
    self->iterations = self->frozen ? MINIMUM_ITERATIONS : measure_iterations ();
  return self->iterations;
}

/**
 * rail_environment_set_iterations:
 * @self: an environment
 * @iterations: rounds of PBKDF2 for new passwords, or 0 to measure again
 *
 * Tests set a small number to be fast.
 */
void
rail_environment_set_iterations (RailEnvironment *self,
                                 guint            iterations)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_if_fail (RAIL_IS_ENVIRONMENT (self));

  locker = g_mutex_locker_new (&self->lock);
  self->iterations = iterations;
}

/**
 * rail_environment_set_years:
 * @self: an environment
 * @authority_years: how many years a certificate authority is proposed to be valid
 * @certificate_years: how many years any other certificate is
 *
 * What the user has chosen for all projects. It is proposed only; a request can say otherwise.
 */
void
rail_environment_set_years (RailEnvironment *self,
                            guint            authority_years,
                            guint            certificate_years)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_if_fail (RAIL_IS_ENVIRONMENT (self));
  g_return_if_fail (authority_years > 0 && authority_years <= RAIL_MAX_YEARS);
  g_return_if_fail (certificate_years > 0 && certificate_years <= RAIL_MAX_YEARS);

  locker = g_mutex_locker_new (&self->lock);
  self->authority_years = authority_years;
  self->certificate_years = certificate_years;
}

/**
 * rail_environment_get_years:
 * @self: an environment
 * @authority: whether it is about a certificate authority
 *
 * Returns: how many years a new certificate is proposed to be valid
 */
guint
rail_environment_get_years (RailEnvironment *self,
                            gboolean         authority)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (RAIL_IS_ENVIRONMENT (self), RAIL_DEFAULT_YEARS);

  locker = g_mutex_locker_new (&self->lock);
  return authority ? self->authority_years : self->certificate_years;
}
