/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-storage"

#include "config.h"

#include "rail-lock-holder-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rail-section.h"

/* The lock file: a key file of one group. */
#define GROUP "Certrail lock"
#define USER "user"
#define HOST "host"
#define MACHINE "machine"
#define BOOT "boot"
#define NAMESPACE "namespace"
#define PROCESS "process"
#define START "start"
#define SINCE "since"

#define MAX_NAME 200   /* characters, of what a file of somebody else may say */

struct _RailLockHolder
{
  GObject        parent_instance;

  char          *user;
  char          *host;
  guint          process;
  gint64         since;
  RailLockState  state;
};

G_DEFINE_FINAL_TYPE (RailLockHolder, rail_lock_holder, G_TYPE_OBJECT)

static char *
read_line (const char *path)
{
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? g_strstrip (text) : g_strdup ("");
}

/* The computer's ID is not for others to see (machine-id(5)), but a digest of it is as good for comparing. */
static char *
dup_machine (void)
{
  g_autofree char *id = read_line ("/etc/machine-id");
  char *digest;

  if (*id == '\0')
    return g_steal_pointer (&id);
  digest = g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guint8 *) id, strlen (id), "certrail project lock", -1);
  digest[32] = '\0';
  return digest;
}

static char *
dup_boot (void)
{
  return read_line ("/proc/sys/kernel/random/boot_id");
}

/* Processes of a sandbox count from 1, too: numbers of another name space mean nothing here. */
static char *
dup_namespace (void)
{
  char *name = g_file_read_link ("/proc/self/ns/pid", NULL);

  return name != NULL ? name : g_strdup ("");
}

/* When a process began, in clock ticks since the computer did: field 22 of proc(5). The name before it may hold
 * anything. 0 if there is no such process. */
static guint64
get_start (guint process)
{
  g_autofree char *path = g_strdup_printf ("/proc/%u/stat", process);
  g_autofree char *text = NULL;
  g_auto(GStrv) fields = NULL;
  const char *end;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (end = strrchr (text, ')')) == NULL)
    return 0;
  fields = g_strsplit (end + 1, " ", 0);
  return g_strv_length (fields) > 20 ? g_ascii_strtoull (fields[20], NULL, 10) : 0;
}

/* What a lock file of this process says. */
char *
_rail_lock_holder_describe_self (gsize *out_size)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *since = g_date_time_format_iso8601 (now);
  g_autofree char *machine = dup_machine ();
  g_autofree char *boot = dup_boot ();
  g_autofree char *namespace = dup_namespace ();
  g_autofree char *user = g_utf8_make_valid (g_get_user_name (), -1);
  g_autofree char *host = g_utf8_make_valid (g_get_host_name (), -1);

  g_key_file_set_string (file, GROUP, USER, user);
  g_key_file_set_string (file, GROUP, HOST, host);
  g_key_file_set_string (file, GROUP, MACHINE, machine);
  g_key_file_set_string (file, GROUP, BOOT, boot);
  g_key_file_set_string (file, GROUP, NAMESPACE, namespace);
  g_key_file_set_integer (file, GROUP, PROCESS, (int) rail_storage_get_process ());
  g_key_file_set_uint64 (file, GROUP, START, get_start (rail_storage_get_process ()));
  g_key_file_set_string (file, GROUP, SINCE, since);
  return g_key_file_to_data (file, out_size, NULL);
}

static gboolean
is_same (GKeyFile   *file,
         const char *key,
         const char *own)
{
  g_autofree char *value = g_key_file_get_string (file, GROUP, key, NULL);

  return value != NULL && *own != '\0' && g_str_equal (value, own);
}

static gboolean
is_here (GKeyFile *file)
{
  g_autofree char *machine = dup_machine ();

  return *machine != '\0' ? is_same (file, MACHINE, machine) : is_same (file, HOST, g_get_host_name ());
}

/* Where the system has no locks, the list of processes tells. */
static RailLockState
judge_process (GKeyFile *file)
{
  g_autofree char *boot = dup_boot ();
  g_autofree char *namespace = dup_namespace ();
  guint64 start = g_key_file_get_uint64 (file, GROUP, START, NULL);
  int process = g_key_file_get_integer (file, GROUP, PROCESS, NULL);

  if (*boot != '\0' && !is_same (file, BOOT, boot))
    return RAIL_LOCK_STALE;
  if (!is_same (file, NAMESPACE, namespace))
    return RAIL_LOCK_ELSEWHERE;
  return process > 0 && start != 0 && get_start ((guint) process) == start ? RAIL_LOCK_LIVE : RAIL_LOCK_STALE;
}

static RailLockState
judge (GKeyFile     *file,
       RailByteLock  lock)
{
  if (lock == RAIL_BYTE_HELD)
    return RAIL_LOCK_LIVE;
  /* A lock of another computer may not be seen here, whatever the file system promises. */
  if (!is_here (file))
    return RAIL_LOCK_ELSEWHERE;
  return lock == RAIL_BYTE_FREE ? RAIL_LOCK_STALE : judge_process (file);
}

