/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plant.h"
#include "rail-device-operations.h"
#include "rail-export.h"
#include "rail-hand-over-compare.h"
#include "rail-project-lists.h"
#include "rail-renewal.h"

#include <glib/gstdio.h>
#include <unistd.h>

static GListModel *
compare (Plant        *plant,
         RailHandOver *self)
{
  g_autoptr(GFile) folder = plant_file (plant, "PKI");
  g_autoptr(GError) error = NULL;
  GListModel *items = rail_hand_over_compare (self, folder, &error);

  g_assert_no_error (error);
  return items;
}

/* One line a file, with no thumbprints. */
static char *
list (GListModel *items)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GRegex) thumbprint = g_regex_new (" \\[[0-9A-F]{40}\\]", 0, 0, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailFolderItem) item = g_list_model_get_item (items, i);

      g_assert_cmpstr (rail_folder_item_get_description (item), !=, "");
      g_assert_cmpstr (rail_folder_item_kind_get_label (rail_folder_item_get_kind (item)), !=, "");
      g_string_append_printf (text, "%s %s\n", rail_folder_item_kind_get_nick (rail_folder_item_get_kind (item)),
                              rail_folder_item_get_label (item));
    }
  return g_regex_replace_literal (thumbprint, text->str, -1, 0, "", 0, NULL);
}

static RailFolderItem *
find (GListModel *items,
      const char *part)
{
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailFolderItem) item = g_list_model_get_item (items, i);

      if (strstr (rail_folder_item_get_path (item), part) != NULL)
        return item;   /* the list keeps it */
    }
  g_error ("no “%s” in the comparison", part);
}

static void
assert_kind (GListModel         *items,
             const char         *part,
             RailFolderItemKind  kind,
             const char         *text)
{
  RailFolderItem *item = find (items, part);

  g_assert_cmpstr (rail_folder_item_kind_get_nick (rail_folder_item_get_kind (item)), ==,
                   rail_folder_item_kind_get_nick (kind));
  rail_assert_contains (rail_folder_item_get_description (item), text);
}

static void
renew (Plant     *plant,
       RailEntry *entry,
       gboolean   new_key)
{
  g_autoptr(GPtrArray) entries = plant_list (entry, NULL);
  g_autoptr(RailRenewal) renewal = rail_renewal_new (plant->project, entries);
  g_autoptr(GError) error = NULL;

  g_object_set (renewal, "same-key", !new_key, NULL);
  rail_project_renew (plant->project, renewal, &error);
  g_assert_no_error (error);
}

static void
put (Plant      *plant,
     const char *folder,
     const char *name,
     RailEntry  *entry)
{
  g_autofree char *path = g_build_filename (plant->folder, folder, NULL);
  GBytes *der = rail_certificate_get_der (rail_entry_get_certificate (entry));

  g_mkdir_with_parents (path, 0777);
  rail_test_write (path, name, g_bytes_get_data (der, NULL), (gssize) g_bytes_get_size (der));
}

static void
test_new (Plant         *plant,
          gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  g_autoptr(GListModel) items = compare (plant, self);
  g_autofree char *text = list (items);

  g_assert_cmpstr (text, ==, "new own/certs/uaexpert.der\nnew own/private/uaexpert_key.pem\n"
                             "new trusted/certs/Plant root.der\nnew trusted/crl/Plant root.crl\n");
  g_free (plant_run (plant, "test ! -e PKI"));
}

/* Only the lists, which are signed anew, and those under the name that is not in use now. */
static void
test_again (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  const char * const lists[] = { "Plant root.crl", "Plant root (2).crl" };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr(GListModel) items = NULL;
      g_autofree char *text = NULL;
      g_autofree char *expected = NULL;

      plant_write_plan (plant, self, "PKI");
      /* The number of a list is its second. */
      g_free (plant_run (plant, "for f in PKI/trusted/crl/*; do printf x >> \"$f\"; done"));
      items = compare (plant, self);
      text = list (items);
      expected = g_strdup_printf ("unchanged own/certs/uaexpert.der\nunchanged own/private/uaexpert_key.pem\n"
                                  "unchanged trusted/certs/Plant root.der\nreplaced trusted/crl/%s\n", lists[i]);
      g_assert_cmpstr (text, ==, expected);
    }
}

