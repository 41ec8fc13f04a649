/* SPDX-License-Identifier: GPL-3.0-or-later */

/* PKCS#12 files of openssl, certtool, Java and NSS. */

#include <string.h>

#include "make.h"
#include "peer.h"
#include "rail-pkcs12.h"
#include "rail-test.h"

#define NAME "Anlage S\xc3\xbc" "d"

typedef struct
{
  char            *folder;
  RailCertificate *leaf;
  RailCertificate *root;
} Fixture;

static const char make_them[] =
  "openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=Root\n"
  "openssl ecparam -name prime256v1 -genkey -noout -out leaf.key\n"
  "openssl req -new -key leaf.key -subj /CN=Leaf -out leaf.csr\n"
  "openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -days 9 -out leaf.pem\n";

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->folder = rail_test_make_folder ();
  if (!rail_test_need ("openssl"))
    return;
  g_free (peer_run (fixture->folder, "(%s) 2>&1", make_them));
  fixture->leaf = peer_certificate (fixture->folder, "leaf.pem");
  fixture->root = peer_certificate (fixture->folder, "root.pem");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  rail_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_clear_object (&fixture->leaf);
  g_clear_object (&fixture->root);
}

static RailBundleItem *
find_certificate (RailBundle      *bundle,
                  RailCertificate *certificate)
{
  GListModel *items = rail_bundle_get_items (bundle);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailBundleItem) item = g_list_model_get_item (items, i);
      RailCertificate *other = rail_bundle_item_get_certificate (item);

      if (other != NULL && rail_certificate_equal (other, certificate))
        return item;
    }
  return NULL;
}

static RailBundleItem *
find_key (RailBundle      *bundle,
          RailCertificate *certificate)
{
  GListModel *items = rail_bundle_get_items (bundle);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailBundleItem) item = g_list_model_get_item (items, i);
      RailKey *key = rail_bundle_item_get_key (item);

      if (key != NULL && rail_certificate_matches_key (certificate, key))
        return item;
    }
  return NULL;
}

/* Leaf with key, tied together, and root. */
static void
check_all (Fixture    *fixture,
           RailBundle *bundle,
           const char *name)
{
  RailBundleItem *leaf = find_certificate (bundle, fixture->leaf);
  RailBundleItem *key = find_key (bundle, fixture->leaf);

  g_assert_nonnull (leaf);
  g_assert_nonnull (key);
  g_assert_nonnull (find_certificate (bundle, fixture->root));
  g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), ==, 3);
  g_assert_true (g_bytes_equal (rail_bundle_item_get_local_key_id (leaf), rail_bundle_item_get_local_key_id (key)));
  g_assert_cmpstr (rail_bundle_item_get_friendly_name (leaf), ==, name);
  g_assert_cmpstr (rail_bundle_item_get_friendly_name (key), ==, name);
  g_assert_cmpstr (rail_bundle_item_get_label (leaf), ==, "PKCS#12 certificate");
  g_assert_cmpstr (rail_bundle_item_get_label (key), ==, "PKCS#12 key");
}

/* What openssl can write, the format that is told, and the flags. */
static const struct
{
  const char      *options;
  const char      *password;
  const char      *format;
  RailBundleFlags  flags;
} forms[] = {
  { "", "abc", "PKCS#12, AES-256 with SHA-256", 0 },
  { "-legacy", "abc", "PKCS#12, RC2-40, 3DES with SHA-1", 0 },
  { "-legacy -descert", "abc", "PKCS#12, 3DES with SHA-1", 0 },
  { "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1", "abc", "PKCS#12, 3DES with SHA-1", 0 },
  { "-keypbe PBE-SHA1-3DES -certpbe AES-128-CBC -macalg sha512", "abc", "PKCS#12, AES-128, 3DES with SHA-512", 0 },
  { "-nomac", "abc", "PKCS#12, AES-256, without integrity protection", RAIL_BUNDLE_NO_MAC },
  { "-legacy -nomac", "abc", "PKCS#12, 3DES, without integrity protection", RAIL_BUNDLE_NO_MAC },
  { "-nomac -certpbe AES-256-CBC -keypbe PBE-SHA1-3DES", "abc", "PKCS#12, AES-256, 3DES, without integrity protection",
    RAIL_BUNDLE_NO_MAC },
  { "-nomac -certpbe PBE-SHA1-RC2-40 -legacy", "abc", "PKCS#12, RC2-40, 3DES, without integrity protection",
    RAIL_BUNDLE_NO_MAC },
  { "-certpbe NONE", "abc", "PKCS#12, AES-256 with SHA-256", 0 },
  { "-certpbe NONE -keypbe NONE", "abc", "PKCS#12 with SHA-256", 0 },
  { "-certpbe NONE -keypbe NONE -nomac", "", "PKCS#12, without integrity protection", RAIL_BUNDLE_NO_MAC },
  { "", "", "PKCS#12, AES-256 with SHA-256", 0 },
  { "-legacy", "", "PKCS#12, RC2-40, 3DES with SHA-1", 0 },
  { "-iter 100000", "abc", "PKCS#12, AES-256 with SHA-256", 0 },
  { "", "Schl\xc3\xbcssel", "PKCS#12, AES-256 with SHA-256", 0 },
  { "-legacy", "Schl\xc3\xbcssel", "PKCS#12, RC2-40, 3DES with SHA-1", 0 },
};

