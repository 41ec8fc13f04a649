/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plant-fixture.h"

#include "rail-project-private.h"

static RailAlternativeName *
parse_name (const char *text)
{
  g_autoptr(GError) error = NULL;
  RailAlternativeName *name = rail_alternative_name_parse (text, &error);

  g_assert_no_error (error);
  return name;
}

RailCreation *
plant_new_creation (Plant      *self,
                    RailUsage   usage,
                    const char *common_name,
                    RailEntry  *issuer,
                    const char *device,
                    const char *first_name,
                    ...)
{
  RailCreation *creation = fixture_new_creation (self->project, usage, common_name, issuer);
  GListStore *names = rail_certificate_request_get_names (rail_creation_get_request (creation));
  va_list arguments;

  rail_creation_set_device (creation, device);
  g_list_store_remove_all (names);
  va_start (arguments, first_name);
  for (const char *text = first_name; text != NULL; text = va_arg (arguments, const char *))
    {
      g_autoptr(RailAlternativeName) name = parse_name (text);

      g_list_store_append (names, name);
    }
  va_end (arguments);
  return creation;
}

void
plant_add_device (Plant      *self,
                  const char *name,
                  RailFamily  family,
                  const char *address)
{
  const char * const addresses[] = { address, NULL };
  g_autoptr(RailDevice) device = rail_device_new (name, family);
  g_autoptr(GError) error = NULL;

  rail_device_set_addresses (device, addresses);
  rail_project_add_device (self->project, device, &error);
  g_assert_no_error (error);
}

RailDevice *
plant_get (Plant *self)
{
  return rail_project_get_device (self->project, "PLC_1");
}

RailDevice *
plant_copy (Plant *self)
{
  return rail_device_copy (plant_get (self));
}

void
plant_change (Plant      *self,
              RailDevice *replacement)
{
  g_autoptr(GError) error = NULL;

  rail_project_change_device (self->project, plant_get (self), replacement, &error);
  g_assert_no_error (error);
}

RailEntry *
plant_add_pem (Plant      *self,
               const char *pem)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailCertificate) certificate = rail_certificate_new_from_pem (pem, -1, &error);
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  RailEntry *entry;

  g_assert_no_error (error);
  entry = rail_entry_new (rail_project_take_id (self->project), RAIL_ENTRY_TRUSTED, RAIL_USAGE_CUSTOM, certificate, NULL);
  g_ptr_array_add (entries, entry);
  rail_project_insert_entries (self->project, entries);
  return entry;   /* the project keeps it */
}

static void
configure (Plant *self)
{
  g_autoptr(RailDevice) device = plant_copy (self);

  rail_device_set_firmware (device, "2.9");
  rail_device_set_policies (device, RAIL_POLICY_ECC_NIST_P256);
  rail_device_set_service (device, RAIL_SERVICE_OPCUA_SERVER, TRUE, rail_entry_get_id (self->server));
  if (self->root != NULL)
    rail_device_set_partner (device, rail_entry_get_id (self->root), TRUE);
  if (self->client != NULL)
    rail_device_set_client (device, rail_entry_get_id (self->client), TRUE);
  plant_change (self, device);
}

Plant *
plant_new (void)
{
  Plant *self = g_new0 (Plant, 1);
  g_autoptr(RailCreation) server = NULL;
  g_autoptr(RailCreation) client = NULL;

  self->project = fixture_new_protected ();
  self->root = fixture_create_simple (self->project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  plant_add_device (self, "PLC_1", RAIL_FAMILY_S7_1500, "192.168.0.1");
  server = plant_new_creation (self, RAIL_USAGE_OPCUA_SERVER, "PLC-1/OPCUA-1-2", self->root, "PLC_1", "URI:" PLANT_URI,
                               "IP:192.168.0.1", NULL);
  self->server = fixture_create (server, self->project);
  client = plant_new_creation (self, RAIL_USAGE_OPCUA_CLIENT, "UaExpert", self->root, NULL,
                               "URI:urn:desk:UnifiedAutomation:UaExpert", "IP:192.168.0.50", NULL);
  self->client = fixture_create (client, self->project);
  configure (self);
  return self;
}

/* The same CPU in a project without protection, so without the global security settings. */
Plant *
plant_new_local (void)
{
  Plant *self = g_new0 (Plant, 1);
  g_autoptr(RailCreation) server = NULL;

  self->project = fixture_new_project ();
  plant_add_device (self, "PLC_1", RAIL_FAMILY_S7_1500, "192.168.0.1");
  server = plant_new_creation (self, RAIL_USAGE_OPCUA_SERVER, "PLC-1/OPCUA-1-1", NULL, "PLC_1", "URI:" PLANT_URI,
                               "IP:192.168.0.1", NULL);
  self->server = fixture_create (server, self->project);
  configure (self);
  return self;
}

void
plant_free (Plant *self)
{
  g_object_unref (self->project);
  g_free (self);
}

RailFinding *
plant_find (GPtrArray  *findings,
            const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (rail_finding_get_code (findings->pdata[i]), code))
      return g_object_ref (findings->pdata[i]);
  return NULL;
}

/* Returns: (transfer full) (nullable): the first finding of PLC_1 with the code */
RailFinding *
plant_look_for (Plant      *self,
                const char *code)
{
  g_autoptr(GPtrArray) findings = rail_project_list_findings (self->project, plant_get (self));

  return plant_find (findings, code);
}
