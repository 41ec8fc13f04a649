/* SPDX-License-Identifier: GPL-3.0-or-later */

/* trust list, trust add, trust remove: in a home of the test's own */

#include "ctl.h"

#include <string.h>

static void
set_up (Ctl           *ctl,
        gconstpointer  data)
{
  ctl_set_up (ctl, data);
  g_setenv ("HOME", ctl->folder, TRUE);
}

/* What the first store of the answer says of the certificate with an ID: “absent”, “authority” … */
static char *
dup_trust (Ctl  *ctl,
           gint64 id,
           const char *store)
{
  g_autoptr(JsonNode) node = ctl_json (ctl, "trust", "list", "--json", "plant.certrail", "--store", store, NULL);
  JsonObject *first = json_array_get_object_element (json_node_get_array (node), 0);
  JsonArray *certificates = json_object_get_array_member (first, "certificates");

  for (guint i = 0; i < json_array_get_length (certificates); i++)
    {
      JsonObject *certificate = json_array_get_object_element (certificates, i);

      if (json_object_get_int_member (certificate, "id") == id)
        return g_strdup (json_object_get_string_member (certificate, "trust"));
    }
  return g_strdup ("not listed");
}

#define assert_trust(ctl, id, store, expected) \
  G_STMT_START { \
    g_autofree char *trust = dup_trust (ctl, id, store); \
    g_assert_cmpstr (trust, ==, expected); \
  } G_STMT_END

static void
test_chromium (Ctl           *ctl,
               gconstpointer  data)
{
  if (!rail_test_need ("certutil"))
    return;
  ctl_shell (ctl, "mkdir -p .config/chromium");
  assert_trust (ctl, 1, "chromium", "absent");
  ctl_done (ctl, "trust", "add", "plant.certrail", "1", NULL);
  rail_assert_contains (ctl->out, "Plant root: Trusted with all that it has issued");
  assert_trust (ctl, 1, "chromium", "authority");
  ctl_shell (ctl, "certutil -L -d sql:.local/share/pki/nssdb | grep 'Plant root.*C,,'");
  ctl_done (ctl, "trust", "remove", "plant.certrail", "1", NULL);
  assert_trust (ctl, 1, "chromium", "absent");
}

/* Every profile gets it; a folder is named by its path. */
static void
test_firefox (Ctl           *ctl,
              gconstpointer  data)
{
  if (!rail_test_need ("certutil"))
    return;
  ctl_shell (ctl, "mkdir -p .mozilla/firefox/a .mozilla/firefox/b; for p in a b; do"
                  " certutil -N -d sql:.mozilla/firefox/$p --empty-password; done;"
                  "printf '[Profile0]\\nName=a\\nIsRelative=1\\nPath=a\\n[Profile1]\\nName=b\\nIsRelative=1\\nPath=b\\n'"
                  " > .mozilla/firefox/profiles.ini");
  ctl_done (ctl, "trust", "add", "plant.certrail", "1", "--store", "firefox", NULL);
  assert_trust (ctl, 1, "./.mozilla/firefox/a", "authority");
  assert_trust (ctl, 1, "./.mozilla/firefox/b", "authority");
  ctl_done (ctl, "trust", "remove", "plant.certrail", "1", "--store", "./.mozilla/firefox/a", NULL);
  assert_trust (ctl, 1, "./.mozilla/firefox/a", "absent");
  assert_trust (ctl, 1, "./.mozilla/firefox/b", "authority");
}

/* The first profile has a primary password; the second one is not left out for it. */
static void
test_one_of_two (Ctl           *ctl,
                 gconstpointer  data)
{
  if (!rail_test_need ("certutil"))
    return;
  ctl_shell (ctl, "mkdir -p .mozilla/firefox/a .mozilla/firefox/b; echo Kettle-7-boils > word;"
                  " certutil -N -d sql:.mozilla/firefox/a -f word;"
                  " certutil -N -d sql:.mozilla/firefox/b --empty-password;"
                  "printf '[Profile0]\\nName=a\\nIsRelative=1\\nPath=a\\n[Profile1]\\nName=b\\nIsRelative=1\\nPath=b\\n'"
                  " > .mozilla/firefox/profiles.ini");
  ctl_refused (ctl, 1, "primary password", "trust", "add", "plant.certrail", "1", "--store", "firefox", NULL);
  assert_trust (ctl, 1, "./.mozilla/firefox/b", "authority");
  ctl_refused (ctl, 1, "primary password", "trust", "remove", "plant.certrail", "1", "--store", "firefox", NULL);
  assert_trust (ctl, 1, "./.mozilla/firefox/b", "absent");
}

static void
test_refused (Ctl           *ctl,
              gconstpointer  data)
{
  ctl_refused (ctl, 2, "is no store", "trust", "list", "plant.certrail", "--store", "safari", NULL);
  ctl_refused (ctl, 1, "no such store", "trust", "add", "plant.certrail", "1", "--store", "firefox", NULL);
  ctl_refused (ctl, 1, "neither a root nor", "trust", "add", "plant.certrail", "2", "--store", "./db", NULL);
  ctl_refused (ctl, 1, "9", "trust", "remove", "plant.certrail", "9", "--store", "./db", NULL);
  ctl_refused (ctl, 2, "", "trust", "add", "plant.certrail", NULL);
  ctl_shell (ctl, "! test -e db; ! test -e .local");
}

#define trust_test(path, function) g_test_add (path, Ctl, NULL, set_up, function, ctl_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  trust_test ("/cli/trust/chromium-trusts-until-it-is-removed", test_chromium);
  trust_test ("/cli/trust/each-firefox-profile-is-a-store", test_firefox);
  trust_test ("/cli/trust/a-store-that-refuses-stops-no-other", test_one_of_two);
  trust_test ("/cli/trust/wrong-usage-is-said", test_refused);

  return g_test_run ();
}
