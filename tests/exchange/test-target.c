/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plant.h"
#include "rail-export.h"
#include "rail-hand-over.h"

#include <glib/gstdio.h>

static void
set_password (RailHandOver *self,
              const char   *text)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string (text);

  rail_hand_over_set_password (self, password);
}

static const char *
thumbprint (RailEntry *entry)
{
  return rail_certificate_get_fingerprint_sha1 (rail_entry_get_certificate (entry));
}

/* What files there are, without empty folders. */
static void
assert_files (Plant      *plant,
              const char *expected)
{
  g_autofree char *files = plant_run (plant, "cd out; find . -type f | sed 's,^./,,' | LC_ALL=C sort");

  g_assert_cmpstr (files, ==, expected);
}

/* As openssl sees it: the key is that of the certificate, in a folder that is its owner's alone. */
static void
assert_pair (Plant      *plant,
             const char *certificate,
             const char *key)
{
  g_autofree char *command =
    g_strdup_printf ("test \"$(openssl x509 -in 'out/%s' -noout -pubkey)\" = \"$(openssl pkey -in 'out/%s' -pubout)\"",
                     certificate, key);
  g_autofree char *path = g_build_filename ("out", key, NULL);

  g_free (plant_run (plant, command));
  g_assert_cmpuint (plant_get_mode (plant, path), ==, 0600);
}

static void
test_rows (void)
{
  g_autoptr(GEnumClass) values = g_type_class_ref (RAIL_TYPE_TARGET);
  g_autofree char *nicks = rail_target_list_nicks ();

  g_assert_cmpuint (values->n_values, ==, rail_target_get_count ());
  for (guint i = 0; i < rail_target_get_count (); i++)
    {
      RailTarget target;

      g_assert_cmpstr (values->values[i].value_nick, ==, rail_target_get_nick (i));
      g_assert_true (rail_target_parse (rail_target_get_nick (i), &target));
      g_assert_cmpuint (target, ==, i);
      g_assert_cmpstr (rail_target_get_label (i), !=, "");
      g_assert_nonnull (rail_target_get_source (i));
      g_assert_nonnull (rail_target_get_certificate_label (i));
      g_assert_nonnull (rail_target_get_missing (i));
      g_assert_true ((rail_target_get_partner_label (i) != NULL) == (rail_target_needs_partner (i) != RAIL_NEED_NONE));
      rail_assert_contains (nicks, rail_target_get_nick (i));
    }
}

static const char *
describe_lists (RailTarget target)
{
  switch (rail_target_needs_lists (target))
    {
    case RAIL_NEED_REQUIRED:
      return " | required";
    case RAIL_NEED_OPTIONAL:
      return " | optional";
    case RAIL_NEED_NONE:
    default:
      return " | none";
    }
}

/* docs/handing-over.md has one row for each: name, label, need of lists and source. */
static void
test_documented (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "handing-over.md", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  guint n_rows = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    n_rows += g_str_has_prefix (lines[i], "| `");
  g_assert_cmpuint (n_rows, ==, rail_target_get_count ());
  for (guint i = 0; i < rail_target_get_count (); i++)
    {
      g_autofree char *start = g_strdup_printf ("| `%s` | %s | ", rail_target_get_nick (i), rail_target_get_label (i));
      g_autofree char *end = g_strdup_printf (" | %s |", rail_target_get_source (i));
      gboolean found = FALSE;

      for (guint n = 0; lines[n] != NULL && !found; n++)
        found = g_str_has_prefix (lines[n], start) && g_str_has_suffix (lines[n], end) &&
                strstr (lines[n], describe_lists (i)) != NULL;
      if (!found)
        g_error ("docs/handing-over.md has no row “%s…%s…%s”", start, describe_lists (i), end);
    }
}

