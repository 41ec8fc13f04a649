/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "storage-fixture.h"

#include <string.h>
#include <unistd.h>

/* The bounds of docs/project-file.md, each from both sides: what is as large as allowed is refused for another reason or not
 * at all, and what is one larger, for this one. All at once, not after minutes. */

#define MOST_SECONDS 60

static char *
new_plain_text (void)
{
  g_autoptr(RailProject) project = storage_new_project (NULL, 2);
  g_autofree char *text = storage_write (project);

  return storage_drop_checksum (text);
}

static char *
new_protected_text (void)
{
  g_autoptr(RailProtection) protection = storage_new_protection ();
  g_autoptr(RailProject) project = storage_new_project (protection, 2);

  return storage_write (project);
}

/* What the outside says; @code is that of no error if the bound itself is fine. */
static void
assert_limit (const char *text,
              gsize       size,
              gboolean    is_exceeded)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, size);
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr(RailProjectFile) file = rail_project_file_new_from_bytes (bytes, "plant.certrail", &error);
  g_autoptr(RailProject) project = NULL;

  if (file != NULL && !rail_project_file_is_protected (file))
    project = rail_project_file_read (file, storage_get_environment (), NULL, NULL, &error);
  g_assert_cmpint (g_get_monotonic_time () - start, <, MOST_SECONDS * G_USEC_PER_SEC);
  if (error != NULL)
    g_test_message ("%s", error->message);
  g_assert_true (g_error_matches (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LIMIT) == is_exceeded);
}

/* The start tag of the root of a plain project, which is of the version of today. */
static char *
dup_root (void)
{
  g_autofree char *plain = new_plain_text ();
  const char *start = strstr (plain, "<project ");

  return g_strndup (start, strcspn (start, ">") + 1);
}

static void
test_depth (gconstpointer user_data)
{
  guint depth = GPOINTER_TO_UINT (user_data);
  g_autofree char *root = dup_root ();
  g_autoptr(GString) text = g_string_new (root);

  for (guint i = 1; i < depth; i++)
    g_string_append (text, "<a>");
  for (guint i = 1; i < depth; i++)
    g_string_append (text, "</a>");
  g_string_append (text, "</project>");
  assert_limit (text->str, text->len, depth > 32);
}

static void
test_attributes (gconstpointer user_data)
{
  guint n_attributes = GPOINTER_TO_UINT (user_data);
  g_autofree char *plain = new_plain_text ();

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GString) element = g_string_new ("<devices");
      g_autofree char *edited = NULL;

      for (guint j = 0; j < n_attributes; j++)
        g_string_append_printf (element, i == 0 ? " a%u=''" : " xmlns:a%u=\"urn:a\"", j);
      g_string_append (element, "/>");
      edited = storage_replace (plain, "<devices/>", element->str);
      assert_limit (edited, strlen (edited), n_attributes > 32);
    }
}

/* What stands in quotes, comments and sections is no attribute. */
static void
test_quotes_are_no_attributes (void)
{
  static const char * const harmless[] = { "<!-- %s -->", "<?pi %s?>", "<a><![CDATA[%s]]></a>", "<a b='%s'/>", "<a>%s</a>" };
  g_autofree char *plain = new_plain_text ();
  g_autoptr(GString) quotes = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append (quotes, " a=\"\"");
  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++)
    {
      g_auto(GStrv) parts = g_strsplit (harmless[i], "%s", 2);
      g_autofree char *element = g_strconcat (parts[0], quotes->str, parts[1], "<devices/>", NULL);
      g_autofree char *edited = storage_replace (plain, "<devices/>", element);

      assert_limit (edited, strlen (edited), FALSE);
    }
}

static void
test_many_attributes_elsewhere_are_no_project (void)
{
  g_autoptr(GString) text = g_string_new ("<html");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, " a%u=\"\"", i);
  g_string_append (text, "/>");
  bytes = g_bytes_new (text->str, text->len);
  g_assert_null (rail_project_file_new_from_bytes (bytes, "page.html", &error));
  g_assert_error (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_NOT_A_PROJECT);
}

