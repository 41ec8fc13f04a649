/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of certificates and the like as people come by them: text in every shape, DER, PKCS#7. */

#include <string.h>

#include "peer.h"
#include "rail-pki-error.h"
#include "rail-test.h"

typedef struct
{
  char            *folder;
  RailCertificate *rsa;
  RailCertificate *ec;
} Fixture;

/* Two certificates with keys, a revocation list and a request. */
static const char make_files[] =
  "openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.pem -days 30 -subj '/CN=RSA'\n"
  "openssl ecparam -name prime256v1 -genkey -out ec.key\n"
  "openssl req -x509 -key ec.key -out ec.pem -days 30 -subj '/CN=EC'\n"
  "openssl req -new -key ec.key -out ec.csr -subj '/CN=EC'\n"
  "openssl x509 -in rsa.pem -outform DER -out rsa.der\n"
  "openssl x509 -in ec.pem -outform DER -out ec.der\n"
  "touch index.txt; echo 01 > number\n"
  "printf '[ca]\\ndefault_ca=c\\n[c]\\ndatabase=index.txt\\ncrlnumber=number\\ndefault_md=sha256\\n' > ca.cnf\n"
  "openssl ca -gencrl -config ca.cnf -cert rsa.pem -keyfile rsa.key -crldays 9 -out rsa.crl\n";

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = rail_test_make_folder ();
  if (!rail_test_need ("openssl"))
    return;
  g_free (peer_run (fixture->folder, "%s", make_files));
  fixture->rsa = peer_certificate (fixture->folder, "rsa.pem");
  fixture->ec = peer_certificate (fixture->folder, "ec.pem");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_clear_object (&fixture->rsa);
  g_clear_object (&fixture->ec);
}

static void
check_certificate (RailBundle      *bundle,
                   guint            position,
                   RailCertificate *wanted)
{
  RailBundleItem *item = peer_item (bundle, position, RAIL_BUNDLE_CERTIFICATE);

  g_assert_true (rail_certificate_equal (rail_bundle_item_get_certificate (item), wanted));
  g_assert_null (rail_bundle_item_get_key (item));
  g_assert_null (rail_bundle_item_get_reason (item));
}

/* Every shape that text gets on its way, of facts that real tools have shown: what makes it, the format that is told. */
static const struct
{
  const char *command;
  const char *format;
} shapes[] = {
  { "cat rsa.pem", "PEM" },
  { "sed 's/$/\\r/' rsa.pem", "PEM" },
  { "tr '\\n' '\\r' < rsa.pem", "PEM" },
  { "printf %s \"$(cat rsa.pem)\"", "PEM" },
  { "sed 's/$/   /' rsa.pem", "PEM" },
  { "printf '\\357\\273\\277'; cat rsa.pem", "PEM" },
  { "echo 'Bag Attributes'; echo '    friendlyName: x'; cat rsa.pem; echo bye", "PEM" },
  { "echo '0 s:CN = RSA'; cat rsa.pem", "PEM" },
  { "sed 's/^/    /' rsa.pem", "PEM" },
  { "sed 's/^/> /' rsa.pem", "PEM" },
  { "sed 's/^/> > /' rsa.pem", "PEM" },
  { "echo '-----BEGIN CERTIFICATE-----'; base64 -w0 rsa.der; echo; echo '-----END CERTIFICATE-----'", "PEM" },
  { "echo '-----BEGIN CERTIFICATE-----'; base64 -w0 rsa.der | sed 's/..../& /g'; echo '-----END CERTIFICATE-----'",
    "PEM" },
  { "printf %s '-----BEGIN CERTIFICATE-----'; base64 -w0 rsa.der; printf %s '-----END CERTIFICATE-----'", "PEM" },
  { "sed 's/BEGIN CERT/BEGIN X509 CERT/; s/END CERT/END X509 CERT/' rsa.pem", "PEM" },
  { "openssl x509 -in rsa.pem -trustout -addtrust serverAuth -setalias trusted", "PEM" },
  { "iconv -t UTF-16 rsa.pem", "PEM (UTF-16)" },
  { "iconv -t UTF-16LE rsa.pem", "PEM (UTF-16)" },
  { "iconv -t UTF-16BE rsa.pem", "PEM (UTF-16)" },
  { "sed 's/$/\\r/' rsa.pem | iconv -t UTF-16", "PEM (UTF-16)" },
  { "base64 rsa.der", "Base64" },
  { "base64 -w0 rsa.der", "Base64" },
  { "base64 rsa.der | iconv -t UTF-16", "Base64" },
  { "cat rsa.der", "DER" },
  { "cat rsa.der; echo", "DER" },
  { "openssl crl2pkcs7 -nocrl -certfile rsa.pem", "PEM" },
  { "openssl crl2pkcs7 -nocrl -certfile rsa.pem -outform DER", "PKCS#7" },
  { "openssl crl2pkcs7 -nocrl -certfile rsa.pem | sed 's/PKCS7/CERTIFICATE/'", "PEM" },
  { "openssl crl2pkcs7 -nocrl -certfile rsa.pem | sed 's/PKCS7/SOMETHING ELSE/'", "PEM" },
  { "openssl crl2pkcs7 -nocrl -certfile rsa.pem -outform DER | base64", "PKCS#7" },
};

