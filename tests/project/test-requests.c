/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "rail-request.h"
#include "rail-signing.h"

#include "project-fixture.h"

static RailCertificate *
read_certificate (const char *folder,
                  const char *name)
{
  g_autoptr(GBytes) pem = rail_test_read (folder, name);
  g_autoptr(GError) error = NULL;
  RailCertificate *certificate;

  certificate = rail_certificate_new_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), &error);
  g_assert_no_error (error);
  return certificate;
}

/* An authority outside, which is openssl: it copies what the request asks for. */
static RailCertificate *
sign_outside (const char         *folder,
              RailSigningRequest *request)
{
  g_autofree char *pem = rail_signing_request_to_pem (request);
  g_autofree char *output = NULL;

  rail_test_write (folder, "plc.csr", pem, -1);
  g_assert_cmpint (rail_test_run (folder, &output, "openssl", "req", "-in", "plc.csr", "-verify", "-noout", NULL), ==, 0);
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                                  "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
                                  "-subj", "/CN=Outside", "-days", "3000", NULL), ==, 0);
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "x509", "-req", "-in", "plc.csr", "-CA", "ca.pem", "-CAkey",
                                  "ca.key", "-set_serial", "77", "-copy_extensions", "copyall", "-days", "365", "-out",
                                  "answer.pem", NULL), ==, 0);
  return read_certificate (folder, "answer.pem");
}

