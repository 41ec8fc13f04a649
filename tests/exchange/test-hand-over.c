/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plant.h"
#include "rail-device-operations.h"
#include "rail-export.h"
#include "rail-hand-over.h"
#include "rail-renewal.h"

#include <glib/gstdio.h>

static RailHandOver *
plan (Plant     *plant,
      RailEntry *certificate,
      RailEntry *server)
{
  g_autoptr(GError) error = NULL;
  RailHandOver *hand_over = rail_hand_over_new (plant->project, RAIL_TARGET_UAEXPERT, certificate, server, &error);

  g_assert_no_error (error);
  return hand_over;
}

static void
hand_over (Plant     *plant,
           RailEntry *certificate,
           RailEntry *server)
{
  g_autoptr(RailHandOver) self = plan (plant, certificate, server);
  g_autoptr(GFile) folder = plant_file (plant, "PKI");
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;

  files = rail_hand_over_write (self, folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, g_list_model_get_n_items (rail_hand_over_get_files (self)));
}

static void
assert_refused (Plant      *plant,
                RailEntry  *certificate,
                RailEntry  *server,
                int         code,
                const char *part)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_hand_over_new (plant->project, RAIL_TARGET_UAEXPERT, certificate, server, &error));
  g_assert_error (error, RAIL_EXCHANGE_ERROR, code);
  rail_assert_contains (error->message, part);
}

static const char *
thumbprint (RailEntry *entry)
{
  return rail_certificate_get_fingerprint_sha1 (rail_entry_get_certificate (entry));
}

static void
assert_tree (Plant      *plant,
             const char *expected)
{
  g_autofree char *tree = plant_run (plant, "cd PKI; find . -mindepth 1 | sed 's,^./,,' | LC_ALL=C sort");

  g_assert_cmpstr (tree, ==, expected);
}

/* The layout of facts: UaExpert's folders, the own names fixed, the others with the thumbprint openssl computes. */
static void
test_tree (Plant         *plant,
           gconstpointer  data)
{
  g_autofree char *expected = NULL;

  expected = g_strdup_printf ("issuers\nissuers/certs\nissuers/crl\n"
                              "own\nown/certs\nown/certs/uaexpert.der\n"
                              "own/private\nown/private/uaexpert_key.pem\n"
                              "rejected\n"
                              "trusted\ntrusted/certs\ntrusted/certs/Plant root [%s].der\n"
                              "trusted/crl\ntrusted/crl/Plant root [%s].crl\n",
                              thumbprint (plant->root), thumbprint (plant->root));
  hand_over (plant, plant->client, plant->server);
  assert_tree (plant, expected);
  g_assert_cmpuint (plant_get_mode (plant, "PKI/own/private"), ==, 0700);
  g_assert_cmpuint (plant_get_mode (plant, "PKI/own/private/uaexpert_key.pem"), ==, 0600);
  g_free (plant_run (plant, "cd PKI/trusted/certs; for f in *.der; do "
                            "print=$(openssl x509 -inform DER -in \"$f\" -noout -fingerprint -sha1 "
                            "| sed 's/.*=//; s/://g'); "
                            "case \"$f\" in *\"[$print].der\") ;; *) exit 1 ;; esac; done"));
}

/* As a client does: own key fits own certificate, the server is verified with the trusted folders alone. */
static void
test_content (Plant         *plant,
              gconstpointer  data)
{
  g_autofree char *server = rail_certificate_to_pem (rail_entry_get_certificate (plant->server));
  g_autofree char *revoked = rail_certificate_to_pem (rail_entry_get_certificate (plant->revoked));

  hand_over (plant, plant->client, plant->server);
  rail_test_write (plant->folder, "server.pem", server, -1);
  rail_test_write (plant->folder, "revoked.pem", revoked, -1);
  g_free (plant_run (plant, "test \"$(openssl x509 -inform DER -in PKI/own/certs/uaexpert.der -noout -pubkey)\" = "
                            "\"$(openssl pkey -in PKI/own/private/uaexpert_key.pem -pubout)\""));
  g_free (plant_run (plant, "openssl x509 -inform DER -in PKI/trusted/certs/*.der -out ca.pem"));
  g_free (plant_run (plant, "openssl crl -inform DER -in PKI/trusted/crl/*.crl -CAfile ca.pem -out crl.pem"));
  g_free (plant_run (plant, "openssl verify -crl_check_all -CAfile ca.pem -CRLfile crl.pem server.pem"));
  plant_run_fails (plant, "openssl verify -crl_check_all -CAfile ca.pem -CRLfile crl.pem revoked.pem");
}