static void
test_every_shape (Fixture       *fixture,
                  gconstpointer  user_data)
{
  if (fixture->rsa == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr(RailBundle) bundle = NULL;

      g_test_message ("%s", shapes[i].command);
      g_free (peer_run (fixture->folder, "(%s) > shape", shapes[i].command));
      bundle = peer_bundle (fixture->folder, "shape", NULL);
      check_certificate (bundle, 0, fixture->rsa);
      g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), ==, 1);
      g_assert_cmpstr (rail_bundle_get_format (bundle), ==, shapes[i].format);
      g_assert_cmpint (rail_bundle_get_flags (bundle), ==, 0);
    }
}

static void
test_many_in_a_text (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr(RailBundle) bundle = NULL;
  g_autoptr(GBytes) list = NULL;
  RailBundleItem *item;

  if (fixture->rsa == NULL)
    return;
  g_free (peer_run (fixture->folder, "echo Hello > all; cat rsa.key rsa.pem ec.key ec.pem rsa.crl ec.csr >> all;"
                                     "sed 's/CERTIFICATE REQ/NEW CERTIFICATE REQ/' ec.csr >> all"));
  bundle = peer_bundle (fixture->folder, "all", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), ==, 7);
  item = peer_item (bundle, 0, RAIL_BUNDLE_KEY);
  g_assert_true (rail_certificate_matches_key (fixture->rsa, rail_bundle_item_get_key (item)));
  g_assert_cmpstr (rail_bundle_item_get_where (item), ==, "line 2");
  g_assert_cmpstr (rail_bundle_item_get_label (item), ==, "PEM key");
  check_certificate (bundle, 1, fixture->rsa);
  item = peer_item (bundle, 2, RAIL_BUNDLE_KEY);
  g_assert_true (rail_certificate_matches_key (fixture->ec, rail_bundle_item_get_key (item)));
  check_certificate (bundle, 3, fixture->ec);
  item = peer_item (bundle, 4, RAIL_BUNDLE_REVOCATION_LIST);
  g_assert_true (rail_revocation_list_is_issued_by (rail_bundle_item_get_revocation_list (item), fixture->rsa));
  for (guint i = 5; i < 7; i++)
    {
      item = peer_item (bundle, i, RAIL_BUNDLE_SIGNING_REQUEST);
      g_assert_true (rail_signing_request_matches_certificate (rail_bundle_item_get_signing_request (item),
                                                               fixture->ec));
      g_assert_cmpstr (rail_bundle_item_get_label (item), ==, "PEM signing request");
    }
}

static void
test_der_one_after_the_other (Fixture       *fixture,
                              gconstpointer  user_data)
{
  g_autoptr(RailBundle) bundle = NULL;
  g_autofree char *where = NULL;
  RailBundleItem *item;

  if (fixture->rsa == NULL)
    return;
  g_free (peer_run (fixture->folder, "openssl crl -in rsa.crl -outform DER -out crl.der;"
                                     "openssl req -in ec.csr -outform DER -out csr.der;"
                                     "cat ec.der rsa.der crl.der csr.der > chain; echo rubbish >> chain"));
  bundle = peer_bundle (fixture->folder, "chain", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), ==, 5);
  check_certificate (bundle, 0, fixture->ec);
  check_certificate (bundle, 1, fixture->rsa);
  peer_item (bundle, 2, RAIL_BUNDLE_REVOCATION_LIST);
  peer_item (bundle, 3, RAIL_BUNDLE_SIGNING_REQUEST);
  item = peer_item (bundle, 4, RAIL_BUNDLE_UNREADABLE);
  rail_assert_contains (rail_bundle_item_get_reason (item), "left out");
  where = g_strdup_printf ("byte %" G_GSIZE_FORMAT, g_bytes_get_size (rail_certificate_get_der (fixture->ec)) + 1);
  g_assert_cmpstr (rail_bundle_item_get_where (peer_item (bundle, 1, RAIL_BUNDLE_CERTIFICATE)), ==, where);
}

