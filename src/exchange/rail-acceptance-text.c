/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-exchange"

#include "config.h"

#include "rail-acceptance.h"

#include <glib/gi18n-lib.h>

static void
append_check (GString   *text,
              RailCheck *check)
{
  const char *code = rail_check_get_code (check);

  g_string_append_printf (text, "%s: %s%s%s\n  %s\n", rail_check_get_label (check),
                          rail_check_status_get_label (rail_check_get_status (check)), code != NULL ? ", " : "",
                          code != NULL ? code : "", rail_check_get_reason (check));
  if (rail_check_get_repair (check) != NULL)
    g_string_append_printf (text, "  %s\n", rail_check_get_repair (check));
}

/**
 * rail_presentation_dup_verdict:
 * @self: what is shown to whom
 * @checks: (element-type RailCheck): as rail_presentation_judge() returns
 *
 * Returns: (transfer full): whether it is accepted, in a translated sentence with the code that is logged
 */
char *
rail_presentation_dup_verdict (RailPresentation *self,
                               GPtrArray        *checks)
{
  RailCheck *failed;
  const char *name;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (checks != NULL, NULL);

  failed = rail_checks_get_first_failed (checks);
  name = rail_partner_get_label (self->partner);
  if (failed == NULL)
    return g_strdup_printf (_("%s accepts it."), name);
  if (rail_check_get_alert (failed) != NULL)
    return g_strdup_printf (_("%s refuses it with %s; the other side gets the alert %s."), name,
                            rail_check_get_code (failed), rail_check_get_alert (failed));
  return g_strdup_printf (_("%s refuses it with %s."), name, rail_check_get_code (failed));
}

/**
 * rail_presentation_dup_text:
 * @self: what is shown to whom
 * @checks: (element-type RailCheck): as rail_presentation_judge() returns
 *
 * Returns: (transfer full): verdict and checks in lines, for a terminal or the clipboard
 */
char *
rail_presentation_dup_text (RailPresentation *self,
                            GPtrArray        *checks)
{
  GString *text;
  g_autofree char *verdict = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (checks != NULL, NULL);

  verdict = rail_presentation_dup_verdict (self, checks);
  text = g_string_new (verdict);
  g_string_append (text, "\n\n");
  for (guint i = 0; i < checks->len; i++)
    append_check (text, checks->pdata[i]);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("The checks are those of %s."), rail_partner_get_basis (self->partner));
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}
