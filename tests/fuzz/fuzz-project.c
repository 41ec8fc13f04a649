/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A project file of unknown origin: it is refused with a sentence, or read as a whole and written the same again. */

#include "fuzz.h"
#include "rail-project-file.h"
#include "rail-project-writer.h"

#include <string.h>

static char *
write_project (RailProject *project,
               GError     **error)
{
  g_autoptr(RailXmlWriter) writer = rail_project_write (project, "fuzz.certrail", error);
  const char *text;
  gsize size;

  if (writer == NULL)
    return NULL;
  text = rail_xml_writer_peek (writer, &size);
  return g_strndup (text, size);
}

static RailProject *
read_project (const void       *data,
              gsize             size,
              RailEnvironment  *environment,
              GError          **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(RailProjectFile) file = rail_project_file_new_from_bytes (bytes, "fuzz.certrail", error);

  if (file == NULL || rail_project_file_is_protected (file))
    return NULL;
  return rail_project_file_read (file, environment, NULL, NULL, error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (0, 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(RailProject) project = read_project (data, size, environment, &error);
  g_autoptr(RailProject) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  if (project == NULL)
    {
      if (error != NULL)
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  text = write_project (project, &error);
  g_assert_no_error (error);
  again = read_project (text, strlen (text), environment, &error);
  g_assert_no_error (error);
  text_again = write_project (again, &error);
  g_assert_cmpstr (text, ==, text_again);
  return 0;
}