/* Annex F.1: “The base name of the private-key file shall be the same as the base name of the matching certificate file.” */
static void
test_standard (Plant         *plant,
               gconstpointer  data)
{
  g_autofree char *certificate = g_strdup_printf ("own/certs/PLC-1_OPCUA-1-4 [%s].der", thumbprint (plant->server));
  g_autofree char *key = g_strdup_printf ("own/private/PLC-1_OPCUA-1-4 [%s].pem", thumbprint (plant->server));
  g_autofree char *expected = g_strdup_printf ("%s\n%s\ntrusted/certs/Plant root [%s].der\ntrusted/crl/Plant root [%s].crl\n",
                                               certificate, key, thumbprint (plant->root), thumbprint (plant->root));

  plant_hand_over (plant, "out", RAIL_TARGET_OPCUA, plant->server, plant->client);
  assert_files (plant, expected);
  assert_pair (plant, certificate, key);
  g_assert_cmpuint (plant_get_mode (plant, "out/own/private"), ==, 0700);
  g_free (plant_run (plant, "cd out; test -d issuer/certs; test -d issuer/crl; test -d rejected/certs"));
}

/* DirectoryCertificateStore replaces what no file name may have with “+”. */
static void
test_net (Plant         *plant,
          gconstpointer  data)
{
  RailEntry *odd = plant_create (plant, RAIL_USAGE_OPCUA_CLIENT_SERVER, "a<b>:\"c\\d|e?f*", plant->intermediate);
  g_autofree char *certificate = g_strdup_printf ("own/certs/a+b+++c+d+e+f+ [%s].der", thumbprint (odd));
  g_autofree char *key = g_strdup_printf ("own/private/a+b+++c+d+e+f+ [%s].pem", thumbprint (odd));
  g_autofree char *expected =
    g_strdup_printf ("issuer/certs/Hall 2 [%s].der\nissuer/crl/Hall 2 [%s].crl\n%s\n%s\n"
                     "trusted/certs/Plant root [%s].der\ntrusted/crl/Plant root [%s].crl\n",
                     thumbprint (plant->intermediate), thumbprint (plant->intermediate), certificate, key,
                     thumbprint (plant->root), thumbprint (plant->root));

  plant_hand_over (plant, "out", RAIL_TARGET_OPCUA_NET, odd, plant->server);
  assert_files (plant, expected);
  assert_pair (plant, certificate, key);
}

static void
test_open62541 (Plant         *plant,
                gconstpointer  data)
{
  g_autofree char *own = g_strdup_printf ("PLC-1_OPCUA-1-4[%s]", thumbprint (plant->server));
  g_autofree char *expected =
    g_strdup_printf ("ApplCerts/own/certs/%s\nApplCerts/own/private/%s\n"
                     "ApplCerts/trusted/certs/Plant root[%s]\nApplCerts/trusted/crl/Plant root[%s]\n",
                     own, own, thumbprint (plant->root), thumbprint (plant->root));

  plant_hand_over (plant, "out", RAIL_TARGET_OPEN62541, plant->server, NULL);
  plant_hand_over (plant, "out", RAIL_TARGET_OPEN62541, plant->server, NULL);
  assert_files (plant, expected);
  g_free (plant_run (plant, "openssl crl -inform DER -in out/ApplCerts/trusted/crl/* -noout"));
}

/* Where a server and a client of node-opcua look for their own certificate by default. */
static void
test_node_opcua (Plant         *plant,
                 gconstpointer  data)
{
  g_autofree char *files = NULL;

  plant_hand_over (plant, "out", RAIL_TARGET_NODE_OPCUA, plant->server, NULL);
  assert_pair (plant, "own/certs/certificate.pem", "own/private/private_key.pem");
  plant_hand_over (plant, "out", RAIL_TARGET_NODE_OPCUA, plant->client, NULL);
  assert_pair (plant, "own/certs/client_certificate.pem", "own/private/private_key.pem");

  /* Not overwritten: the second time it has another name. */
  files = plant_run (plant, "ls out/trusted/crl | sed 's/ \\[.*\\]//'");
  g_assert_cmpstr (files, ==, "Plant root (2).crl\n");
}

