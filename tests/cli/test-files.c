/* SPDX-License-Identifier: GPL-3.0-or-later */

/* export, hand-over; and files that are not what they should be */

#include "ctl.h"

#include <string.h>

#define EXPORT "export", "plant.certrail"

static void
test_export (Ctl           *ctl,
             gconstpointer  data)
{
  g_autofree char *expected = ctl_path (ctl, "root.der");
  g_autoptr(JsonNode) files = NULL;
  JsonArray *array;

  ctl_done (ctl, EXPORT, "1", "--format", "der", "--output", "root.der", NULL);
  g_assert_true (g_str_has_suffix (ctl->out, "root.der\n"));
  ctl_shell (ctl, "openssl x509 -inform DER -in root.der -out root.pem");
  files = ctl_json (ctl, "--json", EXPORT, "2", "--format", "cer", "--private-key", "--cipher", "none", "--output",
                    "server.cer", NULL);
  array = json_node_get_array (files);
  g_assert_cmpuint (json_array_get_length (array), ==, 2);
  rail_assert_contains (json_object_get_string_member (json_array_get_object_element (array, 1), "path"),
                        "server_key.pem");
  ctl_shell (ctl, "openssl x509 -inform DER -in server.cer -out server.pem; openssl verify -CAfile root.pem server.pem;"
                  "openssl pkey -in server_key.pem -noout");
  ctl_done (ctl, EXPORT, "1", "--format", "crl", "--output", "root.crl", NULL);
  ctl_shell (ctl, "openssl crl -inform DER -in root.crl -CAfile root.pem -noout");
}

static void
test_export_replaces_only_by_force (Ctl           *ctl,
                                    gconstpointer  data)
{
  ctl_shell (ctl, "echo mine > root.der; mkdir out; echo mine > out/PLC-1_OPCUA-1-2.der; echo mine > out/uaexpert.der");
  ctl_refused (ctl, 1, "root.der” exists; --force", EXPORT, "1", "--format", "der", "--output", "root.der", NULL);
  ctl_refused (ctl, 1, "and 1 more file", EXPORT, "2", "3", "--format", "der", "--output", "out", NULL);
  ctl_shell (ctl, "test \"$(cat root.der)\" = mine; test \"$(cat out/uaexpert.der)\" = mine");
  ctl_done (ctl, EXPORT, "1", "--format", "der", "--output", "root.der", "--force", NULL);
  ctl_shell (ctl, "openssl x509 -inform DER -in root.der -noout");
}

static void
test_export_encrypted (Ctl           *ctl,
                       gconstpointer  data)
{
  rail_test_write (ctl->folder, "word", "geheim\nsecond line\n", -1);
  ctl_done (ctl, EXPORT, "2", "--format", "pem", "--private-key", "--cipher", "aes-128", "--export-password-file", "word",
            "--chain", "--output", "a.pem", NULL);
  ctl_shell (ctl, "openssl pkey -in a.pem -passin pass:geheim -noout; test $(grep -c 'BEGIN CERT' a.pem) = 2;"
                  "! openssl pkey -in a.pem -passin pass:wrong -noout");
  ctl_refused (ctl, 2, "--password-is-project-name", EXPORT, "2", "--format", "crt", "--private-key", "--cipher", "aes-256",
               "--output", "a.crt", NULL);
  ctl_done (ctl, EXPORT, "2", "--format", "crt", "--private-key", "--password-is-project-name", "--output", "a.crt", NULL);
  ctl_shell (ctl, "openssl pkey -in a.crt -passin pass:Plant -noout");
  ctl_refused (ctl, 2, "--cipher none", EXPORT, "2", "--format", "pem", "--private-key", "--output", "open.pem", NULL);
  ctl_done (ctl, EXPORT, "2", "--format", "pem", "--private-key", "--cipher", "none", "--output", "open.pem", NULL);
  ctl_shell (ctl, "openssl pkey -in open.pem -noout; test \"$(stat -c %a open.pem)\" = 600");
  ctl_done (ctl, EXPORT, "2", "--format", "p12", "--chain", "--form", "compatible", "--export-password-file", "word",
            "--output", "a.p12", NULL);
  ctl_shell (ctl, "openssl pkcs12 -in a.p12 -passin pass:geheim -noout; echo > nothing");
  ctl_refused (ctl, 2, "no secret", EXPORT, "2", "--format", "p12", "--export-password-file", "nothing", "--output", "b.p12",
               NULL);
  ctl_refused (ctl, 2, "no secret", EXPORT, "2", "--format", "p12", "--output", "b.p12", NULL);
  ctl_shell (ctl, "! test -e b.p12");
  ctl_done (ctl, EXPORT, "2", "--format", "p12", "--password-is-project-name", "--output", "b.p12", NULL);
  ctl_shell (ctl, "openssl pkcs12 -in b.p12 -passin pass:Plant -noout");
}

