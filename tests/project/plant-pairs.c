/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plant-pairs.h"

#include "rail-load.h"
#include "rail-project-lists.h"
#include "rail-project-private.h"
#include "rail-renewal.h"

/* What OpenSSL makes of “req -x509 -days 36500” with “-newkey rsa:1024 -sha256” and “-newkey rsa:2048 -sha1”. */
static const char short_pem[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIICIDCCAYmgAwIBAgIUQkaly93df9c1RmNMCfjyAGzfdiUwDQYJKoZIhvcNAQEL\n"
  "BQAwEzERMA8GA1UEAwwIT2xkIHB1bXAwIBcNMjYxMTMwMTg0OTQ3WhgPMjEyNjEx\n"
  "MDYxODQ5NDdaMBMxETAPBgNVBAMMCE9sZCBwdW1wMIGfMA0GCSqGSIb3DQEBAQUA\n"
  "A4GNADCBiQKBgQCs65sKEtWwQALDNnc1aUK8SK8u92QrJoylDoReJzRmmmPD3hD4\n"
  "WrSbKyg+QDqkwWnmZNE3L9m2VNJGpjiPqR9V4AyRr5qdArveH5fGvMcg2mPPypm6\n"
  "2BhRT9DAqeP1F85Sr+4w7fGhB9Qx3vK9atEYZut5Tk1JwTUoke9F7QyFSwIDAQAB\n"
  "o28wbTAdBgNVHQ4EFgQUIV05FaCygXhTkzxCyAjMPGDqds0wHwYDVR0jBBgwFoAU\n"
  "IV05FaCygXhTkzxCyAjMPGDqds0wHQYDVR0RBBYwFIYMdXJuOm9sZDpwdW1whwTA\n"
  "qAAJMAwGA1UdEwEB/wQCMAAwDQYJKoZIhvcNAQELBQADgYEAcln00exifbTlHodH\n"
  "i0dIZKYmyLLEMQcytf801LKtDVwbip8R/slW7p1u/cbRpwwG1XquPfTzn8a4WGC0\n"
  "jDX01Qz2BTrPMrBPwhVYG6m17Pt9rn6H1Phnm81zm3RlNp3+oivDg3478IeWNk+N\n"
  "khoTxGYM7FpanZVlWIYQ9R3d7Lg=\n"
  "-----END CERTIFICATE-----\n";
static const char sha1_pem[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIDKDCCAhCgAwIBAgIUZLjsj5VUzO9Kb0xPR6ALGg8aXh8wDQYJKoZIhvcNAQEF\n"
  "BQAwFDESMBAGA1UEAwwJT2xkIHZhbHZlMCAXDTI2MTEzMDE4NDk0N1oYDzIxMjYx\n"
  "MTA2MTg0OTQ3WjAUMRIwEAYDVQQDDAlPbGQgdmFsdmUwggEiMA0GCSqGSIb3DQEB\n"
  "AQUAA4IBDwAwggEKAoIBAQDOTUP2mblgxKCEYaYIBMq3Uq+aPR3dLD0xvWiwR54r\n"
  "dmmTZa7sCDNoBgLdT0JuEJ8SUXlictM6KxmshlrONjpvJsikk7QxCXubWIhiaiXG\n"
  "LZXA1Gv0dyDzx9sB+Jxf4dujTgHmNl4ICzpVbjnC4e6ZhLMiDF9E+6ic36jp+c9V\n"
  "m3RxwMC+KEw08PCSFYgrokGVIPW7Z0VNjavtI4/3dNjg76Ar2wXliOMurOyEWe7T\n"
  "oITPMjg1w+jH/XP2iisXZDp/8tk3HlwDrLrztpC9B/9oSB9IFYq+A3x9KJ1a0aVV\n"
  "sdMJ6Ru9qcLf6SahCwohRg5dPs07/g+zKLfXKKwDXKy1AgMBAAGjcDBuMB0GA1Ud\n"
  "DgQWBBQj/GNtRCJv/FuoWyXCXoXza2PVEDAfBgNVHSMEGDAWgBQj/GNtRCJv/Fuo\n"
  "WyXCXoXza2PVEDAeBgNVHREEFzAVhg11cm46b2xkOnZhbHZlhwTAqAAJMAwGA1Ud\n"
  "EwEB/wQCMAAwDQYJKoZIhvcNAQEFBQADggEBAC8kktwiN9wiO3okzTUMPNzWqsZL\n"
  "Vv4C9CpCbJ6I10qyt2bP5BurgA2udnMMaWRhygFhy2HUndws74XH2eFdsRpmYPjA\n"
  "O3ZKrLQgBvaoINhK0Tdcq491BX5f7uUSW+q5VwVMg4B2SGy/zoahyAhWdCOKKRij\n"
  "Dht97WW/arhTiG5YfZbAmKTMDi0VkyglQeCOgNR2X2oIgLgSpE10VzEWCL4mL89A\n"
  "jB7LCn67PnyuPM0GBF34+uJ0HDBGH/ESpMO+rJWyPiXCgcq3GgVJp80/MWOliQnA\n"
  "rTQlFFpOunblHCBYPpRrwpM6d6rfuDlf2e3BIYNFDZWsASJo/BfxvVZrrUE=\n"
  "-----END CERTIFICATE-----\n";

static RailEntry *
create (Plant      *plant,
        RailUsage   usage,
        const char *common_name,
        RailEntry  *issuer,
        const char *device,
        const char *name,
        const char *other_name)
{
  g_autoptr(RailCreation) creation = plant_new_creation (plant, usage, common_name, issuer, device, name, other_name, NULL);

  return fixture_create (creation, plant->project);
}

/* A certificate of the OPC UA server that is valid between two days from now. */
static RailEntry *
create_between (Plant *plant,
                int    from,
                int    to)
{
  g_autoptr(RailCreation) creation = plant_new_creation (plant, RAIL_USAGE_OPCUA_SERVER, "Server", plant->root, "PLC_1",
                                                         "URI:" PLANT_URI, "IP:192.168.0.1", NULL);

  rail_certificate_request_set_validity (rail_creation_get_request (creation), FIXTURE_NOW + from * FIXTURE_DAY,
                                         FIXTURE_NOW + to * FIXTURE_DAY);
  return fixture_create (creation, plant->project);
}

void
plant_set_service (Plant       *self,
                   RailService  service,
                   RailEntry   *entry)
{
  g_autoptr(RailDevice) device = plant_copy (self);

  rail_device_set_service (device, service, TRUE, entry != NULL ? rail_entry_get_id (entry) : 0);
  plant_change (self, device);
}

static void
set_partner (Plant     *plant,
             RailEntry *entry)
{
  g_autoptr(RailDevice) device = plant_copy (plant);

  rail_device_set_partner (device, rail_entry_get_id (entry), TRUE);
  plant_change (plant, device);
}

static void
set_client (Plant     *plant,
            RailEntry *entry)
{
  g_autoptr(RailDevice) device = plant_copy (plant);

  rail_device_set_client (device, rail_entry_get_id (entry), TRUE);
  plant_change (plant, device);
}

void
plant_set_firmware (Plant      *self,
                    const char *firmware)
{
  g_autoptr(RailDevice) device = plant_copy (self);

  rail_device_set_firmware (device, firmware);
  plant_change (self, device);
}

void
plant_set_addresses (Plant              *self,
                     const char * const *addresses)
{
  g_autoptr(RailDevice) device = plant_copy (self);

  rail_device_set_addresses (device, addresses);
  plant_change (self, device);
}

static void
set_policies (Plant                *plant,
              RailSecurityPolicies  policies)
{
  g_autoptr(RailDevice) device = plant_copy (plant);

  rail_device_set_policies (device, policies);
  plant_change (plant, device);
}

static void
revoke_entry (Plant     *plant,
              RailEntry *entry)
{
  g_autoptr(GPtrArray) entries = fixture_list (entry, NULL);
  g_autoptr(GError) error = NULL;

  rail_project_revoke (plant->project, entries, RAIL_REVOCATION_SUPERSEDED, &error);
  g_assert_no_error (error);
}

static void
server_revoked (Plant *plant)
{
  revoke_entry (plant, plant->server);
}

/* Of PLC_1, but no certificate of it. */
static void
stranger_revoked (Plant *plant)
{
  revoke_entry (plant, create (plant, RAIL_USAGE_OPCUA_CLIENT, "Old desk", plant->root, NULL, "URI:urn:old:desk", NULL));
}

static void
server_expired (Plant *plant)
{
  plant_set_service (plant, RAIL_SERVICE_OPCUA_SERVER, create_between (plant, -20, -1));
}

static void
server_expires_in_90_days (Plant *plant)
{
  plant_set_service (plant, RAIL_SERVICE_OPCUA_SERVER, create_between (plant, -300, 90));
}

static void
server_expires_in_91_days (Plant *plant)
{
  plant_set_service (plant, RAIL_SERVICE_OPCUA_SERVER, create_between (plant, -300, 91));
}

static void
server_valid_from_tomorrow (Plant *plant)
{
  plant_set_service (plant, RAIL_SERVICE_OPCUA_SERVER, create_between (plant, 1, 400));
}

/* As in a project that was saved as a copy without keys. */
static void
server_without_key (Plant *plant)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  RailEntry *entry = rail_entry_new (rail_project_take_id (plant->project), RAIL_ENTRY_DEVICE, RAIL_USAGE_OPCUA_SERVER,
                                     rail_entry_get_certificate (plant->server), NULL);

  rail_entry_set_device (entry, "PLC_1");
  g_ptr_array_add (entries, entry);
  rail_project_insert_entries (plant->project, entries);
  plant_set_service (plant, RAIL_SERVICE_OPCUA_SERVER, entry);
}

/* A partner's key is nobody's business here. */
static void
partner_without_key (Plant *plant)
{
  set_partner (plant, plant_add_pem (plant, short_pem));
}

static RailEntry *
create_below_intermediate (Plant *plant)
{
  RailEntry *intermediate = fixture_create_simple (plant->project, RAIL_USAGE_CA_INTERMEDIATE, "Between", plant->root);

  return create (plant, RAIL_USAGE_OPCUA_CLIENT, "Desk 2", intermediate, NULL, "URI:urn:desk:2", "IP:192.168.0.51");
}

static void
client_without_intermediate (Plant *plant)
{
  set_client (plant, create_below_intermediate (plant));
}

static void
client_with_intermediate (Plant *plant)
{
  RailEntry *client = create_below_intermediate (plant);

  set_client (plant, client);
  set_partner (plant, rail_project_get_issuer (plant->project, client));
}

static void
renew_root (Plant    *plant,
            gboolean  same_key)
{
  g_autoptr(GPtrArray) entries = fixture_list (plant->root, NULL);
  g_autoptr(RailRenewal) renewal = rail_renewal_new (plant->project, entries);
  g_autoptr(GError) error = NULL;

  g_object_set (renewal, "same-key", same_key, NULL);
  rail_project_renew (plant->project, renewal, &error);
  g_assert_no_error (error);
}

/* The client would do, too; one finding is enough. */
static void
root_with_new_key (Plant *plant)
{
  g_autoptr(RailDevice) device = plant_copy (plant);

  rail_device_set_partner (device, rail_entry_get_id (plant->client), FALSE);
  plant_change (plant, device);
  renew_root (plant, FALSE);
}

static void
root_with_same_key (Plant *plant)
{
  renew_root (plant, TRUE);
}

static void
address_added (Plant *plant)
{
  static const char * const addresses[] = { "192.168.0.1", "192.168.1.1", NULL };

  plant_set_addresses (plant, addresses);
}

static void
addresses_forgotten (Plant *plant)
{
  plant_set_addresses (plant, NULL);
}

static void
web_server_without_ip (Plant *plant)
{
  plant_set_service (plant, RAIL_SERVICE_WEB_SERVER,
               create (plant, RAIL_USAGE_TLS_SERVER, "Web", plant->root, "PLC_1", "DNS:plc-1", NULL));
}

static void
opcua_client_without_ip (Plant *plant)
{
  set_client (plant, create (plant, RAIL_USAGE_OPCUA_CLIENT, "Desk 3", plant->root, NULL, "URI:urn:desk:3", NULL));
}

static void
server_without_uri (Plant *plant)
{
  plant_set_service (plant, RAIL_SERVICE_OPCUA_SERVER,
               create (plant, RAIL_USAGE_TLS_CLIENT_SERVER, "Server", plant->root, "PLC_1", "IP:192.168.0.1", NULL));
}

static void
web_server_without_uri (Plant *plant)
{
  plant_set_service (plant, RAIL_SERVICE_WEB_SERVER,
               create (plant, RAIL_USAGE_WEB_SERVER, "Web", plant->root, "PLC_1", "IP:192.168.0.1", NULL));
}

static void
device_renamed (Plant *plant)
{
  g_autoptr(RailDevice) device = rail_device_copy_as (plant_get (plant), "PLC_2", RAIL_FAMILY_S7_1500);

  plant_change (plant, device);
}

static void
family_changed (Plant *plant)
{
  g_autoptr(RailDevice) device = rail_device_copy_as (plant_get (plant), "PLC_1", RAIL_FAMILY_OTHER);

  plant_change (plant, device);
}

static void
server_with_client_certificate (Plant *plant)
{
  plant_set_service (plant, RAIL_SERVICE_OPCUA_SERVER,
               create (plant, RAIL_USAGE_OPCUA_CLIENT, "Server", plant->root, "PLC_1", "URI:" PLANT_URI, "IP:192.168.0.1"));
}

static void
server_with_both_purposes (Plant *plant)
{
  plant_set_service (plant, RAIL_SERVICE_OPCUA_SERVER,
               create (plant, RAIL_USAGE_OPCUA_CLIENT_SERVER, "Server", plant->root, "PLC_1", "URI:" PLANT_URI,
                       "IP:192.168.0.1"));
}

static void
partner_with_sha1 (Plant *plant)
{
  set_partner (plant, plant_add_pem (plant, sha1_pem));
}

static void
partner_with_short_key (Plant *plant)
{
  set_partner (plant, plant_add_pem (plant, short_pem));
}

static void
policy_of_rsa_added (Plant *plant)
{
  set_policies (plant, RAIL_POLICY_ECC_NIST_P256 | RAIL_POLICY_BASIC256_SHA256);
}

/* A certificate for P-256 says nothing about connections without security. */
static void
policy_none_added (Plant *plant)
{
  set_policies (plant, RAIL_POLICY_ECC_NIST_P256 | RAIL_POLICY_NONE);
}

static void
policy_withdrawn_added (Plant *plant)
{
  set_policies (plant, RAIL_POLICY_ECC_NIST_P256 | RAIL_POLICY_BASIC256);
}

static void
client_service_on (Plant *plant)
{
  plant_set_service (plant, RAIL_SERVICE_OPCUA_CLIENT,
               create (plant, RAIL_USAGE_OPCUA_CLIENT, "Client", plant->root, "PLC_1", "URI:" PLANT_URI, "IP:192.168.0.1"));
}

static void
client_service_before_2_6 (Plant *plant)
{
  client_service_on (plant);
  plant_set_firmware (plant, "2.5");
}

static void
client_service_with_2_6 (Plant *plant)
{
  client_service_on (plant);
  plant_set_firmware (plant, "2.6");
}

static void
service_without_certificate (Plant *plant)
{
  plant_set_service (plant, RAIL_SERVICE_SECURE_OUC, NULL);
}

static void
service_off_without_certificate (Plant *plant)
{
  g_autoptr(RailDevice) device = plant_copy (plant);

  rail_device_set_service (device, RAIL_SERVICE_SECURE_OUC, FALSE, 0);
  plant_change (plant, device);
}

/* Certificates of other devices, and keys of its own, in one go. */
static void
add_many (Plant      *plant,
          guint       n,
          const char *holder)
{
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(RailDevice) device = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Many %u", i);
      g_autoptr(RailCreation) creation = plant_new_creation (plant, RAIL_USAGE_TLS_CLIENT_SERVER, name, NULL, holder,
                                                             "IP:192.168.0.1", NULL);

      g_list_store_append (creations, creation);
    }
  entries = rail_project_create (plant->project, G_LIST_MODEL (creations), &error);
  g_assert_no_error (error);
  if (holder != NULL)
    return;
  device = plant_copy (plant);
  for (guint i = 0; i < n; i++)
    rail_device_set_partner (device, rail_entry_get_id (entries->pdata[i]), TRUE);
  plant_change (plant, device);
}

