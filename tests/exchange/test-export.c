/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Each format with each option, as openssl and certtool see it. */

#include "plant.h"
#include "rail-device-operations.h"
#include "rail-export.h"

#include <glib/gstdio.h>
#include <string.h>

/* The subject's public key, once from the certificate and once from the key. */
#define CERTIFICATE_KEY "openssl x509 -noout -pubkey"
#define PRIVATE_KEY "openssl pkey -pubout"

static RailExport *
new_export (Plant      *plant,
            RailEntry  *entry,
            RailFormat  format)
{
  g_autoptr(GPtrArray) entries = plant_list (entry, NULL);
  RailExport *export = rail_export_new (plant->project, entries);

  g_object_set (export, "format", format, NULL);
  return export;
}

static GPtrArray *
write_to (Plant      *plant,
          RailExport *export,
          const char *name)
{
  g_autoptr(GFile) output = plant_file (plant, name);
  g_autoptr(GError) error = NULL;
  GPtrArray *files = rail_export_write (export, output, &error);

  g_assert_no_error (error);
  return files;
}

static void
write_refused (Plant      *plant,
               RailExport *export,
               const char *name,
               int         code)
{
  g_autoptr(GFile) output = plant_file (plant, name);
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_export_write (export, output, &error));
  g_assert_error (error, RAIL_EXCHANGE_ERROR, code);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_false (g_file_query_exists (output, NULL));
}

static void
set_password (RailExport *export,
              const char *text)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string (text);

  g_object_set (export, "password", password, NULL);
}

static void
assert_same (Plant      *plant,
             const char *one,
             const char *other)
{
  g_autofree char *first = plant_run (plant, one);
  g_autofree char *second = plant_run (plant, other);

  g_assert_cmpstr (first, !=, "");
  g_assert_cmpstr (first, ==, second);
}

/* The plant's authorities, written by hand from what the library holds. */
static void
write_authorities (Plant *plant)
{
  g_autofree char *root = rail_certificate_to_pem (rail_entry_get_certificate (plant->root));
  g_autofree char *both = NULL;
  g_autofree char *intermediate = rail_certificate_to_pem (rail_entry_get_certificate (plant->intermediate));

  both = g_strconcat (intermediate, root, NULL);
  rail_test_write (plant->folder, "root.pem", root, -1);
  rail_test_write (plant->folder, "intermediate.pem", intermediate, -1);
  rail_test_write (plant->folder, "authorities.pem", both, -1);
}

static void
test_der (Plant         *plant,
          gconstpointer  data)
{
  const RailFormat formats[] = { RAIL_FORMAT_CER, RAIL_FORMAT_DER };

  write_authorities (plant);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr(RailExport) export = new_export (plant, plant->server, formats[i]);
      g_autoptr(GPtrArray) files = write_to (plant, export, "out");

      g_assert_cmpuint (files->len, ==, 1);
      g_free (plant_run (plant, "openssl x509 -inform DER -in out -out leaf.pem"));
      g_free (plant_run (plant, "openssl verify -x509_strict -CAfile root.pem leaf.pem"));
      g_free (plant_run (plant, "certtool --verify --load-ca-certificate root.pem --infile leaf.pem"));
      g_free (plant_run (plant, "test \"$(ls | grep -c key)\" = 0; rm out"));
    }
}

static void
test_der_with_key (Plant         *plant,
                   gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->server, RAIL_FORMAT_CER);
  g_autoptr(GPtrArray) files = NULL;

  g_object_set (export, "private-key", TRUE, "encrypt", TRUE, NULL);
  files = write_to (plant, export, "PLC 1.5.cer");
  g_assert_cmpuint (files->len, ==, 2);
  assert_same (plant, CERTIFICATE_KEY " -inform DER -in 'PLC 1.5.cer'", PRIVATE_KEY " -in 'PLC 1.5_key.pem'");
  g_free (plant_run (plant, "grep -q '^-----BEGIN PRIVATE KEY-----$' 'PLC 1.5_key.pem'"));
  g_free (plant_run (plant, "certtool --key-info --infile 'PLC 1.5_key.pem'"));
  g_assert_cmpuint (plant_get_mode (plant, "PLC 1.5_key.pem"), ==, 0600);
}