/* It is shown to people, so it has no line ends and no length of its own. */
static char *
dup_shown (GKeyFile   *file,
           const char *key)
{
  g_autofree char *value = g_key_file_get_string (file, GROUP, key, NULL);
  g_autofree char *valid = g_utf8_make_valid (value != NULL ? value : "", -1);
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (const char *at = valid; *at != '\0' && n < MAX_NAME; at = g_utf8_next_char (at), n++)
    if (g_unichar_isprint (g_utf8_get_char (at)))
      g_string_append_unichar (text, g_utf8_get_char (at));
  if (text->len == 0)
    g_string_append (text, _("unknown"));
  return g_string_free (text, FALSE);
}

/* The holder that a lock file names. Whatever is in it, there is one: it may be half written, or of a later version. */
RailLockHolder *
_rail_lock_holder_parse (const char    *text,
                         gsize          size,
                         RailByteLock   lock)
{
  RailLockHolder *self = g_object_new (RAIL_TYPE_LOCK_HOLDER, NULL);
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *since = NULL;
  g_autoptr(GDateTime) date = NULL;
  int process;

  if (size > 0)
    g_key_file_load_from_data (file, text, size, G_KEY_FILE_NONE, NULL);
  self->user = dup_shown (file, USER);
  self->host = dup_shown (file, HOST);
  process = g_key_file_get_integer (file, GROUP, PROCESS, NULL);
  self->process = (guint) MAX (process, 0);
  since = g_key_file_get_string (file, GROUP, SINCE, NULL);
  date = since != NULL ? g_date_time_new_from_iso8601 (since, NULL) : NULL;
  self->since = date != NULL ? g_date_time_to_unix (date) : 0;
  self->state = judge (file, lock);
  return self;
}

static void
rail_lock_holder_finalize (GObject *object)
{
  RailLockHolder *self = RAIL_LOCK_HOLDER (object);

  g_free (self->user);
  g_free (self->host);

  G_OBJECT_CLASS (rail_lock_holder_parent_class)->finalize (object);
}

static void
rail_lock_holder_class_init (RailLockHolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rail_lock_holder_finalize;
}

static void
rail_lock_holder_init (RailLockHolder *self)
{
}

/**
 * rail_lock_holder_get_user:
 * @self: a holder
 *
 * Returns: (transfer none): the login name, fit to be shown
 */
const char *
rail_lock_holder_get_user (RailLockHolder *self)
{
  g_return_val_if_fail (RAIL_IS_LOCK_HOLDER (self), NULL);

  return self->user;
}

/**
 * rail_lock_holder_get_host:
 * @self: a holder
 *
 * Returns: (transfer none): the name of the computer, fit to be shown
 */
const char *
rail_lock_holder_get_host (RailLockHolder *self)
{
  g_return_val_if_fail (RAIL_IS_LOCK_HOLDER (self), NULL);

  return self->host;
}

/**
 * rail_lock_holder_get_process:
 * @self: a holder
 *
 * Returns: the process ID on that computer, 0 if it is not known
 */
guint
rail_lock_holder_get_process (RailLockHolder *self)
{
  g_return_val_if_fail (RAIL_IS_LOCK_HOLDER (self), 0);

  return self->process;
}

/**
 * rail_lock_holder_get_since:
 * @self: a holder
 *
 * Returns: when the lock was taken, in seconds since 1970, 0 if it is not known
 */
gint64
rail_lock_holder_get_since (RailLockHolder *self)
{
  g_return_val_if_fail (RAIL_IS_LOCK_HOLDER (self), 0);

  return self->since;
}

/**
 * rail_lock_holder_get_state:
 * @self: a holder
 *
 * Returns: whether it was at work when it was looked at
 */
RailLockState
rail_lock_holder_get_state (RailLockHolder *self)
{
  g_return_val_if_fail (RAIL_IS_LOCK_HOLDER (self), RAIL_LOCK_LIVE);

  return self->state;
}

/**
 * rail_lock_holder_describe:
 * @self: a holder
 *
 * Returns: (transfer full): user, computer and time, as part of a sentence
 */
char *
rail_lock_holder_describe (RailLockHolder *self)
{
  g_autofree char *since = NULL;

  g_return_val_if_fail (RAIL_IS_LOCK_HOLDER (self), NULL);

  if (self->since == 0)
    /* TRANSLATORS: a user and a computer, as in “erika on pc-7” */
    return g_strdup_printf (_("%s on %s"), self->user, self->host);
  since = rail_format_local_time (self->since);
  /* TRANSLATORS: a user, a computer and a time, as in “erika on pc-7 since 2026-11-22 18:00:00” */
  return g_strdup_printf (_("%s on %s since %s"), self->user, self->host, since);
}