static void
test_forms_of_openssl (Fixture       *fixture,
                       gconstpointer  user_data)
{
  if (fixture->leaf == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(RailBundle) bundle = NULL;
      g_autoptr(RailBundle) without = NULL;

      g_test_message ("%s “%s”", forms[i].options, forms[i].password);
      g_free (peer_run (fixture->folder,
                        "openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile root.pem -name '%s' "
                        "-passout 'pass:%s' -out form.p12 %s",
                        NAME, forms[i].password, forms[i].options));
      bundle = peer_bundle (fixture->folder, "form.p12", forms[i].password);
      check_all (fixture, bundle, NAME);
      g_assert_cmpstr (rail_bundle_get_format (bundle), ==, forms[i].format);
      g_assert_cmpint (rail_bundle_get_flags (bundle), ==, forms[i].flags);

      /* An empty password is none, and is found when another one is given. */
      without = peer_bundle (fixture->folder, "form.p12", forms[i].password[0] != '\0' ? NULL : "needless");
      if (forms[i].password[0] == '\0')
        check_all (fixture, without, NAME);
      else if (strstr (forms[i].options, "-keypbe NONE") == NULL)
        g_assert_cmpint (rail_bundle_get_flags (without) & ~RAIL_BUNDLE_NO_MAC, ==, RAIL_BUNDLE_NEEDS_PASSWORD);
    }
}

static void
test_wrong_password (Fixture       *fixture,
                     gconstpointer  user_data)
{
  const char *const options[] = { "", "-legacy" };

  if (fixture->leaf == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr(RailBundle) wrong = NULL;
      g_autoptr(RailBundle) parts = NULL;
      RailBundleItem *item;

      g_free (peer_run (fixture->folder, "openssl pkcs12 -export -in leaf.pem -inkey leaf.key -passout pass:abc %s "
                                         "-out form.p12; openssl pkcs12 -export -in leaf.pem -inkey leaf.key "
                                         "-passout pass:abc %s -nomac -out nomac.p12", options[i], options[i]));
      wrong = peer_bundle (fixture->folder, "form.p12", "ABC");
      item = peer_item (wrong, 0, RAIL_BUNDLE_LOCKED);
      g_assert_true (rail_bundle_item_is_password_wrong (item));
      rail_assert_contains (rail_bundle_item_get_reason (item), "password is wrong");
      g_assert_cmpint (rail_bundle_get_flags (wrong), ==, RAIL_BUNDLE_NEEDS_PASSWORD | RAIL_BUNDLE_WRONG_PASSWORD);
      rail_assert_contains (rail_bundle_get_format (wrong), i == 0 ? "AES-256" : "RC2-40");

      /* Without a check each part is tried for itself. openssl leaves the certificates of such a file open. */
      parts = peer_bundle (fixture->folder, "nomac.p12", "ABC");
      g_assert_cmpuint (peer_count (parts, RAIL_BUNDLE_LOCKED), >=, 1);
      g_assert_cmpuint (peer_count (parts, RAIL_BUNDLE_KEY), ==, 0);
      g_assert_cmpuint (peer_count (parts, RAIL_BUNDLE_UNREADABLE), ==, 0);
    }
}

