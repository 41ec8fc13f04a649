/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where browsers keep what their user trusts. Chromium: docs/linux/cert_management.md of its sources, “since M146
 * $HOME/.local/share/pki/nssdb; an existing $HOME/.pki/nssdb keeps being used”. Firefox: profiles.ini.
 */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-trust-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "rail-exchange-posix.h"

#define MAX_PROFILES_FILE (1 << 20)
#define MAX_NAME 60

/* Below home. */
static const struct
{
  const char *path;
  const char *package;   /* how the browser was installed, or NULL */
} chromium_folders[] = {
  { ".pki/nssdb", NULL },
  { ".local/share/pki/nssdb", NULL },
  { "snap/chromium/current/.pki/nssdb", "Snap" },
  { "snap/chromium/current/.local/share/pki/nssdb", "Snap" },
  { ".var/app/org.chromium.Chromium/.pki/nssdb", "Flatpak" },
  { ".var/app/com.google.Chrome/.pki/nssdb", "Flatpak" },
  { ".var/app/com.microsoft.Edge/.pki/nssdb", "Flatpak" },
};

#define CHROMIUM_DEFAULT ".local/share/pki/nssdb"

/* With one of them there is a browser whose store is made when it is needed first. */
static const char * const chromium_settings[] = { ".config/chromium", ".config/google-chrome", ".config/microsoft-edge" };
static const char * const chromium_programs[] = {
  "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable",
};

static const struct
{
  const char *path;
  const char *package;
} firefox_folders[] = {
  { ".mozilla/firefox", NULL },
  { ".config/mozilla/firefox", NULL },
  { "snap/firefox/common/.mozilla/firefox", "Snap" },
  { ".var/app/org.mozilla.firefox/.mozilla/firefox", "Flatpak" },
};

/* Under sudo the home can be another user's, who could not use there what root makes. */
static void
check_place (RailTrustStore *store,
             const char     *path)
{
  g_autofree char *place = g_path_get_dirname (path);
  g_autofree char *name = NULL;
  GStatBuf status;

  while (g_stat (place, &status) != 0)
    {
      char *parent = g_path_get_dirname (place);

      if (g_str_equal (parent, place))
        {
          g_free (parent);
          return;
        }
      g_free (place);
      place = parent;
    }
  if (rail_exchange_is_own (&status))
    return;
  name = g_filename_display_name (place);
  rail_trust_store_set_problem (store, g_strdup_printf (_("The folder “%s” belongs to another user, so it is left alone; "
                                                          "log in as that one."), name));
}

/* A folder of somebody else is not this user's store, whatever link leads there. */
static void
check_owner (RailTrustStore *store,
             const char     *path)
{
  g_autofree char *name = g_filename_display_name (path);
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    {
      if (errno == ENOENT)
        check_place (store, path);
      else
        rail_trust_store_set_problem (store,
                                      g_strdup_printf (_("The folder “%s” cannot be looked into: %s; repair what is in its "
                                                         "place."), name, g_strerror (errno)));
    }
  else if (!S_ISDIR (status.st_mode))
    rail_trust_store_set_problem (store, g_strdup_printf (_("“%s” is no folder; move it away, and start the browser, which "
                                                            "makes one."), name));
  else if (!rail_exchange_is_own (&status))
    rail_trust_store_set_problem (store, g_strdup_printf (_("The folder “%s” belongs to another user, so it is left alone; "
                                                            "log in as that one."), name));
  else if (!rail_exchange_may_list (path))
    rail_trust_store_set_problem (store, g_strdup_printf (_("The folder “%s” cannot be read by you; make it readable."),
                                                          name));
}

static void
append (GListStore    *stores,
        RailTrustKind  kind,
        const char    *path,
        const char    *profile)
{
  g_autoptr(RailTrustStore) store = rail_trust_store_new (kind, path, profile);

  check_owner (store, path);
  g_list_store_append (stores, store);
}