/* The server's direct issuer and the root are trusted; each has its list. */
static void
test_intermediate (Plant         *plant,
                   gconstpointer  data)
{
  g_autofree char *files = NULL;
  g_autofree char *deep = rail_certificate_to_pem (rail_entry_get_certificate (plant->deep));

  hand_over (plant, plant->client, plant->deep);
  files = plant_run (plant, "cd PKI; ls trusted/certs trusted/crl issuers/certs issuers/crl | sed 's/ \\[.*\\]//'");
  g_assert_cmpstr (files, ==, "issuers/certs:\n\nissuers/crl:\n\n"
                              "trusted/certs:\nHall 2.der\nPlant root.der\n\n"
                              "trusted/crl:\nHall 2.crl\nPlant root.crl\n");
  rail_test_write (plant->folder, "deep.pem", deep, -1);
  g_free (plant_run (plant, "for f in PKI/trusted/certs/*; do openssl x509 -inform DER -in \"$f\"; done > ca.pem"));
  g_free (plant_run (plant, "for f in PKI/trusted/crl/*; do openssl crl -inform DER -in \"$f\"; done > crl.pem"));
  g_free (plant_run (plant, "openssl verify -crl_check_all -CAfile ca.pem -CRLfile crl.pem deep.pem"));
}

/* What only completes the own chain is known, not trusted by itself. */
static void
test_own_intermediate (Plant         *plant,
                       gconstpointer  data)
{
  g_autofree char *files = NULL;

  hand_over (plant, plant->deep, plant->server);
  files = plant_run (plant, "cd PKI; ls trusted/certs trusted/crl issuers/certs issuers/crl | sed 's/ \\[.*\\]//'");
  g_assert_cmpstr (files, ==, "issuers/certs:\nHall 2.der\n\nissuers/crl:\nHall 2.crl\n\n"
                              "trusted/certs:\nPlant root.der\n\ntrusted/crl:\nPlant root.crl\n");
}

static void
test_self_signed (Plant         *plant,
                  gconstpointer  data)
{
  RailEntry *client = plant_create (plant, RAIL_USAGE_OPCUA_CLIENT, "UaExpert@PC", NULL);
  g_autofree char *expected =
    g_strdup_printf ("issuers\nissuers/certs\nissuers/crl\n"
                     "own\nown/certs\nown/certs/uaexpert.der\nown/private\nown/private/uaexpert_key.pem\n"
                     "rejected\ntrusted\ntrusted/certs\ntrusted/certs/Lonely [%s].der\ntrusted/crl\n",
                     thumbprint (plant->lonely));

  hand_over (plant, client, plant->lonely);
  assert_tree (plant, expected);
}

static void
test_without_server (Plant         *plant,
                     gconstpointer  data)
{
  g_autofree char *files = NULL;

  hand_over (plant, plant->client, NULL);
  files = plant_run (plant, "cd PKI; ls trusted/certs trusted/crl | sed 's/ \\[.*\\]//'");
  g_assert_cmpstr (files, ==, "trusted/certs:\nPlant root.der\n\ntrusted/crl:\nPlant root.crl\n");
}

/* A slash in the name of an authority must not make a folder. */
static void
test_slash (Plant         *plant,
            gconstpointer  data)
{
  RailEntry *root = plant_create (plant, RAIL_USAGE_CA_ROOT, "Plant/../../root", NULL);
  RailEntry *server = plant_create (plant, RAIL_USAGE_OPCUA_SERVER, "PLC-2/OPCUA-1-12", root);
  g_autofree char *files = NULL;

  hand_over (plant, plant->client, server);
  files = plant_run (plant, "cd PKI; ls trusted/certs | sed 's/ \\[.*\\]//'; cd ..; ls");
  g_assert_cmpstr (files, ==, "Plant root.der\nPlant_.._.._root.der\nPKI\n");
}

static void
test_again (Plant         *plant,
            gconstpointer  data)
{
  g_autofree char *lists = NULL;
  g_autofree char *others = NULL;

  g_free (plant_run (plant, "mkdir -p PKI/trusted/certs PKI/trusted/crl PKI/own/certs PKI/rejected; "
                            "for f in trusted/certs/other.der trusted/crl/other.crl own/certs/other.der rejected/x.der; "
                            "do echo foreign > PKI/$f; done"));
  hand_over (plant, plant->client, plant->server);
  hand_over (plant, plant->client, plant->server);
  others = plant_run (plant, "cd PKI; cat trusted/certs/other.der trusted/crl/other.crl own/certs/other.der "
                             "rejected/x.der");
  g_assert_cmpstr (others, ==, "foreign\nforeign\nforeign\nforeign\n");
  lists = plant_run (plant, "cd PKI; ls trusted/crl own/certs | sed 's/ \\[.*\\]//'");
  g_assert_cmpstr (lists, ==, "own/certs:\nother.der\nuaexpert.der\n\n"
                              "trusted/crl:\nPlant root (2).crl\nother.crl\n");
  hand_over (plant, plant->client, plant->server);
  g_free (plant_run (plant, "test \"$(ls PKI/trusted/crl | wc -l)\" = 2; ! ls PKI/trusted/crl | grep -q '(2)'"));
}