static void
test_nodes (gconstpointer user_data)
{
  guint n_nodes = GPOINTER_TO_UINT (user_data);
  g_autofree char *root = dup_root ();
  g_autoptr(GString) text = g_string_new (root);

  /* The root has a namespace and two attributes. */
  for (guint i = 4; i < n_nodes; i++)
    g_string_append (text, "<a/>");
  g_string_append (text, "</project>");
  assert_limit (text->str, text->len, n_nodes > 4000000);
}

static void
test_devices (gconstpointer user_data)
{
  guint n_devices = GPOINTER_TO_UINT (user_data);
  g_autofree char *plain = new_plain_text ();
  g_autoptr(GString) devices = g_string_new ("<devices>");
  g_autofree char *edited = NULL;

  for (guint i = 0; i < n_devices; i++)
    g_string_append_printf (devices, "<device name=\"PLC_%u\" family=\"s7-1500\" global-security=\"false\"/>", i);
  g_string_append (devices, "</devices>");
  edited = storage_replace (plain, "<devices/>", devices->str);
  assert_limit (edited, strlen (edited), n_devices > 10000);
}

/* There are no such certificates, which is found out after they are counted. */
static void
assert_device (const char *inside,
               gboolean    is_exceeded)
{
  g_autofree char *plain = new_plain_text ();
  g_autofree char *devices = g_strconcat ("<devices><device name=\"PLC_1\" family=\"s7-1500\" global-security=\"false\">",
                                          inside, "</device></devices>", NULL);
  g_autofree char *edited = storage_replace (plain, "<devices/>", devices);

  assert_limit (edited, strlen (edited), is_exceeded);
}

static void
test_partners (gconstpointer user_data)
{
  guint n_partners = GPOINTER_TO_UINT (user_data);
  g_autoptr(GString) partners = g_string_new (NULL);

  for (guint i = 1; i <= n_partners; i++)
    g_string_append_printf (partners, "<partner id=\"%u\"/>", i);
  assert_device (partners->str, n_partners > 10000);
}

static void
test_loaded (gconstpointer user_data)
{
  guint n_items = GPOINTER_TO_UINT (user_data);
  g_autoptr(GString) loaded = g_string_new ("<loaded date=\"2026-11-22T18:00:00Z\" settings=\"\">");

  for (guint i = 1; i <= n_items; i++)
    g_string_append_printf (loaded, "<item role=\"device\" id=\"%u\" fingerprint=\"%064u\"/>", i, i);
  g_string_append (loaded, "</loaded>");
  assert_device (loaded->str, n_items > 30000);
}

/* Their certificates are none, which is found out after they are counted. */
static void
test_entries (gconstpointer user_data)
{
  guint n_entries = GPOINTER_TO_UINT (user_data);
  g_autofree char *plain = new_plain_text ();
  const char *start = strstr (plain, "<entry ");
  g_autoptr(GString) text = g_string_new_len (plain, start - plain);

  for (guint i = 1; i <= n_entries; i++)
    g_string_append_printf (text, "<entry id=\"%u\" kind=\"device\" usage=\"custom\"><certificate>AAAA</certificate></entry>",
                            i);
  g_string_append (text, strstr (plain, "</entries>"));
  assert_limit (text->str, text->len, n_entries > 200000);
}

static void
test_users (gconstpointer user_data)
{
  guint n_users = GPOINTER_TO_UINT (user_data);
  g_autofree char *protected = new_protected_text ();
  const char *start = strstr (protected, "<user ");
  const char *end = strstr (protected, "</user>") + strlen ("</user>");
  g_autoptr(GString) text = g_string_new_len (protected, start - protected);

  for (guint i = 0; i < n_users; i++)
    g_string_append_len (text, start, end - start);
  g_string_append (text, end);
  assert_limit (text->str, text->len, n_users > 100);
}

