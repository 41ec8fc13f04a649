/* SPDX-License-Identifier: GPL-3.0-or-later */

/* “Will it be accepted?” against those who really decide it, certificate by certificate and store by store. */

#include <glib/gstdio.h>
#include <string.h>

#include "rail-acceptance.h"
#include "rail-test.h"

#define MISSING 77   /* what acceptance.mjs ends with when node-opcua is not there */

/* Where a validator and we are known to say different things. A row that is not needed any more fails the test. */
typedef struct
{
  const char *store;     /* NULL: any */
  const char *leaf;      /* a pattern */
  const char *theirs;
  const char *ours;
  const char *why;
} Disagreement;

typedef struct
{
  char       *folder;
  GHashTable *certificates;   /* path → RailCertificate */
} Cases;

static Cases cases;

static const struct
{
  guint       number;
  const char *name;
} openssl_names[] = {
  { 0, "Good" },
  { 3, "X509_V_ERR_UNABLE_TO_GET_CRL" },
  { 7, "X509_V_ERR_CERT_SIGNATURE_FAILURE" },
  { 9, "X509_V_ERR_CERT_NOT_YET_VALID" },
  { 10, "X509_V_ERR_CERT_HAS_EXPIRED" },
  { 12, "X509_V_ERR_CRL_HAS_EXPIRED" },
  { 18, "X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT" },
  { 19, "X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN" },
  { 20, "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY" },
  { 23, "X509_V_ERR_CERT_REVOKED" },
  { 25, "X509_V_ERR_PATH_LENGTH_EXCEEDED" },
  { 26, "X509_V_ERR_INVALID_PURPOSE" },
  { 35, "X509_V_ERR_KEYUSAGE_NO_CRL_SIGN" },
  { 62, "X509_V_ERR_HOSTNAME_MISMATCH" },
  { 64, "X509_V_ERR_IP_ADDRESS_MISMATCH" },
  { 66, "X509_V_ERR_EE_KEY_TOO_SMALL" },
  { 67, "X509_V_ERR_CA_KEY_TOO_SMALL" },
  { 68, "X509_V_ERR_CA_MD_TOO_WEAK" },
  { 79, "X509_V_ERR_INVALID_CA" },
};

/*
 * What the script has made
 */

static void
make_cases (void)
{
  g_autofree char *output = NULL;

  if (cases.folder != NULL)
    return;
  cases.folder = rail_test_make_folder ();
  cases.certificates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  if (rail_test_run (NULL, &output, "sh", SCRIPTS "/acceptance-cases.sh", cases.folder, NULL) != 0)
    g_error ("The cases cannot be made: %s", output);
}

static GBytes *
read_file (const char *path)
{
  char *data = NULL;
  gsize size = 0;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static RailCertificate *
read_certificate (const char *path)
{
  RailCertificate *certificate = g_hash_table_lookup (cases.certificates, path);
  g_autoptr(GBytes) der = NULL;
  g_autoptr(GError) error = NULL;

  if (certificate != NULL)
    return certificate;
  der = read_file (path);
  certificate = rail_certificate_new_from_der (der, &error);
  g_assert_no_error (error);
  g_hash_table_insert (cases.certificates, g_strdup (path), certificate);
  return certificate;
}

static void
read_folder (GListStore *list,
             const char *store,
             const char *folder)
{
  g_autofree char *path = g_build_filename (cases.folder, "store", store, folder, NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_list_model_get_item_type (G_LIST_MODEL (list)) == RAIL_TYPE_CERTIFICATE)
        g_list_store_append (list, read_certificate (file));
      else
        {
          g_autoptr(GBytes) der = read_file (file);
          g_autoptr(GError) error = NULL;
          g_autoptr(RailRevocationList) revoked = rail_revocation_list_new_from_der (der, &error);

          g_assert_no_error (error);
          g_list_store_append (list, revoked);
        }
    }
}

