/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rail-chain.h"

#include "peer.h"
#include "rail-test.h"

static const char config[] =
  "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\n"
  "[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
  "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
  "[leaf]\nbasicConstraints=critical,CA:FALSE\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
  "[same]\nbasicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=0102030405060708\n"
  "[below]\nauthorityKeyIdentifier=keyid\n"
  "[bare]\n[none]\nkeyUsage=critical,digitalSignature\nbasicConstraints=critical,CA:FALSE\n"
  "[strange]\nnameConstraints=critical,permitted;DNS:example.com\n1.2.3.4=critical,ASN1:UTF8String:x\n"
  "basicConstraints=critical,CA:TRUE,pathlen:0\n";

/* Shell functions, so that a test reads as what it makes: root NAME KEY SECTION; issued NAME KEY CA CAKEY SECTION. */
static const char functions[] =
  "key () { [ -f $1.key ] || openssl ecparam -name prime256v1 -genkey -noout -out $1.key; }\n"
  "root () { key $2; openssl req -x509 -config ca.cnf -extensions $3 -days 100 -subj /CN=$1 -key $2.key "
  "  -out ${4:-$1}.pem; }\n"
  "issued () { key $2; openssl req -new -config ca.cnf -subj /CN=$1 -key $2.key -out x.csr;\n"
  "  openssl x509 -req -in x.csr -CA $3.pem -CAkey $4.key -set_serial $(date +%s%N) -days ${7:-90} -extfile ca.cnf "
  "  -extensions $5 -out ${6:-$1}.pem; }\n";

static char *
make (const char *commands)
{
  char *folder;
  g_autofree char *output = NULL;

  if (!rail_test_need ("openssl") || !rail_test_need ("certtool"))
    return NULL;

  folder = rail_test_make_folder ();
  rail_test_write (folder, "ca.cnf", config, -1);
  rail_test_write (folder, "make.sh", functions, -1);
  output = peer_run (folder, ". ./make.sh\n%s", commands);
  return folder;
}

static GListModel *
load (const char *folder,
      const char *names)
{
  GListStore *store = g_list_store_new (RAIL_TYPE_CERTIFICATE);
  g_auto(GStrv) list = g_strsplit (names, " ", -1);

  for (gsize i = 0; list[i] != NULL && list[i][0] != '\0'; i++)
    {
      g_autofree char *file = g_strconcat (list[i], ".pem", NULL);
      g_autoptr(RailCertificate) certificate = peer_certificate (folder, file);

      g_list_store_append (store, certificate);
    }
  return G_LIST_MODEL (store);
}

/* Builds the chain of a leaf from authorities and compares it with the expected files. */
static void
assert_chain (const char *folder,
              const char *leaf,
              const char *authorities,
              const char *expected,
              gboolean    expect_complete)
{
  g_autoptr(GListModel) list = load (folder, authorities);
  g_autoptr(GListModel) want = load (folder, expected);
  g_autofree char *file = g_strconcat (leaf, ".pem", NULL);
  g_autoptr(RailCertificate) certificate = peer_certificate (folder, file);
  gboolean complete = !expect_complete;
  g_autoptr(GPtrArray) chain = rail_chain_build (certificate, list, &complete);

  g_assert_cmpint (complete, ==, expect_complete);
  g_assert_cmpuint (chain->len, ==, g_list_model_get_n_items (want));
  for (guint i = 0; i < chain->len; i++)
    {
      g_autoptr(RailCertificate) one = g_list_model_get_item (want, i);

      g_assert_true (rail_certificate_equal (chain->pdata[i], one));
    }
}

static void
test_complete_chain_is_found_in_any_order (void)
{
  g_autofree char *folder = make ("root root r ca; issued mid m root r ca; issued leaf l mid m leaf; root other o ca");

  if (folder == NULL)
    return;

  assert_chain (folder, "leaf", "root mid other", "leaf mid root", TRUE);
  assert_chain (folder, "leaf", "other mid root leaf root", "leaf mid root", TRUE);
  assert_chain (folder, "root", "root mid other", "root", TRUE);
  assert_chain (folder, "root", "", "root", TRUE);
  rail_test_remove_folder (folder);
}

static void
test_incomplete_chain_goes_as_far_as_it_can (void)
{
  g_autofree char *folder = make ("root root r ca; issued mid m root r ca; issued leaf l mid m leaf; root other o ca");

  if (folder == NULL)
    return;

  assert_chain (folder, "leaf", "mid other", "leaf mid", FALSE);
  assert_chain (folder, "leaf", "root other", "leaf", FALSE);
  assert_chain (folder, "leaf", "", "leaf", FALSE);
  rail_test_remove_folder (folder);
}

static void
test_circle_ends (void)
{
  g_autofree char *folder = make ("root a a ca aself; root b b ca bself; issued a a bself b ca across;"
                                  "issued b b aself a ca bcross; issued leaf l aself a leaf");

  if (folder == NULL)
    return;

  assert_chain (folder, "leaf", "across bcross", "leaf across bcross", FALSE);
  assert_chain (folder, "leaf", "across bcross bself", "leaf across bself", TRUE);
  rail_test_remove_folder (folder);
}

static void
test_renewed_authority_is_told_by_its_key (void)
{
  g_autofree char *folder = make ("root ca k1 ca one; root ca k2 ca two; issued leaf l two k2 leaf");

  if (folder == NULL)
    return;

  assert_chain (folder, "leaf", "one two", "leaf two", TRUE);
  assert_chain (folder, "leaf", "two one", "leaf two", TRUE);
  assert_chain (folder, "leaf", "one", "leaf", FALSE);
  rail_test_remove_folder (folder);
}