static void
test_iterations (void)
{
  static const struct
  {
    const char *text;
    gboolean    is_exceeded;
  } counts[] = { { "999", TRUE }, { "1000", FALSE }, { "20000000", FALSE }, { "20000001", TRUE } };
  g_autofree char *protected = new_protected_text ();

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *element = g_strdup_printf ("IterationCount>%s<", counts[i].text);
      g_autofree char *edited = storage_replace (protected, "IterationCount>1000<", element);

      assert_limit (edited, strlen (edited), counts[i].is_exceeded);
    }
}

static void
test_ids (void)
{
  static const struct
  {
    const char *find, *replacement;
    gboolean    is_read;
  } edits[] = {
    { "next-id=\"3\"", "next-id=\"2147483647\"", TRUE },
    { "next-id=\"3\"", "next-id=\"2147483648\"", FALSE },
    { "id=\"1\"", "id=\"0\"", FALSE },
    { "id=\"2\"", "id=\"3\"", FALSE },
  };
  g_autofree char *plain = new_plain_text ();

  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autofree char *edited = storage_replace (plain, edits[i].find, edits[i].replacement);
      g_autoptr(GError) error = NULL;
      g_autoptr(RailProject) project = storage_read (edited, -1, &error);

      g_assert_true ((project != NULL) == edits[i].is_read);
    }
}

/* The file has holes; only its size is real. */
static void
test_size (StorageFolder *folder,
           gconstpointer  user_data)
{
  goffset size = GPOINTER_TO_SIZE (user_data);
  g_autofree char *path = g_file_get_path (folder->file);
  g_autoptr(GError) error = NULL;

  rail_test_write (folder->folder, "plant.certrail", "<project>", -1);
  g_assert_cmpint (truncate (path, size), ==, 0);
  g_assert_null (rail_project_file_open (folder->file, NULL, &error));
  g_assert_true (g_error_matches (error, RAIL_STORAGE_ERROR, RAIL_STORAGE_ERROR_LIMIT) == (size > 256 * 1024 * 1024));
}

static void
add_both (const char       *name,
          guint             bound,
          GTestDataFunc     function)
{
  g_autofree char *at = g_strdup_printf ("/storage/bounds/%s/at-the-bound", name);
  g_autofree char *above = g_strdup_printf ("/storage/bounds/%s/one-more", name);

  g_test_add_data_func (at, GUINT_TO_POINTER (bound), function);
  g_test_add_data_func (above, GUINT_TO_POINTER (bound + 1), function);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_both ("depth", 32, test_depth);
  add_both ("attributes", 32, test_attributes);
  g_test_add_data_func ("/storage/bounds/attributes/a-million", GUINT_TO_POINTER (1000000), test_attributes);
  add_both ("nodes", 4000000, test_nodes);
  add_both ("devices", 10000, test_devices);
  add_both ("partners", 10000, test_partners);
  add_both ("loaded", 30000, test_loaded);
  add_both ("entries", 200000, test_entries);
  add_both ("users", 100, test_users);
  g_test_add_func ("/storage/bounds/quotes-are-no-attributes", test_quotes_are_no_attributes);
  g_test_add_func ("/storage/bounds/many-attributes-elsewhere-are-no-project",
                   test_many_attributes_elsewhere_are_no_project);
  g_test_add_func ("/storage/bounds/iterations", test_iterations);
  g_test_add_func ("/storage/bounds/ids", test_ids);
  g_test_add ("/storage/bounds/size/at-the-bound", StorageFolder, GSIZE_TO_POINTER (256 * 1024 * 1024),
              storage_folder_set_up, test_size, storage_folder_tear_down);
  g_test_add ("/storage/bounds/size/one-more", StorageFolder, GSIZE_TO_POINTER (256 * 1024 * 1024 + 1),
              storage_folder_set_up, test_size, storage_folder_tear_down);

  return g_test_run ();
}