static void
test_export_many (Ctl           *ctl,
                  gconstpointer  data)
{
  ctl_done (ctl, EXPORT, "2", "3", "--format", "der", "--output", "out", NULL);
  ctl_shell (ctl, "test \"$(ls out | tr '\\n' ' ')\" = 'PLC-1_OPCUA-1-2.der uaexpert.der '");
}

/* A trust store: everything in one file, each certificate once, and never a key. */
static void
test_export_bundle (Ctl           *ctl,
                    gconstpointer  data)
{
  ctl_done (ctl, EXPORT, "2", "3", "1", "--format", "pem", "--bundle", "--chain", "--output", "trust.pem", NULL);
  rail_assert_contains (ctl->out, "trust.pem\n");
  ctl_shell (ctl, "test $(grep -c 'BEGIN CERT' trust.pem) = 3; ! grep -q PRIVATE trust.pem;"
                  "openssl crl2pkcs7 -nocrl -certfile trust.pem | openssl pkcs7 -print_certs -noout > said;"
                  "test $(grep -c subject said) = 3; grep -q 'CN = UaExpert' said;"
                  "test $(certtool --certificate-info --infile trust.pem | grep -c 'Subject: CN') = 3;"
                  "openssl x509 -in trust.pem -out first.pem; openssl verify -CAfile trust.pem first.pem");
  ctl_done (ctl, EXPORT, "2", "3", "--format", "crt", "--bundle", "--output", "two.crt", NULL);
  ctl_shell (ctl, "test $(grep -c 'BEGIN CERT' two.crt) = 2; mkdir out");
  ctl_refused (ctl, 1, "two.crt” exists", EXPORT, "2", "3", "--format", "crt", "--bundle", "--output", "two.crt", NULL);
  ctl_done (ctl, EXPORT, "2", "3", "--format", "pem", "--bundle", "--output", "out", NULL);
  ctl_shell (ctl, "test \"$(ls out)\" = Plant.pem");
  ctl_refused (ctl, 2, "--bundle", EXPORT, "1", "2", "--format", "der", "--bundle", "--output", "x", NULL);
  ctl_refused (ctl, 2, "has no keys", EXPORT, "1", "2", "--format", "pem", "--bundle", "--private-key", "--output", "x", NULL);
}

/* Somebody who may not use keys learns that, and not that there are none. */
static void
test_export_by_standard_user (Ctl           *ctl,
                              gconstpointer  data)
{
  const char *add[] = { CERTRAILCTL, "user", "add", "plant.certrail", "anna", "--role", "standard",
                        "--new-password-file", "anna", NULL };
  const char *key[] = { CERTRAILCTL, "--user", "anna", "export", "plant.certrail", "2", "--format", "pem",
                        "--private-key", "--cipher", "none", "--output", "x", NULL };
  const char *list[] = { CERTRAILCTL, "--user", "anna", "export", "plant.certrail", "1", "--format", "crl",
                         "--output", "x", NULL };
  const char *hand_over[] = { CERTRAILCTL, "--user", "anna", "hand-over", "plant.certrail", "--to", "tia",
                              "--certificate", "2", "--password-is-project-name", "--output", "x", NULL };
  const char *certificate[] = { CERTRAILCTL, "--user", "anna", "export", "plant.certrail", "2", "--format", "pem",
                                "--output", "a.pem", NULL };

  rail_test_write (ctl->folder, "anna", "Another-horse-“7”\n", -1);
  ctl_run_argv (ctl, CTL_PASSWORD, add);
  g_assert_cmpint (ctl->code, ==, 0);
  ctl_run_argv (ctl, "Another-horse-“7”", key);
  g_assert_cmpint (ctl->code, ==, 1);
  g_assert_cmpstr (ctl->err, ==, "certrailctl: Only administrators can use private keys; log in as one.\n");
  ctl_run_argv (ctl, "Another-horse-“7”", list);
  g_assert_cmpint (ctl->code, ==, 1);
  g_assert_cmpstr (ctl->err, ==, "certrailctl: Only administrators can use private keys; log in as one.\n");
  ctl_run_argv (ctl, "Another-horse-“7”", hand_over);
  g_assert_cmpint (ctl->code, ==, 1);
  g_assert_cmpstr (ctl->err, ==, "certrailctl: Only administrators can use private keys; log in as one.\n");
  ctl_run_argv (ctl, "Another-horse-“7”", certificate);
  g_assert_cmpint (ctl->code, ==, 0);
}

