/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stores of browsers and of the system; whether they trust is said by NSS itself, by “certutil -V”. */

#include "plant.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rail-export.h"
#include "rail-hand-over.h"
#include "rail-renewal.h"
#include "rail-trust-store.h"

#define N_PROFILES 300

static RailTrustStore *
new_store (Plant         *plant,
           RailTrustKind  kind,
           const char    *name)
{
  g_autofree char *path = g_build_filename (plant->folder, name, NULL);

  return rail_trust_store_new (kind, path, NULL);
}

/* A folder of a browser that has none of our certificates. */
static RailTrustStore *
new_database (Plant         *plant,
              RailTrustKind  kind,
              const char    *name)
{
  g_autofree char *command = g_strdup_printf ("mkdir '%s' && certutil -N -d 'sql:%s' --empty-password", name, name);
  g_autofree char *output = plant_run (plant, command);

  return new_store (plant, kind, name);
}

static void
write_pem (Plant      *plant,
           RailEntry  *entry,
           const char *name)
{
  g_autofree char *pem = rail_certificate_to_pem (rail_entry_get_certificate (entry));

  rail_test_write (plant->folder, name, pem, -1);
}

static void
set (RailTrustStore *store,
     RailEntry      *entry,
     gboolean        trusted)
{
  g_autoptr(GError) error = NULL;

  rail_trust_store_set (store, rail_entry_get_certificate (entry), trusted, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_set_refused (RailTrustStore *store,
                    RailEntry      *entry,
                    gboolean        trusted,
                    const char     *part)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_trust_store_set (store, rail_entry_get_certificate (entry), trusted, NULL, &error));
  g_assert_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED);
  rail_assert_contains (error->message, part);
  g_assert_null (strchr (error->message, '\n'));
}

/* One item a line: “ID level”, and “earlier” or “refused”. */
static char *
list (Plant          *plant,
      RailTrustStore *store)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) items = rail_trust_store_read (store, plant->project, NULL, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailTrustItem) item = g_list_model_get_item (items, i);

      g_string_append_printf (text, "%s %s%s\n", rail_trust_item_get_name (item),
                              rail_trust_level_get_nick (rail_trust_item_get_level (item)),
                              rail_trust_item_is_earlier (item) ? " earlier"
                              : rail_trust_item_can_add (item) ? ""
                                                               : " refused");
    }
  return g_string_free (text, FALSE);
}

#define assert_lists(plant, store, expected) \
  G_STMT_START { \
    g_autofree char *listed = list (plant, store); \
    g_assert_cmpstr (listed, ==, expected); \
  } G_STMT_END

/* The server's certificate is put beside, untrusted, so that NSS can be asked about it by name. */
#define VERIFY "certutil -V -d sql:db -n peer -u V"

static void
test_trusted (Plant         *plant,
              gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = NULL;
  g_autofree char *added = NULL;
  g_autofree char *verified = NULL;

  if (!rail_test_need ("certutil"))
    return;
  store = new_database (plant, RAIL_TRUST_KIND_CHROMIUM, "db");
  write_pem (plant, plant->server, "server.pem");
  added = plant_run (plant, "certutil -A -d sql:db -n peer -t ,, -a -i server.pem");
  plant_run_fails (plant, VERIFY);
  assert_lists (plant, store, "Plant root absent\nLonely absent\n");

  set (store, plant->root, TRUE);
  verified = plant_run (plant, VERIFY);
  rail_assert_contains (verified, "certificate is valid");
  assert_lists (plant, store, "Plant root authority\nLonely absent\n");
  set (store, plant->root, TRUE);
  assert_lists (plant, store, "Plant root authority\nLonely absent\n");

  set (store, plant->root, FALSE);
  plant_run_fails (plant, VERIFY);
  assert_lists (plant, store, "Plant root absent\nLonely absent\n");
  set (store, plant->root, FALSE);
}