static void
test_published (Plant         *plant,
                gconstpointer  data)
{
  g_autoptr(RailHandOver) self = NULL;
  g_autoptr(GListModel) items = NULL;
  g_autoptr(GError) error = NULL;

  rail_project_publish_list (plant->project, plant->root, 90, &error);
  g_assert_no_error (error);
  self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  plant_write_plan (plant, self, "PKI");
  items = compare (plant, self);
  assert_kind (items, ".crl", RAIL_FOLDER_UNCHANGED, "Revocation list");
}

static void
test_replaced (Plant         *plant,
               gconstpointer  data)
{
  g_autoptr(RailHandOver) self = NULL;
  g_autoptr(GListModel) items = NULL;

  plant_hand_over (plant, "PKI", RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  renew (plant, plant->client, TRUE);
  g_free (plant_run (plant, "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Stranger "
                            "-keyout stranger.pem -outform DER -out PKI/trusted/certs/Plant*; "
                            "for f in PKI/trusted/crl/*; do echo nonsense > \"$f\"; done"));
  self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  items = compare (plant, self);
  assert_kind (items, "uaexpert.der", RAIL_FOLDER_REPLACED, "“UaExpert” of this project");
  assert_kind (items, "uaexpert_key.pem", RAIL_FOLDER_REPLACED, "another private key of this project");
  assert_kind (items, ".crl", RAIL_FOLDER_REPLACED, "cannot be told");
  assert_kind (items, "trusted/certs", RAIL_FOLDER_REPLACED, "“Stranger”, which is not of this project");
}

static void
test_foreign (Plant         *plant,
              gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  g_autoptr(GListModel) items = NULL;
  g_autofree char *text = NULL;

  /* Valid and of this project, but not asked for here: it may be there for another server. */
  put (plant, "PKI/trusted/certs", "lonely.der", plant->lonely);
  g_free (plant_run (plant, "cd PKI; mkdir -p rejected own/private trusted/certs/sub; echo notes > trusted/certs/notes.txt; "
                            "echo x > rejected/x.der; echo x > trusted/certs/sub/x; echo x > readme; : > own/private/empty; "
                            "openssl genpkey -algorithm ED25519 -out own/private/other.pem"));
  items = compare (plant, self);
  text = list (items);
  g_assert_cmpstr (text, ==, "new own/certs/uaexpert.der\nnew own/private/uaexpert_key.pem\n"
                             "new trusted/certs/Plant root.der\nnew trusted/crl/Plant root.crl\n"
                             "foreign own/private/empty\nforeign own/private/other.pem\n"
                             "foreign trusted/certs/lonely.der\nforeign trusted/certs/notes.txt\n");
  assert_kind (items, "lonely.der", RAIL_FOLDER_FOREIGN, "“Lonely” of this project, which is not part");
  assert_kind (items, "other.pem", RAIL_FOLDER_FOREIGN, "Private key, not of this project");
}

/* Told by content: the names are those of somebody who tidied up. */
static void
test_leftovers (Plant         *plant,
                gconstpointer  data)
{
  g_autoptr(RailHandOver) self = NULL;
  g_autoptr(GListModel) items = NULL;
  g_autoptr(RailSecret) key = rail_key_export_pem (rail_entry_get_key (plant->client), NULL);
  g_autofree char *pem = rail_certificate_to_pem (rail_entry_get_certificate (plant->client));

  put (plant, "PKI/trusted/certs", "renewed.txt", plant->client);
  put (plant, "PKI/issuers/certs", "revoked", plant->revoked);
  g_free (plant_run (plant, "mkdir -p PKI/own/private PKI/own/certs"));
  rail_test_write (plant->folder, "PKI/own/private/old.pem", rail_secret_get_data (key, NULL),
                   (gssize) rail_secret_get_size (key));
  rail_test_write (plant->folder, "PKI/own/certs/old-in-pem", pem, -1);
  renew (plant, plant->client, TRUE);
  self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  items = compare (plant, self);
  assert_kind (items, "renewed.txt", RAIL_FOLDER_LEFTOVER, "“UaExpert” of this project, replaced by a newer certificate");
  assert_kind (items, "old-in-pem", RAIL_FOLDER_LEFTOVER, "“UaExpert” of this project, replaced by a newer certificate");
  assert_kind (items, "issuers/certs/revoked", RAIL_FOLDER_LEFTOVER, "“Revoked” of this project, revoked on");
  assert_kind (items, "old.pem", RAIL_FOLDER_LEFTOVER, "Private key of “UaExpert”");

  /* Nothing goes unasked. */
  plant_write_plan (plant, self, "PKI");
  g_free (plant_run (plant, "cd PKI; test -e trusted/certs/renewed.txt; test -e own/private/old.pem; test -e issuers/certs/revoked"));

  rail_folder_item_set_remove (find (items, "renewed.txt"), TRUE);
  rail_folder_item_set_remove (find (items, "old.pem"), TRUE);
  rail_hand_over_take_leftovers (self, items);
  plant_write_plan (plant, self, "PKI");
  g_free (plant_run (plant, "cd PKI; test ! -e trusted/certs/renewed.txt; test ! -e own/private/old.pem; "
                            "test -e issuers/certs/revoked; test -e own/certs/old-in-pem"));
}

/* One file with something that is in use in it stays. */
static void
test_mixed (Plant         *plant,
            gconstpointer  data)
{
  g_autofree char *old = rail_certificate_to_pem (rail_entry_get_certificate (plant->revoked));
  g_autofree char *used = rail_certificate_to_pem (rail_entry_get_certificate (plant->lonely));
  g_autofree char *both = g_strconcat (old, used, NULL);
  g_autofree char *twice = g_strconcat (old, old, NULL);
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_TLS_SERVER, plant->server, NULL);
  g_autoptr(GListModel) items = NULL;

  g_free (plant_run (plant, "mkdir PKI"));
  rail_test_write (plant->folder, "PKI/both.pem", both, -1);
  rail_test_write (plant->folder, "PKI/twice.pem", twice, -1);
  items = compare (plant, self);
  assert_kind (items, "both.pem", RAIL_FOLDER_FOREIGN, "“Lonely”");
  assert_kind (items, "twice.pem", RAIL_FOLDER_LEFTOVER, "“Revoked”");
}

