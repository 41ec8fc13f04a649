/* SPDX-License-Identifier: GPL-3.0-or-later */

/* renew, replace, revoke, unrevoke, publish, request, answer, sign */

#include "ctl.h"

#include <string.h>

#include "rail-project-lock.h"

static char *
get_text (Ctl        *ctl,
          const char *id,
          const char *member)
{
  g_autoptr(JsonNode) node = ctl_json (ctl, "show", "--json", "plant.certrail", id, NULL);

  return g_strdup (json_object_get_string_member (json_node_get_object (node), member));
}

static void
test_dry_run (Ctl           *ctl,
              gconstpointer  data)
{
  g_autofree char *before = get_text (ctl, "2", "fingerprint_sha256");
  g_autofree char *after = NULL;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *item;

  ctl_done (ctl, "renew", "plant.certrail", "2", "--dry-run", NULL);
  rail_assert_contains (ctl->out, "2 “PLC-1/OPCUA-1-2”: new key, EC P-256, SHA-256");
  node = ctl_json (ctl, "renew", "--json", "plant.certrail", "1", "--reissue", "-n", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 3);
  item = json_array_get_object_element (json_node_get_array (node), 1);
  g_assert_cmpint (json_object_get_int_member (item, "id"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (item, "reissued_because_of"), ==, 1);
  g_assert_true (json_object_get_boolean_member (item, "same_key"));
  after = get_text (ctl, "2", "fingerprint_sha256");
  g_assert_cmpstr (after, ==, before);
}

/* What only looks disturbs nobody and waits for nobody. */
static void
test_dry_run_needs_no_lock (Ctl           *ctl,
                            gconstpointer  data)
{
  g_autofree char *path = ctl_path (ctl, "plant.certrail");
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProjectLock) lock = rail_project_lock_wait (file, RAIL_TAKE_STALE, 0, &error);

  g_assert_no_error (error);
  ctl_done (ctl, "renew", "plant.certrail", "2", "--dry-run", NULL);
  ctl_run (ctl, "renew", "plant.certrail", "--expiring-before", "2001-01-01", "--dry-run", NULL);
  g_assert_cmpint (ctl->code, ==, 0);
  g_assert_cmpstr (ctl->out, ==, "");
  g_assert_cmpstr (ctl->err, ==, "certrailctl: There is nothing to renew.\n");
  ctl_run (ctl, "renew", "plant.certrail", "2", NULL);
  g_assert_cmpint (ctl->code, ==, 1);
}

static void
test_short_validity (Ctl           *ctl,
                     gconstpointer  data)
{
  ctl_done (ctl, "renew", "plant.certrail", "2", "--days", "46", NULL);
  ctl_run (ctl, "renew", "plant.certrail", "2", "--dry-run", NULL);
  g_assert_cmpint (ctl->code, ==, 0);
  rail_assert_contains (ctl->err, "As long as before is");
  rail_assert_contains (ctl->err, "(ID 2), so it will expire soon again");
  ctl_done (ctl, "renew", "plant.certrail", "2", "--dry-run", "--months", "12", NULL);
}

static void
test_renew (Ctl           *ctl,
            gconstpointer  data)
{
  g_autofree char *serial = get_text (ctl, "2", "serial");
  g_autofree char *before = get_text (ctl, "2", "fingerprint_sha256");
  g_autofree char *after = NULL;
  g_autofree char *renewed_serial = NULL;

  ctl_done (ctl, "renew", "plant.certrail", "2", "--months", "12", "--same-key", "--note", "Spring", NULL);
  g_assert_cmpstr (ctl->out, ==, "2\n");
  after = get_text (ctl, "2", "fingerprint_sha256");
  g_assert_cmpstr (after, !=, before);

  /* The earlier certificate goes by its own number, and the list names it alone. */
  if (rail_test_need ("openssl"))
    {
      renewed_serial = get_text (ctl, "2", "serial");
      ctl_refused (ctl, 1, "serial number 0A", "revoke", "plant.certrail", "2", "--serial", "0a", NULL);
      ctl_done (ctl, "revoke", "plant.certrail", "2", "--serial", serial, "--reason", "superseded", NULL);
      ctl_done (ctl, "publish", "plant.certrail", "1", "--days", "30", "--output", "root.pem", NULL);
      rail_assert_contains (ctl->out, "names 1 certificate");
      ctl_shell (ctl, "openssl crl -in root.pem -noout -text > crl.txt");
      {
        g_autoptr(GBytes) text = rail_test_read (ctl->folder, "crl.txt");
        g_autofree char *plain = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));

        rail_assert_contains (plain, serial);
        g_assert_null (strstr (plain, renewed_serial));
      }
    }
}

