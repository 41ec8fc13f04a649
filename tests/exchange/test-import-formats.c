/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every format of other programs, all the way into a project. */

#include "desk.h"

#include <string.h>

/* How openssl and certtool write one pair, and what must come of it without a word, or with the password “geheim”. */
static const struct
{
  const char *name;
  const char *command;
  gboolean    locked;
  const char *taken;
} formats[] = {
  { "der", "openssl x509 -in one.pem -outform DER -out in/one.cer", FALSE, "1 trusted One\n" },
  { "pem-with-windows-line-ends-and-text-around",
    "{ printf '\\357\\273\\277Bag Attributes\\n'; cat one.pem; echo and a key; cat one.key; echo bye; } | "
    "sed 's/$/\\r/' > in/one.txt", FALSE, "1 device One +key\n" },
  { "pem-in-utf-16", "cat one.pem one.key | iconv -t UTF-16 > in/one.pem", FALSE, "1 device One +key\n" },
  { "bare-base64", "openssl x509 -in one.pem -outform DER | openssl base64 > in/one.b64", FALSE, "1 trusted One\n" },
  { "trusted-certificate", "openssl x509 -in one.pem -trustout -out in/one.pem", FALSE, "1 trusted One\n" },
  { "der-chain", "openssl x509 -in leaf.pem -outform DER > in/chain.der; openssl x509 -in root.pem -outform DER >> in/chain.der",
    FALSE, "1 trusted Leaf\n2 trusted Root\n" },
  { "pkcs8-der", "cp one.pem in; openssl pkcs8 -topk8 -nocrypt -in one.key -outform DER -out in/one.der", FALSE,
    "1 device One +key\n" },
  { "pkcs8-encrypted", "cp one.pem in; openssl pkcs8 -topk8 -in one.key -passout pass:geheim -out in/one.key", TRUE,
    "1 device One +key\n" },
  { "pkcs8-3des", "cp one.pem in; openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -in one.key -passout pass:geheim -out in/one.key",
    TRUE, "1 device One +key\n" },
  { "traditional-ec", "cp one.pem in; openssl ec -in one.key -out in/one.key", FALSE, "1 device One +key\n" },
  { "traditional-rsa", "cp rsa.pem in; openssl rsa -traditional -in rsa.key -out in/rsa.key", FALSE, "1 device RSA +key\n" },
  { "traditional-rsa-encrypted",
    "cp rsa.pem in; openssl rsa -traditional -aes256 -in rsa.key -passout pass:geheim -out in/rsa.key", TRUE,
    "1 device RSA +key\n" },
  { "pkcs7-pem", "openssl crl2pkcs7 -nocrl -certfile leaf.pem -certfile root.pem -out in/chain.p7b", FALSE,
    "1 trusted Leaf\n2 trusted Root\n" },
  { "pkcs7-der", "openssl crl2pkcs7 -nocrl -certfile leaf.pem -certfile root.pem -outform DER -out in/chain.p7b", FALSE,
    "1 trusted Leaf\n2 trusted Root\n" },
  { "pkcs12-modern", "openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile root.pem -passout pass:geheim -out in/a.p12",
    TRUE, "1 device Leaf +key\n2 trusted Root\n" },
  { "pkcs12-3des",
    "openssl pkcs12 -export -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -in one.pem -inkey one.key "
    "-passout pass:geheim -out in/a.pfx", TRUE, "1 device One +key\n" },
  { "pkcs12-rc2-40", "openssl pkcs12 -export -legacy -in one.pem -inkey one.key -passout pass:geheim -out in/a.p12", TRUE,
    "1 device One +key\n" },
  { "pkcs12-without-mac", "openssl pkcs12 -export -nomac -in one.pem -inkey one.key -passout pass:geheim -out in/a.p12", TRUE,
    "1 device One +key\n" },
  { "pkcs12-without-password", "openssl pkcs12 -export -in one.pem -inkey one.key -passout pass: -out in/a.p12", FALSE,
    "1 device One +key\n" },
  { "pkcs12-of-certtool",
    "certtool --to-p12 --load-certificate one.pem --load-privkey one.key --p12-name One --password geheim --outder "
    "--outfile in/a.p12 2> /dev/null", TRUE, "1 device One +key\n" },
  { "crl-pem-and-der",
    "cp root.pem in; crl root root.crl 01; openssl crl -in root.crl -outform DER -out in/root.crl", FALSE, "1 trusted Root\n" },
};

static void
make_pairs (Desk *desk)
{
  desk_protect (desk);
  desk_run (desk, "mkdir in; ca root Root; leaf leaf Leaf root; leaf one One\n"
                  "openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -subj /CN=RSA -days 900 "
                  "-addext basicConstraints=critical,CA:FALSE -out rsa.pem");
}

static void
test_format (Desk          *desk,
             gconstpointer  data)
{
  guint number = GPOINTER_TO_UINT (data);

  if (!rail_test_need ("openssl") || !rail_test_need ("certtool"))
    return;
  make_pairs (desk);
  desk_run (desk, formats[number].command);
  desk_add (desk, "in", NULL);
  if (formats[number].locked)
    {
      g_assert_cmpuint (g_list_model_get_n_items (rail_import_get_locked (desk->import)), ==, 1);
      g_assert_false (desk_unlock (desk, "wrong"));
      g_assert_true (desk_unlock (desk, "geheim"));
    }
  desk_takes (desk, formats[number].taken);
}

/* A Java key store with two keys, which PKCS12_parse() of OpenSSL would lose one of. */
static void
test_keytool (Desk          *desk,
              gconstpointer  data)
{
  if (!rail_test_need ("keytool"))
    return;
  desk_protect (desk);
  desk_run (desk, "mkdir in; for n in Eins Zwei; do keytool -genkeypair -keyalg RSA -keysize 2048 -alias $n "
                  "-dname CN=$n -validity 900 -storetype PKCS12 -keystore in/store.p12 -storepass geheim1 2>&1; done");
  desk_add (desk, "in", NULL);
  g_assert_true (desk_unlock (desk, "geheim1"));
  desk_takes (desk, "1 device Eins +key\n2 device Zwei +key\n");
  g_assert_nonnull (strstr (rail_import_item_get_name (desk_get_item (desk, 0)), "(eins)"));
}

static void
test_nss (Desk          *desk,
          gconstpointer  data)
{
  if (!rail_test_need ("pk12util") || !rail_test_need ("certutil"))
    return;
  make_pairs (desk);
  desk_run (desk, "mkdir db; certutil -N -d sql:db --empty-password\n"
                  "openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile root.pem -name leaf -passout pass:x -out leaf.p12\n"
                  "pk12util -d sql:db -i leaf.p12 -W x > /dev/null\n"
                  "pk12util -d sql:db -o in/nss.p12 -n leaf -W geheim > /dev/null");
  desk_add (desk, "in", NULL);
  g_assert_true (desk_unlock (desk, "geheim"));
  desk_takes (desk, "1 trusted Root\n2 device Leaf +key\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_strdup_printf ("/exchange/import/of-%s", formats[i].name);

      g_test_add (path, Desk, GUINT_TO_POINTER (i), desk_set_up, test_format, desk_tear_down);
    }
  desk_test ("/exchange/import/of-a-java-key-store", test_keytool);
  desk_test ("/exchange/import/of-nss", test_nss);
  return g_test_run ();
}