static void
test_pem (Plant         *plant,
          gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->deep, RAIL_FORMAT_CRT);
  g_autoptr(GPtrArray) files = write_to (plant, export, "deep.crt");

  write_authorities (plant);
  g_assert_cmpuint (files->len, ==, 1);
  g_free (plant_run (plant, "test \"$(grep -c BEGIN deep.crt)\" = 1"));
  g_free (plant_run (plant, "openssl verify -x509_strict -CAfile root.pem -untrusted intermediate.pem deep.crt"));
}

static void
test_pem_chain (Plant         *plant,
                gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->deep, RAIL_FORMAT_PEM);
  g_autoptr(GPtrArray) files = NULL;
  g_autofree char *subjects = NULL;

  write_authorities (plant);
  g_object_set (export, "chain", TRUE, NULL);
  files = write_to (plant, export, "chain.pem");
  g_free (plant_run (plant, "openssl verify -CAfile root.pem -untrusted chain.pem chain.pem"));
  g_free (plant_run (plant, "certtool --verify-chain --infile chain.pem"));
  subjects = plant_run (plant, "openssl crl2pkcs7 -nocrl -certfile chain.pem | openssl pkcs7 -print_certs -noout "
                               "| grep ^subject= | sed 's/.*CN *= *//'");
  g_assert_cmpstr (subjects, ==, "Deep\nHall 2\nPlant root\n");
}

static void
test_pem_key (Plant         *plant,
              gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->server, RAIL_FORMAT_PEM);
  g_autoptr(GPtrArray) files = NULL;

  g_object_set (export, "private-key", TRUE, "encrypt", FALSE, NULL);
  files = write_to (plant, export, "server.pem");
  g_assert_cmpuint (files->len, ==, 1);
  assert_same (plant, CERTIFICATE_KEY " -in server.pem", PRIVATE_KEY " -in server.pem");
  g_assert_cmpuint (plant_get_mode (plant, "server.pem"), ==, 0600);
}

static void
test_pem_encrypted (Plant         *plant,
                    gconstpointer  data)
{
  static const struct { RailKeyCipher cipher; const char *name; } ciphers[] = {
    { RAIL_KEY_CIPHER_AES_256, "aes-256-cbc" },
    { RAIL_KEY_CIPHER_AES_192, "aes-192-cbc" },
    { RAIL_KEY_CIPHER_AES_128, "aes-128-cbc" },
    { RAIL_KEY_CIPHER_3DES, "des-ede3-cbc" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ciphers); i++)
    {
      g_autoptr(RailExport) export = new_export (plant, plant->server, RAIL_FORMAT_PEM);
      g_autoptr(GPtrArray) files = NULL;
      g_autofree char *structure = NULL;

      g_object_set (export, "private-key", TRUE, "encrypt", TRUE, "cipher", ciphers[i].cipher, "chain", TRUE, NULL);
      set_password (export, "geheim 漢字");
      files = write_to (plant, export, "server.pem");
      g_free (plant_run (plant, "grep -q 'BEGIN ENCRYPTED PRIVATE KEY' server.pem"));
      g_free (plant_run (plant, "! grep -q 'BEGIN PRIVATE KEY' server.pem"));
      assert_same (plant, CERTIFICATE_KEY " -in server.pem", PRIVATE_KEY " -in server.pem -passin 'pass:geheim 漢字'");
      plant_run_fails (plant, PRIVATE_KEY " -in server.pem -passin pass:wrong");
      plant_run_fails (plant, PRIVATE_KEY " -in server.pem -passin 'pass:Bottling line 3'");
      structure = plant_run (plant, "sed -n '/BEGIN ENC/,$p' server.pem | openssl asn1parse");
      rail_assert_contains (structure, ciphers[i].name);
    }
}

