/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "project-fixture.h"

RailProject *
fixture_new_project (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (FIXTURE_NOW, 1);

  rail_environment_set_iterations (environment, 1000);
  return rail_project_new (environment, "Bottling line 3");
}

/* Protected, but without the two authorities of rail_project_protect(), whose RSA keys take their time. */
RailProject *
fixture_new_protected (void)
{
  RailProject *project = fixture_new_project ();
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(RailProtection) protection = NULL;
  g_autoptr(GError) error = NULL;

  protection = rail_protection_new (rail_project_get_environment (project), "admin", password, &error);
  g_assert_no_error (error);
  rail_project_restore (project, 1, protection, nothing, nothing, &error);
  g_assert_no_error (error);
  return project;
}

/* With an elliptic curve, which is fast, and with an address row wherever a profile may want one. */
RailCreation *
fixture_new_creation (RailProject *project,
                      RailUsage    usage,
                      const char  *common_name,
                      RailEntry   *issuer)
{
  RailCreation *creation = rail_creation_new (project);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  GListStore *names = rail_certificate_request_get_names (request);
  const RailProfile *profile = rail_profile_get (usage);

  rail_creation_set_issuer (creation, issuer);
  rail_creation_apply_template (creation, usage);
  rail_certificate_request_set_key_kind (request, RAIL_KEY_KIND_EC_P256);
  rail_certificate_request_set_common_name (request, common_name);
  g_list_store_remove_all (names);
  if (profile->required_names & RAIL_NAME_TYPE_URI)
    {
      g_autofree char *uri = g_strconcat ("urn:test:", common_name, NULL);
      g_autoptr(RailAlternativeName) name = rail_alternative_name_new (RAIL_NAME_TYPE_URI, uri);

      g_list_store_append (names, name);
    }
  if ((profile->required_names | profile->required_one_of) & RAIL_NAME_TYPE_IP)
    {
      g_autoptr(RailAlternativeName) name = rail_alternative_name_new (RAIL_NAME_TYPE_IP, "192.168.0.1");

      g_list_store_append (names, name);
    }
  return creation;
}

RailEntry *
fixture_create (RailCreation *creation,
                RailProject  *project)
{
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;

  g_list_store_append (creations, creation);
  entries = rail_project_create (project, G_LIST_MODEL (creations), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  return entries->pdata[0];   /* the project keeps it */
}

RailEntry *
fixture_create_simple (RailProject *project,
                       RailUsage    usage,
                       const char  *common_name,
                       RailEntry   *issuer)
{
  g_autoptr(RailCreation) creation = fixture_new_creation (project, usage, common_name, issuer);

  return fixture_create (creation, project);
}

GPtrArray *
fixture_list (RailEntry *first,
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

static void
dump_state (GString   *text,
            RailEntry *entry)
{
  g_string_append_printf (text, "  %s key %p usage %d requested %" G_GINT64_FORMAT " list %p %u\n",
                          rail_certificate_get_fingerprint (rail_entry_get_certificate (entry)),
                          (void *) rail_entry_get_key (entry), rail_entry_get_usage (entry),
                          rail_entry_get_requested (entry), (void *) rail_entry_get_list (entry),
                          rail_entry_get_list_days (entry));
  for (guint i = 0; i < rail_entry_get_n_generations (entry); i++)
    {
      RailGeneration *generation = rail_entry_get_generation (entry, i);
      gint64 date = 0;
      RailRevocationReason reason = RAIL_REVOCATION_UNSPECIFIED;
      gboolean revoked = rail_generation_is_revoked (generation, &date, &reason);

      g_string_append_printf (text, "  generation %s key %p until %" G_GINT64_FORMAT " %d by %s note %s revoked %d %"
                              G_GINT64_FORMAT " %d\n",
                              rail_certificate_get_fingerprint (rail_generation_get_certificate (generation)),
                              (void *) rail_generation_get_key (generation), rail_generation_get_until (generation),
                              rail_generation_get_reason (generation), rail_generation_get_by (generation),
                              rail_generation_get_note (generation), revoked, date, reason);
    }
}

/* All that undo must bring back, the identity of objects included. */
char *
fixture_dump (RailProject *project)
{
  GString *text = g_string_new (rail_project_get_name (project));
  GListModel *entries = rail_project_get_entries (project);
  GListModel *devices = rail_project_get_devices (project);

  g_string_append_printf (text, " protection %p\n", (void *) rail_project_get_protection (project));
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      gint64 date;
      RailRevocationReason reason;
      gboolean revoked = rail_entry_is_revoked (entry, &date, &reason);

      g_string_append_printf (text, "entry %p %u %s %d %d %" G_GINT64_FORMAT " %d\n", (void *) entry,
                              rail_entry_get_id (entry), rail_entry_get_device (entry),
                              rail_entry_get_kind (entry), revoked, revoked ? date : 0, revoked ? (int) reason : 0);
      dump_state (text, entry);
    }
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(RailDevice) device = g_list_model_get_item (devices, i);

      g_string_append_printf (text, "device %p %s\n", (void *) device, rail_device_get_name (device));
    }
  return g_string_free (text, FALSE);
}

void
fixture_write_pem (const char *folder,
                   const char *name,
                   RailEntry  *entry)
{
  g_autofree char *pem = rail_certificate_to_pem (rail_entry_get_certificate (entry));

  rail_test_write (folder, name, pem, -1);
}

static void
count_cb (FixtureCounter *counter)
{
  counter->count++;
}

void
fixture_count (gpointer        object,
               const char     *signal,
               FixtureCounter *counter)
{
  counter->count = 0;
  g_signal_connect_swapped (object, signal, G_CALLBACK (count_cb), counter);
}
