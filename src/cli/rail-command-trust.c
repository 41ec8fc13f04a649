/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-cli"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "rail-cli.h"
#include "rail-trust-store.h"

static gboolean
is_wanted (RailTrustStore *store,
           const char     *wanted)
{
  RailTrustKind kind = rail_trust_store_get_kind (store);

  return wanted == NULL || g_strcmp0 (wanted, rail_trust_kind_get_nick (kind)) == 0;
}

/* The stores that --store names: of a kind, or the database in a folder. */
static GPtrArray *
find_stores (const char  *wanted,
             gboolean     browsers_only,
             GError     **error)
{
  g_autoptr(GPtrArray) stores = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GListModel) found = NULL;

  if (wanted != NULL && strchr (wanted, G_DIR_SEPARATOR) != NULL)
    {
      g_autofree char *path = g_canonicalize_filename (wanted, NULL);

      g_ptr_array_add (stores, rail_trust_store_new (RAIL_TRUST_KIND_CHROMIUM, path, NULL));
      return g_steal_pointer (&stores);
    }
  found = rail_trust_store_find (g_get_home_dir ());
  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr(RailTrustStore) store = g_list_model_get_item (found, i);

      if (is_wanted (store, wanted) &&
          (wanted != NULL || !browsers_only || rail_trust_store_get_kind (store) != RAIL_TRUST_KIND_SYSTEM))
        g_ptr_array_add (stores, g_steal_pointer (&store));
    }
  if (stores->len > 0)
    return g_steal_pointer (&stores);
  if (wanted == NULL || g_str_equal (wanted, "chromium") || g_str_equal (wanted, "firefox") ||
      g_str_equal (wanted, "system"))
    g_set_error_literal (error, RAIL_CLI_ERROR, RAIL_CLI_ERROR_REFUSED,
                         _("There is no such store of certificates here; start the browser once, or name a folder with "
                           "--store."));
  else
    rail_cli_set_usage_error (error, _("“%s” is no store; there are chromium, firefox and system, and folders with a slash in "
                                       "their name."), wanted);
  return NULL;
}

static void
add_item (JsonBuilder   *builder,
          RailTrustItem *item)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_int_value (builder, rail_trust_item_get_id (item));
  rail_cli_add_text (builder, "common_name", rail_certificate_get_common_name (rail_trust_item_get_certificate (item)));
  rail_cli_add_text (builder, "fingerprint_sha256",
                     rail_certificate_get_fingerprint (rail_trust_item_get_certificate (item)));
  rail_cli_add_text (builder, "trust", rail_trust_level_get_nick (rail_trust_item_get_level (item)));
  json_builder_set_member_name (builder, "earlier");
  json_builder_add_boolean_value (builder, rail_trust_item_is_earlier (item));
  rail_cli_add_text (builder, "refusal", rail_trust_item_get_refusal (item));
  json_builder_end_object (builder);
}

static void
print_item (RailTrustItem *item)
{
  rail_cli_print ("  %u %s: %s\n", rail_trust_item_get_id (item), rail_trust_item_get_name (item),
                  rail_trust_level_get_label (rail_trust_item_get_level (item)));
  if (rail_trust_item_get_refusal (item) != NULL)
    rail_cli_print ("    %s\n", rail_trust_item_get_refusal (item));
}

/* One store, with what it says of the project, or why it says nothing. */
static void
show_store (RailCli        *self,
            JsonBuilder    *builder,
            RailTrustStore *store)
{
  g_autofree char *path = g_filename_display_name (rail_trust_store_get_path (store));
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) items = rail_trust_store_read (store, self->project, NULL, &error);

  json_builder_begin_object (builder);
  rail_cli_add_text (builder, "kind", rail_trust_kind_get_nick (rail_trust_store_get_kind (store)));
  rail_cli_add_text (builder, "path", path);
  json_builder_set_member_name (builder, "exists");
  json_builder_add_boolean_value (builder, rail_trust_store_exists (store));
  rail_cli_add_text (builder, "problem", error != NULL ? error->message : NULL);
  json_builder_set_member_name (builder, "certificates");
  json_builder_begin_array (builder);
  if (!self->json)
    rail_cli_print ("%s, %s\n", rail_trust_store_get_label (store), path);
  if (!self->json && error != NULL)
    rail_cli_print ("  %s\n", error->message);
  for (guint i = 0; items != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RailTrustItem) item = g_list_model_get_item (items, i);

      add_item (builder, item);
      if (!self->json)
        print_item (item);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