static void
test_pkcs7_has_all (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autoptr(RailBundle) bundle = NULL;
  g_autoptr(RailBundle) empty = NULL;

  if (fixture->rsa == NULL)
    return;
  g_free (peer_run (fixture->folder, "openssl crl2pkcs7 -in rsa.crl -certfile ec.pem -certfile rsa.pem -outform DER "
                                     "-out all.p7b; openssl crl2pkcs7 -nocrl -out empty.p7b"));
  bundle = peer_bundle (fixture->folder, "all.p7b", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), ==, 3);
  g_assert_cmpuint (peer_count (bundle, RAIL_BUNDLE_CERTIFICATE), ==, 2);
  g_assert_cmpstr (rail_bundle_item_get_label (peer_item (bundle, 2, RAIL_BUNDLE_REVOCATION_LIST)), ==,
                   "PKCS#7 revocation list");
  empty = peer_bundle (fixture->folder, "empty.p7b", NULL);
  rail_assert_contains (rail_bundle_item_get_reason (peer_item (empty, 0, RAIL_BUNDLE_UNREADABLE)), "neither");
}

/* Something that cannot be read, and what must be said of it; what is around it is read all the same. */
static const struct
{
  const char *command;
  const char *reason;
  const char *where;
} damages[] = {
  { "sed '5s/^...../:::::/' rsa.pem", "Line 5 is no Base64", "line 1" },
  { "sed '5d' rsa.pem", "cannot be read", "line 1" },
  { "sed '/END/d' rsa.pem", "has no line", "line 1" },
  { "openssl rsa -in rsa.key -pubout 2>/dev/null", "public key alone", "line 1" },
  { "sed 's/CERTIFICATE/SOMETHING/; /^MI/d' rsa.pem", "nothing that is known", "line 1" },
  { "printf '%s\\n' '-----BEGIN OPENSSH PRIVATE KEY-----' b3BlbnNzaC1rZXktdjEA '-----END OPENSSH PRIVATE KEY-----'",
    "ssh-keygen", "line 1" },
  { "openssl req -in ec.csr -outform DER | sed 's/EC/EX/' | base64 | sed '1i -----BEGIN CERTIFICATE REQUEST-----' | "
    "sed '$a -----END CERTIFICATE REQUEST-----'", "not signed with the key", "line 1" },
};

static void
test_damage_is_named (Fixture       *fixture,
                      gconstpointer  user_data)
{
  if (fixture->rsa == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr(RailBundle) bundle = NULL;
      RailBundleItem *item;

      g_test_message ("%s", damages[i].command);
      g_free (peer_run (fixture->folder, "(%s) > bad; cat ec.pem >> bad", damages[i].command));
      bundle = peer_bundle (fixture->folder, "bad", NULL);
      item = peer_item (bundle, 0, RAIL_BUNDLE_UNREADABLE);
      rail_assert_contains (rail_bundle_item_get_reason (item), damages[i].reason);
      g_assert_cmpstr (rail_bundle_item_get_where (item), ==, damages[i].where);
      check_certificate (bundle, 1, fixture->ec);
      g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), ==, 2);
    }
}

static void
test_anything_else_is_named (void)
{
  const char *const texts[] = { "hello", "0", "\x30", "\x30\x03\x02\x01\x00", "-----BEGIN ", "\xff\xfe", "<xml/>", "MIIB" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (texts[i], i == 3 ? 5 : strlen (texts[i]));
      g_autoptr(GError) error = NULL;
      g_autoptr(RailBundle) bundle = rail_bundle_read (bytes, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), ==, 1);
      rail_assert_contains (rail_bundle_item_get_reason (peer_item (bundle, 0, RAIL_BUNDLE_UNREADABLE)),
                            "no certificate");
      g_assert_cmpstr (rail_bundle_get_format (bundle), !=, "");
    }
}

static void
test_empty_and_huge_are_errors (void)
{
  g_autoptr(GBytes) empty = g_bytes_new (NULL, 0);
  g_autofree char *data = g_malloc0 (64 * 1024 * 1024 + 1);
  g_autoptr(GBytes) huge = g_bytes_new_static (data, 64 * 1024 * 1024 + 1);
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_bundle_read (empty, NULL, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (rail_bundle_read (huge, NULL, &error));
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_MALFORMED);
}