/* Neither identifier helps: there is none, or two authorities claim the same. Only the signature tells. */
static void
test_signature_decides_between_equal_names (void)
{
  g_autofree char *folder = make ("root ca k1 bare one; root ca k2 bare two; issued leaf l two k2 bare;"
                                  "root ca k1 same sone; root ca k2 same stwo; issued low l stwo k2 below");

  if (folder == NULL)
    return;

  assert_chain (folder, "leaf", "one two", "leaf two", TRUE);
  assert_chain (folder, "leaf", "one", "leaf", FALSE);
  assert_chain (folder, "low", "sone stwo", "low stwo", TRUE);
  assert_chain (folder, "low", "sone", "low", FALSE);
  rail_test_remove_folder (folder);
}

static void
test_longest_valid_authority_comes_first (void)
{
  g_autofree char *folder = make ("root root r ca; issued mid m root r ca short 10; issued mid m root r ca long 90;"
                                  "issued leaf l long m leaf");

  if (folder == NULL)
    return;

  assert_chain (folder, "leaf", "root short long", "leaf long root", TRUE);
  assert_chain (folder, "leaf", "root long short", "leaf long root", TRUE);
  assert_chain (folder, "leaf", "root short", "leaf short root", TRUE);
  rail_test_remove_folder (folder);
}

static void
test_depth_ends_at_ten (void)
{
  g_autofree char *folder = make ("root c0 k ca; for i in 1 2 3 4 5 6 7 8 9 10 11; do "
                                  "j=$((i-1)); p=k$j; [ $i = 1 ] && p=k; issued c$i k$i c$j $p ca; done");

  if (folder == NULL)
    return;

  assert_chain (folder, "c9", "c0 c1 c2 c3 c4 c5 c6 c7 c8", "c9 c8 c7 c6 c5 c4 c3 c2 c1 c0", TRUE);
  assert_chain (folder, "c11", "c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 c10", "c11 c10 c9 c8 c7 c6 c5 c4 c3 c2", FALSE);
  rail_test_remove_folder (folder);
}

static void
assert_issued_by (const char *folder,
                  const char *name,
                  const char *issuer,
                  gboolean    expected)
{
  g_autofree char *names = g_strconcat (name, " ", issuer, NULL);
  g_autoptr(GListModel) list = load (folder, names);
  g_autoptr(RailCertificate) a = g_list_model_get_item (list, 0);
  g_autoptr(RailCertificate) b = g_list_model_get_item (list, 1);

  g_assert_cmpint (rail_certificate_is_issued_by (a, b), ==, expected);
}

/* Who signed is a fact; whether he should have is another question. */
static void
test_issuer_is_told_by_its_signature_alone (void)
{
  g_autofree char *folder =
    make ("root root r ca; issued good g root r leaf; root none n none; issued undernone x none n leaf;"
          "root strange s strange; root strange s2 strange stranger; issued sub u strange s ca; issued subsub w sub u leaf;"
          "printf 'cn=old\nca\nserial=1\nactivation_date=\"2001-01-01\"\nexpiration_date=\"2002-01-01\"\n' >old.tmpl;"
          "certtool -q --generate-self-signed --load-privkey r.key --template old.tmpl --outfile old.pem;"
          "issued underold y old r leaf; openssl genrsa -out rsa.key 2048;"
          "openssl req -x509 -config ca.cnf -extensions ca -sha1 -subj /CN=sha -key rsa.key -out sha.pem;"
          "openssl req -new -config ca.cnf -subj /CN=md -key g.key -out x.csr;"
          "openssl x509 -req -md5 -in x.csr -CA sha.pem -CAkey rsa.key -set_serial 7 -out md.pem;"
          "openssl req -x509 -config ca.cnf -extensions ca -subj /CN=root -key s.key -out forged.pem");

  if (folder == NULL)
    return;

  assert_issued_by (folder, "good", "root", TRUE);
  assert_issued_by (folder, "root", "root", TRUE);
  assert_issued_by (folder, "root", "good", FALSE);
  assert_issued_by (folder, "good", "good", FALSE);
  assert_issued_by (folder, "good", "forged", FALSE);
  assert_issued_by (folder, "none", "none", TRUE);
  assert_issued_by (folder, "undernone", "none", TRUE);
  assert_issued_by (folder, "strange", "strange", TRUE);
  assert_issued_by (folder, "sub", "strange", TRUE);
  assert_issued_by (folder, "sub", "stranger", FALSE);
  assert_issued_by (folder, "subsub", "sub", TRUE);
  assert_issued_by (folder, "underold", "old", TRUE);
  assert_issued_by (folder, "old", "old", TRUE);
  assert_issued_by (folder, "sha", "sha", TRUE);
  assert_issued_by (folder, "md", "sha", TRUE);
  rail_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pki/chain/complete-chain-is-found-in-any-order", test_complete_chain_is_found_in_any_order);
  g_test_add_func ("/pki/chain/incomplete-chain-goes-as-far-as-it-can", test_incomplete_chain_goes_as_far_as_it_can);
  g_test_add_func ("/pki/chain/circle-ends", test_circle_ends);
  g_test_add_func ("/pki/chain/renewed-authority-is-told-by-its-key", test_renewed_authority_is_told_by_its_key);
  g_test_add_func ("/pki/chain/signature-decides-between-equal-names", test_signature_decides_between_equal_names);
  g_test_add_func ("/pki/chain/longest-valid-authority-comes-first", test_longest_valid_authority_comes_first);
  g_test_add_func ("/pki/chain/depth-ends-at-ten", test_depth_ends_at_ten);
  g_test_add_func ("/pki/chain/issuer-is-told-by-its-signature-alone", test_issuer_is_told_by_its_signature_alone);

  return g_test_run ();
}