static void
test_milo (Plant         *plant,
           gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_MILO, plant->deep, plant->server);
  g_autofree char *root = g_ascii_strdown (thumbprint (plant->root), -1);
  g_autofree char *hall = g_ascii_strdown (thumbprint (plant->intermediate), -1);
  g_autofree char *expected =
    g_strdup_printf ("%s\n%s\nown/keystore.p12\n%s\n%s\n", "issuer/certs/H.der", "issuer/crl/H.crl",
                     "trusted/certs/R.der", "trusted/crl/R.crl");
  g_autofree char *command =
    g_strdup_printf ("cd out; find . -type f | sed 's,^./,,; s/%s/R/; s/%s/H/' | LC_ALL=C sort", root, hall);
  g_autofree char *files = NULL;
  g_autofree char *count = NULL;

  set_password (self, "Kettle-7");
  plant_write_plan (plant, self, "out");
  files = plant_run (plant, command);
  g_assert_cmpstr (files, ==, expected);
  /* The server runs as another user than who writes here, and reads all but the key store. */
  g_free (plant_run (plant, "mkdir open; test $(stat -c %a out out/trusted out/issuer/crl | uniq) = $(stat -c %a open);"
                            "test $(stat -c %a out/own) = 700"));
  count = plant_run (plant, "openssl pkcs12 -in out/own/keystore.p12 -passin pass:Kettle-7 -nokeys | grep -c 'BEGIN CERT'");
  g_assert_cmpstr (count, ==, "3\n");
  plant_run_fails (plant, "openssl pkcs12 -in out/own/keystore.p12 -passin pass: -nokeys");
}

static void
test_empty_password (Plant         *plant,
                     gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_MILO, plant->deep, NULL);
  g_autoptr(GFile) folder = plant_file (plant, "out");
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_hand_over_uses_project_name (self));
  g_assert_null (rail_hand_over_write (self, folder, &error));
  g_assert_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID);
  rail_assert_contains (error->message, "password");
  g_free (plant_run (plant, "test ! -e out"));
}

/* Table 2-3: who types nothing gets the project's name. The plant's is “Bottling line 3”. */
static void
test_tia (Plant         *plant,
          gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_TIA, plant->deep, NULL);
  g_autofree char *info = NULL;
  g_autofree char *modern = NULL;

  g_assert_true (rail_hand_over_uses_project_name (self));
  plant_write_plan (plant, self, "out");
  assert_files (plant, "Deep.p12\nHall 2.cer\nPlant root.cer\n");
  g_assert_cmpuint (plant_get_mode (plant, "out/Deep.p12"), ==, 0600);
  info = plant_run (plant, "openssl pkcs12 -in out/Deep.p12 -passin 'pass:Bottling line 3' -noout -info 2>&1");
  rail_assert_contains (info, "MAC: sha1");
  rail_assert_contains (info, "pbeWithSHA1And3-KeyTripleDES-CBC");
  g_assert_null (strstr (info, "PBES2"));

  set_password (self, "Kettle-7");
  rail_hand_over_set_form (self, RAIL_PKCS12_MODERN);
  g_assert_false (rail_hand_over_uses_project_name (self));
  plant_write_plan (plant, self, "out");
  modern = plant_run (plant, "openssl pkcs12 -in out/Deep.p12 -passin pass:Kettle-7 -noout -info 2>&1");
  rail_assert_contains (modern, "AES-256-CBC");
  rail_assert_contains (modern, "MAC: sha256");
}

/* What a server presents verifies with the root alone, and a client of the authority passes with lists checked. */
static void
test_tls_server (Plant         *plant,
                 gconstpointer  data)
{
  g_autofree char *client = rail_certificate_to_pem (rail_entry_get_certificate (plant->client));
  g_autofree char *root = rail_certificate_to_pem (rail_entry_get_certificate (plant->root));
  g_autofree char *count = NULL;

  plant_hand_over (plant, "out", RAIL_TARGET_TLS_SERVER, plant->deep, plant->client);
  assert_files (plant, "ca.pem\ncert.pem\ncrl.pem\nfullchain.pem\nprivkey.pem\n");
  assert_pair (plant, "cert.pem", "privkey.pem");
  rail_test_write (plant->folder, "client.pem", client, -1);
  rail_test_write (plant->folder, "root.pem", root, -1);
  g_free (plant_run (plant, "openssl verify -purpose sslserver -CAfile root.pem -untrusted out/fullchain.pem out/cert.pem"));
  g_free (plant_run (plant, "openssl verify -purpose sslclient -crl_check_all -CAfile out/ca.pem -CRLfile out/crl.pem "
                            "client.pem"));
  plant_run_fails (plant, "openssl verify -CAfile out/ca.pem out/cert.pem");
  count = plant_run (plant, "grep -c BEGIN out/fullchain.pem");
  g_assert_cmpstr (count, ==, "2\n");
}