/* A self-signed server is trusted by itself, and not as an authority. */
static void
test_peer (Plant         *plant,
           gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = NULL;
  g_autofree char *flags = NULL;

  if (!rail_test_need ("certutil"))
    return;
  store = new_database (plant, RAIL_TRUST_KIND_FIREFOX, "db");
  set (store, plant->lonely, TRUE);
  assert_lists (plant, store, "Plant root absent\nLonely peer\n");
  flags = plant_run (plant, "certutil -L -d sql:db | grep -c ' P,, *$'");
  g_assert_cmpstr (flags, ==, "1\n");
  set (store, plant->lonely, FALSE);
  assert_lists (plant, store, "Plant root absent\nLonely absent\n");
}

/* A common name is no duty (RFC 5280, 4.1.2.6), and many roots have none. */
static void
test_no_common_name (Plant         *plant,
                     gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = new_store (plant, RAIL_TRUST_KIND_CHROMIUM, "nowhere");
  g_autofree char *der = plant_run (plant, "openssl req -x509 -newkey rsa:2048 -nodes -keyout k -out c.der -outform DER"
                                           " -subj /O=Works/OU=Roots 2> e");
  g_autoptr(GFile) file = plant_file (plant, "c.der");
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_file_load_bytes (file, NULL, NULL, &error);
  g_autoptr(RailCertificate) certificate = rail_certificate_new_from_der (bytes, &error);
  g_autoptr(RailEntry) entry = rail_entry_new (1, RAIL_ENTRY_TRUSTED, RAIL_USAGE_CA_ROOT, certificate, NULL);
  g_autoptr(GPtrArray) entries = plant_list (entry, NULL);
  g_autoptr(RailHandOver) hand_over = NULL;
  g_autoptr(RailHandOverFile) planned = NULL;

  g_assert_no_error (error);
  plant_restore (plant, entries, 2);
  assert_lists (plant, store, "OU=Roots,O=Works absent\n");
  hand_over =
    rail_hand_over_new (plant->project, RAIL_TARGET_LINUX, NULL, rail_project_get_entry (plant->project, 1), &error);
  g_assert_no_error (error);
  planned = g_list_model_get_item (rail_hand_over_get_files (hand_over), 0);
  rail_assert_contains (rail_hand_over_file_get_description (planned), "“OU=Roots,O=Works”");
}

static void
test_made (Plant         *plant,
           gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = new_store (plant, RAIL_TRUST_KIND_CHROMIUM, ".local/share/pki/nssdb");

  if (!rail_test_need ("certutil"))
    return;
  g_assert_false (rail_trust_store_exists (store));
  assert_lists (plant, store, "Plant root absent\nLonely absent\n");
  set (store, plant->root, FALSE);
  g_assert_false (rail_trust_store_exists (store));
  set (store, plant->root, TRUE);
  g_assert_true (rail_trust_store_exists (store));
  g_assert_cmpuint (plant_get_mode (plant, ".local/share/pki/nssdb"), ==, 0700);
  assert_lists (plant, store, "Plant root authority\nLonely absent\n");
}

/* Somebody has imported the root by hand: it is found, trusted where it is, and taken out under its name there. */
static void
test_foreign_name (Plant         *plant,
                   gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = NULL;
  g_autofree char *added = NULL;
  g_autofree char *count = NULL;

  if (!rail_test_need ("certutil"))
    return;
  store = new_database (plant, RAIL_TRUST_KIND_CHROMIUM, "db");
  write_pem (plant, plant->root, "root.pem");
  added = plant_run (plant, "certutil -A -d sql:db -n 'by \"hand\" $(x)' -t ,, -a -i root.pem;"
                            "openssl req -x509 -newkey rsa:2048 -nodes -keyout k -out f.pem -subj '/CN=Foreign' 2> e;"
                            "certutil -A -d sql:db -n Foreign -t C,, -a -i f.pem");
  assert_lists (plant, store, "Plant root present\nLonely absent\n");
  set (store, plant->root, TRUE);
  assert_lists (plant, store, "Plant root authority\nLonely absent\n");
  set (store, plant->root, FALSE);
  assert_lists (plant, store, "Plant root absent\nLonely absent\n");
  count = plant_run (plant, "certutil -L -d sql:db | grep -c ',,'; certutil -L -d sql:db | grep Foreign");
  rail_assert_contains (count, "1\nForeign");
}

