/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A table of somebody's: it is refused with a sentence, or each of its rows says what is wrong with it, or can be created
 * as it stands. */

#include "fuzz.h"
#include "rail-creation-row.h"
#include "rail-project.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(RailEnvironment) environment = rail_environment_new_frozen (1768478400, 1);
  g_autoptr(RailProject) project = rail_project_new (environment, "Plant");
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) rows = rail_creation_parse_csv (project, text, &error);

  g_assert_true ((rows != NULL) == (error == NULL));
  if (rows == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(RailCreationRow) row = g_list_model_get_item (rows, i);
      RailCreation *creation = rail_creation_row_get_creation (row);

      g_assert_true ((creation != NULL) == (rail_creation_row_get_problem (row) == NULL));
      if (creation != NULL)
        g_assert_cmpuint (rail_creation_validate (creation), ==, 0);
      else
        {
          g_autofree char *message = rail_creation_row_dup_message (row);

          g_assert_true (g_utf8_validate (message, -1, NULL));
        }
    }
  return 0;
}