static void
test_empty_password (Plant         *plant,
                     gconstpointer  data)
{
  const RailFormat formats[] = { RAIL_FORMAT_CRT, RAIL_FORMAT_P12 };
  const char *commands[] = {
    "openssl pkey -noout -in out -passin 'pass:Bottling line 3'",
    "openssl pkcs12 -noout -in out -passin 'pass:Bottling line 3'",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    for (guint empty = 0; empty < 2; empty++)
      {
        g_autoptr(RailExport) export = new_export (plant, plant->server, formats[i]);
        g_autoptr(GPtrArray) files = NULL;

        g_object_set (export, "private-key", TRUE, NULL);
        if (empty)
          set_password (export, "");
        files = write_to (plant, export, "out");
        g_free (plant_run (plant, commands[i]));
      }
}

/* A project whose name was never checked has nothing to encrypt with. */
static void
test_no_password_at_all (Plant         *plant,
                         gconstpointer  data)
{
  const RailFormat formats[] = { RAIL_FORMAT_PEM, RAIL_FORMAT_P12 };

  rail_project_set_name (plant->project, "");
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr(RailExport) export = new_export (plant, plant->server, formats[i]);

      g_object_set (export, "private-key", TRUE, NULL);
      write_refused (plant, export, "out", RAIL_EXCHANGE_ERROR_INVALID);
    }
}

static void
test_pkcs12 (Plant         *plant,
             gconstpointer  data)
{
  const RailPkcs12Form forms[] = { RAIL_PKCS12_MODERN, RAIL_PKCS12_COMPATIBLE };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      /* OpenSSL 3 keeps no old algorithm but 3DES in its default provider, so both forms open without “-legacy”. */
      g_autoptr(RailExport) export = new_export (plant, plant->deep, RAIL_FORMAT_P12);
      g_autoptr(GPtrArray) files = NULL;
      g_autofree char *info = NULL;

      g_object_set (export, "form", forms[i], NULL);
      set_password (export, "geheim");
      files = write_to (plant, export, "deep.p12");
      g_assert_cmpuint (plant_get_mode (plant, "deep.p12"), ==, 0600);
      g_free (plant_run (plant, "openssl pkcs12 -in deep.p12 -passin pass:geheim -nodes -out all.pem"));
      g_free (plant_run (plant, "certtool --p12-info --inder --infile deep.p12 --password geheim"));
      assert_same (plant, CERTIFICATE_KEY " -in all.pem", PRIVATE_KEY " -in all.pem");
      g_free (plant_run (plant, "test \"$(grep -c 'BEGIN CERTIFICATE' all.pem)\" = 1"));
      plant_run_fails (plant, "openssl pkcs12 -in deep.p12 -passin pass:wrong -noout");
      info = plant_run (plant, "openssl pkcs12 -in deep.p12 -passin pass:geheim -noout -info 2>&1");
      rail_assert_contains (info, forms[i] == RAIL_PKCS12_MODERN ? "AES-256-CBC" : "3-Key");
    }
}

static void
test_pkcs12_chain (Plant         *plant,
                   gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->deep, RAIL_FORMAT_P12);
  g_autoptr(GPtrArray) files = NULL;

  write_authorities (plant);
  g_object_set (export, "chain", TRUE, NULL);
  set_password (export, "geheim");
  files = write_to (plant, export, "deep.p12");
  g_free (plant_run (plant, "openssl pkcs12 -in deep.p12 -passin pass:geheim -nokeys -cacerts -out ca.pem"));
  g_free (plant_run (plant, "openssl pkcs12 -in deep.p12 -passin pass:geheim -nokeys -clcerts -out leaf.pem"));
  g_free (plant_run (plant, "test \"$(grep -c 'BEGIN CERTIFICATE' ca.pem)\" = 2"));
  g_free (plant_run (plant, "openssl verify -CAfile root.pem -untrusted ca.pem leaf.pem"));
  g_free (plant_run (plant, "grep -q 'friendlyName: Deep' leaf.pem"));
}