static void
test_tls_client (Plant         *plant,
                 gconstpointer  data)
{
  g_autofree char *server = rail_certificate_to_pem (rail_entry_get_certificate (plant->server));
  g_autofree char *revoked = rail_certificate_to_pem (rail_entry_get_certificate (plant->revoked));

  plant_hand_over (plant, "out", RAIL_TARGET_TLS_CLIENT, NULL, plant->server);
  assert_files (plant, "ca.pem\ncrl.pem\n");
  rail_test_write (plant->folder, "server.pem", server, -1);
  rail_test_write (plant->folder, "revoked.pem", revoked, -1);
  g_free (plant_run (plant, "openssl verify -purpose sslserver -crl_check_all -CAfile out/ca.pem -CRLfile out/crl.pem "
                            "server.pem"));
  plant_run_fails (plant, "openssl verify -crl_check_all -CAfile out/ca.pem -CRLfile out/crl.pem revoked.pem");
}

static void
test_tls_self_signed (Plant         *plant,
                      gconstpointer  data)
{
  g_autofree char *lonely = rail_certificate_to_pem (rail_entry_get_certificate (plant->lonely));
  g_autofree char *trusted = NULL;

  plant_hand_over (plant, "out", RAIL_TARGET_TLS_CLIENT, plant->deep, plant->lonely);
  assert_files (plant, "ca.pem\ncert.pem\nfullchain.pem\nprivkey.pem\n");
  trusted = plant_run (plant, "cat out/ca.pem");
  g_assert_cmpstr (trusted, ==, lonely);
}

/* As openssl sees it. Each file has one certificate, the .p12 none but its own, and its thumbprint is in the scripts. */
static void
test_windows (Plant         *plant,
              gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_WINDOWS, plant->deep, plant->lonely);
  g_autofree char *checked = NULL;

  set_password (self, "Kettle-7");
  plant_write_plan (plant, self, "out");
  checked = plant_run (plant,
                       "cd out; ls | sed 's/-[0-9A-F]\\{8\\}//' > ../names; for f in *.cer; do"
                       " openssl x509 -inform DER -in $f -noout -fingerprint | sed 's/.*=//; s/://g'; done > ../prints;"
                       " openssl pkcs12 -in *.p12 -passin pass:Kettle-7 -nokeys > ../own;"
                       " openssl x509 -in ../own -noout -fingerprint | sed 's/.*=//; s/://g' >> ../prints;"
                       " for p in $(cat ../prints); do grep -q $p install-certificates.ps1; grep -q $p *install*.cmd; done;"
                       " openssl pkcs7 -inform DER -in chain.p7b -print_certs | grep -c BEGIN;"
                       " grep -c BEGIN ../own; wc -l < ../prints; cat ../names");
  g_assert_cmpstr (checked, ==, "3\n1\n4\nDeep.p12\nHall_2.cer\nHall_2.crl\nLonely.cer\nPlant_root.cer\nPlant_root.crl\n"
                                "chain.p7b\ninstall-certificates.cmd\ninstall-certificates.ps1\n"
                                "remove-certificates.cmd\nremove-certificates.ps1\n");
}

static void
test_windows_authority (Plant         *plant,
                        gconstpointer  data)
{
  g_autofree char *names = NULL;

  plant_hand_over (plant, "out", RAIL_TARGET_WINDOWS, NULL, plant->intermediate);
  names = plant_run (plant, "grep -o 'call :[a-z]* [A-Za-z]* [A-Za-z_2]*' out/install-certificates.cmd");
  g_assert_cmpstr (names, ==, "call :certificate Root Plant_root\ncall :list CA Plant_root\n"
                              "call :certificate CA Hall_2\ncall :list CA Hall_2\n");
}

static void
test_browser (Plant         *plant,
              gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_BROWSER, plant->client, plant->lonely);
  g_autofree char *subject = NULL;
  g_autofree char *root = NULL;

  set_password (self, "Kettle-7");
  plant_write_plan (plant, self, "out");
  subject = plant_run (plant, "openssl x509 -in out/Lonely*.crt -noout -subject; rm out/Lonely*;"
                              "openssl pkcs12 -in out/*.p12 -passin pass:Kettle-7 -nokeys | grep -c BEGIN; rm -r out");
  rail_assert_contains (subject, "CN = Lonely\n2\n");
  plant_hand_over (plant, "out", RAIL_TARGET_LINUX, NULL, plant->deep);
  root = plant_run (plant, "ls out | wc -l; openssl x509 -in out/*.crt -noout -subject");
  rail_assert_contains (root, "1\nsubject=");
  rail_assert_contains (root, "CN = Plant root\n");
}