/* An authority that moves to the other folder leaves nothing behind, whichever of its two names the list had. */
static void
test_moves (Plant         *plant,
            gconstpointer  data)
{
  static const char * const files = "Hall 2.crl\nHall 2.der\n";

  for (guint i = 0; i < 4; i++)
    {
      gboolean to_trusted = i % 2 == 0;
      g_autofree char *in_trusted = NULL;
      g_autofree char *in_issuers = NULL;

      /* Twice every other time, so that the list stands under its second name. */
      for (guint n = 0; n < 1 + i / 2; n++)
        hand_over (plant, plant->deep, to_trusted ? plant->deep : plant->server);
      in_trusted = plant_run (plant, "cd PKI/trusted; { ls certs crl | grep Hall || :; } | "
                                     "sed 's/ \\[.*\\]//; s/ (2)//' | LC_ALL=C sort");
      in_issuers = plant_run (plant, "cd PKI/issuers; { ls certs crl | grep Hall || :; } | "
                                     "sed 's/ \\[.*\\]//; s/ (2)//' | LC_ALL=C sort");
      g_assert_cmpstr (in_trusted, ==, to_trusted ? files : NULL);
      g_assert_cmpstr (in_issuers, ==, to_trusted ? NULL : files);
    }
}

static RailEntry *
create_expired (Plant *plant)
{
  g_autoptr(RailCreation) creation = rail_creation_new (plant->project);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  g_autoptr(RailAlternativeName) name = rail_alternative_name_new (RAIL_NAME_TYPE_URI, "urn:old");
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;

  rail_creation_set_issuer (creation, plant->root);
  rail_creation_apply_template (creation, RAIL_USAGE_OPCUA_CLIENT);
  rail_certificate_request_set_common_name (request, "Old client");
  rail_certificate_request_set_validity (request, 1600000000, 1700000000);
  g_list_store_remove_all (rail_certificate_request_get_names (request));
  g_list_store_append (rail_certificate_request_get_names (request), name);
  g_list_store_append (creations, creation);
  entries = rail_project_create (plant->project, G_LIST_MODEL (creations), &error);
  g_assert_no_error (error);
  return entries->pdata[0];
}

static void
test_status (Plant         *plant,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) client = plant_list (plant->client, NULL);
  g_autoptr(GPtrArray) authority = plant_list (plant->intermediate, NULL);
  g_autoptr(GError) error = NULL;

  assert_refused (plant, create_expired (plant), NULL, RAIL_EXCHANGE_ERROR_INVALID, "“Old client” has expired");
  assert_refused (plant, plant->client, plant->revoked, RAIL_EXCHANGE_ERROR_INVALID, "is revoked");
  rail_project_revoke (plant->project, authority, RAIL_REVOCATION_SUPERSEDED, &error);
  g_assert_no_error (error);
  assert_refused (plant, plant->deep, NULL, RAIL_EXCHANGE_ERROR_INVALID, "“Hall 2” is revoked");
  rail_project_revoke (plant->project, client, RAIL_REVOCATION_SUPERSEDED, &error);
  g_assert_no_error (error);
  assert_refused (plant, plant->client, NULL, RAIL_EXCHANGE_ERROR_INVALID, "“UaExpert” is revoked");
}

/* A root that was renewed with a new key: what it signed before is verified with the certificate that it had, and its
 * list. What is renewed later goes with the new one, and both stand side by side. */