static RailPresentation *
present (RailPartner  partner,
         const char  *store,
         const char  *leaf)
{
  g_autofree char *name = g_strconcat (leaf, ".der", NULL);
  g_autofree char *path = g_build_filename (cases.folder, "leaf", name, NULL);
  RailPresentation *self = rail_presentation_new (partner, read_certificate (path),
                                                  g_get_real_time () / G_USEC_PER_SEC);

  read_folder (self->trusted, store, "trusted/certs");
  read_folder (self->issuers, store, "issuers/certs");
  read_folder (self->lists, store, "trusted/crl");
  if (g_str_has_suffix (leaf, "-sent"))
    {
      g_autofree char *ca = g_strndup (leaf + strlen ("by-"), strlen (leaf) - strlen ("by-") - strlen ("-sent"));
      g_autofree char *ca_name = g_strconcat (ca, ".der", NULL);
      g_autofree char *ca_path = g_build_filename (cases.folder, "ca", ca_name, NULL);

      g_list_store_append (self->presented, read_certificate (ca_path));
    }
  return self;
}

static char *
judge (RailPresentation *presentation)
{
  g_autoptr(GPtrArray) checks = rail_presentation_judge (presentation);
  RailCheck *failed = rail_checks_get_first_failed (checks);

  return g_strdup (failed != NULL ? rail_check_get_code (failed) : "Good");
}

/*
 * Comparing
 */

static const Disagreement *
find_disagreement (const Disagreement *known,
                   const char         *store,
                   const char         *leaf,
                   const char         *theirs,
                   const char         *ours)
{
  for (; known->leaf != NULL; known++)
    if ((known->store == NULL || g_str_equal (known->store, store)) && g_pattern_match_simple (known->leaf, leaf) &&
        g_str_equal (known->theirs, theirs) && g_str_equal (known->ours, ours))
      return known;
  return NULL;
}

typedef struct
{
  const Disagreement *known;
  GHashTable         *used;     /* rows of known */
  guint               n_cases;
  guint               n_good;
  guint               n_wrong;
} Comparison;

static void
compare (Comparison *self,
         const char *validator,
         const char *store,
         const char *leaf,
         const char *theirs,
         const char *ours)
{
  const Disagreement *known;

  self->n_cases++;
  self->n_good += g_str_equal (theirs, "Good") ? 1 : 0;
  if (g_str_equal (theirs, ours))
    return;
  known = find_disagreement (self->known, store, leaf, theirs, ours);
  if (known != NULL)
    g_hash_table_add (self->used, (gpointer) known);
  else
    {
      self->n_wrong++;
      g_test_message ("%s, store %s, %s: it says %s, we say %s", validator, store, leaf, theirs, ours);
    }
}

static void
comparison_finish (Comparison *self,
                   guint       n_least)
{
  guint n_rows = 0;

  for (const Disagreement *known = self->known; known->leaf != NULL; known++)
    {
      n_rows++;
      if (!g_hash_table_contains (self->used, known))
        g_test_message ("The disagreement about %s (%s) is over", known->leaf, known->why);
    }
  g_test_message ("%u cases, %u of them good", self->n_cases, self->n_good);
  g_assert_cmpuint (self->n_wrong, ==, 0);
  g_assert_cmpuint (g_hash_table_size (self->used), ==, n_rows);
  g_assert_cmpuint (self->n_cases, >=, n_least);
  g_assert_cmpuint (self->n_good, >, 20);
  g_hash_table_unref (self->used);
}

/*
 * node-opcua
 */

static const Disagreement node_disagreements[] = {
  { "nothing", "by-inter-sent", "BadSecurityChecksFailed", "BadCertificateChainIncomplete",
    "It looks above an authority that was sent along, but not for what is below; we say that both are missing" },
  { NULL, NULL, NULL, NULL, NULL },
};

