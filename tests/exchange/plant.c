/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plant.h"

#include <glib/gstdio.h>

/* Puts the plant into a new project, in which only these entries are. */
void
plant_restore (Plant     *plant,
               GPtrArray *entries,
               guint      next_id)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GPtrArray) devices = g_ptr_array_new ();
  g_autoptr(RailProtection) protection = NULL;
  g_autoptr(GError) error = NULL;

  rail_environment_set_iterations (environment, 1000);
  protection = rail_protection_new (environment, "admin", password, &error);
  g_assert_no_error (error);
  g_clear_object (&plant->project);
  plant->project = rail_project_new (environment, "Bottling line 3");
  rail_project_restore (plant->project, next_id, protection, entries, devices, &error);
  g_assert_no_error (error);
}

static void
add_name (RailCertificateRequest *request,
          RailNameType            type,
          const char             *value)
{
  g_autoptr(RailAlternativeName) name = rail_alternative_name_new (type, value);

  g_list_store_append (rail_certificate_request_get_names (request), name);
}

/* With an elliptic curve, which is made in no time. */
RailEntry *
plant_create (Plant      *plant,
              RailUsage   usage,
              const char *common_name,
              RailEntry  *issuer)
{
  g_autoptr(RailCreation) creation = rail_creation_new (plant->project);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;

  rail_creation_set_issuer (creation, issuer);
  rail_creation_apply_template (creation, usage);
  rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P256);
  rail_certificate_request_set_common_name (request, common_name);
  g_list_store_remove_all (rail_certificate_request_get_names (request));
  if (!rail_profile_get (usage)->is_ca)
    {
      g_autofree char *uri = g_strdup_printf ("urn:test:%s", common_name);

      add_name (request, RAIL_NAME_TYPE_URI, uri);
      add_name (request, RAIL_NAME_TYPE_IP, "192.168.0.1");
    }
  g_list_store_append (creations, creation);
  entries = rail_project_create (plant->project, G_LIST_MODEL (creations), &error);
  g_assert_no_error (error);
  return entries->pdata[0];   /* the project keeps it */
}

/* The same project with one entry more, whose key stays outside. */
static RailEntry *
add_keyless (Plant *plant)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(RailEntry) keyless = NULL;
  RailEntry *made = plant_create (plant, RAIL_USAGE_OPCUA_CLIENT, "Keyless", NULL);
  guint id = rail_entry_get_id (made);

  keyless = rail_entry_new (id, RAIL_ENTRY_DEVICE, RAIL_USAGE_OPCUA_CLIENT, rail_entry_get_certificate (made), NULL);
  for (guint i = 1; i < id; i++)
    g_ptr_array_add (entries, g_object_ref (rail_project_get_entry (plant->project, i)));
  g_ptr_array_add (entries, g_object_ref (keyless));
  plant_restore (plant, entries, id + 1);
  return rail_project_get_entry (plant->project, id);
}

void
plant_set_up (Plant         *plant,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(GPtrArray) revoked = NULL;
  g_autoptr(GError) error = NULL;

  plant->folder = rail_test_make_folder ();
  plant_restore (plant, nothing, 1);
  plant->root = plant_create (plant, RAIL_USAGE_CA_ROOT, "Plant root", NULL);
  plant->intermediate = plant_create (plant, RAIL_USAGE_CA_INTERMEDIATE, "Hall 2", plant->root);
  plant->server = plant_create (plant, RAIL_USAGE_OPCUA_SERVER, "PLC-1/OPCUA-1-4", plant->root);
  plant->client = plant_create (plant, RAIL_USAGE_OPCUA_CLIENT, "UaExpert", plant->root);
  plant->revoked = plant_create (plant, RAIL_USAGE_OPCUA_SERVER, "Revoked", plant->root);
  plant->deep = plant_create (plant, RAIL_USAGE_OPCUA_CLIENT_SERVER, "Deep", plant->intermediate);
  plant->lonely = plant_create (plant, RAIL_USAGE_OPCUA_SERVER, "Lonely", NULL);
  plant->keyless = add_keyless (plant);

  revoked = plant_list (plant->revoked, NULL);
  rail_project_revoke (plant->project, revoked, RAIL_REVOCATION_KEY_COMPROMISE, &error);
  g_assert_no_error (error);
}

void
plant_tear_down (Plant         *plant,
                 gconstpointer  data)
{
  rail_test_remove_folder (plant->folder);
  g_free (plant->folder);
  g_assert_finalize_object (plant->project);
}

GPtrArray *
plant_list (RailEntry *first,
            ...)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  va_list arguments;

  va_start (arguments, first);
  for (RailEntry *entry = first; entry != NULL; entry = va_arg (arguments, RailEntry *))
    g_ptr_array_add (entries, g_object_ref (entry));
  va_end (arguments);
  return entries;
}

GFile *
plant_file (Plant      *plant,
            const char *name)
{
  g_autofree char *path = g_build_filename (plant->folder, name, NULL);

  return g_file_new_for_path (path);
}

char *
plant_run (Plant      *plant,
           const char *command)
{
  char *output = NULL;
  int status = rail_test_run (plant->folder, &output, "sh", "-e", "-c", command, NULL);

  if (status != 0)
    g_error ("%s\nfailed with %d:\n%s", command, status, output);
  return output;
}

void
plant_run_fails (Plant      *plant,
                 const char *command)
{
  g_autofree char *output = NULL;
  int status = rail_test_run (plant->folder, &output, "sh", "-e", "-c", command, NULL);

  if (status == 0)
    g_error ("%s\nshould have failed:\n%s", command, output);
}

guint
plant_get_mode (Plant      *plant,
                const char *name)
{
  g_autofree char *path = g_build_filename (plant->folder, name, NULL);
  GStatBuf info;

  g_assert_cmpint (g_lstat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

RailHandOver *
plant_plan (Plant      *plant,
            RailTarget  target,
            RailEntry  *certificate,
            RailEntry  *partner)
{
  g_autoptr(GError) error = NULL;
  RailHandOver *plan = rail_hand_over_new (plant->project, target, certificate, partner, &error);

  g_assert_no_error (error);
  return plan;
}

void
plant_write_plan (Plant        *plant,
                  RailHandOver *plan,
                  const char   *folder)
{
  g_autoptr(GFile) file = plant_file (plant, folder);
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;

  files = rail_hand_over_write (plan, file, &error);
  g_assert_no_error (error);
}

void
plant_hand_over (Plant      *plant,
                 const char *folder,
                 RailTarget  target,
                 RailEntry  *certificate,
                 RailEntry  *partner)
{
  g_autoptr(RailHandOver) plan = plant_plan (plant, target, certificate, partner);

  plant_write_plan (plant, plan, folder);
}