static void
test_revocation_list (Plant         *plant,
                      gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->root, RAIL_FORMAT_CRL);
  g_autoptr(GPtrArray) files = write_to (plant, export, "root.crl");
  g_autofree char *text = NULL;
  const char *serial = rail_certificate_get_serial (rail_entry_get_certificate (plant->revoked));

  write_authorities (plant);
  g_assert_cmpuint (files->len, ==, 1);
  g_free (plant_run (plant, "openssl crl -inform DER -in root.crl -CAfile root.pem -noout"));
  g_free (plant_run (plant, "openssl crl -inform DER -in root.crl -out crl.pem"));
  g_free (plant_run (plant, "certtool --verify-crl --load-ca-certificate root.pem --infile crl.pem"));
  text = plant_run (plant, "openssl crl -inform DER -in root.crl -noout -text");
  rail_assert_contains (text, serial);
  rail_assert_contains (text, "X509v3 CRL Number");
  g_assert_null (strstr (text, rail_certificate_get_serial (rail_entry_get_certificate (plant->server))));

  g_clear_object (&export);
  export = new_export (plant, plant->revoked, RAIL_FORMAT_PEM);
  g_clear_pointer (&files, g_ptr_array_unref);
  files = write_to (plant, export, "revoked.pem");
  plant_run_fails (plant, "openssl verify -crl_check -CAfile root.pem -CRLfile crl.pem revoked.pem");
}

static void
test_many (Plant         *plant,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = plant_list (plant->server, plant->client, plant->deep, NULL);
  g_autoptr(RailExport) export = rail_export_new (plant->project, entries);
  g_autoptr(GPtrArray) files = NULL;
  g_autofree char *names = NULL;

  g_object_set (export, "format", RAIL_FORMAT_DER, "private-key", TRUE, NULL);
  files = write_to (plant, export, "new/folder");
  g_assert_cmpuint (files->len, ==, 6);
  names = plant_run (plant, "cd new/folder; ls -A | LC_ALL=C sort");
  g_assert_cmpstr (names, ==, "Deep.der\nDeep_key.pem\nPLC-1_OPCUA-1-4.der\nPLC-1_OPCUA-1-4_key.pem\n"
                              "uaexpert.der\nuaexpert_key.pem\n");
}

static void
test_into_folder (Plant         *plant,
                  gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->server, RAIL_FORMAT_CER);
  g_autofree char *name = rail_export_dup_file_name (export);
  g_autoptr(GPtrArray) files = NULL;

  g_assert_cmpstr (name, ==, "PLC-1_OPCUA-1-4.cer");
  files = write_to (plant, export, ".");
  g_free (plant_run (plant, "openssl x509 -inform DER -noout -in PLC-1_OPCUA-1-4.cer"));
}

static void
test_replaces (Plant         *plant,
               gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->server, RAIL_FORMAT_CER);
  g_autoptr(GPtrArray) files = NULL;
  g_autofree char *names = NULL;

  rail_test_write (plant->folder, "a.cer", "old", -1);
  rail_test_write (plant->folder, "foreign.cer", "foreign", -1);
  files = write_to (plant, export, "a.cer");
  g_free (plant_run (plant, "openssl x509 -inform DER -noout -in a.cer"));
  names = plant_run (plant, "ls -A; cat foreign.cer");
  g_assert_cmpstr (names, ==, "a.cer\nforeign.cer\nforeign");
}

static void
test_problems (Plant         *plant,
               gconstpointer  data)
{
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(RailExport) empty = rail_export_new (plant->project, nothing);
  g_autoptr(RailExport) keyless = new_export (plant, plant->keyless, RAIL_FORMAT_P12);
  g_autoptr(RailExport) leaf = new_export (plant, plant->server, RAIL_FORMAT_CRL);
  g_autofree char *sentence = NULL;

  g_assert_cmpint (rail_export_validate (empty), ==, RAIL_EXPORT_NOTHING_CHOSEN);
  g_assert_null (rail_export_dup_file_name (empty));
  write_refused (plant, empty, "none", RAIL_EXCHANGE_ERROR_INVALID);
  g_assert_cmpint (rail_export_validate (keyless), ==, RAIL_EXPORT_NO_KEY);
  sentence = rail_export_describe (keyless, RAIL_EXPORT_NO_KEY);
  rail_assert_contains (sentence, "Keyless");
  write_refused (plant, keyless, "none", RAIL_EXCHANGE_ERROR_NO_KEY);
  g_assert_cmpint (rail_export_validate (leaf), ==, RAIL_EXPORT_NOT_AN_AUTHORITY);
  write_refused (plant, leaf, "none", RAIL_EXCHANGE_ERROR_INVALID);
}