/* Lists that openssl makes with the key of the authority: one that has run out, one that is good but follows no more. */
static void
test_lists (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(RailSecret) key = rail_key_export_pem (rail_entry_get_key (plant->root), NULL);
  g_autofree char *root = rail_certificate_to_pem (rail_entry_get_certificate (plant->root));
  g_autoptr(RailSecret) hall_key = rail_key_export_pem (rail_entry_get_key (plant->intermediate), NULL);
  g_autofree char *hall = rail_certificate_to_pem (rail_entry_get_certificate (plant->intermediate));
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  g_autoptr(GListModel) items = NULL;

  rail_test_write (plant->folder, "root.key", rail_secret_get_data (key, NULL), (gssize) rail_secret_get_size (key));
  rail_test_write (plant->folder, "root.pem", root, -1);
  rail_test_write (plant->folder, "hall.key", rail_secret_get_data (hall_key, NULL), (gssize) rail_secret_get_size (hall_key));
  rail_test_write (plant->folder, "hall.pem", hall, -1);
  g_free (plant_run (plant,
                     "mkdir -p PKI/trusted/crl PKI/issuers/crl; : > index.txt; echo 01 > number; "
                     "printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index.txt\\ncrlnumber=number\\ndefault_md=sha256\\n' > ca.cnf; "
                     "openssl ca -config ca.cnf -gencrl -keyfile root.key -cert root.pem -crldays 30 -out a.pem; "
                     "openssl crl -in a.pem -outform DER -out PKI/trusted/crl/mine.bin; "
                     "openssl ca -config ca.cnf -gencrl -keyfile hall.key -cert hall.pem -crldays 30 -out b.pem; "
                     "openssl crl -in b.pem -outform DER -out PKI/issuers/crl/hall.crl; "
                     "openssl ca -config ca.cnf -gencrl -keyfile hall.key -cert hall.pem -crl_lastupdate 20200101000000Z "
                     "-crl_nextupdate 20200201000000Z -out c.pem; "
                     "openssl crl -in c.pem -outform DER -out PKI/issuers/crl/over.crl; "
                     "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=Plant root' -keyout s.key -out s.pem; "
                     "openssl ca -config ca.cnf -gencrl -keyfile s.key -cert s.pem -crldays 30 -out d.pem; "
                     "openssl crl -in d.pem -outform DER -out PKI/issuers/crl/stranger.crl"));
  items = compare (plant, self);
  assert_kind (items, "mine.bin", RAIL_FOLDER_LEFTOVER, "followed by a newer one");
  assert_kind (items, "over.crl", RAIL_FOLDER_LEFTOVER, "1 February 2020");
  assert_kind (items, "hall.crl", RAIL_FOLDER_FOREIGN, "not part of this hand-over");
  assert_kind (items, "stranger.crl", RAIL_FOLDER_FOREIGN, "not of this project");
}

