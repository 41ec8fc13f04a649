/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ctl.h"

#include <string.h>

#include "rail-operations.h"
#include "rail-project-file.h"

static void
add_name (RailCertificateRequest *request,
          RailNameType            type,
          const char             *value)
{
  g_autoptr(RailAlternativeName) name = rail_alternative_name_new (type, value);

  g_list_store_append (rail_certificate_request_get_names (request), name);
}

static RailEntry *
create (RailProject *project,
        RailUsage    usage,
        const char  *common_name,
        const char  *device,
        RailEntry   *issuer)
{
  g_autoptr(RailCreation) creation = rail_creation_new (project);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;

  rail_creation_set_device (creation, device);
  rail_creation_set_issuer (creation, issuer);
  rail_creation_apply_template (creation, usage);
  rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P256);
  rail_certificate_request_set_common_name (request, common_name);
  g_list_store_remove_all (rail_certificate_request_get_names (request));
  if (usage != RAIL_USAGE_CA_ROOT)
    {
      add_name (request, RAIL_NAME_TYPE_URI, "urn:test");
      add_name (request, RAIL_NAME_TYPE_IP, "192.168.0.1");
    }
  if (usage == RAIL_USAGE_WEB_SERVER)
    rail_certificate_request_set_validity (request, 1600000000, 1700000000);
  g_list_store_append (creations, creation);
  entries = rail_project_create (project, G_LIST_MODEL (creations), &error);
  g_assert_no_error (error);
  return entries->pdata[0];
}

/* A weak derivation is only to be had from inside, so the project is made here and not by the program. */
static RailProject *
new_project (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string (CTL_PASSWORD);
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(RailProtection) protection = NULL;
  g_autoptr(RailDevice) device = rail_device_new ("PLC_1", RAIL_FAMILY_S7_1500);
  g_autoptr(GError) error = NULL;
  RailProject *project;
  RailEntry *root;

  rail_environment_set_iterations (environment, 1000);
  protection = rail_protection_new (environment, CTL_USER, password, &error);
  g_assert_no_error (error);
  project = rail_project_new (environment, "Plant");
  rail_project_restore (project, 1, protection, nothing, nothing, &error);
  g_assert_no_error (error);
  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
  root = create (project, RAIL_USAGE_CA_ROOT, "Plant root", NULL, NULL);
  create (project, RAIL_USAGE_OPCUA_SERVER, "PLC-1/OPCUA-1-2", "PLC_1", root);
  create (project, RAIL_USAGE_OPCUA_CLIENT, "UaExpert", NULL, root);
  create (project, RAIL_USAGE_WEB_SERVER, "Old web server", NULL, root);
  return project;
}

void
ctl_set_up (Ctl           *ctl,
            gconstpointer  data)
{
  g_autoptr(RailProject) project = new_project ();
  g_autofree char *path = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;

  ctl->folder = rail_test_make_folder ();
  path = ctl_path (ctl, "plant.certrail");
  file = g_file_new_for_path (path);
  rail_project_save (project, file, &error);
  g_assert_no_error (error);
}

void
ctl_tear_down (Ctl           *ctl,
               gconstpointer  data)
{
  rail_test_remove_folder (ctl->folder);
  g_free (ctl->folder);
  g_free (ctl->out);
  g_free (ctl->err);
}

char *
ctl_path (Ctl        *ctl,
          const char *name)
{
  return g_build_filename (ctl->folder, name, NULL);
}

void
ctl_run_argv (Ctl         *ctl,
              const char  *password,
              const char **arguments)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&ctl->out, g_free);
  g_clear_pointer (&ctl->err, g_free);
  g_subprocess_launcher_set_cwd (launcher, ctl->folder);
  if (password != NULL)
    g_subprocess_launcher_setenv (launcher, "CERTRAIL_PASSWORD", password, TRUE);
  else
    g_subprocess_launcher_unsetenv (launcher, "CERTRAIL_PASSWORD");
  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &ctl->out, &ctl->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  ctl->code = g_subprocess_get_exit_status (process);

  /* Whatever happens, the password is nowhere in it. */
  g_assert_null (strstr (ctl->out, CTL_PASSWORD));
  g_assert_null (strstr (ctl->err, CTL_PASSWORD));
}

static void
run_list (Ctl     *ctl,
          va_list  arguments)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  const char *argument;

  g_ptr_array_add (argv, (gpointer) CERTRAILCTL);
  while ((argument = va_arg (arguments, const char *)) != NULL)
    g_ptr_array_add (argv, (gpointer) argument);
  g_ptr_array_add (argv, NULL);
  ctl_run_argv (ctl, CTL_PASSWORD, (const char **) argv->pdata);
}

void
ctl_run (Ctl *ctl,
         ...)
{
  va_list arguments;

  va_start (arguments, ctl);
  run_list (ctl, arguments);
  va_end (arguments);
}

void
ctl_done (Ctl *ctl,
          ...)
{
  va_list arguments;

  va_start (arguments, ctl);
  run_list (ctl, arguments);
  va_end (arguments);
  g_assert_cmpstr (ctl->err, ==, "");
  g_assert_cmpint (ctl->code, ==, 0);
}

void
ctl_warned (Ctl        *ctl,
            const char *part,
            ...)
{
  va_list arguments;

  va_start (arguments, part);
  run_list (ctl, arguments);
  va_end (arguments);
  rail_assert_contains (ctl->err, part);
  g_assert_cmpint (ctl->code, ==, 0);
}

void
ctl_refused (Ctl        *ctl,
             int         code,
             const char *part,
             ...)
{
  va_list arguments;

  va_start (arguments, part);
  run_list (ctl, arguments);
  va_end (arguments);
  g_assert_cmpstr (ctl->out, ==, "");
  g_assert_true (g_str_has_prefix (ctl->err, "certrailctl: "));
  g_assert_true (strchr (ctl->err, '\n') == ctl->err + strlen (ctl->err) - 1);
  rail_assert_contains (ctl->err, part);
  g_assert_cmpint (ctl->code, ==, code);
}

JsonNode *
ctl_json (Ctl *ctl,
          ...)
{
  va_list arguments;
  g_autoptr(GError) error = NULL;
  JsonNode *root;

  va_start (arguments, ctl);
  run_list (ctl, arguments);
  va_end (arguments);
  g_assert_cmpstr (ctl->err, ==, "");
  g_assert_cmpint (ctl->code, ==, 0);
  root = json_from_string (ctl->out, &error);
  g_assert_no_error (error);
  return root;
}

void
ctl_shell (Ctl        *ctl,
           const char *command)
{
  g_autofree char *output = NULL;
  int status = rail_test_run (ctl->folder, &output, "sh", "-e", "-c", command, NULL);

  if (status != 0)
    g_error ("%s\nfailed with %d:\n%s", command, status, output);
}