/* All certificates in one file, each once; keys stay out whatever is asked for. */
static void
test_bundle (Plant         *plant,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = plant_list (plant->deep, plant->server, plant->intermediate, NULL);
  g_autoptr(RailExport) export = rail_export_new (plant->project, entries);
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GPtrArray) chain = NULL;
  g_autofree char *text = NULL;

  g_object_set (export, "format", RAIL_FORMAT_PEM, "private-key", TRUE, "bundle", TRUE, NULL);
  g_assert_true (rail_export_writes_one_file (export));
  g_assert_false (rail_export_writes_plain_key (export));
  g_assert_false (rail_export_uses_project_name (export));
  files = write_to (plant, export, "trust.pem");
  g_assert_cmpuint (files->len, ==, 1);
  g_object_set (export, "chain", TRUE, NULL);
  chain = write_to (plant, export, "chain.pem");
  write_authorities (plant);
  text = plant_run (plant, "grep -c 'BEGIN CERT' trust.pem chain.pem; ! grep -l PRIVATE *.pem;"
                           "openssl verify -CAfile chain.pem trust.pem; certtool -i --infile chain.pem | grep -c '(CA): TRUE'");
  rail_assert_contains (text, "trust.pem:3\nchain.pem:4\n");
  rail_assert_contains (text, "trust.pem: OK\n2");

  /* A bundle is no form of the other formats: the option stays for the next one. */
  g_object_set (export, "format", RAIL_FORMAT_DER, NULL);
  g_assert_false (rail_export_writes_one_file (export));
}

/* A key that is asked for and then not offered by the format is no problem: the option stays for the next format. */
static void
test_option_of_other_format (Plant         *plant,
                             gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->keyless, RAIL_FORMAT_PEM);

  g_object_set (export, "private-key", TRUE, NULL);
  g_assert_cmpint (rail_export_validate (export), ==, RAIL_EXPORT_NO_KEY);
  g_object_set (export, "private-key", FALSE, NULL);
  g_assert_cmpint (rail_export_validate (export), ==, 0);
  g_object_set (export, "chain", TRUE, NULL);
  g_assert_cmpint (rail_export_validate (export), ==, 0);
}

static void
test_incomplete_chain (Plant         *plant,
                       gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = plant_list (plant->intermediate, plant->deep, NULL);
  g_autoptr(RailExport) export = NULL;

  plant_restore (plant, entries, 20);
  export = new_export (plant, plant->deep, RAIL_FORMAT_PEM);
  g_object_set (export, "chain", TRUE, NULL);
  g_assert_cmpint (rail_export_validate (export), ==, RAIL_EXPORT_CHAIN_INCOMPLETE);
  write_refused (plant, export, "none", RAIL_EXCHANGE_ERROR_NO_ISSUER);
}

/* C4: a key does not leave the local certificate manager; the certificate does. */
static void
test_local (Plant         *plant,
            gconstpointer  data)
{
  static const char * const addresses[] = { "192.168.0.9", NULL };
  g_autoptr(RailDevice) device = rail_device_new ("Panel", RAIL_FAMILY_HMI);
  g_autoptr(RailExport) export = NULL;
  g_autoptr(GPtrArray) files = NULL;
  RailEntry *entry;

  rail_device_set_global_security (device, FALSE);
  rail_device_set_addresses (device, addresses);
  g_assert_true (rail_project_add_device (plant->project, device, NULL));
  entry = rail_project_switch_on (plant->project, device, RAIL_SERVICE_WEB_SERVER, NULL);
  export = new_export (plant, entry, RAIL_FORMAT_CER);
  files = write_to (plant, export, "panel.cer");
  g_assert_cmpuint (files->len, ==, 1);
  g_object_set (export, "private-key", TRUE, NULL);
  g_assert_cmpint (rail_export_validate (export), ==, RAIL_EXPORT_LOCAL);
  write_refused (plant, export, "none", RAIL_EXCHANGE_ERROR_INVALID);
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

static GPtrArray *
wait_for (RailExport    *export,
          GAsyncResult **result,
          GError       **error)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return rail_export_write_finish (export, *result, error);
}