/* The terminal of another system: the check is right, but the parts were made from other bytes. */
static void
test_other_encodings (Fixture       *fixture,
                      gconstpointer  user_data)
{
  const char *const options[] = { "", "-legacy" };

  if (fixture->leaf == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr(RailBundle) bundle = NULL;

      g_free (peer_run (fixture->folder,
                        "openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile root.pem -name x "
                        "-passout \"pass:$(printf 'Schl\\374ssel')\" %s -out form.p12", options[i]));
      bundle = peer_bundle (fixture->folder, "form.p12", "Schl\xc3\xbcssel");
      check_all (fixture, bundle, "x");
    }
}

static void
test_unknown_encryption_is_named (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  g_autoptr(RailBundle) bundle = NULL;

  if (fixture->leaf == NULL)
    return;
  g_free (peer_run (fixture->folder, "openssl pkcs12 -export -legacy -in leaf.pem -inkey leaf.key -passout pass:abc "
                                     "-certpbe PBE-SHA1-RC2-128 -out form.p12"));
  bundle = peer_bundle (fixture->folder, "form.p12", "abc");
  rail_assert_contains (rail_bundle_item_get_reason (peer_item (bundle, 0, RAIL_BUNDLE_UNREADABLE)), "RC2-128");
  g_assert_nonnull (find_key (bundle, fixture->leaf));
  g_assert_cmpint (rail_bundle_get_flags (bundle), ==, 0);
}

