/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "rail-project"

#include "config.h"

#include "rail-entry.h"

#include <glib/gi18n-lib.h>

#define DAY G_GINT64_CONSTANT (86400)

static int expiring_days = RAIL_EXPIRING_DAYS;

/**
 * rail_status_get_type:
 *
 * Returns: the type of #RailStatus
 */
G_DEFINE_ENUM_TYPE (RailStatus, rail_status,
                    G_DEFINE_ENUM_VALUE (RAIL_STATUS_VALID, "valid"),
                    G_DEFINE_ENUM_VALUE (RAIL_STATUS_EXPIRING, "expiring"),
                    G_DEFINE_ENUM_VALUE (RAIL_STATUS_EXPIRED, "expired"),
                    G_DEFINE_ENUM_VALUE (RAIL_STATUS_NOT_YET_VALID, "not-yet-valid"),
                    G_DEFINE_ENUM_VALUE (RAIL_STATUS_REVOKED, "revoked"))

static const struct
{
  const char *nick;
  const char *label;
} statuses[] = {
  [RAIL_STATUS_VALID] = { "valid", N_("Valid") },
  [RAIL_STATUS_EXPIRING] = { "expiring", N_("Expires soon") },
  [RAIL_STATUS_EXPIRED] = { "expired", N_("Expired") },
  [RAIL_STATUS_NOT_YET_VALID] = { "not-yet-valid", N_("Not yet valid") },
  [RAIL_STATUS_REVOKED] = { "revoked", N_("Revoked") },
};

/**
 * rail_status_get_nick:
 * @status: a status
 *
 * Returns: the word for @status on the command line
 */
const char *
rail_status_get_nick (RailStatus status)
{
  g_return_val_if_fail ((guint) status < G_N_ELEMENTS (statuses), NULL);

  return statuses[status].nick;
}

/**
 * rail_status_get_label:
 * @status: a status
 *
 * The status without its number of days, as a filter lists it; see rail_entry_dup_status_text().
 *
 * Returns: the translated label
 */
const char *
rail_status_get_label (RailStatus status)
{
  g_return_val_if_fail ((guint) status < G_N_ELEMENTS (statuses), NULL);

  return _(statuses[status].label);
}

/**
 * rail_status_parse:
 * @nick: a word as rail_status_get_nick() returns
 * @out_status: (out): the status, untouched if there is no such word
 *
 * Returns: whether @nick is known
 */
gboolean
rail_status_parse (const char *nick,
                   RailStatus *out_status)
{
  g_return_val_if_fail (nick != NULL, FALSE);
  g_return_val_if_fail (out_status != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_str_equal (nick, statuses[i].nick))
      {
        *out_status = (RailStatus) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * rail_expiring_days_get:
 *
 * Returns: how many days before its end a certificate is marked as expiring
 */
guint
rail_expiring_days_get (void)
{
  return (guint) g_atomic_int_get (&expiring_days);
}

/**
 * rail_expiring_days_set:
 * @days: how many days before its end a certificate is marked as expiring
 *
 * One number for the whole program: windows, findings, renewals and reports have to mean the same by it. May be called from
 * any thread. Whoever shows a status looks at it again afterwards.
 */
void
rail_expiring_days_set (guint days)
{
  g_return_if_fail (days > 0 && days <= RAIL_EXPIRING_DAYS_MAX);

  g_atomic_int_set (&expiring_days, (int) days);
}

/**
 * rail_entry_get_status:
 * @self: an entry
 * @now: seconds since 1970 UTC
 * @out_days: (out) (optional): whole days until the certificate ends, or since it ended, or until it begins
 *
 * The first and the last second of a validity belong to it (RFC 5280 §4.1.2.5).
 *
 * Returns: the status; of several that fit, the worst
 */
RailStatus
rail_entry_get_status (RailEntry *self,
                       gint64     now,
                       int       *out_days)
{
  RailStatus status;
  RailCertificate *certificate;
  gint64 not_before, not_after, seconds;

  g_return_val_if_fail (RAIL_IS_ENTRY (self), RAIL_STATUS_VALID);

  certificate = rail_entry_get_certificate (self);
  not_before = rail_certificate_get_not_before (certificate);
  not_after = rail_certificate_get_not_after (certificate);
  if (now < not_before)
    {
      status = RAIL_STATUS_NOT_YET_VALID;
      seconds = not_before - now;
    }
  else if (now > not_after)
    {
      status = RAIL_STATUS_EXPIRED;
      seconds = now - not_after;
    }
  else
    {
      seconds = not_after - now;
      status = seconds <= rail_expiring_days_get () * DAY ? RAIL_STATUS_EXPIRING : RAIL_STATUS_VALID;
    }

  if (out_days != NULL)
    *out_days = (int) MIN (seconds / DAY, G_MAXINT);
  return rail_entry_is_revoked (self, NULL, NULL) ? RAIL_STATUS_REVOKED : status;
}

/**
 * rail_entry_dup_status_text:
 * @self: an entry
 * @now: seconds since 1970 UTC
 *
 * Returns: (transfer full): the status in words, such as “Expires in 12 days”
 */
char *
rail_entry_dup_status_text (RailEntry *self,
                            gint64     now)
{
  RailStatus status;
  int days = 0;

  g_return_val_if_fail (RAIL_IS_ENTRY (self), NULL);

  status = rail_entry_get_status (self, now, &days);
  switch (status)
    {
    case RAIL_STATUS_EXPIRING:
      if (days == 0)
        return g_strdup (_("Expires within a day"));
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Expires in %d day", "Expires in %d days", days), days);
    case RAIL_STATUS_EXPIRED:
      if (days == 0)
        return g_strdup (_("Expired less than a day ago"));
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Expired %d day ago", "Expired %d days ago", days), days);
    case RAIL_STATUS_VALID:
    case RAIL_STATUS_NOT_YET_VALID:
    case RAIL_STATUS_REVOKED:
    default:
      return g_strdup (rail_status_get_label (status));
    }
}
