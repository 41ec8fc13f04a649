/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a locked program has in its memory. The program itself is started, driven through its windows by xdotool, and its
 * whole memory is searched for what only an open project knows: all of it is found while the project is open, which
 * shows that the search works, and none of it after the window was locked. */

#include "config.h"

#include "rail-cipher.h"
#include "rail-operations.h"
#include "rail-project-file.h"
#include "rail-test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define USER "Waltraud"
#define PASSWORD "Schmetterling 4711 over Kassel"
#define CHUNK (4 * 1024 * 1024)

typedef struct
{
  char       *label;
  GBytes     *bytes;
  gboolean    found;
  char       *where;
} Needle;

typedef struct
{
  char        *folder;
  char        *path;
  GPtrArray   *needles;
  GSubprocess *program;
  GPid         pid;
} Fixture;

static void
needle_free (gpointer data)
{
  Needle *self = data;

  g_free (self->label);
  g_bytes_unref (self->bytes);
  g_free (self->where);
  g_free (self);
}

static void
add_needle (Fixture       *fixture,
            const char    *label,
            gconstpointer  data,
            gsize          size)
{
  Needle *needle = g_new0 (Needle, 1);

  g_assert_cmpuint (size, >=, 8);
  needle->label = g_strdup (label);
  needle->bytes = g_bytes_new (data, size);
  g_ptr_array_add (fixture->needles, needle);
}

static void
add_text (Fixture    *fixture,
          const char *label,
          const char *text)
{
  add_needle (fixture, label, text, strlen (text));
}

static RailEntry *
create (RailProject *project,
        RailUsage    usage,
        const char  *common_name,
        RailKeyKind  kind)
{
  g_autoptr(RailCreation) creation = rail_creation_new (project);
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  g_autoptr(RailAlternativeName) name = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;

  rail_creation_apply_template (creation, usage);
  rail_certificate_request_set_common_name (request, common_name);
  rail_certificate_request_set_key_kind (request, kind);
  g_list_store_remove_all (rail_certificate_request_get_names (request));
  name = rail_alternative_name_parse ("URI:urn:hidden-plant:mixer-west", &error);
  g_assert_no_error (error);
  g_list_store_append (rail_certificate_request_get_names (request), name);
  g_list_store_append (creations, creation);
  entries = rail_project_create (project, G_LIST_MODEL (creations), &error);
  g_assert_no_error (error);
  return g_ptr_array_index (entries, 0);
}

static void
add_key_needle (Fixture    *fixture,
                const char *label,
                RailEntry  *entry)
{
  RailSecret *pkcs8 = rail_key_get_pkcs8 (rail_entry_get_key (entry));
  gsize size;
  const guint8 *data = rail_secret_get_data (pkcs8, &size);

  /* The end of it: in RSA, numbers that are in nothing but the private key. */
  add_needle (fixture, label, data + size - 48, 48);
}

static void
add_needles (Fixture     *fixture,
             RailProject *project)
{
  RailProtection *protection = rail_project_get_protection (project);
  gsize size;
  const guint8 *key = rail_secret_get_data (rail_protection_get_project_key (protection), &size);

  add_needle (fixture, "the project key", key, size);
  key = rail_secret_get_data (rail_protection_get_vault_key (protection), &size);
  add_needle (fixture, "the vault key", key, size);
  add_text (fixture, "the password", PASSWORD);
  add_text (fixture, "a device's name", "Kettle_of_the_west");
  add_text (fixture, "a device's comment", "behind the third door on the left");
  add_text (fixture, "the project's name", "Sugar mill of Uelzen");
  add_text (fixture, "a common name", "Mixer/OPCUA-West-4");
  add_text (fixture, "an alternative name", "urn:hidden-plant:mixer-west");
}

static void
write_project (Fixture *fixture)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailProject) project = NULL;
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PASSWORD);
  g_autoptr(RailDevice) device = rail_device_new ("Kettle_of_the_west", RAIL_FAMILY_S7_1500);
  g_autoptr(GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr(GError) error = NULL;

  rail_environment_set_iterations (environment, 1000);
  project = rail_project_new (environment, "Sugar mill of Uelzen");
  rail_project_protect (project, USER, password, &error);
  g_assert_no_error (error);
  rail_device_set_comment (device, "behind the third door on the left");
  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
  add_key_needle (fixture, "an RSA key", create (project, RAIL_USAGE_OPCUA_CLIENT, "Mixer/OPCUA-West-4",
                                                 RAIL_KEY_KIND_RSA_2048));
  add_key_needle (fixture, "an authority's key", rail_project_get_entry (project, 2));
  add_needles (fixture, project);
  rail_project_save (project, file, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = rail_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "plant.certrail", NULL);
  fixture->needles = g_ptr_array_new_with_free_func (needle_free);
  write_project (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->program != NULL)
    {
      g_subprocess_force_exit (fixture->program);
      g_subprocess_wait (fixture->program, NULL, NULL);
    }
  g_clear_object (&fixture->program);
  g_ptr_array_unref (fixture->needles);
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* The program under test */

static void
start_program (Fixture    *fixture,
               const char *path)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GError) error = NULL;
  static const char * const variables[] = {
    "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
  };

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    g_subprocess_launcher_setenv (launcher, variables[i], fixture->folder, TRUE);
  /* Not fatal-warnings: this is not the font of the other tests, and GTK 4.8 warns of narrow labels in some. */
  g_subprocess_launcher_setenv (launcher, "G_DEBUG", "fatal-criticals", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_CHECK_");
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_PERTURB_");
  fixture->program = g_subprocess_launcher_spawn (launcher, &error, path, fixture->path, NULL);
  g_assert_no_error (error);
  fixture->pid = atoi (g_subprocess_get_identifier (fixture->program));
}