static void
agrees_with_node_opcua (void)
{
  Comparison comparison = { node_disagreements, g_hash_table_new (NULL, NULL) };
  g_autofree char *output = NULL;
  g_auto(GStrv) lines = NULL;
  int status;

  if (!rail_test_need ("openssl") || !rail_test_need ("node"))
    return;
  make_cases ();
  status = rail_test_run (NULL, &output, "sh", "-c", "node \"$0\" \"$1\" 2> /dev/null", SCRIPTS "/acceptance.mjs",
                          cases.folder, NULL);
  if (status == MISSING && g_getenv ("CERTRAIL_PEERS_REQUIRED") == NULL)
    {
      g_test_skip ("node-opcua is not installed; tools/test installs it");
      return;
    }
  g_assert_cmpint (status, ==, 0);

  lines = g_strsplit (output, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", -1);

      for (guint as_client = 0; as_client < 2; as_client++)
        {
          g_autoptr(RailPresentation) presentation = present (RAIL_PARTNER_NODE_OPCUA, words[0], words[1]);
          g_autofree char *ours = NULL;

          presentation->is_server = !as_client;
          ours = judge (presentation);
          g_strdelimit (ours, " ", '_');
          compare (&comparison, as_client ? "node-opcua's server" : "node-opcua's client", words[0], words[1],
                   words[2 + as_client], ours);
        }
    }
  comparison_finish (&comparison, 1300);
}

/* Over a connection, because it compares the ApplicationUri in no other place. */
static void
agrees_with_node_opcua_on_uris (void)
{
  g_autofree char *output = NULL;
  g_auto(GStrv) lines = NULL;
  guint n_cases = 0;
  int status;

  if (!rail_test_need ("openssl") || !rail_test_need ("node"))
    return;
  make_cases ();
  status = rail_test_run (NULL, &output, "sh", "-c", "node \"$@\" 2> /dev/null", "sh", SCRIPTS "/acceptance-uri.mjs",
                          cases.folder, "good", "client", "only-uri", "other-uri", "second-uri", "upper-case-uri",
                          "no-names", "no-data-encipherment", "revoked", NULL);
  if (status == MISSING && g_getenv ("CERTRAIL_PEERS_REQUIRED") == NULL)
    {
      g_test_skip ("node-opcua is not installed; tools/test installs it");
      return;
    }
  g_assert_cmpint (status, ==, 0);

  lines = g_strsplit (output, "\n", -1);
  for (; lines[n_cases] != NULL && *lines[n_cases] != '\0'; n_cases++)
    {
      g_auto(GStrv) words = g_strsplit (lines[n_cases], " ", -1);
      g_autoptr(RailPresentation) presentation = present (RAIL_PARTNER_NODE_OPCUA, "full", words[0]);
      g_autofree char *ours = NULL;

      presentation->is_server = FALSE;
      presentation->uri = g_strdup ("urn:plant:app");
      ours = judge (presentation);
      g_test_message ("%s: it says %s, we say %s", words[0], words[1], ours);
      /* For any other reason the server closes the connection, and only logs which. */
      if (g_str_equal (words[1], "closed"))
        g_assert_true (g_str_equal (ours, "BadCertificateUseNotAllowed") || g_str_equal (ours, "BadCertificateRevoked"));
      else
        g_assert_cmpstr (words[1], ==, ours);
    }
  g_assert_cmpuint (n_cases, ==, 9);
}

/*
 * TLS
 */

static const char *
name_openssl (const char *number)
{
  for (guint i = 0; i < G_N_ELEMENTS (openssl_names); i++)
    if (openssl_names[i].number == (guint) g_ascii_strtoull (number, NULL, 10))
      return openssl_names[i].name;
  g_test_message ("OpenSSL's error %s has no name here", number);
  return number;
}

static GStrv
ask_tls_peers (void)
{
  static char *output;

  make_cases ();
  if (output == NULL && rail_test_run (NULL, &output, "sh", SCRIPTS "/acceptance-tls.sh", cases.folder, NULL) != 0)
    g_error ("The peers cannot be asked: %s", output);
  return g_strsplit (output, "\n", -1);
}

static char *
judge_for_tls (const char *what,
               const char *store,
               const char *leaf)
{
  g_autoptr(RailPresentation) presentation = present (RAIL_PARTNER_TLS_PEER, store, leaf);

  presentation->is_server = !g_str_has_suffix (what, "-client");
  if (g_str_has_suffix (what, "-server"))
    presentation->host = g_strdup ("plc.plant.example");
  else if (g_str_has_suffix (what, "-address"))
    presentation->host = g_strdup ("192.168.0.1");
  return judge (presentation);
}

static const Disagreement openssl_disagreements[] = {
  { NULL, NULL, NULL, NULL, NULL },
};