/* What the earlier key has signed is verified by the earlier certificate alone; as soon as nothing is, it is over. */
static void
test_needed_authority (Plant         *plant,
                       gconstpointer  data)
{
  g_autoptr(RailHandOver) before = NULL;
  g_autoptr(RailHandOver) after = NULL;
  g_autoptr(GListModel) kept = NULL;
  g_autoptr(GListModel) over = NULL;
  RailEntry *root = plant_create (plant, RAIL_USAGE_CA_ROOT, "Second root", NULL);
  RailEntry *server = plant_create (plant, RAIL_USAGE_OPCUA_SERVER, "Pump", root);

  put (plant, "PKI/trusted/certs", "old-root.der", root);
  renew (plant, root, TRUE);
  before = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  kept = compare (plant, before);
  assert_kind (kept, "old-root.der", RAIL_FOLDER_FOREIGN, "not part of this hand-over");
  renew (plant, server, TRUE);
  after = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  over = compare (plant, after);
  assert_kind (over, "old-root.der", RAIL_FOLDER_LEFTOVER, "replaced by a newer certificate");
}

/* The same key, but what is verified by it here needs the earlier certificate until the new one is here, too. */
static void
test_needed_until_followed (Plant         *plant,
                            gconstpointer  data)
{
  g_autoptr(RailHandOver) other = NULL;
  g_autoptr(RailHandOver) own = NULL;
  g_autoptr(GListModel) kept = NULL;
  g_autoptr(GListModel) over = NULL;
  RailEntry *root = plant_create (plant, RAIL_USAGE_CA_ROOT, "Second root", NULL);
  RailEntry *server = plant_create (plant, RAIL_USAGE_OPCUA_SERVER, "Pump", root);
  g_autofree char *earlier = g_strdup (rail_certificate_get_fingerprint_sha1 (rail_entry_get_certificate (root)));
  g_autofree char *name = g_strdup_printf ("trusted/certs/Second root [%s]", earlier);

  plant_hand_over (plant, "PKI", RAIL_TARGET_UAEXPERT, plant->client, server);
  renew (plant, root, FALSE);
  other = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  kept = compare (plant, other);
  assert_kind (kept, name, RAIL_FOLDER_FOREIGN, "not part of this hand-over");
  own = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, server);
  over = compare (plant, own);
  assert_kind (over, name, RAIL_FOLDER_LEFTOVER, "replaced by a newer certificate");
}

/* UaExpert trusts nothing of an authority without a list, so one that may be used stays until another is here. */
static void
test_needed_list (Plant         *plant,
                  gconstpointer  data)
{
  g_autoptr(RailHandOver) self = NULL;
  g_autoptr(GListModel) items = NULL;
  g_autoptr(GError) error = NULL;
  RailEntry *root = plant_create (plant, RAIL_USAGE_CA_ROOT, "Second root", NULL);
  RailEntry *server = plant_create (plant, RAIL_USAGE_OPCUA_SERVER, "Pump", root);

  plant_hand_over (plant, "PKI", RAIL_TARGET_UAEXPERT, plant->client, server);
  rail_project_publish_list (plant->project, root, 30, &error);
  g_assert_no_error (error);
  self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  items = compare (plant, self);
  assert_kind (items, "trusted/crl/Second root", RAIL_FOLDER_FOREIGN, "not part of this hand-over");
}

/* The file has two names here, and one where letter case does not count: there, the new certificate would go. */
static void
test_letter_case (Plant         *plant,
                  gconstpointer  data)
{
  g_autoptr(RailHandOver) self = NULL;
  g_autoptr(GListModel) items = NULL;
  g_autofree char *text = NULL;

  plant_hand_over (plant, "PKI", RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  g_free (plant_run (plant, "cd PKI/own/certs; ln uaexpert.der UAEXPERT.DER"));
  renew (plant, plant->client, TRUE);
  self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  items = compare (plant, self);
  text = list (items);
  rail_assert_contains (text, "replaced own/certs/uaexpert.der\n");
  g_assert_null (strstr (text, "UAEXPERT"));
}

static void
test_moved (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(RailHandOver) self = NULL;
  g_autoptr(GListModel) items = NULL;
  g_autofree char *text = NULL;

  plant_hand_over (plant, "PKI", RAIL_TARGET_UAEXPERT, plant->deep, plant->deep);
  self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->deep, plant->server);
  items = compare (plant, self);
  text = list (items);
  rail_assert_contains (text, "new issuers/certs/Hall 2.der\n");
  rail_assert_contains (text, "moved trusted/certs/Hall 2.der\n");
  rail_assert_contains (text, "moved trusted/crl/Hall 2.crl\n");
}