/* What is changed after the start belongs to the next export. */
static void
test_async (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->server, RAIL_FORMAT_DER);
  g_autoptr(GFile) output = plant_file (plant, "out");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;

  rail_export_write_async (export, output, NULL, finished_cb, &result);
  g_object_set (export, "format", RAIL_FORMAT_P12, NULL);
  files = wait_for (export, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 1);
  g_free (plant_run (plant, "openssl x509 -inform DER -noout -in out"));
}

static void
note_thread_cb (gpointer  data,
                GObject  *where_it_was)
{
  *(GThread **) data = g_thread_self ();
}

static void
drop_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) files = rail_export_write_finish (RAIL_EXPORT (source), result, &error);

  g_assert_no_error (error);
}

/* The form, and the project that it holds, belong to the main thread; a worker that is last must not finalise them. */
static void
test_async_thread (Plant         *plant,
                   gconstpointer  data)
{
  g_autoptr(GFile) output = plant_file (plant, "out");

  for (guint i = 0; i < 10; i++)
    {
      RailExport *export = new_export (plant, plant->server, RAIL_FORMAT_DER);
      GThread *thread = NULL;

      g_object_weak_ref (G_OBJECT (export), note_thread_cb, &thread);
      rail_export_write_async (export, output, NULL, drop_cb, NULL);
      g_object_unref (export);
      while (g_atomic_pointer_get (&thread) == NULL)
        g_main_context_iteration (NULL, FALSE);
      g_assert_true (thread == g_thread_self ());
    }
}

static void
test_async_cancelled (Plant         *plant,
                      gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->server, RAIL_FORMAT_P12);
  g_autoptr(GFile) output = plant_file (plant, "out");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  rail_export_write_async (export, output, cancellable, finished_cb, &result);
  g_assert_null (wait_for (export, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_query_exists (output, NULL));
}

static void
test_properties (Plant         *plant,
                 gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->server, RAIL_FORMAT_CER);
  g_autofree GParamSpec **properties = NULL;
  guint n_properties;

  set_password (export, "geheim");
  properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (export), &n_properties);
  g_assert_cmpuint (n_properties, ==, 8);
  for (guint i = 0; i < n_properties; i++)
    {
      g_auto(GValue) value = G_VALUE_INIT;

      g_value_init (&value, properties[i]->value_type);
      g_object_get_property (G_OBJECT (export), properties[i]->name, &value);
      g_object_set_property (G_OBJECT (export), properties[i]->name, &value);
    }
}

static void
test_formats (void)
{
  const char *nicks[] = { "cer", "der", "crt", "pem", "crl", "p12" };
  RailFormat format;

  for (gsize i = 0; i < G_N_ELEMENTS (nicks); i++)
    {
      g_assert_true (rail_format_parse (nicks[i], &format));
      g_assert_cmpint (format, ==, i);
      g_assert_cmpstr (rail_format_get_nick (format), ==, nicks[i]);
      rail_assert_contains (rail_format_get_label (format), nicks[i]);
    }
  g_assert_false (rail_format_parse ("pfx", &format));
  g_assert_cmpint (rail_format_get_options (RAIL_FORMAT_CRL), ==, 0);
}

/* What is announced is what is written, in every format, into a file and into a folder. */
static void
test_paths (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) one = plant_list (plant->root, NULL);
  g_autoptr(GPtrArray) two = plant_list (plant->root, plant->intermediate, NULL);
  g_autoptr(GFile) remote = g_file_new_for_uri ("sftp://example.org/a.cer");

  for (RailFormat format = 0; format <= RAIL_FORMAT_P12; format++)
    for (guint i = 0; i < 2; i++)
      {
        g_autoptr(RailExport) export = rail_export_new (plant->project, i == 0 ? one : two);
        g_autoptr(GFile) output = plant_file (plant, i == 0 ? "one.cer" : "several");
        g_autoptr(GPtrArray) paths = NULL;
        g_autoptr(GPtrArray) files = NULL;
        g_autoptr(GPtrArray) none = NULL;

        g_object_set (export, "format", format, "private-key", TRUE, NULL);
        paths = rail_export_dup_paths (export, output);
        files = write_to (plant, export, i == 0 ? "one.cer" : "several");
        g_assert_cmpuint (paths->len, ==, files->len);
        for (guint j = 0; j < paths->len; j++)
          g_assert_cmpstr (g_ptr_array_index (paths, j), ==, g_file_peek_path (g_ptr_array_index (files, j)));
        none = rail_export_dup_paths (export, remote);
        g_assert_cmpuint (none->len, ==, 0);
      }
}