/* A foreign root of the same subject has the same name there, and certutil would take out the one that ends last. */
static void
test_same_name (Plant         *plant,
                gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = NULL;
  g_autofree char *added = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (!rail_test_need ("certutil"))
    return;
  store = new_database (plant, RAIL_TRUST_KIND_CHROMIUM, "db");
  write_pem (plant, plant->root, "root.pem");
  added = plant_run (plant, "subject=$(openssl x509 -in root.pem -noout -subject -nameopt compat |"
                            " sed 's/^subject= *//'); openssl req -x509 -newkey rsa:2048 -nodes -keyout k -out f.pem -days 20000"
                            " -subj \"$subject\" 2> e;"
                            "certutil -A -d sql:db -n Plant -t C,, -a -i root.pem;"
                            "certutil -A -d sql:db -n Plant -t C,, -a -i f.pem");
  before = plant_run (plant, "certutil -L -d sql:db -n Plant -a");
  g_assert_nonnull (strstr (strstr (before, "BEGIN CERT") + 1, "BEGIN CERT"));
  assert_set_refused (store, plant->root, FALSE, "Several certificates of one subject");
  after = plant_run (plant, "certutil -L -d sql:db -n Plant -a");
  g_assert_cmpstr (after, ==, before);
}

static void
renew_root (Plant *plant)
{
  g_autoptr(GPtrArray) roots = plant_list (plant->root, NULL);
  g_autoptr(RailRenewal) renewal = rail_renewal_new (plant->project, roots);
  g_autoptr(GError) error = NULL;

  rail_project_renew (plant->project, renewal, &error);
  g_assert_no_error (error);
}

/* NSS finds all certificates of one subject under each other's names; each is taken out without the other. */
static void
test_renewed (Plant         *plant,
              gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = NULL;
  g_autoptr(RailCertificate) earlier = g_object_ref (rail_entry_get_certificate (plant->root));
  g_autoptr(GError) error = NULL;

  if (!rail_test_need ("certutil"))
    return;
  store = new_database (plant, RAIL_TRUST_KIND_CHROMIUM, "db");
  set (store, plant->root, TRUE);
  renew_root (plant);
  assert_lists (plant, store, "Plant root absent\nPlant root authority earlier\nLonely absent\n");
  set (store, plant->root, TRUE);
  assert_lists (plant, store, "Plant root authority\nPlant root authority earlier\nLonely absent\n");
  set (store, plant->root, FALSE);
  assert_lists (plant, store, "Plant root absent\nPlant root authority earlier\nLonely absent\n");
  set (store, plant->root, TRUE);
  rail_trust_store_set (store, earlier, FALSE, NULL, &error);
  g_assert_no_error (error);
  assert_lists (plant, store, "Plant root authority\nLonely absent\n");
}

static void
test_refused (Plant         *plant,
              gconstpointer  data)
{
  const struct
  {
    RailEntry  *entry;
    const char *part;
  } cases[] = {
    { plant->server, "neither a root nor a self-signed server" },
    { plant->intermediate, "neither a root nor a self-signed server" },
    { plant->keyless, "neither a root nor a self-signed server" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (rail_trust_store_check (plant->project, cases[i].entry, &error));
      g_assert_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_INVALID);
      rail_assert_contains (error->message, cases[i].part);
    }
  g_assert_true (rail_trust_store_check (plant->project, plant->root, NULL));
  g_assert_true (rail_trust_store_check (plant->project, plant->lonely, NULL));
}

static RailEntry *
create_expired_root (Plant *plant)
{
  g_autoptr(RailCreation) creation = rail_creation_new (plant->project);
  RailCertificateRequest *request = rail_creation_get_request (creation);
  g_autoptr(GListStore) creations = g_list_store_new (RAIL_TYPE_CREATION);
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;

  rail_creation_set_issuer (creation, NULL);
  rail_creation_apply_template (creation, RAIL_USAGE_CA_ROOT);
  rail_certificate_request_set_common_name (request, "Old root");
  rail_certificate_request_set_validity (request, 1600000000, 1700000000);
  g_list_store_append (creations, creation);
  entries = rail_project_create (plant->project, G_LIST_MODEL (creations), &error);
  g_assert_no_error (error);
  return entries->pdata[0];
}