static void
assert_write_fails (Plant        *plant,
                    RailHandOver *self,
                    const char   *part)
{
  g_autoptr(GFile) folder = plant_file (plant, "PKI");
  g_autoptr(GError) error = NULL;

  g_assert_null (rail_hand_over_write (self, folder, &error));
  g_assert_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED);
  rail_assert_contains (error->message, part);
}

/* Somebody who can write into the partner's folder must not lead the key out of it. */
static void
test_linked_folder (Plant         *plant,
                    gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  g_autoptr(GListModel) items = NULL;

  g_free (plant_run (plant, "mkdir -p PKI/own public; ln -s ../../public PKI/own/private"));
  items = compare (plant, self);
  assert_kind (items, "uaexpert_key.pem", RAIL_FOLDER_BLOCKED, "“own/private” is a link");
  assert_write_fails (plant, self, "“own/private”");
  g_free (plant_run (plant, "test -z \"$(ls public)\"; test ! -e PKI/own/certs"));
}

static void
test_linked_file (Plant         *plant,
                  gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  g_autoptr(GListModel) items = NULL;

  put (plant, ".", "target.der", plant->revoked);
  g_free (plant_run (plant, "mkdir -p PKI/own/private PKI/trusted/certs; echo mine > mine; "
                            "ln -s ../../../mine PKI/own/private/uaexpert_key.pem; "
                            "ln -s ../../../target.der PKI/trusted/certs/link.der"));
  items = compare (plant, self);
  assert_kind (items, "uaexpert_key.pem", RAIL_FOLDER_REPLACED, "a link");
  assert_kind (items, "link.der", RAIL_FOLDER_UNREADABLE, "A link");
  rail_folder_item_set_remove (find (items, "link.der"), TRUE);
  g_assert_false (rail_folder_item_get_remove (find (items, "link.der")));
  plant_write_plan (plant, self, "PKI");
  g_free (plant_run (plant, "test \"$(cat mine)\" = mine; test -L PKI/trusted/certs/link.der; test -e target.der; "
                            "test ! -L PKI/own/private/uaexpert_key.pem"));
}

static void
test_special (Plant         *plant,
              gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  g_autoptr(GListModel) items = NULL;
  RailFolderItem *odd;

  g_free (plant_run (plant, "mkdir -p PKI/trusted/certs PKI/own/certs/uaexpert.der; cd PKI/trusted/certs; mkfifo pipe; "
                            "truncate -s 5M huge; printf 'x' > \"$(printf 'a\\033[31m\\342\\200\\256\\377b')\""));
  items = compare (plant, self);
  assert_kind (items, "pipe", RAIL_FOLDER_UNREADABLE, "Neither");
  assert_kind (items, "huge", RAIL_FOLDER_UNREADABLE, "Larger");
  assert_kind (items, "uaexpert.der", RAIL_FOLDER_BLOCKED, "A folder is in its place");
  odd = find (items, "[31m");
  g_assert_true (g_utf8_validate (rail_folder_item_get_label (odd), -1, NULL));
  g_assert_null (strchr (rail_folder_item_get_label (odd), '\033'));
  g_assert_null (strstr (rail_folder_item_get_label (odd), "\342\200\256"));
  assert_write_fails (plant, self, "uaexpert.der");
  g_free (plant_run (plant, "test -d PKI/own/certs/uaexpert.der; test ! -e PKI/own/private/uaexpert_key.pem; "
                            "test -p PKI/trusted/certs/pipe; test -z \"$(find PKI -name '.certrail*')\""));
}

static void
test_unreadable (Plant         *plant,
                 gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  g_autoptr(GListModel) items = NULL;

  put (plant, "PKI/trusted/certs", "secret.der", plant->revoked);
  g_free (plant_run (plant, "mkdir -p PKI/issuers/certs; chmod 0 PKI/trusted/certs/secret.der PKI/issuers/certs"));
  items = compare (plant, self);
  if (geteuid () == 0)
    {
      /* Root reads everything. */
      assert_kind (items, "secret.der", RAIL_FOLDER_LEFTOVER, "revoked");
    }
  else
    {
      assert_kind (items, "secret.der", RAIL_FOLDER_UNREADABLE, "Permission denied");
      assert_kind (items, "issuers/certs", RAIL_FOLDER_UNREADABLE, "cannot be looked into");
    }
  g_free (plant_run (plant, "chmod 700 PKI/issuers/certs"));
}