static gboolean
has_chromium (const char *home)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chromium_settings); i++)
    {
      g_autofree char *path = g_build_filename (home, chromium_settings[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (chromium_programs); i++)
    {
      g_autofree char *program = g_find_program_in_path (chromium_programs[i]);

      if (program != NULL)
        return TRUE;
    }
  return FALSE;
}

void
rail_trust_find_chromium (GListStore *stores,
                          const char *home)
{
  gboolean found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (chromium_folders); i++)
    {
      g_autofree char *path = g_build_filename (home, chromium_folders[i].path, NULL);
      GStatBuf status;

      if (g_lstat (path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR))
        continue;
      append (stores, RAIL_TRUST_KIND_CHROMIUM, path, chromium_folders[i].package);
      found = found || chromium_folders[i].package == NULL;
    }
  if (!found && has_chromium (home))
    {
      g_autofree char *path = g_build_filename (home, CHROMIUM_DEFAULT, NULL);

      append (stores, RAIL_TRUST_KIND_CHROMIUM, path, NULL);
    }
}

/* The file is somebody's, and may be as long as they like. */
static GKeyFile *
read_profiles (const char  *path,
               GError     **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  GStatBuf status;

  if (g_stat (path, &status) == 0 && (!S_ISREG (status.st_mode) || status.st_size > MAX_PROFILES_FILE))
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("it is no list of profiles"));
      return NULL;
    }
  return g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error) ? g_steal_pointer (&file) : NULL;
}

static char *
dup_profile_name (GKeyFile   *file,
                  const char *group,
                  const char *path,
                  const char *package)
{
  g_autofree char *name = g_key_file_get_string (file, group, "Name", NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *valid = g_utf8_make_valid (name != NULL && *name != '\0' ? name : base, -1);
  g_autofree char *start = g_utf8_substring (valid, 0, MIN (MAX_NAME, g_utf8_strlen (valid, -1)));

  return package != NULL ? g_strdup_printf ("%s, %s", package, start) : g_strdup (start);
}

static void
append_profile (GListStore *stores,
                GHashTable *seen,
                const char *folder,
                const char *package,
                GKeyFile   *file,
                const char *group)
{
  g_autofree char *value = g_key_file_get_string (file, group, "Path", NULL);
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;

  if (value == NULL || *value == '\0')
    return;
  path = g_key_file_get_integer (file, group, "IsRelative", NULL) != 0 ? g_build_filename (folder, value, NULL)
                                                                       : g_strdup (value);
  if (!g_path_is_absolute (path) || !g_file_test (path, G_FILE_TEST_EXISTS) || !g_hash_table_add (seen, g_strdup (path)))
    return;
  name = dup_profile_name (file, group, path, package);
  append (stores, RAIL_TRUST_KIND_FIREFOX, path, name);
}

void
rail_trust_find_firefox (GListStore *stores,
                         const char *home)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (firefox_folders); i++)
    {
      g_autofree char *folder = g_build_filename (home, firefox_folders[i].path, NULL);
      g_autofree char *path = g_build_filename (folder, "profiles.ini", NULL);
      g_autofree char *name = g_filename_display_name (path);
      g_autoptr(GError) error = NULL;
      g_autoptr(GKeyFile) file = read_profiles (path, &error);
      g_auto(GStrv) groups = NULL;

      if (file == NULL)
        {
          g_autoptr(RailTrustStore) store = NULL;

          if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
              g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
            continue;
          store = rail_trust_store_new (RAIL_TRUST_KIND_FIREFOX, folder, firefox_folders[i].package);
          rail_trust_store_set_problem (store, g_strdup_printf (_("The list of Firefox's profiles in “%s” cannot be read: %s; "
                                                                  "repair it."), name, error->message));
          g_list_store_append (stores, store);
          continue;
        }
      groups = g_key_file_get_groups (file, NULL);
      for (char **group = groups; *group != NULL; group++)
        if (g_str_has_prefix (*group, "Profile"))
          append_profile (stores, seen, folder, firefox_folders[i].package, file, *group);
    }
}
