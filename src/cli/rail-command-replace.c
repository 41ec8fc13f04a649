/* SPDX-License-Identifier: GPL-3.0-or-later */

/* replace */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "rail-cli.h"
#include "rail-replacement.h"

/* The certificate of the file and its key: of several certificates the one that a key of the file fits, else the first. */
static RailCertificate *
choose (RailBundle  *bundle,
        const char  *path,
        RailBundle  *keys,
        RailKey    **out_key,
        GError     **error)
{
  GListModel *items = rail_bundle_get_items (keys != NULL ? keys : bundle);
  g_autoptr(GPtrArray) certificates = rail_cli_list_in_bundle (bundle);
  g_autoptr(RailKey) first_key = NULL;

  *out_key = NULL;
  if (certificates->len == 0)
    {
      g_autoptr(RailBundleItem) item = rail_cli_find_in_bundle (bundle, path, RAIL_BUNDLE_CERTIFICATE, error);

      return NULL;
    }
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailBundleItem) item = g_list_model_get_item (items, i);
      RailKey *key = rail_bundle_item_get_key (item);

      for (guint c = 0; key != NULL && c < certificates->len; c++)
        if (rail_certificate_matches_key (certificates->pdata[c], key))
          {
            *out_key = g_object_ref (key);
            return g_object_ref (certificates->pdata[c]);
          }
      if (key != NULL && first_key == NULL)
        first_key = g_object_ref (key);
    }
  /* A key that fits nothing is told as that, not left out. */
  *out_key = g_steal_pointer (&first_key);
  return g_object_ref (certificates->pdata[0]);
}

static RailReplacement *
read_replacement (RailCli     *self,
                  RailEntry   *entry,
                  const char  *path,
                  const char  *key_path,
                  const char  *password_file,
                  GError     **error)
{
  g_autoptr(RailBundle) bundle = rail_cli_read_bundle (path, password_file, error);
  g_autoptr(RailBundle) keys = NULL;
  g_autoptr(RailBundleItem) key_item = NULL;
  g_autoptr(RailCertificate) certificate = NULL;
  g_autoptr(RailKey) key = NULL;

  if (bundle == NULL)
    return NULL;
  if (key_path != NULL)
    {
      keys = rail_cli_read_bundle (key_path, password_file, error);
      if (keys == NULL)
        return NULL;
      key_item = rail_cli_find_in_bundle (keys, key_path, RAIL_BUNDLE_KEY, error);
      if (key_item == NULL)
        return NULL;
    }
  certificate = choose (bundle, path, keys, &key, error);
  return certificate != NULL ? rail_replacement_new (self->project, entry, certificate, key) : NULL;
}

/* What differs, side by side. */
static void
print_differences (RailReplacement *replacement)
{
  g_autoptr(GListModel) rows = rail_replacement_get_comparison (replacement);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(RailComparison) row = g_list_model_get_item (rows, i);
      const char *left = rail_comparison_get_left (row);
      const char *right = rail_comparison_get_right (row);

      if (rail_comparison_differs (row))
        rail_cli_print ("%s: %s → %s\n", rail_comparison_get_label (row), left != NULL ? left : "–",
                        right != NULL ? right : "–");
    }
}

static void
warn (RailReplacement *replacement)
{
  g_autoptr(GFlagsClass) flags = g_type_class_ref (RAIL_TYPE_REPLACEMENT_PROBLEMS);
  RailReplacementProblems problems = rail_replacement_validate (replacement);

  for (guint i = 0; i < flags->n_values; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *printable = NULL;

      if ((problems & flags->values[i].value) == 0)
        continue;
      text = rail_replacement_describe (replacement, flags->values[i].value);
      printable = rail_cli_make_printable (text);
      g_printerr ("certrailctl: %s\n", printable);
    }
}

/* Puts a certificate from a file in the place of another. */
gboolean
rail_command_replace (RailCli  *self,
                      char    **arguments,
                      GError  **error)
{
  g_autofree char *password_file = NULL;
  g_autofree char *key_path = NULL;
  gboolean force = FALSE;
  gboolean dry_run = FALSE;
  g_auto(GStrv) rest = NULL;
  g_autoptr(RailReplacement) replacement = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  RailEntry *entry;
  const GOptionEntry options[] = {
    { "file-password-file", 0, 0, G_OPTION_ARG_FILENAME, &password_file, N_("File with the password of NEW"),
      N_("FILE") },
    { "key-file", 0, 0, G_OPTION_ARG_FILENAME, &key_path, N_("File of the private key, if it is not in NEW"),
      N_("FILE") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &force,
      N_("Replace it although something speaks against it, but never with a key that does not fit"), NULL },
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run, N_("Only print what would be different"), NULL },
    { NULL }
  };

  rest = rail_cli_parse (self, options,
                         _("NEW is a PKCS#12 file, or a certificate in any other form. The ID and the device stay."),
                         arguments, 3, 3, error);
  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  entry = rail_cli_find_entry (self, rest[1], error);
  if (entry == NULL)
    return FALSE;
  replacement = read_replacement (self, entry, rest[2], key_path, password_file, error);
  if (replacement == NULL)
    return FALSE;

  rail_replacement_set_force (replacement, force);
  if (dry_run)
    {
      print_differences (replacement);
      warn (replacement);
      return TRUE;
    }
  if (rail_replacement_is_possible (replacement))
    warn (replacement);
  if (!rail_project_replace (self->project, replacement, error) || !rail_cli_save (self, error))
    return FALSE;
  entries = g_ptr_array_new ();
  g_ptr_array_add (entries, entry);
  if (self->json)
    rail_cli_print_entries (self, entries);
  return TRUE;
}