static void
test_export_mistakes (Ctl           *ctl,
                      gconstpointer  data)
{
  ctl_refused (ctl, 2, "--output", EXPORT, "1", "--format", "der", NULL);
  ctl_refused (ctl, 2, "“pfx”", EXPORT, "1", "--format", "pfx", "--output", "x", NULL);
  ctl_refused (ctl, 2, "--private-key", EXPORT, "1", "--format", "crl", "--private-key", "--output", "x", NULL);
  ctl_refused (ctl, 2, "--cipher", EXPORT, "1", "--format", "der", "--cipher", "aes-256", "--output", "x", NULL);
  ctl_refused (ctl, 2, "--chain", EXPORT, "1", "--format", "cer", "--chain", "--output", "x", NULL);
  ctl_refused (ctl, 2, "--form", EXPORT, "1", "--format", "pem", "--form", "modern", "--output", "x", NULL);
  ctl_refused (ctl, 2, "“old”", EXPORT, "1", "--format", "p12", "--form", "old", "--output", "x", NULL);
  ctl_refused (ctl, 2, "“rot13”", EXPORT, "1", "--format", "pem", "--private-key", "--cipher", "rot13", "--output", "x",
               NULL);
  ctl_refused (ctl, 2, "encrypt", EXPORT, "1", "--format", "pem", "--cipher", "3des", "--output", "x", NULL);
  ctl_refused (ctl, 1, "revocation list", EXPORT, "2", "--format", "crl", "--output", "x", NULL);
  ctl_refused (ctl, 1, "none/x", EXPORT, "2", "--format", "p12", "--export-password-file", "none/x", "--output", "x",
               NULL);
  ctl_shell (ctl, "echo x > file; ! test -e x");
  ctl_refused (ctl, 1, "file", EXPORT, "2", "3", "--format", "der", "--output", "file", NULL);
}

static void
test_hand_over (Ctl           *ctl,
                gconstpointer  data)
{
  ctl_done (ctl, "hand-over", "plant.certrail", "--to", "uaexpert", "--certificate", "3", "--server", "2", "--output",
            "PKI", NULL);
  rail_assert_contains (ctl->out, "PKI/own/certs/uaexpert.der\n");
  ctl_shell (ctl, "cd PKI; test -d issuers/crl; openssl x509 -inform DER -in own/certs/uaexpert.der -noout;"
                  "openssl pkey -in own/private/uaexpert_key.pem -noout;"
                  "openssl x509 -inform DER -in trusted/certs/*.der -out ../ca.pem;"
                  "openssl crl -inform DER -in trusted/crl/*.crl -CAfile ../ca.pem -noout");
}

static void
test_hand_over_mistakes (Ctl           *ctl,
                         gconstpointer  data)
{
#define HAND_OVER "hand-over", "plant.certrail"
  ctl_refused (ctl, 2, "--certificate", HAND_OVER, "--to", "uaexpert", "--output", "PKI", NULL);
  ctl_refused (ctl, 2, "“macos”", HAND_OVER, "--to", "macos", "--certificate", "3", "--output", "PKI", NULL);
  ctl_refused (ctl, 1, "PLC-1/OPCUA-1-2", HAND_OVER, "--to", "uaexpert", "--certificate", "2", "--output", "PKI", NULL);
  ctl_refused (ctl, 1, "UaExpert", HAND_OVER, "--to", "uaexpert", "--certificate", "3", "--server", "3", "--output", "PKI",
               NULL);
  ctl_shell (ctl, "! test -e PKI");
}

/* Every target is named, each with its label. */
static void
test_hand_over_help (Ctl           *ctl,
                     gconstpointer  data)
{
  static const char * const names[] = {
    "uaexpert", "opcua-net", "open62541", "node-opcua", "milo", "opcua", "tls-server", "tls-client", "tia",
    "windows", "browser", "linux",
  };

  ctl_done (ctl, "hand-over", "--help", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *line = g_strdup_printf ("\n  %s ", names[i]);

      rail_assert_contains (ctl->out, line);
    }
}