static void
assert_refused (Plant      *plant,
                RailTarget  target,
                RailEntry  *certificate,
                RailEntry  *partner,
                int         code,
                const char *part)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_hand_over_new (plant->project, target, certificate, partner, &error));
  g_assert_error (error, RAIL_EXCHANGE_ERROR, code);
  rail_assert_contains (error->message, part);
}

static void
test_refusals (Plant         *plant,
               gconstpointer  data)
{
  RailEntry *web = plant_create (plant, RAIL_USAGE_WEB_SERVER, "Web", plant->root);

  assert_refused (plant, RAIL_TARGET_TLS_CLIENT, NULL, NULL, RAIL_EXCHANGE_ERROR_INVALID, "choose one of them");
  assert_refused (plant, RAIL_TARGET_TLS_SERVER, NULL, NULL, RAIL_EXCHANGE_ERROR_INVALID, "TLS server needs");
  assert_refused (plant, RAIL_TARGET_TLS_SERVER, plant->client, NULL, RAIL_EXCHANGE_ERROR_INVALID, "UaExpert");
  assert_refused (plant, RAIL_TARGET_TLS_SERVER, plant->server, web, RAIL_EXCHANGE_ERROR_INVALID, "TLS client");
  assert_refused (plant, RAIL_TARGET_TLS_CLIENT, plant->root, NULL, RAIL_EXCHANGE_ERROR_INVALID, "Plant root");
  assert_refused (plant, RAIL_TARGET_TIA, plant->keyless, NULL, RAIL_EXCHANGE_ERROR_NO_KEY, "TIA Portal");
  assert_refused (plant, RAIL_TARGET_TIA, plant->deep, plant->server, RAIL_EXCHANGE_ERROR_INVALID, "leave that");
  assert_refused (plant, RAIL_TARGET_WINDOWS, plant->root, NULL, RAIL_EXCHANGE_ERROR_INVALID, "is an authority");
  assert_refused (plant, RAIL_TARGET_WINDOWS, plant->keyless, NULL, RAIL_EXCHANGE_ERROR_NO_KEY, "Keyless");
  assert_refused (plant, RAIL_TARGET_BROWSER, NULL, NULL, RAIL_EXCHANGE_ERROR_INVALID, "choose one of them");
  assert_refused (plant, RAIL_TARGET_LINUX, NULL, plant->keyless, RAIL_EXCHANGE_ERROR_INVALID, "cannot be trusted");
  assert_refused (plant, RAIL_TARGET_OPCUA, plant->keyless, NULL, RAIL_EXCHANGE_ERROR_NO_KEY, "Keyless");
  assert_refused (plant, RAIL_TARGET_OPCUA, plant->root, NULL, RAIL_EXCHANGE_ERROR_INVALID, "OPC UA application");
  assert_refused (plant, RAIL_TARGET_OPCUA, plant->client, plant->root, RAIL_EXCHANGE_ERROR_INVALID, "OPC UA application");
  assert_refused (plant, RAIL_TARGET_MILO, plant->client, plant->revoked, RAIL_EXCHANGE_ERROR_INVALID, "revoked");
}

/* Each target offers what it would not refuse. */
static void
test_accepts (Plant         *plant,
              gconstpointer  data)
{
  RailEntry *entries[] = {
    plant->root, plant->intermediate, plant->server, plant->client, plant->deep, plant->lonely, plant->keyless,
  };

  for (guint target = 0; target < rail_target_get_count (); target++)
    for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
      {
        g_autoptr(RailHandOver) self = NULL;

        if (rail_target_needs_certificate (target) == RAIL_NEED_NONE)
          continue;
        self = rail_hand_over_new (plant->project, target, entries[i], NULL, NULL);
        if ((self != NULL) != rail_hand_over_accepts_certificate (target, entries[i]))
          g_error ("%s and entry %u disagree", rail_target_get_nick (target), rail_entry_get_id (entries[i]));
      }
}