static void
run_script (Fixture    *fixture,
            const char *script)
{
  int status = rail_test_run (fixture->folder, NULL, "sh", "-euc", script, NULL);

  g_assert_cmpint (status, ==, 0);
}

/* Memory */

static void
search_chunk (Fixture      *fixture,
              const guint8 *chunk,
              gsize         size,
              const char   *where)
{
  for (guint i = 0; i < fixture->needles->len; i++)
    {
      Needle *needle = g_ptr_array_index (fixture->needles, i);
      gsize length;
      gconstpointer bytes = g_bytes_get_data (needle->bytes, &length);

      if (!needle->found && memmem (chunk, size, bytes, length) != NULL)
        {
          needle->found = TRUE;
          g_free (needle->where);
          needle->where = g_strdup (where);
        }
    }
}

/* Two chunks overlap by more than any needle is long. */
static void
search_mapping (Fixture    *fixture,
                int         memory,
                guint64     start,
                guint64     end,
                guint8     *buffer,
                const char *where)
{
  const gssize overlap = 4096;

  while (start < end)
    {
      gssize n = pread (memory, buffer, MIN (CHUNK, end - start), start);

      if (n <= 0)
        return;
      search_chunk (fixture, buffer, n, where);
      if (start + n >= end)
        return;
      start += n > overlap ? n - overlap : n;
    }
}

static void
search_memory (Fixture *fixture)
{
  g_autofree char *maps_path = g_strdup_printf ("/proc/%d/maps", fixture->pid);
  g_autofree char *memory_path = g_strdup_printf ("/proc/%d/mem", fixture->pid);
  g_autofree char *maps = NULL;
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  int memory = open (memory_path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (memory, >=, 0);
  g_file_get_contents (maps_path, &maps, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < fixture->needles->len; i++)
    ((Needle *) g_ptr_array_index (fixture->needles, i))->found = FALSE;

  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 start;
      guint64 end;
      char rights[5];

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %4s", &start, &end, rights) == 3 &&
          rights[0] == 'r')
        search_mapping (fixture, memory, start, end, buffer, lines[i]);
    }
  close (memory);
}

/* The password is no longer needed after the login. */
static void
assert_found (Fixture  *fixture,
              gboolean  password)
{
  search_memory (fixture);
  for (guint i = 0; i < fixture->needles->len; i++)
    {
      Needle *needle = g_ptr_array_index (fixture->needles, i);

      if (!needle->found && password == g_str_equal (needle->label, "the password"))
        g_error ("%s is not in the memory of an open project: the search does not work", needle->label);
    }
}

static guint
count_found (Fixture *fixture)
{
  guint n = 0;

  search_memory (fixture);
  for (guint i = 0; i < fixture->needles->len; i++)
    {
      Needle *needle = g_ptr_array_index (fixture->needles, i);

      if (needle->found)
        {
          g_test_message ("%s is in %s", needle->label, needle->where);
          n++;
        }
    }
  return n;
}

#define FOCUS(title) \
  "window=$(xdotool search --sync --onlyvisible --name '" title "' | tail -n 1)\n" \
  "xdotool windowfocus --sync \"$window\" sleep 0.5\n"

static void
test_lock_forgets (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *path = g_getenv ("CERTRAIL_PROGRAM");

  if (path == NULL)
    {
      g_test_skip ("this build does not wipe freed memory: sanitizers have a free() of their own");
      return;
    }
  if (!rail_test_need ("xdotool"))
    return;

  start_program (fixture, path);
  run_script (fixture, FOCUS ("^Log in$") "xdotool type --delay 20 '" PASSWORD "'\nsleep 0.5\n");
  assert_found (fixture, TRUE);
  run_script (fixture, "xdotool key Return sleep 3\n");
  assert_found (fixture, FALSE);

  run_script (fixture, FOCUS ("Sugar mill") "xdotool key ctrl+l sleep 3\n");
  g_assert_cmpuint (count_found (fixture), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/app/memory/lock-forgets-everything", Fixture, NULL, set_up, test_lock_forgets, tear_down);

  return g_test_run ();
}