static void
test_hand_over_all (Ctl           *ctl,
                    gconstpointer  data)
{
  static const char * const targets[] = { "opcua-net", "open62541", "node-opcua", "opcua", "tls-server" };

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    ctl_done (ctl, HAND_OVER, "--to", targets[i], "--certificate", "2", "--output", targets[i], NULL);
  ctl_done (ctl, HAND_OVER, "--to", "tls-client", "--server", "2", "--output", "tls-client", NULL);
  ctl_shell (ctl, "printf 'Kettle-7\n' > word");
  ctl_done (ctl, HAND_OVER, "--to", "milo", "--certificate", "2", "--output", "milo", "--export-password-file", "word",
            NULL);
  ctl_done (ctl, HAND_OVER, "--to", "tia", "--certificate", "2", "--output", "tia", "--export-password-file", "word",
            "--modern", NULL);
  ctl_done (ctl, HAND_OVER, "--to", "windows", "--certificate", "2", "--output", "windows", "--export-password-file", "word",
            "--compatible", NULL);
  ctl_done (ctl, HAND_OVER, "--to", "browser", "--server", "2", "--output", "browser", NULL);
  ctl_done (ctl, HAND_OVER, "--to", "linux", "--server", "2", "--output", "linux", NULL);
  ctl_shell (ctl, "openssl pkcs12 -in windows/*.p12 -passin pass:Kettle-7 -noout -info 2>&1 | grep -q TripleDES;"
                  "test -e windows/install-certificates.ps1; cmp browser/*.crt linux/*.crt");
  ctl_shell (ctl, "openssl pkcs12 -in milo/own/keystore.p12 -passin pass:Kettle-7 -noout;"
                  "openssl pkcs12 -in tia/*.p12 -passin pass:Kettle-7 -noout -info 2>&1 | grep -q AES-256;"
                  "test -e tls-client/crl.pem; test ! -e tls-client/cert.pem; test -e tls-server/fullchain.pem");
}

static void
test_hand_over_password (Ctl           *ctl,
                         gconstpointer  data)
{
#define TIA HAND_OVER, "--to", "tia", "--certificate", "2", "--output", "tia"
  ctl_refused (ctl, 2, "--password-is-project-name", TIA, NULL);
  ctl_refused (ctl, 2, "not both", TIA, "--modern", "--compatible", NULL);
  ctl_refused (ctl, 2, "uaexpert gets no PKCS#12", HAND_OVER, "--to", "uaexpert", "--certificate", "3", "--output", "PKI",
               "--modern", NULL);
  ctl_refused (ctl, 1, "empty password", HAND_OVER, "--to", "milo", "--certificate", "2", "--output", "milo", NULL);
  ctl_refused (ctl, 2, "milo takes no", HAND_OVER, "--to", "milo", "--certificate", "2", "--output", "milo",
               "--password-is-project-name", NULL);
  ctl_shell (ctl, "! test -e tia; ! test -e milo");
  ctl_done (ctl, TIA, "--password-is-project-name", NULL);
  ctl_shell (ctl, "openssl pkcs12 -in tia/*.p12 -passin pass:Plant -noout -info 2>&1 | "
                  "grep -q TripleDES");
}

static void
test_hand_over_compare (Ctl           *ctl,
                        gconstpointer  data)
{
#define EXPERT HAND_OVER, "--to", "uaexpert", "--certificate", "3", "--server", "2", "--output", "PKI"
  g_autoptr(JsonNode) node = NULL;
  JsonArray *items;
  JsonObject *item;

  ctl_done (ctl, EXPERT, "--compare", NULL);
  rail_assert_contains (ctl->out, "New: own/certs/uaexpert.der\n");
  ctl_shell (ctl, "! test -e PKI");
  ctl_done (ctl, EXPERT, NULL);

  /* 4 has expired. */
  ctl_done (ctl, "export", "plant.certrail", "4", "--format", "der", "--output", "PKI/trusted/certs/web", NULL);
  ctl_shell (ctl, "echo mine > PKI/trusted/certs/mine");
  node = ctl_json (ctl, EXPERT, "--compare", "--json", NULL);
  items = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (items), ==, 6);
  item = json_array_get_object_element (items, 0);
  g_assert_cmpstr (json_object_get_string_member (item, "path"), ==, "own/certs/uaexpert.der");
  g_assert_cmpstr (json_object_get_string_member (item, "state"), ==, "unchanged");
  g_assert_true (json_object_get_boolean_member (json_array_get_object_element (items, 1), "private"));
  item = json_array_get_object_element (items, 4);
  g_assert_cmpstr (json_object_get_string_member (item, "path"), ==, "trusted/certs/web");
  g_assert_cmpstr (json_object_get_string_member (item, "state"), ==, "leftover");
  item = json_array_get_object_element (items, 5);
  g_assert_cmpstr (json_object_get_string_member (item, "state"), ==, "foreign");

  ctl_done (ctl, EXPERT, NULL);
  ctl_shell (ctl, "test -e PKI/trusted/certs/web");
  ctl_refused (ctl, 2, "--remove-leftovers", EXPERT, "--compare", "--remove-leftovers", NULL);
  ctl_warned (ctl, "Removed trusted/certs/web", EXPERT, "--remove-leftovers", NULL);
  ctl_shell (ctl, "! test -e PKI/trusted/certs/web; test -e PKI/trusted/certs/mine");
}