static void
many_partners (Plant *plant)
{
  add_many (plant, RAIL_MAX_CERTIFICATES, NULL);
}

static void
some_partners (Plant *plant)
{
  add_many (plant, 20, NULL);
}

static void
many_keys (Plant *plant)
{
  add_many (plant, RAIL_MAX_CERTIFICATES, "PLC_1");
}

static void
some_keys (Plant *plant)
{
  add_many (plant, 20, "PLC_1");
}

static void
add_large (Plant *plant,
           guint  n_names)
{
  g_autoptr(RailCreation) creation = plant_new_creation (plant, RAIL_USAGE_TLS_CLIENT_SERVER, "Large", NULL, NULL,
                                                         "IP:192.168.0.7", NULL);

  for (guint i = 0; i < n_names; i++)
    {
      g_autofree char *host = g_strdup_printf ("host-%03u.bottling-line.plant.example", i);
      g_autoptr(RailAlternativeName) name = rail_alternative_name_new (RAIL_NAME_TYPE_DNS, host);

      g_list_store_append (rail_certificate_request_get_names (rail_creation_get_request (creation)), name);
    }
  set_partner (plant, fixture_create (creation, plant->project));
}

static void
large_partner (Plant *plant)
{
  add_large (plant, 120);
}

static void
smaller_partner (Plant *plant)
{
  add_large (plant, 60);
}