static void
test_answer (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *plc = fixture_create_simple (project, RAIL_USAGE_OPCUA_SERVER, "PLC-1", NULL);
  RailEntry *other = fixture_create_simple (project, RAIL_USAGE_OPCUA_SERVER, "PLC-2", NULL);
  g_autoptr(RailKey) key = g_object_ref (rail_entry_get_key (plc));
  g_autoptr(RailCertificate) old = g_object_ref (rail_entry_get_certificate (plc));
  g_autoptr(RailSigningRequest) request = NULL;
  g_autoptr(RailCertificate) answer = NULL;
  g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *folder = NULL;
  g_autofree char *before = fixture_dump (project);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  gboolean complete = FALSE;

  if (!rail_test_need ("openssl"))
    return;

  folder = rail_test_make_folder ();
  request = rail_project_request (project, plc, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rail_entry_get_requested (plc), ==, FIXTURE_NOW);
  g_assert_cmpstr (rail_project_get_undo_text (project), ==, "Request “PLC-1”");
  answer = sign_outside (folder, request);
  g_ptr_array_add (chain, read_certificate (folder, "ca.pem"));
  g_ptr_array_add (chain, g_object_ref (answer));

  /* It belongs to one entry only. */
  g_assert_true (rail_project_find_request (project, answer) == plc);
  g_assert_null (rail_project_find_request (project, chain->pdata[0]));
  g_assert_false (rail_project_answer (project, other, answer, NULL, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  rail_assert_contains (error->message, "belongs to ID 1");
  g_clear_error (&error);

  rail_project_answer (project, plc, answer, chain, &error);
  g_assert_no_error (error);
  g_assert_true (rail_project_get_entry (project, 1) == plc);
  g_assert_true (rail_entry_get_certificate (plc) == answer);
  g_assert_true (rail_entry_get_key (plc) == key);
  g_assert_cmpint (rail_entry_get_requested (plc), ==, 0);
  g_assert_true (rail_generation_get_certificate (rail_entry_get_generation (plc, 0)) == old);
  g_assert_cmpint (rail_generation_get_reason (rail_entry_get_generation (plc, 0)), ==, RAIL_GENERATION_ANSWERED);
  g_assert_cmpint (rail_entry_get_kind (rail_project_get_entry (project, 3)), ==, RAIL_ENTRY_TRUSTED);
  g_assert_null (rail_project_get_entry (project, 4));
  g_ptr_array_unref (rail_project_get_chain (project, plc, &complete));
  g_assert_true (complete);

  /* A second time it is there already; undo takes back the answer and then the request. */
  g_assert_false (rail_project_answer (project, plc, answer, chain, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_EXISTS);
  g_assert_true (rail_project_undo (project));
  g_assert_cmpint (rail_entry_get_requested (plc), ==, FIXTURE_NOW);
  g_assert_true (rail_project_undo (project));
  after = fixture_dump (project);
  g_assert_cmpstr (after, ==, before);
  rail_test_remove_folder (folder);
}

/* A project without protection holds only keys of self-signed certificates: with the answer in it, it could not be opened again. */
static void
test_unprotected_takes_no_answer (void)
{
  g_autoptr(RailProject) project = fixture_new_project ();
  RailEntry *plc = fixture_create_simple (project, RAIL_USAGE_TLS_CLIENT, "PLC-1", NULL);
  g_autoptr(RailSigningRequest) request = NULL;
  g_autoptr(RailCertificate) answer = NULL;
  g_autofree char *folder = NULL;
  g_autoptr(GError) error = NULL;

  if (!rail_test_need ("openssl"))
    return;

  folder = rail_test_make_folder ();
  request = rail_project_request (project, plc, &error);
  g_assert_no_error (error);
  answer = sign_outside (folder, request);
  g_assert_false (rail_project_answer (project, plc, answer, NULL, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED);
  rail_test_remove_folder (folder);
}

static void
test_request_needs_key (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *plc = fixture_create_simple (project, RAIL_USAGE_OPCUA_SERVER, "PLC-1", NULL);
  g_autoptr(RailEntry) stranger = rail_entry_new (9, RAIL_ENTRY_DEVICE, RAIL_USAGE_OPCUA_SERVER,
                                                  rail_entry_get_certificate (plc), NULL);
  g_autoptr(RailProject) restored = fixture_new_project ();
  g_autoptr(GPtrArray) entries = fixture_list (stranger, NULL);
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_project_request (project, stranger, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  rail_project_restore (restored, 10, rail_project_get_protection (project), entries, nothing, &error);
  g_assert_no_error (error);
  g_assert_null (rail_project_request (restored, stranger, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_NO_KEY);
}

/* Somebody's request, made by openssl with what a CODESYS device puts into it. */
static RailSigningRequest *
make_foreign_request (const char *folder)
{
  static const char config[] =
    "[req]\nprompt = no\ndistinguished_name = dn\nreq_extensions = ext\n[dn]\nC = DE\nO = Söhne\nCN = Soft PLC\n"
    "[ext]\nkeyUsage = critical, digitalSignature, keyEncipherment\nextendedKeyUsage = critical, serverAuth\n"
    "subjectAltName = critical, DNS:soft-plc, IP:10.0.0.7\n";
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  RailSigningRequest *request;

  rail_test_write (folder, "req.conf", config, -1);
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "req", "-new", "-utf8", "-newkey", "ec", "-pkeyopt",
                                  "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "theirs.key", "-config",
                                  "req.conf", "-outform", "DER", "-out", "theirs.csr", NULL), ==, 0);
  bytes = rail_test_read (folder, "theirs.csr");
  request = rail_signing_request_new_from_der (bytes, &error);
  g_assert_no_error (error);
  return request;
}

static char *
describe_extensions (const char *folder,
                     RailEntry  *entry)
{
  char *output = NULL;

  fixture_write_pem (folder, "signed.pem", entry);
  g_assert_cmpint (rail_test_run (folder, &output, "openssl", "x509", "-in", "signed.pem", "-noout", "-ext",
                                  "keyUsage,extendedKeyUsage,subjectAltName", NULL), ==, 0);
  return output;
}

static void
test_sign (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  RailEntry *root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_autoptr(RailSigningRequest) request = NULL;
  g_autoptr(RailSigning) signing = NULL;
  g_autoptr(RailSigning) verbatim = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *before = fixture_dump (project);
  g_autofree char *after = NULL;
  g_autofree char *text = NULL;
  g_autofree char *verbatim_text = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *entry;

  if (!rail_test_need ("openssl"))
    return;

  folder = rail_test_make_folder ();
  request = make_foreign_request (folder);
  signing = rail_signing_new (project, request);
  g_assert_true (rail_signing_get_issuer (signing) == root);
  g_assert_cmpint (rail_certificate_request_get_usage (rail_signing_get_request (signing)), ==, RAIL_USAGE_TLS_SERVER);
  g_assert_cmpuint (rail_signing_validate (signing), ==, 0);
  entry = rail_project_sign (project, signing, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rail_entry_get_id (entry), ==, 2);
  g_assert_false (rail_entry_has_key (entry));
  g_assert_true (rail_signing_request_matches_certificate (request, rail_entry_get_certificate (entry)));
  g_assert_true (rail_project_get_issuer (project, entry) == root);
  text = describe_extensions (folder, entry);
  rail_assert_contains (text, "DNS:soft-plc, IP Address:10.0.0.7");
  rail_assert_contains (text, "Digital Signature, Key Encipherment");
  g_assert_true (rail_signing_validate (signing) & RAIL_SIGNING_ADVICE_KNOWN_KEY);
  g_assert_true (rail_project_undo (project));
  after = fixture_dump (project);
  g_assert_cmpstr (after, ==, before);

  /* Word for word, with what is critical. */
  verbatim = rail_signing_new (project, request);
  g_object_set (verbatim, "verbatim", TRUE, "usage", RAIL_USAGE_CUSTOM, NULL);
  g_assert_cmpuint (rail_signing_validate (verbatim), ==, 0);
  entry = rail_project_sign (project, verbatim, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rail_entry_get_id (entry), ==, 3);
  verbatim_text = describe_extensions (folder, entry);
  rail_assert_contains (verbatim_text, "X509v3 Subject Alternative Name: critical");
  rail_assert_contains (verbatim_text, "X509v3 Extended Key Usage: critical");
  rail_assert_contains (verbatim_text, "X509v3 Key Usage: critical");
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "x509", "-in", "signed.pem", "-noout", "-subject", NULL),
                   ==, 0);
  rail_test_remove_folder (folder);
}

/* Who asks for an authority gets one only from somebody who says so. */
static void
test_sign_authority (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(RailSigningRequest) request = NULL;
  g_autoptr(RailSigning) signing = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *folder = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *entry;

  if (!rail_test_need ("openssl"))
    return;

  folder = rail_test_make_folder ();
  fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  g_assert_cmpint (rail_test_run (folder, NULL, "openssl", "req", "-new", "-newkey", "ec", "-pkeyopt",
                                  "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "theirs.key", "-subj", "/CN=Sly",
                                  "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
                                  "keyUsage=critical,keyCertSign,cRLSign", "-outform", "DER", "-out", "sly.csr", NULL),
                   ==, 0);
  bytes = rail_test_read (folder, "sly.csr");
  request = rail_signing_request_new_from_der (bytes, &error);
  g_assert_no_error (error);
  signing = rail_signing_new (project, request);
  g_assert_cmpuint (rail_signing_validate (signing), ==, RAIL_SIGNING_ADVICE_IGNORED);
  entry = rail_project_sign (project, signing, &error);
  g_assert_no_error (error);
  g_assert_false (rail_certificate_is_ca (rail_entry_get_certificate (entry)));
  g_assert_cmpint (rail_entry_get_kind (entry), ==, RAIL_ENTRY_DEVICE);
  g_assert_true (rail_project_undo (project));

  g_object_set (signing, "verbatim", TRUE, NULL);
  g_assert_null (rail_project_sign (project, signing, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_clear_error (&error);
  g_object_set (signing, "usage", RAIL_USAGE_CA_INTERMEDIATE, NULL);
  entry = rail_project_sign (project, signing, &error);
  g_assert_no_error (error);
  g_assert_true (rail_certificate_is_ca (rail_entry_get_certificate (entry)));
  rail_test_remove_folder (folder);
}

static void
test_sign_problems (void)
{
  g_autoptr(RailProject) project = fixture_new_protected ();
  g_autoptr(RailProject) open = fixture_new_project ();
  g_autoptr(RailSigningRequest) request = NULL;
  g_autoptr(RailSigning) signing = NULL;
  g_autoptr(RailSigning) unprotected = NULL;
  g_autoptr(GPtrArray) revoked = NULL;
  g_autoptr(GFlagsClass) flags = g_type_class_ref (RAIL_TYPE_SIGNING_PROBLEMS);
  g_autofree char *folder = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *root, *middle;

  if (!rail_test_need ("openssl"))
    return;

  folder = rail_test_make_folder ();
  request = make_foreign_request (folder);
  signing = rail_signing_new (project, request);
  g_assert_cmpuint (rail_signing_validate (signing), ==, RAIL_SIGNING_ISSUER_MISSING);
  g_assert_null (rail_project_sign (project, signing, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_INVALID);
  g_clear_error (&error);

  root = fixture_create_simple (project, RAIL_USAGE_CA_ROOT, "Root", NULL);
  middle = fixture_create_simple (project, RAIL_USAGE_CA_INTERMEDIATE, "Middle", root);
  rail_signing_set_issuer (signing, middle);
  g_object_set (signing, "device", "PLC-9", NULL);
  g_assert_cmpuint (rail_signing_validate (signing), ==, RAIL_SIGNING_DEVICE_UNKNOWN);
  g_object_set (signing, "device", NULL, "honour", RAIL_HONOUR_SUBJECT | RAIL_HONOUR_NAMES, NULL);
  g_assert_cmpuint (rail_signing_validate (signing), ==, RAIL_SIGNING_ADVICE_IGNORED);
  revoked = fixture_list (middle, NULL);
  g_assert_true (rail_project_revoke (project, revoked, RAIL_REVOCATION_SUPERSEDED, NULL));
  g_assert_true (rail_signing_validate (signing) & RAIL_SIGNING_ISSUER_REVOKED);
  for (guint i = 0; i < flags->n_values; i++)
    if (flags->values[i].value != RAIL_SIGNING_REQUEST_INVALID)
      {
        g_autofree char *text = rail_signing_describe (signing, flags->values[i].value);

        g_assert_true (g_str_has_suffix (text, "."));
      }

  unprotected = rail_signing_new (open, request);
  g_assert_null (rail_project_sign (open, unprotected, &error));
  g_assert_error (error, RAIL_PROJECT_ERROR, RAIL_PROJECT_ERROR_UNPROTECTED);
  rail_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/requests/answer-keeps-id-and-key", test_answer);
  g_test_add_func ("/project/requests/request-needs-the-key", test_request_needs_key);
  g_test_add_func ("/project/signing/honours-what-is-asked-for", test_sign);
  g_test_add_func ("/project/signing/authority-is-not-had-for-the-asking", test_sign_authority);
  g_test_add_func ("/project/signing/says-what-stands-in-the-way", test_sign_problems);
  g_test_add_func ("/project/requests/unprotected-project-takes-no-answer", test_unprotected_takes_no_answer);
  return g_test_run ();
}
