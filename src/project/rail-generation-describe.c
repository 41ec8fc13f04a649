/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-generation-describe.h"

#include "rail-section.h"

#include <glib/gi18n-lib.h>

/**
 * rail_generation_dup_title:
 * @self: a certificate that an entry had before
 *
 * Returns: (transfer full): until when it was the entry's and why no longer, such as “Until 3 May 2026, 10:00:00 UTC: renewed
 *   by admin”
 */
char *
rail_generation_dup_title (RailGeneration *self)
{
  g_autofree char *until = NULL;
  const char *by, *reason;

  g_return_val_if_fail (RAIL_IS_GENERATION (self), NULL);

  until = rail_format_date (rail_generation_get_until (self));
  reason = rail_generation_reason_get_label (rail_generation_get_reason (self));
  by = rail_generation_get_by (self);
  /* Translators: a date, what happened then (“Renewed”), and the user who did it */
  if (by != NULL && *by != '\0')
    return g_strdup_printf (_("Until %s: %s by %s"), until, reason, by);
  return g_strdup_printf (_("Until %s: %s"), until, reason);
}

/**
 * rail_generation_dup_details:
 * @self: a certificate that an entry had before
 *
 * Returns: (transfer full): its serial number and validity, then in lines of their own whether it is revoked and the note
 */
char *
rail_generation_dup_details (RailGeneration *self)
{
  RailCertificate *certificate;
  RailRevocationReason reason;
  g_autofree char *serial = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  const char *note;
  gint64 date;
  GString *text;

  g_return_val_if_fail (RAIL_IS_GENERATION (self), NULL);

  certificate = rail_generation_get_certificate (self);
  serial = rail_format_hex (rail_certificate_get_serial (certificate));
  from = rail_format_date (rail_certificate_get_not_before (certificate));
  to = rail_format_date (rail_certificate_get_not_after (certificate));
  text = g_string_new (NULL);
  g_string_append_printf (text, _("Serial number %s"), serial);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _("Valid from %s to %s"), from, to);
  if (rail_generation_is_revoked (self, &date, &reason))
    {
      g_autofree char *revoked = rail_format_date (date);

      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("Revoked on %s: %s"), revoked, rail_revocation_reason_get_label (reason));
    }
  note = rail_generation_get_note (self);
  if (note != NULL && *note != '\0')
    g_string_append_printf (text, "\n%s", note);
  return g_string_free (text, FALSE);
}

/**
 * rail_project_list_issued:
 * @self: a project
 * @authority: an entry of it
 *
 * Returns: (transfer full) (element-type RailEntry): all entries that @authority has issued, in the order of their IDs
 */
GPtrArray *
rail_project_list_issued (RailProject *self,
                          RailEntry   *authority)
{
  GPtrArray *issued;
  GListModel *entries;

  g_return_val_if_fail (RAIL_IS_PROJECT (self), NULL);
  g_return_val_if_fail (RAIL_IS_ENTRY (authority), NULL);

  issued = g_ptr_array_new_with_free_func (g_object_unref);
  if (!rail_certificate_is_ca (rail_entry_get_certificate (authority)))
    return issued;
  entries = rail_project_get_entries (self);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr(RailEntry) entry = g_list_model_get_item (entries, i);

      if (entry != authority && rail_project_get_issuer (self, entry) == authority)
        g_ptr_array_add (issued, g_steal_pointer (&entry));
    }
  return issued;
}