static void
test_forms_of_certtool (Fixture       *fixture,
                        gconstpointer  user_data)
{
  const char *const ciphers[] = { "aes-256", "aes-128", "3des", "3des-pkcs12", "rc2-40", "arcfour" };

  if (fixture->leaf == NULL || !rail_test_need ("certtool"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (ciphers); i++)
    {
      g_autoptr(RailBundle) bundle = NULL;

      g_test_message ("%s", ciphers[i]);
      g_free (peer_run (fixture->folder,
                        "certtool --to-p12 --load-certificate leaf.pem --load-privkey leaf.key --load-ca-certificate "
                        "root.pem --p12-name leaf --password abc --pkcs-cipher %s --outder --outfile form.p12 2>&1",
                        ciphers[i]));
      bundle = peer_bundle (fixture->folder, "form.p12", "abc");
      check_all (fixture, bundle, "leaf");
    }
}

static void
test_own_file (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("abc");
  g_autoptr(GPtrArray) chain = g_ptr_array_new ();
  g_autoptr(RailBundle) keys = NULL;
  g_autoptr(RailBundle) bundle = NULL;
  g_autoptr(RailSecret) file = NULL;
  g_autoptr(GError) error = NULL;

  if (fixture->leaf == NULL)
    return;
  keys = peer_bundle (fixture->folder, "leaf.key", NULL);
  g_ptr_array_add (chain, fixture->root);
  file = rail_pkcs12_write (fixture->leaf, rail_bundle_item_get_key (peer_item (keys, 0, RAIL_BUNDLE_KEY)), chain, NAME,
                            password, RAIL_PKCS12_COMPATIBLE, &error);
  g_assert_no_error (error);
  rail_test_write (fixture->folder, "own.p12", rail_secret_get_data (file, NULL), rail_secret_get_size (file));
  bundle = peer_bundle (fixture->folder, "own.p12", "abc");
  check_all (fixture, bundle, NAME);
}

/* Two keys, names in lower case, a secret key besides: nothing is lost, and nothing spoils the rest. */
static void
test_key_store_of_java (Fixture       *fixture,
                        gconstpointer  user_data)
{
  g_autoptr(RailBundle) bundle = NULL;
  g_autofree char *first = NULL;

  if (fixture->leaf == NULL || !rail_test_need ("keytool"))
    return;
  g_free (peer_run (fixture->folder,
                    "(for n in One Two; do keytool -genkeypair -alias $n -keyalg EC -dname CN=$n -keystore store.p12 "
                    "-storepass secret -storetype PKCS12; done;"
                    "keytool -genseckey -alias sec -keyalg AES -keysize 128 -keystore store.p12 -storepass secret;"
                    "keytool -importcert -noprompt -alias ca -file root.pem -keystore store.p12 -storepass secret) 2>&1"));
  bundle = peer_bundle (fixture->folder, "store.p12", "secret");
  g_assert_cmpuint (peer_count (bundle, RAIL_BUNDLE_KEY), ==, 2);
  g_assert_cmpuint (peer_count (bundle, RAIL_BUNDLE_CERTIFICATE), ==, 3);
  g_assert_cmpuint (peer_count (bundle, RAIL_BUNDLE_UNREADABLE), ==, 1);
  g_assert_cmpstr (rail_bundle_item_get_friendly_name (find_certificate (bundle, fixture->root)), ==, "ca");
  for (guint i = 0; i < g_list_model_get_n_items (rail_bundle_get_items (bundle)); i++)
    {
      g_autoptr(RailBundleItem) item = g_list_model_get_item (rail_bundle_get_items (bundle), i);
      RailBundleItem *key;

      if (rail_bundle_item_get_certificate (item) == NULL
          || (key = find_key (bundle, rail_bundle_item_get_certificate (item))) == NULL)
        continue;
      g_assert_true (g_bytes_equal (rail_bundle_item_get_local_key_id (item),
                                    rail_bundle_item_get_local_key_id (key)));
      g_assert_cmpstr (rail_bundle_item_get_friendly_name (item), ==, rail_bundle_item_get_friendly_name (key));
    }
}

/* More certificates in one part than GnuTLS would give. */
static void
test_many_in_a_part (Fixture       *fixture,
                          gconstpointer  user_data)
{
  g_autoptr(RailBundle) bundle = NULL;
  g_autoptr(RailBundle) old = NULL;

  if (fixture->leaf == NULL)
    return;
  g_free (peer_run (fixture->folder,
                    "for i in $(seq 40); do openssl req -x509 -key leaf.key -subj /CN=$i -days 9; done > many.pem\n"
                    "openssl pkcs12 -export -nokeys -in many.pem -passout pass:secret -out many.p12\n"
                    "openssl pkcs12 -export -nokeys -in many.pem -passout pass:secret -legacy -out old.p12"));
  bundle = peer_bundle (fixture->folder, "many.p12", "secret");
  g_assert_cmpuint (peer_count (bundle, RAIL_BUNDLE_CERTIFICATE), ==, 40);
  g_assert_cmpuint (g_list_model_get_n_items (rail_bundle_get_items (bundle)), ==, 40);
  /* With an old cipher only the first are read, and that is said. */
  old = peer_bundle (fixture->folder, "old.p12", "secret");
  g_assert_cmpuint (peer_count (old, RAIL_BUNDLE_CERTIFICATE), ==, 32);
  rail_assert_contains (rail_bundle_item_get_reason (peer_item (old, 32, RAIL_BUNDLE_UNREADABLE)), "first 32");
}

static void
test_file_of_nss (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(RailBundle) bundle = NULL;
  g_autoptr(RailBundle) wrong = NULL;

  if (fixture->leaf == NULL || !rail_test_need ("pk12util"))
    return;
  g_free (peer_run (fixture->folder,
                    "openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile root.pem -name leaf "
                    "-passout pass:abc -out in.p12\n"
                    "mkdir nss; certutil -N -d sql:nss --empty-password\n"
                    "pk12util -i in.p12 -d sql:nss -W abc; pk12util -o nss.p12 -n leaf -d sql:nss -W xyz"));
  bundle = peer_bundle (fixture->folder, "nss.p12", "xyz");
  check_all (fixture, bundle, "leaf");
  wrong = peer_bundle (fixture->folder, "nss.p12", "abc");
  peer_item (wrong, 0, RAIL_BUNDLE_LOCKED);
}

#define ADD(name, function) g_test_add ("/pki/bundle-pkcs12/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("every-form-of-openssl-is-read", test_forms_of_openssl);
  ADD ("wrong-password-is-told-from-damage", test_wrong_password);
  ADD ("password-in-another-encoding-opens", test_other_encodings);
  ADD ("unknown-encryption-is-named", test_unknown_encryption_is_named);
  ADD ("every-form-of-certtool-is-read", test_forms_of_certtool);
  ADD ("own-file-is-read", test_own_file);
  ADD ("all-keys-of-java-are-found", test_key_store_of_java);
  ADD ("more-than-32-certificates-are-found", test_many_in_a_part);
  ADD ("file-of-nss-is-read", test_file_of_nss);

  return g_test_run ();
}