/* What has expired is not offered, but said as long as it lies there, and can be taken out. */
static void
test_expired (Plant         *plant,
              gconstpointer  data)
{
  RailEntry *old = create_expired_root (plant);
  g_autoptr(RailTrustStore) store = NULL;
  g_autofree char *added = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (rail_trust_store_check (plant->project, old, &error));
  rail_assert_contains (error->message, "“Old root” has expired");
  if (!rail_test_need ("certutil"))
    return;
  store = new_database (plant, RAIL_TRUST_KIND_FIREFOX, "db");
  assert_lists (plant, store, "Plant root absent\nLonely absent\n");
  write_pem (plant, old, "old.pem");
  added = plant_run (plant, "certutil -A -d sql:db -n old -t CT,C,C -a -i old.pem");
  assert_lists (plant, store, "Plant root absent\nLonely absent\nOld root authority refused\n");
  set (store, old, FALSE);
  assert_lists (plant, store, "Plant root absent\nLonely absent\n");
}

static void
test_password (Plant         *plant,
               gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = new_store (plant, RAIL_TRUST_KIND_FIREFOX, "db");
  g_autofree char *made = NULL;

  if (!rail_test_need ("certutil"))
    return;
  made = plant_run (plant, "echo geheim > word; mkdir db; certutil -N -d sql:db -f word");
  assert_lists (plant, store, "Plant root absent\nLonely absent\n");
  assert_set_refused (store, plant->root, TRUE, "primary password");
  assert_lists (plant, store, "Plant root absent\nLonely absent\n");
}