static void
test_renewed_root (Plant         *plant,
                   gconstpointer  data)
{
  g_autoptr(GPtrArray) root = plant_list (plant->root, NULL);
  g_autoptr(GPtrArray) client = plant_list (plant->client, NULL);
  GPtrArray *steps[] = { root, client };
  const char * const n_roots[] = { "1\n", "2\n" };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(RailRenewal) renewal = rail_renewal_new (plant->project, steps[i]);
      g_autofree char *server = rail_certificate_to_pem (rail_entry_get_certificate (plant->server));
      g_autofree char *own = NULL;
      g_autofree char *count = NULL;
      g_autoptr(GError) error = NULL;

      rail_project_renew (plant->project, renewal, &error);
      g_assert_no_error (error);
      own = rail_certificate_to_pem (rail_entry_get_certificate (plant->client));
      rail_test_write (plant->folder, "server.pem", server, -1);
      rail_test_write (plant->folder, "own.pem", own, -1);
      hand_over (plant, plant->client, plant->server);
      count = plant_run (plant, "ls PKI/trusted/certs | wc -l | tr -d ' '");
      g_assert_cmpstr (count, ==, n_roots[i]);
      g_free (plant_run (plant, "cat /dev/null > ca.pem; for f in PKI/trusted/certs/*.der; do "
                                "openssl x509 -inform DER -in \"$f\" >> ca.pem; done; "
                                "cat /dev/null > crl.pem; for f in PKI/trusted/crl/*.crl; do "
                                "openssl crl -inform DER -in \"$f\" >> crl.pem; done; "
                                "openssl verify -CAfile ca.pem server.pem own.pem"));
      g_free (plant_run (plant, "for f in PKI/trusted/crl/*.crl; do "
                                "openssl x509 -inform DER -in \"$(echo \"$f\" | sed 's,/crl/,/certs/,; s/ (2)//; s/crl$/der/')\" "
                                "-out one.pem; openssl crl -inform DER -in \"$f\" -CAfile one.pem -noout || exit 1; done"));
    }
}

/* An authority between, whose earlier certificate was revoked when it was renewed: what that signed is refused everywhere. */
static void
test_revoked_issuer_certificate (Plant         *plant,
                                 gconstpointer  data)
{
  g_autoptr(GPtrArray) list = plant_list (plant->intermediate, NULL);
  g_autoptr(RailRenewal) renewal = rail_renewal_new (plant->project, list);
  g_autoptr(GError) error = NULL;

  g_object_set (renewal, "revoke-old", TRUE, NULL);
  rail_project_renew (plant->project, renewal, &error);
  g_assert_no_error (error);
  assert_refused (plant, plant->deep, NULL, RAIL_EXCHANGE_ERROR_INVALID, "earlier certificate of “Hall 2”");
}

static void
test_refusals (Plant         *plant,
               gconstpointer  data)
{
  RailEntry *web = plant_create (plant, RAIL_USAGE_WEB_SERVER, "Web", NULL);

  assert_refused (plant, plant->keyless, NULL, RAIL_EXCHANGE_ERROR_NO_KEY, "Keyless");
  assert_refused (plant, plant->server, NULL, RAIL_EXCHANGE_ERROR_INVALID, "no");
  assert_refused (plant, plant->root, NULL, RAIL_EXCHANGE_ERROR_INVALID, "Plant root");
  assert_refused (plant, web, NULL, RAIL_EXCHANGE_ERROR_INVALID, "Web");
  assert_refused (plant, plant->client, plant->client, RAIL_EXCHANGE_ERROR_INVALID, "OPC UA server");
  assert_refused (plant, plant->client, web, RAIL_EXCHANGE_ERROR_INVALID, "Web");
}

/* C4: the local certificate manager gives no key away, to whichever partner. */
static void
test_local (Plant         *plant,
            gconstpointer  data)
{
  static const char * const addresses[] = { "192.168.0.9", NULL };
  g_autoptr(RailDevice) device = rail_device_new ("Desk", RAIL_FAMILY_PC);
  g_autoptr(GError) error = NULL;
  RailEntry *entry;

  rail_device_set_global_security (device, FALSE);
  rail_device_set_addresses (device, addresses);
  g_assert_true (rail_project_add_device (plant->project, device, NULL));
  entry = rail_project_switch_on (plant->project, device, RAIL_SERVICE_OPCUA_CLIENT, &error);
  g_assert_no_error (error);
  assert_refused (plant, entry, NULL, RAIL_EXCHANGE_ERROR_NO_KEY, "local certificate manager of “Desk”");
}

static void
test_authority_missing (Plant         *plant,
                        gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = plant_list (plant->client, NULL);

  plant_restore (plant, entries, 20);
  assert_refused (plant, plant->client, NULL, RAIL_EXCHANGE_ERROR_NO_ISSUER, "UaExpert");
}

static void
test_authority_without_key (Plant         *plant,
                            gconstpointer  data)
{
  g_autoptr(RailEntry) root = rail_entry_new (rail_entry_get_id (plant->root), RAIL_ENTRY_TRUSTED, RAIL_USAGE_CA_ROOT,
                                              rail_entry_get_certificate (plant->root), NULL);
  g_autoptr(GPtrArray) entries = plant_list (root, plant->client, NULL);

  plant_restore (plant, entries, 20);
  assert_refused (plant, plant->client, NULL, RAIL_EXCHANGE_ERROR_NO_KEY, "Plant root");
}

