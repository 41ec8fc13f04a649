/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

static const char functions[] =
  "make () {\n"
  "  openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out $1.key\n"
  "  openssl req -new -key $1.key -subj \"/CN=$2\" -out $1.csr\n"
  "  printf '[e]\\n%s\\n' \"$4\" > $1.cnf\n"
  "  if [ -n \"$3\" ]; then\n"
  "    openssl x509 -req -in $1.csr -CA $3.pem -CAkey $3.key -CAcreateserial -days 900 -extfile $1.cnf -extensions e -out $1.pem\n"
  "  else\n"
  "    openssl x509 -req -in $1.csr -signkey $1.key -days 900 -extfile $1.cnf -extensions e -out $1.pem\n"
  "  fi\n"
  "}\n"
  "ca () { make $1 \"$2\" \"$3\" 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
  "authorityKeyIdentifier=keyid'; }\n"
  "leaf () { make $1 \"$2\" \"$3\" 'basicConstraints=critical,CA:FALSE\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
  "subjectAltName=DNS:plc.example'; }\n"
  "crl () {\n"
  "  : > $1.index; echo $3 > $1.number\n"
  "  printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=%s.index\\ncrlnumber=%s.number\\ndefault_md=sha256\\n' $1 $1 > $1.ca\n"
  "  if [ -n \"$4\" ]; then\n"
  "    printf 'R\\t300101000000Z\\t260102030405Z,keyCompromise\\t%s\\tunknown\\t/CN=x\\n' $4 > $1.index\n"
  "  fi\n"
  "  openssl ca -gencrl -config $1.ca -keyfile $1.key -cert $1.pem -crldays 30 -out $2\n"
  "}\n";

static RailProject *
make_project (void)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new ();

  rail_environment_set_iterations (environment, 1000);
  return rail_project_new (environment, "Bottling line 3");
}

void
desk_set_up (Desk          *desk,
             gconstpointer  data)
{
  desk->folder = rail_test_make_folder ();
  desk->project = make_project ();
  desk->import = rail_import_new (desk->project);
}

void
desk_tear_down (Desk          *desk,
                gconstpointer  data)
{
  rail_test_remove_folder (desk->folder);
  g_free (desk->folder);
  g_assert_finalize_object (desk->import);
  g_assert_finalize_object (desk->project);
}

/* Without the default authorities, which would only be in the way. */
void
desk_protect (Desk *desk)
{
  g_autoptr(RailSecret) password = rail_secret_new_from_string ("correct horse");
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr(RailProtection) protection = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_object (&desk->import);
  g_clear_object (&desk->project);
  desk->project = make_project ();
  protection = rail_protection_new (rail_project_get_environment (desk->project), "admin", password, &error);
  g_assert_no_error (error);
  rail_project_restore (desk->project, 1, protection, nothing, nothing, &error);
  g_assert_no_error (error);
  desk->import = rail_import_new (desk->project);
}

/* Another import into the same project. */
void
desk_restart (Desk *desk)
{
  g_assert_finalize_object (desk->import);
  desk->import = rail_import_new (desk->project);
}

void
desk_run (Desk       *desk,
          const char *command)
{
  g_autofree char *script = g_strconcat (functions, command, NULL);
  g_autofree char *output = NULL;
  int status = rail_test_run (desk->folder, &output, "sh", "-e", "-c", script, NULL);

  if (status != 0)
    g_error ("%s\nfailed with %d:\n%s", command, status, output);
}

void
desk_add (Desk       *desk,
          const char *name,
          ...)
{
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr(GError) error = NULL;
  va_list names;

  va_start (names, name);
  for (; name != NULL; name = va_arg (names, const char *))
    {
      g_autofree char *path = g_build_filename (desk->folder, name, NULL);
      g_autoptr(GFile) file = g_file_new_for_path (path);

      g_list_store_append (files, file);
    }
  va_end (names);
  rail_import_add_files (desk->import, G_LIST_MODEL (files), NULL, &error);
  g_assert_no_error (error);
}

gboolean
desk_unlock (Desk       *desk,
             const char *password)
{
  g_autoptr(RailSecret) secret = rail_secret_new_from_string (password);
  g_autoptr(GError) error = NULL;

  if (rail_import_unlock (desk->import, NULL, secret, &error))
    return TRUE;
  g_assert_error (error, RAIL_PKI_ERROR, RAIL_PKI_ERROR_WRONG_PASSWORD);
  return FALSE;
}

RailImportItem *
desk_get_item (Desk  *desk,
               guint  position)
{
  g_autoptr(RailImportItem) item = g_list_model_get_item (rail_import_get_items (desk->import), position);

  return item;   /* the import keeps it */
}

char *
desk_show (Desk *desk)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rail_import_get_items (desk->import)); i++)
    {
      RailImportItem *item = desk_get_item (desk, i);

      g_assert_true (g_str_has_suffix (rail_import_item_get_state_text (item), "."));
      g_assert_cmpint (rail_import_item_get_can_choose (item), ==, *rail_import_item_get_becomes (item) != '\0');
      g_string_append_printf (text, "%s | %s | %s\n", rail_import_state_get_nick (rail_import_item_get_state (item)),
                              rail_import_item_get_name (item), rail_import_item_get_becomes (item));
    }
  return g_string_free (text, FALSE);
}

char *
desk_list (Desk *desk)
{
  GListModel *entries = rail_project_get_entries (desk->project);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);
      RailCertificate *certificate = rail_entry_get_certificate (entry);
      RailKey *key = rail_entry_get_key (entry);

      g_assert_true (key == NULL || rail_certificate_matches_key (certificate, key));
      g_string_append_printf (text, "%u %s %s%s%s\n", rail_entry_get_id (entry),
                              rail_entry_kind_get_nick (rail_entry_get_kind (entry)),
                              rail_certificate_get_common_name (certificate), key != NULL ? " +key" : "",
                              rail_entry_is_revoked (entry, NULL, NULL) ? " revoked" : "");
    }
  return g_string_free (text, FALSE);
}

char *
desk_take (Desk *desk)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = rail_import_take (desk->import, &error);

  g_assert_no_error (error);
  g_assert_nonnull (entries);
  return desk_list (desk);
}