/* PLC_1 becomes a PC that trusts an authority; of ours a list can be signed any time. */
static void
pc_with_foreign_root (Plant *plant)
{
  g_autoptr(RailDevice) device = rail_device_copy_as (plant_get (plant), "PLC_1", RAIL_FAMILY_PC);
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *pem = NULL;
  g_autoptr(Plant) other = plant_new ();
  RailEntry *foreign;

  pem = rail_certificate_to_pem (rail_entry_get_certificate (other->root));
  foreign = plant_add_pem (plant, pem);
  rail_device_set_partner (device, rail_entry_get_id (foreign), TRUE);
  plant_change (plant, device);
}

static void
pc_with_our_root (Plant *plant)
{
  g_autoptr(RailDevice) device = rail_device_copy_as (plant_get (plant), "PLC_1", RAIL_FAMILY_PC);

  plant_change (plant, device);
}

static void
publish (Plant *plant,
         guint  days_ago)
{
  RailEnvironment *environment = rail_project_get_environment (plant->project);
  g_autoptr(GError) error = NULL;

  rail_project_publish_list (plant->project, plant->root, 10, &error);
  g_assert_no_error (error);
  rail_environment_set_now (environment, FIXTURE_NOW + days_ago * FIXTURE_DAY);
}

static void
list_published_11_days_ago (Plant *plant)
{
  publish (plant, 11);
}