static void
agrees_with_openssl (void)
{
  Comparison comparison = { openssl_disagreements, g_hash_table_new (NULL, NULL) };
  g_auto(GStrv) lines = NULL;

  if (!rail_test_need ("openssl"))
    return;
  lines = ask_tls_peers ();
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", -1);
      g_autofree char *ours = NULL;

      if (!g_str_has_prefix (lines[i], "openssl-"))
        continue;
      ours = judge_for_tls (words[0], words[1], words[2]);
      compare (&comparison, words[0], words[1], words[2], name_openssl (words[3]), ours);
    }
  comparison_finish (&comparison, 1000);
}

#define ENDS_EARLY "It ends a chain at the first authority that it trusts, and looks at nothing above it"
#define NEEDS_NO_LIST "It takes lists where it has them, and asks for none where it has not"
#define WANTS_AUTHORITY "It takes only an authority for a root, so that a self-signed certificate has to be pinned"
static const Disagreement gnutls_disagreements[] = {
  { NULL, "any-purpose", "yes", "X509_V_ERR_INVALID_PURPOSE",
    "It takes anyExtendedKeyUsage for each purpose (RFC 5280 §4.2.1.12), OpenSSL does not for servers" },
  { NULL, "by-below", "yes", "X509_V_ERR_PATH_LENGTH_EXCEEDED", ENDS_EARLY },
  { "full", "by-revoked-inter", "yes", "X509_V_ERR_CERT_REVOKED", ENDS_EARLY },
  { "full", "by-no-crl-sign", "yes", "X509_V_ERR_KEYUSAGE_NO_CRL_SIGN",
    "It does not ask whether the authority may sign lists" },
  { NULL, "common-name-is-host", "no", "Good", "It does not read the common name where there are alternative names" },
  { NULL, "only-non-repudiation", "yes", "X509_V_ERR_INVALID_PURPOSE",
    "It looks at the key usage only in the handshake, when it knows the key exchange" },
  { "full", "self-authority", "yes", "X509_V_ERR_UNABLE_TO_GET_CRL", NEEDS_NO_LIST },
  { "only-root", "by-inter-sent", "yes", "X509_V_ERR_UNABLE_TO_GET_CRL", NEEDS_NO_LIST },
  { "no-lists", "self", "no", "Good", WANTS_AUTHORITY },
  { "no-lists", "self-ec", "no", "Good", WANTS_AUTHORITY },
  { "no-lists", "self-no-*", "no", "Good", WANTS_AUTHORITY },
  { "no-lists", "self-tampered", "no", "Good", WANTS_AUTHORITY },
  { NULL, NULL, NULL, NULL, NULL },
};

static void
agrees_with_gnutls (void)
{
  Comparison comparison = { gnutls_disagreements, g_hash_table_new (NULL, NULL) };
  g_auto(GStrv) lines = NULL;

  if (!rail_test_need ("openssl") || !rail_test_need ("certtool"))
    return;
  lines = ask_tls_peers ();
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", -1);
      g_autofree char *ours = NULL;

      if (!g_str_has_prefix (lines[i], "gnutls-"))
        continue;
      ours = judge_for_tls (words[0], words[1], words[2]);
      /* It says yes or no in words of its own, so our code is only named where the answers differ. */
      if (g_str_equal (words[3], "no") != g_str_equal (ours, "Good"))
        compare (&comparison, words[0], words[1], words[2], g_str_equal (ours, "Good") ? "Good" : "no",
                 g_str_equal (ours, "Good") ? "Good" : "no");
      else
        compare (&comparison, words[0], words[1], words[2], words[3], ours);
    }
  comparison_finish (&comparison, 250);
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interop/acceptance/agrees-with-node-opcua", agrees_with_node_opcua);
  g_test_add_func ("/interop/acceptance/agrees-with-node-opcua-on-uris", agrees_with_node_opcua_on_uris);
  g_test_add_func ("/interop/acceptance/agrees-with-openssl", agrees_with_openssl);
  g_test_add_func ("/interop/acceptance/agrees-with-gnutls", agrees_with_gnutls);
  result = g_test_run ();

  if (cases.folder != NULL)
    {
      rail_test_remove_folder (cases.folder);
      g_free (cases.folder);
      g_hash_table_unref (cases.certificates);
    }
  return result;
}