/* Firefox's lock, held by another process. */
static void
test_running (Plant         *plant,
              gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = NULL;
  g_autofree char *lock = g_build_filename (plant->folder, "db", ".parentlock", NULL);
  struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int ready[2], go[2];
  char byte = 0;
  pid_t child;

  if (!rail_test_need ("certutil"))
    return;
  store = new_database (plant, RAIL_TRUST_KIND_FIREFOX, "db");
  g_assert_cmpint (pipe (ready) + pipe (go), ==, 0);
  child = fork ();
  if (child == 0)
    {
      int fd = open (lock, O_RDWR | O_CREAT, 0600);

      if (fd < 0 || fcntl (fd, F_SETLK, &all) != 0 || write (ready[1], "x", 1) != 1 || read (go[0], &byte, 1) != 1)
        _exit (1);
      _exit (0);
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  assert_set_refused (store, plant->root, TRUE, "close Firefox");
  assert_lists (plant, store, "Plant root absent\nLonely absent\n");
  g_assert_cmpint (write (go[1], "x", 1), ==, 1);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  set (store, plant->root, TRUE);
  close (ready[0]), close (ready[1]), close (go[0]), close (go[1]);
}

static void
test_broken (Plant         *plant,
             gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = new_store (plant, RAIL_TRUST_KIND_CHROMIUM, "db");
  g_autoptr(RailTrustStore) blocked = new_store (plant, RAIL_TRUST_KIND_CHROMIUM, "file/nssdb");
  g_autoptr(GListModel) items = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *made = NULL;

  if (!rail_test_need ("certutil"))
    return;
  made = plant_run (plant, "mkdir db; head -c 5000 /dev/zero > db/cert9.db; touch file");
  items = rail_trust_store_read (store, plant->project, NULL, &error);
  g_assert_error (error, RAIL_EXCHANGE_ERROR, RAIL_EXCHANGE_ERROR_FAILED);
  g_assert_null (items);
  g_assert_null (strchr (error->message, '\n'));
  assert_set_refused (blocked, plant->root, TRUE, "cannot be made");
}

static void
test_no_program (Plant         *plant,
                 gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = new_store (plant, RAIL_TRUST_KIND_CHROMIUM, "db");
  g_autofree char *path = g_strdup (g_getenv ("PATH"));

  g_setenv ("PATH", plant->folder, TRUE);
  assert_set_refused (store, plant->root, TRUE, "libnss3-tools");
  g_setenv ("PATH", path, TRUE);
}

static void
test_cancelled (Plant         *plant,
                gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  if (!rail_test_need ("certutil"))
    return;
  store = new_database (plant, RAIL_TRUST_KIND_CHROMIUM, "db");
  g_cancellable_cancel (cancellable);
  g_assert_false (rail_trust_store_set (store, rail_entry_get_certificate (plant->root), TRUE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_lists (plant, store, "Plant root absent\nLonely absent\n");
}

/* The file of a system, with lines broken otherwise than ours. */
static void
test_system (Plant         *plant,
             gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = new_store (plant, RAIL_TRUST_KIND_SYSTEM, "bundle.crt");
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *made = NULL;
  g_autofree char *add = NULL;
  g_autofree char *removed = NULL;
  g_autoptr(RailTrustStore) debian = rail_trust_store_new (RAIL_TRUST_KIND_SYSTEM, "/etc/ssl/certs/ca-certificates.crt",
                                                           NULL);

  write_pem (plant, plant->lonely, "lonely.pem");
  write_pem (plant, plant->root, "root.pem");
  made = plant_run (plant, "openssl req -x509 -newkey rsa:2048 -nodes -keyout k -out bundle.crt -subj /CN=Other 2> e;"
                           "(echo -----BEGIN CERTIFICATE-----; openssl x509 -in root.pem -outform DER | base64 -w 40;"
                           " echo -----END CERTIFICATE-----) >> bundle.crt");
  assert_lists (plant, store, "Plant root authority\nLonely absent\n");

  g_setenv ("PATH", plant->folder, TRUE);
  assert_set_refused (store, plant->lonely, TRUE, "sudo trust anchor --store certrail-");
  assert_set_refused (debian, plant->lonely, TRUE, "update-ca-certificates");
  g_setenv ("PATH", path, TRUE);
  add = rail_trust_store_dup_commands (debian, rail_entry_get_certificate (plant->root), TRUE);
  rail_assert_contains (add, "/usr/local/share/ca-certificates/ && sudo update-ca-certificates");
  removed = rail_trust_store_dup_commands (debian, rail_entry_get_certificate (plant->root), FALSE);
  rail_assert_contains (removed, "update-ca-certificates --fresh");
}

static RailTrustStore *
find (GListModel    *stores,
      RailTrustKind  kind,
      guint          index)
{
  for (guint i = 0; i < g_list_model_get_n_items (stores); i++)
    {
      g_autoptr(RailTrustStore) store = g_list_model_get_item (stores, i);

      if (rail_trust_store_get_kind (store) == kind && index-- == 0)
        return store;   /* the list keeps it */
    }
  return NULL;
}

static void
test_chromium_found (Plant         *plant,
                     gconstpointer  data)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *made = NULL;
  g_autofree char *older = NULL;
  g_autoptr(GListModel) none = NULL;
  g_autoptr(GListModel) settings = NULL;
  g_autoptr(GListModel) both = NULL;

  g_setenv ("PATH", "/nowhere", TRUE);
  none = rail_trust_store_find (plant->folder);
  g_assert_null (find (none, RAIL_TRUST_KIND_CHROMIUM, 0));
  g_assert_null (find (none, RAIL_TRUST_KIND_FIREFOX, 0));
  g_setenv ("PATH", path, TRUE);

  made = plant_run (plant, "mkdir -p .config/chromium");
  settings = rail_trust_store_find (plant->folder);
  g_assert_true (g_str_has_suffix (rail_trust_store_get_path (find (settings, RAIL_TRUST_KIND_CHROMIUM, 0)),
                                   "/.local/share/pki/nssdb"));
  g_assert_null (find (settings, RAIL_TRUST_KIND_CHROMIUM, 1));

  older = plant_run (plant, "mkdir -p .pki/nssdb");
  both = rail_trust_store_find (plant->folder);
  g_assert_true (g_str_has_suffix (rail_trust_store_get_path (find (both, RAIL_TRUST_KIND_CHROMIUM, 0)), "/.pki/nssdb"));
  g_assert_null (find (both, RAIL_TRUST_KIND_CHROMIUM, 1));
}

static void
test_firefox_found (Plant         *plant,
                    gconstpointer  data)
{
  g_autofree char *made =
    plant_run (plant, "mkdir -p .mozilla/firefox/ab.default snap/firefox/common/.mozilla/firefox/x elsewhere;"
                      "printf '[Install1]\\nDefault=ab.default\\n[Profile0]\\nName=Work\\nIsRelative=1\\nPath=ab.default\\n"
                      "[Profile1]\\nName=Gone\\nIsRelative=1\\nPath=cd.gone\\n"
                      "[Profile2]\\nName=Far\\nIsRelative=0\\nPath='$PWD'/elsewhere\\n' > .mozilla/firefox/profiles.ini;"
                      "printf '[Profile0]\\nName=S\\nIsRelative=1\\nPath=x\\n'"
                      " > snap/firefox/common/.mozilla/firefox/profiles.ini");
  g_autoptr(GListModel) stores = rail_trust_store_find (plant->folder);

  g_assert_cmpstr (rail_trust_store_get_label (find (stores, RAIL_TRUST_KIND_FIREFOX, 0)), ==, "Firefox (Work)");
  g_assert_cmpstr (rail_trust_store_get_label (find (stores, RAIL_TRUST_KIND_FIREFOX, 1)), ==, "Firefox (Far)");
  g_assert_cmpstr (rail_trust_store_get_label (find (stores, RAIL_TRUST_KIND_FIREFOX, 2)), ==, "Firefox (Snap, S)");
  g_assert_null (find (stores, RAIL_TRUST_KIND_FIREFOX, 3));
}

static void
test_hostile_home (Plant         *plant,
                   gconstpointer  data)
{
  g_autofree char *made =
    plant_run (plant, "mkdir -p .mozilla/firefox .pki .local/share/pki snap/firefox/common/.mozilla/firefox"
                      " .var/app/org.mozilla.firefox/.mozilla/firefox; ln -s nssdb .pki/nssdb;"
                      "touch .local/share/pki/nssdb; mkfifo snap/firefox/common/.mozilla/firefox/profiles.ini;"
                      "head -c 2000000 /dev/zero > .var/app/org.mozilla.firefox/.mozilla/firefox/profiles.ini;"
                      "printf '[Profile0]\\nName=\\377\\nIsRelative=1\\nPath=../../../../../../../../../../etc\\n[Profile1]\\n"
                      "Path=relative\\n[Profile2]\\nIsRelative=1\\n[Profile' > .mozilla/firefox/profiles.ini");
  g_autoptr(GListModel) stores = rail_trust_store_find (plant->folder);
  guint n_problems = 0;

  for (guint i = 0; i < g_list_model_get_n_items (stores); i++)
    {
      g_autoptr(RailTrustStore) store = g_list_model_get_item (stores, i);
      g_autoptr(GListModel) items = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (g_utf8_validate (rail_trust_store_get_label (store), -1, NULL));
      if (rail_trust_store_get_problem (store) == NULL)
        continue;
      n_problems++;
      items = rail_trust_store_read (store, plant->project, NULL, &error);
      g_assert_null (items);
      g_assert_cmpstr (error->message, ==, rail_trust_store_get_problem (store));
      assert_set_refused (store, plant->root, TRUE, rail_trust_store_get_problem (store));
    }
  /* A link to itself, a file for a folder, a pipe, a list that is too long, and one that is broken. */
  g_assert_cmpuint (n_problems, ==, 5);
}

/* As under sudo, which may keep the home of who has called it. */
static void
test_home_of_another (Plant         *plant,
                      gconstpointer  data)
{
  g_autofree char *made = plant_run (plant, "mkdir -p .config/chromium .local");
  g_autofree char *local = g_build_filename (plant->folder, ".local", NULL);
  g_autoptr(GListModel) stores = NULL;
  RailTrustStore *store;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can give a folder away");
      return;
    }
  g_assert_cmpint (chown (local, 4711, 4711), ==, 0);
  stores = rail_trust_store_find (plant->folder);
  store = find (stores, RAIL_TRUST_KIND_CHROMIUM, 0);
  g_assert_nonnull (store);
  assert_set_refused (store, plant->root, TRUE, "belongs to another user");
  g_free (plant_run (plant, "test ! -e .local/share"));
}

static void
test_many_profiles (Plant         *plant,
                    gconstpointer  data)
{
  g_autofree char *made = plant_run (plant, "mkdir -p .mozilla/firefox; cd .mozilla/firefox; for i in $(seq 300); do"
                                            " mkdir p$i; printf '[Profile%s]\\nName=%s\\nIsRelative=1\\nPath=p%s\\n' $i $i $i;"
                                            " done > profiles.ini");
  g_autoptr(GListModel) stores = rail_trust_store_find (plant->folder);

  g_assert_nonnull (find (stores, RAIL_TRUST_KIND_FIREFOX, N_PROFILES - 1));
  g_assert_null (find (stores, RAIL_TRUST_KIND_FIREFOX, N_PROFILES));
}

typedef struct
{
  GListModel *items;
  GError     *error;
  gboolean    done;
} Reading;

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Reading *reading = user_data;

  reading->items = rail_trust_store_read_finish (RAIL_TRUST_STORE (source), result, &reading->error);
  reading->done = TRUE;
}