static void
test_renew_refused (Ctl           *ctl,
                    gconstpointer  data)
{
  ctl_refused (ctl, 2, "--expiring-before", "renew", "plant.certrail", NULL);
  ctl_refused (ctl, 2, "not both", "renew", "plant.certrail", "2", "--expiring-before", "2030-01-01", NULL);
  ctl_refused (ctl, 2, "give one of them", "renew", "plant.certrail", "2", "--days", "3", "--months", "3", NULL);
  ctl_refused (ctl, 2, "from 1 on", "renew", "plant.certrail", "2", "--days", "0", NULL);
  ctl_refused (ctl, 2, "leave --key out", "renew", "plant.certrail", "2", "--same-key", "--key", "rsa:2048", NULL);
  ctl_refused (ctl, 2, "no kind of key", "renew", "plant.certrail", "2", "--key", "dsa", NULL);
  ctl_refused (ctl, 2, "no date", "renew", "plant.certrail", "--expiring-before", "tomorrow", NULL);
  ctl_refused (ctl, 1, "expired already", "renew", "plant.certrail", "2", "--not-after", "2001-01-01", NULL);
  ctl_refused (ctl, 1, "OPC UA", "renew", "plant.certrail", "2", "--key", "rsa:2048", NULL);
}

static void
test_expiring (Ctl           *ctl,
               gconstpointer  data)
{
  g_autoptr(JsonNode) nothing = NULL;

  ctl_done (ctl, "renew", "plant.certrail", "--expiring-before", "2024-01-01", NULL);
  g_assert_cmpstr (ctl->out, ==, "4\n");
  nothing = ctl_json (ctl, "renew", "--json", "plant.certrail", "--expiring-before", "2024-01-01", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (nothing)), ==, 0);
}

static void
test_hold (Ctl           *ctl,
           gconstpointer  data)
{
  ctl_done (ctl, "revoke", "plant.certrail", "2", "--reason", "certificateHold", NULL);
  ctl_done (ctl, "unrevoke", "plant.certrail", "2", NULL);
  ctl_refused (ctl, 1, "is not revoked", "unrevoke", "plant.certrail", "2", NULL);
  ctl_done (ctl, "revoke", "plant.certrail", "2", "--reason", "keyCompromise", NULL);
  ctl_refused (ctl, 1, "for good", "unrevoke", "plant.certrail", "2", NULL);
}

static void
test_replace (Ctl           *ctl,
              gconstpointer  data)
{
  g_autofree char *after = NULL;

  if (!rail_test_need ("openssl"))
    return;

  ctl_shell (ctl, "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout k.pem -out c.pem "
             "-subj /CN=Foreign -days 400 -addext subjectAltName=URI:urn:test,IP:10.0.0.1 "
             "-addext keyUsage=digitalSignature,keyEncipherment,nonRepudiation,dataEncipherment,keyAgreement,keyCertSign "
             "-addext extendedKeyUsage=serverAuth,clientAuth -addext basicConstraints=critical,CA:FALSE 2>/dev/null && "
             "openssl pkcs12 -export -in c.pem -inkey k.pem -passout pass:secret -out new.p12 && printf secret > pw");
  ctl_refused (ctl, 1, "private key of the new certificate is missing", "replace", "plant.certrail", "2", "c.pem", NULL);
  ctl_warned (ctl, "ends before the present one", "replace", "plant.certrail", "2", "new.p12",
              "--file-password-file", "pw", NULL);
  after = get_text (ctl, "2", "common_name");
  g_assert_cmpstr (after, ==, "Foreign");
  ctl_refused (ctl, 1, "there already", "replace", "plant.certrail", "2", "c.pem", "--key-file", "k.pem", NULL);
  ctl_shell (ctl, "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out other.pem");
  ctl_refused (ctl, 1, "not the one of this certificate", "replace", "plant.certrail", "3", "c.pem", "--key-file",
               "other.pem", "--force", NULL);
}