/* Files that are made to take long, or that are just big, take no more time than their size asks for. */
static void
test_time_grows_with_size (Fixture       *fixture,
                           gconstpointer  user_data)
{
  g_autoptr(RailBundle) beginnings = NULL;
  g_autoptr(RailBundle) many = NULL;
  gint64 start = g_get_monotonic_time ();

  if (fixture->rsa == NULL)
    return;
  g_free (peer_run (fixture->folder, "yes -- '-----BEGIN X-----' | head -n 50000 > beginnings\n"
                                     "for i in $(seq 500); do cat rsa.pem ec.pem; done > many.pem\n"
                                     "openssl crl2pkcs7 -nocrl -certfile many.pem -outform DER -out many.p7b"));
  beginnings = peer_bundle (fixture->folder, "beginnings", NULL);
  g_assert_cmpuint (peer_count (beginnings, RAIL_BUNDLE_UNREADABLE), ==, 50000);
  many = peer_bundle (fixture->folder, "many.p7b", NULL);
  g_assert_cmpuint (peer_count (many, RAIL_BUNDLE_CERTIFICATE), ==, 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
}

/* All authorities that the system trusts: the oddest certificates there are. */
static void
test_system_authorities (void)
{
  const char *path = "/etc/ssl/certs/ca-certificates.crt";
  g_autofree char *folder = NULL;
  g_autofree char *count = NULL;
  g_autoptr(RailBundle) bundle = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the package ca-certificates is not installed; tools/test installs it");
      return;
    }
  folder = rail_test_make_folder ();
  count = peer_run (folder, "cp %s all.crt; grep -c BEGIN all.crt", path);
  bundle = peer_bundle (folder, "all.crt", NULL);
  g_assert_cmpuint (peer_count (bundle, RAIL_BUNDLE_CERTIFICATE), ==, g_ascii_strtoull (count, NULL, 10));
  g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), >=, 100);
  rail_test_remove_folder (folder);
}

/* XCA asks for the password of a new database on the terminal, twice, and forgets what was typed before it asked. So it
 * gets a terminal and time, and more of it if that was too little. It exports keys only through its windows. */
static const char run_xca[] =
  "export HOME=$PWD XCA_NO_GUI=1 QT_QPA_PLATFORM=offscreen\n"
  "for wait in 1 3 9; do\n"
  "  rm -f plant.xdb\n"
  "  (sleep $wait; printf 'abc\\r'; sleep $wait; printf 'abc\\r'; sleep $wait) |"
  "    script -qec 'xca --no-gui --database=plant.xdb --import rsa.key rsa.pem --exit' /dev/null > log 2>&1 || true\n"
  "  xca --no-gui --database=plant.xdb --password=pass:abc --issuers < /dev/null 2>&1 | grep -q RSA && break\n"
  "done\n"
  "xca --no-gui --text --pem rsa.pem ec.csr > printed 2>&1\n"
  "xca --no-gui --database=plant.xdb --password=pass:abc --crlgen=RSA --text --pem >> printed 2>&1\n";

static void
test_files_of_xca (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(RailBundle) bundle = NULL;
  RailBundleItem *item;

  if (fixture->rsa == NULL || !rail_test_need ("xca") || !rail_test_need ("script"))
    return;
  g_free (peer_run (fixture->folder, "%s", run_xca));
  bundle = peer_bundle (fixture->folder, "printed", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), ==, 3);
  check_certificate (bundle, 0, fixture->rsa);
  item = peer_item (bundle, 1, RAIL_BUNDLE_SIGNING_REQUEST);
  g_assert_true (rail_signing_request_matches_certificate (rail_bundle_item_get_signing_request (item), fixture->ec));
  item = peer_item (bundle, 2, RAIL_BUNDLE_REVOCATION_LIST);
  g_assert_true (rail_revocation_list_is_issued_by (rail_bundle_item_get_revocation_list (item), fixture->rsa));
}

static gpointer
read_in_thread (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(RailBundle) bundle = peer_bundle (fixture->folder, "all", NULL);

      check_certificate (bundle, 1, fixture->rsa);
    }
  return NULL;
}

static void
test_many_threads (Fixture       *fixture,
                   gconstpointer  user_data)
{
  GThread *threads[4];

  if (fixture->rsa == NULL)
    return;
  g_free (peer_run (fixture->folder, "cat rsa.key rsa.pem ec.key ec.pem > all"));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("read", read_in_thread, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

#define ADD(name, function) g_test_add ("/pki/bundle/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("certificate-is-found-in-every-shape", test_every_shape);
  ADD ("many-things-in-a-text-are-found", test_many_in_a_text);
  ADD ("der-goes-on-after-the-first", test_der_one_after_the_other);
  ADD ("pkcs7-gives-certificates-and-lists", test_pkcs7_has_all);
  ADD ("damage-is-named-with-its-place", test_damage_is_named);
  ADD ("threads-read-side-by-side", test_many_threads);
  ADD ("time-grows-with-size-only", test_time_grows_with_size);
  ADD ("files-of-xca-are-read", test_files_of_xca);
  g_test_add_func ("/pki/bundle/anything-else-is-named", test_anything_else_is_named);
  g_test_add_func ("/pki/bundle/empty-and-huge-are-errors", test_empty_and_huge_are_errors);
  g_test_add_func ("/pki/bundle/all-authorities-of-the-system-are-read", test_system_authorities);

  return g_test_run ();
}