static void
test_files (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plan (plant, plant->client, plant->server);
  GListModel *files = rail_hand_over_get_files (self);
  guint n_private = 0;

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(RailHandOverFile) file = g_list_model_get_item (files, i);

      g_assert_cmpstr (rail_hand_over_file_get_description (file), !=, "");
      g_assert_false (g_path_is_absolute (rail_hand_over_file_get_path (file)));
      if (rail_hand_over_file_is_private (file))
        {
          g_assert_cmpstr (rail_hand_over_file_get_path (file), ==, "own/private/uaexpert_key.pem");
          n_private++;
        }
    }
  g_assert_cmpuint (n_private, ==, 1);
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

static void
test_async (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plan (plant, plant->client, plant->server);
  g_autoptr(GFile) folder = plant_file (plant, "PKI");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;

  rail_hand_over_write_async (self, folder, NULL, finished_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  files = rail_hand_over_write_finish (self, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 4);
}

/* What is offered for a part is what would not be refused for it. */
static void
test_accepts (Plant         *plant,
              gconstpointer  data)
{
  g_assert_true (rail_hand_over_accepts_certificate (RAIL_TARGET_UAEXPERT, plant->client));
  g_assert_false (rail_hand_over_accepts_certificate (RAIL_TARGET_UAEXPERT, plant->server));
  g_assert_false (rail_hand_over_accepts_certificate (RAIL_TARGET_UAEXPERT, plant->keyless));
  g_assert_false (rail_hand_over_accepts_certificate (RAIL_TARGET_UAEXPERT, plant->root));
  g_assert_true (rail_hand_over_accepts_server (RAIL_TARGET_UAEXPERT, plant->server));
  g_assert_true (rail_hand_over_accepts_server (RAIL_TARGET_UAEXPERT, plant->lonely));
  g_assert_false (rail_hand_over_accepts_server (RAIL_TARGET_UAEXPERT, plant->client));
  g_assert_false (rail_hand_over_accepts_server (RAIL_TARGET_UAEXPERT, plant->root));
}

static void
test_targets (void)
{
  RailTarget target;

  g_assert_true (rail_target_parse ("uaexpert", &target));
  g_assert_cmpint (target, ==, RAIL_TARGET_UAEXPERT);
  g_assert_cmpstr (rail_target_get_nick (target), ==, "uaexpert");
  g_assert_cmpstr (rail_target_get_label (target), ==, "UaExpert");
  g_assert_false (rail_target_parse ("nobody", &target));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/hand-over/targets-have-their-names", test_targets);
  plant_test ("/exchange/hand-over/the-folder-is-as-uaexpert-reads-it", test_tree);
  plant_test ("/exchange/hand-over/the-folder-verifies-the-server", test_content);
  plant_test ("/exchange/hand-over/an-intermediate-issuer-is-trusted-with-its-root", test_intermediate);
  plant_test ("/exchange/hand-over/an-own-intermediate-is-known-not-trusted", test_own_intermediate);
  plant_test ("/exchange/hand-over/a-self-signed-server-is-trusted-itself", test_self_signed);
  plant_test ("/exchange/hand-over/without-server-the-own-authority-is-trusted", test_without_server);
  plant_test ("/exchange/hand-over/a-slash-in-a-name-makes-no-folder", test_slash);
  plant_test ("/exchange/hand-over/a-second-time-renews-only-its-own-files", test_again);
  plant_test ("/exchange/hand-over/an-authority-that-moves-leaves-no-twin", test_moves);
  plant_test ("/exchange/hand-over/revoked-and-expired-are-refused", test_status);
  plant_test ("/exchange/hand-over/renewed-root-stands-beside-its-earlier-one", test_renewed_root);
  plant_test ("/exchange/hand-over/revoked-issuer-certificate-is-refused", test_revoked_issuer_certificate);
  plant_test ("/exchange/hand-over/local-keys-stay", test_local);
  plant_test ("/exchange/hand-over/a-certificate-that-does-not-fit-is-refused", test_refusals);
  plant_test ("/exchange/hand-over/a-certificate-is-offered-for-its-part", test_accepts);
  plant_test ("/exchange/hand-over/a-missing-authority-is-said", test_authority_missing);
  plant_test ("/exchange/hand-over/an-authority-without-key-is-said", test_authority_without_key);
  plant_test ("/exchange/hand-over/the-plan-tells-each-file", test_files);
  plant_test ("/exchange/hand-over/a-worker-writes-the-same", test_async);
  return g_test_run ();
}