static void
test_request (Ctl           *ctl,
              gconstpointer  data)
{
  g_autofree char *issuer = NULL;
  g_autoptr(JsonNode) list = NULL;

  if (!rail_test_need ("openssl"))
    return;

  ctl_done (ctl, "request", "plant.certrail", "2", "--output", "plc.csr", NULL);
  ctl_shell (ctl, "openssl req -in plc.csr -verify -noout 2>/dev/null && "
             "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem "
             "-subj /CN=Outside -days 3000 2>/dev/null && "
             "openssl x509 -req -in plc.csr -CA ca.pem -CAkey ca.key -set_serial 77 -days 365 -copy_extensions copyall "
             "-out one.pem 2>/dev/null && cat ca.pem one.pem > answer.pem");
  ctl_refused (ctl, 1, "belongs to ID 2", "answer", "plant.certrail", "3", "one.pem", NULL);
  ctl_done (ctl, "answer", "plant.certrail", "2", "answer.pem", NULL);
  issuer = get_text (ctl, "2", "issuer");
  g_assert_cmpstr (issuer, ==, "Outside");
  list = ctl_json (ctl, "list", "--json", "plant.certrail", "--tab", "trusted", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 1);
  ctl_refused (ctl, 1, "no certificate in it", "answer", "plant.certrail", "2", "plc.csr", NULL);
}

static void
test_sign (Ctl           *ctl,
           gconstpointer  data)
{
  if (!rail_test_need ("openssl"))
    return;

  ctl_shell (ctl, "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout t.key -out t.csr "
             "-subj /CN=Theirs -addext subjectAltName=critical,DNS:theirs -addext keyUsage=critical,digitalSignature "
             "2>/dev/null");
  ctl_refused (ctl, 2, "--issuer", "sign", "plant.certrail", "t.csr", NULL);
  ctl_refused (ctl, 1, "not a certification authority", "sign", "plant.certrail", "t.csr", "--issuer", "2", NULL);
  ctl_done (ctl, "sign", "plant.certrail", "t.csr", "--issuer", "1", "--verbatim", "--days", "100", NULL);
  g_assert_cmpstr (ctl->out, ==, "5\n");
  ctl_done (ctl, "export", "plant.certrail", "5", "--format", "pem", "--output", "theirs.pem", NULL);
  ctl_shell (ctl, "openssl x509 -in theirs.pem -noout -ext subjectAltName | grep -q 'critical' && "
             "openssl x509 -in theirs.pem -noout -pubkey > a && openssl pkey -in t.key -pubout > b && cmp a b");
  ctl_refused (ctl, 1, "no request in it", "sign", "plant.certrail", "theirs.pem", "--issuer", "1", NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ctl_test ("/cli/renew/dry-run-prints-and-changes-nothing", test_dry_run);
  ctl_test ("/cli/renew/dry-run-needs-no-lock", test_dry_run_needs_no_lock);
  ctl_test ("/cli/renew/short-validity-is-said", test_short_validity);
  ctl_test ("/cli/renew/keeps-id-and-old-serial-is-revocable", test_renew);
  ctl_test ("/cli/renew/mistakes-are-named", test_renew_refused);
  ctl_test ("/cli/renew/all-that-expire", test_expiring);
  ctl_test ("/cli/unrevoke/only-from-hold", test_hold);
  ctl_test ("/cli/replace/by-a-file", test_replace);
  ctl_test ("/cli/request/answer-keeps-the-id", test_request);
  ctl_test ("/cli/sign/word-for-word", test_sign);
  return g_test_run ();
}
