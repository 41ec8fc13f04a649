/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "use-fixture.h"

#include "rail-project-private.h"

RailDevice *
use_fixture_add_device (RailProject *project,
                        const char  *name,
                        RailFamily   family,
                        const char  *firmware)
{
  g_autoptr(RailDevice) device = rail_device_new (name, family);
  g_autoptr(GError) error = NULL;

  rail_device_set_firmware (device, firmware);
  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
  return rail_project_get_device (project, name);   /* the project keeps it */
}

RailDevice *
use_fixture_edit (RailProject *project,
                  const char  *name)
{
  RailDevice *device = rail_project_get_device (project, name);

  g_assert_nonnull (device);
  return rail_device_copy (device);
}

void
use_fixture_put (RailProject *project,
                 const char  *name,
                 RailDevice  *edited)
{
  g_autoptr(GError) error = NULL;

  rail_project_change_device (project, rail_project_get_device (project, name), edited, &error);
  g_assert_no_error (error);
}

RailEntry *
use_fixture_create (RailProject *project,
                    RailUsage    usage,
                    const char  *common_name,
                    RailEntry   *issuer,
                    const char  *device)
{
  g_autoptr(RailCreation) creation = fixture_new_creation (project, usage, common_name, issuer);

  if (device != NULL)
    rail_creation_set_device (creation, device);
  return fixture_create (creation, project);
}

/* Somebody else's certificate, without its key. */
RailEntry *
use_fixture_take_foreign (RailProject *project,
                          RailUsage    usage,
                          const char  *common_name)
{
  g_autoptr(RailProject) elsewhere = fixture_new_protected ();
  RailEntry *source = fixture_create_simple (elsewhere, usage, common_name, NULL);
  g_autoptr(RailEntry) entry = rail_entry_new (rail_project_take_id (project), RAIL_ENTRY_TRUSTED, usage,
                                               rail_entry_get_certificate (source), NULL);
  g_autoptr(GPtrArray) entries = fixture_list (entry, NULL);

  rail_project_insert_entries (project, entries);
  return rail_project_get_entry (project, rail_entry_get_id (entry));
}

void
use_fixture_set_service (RailProject *project,
                         const char  *name,
                         RailService  service,
                         gboolean     on,
                         RailEntry   *entry)
{
  g_autoptr(RailDevice) device = use_fixture_edit (project, name);

  rail_device_set_service (device, service, on, entry != NULL ? rail_entry_get_id (entry) : 0);
  use_fixture_put (project, name, device);
}

void
use_fixture_set_partner (RailProject *project,
                         const char  *name,
                         RailEntry   *entry,
                         gboolean     is_partner)
{
  g_autoptr(RailDevice) device = use_fixture_edit (project, name);

  rail_device_set_partner (device, rail_entry_get_id (entry), is_partner);
  use_fixture_put (project, name, device);
}

void
use_fixture_set_client (RailProject *project,
                        const char  *name,
                        RailEntry   *entry,
                        gboolean     is_client)
{
  g_autoptr(RailDevice) device = use_fixture_edit (project, name);

  rail_device_set_client (device, rail_entry_get_id (entry), is_client);
  use_fixture_put (project, name, device);
}
