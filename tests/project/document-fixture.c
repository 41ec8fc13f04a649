/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "document-fixture.h"

RailDevice *
document_get (RailProject *project,
              const char  *name)
{
  RailDevice *device = rail_project_get_device (project, name);

  g_assert_nonnull (device);
  return device;
}

void
document_protect (RailProject *project)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GError) error = NULL;

  rail_project_protect (project, "admin", password, &error);
  g_assert_no_error (error);
}

void
document_add_device (RailProject        *project,
                     const char         *name,
                     RailFamily          family,
                     const char         *firmware,
                     const char * const *addresses)
{
  g_autoptr(RailDevice) device = rail_device_new (name, family);
  g_autoptr(GError) error = NULL;

  rail_device_set_firmware (device, firmware);
  rail_device_set_addresses (device, addresses);
  rail_project_add_device (project, device, &error);
  g_assert_no_error (error);
}

/* The CPU of the document has two interfaces. */
void
document_add_plc_1 (RailProject *project,
                    const char  *firmware)
{
  static const char * const addresses[] = { "192.168.0.1", "192.168.1.1", NULL };

  document_add_device (project, "PLC_1", RAIL_FAMILY_S7_1500, firmware, addresses);
}

RailEntry *
document_switch_on (RailProject *project,
                    const char  *device,
                    RailService  service)
{
  g_autoptr(GError) error = NULL;
  RailEntry *entry = rail_project_switch_on (project, document_get (project, device), service, &error);

  g_assert_no_error (error);
  return entry;
}

void
document_assign (RailProject *project,
                 RailEntry   *entry,
                 const char  *device,
                 RailUsedAs   role,
                 RailService  service)
{
  g_autoptr(GError) error = NULL;

  rail_project_assign (project, entry, document_get (project, device), role, service, &error);
  g_assert_no_error (error);
}

/* The dialog “Create certificate”, as it is filled for a device. */
RailCreation *
document_fill_creation (RailProject *project,
                        RailUsage    usage,
                        const char  *common_name,
                        RailEntry   *issuer,
                        const char  *device)
{
  RailCreation *creation = rail_creation_new (project);

  rail_creation_set_device (creation, device);
  rail_creation_set_issuer (creation, issuer);
  rail_creation_apply_template (creation, usage);
  rail_certificate_request_set_common_name (rail_creation_get_request (creation), common_name);
  return creation;
}

void
document_set_names (RailCreation       *creation,
                    const char * const *texts)
{
  GListStore *names = rail_certificate_request_get_names (rail_creation_get_request (creation));

  g_list_store_remove_all (names);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RailAlternativeName) name = rail_alternative_name_parse (texts[i], &error);

      g_assert_no_error (error);
      g_list_store_append (names, name);
    }
}

void
document_compile (RailProject *project)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RailCompilation) compilation = rail_project_compile (project, NULL, &error);

  g_assert_no_error (error);
}

gboolean
document_finds (RailProject *project,
                const char  *device,
                const char  *code)
{
  g_autoptr(GPtrArray) findings = rail_project_list_findings (project, document_get (project, device));

  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (rail_finding_get_code (findings->pdata[i]), code))
      return TRUE;
  return FALSE;
}

/* @expected: the codes, each followed by a space, in the order of the findings */
void
document_assert_findings (RailProject *project,
                          const char  *device,
                          const char  *expected)
{
  g_autoptr(GPtrArray) findings = rail_project_list_findings (project, document_get (project, device));
  g_autoptr(GString) codes = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    g_string_append_printf (codes, "%s ", rail_finding_get_code (findings->pdata[i]));
  g_assert_cmpstr (codes->str, ==, expected);
}

void
document_repair (RailProject *project,
                 const char  *device,
                 const char  *code,
                 RailRepair   expected)
{
  g_autoptr(GPtrArray) findings = rail_project_list_findings (project, document_get (project, device));
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (rail_finding_get_code (findings->pdata[i]), code))
      {
        g_assert_cmpint (rail_finding_get_repair (findings->pdata[i]), ==, expected);
        rail_project_repair (project, findings->pdata[i], &error);
        g_assert_no_error (error);
        return;
      }
  g_error ("%s: nothing is found of “%s”", device, code);
}

/* One line of the certificate manager. @issuer: 0 for a root */
void
document_assert_entry (RailProject *project,
                       guint        id,
                       const char  *common_name,
                       guint        issuer,
                       const char  *signature,
                       guint        bits)
{
  RailEntry *entry = rail_project_get_entry (project, id);
  RailCertificate *certificate;

  g_assert_nonnull (entry);
  certificate = rail_entry_get_certificate (entry);
  if (common_name != NULL)
    g_assert_cmpstr (rail_certificate_get_common_name (certificate), ==, common_name);
  if (issuer == 0)
    g_assert_true (rail_certificate_is_self_signed (certificate));
  else
    g_assert_true (rail_project_get_issuer (project, entry) == rail_project_get_entry (project, issuer));
  g_assert_true (rail_entry_has_key (entry));
  g_assert_cmpstr (rail_certificate_get_signature_algorithm (certificate), ==, signature);
  g_assert_cmpuint (rail_certificate_get_key_bits (certificate), ==, bits);
}

void
document_assert_names (RailProject *project,
                       guint        id,
                       const char  *expected)
{
  RailEntry *entry = rail_project_get_entry (project, id);
  GListModel *names = rail_certificate_get_names (rail_entry_get_certificate (entry));
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr(RailAlternativeName) name = g_list_model_get_item (names, i);
      g_autofree char *string = rail_alternative_name_to_string (name);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", string);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

void
document_assert_service (RailProject *project,
                         const char  *device,
                         RailService  service,
                         guint        id)
{
  g_assert_cmpuint (rail_device_get_service_certificate (document_get (project, device), service), ==, id);
}

static char *
join_ids (GPtrArray *entries)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    g_string_append_printf (text, "%u ", rail_entry_get_id (entries->pdata[i]));
  return g_string_free (text, FALSE);
}

/* The two tables of a local certificate manager: IDs, each followed by a space. */
void
document_assert_tables (RailProject *project,
                        const char  *device,
                        const char  *own,
                        const char  *partners)
{
  g_autoptr(GPtrArray) own_entries = rail_project_list_own (project, document_get (project, device));
  g_autoptr(GPtrArray) partner_entries = rail_project_list_partners (project, document_get (project, device));
  g_autofree char *own_ids = join_ids (own_entries);
  g_autofree char *partner_ids = join_ids (partner_entries);

  g_assert_cmpstr (own_ids, ==, own);
  g_assert_cmpstr (partner_ids, ==, partners);
}