static void
test_hostile (Ctl           *ctl,
              gconstpointer  data)
{
  ctl_shell (ctl, "head -c 2000 plant.certrail > short.certrail;"
                  "sed '1a <!DOCTYPE a [<!ENTITY b \"c\">]>' plant.certrail > doctype.certrail;"
                  "sed 's/certrail:project:3/certrail:project:4/' plant.certrail > newer.certrail;"
                  "echo hello > other.certrail; : > empty.certrail; mkdir folder.certrail");
  ctl_refused (ctl, 1, "ends too early", "list", "short.certrail", NULL);
  ctl_refused (ctl, 1, "DOCTYPE", "list", "doctype.certrail", NULL);
  ctl_refused (ctl, 1, "format version is 4", "list", "newer.certrail", NULL);
  ctl_refused (ctl, 1, "not a Certrail project", "list", "other.certrail", NULL);
  ctl_refused (ctl, 1, "empty.certrail", "list", "empty.certrail", NULL);
  ctl_refused (ctl, 1, "folder.certrail", "list", "folder.certrail", NULL);
  ctl_refused (ctl, 1, "none.certrail", "list", "none.certrail", NULL);
}

/* In the ciphertext: the login succeeds or not, half a project never comes out. */
static void
test_flipped (Ctl           *ctl,
              gconstpointer  data)
{
  g_autoptr(GBytes) bytes = rail_test_read (ctl->folder, "plant.certrail");
  gsize size;
  const char *data_before = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_strndup (data_before, size);
  char *cipher = strstr (text, "CipherValue>");
  char *last = NULL;

  for (char *p = cipher; p != NULL; p = strstr (p + 1, "<xenc:CipherValue>"))
    last = p;
  last += 500;
  *last = *last == 'A' ? 'B' : 'A';
  rail_test_write (ctl->folder, "flipped.certrail", text, (gssize) size);
  ctl_refused (ctl, 1, "flipped.certrail", "list", "flipped.certrail", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ctl_test ("/cli/files/an-export-is-verified-by-openssl", test_export);
  ctl_test ("/cli/files/an-export-replaces-only-by-force", test_export_replaces_only_by_force);
  ctl_test ("/cli/files/an-encrypted-export-opens-with-its-password", test_export_encrypted);
  ctl_test ("/cli/files/several-go-into-a-folder", test_export_many);
  ctl_test ("/cli/files/a-bundle-is-one-file-without-keys", test_export_bundle);
  ctl_test ("/cli/files/a-standard-user-learns-why-there-is-no-key", test_export_by_standard_user);
  ctl_test ("/cli/files/an-option-that-does-not-fit-is-said", test_export_mistakes);
  ctl_test ("/cli/files/uaexpert-gets-its-folder", test_hand_over);
  ctl_test ("/cli/files/every-partner-is-in-the-help", test_hand_over_help);
  ctl_test ("/cli/files/every-partner-gets-its-files", test_hand_over_all);
  ctl_test ("/cli/files/a-password-that-is-no-secret-is-asked-for", test_hand_over_password);
  ctl_test ("/cli/files/leftovers-are-shown-and-go-when-asked-for", test_hand_over_compare);
  ctl_test ("/cli/files/a-hand-over-that-does-not-fit-is-said", test_hand_over_mistakes);
  ctl_test ("/cli/files/each-hostile-file-has-its-message", test_hostile);
  ctl_test ("/cli/files/a-flipped-byte-gives-no-half-project", test_flipped);
  return g_test_run ();
}
