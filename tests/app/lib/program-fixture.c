/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "program-fixture.h"

#include "rail-cipher.h"
#include "rail-operations.h"
#include "rail-project-file.h"

#include <stdlib.h>
#include <string.h>

static void
needle_free (gpointer data)
{
  ProgramNeedle *self = data;

  g_free (self->label);
  g_bytes_unref (self->bytes);
  g_free (self->where);
  g_free (self);
}

static void
add_needle (ProgramFixture       *fixture,
            const char    *label,
            gboolean       is_content,
            gconstpointer  data,
            gsize          size)
{
  ProgramNeedle *needle = g_new0 (ProgramNeedle, 1);

  g_assert_cmpuint (size, >=, 8);
  needle->label = g_strdup (label);
  needle->is_content = is_content;
  needle->bytes = g_bytes_new (data, size);
  g_ptr_array_add (fixture->needles, needle);
}

void
program_add_needle (ProgramFixture    *fixture,
                    const char *label,
                    const char *text)
{
  add_needle (fixture, label, TRUE, text, strlen (text));
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
add_key_needle (ProgramFixture    *fixture,
                const char *label,
                RailEntry  *entry)
{
  RailSecret *pkcs8 = rail_key_get_pkcs8 (rail_entry_get_key (entry));
  gsize size;
  const guint8 *data = rail_secret_get_data (pkcs8, &size);

  /* The end of it: in RSA, numbers that are in nothing but the private key. */
  add_needle (fixture, label, FALSE, data + size - 48, 48);
}

static void
add_needles (ProgramFixture     *fixture,
             RailProject *project)
{
  RailProtection *protection = rail_project_get_protection (project);
  gsize size;
  const guint8 *key = rail_secret_get_data (rail_protection_get_project_key (protection), &size);

  add_needle (fixture, "the project key", FALSE, key, size);
  key = rail_secret_get_data (rail_protection_get_vault_key (protection), &size);
  add_needle (fixture, "the vault key", FALSE, key, size);
  add_needle (fixture, "the password", FALSE, PROGRAM_PASSWORD, strlen (PROGRAM_PASSWORD));
  program_add_needle (fixture, "a device's name", "Kettle_of_the_west");
  program_add_needle (fixture, "a device's comment", "behind the third door on the left");
  program_add_needle (fixture, "the project's name", "Sugar mill of Uelzen");
  program_add_needle (fixture, "a common name", "Mixer/OPCUA-West-4");
  program_add_needle (fixture, "an alternative name", "urn:hidden-plant:mixer-west");
}

static void
write_project (ProgramFixture *fixture)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailProject) project = NULL;
  g_autoptr(RailSecret) password = rail_secret_new_from_string (PROGRAM_PASSWORD);
  g_autoptr(RailDevice) device = rail_device_new ("Kettle_of_the_west", RAIL_FAMILY_S7_1500);
  g_autoptr(GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr(GError) error = NULL;

  rail_environment_set_iterations (environment, 1000);
  project = rail_project_new (environment, "Sugar mill of Uelzen");
  rail_project_protect (project, PROGRAM_USER, password, &error);
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

void
program_set_up (ProgramFixture       *fixture,
                gconstpointer  data)
{
  fixture->folder = rail_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "plant.certrail", NULL);
  fixture->needles = g_ptr_array_new_with_free_func (needle_free);
  write_project (fixture);
}

/* As a crash or the power does. */
void
program_stop (ProgramFixture *fixture)
{
  if (fixture->program != NULL)
    {
      g_subprocess_force_exit (fixture->program);
      g_subprocess_wait (fixture->program, NULL, NULL);
    }
  g_clear_object (&fixture->program);
}

void
program_tear_down (ProgramFixture       *fixture,
                   gconstpointer  data)
{
  program_stop (fixture);
  g_ptr_array_unref (fixture->needles);
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

void
program_start (ProgramFixture            *fixture,
               const char * const *argv)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
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
  for (guint i = 0; argv[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) argv[i]);
  g_ptr_array_add (all, fixture->path);
  g_ptr_array_add (all, NULL);
  fixture->program = g_subprocess_launcher_spawnv (launcher, (const char * const *) all->pdata, &error);
  g_assert_no_error (error);
  fixture->pid = atoi (g_subprocess_get_identifier (fixture->program));
}

void
program_script (ProgramFixture    *fixture,
                const char *script)
{
  int status = rail_test_run (fixture->folder, NULL, "sh", "-euc", script, NULL);

  g_assert_cmpint (status, ==, 0);
}

void
program_search (ProgramFixture       *fixture,
                gconstpointer  chunk,
                gsize          size,
                const char    *where)
{
  for (guint i = 0; i < fixture->needles->len; i++)
    {
      ProgramNeedle *needle = g_ptr_array_index (fixture->needles, i);
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

void
program_forget (ProgramFixture *fixture)
{
  for (guint i = 0; i < fixture->needles->len; i++)
    ((ProgramNeedle *) g_ptr_array_index (fixture->needles, i))->found = FALSE;
}