static void
test_chain_goes_to_the_clipboard_once (Plant         *plant,
                                       gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = plant_list (plant->deep, plant->intermediate, plant->server, NULL);
  g_autofree char *text = rail_export_to_pem_text (plant->project, entries);

  rail_test_write (plant->folder, "text.pem", text, -1);
  g_free (plant_run (plant, "openssl crl2pkcs7 -nocrl -certfile text.pem | openssl pkcs7 -print_certs -noout | "
                            "grep subject | sed 's/.*CN = //' > names; printf 'Deep\\nHall 2\\nPlant root\\n"
                            "PLC-1/OPCUA-1-4\\n' | cmp - names; ! grep PRIVATE text.pem"));
}

static void
test_plain_key_is_known (Plant         *plant,
                         gconstpointer  data)
{
  g_autoptr(RailExport) export = new_export (plant, plant->server, RAIL_FORMAT_PEM);

  g_assert_false (rail_export_writes_plain_key (export));
  g_object_set (export, "private-key", TRUE, NULL);
  g_assert_false (rail_export_writes_plain_key (export));
  g_object_set (export, "encrypt", FALSE, NULL);
  g_assert_true (rail_export_writes_plain_key (export));
  g_object_set (export, "format", RAIL_FORMAT_P12, NULL);
  g_assert_false (rail_export_writes_plain_key (export));
  g_object_set (export, "format", RAIL_FORMAT_DER, "encrypt", TRUE, NULL);
  g_assert_true (rail_export_writes_plain_key (export));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/export/formats-have-their-names", test_formats);
  plant_test ("/exchange/export/der-is-the-certificate", test_der);
  plant_test ("/exchange/export/der-has-its-key-beside-it", test_der_with_key);
  plant_test ("/exchange/export/pem-is-the-certificate", test_pem);
  plant_test ("/exchange/export/pem-has-the-chain-in-order", test_pem_chain);
  plant_test ("/exchange/export/pem-has-the-key-inside", test_pem_key);
  plant_test ("/exchange/export/an-encrypted-key-opens-only-with-its-password", test_pem_encrypted);
  plant_test ("/exchange/export/no-password-means-the-name-of-the-project", test_empty_password);
  plant_test ("/exchange/export/no-key-leaves-under-an-empty-password", test_no_password_at_all);
  plant_test ("/exchange/export/pkcs12-opens-only-with-its-password", test_pkcs12);
  plant_test ("/exchange/export/pkcs12-has-the-chain", test_pkcs12_chain);
  plant_test ("/exchange/export/a-revocation-list-names-what-is-revoked", test_revocation_list);
  plant_test ("/exchange/export/several-are-one-file-each", test_many);
  plant_test ("/exchange/export/one-goes-into-a-folder-under-its-name", test_into_folder);
  plant_test ("/exchange/export/only-its-own-file-is-replaced", test_replaces);
  plant_test ("/exchange/export/what-will-be-written-is-announced", test_paths);
  plant_test ("/exchange/export/what-cannot-be-exported-is-said", test_problems);
  plant_test ("/exchange/export/an-incomplete-chain-is-said", test_incomplete_chain);
  plant_test ("/exchange/export/local-keys-stay", test_local);
  plant_test ("/exchange/export/only-what-the-format-offers-counts", test_option_of_other_format);
  plant_test ("/exchange/export/a-worker-keeps-to-what-was-asked", test_async);
  plant_test ("/exchange/export/a-worker-never-holds-the-form", test_async_thread);
  plant_test ("/exchange/export/a-cancelled-export-writes-nothing", test_async_cancelled);
  plant_test ("/exchange/export/every-property-can-be-read-and-set", test_properties);
  plant_test ("/exchange/export/a-chain-goes-to-the-clipboard-once", test_chain_goes_to_the_clipboard_once);
  plant_test ("/exchange/export/a-bundle-is-one-file-without-keys", test_bundle);
  plant_test ("/exchange/export/a-plain-key-is-known", test_plain_key_is_known);
  return g_test_run ();
}