static void
test_many (Plant         *plant,
           gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  g_autoptr(GListModel) items = NULL;

  g_free (plant_run (plant, "mkdir -p PKI/trusted/certs; cd PKI/trusted/certs; seq 2500 | xargs touch"));
  items = compare (plant, self);
  g_assert_cmpuint (g_list_model_get_n_items (items), <=, 2010);
  g_assert_cmpuint (g_list_model_get_n_items (items), >, 2000);
  assert_kind (items, "own/certs/uaexpert.der", RAIL_FOLDER_NEW, "UaExpert");
}

/* Between the look and the writing somebody puts a file of theirs in the leftover's place. */
static void
test_exchanged (Plant         *plant,
                gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  g_autoptr(GListModel) items = NULL;

  put (plant, "PKI/trusted/certs", "revoked.der", plant->revoked);
  items = compare (plant, self);
  rail_folder_item_set_remove (find (items, "revoked.der"), TRUE);
  rail_hand_over_take_leftovers (self, items);
  g_free (plant_run (plant, "echo precious > PKI/trusted/certs/revoked.der"));
  plant_write_plan (plant, self, "PKI");
  g_free (plant_run (plant, "test \"$(cat PKI/trusted/certs/revoked.der)\" = precious"));
}

/* PKCS #12 is never the same twice, and is not taken for a leftover. */
static void
test_pkcs12 (Plant         *plant,
             gconstpointer  data)
{
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_TIA, plant->server, NULL);
  g_autoptr(GListModel) items = NULL;
  g_autofree char *text = NULL;

  plant_write_plan (plant, self, "PKI");
  g_free (plant_run (plant, "cp PKI/*.p12 PKI/old.p12"));
  items = compare (plant, self);
  text = list (items);
  g_assert_cmpstr (text, ==, "replaced PLC-1_OPCUA-1-4.p12\nunchanged Plant root.cer\nforeign old.p12\n");
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
  g_autoptr(RailHandOver) self = plant_plan (plant, RAIL_TARGET_UAEXPERT, plant->client, plant->server);
  g_autoptr(GFile) folder = plant_file (plant, "PKI");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GListModel) items = NULL;
  g_autoptr(GError) error = NULL;

  rail_hand_over_compare_async (self, folder, NULL, finished_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  items = rail_hand_over_compare_finish (self, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plant_test ("/exchange/compare/an-empty-place-gets-new-files", test_new);
  plant_test ("/exchange/compare/a-second-time-only-lists-are-replaced", test_again);
  plant_test ("/exchange/compare/a-published-list-is-unchanged", test_published);
  plant_test ("/exchange/compare/what-is-replaced-is-told", test_replaced);
  plant_test ("/exchange/compare/others-files-are-left-alone", test_foreign);
  plant_test ("/exchange/compare/leftovers-go-only-when-asked-for", test_leftovers);
  plant_test ("/exchange/compare/a-file-with-something-in-use-stays", test_mixed);
  plant_test ("/exchange/compare/lists-that-are-over-are-leftovers", test_lists);
  plant_test ("/exchange/compare/an-earlier-authority-stays-while-needed", test_needed_authority);
  plant_test ("/exchange/compare/an-authority-stays-until-it-is-followed", test_needed_until_followed);
  plant_test ("/exchange/compare/a-list-stays-until-it-is-followed", test_needed_list);
  plant_test ("/exchange/compare/a-file-in-other-letter-case-is-no-other", test_letter_case);
  plant_test ("/exchange/compare/an-authority-that-moves-is-shown", test_moved);
  plant_test ("/exchange/compare/a-linked-folder-blocks", test_linked_folder);
  plant_test ("/exchange/compare/a-linked-file-is-not-followed", test_linked_file);
  plant_test ("/exchange/compare/special-files-are-named", test_special);
  plant_test ("/exchange/compare/unreadable-files-are-named", test_unreadable);
  plant_test ("/exchange/compare/too-many-files-are-said", test_many);
  plant_test ("/exchange/compare/an-exchanged-leftover-stays", test_exchanged);
  plant_test ("/exchange/compare/pkcs12-is-always-replaced", test_pkcs12);
  plant_test ("/exchange/compare/a-worker-finds-the-same", test_async);
  return g_test_run ();
}