/* An authority outside: its key is not here. The need of lists decides. */
static void
test_authority_without_key (Plant         *plant,
                            gconstpointer  data)
{
  g_autoptr(RailEntry) root = rail_entry_new (rail_entry_get_id (plant->root), RAIL_ENTRY_TRUSTED, RAIL_USAGE_CA_ROOT,
                                              rail_entry_get_certificate (plant->root), NULL);
  g_autoptr(GPtrArray) entries = plant_list (root, plant->intermediate, plant->client, plant->deep, NULL);
  g_autofree char *files = NULL;

  plant_restore (plant, entries, 20);
  assert_refused (plant, RAIL_TARGET_NODE_OPCUA, plant->client, NULL, RAIL_EXCHANGE_ERROR_NO_KEY, "Plant root");
  assert_refused (plant, RAIL_TARGET_MILO, plant->client, NULL, RAIL_EXCHANGE_ERROR_NO_KEY, "Plant root");

  plant_hand_over (plant, "out", RAIL_TARGET_OPCUA_NET, plant->deep, NULL);
  files = plant_run (plant, "cd out; ls trusted/certs trusted/crl issuer/crl | sed 's/ \\[.*\\]//'; cd ..; rm -r out");
  g_assert_cmpstr (files, ==, "issuer/crl:\n\ntrusted/certs:\nHall 2.der\nPlant root.der\n\ntrusted/crl:\n"
                              "Hall 2.crl\n");
}

/* It would then ask for the list of the root, which nobody here can sign. */
static void
test_all_lists_or_none (Plant         *plant,
                        gconstpointer  data)
{
  g_autoptr(RailEntry) root = rail_entry_new (rail_entry_get_id (plant->root), RAIL_ENTRY_TRUSTED, RAIL_USAGE_CA_ROOT,
                                              rail_entry_get_certificate (plant->root), NULL);
  g_autoptr(GPtrArray) entries = plant_list (root, plant->intermediate, plant->client, plant->deep, NULL);

  plant_restore (plant, entries, 20);
  plant_hand_over (plant, "out", RAIL_TARGET_OPEN62541, plant->deep, NULL);
  g_free (plant_run (plant, "test -z \"$(find out -path '*crl/*')\"; rm -r out"));
  plant_hand_over (plant, "out", RAIL_TARGET_TLS_SERVER, plant->deep, NULL);
  assert_files (plant, "ca.pem\ncert.pem\nfullchain.pem\nprivkey.pem\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/target/each-row-is-complete", test_rows);
  g_test_add_func ("/exchange/target/each-row-is-documented", test_documented);
  plant_test ("/exchange/target/standard-folders-pair-key-and-certificate", test_standard);
  plant_test ("/exchange/target/net-names-have-plus-for-what-is-not-allowed", test_net);
  plant_test ("/exchange/target/open62541-names-have-no-ending", test_open62541);
  plant_test ("/exchange/target/node-opcua-finds-its-own-names", test_node_opcua);
  plant_test ("/exchange/target/milo-has-a-key-store-and-thumbprints", test_milo);
  plant_test ("/exchange/target/milo-takes-no-empty-password", test_empty_password);
  plant_test ("/exchange/target/tia-takes-the-projects-name-for-a-password", test_tia);
  plant_test ("/exchange/target/tls-server-presents-its-chain-without-the-root", test_tls_server);
  plant_test ("/exchange/target/tls-client-needs-no-certificate", test_tls_client);
  plant_test ("/exchange/target/tls-self-signed-peer-is-trusted-itself", test_tls_self_signed);
  plant_test ("/exchange/target/windows-gets-its-stores", test_windows);
  plant_test ("/exchange/target/windows-may-trust-an-authority-alone", test_windows_authority);
  plant_test ("/exchange/target/browser-and-linux-get-the-anchor", test_browser);
  plant_test ("/exchange/target/what-does-not-fit-is-refused", test_refusals);
  plant_test ("/exchange/target/what-is-offered-is-not-refused", test_accepts);
  plant_test ("/exchange/target/an-authority-outside-may-lack-its-list", test_authority_without_key);
  plant_test ("/exchange/target/lists-come-all-or-none", test_all_lists_or_none);
  return g_test_run ();
}