static void
list_published_9_days_ago (Plant *plant)
{
  publish (plant, 9);
}

static void
set_clients (Plant    *plant,
             gboolean  accepts)
{
  g_autoptr(RailDevice) device = plant_copy (plant);

  rail_device_set_client (device, rail_entry_get_id (plant->client), FALSE);
  rail_device_set_accepts_clients (device, accepts);
  plant_change (plant, device);
}

static void
no_client (Plant *plant)
{
  set_clients (plant, FALSE);
}

static void
every_client (Plant *plant)
{
  set_clients (plant, TRUE);
}

const PlantPair plant_pairs[] = {
  { "certificate-revoked", server_revoked, stranger_revoked, RAIL_REPAIR_RENEW },
  { "certificate-expired", server_expired, server_expires_in_90_days, RAIL_REPAIR_RENEW },
  { "certificate-not-yet-valid", server_valid_from_tomorrow, server_expires_in_91_days, RAIL_REPAIR_RENEW },
  { "certificate-expiring", server_expires_in_90_days, server_expires_in_91_days, RAIL_REPAIR_RENEW },
  { "private-key-missing", server_without_key, partner_without_key, RAIL_REPAIR_CREATE },
  { "chain-incomplete", client_without_intermediate, client_with_intermediate, RAIL_REPAIR_COMPLETE_CHAIN },
  { "issuer-renewed", root_with_new_key, root_with_same_key, RAIL_REPAIR_RENEW },
  { "addresses-changed", address_added, addresses_forgotten, RAIL_REPAIR_RENEW },
  { "name-changed", device_renamed, address_added, RAIL_REPAIR_RENEW },
  { "san-ip-missing", web_server_without_ip, opcua_client_without_ip, RAIL_REPAIR_RENEW },
  { "san-uri-missing", server_without_uri, web_server_without_uri, RAIL_REPAIR_RENEW },
  { "uri-mismatch", device_renamed, family_changed, RAIL_REPAIR_RENEW },
  { "usage-unfit", server_with_client_certificate, server_with_both_purposes, RAIL_REPAIR_CREATE },
  { "sha1-signature", partner_with_sha1, partner_with_short_key, RAIL_REPAIR_NONE },
  { "key-too-short", partner_with_short_key, partner_with_sha1, RAIL_REPAIR_NONE },
  { "key-not-in-policy", policy_of_rsa_added, policy_none_added, RAIL_REPAIR_DROP_POLICIES },
  { "policy-deprecated", policy_withdrawn_added, policy_of_rsa_added, RAIL_REPAIR_DROP_POLICIES },
  { "policy-none", policy_none_added, policy_withdrawn_added, RAIL_REPAIR_DROP_POLICIES },
  { "service-not-in-firmware", client_service_before_2_6, client_service_with_2_6, RAIL_REPAIR_SWITCH_OFF },
  { "service-without-certificate", service_without_certificate, service_off_without_certificate, RAIL_REPAIR_CREATE },
  { "too-many-certificates", many_partners, some_partners, RAIL_REPAIR_NONE },
  { "too-many-keys", many_keys, some_keys, RAIL_REPAIR_NONE },
  { "trust-list-full", many_partners, some_partners, RAIL_REPAIR_NONE },
  { "element-too-large", large_partner, smaller_partner, RAIL_REPAIR_NONE },
  { "authority-without-list", pc_with_foreign_root, pc_with_our_root, RAIL_REPAIR_NONE },
  { "list-overdue", list_published_11_days_ago, list_published_9_days_ago, RAIL_REPAIR_PUBLISH_LIST },
  { "no-trusted-client", no_client, every_client, RAIL_REPAIR_NONE },
  { "accepts-all-clients", every_client, no_client, RAIL_REPAIR_REJECT_CLIENTS },
};

const guint plant_n_pairs = G_N_ELEMENTS (plant_pairs);

static const PlantPair *
find_pair (const char *code)
{
  for (guint i = 0; i < plant_n_pairs; i++)
    if (g_str_equal (plant_pairs[i].code, code))
      return &plant_pairs[i];
  g_error ("no pair for %s", code);
}

void
plant_spoil (Plant      *self,
             const char *code)
{
  find_pair (code)->spoil (self);
}

void
plant_spare (Plant      *self,
             const char *code)
{
  find_pair (code)->spare (self);
}