show_stores (RailCli   *self,
             GPtrArray *stores)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < stores->len; i++)
    show_store (self, builder, g_ptr_array_index (stores, i));
  json_builder_end_array (builder);
  if (self->json)
    rail_cli_print_json (builder);
}

static gboolean
change_store (RailTrustStore  *store,
              GPtrArray       *entries,
              gboolean         trusted,
              GError         **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      RailEntry *entry = g_ptr_array_index (entries, i);

      if (!rail_trust_store_set (store, rail_entry_get_certificate (entry), trusted, NULL, error))
        return FALSE;
      /* What was renewed goes with it, since its ID is all that there is to name it by. */
      for (guint j = 0; !trusted && j < rail_entry_get_n_generations (entry); j++)
        if (!rail_trust_store_set (store, rail_generation_get_certificate (rail_entry_get_generation (entry, j)), FALSE,
                                   NULL, error))
          return FALSE;
    }
  return TRUE;
}

/* A store that cannot be changed keeps the others from nothing; the first of them is said. */
static gboolean
change (RailCli     *self,
        const char  *path,
        char       **ids,
        const char  *wanted,
        gboolean     trusted,
        GError     **error)
{
  g_autoptr(GPtrArray) stores = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) failure = NULL;

  if (!rail_cli_open (self, path, error))
    return FALSE;
  entries = rail_cli_find_entries (self, ids, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; trusted && i < entries->len; i++)
    if (!rail_trust_store_check (self->project, g_ptr_array_index (entries, i), error))
      return FALSE;
  stores = find_stores (wanted, TRUE, error);
  if (stores == NULL)
    return FALSE;
  for (guint i = 0; i < stores->len; i++)
    change_store (g_ptr_array_index (stores, i), entries, trusted, failure == NULL ? &failure : NULL);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  show_stores (self, stores);
  return TRUE;
}

static gboolean
parse_and_change (RailCli   *self,
                  char     **arguments,
                  gboolean   trusted,
                  GError   **error)
{
  g_autofree char *wanted = NULL;
  g_auto(GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &wanted,
      N_("chromium, firefox, system or the folder of a database; all browsers without it"), N_("STORE") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 2, G_MAXUINT, error);
  return rest != NULL && change (self, rest[0], rest + 1, wanted, trusted, error);
}

/* Shows what browsers and the system trust of the project. */
gboolean
rail_command_trust_list (RailCli  *self,
                         char    **arguments,
                         GError  **error)
{
  g_autofree char *wanted = NULL;
  g_auto(GStrv) rest = NULL;
  g_autoptr(GPtrArray) stores = NULL;
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &wanted,
      N_("chromium, firefox, system or the folder of a database; all of them without it"), N_("STORE") },
    { NULL }
  };

  rest = rail_cli_parse (self, entries, NULL, arguments, 1, 1, error);
  if (rest == NULL || !rail_cli_open (self, rest[0], error))
    return FALSE;
  stores = find_stores (wanted, FALSE, error);
  if (stores == NULL)
    return FALSE;
  show_stores (self, stores);
  return TRUE;
}

/* Lets browsers or the system trust roots and self-signed servers, and shows what they trust then. */
gboolean
rail_command_trust_add (RailCli  *self,
                        char    **arguments,
                        GError  **error)
{
  return parse_and_change (self, arguments, TRUE, error);
}

/* Takes certificates out, with those that their entries had before. */
gboolean
rail_command_trust_remove (RailCli  *self,
                           char    **arguments,
                           GError  **error)
{
  return parse_and_change (self, arguments, FALSE, error);
}