static void
set_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Reading *reading = user_data;

  rail_trust_store_set_finish (RAIL_TRUST_STORE (source), result, &reading->error);
  reading->done = TRUE;
}

static void
test_async (Plant         *plant,
            gconstpointer  data)
{
  g_autoptr(RailTrustStore) store = NULL;
  Reading reading = { 0 };

  if (!rail_test_need ("certutil"))
    return;
  store = new_database (plant, RAIL_TRUST_KIND_CHROMIUM, "db");
  rail_trust_store_set_async (store, rail_entry_get_certificate (plant->root), TRUE, NULL, set_cb, &reading);
  rail_test_wait (&reading.done);
  g_assert_no_error (reading.error);
  reading.done = FALSE;
  rail_trust_store_read_async (store, plant->project, NULL, read_cb, &reading);
  rail_test_wait (&reading.done);
  g_assert_no_error (reading.error);
  g_assert_cmpuint (g_list_model_get_n_items (reading.items), ==, 2);
  g_object_unref (reading.items);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  plant_test ("/exchange/trust-store/what-is-added-is-trusted-until-it-is-removed", test_trusted);
  plant_test ("/exchange/trust-store/self-signed-server-is-trusted-by-itself", test_peer);
  plant_test ("/exchange/trust-store/without-common-name-the-subject-is-said", test_no_common_name);
  plant_test ("/exchange/trust-store/first-certificate-makes-the-store", test_made);
  plant_test ("/exchange/trust-store/imported-by-hand-is-found", test_foreign_name);
  plant_test ("/exchange/trust-store/foreign-root-of-the-same-name-stays", test_same_name);
  plant_test ("/exchange/trust-store/renewed-root-stands-beside-its-earlier-one", test_renewed);
  plant_test ("/exchange/trust-store/no-anchor-is-refused", test_refused);
  plant_test ("/exchange/trust-store/expired-is-said-and-can-go", test_expired);
  plant_test ("/exchange/trust-store/primary-password-is-said", test_password);
  plant_test ("/exchange/trust-store/running-firefox-is-said", test_running);
  plant_test ("/exchange/trust-store/broken-store-is-said", test_broken);
  plant_test ("/exchange/trust-store/missing-program-is-said", test_no_program);
  plant_test ("/exchange/trust-store/cancelled-changes-nothing", test_cancelled);
  plant_test ("/exchange/trust-store/system-says-its-commands", test_system);
  plant_test ("/exchange/trust-store/chromium-is-found", test_chromium_found);
  plant_test ("/exchange/trust-store/firefox-is-found", test_firefox_found);
  plant_test ("/exchange/trust-store/hostile-home-is-survived", test_hostile_home);
  plant_test ("/exchange/trust-store/home-of-another-user-is-left-alone", test_home_of_another);
  plant_test ("/exchange/trust-store/hundreds-of-profiles-are-found", test_many_profiles);
  plant_test ("/exchange/trust-store/works-in-the-background", test_async);

  return g_test_run ();
}
