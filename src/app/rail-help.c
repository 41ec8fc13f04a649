/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-help"

#include "config.h"
#include "folders.h"

#include "rail-help.h"

#include "rail-error-dialog.h"

#include <glib/gi18n.h>

#define CONTENTS "index"

/* Which chapter is about what: pages, parts of pages and dialogs, by the names of their types. */
static const struct
{
  const char *type;
  const char *chapter;
} chapters[] = {
  /* Pages and what is in them */
  { "RailWelcomePage", "first-project" },
  { "RailTourBar", "first-project" },
  { "RailLockPage", "users" },
  { "RailProjectPage", "project-file" },
  { "RailProtectionPage", "first-project" },
  { "RailUsersPage", "users" },
  { "RailCertificateManagerPage", "create" },
  { "RailValidityPage", "reports" },
  { "RailDiagramPage", "where" },
  { "RailJournalPage", "reports" },
  { "RailDevicesPage", "devices" },
  { "RailDevicePage", "devices" },
  { "RailMessagesView", "compile" },
  { "RailChainView", "where" },
  { "RailUsedByView", "where" },
  { "RailAcceptanceView", "accepted" },
  { "RailHistoryView", "renew" },

  /* Dialogs */
  { "RailSearchDialog", CONTENTS },
  { "RailPreferences", CONTENTS },
  { "RailNewProjectDialog", "first-project" },
  { "RailProtectDialog", "first-project" },
  { "RailLoginDialog", "users" },
  { "RailUserDialog", "users" },
  { "RailCopyDialog", "users" },
  { "RailVersionsDialog", "project-file" },
  { "RailCreateDialog", "create" },
  { "RailCreateCsvDialog", "create" },
  { "RailCertificateDialog", "create" },
  { "RailCompareDialog", "renew" },
  { "RailImportDialog", "import" },
  { "RailExportDialog", "export" },
  { "RailHandOverDialog", "hand-over" },
  { "RailTrustDialog", "stores" },
  { "RailRenewDialog", "renew" },
  { "RailReplaceDialog", "renew" },
  { "RailRevokeDialog", "revoke" },
  { "RailListDialog", "revoke" },
  { "RailRequestDialog", "requests" },
  { "RailAnswerDialog", "requests" },
  { "RailSignDialog", "requests" },
  { "RailAssignDialog", "devices" },
  { "RailEntryChooser", "devices" },
  { "RailDeviceDialog", "devices" },
  { "RailDevicesCsvDialog", "devices" },
  { "RailDuplicateDialog", "devices" },
  { "RailLoadDialog", "load" },
  { "RailTconDialog", "secure-ouc" },
  { "RailReportDialog", "reports" },
};

/**
 * rail_help_get_chapter:
 * @type_name: the name of a type
 *
 * Returns: (nullable): the chapter of the manual about such a page or dialog
 */
const char *
rail_help_get_chapter (const char *type_name)
{
  g_return_val_if_fail (type_name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (chapters); i++)
    if (g_str_equal (chapters[i].type, type_name))
      return chapters[i].chapter;
  return NULL;
}

/* The nearest thing around the focus that has a chapter. */
static const char *
find_above (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      const char *chapter = rail_help_get_chapter (G_OBJECT_TYPE_NAME (widget));

      if (chapter != NULL)
        return chapter;
    }
  return NULL;
}

/* The first thing in sight that has one: with the focus in the project tree or the header bar, the page beside it. */
static const char *
find_below (GtkWidget *widget)
{
  const char *chapter = rail_help_get_chapter (G_OBJECT_TYPE_NAME (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); chapter == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child))
      chapter = find_below (child);
  return chapter;
}

/**
 * rail_help_find_chapter:
 * @window: a window or dialog
 *
 * A question that has no chapter of its own is about what it was asked in.
 *
 * Returns: the chapter of the manual about where the focus is; the table of contents if there is none about that
 */
const char *
rail_help_find_chapter (GtkWindow *window)
{
  g_return_val_if_fail (GTK_IS_WINDOW (window), CONTENTS);

  for (; window != NULL; window = gtk_window_get_transient_for (window))
    {
      const char *chapter = find_above (gtk_window_get_focus (window));

      if (chapter == NULL)
        chapter = find_below (GTK_WIDGET (window));
      if (chapter != NULL)
        return chapter;
    }
  return CONTENTS;
}

/**
 * rail_help_find_file:
 * @chapter: a chapter of the manual
 * @error: return location for an error
 *
 * Without cmark-gfm the build installs the chapters as they are written.
 *
 * Returns: (transfer full): the file to show
 */
GFile *
rail_help_find_file (const char  *chapter,
                     GError     **error)
{
  static const char * const endings[] = { ".html", ".md" };
  const char *folder = g_getenv ("CERTRAIL_MANUAL_DIR");

  g_return_val_if_fail (chapter != NULL, NULL);

  if (folder == NULL)
    folder = RAIL_MANUAL_DIR;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (chapter, endings[i], NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_file_new_for_path (path);
    }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               /* Translators: the first %s is a chapter such as “renew”, the second a folder */
               _("There is no chapter “%s” in “%s”, because Certrail is not completely installed; install it again."),
               chapter, folder);
  return NULL;
}

static void
shown_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GFile) file = G_FILE (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) sentence = NULL;

  g_assert (GTK_IS_WINDOW (object));

  if (gtk_show_uri_full_finish (GTK_WINDOW (object), result, &error) || !gtk_widget_get_mapped (GTK_WIDGET (object)))
    return;

  sentence = g_error_new (error->domain, error->code,
                          /* Translators: the first %s is a file, the second why */
                          _("No program here shows “%s” (%s); install a web browser, or open the file with another "
                            "program."),
                          g_file_peek_path (file), error->message);
  rail_error_dialog_show (GTK_WIDGET (object), _("The manual was not opened"), sentence);
}

/**
 * rail_help_show:
 * @window: the window or dialog in which somebody asks for help
 *
 * Shows the chapter of the manual about where the focus is, in whatever the desktop opens web pages with. In a sandbox
 * GTK asks the portal, which hands over that one file; each chapter is complete in itself for that.
 */
void
rail_help_show (GtkWindow *window)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = NULL;

  g_return_if_fail (GTK_IS_WINDOW (window));

  file = rail_help_find_file (rail_help_find_chapter (window), &error);
  if (file == NULL)
    {
      rail_error_dialog_show (GTK_WIDGET (window), _("The manual was not opened"), error);
      return;
    }

  uri = g_file_get_uri (file);
  gtk_show_uri_full (window, uri, GDK_CURRENT_TIME, NULL, shown_cb, g_steal_pointer (&file));
}
